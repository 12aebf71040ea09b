/* Snapshot: the results of a run kept in memory, so that two runs over one list can be compared.
 *
 * A receiver of run.h. Only what is granted or open is kept, some 40 bytes each, by measure and then in the order of the list:
 * what stands in neither of two snapshots did not change. Rows that repeat an earlier code are open, as in results.csv. */
#ifndef EVALUATE_SNAPSHOT_H
#define EVALUATE_SNAPSHOT_H

#include "evaluate/run.h"

struct outcome_kept {
  uint32_t row; /* companies: position in the list, or behind it in `outside`; other objects: position in `objects` */
  uint8_t outcome;
  bool has_amount, has_high;
  int64_t amount, low, high; /* fen */
};

struct outcome_list {
  const struct measure *measure;
  struct outcome_kept *items; /* ascending by row */
  size_t count, capacity;
  uint64_t yes, pending;
  int64_t amount; /* fen of all that is granted */
  bool overflowed;
};

struct snapshot_object {
  struct slice code, name;
};

struct snapshot {
  const struct model *model;
  struct outcome_list *measures; /* by measure index; `measure` NULL: not judged */
  size_t measure_count;
  struct snapshot_object *objects;
  size_t object_count, object_capacity;
  size_t rows;                     /* companies in the list */
  struct snapshot_object *outside; /* companies that only the history has; the first has the row `rows` */
  size_t outside_count, outside_capacity;
  size_t problems;
  struct arena arena;
};

/* An empty one, and what fills it: for who judges the list for other ends, too. */
struct snapshot *snapshot_new(const struct plan *plan);
struct sink snapshot_sink(struct snapshot *snapshot);
/* Judges the whole list. `run_options` as for run_open, with the list in memory. NULL with a fault. */
struct snapshot *snapshot_take(const struct plan *plan, const struct run_options *run_options, struct fault *fault);
/* Of a company that stands in no list; NULL of one that does. */
const struct snapshot_object *snapshot_outside(const struct snapshot *snapshot, size_t row);
void snapshot_free(struct snapshot *snapshot);

#endif

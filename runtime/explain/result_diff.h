/* Result diff: two runs. Who gains, who loses, who becomes undetermined, and by how much.
 *
 * Measures are matched by id, companies as the caller has paired them (session/row_pairs: two runs over one list have the same
 * rows, two lists the same codes), other objects by code. */
#ifndef EXPLAIN_RESULT_DIFF_H
#define EXPLAIN_RESULT_DIFF_H

#include "evaluate/snapshot.h"

enum change_kind {
  CHANGE_GAIN,  /* granted now, or more; less is due back */
  CHANGE_LOSS,  /* granted no more, or less; more is due back */
  CHANGE_OPEN,  /* undetermined now */
  CHANGE_CLEAR, /* undetermined before, no now; or another range */
  CHANGE_KINDS
};

/* Which rows of two snapshots are one company, those outside the list included; ROW_NONE: the other has none of it. */
#define ROW_NONE UINT32_MAX
struct row_pairs {
  const uint32_t *after,
      *before; /* of each row of the one before, that of the one after, and the other way round; NULL: itself */
};

struct change {
  enum change_kind kind;
  const struct measure *before, *after; /* NULL: not in that version */
  struct slice code;                    /* of what stands in no list */
  struct slice name;
  struct outcome_kept old, now; /* `row` of both: in its own list, ROW_NONE where it is not there */
  int64_t difference;           /* fen, of what is certain */
};

struct measure_change {
  const struct outcome_list *before, *after; /* NULL: not judged there */
  size_t counts[CHANGE_KINDS];
};

struct comparison {
  struct change *changes; /* by measure, then in the order of the list */
  size_t count, capacity;
  struct measure_change *measures; /* those of the new version in order, then those that are gone */
  size_t measure_count;
};

/* The measure of the version that has it, the new one first. */
const struct measure *change_measure(const struct change *change);
/* Where the change's company stands on one side. */
static inline uint32_t change_row(const struct change *change, bool after)
{
  return after ? change->now.row : change->old.row;
}
/* What is granted in all; 0 where the measure was not judged. */
int64_t outcome_list_amount(const struct outcome_list *list);

void result_diff(struct arena *arena, const struct snapshot *before, const struct snapshot *after, const struct row_pairs *pairs,
                 struct comparison *comparison);

#endif

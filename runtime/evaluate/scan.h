/* Scan: a list read by several threads, in blocks, with one ordered step.
 *
 * Each worker takes the next block, splits and decodes it batch by batch and lets `batch` work on it; then the workers take
 * turns, in the order of the list, in `merge`. So whatever `merge` does is done in order, whatever the number of threads, and
 * what it need not do is done side by side. Rejected: one reading thread and a queue (two hand-overs a block, and nothing
 * gained). */
#ifndef EVALUATE_SCAN_H
#define EVALUATE_SCAN_H

#include "data/column.h"
#include "data/list_reader.h"
#include "evaluate/partition.h"
#include "evaluate/timings.h"

/* A problem with its place; `line` counts from the start of the block. */
struct scan_problem {
  enum message message;
  uint32_t row; /* in the block */
  uint32_t line;
  int heading;   /* position, -1: the whole row */
  bool left_out; /* the record is no row: it stood before `row`, and is not judged */
  bool remark;   /* no problem, but reported once a column; not among those of a scan_block */
  struct slice raw;
  const char *argument[2];
};

struct scan_batch {
  size_t count, first_row;            /* rows, and the position in the block of the first */
  size_t list_row;                    /* its position in the list; of lists in memory only */
  const struct column *columns;       /* one for each wanted field */
  const struct slice *const *carried; /* of each carried heading its cells as they stand in the list; none of a list in memory */
  const uint32_t *lines;              /* in the block */
  const struct finished_block *finished; /* rows of the block that parts have finished (evaluate/block_state.h); NULL: none */
  struct arena *scratch;                 /* lives until the block is merged */
};

struct scan_block {
  size_t rows;
  uint32_t first_line; /* of the file */
  const struct scan_problem *problems;
  size_t problem_count;
  uint64_t position;       /* bytes read so far */
  const uint32_t *repeats; /* of each row, of a list in memory that is marked (evaluate/memory_list.h); else NULL */
};

/* What is reported once a column: how many cells it is so of. */
struct scan_remark {
  enum message message;
  int heading;
  const char *argument[2];
  uint64_t count;
  uint32_t line; /* of the file: of the first such cell */
};

struct memory_list;

/* Scans of one list one after the other, of which how far they are is told as of one. */
struct scan_passes {
  size_t ended, count;
  uint64_t rows; /* of those that have ended */
};

struct scan {
  struct list_reader *listing;
  const struct memory_list *held; /* the list is in memory (evaluate/memory_list.h) and `listing` is its own; NULL: it is read */
  const struct field *const *fields;
  size_t field_count;
  const bool *unasked;               /* of each field: cells are split, but nobody asks what they say; NULL: all are asked */
  const struct partition *partition; /* the rows of this part only, by the cells of `partition_field`; NULL: all rows */
  const struct field *partition_field;
  size_t threads;
  enum progress_stage stage;
  struct scan_passes *passes; /* of which this is the next; NULL: it is the only one */
  struct timings *timings;    /* NULL: nothing is measured */
  double *stages;             /* those of `timings` that this scan adds to */
  void *context;
  void *(*worker)(void *context, struct arena *arena);
  void (*close)(void *context, void *worker); /* what the worker holds outside the arena */
  void (*begin)(void *context, void *worker); /* of a block */
  void (*batch)(void *context, void *worker, const struct scan_batch *batch);
  bool (*merge)(void *context, void *worker, const struct scan_block *block, struct fault *fault);
  /* After the last block, in the order of their first cells; NULL: they are notices of the listing's options. */
  void (*remark)(void *context, const struct scan_remark *remark);
};

/* Reads the whole list. False when it cannot be read, or `merge` failed. */
bool scan_run(const struct scan *scan, struct fault *fault);

#endif

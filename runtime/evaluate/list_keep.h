/* List keep: reads a list and keeps what one part of a split run has of it, block by block, as bytes (evaluate/block_state.h). */
#ifndef EVALUATE_LIST_KEEP_H
#define EVALUATE_LIST_KEEP_H

#include "evaluate/block_state.h"

struct list_keep {
  const struct partition *partition;
  const struct field *partition_field; /* whose cells say which part a row is of */
  const struct field *const *fields;   /* that are read */
  size_t field_count;
  size_t threads;
  struct timings *timings; /* as in scan.h */
  double *stages;
  void *context;
  /* In order. */
  bool (*block)(void *context, struct slice bytes, struct fault *fault);
  void (*remark)(void *context, const struct scan_remark *remark);
  /* Where rows are finished (run_part): what a sink's worker has written of its block, as bytes. */
  void (*lines)(void *sink, void *worker, struct buffer *out);
};

/* Reads the whole list; `*rows` are those that were kept. */
bool list_keep(const struct list_keep *keep, struct list_reader *listing, const struct block_layout *layout, uint64_t *rows,
               struct fault *fault);

#endif

/* Block state: the rows of one block of a list as bytes, written by the parts of a split run and read by who puts them together.
 *
 * All parts cut the list into the same blocks, so block n of the list is what its parts have of block n, row by row in the order
 * of their lines. A scan takes such a block like one of a list in memory; so what is done in order is done by the same code, over
 * the same rows in the same order, whether the list was split or not. Rejected: sums that are added up, a formula for each rule
 * (each its own chance to differ); rows in the order of the parts, sorted at the end.
 *
 * A column takes the bytes that its values need: their distance from the least of the block, in 0, 1, 2, 4 or 8. */
#ifndef EVALUATE_BLOCK_STATE_H
#define EVALUATE_BLOCK_STATE_H

#include "base/varint.h"
#include "evaluate/memory_list.h"

struct kept_column {
  size_t heading; /* of the list: its position */
  enum field_kind kind;
  bool every; /* kept of rows that are finished, too */
};

struct block_layout {
  struct kept_column *columns;
  size_t count, carried_count;
};

/* The columns of the list that the scan reads. */
struct block_layout block_layout_of(struct arena *arena, const struct list_reader *listing, const struct field *const *fields,
                                    size_t field_count);

/* What a part has finished: rows that need nothing of the rest of the list. Of the others it keeps the cells, and they are judged
 * when all parts are there. */
struct finished_part {
  struct slice counts, lines; /* of its rows: as evaluate/tally.h, and as the receiver of the run, have put them into bytes */
  size_t rows;
  const uint32_t *places; /* of each row, in the block */
  bool broken;            /* set by who reads counts or lines that cannot be what was written */
};
struct finished_block {
  struct finished_part *parts;
  size_t part_count;
  const uint8_t *open;         /* of each row of the block: it is to be judged */
  const uint32_t *part, *rank; /* of each row: whose it is, and which among those */
};

/* One worker's rows of a block, of which texts stay where they are. */
struct block_rows;
struct block_rows *block_rows_new(struct arena *arena, const struct block_layout *layout, const struct field *const *fields,
                                  size_t field_count, const struct list_reader *listing);
void block_rows_close(struct block_rows *rows);
void block_rows_begin(struct block_rows *rows);
/* `open`: of each row of the batch, whether it is to be judged again; NULL: all are. */
void block_rows_add(struct block_rows *rows, const struct scan_batch *batch, const uint8_t *open);
/* What is said of the finished rows of a block. */
struct block_finish {
  const uint32_t *repeats; /* of each row, finished or not: the line where its code stood first, 0: it is the first */
  struct slice counts, lines;
};
/* `finish` NULL: nothing is. */
void format_block(struct buffer *out, const struct block_rows *rows, const struct scan_block *block,
                  const struct block_finish *finish);

/* Block `number` of the list, of the bytes that its parts have of it, which have to outlive it; into `block`. `listing` has the
 * layout's columns bound to their fields. False when they cannot be what was written: `*torn` is the part where that was seen. */
bool block_read(struct memory_list_block *block, const struct block_layout *layout, const struct list_reader *listing,
                const struct slice *states, size_t count, size_t *torn);

/* For who puts more into the bytes of a block: values below 4; and numbers, of which those count whose state is known. */
void format_quarters(struct buffer *out, const uint8_t *values, size_t count);
void format_numbers(struct buffer *out, const int64_t *values, const uint8_t *state, size_t count);
/* Into the places of an array. */
void read_quarters(struct byte_reader *reader, uint8_t *into, const uint32_t *places, size_t count);
void read_numbers(struct byte_reader *reader, int64_t *into, const uint8_t *state, const uint32_t *places, size_t count);

#endif

/* Row record: what a part of a split run has written about a row that needs nothing of the rest of the list, as bytes; and the
 * same lines again in the row writer of who puts the parts together.
 *
 * A record has the pieces of the row (write/row_writer.h) with the ends of their lines: what stands before, the measure and the
 * object, is there anyway. */
#ifndef WRITE_ROW_RECORD_H
#define WRITE_ROW_RECORD_H

#include "base/varint.h"
#include "write/row_writer.h"

/* The row that was written last: its pieces from `piece` on, and its line of pending.csv, if one came after `line` lines. */
void row_record_add(struct buffer *out, struct row_writer *writer, size_t piece, size_t line);

/* The next record of `reader`, for row `row` of the block, whose code and name are in `writer->object`. */
void row_record_take(struct row_writer *writer, struct byte_reader *reader, uint32_t row);

#endif

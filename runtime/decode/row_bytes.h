/* Row bytes: rows of a workbook's sheet as bytes, so that they take the way of delimited text (blocks, threads, batches).
 *
 * A cell ends with a byte that says how it was kept, a row with another one; a row of the sheet without content is that byte
 * alone, so lines count as rows of the sheet. XML allows none of these bytes in a text, so nothing needs to be quoted. The byte
 * behind a cell can be asked as long as the block lives: cell_mark. */
#ifndef DECODE_ROW_BYTES_H
#define DECODE_ROW_BYTES_H

#include "decode/csv_reader.h"

enum { CELLS_TEXT = 0x1C, CELLS_NUMBER = 0x1D, CELLS_DOUBTFUL = 0x1E, CELLS_END = 0x1F };

/* How a cell of a sheet was kept; only for cells of a list that is a workbook (struct heading, `workbook`). DOUBTFUL: a formula
 * without a value (`=B2*2`), or a number that is shown divided. */
static inline char cell_mark(struct slice cell)
{
  return cell.at[cell.length];
}

/* Like csv_reader_split, for such rows; what a row lacks at its end is blank. Never fails. */
void row_bytes_split(struct csv_reader *rows, struct slice block, const uint32_t *wanted, size_t *offset, uint32_t *line);

/* All cells of the row at the beginning of `block`. */
void cells_first(struct arena *arena, struct slice block, struct slice **cells, size_t *count);

#endif

/* Rows of sheets, for csv_reader.c. */
#include "decode/row_bytes.h"

static bool is_mark(char c)
{
  return c >= CELLS_TEXT && c <= CELLS_END;
}

/* One row; returns where the next begins. */
static size_t split_row(struct csv_reader *rows, struct slice block, const uint32_t *wanted, size_t at)
{
  static const char blank[] = { 0, 0 };
  uint32_t column = 0;
  size_t k = 0, start = at;
  for (; at < block.length && block.at[at] != CELLS_END; at++) {
    if (!is_mark(block.at[at])) continue;
    if (k < rows->columns && wanted[k] == column) rows->cells[k++][rows->count] = (struct slice){ block.at + start, at - start };
    column++;
    start = at + 1;
  }
  for (; k < rows->columns; k++) rows->cells[k][rows->count] = (struct slice){ blank, 0 };
  rows->width[rows->count] = column;
  rows->ragged[rows->count] = 0;
  return at + 1;
}

void row_bytes_split(struct csv_reader *rows, struct slice block, const uint32_t *wanted, size_t *offset, uint32_t *line)
{
  for (; *offset < block.length && rows->count < rows->capacity; (*line)++) {
    if (block.at[*offset] == CELLS_END) {
      ++*offset;
      continue;
    }
    rows->start[rows->count] = (uint32_t)*offset;
    *offset = split_row(rows, block, wanted, *offset);
    rows->line[rows->count++] = *line;
  }
}

void cells_first(struct arena *arena, struct slice block, struct slice **cells, size_t *count)
{
  size_t start = 0, capacity = 0;
  *cells = NULL;
  *count = 0;
  for (size_t at = 0; at < block.length && block.at[at] != CELLS_END; at++) {
    if (!is_mark(block.at[at])) continue;
    *cells = arena_grow(arena, *cells, *count, &capacity, sizeof **cells);
    (*cells)[(*count)++] = (struct slice){ block.at + start, at - start };
    start = at + 1;
  }
}

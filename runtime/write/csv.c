/* CSV cells into a buffer, for result files and every command that prints a table for machines. */
#include "write/csv.h"

#include <stdarg.h>
#include <string.h>

#include "base/decimal.h"

/* Spaces at either end are kept by quotes only: many readers trim. */
static bool needs_quotes(struct slice cell)
{
  static const char breaking[] = { ',', '"', '\r', '\n' };
  if (cell.length == 0) return false;
  if (cell.at[0] == ' ' || cell.at[cell.length - 1] == ' ') return true;
  for (size_t i = 0; i < sizeof breaking; i++)
    if (memchr(cell.at, breaking[i], cell.length)) return true;
  return false;
}

static bool is_number(struct slice cell)
{
  if (slice_ends(cell, "%")) cell.length--;
  return decimal_notation(cell);
}

static bool is_formula(struct slice cell)
{
  if (cell.length == 0) return false;
  switch (cell.at[0]) {
  case '=':
  case '@':
  case '\t':
  case '\r': return true;
  case '+':
  case '-': return !is_number(cell);
  default: return false;
  }
}

static void put_quoted(struct buffer *out, struct slice cell)
{
  for (const char *quote; (quote = memchr(cell.at, '"', cell.length));) {
    size_t length = (size_t)(quote - cell.at) + 1;
    buffer_bytes(out, cell.at, length);
    buffer_char(out, '"');
    cell = (struct slice){ cell.at + length, cell.length - length };
  }
  buffer_slice(out, cell);
}

void csv_cell(struct buffer *out, struct slice cell)
{
  bool quoted = needs_quotes(cell);
  if (quoted) buffer_char(out, '"');
  if (is_formula(cell)) buffer_char(out, '\'');
  if (!quoted) {
    buffer_slice(out, cell);
    return;
  }
  put_quoted(out, cell);
  buffer_char(out, '"');
}

void csv_next(struct buffer *out, struct slice cell)
{
  buffer_char(out, ',');
  csv_cell(out, cell);
}

struct slice csv_text(struct slice cell)
{
  struct slice rest = cell;
  if (cell.length && cell.at[0] == '\'') rest = (struct slice){ cell.at + 1, cell.length - 1 };
  return is_formula(rest) ? rest : cell;
}

void csv_end(struct buffer *out)
{
  buffer_text(out, CSV_END);
}

void csv_row(struct buffer *out, const char *cell, ...)
{
  va_list rest;
  va_start(rest, cell);
  csv_cell(out, slice_of(cell));
  for (const char *next; (next = va_arg(rest, const char *));) csv_next(out, slice_of(next));
  va_end(rest);
  csv_end(out);
}

/* CSV cells into a buffer, for result files and every command that prints a table for machines. */
#include "write/csv.h"

#include <stdarg.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/decimal.h"

static bool is_breaking(char c)
{
  return c == ',' || c == '"' || c == '\r' || c == '\n';
}

#ifdef __SSE2__
static bool any_breaking_16(const char *at)
{
  __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
  __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
  __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
  return _mm_movemask_epi8(_mm_or_si128(marks, ends));
}
#else
static bool any_breaking_16(const char *at)
{
  bool any = false;
  for (int i = 0; i < 16; i++) any |= is_breaking(at[i]);
  return any;
}
#endif

/* Sixteen bytes at a time, the last ones twice where they do not come out even. */
static bool any_breaking(struct slice cell)
{
  for (size_t i = 0; cell.length < 16 && i < cell.length; i++)
    if (is_breaking(cell.at[i])) return true;
  for (size_t i = 0; i + 16 <= cell.length; i += 16)
    if (any_breaking_16(cell.at + i)) return true;
  return cell.length >= 16 && any_breaking_16(cell.at + cell.length - 16);
}

/* Spaces at either end are kept by quotes only: many readers trim. */
static bool needs_quotes(struct slice cell)
{
  if (cell.length == 0) return false;
  return cell.at[0] == ' ' || cell.at[cell.length - 1] == ' ' || any_breaking(cell);
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

static void csv_cells(struct buffer *out, const struct slice *cells, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_char(out, ',');
    csv_cell(out, cells[i]);
  }
  csv_end(out);
}

void csv_sheet(struct buffer *out, const struct sheet *sheet)
{
  csv_cells(out, sheet->headings, sheet->columns);
  for (size_t i = 0; i < sheet->count; i++) csv_cells(out, sheet->rows[i].cells, sheet->columns);
}

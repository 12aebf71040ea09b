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

static size_t count_quotes(struct slice cell)
{
  size_t count = 0;
  for (const char *end = cell.at + cell.length, *at = cell.at; (at = memchr(at, '"', (size_t)(end - at))); at++) count++;
  return count;
}

/* From its last byte on, each quote doubled, so that the cell ends before `end`. */
static void spread(struct slice cell, char *end)
{
  for (size_t i = cell.length; i-- > 0;) {
    *--end = cell.at[i];
    if (cell.at[i] == '"') *--end = '"';
  }
}

/* What stands in `out` from `start` on, in quotes and behind an apostrophe as it needs to be. */
static void enclose(struct buffer *out, size_t start, bool quoted, bool formula)
{
  size_t length = out->length - start, before = (size_t)quoted + formula;
  size_t quotes = quoted ? count_quotes((struct slice){ out->at + start, length }) : 0;
  buffer_reserve(out, before + quotes + quoted);
  char *text = out->at + start, *moved = text + before;
  if (quotes) spread((struct slice){ text, length }, moved + length + quotes);
  else memmove(moved, text, length);
  if (quoted) text[0] = moved[length + quotes] = '"';
  if (formula) moved[-1] = '\'';
  out->length += before + quotes + quoted;
}

void csv_enclose(struct buffer *out, size_t start)
{
  struct slice cell = { out->at + start, out->length - start };
  bool quoted = needs_quotes(cell), formula = is_formula(cell);
  if (quoted || formula) enclose(out, start, quoted, formula);
}

/* Looks at the cell where it was: to read what was just written takes longer. */
void csv_cell(struct buffer *out, struct slice cell)
{
  size_t start = out->length;
  bool quoted = needs_quotes(cell), formula = is_formula(cell);
  buffer_slice(out, cell);
  if (quoted || formula) enclose(out, start, quoted, formula);
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

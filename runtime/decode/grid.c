/* A sheet's rows, from XML to the bytes of decode/cells.h. */
#include "decode/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/cells.h"

enum { LAST_ROW = 1048576, LAST_COLUMN = 16384, CELL_BYTES = 1 << 17, ROW_BYTES = 8 << 20, FORMULA_BYTES = 200 };

static void broken_at(struct xlsx *xlsx, const char *what)
{
  char place[64];
  snprintf(place, sizeof place, "%s %u", what, xlsx->row_number);
  markup_refuse(xlsx->markup, MSG_WORKBOOK_BROKEN, place);
}

/* Rows */

static void row_begin(struct xlsx *xlsx, const char *const *attributes)
{
  const char *number = attribute(attributes, "r");
  unsigned long row = number ? strtoul(number, NULL, 10) : xlsx->row_number + 1ul;
  if (row <= xlsx->row_number || row > LAST_ROW) {
    broken_at(xlsx, "row");
    return;
  }
  xlsx->row_number = (uint32_t)row;
  xlsx->row_wanted = row > xlsx->after;
  xlsx->row_hidden = attribute_true(attributes, "hidden");
  xlsx->row_filled = false;
  xlsx->columns = xlsx->column = 0;
  buffer_reset(&xlsx->row);
}

/* A row without content is no more than its line. */
static void row_end(struct xlsx *xlsx)
{
  if (!xlsx->row_filled || !xlsx->row_wanted) return;
  xlsx->hidden += xlsx->row_hidden;
  for (; xlsx->written + 1 < xlsx->row_number; xlsx->written++) buffer_char(xlsx->into, CELLS_END);
  buffer_slice(xlsx->into, buffer_view(&xlsx->row));
  buffer_char(xlsx->into, CELLS_END);
  xlsx->written = xlsx->row_number;
  if (xlsx->into->length >= xlsx->want) markup_pause(xlsx->markup);
}

/* Cells */

/* `AB12` is column 27; LAST_COLUMN when it is none. */
static uint32_t column_of(const char *reference)
{
  uint32_t column = 0;
  for (; column <= LAST_COLUMN && ((*reference >= 'A' && *reference <= 'Z') || (*reference >= 'a' && *reference <= 'z'));
       reference++)
    column = column * 26 + (uint32_t)((*reference | 0x20) - 'a') + 1;
  return column && column <= LAST_COLUMN ? column - 1 : LAST_COLUMN;
}

static enum cell_type type_of(const char *text)
{
  static const struct {
    const char *text;
    enum cell_type type;
  } types[] = { { "s", CELL_SHARED },  { "inlineStr", CELL_INLINE }, { "str", CELL_FORMULA_TEXT },
                { "b", CELL_BOOLEAN }, { "e", CELL_ERROR },          { "d", CELL_ISO_DATE } };
  for (size_t i = 0; text && i < sizeof types / sizeof *types; i++)
    if (strcmp(text, types[i].text) == 0) return types[i].type;
  return CELL_NUMBER;
}

/* Cells are most of a sheet: their attributes, of one letter each, are gone through once. */
static void cell_begin(struct xlsx *xlsx, const char *const *attributes)
{
  uint32_t column = xlsx->column;
  xlsx->type = CELL_NUMBER;
  xlsx->style = 0;
  for (; *attributes; attributes += 2) {
    if (attributes[0][1]) continue;
    if (attributes[0][0] == 'r') column = column_of(attributes[1]);
    else if (attributes[0][0] == 's') xlsx->style = strtoul(attributes[1], NULL, 10);
    else if (attributes[0][0] == 't') xlsx->type = type_of(attributes[1]);
  }
  if (column < xlsx->column || column >= LAST_COLUMN) {
    broken_at(xlsx, "row");
    return;
  }
  xlsx->column = column;
  xlsx->has_formula = xlsx->taking = xlsx->taking_formula = xlsx->phonetic = false;
  buffer_reset(&xlsx->value);
  buffer_reset(&xlsx->formula);
}

static int hexadecimal(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `_x000D_`: how a workbook writes what XML cannot; -1 for other text. */
static int escape_at(struct slice text)
{
  int value = 0;
  if (text.length < 7 || text.at[0] != '_' || text.at[1] != 'x' || text.at[6] != '_') return -1;
  for (size_t i = 2; i < 6; i++) {
    int digit = hexadecimal(text.at[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* Control characters that no text has are dropped, with them the marks of decode/cells.h. */
static void put_text(struct buffer *out, struct slice text)
{
  if (!memchr(text.at ? text.at : "", '_', text.length)) {
    buffer_slice(out, text);
    return;
  }
  for (size_t i = 0; i < text.length; i++) {
    int escaped = escape_at((struct slice){ text.at + i, text.length - i });
    if (escaped < 0 || escaped >= 0x80) buffer_char(out, text.at[i]);
    else if (escaped >= ' ' || escaped == '\t' || escaped == '\n') buffer_char(out, (char)escaped);
    if (escaped >= 0 && escaped < 0x80) i += 6;
  }
}

static bool put_shared(struct xlsx *xlsx, struct slice number)
{
  char text[16] = { 0 }, *end;
  if (!number.length || number.length >= sizeof text) return false;
  memcpy(text, number.at, number.length);
  unsigned long index = strtoul(text, &end, 10);
  if (*end || index >= xlsx->string_count) return false;
  uint64_t start = index ? xlsx->string_ends[index - 1] : 0, length = xlsx->string_ends[index] - start;
  if (length > CELL_BYTES || xlsx->row.length > ROW_BYTES) return false;
  put_text(&xlsx->row, (struct slice){ xlsx->strings.at + start, (size_t)length });
  return true;
}

static char put_number(struct xlsx *xlsx, struct slice number)
{
  static const struct display plain;
  const struct display *display = xlsx->style < xlsx->display_count ? &xlsx->displays[xlsx->style] : &plain;
  bool clear = display_number(&xlsx->row, display, number, xlsx->dates_1904);
  if (!clear) return CELLS_DOUBTFUL;
  return display->kind == DISPLAY_PLAIN || display->kind == DISPLAY_UNCLEAR ? CELLS_NUMBER : CELLS_TEXT;
}

/* Midnight is left out, as in a date of any other source. */
static void put_iso_date(struct xlsx *xlsx, struct slice text)
{
  if (slice_ends(text, "T00:00:00Z")) text.length -= 10;
  else if (slice_ends(text, "Z")) text.length--;
  buffer_slice(&xlsx->row, text);
}

/* Puts the cell's text and returns its mark, 0 when it is broken. */
static char put_cell(struct xlsx *xlsx)
{
  struct slice value = buffer_view(&xlsx->value);
  if (xlsx->has_formula && !value.length && xlsx->type != CELL_FORMULA_TEXT) {
    buffer_char(&xlsx->row, '=');
    put_text(&xlsx->row, buffer_view(&xlsx->formula));
    return CELLS_DOUBTFUL;
  }
  if (!value.length) return CELLS_TEXT;
  switch (xlsx->type) {
  case CELL_SHARED: return put_shared(xlsx, value) ? CELLS_TEXT : 0;
  case CELL_BOOLEAN:
    buffer_text(&xlsx->row, slice_is(value, "1") || slice_is(value, "true") ? "TRUE" : "FALSE");
    return CELLS_TEXT;
  case CELL_NUMBER: return put_number(xlsx, slice_trim(value));
  case CELL_ISO_DATE: put_iso_date(xlsx, value); return CELLS_TEXT;
  case CELL_INLINE:
  case CELL_FORMULA_TEXT:
  case CELL_ERROR: put_text(&xlsx->row, value); return CELLS_TEXT;
  }
  return 0;
}

static bool is_blank(struct slice text)
{
  return !slice_trim(text).length;
}

static void cell_end(struct xlsx *xlsx)
{
  if (!xlsx->row_wanted) return;
  size_t kept = xlsx->row.length;
  uint32_t kept_columns = xlsx->columns;
  for (; xlsx->columns < xlsx->column; xlsx->columns++) buffer_char(&xlsx->row, CELLS_TEXT);
  size_t start = xlsx->row.length;
  char mark = put_cell(xlsx);
  xlsx->column++;
  if (!mark) {
    broken_at(xlsx, "row");
    return;
  }
  if (is_blank((struct slice){ xlsx->row.at + start, xlsx->row.length - start })) { /* of a cell with a border only */
    xlsx->row.length = kept;
    xlsx->columns = kept_columns;
    return;
  }
  buffer_char(&xlsx->row, mark);
  xlsx->columns++;
  xlsx->row_filled = true;
}

/* Elements */

static void grid_start(void *context, const char *name, const char *const *attributes)
{
  struct xlsx *xlsx = context;
  if (strcmp(name, "c") == 0) cell_begin(xlsx, attributes);
  else if (strcmp(name, "v") == 0) xlsx->taking = true, buffer_reset(&xlsx->value);
  else if (strcmp(name, "row") == 0) row_begin(xlsx, attributes);
  else if (strcmp(name, "f") == 0) xlsx->has_formula = xlsx->taking_formula = true;
  else if (strcmp(name, "t") == 0) xlsx->taking = !xlsx->phonetic;
  else if (strcmp(name, "rPh") == 0) xlsx->phonetic = true;
}

static void grid_end(void *context, const char *name)
{
  struct xlsx *xlsx = context;
  if (strcmp(name, "c") == 0) cell_end(xlsx);
  else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) xlsx->taking = false;
  else if (strcmp(name, "row") == 0) row_end(xlsx);
  else if (strcmp(name, "f") == 0) xlsx->taking_formula = false;
  else if (strcmp(name, "rPh") == 0) xlsx->phonetic = false;
}

static void grid_text(void *context, const char *text, size_t length)
{
  struct xlsx *xlsx = context;
  if (xlsx->taking && xlsx->value.length + length <= CELL_BYTES) buffer_bytes(&xlsx->value, text, length);
  else if (xlsx->taking) broken_at(xlsx, "row");
  if (xlsx->taking_formula && xlsx->formula.length + length <= FORMULA_BYTES) buffer_bytes(&xlsx->formula, text, length);
}

void grid_close(struct xlsx *xlsx)
{
  if (xlsx->markup) markup_close(xlsx->markup);
  xlsx->markup = NULL;
  arena_free(&xlsx->reading);
}

static bool grid_open(struct xlsx *xlsx, const struct markup_events *events, struct fault *fault)
{
  grid_close(xlsx);
  struct part *part = part_open(&xlsx->reading, xlsx->package, xlsx->sheet->part, PART_SHEET, fault);
  if (part) xlsx->markup = markup_open(&xlsx->reading, part, events);
  return part != NULL;
}

bool xlsx_start(struct xlsx *xlsx, uint32_t after, struct fault *fault)
{
  struct markup_events events = { xlsx, grid_start, grid_end, grid_text };
  xlsx->after = xlsx->written = after;
  xlsx->row_number = xlsx->hidden = 0;
  return grid_open(xlsx, &events, fault);
}

bool xlsx_rows(struct xlsx *xlsx, struct buffer *into, size_t want, struct fault *fault)
{
  xlsx->into = into;
  xlsx->want = want;
  for (bool more = true; more && into->length < want;)
    if (!markup_step(xlsx->markup, &more, fault)) return false;
  source_reached(xlsx->source, (uint64_t)(markup_progress(xlsx->markup) * (double)source_size(xlsx->source)));
  return true;
}

uint32_t xlsx_hidden(const struct xlsx *xlsx)
{
  return xlsx->hidden;
}

/* Merged cells, which stand behind the rows */

struct merge_reading {
  struct arena *arena;
  uint32_t rows;
  struct merge *items;
  size_t count, capacity;
};

static uint32_t row_of(const char *reference)
{
  while (*reference && (*reference < '0' || *reference > '9')) reference++;
  unsigned long row = strtoul(reference, NULL, 10);
  return row && row <= LAST_ROW ? (uint32_t)row - 1 : LAST_ROW;
}

static void merge_start(void *context, const char *name, const char *const *attributes)
{
  struct merge_reading *reading = context;
  const char *reference = strcmp(name, "mergeCell") == 0 ? attribute(attributes, "ref") : NULL;
  const char *colon = reference ? strchr(reference, ':') : NULL;
  if (!colon) return;
  struct merge merge = { row_of(reference), column_of(reference), row_of(colon + 1), column_of(colon + 1) };
  if (merge.top >= reading->rows) return;
  reading->items = arena_grow(reading->arena, reading->items, reading->count, &reading->capacity, sizeof merge);
  reading->items[reading->count++] = merge;
}

static void merge_end(void *context, const char *name)
{
  (void)context, (void)name;
}

bool xlsx_merges(struct xlsx *xlsx, struct arena *arena, uint32_t rows, struct merge **merges, size_t *count, struct fault *fault)
{
  struct merge_reading reading = { .arena = arena, .rows = rows };
  struct markup_events events = { &reading, merge_start, merge_end, NULL };
  bool read = markup_read(xlsx->package, xlsx->sheet->part, PART_SHEET, &events, fault);
  *merges = reading.items;
  *count = reading.count;
  return read;
}

/* A sheet's rows, from XML to the bytes of decode/row_bytes.h. */
#include "decode/sheet_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/row_bytes.h"

enum { LAST_ROW = 1048576, LAST_COLUMN = 16384, CELL_BYTES = 1 << 17, ROW_BYTES = 8 << 20, FORMULA_BYTES = 200 };

static void broken_at(struct xlsx *xlsx, const char *what)
{
  char place[64];
  snprintf(place, sizeof place, "%s %u", what, xlsx->row_number);
  xml_refuse(xlsx->markup, MSG_WORKBOOK_BROKEN, place);
}

static void cell_too_long(struct xlsx *xlsx)
{
  char row[16];
  snprintf(row, sizeof row, "%u", xlsx->row_number);
  xml_refuse(xlsx->markup, MSG_WORKBOOK_CELL, row);
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
  xlsx->row_depth = xml_depth(xlsx->markup);
  xlsx->row_number = (uint32_t)row;
  xlsx->row_wanted = row > xlsx->after;
  xlsx->row_hidden = attribute_true(attributes, "hidden");
  xlsx->row_filled = false;
  xlsx->columns = xlsx->column = 0;
  buffer_reset(&xlsx->row);
}

/* The cell of the row that ends at or behind `at`, with its mark. */
static struct slice cell_at(struct slice row, size_t at)
{
  size_t end = at;
  while (end < row.length && (row.at[end] < CELLS_TEXT || row.at[end] > CELLS_DOUBTFUL)) end++;
  return (struct slice){ row.at + at, end + (end < row.length) - at };
}

/* The merge that reaches this row in a column, NULL if none does. */
static struct span *span_at(const struct xlsx *xlsx, uint32_t column)
{
  struct span *span = column < xlsx->span_columns ? xlsx->column_span[column] : NULL;
  return span && span->merge.bottom + 1 >= xlsx->row_number ? span : NULL;
}

/* The cell, or where it is empty what a merge shows there; of a merge that begins here, its cell is kept. */
static struct slice spanned_cell(struct xlsx *xlsx, uint32_t column, struct slice own)
{
  struct span *span = span_at(xlsx, column);
  if (!span) return own;
  if (span->merge.top + 1 == xlsx->row_number) span->bytes = slice_copy(&xlsx->reading, own);
  if (own.length > 1 || span->bytes.length <= 1) return own;
  xlsx->spread_in[column] = true;
  return span->bytes;
}

/* The row with what merged cells show in it, in `spread`. */
static struct slice row_spread(struct xlsx *xlsx)
{
  struct slice row = buffer_view(&xlsx->row);
  uint32_t last = 0;
  for (; xlsx->span_next < xlsx->span_count && xlsx->spans[xlsx->span_next].merge.top < xlsx->row_number; xlsx->span_next++) {
    struct span *span = &xlsx->spans[xlsx->span_next];
    span->bytes.length = 0;
    xlsx->column_span[span->merge.left] = span;
  }
  for (uint32_t column = 0; column < xlsx->span_columns; column++)
    if (span_at(xlsx, column)) last = column + 1;
  if (!last) return row;
  buffer_reset(&xlsx->spread);
  size_t at = 0;
  for (uint32_t column = 0; at < row.length || column < last; column++) {
    struct slice own = cell_at(row, at), shown = spanned_cell(xlsx, column, own);
    at += own.length;
    buffer_slice(&xlsx->spread, shown);
    if (!shown.length) buffer_char(&xlsx->spread, CELLS_TEXT);
  }
  return buffer_view(&xlsx->spread);
}

/* A row without content is no more than its line. */
static void row_end(struct xlsx *xlsx)
{
  xlsx->row_depth = 0;
  if (!xlsx->row_filled || !xlsx->row_wanted) return;
  xlsx->hidden += xlsx->row_hidden;
  for (; xlsx->written + 1 < xlsx->row_number; xlsx->written++) buffer_char(xlsx->into, CELLS_END);
  buffer_slice(xlsx->into, row_spread(xlsx));
  buffer_char(xlsx->into, CELLS_END);
  xlsx->written = xlsx->row_number;
  if (xlsx->into->length >= xlsx->want) xml_pause(xlsx->markup);
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

static enum cell_type type_of(struct slice text)
{
  static const struct {
    const char *text;
    enum cell_type type;
  } types[] = { { "s", CELL_SHARED },  { "inlineStr", CELL_INLINE }, { "str", CELL_FORMULA_TEXT },
                { "b", CELL_BOOLEAN }, { "e", CELL_ERROR },          { "d", CELL_ISO_DATE } };
  for (size_t i = 0; text.length && i < sizeof types / sizeof *types; i++)
    if (slice_is(text, types[i].text)) return types[i].type;
  return CELL_NUMBER;
}

/* What a cell says of itself; `at` NULL: nothing. */
struct cell_attributes {
  struct slice reference, style, type;
};

static void cell_begin(struct xlsx *xlsx, const struct cell_attributes *cell)
{
  uint32_t column = cell->reference.at ? column_of(cell->reference.at) : xlsx->column;
  xlsx->style = cell->style.at ? strtoul(cell->style.at, NULL, 10) : 0;
  xlsx->type = type_of(cell->type);
  if (column < xlsx->column || column >= LAST_COLUMN) {
    broken_at(xlsx, "row");
    return;
  }
  xlsx->column = column;
  xlsx->has_formula = xlsx->taking = xlsx->taking_formula = xlsx->phonetic = false;
  buffer_reset(&xlsx->value);
  buffer_reset(&xlsx->formula);
}

/* Which of them a name of one letter is; NULL: another. */
static struct slice *cell_attribute(struct cell_attributes *cell, char name)
{
  return name == 'r' ? &cell->reference : name == 's' ? &cell->style : name == 't' ? &cell->type : NULL;
}

static void cell_start(struct xlsx *xlsx, const char *const *attributes)
{
  struct cell_attributes cell = { 0 };
  for (; *attributes; attributes += 2) {
    struct slice *value = attributes[0][1] ? NULL : cell_attribute(&cell, attributes[0][0]);
    if (value) *value = slice_of(attributes[1]);
  }
  cell_begin(xlsx, &cell);
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

/* Control characters that no text has are dropped, with them the marks of decode/row_bytes.h. */
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
  if (length > CELL_BYTES || xlsx->row.length > ROW_BYTES) cell_too_long(xlsx);
  if (length > CELL_BYTES || xlsx->row.length > ROW_BYTES) return false;
  if (length) put_text(&xlsx->row, (struct slice){ xlsx->strings.at + start, (size_t)length });
  return true;
}

static char put_number(struct xlsx *xlsx, struct slice number)
{
  static const struct number_format plain;
  const struct number_format *display = xlsx->style < xlsx->display_count ? &xlsx->displays[xlsx->style] : &plain;
  bool clear = number_format_number(&xlsx->row, display, number, xlsx->dates_1904);
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
  if (strcmp(name, "c") == 0) cell_start(xlsx, attributes);
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
  else if (xlsx->taking) cell_too_long(xlsx);
  if (xlsx->taking_formula && xlsx->formula.length + length <= FORMULA_BYTES) buffer_bytes(&xlsx->formula, text, length);
}

/* Plain cells
 *
 * Nearly all of a sheet are cells such as `<c r="B2" s="1" t="s"><v>17</v></c>`. They are read here where they stand between the
 * tags of a row and are no more than that: no other attribute or element, no reference (`&amp;`), no control. All else the parser
 * sees, as before, and what it sees stays well-formed without them. Half of the time of reading a workbook was its. */

/* `literal` at *at, which moves behind it. */
static bool take_literal(const char **at, const char *end, const char *literal, size_t length)
{
  if ((size_t)(end - *at) < length || memcmp(*at, literal, length) != 0) return false;
  *at += length;
  return true;
}
#define TAKE(at, end, literal) take_literal(at, end, literal, sizeof literal - 1)

/* Up to `stop`; false where something stands before it that has a meaning in XML, or is no character. */
static bool take_plain(const char **at, const char *end, char stop, struct slice *text)
{
  const char *begin = *at;
  unsigned char high = 0;
  for (; *at < end && **at != stop; ++*at) {
    unsigned char c = (unsigned char)**at;
    if (c < ' ' || c == '&' || c == '<' || c == '>') return false;
    high |= c;
  }
  *text = (struct slice){ begin, (size_t)(*at - begin) };
  if (*at == end) return false;
  ++*at;
  return high < 0x80 || (utf8_valid_prefix(*text) == text->length && !memmem(begin, text->length, "\xEF\xBF", 2));
}

static bool take_attributes(const char **at, const char *end, struct cell_attributes *cell)
{
  while (*at < end && **at == ' ') {
    struct slice *value = end - *at > 4 ? cell_attribute(cell, (*at)[1]) : NULL;
    if (!value || value->at || (*at)[2] != '=' || (*at)[3] != '"') return false;
    *at += 4;
    if (!take_plain(at, end, '"', value)) return false;
  }
  return true;
}

struct plain_cell {
  struct cell_attributes attributes;
  struct slice formula, value; /* `at` NULL: none */
};

/* Behind `<c`. */
static bool take_cell(const char **at, const char *end, struct plain_cell *cell)
{
  if (!take_attributes(at, end, &cell->attributes)) return false;
  if (TAKE(at, end, "/>")) return true;
  if (TAKE(at, end, "><f>") && (!take_plain(at, end, '<', &cell->formula) || !TAKE(at, end, "/f"))) return false;
  if (TAKE(at, end, "><v>")) return take_plain(at, end, '<', &cell->value) && TAKE(at, end, "/v></c>");
  if (TAKE(at, end, "><is><t>")) return take_plain(at, end, '<', &cell->value) && TAKE(at, end, "/t></is></c>");
  return TAKE(at, end, "></c>");
}

/* Length of the plain cells at the beginning of `bytes`, which are read. */
static size_t read_plain_cells(struct xlsx *xlsx, struct slice bytes)
{
  const char *at = bytes.at, *end = bytes.at + bytes.length, *next = at;
  for (;; at = next) {
    struct plain_cell cell = { 0 };
    if (!TAKE(&next, end, "<c") || !take_cell(&next, end, &cell)) break;
    if (cell.value.length > CELL_BYTES || cell.formula.length > FORMULA_BYTES) break;
    cell_begin(xlsx, &cell.attributes);
    xlsx->has_formula = cell.formula.at;
    buffer_slice(&xlsx->formula, cell.formula);
    buffer_slice(&xlsx->value, cell.value);
    cell_end(xlsx);
  }
  return (size_t)(at - bytes.at);
}

/* How much the parser is given: up to where a cell begins, behind more than `least` bytes. */
static size_t up_to_cell(struct slice bytes, size_t least)
{
  const char *cell = bytes.length > least + 1 ? memmem(bytes.at + least + 1, bytes.length - least - 1, "<c ", 3) : NULL;
  return cell ? (size_t)(cell - bytes.at) : bytes.length;
}

/* On by plain cells and what stands up to the next. Where one cell after the other is not plain, the parser is given twice as
 * much each time. */
static bool grid_step(struct xlsx *xlsx, bool *more, struct fault *fault)
{
  enum { CUT_BYTES = 1024 }; /* a cell so near to the end may be cut: then more is read first */
  struct slice bytes;
  if (!xml_ahead(xlsx->markup, &bytes, fault)) return false;
  if (xlsx->row_depth && xml_between_tags(xlsx->markup, xlsx->row_depth)) {
    size_t length = read_plain_cells(xlsx, bytes);
    xml_skip(xlsx->markup, length);
    bytes = (struct slice){ bytes.at + length, bytes.length - length };
    xlsx->odd_bytes = length ? 0 : 2 * xlsx->odd_bytes + 1;
    *more = true;
    if (length && bytes.length < CUT_BYTES) return true;
  }
  return xml_parse(xlsx->markup, up_to_cell(bytes, xlsx->odd_bytes), more, fault);
}

void grid_close(struct xlsx *xlsx)
{
  if (xlsx->markup) xml_close(xlsx->markup);
  xlsx->markup = NULL;
  arena_free(&xlsx->reading);
}

static bool grid_open(struct xlsx *xlsx, const struct xml_events *events, struct fault *fault)
{
  grid_close(xlsx);
  struct part *part = part_open(&xlsx->reading, xlsx->package, xlsx->sheet->part, PART_SHEET, fault);
  if (part) xlsx->markup = xml_open(&xlsx->reading, part, events);
  return part != NULL;
}

bool xlsx_start(struct xlsx *xlsx, uint32_t after, struct fault *fault)
{
  struct xml_events events = { xlsx, grid_start, grid_end, grid_text };
  xlsx->after = xlsx->written = after;
  xlsx->row_number = xlsx->hidden = 0;
  xlsx->row_depth = 0;
  xlsx->odd_bytes = 0;
  xlsx->span_next = 0;
  for (uint32_t column = 0; column < xlsx->span_columns; column++) xlsx->column_span[column] = NULL;
  return grid_open(xlsx, &events, fault);
}

bool xlsx_rows(struct xlsx *xlsx, struct buffer *into, size_t want, struct fault *fault)
{
  xlsx->into = into;
  xlsx->want = want;
  for (bool more = true; more && into->length < want;)
    if (!grid_step(xlsx, &more, fault)) return false;
  source_reached(xlsx->source, (uint64_t)(xml_progress(xlsx->markup) * (double)source_size(xlsx->source)));
  return true;
}

uint32_t xlsx_hidden(const struct xlsx *xlsx)
{
  return xlsx->hidden;
}

/* Merged cells, which stand behind the rows */

enum { MERGES_BYTES = 64 << 20 };

static uint32_t row_of(const char *reference)
{
  while (*reference && (*reference < '0' || *reference > '9')) reference++;
  unsigned long row = strtoul(reference, NULL, 10);
  return row && row <= LAST_ROW ? (uint32_t)row - 1 : LAST_ROW;
}

/* The first element `mergeCells`, or merely where the text that could be its beginning stands; NULL when there is none. */
static const char *merges_begin(struct slice text)
{
  static const char name[] = "mergeCells";
  for (const char *at = text.at; (at = memmem(at, text.length - (size_t)(at - text.at), name, sizeof name - 1)); at++) {
    const char *before = at;
    while (before > text.at && before[-1] != '<' && before[-1] != '>' && before[-1] != ' ') before--;
    if (before > text.at && before[-1] == '<') return at;
  }
  return NULL;
}

/* What stands from the element on, to the end of the part. */
static bool read_behind_rows(struct part *part, struct buffer *text, struct fault *fault)
{
  enum { PIECE = 1 << 16, OVERLAP = 64 };
  bool found = false;
  for (size_t got = 1; got;) {
    size_t kept = found || text->length < OVERLAP ? text->length : OVERLAP;
    if (!found && text->length) memmove(text->at, text->at + text->length - kept, kept), text->length = kept;
    buffer_reserve(text, PIECE);
    if (!part_read(part, text->at + text->length, PIECE, &got, fault)) return false;
    text->length += got;
    const char *begin = found ? NULL : merges_begin(buffer_view(text));
    if (begin) {
      text->length -= (size_t)(begin - text->at);
      memmove(text->at, begin, text->length);
      found = true;
    }
    if (found && text->length > MERGES_BYTES) return true;
  }
  if (!found) buffer_reset(text);
  return true;
}

static int merge_order(const void *a, const void *b)
{
  const struct merge *x = a, *y = b;
  return (x->top > y->top) - (x->top < y->top);
}

/* `ref="A1:B2"` of each element. A workbook is written in UTF-8; in another encoding nothing is found. */
static void take_merges(struct arena *arena, struct slice text, struct merge **merges, size_t *count)
{
  size_t capacity = 0;
  char reference[32];
  for (const char *at = text.at, *end = text.at + text.length; (at = memmem(at, (size_t)(end - at), "ref=", 4));) {
    at += 4;
    size_t length = 0;
    while (at + 1 + length < end && length + 1 < sizeof reference && at[1 + length] != *at) length++;
    memcpy(reference, at + 1, length);
    reference[length] = 0;
    const char *colon = strchr(reference, ':');
    struct merge merge = { .top = LAST_ROW };
    if (colon) merge = (struct merge){ row_of(reference), column_of(reference), row_of(colon + 1), column_of(colon + 1) };
    if (merge.top >= LAST_ROW || merge.left >= LAST_COLUMN) continue;
    *merges = arena_grow(arena, *merges, *count, &capacity, sizeof merge);
    (*merges)[(*count)++] = merge;
  }
  if (*count) qsort(*merges, *count, sizeof **merges, merge_order);
}

bool xlsx_merges(struct xlsx *xlsx, struct arena *arena, struct merge **merges, size_t *count, struct fault *fault)
{
  struct arena scratch = { 0 };
  struct buffer text = { 0 };
  struct part *part = part_open(&scratch, xlsx->package, xlsx->sheet->part, PART_SHEET, fault);
  bool read = part && read_behind_rows(part, &text, fault);
  *merges = NULL;
  *count = 0;
  if (part) part_close(part);
  struct slice whole = buffer_view(&text), behind = whole;
  const char *end = whole.length > 10 ? memmem(whole.at + 10, whole.length - 10, "mergeCells>", 11) : NULL;
  if (end) behind.length = (size_t)(end - whole.at);
  if (read) take_merges(arena, behind, merges, count);
  buffer_free(&text);
  arena_free(&scratch);
  return read;
}

void xlsx_spread(struct xlsx *xlsx, const struct merge *merges, size_t count, uint32_t columns)
{
  xlsx->spans = arena_array(xlsx->arena, count, sizeof *xlsx->spans);
  xlsx->span_count = 0;
  for (size_t i = 0; i < count; i++)
    if (merges[i].bottom > merges[i].top && merges[i].left < columns)
      xlsx->spans[xlsx->span_count++] = (struct span){ .merge = merges[i] };
  xlsx->span_columns = xlsx->span_count ? columns : 0;
  xlsx->column_span = arena_array(xlsx->arena, columns, sizeof *xlsx->column_span);
  xlsx->spread_in = arena_array(xlsx->arena, columns, sizeof *xlsx->spread_in);
}

bool xlsx_spread_in(const struct xlsx *xlsx, uint32_t column)
{
  return column < xlsx->span_columns && xlsx->spread_in[column];
}

/* A sheet's XML on its way into a copy, for list_copy.c. */
#include "write/sheet_edit.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "decode/xml.h"
#include "write/text_template.h"

enum { CHUNK = 1 << 16, TAG_BYTES = 1 << 20, LETTERS = 26, LAST_COLUMN = 16384 };

static bool broken(const char *what, struct fault *fault)
{
  return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BROKEN, what, NULL);
}

static bool number_read(struct slice text, uint32_t *number)
{
  size_t at = 0;
  *number = 0;
  for (; at < text.length && text.at[at] >= '0' && text.at[at] <= '9' && *number < UINT32_MAX / 100; at++)
    *number = *number * 10 + (uint32_t)(text.at[at] - '0');
  return text.length && at == text.length;
}

/* `AB12` is column 27 of row 12. */
static bool reference_read(struct slice text, uint32_t *column, uint32_t *row)
{
  size_t at = 0;
  *column = 0;
  for (; at < text.length && *column <= LAST_COLUMN && ((text.at[at] | 0x20) >= 'a' && (text.at[at] | 0x20) <= 'z'); at++)
    *column = *column * LETTERS + (uint32_t)((text.at[at] | 0x20) - 'a') + 1;
  bool good = at && (*column)-- <= LAST_COLUMN;
  return good && number_read((struct slice){ text.at + at, text.length - at }, row);
}

static void format_column(struct buffer *out, uint32_t column)
{
  char letters[4];
  size_t count = 0;
  for (uint32_t rest = column + 1; rest; rest = (rest - 1) / LETTERS) letters[count++] = (char)('A' + (rest - 1) % LETTERS);
  while (count) buffer_char(out, letters[--count]);
}

/* Survey */

struct surveying {
  struct sheet_survey *survey;
  uint32_t row, column;
  bool odd;
};

static void survey_merge(struct surveying *surveying, const char *reference)
{
  const char *colon = reference ? strchr(reference, ':') : NULL;
  uint32_t column, row;
  if (!colon || !reference_read(slice_of(colon + 1), &column, &row)) return;
  if (row >= surveying->survey->from && column >= surveying->survey->columns) surveying->survey->columns = column + 1;
}

static void survey_start(void *context, const char *name, const char *const *attributes)
{
  struct surveying *surveying = context;
  struct sheet_survey *survey = surveying->survey;
  uint32_t row = 0;
  if (strcmp(name, "row") == 0) {
    const char *number = attribute(attributes, "r");
    if (!number) surveying->row++;
    else surveying->odd |= !number_read(slice_of(number), &surveying->row);
    surveying->column = UINT32_MAX;
  } else if (strcmp(name, "c") == 0) {
    const char *reference = attribute(attributes, "r");
    surveying->column++;
    if (reference) surveying->odd |= !reference_read(slice_of(reference), &surveying->column, &row);
  } else if (strcmp(name, "v") == 0 || strcmp(name, "is") == 0 || strcmp(name, "f") == 0) {
    if (surveying->row >= survey->from && surveying->column >= survey->columns) survey->columns = surveying->column + 1;
  } else if (strcmp(name, "mergeCell") == 0) {
    survey_merge(surveying, attribute(attributes, "ref"));
  } else if (strcmp(name, "col") == 0) {
    const char *last = attribute(attributes, "max");
    if (last && number_read(slice_of(last), &row) && row > survey->wide) survey->wide = row;
  } else if (strcmp(name, "cols") == 0) {
    survey->widths = true;
  }
}

static void ignore_end(void *context, const char *name)
{
  (void)context, (void)name;
}

bool sheet_survey_read(struct package *package, const char *part, uint32_t from, struct sheet_survey *survey, struct fault *fault)
{
  struct surveying surveying = { .survey = survey };
  struct xml_events events = { &surveying, survey_start, ignore_end, NULL };
  *survey = (struct sheet_survey){ .from = from };
  return xml_read(package, part, PART_SHEET, &events, fault) && (!surveying.odd || broken("c", fault));
}

/* Markup */

struct sheet_edit {
  struct part *part;
  int into;
  struct sheet_survey survey;
  uint32_t count, like;
  struct buffer in, out;
  size_t at; /* what is before it in `in` was handed out */
  bool ended, widths_put;
  uint32_t row;
  struct slice *styles; /* of the row: of cells that are written over, by column from survey.columns on */
  struct arena arena;   /* of the row */
};

/* `<x:c r="A1" s="3"/>` */
struct tag {
  struct slice whole, prefix, name;
  bool is_end, is_empty;
};

static bool refill(struct sheet_edit *edit, struct fault *fault)
{
  size_t got = 0, rest = edit->in.length - edit->at;
  if (rest > TAG_BYTES) return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BOMB, "XML", NULL);
  if (edit->at) memmove(edit->in.at, edit->in.at + edit->at, rest);
  edit->at = 0;
  edit->in.length = rest;
  buffer_reserve(&edit->in, CHUNK);
  if (!part_read(edit->part, edit->in.at + rest, CHUNK, &got, fault)) return false;
  edit->in.length += got;
  edit->ended = !got;
  return true;
}

static size_t find_end(struct slice text, const char *end)
{
  size_t length = strlen(end);
  const char *found = memmem(text.at, text.length, end, length);
  return found ? (size_t)(found - text.at) + length : 0;
}

/* Bytes of the token at the beginning of `text`: a tag, a comment, what stands between; 0: its end is not there yet. */
static size_t token_length(struct slice text)
{
  static const char *const whole[][2] = { { "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" } };
  char quote = 0;
  if (*text.at != '<') {
    const char *next = memchr(text.at, '<', text.length);
    return next ? (size_t)(next - text.at) : text.length;
  }
  if (text.length < strlen("<![CDATA[") && !memchr(text.at, '>', text.length)) return 0;
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
    if (slice_starts(text, whole[i][0])) return find_end(text, whole[i][1]);
  for (size_t i = 0; i < text.length; i++) {
    char c = text.at[i];
    if (quote) quote = c == quote ? 0 : quote;
    else if (c == '"' || c == '\'') quote = c;
    else if (c == '>') return i + 1;
  }
  return 0;
}

static struct tag tag_of(struct slice token)
{
  struct tag tag = { .whole = token };
  if (token.length < 3 || token.at[0] != '<' || token.at[1] == '!' || token.at[1] == '?') return tag;
  size_t at = 1 + (token.at[1] == '/'), end = at;
  while (end < token.length && !strchr(" \t\r\n/>", token.at[end])) end++;
  tag.is_end = at == 2;
  tag.is_empty = token.at[token.length - 2] == '/';
  const char *colon = memchr(token.at + at, ':', end - at);
  size_t name = colon ? (size_t)(colon - token.at) + 1 : at;
  tag.prefix = (struct slice){ token.at + at, name - at };
  tag.name = (struct slice){ token.at + name, end - name };
  return tag;
}

/* The next token; its bytes live until the next. `whole` is empty at the end. */
static bool next_tag(struct sheet_edit *edit, struct tag *tag, struct fault *fault)
{
  size_t length = 0;
  for (;;) {
    struct slice rest = { edit->in.at + edit->at, edit->in.length - edit->at };
    length = rest.length ? token_length(rest) : 0;
    if (length || edit->ended) break;
    if (!refill(edit, fault)) return false;
  }
  if (!length && edit->at < edit->in.length) return broken("XML", fault);
  *tag = tag_of((struct slice){ edit->in.at + edit->at, length });
  edit->at += length;
  return true;
}

static bool begins(const struct tag *tag, const char *name)
{
  return !tag->is_end && slice_is(tag->name, name);
}

static bool ends(const struct tag *tag, const char *name)
{
  return tag->is_end && slice_is(tag->name, name);
}

/* Where the value of an attribute stands in the tag, and ` name="value"` as a whole. */
static bool tag_attribute(const struct tag *tag, const char *name, struct slice *value, struct slice *whole)
{
  const char *at = tag->name.at + tag->name.length, *end = tag->whole.at + tag->whole.length - 1 - tag->is_empty;
  while (at < end) {
    const char *start = at;
    while (at < end && strchr(" \t\r\n", *at)) at++;
    const char *key = at;
    while (at < end && !strchr("= \t\r\n", *at)) at++;
    struct slice found = { key, (size_t)(at - key) };
    while (at < end && *at != '"' && *at != '\'') at++;
    const char *close = at < end ? memchr(at + 1, *at, (size_t)(end - at - 1)) : NULL;
    if (!close) return false;
    *value = (struct slice){ at + 1, (size_t)(close - at - 1) };
    *whole = (struct slice){ start, (size_t)(close + 1 - start) };
    if (slice_is(found, name)) return true;
    at = close + 1;
  }
  return false;
}

/* Output */

static bool put_out(struct sheet_edit *edit, bool all, struct fault *fault)
{
  if (!all && edit->out.length < CHUNK) return true;
  bool written = file_write(edit->into, edit->out.at, edit->out.length);
  buffer_reset(&edit->out);
  return written || fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, "", strerror(errno), NULL);
}

static bool copy(struct sheet_edit *edit, const struct tag *tag, struct fault *fault)
{
  buffer_slice(&edit->out, tag->whole);
  return put_out(edit, false, fault);
}

/* The tag with other bytes in the place of a part of it. */
static void copy_with(struct sheet_edit *edit, const struct tag *tag, struct slice part, struct slice other)
{
  struct slice whole = tag->whole;
  buffer_slice(&edit->out, (struct slice){ whole.at, (size_t)(part.at - whole.at) });
  buffer_slice(&edit->out, other);
  const char *behind = part.at + part.length;
  buffer_slice(&edit->out, (struct slice){ behind, (size_t)(whole.at + whole.length - behind) });
}

static void put_width(struct sheet_edit *edit, struct slice prefix)
{
  enum { WIDTH = 18 };
  uint32_t first = edit->survey.columns + 1;
  if (first <= edit->survey.wide) first = edit->survey.wide + 1;
  uint32_t last = edit->survey.columns + edit->count;
  if (first <= last)
    buffer_printf(&edit->out, "<%.*scol min=\"%u\" max=\"%u\" width=\"%d\" customWidth=\"1\"/>", (int)prefix.length, prefix.at,
                  first, last, WIDTH);
}

/* Above the rows: how far the sheet goes, and how wide the columns are. */
static bool copy_head(struct sheet_edit *edit, const struct tag *tag, struct fault *fault)
{
  struct slice value, whole;
  uint32_t column = 0, row = 0;
  if (begins(tag, "dimension") && tag_attribute(tag, "ref", &value, &whole)) {
    const char *colon = memchr(value.at, ':', value.length);
    struct slice last = colon ? (struct slice){ colon + 1, (size_t)(value.at + value.length - colon - 1) } : value;
    if (reference_read(last, &column, &row) && column < edit->survey.columns + edit->count) {
      struct buffer extent = { 0 };
      buffer_printf(&extent, "%.*s:", (int)(colon ? colon - value.at : (ptrdiff_t)value.length), value.at);
      format_column(&extent, edit->survey.columns + edit->count - 1);
      buffer_printf(&extent, "%u", row);
      copy_with(edit, tag, value, buffer_view(&extent));
      buffer_free(&extent);
      return true;
    }
  }
  if (ends(tag, "cols")) put_width(edit, tag->prefix);
  if (begins(tag, "sheetData") && !edit->survey.widths) {
    struct slice prefix = tag->prefix;
    buffer_printf(&edit->out, "<%.*scols>", (int)prefix.length, prefix.at);
    put_width(edit, prefix);
    buffer_printf(&edit->out, "</%.*scols>", (int)prefix.length, prefix.at);
  }
  return copy(edit, tag, fault);
}

/* Rows */

static void put_cell(struct sheet_edit *edit, struct slice prefix, uint32_t column, struct slice style,
                     const struct edit_cell *cell)
{
  struct buffer *out = &edit->out;
  int length = (int)prefix.length;
  if (!cell->text.length && !style.length) return;
  buffer_printf(out, "<%.*sc r=\"", length, prefix.at);
  format_column(out, column);
  buffer_printf(out, "%u\"", edit->row);
  if (style.length) buffer_printf(out, " s=\"%.*s\"", (int)style.length, style.at);
  if (!cell->text.length) {
    buffer_text(out, "/>");
    return;
  }
  buffer_text(out, cell->number ? ">" : " t=\"inlineStr\">");
  if (cell->number) buffer_printf(out, "<%.*sv>", length, prefix.at);
  else buffer_printf(out, "<%.*sis><%.*st xml:space=\"preserve\">", length, prefix.at, length, prefix.at);
  markup_escape(out, cell->text);
  if (cell->number) buffer_printf(out, "</%.*sv>", length, prefix.at);
  else buffer_printf(out, "</%.*st></%.*sis>", length, prefix.at, length, prefix.at);
  buffer_printf(out, "</%.*sc>", length, prefix.at);
}

static void put_cells(struct sheet_edit *edit, struct slice prefix, struct slice like, const struct edit_cell *cells)
{
  for (uint32_t i = 0; i < edit->count; i++)
    put_cell(edit, prefix, edit->survey.columns + i, edit->styles[i].length ? edit->styles[i] : like, &cells[i]);
}

/* An empty cell where one is to be written: its look is kept. */
static bool skip_cell(struct sheet_edit *edit, const struct tag *cell, struct fault *fault)
{
  struct tag tag = *cell;
  bool open = !cell->is_empty;
  while (open) {
    if (!next_tag(edit, &tag, fault)) return false;
    if (!tag.whole.length) return broken("c", fault);
    open = !ends(&tag, "c");
  }
  return true;
}

static struct slice style_of(struct sheet_edit *edit, const struct tag *tag)
{
  struct slice value, whole;
  return tag_attribute(tag, "s", &value, &whole) ? slice_copy(&edit->arena, value) : (struct slice){ "", 0 };
}

struct row_copy {
  struct slice prefix, like;
  uint32_t column; /* of the last cell, + 1 */
  bool put;
};

static bool copy_cell(struct sheet_edit *edit, const struct tag *tag, struct row_copy *row, const struct edit_cell *cells,
                      struct fault *fault)
{
  struct slice value, whole;
  uint32_t number, column = row->column;
  if (tag_attribute(tag, "r", &value, &whole) && !reference_read(value, &column, &number)) return broken("c", fault);
  row->column = column + 1;
  if (column == edit->like) row->like = style_of(edit, tag);
  if (column < edit->survey.columns) return copy(edit, tag, fault);
  if (column < edit->survey.columns + edit->count) {
    edit->styles[column - edit->survey.columns] = style_of(edit, tag);
    return skip_cell(edit, tag, fault);
  }
  if (!row->put) put_cells(edit, row->prefix, row->like, cells);
  row->put = true;
  return copy(edit, tag, fault);
}

static bool copy_cells(struct sheet_edit *edit, struct slice prefix, const struct edit_cell *cells, struct fault *fault)
{
  struct row_copy row = { .prefix = slice_copy(&edit->arena, prefix) };
  struct tag tag;
  memset(edit->styles, 0, edit->count * sizeof *edit->styles);
  for (;;) {
    if (!next_tag(edit, &tag, fault)) return false;
    if (!tag.whole.length) return broken("row", fault);
    if (begins(&tag, "c")) {
      if (!copy_cell(edit, &tag, &row, cells, fault)) return false;
      continue;
    }
    bool last = ends(&tag, "row");
    if (last && !row.put) put_cells(edit, row.prefix, row.like, cells);
    if (!copy(edit, &tag, fault)) return false;
    if (last) return true;
  }
}

/* `spans` says which columns of a row have cells; it may be left out. */
static void copy_row_start(struct sheet_edit *edit, const struct tag *tag)
{
  struct slice value, whole;
  if (tag_attribute(tag, "spans", &value, &whole)) copy_with(edit, tag, whole, (struct slice){ "", 0 });
  else buffer_slice(&edit->out, tag->whole);
}

bool sheet_edit_row(struct sheet_edit *edit, uint32_t row, const struct edit_cell *cells, struct fault *fault)
{
  struct slice value, whole;
  while (edit->row < row) {
    struct tag tag;
    if (!next_tag(edit, &tag, fault)) return false;
    if (!tag.whole.length || ends(&tag, "sheetData")) return broken("row", fault);
    if (!begins(&tag, "row")) {
      if (!copy_head(edit, &tag, fault)) return false;
      continue;
    }
    if (!tag_attribute(&tag, "r", &value, &whole)) edit->row++;
    else if (!number_read(value, &edit->row)) return broken("row", fault);
    if (edit->row != row) {
      if (!copy(edit, &tag, fault)) return false;
    } else if (tag.is_empty) {
      return broken("row", fault);
    } else {
      copy_row_start(edit, &tag);
      arena_free(&edit->arena);
      return copy_cells(edit, tag.prefix, cells, fault);
    }
  }
  return broken("row", fault);
}

bool sheet_edit_end(struct sheet_edit *edit, struct fault *fault)
{
  struct tag tag;
  do
    if (!next_tag(edit, &tag, fault) || !copy(edit, &tag, fault)) return false;
  while (tag.whole.length);
  return put_out(edit, true, fault);
}

/* Signs of one byte each: every tag can be found in it. */
static bool is_utf8(struct sheet_edit *edit, struct fault *fault)
{
  struct slice value, whole;
  if (!refill(edit, fault)) return false;
  struct slice start = buffer_view(&edit->in);
  size_t mark = slice_starts(start, "\xEF\xBB\xBF") ? 3 : 0;
  buffer_slice(&edit->out, (struct slice){ start.at, mark });
  edit->at = mark;
  start = (struct slice){ start.at + mark, start.length - mark };
  bool plain = start.length > 1 && start.at[0] == '<' && start.at[1];
  size_t length = plain && slice_starts(start, "<?xml") ? find_end(start, "?>") : 0;
  struct tag declaration = { .whole = { start.at, length }, .name = { start.at, strlen("<?xml") }, .is_empty = true };
  if (length && tag_attribute(&declaration, "encoding", &value, &whole))
    plain = slice_is(slice_upper(&edit->arena, value), "UTF-8") || slice_is(slice_upper(&edit->arena, value), "US-ASCII");
  return plain || fault_set(fault, FAULT_FILE, MSG_INTO_ENCODING, NULL);
}

struct sheet_edit *sheet_edit_open(struct arena *arena, struct part *part, int into, const struct sheet_survey *survey,
                                   uint32_t count, uint32_t like, struct fault *fault)
{
  struct sheet_edit *edit = arena_alloc(arena, sizeof *edit);
  *edit = (struct sheet_edit){ .part = part, .into = into, .survey = *survey, .count = count, .like = like };
  edit->styles = arena_array(arena, count, sizeof *edit->styles);
  if (is_utf8(edit, fault)) return edit;
  sheet_edit_close(edit);
  return NULL;
}

void sheet_edit_close(struct sheet_edit *edit)
{
  part_close(edit->part);
  buffer_free(&edit->in);
  buffer_free(&edit->out);
  arena_free(&edit->arena);
}

/* Tables and styles for the terminal, for every command that talks to people. */
#include "write/terminal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "decode/unicode.h"

enum { USUAL_WIDTH = 80, GAP = 2, NARROWEST = 8 };

static size_t width_of(int descriptor)
{
  struct winsize size = { 0 };
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char *columns = getenv("COLUMNS");
  long width = columns ? strtol(columns, NULL, 10) : 0;
  return width > 0 && width < 10000 ? (size_t)width : USUAL_WIDTH;
}

struct terminal terminal_of(int descriptor)
{
  const char *refusal = getenv("NO_COLOR"), *kind = getenv("TERM");
  bool able = isatty(descriptor) && kind && *kind && strcmp(kind, "dumb") != 0;
  return (struct terminal){ .width = width_of(descriptor), .colour = able && !(refusal && *refusal) };
}

static struct slice slice_behind(struct slice text, size_t length)
{
  return (struct slice){ text.at + length, text.length - length };
}

static const char style_mark = '\xFF';

static void put_mark(struct buffer *out, enum style style)
{
  buffer_char(out, style_mark);
  buffer_char(out, (char)('0' + style));
}

void style_begin(struct buffer *out, const struct terminal *terminal, enum style style)
{
  if (terminal->colour && style != STYLE_PLAIN) put_mark(out, style);
}

void style_end(struct buffer *out, const struct terminal *terminal, enum style style)
{
  if (terminal->colour && style != STYLE_PLAIN) put_mark(out, STYLE_PLAIN);
}

/* The sequence of the mark that `text` begins with; NULL if it begins with none. */
static const char *style_sequence(struct slice text)
{
  static const char *const sequences[] = {
    [STYLE_PLAIN] = "\033[0m", [STYLE_STRONG] = "\033[1m", [STYLE_FAINT] = "\033[2m",
    [STYLE_GOOD] = "\033[32m", [STYLE_BAD] = "\033[31m",   [STYLE_OPEN] = "\033[33m",
  };
  size_t style = text.length > 1 && text.at[0] == style_mark ? (size_t)((unsigned char)text.at[1] - '0') : SIZE_MAX;
  return style < sizeof sequences / sizeof sequences[0] ? sequences[style] : NULL;
}

void format_styled(struct buffer *out, struct slice text, bool colour)
{
  while (text.length) {
    const char *mark = colour ? memchr(text.at, style_mark, text.length) : NULL;
    struct slice before = { text.at, mark ? (size_t)(mark - text.at) : text.length };
    format_visible(out, before);
    text = slice_behind(text, before.length);
    const char *sequence = style_sequence(text);
    if (sequence) buffer_text(out, sequence);
    else if (text.length) format_visible(out, (struct slice){ text.at, 1 });
    text = slice_behind(text, sequence ? 2 : text.length ? 1 : 0);
  }
}

void terminal_write(FILE *to, struct slice text)
{
  struct buffer out = { 0 };
  format_styled(&out, text, terminal_of(fileno(to)).colour);
  if (out.length) fwrite(out.at, 1, out.length, to);
  buffer_free(&out);
}

void terminal_line(FILE *to, struct slice text)
{
  terminal_write(to, text);
  fputc('\n', to);
}

void terminal_printf(FILE *to, const char *format, ...)
{
  struct arena arena = { 0 };
  va_list arguments;
  va_start(arguments, format);
  terminal_write(to, slice_of(arena_vprintf(&arena, format, arguments)));
  va_end(arguments);
  arena_free(&arena);
}

/* One character of a text that is stepped through; length 0 at the end. White space of any kind is a space: a cell is one line.
 */
struct step {
  struct slice character; /* in the text */
  char escape[ESCAPE_BYTES];
  size_t escaped, width; /* bytes of `escape` that are shown in its place; columns */
  bool space;
};

static struct step step_at(struct slice text)
{
  struct step step = { .width = 1 };
  struct slice shown;
  size_t length = visible_character(text, step.escape, &shown);
  step.character = (struct slice){ text.at, length };
  step.space = length && (*text.at == ' ' || (*text.at >= '\t' && *text.at <= '\r') || slice_is(step.character, "\u2028") ||
                          slice_is(step.character, "\u2029"));
  if (step.space) return step;
  if (shown.at == step.escape) step.escaped = shown.length;
  step.width = display_width(shown);
  return step;
}

static void put_step(struct buffer *out, const struct step *step)
{
  if (step->space) buffer_char(out, ' ');
  else if (step->escaped) buffer_bytes(out, step->escape, step->escaped);
  else buffer_slice(out, step->character);
}

static size_t shown_width(struct slice text)
{
  size_t width = 0;
  for (struct step step; (step = step_at(text)).character.length; text = slice_behind(text, step.character.length))
    width += step.width;
  return width;
}

/* Appends characters while they fit; returns how many columns they take. `out` may be NULL. */
static size_t put_fitting(struct buffer *out, struct slice text, size_t width)
{
  size_t used = 0;
  for (struct step step; (step = step_at(text)).character.length; text = slice_behind(text, step.character.length)) {
    if (used + step.width > width) break;
    used += step.width;
    if (out) put_step(out, &step);
  }
  return used;
}

static size_t cut(struct buffer *out, struct slice text, size_t width)
{
  if (shown_width(text) <= width) return put_fitting(out, text, width);
  if (!width) return 0;
  size_t used = put_fitting(out, text, width - 1);
  if (out) buffer_text(out, "…");
  return used + 1;
}

void terminal_cut(struct buffer *out, struct slice text, size_t width)
{
  cut(out, text, width);
}

void terminal_name(struct buffer *out, struct slice text)
{
  put_fitting(out, text, SIZE_MAX);
}

void terminal_entry(struct buffer *out, const char *format, ...)
{
  struct arena arena = { 0 };
  va_list arguments;
  va_start(arguments, format);
  terminal_name(out, slice_of(arena_vprintf(&arena, format, arguments)));
  va_end(arguments);
  buffer_char(out, '\n');
  arena_free(&arena);
}

/* What no line begins with. */
static bool closes(struct slice character)
{
  static const char *const closing[] = { "，", "。", "、", "；", "：", "？", "！", "）",
                                         "》", "」", "』", "】", "”",  "’",  "…",  "％" };
  for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++)
    if (slice_is(character, closing[i])) return true;
  return false;
}

static bool may_break_before(const struct step *step, const struct step *before)
{
  if (step->space) return true;
  return (step->width == 2 || before->width == 2) && !closes(step->character);
}

size_t terminal_break(struct slice text, size_t width)
{
  size_t at = 0, chance = 0, used = 0;
  for (struct step step, before = { .width = 1 }; (step = step_at(slice_behind(text, at))).character.length; before = step) {
    if (at && may_break_before(&step, &before)) chance = at;
    /* A space at the end of a line needs no room. */
    if (used + step.width > width && !step.space) return chance ? chance : at ? at : step.character.length;
    used += step.width;
    at += step.character.length;
  }
  return at;
}

struct cell {
  struct slice text;
  enum style style;
};

struct text_table {
  struct arena *arena;
  const struct table_column *columns;
  size_t column_count;
  enum language language; /* of the headings */
  struct cell *cells;
  size_t count, capacity;
};

struct text_table *text_table_new(struct arena *arena, const struct table_column *columns, size_t count, enum language language)
{
  struct text_table *table = arena_alloc(arena, sizeof *table);
  *table = (struct text_table){ .arena = arena, .columns = columns, .column_count = count, .language = language };
  return table;
}

void text_table_add(struct text_table *table, struct slice text, enum style style)
{
  table->cells = arena_grow(table->arena, table->cells, table->count, &table->capacity, sizeof *table->cells);
  table->cells[table->count++] = (struct cell){ text, style };
}

static bool has_headings(const struct text_table *table)
{
  return table->column_count && table->columns[0].heading != NO_MESSAGE;
}

static struct slice heading_text(const struct text_table *table, size_t column)
{
  return slice_of(message_name(table->columns[column].heading, table->language));
}

static size_t natural_width(const struct text_table *table, size_t column)
{
  size_t widest = has_headings(table) ? shown_width(heading_text(table, column)) : 0;
  for (size_t i = column; i < table->count; i += table->column_count) {
    size_t width = shown_width(table->cells[i].text);
    if (width > widest) widest = width;
  }
  return widest;
}

/* The column that gives a place next: the widest that may. */
static size_t widest_flexible(const struct text_table *table, const size_t *widths)
{
  size_t found = table->column_count;
  for (size_t i = 0; i < table->column_count; i++) {
    if (table->columns[i].fit == FIT_WHOLE || widths[i] <= NARROWEST) continue;
    if (found == table->column_count || widths[i] > widths[found]) found = i;
  }
  return found;
}

static void set_widths(const struct text_table *table, size_t *widths, size_t room)
{
  size_t total = table->column_count ? (table->column_count - 1) * GAP : 0;
  for (size_t i = 0; i < table->column_count; i++) total += widths[i] = natural_width(table, i);
  while (total > room) {
    size_t giver = widest_flexible(table, widths);
    if (giver == table->column_count) return;
    widths[giver]--;
    total--;
  }
}

static void put_spaces(struct buffer *out, size_t count)
{
  while (count--) buffer_char(out, ' ');
}

/* Takes from `cell` what stands on this line of the row. */
static struct slice take_line(struct cell *cell, const struct table_column *column, size_t width)
{
  struct slice line = cell->text;
  if (column->fit == FIT_WRAP) line.length = terminal_break(line, width);
  cell->text = slice_behind(cell->text, line.length);
  while (cell->text.length && cell->text.at[0] == ' ') cell->text = slice_behind(cell->text, 1);
  while (line.length && line.at[line.length - 1] == ' ') line.length--;
  return line;
}

/* One cell on one line, filled up to `width`; the fill is kept in `pending` so that no line ends in spaces. */
static void put_cell(struct buffer *out, const struct terminal *terminal, struct cell cell, const struct table_column *column,
                     size_t width, size_t *pending)
{
  size_t room = column->fit == FIT_WHOLE ? SIZE_MAX : width, taken = cut(NULL, cell.text, room);
  size_t fill = taken < width ? width - taken : 0, before = column->right ? fill : 0;
  *pending += before;
  if (taken) {
    put_spaces(out, *pending);
    *pending = 0;
    style_begin(out, terminal, cell.style);
    cut(out, cell.text, room);
    style_end(out, terminal, cell.style);
  }
  *pending += fill - before + GAP;
}

static bool row_is_empty(const struct cell *row, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (row[i].text.length) return false;
  return true;
}

/* Uses up `row`. */
static void put_row(struct buffer *out, const struct text_table *table, const struct terminal *terminal, struct cell *row,
                    const size_t *widths, size_t indent)
{
  do {
    size_t pending = indent;
    for (size_t i = 0; i < table->column_count; i++) {
      struct cell part = { take_line(&row[i], &table->columns[i], widths[i]), row[i].style };
      put_cell(out, terminal, part, &table->columns[i], widths[i], &pending);
    }
    buffer_char(out, '\n');
  } while (!row_is_empty(row, table->column_count));
}

void text_table_write(struct buffer *out, const struct text_table *table, const struct terminal *terminal, size_t indent)
{
  size_t columns = table->column_count;
  struct arena_mark mark = arena_mark(table->arena);
  size_t *widths = arena_array(table->arena, columns + 1, sizeof *widths);
  struct cell *row = arena_array(table->arena, columns + 1, sizeof *row);
  set_widths(table, widths, terminal->width > indent ? terminal->width - indent : 0);
  if (has_headings(table)) {
    for (size_t i = 0; i < columns; i++) row[i] = (struct cell){ heading_text(table, i), STYLE_STRONG };
    put_row(out, table, terminal, row, widths, indent);
  }
  for (size_t i = 0; columns && i + columns <= table->count; i += columns) {
    memcpy(row, table->cells + i, columns * sizeof *row);
    put_row(out, table, terminal, row, widths, indent);
  }
  arena_rewind(table->arena, mark);
}

/* The splitter of delimited text, for company lists and related tables (data/) and result files that are read again.
 *
 * Records are cut from the marks that csv_scan.c finds, with or without quotes; one whose quotes are not regular, a very large
 * one, and the last one of a file without a line end are taken alone. */
#include "decode/csv_reader.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#include "decode/row_bytes.h"
#include "decode/csv_scan.h"

const struct csv_reader_limits csv_reader_default_limits = { 16384, (size_t)1 << 20, (size_t)8 << 20 };

struct csv_reader_limits csv_reader_limits_times(size_t factor)
{
  const struct csv_reader_limits *limits = &csv_reader_default_limits;
  if (!factor) factor = 1;
  return (struct csv_reader_limits){ limits->columns * factor, limits->cell_bytes * factor, limits->record_bytes * factor };
}

static bool is_line_end(char c)
{
  return c == '\n' || c == '\r';
}

static struct slice slice_from(struct slice text, size_t at)
{
  return (struct slice){ text.at + at, text.length - at };
}

/* Of a line end at the beginning of `text`. */
static size_t line_end_length(struct slice text)
{
  return text.length >= 2 && text.at[0] == '\r' && text.at[1] == '\n' ? 2 : text.length > 0;
}

static struct slice skip_blank_lines(struct slice text)
{
  size_t at = 0;
  while (at < text.length && is_line_end(text.at[at])) at++;
  return slice_from(text, at);
}

size_t csv_reader_blank(struct slice bytes)
{
  return bytes.length - skip_blank_lines(bytes).length;
}

/* A quote that begins a cell stands behind any of them: none is known yet. */
char csv_reader_separator(struct slice bytes)
{
  static const char separators[] = { ',', '\t', ';' };
  size_t counts[3] = { 0 };
  bool inside = false, begins = true;
  bytes = skip_blank_lines(bytes);
  for (size_t i = 0; i < bytes.length && (inside || !is_line_end(bytes.at[i])); i++) {
    char c = bytes.at[i];
    if (c == '"' && (inside || begins)) inside = !inside;
    begins = !inside && memchr(separators, c, sizeof separators);
    for (int k = 0; k < 3; k++) counts[k] += !inside && c == separators[k];
  }
  int most = counts[1] > counts[0];
  if (counts[2] > counts[most]) most = 2;
  return separators[most];
}

uint32_t csv_reader_lines(struct slice bytes)
{
  uint32_t lines = 0;
  for (size_t i = 0; i < bytes.length; i++) {
    bool second_half = bytes.at[i] == '\n' && i && bytes.at[i - 1] == '\r';
    lines += is_line_end(bytes.at[i]) && !second_half;
  }
  return lines;
}

/* The last line end of a text without quotes, from its end on; 0: none but perhaps at its very end a CR whose LF may follow. */
static size_t last_line_end(struct slice bytes)
{
  for (size_t i = bytes.length; i-- > 0;) {
    bool lf_may_follow = bytes.at[i] == '\r' && i + 1 == bytes.length;
    if (is_line_end(bytes.at[i]) && !lf_may_follow) return i + 1;
  }
  return 0;
}

/* Whether a quote is open shows only from the first on: records whose quotes are regular are passed many bytes at a time, others
 * one by one. */
size_t csv_reader_cut(struct slice bytes, char separator, bool last)
{
  bool irregular = true, lf_may_follow = bytes.length && bytes.at[bytes.length - 1] == '\r';
  size_t cut = 0;
  if (last || !bytes.length) return bytes.length;
  if (!memchr(bytes.at, '"', bytes.length)) return last_line_end(bytes);
  struct slice closed = { bytes.at, bytes.length - lf_may_follow };
  while (cut < closed.length) {
    struct slice record = slice_from(closed, cut);
    struct scan_shape shape;
    cut += scan_ends(record, separator, &irregular);
    if (!irregular) break;
    record = slice_from(closed, cut);
    size_t end = scan_record(record, separator, &shape);
    if (shape.open || end == record.length) break;
    cut += end + line_end_length(slice_from(record, end));
  }
  return cut;
}

struct csv_reader *csv_reader_new(struct arena *arena, size_t capacity, size_t columns)
{
  struct csv_reader *rows = arena_alloc(arena, sizeof *rows);
  rows->capacity = capacity;
  rows->columns = columns;
  rows->cells = arena_array(arena, columns, sizeof *rows->cells);
  for (size_t k = 0; k < columns; k++) rows->cells[k] = arena_array(arena, capacity, sizeof **rows->cells);
  rows->line = arena_array(arena, capacity, sizeof *rows->line);
  rows->width = arena_array(arena, capacity, sizeof *rows->width);
  rows->start = arena_array(arena, capacity, sizeof *rows->start);
  rows->ragged = arena_array(arena, capacity, sizeof *rows->ragged);
  return rows;
}

/* Faults */

/* The beginning of a text, for a message. */
static const char *excerpt(struct slice text, char out[static 64])
{
  size_t length = text.length < 45 ? text.length : 45;
  while (length && length < text.length && ((unsigned char)text.at[length] & 0xC0) == 0x80) length--;
  for (size_t i = 0; i < length; i++) out[i] = is_line_end(text.at[i]) ? ' ' : text.at[i];
  strcpy(out + length, length < text.length ? "…" : "");
  return out;
}

static const char *number(size_t value, char out[static 24])
{
  snprintf(out, 24, "%zu", value);
  return out;
}

static bool at_line(struct fault *fault, size_t line)
{
  return fault_at(fault, fault->file, (int)line + 1, 0);
}

/* Where the cell that begins at `at` ends; `text.length` + 1 and more like scan_quoted. */
static size_t cell_end(struct slice record, size_t at, char separator, bool *ragged)
{
  *ragged = false;
  if (at < record.length && record.at[at] == '"') return scan_quoted(record, at, separator, ragged);
  const char *end = memchr(record.at + at, separator, record.length - at);
  return end ? (size_t)(end - record.at) : record.length;
}

/* Where cell `column` of a record begins. */
static size_t cell_offset(struct slice record, char separator, size_t column)
{
  size_t at = 0;
  for (bool ragged; column && at < record.length; column--) {
    size_t end = cell_end(record, at, separator, &ragged);
    if (end >= record.length) break;
    at = end + 1;
  }
  return at;
}

/* One record taken alone */

/* Receives the cells of one record in turn, and keeps all of them or the wanted ones. */
struct record_sink {
  struct arena *arena;
  const struct csv_reader_limits *limits;
  size_t column;   /* cells received */
  size_t too_long; /* 1 + column of the first that passes the limit, 0 if none does */
  size_t ragged;   /* 1 + column of the first that goes on behind its closing quote, 0 if none does */
  struct csv_reader *rows;
  const uint32_t *wanted;
  size_t next;       /* in `wanted` */
  struct slice *all; /* instead of `rows` */
  size_t capacity;
};

static bool is_wanted(const struct record_sink *sink)
{
  return !sink->rows || (sink->next < sink->rows->columns && sink->wanted[sink->next] == sink->column);
}

static void take_cell(struct record_sink *sink, struct slice cell)
{
  if (cell.length > sink->limits->cell_bytes && !sink->too_long) sink->too_long = sink->column + 1;
  if (sink->rows) {
    if (is_wanted(sink)) sink->rows->cells[sink->next++][sink->rows->count] = cell;
  } else if (sink->column <= sink->limits->columns) {
    sink->all = arena_grow(sink->arena, sink->all, sink->column, &sink->capacity, sizeof *sink->all);
    sink->all[sink->column] = cell;
  }
  sink->column++;
}

static void take_plain(struct record_sink *sink, struct slice record, char separator)
{
  for (const char *at; (at = memchr(record.at, separator, record.length));) {
    size_t length = (size_t)(at - record.at);
    take_cell(sink, (struct slice){ record.at, length });
    record = slice_from(record, length + 1);
  }
  take_cell(sink, record);
}

/* What libcsv makes of one cell. */
struct csv_cell_text {
  struct arena *arena;
  struct slice text;
  size_t count;
};

/* Called by libcsv; `text` dies with the call. */
static void on_cell(void *text, size_t length, void *context)
{
  struct csv_cell_text *cell = context;
  cell->text = (struct slice){ arena_copy(cell->arena, text, length), length };
  cell->count++;
}

static int is_never(unsigned char byte)
{
  (void)byte;
  return 0;
}

/* What a cell says, given with its quotes: between them, where no other stands; else libcsv is the judge (its own idea of space
 * is switched off: what stands in the file is kept). False where it does not take them for those of one cell. */
static bool unquote(struct arena *arena, struct slice cell, char separator, struct slice *text)
{
  struct csv_cell_text heard = { .arena = arena };
  struct csv_parser parser;
  *text = (struct slice){ cell.at + 1, cell.length - 2 };
  if (!text->length || !memchr(text->at, '"', text->length)) return true;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL);
  csv_set_delim(&parser, (unsigned char)separator);
  csv_set_space_func(&parser, is_never);
  csv_set_realloc_func(&parser, memory_resize);
  csv_set_free_func(&parser, memory_free);
  csv_set_blk_size(&parser, cell.length + 1); /* else a cell of megabytes would be copied a thousand times */
  bool good = csv_parse(&parser, cell.at, cell.length, on_cell, NULL, &heard) == cell.length &&
              csv_fini(&parser, on_cell, NULL, &heard) == 0 && heard.count == 1;
  csv_free(&parser);
  *text = heard.text;
  return good;
}

static bool quote_fault(const struct record_sink *sink, enum message message, struct slice record, char separator, size_t line,
                        struct fault *fault)
{
  char column[24], text[64];
  size_t begin = cell_offset(record, separator, sink->column);
  fault_set(fault, FAULT_FILE, message, number(sink->column + 1, column), excerpt(slice_from(record, begin), text), NULL);
  return at_line(fault, line + csv_reader_lines((struct slice){ record.at, begin }));
}

/* A cell that goes on behind its closing quote is nobody's guess: it is there, without a text, and reported. */
static bool take_quoted(struct record_sink *sink, struct slice record, char separator, size_t line, struct fault *fault)
{
  for (size_t at = 0;; at++) {
    bool ragged;
    size_t end = cell_end(record, at, separator, &ragged);
    if (end > record.length)
      return quote_fault(sink, end == record.length + 1 ? MSG_QUOTE_OPEN : MSG_QUOTE_STRAY, record, separator, line, fault);
    struct slice cell = { record.at + at, end - at };
    bool quoted = cell.length && cell.at[0] == '"' && !ragged;
    if (quoted && is_wanted(sink)) ragged = !unquote(sink->arena, cell, separator, &cell);
    if (ragged && !sink->ragged) sink->ragged = sink->column + 1;
    take_cell(sink, ragged && sink->rows ? (struct slice){ NULL, 0 } : cell);
    if (end == record.length) return true;
    at = end;
  }
}

static bool check_record(const struct record_sink *sink, struct slice record, char separator, size_t line, struct fault *fault)
{
  const struct csv_reader_limits *limits = sink->limits;
  char a[24], b[24], text[64];
  if (record.length > limits->record_bytes) {
    fault_set(fault, FAULT_FILE, MSG_RECORD_OVER_LIMIT, number(limits->record_bytes, a), excerpt(record, text), NULL);
  } else if (sink->too_long) {
    size_t begin = cell_offset(record, separator, sink->too_long - 1);
    fault_set(fault, FAULT_FILE, MSG_CELL_TOO_LONG, number(sink->too_long, a), number(limits->cell_bytes, b),
              excerpt(slice_from(record, begin), text), NULL);
    line += csv_reader_lines((struct slice){ record.at, begin });
  } else if (sink->column > limits->columns) {
    fault_set(fault, FAULT_FILE, MSG_RECORD_TOO_WIDE, number(sink->column, a), number(limits->columns, b), NULL);
  } else {
    return true;
  }
  return at_line(fault, line);
}

/* A record that passes the limit is most often the work of a quote that is never closed: so much is looked at that it can be
 * reported. */
static bool take_record(struct record_sink *sink, struct slice record, const struct scan_shape *shape, char separator,
                        size_t line, struct fault *fault)
{
  if (!shape->quoted) take_plain(sink, record, separator);
  else if (record.length <= sink->limits->record_bytes && !take_quoted(sink, record, separator, line, fault)) return false;
  return check_record(sink, record, separator, line, fault);
}

bool csv_reader_first(struct arena *arena, struct slice bytes, char separator, const struct csv_reader_limits *limits,
                      struct slice **cells, size_t *count, size_t *used, struct fault *fault)
{
  struct record_sink sink = { .arena = arena, .limits = limits };
  struct slice rest = skip_blank_lines(bytes), record = rest;
  size_t line = csv_reader_lines((struct slice){ bytes.at, bytes.length - rest.length });
  struct scan_shape shape;
  record.length = scan_record(rest, separator, &shape);
  rest = slice_from(rest, record.length);
  bool good = !record.length || take_record(&sink, record, &shape, separator, line, fault);
  if (good && sink.ragged) {
    sink.column = sink.ragged - 1;
    good = quote_fault(&sink, MSG_QUOTE_STRAY, record, separator, line, fault);
  }
  *cells = sink.all;
  *count = sink.column;
  *used = bytes.length - rest.length + line_end_length(rest);
  return good;
}

/* Many records */

struct splitting {
  struct csv_reader *rows;
  struct arena *scratch;
  struct slice block;
  char separator;
  const struct csv_reader_limits *limits;
  const uint32_t *wanted;
  size_t at;     /* in the block */
  uint32_t line; /* of `at` */
  struct fault *fault;
};

static void close_row(struct csv_reader *rows, uint32_t line, uint32_t width, size_t start)
{
  rows->line[rows->count] = line;
  rows->width[rows->count] = width;
  rows->start[rows->count] = (uint32_t)start;
  rows->ragged[rows->count] = 0;
  rows->count++;
}

/* The records behind one that is lost: which of them are so too, for the message. */
static void name_lost(const struct splitting *s, struct fault *fault)
{
  enum { MOST = 20 };
  struct buffer lines = { 0 };
  size_t at = s->at, count = 0;
  uint32_t line = s->line;
  while (at < s->block.length && count < MOST) {
    struct scan_shape shape;
    struct slice record = slice_from(s->block, at);
    record.length = scan_record(record, s->separator, &shape);
    if (shape.open) break;
    if (shape.lost) buffer_printf(&lines, "%s%u", count++ ? "、" : "", line + 1);
    at += record.length;
    at += line_end_length(slice_from(s->block, at));
    line += 1 + (shape.quoted ? csv_reader_lines(record) : 0);
  }
  buffer_char(&lines, 0);
  if (count > 1) fault_add(fault, lines.at);
  buffer_free(&lines);
}

static bool split_alone(struct splitting *s)
{
  struct record_sink sink = { .arena = s->scratch, .limits = s->limits, .rows = s->rows, .wanted = s->wanted };
  struct slice record = slice_from(s->block, s->at);
  struct scan_shape shape;
  record.length = scan_record(record, s->separator, &shape);
  if (!take_record(&sink, record, &shape, s->separator, s->line, s->fault)) {
    if (shape.lost) name_lost(s, s->fault);
    return false;
  }
  while (sink.next < s->rows->columns) s->rows->cells[sink.next++][s->rows->count] = (struct slice){ 0 };
  close_row(s->rows, s->line, (uint32_t)sink.column, s->at);
  s->rows->ragged[s->rows->count - 1] = (uint32_t)sink.ragged;
  s->at += record.length;
  s->at += line_end_length(slice_from(s->block, s->at));
  s->line += 1 + (shape.quoted ? csv_reader_lines(record) : 0);
  return true;
}

/* Records that are cut from one index. */
struct cutting {
  const char *base;
  const struct scan_index *index;
  size_t count;
  uint32_t narrowest; /* cells of the record that has fewest */
  uint16_t
      before[SCAN_MARKS + 64]; /* the mark in front of each record: cell w lies between the marks before + w and before + w + 1 */
};

/* The cell behind a mark; of a quoted one (all quotes are regular) what stands between its quotes. */
static inline struct slice cut_cell(const char *base, const uint16_t *mark, bool quoted)
{
  const char *at = base + (uint16_t)(mark[0] + 1);
  size_t length = (size_t)(base + mark[1] - at), quote = quoted && *at == '"';
  return (struct slice){ at + quote, length - 2 * quote };
}

/* One column of the last `cutting->count` rows. */
static inline void take_column(const struct cutting *cutting, const uint32_t *widths, uint32_t column, bool quoted,
                               struct slice *cells)
{
  const uint16_t *marks = cutting->index->marks + (column < cutting->narrowest ? column : 0);
  if (column < cutting->narrowest)
    for (size_t i = 0; i < cutting->count; i++) cells[i] = cut_cell(cutting->base, marks + cutting->before[i], quoted);
  else
    for (size_t i = 0; i < cutting->count; i++)
      cells[i] = column < widths[i] ? cut_cell(cutting->base, marks + cutting->before[i] + column, quoted) : (struct slice){ 0 };
}

/* Of a cell cut from between its quotes; plain ones have none in them. */
static void undouble(const struct splitting *s, size_t row, uint32_t column, struct slice *cell)
{
  if (!cell->length || !memchr(cell->at, '"', cell->length)) return;
  if (unquote(s->scratch, (struct slice){ cell->at - 1, cell->length + 2 }, s->separator, cell)) return;
  s->rows->ragged[row] = column + 1;
  *cell = (struct slice){ 0 };
}

/* The cells of the rows, a column at a time: so what is written lies together. */
static void take_cells(struct splitting *s, const struct cutting *cutting)
{
  struct csv_reader *rows = s->rows;
  size_t first = rows->count - cutting->count;
  for (size_t k = 0; k < rows->columns; k++) {
    struct slice *cells = rows->cells[k] + first;
    if (!cutting->index->quoted) {
      take_column(cutting, rows->width + first, s->wanted[k], false, cells);
      continue;
    }
    take_column(cutting, rows->width + first, s->wanted[k], true, cells);
    for (size_t i = 0; cutting->index->doubled && i < cutting->count; i++) undouble(s, first + i, s->wanted[k], &cells[i]);
  }
}

/* Past a limit, or close to it: taken again by itself. */
static bool is_large(const struct csv_reader_limits *limits, size_t length, uint32_t width)
{
  return length > limits->cell_bytes || length > limits->record_bytes || width > limits->columns;
}

static void cut_record(struct splitting *s, struct cutting *cutting, uint32_t before, uint32_t width, size_t start)
{
  cutting->before[cutting->count++] = (uint16_t)before;
  if (width < cutting->narrowest) cutting->narrowest = width;
  close_row(s->rows, s->line++, width, start);
}

/* Line ends inside quotes before `end`, from number `next` on; a CRLF is one. */
static size_t count_inner(struct splitting *s, const struct scan_index *index, const char *base, size_t next, uint32_t end)
{
  for (; next < index->inner_count && index->inner[next] < end; next++)
    s->line += base[index->inner[next]] == '\r' || base[(ptrdiff_t)index->inner[next] - 1] != '\r';
  return next;
}

/* Takes the records that the index holds in full, until `rows` is full or one of them is large. Returns whether none is left. */
static bool split_indexed(struct splitting *s, const struct scan_index *index)
{
  struct cutting cutting;
  const char *base = cutting.base = s->block.at + s->at;
  size_t from = s->at;
  uint32_t before = 0;
  size_t inner = 0;
  bool all = true;
  cutting.index = index;
  cutting.count = 0;
  cutting.narrowest = UINT32_MAX;
  for (size_t i = 0; i < index->end_count; i++) {
    uint32_t last = index->ends[i], begin = (uint16_t)(index->marks[before] + 1), end = index->marks[last];
    if (begin == end) {
      bool second_half = base[end] == '\n' && from + end > 0 && base[(ptrdiff_t)end - 1] == '\r';
      s->line += !second_half;
    } else {
      all = s->rows->count < s->rows->capacity && !is_large(s->limits, end - begin, last - before);
      if (!all) break;
      cut_record(s, &cutting, before, last - before, from + begin);
      inner = count_inner(s, index, base, inner, end);
    }
    before = last;
    s->at = from + end + 1;
  }
  take_cells(s, &cutting);
  return all;
}

static bool split_block(struct splitting *s)
{
  struct scan_index index;
  while (s->at < s->block.length && s->rows->count < s->rows->capacity) {
    scan_records(&index, slice_from(s->block, s->at), s->separator);
    bool alone = !split_indexed(s, &index) || index.irregular || !index.end_count;
    if (s->rows->count == s->rows->capacity) break;
    if (alone && !split_alone(s)) return false;
  }
  return true;
}

void csv_reader_move(struct csv_reader *rows, size_t to, size_t from)
{
  for (size_t k = 0; k < rows->columns; k++) rows->cells[k][to] = rows->cells[k][from];
  rows->line[to] = rows->line[from];
  rows->width[to] = rows->width[from];
  rows->start[to] = rows->start[from];
  rows->ragged[to] = rows->ragged[from];
}

struct slice csv_reader_ragged(const struct csv_reader *rows, size_t row, char separator)
{
  bool ragged;
  struct slice record = slice_from(rows->block, rows->start[row]);
  size_t begin = cell_offset(record, separator, rows->ragged[row] - 1);
  return (struct slice){ record.at + begin, cell_end(record, begin, separator, &ragged) - begin };
}

/* The numbers of the lines that name_lost has put there. */
void csv_reader_fault_shift(struct fault *fault, uint32_t lines)
{
  struct buffer shifted = { 0 };
  if (!fault->line) return;
  fault->line += (int)lines;
  if (fault->message != MSG_QUOTE_STRAY || fault->argument_count < 3) return;
  size_t begin = fault->argument_end[1], end = fault->argument_end[2];
  while (begin < end) {
    uint32_t value = 0;
    for (; begin < end && fault->text[begin] >= '0' && fault->text[begin] <= '9'; begin++)
      value = value * 10 + (uint32_t)(fault->text[begin] - '0');
    buffer_printf(&shifted, "%u", value + lines);
    for (; begin < end && (fault->text[begin] < '0' || fault->text[begin] > '9'); begin++)
      buffer_char(&shifted, fault->text[begin]);
  }
  buffer_char(&shifted, 0);
  fault->argument_count = 2;
  fault_add(fault, shifted.at);
  buffer_free(&shifted);
}

void csv_reader_cells(const struct csv_reader *rows, size_t row, char separator, struct arena *arena, struct slice **cells,
                      size_t *count)
{
  struct slice rest = slice_from(rows->block, rows->start[row]);
  size_t used;
  struct fault ignored;
  struct csv_reader_limits limits = { SIZE_MAX, SIZE_MAX, SIZE_MAX };
  if (separator == CELLS_END) cells_first(arena, rest, cells, count);
  else if (!csv_reader_first(arena, rest, separator, &limits, cells, count, &used, &ignored)) *count = 0;
}

bool csv_reader_split(struct csv_reader *rows, struct arena *scratch, struct slice block, char separator,
                      const struct csv_reader_limits *limits, const uint32_t *wanted, size_t *offset, uint32_t *line,
                      struct fault *fault)
{
  struct splitting s = { .rows = rows,
                         .scratch = scratch,
                         .block = block,
                         .separator = separator,
                         .limits = limits,
                         .wanted = wanted,
                         .at = *offset,
                         .line = *line,
                         .fault = fault };
  rows->block = block;
  if (separator == CELLS_END) {
    row_bytes_split(rows, block, wanted, offset, line);
    return true;
  }
  bool good = split_block(&s);
  *offset = s.at;
  *line = s.line;
  return good;
}

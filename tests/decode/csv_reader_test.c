/* Rows: what a record and a cell are, the same by every way and at every block boundary. */
#include "decode/csv_reader.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { COLUMNS = 6 };
static const uint32_t all_columns[COLUMNS] = { 0, 1, 2, 3, 4, 5 };

/* `line:cell|cell;` for each record, line ends inside a cell written R and N, `-` for a cell that the record lacks. */
static void render(struct buffer *out, const struct csv_reader *rows, uint32_t base)
{
  for (size_t row = 0; row < rows->count; row++) {
    buffer_printf(out, "%u:", base + rows->line[row]);
    for (size_t k = 0; k < rows->columns && k < rows->width[row]; k++) {
      struct slice cell = rows->cells[k][row];
      if (k) buffer_char(out, '|');
      if (!cell.at) buffer_char(out, '-');
      for (size_t i = 0; i < cell.length; i++) buffer_char(out, cell.at[i] == '\r' ? 'R' : cell.at[i] == '\n' ? 'N' : cell.at[i]);
    }
    buffer_char(out, ';');
  }
}

/* Splits a block and renders it; returns the lines in it, or -1 with the fault rendered. */
static int split_block(struct buffer *out, struct slice block, size_t capacity, uint32_t base)
{
  struct arena arena = { 0 };
  struct csv_reader *rows = csv_reader_new(&arena, capacity, COLUMNS);
  struct fault fault = { 0 };
  size_t offset = 0;
  uint32_t line = 0;
  bool good = true;
  while (good && offset < block.length) {
    rows->count = 0;
    good = csv_reader_split(rows, &arena, block, ',', &csv_reader_default_limits, all_columns, &offset, &line, &fault);
    render(out, rows, base);
  }
  if (!good) buffer_printf(out, "%s at %d", fault.message == MSG_QUOTE_OPEN ? "open" : "stray", (int)base + fault.line - 1);
  arena_free(&arena);
  return good ? (int)line : -1;
}

static const struct {
  const char *name, *text, *records;
} splits[] = {
  { "nothing", "", "" },
  { "one cell", "a", "0:a;" },
  { "one record", "a,b\n", "0:a|b;" },
  { "no line end at the end", "a,b\nc,d", "0:a|b;1:c|d;" },
  { "empty cells", ",\n,,\n", "0:|;1:||;" },
  { "an empty cell at the end of the text", "a,", "0:a|;" },
  { "CRLF", "a,b\r\nc,d\r\n", "0:a|b;1:c|d;" },
  { "lone CR", "a,b\rc,d\r", "0:a|b;1:c|d;" },
  { "mixed line ends", "a\rb\r\nc\nd", "0:a;1:b;2:c;3:d;" },
  { "LF CR is two line ends", "a\n\rb", "0:a;2:b;" },
  { "CR CR LF is two line ends", "a\r\r\nb", "0:a;2:b;" },
  { "blank lines count as lines", "\n\na\n\n\nb\n\n", "2:a;5:b;" },
  { "blank lines in CRLF", "\r\n\r\na\r\n\r\nb\r\n", "2:a;4:b;" },
  { "spaces are kept", " a , b\t,  \n \n", "0: a | b\t|  ;1: ;" },
  { "more cells than wanted", "1,2,3,4,5,6,7,8\n", "0:1|2|3|4|5|6;" },
  { "quoted", "\"a\",b\n", "0:a|b;" },
  { "separator in quotes", "\"a,b\",c\n", "0:a,b|c;" },
  { "doubled quotes", "\"a\"\"b\",\"\"\"\"\n", "0:a\"b|\";" },
  { "quoted empty cell is a record", "\"\"\n", "0:;" },
  { "quoted empty cells", "\"\",,\"\"\n", "0:||;" },
  { "line ends in quotes", "\"a\nb\",c\nd\n", "0:aNb|c;2:d;" },
  { "CRLF in quotes", "x\r\n\"a\r\nb\",c\r\nd\r\n", "0:x;1:aRNb|c;3:d;" },
  { "lone CR in quotes", "\"a\rb\"\rc", "0:aRb;2:c;" },
  { "blank line in quotes", "\"a\n\n\nb\"\nc", "0:aNNNb;4:c;" },
  { "quoted without a line end", "a\n\"b\"", "0:a;1:b;" },
  { "quoted and plain in turn", "a\n\"b\"\nc\n\"d\"\n", "0:a;1:b;2:c;3:d;" },
  { "spaces in quotes are kept", "\" a \"\n", "0: a ;" },
  { "separator at the end after quotes", "\"a\",\n", "0:a|;" },
  { "Chinese", "企业名称,行业代码\n\"甲,乙\",C27\n", "0:企业名称|行业代码;1:甲,乙|C27;" },
  { "quotes in plain cells are text", "a\nb,5\" pipe\n6\",\"\"\n", "0:a;1:b|5\" pipe;2:6\"|;" },
  { "quotes in plain cells hide no separator", "1\",2\"\n=\"1\",\"2\"\n", "0:1\"|2\";1:=\"1\"|2;" },
  { "space before the quote", "x, \"a\"\n", "0:x| \"a\";" },
  { "space after the quote", "\"a\" ,b\n", "0:-|b;" },
  { "text after the quote", "\"a\"b,c\nd\n", "0:-|c;1:d;" },
  { "quotes after the quote", "x,\"a\"b\"c,d\",e\n\"f\"\n", "0:x|-|e;1:f;" },
  { "a cell of two lines that goes on", "\"a\nb\"c,d\ne\n", "0:-|d;2:e;" },
  { "an odd quote after the quote", "a\n\"b\"c\"d,e\nf\n", "0:a;stray at 1" },
  { "open quote", "a\nb,\"c\n", "0:a;open at 1" },
  { "open quote at the end", "a\n\"", "0:a;open at 1" },
  { "open quote closed by a later one", "a,\"b\nc\nd,\"e\",f\n", "stray at 0" },
  { "the cell at fault begins after a cell of two lines", "\"a\nb\",\"c\n", "open at 1" },
};

Test(decode_csv_reader, split)
{
  struct buffer got = { 0 };
  for (size_t i = 0; i < COUNT(splits); i++)
    for (size_t capacity = 1; capacity < 9; capacity++) {
      buffer_reset(&got);
      split_block(&got, slice_of(splits[i].text), capacity, 0);
      cr_expect(slice_is(buffer_view(&got), splits[i].records), "%s, %zu at a time: %.*s", splits[i].name, capacity,
                (int)got.length, got.at);
    }
  buffer_free(&got);
}

/* RFC 4180 as plainly as it can be written, and what is made of quotes that break it: the reference. */
struct reader {
  struct slice text;
  size_t at;
  unsigned line;
};

static bool at_line_end(const struct reader *r)
{
  return r->at == r->text.length || r->text.at[r->at] == '\n' || r->text.at[r->at] == '\r';
}

static void next_byte(struct reader *r, struct buffer *cell)
{
  char c = r->text.at[r->at++];
  bool crlf = c == '\r' && r->at < r->text.length && r->text.at[r->at] == '\n';
  r->line += c == '\n' || (c == '\r' && !crlf);
  if (cell) buffer_char(cell, c == '\r' ? 'R' : c == '\n' ? 'N' : c);
}

/* A cell that goes on behind its closing quote: `begin` is where it begins in `cell`. */
static const char *read_ragged(struct reader *r, struct buffer *cell, size_t begin)
{
  bool inside = false;
  cell->length = begin;
  buffer_char(cell, '-');
  for (; !at_line_end(r) && (inside || r->text.at[r->at] != ','); next_byte(r, NULL)) inside ^= r->text.at[r->at] == '"';
  return inside ? "stray" : NULL;
}

static const char *read_quoted(struct reader *r, struct buffer *cell)
{
  size_t begin = cell->length;
  for (r->at++;;) {
    if (r->at == r->text.length) return "open";
    if (r->text.at[r->at] == '"') {
      r->at++;
      if (at_line_end(r) || r->text.at[r->at] == ',') return NULL;
      if (r->text.at[r->at] != '"') return read_ragged(r, cell, begin);
    }
    next_byte(r, cell);
  }
}

static const char *read_cell(struct reader *r, struct buffer *cell)
{
  if (!at_line_end(r) && r->text.at[r->at] == '"') return read_quoted(r, cell);
  while (!at_line_end(r) && r->text.at[r->at] != ',') next_byte(r, cell);
  return NULL;
}

static void read_line_end(struct reader *r)
{
  if (r->at + 1 < r->text.length && r->text.at[r->at] == '\r' && r->text.at[r->at + 1] == '\n') r->at++;
  if (r->at < r->text.length) next_byte(r, NULL);
}

static bool read_record(struct reader *r, struct buffer *out)
{
  size_t begin = out->length;
  buffer_printf(out, "%u:", r->line);
  for (int column = 0;; column++, r->at++) {
    unsigned line = r->line;
    size_t kept = out->length;
    if (column && column < COLUMNS) buffer_char(out, '|');
    const char *problem = read_cell(r, out);
    if (column >= COLUMNS) out->length = kept;
    if (problem) {
      out->length = begin;
      buffer_printf(out, "%s at %u", problem, line);
      return false;
    }
    if (at_line_end(r)) break;
  }
  buffer_char(out, ';');
  read_line_end(r);
  return true;
}

static void read_all(struct buffer *out, struct slice text)
{
  struct reader r = { text, 0, 0 };
  while (r.at < text.length) {
    if (at_line_end(&r)) read_line_end(&r);
    else if (!read_record(&r, out)) return;
  }
}

static const char *const pieces[] = { "a", "bc", "市", " ", "0123456789", "", ",", ",", "\n", "\r\n", "\r", "\"", "\"\"" };

static const char *piece(size_t count)
{
  return pieces[(size_t)rand() % count];
}

/* Records that keep the rules, quoted or not. */
static void make_record(struct buffer *out)
{
  static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n" };
  for (int cells = 1 + rand() % 8; cells > 0; cells--) {
    bool quoted = rand() % 4 == 0;
    if (quoted) buffer_char(out, '"');
    for (int n = rand() % 6; n > 0; n--) {
      const char *text = piece(quoted ? COUNT(pieces) : 6);
      buffer_text(out, *text == '"' ? "\"\"" : text);
    }
    if (quoted) buffer_char(out, '"');
    if (cells > 1) buffer_char(out, ',');
  }
  buffer_text(out, ends[rand() % 4]);
}

/* The text in two reads, the first `cut` bytes long. */
static void split_in_two(struct buffer *out, struct slice text, size_t cut, size_t capacity)
{
  size_t first = csv_reader_cut((struct slice){ text.at, cut }, ',', false);
  int lines = split_block(out, (struct slice){ text.at, first }, capacity, 0);
  if (lines < 0) return;
  struct slice rest = { text.at + first, text.length - first };
  cr_assert_eq(csv_reader_cut(rest, ',', true), rest.length);
  split_block(out, rest, capacity, (uint32_t)lines);
}

static void expect_same(struct slice text, struct slice got, struct slice wanted, size_t cut)
{
  cr_assert(slice_equal(got, wanted), "cut at %zu:\n%.*s\n---\n%.*s\n---\n%.*s", cut, (int)text.length, text.at, (int)got.length,
            got.at, (int)wanted.length, wanted.at);
}

Test(decode_csv_reader, agrees_with_the_reference_at_every_boundary)
{
  struct buffer text = { 0 }, wanted = { 0 }, got = { 0 };
  srand(4180);
  for (int round = 0; round < 60; round++) {
    buffer_reset(&text);
    buffer_reset(&wanted);
    while (text.length < 300) make_record(&text);
    read_all(&wanted, buffer_view(&text));
    for (size_t cut = 0; cut <= text.length; cut++) {
      buffer_reset(&got);
      split_in_two(&got, buffer_view(&text), cut, 1 + (size_t)rand() % 20);
      expect_same(buffer_view(&text), buffer_view(&got), buffer_view(&wanted), cut);
    }
  }
  buffer_free(&text);
  buffer_free(&wanted);
  buffer_free(&got);
}

/* Text that may break the rules anywhere: the records before the fault, the kind of fault and its line. */
Test(decode_csv_reader, agrees_with_the_reference_on_broken_text)
{
  struct buffer text = { 0 }, wanted = { 0 }, got = { 0 };
  srand(1);
  for (int round = 0; round < 30000; round++) {
    buffer_reset(&text);
    buffer_reset(&wanted);
    buffer_reset(&got);
    size_t kinds = round % 2 ? COUNT(pieces) : COUNT(pieces) - 1;
    for (int n = rand() % 40; n > 0; n--) buffer_text(&text, piece(kinds));
    read_all(&wanted, buffer_view(&text));
    split_block(&got, buffer_view(&text), 1 + (size_t)rand() % 9, 0);
    expect_same(buffer_view(&text), buffer_view(&got), buffer_view(&wanted), 0);
  }
  buffer_free(&text);
  buffer_free(&wanted);
  buffer_free(&got);
}

static const struct {
  const char *name, *text;
  size_t cut;
} cuts[] = {
  { "nothing", "", 0 },
  { "no line end", "a,b", 0 },
  { "behind the last LF", "a\nb\nc", 4 },
  { "all", "a\nb\n", 4 },
  { "a CR whose LF may follow", "a\nb\r", 2 },
  { "only a CR whose LF may follow", "ab\r", 0 },
  { "lone CR with more behind", "a\rb", 2 },
  { "not between CR and LF", "a\r\nb", 3 },
  { "inside quotes", "a\n\"b\nc", 2 },
  { "behind quotes", "\"a\nb\"\nc", 6 },
  { "doubled quotes", "\"a\"\"\nb\"\nc", 8 },
  { "only inside quotes", "\"a\nb", 0 },
  { "quotes after the last line end", "a\nb,\"c\"", 2 },
  { "a quote in a plain cell", "a\n5\" b\nc", 7 },
  { "a quoted cell behind one", "5\",\"a\nb", 0 },
  { "a CR behind quotes whose LF may follow", "a\n\"b\"\r", 2 },
};

Test(decode_csv_reader, cut)
{
  for (size_t i = 0; i < COUNT(cuts); i++) {
    size_t got = csv_reader_cut(slice_of(cuts[i].text), ',', false);
    cr_expect_eq(got, cuts[i].cut, "%s: %zu", cuts[i].name, got);
    cr_expect_eq(csv_reader_cut(slice_of(cuts[i].text), ',', true), strlen(cuts[i].text), "%s: the last block", cuts[i].name);
  }
}

static const struct {
  const char *text;
  char separator;
} separators[] = {
  { "", ',' },           { "a", ',' },       { "a,b;c,d", ',' },         { "a\tb\tc,d", '\t' },   { "a;b;c,d", ';' },
  { "a,b;c", ',' },      { "a\tb;c", '\t' }, { "\"a,b,c\";\"d\"", ';' }, { "a;b\nc,d,e,f", ';' }, { "\r\n\na;b\n", ';' },
  { "\"a;\n;\",b", ',' }
};

Test(decode_csv_reader, separator)
{
  for (size_t i = 0; i < COUNT(separators); i++) {
    char got = csv_reader_separator(slice_of(separators[i].text));
    cr_expect_eq(got, separators[i].separator, "“%s”: '%c'", separators[i].text, got);
  }
}

static const struct {
  const char *name, *text, *cells;
  size_t used;
} firsts[] = {
  { "nothing", "", "", 0 },
  { "only blank lines", "\r\n\n", "", 3 },
  { "plain", "a,b\nc", "a|b|", 4 },
  { "CRLF", "a,b\r\nc", "a|b|", 5 },
  { "quoted", "\"a,b\",\"c\nd\"\ne", "a,b|c\nd|", 12 },
  { "blank lines before", "\n\r\na,,b\nc", "a||b|", 8 },
  { "no line end", "a,", "a||", 2 },
};

Test(decode_csv_reader, first)
{
  struct arena arena = { 0 };
  struct buffer got = { 0 };
  for (size_t i = 0; i < COUNT(firsts); i++) {
    struct slice *cells;
    size_t count, used;
    struct fault fault = { 0 };
    bool good =
        csv_reader_first(&arena, slice_of(firsts[i].text), ',', &csv_reader_default_limits, &cells, &count, &used, &fault);
    buffer_reset(&got);
    for (size_t k = 0; k < count; k++) buffer_printf(&got, "%.*s|", (int)cells[k].length, cells[k].at);
    cr_expect(good && used == firsts[i].used, "%s: used %zu", firsts[i].name, used);
    cr_expect(slice_is(buffer_view(&got), firsts[i].cells), "%s: %.*s", firsts[i].name, (int)got.length, got.at);
  }
  buffer_free(&got);
  arena_free(&arena);
}

static const struct csv_reader_limits small = { .columns = 4, .cell_bytes = 8, .record_bytes = 20 };

static const struct {
  const char *name, *text, *said;
  size_t records;
} faults[] = {
  { "at the limits", "12345678,1,2,3456789\n", NULL, 1 },
  { "a cell too long", "a\nb,123456789\n", "2: 第 2 列的内容太长，超过 8 字节：123456789", 1 },
  { "an unwanted cell too long", "a,b,c,123456789\n", "1: 第 4 列的内容太长，超过 8 字节：123456789", 0 },
  { "a quoted cell too long", "a,\"x\ny\",\"123456789\"\n", "2: 第 3 列的内容太长，超过 8 字节：\"123456789\"", 0 },
  { "too many cells", "a\n\n1,2,3,4,5\n", "3: 这一行有 5 列，最多只能有 4 列", 1 },
  { "too many cells with a quote", "\"1\",2,3,4,5\n", "1: 这一行有 5 列，最多只能有 4 列", 0 },
  { "a record too long", "1234567,1234567,123456\n", NULL, 0 },
  { "a quote in a plain cell", "a,b\n甲\"乙,c\n", NULL, 2 },
  { "a misplaced quote", "a\n\"b\"c\"\nd\n",
    "2: 第 1 列的英文双引号用得不对，不知道这一行到哪里为止：\"b\"c\" "
    "（格内有双引号时，整格前后各加一个双引号，里面的双引号写两个；引号外不能有空格）",
    1 },
  { "misplaced quotes", "\"b\"c\"\nd\n\"\"\"e\"f\"\n",
    "1: 第 1 列的英文双引号用得不对，不知道这一行到哪里为止：\"b\"c\" "
    "（格内有双引号时，整格前后各加一个双引号，里面的双引号写两个；引号外不能有空格）；这样的有第 1、3 行",
    0 },
  { "an open quote", "a,b\nc,\"乙\n,c\n", "2: 第 2 列的英文双引号只有开头，没有结尾：\"乙 ,c ", 1 },
};

Test(decode_csv_reader, faults_name_line_and_column)
{
  static const uint32_t wanted[] = { 0 };
  struct arena arena = { 0 };
  struct buffer said = { 0 };
  struct csv_reader *rows = csv_reader_new(&arena, 10, 1);
  for (size_t i = 0; i < COUNT(faults); i++) {
    struct fault fault = { 0 };
    size_t offset = 0;
    uint32_t line = 0;
    rows->count = 0;
    bool good = csv_reader_split(rows, &arena, slice_of(faults[i].text), ',', &small, wanted, &offset, &line, &fault);
    buffer_reset(&said);
    if (!good) format_fault(&said, LANGUAGE_CHINESE, &fault);
    cr_expect_eq(rows->count, faults[i].records, "%s: %zu records", faults[i].name, rows->count);
    if (!faults[i].said) continue;
    cr_expect(slice_is(buffer_view(&said), faults[i].said), "%s: %.*s", faults[i].name, (int)said.length, said.at);
  }
  buffer_free(&said);
  arena_free(&arena);
}

static const struct {
  const char *text;
  enum message message;
  int line;
} messages[] = { { "1234567,1234567,123456\n", MSG_RECORD_OVER_LIMIT, 1 },
                 { "a\n\"1234567\n890\n\",\"12345678\"\n", MSG_RECORD_OVER_LIMIT, 2 },
                 { "a,b\n\"甲\"乙\",c\n", MSG_QUOTE_STRAY, 2 } };

Test(decode_csv_reader, a_misplaced_quote_is_told_from_a_long_record)
{
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT(messages); i++) {
    struct csv_reader *rows = csv_reader_new(&arena, 10, 0);
    struct fault fault = { 0 };
    size_t offset = 0;
    uint32_t line = 0;
    cr_expect(!csv_reader_split(rows, &arena, slice_of(messages[i].text), ',', &small, NULL, &offset, &line, &fault));
    cr_expect_eq(fault.kind, FAULT_FILE);
    cr_expect_eq(fault.message, messages[i].message, "case %zu: %s", i, message_name(fault.message, LANGUAGE_ENGLISH));
    cr_expect_eq(fault.line, messages[i].line, "case %zu: line %d", i, fault.line);
  }
  arena_free(&arena);
}

Test(decode_csv_reader, wanted_columns_and_missing_cells)
{
  static const uint32_t wanted[] = { 1, 4 };
  struct arena arena = { 0 };
  struct csv_reader *rows = csv_reader_new(&arena, 4, 2);
  struct fault fault;
  size_t offset = 0;
  uint32_t line = 0;
  struct slice text = SLICE("a,b,c,d,e,f\n1,2\n\"1\",\"2\"\n,,,,\n");
  cr_assert(csv_reader_split(rows, &arena, text, ',', &csv_reader_default_limits, wanted, &offset, &line, &fault));
  cr_expect_eq(rows->count, 4);
  cr_expect(slice_is(rows->cells[0][0], "b") && slice_is(rows->cells[1][0], "e") && rows->width[0] == 6);
  cr_expect(slice_is(rows->cells[0][1], "2") && !rows->cells[1][1].at && rows->width[1] == 2);
  cr_expect(slice_is(rows->cells[0][2], "2") && !rows->cells[1][2].at && rows->width[2] == 2);
  cr_expect(rows->cells[0][3].at && rows->cells[1][3].at && !rows->cells[1][3].length);
  cr_expect_eq(line, 4);
  arena_free(&arena);
}

/* Cells and records beyond what libcsv and the index take in one piece. */
Test(decode_csv_reader, large_cells)
{
  struct arena arena = { 0 };
  struct buffer text = { 0 };
  static const uint32_t wanted[] = { 1 };
  buffer_text(&text, "x,");
  for (int i = 0; i < 200000; i++) buffer_char(&text, 'y');
  buffer_text(&text, ",z\nx,\"");
  for (int i = 0; i < 200000; i++) buffer_text(&text, i % 10 ? "y" : "\"\"");
  buffer_text(&text, "\",z\n");
  struct csv_reader *rows = csv_reader_new(&arena, 4, 1);
  struct fault fault;
  size_t offset = 0;
  uint32_t line = 0;
  cr_assert(csv_reader_split(rows, &arena, buffer_view(&text), ',', &csv_reader_default_limits, wanted, &offset, &line, &fault));
  cr_expect(rows->count == 2 && rows->cells[0][0].length == 200000 && rows->cells[0][1].length == 200000);
  cr_expect_eq(rows->cells[0][1].at[10], '"');
  cr_expect(rows->width[0] == 3 && rows->width[1] == 3);
  buffer_free(&text);
  arena_free(&arena);
}

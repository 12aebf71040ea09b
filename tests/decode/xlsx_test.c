/* Sheets as rows: every kind of cell, gaps, and files that are broken or hostile. */
#include "decode/xlsx.h"

#include "decode/row_bytes.h"
#include "tests/decode/make_book.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static char path[] = XLSX_PATH;

static const char formats[] =
    "<numFmts><numFmt numFmtId='176' formatCode='yyyy&quot;年&quot;m&quot;月&quot;'/><numFmt numFmtId='177' "
    "formatCode='0!.0,'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='9'/><xf numFmtId='176'/><xf numFmtId='177'/></cellXfs>";
static const char strings[] = "<si><t>零</t></si><si><r><t>红山</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 公司</t></r>"
                              "<rPh sb='0' eb='1'><t>hong</t></rPh></si><si><t/></si><si><t>a_x000D_b_x005F_x0041_c_x_</t></si>";

/* The marks as characters: ; behind text, # behind a number, ! behind what is doubtful, | at the end of a row. */
static void show(struct buffer *bytes)
{
  static const char marks[] = { ';', '#', '!', '|' };
  for (size_t i = 0; i < bytes->length; i++)
    if (bytes->at[i] >= CELLS_TEXT && bytes->at[i] <= CELLS_END) bytes->at[i] = marks[bytes->at[i] - CELLS_TEXT];
}

static bool read_book(struct arena *arena, const char *sheet, uint32_t after, size_t want, struct buffer *out, uint32_t *hidden,
                      struct fault *fault)
{
  struct source *source = source_open_archive(arena, path, false, fault);
  struct xlsx *xlsx = source ? xlsx_open(arena, source, path, sheet, fault) : NULL;
  bool read = xlsx && xlsx_start(xlsx, after, fault);
  for (size_t before = SIZE_MAX; read && out->length != before;) {
    before = out->length;
    read = xlsx_rows(xlsx, out, before + want, fault);
  }
  if (xlsx && hidden) *hidden = xlsx_hidden(xlsx);
  if (xlsx) xlsx_close(xlsx);
  if (source) source_close(source);
  show(out);
  return read;
}

/* Attributes between `"` are what nearly all producers write, and what plain cells are known by. */
static const char *double_quoted(struct arena *arena, const char *xml)
{
  char *copy = arena_string(arena, xml);
  for (char *at = copy; *at; at++)
    if (*at == '\'') *at = '"';
  return copy;
}

Test(decode_xlsx, cells)
{
  static const struct {
    const char *name, *rows, *bytes;
  } cases[] = {
    { "a shared string", "<row r='1'><c r='A1' t='s'><v>0</v></c></row>", "零;|" },
    { "rich text, without how it is read", "<row r='1'><c r='A1' t='s'><v>1</v></c></row>", "红山 公司;|" },
    { "escapes", "<row r='1'><c r='A1' t='s'><v>3</v></c></row>", "ab_x0041_c_x_;|" },
    { "an inline string", "<row r='1'><c r='A1' t='inlineStr'><is><t>甲</t></is></c></row>", "甲;|" },
    { "inline rich text", "<row r='1'><c r='A1' t='inlineStr'><is><r><t>甲</t></r><r><t>乙</t></r></is></c></row>", "甲乙;|" },
    { "numbers", "<row r='1'><c r='A1'><v>1234.5</v></c><c r='B1' t='n'><v>0.30000000000000004</v></c></row>", "1234.5#0.3#|" },
    { "dates and percent",
      "<row r='1'><c r='A1' s='1'><v>44682</v></c><c r='B1' s='2'><v>0.05</v></c><c r='C1' s='3'><v>44682</v></c></row>",
      "2022-05-01;5%;2022-05-01;|" },
    { "a number shown divided", "<row r='1'><c r='A1' s='4'><v>12345678</v></c></row>", "12345678 [0!.0,]!|" },
    { "an unknown style", "<row r='1'><c r='A1' s='99'><v>5</v></c></row>", "5#|" },
    { "booleans", "<row r='1'><c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><v>0</v></c></row>", "TRUE;FALSE;|" },
    { "an error", "<row r='1'><c r='A1' t='e'><v>#N/A</v></c></row>", "#N/A;|" },
    { "what formulas gave",
      "<row r='1'><c r='A1'><f>B1*2</f><v>6</v></c><c r='B1' t='str'><f>C1&amp;\"\"</f><v>甲</v></c><c r='C1' "
      "t='e'><f>1/0</f><v>#DIV/0!</v></c></row>",
      "6#甲;#DIV/0!;|" },
    { "a formula without a value", "<row r='1'><c r='A1'><f>B1*2</f><v/></c><c r='B1'><f>C1</f></c></row>", "=B1*2!=C1!|" },
    { "a formula that gave nothing", "<row r='1'><c r='A1' t='str'><f>IF(B1,1,\"\")</f><v></v></c><c r='B1'><v>1</v></c></row>",
      ";1#|" },
    { "a date in ISO notation", "<row r='1'><c r='A1' t='d'><v>2022-05-01T00:00:00</v></c></row>", "2022-05-01T00:00:00;|" },
    { "gaps between cells and rows",
      "<row r='2'><c r='B2'><v>1</v></c><c r='D2'><v>2</v></c></row><row r='5'><c r='A5'><v>3</v></c></row>", "|;1#;2#|||3#|" },
    { "without references", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "1#2#|3#|" },
    { "borders without content are nothing",
      "<row r='1'><c r='A1' s='1'/><c r='B1'><v>1</v></c><c r='C1' s='1'/></row><row r='2'><c r='A2' s='1'/></row>", ";1#|" },
    { "space is nothing", "<row r='1'><c r='A1' t='inlineStr'><is><t xml:space='preserve'>  </t></is></c></row>", "" },
    { "prefixes", "<x:row xmlns:x='x' r='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row>", "1#|" },
    { "a cell over two lines", "<row r='1'><c r='A1' t='inlineStr'><is><t>甲\n乙</t></is></c></row>", "甲\n乙;|" },
    { "an empty sheet", "", "" },
  };
  for (size_t k = 0; k < 2 * COUNT(cases); k++) {
    size_t i = k / 2;
    struct arena arena = { 0 };
    struct buffer out = { 0 };
    struct fault fault = { 0 };
    const char *rows = k % 2 ? double_quoted(&arena, cases[i].rows) : cases[i].rows;
    struct book book = { .rows = rows, .formats = formats, .strings = strings };
    xlsx_writer_make(path, &book);
    for (size_t want = 1; want < 100000; want *= 300) {
      buffer_reset(&out);
      cr_expect(read_book(&arena, NULL, 0, want, &out, NULL, &fault), "%s: %s", cases[i].name, fault.text);
      cr_expect(slice_is(buffer_view(&out), cases[i].bytes), "%s: %.*s", cases[i].name, (int)out.length, out.at);
    }
    unlink(path);
    buffer_free(&out);
    arena_free(&arena);
  }
}

/* Cells, what may stand in and between them, and what breaks a sheet; with a column, a row and a figure. */
static const char *const plain_cells[] = {
  "<c r='%c%u'><v>%u</v></c>",
  "<c r='%c%u' s='2' t='n'><v>0.%u</v></c>",
  "<c r='%c%u' t='s'><v>1</v></c>",
  "<c r='%c%u' t='inlineStr'><is><t>甲（乙）%u</t></is></c>",
  "<c t='str' r='%c%u'><f>A1*2</f><v>%u</v></c>",
  "<c r='%c%u' s='1'/>",
  "<c r='%c%u'></c>",
  "<c r='%c%u' s='1'><v>4%u</v></c>",
};
static const char *const odd_cells[] = {
  " ",
  "\r\n",
  "<!-- <c r='%c%u'><v>%u</v></c> -->",
  "<?x <c r='%c%u'/>?>",
  "<c r='%c%u'><v><![CDATA[%u]]></v></c>",
  "<c r='%c%u'><v>1</v ></c>",
  "<c  r='%c%u'><v>&#49;%u</v></c>",
  "<c r='%c%u' cm='1'><v>%u</v></c>",
  "<c r='%c%u'><f t='shared' si='0'/><v>%u</v></c>",
  "<c r='%c%u'>\n<v>%u</v>\n</c>",
  "<c><v>12</v></c>",
  "<c r='%c%u' t='inlineStr'><is><t>a&lt;b</t></is></c>",
  "<c r='%c%u' t='inlineStr'><is><t>￥\t%u</t></is></c>",
  "<c r='%c%u' t='inlineStr'><is><t>a_x0041_</t></is></c>",
  "<c r='%c%u' t='str'><v>a>b</v></c>",
  "<x><c r='%c%u'><v>%u</v></c></x>",
  "<c r='%c%u'><c r='A1'/><v>%u</v></c>",
  "</row><row>",
  "<c r='%c%u'><f>A1</f></c>",
  "<![CDATA[ <c r='%c%u'><v>%u</v></c> ]]>",
};
static const char *const broken_cells[] = {
  "<![CDATA[",
  "<c r='%c%u' r='A1'/>",
  "<c r='%c%u' t='s'><v>77%u</v></c>",
  "<x y='",
  "<c r='%c%u'><v>\xFF</v></c>",
  "<c r='%c%u'><v>\xEF\xBF\xBF</v></c>",
  "<c r='%c%u'><v>\x01</v></c>",
  "<c r='%c%u'><v>]]></v></c>",
  "<c r='A'/>",
  "<c r='%c%u' s='<'/>",
  "</c>",
  "<c r='%c%u'><v>1</c>",
};

static const char *some_cell(void)
{
  if (rand() % 8) return plain_cells[(size_t)rand() % COUNT(plain_cells)];
  return rand() % 400 ? odd_cells[(size_t)rand() % COUNT(odd_cells)] : broken_cells[(size_t)rand() % COUNT(broken_cells)];
}

static void make_rows(struct buffer *out, int rows)
{
  for (unsigned row = 1; row <= (unsigned)rows; row++) {
    buffer_printf(out, "<row r='%u' spans='1:9'>", 10 * row);
    for (char column = 'A'; column <= 'I'; column++) buffer_printf(out, some_cell(), column, 10 * row, (unsigned)rand() % 1000);
    buffer_text(out, "</row>");
  }
  buffer_char(out, 0);
}

/* The same sheet for the parser alone, which between single quotes sees every cell, and with plain cells read beside it. */
Test(decode_xlsx, plain_cells_are_read_as_the_parser_reads_them, .timeout = 60)
{
  size_t refused = 0;
  srand(6);
  for (int round = 0; round < 150; round++) {
    struct arena arena = { 0 };
    struct buffer rows = { 0 }, out[2] = { { 0 }, { 0 } };
    struct fault fault[2] = { { 0 }, { 0 } };
    bool read[2];
    make_rows(&rows, 1 + rand() % (round % 10 ? 40 : 900));
    for (int k = 0; k < 2; k++) {
      struct book book = { .rows = k ? double_quoted(&arena, rows.at) : rows.at, .formats = formats, .strings = strings };
      xlsx_writer_make(path, &book);
      read[k] = read_book(&arena, NULL, 0, 1 + (size_t)rand() % 5000, &out[k], NULL, &fault[k]);
      unlink(path);
    }
    refused += !read[0];
    cr_assert_eq(read[0], read[1], "round %d: %s, %s", round, fault[0].text, fault[1].text);
    cr_assert_eq(fault[0].message, fault[1].message, "round %d", round);
    if (read[0]) cr_assert(slice_equal(buffer_view(&out[0]), buffer_view(&out[1])), "round %d", round);
    for (int k = 0; k < 2; k++) buffer_free(&out[k]);
    buffer_free(&rows);
    arena_free(&arena);
  }
  cr_expect(refused > 10 && refused < 140, "%zu of 150 are broken", refused);
}

Test(decode_xlsx, shared_strings_may_all_be_empty)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct fault fault = { 0 };
  struct book book = { .rows = "<row><c t='s'><v>0</v></c><c><v>1</v></c></row>", .strings = "<si></si><si><t/></si>" };
  xlsx_writer_make(path, &book);
  cr_expect(read_book(&arena, NULL, 0, 10, &out, NULL, &fault), "%s", fault.text);
  cr_expect(slice_is(buffer_view(&out), ";1#|"), "%.*s", (int)out.length, out.at);
  unlink(path);
  buffer_free(&out);
  arena_free(&arena);
}

Test(decode_xlsx, starts_behind_a_row_and_counts_hidden_ones)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct fault fault = { 0 };
  uint32_t hidden;
  struct book book = { .rows = "<row r='1'><c><v>1</v></c></row><row r='2' hidden='1'><c><v>2</v></c></row>"
                               "<row r='4' hidden='true'><c><v>4</v></c></row><row r='5' hidden='1'/>" };
  xlsx_writer_make(path, &book);
  cr_expect(read_book(&arena, NULL, 1, 10, &out, &hidden, &fault));
  cr_expect(slice_is(buffer_view(&out), "2#||4#|"), "%.*s", (int)out.length, out.at);
  cr_expect_eq(hidden, 2);
  unlink(path);
  buffer_free(&out);
  arena_free(&arena);
}

Test(decode_xlsx, sheets)
{
  static const struct {
    const char *name, *sheets, *wanted, *bytes;
    enum message message;
  } cases[] = {
    { "the first", "<sheet name='甲' r:id='r1'/><sheet name='乙' r:id='r2'/>", NULL, "1#|", 0 },
    { "by name", "<sheet name='甲' r:id='r1'/><sheet name='Two' r:id='r2'/>", "two", "second;|", 0 },
    { "a hidden one is not the first", "<sheet name='甲' state='hidden' r:id='r1'/><sheet name='乙' r:id='r2'/>", NULL,
      "second;|", 0 },
    { "a hidden one by name", "<sheet name='甲' state='veryHidden' r:id='r1'/><sheet name='乙' r:id='r2'/>", "甲", "1#|", 0 },
    { "a chart is none", "<sheet name='图' r:id='r3'/><sheet name='乙' r:id='r2'/>", NULL, "second;|", 0 },
    { "no such sheet", "<sheet name='甲' r:id='r1'/>", "丙", "", MSG_WORKBOOK_NO_SHEET },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    struct buffer out = { 0 };
    struct fault fault = { 0 };
    struct book book = { .rows = "<row><c><v>1</v></c></row>", .sheets = cases[i].sheets };
    xlsx_writer_make(path, &book);
    bool read = read_book(&arena, cases[i].wanted, 0, 10, &out, NULL, &fault);
    cr_expect_eq(read, !cases[i].message, "%s: %s", cases[i].name, fault.text);
    if (!read) cr_expect_eq(fault.message, cases[i].message, "%s", cases[i].name);
    cr_expect(slice_is(buffer_view(&out), cases[i].bytes), "%s: %.*s", cases[i].name, (int)out.length, out.at);
    unlink(path);
    buffer_free(&out);
    arena_free(&arena);
  }
}

Test(decode_xlsx, what_is_broken_or_hostile_is_refused)
{
  static const struct {
    const char *name, *sheet;
    enum message message;
  } cases[] = {
    { "no XML", "hello", MSG_WORKBOOK_BROKEN },
    { "cut short", "<worksheet><sheetData><row><c><v>1</v>", MSG_WORKBOOK_BROKEN },
    { "entities",
      "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b "
      "'&a;&a;'>]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>",
      MSG_WORKBOOK_ENTITIES },
    { "an entity from outside", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><worksheet/>", MSG_WORKBOOK_ENTITIES },
    { "a string that does not exist", "<worksheet><sheetData><row><c t='s'><v>7</v></c></row></sheetData></worksheet>",
      MSG_WORKBOOK_BROKEN },
    { "rows out of order", "<worksheet><sheetData><row r='2'/><row r='1'><c><v>1</v></c></row></sheetData></worksheet>",
      MSG_WORKBOOK_BROKEN },
    { "cells out of order",
      "<worksheet><sheetData><row><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row></sheetData></worksheet>",
      MSG_WORKBOOK_BROKEN },
    { "a row beyond the last", "<worksheet><sheetData><row r='1048577'/></sheetData></worksheet>", MSG_WORKBOOK_BROKEN },
    { "a column beyond the last", "<worksheet><sheetData><row><c r='XFE1'><v>1</v></c></row></sheetData></worksheet>",
      MSG_WORKBOOK_BROKEN },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    struct buffer out = { 0 };
    struct fault fault = { 0 };
    struct book book = { .sheet = cases[i].sheet };
    xlsx_writer_make(path, &book);
    cr_expect_not(read_book(&arena, NULL, 0, 10, &out, NULL, &fault), "%s", cases[i].name);
    cr_expect_eq(fault.message, cases[i].message, "%s: %s", cases[i].name, fault.text);
    cr_expect_eq(fault.kind, FAULT_FILE, "%s", cases[i].name);
    unlink(path);
    buffer_free(&out);
    arena_free(&arena);
  }
}

static char *repeated(const char *before, const char *text, size_t times, const char *after)
{
  size_t length = strlen(text);
  char *whole = malloc(strlen(before) + length * times + strlen(after) + 1), *at = stpcpy(whole, before);
  for (size_t i = 0; i < times; i++, at += length) memcpy(at, text, length);
  strcpy(at, after);
  return whole;
}

/* As many formats, and as many styles with the last of them, as there are cells: each was looked for among all. */
Test(decode_xlsx, a_hundred_thousand_formats, .timeout = 20)
{
  enum { FORMATS = 100000 };
  struct buffer styles = { 0 }, out = { 0 };
  struct arena arena = { 0 };
  struct fault fault = { 0 };
  buffer_text(&styles, "<numFmts>");
  for (int i = 0; i < FORMATS; i++) buffer_printf(&styles, "<numFmt numFmtId='%d' formatCode='%s'/>", 164 + i, i ? "0" : "yyyy");
  buffer_text(&styles, "<numFmt numFmtId='164' formatCode='0%'/></numFmts><cellXfs>");
  for (int i = 0; i < FORMATS; i++) buffer_printf(&styles, "<xf numFmtId='%d'/>", 164 + i);
  buffer_text(&styles, "</cellXfs>");
  buffer_char(&styles, 0);
  struct book book = { .rows = "<row><c s='0'><v>0.5</v></c><c s='99999'><v>7</v></c></row>", .formats = styles.at };
  xlsx_writer_make(path, &book);
  cr_assert(read_book(&arena, NULL, 0, 10, &out, NULL, &fault), "%s", fault.text);
  buffer_char(&out, 0);
  cr_expect(strstr(out.at, "50%") && strstr(out.at, "7"), "the later of two with one number: %s", out.at);
  unlink(path);
  buffer_free(&styles);
  buffer_free(&out);
  arena_free(&arena);
}

Test(decode_xlsx, sheets_without_end_are_refused)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct fault fault = { 0 };
  char *sheets = repeated("", "<sheet name='a' r:id='r1'/>", 5000, "");
  struct book book = { .rows = "<row><c><v>1</v></c></row>", .sheets = sheets };
  xlsx_writer_make(path, &book);
  cr_expect_not(read_book(&arena, NULL, 0, 10, &out, NULL, &fault));
  cr_expect_eq(fault.message, MSG_WORKBOOK_SHEETS, "%s", fault.text);
  unlink(path);
  free(sheets);
  buffer_free(&out);
  arena_free(&arena);
}

Test(decode_xlsx, what_swells_is_refused)
{
  static const struct {
    const char *name, *before, *text, *after;
    size_t times;
    enum message message;
  } cases[] = {
    { "a part of nothing but space", "<worksheet><sheetData>", "                                ", "</sheetData></worksheet>",
      3 << 20, MSG_WORKBOOK_BOMB },
    { "nested without end", "<worksheet>", "<a>", "", 100, MSG_WORKBOOK_BROKEN },
    { "a tag without end", "<worksheet><a b='", "xxxxxxxxxxxxxxxx", "'/></worksheet>", 1 << 17, MSG_WORKBOOK_BOMB },
    { "a cell without end", "<worksheet><sheetData><row><c><v>", "1111111111111111", "</v></c></row></sheetData></worksheet>",
      1 << 14, MSG_WORKBOOK_CELL },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    struct buffer out = { 0 };
    struct fault fault = { 0 };
    char *sheet = repeated(cases[i].before, cases[i].text, cases[i].times, cases[i].after);
    struct book book = { .sheet = sheet };
    xlsx_writer_make(path, &book);
    cr_expect_not(read_book(&arena, NULL, 0, 10, &out, NULL, &fault), "%s", cases[i].name);
    cr_expect_eq(fault.message, cases[i].message, "%s: %s", cases[i].name, fault.text);
    unlink(path);
    free(sheet);
    buffer_free(&out);
    arena_free(&arena);
  }
}

Test(decode_xlsx, names_of_files_and_sheets)
{
  struct arena arena = { 0 };
  char folder[] = "/tmp/huiqi-names-XXXXXX";
  cr_assert(mkdtemp(folder) && chdir(folder) == 0);
  const char *files[] = { "a.xlsx", "b#1.xlsx", "c.xlsx#x" };
  for (size_t i = 0; i < COUNT(files); i++) fclose(fopen(files[i], "w"));
  static const struct {
    const char *path, *file, *sheet;
  } cases[] = {
    { "a.xlsx", "a.xlsx", NULL },     { "a.xlsx#名单", "a.xlsx", "名单" }, { "a.xlsx#一#二", "a.xlsx", "一#二" },
    { "b#1.xlsx", "b#1.xlsx", NULL }, { "b#1.xlsx#甲", "b#1.xlsx", "甲" }, { "c.xlsx#x", "c.xlsx#x", NULL },
    { "none#x", "none#x", NULL },     { "a.xlsx#", "a.xlsx", NULL },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct sheet_path found = sheet_path(&arena, cases[i].path);
    cr_expect_str_eq(found.file, cases[i].file);
    cr_expect_eq(!found.sheet, !cases[i].sheet, "%s", cases[i].path);
    if (found.sheet && cases[i].sheet) cr_expect_str_eq(found.sheet, cases[i].sheet);
  }
  for (size_t i = 0; i < COUNT(files); i++) unlink(files[i]);
  rmdir(folder);
  arena_free(&arena);
}

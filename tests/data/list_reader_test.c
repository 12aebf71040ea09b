/* Lists from offices: headings matched to fields, blocks of whole records of any size. */
#include "data/list_reader.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char *const revenue_aliases[] = { "销售收入" };
static struct field fields[] = {
  { .name = "统一社会信用代码", .english = "uscc", .kind = FIELD_CODE },
  { .name = "企业名称", .english = "name", .kind = FIELD_TEXT },
  { .name = "营业收入", .english = "revenue", .kind = FIELD_MONEY, .aliases = revenue_aliases, .alias_count = 1 },
  { .name = "认定日期", .english = "hnte_date", .kind = FIELD_DATE, .event = true },
};
static const struct table_kind table = { .name = "企业", .fields = fields, .field_count = COUNT(fields) };

static char path[] = "/tmp/huiqi-listing-XXXXXX";

static void write_list(const char *text, size_t length)
{
  strcpy(path + strlen(path) - 6, "XXXXXX");
  int file = mkstemp(path);
  cr_assert(file >= 0 && write(file, text, length) == (ssize_t)length && close(file) == 0);
}

static bool open_list(struct arena *arena, const char *text, const struct list_reader_options *options,
                      struct list_reader *listing, struct fault *fault)
{
  write_list(text, strlen(text));
  bool opened = list_reader_open(arena, path, &table, options, listing, fault);
  unlink(path);
  return opened;
}

Test(data_list_reader, headings)
{
  static const struct {
    const char *name, *text;
    int code, title, revenue, date;
    size_t unknown, empty;
    char separator;
    uint32_t first_line;
  } cases[] = {
    { "in any order", "营业收入,统一社会信用代码\n", 1, -1, 0, -1, 0, 0, ',', 2 },
    { "with units, full width and space", "统一社会信用代码,营 业 收 入（万元）\n", 0, -1, 1, -1, 0, 0, ',', 2 },
    { "in English, any case", "USCC;Revenue;name\n", 0, 2, 1, -1, 0, 0, ';', 2 },
    { "aliases", "统一社会信用代码\t销售收入\n", 0, -1, 1, -1, 0, 0, '\t', 2 },
    { "unknown and empty ones are kept out of the way", "统一社会信用代码,备注,,联系人,\n", 0, -1, -1, -1, 2, 2, ',', 2 },
    { "unknown ones may be alike", "统一社会信用代码,备注,备注\n", 0, -1, -1, -1, 2, 0, ',', 2 },
    { "after blank lines", "\n\r\n统一社会信用代码,认定日期\n", 0, -1, -1, 1, 0, 0, ',', 4 },
    { "a line end inside quotes", "\"统一社会\n信用代码\",认定日期\n", 0, -1, -1, 1, 0, 0, ',', 3 },
    { "without a line end", "统一社会信用代码", 0, -1, -1, -1, 0, 0, ',', 1 },
    { "with a byte order mark", "\xEF\xBB\xBF统一社会信用代码,企业名称\n", 0, 1, -1, -1, 0, 0, ',', 2 },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    struct list_reader listing;
    struct fault fault;
    bool opened = open_list(&arena, cases[i].text, &(struct list_reader_options){ 0 }, &listing, &fault);
    cr_assert(opened, "%s", cases[i].name);
    const int expected[] = { cases[i].code, cases[i].title, cases[i].revenue, cases[i].date };
    for (int k = 0; k < 4; k++)
      cr_expect_eq(list_reader_heading(&listing, &fields[k]), expected[k], "%s: %s", cases[i].name, fields[k].name);
    cr_expect_eq(listing.unknown_count, cases[i].unknown, "%s: %zu unknown", cases[i].name, listing.unknown_count);
    cr_expect_eq(listing.empty_count, cases[i].empty, "%s: %zu empty", cases[i].name, listing.empty_count);
    cr_expect_eq(listing.separator, cases[i].separator, "%s", cases[i].name);
    cr_expect_eq(listing.first_line, cases[i].first_line, "%s: line %u", cases[i].name, listing.first_line);
    list_reader_close(&listing);
    arena_free(&arena);
  }
}

Test(data_list_reader, mapped_headings)
{
  static const struct heading_map maps[] = { { "认定时间", "认定日期" }, { "收入（万元）", "revenue" } };
  struct list_reader_options options = { .maps = maps, .map_count = 2 };
  struct arena arena = { 0 };
  struct list_reader listing;
  struct fault fault;
  cr_assert(open_list(&arena, "统一社会信用代码,收入（万元）,认定 时间\n", &options, &listing, &fault));
  cr_expect_eq(list_reader_heading(&listing, &fields[2]), 1);
  cr_expect_eq(listing.headings[1].unit, FEN_WAN);
  cr_expect_eq(list_reader_heading(&listing, &fields[3]), 2);
  list_reader_close(&listing);
  arena_free(&arena);
}

Test(data_list_reader, refused)
{
  static const struct heading_map good[] = { { "收入", "营业收入" } }, bad[] = { { "收入", "营业收人" } };
  static const struct {
    const char *name, *text;
    const struct heading_map *maps;
    enum fault_kind kind;
    enum message message;
  } cases[] = {
    { "an empty file", "", NULL, FAULT_FILE, MSG_EMPTY_FILE },
    { "one field twice", "统一社会信用代码,营业收入,营业收入\n", NULL, FAULT_FILE, MSG_HEADING_TWICE },
    { "one field twice, the unit left aside", "营业收入（元）,营业收入（万元）\n", NULL, FAULT_FILE, MSG_HEADING_TWICE },
    { "a field and its alias", "营业收入,销售收入\n", NULL, FAULT_FILE, MSG_HEADING_TWICE },
    { "a field and a heading mapped to it", "营业收入,收入\n", good, FAULT_FILE, MSG_HEADING_TWICE },
    { "a heading mapped to no field", "统一社会信用代码,收入\n", bad, FAULT_USAGE, MSG_MAP_UNKNOWN_FIELD },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    struct list_reader listing;
    struct fault fault;
    struct list_reader_options options = { .maps = cases[i].maps, .map_count = cases[i].maps ? 1 : 0 };
    cr_expect_not(open_list(&arena, cases[i].text, &options, &listing, &fault), "%s", cases[i].name);
    cr_expect_eq(fault.kind, cases[i].kind, "%s: kind %d", cases[i].name, fault.kind);
    cr_expect_eq(fault.message, cases[i].message, "%s: %s", cases[i].name, message_code(fault.message));
    arena_free(&arena);
  }
}

Test(data_list_reader, no_such_file)
{
  struct arena arena = { 0 };
  struct list_reader listing;
  struct fault fault;
  cr_expect_not(list_reader_open(&arena, "/nonexistent/list.csv", &table, &(struct list_reader_options){ 0 }, &listing, &fault));
  cr_expect_eq(fault.kind, FAULT_FILE);
  arena_free(&arena);
}

/* A list of 400 records with quotes, line ends in cells and lines of very different length. */
static void make_list(struct buffer *text)
{
  buffer_text(text, "统一社会信用代码,企业名称\n");
  for (int i = 0; i < 400; i++) {
    buffer_printf(text, "%d,", i);
    if (i % 7 == 0) buffer_printf(text, "\"甲\n乙,“%d”\"\"丙\"", i);
    for (int k = 0; i % 7 && k < i % 23 * 9; k++) buffer_text(text, "名");
    buffer_text(text, i % 5 ? "\n" : "\r\n");
  }
}

static size_t read_blocks(struct list_reader *listing, struct buffer *whole, size_t *largest)
{
  struct buffer buffer = { 0 };
  struct slice block;
  struct fault fault;
  size_t blocks = 0;
  for (*largest = 0;; blocks++) {
    cr_assert(list_reader_block(listing, &buffer, &block, &fault));
    if (!block.length) break;
    cr_expect(listing->ended || block.at[block.length - 1] == '\n', "a block ends where a record ends");
    if (block.length > *largest) *largest = block.length;
    buffer_slice(whole, block);
  }
  buffer_free(&buffer);
  return blocks;
}

Test(data_list_reader, blocks_of_any_size_are_the_whole_list)
{
  static const size_t sizes[] = { 1, 2, 40, 100, 1000, 4096, 65536, 0 };
  struct buffer text = { 0 };
  make_list(&text);
  size_t headings = strlen("统一社会信用代码,企业名称\n");
  write_list(text.at, text.length);
  for (size_t i = 0; i < COUNT(sizes); i++) {
    struct arena arena = { 0 };
    struct list_reader listing;
    struct fault fault;
    struct buffer whole = { 0 };
    size_t largest;
    cr_assert(list_reader_open(&arena, path, &table, &(struct list_reader_options){ .block_bytes = sizes[i] }, &listing, &fault));
    size_t blocks = read_blocks(&listing, &whole, &largest);
    struct slice expected = { text.at + headings, text.length - headings };
    cr_expect(slice_equal(buffer_view(&whole), expected), "blocks of %zu bytes", sizes[i]);
    if (sizes[i] == 1) cr_expect_gt(blocks, 200, "a record or two a block: %zu", blocks);
    if (sizes[i] > 1000) cr_expect_leq(largest, sizes[i], "blocks of %zu bytes: %zu", sizes[i], largest);
    if (sizes[i] == 0) cr_expect_eq(blocks, 1);
    list_reader_close(&listing);
    buffer_free(&whole);
    arena_free(&arena);
  }
  unlink(path);
  buffer_free(&text);
}

Test(data_list_reader, a_record_may_be_longer_than_a_block_but_not_without_end)
{
  struct buffer text = { 0 };
  buffer_text(&text, "企业名称\n甲\n\"");
  for (int i = 0; i < 3000; i++) buffer_text(&text, "名称");
  buffer_text(&text, "\"\n乙\n");
  write_list(text.at, text.length);
  for (int limited = 0; limited < 2; limited++) {
    struct arena arena = { 0 };
    struct list_reader listing;
    struct fault fault = { 0 };
    struct buffer buffer = { 0 };
    struct slice block = { "", 1 };
    struct list_reader_options options = { .block_bytes = 64, .limits = csv_reader_default_limits };
    if (limited) options.limits.record_bytes = 1000;
    cr_assert(list_reader_open(&arena, path, &table, &options, &listing, &fault));
    size_t longest = 0;
    while (block.length) {
      cr_assert(list_reader_block(&listing, &buffer, &block, &fault));
      if (block.length > longest) longest = block.length;
    }
    cr_expect(longest > (limited ? 1000 : 3000 * strlen("名称"))); /* refused by csv_reader_split */
    list_reader_close(&listing);
    buffer_free(&buffer);
    arena_free(&arena);
  }
  unlink(path);
  buffer_free(&text);
}

/* Sheets */

#include "tests/decode/make_book.h"

#define TEXT(text) "<c t='inlineStr'><is><t>" text "</t></is></c>"
#define NONE       "<c/>"
#define CODE       TEXT("统一社会信用代码")
#define DATA       "<row>" TEXT("91650100MA00000000") TEXT("甲") "<c><v>5</v></c></row>"

struct told_list {
  char text[200];
};

static void on_notice(void *context, enum message message, const char *file, const char *a, const char *b)
{
  struct told_list *list = context;
  size_t length = strlen(list->text);
  (void)file;
  snprintf(list->text + length, sizeof list->text - length, "%s %s %s;",
           message == MSG_NOTICE_SHEET            ? "sheet"
           : message == MSG_NOTICE_HEADING_ROW    ? "row"
           : message == MSG_NOTICE_HEADING_MERGED ? "merged"
           : message == MSG_NOTICE_UNIT_ABOVE     ? "unit"
           : message == MSG_NOTICE_SPREAD         ? "spread"
                                                  : "hidden",
           a, b);
}

Test(data_list_reader, headings_of_sheets)
{
  static const struct {
    const char *name, *rows, *merged, *headings, *on_notice;
    uint32_t first_line;
  } cases[] = {
    { "in the first row", "<row>" CODE TEXT("企业名称") TEXT("营业收入") "</row>" DATA, "", "统一社会信用代码 企业名称 营业收入",
      "", 2 },
    { "below a title", "<row>" TEXT("甲区企业名单") "</row><row>" CODE TEXT("企业名称") TEXT("营业收入（万元）") "</row>" DATA,
      "<mergeCell ref='A1:C1'/>", "统一社会信用代码 企业名称 营业收入（万元）", "row 2 1;", 3 },
    { "below a title and a line with the unit",
      "<row>" TEXT("名单") "</row><row/><row>" NONE TEXT("单位：万元") TEXT("2022 年") "</row><row>" CODE TEXT("企业名称")
          TEXT("营业收入") "</row>" DATA,
      "", "统一社会信用代码 企业名称 营业收入", "row 4 2;unit 万元 (null);", 5 },
    { "in two rows, one of groups",
      "<row>" CODE TEXT("企业名称") TEXT("经营情况") "</row><row>" NONE NONE TEXT("营业收入") TEXT("备注") "</row>" DATA,
      "<mergeCell ref='A1:A2'/><mergeCell ref='B1:B2'/><mergeCell ref='C1:D1'/>",
      "统一社会信用代码 企业名称 营业收入 经营情况备注", "merged 1 2;", 3 },
    { "in two rows, years below one heading",
      "<row>" CODE TEXT("企业名称") TEXT("营业收入") "</row><row>" NONE NONE TEXT("2021年") TEXT("2022年") "</row>" DATA,
      "<mergeCell ref='A1:A2'/><mergeCell ref='B1:B2'/><mergeCell ref='C1:D1'/>",
      "统一社会信用代码 企业名称 营业收入2021年 营业收入2022年", "merged 1 2;", 3 },
    { "in two rows, the unit below",
      "<row>" CODE TEXT("企业名称") TEXT("营业收入") "</row><row>" NONE NONE TEXT("（万元）") "</row>" DATA,
      "<mergeCell ref='A1:A2'/><mergeCell ref='B1:B2'/>", "统一社会信用代码 企业名称 营业收入（万元）", "merged 1 2;", 3 },
    { "a first row of data without its code is data",
      "<row>" CODE TEXT("企业名称") TEXT("营业收入") "</row><row>" NONE TEXT("甲") "<c><v>5</v></c></row>" DATA, "",
      "统一社会信用代码 企业名称 营业收入", "", 2 },
    { "cells merged among the data are data", "<row>" CODE TEXT("企业名称") "</row><row>" NONE TEXT("甲") "</row>" DATA,
      "<mergeCell ref='B2:B3'/>", "统一社会信用代码 企业名称", "", 2 },
    { "gaps between columns", "<row>" CODE NONE TEXT("企业名称") NONE "</row>" DATA, "", "统一社会信用代码  企业名称", "", 2 },
    { "of no field, below a title with the unit beside it",
      "<row>" TEXT("一览表") NONE NONE TEXT("单位：元") "</row><row>" TEXT("甲列") TEXT("乙列") TEXT("丙列")
          TEXT("丁列") "</row><row>" TEXT("1") TEXT("2") TEXT("3") "</row>",
      "", "甲列 乙列 丙列 丁列", "row 2 1;", 3 },
    { "hidden rows", "<row>" CODE "</row><row hidden='1'><c><v>1</v></c></row>" DATA, "", "统一社会信用代码", "hidden 1 0;", 2 },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    struct list_reader listing;
    struct fault fault = { 0 };
    struct told_list list = { "" };
    struct buffer headings = { 0 }, block = { 0 };
    struct slice ignored;
    struct list_reader_options options = { .limits = csv_reader_default_limits,
                                           .on_notice = on_notice,
                                           .on_notice_context = &list };
    char behind[300], xlsx_writer_path[] = XLSX_PATH;
    snprintf(behind, sizeof behind, "<mergeCells>%s</mergeCells>", cases[i].merged);
    struct book book = { .rows = cases[i].rows, .behind = behind };
    xlsx_writer_make(xlsx_writer_path, &book);
    cr_assert(list_reader_open(&arena, xlsx_writer_path, &table, &options, &listing, &fault), "%s: %s", cases[i].name,
              fault.text);
    for (size_t k = 0; k < listing.heading_count; k++)
      buffer_printf(&headings, "%s%.*s", k ? " " : "", (int)listing.headings[k].text.length, listing.headings[k].text.at);
    cr_expect(slice_is(buffer_view(&headings), cases[i].headings), "%s: %.*s", cases[i].name, (int)headings.length, headings.at);
    cr_expect_eq(listing.first_line, cases[i].first_line, "%s: line %u", cases[i].name, listing.first_line);
    cr_expect(list_reader_block(&listing, &block, &ignored, &fault));
    list_reader_close(&listing);
    cr_expect_str_eq(list.text, cases[i].on_notice, "%s: %s", cases[i].name, list.text);
    unlink(xlsx_writer_path);
    buffer_free(&headings);
    buffer_free(&block);
    arena_free(&arena);
  }
}

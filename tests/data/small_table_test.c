/* Small tables read whole: headings, cells in NFKC, the line of each row, what is refused. */
#include "data/small_table.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct arena arena;

static void leave(void)
{
  arena_free(&arena);
}

TestSuite(data_small_table, .fini = leave);

static bool read_text(const char *text, size_t length, struct sheet *sheet, struct fault *fault)
{
  char *path = arena_string(&arena, "/tmp/huiqi-sheet-XXXXXX");
  int file = mkstemp(path);
  cr_assert(file >= 0 && write(file, text, length) == (ssize_t)length && close(file) == 0);
  bool read = sheet_read(&arena, path, sheet, fault);
  unlink(path);
  return read;
}

/* `2:C1|甲` a row. */
static const char *content(const struct sheet *sheet)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < sheet->count; i++) {
    buffer_printf(&out, "%u:", sheet->rows[i].line);
    for (size_t k = 0; k < sheet->columns; k++) {
      if (k) buffer_char(&out, '|');
      buffer_slice(&out, sheet_cell(sheet, i, (int)k));
    }
    buffer_char(&out, '\n');
  }
  const char *said = arena_copy(&arena, out.at ? out.at : "", out.length);
  buffer_free(&out);
  return said;
}

Test(data_small_table, rows)
{
  static const struct {
    const char *name, *text, *expected;
  } rows[] = {
    { "two rows", "代码,名称\nC1,甲\nC2,乙\n", "2:C1|甲\n3:C2|乙\n" },
    { "mark, CRLF, no end of line", "\xEF\xBB\xBF代码,名称\r\nC1,甲\r\nC2,乙", "2:C1|甲\n3:C2|乙\n" },
    { "semicolons", "代码;名称\nC1;甲\n", "2:C1|甲\n" },
    { "full width and space around", "代码,名称\n　Ｃ１ , 甲 \n", "2:C1|甲\n" },
    { "quotes and a line within", "代码,名称\n\"C,1\",\"甲\n乙\"\nC2,\"说\"\"好\"\"\"\n", "2:C,1|甲\n乙\n4:C2|说\"好\"\n" },
    { "short rows are empty at the end", "代码,名称,依据\nC1\nC2,乙\n", "2:C1||\n3:C2|乙|\n" },
    { "cells beyond the headings", "代码,名称\nC1,甲,多\n", "2:C1|甲\n" },
    { "headings alone", "代码,名称\n", "" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct sheet sheet;
    struct fault fault = { 0 };
    cr_expect(read_text(rows[i].text, strlen(rows[i].text), &sheet, &fault), "%s", rows[i].name);
    cr_expect_str_eq(content(&sheet), rows[i].expected, "%s: %s", rows[i].name, content(&sheet));
  }
}

/* Problems are reported by the text that stands in the file. */
Test(data_small_table, csv_reader_as_written)
{
  static const char text[] = "甲,乙,丙\n1,２, 3\n1,2,3\n1,２\n";
  static const char *const written[][3] = { { "1", "２", " 3" }, { "1", "2", "3" }, { "1", "２", "" } };
  static const uint32_t widths[] = { 3, 3, 2 };
  struct sheet sheet;
  struct fault fault = { 0 };
  cr_assert(read_text(text, strlen(text), &sheet, &fault));
  cr_assert_eq(sheet.count, COUNT(written));
  for (size_t i = 0; i < sheet.count; i++) {
    for (size_t k = 0; k < 3; k++) cr_expect(slice_is(sheet.rows[i].raw[k], written[i][k]), "row %zu, cell %zu", i, k);
    cr_expect_eq(sheet.rows[i].width, widths[i], "row %zu", i);
    cr_expect_eq(sheet.rows[i].raw == sheet.rows[i].cells, i == 1, "row %zu", i);
  }
}

Test(data_small_table, many_rows_keep_their_lines)
{
  struct buffer text = { 0 };
  struct sheet sheet;
  struct fault fault = { 0 };
  buffer_text(&text, "代码,值\n");
  for (int i = 0; i < 5000; i++) buffer_printf(&text, "C%d,%d\n", i, i * 7);
  cr_assert(read_text(text.at, text.length, &sheet, &fault));
  cr_assert_eq(sheet.count, 5000);
  for (size_t i = 0; i < sheet.count; i++) {
    const char *value = arena_printf(&arena, "%zu", i * 7);
    cr_assert(sheet.rows[i].line == i + 2 && slice_is(sheet_cell(&sheet, i, 1), value), "row %zu, line %u", i,
              sheet.rows[i].line);
  }
  buffer_free(&text);
}

Test(data_small_table, columns)
{
  static const char text[] = "措施 编号,金额（元）,Ⅰ类\nU22-1,5,3\n";
  static const struct {
    const char *name;
    int column;
  } rows[] = { { "措施编号", 0 }, { "金额", 1 }, { "I类", 2 }, { "依据", -1 } };
  struct sheet sheet;
  struct fault fault = { 0 };
  cr_assert(read_text(text, strlen(text), &sheet, &fault));
  for (size_t i = 0; i < COUNT(rows); i++) {
    int column;
    cr_expect_eq(sheet_column(&sheet, rows[i].name), rows[i].column, "%s", rows[i].name);
    cr_expect_eq(sheet_require(&sheet, rows[i].name, &column, &fault), rows[i].column >= 0, "%s", rows[i].name);
  }
  cr_expect(fault.kind == FAULT_FILE && fault.message == MSG_FILE_COLUMNS && fault.file == sheet.path);
  cr_expect(slice_is(sheet.headings[1], "金额（元）"), "as written");
  cr_expect_eq(sheet_cell(&sheet, 0, -1).length, 0);
}

Test(data_small_table, refused)
{
  static const struct {
    const char *name, *text;
  } rows[] = { { "empty", "" },
               { "two headings alike", "代码,名称,代码\nC1,甲,C1\n" },
               { "a quote without end", "代码,名称\nC1,\"甲\n" } };
  struct sheet sheet;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct fault fault = { 0 };
    cr_expect(!read_text(rows[i].text, strlen(rows[i].text), &sheet, &fault), "%s", rows[i].name);
    cr_expect(fault.kind == FAULT_FILE && fault.file, "%s", rows[i].name);
  }
  struct fault fault = { 0 };
  cr_expect(!sheet_read(&arena, "/tmp/huiqi-there-is-no-such-file.csv", &sheet, &fault) && fault.kind == FAULT_FILE);
}

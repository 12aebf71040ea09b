/* Empty lists as workbooks: headings, remarks and choices are where Excel looks for them. */
#include "write/template.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "data/record.h"
#include "data/small_table.h"

static const char *const kinds[] = { "民营", "国有", NULL };
static struct template_column columns[] = {
  { .heading = "统一社会信用代码", .note = "代码", .example = "示例（不判断）", .kind = FIELD_CODE },
  { .heading = "营业收入（万元）", .note = "金额", .example = "120.5", .kind = FIELD_MONEY },
  { .heading = "所有制", .note = "民营 国有", .example = "民营", .kind = FIELD_CHOICE, .choices = kinds },
  { .heading = "职工总数（人）", .note = "", .example = "", .kind = FIELD_COUNT },
  { .heading = "占比", .note = "", .example = "0.05", .kind = FIELD_NUMBER, .share = true },
  { .heading = "迁入日期", .note = "空白：没有发生", .example = "2022-05-01", .kind = FIELD_DATE },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static struct model model;
static struct template_sheet sheets[] = { { .name = "企业", .about = "一家一行", .columns = columns, .count = COLUMNS } };
static const struct template_sheets template = { .model = &model, .items = sheets, .count = 1 };

static const char *part_of(struct arena *arena, const char *path, const char *name)
{
  zip_stat_t about;
  zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
  cr_assert(zip && zip_stat(zip, name, 0, &about) == 0, "%s", name);
  char *text = arena_alloc(arena, about.size + 1);
  zip_file_t *file = zip_fopen(zip, name, 0);
  cr_assert(file && zip_fread(file, text, about.size) == (zip_int64_t)about.size);
  zip_fclose(file);
  zip_discard(zip);
  return text;
}

Test(write_template, has_what_an_officer_needs)
{
  struct arena arena = { 0 };
  struct fault fault;
  struct sheet sheet;
  char path[] = "/tmp/huiqi-template-XXXXXX";
  close(mkstemp(path));
  cr_assert(template_write(path, &template, "huiqi run", &fault), "%s", fault.text);
  const char *filled = arena_printf(&arena, "%s#企业", path);
  cr_assert(sheet_read(&arena, filled, &sheet, &fault), "%s", fault.text);
  cr_assert_eq(sheet.columns, COLUMNS);
  cr_expect_eq(sheet.count, 1);
  cr_expect(is_example(&arena, sheet.rows[0].cells, COLUMNS));
  for (size_t i = 0; i < COLUMNS; i++) cr_expect(slice_is(sheet.headings[i], columns[i].heading), "%zu", i);
  const char *rows = part_of(&arena, path, "xl/worksheets/sheet2.xml");
  static const char *const expected[] = { "<formula1>\"民营,国有\"</formula1>",
                                          "type=\"textLength\" operator=\"equal\"",
                                          "<formula1>18</formula1>",
                                          "sqref=\"B2:B1048576\"><formula1>0</formula1>",
                                          "sqref=\"C2:C1048576\"",
                                          "type=\"whole\"",
                                          "sqref=\"E2:E1048576\"><formula1>0</formula1><formula2>1</formula2>",
                                          "type=\"date\"",
                                          "state=\"frozen\"",
                                          "dataValidations count=\"6\"" };
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) cr_expect(strstr(rows, expected[i]), "%s", expected[i]);
  const char *notes = part_of(&arena, path, "xl/comments1.xml");
  cr_expect(strstr(notes, "空白：没有发生") && !strstr(notes, "ref=\"D1\""));
  unlink(path);
  arena_free(&arena);
}

Test(write_template, a_place_that_cannot_be_written)
{
  struct fault fault;
  cr_expect_not(template_write("/nowhere/at/all.xlsx", &template, "", &fault));
  cr_expect_eq(fault.kind, FAULT_FILE);
}

/* Empty lists as workbooks: headings, remarks and choices are where Excel looks for them. */
#include "write/template.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "data/small_table.h"

static const char *const kinds[] = { "民营", "国有", NULL };
static const struct field fields[] = {
  { .name = "统一社会信用代码", .kind = FIELD_CODE },
  { .name = "营业收入", .kind = FIELD_MONEY },
  { .name = "所有制", .kind = FIELD_CHOICE, .choices = kinds, .choice_count = 2 },
  { .name = "规模以上", .kind = FIELD_YESNO },
  { .name = "迁入日期", .kind = FIELD_DATE, .event = true },
};
static const struct template_column columns[] = {
  { &fields[0], "代码" }, { &fields[1], "金额，万元" },   { &fields[2], "民营 国有" },
  { &fields[3], "" },     { &fields[4], "空白即未发生" },
};

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
  cr_assert(template_write(path, "企业", columns, 5, &fault), "%s", fault.text);
  cr_assert(sheet_read(&arena, path, &sheet, &fault), "%s", fault.text);
  static const char *const headings[] = { "统一社会信用代码", "营业收入（万元）", "所有制", "规模以上", "迁入日期" };
  cr_assert_eq(sheet.columns, 5);
  cr_expect_eq(sheet.count, 0);
  for (size_t i = 0; i < 5; i++) cr_expect(slice_is(sheet.headings[i], headings[i]), "%zu", i);
  const char *rows = part_of(&arena, path, "xl/worksheets/sheet1.xml");
  static const char *const expected[] = { "<formula1>\"民营,国有\"</formula1>",
                                          "sqref=\"C2:C1048576\"",
                                          "<formula1>\"是,否\"</formula1>",
                                          "sqref=\"D2:D1048576\"",
                                          "state=\"frozen\"",
                                          "dataValidations count=\"2\"" };
  for (size_t i = 0; i < 6; i++) cr_expect(strstr(rows, expected[i]), "%s", expected[i]);
  const char *notes = part_of(&arena, path, "xl/comments1.xml");
  cr_expect(strstr(notes, "空白即未发生") && strstr(notes, "金额，万元") && !strstr(notes, "ref=\"D1\""));
  unlink(path);
  arena_free(&arena);
}

Test(write_template, a_place_that_cannot_be_written)
{
  struct fault fault;
  cr_expect_not(template_write("/nowhere/at/all.xlsx", "企业", columns, 5, &fault));
  cr_expect_eq(fault.kind, FAULT_FILE);
}

/* Result files as a workbook: what is read back is what the files say, and the file appears whole or not at all. */
#include "write/xlsx_export.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/small_table.h"
#include "tests/write/own_folder.h"
#include "write/csv.h"
#include "write/output.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

TestSuite(write_xlsx_export, .init = enter, .fini = leave);

static void put(struct output *output, const char *name, const char *const *cells, size_t columns, size_t count)
{
  struct output_file *file = output_file(output, name, &fault);
  struct buffer out = { 0 };
  buffer_text(&out, CSV_MARK);
  for (size_t i = 0; i < count; i++) {
    if (i % columns) buffer_char(&out, ',');
    csv_cell(&out, slice_of(cells[i]));
    if (i % columns == columns - 1) csv_end(&out);
  }
  cr_assert(file && output_bytes(file, out.at, out.length));
  buffer_free(&out);
}

static const char *const results[] = {
  "年度",
  "措施编号",
  "措施",
  "条款",
  "对象代码",
  "对象名称",
  "结果",
  "金额（元）",
  "说明",
  "2022",
  "T-1",
  "奖励",
  "一",
  "91650102MA0000001Q",
  "甲公司",
  "符合",
  "100000",
  "符合全部条件",
  "2022",
  "T-1",
  "奖励",
  "一",
  "91650102MA0000003Y",
  "=cmd|'/c calc'!A1",
  "待核实",
  "",
  "缺少，“引号”\"，\n换行",
  "2022",
  "T-2",
  "奖励",
  "二",
  "000123",
  "+86 公司",
  "符合",
  "33333.33",
  "@x",
  "2022",
  "T-2",
  "奖励",
  "二",
  "1E5",
  " 空格 ",
  "符合",
  "123456789012345.67",
  "_x000D_",
};
static const char *const targets[] = {
  "目标编号", "目标值", "实际值", "完成率", "结果", "T-G1", "0.2", "86.7%", "433.5%", "完成"
};
static const char *const list[] = { "对象代码", "对象名称", "结果", "说明", "91650102MA0000001Q", "甲公司", "符合", "" };

static bool write_book(const char *name)
{
  struct output *output = output_open(&arena, name, &fault);
  if (!output) return false;
  put(output, "results.csv", results, 9, COUNT(results));
  put(output, "lists/T[3].csv", list, 4, COUNT(list));
  put(output, "targets.csv", targets, 5, COUNT(targets));
  put(output, "problems.csv", (const char *const[]){ "文件", "行", "列", "原值", "问题" }, 5, 5);
  output_record(output, "基准日", SLICE("2022-12-31"));
  return output_commit(output, &fault);
}

static void expect_sheet(const char *path, const char *const *cells, size_t columns, size_t count)
{
  struct sheet sheet;
  cr_assert(sheet_read(&arena, path, &sheet, &fault), "%s: %s", path, fault.text);
  cr_assert_eq(sheet.count, count / columns - 1, "%s: %zu rows", path, sheet.count);
  for (size_t i = 0; i < count; i++) {
    bool heading = i < columns;
    struct slice found = heading ? sheet.headings[i] : sheet.rows[i / columns - 1].cells[i % columns];
    struct slice wanted = slice_trim(slice_of(cells[i]));
    cr_expect(slice_equal(found, wanted), "%s cell %zu: '%.*s' is not '%s'", path, i, (int)found.length, found.at, cells[i]);
  }
}

Test(write_xlsx_export, format_says_what_the_files)
{
  cr_assert(write_book("out.xlsx"), "%s", fault.text);
  static const char *const total[] = { "合计", "", "", "", "", "", "", "123456789145679", "" };
  static const char *const record[] = { "项目", "内容", "基准日", "2022-12-31" };
  /* What is read is compared in NFKC. */
  const char *plain[COUNT(results) + COUNT(total)];
  memcpy(plain + COUNT(results), total, sizeof total);
  for (size_t i = 0; i < COUNT(results); i++) plain[i] = results[i];
  plain[26] = "缺少,“引号”\",\n换行";
  expect_sheet("out.xlsx", plain, 9, COUNT(plain));
  expect_sheet("out.xlsx#目标", targets, 5, COUNT(targets));
  expect_sheet("out.xlsx#清单 T_3_", list, 4, COUNT(list));
  struct sheet none;
  cr_expect(!sheet_read(&arena, "out.xlsx#数据问题", &none, &fault) && fault.message == MSG_WORKBOOK_NO_SHEET,
            "a file without a row has no sheet");
  expect_sheet("out.xlsx#运行记录", record, 2, COUNT(record));
}

static size_t files_here(void)
{
  char text[16] = { 0 };
  FILE *pipe = popen("ls -A | wc -l", "r");
  cr_assert(fread(text, 1, sizeof text - 1, pipe) > 0);
  pclose(pipe);
  return strtoul(text, NULL, 10);
}

Test(write_xlsx_export, appears_whole_or_not_at_all)
{
  cr_assert(write_book("a.XLSX"), "%s", fault.text);
  cr_expect_eq(files_here(), 1);
  struct output *output = output_open(&arena, "a.XLSX", &fault);
  put(output, "results.csv", results, 9, COUNT(results));
  output_abort(output);
  cr_expect_eq(files_here(), 1);
  expect_sheet("a.XLSX#目标", targets, 5, COUNT(targets));
  cr_assert(mkdir("folder.xlsx", 0777) == 0);
  cr_assert(write_book("folder.xlsx"));
  cr_expect_eq(access("folder.xlsx/results.csv", F_OK), 0, "a folder stays a folder");
  cr_expect_not(write_book("none/a.xlsx"));
  cr_expect_eq(fault.message, MSG_OUTPUT_PARENT);
}

Test(write_xlsx_export, keeps_the_permissions_of_the_file_it_replaces)
{
  struct stat status;
  cr_assert(write_book("a.xlsx"));
  cr_assert(chmod("a.xlsx", 0640) == 0 && symlink("a.xlsx", "b.xlsx") == 0);
  cr_assert(write_book("b.xlsx"));
  cr_expect(lstat("b.xlsx", &status) == 0 && S_ISLNK(status.st_mode));
  cr_expect(stat("a.xlsx", &status) == 0 && (status.st_mode & 0777) == 0640);
}

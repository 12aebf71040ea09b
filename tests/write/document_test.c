/* Documents made from a run's folder: what they add up to, what cannot get into what is public, and runs that were changed. */
#include "write/document.h"
#include "write/manifest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "decode/digest.h"
#include "tests/write/own_folder.h"
#include "write/document_parts.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

TestSuite(write_document, .init = enter, .fini = leave);

static void write_file(const char *name, const char *text)
{
  FILE *file = fopen(name, "wb");
  cr_assert_not_null(file);
  fputs(text, file);
  fclose(file);
}

static const char *digest_of(const char *name)
{
  char digest[65];
  int file = open(name, O_RDONLY);
  cr_assert(digest_file(file, digest));
  close(file);
  return arena_string(&arena, digest);
}

static const char results[] = "年度,措施编号,措施,条款,对象代码,对象名称,结果,金额（元）,说明,核定总额（元）\r\n"
                              "2022,T-1,奖,一,91650103MA00000017,甲 13800000001,符合,100000.05,符合全部条件,\r\n"
                              "2022,T-2,券,二,91650103MA00000017,甲 13800000001,待核实,,待补：职工总数,\r\n"
                              "2022,T-1,奖,一,11010519491231002X,乙6222 0212 3456 7890 123,符合,50000,符合全部条件,\r\n"
                              "2022,T-2,券,二,11010519491231002X,乙6222 0212 3456 7890 123,符合,0,符合全部条件,\r\n"
                              "2022,T-1,奖,一,91650103MA00000033,丙3号,不符合,,规模以上 否,\r\n"
                              "2022,T-3,扶,三,91650103MA00000033,丙3号,符合,,符合全部条件，金额待主管部门核定,\r\n";
static const char shares[] = "年度,措施编号,对象代码,对象名称,层级,金额（元）\r\n"
                             "2022,T-1,91650103MA00000017,甲,市,60000.03\r\n2022,T-1,91650103MA00000017,甲,区,40000.02\r\n"
                             "2022,T-1,11010519491231002X,乙,市,30000\r\n2022,T-1,11010519491231002X,乙,区,20000\r\n";
static const char payments[] = "年度,措施编号,措施,对象代码,对象名称,金额（元）,账号\r\n"
                               "2022,T-1,奖,91650103MA00000017,甲,100000.05,6222021234567890123\r\n"
                               "2022,T-1,奖,11010519491231002X,乙,50000,00123\r\n";
static const char summary[] = "措施编号,措施,符合,不符合,待核实,金额合计（元）,至少（元）,至多（元）\r\n"
                              "T-1,奖,2,1,0,150000.05,150000.05,150000.05\r\nT-2,券,1,0,1,0,0,5000\r\nT-3,扶,1,0,0,,0,\r\n";

/* run.json with its seal; `text` lacks the last brace. */
static void write_record(const char *text)
{
  write_file("run.json", text);
  write_file("run.json",
             arena_printf(&arena, "%s,\n  \"%s\": \"%s\",\n  \"seconds\": 0.1\n}\n", text, MANIFEST_SEAL, digest_of("run.json")));
}

static void make_run(void)
{
  static const char *const names[] = { "results.csv", "shares.csv", "payments.csv", "summary.csv" };
  const char *outputs = "", *const texts[] = { results, shares, payments, summary };
  for (size_t i = 0; i < COUNT(names); i++) {
    write_file(names[i], texts[i]);
    outputs = arena_printf(&arena, "%s%s\"%s\": \"%s\"", outputs, i ? "," : "", names[i], digest_of(names[i]));
  }
  write_record(arena_printf(&arena,
                            "{\"program\": \"huiqi\", \"version\": \"0.1.0\", \"year\": 2022, \"on\": \"2022-12-31\", "
                            "\"policies\": [{\"id\": \"T\", \"title\": \"试行办法\", \"contact\": \"科技局\"}], "
                            "\"files\": [], \"outputs\": {%s}, \"budgets\": {\"T-1\": \"300000\"}",
                            outputs));
}

static struct sheet table_of(const char *path)
{
  struct sheet sheet;
  cr_assert(sheet_read(&arena, path, &sheet, &fault), "%s", path);
  return sheet;
}

static struct sheet document_of(enum document_kind kind, const char *path)
{
  struct recorded_run run;
  const struct document_request request = { .kind = kind, .batch = "第一批" };
  make_run();
  cr_assert(recorded_run_read(&arena, ".", &run, &fault));
  cr_assert(document_write(&arena, &run, &request, path, &fault));
  return table_of(path);
}

static void expect_row(const struct sheet *sheet, size_t row, const char *expected)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < sheet->columns; i++) {
    buffer_text(&out, i ? "|" : "");
    buffer_slice(&out, sheet->rows[row].raw[i]);
  }
  buffer_char(&out, 0);
  cr_expect_str_eq(out.at, expected, "%zu: %s", row, out.at);
  buffer_free(&out);
}

Test(write_document, public_list)
{
  struct sheet sheet = document_of(DOCUMENT_PUBLICITY, "p.xlsx");
  expect_row(&sheet, 0, "1|甲 ***********|91650103MA00000017|奖|一|100000.05");
  expect_row(&sheet, 1, "2|乙**** **** **** **** ***|******************|奖|一|50000");
  expect_row(&sheet, 2, "合计|||||150000.05");
}

Test(write_document, payments_with_levels_and_carried_columns)
{
  struct sheet sheet = document_of(DOCUMENT_PAYMENT, "p.xlsx");
  expect_row(&sheet, 0, "1|甲 13800000001|91650103MA00000017|T-1|奖|100000.05|60000.03|40000.02|第一批|6222021234567890123");
  expect_row(&sheet, 1, "2|乙6222 0212 3456 7890 123|11010519491231002X|T-1|奖|50000|30000|20000|第一批|00123");
  expect_row(&sheet, 2, "合计|||||150000.05|90000.03|60000.02||");
}

Test(write_document, what_waits_for_a_decision)
{
  struct sheet sheet = document_of(DOCUMENT_DECISIONS, "d.xlsx");
  cr_expect_eq(sheet.count, 2);
  expect_row(&sheet, 0, "T-2|券|91650103MA00000017|甲 13800000001|待核实|待补：职工总数|||");
  expect_row(&sheet, 1, "T-3|扶|91650103MA00000033|丙3号|符合|符合全部条件，金额待主管部门核定|||");
}

Test(write_document, audit_and_performance)
{
  document_of(DOCUMENT_AUDIT, "a.xlsx");
  struct sheet ties = table_of("a.xlsx#核对"), rows = table_of("a.xlsx#结果");
  expect_row(&ties, 0, "T-1|奖|2|150000.05|150000.05|0|150000.05|150000.05");
  expect_row(&ties, 2, "T-3|扶|1|0|||0|0");
  cr_expect_eq(rows.count, 6);
  document_of(DOCUMENT_PERFORMANCE, "f.xlsx");
  struct sheet money = table_of("f.xlsx#资金");
  expect_row(&money, 0, "T-1|奖|2|0|150000.05|150000.05|150000.05|300000|50%");
  expect_row(&money, 3, "合计||||150000.05||||");
}

Test(write_document, names_and_codes)
{
  static const struct {
    const char *name, *shown;
  } rows[] = {
    { "新疆第三建筑公司", "新疆第三建筑公司" },
    { "七一一研究所711", "七一一研究所711" },
    { "甲公司 0991-2345678", "甲公司 ****-*******" },
    { "乙11010519491231002x", "乙******************" },
    { "2022年第12号", "2022年第12号" },
    { "138 0000 0001", "*** **** ****" },
    { "123456", "123456" },
    { "1234567", "*******" },
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    cr_expect(slice_is(public_name(&arena, slice_of(rows[i].name)), rows[i].shown), "%s", rows[i].name);
}

Test(write_document, a_run_that_was_changed)
{
  struct recorded_run run;
  make_run();
  cr_expect(recorded_run_read(&arena, ".", &run, &fault));
  write_file("summary.csv", "措施编号,措施\r\n");
  cr_expect(!recorded_run_read(&arena, ".", &run, &fault));
  cr_expect_eq(fault.message, MSG_RUN_CHANGED);
  write_file("run.json", "{\"program\": \"huiqi\"");
  cr_expect(!recorded_run_read(&arena, ".", &run, &fault));
  cr_expect_eq(fault.message, MSG_RUN_RECORD, "without its seal");
  write_record("{\"program\": \"huiqi\"");
  cr_expect(!recorded_run_read(&arena, ".", &run, &fault));
  cr_expect_eq(fault.message, MSG_RUN_UNREADABLE);
  cr_expect(!recorded_run_read(&arena, "none", &run, &fault));
  cr_expect_eq(fault.message, MSG_RUN_NONE);
}

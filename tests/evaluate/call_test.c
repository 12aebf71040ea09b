/* Tests of evaluate/call.c: a function in a whole run, on any number of threads; and that the same meaning written as data and as
 * a function gives the same results, also where data are missing. */
#include "whole_run.h"

enum { ROWS = 400, FORMS = 60 };

static uint32_t next_random(uint32_t *seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return *seed >> 8;
}

/* A list with blanks, unknowns and events that never happened, in small figures so that thresholds are met exactly. */
static const char *random_list(struct arena *arena, uint32_t *seed)
{
  static const char *const days[] = { "", "未知", "2020-02-29", "2021-12-31", "2022-01-01", "2022-06-30" };
  static const char *const flags[] = { "是", "否", "" };
  static const char *const kinds[] = { "民营", "国有", "" };
  struct buffer out = { 0 };
  buffer_text(&out, "统一社会信用代码,企业名称,行政区划代码,营业收入,研发费用,职工总数,规模以上,高企认定日期,所有制\n");
  for (int i = 0; i < ROWS; i++) {
    buffer_printf(&out, "C%d,n%d,650102,", i, i);
    if (next_random(seed) % 6) buffer_printf(&out, "%d", (int)(next_random(seed) % 12) - 2);
    buffer_char(&out, ',');
    if (next_random(seed) % 6) buffer_printf(&out, "%u.%02u", next_random(seed) % 5, next_random(seed) % 3);
    buffer_char(&out, ',');
    if (next_random(seed) % 6) buffer_printf(&out, "%u", next_random(seed) % 6);
    buffer_printf(&out, ",%s,%s,%s\n", flags[next_random(seed) % 3], days[next_random(seed) % 6], kinds[next_random(seed) % 3]);
  }
  const char *copy = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return copy;
}

/* One question in both forms: as data, and as what the function says of its inputs 甲 (营业收入), 乙 (研发费用), 丙 (职工总数),
 * 丁 (规模以上), 戊 (高企认定日期), 己 (所有制). Only what the data ask is an input, so both are unknown together. */
static const struct form {
  const char *data, *inputs, *parameters, *function;
} forms[] = {
  { "营业收入 { 至少 = 元(%d) }", "营业收入", "甲", "甲 >= 元(%d)" },
  { "营业收入 { 低于 = 元(%d) }", "营业收入", "甲", "甲 < 元(%d)" },
  { "(营业收入 - 研发费用) { 超过 = 元(%d) }", "营业收入, 研发费用", "甲, 乙", "甲 - 乙 > 元(%d)" },
  { "(研发费用 * 3) { 至多 = 营业收入 + 元(%d) }", "营业收入, 研发费用", "甲, 乙", "乙 * 3 <= 甲 + 元(%d)" },
  { "职工总数 { 等于 = %d }", "职工总数", "丙", "丙 == %d" },
  { "职工总数 { 不等于 = %d }", "职工总数", "丙", "丙 ~= %d" },
  { "高企认定日期 { 不晚于 = 日期(2021 + %d % 2, 12, 31) }", "高企认定日期", "戊", "戊 <= (2021 + %d % 2) * 10000 + 1231" },
  { "所有制 { 是 = ({ [0] = \"民营\", \"国有\", \"外资\" })[%d % 3] }", "所有制", "己",
    "己 == ({ [0] = '民营', '国有', '外资' })[%d % 3]" },
  { "规模以上", "规模以上", "丁", "丁 or %d < 0" },
  { "(营业收入 / 研发费用) { 至少 = %d }", "营业收入, 研发费用", "甲, 乙",
    "(function() if 乙 == 0 then return nil end return 甲 >= 乙 * %d end)()" },
};

/* `%d` of a form replaced; other signs stay. */
static void put(struct buffer *out, const char *text, int number)
{
  for (const char *at = text; *at;) {
    bool hole = at[0] == '%' && at[1] == 'd';
    if (hole) buffer_integer(out, number);
    else buffer_char(out, *at);
    at += hole ? 2 : 1;
  }
}

static const char *random_script(struct arena *arena, uint32_t *seed, bool functions)
{
  struct buffer out = { 0 };
  for (int i = 0; i < FORMS; i++) {
    const struct form *form = &forms[(size_t)i % (sizeof forms / sizeof *forms)];
    int number = (int)(next_random(seed) % 6), other = (int)(next_random(seed) % 6);
    bool opposite = next_random(seed) % 3 == 0;
    buffer_printf(&out, "奖励 \"m%d\" { 编号 = \"T-%d\", 条款 = \"一\", 条件 = { 任一 { 职工总数 { 至多 = %d }, %s", i, i, other,
                  opposite ? "非 { " : "");
    if (functions) {
      buffer_printf(&out, "计算 { %s, function(%s) return ", form->inputs, form->parameters);
      put(&out, form->function, number);
      buffer_text(&out, " end }");
    } else {
      put(&out, form->data, number);
    }
    buffer_printf(&out, "%s } }, 金额 = %s }\n", opposite ? " }" : "",
                  functions ? "计算 { 研发费用, 职工总数, function(乙, 丙) return 乙 * 丙 + 元(7) end }"
                            : "研发费用 * 职工总数 + 元(7)");
  }
  const char *copy = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return copy;
}

/* Ranges differ where data are missing: of a function nothing is known then. */
static void drop_ranges(struct buffer *text)
{
  size_t kept = 0;
  bool range = false;
  for (size_t i = 0; i < text->length; i++) {
    if (text->at[i] == '\n') range = false;
    if (!range) text->at[kept++] = text->at[i];
    if (kept >= 7 && memcmp(text->at + kept - 7, "pending", 7) == 0) range = true;
  }
  text->at[kept] = 0;
  text->length = kept;
}

Test(evaluate_call, data_and_functions_of_the_same_meaning_agree)
{
  for (uint32_t round = 1; round <= 6; round++) {
    struct arena arena = { 0 };
    uint32_t seed = round * 977, again;
    const char *list = random_list(&arena, &seed);
    again = seed;
    struct whole_run data = { .script = random_script(&arena, &seed, false), .list = list, .threads = 1, .all = true };
    struct whole_run functions = { .script = random_script(&arena, &again, true),
                                   .list = list,
                                   .threads = 1 + round % 3,
                                   .block_bytes = 997 * round,
                                   .all = true };
    whole_run(&data);
    whole_run(&functions);
    cr_assert_not(data.failed || functions.failed, "round %u", round);
    drop_ranges(&data.verdicts);
    drop_ranges(&functions.verdicts);
    cr_expect_gt(data.verdicts.length, (size_t)ROWS * FORMS * 10);
    cr_expect(data.verdicts.length == functions.verdicts.length &&
                  memcmp(data.verdicts.at, functions.verdicts.at, data.verdicts.length) == 0,
              "round %u", round);
    whole_free(&data);
    whole_free(&functions);
    arena_free(&arena);
  }
}

/* Which row fails, whatever the threads: the first of the list. */
Test(evaluate_call, a_function_that_fails_names_measure_row_and_line)
{
  struct buffer list = { 0 };
  buffer_text(&list, "统一社会信用代码,企业名称,行政区划代码,营业收入\n");
  for (int i = 2; i < 6000; i++) buffer_printf(&list, "C%d,n,650102,%d\n", i, i == 3456 || i == 4000 ? 0 : i);
  buffer_char(&list, 0);
  for (size_t threads = 1; threads <= 3; threads++) {
    struct whole_run run = {
      .script =
          "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\",\n金额 = 计算 { 营业收入, function(收入)\nreturn 100 // 收入 end } }",
      .list = list.at,
      .threads = threads,
      .block_bytes = 4000
    };
    struct buffer said = { 0 };
    whole_run(&run);
    cr_assert(run.failed);
    cr_expect_eq(run.fault.kind, FAULT_SCRIPT);
    run.fault.file = NULL;
    format_fault(&said, LANGUAGE_CHINESE, &run.fault);
    buffer_char(&said, 0);
    cr_expect_str_eq(said.at, "4:12: 措施 T-1 的计算函数出错，名单第 3456 行：除数是 0", "%s", said.at);
    buffer_free(&said);
    whole_free(&run);
  }
  buffer_free(&list);
}

/* Where a function stands: conditions of related rows, of the companies they are linked to, of another object. */
Test(evaluate_call, functions_over_related_rows)
{
  struct whole_run run = {
    .script =
        "券 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 计算 { 计数(服务记录.客户) { 条件 = {\n"
        "  计算 { 服务记录.服务类型, function(类型) return 类型 == '咨询' end },\n"
        "  客户 { 计算 { 营业收入, function(收入) return 收入 >= 元(5) end } } } },\n"
        "  function(户) return 户 * 元(10) end } }",
    .list = "统一社会信用代码,企业名称,行政区划代码,营业收入\nC1,a,650102,5\nC2,b,650102,4\n",
    .services =
        "服务机构代码,服务机构名称,客户统一社会信用代码,服务日期,服务类型\nP1,p,C1,2022-01-01,咨询\nP1,p,C1,2022-01-01,培训\n"
        "P1,p,C2,2022-01-01,咨询\nP1,p,C1,2022-02-01,咨询\n",
    .threads = 2
  };
  whole_run(&run);
  cr_expect_not(run.failed);
  cr_expect_str_eq(run.verdicts.at, "P1 p T-1 yes 2000\n", "%s", run.verdicts.at);
  whole_free(&run);
}

/* A hundred rules: fifty in which a little more of a figure loses money, and fifty that rise, or have other reasons to fall. */
#include <criterion/criterion.h>
#include <string.h>

#include "../chance.h"
#include "explain/check.h"
#include "policy/load.h"

enum { EACH = 50 };

#define AWARD(rest) "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", " rest " }\n"

/* @1 and @2: a smaller and a larger figure; @3 and @4 the same of amounts. */
static const char *const falling[] = {
  AWARD("金额 = 分档(营业收入) { { 至多 = 万元(@1), 取 = 万元(@4) }, { 取 = 万元(@3) } }"),
  AWARD("金额 = 分档(营业收入) { { 低于 = 万元(@1), 取 = 万元(@3) }, { 低于 = 万元(@2), 取 = 万元(@4) }, { 取 = "
        "万元(@3) } }"),
  AWARD("条件 = { 职工总数 { 至多 = @1 } }, 金额 = 万元(@3)"),
  AWARD("条件 = { 职工总数 { 至少 = @1, 低于 = @2 } }, 金额 = 万元(@3)"),
  AWARD("条件 = { 非 { 营业收入 { 超过 = 万元(@1) } } }, 金额 = 研发费用 * 百分之(5)"),
  AWARD("条件 = { 规模以上, 任一 { 创新能力评分 { 低于 = 60 }, 拥有核心知识产权 } }, 金额 = 万元(@3)"),
  AWARD("金额 = 分档(营业收入) { { 至多 = 万元(@1), 取 = 研发费用 * 百分之(@4) }, { 取 = 研发费用 * 百分之(@3) } }"),
  AWARD("金额 = 研发费用 * 百分之(5), 封顶 = 分档(职工总数) { { 至多 = @1, 取 = 万元(@4) }, { 取 = 万元(@3) } }"),
  AWARD("金额 = 分情况 { { 营业收入 { 至多 = 万元(@1) }, 万元(@4) }, { 其余, 万元(@3) } }"),
  "local 甲 = " AWARD("条件 = { 总收入 { 低于 = 万元(@1) } }, 金额 = 万元(@4)") "local 乙 = 奖励 \"乙\" { 编号 = \"T-2\", "
                                                                                "条款 = \"一\", 条件 = { 总收入 { 至少 = "
                                                                                "万元(@1) } }, 金额 = 万元(@3) }\n"
                                                                                "择一 \"择\" { 编号 = \"T-3\", 条款 = "
                                                                                "\"一\", 措施 = { 甲, 乙 } }\n",
};

static const char *const rising[] = {
  AWARD("金额 = 分档(营业收入) { { 至多 = 万元(@1), 取 = 万元(@3) }, { 取 = 万元(@4) } }"),
  AWARD("条件 = { 职工总数 { 至少 = @1 } }, 金额 = 万元(@3)"),
  AWARD("条件 = { 规模以上 }, 金额 = 研发费用 * 百分之(@3), 封顶 = 万元(@4)"),
  AWARD("金额 = 累进(营业收入) { { 至多 = 万元(@1), 取 = 百分之(5) }, { 取 = 百分之(3) } }"),
  AWARD("金额 = 每满(营业收入, 万元(@1)) * 万元(@3), 封顶 = 万元(100)"),
  AWARD("条件 = { (研发费用 / 营业收入) { 至少 = 百分之(@3) } }, 金额 = 万元(@4)"),
  AWARD("条件 = { 高企认定次数 { 等于 = @3 } }, 金额 = 万元(@4)"),
  AWARD("金额 = 取大(万元(@2) - 职工总数 * 元(100), 元(1000))"),
  AWARD("条件 = { 任一 { 营业收入 { 低于 = 万元(@1) }, 营业收入 { 至少 = 万元(@1) } } }, 金额 = 万元(@3)"),
  AWARD("条件 = { 总收入 { 低于 = 万元(@1) } }, 金额 = 万元(@3)") "奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"二\", 条件 = { "
                                                                  "总收入 { 至少 = 万元(@1) } }, 金额 = 万元(@4) }\n",
};

static size_t cliffs_of(const char *script)
{
  static const char head[] =
      "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2023-12-31\" } }\n";
  struct arena arena = { 0 };
  struct faults faults = { 0 }, findings = { 0 };
  struct script_text text = { .path = "t.lua", .text = slice_of(arena_printf(&arena, "%s%s", head, script)) };
  struct model *model = model_load(&arena, &text, 1, &(struct load_options){ 0 }, &faults);
  size_t count = 0;
  cr_assert_not_null(model, "%s", script);
  check_model(&arena, model, &(struct check_options){ .language = LANGUAGE_CHINESE }, &findings);
  for (size_t i = 0; i < findings.count; i++) count += findings.items[i].message == MSG_CHECK_CLIFF;
  arena_free(&arena);
  return count;
}

static void write_rule(struct buffer *script, const char *const *shapes, size_t number, size_t count)
{
  size_t figure = 10 + draw(900), amount = 1 + draw(20);
  const size_t values[] = { figure, figure + 1 + draw(500), amount, amount + 1 + draw(20) };
  buffer_reset(script);
  for (const char *at = shapes[number % count]; *at; at++) {
    if (*at != '@') buffer_char(script, *at);
    else buffer_integer(script, (int64_t)values[*++at - '1']);
  }
  buffer_char(script, 0);
}

Test(explain_cliff, fifty_that_fall_and_fifty_that_do_not)
{
  struct buffer script = { 0 };
  for (size_t i = 0; i < EACH; i++) {
    write_rule(&script, falling, i, sizeof falling / sizeof *falling);
    cr_expect_gt(cliffs_of(script.at), 0, "no cliff:\n%s", script.at);
    write_rule(&script, rising, i, sizeof rising / sizeof *rising);
    cr_expect_eq(cliffs_of(script.at), 0, "a cliff:\n%s", script.at);
  }
  buffer_free(&script);
}

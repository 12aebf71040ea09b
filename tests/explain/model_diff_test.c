/* Two versions of a script, told in words. */
#include "explain/model_diff.h"

#include <criterion/criterion.h>
#include <string.h>

#include "policy/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char whole[] =
    "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n"
    "参数 \"标准\" { [\"2022-01-01\"] = 万元(10) }\n"
    "local 高企 = 引用 \"hnte\"\n"
    "local 甲 = 奖励 \"甲奖\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 高企.首次认定, 营业收入 { 至少 = 万元(500) } }, 金额 = "
    "参数.标准 }\n"
    "local 乙 = 奖励 \"乙奖\" { 编号 = \"T-2\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(20), 封顶 = 万元(30) }\n"
    "清单 \"丙单\" { 编号 = \"T-3\", 条款 = \"二\", 条件 = { 规模以上 }, 对照 = { 研发机构 }, 阶梯 = { { \"低\", 规模以上 } } }\n"
    "目标 \"丁标\" { 编号 = \"T-4\", 条款 = \"三\", 年度 = 2022, 实际 = 家数 { 规模以上 }, 至少 = 5 }\n";

static const struct {
  const char *name, *from, *to, *said; /* id|name|what|before|after, a line each */
} edits[] = {
  { "nothing", "", "", "" },
  { "a comment and a space", "局", "局", "" },
  { "an amount", "金额 = 万元(20)", "金额 = 万元(25)", "T-2|乙奖|金额|20万元|25万元\n" },
  { "a parameter", "= 万元(10) }", "= 万元(12) }", "|标准|参数|2022-01-01 起 10万元|2022-01-01 起 12万元\n" },
  { "a value added to a parameter", "= 万元(10) }", "= 万元(10), [\"2023-01-01\"] = 万元(11) }",
    "|标准|参数|2022-01-01 起 10万元|2022-01-01 起 10万元，2023-01-01 起 11万元\n" },
  { "a condition added", "{ 规模以上 }, 金额", "{ 规模以上, 研发机构 }, 金额", "T-2|乙奖|新增条件||研发机构\n" },
  { "a condition deleted", "高企.首次认定, ", "", "T-1|甲奖|删去条件|本年度首次认定高企|\n" },
  { "a condition changed", "至少 = 万元(500)", "超过 = 万元(600)", "T-1|甲奖|条件|营业收入不低于500万元|营业收入超过600万元\n" },
  { "a condition moved", "高企.首次认定, 营业收入 { 至少 = 万元(500) }", "营业收入 { 至少 = 万元(500) }, 高企.首次认定", "" },
  { "a cap gone", ", 封顶 = 万元(30)", "", "T-2|乙奖|封顶|30万元|\n" },
  { "once only", "封顶 = 万元(30)", "封顶 = 万元(30), 一次性 = true", "T-2|乙奖|一次性|否|是\n" },
  { "rounding", "封顶 = 万元(30)", "封顶 = 万元(30), 取整 = \"元\"", "T-2|乙奖|取整|0.01元 四舍五入|1元 四舍五入\n" },
  { "a clause", "\"T-2\", 条款 = \"一\"", "\"T-2\", 条款 = \"四\"", "T-2|乙奖|条款|一|四\n" },
  { "another kind", "奖励 \"乙奖\"", "酌定 \"乙奖\"", "T-2|乙奖|种类|奖励|酌定\n" },
  { "a measure gone", "目标 \"丁标\" { 编号 = \"T-4\", 条款 = \"三\", 年度 = 2022, 实际 = 家数 { 规模以上 }, 至少 = 5 }\n", "",
    "T-4|丁标|删去措施|目标|\n" },
  { "a measure added", "目标 \"丁标\"", "支持 \"戊\" { 编号 = \"T-5\", 条款 = \"五\", 条件 = { 规模以上 } }\n目标 \"丁标\"",
    "T-5|戊|新增措施||支持\n" },
  { "another name", "\"丁标\"", "\"丁目标\"", "T-4|丁目标|名称|丁标|丁目标\n" },
  { "a goal", "至少 = 5", "至少 = 6", "T-4|丁标|目标值|5|6\n" },
  { "a year", "年度 = 2022, 实际", "年度 = { 2022, 2023 }, 实际", "T-4|丁标|年度|2022|2022, 2023\n" },
  { "a rung", "{ \"低\", 规模以上 }", "{ \"低\", 研发机构 }", "T-3|丙单|删去阶梯|规模以上|\nT-3|丙单|新增阶梯||研发机构\n" },
  { "what is lacking", "对照 = { 研发机构 }", "对照 = { 研发机构, 科技型企业 }", "T-3|丙单|新增对照||科技型企业\n" },
  { "the period", "\"2024-12-31\"", "\"2025-12-31\"", "|T|有效期|2022-01-01 至 2024-12-31|2022-01-01 至 2025-12-31\n" },
  { "a choice between the two", "目标 \"丁标\"",
    "择一 \"就高\" { 编号 = \"T-6\", 条款 = \"一\", 措施 = { 甲, 乙 } }\n目标 \"丁标\"",
    "T-1|甲奖|择一||就高\nT-2|乙奖|择一||就高\n" },
};

static struct model *load(struct arena *arena, const char *text)
{
  struct faults faults = { 0 };
  struct script_text script = { .path = "x.lua", .text = slice_of(text) };
  struct model *model = model_load(arena, &script, 1, &(struct load_options){ 0 }, &faults);
  struct buffer said = { 0 };
  for (size_t i = 0; i < faults.count && !model; i++) format_fault(&said, LANGUAGE_CHINESE, &faults.items[i]);
  buffer_char(&said, 0);
  cr_assert_not_null(model, "%s\n%s", said.at, text);
  buffer_free(&said);
  return model;
}

Test(explain_model_diff, each_edit_is_told)
{
  for (size_t i = 0; i < COUNT(edits); i++) {
    struct arena arena = { 0 };
    struct rule_changes changes = { 0 };
    struct buffer said = { 0 };
    const char *at = strstr(whole, edits[i].from);
    bool absent = strcmp(edits[i].from, edits[i].to) == 0;
    cr_assert(at || absent, "%s", edits[i].name);
    const char *text = absent
                           ? arena_printf(&arena, "-- 注释\n\n%s", whole)
                           : arena_printf(&arena, "%.*s%s%s", (int)(at - whole), whole, edits[i].to, at + strlen(edits[i].from));
    model_diff(&arena, LANGUAGE_CHINESE, load(&arena, whole), load(&arena, text), &changes);
    for (size_t k = 0; k < changes.count; k++) {
      const struct rule_change *change = &changes.items[k];
      buffer_printf(&said, "%s|%s|%s|%s|%s\n", change->id, change->name, change->what, change->before, change->after);
    }
    buffer_char(&said, 0);
    cr_expect_str_eq(said.at, edits[i].said, "%s: %s", edits[i].name, said.at);
    buffer_free(&said);
    arena_free(&arena);
  }
}

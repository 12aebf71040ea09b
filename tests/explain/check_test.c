/* What staff get wrong, and what only the whole model shows: one finding each, at its place. */
#include "explain/check.h"

#include <criterion/criterion.h>
#include <string.h>

#include "policy/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char whole[] =
    "政策 { 编号 = \"T\", 名称 = \"测试办法\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n"
    "参数 \"标准\" { [\"2022-01-01\"] = 万元(10) }\n"
    "奖励 \"首次认定奖励\" {\n"
    "  编号 = \"T-1\", 条款 = \"一\",\n"
    "  条件 = {\n"
    "    高企认定日期 { 在 = 年度 },\n"
    "    高企认定次数 { 等于 = 1 },\n"
    "  },\n"
    "  金额 = 参数.标准,\n"
    "}\n"
    "奖励 \"规模奖励\" {\n"
    "  编号 = \"T-2\", 条款 = \"二\",\n"
    "  条件 = {\n"
    "    营业收入 { 至少 = 万元(500), 低于 = 亿元(2) },\n"
    "    (研发费用 / 营业收入) { 至少 = 百分之(5) },\n"
    "    迁入方式 { 是 = \"整体迁入\" },\n"
    "  },\n"
    "  金额 = 万元(20),\n"
    "}\n"
    "奖励 \"大户奖励\" {\n"
    "  编号 = \"T-3\", 条款 = \"三\",\n"
    "  条件 = { 营业收入 { 至少 = 亿元(2) } },\n"
    "  金额 = 万元(30), 封顶 = 万元(50),\n"
    "}\n";

/* One edit of the script above; `code` NULL: nothing is found. */
static const struct {
  const char *name, *from, *to, *code;
  int line, column;
} edits[] = {
  { "as it stands", "", "", NULL, 0, 0 },
  { "a field mistyped by one character", "营业收入 { 至少 = 万元(500)", "营业收人 { 至少 = 万元(500)", "E30", 14, 5 },
  { "an English word that does not exist", "研发费用 / 营业", "rd_cost / 营业", "E30", 15, 6 },
  { "a key mistyped", "金额 = 万元(20)", "金颜 = 万元(20)", "E31", 18, 3 },
  { "a key given twice", "金额 = 万元(20),", "金额 = 万元(20),\n  金额 = 万元(30),", "E15", 19, 3 },
  { "a comma forgotten between two conditions", "低于 = 亿元(2) },", "低于 = 亿元(2) }", "E27", 14, 38 },
  { "a comma forgotten after a value", "条款 = \"二\",", "条款 = \"二\"", "E16", 12, 23 },
  { "a full-width quote", "是 = \"整体迁入\"", "是 = “整体迁入”", "E03", 16, 16 },
  { "10万元 as an amount", "万元(20)", "20万元", "E08", 18, 8 },
  { "a text as a number", "万元(20)", "万元(\"20\")", "E67", 18, 8 },
  { "an amount without a unit", "万元(20)", "20", "E103", 18, 8 },
  { "元 for 万元", "万元(20)", "元(20)", "K20", 18, 8 },
  { "元 for 万元 in a parameter", "= 万元(10)", "= 元(10)", "K20", 2, 28 },
  { "a hundred times too much", "万元(20)", "万元(5000)", "K20", 18, 8 },
  { "a rate of 5 for 5%", "百分之(5)", "5", "K21", 15, 26 },
  { "a figure paid five times over", "万元(20)", "研发费用 * 5", "K21", 18, 13 },
  { "a rate of a twentieth of one percent", "百分之(5)", "百分之(0.05)", "K26", 15, 26 },
  { "元 for 万元 in a condition", "至少 = 万元(500)", "至少 = 元(500)", "K27", 14, 17 },
  { "an amount below zero", "万元(20)", "万元(-20)", "K25", 18, 8 },
  { "nothing as an amount", "= 万元(10)", "= 万元(0)", "K25", 2, 28 },
  { "a choice without quotes", "\"整体迁入\"", "整体迁入", "E188", 16, 16 },
  { "a group without braces", "高企认定次数 { 等于 = 1 }", "非 高企认定次数 { 等于 = 1 }", "E189", 7, 5 },
  { "a word for more that is not one", "{ 等于 = 1 }", "{ 大于 = 1 }", "E406", 7, 14 },
  { "a money field against a rate", "{ 至少 = 万元(500), 低于 = 亿元(2) }", "{ 至少 = 百分之(5) }", "E41", 14, 17 },
  { "a day that does not exist", "{ 在 = 年度 }", "{ 不早于 = \"2022.13.01\" }", "E50", 6, 20 },
  { "a day without quotes", "{ 在 = 年度 }", "{ 不早于 = 2022.13.01 }", "E09", 6, 20 },
  { "a year asked of money", "{ 至少 = 万元(500), 低于 = 亿元(2) }", "{ 在 = 2022 }", "E59", 14, 16 },
  { "a region that does not exist", "迁入方式 { 是 = \"整体迁入\" }", "迁出地行政区划代码 { 属于 = \"659900\" }", "E49", 16, 22 },
  { "a choice that does not exist", "整体迁入", "整体迁移", "E48", 16, 16 },
  { "and between conditions", "低于 = 亿元(2) },", "低于 = 亿元(2) } and", "E13", 14, 39 },
  { "== in a condition", "高企认定次数 { 等于 = 1 }", "高企认定次数 == 1", "E14", 7, 12 },
  { "at least above at most", "至少 = 万元(500), 低于 = 亿元(2)", "至少 = 亿元(2), 至多 = 万元(500)", "K02", 14, 29 },
  { "two conditions that exclude each other", "\"整体迁入\" },", "\"整体迁入\" },\n    营业收入 { 至少 = 亿元(3) },", "K02", 17,
    17 },
  { "two choices at once", "\"整体迁入\" },", "\"整体迁入\" },\n    迁入方式 { 是 = \"设立子公司\" },", "K02", 17, 16 },
  { "two regions at once", "\"整体迁入\" },", "\"整体迁入\" }, 行政区划代码 { 属于 = \"650200\" },", "K02", 16, 40 },
  { "a region around the policy's", "\"整体迁入\" },", "\"整体迁入\" }, 行政区划代码 { 属于 = \"650000\" },", "K04", 16, 40 },
  { "a condition and its opposite", "\"整体迁入\" },", "\"整体迁入\" }, 规模以上, 非 { 规模以上 },", "K02", 16, 32 },
  { "an event that must and must not have happened", "{ 在 = 年度 },", "{ 在 = 年度 }, 未发生(高企认定日期),", "K02", 6, 24 },
  { "more than 1 and less than 2 of what is counted", "{ 等于 = 1 }", "{ 超过 = 1, 低于 = 2 }", "K02", 7, 27 },
  { "a year that is never", "{ 等于 = 1 }", "{ 等于 = 1 }, 高企认定日期 { 在 = 年度 + 1 }", "K02", 7, 37 },
  { "a part larger than its whole", "研发费用 / 营业收入) { 至少 = 百分之(5)", "科技人员数 / 职工总数) { 超过 = 1", "K01", 15,
    27 },
  { "at least nobody", "{ 等于 = 1 }", "{ 至少 = 0 }", "K03", 7, 19 },
  { "asked twice, once weaker", "\"整体迁入\" },", "\"整体迁入\" }, 营业收入 { 至少 = 万元(100) },", "K04", 16, 38 },
  { "an alternative that cannot be", "\"整体迁入\" },", "\"整体迁入\" }, 任一 { 营业收入 { 超过 = 亿元(2) }, 规模以上 },", "K05",
    16, 43 },
  { "tiers that overlap", "万元(20)",
    "分档(营业收入) { { 至多 = 万元(5000), 取 = 万元(10) }, { 至少 = 万元(4000), 取 = 万元(20) } }", "K06", 18, 57 },
  { "tiers that share a point", "万元(20)",
    "分档(营业收入) { { 至多 = 万元(5000), 取 = 万元(10) }, { 至少 = 万元(5000), 取 = 万元(20) } }", "K06", 18, 57 },
  { "a tier inside an earlier one", "万元(20)",
    "分档(营业收入) { { 至多 = 万元(5000), 取 = 万元(10) }, { 至多 = 万元(4000), 取 = 万元(20) }, { 取 = 万元(30) } }", "K07", 18,
    57 },
  { "tiers with a gap", "万元(20)",
    "分档(营业收入) { { 低于 = 万元(5000), 取 = 万元(10) }, { 超过 = 万元(6000), 取 = 万元(20) } }", "K08", 18, 8 },
  { "tiers that leave out a point", "万元(20)",
    "分档(营业收入) { { 低于 = 万元(5000), 取 = 万元(10) }, { 超过 = 万元(5000), 取 = 万元(20) } }", "K08", 18, 8 },
  { "tiers of counts that adjoin", "万元(20)", "分档(职工总数) { { 至多 = 50, 取 = 万元(10) }, { 至少 = 51, 取 = 万元(20) } }",
    NULL, 0, 0 },
  { "tiers that begin above 0", "万元(20)", "分档(职工总数) { { 至少 = 50, 取 = 万元(10) } }", "K09", 18, 8 },
  { "tiers that end", "万元(20)", "分档(职工总数) { { 至多 = 50, 取 = 万元(10) } }", "K10", 18, 8 },
  { "tiers that end where the conditions do", "万元(20)",
    "分档(营业收入) { { 至少 = 万元(500), 至多 = 万元(5000), 取 = 万元(10) }, { 超过 = 万元(5000), 低于 = 亿元(2), 取 = 万元(20) "
    "} }",
    NULL, 0, 0 },
  { "nested tiers", "万元(20)",
    "分档(营业收入) { { 至多 = 万元(5000), 取 = 万元(10) }, { 至多 = 亿元(1), 取 = 万元(20) }, { 取 = 万元(30) } }", NULL, 0, 0 },
  { "a cap below the amount", "封顶 = 万元(50)", "封顶 = 万元(25)", "K11", 23, 21 },
  { "a parameter that ends early", "= 万元(10)", "= 万元(10), 至 = \"2022-12-31\"", "K17", 2, 1 },
  { "a parameter that begins late", "[\"2022-01-01\"]", "[\"2023-01-01\"]", "K17", 2, 1 },
  { "a parameter that nothing uses", "金额 = 参数.标准", "金额 = 万元(10)", "K18", 2, 1 },
  { "two measures with one id", "\"T-2\"", "\"T-1\"", "E95", 11, 1 },
  { "two measures that pay for one clause", "条款 = \"三\"", "条款 = \"一\"", "K13", 20, 1 },
  { "two of one clause that exclude each other", "条款 = \"三\"", "条款 = \"二\"", NULL, 0, 0 },
  { "an unfinished block", "金额 = 万元(20),\n}", "金额 = 万元(20),\n", "E17", 11, 11 },
  { "a clause that the document does not have", "有效期", "条款目录 = { \"一\", \"二\" }, 有效期", "K14", 20, 1 },
  { "a clause that nothing covers", "有效期", "条款目录 = { \"一\", \"二\", \"三\", \"四\" }, 有效期", "K15", 1, 1 },
  { "a draft whose period is over", "有效期", "状态 = \"征求意见稿\", 有效期", "K19", 1, 1 },
  { "a target outside the period", "奖励 \"大户",
    "目标 \"总数\" { 编号 = \"T-4\", 条款 = \"四\", 年度 = 2026, 至少 = 5 }\n奖励 \"大户", "K22", 20, 1 },
};

static void check_text(const char *text, struct arena *arena, struct faults *faults)
{
  struct script_text script = { .path = "x.lua", .text = slice_of(text) };
  struct check_options options = { .language = LANGUAGE_CHINESE };
  date_make(2026, 11, 1, &options.today);
  struct model *model = model_load(arena, &script, 1, &(struct load_options){ 0 }, faults);
  if (model) check_model(arena, model, &options, faults);
}

static const char *edited(struct arena *arena, const char *from, const char *to)
{
  const char *at = strstr(whole, from);
  cr_assert_not_null(at, "%s", from);
  return arena_printf(arena, "%.*s%s%s", (int)(at - whole), whole, to, at + strlen(from));
}

static void expect_one(const char *name, const struct faults *faults, const char *code, int line, int column)
{
  struct buffer said = { 0 };
  for (size_t i = 0; i < faults->count; i++) format_fault(&said, LANGUAGE_CHINESE, &faults->items[i]), buffer_char(&said, '\n');
  buffer_char(&said, 0);
  cr_expect_eq(faults->count, code ? 1 : 0, "%s: %zu findings\n%s", name, faults->count, said.at);
  if (code && faults->count == 1) {
    cr_expect_str_eq(message_code(faults->items[0].message), code, "%s\n%s", name, said.at);
    cr_expect(faults->items[0].line == line && faults->items[0].column == column, "%s: %s", name, said.at);
  }
  buffer_free(&said);
}

Test(explain_check, one_finding_for_each_mistake)
{
  for (size_t i = 0; i < COUNT(edits); i++) {
    struct arena arena = { 0 };
    struct faults faults = { 0 };
    check_text(edited(&arena, edits[i].from, edits[i].to), &arena, &faults);
    expect_one(edits[i].name, &faults, edits[i].code, edits[i].line, edits[i].column);
    arena_free(&arena);
  }
}

Test(explain_check, masked_in_a_choice)
{
  static const struct {
    const char *name, *first, *second, *code;
  } cases[] = {
    { "the second pays less and asks more", "条件 = { 规模以上 }, 金额 = 万元(20)",
      "条件 = { 规模以上, 研发机构 }, 金额 = 万元(10)", "K12" },
    { "the second pays as much: the earlier one wins", "条件 = { 规模以上 }, 金额 = 万元(20)",
      "条件 = { 规模以上 }, 金额 = 万元(20)", "K12" },
    { "the second pays more", "条件 = { 规模以上 }, 金额 = 万元(20)", "条件 = { 规模以上 }, 金额 = 万元(30)", "K12" },
    { "the second asks something else", "条件 = { 规模以上 }, 金额 = 万元(20)", "条件 = { 研发机构 }, 金额 = 万元(10)", NULL },
    { "the second pays more and asks more", "条件 = { 规模以上 }, 金额 = 万元(20)",
      "条件 = { 规模以上, 研发机构 }, 金额 = 万元(30)", NULL },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    struct faults faults = { 0 };
    const char *text =
        arena_printf(&arena,
                     "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n"
                     "local 甲 = 奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", %s }\n"
                     "local 乙 = 奖励 \"乙\" { 编号 = \"B\", 条款 = \"一\", %s }\n"
                     "择一 \"就高\" { 编号 = \"C\", 条款 = \"一\", 措施 = { 甲, 乙 } }\n",
                     cases[i].first, cases[i].second);
    check_text(text, &arena, &faults);
    expect_one(cases[i].name, &faults, cases[i].code, i == 2 ? 2 : 3, 11);
    arena_free(&arena);
  }
}

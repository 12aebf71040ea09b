/* Tests of policy/load.c: several scripts, all findings in one go and in order, warnings, parameters set by hand, both languages.
 */
#include "policy_case.h"

/* Mistakes of the rewriter, of words and of the end, a line each. */
static const char ten[] = POLICY "参数 \"标准\" { [\"2022-01-01\"] = 万元(10), [\"2023-01-01\"] = ¦百分之(5) }\n"
                                 "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\",\n"
                                 "  条件 = { ¦营业收人 { 至少 = 万元(5) },\n"
                                 "    利润总额 { 至少 = ¦500 },\n"
                                 "    规模以上 ¦and 独立法人,\n"
                                 "    专精特新 { 是 = ¦\"小巨人\" },\n"
                                 "    高企认定日期 { 晚于 = ¦2022-01-01 },\n"
                                 "    研发机构¦\n"
                                 "    独立法人 },\n"
                                 "  ¦封定 = 万元(1),\n"
                                 "  金额 = ¦10万元 }\n"
                                 "¦标准 = 5\n"
                                 "¦奖励 \"乙\"\n";

Test(policy_load, all_findings_come_in_one_go_in_order_of_place)
{
  struct loading loading;
  struct marked marked = unmark(ten);
  load_text(&loading, marked.source, LANGUAGE_CHINESE);
  cr_expect_null(loading.model);
  cr_assert_eq(loading.faults.count, (size_t)marked.count, "%s", sentences(&loading, LANGUAGE_CHINESE));
  for (int i = 0; i < marked.count; i++) {
    const struct fault *fault = &loading.faults.items[i];
    cr_expect(fault->line == marked.places[i].line && fault->column == marked.places[i].column,
              "finding %d: %d:%d instead of %d:%d", i, fault->line, fault->column, marked.places[i].line,
              marked.places[i].column);
  }
  arena_free(&loading.arena);
}

#define MEASURE(id) "奖励 \"" id "\" { 编号 = \"" id "\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 元(1) }\n"
#define SECOND      "政策 { 编号 = \"T2\", 名称 = \"乙\", 地区 = \"650000\", 有效期 = { \"2023-01-01\" } }\n"

static void load_two(struct loading *loading, const char *first, const char *second)
{
  *loading = (struct loading){ .model = NULL };
  struct script_text scripts[] = { { .path = "z.lua", .text = slice_of(first) }, { .path = "a.lua", .text = slice_of(second) } };
  struct load_options options = { 0 };
  loading->model = model_load(&loading->arena, scripts, 2, &options, &loading->faults);
}

Test(policy_load, scripts_keep_their_order)
{
  struct loading loading;
  load_two(&loading, POLICY MEASURE("T-1"), SECOND MEASURE("T-2"));
  cr_assert(loading.model, "%s", sentences(&loading, LANGUAGE_CHINESE));
  cr_expect_eq(loading.model->policy_count, 2);
  cr_expect_str_eq(loading.model->measures[0]->id, "T-1");
  cr_expect_str_eq(loading.model->measures[1]->policy->id, "T2");
  cr_expect_eq(model_measure(loading.model, "T-2"), loading.model->measures[1]);
  arena_free(&loading.arena);
}

Test(policy_load, findings_come_by_script_as_given)
{
  struct loading loading;
  load_two(&loading, POLICY "x = 1\n奖励 \"甲\"", SECOND "y = 1");
  static const struct {
    const char *file;
    int line;
  } wanted[] = { { "z.lua", 2 }, { "z.lua", 3 }, { "a.lua", 2 } };
  cr_assert_eq(loading.faults.count, COUNT(wanted), "%s", sentences(&loading, LANGUAGE_CHINESE));
  for (size_t i = 0; i < COUNT(wanted); i++)
    cr_expect(strcmp(loading.faults.items[i].file, wanted[i].file) == 0 && loading.faults.items[i].line == wanted[i].line, "%zu",
              i);
  arena_free(&loading.arena);
}

Test(policy_load, one_id_in_two_scripts_names_the_other)
{
  struct loading loading;
  load_two(&loading, POLICY MEASURE("T-1"), SECOND MEASURE("T-1"));
  cr_expect_str_eq(sentences(&loading, LANGUAGE_CHINESE), "编号“T-1”已经用于“T-1”（z.lua 第 2 行）");
  cr_expect_str_eq(sentences(&loading, LANGUAGE_ENGLISH), "the id 'T-1' is used by 'T-1' (z.lua line 2)");
  arena_free(&loading.arena);
}

/* What `not`, `and` and `or` may stand between in a function: plain values, and what was left out. */
Test(policy_load, logic_of_plain_values)
{
  expect_loads("a year that was left out",
               POLICY "local function 甲(某年) return 指标(\"甲\", 某年 or 年度 - 1) end\n"
                      "目标 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 实际 = 甲() + 甲(年度 - 2), 至少 = 1 }");
  expect_loads("flags",
               POLICY "local function 甲(子, 丑) if not (子 and not 丑) or 丑 == nil then return 1 end return 子 and 2 or 3 end\n"
                      "local 乙, 丙 = 甲(true, false), 甲(false) + 甲(false, nil)");
  expect_loads(
      "what is compared", POLICY
      "local function 甲(子, 丑) return not 子 == 丑 and 子 ~= not 丑 and -子 < 0 end\nlocal 乙, 丙 = 甲(2, false), 甲(1, 2)");
}

/* Members of another script: by id, in either order of the scripts; the same relation may be stated by both. */
#define RELATED(id, other)                                                                                                       \
  "local 甲 = " MEASURE(id) "择一 \"就高\" { 编号 = \"" id "9\", 条款 = \"二\", 措施 = { 甲, \"" other "\" } }\n"

Test(policy_load, one_of_across_scripts)
{
  static const struct {
    const char *name, *first, *second, *said;
    size_t choices, related;
  } rows[] = {
    { "both", POLICY RELATED("T-1", "T2-1"), SECOND MEASURE("T2-1"), "", 1, 2 },
    { "the other first", SECOND MEASURE("T2-1"), POLICY RELATED("T-1", "T2-1"), "", 1, 2 },
    { "stated twice", POLICY RELATED("T-1", "T2-1"), SECOND RELATED("T2-1", "T-1"), "", 1, 2 },
    { "not there", POLICY RELATED("T-1", "U-1"), SECOND MEASURE("T2-1"), "编号“U-1”不在所给的脚本里，这次不参加择一", 1, 1 },
    { "mistyped", POLICY RELATED("T-1", "T2-7"), SECOND MEASURE("T2-1"), "没有编号为“T2-7”的措施；是不是“T2-1”？", 0, 0 },
    { "two relations that differ", POLICY RELATED("T-1", "T2-1"), SECOND RELATED("T2-1", "T-2") MEASURE("T-2"),
      "“T2-1”已经在“就高”里", 0, 0 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct loading loading;
    load_two(&loading, rows[i].first, rows[i].second);
    cr_expect_str_eq(sentences(&loading, LANGUAGE_CHINESE), rows[i].said, "%s: %s", rows[i].name,
                     sentences(&loading, LANGUAGE_CHINESE));
    cr_expect_eq(loading.model != NULL, rows[i].choices > 0, "%s", rows[i].name);
    size_t related = 0;
    for (size_t k = 0; loading.model && k < loading.model->measure_count; k++)
      related += loading.model->measures[k]->exclusive_group != NULL;
    cr_expect(!loading.model || (loading.model->choice_count == rows[i].choices && related == rows[i].related), "%s",
              rows[i].name);
    arena_free(&loading.arena);
  }
}

Test(policy_load, what_one_script_changes_does_not_reach_the_next)
{
  static const char change[] = "local 高企 = 引用 \"hnte\"\n高企.证书年限 = 年(5)\n";
  static const char use[] = "local 高企 = 引用 \"hnte\"\nerror(tostring(高企.证书年限))\n";
  struct loading loading;
  char first[1024], second[1024];
  snprintf(first, sizeof first, POLICY "%slocal x = 5", change);
  snprintf(second, sizeof second, SECOND "%s", use);
  load_two(&loading, first, second);
  cr_expect_str_eq(sentences(&loading, LANGUAGE_CHINESE), "运行脚本出错：3年");
  arena_free(&loading.arena);
}

/* Warnings: where they stand, and what they are about. */
static const struct {
  const char *name, *source;
} unused[] = {
  { "a condition in a name", "local 甲 = ¦营业收入 { 至少 = 万元(5) }\n" MEASURE("T-1") },
  { "a group of conditions, once", "local 甲 = ¦全部 { 营业收入 { 至少 = 万元(5) }, 规模以上 }" },
  { "conditions in a list", "local 甲 = { ¦职工总数 { 至少 = 1 }, 规模以上 }" },
  { "a named condition, once", "local 甲 = ¦命名(\"大\", 营业收入 { 至少 = 万元(5) })" },
  { "in a function", "local function 大() local x = ¦营业收入 { 至少 = 万元(5) } return 规模以上 end\n"
                     "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 大() }, 金额 = 元(1) }" },
  { "a statement", "¦已填(营业收入)" },
  { "one of two", "local 甲, 乙 = 营业收入 { 至少 = 万元(5) }, ¦营业收入 { 至少 = 万元(6) }\n"
                  "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 甲 }, 金额 = 元(1) }" },
};

Test(policy_load, a_condition_that_nobody_uses_is_a_warning)
{
  for (size_t i = 0; i < COUNT(unused); i++) {
    struct loading loading;
    char source[2048];
    snprintf(source, sizeof source, POLICY "%s", unused[i].source);
    struct marked marked = unmark(source);
    load_text(&loading, marked.source, LANGUAGE_CHINESE);
    cr_expect(loading.model, "%s: %s", unused[i].name, sentences(&loading, LANGUAGE_CHINESE));
    cr_assert_eq(loading.faults.count, 1, "%s: %s", unused[i].name, sentences(&loading, LANGUAGE_CHINESE));
    const struct fault *fault = &loading.faults.items[0];
    cr_expect(fault->kind == FAULT_NONE && fault->message == MSG_UNUSED_CONDITION, "%s", unused[i].name);
    cr_expect(fault->line == marked.places[0].line && fault->column == marked.places[0].column, "%s: %d:%d", unused[i].name,
              fault->line, fault->column);
    arena_free(&loading.arena);
  }
}

static const struct {
  const char *name, *source;
} used[] = {
  { "in an amount", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 金额 = 元(1) * 计数(服务记录.客户) { 条件 = { "
                    "服务记录.服务日期 { 在 = 年度 } } } }" },
  { "in tiers",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 金额 = 分档(营业收入) { { 至多 = 万元(5), 取 = 元(1) }, { 取 = 元(2) } } }" },
  { "in rungs and 对照", "清单 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 阶梯 = { { \"一级\", 职工总数 { 至少 = 1 } } }, 对照 = { "
                         "职工总数 { 至少 = 5 } } }" },
  { "one made in a loop is used", "local 甲\nfor i = 1, 3 do 甲 = 职工总数 { 至少 = i } end\n奖励 \"甲\" { 编号 = \"T-1\", 条款 "
                                  "= \"一\", 条件 = { 甲 }, 金额 = 元(1) }" },
  { "members of modules", "local 高企 = 引用 \"hnte\"\nlocal 迁移 = 引用 \"relocation\"\nlocal 甲 = 高企.有效于(基准日)" },
  { "failing",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 差几项 { 职工总数 { 至少 = 5 } } { 等于 = 0 } }, 金额 = 元(1) }" },
};

Test(policy_load, a_condition_that_is_used_is_no_warning)
{
  for (size_t i = 0; i < COUNT(used); i++) {
    char source[2048];
    snprintf(source, sizeof source, POLICY "%s", used[i].source);
    expect_loads(used[i].name, source);
  }
}

/* --set */
static const struct {
  const char *name, *setting, *value, *said; /* the value in force, or what is said against it */
} settings[] = {
  { "ten thousands", "奖金", "12万元", "12万元" },
  { "yuan without a unit", "奖金", "5000",
    "--set 奖金：“5000”不是金额（要写单位，不写千分位逗号，如 5000元、40万元）；现在的值是 10万元" },
  { "yuan", "奖金", "￥1234.5", "1,234.50元" },
  { "with separators", "奖金", "1,234元",
    "--set 奖金：“1,234元”不是金额（要写单位，不写千分位逗号，如 5000元、40万元）；现在的值是 10万元" },
  { "by the policy's id", "T1.奖金", "3万", "3万元" },
  { "full width", "奖金", "１２万元", "12万元" },
  { "a rate for money", "奖金", "5%",
    "--set 奖金：“5%”不是金额（要写单位，不写千分位逗号，如 5000元、40万元）；现在的值是 10万元" },
  { "no amount", "奖金", "很多", "--set 奖金：“很多”不是金额（要写单位，不写千分位逗号，如 5000元、40万元）；现在的值是 10万元" },
  { "empty", "奖金", "", "--set 奖金：“”不是金额（要写单位，不写千分位逗号，如 5000元、40万元）；现在的值是 10万元" },
  { "a rate in percent", "比率", "7.5%", "7.5%" },
  { "a rate as a decimal", "比率", "0.075", "7.5%" },
  { "nothing of it", "比率", "0", "0%" },
  { "all of it", "比率", "100％", "100%" },
  { "no rate", "比率", "七", "--set 比率：“七”不是比例（写作 6% 或 0.06，从 0 到 100%）；现在的值是 5%" },
  { "a rate without its sign", "比率", "6", "--set 比率：“6”不是比例（写作 6% 或 0.06，从 0 到 100%）；现在的值是 5%" },
  { "one, or one percent", "比率", "1", "--set 比率：“1”不是比例（写作 6% 或 0.06，从 0 到 100%）；现在的值是 5%" },
  { "more than all", "比率", "101%", "--set 比率：“101%”不是比例（写作 6% 或 0.06，从 0 到 100%）；现在的值是 5%" },
  { "less than nothing", "比率", "-3%", "--set 比率：“-3%”不是比例（写作 6% 或 0.06，从 0 到 100%）；现在的值是 5%" },
  { "money for a rate", "比率", "40万元", "--set 比率：“40万元”不是比例（写作 6% 或 0.06，从 0 到 100%）；现在的值是 5%" },
  { "a number", "年数", "4", "4" },
  { "a rate for a number", "年数", "4%",
    "--set 年数：“4%”不是数（不写单位和千分位逗号）；现在的值是 3（2022-01-01 起）、5（2023-01-01 起）" },
  { "a number with separators", "年数", "1,000",
    "--set 年数：“1,000”不是数（不写单位和千分位逗号）；现在的值是 3（2022-01-01 起）、5（2023-01-01 起）" },
  { "a day", "截止", "2023年6月30日", "2023-06-30" },
  { "a day that does not exist", "截止", "2023-02-30", "--set 截止：“2023-02-30”不是日期；现在的值是 2022-12-31" },
  { "yes", "开关", "是", "是" },
  { "no", "开关", "no", "否" },
  { "neither", "开关", "也许", "--set 开关：“也许”不是是否；现在的值是 否" },
  { "not yet known", "待定", "8万元", "8万元" },
  { "not yet known, without a unit", "待定", "8", "--set 待定：“8”不是金额（要写单位，不写千分位逗号，如 5000元、40万元）" },
  { "a name of Roman numerals", "Ⅱ类标准", "9元", "9元" },
  { "the same in plain letters", "II类标准", "9元", "9元" },
  { "unknown", "奖今", "5", "没有参数“奖今”；是不是“奖金”？" },
  { "unknown in the policy", "T1.奖今", "5", "没有参数“T1.奖今”；是不是“T1.奖金”？" },
  { "another policy", "T9.奖金", "5", "没有参数“T9.奖金”；是不是“T1.奖金”？" },
};

static const char parameters[] =
    POLICY "参数 \"奖金\" { [\"2022-01-01\"] = 万元(10) }\n参数 \"比率\" { [\"2022-01-01\"] = 百分之(5) }\n"
           "参数 \"截止\" { [\"2022-01-01\"] = 日期(\"2022-12-31\") }\n参数 \"开关\" { [\"2022-01-01\"] = false }\n"
           "参数 \"待定\" { 类型 = \"金额\" }\n参数 \"年数\" { [\"2022-01-01\"] = 3, [\"2023-01-01\"] = 5 }\n参数 \"Ⅱ类标准\" { "
           "[\"2022-01-01\"] = 元(1) }\nlocal x = 参数.Ⅱ类标准\n";

static const char *value_in_force(struct loading *loading)
{
  const struct policy *policy = loading->model->policies[0];
  date day;
  date_make(2022, 6, 1, &day);
  for (size_t i = 0; i < policy->parameter_count; i++) {
    const struct parameter *parameter = policy->parameters[i];
    if (parameter->set) return node_text_of(&loading->arena, parameter_value(parameter, day));
  }
  return "nothing was set";
}

Test(policy_load, parameters_are_set_by_hand)
{
  for (size_t i = 0; i < COUNT(settings); i++) {
    struct loading loading;
    struct setting setting = { .name = settings[i].setting, .value = settings[i].value };
    struct load_options options = { .settings = &setting, .setting_count = 1 };
    load_with(&loading, parameters, &options);
    const char *said = loading.model ? value_in_force(&loading) : sentences(&loading, LANGUAGE_CHINESE);
    cr_expect_str_eq(said, settings[i].said, "%s: %s", settings[i].name, said);
    arena_free(&loading.arena);
  }
}

/* One policy in both languages, and half and half. */
static const char chinese[] =
    "政策 { 编号 = \"T1\", 名称 = \"测试\", 状态 = \"现行\", 文号 = \"1号\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", "
    "\"2024-12-31\" } }\n"
    "参数 \"标准\" { [\"2022-01-01\"] = 万元(10), 至 = \"2024-12-31\", 说明 = \"按年\" }\n"
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\",\n"
    "  条件 = { 任一 { 规模以上, 全部 { 营业收入 { 至少 = 万元(500), 低于 = 亿元(2) }, 非 { 独立法人 } } },\n"
    "    (研发费用 / 营业收入) { 超过 = 百分之(5), 至多 = 分数(1, 2) }, 高企认定日期 { 在 = 年度, 不在 = { \"2022-01-01\", "
    "\"2022-02-01\" } },\n"
    "    成立日期 { 不早于 = 日期(年度, 3, 31), 早于 = 基准日 - 天(30), 晚于 = \"2000-01-01\", 不晚于 = 基准日 - 月(2) - 年(1) "
    "},\n"
    "    专精特新 { 是 = \"无\" }, 所有制 { 不是 = \"国有\" }, 迁出地行政区划代码 { 不属于 = \"650000\" }, 行政区划代码 { 属于 = "
    "\"650000\" },\n"
    "    职工总数 { 等于 = 5 }, 高企认定次数 { 不等于 = 1 }, 已填(上次高企认定日期), 未发生(迁入日期), 大类(行业代码) { 至少 = 6 "
    "},\n"
    "    差几项 { 规模以上, 独立法人 } { 至多 = 1 }, 命名(\"大\", 规模以上) },\n"
    "  金额 = 取大(参数.标准, 取小(研发费用 * 0.1, 分档(营业收入) { { 至多 = 元(5), 取 = 元(1) }, { 取 = 元(2) } })),\n"
    "  封顶 = 万元(50), 预算 = 亿元(1), 一次性 = true, 取整 = \"百元\", 舍入 = \"舍去\", 说明 = \"注\", 解读 = { \"一\", \"二\" "
    "} }\n"
    "local 乙 = 券 \"乙\" { 编号 = \"T-2\", 条款 = \"二\", 对象 = 服务记录.服务机构, 金额 = 元(5) * 计数(服务记录.客户) { 不重复 "
    "= true,\n"
    "  条件 = { 服务记录.服务日期 { 在 = 年度 - 1 }, 客户 { 规模以上 } } } + 合计(服务记录.合同金额) }\n"
    "local 丙 = 支持 \"丙\" { 编号 = \"T-3\", 条款 = \"三\", 地区 = \"不限\", 条件 = { 规模以上 } }\n"
    "酌定 \"丁\" { 编号 = \"T-4\", 条款 = \"四\", 条件 = { 规模以上 } }\n"
    "清单 \"戊\" { 编号 = \"T-5\", 条款 = \"五\", 阶梯 = { { \"一级\", 规模以上 } }, 对照 = { 独立法人 } }\n"
    "准则 \"己\" { 编号 = \"T-6\", 条款 = \"六\", 条件 = { 规模以上 } }\n"
    "条文 \"庚\" { 编号 = \"T-7\", 条款 = \"七\" }\n"
    "择一 \"辛\" { 编号 = \"T-8\", 条款 = \"八\", 措施 = { 甲, 丙 } }\n";
static const char english[] =
    "policy { id = \"T1\", title = \"测试\", status = \"现行\", number = \"1号\", region = \"650100\", period = { "
    "\"2022-01-01\", \"2024-12-31\" } }\n"
    "parameter \"标准\" { [\"2022-01-01\"] = wan(10), through = \"2024-12-31\", note = \"按年\" }\n"
    "local a = award \"甲\" { id = \"T-1\", clause = \"一\",\n"
    "  requires = { any_of { above_scale, all_of { revenue { at_least = wan(500), less_than = yi(2) }, none_of { legal_person } "
    "} },\n"
    "    (rd_expense / revenue) { more_than = percent(5), at_most = fraction(1, 2) }, hnte_date { within = policy_year, outside "
    "= { \"2022-01-01\", \"2022-02-01\" } },\n"
    "    founded { not_before = date(policy_year, 3, 31), before = judged_on - days(30), after = \"2000-01-01\", not_after = "
    "judged_on - months(2) - years(1) },\n"
    "    srdi { is = \"无\" }, ownership { is_not = \"国有\" }, moved_from { not_among = \"650000\" }, region { among = "
    "\"650000\" },\n"
    "    staff { equals = 5 }, hnte_times { not_equals = 1 }, filled(hnte_prev_date), never_happened(moved_in), "
    "division(industry) { at_least = 6 },\n"
    "    failing { above_scale, legal_person } { at_most = 1 }, named(\"大\", above_scale) },\n"
    "  amount = largest(parameter.标准, smallest(rd_expense * 0.1, tiers(revenue) { { at_most = yuan(5), gives = yuan(1) }, { "
    "gives = yuan(2) } })),\n"
    "  cap = wan(50), envelope = yi(1), once = true, round_to = \"hundred_yuan\", rounding = \"down\", note = \"注\", reading = "
    "{ "
    "\"一\", \"二\" } }\n"
    "local b = voucher \"乙\" { id = \"T-2\", clause = \"二\", object = service_records.provider, amount = yuan(5) * "
    "count(service_records.client) { distinct = true,\n"
    "  requires = { service_records.service_date { within = policy_year - 1 }, client { above_scale } } } + "
    "sum(service_records.contract_amount) }\n"
    "local c = benefit \"丙\" { id = \"T-3\", clause = \"三\", region = \"anywhere\", requires = { above_scale } }\n"
    "discretionary \"丁\" { id = \"T-4\", clause = \"四\", requires = { above_scale } }\n"
    "list \"戊\" { id = \"T-5\", clause = \"五\", rungs = { { \"一级\", above_scale } }, against = { legal_person } }\n"
    "criterion \"己\" { id = \"T-6\", clause = \"六\", requires = { above_scale } }\n"
    "narrative \"庚\" { id = \"T-7\", clause = \"七\" }\n"
    "one_of \"辛\" { id = \"T-8\", clause = \"八\", measures = { a, c } }\n";

/* Every other line in English. */
static const char *mixed(struct arena *arena)
{
  struct buffer out = { 0 };
  const char *lines[2] = { chinese, english };
  for (int i = 0; *lines[0]; i++) {
    bool whole = strncmp(lines[0], "local", 5) != 0 && strncmp(lines[0], "  ", 2) != 0 && strncmp(lines[0], "择一", 6) != 0;
    for (int k = 0; k < 2; k++) {
      size_t length = strcspn(lines[k], "\n") + 1;
      if (k == (whole && i % 2)) buffer_bytes(&out, lines[k], length);
      lines[k] += length;
    }
  }
  const char *text = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return text;
}

static const char *amount_string(struct arena *arena, const struct node *node)
{
  return node ? node_text_of(arena, node) : "-";
}

static void expect_same_measure(struct arena *arena, const struct measure *a, const struct measure *b)
{
  cr_expect_eq(a->kind, b->kind, "%s", a->id);
  cr_expect_str_eq(a->id, b->id);
  cr_expect_str_eq(a->clause, b->clause);
  cr_expect(node_equal(a->condition, b->condition), "%s: %s\n%s", a->id, node_text_of(arena, a->condition),
            node_text_of(arena, b->condition));
  cr_expect_str_eq(amount_string(arena, a->amount), amount_string(arena, b->amount));
  cr_expect_str_eq(amount_string(arena, a->cap), amount_string(arena, b->cap));
  cr_expect_str_eq(amount_string(arena, a->budget), amount_string(arena, b->budget));
  cr_expect(a->once == b->once && a->round_unit == b->round_unit && a->rounding == b->rounding, "%s", a->id);
  cr_expect(a->rung_count == b->rung_count && a->against_count == b->against_count && a->reading_count == b->reading_count, "%s",
            a->id);
  cr_expect_eq(a->object != NULL, b->object != NULL);
  cr_expect_eq(a->exclusive_group != NULL, b->exclusive_group != NULL);
}

/* Fields of two loads are different objects: only what is said can be compared. */
static void expect_twins(const char *name, const char *other)
{
  struct loading one, two;
  load_text(&one, chinese, LANGUAGE_CHINESE);
  load_text(&two, other, LANGUAGE_CHINESE);
  cr_assert(one.model, "%s", sentences(&one, LANGUAGE_CHINESE));
  cr_assert(two.model, "%s: %s", name, sentences(&two, LANGUAGE_CHINESE));
  cr_assert_eq(one.model->measure_count, two.model->measure_count);
  for (size_t i = 0; i < one.model->measure_count; i++) {
    const struct measure *a = one.model->measures[i], *b = two.model->measures[i];
    struct measure same = *b;
    cr_expect_str_eq(node_text_of(&one.arena, a->condition), node_text_of(&one.arena, b->condition), "%s", name);
    same.condition = a->condition;
    expect_same_measure(&one.arena, a, &same);
  }
  cr_expect_eq(one.model->choices[0]->count, two.model->choices[0]->count);
  arena_free(&one.arena);
  arena_free(&two.arena);
}

Test(policy_load, chinese_and_english_are_equals)
{
  struct arena arena = { 0 };
  expect_twins("English", english);
  expect_twins("mixed", mixed(&arena));
  arena_free(&arena);
}

Test(policy_load, shipped_modules_all_run)
{
  for (size_t i = 0; i < stdlib_file_count; i++) {
    char source[512];
    struct slice name = slice_of(stdlib_files[i].name);
    if (!slice_ends(name, ".lua") || slice_is(name, "fields.lua") || slice_is(name, "words.lua")) continue;
    snprintf(source, sizeof source, POLICY "local 甲 = 引用 \"%.*s\"", (int)name.length - 4, name.at);
    expect_loads(stdlib_files[i].name, source);
  }
}

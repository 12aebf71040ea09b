/* The registration table of the language. */
#include "policy/builtins.h"

#include <string.h>

#include "policy/declare.h"
#include "policy/operator.h"

const struct word words[] = {
  { WORD_DECLARATION, "政策", "policy", declare_policy, "政策 { 编号 = \"U22\", 名称 = …, 地区 = \"650100\", 有效期 = { 首日, 末日 } }",
    { "一部政策文件：一个脚本写一次，写在最前", "a policy document: once in a script, first" }, 1 },
  { WORD_DECLARATION, "参数", "parameter", declare_parameter, "参数 \"名称\" { [\"2022-01-01\"] = 万元(10) }，用作 参数.名称",
    { "随日期变动的标准；可用 --set 临时改", "a dated value; --set changes it for one run" }, 1 },
  { WORD_DECLARATION, "奖励", "award", declare_award, "奖励 \"名称\" { 编号 = …, 条款 = …, 条件 = { … }, 金额 = … }",
    { "给钱的措施", "a measure that pays money" }, 1 },
  { WORD_DECLARATION, "券", "voucher", declare_voucher, "券 \"名称\" { …, 金额 = 元(5000) * 计数(服务记录.客户) { … } }",
    { "按关联记录计算的给钱措施", "a measure that pays money counted over related records" }, 1 },
  { WORD_DECLARATION, "支持", "benefit", declare_benefit, "支持 \"名称\" { 编号 = …, 条款 = …, 条件 = { … } }",
    { "不是钱的支持", "grants something that is not money" }, 1 },
  { WORD_DECLARATION, "酌定", "discretionary", declare_discretionary, "酌定 \"名称\" { 编号 = …, 条款 = …, 条件 = { … } }",
    { "承诺了支持而没有写金额：由主管部门核定", "promises support without a figure: set by the authority" }, 1 },
  { WORD_DECLARATION, "清单", "list", declare_list, "清单 \"名称\" { 编号 = …, 条款 = …, 条件 = { … }, 对照 = { … } }",
    { "列出企业；对照里不满足的即所缺", "names companies; what fails in 对照 is what is lacking" }, 1 },
  { WORD_DECLARATION, "准则", "criterion", declare_criterion, "准则 \"名称\" { 编号 = …, 条款 = …, 条件 = { … } }",
    { "供别处使用的判断", "a test used by others" }, 1 },
  { WORD_DECLARATION, "目标", "target", declare_target, "目标 \"名称\" { 编号 = …, 条款 = …, 年度 = 2022, 实际 = 家数 { … }, 至少 = 500 }",
    { "要达到的数；没有写 实际 的从 指标 表读", "a figure to reach; without 实际 it is read from the table 指标" }, 1 },
  { WORD_DECLARATION, "条文", "narrative", declare_narrative, "条文 \"名称\" { 编号 = …, 条款 = …, 说明 = … }",
    { "只指方向、没有可计算内容的条款", "a clause that states a direction with nothing to compute" }, 1 },
  { WORD_DECLARATION, "择一", "one_of", declare_one_of, "择一 \"名称\" { 编号 = …, 措施 = { 甲, 乙, \"U22-1\" } }",
    { "几项中只给最高的一项；相等时给写在前面的；别的脚本里的写编号", "of several one: the highest, of equals the earlier; those of other scripts by id" }, 1 },
  { WORD_DECLARATION, "表", "data_table", declare_table, "表 \"名称\" { 列 \"…\" { 类型 = … }, … }",
    { "声明一张关联表，或给已有的表加列", "declares a related table, or adds columns to one" }, 1 },
  { WORD_DECLARATION, "列", "column", declare_column, "列 \"名称\" { 类型 = \"金额\" }", { "表里的一列", "a column of a table" }, 1 },
  { WORD_DECLARATION, "引用", "use", declare_use, "local 高企 = 引用 \"hnte\"", { "使用标准库里的一个模块", "uses a module of the standard library" }, 1 },
  { WORD_UNIT, "元", "yuan", operator_yuan, "元(5000)", { "金额，以元计", "money in yuan" }, 1 },
  { WORD_UNIT, "万元", "wan", operator_wan, "万元(10)", { "金额，以万元计", "money in 10,000 yuan" }, 1 },
  { WORD_UNIT, "亿元", "yi", operator_yi, "亿元(1.5)", { "金额，以亿元计", "money in 100,000,000 yuan" }, 1 },
  { WORD_UNIT, "百分之", "percent", operator_percent, "百分之(5)", { "百分数", "a percentage" }, 1 },
  { WORD_UNIT, "分数", "fraction", operator_fraction, "分数(1, 3)", { "分数", "a fraction" }, 2 },
  { WORD_TIME, "年", "years", operator_years, "年(3)", { "若干年，用于日期加减", "years, to add to a date" }, 1 },
  { WORD_TIME, "月", "months", operator_months, "月(6)", { "若干个月", "months" }, 1 },
  { WORD_TIME, "天", "days", operator_days, "天(365)", { "若干天", "days" }, 1 },
  { WORD_TIME, "日期", "date", operator_date, "日期(年度, 3, 31) 或 日期(\"2022-03-31\")", { "某一天", "a day" }, 3 },
  { WORD_TIME, "年度", "policy_year", NULL, "高企认定日期 { 在 = 年度 }，年度 + 1", { "政策年度：1月1日至12月31日", "the policy year" }, 1 },
  { WORD_TIME, "年份", "year_number", NULL, "挑战赛获奖.年度 { 等于 = 年份 }", { "政策年度的数字", "the policy year as a number" }, 1 },
  { WORD_TIME, "基准日", "judged_on", NULL, "高企.有效于(基准日)", { "判断所依据的日期", "the date of judgement" }, 1 },
  { WORD_CONDITION, "全部", "all_of", operator_all, "全部 { 甲, 乙 }", { "各项都满足", "all hold" }, 1 },
  { WORD_CONDITION, "任一", "any_of", operator_any, "任一 { 甲, 乙 }", { "至少一项满足", "at least one holds" }, 1 },
  { WORD_CONDITION, "非", "none_of", operator_not, "非 { 甲 }", { "恰好一项的反面", "the opposite of exactly one" }, 1 },
  { WORD_CONDITION, "已填", "filled", operator_filled, "已填(上次高企认定日期)", { "数据里有这一项", "the datum is known" }, 1 },
  { WORD_CONDITION, "未发生", "never_happened", operator_never, "未发生(高企认定日期)", { "事件没有发生", "the event has not happened" }, 1 },
  { WORD_CONDITION, "差几项", "failing", operator_failing, "差几项 { 甲, 乙, 丙 } { 至多 = 2 }",
    { "其中确定不满足的项数", "how many of these certainly fail" }, 1 },
  { WORD_CONDITION, "命名", "named", operator_named, "命名(\"持有有效高企证书\", 条件)", { "给条件或算式一个名字，说明里用它", "names a condition or expression" }, 2 },
  { WORD_NUMBER, "分档", "tiers", operator_tiers, "分档(营业收入) { { 至多 = 万元(5000), 取 = 百分之(5) }, … }",
    { "按档取值", "a value by tiers" }, 1 },
  { WORD_NUMBER, "分情况", "cases", operator_cases, "分情况 { { 条件, 值 }, { 条件, 值 } }", { "第一个满足的条件给出的值", "the value of the first condition that holds" }, 1 },
  { WORD_NUMBER, "取大", "largest", operator_largest, "取大(甲, 乙)", { "最大的一个", "the largest" }, ANY_ARGUMENTS },
  { WORD_NUMBER, "取小", "smallest", operator_smallest, "取小(甲, 乙)", { "最小的一个", "the smallest" }, ANY_ARGUMENTS },
  { WORD_NUMBER, "大类", "division", operator_division, "大类(行业代码) { 至少 = 6, 至多 = 46 }", { "国民经济行业大类", "the GB/T 4754 division" }, 1 },
  { WORD_NUMBER, "计算", "computed", operator_computed, "计算 { 营业收入, 研发费用, 说明 = \"…\", function(收入, 研发) … end }",
    { "用函数写的条件或金额；金额是整数的分，日期是 20221231；别的写法都不行时才用", "a condition or amount as a function; money is whole fen, a date 20221231; where nothing else will do" }, 1 },
  { WORD_NUMBER, "可缺", "maybe", operator_optional, "计算 { 营业收入, 可缺(研发费用), function(收入, 研发) … end }",
    { "计算的这一项不知道时给 nil，没有发生时给 false", "an input of a computation that is nil when unknown, false when it never happened" }, 1 },
  { WORD_RELATED, "计数", "count", operator_count, "计数(服务记录.客户) { 不重复 = true, 条件 = { … } }",
    { "关联记录的件数；不重复时为户数", "how many related records, or distinct values" }, 1 },
  { WORD_RELATED, "家数", "companies", operator_companies, "家数 { 高企.有效于(基准日) }", { "名单上满足条件的企业数，用于目标", "how many companies of the list, for targets" }, 1 },
  { WORD_RELATED, "占比", "share", operator_share, "占比 { 其中 = { … }, 全体 = { … } }", { "一部分企业占全体的比例，用于目标", "the share of some companies among others, for targets" }, 1 },
  { WORD_RELATED, "地区名", "region_name", operator_region_name, "地区名 \"650000\"", { "行政区划代码的名称，用于写说明", "the name of a region code, for labels" }, 1 },
  { WORD_RELATED, "合计", "sum", operator_sum, "合计(服务记录.合同金额) { 条件 = { … } }", { "关联记录的合计", "a sum over related records" }, 1 },
};
const size_t word_count = sizeof words / sizeof *words;

const struct word *word_find(const char *name)
{
  for (size_t i = 0; i < word_count; i++)
    if (strcmp(words[i].chinese, name) == 0 || strcmp(words[i].english, name) == 0) return &words[i];
  return NULL;
}

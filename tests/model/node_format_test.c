/* Tests of model/node_format.c: expressions in words, in both languages. */
#include "tests/policy/policy_case.h"

static const struct {
  const char *name, *condition, *chinese, *english;
} phrases[] = {
  { "at least", "营业收入 { 至少 = 万元(500) }", "营业收入不低于500万元", "revenue at least 500万元" },
  { "more than", "职工总数 { 超过 = 10 }", "职工总数超过10", "staff more than 10" },
  { "at most", "职工总数 { 至多 = 10 }", "职工总数不超过10", "staff at most 10" },
  { "less than", "职工总数 { 低于 = 10 }", "职工总数低于10", "staff less than 10" },
  { "equal", "职工总数 { 等于 = 10 }", "职工总数等于10", "staff equal to 10" },
  { "unequal", "职工总数 { 不等于 = 10 }", "职工总数不等于10", "staff not equal to 10" },
  { "not before", "成立日期 { 不早于 = \"2022-03-01\" }", "成立日期不早于2022-03-01", "founded not before 2022-03-01" },
  { "after", "成立日期 { 晚于 = \"2022-03-01\" }", "成立日期晚于2022-03-01", "founded after 2022-03-01" },
  { "not after", "成立日期 { 不晚于 = \"2022-03-01\" }", "成立日期不晚于2022-03-01", "founded not after 2022-03-01" },
  { "before", "成立日期 { 早于 = \"2022-03-01\" }", "成立日期早于2022-03-01", "founded before 2022-03-01" },
  { "on a day", "成立日期 { 等于 = \"2022-03-01\" }", "成立日期为2022-03-01", "founded on 2022-03-01" },
  { "within the year", "成立日期 { 在 = 年度 }", "成立日期在年度内", "founded within the year" },
  { "outside the next", "成立日期 { 不在 = 年度 + 1 }", "成立日期不在年度+1内", "founded outside the year+1" },
  { "is", "所有制 { 是 = \"民营\" }", "所有制是民营", "ownership is 民营" },
  { "is not", "所有制 { 不是 = \"民营\" }", "所有制不是民营", "ownership is not 民营" },
  { "among", "所有制 { 属于 = { \"民营\", \"国有\" } }", "所有制属于民营、国有", "ownership in 民营, 国有" },
  { "a region", "行政区划代码 { 不属于 = \"650100\" }", "行政区划代码不属于650100", "region not in 650100" },
  { "yes", "规模以上", "规模以上", "above_scale" },
  { "none of", "非 { 规模以上 }", "非（规模以上）", "not(above_scale)" },
  { "any of", "任一 { 规模以上, 独立法人 }", "任一（规模以上，独立法人）", "any of(above_scale, legal_person)" },
  { "filled", "已填(成立日期)", "已填成立日期", "known: founded" },
  { "never", "未发生(上市日期)", "没有上市日期", "no listing_date" },
  { "a name of its own", "命名(\"大企业\", 规模以上)", "大企业", "大企业" },
  { "percent", "(研发费用 / 营业收入) { 至少 = 百分之(2.5) }", "研发费用 ÷ 营业收入不低于2.5%",
    "rd_expense ÷ revenue at least 2.5%" },
  { "brackets", "((研发费用 + 利润总额) / 营业收入) { 至少 = 2 }", "（研发费用 + 利润总额） ÷ 营业收入不低于2",
    "(rd_expense + profit) ÷ revenue at least 2" },
  { "years, months, days", "(成立日期 + 年(2) + 月(3) + 天(4)) { 早于 = 基准日 }",
    "（（（成立日期 + 2年） + 3个月） + 4天）早于基准日",
    "(((founded + 2 years) + 3 months) + 4 days) before the date of judgement" },
  { "twelve months are a year", "(成立日期 + 月(12)) { 早于 = 基准日 }", "（成立日期 + 1年）早于基准日",
    "(founded + 1 years) before the date of judgement" },
  { "a day of the year", "成立日期 { 早于 = 日期(年度, 3, 31) }", "成立日期早于年度3月31日", "founded before the year-03-31" },
};

static const char *said_in(struct arena *arena, enum language language, const struct node *node)
{
  struct buffer out = { 0 };
  format_node(&out, language, node);
  const char *said = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return said;
}

Test(model_node_format, conditions_read_like_the_text_of_a_policy)
{
  for (size_t i = 0; i < COUNT(phrases); i++) {
    struct loading loading;
    char source[2048];
    snprintf(source, sizeof source, POLICY "支持 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 地区 = \"不限\", 条件 = { %s } }",
             phrases[i].condition);
    load_text(&loading, source, LANGUAGE_CHINESE);
    cr_assert(loading.model, "%s: %s", phrases[i].name, sentences(&loading, LANGUAGE_CHINESE));
    const struct node *condition = loading.model->measures[0]->conditions[0];
    cr_expect_str_eq(said_in(&loading.arena, LANGUAGE_CHINESE, condition), phrases[i].chinese, "%s", phrases[i].name);
    cr_expect_str_eq(said_in(&loading.arena, LANGUAGE_ENGLISH, condition), phrases[i].english, "%s: %s", phrases[i].name,
                     said_in(&loading.arena, LANGUAGE_ENGLISH, condition));
    arena_free(&loading.arena);
  }
}

static const struct {
  enum value_type type;
  int64_t num, den;
  const char *chinese, *english;
} values[] = {
  { TYPE_MONEY, 1000000000, 1, "1,000万元", "1,000万元" },
  { TYPE_MONEY, 500000, 1, "5,000元", "5,000元" },
  { TYPE_NUMBER, 3, 5, "0.6", "0.6" },
  { TYPE_NUMBER, 5, 2, "2.5", "2.5" },
  { TYPE_NUMBER, 1, 3, "1/3", "1/3" },
  { TYPE_NUMBER, 70, 1, "70", "70" },
  { TYPE_TRUTH, 1, 1, "是", "yes" },
  { TYPE_TRUTH, 0, 1, "否", "no" },
  { TYPE_REGION, 650100, 1, "650100", "650100" },
  { TYPE_DATE, 0, 1, "1970-01-01", "1970-01-01" },
};

Test(model_node_format, values)
{
  for (size_t i = 0; i < COUNT(values); i++)
    for (int language = 0; language < 2; language++) {
      struct buffer out = { 0 };
      format_value(&out, (enum language)language, values[i].type, (struct ratio){ values[i].num, values[i].den });
      buffer_char(&out, 0);
      cr_expect_str_eq(out.at, language ? values[i].english : values[i].chinese, "%zu: %s", i, out.at);
      buffer_free(&out);
    }
}

Test(model_node_format, every_type_has_a_name_in_both_languages)
{
  for (int type = 0; type < VALUE_TYPES; type++)
    for (int language = 0; language < 2; language++)
      cr_expect(type_name((enum value_type)type, (enum language)language), "%d", type);
}

/* Tests of model/mutation.c: what each kind of thing is changed to, that it is one thing, and that it changes back. */
#include "model/mutation.h"

#include "tests/policy/policy_case.h"

#define SUPPORT(text) "支持 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { " text " } }"

/* But for the region and the policy, which stand in all of them. */
static const struct {
  const char *name, *source, *mutants;
} kinds[] = {
  { "a threshold and its relation", SUPPORT("营业收入 { 至少 = 万元(500) }"),
    "营业收入不低于500万元 > （去掉）\n"
    "营业收入不低于500万元 > 营业收入不低于499万元\n"
    "营业收入不低于500万元 > 营业收入不低于501万元\n"
    "营业收入不低于500万元 > 营业收入低于500万元\n"
    "营业收入不低于500万元 > 营业收入超过500万元\n" },
  { "a rate", SUPPORT("(研发费用 / 营业收入) { 超过 = 百分之(2.5) }"),
    "研发费用 ÷ 营业收入超过2.5% > （去掉）\n"
    "研发费用 ÷ 营业收入超过2.5% > 研发费用 ÷ 营业收入不低于2.5%\n"
    "研发费用 ÷ 营业收入超过2.5% > 研发费用 ÷ 营业收入不超过2.5%\n"
    "研发费用 ÷ 营业收入超过2.5% > 研发费用 ÷ 营业收入超过2.4%\n"
    "研发费用 ÷ 营业收入超过2.5% > 研发费用 ÷ 营业收入超过2.6%\n" },
  { "a number of people", SUPPORT("职工总数 { 等于 = 20 }"),
    "职工总数等于20 > （去掉）\n"
    "职工总数等于20 > 职工总数不低于20\n"
    "职工总数等于20 > 职工总数不超过20\n"
    "职工总数等于20 > 职工总数等于19\n"
    "职工总数等于20 > 职工总数等于21\n" },
  { "a day", SUPPORT("成立日期 { 早于 = \"2022-02-28\" }"),
    "成立日期早于2022-02-28 > （去掉）\n"
    "成立日期早于2022-02-28 > 成立日期不早于2022-02-28\n"
    "成立日期早于2022-02-28 > 成立日期不晚于2022-02-28\n"
    "成立日期早于2022-02-28 > 成立日期早于2022-02-27\n"
    "成立日期早于2022-02-28 > 成立日期早于2022-03-01\n" },
  { "the ends of a year", SUPPORT("高企认定日期 { 在 = 年度 }"),
    "高企认定日期在年度内 > （去掉）\n"
    "高企认定日期在年度内 > 高企认定日期不在年度内\n"
    "高企认定日期在年度内 > 高企认定日期在年度1月1日至年度12月30日内\n"
    "高企认定日期在年度内 > 高企认定日期在年度1月1日至（年度 + 1）1月1日内\n"
    "高企认定日期在年度内 > 高企认定日期在年度1月2日至年度12月31日内\n"
    "高企认定日期在年度内 > 高企认定日期在（年度 - 1）12月31日至年度12月31日内\n" },
  { "the ends of a period", SUPPORT("高企认定日期 { 在 = { \"2022-01-01\", 日期(年度, 6, 30) } }"),
    "高企认定日期在2022-01-01至年度6月30日内 > （去掉）\n"
    "高企认定日期在2022-01-01至年度6月30日内 > 高企认定日期不在2022-01-01至年度6月30日内\n"
    "高企认定日期在2022-01-01至年度6月30日内 > 高企认定日期在2021-12-31至年度6月30日内\n"
    "高企认定日期在2022-01-01至年度6月30日内 > 高企认定日期在2022-01-02至年度6月30日内\n"
    "高企认定日期在2022-01-01至年度6月30日内 > 高企认定日期在2022-01-01至年度6月29日内\n"
    "高企认定日期在2022-01-01至年度6月30日内 > 高企认定日期在2022-01-01至年度7月1日内\n" },
  { "members of a set", SUPPORT("所有制 { 属于 = { \"民营\", \"国有\" } }"),
    "所有制属于民营、国有 > （去掉）\n"
    "所有制属于民营、国有 > 所有制不属于民营、国有\n"
    "所有制属于民营、国有 > 所有制是国有\n"
    "所有制属于民营、国有 > 所有制是民营\n" },
  { "a negation", SUPPORT("非 { 规模以上 }"),
    "非（规模以上） > （去掉）\n"
    "非（规模以上） > 规模以上\n" },
  { "a group", SUPPORT("任一 { 规模以上, 研发机构 }"),
    "任一（规模以上，研发机构） > （去掉）\n"
    "任一（规模以上，研发机构） > 全部（规模以上，研发机构）\n"
    "规模以上 > （去掉）\n"
    "规模以上 > 非（规模以上）\n"
    "研发机构 > （去掉）\n"
    "研发机构 > 非（研发机构）\n" },
  { "a parameter", "参数 \"标准\" { [\"2022-01-01\"] = 万元(1), [\"2023-07-01\"] = 万元(2) }\n" SUPPORT("规模以上"),
    "参数 标准 = 1万元 > 参数 标准 = 0元\n"
    "参数 标准 = 1万元 > 参数 标准 = 2万元\n"
    "参数 标准 自 2022-01-01 > 参数 标准 自 2021-12-31\n"
    "参数 标准 自 2022-01-01 > 参数 标准 自 2022-01-02\n"
    "参数 标准 = 2万元 > 参数 标准 = 1万元\n"
    "参数 标准 = 2万元 > 参数 标准 = 3万元\n"
    "参数 标准 自 2023-07-01 > 参数 标准 自 2023-06-30\n"
    "参数 标准 自 2023-07-01 > 参数 标准 自 2023-07-02\n"
    "规模以上 > （去掉）\n"
    "规模以上 > 非（规模以上）\n" },
  { "flags and numbers of a measure",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 营业收入 * 百分之(1), 封顶 = 万元(5), "
    "取整 = \"元\", 舍入 = \"舍去\", 一次性 = true }",
    "一次性 > （去掉）\n"
    "取整 > （去掉）\n"
    "封顶 = 5万元 > （去掉）\n"
    "舍去 > 四舍五入\n"
    "规模以上 > （去掉）\n"
    "规模以上 > 非（规模以上）\n"
    "金额 = 营业收入 × 1% > 金额 = 营业收入 × 0%\n"
    "金额 = 营业收入 × 1% > 金额 = 营业收入 × 2%\n"
    "封顶 = 5万元 > 封顶 = 4万元\n"
    "封顶 = 5万元 > 封顶 = 6万元\n" },
  { "members of a relation",
    AWARD "规模以上" AWARD_CLOSE "\n奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 条件 = { 研发机构 }, 金额 = 万元(1) }\n"
          "择一 \"就高\" { 编号 = \"T-3\", 条款 = \"一\", 措施 = { \"T-1\", \"T-2\" } }",
    "规模以上 > （去掉）\n"
    "规模以上 > 非（规模以上）\n"
    "金额 = 1万元 > 金额 = 0元\n"
    "金额 = 1万元 > 金额 = 2万元\n"
    "研发机构 > （去掉）\n"
    "研发机构 > 非（研发机构）\n"
    "金额 = 1万元 > 金额 = 0元\n"
    "金额 = 1万元 > 金额 = 2万元\n"
    "就高 里的 乙 > （去掉）\n"
    "就高 里的 甲 > （去掉）\n" },
  { "what another measure gives",
    "local 甲 = " AWARD "规模以上" AWARD_CLOSE "\n奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 条件 = { 规模以上, "
    "已给 { 甲 } { 超过 = 元(0) } }, 金额 = 甲.应得 * 百分之(20) }",
    "规模以上 > （去掉）\n"
    "规模以上 > 非（规模以上）\n"
    "金额 = 1万元 > 金额 = 0元\n"
    "金额 = 1万元 > 金额 = 2万元\n"
    "规模以上 > （去掉）\n"
    "规模以上 > 非（规模以上）\n"
    "以往年度已给（T-1）超过0元 > 以往年度已给（T-2）超过0元\n"
    "以往年度已给（T-1）超过0元 > （去掉）\n"
    "以往年度已给（T-1）超过0元 > 以往年度已给（T-1）不低于0元\n"
    "以往年度已给（T-1）超过0元 > 以往年度已给（T-1）不超过0元\n"
    "以往年度已给（T-1）超过0元 > 以往年度已给（T-1）超过-1元\n"
    "以往年度已给（T-1）超过0元 > 以往年度已给（T-1）超过1元\n"
    "金额 = 甲的应得 > 金额 = 0元\n"
    "金额 = 甲的应得 × 20% > 金额 = 甲的应得 × 19%\n"
    "金额 = 甲的应得 × 20% > 金额 = 甲的应得 × 21%\n" },
  { "a place that is gone through twice",
    "for _, 号 in ipairs { \"T-8\", \"T-9\" } do 支持(号) { 编号 = 号, 条款 = \"一\", 条件 = { 职工总数 { 至少 = 10 } } } end",
    "职工总数不低于10 > （去掉）\n"
    "职工总数不低于10 > 职工总数不低于11\n"
    "职工总数不低于10 > 职工总数不低于9\n"
    "职工总数不低于10 > 职工总数低于10\n"
    "职工总数不低于10 > 职工总数超过10\n" },
  { "what the standard library says is not the script's", "local 高企 = 引用 \"hnte\"\n" SUPPORT("高企.有效于(基准日)"),
    "高企证书在基准日有效 > （去掉）\n" },
};

/* Each on a line, without those that stand in every script. */
static void format_mutants(struct buffer *out, const struct mutations *mutations)
{
  static const char *const common[] = { "有效期", "行政区划代码" };
  for (size_t i = 0; i < mutations->count; i++) {
    const struct mutation *mutation = &mutations->items[i];
    bool skipped = false;
    for (size_t k = 0; k < COUNT(common); k++) skipped |= strncmp(mutation->before, common[k], strlen(common[k])) == 0;
    if (!skipped) buffer_printf(out, "%s > %s\n", mutation->before, mutation->after ? mutation->after : "（去掉）");
  }
  buffer_char(out, 0);
}

static void format_bytes(struct buffer *out, const struct node *node)
{
  buffer_bytes(out, (const char *)node, sizeof *node);
  for (size_t i = 0; i < node->operand_count; i++) format_bytes(out, node->operands[i]);
}

/* All that is judged by, byte for byte. */
static void format_model(struct buffer *out, const struct model *model)
{
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    buffer_bytes(out, (const char *)measure, sizeof *measure);
    for (size_t k = 0; k < measure->condition_count; k++) format_bytes(out, measure->conditions[k]);
    for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);) format_bytes(out, walk.node);
  }
  for (size_t i = 0; i < model->choice_count; i++) buffer_bytes(out, (const char *)model->choices[i], sizeof *model->choices[i]);
  const struct policy *policy = model->policies[0];
  buffer_bytes(out, (const char *)policy, sizeof *policy);
  for (size_t i = 0; i < policy->parameter_count; i++)
    for (size_t k = 0; k < policy->parameters[i]->count; k++) {
      const struct dated_value *value = &policy->parameters[i]->values[k];
      buffer_integer(out, value->from);
      format_bytes(out, value->value);
    }
}

static void load_kind(struct loading *loading, size_t kind)
{
  static char source[2048];
  snprintf(source, sizeof source, "%s%s", POLICY, kinds[kind].source);
  load_text(loading, source, LANGUAGE_CHINESE);
}

Test(model_mutation, each_kind_is_said_otherwise)
{
  for (size_t i = 0; i < COUNT(kinds); i++) {
    struct loading loading;
    struct mutations mutations;
    struct buffer mutants = { 0 };
    load_kind(&loading, i);
    cr_assert(loading.model, "%s: %s", kinds[i].name, sentences(&loading, LANGUAGE_CHINESE));
    mutations_find(&loading.arena, loading.model, "t.lua", LANGUAGE_CHINESE, &mutations);
    format_mutants(&mutants, &mutations);
    cr_expect_str_eq(mutants.at, kinds[i].mutants, "%s:\n%s", kinds[i].name, mutants.at);
    buffer_free(&mutants);
    arena_free(&loading.arena);
  }
}

Test(model_mutation, each_changes_something_and_changes_back)
{
  for (size_t i = 0; i < COUNT(kinds); i++) {
    struct loading loading;
    struct mutations mutations;
    struct buffer before = { 0 }, changed = { 0 }, after = { 0 };
    load_kind(&loading, i);
    cr_assert(loading.model);
    mutations_find(&loading.arena, loading.model, "t.lua", LANGUAGE_CHINESE, &mutations);
    format_model(&before, loading.model);
    for (size_t k = 0; k < mutations.count; k++) {
      const struct mutation *mutation = &mutations.items[k];
      bool concerned = false;
      buffer_reset(&changed), buffer_reset(&after);
      mutation_swap(mutation);
      format_model(&changed, loading.model);
      mutation_swap(mutation);
      format_model(&after, loading.model);
      cr_expect(!slice_equal(buffer_view(&before), buffer_view(&changed)), "%s: %s", kinds[i].name, mutation->before);
      cr_expect(slice_equal(buffer_view(&before), buffer_view(&after)), "%s: %s", kinds[i].name, mutation->before);
      for (size_t m = 0; m < loading.model->measure_count; m++)
        concerned |= mutation_concerns(mutation, loading.model->measures[m]);
      cr_expect(concerned || mutation->parameter, "%s: %s", kinds[i].name, mutation->before);
    }
    buffer_free(&before), buffer_free(&changed), buffer_free(&after);
    arena_free(&loading.arena);
  }
}

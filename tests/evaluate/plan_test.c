/* Plans: which measures, columns and tables a run needs, and how conditions on related rows are split. */
#include "evaluate/plan.h"

#include "whole_run.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char script[] =
    "local 高企 = 引用 \"hnte\"\n"
    "参数 \"总额\" { [\"2030-01-01\"] = 元(9) }\n"
    "local 甲 = 奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 地区 = \"不限\", 条件 = { 规模以上 }, 金额 = 元(1), 预算 = 元(5) }\n"
    "local 乙 = 奖励 \"乙\" { 编号 = \"B\", 条款 = \"二\", 条件 = { 营业收入 { 至少 = 元(1) } }, 金额 = 营业收入 * 百分之(1), "
    "封顶 = 资产总额, 预算 = 参数.总额 }\n"
    "择一 \"一项\" { 编号 = \"O\", 条款 = \"三\", 措施 = { 甲, 乙 } }\n"
    "券 \"券\" { 编号 = \"V\", 条款 = \"四\", 对象 = 服务记录.服务机构, 金额 = 元(1) * 计数(服务记录.客户) { 不重复 = true,\n"
    "  条件 = { 服务记录.服务日期 { 在 = 年度 }, 服务记录.服务类型 { 是 = \"咨询\" }, 客户 { 高企.有效于(服务记录.服务日期) } } "
    "} }\n"
    "条文 \"文\" { 编号 = \"N\", 条款 = \"五\", 说明 = \"方向\" }\n";

static struct plan *make_plan(struct arena *arena, const char *const *only, size_t count, int year)
{
  return plan_new(arena, whole_model(arena, script), whole_occasion(year),
                  &(struct plan_options){ .only = only, .only_count = count });
}

static bool has_field(const struct field *const *fields, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(fields[i]->name, name) == 0) return true;
  return false;
}

Test(evaluate_plan, columns_that_any_measure_asks)
{
  static const struct {
    const char *only;
    const char *wanted[8], *unwanted[4];
  } cases[] = {
    { NULL,
      { "统一社会信用代码", "企业名称", "行政区划代码", "规模以上", "营业收入", "资产总额", "高企认定日期", "上次高企认定日期" },
      { "成立日期", "利润总额" } },
    { "V",
      { "统一社会信用代码", "企业名称", "高企认定日期", "上次高企认定日期", "高企认定次数" },
      { "规模以上", "营业收入", "行政区划代码" } },
    { "A", { "规模以上", "营业收入", "资产总额", "行政区划代码" }, { "高企认定日期" } }, /* with the other of its relation */
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena arena = { 0 };
    const struct plan *plan = make_plan(&arena, cases[i].only ? &cases[i].only : NULL, cases[i].only ? 1 : 0, 0);
    for (size_t k = 0; k < 8 && cases[i].wanted[k]; k++)
      cr_expect(has_field(plan->company_fields, plan->company_field_count, cases[i].wanted[k]), "row %zu needs %s", i,
                cases[i].wanted[k]);
    for (size_t k = 0; k < 4 && cases[i].unwanted[k]; k++)
      cr_expect_not(has_field(plan->company_fields, plan->company_field_count, cases[i].unwanted[k]), "row %zu does not need %s",
                    i, cases[i].unwanted[k]);
    arena_free(&arena);
  }
}

Test(evaluate_plan, measures_of_the_year)
{
  struct arena arena = { 0 };
  const struct plan *plan = make_plan(&arena, NULL, 0, 0);
  cr_assert_eq(plan->subject_count, 2);
  cr_expect_null(plan->subjects[0].object);
  cr_expect_eq(plan->subjects[0].count, 2);
  cr_expect_str_eq(plan->subjects[1].object->name, "服务机构");
  cr_expect_eq(plan->subjects[1].count, 1);
  const struct planned *first = &plan->subjects[0].measures[0], *second = &plan->subjects[0].measures[1];
  cr_expect(first->has_budget && !first->budget_unset && first->budget == 500 && first->cap == NO_SLOT);
  cr_expect(second->has_budget && second->budget_unset && second->cap != NO_SLOT);
  cr_expect_eq(plan_passes(plan), 1);
  const struct plan *before = make_plan(&arena, NULL, 0, 1999);
  cr_expect_eq(before->subjects[0].count, 0, "a policy that has not begun contributes nothing");
  arena_free(&arena);
}

/* What a row's own columns decide is asked at once, and only what its company is asked together with is kept. */
Test(evaluate_plan, related_rows)
{
  struct arena arena = { 0 };
  const struct plan *plan = make_plan(&arena, NULL, 0, 0);
  cr_assert_eq(plan->table_count, 1);
  const struct planned_table *table = &plan->tables[0];
  const struct planned_aggregate *aggregate = &table->aggregates[0];
  cr_expect_eq(table->aggregate_count, 1);
  cr_expect(aggregate->own != NO_SLOT && aggregate->rest != NO_SLOT && aggregate->value == NO_SLOT && !aggregate->by_company);
  cr_expect_eq(aggregate->distinct, STORED_LINK);
  cr_expect_eq(table->stored_count, 1);
  cr_expect_str_eq(table->stored[0]->name, "服务日期");
  for (size_t i = 0; i < table->own->input_count; i++) cr_expect_eq(table->own->inputs[i].table, table->table);
  cr_expect_eq(table->own->input_count, 2, "day and kind of the service");
  cr_expect_not_null(plan_aggregate(plan, plan->subjects[1].program->inputs[0].aggregate));
  cr_expect_null(plan_aggregate(plan, &(struct aggregate){ 0 }));
  arena_free(&arena);
}

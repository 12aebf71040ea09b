/* Tests of model/model.c: questions to a frozen model. */
#include "tests/policy/policy_case.h"

static const struct {
  const char *period;
  int year;
  bool covers;
} periods[] = {
  { "{ \"2022-01-01\", \"2024-12-31\" }", 2021, false },
  { "{ \"2022-01-01\", \"2024-12-31\" }", 2022, true },
  { "{ \"2022-01-01\", \"2024-12-31\" }", 2024, true },
  { "{ \"2022-01-01\", \"2024-12-31\" }", 2025, false },
  { "{ \"2022-12-31\", \"2023-01-01\" }", 2022, true },
  { "{ \"2022-12-31\", \"2023-01-01\" }", 2023, true },
  { "{ \"2022-06-01\", \"2022-06-01\" }", 2022, true },
  { "{ \"2023-04-01\" }", 2022, false },
  { "{ \"2023-04-01\" }", 2023, true },
  { "\"2023-04-01\"", 2099, true },
};

Test(model_model, a_policy_covers_the_years_with_which_it_shares_a_day)
{
  for (size_t i = 0; i < COUNT(periods); i++) {
    struct loading loading;
    char source[1024];
    snprintf(source, sizeof source, "政策 { 编号 = \"T1\", 名称 = \"甲\", 地区 = \"650100\", 有效期 = %s }", periods[i].period);
    load_text(&loading, source, LANGUAGE_CHINESE);
    cr_assert(loading.model, "%s", periods[i].period);
    cr_expect_eq(policy_covers(loading.model->policies[0], periods[i].year), periods[i].covers, "%s %d", periods[i].period,
                 periods[i].year);
    arena_free(&loading.arena);
  }
}

Test(model_model, a_value_set_by_hand_holds_on_every_day)
{
  struct loading loading;
  struct setting setting = { .name = "标准", .value = "7元" };
  struct load_options options = { .settings = &setting, .setting_count = 1 };
  load_with(&loading, POLICY "参数 \"标准\" { [\"2022-01-01\"] = 元(5), 至 = \"2022-12-31\" }", &options);
  cr_assert(loading.model, "%s", sentences(&loading, LANGUAGE_CHINESE));
  static const char *const days[] = { "1999-01-01", "2022-06-01", "2050-01-01" };
  for (size_t i = 0; i < COUNT(days); i++) {
    date day;
    cr_assert(date_parse(slice_of(days[i]), &day));
    cr_expect_str_eq(node_text_of(&loading.arena, parameter_value(loading.model->policies[0]->parameters[0], day)), "7元", "%s",
                     days[i]);
  }
  arena_free(&loading.arena);
}

Test(model_model, tables_fields_and_measures_are_found_by_name)
{
  struct loading loading;
  load_text(&loading, POLICY "支持 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 } }", LANGUAGE_CHINESE);
  cr_assert(loading.model);
  const struct model *model = loading.model;
  cr_expect_eq(model_find_table(model, "企业"), 0);
  cr_expect_eq(model_find_table(model, "company"), 0);
  cr_expect_eq(model_find_table(model, "服务记录"), model_find_table(model, "service_records"));
  cr_expect_eq(model_find_table(model, "没有"), -1);
  cr_expect_eq(table_find_field(&model->tables[0], "营业收入"), table_find_field(&model->tables[0], "revenue"));
  cr_expect_eq(table_find_field(&model->tables[0], "销售收入"), -1, "aliases are for headings");
  cr_expect_str_eq(model_measure(model, "T-1")->name, "甲");
  cr_expect_null(model_measure(model, "T-2"));
  arena_free(&loading.arena);
}

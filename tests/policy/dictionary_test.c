/* Tests of policy/dictionary.c: tables, columns, links and objects that a script declares. */
#include "policy_case.h"

static const struct finding_case mistakes[] = {
  { "a column without its kind", "local x = ¦列 \"新列\" { 英文 = \"x1\" }", "列没有写“类型”", "column lacks 'kind'" },
  { "a column of an unknown kind", "local x = 列 \"新列\" { 类型 = ¦\"钱\" }",
    "不认识的列类型“钱”；可选：金额、整数、数值、日期、是否、选项、文字、统一社会信用代码、行政区划代码、行业代码、比例",
    "unknown kind of column '钱'; there are: money, whole number, number, date, yes/no, choice, text, unified social credit "
    "code, region code, industry code, rate" },
  { "a choice without choices", "local x = ¦列 \"新列\" { 类型 = \"选项\" }",
    "列“新列”：写了 选项 的列，类型 就是“选项”（可以不写）；其他类型不能有 选项",
    "column '新列': a column with choices is of the kind 'choice' (which need not be written); other kinds have none" },
  { "choices of another kind", "local x = ¦列 \"新列\" { 类型 = \"文字\", 选项 = { \"甲\" } }",
    "列“新列”：写了 选项 的列，类型 就是“选项”（可以不写）；其他类型不能有 选项",
    "column '新列': a column with choices is of the kind 'choice' (which need not be written); other kinds have none" },
  { "an optional figure", "local x = ¦列 \"新列\" { 类型 = \"金额\", 可缺 = true }", "列“新列”：只有“是否”类型的列可以写 可缺",
    "column '新列': only a column of the kind 'yes/no' can be optional" },
  { "an unknown motion", "local x = 列 \"新列\" { 类型 = \"金额\", 变动 = ¦\"涨\" }", "不认识的变动“涨”；可选：升 降 升降 不变",
    "unknown motion '涨'; there are: rise fall both none" },
  { "a synonym of what is no choice", "local x = ¦列 \"新列\" { 选项 = { \"甲\", \"其他\" }, 同义 = { [\"无\"] = \"其它\" } }",
    "同义 写成 { [\"名单上的字\"] = \"选项之一\" }，这里是 其它",
    "synonyms are written { [\"text in the list\"] = \"one of the choices\" }; here stands 其它" },
  { "synonyms that are a text", "local x = 列 \"新列\" { 选项 = { \"甲\" }, 同义 = ¦\"甲\" }",
    "同义 写成 { [\"名单上的字\"] = \"选项之一\" }，这里是 文字\"甲\"",
    "synonyms are written { [\"text in the list\"] = \"one of the choices\" }; here stands the text \"甲\"" },
  { "a column that is there already", "表 \"企业\" { ¦列 \"营业收入\" { 类型 = \"日期\" } }", "表“企业”已经有列“营业收入”",
    "the table '企业' has a column '营业收入' already" },
  { "a column whose English name is there already", "表 \"企业\" { ¦列 \"新列\" { 英文 = \"revenue\", 类型 = \"日期\" } }",
    "表“企业”已经有列“营业收入”", "the table '企业' has a column '营业收入' already" },
  { "a column named like a word", "表 \"企业\" { ¦列 \"奖励\" { 类型 = \"日期\" } }", "“奖励”不能用作名称：“奖励”已经另有意思",
    "'奖励' cannot be used as a name: '奖励' means something else already" },
  { "a column whose English name is a word", "表 \"企业\" { ¦列 \"笔数\" { 英文 = \"count\", 类型 = \"整数\" } }",
    "“笔数”不能用作名称：“count”已经另有意思", "'笔数' cannot be used as a name: 'count' means something else already" },
  { "a column named like a table", "表 \"企业\" { ¦列 \"服务记录\" { 类型 = \"日期\" } }",
    "“服务记录”不能用作名称：“服务记录”已经另有意思",
    "'服务记录' cannot be used as a name: '服务记录' means something else already" },
  { "a column named like a link", "表 \"企业\" { ¦列 \"客户\" { 类型 = \"日期\" } }", "“客户”不能用作名称：“客户”已经另有意思",
    "'客户' cannot be used as a name: '客户' means something else already" },
  { "a table named like a field", "¦表 \"营业收入\" { 列 \"甲\" { 类型 = \"日期\" } }",
    "“营业收入”不能用作名称：“营业收入”已经另有意思",
    "'营业收入' cannot be used as a name: '营业收入' means something else already" },
  { "a table named like a word", "¦表 \"奖励\" { 列 \"甲\" { 类型 = \"日期\" } }", "“奖励”不能用作名称：“奖励”已经另有意思",
    "'奖励' cannot be used as a name: '奖励' means something else already" },
  { "a part of what is not there", "¦表 \"企业\" { 列 \"新列\" { 类型 = \"金额\", 属于 = \"总收人\" } }",
    "“企业”没有“总收人”这一列", "'企业' has no column '总收人'" },
  { "what is no column in a table", "表 \"新表\" { ¦\"甲\" }", "表里应是 列 \"…\" { … }，而不是文字\"甲\"",
    "a table holds column \"…\" { … }, not the text \"甲\"" },
  { "a column without its table", "表 \"新表\" { ¦列 \"甲\" }", "列“甲”后面没有 { … }",
    "column \"甲\" is not followed by { … }" },
  { "an unknown key of a table", "表 \"新表\" { 列 \"甲\" { 类型 = \"日期\" }, ¦联接 = { } }",
    "“表”没有“联接”这一项；是不是“链接”？", "data_table has no entry '联接'; did you mean '链接'?" },
  { "a key of a table twice", "表 \"新表\" { 列 \"甲\" { 类型 = \"日期\" }, 英文 = \"fresh\", ¦english = \"new\" }",
    "“english”与前面的“英文”是同一项，只能写一次", "'english' is the same entry as '英文' before; write it once" },
  { "a link to no column", "表 \"新表\" { 列 \"甲\" { 类型 = \"统一社会信用代码\" }, 链接 = { 乙 = ¦\"丙\" } }",
    "“新表”没有“丙”这一列", "'新表' has no column '丙'" },
  { "a link to a column that is no code", "表 \"新表\" { 列 \"甲\" { 类型 = \"文字\" }, 链接 = { 乙 = ¦\"甲\" } }",
    "链接要用“统一社会信用代码”类型的列，“甲”不是",
    "a link needs a column of the kind 'unified social credit code', which '甲' is not" },
  { "links that are a text", "表 \"新表\" { 列 \"甲\" { 类型 = \"文字\" }, 链接 = ¦\"甲\" }", "链接应写作 { 客户 = \"列名\" }",
    "links are written { client = \"column\" }" },
  { "an object without its code", "表 \"新表\" { 列 \"甲\" { 类型 = \"文字\" }, 对象 = { 机构 = ¦{ 名称 = \"甲\" } } }",
    "对象应写作 名称 = { 代码 = \"…\", 名称 = \"…\" }", "an object is written name = { code = \"…\", label = \"…\" }" },
  { "an object that is a text", "表 \"新表\" { 列 \"甲\" { 类型 = \"文字\" }, 对象 = { 机构 = ¦\"甲\" } }",
    "对象应写作 名称 = { 代码 = \"…\", 名称 = \"…\" }", "an object is written name = { code = \"…\", label = \"…\" }" },
};

Test(policy_dictionary, each_mistake_gives_one_finding)
{
  expect_findings(mistakes, COUNT(mistakes), POLICY, "");
}

static const char declared[] =
    POLICY "表 \"企业\" { 列 \"Ⅲ类奖项数\" { 英文 = \"prizes3\", 类型 = \"整数\", 变动 = \"升\" },\n"
           "  列 \"园区\" { 选项 = { \"东区\", \"西区\" }, 事件 = true } }\n"
           "表 \"培训记录\" { 英文 = \"trainings\",\n"
           "  列 \"学员单位\" { 英文 = \"trainee\", 类型 = \"统一社会信用代码\" },\n"
           "  列 \"讲师\" { 类型 = \"统一社会信用代码\" }, 列 \"讲师名称\" { 类型 = \"文字\" },\n"
           "  列 \"课时\" { 英文 = \"hours\", 类型 = \"数值\" },\n"
           "  链接 = { 学员 = { 代码 = \"学员单位\", 英文 = \"trainee_company\" } },\n"
           "  对象 = { 培训师 = { 代码 = \"讲师\", 名称 = \"讲师名称\", 英文 = \"trainer\" } } }\n"
           "券 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 对象 = 培训记录.培训师,\n"
           "  金额 = 元(100) * 合计(培训记录.课时) { 条件 = { 学员 { prizes3 { 至少 = 1 }, 园区 { 是 = \"东区\" } } } } }\n"
           "奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 条件 = { III类奖项数 { 至少 = 1 },\n"
           "  count(trainings.trainee_company) { 至少 = 2 } }, 金额 = 元(1) }\n";

Test(policy_dictionary, a_script_adds_tables_columns_links_and_objects)
{
  struct loading loading;
  load_text(&loading, declared, LANGUAGE_CHINESE);
  cr_assert(loading.model, "%s", sentences(&loading, LANGUAGE_CHINESE));
  const struct model *model = loading.model;
  int at = model_find_table(model, "trainings");
  cr_assert_eq(at, model_find_table(model, "培训记录"));
  const struct table *table = &model->tables[at];
  cr_expect_eq(table->kind.field_count, 4);
  cr_expect_eq(table->link_count, 1);
  cr_expect_str_eq(table->objects[0].english, "trainer");
  cr_expect_str_eq(model->measures[0]->object->name, "培训师");
  cr_expect_str_eq(node_text_of(&loading.arena, model->measures[0]->amount),
                   "100元 × 合计（课时；同时满足 Ⅲ类奖项数不低于1，园区是东区）");
  cr_expect_str_eq(node_text_of(&loading.arena, model->measures[1]->condition),
                   "全部（行政区划代码属于650100，Ⅲ类奖项数不低于1，件数（学员单位）不低于2）");
  arena_free(&loading.arena);
}

Test(policy_dictionary, a_column_keeps_its_name_and_is_found_by_its_plain_one)
{
  struct loading loading;
  load_text(&loading, declared, LANGUAGE_CHINESE);
  cr_assert(loading.model);
  const struct table *companies = &loading.model->tables[0];
  int at = table_find_field(companies, "III类奖项数");
  cr_assert_geq(at, 0);
  cr_expect_str_eq(companies->kind.fields[at].name, "Ⅲ类奖项数");
  cr_expect_eq(at, table_find_field(companies, "prizes3"));
  cr_expect_eq(field_find(&companies->kind, SLICE("III类奖项数")), &companies->kind.fields[at]);
  cr_expect_eq(companies->kind.fields[table_find_field(companies, "园区")].kind, FIELD_CHOICE);
  arena_free(&loading.arena);
}

Test(policy_dictionary, two_scripts_may_add_the_same_column)
{
  static const char script[] = "表 \"企业\" { 列 \"园区\" { 选项 = { \"东区\", \"西区\" } } }\n";
  static const char other[] = "表 \"企业\" { 列 \"园区\" { 选项 = { \"东区\" } } }\n";
  static const char second[] = "政策 { 编号 = \"T2\", 名称 = \"乙\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }\n";
  for (int same = 0; same < 2; same++) {
    struct loading loading = { .model = NULL };
    char texts[2][1024];
    snprintf(texts[0], sizeof texts[0], POLICY "%s", script);
    snprintf(texts[1], sizeof texts[1], "%s%s", second, same ? script : other);
    struct script_text scripts[] = { { .path = "a.lua", .text = slice_of(texts[0]) },
                                     { .path = "b.lua", .text = slice_of(texts[1]) } };
    struct load_options options = { 0 };
    loading.model = model_load(&loading.arena, scripts, 2, &options, &loading.faults);
    cr_expect_eq(loading.model != NULL, same, "%s", sentences(&loading, LANGUAGE_CHINESE));
    cr_expect_eq(loading.faults.count, same ? 0 : 1);
    arena_free(&loading.arena);
  }
}

Test(policy_dictionary, tables_have_a_limit)
{
  struct loading loading;
  load_text(&loading, POLICY "for i = 1, 40 do 表(\"表\" .. i) { 列 \"甲\" { 类型 = \"文字\" } } end", LANGUAGE_CHINESE);
  cr_expect_null(loading.model);
  cr_expect_str_eq(sentences(&loading, LANGUAGE_CHINESE), "表太多：最多 32 张");
  arena_free(&loading.arena);
}

/* A company column is a bare name in scripts: one that is also a word, a table or a link would be hidden without a word. */
Test(policy_dictionary, no_two_names_of_the_standard_dictionary_collide)
{
  struct loading loading = { .model = NULL };
  loading.model = model_dictionary(&loading.arena, &loading.faults);
  cr_assert(loading.model, "%s", sentences(&loading, LANGUAGE_CHINESE));
  for (size_t t = 0; t < loading.model->table_count; t++) {
    const struct table_kind *kind = &loading.model->tables[t].kind;
    cr_expect(kind->english, "%s has no English name", kind->name);
    for (size_t i = 0; i < kind->field_count; i++) {
      const struct field *field = &kind->fields[i];
      cr_expect(field->english, "%s.%s has no English name", kind->name, field->name);
      cr_expect_eq((size_t)table_find_field(&loading.model->tables[t], field->english), i, "%s.%s", kind->name, field->english);
      cr_expect(t || model_find_table(loading.model, field->name) < 0, "%s", field->name);
      for (size_t k = 0; k < field->alias_count; k++)
        cr_expect_eq(field_find(kind, slice_of(field->aliases[k])), field, "the alias %s of %s", field->aliases[k], field->name);
    }
    for (size_t k = 0; k < loading.model->tables[t].link_count; k++) cr_expect(loading.model->tables[t].links[k].english);
    for (size_t k = 0; k < loading.model->tables[t].object_count; k++) cr_expect(loading.model->tables[t].objects[k].english);
  }
  arena_free(&loading.arena);
}

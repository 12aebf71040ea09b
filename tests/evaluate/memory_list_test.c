/* Lists in memory: judged as if they were read, bound to other models, picked apart, found by code. */
#include "evaluate/memory_list.h"

#include "whole_run.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char list[] =
    "统一社会信用代码,企业名称,行政区划代码,营业收入（万元）,职工总数,科技人员数,高企认定日期,高企认定次数,备注\n"
    "91650100MA00000016,甲公司,650102,1200,30,10,2022-03-01,1,x\n"
    "91650100MA00000024,乙公司,650103,,20,25,,,\n"
    "91650100MA00000016,丙公司,650103,5,20,5,2022-03-01,1,\n"
    ",丁公司,650104,12万,三,1,2022-02-30,1\n"
    "91650100MA00000032,戊公司,650104,8000,9,4,2021-05-01,2,\n";

static const char services[] = "服务机构代码,服务机构名称,服务机构地区,客户统一社会信用代码,服务日期,服务类型,合同金额\n"
                               "P1,机构一,650100,91650100MA00000016,2022-06-01,研发设计,1万元\n"
                               "P1,机构一,650100,91650100MA00000032,2022-06-02,研发设计,乙\n"
                               "P2,机构二,650100,91650100MA00000099,2022-06-02,研发设计,2万元\n";

static const struct {
  const char *name, *script, *services;
} scripts[] = {
  { "an award",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 高企认定日期 { 在 = 年度 }, 高企认定次数 { 等于 = 1 } }, 金额 = "
    "万元(10) }",
    NULL },
  { "a part and its whole",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { (科技人员数 / 职工总数) { 至少 = 百分之(10) } }, 金额 = 营业收入 * "
    "百分之(1) }",
    NULL },
  { "a part alone", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 科技人员数 { 至少 = 5 } }, 金额 = 万元(1) }", NULL },
  { "a column that is lacking", "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(1) }", NULL },
  { "an envelope",
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 职工总数 { 至少 = 5 } }, 金额 = 万元(7), 预算 = 万元(10) }", NULL },
  { "related rows",
    "券 \"券\" { 编号 = \"T-1\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 元(5000) * 计数(服务记录.客户) { 不重复 = true, "
    "条件 = { 客户 { 高企认定次数 { 至少 = 1 } } } } }\n"
    "奖励 \"和\" { 编号 = \"T-2\", 条款 = \"一\", 金额 = 合计(服务记录.合同金额) { 条件 = { 服务记录.服务日期 { 在 = 年度 } } } "
    "}",
    services },
};

Test(evaluate_memory_list, judged_as_if_read)
{
  for (size_t i = 0; i < COUNT(scripts); i++)
    for (size_t threads = 1; threads <= 2; threads++) {
      struct whole_run read = {
        .script = scripts[i].script, .list = list, .services = scripts[i].services, .all = true, .threads = threads
      };
      struct whole_run held = read;
      held.held = true;
      held.marked = threads == 2;
      held.block_bytes = 100;
      whole_run(&read);
      whole_run(&held);
      cr_expect(!read.failed && !held.failed, "%s", scripts[i].name);
      cr_expect(read.verdicts.length > 0, "%s", scripts[i].name);
      cr_expect_str_eq(held.verdicts.at, read.verdicts.at, "%s", scripts[i].name);
      cr_expect_str_eq(held.problems.at, read.problems.at, "%s", scripts[i].name);
      whole_free(&read);
      whole_free(&held);
    }
}

static struct memory_list *hold(struct arena *arena, const struct model *model, size_t block_bytes)
{
  static struct list_reader_options options;
  struct fault fault;
  const char *path = whole_file(arena, list);
  options = (struct list_reader_options){ .block_bytes = block_bytes };
  struct memory_list *held = memory_list_read(path, &model->tables[0].kind, &options, 1, &fault);
  unlink(path);
  cr_assert_not_null(held);
  return held;
}

static const struct field *named(const struct model *model, const char *name)
{
  return field_find(&model->tables[0].kind, slice_of(name));
}

static struct slice name_at(const struct memory_list *held, const struct model *model, size_t row)
{
  struct column *column;
  size_t at;
  cr_assert(memory_list_cell(held, named(model, "企业名称"), row, &column, &at));
  return column->text[at];
}

Test(evaluate_memory_list, another_model)
{
  static const struct {
    const char *name, *script;
    bool fits;
  } cases[] = {
    { "the same dictionary", "", true },
    { "a column of the list is declared since", "表 \"企业\" { 列 \"备注\" { 类型 = \"文字\" } }", false },
    { "a column that the list lacks is declared", "表 \"企业\" { 列 \"别的\" { 类型 = \"文字\" } }", true },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct arena first = { 0 }, second = { 0 };
    struct memory_list *held = hold(&first, whole_model(&first, ""), 0);
    arena_free(&first);
    const struct model *model = whole_model(&second, cases[i].script);
    cr_expect_eq(memory_list_bind(held, &model->tables[0].kind), cases[i].fits, "%s", cases[i].name);
    if (cases[i].fits) cr_expect(slice_is(name_at(held, model, 4), "戊公司"), "%s", cases[i].name);
    memory_list_free(held);
    arena_free(&second);
  }
}

Test(evaluate_memory_list, some_rows_changed)
{
  struct arena arena = { 0 };
  const struct model *model = whole_model(&arena, "");
  struct memory_list *held = hold(&arena, model, 100), *picked = memory_list_pick(held, (const uint32_t[]){ 1, 4 }, 2);
  cr_assert_eq(held->rows, 5);
  cr_assert_eq(picked->rows, 2);
  cr_expect(slice_is(name_at(picked, model, 0), "乙公司") && slice_is(name_at(picked, model, 1), "戊公司"));
  struct cell staff = { .state = STATE_KNOWN, .num = 77, .den = 1 };
  struct column *column;
  size_t at;
  cr_assert(memory_list_set(picked, named(model, "职工总数"), 1, &staff));
  cr_assert(memory_list_cell(picked, named(model, "职工总数"), 1, &column, &at));
  cr_expect_eq(column->num[at], 77);
  cr_assert(memory_list_cell(held, named(model, "职工总数"), 4, &column, &at));
  cr_expect_eq(column->num[at], 9, "the list itself is untouched");
  cr_expect_not(memory_list_set(picked, named(model, "规模以上"), 0, &staff), "a column that the list lacks");
  memory_list_free(picked);
  memory_list_free(held);
  arena_free(&arena);
}

Test(evaluate_memory_list, a_company_in_no_list)
{
  struct arena arena = { 0 };
  const struct model *model = whole_model(&arena, "");
  struct memory_list *held = memory_list_blank(&model->tables[0].kind);
  struct column *column;
  size_t at;
  cr_assert(memory_list_cell(held, named(model, "营业收入"), 0, &column, &at));
  cr_expect_eq(column->state[at], STATE_UNKNOWN);
  cr_assert(memory_list_cell(held, named(model, "高企认定日期"), 0, &column, &at));
  cr_expect_eq(column->state[at], STATE_NOT_OCCURRED);
  cr_assert(memory_list_cell(held, named(model, "近五年国家科技奖励"), 0, &column, &at));
  cr_expect(column->state[at] == STATE_KNOWN && column->num[at] == 0, "an optional column is no");
  memory_list_free(held);
  arena_free(&arena);
}

Test(evaluate_memory_list, found_by_code)
{
  static const struct {
    const char *code;
    size_t count;
    uint32_t rows[2];
  } cases[] = {
    { "91650100MA00000016", 2, { 0, 2 } },
    { "91650100MA00000032", 1, { 4 } },
    { "91650100MA00000040", 0, { 0 } },
  };
  struct arena arena = { 0 };
  const struct model *model = whole_model(&arena, "");
  struct memory_list *held = hold(&arena, model, 100);
  struct held_index *index = memory_list_index_new(held, named(model, "统一社会信用代码"));
  for (size_t i = 0; i < COUNT(cases); i++) {
    size_t count;
    const uint32_t *rows = memory_list_index_rows(index, slice_of(cases[i].code), &count);
    cr_expect_eq(count, cases[i].count, "%s", cases[i].code);
    for (size_t k = 0; k < count && k < cases[i].count; k++) cr_expect_eq(rows[k], cases[i].rows[k], "%s", cases[i].code);
  }
  memory_list_index_free(index);
  memory_list_free(held);
  arena_free(&arena);
}

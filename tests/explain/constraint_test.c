/* Conditions as sets, against trying every value: what excludes, and what implies. */
#include "explain/constraint.h"

#include <criterion/criterion.h>

#include "evaluate/value.h"
#include "policy/load.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Conditions on one field each, and the values to try: an event's column also never happened. */
static const struct {
  const char *field, *conditions;
  struct cell values[16];
  size_t value_count;
} families[] = {
  { "职工总数",
    "职工总数 { 至少 = 3 }, 职工总数 { 超过 = 3 }, 职工总数 { 至多 = 3 }, 职工总数 { 低于 = 3 }, 职工总数 { 等于 = 3 }, 职工总数 "
    "{ 不等于 = 3 }, "
    "职工总数 { 超过 = 2, 低于 = 4 }, 非 { 职工总数 { 至少 = 5 } }, 非 { 职工总数 { 等于 = 2 } }, 职工总数 { 超过 = 2.5 }, "
    "职工总数 { 低于 = 3.5 }",
    { { .num = 0 }, { .num = 1 }, { .num = 2 }, { .num = 3 }, { .num = 4 }, { .num = 5 }, { .num = 6 }, { .num = 7 } },
    8 },
  { "专精特新",
    "专精特新 { 是 = \"无\" }, 专精特新 { 不是 = \"无\" }, 专精特新 { 属于 = { \"无\", \"省级专精特新\" } }, 非 { 专精特新 { 是 "
    "= \"无\" } }, "
    "专精特新 { 属于 = { \"省级专精特新\", \"国家级小巨人\" } }",
    { { .num = 0 }, { .num = 1 }, { .num = 2 } },
    3 },
  { "迁入方式",
    "迁入方式 { 是 = \"整体迁入\" }, 迁入方式 { 不是 = \"整体迁入\" }, 非 { 迁入方式 { 是 = \"整体迁入\" } }, 非 { 迁入方式 { "
    "不是 = \"整体迁入\" } }, "
    "未发生(迁入方式), 非 { 未发生(迁入方式) }",
    { { .num = 0 }, { .num = 1 }, { .state = STATE_NOT_OCCURRED } },
    3 },
  { "高企认定日期",
    "高企认定日期 { 在 = 年度 }, 高企认定日期 { 不在 = 年度 }, 非 { 高企认定日期 { 在 = 年度 } }, 高企认定日期 { 在 = 年度 + 1 "
    "}, "
    "高企认定日期 { 晚于 = \"2022-12-31\" }, 高企认定日期 { 早于 = \"2022-01-01\" }, 高企认定日期 { 不晚于 = 基准日 }, "
    "未发生(高企认定日期), "
    "非 { 未发生(高企认定日期) }",
    { { .num = 18992 },
      { .num = 18993 },
      { .num = 19200 },
      { .num = 19357 },
      { .num = 19358 },
      { .num = 19722 },
      { .num = 19723 },
      { .state = STATE_NOT_OCCURRED } },
    8 },
  { "行政区划代码",
    "行政区划代码 { 属于 = \"650000\" }, 行政区划代码 { 属于 = \"650100\" }, 行政区划代码 { 不属于 = \"650100\" }, 行政区划代码 "
    "{ 属于 = { \"650102\", \"620102\" } }, "
    "行政区划代码 { 不属于 = { \"650000\", \"620000\" } }, 非 { 行政区划代码 { 属于 = \"650000\" } }",
    { { .num = 650102 }, { .num = 650103 }, { .num = 650202 }, { .num = 620102 }, { .num = 620103 }, { .num = 110101 } },
    6 },
};

struct tried {
  struct cell cell;
};

/* STATE_NEVER is 0: a value that is meant to be known says so by its position, the last value of an event column is never. */
static struct cell value_at(size_t family, size_t at)
{
  struct cell cell = families[family].values[at];
  bool event = family == 2 || family == 3;
  cell.state = event && at + 1 == families[family].value_count ? STATE_NOT_OCCURRED : STATE_KNOWN;
  cell.den = 1;
  return cell;
}

static void exact_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  (void)table;
  (void)field;
  *out = ((const struct tried *)subject->context)->cell;
}

static bool holds(const struct node *condition, size_t family, size_t at)
{
  struct tried tried = { value_at(family, at) };
  struct row_context subject = { .as_of = { .year = 2022 }, .cell = exact_cell, .context = &tried };
  date_make(2022, 12, 31, &subject.as_of.on);
  return value_of(&subject, condition).answer == ANSWER_YES;
}

static const struct model *conditions_of(struct arena *arena, size_t family)
{
  struct faults faults = { 0 };
  const char *text =
      arena_printf(arena,
                   "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n"
                   "清单 \"甲\" { 编号 = \"A\", 条款 = \"一\", 对照 = { %s } }\n",
                   families[family].conditions);
  struct script_text script = { .path = "x.lua", .text = slice_of(text) };
  const struct model *model = model_load(arena, &script, 1, &(struct load_options){ 0 }, &faults);
  struct buffer said = { 0 };
  for (size_t i = 0; i < faults.count; i++) format_fault(&said, LANGUAGE_CHINESE, &faults.items[i]);
  buffer_char(&said, 0);
  cr_assert_not_null(model, "%s", said.at);
  buffer_free(&said);
  return model;
}

static void compare_pair(size_t family, const struct node *a, const struct node *b, struct program *program)
{
  struct constraints first = { .program = program }, second = { .program = program };
  bool both = false, escapes = false;
  constraints_add(&first, a, false);
  constraints_add(&second, b, false);
  if (first.count != 1 || second.count != 1) return;
  for (size_t at = 0; at < families[family].value_count; at++) {
    bool x = holds(a, family, at), y = holds(b, family, at);
    both |= x && y;
    escapes |= x && !y;
  }
  struct buffer said = { 0 };
  format_node(&said, LANGUAGE_CHINESE, a);
  buffer_text(&said, " / ");
  format_node(&said, LANGUAGE_CHINESE, b);
  buffer_char(&said, 0);
  cr_expect(constraint_same_subject(&first.items[0], &second.items[0]), "%s", said.at);
  cr_expect_eq(constraints_exclude(&first.items[0], &second.items[0]), !both, "%s: exclude", said.at);
  /* Being known implies more than is reported of events; what is reported must be so. */
  if (constraint_implies(&first.items[0], &second.items[0])) cr_expect_not(escapes, "%s: implies", said.at);
  if (family < 2 && !escapes && both) cr_expect(constraint_implies(&first.items[0], &second.items[0]), "%s: implied", said.at);
  buffer_free(&said);
}

Test(explain_constraint, pairs_against_every_value)
{
  for (size_t family = 0; family < COUNT(families); family++) {
    struct arena arena = { 0 };
    const struct model *model = conditions_of(&arena, family);
    const struct measure *measure = model->measures[0];
    struct as_of as_of = { .year = 2022 };
    date_make(2022, 12, 31, &as_of.on);
    struct program *program = program_new(&arena, model, as_of);
    cr_assert(measure->against_count >= 5);
    for (size_t i = 0; i < measure->against_count; i++)
      for (size_t k = 0; k < measure->against_count; k++) compare_pair(family, measure->against[i], measure->against[k], program);
    arena_free(&arena);
  }
}

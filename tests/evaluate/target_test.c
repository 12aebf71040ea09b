/* Targets over small lists: the certain figure, what unknown data leave possible, and what that says of the goal. */
#include "evaluate/target.h"

#include "base/decimal.h"
#include "whole_run.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* A row of 指标 (`unit` is the area) or of 任务分解. */
struct row {
  const char *name, *unit;
  int year;
  struct ratio value;
};

struct situation {
  const char *name, *entries; /* of one target `G` of the name 数, condition and goal included */
  const char *list;           /* behind the headings */
  struct row indicators[3], tasks[4];
  const char *expected; /* a line a unit: `unit goal/actual [low, high] outcome`; money in fen */
  int year;             /* 0: 2022 */
};

static const char headings[] = "统一社会信用代码,企业名称,行政区划代码,所属镇街,规模以上,研发机构,利润总额,营业收入\n";

static const struct figure_row *indicators_of(struct arena *arena, const struct row *rows, struct figures *figures)
{
  struct figure_rows *indicators = &figures->rows[FIGURE_INDICATORS];
  indicators->items = arena_array(arena, 3, sizeof *indicators->items);
  for (size_t i = 0; i < 3 && rows[i].name; i++)
    indicators->items[indicators->count++] =
        (struct figure_row){ slice_of(rows[i].name), slice_of(rows[i].unit), rows[i].year, rows[i].value, true, false, 0 };
  return indicators->items;
}

static const struct figure_row *tasks_of(struct arena *arena, const struct row *rows, struct figures *figures)
{
  struct figure_rows *tasks = &figures->rows[FIGURE_TASKS];
  tasks->items = arena_array(arena, 4, sizeof *tasks->items);
  for (size_t i = 0; i < 4 && rows[i].name; i++)
    tasks->items[tasks->count++] =
        (struct figure_row){ slice_of(rows[i].name), slice_of(rows[i].unit), rows[i].year, rows[i].value, true, false, 0 };
  return tasks->items;
}

static void format_end(struct buffer *out, bool known, struct ratio value)
{
  if (known) ratio_write(out, value);
  else buffer_char(out, '?');
}

static void format_result(struct buffer *out, const struct target_result *result)
{
  static const char *const outcomes[] = { "unjudged", "missed", "open", "reached" };
  buffer_slice(out, result->unit);
  buffer_char(out, ' ');
  format_end(out, result->has_goal, result->goal);
  buffer_char(out, '/');
  format_end(out, result->has_actual, result->actual);
  buffer_text(out, " [");
  format_end(out, result->has_low, result->low);
  buffer_text(out, ", ");
  format_end(out, result->has_high, result->high);
  buffer_printf(out, "] %s\n", outcomes[result->outcome]);
}

/* The targets of a script over a list, as text. */
static void format_targets(struct buffer *out, struct arena *arena, const struct situation *row, const char *script)
{
  struct whole_run whole = { .script = script };
  const struct model *model = whole_model(arena, script);
  struct plan *plan = plan_new(arena, model, whole_occasion(row->year), &(struct plan_options){ 0 });
  struct run_options options = { .threads = 2 };
  struct sink sink = { &whole, whole_worker, whole_close, whole_begin, whole_batch, whole_block, whole_table_block, NULL };
  const char *list = whole_file(arena, arena_printf(arena, "%s%s", headings, row->list));
  struct figures figures = { 0 };
  size_t count;
  indicators_of(arena, row->indicators, &figures);
  tasks_of(arena, row->tasks, &figures);
  struct run *run = run_open(arena, plan, &options);
  cr_assert(whole_companies(&whole, arena, run, plan, &options, list, &sink), "%s", row->name);
  const struct target_result *results = targets_reach(arena, plan, run_tally(run), &figures, &count);
  for (size_t i = 0; i < count; i++) format_result(out, &results[i]);
  buffer_char(out, 0);
  run_close(run);
  unlink(list);
  whole_free(&whole);
}

static void expect(const struct situation *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    struct arena arena = { 0 };
    struct buffer out = { 0 };
    const char *script = arena_printf(&arena, "目标 \"数\" { 编号 = \"G\", 条款 = \"一\", %s }\n", rows[i].entries);
    format_targets(&out, &arena, &rows[i], script);
    cr_expect_str_eq(out.at, rows[i].expected, "%s: %s", rows[i].name, out.at);
    buffer_free(&out);
    arena_free(&arena);
  }
}

/* Two are above scale, one is not, of one nobody knows. */
#define FOUR "C1,甲,650102,,是\nC2,乙,650102,,是\nC3,丙,650102,,否\nC4,丁,650102,,\n"

Test(evaluate_target, counts)
{
  static const struct situation rows[] = {
    { "what is certain is enough", "实际 = 家数 { 规模以上 }, 至少 = 2", FOUR, .expected = "650100 2/2 [2, 3] reached\n" },
    { "the unknown one could turn it", "实际 = 家数 { 规模以上 }, 至少 = 3", FOUR, .expected = "650100 3/2 [2, 3] open\n" },
    { "not even the unknown one helps", "实际 = 家数 { 规模以上 }, 至少 = 4", FOUR, .expected = "650100 4/2 [2, 3] missed\n" },
    { "more than 1", "实际 = 家数 { 规模以上 }, 超过 = 1", FOUR, .expected = "650100 1/2 [2, 3] reached\n" },
    { "more than 2: equal is not more", "实际 = 家数 { 规模以上 }, 超过 = 2", FOUR, .expected = "650100 2/2 [2, 3] open\n" },
    { "more than 3: equal at best", "实际 = 家数 { 规模以上 }, 超过 = 3", FOUR, .expected = "650100 3/2 [2, 3] missed\n" },
    { "no goal", "实际 = 家数 { 规模以上 }", FOUR, .expected = "650100 ?/2 [2, 3] unjudged\n" },
    { "no actual figure", "至少 = 2", FOUR, .expected = "650100 2/? [?, ?] open\n" },
    { "an empty list", "实际 = 家数 { 规模以上 }, 至少 = 1", "", .expected = "650100 1/0 [0, 0] missed\n" },
    { "a second row of a code", "实际 = 家数 { 规模以上 }, 至少 = 3", FOUR "C1,甲,650102,,是\nc3,丙,650102,,是\nC4,丁,650102,,\n",
      .expected = "650100 3/2 [2, 3] open\n" },
    { "two conditions, one of them no", "实际 = 家数 { 规模以上, 研发机构 }, 至少 = 1",
      "C1,甲,650102,,,否\nC2,乙,650102,,否,\nC3,丙,650102,,,是\n", .expected = "650100 1/0 [0, 1] open\n" },
  };
  expect(rows, COUNT(rows));
}

#define SHARE "实际 = 占比 { 其中 = { 研发机构 }, 全体 = { 规模以上 } }, "

Test(evaluate_target, shares)
{
  static const struct situation rows[] = {
    { "all known", SHARE "至少 = 百分之(50)", "C1,甲,650102,,是,是\nC2,乙,650102,,是,否\nC3,丙,650102,,否,是\n",
      .expected = "650100 0.5/0.5 [0.5, 0.5] reached\n" },
    { "more than what it is", SHARE "超过 = 百分之(50)", "C1,甲,650102,,是,是\nC2,乙,650102,,是,否\n",
      .expected = "650100 0.5/0.5 [0.5, 0.5] missed\n" },
    { "one may have it", SHARE "至少 = 百分之(50)",
      "C1,甲,650102,,是,是\nC2,乙,650102,,是,\nC3,丙,650102,,是,否\nC4,丁,650102,,是,否\n",
      .expected = "650100 0.5/0.25 [0.25, 0.5] open\n" },
    { "one that has it may be in the whole: it only raises", SHARE "至少 = 百分之(50)",
      "C1,甲,650102,,是,是\nC2,乙,650102,,是,否\nC3,丙,650102,,,是\n", .expected = "650100 0.5/0.5 [0.5, 2/3] reached\n" },
    { "one without it may be in the whole: it only lowers", SHARE "至少 = 百分之(50)", "C1,甲,650102,,是,是\nC2,乙,650102,,,否\n",
      .expected = "650100 0.5/1 [0.5, 1] reached\n" },
    { "of one nothing is known", SHARE "超过 = 百分之(50)", "C1,甲,650102,,是,是\nC2,乙,650102,,,\n",
      .expected = "650100 0.5/1 [0.5, 1] open\n" },
    { "of one nothing is known, and it raises", SHARE "至少 = 百分之(80)", "C1,甲,650102,,是,否\nC2,乙,650102,,,\n",
      .expected = "650100 0.8/0 [0, 0.5] missed\n" },
    { "0 of 0", SHARE "至少 = 百分之(50)", "C1,甲,650102,,否,是\n", .expected = "650100 0.5/? [?, ?] open\n" },
    { "0 of 0, or 1 of 1", SHARE "至少 = 百分之(50)", "C1,甲,650102,,,是\n", .expected = "650100 0.5/? [0, 1] open\n" },
    { "0 of 0, or 0 of 1", SHARE "至少 = 百分之(50)", "C1,甲,650102,,,否\n", .expected = "650100 0.5/? [0, 1] open\n" },
  };
  expect(rows, COUNT(rows));
}

#define TWO "实际 = 家数 { 规模以上 }, 至少 = 5"

Test(evaluate_target, a_figure_of_the_indicators_wins)
{
  static const struct situation rows[] = {
    { "by code", TWO, FOUR, { { "数", "650100", 2022, { 5, 1 } } }, .expected = "650100 5/5 [5, 5] reached\n" },
    { "by name of the area", TWO, FOUR, { { "数", "乌鲁木齐市", 2022, { 6, 1 } } }, .expected = "650100 5/6 [6, 6] reached\n" },
    { "by number of the target", TWO, FOUR, { { "G", "650100", 2022, { 4, 1 } } }, .expected = "650100 5/4 [4, 4] missed\n" },
    { "of another year", TWO, FOUR, { { "数", "650100", 2021, { 5, 1 } } }, .expected = "650100 5/2 [2, 3] missed\n" },
    { "of another area", TWO, FOUR, { { "数", "320614", 2022, { 5, 1 } } }, .expected = "650100 5/2 [2, 3] missed\n" },
    { "of another name", TWO, FOUR, { { "数目", "650100", 2022, { 5, 1 } } }, .expected = "650100 5/2 [2, 3] missed\n" },
    { "a share",
      SHARE "至少 = 百分之(50)",
      "C1,甲,650102,,是,\n",
      { { "数", "650100", 2022, { 1, 2 } } },
      .expected = "650100 0.5/0.5 [0.5, 0.5] reached\n" },
  };
  expect(rows, COUNT(rows));
}

#define GROWTH "实际 = 家数 { 规模以上 } / 指标(\"规上数\", 年度 - 1) - 1, 至少 = 百分之(20)"
#define SIX    FOUR "C5,戊,650102,,是\nC6,己,650102,,是\nC7,庚,650102,,是\nC8,辛,650102,,是\n"

Test(evaluate_target, growth_against_the_year_before)
{
  static const struct situation rows[] = {
    { "6 after 5", GROWTH, SIX, { { "规上数", "650100", 2021, { 5, 1 } } }, .expected = "650100 0.2/0.2 [0.2, 0.4] reached\n" },
    { "6 or 7 after 5.5",
      GROWTH,
      SIX,
      { { "规上数", "650100", 2021, { 11, 2 } } },
      .expected = "650100 0.2/1/11 [1/11, 3/11] open\n" },
    { "6 or 7 after 8",
      GROWTH,
      SIX,
      { { "规上数", "650100", 2021, { 8, 1 } } },
      .expected = "650100 0.2/-0.25 [-0.25, -0.125] missed\n" },
    { "the year before is not given",
      GROWTH,
      SIX,
      { { "规上数", "650100", 2022, { 5, 1 } } },
      .expected = "650100 0.2/? [?, ?] open\n" },
    { "after none at all", GROWTH, SIX, { { "规上数", "650100", 2021, { 0, 1 } } }, .expected = "650100 0.2/? [?, ?] open\n" },
    { "two figures of the table",
      "实际 = 指标(\"甲\", 年度) / 指标(\"甲\", 年度 - 1) - 1, 至少 = 百分之(20)",
      "",
      { { "甲", "650100", 2021, { 10, 1 } }, { "甲", "650100", 2022, { 12, 1 } } },
      .expected = "650100 0.2/0.2 [0.2, 0.2] reached\n" },
  };
  expect(rows, COUNT(rows));
}

#define TOWNS "实际 = 家数 { 规模以上 }, 分解 = 所属镇街"

Test(evaluate_target, tasks_of_towns)
{
  static const struct situation rows[] = {
    { "tasks as they stand, then towns as they appear", TOWNS,
      "C1,甲,650102,东门街道,是\nC2,乙,650102,北门街道,是\nC3,丙,650102,北门街道,是\n",
      .tasks = { { "数", "南门街道", 2022, { 1, 1 } }, { "G", "北门街道", 2022, { 2, 1 } } },
      .expected = "南门街道 1/0 [0, 0] missed\n北门街道 2/2 [2, 2] reached\n东门街道 ?/1 [1, 1] unjudged\n" },
    { "a company of unknown town may be of each", TOWNS, "C1,甲,650102,北门街道,是\nC2,乙,650102,北门街道,是\nC3,丙,650102,,是\n",
      .tasks = { { "数", "南门街道", 2022, { 1, 1 } },
                 { "数", "北门街道", 2022, { 2, 1 } },
                 { "数", "东门街道", 2022, { 2, 1 } } },
      .expected = "南门街道 1/0 [0, 1] open\n北门街道 2/2 [2, 3] reached\n东门街道 2/0 [0, 1] missed\n" },
    { "one that is none does not widen", TOWNS, "C1,甲,650102,北门街道,是\nC2,乙,650102,,否\n",
      .tasks = { { "数", "北门街道", 2022, { 2, 1 } } }, .expected = "北门街道 2/1 [1, 1] missed\n" },
    { "tasks of another year and target", TOWNS, "C1,甲,650102,北门街道,是\n",
      .tasks = { { "数", "北门街道", 2021, { 1, 1 } }, { "数目", "北门街道", 2022, { 1, 1 } } },
      .expected = "北门街道 ?/1 [1, 1] unjudged\n" },
    { "a task wins over the script's goal", "实际 = 家数 { 规模以上 }, 分解 = 所属镇街, 至少 = 1",
      "C1,甲,650102,北门街道,是\nC2,乙,650102,南门街道,是\n", .tasks = { { "数", "北门街道", 2022, { 2, 1 } } },
      .expected = "北门街道 2/1 [1, 1] missed\n南门街道 1/1 [1, 1] reached\n" },
  };
  expect(rows, COUNT(rows));
}

#define DISTRICTS "实际 = 家数 { 规模以上 }, 分解 = 行政区划代码"

Test(evaluate_target, tasks_of_districts)
{
  static const struct situation rows[] = {
    { "by code", DISTRICTS, "C1,甲,650103,,是\nC2,乙,650102,,是\n", .tasks = { { "数", "650102", 2022, { 1, 1 } } },
      .expected = "650102 1/1 [1, 1] reached\n650103 ?/1 [1, 1] unjudged\n" },
    { "by name, as written", DISTRICTS, "C1,甲,650103,,是\nC2,乙,650102,,是\n", .tasks = { { "数", "天山区", 2022, { 1, 1 } } },
      .expected = "天山区 1/1 [1, 1] reached\n650103 ?/1 [1, 1] unjudged\n" },
    { "districts elsewhere are none of the policy's", DISTRICTS, "C1,甲,320614,,是\nC2,乙,650102,,是\n",
      .expected = "650102 ?/1 [1, 1] unjudged\n" },
    { "a company of unknown district", DISTRICTS, "C1,甲,,,是\nC2,乙,650102,,是\n",
      .tasks = { { "数", "650102", 2022, { 2, 1 } } }, .expected = "650102 2/1 [1, 2] open\n" },
    { "the district's own figure, by its name",
      DISTRICTS,
      "C1,甲,650102,,是\n",
      { { "数", "天山区", 2022, { 7, 1 } } },
      { { "数", "650102", 2022, { 5, 1 } } },
      .expected = "650102 5/7 [7, 7] reached\n" },
    { "a task by name, the figure by code",
      DISTRICTS,
      "C1,甲,650102,,是\n",
      { { "数", "650102", 2022, { 7, 1 } } },
      { { "数", "天山区", 2022, { 5, 1 } } },
      .expected = "天山区 5/7 [7, 7] reached\n" },
    { "codes of 12 digits, of which 6 count",
      DISTRICTS,
      "C1,甲,650102,,是\nC2,乙,650103,,是\n",
      { { "数", "650103000000", 2022, { 7, 1 } } },
      { { "数", "650102000000", 2022, { 1, 1 } }, { "数", "650103", 2022, { 8, 1 } } },
      .expected = "650102000000 1/1 [1, 1] reached\n650103 8/7 [7, 7] missed\n" },
    { "one district by two names: the first task stands", DISTRICTS, "C1,甲,650102,,是\n",
      .tasks = { { "数", "天山区", 2022, { 1, 1 } }, { "数", "650102", 2022, { 2, 1 } } },
      .expected = "天山区 1/1 [1, 1] reached\n" },
    { "a name that is borne elsewhere too",
      "地区 = \"620102\", 实际 = 家数 { 规模以上 }, 分解 = 行政区划代码",
      "C1,甲,620102,,是\n",
      { { "数", "城关区", 2022, { 7, 1 } } },
      { { "数", "620102", 2022, { 5, 1 } } },
      .expected = "620102 5/7 [7, 7] reached\n" },
  };
  expect(rows, COUNT(rows));
}

#define PROFIT "实际 = 合计(利润总额) { 条件 = { 规模以上 } }, "

Test(evaluate_target, money)
{
  static const struct situation rows[] = {
    { "a figure in 元",
      "至少 = 亿元(4.5)",
      "",
      { { "数", "650100", 2022, { 450000000, 1 } } },
      .expected = "650100 45000000000/45000000000 [45000000000, 45000000000] reached\n" },
    { "a figure with fen",
      "超过 = 元(1)",
      "",
      { { "数", "650100", 2022, { 101, 100 } } },
      .expected = "650100 100/101 [101, 101] reached\n" },
    { "a task in 元", "实际 = 合计(利润总额), 分解 = 所属镇街", "C1,甲,650102,北门街道,是,,500\n",
      .tasks = { { "数", "北门街道", 2022, { 400, 1 } } }, .expected = "北门街道 40000/50000 [50000, 50000] reached\n" },
    { "losses and gains that may count", PROFIT "至少 = 元(20)",
      "C1,甲,650102,,是,,100\nC2,乙,650102,,是,,-30\nC3,丙,650102,,,,-50\nC4,丁,650102,,,,20\n",
      .expected = "650100 2000/7000 [2000, 9000] reached\n" },
    { "a loss that may count turns it", PROFIT "至少 = 元(21)",
      "C1,甲,650102,,是,,100\nC2,乙,650102,,是,,-30\nC3,丙,650102,,,,-50\n", .expected = "650100 2100/7000 [2000, 7000] open\n" },
    { "gains are not enough", PROFIT "超过 = 元(90)", "C1,甲,650102,,是,,70\nC3,丙,650102,,,,20\n",
      .expected = "650100 9000/7000 [7000, 9000] missed\n" },
    { "a share of money",
      "实际 = 合计(利润总额) { 条件 = { 规模以上 } } / 合计(营业收入) { 条件 = { 规模以上 } }, 至少 = 百分之(5)",
      "C1,甲,650102,,是,,3,50\nC2,乙,650102,,是,,2,50\nC3,丙,650102,,否,,9,9\n",
      .expected = "650100 0.05/0.05 [0.05, 0.05] reached\n" },
    { "an unknown amount may be a loss", PROFIT "至少 = 元(20)", "C1,甲,650102,,是,,100\nC2,乙,650102,,是,,\n",
      .expected = "650100 2000/10000 [?, ?] open\n" },
  };
  expect(rows, COUNT(rows));
}

Test(evaluate_target, years)
{
  static const struct situation rows[] = {
    { "its year", "年度 = 2022, 实际 = 家数 { 规模以上 }, 至少 = 2", FOUR, .expected = "650100 2/2 [2, 3] reached\n" },
    { "another year", "年度 = 2023, 实际 = 家数 { 规模以上 }, 至少 = 2", FOUR, .expected = "" },
    { "one of its years", "年度 = { 2021, 2023 }, 实际 = 家数 { 规模以上 }, 至少 = 2", FOUR, .year = 2023,
      .expected = "650100 2/2 [2, 3] reached\n" },
    { "none of its years", "年度 = { 2021, 2023 }, 实际 = 家数 { 规模以上 }, 至少 = 2", FOUR, .expected = "" },
    { "every year when none is named", "实际 = 家数 { 规模以上 }, 至少 = 2", FOUR, .year = 2031,
      .expected = "650100 2/2 [2, 3] reached\n" },
  };
  expect(rows, COUNT(rows));
}

Test(evaluate_target, full_width_names_are_those_of_the_tables)
{
  static const struct situation row = { "name in full width", .list = FOUR,
                                        .indicators = { { "A类企业(家)", "650100", 2022, { 9, 1 } } } };
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  format_targets(&out, &arena, &row, "目标 \"Ａ类企业（家）\" { 编号 = \"G\", 条款 = \"一\", 至少 = 9 }\n");
  cr_expect_str_eq(out.at, "650100 9/9 [9, 9] reached\n", "%s", out.at);
  buffer_free(&out);
  arena_free(&arena);
}

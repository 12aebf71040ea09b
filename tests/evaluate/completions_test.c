/* Totals of rows with holes against brute force: a list of every way to fill them, judged as any list, gives the least and the
 * most. Where exactness is claimed the two are the same, else the interval holds them. */
#include "../chance.h"
#include "whole_run.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { FIELDS = 6, MEASURES = 4, MOST_ROWS = 4096 };

/* What may stand in a column: something of each side of everything that is asked below. */
static const struct {
  const char *heading;
  size_t drawn; /* of the values that known cells are drawn from: of each the others have both sides */
  const char *values[20];
} grid[FIELDS] = {
  { "高企认定次数", 4, { "0", "1", "2", "3" } },
  { "高企认定日期", 7, { "", "2021-12-31", "2022-01-01", "2022-06-30", "2022-07-01", "2022-12-31", "2023-01-01" } },
  { "规模以上", 2, { "是", "否" } },
  { "拥有核心知识产权", 2, { "是", "否" } },
  { "职工总数", 6, { "0", "1", "2", "3", "4", "5" } },
  { "研发费用",
    10,
    { "-1", "0", "49.99", "50", "99.99", "100", "100.01", "149.99", "150", "200", "249.99", "250", "10000000000" } },
};

static const char *const questions[] = {
  "高企认定次数 { 等于 = 1 }",
  "高企认定次数 { 至少 = 2 }",
  "高企认定日期 { 在 = 年度 }",
  "高企认定日期 { 早于 = \"2022-07-01\" }",
  "未发生(高企认定日期)",
  "规模以上",
  "拥有核心知识产权",
  "职工总数 { 超过 = 1 }",
  "研发费用 { 至少 = 元(100) }",
  "(研发费用 / 职工总数) { 至少 = 元(50) }",
};

static const char *const amounts[] = {
  "元(10)",
  "元(5)",
  "分情况 { { 规模以上, 元(8) }, { 其余, 元(3) } }",
  "元(4)",
  "研发费用 * 百分之(5), 封顶 = 元(7)",
  "元(2) * 高企认定次数, 封顶 = 元(5)",
};

static void draw_condition(struct buffer *out, int depth)
{
  static const char *const groups[] = { "全部", "任一", "非" };
  size_t kind = depth ? draw(5) : 3;
  if (kind > 2) {
    buffer_text(out, questions[draw(COUNT(questions))]);
    return;
  }
  buffer_printf(out, "%s { ", groups[kind]);
  for (size_t i = kind == 2 ? 1 : 2; i > 0; i--) {
    draw_condition(out, depth - 1);
    buffer_text(out, i > 1 ? ", " : " }");
  }
}

/* The script; whether amounts rest on figures, whose extremes then lie beyond the cuts. */
static void draw_script(struct buffer *out, size_t measures)
{
  for (size_t i = 0; i < measures; i++) {
    buffer_printf(out, "local 甲%zu = 奖励 \"甲%zu\" { 编号 = \"T-%zu\", 条款 = \"一\", 条件 = { ", i, i, i);
    draw_condition(out, 2);
    if (draw(2)) buffer_text(out, ", "), draw_condition(out, 1);
    buffer_printf(out, " }, 金额 = %s }\n", amounts[draw(COUNT(amounts))]);
  }
  if (measures > 1 && draw(2)) buffer_text(out, "择一 \"择\" { 编号 = \"T-X\", 条款 = \"一\", 措施 = { 甲0, 甲1 } }\n");
  if (measures > 1 && draw(3) == 0)
    buffer_printf(out, "总限 \"限\" { 编号 = \"T-L\", 条款 = \"一\", 措施 = { 甲0, 甲%zu }, 至多 = 元(%zu), 压减 = \"%s\" }\n",
                  measures - 1, 6 + draw(8), draw(2) ? "依次" : "按比例");
}

struct sums {
  struct bounds rows[MOST_ROWS];
};

static void sum_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct sums *sums = context;
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++)
    bounds_add(&sums->rows[batch->first_row + batch->judgements[i].row], &batch->judgements[i].total);
}

static bool sum_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)context, (void)worker, (void)block, (void)fault;
  return true;
}

static void judge_list(const struct model *model, const char *list, struct sums *sums)
{
  struct arena arena = { 0 };
  struct whole_run whole = { .threads = 1 };
  struct plan *plan = plan_new(&arena, model, whole_occasion(2022), &(struct plan_options){ 0 });
  struct run_options options = { .threads = 1 };
  const char *path = whole_file(&arena, list);
  struct sink sink = { .context = sums, .batch = sum_batch, .block = sum_block };
  struct run *run = run_open(&arena, plan, &options);
  cr_assert(whole_companies(&whole, &arena, run, plan, &options, path, &sink));
  run_close(run);
  unlink(path);
  arena_free(&arena);
}

static size_t values_of(size_t field)
{
  size_t count = 0;
  while (count < COUNT(grid[field].values) && grid[field].values[count]) count++;
  return count;
}

static void put_heading(struct buffer *out)
{
  buffer_text(out, "统一社会信用代码,企业名称,行政区划代码");
  for (size_t i = 0; i < FIELDS; i++) buffer_printf(out, ",%s", grid[i].heading);
  buffer_char(out, '\n');
}

static void put_row(struct buffer *out, size_t number, const size_t *chosen, unsigned open, size_t way)
{
  buffer_printf(out, "X%zu,企业,650102", number);
  for (size_t i = 0; i < FIELDS; i++) {
    size_t value = chosen[i];
    if (open >> i & 1) value = way % values_of(i), way /= values_of(i);
    buffer_printf(out, ",%s", grid[i].values[value]);
  }
  buffer_char(out, '\n');
}

static const char *ended(struct buffer *text)
{
  buffer_char(text, 0);
  return text->at;
}

/* One script and one row; false when exactness was not claimed. */
static bool check_row(const struct model *model, const char *script, struct sums *sums)
{
  size_t chosen[FIELDS], ways = 1;
  unsigned open = 0;
  struct buffer list = { 0 };
  for (size_t i = 0; i < FIELDS; i++) {
    chosen[i] = draw(grid[i].drawn);
    bool fits = ways * values_of(i) <= 300;
    if (fits && draw(2)) open |= 1u << i, ways *= values_of(i);
  }
  memset(sums->rows, 0, sizeof *sums->rows * ways);
  put_heading(&list);
  for (size_t way = 0; way < ways; way++) put_row(&list, way, chosen, open, way);
  judge_list(model, ended(&list), sums);
  int64_t least = INT64_MAX, most = 0;
  for (size_t way = 0; way < ways; way++) {
    cr_assert(!sums->rows[way].open && sums->rows[way].least <= sums->rows[way].most);
    if (sums->rows[way].least < least) least = sums->rows[way].least;
    if (sums->rows[way].most > most) most = sums->rows[way].most;
  }
  buffer_reset(&list);
  put_heading(&list);
  buffer_text(&list, "Y,企业,650102");
  for (size_t i = 0; i < FIELDS; i++) buffer_printf(&list, ",%s", open >> i & 1 ? "未知" : grid[i].values[chosen[i]]);
  buffer_char(&list, '\n');
  memset(sums->rows, 0, sizeof *sums->rows);
  judge_list(model, ended(&list), sums);
  const struct bounds *claimed = &sums->rows[0];
  cr_expect(claimed->least <= least && (claimed->open || claimed->most >= most), "%lld to %lld, but %lld to %lld:\n%s%s",
            (long long)claimed->least, (long long)claimed->most, (long long)least, (long long)most, script, list.at);
  cr_expect(claimed->wider || (claimed->least == least && claimed->most == most && !claimed->open),
            "said to be exact: %lld to %lld, but %lld to %lld:\n%s%s", (long long)claimed->least, (long long)claimed->most,
            (long long)least, (long long)most, script, list.at);
  buffer_free(&list);
  return !claimed->wider;
}

Test(evaluate_completions, are_what_brute_force_finds)
{
  size_t rounds = getenv("COMPLETION_ROUNDS") ? (size_t)atol(getenv("COMPLETION_ROUNDS")) : 60, exact = 0, rows = 0;
  struct sums *sums = memory_alloc(sizeof *sums);
  for (size_t round = 0; round < rounds; round++) {
    struct arena arena = { 0 };
    struct buffer script = { 0 };
    draw_script(&script, 1 + draw(MEASURES));
    const struct model *model = whole_model(&arena, ended(&script));
    for (int i = 0; i < 5; i++, rows++) exact += check_row(model, script.at, sums);
    buffer_free(&script);
    arena_free(&arena);
  }
  memory_free(sums);
  cr_log_info("%zu rows, %zu exact", rows, exact);
  cr_expect(exact * 2 > rows, "%zu of %zu rows are exact", exact, rows);
}

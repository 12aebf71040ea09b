/* Totals of rows with holes against brute force: a list of every way to fill them, judged as any list, gives the least and the
 * most. Where exactness is claimed the two are the same, else the interval holds them. */
#include "../random_policy.h"
#include "whole_run.h"

enum { MOST_ROWS = 4096 };

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

static void judge_list(const struct model *model, const char *list, const struct history *history, struct sums *sums)
{
  struct arena arena = { 0 };
  struct whole_run whole = { .threads = 1 };
  struct plan *plan = plan_new(&arena, model, whole_occasion(2022), &(struct plan_options){ 0 });
  struct run_options options = { .threads = 1, .history = history };
  const char *path = whole_file(&arena, list);
  struct sink sink = { .context = sums, .batch = sum_batch, .block = sum_block };
  struct run *run = run_open(&arena, plan, &options);
  cr_assert(whole_companies(&whole, &arena, run, plan, &options, path, &sink));
  run_close(run);
  unlink(path);
  arena_free(&arena);
}

static const char *ended(struct buffer *text)
{
  buffer_char(text, 0);
  return text->at;
}

/* The row, and each way to fill it, was paid in an earlier year by some of the measures. */
static struct history *earlier_grants(const struct model *model, size_t ways)
{
  struct history *history = history_new();
  for (size_t i = 0; i < model->measure_count; i++) {
    struct history_row row = { .measure = slice_of(model->measures[i]->id), .year = 2021, .outcome = OUTCOME_YES };
    row.has_amount = true, row.amount = 300;
    if (!model->measures[i]->once || draw(2)) continue;
    for (size_t way = 0; way <= ways; way++) {
      char code[24];
      snprintf(code, sizeof code, way < ways ? "X%zu" : "Y", way);
      history_add(history, &row, slice_of(code));
    }
  }
  return history;
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
  struct history *history = earlier_grants(model, ways);
  judge_list(model, ended(&list), history, sums);
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
  judge_list(model, ended(&list), history, sums);
  history_free(history);
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

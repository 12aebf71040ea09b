/* What is lacking, found from the columns of a batch, against the search, over invented rows; and the words for it against those
 * made anew. */
#include "explain/direct.h"

#include "../chance.h"
#include "../evaluate/whole_run.h"

enum { ROWS = 700 };

/* Yardsticks: of high-tech enterprises; and shapes that they do not have. */
static const char *const criteria[] = {
  "高企.认定条件(基准日)",
  "{ 职工总数 { 至少 = 30 }, (科技人员数 / 职工总数) { 超过 = 百分之(10) }, 拥有核心知识产权, 营业收入 { 至少 = 万元(2000) } }",
  /* What one condition raises is the threshold of the next, or is bounded by another datum. */
  "{ 近三年研发费用 { 至少 = 万元(120) }, 营业收入 { 至少 = 近三年研发费用 * 3 }, 境内研发费用 { 至少 = 万元(10) } }",
  "{ (营业收入 / 职工总数) { 至少 = 万元(20) }, 创新能力评分 { 至少 = 70.5 }, 近三年研发费用 { 至少 = 近三年销售收入 / 职工总数 "
  "}, 非 { 一年内重大违法 } }",
};

static const char headings[] = "统一社会信用代码,企业名称,行政区划代码,成立日期,职工总数,科技人员数,营业收入,近三年销售收入,"
                               "近三年研发费用,境内研发费用,总收入,高新技术产品收入,创新能力评分,拥有核心知识产权,一年内重大违法,"
                               "技术领域\n";

static void draw_figure(struct buffer *list, uint64_t below)
{
  if (draw(40)) buffer_integer(list, draw(12) ? (int64_t)draw(below) : 0);
  if (draw(8) == 0 && list->at[list->length - 1] != ',') buffer_text(list, ".25");
  buffer_char(list, ',');
}

static const char *draw_list(struct arena *arena)
{
  static const uint64_t most[] = { 60, 20, 60000000, 90000000, 4000000, 3000000, 60000000, 60000000 };
  struct buffer list = { 0 };
  buffer_text(&list, headings);
  for (int row = 0; row < ROWS; row++) {
    buffer_printf(&list, "C%d,企业,650102,%s,", row, draw(20) ? "2010-03-01" : draw(2) ? "2022-08-01" : "");
    for (size_t i = 0; i < sizeof most / sizeof *most; i++)
      if (i > 1) draw_figure(&list, most[i]);
      else buffer_printf(&list, "%d,", (int)draw(most[i]));
    buffer_printf(&list, "%s,%s,%s,%s\n",
                  draw(30)  ? draw(5) ? "85" : "70"
                  : draw(2) ? "70.5"
                            : "",
                  draw(5) ? "是" : "否", draw(20) ? "否" : "是", draw(15) ? "新材料" : "农业");
  }
  const char *text = arena_copy(arena, list.at, list.length);
  buffer_free(&list);
  return text;
}

struct comparing {
  struct whole_run whole; /* first */
  const struct plan *plan;
  struct arena *arena;
  size_t told, changes, searched;
};

static void compare_changes(const struct gap_question *question, const struct direct *direct, const struct gap *lacking,
                            const struct wording *reason)
{
  const struct statement *statement = &lacking->statements[0];
  struct buffer said = { 0 }, expected = { 0 };
  cr_assert_eq(lacking->statement_count, direct->change_count > 0);
  cr_assert(lacking->impossible_count + lacking->unsettled_count == 0 && lacking->holds == (direct->failing_count == 0));
  cr_assert(!direct->change_count || (statement->count == direct->change_count && !statement->open && !statement->delay_count));
  for (size_t i = 0; i < direct->change_count; i++) {
    const struct direct_change *change = &direct->changes[i];
    const struct day_shift *shift = &statement->changes[i];
    const struct threshold *line = &question->lines[change->condition];
    cr_assert(shift->field == line->field && shift->before.num == change->before && shift->after.num == change->after &&
              shift->before.den == 1 && shift->after.den == 1);
    if (line->kind != LINE_FIGURE) continue;
    buffer_reset(&said);
    buffer_reset(&expected);
    format_rise(&said, reason, line->field);
    format_rise_by(&said, reason, line->field, change->after - change->before);
    format_shift(&expected, reason, shift, statement);
    cr_assert(slice_equal(buffer_view(&said), buffer_view(&expected)), "%.*s", (int)said.length, said.at);
  }
  buffer_free(&said);
  buffer_free(&expected);
}

static void compare_failings(const struct gap_question *question, const struct direct *direct, const struct gap *lacking,
                             const struct wording *reason, const struct row_context *subject, struct failing_words *words)
{
  struct buffer said = { 0 }, expected = { 0 };
  cr_assert_eq(lacking->failing_count, direct->failing_count);
  for (size_t i = 0; i < direct->failing_count; i++) {
    const struct direct_failing *failing = &direct->failing[i];
    cr_assert_eq(lacking->failing[i], question->conditions[failing->condition]);
    if (question->lines[failing->condition].kind != LINE_FIGURE) continue;
    buffer_reset(&said);
    buffer_reset(&expected);
    format_failing_figures(&said, &words[failing->condition], reason, (struct ratio){ failing->part, failing->whole },
                           failing->right);
    format_fact(&expected, reason, subject, lacking->failing[i]);
    cr_assert(slice_equal(buffer_view(&said), buffer_view(&expected)), "%.*s\n%.*s", (int)said.length, said.at,
              (int)expected.length, expected.at);
  }
  buffer_free(&said);
  buffer_free(&expected);
}

static void compare_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct comparing *comparing = context;
  const struct model *model = comparing->plan->model;
  const struct planned *list = &batch->subjects->measures[0];
  const struct wording reason = { (batch->start / 64) % 2 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE, 1, model->regions };
  struct gap_question question;
  struct failing_words words[GAP_CONDITIONS];
  struct row_context subject = *batch->subject;
  struct direct direct;
  struct gap lacking;
  (void)worker;
  gap_against(&question, model, list);
  struct direct_question *asked = direct_ask(comparing->arena, &question, batch->subjects->program);
  for (size_t i = 0; i < question.count; i++) failing_prepare(&words[i], comparing->arena, &reason, question.conditions[i]);
  for (subject.row = batch->start; subject.row < batch->end; subject.row++) {
    bool told = direct_find(asked, &subject, &direct);
    comparing->told += told;
    comparing->searched += !told;
    if (!told) continue;
    gap_find(&subject, &question, &lacking);
    comparing->changes += direct.change_count;
    compare_failings(&question, &direct, &lacking, &reason, &subject, words);
    compare_changes(&question, &direct, &lacking, &reason);
  }
  for (size_t i = 0; i < question.count; i++) failing_close(&words[i]);
}

Test(explain_direct, tells_what_the_search_tells)
{
  for (size_t i = 0; i < sizeof criteria / sizeof *criteria; i++) {
    struct arena arena = { 0 };
    struct comparing comparing = { .arena = &arena };
    const char *script = arena_printf(&arena,
                                      "local 高企 = 引用 \"hnte\"\n清单 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { "
                                      "行政区划代码 { 属于 = \"650102\" } }, 对照 = %s }\n",
                                      criteria[i]);
    comparing.plan = plan_new(&arena, whole_model(&arena, script), whole_occasion(0), &(struct plan_options){ 0 });
    struct run_options options = { .threads = 1 };
    struct sink sink = {
      &comparing, whole_worker, whole_close, whole_begin, compare_batch, whole_block, whole_table_block, NULL
    };
    const char *list = whole_file(&arena, draw_list(&arena));
    struct run *run = run_open(&arena, comparing.plan, &options);
    cr_assert(whole_companies(&comparing.whole, &arena, run, comparing.plan, &options, list, &sink), "%s", criteria[i]);
    cr_expect(comparing.told > ROWS / 10 && comparing.changes > ROWS / 10 && comparing.searched > ROWS / 50,
              "%s: %zu told with %zu changes, %zu searched", criteria[i], comparing.told, comparing.changes, comparing.searched);
    run_close(run);
    unlink(list);
    whole_free(&comparing.whole);
    arena_free(&arena);
  }
}

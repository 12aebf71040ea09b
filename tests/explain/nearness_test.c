/* Who is near: the distance of a company, by the changes it would take. */
#include "explain/nearness.h"

#include "../evaluate/whole_run.h"

struct asking {
  struct whole_run whole; /* first: the receiver's other functions take it */
  int64_t distances[8];
  size_t count;
};

static void ask_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct asking *asking = context;
  struct gap_question question;
  struct gap gap;
  (void)worker;
  gap_measure(&question, asking->whole.user, batch->subjects->measures[0].measure);
  for (size_t row = 0; row < batch->count; row++) {
    struct row_context subject = *batch->subject;
    subject.row = row;
    asking->distances[asking->count++] = nearness_find(&subject, &question, &gap);
  }
}

static void ask(struct asking *asking, struct arena *arena, const char *condition, const char *rows)
{
  static const char headings[] =
      "统一社会信用代码,企业名称,行政区划代码,科技人员数,营业收入,拥有核心知识产权,高企认定日期,成立日期\n";
  struct model *model = whole_model(
      arena, arena_printf(arena, "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { %s }, 金额 = 万元(1) }\n", condition));
  struct plan *plan = plan_new(arena, model, whole_occasion(0), &(struct plan_options){ 0 });
  struct run_options options = { .threads = 1, .all = true };
  struct sink sink = { asking, whole_worker, whole_close, whole_begin, ask_batch, whole_block, whole_table_block, NULL };
  const char *list = whole_file(arena, arena_printf(arena, "%s%s", headings, rows));
  asking->whole.user = model;
  struct run *run = run_open(arena, plan, &options);
  cr_assert(whole_companies(&asking->whole, arena, run, plan, &options, list, &sink), "%s", condition);
  run_close(run);
  unlink(list);
  whole_free(&asking->whole);
}

/* Of one company: -1 is not near. */
static int64_t distance(const char *condition, const char *row)
{
  struct arena arena = { 0 };
  struct asking asking = { .count = 0 };
  ask(&asking, &arena, condition, arena_printf(&arena, "C1,甲,650102,%s\n", row));
  cr_assert_eq(asking.count, 1);
  arena_free(&arena);
  return asking.distances[0];
}

Test(explain_nearness, one_figure_by_its_share)
{
  static const char at_least[] = "营业收入 { 至少 = 万元(2000) }";
  cr_expect_eq(distance(at_least, "10,1600万,否,,"), NEAR_CHANGE + 2000, "a fifth is lacking");
  cr_expect_eq(distance(at_least, "10,1999万,否,,"), NEAR_CHANGE + 5, "one in 2,000");
  cr_expect_eq(distance("科技人员数 { 至少 = 10 }", "9,1,否,,"), NEAR_CHANGE + 1000, "a tenth");
  cr_expect_eq(distance(at_least, "10,0,否,,"), NEAR_CHANGE + NEAR_CHANGE - 1, "all of it, and still one change");
}

Test(explain_nearness, two_changes_are_farther_than_one)
{
  static const char both[] = "营业收入 { 至少 = 万元(2000) }, 科技人员数 { 至少 = 10 }";
  int64_t two = distance(both, "9,1900万,否,,"), one = distance(both, "10,100万,否,,");
  cr_expect_eq(two, 2 * NEAR_CHANGE + (1000 + 500) / 2);
  cr_expect_lt(one, two);
  cr_expect_eq(distance("拥有核心知识产权", "9,1,否,,"), NEAR_CHANGE + NEAR_CHANGE - 1, "a yes that is a no lacks all");
}

Test(explain_nearness, not_near)
{
  cr_expect_eq(distance("营业收入 { 至少 = 万元(2000) }", "9,2000万,否,,"), -1, "nothing is lacking");
  cr_expect_eq(distance("营业收入 { 至少 = 万元(2000) }, 科技人员数 { 至少 = 10 }, 拥有核心知识产权", "9,1900万,否,,"), -1,
               "three changes");
  cr_expect_eq(distance("营业收入 { 至少 = 万元(2000) }", "9,,否,,"), -1, "a figure that is not known");
  cr_expect_eq(distance("行政区划代码 { 属于 = \"110000\" }, 拥有核心知识产权", "9,1,否,,"), -1, "nobody moves the company");
  cr_expect_eq(distance("成立日期 { 早于 = 日期 \"2010-01-01\" }", "9,1,否,,2015-01-01"), -1, "nor the past");
}

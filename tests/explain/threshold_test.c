/* Lines: which conditions have one, and that it tells what an adjustment finds. */
#include "explain/threshold.h"

#include "../evaluate/whole_run.h"

static const char fields[] =
    "成立日期,职工总数,科技人员数,营业收入,近三年销售收入,近三年研发费用,创新能力评分,拥有核心知识产权,一年内重大违法";

struct shape {
  const char *condition; /* as it is written */
  enum threshold_kind kind;
  const char *row; /* of `fields`; NULL: not asked */
  bool tells;      /* the line says how far */
  struct ratio least;
};

static const struct shape shapes[] = {
  { "营业收入 { 至少 = 万元(3000) }", LINE_FIGURE, "2000-01-01,9,4,2000万,1,1,1,是,否", true, { 3000000000, 1 } },
  { "营业收入 { 超过 = 万元(3000) }", LINE_FIGURE, "2000-01-01,9,4,3000万,1,1,1,是,否", true, { 3000000001, 1 } },
  { "命名(\"占比\", 科技人员数 / 职工总数) { 至少 = 百分之(10) }",
    LINE_FIGURE,
    "2000-01-01,91,4,1,1,1,1,是,否",
    true,
    { 10, 1 } },
  { "(科技人员数 / 职工总数) { 超过 = 百分之(10) }", LINE_FIGURE, "2000-01-01,90,4,1,1,1,1,是,否", true, { 10, 1 } },
  { "(科技人员数 / 职工总数) { 至少 = 百分之(110) }",
    LINE_FIGURE,
    "2000-01-01,90,4,1,1,1,1,是,否",
    false,
    { 0, 1 } }, /* a part */
  { "(科技人员数 / 职工总数) { 至少 = 百分之(10) }", LINE_FIGURE, "2000-01-01,未知,4,1,1,1,1,是,否", false, { 0, 1 } },
  { "营业收入 { 至少 = 近三年销售收入 * 分数(1, 3) }", LINE_FIGURE, "2000-01-01,9,4,3,10,1,1,是,否", true, { 334, 1 } },
  { "近三年研发费用 { 至少 = 营业收入 - 近三年销售收入 }", LINE_FIGURE, "2000-01-01,9,4,3,10,-9,1,是,否", true, { -700, 1 } },
  { "创新能力评分 { 超过 = 70 }", LINE_FIGURE, "2000-01-01,9,4,1,1,1,70,是,否", true, { 71, 1 } },
  { "创新能力评分 { 超过 = 70 }", LINE_FIGURE, "2000-01-01,9,4,1,1,1,69.5,是,否", false, { 0, 1 } }, /* counted in tenths */
  { "拥有核心知识产权", LINE_TOGGLE, "2000-01-01,9,4,1,1,1,1,否,否", true, { 1, 1 } },
  { "非 { 一年内重大违法 }", LINE_FIXED, NULL, false, { 0, 1 } },
  { "一年内重大违法", LINE_FIXED, NULL, false, { 0, 1 } },
  { "职工总数 { 至多 = 80 }", LINE_NONE, NULL, false, { 0, 1 } },
  { "营业收入 { 至少 = 营业收入 * 2 }", LINE_NONE, NULL, false, { 0, 1 } },
  { "(营业收入 / 职工总数 / 2) { 至少 = 元(1) }", LINE_NONE, NULL, false, { 0, 1 } },
  { "成立日期 { 不晚于 = 基准日 - 天(365) }", LINE_NONE, NULL, false, { 0, 1 } },
  { "任一 { 拥有核心知识产权, 一年内重大违法 }", LINE_NONE, NULL, false, { 0, 1 } },
};

/* The worker is the shape. */
static void solve_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct whole_run *whole = context;
  const struct shape *shape = whole->user;
  struct row_context subject = *batch->subject;
  struct ratio least;
  const struct node *condition = batch->subjects->measures[0].measure->conditions[1]; /* behind the region */
  struct threshold line = line_of(condition);
  (void)worker;
  cr_expect_eq(line.kind, shape->kind, "%s: %d", shape->condition, (int)line.kind);
  if (!shape->row || line.kind != shape->kind) return;
  bool tells = line_solve(&line, &subject, &least);
  cr_expect_eq(tells, shape->tells, "%s with %s", shape->condition, shape->row);
  if (tells && shape->tells)
    cr_expect(ratio_compare(least, shape->least) == 0, "%s with %s: %lld", shape->condition, shape->row, (long long)least.num);
}

Test(explain_threshold, tells_how_far)
{
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    struct arena arena = { 0 };
    struct whole_run whole = { .user = (void *)(uintptr_t)&shapes[i] };
    struct model *model =
        whole_model(&arena, arena_printf(&arena, "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { %s }, 金额 = 元(1) }\n",
                                         shapes[i].condition));
    struct plan *plan = plan_new(&arena, model, whole_occasion(0), &(struct plan_options){ 0 });
    struct run_options options = { .threads = 1, .all = true };
    struct sink sink = { &whole, whole_worker, whole_close, whole_begin, solve_batch, whole_block, whole_table_block, NULL };
    const char *row = shapes[i].row ? shapes[i].row : "2000-01-01,9,4,1,1,1,1,是,是";
    const char *list = whole_file(&arena, arena_printf(&arena, "统一社会信用代码,行政区划代码,%s\nC1,650102,%s\n", fields, row));
    struct run *run = run_open(&arena, plan, &options);
    cr_assert(whole_companies(&whole, &arena, run, plan, &options, list, &sink), "%s", shapes[i].condition);
    run_close(run);
    unlink(list);
    whole_free(&whole);
    arena_free(&arena);
  }
}

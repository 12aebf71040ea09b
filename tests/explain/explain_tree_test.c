/* Everything about one judgement: expressions with their values, parameters with their dates, and the steps to what is granted.
 */
#include "explain/explain_tree.h"

#include "../evaluate/whole_run.h"

struct telling_case {
  const char *name, *script, *row; /* row: behind code, name and region */
  const char *expected;
  const char *language;
  int granted;
};

struct outlining {
  struct whole_run whole; /* first: the receiver's other functions take it */
  struct wording reason;
  struct buffer said;
};

static const char headings[] =
    "统一社会信用代码,企业名称,行政区划代码,规模以上,营业收入,研发费用,高企认定日期,职工总数,科技人员数,有效发明专利数\n";

static void explain_tree_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct outlining *outlining = context;
  struct explain_tree tree = { 0 };
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct planned *planned = &batch->subjects->measures[judgement->planned];
    struct row_context subject = *batch->subject;
    subject.row = judgement->row;
    if (strcmp(planned->measure->id, "A") != 0 || outlining->said.length) continue;
    explain_tree_conditions(&tree, &outlining->reason, planned->measure, &subject);
    explain_tree_steps(&tree, &outlining->reason, planned, &judgement->verdict, &subject);
    explain_tree_join(&outlining->said, &outlining->reason, &tree);
  }
  explain_tree_free(&tree);
}

static void explain_tree_case(struct outlining *outlining, struct arena *arena, const struct telling_case *row)
{
  struct model *model = whole_model(arena, row->script);
  struct plan *plan = plan_new(arena, model, whole_occasion(0), &(struct plan_options){ 0 });
  struct history *history = history_new();
  struct run_options options = { .threads = 1, .all = true, .history = history };
  struct sink sink = {
    outlining, whole_worker, whole_close, whole_begin, explain_tree_batch, whole_block, whole_table_block, NULL
  };
  const char *list = whole_file(arena, arena_printf(arena, "%sC1,甲,650102,%s\nC2,乙,650102,%s\n", headings, row->row, row->row));
  if (row->granted)
    history_add(history, &(struct history_row){ .measure = slice_of("A"), .year = row->granted, .outcome = OUTCOME_YES },
                slice_of("C1"));
  outlining->reason.regions = model->regions;
  struct run *run = run_open(arena, plan, &options);
  cr_assert(whole_companies(&outlining->whole, arena, run, plan, &options, list, &sink), "%s", row->name);
  run_close(run);
  history_free(history);
  unlink(list);
  buffer_char(&outlining->said, 0);
  whole_free(&outlining->whole);
}

#define LISTED(rest) "清单 \"甲\" { 编号 = \"A\", 条款 = \"一\", 地区 = \"不限\", " rest " }\n"
#define AWARD(rest)  "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 地区 = \"不限\", " rest " }\n"
/* 规模以上, 营业收入, 研发费用, 高企认定日期, 职工总数, 科技人员数, 有效发明专利数 */
#define PLAIN "是,5000万,210万,2022-05-01,50,6,2"

Test(explain_explain_tree, everything)
{
  static const struct telling_case rows[] = {
    { "a share", LISTED("条件 = { (研发费用 / 营业收入) { 至少 = 百分之(5) } }"), PLAIN,
      "✗研发费用 ÷ 营业收入 4.2%（210万元 ÷ 5,000万元），低于 5%", NULL, 0 },
    { "a name is taken apart", LISTED("条件 = { 命名(\"大企业\", 任一 { 规模以上, 营业收入 { 至少 = 亿元(1) } }) }"), PLAIN,
      "✓大企业（✓任一（✓规模以上 是；✗营业收入 5,000万元，低于 1亿元））", NULL, 0 },
    { "what is asked not to hold", LISTED("条件 = { 非 { 命名(\"大企业\", 规模以上) } }"), PLAIN, "✗非 大企业（✓规模以上 是）",
      NULL, 0 },
    { "a parameter with its date",
      "参数 \"标准\" { [\"2020-01-01\"] = 万元(8), [\"2022-01-01\"] = 万元(10) }\n" AWARD("金额 = 参数.标准"), PLAIN,
      "金额：标准 10万元（2022-01-01 起）；给予 10万元", NULL, 0 },
    { "arithmetic and rounding", AWARD("金额 = 研发费用 * 百分之(1.5) / 7, 取整 = \"百元\""), PLAIN,
      "金额：4,500元（210万元 × 1.5% ÷ 7 = 4,500元；研发费用 210万元）；给予 4,500元", NULL, 0 },
    { "rounding", AWARD("金额 = 研发费用 / 9, 取整 = \"百元\""), PLAIN,
      "金额：约233,333.33元（210万元 ÷ 9 = 约233,333.33元；研发费用 210万元）；取整到100元，四舍五入：约233,333.33元 → "
      "23.33万元；给予 23.33万元",
      NULL, 0 },
    { "a cap", AWARD("金额 = 营业收入 * 百分之(1), 封顶 = 万元(30)"), PLAIN,
      "金额：50万元（5,000万元 × 1% = 50万元；营业收入 5,000万元）；封顶：30万元，由 50万元 降到封顶数；给予 30万元", NULL, 0 },
    { "tiers",
      LISTED("条件 = { 分档(科技人员数 / 职工总数) { { 至少 = 百分之(30), 取 = 20 }, { 至少 = 百分之(10), 取 = 4 }, { 取 = 0 } } "
             "{ 至少 = 10 } }"),
      PLAIN,
      "✗分档（科技人员数 ÷ 职工总数不低于30%取20；科技人员数 ÷ 职工总数不低于10%取4；其余取0） 4，低于 10（科技人员数 ÷ 职工总数 "
      "12.0%（6 ÷ 50），不低于 10%，取 4）",
      NULL, 0 },
    { "once", AWARD("金额 = 万元(1), 一次性 = true"), PLAIN, "金额：1万元；一次性措施，2020 年度已给予", NULL, 2020 },
    { "one of several",
      "local 甲 = " AWARD("金额 = 万元(1)") "local 乙 = 奖励 \"乙\" { 编号 = \"B\", 条款 = \"一\", 金额 = 万元(2) }\n"
                                            "择一 \"就高\" { 编号 = \"X\", 条款 = \"一\", 措施 = { 甲, 乙 } }\n",
      PLAIN, "金额：1万元；X 就高（择一就高：A、B）：取 B 乙", NULL, 0 },
    { "an envelope", AWARD("金额 = 万元(10), 预算 = 万元(4)"), PLAIN,
      "金额：10万元；预算：4万元，申请合计 20万元，按比例 10万元 × 4万元 ÷ 20万元 = 2万元（到分，最大余数法）；给予 2万元", NULL,
      0 },
    { "in English", AWARD("条件 = { 规模以上 }, 金额 = 营业收入 * 百分之(1), 封顶 = 万元(30)"), PLAIN,
      "✓above_scale yes; amount: 50万元 (5,000万元 × 1% = 50万元; revenue 5,000万元); cap: 30万元, from 50万元 down to it; "
      "granted 30万元",
      "en", 0 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct arena arena = { 0 };
    struct outlining outlining = { .reason = { rows[i].language ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE, 3, NULL } };
    explain_tree_case(&outlining, &arena, &rows[i]);
    cr_expect_str_eq(outlining.said.at, rows[i].expected, "%s: %s", rows[i].name, outlining.said.at);
    buffer_free(&outlining.said);
    arena_free(&arena);
  }
}

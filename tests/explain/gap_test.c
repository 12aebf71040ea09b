/* What is lacking as sentences: one for each kind of datum and of condition, in both languages. */
#include "explain/gap.h"

#include "../evaluate/whole_run.h"

struct want {
  const char *name, *conditions; /* of a measure of 650100 */
  const char *row;               /* behind code, name and region */
  const char *chinese, *english;
};

struct asking {
  struct whole_run whole; /* first: the receiver's other functions take it */
  struct wording reason;
  struct buffer said;
};

static const char headings[] =
    "统一社会信用代码,企业名称,行政区划代码,成立日期,职工总数,科技人员数,营业收入,近三年销售收入,近三年研发费用,"
    "境内研发费用,创新能力评分,拥有核心知识产权,一年内重大违法,高企认定日期,高企认定次数,有效发明专利数\n";

static void ask_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct asking *asking = context;
  struct row_context subject = *batch->subject;
  struct gap gap;
  const struct measure *measure = batch->subjects->measures[0].measure;
  struct gap_question question;
  (void)worker;
  gap_measure(&question, asking->whole.user, measure);
  gap_find(&subject, &question, &gap);
  if (gap.holds) buffer_text(&asking->said, "holds");
  format_gap(&asking->said, &asking->reason, &subject, &gap);
}

static void ask(struct asking *asking, struct arena *arena, const struct want *want)
{
  const char *script =
      arena_printf(arena, "local 高企 = 引用 \"hnte\"\n奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", %s }\n", want->conditions);
  struct model *model = whole_model(arena, script);
  struct plan *plan = plan_new(arena, model, whole_occasion(0), &(struct plan_options){ 0 });
  struct run_options options = { .threads = 1, .all = true };
  struct sink sink = { asking, whole_worker, whole_close, whole_begin, ask_batch, whole_block, whole_table_block, NULL };
  const char *list = whole_file(arena, arena_printf(arena, "%sC1,甲,650102,%s\n", headings, want->row));
  asking->reason.regions = model->regions;
  asking->whole.user = model;
  struct run *run = run_open(arena, plan, &options);
  cr_assert(whole_companies(&asking->whole, arena, run, plan, &options, list, &sink), "%s", want->name);
  run_close(run);
  unlink(list);
  buffer_char(&asking->said, 0);
  whole_free(&asking->whole);
}

static void expect(const struct want *rows, size_t count)
{
  for (size_t i = 0; i < 2 * count; i++) {
    const struct want *row = &rows[i / 2];
    const char *expected = i % 2 ? row->english : row->chinese;
    struct arena arena = { 0 };
    struct asking asking = { .reason = { i % 2 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE, 2, NULL } };
    if (!expected) continue;
    ask(&asking, &arena, row);
    cr_expect_str_eq(asking.said.at, expected, "%s: %s", row->name, asking.said.at);
    buffer_free(&asking.said);
    arena_free(&arena);
  }
}

#define WANTED(condition) "条件 = { " condition " }, 金额 = 万元(1)"
/* 成立日期, 职工总数, 科技人员数, 营业收入, 近三年销售收入, 近三年研发费用, 境内研发费用, 评分, 核心知识产权, 违法, 认定日期,
 * 次数, 专利 */
#define PLAIN        "2022-04-01,100,7,3000万,5000万,210万,180万,69.5,否,否,2020-05-01,1,0"
#define COUNT(table) (sizeof(table) / sizeof *(table))

Test(explain_gap, single_data)
{
  static const struct want rows[] = {
    { "nothing", WANTED("营业收入 { 至少 = 万元(3000) }"), PLAIN, "holds", "holds" },
    { "money", WANTED("营业收入 { 至少 = 万元(3040) }"), PLAIN, "营业收入再增加 40 万元", "revenue more by 40 万元" },
    { "more than is a fen more", WANTED("营业收入 { 超过 = 万元(3000) }"), PLAIN, "营业收入再增加 0.01 元", NULL },
    { "people", WANTED("(科技人员数 / 职工总数) { 至少 = 百分之(10) }"), PLAIN, "科技人员再增加 3 人", "rd_staff more by 3" },
    { "a share with an amount", WANTED("(近三年研发费用 / 近三年销售收入) { 至少 = 百分之(5) }"), PLAIN,
      "近三年研发费用再增加 40 万元", NULL },
    { "a score in its own decimals", WANTED("创新能力评分 { 超过 = 70 }"), PLAIN, "创新能力评分再增加 0.6 分", NULL },
    { "a figure that may fall", WANTED("职工总数 { 至多 = 80 }"), PLAIN, "职工总数减少 20 人", "staff less by 20" },
    { "not below its parts", WANTED("职工总数 { 至多 = 6 }, 科技人员数 { 至少 = 1 }"), PLAIN,
      "无法通过改善指标达到：职工总数 100，超过 6", NULL },
    { "yes or no", WANTED("拥有核心知识产权"), PLAIN, "“拥有核心知识产权”由“否”变为“是”", "'core_ip' from '否' to '是'" },
    { "time", WANTED("命名(\"成立满一年\", 成立日期 { 不晚于 = 基准日 - 天(365) })"), PLAIN, "自 2023-04-01 起成立满一年",
      "from 2023-04-01 on 成立满一年" },
    { "29 February", WANTED("命名(\"成立满一年\", (成立日期 + 年(1)) { 不晚于 = 基准日 })"), "2024-02-29,1,1,1,1,1,1,1,是,否,,,",
      "自 2025-02-28 起成立满一年", NULL },
    { "a certificate that runs out", WANTED("非 { 高企.有效于(基准日) }"), PLAIN,
      "自 2023-05-01 起“高企证书在基准日有效”不再成立", NULL },
    { "an event cannot be made up", WANTED("高企.首次认定"), PLAIN, "无法通过改善指标达到：本年度首次认定高企", NULL },
    { "nor what may not fall", WANTED("营业收入 { 至多 = 万元(2000) }"), PLAIN,
      "无法通过改善指标达到：营业收入 3,000万元，超过 2,000万元", NULL },
    { "an open datum", WANTED("有效发明专利数 { 至少 = 1 }"), "2022-04-01,100,7,3000万,,,,,,,,,", "待补：有效发明专利数",
      "missing: patents" },
    { "an amount that would come to nothing", "条件 = { 营业收入 { 至少 = 万元(1) } }, 金额 = 有效发明专利数 * 元(5)", PLAIN,
      "有效发明专利再增加 1 件", NULL },
    { "rounded to nothing", "条件 = { 营业收入 { 至少 = 万元(1) } }, 金额 = 职工总数 * 元(5), 取整 = \"千元\"", PLAIN, "holds",
      NULL },
    { "in whole thousands", "条件 = { 营业收入 { 至少 = 万元(1) } }, 金额 = 科技人员数 * 元(5), 取整 = \"百元\"", PLAIN,
      "科技人员再增加 3 人", NULL },
  };
  expect(rows, COUNT(rows));
}

Test(explain_gap, together)
{
  static const struct want rows[] = {
    { "raising the whole breaks the part",
      WANTED("(近三年研发费用 / 近三年销售收入) { 至少 = 百分之(10) }, (境内研发费用 / 近三年研发费用) { 至少 = 百分之(60) }"),
      PLAIN, "近三年研发费用再增加 290 万元，境内研发费用再增加 120 万元", NULL },
    { "what a later change overtakes is taken back", WANTED("营业收入 { 至少 = 万元(3500) }, 营业收入 { 至少 = 万元(4000) }"),
      PLAIN, "营业收入再增加 1,000 万元", NULL },
    { "one of two: the one with fewer changes first",
      WANTED("任一 { 全部 { 拥有核心知识产权, 有效发明专利数 { 至少 = 1 } }, 营业收入 { 至少 = 亿元(1) } }"), PLAIN,
      "营业收入再增加 7,000 万元；或：“拥有核心知识产权”由“否”变为“是”，有效发明专利再增加 1 件", NULL },
    { "one of two, with what must hold besides",
      WANTED("任一 { 拥有核心知识产权, 有效发明专利数 { 至少 = 1 } }, 科技人员数 { 至少 = 8 }"), PLAIN,
      "“拥有核心知识产权”由“否”变为“是”，科技人员再增加 1 人；或：有效发明专利再增加 1 件，科技人员再增加 1 人", NULL },
    { "not both", WANTED("非 { 全部 { 职工总数 { 至少 = 50 }, 营业收入 { 至少 = 万元(1) } } }"), PLAIN, "职工总数减少 51 人",
      NULL },
    { "at most one may fail", WANTED("差几项 { 拥有核心知识产权, 有效发明专利数 { 至少 = 1 }, 一年内重大违法 } { 至多 = 1 }"),
      PLAIN, "“拥有核心知识产权”由“否”变为“是”，有效发明专利再增加 1 件", NULL },
    { "tiers",
      WANTED("分档(科技人员数 / 职工总数) { { 至少 = 百分之(30), 取 = 20 }, { 至少 = 百分之(10), 取 = 4 }, { 取 = 0 } } { 至少 = "
             "10 }"),
      PLAIN, "科技人员再增加 23 人", NULL },
    { "two parts of a score, neither of which is enough",
      WANTED("(分档(科技人员数) { { 至少 = 10, 取 = 20 }, { 取 = 0 } } + 分档(有效发明专利数) { { 至少 = 3, 取 = 30 }, { 取 = 0 "
             "} }) { 至少 = 50 }"),
      PLAIN, "有效发明专利再增加 3 件，科技人员再增加 3 人", NULL },
    { "with an open datum besides", WANTED("营业收入 { 至少 = 万元(3001) }, 创新能力评分 { 超过 = 70 }"),
      "2022-04-01,100,7,3000万,,,,,,,,,", "营业收入再增加 1 万元，并待补：创新能力评分",
      "revenue more by 1 万元, and missing: innovation_score" },
    { "what cannot be made up is told apart", WANTED("一年内重大违法, 营业收入 { 至少 = 万元(3001) }"), PLAIN,
      "营业收入再增加 1 万元；无法通过改善指标达到：一年内重大违法", NULL },
    { "waiting would lose the year", WANTED("高企认定日期 { 在 = 年度 - 2 }, 成立日期 { 不晚于 = 基准日 - 天(365) }"), PLAIN,
      "互相牵制、算不出确切数额：成立日期 2022-04-01，晚于 基准日 - 365天 2021-12-31", NULL },
  };
  expect(rows, COUNT(rows));
}

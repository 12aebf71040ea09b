/* Reasons as sentences: one for each way a verdict can come about, at depth 1 and 2, in both languages. */
#include "explain/explain_verdict.h"

#include "../evaluate/whole_run.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct situation {
  const char *name, *script; /* its first measure is reported */
  const char *row;           /* behind code, name and region */
  const char *chinese, *english;
  int depth;           /* 0: 1 */
  int granted;         /* year of the history, 0: none */
  const char *decided; /* ground of a decision 不符合 */
};

struct telling {
  struct whole_run whole; /* first: the receiver's other functions take it */
  struct wording reason;
  struct buffer said;
};

static const char headings[] =
    "统一社会信用代码,企业名称,行政区划代码,规模以上,营业收入,研发费用,高企认定日期,迁入日期,所有制,职工总数\n";

static void tell_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct telling *telling = context;
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    struct row_context subject = *batch->subject;
    subject.row = judgement->row;
    if (judgement->planned || telling->said.length) continue;
    format_verdict_reason(&telling->said, &telling->reason, &batch->subjects->measures[0], &judgement->verdict, &subject);
  }
}

static void notify(struct telling *telling, struct arena *arena, const struct situation *row)
{
  const struct model *model = whole_model(arena, row->script);
  struct plan *plan = plan_new(arena, model, whole_occasion(0), &(struct plan_options){ 0 });
  struct decision decision = { SLICE("A"), SLICE("C1"), slice_of(row->decided ? row->decided : ""), .outcome = OUTCOME_NO };
  struct decisions decisions = { .items = &decision, .count = 1, .capacity = 1 };
  decisions_index(arena, &decisions);
  struct history *history = history_new();
  struct run_options options = { .threads = 1, .all = true, .history = history, .decisions = row->decided ? &decisions : NULL };
  struct sink sink = { telling, whole_worker, whole_close, whole_begin, tell_batch, whole_block, whole_table_block, NULL };
  const char *list = whole_file(arena, arena_printf(arena, "%sC1,甲,650102,%s\n", headings, row->row));
  if (row->granted)
    history_add(history, &(struct history_row){ .measure = slice_of("A"), .year = row->granted, .outcome = OUTCOME_YES },
                slice_of("C1"));
  telling->reason.regions = model->regions;
  struct run *run = run_open(arena, plan, &options);
  cr_assert(whole_companies(&telling->whole, arena, run, plan, &options, list, &sink), "%s", row->name);
  run_close(run);
  history_free(history);
  unlink(list);
  buffer_char(&telling->said, 0);
  whole_free(&telling->whole);
}

static void expect_in(const struct situation *row, enum language language)
{
  struct arena arena = { 0 };
  struct telling telling = { .reason = { language, row->depth ? row->depth : 1, NULL } };
  const char *expected = language == LANGUAGE_ENGLISH ? row->english : row->chinese;
  notify(&telling, &arena, row);
  cr_expect_str_eq(telling.said.at, expected, "%s: %s", row->name, telling.said.at);
  buffer_free(&telling.said);
  arena_free(&arena);
}

static void expect(const struct situation *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (rows[i].chinese) expect_in(&rows[i], LANGUAGE_CHINESE);
    if (rows[i].english) expect_in(&rows[i], LANGUAGE_ENGLISH);
  }
}

#define AWARD(rest) "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", " rest " }\n"
#define SCALE       "条件 = { 规模以上 }, "
/* Behind the region: 规模以上, 营业收入, 研发费用, 高企认定日期, 迁入日期, 所有制, 职工总数. */
#define PLAIN "是,5000万,210万,2022-05-01,,民营,50"

Test(explain_explain_verdict, granted)
{
  static const struct situation rows[] = {
    { "a fixed amount", AWARD(SCALE "金额 = 万元(10)"), PLAIN, "符合全部条件，金额10万元",
      .english = "all conditions hold, amount 10万元" },
    { "a computed one", AWARD(SCALE "金额 = 营业收入 * 百分之(1)"), PLAIN, "符合全部条件，营业收入 5,000万元 × 1%，金额50万元",
      .english = NULL },
    { "capped", AWARD(SCALE "金额 = 营业收入 * 百分之(1), 封顶 = 万元(30)"), PLAIN,
      "符合全部条件，营业收入 5,000万元 × 1%，计得50万元，封顶30万元，金额30万元",
      .english = "all conditions hold, revenue 5,000万元 × 1%, computed 50万元, capped at 30万元, amount 30万元" },
    { "a cap just reached changes nothing", AWARD(SCALE "金额 = 万元(30), 封顶 = 万元(30)"), PLAIN, "符合全部条件，金额30万元",
      .english = NULL },
    { "beyond the envelope", AWARD(SCALE "金额 = 万元(10), 预算 = 万元(4)"), PLAIN,
      "符合全部条件，应得10万元，超出预算按比例折减，金额4万元",
      .english = "all conditions hold, claimed 10万元, reduced in proportion to the envelope, amount 4万元" },
    { "no money in it", "支持 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { 规模以上 } }\n", PLAIN, "符合全部条件",
      .english = "all conditions hold" },
    { "left to the authority", "酌定 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { 规模以上 } }\n", PLAIN,
      "符合全部条件，金额待主管部门核定", .english = "all conditions hold, the amount is set by the authority" },
  };
  expect(rows, COUNT(rows));
}

#define ASKED(condition) AWARD("条件 = { " condition " }, 金额 = 万元(1)")

Test(explain_explain_verdict, refused)
{
  static const struct situation rows[] = {
    { "yes or no", ASKED("规模以上"), "否", "规模以上 否", .english = "above_scale no" },
    { "money", ASKED("营业收入 { 至少 = 亿元(1) }"), PLAIN, "营业收入 5,000万元，低于 1亿元",
      .english = "revenue 5,000万元, less than 1亿元" },
    { "a number that must differ", ASKED("职工总数 { 不等于 = 50 }"), PLAIN, "职工总数 50，等于 50",
      .english = "staff 50, equal to 50" },
    { "an exact share", ASKED("(研发费用 / 营业收入) { 至少 = 百分之(5) }"), PLAIN,
      "研发费用 ÷ 营业收入 4.2%（210万元 ÷ 5,000万元），低于 5%",
      .english = "rd_expense ÷ revenue 4.2% (210万元 ÷ 5,000万元), less than 5%" },
    { "a named share, rounded", ASKED("命名(\"研发费用占比\", 研发费用 / 营业收入) { 至少 = 百分之(5) }"), "是,5000万,211万,,,,",
      "研发费用占比 约4.2%（211万元 ÷ 5,000万元），低于 5%",
      .english = "研发费用占比 about 4.2% (211万元 ÷ 5,000万元), less than 5%" },
    { "a date that comes too late", ASKED("高企认定日期 { 不晚于 = \"2022-01-01\" }"), PLAIN,
      "高企认定日期 2022-05-01，晚于 2022-01-01", .english = "hnte_date 2022-05-01, after 2022-01-01" },
    { "never happened", ASKED("迁入日期 { 不晚于 = \"2022-01-01\" }"), PLAIN, "迁入日期 未发生，要求不晚于 2022-01-01",
      .english = "moved_in never happened, asked: not after 2022-01-01" },
    { "outside the year", ASKED("高企认定日期 { 在 = 年度 - 1 }"), PLAIN,
      "高企认定日期 2022-05-01，不在 2021-01-01至2021-12-31 内",
      .english = "hnte_date 2022-05-01, outside 2021-01-01 to 2021-12-31" },
    { "a choice", ASKED("所有制 { 是 = \"国有\" }"), PLAIN, "所有制 民营，不是 国有", .english = "ownership 民营, is not 国有" },
    { "one of several", ASKED("所有制 { 属于 = { \"国有\", \"外资\" } }"), PLAIN, "所有制 民营，不属于 国有、外资",
      .english = "ownership 民营, not in 国有, 外资" },
    { "two conditions", ASKED("规模以上, 职工总数 { 至少 = 80 }"), "否,,,,,,50", "规模以上 否；职工总数 50，低于 80",
      .english = "above_scale no; staff 50, less than 80" },
    { "only what fails", ASKED("规模以上, 营业收入 { 至少 = 元(1) }, 职工总数 { 至少 = 80 }"), "是,,,,,,50",
      "职工总数 50，低于 80", .english = NULL },
    { "a named condition", ASKED("命名(\"大企业\", 全部 { 规模以上, 职工总数 { 至少 = 80 } })"), PLAIN,
      "不满足“大企业”（职工总数 50，低于 80）", .english = "not met: '大企业' (staff 50, less than 80)" },
    { "neither of two", ASKED("任一 { 规模以上, 职工总数 { 至少 = 80 } }"), "否,,,,,,50",
      "任一（✗规模以上 否；✗职工总数 50，低于 80）", .english = "any of (✗above_scale no; ✗staff 50, less than 80)" },
    { "the opposite is asked", ASKED("非 { 规模以上 }"), PLAIN, "规模以上 是，应为相反",
      .english = "above_scale yes, but must not be" },
    { "an amount of nothing", AWARD(SCALE "金额 = 营业收入 * 百分之(0)"), PLAIN, "计得金额为 0",
      .english = "the amount comes to 0" },
  };
  expect(rows, COUNT(rows));
}

#define PAIR(first, second)                                                                                                      \
  "local 甲 = 奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 元(" first ") }\n"                          \
  "local 乙 = 奖励 \"乙\" { 编号 = \"B\", 条款 = \"二\", 条件 = { 营业收入 { 至少 = 元(1) } }, 金额 = 元(" second ") }\n"        \
  "择一 \"一项\" { 编号 = \"O\", 条款 = \"三\", 措施 = { 甲, 乙 } }\n"

Test(explain_explain_verdict, other_grants_and_decisions)
{
  static const struct situation rows[] = {
    { "once", AWARD(SCALE "金额 = 万元(10), 一次性 = true"), PLAIN, "一次性措施，2020 年度已给予",
      "granted once only, and granted in 2020", .granted = 2020 },
    { "the same year does not block", AWARD(SCALE "金额 = 万元(10), 一次性 = true"), PLAIN, "符合全部条件，金额10万元", NULL,
      .granted = 2022 },
    { "the other one is higher", PAIR("100", "200"), PLAIN, "择一就高：已给予 B 乙",
      .english = "one of several, the highest: B 乙 is granted" },
    { "the other one is open and higher", PAIR("100", "200"), "是,,,,,,", "择一就高：须待 B 乙 核实；金额在0元至100元之间",
      .english = "one of several, the highest: B 乙 is still open; the amount lies between 0元 and 100元" },
    { "by hand", AWARD(SCALE "金额 = 万元(10)"), PLAIN, "主管部门核定：材料不实", "decided by the authority: 材料不实",
      .decided = "材料不实" },
  };
  expect(rows, COUNT(rows));
}

Test(explain_explain_verdict, pending)
{
  static const struct situation rows[] = {
    { "a condition, the amount fixed", AWARD(SCALE "金额 = 万元(10)"), "", "待补：规模以上；金额在0元至10万元之间",
      .english = "missing: above_scale; the amount lies between 0元 and 10万元" },
    { "an amount without an upper end", AWARD(SCALE "金额 = 营业收入 * 百分之(1)"), "是,,", "待补：营业收入",
      .english = "missing: revenue" },
    { "a capped one", AWARD(SCALE "金额 = 营业收入 * 百分之(1), 封顶 = 万元(10)"), "是,未知,",
      "待补：营业收入；金额在0元至10万元之间", .english = NULL },
    { "two data, each once", ASKED("规模以上, 营业收入 { 至少 = 元(1) }, 营业收入 { 至多 = 亿元(9) }"), "",
      "待补：规模以上、营业收入；金额在0元至1万元之间",
      .english = "missing: above_scale, revenue; the amount lies between 0元 and 1万元" },
    { "what is known is not missing", ASKED("规模以上, 职工总数 { 至少 = 10 }"), ",,,,,,50",
      "待补：规模以上；金额在0元至1万元之间", .english = NULL },
    { "no money in it", "支持 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { 规模以上 } }\n", "?", "待补：规模以上",
      .english = "missing: above_scale" },
  };
  expect(rows, COUNT(rows));
}

/* The policy's region is the first condition of every measure. */
#define REGION         "✓行政区划代码 650102天山区，属于 650100乌鲁木齐市"
#define REGION_ENGLISH "✓region 650102天山区, in 650100乌鲁木齐市"

Test(explain_explain_verdict, every_condition_at_depth_2)
{
  static const struct situation rows[] = {
    { "all hold", ASKED("规模以上, 职工总数 { 至少 = 10 }"), PLAIN,
      "符合全部条件，金额1万元；" REGION "；✓规模以上 是；✓职工总数 50，不低于 10；条款 一",
      "all conditions hold, amount 1万元; " REGION_ENGLISH "; ✓above_scale yes; ✓staff 50, at least 10; clause 一", .depth = 2 },
    { "one fails, one is unknown", ASKED("规模以上, 营业收入 { 超过 = 元(1) }"), "否",
      "规模以上 否；" REGION "；✗规模以上 否；?营业收入 未知，要求超过 1元；条款 一",
      "above_scale no; " REGION_ENGLISH "; ✗above_scale no; ?revenue unknown, asked: more than 1元; clause 一", .depth = 2 },
    { "open", ASKED("规模以上"), "", "待补：规模以上；金额在0元至1万元之间；" REGION "；?规模以上 未知；条款 一",
      "missing: above_scale; the amount lies between 0元 and 1万元; " REGION_ENGLISH "; ?above_scale unknown; clause 一",
      .depth = 2 },
  };
  expect(rows, COUNT(rows));
}

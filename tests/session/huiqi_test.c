/* A session: scripts in memory over a list, two versions compared, one company asked about, supposed and made up; and what fails.
 */
#include "session/answer.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "write/difference_text.h"

static const char list_text[] = "统一社会信用代码,企业名称,行政区划代码,营业收入（万元）\n"
                                "91650103MA02TM1LT5,甲云拓公司,650103,800\n"
                                "91650104MA178GXUQ7,乙瀚川公司,650104,600\n"
                                "91650103MA1CDNDM5U,丙红岭公司,650103,\n";

static const char policy_text[] = "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2000-01-01\" } }\n"
                                  "参数 \"标准\" { [\"2000-01-01\"] = 万元(10) }\n";

static struct arena arena;
static struct session_options options;
static struct notifier notifier;
static struct fault fault;
static struct huiqi *session;
static char list_path[64];

static void hear(void *context, enum language language, enum message message, const char *a, const char *b, const char *c)
{
  (void)context, (void)language, (void)message, (void)a, (void)b, (void)c;
}

static void enter(void)
{
  strcpy(list_path, "/tmp/huiqi-session-XXXXXX");
  int file = mkstemp(list_path);
  cr_assert(file >= 0 && write(file, list_text, sizeof list_text - 1) == (ssize_t)sizeof list_text - 1);
  close(file);
  notifier = (struct notifier){ .arena = &arena, .show = hear };
  options = (struct session_options){ .list = list_path, .year = 2022, .threads = 2, .notifier = &notifier };
  session = huiqi_open(&options);
}

static void leave(void)
{
  huiqi_close(session);
  unlink(list_path);
  arena_free(&arena);
}

TestSuite(session_huiqi, .init = enter, .fini = leave);

static enum huiqi_status load_text(const char *script)
{
  struct script_text text = { .path = "t.lua", .text = slice_of(arena_printf(&arena, "%s%s", policy_text, script)) };
  return huiqi_load(session, &(struct huiqi_scripts){ .texts = &text, .text_count = 1 }, &fault);
}

/* One measure, from a revenue on. */
static enum huiqi_status load_from(int revenue)
{
  return load_text(arena_printf(&arena,
                                "奖励 \"奖\" { 编号 = \"A\", 条款 = \"一\", 条件 = 营业收入 { 至少 = 万元(%d) }, "
                                "金额 = 参数.标准 }\n",
                                revenue));
}

static const struct outcome_list *first_results(void)
{
  cr_assert(huiqi_judge(session, &fault), "%d", (int)fault.message);
  cr_assert_eq(huiqi_results(session)->measure_count, 1);
  return &huiqi_results(session)->measures[0];
}

Test(session_huiqi, one_version)
{
  cr_assert_eq(load_from(500), HUIQI_DONE);
  const struct outcome_list *results = first_results();
  cr_expect_eq(results->yes, 2);
  cr_expect_eq(results->pending, 1, "a revenue that is not known is not 0");
  cr_expect_eq(results->amount, 2 * 10000000);
  cr_expect_eq(huiqi_results(session)->rows, 3);
  cr_expect_eq(huiqi_model(session)->measure_count, 1);
  cr_expect_eq(huiqi_problems(session), 0);
}

Test(session_huiqi, two_versions)
{
  struct difference difference;
  struct buffer csv = { 0 };
  cr_assert_eq(load_from(500), HUIQI_DONE);
  huiqi_mark(session);
  cr_expect_null(huiqi_model(session));
  cr_assert_eq(load_from(700), HUIQI_DONE);
  cr_expect_eq(first_results()->yes, 1);
  huiqi_difference(session, NULL, 10, &difference);
  cr_expect_eq(difference.year_before, 2022);
  cr_expect_eq(difference.rules.count, 1);
  cr_assert_eq(difference.results.count, 1);
  const struct change *change = &difference.results.changes[0];
  const struct changed_object *object = &difference.objects[0];
  cr_expect_eq(change->kind, CHANGE_LOSS);
  cr_expect_eq(change->difference, -10000000);
  cr_expect(slice_is(object->code, "91650104MA178GXUQ7") && slice_is(object->name, "乙瀚川公司"));
  cr_expect_eq(object->region, 650104);
  cr_expect_str_eq(object->before, "");
  cr_expect_not_null(strstr(object->after, "700"), "%s", object->after);
  cr_assert_eq(difference.region_count, 1);
  cr_expect_eq(difference.regions[0].code, 650104);
  cr_expect_eq(difference.regions[0].counts[CHANGE_LOSS], 1);
  difference_csv(&csv, &difference);
  buffer_char(&csv, 0);
  cr_expect_not_null(strstr(csv.at, "乙瀚川公司"), "%s", csv.at);
  buffer_free(&csv);
  difference_free(&difference);
}

/* What is asked of reasons is asked of them only. */
Test(session_huiqi, reasons_are_found_as_far_as_asked)
{
  struct difference difference;
  cr_assert_eq(load_from(500), HUIQI_DONE);
  huiqi_mark(session);
  cr_assert_eq(load_from(900), HUIQI_DONE);
  cr_assert(huiqi_judge(session, &fault));
  huiqi_difference(session, NULL, 1, &difference);
  cr_assert_eq(difference.results.count, 2);
  cr_expect_not_null(difference.objects[0].after);
  cr_expect_null(difference.objects[1].after);
  difference_free(&difference);
}

Test(session_huiqi, single_values_count_unless_as_written)
{
  struct setting setting = { .name = "标准", .value = "12万元" };
  options.settings = &setting;
  options.setting_count = 1;
  cr_assert_eq(load_from(500), HUIQI_DONE);
  cr_expect_eq(first_results()->amount, 2 * 12000000);
  struct script_text text = { .path = "t.lua", .text = slice_of(policy_text) };
  struct huiqi_scripts written = { .texts = &text, .text_count = 1, .as_written = true };
  cr_assert_eq(huiqi_load(session, &written, &fault), HUIQI_DONE);
  const struct parameter *parameter = huiqi_model(session)->policies[0]->parameters[0];
  cr_expect_null(parameter->set, "as the script says");
}

Test(session_huiqi, errors_leave_the_version_of_before)
{
  const struct script_text *texts;
  size_t count;
  cr_assert_eq(load_from(500), HUIQI_DONE);
  cr_expect_eq(first_results()->yes, 2);
  cr_expect_eq(load_text("奖励 { 编号 = \n"), HUIQI_WRONG);
  const struct faults *findings = huiqi_findings(session, &texts, &count);
  cr_assert(findings->count > 0 && count == 1);
  cr_expect_str_eq(texts[0].path, "t.lua");
  cr_expect_str_eq(findings->items[0].file, "t.lua");
  cr_expect_eq(huiqi_results(session)->measures[0].yes, 2);
  cr_assert_eq(load_from(700), HUIQI_DONE);
  cr_expect_eq(huiqi_findings(session, &texts, &count)->count, 0);
  cr_expect_eq(first_results()->yes, 1);
}

static const struct entity_report_measure *report_of(const struct match *match, const struct request_setting *settings,
                                                     size_t count)
{
  struct entity_report *report = arena_alloc(&arena, sizeof *report);
  *report = (struct entity_report){ .arena = &arena, .reason = { LANGUAGE_CHINESE, 2, NULL, false } };
  cr_assert(huiqi_report(session, &(struct huiqi_who){ match, settings, count }, report, &fault), "%d", (int)fault.message);
  cr_assert(report->found && report->measure_count == 1);
  return &report->measures[0];
}

Test(session_huiqi, one_company)
{
  struct matches matches;
  struct request_setting revenue = { .key = "营业收入", .text = "300万元" };
  cr_assert_eq(load_from(500), HUIQI_DONE);
  cr_assert(huiqi_find(session, SLICE("瀚川"), &matches, &fault));
  cr_assert_eq(matches.count, 1);
  cr_expect_eq(report_of(&matches.items[0], NULL, 0)->verdict.outcome, OUTCOME_YES);
  cr_expect_eq(report_of(&matches.items[0], &revenue, 1)->verdict.outcome, OUTCOME_NO, "what if");
  cr_expect_eq(report_of(&matches.items[0], NULL, 0)->verdict.outcome, OUTCOME_YES, "the list is as it was");
  cr_assert(huiqi_find(session, SLICE("公司"), &matches, &fault));
  cr_expect_eq(matches.count, 3);
  cr_assert(huiqi_find(session, SLICE("没有"), &matches, &fault));
  cr_expect_eq(matches.count, 0);
}

Test(session_huiqi, a_company_that_is_made_up)
{
  struct request_setting settings[] = { { .key = "行政区划代码", .text = "650103" }, { .key = "营业收入", .text = "900万元" } };
  cr_assert_eq(load_from(500), HUIQI_DONE);
  cr_expect_eq(report_of(NULL, settings, 2)->verdict.outcome, OUTCOME_YES);
  cr_expect_eq(report_of(NULL, settings, 1)->verdict.outcome, OUTCOME_PENDING, "what is not given is unknown");
}

Test(session_huiqi, settings_that_do_not_fit)
{
  struct request_setting unknown = { .key = "营业收人", .text = "1" }, unread = { .key = "营业收入", .text = "很多" };
  struct entity_report report = { .arena = &arena, .reason = { LANGUAGE_CHINESE, 2, NULL, false } };
  cr_assert_eq(load_from(500), HUIQI_DONE);
  cr_expect(!huiqi_report(session, &(struct huiqi_who){ NULL, &unknown, 1 }, &report, &fault) &&
            fault.message == MSG_PROMPT_FIELD);
  cr_expect(!huiqi_report(session, &(struct huiqi_who){ NULL, &unread, 1 }, &report, &fault) &&
            fault.message == MSG_PROMPT_VALUE);
}

Test(session_huiqi, files_that_are_not_there)
{
  const char *name = "/tmp/huiqi-none.lua";
  struct texts paths = { &name, 1, 1 };
  cr_expect_eq(huiqi_load(session, &(struct huiqi_scripts){ .paths = &paths }, &fault), HUIQI_CANNOT);
  cr_expect_eq(fault.message, MSG_CANNOT_OPEN);
  cr_expect_null(huiqi_model(session));
  options.list = "/tmp/huiqi-none.csv";
  cr_assert_eq(load_from(500), HUIQI_DONE);
  cr_expect(!huiqi_judge(session, &fault) && fault.kind == FAULT_FILE);
  cr_expect_null(huiqi_results(session));
  options.list = list_path;
  cr_expect_eq(first_results()->yes, 2, "a list that came back is read");
}

Test(session_huiqi, a_year_outside_the_policy)
{
  cr_assert_eq(load_from(500), HUIQI_DONE);
  options.year = 1990;
  cr_expect(!huiqi_judge(session, &fault) && fault.message == MSG_YEAR_OUTSIDE);
}

/* Answers */

static const struct node *typed(const char *line)
{
  struct faults faults = { 0 };
  struct prompt_results results = { 0 };
  bool incomplete;
  cr_assert(prompt_run(huiqi_prompt(session), slice_of(line), &faults, &results, &incomplete), "%s", line);
  cr_assert(results.count == 1 && results.items[0].kind == GIVEN_NODE, "%s", line);
  return results.items[0].node;
}

static void load_with_prompt(void)
{
  static const struct prompt_word none[1];
  struct script_text text = { .path = "t.lua",
                              .text = slice_of(arena_printf(&arena,
                                                            "%s奖励 \"奖\" { 编号 = \"A\", 条款 = \"一\", 条件 = 营业收入 { "
                                                            "至少 = 万元(700) }, 金额 = 参数.标准 }\n",
                                                            policy_text)) };
  struct huiqi_scripts scripts = { .texts = &text, .text_count = 1, .words = none };
  cr_assert_eq(huiqi_load(session, &scripts, &fault), HUIQI_DONE);
}

Test(session_huiqi, a_condition_is_counted_over_the_list)
{
  struct company_counts counts;
  load_with_prompt();
  cr_assert(huiqi_count(session, &arena, typed("营业收入 { 至少 = 万元(700) }"), 1, &counts, &fault));
  cr_expect(counts.companies == 3 && counts.yes == 1 && counts.open == 1);
  cr_expect(counts.count == 1 && slice_is(counts.items[0].name, "甲云拓公司"), "only as many as were asked for are named");
  cr_assert(huiqi_count(session, &arena, NULL, 10, &counts, &fault));
  cr_expect(counts.yes == 3 && counts.open == 0);
}

Test(session_huiqi, a_value_is_spread_over_the_list)
{
  struct distribution spread;
  load_with_prompt();
  cr_assert(huiqi_distribution(session, &arena, typed("营业收入"), &spread, &fault));
  cr_expect(spread.known == 2 && spread.unknown == 1 && spread.not_occurred == 0);
  cr_expect(spread.least.num == 600000000 && spread.greatest.num == 800000000 && spread.middle.num == 600000000);
  cr_expect(spread.has_sum && spread.sum.num == 1400000000);
}

Test(session_huiqi, figures_by_group)
{
  struct figure_answer figures;
  load_with_prompt();
  const struct table *companies = &huiqi_model(session)->tables[0];
  cr_assert(huiqi_figures(session, &arena, NULL, NULL, &companies->kind.fields[companies->region], &figures, &fault));
  cr_assert_eq(figures.count, 2);
  cr_expect(slice_is(figures.results[0].unit, "650103") && figures.results[0].actual.num == 2);
  cr_assert(huiqi_figures(session, &arena, typed("家数 { 营业收入 { 至少 = 万元(700) } }"), NULL, NULL, &figures, &fault));
  cr_assert_eq(figures.count, 1);
  cr_expect(figures.results[0].unknown == 1 && figures.results[0].low.num == 1 && figures.results[0].high.num == 2);
}

Test(session_huiqi, a_value_of_one_company)
{
  struct request_setting revenue = { .key = "营业收入", .text = "900万元" };
  const struct huiqi_who who = { NULL, &revenue, 1 };
  struct expression_answer answer;
  struct match match;
  load_with_prompt();
  cr_assert(huiqi_value(session, &arena, &who, typed("营业收入 * 2"), &answer, &fault));
  cr_expect_not_null(strstr(answer.value, "1,800万元"), "%s", answer.value);
  explain_tree_free(&answer.tree);
  cr_assert(huiqi_value(session, &arena, &who, typed("营业收入 { 至少 = 万元(700) }"), &answer, &fault));
  cr_expect(!answer.value && answer.tree.count && answer.tree.lines[0].answer == ANSWER_YES);
  explain_tree_free(&answer.tree);
  cr_expect(huiqi_invent(session, &arena, &who, &match, &fault) && !match.name.length);
}

Test(session_huiqi, what_would_be_with_another_cell)
{
  struct matches matches;
  struct request_setting revenue = { .key = "营业收入", .text = "900万元" };
  struct entity_report blank = { .arena = &arena, .reason = { LANGUAGE_CHINESE, 1, NULL, false } };
  struct what_if answer = { .before = blank, .after = blank };
  load_with_prompt();
  cr_assert(huiqi_find(session, SLICE("瀚川"), &matches, &fault) && matches.count == 1);
  cr_assert(huiqi_what_if(session, &(struct huiqi_who){ .match = &matches.items[0] }, &revenue, 1, &answer, &fault));
  cr_expect(answer.change_count == 1 && answer.changes[0].before.num == 600000000 && answer.changes[0].after.num == 900000000);
  cr_expect_eq(answer.before.measures[0].verdict.outcome, OUTCOME_NO);
  cr_expect_eq(answer.after.measures[0].verdict.outcome, OUTCOME_YES);
}

Test(session_huiqi, totals_of_all_and_of_one)
{
  struct totals totals;
  load_with_prompt();
  typed("营业收入");
  cr_assert(huiqi_totals(session, NULL, &totals, &fault));
  struct tally tally = results_tally(totals.results, huiqi_model(session)->measures[0]);
  cr_expect(tally.yes == 1 && tally.pending == 1 && tally.amount == 10000000 && results_rows(totals.results) == 3);
  totals_close(&totals);
  cr_assert(huiqi_totals(session, "A", &totals, &fault));
  totals_close(&totals);
}

/* What was loaded meanwhile leaves nothing behind: neither its results nor its hold on the lists. */
Test(session_huiqi, the_marked_version_comes_back)
{
  load_with_prompt();
  cr_expect_eq(first_results()->yes, 1);
  huiqi_mark(session);
  cr_assert_eq(load_from(500), HUIQI_DONE);
  cr_expect_eq(first_results()->yes, 2);
  huiqi_restore(session);
  cr_expect_eq(huiqi_results(session)->measures[0].yes, 1);
  cr_assert_not_null(huiqi_prompt(session));
  struct company_counts counts;
  cr_assert(huiqi_count(session, &arena, typed("营业收入 { 至少 = 万元(700) }"), 1, &counts, &fault));
  cr_expect_eq(counts.yes, 1);
}

Test(session_huiqi, an_answer_that_is_stopped)
{
  volatile sig_atomic_t stopped = 0;
  struct company_counts counts;
  options.interrupted = &stopped;
  load_with_prompt();
  const struct node *condition = typed("营业收入 { 至少 = 万元(700) }");
  stopped = 1;
  cr_expect(!huiqi_count(session, &arena, condition, 1, &counts, &fault) && fault.message == MSG_PROMPT_STOPPED);
}

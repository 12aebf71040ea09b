/* 求解 against a scan over all steps, on random small lists: rules in which a parameter stands in amounts, limits, relations and
 * conditions, and companies of which some data are missing and some stand there twice. */
#include "session/answer.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../chance.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { ROUNDS = 36, STEPS = 12, ROWS = 24 };
#define STEP (INT64_C(200) * FEN_YUAN)

static const char policy_text[] = "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2000-01-01\" } }\n"
                                  "参数 \"标准\" { [\"2000-01-01\"] = 元(600) }\n";

static const char *const amounts[] = { "参数.标准",
                                       "参数.标准 * 职工总数, 封顶 = 元(3000)",
                                       "取小(参数.标准 + 元(200), 营业收入)",
                                       "取大(元(1500) - 参数.标准, 元(300))",
                                       "营业收入 * 百分之(10), 封顶 = 参数.标准",
                                       "分情况 { { 规模以上, 参数.标准 * 2 }, { 其余, 参数.标准 } }",
                                       "元(700)",
                                       "参数.标准 * 职工总数, 预算 = 元(9000)",
                                       "参数.标准 - 参数.标准 * 职工总数 / 4" };
static const char *const conditions[] = { "规模以上",
                                          "营业收入 { 至少 = 元(500) }",
                                          "职工总数 { 至少 = 2 }",
                                          "非 { 规模以上 }",
                                          "营业收入 { 至少 = 参数.标准 }",
                                          "非 { 营业收入 { 低于 = 参数.标准 } }",
                                          "任一 { 营业收入 { 至多 = 参数.标准 }, 规模以上 }",
                                          "营业收入 { 至少 = 参数.标准, 低于 = 参数.标准 + 元(1000) }" };
enum { ASKING = 4 }; /* so many of them ask the parameter */
static const char *const relations[] = {
  "", "", "择一 \"一\" { 编号 = \"E\", 措施 = { 甲, 乙 } }\n",
  "总限 \"限\" { 编号 = \"L\", 条款 = \"一\", 措施 = { 甲, 乙 }, 至多 = 元(1900), 压减 = \"按比例\" }\n"
};
static const char *const ends[] = { "已定", "至少", "至多" };

static struct arena arena;
static struct session_options options;
static struct notifier notifier;
static struct fault fault;
static char list_path[64];

static void hear(void *context, enum language language, enum message message, const char *a, const char *b, const char *c)
{
  (void)context, (void)language, (void)message, (void)a, (void)b, (void)c;
}

static void write_list(void)
{
  strcpy(list_path, "/tmp/huiqi-solve-XXXXXX");
  FILE *file = fdopen(mkstemp(list_path), "w");
  fprintf(file, "统一社会信用代码,企业名称,行政区划代码,规模以上,职工总数,营业收入\n");
  for (int i = 0; i < ROWS; i++) {
    static const char *const scales[] = { "是", "是", "否", "否", "" }, *const staff[] = { "0", "1", "2", "3", "" },
                             *const sales[] = { "-300", "400", "800", "1700", "5000", "" };
    size_t code = draw(10) ? (size_t)i : draw(ROWS); /* some stand there twice */
    fprintf(file, "9165010%zuMA%02zu5C%dXX,企业%d,650103,%s,%s,%s\n", code % 9, code, 0, i, scales[draw(COUNT(scales))],
            staff[draw(COUNT(staff))], sales[draw(COUNT(sales))]);
  }
  fclose(file);
}

/* Half of them have the first few amounts and no condition that asks the parameter: of many of these the direction is proved. */
static const char *draw_rules(void)
{
  const char *text = policy_text;
  bool plain = draw(2);
  static const char *const names[] = { "甲", "乙", "丙" };
  for (size_t i = 0; i < COUNT(names); i++)
    text = arena_printf(&arena, "%slocal %s = 奖励 \"%s\" { 编号 = \"T-%zu\", 条款 = \"一\", 条件 = { %s }, 金额 = %s }\n", text,
                        names[i], names[i], i, conditions[draw(COUNT(conditions) - (plain ? ASKING : 0))],
                        amounts[draw(plain ? 3 : COUNT(amounts))]);
  return arena_printf(&arena, "%s%s", text, relations[draw(COUNT(relations))]);
}

static struct huiqi *open_rules(const char *rules)
{
  struct script_text text = { .path = "t.lua", .text = slice_of(rules) };
  struct huiqi *session = huiqi_open(&options);
  cr_assert_eq(huiqi_load(session, &(struct huiqi_scripts){ .texts = &text, .text_count = 1 }, &fault), HUIQI_DONE, "%s", rules);
  return session;
}

/* The totals of a run with the value given as by --set. */
static struct results_total total_with(const char *rules, int64_t yuan)
{
  struct totals totals;
  struct setting setting = { .name = "标准", .value = arena_printf(&arena, "%lld元", (long long)yuan) };
  options.settings = &setting;
  options.setting_count = 1;
  struct huiqi *session = open_rules(rules);
  cr_assert(huiqi_totals(session, NULL, &totals, &fault), "%d", (int)fault.message);
  struct results_total total = results_granted(totals.results);
  totals_close(&totals);
  huiqi_close(session);
  options.settings = NULL;
  options.setting_count = 0;
  return total;
}

static int64_t end_of(const struct results_total *total, int end)
{
  return end == TOTAL_CERTAIN ? total->amount : end == TOTAL_LEAST ? total->bounds.least : total->bounds.most;
}

static bool is_kept(int64_t total, bool at_least, int64_t limit)
{
  return at_least ? total >= limit : total <= limit;
}

static void expect_point(const char *rules, const struct solve_point *point)
{
  struct results_total total = total_with(rules, point->value.num / FEN_YUAN);
  cr_expect_eq(point->certain, total.amount, "certain at %lld: %lld, a run has %lld\n%s", (long long)point->value.num,
               (long long)point->certain, (long long)total.amount, rules);
  cr_expect_eq(point->bounds.least, total.bounds.least, "least at %lld: %lld, a run has %lld\n%s", (long long)point->value.num,
               (long long)point->bounds.least, (long long)total.bounds.least, rules);
  cr_expect(point->bounds.open == total.bounds.open && (total.bounds.open || point->bounds.most == total.bounds.most),
            "most at %lld: %lld, a run has %lld\n%s", (long long)point->value.num, (long long)point->bounds.most,
            (long long)total.bounds.most, rules);
}

/* What was found is what it says, and where it is proved nothing is better. */
static void check_solution(const char *rules, const struct solution *solution, const struct results_total *scan)
{
  bool greatest = solution->next.value.num > solution->value.value.num;
  int64_t found = solution->value.value.num / STEP;
  cr_expect_eq(solution->value.value.num % STEP, 0);
  cr_expect_eq(solution->next.value.num - solution->value.value.num, greatest ? STEP : -STEP);
  expect_point(rules, &solution->now);
  expect_point(rules, &solution->value);
  expect_point(rules, &solution->next);
  for (size_t i = 0; i < solution->sensitivity_count; i++) expect_point(rules, &solution->sensitivity[i].point);
  for (int64_t i = 0; i <= STEPS; i++) {
    if (scan[i].bounds.open && solution->end == TOTAL_MOST) continue;
    bool keeps = is_kept(end_of(&scan[i], (int)solution->end), solution->at_least, solution->limit);
    if (i == found) cr_expect(keeps, "%s", rules);
    if (i == found + (greatest ? 1 : -1)) cr_expect(!keeps, "%s", rules);
    if (solution->proved && (greatest ? i > found : i < found))
      cr_expect(!keeps, "%lld is better than %lld\n%s", (long long)i, (long long)found, rules);
  }
}

static void try_rules(size_t *proved, size_t *searched, size_t *refused)
{
  struct results_total scan[STEPS + 1];
  struct solution solution;
  const char *rules = draw_rules();
  int end = (int)draw(3);
  bool at_least = draw(2), crossed = false;
  write_list();
  options.list = list_path;
  for (int i = 0; i <= STEPS; i++) scan[i] = total_with(rules, 200 * i);
  int64_t limit = end_of(&scan[draw(STEPS + 1)], end) + (int64_t)draw(3) * 5000 - 5000;
  if (limit <= 0) limit = 100;
  for (int i = 0; i <= STEPS; i++)
    crossed |= is_kept(end_of(&scan[i], end), at_least, limit) != is_kept(end_of(&scan[0], end), at_least, limit);
  const struct solve_request request = { .parameter = "参数.标准",
                                         .limit = arena_printf(&arena, "%s %lld.%02lld元", at_least ? "至少" : "至多",
                                                               (long long)(limit / 100), (long long)(limit % 100)),
                                         .step = "200元",
                                         .end = ends[end] };
  struct huiqi *session = open_rules(rules);
  if (huiqi_solve(session, &arena, &request, &solution, &fault)) {
    check_solution(rules, &solution, scan);
    ++*(solution.proved ? proved : searched);
  } else {
    bool open = end == TOTAL_MOST && scan[0].bounds.open;
    cr_expect(fault.message == MSG_SOLVE_EVERY || fault.message == MSG_SOLVE_NONE || fault.message == MSG_SOLVE_UNUSED || open,
              "message %d\n%s", (int)fault.message, rules);
    cr_expect(open || !crossed, "a value keeps %s and another does not\n%s", request.limit, rules);
    ++*refused;
  }
  huiqi_close(session);
  unlink(list_path);
}

/* A list that is long enough to be searched in a sample first. */
static void solve_long_list(const char *condition, bool proved)
{
  const struct solve_request request = { .parameter = "标准", .limit = "至多 123万元", .step = "1元" };
  struct solution solution;
  const char *rules =
      arena_printf(&arena,
                   "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2000-01-01\" } }\n"
                   "参数 \"标准\" { [\"2000-01-01\"] = 元(60000) }\n"
                   "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { %s }, 金额 = 元(100) }\n"
                   "奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"二\", 条件 = { 营业收入 { 超过 = 元(99999) } }, 金额 = 元(7) }\n",
                   condition);
  struct huiqi *session = open_rules(rules);
  cr_assert(huiqi_solve(session, &arena, &request, &solution, &fault), "%d", (int)fault.message);
  cr_expect_eq(solution.proved, proved);
  cr_expect_eq(llabs(solution.next.value.num - solution.value.value.num), FEN_YUAN);
  cr_expect(solution.value.bounds.most <= solution.limit && solution.next.bounds.most > solution.limit);
  cr_expect_lt(solution.trials, 20, "%zu values were judged", solution.trials);
  expect_point(rules, &solution.value);
  expect_point(rules, &solution.next);
  for (size_t i = 0; i < solution.sensitivity_count; i++) expect_point(rules, &solution.sensitivity[i].point);
  huiqi_close(session);
}

Test(session_solve, a_long_list_is_searched_in_a_sample_first)
{
  enum { LONG = 70000 };
  notifier = (struct notifier){ .arena = &arena, .show = hear };
  options = (struct session_options){ .year = 2022, .threads = 2, .notifier = &notifier, .list = list_path };
  strcpy(list_path, "/tmp/huiqi-solve-XXXXXX");
  FILE *file = fdopen(mkstemp(list_path), "w");
  fprintf(file, "统一社会信用代码,企业名称,行政区划代码,营业收入\n");
  for (int i = 0; i < LONG; i++) fprintf(file, "91650103MA%07dX,企业%d,650103,%zu\n", i, i, draw(100001));
  fclose(file);
  solve_long_list("营业收入 { 至少 = 参数.标准 }", true);
  solve_long_list("营业收入 { 至少 = 参数.标准, 至多 = 参数.标准 * 3 }", false);
  unlink(list_path);
  arena_free(&arena);
}

Test(session_solve, is_what_a_scan_over_all_steps_finds)
{
  size_t proved = 0, searched = 0, refused = 0;
  notifier = (struct notifier){ .arena = &arena, .show = hear };
  options = (struct session_options){ .year = 2022, .threads = 2, .notifier = &notifier };
  int rounds = getenv("SOLVE_ROUNDS") ? atoi(getenv("SOLVE_ROUNDS")) : ROUNDS;
  for (int round = 0; round < rounds; round++) try_rules(&proved, &searched, &refused);
  cr_expect(proved >= (size_t)rounds / 6 && searched >= (size_t)rounds / 4, "%zu proved, %zu searched, %zu refused", proved,
            searched, refused);
  arena_free(&arena);
}

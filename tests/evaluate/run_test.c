/* Whole runs: the same whatever the threads and blocks; budgets, repeated codes, once, decisions, other objects. */
#include "evaluate/run.h"

#include "../chance.h"
#include "whole_run.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char everything[] =
    "local 高企 = 引用 \"hnte\"\n"
    "奖励 \"预算\" { 编号 = \"E\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 营业收入 * 百分之(1), 封顶 = 元(500), 预算 = "
    "元(3001) }\n"
    "local 甲 = 奖励 \"首次\" { 编号 = \"A\", 条款 = \"二\", 条件 = { 高企.首次认定 }, 金额 = 元(300) }\n"
    "local 乙 = 奖励 \"收入\" { 编号 = \"B\", 条款 = \"三\", 条件 = { 营业收入 { 至少 = 元(20000) } }, 金额 = 分档(职工总数) { { "
    "至少 = 100, 取 = 元(500) }, { 取 = 元(200) } } }\n"
    "择一 \"一项\" { 编号 = \"O\", 条款 = \"四\", 措施 = { 甲, 乙 } }\n"
    "支持 \"镇街\" { 编号 = \"S\", 条款 = \"五\", 条件 = { 所属镇街 { 属于 = { \"A1街道\", \"北门街道\" } } } }\n"
    "券 \"客户\" { 编号 = \"K\", 条款 = \"六\", 封顶 = 元(900), 金额 = 合计(服务记录.合同金额) { 条件 = { 服务记录.服务日期 { 在 "
    "= 年度 } } } }\n"
    "券 \"机构\" { 编号 = \"V\", 条款 = \"七\", 对象 = 服务记录.服务机构, 封顶 = 元(5), 预算 = 元(500),\n"
    "  金额 = 元(5) * 计数(服务记录.客户) { 不重复 = true, 条件 = { 服务记录.服务日期 { 在 = 年度 }, 客户 { "
    "高企.有效于(服务记录.服务日期) } } } }\n";

static const char *draw_of(const char *const *texts, size_t count)
{
  return texts[draw(count)];
}

/* Codes repeat, cells are broken, blank and quoted. */
static void draw_lists(struct buffer *list, struct buffer *services)
{
  static const char *const money[] = { "", "未知", "10000", "20000", "3万", "1.2345", "55555.55", "9000000000000000", "收入" },
                           *const days[] = { "", "2022-05-01", "2022/12/31", "2021-06-30", "2019-10-12", "2022-02-30", "未知" },
                           *const towns[] = { "", "Ａ1街道", "北门街道", "\"南门,\n街道\"", "A1街道" },
                           *const yes[] = { "是", "否", "", "是", "?" };
  buffer_text(list, "统一社会信用代码,企业名称,行政区划代码,所属镇街,规模以上,营业收入,高企认定日期,高企认定次数,职工总数\n");
  for (int i = 0; i < 700; i++) {
    int number = draw(15) ? i : (int)draw(700);
    if (draw(40)) buffer_printf(list, "C%05d", number);
    buffer_printf(list, ",企%d,%s,%s,%s,%s,%s,%zu,", i, draw(12) ? "650102" : "650000", draw_of(towns, 5), draw_of(yes, 5),
                  draw_of(money, 9), draw_of(days, 7), draw(3));
    if (draw(30)) buffer_printf(list, "%s\n", draw(3) ? "50" : "");
    else buffer_text(list, draw(2) ? "100,超出\r\n" : "\n\n");
  }
  buffer_text(services, "服务日期,服务机构代码,服务机构名称,客户统一社会信用代码,合同金额\n");
  for (int i = 0; i < 900; i++)
    buffer_printf(services, "%s,%s%zu,\"机构 %zu\",C%05zu,%s\n", draw_of(days, 7), draw(30) ? "P" : "p", draw(40), draw(9),
                  draw(900), draw_of(money, 9));
  buffer_char(list, 0);
  buffer_char(services, 0);
}

Test(evaluate_run, the_same_whatever_the_threads_and_blocks)
{
  static const size_t threads[] = { 1, 2, 3, 7 }, blocks[] = { 1, 100, 1000, 5000, 40000, 0 };
  struct buffer list = { 0 }, services = { 0 };
  draw_lists(&list, &services);
  struct whole_run first = { .script = everything, .list = list.at, .services = services.at, .all = true, .threads = 1 };
  whole_run(&first);
  cr_assert(!first.failed && first.verdicts.length > 50000 && first.problems.length > 5000, "%zu of verdicts, %zu of problems",
            first.verdicts.length, first.problems.length);
  static const char *const occurring[] = { " repeats ",  "yes 3",   " of ",   "rival A", "rival B",
                                           "pending 0-", "P7 机构", "capped", "V yes",   "S pending" };
  for (size_t i = 0; i < COUNT(occurring); i++) cr_expect_not_null(strstr(first.verdicts.at, occurring[i]), "%s", occurring[i]);
  for (size_t t = 0; t < COUNT(threads); t++)
    for (size_t b = 0; b < COUNT(blocks); b++) {
      struct whole_run run = first;
      run.threads = threads[t], run.block_bytes = blocks[b];
      run.verdicts = run.problems = (struct buffer){ 0 };
      whole_run(&run);
      cr_expect(strcmp(run.verdicts.at, first.verdicts.at) == 0, "verdicts of %zu threads, blocks of %zu bytes", threads[t],
                blocks[b]);
      cr_expect(strcmp(run.problems.at, first.problems.at) == 0, "problems of %zu threads, blocks of %zu bytes", threads[t],
                blocks[b]);
      whole_free(&run);
    }
  whole_free(&first);
  buffer_free(&list);
  buffer_free(&services);
}

/* Without --all the rows that are no are left out, and nothing else. */
Test(evaluate_run, all_adds_what_is_no)
{
  struct buffer list = { 0 }, services = { 0 }, rest = { 0 };
  draw_lists(&list, &services);
  struct whole_run all = { .script = everything, .list = list.at, .services = services.at, .all = true, .threads = 2 },
                   some = all;
  some.all = false;
  whole_run(&all);
  whole_run(&some);
  for (const char *line = all.verdicts.at; *line; line += strcspn(line, "\n") + 1) {
    struct slice text = { line, strcspn(line, "\n") + 1 };
    char *no = strstr(line, " no");
    if (!no || no > line + text.length) buffer_slice(&rest, text);
  }
  buffer_char(&rest, 0);
  cr_expect_str_eq(some.verdicts.at, rest.at);
  cr_expect_lt(some.verdicts.length, all.verdicts.length);
  cr_expect_str_eq(some.problems.at, all.problems.at);
  whole_free(&all);
  whole_free(&some);
  buffer_free(&list);
  buffer_free(&services);
  buffer_free(&rest);
}

struct expectation {
  const char *name, *script, *list, *services, *verdicts;
  bool envelope_open;
};

static void check_runs(const struct expectation *cases, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    struct whole_run run = { .script = cases[i].script, .list = cases[i].list, .services = cases[i].services };
    whole_run(&run);
    cr_expect(!run.failed && strcmp(run.verdicts.at, cases[i].verdicts) == 0, "%s:\n%s\nexpected:\n%s", cases[i].name,
              run.verdicts.at, cases[i].verdicts);
    cr_expect_eq(run.envelope_open, cases[i].envelope_open, "%s", cases[i].name);
    whole_free(&run);
  }
}

#define HEADINGS "统一社会信用代码,行政区划代码,规模以上,营业收入,资产总额\n"
#define SHARED   "奖励 \"甲\" { 编号 = \"E\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 营业收入, 预算 = "

Test(evaluate_run, envelopes)
{
  static const struct expectation cases[] = {
    { "all fit", SHARED "元(100) }", HEADINGS "A,650102,是,40\nB,650102,是,60\n", NULL, "2 A  E yes 4000\n3 B  E yes 6000\n",
      false },
    { "reduced in proportion, ties by code", SHARED "元(1) }", HEADINGS "B,650102,是,10\nA,650102,是,10\nC,650102,是,10\n", NULL,
      "2 B  E yes 33 of 1000\n3 A  E yes 34 of 1000\n4 C  E yes 33 of 1000\n", false },
    { "undetermined claims leave all open that they may cut", SHARED "元(10) }",
      HEADINGS "A,650102,是,15\nB,650102,,15\nC,650102,是,5\nD,650102,是,\n", NULL,
      "2 A  E pending 0-750 of 1500\n3 B  E pending 0-429\n4 C  E pending 0-250 of 500\n5 D  E pending 0-1000\n", true },
    { "a repeated code claims once", SHARED "元(10) }", HEADINGS "A,650102,是,10\nB,650102,是,10\nA,650102,是,90\n", NULL,
      "2 A  E yes 500 of 1000\n3 B  E yes 500 of 1000\n4 A repeats 2  E yes 500 of 9000\n", false },
    { "without a code there is no share", SHARED "元(10) }", HEADINGS "A,650102,是,10\n,650102,是,10\n", NULL,
      "2 A  E pending 500-1000\n3   E pending 0-1000\n", true },
    { "nothing to share out", SHARED "元(0) }", HEADINGS "A,650102,是,10\n", NULL, "", false },
    { "a volume that is not set", "参数 \"总额\" { [\"2030-01-01\"] = 元(9) }\n" SHARED "参数.总额 }",
      HEADINGS "A,650102,是,10\n", NULL, "2 A  E pending 0-1000\n", true },
    { "claims of providers",
      "券 \"券\" { 编号 = \"V\", 条款 = \"一\", 对象 = 服务记录.服务机构, 预算 = 元(2), 金额 = 元(1) * 计数(服务记录) { } }",
      "统一社会信用代码\n", "服务机构代码\nP\nQ\nP\nP\n", "P  V yes 150 of 300\nQ  V yes 50 of 100\n", false },
  };
  check_runs(cases, COUNT(cases));
}

#define CHOICE(one, two)                                                                                                         \
  "local 甲 = 奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = " one " }\n"                                \
  "local 乙 = 奖励 \"乙\" { 编号 = \"B\", 条款 = \"二\", 金额 = " two " }\n"

Test(evaluate_run, amounts_caps_and_choices)
{
  static const struct expectation cases[] = {
    { "the highest", CHOICE("元(10)", "元(20)") "择一 \"一\" { 编号 = \"O\", 条款 = \"三\", 措施 = { 甲, 乙 } }",
      HEADINGS "A,650102,是,,\n", NULL, "2 A  B yes 2000\n", false },
    { "of equals the earlier, whatever the order of the list of measures",
      CHOICE("元(20)", "元(20)") "择一 \"一\" { 编号 = \"O\", 条款 = \"三\", 措施 = { 甲, 乙 } }",
      HEADINGS "A,650102,是,,\nB,650102,否,,\n", NULL, "2 A  A yes 2000\n3 B  B yes 2000\n", false },
    { "an undecided earlier one", CHOICE("元(20)", "元(20)") "择一 \"一\" { 编号 = \"O\", 条款 = \"三\", 措施 = { 甲, 乙 } }",
      HEADINGS "A,650102,,,\n", NULL, "2 A  A pending 0-2000\n2 A  B pending 0-2000 rival A\n", false },
    { "an undecided lower one", CHOICE("元(10)", "元(20)") "择一 \"一\" { 编号 = \"O\", 条款 = \"三\", 措施 = { 甲, 乙 } }",
      HEADINGS "A,650102,,,\n", NULL, "2 A  B yes 2000\n", false },
    { "a cap that is not set",
      "参数 \"上限\" { [\"2030-01-01\"] = 元(9) }\n奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 金额 = 元(10), 封顶 = 参数.上限 }",
      HEADINGS "A,650102,,,\n", NULL, "2 A  A pending 0-1000\n", false },
    { "a cap on a blank", "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 金额 = 元(10), 封顶 = 营业收入 * 百分之(10) }",
      HEADINGS "A,650102,,,\nB,650102,,50,\nC,650102,,500,\n", NULL,
      "2 A  A pending 0-1000\n3 B  A yes 500 capped\n4 C  A yes 1000\n", false },
    { "an amount that does not fit", "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 金额 = 营业收入 * 1000000 }",
      HEADINGS "A,650102,,9000000000000,\n", NULL, "2 A  A pending 0- overflow\n", false },
    { "a condition that does not fit",
      "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { (营业收入 * 1000000) { 至少 = 元(1) } }, 金额 = 元(1) }",
      HEADINGS "A,650102,,9000000000000,\nB,650102,,,\n", NULL, "2 A  A pending 0-100 overflow\n3 B  A pending 0-100\n", false },
    { "a coarse region", "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 金额 = 元(1) }",
      HEADINGS "A,650000,,,\nB,650200,,,\nC,,,,\n", NULL, "2 A  A pending 0-100\n4 C  A pending 0-100\n", false },
    { "rounded once, at the end",
      "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 金额 = 营业收入 * 分数(1, 3) + 资产总额 * 分数(1, 3), 取整 = \"元\" }",
      HEADINGS "A,650102,,0.7,0.8\n", NULL, "2 A  A yes 100\n", false },
    { "an amount that is left to the authority",
      "参数 \"标准\" { 类型 = \"金额\" }\n酌定 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = "
      "参数.标准 }",
      HEADINGS "A,650102,是,,\nB,650102,,,\n", NULL, "2 A  A yes\n3 B  A pending\n", false },
    { "no table of records", "券 \"企\" { 编号 = \"K\", 条款 = \"一\", 封顶 = 元(9), 金额 = 合计(服务记录.合同金额) { } }",
      HEADINGS "A,650102,,,\n", NULL, "2 A  K pending 0-900\n", false },
    { "shares of fractions are kept exact",
      "券 \"企\" { 编号 = \"K\", 条款 = \"一\", 条件 = { 合计(服务记录.合同金额 * 分数(1, 3)) { } { 低于 = 元(1) } }, 金额 = "
      "元(7) }",
      HEADINGS "A,650102,,,\n", "客户统一社会信用代码,合同金额\nA,2.99\n", "2 A  K yes 700\n", false },
  };
  check_runs(cases, COUNT(cases));
}

#define LADDER                                                                                                                                       \
  "清单 \"梯\" { 编号 = \"L\", 条款 = \"一\", 阶梯 = { { \"规上\", 规模以上 }, { \"五十\", 营业收入 { 至少 = 元(50) } },\n" \
  "  { \"两次\", 计数(服务记录) { 条件 = { 服务记录.服务日期 { 在 = 年度 } } } { 至少 = 2 } } } }"

Test(evaluate_run, rungs)
{
  static const struct expectation cases[] = {
    { "the highest that holds, whatever is below", LADDER,
      HEADINGS "A,650102,是,49,\nB,650102,是,50,\nC,650102,否,50,\nD,650102,否,,\n", "客户统一社会信用代码,服务日期\n",
      "2 A  L yes on 规上\n3 B  L yes on 五十\n4 C  L yes on 五十\n5 D  L yes\n", false },
    { "not one that stays open", LADDER, HEADINGS "A,650102,是,,\n", NULL, "2 A  L yes on 规上\n", false },
    { "one that holds though data are missing", LADDER, HEADINGS "A,650102,,,\nB,650102,,,\n",
      "客户统一社会信用代码,服务日期\nA,2022-05-01\nA,2022-06-01\nA,\nB,2022-05-01\nB,\n", "2 A  L yes on 两次\n3 B  L yes\n",
      false },
  };
  check_runs(cases, COUNT(cases));
}

/* More measures than a word has bits. */
Test(evaluate_run, many_measures)
{
  struct buffer expected = { 0 };
  struct whole_run run = {
    .script = "for i = 1, 200 do 支持(\"甲\" .. i) { 编号 = \"A\" .. i, 条款 = \"一\", 条件 = { 职工总数 { 至少 = i } } } end",
    .list =
        "统一社会信用代码,行政区划代码,职工总数\nA,650102,0\nB,650102,1\nC,650102,64\nD,650102,65\nE,650102,128\nF,650102,200\n"
  };
  static const int staff[] = { 0, 1, 64, 65, 128, 200 };
  for (int row = 0; row < 6; row++)
    for (int i = 1; i <= staff[row]; i++) buffer_printf(&expected, "%d %c  A%d yes\n", row + 2, 'A' + row, i);
  buffer_char(&expected, 0);
  whole_run(&run);
  cr_expect_str_eq(run.verdicts.at, expected.at);
  whole_free(&run);
  buffer_free(&expected);
}

Test(evaluate_run, once_and_decisions)
{
  static const char list[] = HEADINGS "A,650102,是,,\nB,650102,是,,\nC,650102,否,,\nD,650102,是,,\n";
  struct history *history = history_new();
  history_add(history, &(struct history_row){ .measure = SLICE("A"), .year = 2021, .outcome = OUTCOME_YES }, SLICE("A"));
  history_add(history, &(struct history_row){ .measure = SLICE("A"), .year = 2022, .outcome = OUTCOME_YES }, SLICE("B"));
  struct decision items[] = {
    { .measure = SLICE("A"),
      .code = SLICE("C"),
      .ground = SLICE("会议纪要"),
      .outcome = OUTCOME_YES,
      .has_amount = true,
      .amount = 77 },
    { .measure = SLICE("A"), .code = SLICE("D"), .ground = SLICE("核查"), .outcome = OUTCOME_NO },
    { .measure = SLICE("A"), .code = SLICE("Z"), .ground = SLICE("不在名单"), .outcome = OUTCOME_NO },
  };
  struct decisions decisions = { .items = items, .count = 3, .capacity = 3 };
  struct arena arena = { 0 };
  cr_assert_null(decisions_index(&arena, &decisions));
  struct whole_run run = { .script =
                               "奖励 \"甲\" { 编号 = \"A\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 元(1), 一次性 = true }",
                           .list = list,
                           .all = true };
  run.history = history, run.decisions = &decisions, run.threads = 2;
  whole_run(&run);
  cr_expect_str_eq(run.verdicts.at, "2 A  A no granted 2021\n3 B  A yes 100\n4 C  A yes 77 by hand\n5 D  A no by hand\n", "%s",
                   run.verdicts.at);
  cr_expect(items[0].used && items[1].used && !items[2].used);
  whole_free(&run);
  arena_free(&arena);
  history_free(history);
}

/* Two kinds of objects of one table, each grouped by its own column; the table's problems are reported once. */
Test(evaluate_run, two_kinds_of_objects)
{
  static const char script[] =
      "表 \"检测\" { 列 \"机构\" { 类型 = \"文字\" }, 列 \"园区\" { 类型 = \"文字\" }, 列 \"金额\" { 类型 = \"金额\" },\n"
      "  对象 = { 机构方 = { 代码 = \"机构\" }, 园区方 = { 代码 = \"园区\" } } }\n"
      "券 \"甲\" { 编号 = \"A\", 条款 = \"一\", 对象 = 检测.机构方, 金额 = 合计(检测.金额) { } }\n"
      "券 \"乙\" { 编号 = \"B\", 条款 = \"二\", 对象 = 检测.园区方, 金额 = 合计(检测.金额) { } }\n";
  struct arena arena = { 0 };
  const struct model *model = whole_model(&arena, script);
  struct plan *plan = plan_new(&arena, model, whole_occasion(0), &(struct plan_options){ 0 });
  struct table_file file = { model_find_table(model, "检测"),
                             whole_file(&arena, "机构,园区,金额\n甲,东,1\n乙,东,2\n甲,西,4\n乙,西,错\n"), NULL, NULL };
  struct run_options options = { .threads = 1, .tables = &file, .table_count = 1 };
  struct whole_run whole = { .script = script };
  struct sink sink = { .context = &whole,
                       .worker = whole_worker,
                       .close = whole_close,
                       .begin = whole_begin,
                       .batch = whole_batch,
                       .block = whole_block,
                       .table_block = whole_table_block };
  struct run *run = run_open(&arena, plan, &options);
  cr_assert(run_tables(run, &sink, &whole.fault) && run_objects(run, &sink, &whole.fault));
  buffer_char(&whole.verdicts, 0);
  buffer_char(&whole.problems, 0);
  cr_expect_str_eq(whole.verdicts.at, "甲  A yes 500\n乙  A pending 200-\n东  B yes 300\n西  B pending 400-\n", "%s",
                   whole.verdicts.at);
  cr_expect_eq(strchr(whole.problems.at, '\n') - whole.problems.at + 1, (ptrdiff_t)strlen(whole.problems.at), "told once: %s",
               whole.problems.at);
  run_close(run);
  unlink(file.path);
  whole_free(&whole);
  arena_free(&arena);
}

Test(evaluate_run, a_list_that_breaks_off)
{
  struct buffer list = { 0 };
  buffer_text(&list, HEADINGS);
  for (int i = 0; i < 3000; i++) buffer_printf(&list, "C%d,650102,是,10,\n", i);
  buffer_text(&list, "X,650102,\"是,10,\n");
  buffer_char(&list, 0);
  static const size_t threads[] = { 1, 2, 7 };
  for (size_t t = 0; t < COUNT(threads); t++) {
    struct whole_run run = { .script = SHARED "元(100) }", .list = list.at, .threads = threads[t], .block_bytes = 4000 };
    whole_run(&run);
    cr_expect(run.failed && run.fault.kind == FAULT_FILE && run.fault.line == 3002, "%zu threads: line %d", threads[t],
              run.fault.line);
    cr_expect_not_null(run.fault.file);
    whole_free(&run);
  }
  buffer_free(&list);
}

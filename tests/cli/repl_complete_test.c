/* What the prompt completes, by what stands before. */
#include "cli/repl_complete.h"

#include <criterion/criterion.h>
#include <string.h>

#include "cli/options.h"

static void no_notice(void *context, enum language language, enum message message, const char *a, const char *b, const char *c)
{
  (void)context, (void)language, (void)message, (void)a, (void)b, (void)c;
}

/* The first completions, with a space between. */
static const char *completed(struct repl *repl, const char *before, const char *word)
{
  struct texts found = { 0 };
  struct buffer text = { 0 };
  repl_complete(repl, &repl->answer, slice_of(before), word, &found);
  for (size_t i = 0; i < found.count && i < 6; i++) buffer_printf(&text, "%s%s", i ? " " : "", found.items[i]);
  return buffer_take(&repl->answer, &text).at;
}

Test(cli_repl_complete, by_what_stands_before)
{
  static const struct {
    const char *before, *word, *completed;
  } rows[] = {
    { "", "还", "还差什么" },
    { "", "w", "why what_if who wan" },
    { "营业收入 { ", "至", "至少 至多" },
    { "营业收入 { ", "", "至少 超过 至多 低于 等于 不等于" },
    { "成立日期 {\n  ", "不", "不等于 不早于 不晚于 不在" },
    { "成立日期 { ", "n", "not_equals not_before not_after" },
    { "所有制 { 是 = \"", "", "民营 国有 外资 集体" },
    { "所有制 { 属于 = { \"民营\", \"", "国", "国有" },
    { "奖励 \"甲\" { 取整 = \"", "", "分 角 元 十元 百元 千元" },
    { "引用 \"", "h", "hnte" },
    { "如果 { ", "营业", "营业收入" },
    { "新建 { ", "规模", "规模以上" },
    { "接近 ", "U22-1", "U22-1 U22-10.1 U22-10.2 U22-10.3 U22-11 U22-12" },
    { "为什么 ", "高企首", "高企首次认定奖励" },
    { "参数.", "首", "首次认定奖励标准" },
    { "设参数 ", "首", "首次认定奖励标准" },
    { "敏感度 参数.", "首", "首次认定奖励标准" },
    { "服务记录.", "客", "客户统一社会信用代码 客户" },
    { "计数(服务记录.", "合", "合同金额" },
    { "名单.", "", "名次 分位 平均 最大 最小 合计" },
    { "高企.", "有", "有效于" },
    { "帮助 ", "待核", "待核实 待核定" },
    { "预算 = { ", "次", "次序" },
    { "奖励 \"甲\" {\n", "封", "封顶" },
    { "选 ", "恒芯环保", "" },
    { "规模以上 且 ", "没有", "" },
  };
  struct options options;
  struct fault fault;
  struct notifier notifier = { .language = LANGUAGE_CHINESE, .show = no_notice };
  struct arena arena = { 0 };
  char repl_word[] = "repl", script[] = "scripts/xinjiang/urumqi/2022-hnte.lua", year[] = "--year=2022";
  char *words[] = { repl_word, script, year };
  cr_assert(options_read(&arena, 3, words, &options, &fault));
  options.scripts.items++, options.scripts.count--;
  notifier.arena = &arena;
  options.inputs.notifier = &notifier;
  struct repl repl = { .options = options };
  repl.session = huiqi_open(&repl.options.inputs);
  cr_assert(repl_load(&repl, stdout, &fault));
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    cr_expect_str_eq(completed(&repl, rows[i].before, rows[i].word), rows[i].completed, "%s‸%s: %s", rows[i].before, rows[i].word,
                     completed(&repl, rows[i].before, rows[i].word));
  huiqi_close(repl.session);
  buffer_free(&repl.out);
  arena_free(&repl.answer);
  arena_free(&repl.arena);
  arena_free(&arena);
}

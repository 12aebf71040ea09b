/* Lines of a prompt: what they give back, what they leave, and what their mistakes say. */
#include <criterion/criterion.h>
#include <string.h>

#include "policy/prompt_state.h"

#define POLICY       "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2020-01-01\" } }\n"
#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { WORD_PICK, WORD_WHO, WORD_IF, WORD_GROUP };

static const struct prompt_word words_given[] = { [WORD_PICK] = { "选", "pick", TAKES_TEXT },
                                                  [WORD_WHO] = { "谁", "who", TAKES_CONDITIONS },
                                                  [WORD_IF] = { "如果", "what_if", TAKES_SETTINGS },
                                                  [WORD_GROUP] = { "分组", "group_by", TAKES_GROUPING } };

struct prompt_case {
  const char *name;
  const char *lines[4]; /* run one after the other */
  const char *said;     /* what the last gives, a line each; or its findings */
};

struct talk {
  struct arena arena;
  struct faults faults;
  struct model *model;
  struct prompt_state *prompt;
  volatile sig_atomic_t stop;
  struct buffer said;
};

static void talk_open(struct talk *talk, const char *script)
{
  struct script_text text = { .path = "t.lua", .text = slice_of(script) };
  *talk = (struct talk){ .model = NULL };
  talk->prompt = prompt_state_new(&talk->arena, words_given, COUNT(words_given), &talk->stop);
  struct load_options options = { .prompt = talk->prompt };
  talk->model = model_load(&talk->arena, &text, 1, &options, &talk->faults);
  cr_assert_not_null(talk->model);
}

static void talk_close(struct talk *talk)
{
  prompt_state_close(talk->prompt);
  buffer_free(&talk->said);
  arena_free(&talk->arena);
}

static void format_request(struct buffer *out, const struct request *request)
{
  buffer_printf(out, "%s", words_given[request->word].english);
  if (request->text) buffer_printf(out, " \"%s\"", request->text);
  if (request->measure) buffer_printf(out, " %s", request->measure->id);
  if (request->value) buffer_text(out, " by "), format_node(out, LANGUAGE_CHINESE, request->value);
  if (request->figure) buffer_text(out, " of "), format_node(out, LANGUAGE_CHINESE, request->figure);
  if (request->condition) buffer_text(out, " where "), format_node(out, LANGUAGE_CHINESE, request->condition);
  for (size_t i = 0; i < request->setting_count; i++)
    buffer_printf(out, " %s=%s", request->settings[i].key, request->settings[i].text);
}

static void say(struct talk *talk, const struct prompt_results *results, const struct faults *faults)
{
  struct buffer *out = &talk->said;
  for (size_t i = 0; i < faults->count; i++) format_fault(out, LANGUAGE_CHINESE, &faults->items[i]), buffer_char(out, '\n');
  for (size_t i = 0; i < results->count; i++) {
    const struct prompt_result *given = &results->items[i];
    if (given->kind == GIVEN_NODE) format_node(out, LANGUAGE_CHINESE, given->node);
    else if (given->kind == GIVEN_MEASURE) buffer_printf(out, "measure %s", given->measure->id);
    else if (given->kind == GIVEN_TEXT) buffer_text(out, given->text);
    else format_request(out, given->request);
    buffer_char(out, '\n');
  }
}

static void expect(const struct prompt_case *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    struct talk talk;
    talk_open(&talk, POLICY "local 大户 = 营业收入 { 至少 = 亿元(2) }\n"
                            "local 甲 = 奖励 \"甲奖\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 大户 }, 金额 = 万元(1) }\n");
    for (size_t k = 0; k < 4 && rows[i].lines[k]; k++) {
      struct faults faults = { 0 };
      struct prompt_results results = { 0 };
      bool incomplete;
      buffer_reset(&talk.said);
      prompt_run(talk.prompt, slice_of(rows[i].lines[k]), &faults, &results, &incomplete);
      say(&talk, &results, &faults);
      if (incomplete) buffer_text(&talk.said, "more\n");
    }
    buffer_char(&talk.said, 0);
    cr_expect_str_eq(talk.said.at, rows[i].said, "%s:\n%s", rows[i].name, talk.said.at);
    talk_close(&talk);
  }
}

Test(policy_prompt_state, values)
{
  static const struct prompt_case rows[] = {
    { "a number", { "1 + 2" }, "3\n" },
    { "a field", { "营业收入" }, "营业收入\n" },
    { "a condition", { "营业收入 { 至少 = 万元(500) }" }, "营业收入不低于500万元\n" },
    { "full-width signs", { "营业收入｛ 至少 ＝ 万元（５００） ｝" }, "营业收入不低于500万元\n" },
    { "English names", { "revenue { at_least = wan(500) }" }, "营业收入不低于500万元\n" },
    { "two values", { "1, \"甲\"" }, "1\n甲\n" },
    { "nothing", { "  -- 说明" }, "" },
    { "a name of the script", { "大户" }, "营业收入不低于2亿元\n" },
    { "a measure of the script", { "甲" }, "measure T-1\n" },
    { "a module", { "local 高企 = 引用 \"hnte\"", "高企.首次认定" }, "本年度首次认定高企\n" },
    { "a local stays", { "local x, y = 5, 6", "x * y" }, "30\n" },
    { "and can be changed", { "local x = 5", "x = x + 1", "x" }, "6\n" },
    { "a function stays", { "local function f(n) return n * 2 end", "f(21)" }, "42\n" },
    { "one inside a block does not", { "do local z = 1 end", "z" }, "输入:1:1: 不认识的名字“z”\n" },
    { "statements give nothing", { "for i = 1, 3 do local k = i end" }, "" },
    { "a measure declared here", { "奖励 \"乙奖\" { 编号 = \"T-2\", 条款 = \"一\", 金额 = 万元(1) }" }, "measure T-2\n" },
  };
  expect(rows, COUNT(rows));
}

Test(policy_prompt_state, requests)
{
  static const struct prompt_case rows[] = {
    { "a text", { "选 \"恒芯\"" }, "pick \"恒芯\"\n" },
    { "a word alone", { "选" }, "pick\n" },
    { "a word called with nothing", { "选()" }, "pick\n" },
    { "a measure", { "选(甲)" }, "pick T-1\n" },
    { "conditions", { "谁 { 大户, 规模以上 }" }, "who where 全部（营业收入不低于2亿元，规模以上）\n" },
    { "settings",
      { "如果 { 营业收入 = 万元(2100), 高企认定日期 = \"2022-05-01\", 规模以上 = true, 高企认定次数 = 2, 创新能力评分 = 69.5 }" },
      "what_if 营业收入=21000000元 高企认定日期=2022-05-01 规模以上=是 高企认定次数=2 创新能力评分=69.5\n" },
    { "a rate", { "what_if { 创新能力评分 = 百分之(5) }" }, "what_if 创新能力评分=5%\n" },
    { "a group", { "分组(技术领域)" }, "group_by by 技术领域\n" },
    { "of some", { "分组(技术领域) { 大户 }" }, "group_by by 技术领域 where 全部（营业收入不低于2亿元）\n" },
    { "of a figure", { "分组(技术领域, 合计(营业收入))" }, "group_by by 技术领域 of 合计（营业收入）\n" },
    { "in a loop", { "for i = 1, 2 do 选(i) end" }, "pick \"1\"\npick \"2\"\n" },
  };
  expect(rows, COUNT(rows));
}

Test(policy_prompt_state, mistakes)
{
  static const struct prompt_case rows[] = {
    { "a name", { "营业收人" }, "输入:1:1: 不认识的名字“营业收人”；是不是“营业收入”？\n" },
    { "a word of the prompt", { "谁们 { 大户 }" }, "输入:1:1: 不认识的名字“谁们”；是不是“谁”？\n" },
    { "the place in a later line", { "谁 { 大户,\n  营业收人 }" }, "输入:2:3: 不认识的名字“营业收人”；是不是“营业收入”？\n" },
    { "in statements", { "local a = 1\nlocal b = 营业收人" }, "输入:2:11: 不认识的名字“营业收人”；是不是“营业收入”？\n" },
    { "an open bracket asks for more", { "谁 { 大户," }, "more\n" },
    { "an open function, too", { "local function f()" }, "more\n" },
    { "an open quote does not", { "选 \"恒" }, "输入:1:3: 这里的引号没有合上：文字写完后，在同一行补上 \"\n" },
    { "no condition", { "谁 { 营业收入 }" }, "输入:1:5: “营业收入”是金额，不是条件：请写明要求，例如 营业收入 { 至少 = … }\n" },
    { "settings without a name", { "如果 { 万元(5) }" }, "输入:1:6: 这里要写 字段 = 值，而不是“5万元”\n" },
    { "a setting that is no constant",
      { "如果 { 营业收入 = 研发费用 }" },
      "输入:1:13: 这里要写确定的值，如 万元(2100)、12、\"2022-05-01\"、true，而不是“研发费用”\n" },
    { "the session goes on", { "营业收人", "x = 1", "1" }, "1\n" },
    { "a measure with a mistake is not kept",
      { "奖励 \"乙\" { 编号 = \"T-9\", 条款 = \"一\" }", "奖励 \"丙\" { 编号 = \"T-9\", 条款 = \"一\", 金额 = 万元(1) }" },
      "measure T-9\n" },
    { "an endless loop", { "while true do end", "2" }, "2\n" },
  };
  expect(rows, COUNT(rows));
}

Test(policy_prompt_state, a_stop_ends_a_line)
{
  struct talk talk;
  struct faults faults = { 0 };
  struct prompt_results results = { 0 };
  bool incomplete;
  talk_open(&talk, POLICY);
  talk.stop = 1;
  cr_expect_not(prompt_run(talk.prompt, SLICE("for i = 1, 40000000 do end"), &faults, &results, &incomplete));
  cr_expect_eq(faults.count, 1);
  talk.stop = 0;
  cr_expect(prompt_run(talk.prompt, SLICE("for i = 1, 10000 do end"), &faults, &results, &incomplete));
  talk_close(&talk);
}

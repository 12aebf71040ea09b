/* Tests of policy/user_function.c, capture.c and function state.c: what a script may write, what a function is given and may
 * give. */
#include "policy_case.h"

#include "policy/function_state.h"

static const struct finding_case wrong[] = {
  { "no function", "¦计算 { 营业收入 }",
    "计算应写作 计算 { 字段, 字段, 说明 = \"…\", function(甲, 乙) … end }：至少一个输入，最后一个函数",
    "a computation is written computed { field, field, note = \"…\", function(a, b) … end }: at least one input, then one "
    "function" },
  { "no input", "¦计算 { function() return true end }",
    "计算应写作 计算 { 字段, 字段, 说明 = \"…\", function(甲, 乙) … end }：至少一个输入，最后一个函数",
    "a computation is written computed { field, field, note = \"…\", function(a, b) … end }: at least one input, then one "
    "function" },
  { "no table", "¦计算(营业收入)",
    "计算应写作 计算 { 字段, 字段, 说明 = \"…\", function(甲, 乙) … end }：至少一个输入，最后一个函数",
    "a computation is written computed { field, field, note = \"…\", function(a, b) … end }: at least one input, then one "
    "function" },
  { "parameters", "¦计算 { 营业收入, function(收入, 研发) return true end }", "函数有 2 个参数，前面写了 1 个输入：应当一样多",
    "the function has 2 parameters, but 1 inputs are given: there must be as many" },
  { "a period", "计算 { ¦年度, function(年) return true end }", "计算的输入应是字段、算式、条件或参数，而不是“年度”",
    "an input of a computation is a field, an expression, a condition or a parameter, not 'the year'" },
  { "a text", "计算 { ¦\"营业收入\", function(收入) return true end }",
    "计算的输入应是字段、算式、条件或参数，而不是文字\"营业收入\"",
    "an input of a computation is a field, an expression, a condition or a parameter, not the text \"营业收入\"" },
  { "a field from outside",
    "(function() local 外 = 研发费用; return 计算 { 营业收入, ¦function(收入) return 收入 > 外 end } end)()",
    "函数里用到了“研发费用”，它要到判断企业时才有值：请写成输入，由函数的参数接收",
    "the function uses 'rd_expense', which has a value only for a company: make it an input, received as a parameter" },
  { "an unknown entry", "计算 { 营业收入, ¦种类 = \"金额\", function(收入) return true end }", "“计算”没有“种类”这一项",
    "computed has no entry '种类'" },
  { "an unknown kind", "计算 { 营业收入, 结果 = ¦\"日期\", function(收入) return true end }",
    "结果应是 是否、金额 或 数，而不是“日期”", "the result is yesno, money or number, not '日期'" },
  { "arithmetic without a kind", "(计算 { 营业收入, function(收入) return 1 end } ¦* 2) { 至少 = 1 }",
    "这里要知道计算得出什么：请在 计算 { … } 里写 结果 = \"金额\"、\"数\" 或 \"是否\"",
    "what the computation gives must be known here: write result = \"money\", \"number\" or \"yesno\" in computed { … }" },
  { "_ENV", "计算 { 营业收入, function(收入) return ¦_ENV.收入 end }", "“_ENV”是程序内部使用的名称，请换一个名称",
    "'_ENV' is a name that the program keeps for itself; use another" },
};

Test(policy_user_function, mistakes_are_found_when_the_script_loads)
{
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) expect_findings(&wrong[i], 1, POLICY AWARD, AWARD_CLOSE);
}

Test(policy_user_function, places_where_a_result_is_wanted)
{
  expect_loads("condition", POLICY AWARD "计算 { 营业收入, function(收入) return 收入 > 万元(1) end }" AWARD_CLOSE);
  expect_loads("named", POLICY AWARD "命名(\"大\", 计算 { 营业收入, function(收入) return 收入 > 0 end })" AWARD_CLOSE);
  expect_loads("group",
               POLICY AWARD "任一 { 规模以上, 非 { 计算 { 营业收入, function(收入) return 收入 > 0 end } } }" AWARD_CLOSE);
  expect_loads("asked", POLICY AWARD
               "计算 { 营业收入, 结果 = \"金额\", function(收入) return 收入 // 2 end } { 至少 = 万元(5) }" AWARD_CLOSE);
  expect_loads(
      "english", POLICY AWARD
      "computed { revenue, maybe(staff), note = \"n\", result = \"yesno\", function(a, b) return a > 0 end }" AWARD_CLOSE);
  expect_loads("any number of parameters",
               POLICY AWARD "计算 { 营业收入, function(...) return select('#', ...) == 1 end }" AWARD_CLOSE);
}

/* One function over given inputs, called in a state of its own. */
struct call_case {
  const char *name, *inputs, *body; /* `body`: what stands behind `function` */
  struct cell cells[3];
  enum state state;
  int64_t num, den;
  const char *fault; /* Chinese sentence; NULL: none */
};

#define KNOWN(n)                                                                                                                 \
  {                                                                                                                              \
    STATE_KNOWN, n, 1,                                                                                                           \
    {                                                                                                                            \
      NULL, 0                                                                                                                    \
    }                                                                                                                            \
  }
#define UNKNOWN                                                                                                                  \
  {                                                                                                                              \
    STATE_UNKNOWN, 0, 1,                                                                                                         \
    {                                                                                                                            \
      NULL, 0                                                                                                                    \
    }                                                                                                                            \
  }
#define NEVER                                                                                                                    \
  {                                                                                                                              \
    STATE_NOT_OCCURRED, 0, 1,                                                                                                    \
    {                                                                                                                            \
      NULL, 0                                                                                                                    \
    }                                                                                                                            \
  }

static const struct call_case calls[] = {
  { "whole fen", "营业收入, 研发费用", "(甲, 乙) return 甲 - 乙 end", { KNOWN(500), KNOWN(120) }, STATE_KNOWN, 380, 1, NULL },
  { "units are fen",
    "营业收入",
    "(甲) return 甲 + 万元(1.5) + 元(2) + 亿元(1) end",
    { KNOWN(1) },
    STATE_KNOWN,
    10001500201,
    1,
    NULL },
  { "unknown is unknown", "营业收入, 研发费用", "(甲, 乙) return 1 end", { KNOWN(500), UNKNOWN }, STATE_UNKNOWN, 0, 1, NULL },
  { "never is stronger", "营业收入, 研发费用", "(甲, 乙) return 1 end", { NEVER, UNKNOWN }, STATE_NOT_OCCURRED, 0, 1, NULL },
  { "asked for",
    "营业收入, 可缺(研发费用)",
    "(甲, 乙) return 乙 == nil and 7 or 8 end",
    { KNOWN(1), UNKNOWN },
    STATE_KNOWN,
    7,
    1,
    NULL },
  { "never is false",
    "营业收入, 可缺(高企认定日期)",
    "(甲, 乙) return 乙 == false and 7 or 8 end",
    { KNOWN(1), NEVER },
    STATE_KNOWN,
    7,
    1,
    NULL },
  { "a day", "营业收入, 成立日期", "(甲, 乙) return 乙 end", { KNOWN(1), KNOWN(19051) }, STATE_KNOWN, 20220228, 1, NULL },
  { "nil is unknown", "营业收入", "(甲) return nil end", { KNOWN(1) }, STATE_UNKNOWN, 0, 1, NULL },
  { "what is too large", "营业收入", "(甲) return 甲 end", { KNOWN(INT64_C(9007199254740993)) }, STATE_OVERFLOW, 0, 1, NULL },
  { "tables around it",
    "营业收入",
    "(甲) local 和 = 0 for _, 个 in ipairs(外) do 和 = 和 + 个 end return 和 + #外 end",
    { KNOWN(1) },
    STATE_KNOWN,
    9,
    1,
    NULL },
  { "in their order",
    "营业收入",
    "(甲) local 文 = '' for 名 in pairs(名表) do 文 = 文 .. 名 end return 文 == 'zyxa' and 1 or 0 end",
    { KNOWN(1) },
    STATE_KNOWN,
    1,
    1,
    NULL },
  { "functions around it", "营业收入", "(甲) return 倍(甲, 3) end", { KNOWN(4) }, STATE_KNOWN, 24, 1, NULL },
  { "recursion", "营业收入", "(甲) return 阶(甲) end", { KNOWN(5) }, STATE_KNOWN, 120, 1, NULL },
  { "library", "营业收入", "(甲) return 底(7 / 2) + math.max(1, 2) end", { KNOWN(5) }, STATE_KNOWN, 5, 1, NULL },
  { "a float",
    "营业收入",
    "(甲) return 甲 / 2 end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数返回的金额是小数：2.0。金额是整数的分，除法用 //，比例先乘后除（收入 * 5 // 100）" },
  { "nothing",
    "营业收入",
    "(甲) end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数没有返回结果：每条路径都要 return（不知道就写 return nil）" },
  { "two results", "营业收入", "(甲) return 1, 2 end", { KNOWN(4) }, STATE_UNKNOWN, 0, 1, "函数返回了几个结果：只能返回一个" },
  { "a text",
    "营业收入",
    "(甲) return '1' end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数应返回数（金额是整数的分），却返回了文字\"1\"" },
  { "keeps a number",
    "营业收入",
    "(甲) 底数 = 底数 + 甲 return 底数 end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数改写了它外面的名称或表：上一家企业的东西不能留给下一家，请只用函数里的 local" },
  { "keeps in a table",
    "营业收入",
    "(甲) 外[9] = 甲 return 1 end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数改写了它外面的名称或表：上一家企业的东西不能留给下一家，请只用函数里的 local" },
  { "keeps by another function",
    "营业收入",
    "(甲) 记(甲) return 1 end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数改写了它外面的名称或表：上一家企业的东西不能留给下一家，请只用函数里的 local" },
  { "sorts a table outside",
    "营业收入",
    "(甲) table.sort(外, function(子, 丑) return 子 > 丑 end) return 1 end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数改写了它外面的名称或表：上一家企业的东西不能留给下一家，请只用函数里的 local" },
  { "a field",
    "营业收入",
    "(甲) return 研发费用 end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数里不能用“研发费用”：请写成计算的输入，由函数的参数接收" },
  { "a declaration",
    "营业收入",
    "(甲) 奖励 '乙' {} return 1 end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "函数里不能用“奖励”：请写成计算的输入，由函数的参数接收" },
  { "a loop without end",
    "营业收入",
    "(甲) while true do end end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "脚本运行太久，已停止（循环没有结束？）" },
  { "memory without end",
    "营业收入",
    "(甲) local 文 = 'x' while true do 文 = 文 .. 文 end end",
    { KNOWN(4) },
    STATE_UNKNOWN,
    0,
    1,
    "脚本占用内存太多，已停止" },
};

#define AROUND                                                                                                                   \
  "local 底数, 外, 名表, 底 = 1, { 1, 2, 3 }, { z = 1, y = 2, x = 3, a = 4 }, math.floor\n"                                \
  "local 二 = 2\n"                                                                                                              \
  "local function 倍(甲, 乙) return 甲 * 乙 * 二 end\n"                                                                    \
  "local function 阶(甲) if 甲 < 2 then return 1 end return 甲 * 阶(甲 - 1) end\n"                                         \
  "local 记下 = 0\n"                                                                                                           \
  "local function 记(甲) 记下 = 甲 end\n"

static void expect_call(const struct call_case *row)
{
  struct loading loading;
  struct cell out;
  char source[2048];
  snprintf(source, sizeof source, "%s%s奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 金额 = 计算 { %s, function%s } }", POLICY,
           AROUND, row->inputs, row->body);
  load_text(&loading, source, LANGUAGE_CHINESE);
  cr_assert(loading.model, "%s: %s", row->name, sentences(&loading, LANGUAGE_CHINESE));
  struct function_state *calculator = function_state_open(loading.model);
  for (int again = 0; again < 2; again++) {
    bool done = function_state_call(calculator, loading.model->measures[0]->amount, row->cells, 3, &out);
    cr_expect_eq(done, !row->fault, "%s", row->name);
    cr_expect(out.state == row->state && out.num == row->num && out.den == row->den, "%s: state %d, %lld/%lld", row->name,
              (int)out.state, (long long)out.num, (long long)out.den);
  }
  const struct fault *fault = function_state_fault(calculator);
  if (row->fault && fault) {
    struct fault plain = *fault;
    struct buffer said = { 0 };
    fault_at(&plain, NULL, 0, 0);
    format_fault(&said, LANGUAGE_CHINESE, &plain);
    buffer_char(&said, 0);
    cr_expect_str_eq(said.at, row->fault, "%s: %s", row->name, said.at);
    cr_expect(fault->line > 1 && strcmp(fault->file, "t.lua") == 0, "%s: no place", row->name);
    buffer_free(&said);
  }
  function_state_close(calculator);
  arena_free(&loading.arena);
}

Test(policy_user_function, functions_and_their_inputs)
{
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) expect_call(&calls[i]);
}

Test(policy_user_function, functions_of_one_text_are_equal_wherever_they_stand)
{
  struct loading loading;
  load_text(&loading,
            POLICY "local function 甲(率) return 计算 { 营业收入, function(收入) return 收入 * 率 // 100 end } end\n"
                   "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 金额 = 甲(3) }\n"
                   "奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 金额 = 甲(3) }\n"
                   "奖励 \"丙\" { 编号 = \"T-3\", 条款 = \"一\", 金额 = 甲(4) }\n",
            LANGUAGE_CHINESE);
  cr_assert(loading.model, "%s", sentences(&loading, LANGUAGE_CHINESE));
  const struct measure *const *measures = (const struct measure *const *)loading.model->measures;
  cr_expect(node_equal(measures[0]->amount, measures[1]->amount));
  cr_expect_not(node_equal(measures[0]->amount, measures[2]->amount));
  arena_free(&loading.arena);
}

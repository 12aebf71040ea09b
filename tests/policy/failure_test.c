/* Tests of policy/failure.c: scripts that Lua stops or cannot read, said in the reader's language at their place. */
#include "policy_case.h"

static const struct finding_case stopped[] = {
  { "an error of the script", "¦error(\"标准没有定\")", "运行脚本出错：标准没有定", "the script failed: 标准没有定" },
  { "an error placed at the caller", "local function 查(x) error(\"没有\" .. x, 2) end\n¦查(\"甲\")", "运行脚本出错：没有甲",
    "the script failed: 没有甲" },
  { "an error that is a table", "¦error({ })", "运行脚本出错：一个 { … }", "the script failed: a table { … }" },
  { "an error without a text", "¦error()", "运行脚本出错：空值（nil）", "the script failed: nothing (nil)" },
  { "a failed assert", "¦assert(false)", "assert 检查没有通过", "an assert failed" },
  { "a failed assert with a text", "¦assert(nil, \"没有标准\")", "运行脚本出错：没有标准", "the script failed: 没有标准" },
  { "a call of nothing", "local 甲\n¦甲()", "“甲”是空值（nil），后面不能接 ( ) 或 { }：名称写对了吗？是不是少了逗号？",
    "'甲' is nil and cannot be followed by ( ) or { }: a wrong name, or a missing comma?" },
  { "a call of a member that is not there", "local 甲 = {}\n¦甲.乙()",
    "“乙”是空值（nil），后面不能接 ( ) 或 { }：名称写对了吗？是不是少了逗号？",
    "'乙' is nil and cannot be followed by ( ) or { }: a wrong name, or a missing comma?" },
  { "a call of a number", "local 甲 = 5\n¦甲 { }", "“甲”是数，后面不能接 ( ) 或 { }：名称写对了吗？是不是少了逗号？",
    "'甲' is a number and cannot be followed by ( ) or { }: a wrong name, or a missing comma?" },
  { "a member of nothing", "local 甲\nlocal x = 甲.¦乙", "“甲”是空值（nil），里面没有内容可取：名称写对了吗？",
    "'甲' is nil and has nothing inside: is the name right?" },
  { "a member of a member that is not there", "local 甲 = {}\nlocal x = 甲.乙.¦丙",
    "“乙”是空值（nil），里面没有内容可取：名称写对了吗？", "'乙' is nil and has nothing inside: is the name right?" },
  { "sums with nothing", "local 甲\nlocal x = 甲 ¦+ 1", "“甲”是空值（nil），不能计算",
    "'甲' is nil and cannot be calculated with" },
  { "sums with a text", "local 甲 = \"10\"\nlocal x = 甲 ¦+ 1", "“甲”是文字，不能计算",
    "'甲' is a text and cannot be calculated with" },
  { "nothing joined to a text", "local 甲\nlocal x = \"x\" ¦.. 甲", "“甲”是空值（nil），不能用“..”接成文字",
    "'甲' is nil and cannot be joined to a text with '..'" },
  { "the length of a number", "local 甲 = 5\nlocal x = ¦#甲", "“甲”是数，没有个数（#）可取",
    "'甲' is a number and has no length (#)" },
  { "a number and nothing compared", "local 甲\nif 1 ¦< 甲 then end", "数 与 空值（nil） 不能比较大小",
    "a number and nil cannot be compared" },
  { "a number and a text compared", "local function f(a) return 1 ¦< a end\nlocal x = f(\"2\")", "数 与 文字 不能比较大小",
    "a number and a text cannot be compared" },
  { "two tables compared", "local function f(a) return a ¦< {} end\nlocal x = f({})", "一个 { … } 与 一个 { … } 不能比较大小",
    "a table { … } and a table { … } cannot be compared" },
  { "a wrong argument", "local x = ¦math.floor(\"甲\")", "“floor”的第 1 个参数应是数，而不是文字",
    "argument 1 of 'floor' should be a number, not a text" },
  { "a wrong argument of another kind", "local x = ¦string.rep(\"a\", {})", "“rep”的第 2 个参数应是数，而不是一个 { … }",
    "argument 2 of 'rep' should be a number, not a table { … }" },
  { "a position that is not there", "local 甲 = { 1 }\n¦table.insert(甲, 5, 1)",
    "“insert”的第 2 个参数不对（position out of bounds）", "argument 2 of 'insert' is wrong (position out of bounds)" },
  { "a loop without a step", "¦for i = 1, 10, 0 do end", "for 循环的起点、终点和步长都应是数，步长不能是 0",
    "the start, end and step of a for loop are numbers, and the step is not 0" },
  { "a loop up to a text", "¦for i = 1, \"a\" do end", "for 循环的起点、终点和步长都应是数，步长不能是 0",
    "the start, end and step of a for loop are numbers, and the step is not 0" },
  { "a loop over a table itself", "for k, v in ¦{ 1 } do end", "for … in 后面应是 pairs(…) 或 ipairs(…)",
    "for … in is followed by pairs(…) or ipairs(…)" },
  { "a loop over a field", "for k, v in ¦pairs(营业收入) do end", "“营业收入”不能用 pairs 或 ipairs 逐项取出",
    "pairs and ipairs cannot go through 'revenue'" },
  { "a list of a field", "for k, v in ¦ipairs(规模以上) do end", "“规模以上”不能用 pairs 或 ipairs 逐项取出",
    "pairs and ipairs cannot go through 'above_scale'" },
  { "a loop over nothing", "local 甲\nfor k, v in ¦pairs(甲) do end", "空值（nil）不能用 pairs 或 ipairs 逐项取出",
    "pairs and ipairs cannot go through nothing (nil)" },
  { "division by zero", "local a = 1\nlocal x = a ¦// 0", "除数是 0", "division by zero" },
  { "the key nil", "local 甲, k = {}\n甲¦[k] = 1", "表的键是空值（nil）", "the key of a table is nil" },
  { "nil into a list", "local 甲 = {}\n¦table.insert(甲, nil)", "这一项是空值（nil），写了却没有值",
    "this entry is nil: it was written but has no value" },
  { "a member of a library that is not there", "local x = string.¦find(\"甲\", \"乙\")", "string没有“find”",
    "string has no 'find'" },
  { "a method that is not there", "local x = (¦\"甲\"):gsub(\"甲\", \"乙\")", "string没有“gsub”", "string has no 'gsub'" },
  { "a write to a library", "string.¦rep = nil", "不能改写string里的内容", "string cannot be written to" },
  { "a write to a field's member", "营业收入.¦上年 = 5", "不能改写“营业收入”里的内容", "'revenue' cannot be written to" },
  { "an address", "local x = ¦string.format(\"%p\", 奖励)", "“format”的第 1 个参数不对（%p）",
    "argument 1 of 'format' is wrong (%p)" },
  { "a constant assigned", "local 甲 <const> = 1\n¦甲 = 2", "'甲'是不变的（const），不能再赋值",
    "'甲' is constant and cannot be assigned again" },
  { "a break outside a loop", "break¦", "break 只能写在循环里", "break belongs inside a loop" },
  { "a sentence", "甲 ¦乙", "写法有误：这里不应是 '乙'", "syntax error: '乙' cannot stand here" },
  { "a key that is a table", "local 甲 = {}\nlocal x = ¦{ [甲] = 1 }", "表里的键应是文字或数，而不是一个 { … }",
    "a key of a table is a text or a number, not a table { … }" },
};

Test(policy_failure, each_error_of_lua_is_understandable)
{
  expect_findings(stopped, COUNT(stopped), POLICY, "");
}

/* What was being declared when the script stopped is not reported as unfinished. */
Test(policy_failure, a_stop_inside_a_declaration_is_one_finding)
{
  struct loading loading;
  load_text(&loading, POLICY "local 甲\n奖励 \"甲\" { 编号 = 甲.乙 }", LANGUAGE_CHINESE);
  cr_expect_eq(loading.faults.count, 1, "%s", sentences(&loading, LANGUAGE_CHINESE));
  arena_free(&loading.arena);
}

Test(policy_failure, names_come_back_as_they_were_written)
{
  struct loading loading;
  load_text(&loading, POLICY "local 门槛数 = 1\ngoto 出口", LANGUAGE_CHINESE);
  const char *said = sentences(&loading, LANGUAGE_CHINESE);
  cr_expect(strstr(said, "出口") && !strstr(said, "_u_") && !strstr(said, "line"), "%s", said);
  arena_free(&loading.arena);
}

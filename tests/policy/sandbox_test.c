/* What hostile scripts try, and what they are reported: escapes from the sandbox, and tricks that fill the machine or never end.
 * state_test.c has the names that do not exist and the plain loops; here each row reaches another function or budget. */
#include "policy_case.h"

#include "policy/function_state.h"

struct trick {
  const char *name, *source, *said; /* Chinese, of the first finding */
};

static const struct trick escapes[] = {
  { "another environment", "_ENV = {}", "“_ENV”是程序内部使用的名称，请换一个名称" },
  { "a local environment", "local _ENV = { x = 1 }", "“_ENV”是程序内部使用的名称，请换一个名称" },
  { "the environment of a function", "local function f() return _ENV.奖励 end f()", "“_ENV”是程序内部使用的名称，请换一个名称" },
  { "a library replaced", "math = nil", "“math”没有声明：请写 local math = …（函数写 local function math）" },
  { "a function of a library replaced", "string.rep = nil", "不能改写string里的内容" },
  { "a function replaced", "pairs = nil", "“pairs”没有声明：请写 local pairs = …（函数写 local function pairs）" },
  { "a word replaced", "奖励 = 1", "“奖励”已经有意思，不能改写：请换一个名称，写 local 名称 = …" },
  { "a field replaced", "营业收入 = 1", "“营业收入”已经有意思，不能改写：请换一个名称，写 local 名称 = …" },
  { "a member of a field written", "营业收入.x = 1", "不能改写“营业收入”里的内容" },
  { "a member of a table written", "服务记录.x = 1", "不能改写一张表里的内容" },
  { "patterns through a text", "local x = (\"x\"):gsub(\"x\", \"y\")", "string没有“gsub”" },
  { "code of a function", "local x = (\"\").dump(pairs)", "string没有“dump”" },
  { "a text's methods replaced", "local t; (\"\").rep = 1", "这里的值是文字，里面没有内容可取：名称写对了吗？" },
  { "a metatable through a text", "local x = (\"\").__index", "string没有“__index”" },
  { "an address", "local x = string.format(\"%p\", {})", "“format”的第 1 个参数不对（%p）" },
  { "a wide number", "local x = string.format(\"%99999d\", 1)", "string.format 的格式不对：可用 %s、%d、%.2f 等，宽度最多两位" },
  { "a conversion of C", "local x = string.format(\"%n\", 1)", "string.format 的格式不对：可用 %s、%d、%.2f 等，宽度最多两位" },
  { "an error that is a table", "error({ 1 })", "运行脚本出错：一个 { … }" },
  { "an error that is a function", "error(pairs)", "运行脚本出错：函数" },
  { "an error that is nothing", "error()", "运行脚本出错：空值（nil）" },
  { "an error that is a field", "error(营业收入)", "运行脚本出错：“营业收入”" },
  { "a value that wants closing", "local x <close> = { 1 }", "脚本里没有要关闭的东西：不能写 <close>" },
  { "bytes of a compiled script", "\x1bLua", "脚本里不能有“0x1B”这个字符：删去它；如果是文字，请放进引号里" },
  { "a module by its path", "local x = 引用 \"../stdlib/hnte\"", "标准库里没有“../stdlib/hnte”" },
  { "a file by its path", "local x = 引用 \"/etc/passwd\"", "标准库里没有“/etc/passwd”" },
  { "a file that is no module", "local x = 引用 \"lessons\"", "标准库里没有“lessons”" },
  { "a module that is no text", "local x = 引用({})", "这里应是引号里的文字，而不是一个 { … }" },
  { "a number that is none", "local x = 万元(0 / 0)", "小数 nan 位数太多：请用 分数(1, 3) 这样的写法" },
  { "a number without end", "local x = 万元(1e308 * 10)", "小数 inf 位数太多：请用 分数(1, 3) 这样的写法" },
  { "more than fits", "local x = 亿元(99999999999)", "亿元（99999999999）不是整分，或超出范围" },
  { "a key that is no number", "local t = {} t[0 / 0] = 1", "表的键是空值（nil）" },
  { "arithmetic of texts", "local x = \"10\" + 1", "“10”是文字，不能计算" },
  { "bits of a field", "local x = 营业收入 | 1", "字段只能用 + - * / 运算" },
  { "a field as a key", "local t = { [营业收入] = 1 }", "表里的键应是文字或数，而不是“营业收入”" },
  { "a list of lists joined", "local x = table.concat({ {} })", "table.concat 只能连接文字和数" },
  { "an order that contradicts itself", "local t = {} for i = 1, 200 do t[i] = i end table.sort(t, function() return true end)",
    "table.sort 的比较函数前后矛盾：甲在乙前时，乙不能又在甲前" },
  { "a range that is too long", "local x = string.byte((\"x\"):rep(1000000), 1, -1)", "脚本占用内存太多，已停止" },
  { "a character that is none", "local x = string.char(-1)", "“char”的第 1 个参数不对（value out of range）" },
  { "a range of arguments", "local x = select(-5, 1)", "“select”的第 1 个参数不对（index out of range）" },
  { "a jump into the dark", "goto nowhere", "写法有误：no visible label 'nowhere' for <goto>" },
  { "a declaration within itself", "奖励 \"甲\" (奖励)", "“奖励”后面应是 { … }，而不是单独的“奖励”（后面没有写内容）" },
  { "a date beyond the calendar", "local x = 日期(99999, 1, 1)", "“99999-1-1”不是存在的日期：应如 \"2022-12-31\"" },
  { "years beyond the calendar", "local x = 年度 + 100000", "“年度”（时段）与“100000”（数）不能这样运算" },
};

static const struct trick exhaustions[] = {
  { "an empty text again and again", "local x = (\"\"):rep(1 << 62)", "脚本运行太久，已停止（循环没有结束？）" },
  { "an empty text with empty separators", "local x = string.rep(\"\", 1 << 60, \"\")",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "an empty list taken apart again and again", "while true do local x = table.unpack({}, 1, 900000) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "one condition in many measures",
    "local t = {} for i = 1, 6000 do t[i] = 规模以上 end local x = 任一(t) for i = 1, 1000 do 奖励(\"甲\" .. i) { 编号 = \"T-\" "
    ".. i, "
    "条款 = \"一\", 条件 = { x }, 金额 = 元(1) } end",
    "到“甲417”为止，全部措施的条件和算式超过 5000000 个部分：把脚本分开，或用 --limits 放宽" },
  { "parameters by the thousand", "for i = 1, 1e6 do 参数(\"参\" .. i) { [\"2022-01-01\"] = 元(i) } end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "negations of negations", "local x = 规模以上 for i = 1, 19900 do x = 非 { x } end",
    "算式或条件一层套一层，超过四百层：请把并列的条件写进一个 { … }" },
  { "sums of sums", "local x = 营业收入 for i = 1, 1000 do x = x + 营业收入 end",
    "算式或条件一层套一层，超过四百层：请把并列的条件写进一个 { … }" },
  { "counts of counts",
    "local x = 客户 { 规模以上 } for i = 1, 500 do x = 非 { x } end 券 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 金额 = 元(5) * "
    "计数(服务记录) { 条件 = { x } } }",
    "算式或条件一层套一层，超过四百层：请把并列的条件写进一个 { … }" },
  { "a long name", "local x = 命名((\"甲\"):rep(340000), 规模以上)", "文字太长：1020000 字节，一段文字最多 65536 字节" },
  { "long texts of a list",
    "local s, t = (\"甲\"):rep(340000), {} for i = 1, 3000 do t[i] = s end local x = 所属镇街 { 属于 = t }",
    "文字太长：1020000 字节，一段文字最多 65536 字节" },
  { "many texts of a list", "local s, t = (\"甲\"):rep(20000), {} for i = 1, 300 do t[i] = s end local x = 所属镇街 { 属于 = t }",
    "文字太长：4200000 字节，一段文字最多 4194304 字节" },
  { "regions that nobody knows",
    "local t = {} for i = 1, 20000 do t[i] = \"无此地方\" .. i end local x = 行政区划代码 { 属于 = t }",
    "没有行政区划代码“无此地方1”" },
  { "a text with separators", "local x = (\"x\"):rep(1e8, \"yy\")", "脚本占用内存太多，已停止" },
  { "a sort of a long list", "local t = {} for i = 1, 300000 do t[i] = -i end for i = 1, 1e6 do table.sort(t) end",
    "脚本占用内存太多，已停止" },
  { "insertions at the front", "local t = {} for i = 1, 1e7 do table.insert(t, 1, i) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "removals at the front",
    "local t = {} for i = 1, 200000 do t[i] = i end for i = 1, 1e7 do table.remove(t, 1) t[#t + 1] = i end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long list joined again and again",
    "local t = {} for i = 1, 200000 do t[i] = \"x\" end while true do local x = table.concat(t) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long list taken apart", "local t = {} for i = 1, 200000 do t[i] = i end while true do local x = table.unpack(t) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long text turned round", "local s = (\"x\"):rep(900000) while true do local x = s:reverse() end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long text in capitals", "local s = (\"x\"):rep(900000) while true do local x = s:upper():lower() end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long text in a format", "local s = (\"x\"):rep(900000) while true do local x = string.format(\"%s\", s) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long text quoted", "local s = (\"\\n\"):rep(400000) while true do local x = string.format(\"%q\", s) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "long texts compared",
    "local a, b = (\"x\"):rep(900000) .. \"a\", (\"x\"):rep(900000) .. \"a\" while true do if a == b then end end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "long texts in order",
    "local a, b = (\"x\"):rep(900000) .. \"a\", (\"x\"):rep(900000) .. \"b\" while true do if a < b then end end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long number read", "local s = (\"9\"):rep(190) while true do local x = tonumber(s) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a sort with an order that never ends", "table.sort({ 1, 2, 3 }, function() while true do end end)",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a walk that adds", "local t = { 1 } for k in pairs(t) do while true do t[#t + 1] = k end end", "脚本占用内存太多，已停止" },
  { "declarations without end", "for i = 1, 1e9 do 条文(\"甲\" .. i) { 编号 = \"T-\" .. i, 条款 = \"一\" } end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "parameters without end", "for i = 1, 1e9 do 参数(\"甲\" .. i) { [\"2022-01-01\"] = 元(i) } end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "columns without end", "for i = 1, 1e9 do 表 \"企业\" { 列(\"甲\" .. i) { 类型 = \"金额\" } } end", "表“企业”的列太多" },
  { "dates moved without end", "local x = 基准日 for i = 1, 1e9 do x = x + 天(1) end",
    "算式或条件一层套一层，超过四百层：请把并列的条件写进一个 { … }" },
  { "groups within groups", "local x = 规模以上 for i = 1, 1e9 do x = 全部 { x, 独立法人 } end",
    "算式或条件一层套一层，超过四百层：请把并列的条件写进一个 { … }" },
  { "names within names", "local x = 规模以上 for i = 1, 1e9 do x = 命名(\"甲\" .. i, x) end",
    "算式或条件一层套一层，超过四百层：请把并列的条件写进一个 { … }" },
  { "findings without end", "for i = 1, 1e9 do local x = 万元(\"甲\" .. i) end", "万元（…）里应直接写数字，而不是文字\"甲1\"" },
  { "closures without end", "local f for i = 1, 1e9 do local g = f f = function() return g, i end end",
    "脚本占用内存太多，已停止" },
  { "what becomes a text without end",
    "local x = 营业收入 for i = 1, 12 do x = x + x end while true do local s = tostring(x) end", "脚本占用内存太多，已停止" },
};

/* The body of a function that is called for each row. */
static const struct trick rows[] = {
  { "a loop", "while true do end", "脚本运行太久，已停止（循环没有结束？）" },
  { "a list", "local t = {} while true do t[#t + 1] = {} end", "脚本运行太久，已停止（循环没有结束？）" },
  { "a text", "local s = \"x\" while true do s = s .. s end", "脚本占用内存太多，已停止" },
  { "itself", "local function f() return f() + 1 end return f()", "脚本运行太久，已停止（循环没有结束？）" },
  { "a sort", "local t = {} for i = 1, 9000 do t[i] = -i end while true do table.sort(t) end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "a long text", "local s = (\"x\"):rep(900000) while true do local x = s:reverse() end",
    "脚本运行太久，已停止（循环没有结束？）" },
  { "another environment", "全局 = 甲 return 1", "“全局”没有声明：请写 local 全局 = …（函数写 local function 全局）" },
  { "the library", "math.floor = nil return 1", "不能改写math里的内容" },
  { "code", "return load(\"return 1\")", "不认识的名字“load”" },
  { "a field", "return 营业收入", "函数里不能用“营业收入”：请写成计算的输入，由函数的参数接收" },
  { "a declaration", "条文 \"甲\" { } return 1", "函数里不能用“条文”：请写成计算的输入，由函数的参数接收" },
  { "an error that is a table", "error({})", "运行脚本出错：一个 { … }" },
  { "nothing", "local x = 甲", "函数没有返回结果：每条路径都要 return（不知道就写 return nil）" },
  { "a fraction of money", "return 甲 / 3",
    "函数返回的金额是小数：1.6666666666667。金额是整数的分，除法用 //，比例先乘后除（收入 * 5 // 100）" },
  { "what is no number", "return 0 / 0",
    "函数返回的金额是小数：nan。金额是整数的分，除法用 //，比例先乘后除（收入 * 5 // 100）" },
};

static const char *first_string(struct loading *loading)
{
  struct buffer out = { 0 };
  struct fault fault = loading->faults.items[0];
  fault_at(&fault, NULL, 0, 0);
  format_fault(&out, LANGUAGE_CHINESE, &fault);
  const char *said = arena_copy(&loading->arena, out.at, out.length);
  buffer_free(&out);
  return said;
}

static void expect_refused(const struct trick *trick, const struct load_options *options)
{
  struct loading loading;
  char source[2048];
  snprintf(source, sizeof source, POLICY "%s", trick->source);
  clock_t begin = clock();
  load_with(&loading, source, options);
  double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
  cr_expect_null(loading.model, "%s", trick->name);
  cr_assert_geq(loading.faults.count, 1, "%s", trick->name);
  cr_expect_str_eq(first_string(&loading), trick->said, "%s|%s", trick->name, first_string(&loading));
  cr_expect_eq(loading.faults.items[0].line, 2, "%s: no place", trick->name);
  cr_expect_lt(seconds, 6, "%s: %.1f seconds", trick->name, seconds);
  arena_free(&loading.arena);
}

Test(policy_sandbox, escapes)
{
  for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) expect_refused(&escapes[i], &(struct load_options){ 0 });
}

Test(policy_sandbox, exhaustion)
{
  struct load_options options = { .memory_limit = 24 * 1024 * 1024, .instruction_limit = 3 * 1000 * 1000, .seconds = 1 };
  for (size_t i = 0; i < sizeof exhaustions / sizeof *exhaustions; i++) expect_refused(&exhaustions[i], &options);
}

Test(policy_sandbox, functions_called_for_each_row)
{
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct loading loading;
    char source[2048];
    struct cell input = { STATE_KNOWN, 5, 1, { NULL, 0 } }, out;
    snprintf(source, sizeof source,
             POLICY "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 金额 = 计算 { 营业收入, function(甲) %s end } }",
             rows[i].source);
    load_text(&loading, source, LANGUAGE_CHINESE);
    cr_assert(loading.model, "%s: %s", rows[i].name, sentences(&loading, LANGUAGE_CHINESE));
    struct function_state *calculator = function_state_open(loading.model);
    clock_t begin = clock();
    cr_expect_not(function_state_call(calculator, loading.model->measures[0]->amount, &input, 0, &out), "%s", rows[i].name);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    cr_expect_lt(seconds, 6, "%s: %.1f seconds", rows[i].name, seconds);
    struct loading said = { .arena = loading.arena };
    *faults_add(&said.arena, &said.faults) = *function_state_fault(calculator);
    cr_expect_str_eq(first_string(&said), rows[i].said, "%s|%s", rows[i].name, first_string(&said));
    function_state_close(calculator);
    arena_free(&said.arena);
  }
}

/* The rewriter: what is reported where, and what scripts become. */
#include "tests/policy/lexicon_case.h"

/* Findings: the codes in order, one mark for each at its place. No mark and no code: the script is good. */

struct finding_case {
  const char *name, *source, *codes;
};

static void check_findings(const struct finding_case *row)
{
  struct marked marked = unmark(row->source);
  struct fixture fixture;
  rewrite(&fixture, slice_of(marked.source));
  struct buffer codes = { 0 };
  for (size_t i = 0; i < fixture.faults.count; i++) {
    if (i) buffer_char(&codes, ' ');
    buffer_text(&codes, message_code(fixture.faults.items[i].message));
  }
  buffer_char(&codes, 0);
  cr_expect_str_eq(codes.at, row->codes, "%s: %s instead of %s\n%s", row->name, codes.at, row->codes, format_faults(&fixture));
  for (size_t i = 0; i < fixture.faults.count && (int)i < marked.count; i++) {
    const struct fault *fault = &fixture.faults.items[i];
    cr_expect(fault->line == marked.places[i].line && fault->column == marked.places[i].column,
              "%s: finding %zu at %d:%d, not %d:%d", row->name, i + 1, fault->line, fault->column, marked.places[i].line,
              marked.places[i].column);
    cr_expect(fault->kind == FAULT_SCRIPT && strcmp(fault->file, "t.lua") == 0, "%s", row->name);
  }
  cr_expect_eq((size_t)marked.count, fixture.faults.count, "%s: %d marks, %zu findings", row->name, marked.count,
               fixture.faults.count);
  cr_expect_eq(fixture.good, fixture.faults.count == 0, "%s", row->name);
  buffer_free(&codes);
  arena_free(&fixture.arena);
}

static const struct finding_case commas[] = {
  { "between conditions on one line", "奖励 \"x\" { 条件 = { 甲 { 至少 = 1 }¦ 乙 { 是 = 2 } } }", "E16" },
  { "before the next key", "奖励 \"x\" {\n  名称 = \"abc\"¦\n  条款 = \"y\",\n}", "E16" },
  { "after a number", "x { a = 1¦ b = 2 }", "E16" },
  { "before a string", "x { \"a\"¦ \"b\" }", "E16" },
  { "before a function", "x { a¦ function() end }", "E16" },
  { "before a constant key", "x { [\"2022\"] = 万元(1)¦ [\"2023\"] = 万元(2) }", "E16" },
  { "before a table on a new line", "x {\n  全部¦\n  { a }\n}", "E27" },
  { "before a bracket on a new line", "x {\n  a = 甲¦\n  (乙)\n}", "E27" },
  { "before a string on a new line", "x {\n  a = 甲¦\n  \"乙\"\n}", "E27" },
  { "before a key in brackets on a new line", "x {\n  a = 甲¦\n  [k] = 1\n}", "E16" },
  { "after a table, which cannot be called", "x { {1}¦ {2} }", "E16" },
  { "between arguments", "f(1¦ 2)", "E16" },
  { "twice in one list", "x { a¦ b¦ c }", "E16 E16" },
  { "one too many", "x { a,¦, b }", "E25" },
  { "at the start of a list", "x { ¦, b }", "E25" },
  { "before a closing bracket of arguments", "f(a¦,)", "E25" },
  { "calls without brackets are no items", "x { 奖励 \"名称\" { a }, 名单 { b }, 计数(x) { c }, 甲.乙 \"d\" }", "" },
  { "statements need none", "参数 \"x\" { 1 }\n奖励 \"y\"\n{ a }\nx = 1 y = 2", "" },
  { "the last comma may stay", "x { a, b, }; y { a; b; }", "" },
};

static const struct finding_case brackets[] = {
  { "a brace before the next declaration", "奖励 \"x\" ¦{\n  条件 = { a, b },\n\n奖励 \"y\" {\n  金额 = 2,\n}\n", "E17" },
  { "the same, no comma before", "奖励 \"x\" ¦{\n  条件 = { a, b }\n\n奖励 \"y\" {\n  金额 = 2,\n}\n", "E17" },
  { "the inner brace, as the indentation says",
    "奖励 \"x\" {\n  条件 = ¦{ a, b,\n  金额 = 1,\n}\n\n奖励 \"y\" {\n  金额 = 2,\n}\n", "E17" },
  { "before local", "x = ¦{ a = 1\nlocal y = 2", "E17" },
  { "a call before the next item", "奖励 \"x\" {\n  金额 = 万元¦(10,\n  封顶 = 万元(20),\n}\n", "E17" },
  { "a call before the closing brace", "x {\n  金额 = 万元¦(10\n}\n", "E17" },
  { "a group before the closing brace", "x { 金额 = ¦(1 + }", "E17" },
  { "an index", "x = t¦[1\ny = 2", "E17" },
  { "a call, closed by end", "function f() g¦( end", "E17" },
  { "an opening brace", "x {\n  条件 = { 甲¦ 在 = 年度 }, 乙 { 是 = 1 } },\n  任一 { 丙,\n    丁 },\n}", "E28" },
  { "an opening brace, the next line", "x {\n  条件 = { 任一¦\n    甲,\n    乙,\n  } },\n}", "E28" },
  { "a stray parenthesis", "x { a, b ¦) }", "E19" },
  { "a stray brace and a stray end", "x { a }¦}\n¦end\n", "E19 E19" },
  { "a stray square bracket", "x = 1¦]", "E19" },
  { "crossed brackets are one mistake", "f(¦{ a ) }", "E17" },
  { "a function in a table", "计算 { 甲, ¦function(a) return a }", "E18" },
  { "a block in a function", "function f()\n  ¦if a then\n    return 1\nend\nx = 1\n", "E18" },
  { "then", "if a¦ x() end", "E22" },
  { "then on the next line", "if a¦\nx()\nend", "E22" },
  { "do of while", "while a¦ x() end", "E22" },
  { "do of for", "for i = 1, 2¦ x() end", "E22" },
  { "do instead of then", "if a¦ do x() end", "E22" },
  { "one sign of equality", "if a ¦= 1 then x() end", "E21" },
  { "a named argument", "奖励(\"x\", 金额 ¦= 1)", "E24" },
  { "no value for a key", "x { a =¦ , b }", "E26" },
  { "no value for a variable", "x =¦ ; y = 1", "E26" },
  { "no condition", "if¦ then x() end", "E26" },
  { "nothing after a sign", "x = (1 +¦ )", "E26" },
  { "names of fields may be Lua's in strings", "x { [\"end\"] = 1, [\"then\"] = { \"}\" } } -- ) end", "" },
  { "every kind of block", "if a then elseif b then else end while a do end repeat until a for i = 1, 2 do end do end", "" },
  { "a return without a value", "local function f() return end return", "" },
};

/* A script as it should be. */
static const char whole[] = "-- 示例\n"
                            "政策 {\n"
                            "  编号 = \"U22\", 名称 = \"三年行动方案\", 状态 = \"征求意见稿\",\n"
                            "  有效期 = { \"2022-01-01\", \"2024-12-31\" },\n"
                            "}\n"
                            "\n"
                            "local 高企 = 引用 \"hnte\"\n"
                            "\n"
                            "参数 \"首次认定奖励标准\" { [\"2022-01-01\"] = 万元(10) }\n"
                            "\n"
                            "奖励 \"首次认定奖励\" {\n"
                            "  编号 = \"U22-1\", 条款 = \"三（一）\",\n"
                            "  条件 = { 高企认定日期 { 在 = 年度 }, 高企认定次数 { 等于 = 1 } },\n"
                            "  金额 = 参数.首次认定奖励标准,\n"
                            "}\n"
                            "\n"
                            "奖励 \"疆外高企整体迁入奖励\" {\n"
                            "  编号 = \"U22-8\", 一次性 = true,\n"
                            "  条件 = {\n"
                            "    迁入日期 { 在 = 年度 },\n"
                            "    迁入方式 { 是 = \"整体迁入\" },\n"
                            "    任一 {\n"
                            "      高企.有效于(迁入日期),\n"
                            "      非 { 有效 },\n"
                            "    },\n"
                            "  },\n"
                            "  金额 = 万元(20),\n"
                            "}\n"
                            "\n"
                            "for _, 项 in ipairs { \"甲\", \"乙\" } do\n"
                            "  奖励(项) { 金额 = 万元(1) }\n"
                            "end\n"
                            "\n"
                            "local function 取(x)\n"
                            "  if x then\n"
                            "    return 1\n"
                            "  end\n"
                            "  return x\n"
                            "end\n"
                            "\n"
                            "奖励 \"券\" {\n"
                            "  编号 = \"U22-14\", 对象 = 服务记录.服务机构,\n"
                            "  金额 = 元(5000) * 计数(服务记录.客户) {\n"
                            "    不重复 = true,\n"
                            "    条件 = { 服务记录.服务日期 { 在 = 年度 }, 客户 { 高企.有效于(服务记录.服务日期) } },\n"
                            "  },\n"
                            "  封顶 = 万元(10),\n"
                            "}\n";

static const struct finding_case habits[] = {
  { "ten thousand yuan", "x { ¦10万元, ¦500万, ¦1.5亿元, ¦３元, ¦3年, ¦365天 }", "E08 E08 E08 E08 E08 E08" },
  { "per cent", "x { ¦5％, ¦5%, a = ¦0.5% }", "E08 E08 E08" },
  { "a remainder is no per cent", "function f(a) return 10 % 3, 10%a end", "" },
  { "a date with dashes", "x { ¦2022-01-01, ¦2022/1/5 }", "E09 E09" },
  { "a date with dots", "x { ¦2022.12.01, ¦2022.13.01 }", "E09 E09" },
  { "a date in Chinese", "x { ¦2022年10月12日, ¦2022年1月5 }", "E09 E09" },
  { "a subtraction is no date", "x = 2022-50-1 y = 1000-10-10 z = 2022-1", "" },
  { "not a number", "x { ¦3abc, ¦0x, ¦1.2.3, ¦10户, ¦1e }", "E10 E10 E10 E412 E10" },
  { "numbers of Lua", "x = { 0xFF, 1e5, 1.5E-3, .5, 3., 0x.8p1, １２．５ }", "" },
  { "curly quotes", "奖励 ¦“x” { ¦‘y’, ¦＂z＂, ¦《办法》, ¦「a」 }", "E03 E03 E03 E03 E03" },
  { "opened straight, closed curly", "x { \"abc¦”, 1 }", "E03" },
  { "opened curly, closed straight", "x { ¦“abc\", 1 }", "E03" },
  { "an open string", "x {\n  名 = ¦\"abc,\n  条款 = \"y\",\n}", "E01" },
  { "a missing quote turns text into code", "x { 2022-01-01\", 甲 = \"b¦\" }", "E01" },
  { "an open string takes the bracket with it", "x(¦\"abc)\ny()", "E01" },
  { "an open string at the end", "x = ¦'a", "E01" },
  { "an open long string", "x = ¦[==[ a ]=]\n\n", "E02" },
  { "an open long comment", "x = 1 ¦--[[ a\n\n", "E02" },
  { "signs of a text", "x { a¦、b, 甲 ¦≥ 5, 乙 ¦≤ 3, c ¦× d, c ¦÷ d, 丙 ¦≠ 1 }", "E04 E04 E04 E04 E04 E04" },
  { "brackets of a text are reported once", "x ¦【 a = 1 】", "E04" },
  { "signs of other languages", "x = a ¦&& b y = a ¦|| b z = a ¦!= b", "E04 E04 E04" },
  { "a full stop", "x { a¦。 b }", "E05" },
  { "unknown characters, once a line", "x = 1 ¦@ $ ?\ny = ¦$1", "E06 E06" },
  { "broken bytes, once", "x = 1 ¦\xFF\xFE\ny = \xC0 2", "E07" },
  { "names of our own", "¦_u_e794b2 = 1 local ¦_T = ¦_C", "E11 E11 E11" },
  { "a method with a Chinese name", "甲¦:乙() function a¦:乙() end", "E12 E12" },
  { "a colon for an equals sign", "x { 编号¦：\"U22\", 状态¦: draft, 名¦：甲 }", "E12 E12 E12" },
  { "a method of Lua", "local s = x:upper() y:f { 1 } function a:b() end", "" },
  { "a backslash", "x = \"C:¦\\数据\" y = 'a¦\\d'", "E23 E23" },
  { "escapes of Lua", "x = \"\\a\\n\\\\\\\"\\'\\x41\\065\\u{4E2D}\\z\n   b\\\nc\"", "" },
  { "full-width punctuation", "ｘ｛　ａ　＝（１＋２）＊３／４－１，　甲＝５；　［１］＝＃ｔ　｝", "" },
  { "full-width signs of two", "function f(a) return a ＝＝ 1, a ～＝ 2, a ＜＝ 3, a．．b, －－ 注\n 1 end", "" },
  { "spaces of every kind", "x\u3000=\u00A01\u2003+\u200B2\uFEFF", "" },
  { "a mark and a first line for the shell", "\uFEFF#!/usr/bin/huiqi “\nx = 1", "" },
};

static const struct finding_case logic[] = {
  { "a comparison", "x { 条件 = { 营业收入 ¦>= 500 } }", "E14" },
  { "one finding a value", "x { a ¦>= 1 and b <= 2, (c ¦== 1) or (d == 2), ¦not e }", "E14 E14 E13" },
  { "every sign", "x { a ¦== 1, a ¦~= 1, a ¦< 1, a ¦> 1, a ¦<= 1, a ¦>= 1, a ¦and b, a ¦or b }",
    "E14 E14 E14 E14 E14 E14 E13 E13" },
  { "in an argument", "f(a ¦or b)", "E13" },
  { "in a block outside functions", "for i = 1, 2 do x = i ¦== 1 end", "E14" },
  { "allowed in functions", "function f(a) local x = a == 1 and not a or { a > 1 } return x end", "" },
  { "allowed in a function within a table", "x { 计算 { 甲, function(a) return a > 1 end } }", "" },
  { "allowed in conditions",
    "if a == 1 and (b or not f(c > 1)) then x() elseif a < 1 then end while a ~= 1 do end repeat until a >= 1", "" },
  { "not in a table within a condition", "if f { a ¦> 1 } then end", "E14" },
  { "not in the block of a condition", "if a then x = b ¦> 1 end", "E14" },
  { "an attribute is no comparison", "local x <const>, y <close> = 1, nil", "" },
};

static const struct finding_case keys[] = {
  { "a name twice", "x { 甲 = 1, 乙 = 2, ¦甲 = 3 }", "E15" },
  { "a name and a string", "x { 甲 = 1, ¦[\"甲\"] = 3 }", "E15" },
  { "names are compared in NFKC", "x { ａ甲 = 1, ¦a甲 = 3 }", "E15" },
  { "three times", "x { a = 1, ¦a = 2, ¦a = 3 }", "E15 E15" },
  { "numbers", "x { [1] = 1, [2.5] = 1, ¦[0x1] = 2, [\"1\"] = 3 }", "E15" },
  { "a number and an item", "x { [2] = 1, 5, ¦6 }", "E15" },
  { "not in another table", "x { a = 1, b = { a = 2 } } y { a = 3 }", "" },
};

static const struct finding_case names[] = {
  { "in every position",
    "local 甲, 乙 <const> = 1, 2 local function 丙(丁, ...) return 丁 end function 戊() end\n"
    "for 己, v in pairs(x) do end for 庚 = 1, 2 do end goto 辛 ::辛:: x.甲.y.乙 = 1 x.甲[1].乙(2) { 丙 = 3 }",
    "" },
  { "functions in tables", "function 甲.乙.丙(a) return a end function x.y() end local t = { f = function() end }", "" },
  { "Roman numerals and ligatures", "Ⅰ级 = 1 x { ﬁ = 2, 甲㈠ = 3 } print(I级)", "" },
};

static void check_all(const struct finding_case *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) check_findings(&rows[i]);
}

Test(syntax_rewrite, commas_forgotten_or_too_many)
{
  check_all(commas, COUNT(commas));
}

Test(syntax_rewrite, brackets_and_blocks)
{
  check_all(brackets, COUNT(brackets));
}

Test(syntax_rewrite, habits_of_chinese_text)
{
  check_all(habits, COUNT(habits));
}

Test(syntax_rewrite, comparisons_outside_functions)
{
  check_all(logic, COUNT(logic));
}

Test(syntax_rewrite, keys_given_twice)
{
  check_all(keys, COUNT(keys));
}

Test(syntax_rewrite, names_in_every_position)
{
  check_all(names, COUNT(names));
}

/* What is good must also be good for stock Lua. */
Test(syntax_rewrite, good_scripts_load_in_lua)
{
  static const struct {
    const struct finding_case *rows;
    size_t count;
  } sets[] = { { commas, COUNT(commas) }, { brackets, COUNT(brackets) }, { habits, COUNT(habits) },
               { logic, COUNT(logic) },   { keys, COUNT(keys) },         { names, COUNT(names) } };
  lua_State *L = luaL_newstate();
  for (size_t i = 0; i < COUNT(sets); i++) {
    for (size_t j = 0; j < sets[i].count; j++) {
      struct marked marked = unmark(sets[i].rows[j].source);
      struct fixture fixture;
      rewrite(&fixture, slice_of(marked.source));
      struct slice code = fixture.script.code;
      int status = fixture.good ? luaL_loadbufferx(L, code.at, code.length, "=t", "t") : LUA_OK;
      cr_expect_eq(status, LUA_OK, "%s: %s\n%s", sets[i].rows[j].name, status ? lua_tostring(L, -1) : "", code.at);
      lua_settop(L, 0);
      arena_free(&fixture.arena);
    }
  }
  lua_close(L);
}

/* The rewritten code; line ends are shown as `|`. */
static const struct {
  const char *name, *source, *code;
} rewritten[] = {
  { "names", "甲 = b.c.乙", "_u_e794b2 =|((b|.c|[\"乙\"])|)|" },
  { "keys", "f { 甲 = 1, b = 2, [\"丙\"] = 3, [丁] = 4 }", "f|(_T(0,{|[\"甲\"] =|1,|b =|2,|[|\"丙\"] =|3,|[|_u_e4b881] =|4}))|" },
  { "tables", "local a = { {}, f {} }", "local|a =|_T(0,{|_T(1,{}),|(f)|(_T(2,{}))})|" },
  { "conditions", "if a then elseif b() then end", "if|_C(a)|then|elseif|_C(b())|then|end|" },
  { "until", "repeat until a f()", "repeat|until|_C(a)|f()|" },
  { "functions", "function 甲.乙(a) end", "_u_e794b2|[\"乙\"] = (function(|a)|end|)|" },
  { "functions of plain names", "function a.b:c() end", "function|a|.b|:|c()|end|" },
  { "comments go, strings stay", "-- 注释\nf(\"甲（\", [[乙\n，]], '丙') --[[ x ]]", "f(|\"甲（\",|[[乙|，]],|'丙')|" },
  { "half width", "ｆ（１，２．５）；", "f(|1,|2.5);|" },
  { "a name of Roman numerals is ASCII", "Ⅰ = 1", "I =|(1|)|" },
  { "invisible characters in a name", "f(甲\u200B乙)", "f(|_u_e794b2e4b999)|" },
  { "methods", "s:f(a):g \"x\"", "s:f(|a):g|\"x\"|" },
  { "nothing", "", "" },
};

Test(syntax_rewrite, rewritten_code)
{
  for (size_t i = 0; i < COUNT(rewritten); i++) {
    struct fixture fixture;
    rewrite(&fixture, slice_of(rewritten[i].source));
    char *code = arena_copy(&fixture.arena, fixture.script.code.at, fixture.script.code.length);
    for (char *at = code; *at; at++)
      if (*at == '\n') *at = '|';
    cr_expect_str_eq(code, rewritten[i].code, "%s: %s\n%s", rewritten[i].name, code, format_faults(&fixture));
    arena_free(&fixture.arena);
  }
}

/* Leaves out, or writes twice, the character at `at`. */
static void one_finding(const char *at, bool twice)
{
  struct buffer source = { 0 };
  buffer_bytes(&source, whole, (size_t)(at - whole) + twice);
  buffer_text(&source, twice ? " " : "");
  buffer_text(&source, at + !twice);
  struct fixture fixture;
  rewrite(&fixture, buffer_view(&source));
  int line = 1;
  for (const char *c = whole; c < at; c++) line += *c == '\n';
  cr_expect_eq(fixture.faults.count, 1, "'%c' of line %d %s:\n%s", *at, line, twice ? "twice" : "left out",
               format_faults(&fixture));
  buffer_free(&source);
  arena_free(&fixture.arena);
}

Test(syntax_rewrite, one_mistake_gives_one_finding)
{
  struct fixture fixture;
  rewrite(&fixture, slice_of(whole));
  cr_expect(fixture.good, "%s", format_faults(&fixture));
  arena_free(&fixture.arena);
  for (const char *at = whole; *at; at++) {
    bool declared = strncmp(at, "{ [", 3) == 0; /* `参数 "x" ["…"] = …` is an index for Lua, too */
    if (strchr("{}()\"", *at) && !declared) one_finding(at, false);
    bool parameters = strncmp(at, "(x)\n", 4) == 0;
    if (strchr("{}()\"", *at) && !parameters) one_finding(at, true);
  }
}

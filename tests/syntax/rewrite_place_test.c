/* The rewriter: that Lua's own lines lead back to the right column; tables, names and messages; scripts of any bytes. */
#include "tests/policy/lexicon_case.h"

/* Lua's line of an error leads back to the mark. Globals that were never set, and members of 模块 that are not there, are errors.
 */

static int refuse(lua_State *L)
{
  return luaL_error(L, "unknown %s", lua_tostring(L, 2));
}

static int make_table(lua_State *L)
{
  lua_settop(L, 2);
  return 1;
}

static int ask_condition(lua_State *L)
{
  if (lua_isstring(L, 1)) return luaL_error(L, "condition");
  lua_settop(L, 1);
  return 1;
}

static void refuse_unknown(lua_State *L)
{
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, refuse);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
}

static lua_State *open_lua(struct arena *arena)
{
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  lua_pushcfunction(L, make_table);
  lua_setglobal(L, "_T");
  lua_pushcfunction(L, ask_condition);
  lua_setglobal(L, "_C");
  lua_newtable(L);
  refuse_unknown(L);
  lua_setglobal(L, rewrite_encode(arena, "模块"));
  lua_pushglobaltable(L);
  refuse_unknown(L);
  lua_pop(L, 1);
  return L;
}

static const struct {
  const char *name, *source, *message;
} failing[] = {
  { "an unknown name, called", "local a = 1\nlocal b = ¦甲(a)", "unknown" },
  { "an unknown name as argument", "print(1, ¦甲)", "unknown" },
  { "an unknown name as last argument of two calls", "print(tostring(¦甲))", "unknown" },
  { "an unknown name before a sign", "local a = ¦甲 + 1", "unknown" },
  { "an unknown name after a sign", "local a = 1 + ¦甲", "unknown" },
  { "an unknown name before a comparison", "local function f() return ¦甲 < 1 end f()", "unknown" },
  { "an unknown name after a comparison", "local function f() return 1 < ¦甲 end f()", "unknown" },
  { "an unknown name before and", "local function f() return ¦甲 and 1 end f()", "unknown" },
  { "an unknown name after a minus", "local a = 1 + -¦甲", "unknown" },
  { "an unknown name as first item", "local t = { ¦甲, 1 }", "unknown" },
  { "an unknown name as last item", "local t = { 1,\n ¦甲\n}", "unknown" },
  { "an unknown name as value of a key", "local t = { 乙 = ¦甲, 1 }", "unknown" },
  { "an unknown name, called as an item", "local t = { 1, ¦甲 { 1 } }", "unknown" },
  { "an unknown name, called with a string as an item", "local t = { ¦甲 \"x\" }", "unknown" },
  { "an unknown name with a member as an item", "local t = { ¦甲.乙, 1 }", "unknown" },
  { "an unknown name with a sign as an item", "local t = { 1, ¦甲 * 2 }", "unknown" },
  { "an unknown name as key", "local t = { [¦甲] = 1 }", "unknown" },
  { "an unknown name as index", "local t = {} t[ ¦甲 ] = 1", "unknown" },
  { "an unknown name in a condition", "if ¦甲 then end", "unknown" },
  { "an unknown name in a loop", "for i = 1, ¦甲 do end", "unknown" },
  { "an unknown name with a method", "¦甲:f()", "unknown" },
  { "an unknown name returned", "return ¦甲", "unknown" },
  { "an unknown name assigned", "local x\nx = ¦甲", "unknown" },
  { "an unknown name in parentheses", "local x = (¦甲)", "unknown" },
  { "an unknown member", "local x = 模块.¦甲", "unknown 甲" },
  { "an unknown member, called", "local x = { 模块.¦甲(1) }", "unknown 甲" },
  { "an unknown member before a sign", "local x = 模块.¦甲 + 1", "unknown 甲" },
  { "an unknown member after a comparison", "local function f() return 1 < 模块.¦甲 end f()", "unknown 甲" },
  { "an unknown member as argument", "print(1, 模块.¦abc)", "unknown abc" },
  { "an unknown member in brackets", "local x = 模块¦[\"a\" .. \"b\"] + 1", "unknown ab" },
  { "an unknown member of a member", "rawset(_G, \"m\", { 甲 = 模块 }) local x = m.甲.¦乙", "unknown 乙" },
  { "a write to what was not declared", "¦甲 = { 1,\n2 }", "unknown" },
  { "the same with a sum", "¦甲 = 1 + 2", "unknown" },
  { "the same with a comparison", "local function f() ¦甲 = 1 < 2 end f()", "unknown" },
  { "the same with a call", "¦甲 = tostring(\n1)", "unknown" },
  { "a function that was not declared", "¦function 甲()\nend", "unknown" },
  { "a write to a member", "模块.¦甲 = { 1,\n2 }", "unknown 甲" },
  { "a function as a member", "function 模块.¦甲()\nend", "unknown 甲" },
  { "an assignment and more after it", "local a\na = 1; ¦b = 2; a = 3", "unknown" },
  { "sum of nothing", "local 甲\nlocal b = 1 ¦* 甲 + 2", "arithmetic on a nil value (local '甲')" },
  { "sum within a sum", "local 甲\nlocal b = 1 + (甲 ¦- 2) + 3", "arithmetic" },
  { "minus nothing", "local 甲\nlocal b = ¦-甲 + 1", "arithmetic" },
  { "text joined with nothing", "local 甲\nlocal b = \"a\" ¦.. 甲", "concatenate" },
  { "length of nothing", "local 甲\nlocal b = 1 + ¦#甲", "length" },
  { "a comparison with nothing", "local function f(甲)\n  return 甲 ¦< 5\nend\nf()", "compare nil with number" },
  { "a comparison of sums", "local function f(a)\n  return a + 1 ¦>= { a } and 2 == 3\nend\nf(1)", "compare" },
  { "the second of two comparisons", "local function f(a)\n  return 1 < 2 and a ¦> f\nend\nf(1)", "compare" },
  { "a comparison in a condition", "local a\nif (a ¦< 5) then end", "compare" },
  { "a comparison as argument", "local function f(a) print(a ¦<= {}, 1) end f(1)", "compare" },
  { "a call of nothing", "local 甲\nlocal x = ¦甲(1,\n 2)", "call a nil value (local '甲')" },
  { "a call of nothing over lines", "local 甲\n¦甲 \"a\"\n{\n}", "call" },
  { "a call of nothing as an item", "local 甲\nlocal t = { 1, ¦甲 { 1 } }", "call a nil value (local '甲')" },
  { "a call of a member that is not there", "local t = {}\nlocal a = 1 + ¦t.甲(1)", "call a nil value (field '甲')" },
  { "a member of nothing", "local 甲\nlocal x = 甲.¦乙", "index a nil value (local '甲')" },
  { "a member of nothing in a sum", "local 甲\nlocal x = 1 + 甲.¦乙 + 2", "index a nil value" },
  { "an index of nothing", "local t = {}\nlocal x = t[1]¦[2]", "index a nil value" },
  { "a write to nothing", "local t = {}\nt.甲.¦a = 1", "index" },
  { "a method of nothing", "local t\n¦t:f()", "index" },
  { "a loop over nothing", "¦for i = 1, {} do end", "'for' limit" },
  { "a loop over a table without pairs", "local t = {}\nfor k in ¦t do end", "call" },
  { "a wrong argument", "local x = 1 + ¦tostring()", "bad argument #1 to 'tostring'" },
  { "an error of a function of C as an item", "local t = { ¦error(\"甲\") }", "甲" },
  { "an error within lines of a string", "local s = [[\n\n]] .. ¦error(\"x\")", "x" },
  { "an error after lines of a string", "local s = [[\r\n\n\r]] local t = \"a\\\n\\z\n  b\"\n  ¦error(\"x\")", "x" },
  { "a condition", "if ¦\"a\" .. \"b\" then end", "condition" },
  { "the condition of elseif", "if false then elseif ¦(\"a\") then end", "condition" },
  { "the condition of while", "while\n  ¦\"a\" do end", "condition" },
  { "the condition of until", "repeat local a = \"a\" until ¦a local b", "condition" },
  { "columns are characters", "local 甲, 乙 = \"中文“”\", 1 ¦+ {}", "arithmetic" },
  { "a misplaced word is Lua's to report", "local x = 1\nlocal ¦= 2", "near '='" },
  { "two values in a row", "x = 1 ¦2", "near '2'" },
  { "a name alone", "奖励\n¦local x = 1", "near 'local'" },
};

Test(syntax_rewrite_place, errors_lead_back_to_their_column)
{
  for (size_t i = 0; i < COUNT(failing); i++) {
    struct marked marked = unmark(failing[i].source);
    struct fixture fixture;
    rewrite(&fixture, slice_of(marked.source));
    cr_expect(fixture.good, "%s: %s", failing[i].name, format_faults(&fixture));
    lua_State *L = open_lua(&fixture.arena);
    struct slice code = fixture.script.code;
    int line = 0, status = luaL_loadbufferx(L, code.at, code.length, "=t", "t");
    if (!status) status = lua_pcall(L, 0, 0, 0);
    cr_expect_neq(status, LUA_OK, "%s: no error", failing[i].name);
    const char *message = status ? error_message(L, &fixture.arena, &line) : "";
    /* `a.b(x)` may be said to be local, global, field or method: only what the case names is compared. */
    const char *plain = strncmp(message, "unknown _u_", 11) == 0 ? "unknown" : message;
    cr_expect(strstr(plain, failing[i].message), "%s: %s", failing[i].name, message);
    struct source_place site = rewrite_site(&fixture.script, line), wanted = marked.places[0];
    cr_expect(site.line == wanted.line && site.column == wanted.column, "%s: at %d:%d, not %d:%d: %s\n%s", failing[i].name,
              site.line, site.column, wanted.line, wanted.column, message, code.at);
    lua_close(L);
    arena_free(&fixture.arena);
  }
}

Test(syntax_rewrite_place, tables_and_their_entries)
{
  struct fixture fixture;
  rewrite(&fixture, SLICE("奖励 \"x\" {\n  编号 = \"U\", [\"a b\"] = { 甲, 乙() },\n  [k] = 1, [650100] = 2, [\"\\n\"] = 3,\n  "
                          "f(), 甲 { ... }, (g())\n}"));
  cr_assert(fixture.good, "%s", format_faults(&fixture));
  const struct script *script = &fixture.script;
  cr_assert_eq(script->table_count, 3);
  const struct table_site *table = &script->tables[0];
  static const struct {
    const char *key, *number;
    bool positional, may_expand;
    struct source_place site, value;
  } entries[] = {
    { "编号", NULL, false, false, { 2, 3 }, { 2, 8 } }, { "a b", NULL, false, false, { 2, 13 }, { 2, 23 } },
    { NULL, NULL, false, false, { 3, 3 }, { 3, 9 } },   { NULL, "650100", false, false, { 3, 12 }, { 3, 23 } },
    { NULL, NULL, false, false, { 3, 26 }, { 3, 35 } }, { NULL, NULL, true, false, { 4, 3 }, { 4, 3 } },
    { NULL, NULL, true, false, { 4, 8 }, { 4, 8 } },    { NULL, NULL, true, false, { 4, 19 }, { 4, 19 } },
  };
  cr_assert_eq(table->count, COUNT(entries));
  for (size_t i = 0; i < COUNT(entries); i++) {
    const struct table_entry *entry = &table->entries[i];
    cr_expect_str_eq(entry->key ? entry->key : "-", entries[i].key ? entries[i].key : "-", "entry %zu", i);
    cr_expect_str_eq(entry->number ? entry->number : "-", entries[i].number ? entries[i].number : "-", "entry %zu", i);
    cr_expect(entry->positional == entries[i].positional && entry->may_expand == entries[i].may_expand, "entry %zu", i);
    cr_expect(memcmp(&entry->site, &entries[i].site, sizeof entry->site) == 0, "entry %zu at %d:%d", i, entry->site.line,
              entry->site.column);
    cr_expect(memcmp(&entry->value, &entries[i].value, sizeof entry->value) == 0, "value %zu at %d:%d", i, entry->value.line,
              entry->value.column);
  }
  cr_expect(table->open.line == 1 && table->open.column == 8 && table->close.line == 5 && table->close.column == 1);
  cr_expect(script->tables[1].entries[1].may_expand && script->tables[2].entries[0].may_expand);
  arena_free(&fixture.arena);
}

Test(syntax_rewrite_place, unfinished_scripts)
{
  static const struct {
    const char *source;
    bool incomplete;
  } rows[] = {
    { "奖励 \"x\" {", true },   { "f(", true },        { "function f()", true },    { "if a", true },
    { "if a then", true },      { "x = [[ a", true },  { "--[[ a", true },          { "x =", true },
    { "x = 1 +", true },        { "x = \"a\\", true }, { "for i = 1, 2 do", true }, { "repeat x()", true },
    { "f { a,", true },         { "f { a =", true },   { "repeat until", true },    { "x = \"a", false },
    { "x = 10万元 f(", false }, { "x = 1", false },    { "f { a ) }", false },      { "x = { local y", false },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct fixture fixture;
    rewrite(&fixture, slice_of(rows[i].source));
    cr_expect_eq(fixture.script.incomplete, rows[i].incomplete, "%s: %s", rows[i].source, format_faults(&fixture));
    arena_free(&fixture.arena);
  }
}

Test(syntax_rewrite_place, names_and_messages_turned_back)
{
  static const struct {
    const char *said, *restored;
  } messages[] = {
    { "attempt to call a nil value (global '_u_e794b2')", "attempt to call a nil value (global '甲')" },
    { "'_u_e794b2' and '_u_e4b999'", "'甲' and '乙'" },
    { "_u_ _u_e7 _u_e794b2x x_u_e794b2 _u_zz", "_u_ _u_e7 _u_e794b2x x_u_e794b2 _u_zz" },
    { "')' expected (to close '(' at line 17) near '='", "')' expected near '='" },
    { "syntax error near '_T'", "syntax error near '{'" },
    { "", "" },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT(messages); i++)
    cr_expect_str_eq(rewrite_restore(&arena, messages[i].said), messages[i].restored, "%s", messages[i].said);
  cr_expect_str_eq(rewrite_name(&arena, "_u_e890a5e4b89a"), "营业");
  cr_expect_str_eq(rewrite_name(&arena, "award"), "award");
  cr_expect_str_eq(rewrite_encode(&arena, "营业"), "_u_e890a5e4b89a");
  cr_expect_str_eq(rewrite_encode(&arena, "award"), "award");
  cr_expect_str_eq(rewrite_encode(&arena, "Ⅱ类"), rewrite_encode(&arena, "II类"));
  arena_free(&arena);
}

#define A10 "aaaaaaaaaa"
#define J10 "甲甲甲甲甲甲甲甲甲甲"

static const struct {
  const char *name, *source;
  int line, column;
  const char *shown;
} shown[] = {
  { "a name", "x = 1\n条件 = { 营业收人 { 至少 = 1 } },\n", 2, 8,
    "   2 | 条件 = { 营业收人 { 至少 = 1 } },\n     |          ^^^^^^^^\n" },
  { "a string", "f(\"甲\", 1)", 1, 3, "   1 | f(\"甲\", 1)\n     |   ^^^^\n" },
  { "the end of the line", "x = 甲\ny", 1, 6, "   1 | x = 甲\n     |       ^\n" },
  { "tabs", "\t\tx = 1", 1, 3, "   1 |   x = 1\n     |   ^\n" },
  { "line ends of Windows", "a\r\nb = 2\r\n", 2, 1, "   2 | b = 2\n     | ^\n" },
  { "a byte-order mark", "\uFEFFa = 2", 1, 3, "   1 | a = 2\n     |   ^\n" },
  { "broken bytes", "a \xFF = 2", 1, 3, "   1 | a \\xff = 2\n     |   ^^^^\n" },
  { "no such line", "a", 7, 1, "" },
  { "no place", "a", 0, 0, "" },
  { "a long line, at its start", "bc = " A10 A10 A10 A10 A10 A10 A10 A10, 1, 1,
    "   1 | bc = " A10 A10 A10 A10 A10 A10 "aaaaaaaa...\n     | ^^\n" },
  { "a long line, at its end", A10 A10 A10 A10 A10 A10 A10 A10 " = b", 1, 84,
    "   1 | ..." A10 A10 A10 A10 A10 A10 "aaaaaaaaa = b\n     | "
    "                                                                           ^\n" },
  { "a long line of Chinese", J10 J10 " " J10 " b " J10 J10, 1, 33,
    "   1 | ...甲甲甲甲甲甲 甲甲甲甲甲甲甲甲甲甲 b 甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲...\n     |                                 "
    "     ^\n" },
};

Test(syntax_rewrite_place, lines_with_carets)
{
  for (size_t i = 0; i < COUNT(shown); i++) {
    struct script script = { .source = slice_of(shown[i].source) };
    struct buffer out = { 0 };
    rewrite_show(&out, &script, (struct source_place){ shown[i].line, shown[i].column }, (struct source_place){ 0, 0 });
    buffer_char(&out, 0);
    cr_expect_str_eq(out.at, shown[i].shown, "%s:\n%s", shown[i].name, out.at);
    buffer_free(&out);
  }
}

static const char sample[] = "-- 示例\n政策 {\n  编号 = \"U22\"， 有效期 = { \"2022-01-01\", \"2024-12-31\" },\n}\n"
                             "local 高企 = 引用 \"hnte\"\n参数 \"标准\" { [\"2022-01-01\"] = 万元（１０） }\n"
                             "奖励 \"认定\" {\n  条件 = { 高企认定日期 { 在 = 年度 }, 非 { 高企.有效于(迁入日期) } },\n"
                             "  金额 = 元(5000) * 计数(服务记录.客户) { 不重复 = true },\n"
                             "  说明 = [[甲\n乙]],\n  计算 { 甲, function(a) if a < 1 then return -a end end },\n}\n"
                             "function 甲.乙(a) for i = 1, #a do repeat a[i] = 1 until a[i] == 2 end end\n";

/* Whatever comes, the result is a verdict, and what is called good never names our helpers in an error of Lua's. */
static void survive(lua_State *L, const char *bytes, size_t length)
{
  char *exact = malloc(length ? length : 1);
  memcpy(exact, bytes, length);
  struct fixture fixture;
  rewrite(&fixture, (struct slice){ exact, length });
  struct slice code = fixture.script.code;
  struct buffer out = { 0 };
  for (size_t i = 0; i < fixture.faults.count; i++) {
    const struct fault *fault = &fixture.faults.items[i];
    cr_assert(fault->line > 0 && fault->column > 0);
    rewrite_show(&out, &fixture.script, (struct source_place){ fault->line, fault->column }, (struct source_place){ 0, 0 });
  }
  if (fixture.good && luaL_loadbufferx(L, code.at, code.length, "=t", "t") != LUA_OK) {
    int line;
    const char *message = error_message(L, &fixture.arena, &line);
    cr_assert(rewrite_site(&fixture.script, line).line > 0, "%s", message);
  }
  lua_settop(L, 0);
  buffer_free(&out);
  arena_free(&fixture.arena);
  free(exact);
}

Test(syntax_rewrite_place, any_bytes)
{
  static const char *const pieces[] = { "{",         "}",       "(",       ")",     "[",      "]",       "end ", "if ",  "then ",
                                        "function ", "甲",      "=",       ",",     "\n",     "\"",      "“",    "10万", "《",
                                        "】",        "--",      "[[",      "\\",    "until ", "repeat ", "for ", "in ",  "do ",
                                        ".",         ":",       "::",      "<",     "and ",   "not ",    "\xFF", "a ",   "1",
                                        "local ",    "return ", "elseif ", "\"x\"", "%",      "２",      "\0" };
  lua_State *L = luaL_newstate();
  for (size_t length = 0; length < sizeof sample; length++) survive(L, sample, length);
  srand(7);
  for (int round = 0; round < 4000; round++) {
    char text[512];
    size_t used = 0;
    for (int i = rand() % 40; i > 0; i--) {
      const char *piece = pieces[(size_t)rand() % COUNT(pieces)];
      size_t length = *piece ? strlen(piece) : 1;
      memcpy(text + used, piece, length);
      used += length;
    }
    survive(L, text, used);
  }
  for (int round = 0; round < 2000; round++) {
    char text[sizeof sample];
    memcpy(text, sample, sizeof sample);
    for (int i = 0; i < 3; i++) text[(size_t)rand() % sizeof sample] = (char)(rand() % 256);
    survive(L, text, sizeof sample - 1);
  }
  lua_close(L);
}

Test(syntax_rewrite_place, nesting_is_bounded_before_lua_gives_up)
{
  static const struct {
    const char *name, *open, *middle, *close;
  } rows[] = {
    { "tables", "{", "1", "}" },
    { "brackets", "(", "1", ")" },
    { "calls", "f(", "1", ")" },
    { "tables of calls", "f{", "1", "}" },
    { "indexes", "a[", "1", "]" },
    { "keys", "{[", "1", "]=1}" },
    { "functions", "function() x = ", "1", " end" },
    { "blocks", "function() if a then x = ", "1", " end end" },
    { "comparisons", "function() x = a < a[", "1", "] end" },
    { "sums", "a + (1 + ", "1", ")" },
  };
  lua_State *L = luaL_newstate();
  for (size_t i = 0; i < COUNT(rows); i++) {
    for (int depth = 1; depth < 400; depth += depth < 60 ? 1 : 50) {
      struct buffer source = { 0 };
      buffer_text(&source, "x = ");
      for (int j = 0; j < depth; j++) buffer_text(&source, rows[i].open);
      buffer_text(&source, rows[i].middle);
      for (int j = 0; j < depth; j++) buffer_text(&source, rows[i].close);
      struct fixture fixture;
      rewrite(&fixture, buffer_view(&source));
      struct slice code = fixture.script.code;
      cr_expect(depth > 18 || fixture.good, "%s: %d refused", rows[i].name, depth);
      cr_expect(!fixture.good || luaL_loadbufferx(L, code.at, code.length, "=t", "t") == LUA_OK, "%s: %d: %s", rows[i].name,
                depth, lua_tostring(L, -1));
      if (!fixture.good) cr_expect_str_eq(message_code(fixture.faults.items[0].message), "E20", "%s: %d", rows[i].name, depth);
      lua_settop(L, 0);
      buffer_free(&source);
      arena_free(&fixture.arena);
    }
  }
  lua_close(L);
}

/* 2,000 lines take about 3 ms; the bound leaves room for sanitizers and busy machines. */
Test(syntax_rewrite_place, long_scripts_and_long_lines)
{
  struct buffer source = { 0 };
  while (source.length < 2000 * 50) buffer_text(&source, sample);
  struct fixture fixture;
  clock_t begin = clock();
  rewrite(&fixture, buffer_view(&source));
  cr_expect(fixture.good, "%s", format_faults(&fixture));
  cr_expect_lt((double)(clock() - begin) / CLOCKS_PER_SEC, 0.5);
  arena_free(&fixture.arena);
  static const char *const worst[] = { "《",  "“",      "[=",    "]=",         "\"a”", "a.",     "f{",  "{}",
                                       "1e+", "x{a=1}", "--[==", "if a then ", "@",    "[1]=1,", "\xE7" };
  for (size_t i = 0; i < COUNT(worst); i++) {
    buffer_reset(&source);
    while (source.length < 300000) buffer_text(&source, worst[i]);
    begin = clock();
    rewrite(&fixture, buffer_view(&source));
    cr_expect_lt((double)(clock() - begin) / CLOCKS_PER_SEC, 2, "%s", worst[i]);
    arena_free(&fixture.arena);
  }
  buffer_free(&source);
}

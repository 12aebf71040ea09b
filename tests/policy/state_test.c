/* Tests of policy/state.c and policy/environment.c: what scripts cannot reach, and what they may spend. */
#include "policy_case.h"

static const char *const unreachable[] = {
  "io",
  "os",
  "debug",
  "package",
  "require",
  "load",
  "loadstring",
  "loadfile",
  "dofile",
  "pcall",
  "xpcall",
  "coroutine",
  "rawset",
  "rawget",
  "rawequal",
  "rawlen",
  "getmetatable",
  "setmetatable",
  "collectgarbage",
  "print",
  "warn",
  "next",
  "_G",
  "_ENV2",
  "_VERSION",
  "utf8",
  "math.random",
  "math.randomseed",
  "math.huge",
  "string.find",
  "string.match",
  "string.gmatch",
  "string.gsub",
  "string.dump",
  "string.pack",
  "string.unpack",
  "table.move",
  "table.pack",
};

Test(policy_state, what_scripts_cannot_reach)
{
  for (size_t i = 0; i < COUNT(unreachable); i++) {
    struct loading loading;
    char source[1024];
    snprintf(source, sizeof source, POLICY "local x = %s", unreachable[i]);
    load_text(&loading, source, LANGUAGE_CHINESE);
    bool member = strchr(unreachable[i], '.') != NULL;
    cr_assert_eq(loading.faults.count, 1, "%s: %s", unreachable[i], sentences(&loading, LANGUAGE_CHINESE));
    cr_expect_eq(loading.faults.items[0].message, member ? MSG_NO_MEMBER : MSG_UNKNOWN_NAME, "%s", unreachable[i]);
    cr_expect_eq(loading.faults.items[0].line, 2, "%s", unreachable[i]);
    arena_free(&loading.arena);
  }
}

/* Lua itself stays Lua. */
static const struct {
  const char *name, *source;
} usable[] = {
  { "locals, functions, closures",
    "local function f(a, ...) local n = select(\"#\", ...) return function() return a + n end end\nassert(f(1, 2, 3)() == 3)" },
  { "loops",
    "local n = 0 for i = 1, 3 do n = n + i end while n < 10 do n = n + 1 end repeat n = n - 1 until n == 5 assert(n == 5)" },
  { "texts",
    "assert(string.format(\"%05.1f%s\", 2.5, \"甲\") == \"002.5甲\" and (\"ab\"):upper() == \"AB\" and #(\"a\"):rep(5) == 5)" },
  { "a wide format is harmless", "assert(#string.format(\"%99d\", 1) == 99)" },
  { "numbers",
    "assert(math.floor(2.7) == 2 and math.max(1, 5) == 5 and tonumber(\"0x10\") == 16 and 7 // 2 == 3 and 7 % 4 == 3)" },
  { "lists",
    "local t = { 3, 1, 2 } table.sort(t) assert(table.concat(t, \",\") == \"1,2,3\" and table.remove(t) == 3 and #t == 2)" },
  { "lists taken apart",
    "local a, b = table.unpack({ 1, 2 }) assert(a + b == 3) local t = { table.unpack({ 4, 5 }) } assert(t[2] == 5)" },
  { "types", "assert(type(1) == \"number\" and tostring(true) == \"true\" and tostring(nil) == \"nil\")" },
  { "a default", "local function f(x) if x == nil then x = 5 end return x end assert(f() == 5 and f(营业收入) ~= nil)" },
  { "the length of a list with holes",
    "local t = { 1, 2, 3 } t[2] = nil assert(#t == 3) t[3] = nil assert(#t == 1) t[5] = 5 assert(#t == 1) t[2] = 2 "
    "assert(#t == 2) t[4] = 4 t[3] = 3 assert(#t == 5) t[4] = nil t[5] = nil assert(#t == 3)" },
  { "the length of a list in any order",
    "local t = {} for i = 100, 1, -1 do t[i] = i if i > 1 then assert(#t == 0) end end assert(#t == 100)" },
  { "a sort keeps what is equal in its order",
    "local t = {} for i = 1, 500 do t[i] = { i % 7, i } end table.sort(t, function(a, b) return a[1] < b[1] end) for i = 2, 500 "
    "do assert(t[i - 1][1] < t[i][1] or (t[i - 1][1] == t[i][1] and t[i - 1][2] < t[i][2])) end" },
  { "computed keys in order", "local function k(n) return (n * 7919) % 101 end local t, last = { b = 1, [k(3)] = 1, [k(2)] = 1, "
                              "[k(1)] = 1 }, -1 for key in "
                              "pairs(t) do if key ~= \"b\" then assert(key > last) last = key end end" },
  { "goto", "for i = 1, 3 do if i == 2 then goto next end ::next:: end" },
  { "equality of all kinds", "local function same(a, b) return a == b end assert(same(1, 1.0) and same(\"a\", \"a\") and not "
                             "same(1, \"1\") and not same({}, {}))" },
  { "equality in longer expressions", "local function f(a, b, c) return a .. b == \"xy\" and c ~= nil and -c + 1 == -4 or (a == "
                                      "b) == true end assert(f(\"x\", \"y\", 5) and f(1, 1))" },
  { "equality of what a call gives",
    "local function two() return 1, 2 end local function f() return two() == two() end assert(f())" },
  { "equality of what a call does not give",
    "local function none() end local function f() return none() == nil end assert(f())" },
  { "inequality binds like equality",
    "local function f(a) return not a == nil, not (a ~= nil) end local x, y = f(1) assert(x == false and y == false)" },
};

Test(policy_state, lua_stays_lua)
{
  for (size_t i = 0; i < COUNT(usable); i++) {
    char source[2048];
    snprintf(source, sizeof source, POLICY "local function try()\n%s\nend try()", usable[i].source);
    expect_loads(usable[i].name, source);
  }
}

/* Scripts that would never end, or fill the machine. */
static const struct {
  const char *name, *source;
  enum message message;
} hostile[] = {
  { "an endless loop", "while true do end", MSG_INSTRUCTION_BUDGET },
  { "an endless loop over words", "while true do local x = 营业收入 end", MSG_MEMORY_BUDGET },
  { "an endless repeat", "local n = 0 repeat n = n + 1 until false", MSG_INSTRUCTION_BUDGET },
  { "endless tail calls", "local function f() return f() end f()", MSG_INSTRUCTION_BUDGET },
  { "a function that calls itself", "local function f() return f() + 1 end f()", MSG_LUA_DEEP },
  { "two functions that call each other", "local g local function f() return 1 + g() end g = function() return 1 + f() end f()",
    MSG_LUA_DEEP },
  { "a sort that calls itself", "local function f() table.sort({ 1, 2, 3 }, f) end f()", MSG_LUA_DEEP },
  { "a huge text", "local x = (\"x\"):rep(1e9)", MSG_MEMORY_BUDGET },
  { "a text beyond all bounds", "local x = (\"x\"):rep(1e18)", MSG_MEMORY_BUDGET },
  { "a number of a million digits", "local s = (\"1\"):rep(2e6) while true do local x = tonumber(s) end", MSG_MEMORY_BUDGET },
  { "a text that doubles", "local x = \"x\" while true do x = x .. x end", MSG_MEMORY_BUDGET },
  { "many long texts one after the other", "while true do local x = (\"x\"):rep(5e5) end", MSG_INSTRUCTION_BUDGET },
  { "a list without end", "local t = {} while true do t[#t + 1] = {} end", MSG_MEMORY_BUDGET },
  { "a list joined without end", "local t = {} for i = 1, 1e9 do t[i] = \"xxxxxxxxxx\" .. i end", MSG_MEMORY_BUDGET },
  { "a key that comes and goes", "local t = {} while true do t.x = 1 t.x = nil end", MSG_INSTRUCTION_BUDGET },
  { "conditions without end", "for i = 1, 1e9 do local x = 营业收入 { 至少 = 元(i) } end", MSG_MEMORY_BUDGET },
  { "long names without end", "local s = (\"x\"):rep(5e5) while true do local x = 命名(s, 规模以上) end", MSG_TEXT_TOO_LONG },
  { "a condition that doubles", "local x = 规模以上 for i = 1, 60 do x = 任一 { x, x } end", MSG_EXPRESSION_TOO_LARGE },
  { "an amount that doubles", "local x = 营业收入 for i = 1, 60 do x = x + x end", MSG_EXPRESSION_TOO_LARGE },
  { "a list that holds itself", "local t = {} t[1] = t\n奖励 \"甲\" { 编号 = \"1\", 条款 = \"一\", 条件 = t, 金额 = 元(1) }",
    MSG_LEX_DEEP },
  { "too many to take apart", "local t = { table.unpack({}, 1, 1e8) }", MSG_MEMORY_BUDGET },
};

Test(policy_state, hostile_scripts_end_soon_and_cleanly)
{
  for (size_t i = 0; i < COUNT(hostile); i++) {
    struct loading loading;
    char source[1024];
    snprintf(source, sizeof source, POLICY "%s", hostile[i].source);
    struct load_options options = { .memory_limit = 24 * 1024 * 1024, .instruction_limit = 3 * 1000 * 1000 };
    clock_t begin = clock();
    load_with(&loading, source, &options);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    cr_expect_null(loading.model, "%s", hostile[i].name);
    cr_assert_eq(loading.faults.count, 1, "%s: %s", hostile[i].name, sentences(&loading, LANGUAGE_CHINESE));
    cr_expect_eq(loading.faults.items[0].message, hostile[i].message, "%s: %s", hostile[i].name,
                 sentences(&loading, LANGUAGE_CHINESE));
    cr_expect_geq(loading.faults.items[0].line, 2, "%s: no place", hostile[i].name);
    cr_expect_lt(seconds, 5, "%s: %.1f seconds", hostile[i].name, seconds);
    arena_free(&loading.arena);
  }
}

Test(policy_state, a_mistake_in_a_loop_is_said_at_most_ten_times)
{
  struct loading loading;
  load_text(&loading, POLICY "for i = 1, 1000 do local x = 营业收入 { 至少 = i } local y = 拼错 end", LANGUAGE_CHINESE);
  cr_expect_eq(loading.faults.count, 11, "%zu", loading.faults.count);
  arena_free(&loading.arena);
}

/* With any amount of memory: a model, or a finding. */
Test(policy_state, running_out_of_memory_at_any_point_is_clean)
{
  static const char source[] = POLICY "local 高企 = 引用 \"hnte\"\n奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\",\n"
                                      "  条件 = { 高企.有效于(基准日), 任一 { 规模以上, 非 { 独立法人 } } }, 金额 = 元(5) }";
  bool loaded = false;
  for (size_t limit = 20 * 1000; !loaded; limit += limit / 40) {
    struct loading loading;
    struct load_options options = { .memory_limit = limit };
    load_with(&loading, source, &options);
    loaded = loading.model != NULL;
    cr_assert(loaded == (loading.faults.count == 0), "%zu: %s", limit, sentences(&loading, LANGUAGE_CHINESE));
    if (!loaded)
      cr_expect_eq(loading.faults.items[0].message, MSG_MEMORY_BUDGET, "%zu: %s", limit, sentences(&loading, LANGUAGE_CHINESE));
    arena_free(&loading.arena);
    cr_assert_lt(limit, 64 * 1024 * 1024);
  }
}

/* A budget of work that ends anywhere is said once, too. */
Test(policy_state, running_out_of_work_at_any_point_is_clean)
{
  static const char source[] = POLICY "local 高企 = 引用 \"hnte\"\nlocal n = 0\nfor i = 1, 5000 do n = n + i end";
  bool loaded = false;
  for (uint64_t limit = 500; !loaded; limit += 1000) {
    struct loading loading;
    struct load_options options = { .instruction_limit = limit };
    load_with(&loading, source, &options);
    loaded = loading.model != NULL;
    cr_assert_eq(loading.faults.count, loaded ? 0 : 1, "%llu: %s", (unsigned long long)limit,
                 sentences(&loading, LANGUAGE_CHINESE));
    if (!loaded) cr_expect_eq(loading.faults.items[0].message, MSG_INSTRUCTION_BUDGET);
    arena_free(&loading.arena);
    cr_assert_lt(limit, 1000 * 1000);
  }
}

/* An address would be another one in each run. */
static const struct {
  const char *value, *said;
} texts[] = {
  { "奖励", "单独的“奖励”（后面没有写内容）" },
  { "pairs", "函数" },
  { "function() end", "函数" },
  { "{}", "{ … }" },
  { "string", "string" },
  { "服务记录", "一张表" },
  { "服务记录.客户", "一个链接" },
  { "营业收入", "营业收入" },
  { "年度 + 1", "年度+1" },
  { "万元(5)", "5万元" },
  { "参数", "参数" },
  { "服务记录.服务机构", "一种对象" },
};

Test(policy_state, what_becomes_a_text_shows_no_address)
{
  for (size_t i = 0; i < COUNT(texts); i++) {
    struct loading loading;
    char source[1024];
    snprintf(source, sizeof source, POLICY "error(tostring(%s) .. string.format(\"|%%s\", %s))", texts[i].value, texts[i].value);
    load_text(&loading, source, LANGUAGE_CHINESE);
    char said[512];
    snprintf(said, sizeof said, "运行脚本出错：%s|%s", texts[i].said, texts[i].said);
    cr_expect_str_eq(sentences(&loading, LANGUAGE_CHINESE), said, "%s: %s", texts[i].value,
                     sentences(&loading, LANGUAGE_CHINESE));
    arena_free(&loading.arena);
  }
}

Test(policy_state, values_join_texts)
{
  struct loading loading;
  load_text(&loading, POLICY "error(\"从\" .. 高企认定日期 .. \"到\" .. 基准日)", LANGUAGE_CHINESE);
  cr_expect_str_eq(sentences(&loading, LANGUAGE_CHINESE), "运行脚本出错：从高企认定日期到基准日");
  arena_free(&loading.arena);
}

/* Tests of policy/ordered_table.c: tables keep the order in which their entries were written, in every process. */
#include "policy_case.h"

/* Each row joins the keys that a loop visits. */
static const struct {
  const char *name, *source, *keys;
} walks[] = {
  { "as written", "local t = { 丙 = 1, 甲 = 2, 乙 = 3 }", "丙 甲 乙 " },
  { "values and keys mixed", "local t = { \"a\", x = 1, \"b\", [\"y\"] = 2, [7] = 3 }", "1 x 2 y 7 " },
  { "added later", "local t = { 乙 = 1 } t.甲 = 2 t[1] = 3", "乙 甲 1 " },
  { "changed later", "local t = { 乙 = 1, 甲 = 2 } t.乙 = 5", "乙 甲 " },
  { "removed", "local t = { 丙 = 1, 甲 = 2, 乙 = 3 } t.甲 = nil", "丙 乙 " },
  { "removed and added again", "local t = { 丙 = 1, 甲 = 2, 乙 = 3 } t.丙 = nil t.丙 = 4", "甲 乙 丙 " },
  { "removed and added again and again", "local t = { 甲 = 1, 乙 = 2 } for i = 1, 9 do t.甲 = nil t.甲 = i end t.丙 = 0",
    "乙 甲 丙 " },
  { "nil for what is not there", "local t = { 甲 = 1 } t.乙 = nil t.丙 = 2", "甲 丙 " },
  { "table.insert", "local t = { 甲 = 1 } table.insert(t, 5) table.insert(t, 1, 4)", "甲 1 2 " },
  { "table.remove and again", "local t = { 5, 6, x = 1 } table.remove(t) t[2] = 7", "1 x 2 " },
  { "a call that gives several", "local function f() return 1, 2, 3 end local t = { 甲 = 1, f() }", "甲 1 2 3 " },
  { "`...`", "local function f(...) return { 甲 = 1, ... } end local t = f(5, 6)", "甲 1 2 " },
  { "`...` without any", "local function f(...) return { 甲 = 1, ... } end local t = f()", "甲 " },
  { "computed keys last, in order of size",
    "local c, b, a = \"c\", \"b\", 10 local t = { [c] = 1, x = 2, [b] = 3, [a] = 4, [9] = 5 }", "x 9 10 b c " },
  { "keys of many kinds", "local t = {} t[true] = 1 t[false] = 2 t[1.5] = 3 t[2.0] = 4", "true false 1.5 2 " },
  { "what is added during the loop is not visited", "local t = { 甲 = 1, 乙 = 2 } for k in pairs(t) do t[k .. k] = 1 end",
    "甲 乙 甲甲 乙乙 " },
  { "removing during the loop",
    "local t = { 甲 = 1, 乙 = 2, 丙 = 3 } for k in pairs(t) do if k == \"甲\" then t.乙 = nil end end", "甲 丙 " },
  { "nothing", "local t = { }", "" },
  { "an error's members", "local t = 拼错", "" },
};

Test(policy_ordered_table, pairs_goes_in_order_of_insertion)
{
  for (size_t i = 0; i < COUNT(walks); i++) {
    struct loading loading;
    char source[2048], said[256];
    snprintf(source, sizeof source, POLICY "%s\nlocal s = \"\" for k in pairs(t) do s = s .. tostring(k) .. \" \" end\nerror(s)",
             walks[i].source);
    load_text(&loading, source, LANGUAGE_CHINESE);
    snprintf(said, sizeof said, "运行脚本出错：%s", walks[i].keys);
    cr_assert(loading.faults.count, "%s", walks[i].name);
    struct fault *last = &loading.faults.items[loading.faults.count - 1];
    loading.faults.items = last, loading.faults.count = 1;
    cr_expect_str_eq(sentences(&loading, LANGUAGE_CHINESE), said, "%s: %s", walks[i].name, sentences(&loading, LANGUAGE_CHINESE));
    arena_free(&loading.arena);
  }
}

Test(policy_ordered_table, ipairs_stops_at_the_first_gap)
{
  expect_loads("ipairs", POLICY
               "local t = { 5, 6, 7 } t[2] = nil local n = 0 for i, v in ipairs(t) do n = n + v end if n ~= 5 then error(n) end");
}

/* A long list must not take the square of its length. */
Test(policy_ordered_table, long_tables_are_quick)
{
  clock_t begin = clock();
  expect_loads("long", POLICY "local t = {} for i = 1, 100000 do t[\"k\" .. i] = i end\n"
                              "local n = 0 for k, v in pairs(t) do n = n + 1 end if n ~= 100000 then error(n) end");
  cr_expect_lt((double)(clock() - begin) / CLOCKS_PER_SEC, 3);
}

/* Twenty measures in a loop are declared in the order of the table. */
Test(policy_ordered_table, declarations_follow_the_table)
{
  struct loading loading;
  load_text(&loading,
            POLICY "for 名, 额 in pairs { 丙 = 3, 甲 = 1, 乙 = 2 } do\n"
                   "  奖励(名) { 编号 = \"T-\" .. 额, 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 万元(额) } end",
            LANGUAGE_CHINESE);
  cr_assert(loading.model, "%s", sentences(&loading, LANGUAGE_CHINESE));
  static const char *const names[] = { "丙", "甲", "乙" };
  for (size_t i = 0; i < 3; i++) cr_expect_str_eq(loading.model->measures[i]->name, names[i]);
  arena_free(&loading.arena);
}

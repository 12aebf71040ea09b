#include "syntax/fix.h"

#include <criterion/criterion.h>

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_key(const char *name)
{
  return strcmp(name, "金额") == 0;
}

/* What a script is after its certain fixes; the end of the first finding. */
static const struct row {
  const char *name, *source, *mended;
  int line, column;
} rows[] = {
  { "a number with its unit", "x = f { 5000万元 }", "x = f { 万元(5000) }", 1, 15 },
  { "a percentage", "x = f { 3% }", "x = f { 百分之(3) }", 1, 11 },
  { "a thousands comma", "x = f(1,000,500)", "x = f(1000500)", 1, 16 },
  { "a date", "x = f { 2025年1月1日 }", "x = f { \"2025-01-01\" }", 1, 18 },
  { "no date", "x = f { 2025年13月1日 }", "x = f { 2025年13月1日 }", 1, 19 },
  { "quotes of Chinese", "x = “甲”", "x = \"甲\"", 1, 8 },
  { "a closing quote of Chinese", "x = \"甲”", "x = \"甲\"", 1, 8 },
  { "a comma of enumerations", "x = { a、b、c }", "x = { a,b,c }", 1, 9 },
  { "a sign that wants more than another sign", "x = { a ≥ 2 }", "x = { a { 至少 = 2 } }", 1, 10 },
  { "a comma forgotten", "x = { a\n b }", "x = { a,\n b }", 1, 8 },
  { "= forgotten", "x = f { 金额 元(1) }", "x = f { 金额 = 元(1) }", 1, 11 },
  { "two on one line", "x = f { 5元, 6元 }", "x = f { 元(5), 元(6) }", 1, 11 },
  { "a mark of bytes before it", "\xEF\xBB\xBFx = 5元", "\xEF\xBB\xBFx = 元(5)", 1, 7 },
};

Test(syntax_fix, certain_fixes)
{
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct row *row = &rows[i];
    struct arena arena = { 0 };
    struct script script;
    struct faults faults = { 0 };
    size_t made;
    rewrite_script(&arena, "t.lua", slice_of(row->source), &(struct rewrite_options){ .is_key = is_key }, &script, &faults);
    cr_assert(faults.count > 0, "%s", row->name);
    for (size_t k = 0; k < faults.count; k++) fault_complete(&arena, script.source, &faults.items[k]);
    cr_expect(faults.items[0].end_line == row->line && faults.items[0].end_column == row->column, "%s: ends at %d:%d", row->name,
              faults.items[0].end_line, faults.items[0].end_column);
    const char *mended = arena_string(&arena, slice_copy(&arena, fixes_apply(&arena, script.source, "t.lua", &faults, &made)).at);
    cr_expect_str_eq(mended, row->mended, "%s: %s", row->name, mended);
    arena_free(&arena);
  }
}

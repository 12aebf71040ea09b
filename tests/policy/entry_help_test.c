/* Help for what is written inside { }: each row is an entry that the language takes, and none is left out. */
#include <criterion/criterion.h>

#include "policy/predicate.h"
#include "policy/declare.h"
#include "policy/builtins.h"

Test(policy_entry_help, each_is_one_that_is_taken)
{
  size_t asked = 0;
  for (size_t i = 0; i < word_entry_count; i++) {
    const struct word *row = &word_entries[i];
    bool predicate = row->group == WORD_ASKED;
    asked += predicate;
    cr_expect(predicate ? predicate_knows(row->chinese) && predicate_knows(row->english)
                        : declare_key(row->chinese) && declare_key(row->english),
              "%s", row->chinese);
    cr_expect_eq(word_entry_find(row->english), row, "%s", row->english);
    cr_expect(row->usage[0] && row->help[0][0] && row->help[1][0], "%s", row->chinese);
  }
  cr_expect_eq(asked, 18);
}

Test(policy_entry_help, none_is_missing)
{
  static const char *const measures[] = { "编号", "条款", "说明", "解读", "对象",   "条件", "地区", "实际", "分解",
                                          "金额", "封顶", "取整", "舍入", "一次性", "预算", "阶梯", "列示", "对照" };
  for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
    cr_expect_not_null(word_entry_find(measures[i]), "%s", measures[i]);
  cr_expect_null(word_entry_find("没有这一项"));
}

/* Scripts that once broke the rewriter, found by tests/fuzz: whatever stands there, there are findings and nothing else. */
#include "tests/policy/lexicon_case.h"

static const char *const broken[] = {
  "local , ...) if not \344\271fu\357\274\210\357A\274\221\357\274\220\357\274\211\357\275\235 -- \346\263\250\n--[[ "
  "\351\225\277 ]] local "
  "\347\224\262 ==\346[\226[ \207=]=a = 3 }) do \347\224\262(x) end end\n",
};

Test(syntax_rewrite_broken, what_broke_it_once_is_a_finding)
{
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    struct arena arena = { 0 };
    struct script script;
    struct faults faults = { 0 };
    cr_expect_not(rewrite_script(&arena, "t.lua", slice_of(broken[i]),
                                 &(struct rewrite_options){ LANGUAGE_CHINESE, word_is_key, false }, &script, &faults),
                  "input %zu", i);
    cr_expect_gt(faults.count, 0, "input %zu", i);
    arena_free(&arena);
  }
}

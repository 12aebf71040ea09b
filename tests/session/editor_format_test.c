/* Layout: what comes out, that it comes out again, and that nothing but white space changes. */
#include "session/editor_format.h"

#include <criterion/criterion.h>

#include "tests/chance.h"

static struct arena arena;

static void leave(void)
{
  arena_free(&arena);
}

TestSuite(session_editor_format, .fini = leave);

Test(session_editor_format, layout)
{
  static const struct {
    const char *written, *laid;
  } cases[] = {
    { "", "" },
    { "local 甲=1", "local 甲 = 1\n" },
    { "奖励\"甲\"{\n编号=\"T-1\" ,条款= \"一\",\n      条件={规模以上}  ,  \n}\n\n\n\n条文 \"乙\" {}\n",
      "奖励 \"甲\" {\n  编号 = \"T-1\", 条款 = \"一\",\n  条件 = { 规模以上 },\n}\n\n条文 \"乙\" {}\n" },
    { "local 甲 = f ( 1,-2 ) - -3*t [ 1 ] . 名   --  注  \n", "local 甲 = f(1, -2) - -3 * t[1].名   --  注\n" },
    { "f({\n{\n1,\n},\n})\n", "f({\n  {\n    1,\n  },\n})\n" },
    { "local 甲 =\n1 +\n2\n", "local 甲 =\n  1 +\n  2\n" },
    { "if 甲 then\nf()\nelse\n  if not(乙) then g() end\nend\n", "if 甲 then\n  f()\nelse\n  if not (乙) then g() end\nend\n" },
    { "local 长 = [[ 不\n   动 ]]\n--[[ 也\n 不动 ]]\n", "local 长 = [[ 不\n   动 ]]\n--[[ 也\n 不动 ]]\n" },
    { "甲 ＝ “乙”，丙\r\n\n", "甲 ＝ “乙”，丙\r\n" },
    { "\xEF\xBB\xBF\n\nlocal 甲 = {  }\n", "\xEF\xBB\xBFlocal 甲 = { }\n" },
    { "#!/usr/bin/huiqi\nlocal   甲\n", "#!/usr/bin/huiqi\nlocal 甲\n" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct slice laid;
    cr_assert(script_format(&arena, slice_of(cases[i].written), &laid), "%s", cases[i].written);
    cr_assert(slice_is(laid, cases[i].laid), "%s\nbecame\n%.*s", cases[i].written, (int)laid.length, laid.at);
  }
}

Test(session_editor_format, left_alone)
{
  static const char *const texts[] = { "local 甲 = \"\xFF\"", "甲 $ 乙", "\xE4\xBC" };
  struct slice laid;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    cr_assert(!script_format(&arena, slice_of(texts[i]), &laid), "%s", texts[i]);
}

static bool is_white(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The same characters but for white space: coarser than the check inside, and apart from it. */
static bool differ_in_white_space_alone(struct slice a, struct slice b)
{
  size_t i = 0, k = 0;
  for (;; i++, k++) {
    while (i < a.length && is_white(a.at[i])) i++;
    while (k < b.length && is_white(b.at[k])) k++;
    if (i >= a.length || k >= b.length) return i >= a.length && k >= b.length;
    if (a.at[i] != b.at[k]) return false;
  }
}

Test(session_editor_format, random_tokens_twice)
{
  static const char *const parts[] = { "甲",  " ",    "\n", "  \n\n\n", "{",         "}",   "(",  ")",
                                       "[",   "]",    ",",  "=",        "\"文 字\"", "1",   "-",  "--注 \n",
                                       "end", "then", "if", "function", "else",      "not", "＝", ".",
                                       "..",  "~=",   "#",  "\t",       "local",     "do",  "；", "🚀" };
  size_t done = 0;
  for (int round = 0; round < 3000; round++) {
    struct buffer text = { 0 };
    for (size_t length = 1 + draw(30); length; length--)
      buffer_text(&text, parts[draw(sizeof parts / sizeof *parts - (round % 4 != 0))]);
    struct slice written = buffer_take(&arena, &text), laid, again;
    if (!script_format(&arena, written, &laid)) continue;
    cr_assert(differ_in_white_space_alone(written, laid), "%s", written.at);
    cr_assert(script_format(&arena, laid, &again) && slice_equal(laid, again), "%s\nbecame\n%s\nthen\n%s", written.at, laid.at,
              again.at);
    done++;
  }
  cr_assert_gt(done, 1000);
}

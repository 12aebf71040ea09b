/* Terminal: Chinese counts two columns, nothing is wider than asked, no cell can send commands. */
#include "write/terminal.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct terminal plain = { 80, false };

Test(write_terminal, cut)
{
  static const struct {
    const char *text;
    size_t width;
    const char *shown;
  } cases[] = {
    { "", 5, "" },
    { "abc", 3, "abc" },
    { "abcd", 3, "ab…" },
    { "天山", 4, "天山" },
    { "天山区", 5, "天山…" },
    { "天山区", 4, "天…" },
    { "天山区", 3, "天…" },
    { "天山区", 2, "…" },
    { "天山区", 1, "…" },
    { "天山区", 0, "" },
    { "a天b", 4, "a天b" },
    { "a\033[31mb", 20, "a\\x1b[31mb" },
    { "a\nb\tc", 20, "a b c" },
    { "\xC2\x9B"
      "31m",
      20, "\\u009b31m" },
    { "e\xCC\x81"
      "f",
      2,
      "e\xCC\x81"
      "f" },
    { "a\xFF"
      "b",
      6, "a\\xffb" },
  };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT(cases); i++) {
    buffer_reset(&out);
    terminal_cut(&out, slice_of(cases[i].text), cases[i].width);
    cr_expect(slice_is(buffer_view(&out), cases[i].shown), "\"%s\" in %zu: \"%.*s\"", cases[i].text, cases[i].width,
              (int)out.length, out.at);
  }
  buffer_free(&out);
}

Test(write_terminal, what_is_sent)
{
  static const struct {
    const char *text;
    bool colour;
    const char *sent;
  } cases[] = {
    { "一\n\ttwo\r\n", true, "一\n two\n" },
    { "\033[31m\r\b\x7F", true, "\\x1b[31m\\x0d\\x08\\x7f" },
    { "\u200E\u061C\u2066\u2028\uFFFE", false, "\\u200e\\u061c\\u2066\\u2028\\ufffe" },
    { "\u200B\u200D\uFEFF😀", false, "\u200B\u200D\uFEFF😀" },
    { "\xED\xA0\x80", false, "\\xed\\xa0\\x80" },
    { "\xFF"
      "3a\xFF"
      "0",
      true, "\033[32ma\033[0m" },
    { "\xFF"
      "3a",
      false, "\\xff3a" },
    { "\xFF"
      "9\xFF",
      true, "\\xff9\\xff" },
  };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT(cases); i++) {
    buffer_reset(&out);
    format_styled(&out, slice_of(cases[i].text), cases[i].colour);
    cr_expect(slice_is(buffer_view(&out), cases[i].sent), "%zu: \"%.*s\"", i, (int)out.length, out.at);
  }
  buffer_free(&out);
}

Test(write_terminal, where_lines_break)
{
  static const struct {
    const char *text;
    size_t width;
    const char *first;
  } cases[] = {
    { "", 5, "" },
    { "abc", 5, "abc" },
    { "one two three", 7, "one two" },
    { "one two three", 8, "one two" },
    { "one two three", 6, "one" },
    { "unbreakable", 4, "unbr" },
    { "天山区", 4, "天山" },
    { "天山区", 5, "天山" },
    { "天山区", 1, "天" },
    { "营业收入 1,234元", 10, "营业收入" },
    { "至少500万元", 6, "至少" },
    { "至少500万元", 7, "至少500" },
    { "天山区，沙区", 6, "天山" },
    { "天山区，沙区", 8, "天山区，" },
    { "abc天山", 4, "abc" },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct slice text = slice_of(cases[i].text);
    struct slice first = { text.at, terminal_break(text, cases[i].width) };
    cr_expect(slice_is(first, cases[i].first), "\"%s\" in %zu: \"%.*s\"", cases[i].text, cases[i].width, (int)first.length,
              first.at);
  }
}

static void expect_table(const struct text_table *table, const struct terminal *terminal, size_t indent, const char *expected)
{
  struct buffer out = { 0 };
  struct buffer sent = { 0 };
  text_table_write(&out, table, terminal, indent);
  format_styled(&sent, buffer_view(&out), terminal->colour);
  cr_expect(slice_is(buffer_view(&sent), expected), "expected\n%sgot\n%.*s", expected, (int)sent.length, sent.at);
  buffer_free(&out);
  buffer_free(&sent);
}

static struct text_table *table_of(struct arena *arena, const struct table_column *columns, size_t count,
                                   const char *const *cells, size_t cell_count)
{
  struct text_table *table = text_table_new(arena, columns, count, LANGUAGE_CHINESE);
  for (size_t i = 0; i < cell_count; i++) text_table_add(table, slice_of(cells[i]), STYLE_PLAIN);
  return table;
}

Test(write_terminal, columns_line_up)
{
  static const struct table_column columns[] = { { MSG_HEADING_ID, false, FIT_WHOLE },
                                                 { MSG_HEADING_MEASURE, false, FIT_CUT },
                                                 { MSG_HEADING_AMOUNT, true, FIT_WHOLE } };
  static const char *const cells[] = { "U22-1", "首次认定奖励", "10万元", "U22-14", "", "5,000元", "合计", "two", "" };
  struct arena arena = { 0 };
  struct text_table *table = table_of(&arena, columns, 3, cells, COUNT(cells));
  expect_table(table, &plain, 0,
               "编号    措施             金额\n"
               "U22-1   首次认定奖励   10万元\n"
               "U22-14                5,000元\n"
               "合计    two\n");
  expect_table(table, &(struct terminal){ 27, false }, 2,
               "  编号    措施         金额\n"
               "  U22-1   首次认…    10万元\n"
               "  U22-14            5,000元\n"
               "  合计    two\n");
  expect_table(table, &(struct terminal){ 10, false }, 0,
               "编号    措施         金额\n"
               "U22-1   首次认…    10万元\n"
               "U22-14            5,000元\n"
               "合计    two\n");
  arena_free(&arena);
}

Test(write_terminal, cells_wrap)
{
  static const struct table_column columns[] = { { NO_MESSAGE, false, FIT_WHOLE }, { NO_MESSAGE, false, FIT_WRAP } };
  static const char *const cells[] = { "build", "the program",           "test", "all tests, with sanitizers",
                                       "说明",  "营业收入至少五百万元。" };
  struct arena arena = { 0 };
  struct text_table *table = table_of(&arena, columns, 2, cells, COUNT(cells));
  expect_table(table, &(struct terminal){ 20, false }, 1,
               " build  the program\n"
               " test   all tests,\n"
               "        with\n"
               "        sanitizers\n"
               " 说明   营业收入至少\n"
               "        五百万元。\n");
  arena_free(&arena);
}

Test(write_terminal, empty_tables)
{
  static const struct table_column columns[] = { { MSG_HEADING_ID, false, FIT_WHOLE } };
  struct arena arena = { 0 };
  expect_table(text_table_new(&arena, columns, 1, LANGUAGE_ENGLISH), &plain, 0, "id\n");
  expect_table(text_table_new(&arena, columns, 0, LANGUAGE_ENGLISH), &plain, 0, "");
  arena_free(&arena);
}

Test(write_terminal, colour_goes_around_the_text_only)
{
  static const struct table_column columns[] = { { NO_MESSAGE, true, FIT_CUT }, { NO_MESSAGE, false, FIT_CUT } };
  struct arena arena = { 0 };
  struct text_table *table = text_table_new(&arena, columns, 2, LANGUAGE_ENGLISH);
  text_table_add(table, SLICE("符合"), STYLE_GOOD);
  text_table_add(table, SLICE("x"), STYLE_PLAIN);
  text_table_add(table, SLICE("不符合"), STYLE_BAD);
  text_table_add(table, SLICE(""), STYLE_BAD);
  expect_table(table, &(struct terminal){ 80, true }, 0, "  \033[32m符合\033[0m  x\n\033[31m不符合\033[0m\n");
  arena_free(&arena);
}

Test(write_terminal, what_the_environment_says)
{
  int ends[2];
  cr_assert_eq(pipe(ends), 0);
  setenv("TERM", "xterm", 1);
  unsetenv("COLUMNS");
  cr_expect_eq(terminal_of(ends[1]).width, 80);
  cr_expect(!terminal_of(ends[1]).colour, "a pipe has no colour");
  setenv("COLUMNS", "132", 1);
  cr_expect_eq(terminal_of(ends[1]).width, 132);
  setenv("COLUMNS", "-1", 1);
  cr_expect_eq(terminal_of(ends[1]).width, 80);

  int master = posix_openpt(2);
  cr_assert(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
  unsetenv("NO_COLOR");
  cr_expect(terminal_of(master).colour);
  setenv("NO_COLOR", "", 1);
  cr_expect(terminal_of(master).colour, "an empty NO_COLOR does not count");
  setenv("NO_COLOR", "1", 1);
  cr_expect(!terminal_of(master).colour);
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  cr_expect(!terminal_of(master).colour);
}

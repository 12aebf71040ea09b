/* Figures of targets.csv, and its lines. */
#include "write/targets.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

Test(write_targets, figures)
{
  static const struct {
    const char *name;
    enum figure_style style;
    struct ratio value;
    const char *expected;
  } rows[] = {
    { "a count", FIGURE_NUMBER, { 400, 1 }, "400" },
    { "a count without separators", FIGURE_NUMBER, { 1234567, 1 }, "1234567" },
    { "two decimals", FIGURE_NUMBER, { 1, 3 }, "0.33" },
    { "two decimals, rounded up", FIGURE_NUMBER, { 2, 3 }, "0.67" },
    { "one decimal is two", FIGURE_NUMBER, { 5, 2 }, "2.50" },
    { "below 0", FIGURE_NUMBER, { -7, 4 }, "-1.75" },
    { "a percentage", FIGURE_PERCENT, { 13, 15 }, "86.7%" },
    { "a whole percentage", FIGURE_PERCENT, { 1, 1 }, "100.0%" },
    { "nothing", FIGURE_PERCENT, { 0, 1 }, "0.0%" },
    { "more than all", FIGURE_PERCENT, { 5, 4 }, "125.0%" },
    { "a decline", FIGURE_PERCENT, { -1, 8 }, "-12.5%" },
    { "half a tenth is rounded up", FIGURE_PERCENT, { 125, 100000 }, "0.1%" },
    { "money in 元", FIGURE_MONEY, { 10000000000, 1 }, "100000000" },
    { "with fen", FIGURE_MONEY, { 3333333, 1 }, "33333.33" },
    { "parts of a fen are rounded", FIGURE_MONEY, { 10000, 3 }, "33.33" },
    { "a loss", FIGURE_MONEY, { -150, 1 }, "-1.50" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buffer out = { 0 };
    figure_write(&out, rows[i].style, rows[i].value);
    buffer_char(&out, 0);
    cr_expect_str_eq(out.at, rows[i].expected, "%s: %s", rows[i].name, out.at);
    buffer_free(&out);
  }
}

Test(write_targets, results)
{
  cr_expect_str_eq(target_word(TARGET_UNJUDGED), "");
  cr_expect_str_eq(target_word(TARGET_MISSED), "未完成");
  cr_expect_str_eq(target_word(TARGET_OPEN), "待核实");
  cr_expect_str_eq(target_word(TARGET_REACHED), "完成");
}

static const char *content(struct arena *arena, const char *path)
{
  char text[4096];
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  size_t length = fread(text, 1, sizeof text, file);
  fclose(file);
  return arena_copy(arena, text, length);
}

/* The one line behind the headings. */
static const char *line_of(struct arena *arena, const struct target_result *result)
{
  static const char headings[] = "\xEF\xBB\xBF目标编号,目标,条款,单位,年度,目标值,实际值,完成率,结果,说明\r\n";
  char *folder = arena_string(arena, "/tmp/huiqi-targets-XXXXXX");
  struct fault fault = { 0 };
  cr_assert(mkdtemp(folder));
  const char *place = arena_printf(arena, "%s/out", folder);
  struct output *output = output_open(arena, place, &fault);
  cr_assert(output && targets_write(output, result, 1, 2022, LANGUAGE_CHINESE, &fault) && output_commit(output, &fault));
  const char *text = content(arena, arena_printf(arena, "%s/targets.csv", place));
  cr_assert_eq(system(arena_printf(arena, "rm -rf %s", folder)), 0);
  cr_assert(strncmp(text, headings, strlen(headings)) == 0, "%s", text);
  return text + strlen(headings);
}

static const struct measure plain = { .id = "G", .name = "数", .clause = "一（二）" },
                            strict = { .id = "G", .name = "数", .clause = "一", .reach = MORE_THAN, .note = "力争" };

#define EXACT(n, d) .has_actual = true, .has_low = true, .has_high = true, .actual = { n, d }, .low = { n, d }, .high = { n, d }
#define GOAL(n, d)  .has_goal = true, .goal = { n, d }

Test(write_targets, lines)
{
  static const struct {
    const char *name;
    struct target_result result;
    const char *expected;
  } rows[] = {
    { "a count that misses",
      { .measure = &plain, .unit = { "650100", 6 }, GOAL(15, 1), EXACT(13, 1), .outcome = TARGET_MISSED },
      "G,数,一（二）,650100,2022,15,13,86.7%,未完成,\r\n" },
    { "without a goal neither rate nor result",
      { .measure = &plain, .unit = { "650102", 6 }, EXACT(13, 1) },
      "G,数,一（二）,650102,2022,,13,,,\r\n" },
    { "a range",
      { .measure = &plain,
        .unit = { "650100", 6 },
        GOAL(3, 1),
        .has_actual = true,
        .actual = { 2, 1 },
        .has_low = true,
        .low = { 2, 1 },
        .has_high = true,
        .high = { 3, 1 },
        .outcome = TARGET_OPEN },
      "G,数,一（二）,650100,2022,3,2,66.7%,待核实,数据不全，实际值在 2 至 3 之间\r\n" },
    { "more than, from the indicators, with its note",
      { .measure = &strict,
        .unit = { "650100", 6 },
        .style = FIGURE_MONEY,
        GOAL(10000000000, 1),
        EXACT(10000000000, 1),
        .from_indicator = true,
        .outcome = TARGET_MISSED },
      "G,数,一,650100,2022,100000000,100000000,100.0%,未完成,应超过目标值；实际值取自指标表；力争\r\n" },
    { "numerator and denominator of a share",
      { .measure = &plain,
        .unit = { "650100", 6 },
        .style = FIGURE_PERCENT,
        GOAL(1, 1),
        .has_actual = true,
        .actual = { 1, 4 },
        .has_low = true,
        .low = { 1, 4 },
        .has_high = true,
        .high = { 1, 2 },
        .is_share = true,
        .part = { .low = { 1, 1 }, .high = { 2, 1 }, .certain = { 1, 1 } },
        .whole = { .low = { 4, 1 }, .high = { 4, 1 }, .certain = { 4, 1 } },
        .outcome = TARGET_MISSED },
      "G,数,一（二）,650100,2022,100.0%,25.0%,25.0%,未完成,分子 1（至多 2），分母 4；数据不全，实际值在 25.0% 至 50.0% "
      "之间\r\n" },
    { "a unit that a spreadsheet would take for a formula",
      { .measure = &plain, .unit = { "=1+1", 4 }, EXACT(1, 1) },
      "G,数,一（二）,'=1+1,2022,,1,,,\r\n" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena arena = { 0 };
    const char *line = line_of(&arena, &rows[i].result);
    cr_expect_str_eq(line, rows[i].expected, "%s: %s", rows[i].name, line);
    arena_free(&arena);
  }
}

Test(write_targets, what_cannot_be_string)
{
  static const struct {
    const char *name;
    struct target_result result;
    const char *expected;
  } rows[] = {
    { "a denominator of nothing",
      { .measure = &plain,
        .unit = { "650100", 6 },
        .style = FIGURE_PERCENT,
        GOAL(1, 1),
        .is_share = true,
        .part = { .low = { 0, 1 }, .high = { 0, 1 }, .certain = { 0, 1 } },
        .whole = { .low = { 0, 1 }, .high = { 0, 1 }, .certain = { 0, 1 } },
        .outcome = TARGET_OPEN },
      "G,数,一（二）,650100,2022,100.0%,,,待核实,分子 0，分母 0；分母为 0，不能判断\r\n" },
    { "a denominator with amounts nobody knows is not 0",
      { .measure = &plain,
        .unit = { "650100", 6 },
        .style = FIGURE_PERCENT,
        GOAL(1, 1),
        .has_actual = true,
        .actual = { 1, 4 },
        .is_share = true,
        .part_is_money = true,
        .part = { .low = { 100, 1 }, .high = { 100, 1 }, .certain = { 100, 1 }, .open_high = true, .open_low = true },
        .whole = { .low = { 400, 1 }, .high = { 400, 1 }, .certain = { 400, 1 }, .open_high = true, .open_low = true },
        .outcome = TARGET_OPEN },
      "G,数,一（二）,650100,2022,100.0%,25.0%,25.0%,待核实,"
      "分子 1元（另有金额未知），分母 4元（另有金额未知）；另有数据不知道，实际值的范围不能确定\r\n" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena arena = { 0 };
    const char *line = line_of(&arena, &rows[i].result);
    cr_expect_str_eq(line, rows[i].expected, "%s: %s", rows[i].name, line);
    arena_free(&arena);
  }
}

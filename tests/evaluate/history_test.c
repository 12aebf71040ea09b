/* evaluate/history */
#include "evaluate/history.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "base/arena.h"

static struct history *history;

static bool add(struct slice measure, struct slice code, int year, bool granted)
{
  struct history_row row = { .measure = measure, .year = year, .outcome = granted ? OUTCOME_YES : OUTCOME_NO };
  return history_add(history, &row, code);
}

static void add_unread(const char *path, uint32_t line, struct slice heading)
{
  struct history_row row = { .measure = SLICE("T-1"), .unread = true, .place = { path, line, 0, heading } };
  history_add(history, &row, SLICE("91"));
}

static int granted(const struct history *looked, const char *measure, struct slice code, int before)
{
  return history_paid(looked, &measure, 1, code, before).latest;
}

static const struct unread_row *unread(const struct history *looked, const char *measure, struct slice code)
{
  return history_paid(looked, &measure, 1, code, 2024).unread;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

Test(evaluate_history, keeps_the_latest_earlier_year)
{
  history = history_new();
  static const int years[] = { 2021, 2019, 2023, 2020 };
  for (size_t i = 0; i < COUNT(years); i++) {
    add(SLICE("T-1"), SLICE("91650100M000100Y4X"), years[i], true);
    add(SLICE("T-2"), SLICE("91650100M000100Y4X"), years[i] - 10, true);
  }
  static const struct {
    int before, granted;
  } cases[] = { { 2024, 2023 }, { 2023, 2021 }, { 2021, 2020 }, { 2020, 2019 }, { 2019, 0 } };
  for (size_t i = 0; i < COUNT(cases); i++)
    cr_expect_eq(granted(history, "T-1", SLICE("91650100M000100Y4X"), cases[i].before), cases[i].granted, "before %d",
                 cases[i].before);
  cr_expect_eq(granted(history, "T-3", SLICE("91650100M000100Y4X"), 2024), 0);
  cr_expect_eq(granted(NULL, "T-1", SLICE("91650100M000100Y4X"), 2024), 0);
  for (int i = 0; i < 2000; i++) {
    char code[32];
    snprintf(code, sizeof code, "code %d", i);
    add(SLICE("T-1"), slice_of(code), 1900 + i % 100, true);
    cr_expect_eq(granted(history, "T-1", slice_of(code), 2024), 1900 + i % 100, "%s", code);
  }
  history_free(history);
}

static void open_history(void)
{
  history = history_new();
}

static void close_history(void)
{
  history_free(history);
}

Test(evaluate_history, one_row_a_year, .init = open_history, .fini = close_history)
{
  static const struct {
    const char *name;
    int year;
    bool granted, fresh;
    int latest; /* grant before 2024, afterwards */
  } rows[] = {
    { "not granted", 2021, false, true, 0 },
    { "the same once more: granted counts", 2021, true, false, 2021 },
    { "the same once more: the first counts", 2021, false, false, 2021 },
    { "another year", 2022, false, true, 2021 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect_eq(add(SLICE("T-1"), SLICE("91"), rows[i].year, rows[i].granted), rows[i].fresh, "%s", rows[i].name);
    cr_expect_eq(granted(history, "T-1", SLICE("91"), 2024), rows[i].latest, "%s", rows[i].name);
  }
}

Test(evaluate_history, csv_reader_that_cannot_be_read, .init = open_history, .fini = close_history)
{
  add_unread("a.csv", 3, SLICE("年度"));
  add_unread("a.csv", 5, SLICE("结果"));
  cr_expect(add(SLICE("T-1"), SLICE("91"), 2021, true), "a row of the year 0 is none of any year");
  cr_expect_eq(unread(history, "T-1", SLICE("91"))->line, 3, "the first");
  cr_expect_null(unread(history, "T-2", SLICE("91")), "another measure");
  cr_expect_null(unread(history, "T-1", SLICE("92")), "another object");
  cr_expect_null(unread(NULL, "T-1", SLICE("91")), "no history");
  cr_expect_eq(granted(history, "T-1", SLICE("91"), 2022), 2021);
}

Test(evaluate_history, a_blank_code_is_nobodys, .init = open_history, .fini = close_history)
{
  add(SLICE("T-1"), (struct slice){ "", 0 }, 2021, true);
  cr_expect_eq(granted(history, "T-1", (struct slice){ "", 0 }, 2024), 0);
}

/* Civil days and their notations. */
#include "base/date.h"

#include <criterion/criterion.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

static date day_of(int year, int month, int day)
{
  date value = INT32_MIN;
  cr_assert(date_make(year, month, day, &value), "%d-%d-%d", year, month, day);
  return value;
}

Test(base_date, notations)
{
  static const struct {
    const char *text;
    int year, month, day; /* 0: refused */
  } cases[] = {
    { "2022-10-12", 2022, 10, 12 },
    { "2022-3-5", 2022, 3, 5 },
    { "2022-03-5", 2022, 3, 5 },
    { "2022/10/12", 2022, 10, 12 },
    { "2022/3/5", 2022, 3, 5 },
    { "2022.10.12", 2022, 10, 12 },
    { "2022.3.5", 2022, 3, 5 },
    { "20221012", 2022, 10, 12 },
    { "2022年10月12日", 2022, 10, 12 },
    { "2022年3月5日", 2022, 3, 5 },
    { "2022年03月05日", 2022, 3, 5 },
    { "2024-02-29", 2024, 2, 29 },
    { "0001-01-01", 1, 1, 1 },
    { "9999-12-31", 9999, 12, 31 },
    { "2022-10-12 00:00:00", 2022, 10, 12 },
    { "2022/10/12 0:00", 2022, 10, 12 },
    { "2022/10/12  0:00:00", 2022, 10, 12 },
    { "2022-10-12T00:00:00.000", 2022, 10, 12 },
    { "2022-10-12 08:30:00", 2022, 10, 12 },
    { "2022-10-12T23:59:59+08:00", 2022, 10, 12 },
    { "2022-10-12 00:00:00.001", 2022, 10, 12 },
    { "2022-10-12 24:00", 0, 0, 0 },
    { "2022-10-12 8", 0, 0, 0 },
    { "2022-10-12T16:00:00Z", 0, 0, 0 },
    { "2022-10-12 ", 0, 0, 0 },
    { "2022-10-12 0", 0, 0, 0 },
    { "2022-10-12 00:00:00 x", 0, 0, 0 },
    { "2022-02-30", 0, 0, 0 },
    { "2023-02-29", 0, 0, 0 },
    { "1900-02-29", 0, 0, 0 },
    { "2022-13-01", 0, 0, 0 },
    { "2022-00-01", 0, 0, 0 },
    { "2022-01-00", 0, 0, 0 },
    { "0000-01-01", 0, 0, 0 },
    { "20220230", 0, 0, 0 },
    { "2022-10/12", 0, 0, 0 },
    { "2022-10", 0, 0, 0 },
    { "2022年10月", 0, 0, 0 },
    { "2022年10月12", 0, 0, 0 },
    { "2022", 0, 0, 0 },
    { "22-10-12", 0, 0, 0 },
    { "12/10/2022", 0, 0, 0 },
    { "2022-10-123", 0, 0, 0 },
    { "202210123", 0, 0, 0 },
    { "2022103", 0, 0, 0 },
    { "-2022-10-12", 0, 0, 0 },
    { "2022-10-12日", 0, 0, 0 },
    { "2022-1a-12", 0, 0, 0 },
    { "44846", 0, 0, 0 },
    { "", 0, 0, 0 },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    date value = 7;
    bool expected = cases[i].year != 0;
    cr_expect_eq(date_parse(slice_of(cases[i].text), &value), expected, "%s", cases[i].text);
    if (!expected) continue;
    cr_expect_eq(value, day_of(cases[i].year, cases[i].month, cases[i].day), "%s", cases[i].text);
  }
}

Test(base_date, a_day_that_does_not_exist_is_still_a_notation)
{
  struct civil civil;
  cr_expect(date_notation(SLICE("2022-02-30"), &civil) && civil.month == 2 && civil.day == 30);
  cr_expect_not(date_notation(SLICE("2022-02"), &civil));
}

Test(base_date, every_day_comes_back)
{
  date value = day_of(1, 1, 1), last = day_of(9999, 12, 31);
  struct civil before = { 0, 12, 31 };
  for (; value <= last; value++) {
    struct civil civil = date_civil(value);
    bool next = civil.day == before.day + 1 && civil.month == before.month && civil.year == before.year;
    bool month = civil.day == 1 && (civil.month == before.month % 12 + 1);
    date again;
    cr_assert((next || month) && date_make(civil.year, civil.month, civil.day, &again) && again == value, "day %d", value);
    before = civil;
  }
  cr_expect_eq(day_of(1970, 1, 1), 0);
  cr_expect_eq(day_of(2000, 3, 1), 11017);
}

/* Also for months and days that there are not. */
Test(base_date, near_days_are_those_of_every_day)
{
  for (unsigned year = 1890; year < 2110; year++)
    for (unsigned month = 0; month < 100; month++)
      for (unsigned day = 0; day < 100; day++) {
        date near, made;
        bool right = date_make((int)year, (int)month, (int)day, &made) && year > 1900 && year < 2100;
        cr_assert_eq(date_make_near(year, month, day, &near), right, "%u-%u-%u", year, month, day);
        if (right) cr_assert_eq(near, made, "%u-%u-%u", year, month, day);
      }
}

Test(base_date, adding)
{
  static const struct {
    const char *name;
    struct civil from;
    int months, days;
    struct civil to;
  } cases[] = {
    { "leap day and three years", { 2024, 2, 29 }, 36, 0, { 2027, 2, 28 } },
    { "leap day and four years", { 2024, 2, 29 }, 48, 0, { 2028, 2, 29 } },
    { "end of January", { 2023, 1, 31 }, 1, 0, { 2023, 2, 28 } },
    { "backwards over the year", { 2023, 1, 31 }, -2, 0, { 2022, 11, 30 } },
    { "one year back from the leap day", { 2024, 2, 29 }, -12, 0, { 2023, 2, 28 } },
    { "to December", { 2022, 1, 15 }, 11, 0, { 2022, 12, 15 } },
    { "to January", { 2022, 12, 15 }, 1, 0, { 2023, 1, 15 } },
    { "days over the leap day", { 2024, 2, 28 }, 0, 2, { 2024, 3, 1 } },
    { "365 days", { 2023, 1, 1 }, 0, 365, { 2024, 1, 1 } },
    { "past the last day", { 9999, 12, 1 }, 1, 0, { 9999, 12, 31 } },
    { "before the first day", { 1, 1, 31 }, -1, 0, { 1, 1, 1 } },
    { "days without end", { 2022, 1, 1 }, 0, INT32_MAX, { 9999, 12, 31 } },
    { "days without beginning", { 2022, 1, 1 }, 0, INT32_MIN, { 1, 1, 1 } },
    { "months without end", { 2022, 1, 1 }, INT32_MAX, 0, { 9999, 12, 31 } },
    { "months without beginning", { 2022, 1, 1 }, INT32_MIN, 0, { 1, 1, 1 } },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    date from = day_of(cases[i].from.year, cases[i].from.month, cases[i].from.day);
    struct civil to = date_civil(date_add_days(date_add_months(from, cases[i].months), cases[i].days));
    cr_expect(to.year == cases[i].to.year && to.month == cases[i].to.month && to.day == cases[i].to.day, "%s: %d-%d-%d",
              cases[i].name, to.year, to.month, to.day);
  }
}

/* The same day of another year; 28 February for the leap day where there is none. */
static date in_another_year(date from, int years)
{
  struct civil day = date_civil(from);
  date to;
  return date_make(day.year + years, day.month, day.day, &to) ? to : day_of(day.year + years, 2, 28);
}

Test(base_date, whole_years_of_every_day)
{
  static const int years[] = { -250, -199, -100, -4, -3, -1, 0, 1, 2, 3, 4, 5, 99, 100, 198, 199, 250 };
  for (date day = day_of(1850, 1, 1), last = day_of(2150, 1, 1); day <= last; day++)
    for (size_t i = 0; i < COUNT_OF(years); i++) {
      date sum = date_add_months(day, years[i] * 12), plain = in_another_year(day, years[i]);
      cr_assert_eq(sum, plain, "%d and %d years: %d, not %d", day, years[i], sum, plain);
    }
}

Test(base_date, excel_serial_numbers)
{
  static const struct {
    int64_t serial;
    const char *day; /* NULL: refused */
  } cases[] = {
    { 1, "1900-01-01" },     { 59, "1900-02-28" },      { 60, NULL },      { 61, "1900-03-01" }, { 44846, "2022-10-12" },
    { 45351, "2024-02-29" }, { 2958465, "9999-12-31" }, { 2958466, NULL }, { 0, NULL },          { -1, NULL },
    { INT64_MAX, NULL },
  };
  struct buffer buffer = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    date value;
    cr_expect_eq(date_from_excel(cases[i].serial, &value), cases[i].day != NULL, "%lld", (long long)cases[i].serial);
    if (!cases[i].day) continue;
    date_write(&buffer, value);
    cr_expect(slice_is(buffer_view(&buffer), cases[i].day), "%s", cases[i].day);
    buffer_reset(&buffer);
  }
  date_write(&buffer, day_of(1, 2, 3));
  cr_expect(slice_is(buffer_view(&buffer), "0001-02-03"), "years have four digits");
  buffer_free(&buffer);
}

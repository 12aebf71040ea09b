/* Date: civil days of the Gregorian calendar, as a count of days since 1970-01-01.
 *
 * A plain int32_t orders, subtracts and fits a column; year, month and day are computed when asked. No time, no zone. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef int32_t date;

struct civil {
  int year, month, day;
};

/* Years 1 to 9999; false for a day that does not exist (`2022-02-30`). */
bool date_make(int year, int month, int day, date *out);
/* The day it is here; 1970-01-01 where nobody knows. */
date date_today(void);
/* The same as date_make, without a branch, for years in which every fourth has a leap day, 1901 to 2099; false for all others:
 * for columns of dates, most of which lie there. Years begin in March here, so that the leap day is the last of its year. */
static inline bool date_make_near(unsigned year, unsigned month, unsigned day, date *out)
{
  enum { MARCH_1900 = -25508 };
  static const struct {
    int16_t before;
    uint8_t length, of_last_year;
  } months[16] = { { 0, 0, 0 },    { 306, 31, 1 }, { 337, 28, 1 }, { 0, 31, 0 },   { 31, 30, 0 },  { 61, 31, 0 }, { 92, 30, 0 },
                   { 122, 31, 0 }, { 153, 31, 0 }, { 184, 30, 0 }, { 214, 31, 0 }, { 245, 30, 0 }, { 275, 31, 0 } };
  unsigned at = month & 15, since = year - 1900 - months[at].of_last_year;
  unsigned length = months[at].length + ((month == 2) & (year % 4 == 0));
  *out = MARCH_1900 + (date)(1461 * since / 4) + months[at].before + (date)day - 1;
  return (year - 1901 < 199) & (month < 16) & (day - 1 < length);
}
struct civil date_civil(date value);
/* Adding months or years clamps to the month's end: 29 February + 3 years = 28 February. A result outside the years 1 to 9999
 * becomes the first or last day of them, so that a comparison with it still comes out right. */
date date_add_months(date value, int months);
date date_add_days(date value, int days);
/* `2022-10-12`, `2022-3-5`, `2022/10/12`, `2022.10.12`, `20221012`, `2022年10月12日`; half-width. A time after a space
 * (`2022-10-12 00:00:00`, as Excel exports it; or after `T`) is dropped when it is midnight, else refused. */
bool date_parse(struct slice text, date *out);
/* The notation only: tells a day that does not exist from what is no date at all. */
bool date_notation(struct slice text, struct civil *out);
/* Excel's 1900 system, whole days, 1 to 2958465 (9999-12-31); 60 (the day that never was) is refused. */
bool date_from_excel(int64_t serial, date *out);
/* `2022-10-12` */
void date_write(struct buffer *out, date value);

#endif

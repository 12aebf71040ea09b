/* Civil days, their notations and Excel's serial numbers, for cells, scripts and results. */
#include "base/date.h"

#include <string.h>
#include <time.h>

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* 0001-01-01 and 9999-12-31 */

static bool is_leap(int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  return lengths[month - 1] + (month == 2 && is_leap(year));
}

/* Years begin in March here, so that the leap day is the last of its year; 719468 days lie between 0000-03-01 and 1970. */
static date days_before(int year, int month, int day)
{
  year -= month <= 2;
  int since_march = (month + 9) % 12;
  int day_of_year = (153 * since_march + 2) / 5 + day - 1;
  return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719468;
}

bool date_make(int year, int month, int day, date *out)
{
  if (year < 1 || year > 9999 || month < 1 || month > 12) return false;
  if (day < 1 || (day > 28 && day > month_length(year, month))) return false;
  *out = days_before(year, month, day);
  return true;
}

date date_today(void)
{
  time_t now = time(NULL);
  struct tm local;
  date day = 0;
  if (localtime_r(&now, &local)) date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &day);
  return day;
}

/* The inverse of days_before, by eras of 400 years (146097 days); no date of ours lies before the first era. */
struct civil date_civil(date value)
{
  int days = value + 719468;
  int era = days / 146097, in_era = days % 146097;
  int year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  int day_of_year = in_era - (365 * year + year / 4 - year / 100);
  int since_march = (5 * day_of_year + 2) / 153;
  int day = day_of_year - (153 * since_march + 2) / 5 + 1;
  int month = since_march < 10 ? since_march + 3 : since_march - 9;
  return (struct civil){ year + era * 400 + (month <= 2), month, day };
}

date date_add_days(date value, int days)
{
  int64_t sum = (int64_t)value + days;
  return sum < FIRST_DAY ? FIRST_DAY : sum > LAST_DAY ? LAST_DAY : (date)sum;
}

/* Whole years, between March 1900 and February 2099, where every fourth year has a leap day: years that begin in March are 1461
 * quarters of a day long. Certificates run for years, and each company's end has to be known. False: not within. */
static bool add_years(date value, int years, date *out)
{
  enum { MARCH_1900 = -25508, YEARS = 199 };
  if (value < MARCH_1900 || value > MARCH_1900 + YEARS * 365 || years < -YEARS || years > YEARS) return false;
  int days = value - MARCH_1900, year = (4 * days + 3) / 1461, day_of_year = days - 1461 * year / 4;
  int then = year + years;
  if (year >= YEARS || then < 0 || then >= YEARS) return false;
  bool leap_day = day_of_year == 365;
  *out = MARCH_1900 + 1461 * then / 4 + day_of_year - (leap_day && then % 4 != 3);
  return true;
}

date date_add_months(date value, int months)
{
  date sum;
  if (months % 12 == 0 && add_years(value, months / 12, &sum)) return sum;
  struct civil from = date_civil(value);
  int64_t month = (int64_t)from.year * 12 + from.month - 1 + months;
  if (month < 12) return FIRST_DAY;
  if (month >= (int64_t)10000 * 12) return LAST_DAY;
  int year = (int)(month / 12), in_year = (int)(month % 12) + 1;
  int length = month_length(year, in_year);
  return days_before(year, in_year, from.day < length ? from.day : length);
}

/* A place in the text that is being read. */
struct date_input {
  const char *at, *end;
};

/* `least` to `most` digits; a further digit is left for what follows, which then does not fit. */
static bool read_number(struct date_input *reading, int least, int most, int *out)
{
  int count = 0, value = 0;
  while (count < most && reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9') {
    value = value * 10 + (*reading->at++ - '0');
    count++;
  }
  *out = value;
  return count >= least;
}

static bool read_text(struct date_input *reading, const char *text)
{
  size_t length = strlen(text);
  if ((size_t)(reading->end - reading->at) < length || memcmp(reading->at, text, length) != 0) return false;
  reading->at += length;
  return true;
}

/* Two digits below `limit`, in the form in which `least` of them may stand. */
static bool read_part(struct date_input *reading, int least, int limit)
{
  int value;
  return read_number(reading, least, 2, &value) && value < limit;
}

/* `9:30`, `09:30:00`, `00:00:00.000` and nothing after it but the offset of China. */
static bool read_time(struct date_input *reading)
{
  int ignored;
  if (!read_part(reading, 1, 24) || !read_text(reading, ":") || !read_part(reading, 2, 60)) return false;
  if (read_text(reading, ":") && !read_part(reading, 2, 60)) return false;
  if (read_text(reading, ".") && !read_number(reading, 1, 9, &ignored)) return false;
  (void)read_text(reading, "+08:00");
  return reading->at == reading->end;
}

/* A time of day makes no difference to the day. */
static bool read_end(struct date_input *reading)
{
  if (reading->at == reading->end) return true;
  if (read_text(reading, "T")) return read_time(reading);
  if (!read_text(reading, " ")) return false;
  while (read_text(reading, " ")) continue;
  return read_time(reading);
}

/* One way of writing a date: what stands behind year, month and day, and the least digits of month and day. */
static bool read_form(struct slice text, const char *const after[3], int least, struct civil *out)
{
  struct date_input reading = { text.at, text.at + text.length };
  return read_number(&reading, 4, 4, &out->year) && read_text(&reading, after[0]) &&
         read_number(&reading, least, 2, &out->month) && read_text(&reading, after[1]) &&
         read_number(&reading, least, 2, &out->day) && read_text(&reading, after[2]) && read_end(&reading);
}

bool date_notation(struct slice text, struct civil *out)
{
  static const struct {
    const char *after[3];
    int least;
  } forms[] = {
    { { "-", "-", "" }, 1 }, { { "/", "/", "" }, 1 }, { { ".", ".", "" }, 1 }, { { "", "", "" }, 2 }, { { "年", "月", "日" }, 1 },
  };
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
    if (read_form(text, forms[i].after, forms[i].least, out)) return true;
  return false;
}

bool date_parse(struct slice text, date *out)
{
  struct civil day;
  return date_notation(text, &day) && date_make(day.year, day.month, day.day, out);
}

/* Excel counts 1900 as a leap year: from 61 on its numbers are one too high. */
bool date_from_excel(int64_t serial, date *out)
{
  enum { DAY_ZERO = -25568, PHANTOM = 60, LAST_SERIAL = 2958465 };
  if (serial < 1 || serial == PHANTOM || serial > LAST_SERIAL) return false;
  *out = (date)serial + DAY_ZERO - (serial > PHANTOM);
  return true;
}

void date_write(struct buffer *out, date value)
{
  struct civil day = date_civil(value);
  char text[] = "0000-00-00";
  for (int i = 3, rest = day.year; i >= 0; i--, rest /= 10) text[i] = (char)('0' + rest % 10);
  text[5] = (char)('0' + day.month / 10);
  text[6] = (char)('0' + day.month % 10);
  text[8] = (char)('0' + day.day / 10);
  text[9] = (char)('0' + day.day % 10);
  buffer_bytes(out, text, 10);
}

/* Number formats, for xlsx.c. */
#include "decode/number_format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"

/* Formats by number */

static bool among(unsigned number, unsigned first, unsigned last)
{
  return number >= first && number <= last;
}

bool number_format_built_in(unsigned number, struct number_format *display)
{
  *display = (struct number_format){ .kind = DISPLAY_PLAIN };
  bool time = among(number, 18, 21) || among(number, 32, 35) || among(number, 45, 47) || among(number, 55, 56);
  bool day = among(number, 14, 17) || number == 22 || among(number, 27, 36) || among(number, 50, 58);
  if (time) display->kind = DISPLAY_TIME;
  else if (day) display->kind = DISPLAY_DATE;
  else if (number == 9 || number == 10) display->kind = DISPLAY_PERCENT;
  return number < 50 || day;
}

/* Formats by code */

struct scanning {
  struct slice code;
  size_t at;
  struct buffer before, after;
  bool days, months, hours, percent, scaled, conditional, inside; /* `inside`: signs between digits */
  bool currency;                                                  /* a literal of a currency */
  bool first, digits, only_zeros, decimals;
  unsigned zeros;
};

static void literal(struct scanning *s, const char *at, size_t length)
{
  if (!s->first) return;
  buffer_bytes(s->digits ? &s->after : &s->before, at, length);
}

static void literal_character(struct scanning *s)
{
  if (s->at >= s->code.length) return;
  size_t length = utf8_length((unsigned char)s->code.at[s->at]);
  if (length > s->code.length - s->at) length = s->code.length - s->at;
  literal(s, s->code.at + s->at, length);
  s->at += length;
}

static void skip_character(struct scanning *s)
{
  if (s->at < s->code.length) s->at += utf8_length((unsigned char)s->code.at[s->at]);
}

static void quoted(struct scanning *s)
{
  size_t start = s->at;
  while (s->at < s->code.length && s->code.at[s->at] != '"') s->at++;
  literal(s, s->code.at + start, s->at - start);
  s->at++;
}

/* `[$¥-804]` is a currency, `[h]` hours past 24, `[>=10000]` a condition; colours and the rest say nothing. */
static void bracketed(struct scanning *s)
{
  size_t start = s->at;
  while (s->at < s->code.length && s->code.at[s->at] != ']') s->at++;
  struct slice inside = { s->code.at + start, s->at - start };
  s->at++;
  if (!inside.length) return;
  if (inside.at[0] == '$') {
    const char *dash = memchr(inside.at, '-', inside.length);
    size_t length = (dash ? (size_t)(dash - inside.at) : inside.length) - 1;
    s->currency |= length > 0;
    literal(s, inside.at + 1, length);
  }
  s->hours |= strchr("hHsS", inside.at[0]) || ((inside.at[0] == 'm' || inside.at[0] == 'M') && inside.length <= 2);
  s->conditional |= strchr("<>=", inside.at[0]) != NULL;
}

static char next_character(const struct scanning *s)
{
  return s->at < s->code.length ? s->code.at[s->at] : 0;
}

static void placeholder(struct scanning *s, char c)
{
  if (!s->first) return;
  s->inside |= s->after.length > 0;
  s->digits = true;
  if (c != '0') s->only_zeros = false;
  else if (!s->decimals) s->zeros++;
}

static bool is_placeholder(char c)
{
  return c == '0' || c == '#' || c == '?';
}

/* `General`, or as WPS writes it: the number as it is, wherever it stands in a format. */
static bool take_general(struct scanning *s)
{
  static const char *const names[] = { "General", "G/通用格式" };
  struct slice rest = { s->code.at + s->at - 1, s->code.length - s->at + 1 };
  for (size_t i = 0; i < 2; i++) {
    size_t length = strlen(names[i]);
    if (rest.length < length || strncasecmp(rest.at, names[i], length) != 0) continue;
    s->at += length - 1;
    placeholder(s, '#');
    return true;
  }
  return false;
}

static void letter(struct scanning *s, char c)
{
  if ((c == 'g' || c == 'G') && take_general(s)) return;
  switch (c) {
  case 'y':
  case 'Y':
  case 'd':
  case 'D':
  case 'b':
  case 'B':
  case 'g':
  case 'G': s->days = true; return;
  case 'm':
  case 'M': s->months = true; return;
  case 'h':
  case 'H':
  case 's':
  case 'S': s->hours = true; return;
  case 'e':
  case 'E':
    if (next_character(s) == '+' || next_character(s) == '-') s->at++, s->only_zeros = false;
    else s->days = true;
    return;
  case 'a':
  case 'A':
    if (strncasecmp(s->code.at + s->at, "aa", 2) == 0) s->days = true;
    else if (s->code.length - s->at >= 4 && strncasecmp(s->code.at + s->at, "M/PM", 4) == 0) s->at += 4, s->hours = true;
    return;
  default: return;
  }
}

static void sign(struct scanning *s, char c)
{
  if (c == ';') s->first = false;
  else if (c == '%') s->percent |= s->first;
  else if (c == '.') s->decimals = true;
  else if (c == ',') s->scaled |= s->digits && !is_placeholder(next_character(s));
  else if ((unsigned char)c >= 0x80 || c == '$') s->currency |= c == '$', s->at--, literal_character(s);
}

static void scan_format(struct scanning *s)
{
  while (s->at < s->code.length) {
    char c = s->code.at[s->at++];
    if (c == '"') quoted(s);
    else if (c == '[') bracketed(s);
    else if (c == '\\' || c == '!') literal_character(s);
    else if (c == '_' || c == '*') skip_character(s);
    else if (is_placeholder(c)) placeholder(s, c);
    else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') letter(s, c);
    else sign(s, c);
  }
}

static struct slice literal_of(struct arena *arena, const struct buffer *text)
{
  return slice_copy(arena, slice_trim(buffer_view(text)));
}

/* Whether what a format writes around a number says what is counted in: money of another size or currency. All else (`人`, `day`)
 * is decoration, and does not change what the number is. */
static bool states_unit(const struct scanning *s)
{
  static const char *const signs[] = { "元", "万", "亿", "千", "百", "¥", "￥", "$", "€", "£", "%", "‰" };
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if ((s->before.length && memmem(s->before.at, s->before.length, signs[i], strlen(signs[i]))) ||
        (s->after.length && memmem(s->after.at, s->after.length, signs[i], strlen(signs[i]))))
      return true;
  return s->currency;
}

static enum number_format_kind kind_of(const struct scanning *s)
{
  if (s->days || (s->months && !s->hours)) return DISPLAY_DATE;
  if (s->hours) return DISPLAY_TIME;
  bool odd = s->scaled || (s->inside && memchr(s->after.at, '.', s->after.length)) || (s->conditional && states_unit(s));
  if (odd) return DISPLAY_UNCLEAR;
  if (s->percent) return DISPLAY_PERCENT;
  return s->only_zeros && !s->decimals && !s->inside && s->zeros > 1 ? DISPLAY_PADDED : DISPLAY_PLAIN;
}

struct number_format number_format_parse(struct arena *arena, struct slice code)
{
  struct scanning s = { .code = code, .first = true, .only_zeros = true };
  struct number_format display = { .kind = DISPLAY_PLAIN };
  scan_format(&s);
  display.kind = kind_of(&s);
  display.digits = s.zeros;
  display.code = slice_copy(arena, code);
  bool around = (display.kind == DISPLAY_PLAIN || display.kind == DISPLAY_PADDED) && s.digits && !s.inside && states_unit(&s);
  if (around) display.before = literal_of(arena, &s.before), display.after = literal_of(arena, &s.after);
  buffer_free(&s.before);
  buffer_free(&s.after);
  return display;
}

/* Numbers */

enum { KEPT_DIGITS = 15 };

/* A number taken apart: 0.digits × 10^point. */
struct decimal_text {
  bool negative, valid;
  char digits[40];
  int count, point;
};

static size_t take_digits(struct decimal_text *parts, struct slice text, size_t at, bool fraction)
{
  for (; at < text.length && text.at[at] >= '0' && text.at[at] <= '9'; at++) {
    bool leading = !parts->count && text.at[at] == '0';
    if (!leading && parts->count < (int)sizeof parts->digits) parts->digits[parts->count++] = text.at[at];
    if (!fraction && !leading) parts->point++;
    if (fraction && leading) parts->point--;
  }
  return at;
}

static struct decimal_text take_apart(struct slice text)
{
  struct decimal_text parts = { 0 };
  size_t at = text.length && text.at[0] == '-', start = at;
  parts.negative = at;
  at = take_digits(&parts, text, at, false);
  if (at < text.length && text.at[at] == '.') at = take_digits(&parts, text, at + 1, true);
  parts.valid = at > start && at - start < sizeof parts.digits;
  if (at < text.length && (text.at[at] | 0x20) == 'e' && text.length - at < 8) {
    char *end, exponent[8] = { 0 };
    memcpy(exponent, text.at + at + 1, text.length - at - 1);
    long value = strtol(exponent, &end, 10);
    parts.valid &= end > exponent && *end == 0 && value > -400 && value < 400;
    parts.point += (int)value;
    at = text.length;
  }
  parts.valid &= at == text.length;
  while (parts.count && parts.digits[parts.count - 1] == '0') parts.count--;
  if (!parts.count) parts.point = 0;
  return parts;
}

/* To the digits that a spreadsheet shows; a half cannot come up among the 17 digits of a double but by chance. */
static void round_digits(struct decimal_text *parts)
{
  if (parts->count <= KEPT_DIGITS) return;
  bool up = parts->digits[KEPT_DIGITS] >= '5';
  parts->count = KEPT_DIGITS;
  for (int i = KEPT_DIGITS - 1; up && i >= 0; i--) {
    up = parts->digits[i] == '9';
    parts->digits[i] = up ? '0' : (char)(parts->digits[i] + 1);
  }
  if (up) parts->digits[0] = '1', parts->count = 1, parts->point++;
  while (parts->count && parts->digits[parts->count - 1] == '0') parts->count--;
}

static void put_parts(struct buffer *out, const struct decimal_text *parts)
{
  if (parts->negative && parts->count) buffer_char(out, '-');
  if (parts->point <= 0) buffer_char(out, '0');
  for (int i = 0; i < parts->point; i++) buffer_char(out, i < parts->count ? parts->digits[i] : '0');
  if (parts->point < parts->count) buffer_char(out, '.');
  for (int i = parts->point; i < 0 && parts->count; i++) buffer_char(out, '0');
  for (int i = parts->point < 0 ? 0 : parts->point; i < parts->count; i++) buffer_char(out, parts->digits[i]);
}

static bool is_short_decimal(struct slice number)
{
  if (!number.length || number.length > KEPT_DIGITS) return false;
  size_t points = 0, start = number.at[0] == '-';
  for (size_t i = start; i < number.length; i++) {
    points += number.at[i] == '.';
    if (number.at[i] != '.' && (number.at[i] < '0' || number.at[i] > '9')) return false;
  }
  bool ends = number.length > start && number.at[start] != '.' && number.at[number.length - 1] != '.';
  bool padded = number.at[start] == '0' && number.length > start + 1 && number.at[start + 1] != '.';
  return ends && points <= 1 && !padded && !(points && number.at[number.length - 1] == '0');
}

static void shifted(struct buffer *out, struct slice number, int places)
{
  struct decimal_text parts = take_apart(number);
  bool lossy = parts.valid && parts.point > KEPT_DIGITS; /* a whole number with more digits than are kept */
  if (!parts.valid || lossy || parts.point < -30) {
    buffer_slice(out, number);
    return;
  }
  round_digits(&parts);
  if (parts.count) parts.point += places;
  put_parts(out, &parts);
}

void number_plain(struct buffer *out, struct slice number)
{
  if (is_short_decimal(number)) buffer_slice(out, number);
  else shifted(out, number, 0);
}

static void put_time(struct buffer *out, long seconds)
{
  buffer_printf(out, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* Day 60 of the 1900 system is shown as the 29th of February 1900, which never was; day 0 as a day 0. */
static void put_day(struct buffer *out, int64_t serial, bool dates_1904)
{
  enum { BETWEEN_SYSTEMS = 1462 };
  date day;
  if (dates_1904) serial += BETWEEN_SYSTEMS;
  if (date_from_excel(serial, &day)) date_write(out, day);
  else buffer_text(out, serial == 60 ? "1900-02-29" : "1900-01-00");
}

static bool put_moment(struct buffer *out, const struct number_format *display, struct slice number, bool dates_1904)
{
  enum { DAY_SECONDS = 86400, LAST_SERIAL = 2958465 };
  char text[40] = { 0 }, *end;
  if (number.length >= sizeof text) return false;
  memcpy(text, number.at, number.length);
  double value = strtod(text, &end);
  if (*end || end == text || !(value >= 0 && value <= LAST_SERIAL)) return false;
  int64_t day = (int64_t)value;
  long seconds = (long)((value - (double)day) * DAY_SECONDS + 0.5);
  if (seconds == DAY_SECONDS) day++, seconds = 0;
  bool time_only = display->kind == DISPLAY_TIME && !day;
  if (!time_only) put_day(out, day, dates_1904);
  if (!time_only && seconds) buffer_char(out, ' ');
  if (time_only || seconds) put_time(out, seconds);
  return true;
}

static void put_padded(struct buffer *out, const struct number_format *display, struct slice number)
{
  size_t start = out->length;
  number_plain(out, number);
  struct slice plain = { out->at + start, out->length - start };
  bool whole = plain.length < display->digits && plain.at[0] != '-' && !memchr(plain.at, '.', plain.length);
  if (!whole) return;
  size_t missing = display->digits - plain.length;
  buffer_reserve(out, missing);
  memmove(out->at + start + missing, out->at + start, plain.length);
  memset(out->at + start, '0', missing);
  out->length += missing;
}

static void put_percent(struct buffer *out, struct slice number)
{
  shifted(out, number, 2);
  buffer_char(out, '%');
}

bool number_format_number(struct buffer *out, const struct number_format *display, struct slice number, bool dates_1904)
{
  switch (display->kind) {
  case DISPLAY_DATE:
  case DISPLAY_TIME:
    if (!put_moment(out, display, number, dates_1904)) number_plain(out, number);
    return true;
  case DISPLAY_PERCENT: put_percent(out, number); return true;
  case DISPLAY_UNCLEAR:
    number_plain(out, number);
    buffer_text(out, " [");
    buffer_slice(out, display->code);
    buffer_char(out, ']');
    return false;
  case DISPLAY_PLAIN:
  case DISPLAY_PADDED: break;
  }
  buffer_slice(out, display->before);
  if (display->kind == DISPLAY_PADDED) put_padded(out, display, number);
  else number_plain(out, number);
  buffer_slice(out, display->after);
  return true;
}

/* Exact fractions, decimal notation and money, for every room that computes with figures or prints them.
 *
 * Products of two 64-bit numbers are taken in 128 bits; common divisors are always divided out before, so that nothing is
 * refused that would fit in lowest terms. */
#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef __int128 wide;
typedef unsigned __int128 unsigned_wide;

#define WIDE_MIN ((wide)((unsigned_wide)1 << 127)) /* refused: it has no opposite */

enum { PLACES = 9, DIGITS = 19 };

static const int64_t powers_of_ten[] = {
  1,
  10,
  100,
  1000,
  10000,
  100000,
  1000000,
  10000000,
  100000000,
  1000000000,
  10000000000,
  100000000000,
  1000000000000,
  10000000000000,
  100000000000000,
  1000000000000000,
  10000000000000000,
  100000000000000000,
  1000000000000000000,
};

static uint64_t magnitude(int64_t value)
{
  return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* By halving and subtracting: no division, which is what takes the time, but for one where the sizes are far apart. */
static uint64_t common_divisor(uint64_t a, uint64_t b)
{
  if (a == 1 || b == 1) return 1;
  if (!a || !b) return a | b;
  if (a >> 16 >= b) a %= b;
  else if (b >> 16 >= a) b %= a;
  if (!a || !b) return a | b;
  int twos = __builtin_ctzll(a | b);
  a >>= __builtin_ctzll(a);
  while (b) {
    b >>= __builtin_ctzll(b);
    uint64_t less = a < b ? a : b;
    b = a < b ? b - a : a - b;
    a = less;
  }
  return a << twos;
}

/* The fraction with this sign, if it fits; `num` and `den` have no common divisor. INT64_MIN is a number like others. */
static bool ratio_fit(bool negative, unsigned_wide num, unsigned_wide den, struct ratio *out)
{
  uint64_t most = (uint64_t)INT64_MAX + (negative ? 1 : 0);
  if (num > most || den > (uint64_t)INT64_MAX) return false;
  uint64_t low = (uint64_t)num;
  out->num = negative && low ? -(int64_t)(low - 1) - 1 : (int64_t)low;
  out->den = (int64_t)den;
  return true;
}

static bool ratio_reduce(bool negative, uint64_t num, uint64_t den, struct ratio *out)
{
  if (!den) return false;
  uint64_t divisor = common_divisor(num, den);
  return ratio_fit(negative, num / divisor, den / divisor, out);
}

bool ratio_make(int64_t num, int64_t den, struct ratio *out)
{
  return ratio_reduce((num < 0) != (den < 0), magnitude(num), magnitude(den), out);
}

/* Knuth 4.5.1: what numerator and denominator of a sum still have in common divides the common divisor of the denominators. */
static bool ratio_sum(wide a, int64_t a_den, wide b, int64_t b_den, struct ratio *out)
{
  int64_t shared = (int64_t)common_divisor((uint64_t)a_den, (uint64_t)b_den);
  wide sum = a * (b_den / shared) + b * (a_den / shared);
  bool negative = sum < 0;
  unsigned_wide size = negative ? -(unsigned_wide)sum : (unsigned_wide)sum;
  uint64_t rest = common_divisor((uint64_t)(size % (uint64_t)shared), (uint64_t)shared);
  return ratio_fit(negative, size / rest, (unsigned_wide)(a_den / shared) * ((uint64_t)b_den / rest), out);
}

bool ratio_add(struct ratio a, struct ratio b, struct ratio *out)
{
  int64_t sum;
  if (a.den != 1 || b.den != 1) return ratio_sum(a.num, a.den, b.num, b.den, out);
  if (__builtin_add_overflow(a.num, b.num, &sum)) return false;
  *out = ratio_whole(sum);
  return true;
}

bool ratio_subtract(struct ratio a, struct ratio b, struct ratio *out)
{
  int64_t difference;
  if (a.den != 1 || b.den != 1) return ratio_sum(a.num, a.den, -(wide)b.num, b.den, out);
  if (__builtin_sub_overflow(a.num, b.num, &difference)) return false;
  *out = ratio_whole(difference);
  return true;
}

/* a/b * c/d of sizes, each pair across divided by what it has in common. */
static bool ratio_product(bool negative, uint64_t a, uint64_t b, uint64_t c, uint64_t d, struct ratio *out)
{
  uint64_t first = common_divisor(a, d), second = common_divisor(c, b);
  return ratio_fit(negative, (unsigned_wide)(a / first) * (c / second), (unsigned_wide)(b / second) * (d / first), out);
}

bool ratio_multiply(struct ratio a, struct ratio b, struct ratio *out)
{
  bool negative = (a.num < 0) != (b.num < 0);
  return ratio_product(negative, magnitude(a.num), (uint64_t)a.den, magnitude(b.num), (uint64_t)b.den, out);
}

bool ratio_divide(struct ratio a, struct ratio b, struct ratio *out)
{
  if (!b.num) return false;
  bool negative = (a.num < 0) != (b.num < 0);
  return ratio_product(negative, magnitude(a.num), (uint64_t)a.den, (uint64_t)b.den, magnitude(b.num), out);
}

/* num / den, den > 0. */
static wide divide_rounded(wide num, wide den, enum rounding rounding)
{
  bool narrow = num > INT64_MIN && num <= INT64_MAX && den <= INT64_MAX; /* and then much faster */
  wide quotient = narrow ? (int64_t)num / (int64_t)den : num / den, rest = num - quotient * den;
  wide away = num < 0 ? -1 : 1;
  wide size = rest < 0 ? -rest : rest;
  bool up = rounding == ROUND_UP          ? size > 0
            : rounding == ROUND_HALF_AWAY ? size >= den - size
                                          : rounding == ROUND_HALF_DOWN && size > den - size;
  return up ? quotient + away : quotient;
}

bool ratio_round(struct ratio value, int64_t unit, enum rounding rounding, int64_t *out)
{
  if (value.den == 1 && unit == 1) return *out = value.num, true;
  wide rounded = divide_rounded(value.num, (wide)value.den * unit, rounding) * unit;
  if (rounded < INT64_MIN || rounded > INT64_MAX) return false;
  *out = (int64_t)rounded;
  return true;
}

static wide wide_common_divisor(wide a, wide b)
{
  while (b) {
    wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

bool wide_ratio_multiply(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out)
{
  wide first = wide_common_divisor(a.num, b.den), second = wide_common_divisor(b.num, a.den);
  struct wide_ratio product;
  if (__builtin_mul_overflow(a.num / first, b.num / second, &product.num)) return false;
  if (__builtin_mul_overflow(a.den / second, b.den / first, &product.den) || product.num == WIDE_MIN) return false;
  *out = product;
  return true;
}

bool wide_ratio_divide(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out)
{
  if (!b.num) return false;
  struct wide_ratio inverse = { b.num < 0 ? -b.den : b.den, b.num < 0 ? -b.num : b.num };
  return wide_ratio_multiply(a, inverse, out);
}

bool wide_ratio_add(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out)
{
  wide shared = wide_common_divisor(a.den, b.den), left, right, sum, den;
  if (__builtin_mul_overflow(a.num, b.den / shared, &left) || __builtin_mul_overflow(b.num, a.den / shared, &right)) return false;
  if (__builtin_add_overflow(left, right, &sum) || sum == WIDE_MIN) return false;
  if (__builtin_mul_overflow(a.den / shared, b.den, &den)) return false;
  wide common = wide_common_divisor(sum, den);
  *out = (struct wide_ratio){ sum / common, den / common };
  return true;
}

bool wide_ratio_subtract(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out)
{
  b.num = -b.num;
  return wide_ratio_add(a, b, out);
}

/* By whole parts, then by the inverses of what is left: products might not fit. */
int wide_ratio_compare(struct wide_ratio a, struct wide_ratio b)
{
  for (int sign = 1;; sign = -sign) {
    wide left_rest = a.num % a.den, right_rest = b.num % b.den;
    wide left = a.num / a.den - (left_rest < 0), right = b.num / b.den - (right_rest < 0);
    if (left != right) return left > right ? sign : -sign;
    left_rest += left_rest < 0 ? a.den : 0;
    right_rest += right_rest < 0 ? b.den : 0;
    if (!left_rest || !right_rest) return left_rest == right_rest ? 0 : left_rest ? sign : -sign;
    a = (struct wide_ratio){ a.den, left_rest };
    b = (struct wide_ratio){ b.den, right_rest };
  }
}

bool wide_ratio_round(struct wide_ratio value, int64_t unit, enum rounding rounding, int64_t *out)
{
  wide den;
  if (__builtin_mul_overflow(value.den, unit, &den)) return false;
  wide rounded = divide_rounded(value.num, den, rounding);
  if (__builtin_mul_overflow(rounded, unit, &rounded) || rounded < INT64_MIN || rounded > INT64_MAX) return false;
  *out = (int64_t)rounded;
  return true;
}

/* A number as it is written: its digits as one whole number and how many of them stand behind the point. */
struct notation {
  bool negative, fits;
  uint64_t digits;
  size_t places;
};

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static struct slice slice_from(struct slice text, size_t offset)
{
  return (struct slice){ text.at + offset, text.length - offset };
}

static struct slice take_sign(struct slice text, bool *negative)
{
  *negative = slice_starts(text, "-") || slice_starts(text, "\u2212");
  if (*negative) return slice_from(text, text.at[0] == '-' ? 1 : 3);
  return slice_starts(text, "+") ? slice_from(text, 1) : text;
}

/* Appends a digit; more than fit are noted, zeros in front cost nothing. */
static void take_digit(struct notation *number, char c)
{
  uint64_t digit = (uint64_t)(c - '0');
  if (number->digits > (UINT64_MAX - digit) / 10) number->fits = false;
  else number->digits = number->digits * 10 + digit;
}

static size_t digits_at(struct slice text, size_t at)
{
  size_t count = 0;
  while (at + count < text.length && is_digit(text.at[at + count])) count++;
  return count;
}

/* The whole part from `at` on; returns where it ends, or 0 if its groups are wrong. */
static size_t take_whole(struct slice text, struct notation *number)
{
  size_t at = digits_at(text, 0);
  bool grouped = at < text.length && text.at[at] == ',';
  if (!at || (grouped && (at > 3 || text.at[0] == '0'))) return 0;
  for (size_t i = 0; i < at; i++) take_digit(number, text.at[i]);
  while (at < text.length && text.at[at] == ',') {
    if (digits_at(text, at + 1) != 3) return 0;
    for (size_t i = 1; i <= 3; i++) take_digit(number, text.at[at + i]);
    at += 4;
  }
  return at;
}

/* The part behind the point, which is all of `text`. Zeros at its end say nothing. */
static bool take_places(struct slice text, struct notation *number)
{
  if (!text.length || digits_at(text, 0) != text.length) return false;
  while (text.length && text.at[text.length - 1] == '0') text.length--;
  for (size_t i = 0; i < text.length; i++) take_digit(number, text.at[i]);
  number->places = text.length;
  return true;
}

static bool notation_read(struct slice text, struct notation *number)
{
  *number = (struct notation){ .fits = true };
  text = take_sign(text, &number->negative);
  size_t end = take_whole(text, number);
  if (!end) return false;
  if (end == text.length) return true;
  return text.at[end] == '.' && take_places(slice_from(text, end + 1), number);
}

bool decimal_notation(struct slice text)
{
  struct notation number;
  return notation_read(text, &number);
}

bool decimal_parse(struct slice text, struct ratio *out)
{
  struct notation number;
  if (!notation_read(text, &number) || !number.fits || number.places >= DIGITS) return false;
  return ratio_reduce(number.negative, number.digits, (uint64_t)powers_of_ten[number.places], out);
}

/* `%e` with ever more digits until it reads back the same. The point may be a comma in some locales: everything but digits is
 * skipped before the `e`. */
bool decimal_from_double(double value, struct ratio *out)
{
  char text[40];
  int precision = 0;
  if (!(value > -1e19 && value < 1e19)) return false;
  for (; precision < 17; precision++) {
    snprintf(text, sizeof text, "%.*e", precision, value);
    if (strtod(text, NULL) == value) break;
  }
  struct notation number = { .fits = true };
  const char *at = text;
  for (; *at != 'e'; at++)
    if (is_digit(*at)) take_digit(&number, *at);
  long exponent = strtol(at + 1, NULL, 10) - precision;
  if (!number.digits) exponent = 0;
  if (exponent < -PLACES || exponent >= DIGITS) return false;
  struct ratio digits, scale = ratio_whole(powers_of_ten[exponent < 0 ? -exponent : exponent]);
  if (!ratio_fit(value < 0, number.digits, 1, &digits)) return false;
  return exponent < 0 ? ratio_divide(digits, scale, out) : ratio_multiply(digits, scale, out);
}

bool money_make(struct ratio value, int64_t unit, bool *exact, int64_t *fen)
{
  struct ratio amount;
  *exact = true;
  if (!ratio_multiply(value, ratio_whole(unit), &amount)) return false;
  *exact = amount.den == 1;
  *fen = amount.num / amount.den;
  int64_t rest = amount.num % amount.den;
  if (rest < 0) rest = -rest;
  if (rest >= amount.den - rest && rest) *fen += amount.num < 0 ? -1 : 1;
  return true;
}

/* Of a number below 1000; returns where its first digit stands. */
static char *put_group(char *end, unsigned value, bool zeros)
{
  *--end = (char)('0' + value % 10);
  if (zeros || value >= 10) *--end = (char)('0' + value / 10 % 10);
  if (zeros || value >= 100) *--end = (char)('0' + value / 100);
  return end;
}

/* Digits of `value`, with a separator every three if `grouped`. */
static void write_whole(struct buffer *out, uint64_t value, bool grouped)
{
  enum { ROOM = 32 };
  char digits[2 * ROOM]; /* so that ROOM bytes can be copied from wherever they begin: a length known beforehand takes no call */
  char *end = digits + ROOM, *at = end;
  for (; value >= 1000; value /= 1000) {
    at = put_group(at, (unsigned)(value % 1000), true);
    if (grouped) *--at = ',';
  }
  at = put_group(at, (unsigned)value, false);
  buffer_reserve(out, ROOM);
  memcpy(out->at + out->length, at, ROOM);
  out->length += (size_t)(end - at);
}

/* More than 64 bits only in shares far beyond what they are meant for. */
static void write_wide(struct buffer *out, unsigned_wide value)
{
  enum { PLACES_AT_ONCE = 18 };
  if (value <= UINT64_MAX) {
    write_whole(out, (uint64_t)value, false);
    return;
  }
  uint64_t rest = (uint64_t)(value % (uint64_t)powers_of_ten[PLACES_AT_ONCE]);
  write_wide(out, value / (uint64_t)powers_of_ten[PLACES_AT_ONCE]);
  for (int i = PLACES_AT_ONCE - 1; i >= 0; i--) buffer_char(out, (char)('0' + rest / (uint64_t)powers_of_ten[i] % 10));
}

/* A point and exactly `places` digits. */
static void write_places(struct buffer *out, uint64_t value, int places)
{
  char digits[DIGITS + 1];
  for (int i = places; i > 0; i--, value /= 10) digits[i] = (char)('0' + (int)(value % 10));
  digits[0] = '.';
  buffer_bytes(out, digits, (size_t)places + 1);
}

void money_write(struct buffer *out, int64_t fen)
{
  uint64_t size = magnitude(fen);
  if (fen < 0) buffer_char(out, '-');
  write_whole(out, size / 100, false);
  if (size % 100) write_places(out, size % 100, 2);
}

/* Whether an amount reads well in a unit: at least one of it, and no more than two decimals. */
static bool unit_suits(uint64_t size, int64_t unit)
{
  return size >= (uint64_t)unit && size % (uint64_t)(unit / 100) == 0;
}

int64_t money_unit_string(int64_t fen)
{
  uint64_t size = magnitude(fen);
  return unit_suits(size, FEN_YI) ? FEN_YI : unit_suits(size, FEN_WAN) ? FEN_WAN : FEN_YUAN;
}

void money_figure(struct buffer *out, int64_t fen, int64_t unit)
{
  uint64_t size = magnitude(fen), cents = unit == FEN_YI    ? size / (FEN_YI / 100)
                                          : unit == FEN_WAN ? size / (FEN_WAN / 100)
                                                            : size;
  if (fen < 0) buffer_char(out, '-');
  write_whole(out, cents / 100, true);
  if (cents % 100 == 0) return;
  if (cents % 10 == 0 && unit != FEN_YUAN) write_places(out, cents % 100 / 10, 1);
  else write_places(out, cents % 100, 2);
}

const char *yuan_unit_name(int64_t unit)
{
  return unit == FEN_YI ? "亿元" : unit == FEN_WAN ? "万元" : "元";
}

void format_money(struct buffer *out, int64_t fen)
{
  int64_t unit = money_unit_string(fen);
  money_figure(out, fen, unit);
  buffer_text(out, yuan_unit_name(unit));
}

static const char *const capitals[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

/* A whole number that is not 0. A row of zeros is said once, and not before a unit. */
static void write_capitals(struct buffer *out, uint64_t number)
{
  static const char *const tens[] = { "", "拾", "佰", "仟" }, *const groups[] = { "", "万", "亿", "万亿", "亿亿" };
  enum { PLACES_MOST = 20 };
  int digits[PLACES_MOST], count = 0;
  bool zero = false, group_said = false;
  for (; number; number /= 10) digits[count++] = (int)(number % 10);
  for (int i = count - 1; i >= 0; i--) {
    if (digits[i]) {
      if (zero) buffer_text(out, capitals[0]);
      buffer_text(out, capitals[digits[i]]);
      buffer_text(out, tens[i % 4]);
    }
    zero = !digits[i];
    group_said |= digits[i] != 0;
    if (i % 4 == 0 && group_said) buffer_text(out, groups[i / 4]);
    if (i % 4 == 0) group_said = false;
  }
}

void format_money_capitals(struct buffer *out, int64_t fen)
{
  uint64_t size = magnitude(fen), yuan = size / 100;
  unsigned jiao = (unsigned)(size / 10 % 10), rest = (unsigned)(size % 10);
  if (fen < 0) buffer_text(out, "负");
  if (yuan) write_capitals(out, yuan), buffer_text(out, "元");
  else if (!jiao && !rest) buffer_text(out, "零元");
  if (jiao) buffer_printf(out, "%s角", capitals[jiao]);
  else if (rest && yuan) buffer_text(out, capitals[0]);
  if (rest) buffer_printf(out, "%s分", capitals[rest]);
  else buffer_text(out, "整");
}

void money_write_wan(struct buffer *out, int64_t fen)
{
  uint64_t size = magnitude(fen), rest = size % FEN_WAN;
  int places = 6;
  if (fen < 0) buffer_char(out, '-');
  write_whole(out, size / FEN_WAN, true);
  for (; rest && rest % 10 == 0; places--) rest /= 10;
  if (rest) write_places(out, rest, places);
}

void ratio_write(struct buffer *out, struct ratio value)
{
  int places = 0;
  while (value.den != 1 && places <= PLACES && powers_of_ten[places] % value.den != 0) places++;
  if (value.num < 0) buffer_char(out, '-');
  if (places > PLACES) {
    write_whole(out, magnitude(value.num), false);
    buffer_char(out, '/');
    write_whole(out, (uint64_t)value.den, false);
    return;
  }
  uint64_t size = magnitude(value.num), den = (uint64_t)value.den;
  write_whole(out, places ? size / den : size, false);
  if (places) write_places(out, size % den * ((uint64_t)powers_of_ten[places] / den), places);
}

bool percent_exact(struct ratio value)
{
  int64_t thousandfold;
  if (!__builtin_mul_overflow(value.num, INT64_C(1000), &thousandfold)) return thousandfold % value.den == 0;
  return (wide)value.num * 1000 % value.den == 0;
}

void format_percent(struct buffer *out, struct ratio value)
{
  wide tenths = divide_rounded((wide)value.num * 1000, value.den, ROUND_HALF_AWAY);
  unsigned_wide size = (unsigned_wide)(tenths < 0 ? -tenths : tenths);
  if (tenths < 0) buffer_char(out, '-');
  bool narrow = size <= UINT64_MAX;
  write_wide(out, narrow ? (uint64_t)size / 10 : size / 10);
  char end[] = { '.', (char)('0' + (int)(narrow ? (uint64_t)size % 10 : size % 10)), '%' };
  buffer_bytes(out, end, sizeof end);
}

void format_share(struct buffer *out, struct ratio share)
{
  struct ratio percent;
  bool exact = 1000000000 % share.den == 0 && ratio_multiply(share, ratio_whole(100), &percent);
  if (exact) ratio_write(out, percent), buffer_char(out, '%');
  else ratio_write(out, share);
}

/* Decimal: money, rates and their rounding, without floating point.
 *
 * Money is whole fen in an int64_t. Every other number (a count, a rate, a score) and every intermediate result is an exact
 * fraction. Rejected: doubles (0.1 is none of them), fixed decimals (a third is none), long decimals (a fraction needs
 * no choice of places). Anything that does not fit 64 bits after reduction is refused, never wrapped; what is refused on the
 * way may still be computed in 128 bits. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* den > 0, no common divisor. */
struct ratio {
  int64_t num, den;
};

/* Units of money, in fen. */
#define FEN_YUAN INT64_C(100)
#define FEN_WAN  INT64_C(1000000)
#define FEN_YI   INT64_C(10000000000)

static inline struct ratio ratio_whole(int64_t whole)
{
  return (struct ratio){ whole, 1 };
}

/* Each returns false on overflow (or a zero denominator) and leaves `out` alone. */
bool ratio_make(int64_t num, int64_t den, struct ratio *out);
bool ratio_add(struct ratio a, struct ratio b, struct ratio *out);
bool ratio_subtract(struct ratio a, struct ratio b, struct ratio *out);
bool ratio_multiply(struct ratio a, struct ratio b, struct ratio *out);
bool ratio_divide(struct ratio a, struct ratio b, struct ratio *out);
/* -1, 0 or 1; by cross-multiplication in 128 bits, so never wrong. */
static inline int ratio_compare(struct ratio a, struct ratio b)
{
  if (a.den == b.den) return (a.num > b.num) - (a.num < b.num);
  __int128 left = (__int128)a.num * b.den, right = (__int128)b.num * a.den;
  return (left > right) - (left < right);
}

enum rounding {
  ROUND_HALF_AWAY,
  ROUND_UP,
  ROUND_DOWN,
  ROUND_HALF_DOWN
}; /* 四舍五入 (a half away from zero), 进一 (away), 舍去 (towards), 五舍六入 (a half towards) */

/* To a multiple of `unit` (> 0). False on overflow. */
bool ratio_round(struct ratio value, int64_t unit, enum rounding rounding, int64_t *out);

/* A value on the way to a result that fits though it does not fit itself: money times a rate with a long denominator. Slow: for
 * the rows that a ratio cannot hold. den > 0, no common divisor. Each function returns false as those above do. */
struct wide_ratio {
  __int128 num, den;
};
static inline struct wide_ratio wide_ratio_of(struct ratio value)
{
  return (struct wide_ratio){ value.num, value.den };
}
bool wide_ratio_add(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out);
bool wide_ratio_subtract(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out);
bool wide_ratio_multiply(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out);
bool wide_ratio_divide(struct wide_ratio a, struct wide_ratio b, struct wide_ratio *out);
int wide_ratio_compare(struct wide_ratio a, struct wide_ratio b);
bool wide_ratio_round(struct wide_ratio value, int64_t unit, enum rounding rounding, int64_t *out);

/* Plain decimal notation: optional sign (`+`, `-` or U+2212), digits with optional thousands separators (`1,234,567.5`: groups of
 * three after a first group without leading zero, or refused: `0,123` may be somebody's 0.123), optional point and digits,
 * nothing else. False also when the value does not fit: 19 digits at most, zeros at either end not counted. */
bool decimal_parse(struct slice text, struct ratio *out);
/* Whether the notation is right, however many digits: tells "too large" from "not a number". */
bool decimal_notation(struct slice text);
/* The shortest decimal of a double that reads back as the same double, at most 9 places; false otherwise. */
bool decimal_from_double(double value, struct ratio *out);

/* `100000`, `33333.33`: 元 with two decimals only when there are fen. For result files. */
void money_write(struct buffer *out, int64_t fen);
/* Fen of `value` units of `unit` fen: 1234.5 and FEN_WAN give 1234500000. False on overflow; `exact` is false when more than two
 * decimals of a 元 would remain, and `fen` is then rounded half away from zero. */
bool money_make(struct ratio value, int64_t unit, bool *exact, int64_t *fen);
/* For people: `10万元`, `1.2亿元`, `5,000元`, `33,333.33元`, `1,234.5万元`: the largest of 亿元 and 万元 in which the amount has
 * at most two decimals and is at least 1, else 元 (with two decimals only when there are fen). */
void format_money(struct buffer *out, int64_t fen);
/* As receipts have it: `壹拾万元整`, `叁万零伍元柒角整`; of a negative amount `负…`. */
void format_money_capitals(struct buffer *out, int64_t fen);
/* The unit in which format_money tells an amount: FEN_YI, FEN_WAN or FEN_YUAN; and the figure in front of it. */
int64_t money_unit_string(int64_t fen);
const char *yuan_unit_name(int64_t unit);
void money_figure(struct buffer *out, int64_t fen, int64_t unit);
/* `1,764.052`: 万元, all of it; the unit is left to the caller. */
void money_write_wan(struct buffer *out, int64_t fen);
/* Shortest exact decimal if the denominator allows at most 9 places (`0.6`, `85.5`), else `num/den`. */
void ratio_write(struct buffer *out, struct ratio value);
/* `86.7%`, `100.0%`: percent with always one decimal, half away from zero. The fraction need not be in lowest terms. */
void format_percent(struct buffer *out, struct ratio value);
/* Whether that is all of it. */
bool percent_exact(struct ratio value);
/* A share in percent where that is a short decimal: `0.3%`, `1/3`. */
void format_share(struct buffer *out, struct ratio share);

#endif

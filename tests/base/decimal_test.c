/* Exact fractions, their notations and money. */
#include "base/decimal.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "../chance.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])
#define MIN             INT64_MIN
#define MAX             INT64_MAX

/* Compares and empties the buffer. */
static bool said(struct buffer *buffer, const char *expected)
{
  bool same = slice_is(buffer_view(buffer), expected);
  if (!same) cr_log_error("got %.*s", (int)buffer->length, buffer->at ? buffer->at : "");
  buffer_reset(buffer);
  return same;
}

Test(base_decimal, arithmetic)
{
  static const struct {
    const char *name;
    bool (*operation)(struct ratio, struct ratio, struct ratio *);
    struct ratio a, b;
    bool fits;
    struct ratio expected;
  } cases[] = {
    { "halves make a whole", ratio_add, { 1, 2 }, { 1, 2 }, true, { 1, 1 } },
    { "unlike denominators", ratio_add, { 1, 6 }, { 1, 10 }, true, { 4, 15 } },
    { "sum of opposites is 0/1", ratio_add, { 3, 7 }, { -3, 7 }, true, { 0, 1 } },
    { "whole sum to the edge", ratio_add, { MAX - 1, 1 }, { 1, 1 }, true, { MAX, 1 } },
    { "whole sum over the edge", ratio_add, { MAX, 1 }, { 1, 1 }, false, { 0, 0 } },
    { "sum of two INT64_MIN halves", ratio_add, { MIN + 1, 2 }, { -1, 2 }, true, { MIN / 2, 1 } },
    { "INT64_MIN plus INT64_MIN", ratio_add, { MIN, 1 }, { MIN, 1 }, false, { 0, 0 } },
    { "fractions of huge size", ratio_add, { MIN, 3 }, { MIN, 3 }, false, { 0, 0 } },
    { "denominators that multiply too far", ratio_add, { 1, MAX }, { 1, MAX - 1 }, false, { 0, 0 } },
    { "minus INT64_MIN", ratio_subtract, { 0, 1 }, { MIN, 1 }, false, { 0, 0 } },
    { "-1 minus INT64_MIN", ratio_subtract, { -1, 1 }, { MIN, 1 }, true, { MAX, 1 } },
    { "fraction minus INT64_MIN", ratio_subtract, { -1, 2 }, { MIN, 1 }, false, { 0, 0 } },
    { "difference of fractions", ratio_subtract, { 1, 3 }, { 1, 2 }, true, { -1, 6 } },
    { "product", ratio_multiply, { 2, 3 }, { -3, 4 }, true, { -1, 2 } },
    { "product reduces before it overflows", ratio_multiply, { MAX, 3 }, { 3, MAX }, true, { 1, 1 } },
    { "product to INT64_MIN", ratio_multiply, { MIN / 2, 1 }, { 2, 1 }, true, { MIN, 1 } },
    { "product past INT64_MAX", ratio_multiply, { MIN / 2, 1 }, { -2, 1 }, false, { 0, 0 } },
    { "INT64_MIN by -1", ratio_multiply, { MIN, 1 }, { -1, 1 }, false, { 0, 0 } },
    { "INT64_MIN by 1", ratio_multiply, { MIN, 1 }, { 1, 1 }, true, { MIN, 1 } },
    { "nothing of something", ratio_multiply, { 0, 1 }, { -5, 7 }, true, { 0, 1 } },
    { "quotient", ratio_divide, { 1, 2 }, { -3, 4 }, true, { -2, 3 } },
    { "by zero", ratio_divide, { 1, 2 }, { 0, 1 }, false, { 0, 0 } },
    { "INT64_MIN by itself", ratio_divide, { MIN, 1 }, { MIN, 1 }, true, { 1, 1 } },
    { "one by INT64_MIN", ratio_divide, { 1, 1 }, { MIN, 1 }, false, { 0, 0 } },
    { "two by INT64_MIN", ratio_divide, { 2, 1 }, { MIN, 1 }, true, { -1, INT64_C(1) << 62 } },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct ratio out = { 0, 0 };
    cr_expect_eq(cases[i].operation(cases[i].a, cases[i].b, &out), cases[i].fits, "%s", cases[i].name);
    cr_expect(out.num == cases[i].expected.num && out.den == cases[i].expected.den, "%s: %" PRId64 "/%" PRId64, cases[i].name,
              out.num, out.den);
  }
}

Test(base_decimal, fractions_are_made_in_lowest_terms)
{
  static const struct {
    const char *name;
    int64_t num, den;
    bool fits;
    struct ratio expected;
  } cases[] = {
    { "reduced", 6, 4, true, { 3, 2 } },
    { "sign moves up", 6, -4, true, { -3, 2 } },
    { "two signs", -6, -4, true, { 3, 2 } },
    { "zero", 0, -9, true, { 0, 1 } },
    { "no denominator", 1, 0, false, { 0, 0 } },
    { "INT64_MIN over -1", MIN, -1, false, { 0, 0 } },
    { "INT64_MIN over 2", MIN, 2, true, { MIN / 2, 1 } },
    { "INT64_MIN below", 2, MIN, true, { -1, INT64_C(1) << 62 } },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct ratio out = { 0, 0 };
    cr_expect_eq(ratio_make(cases[i].num, cases[i].den, &out), cases[i].fits, "%s", cases[i].name);
    cr_expect(out.num == cases[i].expected.num && out.den == cases[i].expected.den, "%s", cases[i].name);
  }
}

Test(base_decimal, comparison_is_exact)
{
  static const struct {
    const char *name;
    struct ratio a, b;
    int order;
  } cases[] = {
    { "less", { 1, 3 }, { 1, 2 }, -1 },         { "equal", { 1, 2 }, { 1, 2 }, 0 },
    { "negative", { -1, 2 }, { -1, 3 }, -1 },   { "where doubles see no difference", { MAX - 1, MAX }, { MAX - 2, MAX - 1 }, 1 },
    { "the ends", { MIN, 1 }, { MAX, 1 }, -1 },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    cr_expect_eq(ratio_compare(cases[i].a, cases[i].b), cases[i].order, "%s", cases[i].name);
    cr_expect_eq(ratio_compare(cases[i].b, cases[i].a), -cases[i].order, "%s, turned", cases[i].name);
  }
}

Test(base_decimal, rounding)
{
  static const struct {
    const char *name;
    struct ratio value;
    int64_t unit;
    bool fits;
    int64_t half_away, up, down;
  } cases[] = {
    { "half", { 5, 2 }, 1, true, 3, 3, 2 },
    { "minus half", { -5, 2 }, 1, true, -3, -3, -2 },
    { "below half", { 249, 100 }, 1, true, 2, 3, 2 },
    { "a third", { 1, 3 }, 1, true, 0, 1, 0 },
    { "whole", { 7, 1 }, 1, true, 7, 7, 7 },
    { "to the yuan", { 12350, 1 }, 100, true, 12400, 12400, 12300 },
    { "to ten thousand", { 149999999, 1 }, 1000000, true, 150000000, 150000000, 149000000 },
    { "fraction to the yuan", { 299, 2 }, 100, true, 100, 200, 100 },
    { "zero", { 0, 1 }, 100, true, 0, 0, 0 },
    { "INT64_MIN stays", { MIN, 1 }, 1, true, MIN, MIN, MIN },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const int64_t expected[] = { cases[i].half_away, cases[i].up, cases[i].down };
    for (int mode = ROUND_HALF_AWAY; mode <= ROUND_DOWN; mode++) {
      int64_t out = 0;
      cr_expect(ratio_round(cases[i].value, cases[i].unit, (enum rounding)mode, &out), "%s", cases[i].name);
      cr_expect_eq(out, expected[mode], "%s, mode %d: %" PRId64, cases[i].name, mode, out);
    }
  }
  int64_t kept = 7;
  cr_expect_not(ratio_round((struct ratio){ MAX, 1 }, 100, ROUND_UP, &kept), "past the edge");
  cr_expect_not(ratio_round((struct ratio){ MIN, 1 }, 100, ROUND_UP, &kept), "past the lower edge");
  cr_expect_eq(kept, 7, "an overflow leaves the result alone");
  cr_expect(ratio_round((struct ratio){ MAX, 1 }, MAX, ROUND_UP, &kept) && kept == MAX, "a unit as large as can be");
}

/* (a op b) op c, which need not fit in between, rounded to the fen. */
Test(base_decimal, wide)
{
  typedef bool operation(struct wide_ratio, struct wide_ratio, struct wide_ratio *);
  static const struct {
    const char *name;
    struct ratio a, b, c;
    operation *first, *then;
    bool fits;
    int64_t fen;
  } cases[] = {
    { "money × part ÷ whole",
      { MAX, 1 },
      { 123456789, 1 },
      { 987654321, 1 },
      wide_ratio_multiply,
      wide_ratio_divide,
      true,
      1152921494100849765 },
    { "sum and back", { MAX, 1 }, { MAX, 1 }, { MAX, 1 }, wide_ratio_add, wide_ratio_subtract, true, MAX },
    { "negative", { MIN, 1 }, { MAX, 1 }, { MAX, 1 }, wide_ratio_multiply, wide_ratio_divide, true, MIN },
    { "divided by a negative", { 7, 1 }, { 1, 3 }, { -1, 3 }, wide_ratio_multiply, wide_ratio_divide, true, -7 },
    { "half away", { 1, 2 }, { 1, 1 }, { 0, 1 }, wide_ratio_multiply, wide_ratio_add, true, 1 },
    { "long denominators", { 1, MAX }, { 1, MAX - 1 }, { 1, MAX - 2 }, wide_ratio_add, wide_ratio_multiply, false, 0 },
    { "result too large", { MAX, 1 }, { 2, 1 }, { 1, 1 }, wide_ratio_multiply, wide_ratio_multiply, false, 0 },
    { "too large on the way", { MAX, 1 }, { MAX, 1 }, { MAX, 1 }, wide_ratio_multiply, wide_ratio_multiply, false, 0 },
    { "nothing to divide by", { 1, 1 }, { 0, 1 }, { 1, 1 }, wide_ratio_divide, wide_ratio_multiply, false, 0 },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct wide_ratio wide = wide_ratio_of(cases[i].a);
    int64_t fen = 0;
    bool fits = cases[i].first(wide, wide_ratio_of(cases[i].b), &wide) && cases[i].then(wide, wide_ratio_of(cases[i].c), &wide) &&
                wide_ratio_round(wide, 1, ROUND_HALF_AWAY, &fen);
    cr_expect_eq(fits, cases[i].fits, "%s", cases[i].name);
    cr_expect_eq(fen, cases[i].fen, "%s: %" PRId64, cases[i].name, fen);
  }
}

/* As cross-multiplication compares what fits. */
Test(base_decimal, wide_order)
{
  for (int i = 0; i < 20000; i++) {
    struct ratio a, b;
    int64_t range = i % 2 ? 12 : MAX;
    bool made = ratio_make((int64_t)chance() % range, (int64_t)(chance() >> 1) % range + 1, &a) &&
                ratio_make((int64_t)chance() % range, (int64_t)(chance() >> 1) % range + 1, &b);
    if (!made) continue;
    cr_assert_eq(wide_ratio_compare(wide_ratio_of(a), wide_ratio_of(b)), ratio_compare(a, b),
                 "%" PRId64 "/%" PRId64 " and %" PRId64 "/%" PRId64, a.num, a.den, b.num, b.den);
  }
}

Test(base_decimal, notation)
{
  static const struct {
    const char *text;
    bool notation, fits;
    struct ratio expected;
  } cases[] = {
    { "0", true, true, { 0, 1 } },
    { "-0", true, true, { 0, 1 } },
    { "007", true, true, { 7, 1 } },
    { "1234.5", true, true, { 2469, 2 } },
    { "+12", true, true, { 12, 1 } },
    { "-12.50", true, true, { -25, 2 } },
    { "\u22125", true, true, { -5, 1 } },
    { "1,234", true, true, { 1234, 1 } },
    { "1,234,567.5", true, true, { 2469135, 2 } },
    { "123,456", true, true, { 123456, 1 } },
    { "0.000000000000000001", true, true, { 1, INT64_C(1000000000000000000) } },
    { "9223372036854775807", true, true, { MAX, 1 } },
    { "-9223372036854775808", true, true, { MIN, 1 } },
    { "92233720368547758.07", true, true, { MAX, 100 } },
    { "000000000000000000000000001.50000000000000000000000000", true, true, { 3, 2 } },
    { "9223372036854775808", true, false, { 0, 0 } },
    { "-9223372036854775809", true, false, { 0, 0 } },
    { "99999999999999999999999999", true, false, { 0, 0 } },
    { "0.1234567890123456789012", true, false, { 0, 0 } },
    { "18446744073709551616", true, false, { 0, 0 } },
    { "", false, false, { 0, 0 } },
    { "-", false, false, { 0, 0 } },
    { "--5", false, false, { 0, 0 } },
    { "+-5", false, false, { 0, 0 } },
    { ".5", false, false, { 0, 0 } },
    { "5.", false, false, { 0, 0 } },
    { "1.2.3", false, false, { 0, 0 } },
    { "1,23", false, false, { 0, 0 } },
    { "1,2345", false, false, { 0, 0 } },
    { "1234,567", false, false, { 0, 0 } },
    { "0,123", false, false, { 0, 0 } },
    { "012,345", false, false, { 0, 0 } },
    { ",123", false, false, { 0, 0 } },
    { "1,,234", false, false, { 0, 0 } },
    { "1,234,", false, false, { 0, 0 } },
    { "1.234,567", false, false, { 0, 0 } },
    { "1e5", false, false, { 0, 0 } },
    { "1 234", false, false, { 0, 0 } },
    { " 1", false, false, { 0, 0 } },
    { "0x10", false, false, { 0, 0 } },
    { "(5)", false, false, { 0, 0 } },
    { "nan", false, false, { 0, 0 } },
    { "五", false, false, { 0, 0 } },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct ratio out = { 0, 0 };
    cr_expect_eq(decimal_notation(slice_of(cases[i].text)), cases[i].notation, "notation of %s", cases[i].text);
    cr_expect_eq(decimal_parse(slice_of(cases[i].text), &out), cases[i].fits, "%s", cases[i].text);
    cr_expect(out.num == cases[i].expected.num && out.den == cases[i].expected.den, "%s: %" PRId64 "/%" PRId64, cases[i].text,
              out.num, out.den);
  }
}

Test(base_decimal, shortest_decimal_of_a_double)
{
  static const struct {
    double value;
    bool fits;
    struct ratio expected;
  } cases[] = {
    { 0.0, true, { 0, 1 } },
    { -0.0, true, { 0, 1 } },
    { 0.6, true, { 3, 5 } },
    { 0.1, true, { 1, 10 } },
    { -1.5, true, { -3, 2 } },
    { 0.000000001, true, { 1, 1000000000 } },
    { 123456789.12345679, true, { INT64_C(12345678912345679), 100000000 } },
    { 1e18, true, { INT64_C(1000000000000000000), 1 } },
    { 9.2e18, true, { INT64_C(9200000000000000000), 1 } },
    { 500.0, true, { 500, 1 } },
    { 0.1 + 0.2, false, { 0, 0 } },
    { 1.0 / 3, false, { 0, 0 } },
    { 1e-10, false, { 0, 0 } },
    { 9.3e18, false, { 0, 0 } },
    { 1e300, false, { 0, 0 } },
    { INFINITY, false, { 0, 0 } },
    { -INFINITY, false, { 0, 0 } },
    { NAN, false, { 0, 0 } },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct ratio out = { 0, 0 };
    cr_expect_eq(decimal_from_double(cases[i].value, &out), cases[i].fits, "%.17g", cases[i].value);
    cr_expect(out.num == cases[i].expected.num && out.den == cases[i].expected.den, "%.17g: %" PRId64 "/%" PRId64, cases[i].value,
              out.num, out.den);
  }
}

Test(base_decimal, money_in_both_forms)
{
  static const struct {
    int64_t fen;
    const char *written, *said;
  } cases[] = {
    { 0, "0", "0元" },
    { 1, "0.01", "0.01元" },
    { 50, "0.50", "0.50元" },
    { -5, "-0.05", "-0.05元" },
    { 500000, "5000", "5,000元" },
    { 3333333, "33333.33", "33,333.33元" },
    { 3333300, "33333", "33,333元" },
    { 10000000, "100000", "10万元" },
    { -10000000, "-100000", "-10万元" },
    { 1000000, "10000", "1万元" },
    { 999900, "9999", "9,999元" },
    { 1234500000, "12345000", "1,234.5万元" },
    { 1234560000, "12345600", "1,234.56万元" },
    { 2100000000, "21000000", "2,100万元" },
    { 12000000000, "120000000", "1.2亿元" },
    { 12340000000, "123400000", "12,340万元" },
    { 12345000000, "123450000", "12,345万元" },
    { 12300000000, "123000000", "1.23亿元" },
    { 10000000000, "100000000", "1亿元" },
    { MAX, "92233720368547758.07", "92,233,720,368,547,758.07元" },
    { MIN, "-92233720368547758.08", "-92,233,720,368,547,758.08元" },
  };
  struct buffer buffer = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    money_write(&buffer, cases[i].fen);
    cr_expect(said(&buffer, cases[i].written), "%s", cases[i].written);
    format_money(&buffer, cases[i].fen);
    cr_expect(said(&buffer, cases[i].said), "%s", cases[i].said);
  }
  buffer_free(&buffer);
}

/* Figures of every length, with the commas, against those that printf makes. */
Test(base_decimal, digits_of_every_length)
{
  struct buffer buffer = { 0 };
  uint64_t most = 1;
  for (int length = 1; length <= 18; length++, most *= 10)
    for (int i = 0; i < 400; i++) {
      int64_t yuan = (int64_t)(i == 0 ? most : i == 1 ? most - 1 : draw(most * 9) + most), fen = (int64_t)draw(100);
      if (yuan > MAX / 100 - 1) continue;
      char plain[40], grouped[60], expected[80];
      size_t digits = (size_t)snprintf(plain, sizeof plain, "%" PRId64, yuan), at = 0;
      for (size_t k = 0; k < digits; k++) {
        if (k && (digits - k) % 3 == 0) grouped[at++] = ',';
        grouped[at++] = plain[k];
      }
      grouped[at] = 0;
      if (fen) snprintf(expected, sizeof expected, "%s.%02d", plain, (int)fen);
      money_write(&buffer, yuan * 100 + fen);
      cr_assert(said(&buffer, fen ? expected : plain), "%s", plain);
      if (fen) snprintf(expected, sizeof expected, "%s.%02d", grouped, (int)fen);
      money_figure(&buffer, yuan * 100 + fen, FEN_YUAN);
      cr_assert(said(&buffer, fen ? expected : grouped), "%s", grouped);
    }
  buffer_free(&buffer);
}

Test(base_decimal, ratios_in_both_forms)
{
  static const struct {
    struct ratio value;
    const char *written, *percent;
  } cases[] = {
    { { 0, 1 }, "0", "0.0%" },
    { { 3, 5 }, "0.6", "60.0%" },
    { { 171, 2 }, "85.5", "8550.0%" },
    { { 1, 3 }, "1/3", "33.3%" },
    { { -1, 3 }, "-1/3", "-33.3%" },
    { { -1, 8 }, "-0.125", "-12.5%" },
    { { 13, 15 }, "13/15", "86.7%" },
    { { 1, 1 }, "1", "100.0%" },
    { { 1, 2000 }, "0.0005", "0.1%" },
    { { -1, 2000 }, "-0.0005", "-0.1%" },
    { { -1, 2001 }, "-1/2001", "0.0%" },
    { { 1, 1000000000 }, "0.000000001", "0.0%" },
    { { 1, INT64_C(10000000000) }, "1/10000000000", "0.0%" },
    { { 1, 1024 }, "1/1024", "0.1%" },
    { { 1, 512 }, "0.001953125", "0.2%" },
    { { 99949, 100000 }, "0.99949", "99.9%" },
    { { 1999, 2000 }, "0.9995", "100.0%" },
    { { MAX, 1 }, "9223372036854775807", "922337203685477580700.0%" },
    { { MIN, 1 }, "-9223372036854775808", "-922337203685477580800.0%" },
  };
  struct buffer buffer = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    ratio_write(&buffer, cases[i].value);
    cr_expect(said(&buffer, cases[i].written), "%s", cases[i].written);
    format_percent(&buffer, cases[i].value);
    cr_expect(said(&buffer, cases[i].percent), "%s as %s", cases[i].written, cases[i].percent);
  }
  buffer_free(&buffer);
}

/* Also of fractions that are not in lowest terms, and beyond 64 bits. */
Test(base_decimal, percent_that_is_all_of_it)
{
  static const struct {
    struct ratio value;
    const char *percent;
    bool exact;
  } cases[] = {
    { { 60, 100 }, "60.0%", true },
    { { 120, 200 }, "60.0%", true },
    { { 1, 3 }, "33.3%", false },
    { { 2, 6 }, "33.3%", false },
    { { 1, 1000 }, "0.1%", true },
    { { 1, 2000 }, "0.1%", false },
    { { -1, 8 }, "-12.5%", true },
    { { 0, 7 }, "0.0%", true },
    { { MAX, 1 }, "922337203685477580700.0%", true },
    { { MAX, MAX }, "100.0%", true },
    { { MAX - 1, MAX }, "100.0%", false },
  };
  struct buffer buffer = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    format_percent(&buffer, cases[i].value);
    cr_expect(said(&buffer, cases[i].percent), "row %zu", i);
    cr_expect_eq(percent_exact(cases[i].value), cases[i].exact, "row %zu", i);
  }
  buffer_free(&buffer);
}

Test(base_decimal, wan_with_all_their_decimals)
{
  static const struct {
    int64_t fen;
    const char *said;
  } cases[] = {
    { 0, "0" },           { 1, "0.000001" },
    { 1000000, "1" },     { 1764052000, "1,764.052" },
    { 400000000, "400" }, { 1234567890123, "1,234,567.890123" },
    { -2500000, "-2.5" }, { MIN, "-9,223,372,036,854.775808" },
  };
  struct buffer buffer = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    money_write_wan(&buffer, cases[i].fen);
    cr_expect(said(&buffer, cases[i].said), "%s", cases[i].said);
  }
  buffer_free(&buffer);
}

Test(base_decimal, money_in_capitals)
{
  static const struct {
    int64_t fen;
    const char *said;
  } cases[] = {
    { 0, "零元整" },
    { 1, "壹分" },
    { 10, "壹角整" },
    { 100, "壹元整" },
    { 105, "壹元零伍分" },
    { 150, "壹元伍角整" },
    { 100 * 100, "壹佰元整" },
    { 105 * 100, "壹佰零伍元整" },
    { 1010 * 100, "壹仟零壹拾元整" },
    { 3000570, "叁万零伍元柒角整" },
    { 10 * FEN_WAN, "壹拾万元整" },
    { 10000500 * FEN_YUAN, "壹仟万零伍佰元整" },
    { 100000005 * FEN_YUAN, "壹亿零伍元整" },
    { 120000000 * FEN_YUAN, "壹亿贰仟万元整" },
    { 1022 * FEN_WAN, "壹仟零贰拾贰万元整" },
    { 10002000300 * FEN_YUAN, "壹佰亿零贰佰万零叁佰元整" },
    { 3333333, "叁万叁仟叁佰叁拾叁元叁角叁分" },
    { -250000, "负贰仟伍佰元整" },
    { INT64_MAX, "玖亿亿贰仟贰佰叁拾叁万亿柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分" },
  };
  struct buffer buffer = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    format_money_capitals(&buffer, cases[i].fen);
    cr_expect(said(&buffer, cases[i].said), "%s", cases[i].said);
  }
  buffer_free(&buffer);
}

Test(base_decimal, money_of_a_value_in_a_unit)
{
  static const struct {
    const char *name;
    struct ratio value;
    int64_t unit;
    bool fits, exact;
    int64_t fen;
  } cases[] = {
    { "万元", { 2469, 2 }, FEN_WAN, true, true, 1234500000 },
    { "to the fen", { 123, 100 }, FEN_YUAN, true, true, 123 },
    { "past the fen", { 1234, 1000 }, FEN_YUAN, true, false, 123 },
    { "a third", { 1, 3 }, FEN_YI, true, false, 3333333333 },
    { "half a fen", { 1235, 1000 }, FEN_YUAN, true, false, 124 },
    { "less half a fen", { -1235, 1000 }, FEN_YUAN, true, false, -124 },
    { "a little less", { -12349, 10000 }, FEN_YUAN, true, false, -123 },
    { "too large", { MAX, 1 }, FEN_YUAN, false, true, 0 },
    { "the largest", { MAX, 100 }, FEN_YUAN, true, true, MAX },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    int64_t fen = 0;
    bool exact;
    cr_expect_eq(money_make(cases[i].value, cases[i].unit, &exact, &fen), cases[i].fits, "%s", cases[i].name);
    cr_expect(exact == cases[i].exact && fen == cases[i].fen, "%s: %" PRId64, cases[i].name, fen);
  }
}

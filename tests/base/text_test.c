/* Slices, UTF-8 measures, edit distance and the growing buffer. */
#include "base/text.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

Test(base_text, well_formed_prefix)
{
  static const struct {
    const char *name, *text;
    size_t prefix;
  } cases[] = {
    { "empty", "", 0 },
    { "ascii", "abc", 3 },
    { "Chinese", "企业", 6 },
    { "four bytes", "\xF0\xA0\x80\x80", 4 },
    { "cut short", "a\xE4\xBC", 1 },
    { "lone continuation", "ab\x80", 2 },
    { "overlong two", "\xC0\x80", 0 },
    { "overlong three", "\xE0\x80\x80", 0 },
    { "overlong four", "\xF0\x80\x80\x80", 0 },
    { "surrogate", "\xED\xA0\x80", 0 },
    { "last before surrogates", "\xED\x9F\xBF", 3 },
    { "beyond Unicode", "\xF4\x90\x80\x80", 0 },
    { "last of Unicode", "\xF4\x8F\xBF\xBF", 4 },
    { "GBK bytes", "\xC6\xF3\xD2\xB5", 0 },
    { "bad third byte", "\xE4\xBC\x41", 0 },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    cr_expect_eq(utf8_valid_prefix(slice_of(cases[i].text)), cases[i].prefix, "%s", cases[i].name);
}

Test(base_text, distance)
{
  static const struct {
    const char *a, *b;
    size_t limit, distance;
  } cases[] = {
    { "", "", 3, 0 },
    { "营业收入", "营业收入", 3, 0 },
    { "营业收人", "营业收入", 3, 1 },
    { "营收业入", "营业收入", 3, 1 },
    { "营业总收入", "营业收入", 3, 1 },
    { "业收入", "营业收入", 3, 1 },
    { "revenu", "revenue", 3, 1 },
    { "kitten", "sitting", 3, 3 },
    { "kitten", "sitting", 2, 3 },
    { "abc", "", 3, 3 },
    { "abcdef", "", 3, 4 },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    cr_expect_eq(text_distance(slice_of(cases[i].a), slice_of(cases[i].b), cases[i].limit), cases[i].distance, "%s, %s",
                 cases[i].a, cases[i].b);
    cr_expect_eq(text_distance(slice_of(cases[i].b), slice_of(cases[i].a), cases[i].limit), cases[i].distance, "%s, %s",
                 cases[i].b, cases[i].a);
  }
}

Test(base_text, trimming_and_ends)
{
  static const struct {
    const char *raw, *trimmed;
  } cases[] = { { "", "" }, { "   ", "" }, { " a b ", "a b" }, { "\t\r\na\v\f", "a" }, { "甲", "甲" } };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    cr_expect(slice_is(slice_trim(slice_of(cases[i].raw)), cases[i].trimmed), "'%s'", cases[i].raw);
  cr_expect(slice_starts(SLICE("万元"), "万") && !slice_starts(SLICE("万"), "万元"));
  cr_expect(slice_ends(SLICE("万元"), "元") && !slice_ends(SLICE("元"), "万元"));
  cr_expect(slice_equal((struct slice){ 0 }, SLICE("")), "nothing is as empty as an empty text");
}

Test(base_text, order)
{
  static const struct {
    const char *a, *b;
    int order;
  } cases[] = { { "a", "a", 0 }, { "a", "b", -1 }, { "a", "ab", -1 }, { "", "a", -1 }, { "B", "a", -1 }, { "z", "甲", -1 } };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    int order = slice_compare(slice_of(cases[i].a), slice_of(cases[i].b));
    cr_expect_eq((order > 0) - (order < 0), cases[i].order, "%s, %s", cases[i].a, cases[i].b);
    order = slice_compare(slice_of(cases[i].b), slice_of(cases[i].a));
    cr_expect_eq((order > 0) - (order < 0), -cases[i].order, "%s, %s", cases[i].b, cases[i].a);
  }
}

Test(base_text, counting)
{
  cr_expect_eq(utf8_count(SLICE("企业abc")), 5);
  cr_expect_eq(utf8_length('a'), 1);
  cr_expect_eq(utf8_length(0xC2), 2);
  cr_expect_eq(utf8_length(0xE4), 3);
  cr_expect_eq(utf8_length(0xF0), 4);
  cr_expect_eq(utf8_length(0xF5), 1, "begins no character");
  cr_expect_neq(slice_hash(SLICE("a")), slice_hash(SLICE("b")));
}

Test(base_text, buffer_grows_and_keeps)
{
  struct buffer buffer = { 0 };
  cr_expect(slice_is(buffer_view(&buffer), ""));
  for (int i = 0; i < 1000; i++) buffer_printf(&buffer, "%d,", i % 10);
  cr_expect_eq(buffer.length, 2000);
  cr_expect_eq(memcmp(buffer.at + 1998, "9,", 2), 0);
  buffer_reset(&buffer);
  static const struct {
    int64_t value;
    const char *text;
  } cases[] = { { 0, "0" },
                { -1, "-1" },
                { 1234567890, "1234567890" },
                { INT64_MAX, "9223372036854775807" },
                { INT64_MIN, "-9223372036854775808" } };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    buffer_integer(&buffer, cases[i].value);
    cr_expect(slice_is(buffer_view(&buffer), cases[i].text), "%s", cases[i].text);
    buffer_reset(&buffer);
  }
  buffer_text(&buffer, "甲");
  buffer_char(&buffer, '-');
  buffer_slice(&buffer, SLICE("乙"));
  buffer_bytes(&buffer, NULL, 0);
  cr_expect(slice_is(buffer_view(&buffer), "甲-乙"));
  buffer_free(&buffer);
  cr_expect_null(buffer.at);
}

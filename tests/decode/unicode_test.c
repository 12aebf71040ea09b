/* Unicode: what is compared, what is shown, and how wide it is. */
#include "decode/unicode.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name, *raw, *cell, *heading, *shown;
} texts[] = {
  { "empty", "", "", "", "" },
  { "only space", " \t\r\n", "", "", "" },
  { "only wide space", "\u3000\u00A0\u200B\uFEFF", "", "", "" },
  { "ascii", "  a b\t", "a b", "ab", "a b" },
  { "ascii of eight bytes and more", " 12345678 9", "12345678 9", "123456789", "12345678 9" },
  { "chinese", " 乌鲁木齐市 ", "乌鲁木齐市", "乌鲁木齐市", "乌鲁木齐市" },
  { "chinese with ideographic space", "\u3000新疆\u3000公司\u3000", "新疆 公司", "新疆公司", "新疆\u3000公司" },
  { "chinese with space inside", "营业 收入", "营业 收入", "营业收入", "营业 收入" },
  { "heading over two lines", "营业收入\n（万元）", "营业收入\n(万元)", "营业收入(万元)", "营业收入\n（万元）" },
  { "full-width digits", "１２３．５", "123.5", "123.5", "１２３．５" },
  { "full-width letters and percent", "ＡＢｃ５％", "ABc5%", "ABc5%", "ＡＢｃ５％" },
  { "full-width parentheses", "营业收入（万元）", "营业收入(万元)", "营业收入(万元)", "营业收入（万元）" },
  { "roman numeral", "Ⅰ类知识产权数", "I类知识产权数", "I类知识产权数", "Ⅰ类知识产权数" },
  { "byte-order mark in front", "\uFEFF统一", "统一", "统一", "统一" },
  { "no-break space around",
    "\u00A0"
    "12\u00A0",
    "12", "12", "12" },
  { "zero-width space at the end", "是\u200B", "是", "是", "是" },
  { "zero-width space inside a heading", "是\u200B否", "是否", "是否", "是\u200B否" },
  { "soft hyphen", "9165\u00AD01", "916501", "916501", "9165\u00AD01" },
  { "direction marks", "\u200E6501\u202C03\u202A", "650103", "650103", "\u200E6501\u202C03\u202A" },
  { "dots of names", "买买提•艾山・江‧一", "买买提·艾山·江·一", "买买提·艾山·江·一", "买买提•艾山・江‧一" },
  { "combining mark is composed", "e\u0301", "\u00E9", "\u00E9", "e\u0301" },
  { "a mark after dropped space is composed", "a e \u0301", "a e \u0301", "a\u00E9", "a e \u0301" },
  { "first and last of the plain range", "\u4E00\u9FFF", "\u4E00\u9FFF", "\u4E00\u9FFF", "\u4E00\u9FFF" },
  { "just below the plain range", "\u4DFF", "\u4DFF", "\u4DFF", "\u4DFF" },
  { "compatibility ideograph", "\uF9D1", "\u516D", "\u516D", "\uF9D1" },
  { "beyond the basic plane", "\U00020000", "\U00020000", "\U00020000", "\U00020000" },
  { "full-width yen", "￥１，２３４", "¥1,234", "¥1,234", "￥１，２３４" },
};

static void expect(const char *name, const char *what, struct slice got, const char *wanted)
{
  cr_expect(slice_is(got, wanted), "%s: %s is “%.*s”, not “%s”", name, what, (int)got.length, got.at, wanted);
}

Test(decode_unicode, forms)
{
  struct arena arena = { 0 };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    size_t broken = 0;
    struct slice raw = slice_of(texts[i].raw), cell = unicode_cell(&arena, raw, &broken);
    expect(texts[i].name, "cell", cell, texts[i].cell);
    expect(texts[i].name, "cell again", unicode_cell(&arena, cell, NULL), texts[i].cell);
    expect(texts[i].name, "heading", unicode_heading(&arena, raw), texts[i].heading);
    expect(texts[i].name, "shown", unicode_shown(&arena, raw), texts[i].shown);
    cr_expect_eq(broken, SIZE_MAX, "%s: well-formed", texts[i].name);
  }
  arena_free(&arena);
}

static const struct {
  const char *name, *raw, *cell;
  size_t at;
} broken[] = {
  { "a byte alone",
    "a\xFF"
    "b",
    "a\\xffb", 1 },
  { "cut character at the end", "市\xE5\xB8", "市\\xe5\\xb8", 3 },
  { "overlong slash", "\xC0\xAF", "\\xc0\\xaf", 0 },
  { "surrogate", "x\xED\xA0\x80", "x\\xed\\xa0\\x80", 1 },
  { "cut in the plain range",
    "\xE5\xB8"
    "a",
    "\\xe5\\xb8a", 0 },
  { "space is trimmed beside it", " \xFE ", "\\xfe", 1 },
};

Test(decode_unicode, broken_bytes_are_told_by_their_number)
{
  struct arena arena = { 0 };
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    size_t at = 0;
    struct slice raw = slice_of(broken[i].raw);
    expect(broken[i].name, "cell", unicode_cell(&arena, raw, &at), broken[i].cell);
    expect(broken[i].name, "shown", unicode_shown(&arena, raw), broken[i].cell);
    expect(broken[i].name, "heading", unicode_heading(&arena, raw), broken[i].cell);
    cr_expect_eq(at, broken[i].at, "%s: broken at %zu", broken[i].name, at);
  }
  arena_free(&arena);
}

Test(decode_unicode, plain_text_is_not_copied)
{
  struct arena arena = { 0 };
  struct slice raw = SLICE(" 乌鲁木齐 2022 ");
  cr_expect_eq(unicode_cell(&arena, raw, NULL).at, raw.at + 1);
  cr_expect_eq(unicode_shown(&arena, raw).at, raw.at + 1);
  cr_expect_null(arena.chunk);
}

/* Longer than the memory on the stack, and the character that decomposes into the most (18). */
Test(decode_unicode, long_texts)
{
  struct arena arena = { 0 };
  struct buffer raw = { 0 }, wanted = { 0 };
  for (int i = 0; i < 5000; i++) {
    buffer_text(&raw, "（Ａ）");
    buffer_text(&wanted, "(A)");
  }
  cr_expect(slice_equal(unicode_cell(&arena, buffer_view(&raw), NULL), buffer_view(&wanted)));
  buffer_reset(&raw);
  for (int i = 0; i < 300; i++) buffer_text(&raw, "\uFDFA");
  cr_expect_eq(utf8_count(unicode_cell(&arena, buffer_view(&raw), NULL)), 300 * 18);
  buffer_free(&raw);
  buffer_free(&wanted);
  arena_free(&arena);
}

/* The shortcut for common characters must give what utf8proc gives: a combining mark forces the long way and composes with none.
 */
Test(decode_unicode, shortcut_agrees_with_the_long_way)
{
  struct arena arena = { 0 };
  for (int c = 0x4E00; c <= 0x9FFF; c++) {
    char text[] = { (char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F)), (char)0xCC, (char)0x81 };
    struct slice marked = { text, 5 }, plain = { text, 3 };
    struct slice long_way = unicode_cell(&arena, marked, NULL), short_way = unicode_cell(&arena, plain, NULL);
    cr_assert(slice_equal(long_way, marked), "U+%04X", (unsigned)c);
    cr_assert(slice_equal(short_way, plain), "U+%04X", (unsigned)c);
  }
  arena_free(&arena);
}

static const struct {
  const char *text;
  size_t width;
} widths[] = { { "", 0 },        { "abc", 3 },      { "乌鲁木齐", 8 }, { "Ⅰ类", 3 },
               { "e\u0301", 1 }, { "（万元）", 8 }, { "\u200B", 0 },   { "a\tb", 2 } };

Test(decode_unicode, display_width)
{
  for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
    size_t width = display_width(slice_of(widths[i].text));
    cr_expect_eq(width, widths[i].width, "“%s”: %zu", widths[i].text, width);
  }
}

static const struct {
  int32_t character;
  bool first, later;
} names[] = { { 'a', true, true },      { '_', true, true },    { '7', false, true },      { 0x5E02, true, true },
              { 0x2160, true, true },   { 0x2460, true, true }, { 0x0301, false, true },   { 0xFF17, false, true },
              { ' ', false, false },    { '-', false, false },  { 0x3002, false, false },  { 0xFF08, false, false },
              { 0xFFFD, false, false }, { 0, false, false },    { 0x110000, false, false } };

Test(decode_unicode, name_characters)
{
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    cr_expect_eq(is_name_character(names[i].character, true), names[i].first, "U+%04X first", (unsigned)names[i].character);
    cr_expect_eq(is_name_character(names[i].character, false), names[i].later, "U+%04X later", (unsigned)names[i].character);
  }
}

static const struct {
  const char *text;
  int32_t character;
  size_t length;
} decoded[] = { { "", 0xFFFD, 0 },
                { "a", 'a', 1 },
                { "é", 0xE9, 2 },
                { "市", 0x5E02, 3 },
                { "\U0001F600", 0x1F600, 4 },
                { "\xE5\xB8", 0xFFFD, 1 },
                { "\x80", 0xFFFD, 1 },
                { "\xF8\x80\x80\x80", 0xFFFD, 1 } };

Test(decode_unicode, decoding)
{
  for (size_t i = 0; i < sizeof decoded / sizeof *decoded; i++) {
    int32_t c = 0;
    size_t length = utf8_decode(slice_of(decoded[i].text), &c);
    cr_expect_eq(length, decoded[i].length, "case %zu: length %zu", i, length);
    cr_expect_eq(c, decoded[i].character, "case %zu: U+%04X", i, (unsigned)c);
  }
}

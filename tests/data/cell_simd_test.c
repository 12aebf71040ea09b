/* What reads plain cells without branches agrees with what reads them byte by byte, whatever stands before the cell. */
#include "data/cell_simd.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

/* Random bytes, of which the last `length` are drawn from `alphabet`. */
static const char *draw_cell(char text[static 128], size_t length, const char *alphabet)
{
  size_t letters = strlen(alphabet);
  for (size_t i = 0; i < 128; i++) text[i] = i < 128 - length ? (char)rand() : alphabet[(size_t)rand() % letters];
  return text + 128;
}

Test(data_cell_simd, figures)
{
  static const struct {
    const char *text;
    bool right;
    int64_t digits;
    size_t places;
  } cases[] = {
    { "", false, 0, 0 },
    { "0", true, 0, 0 },
    { "7", true, 7, 0 },
    { "24696.62", true, 2469662, 2 },
    { "0.5", true, 5, 1 },
    { "1.000", true, 1000, 3 },
    { "1234567890123456", true, 1234567890123456, 0 },
    { "9999999999999999", true, 9999999999999999, 0 },
    { "12345678.9012345", true, 123456789012345, 7 },
    { "1.23456789012345", true, 123456789012345, 14 },
    { "12345678901234.5", true, 123456789012345, 1 },
    { "12345678901234567", false, 0, 0 },
    { ".", false, 0, 0 },
    { ".5", false, 0, 0 },
    { "5.", false, 0, 0 },
    { ".12345678901234", false, 0, 0 },
    { "1.2.3", false, 0, 0 },
    { "1..2", false, 0, 0 },
    { "-5", false, 0, 0 },
    { "1,234", false, 0, 0 },
    { "12 ", false, 0, 0 },
    { " 12", false, 0, 0 },
    { "1/2", false, 0, 0 },
    { "1:2", false, 0, 0 },
    { "\xEF\xBC\x91", false, 0, 0 },
  };
  char text[128];
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct fast_figure figure = { 0 };
    size_t length = strlen(cases[i].text);
    const char *end = draw_cell(text, length, "0");
    memcpy(text + 128 - length, cases[i].text, length);
    bool right = fast_figure(end, length, &figure);
    cr_expect_eq(right, cases[i].right, "'%s'", cases[i].text);
    if (right) cr_expect(figure.digits == cases[i].digits && figure.places == cases[i].places, "'%s'", cases[i].text);
  }
}

Test(data_cell_simd, figures_agree_with_plain_ones)
{
  static const char *const alphabets[] = { "0123456789", "0123456789.", "01234567890123456789012345678901234567890123456789.",
                                           "09./:-+ ,", "5\xB5\x85\xD5" };
  char text[128];
  srand(1);
  for (int round = 0; round < 200000; round++) {
    struct fast_figure a = { 0 }, b = { 0 };
    size_t length = (size_t)rand() % 21;
    const char *end = draw_cell(text, length, alphabets[(size_t)rand() % COUNT_OF(alphabets)]);
    bool right = fast_figure_plain(end, length, &b);
    cr_assert_eq(fast_figure(end, length, &a), right, "'%.*s'", (int)length, end - length);
    if (right) cr_assert(a.digits == b.digits && a.places == b.places, "'%.*s'", (int)length, end - length);
  }
}

Test(data_cell_simd, whole_numbers)
{
  static const char *const alphabets[] = { "0123456789", "0123456789012345678901234567890123456789/:.", "09/:\xFF\x80" };
  char text[128];
  srand(2);
  for (int round = 0; round < 200000; round++) {
    int64_t whole;
    struct fast_figure figure = { 0 };
    size_t length = (size_t)rand() % 12;
    const char *end = draw_cell(text, length, alphabets[(size_t)rand() % COUNT_OF(alphabets)]);
    bool right = length <= 8 && fast_figure_plain(end, length, &figure) && !figure.places;
    cr_assert_eq(fast_whole(end, length, &whole), right, "'%.*s'", (int)length, end - length);
    if (right) cr_assert_eq(whole, figure.digits, "'%.*s'", (int)length, end - length);
  }
}

/* Every notation of ten bytes with the separators, and some that are none. */
Test(data_cell_simd, days)
{
  char text[64];
  srand(3);
  for (unsigned i = 0; i < 200000; i++) {
    unsigned year, month, day, y = (unsigned)rand() % 10000, m = (unsigned)rand() % 100, d = (unsigned)rand() % 100;
    int length = snprintf(text, sizeof text, "before it %04u%c%02u%c%02u", y, "-/.-"[i % 4], m, "-/./"[i % 4], d);
    bool spoilt = rand() % 4 == 0;
    if (spoilt) text[length - 1 - rand() % 10] = "/:x\xFF"[rand() % 4];
    bool right = fast_day(text + length, &year, &month, &day);
    if (spoilt || i % 4 == 3) {
      struct civil civil;
      date_notation((struct slice){ text + length - 10, 10 }, &civil);
      bool notation = date_notation((struct slice){ text + length - 10, 10 }, &civil);
      cr_assert(!right || (notation && civil.year == (int)year && civil.month == (int)month && civil.day == (int)day), "%s",
                text);
    } else {
      cr_assert(right && year == y && month == m && day == d, "%s", text);
    }
  }
}

Test(data_cell_simd, choices)
{
  static const struct fast_choice none;
  static const char *const words[] = { "无", "电子信息", "国家级小巨人", "先进制造与自动化",        "电子信患", "A",
                                       "AB", "小巨人",   "无",           "国家级高新技术产业开发区" };
  struct fast_choice choices[COUNT_OF(words)];
  char text[128];
  for (size_t i = 0; i < COUNT_OF(words); i++) {
    choices[i] = none;
    choices[i].length = strlen(words[i]);
    if (choices[i].length <= FAST_WINDOW) memcpy(choices[i].last + FAST_WINDOW - choices[i].length, words[i], choices[i].length);
  }
  srand(4);
  for (int round = 0; round < 100000; round++) {
    int64_t a = -1, b = -1;
    const char *word = words[(size_t)rand() % COUNT_OF(words)];
    size_t length = strlen(word);
    const char *end = draw_cell(text, length, "x");
    memcpy(text + 128 - length, word, length);
    if (rand() % 3 == 0) text[127 - (size_t)rand() % (length + 2)] ^= (char)(1 << rand() % 8);
    length -= rand() % 8 == 0;
    bool right = fast_chosen_plain(choices, COUNT_OF(words), end, length, &b);
    cr_assert_eq(fast_chosen(choices, COUNT_OF(words), end, length, &a), right, "'%.*s'", (int)length, end - length);
    if (right) cr_assert_eq(a, b, "'%.*s'", (int)length, end - length);
  }
}

/* Characters of every length, sound and broken, at every place of a window, with any number of bytes before. */
Test(data_cell_simd, utf8)
{
  static const char *const characters[] = { "企",
                                            "业",
                                            "A",
                                            "9",
                                            "（",
                                            "\xE1\x80\x80",
                                            "\xEF\xBF\xBD",
                                            "\xED\x9F\xBF",
                                            "\xE0\xA0\x80",
                                            "é",
                                            "\xF0\x9F\x98\x80",
                                            "\x80",
                                            "\xE4",
                                            "\xE4\xBC",
                                            "\xC0\x80",
                                            "\xFF" };
  char text[256];
  size_t sound = 0;
  srand(5);
  for (int round = 0; round < 200000; round++) {
    size_t usual = round % 2 ? 5 : COUNT_OF(characters), at = 0, begin = 96;
    for (; at < begin; at++) text[at] = (char)rand();
    for (size_t n = (size_t)rand() % 40; n > 0; n--) {
      const char *character = characters[(size_t)rand() % (rand() % 20 ? 5 : usual)];
      memcpy(text + at, character, strlen(character));
      at += strlen(character);
    }
    struct slice raw = { text + begin, at - begin };
    struct view view = { raw, text + at, at - (size_t)rand() % (begin - FAST_WINDOW) };
    bool right = fast_utf8_plain(raw);
    sound += right;
    cr_assert_eq(fast_utf8(&view), right, "round %d", round);
    if (right) cr_assert_eq(utf8_valid_prefix(raw), raw.length, "round %d", round);
  }
  cr_expect(sound > 100000 && sound < 200000);
}

/* Cells by vector: what plain cells are read with, so that nothing branches on what they say.
 *
 * A list says 860 here and 24696.62 there: a loop over digits ends elsewhere in every row, which no processor can foretell. Here
 * the last sixteen or thirty-two bytes of a cell are taken as one, what lies before the cell is masked off, and all of it is
 * looked at together. For column.c and its tests. Beside what needs SSE2 stands a plain way, for other machines. */
#ifndef DATA_CELL_SIMD_H
#define DATA_CELL_SIMD_H

#include "base/date.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { FAST_WINDOW = 32, FAST_DIGITS = 16 };

/* A cell seen from its end. `back` bytes before `end` can be read, at least FAST_WINDOW; what stands there before the cell is
 * anything. A cell that is longer than that is whole in `raw` only. */
struct view {
  struct slice raw;
  const char *end;
  size_t back;
};

/* Digits without sign, at most one point among them (not at either end), FAST_DIGITS bytes at most. */
struct fast_figure {
  int64_t digits;
  size_t places;
};

static inline bool fast_figure_plain(const char *end, size_t length, struct fast_figure *figure)
{
  const char *at = end - length;
  size_t point = length;
  if (!length || length > FAST_DIGITS || at[0] == '.' || end[-1] == '.') return false;
  figure->digits = 0;
  for (size_t i = 0; i < length; i++) {
    unsigned digit = (unsigned)(unsigned char)at[i] - '0';
    if (at[i] == '.' && point == length) point = i;
    else if (digit > 9) return false;
    else figure->digits = figure->digits * 10 + digit;
  }
  figure->places = point == length ? 0 : length - 1 - point;
  return true;
}

/* A word that a cell may be, as a view would show it, with zeros before it; all zeros when it is longer than a window. */
struct fast_choice {
  char last[FAST_WINDOW];
  size_t length;
};

/* Which of the choices a cell is, the first if several; none that is longer than a window. */
static inline bool fast_chosen_plain(const struct fast_choice *choices, size_t count, const char *end, size_t length,
                                     int64_t *chosen)
{
  for (size_t i = 0; length && length <= FAST_WINDOW && i < count; i++) {
    if (length != choices[i].length || memcmp(end - length, choices[i].last + FAST_WINDOW - length, length) != 0) continue;
    *chosen = (int64_t)i;
    return true;
  }
  return false;
}

/* Eight bytes, the first lowest. */
static inline uint64_t fast_word(const char *at)
{
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap64(word);
}

/* Bits above the low four in each byte that is no digit's value (a digit and 6 still fit four bits). */
static inline uint64_t fast_no_digits(uint64_t values)
{
  return (values | (values + 0x0606060606060606)) & 0xF0F0F0F0F0F0F0F0;
}

/* A whole number of eight digits at most: neighbours are put together to twos, fours and eights. */
static inline bool fast_whole(const char *end, size_t length, int64_t *whole)
{
  unsigned before = (64 - 8 * (unsigned)length) & 63;
  uint64_t values = (fast_word(end - 8) ^ 0x3030303030303030) >> before << before;
  uint64_t twos = values * 10 + (values >> 8), even = twos & 0xFF000000FF, odd = twos >> 16 & 0xFF000000FF;
  *whole = (int64_t)((even * (100 + (UINT64_C(1000000) << 32)) + odd * (1 + (UINT64_C(10000) << 32))) >> 32);
  return (length - 1 < 8) & !fast_no_digits(values);
}

/* Year, month and day of `2022-05-01`, `2022/05/01`, `2022.05.01`; they may be those of no day. */
static inline bool fast_day(const char *end, unsigned *year, unsigned *month, unsigned *day)
{
  const uint64_t separators = 0x0000FF0000FF0000, between = 0x0000010000010000;
  uint64_t last = fast_word(end - 8), separator = last & separators;
  if (separator != '-' * between && separator != '/' * between && separator != '.' * between) return false;
  uint64_t values = (last ^ 0x3030303030303030) & ~separators, twos = values * 10 + (values >> 8);
  unsigned thousands = (unsigned)(unsigned char)end[-10] - '0', hundreds = (unsigned)(unsigned char)end[-9] - '0';
  *year = thousands * 1000 + hundreds * 100 + (unsigned)(twos & 0xFF);
  *month = twos >> 24 & 0xFF;
  *day = twos >> 48 & 0xFF;
  return (thousands <= 9) & (hundreds <= 9) & !fast_no_digits(values);
}

/* Well-formed UTF-8 of characters of one or three bytes. Leads E0 and ED, after which not every second byte is allowed, are left
 * to cell_read. */
static inline bool fast_utf8_plain(struct slice text)
{
  for (size_t i = 0; i < text.length;) {
    unsigned char lead = (unsigned char)text.at[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    if (lead < 0xE1 || lead > 0xEF || lead == 0xED || text.length - i < 3) return false;
    if (((unsigned char)text.at[i + 1] & 0xC0) != 0x80 || ((unsigned char)text.at[i + 2] & 0xC0) != 0x80) return false;
    i += 3;
  }
  return true;
}

#ifdef __SSE2__
static inline __m128i fast_load(const void *at)
{
  return _mm_loadu_si128((const __m128i *)at);
}

/* All bits of the last `count` of sixteen bytes. */
static inline __m128i fast_last(size_t count)
{
  static const unsigned char bytes[32] = { [16] = 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                           0xFF,        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
  return fast_load(bytes + count);
}

/* Sixteen digits, the first byte the highest: neighbours are put together to twos, fours and eights. */
static inline int64_t fast_number_of(__m128i digits)
{
  __m128i tens = _mm_mullo_epi16(_mm_and_si128(digits, _mm_set1_epi16(0xFF)), _mm_set1_epi16(10));
  __m128i twos = _mm_add_epi16(tens, _mm_srli_epi16(digits, 8));
  __m128i fours = _mm_madd_epi16(twos, _mm_set1_epi32(1 << 16 | 100));
  __m128i eights = _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
  uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
  return (int64_t)((both & UINT32_MAX) * 100000000 + (both >> 32));
}

/* What is no digit must be one point with digits on either side; the digits before it are moved onto it. */
static inline bool fast_figure(const char *end, size_t length, struct fast_figure *figure)
{
  if (length - 1 >= FAST_DIGITS) return false;
  __m128i bytes = _mm_sub_epi8(fast_load(end - FAST_DIGITS), _mm_set1_epi8('0')), inside = fast_last(length);
  __m128i digit = _mm_and_si128(_mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(9)), bytes), inside);
  uint32_t other = (uint32_t)_mm_movemask_epi8(_mm_andnot_si128(digit, inside)), last = 1 << (FAST_DIGITS - 1);
  uint32_t ends = last | last << 1 >> length, at = (uint32_t)__builtin_ctz(other | last);
  bool right = (other == 0) | (end[(int)at - FAST_DIGITS] == '.');
  figure->places = FAST_DIGITS - 1 - at;
  __m128i behind = fast_last(figure->places | (size_t)!other * FAST_DIGITS), digits = _mm_and_si128(bytes, digit);
  digits = _mm_or_si128(_mm_and_si128(digits, behind), _mm_andnot_si128(behind, _mm_slli_si128(digits, 1)));
  figure->digits = fast_number_of(digits);
  return right & !((other & (other - 1)) | (other & ends));
}

/* All choices are looked at, whichever it is. */
static inline bool fast_chosen(const struct fast_choice *choices, size_t count, const char *end, size_t length, int64_t *chosen)
{
  if (length - 1 >= FAST_WINDOW) return false;
  size_t in_last = length < 16 ? length : 16, found = 0;
  __m128i last = _mm_and_si128(fast_load(end - 16), fast_last(in_last));
  __m128i first = _mm_and_si128(fast_load(end - 32), fast_last(length - in_last));
  for (size_t i = count; i > 0; i--) {
    const char *choice = choices[i - 1].last;
    __m128i a = _mm_cmpeq_epi8(first, fast_load(choice)), b = _mm_cmpeq_epi8(last, fast_load(choice + 16));
    size_t same = 0 - (size_t)(_mm_movemask_epi8(_mm_and_si128(a, b)) == 0xFFFF);
    found ^= (found ^ i) & same;
  }
  size_t at = found - (found != 0);
  *chosen = (int64_t)at;
  return (found != 0) & (choices[at].length == length);
}

/* Which of sixteen bytes begin a character of three. */
static inline uint32_t fast_leads(__m128i bytes)
{
  __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8((char)0xE1));
  __m128i among = _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(0xEF - 0xE1)), above);
  return (uint32_t)_mm_movemask_epi8(_mm_andnot_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xED)), among));
}

/* Two bytes continue a character of three, and no others do. */
static inline bool fast_utf8(const struct view *view)
{
  size_t length = view->raw.length, rounded = (length + 15) / 16 * 16;
  if (rounded > view->back) return fast_utf8_plain(view->raw);
  uint32_t inside = 0xFFFFU << (rounded - length) & 0xFFFF, wrong = 0, due = 0;
  for (const char *at = view->end - rounded; at != view->end; at += 16) {
    __m128i bytes = fast_load(at);
    uint32_t lead = fast_leads(bytes) & inside, above = (uint32_t)_mm_movemask_epi8(bytes);
    uint32_t more = (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(bytes, _mm_set1_epi8((char)0xC0)));
    due |= lead << 1 | lead << 2;
    wrong |= ((above ^ lead ^ due) | (more ^ due)) & inside;
    due >>= 16;
    inside = 0xFFFF;
  }
  return !(wrong | due);
}
#else
static inline bool fast_figure(const char *end, size_t length, struct fast_figure *figure)
{
  return fast_figure_plain(end, length, figure);
}

static inline bool fast_chosen(const struct fast_choice *choices, size_t count, const char *end, size_t length, int64_t *chosen)
{
  return fast_chosen_plain(choices, count, end, length, chosen);
}

static inline bool fast_utf8(const struct view *view)
{
  return fast_utf8_plain(view->raw);
}
#endif

#endif

/* GB18030 and UTF-16 as UTF-8, for source.c.
 *
 * What is common is converted here: ASCII sixteen bytes at a time, codes whose meaning is known one by one. At any other the loop
 * stops, and iconv gets that one code: so it is iconv that knows what is broken, and where. */
#include "decode/transcode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/arena.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
  PAIRS = 1 << 16,  /* codes of two bytes, by their value */
  QUADS = 39420,    /* codes of four bytes up to 84 31 A4 39, which is U+FFFF, in their order */
  LONGEST_UTF8 = 4, /* bytes of a character */
  UNITS = 8         /* of UTF-16 in sixteen bytes */
};

/* What a code of GB18030 is in UTF-8. */
struct known_code {
  char bytes[3];
  uint8_t length; /* 0: not asked yet, no code, or none that is kept */
};

struct transcoder {
  enum encoding encoding;
  iconv_t converter;
  struct known_code *known; /* PAIRS + QUADS of them; NULL for UTF-16 */
};

/* Text on its way: what is left to convert, and the room behind what was made. */
struct passage {
  const unsigned char *at, *end;
  char *to, *to_end;
};

const char *encoding_name(enum encoding encoding)
{
  static const char *const names[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" };
  return names[encoding];
}

struct transcoder *transcoder_new(enum encoding encoding)
{
  iconv_t converter = iconv_open("UTF-8", encoding_name(encoding));
  if (converter == (iconv_t)-1) return NULL;
  struct transcoder *transcoder = memory_alloc(sizeof *transcoder);
  *transcoder = (struct transcoder){ encoding, converter, NULL };
  if (encoding != ENCODING_GB18030) return transcoder;
  size_t size = (PAIRS + QUADS) * sizeof *transcoder->known;
  transcoder->known = memset(memory_alloc(size), 0, size);
  return transcoder;
}

void transcoder_free(struct transcoder *transcoder)
{
  if (!transcoder) return;
  iconv_close(transcoder->converter);
  memory_free(transcoder->known);
  memory_free(transcoder);
}

static size_t room_left(const struct passage *passage)
{
  return (size_t)(passage->to_end - passage->to);
}

static size_t bytes_left(const struct passage *passage)
{
  return (size_t)(passage->end - passage->at);
}

/* GB18030 */

static bool is_between(unsigned char byte, unsigned char low, unsigned char high)
{
  return byte >= low && byte <= high;
}

/* Where the code at the beginning of `at` is kept, NULL: nowhere, as it is none, or cut, or of another plane. *length is how many
 * bytes tell. */
static inline struct known_code *code_at(struct known_code *known, const unsigned char *at, size_t left, size_t *length)
{
  *length = 2;
  if (left >= 2 && at[0] >= 0x80 && at[1] >= 0x40) return &known[at[0] << 8 | at[1]];
  *length = left < 4 ? left : 4;
  if (left < 4 || !is_between(at[0], 0x81, 0x84) || !is_between(at[1], '0', '9') || !is_between(at[2], 0x81, 0xFE) ||
      !is_between(at[3], '0', '9'))
    return NULL;
  unsigned order = (((at[0] - 0x81U) * 10 + at[1] - '0') * 126 + at[2] - 0x81U) * 10 + at[3] - '0';
  return order < QUADS ? &known[PAIRS + order] : NULL;
}

/* Sixteen bytes, of which the leading ones that are ASCII count. Both sides have room for all of them. */
static inline size_t pass_ascii(const unsigned char *at, char *to)
{
#ifdef __SSE2__
  __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
  _mm_storeu_si128((__m128i *)(void *)to, bytes);
  return (size_t)__builtin_ctz((unsigned)_mm_movemask_epi8(bytes) | 1U << 16);
#else
  size_t count = 0;
  for (; count < 16 && at[count] < 0x80; count++) to[count] = (char)at[count];
  return count;
#endif
}

/* Up to a code that is not known. */
static void pass_gb18030(const struct transcoder *transcoder, struct passage *passage)
{
  struct passage p = *passage; /* what is written cannot change it */
  while (p.at < p.end && room_left(&p) >= LONGEST_UTF8) {
    if (*p.at < 0x80) {
      bool wide = bytes_left(&p) >= 16 && room_left(&p) >= 16;
      size_t count = wide ? pass_ascii(p.at, p.to) : 1;
      if (!wide) *p.to = (char)*p.at;
      p.at += count;
      p.to += count;
      continue;
    }
    size_t length;
    const struct known_code *code = code_at(transcoder->known, p.at, bytes_left(&p), &length);
    if (!code || !code->length) break;
    memcpy(p.to, code, sizeof *code);
    p.to += code->length;
    p.at += length;
  }
  *passage = p;
}

/* UTF-16 */

static unsigned unit_at(const unsigned char *at, bool little)
{
  return little ? at[0] | (unsigned)at[1] << 8 : at[1] | (unsigned)at[0] << 8;
}

/* Of any unit, also of a surrogate, whose three bytes UTF-8 does not allow. */
static inline size_t put_unit(unsigned unit, char *to)
{
  if (unit < 0x80) {
    to[0] = (char)unit;
    return 1;
  }
  if (unit < 0x800) {
    to[0] = (char)(0xC0 | unit >> 6);
    to[1] = (char)(0x80 | (unit & 0x3F));
    return 2;
  }
  to[0] = (char)(0xE0 | unit >> 12);
  to[1] = (char)(0x80 | (unit >> 6 & 0x3F));
  to[2] = (char)(0x80 | (unit & 0x3F));
  return 3;
}

static bool is_surrogate(unsigned unit)
{
  return (unit & 0xF800) == 0xD800;
}

/* Eight units if all are ASCII. */
static inline bool pass_ascii_units(const unsigned char *at, bool little, char *to)
{
#ifdef __SSE2__
  __m128i units = _mm_loadu_si128((const __m128i *)(const void *)at);
  if (!little) units = _mm_or_si128(_mm_slli_epi16(units, 8), _mm_srli_epi16(units, 8));
  __m128i above = _mm_and_si128(units, _mm_set1_epi16((short)0xFF80));
  if (_mm_movemask_epi8(_mm_cmpeq_epi16(above, _mm_setzero_si128())) != 0xFFFF) return false;
  _mm_storel_epi64((__m128i *)(void *)to, _mm_packus_epi16(units, units));
  return true;
#else
  (void)at, (void)little, (void)to;
  return false;
#endif
}

/* Up to a surrogate. */
static inline void pass_units(struct passage *passage, bool little)
{
  struct passage p = *passage;
  while (bytes_left(&p) >= 2 && room_left(&p) >= LONGEST_UTF8) {
    if (bytes_left(&p) >= 2 * UNITS && room_left(&p) >= UNITS && pass_ascii_units(p.at, little, p.to)) {
      p.at += 2 * UNITS;
      p.to += UNITS;
      continue;
    }
    unsigned unit = unit_at(p.at, little);
    if (is_surrogate(unit)) break;
    p.to += put_unit(unit, p.to);
    p.at += 2;
  }
  *passage = p;
}

/* Both */

static void pass_known(const struct transcoder *transcoder, struct passage *passage)
{
  if (transcoder->encoding == ENCODING_GB18030) pass_gb18030(transcoder, passage);
  else if (transcoder->encoding == ENCODING_UTF16LE) pass_units(passage, true);
  else pass_units(passage, false);
}

static void pass_broken(const struct transcoder *transcoder, struct passage *passage)
{
  bool wide = transcoder->encoding != ENCODING_GB18030;
  if (wide && bytes_left(passage) >= 2) {
    passage->to += put_unit(unit_at(passage->at, transcoder->encoding == ENCODING_UTF16LE), passage->to);
    passage->at += 2;
  } else {
    *passage->to++ = wide ? '\xFF' : (char)*passage->at;
    passage->at++;
  }
}

/* One code by iconv, which is then known. False: it is cut. */
static bool pass_by_iconv(struct transcoder *transcoder, struct passage *passage, bool last)
{
  size_t length = bytes_left(passage) < 4 ? bytes_left(passage) : 4, room = LONGEST_UTF8;
  struct known_code *code = NULL;
  char *from = (char *)(uintptr_t)passage->at, *to = passage->to;
  if (transcoder->known) code = code_at(transcoder->known, passage->at, length, &length);
  size_t left = length, result = iconv(transcoder->converter, &from, &left, &to, &room);
  size_t made = (size_t)(to - passage->to);
  if (result == (size_t)-1 && from == (const char *)passage->at) {
    if (errno == EINVAL && !last) return false;
    pass_broken(transcoder, passage);
    return true;
  }
  if (code && !left && made <= sizeof code->bytes) {
    memcpy(code->bytes, passage->to, made);
    code->length = (uint8_t)made;
  }
  passage->at = (const unsigned char *)from;
  passage->to = to;
  return true;
}

size_t transcode(struct transcoder *transcoder, struct slice *from, bool last, char *into, size_t capacity)
{
  const unsigned char *at = (const unsigned char *)from->at;
  struct passage passage = { at, at + from->length, into, into + capacity };
  while (passage.at < passage.end && room_left(&passage) >= LONGEST_UTF8) {
    pass_known(transcoder, &passage);
    if (passage.at == passage.end || room_left(&passage) < LONGEST_UTF8) break;
    if (!pass_by_iconv(transcoder, &passage, last)) break;
  }
  *from = (struct slice){ (const char *)passage.at, bytes_left(&passage) };
  return (size_t)(passage.to - into);
}

/* Transcoder: every code and broken text against iconv alone, in pieces of every size. */
#include "decode/transcode.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

/* What stands for bytes that are no character: one byte, or the three bytes of a unit. */
static void put_broken(struct buffer *out, enum encoding encoding, const char **at, size_t *left)
{
  bool wide = encoding != ENCODING_GB18030 && *left >= 2;
  const unsigned char *bytes = (const unsigned char *)*at;
  if (wide) {
    unsigned unit = encoding == ENCODING_UTF16LE ? bytes[0] | (unsigned)bytes[1] << 8 : bytes[1] | (unsigned)bytes[0] << 8;
    buffer_char(out, (char)(0xE0 | unit >> 12));
    buffer_char(out, (char)(0x80 | (unit >> 6 & 0x3F)));
    buffer_char(out, (char)(0x80 | (unit & 0x3F)));
  } else {
    buffer_char(out, encoding == ENCODING_GB18030 ? **at : '\xFF');
  }
  *at += wide ? 2 : 1;
  *left -= wide ? 2 : 1;
}

/* The whole text by iconv. */
static void convert_with_iconv(struct buffer *out, struct slice text, enum encoding encoding)
{
  iconv_t converter = iconv_open("UTF-8", encoding_name(encoding));
  const char *at = text.at;
  size_t left = text.length;
  while (left) {
    buffer_reserve(out, 3 * left + 4);
    size_t room = 3 * left + 4;
    char *from = (char *)(uintptr_t)at, *to = out->at + out->length;
    size_t result = iconv(converter, &from, &left, &to, &room);
    out->length = (size_t)(to - out->at);
    at = from;
    if (result == (size_t)-1 && errno != E2BIG) put_broken(out, encoding, &at, &left);
  }
  iconv_close(converter);
}

/* The same text in reads of `step` bytes, made into `capacity` bytes at a time. */
static void convert_directly(struct buffer *out, struct transcoder *transcoder, struct slice text, size_t step, size_t capacity)
{
  char *into = memory_alloc(capacity); /* of just that size: what is written behind it is found */
  size_t begin = 0, end = 0;
  while (begin < text.length) {
    struct slice from = { text.at + begin, end - begin };
    size_t made = transcode(transcoder, &from, end == text.length, into, capacity);
    buffer_bytes(out, into, made);
    begin = end - from.length;
    if (!made) end = text.length - end < step ? text.length : end + step;
  }
  memory_free(into);
}

/* Twice: what was asked once is known then. */
static void check_same(struct slice text, enum encoding encoding, size_t step, size_t capacity, const char *name)
{
  struct buffer wanted = { 0 }, got = { 0 };
  struct transcoder *transcoder = transcoder_new(encoding);
  convert_with_iconv(&wanted, text, encoding);
  for (int time = 0; time < 2; time++) {
    got.length = 0;
    convert_directly(&got, transcoder, text, step, capacity);
    size_t at = 0;
    while (at < got.length && at < wanted.length && got.at[at] == wanted.at[at]) at++;
    cr_assert(got.length == wanted.length && at == got.length, "%s in %s, reads of %zu, %zu at a time: another byte %zu of %zu",
              name, encoding_name(encoding), step, capacity, at, wanted.length);
  }
  transcoder_free(transcoder);
  buffer_free(&wanted);
  buffer_free(&got);
}

/* Each pair of bytes, codes or not; what follows shows how much of it was taken. */
Test(decode_transcode, every_pair_of_bytes)
{
  static const char *const behind[] = { "", ",a\n", "\xCA\xC7" };
  struct buffer text = { 0 };
  for (size_t k = 0; k < 3; k++) {
    buffer_reset(&text);
    for (unsigned first = 0x80; first <= 0xFF; first++)
      for (unsigned second = 1; second <= 0xFF; second++) {
        buffer_char(&text, (char)first);
        buffer_char(&text, (char)second);
        buffer_text(&text, behind[k]);
      }
    check_same(buffer_view(&text), ENCODING_GB18030, SIZE_MAX, 1 << 20, "pairs");
  }
  buffer_free(&text);
}

Test(decode_transcode, every_code_of_four_bytes)
{
  struct buffer text = { 0 };
  for (unsigned first = 0x81; first <= 0xFE; first++)
    for (unsigned order = 0; order < 12600; order++) {
      const unsigned digits[] = { first, 0x30 + order / 1260, 0x81 + order / 10 % 126, 0x30 + order % 10 };
      for (int i = 0; i < 4; i++) buffer_char(&text, (char)digits[i]);
    }
  check_same(buffer_view(&text), ENCODING_GB18030, 1 << 16, 1 << 20, "codes of four bytes");
  buffer_free(&text);
}

static void put_unit(struct buffer *out, unsigned unit, bool little)
{
  buffer_char(out, (char)(little ? unit & 0xFF : unit >> 8));
  buffer_char(out, (char)(little ? unit >> 8 : unit & 0xFF));
}

/* Each unit, the surrogates without their halves, and each pair of surrogates. */
Test(decode_transcode, every_character_of_utf16)
{
  struct buffer text = { 0 };
  for (int little = 0; little < 2; little++) {
    buffer_reset(&text);
    for (unsigned unit = 1; unit <= 0xFFFF; unit++) put_unit(&text, unit, little);
    for (unsigned unit = 1; unit <= 0xFFFF; unit++) put_unit(&text, unit, little), put_unit(&text, ',', little);
    for (unsigned high = 0xD800; high < 0xDC00; high++)
      for (unsigned low = 0xDC00; low < 0xE000; low++) put_unit(&text, high, little), put_unit(&text, low, little);
    check_same(buffer_view(&text), little ? ENCODING_UTF16LE : ENCODING_UTF16BE, 1 << 16, 1 << 20, "units");
  }
  buffer_free(&text);
}

/* Bytes of which codes are made, in any order; ASCII between them in runs around sixteen. */
static void make_text(struct buffer *out, bool wide)
{
  static const unsigned char bytes[] = { 0x30, 0x39, 0x40, 0x7F, 0x80, 0x81, 0x84, 0xA4, 0xB0, 0xD8, 0xDC, 0xFE, 0xFF, ',' };
  for (int n = rand() % 12; n > 0; n--) buffer_char(out, (char)bytes[(size_t)rand() % sizeof bytes]);
  for (int n = rand() % 40; n > 0; n--) {
    buffer_char(out, (char)('a' + n % 26));
    if (wide) buffer_char(out, rand() % 50 ? 0 : 'x');
  }
}

Test(decode_transcode, broken_text_in_pieces)
{
  static const enum encoding encodings[] = { ENCODING_GB18030, ENCODING_UTF16LE, ENCODING_UTF16BE };
  struct buffer text = { 0 };
  srand(18030);
  for (int round = 0; round < 3000; round++) {
    enum encoding encoding = encodings[round % 3];
    buffer_reset(&text);
    for (int n = 1 + rand() % 12; n > 0; n--) make_text(&text, encoding != ENCODING_GB18030);
    size_t step = 1 + (size_t)rand() % 40, capacity = 4 + (size_t)rand() % 60;
    check_same(buffer_view(&text), encoding, step, capacity, "broken text");
  }
  buffer_free(&text);
}

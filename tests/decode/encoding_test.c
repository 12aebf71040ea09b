/* Encoding: each rule by which encodings are reported apart, on samples of bytes. */
#include "decode/encoding.h"

#include <criterion/criterion.h>

#define BYTES(literal)                                                                                                           \
  {                                                                                                                              \
    literal, sizeof(literal) - 1                                                                                                 \
  }

static const struct {
  const char *name;
  struct slice sample;
  size_t length;
  enum encoding encoding;
} marks[] = {
  { "UTF-8", BYTES("\xEF\xBB\xBF,"), 3, ENCODING_UTF8 },
  { "UTF-16LE",
    BYTES("\xFF\xFE"
          "a\0"),
    2, ENCODING_UTF16LE },
  { "UTF-16BE", BYTES("\xFE\xFF\0a"), 2, ENCODING_UTF16BE },
  { "GB18030", BYTES("\x84\x31\x95\x33"), 4, ENCODING_GB18030 },
  { "none", BYTES("abc"), 0, ENCODING_UTF8 },
  { "half a mark", BYTES("\xEF\xBB"), 0, ENCODING_UTF8 },
};

Test(decode_encoding, mark)
{
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    enum encoding encoding = ENCODING_UTF8;
    cr_expect_eq(encoding_mark(marks[i].sample, &encoding), marks[i].length, "%s", marks[i].name);
    cr_expect_eq(encoding, marks[i].encoding, "%s", marks[i].name);
  }
}

static const struct {
  const char *name;
  struct slice sample;
  int encoding; /* -1: not UTF-16 */
} wide[] = {
  { "little-endian ASCII", BYTES("a\0,\0b\0\n\0"), ENCODING_UTF16LE },
  { "big-endian ASCII", BYTES("\0a\0,\0b\0\n"), ENCODING_UTF16BE },
  { "little-endian Chinese", BYTES("\x01\x4F\x1A\x4E\x0D\x54\xF0\x79,\0\x01\x4F\x1A\x4E\r\0\n\0"), ENCODING_UTF16LE },
  { "big-endian Chinese", BYTES("\x4F\x01\x4E\x1A\0,\x4F\x01\x4E\x1A\0\r\0\n"), ENCODING_UTF16BE },
  { "ASCII", BYTES("a,b\n"), -1 },
  { "Chinese in UTF-8", BYTES("\xE4\xBC\x81,\xE4\xB8\x9A\n"), -1 },
  { "a stray zero between letters", BYTES("ab\0cdefgh,ijklmn\n"), -1 },
  { "a stray zero in a longer text", BYTES("a,\0b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v\n"), -1 },
  { "a stray zero in a short text", BYTES("abc\n\0x\n"), -1 },
  { "a stray zero in UTF-8", BYTES("\xE5\xB8\x82\n\0x\xE5\xB8\x82"), -1 },
  { "zeros on both sides", BYTES("\0,\0,,\0,\0\0,\0,,\0"), -1 },
  { "nothing", BYTES(""), -1 },
};

Test(decode_encoding, utf16_without_a_mark)
{
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    enum encoding encoding;
    bool found = encoding_is_utf16(wide[i].sample, &encoding);
    cr_expect_eq(found ? (int)encoding : -1, wide[i].encoding, "%s", wide[i].name);
  }
}

static const struct {
  const char *name, *sample;
  enum encoding whole, cut;
} texts[] = {
  { "Chinese in UTF-8", "市,乌鲁木齐\n", ENCODING_UTF8, ENCODING_UTF8 },
  { "one character in UTF-8", "市", ENCODING_UTF8, ENCODING_UTF8 },
  { "UTF-8 cut in a character", "市市\xE5\xB8", ENCODING_GB18030, ENCODING_UTF8 },
  { "UTF-8 with a broken byte", "乌鲁木齐\xFF市,企业", ENCODING_UTF8, ENCODING_UTF8 },
  { "beyond the basic plane", "\U00020000\U00020001", ENCODING_UTF8, ENCODING_UTF8 },
  { "accents in UTF-8", "\xC3\xA9t\xC3\xA9", ENCODING_GB18030, ENCODING_GB18030 },
  { "Cyrillic in UTF-8", "\xD0\x9C\xD0\xBE\xD1\x81", ENCODING_UTF8, ENCODING_UTF8 },
  { "乌鲁木齐 in GB2312", "\xCE\xDA\xC2\xB3\xC4\xBE\xC6\xEB", ENCODING_GB18030, ENCODING_GB18030 },
  { "是 in GB2312", "\xCA\xC7", ENCODING_GB18030, ENCODING_GB18030 },
  { "路 in GB2312, well-formed UTF-8 too", "\xC2\xB7", ENCODING_GB18030, ENCODING_GB18030 },
  { "GB18030 in four bytes", "\x82\x35\x90\x36", ENCODING_GB18030, ENCODING_GB18030 },
};

Test(decode_encoding, utf8_or_gb18030)
{
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    cr_expect_eq(encoding_of(slice_of(texts[i].sample), true), texts[i].whole, "%s", texts[i].name);
    cr_expect_eq(encoding_of(slice_of(texts[i].sample), false), texts[i].cut, "%s, cut", texts[i].name);
  }
}

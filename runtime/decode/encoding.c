/* The rules by which source.c tells encodings apart. */
#include "decode/encoding.h"

size_t encoding_mark(struct slice sample, enum encoding *encoding)
{
  static const struct {
    const char *bytes;
    enum encoding encoding;
  } marks[] = { { "\xEF\xBB\xBF", ENCODING_UTF8 },
                { "\xFF\xFE", ENCODING_UTF16LE },
                { "\xFE\xFF", ENCODING_UTF16BE },
                { "\x84\x31\x95\x33", ENCODING_GB18030 } };
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (!slice_starts(sample, marks[i].bytes)) continue;
    *encoding = marks[i].encoding;
    return slice_of(marks[i].bytes).length;
  }
  return 0;
}

static bool divides(char c)
{
  return c == ',' || c == '\t' || c == ';' || c == '\n' || c == '\r';
}

/* Other text with a zero byte in it by accident has a zero in few units only, and most often is well-formed UTF-8 besides. */
bool encoding_is_utf16(struct slice sample, enum encoding *encoding)
{
  size_t zeros[2] = { 0 }, dividers[2] = { 0 }; /* zero as the first or second byte of a unit, and a divider as the other */
  for (size_t i = 0; i + 1 < sample.length; i += 2)
    for (size_t k = 0; k < 2; k++) {
      zeros[k] += sample.at[i + k] == 0;
      dividers[k] += sample.at[i + k] == 0 && divides(sample.at[i + 1 - k]);
    }
  size_t often = zeros[1] > zeros[0], units = sample.length / 2;
  size_t needed = utf8_valid_prefix(sample) + 4 > sample.length ? units / 2 : units / 20;
  *encoding = often ? ENCODING_UTF16LE : ENCODING_UTF16BE;
  return dividers[often] > 0 && zeros[often] >= needed && zeros[often] >= 8 * zeros[1 - often];
}

/* Kinds of what stands in a text, read as UTF-8 and as GB2312. */
struct evidence {
  size_t broken, pairs, longer; /* bytes that are not UTF-8; characters of two bytes; of three and four */
  size_t common;                /* those of two bytes that are common Chinese in GB2312 (its first plane of characters) */
};

static bool is_common_pair(const char *at)
{
  unsigned char lead = (unsigned char)at[0], trail = (unsigned char)at[1];
  return lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1 && trail <= 0xFE;
}

static struct evidence gather(struct slice sample)
{
  struct evidence found = { 0 };
  for (size_t i = 0, length; i < sample.length; i += length) {
    unsigned char lead = (unsigned char)sample.at[i];
    struct slice character = { sample.at + i, utf8_length(lead) };
    length = 1;
    if (lead < 0x80) continue;
    bool whole = character.length > 1 && character.length <= sample.length - i;
    if (!whole || utf8_valid_prefix(character) < character.length) {
      found.broken++;
      continue;
    }
    length = character.length;
    found.pairs += length == 2;
    found.longer += length > 2;
    found.common += length == 2 && is_common_pair(sample.at + i);
  }
  return found;
}

/* `sample` without a character that its end cuts. */
static struct slice without_cut(struct slice sample)
{
  for (size_t back = 1; back <= 3 && back <= sample.length; back++) {
    unsigned char lead = (unsigned char)sample.at[sample.length - back];
    if ((lead & 0xC0) == 0x80) continue;
    if (utf8_length(lead) > back) sample.length -= back;
    break;
  }
  return sample;
}

/* Chinese in UTF-8 has three bytes a character. GB18030 read as UTF-8 is broken all over, and only by chance well-formed: then in
 * characters of two bytes. */
enum encoding encoding_of(struct slice sample, bool whole)
{
  struct evidence found = gather(whole ? sample : without_cut(sample));
  if (found.broken) return found.longer > found.broken ? ENCODING_UTF8 : ENCODING_GB18030;
  if (found.longer || !found.pairs) return ENCODING_UTF8;
  return found.common == found.pairs ? ENCODING_GB18030 : ENCODING_UTF8;
}

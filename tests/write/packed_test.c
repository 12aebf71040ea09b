/* Letters of packed bytes: back to the same bytes, by a decoder of its own. */
#include "write/packed.h"

#include <bzlib.h>
#include <criterion/criterion.h>
#include <string.h>

static size_t bytes_of(const char *letters, size_t length, unsigned char *out)
{
  static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{|}";
  size_t count = 0;
  for (size_t i = 0; i + 4 < length; i += 5) {
    uint32_t four = 0;
    for (size_t k = 0; k < 5; k++) {
      const char *at = memchr(alphabet, letters[i + k], 85);
      cr_assert(at, "'%c' is none of the letters", letters[i + k]);
      four = four * 85 + (uint32_t)(at - alphabet);
    }
    for (int k = 3; k >= 0; k--) out[count++] = (unsigned char)(four >> (8 * k));
  }
  return count;
}

Test(write_packed, comes_back)
{
  enum { LARGEST = 2000000 };
  static const size_t lengths[] = { 0, 1, 4, 1000, LARGEST };
  char *text = memory_alloc(LARGEST), *back = memory_alloc(LARGEST + 1);
  uint32_t state = 1;
  for (size_t i = 0; i < LARGEST; i++)
    text[i] = i % 7 ? "营业收入123\n"[i % 15] : (char)((state = state * 1664525 + 1013904223) >> 24);
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    struct buffer letters = { 0 };
    packed_write(&letters, (struct slice){ text, lengths[i] });
    unsigned char *bytes = memory_alloc(letters.length + 8);
    size_t count = bytes_of(letters.at, letters.length, bytes);
    unsigned got = LARGEST + 1;
    cr_expect_eq(BZ2_bzBuffToBuffDecompress(back, &got, (char *)bytes, (unsigned)count, 0, 0), BZ_OK, "%zu bytes", lengths[i]);
    cr_expect(got == lengths[i] && memcmp(back, text, got) == 0, "%zu bytes", lengths[i]);
    memory_free(bytes);
    buffer_free(&letters);
  }
  memory_free(text);
  memory_free(back);
}

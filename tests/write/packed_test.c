/* Letters of packed bytes: back to the same bytes, by decoders that others wrote. */
#include "write/packed.h"

#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <string.h>
#include <zlib.h>

Test(write_packed, comes_back)
{
  enum { LARGEST = 2000000 };
  static const size_t lengths[] = { 0, 1, 2, 3, 4, 1000, LARGEST };
  char *text = memory_alloc(LARGEST), *back = memory_alloc(LARGEST + 1);
  uint32_t state = 1;
  for (size_t i = 0; i < LARGEST; i++)
    text[i] = i % 7 ? "营业收入123\n"[i % 15] : (char)((state = state * 1664525 + 1013904223) >> 24);
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    struct buffer letters = { 0 };
    packed_write(&letters, (struct slice){ text, lengths[i] });
    unsigned char *bytes = memory_alloc(letters.length + 1);
    int count = EVP_DecodeBlock(bytes, (const unsigned char *)letters.at, (int)letters.length);
    cr_assert_geq(count, 0, "base 64 of %zu bytes", lengths[i]);
    uLongf got = LARGEST + 1;
    cr_expect_eq(uncompress((Bytef *)back, &got, bytes, (uLong)count), Z_OK, "%zu bytes", lengths[i]);
    cr_expect(got == lengths[i] && memcmp(back, text, got) == 0, "%zu bytes", lengths[i]);
    memory_free(bytes);
    buffer_free(&letters);
  }
  memory_free(text);
  memory_free(back);
}

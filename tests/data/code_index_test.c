/* The code index: against a plain list, on codes of every shape, and what it takes of memory. */
#include "data/code_index.h"

#include <criterion/criterion.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../chance.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* The n-th of different codes that look drawn: the digits of a permutation of n in base 36. */
static struct slice code_of(uint64_t n, char out[static CODE_BYTES])
{
  uint64_t high = n * 0x9E3779B97F4A7C15u, low = n;
  for (int i = 0; i < 12; i++, high /= 36) out[i] = digits[high % 36];
  for (int i = 12; i < CODE_BYTES; i++, low /= 36) out[i] = digits[low % 36];
  return (struct slice){ out, CODE_BYTES };
}

Test(data_code_index, a_million_codes)
{
  enum { CODES = 1000000 };
  char text[CODE_BYTES];
  struct codes *codes = code_index_new();
  for (uint64_t n = 0; n < CODES; n++) {
    bool fresh = false;
    int64_t number = code_index_put(codes, code_of(n, text), (uint32_t)(n * 7), &fresh);
    cr_assert(fresh && number == (int64_t)(n * 7), "code %llu", (unsigned long long)n);
  }
  cr_expect_eq(code_index_count(codes), CODES);
  for (int i = 0; i < CODES; i++) {
    uint64_t n = chance() % (2 * CODES);
    bool fresh = true;
    int64_t expected = n < CODES ? (int64_t)(n * 7) : CODES_NONE;
    cr_assert_eq(code_index_find(codes, code_of(n, text)), expected, "code %llu", (unsigned long long)n);
    if (n < CODES)
      cr_assert(code_index_put(codes, code_of(n, text), 5, &fresh) == expected && !fresh, "again %llu", (unsigned long long)n);
  }
  cr_expect_eq(code_index_count(codes), CODES);
  code_index_free(codes);
}

Test(data_code_index, code_index_of_every_shape)
{
  static const char *const texts[] = {
    "",
    "9",
    "91650100M000100Y4X",
    "91650100M000100Y4",
    "91650100M000100Y4XX",
    "91650100m000100y4x",
    "91650100M000100Y4 ",
    "000000000000000000",
    "ZZZZZZZZZZZZZZZZZZ",
    "ZZZZZZZZZ000000000",
    "000000000ZZZZZZZZZ",
    "00000000000000000Z",
    "100000000000000000",
    "012345678-ABCDEFGH",
    "统一社会信用",
    "组织机构代码12345678-9",
  };
  static const bool plain[COUNT(texts)] = {
    [2] = true, [7] = true, [8] = true, [9] = true, [10] = true, [11] = true, [12] = true
  };
  struct codes *codes = code_index_new();
  for (size_t pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < COUNT(texts); i++) {
      bool fresh;
      char *copy = strdup(texts[i]);
      int64_t before = code_index_find(codes, slice_of(copy)),
              number = code_index_put(codes, slice_of(copy), (uint32_t)i, &fresh);
      cr_expect_eq(before, pass ? (int64_t)i : CODES_NONE, "“%s” in pass %zu: %lld", texts[i], pass, (long long)before);
      cr_expect(number == (int64_t)i && fresh == !pass, "“%s” in pass %zu", texts[i], pass);
      struct packed_code packed = code_pack(slice_of(copy));
      char again[CODE_BYTES];
      cr_expect_eq(code_is_plain(packed.key), plain[i], "“%s”", texts[i]);
      if (plain[i]) cr_expect(slice_is(code_unpack(packed.key, again), texts[i]), "“%s” again", texts[i]);
      free(copy);
    }
  cr_expect_eq(code_index_count(codes), COUNT(texts));
  code_index_free(codes);
}

Test(data_code_index, packed_codes_are_made_anew)
{
  char text[CODE_BYTES], again[CODE_BYTES];
  for (int i = 0; i < 100000; i++) {
    for (int k = 0; k < CODE_BYTES; k++) text[k] = digits[chance() % 36];
    struct packed_code packed = code_pack((struct slice){ text, CODE_BYTES });
    cr_assert(code_is_plain(packed.key));
    cr_assert(slice_equal(code_unpack(packed.key, again), packed.text), "%.18s gives %.18s", text, again);
  }
}

Test(data_code_index, numbers_of_all_32_bits)
{
  static const uint32_t numbers[] = { 0, 1, INT32_MAX, (uint32_t)INT32_MAX + 1, UINT32_MAX };
  char text[CODE_BYTES];
  struct codes *codes = code_index_new();
  for (size_t i = 0; i < COUNT(numbers); i++) {
    bool fresh;
    code_index_put(codes, code_of(i, text), numbers[i], &fresh);
    code_index_put(codes, (struct slice){ "odd code", i + 1 }, numbers[i], &fresh);
    cr_expect_eq(code_index_find(codes, code_of(i, text)), (int64_t)numbers[i]);
    cr_expect_eq(code_index_find(codes, (struct slice){ "odd code", i + 1 }), (int64_t)numbers[i]);
  }
  code_index_free(codes);
}

Test(data_code_index, nothing_is_in_an_empty_index)
{
  struct codes *codes = code_index_new();
  cr_expect_eq(code_index_find(codes, SLICE("91650100M000100Y4X")), CODES_NONE);
  cr_expect_eq(code_index_find(codes, SLICE("odd")), CODES_NONE);
  cr_expect_eq(code_index_count(codes), 0);
  code_index_free(codes);
  code_index_free(NULL);
}

/* Texts that are no codes are found as fast as codes: a list of half a million of them ends within the second. */
Test(data_code_index, many_odd_codes, .timeout = 20)
{
  enum { CODES = 300000 };
  char text[32];
  struct codes *codes = code_index_new();
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < CODES; i++) {
      bool fresh;
      snprintf(text, sizeof text, "旧证%d号", i);
      int64_t number = code_index_put(codes, slice_of(text), (uint32_t)i, &fresh);
      cr_assert(number == i && fresh == !pass, "%s", text);
    }
  cr_expect_eq(code_index_count(codes), CODES);
  code_index_free(codes);
}

/* Codes that have one hash under the mixing of 64 bits by known constants that the index began with (and that anybody can compute
 * backwards): the time they took grew with the square of them. */
Test(data_code_index, codes_made_to_collide, .timeout = 20)
{
  enum { CODES = 100000 };
  const uint64_t inverse = 0xF1DE83E19937733Du; /* of 0x9E3779B97F4A7C15, modulo 2^64 */
  cr_assert_eq(inverse * 0x9E3779B97F4A7C15u, 1);
  struct codes *codes = code_index_new();
  char text[CODE_BYTES];
  uint32_t count = 0;
  for (uint64_t low = 0; count < CODES; low++) {
    uint64_t hash = UINT64_C(0x1234567800000000) | low, plain = hash * inverse;
    uint32_t rest = (uint32_t)(0x9ABCDEF0u ^ hash ^ (hash >> 32));
    uint32_t key[3] = { (uint32_t)(plain >> 32), (uint32_t)plain, rest };
    bool fresh;
    if (key[2] >> 16 >= 23000 || (key[2] & UINT16_MAX) >= 23000) continue; /* beyond 36^9 */
    code_index_put(codes, code_unpack(key, text), count++, &fresh);
    cr_assert(fresh);
  }
  cr_expect_eq(code_index_count(codes), CODES);
  code_index_free(codes);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
static size_t allocated(void)
{
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

/* Beside a fixed part, 26 bytes an entry however many there are: the parts do not grow all at once. */
Test(data_code_index, memory)
{
  enum { CODES = 1500000, FIXED = 200 * 1024, AN_ENTRY = 26 };
  char text[CODE_BYTES];
  size_t before = allocated();
  struct codes *codes = code_index_new();
  for (uint64_t n = 0; n < CODES; n++) {
    bool fresh;
    code_index_put(codes, code_of(n, text), (uint32_t)n, &fresh);
    if (n % 997) continue;
    size_t bytes = allocated() - before;
    cr_assert_leq(bytes, AN_ENTRY * (n + 1) + FIXED, "%zu bytes for %llu codes", bytes, (unsigned long long)n + 1);
  }
  size_t bytes = allocated() - before;
  cr_expect_leq(bytes, AN_ENTRY * (size_t)CODES, "%zu bytes for a million and a half", bytes);
  code_index_free(codes);
  bytes = allocated() - before;
  cr_expect_leq(bytes, 128 * 1024, "all given back, but for what malloc keeps at hand: %zu", bytes);
}
#endif

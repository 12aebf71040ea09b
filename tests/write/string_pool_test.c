/* Texts by number: the same text has the same number, however many there are. */
#include "write/string_pool.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(write_string_pool, numbers)
{
  enum { MANY = 5000 };
  struct string_pool pool = { 0 };
  char text[32];
  for (int round = 0; round < 2; round++)
    for (size_t i = 0; i < MANY; i++) {
      snprintf(text, sizeof text, "第 %zu 句", i * 7919);
      cr_expect_eq(string_pool_number(&pool, slice_of(text)), i);
    }
  cr_expect_eq(pool.count, MANY);
  cr_expect_eq(string_pool_number(&pool, SLICE("")), MANY, "an empty text is one, too");
  cr_expect(slice_is(string_pool_at(&pool, 1), "第 7919 句"));
  cr_expect_eq(string_pool_at(&pool, MANY).length, 0);
  string_pool_close(&pool);
}

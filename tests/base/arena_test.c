/* Arenas: alignment, growth, marks. */
#include "base/arena.h"

#include <criterion/criterion.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

Test(base_arena, blocks_are_zeroed_aligned_and_apart)
{
  struct arena arena = { 0 };
  unsigned char *last = NULL;
  static const size_t sizes[] = { 0, 1, 7, 16, 17, 4096, 65536, 65537, 200000, 3 };
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    unsigned char *block = arena_alloc(&arena, sizes[i]);
    cr_expect_eq((uintptr_t)block % 16, 0, "size %zu", sizes[i]);
    cr_expect_neq(block, last, "size %zu", sizes[i]);
    for (size_t k = 0; k < sizes[i]; k++) cr_assert_eq(block[k], 0, "size %zu", sizes[i]);
    memset(block, 0xAA, sizes[i]);
    last = block;
  }
  arena_free(&arena);
  cr_expect_null(arena.chunk);
}

Test(base_arena, rewinding_gives_back_what_came_after_the_mark)
{
  struct arena arena = { 0 };
  char *kept = arena_string(&arena, "kept");
  struct arena_mark mark = arena_mark(&arena);
  char *first = arena_alloc(&arena, 100);
  memset(first, 'x', 100);
  for (int i = 0; i < 100; i++) arena_alloc(&arena, 10000);
  arena_rewind(&arena, mark);
  char *second = arena_alloc(&arena, 100);
  cr_expect_eq(first, second, "the place is used again");
  cr_expect_eq(second[0], 0, "and zeroed again");
  cr_expect_str_eq(kept, "kept");
  arena_free(&arena);
}

Test(base_arena, an_empty_arena_can_be_marked)
{
  struct arena arena = { 0 };
  struct arena_mark mark = arena_mark(&arena);
  arena_alloc(&arena, 10);
  arena_rewind(&arena, mark);
  cr_expect_null(arena.chunk);
}

Test(base_arena, texts)
{
  struct arena arena = { 0 };
  cr_expect_str_eq(arena_printf(&arena, "%s-%d", "甲", 7), "甲-7");
  cr_expect_str_eq(arena_copy(&arena, "abcdef", 3), "abc");
  cr_expect_str_eq(arena_copy(&arena, NULL, 0), "");
  arena_free(&arena);
}

Test(base_arena, an_array_grows_and_keeps_its_items)
{
  struct arena arena = { 0 };
  size_t capacity = 0;
  int *items = NULL;
  for (size_t count = 0; count < 1000; count++) {
    items = arena_grow(&arena, items, count, &capacity, sizeof *items);
    items[count] = (int)count;
  }
  for (int i = 0; i < 1000; i++) cr_assert_eq(items[i], i);
  cr_expect_geq(capacity, 1000);
  arena_free(&arena);
}

static jmp_buf exhausted;

static void on_exhaustion(void)
{
  longjmp(exhausted, 1);
}

Test(base_arena, a_size_that_overflows_is_exhaustion)
{
  struct arena arena = { 0 };
  memory_on_exhaustion(on_exhaustion);
  if (setjmp(exhausted) == 0) {
    arena_array(&arena, SIZE_MAX / 2, 16);
    cr_assert_fail("returned");
  }
  arena_free(&arena);
}

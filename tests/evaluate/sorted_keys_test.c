/* Sorted keys: sorting and searching against the plain way, for keys of all sizes. */
#include "evaluate/sorted_keys.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "../chance.h"
#include "base/arena.h"

enum { MOST = 70000, WANTED = 500 };

static int64_t draw_key(size_t spread)
{
  static const int64_t ends[] = { 0, -1, 1, INT64_MAX, INT64_MIN, INT64_MAX - 1 };
  if (!draw(50)) return ends[draw(6)];
  return (int64_t)(chance() >> spread) - (int64_t)(chance() >> spread);
}

static int key_order(const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static size_t plain_below(const int64_t *keys, size_t count, int64_t key)
{
  size_t below = 0;
  while (below < count && keys[below] < key) below++;
  return below;
}

static void check_searches(const int64_t *keys, size_t count, size_t spread)
{
  int64_t wanted[WANTED];
  uint32_t starts[WANTED], counts[WANTED], below[WANTED], ranges[WANTED], within[WANTED];
  uint32_t firsts[WANTED], lengths[WANTED];
  for (size_t i = 0; i < WANTED; i++) {
    wanted[i] = count && draw(2) ? keys[draw(count)] : draw_key(spread);
    starts[i] = (uint32_t)draw(count + 1);
    counts[i] = ranges[i] = (uint32_t)draw(count - starts[i] + 1);
    firsts[i] = 0, lengths[i] = (uint32_t)count;
  }
  keys_below_each(keys, firsts, lengths, wanted, WANTED, below);
  keys_below_each(keys, starts, counts, wanted, WANTED, within);
  for (size_t i = 0; i < WANTED; i++) {
    size_t all = plain_below(keys, count, wanted[i]), some = plain_below(keys + starts[i], ranges[i], wanted[i]);
    cr_assert(below[i] == all && within[i] == some && keys_below(keys, count, wanted[i]) == all);
  }
}

Test(evaluate_sorted_keys, keys_are_sorted_and_found)
{
  static const size_t counts[] = { 0, 1, 2, 15, 16, 17, 2048, 2049, 5000, MOST };
  for (size_t round = 0; round < 40; round++) {
    size_t count = counts[round % 10], spread = draw(60) + 1;
    int64_t *keys = memory_alloc((count + 1) * sizeof *keys), *expected = memory_alloc((count + 1) * sizeof *expected);
    for (size_t i = 0; i < count; i++) keys[i] = expected[i] = draw_key(spread);
    qsort(expected, count, sizeof *expected, key_order);
    keys_sort(&keys, count);
    for (size_t i = 0; i < count; i++) cr_assert(keys[i] == expected[i]);
    check_searches(keys, count, spread);
    memory_free(keys);
    memory_free(expected);
  }
}

Test(evaluate_sorted_keys, items_are_sorted_by_group_and_key_and_keep_their_order)
{
  for (size_t round = 0; round < 20; round++) {
    size_t count = draw(3000), spread = draw(60) + 1;
    struct keyed *items = memory_alloc((count + 1) * sizeof *items);
    for (uint32_t i = 0; i < count; i++)
      items[i] = (struct keyed){ draw_key(spread), (uint32_t)draw(1 + (round % 2 ? 5 : 1u << 27)), i };
    keyed_sort(&items, count);
    for (size_t i = 1; i < count; i++) {
      const struct keyed *a = &items[i - 1], *b = &items[i];
      cr_assert(a->group < b->group || (a->group == b->group && (a->key < b->key || (a->key == b->key && a->index < b->index))));
    }
    memory_free(items);
  }
}

/* Ratios that are near to each other, and far. */
static struct ratio draw_ratio(void)
{
  int64_t num = (int64_t)(chance() >> (1 + draw(62))) * (draw(2) ? 1 : -1), den = (int64_t)(chance() >> (1 + draw(62))) + 1;
  return (struct ratio){ num, den };
}

Test(evaluate_sorted_keys, near_keys_never_fall_where_the_ratio_rises)
{
  for (size_t i = 0; i < 200000; i++) {
    struct ratio a = draw_ratio(), b = draw(3) ? draw_ratio() : a;
    if (draw(2)) b = (struct ratio){ a.num + (int64_t)draw(3) - 1, a.den };
    int order = ratio_compare(a, b);
    int64_t x = key_near(a), y = key_near(b);
    cr_assert(order < 0 ? x <= y : order > 0 ? x >= y : x == y);
  }
}

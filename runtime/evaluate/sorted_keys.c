/* Radix sorts, and searches side by side. */
#include "evaluate/sorted_keys.h"

#include <string.h>

#include "base/arena.h"

enum { DIGITS = 1 << 11, DIGIT_BITS = 11, KEY_DIGITS = 6, GROUP_DIGITS = 3 };

/* A double's bits rise with its value once those of the negative ones are turned. A long double holds both parts of a ratio, so
 * that their quotient is rounded once, and rounding keeps the order. */
int64_t key_near(struct ratio value)
{
  double near = (double)((long double)value.num / (long double)value.den);
  int64_t bits;
  memcpy(&bits, &near, sizeof bits);
  return near < 0 ? (int64_t)((uint64_t)INT64_MIN - (uint64_t)bits) : near == 0 ? 0 : bits;
}

/* Eleven bits of a key by which it is sorted: least significant first, and the negative come first. */
static unsigned key_digit(int64_t key, int digit)
{
  return (unsigned)(((uint64_t)key ^ (uint64_t)INT64_MIN) >> DIGIT_BITS * digit & (DIGITS - 1));
}

static unsigned keyed_digit(const struct keyed *item, int digit)
{
  return digit < KEY_DIGITS ? key_digit(item->key, digit) : item->group >> DIGIT_BITS * (digit - KEY_DIGITS) & (DIGITS - 1);
}

/* Where each digit's run begins; false when all have the same, so that there is nothing to do. */
static bool runs_begin(uint32_t counts[DIGITS], size_t count)
{
  size_t start = 0;
  for (int k = 0; k < DIGITS; k++) {
    uint32_t here = counts[k];
    if (here == count) return false;
    counts[k] = (uint32_t)start;
    start += here;
  }
  return true;
}

void keys_sort(int64_t **keys, size_t count)
{
  if (count < 2) return;
  uint32_t counts[KEY_DIGITS][DIGITS] = { { 0 } };
  int64_t *from = *keys, *into = memory_alloc((count + 1) * sizeof *into);
  for (size_t i = 0; i < count; i++)
    for (int digit = 0; digit < KEY_DIGITS; digit++) counts[digit][key_digit(from[i], digit)]++;
  for (int digit = 0; digit < KEY_DIGITS; digit++) {
    if (!runs_begin(counts[digit], count)) continue;
    for (size_t i = 0; i < count; i++) into[counts[digit][key_digit(from[i], digit)]++] = from[i];
    int64_t *sorted = into;
    into = from;
    from = sorted;
  }
  memory_free(into);
  *keys = from;
}

void keyed_sort(struct keyed **items, size_t count)
{
  if (count < 2) return;
  uint32_t counts[KEY_DIGITS + GROUP_DIGITS][DIGITS] = { { 0 } };
  struct keyed *from = *items, *into = memory_alloc((count + 1) * sizeof *into);
  for (size_t i = 0; i < count; i++)
    for (int digit = 0; digit < KEY_DIGITS + GROUP_DIGITS; digit++) counts[digit][keyed_digit(&from[i], digit)]++;
  for (int digit = 0; digit < KEY_DIGITS + GROUP_DIGITS; digit++) {
    if (!runs_begin(counts[digit], count)) continue;
    for (size_t i = 0; i < count; i++) into[counts[digit][keyed_digit(&from[i], digit)]++] = from[i];
    struct keyed *sorted = into;
    into = from;
    from = sorted;
  }
  memory_free(into);
  *items = from;
}

size_t keys_below(const int64_t *keys, size_t count, int64_t key)
{
  const int64_t *first = keys;
  while (count > 1) {
    size_t half = count / 2;
    first += half & -(size_t)(first[half - 1] < key); /* no branch: nobody can foretell which way */
    count -= half;
  }
  return (size_t)(first - keys) + (count && *first < key);
}

static bool all_equal(const uint32_t *counts, size_t rows)
{
  for (size_t i = 1; i < rows; i++)
    if (counts[i] != counts[0]) return false;
  return rows;
}

/* The common case: all look in as many keys, and nothing but the comparisons differs. */
static void step_alike(const int64_t *keys, uint32_t *counts, const int64_t *wanted, size_t rows, uint32_t *restrict below)
{
  for (uint32_t half; (half = counts[0] / 2); counts[0] -= half)
    for (size_t i = 0; i < rows; i++) below[i] += half & -(uint32_t)(keys[below[i] + half - 1] < wanted[i]);
}

static void step_apart(const int64_t *keys, uint32_t *counts, const int64_t *wanted, size_t rows, uint32_t *restrict below)
{
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < rows; i++) {
      uint32_t half = counts[i] / 2;
      if (!half) continue;
      below[i] += half & -(uint32_t)(keys[below[i] + half - 1] < wanted[i]);
      counts[i] -= half;
      more |= counts[i] > 1;
    }
  }
}

void keys_below_each(const int64_t *keys, const uint32_t *starts, uint32_t *counts, const int64_t *wanted, size_t rows,
                     uint32_t *below)
{
  memcpy(below, starts, rows * sizeof *below);
  if (all_equal(counts, rows)) step_alike(keys, counts, wanted, rows, below);
  else step_apart(keys, counts, wanted, rows, below);
  for (size_t i = 0; i < rows; i++) below[i] += (counts[i] && keys[below[i]] < wanted[i]) - starts[i];
}

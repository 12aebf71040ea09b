/* Sorted keys: whole numbers that stand for values, in order, and how many of them are below a wanted one.
 *
 * A key is exact (the number itself) or keeps the order only: then values that differ by less than one part in 2^52 may share
 * one, and who sorted by it, or looked for it, compares the values of the few that do. So ratios are sorted and found as fast as
 * whole numbers are. Rejected: comparing ratios all along (two wide products a comparison, twenty a search). */
#ifndef EVALUATE_SORTED_KEYS_H
#define EVALUATE_SORTED_KEYS_H

#include <stdint.h>

#include "base/decimal.h"

/* What is sorted: by group, then by key. `index`: where it came from. */
struct keyed {
  int64_t key;
  uint32_t group, index;
};

/* A key that never falls where the ratio rises. */
int64_t key_near(struct ratio value);

/* Both sort what the pointer points to; it may then point to other memory (memory_free). Equal ones stay in their order. */
void keys_sort(int64_t **keys, size_t count);
void keyed_sort(struct keyed **items, size_t count);

/* How many of the sorted keys are less than `key`. */
size_t keys_below(const int64_t *keys, size_t count, int64_t key);
/* The same for many at once, whose steps do not wait for each other's memory: of wanted[i] among counts[i] keys from starts[i]
 * on. `below` holds the answers; `counts` is used up. */
void keys_below_each(const int64_t *keys, const uint32_t *starts, uint32_t *counts, const int64_t *wanted, size_t rows,
                     uint32_t *below);

#endif

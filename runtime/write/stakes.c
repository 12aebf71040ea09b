/* Adding up what missing data leave open. */
#include "write/stakes.h"

#include <stdlib.h>

enum { KINDS_MOST = 256 };

void stakes_add(struct stakes *stakes, struct slice missing, uint64_t rows, int64_t width)
{
  size_t at = 0;
  while (at < stakes->count && !slice_equal(stakes->items[at].missing, missing)) at++;
  if (at == KINDS_MOST) return;
  if (at == stakes->count) {
    stakes->items = arena_grow(&stakes->arena, stakes->items, stakes->count, &stakes->capacity, sizeof *stakes->items);
    stakes->items[stakes->count++] = (struct stake){ .missing = slice_copy(&stakes->arena, missing) };
  }
  struct stake *stake = &stakes->items[at];
  if (!__builtin_add_overflow(stake->width, width, &stake->width)) stake->rows += rows;
}

void stakes_merge(struct stakes *into, const struct stakes *from)
{
  for (size_t i = 0; i < from->count; i++) stakes_add(into, from->items[i].missing, from->items[i].rows, from->items[i].width);
}

static int by_width(const void *a, const void *b)
{
  const struct stake *one = a, *other = b;
  if (one->width != other->width) return one->width < other->width ? 1 : -1;
  return slice_compare(one->missing, other->missing);
}

void stakes_sort(struct stakes *stakes)
{
  if (stakes->count) qsort(stakes->items, stakes->count, sizeof *stakes->items, by_width);
}

void stakes_clear(struct stakes *stakes)
{
  arena_free(&stakes->arena);
  *stakes = (struct stakes){ .count = 0 };
}

/* Changes added up by region. */
#include "explain/difference.h"

#include <stdlib.h>

static int region_order(const void *a, const void *b)
{
  const struct region_change *x = a, *y = b;
  if (x->objects != y->objects) return x->objects ? 1 : -1;
  return (x->code > y->code) - (x->code < y->code);
}

void difference_regions(struct difference *difference, const struct regions *names)
{
  const struct comparison *results = &difference->results;
  size_t capacity = 0;
  for (size_t i = 0; i < results->count; i++) {
    const struct change *change = &results->changes[i];
    bool objects = change_measure(change)->object != NULL;
    int32_t code = objects ? 0 : difference->objects[i].region;
    size_t at = 0;
    while (at < difference->region_count && (difference->regions[at].code != code || difference->regions[at].objects != objects))
      at++;
    if (at == difference->region_count) {
      difference->regions = arena_grow(&difference->arena, difference->regions, at, &capacity, sizeof *difference->regions);
      difference->regions[difference->region_count++] =
          (struct region_change){ .code = code, .objects = objects, .name = code ? region_name(names, code) : NULL };
    }
    difference->regions[at].counts[change->kind]++;
    if (!measure_kind_owes(change_measure(change)->kind)) difference->regions[at].difference += change->difference;
  }
  if (difference->region_count) qsort(difference->regions, difference->region_count, sizeof *difference->regions, region_order);
}

void difference_free(struct difference *difference)
{
  arena_free(&difference->arena);
}

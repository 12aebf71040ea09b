/* Open addressing over addresses, for every room. */
#include "base/pointer_map.h"

#include <stdint.h>

struct pointer_entry {
  const void *address;
  void *value;
};

static struct pointer_entry *entry_of(struct pointer_entry *entries, size_t capacity, const void *address)
{
  uint64_t mixed = (uint64_t)(uintptr_t)address * 0x9E3779B97F4A7C15u;
  size_t at = (size_t)(mixed >> 32) & (capacity - 1);
  while (entries[at].address && entries[at].address != address) at = (at + 1) & (capacity - 1);
  return &entries[at];
}

static void map_grow(struct pointer_map *map)
{
  size_t capacity = map->capacity ? map->capacity * 2 : 64;
  struct pointer_entry *larger = arena_array(map->arena, capacity, sizeof *larger);
  for (size_t i = 0; i < map->capacity; i++)
    if (map->entries[i].address) *entry_of(larger, capacity, map->entries[i].address) = map->entries[i];
  map->entries = larger;
  map->capacity = capacity;
}

void **pointer_map_at(struct pointer_map *map, const void *address)
{
  if (map->count * 2 >= map->capacity) map_grow(map);
  struct pointer_entry *entry = entry_of(map->entries, map->capacity, address);
  map->count += !entry->address;
  entry->address = address;
  return &entry->value;
}

void *pointer_map_find(const struct pointer_map *map, const void *address)
{
  return map->capacity ? entry_of(map->entries, map->capacity, address)->value : NULL;
}

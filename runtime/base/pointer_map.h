/* Pointer map: what is known of an object, by its address: for walks over graphs, which come to one object many times and must
 * not go through it again.
 *
 * It lives in an arena. Addresses decide nothing but where an entry stands, so results do not depend on them. */
#ifndef BASE_POINTER_MAP_H
#define BASE_POINTER_MAP_H

#include "base/arena.h"

/* Zero-initialise, and set the arena. */
struct pointer_map {
  struct arena *arena;
  struct pointer_entry *entries;
  size_t count, capacity;
};

/* What is kept for the address, NULL to begin with; the place is good until the next call. */
void **pointer_map_at(struct pointer_map *map, const void *address);
/* The same without making an entry. */
void *pointer_map_find(const struct pointer_map *map, const void *address);

#endif

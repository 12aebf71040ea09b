/* String pool: texts that come again and again, each kept once and called by its number. For write/explanation_store.c. */
#ifndef WRITE_STRING_POOL_H
#define WRITE_STRING_POOL_H

#include "base/text.h"

/* Zero-initialise; memory outside arenas, since it grows with the list. */
struct string_pool {
  struct buffer bytes;
  size_t *ends;
  size_t count, capacity;
  uint32_t *table; /* 1 + number; 0: free */
  size_t table_size;
};

/* The number of the text, a new one if it has none; numbers count from 0 in the order of first use. */
size_t string_pool_number(struct string_pool *pool, struct slice text);
struct slice string_pool_at(const struct string_pool *pool, size_t number);
void string_pool_close(struct string_pool *pool);

#endif

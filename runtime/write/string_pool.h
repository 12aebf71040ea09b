/* Phrases: texts that come again and again, each kept once and called by its number. For write/explanation_store.c. */
#ifndef WRITE_STRING_POOL_H
#define WRITE_STRING_POOL_H

#include "base/text.h"

/* Zero-initialise; memory outside arenas, since it grows with the list. */
struct phrases {
  struct buffer bytes;
  size_t *ends;
  size_t count, capacity;
  uint32_t *table; /* 1 + number; 0: free */
  size_t table_size;
};

/* The number of the text, a new one if it has none; numbers count from 0 in the order of first use. */
size_t phrase_number(struct phrases *phrases, struct slice text);
struct slice phrase_at(const struct phrases *phrases, size_t number);
void phrases_close(struct phrases *phrases);

#endif

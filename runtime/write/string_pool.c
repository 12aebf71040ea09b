/* Texts by number. */
#include "write/string_pool.h"

#include <string.h>

struct slice phrase_at(const struct phrases *phrases, size_t number)
{
  size_t start = number ? phrases->ends[number - 1] : 0;
  return (struct slice){ phrases->bytes.at + start, phrases->ends[number] - start };
}

static void phrases_widen(struct phrases *phrases)
{
  memory_free(phrases->table);
  phrases->table_size = phrases->table_size ? phrases->table_size * 2 : 1024;
  phrases->table = memory_alloc(phrases->table_size * sizeof *phrases->table);
  memset(phrases->table, 0, phrases->table_size * sizeof *phrases->table);
  for (size_t i = 0; i < phrases->count; i++) {
    size_t at = slice_hash(phrase_at(phrases, i)) & (phrases->table_size - 1);
    while (phrases->table[at]) at = (at + 1) & (phrases->table_size - 1);
    phrases->table[at] = (uint32_t)i + 1;
  }
}

size_t phrase_number(struct phrases *phrases, struct slice text)
{
  if (phrases->count * 2 >= phrases->table_size) phrases_widen(phrases);
  size_t at = slice_hash(text) & (phrases->table_size - 1);
  for (; phrases->table[at]; at = (at + 1) & (phrases->table_size - 1))
    if (slice_equal(phrase_at(phrases, phrases->table[at] - 1), text)) return phrases->table[at] - 1;
  if (phrases->count == phrases->capacity) {
    phrases->capacity = phrases->capacity ? phrases->capacity * 2 : 256;
    phrases->ends = memory_resize(phrases->ends, phrases->capacity * sizeof *phrases->ends);
  }
  buffer_slice(&phrases->bytes, text);
  phrases->ends[phrases->count] = phrases->bytes.length;
  phrases->table[at] = (uint32_t)phrases->count + 1;
  return phrases->count++;
}

void phrases_close(struct phrases *phrases)
{
  buffer_free(&phrases->bytes);
  memory_free(phrases->ends);
  memory_free(phrases->table);
}

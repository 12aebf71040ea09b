/* Texts by number. */
#include "write/string_pool.h"

#include <string.h>

struct slice string_pool_at(const struct string_pool *pool, size_t number)
{
  size_t start = number ? pool->ends[number - 1] : 0;
  return (struct slice){ pool->bytes.at + start, pool->ends[number] - start };
}

static void string_pool_widen(struct string_pool *pool)
{
  memory_free(pool->table);
  pool->table_size = pool->table_size ? pool->table_size * 2 : 1024;
  pool->table = memory_alloc(pool->table_size * sizeof *pool->table);
  memset(pool->table, 0, pool->table_size * sizeof *pool->table);
  for (size_t i = 0; i < pool->count; i++) {
    size_t at = slice_hash(string_pool_at(pool, i)) & (pool->table_size - 1);
    while (pool->table[at]) at = (at + 1) & (pool->table_size - 1);
    pool->table[at] = (uint32_t)i + 1;
  }
}

size_t string_pool_number(struct string_pool *pool, struct slice text)
{
  if (pool->count * 2 >= pool->table_size) string_pool_widen(pool);
  size_t at = slice_hash(text) & (pool->table_size - 1);
  for (; pool->table[at]; at = (at + 1) & (pool->table_size - 1))
    if (slice_equal(string_pool_at(pool, pool->table[at] - 1), text)) return pool->table[at] - 1;
  if (pool->count == pool->capacity) {
    pool->capacity = pool->capacity ? pool->capacity * 2 : 256;
    pool->ends = memory_resize(pool->ends, pool->capacity * sizeof *pool->ends);
  }
  buffer_slice(&pool->bytes, text);
  pool->ends[pool->count] = pool->bytes.length;
  pool->table[at] = (uint32_t)pool->count + 1;
  return pool->count++;
}

void string_pool_close(struct string_pool *pool)
{
  buffer_free(&pool->bytes);
  memory_free(pool->ends);
  memory_free(pool->table);
}

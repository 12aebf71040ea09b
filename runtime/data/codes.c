/* The code index: open addressing in parts. */
#include "data/codes.h"

#include <string.h>

enum { PARTS = 64, FIRST_CAPACITY = 64 };

struct entry {
  uint32_t key[3];
  uint32_t number;
};

struct part {
  struct entry *entries; /* key[2] = UINT32_MAX: free */
  uint32_t capacity, count;
};

struct odd {
  struct odd *next;
  uint32_t number, length;
  char text[];
};

struct codes {
  struct part parts[PARTS];
  struct arena arena;
  struct odd **odd; /* chains by hash */
  size_t odd_capacity, odd_count;
};

struct codes *codes_new(void)
{
  struct codes *codes = memory_alloc(sizeof *codes);
  memset(codes, 0, sizeof *codes);
  return codes;
}

void codes_free(struct codes *codes)
{
  if (!codes) return;
  for (int i = 0; i < PARTS; i++) memory_free(codes->parts[i].entries);
  arena_free(&codes->arena);
  memory_free(codes->odd);
  memory_free(codes);
}

static int digit_of(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return -1;
}

/* 18 digits and upper-case letters, as two numbers of 9 digits in base 36 (47 bits each). */
static bool pack(struct slice code, uint32_t key[3])
{
  uint64_t halves[2] = { 0, 0 };
  if (code.length != 18) return false;
  for (int i = 0; i < 18; i++) {
    int digit = digit_of(code.at[i]);
    if (digit < 0) return false;
    halves[i / 9] = halves[i / 9] * 36 + (uint64_t)digit;
  }
  key[0] = (uint32_t)halves[0];
  key[1] = (uint32_t)halves[1];
  key[2] = (uint32_t)(halves[0] >> 32) << 16 | (uint32_t)(halves[1] >> 32);
  return true;
}

static uint64_t key_hash(const uint32_t key[3])
{
  uint64_t hash = ((uint64_t)key[0] << 32 | key[1]) * 0x9E3779B97F4A7C15u;
  hash = (hash ^ (hash >> 32) ^ key[2]) * 0xD6E8FEB86659FD93u;
  return hash ^ (hash >> 32);
}

static struct entry *place(const struct part *part, const uint32_t key[3], uint64_t hash)
{
  uint32_t at = (uint32_t)(((hash >> 8 & 0xFFFFFFFFu) * part->capacity) >> 32);
  for (;; at = at + 1 == part->capacity ? 0 : at + 1) {
    struct entry *entry = &part->entries[at];
    if (entry->key[2] == UINT32_MAX || memcmp(entry->key, key, sizeof entry->key) == 0) return entry;
  }
}

static void part_grow(struct part *part)
{
  struct part larger = { .capacity = part->capacity ? part->capacity + part->capacity / 2 : FIRST_CAPACITY,
                         .count = part->count };
  larger.entries = memory_alloc(larger.capacity * sizeof *larger.entries);
  memset(larger.entries, 0xFF, larger.capacity * sizeof *larger.entries);
  for (uint32_t i = 0; i < part->capacity; i++) {
    const struct entry *entry = &part->entries[i];
    if (entry->key[2] != UINT32_MAX) *place(&larger, entry->key, key_hash(entry->key)) = *entry;
  }
  memory_free(part->entries);
  *part = larger;
}

static struct slice odd_text(const struct odd *odd)
{
  return (struct slice){ odd->text, odd->length };
}

static struct odd *odd_find(const struct codes *codes, struct slice code)
{
  if (!codes->odd_count) return NULL;
  struct odd *odd = codes->odd[slice_hash(code) & (codes->odd_capacity - 1)];
  while (odd && !slice_equal(odd_text(odd), code)) odd = odd->next;
  return odd;
}

static void odd_link(struct codes *codes, struct odd *odd)
{
  struct odd **chain = &codes->odd[slice_hash(odd_text(odd)) & (codes->odd_capacity - 1)];
  odd->next = *chain;
  *chain = odd;
}

static void odd_grow(struct codes *codes)
{
  size_t before = codes->odd_capacity;
  struct odd **chains = codes->odd;
  codes->odd_capacity = before ? before * 2 : 64;
  codes->odd = memory_alloc(codes->odd_capacity * sizeof(struct odd *));
  memset(codes->odd, 0, codes->odd_capacity * sizeof(struct odd *));
  for (size_t i = 0; i < before; i++)
    for (struct odd *odd = chains[i], *next; odd; odd = next) {
      next = odd->next;
      odd_link(codes, odd);
    }
  memory_free(chains);
}

int64_t codes_find(const struct codes *codes, struct slice code)
{
  uint32_t key[3];
  if (!pack(code, key)) {
    const struct odd *odd = odd_find(codes, code);
    return odd ? (int64_t)odd->number : (int64_t)CODES_NONE;
  }
  uint64_t hash = key_hash(key);
  const struct part *part = &codes->parts[hash % PARTS];
  if (!part->capacity) return CODES_NONE;
  const struct entry *entry = place(part, key, hash);
  return entry->key[2] == UINT32_MAX ? (int64_t)CODES_NONE : (int64_t)entry->number;
}

static int64_t odd_put(struct codes *codes, struct slice code, uint32_t number, bool *fresh)
{
  struct odd *odd = odd_find(codes, code);
  *fresh = !odd;
  if (odd) return odd->number;
  if (codes->odd_count == codes->odd_capacity) odd_grow(codes);
  odd = arena_alloc(&codes->arena, sizeof *odd + code.length);
  *odd = (struct odd){ .number = number, .length = (uint32_t)code.length };
  if (code.length) memcpy(odd->text, code.at, code.length);
  odd_link(codes, odd);
  codes->odd_count++;
  return number;
}

int64_t codes_put(struct codes *codes, struct slice code, uint32_t number, bool *fresh)
{
  uint32_t key[3];
  if (!pack(code, key)) return odd_put(codes, code, number, fresh);
  uint64_t hash = key_hash(key);
  struct part *part = &codes->parts[hash % PARTS];
  if (part->count >= part->capacity - part->capacity / 4) part_grow(part); /* fuller, and a search of a linear table grows long */
  struct entry *entry = place(part, key, hash);
  *fresh = entry->key[2] == UINT32_MAX;
  if (*fresh) {
    memcpy(entry->key, key, sizeof entry->key);
    entry->number = number;
    part->count++;
  }
  return entry->number;
}

size_t codes_count(const struct codes *codes)
{
  size_t count = codes->odd_count;
  for (int i = 0; i < PARTS; i++) count += codes->parts[i].count;
  return count;
}

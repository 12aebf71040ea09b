/* The code index: open addressing in parts. */
#include "data/code_index.h"

#include <endian.h>
#include <string.h>

enum { PARTS = 64, GROUP = 8, FIRST_GROUPS = 8 };

struct entry {
  uint32_t key[3];
  uint32_t number;
};

/* Slots in groups of eight: a search looks at the tags of a whole group, and ends at a group with a free slot. */
struct part {
  void *block;
  struct entry *entries; /* in the block, from where a line of the caches begins: a group is two lines, not three */
  uint8_t *tags;         /* 0: free */
  uint32_t groups, count;
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

struct codes *code_index_new(void)
{
  struct codes *codes = memory_alloc(sizeof *codes);
  memset(codes, 0, sizeof *codes);
  return codes;
}

void code_index_free(struct codes *codes)
{
  if (!codes) return;
  for (int i = 0; i < PARTS; i++) {
    memory_free(codes->parts[i].block);
    memory_free(codes->parts[i].tags);
  }
  arena_free(&codes->arena);
  memory_free(codes->odd);
  memory_free(codes);
}

/* Digits and upper-case letters in base 36, +1; 0: anything else. */
static const uint8_t digits[256] = {
  ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,  ['8'] = 9,
  ['9'] = 10, ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['G'] = 17, ['H'] = 18,
  ['I'] = 19, ['J'] = 20, ['K'] = 21, ['L'] = 22, ['M'] = 23, ['N'] = 24, ['O'] = 25, ['P'] = 26, ['Q'] = 27,
  ['R'] = 28, ['S'] = 29, ['T'] = 30, ['U'] = 31, ['V'] = 32, ['W'] = 33, ['X'] = 34, ['Y'] = 35, ['Z'] = 36,
};

static uint32_t key_hash(const uint32_t key[3])
{
  return (uint32_t)hash_mix((uint64_t)key[0] << 32 | key[1], key[2]);
}

/* 18 digits and upper-case letters, as two numbers of 9 digits in base 36 (47 bits each), made side by side. */
struct packed_code code_pack(struct slice code)
{
  struct packed_code packed = { .key = { 0, 0, UINT32_MAX }, .text = code };
  if (code.length != CODE_BYTES) return packed;
  uint64_t high = 0, low = 0, bits = 0; /* `bits`: all are set by what is no digit; the digits themselves have six */
  for (int i = 0; i < CODE_BYTES / 2; i++) {
    uint64_t a = digits[(unsigned char)code.at[i]] - UINT64_C(1),
             b = digits[(unsigned char)code.at[i + CODE_BYTES / 2]] - UINT64_C(1);
    bits |= a | b;
    high = high * 36 + a;
    low = low * 36 + b;
  }
  if (bits > 63) return packed;
  packed.key[0] = (uint32_t)high;
  packed.key[1] = (uint32_t)low;
  packed.key[2] = (uint32_t)(high >> 32) << 16 | (uint32_t)(low >> 32);
  packed.hash = key_hash(packed.key);
  return packed;
}

struct slice code_unpack(const uint32_t key[3], char out[static CODE_BYTES])
{
  static const char characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  uint64_t high = (uint64_t)(key[2] >> 16) << 32 | key[0], low = (uint64_t)(key[2] & UINT16_MAX) << 32 | key[1];
  for (int i = CODE_BYTES / 2; i-- > 0; high /= 36, low /= 36) {
    out[i] = characters[high % 36];
    out[i + CODE_BYTES / 2] = characters[low % 36];
  }
  return (struct slice){ out, CODE_BYTES };
}

/* The hash says the part (6 bits), the tag (8 bits, never 0) and, spread anew, the group. */
static const struct part *part_of(const struct codes *codes, uint32_t hash)
{
  return &codes->parts[hash % PARTS];
}

static uint8_t tag_of(uint32_t hash)
{
  uint8_t tag = (uint8_t)(hash >> 6);
  return tag ? tag : 1;
}

static uint32_t group_of(const struct part *part, uint32_t hash)
{
  return (uint32_t)(((uint64_t)(hash * 0x9E3779B1u) * part->groups) >> 32);
}

/* The high bit of each byte that is 0. */
static uint64_t zero_bytes(uint64_t bytes)
{
  return ~(((bytes & 0x7F7F7F7F7F7F7F7Fu) + 0x7F7F7F7F7F7F7F7Fu) | bytes | 0x7F7F7F7F7F7F7F7Fu);
}

static uint32_t first_byte(uint64_t marks)
{
  return (uint32_t)__builtin_ctzll(marks) / 8;
}

static uint64_t tags_of(const struct part *part, uint32_t group)
{
  uint64_t tags;
  memcpy(&tags, part->tags + (size_t)group * GROUP, sizeof tags);
  return le64toh(tags); /* the first slot is the lowest byte */
}

static uint32_t next_group(const struct part *part, uint32_t group)
{
  return group + 1 == part->groups ? 0 : group + 1;
}

static uint32_t free_slot(const struct part *part, uint32_t group)
{
  uint64_t unused;
  while (!(unused = zero_bytes(tags_of(part, group)))) group = next_group(part, group);
  return group * GROUP + first_byte(unused);
}

/* The slot of the key, or the free one where it belongs: then *found is false. The part has a free slot. */
static uint32_t place(const struct part *part, const uint32_t key[3], uint32_t hash, bool *found)
{
  uint64_t wanted = tag_of(hash) * 0x0101010101010101u;
  for (uint32_t group = group_of(part, hash);; group = next_group(part, group)) {
    uint64_t tags = tags_of(part, group);
    for (uint64_t alike = zero_bytes(tags ^ wanted); alike; alike &= alike - 1) {
      uint32_t slot = group * GROUP + first_byte(alike);
      if (memcmp(part->entries[slot].key, key, sizeof part->entries[slot].key) == 0) return *found = true, slot;
    }
    uint64_t unused = zero_bytes(tags);
    if (unused) return *found = false, group * GROUP + first_byte(unused);
  }
}

enum { LINE = 64 };

/* By a half; the parts begin differently large, so that some have just grown while others are nearly full. */
static uint32_t more_groups(const struct codes *codes, const struct part *part)
{
  if (!part->groups) return FIRST_GROUPS;
  if (part->groups == FIRST_GROUPS) return FIRST_GROUPS * 2 + (uint32_t)(part - codes->parts) * FIRST_GROUPS / PARTS;
  return part->groups + part->groups / 2;
}

static void part_grow(const struct codes *codes, struct part *part)
{
  struct part larger = { .groups = more_groups(codes, part), .count = part->count };
  size_t slots = (size_t)larger.groups * GROUP;
  larger.block = memory_alloc(slots * sizeof *larger.entries + LINE - 1);
  larger.entries = (void *)(((uintptr_t)larger.block + LINE - 1) & ~(uintptr_t)(LINE - 1));
  larger.tags = memory_alloc(slots);
  memset(larger.tags, 0, slots);
  for (uint32_t i = 0; i < part->groups * GROUP; i++) {
    if (!part->tags[i]) continue;
    uint32_t slot = free_slot(&larger, group_of(&larger, key_hash(part->entries[i].key)));
    larger.entries[slot] = part->entries[i];
    larger.tags[slot] = part->tags[i];
  }
  memory_free(part->block);
  memory_free(part->tags);
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

void code_index_prefetch(const struct codes *codes, const struct packed_code *code)
{
  const struct part *part = part_of(codes, code->hash);
  if (!code_is_plain(code->key) || !part->groups) return;
  size_t slot = (size_t)group_of(part, code->hash) * GROUP;
  __builtin_prefetch(part->tags + slot);
  __builtin_prefetch(part->entries + slot);
  __builtin_prefetch(part->entries + slot + GROUP / 2);
}

int64_t code_index_find_packed(const struct codes *codes, const struct packed_code *code)
{
  bool found;
  if (!code_is_plain(code->key)) {
    const struct odd *odd = odd_find(codes, code->text);
    return odd ? (int64_t)odd->number : (int64_t)CODES_NONE;
  }
  const struct part *part = part_of(codes, code->hash);
  if (!part->groups) return CODES_NONE;
  uint32_t slot = place(part, code->key, code->hash, &found);
  return found ? (int64_t)part->entries[slot].number : (int64_t)CODES_NONE;
}

int64_t code_index_find(const struct codes *codes, struct slice code)
{
  struct packed_code packed = code_pack(code);
  return code_index_find_packed(codes, &packed);
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

int64_t code_index_put_packed(struct codes *codes, const struct packed_code *code, uint32_t number, bool *fresh)
{
  bool found;
  if (!code_is_plain(code->key)) return odd_put(codes, code->text, number, fresh);
  struct part *part = &codes->parts[code->hash % PARTS];
  uint32_t slots = part->groups * GROUP;
  if (part->count >= slots - slots / GROUP) part_grow(codes, part); /* an eighth stays free: a search ends there */
  uint32_t slot = place(part, code->key, code->hash, &found);
  struct entry *entry = &part->entries[slot];
  *fresh = !found;
  if (found) return entry->number;
  memcpy(entry->key, code->key, sizeof entry->key);
  entry->number = number;
  part->tags[slot] = tag_of(code->hash);
  part->count++;
  return number;
}

int64_t code_index_put(struct codes *codes, struct slice code, uint32_t number, bool *fresh)
{
  struct packed_code packed = code_pack(code);
  return code_index_put_packed(codes, &packed, number, fresh);
}

size_t code_index_count(const struct codes *codes)
{
  size_t count = codes->odd_count;
  for (int i = 0; i < PARTS; i++) count += codes->parts[i].count;
  return count;
}

/* Slices, UTF-8 measures, edit distance and the growing buffer, for every room. */
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

struct slice slice_of(const char *text)
{
  return (struct slice){ text, text ? strlen(text) : 0 };
}

bool slice_equal(struct slice a, struct slice b)
{
  return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool slice_is(struct slice slice, const char *text)
{
  return slice_equal(slice, slice_of(text));
}

bool slice_is_one_of(struct slice slice, const char *const *texts, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (slice_is(slice, texts[i])) return true;
  return false;
}

bool slice_starts(struct slice slice, const char *prefix)
{
  size_t length = strlen(prefix);
  return slice.length >= length && memcmp(slice.at, prefix, length) == 0;
}

bool slice_contains(struct slice text, struct slice part)
{
  return !part.length || (text.length >= part.length && memmem(text.at, text.length, part.at, part.length));
}

bool slice_ends(struct slice slice, const char *suffix)
{
  size_t length = strlen(suffix);
  return slice.length >= length && memcmp(slice.at + slice.length - length, suffix, length) == 0;
}

int slice_compare(struct slice a, struct slice b)
{
  size_t shorter = a.length < b.length ? a.length : b.length;
  int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
  if (order) return order;
  return (a.length > b.length) - (a.length < b.length);
}

static bool is_space(char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice slice)
{
  while (slice.length && is_space(slice.at[0])) slice.at++, slice.length--;
  while (slice.length && is_space(slice.at[slice.length - 1])) slice.length--;
  return slice;
}

struct slice slice_line(struct slice text, size_t *at)
{
  struct slice rest = { text.at + *at, text.length - *at };
  const char *end = rest.length ? memchr(rest.at, '\n', rest.length) : NULL;
  if (end) rest.length = (size_t)(end - rest.at);
  *at += rest.length + (end != NULL);
  return rest;
}

struct slice slice_copy(struct arena *arena, struct slice slice)
{
  return (struct slice){ arena_copy(arena, slice.at, slice.length), slice.length };
}

struct slice slice_upper(struct arena *arena, struct slice slice)
{
  char *copy = arena_copy(arena, slice.at, slice.length);
  for (size_t i = 0; i < slice.length; i++)
    if (copy[i] >= 'a' && copy[i] <= 'z') copy[i] = (char)(copy[i] - 'a' + 'A');
  return (struct slice){ copy, slice.length };
}

/* FNV-1a, with a final mix so that low bits serve as a table position. */
uint64_t hash_key[2];

/* Without a source of randomness the place of the program in memory has to do. */
__attribute__((constructor)) static void draw_hash_key(void)
{
  if (getrandom(hash_key, sizeof hash_key, GRND_NONBLOCK) == sizeof hash_key) return;
  hash_key[0] = (uint64_t)(uintptr_t)hash_key * 0x9E3779B97F4A7C15u;
  hash_key[1] = (uint64_t)(uintptr_t)&errno * 0xD6E8FEB86659FD93u;
}

uint64_t slice_hash(struct slice slice)
{
  uint64_t hash = slice.length, word;
  for (; slice.length >= sizeof word; slice.at += sizeof word, slice.length -= sizeof word) {
    memcpy(&word, slice.at, sizeof word);
    hash = hash_mix(hash, word);
  }
  word = 0;
  if (slice.length) memcpy(&word, slice.at, slice.length);
  return hash_mix(hash, word);
}

size_t utf8_length(unsigned char lead)
{
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  return 1;
}

/* Second byte ranges that exclude overlong forms, surrogates and what lies beyond U+10FFFF (Unicode table 3-7). */
static bool second_byte_fits(unsigned char lead, unsigned char second)
{
  switch (lead) {
  case 0xE0: return second >= 0xA0 && second <= 0xBF;
  case 0xED: return second >= 0x80 && second <= 0x9F;
  case 0xF0: return second >= 0x90 && second <= 0xBF;
  case 0xF4: return second >= 0x80 && second <= 0x8F;
  default: return second >= 0x80 && second <= 0xBF;
  }
}

size_t utf8_valid_prefix(struct slice slice)
{
  size_t i = 0;
  while (i < slice.length) {
    unsigned char lead = (unsigned char)slice.at[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    size_t length = utf8_length(lead);
    if (length == 1 || i + length > slice.length) return i;
    if (!second_byte_fits(lead, (unsigned char)slice.at[i + 1])) return i;
    for (size_t k = 2; k < length; k++)
      if (((unsigned char)slice.at[i + k] & 0xC0) != 0x80) return i;
    i += length;
  }
  return i;
}

size_t utf8_count(struct slice slice)
{
  size_t count = 0;
  for (size_t i = 0; i < slice.length; i++) count += ((unsigned char)slice.at[i] & 0xC0) != 0x80;
  return count;
}

enum { DISTANCE_CHARACTERS = 48 };

static size_t to_characters(struct slice slice, struct slice *characters)
{
  size_t count = 0;
  for (size_t i = 0; i < slice.length && count < DISTANCE_CHARACTERS;) {
    size_t length = utf8_length((unsigned char)slice.at[i]);
    if (i + length > slice.length) length = slice.length - i;
    characters[count++] = (struct slice){ slice.at + i, length };
    i += length;
  }
  return count;
}

static size_t least(size_t a, size_t b)
{
  return a < b ? a : b;
}

size_t text_distance(struct slice a, struct slice b, size_t limit)
{
  struct slice x[DISTANCE_CHARACTERS], y[DISTANCE_CHARACTERS];
  size_t rows[3][DISTANCE_CHARACTERS + 1];
  size_t n = to_characters(a, x), m = to_characters(b, y);
  if (n > m + limit || m > n + limit) return limit + 1;
  size_t *before = rows[0], *last = rows[1], *now = rows[2];
  for (size_t j = 0; j <= m; j++) last[j] = j;
  for (size_t i = 1; i <= n; i++) {
    now[0] = i;
    for (size_t j = 1; j <= m; j++) {
      size_t change = last[j - 1] + !slice_equal(x[i - 1], y[j - 1]);
      now[j] = least(change, least(last[j], now[j - 1]) + 1);
      bool swapped = i > 1 && j > 1 && slice_equal(x[i - 1], y[j - 2]) && slice_equal(x[i - 2], y[j - 1]);
      if (swapped) now[j] = least(now[j], before[j - 2] + 1);
    }
    size_t *spare = before;
    before = last, last = now, now = spare;
  }
  return least(last[m], limit + 1);
}

void nearest_offer(struct nearest *nearest, const char *name)
{
  enum { BYTES_A_CHARACTER = 4, NEAREST_BYTES = BYTES_A_CHARACTER * DISTANCE_CHARACTERS };
  if (nearest->wanted.length > NEAREST_BYTES) return;
  size_t length = utf8_count(nearest->wanted), limit = length <= 2 ? 1 : 2;
  if (length == 1 && utf8_count(slice_of(name)) == 1) return; /* another character altogether */
  size_t distance = text_distance(nearest->wanted, slice_of(name), limit);
  if (distance > limit || distance >= nearest->distance) return;
  nearest->distance = distance;
  nearest->best = name;
}

void buffer_grow(struct buffer *buffer, size_t more)
{
  size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
  while (capacity - buffer->length < more) capacity *= 2;
  buffer->at = memory_resize(buffer->at, capacity);
  buffer->capacity = capacity;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length > 0) {
    buffer_reserve(buffer, (size_t)length + 1);
    vsnprintf(buffer->at + buffer->length, (size_t)length + 1, format, arguments);
    buffer->length += (size_t)length;
  }
  va_end(arguments);
}

void buffer_integer(struct buffer *buffer, int64_t value)
{
  char digits[24];
  char *end = digits + sizeof digits, *at = end;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do *--at = (char)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0) *--at = '-';
  buffer_bytes(buffer, at, (size_t)(end - at));
}

void buffer_free(struct buffer *buffer)
{
  memory_free(buffer->at);
  *buffer = (struct buffer){ 0 };
}

struct slice buffer_take(struct arena *arena, struct buffer *buffer)
{
  struct slice view = buffer_view(buffer);
  struct slice taken = { arena_copy(arena, view.at, view.length), view.length };
  buffer_free(buffer);
  return taken;
}

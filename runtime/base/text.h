/* Text: slices that point into somebody else's bytes, and a buffer to build bytes in.
 *
 * All text inside the program is UTF-8. A slice has no terminator and owns nothing; it is valid as long as what it points
 * into. A buffer owns its bytes (the named exception to the arena rule: it grows in place and is reset once a batch). */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct slice {
  const char *at;
  size_t length;
};

#define SLICE(literal) ((struct slice){ literal, sizeof(literal) - 1 })

struct slice slice_of(const char *text);
bool slice_equal(struct slice a, struct slice b);
bool slice_is(struct slice slice, const char *text);
bool slice_is_one_of(struct slice slice, const char *const *texts, size_t count);
bool slice_starts(struct slice slice, const char *prefix);
bool slice_contains(struct slice text, struct slice part);
bool slice_ends(struct slice slice, const char *suffix);
/* Byte order, shorter first among equals: the order in which ties are broken. */
int slice_compare(struct slice a, struct slice b);
/* ASCII space around is dropped. */
struct slice slice_trim(struct slice slice);
/* The line at *at, without its end; *at goes behind it. */
struct slice slice_line(struct slice text, size_t *at);
struct slice slice_copy(struct arena *arena, struct slice slice);
/* ASCII letters in upper case; a copy. */
struct slice slice_upper(struct arena *arena, struct slice slice);
/* Another one in each run, so that nobody can make texts that collide; nothing that is written may depend on it. */
uint64_t slice_hash(struct slice slice);

/* Drawn before main begins, then constant: the key of every hash of what comes from outside. */
extern uint64_t hash_key[2];

static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
  unsigned __int128 product = (unsigned __int128)(a ^ hash_key[0]) * (b ^ hash_key[1]);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Length in bytes of the UTF-8 character that begins with `lead`; 1 for a byte that begins none. */
size_t utf8_length(unsigned char lead);
/* Length of the longest prefix that is well-formed UTF-8. */
size_t utf8_valid_prefix(struct slice slice);
size_t utf8_count(struct slice slice);

/* Edit distance in characters (insertion, deletion, change, swap of neighbours), at most `limit` + 1. */
size_t text_distance(struct slice a, struct slice b, size_t limit);

/* The nearest of the names offered, the first of equals; NULL when none is within two characters (one, for a name of two). */
struct nearest {
  struct slice wanted;
  const char *best;
  size_t distance; /* SIZE_MAX to begin with */
};

void nearest_offer(struct nearest *nearest, const char *name);

struct buffer {
  char *at;
  size_t length, capacity;
};

void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_integer(struct buffer *buffer, int64_t value);
void buffer_free(struct buffer *buffer);
/* For buffer_reserve. */
void buffer_grow(struct buffer *buffer, size_t more);

/* Here, because sentences are made of little else: the length of a literal is known when the program is built. */

/* Room for `more` bytes behind `length`. */
static inline void buffer_reserve(struct buffer *buffer, size_t more)
{
  if (buffer->capacity - buffer->length < more) buffer_grow(buffer, more);
}

static inline void buffer_bytes(struct buffer *buffer, const char *bytes, size_t length)
{
  if (!length) return;
  buffer_reserve(buffer, length);
  memcpy(buffer->at + buffer->length, bytes, length);
  buffer->length += length;
}

static inline void buffer_slice(struct buffer *buffer, struct slice slice)
{
  buffer_bytes(buffer, slice.at, slice.length);
}

static inline void buffer_text(struct buffer *buffer, const char *text)
{
  buffer_bytes(buffer, text, strlen(text));
}

static inline void buffer_char(struct buffer *buffer, char c)
{
  buffer_reserve(buffer, 1);
  buffer->at[buffer->length++] = c;
}

static inline void buffer_reset(struct buffer *buffer)
{
  buffer->length = 0;
}

/* What was written, as a C string in the arena; the buffer is given back. */
struct slice buffer_take(struct arena *arena, struct buffer *buffer);

static inline struct slice buffer_view(const struct buffer *buffer)
{
  return (struct slice){ buffer->at ? buffer->at : "", buffer->length };
}

#endif

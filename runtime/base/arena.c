/* Chunked arenas for every room, and the one place where the program asks the system for memory. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { CHUNK_BYTES = 64 * 1024, ALIGNMENT = 16 };

struct arena_chunk {
  struct arena_chunk *previous;
  size_t capacity, used;
  size_t total; /* capacity of this chunk and all before it */
  _Alignas(ALIGNMENT) unsigned char bytes[];
};

static void (*exhaustion_handler)(void) = abort;

void memory_on_exhaustion(void (*handler)(void))
{
  exhaustion_handler = handler;
}

void *memory_alloc(size_t size)
{
  return memory_resize(NULL, size);
}

enum { LARGE_PAGE = 2 * 1024 * 1024 };

/* Tables of many megabytes that are looked into here and there are faster in large pages, and are there at once. */
static void ask_large_pages(void *block, size_t size)
{
  uintptr_t start = ((uintptr_t)block + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
  uintptr_t end = ((uintptr_t)block + size) & ~(uintptr_t)(LARGE_PAGE - 1);
  if (start < end) madvise((void *)start, end - start, MADV_HUGEPAGE); /* only advice: refused, nothing is lost */
}

void *memory_resize(void *block, size_t size)
{
  void *resized = realloc(block, size ? size : 1);
  if (!resized) {
    exhaustion_handler();
    abort();
  }
  if (size >= 2 * LARGE_PAGE) ask_large_pages(resized, size);
  return resized;
}

void memory_free(void *block)
{
  free(block);
}

static size_t round_up(size_t size)
{
  return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static void chunk_push(struct arena *arena, size_t size)
{
  size_t capacity = size > CHUNK_BYTES ? size : CHUNK_BYTES;
  struct arena_chunk *chunk = memory_alloc(sizeof *chunk + capacity);
  chunk->previous = arena->chunk;
  chunk->capacity = capacity;
  chunk->used = 0;
  chunk->total = capacity + arena_size(arena);
  arena->chunk = chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
  if (size > SIZE_MAX / 2) exhaustion_handler();
  size = round_up(size ? size : 1);
  if (!arena->chunk || arena->chunk->capacity - arena->chunk->used < size) chunk_push(arena, size);
  void *block = arena->chunk->bytes + arena->chunk->used;
  arena->chunk->used += size;
  return memset(block, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
  size_t total;
  if (__builtin_mul_overflow(count, size, &total)) total = SIZE_MAX;
  return arena_alloc(arena, total);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
  char *copy = arena_alloc(arena, length + 1);
  if (length) memcpy(copy, bytes, length);
  return copy;
}

char *arena_string(struct arena *arena, const char *text)
{
  return arena_copy(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  char *text = arena_alloc(arena, (size_t)(length < 0 ? 0 : length) + 1);
  vsnprintf(text, (size_t)(length < 0 ? 0 : length) + 1, format, arguments);
  return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  char *text = arena_vprintf(arena, format, arguments);
  va_end(arguments);
  return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
  if (count < *capacity) return items;
  *capacity = *capacity ? *capacity * 2 : 8;
  void *larger = arena_array(arena, *capacity, size);
  if (count) memcpy(larger, items, count * size);
  return larger;
}

struct arena_mark arena_mark(const struct arena *arena)
{
  return (struct arena_mark){ arena->chunk, arena->chunk ? arena->chunk->used : 0 };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
  while (arena->chunk != mark.chunk) {
    struct arena_chunk *previous = arena->chunk->previous;
    memory_free(arena->chunk);
    arena->chunk = previous;
  }
  if (arena->chunk) arena->chunk->used = mark.used;
}

void arena_free(struct arena *arena)
{
  arena_rewind(arena, (struct arena_mark){ 0 });
}

size_t arena_size(const struct arena *arena)
{
  return arena->chunk ? arena->chunk->total : 0;
}

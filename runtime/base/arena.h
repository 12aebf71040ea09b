/* Arena: the one ownership rule of the program.
 *
 * Everything lives in an arena and dies with it, or is rewound to a mark; nothing is freed singly. A function that
 * returns memory takes the arena first. Rejected: malloc with a hundred "the caller frees" comments.
 *
 * Allocation never returns NULL. When the machine has no more memory the handler given to memory_on_exhaustion (set once,
 * by cli/main.c, which removes unfinished output and ends the program) is called; it does not return. So no caller has a
 * path for it, and results stay whole because output is only renamed into place at the end. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;

/* Zero-initialise: `struct arena arena = { 0 };`. One arena belongs to one thread at a time. */
struct arena {
  struct arena_chunk *chunk;
};

struct arena_mark {
  struct arena_chunk *chunk;
  size_t used;
};

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* Zeroed array of `count` items of `size` bytes; a product that overflows counts as exhaustion. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* NUL-terminated copy of `length` bytes. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
char *arena_string(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/* Room for one more item in a growing array: returns `items`, or a larger copy when `count` has reached `*capacity`.
 * The outgrown array stays in the arena until it dies. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* All that was allocated after the mark is given back at once. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);
void arena_free(struct arena *arena);
/* Bytes that the arena has taken from the system: for budgets. */
size_t arena_size(const struct arena *arena);

/* Memory outside arenas, for the few large things that grow in place (index tables, output buffers). Never NULL. */
void *memory_alloc(size_t size);
void *memory_resize(void *block, size_t size);
void memory_free(void *block);

/* `handler` must not return. */
void memory_on_exhaustion(void (*handler)(void));

#endif

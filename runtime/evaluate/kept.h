/* Kept: a column of related rows, or of linked companies, kept until it is asked; 4 or 8 bytes a value.
 *
 * A state that is not KNOWN is a number that no value can be. Texts are kept once each. */
#ifndef EVALUATE_KEPT_H
#define EVALUATE_KEPT_H

#include "data/codes.h"
#include "data/column.h"

struct kept {
  enum field_kind kind;
  size_t count, capacity;
  bool is_wide;
  int32_t *narrow;     /* dates, choices, yes/no, regions, divisions, positions of texts; counts, as long as they fit */
  int64_t *wide, *den; /* money, counts; numbers with their denominators */
  struct codes *texts;
  struct slice *text;
  size_t text_count, text_capacity;
  struct arena arena;
};

void kept_open(struct kept *kept, enum field_kind kind);
void kept_close(struct kept *kept);
/* Sets the value at `index`, which may lie behind the last; values in between are unknown. */
void kept_set(struct kept *kept, size_t index, const struct column *column, size_t row);
/* Asks for the memory of a value before it is needed: a million of them lie outside the caches. */
static inline void kept_prefetch(const struct kept *kept, size_t index)
{
  if (kept->narrow) __builtin_prefetch(&kept->narrow[index]);
  else __builtin_prefetch(&kept->wide[index]);
}

/* Puts the value at `index` into `row` of a column; unknown when there is none. */
void kept_get(const struct kept *kept, size_t index, struct column *column, size_t row);

/* The same for the first `count` rows, at an index each. */
void kept_gather(const struct kept *kept, const uint32_t *indexes, struct column *column, size_t count);

/* Puts the value at `index` of one column at `at` of another of the same kind. */
void kept_move(struct kept *into, size_t at, const struct kept *from, size_t index);
/* A number that stands for the value at `index` among others of the column, -1 when it is not known, or the column is wide. */
int64_t kept_key(const struct kept *kept, size_t index);
/* One value from one column to another of the same kind. */
void column_copy(struct column *into, size_t at, const struct column *from, size_t row);

#endif

/* Packed column: a column of related rows, or of linked companies, kept until it is asked; 1, 2, 4 or 8 bytes a value.
 *
 * A column begins with a byte a value and is widened when one comes that does not fit: days take two bytes (those from 1880 to
 * 2059), choices and small counts one, money four or eight. A day of twenty million rows, and two days and a count of six million
 * companies, take 69 MiB; with four bytes each they took 149. What is kept is the distance from the least number of the width;
 * the first distances stand for the states that are not KNOWN. Texts are kept once each, by their position. */
#ifndef EVALUATE_PACKED_COLUMN_H
#define EVALUATE_PACKED_COLUMN_H

#include "data/code_index.h"
#include "data/column.h"

struct packed_column {
  enum field_kind kind;
  uint8_t width; /* bytes a value takes */
  size_t count, capacity;
  void *values;
  int64_t *den; /* of numbers */
  struct codes *texts;
  struct slice *text;
  size_t text_count, text_capacity;
  struct arena arena;
};

void packed_column_open(struct packed_column *kept, enum field_kind kind);
void packed_column_close(struct packed_column *kept);
/* Sets the value at `index`, which may lie behind the last; values in between are unknown. */
void packed_column_set(struct packed_column *kept, size_t index, const struct column *column, size_t row);
/* Asks for the memory of a value before it is needed: a million of them lie outside the caches. */
static inline void packed_column_prefetch(const struct packed_column *kept, size_t index)
{
  __builtin_prefetch((const char *)kept->values + index * kept->width);
}

/* Puts the value at `index` into `row` of a column; unknown when there is none. */
void packed_column_get(const struct packed_column *kept, size_t index, struct column *column, size_t row);

/* The same for the first `count` rows, at an index each. */
void packed_column_gather(const struct packed_column *kept, const uint32_t *indexes, struct column *column, size_t count);

/* Puts the value at `index` of one column at `at` of another of the same kind. */
void packed_column_move(struct packed_column *into, size_t at, const struct packed_column *from, size_t index);
/* Puts the first `count` values of one column, which has as many, behind those of another of the same kind. */
void packed_column_extend(struct packed_column *into, const struct packed_column *from, size_t count);
/* A number that stands for the value at `index` among others of the column, -1 when it is not known, is money or a fraction, or
 * takes eight bytes. */
int64_t packed_column_key(const struct packed_column *kept, size_t index);
/* One value from one column to another of the same kind. */
void column_copy(struct column *into, size_t at, const struct column *from, size_t row);

#endif

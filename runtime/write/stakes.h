/* Stakes: by how much a total stays open for want of which data, added up over the rows. Rows that lack the same data are one. */
#ifndef WRITE_STAKES_H
#define WRITE_STAKES_H

#include "base/text.h"

struct stake {
  struct slice missing; /* 「高企认定日期、高企认定次数」 */
  uint64_t rows;
  int64_t width; /* fen: from the least to the most that these rows come to */
};

struct stakes {
  struct arena arena;
  struct stake *items;
  size_t count, capacity;
};

/* What does not fit any more, kinds or money, is left out. */
void stakes_add(struct stakes *stakes, struct slice missing, uint64_t rows, int64_t width);
void stakes_merge(struct stakes *into, const struct stakes *from);
/* The widest first. */
void stakes_sort(struct stakes *stakes);
void stakes_clear(struct stakes *stakes);

#endif

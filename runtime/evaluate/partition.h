/* Partition: which rows of a list are a part's, where a run is split into parts that know nothing of one another (run --part).
 *
 * The code decides, as it is read (NFKC, upper case), so that all rows of one code, and all records that name it, are in one
 * part: which row of a code is the first, and what a company's records count, can be said there. Rows without a code that can be
 * read are of the part that the empty code falls to. The sum is the same on every machine and in every run (FNV-1a), unlike
 * slice_hash.
 *
 * Rejected: by the place in the list (rows of one code would be in several parts), by the cell as it is written (one code may be
 * written in two ways). */
#ifndef EVALUATE_PARTITION_H
#define EVALUATE_PARTITION_H

#include "data/field.h"

enum { PARTS_MOST = 9999 };

struct partition {
  size_t part, count; /* from 1 */
};

/* The part, from 0, of a row with this cell in the column of codes; `raw` may be {NULL, 0}: the row, or the list, has no such
 * cell. */
size_t partition_of(struct arena *scratch, const struct field *code, const struct heading *heading, struct slice raw,
                    size_t count);

#endif

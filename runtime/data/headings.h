/* Headings: where they are in a sheet.
 *
 * A sheet from an office has a title above the headings, a line with the unit of money or the date, and headings in two rows with
 * merged cells. The row in which most cells name a field is the row of the headings; rows next to it belong to them when they
 * name fields too, or when merged cells reach into them. A column's heading is the lowest of its cells that names a field, else
 * what stands above and below taken together (营业收入 over （万元）). Where no cell names a field (a small table of its own) it
 * is the first row that is not much emptier than the others. */
#ifndef DATA_HEADINGS_H
#define DATA_HEADINGS_H

#include "decode/xlsx.h"

struct headings {
  struct slice *texts; /* of each column up to the last with a heading */
  size_t count;
  uint32_t first, last; /* rows of the sheet, from 1 */
  uint32_t above;       /* rows with content above them */
};

/* `names` says whether a text names a field. *headings has count 0 when the sheet is empty. */
bool headings_find(struct arena *arena, struct xlsx *xlsx, bool (*names)(void *context, struct slice text), void *context,
                   struct headings *headings, struct fault *fault);

#endif

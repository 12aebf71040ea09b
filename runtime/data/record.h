/* Record: what a record of a list is that has no code: a company without one, or no company at all.
 *
 * Lists from offices end with totals, notes and who filled them in, repeat the headings on every page, count the columns below
 * them, and have records of separators only or of running numbers that wait to be filled. None of these is judged; those that say
 * something are reported. Rejected: judging them as companies without a code (targets would stay open for ever). */
#ifndef DATA_RECORD_H
#define DATA_RECORD_H

#include "data/list_reader.h"

enum record_kind {
  RECORD_ROW,
  RECORD_BLANK,  /* nothing in it, or a running number and nothing in the columns that are read */
  RECORD_NOTE,   /* a total, a note, headings once more, the columns counted */
  RECORD_EXAMPLE /* of a template */
};

/* Whether one of a record's cells is the mark of a template's example (MSG_EXAMPLE_MARK). */
bool is_example_cell(struct arena *scratch, struct slice cell);
bool is_example(struct arena *scratch, const struct slice *cells, size_t count);
/* `code`: which of the rows' columns has the code, -1: none. `*text` is what a note says, in `scratch`. */
enum record_kind record_kind_of(const struct list_reader *listing, const struct csv_reader *rows, size_t row, int code,
                                struct arena *scratch, struct slice *text);

#endif

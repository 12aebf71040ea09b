/* Sheet edit: columns appended to a sheet of somebody's workbook, everything else byte for byte as it was.
 *
 * The sheet's XML streams through: tags are looked at, and copied. Only the row that gets cells, the widths of columns and the
 * extent of the sheet are written anew. Cells are texts and numbers in themselves (no shared strings, no styles of their own), so
 * no other part of the workbook changes. Rejected: reading the workbook into a library and writing it again (what the library
 * does not know is lost: charts, pivots, macros, extensions), and an XML parser's events written anew (name spaces, entities and
 * white space come out differently). */
#ifndef WRITE_SHEET_EDIT_H
#define WRITE_SHEET_EDIT_H

#include "decode/zip_package.h"

/* What stands where from row `from` on, rows counted from 1 and columns from 0. */
struct sheet_survey {
  uint32_t from;
  uint32_t columns; /* up to the last with content */
  bool widths;      /* some columns have widths of their own, */
  uint32_t wide;    /* up to this one */
};
bool sheet_survey_read(struct package *package, const char *part, uint32_t from, struct sheet_survey *survey,
                       struct fault *fault);

struct edit_cell {
  struct slice text; /* empty: no cell */
  bool number;
};

struct sheet_edit;
/* Columns from `first` on, all empty in rows that are edited. Cells look like that of column `like` in their row. `into` is an
 * open file, `part` is taken over. NULL with a fault when the part is not in UTF-8. */
struct sheet_edit *sheet_edit_open(struct arena *arena, struct part *part, int into, const struct sheet_survey *survey,
                                   uint32_t count, uint32_t like, struct fault *fault);
/* Rows one after another, downwards; `count` cells. */
bool sheet_edit_row(struct sheet_edit *edit, uint32_t row, const struct edit_cell *cells, struct fault *fault);
/* The rest. */
bool sheet_edit_end(struct sheet_edit *edit, struct fault *fault);
void sheet_edit_close(struct sheet_edit *edit);

#endif

/* List copy: a copy of the company list, a workbook of somebody else's, with what came of the run beside each company (--into).
 *
 * The columns of write/company_lines are appended to the sheet that was read, behind everything that stands in its rows
 * (write/sheet_edit.h). All other parts of the workbook keep their bytes. Refused where that cannot be promised: a workbook that
 * is signed (the signature would no longer hold) or that records its changes for several editors (one without a record), a sheet
 * in another encoding than UTF-8, one without room to the right, and a list that is no workbook. Macros, pivot tables, tables and
 * charts stay as they are: cells beside them do not touch what they refer to. A file name of another kind (.xlsx for a workbook
 * with macros) is refused since Excel does not open it. */
#ifndef WRITE_LIST_COPY_H
#define WRITE_LIST_COPY_H

#include "data/list_reader.h"
#include "write/company_lines.h"

/* Where the companies stood. */
struct list_place {
  const char *path, *part; /* NULL: it was not read yet */
  uint32_t headings;       /* row, from 1 */
  uint32_t like;           /* column whose look the new ones take */
  char digest[65];
};

/* Of a list that was read to its end. */
void list_place_of(struct arena *arena, const struct list_reader *listing, const struct field *like, struct list_place *place);
/* Whether a copy could be made of what has such a name: the list is a file, and the copy is one of its kind. */
bool list_copy_fits(const char *list, const char *into, struct fault *fault);
bool list_copy_write(struct arena *arena, const char *into, const struct list_place *place, struct company_lines *lines,
                     struct fault *fault);

#endif

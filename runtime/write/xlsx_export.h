/* Workbook export: the files of a run as one workbook, a sheet for each.
 *
 * It is made from the finished files and not beside them: so both say the same, cell by cell, whatever the number of rows, and
 * nothing else in the program knows of sheets. What a sheet gets besides is what a spreadsheet is for: amounts and years as
 * numbers, colours for what is to be looked at, widths, filters. Finally the workbook is read again and its rows are counted,
 * since libxlsxwriter does not notice a disk that is full. */
#ifndef WRITE_XLSX_EXPORT_H
#define WRITE_XLSX_EXPORT_H

#include "base/fault.h"

struct bound_record {
  const char *name;
  struct slice text;
};

struct bound_inputs {
  int folder;               /* where the files lie and FOLDER_BOOK is to be made */
  const char *const *files; /* `results.csv`, `lists/U22-3.csv`, … */
  size_t file_count;
  const struct bound_record *records; /* of the sheet about the run */
  size_t record_count;
};

bool xlsx_export_write(struct arena *arena, const struct bound_inputs *inputs, struct fault *fault);

#endif

/* Workbook export: the files of a run as one workbook, a sheet for each.
 *
 * It is made from the finished files and not beside them: so both say the same, cell by cell, whatever the number of rows, and
 * nothing else in the program knows of sheets. What a sheet gets besides is what a spreadsheet is for: amounts and years as
 * numbers, colours for what is to be looked at, widths, filters. Finally the workbook is read again and its rows are counted,
 * since libxlsxwriter does not notice a disk that is full. */
#ifndef WRITE_XLSX_EXPORT_H
#define WRITE_XLSX_EXPORT_H

#include "write/file_columns.h"
#include "base/fault.h"
#include "base/pace.h"

struct bound_record {
  const char *name;
  struct slice text;
};

/* What several measures come to together, which is not the sum of what each may come to. */
struct bound_total {
  const char *name;
  struct slice amount, least, most; /* as summary.csv has them; empty: not known, or without an end */
};

/* The first sheet: what the run was about, and what came of it. */
struct bound_overview {
  const char *const *titles;
  size_t title_count;
  const struct bound_record *lines;
  size_t line_count;
  const char *const *notices;
  size_t notice_count;
  const struct bound_total *totals;
  size_t total_count;
};

/* A file of one line a company (write/company_lines.h). */
struct bound_companies {
  const char *path;
  const enum column_content *contents;
  size_t count;
  uint16_t kept; /* columns that say which company it is: they stay in sight */
};

struct bound_inputs {
  int folder;               /* where the files lie and FOLDER_BOOK is to be made */
  const char *const *files; /* `results.csv`, `lists/U22-3.csv`, … */
  size_t file_count;
  const struct bound_record *records; /* of the sheet about the run */
  size_t record_count;
  const struct bound_overview *overview;   /* NULL: no sheet of it, and no total below the summary */
  const struct bound_companies *companies; /* NULL: no sheet of them */
  const char *shown;                       /* what the workbook is called, for `progress` */
  struct progress_hook progress;           /* hears how many rows stand in it, and when it is done */
};

bool xlsx_export_write(struct arena *arena, const struct bound_inputs *inputs, struct fault *fault);

#endif

/* Workbook: a sheet of an .xlsx file, row after row.
 *
 * Opening reads what the sheet rests on (which sheets there are, formats, shared strings); the sheet itself streams by as often
 * as it is asked for. Rows come as decode/cells.h describes: text in full, numbers as people see them (decode/display.h), what a
 * formula gave when the file was saved, and errors (`#N/A`) as they are shown. Rejected: a library that reads sheets whole
 * (memory of the whole list), and reading raw XML by hand (files of other producers differ in encoding, prefixes and order). */
#ifndef DECODE_XLSX_H
#define DECODE_XLSX_H

#include "decode/source.h"

struct xlsx;

/* `FILE#Sheet`, taken apart: a file that bears the whole name wins. */
struct sheet_path {
  const char *file, *sheet; /* `sheet` NULL: not named */
};

struct sheet_path sheet_path(struct arena *arena, const char *path);

/* `source` is an archive and must outlive the workbook. Without a name: the first sheet that is not hidden. */
struct xlsx *xlsx_open(struct arena *arena, struct source *source, const char *path, const char *sheet, struct fault *fault);
const char *xlsx_sheet(const struct xlsx *xlsx);
/* Sheets that people see, besides the one that is read. */
size_t xlsx_other_sheets(const struct xlsx *xlsx);
/* 1900 or 1904: where serial numbers of days count from. */
int xlsx_epoch(const struct xlsx *xlsx);

/* (Re)starts the sheet behind its row `after` (0: from the first). */
bool xlsx_start(struct xlsx *xlsx, uint32_t after, struct fault *fault);
/* Appends whole rows until `into` holds `want` bytes or the sheet ends (then nothing may be added). The row after which
 * xlsx_start began is line 0. */
bool xlsx_rows(struct xlsx *xlsx, struct buffer *into, size_t want, struct fault *fault);
/* Rows with content that are hidden, among those read since the start. */
uint32_t xlsx_hidden(const struct xlsx *xlsx);

struct merge { /* positions count from 0 */
  uint32_t top, left, bottom, right;
};

/* Cells merged, of which the first begins in one of the first `rows` rows. Reads the sheet to its end. */
bool xlsx_merges(struct xlsx *xlsx, struct arena *arena, uint32_t rows, struct merge **merges, size_t *count,
                 struct fault *fault);
void xlsx_close(struct xlsx *xlsx);

#endif

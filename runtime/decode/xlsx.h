/* Workbook: a sheet of an .xlsx file, row after row.
 *
 * Opening reads what the sheet rests on (which sheets there are, formats, shared strings); the sheet itself streams by as often
 * as it is asked for. Rows come as decode/row_bytes.h describes: text in full, numbers as people see them
 * (decode/number_format.h), what a formula gave when the file was saved, and errors (`#N/A`) as they are shown. Rejected: a
 * library that reads sheets whole (memory of the whole list), and reading raw XML by hand (files of other producers differ in
 * encoding, prefixes and order). */
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
/* What can be asked of it are its sheets alone: quick, as neither texts nor formats are read. */
struct xlsx *xlsx_open_contents(struct arena *arena, struct source *source, const char *path, struct fault *fault);
/* The name of a sheet that people see; NULL: it is hidden. */
const char *xlsx_visible_sheet(const struct xlsx *xlsx, size_t number);
const char *xlsx_sheet(const struct xlsx *xlsx);
/* The part of the package that it is. */
const char *xlsx_part(const struct xlsx *xlsx);
/* Sheets and the position of the one that is read; another is chosen unless it is hidden, before xlsx_start. */
size_t xlsx_sheets(const struct xlsx *xlsx);
size_t xlsx_sheet_number(const struct xlsx *xlsx);
bool xlsx_choose(struct xlsx *xlsx, size_t number);
/* The names of all that people see: `“甲”、“乙”`. */
const char *xlsx_sheet_names(struct arena *arena, const struct xlsx *xlsx);
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

/* Cells merged, by their first row. They stand behind the rows, so the sheet is unpacked to its end, but its rows are not parsed.
 */
bool xlsx_merges(struct xlsx *xlsx, struct arena *arena, struct merge **merges, size_t *count, struct fault *fault);
/* From the next start on, what a merge over several rows shows stands in each of its rows that has something of its own, as
 * people see it, in the first `columns` columns. */
void xlsx_spread(struct xlsx *xlsx, const struct merge *merges, size_t count, uint32_t columns);
/* Whether that was so in any row of the column. */
bool xlsx_spread_in(const struct xlsx *xlsx, uint32_t column);
void xlsx_close(struct xlsx *xlsx);

#endif

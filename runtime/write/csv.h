/* CSV: cells of the result files (RFC 4180, CRLF, UTF-8 with a mark so that Excel does not take it for GBK).
 *
 * A spreadsheet runs a cell that begins with = + - @ as a formula, quoted or not, and drops a tab or CR before one. So such a
 * cell, unless it is a number (-5, +1,234.5, -3%), gets an apostrophe in front: Excel, WPS and LibreOffice then all show text,
 * with the apostrophe visible. Rejected: a space or tab in front (trimmed by some), ="…" (is itself a formula, and wrong for
 * every other reader). The names are apart from those of libcsv. */
#ifndef WRITE_CSV_H
#define WRITE_CSV_H

#include "data/small_table.h"

#define CSV_MARK "\xEF\xBB\xBF"
#define CSV_END  "\r\n"

/* One cell, without a separator; in quotes when it has to be. */
void csv_cell(struct buffer *out, struct slice cell);
/* A cell behind another one: a comma, then the cell. */
void csv_next(struct buffer *out, struct slice cell);
/* The text that a cell of a result file stands for: without the apostrophe that csv_cell put in front. */
struct slice csv_text(struct slice cell);
void csv_end(struct buffer *out);
/* A whole row, the list closed by NULL: headings. */
void csv_row(struct buffer *out, const char *cell, ...) __attribute__((sentinel));
/* A table: its headings and its rows. */
void csv_sheet(struct buffer *out, const struct sheet *sheet);

#endif

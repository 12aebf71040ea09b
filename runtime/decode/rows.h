/* Rows: records and cells of delimited text. The only includer of <csv.h>.
 *
 * A block of bytes is cut at a record boundary (an even count of quotes before a line end), so that several threads can split
 * blocks side by side. A record without a quote is split directly, many bytes at a time; one with a quote goes to libcsv in
 * strict mode, whose word is final. Both ways give the same cells, byte for byte. Only the cells of wanted columns are kept. */
#ifndef DECODE_ROWS_H
#define DECODE_ROWS_H

#include "base/fault.h"

struct rows_limits {
  size_t columns;                  /* headings at most: 16384 by default */
  size_t cell_bytes, record_bytes; /* 1 MiB, 8 MiB by default */
};
extern const struct rows_limits rows_default_limits;

/* `,`, tab or `;`: the one that occurs most in the first record outside quotes; a comma when none does. */
char rows_separator(struct slice first_record);

/* Length of the longest prefix of `bytes` that ends at a record boundary, 0 if none. With `last`, an unterminated final
 * record counts as a record (unless a quote is open in it; rows_split reports that). Line ends are LF, CRLF or lone CR. */
size_t rows_cut(struct slice bytes, bool last);

/* All cells of the one record that `bytes` begins with, unquoted, and its length in bytes in *used. For headings. */
bool rows_first(struct arena *arena, struct slice bytes, char separator, const struct rows_limits *limits, struct slice **cells,
                size_t *count, size_t *used, struct fault *fault);

/* One batch of records, cells column by column. */
struct rows {
  size_t count;         /* records */
  size_t capacity;      /* records it can hold */
  size_t columns;       /* wanted columns */
  struct slice **cells; /* cells[k][row], k-th wanted column; {NULL, 0} where the row has no such cell */
  uint32_t *line;       /* line in the block where the record starts, 0 is the block's first line */
  uint32_t *width;      /* number of cells in the record */
  uint8_t *quoted;      /* went through libcsv */
};

struct rows *rows_new(struct arena *arena, size_t capacity, size_t columns);

/* Splits records of `block` from *offset on until `rows` is full or the block ends; moves *offset and *line (line number in the
 * block of the next record). `wanted` holds ascending column positions, `columns` of them. Cells point into `block`, unquoted
 * text into `scratch`. Blank lines are no records. False on an open quote, a quote inside an unquoted cell, or a limit passed:
 * the fault has the line in the block. */
bool rows_split(struct rows *rows, struct arena *scratch, struct slice block, char separator, const struct rows_limits *limits,
                const uint32_t *wanted, size_t *offset, uint32_t *line, struct fault *fault);

#endif

/* CSV reader: records and cells of delimited text. csv_reader.c is the only includer of <csv.h>.
 *
 * A block of bytes is cut at a record boundary, so that several threads can split blocks side by side. Records are split many
 * bytes at a time, plain or quoted by the rules; one whose quotes break them goes from cell to cell. A cell that begins with a
 * quote ends with its closing one, those inside are doubled, and separators and line ends inside are text; a quote in any other
 * cell is text. A cell that goes on behind its closing quote (`"a" b,`) is ragged: its record is reported and the cell not
 * guessed, unless its quotes leave open where the record ends, which is a fault. Nothing is trimmed. Only the cells of wanted
 * columns are kept.
 *
 * libcsv says what a cell with quotes in it means, and tests hold all the rest against it, byte for byte. It does not cut
 * records: that took ten times as long, and in its strict mode one inch sign refuses a list, while without it `"a" b` is guessed.
 * Rejected: mapping the file (see source.h), a row of cells as the unit (columns are decoded one at a time). Line ends are LF,
 * CRLF or a lone CR. */
#ifndef DECODE_CSV_READER_H
#define DECODE_CSV_READER_H

#include "base/fault.h"

struct csv_reader_limits {
  size_t columns;                  /* cells of a record at most: 16384 by default */
  size_t cell_bytes, record_bytes; /* 1 MiB, 8 MiB by default */
};
extern const struct csv_reader_limits csv_reader_default_limits;
/* The defaults times `factor` (--limits); 0 counts as 1. */
struct csv_reader_limits csv_reader_limits_times(size_t factor);

/* `,`, tab or `;`: the one that occurs most outside quotes in the first record of `bytes` that is not blank; the comma when
 * none does. */
char csv_reader_separator(struct slice bytes);

/* Length of the longest prefix of `bytes` that ends at a record boundary, 0 if there is none. A CR that is the last byte is no
 * boundary: its LF may follow. With `last` (nothing follows) it is all of them: an unterminated record is a record, and a quote
 * that is still open is reported by csv_reader_split. When this stays 0 for more than limits->record_bytes, pass the bytes to
 * csv_reader_split: it says why. */
size_t csv_reader_cut(struct slice bytes, char separator, bool last);

/* Length of the blank lines that `bytes` begins with. */
size_t csv_reader_blank(struct slice bytes);

/* Number of line ends in `bytes`; CRLF is one. */
uint32_t csv_reader_lines(struct slice bytes);

/* All cells of the first record of `bytes` that is not blank, and the number of bytes up to its end, with blank lines before it
 * and its line end, in *used. For headings. `bytes` must end at a record boundary (csv_reader_cut) unless they are all there is.
 * No record at all gives *count 0. Fails like csv_reader_split. */
bool csv_reader_first(struct arena *arena, struct slice bytes, char separator, const struct csv_reader_limits *limits,
                      struct slice **cells, size_t *count, size_t *used, struct fault *fault);

/* One batch of records, cells column by column. */
struct csv_reader {
  size_t count;         /* records */
  size_t capacity;      /* records it can hold */
  size_t columns;       /* wanted columns */
  struct slice **cells; /* cells[k][row], k-th wanted column; {NULL, 0} where the row has no such cell */
  struct slice block;   /* where cells lie, but for those with doubled quotes */
  uint32_t *line;       /* line in the block where the record starts, 0 is the block's first line */
  uint32_t *width;      /* number of cells in the record */
  uint32_t *start;      /* where the record begins in the block */
  uint32_t
      *ragged; /* 1 + column of the first cell that goes on behind its closing quote, 0: none does; such cells have no text */
};

/* Nothing in it is filled; `count` is set to 0 by the caller before it is used again. */
struct csv_reader *csv_reader_new(struct arena *arena, size_t capacity, size_t columns);

/* Splits records of `block` from *offset on until `rows` is full or the block ends; moves *offset and *line (line number in the
 * block of the next record, both 0 at first). `wanted` holds ascending column positions, rows->columns of them. Cells point into
 * `block`, unquoted text into `scratch`. The separator CELLS_END stands for rows of a sheet (decode/row_bytes.h). Blank lines are
 * no records but count as lines. The block begins at a record boundary. False on an open quote, a record whose end nobody knows,
 * or a limit passed: the fault (FAULT_FILE) has the line in the block where the cell at fault begins, 1 for the first line; the
 * records before it are in `rows`. */
bool csv_reader_split(struct csv_reader *rows, struct arena *scratch, struct slice block, char separator,
                      const struct csv_reader_limits *limits, const uint32_t *wanted, size_t *offset, uint32_t *line,
                      struct fault *fault);

/* The text of a record's first ragged cell, as it stands there. */
struct slice csv_reader_ragged(const struct csv_reader *rows, size_t row, char separator);
/* A fault of csv_reader_split counts lines from the block: that many stand before it. */
void csv_reader_fault_shift(struct fault *fault, uint32_t lines);
/* Puts row `from` in the place of row `to`. */
void csv_reader_move(struct csv_reader *rows, size_t to, size_t from);
/* All cells of a record that was split, wanted or not; none where it is ragged. */
void csv_reader_cells(const struct csv_reader *rows, size_t row, char separator, struct arena *arena, struct slice **cells,
                      size_t *count);

#endif

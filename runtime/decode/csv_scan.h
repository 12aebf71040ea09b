/* CSV scanner: where the separators and line ends of delimited text are, found 64 bytes at a time.
 *
 * Finding every mark first and cutting cells afterwards is several times faster than deciding byte by byte: the first step
 * has no branch for a cell, and the second can go straight to the wanted columns (the place of the n-th mark is known) without
 * looking at the others. Quotes are seen through as long as they are regular: those of a quoted cell are its first and its last
 * byte, and any between come in pairs. Then a byte is inside quotes when the number of quotes up to it is odd, which a mask tells
 * for 64 bytes at once. The first quote that is not regular stops the scan, and its record is gone through alone (scan_record).
 * For csv_reader.c and its tests. */
#ifndef DECODE_CSV_SCAN_H
#define DECODE_CSV_SCAN_H

#include "base/text.h"

/* One bit a byte, the lowest for the first of 64. */
struct scan_masks {
  uint64_t mark;  /* separator, LF or CR */
  uint64_t end;   /* LF or CR */
  uint64_t quote; /* " */
};

/* The masks of 64 bytes at `at`: with SSE2 where the compiler has it, else the plain way. Both are here so that a test can
 * hold them together. */
struct scan_masks scan_64(const char *at, char separator);
struct scan_masks scan_64_plain(const char *at, char separator);

enum { SCAN_MARKS = 4096, SCAN_BYTES = 1 << 15 };

/* Marks of the records at the beginning of a text. Mark 0 stands before the text, so that a cell always lies between two
 * marks: the cell with mark i at its end begins at marks[i - 1] + 1, in 16-bit arithmetic. Offsets are small so that eight of
 * them are written at once. */
struct scan_index {
  size_t mark_count, end_count, inner_count;
  bool irregular;                          /* the record after the last end has a quote that is not regular */
  bool quoted, doubled;                    /* there are quoted cells; there are cells with quotes in them */
  uint16_t marks[1 + SCAN_MARKS + 64 + 8]; /* the last 8 are room for writing eight at a time */
  uint16_t ends[SCAN_MARKS + 64];          /* which of the marks are line ends, ascending */
  uint16_t inner[SCAN_MARKS + 64];         /* offsets of CR and LF inside quotes, ascending */
};

/* Scans until the index is full, a quote is met that is not regular, or the text ends. The CR and the LF of a CRLF are two ends.
 * No end at all means: such a quote in the first record, a record larger than the index can hold, or one without a line end. */
void scan_records(struct scan_index *index, struct slice text, char separator);

/* Length of the records that end before the first quote that is not regular; *irregular is false where there is none. */
size_t scan_ends(struct slice text, char separator, bool *irregular);

/* What quotes do to a record: a cell that begins with one goes on to its closing quote, over separators and line ends; any other
 * quote is text. */
struct scan_shape {
  bool quoted; /* there is a quote in it */
  bool open;   /* a cell begins with a quote that is never closed */
  bool lost;   /* a cell goes on behind its closing quote, and with quotes that leave nobody sure where the record ends */
};

/* Length of the record at the beginning of `text` without its line end. One that is open takes the rest of the text; of one that
 * is lost it is the length up to the line end at which that became clear. */
size_t scan_record(struct slice text, char separator, struct scan_shape *shape);

/* The end of the cell that begins with the quote at `at`: behind its closing quote, or where it goes on behind that (*ragged) the
 * next separator outside quotes or line end. text.length + 1: it is never closed; more: text.length + 2 and the place at which it
 * is lost. */
size_t scan_quoted(struct slice text, size_t at, char separator, bool *ragged);

#endif

/* Header rows: where they are in a list.
 *
 * A list from an office has a title above the headings, a line with the unit of money or the date, and headings in two rows with
 * merged cells, or a row of units below them. The company list has a column that must be there: the first of the first records
 * that names it has the headings. Of other tables, the row in which most cells name a field; where none does (a small table of
 * its own) the first row that is not much emptier than the others. Rows next to it belong to the headings when they name fields
 * too, when merged cells reach into them, or when they say nothing but units. A column's heading is the lowest of its cells that
 * names a field, else what stands above and below taken together (营业收入 over （万元）). */
#ifndef DATA_HEADER_ROWS_H
#define DATA_HEADER_ROWS_H

#include "decode/xlsx.h"

enum { HEADING_LOOK = 20, HEADING_ROWS = 4, HEADING_LOOK_ROWS = HEADING_LOOK + HEADING_ROWS };

/* A record at the beginning of a list. */
struct head_row {
  uint32_t number, next; /* its line, or row of the sheet, from 1, and that of the next */
  struct slice *cells;
  size_t count;
  size_t end; /* bytes up to the next record, of text */
};

struct head {
  struct arena *arena;
  /* Whether a text names a field; whether it names the column that must be there. */
  bool (*names)(void *context, struct slice text);
  bool (*names_key)(void *context, struct slice text); /* NULL: no column must */
  void *context;
  struct head_row rows[HEADING_LOOK_ROWS]; /* those that have content */
  size_t count;
  const struct merge *merges;
  size_t merge_count;
};

struct headings {
  struct slice *texts;  /* of each column up to the last with a heading */
  size_t count, width;  /* `width` with empty ones at the end */
  uint32_t first, last; /* rows, from 1 */
  uint32_t main;        /* of them, the one in which most are named */
  uint32_t above;       /* rows with content above them */
  size_t last_row;      /* position of the last among the rows of the head */
  bool found;           /* a cell names a field, or the column that must be there */
  int64_t unit;         /* fen: `单位：万元` stands above; 0: nothing of the kind */
};

/* The first rows of a sheet. */
bool headings_look(struct head *head, struct xlsx *xlsx, struct fault *fault);
/* *headings has count 0 when there is no row. */
void header_rows_find(struct head *head, struct headings *headings);

#endif

/* Sheet rows: the inside of a workbook, shared by xlsx.c (what a sheet rests on) and grid.c (the sheet). */
#ifndef DECODE_SHEET_ROWS_H
#define DECODE_SHEET_ROWS_H

#include "decode/number_format.h"
#include "decode/xml.h"
#include "decode/xlsx.h"

struct sheet_entry {
  const char *name, *relation, *part;
  bool hidden;
};

/* What cells merged over several rows show, in the column of the first: `bytes` with their mark once that row was read. */
struct span {
  struct merge merge;
  struct slice bytes;
};

/* How a cell says what it is: attribute `t`. */
enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_INLINE, CELL_FORMULA_TEXT, CELL_BOOLEAN, CELL_ERROR, CELL_ISO_DATE };

struct xlsx {
  struct arena *arena;
  struct source *source;
  const char *path;
  struct package *package;
  struct sheet_entry *sheets;
  size_t sheet_count, sheet_capacity;
  const struct sheet_entry *sheet; /* the one that is read */
  bool dates_1904;
  struct number_format *displays; /* by the style of a cell */
  size_t display_count;
  struct buffer strings; /* the shared ones, one behind the other */
  uint64_t *string_ends;
  size_t string_count, string_capacity;

  /* The sheet on its way. */
  struct arena reading;
  struct xml *markup;
  struct buffer *into;
  size_t want;             /* bytes in `into` */
  uint32_t after, written; /* rows up to this one are not wanted, are in `into` */
  uint32_t row_number, hidden;
  bool row_hidden, row_filled, row_wanted;
  unsigned row_depth; /* elements that are open in the row; 0: between rows */
  size_t odd_bytes;   /* that the parser is given at least: cells were not plain */
  struct buffer row;  /* cells of the row so far */
  uint32_t columns;   /* cells in `row` */
  uint32_t column;    /* of the cell */
  enum cell_type type;
  size_t style;
  bool taking, taking_formula, phonetic, has_formula;
  struct buffer value, formula;
  struct span *spans;        /* by their first row */
  struct span **column_span; /* of each column: the one that began last, NULL: none */
  size_t span_count, span_next;
  uint32_t span_columns;
  struct buffer spread; /* the row with what they show */
  bool *spread_in;      /* of each column: one showed something */
};

/* The sheet, if one is being read, is left. */
void grid_close(struct xlsx *xlsx);

#endif

/* Small table: a table read whole, as text: results of earlier years, decisions, indicators, tasks, cases. */
#ifndef DATA_SMALL_TABLE_H
#define DATA_SMALL_TABLE_H

#include "base/fault.h"
#include "data/column.h"
#include "data/field.h"

struct sheet_row {
  uint32_t line;       /* of the file, where the record starts */
  uint32_t width;      /* cells in the record */
  struct slice *cells; /* one for each heading, NFKC and trimmed; empty where the row is short */
  struct slice *raw;   /* the same as written; `cells` itself where nothing differs */
  char *marks;         /* of a workbook, how each cell was kept (decode/row_bytes.h); NULL: text */
};

/* What a reader should know of a sheet of a workbook (title rows, hidden rows), as list_reader_options has it reported. */
struct sheet_note {
  enum message message;
  const char *a, *b;
};

struct sheet {
  const char *path;
  struct sheet_note notes[16];
  size_t note_count;
  char digest[65];        /* SHA-256 of the file */
  struct slice *headings; /* as written, trimmed */
  struct slice *names;    /* NFKC without space, unit left off */
  struct heading *units;  /* of each heading, for cell_read */
  size_t columns;
  struct sheet_row *rows;
  size_t count, capacity;
};

bool sheet_read(struct arena *arena, const char *path, struct sheet *sheet, struct fault *fault);
/* The same of a workbook's sheet with one of these names (closed by NULL) rather than its first; rows that are examples of a
 * template (data/record.h) are left out. */
bool sheet_read_named(struct arena *arena, const char *path, const char *const *names, struct sheet *sheet, struct fault *fault);
/* A table that is made here, with room for so many headings; `names` and `units` are none. */
struct sheet sheet_new(struct arena *arena, size_t columns);
/* The cells of one more row, empty, to be filled. */
struct slice *sheet_add_row(struct arena *arena, struct sheet *sheet);
/* Position of a column, -1 if there is none. */
int sheet_column(const struct sheet *sheet, const char *name);
/* The same; a column that is missing is a fault. */
bool sheet_require(const struct sheet *sheet, const char *name, int *column, struct fault *fault);
/* A cell, empty when the column is -1. */
struct slice sheet_cell(const struct sheet *sheet, size_t row, int column);
/* Reads a cell as the lists read theirs. Blank when the column is -1. */
bool sheet_cell_read(struct arena *arena, const struct sheet *sheet, size_t row, int column, const struct field *field,
                     struct cell *cell, struct cell_problem *problem);

#endif

/* Columns of the files that huiqi writes and reads again: file_columns.def. The same heading means the same in every file, so
 * that a file of results can be the history of the next year. *Rejected:* headings where they are written: the reader had its
 * own copies. */
#ifndef WRITE_FILE_COLUMNS_H
#define WRITE_FILE_COLUMNS_H

#include "base/text.h"

/* What stands in the cells, for who lays them out. */
enum column_content {
  CONTENT_TEXT,
  CONTENT_CODE,
  CONTENT_LONG,
  CONTENT_WHOLE,
  CONTENT_YEAR,
  CONTENT_MONEY,
  CONTENT_VALUE,
  CONTENT_OUTCOME,
  CONTENT_WRONG
};

enum file_column {
#define COLUMN(column, ...) COLUMN_##column,
#include "write/file_columns.def"
#undef COLUMN
  FILE_COLUMNS
};

/* Without its unit, as it is looked for. */
const char *file_column_name(enum file_column column);
/* With its unit, as it stands above a column; and what its cells hold. */
const char *file_column_heading(struct arena *arena, enum file_column column);
enum column_content file_column_content(enum file_column column);
/* A line of headings without its end; the list is closed by FILE_COLUMNS. */
void format_headings(struct buffer *out, const enum file_column *columns);
#define HEADINGS(...) ((const enum file_column[]){ __VA_ARGS__, FILE_COLUMNS })
/* Of a heading with its unit; TEXT when it is none of these. */
enum column_content column_content_of(struct slice heading);

#endif

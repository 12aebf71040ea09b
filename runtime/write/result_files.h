/* The table of result files: result_files.def. */
#ifndef WRITE_RESULT_FILES_H
#define WRITE_RESULT_FILES_H

#include "evaluate/run.h"
#include "write/file_columns.h"
#include "write/output.h"

enum result_file {
#define RESULT_FILE(file, ...) RESULT_FILE_##file,
#define LIST_FILES(file, ...)  RESULT_FILE_##file,
#define ROW_FILE(file, ...)    RESULT_FILE_##file,
#include "write/result_files.def"
  RESULT_FILES
};

/* Those whose lines follow from the rows of results.csv, numbered by themselves. */
enum row_file {
#define ROW_FILE(file, ...) ROW_FILE_##file,
#include "write/result_files.def"
  ROW_FILES
};

/* One result, for who puts it into lines. */
struct result_row {
  const struct plan *plan;
  const struct measure *measure;
  const struct verdict *verdict;
  struct slice object;         /* the cells of code and name, with their commas */
  const struct slice *carried; /* what the object has in the carried columns */
  size_t carried_count;
  enum language language;
};

struct result_file_kind {
  const char *name;
  enum message sheet;
  const enum file_column *columns; /* closed by FILE_COLUMNS */
};

extern const struct result_file_kind result_files[RESULT_FILES];

struct row_file_kind {
  enum result_file file;
  bool (*asked)(const struct measure *measure, size_t carried);
  void (*lines)(struct buffer *out, const struct result_row *row);
};

extern const struct row_file_kind row_files[ROW_FILES];

#define ROW_FILE(file, name, sheet, asked, lines, ...)                                                                           \
  bool asked(const struct measure *measure, size_t carried);                                                                     \
  void lines(struct buffer *out, const struct result_row *row);
#include "write/result_files.def"

/* Opens the file, with its headings; `name` NULL: the name of the table. NULL after a fault. */
struct output_file *result_file_open(struct output *output, enum result_file file, const char *name, struct fault *fault);
/* The same with the list's carried headings behind its own. */
struct output_file *result_file_open_carried(struct output *output, enum result_file file, const struct list_reader *listing,
                                             struct fault *fault);

#endif

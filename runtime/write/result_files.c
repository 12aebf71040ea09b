/* The result files, and the lines that stand beside results.csv. */
#include "write/result_files.h"

#include "write/csv.h"
#include "write/output_files.h"

const struct result_file_kind result_files[RESULT_FILES] = {
#define RESULT_FILE(file, name, sheet, ...)            [RESULT_FILE_##file] = { name, MSG_WORKBOOK_##sheet, HEADINGS(__VA_ARGS__) },
#define LIST_FILES                                     RESULT_FILE
#define ROW_FILE(file, name, sheet, asked, lines, ...) RESULT_FILE(file, name, sheet, __VA_ARGS__)
#include "write/result_files.def"
};

const struct row_file_kind row_files[ROW_FILES] = {
#define ROW_FILE(file, name, sheet, asked, lines, ...) [ROW_FILE_##file] = { RESULT_FILE_##file, asked, lines },
#include "write/result_files.def"
};

static struct output_file *open_with(struct output *output, enum result_file file, const char *name,
                                     const struct list_reader *listing, struct fault *fault)
{
  struct output_file *opened = output_file(output, name ? name : result_files[file].name, fault);
  struct buffer line = { 0 };
  if (!opened) return NULL;
  buffer_text(&line, CSV_MARK);
  format_headings(&line, result_files[file].columns);
  for (size_t i = 0; listing && i < listing->carried_count; i++) csv_next(&line, listing->headings[listing->carried[i]].text);
  csv_end(&line);
  output_bytes(opened, line.at, line.length);
  buffer_free(&line);
  return opened;
}

struct output_file *result_file_open(struct output *output, enum result_file file, const char *name, struct fault *fault)
{
  return open_with(output, file, name, NULL, fault);
}

struct output_file *result_file_open_carried(struct output *output, enum result_file file, const struct list_reader *listing,
                                             struct fault *fault)
{
  return open_with(output, file, NULL, listing, fault);
}

/* The table of headings, for writers and readers of files. */
#include "write/file_columns.h"

static const struct {
  const char *name, *unit;
  enum column_content content;
} columns[FILE_COLUMNS] = {
#define COLUMN(column, heading, unit, content) [COLUMN_##column] = { heading, unit, CONTENT_##content },
#include "write/file_columns.def"
#undef COLUMN
};

const char *file_column_name(enum file_column column)
{
  return columns[column].name;
}

const char *file_column_heading(struct arena *arena, enum file_column column)
{
  return arena_printf(arena, "%s%s", columns[column].name, columns[column].unit);
}

enum column_content file_column_content(enum file_column column)
{
  return columns[column].content;
}

void format_headings(struct buffer *out, const enum file_column *of)
{
  for (size_t i = 0; of[i] != FILE_COLUMNS; i++)
    buffer_printf(out, "%s%s%s", i ? "," : "", columns[of[i]].name, columns[of[i]].unit);
}

enum column_content column_content_of(struct slice heading)
{
  for (size_t i = 0; i < FILE_COLUMNS; i++) {
    size_t length = strlen(columns[i].name);
    if (slice_starts(heading, columns[i].name) &&
        slice_is((struct slice){ heading.at + length, heading.length - length }, columns[i].unit))
      return columns[i].content;
  }
  return CONTENT_TEXT;
}

/* Files of this program read again, for workbooks. */
#include "write/csv_rows.h"

bool csv_rows_open(struct arena *arena, const char *path, struct list_reader *rows, struct fault *fault)
{
  static const struct table_kind none = { .name = "" };
  struct list_reader_options *options = arena_alloc(arena, sizeof *options);
  *options = (struct list_reader_options){ .limits = csv_reader_default_limits };
  return list_reader_open(arena, path, &none, options, rows, fault);
}

bool csv_rows_each(struct list_reader *listing, csv_rows_visit *visit, void *context, struct fault *fault)
{
  enum { BATCH = 512 };
  struct arena arena = { 0 }, scratch = { 0 };
  struct buffer buffer = { 0 };
  struct slice block;
  size_t columns = listing->heading_count;
  uint32_t *wanted = arena_array(&arena, columns + 1, sizeof *wanted);
  for (uint32_t i = 0; i < columns; i++) wanted[i] = i;
  struct csv_reader *rows = csv_reader_new(&arena, BATCH, columns);
  bool good;
  while ((good = list_reader_block(listing, &buffer, &block, fault)) && block.length) {
    size_t offset = 0;
    uint32_t line = 0;
    while (good && offset < block.length) {
      struct arena_mark mark = arena_mark(&scratch);
      rows->count = 0;
      good = csv_reader_split(rows, &scratch, block, listing->separator, &listing->limits, wanted, &offset, &line, fault) &&
             visit(context, rows, fault);
      arena_rewind(&scratch, mark);
    }
    if (!good) break;
  }
  buffer_free(&buffer);
  arena_free(&scratch);
  arena_free(&arena);
  return good;
}

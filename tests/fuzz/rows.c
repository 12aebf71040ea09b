/* The reader of delimited text against libcsv alone: the same records and cells, where that does not refuse a quote. */
#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "decode/csv_reader.h"

enum { COLUMNS = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct heard {
  struct buffer cells;
  size_t column;
};

static int never_space(unsigned char c)
{
  (void)c;
  return 0;
}

static void hear_cell(void *bytes, size_t length, void *context)
{
  struct heard *heard = context;
  if (heard->column < COLUMNS) {
    buffer_bytes(&heard->cells, bytes ? bytes : "", bytes ? length : 0);
    buffer_char(&heard->cells, 0x1F);
  }
  heard->column++;
}

static void hear_row(int end, void *context)
{
  struct heard *heard = context;
  (void)end;
  buffer_char(&heard->cells, 0x1E);
  heard->column = 0;
}

static bool by_libcsv(struct slice text, struct heard *heard)
{
  struct csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_space_func(&parser, never_space);
  bool good = csv_parse(&parser, text.at, text.length, hear_cell, hear_row, heard) == text.length &&
              csv_fini(&parser, hear_cell, hear_row, heard) == 0;
  csv_free(&parser);
  return good;
}

static bool by_rows(struct arena *arena, struct slice text, struct heard *heard)
{
  static const uint32_t wanted[COLUMNS] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  struct csv_reader *rows = csv_reader_new(arena, 16, COLUMNS);
  struct fault fault;
  size_t offset = 0;
  uint32_t line = 0;
  bool good = true;
  while (good && offset < text.length) {
    rows->count = 0;
    good = csv_reader_split(rows, arena, text, ',', &csv_reader_default_limits, wanted, &offset, &line, &fault);
    for (size_t row = 0; row < rows->count; row++) {
      for (size_t k = 0; k < COLUMNS && k < rows->width[row]; k++)
        hear_cell((void *)(uintptr_t)rows->cells[k][row].at, rows->cells[k][row].length, heard);
      hear_row(0, heard);
    }
  }
  return good;
}

static bool same_cells(const struct heard *a, const struct heard *b)
{
  return slice_equal(buffer_view(&a->cells), buffer_view(&b->cells));
}

/* In two blocks, at eight of the places where the first read may have ended: others in every text. */
static void check_borders(struct arena *arena, struct slice text, const struct heard *whole)
{
  size_t step = text.length / 8 + 1;
  for (size_t read = whole->cells.length % step; read <= text.length; read += step) {
    struct arena_mark mark = arena_mark(arena);
    struct heard parts = { .column = 0 };
    size_t cut = csv_reader_cut((struct slice){ text.at, read }, ',', false);
    bool good = by_rows(arena, (struct slice){ text.at, cut }, &parts) &&
                by_rows(arena, (struct slice){ text.at + cut, text.length - cut }, &parts);
    if (!good || !same_cells(&parts, whole)) abort();
    buffer_free(&parts.cells);
    arena_rewind(arena, mark);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct arena arena = { 0 };
  struct heard one = { .column = 0 }, two = { .column = 0 };
  if (memchr(data, 0, size)) return -1; /* refused before (decode/source) */
  struct slice text = { arena_copy(&arena, (const char *)data, size), size };
  bool first = by_libcsv(text, &one), second = by_rows(&arena, text, &two);
  if (first && !second) abort(); /* what libcsv refuses as a misplaced quote is text, or told */
  if (first && !same_cells(&one, &two)) abort();
  if (second) check_borders(&arena, text, &two);
  buffer_free(&one.cells);
  buffer_free(&two.cells);
  arena_free(&arena);
  return 0;
}

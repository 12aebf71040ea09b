/* Reading a workbook again that was just written. */
#include "write/xlsx_check.h"

#include "data/list_reader.h"
#include "decode/row_bytes.h"

static uint32_t rows_of(struct slice bytes)
{
  uint32_t rows = 0;
  for (size_t i = 0; i < bytes.length; i++) rows += bytes.at[i] == CELLS_END;
  return rows;
}

static bool check_sheet(struct source *source, const struct written_sheet *sheet, struct fault *fault)
{
  enum { PIECE = 1 << 20 };
  struct arena arena = { 0 };
  struct buffer bytes = { 0 };
  uint32_t rows = 0;
  struct xlsx *xlsx = xlsx_open(&arena, source, sheet->name, sheet->name, fault);
  bool read = xlsx && xlsx_start(xlsx, 0, fault);
  do {
    buffer_reset(&bytes);
    read = read && xlsx_rows(xlsx, &bytes, PIECE, fault);
    rows += rows_of(buffer_view(&bytes));
  } while (read && bytes.length);
  if (xlsx) xlsx_close(xlsx);
  buffer_free(&bytes);
  arena_free(&arena);
  return read && rows == sheet->rows;
}

bool xlsx_check(const char *path, const struct written_sheet *sheets, struct fault *fault)
{
  struct arena arena = { 0 };
  struct source *source = source_open_archive(&arena, path, false, fault);
  bool whole = source != NULL;
  for (const struct written_sheet *sheet = sheets; whole && sheet; sheet = sheet->next) whole = check_sheet(source, sheet, fault);
  if (source) source_close(source);
  arena_free(&arena);
  return whole || fault_set(fault, FAULT_FILE, MSG_BOOK_INCOMPLETE, NULL);
}

/* Reading a small table whole. */
#include "data/small_table.h"

#include <string.h>

#include "data/list_reader.h"
#include "data/record.h"
#include "decode/row_bytes.h"
#include "decode/unicode.h"

enum { SHEET_ROWS = 512 };

/* A text as written is kept apart only in the few rows where it reads differently. */
static void keep_written(struct arena *arena, struct sheet_row *row, size_t columns, size_t at, struct slice written)
{
  if (row->raw == row->cells) {
    if (slice_equal(written, row->cells[at])) return;
    row->raw = arena_array(arena, columns, sizeof *row->raw);
    memcpy(row->raw, row->cells, at * sizeof *row->raw);
  }
  row->raw[at] = written;
}

static bool row_blank(const struct csv_reader *rows, size_t row)
{
  for (size_t k = 0; k < rows->columns; k++)
    if (slice_trim(rows->cells[k][row]).length) return false;
  return !rows->ragged[row];
}

static void take_rows(struct arena *arena, struct sheet *sheet, const struct csv_reader *rows, bool workbook, uint32_t first_line)
{
  for (size_t i = 0; i < rows->count; i++) {
    if (row_blank(rows, i)) continue;
    sheet->rows = arena_grow(arena, sheet->rows, sheet->count, &sheet->capacity, sizeof *sheet->rows);
    struct sheet_row *row = &sheet->rows[sheet->count++];
    row->line = first_line + rows->line[i];
    row->width = workbook && rows->width[i] < sheet->columns ? (uint32_t)sheet->columns : rows->width[i];
    row->cells = row->raw = arena_array(arena, sheet->columns, sizeof *row->cells);
    if (workbook) row->marks = arena_alloc(arena, sheet->columns);
    for (size_t k = 0; k < sheet->columns; k++) {
      if (workbook) row->marks[k] = cell_mark(rows->cells[k][i]);
      struct slice written = { "", 0 };
      if (rows->cells[k][i].at) written = readable_text(arena, slice_copy(arena, cell_unwrapped(rows->cells[k][i])));
      row->cells[k] = unicode_cell(arena, written, NULL);
      keep_written(arena, row, sheet->columns, k, written);
    }
  }
}

static bool take_blocks(struct arena *arena, struct sheet *sheet, struct list_reader *listing, struct fault *fault)
{
  struct buffer buffer = { 0 };
  struct arena scratch = { 0 };
  struct slice block;
  uint32_t first_line = listing->first_line;
  uint32_t *wanted = arena_array(arena, sheet->columns, sizeof *wanted);
  for (size_t i = 0; i < sheet->columns; i++) wanted[i] = (uint32_t)i;
  struct csv_reader *rows = csv_reader_new(&scratch, SHEET_ROWS, sheet->columns);
  bool read;
  while ((read = list_reader_block(listing, &buffer, &block, fault)) && block.length) {
    size_t offset = 0;
    uint32_t line = 0;
    while (read && offset < block.length) {
      rows->count = 0;
      read = csv_reader_split(rows, &scratch, block, listing->separator, &listing->limits, wanted, &offset, &line, fault);
      if (read) take_rows(arena, sheet, rows, listing->xlsx != NULL, first_line);
    }
    if (!read) csv_reader_fault_shift(fault, first_line - 1);
    if (!read) break;
    first_line += line;
  }
  if (!read) fault->file = sheet->path;
  buffer_free(&buffer);
  arena_free(&scratch);
  return read;
}

/* Two columns of one name: nobody knows which is meant. */
static bool unique(const struct sheet *sheet, struct arena *arena, struct fault *fault)
{
  for (size_t i = 0; i < sheet->columns; i++)
    for (size_t k = 0; k < i; k++) {
      if (!sheet->names[i].length || !slice_equal(sheet->names[i], sheet->names[k])) continue;
      fault_set(fault, FAULT_FILE, MSG_HEADING_TWICE, slice_copy(arena, sheet->headings[k]).at,
                slice_copy(arena, sheet->headings[i]).at, NULL);
      return fault_at(fault, sheet->path, 0, 0);
    }
  return true;
}

struct noting {
  struct arena *arena;
  struct sheet *sheet;
};

/* Which sheet is read goes without saying: a table of its own stands where it was asked for. */
static void note(void *context, enum message message, const char *path, const char *a, const char *b)
{
  const struct noting *noting = context;
  struct sheet *sheet = noting->sheet;
  (void)path;
  if (message == MSG_NOTICE_SHEET || sheet->note_count == sizeof sheet->notes / sizeof *sheet->notes) return;
  sheet->notes[sheet->note_count++] =
      (struct sheet_note){ message, arena_string(noting->arena, a), arena_string(noting->arena, b) };
}

bool sheet_read(struct arena *arena, const char *path, struct sheet *sheet, struct fault *fault)
{
  return sheet_read_named(arena, path, NULL, sheet, fault);
}

static void leave_out_examples(struct arena *arena, struct sheet *sheet)
{
  size_t kept = 0;
  for (size_t i = 0; i < sheet->count; i++)
    if (!is_example(arena, sheet->rows[i].cells, sheet->columns)) sheet->rows[kept++] = sheet->rows[i];
  sheet->count = kept;
}

bool sheet_read_named(struct arena *arena, const char *path, const char *const *names, struct sheet *sheet, struct fault *fault)
{
  static const struct table_kind none = { .name = "" };
  struct list_reader listing;
  struct noting noting = { arena, sheet };
  struct list_reader_options options = {
    .limits = csv_reader_default_limits, .sheets = names, .digest = true, .on_notice = note, .on_notice_context = &noting
  };
  *sheet = (struct sheet){ .path = path };
  if (!list_reader_open(arena, path, &none, &options, &listing, fault)) return false;
  sheet->columns = listing.heading_count;
  sheet->headings = arena_array(arena, sheet->columns, sizeof *sheet->headings);
  sheet->names = arena_array(arena, sheet->columns, sizeof *sheet->names);
  sheet->units = arena_array(arena, sheet->columns, sizeof *sheet->units);
  for (size_t i = 0; i < sheet->columns; i++) {
    sheet->headings[i] = listing.headings[i].text;
    sheet->names[i] = listing.headings[i].name;
    sheet->units[i] = listing.headings[i];
    if (!sheet->units[i].unit && slice_is(sheet->names[i], "金额")) sheet->units[i].unit = listing.unit;
  }
  bool read = unique(sheet, arena, fault) && take_blocks(arena, sheet, &listing, fault);
  if (read) source_digest(listing.source, sheet->digest);
  if (names) leave_out_examples(arena, sheet);
  list_reader_close(&listing);
  return read;
}

struct sheet sheet_new(struct arena *arena, size_t columns)
{
  return (struct sheet){ .columns = columns, .headings = arena_array(arena, columns, sizeof(struct slice)) };
}

struct slice *sheet_add_row(struct arena *arena, struct sheet *sheet)
{
  struct slice *cells = arena_array(arena, sheet->columns, sizeof *cells);
  sheet->rows = arena_grow(arena, sheet->rows, sheet->count, &sheet->capacity, sizeof *sheet->rows);
  sheet->rows[sheet->count++] = (struct sheet_row){ .width = (uint32_t)sheet->columns, .cells = cells, .raw = cells };
  return cells;
}

int sheet_column(const struct sheet *sheet, const char *name)
{
  for (size_t i = 0; i < sheet->columns; i++)
    if (slice_is(sheet->names[i], name)) return (int)i;
  return -1;
}

bool sheet_require(const struct sheet *sheet, const char *name, int *column, struct fault *fault)
{
  *column = sheet_column(sheet, name);
  if (*column >= 0) return true;
  fault_set(fault, FAULT_FILE, MSG_FILE_COLUMNS, name, NULL);
  return fault_at(fault, sheet->path, 0, 0);
}

struct slice sheet_cell(const struct sheet *sheet, size_t row, int column)
{
  return column < 0 ? (struct slice){ "", 0 } : sheet->rows[row].cells[column];
}

bool sheet_cell_read(struct arena *arena, const struct sheet *sheet, size_t row, int column, const struct field *field,
                     struct cell *cell, struct cell_problem *problem)
{
  struct slice text = sheet_cell(sheet, row, column);
  if (column < 0 || !sheet->rows[row].marks)
    return cell_read(arena, field, column < 0 ? NULL : &sheet->units[column], text, cell, problem);
  char *marked = arena_alloc(arena, text.length + 1); /* the mark stands behind the cell */
  memcpy(marked, text.at, text.length);
  marked[text.length] = sheet->rows[row].marks[column];
  return cell_read(arena, field, &sheet->units[column], (struct slice){ marked, text.length }, cell, problem);
}

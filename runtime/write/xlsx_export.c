/* Result files bound into a workbook, for output.c. */
#include "write/xlsx_export.h"

#include <string.h>

#include "data/list_reader.h"
#include "decode/row_bytes.h"
#include "decode/unicode.h"
#include "write/xlsx_cell.h"
#include "write/xlsx_check.h"
#include "write/csv.h"
#include "write/result_files.h"
#include "write/output_files.h"

enum { BATCH = 512, NARROWEST = 8, WIDEST = 44, WIDEST_LONG = 70 };

struct binding {
  struct arena *arena;
  const struct bound_inputs *inputs;
  struct book *book;
  struct written_sheet *sheets;
};

/* A file on its way into one sheet, or several when it has more rows than a sheet takes. */
struct page {
  struct binding *binding;
  struct slice title;
  struct book_sheet *sheet;
  struct written_sheet *entry;
  const struct heading *headings;
  size_t columns;
  enum column_content *kinds;
  size_t *widths;
};

/* Sheets */

static void widen(struct page *page, size_t column, struct slice text)
{
  enum { FILTER_SIGN = 3, SEPARATORS = 4 };
  size_t width = display_width(text), most = page->kinds[column] == CONTENT_LONG ? WIDEST_LONG : WIDEST;
  width += page->entry->rows ? (page->kinds[column] == CONTENT_MONEY ? SEPARATORS : 1) : FILTER_SIGN;
  if (width > most) width = most;
  if (width > page->widths[column]) page->widths[column] = width;
}

static bool page_open(struct page *page, struct fault *fault)
{
  page->sheet = xlsx_writer_sheet(page->binding->book, page->title, fault);
  if (!page->sheet) return false;
  page->entry = arena_alloc(page->binding->arena, sizeof *page->entry);
  *page->entry = (struct written_sheet){ xlsx_writer_sheet_name(page->sheet), 0, page->binding->sheets };
  page->binding->sheets = page->entry;
  for (size_t i = 0; i < page->columns; i++) {
    page->widths[i] = NARROWEST;
    widen(page, i, page->headings[i].text);
    xlsx_writer_text(page->sheet, 0, (uint16_t)i, XLSX_HEADING, page->headings[i].text);
  }
  page->entry->rows = 1;
  return true;
}

static void page_close(const struct page *page)
{
  for (size_t i = 0; i < page->columns; i++) {
    enum book_style style = page->kinds[i] == CONTENT_CODE ? XLSX_CODE : XLSX_PLAIN;
    xlsx_writer_column(page->sheet, (uint16_t)i, (double)page->widths[i] + 1, style);
  }
  xlsx_writer_frame(page->sheet, page->entry->rows, (uint16_t)page->columns);
}

static bool page_rows(struct page *page, const struct csv_reader *rows, struct fault *fault)
{
  for (size_t row = 0; row < rows->count; row++) {
    if (page->entry->rows == XLSX_ROWS) {
      page_close(page);
      if (!page_open(page, fault)) return false;
    }
    for (size_t i = 0; i < page->columns; i++) {
      if (!rows->cells[i][row].length) continue;
      widen(page, i, rows->cells[i][row]);
      xlsx_cell(page->sheet, page->entry->rows, (uint16_t)i, page->kinds[i], csv_text(rows->cells[i][row]));
    }
    page->entry->rows++;
  }
  return true;
}

static bool page_fill(struct page *page, struct list_reader *listing, struct fault *fault)
{
  struct arena scratch = { 0 };
  struct buffer buffer = { 0 };
  struct slice block;
  uint32_t *wanted = arena_array(page->binding->arena, page->columns, sizeof *wanted);
  for (uint32_t i = 0; i < page->columns; i++) wanted[i] = i;
  struct csv_reader *rows = csv_reader_new(page->binding->arena, BATCH, page->columns);
  bool good;
  while ((good = list_reader_block(listing, &buffer, &block, fault)) && block.length) {
    size_t offset = 0;
    uint32_t line = 0;
    while (good && offset < block.length) {
      struct arena_mark mark = arena_mark(&scratch);
      rows->count = 0;
      good = csv_reader_split(rows, &scratch, block, listing->separator, &listing->limits, wanted, &offset, &line, fault) &&
             page_rows(page, rows, fault);
      arena_rewind(&scratch, mark);
    }
    if (!good) break;
  }
  buffer_free(&buffer);
  arena_free(&scratch);
  return good;
}

static bool bind_file(struct binding *binding, const struct result_file_kind *kind, const char *name, struct slice title,
                      struct fault *fault)
{
  static const struct table_kind none = { .name = "" };
  struct list_reader_options options = { .limits = csv_reader_default_limits };
  struct list_reader listing;
  const char *path = arena_printf(binding->arena, "/proc/self/fd/%d/%s", binding->inputs->folder, name);
  struct page page = { .binding = binding, .title = title };
  if (!list_reader_open(binding->arena, path, &none, &options, &listing, fault)) return false;
  page.headings = listing.headings;
  page.columns = listing.heading_count;
  page.kinds = arena_array(binding->arena, page.columns, sizeof *page.kinds);
  page.widths = arena_array(binding->arena, page.columns, sizeof *page.widths);
  for (size_t i = 0, own = 0; i < page.columns; i++) {
    own += kind->columns[own] != FILE_COLUMNS; /* behind its own columns come those that are carried, which are text */
    page.kinds[i] = i < own ? column_content_of(page.headings[i].text) : CONTENT_CODE;
  }
  bool good = page_open(&page, fault) && page_fill(&page, &listing, fault);
  if (good) page_close(&page);
  list_reader_close(&listing);
  return good;
}

/* `清单 U22-3` of lists/U22-3.csv; NULL: `name` is no such file. */
static const char *sheet_title(struct arena *arena, const struct result_file_kind *kind, const char *name)
{
  const char *title = message_name(kind->sheet, LANGUAGE_CHINESE);
  size_t folder = slice_ends(slice_of(kind->name), "/") ? strlen(kind->name) : 0;
  if (!folder) return strcmp(name, kind->name) == 0 ? title : NULL;
  if (strncmp(name, kind->name, folder) != 0) return NULL;
  return arena_printf(arena, "%s %.*s", title, (int)(strlen(name + folder) - strlen(".csv")), name + folder);
}

static bool bind_files(struct binding *binding, struct fault *fault)
{
  const struct bound_inputs *inputs = binding->inputs;
  for (size_t i = 0; i < RESULT_FILES; i++)
    for (size_t k = 0; k < inputs->file_count; k++) {
      const char *title = sheet_title(binding->arena, &result_files[i], inputs->files[k]);
      if (title && !bind_file(binding, &result_files[i], inputs->files[k], slice_of(title), fault)) return false;
    }
  return true;
}

static bool bind_records(struct binding *binding, struct fault *fault)
{
  struct book_sheet *sheet =
      xlsx_writer_sheet(binding->book, slice_of(message_name(MSG_WORKBOOK_RECORDS, LANGUAGE_CHINESE)), fault);
  size_t width = NARROWEST;
  if (!sheet) return false;
  xlsx_writer_text(sheet, 0, 0, XLSX_HEADING, slice_of(message_name(MSG_WORKBOOK_ITEM, LANGUAGE_CHINESE)));
  xlsx_writer_text(sheet, 0, 1, XLSX_HEADING, slice_of(message_name(MSG_WORKBOOK_CONTENT, LANGUAGE_CHINESE)));
  for (size_t i = 0; i < binding->inputs->record_count; i++) {
    const struct bound_record *record = &binding->inputs->records[i];
    uint32_t row = (uint32_t)i + 1;
    size_t needed = display_width(slice_of(record->name));
    if (needed > width) width = needed;
    xlsx_writer_text(sheet, row, 0, XLSX_PLAIN, slice_of(record->name));
    if (!xlsx_cell_value(sheet, row, 1, record->text)) xlsx_writer_text(sheet, row, 1, XLSX_LONG, record->text);
  }
  xlsx_writer_column(sheet, 0, (double)(width < WIDEST ? width : WIDEST) + 2, XLSX_PLAIN);
  xlsx_writer_column(sheet, 1, WIDEST_LONG, XLSX_PLAIN);
  xlsx_writer_frame(sheet, (uint32_t)binding->inputs->record_count + 1, 2);
  return true;
}

bool xlsx_export_write(struct arena *arena, const struct bound_inputs *inputs, struct fault *fault)
{
  struct binding binding = { .arena = arena, .inputs = inputs };
  const char *path = arena_printf(arena, "/proc/self/fd/%d/" FOLDER_BOOK, inputs->folder);
  binding.book = xlsx_writer_open(arena, path, true, fault);
  if (!binding.book) return false;
  if (!bind_files(&binding, fault) || !bind_records(&binding, fault)) {
    xlsx_writer_abandon(binding.book);
    return false;
  }
  return xlsx_writer_close(binding.book, fault) && xlsx_check(path, binding.sheets, fault);
}

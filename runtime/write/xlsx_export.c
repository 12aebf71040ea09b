/* Result files bound into a workbook, for output.c. */
#include "write/xlsx_export.h"
#include "base/file.h"

#include <string.h>

#include "decode/row_bytes.h"
#include "base/decimal.h"
#include "decode/unicode.h"
#include "evaluate/decision.h"
#include "write/xlsx_cell.h"
#include "write/xlsx_check.h"
#include "write/csv.h"
#include "write/csv_rows.h"
#include "write/result_files.h"
#include "write/output_files.h"

enum { NARROWEST = 8, WIDEST = 44, WIDEST_LONG = 70 };

struct binding {
  struct arena *arena;
  const struct bound_inputs *inputs;
  struct book *book;
  struct written_sheet *sheets;
  uint64_t rows; /* so far */
};

/* Amounts below one another, in fen; those of what is due back are no part of what is granted. */
struct column_sum {
  int64_t granted, owed;
  bool any;  /* there is an amount */
  bool text; /* one has more digits than a spreadsheet keeps, and stands as text */
  bool lost; /* the sum does not fit */
};

/* A file on its way into one sheet, or several when it has more rows than a sheet takes. */
struct page {
  struct binding *binding;
  struct slice title;
  struct book_sheet *sheet; /* NULL: no row yet */
  struct written_sheet *entry;
  const struct heading *headings;
  size_t columns;
  const enum column_content *kinds;
  size_t *widths;
  size_t most_heading; /* 0: headings may be as wide as cells; else there are many columns */
  uint16_t kept;       /* columns that stay in sight */
  struct column_sum *sums;
  int outcome;                      /* the column whose outcomes part what is granted from what is due back; -1: none does */
  bool owes;                        /* something is due back */
  uint32_t first;                   /* row of the first record */
  bool within;                      /* the table stands in a sheet that has other things above it */
  const struct bound_total *totals; /* instead of sums */
  size_t total_count;
};

/* Sheets */

static size_t widest(const struct page *page, enum column_content content)
{
  return content == CONTENT_LONG && !page->most_heading ? WIDEST_LONG : WIDEST;
}

static void widen(struct page *page, size_t column, struct slice text)
{
  enum { FILTER_SIGN = 3, SEPARATORS = 4 };
  bool heading = page->entry->rows < page->first;
  size_t width = display_width(text), most = widest(page, page->kinds[column]);
  if (heading && page->most_heading) most = page->most_heading;
  width += heading ? FILTER_SIGN : page->kinds[column] == CONTENT_MONEY ? SEPARATORS : 1;
  if (width > most) width = most;
  if (width > page->widths[column]) page->widths[column] = width;
}

static struct written_sheet *entry_new(struct binding *binding, const struct book_sheet *sheet)
{
  struct written_sheet *entry = arena_alloc(binding->arena, sizeof *entry);
  *entry = (struct written_sheet){ xlsx_writer_sheet_name(sheet), 0, binding->sheets };
  return binding->sheets = entry;
}

static enum book_style heading_style(enum column_content content)
{
  bool figure = content == CONTENT_WHOLE || content == CONTENT_YEAR || content == CONTENT_MONEY || content == CONTENT_VALUE;
  return figure ? XLSX_HEADING_NUMBER : XLSX_HEADING;
}

/* Lines of the highest heading. */
static size_t heading_lines(const struct page *page)
{
  size_t lines = 1;
  for (size_t i = 0; page->most_heading && i < page->columns; i++) {
    size_t needed = display_width(page->headings[i].text) / (page->most_heading - 2) + 1;
    if (needed > lines) lines = needed;
  }
  return lines;
}

static void page_headings(struct page *page)
{
  size_t lines = heading_lines(page);
  page->first = page->entry->rows + 1;
  if (lines > 1) xlsx_writer_height(page->sheet, page->entry->rows, lines);
  for (size_t i = 0; i < page->columns; i++) {
    page->widths[i] = NARROWEST;
    page->sums[i] = (struct column_sum){ 0 };
    widen(page, i, page->headings[i].text);
    xlsx_writer_text(page->sheet, page->entry->rows, (uint16_t)i, heading_style(page->kinds[i]), page->headings[i].text);
  }
  page->entry->rows++;
}

static bool page_open(struct page *page, struct fault *fault)
{
  page->sheet = xlsx_writer_sheet(page->binding->book, page->title, fault);
  if (!page->sheet) return false;
  page->entry = entry_new(page->binding, page->sheet);
  page_headings(page);
  return true;
}

/* Totals */

static void add_sum(struct column_sum *sum, struct slice text, bool owed)
{
  enum { KEPT = 16 }; /* 15 digits and the point */
  struct ratio yuan;
  bool exact = false;
  int64_t fen = 0, *into = owed ? &sum->owed : &sum->granted;
  sum->any = true;
  sum->text |= text.length > KEPT;
  sum->lost |= !decimal_parse(text, &yuan) || !money_make(yuan, FEN_YUAN, &exact, &fen) || !exact ||
               __builtin_add_overflow(*into, fen, into);
}

static void add_row(struct page *page, const struct csv_reader *rows, size_t row)
{
  bool owed = page->outcome >= 0 && outcome_is_owed(rows->cells[page->outcome][row]);
  page->owes |= owed;
  for (size_t i = 0; i < page->columns; i++)
    if (page->kinds[i] == CONTENT_MONEY && rows->cells[i][row].length) add_sum(&page->sums[i], rows->cells[i][row], owed);
}

/* A sum that a spreadsheet cannot reckon stands as it is. */
static void put_sum(struct page *page, uint16_t column, int64_t fen, const char *only, uint32_t last)
{
  struct buffer text = { 0 };
  double value;
  if (page->sums[column].lost) buffer_char(&text, '?');
  else money_write(&text, fen);
  bool exact = !page->sums[column].text && xlsx_cell_number(buffer_view(&text), &value);
  widen(page, column, buffer_view(&text));
  if (exact && last >= page->first)
    xlsx_writer_sum(page->sheet, page->entry->rows, column, page->first, last, (uint16_t)page->outcome, only, value);
  else xlsx_writer_text(page->sheet, page->entry->rows, column, XLSX_TOTAL_TEXT, buffer_view(&text));
  buffer_free(&text);
}

static void sum_row(struct page *page, enum message name, const char *only, bool owed, uint32_t last)
{
  for (size_t i = 0; i < page->columns; i++)
    if (page->kinds[i] == CONTENT_MONEY && page->sums[i].any)
      put_sum(page, (uint16_t)i, owed ? page->sums[i].owed : page->sums[i].granted, only, last);
    else
      xlsx_writer_text(page->sheet, page->entry->rows, (uint16_t)i, XLSX_TOTAL_TEXT,
                       slice_of(i ? "" : message_name(name, LANGUAGE_CHINESE)));
  page->entry->rows++;
}

/* In the last three columns of the summary: what measures come to together is not the sum of what each may come to. */
static void total_row(struct page *page, const struct bound_total *total)
{
  const struct slice texts[] = { total->amount, total->least, total->most };
  for (size_t i = 0; i < page->columns; i++) {
    size_t from_end = page->columns - i;
    struct slice text = i == 0 ? slice_of(total->name) : from_end <= 3 ? texts[3 - from_end] : (struct slice){ "", 0 };
    double value;
    widen(page, i, text);
    if (i && xlsx_cell_number(text, &value)) xlsx_writer_number(page->sheet, page->entry->rows, (uint16_t)i, XLSX_TOTAL, value);
    else xlsx_writer_text(page->sheet, page->entry->rows, (uint16_t)i, XLSX_TOTAL_TEXT, text);
  }
  page->entry->rows++;
}

static void put_totals(struct page *page)
{
  bool sums = false;
  uint32_t last = page->entry->rows - 1;
  for (size_t i = 0; i < page->columns; i++) sums |= page->kinds[i] == CONTENT_MONEY;
  for (size_t i = 0; i < page->total_count; i++) total_row(page, &page->totals[i]);
  if (!sums || page->total_count) return;
  sum_row(page, MSG_WORKBOOK_TOTAL, page->owes ? outcome_name(NULL, OUTCOME_YES, LANGUAGE_CHINESE) : NULL, false, last);
  if (page->owes) sum_row(page, MSG_WORKBOOK_TOTAL_OWED, message_name(MSG_OUTCOME_OWED, LANGUAGE_CHINESE), true, last);
}

static void page_close(struct page *page)
{
  uint32_t records = page->entry->rows;
  put_totals(page);
  for (size_t i = 0; i < page->columns; i++) {
    enum book_style style = page->kinds[i] == CONTENT_CODE ? XLSX_CODE : XLSX_PLAIN;
    xlsx_writer_column(page->sheet, (uint16_t)i, (double)page->widths[i] + 1, style);
  }
  if (!page->within) xlsx_writer_frame(page->sheet, records, (uint16_t)page->columns, page->kept);
}

/* Rows */

/* Long texts break where their column ends at the latest; not every program finds the height of their rows by itself. */
static size_t row_lines(const struct page *page, const struct csv_reader *rows, size_t row)
{
  size_t most = 1, width = widest(page, CONTENT_LONG) - 8;
  for (size_t i = 0; i < page->columns; i++) {
    struct slice text = rows->cells[i][row];
    size_t lines = 0;
    if (page->kinds[i] != CONTENT_LONG || !text.length) continue;
    for (const char *end = text.at + text.length, *at = text.at; at < end; lines++) {
      const char *next = memchr(at, '\n', (size_t)(end - at));
      struct slice line = { at, (size_t)((next ? next : end) - at) };
      lines += display_width(line) / width;
      at = next ? next + 1 : end;
    }
    if (lines > most) most = lines;
  }
  return most;
}

/* Packing what was written takes as long again, and says nothing: so the end is not known. */
static void tell_rows(struct binding *binding, size_t rows)
{
  binding->rows += rows;
  const struct progress_place place = { .stage = PROGRESS_WRITING, .path = binding->inputs->shown, .position = binding->rows };
  progress_tell(binding->inputs->progress, &place);
}

static bool page_rows(void *context, const struct csv_reader *rows, struct fault *fault)
{
  enum { TOTAL_ROWS = 2 };
  struct page *page = context;
  for (size_t row = 0; row < rows->count; row++) {
    if (page->sheet && page->entry->rows == XLSX_ROWS - TOTAL_ROWS) page_close(page), page->sheet = NULL;
    if (!page->sheet && !page_open(page, fault)) return false;
    size_t lines = row_lines(page, rows, row);
    if (lines > 1) xlsx_writer_height(page->sheet, page->entry->rows, lines);
    for (size_t i = 0; i < page->columns; i++) {
      if (!rows->cells[i][row].length) continue;
      widen(page, i, rows->cells[i][row]);
      xlsx_cell(page->sheet, page->entry->rows, (uint16_t)i, page->kinds[i], csv_text(rows->cells[i][row]));
    }
    add_row(page, rows, row);
    page->entry->rows++;
  }
  tell_rows(page->binding, rows->count);
  return true;
}

/* By the headings of a result file; behind its own columns come those that are carried, which are text. */
static const enum column_content *contents_of(struct page *page, const struct result_file_kind *kind)
{
  enum column_content *kinds = arena_array(page->binding->arena, page->columns, sizeof *kinds);
  size_t own = 0;
  while (kind->columns[own] != FILE_COLUMNS) own++;
  for (size_t i = 0; i < page->columns; i++) kinds[i] = i < own ? column_content_of(page->headings[i].text) : CONTENT_CODE;
  return kinds;
}

/* `kind` NULL: the page knows what is in its columns. A file without a row has no sheet unless that is wanted `always`. */
static bool page_read(struct page *page, const char *path, const struct result_file_kind *kind, bool always, struct fault *fault)
{
  struct list_reader listing;
  struct arena *arena = page->binding->arena;
  if (!csv_rows_open(arena, path, &listing, fault)) return false;
  page->headings = listing.headings;
  page->columns = listing.heading_count;
  page->widths = arena_array(arena, page->columns, sizeof *page->widths);
  page->sums = arena_array(arena, page->columns, sizeof *page->sums);
  if (kind) page->kinds = contents_of(page, kind);
  if (page->within) page_headings(page);
  bool good = csv_rows_each(&listing, page_rows, page, fault) && (page->sheet || !always || page_open(page, fault));
  if (good && page->sheet) page_close(page);
  list_reader_close(&listing);
  return good;
}

static const char *file_path(const struct binding *binding, const char *name)
{
  return arena_printf(binding->arena, "%s/%s", descriptor_path(binding->arena, binding->inputs->folder), name);
}

static void take_totals(struct page *page)
{
  const struct bound_overview *overview = page->binding->inputs->overview;
  page->totals = overview ? overview->totals : NULL;
  page->total_count = overview ? overview->total_count : 0;
}

static bool bind_file(struct binding *binding, enum result_file file, const char *name, struct slice title, struct fault *fault)
{
  struct page page = { .binding = binding, .title = title, .outcome = -1 };
  const enum file_column *columns = result_files[file].columns;
  for (int i = 0; file == RESULT_FILE_RESULTS && columns[i] != FILE_COLUMNS; i++)
    if (columns[i] == COLUMN_OUTCOME) page.outcome = i;
  if (file == RESULT_FILE_SUMMARY) take_totals(&page);
  return page_read(&page, file_path(binding, name), &result_files[file], file == RESULT_FILE_RESULTS, fault);
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
      if (title && !bind_file(binding, (enum result_file)i, inputs->files[k], slice_of(title), fault)) return false;
    }
  return true;
}

/* The first sheet */

static uint32_t put_overview(struct book_sheet *sheet, const struct bound_overview *overview)
{
  enum { COLUMNS = 8, ACROSS = 110 };
  uint32_t row = 0;
  for (size_t i = 0; i < overview->title_count; i++)
    xlsx_writer_across(sheet, row++, COLUMNS, XLSX_TITLE, slice_of(overview->titles[i]), ACROSS);
  for (size_t i = 0; i < overview->line_count; i++, row++) {
    xlsx_writer_text(sheet, row, 0, XLSX_PLAIN, slice_of(overview->lines[i].name));
    xlsx_writer_text(sheet, row, 1, XLSX_PLAIN, overview->lines[i].text);
  }
  for (size_t i = 0; i < overview->notice_count; i++)
    xlsx_writer_across(sheet, row++, COLUMNS, XLSX_REMARK, slice_of(overview->notices[i]), ACROSS);
  return row + 1;
}

static bool bind_overview(struct binding *binding, struct fault *fault)
{
  const struct bound_overview *overview = binding->inputs->overview;
  struct page page = { .binding = binding, .outcome = -1, .within = true };
  if (!overview) return true;
  page.sheet = xlsx_writer_sheet(binding->book, slice_of(message_name(MSG_WORKBOOK_OVERVIEW, LANGUAGE_CHINESE)), fault);
  if (!page.sheet) return false;
  page.entry = entry_new(binding, page.sheet);
  page.entry->rows = put_overview(page.sheet, overview);
  take_totals(&page);
  xlsx_writer_page(page.sheet);
  return page_read(&page, file_path(binding, result_files[RESULT_FILE_SUMMARY].name), &result_files[RESULT_FILE_SUMMARY], true,
                   fault);
}

static bool bind_companies(struct binding *binding, struct fault *fault)
{
  enum { HEADING_WIDTH = 18 };
  const struct bound_companies *companies = binding->inputs->companies;
  if (!companies) return true;
  struct page page = { .binding = binding,
                       .title = slice_of(message_name(MSG_WORKBOOK_COMPANIES, LANGUAGE_CHINESE)),
                       .outcome = -1,
                       .kinds = companies->contents,
                       .kept = companies->kept,
                       .most_heading = HEADING_WIDTH };
  return page_read(&page, companies->path, NULL, false, fault);
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
    if (strcmp(record->name, message_name(MSG_RECORD_YEAR, LANGUAGE_CHINESE)) == 0)
      xlsx_cell(sheet, row, 1, CONTENT_YEAR, record->text);
    else if (!xlsx_cell_value(sheet, row, 1, record->text)) xlsx_writer_text(sheet, row, 1, XLSX_LONG, record->text);
  }
  xlsx_writer_column(sheet, 0, (double)(width < WIDEST ? width : WIDEST) + 2, XLSX_PLAIN);
  xlsx_writer_column(sheet, 1, WIDEST_LONG, XLSX_PLAIN);
  xlsx_writer_frame(sheet, (uint32_t)binding->inputs->record_count + 1, 2, 0);
  return true;
}

bool xlsx_export_write(struct arena *arena, const struct bound_inputs *inputs, struct fault *fault)
{
  struct binding binding = { .arena = arena, .inputs = inputs };
  const char *path = arena_printf(arena, "%s/" FOLDER_BOOK, descriptor_path(arena, inputs->folder));
  binding.book = xlsx_writer_open(arena, path, true, fault);
  if (!binding.book) return false;
  if (!bind_overview(&binding, fault) || !bind_companies(&binding, fault) || !bind_files(&binding, fault) ||
      !bind_records(&binding, fault)) {
    progress_tell(inputs->progress, NULL);
    xlsx_writer_abandon(binding.book);
    return false;
  }
  bool written = xlsx_writer_close(binding.book, fault) && xlsx_check(path, binding.sheets, fault);
  progress_tell(inputs->progress, NULL);
  return written;
}

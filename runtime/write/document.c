/* Documents: found by name, put together, written as a workbook. */
#include "write/document.h"

#include <string.h>

#include "data/column.h"
#include "decode/unicode.h"
#include "write/atomic_file.h"
#include "write/document_parts.h"
#include "write/letters.h"
#include "write/xlsx_cell.h"
#include "write/xlsx_check.h"

static const struct {
  const char *name, *english;
  document_maker *make;
} documents[DOCUMENTS] = {
#define DOCUMENT(KIND, name, english, make) { name, english, make },
#include "write/documents.def"
#undef DOCUMENT
};

enum document_kind document_find(const char *name, struct nearest *nearest)
{
  for (int i = 0; i < DOCUMENTS; i++) {
    if (strcmp(name, documents[i].name) == 0 || strcmp(name, documents[i].english) == 0) return (enum document_kind)i;
    nearest_offer(nearest, documents[i].name);
    nearest_offer(nearest, documents[i].english);
  }
  return DOCUMENTS;
}

const char *document_name(enum document_kind kind, enum language language)
{
  return language == LANGUAGE_ENGLISH ? documents[kind].english : documents[kind].name;
}

bool document_asks(const struct document_request *request, const struct recorded_result *result)
{
  for (size_t i = 0; i < request->only_count; i++)
    if (slice_is(result->measure_id, request->only[i])) return true;
  return !request->only_count;
}

const char *document_contact(const struct document_request *request, const struct recorded_policy *policy)
{
  return request->contact ? request->contact : policy->contact;
}

/* Making tables */

struct document_table *document_table_new(struct arena *arena, struct document *document, const char *sheet, const char *title,
                                          const enum file_column *columns, size_t more)
{
  size_t count = 0;
  while (columns[count] != FILE_COLUMNS) count++;
  document->tables = arena_grow(arena, document->tables, document->count, &document->capacity, sizeof *document->tables);
  struct document_table *table = &document->tables[document->count++];
  *table = (struct document_table){ .sheet = sheet,
                                    .title = title,
                                    .rows = sheet_new(arena, count + more),
                                    .contents = arena_array(arena, count + more, sizeof *table->contents),
                                    .numbered = columns[0] == COLUMN_NUMBER };
  for (size_t i = 0; i < count; i++)
    document_column(table, i, slice_of(file_column_heading(arena, columns[i])), file_column_content(columns[i]));
  return table;
}

void document_column(struct document_table *table, size_t column, struct slice heading, enum column_content content)
{
  table->rows.headings[column] = heading;
  table->contents[column] = content;
}

struct slice *document_row(struct arena *arena, struct document_table *table)
{
  struct slice *cells = sheet_add_row(arena, &table->rows);
  if (table->numbered) cells[0] = slice_of(arena_printf(arena, "%zu", table->rows.count));
  return cells;
}

struct slice money_cell(struct arena *arena, int64_t fen)
{
  struct buffer out = { 0 };
  money_write(&out, fen);
  return buffer_take(arena, &out);
}

struct slice *document_total(struct arena *arena, struct document_table *table, size_t column, int64_t fen)
{
  struct slice *cells = sheet_add_row(arena, &table->rows);
  cells[0] = slice_of(message_name(MSG_DOCUMENT_SUM, LANGUAGE_CHINESE));
  cells[column] = money_cell(arena, fen);
  table->totalled = true;
  return cells;
}

bool document_sum(const struct recorded_run *run, const struct document_request *request, const struct recorded_policy *policy,
                  int64_t *fen, size_t *rows)
{
  *fen = 0;
  *rows = 0;
  for (size_t i = 0; i < run->result_count; i++) {
    const struct recorded_result *result = &run->results[i];
    if (!result->paid || result->policy != policy || !document_asks(request, result)) continue;
    if (__builtin_add_overflow(*fen, result->fen, fen)) return false;
    ++*rows;
  }
  return true;
}

/* Writing them */

enum { NARROWEST = 8, WIDEST = 40, WIDEST_LONG = 60, MARGIN = 2 };

static bool has_figures(const struct document_table *table, size_t column)
{
  return table->contents[column] == CONTENT_MONEY || table->contents[column] == CONTENT_WHOLE;
}

/* As wide as its widest cell; of figures with room for separators and decimals. */
static size_t column_width(const struct document_table *table, size_t column)
{
  const struct sheet *rows = &table->rows;
  size_t width = display_width(rows->headings[column]), most = table->contents[column] == CONTENT_LONG ? WIDEST_LONG : WIDEST;
  for (size_t k = 0; k < rows->count; k++) {
    struct slice cell = rows->rows[k].cells[column];
    size_t needed = display_width(cell) + (table->contents[column] == CONTENT_MONEY ? cell.length / 3 + 3 : 0);
    if (needed > width) width = needed;
  }
  return (width < NARROWEST ? NARROWEST : width > most ? most : width) + MARGIN;
}

static void put_row(struct book_sheet *sheet, const struct document_table *table, const size_t *widths, size_t at, uint32_t row)
{
  const struct slice *cells = table->rows.rows[at].cells;
  bool total = table->totalled && at + 1 == table->rows.count;
  size_t lines = 1;
  for (size_t i = 0; i < table->rows.columns; i++) {
    size_t needed = display_width(cells[i]) / (widths[i] - MARGIN) + 1;
    if (table->contents[i] == CONTENT_LONG && needed > lines) lines = needed;
  }
  if (lines > 1) xlsx_writer_height(sheet, row, lines);
  for (uint16_t i = 0; i < table->rows.columns; i++)
    if (cells[i].length) xlsx_cell(sheet, row, i, total && !i ? CONTENT_TEXT : table->contents[i], cells[i]);
    else xlsx_writer_text(sheet, row, i, XLSX_PLAIN, cells[i]);
}

/* How many rows it takes. */
static uint32_t put_table(struct arena *arena, struct book_sheet *sheet, const struct document_table *table)
{
  const struct sheet *rows = &table->rows;
  uint16_t columns = (uint16_t)rows->columns;
  uint32_t row = 0;
  double width = 0;
  size_t *widths = arena_array(arena, columns, sizeof *widths);
  for (uint16_t i = 0; i < columns; i++) width += (double)(widths[i] = column_width(table, i));
  xlsx_writer_across(sheet, row++, columns, XLSX_FORM_TITLE, slice_of(table->title), width);
  if (table->above) xlsx_writer_across(sheet, row++, columns, XLSX_REMARK, slice_of(table->above), width);
  uint32_t headings = row++;
  for (uint16_t i = 0; i < columns; i++) {
    xlsx_writer_text(sheet, headings, i, has_figures(table, i) ? XLSX_HEADING_NUMBER : XLSX_HEADING, rows->headings[i]);
    xlsx_writer_column(sheet, i, (double)widths[i], XLSX_PLAIN);
  }
  for (size_t k = 0; k < rows->count; k++) put_row(sheet, table, widths, k, row++);
  if (table->below) xlsx_writer_across(sheet, row++, columns, XLSX_REMARK, slice_of(table->below), width);
  if (table->choices) xlsx_writer_choices(sheet, (uint16_t)table->chosen, table->choices);
  xlsx_writer_form(sheet, headings, row - 1, columns);
  return row;
}

struct writing {
  struct arena *arena;
  const struct document *document;
};

static bool write_book(void *context, const char *hidden, struct fault *fault)
{
  const struct writing *writing = context;
  struct book *book = xlsx_writer_open(writing->arena, hidden, true, fault);
  struct written_sheet *written = NULL;
  if (!book) return false;
  xlsx_writer_lines(book);
  for (size_t i = 0; i < writing->document->count; i++) {
    const struct document_table *table = &writing->document->tables[i];
    struct book_sheet *sheet = xlsx_writer_sheet(book, slice_of(table->sheet), fault);
    if (!sheet) return xlsx_writer_abandon(book), false;
    struct written_sheet *one = arena_alloc(writing->arena, sizeof *one);
    *one = (struct written_sheet){ xlsx_writer_sheet_name(sheet), put_table(writing->arena, sheet, table), written };
    written = one;
  }
  return xlsx_writer_close(book, fault) && xlsx_check(hidden, written, fault);
}

bool document_write(struct arena *arena, const struct recorded_run *run, const struct document_request *request, const char *path,
                    struct fault *fault)
{
  struct document document = { 0 };
  struct writing writing = { arena, &document };
  document_maker *make = documents[request->kind].make;
  if (!make) return letters_write(arena, run, request, path, fault);
  if (!slice_ends(slice_of(path), ".xlsx"))
    return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_FORMAT, document_name(request->kind, request->language), ".xlsx", NULL);
  if (!make(arena, run, request, &document, fault)) return false;
  if (!document.count)
    return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_EMPTY, document_name(request->kind, request->language), run->folder, NULL);
  return atomic_file_made(path, write_book, &writing, fault);
}

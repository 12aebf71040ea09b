/* Empty lists as workbooks, for `huiqi fields --template`. */
#include "write/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "decode/unicode.h"
#include "write/atomic_file.h"
#include "write/xlsx_writer.h"

struct template_job {
  const struct template_sheets *sheets;
  const char *usage;
};

static enum book_style style_of(const struct template_column *column)
{
  switch (column->kind) {
  case FIELD_MONEY: return XLSX_MONEY;
  case FIELD_COUNT: return column->year ? XLSX_YEAR : XLSX_WHOLE;
  case FIELD_DATE: return XLSX_DATE;
  case FIELD_NUMBER: return column->share ? XLSX_PERCENT : XLSX_AMOUNT;
  case FIELD_TEXT:
  case FIELD_CODE:
  case FIELD_REGION:
  case FIELD_INDUSTRY: return XLSX_CODE;
  case FIELD_YESNO:
  case FIELD_CHOICE:
  case FIELD_KINDS: return XLSX_PLAIN;
  }
  return XLSX_PLAIN;
}

static bool is_figure(const struct template_column *column)
{
  return column->kind == FIELD_MONEY || column->kind == FIELD_COUNT || column->kind == FIELD_NUMBER;
}

/* Headings of figures and days stand above them. */
static enum book_style heading_style(const struct template_column *column)
{
  return is_figure(column) || column->kind == FIELD_DATE ? XLSX_HEADING_NUMBER : XLSX_HEADING;
}

static double width_of(const struct template_column *column)
{
  enum { CODE = 22, LEAST = 12, AROUND = 4, TEXT = 16 };
  double width = (double)display_width(slice_of(column->heading)) + AROUND;
  if (column->kind == FIELD_CODE) return CODE > width ? CODE : width;
  if (column->kind == FIELD_TEXT && width < TEXT)
    return strcmp(column->example, message_name(MSG_EXAMPLE_COMPANY, LANGUAGE_CHINESE)) == 0 ? 2 * TEXT : TEXT;
  return width < LEAST ? LEAST : width;
}

/* Cells that cannot be what is asked are warned of; who knows better goes on. */
static void check_column(struct book_sheet *sheet, uint16_t at, const struct template_column *column, enum language language)
{
  static const struct {
    enum book_check check;
    enum message message;
  } checks[FIELD_KINDS] = {
    [FIELD_MONEY] = { XLSX_NOT_NEGATIVE, MSG_TEMPLATE_CHECK_MONEY },
    [FIELD_COUNT] = { XLSX_COUNT, MSG_TEMPLATE_CHECK_COUNT },
    [FIELD_NUMBER] = { XLSX_NOT_NEGATIVE, MSG_TEMPLATE_CHECK_NUMBER },
    [FIELD_DATE] = { XLSX_DAY, MSG_TEMPLATE_CHECK_DATE },
    [FIELD_CODE] = { XLSX_EIGHTEEN, MSG_TEMPLATE_CHECK_CODE },
    [FIELD_REGION] = { XLSX_SIX, MSG_TEMPLATE_CHECK_REGION },
    [FIELD_YESNO] = { XLSX_UNCHECKED, NO_MESSAGE },
    [FIELD_CHOICE] = { XLSX_UNCHECKED, NO_MESSAGE },
    [FIELD_TEXT] = { XLSX_UNCHECKED, NO_MESSAGE },
    [FIELD_INDUSTRY] = { XLSX_UNCHECKED, NO_MESSAGE },
  };
  if (column->choices) xlsx_writer_choices(sheet, at, column->choices);
  else if (column->share) xlsx_writer_check(sheet, at, XLSX_SHARE, message_name(MSG_TEMPLATE_CHECK_SHARE, language));
  else if (checks[column->kind].check != XLSX_UNCHECKED)
    xlsx_writer_check(sheet, at, checks[column->kind].check, message_name(checks[column->kind].message, language));
}

static void put_example(struct book_sheet *sheet, uint16_t at, const struct template_column *column)
{
  date day;
  struct slice text = slice_of(column->example);
  if (!text.length) return;
  if (column->kind == FIELD_DATE && date_parse(text, &day)) xlsx_writer_day(sheet, 1, at, day);
  else if (is_figure(column)) xlsx_writer_number(sheet, 1, at, style_of(column), strtod(column->example, NULL));
  else xlsx_writer_text(sheet, 1, at, style_of(column), text);
}

static void put_column(struct book_sheet *sheet, uint16_t at, const struct template_column *column, enum language language)
{
  xlsx_writer_text(sheet, 0, at, heading_style(column), slice_of(column->heading));
  xlsx_writer_column(sheet, at, width_of(column), style_of(column));
  if (column->note && *column->note) xlsx_writer_note(sheet, 0, at, column->note);
  check_column(sheet, at, column, language);
  xlsx_writer_faint(sheet, true);
  put_example(sheet, at, column);
  xlsx_writer_faint(sheet, false);
}

static bool put_sheet(struct book *book, const struct template_sheet *template, enum language language, struct fault *fault)
{
  struct book_sheet *sheet = xlsx_writer_sheet(book, slice_of(template->name), fault);
  size_t count = template->count < XLSX_COLUMNS ? template->count : XLSX_COLUMNS;
  for (size_t i = 0; sheet && i < count; i++) put_column(sheet, (uint16_t)i, &template->columns[i], language);
  if (sheet) xlsx_writer_frame(sheet, 1, (uint16_t)count, 0);
  return sheet != NULL;
}

/* The first sheet */

enum { GUIDE_SIDE = 16, GUIDE_MAIN = 96 };

static void put_line(struct book_sheet *sheet, uint32_t row, const char *side, const char *text)
{
  size_t lines = display_width(slice_of(text)) / (GUIDE_MAIN - 4) + 1;
  if (lines > 1) xlsx_writer_height(sheet, row, lines);
  xlsx_writer_text(sheet, row, 0, XLSX_PLAIN, slice_of(side));
  xlsx_writer_text(sheet, row, 1, XLSX_LONG, slice_of(text));
}

static void put_head(struct book_sheet *sheet, uint32_t row, const char *side, const char *text)
{
  xlsx_writer_text(sheet, row, 0, XLSX_HEADING, slice_of(side));
  xlsx_writer_text(sheet, row, 1, XLSX_HEADING, slice_of(text));
}

static uint32_t put_title(struct book_sheet *sheet, const struct template_sheets *sheets)
{
  uint32_t row = 0;
  for (; row < sheets->model->policy_count; row++)
    xlsx_writer_text(sheet, row, 0, XLSX_TITLE, slice_of(sheets->model->policies[row]->name));
  if (!row) xlsx_writer_text(sheet, row++, 0, XLSX_TITLE, slice_of(sheets->items[0].name));
  return row + 1;
}

/* What goes where, how blanks count, how it is run. No cell is the name of a column, or this would be taken for the list. */
static bool put_guide(struct arena *arena, struct book *book, const struct template_job *job, struct fault *fault)
{
  static const enum message lines[] = { MSG_TEMPLATE_GUIDE_ROWS,  MSG_TEMPLATE_GUIDE_EXAMPLE, MSG_TEMPLATE_GUIDE_BLANK,
                                        MSG_TEMPLATE_GUIDE_MONEY, MSG_TEMPLATE_GUIDE_OTHERS,  MSG_TEMPLATE_GUIDE_COLUMNS,
                                        MSG_TEMPLATE_GUIDE_EMPTY };
  const struct template_sheets *sheets = job->sheets;
  enum language language = sheets->language;
  struct book_sheet *sheet = xlsx_writer_sheet(book, slice_of(message_name(MSG_TEMPLATE_GUIDE, language)), fault);
  if (!sheet) return false;
  uint32_t row = put_title(sheet, sheets);
  put_head(sheet, row++, message_name(MSG_TEMPLATE_GUIDE_SHEET, language), message_name(MSG_TEMPLATE_GUIDE_CONTENT, language));
  for (size_t i = 0; i < sheets->count; i++) put_line(sheet, row++, sheets->items[i].name, sheets->items[i].about);
  put_head(sheet, ++row, message_name(MSG_TEMPLATE_GUIDE_HOW, language), "");
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    put_line(sheet, ++row, arena_printf(arena, "%zu", i + 1), message_name(lines[i], language));
  row += 2;
  put_head(sheet, row, message_name(MSG_TEMPLATE_GUIDE_RUN, language), "");
  put_line(sheet, row + 1, "", job->usage);
  xlsx_writer_column(sheet, 0, GUIDE_SIDE, XLSX_PLAIN);
  xlsx_writer_column(sheet, 1, GUIDE_MAIN, XLSX_PLAIN);
  xlsx_writer_page(sheet);
  return true;
}

static bool make(void *context, const char *path, struct fault *fault)
{
  const struct template_job *job = context;
  struct arena arena = { 0 };
  struct book *book = xlsx_writer_open(&arena, path, false, fault);
  bool put = book && put_guide(&arena, book, job, fault);
  for (size_t i = 0; put && i < job->sheets->count; i++)
    put = put_sheet(book, &job->sheets->items[i], job->sheets->language, fault);
  bool made = put && xlsx_writer_close(book, fault);
  if (!put) xlsx_writer_abandon(book);
  arena_free(&arena);
  return made;
}

bool template_write(const char *path, const struct template_sheets *sheets, const char *usage, struct fault *fault)
{
  struct template_job job = { sheets, usage };
  return atomic_file_made(path, make, &job, fault);
}

/* Workbooks, for write/xlsx_export.c and write/template.c. */
#include "write/xlsx_writer.h"

#include <errno.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "decode/unicode.h"

struct book_sheet {
  struct book *book;
  lxw_worksheet *sheet;
  const char *name;
  bool faint;
  struct book_sheet *next;
};

struct book {
  struct arena *arena;
  const char *path;
  lxw_workbook *workbook;
  lxw_format *formats[XLSX_STYLES], *faint[XLSX_STYLES];
  struct book_sheet *sheets;
};

static const struct {
  const char *number;
  bool wrapped, bold;
  lxw_color_t fill, colour;
  uint8_t align; /* LXW_ALIGN_…; 0: as the value is */
  double size;   /* 0: as the others */
} looks[XLSX_STYLES] = {
  [XLSX_PLAIN] = { NULL, false, false, 0, 0, 0, 0 },
  [XLSX_CODE] = { "@", false, false, 0, 0, 0, 0 },
  [XLSX_LONG] = { NULL, true, false, 0, 0, 0, 0 },
  [XLSX_HEADING] = { NULL, true, true, 0xD9E2EF, 0x1F3864, 0, 0 },
  [XLSX_HEADING_NUMBER] = { NULL, true, true, 0xD9E2EF, 0x1F3864, LXW_ALIGN_RIGHT, 0 },
  [XLSX_TITLE] = { NULL, false, true, 0, 0x1F3864, 0, 14 },
  [XLSX_FORM_TITLE] = { NULL, true, true, 0, 0x1F3864, LXW_ALIGN_CENTER, 16 },
  [XLSX_REMARK] = { NULL, true, false, 0, 0x404040, LXW_ALIGN_LEFT, 0 },
  [XLSX_WHOLE] = { "#,##0_ ", false, false, 0, 0, 0, 0 },
  [XLSX_YEAR] = { "0_ ", false, false, 0, 0, 0, 0 },
  [XLSX_MONEY] = { "#,##0.00_ ", false, false, 0, 0, 0, 0 },
  [XLSX_AMOUNT] = { "#,##0.######_ ", false, false, 0, 0, 0, 0 },
  [XLSX_PERCENT] = { "0.0%_ ", false, false, 0, 0, 0, 0 },
  [XLSX_TOTAL_TEXT] = { NULL, false, true, 0, 0, 0, 0 },
  [XLSX_TOTAL] = { "#,##0.00_ ", false, true, 0, 0, 0, 0 },
  [XLSX_DATE] = { "yyyy-mm-dd", false, false, 0, 0, 0, 0 },
  [XLSX_YES] = { NULL, false, false, 0xE2EFDA, 0x1E5631, 0, 0 },
  [XLSX_OPEN] = { NULL, false, true, 0xFFF2CC, 0x7F6000, 0, 0 },
  [XLSX_NO] = { NULL, false, false, 0xEDEDED, 0x595959, 0, 0 },
  [XLSX_WRONG] = { NULL, false, false, 0xFBE2E0, 0x9C1C12, 0, 0 },
};

static lxw_format *format_new(lxw_workbook *workbook, enum book_style style, bool faint)
{
  enum { FAINT = 0x7F7F7F };
  bool heading = style == XLSX_HEADING || style == XLSX_HEADING_NUMBER;
  lxw_format *format = workbook_add_format(workbook);
  if (looks[style].number) format_set_num_format(format, looks[style].number);
  if (looks[style].wrapped) format_set_text_wrap(format);
  if (looks[style].bold) format_set_bold(format);
  if (looks[style].fill) format_set_bg_color(format, looks[style].fill);
  if (looks[style].colour) format_set_font_color(format, looks[style].colour);
  if (faint) format_set_italic(format), format_set_font_color(format, FAINT);
  if (heading) format_set_bottom(format, LXW_BORDER_THIN);
  if (style == XLSX_TOTAL_TEXT || style == XLSX_TOTAL) format_set_top(format, LXW_BORDER_THIN);
  if (looks[style].align) format_set_align(format, looks[style].align);
  if (looks[style].size > 0) format_set_font_size(format, looks[style].size);
  format_set_align(format, heading || style == XLSX_FORM_TITLE ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP);
  return format;
}

struct book *xlsx_writer_open(struct arena *arena, const char *path, bool streamed, struct fault *fault)
{
  struct book *book = arena_alloc(arena, sizeof *book);
  lxw_workbook_options options = { .constant_memory = streamed };
  *book = (struct book){ .arena = arena, .path = path, .workbook = workbook_new_opt(path, &options) };
  if (!book->workbook) {
    fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, path, strerror(errno), NULL);
    return NULL;
  }
  for (int i = 0; i < XLSX_STYLES; i++) book->formats[i] = format_new(book->workbook, (enum book_style)i, false);
  return book;
}

void xlsx_writer_lines(struct book *book)
{
  for (int i = 0; i < XLSX_STYLES; i++)
    if (i != XLSX_TITLE && i != XLSX_REMARK) format_set_border(book->formats[i], LXW_BORDER_THIN);
}

static bool is_taken(const struct book *book, const char *name)
{
  for (const struct book_sheet *sheet = book->sheets; sheet; sheet = sheet->next)
    if (strcasecmp(sheet->name, name) == 0) return true;
  return false;
}

static size_t characters(struct slice text, size_t most)
{
  size_t at = 0;
  for (; most && at < text.length; most--) at += utf8_length((unsigned char)text.at[at]);
  return at < text.length ? at : text.length;
}

static const char *fitting_name(const struct book *book, struct slice name)
{
  enum { MOST = 31, NUMBER = 5 };
  char *fit = arena_copy(book->arena, name.at, characters(name, MOST));
  for (char *at = fit; *at; at++) {
    bool none = slice_starts(slice_of(at), "\uFFFE") || slice_starts(slice_of(at), "\uFFFF"); /* no character of XML */
    if (none) memcpy(at, "___", 3);
    if (strchr("[]:*?/\\", *at) || (unsigned char)*at < ' ') *at = '_';
  }
  size_t length = strlen(fit);
  if (*fit == '\'') *fit = '_';
  if (length && fit[length - 1] == '\'') fit[length - 1] = '_';
  const char *base = arena_copy(book->arena, fit, characters(slice_of(fit), MOST - NUMBER)), *free = fit;
  for (unsigned i = 2; is_taken(book, free); i++) free = arena_printf(book->arena, "%s %u", base, i);
  return free;
}

struct book_sheet *xlsx_writer_sheet(struct book *book, struct slice name, struct fault *fault)
{
  struct book_sheet *sheet = arena_alloc(book->arena, sizeof *sheet);
  *sheet = (struct book_sheet){ .book = book, .name = fitting_name(book, name), .next = book->sheets };
  sheet->sheet = workbook_add_worksheet(book->workbook, sheet->name);
  if (!sheet->sheet) {
    fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, sheet->name, strerror(errno), NULL);
    return NULL;
  }
  return book->sheets = sheet;
}

const char *xlsx_writer_sheet_name(const struct book_sheet *sheet)
{
  return sheet->name;
}

static lxw_format *format_of(struct book_sheet *sheet, enum book_style style)
{
  struct book *book = sheet->book;
  if (!sheet->faint) return book->formats[style];
  if (!book->faint[style]) book->faint[style] = format_new(book->workbook, style, true);
  return book->faint[style];
}

void xlsx_writer_faint(struct book_sheet *sheet, bool faint)
{
  sheet->faint = faint;
}

/* `_x000D_` is how a workbook writes a character that XML does not allow (controls, U+FFFE, U+FFFF); a text that has such a
 * notation gets its first sign written so. */
static void put_escaped(struct buffer *out, struct slice text)
{
  for (size_t i = 0; i < text.length; i++) {
    const char *at = text.at + i;
    bool escape =
        *at == '_' && text.length - i >= 7 && at[1] == 'x' && at[6] == '_' && strspn(at + 2, "0123456789abcdefABCDEF") >= 4;
    bool control = (unsigned char)*at < ' ' && *at != '\t' && *at != '\n';
    bool none = text.length - i >= 3 && at[0] == '\xEF' && at[1] == '\xBF' && (unsigned char)at[2] >= 0xBE;
    if (escape || control) buffer_printf(out, "_x%04X_", (unsigned)*at);
    else if (none) buffer_printf(out, "_xFFF%c_", at[2] == '\xBE' ? 'E' : 'F'), i += 2;
    else buffer_char(out, *at);
  }
}

void xlsx_writer_text(struct book_sheet *sheet, uint32_t row, uint16_t column, enum book_style style, struct slice text)
{
  const char *cut = message_name(MSG_WORKBOOK_CUT, LANGUAGE_CHINESE);
  struct buffer whole = { 0 };
  size_t kept = characters(text, XLSX_CELL_CHARACTERS);
  if (kept < text.length) kept = characters(text, XLSX_CELL_CHARACTERS - strlen(cut) - 1);
  put_escaped(&whole, (struct slice){ text.at, kept });
  if (kept < text.length) buffer_text(&whole, cut);
  buffer_char(&whole, 0);
  if (kept) worksheet_write_string(sheet->sheet, row, column, whole.at, format_of(sheet, style));
  else worksheet_write_blank(sheet->sheet, row, column, format_of(sheet, style));
  buffer_free(&whole);
}

void xlsx_writer_number(struct book_sheet *sheet, uint32_t row, uint16_t column, enum book_style style, double number)
{
  worksheet_write_number(sheet->sheet, row, column, number, format_of(sheet, style));
}

void xlsx_writer_day(struct book_sheet *sheet, uint32_t row, uint16_t column, date day)
{
  struct civil civil = date_civil(day);
  lxw_datetime moment = { .year = civil.year, .month = civil.month, .day = civil.day };
  worksheet_write_datetime(sheet->sheet, row, column, &moment, format_of(sheet, XLSX_DATE));
}

void xlsx_writer_column(struct book_sheet *sheet, uint16_t column, double width, enum book_style style)
{
  worksheet_set_column(sheet->sheet, column, column, width, style == XLSX_PLAIN ? NULL : sheet->book->formats[style]);
}

enum { LINE_POINTS = 15, HIGHEST_POINTS = 409 /* that Excel shows */ };

void xlsx_writer_height(struct book_sheet *sheet, uint32_t row, size_t lines)
{
  size_t points = LINE_POINTS * lines;
  worksheet_set_row(sheet->sheet, row, (double)(points < HIGHEST_POINTS ? points : HIGHEST_POINTS), NULL);
}

void xlsx_writer_across(struct book_sheet *sheet, uint32_t row, uint16_t columns, enum book_style style, struct slice text,
                        double width)
{
  enum { LINE = 16 };
  double size = looks[style].size > 0 ? looks[style].size / 11 : 1, lines = 1;
  for (double needed = (double)display_width(text) * size; needed > width; needed -= width) lines++;
  worksheet_set_row(sheet->sheet, row, lines * LINE * size + 4, NULL);
  if (columns > 1) worksheet_merge_range(sheet->sheet, row, 0, row, (lxw_col_t)(columns - 1), "", sheet->book->formats[style]);
  xlsx_writer_text(sheet, row, 0, style, text);
}

void xlsx_writer_note(struct book_sheet *sheet, uint32_t row, uint16_t column, const char *text)
{
  enum { LINE = 24, LINE_PIXELS = 20, LEAST_PIXELS = 40, WIDTH_PIXELS = 260 };
  size_t lines = utf8_count(slice_of(text)) / LINE + 1;
  for (const char *at = text; (at = strchr(at, '\n')); at++) lines++;
  lxw_comment_options options = { .width = WIDTH_PIXELS,
                                  .height = (uint16_t)(LEAST_PIXELS + LINE_PIXELS * lines),
                                  .font_size = 9 };
  worksheet_write_comment_opt(sheet->sheet, row, column, text, &options);
}

/* Written as the formula that it becomes: libxlsxwriter counts a list in characters and has room for as many bytes. */
void xlsx_writer_choices(struct book_sheet *sheet, uint16_t column, const char *const *choices)
{
  enum { MOST = 255 }; /* characters of the list, commas between them */
  struct buffer list = { 0 };
  for (size_t i = 0; choices[i]; i++) buffer_printf(&list, "%s%s", i ? "," : "\"", choices[i]);
  bool fits = utf8_count(buffer_view(&list)) <= MOST && !memchr(list.at + 1, '"', list.length - 1);
  buffer_text(&list, "\"");
  buffer_char(&list, 0);
  lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                               .value_formula = arena_string(sheet->book->arena, list.at),
                               .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };
  if (fits) worksheet_data_validation_range(sheet->sheet, 1, column, XLSX_ROWS - 1, column, &rule);
  buffer_free(&list);
}

void xlsx_writer_sum(struct book_sheet *sheet, uint32_t row, uint16_t column, uint32_t first, uint32_t last, uint16_t by,
                     const char *only, double value)
{
  char sum[8], condition[8];
  lxw_col_to_name(sum, column, 0);
  lxw_col_to_name(condition, by, 0);
  struct arena *arena = sheet->book->arena;
  const char *rows = arena_printf(arena, "%s%u:%s%u", sum, first + 1, sum, last + 1);
  const char *formula =
      only ? arena_printf(arena, "=SUMIFS(%s,%s%u:%s%u,\"%s\")", rows, condition, first + 1, condition, last + 1, only)
           : arena_printf(arena, "=SUBTOTAL(109,%s)", rows);
  worksheet_write_formula_num(sheet->sheet, row, column, formula, format_of(sheet, XLSX_TOTAL), value);
}

static void check_day(lxw_data_validation *rule)
{
  rule->validate = LXW_VALIDATION_TYPE_DATE;
  rule->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
  rule->minimum_datetime = (lxw_datetime){ .year = 1950, .month = 1, .day = 1 };
  rule->maximum_datetime = (lxw_datetime){ .year = 2100, .month = 12, .day = 31 };
}

void xlsx_writer_check(struct book_sheet *sheet, uint16_t column, enum book_check check, const char *said)
{
  static const struct {
    uint8_t type, criteria;
    double least, most;
  } checks[] = {
    [XLSX_NOT_NEGATIVE] = { LXW_VALIDATION_TYPE_DECIMAL, LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO, 0, 0 },
    [XLSX_COUNT] = { LXW_VALIDATION_TYPE_INTEGER, LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO, 0, 0 },
    [XLSX_SHARE] = { LXW_VALIDATION_TYPE_DECIMAL, LXW_VALIDATION_CRITERIA_BETWEEN, 0, 1 },
    [XLSX_DAY] = { LXW_VALIDATION_TYPE_DATE, LXW_VALIDATION_CRITERIA_BETWEEN, 0, 0 },
    [XLSX_EIGHTEEN] = { LXW_VALIDATION_TYPE_LENGTH, LXW_VALIDATION_CRITERIA_EQUAL_TO, 18, 0 },
    [XLSX_SIX] = { LXW_VALIDATION_TYPE_LENGTH, LXW_VALIDATION_CRITERIA_BETWEEN, 6, 12 },
  };
  bool between = checks[check].criteria == LXW_VALIDATION_CRITERIA_BETWEEN;
  lxw_data_validation rule = { .validate = checks[check].type,
                               .criteria = checks[check].criteria,
                               .ignore_blank = LXW_VALIDATION_ON,
                               .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
                               .error_message = arena_string(sheet->book->arena, said) };
  if (check == XLSX_DAY) check_day(&rule);
  else if (between) rule.minimum_number = checks[check].least, rule.maximum_number = checks[check].most;
  else rule.value_number = checks[check].least;
  worksheet_data_validation_range(sheet->sheet, 1, column, XLSX_ROWS - 1, column, &rule);
}

enum { A4 = 9 };

void xlsx_writer_page(struct book_sheet *sheet)
{
  worksheet_set_landscape(sheet->sheet);
  worksheet_set_paper(sheet->sheet, A4);
  worksheet_fit_to_pages(sheet->sheet, 1, 0);
  worksheet_set_footer(sheet->sheet, "&L&A&R&P / &N");
}

void xlsx_writer_form(struct book_sheet *sheet, uint32_t headings, uint32_t last, uint16_t columns)
{
  enum { NARROW = 7 };
  lxw_worksheet *inner = sheet->sheet;
  worksheet_freeze_panes(inner, headings + 1, 0);
  if (columns >= NARROW) worksheet_set_landscape(inner);
  worksheet_set_paper(inner, A4);
  worksheet_fit_to_pages(inner, 1, 0);
  worksheet_repeat_rows(inner, headings, headings);
  worksheet_print_area(inner, 0, 0, last, (lxw_col_t)(columns - 1));
  worksheet_center_horizontally(inner);
  worksheet_set_footer(inner, "&C&P / &N");
}

void xlsx_writer_frame(struct book_sheet *sheet, uint32_t rows, uint16_t columns, uint16_t kept)
{
  enum { FITTING = 14 }; /* columns of a page */
  lxw_worksheet *inner = sheet->sheet;
  worksheet_freeze_panes(inner, 1, kept);
  if (rows && columns) worksheet_autofilter(inner, 0, 0, rows - 1, (lxw_col_t)(columns - 1));
  worksheet_repeat_rows(inner, 0, 0);
  xlsx_writer_page(sheet);
  if (kept) worksheet_repeat_columns(inner, 0, (lxw_col_t)(kept - 1));
  if (columns > FITTING) worksheet_fit_to_pages(inner, (uint16_t)((columns + FITTING - 1) / FITTING), 0);
}

void xlsx_writer_abandon(struct book *book)
{
  if (book && book->workbook) lxw_workbook_free(book->workbook);
}

bool xlsx_writer_close(struct book *book, struct fault *fault)
{
  errno = 0;
  lxw_error error = workbook_close(book->workbook);
  book->workbook = NULL;
  if (error == LXW_NO_ERROR) return true;
  return fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, book->path, errno ? strerror(errno) : lxw_strerror(error), NULL);
}

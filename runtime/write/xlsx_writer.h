/* XLSX writer: an .xlsx file being written. The only includer of <xlsxwriter.h>.
 *
 * libxlsxwriter keeps one row of a sheet in memory and the rest in temporary files, so rows are written in order. It does not
 * look at whether those files take what it writes, so whoever needs certainty reads the file back (write/xlsx_export.c does).
 * Every cell of text is text, also one that looks like a formula or a number. Rows and columns count from 0. */
#ifndef WRITE_XLSX_WRITER_H
#define WRITE_XLSX_WRITER_H

#include "base/date.h"
#include "base/fault.h"

enum { XLSX_ROWS = 1048576, XLSX_COLUMNS = 16384, XLSX_CELL_CHARACTERS = 32767 };

enum book_style {
  XLSX_PLAIN, /* text in one line */
  XLSX_CODE,  /* text, in columns of codes: typed as text also when the cell is filled in later */
  XLSX_LONG,  /* text in several lines */
  XLSX_TITLE,
  XLSX_HEADING,
  XLSX_HEADING_NUMBER, /* above figures: on their side */
  XLSX_FORM_TITLE,     /* across a form, above everything */
  XLSX_REMARK,         /* across a form, in several lines */
  XLSX_WHOLE,          /* 1,234 */
  XLSX_YEAR,           /* 2022 */
  XLSX_MONEY,          /* 1,234.50 */
  XLSX_AMOUNT,         /* 1,234.5: as many decimals as there are */
  XLSX_PERCENT,        /* 86.7% */
  XLSX_TOTAL_TEXT,     /* below a table */
  XLSX_TOTAL,
  XLSX_DATE, /* 2022-05-01 */
  XLSX_YES,  /* an outcome that is good */
  XLSX_OPEN, /* one that is to be verified */
  XLSX_NO,
  XLSX_WRONG, /* a value that could not be read */
  XLSX_STYLES
};

/* What is checked of the cells of a column below its heading; who knows better may go on. */
enum book_check {
  XLSX_UNCHECKED,
  XLSX_NOT_NEGATIVE, /* a number from 0 */
  XLSX_COUNT,        /* a whole one */
  XLSX_SHARE,        /* from 0 to 1 */
  XLSX_DAY,          /* from 1950 to 2100 */
  XLSX_EIGHTEEN,     /* characters */
  XLSX_SIX           /* to twelve */
};

struct book;
struct book_sheet;

/* Written to `path` when it is closed; nothing is there before. `streamed`: rows in order, little memory. */
struct book *xlsx_writer_open(struct arena *arena, const char *path, bool streamed, struct fault *fault);
/* Thin lines around every cell that is written from now on, but for titles and remarks. */
void xlsx_writer_lines(struct book *book);
/* `name` is made to fit: 31 characters, none of []:*?/\, and different from all before. NULL with a fault. */
struct book_sheet *xlsx_writer_sheet(struct book *book, struct slice name, struct fault *fault);
const char *xlsx_writer_sheet_name(const struct book_sheet *sheet);
/* Text that is longer than a cell may be is cut, with a sign at its end. */
void xlsx_writer_text(struct book_sheet *sheet, uint32_t row, uint16_t column, enum book_style style, struct slice text);
void xlsx_writer_number(struct book_sheet *sheet, uint32_t row, uint16_t column, enum book_style style, double number);
void xlsx_writer_day(struct book_sheet *sheet, uint32_t row, uint16_t column, date day);
/* Width in characters of a Latin font, of which a Chinese one takes two; the style is that of cells not written. */
void xlsx_writer_column(struct book_sheet *sheet, uint16_t column, double width, enum book_style style);
/* Of a row, in lines of text; before its cells are written. */
void xlsx_writer_height(struct book_sheet *sheet, uint32_t row, size_t lines);
/* One text across so many columns of a row; the row is as high as the text needs within `width` characters. */
void xlsx_writer_across(struct book_sheet *sheet, uint32_t row, uint16_t columns, enum book_style style, struct slice text,
                        double width);
/* A form for print: what stands down to the headings stays in sight and on every page, A4. */
void xlsx_writer_form(struct book_sheet *sheet, uint32_t headings, uint32_t last, uint16_t columns);
/* A remark that shows when the pointer is on the cell. */
void xlsx_writer_note(struct book_sheet *sheet, uint32_t row, uint16_t column, const char *text);
/* Cells of a column, from the second row on, take one of the choices; `choices` ends with NULL. Left out when they are too long
 * for Excel. */
void xlsx_writer_choices(struct book_sheet *sheet, uint16_t column, const char *const *choices);
/* The same for what is typed into them: `said` is what Excel says of a cell that is something else, of at most 255 characters. */
void xlsx_writer_check(struct book_sheet *sheet, uint16_t column, enum book_check check, const char *said);
/* The sum of the rows from `first` to `last` of a column, as a formula with its value; with `only`, of those that have this text
 * in the column `by`, else of those that a filter shows. */
void xlsx_writer_sum(struct book_sheet *sheet, uint32_t row, uint16_t column, uint32_t first, uint32_t last, uint16_t by,
                     const char *only, double value);
/* From now on cells are written faintly, or as always. */
void xlsx_writer_faint(struct book_sheet *sheet, bool faint);
/* A page of A4 across, with its number. */
void xlsx_writer_page(struct book_sheet *sheet);
/* The first row stays in sight, and so many columns; the rows can be filtered, the page is A4 across and repeats them. What has
 * very many columns goes over several pages. */
void xlsx_writer_frame(struct book_sheet *sheet, uint32_t rows, uint16_t columns, uint16_t kept);
/* Nothing is written. `book` may be NULL. */
void xlsx_writer_abandon(struct book *book);
/* Writes the file. */
bool xlsx_writer_close(struct book *book, struct fault *fault);

#endif

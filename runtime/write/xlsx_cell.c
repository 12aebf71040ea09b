/* A text of a result file as a spreadsheet has it. */
#include "write/xlsx_cell.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "evaluate/decision.h"
#include "write/targets.h"

static enum book_style outcome_style(struct slice text)
{
  enum outcome outcome;
  if (outcome_is_owed(text)) return XLSX_WRONG;
  if (outcome_read(text, NULL, &outcome))
    return outcome == OUTCOME_YES ? XLSX_YES : outcome == OUTCOME_PENDING ? XLSX_OPEN : XLSX_NO;
  if (slice_is(text, target_word(TARGET_REACHED))) return XLSX_YES;
  return slice_is(text, target_word(TARGET_MISSED)) ? XLSX_WRONG : text.length ? XLSX_NO : XLSX_PLAIN;
}

/* A spreadsheet keeps 15 digits; what has more stays text, so that none is lost. */
bool xlsx_cell_number(struct slice text, double *number)
{
  char copy[32] = { 0 };
  size_t digits = 0;
  struct ratio ignored;
  if (!text.length || text.length >= sizeof copy || !decimal_parse(text, &ignored)) return false;
  for (size_t i = 0; i < text.length; i++) digits += text.at[i] >= '0' && text.at[i] <= '9';
  memcpy(copy, text.at, text.length);
  *number = strtod(copy, NULL);
  return digits <= 15 && !memchr(text.at, ',', text.length);
}

bool xlsx_cell_value(struct book_sheet *sheet, uint32_t row, uint16_t column, struct slice text)
{
  double number;
  date day;
  struct slice bare = text;
  if (slice_ends(text, "%") && (bare.length--, xlsx_cell_number(bare, &number)))
    xlsx_writer_number(sheet, row, column, XLSX_PERCENT, number / 100);
  else if (xlsx_cell_number(text, &number)) xlsx_writer_number(sheet, row, column, XLSX_AMOUNT, number);
  else if (text.length == 10 && date_parse(text, &day)) xlsx_writer_day(sheet, row, column, day);
  else return false;
  return true;
}

static bool put_number(struct book_sheet *sheet, uint32_t row, uint16_t column, enum book_style style, struct slice text)
{
  double number;
  if (!xlsx_cell_number(text, &number)) return false;
  xlsx_writer_number(sheet, row, column, style, number);
  return true;
}

void xlsx_cell(struct book_sheet *sheet, uint32_t row, uint16_t column, enum column_content content, struct slice text)
{
  enum book_style style = XLSX_PLAIN;
  bool put = false;
  switch (content) {
  case CONTENT_TEXT: break;
  case CONTENT_CODE: style = XLSX_CODE; break;
  case CONTENT_LONG: style = XLSX_LONG; break;
  case CONTENT_WRONG: style = text.length ? XLSX_WRONG : XLSX_PLAIN; break;
  case CONTENT_OUTCOME: style = outcome_style(text); break;
  case CONTENT_WHOLE: put = put_number(sheet, row, column, XLSX_WHOLE, text); break;
  case CONTENT_YEAR: put = put_number(sheet, row, column, XLSX_YEAR, text); break;
  case CONTENT_MONEY: put = put_number(sheet, row, column, XLSX_MONEY, text); break;
  case CONTENT_VALUE: put = xlsx_cell_value(sheet, row, column, text); break;
  }
  if (!put && text.length) xlsx_writer_text(sheet, row, column, style, text);
}

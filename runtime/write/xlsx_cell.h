/* Cells of a workbook from the texts of result files: amounts, years and days as numbers, outcomes in their colours. */
#ifndef WRITE_XLSX_CELL_H
#define WRITE_XLSX_CELL_H

#include "write/file_columns.h"
#include "write/xlsx_writer.h"

/* Nothing where `text` is empty, but for what has no value in a style of its own. */
void xlsx_cell(struct book_sheet *sheet, uint32_t row, uint16_t column, enum column_content content, struct slice text);
/* Whether a text is a number of which a spreadsheet keeps every digit. */
bool xlsx_cell_number(struct slice text, double *number);
/* A number, a percentage or a day as what it is; false, and nothing written, when the text is none. */
bool xlsx_cell_value(struct book_sheet *sheet, uint32_t row, uint16_t column, struct slice text);

#endif

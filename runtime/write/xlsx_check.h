/* XLSX check: a workbook that was written is read again, and the rows of its sheets are counted, since libxlsxwriter does not
 * notice a disk that is full. */
#ifndef WRITE_XLSX_CHECK_H
#define WRITE_XLSX_CHECK_H

#include "base/fault.h"

struct written_sheet {
  const char *name;
  uint32_t rows;
  struct written_sheet *next;
};

bool xlsx_check(const char *path, const struct written_sheet *sheets, struct fault *fault);

#endif

/* Template: an empty list as a workbook, to be filled in by offices.
 *
 * Each heading carries what the dictionary knows of its column, cells that take one of a few words have a list to choose from,
 * and columns of codes are text before anything is typed, so that Excel does not turn a code into a number. */
#ifndef WRITE_TEMPLATE_H
#define WRITE_TEMPLATE_H

#include "data/field.h"
#include "base/fault.h"

struct template_column {
  const struct field *field;
  const char *note; /* what is said on the heading */
};

/* Headings of money say 万元. The file appears whole or not at all. */
bool template_write(const char *path, const char *sheet, const struct template_column *columns, size_t count,
                    struct fault *fault);

#endif

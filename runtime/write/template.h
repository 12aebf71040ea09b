/* Template: an empty workbook to be filled in by offices, with a sheet for each table that scripts need.
 *
 * The first sheet explains. Each heading carries what the dictionary knows of its column and which measures ask it, cells that
 * take one of a few words have a list to choose from, others a check that warns (an office may know better), and columns of codes
 * are text before anything is typed, so that Excel does not turn a code into a number. One row of each sheet is an example, known
 * by its mark (data/record.h) and never judged. */
#ifndef WRITE_TEMPLATE_H
#define WRITE_TEMPLATE_H

#include "base/fault.h"
#include "data/field.h"
#include "evaluate/plan.h"

struct template_column {
  const char *heading; /* with its unit */
  const char *note;    /* what is said on the heading */
  const char *example;
  enum field_kind kind;
  const char *const *choices; /* closed by NULL; NULL: none */
  bool share;                 /* FIELD_NUMBER: between 0 and 1 */
  bool year;                  /* FIELD_COUNT */
};

struct template_sheet {
  const char *name, *about;
  struct template_column *columns;
  size_t count, capacity;
};

/* What scripts need, in `arena`; without a plan (`plan_count` 0) the whole company list. */
struct template_sheets {
  struct arena *arena;
  const struct model *model;
  const struct plan *const *plans; /* of all years: together they have every measure */
  size_t plan_count;
  enum language language; /* of what is explained; headings are Chinese */
  struct template_sheet *items;
  size_t count, capacity;
};
void template_sheets_find(struct template_sheets *sheets);
/* Does a plan read the column of the company list? Without plans: yes. */
bool template_asks(const struct template_sheets *sheets, const struct field *field);

/* `usage`: the command that reads the filled template. The file appears whole or not at all. */
bool template_write(const char *path, const struct template_sheets *sheets, const char *usage, struct fault *fault);

#endif

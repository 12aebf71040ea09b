/* Company lines: one line for every company of the list, with its total, what it lacks, and each measure's outcome and amount.
 *
 * For who looks at companies and not at measures: the sheet 一企一行 of a workbook, and a copy of the list with its results
 * (write/list_copy.h). The lines are CSV in a file without a name: there may be a million of them, and nobody else's program is
 * to rest on them. Rejected: putting them together from results.csv, which does not have the companies that get nothing. */
#ifndef WRITE_COMPANY_LINES_H
#define WRITE_COMPANY_LINES_H

#include "evaluate/run.h"
#include "write/file_columns.h"

/* Which measures have columns: all but criteria, in the order of the model. */
struct company_layout {
  const struct measure **measures;
  size_t count;
  size_t *positions; /* by measure index: the column + 1, 0: none */
};

/* The columns before those of measures. */
enum company_column { COMPANY_ROW, COMPANY_CODE, COMPANY_NAME, COMPANY_MISSING, COMPANY_TOTAL, COMPANY_COLUMNS };

struct company_lines;

/* NULL with a fault when there is no place for the file. */
struct company_lines *company_lines_new(struct arena *arena, const struct plan *plan, struct fault *fault);
const struct company_layout *company_lines_layout(const struct company_lines *lines);
/* Whether a measure has a second column, its amount. */
bool company_measure_pays(const struct measure *measure);
/* What stands in each of the `count` columns. */
const enum column_content *company_contents(struct arena *arena, const struct company_layout *layout, size_t *count);

/* In a worker: the cells behind the row's number. */
struct company_cells {
  const struct planned_subjects *subjects;
  const struct judgement *judgements; /* of the row; measures of the subjects that have none are no */
  size_t count;
  struct slice object;  /* the cells of code and name, with their commas */
  struct slice missing; /* what it lacks, in words */
};
void format_company(struct buffer *out, const struct company_layout *layout, const struct company_cells *cells);
/* The same of a row that repeats an earlier code, in the ordered step: nothing is granted. `outcomes` by measure index. */
void format_company_repeated(struct buffer *out, const struct company_layout *layout, struct slice object, struct slice said,
                             const uint8_t *outcomes);

/* In the ordered step; `line` 0: the object is in no list. */
void company_lines_add(struct company_lines *lines, uint32_t line, struct slice cells);
/* Everything written; the path by which the file can be read until company_lines_close. NULL with a fault. */
const char *company_lines_path(struct company_lines *lines, struct fault *fault);
void company_lines_close(struct company_lines *lines);

#endif

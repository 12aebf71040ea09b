/* Missing: what leaves an expression open, for whoever has to fetch the data. */
#ifndef EVALUATE_MISSING_H
#define EVALUATE_MISSING_H

#include "evaluate/verdict.h"

/* A related table whose rows leave counts and sums open, and the columns that do. */
struct open_table {
  int table;
  const char *name;
  const struct field *own[16], *company[16]; /* of the rows, and of the companies that they name */
  size_t own_count, company_count;           /* none: what is missing is not in a column */
};

/* No datum is missing, but none decides it either: what is 0 below a fraction line, a condition without which a figure means
 * nothing. */
struct blocked_figure {
  const struct node *node;
  enum message message; /* that tells so of it */
  size_t count;         /* companies whose data are open */
};

/* What leaves the expression open, each once: fields that are unknown, a region coarser than what is asked, what is 0 below a
 * fraction line. */
struct missing {
  const struct field *fields[32];
  const struct parameter *parameters[8];
  struct open_table tables[8];
  struct blocked_figure blocked[8];
  const struct node *indicators[8];
  int indicator_years[8];
  struct value indicator_areas[8];    /* known: the figure is of this area, a code or a text; else of the policy's region */
  const struct node *calls[8];        /* functions of scripts that gave no answer though they had what they need */
  const struct unread_row *unread[8]; /* rows of the history */
  size_t field_count, parameter_count, table_count, call_count, indicator_count, blocked_count, unread_count;
};
/* Nothing is missing; the arrays are left as they are. */
static inline void missing_clear(struct missing *missing)
{
  missing->field_count = missing->parameter_count = missing->table_count = 0;
  missing->call_count = missing->indicator_count = missing->blocked_count = missing->unread_count = 0;
}
void value_missing(const struct row_context *subject, const struct node *node, struct missing *missing);
/* All that leaves a verdict open, added to what is missing for others. */
void verdict_missing(const struct row_context *subject, const struct measure *measure, const struct verdict *verdict,
                     struct missing *missing);

#endif

/* Summary: a run on the terminal, a table of measures with counts and totals that fits 80 columns. */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include <stdio.h>

#include "evaluate/plan.h"
#include "evaluate/target.h"
#include "write/results.h"
#include "write/terminal.h"

/* id, measure, yes, pending, amount: of every table of measures. */
extern const struct table_column summary_columns[5];

void summary_print(FILE *to, const struct plan *plan, const struct results *results, enum language language);

/* Targets with goal, figure and result; nothing when there are none. */
void targets_print(FILE *to, const struct target_result *targets, size_t count, enum language language);

#endif

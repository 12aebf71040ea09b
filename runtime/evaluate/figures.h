/* Figures: small tables with one row a figure, 指标 and 任务分解, which are read before anything is judged. */
#ifndef EVALUATE_FIGURES_H
#define EVALUATE_FIGURES_H

#include "data/region.h"
#include "model/node.h"

/* A row of 指标: a figure that is not in a company list. `value` is in 元 for money. */
struct indicator {
  struct slice name, area; /* NFKC */
  int year;
  struct ratio value;
  bool known, contradicted; /* another row says something else: then it is not known */
  uint32_t line;            /* of the file */
};

/* A row of 任务分解. */
struct task {
  struct slice name; /* NFKC */
  struct slice unit; /* as written */
  int year;
  struct ratio value;
  bool known, contradicted;
  uint32_t line;
};

struct figures {
  const struct regions *regions; /* names and codes of areas */
  struct indicator *indicators;
  size_t indicator_count, indicator_capacity;
  struct task *tasks;
  size_t task_count, task_capacity;
};

/* Whether two texts name one area, as codes or as names. */
bool area_same(const struct regions *regions, struct slice a, struct slice b);
/* A region code of 6 or 12 digits, of which the first 6 count, as it is in force; 0: none. */
int32_t area_code(const struct regions *regions, struct slice area);
/* The 指标 of a year for the policy that the expression (NODE_INDICATOR) belongs to; NULL: there is no row, or its value is not
 * known. */
const struct indicator *figures_indicator(const struct figures *figures, const struct node *node, int year);

/* The same of one area, a code or a name. */
const struct indicator *figures_indicator_of(const struct figures *figures, const char *name, int year, struct slice area);

#endif

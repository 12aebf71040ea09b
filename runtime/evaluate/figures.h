/* Figures: small tables with one row a figure, 指标 and 任务分解, which are read before anything is judged. */
#ifndef EVALUATE_FIGURES_H
#define EVALUATE_FIGURES_H

#include "data/region.h"
#include "model/node.h"

/* 指标 are figures that are not in a company list, 任务分解 goals of units. */
enum figure_table { FIGURE_INDICATORS, FIGURE_TASKS, FIGURE_TABLES };

/* A row of either. `value` is in 元 for money. */
struct figure_row {
  struct slice name; /* NFKC */
  struct slice area; /* of 指标: NFKC; the unit of 任务分解: as written */
  int year;
  struct ratio value;
  bool known, contradicted; /* another row says something else: then it is not known */
  uint32_t line;            /* of the file */
};

struct figures {
  const struct regions *regions; /* names and codes of areas */
  struct figure_rows {
    struct figure_row *items;
    size_t count, capacity;
  } rows[FIGURE_TABLES];
};

/* 指标, 任务分解: as the dictionary calls them. */
const char *figure_table_name(enum figure_table table);
/* FIGURE_TABLES: it is no such table. */
enum figure_table figure_table_find(const char *name);

/* Whether two texts name one area, as codes or as names. */
bool area_same(const struct regions *regions, struct slice a, struct slice b);
/* A region code of 6 or 12 digits, of which the first 6 count, as it is in force; 0: none. */
int32_t area_code(const struct regions *regions, struct slice area);
/* The 指标 of a year for the policy that the expression (NODE_INDICATOR) belongs to; NULL: there is no row, or its value is not
 * known. */
const struct figure_row *figures_indicator(const struct figures *figures, const struct node *node, int year);

/* The same of one area, a code or a name. */
const struct figure_row *figures_indicator_of(const struct figures *figures, const char *name, int year, struct slice area);

#endif

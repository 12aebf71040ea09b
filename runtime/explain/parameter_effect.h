/* Which way a total moves while a parameter rises: proved from the rules alone, for all lists.
 *
 * Where a parameter stands only in amounts and limits that rise with it (as a term, a factor of what is never negative, in 取大,
 * 取小, a value of 分情况) or in a condition that compares with it, what one object gets of a measure moves one way, and so does
 * the sum: then the greatest value that keeps a total can be found by halving. What stands in shares of a budget, in a condition
 * of 分情况 or in a function of a script is not looked into: there the total may move either way, and whoever looks for a value
 * has to search. */
#ifndef EXPLAIN_PARAMETER_EFFECT_H
#define EXPLAIN_PARAMETER_EFFECT_H

#include "evaluate/plan.h"

/* Parameters of one name, in the scripts of one model: what is set for one is set for all. */
struct parameter_set {
  struct parameter **items;
  size_t count;
};

/* As a set; the empty one: it does not move. */
enum { TOTAL_RISES = 1, TOTAL_FALLS = 2 };

bool node_reads_parameter(const struct node *node, const struct parameter_set *set);
/* In whatever money depends on: conditions, amounts, limits, budgets, relations. */
bool measure_reads_parameter(const struct measure *measure, const struct parameter_set *set);
/* What the measures of the plan pay. `certain`: the sum of what is certain, which a relation may also lower, since what may be
 * displaced is not certain. */
unsigned total_moves(const struct plan *plan, const struct parameter_set *set, bool certain);

#endif

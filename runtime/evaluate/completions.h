/* Completions: what open results of one company come to together, over everything that its missing data could turn out to be.
 *
 * Intervals of single measures do not add up: 首次认定 and 再次认定 are both open while the number of recognitions is missing,
 * and never both paid. So where results are open, the cells of the missing fields (evaluate/cells) are gone through, one
 * completed row for each combination, and judged as rows of the list are, relations, history and decisions included: the least
 * and the most of the sums are exact. At most COMPLETIONS of them for a row, and only of what can be enumerated; else the
 * interval of evaluate/row_bounds stands, which contains the truth, and is marked wider.
 *
 * Each worker has one, which opens a judge of its own when first needed. Rejected: remembering rows that are alike (amounts
 * depend on known data, too). */
#ifndef EVALUATE_COMPLETIONS_H
#define EVALUATE_COMPLETIONS_H

#include "evaluate/judge.h"

enum { COMPLETIONS = 4096 };

struct completions *completions_new(struct judge *judge);
void completions_close(struct completions *completions);
/* Narrows the bounds of the row's judgements, which bounds_of_row has set. */
void completions_narrow(struct completions *completions, size_t row, struct judgement *judgements, size_t count);

#endif

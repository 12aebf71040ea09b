/* Suggest: the boundary cases that are missing, as rows of the cases file for staff to fill in. */
#ifndef SESSION_SUGGEST_H
#define SESSION_SUGGEST_H

#include "session/cases.h"

/* Rows under the headings of the cases file (and columns that it lacks): for each threshold and day that a measure asks,
 * both sides of it, one unit apart, and where nobody knows; only what no case of the measure has yet. A row is a case of the
 * measure that is met, with one datum changed; what is expected is left blank. Measures of other objects than companies are
 * left out. `all`: also what some case has. */
struct sheet cases_suggest(struct arena *arena, const struct model *model, const struct test_suite *book, bool all);

#endif

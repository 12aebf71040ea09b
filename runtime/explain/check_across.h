/* Check, beyond what one script says by itself: policies beside one another, and beside what a review of fair competition asks.
 *
 * Apart from check_model, whose findings are about one policy each and are slips; here nothing need be wrong, and the command
 * decides what weighs how much. */
#ifndef EXPLAIN_CHECK_ACROSS_H
#define EXPLAIN_CHECK_ACROSS_H

#include "model/model.h"

/* One award in two policies that are in force in one year for one place: K91, with both places and what differs. Not what a
 * relation settles: 择一, 总限, 补差, 已给, 应得. */
void check_documents(struct arena *arena, const struct model *model, enum language language, struct faults *faults);
/* K90, once a policy, at the first measure. */
void check_competition(struct arena *arena, const struct model *model, enum language language, struct faults *faults);

#endif

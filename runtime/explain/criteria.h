/* Criteria: what a list is compared with (对照), and what a member lacks of it, in words.
 *
 * Lists often share the criteria (the conditions of a high-tech enterprise): what a company lacks of it is found once for all
 * lists on which it stands, which is most of what lists cost. */
#ifndef EXPLAIN_CRITERIA_H
#define EXPLAIN_CRITERIA_H

#include "explain/gap.h"

struct criteria; /* one worker's */

/* `reason` stays. */
struct criteria *criteria_new(struct arena *arena, const struct plan *plan, const struct wording *reason);
void criteria_close(struct criteria *criteria);
/* A new batch: its rows are others. */
void criteria_begin(struct criteria *criteria);
/* 「尚缺：… ；补足：…」 or 「已达到对照条件」 of a list that has something to compare with; until the next call. */
struct slice format_criterion(struct criteria *criteria, const struct measure *list, const struct row_context *subject);

#endif

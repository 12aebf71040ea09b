/* List notices: what is said of a list and its tables beside their problems: that no history was given, which headings nobody
 * knows, which columns and tables measures would need. */
#ifndef SESSION_LIST_NOTICES_H
#define SESSION_LIST_NOTICES_H

#include "evaluate/run.h"
#include "session/session_options.h"

void notice_no_history(const struct session_options *options, const struct plan *plan);
/* `arena`: of the arguments, as long as the notifier keeps them. */
void notice_headings(struct notifier *notifier, struct arena *arena, const struct list_reader *listing);
/* After run_tables. */
void notice_lacking(struct notifier *notifier, const struct plan *plan, const struct run *run, const struct list_reader *listing);
/* After the companies were judged: rows that no case of a sum applies to, equal ones at the last place of the first so many; and
 * budgets that open claims leave open. */
void notice_judged(struct notifier *notifier, const struct plan *plan, const struct run *run);
void notice_open_budgets(struct notifier *notifier, const struct plan *plan, const struct run *run);

#endif

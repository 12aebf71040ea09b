/* Run context: what every command that judges a list does first, from the options and the model: the as-of date, the tables. */
#ifndef SESSION_RUN_CONTEXT_H
#define SESSION_RUN_CONTEXT_H

#include "session/session_options.h"
#include "evaluate/run.h"

/* The year and the date of judgement. */
bool run_context_as_of(struct arena *arena, const struct session_options *options, const struct model *model, struct as_of *as_of,
                       struct fault *fault);
/* Notices which policies contribute nothing, which are drafts, and which parameters have run out. */
void run_context_notices(struct arena *arena, const struct session_options *options, const struct model *model,
                         struct as_of as_of);
/* How lists are read. */
struct list_reader_options run_context_listing(const struct session_options *options);
/* Which measures are judged. */
struct plan_options run_context_plan_options(const struct session_options *options);
/* Every id of --only exists. */
bool run_context_only(const struct session_options *options, const struct model *model, struct fault *fault);
/* The files of --with, put into `run`. */
bool run_context_tables(struct arena *arena, const struct session_options *options, const struct plan *plan,
                        struct run_options *run, struct fault *fault);

#endif

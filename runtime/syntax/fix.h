/* Fix: where a finding ends in its script, and what mends it, as edits of the source.
 *
 * Whoever finds a mistake and knows the text to put there attaches the fix itself; for most messages the text to write is one of
 * their arguments, which one table says. Places are completed once, at the end of a load, where the sources are at hand. */
#ifndef SYNTAX_FIX_H
#define SYNTAX_FIX_H

#include "syntax/rewrite.h"

/* Fills in `end_line`, `end_column` and the fixes of a finding in `source`, as far as they are not there. */
void fault_complete(struct arena *arena, struct slice source, struct fault *fault);
/* One more fix of a single edit. */
void fault_add_fix(struct arena *arena, struct fault *fault, bool certain, struct source_edit edit);
/* The source with the first certain fix of each finding in `path` made; what touches an edit made before is left for the next
 * time. `made` counts. */
struct slice fixes_apply(struct arena *arena, struct slice source, const char *path, const struct faults *faults, size_t *made);

#endif

/* Verdicts explained: why a verdict is what it is, in the words of an official document.
 *
 * Depth 1 is one sentence: what failed, what is missing, how the amount came about. Depth 2 adds every condition: what is asked,
 * what the object has, whether it holds. Depth 3 takes conditions and amounts apart (explain/explain_tree). All of it is reported
 * from the model. */
#ifndef EXPLAIN_EXPLAIN_VERDICT_H
#define EXPLAIN_EXPLAIN_VERDICT_H

#include "evaluate/missing.h"
#include "explain/explain_condition.h"

void format_verdict_reason(struct buffer *out, const struct wording *reason, const struct planned *planned,
                           const struct verdict *verdict, const struct row_context *subject);
/* The missing data of a measure: 「高企认定次数、迁入日期」. False when none is. */
bool format_missing(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                    const struct measure *measure, const struct verdict *verdict);
/* Whether the field is told as missing by itself. */
bool missing_tells_field(const struct missing *missing, const struct field *field);
/* Fields, parameters and counts that are missing, joined. False when none is. */
bool format_missing_list(struct buffer *out, const struct wording *reason, const struct missing *missing);

#endif

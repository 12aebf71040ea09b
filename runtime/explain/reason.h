/* Reason: why a verdict is what it is, in the words of an official document.
 *
 * Depth 1 is one sentence: what failed, what is missing, how the amount came about. Depth 2 adds every condition: what is asked,
 * what the object has, whether it holds. All of it is told from the model. */
#ifndef EXPLAIN_REASON_H
#define EXPLAIN_REASON_H

#include "evaluate/verdict.h"

struct reason {
  enum language language;
  int depth;
  const struct regions *regions;
};

void reason_say(struct buffer *out, const struct reason *reason, const struct planned *planned, const struct verdict *verdict,
                const struct subject *subject);
/* One condition as a fact: 「高企认定次数 2，不等于 1」. */
void fact_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *condition);
/* An expression with its value: 「所属镇街 高淳路街道」 */
void datum_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node);
/* The missing data of a measure: 「高企认定次数、迁入日期」. False when none is. */
bool missing_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct measure *measure);
/* Fields, parameters and counts that are missing, joined. False when none is. */
bool missing_list_say(struct buffer *out, const struct reason *reason, const struct missing *missing);
/* Conditions that are no, as facts, joined. False when none is. */
bool failing_say(struct buffer *out, const struct reason *reason, const struct subject *subject,
                 const struct node *const *conditions, size_t count);

#endif

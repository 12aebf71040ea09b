/* Outline: everything there is to say of one judgement, as lines one below the other: conditions with what is in them,
 * expressions with their values, parameters with their dates, and each step from the amount to what is granted.
 *
 * The same lines serve the terminal (indented), JSON, Markdown, and the 说明 column (brackets instead of indentation). */
#ifndef EXPLAIN_EXPLAIN_TREE_H
#define EXPLAIN_EXPLAIN_TREE_H

#include "explain/explain_condition.h"

struct outline_line {
  int indent;
  bool marked; /* a condition; `answer` says whether it holds */
  enum answer answer;
  size_t start, end; /* in `text` */
};

/* Zero-initialise; grows in place. */
struct outline {
  struct outline_line *lines;
  size_t count, capacity;
  struct buffer text;
};

void outline_free(struct outline *outline);
struct slice outline_text(const struct outline *outline, size_t line);

/* All conditions of a measure; at depth 2 what has a name is one line when it is not simple. */
void outline_conditions(struct outline *outline, const struct reason *reason, const struct measure *measure,
                        const struct subject *subject);
/* One condition, or a value with how it comes about. */
void outline_condition(struct outline *outline, const struct reason *reason, const struct subject *subject,
                       const struct node *node, int indent);
void outline_value(struct outline *outline, const struct reason *reason, const struct subject *subject, const struct node *node,
                   int indent);
/* From the amount to what is granted: computed, rounded, capped, once, one of several, shared. */
void outline_steps(struct outline *outline, const struct reason *reason, const struct planned *planned,
                   const struct verdict *verdict, const struct subject *subject);
/* In one line: 「✓甲；✗乙（✗丙；✓丁）」 */
void outline_join(struct buffer *out, const struct reason *reason, const struct outline *outline);

#endif

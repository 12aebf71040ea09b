/* Explanation as a tree: everything there is to say of one judgement, as lines one below the other: conditions with what is in
 * them, expressions with their values, parameters with their dates, and each step from the amount to what is granted.
 *
 * The same lines serve the terminal (indented), JSON, Markdown, and the 说明 column (brackets instead of indentation). */
#ifndef EXPLAIN_EXPLAIN_TREE_H
#define EXPLAIN_EXPLAIN_TREE_H

#include "explain/explain_condition.h"

struct explain_tree_line {
  int indent;
  bool marked; /* a condition; `answer` says whether it holds */
  enum answer answer;
  size_t start, end; /* in `text` */
};

/* Zero-initialise; grows in place. */
struct explain_tree {
  struct explain_tree_line *lines;
  size_t count, capacity;
  struct buffer text;
};

void explain_tree_free(struct explain_tree *tree);
struct slice explain_tree_text(const struct explain_tree *tree, size_t line);

/* All conditions of a measure; at depth 2 what has a name is one line when it is not simple. */
void explain_tree_conditions(struct explain_tree *tree, const struct wording *reason, const struct measure *measure,
                             const struct row_context *subject);
/* One condition, or a value with how it comes about. */
void explain_tree_condition(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                            const struct node *node, int indent);
void explain_tree_value(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                        const struct node *node, int indent);
/* From the amount to what is granted: computed, rounded, capped, once, one of several, shared. */
void explain_tree_steps(struct explain_tree *tree, const struct wording *reason, const struct planned *planned,
                        const struct verdict *verdict, const struct row_context *subject);
/* In one line: 「✓甲；✗乙（✗丙；✓丁）」; or what WORDING_IN_LINES asks for. */
void explain_tree_join(struct buffer *out, const struct wording *reason, const struct explain_tree *tree);

#endif

/* Conditions explained: what is so of one condition, and what an expression comes to, in the words of an official document. */
#ifndef EXPLAIN_EXPLAIN_CONDITION_H
#define EXPLAIN_EXPLAIN_CONDITION_H

#include "evaluate/verdict.h"

struct wording {
  enum language language;
  int depth;
  const struct regions *regions;
  bool shares; /* numbers are compared with a share, and told in percent like it */
  bool names;  /* data and parameters in a calculation are named beside their values */
};

/* A depth beyond what can be asked for: conditions and steps as lines, for who draws them, so that no text can be taken for the
 * end of one. WORDING_LINE begins a line, where UTF-8 has no such byte: behind it its depth as a digit, and ✓ ✗ ? or ·. */
enum { WORDING_IN_LINES = 4, WORDING_LINE = 0xFE };

/* A message without arguments, by the reader's language. */
static inline const char *wording_name(const struct wording *reason, enum message message)
{
  return message_name(message, reason->language);
}
static inline void format_wording(struct buffer *out, const struct wording *reason, enum message message)
{
  format_words(out, reason->language, message);
}
/* ✓ ✗ ? */
const char *answer_mark(enum answer answer);

/* How each kind is explained, for nodes.def: `format_fact` takes the right one. */
typedef void node_explain(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                          const struct node *node);
#define NODE(kind, role, format, fold, row, answer, kernel, explain, ...) node_explain explain;
#include "model/nodes.def"
#undef NODE

/* One condition as a fact: 「高企认定次数 2，不等于 1」. */
void format_fact(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                 const struct node *condition);
/* The data that a condition rests on: 「高企认定日期 2022-05-01，高企认定次数 1」 */
void format_data(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node);
/* Is it explained member by member? Of what has alternatives in it, the data are given. */
bool is_flat(const struct node *node);
/* An expression with its value: 「所属镇街 高淳路街道」 */
void format_datum(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node);
/* The value alone: 「约4.2%」, 「未知」, 「5万元至8万元」 */
void format_worth(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node);
/* A value that such an expression may have: 「约4.2%」 */
void format_known_value(struct buffer *out, const struct wording *reason, const struct node *node, struct ratio value);
/* The expression with its values put in: 「5,000元 × 21」. */
void format_arithmetic_values(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                              const struct node *node);
/* A condition that is known to be no (and no 全部), as a fact. */
void format_no(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *condition);
/* Those of the conditions that are no. False when none is. */
bool format_failing(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                    const struct node *const *conditions, size_t count);

#endif

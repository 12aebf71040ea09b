/* Gap: the smallest changes with which conditions that fail would hold.
 *
 * A statement is a set of changes that, applied as a whole, makes everything hold; with one unit less of any of them (a fen, a
 * person, a day) something fails again. Both directions are judged, not assumed. Smallest changes of single conditions do not
 * add up (raising R&D spending may break its domestic share), so they are made one after the other and judged again, for at most
 * four rounds, and tightened at the end. Conditions that no adjustment reaches are impossible; what does not settle is named
 * without a figure; what is unknown is an open datum. Where every failing condition has a line (explain/threshold), nothing is
 * searched. Rejected: solving all at once (no official could follow it). */
#ifndef EXPLAIN_GAP_H
#define EXPLAIN_GAP_H

#include "explain/explain_verdict.h"
#include "explain/threshold.h"

enum { GAP_CONDITIONS = 64, GAP_STATEMENTS = 3, GAP_DELAYS = 4 };

struct statement {
  struct day_shift changes[SHIFTS_MAX];
  size_t count;
  struct missing missing;                /* open data that will then decide */
  bool open;                             /* they will, or something that has no name */
  const struct node *delays[GAP_DELAYS]; /* what waiting brings about */
  size_t delay_count;
};

struct gap {
  bool holds;                                  /* nothing is lacking */
  const struct node *amount;                   /* which then does; else NULL */
  bool worthless;                              /* the conditions can hold, but the amount would come to nothing */
  struct statement statements[GAP_STATEMENTS]; /* alternatives, the one with the fewest changes first; none: nothing can be
                                                      done, or nothing need be */
  size_t statement_count;
  const struct node *failing[GAP_CONDITIONS], *impossible[GAP_CONDITIONS], *unsettled[GAP_CONDITIONS];
  size_t failing_count, impossible_count, unsettled_count; /* `failing`: as things are, without the amount */
  bool of_list; /* a mean or a sum of the list is asked, which holds this object's own figure as it is, not as it would be */
};

/* What is asked, taken apart once for all objects that are asked about. All conditions must hold; at most LACKING_CONDITIONS
 * count. Points into itself: not to be copied. */
struct gap_question {
  const struct node *conditions[GAP_CONDITIONS + 1]; /* then `price`, if there is an amount */
  uint64_t reads[GAP_CONDITIONS + 1]; /* marks of the data each rests on: what no change touches need not be judged again */
  struct threshold lines[GAP_CONDITIONS + 1]; /* LINE_NONE too where one before reads what it moves */
  uint32_t slots[GAP_CONDITIONS];             /* of the batch that the objects are of; NO_SLOT: to be judged */
  size_t count;
  const struct measure
      *measure; /* its amount must come to something, within its policy's years; NULL: a plain list of conditions */
  const struct table_kind *companies;
  struct node price, price_zero; /* the amount comes to something, as a condition */
  const struct node *price_operands[2];
};

void gap_find(const struct row_context *subject, const struct gap_question *question, struct gap *gap);
void gap_ask(struct gap_question *question, const struct table_kind *companies, const struct node *const *conditions,
             size_t count, const struct measure *measure);
/* The question of a measure: its conditions, and its amount. */
void gap_measure(struct gap_question *question, const struct model *model, const struct measure *measure);
/* The question of what a list is compared with. */
void gap_against(struct gap_question *question, const struct model *model, const struct planned *list);

/* 「近三年研发费用再增加 40 万元，科技人员再增加 3 人；或 …」. Nothing is written when nothing is lacking; returns whether
 * something was. */
bool format_gap(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct gap *gap);
/* A figure that rises, 「科技人员再增加 」, and by how much, 「3 人」. */
/* One change: 「科技人员再增加 3 人」 */
void format_shift(struct buffer *out, const struct wording *reason, const struct day_shift *change,
                  const struct statement *statement);

#endif

/* Decision: what the authority decided by hand about one measure and one object, and how it is found again. */
#ifndef EVALUATE_DECISION_H
#define EVALUATE_DECISION_H

#include "model/model.h"

enum outcome { OUTCOME_NO, OUTCOME_PENDING, OUTCOME_YES };
/* 符合, of a measure by which something is due back 应退. */
const char *outcome_name(const struct measure *measure, enum outcome outcome, enum language language);
/* As it stands in files of results of the measure: in Chinese. False when the text is none; NULL: a measure that gives something.
 */
bool outcome_read(struct slice text, const struct measure *measure, enum outcome *outcome);
/* What to say when it is none. */
enum message outcome_expected(const struct measure *measure);
/* 应退 */
bool outcome_is_owed(struct slice text);

/* What an amount decided by hand is kept within, where the amount is left to the authority. */
enum decision_limit { DECISION_WITHIN, DECISION_ABOVE_CAP, DECISION_OUTSIDE_RANGE, DECISION_ABOVE_CUMULATIVE_CAP };

/* What the authority decided by hand: from --decisions. */
struct decision {
  struct slice measure, code, ground;
  enum outcome outcome;
  bool has_amount;
  int64_t amount;
  uint32_t line;
  bool used;
  enum decision_limit limit; /* not DECISION_WITHIN: not applied either, which judging finds out */
  struct slice amount_heading, amount_raw;
  bool refused; /* not applied, because of `problem` in the cell `raw` under `heading` */
  enum message problem;
  const char *argument; /* of the problem, NULL: the outcome */
  struct slice heading, raw;
};

struct decisions {
  struct decision *items;
  size_t count, capacity;
  struct decision **order; /* those that apply, by measure and code, once decisions_index was called */
  size_t order_count;
};

/* For finding them; after the last is added. A blank code is nobody's. The first of two about the same, which contradict each
 * other, or NULL. */
const struct decision *decisions_index(struct arena *arena, struct decisions *decisions);
/* NULL: nothing was decided. Marks what it finds as used; safe from several threads. */
struct decision *decisions_find(const struct decisions *decisions, const char *measure, struct slice code);

#endif

/* Verdict: what one object gets from one measure, in the order amount, rounding, cap, once, exclusive group, budget.
 *
 * Each step leaves what it did in the verdict, so that the explanation can tell the arithmetic. */
#ifndef EVALUATE_VERDICT_H
#define EVALUATE_VERDICT_H

#include "evaluate/decision.h"
#include "evaluate/history.h"
#include "evaluate/plan.h"
#include "evaluate/value.h"

struct verdict {
  enum outcome outcome;
  enum answer answer; /* of the conditions */
  bool has_amount;    /* certain; else the range low to high, if has_high */
  bool has_high, overflowed, capped, nothing;
  bool reduced;                    /* budget: `before_share` was claimed */
  bool by_hand;                    /* the authority decided; `ground` says why */
  int granted_year;                /* once: granted in this earlier year; 0: not */
  const struct unread_row *unread; /* once: a row of the history leaves open whether it was granted; NULL: none */
  int64_t amount, low, high;       /* fen; `amount` is the least if the conditions hold, where it is not certain */
  int64_t before_cap;              /* rounded, of a certain amount */
  int64_t before_share;
  int64_t claimed;                    /* by all, where this claim was reduced; 0: not known */
  int64_t taken_before;               /* of the budget, by grants that the authority decided */
  const struct measure *displaced_by; /* exclusive group: who was granted instead, or who is still open */
  struct slice ground;
  const struct rung *open_rung; /* the highest on which it may stand, above `rung`; NULL: that is certain */
  const struct rung *rung;      /* of a ladder: the highest on which the object stands for certain; NULL: on none */
};

/* Shares of a budget, computed from all claims. */
struct claim {
  struct slice code;
  int64_t fen, share;
};

/* Gives every claim its share: all of it when they fit, else in proportion to the fen by largest remainder, ties by code, summing
 * exactly to the volume. Order of `claims` is kept. */
void budget_share(struct arena *scratch, struct claim *claims, size_t count, int64_t volume);

/* Steps up to "once", for one row whose kernels have run. */
void verdict_compute(const struct planned *planned, const struct row_context *subject, struct slice code, int year,
                     const struct history *history, struct verdict *verdict);
/* The rung, where the measure is a ladder. */
void verdict_ladder_level(const struct planned *planned, const struct row_context *subject, struct verdict *verdict);
/* Of what is left to the authority: is the amount decided within the cap? */
bool verdict_allows(const struct planned *planned, const struct row_context *subject, const struct decision *decision);
/* A decision by hand replaces what was reached. */
void verdict_decide(struct verdict *verdict, const struct decision *decision);
/* Exclusive groups, over the verdicts of one object; `verdicts[i]` belongs to `measures[i]`. */
void verdict_choose(const struct planned *measures, struct verdict *verdicts, size_t count);
/* The budget's share of a certain claim; an open one, and one of which no share is known, keeps a range, from what it surely gets
 * (`share` of an open one) up to what there is for all (`volume`, INT64_MAX: not known). */
void verdict_share(struct verdict *verdict, int64_t volume, bool shared, int64_t share);

#endif

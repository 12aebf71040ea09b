/* Shares of a budget, computed from all claims on it. */
#ifndef EVALUATE_RULE_BUDGET_H
#define EVALUATE_RULE_BUDGET_H

#include "evaluate/verdict.h"

struct claim {
  struct slice code;
  int64_t fen, share;
};

/* Gives every claim its share: all of it when they fit, else in proportion to the fen by largest remainder, ties by code, summing
 * exactly to the volume. Order of `claims` is kept. */
void budget_share(struct arena *scratch, struct claim *claims, size_t count, int64_t volume);

/* What a budget leaves of one claim. */
struct allotment {
  bool known;          /* else it may be anything up to the volume */
  bool ordered;        /* in order, not in proportion */
  int64_t least, most; /* fen; INT64_MAX: no end */
  int64_t volume;      /* left for all claims; INT64_MAX: not known */
  int64_t claimed;     /* by all together; 0: not known */
  int64_t taken;       /* by grants that the authority decided */
};

/* The budget's share of a certain claim; an open one, and one of which no share is known, keeps a range. */
void verdict_share(struct arena *arena, struct verdict *verdict, const struct allotment *allotment);

#endif

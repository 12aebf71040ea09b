/* Interval: a value of which perhaps only bounds are known, and interval arithmetic. Each end is there or not; what does not fit
 * is no end. Nothing here knows where data come from (evaluate/value). */
#ifndef EVALUATE_INTERVAL_H
#define EVALUATE_INTERVAL_H

#include "evaluate/program.h"

struct value {
  enum state state;   /* KNOWN: low = high */
  enum answer answer; /* conditions */
  bool has_low, has_high;
  bool perhaps_none; /* it may turn out that there is no value: nothing but a no is certain of it */
  struct ratio low, high;
  struct slice text;
};

static inline struct value value_exactly(struct ratio number)
{
  return (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = number, .high = number };
}

static inline struct value value_nothing(enum state state)
{
  return (struct value){ .state = state, .answer = state == STATE_NOT_OCCURRED ? ANSWER_NO : ANSWER_UNKNOWN };
}

/* KNOWN when both ends are there and equal, else UNKNOWN. */
struct value interval_settled(struct value value);
/* Both operands are KNOWN or UNKNOWN. */
struct value interval_sum(struct value a, struct value b);
struct value interval_difference(struct value a, struct value b);
struct value interval_product(struct value a, struct value b);
struct value interval_quotient(struct value a, struct value b);
/* The larger (`wanted` 1) or the smaller (-1) of the two. */
struct value interval_further(struct value a, struct value b, int wanted);
/* The number lies between the ends afterwards. */
void interval_widen(struct value *value, struct ratio number);
/* The relation holds whatever the unknown data turn out to be. */
bool interval_certain(enum relation relation, const struct value *a, const struct value *b);

#endif

/* Reckoning with what is known only within bounds. */
#include "evaluate/interval.h"

/* The interval is exact when both ends are there and equal. */
struct value interval_settled(struct value value)
{
  bool point = value.has_low && value.has_high && ratio_compare(value.low, value.high) == 0;
  value.state = point ? STATE_KNOWN : STATE_UNKNOWN;
  return value;
}

/* Ends that do not fit are no ends: what is unknown may well be smaller. */
struct value interval_sum(struct value a, struct value b)
{
  struct value sum = { .state = STATE_UNKNOWN };
  sum.has_low = a.has_low && b.has_low && ratio_add(a.low, b.low, &sum.low);
  sum.has_high = a.has_high && b.has_high && ratio_add(a.high, b.high, &sum.high);
  return interval_settled(sum);
}

struct value interval_difference(struct value a, struct value b)
{
  struct value rest = { .state = STATE_UNKNOWN };
  rest.has_low = a.has_low && b.has_high && ratio_subtract(a.low, b.high, &rest.low);
  rest.has_high = a.has_high && b.has_low && ratio_subtract(a.high, b.low, &rest.high);
  return interval_settled(rest);
}

void interval_widen(struct value *value, struct ratio number)
{
  if (!value->has_low || ratio_compare(number, value->low) < 0) value->low = number;
  if (!value->has_high || ratio_compare(number, value->high) > 0) value->high = number;
  value->has_low = value->has_high = true;
}

static bool not_negative(struct value a)
{
  return a.has_low && a.low.num >= 0;
}

/* Both bounded: the extremes are among the four products. Otherwise only what two factors that are not negative allow. */
struct value interval_product(struct value a, struct value b)
{
  struct value out = { 0 };
  struct ratio number;
  if (a.has_low && a.has_high && b.has_low && b.has_high) {
    struct ratio ends[2][2] = { { a.low, a.high }, { b.low, b.high } };
    for (int i = 0; i < 4; i++) {
      if (!ratio_multiply(ends[0][i & 1], ends[1][i >> 1], &number)) return value_nothing(STATE_UNKNOWN);
      interval_widen(&out, number);
    }
    return interval_settled(out);
  }
  out.has_low = not_negative(a) && not_negative(b) && ratio_multiply(a.low, b.low, &out.low);
  return interval_settled(out);
}

struct value interval_quotient(struct value a, struct value b)
{
  struct value inverse = { .has_low = true, .has_high = true };
  bool zero_inside = !b.has_low || !b.has_high || (b.low.num <= 0 && b.high.num >= 0);
  if (zero_inside) return value_nothing(STATE_UNKNOWN);
  if (!ratio_divide(ratio_whole(1), b.high, &inverse.low)) return value_nothing(STATE_UNKNOWN);
  if (!ratio_divide(ratio_whole(1), b.low, &inverse.high)) return value_nothing(STATE_UNKNOWN);
  return interval_product(a, interval_settled(inverse));
}

static struct ratio further(struct ratio a, struct ratio b, int wanted)
{
  return ratio_compare(b, a) == wanted ? b : a;
}

struct value interval_further(struct value a, struct value b, int wanted)
{
  bool both_low = a.has_low && b.has_low, both_high = a.has_high && b.has_high;
  struct value out = { .has_low = both_low, .has_high = both_high };
  if (both_low) out.low = further(a.low, b.low, wanted);
  if (both_high) out.high = further(a.high, b.high, wanted);
  if (wanted > 0 && !both_low) out.has_low = a.has_low || b.has_low, out.low = a.has_low ? a.low : b.low;
  if (wanted < 0 && !both_high) out.has_high = a.has_high || b.has_high, out.high = a.has_high ? a.high : b.high;
  return interval_settled(out);
}

/* The relation holds whatever the unknown data turn out to be. */
bool interval_certain(enum relation relation, const struct value *a, const struct value *b)
{
  bool low_high = a->has_low && b->has_high, high_low = a->has_high && b->has_low;
  int least = low_high ? ratio_compare(a->low, b->high) : 0, most = high_low ? ratio_compare(a->high, b->low) : 0;
  switch (relation) {
  case AT_LEAST: return low_high && least >= 0;
  case MORE_THAN: return low_high && least > 0;
  case AT_MOST: return high_low && most <= 0;
  case LESS_THAN: return high_low && most < 0;
  case EQUAL: return low_high && high_low && least == 0 && most == 0;
  default: return (low_high && least > 0) || (high_low && most < 0);
  }
}

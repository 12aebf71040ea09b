/* Sums, means and ends of a group of companies, of which some may be open. */
#include "evaluate/population_figures.h"

#include <stdlib.h>

/* Ratios are taken to twelve decimals, so that a sum stays within bounds; whole numbers and decimals as they are. */
static const int64_t decimal_scale = 1000000000000;

static __int128 scaled(struct ratio value)
{
  __int128 num = (__int128)value.num * decimal_scale, half = value.den / 2;
  if (value.den == 1) return num;
  return (num + (num < 0 ? -half : half)) / value.den;
}

/* A sum of scaled values over a number of them (1 for the sum itself). */
static bool unscaled(__int128 sum, int64_t count, struct ratio *out)
{
  unsigned __int128 a = (unsigned __int128)(sum < 0 ? -sum : sum),
                    b = (unsigned __int128)decimal_scale * (unsigned __int128)count;
  unsigned __int128 den = b, num = a;
  while (b) {
    unsigned __int128 rest = a % b;
    a = b;
    b = rest;
  }
  if (a) num /= a, den /= a;
  if (num > INT64_MAX || den > INT64_MAX) return false;
  *out = (struct ratio){ sum < 0 ? -(int64_t)num : (int64_t)num, (int64_t)den };
  return true;
}

static int ratio_order(const void *a, const void *b)
{
  return ratio_compare(*(const struct ratio *)a, *(const struct ratio *)b);
}

/* The mean, with as many of the possible values as move it that way. */
static bool extreme_mean(const struct group_figures *figures, bool upward, struct ratio *out)
{
  __int128 sum = figures->sum;
  size_t count = figures->certain;
  for (size_t i = 0; i < figures->possible_count; i++) {
    __int128 next = scaled(figures->possible[upward ? figures->possible_count - 1 - i : i]);
    if (count && (upward ? next * (__int128)count <= sum : next * (__int128)count >= sum)) break;
    sum += next, count++;
  }
  return unscaled(sum, (int64_t)count, out);
}

static struct value mean_of(const struct group_figures *figures)
{
  struct value value = { .state = STATE_UNKNOWN };
  if (!figures->certain || figures->unknown) return value_nothing(STATE_UNKNOWN);
  value.has_low = extreme_mean(figures, false, &value.low);
  value.has_high = extreme_mean(figures, true, &value.high);
  if (!value.has_low || !value.has_high) return value_nothing(STATE_OVERFLOW);
  return interval_settled(value);
}

static struct value sum_of(const struct group_figures *figures, bool not_negative)
{
  struct value value = { .state = STATE_UNKNOWN };
  __int128 low = figures->sum, high = figures->sum;
  for (size_t i = 0; i < figures->possible_count; i++) {
    __int128 next = scaled(figures->possible[i]);
    if (next < 0) low += next;
    else high += next;
  }
  value.has_low = !figures->unknown || not_negative;
  value.has_high = !figures->unknown;
  bool fits = (!value.has_low || unscaled(low, 1, &value.low)) && (!value.has_high || unscaled(high, 1, &value.high));
  return fits ? interval_settled(value) : value_nothing(STATE_OVERFLOW);
}

static struct value end_of(const struct group_figures *figures, bool greatest)
{
  struct value value = { .state = STATE_UNKNOWN };
  if (!figures->certain) return value_nothing(STATE_UNKNOWN);
  value.low = value.high = greatest ? figures->greatest : figures->least;
  value.has_low = greatest || !figures->unknown;
  value.has_high = !greatest || !figures->unknown;
  for (size_t i = 0; i < figures->possible_count; i++) {
    if (greatest && ratio_compare(figures->possible[i], value.high) > 0) value.high = figures->possible[i];
    if (!greatest && ratio_compare(figures->possible[i], value.low) < 0) value.low = figures->possible[i];
  }
  return interval_settled(value);
}

static struct value count_between(size_t certain, size_t open)
{
  struct value value = { .has_low = true, .has_high = true };
  value.low = ratio_whole((int64_t)certain);
  value.high = ratio_whole((int64_t)(certain + open));
  return interval_settled(value);
}

struct value figures_value(struct group_figures *figures, const struct planned_population *planned)
{
  if (figures->possible_count) qsort(figures->possible, figures->possible_count, sizeof *figures->possible, ratio_order);
  switch (planned->kind) {
  case POPULATION_MEAN: return mean_of(figures);
  case POPULATION_GREATEST: return end_of(figures, true);
  case POPULATION_LEAST: return end_of(figures, false);
  case POPULATION_SUM: return sum_of(figures, planned->not_negative);
  case POPULATION_COUNT: return count_between(figures->certain, figures->maybe);
  case POPULATION_RANK:
  case POPULATION_QUANTILE: break;
  }
  return value_nothing(STATE_UNKNOWN);
}

void figures_add(struct group_figures *figures, struct ratio value)
{
  if (!figures->certain || ratio_compare(value, figures->least) < 0) figures->least = value;
  if (!figures->certain || ratio_compare(value, figures->greatest) > 0) figures->greatest = value;
  figures->sum += scaled(value);
  figures->certain++;
}

void figures_add_open(struct group_figures *figures, bool may_be_none, const struct ratio *value)
{
  figures->maybe += may_be_none;
  figures->unknown += !value;
  if (value) figures->possible[figures->possible_count++] = *value;
}

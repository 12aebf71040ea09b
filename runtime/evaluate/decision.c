/* Finding what the authority decided by hand. */
#include "evaluate/decision.h"

#include <stdlib.h>

static int decision_compare(const struct decision *a, struct slice measure, struct slice code)
{
  int order = slice_compare(a->code, code);
  return order ? order : slice_compare(a->measure, measure);
}

static int decision_order(const void *left, const void *right)
{
  const struct decision *const *a = left, *const *b = right;
  int order = decision_compare(*a, (*b)->measure, (*b)->code);
  return order ? order : (*a > *b) - (*a < *b);
}

const struct decision *decisions_index(struct arena *arena, struct decisions *decisions)
{
  decisions->order = arena_array(arena, decisions->count + 1, sizeof *decisions->order);
  decisions->order_count = 0;
  for (size_t i = 0; i < decisions->count; i++)
    if (!decisions->items[i].refused && decisions->items[i].code.length)
      decisions->order[decisions->order_count++] = &decisions->items[i];
  if (decisions->order_count) qsort(decisions->order, decisions->order_count, sizeof *decisions->order, decision_order);
  for (size_t i = 1; i < decisions->order_count; i++)
    if (decision_compare(decisions->order[i - 1], decisions->order[i]->measure, decisions->order[i]->code) == 0)
      return decisions->order[i];
  return NULL;
}

struct decision *decisions_find(const struct decisions *decisions, const char *measure, struct slice code)
{
  size_t low = 0, high = decisions ? decisions->order_count : 0;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = decision_compare(decisions->order[middle], slice_of(measure), code);
    if (order == 0) {
      __atomic_store_n(&decisions->order[middle]->used, true, __ATOMIC_RELAXED);
      return decisions->order[middle];
    }
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

const char *outcome_name(const struct measure *measure, enum outcome outcome, enum language language)
{
  static const enum message names[] = {
    [OUTCOME_NO] = MSG_OUTCOME_NO, [OUTCOME_PENDING] = MSG_OUTCOME_PENDING, [OUTCOME_YES] = MSG_OUTCOME_YES
  };
  bool owed = outcome == OUTCOME_YES && measure && measure_kind_owes(measure->kind);
  return message_name(owed ? MSG_OUTCOME_OWED : names[outcome], language);
}

enum message outcome_expected(const struct measure *measure)
{
  return measure && measure_kind_owes(measure->kind) ? MSG_DECISION_OUTCOME_OWED : MSG_DECISION_OUTCOME;
}

bool outcome_is_owed(struct slice text)
{
  return slice_is(text, message_name(MSG_OUTCOME_OWED, LANGUAGE_CHINESE));
}

bool outcome_read(struct slice text, const struct measure *measure, enum outcome *outcome)
{
  for (int i = OUTCOME_NO; i <= OUTCOME_YES; i++)
    if (slice_is(text, outcome_name(measure, (enum outcome)i, LANGUAGE_CHINESE))) return *outcome = (enum outcome)i, true;
  return false;
}

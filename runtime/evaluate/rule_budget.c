/* 预算: a volume for all objects, shared when all rows are judged; claims that do not fit are cut in proportion.
 *
 * Only certain claims share: what is pending keeps its range, from what it surely gets up to what the budget holds. */
#include "evaluate/rule_budget.h"

#include <stdlib.h>

#include "evaluate/rule.h"

struct remainder {
  unsigned __int128 rest;
  size_t claim;
  const struct claim *claims;
};

/* Larger remainders first, then codes in order, then the order of the claims. */
static int remainder_order(const void *a, const void *b)
{
  const struct remainder *x = a, *y = b;
  if (x->rest != y->rest) return x->rest > y->rest ? -1 : 1;
  int order = slice_compare(x->claims[x->claim].code, y->claims[y->claim].code);
  return order ? order : (x->claim > y->claim) - (x->claim < y->claim);
}

void budget_share(struct arena *scratch, struct claim *claims, size_t count, int64_t volume)
{
  __int128 total = 0;
  for (size_t i = 0; i < count; i++) total += claims[i].fen;
  if (total <= volume || total <= 0) {
    for (size_t i = 0; i < count; i++) claims[i].share = claims[i].fen;
    return;
  }
  struct remainder *remainders = arena_array(scratch, count, sizeof *remainders);
  int64_t left = volume;
  for (size_t i = 0; i < count; i++) {
    __int128 product = (__int128)claims[i].fen * volume;
    claims[i].share = (int64_t)(product / total);
    remainders[i] = (struct remainder){ (unsigned __int128)(product % total), i, claims };
    left -= claims[i].share;
  }
  qsort(remainders, count, sizeof *remainders, remainder_order);
  for (size_t i = 0; i < count && left > 0; i++, left--) claims[remainders[i].claim].share++;
}

/* Certain before the budget, but nobody knows what the budget leaves of it. */
static void leave_open(struct verdict *verdict)
{
  verdict->outcome = OUTCOME_PENDING;
  verdict->has_high = true;
  verdict->high = verdict->amount;
  verdict->has_amount = false;
}

static void note_share(struct arena *arena, struct verdict *verdict, const struct allotment *allotment, int64_t before)
{
  bool reduced = before != verdict->amount && verdict->outcome == OUTCOME_YES;
  if (!reduced && !allotment->taken) return;
  struct rule_step *step = verdict_add_step(arena, verdict, RULE_BUDGET, STEP_CHANGES);
  step->before = before;
  step->after = verdict->amount;
  step->taken = allotment->taken;
  step->total = reduced ? allotment->claimed : 0;
}

void verdict_share(struct arena *arena, struct verdict *verdict, const struct allotment *allotment)
{
  int64_t before = verdict->amount, least = allotment->share;
  if (verdict->outcome == OUTCOME_YES && allotment->known) {
    verdict->amount = verdict->low = verdict->high = allotment->share;
  } else if (verdict->outcome == OUTCOME_YES) {
    leave_open(verdict);
    least = 0;
  }
  note_share(arena, verdict, allotment, before);
  if (verdict->outcome != OUTCOME_PENDING) return;
  verdict->low = least;
  if (!verdict->has_high || verdict->high > allotment->volume) verdict->high = allotment->volume;
  verdict->has_high = allotment->volume < INT64_MAX || verdict->has_high;
}

bool rule_budget_stated(const struct planned *planned)
{
  return planned->has_budget;
}

void format_budget_reason(struct buffer *out, enum language language, const struct planned *planned,
                          const struct verdict *verdict, const struct rule_step *step)
{
  (void)planned, (void)verdict;
  if (step->before != step->after) message_money(out, language, MSG_REASON_BUDGET, (int64_t[]){ step->before }, 1);
}

/* 「预算：10万元 × 100万元 ÷ 250万元 = 4万元（各申请之和 250万元，按比例折减到分，余数大的先补一分）」 */
void format_budget_line(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                        const struct rule_step *step)
{
  int64_t taken = step ? step->taken : 0, left = planned->budget > taken ? planned->budget - taken : 0;
  message_money(out, language, MSG_STEP_BUDGET, (int64_t[]){ planned->budget_unset ? NO_MONEY : planned->budget }, 1);
  if (planned->budget_unset) message_text(out, language, MSG_STEP_BUDGET_UNSET, NULL);
  else if (taken) message_money(out, language, MSG_STEP_BUDGET_TAKEN, (int64_t[]){ taken, left }, 2);
  if (step && step->total)
    message_money(out, language, MSG_STEP_BUDGET_SHARED, (int64_t[]){ step->total, step->before, left, step->after }, 4);
  else if (verdict->outcome == OUTCOME_YES) message_text(out, language, MSG_STEP_BUDGET_ENOUGH, NULL);
  else if (verdict->outcome == OUTCOME_PENDING) message_text(out, language, MSG_STEP_BUDGET_OPEN, NULL);
}

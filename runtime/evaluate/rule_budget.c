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

static int64_t lesser(int64_t a, int64_t b)
{
  return a < b ? a : b;
}

static void note_share(struct arena *arena, struct verdict *verdict, const struct allotment *allotment, int64_t before,
                       enum step_effect effect)
{
  bool reduced = effect != STEP_CHANGES || before != verdict->amount;
  bool told = reduced && (verdict->outcome != OUTCOME_PENDING || effect == STEP_OPENS);
  if (!told && !allotment->taken && !allotment->ordered) return;
  struct rule_step *step = verdict_add_step(arena, verdict, RULE_BUDGET, effect);
  step->before = before;
  step->after = verdict->outcome == OUTCOME_YES ? verdict->amount : effect == STEP_CHANGES ? before : verdict->high;
  step->taken = allotment->taken;
  step->total = effect == STEP_CHANGES && told ? allotment->claimed : 0;
  step->volume = allotment->volume;
}

void verdict_share(struct arena *arena, struct verdict *verdict, const struct allotment *allotment)
{
  bool certain = verdict->outcome == OUTCOME_YES;
  int64_t before = certain ? verdict->amount : verdict->has_high ? verdict->high : INT64_MAX;
  int64_t least = allotment->known ? allotment->least : 0;
  int64_t most = lesser(before, allotment->known ? allotment->most : allotment->volume);
  enum step_effect effect = STEP_CHANGES;
  if (verdict->outcome == OUTCOME_NO) return;
  verdict->low = least;
  verdict->high = most;
  verdict->has_high = most < INT64_MAX;
  verdict->amount = most;
  if (!most) {
    verdict->outcome = OUTCOME_NO;
    verdict->has_amount = false;
    effect = STEP_REFUSES;
  } else if (certain && least < most) {
    verdict->outcome = OUTCOME_PENDING;
    verdict->has_amount = false;
    effect = STEP_OPENS;
  } else if (!certain) {
    verdict->amount = least;
  }
  note_share(arena, verdict, allotment, before, effect);
}

bool rule_budget_stated(const struct planned *planned)
{
  return planned->has_budget;
}

void format_budget_reason(struct buffer *out, enum language language, const struct planned *planned,
                          const struct verdict *verdict, const struct rule_step *step)
{
  bool ordered = planned->measure->budget_order != NULL;
  (void)verdict;
  if (step->effect == STEP_REFUSES) format_words(out, language, MSG_REASON_BUDGET_SPENT);
  else if (step->effect == STEP_OPENS)
    format_words(out, language, step->volume == INT64_MAX ? MSG_REASON_BUDGET_UNKNOWN : MSG_REASON_BUDGET_OPEN);
  else if (step->before != step->after && ordered)
    message_money(out, language, MSG_REASON_BUDGET_REST, (int64_t[]){ step->before }, 1);
  else if (step->before != step->after) message_money(out, language, MSG_REASON_BUDGET, (int64_t[]){ step->before }, 1);
}

static int64_t volume_of(const struct planned *planned, const struct rule_step *step)
{
  if (!planned->measure->budget_each || !step || step->volume == INT64_MAX) return planned->budget;
  return step->volume + step->taken;
}

/* 「预算：10万元 × 100万元 ÷ 250万元 = 4万元（各申请之和 250万元，按比例折减到分，余数大的先补一分）」 */
void format_budget_line(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                        const struct rule_step *step)
{
  int64_t taken = step ? step->taken : 0, volume = volume_of(planned, step), left = volume > taken ? volume - taken : 0;
  message_money(out, language, MSG_STEP_BUDGET, (int64_t[]){ volume == INT64_MAX ? NO_MONEY : volume }, 1);
  if (volume == INT64_MAX) message_text(out, language, MSG_STEP_BUDGET_UNSET, NULL);
  else if (taken) message_money(out, language, MSG_STEP_BUDGET_TAKEN, (int64_t[]){ taken, left }, 2);
  if (step && step->effect == STEP_REFUSES) message_text(out, language, MSG_STEP_BUDGET_SPENT, NULL);
  else if (verdict->outcome == OUTCOME_PENDING) message_text(out, language, MSG_STEP_BUDGET_OPEN, NULL);
  else if (step && step->before != step->after && planned->measure->budget_order)
    message_money(out, language, MSG_STEP_BUDGET_REST, (int64_t[]){ step->before, step->after }, 2);
  else if (step && step->total)
    message_money(out, language, MSG_STEP_BUDGET_SHARED, (int64_t[]){ step->total, step->before, left, step->after }, 4);
  else if (verdict->outcome == OUTCOME_YES) message_text(out, language, MSG_STEP_BUDGET_ENOUGH, NULL);
}

static void format_key(struct buffer *out, enum language language, enum message message, const struct node *node)
{
  struct buffer text = { 0 };
  if (!node) return;
  format_node(&text, language, node);
  buffer_char(&text, 0);
  message_text(out, language, message, text.at, NULL);
  buffer_free(&text);
}

/* 「按申报日期的次序，不够的不给；每个行政区划代码一份」 */
void format_budget_terms(struct buffer *out, enum language language, const struct measure *measure)
{
  format_key(out, language, MSG_TERMS_ORDER, measure->budget_order);
  if (measure->budget_order) format_words(out, language, measure->budget_whole ? MSG_TERMS_WHOLE : MSG_TERMS_PARTLY);
  if (measure->budget_order && measure->budget_each) format_words(out, language, MSG_SEMICOLON);
  format_key(out, language, MSG_TERMS_EACH, measure->budget_each);
}

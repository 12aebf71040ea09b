/* 分担: who bears how much of what is paid, to the fen by largest remainder. It changes no verdict. */
#include "evaluate/rule.h"

void cost_share_parts(const struct measure *measure, int64_t amount, int64_t *parts)
{
  __int128 rests[COST_SHARES];
  int64_t left = amount;
  bool given[COST_SHARES] = { false };
  for (size_t i = 0; i < measure->cost_share_count; i++) {
    struct ratio share = measure->cost_shares[i].share;
    __int128 product = (__int128)amount * share.num;
    parts[i] = (int64_t)(product / share.den);
    rests[i] = product % share.den;
    left -= parts[i];
  }
  for (; left > 0; left--) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < measure->cost_share_count; i++) {
      /* rests[i] / den[i] against the best: the one written first of equals */
      bool more =
          best == SIZE_MAX || rests[i] * measure->cost_shares[best].share.den > rests[best] * measure->cost_shares[i].share.den;
      if (!given[i] && more) best = i;
    }
    if (best == SIZE_MAX) return;
    given[best] = true;
    parts[best]++;
  }
}

bool rule_cost_share_stated(const struct planned *planned)
{
  return planned->measure->cost_share_count > 0;
}

void format_cost_share_reason(struct buffer *out, enum language language, const struct planned *planned,
                              const struct verdict *verdict, const struct rule_step *step)
{
  (void)out, (void)language, (void)planned, (void)verdict, (void)step;
}

static void format_parts(struct buffer *out, enum language language, const struct measure *measure, const int64_t *parts)
{
  for (size_t i = 0; i < measure->cost_share_count; i++) {
    if (i) format_words(out, language, MSG_LIST_COMMA);
    buffer_printf(out, "%s ", measure->cost_shares[i].level);
    format_money(out, parts[i]);
  }
}

/* 「分担：市 166,666.67元、区 166,666.66元」 */
void format_cost_share_line(struct buffer *out, enum language language, const struct planned *planned,
                            const struct verdict *verdict, const struct rule_step *step)
{
  int64_t parts[COST_SHARES];
  (void)step;
  format_words(out, language, MSG_STEP_COST_SHARE);
  if (verdict->outcome != OUTCOME_YES || !verdict->has_amount) {
    format_cost_share_terms(out, language, planned->measure);
    return;
  }
  cost_share_parts(planned->measure, verdict->amount, parts);
  format_parts(out, language, planned->measure, parts);
}

void format_cost_share_terms(struct buffer *out, enum language language, const struct measure *measure)
{
  for (size_t i = 0; i < measure->cost_share_count; i++) {
    if (i) format_words(out, language, MSG_LIST_COMMA);
    struct ratio share = measure->cost_shares[i].share;
    buffer_printf(out, "%s ", measure->cost_shares[i].level);
    if (100 % share.den == 0) buffer_printf(out, "%lld%%", (long long)(share.num * (100 / share.den)));
    else buffer_printf(out, "%lld/%lld", (long long)share.num, (long long)share.den);
  }
}

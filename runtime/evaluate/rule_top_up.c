/* 补差: what the measure itself, or others, paid the object before is taken off, and the rest is paid.
 *
 * What earlier years paid comes from the history; of the others in its set, what they pay this year too, so that both together
 * are what the clause promises (a measure of the set stands before it). What is not known of either moves the ends of the range.
 */
#include "evaluate/rule.h"

bool rule_top_up_stated(const struct planned *planned)
{
  return planned->measure->top_up.count > 0;
}

struct this_year {
  __int128 least, most;
  bool endless;
  const struct measure *open;
};

/* What the others of the set pay the object this year, as they stand. */
static struct this_year paid_this_year(const struct rule_input *input)
{
  const struct planned *planned = input->planned;
  struct this_year paid = { .least = 0 };
  for (const struct planned *other = input->measures; other && other < planned; other++) {
    const struct verdict *verdict = &input->verdicts[other - input->measures];
    bool pays = other->amount != NO_SLOT || other->discretionary || verdict->by_hand;
    if (!pays || verdict->outcome == OUTCOME_NO || !measure_set_has(&planned->measure->top_up, other->measure->id)) continue;
    bool known = verdict->outcome == OUTCOME_YES && verdict->has_amount;
    paid.least += known ? verdict->amount : verdict->low;
    paid.most += known ? verdict->amount : verdict->has_high ? verdict->high : 0;
    paid.endless |= !known && !verdict->has_high;
    if (!known && !paid.open) paid.open = other->measure;
  }
  return paid;
}

static int64_t less(int64_t fen, __int128 taken)
{
  __int128 left = fen - taken;
  return left > 0 ? (int64_t)left : 0;
}

bool rule_top_up(const struct rule_input *input, struct verdict *verdict)
{
  const struct measure_set *set = &input->planned->measure->top_up;
  struct paid paid = history_paid(input->history, set->ids, set->count, input->code, input->year);
  struct this_year now = paid_this_year(input);
  if (!paid.certain && !paid.open && !now.most && !now.endless && !paid.latest) return true;
  bool known_before = verdict->has_amount, bounded = !paid.open && !now.endless;
  int64_t before = known_before ? verdict->amount : verdict_most(verdict);
  int64_t low = bounded ? less(verdict->low, paid.certain + now.most) : 0, high = less(verdict->high, paid.certain + now.least);
  bool left = verdict_narrow(verdict, low, verdict->has_high, high);
  bool opened = known_before && !verdict->has_amount;
  struct rule_step *step = add_paid_step(input, verdict, RULE_TOP_UP,
                                         !left    ? STEP_REFUSES
                                         : opened ? STEP_OPENS
                                                  : STEP_CHANGES,
                                         &paid);
  step->before = before;
  step->total = now.least <= INT64_MAX ? (int64_t)now.least : INT64_MAX;
  step->cause = left ? now.open : NULL;
  return left;
}

/* 「已给 100万元（2022），补差 300万元」 */
static void say(struct buffer *out, enum language language, enum message message, const struct rule_step *step)
{
  struct arguments arguments = { .count = 0 };
  argument_money(&arguments, step->taken || step->year ? step->taken : NO_MONEY);
  if (step->year) argument_integer(&arguments, step->year);
  else argument_text(&arguments, "");
  if (step->years > 1) argument_integer(&arguments, step->years);
  else argument_text(&arguments, "");
  argument_money(&arguments, step->total ? step->total : NO_MONEY);
  argument_money(&arguments, step->after == INT64_MAX ? NO_MONEY : step->after);
  arguments_say(out, language, message, &arguments);
}

void format_top_up_reason(struct buffer *out, enum language language, const struct planned *planned,
                          const struct verdict *verdict, const struct rule_step *step)
{
  (void)planned, (void)verdict;
  if (step->effect == STEP_REFUSES) say(out, language, MSG_REASON_TOP_UP_NOTHING, step);
  else if (step->effect == STEP_CHANGES) say(out, language, MSG_REASON_TOP_UP, step);
  else if (step->cause) message_text(out, language, MSG_REASON_TOP_UP_WAITS, step->cause->id, step->cause->name, NULL);
}

void format_top_up_line(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                        const struct rule_step *step)
{
  (void)planned, (void)verdict;
  if (!step) message_text(out, language, MSG_STEP_TOP_UP_NONE, NULL);
  else if (step->effect == STEP_REFUSES) say(out, language, MSG_STEP_TOP_UP_NOTHING, step);
  else say(out, language, step->effect == STEP_OPENS ? MSG_STEP_TOP_UP_OPEN : MSG_STEP_TOP_UP, step);
}

void format_top_up_terms(struct buffer *out, enum language language, const struct measure *measure)
{
  struct buffer ids = { 0 };
  for (size_t i = 0; i < measure->top_up.count; i++) format_item(&ids, language, measure->top_up.ids[i]);
  buffer_char(&ids, 0);
  if (measure->top_up.count) message_text(out, language, MSG_TERMS_TOP_UP, ids.at, NULL);
  buffer_free(&ids);
}

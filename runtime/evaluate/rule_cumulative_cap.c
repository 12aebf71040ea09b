/* 累计封顶: what one object gets over all years; what earlier years paid comes from the history. */
#include "evaluate/rule.h"

bool rule_cumulative_cap_stated(const struct planned *planned)
{
  return planned->cumulative_cap != NO_SLOT;
}

static int64_t room(int64_t limit, int64_t paid)
{
  return limit == INT64_MAX ? limit : limit > paid ? limit - paid : 0;
}

static struct paid paid_before(const struct rule_input *input)
{
  return history_paid(input->history, &input->planned->measure->id, 1, input->code, input->year);
}

int64_t cumulative_cap_room(const struct rule_input *input)
{
  struct value limit = value_of(input->subject, input->planned->measure->cumulative_cap);
  return room(limit.has_high ? limit_fen(limit.high) : INT64_MAX, paid_before(input).certain);
}

static int64_t lesser(int64_t a, int64_t b)
{
  return a < b ? a : b;
}

bool rule_cumulative_cap(const struct rule_input *input, struct verdict *verdict)
{
  const struct measure *measure = input->planned->measure;
  struct paid paid = paid_before(input);
  struct value limit = value_of(input->subject, measure->cumulative_cap);
  if (limit.state == STATE_NOT_OCCURRED) return false;
  if (limit.state == STATE_OVERFLOW) verdict->overflowed = true;
  int64_t most = room(limit.has_high ? limit_fen(limit.high) : INT64_MAX, paid.certain);
  int64_t least = paid.open ? 0 : room(limit.has_low ? limit_fen(limit.low) : 0, paid.certain);
  bool known_before = verdict->has_amount, bounded = verdict->has_high || most < INT64_MAX;
  int64_t before = known_before ? verdict->amount : verdict_most(verdict), low = lesser(verdict->low, least);
  if (verdict->low <= least && before <= most && least > 0) return true;
  bool left = verdict_narrow(verdict, low, bounded, lesser(verdict_most(verdict), most));
  bool opened = known_before && !verdict->has_amount && paid.open;
  struct rule_step *step = add_paid_step(input, verdict, RULE_CUMULATIVE_CAP,
                                         !left    ? STEP_REFUSES
                                         : opened ? STEP_OPENS
                                                  : STEP_CHANGES,
                                         &paid);
  step->before = before;
  step->total = limit.has_high ? limit_fen(limit.high) : INT64_MAX;
  return left;
}

static void say(struct buffer *out, enum language language, enum message message, const struct rule_step *step)
{
  int64_t after = step->after == INT64_MAX ? NO_MONEY : step->after;
  message_money(out, language, message, (int64_t[]){ step->total, step->taken, after }, 3);
}

void format_cumulative_cap_reason(struct buffer *out, enum language language, const struct planned *planned,
                                  const struct verdict *verdict, const struct rule_step *step)
{
  (void)planned, (void)verdict;
  if (step->effect == STEP_REFUSES) say(out, language, MSG_REASON_CUMULATIVE_FULL, step);
  else if (step->effect == STEP_CHANGES) say(out, language, MSG_REASON_CUMULATIVE, step);
}

void format_cumulative_cap_line(struct buffer *out, enum language language, const struct planned *planned,
                                const struct verdict *verdict, const struct rule_step *step)
{
  if (!step) {
    struct arguments arguments = { .count = 0 };
    format_node(&arguments.text, language, planned->measure->cumulative_cap);
    argument_end(&arguments);
    arguments_say(out, language, MSG_STEP_CUMULATIVE_NONE, &arguments);
  } else if (step->effect == STEP_REFUSES) {
    format_cumulative_cap_reason(out, language, planned, verdict, step);
  } else {
    say(out, language, step->effect == STEP_OPENS ? MSG_STEP_CUMULATIVE_OPEN : MSG_STEP_CUMULATIVE, step);
  }
}

void format_cumulative_cap_terms(struct buffer *out, enum language language, const struct measure *measure)
{
  if (measure->cumulative_cap) format_node(out, language, measure->cumulative_cap);
}

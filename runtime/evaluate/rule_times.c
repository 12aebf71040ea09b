/* 次数: in so many earlier years at most. A year counts once, however many rows it has; a row that is pending, or cannot be read,
 * may be one more. */
#include "evaluate/rule.h"

bool rule_times_stated(const struct planned *planned)
{
  return planned->measure->times > 0;
}

bool rule_times(const struct rule_input *input, struct verdict *verdict)
{
  const struct measure *measure = input->planned->measure;
  struct paid paid = history_paid(input->history, &measure->id, 1, input->code, input->year);
  bool refused = paid.years >= measure->times, open = !refused && paid.years + paid.possible >= measure->times;
  if (!refused && !open) return true;
  struct rule_step *step = verdict_add_step(input->arena, verdict, RULE_TIMES, refused ? STEP_REFUSES : STEP_OPENS);
  step->year = paid.latest, step->years = paid.years;
  if (open) step->unread = paid.doubt, verdict->low = 0;
  return !refused;
}

void format_times_reason(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                         const struct rule_step *step)
{
  (void)verdict;
  if (step->effect != STEP_REFUSES) return;
  message_text(out, language, MSG_REASON_TIMES, INTEGER(planned->measure->times), INTEGER(step->year), NULL);
}

void format_times_line(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                       const struct rule_step *step)
{
  if (step && step->effect == STEP_REFUSES) format_times_reason(out, language, planned, verdict, step);
  else message_text(out, language, step ? MSG_STEP_TIMES_OPEN : MSG_STEP_TIMES_LEFT, INTEGER(planned->measure->times), NULL);
}

void format_times_terms(struct buffer *out, enum language language, const struct measure *measure)
{
  if (measure->times) message_text(out, language, MSG_TERMS_TIMES, INTEGER(measure->times), NULL);
}

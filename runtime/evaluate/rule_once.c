/* 一次性: what was granted in an earlier year is not granted again; a row of the history that cannot be read leaves it open, for
 * it may have been this one. */
#include "evaluate/rule.h"

bool rule_once_stated(const struct planned *planned)
{
  return planned->measure->once;
}

bool rule_once(const struct rule_input *input, struct verdict *verdict)
{
  struct paid paid = history_paid(input->history, &input->planned->measure->id, 1, input->code, input->year);
  if (paid.latest) {
    verdict_add_step(input->arena, verdict, RULE_ONCE, STEP_REFUSES)->year = paid.latest;
    return false;
  }
  if (!paid.unread) return true;
  verdict_add_step(input->arena, verdict, RULE_ONCE, STEP_OPENS)->unread = paid.unread;
  verdict->low = 0;
  return true;
}

void format_once_reason(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                        const struct rule_step *step)
{
  (void)planned, (void)verdict;
  if (step->year) message_text(out, language, MSG_REASON_ONCE, INTEGER(step->year), NULL);
}

void format_once_line(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                      const struct rule_step *step)
{
  if (step && step->year) format_once_reason(out, language, planned, verdict, step);
  else message_text(out, language, step ? MSG_STEP_ONCE_UNREAD : MSG_STEP_ONCE_NONE, NULL);
}

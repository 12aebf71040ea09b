/* Least and most of verdicts and of their sums. */
#include "evaluate/bounds.h"

struct bounds bounds_of(const struct planned *planned, const struct verdict *verdict)
{
  bool pays = planned->amount != NO_SLOT || planned->discretionary;
  if (!pays || verdict->outcome == OUTCOME_NO) return (struct bounds){ 0 };
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount)
    return (struct bounds){ .least = verdict->amount, .most = verdict->amount };
  bool open = !verdict->has_high || verdict->overflowed;
  return (struct bounds){ .least = verdict->low, .most = open ? 0 : verdict->high, .open = open };
}

void bounds_add(struct bounds *total, const struct bounds *part)
{
  total->open |= part->open;
  total->wider |= part->wider;
  total->overflowed |= part->overflowed;
  total->overflowed |= __builtin_add_overflow(total->least, part->least, &total->least);
  total->overflowed |= __builtin_add_overflow(total->most, part->most, &total->most);
}

void bounds_limit(struct bounds *joint, int64_t least, int64_t most)
{
  if (most < INT64_MAX && (joint->open || joint->most > most)) joint->open = false, joint->most = most;
  if (least > joint->least) joint->least = least;
}

void bounds_choose(struct bounds *joint, const struct bounds *part)
{
  joint->open |= part->open;
  if (part->least > joint->least) joint->least = part->least;
  if (part->most > joint->most) joint->most = part->most;
}

static const char *money_string(struct buffer *text, int64_t fen)
{
  format_money(text, fen);
  buffer_char(text, 0);
  return text->at;
}

bool format_bounds(struct buffer *out, enum language language, const struct bounds *bounds, int64_t amount)
{
  struct buffer least = { 0 }, most = { 0 };
  if (bounds->overflowed || (!bounds->open && bounds->least == amount && bounds->most == amount)) return false;
  const char *about = bounds->wider ? message_name(MSG_ABOUT, language) : "";
  if (!bounds->open && bounds->least == bounds->most)
    message_text(out, language, MSG_TOTAL_CERTAIN, money_string(&least, bounds->least), NULL);
  else if (bounds->open) message_text(out, language, MSG_TOTAL_OPEN, money_string(&least, bounds->least), about, NULL);
  else
    message_text(out, language, MSG_TOTAL_RANGE, money_string(&least, bounds->least), money_string(&most, bounds->most), about,
                 NULL);
  buffer_free(&least);
  buffer_free(&most);
  return true;
}

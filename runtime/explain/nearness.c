/* How far the first statement of a gap is from what is. */
#include "explain/nearness.h"

/* Ten-thousandths; all of it where nothing can be divided. */
static int64_t share_of(const struct day_shift *change)
{
  const struct cell *before = &change->before, *after = &change->after;
  bool figure = change->field &&
                (change->field->kind == FIELD_MONEY || change->field->kind == FIELD_COUNT || change->field->kind == FIELD_NUMBER);
  if (!figure || before->state != STATE_KNOWN || after->state != STATE_KNOWN) return NEAR_CHANGE - 1;
  struct ratio a, b, by, share;
  int64_t parts;
  if (!ratio_make(before->num, before->den, &a) || !ratio_make(after->num, after->den, &b)) return NEAR_CHANGE - 1;
  if (!ratio_subtract(b, a, &by)) return NEAR_CHANGE - 1;
  if (by.num < 0) by.num = -by.num;
  struct ratio larger = ratio_compare(a, b) > 0 ? a : b;
  bool divided = larger.num > 0 && ratio_divide(by, larger, &share) && ratio_multiply(share, ratio_whole(NEAR_CHANGE), &share) &&
                 ratio_round(share, 1, ROUND_HALF_AWAY, &parts);
  return divided && parts < NEAR_CHANGE ? parts : NEAR_CHANGE - 1;
}

int64_t nearness_find(const struct row_context *subject, const struct gap_question *question, struct gap *gap)
{
  gap_find(subject, question, gap);
  if (!gap->statement_count || gap->impossible_count || gap->unsettled_count || gap->worthless) return -1;
  const struct statement *first = &gap->statements[0];
  if (!first->count || first->count > NEAR_CHANGES || first->open || first->delay_count) return -1;
  int64_t distance = NEAR_CHANGE * (int64_t)first->count, sum = 0;
  for (size_t i = 0; i < first->count; i++) {
    if (!first->changes[i].field) return -1; /* nobody can do anything about the day */
    sum += share_of(&first->changes[i]);
  }
  return distance + sum / (int64_t)first->count;
}

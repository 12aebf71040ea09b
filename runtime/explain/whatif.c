/* A subject with some data changed. */
#include "explain/whatif.h"

#include <string.h>

void suppose(struct supposition *supposition, const struct subject *base)
{
  supposition->subject = *base;
  supposition->occasion = base->occasion;
  supposition->count = 0;
}

void suppose_copy(struct supposition *to, const struct supposition *from)
{
  to->subject = from->subject;
  to->occasion = from->occasion;
  to->count = from->count;
  memcpy(to->changes, from->changes, from->count * sizeof *from->changes);
}

const struct subject *supposed(struct supposition *supposition)
{
  supposition->subject.shifts = supposition->changes;
  supposition->subject.shift_count = supposition->count;
  return &supposition->subject;
}

struct shift *supposed_shift(struct supposition *supposition, const struct field *field)
{
  for (size_t i = 0; i < supposition->count; i++)
    if (supposition->changes[i].field == field) return &supposition->changes[i];
  return NULL;
}

static void set_occasion(struct supposition *supposition, date day)
{
  struct occasion base = supposition->occasion;
  supposition->subject.occasion.on = day;
  supposition->subject.occasion.year = base.year + date_civil(day).year - date_civil(base.on).year;
}

void suppose_drop(struct supposition *supposition, size_t change)
{
  if (!supposition->changes[change].field) supposition->subject.occasion = supposition->occasion;
  supposition->count--;
  memmove(&supposition->changes[change], &supposition->changes[change + 1],
          (supposition->count - change) * sizeof *supposition->changes);
}

static bool same(const struct shift *shift)
{
  return shift->before.state == STATE_KNOWN && shift->before.num == shift->after.num && shift->before.den == shift->after.den;
}

/* The change of a field, to be filled in; NULL when there are too many. */
static struct shift *shift_of(struct supposition *supposition, const struct field *field, const struct cell *before)
{
  struct shift *known = supposed_shift(supposition, field);
  if (known || supposition->count == SHIFTS_MAX) return known;
  known = &supposition->changes[supposition->count++];
  known->field = field;
  known->before = *before;
  known->after = (struct cell){ .state = STATE_KNOWN };
  return known;
}

static bool set(struct supposition *supposition, struct shift *shift, struct ratio after)
{
  if (!shift) return false;
  shift->after.num = after.num;
  shift->after.den = after.den;
  if (same(shift)) suppose_drop(supposition, (size_t)(shift - supposition->changes));
  return true;
}

bool suppose_figure(struct supposition *supposition, const struct field *field, struct ratio after)
{
  return set(supposition, shift_of(supposition, field, subject_datum(&supposition->subject, field)), after);
}

bool suppose_day(struct supposition *supposition, date day)
{
  struct cell before = { .state = STATE_KNOWN, .num = supposition->occasion.on, .den = 1 };
  if (!set(supposition, shift_of(supposition, NULL, &before), ratio_whole(day))) return false;
  set_occasion(supposition, day);
  return true;
}

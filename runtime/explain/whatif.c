/* A subject with some data changed. */
#include "explain/whatif.h"

#include <string.h>

void whatif_set(struct whatif *supposition, const struct row_context *base)
{
  supposition->subject = *base;
  supposition->as_of = base->as_of;
  supposition->count = 0;
}

void whatif_copy(struct whatif *to, const struct whatif *from)
{
  to->subject = from->subject;
  to->as_of = from->as_of;
  to->count = from->count;
  memcpy(to->changes, from->changes, from->count * sizeof *from->changes);
}

const struct row_context *whatif_value(struct whatif *supposition)
{
  supposition->subject.shifts = supposition->changes;
  supposition->subject.shift_count = supposition->count;
  return &supposition->subject;
}

struct day_shift *whatif_shift(struct whatif *supposition, const struct field *field)
{
  for (size_t i = 0; i < supposition->count; i++)
    if (supposition->changes[i].field == field) return &supposition->changes[i];
  return NULL;
}

static void set_as_of(struct whatif *supposition, date day)
{
  struct as_of base = supposition->as_of;
  supposition->subject.as_of.on = day;
  supposition->subject.as_of.year = base.year + date_civil(day).year - date_civil(base.on).year;
}

void whatif_drop(struct whatif *supposition, size_t change)
{
  if (!supposition->changes[change].field) supposition->subject.as_of = supposition->as_of;
  supposition->count--;
  memmove(&supposition->changes[change], &supposition->changes[change + 1],
          (supposition->count - change) * sizeof *supposition->changes);
}

static bool same(const struct day_shift *shift)
{
  return shift->before.state == STATE_KNOWN && shift->before.num == shift->after.num && shift->before.den == shift->after.den;
}

/* The change of a field, to be filled in; NULL when there are too many. */
static struct day_shift *shift_of(struct whatif *supposition, const struct field *field, const struct cell *before)
{
  struct day_shift *known = whatif_shift(supposition, field);
  if (known || supposition->count == SHIFTS_MAX) return known;
  known = &supposition->changes[supposition->count++];
  known->field = field;
  known->before = *before;
  known->after = (struct cell){ .state = STATE_KNOWN };
  return known;
}

static bool set(struct whatif *supposition, struct day_shift *shift, struct ratio after)
{
  if (!shift) return false;
  shift->after.num = after.num;
  shift->after.den = after.den;
  if (same(shift)) whatif_drop(supposition, (size_t)(shift - supposition->changes));
  return true;
}

bool whatif_figure(struct whatif *supposition, const struct field *field, struct ratio after)
{
  return set(supposition, shift_of(supposition, field, subject_datum(&supposition->subject, field)), after);
}

bool whatif_day(struct whatif *supposition, date day)
{
  struct cell before = { .state = STATE_KNOWN, .num = supposition->as_of.on, .den = 1 };
  if (!set(supposition, shift_of(supposition, NULL, &before), ratio_whole(day))) return false;
  set_as_of(supposition, day);
  return true;
}

/* A subject with some data changed. */
#include "explain/suppose.h"

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

static bool same_cell(const struct cell *a, const struct cell *b)
{
  return a->state == b->state && a->num == b->num && a->den == b->den && slice_equal(a->text, b->text);
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

static bool set(struct supposition *supposition, const struct shift *change)
{
  struct shift *known = supposed_shift(supposition, change->field);
  if (!known && supposition->count == SHIFTS_MAX) return false;
  if (!known) known = &supposition->changes[supposition->count++];
  *known = *change;
  if (same_cell(&known->before, &known->after)) suppose_drop(supposition, (size_t)(known - supposition->changes));
  return true;
}

bool suppose_cell(struct supposition *supposition, const struct field *field, struct cell after)
{
  struct shift change = { field, *subject_datum(&supposition->subject, field), after };
  return set(supposition, &change);
}

bool suppose_day(struct supposition *supposition, date day)
{
  struct shift change = { NULL,
                           { .state = STATE_KNOWN, .num = supposition->occasion.on, .den = 1 },
                           { .state = STATE_KNOWN, .num = day, .den = 1 } };
  if (!set(supposition, &change)) return false;
  set_occasion(supposition, day);
  return true;
}

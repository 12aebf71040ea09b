/* A subject with some data changed. */
#include "explain/suppose.h"

#include <string.h>

void reading_open(struct reading *reading, const struct subject *base, const struct table_kind *companies)
{
  reading->base = base;
  reading->fields = companies->fields;
  memset(reading->fetched, 0, sizeof reading->fetched);
}

const struct cell *reading_cell(struct reading *reading, const struct field *field)
{
  size_t at = (size_t)(field - reading->fields);
  uint64_t bit = UINT64_C(1) << at % 64;
  if (reading->fetched[at / 64] & bit) return &reading->cells[at];
  reading->fetched[at / 64] |= bit;
  reading->cells[at] = reading->base->cell(reading->base, 0, field);
  if (!reading->cells[at].den) reading->cells[at].den = 1;
  return &reading->cells[at];
}

static struct cell changed_cell(const struct subject *subject, int table, const struct field *field)
{
  const struct supposition *supposition = subject->context;
  struct reading *reading = supposition->reading;
  if (table != 0) return reading->base->cell(reading->base, table, field);
  for (size_t i = 0; i < supposition->count; i++)
    if (supposition->changes[i].field == field) return supposition->changes[i].after;
  return *reading_cell(reading, field);
}

static const struct subject *base_of(const struct subject *subject)
{
  return ((const struct supposition *)subject->context)->reading->base;
}

static struct value same_aggregate(const struct subject *subject, const struct node *node)
{
  return base_of(subject)->aggregate(base_of(subject), node);
}

static bool same_lacks(const struct subject *subject, const struct node *node, const struct field *field)
{
  return base_of(subject)->lacks(base_of(subject), node, field);
}

static struct value same_indicator(const struct subject *subject, const struct node *node)
{
  return base_of(subject)->indicator(base_of(subject), node);
}

void suppose(struct supposition *supposition, struct reading *reading)
{
  const struct subject *base = reading->base;
  supposition->reading = reading;
  supposition->count = 0;
  supposition->subject = *base;
  supposition->subject.cell = changed_cell;
  supposition->subject.aggregate = same_aggregate;
  if (base->lacks) supposition->subject.lacks = same_lacks;
  if (base->indicator) supposition->subject.indicator = same_indicator;
}

void suppose_copy(struct supposition *to, const struct supposition *from)
{
  to->subject = from->subject;
  to->reading = from->reading;
  to->count = from->count;
  memcpy(to->changes, from->changes, from->count * sizeof *from->changes);
}

const struct subject *supposed(struct supposition *supposition)
{
  supposition->subject.context = supposition;
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
  struct occasion base = supposition->reading->base->occasion;
  supposition->subject.occasion.on = day;
  supposition->subject.occasion.year = base.year + date_civil(day).year - date_civil(base.on).year;
}

void suppose_drop(struct supposition *supposition, size_t change)
{
  if (!supposition->changes[change].field) supposition->subject.occasion = supposition->reading->base->occasion;
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
  struct shift change = { field, *reading_cell(supposition->reading, field), after };
  return set(supposition, &change);
}

bool suppose_day(struct supposition *supposition, date day)
{
  struct shift change = { NULL,
                           { .state = STATE_KNOWN, .num = supposition->reading->base->occasion.on, .den = 1 },
                           { .state = STATE_KNOWN, .num = day, .den = 1 } };
  if (!set(supposition, &change)) return false;
  set_occasion(supposition, day);
  return true;
}

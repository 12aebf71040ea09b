/* Merging the results of two runs, measure by measure. */
#include "explain/result_diff.h"

#include <stdlib.h>
#include <string.h>

/* One side of a measure: its results in an order that both sides share. */
struct side {
  const struct snapshot *snapshot;
  const struct outcome_list *list;
  const struct outcome_kept **sorted; /* of objects that are no companies; NULL: as they stand */
  size_t count;
};

static const struct outcome_kept *item_of(const struct side *side, size_t at)
{
  if (at >= side->count) return NULL;
  return side->sorted ? side->sorted[at] : &side->list->items[at];
}

static struct slice code_of(const struct side *side, const struct outcome_kept *kept)
{
  return side->snapshot->objects[kept->row].code;
}

/* Objects that are no companies are ordered by code. */
static void sort_objects(const struct side *side)
{
  for (size_t gap = side->count / 2; gap > 0; gap /= 2) /* a shell sort: few objects change their place */
    for (size_t i = gap; i < side->count; i++)
      for (size_t k = i; k >= gap; k -= gap) {
        if (slice_compare(code_of(side, side->sorted[k - gap]), code_of(side, side->sorted[k])) <= 0) break;
        const struct outcome_kept *held = side->sorted[k];
        side->sorted[k] = side->sorted[k - gap];
        side->sorted[k - gap] = held;
      }
}

static struct side side_of(struct arena *arena, const struct snapshot *snapshot, const struct outcome_list *list)
{
  struct side side = { snapshot, list, NULL, list ? list->count : 0 };
  if (!list || !list->measure->object) return side;
  side.sorted = arena_array(arena, side.count, sizeof *side.sorted);
  for (size_t i = 0; i < side.count; i++) side.sorted[i] = &list->items[i];
  sort_objects(&side);
  return side;
}

static bool same_range(const struct outcome_kept *a, const struct outcome_kept *b)
{
  return a->has_high == b->has_high && (!a->has_high || (a->low == b->low && a->high == b->high));
}

static bool is_same(const struct outcome_kept *old, const struct outcome_kept *now)
{
  if (old->outcome != now->outcome || old->has_amount != now->has_amount) return false;
  return old->outcome == OUTCOME_PENDING ? same_range(old, now) : !old->has_amount || old->amount == now->amount;
}

static enum change_kind kind_of(const struct outcome_kept *old, const struct outcome_kept *now)
{
  if (now->outcome == OUTCOME_PENDING) return old->outcome == OUTCOME_PENDING ? CHANGE_CLEAR : CHANGE_OPEN;
  if (now->outcome == OUTCOME_NO) return old->outcome == OUTCOME_YES ? CHANGE_LOSS : CHANGE_CLEAR;
  if (old->outcome != OUTCOME_YES || now->amount >= old->amount) return CHANGE_GAIN;
  return CHANGE_LOSS;
}

/* What is due back is lost. */
static enum change_kind kind_for(const struct measure *measure, enum change_kind kind)
{
  if (!measure_kind_owes(measure->kind) || kind > CHANGE_LOSS) return kind;
  return kind == CHANGE_GAIN ? CHANGE_LOSS : CHANGE_GAIN;
}

static void add_change(struct arena *arena, struct comparison *comparison, struct measure_change *measure,
                       const struct side *before, const struct side *after, const struct outcome_kept *old,
                       const struct outcome_kept *now)
{
  static const struct outcome_kept no = { .outcome = OUTCOME_NO };
  if (is_same(old ? old : &no, now ? now : &no)) return;
  struct change change = { .old = old ? *old : no, .now = now ? *now : no };
  change.before = before->list ? before->list->measure : NULL;
  change.after = after->list ? after->list->measure : NULL;
  change.kind = kind_for(change_measure(&change), kind_of(&change.old, &change.now));
  const struct side *side = now ? after : before;
  const struct outcome_kept *kept = now ? now : old;
  if (side->list->measure->object) {
    change.code = side->snapshot->objects[kept->row].code;
    change.name = side->snapshot->objects[kept->row].name;
  }
  change.old.row = change.now.row = kept->row;
  change.difference = (change.now.has_amount ? change.now.amount : 0) - (change.old.has_amount ? change.old.amount : 0);
  measure->counts[change.kind]++;
  comparison->changes = arena_grow(arena, comparison->changes, comparison->count, &comparison->capacity, sizeof change);
  comparison->changes[comparison->count++] = change;
}

static int order_of(const struct side *before, const struct side *after, const struct outcome_kept *old,
                    const struct outcome_kept *now)
{
  if (!old || !now) return old ? -1 : 1;
  bool objects = before->list->measure->object && after->list->measure->object;
  if (objects) return slice_compare(code_of(before, old), code_of(after, now));
  return (old->row > now->row) - (old->row < now->row);
}

static void compare_measure(struct arena *arena, struct comparison *comparison, const struct snapshot *old,
                            const struct snapshot *now, const struct outcome_list *a, const struct outcome_list *b)
{
  struct measure_change *measure = &comparison->measures[comparison->measure_count++];
  struct side before = side_of(arena, old, a), after = side_of(arena, now, b);
  measure->before = a;
  measure->after = b;
  for (size_t i = 0, k = 0; i < before.count || k < after.count;) {
    const struct outcome_kept *x = item_of(&before, i), *y = item_of(&after, k);
    int order = order_of(&before, &after, x, y);
    add_change(arena, comparison, measure, &before, &after, order <= 0 ? x : NULL, order >= 0 ? y : NULL);
    i += order <= 0;
    k += order >= 0;
  }
}

/* A measure that turned from companies to other objects, or from what is given to what is due back, is another one. */
static const struct outcome_list *judged(const struct snapshot *snapshot, const struct measure *like)
{
  const struct measure *measure = model_measure(snapshot->model, like->id);
  if (!measure || !measure->object != !like->object) return NULL;
  if (measure_kind_owes(measure->kind) != measure_kind_owes(like->kind)) return NULL;
  const struct outcome_list *list = &snapshot->measures[measure->index];
  return list->measure ? list : NULL;
}

const struct measure *change_measure(const struct change *change)
{
  return change->after ? change->after : change->before;
}

int64_t outcome_list_amount(const struct outcome_list *list)
{
  return list ? list->amount : 0;
}

void result_diff(struct arena *arena, const struct snapshot *before, const struct snapshot *after, struct comparison *comparison)
{
  *comparison = (struct comparison){ 0 };
  comparison->measures = arena_array(arena, before->measure_count + after->measure_count, sizeof *comparison->measures);
  for (size_t i = 0; i < after->measure_count; i++) {
    const struct outcome_list *list = &after->measures[i];
    if (list->measure) compare_measure(arena, comparison, before, after, judged(before, list->measure), list);
  }
  for (size_t i = 0; i < before->measure_count; i++) {
    const struct outcome_list *list = &before->measures[i];
    if (list->measure && !judged(after, list->measure)) compare_measure(arena, comparison, before, after, list, NULL);
  }
}

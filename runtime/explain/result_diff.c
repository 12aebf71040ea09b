/* Merging the results of two runs, measure by measure. */
#include "explain/result_diff.h"

#include <stdlib.h>
#include <string.h>

/* One side of a measure: its results in an order that both sides share. */
struct side {
  const struct snapshot *snapshot;
  const struct outcome_list *list;
  const struct row_pairs *pairs;
  bool before;
  const struct outcome_kept **sorted;
  size_t count;
};

static const struct outcome_kept *item_of(const struct side *side, size_t at)
{
  return at < side->count ? side->sorted[at] : NULL;
}

static struct slice code_of(const struct side *side, const struct outcome_kept *kept)
{
  return side->snapshot->objects[kept->row].code;
}

/* The same company's row on the other side. */
static uint32_t partner_of(const struct side *side, uint32_t row)
{
  const uint32_t *partners = side->before ? side->pairs->after : side->pairs->before;
  return partners ? partners[row] : row;
}

/* Companies are ordered as the list after has them, those that only the list before has stand behind. */
static uint64_t place_of(const struct side *side, const struct outcome_kept *kept)
{
  uint32_t row = side->before ? partner_of(side, kept->row) : kept->row;
  return row == ROW_NONE ? UINT64_C(1) << 32 | kept->row : row;
}

/* Objects that are no companies are ordered by code. */
static int order_of(const struct side *a, const struct outcome_kept *x, const struct side *b, const struct outcome_kept *y)
{
  if (a->list->measure->object) return slice_compare(code_of(a, x), code_of(b, y));
  return (place_of(a, x) > place_of(b, y)) - (place_of(a, x) < place_of(b, y));
}

static bool is_sorted(const struct side *side)
{
  for (size_t i = 1; i < side->count; i++)
    if (order_of(side, side->sorted[i - 1], side, side->sorted[i]) > 0) return false;
  return true;
}

static void sort_items(const struct side *side)
{
  if (is_sorted(side)) return;                          /* nearly always: over one list */
  for (size_t gap = side->count / 2; gap > 0; gap /= 2) /* a shell sort: few change their place */
    for (size_t i = gap; i < side->count; i++)
      for (size_t k = i; k >= gap; k -= gap) {
        if (order_of(side, side->sorted[k - gap], side, side->sorted[k]) <= 0) break;
        const struct outcome_kept *held = side->sorted[k];
        side->sorted[k] = side->sorted[k - gap];
        side->sorted[k - gap] = held;
      }
}

static struct side side_of(struct arena *arena, const struct snapshot *snapshot, const struct outcome_list *list,
                           const struct row_pairs *pairs, bool before)
{
  struct side side = { snapshot, list, pairs, before, NULL, list ? list->count : 0 };
  side.sorted = arena_array(arena, side.count, sizeof *side.sorted);
  for (size_t i = 0; i < side.count; i++) side.sorted[i] = &list->items[i];
  sort_items(&side);
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

/* What stands in no list has its code and name here. */
static void name_change(struct change *change, const struct side *side, const struct outcome_kept *kept)
{
  const struct snapshot *snapshot = side->snapshot;
  const struct snapshot_object *object =
      side->list->measure->object ? &snapshot->objects[kept->row] : snapshot_outside(snapshot, kept->row);
  if (object) change->code = object->code, change->name = object->name;
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
  name_change(&change, now ? after : before, now ? now : old);
  bool companies = !change_measure(&change)->object;
  if (!old) change.old.row = companies ? partner_of(after, now->row) : ROW_NONE;
  if (!now) change.now.row = companies ? partner_of(before, old->row) : ROW_NONE;
  change.difference = (change.now.has_amount ? change.now.amount : 0) - (change.old.has_amount ? change.old.amount : 0);
  measure->counts[change.kind]++;
  comparison->changes = arena_grow(arena, comparison->changes, comparison->count, &comparison->capacity, sizeof change);
  comparison->changes[comparison->count++] = change;
}

/* Two snapshots. */
struct compared {
  const struct snapshot *before, *after;
  const struct row_pairs *pairs;
};

static void compare_measure(struct arena *arena, struct comparison *comparison, const struct compared *compared,
                            const struct outcome_list *a, const struct outcome_list *b)
{
  struct measure_change *measure = &comparison->measures[comparison->measure_count++];
  struct side before = side_of(arena, compared->before, a, compared->pairs, true),
              after = side_of(arena, compared->after, b, compared->pairs, false);
  measure->before = a;
  measure->after = b;
  for (size_t i = 0, k = 0; i < before.count || k < after.count;) {
    const struct outcome_kept *x = item_of(&before, i), *y = item_of(&after, k);
    int order = x && y ? order_of(&before, x, &after, y) : x ? -1 : 1;
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

void result_diff(struct arena *arena, const struct snapshot *before, const struct snapshot *after, const struct row_pairs *pairs,
                 struct comparison *comparison)
{
  const struct compared compared = { before, after, pairs };
  *comparison = (struct comparison){ 0 };
  comparison->measures = arena_array(arena, before->measure_count + after->measure_count, sizeof *comparison->measures);
  for (size_t i = 0; i < after->measure_count; i++) {
    const struct outcome_list *list = &after->measures[i];
    if (list->measure) compare_measure(arena, comparison, &compared, judged(before, list->measure), list);
  }
  for (size_t i = 0; i < before->measure_count; i++) {
    const struct outcome_list *list = &before->measures[i];
    if (list->measure && !judged(after, list->measure)) compare_measure(arena, comparison, &compared, list, NULL);
  }
}

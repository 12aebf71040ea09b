/* Thresholds and cliffs of measures that pay, and who of a list stands close to them, for check with a list. */
#include "explain/crowding.h"

enum { CROWD_LEAST = 10, CROWD_TIMES = 3, CLOSE = 100 };

struct gathering_places {
  struct arena *arena;
  const struct check_options *options;
  const struct measure *measure;
  struct crowd_places *places;
  date day;
};

static bool same_place(const struct crowd_place *a, const struct crowd_place *b)
{
  return a->field == b->field && !a->cliff && a->paid_above == b->paid_above && a->at_itself == b->at_itself &&
         ratio_compare(a->at, b->at) == 0;
}

static void add_place(struct gathering_places *gathering, struct crowd_place place)
{
  struct crowd_places *places = gathering->places;
  for (size_t i = 0; i < places->count; i++) {
    struct crowd_place *known = &places->items[i];
    if (!same_place(known, &place)) continue;
    struct buffer ids = { 0 };
    if (slice_ends(slice_of(known->ids), place.ids)) return;
    buffer_text(&ids, known->ids);
    format_item(&ids, gathering->options->language, place.ids);
    known->ids = buffer_take(gathering->arena, &ids).at;
    return;
  }
  places->items = arena_grow(gathering->arena, places->items, places->count, &places->capacity, sizeof place);
  places->items[places->count++] = place;
}

static const struct node *constant_of(const struct gathering_places *gathering, const struct node *node)
{
  node = node_unnamed(node);
  if (node->op == NODE_PARAMETER) node = parameter_value(node->parameter, gathering->day);
  return node && node->op == NODE_CONSTANT ? node : NULL;
}

static bool is_figure(const struct node *node)
{
  bool field = node->op == NODE_FIELD && node->table == 0 && !node->via;
  return field && (node->field->kind == FIELD_MONEY || node->field->kind == FIELD_COUNT || node->field->kind == FIELD_NUMBER);
}

/* Of 60 points or 3 people a hundredth is less than one: nobody stands just below, and there is nothing to compare with. */
static bool is_coarse(const struct field *field, struct ratio at)
{
  return field->kind != FIELD_MONEY && at.den == 1 && at.num < CLOSE;
}

static void add_threshold(struct gathering_places *gathering, const struct node *node, bool negated)
{
  const struct node *figure = node_unnamed(node->operands[0]), *limit = constant_of(gathering, node->operands[1]);
  bool up = node->relation == AT_LEAST || node->relation == MORE_THAN,
       down = node->relation == AT_MOST || node->relation == LESS_THAN;
  if (!is_figure(figure) || !limit || !(up || down) || limit->number.num <= 0) return;
  if (is_coarse(figure->field, limit->number)) return;
  const struct node *sides[] = { figure, limit };
  struct node figures = *node; /* with the figure, not the name of a parameter */
  struct buffer words = { 0 };
  figures.operands = sides;
  format_node(&words, gathering->options->language, &figures);
  add_place(gathering, (struct crowd_place){ .field = figure->field,
                                             .at = limit->number,
                                             .paid_above = up != negated,
                                             .at_itself = node->relation == AT_LEAST || node->relation == LESS_THAN,
                                             .ids = gathering->measure->id,
                                             .words = buffer_take(gathering->arena, &words).at,
                                             .path = gathering->measure->path,
                                             .site = gathering->measure->site });
}

static void gather_places(struct gathering_places *gathering, const struct node *node, bool negated)
{
  node = node_unnamed(node);
  if (node->op == NODE_COMPARE) add_threshold(gathering, node, negated);
  if (node->op != NODE_ALL && node->op != NODE_ANY && node->op != NODE_NOT) return;
  for (size_t i = 0; i < node->operand_count; i++) gather_places(gathering, node->operands[i], negated != (node->op == NODE_NOT));
}

void crowding_thresholds(struct arena *arena, const struct model *model, const struct check_options *options,
                         struct crowd_places *places)
{
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    const struct policy *policy = measure->policy;
    struct gathering_places gathering = { arena, options, measure, places, options->today };
    if (!measure_kind_pays(measure->kind) || measure->object || measure->unlisted) continue;
    model_looks_at(model, measure);
    if (gathering.day < policy->from) gathering.day = policy->from;
    if (!policy->open_ended && gathering.day > policy->to) gathering.day = policy->to;
    workload_add(model->workload, places->count);
    for (size_t k = 0; k < measure->condition_count; k++) gather_places(&gathering, measure->conditions[k], false);
  }
}

/* Within a hundredth: 100 |value - at| <= |at|, in 128 bits for what is no whole number. */
static bool is_close(const struct crowd_place *place, struct ratio value)
{
  struct ratio at = place->at;
  __int128 difference = (__int128)value.num * at.den - (__int128)at.num * value.den, bound = (__int128)at.num * value.den;
  if (difference < 0) difference = -difference;
  __int128 unit = place->cliff && place->field->kind == FIELD_COUNT ? (__int128)at.den * value.den : 0; /* and its neighbours */
  if (bound < 0) bound = -bound;
  return difference <= bound / CLOSE || difference <= unit;
}

void crowding_add(const struct crowd_place *place, const struct column *column, size_t rows, struct crowd_count *count)
{
  for (size_t i = 0; i < rows; i++) {
    if (column->state[i] != STATE_KNOWN) continue;
    struct ratio value = { column->num[i], column->den ? column->den[i] : 1 };
    if (!is_close(place, value)) continue;
    int order = ratio_compare(value, place->at);
    if (order > 0 || (order == 0 && place->at_itself)) count->above++;
    else count->below++;
  }
}

void crowding_tell(struct arena *arena, const struct crowd_place *place, const struct crowd_count *count, struct faults *faults)
{
  size_t paid = place->paid_above ? count->above : count->below, other = place->paid_above ? count->below : count->above;
  if (!place->cliff && (paid < CROWD_LEAST || paid < CROWD_TIMES * other)) return;
  struct fault *fault = faults_add(arena, faults);
  if (place->cliff)
    fault_set(fault, FAULT_NONE, MSG_CHECK_NEAR_CLIFF, place->ids, place->words, INTEGER(count->below + count->above),
              INTEGER(count->below), INTEGER(count->above), NULL);
  else fault_set(fault, FAULT_NONE, MSG_CHECK_CROWDED, place->ids, place->words, INTEGER(paid), INTEGER(other), NULL);
  fault_at(fault, place->path, place->site.line, place->site.column);
}

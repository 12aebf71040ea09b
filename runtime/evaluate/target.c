/* Reaching targets. */
#include "evaluate/target.h"

#include <stdio.h>
#include <string.h>

#include "decode/unicode.h"
#include "evaluate/value.h"

struct reaching {
  struct arena *arena;
  const struct plan *plan;
  const struct total_counts *book;
  const struct figures *figures;
  const struct measure *measure;
  struct slice unit;
  bool whole;   /* the unit is the policy's region */
  bool certain; /* counts are what is certain, not a range */
  struct target_result *results;
  size_t count, capacity;
};

static bool has_quotient(const struct node *node)
{
  if (node->op == NODE_DIVIDE && node->operands[0]->type == node->operands[1]->type) return true;
  bool figure = node_roles[node->op] == NODE_ROLE_LEAF || node_is_arithmetic(node);
  for (size_t i = 0; figure && i < node->operand_count; i++)
    if (has_quotient(node->operands[i])) return true;
  return false;
}

static enum figure_style style_of(const struct measure *measure)
{
  const struct node *goal = measure->goal, *actual = measure->actual;
  if ((goal && goal->type == TYPE_MONEY) || (actual && actual->type == TYPE_MONEY)) return FIGURE_MONEY;
  if (goal && goal->op == NODE_CONSTANT && goal->percent) return FIGURE_PERCENT;
  return actual && has_quotient(node_unnamed(actual)) ? FIGURE_PERCENT : FIGURE_NUMBER;
}

/* Several divisions may bear one name: where a code stands on the other side, it says which is meant. */
static bool bears_name(const struct regions *regions, int32_t code, struct slice name)
{
  const char *own = region_name(regions, code);
  return (own && slice_is(name, own)) || region_find(regions, name) == code;
}

/* A district is written as a code or as a name; a town is a name. */
static bool same_area(const struct reaching *reaching, struct slice area, struct slice unit)
{
  const struct field *breakdown = reaching->measure->breakdown;
  const struct regions *regions = reaching->plan->model->regions;
  area = unicode_cell(reaching->arena, area, NULL);
  unit = unicode_cell(reaching->arena, unit, NULL);
  if (slice_equal(area, unit)) return true;
  if (!reaching->whole && (!breakdown || breakdown->kind != FIELD_REGION)) return false;
  int32_t code = area_code(regions, area), wanted = area_code(regions, unit);
  if (code && wanted) return code == wanted;
  if (!code && !wanted) return (code = region_find(regions, area)) && code == region_find(regions, unit);
  return code ? bears_name(regions, code, unit) : bears_name(regions, wanted, area);
}

/* Names in files are in NFKC; a script's are as written. */
static bool same_name(const struct reaching *reaching, struct slice name, const char *written)
{
  return slice_equal(name, unicode_cell(reaching->arena, slice_of(written), NULL));
}

static bool names_target(const struct reaching *reaching, struct slice name)
{
  return same_name(reaching, name, reaching->measure->name) || same_name(reaching, name, reaching->measure->id);
}

static const struct figure_row *indicator_find(const struct reaching *reaching, const char *name, int year)
{
  const struct figure_rows *rows = &reaching->figures->rows[FIGURE_INDICATORS];
  for (size_t i = 0; i < rows->count; i++) {
    const struct figure_row *row = &rows->items[i];
    if (row->year == year && same_name(reaching, row->name, name) && same_area(reaching, row->area, reaching->unit)) return row;
  }
  return NULL;
}

/* Figures of money stand in 元; amounts are in fen. */
static bool scaled(enum figure_style style, struct ratio value, struct ratio *out)
{
  *out = value;
  return style != FIGURE_MONEY || ratio_multiply(value, ratio_whole(100), out);
}

static struct value point(struct ratio number)
{
  return (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = number, .high = number };
}

static struct value subject_indicator(const struct row_context *subject, const struct node *node)
{
  const struct reaching *reaching = subject->context;
  int year = node->first ? node->first : subject->as_of.year + (int)node->number.num;
  const struct figure_row *row = indicator_find(reaching, node->text, year);
  return row && row->known ? point(row->value) : (struct value){ .state = STATE_UNKNOWN };
}

/* Units of other districts of a mixed list are none of the policy's. */
static bool of_region(const struct reaching *reaching, struct slice unit)
{
  const struct measure *measure = reaching->measure;
  int32_t code = 0;
  char digits[8] = "";
  if (measure->breakdown->kind != FIELD_REGION) {
    for (size_t i = 0; i < reaching->plan->count_count; i++)
      if (reaching->plan->counts[i].breakdown >= 0 &&
          reaching->plan->breakdowns[reaching->plan->counts[i].breakdown] == measure->breakdown &&
          tally_measured(reaching->book, i, unit).high.num > 0)
        return true;
    return false;
  }
  memcpy(digits, unit.at, unit.length < 7 ? unit.length : 7);
  if (sscanf(digits, "%d", &code) != 1) return false;
  if (!measure->policy->region_count) return true;
  for (size_t i = 0; i < measure->policy->region_count; i++)
    if (region_within(code, measure->policy->regions[i]) == REGION_INSIDE) return true;
  return false;
}

/* A district that a task names: its code, as the list has it. */
static struct slice counted_unit(const struct reaching *reaching)
{
  const struct field *breakdown = reaching->measure->breakdown;
  const struct slice *units = NULL;
  if (reaching->whole) return (struct slice){ "", 0 };
  if (!breakdown || breakdown->kind != FIELD_REGION) return reaching->unit;
  size_t count = tally_units(reaching->book, breakdown, &units);
  for (size_t i = 0; i < count; i++) {
    if (of_region(reaching, units[i]) && same_area(reaching, units[i], reaching->unit)) return units[i];
  }
  return reaching->unit;
}

static struct aggregate_range measured_of(const struct reaching *reaching, const struct aggregate *aggregate)
{
  const struct plan *plan = reaching->plan;
  for (size_t i = 0; i < plan->count_count; i++)
    if (plan->counts[i].written == aggregate) return tally_measured(reaching->book, i, counted_unit(reaching));
  return (struct aggregate_range){ .low = { 0, 1 }, .high = { 0, 1 }, .certain = { 0, 1 }, .open_high = true };
}

static struct value subject_count(const struct row_context *subject, const struct node *node)
{
  const struct reaching *reaching = subject->context;
  struct aggregate_range measured = measured_of(reaching, node->aggregate);
  if (measured.overflowed) return (struct value){ .state = STATE_OVERFLOW };
  if (reaching->certain) return point(measured.certain);
  struct value value = {
    .has_low = !measured.open_low, .has_high = !measured.open_high, .low = measured.low, .high = measured.high
  };
  bool exact = value.has_low && value.has_high && ratio_compare(value.low, value.high) == 0;
  value.state = exact ? STATE_KNOWN : STATE_UNKNOWN;
  return value;
}

static void no_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  (void)subject, (void)table, (void)field;
  *out = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
}

static struct value figure(struct reaching *reaching, const struct node *node, bool certain)
{
  struct row_context subject = { .as_of = reaching->plan->as_of,
                                 .cell = no_cell,
                                 .aggregate = subject_count,
                                 .indicator = subject_indicator,
                                 .context = reaching };
  reaching->certain = certain;
  return value_of(&subject, node);
}

static const struct figure_row *task_find(const struct reaching *reaching)
{
  const struct figure_rows *tasks = &reaching->figures->rows[FIGURE_TASKS];
  for (size_t i = 0; i < tasks->count; i++) {
    const struct figure_row *task = &tasks->items[i];
    bool named = names_target(reaching, task->name);
    if (named && task->year == reaching->plan->as_of.year && same_area(reaching, task->area, reaching->unit)) return task;
  }
  return NULL;
}

static void find_goal(struct reaching *reaching, struct target_result *result)
{
  const struct figure_row *task = task_find(reaching);
  if (task && task->known) {
    result->has_goal = scaled(result->style, task->value, &result->goal);
    return;
  }
  result->goal_contradicted = task && task->contradicted;
  if (result->goal_contradicted || !reaching->measure->goal) return;
  struct value goal = figure(reaching, reaching->measure->goal, false);
  result->has_goal = goal.state == STATE_KNOWN;
  result->goal = goal.low;
}

/* A quotient, or a growth, from a figure that is surely 0. */
static bool divides_by_zero(struct reaching *reaching, const struct node *node)
{
  node = node_unnamed(node);
  if (node->op > NODE_DIVIDE || node->op < NODE_ADD) return false;
  if (node->op == NODE_DIVIDE) {
    struct value divisor = figure(reaching, node->operands[1], false);
    if (divisor.state == STATE_KNOWN && divisor.low.num == 0) return true;
  }
  for (size_t i = 0; i < 2; i++)
    if (divides_by_zero(reaching, node->operands[i])) return true;
  return false;
}

/* How many companies the counts of a figure leave open. */
static void find_unknown(const struct reaching *reaching, const struct node *node, struct target_result *result)
{
  node = node_unnamed(node);
  uint32_t unknown = node->op == NODE_AGGREGATE ? measured_of(reaching, node->aggregate).unknown : 0;
  if (unknown && result->unknown && unknown != result->unknown) result->unknown_at_least = true;
  if (unknown > result->unknown) result->unknown = unknown;
  for (size_t i = 0; i < node->operand_count; i++) find_unknown(reaching, node->operands[i], result);
}

static void find_actual(struct reaching *reaching, struct target_result *result)
{
  const struct measure *measure = reaching->measure;
  const struct figure_row *row = indicator_find(reaching, measure->name, reaching->plan->as_of.year);
  if (!row) row = indicator_find(reaching, measure->id, reaching->plan->as_of.year);
  if (row && row->known && scaled(result->style, row->value, &result->actual)) {
    result->from_indicator = result->has_actual = result->has_low = result->has_high = true;
    result->low = result->high = result->actual;
    return;
  }
  result->actual_contradicted = row && row->contradicted;
  if (result->actual_contradicted || !measure->actual) return;
  struct value certain = figure(reaching, measure->actual, true), range = figure(reaching, measure->actual, false);
  result->answer = range.answer;
  find_unknown(reaching, measure->actual, result);
  result->has_actual = certain.state == STATE_KNOWN;
  result->actual = certain.low;
  result->has_low = range.has_low && range.state >= STATE_UNKNOWN, result->low = range.low;
  result->has_high = range.has_high && range.state >= STATE_UNKNOWN, result->high = range.high;
  result->zero_base = !result->has_actual && divides_by_zero(reaching, measure->actual);
}

static bool sum_ratio(struct ratio part, struct ratio rest, struct ratio *share)
{
  struct ratio whole;
  return ratio_add(part, rest, &whole) && ratio_divide(part, whole, share);
}

/* Of a share of companies, the least and the most: whoever may be in the whole is counted where it lowers, or raises, the share.
 * 0 of 0 stays open. */
static void find_share(struct reaching *reaching, struct target_result *result)
{
  const struct node *actual = reaching->measure->actual ? node_unnamed(reaching->measure->actual) : NULL;
  bool quotient = actual && actual->op == NODE_DIVIDE && actual->operands[0]->op == NODE_AGGREGATE &&
                  actual->operands[1]->op == NODE_AGGREGATE;
  if (!quotient || result->from_indicator || result->actual_contradicted) return;
  result->is_share = true;
  result->part = measured_of(reaching, actual->operands[0]->aggregate);
  result->whole = measured_of(reaching, actual->operands[1]->aggregate);
  result->part_is_money = actual->operands[0]->type == TYPE_MONEY;
  if (actual->operand_count < 3) return;
  struct aggregate_range rest = measured_of(reaching, actual->operands[2]->aggregate);
  result->has_low = sum_ratio(result->part.low, rest.high, &result->low);
  result->has_high = sum_ratio(result->part.high, rest.low, &result->high);
  if (result->has_low && !result->has_high) result->has_high = true, result->high = ratio_whole(1);
  if (result->has_high && !result->has_low) result->has_low = true, result->low = ratio_whole(0);
}

static void judge(struct target_result *result)
{
  if (!result->has_goal) {
    result->outcome = result->measure->goal || result->goal_contradicted ? TARGET_OPEN : TARGET_UNJUDGED;
    return;
  }
  bool strict = result->measure->reach == MORE_THAN;
  int least = result->has_low ? ratio_compare(result->low, result->goal) : -1;
  int most = result->has_high ? ratio_compare(result->high, result->goal) : 1;
  bool surely = result->has_low && (strict ? least > 0 : least >= 0);
  bool never = result->has_high && (strict ? most <= 0 : most < 0);
  result->outcome = surely ? TARGET_REACHED : never ? TARGET_MISSED : TARGET_OPEN;
}

static void reach(struct reaching *reaching, struct slice unit, bool whole)
{
  struct target_result result = { .measure = reaching->measure, .unit = unit, .style = style_of(reaching->measure) };
  reaching->unit = unit;
  reaching->whole = whole;
  result.counted = counted_unit(reaching);
  find_goal(reaching, &result);
  find_actual(reaching, &result);
  find_share(reaching, &result);
  judge(&result);
  reaching->results = arena_grow(reaching->arena, reaching->results, reaching->count, &reaching->capacity, sizeof result);
  reaching->results[reaching->count++] = result;
}

static struct slice region_text(const struct reaching *reaching, const struct measure *measure)
{
  const struct policy *policy = measure->policy;
  return policy->region_count ? slice_of(arena_printf(reaching->arena, "%06d", (int)policy->regions[0])) : SLICE("");
}

static bool unit_listed(const struct reaching *reaching, size_t first, struct slice unit)
{
  for (size_t i = first; i < reaching->count; i++)
    if (same_area(reaching, reaching->results[i].unit, unit) || slice_equal(reaching->results[i].counted, unit)) return true;
  return false;
}

/* Can the condition hold for a company whose field is that choice? Asked of what stands in it as a conjunct. */
static bool allows_choice(const struct node *condition, const struct field *field, int32_t choice)
{
  const struct node *node = node_unnamed(condition);
  for (size_t i = 0; node->op == NODE_ALL && i < node->operand_count; i++)
    if (!allows_choice(node->operands[i], field, choice)) return false;
  if (node->op != NODE_IN_SET || node->operands[0]->field != field || !node->codes) return true;
  for (size_t i = 0; i < node->set_count; i++)
    if (node->codes[i] == choice) return !node->negated;
  return node->negated;
}

/* A choice that the count itself leaves out is no line of the target: 其他 where the eight fields are counted. */
static bool counts_choice(const struct measure *measure, int32_t choice)
{
  const struct aggregate *counted = measure->actual ? measure->actual->aggregate : NULL;
  return !counted || !counted->condition || allows_choice(counted->condition, measure->breakdown, choice);
}

/* Whether a figure stands for a district, town or whatever the target is broken down by, and not for the policy's whole region.
 */
static bool is_part(const struct reaching *reaching, struct slice area)
{
  const struct policy *policy = reaching->measure->policy;
  const struct regions *regions = reaching->plan->model->regions;
  int32_t code = area_code(regions, area);
  if (!code) code = region_find(regions, area);
  if (reaching->measure->breakdown->kind != FIELD_REGION) return !code && area.length;
  bool inside = code && !policy->region_count;
  for (size_t i = 0; code && i < policy->region_count; i++)
    if (code == policy->regions[i]) return false;
    else inside |= region_within(code, policy->regions[i]) == REGION_INSIDE;
  return inside;
}

/* Units of which only an indicator is known. */
static void reach_indicators(struct reaching *reaching, size_t first)
{
  const struct figure_rows *rows = &reaching->figures->rows[FIGURE_INDICATORS];
  for (size_t i = 0; i < rows->count; i++) {
    const struct figure_row *row = &rows->items[i];
    bool meant =
        (row->known || row->contradicted) && names_target(reaching, row->name) && row->year == reaching->plan->as_of.year;
    if (meant && is_part(reaching, row->area) && !unit_listed(reaching, first, row->area)) reach(reaching, row->area, false);
  }
}

static void reach_units(struct reaching *reaching)
{
  const struct measure *measure = reaching->measure;
  const struct figure_rows *tasks = &reaching->figures->rows[FIGURE_TASKS];
  const struct slice *units = NULL;
  size_t first = reaching->count;
  for (size_t i = 0; i < tasks->count; i++) {
    const struct figure_row *task = &tasks->items[i];
    bool named = names_target(reaching, task->name);
    if (named && task->year == reaching->plan->as_of.year && !unit_listed(reaching, first, task->area))
      reach(reaching, task->area, false);
  }
  if (measure->breakdown->kind == FIELD_CHOICE) {
    for (size_t i = 0; i < measure->breakdown->choice_count; i++)
      if (counts_choice(measure, (int32_t)i)) reach(reaching, slice_of(measure->breakdown->choices[i]), false);
    return;
  }
  size_t count = tally_units(reaching->book, measure->breakdown, &units);
  for (size_t i = 0; i < count; i++)
    if (!unit_listed(reaching, first, units[i]) && of_region(reaching, units[i])) reach(reaching, units[i], false);
  reach_indicators(reaching, first);
}

struct target_result *targets_reach(struct arena *arena, const struct plan *plan, const struct total_counts *book,
                                    const struct figures *figures, size_t *count)
{
  struct reaching reaching = { .arena = arena, .plan = plan, .book = book, .figures = figures };
  for (size_t i = 0; i < plan->target_count; i++) {
    reaching.measure = plan->targets[i];
    if (reaching.measure->breakdown) reach_units(&reaching);
    else reach(&reaching, region_text(&reaching, reaching.measure), true);
  }
  *count = reaching.count;
  return reaching.results;
}

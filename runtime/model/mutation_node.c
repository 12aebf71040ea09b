/* What of expressions can be said otherwise.
 *
 * Nodes are changed whole: a patch is a copy of the node with one member different, so the words before and after are the node's
 * own, written while it stands there changed. An expression is told within the condition that it is part of. */
#include <string.h>

#include "model/mutation_parts.h"

void mutation_patch(struct mutation_search *finding, struct mutation *mutation, const void *at, const void *bytes, size_t size)
{
  mutation->patches =
      arena_grow(finding->arena, mutation->patches, mutation->patch_count, &mutation->patch_capacity, sizeof *mutation->patches);
  void *copy = arena_alloc(finding->arena, size);
  memcpy(copy, bytes, size);
  mutation->patches[mutation->patch_count++] = (struct patch){ (void *)(uintptr_t)at, copy, size };
}

void mutation_add(struct mutation_search *finding, const struct mutation *mutation)
{
  struct mutations *out = finding->out;
  out->items = arena_grow(finding->arena, out->items, out->count, &out->capacity, sizeof *out->items);
  out->items[out->count++] = *mutation;
}

const char *mutation_key_words(const struct mutation_search *finding, enum message key, const char *value)
{
  return message_string(finding->arena, finding->language, MSG_MUTANT_KEY, message_name(key, finding->language), value, NULL);
}

const char *mutation_words(const struct mutation_search *finding, const struct node *node)
{
  struct buffer out = { 0 };
  format_node(&out, finding->language, node);
  const char *words = arena_copy(finding->arena, out.at ? out.at : "", out.length);
  buffer_free(&out);
  return finding->key == NO_MESSAGE || (node->type != TYPE_MONEY && node->type != TYPE_NUMBER)
             ? words
             : mutation_key_words(finding, finding->key, words);
}

bool mutation_is_of_script(const struct mutation_search *finding, const char *path)
{
  return path && strcmp(path, finding->path) == 0;
}

bool mutation_is_written(const struct mutation_search *finding, const struct node *node)
{
  return mutation_is_of_script(finding, node->path) && !node->derived;
}

/* `context`: the condition that it is part of, in whose words it is told. */
static void change_node(struct mutation_search *finding, const struct node *node, const struct node *changed,
                        const struct node *context)
{
  struct mutation mutation = { .path = node->path, .site = node->site, .node = node };
  if (!mutation_is_written(finding, node)) mutation.path = finding->measure->path, mutation.site = finding->measure->site;
  workload_add(finding->model->workload, 2 * context->weight);
  mutation_patch(finding, &mutation, node, changed, sizeof *changed);
  mutation.before = mutation_words(finding, context);
  mutation_swap(&mutation);
  mutation.after = mutation_words(finding, context);
  mutation_swap(&mutation);
  mutation_add(finding, &mutation);
}

/* By one in the last place that is written. */
static struct ratio step_of(const struct node *constant)
{
  struct ratio number = constant->number, step = { 1, 1 }, times;
  if (constant->type == TYPE_MONEY && number.den == 1)
    return ratio_whole(number.num % FEN_WAN == 0 && number.num ? FEN_WAN : number.num % FEN_YUAN == 0 ? FEN_YUAN : 1);
  if (constant->type != TYPE_NUMBER) return step;
  ratio_make(1, constant->percent ? constant->percent : 1, &step);
  for (int places = 0; places < 6 && ratio_divide(number, step, &times) && times.den != 1; places++)
    if (!ratio_divide(step, ratio_whole(10), &step)) break;
  return step;
}

bool mutation_constant_moved(const struct node *constant, bool up, struct ratio *moved)
{
  struct ratio step = step_of(constant);
  if (constant->type == TYPE_TRUTH) return *moved = ratio_whole(constant->number.num == 0), up;
  return up ? ratio_add(constant->number, step, moved) : ratio_subtract(constant->number, step, moved);
}

bool mutation_is_figure(const struct node *constant)
{
  return constant->type == TYPE_MONEY || constant->type == TYPE_NUMBER || constant->type == TYPE_DATE ||
         constant->type == TYPE_DURATION || constant->type == TYPE_TRUTH;
}

static void change_constant(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  for (int up = 0; up < 2 && mutation_is_figure(node); up++) {
    struct node changed = *node;
    changed.text = NULL;
    if (mutation_constant_moved(node, up, &changed.number)) change_node(finding, node, &changed, context);
  }
}

/* The day of a year before or behind it; of the end of a month the next one's first. */
static struct node day_moved(const struct node *day, bool up)
{
  struct node moved = *day;
  date first;
  moved.last += up ? 1 : -1;
  bool there = moved.last > 0 && (!up || date_make(2024, day->first, moved.last, &first)); /* a year with 29 February */
  if (there) return moved;
  int month = day->first + (up ? 1 : -1);
  moved.number.num += month > 12 ? 1 : month < 1 ? -1 : 0;
  moved.first = month > 12 ? 1 : month < 1 ? 12 : month;
  moved.last = up ? 1 : 31;
  return moved;
}

static void change_year_day(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  for (int up = 0; up < 2; up++) {
    const struct node moved = day_moved(node, up);
    change_node(finding, node, &moved, context);
  }
}

static void change_relation(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  static const enum relation others[][2] = {
    [AT_LEAST] = { MORE_THAN, LESS_THAN }, [MORE_THAN] = { AT_LEAST, AT_MOST }, [AT_MOST] = { LESS_THAN, MORE_THAN },
    [LESS_THAN] = { AT_MOST, AT_LEAST },   [EQUAL] = { AT_LEAST, AT_MOST },     [UNEQUAL] = { EQUAL, EQUAL }
  };
  for (int i = 0; i < (node->relation == UNEQUAL ? 1 : 2); i++) {
    struct node changed = *node;
    changed.relation = others[node->relation][i];
    change_node(finding, node, &changed, context);
  }
}

static void change_negation(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  struct node changed = *node;
  changed.negated = !node->negated;
  change_node(finding, node, &changed, context);
}

/* A year as a period of which one end is moved: before the first day, behind it, before the last, behind it. */
static const struct node *year_moved(const struct mutation_search *finding, const struct node *year, int which)
{
  struct node *nodes = arena_array(finding->arena, 3, sizeof *nodes), *ends = nodes, *period = &nodes[2];
  const struct node **days = arena_array(finding->arena, 2, sizeof *days);
  for (int i = 0; i < 2; i++) {
    ends[i] = *year;
    ends[i].op = NODE_YEAR_DAY;
    ends[i].type = TYPE_DATE;
    ends[i].first = i ? 12 : 1;
    ends[i].last = i ? 31 : 1;
    days[i] = &ends[i];
  }
  ends[which / 2] = day_moved(&ends[which / 2], which % 2);
  *period = *year;
  period->op = NODE_PERIOD;
  period->number = ratio_whole(0);
  period->operands = days;
  period->operand_count = 2;
  return period;
}

/* The period of a year is one for the whole script, so it is changed in the condition. */
static void change_within(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  change_negation(finding, node, context);
  for (int which = 0; which < 4 && node->operands[1]->op == NODE_YEAR; which++) {
    const struct node **operands = arena_array(finding->arena, 2, sizeof *operands);
    struct node changed = *node;
    operands[0] = node->operands[0];
    operands[1] = year_moved(finding, node->operands[1], which);
    changed.operands = operands;
    change_node(finding, node, &changed, context);
  }
}

/* 非 { … } around a condition, or left out; inside of one that is left out, it would be the same once more. */
static void change_not(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  struct node changed = *node->operands[0], *copy;
  const struct node **operands;
  if (context->op == NODE_NOT && context->operands[0] == node) return;
  if (node->op != NODE_NOT) {
    copy = arena_alloc(finding->arena, sizeof *copy);
    operands = arena_alloc(finding->arena, sizeof *operands);
    *copy = changed = *node;
    *operands = copy;
    changed.op = NODE_NOT;
    changed.operands = operands;
    changed.operand_count = 1;
  }
  change_node(finding, node, &changed, context);
}

/* A list without one of its items. */
void *mutation_list_without(struct arena *arena, const void *items, size_t count, size_t size, size_t at, size_t many)
{
  unsigned char *rest = arena_array(arena, count, size);
  if (at) memcpy(rest, items, at * size);
  if (at + many < count) memcpy(rest + at * size, (const unsigned char *)items + (at + many) * size, (count - at - many) * size);
  return rest;
}

/* An operand left out, told alone. */
static void drop_operands(struct mutation_search *finding, const struct node *node, size_t at, size_t many,
                          const struct node *told)
{
  struct mutation mutation = { .path = node->path, .site = node->site, .node = node };
  struct node changed = *node;
  if (mutation_is_written(finding, told)) mutation.site = told->site;
  changed.operands = mutation_list_without(finding->arena, node->operands, node->operand_count, sizeof *node->operands, at, many);
  changed.operand_count -= many;
  mutation_patch(finding, &mutation, node, &changed, sizeof changed);
  mutation.before = mutation_words(finding, told);
  mutation_add(finding, &mutation);
}

static void change_group(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  struct node changed = *node;
  if (node->operand_count < 2) return;
  changed.op = node->op == NODE_ALL ? NODE_ANY : NODE_ALL;
  change_node(finding, node, &changed, context);
  for (size_t i = 0; i < node->operand_count; i++) drop_operands(finding, node, i, 1, node->operands[i]);
}

static void change_cases(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  (void)context;
  for (size_t i = 0; i + 1 < node->operand_count && node->operand_count > 2; i += 2) {
    bool rest = node_is_rest(node->operands[i]);
    drop_operands(finding, node, i, 2, rest ? node->operands[i + 1] : node->operands[i]);
  }
}

static void change_operator(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  struct node changed = *node;
  changed.op = node->op == NODE_ADD        ? NODE_SUBTRACT
               : node->op == NODE_SUBTRACT ? NODE_ADD
               : node->op == NODE_LARGEST  ? NODE_SMALLEST
                                           : NODE_LARGEST;
  bool sum = node->op == NODE_ADD || node->op == NODE_SUBTRACT;
  if (sum ? node->type != TYPE_DATE : node->operand_count > 1) change_node(finding, node, &changed, context);
}

/* A year or a year before it: 指标("…", 年度 - 1). */
static void change_offset(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  for (int up = 0; up < 2; up++) {
    struct node changed = *node;
    if (node->first) changed.first += up ? 1 : -1;
    else changed.number.num += up ? 1 : -1;
    change_node(finding, node, &changed, context);
  }
}

static void change_begun(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  struct node changed = *node;
  changed.first = !node->first;
  change_node(finding, node, &changed, context);
}

/* Each member of a set left out, where others stay. */
static void drop_members(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  for (size_t i = 0; i < node->set_count && node->set_count > 1; i++) {
    struct node changed = *node;
    struct arena *arena = finding->arena;
    if (node->texts) changed.texts = mutation_list_without(arena, node->texts, node->set_count, sizeof *node->texts, i, 1);
    if (node->keys) changed.keys = mutation_list_without(arena, node->keys, node->set_count, sizeof *node->keys, i, 1);
    if (node->codes) changed.codes = mutation_list_without(arena, node->codes, node->set_count, sizeof *node->codes, i, 1);
    changed.set_count--;
    change_node(finding, node, &changed, context);
  }
}

static void change_set(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  change_negation(finding, node, context);
  drop_members(finding, node, context);
}

/* The regions of a policy or a measure are written once, and stand before the conditions of each measure. */
static void note_region(struct mutation_search *finding, const struct node *node)
{
  struct region_group **group = &finding->regions;
  while (*group && !node_equal((*group)->first, node)) group = &(*group)->next;
  if (!*group) {
    const struct measure *measure = finding->measure;
    bool policy = node->codes && measure->policy->region_count == node->set_count &&
                  memcmp(node->codes, measure->policy->regions, node->set_count * sizeof *node->codes) == 0;
    *group = arena_alloc(finding->arena, sizeof **group);
    **group =
        (struct region_group){ .first = node, .mutation = { .path = finding->path, .before = mutation_words(finding, node) } };
    (*group)->mutation.site = policy ? measure->policy->site : measure->site;
  }
  struct node any = *node;
  any.op = NODE_ALL;
  any.operand_count = any.set_count = 0;
  mutation_patch(finding, &(*group)->mutation, node, &any, sizeof any);
}

static void change_region(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  if (node->added) note_region(finding, node);
  else change_set(finding, node, context);
}

/* 甲.应得: nothing instead. */
static void change_entitlement(struct mutation_search *finding, const struct node *node)
{
  struct mutation mutation = { .path = node->path, .site = node->site, .node = node };
  struct node *nothing = arena_alloc(finding->arena, sizeof *nothing), changed = *node;
  const struct node **operands = arena_alloc(finding->arena, sizeof *operands);
  *nothing = (struct node){ .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = { 0, 1 }, .weight = 1, .depth = 1 };
  *operands = nothing;
  changed.operands = operands;
  mutation_patch(finding, &mutation, node, &changed, sizeof changed);
  mutation.before = mutation_words(finding, node);
  mutation.after = mutation_words(finding, nothing);
  mutation_add(finding, &mutation);
}

/* 已给: of another measure. */
static void change_paid(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  drop_members(finding, node, context);
  const struct model *model = finding->model;
  for (size_t i = 0; node->set_count == 1 && i < model->measure_count; i++) {
    const struct measure *other = model->measures[i];
    bool fits = other->id && measure_kind_pays(other->kind) && strcmp(other->id, node->texts[0]) != 0;
    if (!fits) continue;
    struct node changed = *node;
    const char **texts = arena_alloc(finding->arena, sizeof *texts);
    *texts = other->id;
    changed.texts = texts;
    change_node(finding, node, &changed, context);
    return;
  }
}

static void change_aggregate(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  struct node changed = *node;
  struct aggregate *aggregate = arena_alloc(finding->arena, sizeof *aggregate);
  if (!node->aggregate->per) return;
  *aggregate = *node->aggregate;
  aggregate->per = NULL;
  changed.aggregate = aggregate;
  change_node(finding, node, &changed, context);
}

typedef void change(struct mutation_search *finding, const struct node *node, const struct node *context);
static change *const changes[NODE_OPS] = {
  [NODE_CONSTANT] = change_constant, [NODE_YEAR_DAY] = change_year_day, [NODE_ADD] = change_operator,
  [NODE_SUBTRACT] = change_operator, [NODE_LARGEST] = change_operator,  [NODE_SMALLEST] = change_operator,
  [NODE_CASES] = change_cases,       [NODE_MONTHS] = change_begun,      [NODE_AGGREGATE] = change_aggregate,
  [NODE_INDICATOR] = change_offset,  [NODE_PAID] = change_paid,         [NODE_COMPARE] = change_relation,
  [NODE_WITHIN] = change_within,     [NODE_IN_SET] = change_set,        [NODE_CONTAINS] = change_set,
  [NODE_IN_REGION] = change_region,  [NODE_IS_TRUE] = change_not,       [NODE_IS_KNOWN] = change_not,
  [NODE_NOT_OCCURRED] = change_not,  [NODE_ALL] = change_group,         [NODE_ANY] = change_group,
  [NODE_NOT] = change_not,
};

/* A nought that a word puts beside what must not be negative is not written. */
static bool is_unwritten(const struct node *node, const struct node *operand)
{
  return operand->op == NODE_CONSTANT && operand->number.num == 0 && (node->op == NODE_LARGEST || node->op == NODE_CASES);
}

static void find_in_operands(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  size_t count = node->op == NODE_GUARDED ? 1 : node->operand_count; /* what guards is made of what is guarded */
  for (size_t i = 0; i < count; i++)
    if (!is_unwritten(node, node->operands[i])) mutations_in(finding, node->operands[i], context);
  const struct aggregate *aggregate = node->aggregate;
  if (aggregate && aggregate->value) mutations_in(finding, aggregate->value, NULL);
  if (aggregate && aggregate->condition) mutations_in(finding, aggregate->condition, NULL);
}

void mutations_in(struct mutation_search *finding, const struct node *node, const struct node *context)
{
  void **seen = pointer_map_at(&finding->visited, node);
  if (*seen) return;
  *seen = (void *)(uintptr_t)node;
  bool named = node->op == NODE_NAMED, group = node->op == NODE_ALL || node->op == NODE_ANY || node->op == NODE_CASES;
  bool ours = mutation_is_written(finding, node);
  finding->out->functions += ours && node->op == NODE_COMPUTED;
  if (named && node->set_count) {
    change_entitlement(finding, node);
    return;
  }
  const struct node *told = context ? context : node;
  if ((ours || node->added) && changes[node->op] && !(group && node->added)) changes[node->op](finding, node, told);
  find_in_operands(finding, node, named || group ? NULL : told);
}

/* What of declarations can be said otherwise, and who is concerned by it. */
#include "model/mutation_parts.h"

#include <stdlib.h>
#include <string.h>

static void swap_patches(const struct mutation *mutation)
{
  for (size_t i = 0; i < mutation->patch_count; i++) {
    unsigned char *there = mutation->patches[i].at, *bytes = mutation->patches[i].bytes;
    for (size_t k = 0; k < mutation->patches[i].size; k++) {
      unsigned char byte = there[k];
      there[k] = bytes[k];
      bytes[k] = byte;
    }
  }
}

void mutation_swap(const struct mutation *mutation)
{
  for (; mutation; mutation = mutation->also) swap_patches(mutation);
}

/* Declarations */

static struct mutation of_measure(const struct mutation_search *finding, const char *before, const char *after)
{
  const struct measure *measure = finding->measure;
  return (struct mutation){ .path = measure->path, .site = measure->site, .measure = measure, .before = before, .after = after };
}

/* Conditions are kept in a list, and joined. */
static void replace_conditions(struct mutation_search *finding, struct mutation *mutation, const struct node *const *conditions,
                               size_t count)
{
  struct measure *measure = (struct measure *)(uintptr_t)finding->measure;
  struct node joined = *measure->condition;
  joined.operands = conditions;
  joined.operand_count = count;
  mutation->node = measure->condition;
  mutation->measure = measure;
  MUTATION_PATCH(finding, mutation, measure->conditions, conditions);
  MUTATION_PATCH(finding, mutation, measure->condition_count, count);
  mutation_patch(finding, mutation, measure->condition, &joined, sizeof joined);
}

static bool is_of_policy(const struct measure *measure, const struct node *condition)
{
  for (size_t i = 0; i < measure->policy->condition_count; i++)
    if (node_equal(measure->policy->conditions[i], condition)) return true;
  return false;
}

static void drop_conditions(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  for (size_t i = 0; i < measure->condition_count; i++) {
    const struct node *condition = measure->conditions[i];
    if (condition->added || is_of_policy(measure, condition)) continue;
    struct mutation mutation = of_measure(finding, mutation_words(finding, condition), NULL);
    if (mutation_is_written(finding, condition)) mutation.site = condition->site;
    replace_conditions(
        finding, &mutation,
        mutation_list_without(finding->arena, measure->conditions, measure->condition_count, sizeof condition, i, 1),
        measure->condition_count - 1);
    mutation_add(finding, &mutation);
  }
}

/* 不限条件: the conditions of the policy asked where they are lifted, and the other way round. */
static void change_lifted(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  const struct policy *policy = measure->policy;
  bool asks = measure_kind_judged(measure->kind) && !measure_kind_owes(measure->kind) && !measure->object;
  const struct node **all = arena_array(finding->arena, measure->condition_count + policy->condition_count, sizeof *all);
  size_t count = 0;
  if (!asks || !policy->condition_count) return;
  for (size_t i = 0; i < measure->condition_count; i++)
    if (!is_of_policy(measure, measure->conditions[i])) all[count++] = measure->conditions[i];
  bool lifted = count == measure->condition_count;
  for (size_t i = 0; lifted && i < policy->condition_count; i++) all[count++] = policy->conditions[i];
  const char *word = message_name(MSG_MUTANT_LIFTED, finding->language);
  struct mutation mutation =
      of_measure(finding, lifted ? word : message_name(MSG_MUTANT_NOT_LIFTED, finding->language), lifted ? NULL : word);
  replace_conditions(finding, &mutation, all, count);
  mutation_add(finding, &mutation);
}

/* An expression of a key left out. */
static void drop_key(struct mutation_search *finding, enum message key, const struct node *const *place)
{
  if (!*place) return;
  struct mutation mutation = of_measure(finding, mutation_key_words(finding, key, mutation_words(finding, *place)), NULL);
  const struct node *none = NULL;
  mutation_patch(finding, &mutation, place, (const void *)&none, sizeof none);
  mutation_add(finding, &mutation);
}

static void drop_flag(struct mutation_search *finding, enum message key, const bool *flag)
{
  if (!*flag) return;
  struct mutation mutation = of_measure(finding, message_name(key, finding->language), NULL);
  MUTATION_PATCH(finding, &mutation, *flag, false);
  mutation_add(finding, &mutation);
}

static void change_number(struct mutation_search *finding, enum message key, const int *number)
{
  for (int step = -1; step <= 1; step += 2) {
    struct mutation mutation = of_measure(finding, mutation_key_words(finding, key, INTEGER(*number)),
                                          mutation_key_words(finding, key, INTEGER(*number + step)));
    MUTATION_PATCH(finding, &mutation, *number, *number + step);
    mutation_add(finding, &mutation);
  }
}

static void change_rounding(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  enum language language = finding->language;
  if (measure->round_unit > 1) {
    struct mutation mutation = of_measure(finding, message_name(MSG_MODEL_ROUNDING, language), NULL);
    MUTATION_PATCH(finding, &mutation, measure->round_unit, 1);
    mutation_add(finding, &mutation);
  }
  if (measure->rounding == ROUND_HALF_AWAY) return; /* not written */
  struct mutation mutation =
      of_measure(finding, rounding_name(measure->rounding, language), rounding_name(ROUND_HALF_AWAY, language));
  MUTATION_PATCH(finding, &mutation, measure->rounding, ROUND_HALF_AWAY);
  mutation_add(finding, &mutation);
}

static void drop_top_up(struct mutation_search *finding)
{
  const struct measure_set *set = &finding->measure->top_up;
  for (size_t i = 0; i < set->count; i++) {
    struct mutation mutation = of_measure(finding, mutation_key_words(finding, MSG_RULE_TOP_UP, set->ids[i]), NULL);
    mutation.site = set->sites && set->sites[i].line ? set->sites[i] : mutation.site;
    MUTATION_PATCH(finding, &mutation, set->ids,
                   mutation_list_without(finding->arena, set->ids, set->count, sizeof *set->ids, i, 1));
    MUTATION_PATCH(finding, &mutation, set->count, set->count - 1);
    mutation_add(finding, &mutation);
  }
}

static void drop_rungs(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  for (size_t i = 0; i < measure->rung_count; i++) {
    struct mutation mutation = of_measure(finding, mutation_key_words(finding, MSG_MODEL_RUNG, measure->rungs[i].name), NULL);
    if (mutation_is_written(finding, measure->rungs[i].condition)) mutation.site = measure->rungs[i].condition->site;
    MUTATION_PATCH(finding, &mutation, measure->rungs,
                   mutation_list_without(finding->arena, measure->rungs, measure->rung_count, sizeof *measure->rungs, i, 1));
    MUTATION_PATCH(finding, &mutation, measure->rung_count, measure->rung_count - 1);
    mutation_add(finding, &mutation);
  }
}

static void change_reach(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  enum language language = finding->language;
  if (measure->kind != MEASURE_TARGET || !measure->goal) return;
  enum relation other = measure->reach == AT_LEAST ? MORE_THAN : AT_LEAST;
  struct mutation mutation =
      of_measure(finding, relation_name(measure->reach, false, language), relation_name(other, false, language));
  MUTATION_PATCH(finding, &mutation, measure->reach, other);
  mutation_add(finding, &mutation);
}

static void change_parts(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  for (size_t i = 0; i < measure->instalment_count; i++) {
    drop_key(finding, MSG_MUTANT_PART_CONDITION, &measure->instalments[i].condition);
    drop_key(finding, MSG_MUTANT_PART_FROM, &measure->instalments[i].from);
  }
  if (measure->instalment_count > 1) drop_flag(finding, MSG_MUTANT_GOES_ON, &measure->goes_on);
}

static void change_measure(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  drop_conditions(finding);
  change_lifted(finding);
  drop_key(finding, MSG_MODEL_CAP, &measure->cap);
  drop_key(finding, MSG_MUTANT_CUMULATIVE_CAP, &measure->cumulative_cap);
  drop_key(finding, MSG_MODEL_BUDGET, &measure->budget);
  drop_key(finding, MSG_MUTANT_BUDGET_ORDER, &measure->budget_order);
  drop_key(finding, MSG_MUTANT_BUDGET_EACH, &measure->budget_each);
  drop_key(finding, MSG_MUTANT_MEMBER_WHEN, &measure->exclusive_when);
  drop_flag(finding, MSG_RULE_ONCE, &measure->once);
  drop_flag(finding, MSG_MUTANT_WHOLE, &measure->budget_whole);
  if (measure->times) change_number(finding, MSG_RULE_TIMES, &measure->times);
  for (size_t i = 0; i < measure->year_count; i++) change_number(finding, MSG_MODEL_YEARS, &measure->years[i]);
  change_rounding(finding);
  drop_top_up(finding);
  drop_rungs(finding);
  change_reach(finding);
  change_parts(finding);
  finding->out->shares += measure->cost_share_count;
}

static void find_in_measure(struct mutation_search *finding)
{
  const struct measure *measure = finding->measure;
  static const enum message keys[] = { [ROLE_CONDITION] = NO_MESSAGE,
                                       [ROLE_AMOUNT] = MSG_MODEL_AMOUNT,
                                       [ROLE_CAP] = MSG_MODEL_CAP,
                                       [ROLE_CUMULATIVE_CAP] = MSG_MUTANT_CUMULATIVE_CAP,
                                       [ROLE_BUDGET] = MSG_MODEL_BUDGET,
                                       [ROLE_BUDGET_ORDER] = MSG_MUTANT_BUDGET_ORDER,
                                       [ROLE_BUDGET_EACH] = MSG_MUTANT_BUDGET_EACH,
                                       [ROLE_ACTUAL] = MSG_MODEL_ACTUAL,
                                       [ROLE_GOAL] = MSG_MODEL_GOAL,
                                       [ROLE_RELATION] = NO_MESSAGE,
                                       [ROLE_CHOSEN] = NO_MESSAGE,
                                       [ROLE_JOINT_LIMIT] = MSG_RULE_JOINT_LIMIT,
                                       [ROLE_RUNG] = NO_MESSAGE,
                                       [ROLE_AGAINST] = NO_MESSAGE,
                                       [ROLE_SHOWN] = NO_MESSAGE,
                                       [ROLE_INSTALMENT] = MSG_RULE_INSTALMENTS };
  finding->key = NO_MESSAGE;
  change_measure(finding);
  for (size_t i = 0; i < measure->condition_count; i++) mutations_in(finding, measure->conditions[i], NULL);
  for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);) {
    finding->key = keys[walk.role];
    if (walk.role != ROLE_CONDITION && walk.role != ROLE_SHOWN && walk.role != ROLE_CHOSEN)
      mutations_in(finding, walk.node, NULL);
  }
  finding->key = NO_MESSAGE;
}

/* Members of relations */

static const char *member_words(const struct mutation_search *finding, const char *relation, const char *member)
{
  return message_string(finding->arena, finding->language, MSG_MUTANT_MEMBER, relation, member, NULL);
}

static void drop_chosen(struct mutation_search *finding, struct exclusive_group *group)
{
  for (size_t i = 0; i < group->count; i++) {
    struct measure *member = group->members[i];
    struct mutation mutation = { .path = group->path, .site = group->site, .measure = member };
    mutation.before = member_words(finding, group->name, member->name);
    MUTATION_PATCH(finding, &mutation, group->members,
                   mutation_list_without(finding->arena, group->members, group->count, sizeof *group->members, i, 1));
    MUTATION_PATCH(finding, &mutation, group->count, group->count - 1);
    MUTATION_PATCH(finding, &mutation, member->exclusive_group, NULL);
    MUTATION_PATCH(finding, &mutation, member->exclusive_named, NULL);
    mutation_add(finding, &mutation);
  }
}

static void drop_limited(struct mutation_search *finding, struct joint_limit *limit)
{
  for (size_t i = 0; i < limit->count; i++) {
    struct measure *member = limit->members[i];
    struct mutation mutation = { .path = limit->path, .site = limit->site, .measure = member };
    size_t own = 0;
    mutation.before = member_words(finding, limit->name, member->name);
    while (own < member->joint_limit_count && member->joint_limits[own].limit != limit) own++;
    if (own == member->joint_limit_count) continue;
    MUTATION_PATCH(finding, &mutation, limit->members,
                   mutation_list_without(finding->arena, limit->members, limit->count, sizeof *limit->members, i, 1));
    MUTATION_PATCH(finding, &mutation, limit->count, limit->count - 1);
    MUTATION_PATCH(finding, &mutation, member->joint_limits,
                   mutation_list_without(finding->arena, member->joint_limits, member->joint_limit_count,
                                         sizeof *member->joint_limits, own, 1));
    MUTATION_PATCH(finding, &mutation, member->joint_limit_count, member->joint_limit_count - 1);
    mutation_add(finding, &mutation);
  }
}

static void change_limit_flag(struct mutation_search *finding, const struct joint_limit *limit, enum message key,
                              const bool *flag)
{
  if (!*flag || !limit->count) return;
  struct mutation mutation = { .path = limit->path, .site = limit->site, .measure = limit->members[0] };
  mutation.before = member_words(finding, limit->name, message_name(key, finding->language));
  MUTATION_PATCH(finding, &mutation, *flag, false);
  mutation_add(finding, &mutation);
}

static void find_in_relations(struct mutation_search *finding)
{
  const struct model *model = finding->model;
  for (size_t i = 0; i < model->choice_count; i++)
    if (mutation_is_of_script(finding, model->choices[i]->path)) drop_chosen(finding, model->choices[i]);
  for (size_t i = 0; i < model->joint_limit_count; i++) {
    struct joint_limit *limit = model->joint_limits[i];
    if (!mutation_is_of_script(finding, limit->path)) continue;
    drop_limited(finding, limit);
    change_limit_flag(finding, limit, MSG_MUTANT_IN_ORDER, &limit->in_order);
    change_limit_flag(finding, limit, MSG_MUTANT_OVER_YEARS, &limit->over_years);
  }
}

/* Days of policies and parameters */

static const char *dated_words(const struct mutation_search *finding, enum message message, const char *name, date day)
{
  struct buffer text = { 0 };
  date_write(&text, day);
  buffer_char(&text, 0);
  const char *words = message_string(finding->arena, finding->language, message, name, text.at, NULL);
  buffer_free(&text);
  return words;
}

/* Is the day in a year that the policy shares a day with? Others are never judged. */
static bool is_covered(const struct policy *policy, date day)
{
  return policy_covers(policy, date_civil(day).year);
}

/* `idle_day`: given the day as it is and as it is changed, the one on which alone the two differ. */
static void change_day(struct mutation_search *finding, struct mutation mutation, enum message message, const char *name,
                       date *day, bool (*is_idle)(const struct policy *policy, date before, date after),
                       const struct policy *policy)
{
  for (int step = -1; step <= 1; step += 2) {
    struct mutation moved = mutation;
    moved.before = dated_words(finding, message, name, *day);
    moved.after = dated_words(finding, message, name, *day + step);
    moved.idle = is_idle(policy, *day, *day + step);
    moved.year = date_civil(day == &policy->to ? (step > 0 ? *day + 1 : *day) : (step < 0 ? *day - 1 : *day)).year;
    MUTATION_PATCH(finding, &moved, *day, *day + step);
    mutation_add(finding, &moved);
  }
}

static bool same_years(const struct policy *policy, date before, date after)
{
  (void)policy;
  return date_civil(before).year == date_civil(after).year;
}

/* Between the two first days lies the earlier of them. */
static bool first_is_idle(const struct policy *policy, date before, date after)
{
  return !is_covered(policy, before < after ? before : after);
}

static bool last_is_idle(const struct policy *policy, date before, date after)
{
  return !is_covered(policy, before < after ? after : before);
}

static void change_value(struct mutation_search *finding, const struct parameter *parameter, const struct node *value)
{
  for (int up = 0; up < 2; up++) {
    struct mutation mutation = { .path = parameter->path, .site = value->site, .parameter = parameter };
    struct node changed = *value;
    struct buffer words = { 0 };
    changed.text = NULL;
    if (!mutation_is_figure(value) || !mutation_constant_moved(value, up, &changed.number)) continue;
    const struct node *values[] = { value, &changed };
    for (int i = 0; i < 2; i++) {
      buffer_reset(&words);
      format_parameter_value(&words, finding->language, parameter, values[i]);
      buffer_char(&words, 0);
      *(i ? &mutation.after : &mutation.before) =
          message_string(finding->arena, finding->language, MSG_MUTANT_PARAMETER, parameter->name, words.at, NULL);
    }
    buffer_free(&words);
    mutation_patch(finding, &mutation, value, &changed, sizeof changed);
    mutation_add(finding, &mutation);
  }
}

static void find_in_parameter(struct mutation_search *finding, struct parameter *parameter)
{
  struct mutation mutation = { .path = parameter->path, .site = parameter->site, .parameter = parameter };
  for (size_t i = 0; i < parameter->count; i++) {
    change_value(finding, parameter, parameter->values[i].value);
    mutation.site = parameter->values[i].value->site;
    change_day(finding, mutation, MSG_MUTANT_PARAMETER_FROM, parameter->name, &parameter->values[i].from, first_is_idle,
               parameter->policy);
  }
  if (parameter->ends)
    change_day(finding, mutation, MSG_MUTANT_PARAMETER_UNTIL, parameter->name, &parameter->until, last_is_idle,
               parameter->policy);
}

static void find_in_policy(struct mutation_search *finding, struct policy *policy)
{
  struct mutation mutation = { .path = policy->path, .site = policy->site, .of_years = true };
  change_day(finding, mutation, MSG_MUTANT_POLICY_FROM, "", &policy->from, same_years, policy);
  if (!policy->open_ended) change_day(finding, mutation, MSG_MUTANT_POLICY_TO, "", &policy->to, same_years, policy);
  for (size_t i = 0; i < policy->parameter_count; i++) find_in_parameter(finding, policy->parameters[i]);
}

/* By lines, what says the same beside one another. */
static int compare_places(const void *left, const void *right)
{
  const struct mutation *a = left, *b = right;
  if (a->site.line != b->site.line) return a->site.line < b->site.line ? -1 : 1;
  if (a->site.column != b->site.column) return a->site.column < b->site.column ? -1 : 1;
  int before = strcmp(a->before, b->before);
  return before ? before : strcmp(a->after ? a->after : "", b->after ? b->after : "");
}

/* Bytes that two change cannot change back in the same order. */
static bool overlaps(const struct mutation *mutation, const struct mutation *other)
{
  for (; mutation; mutation = mutation->also)
    for (size_t i = 0; i < mutation->patch_count; i++)
      for (size_t k = 0; k < other->patch_count; k++)
        if (mutation->patches[i].at == other->patches[k].at) return true;
  return false;
}

/* A place that a script goes through more than once is changed each time. */
static void join_repeated(struct mutation_search *finding)
{
  struct mutations *out = finding->out;
  size_t kept = 0;
  if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_places);
  for (size_t i = 0; i < out->count; i++) {
    struct mutation *last = kept ? &out->items[kept - 1] : NULL;
    if (!last || compare_places(last, &out->items[i]) != 0 || overlaps(last, &out->items[i])) {
      out->items[kept++] = out->items[i];
      continue;
    }
    struct mutation *again = arena_alloc(finding->arena, sizeof *again);
    *again = out->items[i];
    again->also = last->also;
    last->also = again;
    last->idle &= again->idle;
  }
  out->count = kept;
}

void mutations_find(struct arena *arena, struct model *model, const char *path, enum language language,
                    struct mutations *mutations)
{
  struct mutation_search finding = { arena, model, path, language, mutations, .visited = { .arena = arena }, .key = NO_MESSAGE };
  *mutations = (struct mutations){ 0 };
  for (size_t i = 0; i < model->policy_count; i++)
    if (mutation_is_of_script(&finding, model->policies[i]->path)) find_in_policy(&finding, model->policies[i]);
  for (size_t i = 0; i < model->measure_count; i++) {
    finding.measure = model->measures[i];
    bool judged = measure_kind_judged(finding.measure->kind) && !finding.measure->unlisted;
    if (mutation_is_of_script(&finding, finding.measure->path) && (judged || finding.measure->kind == MEASURE_TARGET))
      find_in_measure(&finding);
  }
  find_in_relations(&finding);
  for (struct region_group *group = finding.regions; group; group = group->next) mutation_add(&finding, &group->mutation);
  join_repeated(&finding);
}

struct wanted {
  const struct node *node;
  const struct parameter *parameter;
};

static bool is_wanted(const struct node *node, const void *context)
{
  const struct wanted *wanted = context;
  return node == wanted->node || (wanted->parameter && node->op == NODE_PARAMETER && node->parameter == wanted->parameter);
}

static bool concerns(const struct mutation *mutation, const struct measure *measure)
{
  const struct wanted wanted = { mutation->node, mutation->parameter };
  if (measure == mutation->measure) return true;
  if (mutation->node || mutation->parameter) return measure_any(measure, is_wanted, &wanted);
  return !mutation->measure;
}

bool mutation_concerns(const struct mutation *mutation, const struct measure *measure)
{
  for (; mutation; mutation = mutation->also)
    if (concerns(mutation, measure)) return true;
  return false;
}

/* A measure of its own */

static const struct parameter *parameter_copy(struct arena *arena, const struct parameter *parameter)
{
  struct parameter *copy = arena_alloc(arena, sizeof *copy);
  *copy = *parameter;
  copy->values = arena_array(arena, parameter->count, sizeof *copy->values);
  for (size_t i = 0; i < parameter->count; i++) {
    struct node *value = arena_alloc(arena, sizeof *value);
    *value = *parameter->values[i].value;
    copy->values[i] = (struct dated_value){ parameter->values[i].from, value };
  }
  return copy;
}

static const struct node *node_copy(struct pointer_map *copies, const struct node *node)
{
  if (!node) return NULL;
  const struct node *known = pointer_map_find(copies, node);
  if (known) return known;
  struct node *copy = arena_alloc(copies->arena, sizeof *copy);
  const struct node **operands = arena_array(copies->arena, node->operand_count, sizeof *operands);
  *copy = *node;
  for (size_t i = 0; i < node->operand_count; i++) operands[i] = node_copy(copies, node->operands[i]);
  copy->operands = operands;
  if (node->parameter) copy->parameter = parameter_copy(copies->arena, node->parameter);
  if (node->aggregate) {
    struct aggregate *aggregate = arena_alloc(copies->arena, sizeof *aggregate);
    *aggregate = *node->aggregate;
    aggregate->value = node_copy(copies, aggregate->value);
    aggregate->condition = node_copy(copies, aggregate->condition);
    copy->aggregate = aggregate;
  }
  *pointer_map_at(copies, node) = copy;
  return copy;
}

static void copy_all(struct pointer_map *copies, const struct node *const **nodes, size_t count)
{
  const struct node **copy = arena_array(copies->arena, count, sizeof *copy);
  for (size_t i = 0; i < count; i++) copy[i] = node_copy(copies, (*nodes)[i]);
  *nodes = copy;
}

static void copy_parts(struct pointer_map *copies, struct measure *measure)
{
  struct arena *arena = copies->arena;
  struct rung *rungs = arena_array(arena, measure->rung_count, sizeof *rungs);
  struct instalment *parts = arena_array(arena, measure->instalment_count, sizeof *parts);
  for (size_t i = 0; i < measure->rung_count; i++)
    rungs[i] = (struct rung){ measure->rungs[i].name, node_copy(copies, measure->rungs[i].condition) };
  for (size_t i = 0; i < measure->instalment_count; i++)
    parts[i] =
        (struct instalment){ node_copy(copies, measure->instalments[i].share), node_copy(copies, measure->instalments[i].from),
                             node_copy(copies, measure->instalments[i].condition) };
  measure->rungs = rungs;
  measure->instalments = parts;
}

static void copy_relations(struct pointer_map *copies, struct measure *measure)
{
  struct arena *arena = copies->arena;
  struct joint_membership *limits = arena_array(arena, measure->joint_limit_count, sizeof *limits);
  for (size_t i = 0; i < measure->joint_limit_count; i++) {
    struct joint_limit *limit = arena_alloc(arena, sizeof *limit);
    *limit = *measure->joint_limits[i].limit;
    limit->most = node_copy(copies, limit->most);
    limits[i] = (struct joint_membership){ limit, node_copy(copies, measure->joint_limits[i].most) };
  }
  measure->joint_limits = limits;
  if (!measure->exclusive_group) return;
  struct exclusive_group *group = arena_alloc(arena, sizeof *group);
  *group = *measure->exclusive_group;
  measure->exclusive_group = group;
}

const struct measure *mutation_measure(struct arena *arena, const struct mutation *mutation, const struct measure *measure)
{
  struct pointer_map copies = { .arena = arena };
  struct measure *copy = arena_alloc(arena, sizeof *copy);
  const struct node **const nodes[] = { &copy->condition,      &copy->amount,         &copy->cap,
                                        &copy->budget,         &copy->budget_order,   &copy->budget_each,
                                        &copy->actual,         &copy->cumulative_cap, &copy->goal,
                                        &copy->exclusive_when, &copy->exclusive_named };
  mutation_swap(mutation);
  *copy = *measure;
  for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) *nodes[i] = node_copy(&copies, *nodes[i]);
  copy_all(&copies, &copy->conditions, copy->condition_count);
  copy_all(&copies, &copy->against, copy->against_count);
  copy_all(&copies, &copy->shows, copy->show_count);
  copy_parts(&copies, copy);
  copy_relations(&copies, copy);
  mutation_swap(mutation);
  return copy;
}

/* Two models side by side. */
#include "explain/model_diff.h"

#include <string.h>

struct ruling {
  struct arena *arena;
  enum language language;
  struct rule_changes *changes;
  struct workload *workload;
  const char *id, *name; /* of what is being compared */
};

static const char *word(const struct ruling *ruling, const char *chinese, const char *english)
{
  return ruling->language == LANGUAGE_ENGLISH ? english : chinese;
}

static const char *kept(const struct ruling *ruling, struct buffer *text)
{
  const char *copy = arena_copy(ruling->arena, text->at ? text->at : "", text->length);
  buffer_free(text);
  return copy;
}

static void add(struct ruling *ruling, const char *what, const char *before, const char *after)
{
  struct rule_changes *changes = ruling->changes;
  changes->items = arena_grow(ruling->arena, changes->items, changes->count, &changes->capacity, sizeof *changes->items);
  changes->items[changes->count++] = (struct rule_change){ ruling->id, ruling->name, what, before, after };
}

static const char *node_string(const struct ruling *ruling, const struct node *node)
{
  struct buffer text = { 0 };
  if (node) format_node(&text, ruling->language, node);
  return kept(ruling, &text);
}

static void compare_text(struct ruling *ruling, const char *what, const char *before, const char *after)
{
  if (strcmp(before ? before : "", after ? after : "")) add(ruling, what, before ? before : "", after ? after : "");
}

static bool alike(const struct node *a, const struct node *b)
{
  return a && b ? node_alike(a, b) : a == b;
}

static void compare_node(struct ruling *ruling, const char *what, const struct node *before, const struct node *after)
{
  if (!alike(before, after)) add(ruling, what, node_string(ruling, before), node_string(ruling, after));
}

static void compare_flag(struct ruling *ruling, const char *what, bool before, bool after)
{
  const char *const words[] = { word(ruling, "否", "no"), word(ruling, "是", "yes") };
  if (before != after) add(ruling, what, words[before], words[after]);
}

/* Lists of conditions */

struct conditions {
  const struct node *const *items;
  size_t count;
};

/* Most often at the place where it stood. */
static bool has(const struct ruling *ruling, struct conditions list, const struct node *wanted, size_t likely)
{
  if (likely < list.count && node_alike(list.items[likely], wanted)) return true;
  for (size_t i = 0; i < list.count; i++) {
    workload_add(ruling->workload, 4);
    if (node_alike(list.items[i], wanted)) return true;
  }
  return false;
}

static bool *known_in(const struct ruling *ruling, struct conditions list, struct conditions other)
{
  bool *known = arena_array(ruling->arena, list.count, sizeof *known);
  for (size_t i = 0; i < list.count; i++) known[i] = has(ruling, other, list.items[i], i);
  return known;
}

/* Both ask the same thing, if differently. */
static bool same_subject(const struct node *a, const struct node *b)
{
  if (a->op == NODE_NAMED && b->op == NODE_NAMED) return strcmp(a->text, b->text) == 0;
  a = node_unnamed(a), b = node_unnamed(b);
  return a->operand_count && b->operand_count && node_alike(a->operands[0], b->operands[0]);
}

/* Number from 1 of the condition that took another's place, the only one that is new and asks the same thing; 0: none. */
static size_t replaced_by(const struct ruling *ruling, struct conditions after, const bool *kept_after, const struct node *old)
{
  for (size_t i = 0; i < after.count; i++) {
    workload_add(ruling->workload, 1);
    if (!kept_after[i] && same_subject(old, after.items[i])) return i + 1;
  }
  return 0;
}

static void compare_conditions(struct ruling *ruling, const char *what, struct conditions before, struct conditions after)
{
  const bool *kept_before = known_in(ruling, before, after), *kept_after = known_in(ruling, after, before);
  bool *replaces = arena_array(ruling->arena, after.count, sizeof *replaces);
  for (size_t i = 0; i < before.count; i++) {
    const struct node *old = before.items[i];
    if (kept_before[i]) continue;
    size_t number = replaced_by(ruling, after, kept_after, old);
    const struct node *fresh = number ? after.items[number - 1] : NULL;
    if (number) replaces[number - 1] = true;
    const char *said = node_string(ruling, old), *now = fresh ? node_string(ruling, fresh) : "";
    /* A named condition keeps its name; what is in it changed. */
    if (fresh && strcmp(said, now) == 0)
      said = node_string(ruling, node_unnamed(old)), now = node_string(ruling, node_unnamed(fresh));
    add(ruling, arena_printf(ruling->arena, "%s%s", fresh ? "" : word(ruling, "删去", "deleted "), what), said, now);
  }
  for (size_t i = 0; i < after.count; i++)
    if (!kept_after[i] && !replaces[i])
      add(ruling, arena_printf(ruling->arena, "%s%s", word(ruling, "新增", "added "), what), "",
          node_string(ruling, after.items[i]));
}

static struct conditions rungs_of(struct ruling *ruling, const struct measure *measure)
{
  const struct node **items = arena_array(ruling->arena, measure->rung_count, sizeof *items);
  for (size_t i = 0; i < measure->rung_count; i++) items[i] = measure->rungs[i].condition;
  return (struct conditions){ items, measure->rung_count };
}

/* Measures */

static const char *rounding_string(const struct ruling *ruling, const struct measure *measure)
{
  static const char *const words[][2] = {
    { "四舍五入", "half up" }, { "进一", "up" }, { "舍去", "down" }, { "五舍六入", "half down" }
  };
  struct buffer text = { 0 };
  format_money(&text, measure->round_unit);
  buffer_printf(&text, " %s", words[measure->rounding][ruling->language]);
  return kept(ruling, &text);
}

static const char *years_string(const struct ruling *ruling, const struct measure *measure)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < measure->year_count; i++) buffer_printf(&text, "%s%d", i ? ", " : "", measure->years[i]);
  return kept(ruling, &text);
}

static const char *agencies_string(const struct ruling *ruling, const struct measure *measure)
{
  struct buffer text = { 0 };
  format_agencies(&text, measure);
  return kept(ruling, &text);
}

static void compare_measures(struct ruling *ruling, const struct measure *a, const struct measure *b)
{
  compare_text(ruling, word(ruling, "名称", "name"), a->name, b->name);
  compare_text(ruling, word(ruling, "种类", "kind"), measure_kind_name(a->kind, ruling->language),
               measure_kind_name(b->kind, ruling->language));
  compare_text(ruling, word(ruling, "条款", "clause"), a->clause, b->clause);
  compare_text(ruling, word(ruling, "责任单位", "agency"), agencies_string(ruling, a), agencies_string(ruling, b));
  compare_text(ruling, word(ruling, "对象", "object"), a->object ? a->object->name : "", b->object ? b->object->name : "");
  compare_conditions(ruling, word(ruling, "条件", "condition"), (struct conditions){ a->conditions, a->condition_count },
                     (struct conditions){ b->conditions, b->condition_count });
  compare_node(ruling, word(ruling, "金额", "amount"), a->amount, b->amount);
  compare_text(ruling, word(ruling, "取整", "rounding"), rounding_string(ruling, a), rounding_string(ruling, b));
  compare_node(ruling, word(ruling, "封顶", "cap"), a->cap, b->cap);
  compare_node(ruling, word(ruling, "预算", "envelope"), a->budget, b->budget);
  compare_flag(ruling, word(ruling, "一次性", "once"), a->once, b->once);
  compare_text(ruling, word(ruling, "择一", "one of"), a->exclusive_group ? a->exclusive_group->name : "",
               b->exclusive_group ? b->exclusive_group->name : "");
  compare_node(ruling, word(ruling, "参加择一", "stands in the one-of"), a->exclusive_when, b->exclusive_when);
  compare_conditions(ruling, word(ruling, "阶梯", "rung"), rungs_of(ruling, a), rungs_of(ruling, b));
  compare_conditions(ruling, word(ruling, "对照", "against"), (struct conditions){ a->against, a->against_count },
                     (struct conditions){ b->against, b->against_count });
  compare_node(ruling, word(ruling, "实际", "actual"), a->actual, b->actual);
  compare_node(ruling,
               a->reach == b->reach ? word(ruling, "目标值", "goal")
                                    : word(ruling, "目标值（至少、超过）", "goal (at least, more than)"),
               a->goal, b->goal);
  compare_text(ruling, word(ruling, "年度", "years"), years_string(ruling, a), years_string(ruling, b));
}

/* Parameters and policies */

static const char *values_string(const struct ruling *ruling, const struct parameter *parameter)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < parameter->count; i++) {
    if (i) buffer_text(&text, word(ruling, "，", ", "));
    format_value(&text, ruling->language, TYPE_DATE, ratio_whole(parameter->values[i].from));
    buffer_text(&text, word(ruling, " 起 ", " "));
    format_node(&text, ruling->language, parameter->values[i].value);
  }
  if (parameter->ends) {
    buffer_text(&text, word(ruling, "，至 ", ", through "));
    format_value(&text, ruling->language, TYPE_DATE, ratio_whole(parameter->until));
  }
  if (parameter->set) {
    if (text.length) buffer_text(&text, word(ruling, "；", "; "));
    buffer_text(&text, "--set ");
    format_node(&text, ruling->language, parameter->set);
  }
  return kept(ruling, &text);
}

static const struct parameter *find_parameter(const struct policy *policy, const char *name)
{
  for (size_t i = 0; i < policy->parameter_count; i++)
    if (strcmp(policy->parameters[i]->name, name) == 0) return policy->parameters[i];
  return NULL;
}

static void compare_parameters(struct ruling *ruling, const struct policy *a, const struct policy *b)
{
  ruling->id = "";
  workload_add(ruling->workload, 2 * (uint64_t)a->parameter_count * b->parameter_count);
  for (size_t i = 0; i < a->parameter_count; i++) {
    const struct parameter *old = a->parameters[i], *fresh = find_parameter(b, old->name);
    ruling->name = old->name;
    compare_text(ruling, word(ruling, "参数", "parameter"), values_string(ruling, old),
                 fresh ? values_string(ruling, fresh) : word(ruling, "（删去）", "(deleted)"));
  }
  for (size_t i = 0; i < b->parameter_count; i++) {
    ruling->name = b->parameters[i]->name;
    if (!find_parameter(a, ruling->name))
      add(ruling, word(ruling, "新增参数", "added parameter"), "", values_string(ruling, b->parameters[i]));
  }
}

static const char *period_string(const struct ruling *ruling, const struct policy *policy)
{
  struct buffer text = { 0 };
  format_value(&text, ruling->language, TYPE_DATE, ratio_whole(policy->from));
  buffer_text(&text, word(ruling, " 至 ", " to "));
  if (!policy->open_ended) format_value(&text, ruling->language, TYPE_DATE, ratio_whole(policy->to));
  return kept(ruling, &text);
}

static void compare_policies(struct ruling *ruling, const struct policy *a, const struct policy *b)
{
  ruling->id = "";
  ruling->name = b->id;
  compare_text(ruling, word(ruling, "名称", "name"), a->name, b->name);
  compare_text(ruling, word(ruling, "状态", "status"), a->status, b->status);
  compare_text(ruling, word(ruling, "有效期", "period"), period_string(ruling, a), period_string(ruling, b));
  compare_parameters(ruling, a, b);
}

static const struct policy *find_policy(const struct model *model, const char *id)
{
  for (size_t i = 0; i < model->policy_count; i++)
    if (strcmp(model->policies[i]->id, id) == 0) return model->policies[i];
  return NULL;
}

static void whole_measure(struct ruling *ruling, const struct measure *measure, bool fresh)
{
  ruling->id = measure->id;
  ruling->name = measure->name;
  add(ruling, fresh ? word(ruling, "新增措施", "added") : word(ruling, "删去措施", "deleted"),
      fresh ? "" : measure_kind_name(measure->kind, ruling->language),
      fresh ? measure_kind_name(measure->kind, ruling->language) : "");
}

void model_diff(struct arena *arena, enum language language, const struct model *before, const struct model *after,
                struct rule_changes *changes)
{
  struct ruling ruling = { .arena = arena, .language = language, .changes = changes, .workload = after->workload };
  for (size_t i = 0; i < after->policy_count; i++) {
    const struct policy *old = find_policy(before, after->policies[i]->id);
    if (old) compare_policies(&ruling, old, after->policies[i]);
  }
  for (size_t i = 0; i < before->measure_count; i++)
    if (!model_measure(after, before->measures[i]->id)) whole_measure(&ruling, before->measures[i], false);
  for (size_t i = 0; i < after->measure_count; i++) {
    const struct measure *measure = after->measures[i], *old = model_measure(before, measure->id);
    model_looks_at(after, measure);
    ruling.id = measure->id;
    ruling.name = measure->name;
    if (old) compare_measures(&ruling, old, measure);
    else whole_measure(&ruling, measure, true);
  }
}

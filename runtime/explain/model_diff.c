/* Two models side by side. */
#include "explain/model_diff.h"

#include <string.h>

#include "evaluate/verdict.h"

struct ruling {
  struct arena *arena;
  enum language language;
  struct rule_changes *changes;
  struct workload *workload;
  const char *id, *name; /* of what is being compared */
};

static const char *word(const struct ruling *ruling, enum message message)
{
  return message_name(message, ruling->language);
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
  const char *const words[] = { word(ruling, MSG_NO), word(ruling, MSG_YES) };
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
    add(ruling, arena_printf(ruling->arena, "%s%s", fresh ? "" : word(ruling, MSG_MODEL_DELETED), what), said, now);
  }
  for (size_t i = 0; i < after.count; i++)
    if (!kept_after[i] && !replaces[i])
      add(ruling, arena_printf(ruling->arena, "%s%s", word(ruling, MSG_MODEL_ADDED), what), "",
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
  struct buffer text = { 0 };
  format_money(&text, measure->round_unit);
  buffer_printf(&text, " %s", rounding_name(measure->rounding, ruling->language));
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

static const char *terms_string(const struct ruling *ruling, enum rule rule, const struct measure *measure)
{
  struct buffer text = { 0 };
  format_rule_terms(&text, ruling->language, rule, measure);
  return kept(ruling, &text);
}

static void compare_measures(struct ruling *ruling, const struct measure *a, const struct measure *b)
{
  compare_text(ruling, word(ruling, MSG_MODEL_NAME), a->name, b->name);
  compare_text(ruling, word(ruling, MSG_MODEL_KIND), measure_kind_name(a->kind, ruling->language),
               measure_kind_name(b->kind, ruling->language));
  compare_text(ruling, word(ruling, MSG_MODEL_CLAUSE), a->clause, b->clause);
  compare_text(ruling, word(ruling, MSG_MODEL_AGENCY), agencies_string(ruling, a), agencies_string(ruling, b));
  compare_text(ruling, word(ruling, MSG_MODEL_OBJECT), a->object ? a->object->name : "", b->object ? b->object->name : "");
  compare_conditions(ruling, word(ruling, MSG_MODEL_CONDITION), (struct conditions){ a->conditions, a->condition_count },
                     (struct conditions){ b->conditions, b->condition_count });
  compare_node(ruling, word(ruling, MSG_MODEL_AMOUNT), a->amount, b->amount);
  compare_text(ruling, word(ruling, MSG_MODEL_ROUNDING), rounding_string(ruling, a), rounding_string(ruling, b));
  compare_node(ruling, word(ruling, MSG_MODEL_CAP), a->cap, b->cap);
  compare_node(ruling, word(ruling, MSG_MODEL_BUDGET), a->budget, b->budget);
  for (enum rule rule = 0; rule < RULES; rule++)
    compare_text(ruling, rule_name(rule, ruling->language), terms_string(ruling, rule, a), terms_string(ruling, rule, b));
  compare_flag(ruling, word(ruling, MSG_MODEL_ONCE), a->once, b->once);
  compare_text(ruling, word(ruling, MSG_MODEL_EXCLUSIVE), a->exclusive_group ? a->exclusive_group->name : "",
               b->exclusive_group ? b->exclusive_group->name : "");
  compare_node(ruling, word(ruling, MSG_MODEL_EXCLUSIVE_BY), a->exclusive_group ? a->exclusive_group->by : NULL,
               b->exclusive_group ? b->exclusive_group->by : NULL);
  compare_node(ruling, word(ruling, MSG_MODEL_EXCLUSIVE_WHEN), a->exclusive_when, b->exclusive_when);
  compare_conditions(ruling, word(ruling, MSG_MODEL_RUNG), rungs_of(ruling, a), rungs_of(ruling, b));
  compare_conditions(ruling, word(ruling, MSG_MODEL_AGAINST), (struct conditions){ a->against, a->against_count },
                     (struct conditions){ b->against, b->against_count });
  compare_node(ruling, word(ruling, MSG_MODEL_ACTUAL), a->actual, b->actual);
  compare_node(ruling, a->reach == b->reach ? word(ruling, MSG_MODEL_GOAL) : word(ruling, MSG_MODEL_GOAL_REACH), a->goal,
               b->goal);
  compare_text(ruling, word(ruling, MSG_MODEL_YEARS), years_string(ruling, a), years_string(ruling, b));
}

/* Parameters and policies */

static const char *values_string(const struct ruling *ruling, const struct parameter *parameter)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < parameter->count; i++) {
    if (i) buffer_text(&text, word(ruling, MSG_COMMA));
    format_value(&text, ruling->language, TYPE_DATE, ratio_whole(parameter->values[i].from));
    buffer_text(&text, word(ruling, MSG_DATED_FROM));
    format_node(&text, ruling->language, parameter->values[i].value);
  }
  if (parameter->ends) {
    buffer_text(&text, word(ruling, MSG_DATED_THROUGH));
    format_value(&text, ruling->language, TYPE_DATE, ratio_whole(parameter->until));
  }
  if (parameter->set) {
    if (text.length) buffer_text(&text, word(ruling, MSG_SEMICOLON));
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
    compare_text(ruling, word(ruling, MSG_MODEL_PARAMETER), values_string(ruling, old),
                 fresh ? values_string(ruling, fresh) : word(ruling, MSG_MODEL_PARAMETER_DELETED));
  }
  for (size_t i = 0; i < b->parameter_count; i++) {
    ruling->name = b->parameters[i]->name;
    if (!find_parameter(a, ruling->name))
      add(ruling, word(ruling, MSG_MODEL_PARAMETER_ADDED), "", values_string(ruling, b->parameters[i]));
  }
}

static const char *period_string(const struct ruling *ruling, const struct policy *policy)
{
  struct buffer text = { 0 };
  format_value(&text, ruling->language, TYPE_DATE, ratio_whole(policy->from));
  buffer_text(&text, word(ruling, MSG_PERIOD_TO));
  if (!policy->open_ended) format_value(&text, ruling->language, TYPE_DATE, ratio_whole(policy->to));
  return kept(ruling, &text);
}

static const struct assertion *find_assertion(const struct policy *policy, const char *name)
{
  for (size_t i = 0; i < policy->assertion_count; i++)
    if (strcmp(policy->assertions[i]->name, name) == 0) return policy->assertions[i];
  return NULL;
}

static const char *assertion_string(struct ruling *ruling, const struct assertion *assertion)
{
  if (!assertion) return "";
  return arena_printf(ruling->arena, "%s %s", word(ruling, assertion->never ? MSG_ASSERTION_NEVER : MSG_ASSERTION_ALWAYS),
                      node_string(ruling, assertion->never ? assertion->never : assertion->always));
}

static void compare_assertions(struct ruling *ruling, const struct policy *a, const struct policy *b)
{
  workload_add(ruling->workload, 2 * (uint64_t)a->assertion_count * b->assertion_count);
  for (size_t i = 0; i < a->assertion_count; i++) {
    ruling->name = a->assertions[i]->name;
    compare_text(ruling, word(ruling, MSG_ASSERTION), assertion_string(ruling, a->assertions[i]),
                 assertion_string(ruling, find_assertion(b, ruling->name)));
  }
  for (size_t i = 0; i < b->assertion_count; i++) {
    ruling->name = b->assertions[i]->name;
    if (!find_assertion(a, ruling->name))
      compare_text(ruling, word(ruling, MSG_ASSERTION), "", assertion_string(ruling, b->assertions[i]));
  }
}

static void compare_policies(struct ruling *ruling, const struct policy *a, const struct policy *b)
{
  ruling->id = "";
  ruling->name = b->id;
  compare_text(ruling, word(ruling, MSG_MODEL_NAME), a->name, b->name);
  compare_text(ruling, word(ruling, MSG_MODEL_STATUS), a->status, b->status);
  compare_text(ruling, word(ruling, MSG_MODEL_PERIOD), period_string(ruling, a), period_string(ruling, b));
  compare_parameters(ruling, a, b);
  compare_assertions(ruling, a, b);
}

/* What a blank cell of a column means. */
static const char *blank_string(const struct ruling *ruling, const struct field *field)
{
  struct buffer text = { 0 };
  if (field && field->has_blank)
    format_cell(&text, field, &(struct cell){ .state = STATE_KNOWN, .num = field->blank.num, .den = field->blank.den });
  else buffer_text(&text, word(ruling, MSG_STATE_UNKNOWN));
  return kept(ruling, &text);
}

static void compare_blanks(struct ruling *ruling, const struct table *a, const struct table *b)
{
  ruling->id = "";
  for (size_t i = 0; i < b->kind.field_count; i++) {
    const struct field *fresh = &b->kind.fields[i], *old = field_find(&a->kind, slice_of(fresh->name));
    if (!old || (!old->has_blank && !fresh->has_blank)) continue;
    ruling->name = fresh->name;
    compare_text(ruling, word(ruling, MSG_MODEL_BLANK), blank_string(ruling, old), blank_string(ruling, fresh));
  }
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
  add(ruling, fresh ? word(ruling, MSG_MODEL_MEASURE_ADDED) : word(ruling, MSG_MODEL_MEASURE_DELETED),
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
  for (size_t i = 0; i < after->table_count; i++) {
    int old = model_find_table(before, after->tables[i].kind.name);
    if (old >= 0) compare_blanks(&ruling, &before->tables[old], &after->tables[i]);
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

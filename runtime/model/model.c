/* Questions to a frozen model, for every room behind policy/. */
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

const struct node *parameter_value(const struct parameter *parameter, date day)
{
  const struct node *value = NULL;
  if (parameter->set) return parameter->set;
  if (parameter->ends && day > parameter->until) return NULL;
  for (size_t i = 0; i < parameter->count && parameter->values[i].from <= day; i++) value = parameter->values[i].value;
  return value;
}

bool parameter_is_rate(const struct parameter *parameter)
{
  bool rate = parameter->rate;
  for (size_t i = 0; parameter->type == TYPE_NUMBER && i < parameter->count; i++) {
    const struct node *value = parameter->values[i].value;
    rate |= value->percent || (value->number.num > 0 && value->number.num < value->number.den);
  }
  return rate;
}

struct node parameter_constant(const struct parameter *parameter, struct ratio value)
{
  bool rate = parameter->type == TYPE_NUMBER && parameter_is_rate(parameter);
  return (struct node){ .op = NODE_CONSTANT, .type = parameter->type, .number = value, .weight = 1, .percent = rate ? 100 : 0 };
}

static bool any_share(const struct node *node, size_t first, size_t step)
{
  for (size_t i = first; i < node->operand_count; i += step)
    if (node_is_share(node->operands[i])) return true;
  return false;
}

/* A share of a share, or some times a share; a weighted score is none. */
static bool product_is_share(const struct node *node)
{
  const struct node *a = node_unnamed(node->operands[0]), *b = node_unnamed(node->operands[1]);
  bool left = node_is_share(a), right = node_is_share(b);
  return (left && (right || b->op == NODE_CONSTANT)) || (right && a->op == NODE_CONSTANT);
}

bool node_is_share(const struct node *node)
{
  node = node_unnamed(node);
  if (node->type != TYPE_NUMBER) return false;
  if (node->op == NODE_CONSTANT) return node->percent;
  if (node->op == NODE_FIELD) return node->field->rate;
  if (node->op == NODE_POPULATION && node->first == POPULATION_QUANTILE) return true;
  if (node->op == NODE_POPULATION)
    return node->first != POPULATION_RANK && node->first != POPULATION_COUNT && node_is_share(node->operands[1]);
  if (node->op == NODE_GUARDED) return node_is_share(node->operands[0]);
  if (node->op == NODE_CASES) return any_share(node, 1, 2);
  if (node->op == NODE_MULTIPLY) return product_is_share(node);
  if (node->op == NODE_DIVIDE) return node->operands[0]->type == node->operands[1]->type || node_is_share(node->operands[0]);
  if (node->op == NODE_PARAMETER) {
    bool percent = node->parameter->rate;
    for (size_t i = 0; i < node->parameter->count; i++) percent |= node->parameter->values[i].value->percent;
    return percent;
  }
  bool combined = node_is_arithmetic(node) || node->op == NODE_LARGEST || node->op == NODE_SMALLEST;
  return combined && any_share(node, 0, 1);
}

void format_parameter_value(struct buffer *out, enum language language, const struct parameter *parameter,
                            const struct node *value)
{
  bool share = value->type == TYPE_NUMBER && (parameter->rate || value->percent);
  if (share) format_share(out, value->number);
  else format_value(out, language, value->type, value->number);
}

enum { JUDGED = 1, GRANTS = 2, PAYS = 4, OWES = 8, PRICED = 16 };
static const struct {
  const char *names[2];
  unsigned traits;
} kinds[] = {
#define MEASURE_KIND(kind, english, chinese, traits, usage, help, help_english) { { chinese, #english }, traits },
#include "model/measure_kinds.def"
#undef MEASURE_KIND
};

const char *measure_kind_name(enum measure_kind kind, enum language language)
{
  return kinds[kind].names[language];
}

enum measure_kind measure_kind_find(struct slice chinese)
{
  int kind = 0;
  while (kind < MEASURE_KINDS && !slice_is(chinese, kinds[kind].names[LANGUAGE_CHINESE])) kind++;
  return (enum measure_kind)kind;
}

bool measure_kind_judged(enum measure_kind kind)
{
  return kinds[kind].traits & JUDGED;
}

bool measure_kind_grants(enum measure_kind kind)
{
  return kinds[kind].traits & GRANTS;
}

bool measure_kind_pays(enum measure_kind kind)
{
  return kinds[kind].traits & PAYS;
}

bool measure_kind_owes(enum measure_kind kind)
{
  return kinds[kind].traits & OWES;
}

bool measure_kind_priced(enum measure_kind kind)
{
  return kinds[kind].traits & PRICED;
}

static int compare_ids(const void *left, const void *right)
{
  const struct measure *a = *(struct measure *const *)left, *b = *(struct measure *const *)right;
  int order = strcmp(a->id, b->id);
  return order ? order : (a->index > b->index) - (a->index < b->index);
}

void model_index_ids(struct arena *arena, struct model *model)
{
  model->by_id = arena_array(arena, model->measure_count, sizeof(struct measure *));
  model->by_id_count = 0;
  model->by_id_of = model->measures;
  for (size_t i = 0; i < model->measure_count; i++)
    if (model->measures[i]->id) model->by_id[model->by_id_count++] = model->measures[i];
  if (model->by_id_count) qsort(model->by_id, model->by_id_count, sizeof(struct measure *), compare_ids);
}

/* The first of that id among those that are sorted. */
static const struct measure *sorted_measure(const struct model *model, const char *id)
{
  size_t low = 0, high = model->by_id_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (strcmp(model->by_id[middle]->id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low < model->by_id_count && strcmp(model->by_id[low]->id, id) == 0 ? model->by_id[low] : NULL;
}

const struct measure *model_measure(const struct model *model, const char *id)
{
  if (model->by_id_of == model->measures && model->by_id_count == model->measure_count) return sorted_measure(model, id);
  for (size_t i = 0; i < model->measure_count; i++)
    if (model->measures[i]->id && strcmp(model->measures[i]->id, id) == 0) return model->measures[i];
  return NULL;
}

bool measure_walk_next(const struct measure *measure, struct measure_walk *walk)
{
  const struct node *const single[] = { [ROLE_CONDITION] = measure->condition,
                                        [ROLE_AMOUNT] = measure->amount,
                                        [ROLE_CAP] = measure->cap,
                                        [ROLE_CUMULATIVE_CAP] = measure->cumulative_cap,
                                        [ROLE_BUDGET] = measure->budget,
                                        [ROLE_BUDGET_ORDER] = measure->budget_order,
                                        [ROLE_BUDGET_EACH] = measure->budget_each,
                                        [ROLE_ACTUAL] = measure->actual,
                                        [ROLE_GOAL] = measure->goal,
                                        [ROLE_RELATION] = measure->exclusive_when,
                                        [ROLE_CHOSEN] = measure->exclusive_named };
  const size_t singles = sizeof single / sizeof *single;
  while (walk->at < singles && !single[walk->at]) walk->at++;
  size_t at = walk->at++;
  if (at < singles) return walk->role = (enum expression_role)at, walk->node = single[at], true;
  at -= singles;
  if (at < measure->joint_limit_count) return walk->role = ROLE_JOINT_LIMIT, walk->node = measure->joint_limits[at].most, true;
  at -= measure->joint_limit_count;
  if (at < measure->rung_count) return walk->role = ROLE_RUNG, walk->node = measure->rungs[at].condition, true;
  at -= measure->rung_count;
  if (at < measure->against_count) return walk->role = ROLE_AGAINST, walk->node = measure->against[at], true;
  at -= measure->against_count;
  if (at < measure->show_count) return walk->role = ROLE_SHOWN, walk->node = measure->shows[at], true;
  at -= measure->show_count;
  for (; at < 3 * measure->instalment_count; at++, walk->at++) {
    const struct instalment *part = &measure->instalments[at / 3];
    const struct node *nodes[] = { part->share, part->from, part->condition };
    if (nodes[at % 3]) return walk->role = ROLE_INSTALMENT, walk->node = nodes[at % 3], true;
  }
  return false;
}

bool node_any(const struct node *node, bool (*is)(const struct node *node, const void *context), const void *context)
{
  const struct aggregate *aggregate = node->aggregate;
  if (is(node, context)) return true;
  if (aggregate && aggregate->condition && node_any(aggregate->condition, is, context)) return true;
  if (aggregate && aggregate->value && node_any(aggregate->value, is, context)) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (node_any(node->operands[i], is, context)) return true;
  return false;
}

bool measure_any(const struct measure *measure, bool (*is)(const struct node *node, const void *context), const void *context)
{
  for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);)
    if (node_any(walk.node, is, context)) return true;
  return false;
}

struct looking_back {
  history_visit *visit;
  void *context;
};

static bool visit_paid(const struct node *node, const void *context)
{
  const struct looking_back *looking = context;
  for (size_t i = 0; node->op == NODE_PAID && i < node->set_count; i++)
    looking->visit(looking->context, node->texts[i], HISTORY_MONEY);
  return false;
}

void measure_looks_back(const struct measure *measure, history_visit *visit, void *context)
{
  const struct looking_back looking = { visit, context };
  if (measure->once || measure->times) visit(context, measure->id, HISTORY_OUTCOME);
  if (measure->instalment_count) visit(context, measure->id, HISTORY_TOTAL);
  if (measure->cumulative_cap) visit(context, measure->id, HISTORY_MONEY);
  for (size_t i = 0; i < measure->top_up.count; i++) visit(context, measure->top_up.ids[i], HISTORY_MONEY);
  for (size_t i = 0; i < measure->joint_limit_count; i++) {
    const struct joint_limit *limit = measure->joint_limits[i].limit;
    for (size_t k = 0; limit->over_years && k < limit->asked.count; k++) visit(context, limit->asked.ids[k], HISTORY_MONEY);
  }
  measure_any(measure, visit_paid, &looking);
}

const struct node *joint_limit_most(const struct joint_limit *limit, const struct measure *member)
{
  for (size_t i = 0; i < member->joint_limit_count; i++)
    if (member->joint_limits[i].limit == limit) return member->joint_limits[i].most;
  return limit->most;
}

size_t model_relation_count(const struct model *model)
{
  return model->choice_count + model->joint_limit_count;
}

bool model_relation(const struct model *model, size_t at, struct measure_relation *relation)
{
  if (at < model->choice_count) {
    const struct exclusive_group *choice = model->choices[at];
    *relation = (struct measure_relation){ choice->id, choice->name, choice->clause, choice->path, MSG_RULE_EXCLUSIVE };
    return true;
  }
  at -= model->choice_count;
  if (at >= model->joint_limit_count) return false;
  const struct joint_limit *limit = model->joint_limits[at];
  *relation = (struct measure_relation){ limit->id, limit->name, limit->clause, limit->path, MSG_RULE_JOINT_LIMIT };
  return true;
}

bool clauses_name(const char *clauses, const char *clause)
{
  size_t length = strlen(clause);
  for (const char *at = clauses; at && *at;) {
    const char *end = strstr(at, "、");
    size_t part = end ? (size_t)(end - at) : strlen(at);
    if (part == length && memcmp(at, clause, length) == 0) return true;
    at = end ? end + strlen("、") : NULL;
  }
  return false;
}

void format_agencies(struct buffer *out, const struct measure *measure)
{
  for (size_t i = 0; i < measure->agency_count; i++) buffer_printf(out, "%s%s", i ? "、" : "", measure->agencies[i]);
}

bool measure_names_clause(const struct measure *measure, const char *clause)
{
  return clauses_name(measure->clause, clause);
}

bool policy_is_draft(const struct policy *policy)
{
  static const char *const words[] = { "征求意见", "草案", "draft" };
  for (size_t i = 0; policy->status && i < sizeof words / sizeof *words; i++)
    if (strstr(policy->status, words[i])) return true;
  return false;
}

bool measure_pays_later(const struct measure *measure, int year)
{
  int last = date_civil(measure->policy->to).year;
  bool events = false;
  for (size_t i = 0; i < measure->instalment_count; i++) events |= measure->instalments[i].from != NULL;
  if (!measure->instalment_count || measure->policy->open_ended || year <= last) return false;
  return events || year < last + (int)measure->instalment_count;
}

bool policy_covers(const struct policy *policy, int year)
{
  date first, last;
  if (!date_make(year, 1, 1, &first) || !date_make(year, 12, 31, &last)) return false;
  return policy->from <= last && (policy->open_ended || policy->to >= first);
}

int model_find_table(const struct model *model, const char *name)
{
  for (size_t i = 0; i < model->table_count; i++) {
    const struct table_kind *kind = &model->tables[i].kind;
    if (strcmp(kind->name, name) == 0 || (kind->english && strcmp(kind->english, name) == 0)) return (int)i;
  }
  return -1;
}

int table_find_field(const struct table *table, const char *name)
{
  for (size_t i = 0; i < table->kind.field_count; i++) {
    const struct field *field = &table->kind.fields[i];
    if (strcmp(field->plain ? field->plain : field->name, name) == 0) return (int)i;
    if (field->english && strcmp(field->english, name) == 0) return (int)i;
  }
  return -1;
}

void model_looks_at(const struct model *model, const struct measure *measure)
{
  struct workload *workload = model->workload;
  if (!workload) return;
  workload->measure = measure->name;
  workload->path = measure->path;
  workload->line = measure->site.line;
  workload->column = measure->site.column;
}

bool measure_set_has(const struct measure_set *set, const char *id)
{
  for (size_t i = 0; i < set->count; i++)
    if (strcmp(set->ids[i], id) == 0) return true;
  return false;
}

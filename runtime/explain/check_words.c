/* Slips in the words between measures and years, and about the whole list: what is written, and cannot mean what it says. For
 * check.c. */
#include <limits.h>
#include <string.h>

#include "explain/check_parts.h"

/* 名单.分位 is a share of 1, 名单.名次 a whole number from 1 up: 25 of the one, or 百分之(25) of the other, is a slip. */
static void check_place(struct checking *checking, const struct node *node)
{
  const struct node *place = node_unnamed(node->operands[0]), *bound = node_unnamed(node->operands[1]);
  bool placed = place->op == NODE_POPULATION && bound->op == NODE_CONSTANT && place->first <= POPULATION_QUANTILE;
  if (!placed) return;
  int whole = ratio_compare(bound->number, ratio_whole(1));
  bool quantile = place->first == POPULATION_QUANTILE;
  if (quantile ? whole <= 0 : whole >= 0) return;
  diagnostic_add(checking, quantile ? MSG_CHECK_QUANTILE_SLIP : MSG_CHECK_RANK_SLIP, node->path,
                 bound->site.line ? bound->site : node->site, diagnostic_value(checking, TYPE_NUMBER, bound->number),
                 diagnostic_string(checking, place), NULL);
}

/* 已填 of a column of which a blank means something: it is yes for a blank. */
static void check_filled(struct checking *checking, const struct node *node)
{
  const struct node *asked = node_unnamed(node->operands[0]);
  if (asked->op != NODE_FIELD || !asked->field->has_blank) return;
  diagnostic_add(checking, MSG_CHECK_FILLED_BLANK, node->path, node->site, asked->field->name, NULL);
}

/* Groups of one row each, or one group for all. */
static void check_groups(struct checking *checking, const struct node *node)
{
  const struct aggregate *sum = node->aggregate;
  const struct node *value = sum->value ? node_unnamed(sum->value) : NULL;
  if (!sum->per || !value) return;
  int per = (int)(sum->per - checking->model->tables[sum->table].kind.fields);
  if (value->op == NODE_FIELD && value->field == sum->per)
    diagnostic_add(checking, MSG_CHECK_GROUP_OF_VALUE, node->path, node->site, sum->per->name, NULL);
  else if (per == sum->group) diagnostic_add(checking, MSG_CHECK_GROUP_OF_ALL, node->path, node->site, sum->per->name, NULL);
}

static bool asks_itself(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_FIELD && node->table == 0 && !node->link;
}

/* Rows of the company are asked what it is itself; who stands on their other side is asked through its link. */
static void check_rows_of_itself(struct checking *checking, const struct node *node)
{
  const struct aggregate *rows = node->aggregate;
  if (!rows->table || rows->of_object || rows->link < 0 || !rows->condition) return;
  const struct node *condition = rows->condition;
  bool several = condition->op == NODE_ALL && condition->operand_count;
  for (size_t i = 0; i < (several ? condition->operand_count : 1); i++) {
    const struct node *asked = several ? condition->operands[i] : condition;
    if (asked->tables & ~1u || !node_any(asked, asks_itself, NULL)) continue;
    diagnostic_add(checking, MSG_CHECK_ROWS_OF_ITSELF, node->path, node->site, diagnostic_string(checking, node),
                   diagnostic_string(checking, asked), NULL);
    return;
  }
}

/* 指标("增速", 2022) in a policy of several years: a figure that stands still. A year before the policy is a base. */
static void check_figure_year(struct checking *checking, const struct node *node)
{
  const struct policy *policy = checking->policy;
  int first = date_civil(policy->from).year, last = policy->open_ended ? INT_MAX : date_civil(policy->to).year;
  if (node->first < first || node->first > last || first == last) return;
  diagnostic_add(checking, MSG_CHECK_FIGURE_YEAR, node->path, node->site, diagnostic_string(checking, node),
                 arena_printf(checking->arena, "%d", node->first), NULL);
}

void check_word(struct checking *checking, const struct node *node)
{
  if (node->op == NODE_COMPARE) check_place(checking, node);
  if (node->op == NODE_IS_KNOWN) check_filled(checking, node);
  if (node->op == NODE_AGGREGATE) check_groups(checking, node);
  if (node->op == NODE_AGGREGATE) check_rows_of_itself(checking, node);
  if (node->op == NODE_INDICATOR) check_figure_year(checking, node);
}

/* The cap of what the authority sets between two ends lies below both. */
static void check_range(struct checking *checking, const struct measure *measure)
{
  const struct node *range = measure->amount ? node_unnamed(measure->amount) : NULL;
  if (!range || range->op != NODE_RANGE || !measure->cap) return;
  const struct node *least = program_fold(checking->program, range->operands[0]),
                    *cap = program_fold(checking->program, measure->cap);
  if (least->op != NODE_CONSTANT || cap->op != NODE_CONSTANT || ratio_compare(cap->number, least->number) >= 0) return;
  diagnostic_add(checking, MSG_CHECK_RANGE_CAPPED, measure->path, measure->site, measure->id,
                 diagnostic_value(checking, TYPE_MONEY, cap->number), diagnostic_value(checking, TYPE_MONEY, least->number),
                 NULL);
}

/* The only district in which its objects can be; 0: there are more. */
static int32_t one_district(const struct measure *measure)
{
  for (size_t i = 0; i < measure->condition_count; i++) {
    const struct node *region = measure->conditions[i];
    if (region->added && region->set_count == 1 && region->codes[0] % 100) return region->codes[0];
  }
  return 0;
}

/* One envelope for each district, where all are in one district. */
static void check_envelopes(struct checking *checking, const struct measure *measure)
{
  const struct node *each = measure->budget_each;
  const struct table *companies = &checking->model->tables[0];
  bool by_region = each && each->op == NODE_FIELD && each->field == &companies->kind.fields[companies->region];
  if (!by_region || !one_district(measure)) return;
  diagnostic_add(checking, MSG_CHECK_ONE_ENVELOPE, measure->path, measure->site, measure->id, each->field->name, NULL);
}

static bool writes_again(const struct measure *measure, const struct node *condition)
{
  for (size_t i = 0; i < measure->condition_count; i++)
    if (node_equal(measure->conditions[i], condition)) return true;
  return false;
}

/* 不限条件: of nothing, or of what the measure asks all the same. */
static void check_lifted(struct checking *checking, const struct measure *measure)
{
  const struct policy *policy = measure->policy;
  size_t again = 0;
  if (!measure->conditions_lifted) return;
  for (size_t i = 0; i < policy->condition_count; i++) again += writes_again(measure, policy->conditions[i]);
  if (again < policy->condition_count) return;
  diagnostic_add(checking, policy->condition_count ? MSG_CHECK_LIFTED_WRITTEN : MSG_CHECK_NOTHING_LIFTED, measure->path,
                 measure->site, measure->id, NULL);
}

void check_policy_conditions(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  size_t asked = 0, lifted = 0;
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    if (measure->object || !measure_kind_judged(measure->kind) || measure_kind_owes(measure->kind)) continue;
    asked++;
    lifted += measure->conditions_lifted;
  }
  if (!policy->condition_count || !asked || lifted < asked) return;
  const struct node *first = policy->conditions[0];
  diagnostic_add(checking, MSG_CHECK_LIFTED_BY_ALL, first->path, first->site, diagnostic_string(checking, first), NULL);
}

static bool is_entitlement(const struct node *node, const void *of)
{
  const struct measure *measure = of;
  return node->op == NODE_NAMED && node->set_count && strcmp(node->texts[0], measure->id) == 0;
}

/* A share of what another gives, and both in a relation in which one gives way. */
static void check_share_in_choice(struct checking *checking, const struct measure *measure)
{
  const struct exclusive_group *choice = measure->exclusive_group;
  for (size_t i = 0; choice && measure->amount && i < choice->count; i++) {
    const struct measure *other = choice->members[i];
    if (other == measure || !other->id || !node_any(measure->amount, is_entitlement, other)) continue;
    diagnostic_add(checking, MSG_CHECK_SHARE_IN_CHOICE, measure->path, measure->site, measure->id, other->id, choice->name, NULL);
    return;
  }
}

void check_measure_words(struct checking *checking, const struct measure *measure)
{
  check_range(checking, measure);
  check_envelopes(checking, measure);
  check_lifted(checking, measure);
  check_share_in_choice(checking, measure);
}

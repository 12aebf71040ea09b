/* Slips in the words between measures and years, and about the whole list: what is written, and cannot mean what it says. For
 * check.c. */
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

void check_word(struct checking *checking, const struct node *node)
{
  if (node->op == NODE_COMPARE) check_place(checking, node);
  if (node->op == NODE_IS_KNOWN) check_filled(checking, node);
  if (node->op == NODE_AGGREGATE) check_groups(checking, node);
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

void check_measure_words(struct checking *checking, const struct measure *measure)
{
  check_range(checking, measure);
  check_envelopes(checking, measure);
  if (measure->conditions_lifted && !measure->policy->condition_count)
    diagnostic_add(checking, MSG_CHECK_NOTHING_LIFTED, measure->path, measure->site, measure->id, NULL);
}

/* What is easily forgotten in a clawback: what it rests on, who is asked, how much at most, and that it is claimed once. For
 * check.c. */
#include <string.h>

#include "explain/check_parts.h"

/* What was paid before, something that happened, a record. */
static bool is_ground(const struct node *node, const void *context)
{
  (void)context;
  bool read = node->op == NODE_PAID || node->op == NODE_AGGREGATE || node->op == NODE_COMPUTED;
  return read || (node->op == NODE_FIELD && (node->field->event || node->type == TYPE_DATE));
}

/* A datum that tells that a company went away; where it came from (迁出地) is none. */
static bool is_departure(const struct node *node, const void *context)
{
  static const char *const words[] = { "迁出", "迁离", "搬离", "moved_out", "moved_away" };
  bool told = node->op == NODE_FIELD && (node->type == TYPE_DATE || node->type == TYPE_TRUTH), departed = false;
  (void)context;
  for (size_t i = 0; told && i < sizeof words / sizeof *words; i++)
    departed |= strstr(node->field->name, words[i]) || (node->field->english && strstr(node->field->english, words[i]));
  return departed;
}

static bool is_region_asked(const struct measure *measure)
{
  for (size_t i = 0; i < measure->condition_count; i++)
    if (measure->conditions[i]->added) return true;
  return false;
}

/* What was paid, or a sum of money that a list or records hold. */
static bool is_money_datum(const struct node *node, const void *context)
{
  (void)context;
  bool read = node->op == NODE_FIELD || node->op == NODE_AGGREGATE || node->op == NODE_COMPUTED;
  return node->op == NODE_PAID || (read && node->type == TYPE_MONEY);
}

static bool is_dated(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_FIELD && node->type == TYPE_DATE;
}

static bool is_of_year(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_YEAR || node->op == NODE_PERIOD || node->op == NODE_YEAR_DAY || node->op == NODE_YEAR_NUMBER;
}

void check_clawback(struct checking *checking, const struct measure *measure)
{
  const struct node *amount = measure->amount, *cap = measure->cap;
  if (!measure_kind_owes(measure->kind) || !amount) return;
  bool grounded = measure_any(measure, is_ground, NULL);
  bool bounded = node_any(amount, is_money_datum, NULL) || (cap && node_any(cap, is_money_datum, NULL));
  const enum message found[] = { !grounded ? MSG_CHECK_CLAWBACK_GROUND : MESSAGE_COUNT,
                                 is_region_asked(measure) && measure_any(measure, is_departure, NULL) ? MSG_CHECK_CLAWBACK_REGION
                                                                                                      : MESSAGE_COUNT,
                                 !bounded ? MSG_CHECK_CLAWBACK_AMOUNT : MESSAGE_COUNT,
                                 node_any(measure->condition, is_dated, NULL) && !measure_any(measure, is_of_year, NULL)
                                     ? MSG_CHECK_CLAWBACK_AGAIN
                                     : MESSAGE_COUNT };
  for (size_t i = 0; i < sizeof found / sizeof *found; i++)
    if (found[i] != MESSAGE_COUNT) diagnostic_add(checking, found[i], measure->path, measure->site, measure->id, NULL);
}

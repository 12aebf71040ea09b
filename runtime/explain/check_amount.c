/* Amounts and rates: caps, slips of 元 for 万元 and of 5 for 5%, for check.c. */
#include "explain/check_parts.h"

/* The least that a folded amount can come to without being nothing; false when nothing certain can be said. */
static bool least_amount(const struct node *node, struct ratio *least)
{
  struct ratio a, b;
  node = node_unnamed(node);
  *least = node->op == NODE_CONSTANT ? node->number : ratio_whole(1);
  if (node->op == NODE_CONSTANT) return true;
  if (node->op == NODE_AGGREGATE) return node->aggregate->kind < AGGREGATE_SUM;
  if (node->op == NODE_MULTIPLY)
    return least_amount(node->operands[0], &a) && least_amount(node->operands[1], &b) && ratio_multiply(a, b, least);
  if (node->op != NODE_CASES && node->op != NODE_SMALLEST && node->op != NODE_LARGEST) return false;
  bool tiers = node->op == NODE_CASES, any = false;
  for (size_t i = tiers ? 1 : 0; i < node->operand_count; i += tiers ? 2 : 1) {
    if (!least_amount(node->operands[i], &a)) return false;
    bool better = node->op == NODE_LARGEST ? ratio_compare(a, *least) > 0 : ratio_compare(a, *least) < 0;
    if (!any || better) *least = a;
    any = true;
  }
  return any;
}

void check_cap(struct checking *checking, const struct measure *measure)
{
  struct ratio least;
  if (!measure->cap || !measure->amount) return;
  const struct node *cap = program_fold(checking->program, measure->cap);
  const struct node *amount = program_fold(checking->program, measure->amount);
  if (cap->op != NODE_CONSTANT || !least_amount(amount, &least) || ratio_compare(cap->number, least) >= 0) return;
  diagnostic_add(checking, MSG_CHECK_CAP_BELOW, measure->path, measure->cap->site, measure->id,
                 diagnostic_value(checking, TYPE_MONEY, cap->number), diagnostic_value(checking, TYPE_MONEY, least), NULL);
}

/* 元 for 万元: an amount that is a hundred times larger or smaller than the nearest other amount of the policy. */

enum { AMOUNTS = 128, FAR = 100 };

struct amounts {
  const struct node *items[AMOUNTS];
  size_t count;
};

static void amount_add(struct amounts *amounts, const struct node *constant)
{
  bool plain = constant->op == NODE_CONSTANT && constant->type == TYPE_MONEY && constant->number.num > 0;
  for (size_t i = 0; plain && i < amounts->count; i++) plain = amounts->items[i] != constant;
  if (plain && amounts->count < AMOUNTS) amounts->items[amounts->count++] = constant;
}

/* What a measure pays as it stands: a constant, the values of a parameter, of tiers. A price per piece is none. */
static void amounts_collect(struct amounts *amounts, const struct node *node)
{
  node = node_unnamed(node);
  amount_add(amounts, node);
  for (size_t i = 0; node->op == NODE_PARAMETER && i < node->parameter->count; i++)
    amount_add(amounts, node->parameter->values[i].value);
  bool tiers = node->op == NODE_CASES, among = tiers || node->op == NODE_LARGEST || node->op == NODE_SMALLEST;
  for (size_t i = tiers ? 1 : 0; among && i < node->operand_count; i += tiers ? 2 : 1)
    amounts_collect(amounts, node->operands[i]);
}

static bool is_far(const struct node *a, const struct node *b)
{
  int64_t x = a->number.num, y = b->number.num;
  return x / FAR >= y || y / FAR >= x;
}

/* Of two that are far apart, the one in small change is the slip; of more, the one that has no neighbour. */
static bool is_slip(const struct amounts *amounts, size_t at)
{
  const struct node *amount = amounts->items[at];
  for (size_t k = 0; k < amounts->count; k++)
    if (k != at && !is_far(amount, amounts->items[k])) return false;
  if (amounts->count > 2) return true;
  const struct node *other = amounts->items[1 - at];
  bool small = amount->number.num < other->number.num;
  return small == (amount->number.num < 1000 * FEN_YUAN || other->number.num < 1000 * FEN_YUAN);
}

static const struct node *nearest_amount(const struct amounts *amounts, size_t at)
{
  const struct node *best = NULL;
  for (size_t k = 0; k < amounts->count; k++) {
    if (k == at) continue;
    int64_t x = amounts->items[at]->number.num, y = amounts->items[k]->number.num, z = best ? best->number.num : 0;
    bool nearer = !best || (y > x ? y / x : x / y) < (z > x ? z / x : x / z);
    if (nearer) best = amounts->items[k];
  }
  return best;
}

void check_amount_slips(struct checking *checking)
{
  struct amounts amounts = { .count = 0 };
  const struct policy *policy = checking->policy;
  for (size_t i = 0; i < policy->measure_count; i++)
    if (policy->measures[i]->amount) amounts_collect(&amounts, policy->measures[i]->amount);
  for (size_t i = 0; amounts.count > 1 && i < amounts.count; i++) {
    const struct node *amount = amounts.items[i];
    if (!amount->path || !is_slip(&amounts, i)) continue;
    diagnostic_add(checking, MSG_CHECK_AMOUNT_SLIP, amount->path, amount->site,
                   diagnostic_value(checking, TYPE_MONEY, amount->number),
                   diagnostic_value(checking, TYPE_MONEY, nearest_amount(&amounts, i)->number), NULL);
  }
}

/* 5 for 百分之(5) */

static bool is_plain_number(const struct node *node)
{
  return node->op == NODE_CONSTANT && node->type == TYPE_NUMBER && !node->percent;
}

static bool at_least_two(const struct node *node)
{
  return ratio_compare(node->number, ratio_whole(2)) >= 0;
}

static bool is_multiple(const struct node *node)
{
  return is_plain_number(node) && ratio_compare(node->number, ratio_whole(1)) > 0;
}

static bool is_share(const struct node *node)
{
  node = node_unnamed(node);
  if (node->op != NODE_DIVIDE) return false;
  const struct node *part = node_unnamed(node->operands[0]), *whole = node_unnamed(node->operands[1]);
  return part->op == NODE_FIELD && whole->op == NODE_FIELD && part->type == whole->type;
}

/* A share of one figure of a company in another is asked to be several times the whole. */
static void check_compared(struct checking *checking, const struct node *node)
{
  const struct node *share = node->operands[0], *limit = node_unnamed(node->operands[1]);
  bool above = node->relation == AT_LEAST || node->relation == MORE_THAN;
  if (!above || !is_share(share) || !is_plain_number(limit) || !at_least_two(limit)) return;
  diagnostic_add(checking, MSG_CHECK_RATE_SLIP, node->path, limit->site.line ? limit->site : node->site,
                 diagnostic_value(checking, TYPE_NUMBER, limit->number), diagnostic_string(checking, share), NULL);
}

static bool is_figure(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_FIELD || node->op == NODE_AGGREGATE;
}

static void add_multiple(struct checking *checking, const struct node *product, const struct node *rate,
                         const struct node *figure)
{
  if (!is_multiple(rate)) return;
  bool placed = rate->path && rate->site.line;
  diagnostic_add(checking, MSG_CHECK_RATE_SLIP, placed ? rate->path : product->path, placed ? rate->site : product->site,
                 diagnostic_value(checking, TYPE_NUMBER, rate->number), diagnostic_string(checking, figure), NULL);
}

/* A figure of the company, a sum or what is computed from them is paid several times over: by a number as it stands, by one of a
 * parameter's or of a tier's. A price per piece is no such figure. */
static void check_multiplied(struct checking *checking, const struct node *node)
{
  for (int i = 0; i < 2; i++) {
    const struct node *figure = node_unnamed(node->operands[i]), *rate = node_unnamed(node->operands[1 - i]);
    if (figure->type != TYPE_MONEY || figure->op == NODE_MULTIPLY || !node_any(figure, is_figure, NULL)) continue;
    add_multiple(checking, node, rate, node->operands[i]);
    for (size_t k = 1; rate->op == NODE_CASES && k < rate->operand_count; k += 2)
      add_multiple(checking, node, node_unnamed(rate->operands[k]), node->operands[i]);
    for (size_t k = 0; rate->op == NODE_PARAMETER && k < rate->parameter->count; k++)
      add_multiple(checking, node, rate->parameter->values[k].value, node->operands[i]);
  }
}

/* 30 for 百分之(30) as the value of a rate. */
void check_parameter_rate(struct checking *checking, const struct parameter *parameter)
{
  bool rate = parameter_is_rate(parameter);
  for (size_t i = 0; rate && i < parameter->count; i++) {
    const struct node *value = parameter->values[i].value;
    if (!is_plain_number(value) || ratio_compare(value->number, ratio_whole(1)) < 0) continue;
    diagnostic_add(checking, MSG_CHECK_PARAMETER_RATE, parameter->path, value->site.line ? value->site : parameter->site,
                   parameter->name, diagnostic_value(checking, TYPE_NUMBER, value->number), NULL);
  }
}

/* 百分之(0.05) for 百分之(5). */
static void check_small_rate(struct checking *checking, const struct node *node)
{
  struct ratio hundred;
  if (node->percent != 100 || node->number.num <= 0 || !ratio_multiply(node->number, ratio_whole(100), &hundred)) return;
  if (ratio_compare(hundred, ratio_whole(1)) < 0 && node->path)
    diagnostic_add(checking, MSG_CHECK_RATE_SMALL, node->path, node->site, diagnostic_string(checking, node), NULL);
}

/* 营业收入 { 至少 = 元(500) }: no figure of a company is meant that small. */
static void check_threshold(struct checking *checking, const struct node *node)
{
  const struct node *field = node_unnamed(node->operands[0]), *limit = node_unnamed(node->operands[1]);
  bool money = field->op == NODE_FIELD && field->table == 0 && field->type == TYPE_MONEY && limit->op == NODE_CONSTANT;
  if (!money || limit->number.num <= 0 || limit->number.num >= FEN_WAN) return;
  diagnostic_add(checking, MSG_CHECK_THRESHOLD_SLIP, node->path, limit->site.line ? limit->site : node->site,
                 diagnostic_string(checking, field), diagnostic_value(checking, TYPE_MONEY, limit->number), NULL);
}

void check_positive(struct checking *checking, const struct measure *measure)
{
  const struct node *amount = measure->amount ? node_unnamed(measure->amount) : NULL;
  for (size_t i = 0; amount && amount->op == NODE_PARAMETER && i < amount->parameter->count; i++) {
    const struct node *value = amount->parameter->values[i].value;
    if (value->number.num <= 0)
      diagnostic_add(checking, MSG_CHECK_AMOUNT_NOTHING, value->path ? value->path : measure->path, value->site,
                     diagnostic_value(checking, TYPE_MONEY, value->number), NULL);
  }
  if (amount && amount->op == NODE_CONSTANT && amount->number.num <= 0)
    diagnostic_add(checking, MSG_CHECK_AMOUNT_NOTHING, measure->path, amount->site,
                   diagnostic_value(checking, TYPE_MONEY, amount->number), NULL);
}

/* 每满(增速 - 百分之(7), 1): a percentage point is 百分之(1). */
static void check_step(struct checking *checking, const struct node *node)
{
  const struct node *share = node->operands[0], *step = node_unnamed(node->operands[1]);
  if (!node_is_share(share) || !is_plain_number(step) || ratio_compare(step->number, ratio_whole(1)) < 0) return;
  diagnostic_add(checking, MSG_CHECK_STEP_SLIP, node->path, node->site, diagnostic_string(checking, share),
                 diagnostic_value(checking, TYPE_NUMBER, step->number), NULL);
}

void check_rates(struct checking *checking, const struct node *node, bool pays)
{
  check_word(checking, node);
  if (node->op == NODE_FULL_STEPS) check_step(checking, node);
  if (node->op == NODE_CONSTANT) check_small_rate(checking, node);
  if (node->op == NODE_COMPARE) check_threshold(checking, node);
  if (node->op == NODE_COMPARE) check_compared(checking, node);
  if (pays && node->op == NODE_MULTIPLY) check_multiplied(checking, node);
  for (size_t i = 0; i < node->operand_count; i++) check_rates(checking, node->operands[i], pays);
}

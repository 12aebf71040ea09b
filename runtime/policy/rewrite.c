/* Expressions made anew with their counts changed: restricted to a region, grouped by another field. */
#include <string.h>

#include "policy/expression.h"

bool node_counts_companies(const struct node *node)
{
  if (node->op == NODE_AGGREGATE && node->aggregate->table == 0) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (node_counts_companies(node->operands[i])) return true;
  return false;
}

static const struct node *restricted_count(struct builder *builder, const struct node *node, const struct node *condition)
{
  struct aggregate aggregate = *node->aggregate;
  const struct node *both[] = { condition, aggregate.condition };
  aggregate.condition = aggregate.condition ? node_group(builder, NODE_ALL, both, 2) : condition;
  return node_aggregate(builder, &aggregate);
}

const struct node *node_restrict(struct builder *builder, const struct node *node, const struct node *condition)
{
  if (node->op == NODE_AGGREGATE && node->aggregate->table == 0) return restricted_count(builder, node, condition);
  if (!node_counts_companies(node)) return node;
  const struct node **operands = arena_array(builder->arena, node->operand_count, sizeof(struct node *));
  for (size_t i = 0; i < node->operand_count; i++) operands[i] = node_restrict(builder, node->operands[i], condition);
  struct node *copy = arena_alloc(builder->arena, sizeof *copy);
  *copy = *node;
  copy->operands = operands;
  return copy;
}

const struct node *node_regroup(struct builder *builder, const struct node *node, int table, int group)
{
  if (node->op == NODE_AGGREGATE && node->aggregate->table == table) {
    struct aggregate grouped = *node->aggregate;
    grouped.group = group;
    struct node *copy = arena_alloc(builder->arena, sizeof *copy);
    *copy = *node;
    struct aggregate *kept = arena_alloc(builder->arena, sizeof *kept);
    *kept = grouped;
    copy->aggregate = kept;
    return copy;
  }
  const struct node **operands = arena_array(builder->arena, node->operand_count, sizeof(struct node *));
  bool changed = false;
  for (size_t i = 0; i < node->operand_count; i++) {
    operands[i] = node_regroup(builder, node->operands[i], table, group);
    changed |= operands[i] != node->operands[i];
  }
  if (!changed) return node;
  struct node *copy = arena_alloc(builder->arena, sizeof *copy);
  *copy = *node;
  copy->operands = operands;
  return copy;
}

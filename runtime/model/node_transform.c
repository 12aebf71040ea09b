/* Expressions made anew: counts restricted to a region or grouped by another field, fields asked of the company of a link. */
#include <string.h>

#include "model/model.h"

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
  bool derived = builder->derived;
  builder->derived = true;
  aggregate.condition = aggregate.condition ? node_group(builder, NODE_ALL, both, 2) : condition;
  builder->derived = derived;
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

const struct node *node_restrict_population(struct builder *builder, const struct node *node, const struct node *condition)
{
  /* Restricted by the measure in which it stands, whose entitlement or criterion this one asks. */
  if (node->op == NODE_POPULATION && node->operands[0]->added) return node;
  const struct node **operands = arena_array(builder->arena, node->operand_count, sizeof(struct node *));
  bool changed = node->op == NODE_POPULATION;
  for (size_t i = 0; i < node->operand_count; i++) {
    operands[i] = node_restrict_population(builder, node->operands[i], condition);
    changed |= operands[i] != node->operands[i];
  }
  if (!changed) return node;
  struct node *copy = arena_alloc(builder->arena, sizeof *copy);
  *copy = *node;
  copy->operands = operands;
  if (node->op != NODE_POPULATION) return copy;
  const struct node *both[] = { condition, operands[0] };
  struct node *restricted = arena_alloc(builder->arena, sizeof *restricted);
  *restricted = *node_group(builder, NODE_ALL, both, 2);
  restricted->added = true;
  operands[0] = restricted;
  return copy;
}

const struct node *node_regroup(struct builder *builder, const struct node *node, int table, int group)
{
  if (node->op == NODE_AGGREGATE && node->aggregate->table == table) {
    struct aggregate grouped = *node->aggregate;
    grouped.group = group;
    grouped.of_object = true;
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

/* Each leaf as `change` makes it; what has no changed leaf stays the same node. */
static const struct node *change_leaves(struct builder *builder, const struct node *node,
                                        const struct node *(*change)(struct builder *, const struct node *, const void *),
                                        const void *context)
{
  if (node->op == NODE_FIELD) return change(builder, node, context);
  const struct node **operands = arena_array(builder->arena, node->operand_count, sizeof(struct node *));
  bool changed = false, wrong = false;
  for (size_t i = 0; i < node->operand_count; i++) {
    operands[i] = change_leaves(builder, node->operands[i], change, context);
    changed |= operands[i] != node->operands[i];
    wrong |= operands[i]->type == TYPE_ERROR;
  }
  if (!changed || wrong) return wrong ? builder->error : node;
  struct node *copy = arena_alloc(builder->arena, sizeof *copy);
  *copy = *node;
  copy->operands = operands;
  return copy;
}

static const struct node *changed_link(struct builder *builder, const struct node *node, const char *via,
                                       const struct field *link)
{
  struct node *copy = arena_alloc(builder->arena, sizeof *copy);
  *copy = *node;
  copy->via = via;
  copy->link = link;
  return copy;
}

static const struct node *note_via(struct builder *builder, const struct node *node, const void *via)
{
  return node->table == 0 && !node->via ? changed_link(builder, node, via, NULL) : node;
}

const struct node *node_via(struct builder *builder, const struct node *node, const char *via)
{
  return change_leaves(builder, node, note_via, via);
}

struct resolving {
  const struct table *table;
  int own;
};

static const struct node *resolve_link(struct builder *builder, const struct node *node, const void *context)
{
  const struct resolving *resolving = context;
  const struct table *table = resolving->table;
  if (!node->via) return node;
  for (size_t i = 0; i < table->link_count; i++) {
    const struct link *link = &table->links[i];
    bool named = strcmp(link->name, node->via) == 0 || (link->english && strcmp(link->english, node->via) == 0);
    if (named) return changed_link(builder, node, NULL, link->field == resolving->own ? NULL : &table->kind.fields[link->field]);
  }
  return builder_error(builder, MSG_LINK_OF_OTHER_TABLE, node->via, table->kind.name, NULL);
}

const struct node *node_resolve_links(struct builder *builder, const struct node *node, const struct table *table, int own)
{
  return change_leaves(builder, node, resolve_link, &(struct resolving){ table, own });
}

static bool is_via(const struct node *node, const void *context)
{
  (void)context;
  return node->via != NULL;
}

bool node_has_via(const struct node *node)
{
  return node_any(node, is_via, NULL);
}

/* What scripts do with expressions: arithmetic, groups of conditions, what is known or happened, the largest and smallest. Asking
 * is in ask.c, units are in unit.c, counts in aggregate.c and census.c. */
#include "policy/operator.h"

/* Arithmetic */

static int arithmetic(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_node(L, 1), *b = read_node(L, 2);
  return push_node(L, node_arithmetic(builder, op, a, b), false);
}

int operate_add(lua_State *L)
{
  return arithmetic(L, NODE_ADD);
}

int operate_subtract(lua_State *L)
{
  return arithmetic(L, NODE_SUBTRACT);
}

int operate_multiply(lua_State *L)
{
  return arithmetic(L, NODE_MULTIPLY);
}

int operate_divide(lua_State *L)
{
  return arithmetic(L, NODE_DIVIDE);
}

int operate_negate(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_node(L, 1);
  return push_node(L, node_arithmetic(builder, NODE_SUBTRACT, node_constant(builder, a->type, ratio_whole(0)), a), false);
}

int operate_refuse_comparison(lua_State *L)
{
  if (!is_error(L, 1) && !is_error(L, 2)) builder_refuse(builder_here(L), MSG_COMPARISON_SIGN, NULL);
  lua_pushboolean(L, 0);
  return 1;
}

int operate_refuse_arithmetic(lua_State *L)
{
  if (!is_error(L, 1) && !is_error(L, 2)) builder_refuse(builder_here(L), MSG_NO_SUCH_ARITHMETIC, NULL);
  return push_error(L);
}

/* Groups of conditions */

static int group(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  const struct node *const *conditions;
  if (!lua_istable(L, 1)) {
    if (!is_error(L, 1)) builder_refuse(builder, MSG_GROUP_NEEDS_LIST, describe(L, 1), NULL);
    return push_error(L);
  }
  size_t count = read_conditions(L, 1, &conditions);
  if (count == 0) builder_refuse(builder, MSG_EMPTY_GROUP, NULL);
  if (op == NODE_NOT && count > 1) builder_refuse(builder, MSG_NOT_TAKES_ONE, NULL);
  if (count == 0 || (op == NODE_NOT && count > 1)) return push_error(L);
  if (op == NODE_FAILING) return push_node(L, node_failing(builder, conditions, count), false);
  bool alone = count == 1 && op != NODE_NOT;
  return push_node(L, alone ? conditions[0] : node_group(builder, op, conditions, count), true);
}

int operate_all(lua_State *L)
{
  return group(L, NODE_ALL);
}

int operate_link(lua_State *L, const char *link)
{
  operate_all(L);
  const struct node *node = handle_at(L, -1)->node;
  return push_node(L, node_via(&loader_of(L)->builder, node, link), node->type != TYPE_ERROR);
}

int operate_any(lua_State *L)
{
  return group(L, NODE_ANY);
}

int operate_not(lua_State *L)
{
  return group(L, NODE_NOT);
}

int operate_failing(lua_State *L)
{
  return group(L, NODE_FAILING);
}

int operate_filled(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_state(builder, NODE_FILLED, read_node(L, 1)), true);
}

int operate_never(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_state(builder, NODE_NEVER, read_node(L, 1)), true);
}

int operate_division(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_division(builder, read_node(L, 1)), false);
}

int operate_named(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const char *name = read_text(L, 1);
  const struct handle *handle = handle_at(L, 2);
  if (name && handle && handle->kind == HANDLE_COMPUTED) { /* the name is then what it is called */
    push_node(L, node_renamed(builder, read_computed(L, handle, TYPE_TRUTH), name), true);
    handle_at(L, -1)->kind = HANDLE_COMPUTED;
    return 1;
  }
  const struct node *node = lua_istable(L, 2) ? read_condition(L, 2) : read_node(L, 2);
  if (!name) return push_error(L);
  return push_node(L, node_named(builder, name, node), node->type == TYPE_TRUTH);
}

static int extreme(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  int count = lua_gettop(L);
  const struct node **operands = arena_array(builder->arena, (size_t)count, sizeof(struct node *));
  for (int i = 0; i < count; i++) operands[i] = read_node(L, i + 1);
  if (count == 0) {
    builder_refuse(builder, MSG_EMPTY_GROUP, NULL);
    return push_error(L);
  }
  return push_node(L, node_extreme(builder, op, operands, (size_t)count), false);
}

int operate_largest(lua_State *L)
{
  return extreme(L, NODE_LARGEST);
}

int operate_smallest(lua_State *L)
{
  return extreme(L, NODE_SMALLEST);
}

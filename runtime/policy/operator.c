/* What scripts do with expressions: arithmetic, groups of conditions, what is known or happened, the largest and smallest. Asking
 * is in ask.c, units are in unit.c, counts in aggregate.c and census.c. */
#include "policy/source_advice.h"
#include "policy/operator.h"

/* Arithmetic */

static int arithmetic(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_node(L, 1), *b = read_node(L, 2);
  return push_node(L, node_arithmetic(builder, op, a, b), false);
}

int operator_add(lua_State *L)
{
  return arithmetic(L, NODE_ADD);
}

int operator_subtract(lua_State *L)
{
  return arithmetic(L, NODE_SUBTRACT);
}

int operator_multiply(lua_State *L)
{
  return arithmetic(L, NODE_MULTIPLY);
}

int operator_divide(lua_State *L)
{
  return arithmetic(L, NODE_DIVIDE);
}

int operator_negate(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_node(L, 1);
  return push_node(L, node_arithmetic(builder, NODE_SUBTRACT, node_constant(builder, a->type, ratio_whole(0)), a), false);
}

int operator_refuse_comparison(lua_State *L)
{
  if (!is_error(L, 1) && !is_error(L, 2)) builder_error(builder_here(L), MSG_COMPARISON_SIGN, NULL);
  lua_pushboolean(L, 0);
  return 1;
}

int operator_refuse_arithmetic(lua_State *L)
{
  if (!is_error(L, 1) && !is_error(L, 2)) builder_error(builder_here(L), MSG_NO_SUCH_ARITHMETIC, NULL);
  return push_error(L);
}

/* Groups of conditions */

static int group(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  const struct node *const *conditions;
  if (refuse_ungrouped(L)) return push_error(L);
  size_t count = read_conditions(L, 1, &conditions);
  if (count == 0) builder_error(builder, MSG_EMPTY_GROUP, NULL);
  if (op == NODE_NOT && count > 1) builder_error(builder, MSG_NOT_TAKES_ONE, NULL);
  if (count == 0 || (op == NODE_NOT && count > 1)) return push_error(L);
  if (op == NODE_COUNT_FALSE) return push_node(L, node_count_false(builder, conditions, count), false);
  bool alone = count == 1 && op != NODE_NOT;
  return push_node(L, alone ? conditions[0] : node_group(builder, op, conditions, count), true);
}

int operator_all(lua_State *L)
{
  return group(L, NODE_ALL);
}

int operator_link(lua_State *L, const char *link)
{
  operator_all(L);
  const struct node *node = handle_at(L, -1)->node;
  return push_node(L, node_via(&loader_of(L)->builder, node, link), node->type != TYPE_ERROR);
}

int operator_any(lua_State *L)
{
  return group(L, NODE_ANY);
}

int operator_not(lua_State *L)
{
  return group(L, NODE_NOT);
}

int operator_failing(lua_State *L)
{
  return group(L, NODE_COUNT_FALSE);
}

int operator_filled(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_state(builder, NODE_IS_KNOWN, read_node(L, 1)), true);
}

int operator_never(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_state(builder, NODE_NOT_OCCURRED, read_node(L, 1)), true);
}

int operator_division(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_division(builder, read_node(L, 1)), false);
}

/* A name may be given in both languages: { "当年月数", "months of the year" }. */
int operator_named(lua_State *L)
{
  struct builder *builder = builder_here(L);
  if (lua_istable(L, 1)) {
    lua_rawgeti(L, 1, builder->language == LANGUAGE_ENGLISH ? 2 : 1);
    lua_replace(L, 1);
  }
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
    builder_error(builder, MSG_EMPTY_GROUP, NULL);
    return push_error(L);
  }
  return push_node(L, node_extreme(builder, op, operands, (size_t)count), false);
}

int operator_largest(lua_State *L)
{
  return extreme(L, NODE_LARGEST);
}

int operator_smallest(lua_State *L)
{
  return extreme(L, NODE_SMALLEST);
}

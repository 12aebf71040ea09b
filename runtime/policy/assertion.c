/* 断言: what must be so of every company that could be, for declare.c: `断言 "失信的从不得奖" { 从不 = { … } }`. Proved, or told
 * where it fails, by check (explain/check_assertion). */
#include "policy/declaration.h"

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

static const struct node *group_of(lua_State *L, int value)
{
  const struct node *const *conditions;
  size_t count = read_conditions(L, value, &conditions);
  return node_group(&loader_of(L)->builder, NODE_ALL, conditions, count);
}

static void assertion_never(lua_State *L, int value, void *context)
{
  ((struct assertion *)context)->never = group_of(L, value);
}

static void assertion_always(lua_State *L, int value, void *context)
{
  ((struct assertion *)context)->always = group_of(L, value);
}

static const struct key assertion_keys[] = {
#define ASSERTION_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

int assertion_finish(lua_State *L, struct unfinished_declaration *pending)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  struct policy *policy = loader->policy;
  if (!policy) {
    builder_error(builder, MSG_POLICY_FIRST, word_string(builder, "断言"), NULL);
    return 0;
  }
  struct assertion *assertion = arena_alloc(loader->arena, sizeof *assertion);
  *assertion = (struct assertion){ .name = pending->name, .path = pending->path, .site = pending->site };
  read_keys(L, 2, "断言", KEYS(assertion_keys), assertion);
  builder->site = pending->site;
  if (pending->refusals_before == builder->refusals && !assertion->never == !assertion->always)
    builder_error(builder, MSG_ASSERTION_FORM, pending->name, NULL);
  const struct node *said = assertion->never ? assertion->never : assertion->always;
  if (said && said->type != TYPE_ERROR && said->tables & ~1u) builder_error(builder, MSG_ROW_OUTSIDE_AGGREGATE, NULL);
  policy->assertions =
      arena_grow(loader->arena, policy->assertions, policy->assertion_count, &policy->assertion_capacity, sizeof assertion);
  policy->assertions[policy->assertion_count++] = assertion;
  return 0;
}

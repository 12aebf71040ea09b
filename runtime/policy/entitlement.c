/* 甲.应得: what another measure, declared before, gives the same object: its amount rounded and capped, nothing where its
 * conditions say no; before everything that happens between measures and between years. It is put together of the nodes of that
 * measure, so what is unknown, and how it comes about, is known of it as of them. */
#include <string.h>

#include "policy/declaration.h"
#include "policy/words.h"
#include "policy/declare.h"

static const struct node *entitlement(struct loader *loader, const struct measure *measure)
{
  struct builder *builder = &loader->builder;
  const struct node *amounts[2] = { node_rounded(builder, measure->amount, measure->round_unit, measure->rounding) };
  if (measure->cap) amounts[1] = node_rounded(builder, measure->cap, 1, ROUND_DOWN);
  const struct node *capped = measure->cap ? node_extreme(builder, NODE_SMALLEST, amounts, 2) : amounts[0];
  const struct node *cases[] = { measure->condition, capped, node_group(builder, NODE_ALL, NULL, 0),
                                 node_constant(builder, TYPE_MONEY, ratio_whole(0)) };
  const struct node *gives = node_rounded(builder, node_cases(builder, cases, 4), 1, ROUND_DOWN);
  const char *name = message_string(loader->arena, builder->language, MSG_ENTITLEMENT, measure->name, NULL);
  return node_of_measure(builder, name, gives, measure->id);
}

int measure_index(lua_State *L, const struct measure *measure)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  const char *name = lua_type(L, 2) == LUA_TSTRING ? plain_name(loader->arena, lua_tostring(L, 2)) : "";
  const struct word *word = word_find(name);
  if (!word || strcmp(word->english, "entitlement") != 0)
    builder_error(builder, MSG_NO_MEMBER, describe(L, 1), luaL_tolstring(L, 2, NULL), NULL);
  else if (measure_kind_owes(measure->kind))
    builder_error(builder, MSG_CLAWBACK_PLACE, measure->name, word_string(builder, word->chinese), NULL);
  else if (!measure->amount || !measure->id) builder_error(builder, MSG_ENTITLEMENT_OF_NOTHING, measure->name, NULL);
  else return push_node(L, entitlement(loader, measure), false);
  return push_error(L);
}

struct asking {
  struct loader *loader;
  const struct measure *measure;
};

static bool asks_other_object(const struct node *node, const void *context)
{
  const struct asking *asking = context;
  const struct measure *other =
      node->op == NODE_NAMED && node->set_count ? model_measure(asking->loader->model, node->texts[0]) : NULL;
  if (!other || other->object == asking->measure->object) return false;
  builder_error(&asking->loader->builder, MSG_ENTITLEMENT_OBJECT, other->name, asking->measure->name, NULL);
  return true;
}

void measure_check_entitlements(struct loader *loader, const struct measure *measure)
{
  measure_any(measure, asks_other_object, &(struct asking){ loader, measure });
}

/* 名单.名次(x) { 条件 = …, 按 = … } and its like: values of the whole list, over the companies that meet a condition. */
#include "policy/operator.h"

#include <string.h>

static const struct {
  const char *chinese, *english, *usage;
} members[] = {
#define POPULATION(kind, chinese, english, usage, ...) [POPULATION_##kind] = { chinese, english, usage },
#include "policy/words.def"
};

static const char *member_name(const struct builder *builder, enum population_kind kind)
{
  return builder->language == LANGUAGE_ENGLISH ? members[kind].english : members[kind].chinese;
}

struct ranking {
  struct population_terms terms;
  bool places; /* 同分 or 小者在前 is written */
};

static void ranking_condition(lua_State *L, int value, void *context)
{
  ((struct ranking *)context)->terms.condition = read_condition(L, value);
}

static void ranking_by(lua_State *L, int value, void *context)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *by = read_node(L, value);
  bool datum = by->type != TYPE_PERIOD && by->type != TYPE_DURATION && !(by->tables & ~1u) && !node_is_condition(by);
  ((struct ranking *)context)->terms.by = by;
  if (by->type != TYPE_ERROR && (!datum || !by->tables)) builder_error(builder, MSG_POPULATION_NO_BY, describe(L, value), NULL);
}

static void add_tie(lua_State *L, int value, struct ranking *ranking)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *tie = read_node(L, value);
  bool ordered = tie->type == TYPE_MONEY || tie->type == TYPE_NUMBER || tie->type == TYPE_DATE;
  if (tie->type == TYPE_ERROR) return;
  if (!ordered || ranking->terms.tie_count == POPULATION_TIES) builder_error(builder, MSG_POPULATION_MANY_TIES, NULL);
  else ranking->terms.ties[ranking->terms.tie_count++] = tie;
}

static void take_tie(lua_State *L, const struct entry *entry, void *context)
{
  loader_of(L)->builder.site = entry->value;
  add_tie(L, lua_gettop(L), context);
}

static void ranking_ties(lua_State *L, int value, void *context)
{
  ((struct ranking *)context)->places = true;
  if (lua_istable(L, value)) each_entry(L, value, take_tie, context);
  else add_tie(L, value, context);
}

static void ranking_smallest(lua_State *L, int value, void *context)
{
  struct ranking *ranking = context;
  ranking->places = true;
  ranking->terms.smallest_first = read_flag(L, value);
}

static const struct key ranking_keys[] = {
#define POPULATION_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static bool value_fits(enum population_kind kind, const struct node *value)
{
  bool figure = value->type == TYPE_MONEY || value->type == TYPE_NUMBER;
  return figure || (value->type == TYPE_DATE && kind != POPULATION_MEAN && kind != POPULATION_SUM);
}

static bool reads_rows(const struct population_terms *terms)
{
  unsigned tables = (terms->value ? terms->value->tables : 0) | (terms->condition ? terms->condition->tables : 0);
  for (size_t i = 0; i < terms->tie_count; i++) tables |= terms->ties[i]->tables;
  return tables & ~1u;
}

/* The table behind the value: upvalues are the kind, and the value of all but a count. */
static int ranking_of(lua_State *L)
{
  struct builder *builder = builder_here(L);
  enum population_kind kind = (enum population_kind)lua_tointeger(L, lua_upvalueindex(1));
  struct ranking ranking = { .terms.kind = kind };
  const char *name = member_name(builder, kind);
  if (kind != POPULATION_COUNT) {
    lua_pushvalue(L, lua_upvalueindex(2));
    ranking.terms.value = handle_at(L, -1)->node;
    lua_pop(L, 1);
  }
  if (!arguments_fit(L, name, 0, 1)) return push_error(L);
  if (!lua_istable(L, 1)) {
    if (!is_error(L, 1)) builder_error(builder, MSG_POPULATION_FORM, name, members[kind].usage, describe(L, 1), NULL);
    return push_error(L);
  }
  size_t refusals = builder->refusals;
  struct source_place site = builder->site;
  read_keys(L, 1, name, ranking_keys, sizeof ranking_keys / sizeof *ranking_keys, &ranking);
  builder->site = site;
  const struct node *value = ranking.terms.value;
  if (value && value->type == TYPE_ERROR) return push_error(L);
  if (value && !value_fits(kind, value))
    builder_error(builder, MSG_POPULATION_VALUE, name, builder_string(builder, value), type_name(value->type, builder->language),
                  NULL);
  if (ranking.places && kind > POPULATION_QUANTILE) builder_error(builder, MSG_POPULATION_PLACES, NULL);
  if (reads_rows(&ranking.terms)) builder_error(builder, MSG_ROW_OUTSIDE_AGGREGATE, NULL);
  if (refusals != builder->refusals) return push_error(L);
  const struct node *node = node_population(builder, &ranking.terms);
  if (node_population_depth(node) > POPULATION_DEPTH) node = builder_error(builder, MSG_POPULATION_DEEP, NULL);
  return push_node(L, node, false);
}

static int ranking_value(lua_State *L)
{
  struct builder *builder = builder_here(L);
  enum population_kind kind = (enum population_kind)lua_tointeger(L, lua_upvalueindex(1));
  if (!arguments_fit(L, member_name(builder, kind), 0, 1)) return push_error(L);
  push_node(L, read_node(L, 1), false);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, -2);
  lua_pushcclosure(L, ranking_of, 2);
  return 1;
}

int operator_population(lua_State *L)
{
  const char *name = lua_type(L, 2) == LUA_TSTRING ? rewrite_name(loader_of(L)->arena, lua_tostring(L, 2)) : "";
  for (int kind = 0; kind <= POPULATION_COUNT; kind++) {
    if (strcmp(members[kind].chinese, name) != 0 && strcmp(members[kind].english, name) != 0) continue;
    lua_pushinteger(L, kind);
    lua_pushcclosure(L, kind == POPULATION_COUNT ? ranking_of : ranking_value, 1);
    return 1;
  }
  builder_error(builder_here(L), MSG_NO_MEMBER, describe(L, 1), luaL_tolstring(L, 2, NULL), NULL);
  return push_error(L);
}

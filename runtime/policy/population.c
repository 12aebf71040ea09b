/* Words for targets: counting the companies of the list, shares among them, indicators, names of regions. */
#include "policy/operator.h"
#include "policy/source_advice.h"

#include <string.h>

static const struct node *count_of(struct loader *loader, const struct node *condition)
{
  struct aggregate aggregate = { .kind = AGGREGATE_COUNT, .table = 0, .link = -1, .group = -1, .condition = condition };
  aggregate.table_name = loader->model->tables[0].kind.name;
  return node_aggregate(&loader->builder, &aggregate);
}

static const struct node *company_condition(lua_State *L, int index)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *condition = read_condition(L, index);
  if (condition->tables & ~1u) return builder_error(builder, MSG_ROW_OUTSIDE_AGGREGATE, NULL);
  return condition;
}

int operator_companies(lua_State *L)
{
  struct loader *loader = loader_of(L);
  builder_here(L);
  if (refuse_ungrouped(L)) return push_error(L);
  const struct node *condition = company_condition(L, 1);
  if (condition->type == TYPE_ERROR) return push_error(L);
  return push_node(L, count_of(loader, condition), false);
}

struct share {
  const struct node *part, *whole;
};

static void share_part(lua_State *L, int value, void *context)
{
  ((struct share *)context)->part = company_condition(L, value);
}

static void share_whole(lua_State *L, int value, void *context)
{
  ((struct share *)context)->whole = company_condition(L, value);
}

static const struct key share_keys[] = {
#define SHARE_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

int operator_share(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  struct share share = { 0 };
  if (refuse_ungrouped(L)) return push_error(L);
  size_t before = loader->faults->count;
  read_keys(L, 1, "占比", share_keys, sizeof share_keys / sizeof *share_keys, &share);
  if (before == loader->faults->count && (!share.part || !share.whole))
    builder_error(builder, MSG_MISSING_KEY, "占比", share.part ? "全体" : "其中", NULL);
  if (!share.part || !share.whole || share.part->type == TYPE_ERROR || share.whole->type == TYPE_ERROR) return push_error(L);
  builder->derived = true;
  const struct node *both[] = { share.whole, share.part };
  const struct node *others[] = { share.whole, node_group(builder, NODE_NOT, &share.part, 1) };
  const struct node *part = count_of(loader, node_group(builder, NODE_ALL, both, 2)), *whole = count_of(loader, share.whole);
  return push_node(L, node_share(builder, part, whole, count_of(loader, node_group(builder, NODE_ALL, others, 2))), false);
}

/* 指标 "名称", 指标("名称", 年度 - 1), 指标("名称", 2022) */
int operator_indicator(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const char *name = read_text(L, 2);
  if (!name) return push_error(L);
  const struct policy *policy = loader_of(L)->policy;
  const struct node *year = lua_isnoneornil(L, 3) ? NULL : read_node(L, 3);
  return push_node(L, node_indicator(builder, name, year, policy ? policy->regions : NULL, policy ? policy->region_count : 0),
                   false);
}

int operator_region_name(lua_State *L)
{
  struct loader *loader = loader_of(L);
  const int32_t *codes;
  builder_here(L);
  size_t count = read_regions(L, 1, &codes);
  const char *name = count ? region_name(loader->regions, codes[0]) : NULL;
  lua_pushstring(L, name ? name : "?");
  return 1;
}

/* 分情况 { { 条件, 值 }, { 条件, 值 }, …, { 其余, 值 } }: the first that holds */
struct cases {
  const struct node **pairs;
  size_t count, capacity;
  bool closed; /* 其余 stands before */
};

static void take_case(lua_State *L, const struct entry *entry, void *context)
{
  struct cases *cases = context;
  struct builder *builder = &loader_of(L)->builder;
  builder->site = entry->value;
  if (entry->key || !lua_istable(L, -1) || lua_rawlen(L, -1) != 2) {
    builder_error(builder, MSG_CASE_FORM, NULL);
    mend_case(loader_of(L));
    return;
  }
  if (cases->closed) builder_error(builder, MSG_CASE_AFTER_REST, NULL);
  lua_rawgeti(L, -1, 1);
  lua_rawgeti(L, -2, 2);
  int rest = lua_gettop(L) - 1;
  cases->closed |= is_mark(L, rest, "其余");
  const struct node *pair[] = { is_mark(L, rest, "其余") ? node_group(builder, NODE_ALL, NULL, 0) : read_condition(L, rest),
                                read_node(L, rest + 1) };
  lua_pop(L, 2);
  for (int i = 0; i < 2; i++) {
    cases->pairs = arena_grow(builder->arena, cases->pairs, cases->count, &cases->capacity, sizeof *cases->pairs);
    cases->pairs[cases->count++] = pair[i];
  }
}

int operator_cases(lua_State *L)
{
  struct builder *builder = builder_here(L);
  struct cases cases = { 0 };
  struct source_place before = builder->site;
  size_t refusals = builder->refusals;
  if (lua_istable(L, 1)) each_entry(L, 1, take_case, &cases);
  builder->site = before;
  if (!cases.count) {
    if (!is_error(L, 1) && refusals == builder->refusals) builder_error(builder, MSG_CASE_FORM, NULL);
    return push_error(L);
  }
  return push_node(L, node_cases(builder, cases.pairs, cases.count), false);
}

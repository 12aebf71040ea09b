/* Counts and sums over the rows of related tables. */
#include <string.h>

#include "policy/predicate.h"
#include "policy/operator.h"

/* Counts and sums over related rows: 计数(服务记录.客户) { 不重复 = true, 条件 = { … } } */

struct aggregating {
  struct aggregate aggregate;
  const struct table *table;
};

static void aggregate_condition(lua_State *L, int value, void *context)
{
  struct aggregating *aggregating = context;
  aggregating->aggregate.condition = read_condition(L, value);
}

static void aggregate_distinct(lua_State *L, int value, void *context)
{
  struct aggregating *aggregating = context;
  if (read_flag(L, value) && aggregating->aggregate.kind == AGGREGATE_COUNT) aggregating->aggregate.kind = AGGREGATE_DISTINCT;
}

static const struct link *find_link(const struct table *table, const char *name)
{
  for (size_t i = 0; name && i < table->link_count; i++) {
    const struct link *link = &table->links[i];
    if (strcmp(link->name, name) == 0 || (link->english && strcmp(link->english, name) == 0)) return link;
  }
  return NULL;
}

/* 经由 = 买方, or the link as a member of the table: 撮合.买方 */
static void aggregate_through(lua_State *L, int value, void *context)
{
  struct aggregating *aggregating = context;
  const struct table *table = aggregating->table;
  const struct handle *handle = handle_at(L, value);
  const struct link *link = NULL;
  if (handle && handle->kind == HANDLE_LINK && handle->table == aggregating->aggregate.table)
    link = &table->links[handle->member];
  else if (!handle) link = find_link(table, operator_link_name(L, value));
  if (link && link != table->links) aggregating->aggregate.through = link->name;
  aggregating->aggregate.through_named = link != NULL;
  if (link) aggregating->aggregate.link = aggregating->aggregate.group = link->field;
  else if (is_error(L, value)) loader_of(L)->builder.refusals++;
  else builder_error(&loader_of(L)->builder, MSG_NOT_A_LINK, describe(L, value), table->kind.name, NULL);
}

/* 每组 = 项目.类别 */
static void aggregate_per(lua_State *L, int value, void *context)
{
  struct aggregating *aggregating = context;
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, value);
  const struct node *node = handle && handle->kind == HANDLE_EXPRESSION ? node_unnamed(handle->node) : NULL;
  if (is_error(L, value)) builder->refusals++;
  else if (aggregating->aggregate.kind != AGGREGATE_SUM) builder_error(builder, MSG_PER_SUM, NULL);
  else if (!node || node->op != NODE_FIELD || node->table != aggregating->aggregate.table)
    builder_error(builder, MSG_PER_COLUMN, describe(L, value), NULL);
  else aggregating->aggregate.per = node->field;
}

static const struct key aggregate_keys[] = {
#define AGGREGATE_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static int aggregate_options(lua_State *L, const struct handle *handle)
{
  struct builder *builder = builder_here(L);
  struct aggregating aggregating = { .aggregate = *handle->node->aggregate };
  aggregating.table = &loader_of(L)->model->tables[aggregating.aggregate.table];
  if (!lua_istable(L, 2)) {
    builder_error(builder, MSG_ASK_WITH_TABLE, describe(L, 1), describe(L, 2), NULL);
    return push_error(L);
  }
  read_keys(L, 2, handle_string(loader_of(L), handle), aggregate_keys, sizeof aggregate_keys / sizeof *aggregate_keys,
            &aggregating);
  const struct node *condition = aggregating.aggregate.condition;
  if (condition)
    condition = aggregating.aggregate.condition =
        node_resolve_links(builder, condition, aggregating.table, aggregating.aggregate.link);
  if (condition && condition->type == TYPE_ERROR) return push_error(L);
  if (condition && (condition->tables & ~(1u | 1u << aggregating.aggregate.table))) { /* also of a count over companies */
    builder_error(builder, MSG_TWO_TABLES, NULL);
    return push_error(L);
  }
  return push_node(L, node_aggregate(builder, &aggregating.aggregate), false);
}

/* `计数(…) { 至少 = 3 }` asks at once; any other entry is an option of the count. */
static void find_asking_key(lua_State *L, const struct entry *entry, void *context)
{
  (void)L;
  bool *asks = context;
  *asks |= entry->key && predicate_knows(entry->key);
}

int operator_call(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  bool options = handle->node->op == NODE_AGGREGATE && lua_istable(L, 2) && !handle->node->aggregate->condition, asks = false;
  if (options) each_entry(L, 2, find_asking_key, &asks);
  return options && !asks ? aggregate_options(L, handle) : predicate(L, handle);
}

/* The field or link of a related table that 计数 and 合计 run over. */
static bool aggregate_subject(lua_State *L, struct aggregate *aggregate)
{
  struct loader *loader = loader_of(L);
  const struct handle *handle = handle_at(L, 1);
  if (!handle || is_error(L, 1)) return false;
  if (handle->kind == HANDLE_LINK) {
    const struct table *table = &loader->model->tables[handle->table];
    aggregate->table = handle->table;
    aggregate->value = node_field(&loader->builder, handle->table, &table->kind.fields[table->links[handle->member].field]);
    return true;
  }
  if (handle->kind == HANDLE_TABLE) {
    aggregate->table = handle->table;
    return true;
  }
  if (handle->kind != HANDLE_EXPRESSION || !handle->node->tables) return false;
  aggregate->table = __builtin_ctz(handle->node->tables);
  aggregate->value = handle->node;
  return (handle->node->tables & (handle->node->tables - 1)) == 0;
}

/* Of the list of companies 名单.最大 and its like tell. */
static bool value_fits(const struct aggregate *aggregate)
{
  if (!aggregate->value || (aggregate->kind > AGGREGATE_SUM && !aggregate->table)) return false;
  enum value_type type = aggregate->value->type;
  bool ordered = aggregate->kind == AGGREGATE_GREATEST || aggregate->kind == AGGREGATE_LEAST;
  return type == TYPE_MONEY || type == TYPE_NUMBER || (ordered && type == TYPE_DATE);
}

static int aggregate_new(lua_State *L, enum aggregate_kind kind)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  struct aggregate aggregate = { .kind = kind, .link = -1, .group = -1 };
  if (!aggregate_subject(L, &aggregate)) {
    if (!is_error(L, 1)) builder_error(builder, MSG_AGGREGATE_SUBJECT, describe(L, 1), NULL);
    return push_error(L);
  }
  const struct table *table = &loader->model->tables[aggregate.table];
  aggregate.table_name = table->kind.name;
  if (table->link_count) aggregate.link = aggregate.group = table->links[0].field;
  if (kind >= AGGREGATE_SUM && !value_fits(&aggregate)) {
    builder_error(builder, kind == AGGREGATE_SUM ? MSG_SUM_SUBJECT : MSG_EXTREME_SUBJECT, describe(L, 1), NULL);
    return push_error(L);
  }
  return push_node(L, node_aggregate(builder, &aggregate), false);
}

int operator_count(lua_State *L)
{
  return aggregate_new(L, AGGREGATE_COUNT);
}

int operator_sum(lua_State *L)
{
  return aggregate_new(L, AGGREGATE_SUM);
}

int operator_greatest_row(lua_State *L)
{
  return aggregate_new(L, AGGREGATE_GREATEST);
}

int operator_least_row(lua_State *L)
{
  return aggregate_new(L, AGGREGATE_LEAST);
}

int operator_mean(lua_State *L)
{
  return aggregate_new(L, AGGREGATE_MEAN);
}

/* 预算 = 万元(100), or { 总额 = 万元(100), 次序 = 申报日期, 不足 = "给余额", 每 = 行政区划代码 } */
#include "policy/declaration.h"

#include <string.h>

static void budget_total(lua_State *L, int value, void *context)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, value);
  bool figure = handle && handle->kind == HANDLE_EXPRESSION && node_unnamed(handle->node)->op == NODE_INDICATOR;
  const struct node *yuan = node_constant(builder, TYPE_MONEY, ratio_whole(FEN_YUAN));
  ((struct measure *)context)->budget =
      figure ? node_arithmetic(builder, NODE_MULTIPLY, yuan, handle->node) : read_money(L, value);
}

static void budget_order(lua_State *L, int value, void *context)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *node = read_node(L, value);
  bool fits = node->type == TYPE_DATE || node->type == TYPE_MONEY || node->type == TYPE_NUMBER;
  if (node->type == TYPE_ERROR) return;
  if (fits) ((struct measure *)context)->budget_order = node;
  else builder_error(builder, MSG_BUDGET_ORDER, describe(L, value), type_name(node->type, builder->language), NULL);
}

static void budget_short(lua_State *L, int value, void *context)
{
  struct measure *measure = context;
  const char *text = read_text(L, value);
  if (!text) return;
  measure->budget_whole = strcmp(text, "不给") == 0 || strcmp(text, "nothing") == 0;
  if (!measure->budget_whole && strcmp(text, "给余额") != 0 && strcmp(text, "rest") != 0)
    builder_error(&loader_of(L)->builder, MSG_BUDGET_SHORT, text, NULL);
}

static void budget_each(lua_State *L, int value, void *context)
{
  const struct node *node = read_node(L, value);
  if (node->type == TYPE_ERROR) return;
  if (node_unnamed(node)->op == NODE_FIELD) ((struct measure *)context)->budget_each = node_unnamed(node);
  else builder_error(&loader_of(L)->builder, MSG_BUDGET_EACH, describe(L, value), NULL);
}

static const struct key budget_keys[] = {
#define BUDGET_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

struct budget_reading {
  struct measure *measure;
  bool said_short;
};

static void take_key(lua_State *L, const struct entry *entry, void *context)
{
  struct budget_reading *reading = context;
  struct builder *builder = &loader_of(L)->builder;
  builder->site = entry->value;
  const struct key *key = entry->key ? key_find(budget_keys, sizeof budget_keys / sizeof *budget_keys, entry->key) : NULL;
  if (!key) {
    builder_error(builder, MSG_BUDGET_FORM, NULL);
    return;
  }
  reading->said_short |= key->take == budget_short;
  key->take(L, lua_gettop(L), reading->measure);
}

void measure_budget(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  struct budget_reading reading = { .measure = measure };
  struct builder *builder = &loader_of(L)->builder;
  struct source_place site = builder->site;
  size_t refusals = builder->refusals;
  if (!lua_istable(L, value)) {
    budget_total(L, value, measure);
    return;
  }
  each_entry(L, value, take_key, &reading);
  builder->site = site;
  if (refusals != builder->refusals) return;
  if (!measure->budget) builder_error(builder, MSG_BUDGET_FORM, NULL);
  else if (reading.said_short && !measure->budget_order) builder_error(builder, MSG_BUDGET_SHORT_ALONE, NULL);
}

/* 分期 = { { 百分之(40) }, { 百分之(60), 条件 = { … } } }, { { 百分之(50) }, { 余款, 自 = 达产日期 } } */
#include "policy/declaration.h"

#include <string.h>

struct instalments_reading {
  struct instalment *items;
  size_t count, capacity;
  struct ratio shares;
  bool rest;
};

struct part_reading {
  struct instalment instalment;
  bool given, rest;
};

static void part_condition(lua_State *L, int value, void *context)
{
  ((struct part_reading *)context)->instalment.condition = read_condition(L, value);
}

static void part_from(lua_State *L, int value, void *context)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *event = read_node(L, value);
  if (event->type == TYPE_ERROR) return;
  if (event->type == TYPE_DATE) ((struct part_reading *)context)->instalment.from = event;
  else builder_error(builder, MSG_INSTALMENT_EVENT, describe(L, value), NULL);
}

static const struct key part_keys[] = {
#define INSTALMENT_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static bool rests_on_run(const struct node *node)
{
  if (node->tables || node->aggregate || node->op == NODE_PAID || node->op == NODE_COMPUTED) return false;
  for (size_t i = 0; i < node->operand_count; i++)
    if (!rests_on_run(node->operands[i])) return false;
  return true;
}

/* 百分之(40), 万元(5), 参数.首期, 余款 */
static void read_share(lua_State *L, struct part_reading *part)
{
  struct builder *builder = &loader_of(L)->builder;
  part->given = true;
  if (is_mark(L, lua_gettop(L), "余款")) {
    part->rest = true;
    return;
  }
  const struct node *share = read_node(L, lua_gettop(L));
  bool fits = share->type == TYPE_MONEY || share->type == TYPE_NUMBER;
  if (share->type == TYPE_ERROR) return;
  if (!fits || !rests_on_run(share)) builder_error(builder, MSG_INSTALMENT_SHARE, describe(L, -1), NULL);
  part->instalment.share = share;
}

static void take_part_entry(lua_State *L, const struct entry *entry, void *context)
{
  struct part_reading *part = context;
  struct builder *builder = &loader_of(L)->builder;
  builder->site = entry->value;
  const struct key *key = entry->key ? key_find(part_keys, sizeof part_keys / sizeof *part_keys, entry->key) : NULL;
  if (key) key->take(L, lua_gettop(L), part);
  else if (!entry->key && !part->given) read_share(L, part);
  else builder_error(builder, MSG_INSTALMENT_FORM, entry->key ? entry->key : describe(L, -1), NULL);
}

/* Shares that are written out come to the whole at most; the first part is the measure's own. */
static void check_part(struct builder *builder, struct instalments_reading *reading, const struct part_reading *part)
{
  const struct node *share = part->instalment.share;
  bool ratio = share && share->op == NODE_CONSTANT && share->type == TYPE_NUMBER;
  if (!part->given) builder_error(builder, MSG_INSTALMENT_FORM, "{ }", NULL);
  if (!reading->count && (part->instalment.from || part->instalment.condition))
    builder_error(builder, MSG_INSTALMENT_FIRST, part->instalment.from ? "自" : "条件", NULL);
  if (reading->rest) builder_error(builder, MSG_INSTALMENT_REST, NULL);
  bool over = ratio && (share->number.num <= 0 || !ratio_add(reading->shares, share->number, &reading->shares) ||
                        ratio_compare(reading->shares, ratio_whole(1)) > 0);
  if (over) builder_error(builder, MSG_INSTALMENT_SHARES, NULL);
  reading->rest |= part->rest;
}

static void take_part(lua_State *L, const struct entry *entry, void *context)
{
  struct instalments_reading *reading = context;
  struct loader *loader = loader_of(L);
  struct part_reading part = { .given = false };
  loader->builder.site = entry->value;
  size_t refusals = loader->builder.refusals;
  if (entry->key || !lua_istable(L, -1)) {
    builder_error(&loader->builder, MSG_INSTALMENT_FORM, entry->key ? entry->key : describe(L, -1), NULL);
    return;
  }
  each_entry(L, lua_gettop(L), take_part_entry, &part);
  loader->builder.site = entry->value;
  if (refusals == loader->builder.refusals) check_part(&loader->builder, reading, &part);
  reading->items = arena_grow(loader->arena, reading->items, reading->count, &reading->capacity, sizeof *reading->items);
  reading->items[reading->count++] = part.instalment;
}

void measure_instalments(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  struct builder *builder = &loader_of(L)->builder;
  struct instalments_reading reading = { .shares = ratio_whole(0) };
  if (lua_istable(L, value)) each_entry(L, value, take_part, &reading);
  else builder_error(builder, MSG_INSTALMENT_FORM, describe(L, value), NULL);
  if (lua_istable(L, value) && !reading.count) builder_error(builder, MSG_EMPTY_GROUP, NULL);
  measure->instalments = reading.items;
  measure->instalment_count = reading.count;
}

/* 中断 = "续" */
void measure_interruption(lua_State *L, int value, void *context)
{
  struct measure_reading *reading = context;
  struct measure *measure = reading->measure;
  const char *text = read_text(L, value);
  if (!text) return;
  reading->interruption_given = true;
  measure->goes_on = strcmp(text, "续") == 0 || strcmp(text, "go_on") == 0;
  if (!measure->goes_on && strcmp(text, "停") != 0 && strcmp(text, "stop") != 0)
    builder_error(&loader_of(L)->builder, MSG_INSTALMENT_INTERRUPTION, text, NULL);
}

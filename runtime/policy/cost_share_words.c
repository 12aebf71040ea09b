/* 分担 = { 市 = 百分之(50), 区 = 余款 } */
#include "policy/declaration.h"

struct cost_reading {
  struct measure *measure;
  struct ratio together;
  size_t rest; /* position + 1 of the level that bears the rest */
};

static void take_level(lua_State *L, const struct entry *entry, void *context)
{
  struct cost_reading *reading = context;
  struct measure *measure = reading->measure;
  struct builder *builder = &loader_of(L)->builder;
  struct ratio share = ratio_whole(0);
  builder->site = entry->value;
  bool rest = is_mark(L, lua_gettop(L), "余款");
  if (!entry->key || measure->cost_share_count == COST_SHARES || (rest && reading->rest)) {
    builder_error(builder, MSG_COST_SHARE_FORM, NULL);
    return;
  }
  if (!rest) {
    const struct node *node = read_node(L, lua_gettop(L));
    if (node->type == TYPE_ERROR) return;
    if (node->op != NODE_CONSTANT || node->type != TYPE_NUMBER || node->number.num < 0) {
      builder_error(builder, MSG_COST_SHARE_RATIO, describe(L, -1), NULL);
      return;
    }
    share = node->number;
  }
  if (!ratio_add(reading->together, share, &reading->together)) reading->together = ratio_whole(2);
  measure->cost_shares[measure->cost_share_count++] = (struct cost_share){ arena_string(builder->arena, entry->key), share };
  if (rest) reading->rest = measure->cost_share_count;
}

void measure_cost_share(lua_State *L, int value, void *context)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  struct cost_reading reading = { .measure = ((struct measure_reading *)context)->measure, .together = ratio_whole(0) };
  struct source_place site = builder->site;
  size_t refusals = builder->refusals;
  if (!lua_istable(L, value)) {
    builder_error(builder, MSG_COST_SHARE_FORM, NULL);
    return;
  }
  reading.measure->cost_shares = arena_array(loader->arena, COST_SHARES, sizeof(struct cost_share));
  each_entry(L, value, take_level, &reading);
  builder->site = site;
  if (refusals != builder->refusals) return;
  int whole = ratio_compare(reading.together, ratio_whole(1));
  if (whole > 0 || (whole < 0 && !reading.rest)) builder_error(builder, MSG_COST_SHARE_WHOLE, NULL);
  struct ratio less = { -reading.together.num, reading.together.den }, rest;
  if (reading.rest && ratio_add(ratio_whole(1), less, &rest)) reading.measure->cost_shares[reading.rest - 1].share = rest;
}

/* 目标: the entries that only targets have, for measure.c. */
#include "policy/declaration.h"

/* Targets */

void target_actual(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->actual = read_node(L, value);
}

void target_goal(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->goal = read_node(L, value);
}

void target_exceed(lua_State *L, int value, void *context)
{
  target_goal(L, value, context);
  ((struct measure_reading *)context)->measure->reach = MORE_THAN;
}

void target_breakdown(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  const struct node *node = read_node(L, value);
  bool usable = node->op == NODE_FIELD && node->table == 0 &&
                (node->type == TYPE_REGION || node->type == TYPE_TEXT || node->type == TYPE_CHOICE);
  if (usable) measure->breakdown = node->field;
  else if (node->type != TYPE_ERROR) builder_error(&loader_of(L)->builder, MSG_BREAKDOWN, describe(L, value), NULL);
}

struct year_reading {
  int *years;
  size_t count, capacity;
};

static void take_year(lua_State *L, const struct entry *entry, void *context)
{
  struct year_reading *reading = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  if (entry->key || !lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1900 || lua_tointeger(L, -1) > 9998) {
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "", *tail = text + strspn(text, "0123456789");
    bool year = tail - text == 4 && (!*tail || strcmp(tail, "年") == 0);
    const char *meant = year ? arena_copy(loader->arena, text, 4) : "";
    builder_error(&loader->builder, MSG_TARGET_YEAR, describe(L, -1), meant, NULL);
    return;
  }
  reading->years = arena_grow(loader->arena, reading->years, reading->count, &reading->capacity, sizeof *reading->years);
  reading->years[reading->count++] = (int)lua_tointeger(L, -1);
}

void target_years(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  struct year_reading reading = { 0 };
  struct entry one = { .value = loader_of(L)->builder.site };
  if (lua_istable(L, value)) {
    each_entry(L, value, take_year, &reading);
  } else {
    lua_pushvalue(L, value);
    take_year(L, &one, &reading);
    lua_pop(L, 1);
  }
  measure->years = reading.years;
  measure->year_count = reading.count;
}

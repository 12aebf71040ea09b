/* Freezing functions with the values they use, for computed.c; making them anew in the state of a function state. */
#include "policy/closure.h"

#include <string.h>

#include "policy/environment.h"
#include "policy/library.h"
#include "policy/ordered_table.h"

enum { CAPTURE_DEPTH = 60, WORK_PER_VALUE = 4, CODE_AT_ONCE = 64 };

struct capturing {
  lua_State *L;
  struct loader *loader;
  struct pointer_map seen; /* address of a table or function -> what it was frozen as */
  int depth;
  bool refused;
};

static const struct closure_value *capture(struct capturing *capturing, int index);

static struct closure_value *closure_value_new(struct capturing *capturing, enum closure_value_kind kind)
{
  struct closure_value *captured = arena_alloc(capturing->loader->arena, sizeof *captured);
  captured->kind = kind;
  return captured;
}

static const struct closure_value *refuse(struct capturing *capturing, int index)
{
  if (!is_error(capturing->L, index))
    builder_error(&capturing->loader->builder, MSG_COMPUTED_CAPTURE, describe(capturing->L, index), NULL);
  capturing->refused = true;
  return closure_value_new(capturing, CAPTURED_NIL);
}

int64_t closure_value_day(date day)
{
  struct civil civil = date_civil(day);
  return civil.year * 10000 + civil.month * 100 + civil.day;
}

/* Amounts, numbers and days written in the script are known now; anything else is known for a company only. */
static const struct closure_value *capture_handle(struct capturing *capturing, int index)
{
  const struct handle *handle = handle_at(capturing->L, index);
  const struct node *node = handle->kind == HANDLE_EXPRESSION ? handle->node : NULL;
  bool constant = node && node->op == NODE_CONSTANT && !node->text;
  bool day = constant && node->type == TYPE_DATE, figure = constant && (node->type == TYPE_MONEY || node->type == TYPE_NUMBER);
  if (!day && !figure) return refuse(capturing, index);
  struct closure_value *captured = closure_value_new(capturing, node->number.den == 1 ? CAPTURED_WHOLE : CAPTURED_DECIMAL);
  captured->whole = day ? closure_value_day((date)node->number.num) : node->number.num;
  captured->decimal = (double)node->number.num / (double)node->number.den;
  return captured;
}

static void item_add(struct capturing *capturing, struct closure_value *captured, size_t *capacity,
                     const struct closure_value *item)
{
  captured->items =
      arena_grow(capturing->loader->arena, captured->items, captured->item_count, capacity, sizeof *captured->items);
  captured->items[captured->item_count++] = item;
}

/* In the order of insertion, as pairs goes through it. */
static void capture_entries(struct capturing *capturing, int index, struct closure_value *captured)
{
  lua_State *L = capturing->L;
  size_t capacity = 0;
  if (!ordered_table_push(L, index)) return;
  int order = lua_gettop(L);
  captured->whole = luaL_len(L, index);
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, order); i <= count; i++) {
    work_charge(L, 2 * WORK_PER_VALUE);
    if (!ordered_table_push_entry(L, index, order, i)) continue;
    item_add(capturing, captured, &capacity, capture(capturing, lua_gettop(L) - 1));
    item_add(capturing, captured, &capacity, capture(capturing, lua_gettop(L)));
    lua_settop(L, order);
  }
  lua_pop(L, 1);
}

static int write_code(lua_State *L, const void *bytes, size_t length, void *context)
{
  (void)L;
  buffer_bytes(context, bytes, length);
  return 0;
}

/* The lines of the function in the rewritten code, without comments and blanks: what it says, wherever it stands. */
static struct slice code_lines(struct capturing *capturing, int index)
{
  lua_Debug about;
  lua_pushvalue(capturing->L, index);
  lua_getinfo(capturing->L, ">S", &about);
  long chunk = chunk_number(about.source);
  if (chunk < 0) return (struct slice){ "", 0 };
  struct slice code = capturing->loader->scripts[chunk]->code;
  work_charge(capturing->L, code.length / CODE_AT_ONCE);
  size_t at = 0, first = 0;
  for (int line = 1; at < code.length && line <= about.lastlinedefined; at++) {
    if (code.at[at] != '\n') continue;
    if (++line == about.linedefined) first = at + 1;
  }
  return (struct slice){ code.at + first, at - first };
}

static void capture_code(struct capturing *capturing, int index, struct closure_value *captured)
{
  lua_State *L = capturing->L;
  size_t capacity = 0;
  captured->whole = (int64_t)slice_hash(code_lines(capturing, index));
  struct buffer code = { 0 };
  lua_pushvalue(L, index);
  lua_dump(L, write_code, &code, 0);
  lua_pop(L, 1);
  captured->text = slice_copy(capturing->loader->arena, buffer_view(&code));
  buffer_free(&code);
  const char *name;
  for (int i = 1; (name = lua_getupvalue(L, index, i)); i++) {
    bool globals = strcmp(name, "_ENV") == 0;
    item_add(capturing, captured, &capacity,
             globals ? closure_value_new(capturing, CAPTURED_GLOBALS) : capture(capturing, lua_gettop(L)));
    lua_pop(L, 1);
  }
}

/* A table or function met before is the same one. */
static const struct closure_value *capture_object(struct capturing *capturing, int index)
{
  lua_State *L = capturing->L;
  bool table = lua_istable(L, index);
  void **seen = pointer_map_at(&capturing->seen, lua_topointer(L, index));
  work_charge(L, WORK_PER_VALUE);
  if (*seen) return *seen;
  struct closure_value *captured = closure_value_new(capturing, table ? CAPTURED_TABLE : CAPTURED_FUNCTION);
  *seen = captured;
  if (++capturing->depth > CAPTURE_DEPTH) return refuse(capturing, index);
  luaL_checkstack(L, 10, NULL);
  if (table) capture_entries(capturing, index, captured);
  else capture_code(capturing, index, captured);
  capturing->depth--;
  return captured;
}

static const struct closure_value *capture_number(struct capturing *capturing, int index)
{
  bool whole = lua_isinteger(capturing->L, index);
  double decimal = lua_tonumber(capturing->L, index);
  if (!whole && decimal != decimal) return refuse(capturing, index);
  struct closure_value *captured = closure_value_new(capturing, whole ? CAPTURED_WHOLE : CAPTURED_DECIMAL);
  captured->whole = lua_tointeger(capturing->L, index);
  captured->decimal = decimal;
  return captured;
}

static const struct closure_value *capture(struct capturing *capturing, int index)
{
  lua_State *L = capturing->L;
  struct closure_value *captured;
  const char *library = library_name(L, index);
  if (library) {
    captured = closure_value_new(capturing, CAPTURED_LIBRARY);
    captured->text = slice_of(arena_string(capturing->loader->arena, library));
    return captured;
  }
  if (handle_at(L, index)) return capture_handle(capturing, index);
  switch (lua_type(L, index)) {
  case LUA_TNIL: return closure_value_new(capturing, CAPTURED_NIL);
  case LUA_TBOOLEAN:
    captured = closure_value_new(capturing, CAPTURED_FLAG);
    captured->flag = lua_toboolean(L, index);
    return captured;
  case LUA_TNUMBER: return capture_number(capturing, index);
  case LUA_TSTRING:
    captured = closure_value_new(capturing, CAPTURED_TEXT);
    captured->text = slice_copy(capturing->loader->arena, (struct slice){ lua_tostring(L, index), (size_t)lua_rawlen(L, index) });
    return captured;
  case LUA_TTABLE: return capture_object(capturing, index);
  default: return lua_iscfunction(L, index) ? refuse(capturing, index) : capture_object(capturing, index);
  }
}

const struct closure_value *closure_capture(lua_State *L, int index)
{
  struct capturing capturing = { .L = L, .loader = loader_of(L), .seen = { .arena = loader_of(L)->arena } };
  const struct closure_value *captured = capture(&capturing, lua_absindex(L, index));
  return capturing.refused ? NULL : captured;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

struct hashing {
  struct pointer_map numbers; /* of tables and functions, as they are met: each is gone through once */
  uintptr_t count;
};

static uint64_t hash_into(struct hashing *hashing, uint64_t hash, const struct closure_value *captured)
{
  if (captured->kind == CAPTURED_TABLE || captured->kind == CAPTURED_FUNCTION) {
    void **number = pointer_map_at(&hashing->numbers, captured);
    if (*number) return mix(hash, (uint64_t)(uintptr_t)*number);
    *number = (void *)++hashing->count;
  }
  hash = mix(hash, (uint64_t)captured->kind * 2 + captured->flag);
  hash = mix(hash, (uint64_t)captured->whole);
  uint64_t decimal;
  memcpy(&decimal, &captured->decimal, sizeof decimal);
  hash = mix(hash, decimal);
  hash = mix(hash, captured->item_count);
  if (captured->kind != CAPTURED_FUNCTION) hash = mix(hash, slice_hash(captured->text));
  for (size_t i = 0; i < captured->item_count; i++) hash = hash_into(hashing, hash, captured->items[i]);
  return hash;
}

uint64_t closure_value_hash(const struct closure_value *captured)
{
  struct arena scratch = { 0 };
  struct hashing hashing = { .numbers = { .arena = &scratch } };
  uint64_t hash = hash_into(&hashing, 1, captured);
  arena_free(&scratch);
  return hash;
}

/* In the other state. What was pushed stays on the stack: a table or function is made once. */

static void pushed_add(struct closure_push *push, const struct closure_value *captured, int place)
{
  *pointer_map_at(&push->pushed, captured) = (void *)(uintptr_t)place;
}

static void table_push(struct closure_push *push, const struct closure_value *captured)
{
  lua_State *L = push->L;
  int place = ordered_table_push_sealed(L, (lua_Integer)captured->whole);
  pushed_add(push, captured, place);
  for (size_t i = 0; i + 1 < captured->item_count; i += 2) {
    closure_value_push(push, captured->items[i]);
    int key = lua_gettop(L);
    closure_value_push(push, captured->items[i + 1]);
    ordered_table_seal_entry(L, place, key, lua_gettop(L));
  }
  lua_pushvalue(L, place);
}

/* An upvalue of the function is what it was when the script was loaded: what a row writes there, the next row would find. */
static void watch(struct closure_push *push, int function, int upvalue, int original)
{
  push->watched = arena_grow(push->arena, push->watched, push->watched_count, &push->watched_capacity, sizeof *push->watched);
  push->watched[push->watched_count++] = (struct watched){ function, upvalue, original };
}

static void function_push(struct closure_push *push, const struct closure_value *captured)
{
  lua_State *L = push->L;
  if (luaL_loadbufferx(L, captured->text.at, captured->text.length, "=", "b") != LUA_OK) lua_error(L);
  int place = lua_gettop(L);
  pushed_add(push, captured, place);
  for (size_t i = 0; i < captured->item_count; i++) {
    closure_value_push(push, captured->items[i]);
    lua_pushvalue(L, -1);
    lua_setupvalue(L, place, (int)i + 1);
    if (captured->items[i]->kind != CAPTURED_GLOBALS) watch(push, place, (int)i + 1, lua_gettop(L));
  }
  lua_pushvalue(L, place);
}

void closure_value_push(struct closure_push *push, const struct closure_value *captured)
{
  lua_State *L = push->L;
  luaL_checkstack(L, 20, NULL);
  int place = (int)(uintptr_t)pointer_map_find(&push->pushed, captured);
  if (place) {
    lua_pushvalue(L, place);
    return;
  }
  switch (captured->kind) {
  case CAPTURED_NIL: lua_pushnil(L); break;
  case CAPTURED_FLAG: lua_pushboolean(L, captured->flag); break;
  case CAPTURED_WHOLE: lua_pushinteger(L, captured->whole); break;
  case CAPTURED_DECIMAL: lua_pushnumber(L, captured->decimal); break;
  case CAPTURED_TEXT: lua_pushlstring(L, captured->text.at, captured->text.length); break;
  case CAPTURED_TABLE: table_push(push, captured); break;
  case CAPTURED_FUNCTION: function_push(push, captured); break;
  case CAPTURED_GLOBALS: environment_push_rows(L); break;
  case CAPTURED_LIBRARY: library_push_named(L, captured->text.at); break;
  }
}

bool closure_value_kept(const struct closure_push *push, size_t first, size_t end)
{
  lua_State *L = push->L;
  bool kept = true;
  for (size_t i = first; kept && i < end; i++) {
    const struct watched *watched = &push->watched[i];
    lua_getupvalue(L, watched->function, watched->upvalue);
    kept = lua_rawequal(L, -1, watched->original);
    lua_pop(L, 1);
  }
  return kept;
}

/* Ordered tables: how they are made, written to and walked. For the words that read tables, and for scripts' own loops. */
#include "policy/ordered_table.h"

#include <limits.h>
#include <string.h>

enum { DEPTH_MAX = 100 };

static const char given_up = 0; /* its address stands in `order` where a key was removed */

static void push_given_up(lua_State *L)
{
  lua_pushlightuserdata(L, (void *)(uintptr_t)&given_up);
}

static bool is_given_up(lua_State *L, int index)
{
  return lua_type(L, index) == LUA_TLIGHTUSERDATA && lua_touserdata(L, index) == (const void *)&given_up;
}

/* Leaves the table key -> position on top, made when first needed. */
static void push_places(lua_State *L, int metatable, int order)
{
  if (lua_getfield(L, metatable, "places") == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, order); i <= count; i++) {
    lua_rawgeti(L, order, i);
    lua_pushinteger(L, i);
    lua_rawset(L, -3);
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, metatable, "places");
}

static lua_Integer integer_field(lua_State *L, int table, const char *name)
{
  lua_getfield(L, table, name);
  lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return value;
}

static void set_integer_field(lua_State *L, int table, const char *name, lua_Integer value)
{
  lua_pushinteger(L, value);
  lua_setfield(L, table, name);
}

static bool has_item(lua_State *L, int table, lua_Integer number)
{
  bool there = lua_rawgeti(L, table, number) != LUA_TNIL;
  lua_pop(L, 1);
  return there;
}

/* __len */
static int table_length(lua_State *L)
{
  enum { TABLE = 1, METATABLE };
  lua_settop(L, TABLE);
  lua_getmetatable(L, TABLE);
  lua_Integer before = integer_field(L, METATABLE, "length"), length = before;
  while (length > 0 && !has_item(L, TABLE, length)) length--;
  if (length != before) set_integer_field(L, METATABLE, "length", length);
  lua_pushinteger(L, length);
  return 1;
}

static void length_extend(lua_State *L, int table, int metatable, lua_Integer number)
{
  lua_Integer length = integer_field(L, metatable, "length");
  if (number != length + 1) return;
  while (has_item(L, table, length + 1)) length++;
  set_integer_field(L, metatable, "length", length);
}

/* __newindex: a key that the table does not have. */
static int table_extend(lua_State *L)
{
  enum { TABLE = 1, KEY, VALUE, METATABLE, ORDER, PLACES };
  lua_settop(L, 3);
  if (lua_isnil(L, VALUE)) return 0;
  int whole = 0;
  lua_Integer number = lua_type(L, KEY) == LUA_TNUMBER ? lua_tointegerx(L, KEY, &whole) : 0;
  if (whole) {
    lua_pushinteger(L, number); /* 2.0 is the key 2 */
    lua_replace(L, KEY);
  }
  lua_pushvalue(L, KEY);
  lua_pushvalue(L, VALUE);
  lua_rawset(L, TABLE);
  lua_getmetatable(L, TABLE);
  if (whole) length_extend(L, TABLE, METATABLE, number);
  lua_getfield(L, METATABLE, "order");
  push_places(L, METATABLE, ORDER);
  lua_pushvalue(L, KEY);
  if (lua_rawget(L, PLACES) == LUA_TNUMBER) {
    push_given_up(L);
    lua_rawseti(L, ORDER, lua_tointeger(L, -2));
  }
  lua_Integer last = (lua_Integer)lua_rawlen(L, ORDER) + 1;
  lua_pushvalue(L, KEY);
  lua_rawseti(L, ORDER, last);
  lua_pushvalue(L, KEY);
  lua_pushinteger(L, last);
  lua_rawset(L, PLACES);
  return 0;
}

/* A table under construction: stack positions, and how far its order has come. */
struct making {
  int table, order;
  lua_Integer position, count;
};

/* The key of a written entry onto the stack; false when only the running script knew it. */
static bool push_key(lua_State *L, const struct table_entry *entry, struct making *making)
{
  if (entry->positional) lua_pushinteger(L, ++making->position);
  else if (entry->key) lua_pushstring(L, entry->key);
  else if (!entry->number || !lua_stringtonumber(L, entry->number)) return false;
  return true;
}

/* Appends the entry's key to the order; a nil that was written down is a finding, and an error value then stands for it, so that
 * nobody misses the entry. A call that stands last may give any number of values, but none at all is a function that forgot its
 * `return`; only `...` may be empty. */
static void ordered_table_entry(lua_State *L, const struct table_entry *entry, struct making *making)
{
  if (!push_key(L, entry, making)) return;
  lua_pushvalue(L, -1);
  bool nothing = lua_rawget(L, making->table) == LUA_TNIL;
  lua_pop(L, 1);
  if (nothing && entry->may_expand && !entry->call) {
    making->position--;
    lua_pop(L, 1);
    return;
  }
  if (nothing) {
    struct builder *builder = builder_here(L);
    if (!loader_of(L)->within_standard) builder->site = entry->value; /* else the script's call */
    builder_error(builder, MSG_NIL_ENTRY, NULL);
    lua_pushvalue(L, -1);
    push_error(L);
    lua_rawset(L, making->table);
  }
  lua_rawseti(L, making->order, ++making->count);
}

/* More values of a call that stood last. */
static void ordered_table_expanded(lua_State *L, struct making *making)
{
  lua_Integer length = (lua_Integer)lua_rawlen(L, making->table);
  for (lua_Integer i = making->position + 1; i <= length; i++) {
    lua_pushinteger(L, i);
    lua_rawseti(L, making->order, ++making->count);
  }
}

/* Numbers before texts, each ascending: computed keys come in the order of Lua's hash. */
static bool key_before(lua_State *L, int a, int b)
{
  if (lua_type(L, a) != lua_type(L, b)) return lua_type(L, a) == LUA_TNUMBER;
  return lua_compare(L, a, b, LUA_OPLT);
}

/* Sorting */

typedef bool before_function(lua_State *L, int a, int b);

/* The items of `from`, sorted in runs of `width`, into runs of twice that in `to`; of equals the earlier comes first. */
static void merge_runs(lua_State *L, int from, int to, lua_Integer count, lua_Integer width, before_function *before)
{
  for (lua_Integer start = 0; start < count; start += 2 * width) {
    lua_Integer left = start, middle = start + width < count ? start + width : count, right = middle;
    lua_Integer end = middle + width < count ? middle + width : count;
    for (lua_Integer at = start; at < end; at++) {
      bool second = left == middle;
      if (!second && right < end) {
        lua_rawgeti(L, from, left + 1);
        lua_rawgeti(L, from, right + 1);
        second = before(L, lua_gettop(L), lua_gettop(L) - 1);
        lua_pop(L, 2);
      }
      lua_rawgeti(L, from, (second ? right++ : left++) + 1);
      lua_rawseti(L, to, at + 1);
    }
  }
}

/* Sorts the items 1 to `count` of the table at `items`, which nobody else sees; the place of the sorted ones, left on the stack.
 */
static int sort_items(lua_State *L, int items, lua_Integer count, before_function *before)
{
  enum { WORK_PER_ITEM = 4 };
  luaL_checkstack(L, 10, NULL);
  lua_createtable(L, (int)count, 0);
  int from = items, to = lua_gettop(L);
  for (lua_Integer width = 1; width < count; width *= 2) {
    work_charge(L, (uint64_t)count * WORK_PER_ITEM);
    merge_runs(L, from, to, count, width, before);
    int spare = from;
    from = to, to = spare;
  }
  return from;
}

static bool asked_before(lua_State *L, int a, int b)
{
  enum { FUNCTION = 2 };
  if (lua_isnil(L, FUNCTION)) return lua_compare(L, a, b, LUA_OPLT);
  lua_pushvalue(L, FUNCTION);
  lua_pushvalue(L, a);
  lua_pushvalue(L, b);
  lua_call(L, 2, 1);
  bool before = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return before;
}

int ordered_table_sort(lua_State *L)
{
  enum { TABLE = 1, FUNCTION, ITEMS };
  luaL_checktype(L, TABLE, LUA_TTABLE);
  if (!lua_isnoneornil(L, FUNCTION)) luaL_checktype(L, FUNCTION, LUA_TFUNCTION);
  lua_settop(L, FUNCTION);
  lua_Integer count = luaL_len(L, TABLE);
  luaL_argcheck(L, count < INT_MAX, TABLE, "array too big");
  work_charge(L, (uint64_t)count);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, TABLE, i);
    lua_rawseti(L, ITEMS, i);
  }
  int sorted = sort_items(L, ITEMS, count, asked_before);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, sorted, i);
    if (i > 1 && asked_before(L, lua_gettop(L), lua_gettop(L) - 1)) return luaL_error(L, "invalid order function for sorting");
    if (i > 1) lua_remove(L, -2);
    lua_pushvalue(L, -1);
    lua_seti(L, TABLE, i);
  }
  return 0;
}

/* Keys that only the running script knew, which Lua has in no order. */
static void ordered_table_computed(lua_State *L, const struct table_site *site, int metatable, struct making *making)
{
  bool computed = false;
  for (size_t i = 0; i < site->count; i++)
    computed |= !site->entries[i].positional && !site->entries[i].key && !site->entries[i].number;
  if (!computed) return;
  lua_Integer count = 0;
  push_places(L, metatable, making->order);
  int places = lua_gettop(L), keys = places + 1;
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, making->table);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    bool known = lua_rawget(L, places) != LUA_TNIL;
    lua_pop(L, 1);
    if (known) continue;
    bool plain = lua_type(L, -1) == LUA_TNUMBER || lua_type(L, -1) == LUA_TSTRING;
    if (!plain) builder_error(builder_here(L), MSG_KEY_TYPE, describe(L, -1), NULL);
    lua_pushvalue(L, -1);
    if (plain) lua_rawseti(L, keys, ++count);
    else lua_pop(L, 1);
  }
  int sorted = sort_items(L, keys, count, key_before);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, sorted, i);
    lua_rawseti(L, making->order, ++making->count);
  }
  lua_settop(L, places - 1);
  lua_pushnil(L);
  lua_setfield(L, metatable, "places");
}

static const struct script *calling_script(lua_State *L)
{
  lua_Debug frame;
  if (!lua_getstack(L, 1, &frame)) return NULL;
  lua_getinfo(L, "S", &frame);
  long chunk = chunk_number(frame.source);
  return chunk < 0 ? NULL : loader_of(L)->scripts[chunk];
}

static int table_text(lua_State *L)
{
  lua_pushliteral(L, "{ … }");
  return 1;
}

int ordered_table_table_made(lua_State *L)
{
  enum { NUMBER = 1, TABLE, METATABLE, ORDER };
  const struct script *script = calling_script(L);
  lua_Integer number = lua_tointeger(L, NUMBER);
  const struct table_site *site = script && (size_t)number < script->table_count ? &script->tables[number] : NULL;
  lua_settop(L, 2);
  lua_createtable(L, 0, 6);
  lua_newtable(L);
  lua_pushvalue(L, ORDER);
  lua_setfield(L, METATABLE, "order");
  struct making making = { .table = TABLE, .order = ORDER };
  work_charge(L, site ? site->count / 8 : 0);
  for (size_t i = 0; site && i < site->count; i++) ordered_table_entry(L, &site->entries[i], &making);
  ordered_table_expanded(L, &making);
  if (site) ordered_table_computed(L, site, METATABLE, &making);
  lua_pushlightuserdata(L, (void *)(uintptr_t)site);
  lua_setfield(L, METATABLE, "site");
  set_integer_field(L, METATABLE, "length", (lua_Integer)lua_rawlen(L, TABLE));
  lua_pushcfunction(L, table_extend);
  lua_setfield(L, METATABLE, "__newindex");
  lua_pushcfunction(L, table_length);
  lua_setfield(L, METATABLE, "__len");
  lua_pushcfunction(L, table_text);
  lua_setfield(L, METATABLE, "__tostring");
  lua_pushvalue(L, METATABLE);
  lua_setmetatable(L, TABLE);
  lua_settop(L, TABLE);
  return 1;
}

static const struct table_site *site_of(lua_State *L, int metatable)
{
  lua_getfield(L, metatable, "site");
  const struct table_site *site = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return site;
}

struct source_place table_place(lua_State *L, int index)
{
  struct source_place place = loader_of(L)->builder.site;
  if (!lua_getmetatable(L, index)) return place;
  const struct table_site *site = site_of(L, lua_gettop(L));
  lua_pop(L, 1);
  return site ? site->open : place;
}

/* Goes through the written entries beside the order, which mostly follows them; what does not is looked up. */
struct cursor {
  const struct table_site *site;
  size_t at;
  lua_Integer seen; /* positional entries before `at` */
  int index;        /* on the stack: key -> number of the first written entry that gives it, made when first needed; 0: not yet */
};

static bool push_written_key(lua_State *L, const struct table_entry *written, lua_Integer seen)
{
  if (written->positional) lua_pushinteger(L, seen + 1);
  else if (written->key) lua_pushstring(L, written->key);
  else return written->number && lua_stringtonumber(L, written->number);
  return true;
}

static void index_written(lua_State *L, struct cursor *cursor)
{
  lua_Integer seen = 0;
  lua_newtable(L);
  cursor->index = lua_gettop(L);
  work_charge(L, cursor->site->count);
  for (size_t i = 0; i < cursor->site->count; i++) {
    bool named = push_written_key(L, &cursor->site->entries[i], seen);
    seen += cursor->site->entries[i].positional;
    if (!named) continue;
    lua_pushvalue(L, -1);
    bool known = lua_rawget(L, cursor->index) != LUA_TNIL;
    lua_pop(L, 1);
    lua_pushinteger(L, (lua_Integer)i + 1);
    if (known) lua_pop(L, 2);
    else lua_rawset(L, cursor->index);
  }
}

/* Number of the written entry for the key at `key`, from 1; 0: none. */
static size_t find_written(lua_State *L, struct cursor *cursor, int key)
{
  size_t count = cursor->site ? cursor->site->count : 0;
  if (!count) return 0;
  while (cursor->at < count && !push_written_key(L, &cursor->site->entries[cursor->at], cursor->seen)) cursor->at++;
  if (cursor->at < count) {
    bool same = lua_rawequal(L, -1, key);
    lua_pop(L, 1);
    if (same) {
      cursor->seen += cursor->site->entries[cursor->at].positional;
      return ++cursor->at;
    }
  }
  if (!cursor->index) index_written(L, cursor);
  lua_pushvalue(L, key);
  lua_rawget(L, cursor->index);
  size_t found = (size_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return found;
}

static bool deep(struct loader *loader, struct source_place place)
{
  if (loader->depth < DEPTH_MAX) return false;
  loader->builder.site = place;
  builder_error(&loader->builder, MSG_LEX_DEEP, NULL);
  return true;
}

/* Does the table stand in the standard library, whoever goes through it? */
static bool is_of_library(const struct loader *loader, const struct table_site *site)
{
  for (size_t i = 0; site && i < loader->script_count; i++) {
    const struct script *script = loader->scripts[i];
    if (loader->standard[i] && site >= script->tables && site < script->tables + script->table_count) return true;
  }
  return false;
}

void each_entry(lua_State *L, int index, void (*visit)(lua_State *L, const struct entry *entry, void *context), void *context)
{
  struct loader *loader = loader_of(L);
  luaL_checkstack(L, 16, NULL);
  index = lua_absindex(L, index);
  struct source_place place = table_place(L, index);
  if (deep(loader, place) || !lua_getmetatable(L, index)) return;
  int metatable = lua_gettop(L), order = metatable + 1, base = order + 1;
  struct cursor cursor = { .site = site_of(L, metatable) };
  lua_getfield(L, metatable, "order");
  lua_Integer count = (lua_Integer)lua_rawlen(L, order);
  work_charge(L, (uint64_t)count);
  lua_pushnil(L); /* where the index goes */
  loader->depth++;
  bool derived = loader->builder.derived, library = is_of_library(loader, cursor.site);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, order, i);
    int key = lua_gettop(L);
    struct entry entry = { lua_type(L, key) == LUA_TSTRING ? lua_tostring(L, key) : NULL, place, place };
    size_t written = find_written(L, &cursor, key);
    if (written) entry.site = cursor.site->entries[written - 1].site, entry.value = cursor.site->entries[written - 1].value;
    if (cursor.index > base) lua_copy(L, cursor.index, base), cursor.index = base;
    lua_settop(L, key);
    lua_pushvalue(L, key);
    loader->builder.derived = derived || library;
    if (!is_given_up(L, -1) && lua_rawget(L, index) != LUA_TNIL) visit(L, &entry, context);
    lua_settop(L, base);
  }
  loader->builder.derived = derived;
  loader->depth--;
  lua_settop(L, metatable - 1);
}

/* What a sealed table shows of itself is empty; its entries are in a table behind it. */
static void open_sealed(lua_State *L)
{
  if (!lua_getmetatable(L, 1)) return;
  if (lua_getfield(L, -1, "sealed") == LUA_TTABLE) lua_replace(L, 1);
  lua_settop(L, 1);
}

static int nothing_more(lua_State *L)
{
  lua_pushnil(L);
  return 1;
}

/* For a loop over what is no table: a finding, unless one was made, and a loop that does nothing. False for tables. */
static bool refuse_loop(lua_State *L)
{
  if (lua_istable(L, 1)) return false;
  if (!is_error(L, 1)) builder_error(builder_here(L), MSG_LOOP_OVER, describe(L, 1), NULL);
  lua_pushcfunction(L, nothing_more);
  return true;
}

static int pairs_step(lua_State *L)
{
  enum { TABLE = 1, ORDER, AT, COUNT };
  lua_Integer at = lua_tointeger(L, lua_upvalueindex(AT)), count = lua_tointeger(L, lua_upvalueindex(COUNT));
  while (at++ < count) {
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(AT));
    lua_rawgeti(L, lua_upvalueindex(ORDER), at);
    lua_pushvalue(L, -1);
    if (!is_given_up(L, -1) && lua_rawget(L, lua_upvalueindex(TABLE)) != LUA_TNIL) return 2;
    lua_pop(L, 2);
  }
  return nothing_more(L);
}

/* What is added while the loop runs is not visited. */
int ordered_table_pairs(lua_State *L)
{
  if (refuse_loop(L)) return 1;
  lua_settop(L, 1);
  open_sealed(L);
  if (!lua_getmetatable(L, 1) || lua_getfield(L, -1, "order") != LUA_TTABLE) {
    lua_pushcfunction(L, nothing_more);
    return 1;
  }
  lua_remove(L, 2);
  lua_pushinteger(L, 0);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 2));
  lua_pushcclosure(L, pairs_step, 4);
  return 1;
}

static int ipairs_step(lua_State *L)
{
  lua_Integer at = lua_tointeger(L, 2) + 1;
  lua_pushinteger(L, at);
  return lua_rawgeti(L, 1, at) == LUA_TNIL ? 1 : 2;
}

int ordered_table_ipairs(lua_State *L)
{
  if (refuse_loop(L)) return 1;
  lua_settop(L, 1);
  open_sealed(L);
  lua_pushcfunction(L, ipairs_step);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

int ordered_table_insert(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer length = luaL_len(L, 1), at = length + 1;
  if (lua_gettop(L) >= 3) at = luaL_checkinteger(L, 2);
  luaL_argcheck(L, at >= 1 && at <= length + 1, 2, "position out of bounds");
  lua_settop(L, lua_gettop(L) >= 3 ? 3 : 2);
  if (lua_isnil(L, -1)) {
    builder_error(builder_here(L), MSG_NIL_ENTRY, NULL);
    return 0;
  }
  for (lua_Integer i = length; i >= at; i--) {
    lua_rawgeti(L, 1, i);
    lua_seti(L, 1, i + 1);
  }
  lua_pushvalue(L, -1);
  lua_seti(L, 1, at);
  return 0;
}

bool ordered_table_push(lua_State *L, int index)
{
  if (!lua_getmetatable(L, index)) return false;
  bool ordered = lua_getfield(L, -1, "order") == LUA_TTABLE;
  lua_remove(L, -2);
  if (!ordered) lua_pop(L, 1);
  return ordered;
}

bool ordered_table_push_entry(lua_State *L, int index, int order, lua_Integer at)
{
  lua_rawgeti(L, order, at);
  lua_pushvalue(L, -1);
  if (!is_given_up(L, -1) && lua_rawget(L, index) != LUA_TNIL) return true;
  lua_settop(L, order);
  return false;
}

static int sealed_length(lua_State *L)
{
  lua_getmetatable(L, 1);
  lua_getfield(L, -1, "length");
  return 1;
}

static int sealed_write(lua_State *L)
{
  builder_error(builder_here(L), MSG_COMPUTED_KEEPS, NULL);
  return luaL_error(L, "sealed");
}

int ordered_table_push_sealed(lua_State *L, lua_Integer length)
{
  enum { MEMBERS = 3 };
  lua_newtable(L);
  int table = lua_gettop(L), metatable = table + 1;
  lua_createtable(L, 0, 6);
  set_integer_field(L, metatable, "length", length);
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_newtable(L);
  lua_setfield(L, -2, "order");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_setfield(L, metatable, "sealed");
  lua_setfield(L, metatable, "__index");
  const luaL_Reg methods[MEMBERS + 1] = {
    { "__newindex", sealed_write }, { "__len", sealed_length }, { "__tostring", table_text }, { NULL, NULL }
  };
  luaL_setfuncs(L, methods, 0);
  lua_setmetatable(L, table);
  return table;
}

void ordered_table_seal_entry(lua_State *L, int table, int key, int value)
{
  lua_getmetatable(L, table);
  lua_getfield(L, -1, "sealed");
  lua_pushvalue(L, key);
  lua_pushvalue(L, value);
  lua_rawset(L, -3);
  lua_getmetatable(L, -1);
  lua_getfield(L, -1, "order");
  lua_pushvalue(L, key);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pop(L, 4);
}

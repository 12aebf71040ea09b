/* The Lua state of scripts: environment, budgets, ordered tables, the protected door. */
#include "policy/state.h"

#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#include "policy/declare.h"
#include "policy/dictionary.h"
#include "policy/operate.h"
#include "policy/words.h"

enum { HOOK_INSTRUCTIONS = 1000 };

static const char globals_key[] = "huiqi.globals";

static void *allocate(void *context, void *block, size_t before, size_t size)
{
  struct loader *loader = context;
  size_t old = block ? before : 0;
  if (size == 0) {
    free(block);
    loader->memory_used -= old;
    return NULL;
  }
  if (size > old && loader->memory_used + (size - old) > loader->memory_limit) return NULL;
  void *resized = realloc(block, size);
  if (resized) loader->memory_used = loader->memory_used - old + size;
  return resized;
}

static void spend(lua_State *L, lua_Debug *frame)
{
  (void)frame;
  struct loader *loader = loader_of(L);
  loader->instructions += HOOK_INSTRUCTIONS;
  if (loader->instructions > loader->instruction_limit) luaL_error(L, "@budget");
}

/* Tables remember the order and the places of their entries, in a metatable of their own:
 * { order = {key, …}, site = table_site, __newindex = … }. */

static int table_extend(lua_State *L)
{
  lua_getmetatable(L, 1);
  lua_getfield(L, -1, "order");
  lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
  bool known = false;
  for (lua_Integer i = 1; i <= count && !known; i++) {
    lua_rawgeti(L, -1, i);
    known = lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
  }
  if (!known) {
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, count + 1);
  }
  lua_settop(L, 3);
  lua_rawset(L, 1);
  return 0;
}

static struct builder *entry_place(lua_State *L, struct site site)
{
  struct builder *builder = builder_here(L);
  if (site.line) builder->site = site;
  return builder;
}

/* Appends the entry's key to the order (on top of the stack); a nil that was written down is a finding. */
static void order_entry(lua_State *L, int table, const struct table_entry *entry, lua_Integer *position, lua_Integer *count)
{
  if (!entry->positional && !entry->key) return;
  if (entry->positional)
    lua_pushinteger(L, ++*position);
  else
    lua_pushstring(L, entry->key);
  lua_pushvalue(L, -1);
  bool nothing = lua_rawget(L, table) == LUA_TNIL;
  lua_pop(L, 1);
  if (nothing && !entry->may_expand) builder_refuse(entry_place(L, entry->value), MSG_NIL_ENTRY, NULL);
  if (nothing && entry->may_expand) --*position;
  if (nothing) {
    lua_pop(L, 1);
    return;
  }
  lua_rawseti(L, -2, ++*count);
}

/* Whatever the constructor made beside its listed entries: more values of a last call, computed keys. */
static void order_rest(lua_State *L, int table, lua_Integer position, lua_Integer *count)
{
  lua_Integer length = (lua_Integer)lua_rawlen(L, table);
  for (lua_Integer i = position + 1; i <= length; i++) {
    lua_pushinteger(L, i);
    lua_rawseti(L, -2, ++*count);
  }
}

static void order_computed(lua_State *L, int table, const struct table_site *site, lua_Integer *count)
{
  bool computed = false;
  for (size_t i = 0; i < site->count; i++) computed |= !site->entries[i].positional && !site->entries[i].key;
  if (!computed) return;
  int order = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, table);) {
    lua_pop(L, 1);
    bool listed = false;
    for (lua_Integer i = 1; i <= *count && !listed; i++) {
      lua_rawgeti(L, order, i);
      listed = lua_rawequal(L, -1, -2);
      lua_pop(L, 1);
    }
    if (listed) continue;
    lua_pushvalue(L, -1);
    lua_rawseti(L, order, ++*count);
  }
}

static const struct script *calling_script(lua_State *L)
{
  lua_Debug frame;
  if (!lua_getstack(L, 1, &frame)) return NULL;
  lua_getinfo(L, "S", &frame);
  if (!frame.source || strncmp(frame.source, "=#", 2) != 0) return NULL;
  return loader_of(L)->scripts[strtol(frame.source + 2, NULL, 10)];
}

/* _T(n, {…}): wrapped around every table constructor by the lexicon. */
static int table_made(lua_State *L)
{
  const struct script *script = calling_script(L);
  lua_Integer number = lua_tointeger(L, 1);
  const struct table_site *site = script && (size_t)number < script->table_count ? &script->tables[number] : NULL;
  lua_settop(L, 2);
  lua_createtable(L, 0, 3);
  lua_newtable(L);
  lua_Integer position = 0, count = 0;
  for (size_t i = 0; site && i < site->count; i++) order_entry(L, 2, &site->entries[i], &position, &count);
  order_rest(L, 2, position, &count);
  if (site) order_computed(L, 2, site, &count);
  lua_setfield(L, 3, "order");
  lua_pushlightuserdata(L, (void *)(uintptr_t)site);
  lua_setfield(L, 3, "site");
  lua_pushcfunction(L, table_extend);
  lua_setfield(L, 3, "__newindex");
  lua_setmetatable(L, 2);
  return 1;
}

/* _C(x): wrapped around every condition of if, elseif, while and until. */
static int truth_asked(lua_State *L)
{
  if (handle_at(L, 1) && !is_error(L, 1)) builder_refuse(builder_here(L), MSG_FIELD_AS_TRUTH, describe(L, 1), NULL);
  lua_settop(L, 1);
  return 1;
}

static const struct table_site *site_of(lua_State *L, int metatable)
{
  lua_getfield(L, metatable, "site");
  const struct table_site *site = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return site;
}

struct site table_place(lua_State *L, int index)
{
  struct site place = loader_of(L)->builder.site;
  if (!lua_getmetatable(L, index)) return place;
  const struct table_site *site = site_of(L, lua_gettop(L));
  lua_pop(L, 1);
  return site ? site->open : place;
}

/* The written entry that gave the key on top of the stack its value. */
static void locate(lua_State *L, const struct table_site *site, struct entry *entry)
{
  lua_Integer position = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0, seen = 0;
  for (size_t i = 0; site && i < site->count; i++) {
    const struct table_entry *written = &site->entries[i];
    seen += written->positional;
    bool named = entry->key && written->key && strcmp(entry->key, written->key) == 0;
    if (named || (position && written->positional && seen == position)) {
      entry->site = written->site;
      entry->value = written->value;
      return;
    }
  }
}

void each_entry(lua_State *L, int index, void (*visit)(lua_State *L, const struct entry *entry, void *context), void *context)
{
  luaL_checkstack(L, 12, "nested too deep");
  index = lua_absindex(L, index);
  struct site place = table_place(L, index);
  if (!lua_getmetatable(L, index)) return;
  int metatable = lua_gettop(L);
  const struct table_site *site = site_of(L, metatable);
  lua_getfield(L, metatable, "order");
  int order = lua_gettop(L);
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, order); i <= count; i++) {
    lua_rawgeti(L, order, i);
    struct entry entry = { lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL, place, place };
    locate(L, site, &entry);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, index) != LUA_TNIL) visit(L, &entry, context);
    lua_settop(L, order);
  }
  lua_settop(L, metatable - 1);
}

/* pairs(t): in the order of insertion. */
static int pairs_step(lua_State *L)
{
  lua_Integer count = (lua_Integer)lua_rawlen(L, lua_upvalueindex(2));
  lua_Integer at = lua_tointeger(L, lua_upvalueindex(3));
  while (at++ < count) {
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(3));
    lua_rawgeti(L, lua_upvalueindex(2), at);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 2;
    lua_pop(L, 2);
  }
  lua_pushnil(L);
  return 1;
}

static int ordered_pairs(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  if (!lua_getmetatable(L, 1)) return luaL_argerror(L, 1, "table");
  lua_getfield(L, -1, "order");
  lua_remove(L, 2);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, pairs_step, 3);
  return 1;
}

/* table.insert and its like write raw, past __newindex: ours keep the order. */
static int ordered_insert(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer length = (lua_Integer)lua_rawlen(L, 1), at = length + 1;
  if (lua_gettop(L) == 3) at = luaL_checkinteger(L, 2);
  luaL_argcheck(L, at >= 1 && at <= length + 1, 2, "position");
  lua_settop(L, lua_gettop(L) >= 3 ? 3 : 2);
  for (lua_Integer i = length; i >= at; i--) {
    lua_rawgeti(L, 1, i);
    lua_seti(L, 1, i + 1);
  }
  lua_pushvalue(L, -1);
  lua_seti(L, 1, at);
  return 0;
}

/* Names */

static void offer_words(struct nearest *nearest)
{
  for (size_t i = 0; i < word_count; i++) {
    nearest_offer(nearest, words[i].chinese);
    nearest_offer(nearest, words[i].english);
  }
}

static void offer_tables(const struct model *model, struct nearest *nearest)
{
  for (size_t i = 0; i < model->table_count; i++) {
    const struct table *table = &model->tables[i];
    nearest_offer(nearest, table->kind.name);
    for (size_t k = 0; k < table->link_count; k++) nearest_offer(nearest, table->links[k].name);
  }
  for (size_t i = 0; model->table_count && i < model->tables[0].kind.field_count; i++) {
    nearest_offer(nearest, model->tables[0].kind.fields[i].name);
    if (model->tables[0].kind.fields[i].english) nearest_offer(nearest, model->tables[0].kind.fields[i].english);
  }
}

/* 客户 { … }: conditions on the company that a related row is linked to. */
static int link_conditions(lua_State *L)
{
  return operate_all(L);
}

static bool is_link(const struct model *model, const char *name)
{
  for (size_t i = 0; i < model->table_count; i++)
    for (size_t k = 0; k < model->tables[i].link_count; k++)
      if (strcmp(model->tables[i].links[k].name, name) == 0) return true;
  return false;
}

/* A name that the script did not declare: a field, a table, a link, or a finding. */
static int name_index(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct model *model = loader->model;
  const char *name = lexicon_name(loader->arena, luaL_checkstring(L, 2));
  int field = model->table_count ? table_find_field(&model->tables[0], name) : -1;
  if (field >= 0) return push_node(L, node_field(builder_here(L), 0, &model->tables[0].kind.fields[field]), false);
  int table = model_find_table(model, name);
  if (table >= 0) {
    handle_push(L, HANDLE_TABLE)->table = table;
    return 1;
  }
  if (is_link(model, name)) {
    lua_pushcfunction(L, link_conditions);
    return 1;
  }
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  offer_tables(model, &nearest);
  offer_words(&nearest);
  builder_refuse(builder_here(L), MSG_UNKNOWN_NAME, name, nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}

static int environment_index(lua_State *L)
{
  lua_getfield(L, LUA_REGISTRYINDEX, globals_key);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, -2) != LUA_TNIL) return 1;
  return name_index(L);
}

static int environment_write(lua_State *L)
{
  const char *name = lexicon_name(loader_of(L)->arena, luaL_checkstring(L, 2));
  builder_refuse(builder_here(L), MSG_GLOBAL_WRITE, name, NULL);
  return 0;
}

/* Handles */

static int handle_call(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  switch (handle->kind) {
  case HANDLE_EXPRESSION: return operate_call(L);
  case HANDLE_PENDING: return declare_finish(L, handle->pending);
  case HANDLE_PARAMETERS: lua_remove(L, 1); return declare_parameter(L);
  default:
    builder_refuse(builder_here(L), MSG_NOT_CALLED, describe(L, 1), NULL);
    return push_error(L);
  }
}

static int handle_index(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  if (handle->kind == HANDLE_PARAMETERS) return declare_parameter_index(L);
  if (handle->kind == HANDLE_TABLE && handle->table > 0) return dictionary_index(L, handle->table);
  if (handle->kind == HANDLE_TABLE) return lua_remove(L, 1), lua_pushnil(L), lua_insert(L, 1), name_index(L);
  if (!is_error(L, 1)) builder_refuse(builder_here(L), MSG_NO_MEMBER, describe(L, 1), luaL_tolstring(L, 2, NULL), NULL);
  return push_error(L);
}

static int handle_text(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  struct buffer text = { 0 };
  if (handle->kind == HANDLE_EXPRESSION) node_say(&text, loader_of(L)->builder.language, handle->node);
  struct slice copy = slice_copy(loader_of(L)->arena, buffer_view(&text));
  buffer_free(&text);
  lua_pushlstring(L, copy.at, copy.length);
  return 1;
}

static int handle_concat(lua_State *L)
{
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}

static const luaL_Reg handle_methods[] = {
  { "__call", handle_call },
  { "__index", handle_index },
  { "__tostring", handle_text },
  { "__concat", handle_concat },
  { "__add", operate_add },
  { "__sub", operate_subtract },
  { "__mul", operate_multiply },
  { "__div", operate_divide },
  { "__unm", operate_negate },
  { "__idiv", operate_refuse_arithmetic },
  { "__mod", operate_refuse_arithmetic },
  { "__pow", operate_refuse_arithmetic },
  { "__len", operate_refuse_arithmetic },
  { "__band", operate_refuse_arithmetic },
  { "__bor", operate_refuse_arithmetic },
  { "__bxor", operate_refuse_arithmetic },
  { "__bnot", operate_refuse_arithmetic },
  { "__shl", operate_refuse_arithmetic },
  { "__shr", operate_refuse_arithmetic },
  { "__eq", operate_refuse_comparison },
  { "__lt", operate_refuse_comparison },
  { "__le", operate_refuse_comparison },
  { NULL, NULL },
};

/* What of Lua's own library scripts may use; each neither touches the outside nor runs longer than its input. */
static const char *const base_names[] = { "ipairs", "type", "tostring", "tonumber", "select", "error", "assert", NULL };
static const char *const math_names[] = { "floor", "ceil", "abs", "max", "min", "tointeger", "type", NULL };
static const char *const string_names[] = { "format", "sub", "len", "upper", "lower", "byte", "char", "rep", "reverse", NULL };
static const char *const table_names[] = { "concat", "unpack", NULL };

/* Copies named functions from the table on top of the stack into a new table left on top. */
static void pick(lua_State *L, const char *const *names)
{
  lua_newtable(L);
  for (; *names; names++) {
    lua_getfield(L, -2, *names);
    lua_setfield(L, -2, *names);
  }
  lua_remove(L, -2);
}

static void open_library(lua_State *L, int globals, const char *name, lua_CFunction open, const char *const *names)
{
  luaL_requiref(L, name, open, 0);
  pick(L, names);
  lua_setfield(L, globals, name);
}

static void globals_words(lua_State *L, int globals)
{
  for (size_t i = 0; i < word_count; i++) {
    const char *names[] = { lexicon_encode(loader_of(L)->arena, words[i].chinese), words[i].english };
    for (int k = 0; k < 2 && words[i].call; k++) {
      lua_pushcfunction(L, words[i].call);
      lua_setfield(L, globals, names[k]);
    }
  }
}

static void globals_values(lua_State *L, int globals)
{
  struct loader *loader = loader_of(L);
  struct {
    const char *chinese, *english;
    const struct node *node;
  } values[] = { { "年度", "policy_year", node_year(&loader->builder, 0) }, { "基准日", "judged_on", node_judged(&loader->builder) } };
  for (size_t i = 0; i < 2; i++) {
    push_node(L, values[i].node, false);
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, lexicon_encode(loader->arena, values[i].chinese));
    lua_setfield(L, globals, values[i].english);
  }
  handle_push(L, HANDLE_PARAMETERS);
  lua_pushvalue(L, -1);
  lua_setfield(L, globals, lexicon_encode(loader->arena, "参数"));
  lua_setfield(L, globals, "parameter");
}

static void globals_lua(lua_State *L, int globals)
{
  luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
  for (const char *const *name = base_names; *name; name++) {
    lua_getfield(L, -1, *name);
    lua_setfield(L, globals, *name);
  }
  lua_pop(L, 1);
  lua_pushcfunction(L, ordered_pairs);
  lua_setfield(L, globals, "pairs");
  open_library(L, globals, LUA_MATHLIBNAME, luaopen_math, math_names);
  open_library(L, globals, LUA_TABLIBNAME, luaopen_table, table_names);
  lua_getfield(L, globals, LUA_TABLIBNAME);
  lua_pushcfunction(L, ordered_insert);
  lua_setfield(L, -2, "insert");
  lua_pop(L, 1);
  open_library(L, globals, LUA_STRLIBNAME, luaopen_string, string_names);
}

/* ("x"):rep(…) reaches the same few functions as string.rep. */
static void guard_strings(lua_State *L, int globals)
{
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_getfield(L, globals, LUA_STRLIBNAME);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 2);
}

static int open_globals(lua_State *L)
{
  luaL_newmetatable(L, "huiqi.handle");
  luaL_setfuncs(L, handle_methods, 0);
  lua_newtable(L);
  int globals = lua_gettop(L);
  globals_words(L, globals);
  globals_values(L, globals);
  globals_lua(L, globals);
  guard_strings(L, globals);
  lua_pushcfunction(L, table_made);
  lua_setfield(L, globals, "_T");
  lua_pushcfunction(L, truth_asked);
  lua_setfield(L, globals, "_C");
  lua_setfield(L, LUA_REGISTRYINDEX, globals_key);
  return 0;
}

bool state_open(struct loader *loader)
{
  loader->lua = lua_newstate(allocate, loader);
  if (!loader->lua) return false;
  *(struct loader **)lua_getextraspace(loader->lua) = loader;
  lua_sethook(loader->lua, spend, LUA_MASKCOUNT, HOOK_INSTRUCTIONS);
  lua_pushcfunction(loader->lua, open_globals);
  return lua_pcall(loader->lua, 0, 0, 0) == LUA_OK;
}

void state_close(struct loader *loader)
{
  if (loader->lua) lua_close(loader->lua);
  loader->lua = NULL;
}

/* `#3:17: message` -> message, and the line in the rewritten code. */
static const char *strip_place(const char *message, int *line)
{
  *line = 0;
  if (message[0] != '#') return message;
  char *end;
  strtol(message + 1, &end, 10);
  if (*end != ':') return message;
  long found = strtol(end + 1, &end, 10);
  if (*end != ':') return message;
  *line = (int)found;
  return end[1] == ' ' ? end + 2 : end + 1;
}

static enum message failure_kind(const char *message, bool memory)
{
  if (memory) return MSG_MEMORY_BUDGET;
  return strstr(message, "@budget") ? MSG_INSTRUCTION_BUDGET : MSG_LUA_ERROR;
}

/* The message handler of the door: the place is still on the stack here. */
static int door_failed(lua_State *L)
{
  struct builder *builder = builder_here(L);
  int line;
  const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "error";
  const char *plain = lexicon_restore(builder->arena, strip_place(message, &line));
  builder_refuse(builder, failure_kind(message, false), plain, NULL);
  return 0;
}

static void set_environment(lua_State *L)
{
  lua_newtable(L);
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, environment_index);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, environment_write);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  lua_setupvalue(L, -2, 1);
}

static int load_chunk(lua_State *L)
{
  const struct script *script = lua_touserdata(L, 1);
  const char *name = lua_tostring(L, 2);
  if (luaL_loadbufferx(L, script->code.at, script->code.length, name, "t") != LUA_OK) return lua_error(L);
  set_environment(L);
  return 1;
}

static void refuse_syntax(struct loader *loader, const struct script *script)
{
  int line;
  const char *message = lua_tostring(loader->lua, -1) ? lua_tostring(loader->lua, -1) : "";
  const char *plain = lexicon_restore(loader->arena, strip_place(message, &line));
  loader->builder.path = script->path;
  loader->builder.site = lexicon_site(script, line);
  builder_refuse(&loader->builder, MSG_SYNTAX, plain, NULL);
}

bool state_run(struct loader *loader, int number, int results)
{
  lua_State *L = loader->lua;
  struct script *script = loader->scripts[number];
  int top = lua_gettop(L);
  lua_pushcfunction(L, door_failed);
  lua_pushcfunction(L, load_chunk);
  lua_pushlightuserdata(L, script);
  lua_pushstring(L, arena_printf(loader->arena, "=#%d", number));
  if (lua_pcall(L, 2, 1, 0) != LUA_OK) {
    refuse_syntax(loader, script);
    lua_settop(L, top);
    return false;
  }
  int status = lua_pcall(L, 0, results, top + 1);
  if (status == LUA_ERRMEM) {
    loader->builder.path = script->path;
    loader->builder.site = (struct site){ 0, 0 };
    builder_refuse(&loader->builder, MSG_MEMORY_BUDGET, NULL);
  }
  lua_remove(L, top + 1);
  if (status != LUA_OK) lua_settop(L, top);
  return status == LUA_OK;
}

/* What scripts reach: names and the methods of values. For state.c, which runs them. */
#include "policy/environment.h"

#include <lualib.h>
#include <string.h>

#include "policy/declare.h"
#include "policy/dictionary.h"
#include "policy/operate.h"
#include "policy/order.h"
#include "policy/words.h"

static const char globals_key[] = "huiqi.globals";

static void offer(struct nearest *nearest, const char *chinese, const char *english)
{
  nearest_offer(nearest, chinese);
  if (english) nearest_offer(nearest, english);
}

static void offer_words(struct nearest *nearest)
{
  for (size_t i = 0; i < word_count; i++) offer(nearest, words[i].chinese, words[i].english);
}

static void offer_tables(const struct model *model, struct nearest *nearest)
{
  for (size_t i = 0; i < model->table_count; i++) {
    const struct table *table = &model->tables[i];
    offer(nearest, table->kind.name, table->kind.english);
    for (size_t k = 0; k < table->link_count; k++) offer(nearest, table->links[k].name, table->links[k].english);
  }
  for (size_t i = 0; model->table_count && i < model->tables[0].kind.field_count; i++) {
    const struct field *field = &model->tables[0].kind.fields[i];
    offer(nearest, field->plain ? field->plain : field->name, field->english);
  }
}

/* 客户 { … }: conditions on the company that a related row is linked to. */
static int link_conditions(lua_State *L)
{
  return operate_all(L);
}

static bool is_named(const char *name, const char *chinese, const char *english)
{
  return strcmp(chinese, name) == 0 || (english && strcmp(english, name) == 0);
}

static bool is_link(const struct model *model, const char *name)
{
  for (size_t i = 0; i < model->table_count; i++)
    for (size_t k = 0; k < model->tables[i].link_count; k++)
      if (is_named(name, model->tables[i].links[k].name, model->tables[i].links[k].english)) return true;
  return false;
}

/* `编号 "U22-1"`: the name stands first in an item of a table, and is the name of an entry. */
static bool lacks_equals(const struct loader *loader, const struct builder *builder, const char *name)
{
  const struct script *script = loader->scripts[loader->running];
  if (!declare_key(name) || loader->within_standard) return false;
  for (size_t i = 0; i < script->table_count; i++)
    for (size_t k = 0; k < script->tables[i].count; k++) {
      const struct table_entry *entry = &script->tables[i].entries[k];
      if (entry->positional && entry->value.line == builder->site.line && entry->value.column == builder->site.column)
        return true;
    }
  return false;
}

static int unknown_name(lua_State *L, const char *name)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  offer_tables(loader->model, &nearest);
  offer_words(&nearest);
  if (lacks_equals(loader, builder, name)) builder_refuse(builder, MSG_KEY_WITHOUT_EQUALS, name, NULL);
  else builder_refuse(builder, MSG_UNKNOWN_NAME, name, nearest.best ? nearest.best : "", NULL);
  return push_error(L);
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
  if (!is_link(model, name)) return unknown_name(L, name);
  lua_pushcfunction(L, link_conditions);
  return 1;
}

static int environment_index(lua_State *L)
{
  lua_getfield(L, LUA_REGISTRYINDEX, globals_key);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, -2) != LUA_TNIL) return 1;
  return name_index(L);
}

/* Kept all the same, so that the one mistake is not found again at each use; but no name that means something is covered. */
static int environment_write(lua_State *L)
{
  const char *name = lexicon_name(loader_of(L)->arena, luaL_checkstring(L, 2));
  builder_refuse(builder_here(L), MSG_GLOBAL_WRITE, name, NULL);
  if (word_find(name) || table_find_field(&loader_of(L)->model->tables[0], name) >= 0) return 0;
  lua_settop(L, 3);
  lua_rawset(L, 1);
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
  case HANDLE_TABLE:
    if (strcmp(loader_of(L)->model->tables[handle->table].kind.name, "指标") == 0) return operate_indicator(L);
    builder_refuse(builder_here(L), MSG_NOT_CALLED, describe(L, 1), NULL);
    return push_error(L);
  default: builder_refuse(builder_here(L), MSG_NOT_CALLED, describe(L, 1), NULL); return push_error(L);
  }
}

static int handle_index(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  if (handle->kind == HANDLE_PARAMETERS) return declare_parameter_index(L);
  if (handle->kind == HANDLE_TABLE) return dictionary_index(L, handle->table);
  if (!is_error(L, 1)) builder_refuse(builder_here(L), MSG_NO_MEMBER, describe(L, 1), luaL_tolstring(L, 2, NULL), NULL);
  return push_error(L);
}

static int handle_write(lua_State *L)
{
  if (!is_error(L, 1)) builder_refuse(builder_here(L), MSG_MEMBER_WRITE, describe(L, 1), NULL);
  return 0;
}

static int handle_text(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  struct loader *loader = loader_of(L);
  struct buffer text = { 0 };
  if (handle->kind == HANDLE_EXPRESSION) node_say(&text, loader->builder.language, handle->node);
  else buffer_text(&text, describe(L, 1));
  struct slice copy = slice_copy(loader->arena, buffer_view(&text));
  buffer_free(&text);
  budget_check(L);
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
  { "__newindex", handle_write },
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

/* _C(x): wrapped around every condition of if, elseif, while and until. */
static int truth_asked(lua_State *L)
{
  if (handle_at(L, 1) && !is_error(L, 1)) builder_refuse(builder_here(L), MSG_FIELD_AS_TRUTH, describe(L, 1), NULL);
  lua_settop(L, 1);
  return 1;
}

/* _E(a, b): what `a == b` becomes, since Lua would quietly say that a field and a text differ. Only nil may be asked for. */
static int equality_asked(lua_State *L)
{
  bool one = handle_at(L, 1) != NULL, other = handle_at(L, 2) != NULL;
  bool silent = is_error(L, 1) || is_error(L, 2) || lua_isnil(L, 1) || lua_isnil(L, 2);
  if ((one || other) && !silent) builder_refuse(builder_here(L), MSG_COMPARISON_SIGN, NULL);
  lua_pushboolean(L, lua_rawequal(L, 1, 2));
  return 1;
}

static int checked_assert(lua_State *L)
{
  if (handle_at(L, 1)) return truth_asked(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

/* `%p` would print an address, another one in each run. */
static int checked_format(lua_State *L)
{
  const char *format = luaL_checkstring(L, 1);
  while ((format = strchr(format, '%'))) {
    format += 1 + strspn(format + 1, "-+#0 123456789.");
    luaL_argcheck(L, *format != 'p', 1, "%p");
    if (*format) format++;
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int function_text(lua_State *L)
{
  lua_pushstring(L, describe(L, 1));
  return 1;
}

/* What of Lua's own library scripts may use; each neither touches the outside nor runs longer than its input. */
static const char *const base_names[] = { "type", "tostring", "tonumber", "select", "error", NULL };
static const char *const math_names[] = { "floor", "ceil", "abs", "max", "min", "tointeger", "type", NULL };
static const char *const string_names[] = { "format", "sub", "len", "upper", "lower", "byte", "char", "rep", "reverse", NULL };
static const char *const table_names[] = { "concat", "unpack", "sort", "remove", NULL };

/* A member that the library (upvalue 1, named by upvalue 2) does not have; of `("甲"):gsub()`, too. */
static int library_index(lua_State *L)
{
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  builder_refuse(builder_here(L), MSG_NO_MEMBER, lua_tostring(L, lua_upvalueindex(2)), luaL_tolstring(L, 2, NULL), NULL);
  return push_error(L);
}

static int sealed_text(lua_State *L)
{
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

static int library_write(lua_State *L)
{
  builder_refuse(builder_here(L), MSG_MEMBER_WRITE, lua_tostring(L, lua_upvalueindex(1)), NULL);
  return 0;
}

/* Turns the table of functions on top of the stack into what scripts see of it: an empty table that finds its members there. */
static void seal(lua_State *L, const char *name)
{
  int members = lua_gettop(L);
  lua_newtable(L);
  lua_createtable(L, 0, 3);
  lua_pushvalue(L, members);
  lua_pushstring(L, name);
  lua_pushcclosure(L, library_index, 2);
  lua_setfield(L, -2, "__index");
  lua_pushstring(L, name);
  lua_pushcclosure(L, library_write, 1);
  lua_setfield(L, -2, "__newindex");
  lua_pushstring(L, name);
  lua_pushcclosure(L, sealed_text, 1);
  lua_setfield(L, -2, "__tostring");
  lua_setmetatable(L, -2);
  lua_remove(L, members);
}

/* Replaces a function of the table on top of the stack by one that calls it, or has nothing to do with it. */
static void replace(lua_State *L, const char *name, lua_CFunction function)
{
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, name);
}

/* A new table with the named functions of the library, left on top. */
static void pick(lua_State *L, const char *name, lua_CFunction open, const char *const *names)
{
  luaL_requiref(L, name, open, 0);
  lua_newtable(L);
  for (; *names; names++) {
    lua_getfield(L, -2, *names);
    lua_setfield(L, -2, *names);
  }
  lua_remove(L, -2);
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
  } values[] = { { "年度", "policy_year", node_year(&loader->builder, 0) },
                 { "年份", "year_number", node_year_number(&loader->builder) },
                 { "基准日", "judged_on", node_judged(&loader->builder) } };
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
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

static void globals_base(lua_State *L, int globals)
{
  luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
  for (const char *const *name = base_names; *name; name++) {
    lua_getfield(L, -1, *name);
    lua_setfield(L, globals, *name);
  }
  lua_getfield(L, -1, "assert");
  lua_pushcclosure(L, checked_assert, 1);
  lua_setfield(L, globals, "assert");
  lua_pop(L, 1);
  static const luaL_Reg own[] = { { "pairs", order_pairs }, { "ipairs", order_ipairs }, { "_T", order_table_made },
                                  { "_C", truth_asked },    { "_E", equality_asked },   { NULL, NULL } };
  lua_pushvalue(L, globals);
  luaL_setfuncs(L, own, 0);
  push_error(L); /* _X: stands for a value that the lexicon has had a finding about */
  lua_setfield(L, -2, "_X");
  lua_pop(L, 1);
}

static void globals_libraries(lua_State *L, int globals)
{
  pick(L, LUA_MATHLIBNAME, luaopen_math, math_names);
  seal(L, LUA_MATHLIBNAME);
  lua_setfield(L, globals, LUA_MATHLIBNAME);
  pick(L, LUA_TABLIBNAME, luaopen_table, table_names);
  replace(L, "insert", order_insert);
  seal(L, LUA_TABLIBNAME);
  lua_setfield(L, globals, LUA_TABLIBNAME);
  pick(L, LUA_STRLIBNAME, luaopen_string, string_names);
  replace(L, "format", checked_format);
  seal(L, LUA_STRLIBNAME);
  lua_setfield(L, globals, LUA_STRLIBNAME);
}

/* Texts have the same few methods as `string` and no arithmetic (`"10" + 1`); no function shows its address. */
static void globals_types(lua_State *L, int globals)
{
  lua_pushliteral(L, "");
  lua_createtable(L, 0, 1);
  lua_getfield(L, globals, LUA_STRLIBNAME);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_pushcfunction(L, function_text);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, function_text);
  lua_setfield(L, -2, "__tostring");
  lua_setmetatable(L, -2);
  lua_pop(L, 2);
}

int environment_open(lua_State *L)
{
  luaL_newmetatable(L, "huiqi.handle");
  luaL_setfuncs(L, handle_methods, 0);
  lua_pushliteral(L, "huiqi");
  lua_setfield(L, -2, "__name");
  lua_newtable(L);
  int globals = lua_gettop(L);
  globals_words(L, globals);
  globals_values(L, globals);
  globals_base(L, globals);
  globals_libraries(L, globals);
  globals_types(L, globals);
  lua_setfield(L, LUA_REGISTRYINDEX, globals_key);
  return 0;
}

void environment_give(lua_State *L)
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

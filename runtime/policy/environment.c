/* What scripts reach: names and the methods of values. For state.c, which runs them. */
#include "policy/environment.h"

#include <string.h>

#include "policy/declare.h"
#include "policy/dictionary.h"
#include "policy/library.h"
#include "policy/operator.h"
#include "policy/prompt.h"
#include "policy/unknown_name.h"
#include "policy/words.h"

static const char rows_key[] = "huiqi.rows";

/* 客户 { … }: conditions on the company that a related row is linked to. */
static int link_conditions(lua_State *L)
{
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  return arguments_fit(L, name, 0, 1) ? operator_link(L, arena_string(loader_of(L)->arena, name)) : push_error(L);
}

const char *operator_link_name(lua_State *L, int index)
{
  if (lua_type(L, index) == LUA_TSTRING) return lua_tostring(L, index);
  if (lua_tocfunction(L, index) != link_conditions || !lua_getupvalue(L, index, 1)) return NULL;
  const char *name = lua_tostring(L, -1); /* kept by the function */
  lua_pop(L, 1);
  return name;
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

/* A name that the script did not declare: a field, a table, a link, or a finding. */
static int name_index(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct model *model = loader->model;
  const char *name = rewrite_name(loader->arena, luaL_checkstring(L, 2));
  bool truth = strcmp(name, "是") == 0;
  if (truth || strcmp(name, "否") == 0) return lua_pushboolean(L, truth), 1;
  int field = model->table_count ? table_find_field(&model->tables[0], name) : -1;
  if (field >= 0) return push_node(L, node_field(builder_here(L), 0, &model->tables[0].kind.fields[field]), false);
  int table = model_find_table(model, name);
  if (table >= 0) {
    handle_push(L, HANDLE_TABLE)->table = table;
    return 1;
  }
  if (!is_link(model, name)) return unknown_name(L, name);
  lua_pushstring(L, name);
  lua_pushcclosure(L, link_conditions, 1);
  return 1;
}

static int lookup(lua_State *L)
{
  lua_getfield(L, LUA_REGISTRYINDEX, library_globals);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, -2) != LUA_TNIL) return 1;
  return name_index(L);
}

/* Kept all the same, so that the one mistake is not found again at each use; but no name that means something is covered. */
static int refuse_write(lua_State *L)
{
  const char *name = rewrite_name(loader_of(L)->arena, luaL_checkstring(L, 2));
  bool taken = word_find(name) || table_find_field(&loader_of(L)->model->tables[0], name) >= 0;
  builder_error(builder_here(L), taken ? MSG_NAME_TAKEN : MSG_GLOBAL_WRITE, name, NULL);
  if (taken) return 0;
  lua_settop(L, 3);
  lua_rawset(L, 1);
  return 0;
}

/* Handles */

static int handle_call(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  int most = handle->kind == HANDLE_TABLE ? 2 : 1;
  const char *called = handle->kind == HANDLE_PENDING ? handle->pending->name : handle_string(loader_of(L), handle);
  if (!is_error(L, 1) && handle->kind != HANDLE_REQUEST && !arguments_fit(L, called, 1, most)) {
    if (handle->kind == HANDLE_PENDING) handle->pending->done = true;
    return push_error(L);
  }
  switch (handle->kind) {
  case HANDLE_EXPRESSION: return operator_call(L);
  case HANDLE_REQUEST: return prompt_more(L);
  case HANDLE_PENDING: return declare_finish(L, handle->pending);
  case HANDLE_PARAMETERS: lua_remove(L, 1); return declare_parameter(L);
  case HANDLE_TABLE:
    if (strcmp(loader_of(L)->model->tables[handle->table].kind.name, "指标") == 0) return operator_indicator(L);
    builder_error(builder_here(L), MSG_NOT_CALLED, describe(L, 1), NULL);
    return push_error(L);
  default: builder_error(builder_here(L), MSG_NOT_CALLED, describe(L, 1), NULL); return push_error(L);
  }
}

static int handle_index(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  if (handle->kind == HANDLE_PARAMETERS) return declare_parameter_index(L);
  if (is_mark(L, 1, "名单")) return operator_population(L);
  if (handle->kind == HANDLE_TABLE) return dictionary_index(L, handle->table);
  if (handle->kind == HANDLE_MEASURE && !is_error(L, 1)) return measure_index(L, handle->measure);
  if (!is_error(L, 1)) builder_error(builder_here(L), MSG_NO_MEMBER, describe(L, 1), luaL_tolstring(L, 2, NULL), NULL);
  return push_error(L);
}

static int handle_write(lua_State *L)
{
  if (!is_error(L, 1)) builder_error(builder_here(L), MSG_MEMBER_WRITE, describe(L, 1), NULL);
  return 0;
}

static int handle_text(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  struct loader *loader = loader_of(L);
  struct buffer text = { 0 };
  if (handle->kind == HANDLE_EXPRESSION) format_node(&text, loader->builder.language, handle->node);
  else buffer_text(&text, describe(L, 1));
  struct slice copy = slice_copy(loader->arena, buffer_view(&text));
  buffer_free(&text);
  work_budget_check(L);
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
  { "__add", operator_add },
  { "__sub", operator_subtract },
  { "__mul", operator_multiply },
  { "__div", operator_divide },
  { "__unm", operator_negate },
  { "__idiv", operator_refuse_arithmetic },
  { "__mod", operator_refuse_arithmetic },
  { "__pow", operator_refuse_arithmetic },
  { "__len", operator_refuse_arithmetic },
  { "__band", operator_refuse_arithmetic },
  { "__bor", operator_refuse_arithmetic },
  { "__bxor", operator_refuse_arithmetic },
  { "__bnot", operator_refuse_arithmetic },
  { "__shl", operator_refuse_arithmetic },
  { "__shr", operator_refuse_arithmetic },
  { "__eq", operator_refuse_comparison },
  { "__lt", operator_refuse_comparison },
  { "__le", operator_refuse_comparison },
  { NULL, NULL },
};

static void globals_words(lua_State *L, int globals)
{
  for (size_t i = 0; i < word_names; i++) {
    const char *names[] = { rewrite_encode(loader_of(L)->arena, words[i].chinese), words[i].english };
    for (int k = 0; k < 2 && words[i].call; k++) {
      word_push(L, &words[i]);
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
                 { "基准日", "judged_on", node_as_of(&loader->builder) } };
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    push_node(L, values[i].node, false);
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, rewrite_encode(loader->arena, values[i].chinese));
    lua_setfield(L, globals, values[i].english);
  }
  handle_push(L, HANDLE_PARAMETERS);
  lua_pushvalue(L, -1);
  lua_setfield(L, globals, rewrite_encode(loader->arena, "参数"));
  lua_setfield(L, globals, "parameter");
}

/* What has neither a function nor a value is a mark: 其余. */
static void globals_marks(lua_State *L, int globals)
{
  for (size_t i = 0; i < word_names; i++) {
    if (words[i].call || lua_getfield(L, globals, words[i].english) != LUA_TNIL) continue;
    handle_push(L, HANDLE_MARK)->word = &words[i];
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, rewrite_encode(loader_of(L)->arena, words[i].chinese));
    lua_setfield(L, globals, words[i].english);
  }
}

static int globals_new(lua_State *L)
{
  luaL_newmetatable(L, "huiqi.handle");
  luaL_setfuncs(L, handle_methods, 0);
  lua_pushliteral(L, "huiqi");
  lua_setfield(L, -2, "__name");
  lua_newtable(L);
  return lua_gettop(L);
}

int environment_open(lua_State *L)
{
  int globals = globals_new(L);
  globals_words(L, globals);
  globals_values(L, globals);
  globals_marks(L, globals);
  lua_settop(L, globals);
  library_open(L, globals);
  lua_setfield(L, LUA_REGISTRYINDEX, library_globals);
  return 0;
}

void environment_push(lua_State *L)
{
  lua_newtable(L);
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, lookup);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_write);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
}

void environment_give(lua_State *L)
{
  if (!prompt_enter(L)) environment_push(L);
  lua_setupvalue(L, -2, 1);
}

/* The functions of the escape hatch */

/* 万元(10) is 1000000 fen there. */
static int fen_of(lua_State *L, int64_t unit, const char *name)
{
  struct builder *builder = builder_here(L);
  struct ratio count, fen;
  if (!arguments_fit(L, word_string(builder, name), 0, 1)) return luaL_error(L, "arguments");
  bool read = lua_isinteger(L, 1) || (lua_type(L, 1) == LUA_TNUMBER && decimal_from_double(lua_tonumber(L, 1), &count));
  if (lua_isinteger(L, 1)) count = ratio_whole(lua_tointeger(L, 1));
  if (!read) {
    builder_error(builder, MSG_UNIT_NEEDS_NUMBER, word_string(builder, name), describe(L, 1), NULL);
    return luaL_error(L, "unit");
  }
  if (!ratio_multiply(count, ratio_whole(unit), &fen) || fen.den != 1) {
    builder_error(builder, MSG_MONEY_NOT_FEN, word_string(builder, name), luaL_tolstring(L, 1, NULL), NULL);
    return luaL_error(L, "fen");
  }
  lua_pushinteger(L, fen.num);
  return 1;
}

static int fen_of_yuan(lua_State *L)
{
  return fen_of(L, FEN_YUAN, "元");
}

static int fen_of_wan(lua_State *L)
{
  return fen_of(L, FEN_WAN, "万元");
}

static int fen_of_yi(lua_State *L)
{
  return fen_of(L, FEN_YI, "亿元");
}

static const struct {
  const char *chinese, *english;
  lua_CFunction call;
} row_words[] = { { "元", "yuan", fen_of_yuan }, { "万元", "wan", fen_of_wan }, { "亿元", "yi", fen_of_yi } };

/* A field or word of scripts, which has no meaning once a company is there. */
static int row_name_index(lua_State *L)
{
  struct loader *loader = loader_of(L);
  const struct model *model = loader->model;
  const char *name = rewrite_name(loader->arena, luaL_checkstring(L, 2));
  bool known = word_find(name) || table_find_field(&model->tables[0], name) >= 0 || model_find_table(model, name) >= 0 ||
               is_link(model, name);
  if (!known) return unknown_name(L, name);
  builder_error(builder_here(L), MSG_COMPUTED_NAME, name, NULL);
  return push_error(L);
}

int environment_open_rows(lua_State *L)
{
  int globals = globals_new(L);
  for (size_t i = 0; i < sizeof row_words / sizeof *row_words; i++) {
    lua_pushcfunction(L, row_words[i].call);
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, rewrite_encode(loader_of(L)->arena, row_words[i].chinese));
    lua_setfield(L, globals, row_words[i].english);
  }
  library_open(L, globals);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, row_name_index);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, globals);
  lua_newtable(L);
  lua_createtable(L, 0, 2);
  lua_pushvalue(L, globals);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_write);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  lua_setfield(L, LUA_REGISTRYINDEX, rows_key);
  lua_setfield(L, LUA_REGISTRYINDEX, library_globals);
  return 0;
}

void environment_push_rows(lua_State *L)
{
  lua_getfield(L, LUA_REGISTRYINDEX, rows_key);
}

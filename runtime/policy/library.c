/* Lua's own functions as scripts have them, and the helpers that the rewriter puts into their code. */
#include "policy/library.h"

#include <lualib.h>
#include <string.h>

#include "policy/exact.h"
#include "policy/ordered_table.h"

const char library_globals[] = "huiqi.globals";

/* _C(x): wrapped around every condition of if, elseif, while and until. */
static int truth_asked(lua_State *L)
{
  if (handle_at(L, 1) && !is_error(L, 1)) builder_error(builder_here(L), MSG_FIELD_AS_TRUTH, describe(L, 1), NULL);
  lua_settop(L, 1);
  return 1;
}

/* _O(x): what stands before `or`. `某年 or 年度` gives what was left out its value, and may be given a field; but a condition
 * there is meant as one of two. */
static int alternative_asked(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  if (handle && handle->kind == HANDLE_EXPRESSION && handle->node->type == TYPE_TRUTH) return truth_asked(L);
  lua_settop(L, 1);
  return 1;
}

/* _E(a, b): what `a == b` becomes, since Lua would quietly say that a field and a text differ. Only nil may be asked for. */
static int equality_asked(lua_State *L)
{
  bool one = handle_at(L, 1) != NULL, other = handle_at(L, 2) != NULL;
  bool silent = is_error(L, 1) || is_error(L, 2) || lua_isnil(L, 1) || lua_isnil(L, 2);
  if ((one || other) && !silent) builder_error(builder_here(L), MSG_COMPARISON_SIGN, NULL);
  bool fractions = lua_isuserdata(L, 1) || lua_isuserdata(L, 2);
  lua_pushboolean(L, lua_rawequal(L, 1, 2) || (fractions && exact_equal(L, 1, 2)));
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

/* No instruction is counted while one of Lua's own functions runs. So each is charged for what it goes through, before it does: a
 * text by its length, a list by its items. */
static uint64_t work_of(lua_State *L, int index)
{
  enum { BYTES_AT_ONCE = 16 };
  if (lua_type(L, index) == LUA_TSTRING) return (uint64_t)lua_rawlen(L, index) / BYTES_AT_ONCE;
  return lua_istable(L, index) ? (uint64_t)luaL_len(L, index) : 0;
}

static void charge_arguments(lua_State *L)
{
  for (int i = 1, count = lua_gettop(L); i <= count; i++) work_charge(L, work_of(L, i));
}

/* Goes round as often as it is told to, though the text be empty; one that has bytes is charged when it asks for their memory. */
static int checked_rep(lua_State *L)
{
  lua_Integer count = lua_tointeger(L, 2);
  bool empty = lua_rawlen(L, 1) == 0 && (lua_type(L, 3) != LUA_TSTRING || lua_rawlen(L, 3) == 0);
  charge_arguments(L);
  if (empty && count > 0) work_charge(L, (uint64_t)count);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Gives as many values as it is told to, though the list be empty; more than Lua's stack holds it refuses at once. */
static int checked_unpack(lua_State *L)
{
  enum { STACK_MOST = 1000000 };
  lua_Integer first = lua_tointeger(L, 2), last = lua_tointeger(L, 3);
  charge_arguments(L);
  if (last > first && last < STACK_MOST && first > -STACK_MOST) work_charge(L, (uint64_t)(last - first));
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* A text is whole characters: `("甲"):sub(1, 1)` would be a third of one. */
static void check_text(lua_State *L, int argument)
{
  struct slice text = { lua_tostring(L, -1), (size_t)lua_rawlen(L, -1) };
  if (utf8_valid_prefix(text) != text.length) luaL_argerror(L, argument, "UTF-8");
}

static int checked_text(lua_State *L)
{
  charge_arguments(L);
  lua_tocfunction(L, lua_upvalueindex(1))(L);
  check_text(L, 2);
  return 1;
}

static int checked_char(lua_State *L)
{
  for (int i = 1; i <= lua_gettop(L); i++) {
    lua_Integer byte = luaL_checkinteger(L, i);
    luaL_argcheck(L, byte > 0 && byte < 0x80, i, "value out of range");
  }
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* `%p` would print an address, another one in each run; `%c` may make a zero byte, which ends a text for some and not for others.
 */
static int checked_format(lua_State *L)
{
  const char *format = luaL_checkstring(L, 1);
  charge_arguments(L);
  exact_to_floats(L);
  while ((format = strchr(format, '%'))) {
    format += 1 + strspn(format + 1, "-+#0 123456789.");
    luaL_argcheck(L, *format != 'p' && *format != 'c', 1, *format == 'c' ? "%c" : "%p");
    if (*format) format++;
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  check_text(L, 1);
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
static const char *const costly_string_names[] = { "upper", "lower", "byte", NULL };
static const char *const costly_table_names[] = { "concat", "remove", "insert", NULL };

/* The function runs in the frame of this one, so that its errors have its name. */
static int charged(lua_State *L)
{
  charge_arguments(L);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Charges the functions of the table on top of the stack. */
static void charge(lua_State *L, const char *const *names)
{
  for (; *names; names++) {
    lua_getfield(L, -1, *names);
    lua_pushcclosure(L, charged, 1);
    lua_setfield(L, -2, *names);
  }
}

/* A member that the library (named by upvalue 1) does not have; of `("甲"):gsub()`, too. */
static int library_index(lua_State *L)
{
  builder_error(builder_here(L), MSG_NO_MEMBER, lua_tostring(L, lua_upvalueindex(1)), luaL_tolstring(L, 2, NULL), NULL);
  return push_error(L);
}

static int sealed_text(lua_State *L)
{
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

static int library_write(lua_State *L)
{
  builder_error(builder_here(L), MSG_MEMBER_WRITE, lua_tostring(L, lua_upvalueindex(1)), NULL);
  return 0;
}

/* Turns the table of functions on top of the stack into what scripts see of it: an empty table that finds its members there. */
static void seal(lua_State *L, const char *name)
{
  int members = lua_gettop(L);
  lua_createtable(L, 0, 1);
  lua_pushstring(L, name);
  lua_pushcclosure(L, library_index, 1);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, members);
  lua_newtable(L);
  lua_createtable(L, 0, 3);
  lua_pushvalue(L, members);
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

static void globals_base(lua_State *L, int globals)
{
  luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
  for (const char *const *name = base_names; *name; name++) {
    lua_getfield(L, -1, *name);
    lua_setfield(L, globals, *name);
  }
  for (const luaL_Reg *own = exact_base; own->name; own++) {
    lua_getfield(L, -1, own->name);
    lua_pushcclosure(L, own->func, 1);
    lua_setfield(L, globals, own->name);
  }
  lua_getfield(L, -1, "assert");
  lua_pushcclosure(L, checked_assert, 1);
  lua_setfield(L, globals, "assert");
  lua_pop(L, 1);
  static const luaL_Reg own[] = { { "pairs", ordered_table_pairs },
                                  { "ipairs", ordered_table_ipairs },
                                  { "_T", ordered_table_table_made },
                                  { "_C", truth_asked },
                                  { "_E", equality_asked },
                                  { "_O", alternative_asked },
                                  { NULL, NULL } };
  lua_pushvalue(L, globals);
  luaL_setfuncs(L, own, 0);
  push_error(L); /* _X: stands for a value that the rewriter has had a finding about */
  lua_setfield(L, -2, "_X");
  lua_pop(L, 1);
}

static void globals_libraries(lua_State *L, int globals)
{
  exact_open(L);
  pick(L, LUA_MATHLIBNAME, luaopen_math, math_names);
  for (const luaL_Reg *own = exact_math; own->name; own++) replace(L, own->name, own->func);
  seal(L, LUA_MATHLIBNAME);
  lua_setfield(L, globals, LUA_MATHLIBNAME);
  pick(L, LUA_TABLIBNAME, luaopen_table, table_names);
  replace(L, "insert", ordered_table_insert);
  replace(L, "sort", ordered_table_sort);
  replace(L, "unpack", checked_unpack);
  charge(L, costly_table_names);
  seal(L, LUA_TABLIBNAME);
  lua_setfield(L, globals, LUA_TABLIBNAME);
  pick(L, LUA_STRLIBNAME, luaopen_string, string_names);
  replace(L, "format", checked_format);
  replace(L, "rep", checked_rep);
  replace(L, "char", checked_char);
  replace(L, "sub", checked_text);
  replace(L, "reverse", checked_text);
  charge(L, costly_string_names);
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

void library_open(lua_State *L, int globals)
{
  globals_base(L, globals);
  globals_libraries(L, globals);
  globals_types(L, globals);
}

static bool is_global(lua_State *L, int index, const char *name)
{
  lua_getfield(L, LUA_REGISTRYINDEX, library_globals);
  lua_pushstring(L, name);
  lua_rawget(L, -2);
  bool same = lua_rawequal(L, -1, index);
  lua_pop(L, 2);
  return same;
}

static const char *member_name(lua_State *L, int index, const char *library, const char *const *names)
{
  const char *found = NULL;
  if (is_global(L, index, library)) return library;
  lua_getfield(L, LUA_REGISTRYINDEX, library_globals);
  lua_getfield(L, -1, library);
  for (; !found && *names; names++) {
    lua_getfield(L, -1, *names);
    if (lua_rawequal(L, -1, index)) found = arena_printf(loader_of(L)->arena, "%s.%s", library, *names);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
  return found;
}

const char *library_name(lua_State *L, int index)
{
  static const char *const others[] = { "assert", "pairs", "ipairs", "yuan", "wan", "yi", NULL };
  if (lua_type(L, index) != LUA_TTABLE && lua_type(L, index) != LUA_TFUNCTION) return NULL;
  index = lua_absindex(L, index);
  for (const char *const *name = base_names; *name; name++)
    if (is_global(L, index, *name)) return *name;
  for (const char *const *name = others; *name; name++)
    if (is_global(L, index, *name)) return *name;
  const char *found = member_name(L, index, LUA_MATHLIBNAME, math_names);
  if (!found) found = member_name(L, index, LUA_STRLIBNAME, string_names);
  return found ? found : member_name(L, index, LUA_TABLIBNAME, table_names);
}

void library_push_named(lua_State *L, const char *name)
{
  const char *dot = strchr(name, '.');
  lua_getfield(L, LUA_REGISTRYINDEX, library_globals);
  lua_pushlstring(L, name, dot ? (size_t)(dot - name) : strlen(name));
  lua_rawget(L, -2);
  if (dot) {
    lua_getfield(L, -1, dot + 1);
    lua_remove(L, -2);
  }
  lua_remove(L, -2);
}

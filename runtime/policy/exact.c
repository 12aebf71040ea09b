/* Arithmetic of fractions in Lua, for exact.h. */
#include "policy/exact.h"

#include <math.h>

static const char registered; /* its address is the metatable's key in the registry */

void exact_push(lua_State *L, struct ratio number)
{
  if (number.den == 1) {
    lua_pushinteger(L, number.num);
    return;
  }
  *(struct ratio *)lua_newuserdatauv(L, sizeof number, 0) = number;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &registered);
  lua_setmetatable(L, -2);
}

bool exact_at(lua_State *L, int index, struct ratio *out)
{
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
  bool exact = lua_topointer(L, -1) == loader_of(L)->exact_metatable;
  lua_pop(L, 1);
  if (exact) *out = *(const struct ratio *)lua_touserdata(L, index);
  return exact;
}

/* A number of either kind; false for a float that is no short decimal, and for what is no number. */
static bool number_at(lua_State *L, int index, struct ratio *out)
{
  if (exact_at(L, index, out)) return true;
  if (lua_isinteger(L, index)) return *out = ratio_whole(lua_tointeger(L, index)), true;
  return lua_type(L, index) == LUA_TNUMBER && decimal_from_double(lua_tonumber(L, index), out);
}

static lua_Number float_at(lua_State *L, int index)
{
  struct ratio number;
  return exact_at(L, index, &number) ? (lua_Number)number.num / (lua_Number)number.den : luaL_checknumber(L, index);
}

/* The row's answer is not known: the function state tells it from a mistake of the function. */
static int overflow(lua_State *L)
{
  loader_of(L)->overflowed = true;
  return luaL_error(L, "overflow");
}

static bool floor_of(struct ratio number, int64_t *out)
{
  *out = number.num / number.den - (number.num % number.den < 0);
  return true;
}

static bool quotient_floor(struct ratio a, struct ratio b, int64_t *out)
{
  struct ratio quotient;
  return ratio_divide(a, b, &quotient) && floor_of(quotient, out);
}

static bool remainder_of(struct ratio a, struct ratio b, struct ratio *out)
{
  int64_t times;
  struct ratio part;
  return quotient_floor(a, b, &times) && ratio_multiply(ratio_whole(times), b, &part) && ratio_subtract(a, part, out);
}

static int combine(lua_State *L, bool (*exact)(struct ratio, struct ratio, struct ratio *),
                   lua_Number (*inexact)(lua_Number, lua_Number), bool divides)
{
  struct ratio a, b, result;
  if (!number_at(L, 1, &a) || !number_at(L, 2, &b)) {
    lua_pushnumber(L, inexact(float_at(L, 1), float_at(L, 2)));
    return 1;
  }
  if (divides && !b.num) return luaL_error(L, "attempt to perform 'n//0'");
  if (!exact(a, b, &result)) return overflow(L);
  exact_push(L, result);
  return 1;
}

static lua_Number float_sum(lua_Number a, lua_Number b)
{
  return a + b;
}

static lua_Number float_difference(lua_Number a, lua_Number b)
{
  return a - b;
}

static lua_Number float_product(lua_Number a, lua_Number b)
{
  return a * b;
}

static lua_Number float_quotient(lua_Number a, lua_Number b)
{
  return a / b;
}

static lua_Number float_remainder(lua_Number a, lua_Number b)
{
  return a - floor(a / b) * b;
}

static lua_Number float_floor(lua_Number a, lua_Number b)
{
  return floor(a / b);
}

static bool floor_quotient(struct ratio a, struct ratio b, struct ratio *out)
{
  int64_t whole;
  return quotient_floor(a, b, &whole) && (*out = ratio_whole(whole), true);
}

static int exact_add(lua_State *L)
{
  return combine(L, ratio_add, float_sum, false);
}

static int exact_subtract(lua_State *L)
{
  return combine(L, ratio_subtract, float_difference, false);
}

static int exact_multiply(lua_State *L)
{
  return combine(L, ratio_multiply, float_product, false);
}

static int exact_divide(lua_State *L)
{
  return combine(L, ratio_divide, float_quotient, true);
}

static int exact_modulo(lua_State *L)
{
  return combine(L, remainder_of, float_remainder, true);
}

static int exact_floor_divide(lua_State *L)
{
  return combine(L, floor_quotient, float_floor, true);
}

static int exact_negate(lua_State *L)
{
  struct ratio number = { 0, 1 };
  exact_at(L, 1, &number);
  number.num = -number.num;
  exact_push(L, number);
  return 1;
}

/* Whole powers are exact, others floats. */
static int exact_power(lua_State *L)
{
  enum { MOST = 64 };
  struct ratio base, result = { 1, 1 };
  lua_Integer times = lua_isinteger(L, 2) ? lua_tointeger(L, 2) : -1;
  if (!exact_at(L, 1, &base) || times < 0 || times > MOST) {
    lua_pushnumber(L, pow(float_at(L, 1), float_at(L, 2)));
    return 1;
  }
  for (; times > 0; times--)
    if (!ratio_multiply(result, base, &result)) return overflow(L);
  exact_push(L, result);
  return 1;
}

static int order(lua_State *L)
{
  struct ratio a, b;
  if (number_at(L, 1, &a) && number_at(L, 2, &b)) return ratio_compare(a, b);
  lua_Number x = float_at(L, 1), y = float_at(L, 2);
  return (x > y) - (x < y);
}

static int exact_less(lua_State *L)
{
  lua_pushboolean(L, order(L) < 0);
  return 1;
}

static int exact_at_most(lua_State *L)
{
  lua_pushboolean(L, order(L) <= 0);
  return 1;
}

bool exact_equal(lua_State *L, int a, int b)
{
  struct ratio x, y;
  return number_at(L, a, &x) && number_at(L, b, &y) && ratio_compare(x, y) == 0;
}

static int exact_same(lua_State *L)
{
  lua_pushboolean(L, exact_equal(L, 1, 2));
  return 1;
}

static int exact_text(lua_State *L)
{
  struct ratio number = { 0, 1 };
  struct buffer text = { 0 };
  if (exact_at(L, 1, &number)) ratio_make(number.num, number.den, &number);
  ratio_write(&text, number);
  lua_pushlstring(L, text.at, text.length);
  buffer_free(&text);
  return 1;
}

static int exact_concat(lua_State *L)
{
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}

static const luaL_Reg methods[] = {
  { "__add", exact_add },       { "__sub", exact_subtract },
  { "__mul", exact_multiply },  { "__div", exact_divide },
  { "__mod", exact_modulo },    { "__idiv", exact_floor_divide },
  { "__unm", exact_negate },    { "__pow", exact_power },
  { "__lt", exact_less },       { "__le", exact_at_most },
  { "__eq", exact_same },       { "__tostring", exact_text },
  { "__concat", exact_concat }, { NULL, NULL },
};

void exact_open(lua_State *L)
{
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_pushliteral(L, "number");
  lua_setfield(L, -2, "__name");
  loader_of(L)->exact_metatable = lua_topointer(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &registered);
}

void exact_to_floats(lua_State *L)
{
  struct ratio number;
  for (int i = 1; i <= lua_gettop(L); i++) {
    if (!exact_at(L, i, &number)) continue;
    lua_pushnumber(L, float_at(L, i));
    lua_replace(L, i);
  }
}

/* Lua's own function, in the frame of this one, so that its errors have its name. */
static int original(lua_State *L)
{
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int math_floor(lua_State *L)
{
  struct ratio number;
  int64_t whole;
  if (!exact_at(L, 1, &number) || !floor_of(number, &whole)) return original(L);
  lua_pushinteger(L, whole);
  return 1;
}

static int math_ceil(lua_State *L)
{
  struct ratio number;
  int64_t whole;
  if (!exact_at(L, 1, &number) || !floor_of(number, &whole)) return original(L);
  lua_pushinteger(L, whole + 1); /* a fraction is never whole */
  return 1;
}

static int math_abs(lua_State *L)
{
  struct ratio number;
  if (!exact_at(L, 1, &number)) return original(L);
  if (number.num < 0) number.num = -number.num;
  exact_push(L, number);
  return 1;
}

/* math.max and math.min, once there is a fraction among the arguments. */
static int furthest(lua_State *L, int wanted)
{
  struct ratio number;
  int count = lua_gettop(L), best = 1;
  bool any = false;
  for (int i = 1; i <= count; i++) any |= exact_at(L, i, &number);
  if (!any) return original(L);
  for (int i = 2; i <= count; i++) {
    lua_pushcfunction(L, exact_less);
    lua_pushvalue(L, wanted > 0 ? best : i);
    lua_pushvalue(L, wanted > 0 ? i : best);
    lua_call(L, 2, 1);
    if (lua_toboolean(L, -1)) best = i;
    lua_pop(L, 1);
  }
  lua_pushvalue(L, best);
  return 1;
}

static int math_max(lua_State *L)
{
  return furthest(L, 1);
}

static int math_min(lua_State *L)
{
  return furthest(L, -1);
}

static int math_tointeger(lua_State *L)
{
  struct ratio number;
  if (!exact_at(L, 1, &number)) return original(L);
  lua_pushnil(L);
  return 1;
}

static int math_type(lua_State *L)
{
  struct ratio number;
  if (!exact_at(L, 1, &number)) return original(L);
  lua_pushliteral(L, "float");
  return 1;
}

static int base_type(lua_State *L)
{
  struct ratio number;
  if (!exact_at(L, 1, &number)) return original(L);
  lua_pushliteral(L, "number");
  return 1;
}

static int base_tonumber(lua_State *L)
{
  struct ratio number;
  if (!exact_at(L, 1, &number)) return original(L);
  lua_settop(L, 1);
  return 1;
}

const luaL_Reg exact_math[] = { { "floor", math_floor }, { "ceil", math_ceil }, { "abs", math_abs },
                                { "max", math_max },     { "min", math_min },   { "tointeger", math_tointeger },
                                { "type", math_type },   { NULL, NULL } };
const luaL_Reg exact_base[] = { { "type", base_type }, { "tonumber", base_tonumber }, { NULL, NULL } };

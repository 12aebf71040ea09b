/* Words that give a plain number its unit: money, rates, lengths of time, days. */
#include "policy/operator.h"

/* Units */

static int money_literal(lua_State *L, int64_t unit, const char *name)
{
  struct builder *builder = builder_here(L);
  const struct node *count = lua_type(L, 1) == LUA_TNUMBER ? read_node(L, 1) : NULL;
  int64_t fen;
  struct ratio exact;
  if (!count) {
    if (!is_error(L, 1)) builder_error(builder, MSG_UNIT_NEEDS_NUMBER, word_string(builder, name), describe(L, 1), NULL);
    return push_error(L);
  }
  if (count->type == TYPE_ERROR) return push_error(L);
  if (!ratio_multiply(count->number, ratio_whole(unit), &exact) || exact.den != 1) {
    builder_error(builder, MSG_MONEY_NOT_FEN, word_string(builder, name), luaL_tolstring(L, 1, NULL), NULL);
    return push_error(L);
  }
  fen = exact.num;
  return push_node(L, node_constant(builder, TYPE_MONEY, ratio_whole(fen)), false);
}

int operator_yuan(lua_State *L)
{
  return money_literal(L, FEN_YUAN, "元");
}

int operator_wan(lua_State *L)
{
  return money_literal(L, FEN_WAN, "万元");
}

int operator_yi(lua_State *L)
{
  return money_literal(L, FEN_YI, "亿元");
}

static const struct node *read_number(lua_State *L, int index, const char *name)
{
  struct builder *builder = &loader_of(L)->builder;
  if (lua_type(L, index) == LUA_TNUMBER) return read_node(L, index);
  if (is_error(L, index)) return builder->error;
  return builder_error(builder, MSG_UNIT_NEEDS_NUMBER, word_string(builder, name), describe(L, index), NULL);
}

static int rate_literal(lua_State *L, int parts, const char *name)
{
  struct builder *builder = builder_here(L);
  const struct node *count = read_number(L, 1, name);
  struct ratio rate;
  if (count->type == TYPE_ERROR || !ratio_divide(count->number, ratio_whole(parts), &rate)) return push_error(L);
  return push_node(L, node_rate(builder, rate, parts), false);
}

int operator_percent(lua_State *L)
{
  return rate_literal(L, 100, "百分之");
}

int operator_per_mille(lua_State *L)
{
  return rate_literal(L, 1000, "千分之");
}

int operator_per_myriad(lua_State *L)
{
  return rate_literal(L, 10000, "万分之");
}

int operator_fraction(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_number(L, 1, "分数"), *b = read_number(L, 2, "分数");
  struct ratio rate;
  if (a->type == TYPE_ERROR || b->type == TYPE_ERROR) return push_error(L);
  if (!ratio_divide(a->number, b->number, &rate)) {
    builder_error(builder, MSG_BAD_FRACTION, NULL);
    return push_error(L);
  }
  return push_node(L, node_constant(builder, TYPE_NUMBER, rate), false);
}

static int duration(lua_State *L, enum duration_unit unit, int64_t months, const char *name)
{
  struct builder *builder = builder_here(L);
  const struct node *count = read_number(L, 1, name);
  if (count->type == TYPE_ERROR) return push_error(L);
  if (count->number.den != 1 || count->number.num < -100000 || count->number.num > 100000) {
    builder_error(builder, MSG_UNIT_NEEDS_WHOLE, word_string(builder, name), luaL_tolstring(L, 1, NULL), NULL);
    return push_error(L);
  }
  return push_node(L, node_duration(builder, unit, count->number.num * months), false);
}

int operator_years(lua_State *L)
{
  return duration(L, DURATION_MONTHS, 12, "年");
}

int operator_months(lua_State *L)
{
  return duration(L, DURATION_MONTHS, 1, "月");
}

int operator_days(lua_State *L)
{
  return duration(L, DURATION_DAYS, 1, "天");
}

/* 每满(x, step) */
int operator_full_steps(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *value = read_node(L, 1), *step = read_node(L, 2);
  return push_node(L, node_full_steps(builder, value, step), false);
}

/* 区间(least, most) */
int operator_range(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *least = read_node(L, 1), *most = read_node(L, 2);
  return push_node(L, node_range(builder, least, most), false);
}

/* 月数(from, to), 月数(from, to, 进一) */
int operator_months_between(lua_State *L)
{
  struct builder *builder = builder_here(L);
  bool begun = is_mark(L, 3, "进一");
  if (!begun && !lua_isnoneornil(L, 3)) {
    if (!is_error(L, 3)) builder_error(builder, MSG_MONTHS_THIRD, describe(L, 3), NULL);
    return push_error(L);
  }
  const struct node *from = read_date(L, 1), *to = read_date(L, 2);
  return push_node(L, node_months(builder, from, to, begun), false);
}

/* 日期(年度, 3, 31), 日期(2022, 3, 31) or 日期("2022-03-31") */
int operator_date(lua_State *L)
{
  struct builder *builder = builder_here(L);
  if (lua_gettop(L) == 1) return push_node(L, read_date(L, 1), false);
  const struct node *year = read_node(L, 1), *month = read_number(L, 2, "日期"), *day = read_number(L, 3, "日期");
  if (year->type == TYPE_ERROR || month->type == TYPE_ERROR || day->type == TYPE_ERROR) return push_error(L);
  int64_t y = year->op == NODE_YEAR ? 2024 : year->number.num; /* a leap year: 29 February may be written of any year */
  struct date_parts {
    int64_t month, day;
  } parts = { month->number.num, day->number.num };
  date found;
  bool whole = month->number.den == 1 && day->number.den == 1 && year->number.den == 1;
  bool fits = whole && y > 0 && y <= 9999 && parts.month > 0 && parts.month <= 12 && parts.day > 0 && parts.day <= 31;
  if (!fits || !date_make((int)y, (int)parts.month, (int)parts.day, &found)) {
    const char *text = arena_printf(builder->arena, "%s-%s-%s", luaL_tolstring(L, 1, NULL), luaL_tolstring(L, 2, NULL),
                                    luaL_tolstring(L, 3, NULL));
    builder_error(builder, MSG_NO_SUCH_DAY, text, NULL);
    return push_error(L);
  }
  if (year->op == NODE_YEAR)
    return push_node(L, node_year_day(builder, year->number.num, (int)parts.month, (int)parts.day), false);
  return push_node(L, node_constant(builder, TYPE_DATE, ratio_whole(found)), false);
}

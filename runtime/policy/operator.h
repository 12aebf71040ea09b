/* What scripts do with expressions: one C function per word (rows of words.c) and per operator. */
#ifndef POLICY_OPERATOR_H
#define POLICY_OPERATOR_H

#include "policy/args.h"

/* An expression called with a table: asked, or a count or sum given its options. */
int operate_call(lua_State *L);

int operate_add(lua_State *L);
int operate_subtract(lua_State *L);
int operate_multiply(lua_State *L);
int operate_divide(lua_State *L);
int operate_negate(lua_State *L);
int operate_refuse_comparison(lua_State *L);
int operate_refuse_arithmetic(lua_State *L);

int operate_yuan(lua_State *L);
int operate_wan(lua_State *L);
int operate_yi(lua_State *L);
int operate_percent(lua_State *L);
int operate_fraction(lua_State *L);
int operate_years(lua_State *L);
int operate_months(lua_State *L);
int operate_days(lua_State *L);
int operate_date(lua_State *L);

int operate_all(lua_State *L);
int operate_any(lua_State *L);
/* 客户 { … }: conditions on the company of a link. */
int operate_link(lua_State *L, const char *link);
/* The name of a link standing by itself, 经由 = 买方; NULL when the value is none. */
const char *operate_link_name(lua_State *L, int index);
int operate_not(lua_State *L);
int operate_failing(lua_State *L);
int operate_filled(lua_State *L);
int operate_never(lua_State *L);
int operate_division(lua_State *L);
int operate_named(lua_State *L);
int operate_largest(lua_State *L);
int operate_smallest(lua_State *L);
int operate_tiers(lua_State *L);
int operate_count(lua_State *L);
int operate_sum(lua_State *L);
int operate_companies(lua_State *L);
int operate_share(lua_State *L);
/* 指标(…): the table's handle called; arguments from the second on. */
int operate_indicator(lua_State *L);
int operate_region_name(lua_State *L);
int operate_cases(lua_State *L);
int operate_computed(lua_State *L);
int operate_optional(lua_State *L);

#endif

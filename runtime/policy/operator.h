/* What scripts do with expressions: one C function per word (rows of words.c) and per operator. */
#ifndef POLICY_OPERATOR_H
#define POLICY_OPERATOR_H

#include "policy/args.h"

/* An expression called with a table: asked, or a count or sum given its options. */
int operator_call(lua_State *L);

int operator_add(lua_State *L);
int operator_subtract(lua_State *L);
int operator_multiply(lua_State *L);
int operator_divide(lua_State *L);
int operator_negate(lua_State *L);
int operator_refuse_comparison(lua_State *L);
int operator_refuse_arithmetic(lua_State *L);

int operator_yuan(lua_State *L);
int operator_wan(lua_State *L);
int operator_yi(lua_State *L);
int operator_percent(lua_State *L);
int operator_per_mille(lua_State *L);
int operator_per_myriad(lua_State *L);
int operator_fraction(lua_State *L);
int operator_years(lua_State *L);
int operator_months(lua_State *L);
int operator_days(lua_State *L);
int operator_date(lua_State *L);

int operator_full_steps(lua_State *L);
int operator_months_between(lua_State *L);
int operator_progressive(lua_State *L);
int operator_range(lua_State *L);

int operator_all(lua_State *L);
int operator_any(lua_State *L);
/* 客户 { … }: conditions on the company of a link. */
int operator_link(lua_State *L, const char *link);
/* The name of a link standing by itself, 经由 = 买方; NULL when the value is none. */
const char *operator_link_name(lua_State *L, int index);
int operator_not(lua_State *L);
int operator_failing(lua_State *L);
int operator_filled(lua_State *L);
int operator_never(lua_State *L);
int operator_division(lua_State *L);
int operator_named(lua_State *L);
int operator_largest(lua_State *L);
int operator_smallest(lua_State *L);
int operator_tiers(lua_State *L);
int operator_count(lua_State *L);
int operator_sum(lua_State *L);
int operator_greatest_row(lua_State *L);
int operator_least_row(lua_State *L);
int operator_mean(lua_State *L);
int operator_companies(lua_State *L);
int operator_share(lua_State *L);
/* 指标(…): the table's handle called; arguments from the second on. */
int operator_indicator(lua_State *L);
int operator_paid(lua_State *L);
/* A member of 名单: 名单.名次. */
int operator_population(lua_State *L);
int operator_region_name(lua_State *L);
int operator_cases(lua_State *L);
/* load.c: a word that is a function of stdlib/words.lua. */
int operator_of_library(lua_State *L);
int operator_computed(lua_State *L);
int operator_optional(lua_State *L);

#endif

/* Exact: fractions inside functions of the escape hatch.
 *
 * A rate is no binary float: 17% − 7% would be 9.999… points, and one point's money is lost without a word. So what is no whole
 * number comes into a function as a value of its own, which adds, multiplies, divides and compares exactly, alone and with Lua's
 * numbers; what comes out whole is an integer again. The functions of math, tonumber, type and string.format take it as a number.
 * Rejected: to hand over numerator and denominator (every script would have to change), to refuse rates (they are what policies
 * reckon with). A float that is no short decimal (1 / 3 of two integers) makes the result a float, as before. */
#ifndef POLICY_EXACT_H
#define POLICY_EXACT_H

#include "policy/args.h"

/* Makes the metatable; the values can be pushed from then on. */
void exact_open(lua_State *L);
/* A fraction (den > 0); with a denominator of 1 an integer. */
void exact_push(lua_State *L, struct ratio number);
/* False when the value is none. */
bool exact_at(lua_State *L, int index, struct ratio *out);
/* Of two values, one of them a fraction: are they the same number? */
bool exact_equal(lua_State *L, int a, int b);
/* Makes fractions among the arguments floats, for functions that print. */
void exact_to_floats(lua_State *L);

/* Functions that stand before Lua's own of the same name, which is their upvalue 1. */
extern const luaL_Reg exact_math[], exact_base[];

#endif

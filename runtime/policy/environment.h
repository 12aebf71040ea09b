/* Environment: the names that a script can reach, and what the values it holds do.
 *
 * A name is a word of the language, a function of Lua that neither touches the outside nor can run away, a company field, a table
 * or a link of one; everything else is a finding. There is no load, pcall, coroutine, metatable access, os, io, debug, package or
 * pattern matching. */
#ifndef POLICY_ENVIRONMENT_H
#define POLICY_ENVIRONMENT_H

#include "policy/args.h"

/* Fills a new state; a lua_CFunction for the protected door. */
int environment_open(lua_State *L);
/* The same for the functions of the escape hatch: Lua's own few functions and the units of money, which give whole fen. */
int environment_open_rows(lua_State *L);
/* What names mean to such a function. */
void environment_push_rows(lua_State *L);
/* Pushes an empty environment, in which a script finds all words. */
void environment_push(lua_State *L);
/* Gives the chunk on top of the stack an environment of its own. */
void environment_give(lua_State *L);

#endif

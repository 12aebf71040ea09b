/* Library: what of Lua's own library scripts may use. Private to policy/. */
#ifndef POLICY_LIBRARY_H
#define POLICY_LIBRARY_H

#include "policy/args.h"

/* Where the registry has the table of globals. */
extern const char library_globals[];

/* Puts the functions and the helpers of the rewriter into the table of globals at `globals`. */
void library_open(lua_State *L, int globals);
/* `math`, `math.floor`, `pairs`, `wan`: the name of what scripts and the functions of the escape hatch have in common; NULL for
 * anything else. */
const char *library_name(lua_State *L, int index);
void library_push_named(lua_State *L, const char *name);

#endif

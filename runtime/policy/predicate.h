/* Predicate: an expression followed by a table is a condition on it. */
#ifndef POLICY_PREDICATE_H
#define POLICY_PREDICATE_H

#include "policy/args.h"

/* Stack: the expression's handle, what it is called with. Pushes the condition. */
int predicate(lua_State *L, const struct handle *handle);
/* Whether an entry of that name asks something: 至少, within, … */
bool predicate_knows(const char *key);

#endif

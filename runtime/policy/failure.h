/* Failure: what Lua says when a script cannot be read or stops, as a finding in the reader's language. */
#ifndef POLICY_FAILURE_H
#define POLICY_FAILURE_H

#include "policy/args.h"

/* The message handler of the protected door: adds the finding while the stack still knows the place. */
int failure_running(lua_State *L);
/* Lua could not read the script; `message` is what it said. */
void failure_reading(struct loader *loader, struct script *script, const char *message);
/* A script was stopped and nothing was said about it yet: work or memory is spent, or the handler itself had no room. */
void failure_stopped(struct loader *loader, int status);

#endif

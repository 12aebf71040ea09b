/* State: the lua_State that scripts run in: what they may reach, how much work and memory they may use, and the protected door.
 *
 * A script reaches the words of the language, the fields, and a few functions of Lua that neither touch the outside nor can
 * run away. There is no load, pcall, coroutine, metatable access, os, io, debug, package or pattern matching. */
#ifndef POLICY_STATE_H
#define POLICY_STATE_H

#include "policy/args.h"

/* Opens the state for `loader` (kept in the state's extra space), with what `environment` fills in. False when there is no memory
 * for it. */
bool state_open(struct loader *loader, lua_CFunction environment);
/* From here on `work` instructions and the last resort anew: what one call may spend does not depend on the calls before it. */
void state_restart(struct loader *loader, uint64_t work);
void state_close(struct loader *loader);
/* Loads and runs chunk `number` of the loader's scripts with an environment of its own; with `results` = 1 its result stays on
 * the stack. False after a finding. */
bool state_run(struct loader *loader, int number, int results);

#endif

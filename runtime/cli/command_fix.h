/* check --fix: the certain fixes of findings, shown as a diff and then made. */
#ifndef CLI_COMMAND_FIX_H
#define CLI_COMMAND_FIX_H

#include "cli/options.h"
#include "session/huiqi.h"

/* Shows what would be changed and writes it when somebody at a terminal says so, or with --yes. The scripts are loaded anew by
 * whoever checks them next. Returns an exit status: COMMAND_DONE unless a file cannot be read or written. */
int fix_scripts(struct arena *arena, const struct options *options, struct huiqi *session);

#endif

/* Guard: what a command may write to.
 *
 * Asked once, before a command begins, from the command line alone: so nothing has been read, judged or written when it refuses.
 * A file is what it is (device and inode), not what it is called. */
#ifndef CLI_GUARD_H
#define CLI_GUARD_H

#include "cli/command.h"

/* False with a fault when an output would replace a file that the command reads, or one that is there and must not be. */
bool guard_outputs(struct arena *arena, const struct command *command, const struct options *options, struct fault *fault);

#endif

/* Scripts: the texts that paths name: a file, or every .lua file of a folder and of the folders inside, in the order of their
 * names. */
#ifndef SESSION_SCRIPTS_H
#define SESSION_SCRIPTS_H

#include "session/notifier.h"
#include "policy/load.h"

/* `limits`: how many times the default length of a script is let through; 0: once. */
bool scripts_read(struct arena *arena, const struct texts *paths, size_t limits, struct script_text **scripts, size_t *count,
                  struct fault *fault);

/* The script's path without `.lua`: what stands beside it begins with it. */
const char *script_base(struct arena *arena, const char *path);

#endif

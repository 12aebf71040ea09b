/* The manual page and what shells complete, from the tables of commands, options and names: `huiqi help man`, `help bash`, `help
 * zsh`. `make install` puts them where man, bash and zsh look for them. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "base/fault.h"

/* False when `name` is none of the three. */
bool manual_format(struct arena *arena, struct buffer *out, enum language language, const char *name);

#endif

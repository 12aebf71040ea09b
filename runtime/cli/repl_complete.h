/* Completion at the prompt: what may stand where the cursor is, as names that begin with what is typed. */
#ifndef CLI_REPL_COMPLETE_H
#define CLI_REPL_COMPLETE_H

#include "cli/repl.h"

/* Appends the completions of `word`, behind which text stands that was typed `before` it (lines of the entry, and this one): of
 * commands what they take, inside the braces of a field what may be asked of it, in its quotes its choices, behind a dot its
 * members; else all names. Chinese names first; English ones where a letter is typed. Companies are found by a part of the name.
 */
void repl_complete(struct repl *repl, struct arena *arena, struct slice before, const char *word, struct texts *out);

#endif

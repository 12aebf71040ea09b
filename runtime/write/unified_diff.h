/* Unified diff: two texts of one file line by line, as `diff -u` prints them, for a change that is shown before it is made.
 *
 * Lines are compared forward: at a difference the nearest line that both have again is looked for. What comes out is a correct
 * diff and not always the shortest; the changes shown here are of single lines. */
#ifndef WRITE_UNIFIED_DIFF_H
#define WRITE_UNIFIED_DIFF_H

#include "write/terminal.h"

/* Nothing when they are equal. Removed and added lines are in colour where the terminal has it. */
void format_unified_diff(struct buffer *out, const struct terminal *terminal, const char *path, struct slice before,
                         struct slice after);

#endif

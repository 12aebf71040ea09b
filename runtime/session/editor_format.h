/* Layout of a script: white space alone.
 *
 * Lines stay where they are: what stands together on a line says something. Each begins as deep as what is open before it: two
 * spaces for each line that opened something (the layout of the shipped scripts); what goes on from the line before, one step
 * more. Between two tokens of a line there is one space or none (in
 * { } with nothing in it, and beside full-width signs, as its author has it); before a comment what its author put there, at
 * least one. No space at line ends, at most one empty line, one line end at the end. The tokens of the result are those of the
 * source, which is looked at: a script that this does not hold for is not touched. */
#ifndef SESSION_EDITOR_FORMAT_H
#define SESSION_EDITOR_FORMAT_H

#include "base/text.h"

/* False: it cannot be laid out (bytes that are no text, a text or comment without its end), and `laid` is nothing. */
bool script_format(struct arena *arena, struct slice source, struct slice *laid);

#endif

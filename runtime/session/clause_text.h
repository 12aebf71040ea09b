/* Clause text: what a policy, as it was published, says under a clause: `三（一）` is the line that begins with （一） behind the
 * one that begins with 三、, and what follows up to the next of either kind. */
#ifndef SESSION_CLAUSE_TEXT_H
#define SESSION_CLAUSE_TEXT_H

#include "base/text.h"

/* Empty where the text has no such clause. */
struct slice clause_text_find(struct slice text, struct slice clause);

#endif

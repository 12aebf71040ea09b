/* Literal: what people write behind a number, and what scripts write instead. */
#ifndef SYNTAX_LITERAL_H
#define SYNTAX_LITERAL_H

#include "base/fault.h"

/* A number with what is written behind it, as scripts have it: `万元(5)` of 5 and 万, the number alone where things are counted
 * (家, 人); NULL when that is no unit. */
const char *number_with_unit(struct arena *arena, enum language language, const char *number, struct slice unit);

#endif

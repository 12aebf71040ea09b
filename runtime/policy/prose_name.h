/* Names that are prose: a number in words (五十, 三千五百万元), words that have grown together with a figure (万元5000,
 * 营业收入不低于5000万元, 成立满3年), and what is said in another way (百分之三, 上年, 非规模以上). */
#ifndef POLICY_PROSE_NAME_H
#define POLICY_PROSE_NAME_H

#include "policy/args.h"

/* A number in words, with its unit as a call; NULL: it is none. */
const char *amount_in_words(struct arena *arena, const char *name);
/* What to write instead; NULL: it is not understood. */
const char *prose_name_meant(struct loader *loader, const char *name);
/* `封顶 = 万元(50)` of `最高50万元`, whose word for a limit is put into *cap; NULL: it is not that. */
const char *prose_name_cap(struct arena *arena, const char *name, const char **cap);

#endif

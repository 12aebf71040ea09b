/* Words and fields for editors. */
#ifndef CLI_META_H
#define CLI_META_H

#include "policy/model.h"

/* The whole of stdlib/meta/huiqi.lua. */
void meta_say(struct buffer *out, const struct model *dictionary);

#endif

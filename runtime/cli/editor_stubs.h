/* Words and fields for editors. */
#ifndef CLI_EDITOR_STUBS_H
#define CLI_EDITOR_STUBS_H

#include "model/model.h"

/* The whole of stdlib/meta/huiqi.lua. */
void editor_stubs_write(struct buffer *out, const struct model *dictionary);

#endif

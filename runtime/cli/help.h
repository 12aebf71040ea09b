/* Help about one name: a code of a message, a word of the language, a field. For `huiqi help` and the prompt. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/fault.h"

/* Appends what there is to say; false when nothing bears the name. */
bool help_about(struct arena *arena, struct buffer *out, enum language language, const char *name);
/* Offers all words, for "did you mean". */
void help_nearest(struct nearest *nearest);
/* The reference of all words as a page in Markdown (scripts/词汇.md). */
void help_reference(struct buffer *out, enum language language);

#endif

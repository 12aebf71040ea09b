/* Policy as Markdown: a policy as a readable document in Markdown, from the model: what a superior signs without reading
 * Lua.
 *
 * Names that a script gives to conditions and figures are explained once, where they are first used; tiers become tables. */
#ifndef WRITE_POLICY_MARKDOWN_H
#define WRITE_POLICY_MARKDOWN_H

#include "model/model.h"

void policy_markdown(struct buffer *out, enum language language, const struct model *model, const struct policy *policy);

#endif

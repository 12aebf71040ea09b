/* Check against the text: are the figures of a policy, as it was published, in its script, and those of the script in the text?
 *
 * A figure of the text is in the rules (a constant, a value of a parameter, a period, how many times or parts, what the library
 * asks), or in words beside them (说明, 解读, names), or nowhere: then it is a finding with its line, as is a figure of the
 * script that the text does not have. It tells what was forgotten, not that a figure stands at the right place. */
#ifndef EXPLAIN_CHECK_TEXT_H
#define EXPLAIN_CHECK_TEXT_H

#include "model/model.h"

struct policy_text {
  const char *path;
  struct slice text; /* UTF-8 */
};

struct text_figure_counts {
  size_t figures, in_rules, in_notes, unused;
};

/* Findings K92 (of the text) and K93 (of the script) are added. */
void check_policy_text(struct arena *arena, const struct model *model, enum language language, const struct policy_text *text,
                       struct faults *faults, struct text_figure_counts *counts);

#endif

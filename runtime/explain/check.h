/* Check: what can be known of scripts without data.
 *
 * Units, types and names are refused while a script loads (policy/). Here is what only the whole model shows: conditions that can
 * never hold or always do, tiers that overlap or leave a gap, a cap below every amount, two measures that pay for the same thing,
 * slips of 元 for 万元. All of it is a remark, not an error: the script runs. Looked at in every year of the policy; a
 * contradiction must be there in all of them. */
#ifndef EXPLAIN_CHECK_H
#define EXPLAIN_CHECK_H

#include "model/model.h"

struct check_options {
  enum language language;      /* of the arguments of findings */
  date today;                  /* for drafts whose period is over */
  struct crowd_places *cliffs; /* those that are found are added (explain/crowding); NULL: they are not asked for */
};

/* Findings (FAULT_NONE, codes K01 on) are added in the order of scripts and places. */
void check_model(struct arena *arena, const struct model *model, const struct check_options *options, struct faults *faults);

#endif

/* The functions of rules.def, for the table of them. */
#ifndef EVALUATE_RULE_H
#define EVALUATE_RULE_H

#include "evaluate/verdict.h"

rule_on_measure rule_top_up, rule_cumulative_cap, rule_times, rule_instalments, rule_once;
rule_on_object rule_exclusive, rule_joint_limit;
rule_terms format_budget_terms, format_cost_share_terms, format_instalments_terms, format_top_up_terms,
    format_cumulative_cap_terms, format_times_terms, format_joint_limit_terms;

#define RULE(name, scope, stated, on_measure, on_object, reason, line, terms)                                                    \
  rule_stated stated;                                                                                                            \
  rule_format reason, line;
#include "evaluate/rules.def"
#undef RULE

/* Parts of a total that an earlier year granted, before anything else is asked. False: the measure is to be asked; then the
 * verdict tells of a total whose parts are all past, if there was one. */
bool rule_instalments_later(const struct rule_input *input, struct verdict *verdict);

/* An end of a cap or limit, in whole fen. An award is never below nothing, and what does not fit is no limit. */
int64_t limit_fen(struct ratio limit);

/* For rules that look into the history. */

/* What 累计封顶 leaves of what earlier years paid, INT64_MAX: not known. */
int64_t cumulative_cap_room(const struct rule_input *input);

/* The verdict's range becomes low to high, if has_high; a known end below 0 is 0. False when nothing can be left of it. */
bool verdict_narrow(struct verdict *verdict, int64_t low, bool has_high, int64_t high);
/* A step that tells what earlier years paid, and what is left: after the verdict was narrowed. */
struct rule_step *add_paid_step(const struct rule_input *input, struct verdict *verdict, enum rule rule, enum step_effect effect,
                                const struct paid *paid);
/* Its most, INT64_MAX: none. */
int64_t verdict_most(const struct verdict *verdict);

#endif

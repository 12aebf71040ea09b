/* Diagnostics: what the checks of one policy remark, gathered over its years. Private to check.c and the check_*.c. */
#ifndef EXPLAIN_CHECK_PARTS_H
#define EXPLAIN_CHECK_PARTS_H

#include "explain/constraint.h"
#include "explain/check.h"

struct diagnostic {
  enum message message;
  const char *path;
  struct source_place site;
  const char *argument[4]; /* NULL: none further */
  int years;               /* in how many years it was found */
  int last_year;
};

struct checking {
  struct arena *arena;
  const struct model *model;
  const struct check_options *options;
  const struct policy *policy;
  struct program *program;        /* the as-of date being looked at */
  struct arena year;              /* what lives as long as it */
  struct arena lists;             /* rewound with each list */
  struct constraints *conditions; /* of each of the policy's measures in this year */
  bool *contradicts;              /* two of them exclude each other */
  struct rises *rises;            /* check_cliff.c: where measures begin to pay more; NULL: not asked yet */
  int year_count;
  struct diagnostic *findings;
  size_t count, capacity;
  struct pointer_map known; /* what a finding is the same by, hashed -> its number, +1 */
};

/* A finding at a place; the same one (place and first argument) in several years is one. Arguments, at least one, are C strings
 * in the arena, closed by NULL. */
void diagnostic_add(struct checking *checking, enum message message, const char *path, struct source_place site, ...)
    __attribute__((sentinel));
/* An expression in words, cut when it is long. */
const char *diagnostic_string(struct checking *checking, const struct node *node);
const char *diagnostic_value(struct checking *checking, enum value_type type, struct ratio number);
const char *diagnostic_line(struct checking *checking, struct source_place site);

/* The constraints of conditions that must all hold, in the arena. */
struct constraints diagnostic_atoms(struct checking *checking, struct arena *arena, const struct node *const *conditions,
                                    size_t count);

/* check_condition.c: conditions that exclude or repeat one another; tiers. */
void check_conditions(struct checking *checking, const struct node *const *conditions, size_t count, bool together);
void check_tiers(struct checking *checking, const struct node *tiers, const struct constraints *around);
/* check_amount.c: caps, slips of units and rates. */
void check_cap(struct checking *checking, const struct measure *measure);
void check_positive(struct checking *checking, const struct measure *measure);
void check_amount_slips(struct checking *checking);
void check_parameter_rate(struct checking *checking, const struct parameter *parameter);
void check_rates(struct checking *checking, const struct node *node, bool pays);
/* check_history.c: what is looked up in earlier years. */
void check_history(struct checking *checking, const struct measure *measure);
/* check_clawback.c: what is due back. */
void check_clawback(struct checking *checking, const struct measure *measure);
/* check_assertion.c: what scripts assert. */
void check_assertion(struct checking *checking, const struct assertion *assertion);
/* check_cliff.c: a figure rises, and money is lost. */
void check_cliffs(struct checking *checking, const struct measure *measure);
/* check_words.c: the whole list, groups of records, ranges, envelopes. */
void check_word(struct checking *checking, const struct node *node);
void check_measure_words(struct checking *checking, const struct measure *measure);
void check_policy_conditions(struct checking *checking);
/* check_relation.c: measures beside one another. */
void check_masked(struct checking *checking);
void check_choices(struct checking *checking);
void check_joint_limits(struct checking *checking);
void check_same_clause(struct checking *checking);

#endif

/* Constraint: what one requirement lets through, as a set, so that two can be compared without data.
 *
 * A list of conditions is taken apart into constraints about one thing each: an interval of figures or days, a set of choices,
 * texts or region codes. Two constraints about the same thing may exclude each other, or one may say what the other says already.
 * Intervals of a line have a point in common when every two of them have, so comparing pairs is all it takes. Rejected: a solver
 * (nothing that staff write needs one, and it could not say which two lines contradict).
 *
 * Atoms depend on the policy year and the date of judgement: parameters and periods have their values of that as-of date. */
#ifndef EXPLAIN_CONSTRAINT_H
#define EXPLAIN_CONSTRAINT_H

#include "evaluate/program.h"

enum constraint_kind {
  CONSTRAINT_RANGE,   /* figures and days */
  CONSTRAINT_CHOICES, /* choices and yes/no: a bit for each */
  CONSTRAINT_TEXTS,   /* `set`: NODE_AMONG of texts */
  CONSTRAINT_REGIONS, /* `set`: NODE_UNDER */
  CONSTRAINT_NEVER,   /* the event has not happened */
  CONSTRAINT_WHOLE    /* any other condition, looked at as a whole */
};

struct constraint {
  enum constraint_kind kind;
  const struct node *from;    /* the condition as written, with its 非 */
  const struct node *subject; /* folded */
  uint32_t about;             /* equal for equal subjects, from 1; 0: not known */
  uint32_t before;            /* number in its list, from 1, of the last one before it about the same; 0: none */
  bool negated;               /* TEXTS, REGIONS, NEVER, WHOLE: the opposite */
  bool never_too;             /* holds also when the event never happened */
  bool outside;               /* RANGE: everything but low to high */
  bool has_low, has_high, low_open, high_open;
  struct ratio low, high;
  uint64_t choices;
  const struct node *set;
};

/* What a condition of each kind lets through (`negated`: its opposite), for nodes.def; false: no set that can be compared. */
typedef bool node_constrain(const struct node *folded, bool negated, struct constraint *constraint);
#define NODE(kind, role, format, fold, row, answer, kernel, explain, constrain) node_constrain constrain;
#include "model/nodes.def"
#undef NODE

struct constraints {
  struct program *program; /* the as-of date */
  struct arena *arena;     /* of the list; NULL: the program's */
  struct constraint *items;
  size_t count, capacity;
  struct pointer_map last; /* what it is about -> number in the list, from 1, of the last one about it */
};

/* The constraints of a condition that must hold (or, `negated`, must not) are added. Alternatives are one constraint, ATOM_WHOLE.
 */
void constraints_add(struct constraints *atoms, const struct node *condition, bool negated);
/* The same of one that is made already. */
void constraints_push(struct constraints *atoms, struct constraint constraint);
/* Steps that comparing the two takes. */
uint64_t constraint_work(const struct constraint *a, const struct constraint *b);
/* What anything of the subject's kind satisfies: counts are not negative, a part is not larger than its whole. False when nothing
 * is known. */
bool constraint_natural(const struct constraint *constraint, struct constraint *natural);

/* Number in the list, from 1, of the last constraint about the same as `constraint`, of any list of the program; 0: none.
 * `before` leads on to the others. */
uint32_t constraints_about(const struct constraints *atoms, const struct constraint *constraint);
bool constraint_same_subject(const struct constraint *a, const struct constraint *b);
/* Nothing satisfies both. Only of constraints with the same subject. */
bool constraints_exclude(const struct constraint *a, const struct constraint *b);
/* Whatever satisfies `a` satisfies `b`. Only of constraints with the same subject. */
bool constraint_implies(const struct constraint *a, const struct constraint *b);

/* The first two of a list that exclude each other; `a` is an earlier one. */
bool constraints_clash(const struct constraints *atoms, const struct constraint **a, const struct constraint **b);

#endif

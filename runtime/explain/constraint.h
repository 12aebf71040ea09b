/* Atom: what one requirement lets through, as a set, so that two can be compared without data.
 *
 * A list of conditions is taken apart into atoms about one thing each: an interval of figures or days, a set of choices, texts or
 * region codes. Two atoms about the same thing may exclude each other, or one may say what the other says already. Intervals of a
 * line have a point in common when every two of them have, so comparing pairs is all it takes. Rejected: a solver (nothing that
 * staff write needs one, and it could not say which two lines contradict).
 *
 * Atoms depend on the policy year and the date of judgement: parameters and periods have their values of that occasion. */
#ifndef EXPLAIN_CONSTRAINT_H
#define EXPLAIN_CONSTRAINT_H

#include "evaluate/program.h"

enum atom_kind {
  ATOM_RANGE,   /* figures and days */
  ATOM_CHOICES, /* choices and yes/no: a bit for each */
  ATOM_TEXTS,   /* `set`: NODE_AMONG of texts */
  ATOM_REGIONS, /* `set`: NODE_UNDER */
  ATOM_NEVER,   /* the event has not happened */
  ATOM_WHOLE    /* any other condition, looked at as a whole */
};

struct atom {
  enum atom_kind kind;
  const struct node *from;    /* the condition as written, with its 非 */
  const struct node *subject; /* folded */
  bool negated;               /* TEXTS, REGIONS, NEVER, WHOLE: the opposite */
  bool never_too;             /* holds also when the event never happened */
  bool outside;               /* RANGE: everything but low to high */
  bool has_low, has_high, low_open, high_open;
  struct ratio low, high;
  uint64_t choices;
  const struct node *set;
};

struct atoms {
  struct program *program; /* the occasion, and the arena */
  struct atom *items;
  size_t count, capacity;
};

/* The atoms of a condition that must hold (or, `negated`, must not) are added. Alternatives are one atom, ATOM_WHOLE. */
void atoms_add(struct atoms *atoms, const struct node *condition, bool negated);
/* What anything of the subject's kind satisfies: counts are not negative, a part is not larger than its whole. False when nothing
 * is known. */
bool atom_natural(const struct atom *atom, struct atom *natural);

bool atom_same_subject(const struct atom *a, const struct atom *b);
/* Nothing satisfies both. Only of atoms with the same subject. */
bool atoms_exclude(const struct atom *a, const struct atom *b);
/* Whatever satisfies `a` satisfies `b`. Only of atoms with the same subject. */
bool atom_implies(const struct atom *a, const struct atom *b);

/* The first two of a list that exclude each other; `a` is an earlier one. */
bool atoms_clash(const struct atoms *atoms, const struct atom **a, const struct atom **b);

#endif

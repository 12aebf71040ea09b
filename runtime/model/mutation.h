/* Mutation: one thing of a script said otherwise, in the frozen model: a number by one unit, a day by one day, a relation, a
 * negation, what groups join, a condition, a flag or a reference left out.
 *
 * For `test --mutate`: what no case notices is not tested. A mutation is a list of bytes that change places with those that stand
 * in the model, so that to judge it nothing is loaded, and all that shares the place (an expression that a script gave a name)
 * changes with it; the model is as before when they have changed back. Rejected: mutants of the text (each a load, and most do
 * not load), copies of the model (what shares a place would have to be found again).
 *
 * Only what the one script wrote is changed, not what it takes from the standard library. Functions of the escape hatch are code,
 * which nobody can take apart: they are counted, as shares between levels are, which no case can ask. */
#ifndef MODEL_MUTATION_H
#define MODEL_MUTATION_H

#include "model/model.h"

struct patch {
  void *at;
  void *bytes; /* that come there; then those that stood there */
  size_t size;
};

struct mutation {
  const char *path;
  struct source_place site;
  const char *before, *after; /* in words; `after` NULL: it is left out */
  /* Whom it concerns: those who read the expression or the parameter; else the one measure; else all of the script. */
  const struct node *node;
  const struct parameter *parameter;
  const struct measure *measure;
  bool idle;     /* no run can tell it: a day outside of every year that the policy covers */
  bool of_years; /* it changes in which years the policy holds, which no measure shows: */
  int year;      /* that of which it does */
  struct patch *patches;
  size_t patch_count, patch_capacity;
  const struct mutation *also; /* the same place, gone through more than once (a loop, a function of the script); NULL: none */
};

struct mutations {
  struct mutation *items;
  size_t count, capacity;
  size_t functions, shares; /* what cannot be changed */
};

/* Those of the script at `path`; the words are in the language. */
void mutations_find(struct arena *arena, struct model *model, const char *path, enum language language,
                    struct mutations *mutations);
/* Makes the change; the second time takes it back. */
void mutation_swap(const struct mutation *mutation);
/* Does the measure read what is changed? */
bool mutation_concerns(const struct mutation *mutation, const struct measure *measure);
/* The measure as it is under the mutation, for comparing both: nothing of it changes with the model. */
const struct measure *mutation_measure(struct arena *arena, const struct mutation *mutation, const struct measure *measure);

#endif

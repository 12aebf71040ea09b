/* Proof: do two versions of a measure decide alike, for every company that could be?
 *
 * Both stand in one program over the same data. The cells of all fields that either reads (evaluate/cells) are gone through,
 * unknown data included, and each witness is judged by both: where no witness tells them apart, nothing does. Where some do, they
 * are put together into a few classes, told by the fewest fields that make the difference among the companies that either version
 * gives something, or leaves open.
 *
 * Amounts that rest on figures are compared at both ends of each cell, halfway, and far beyond, unrounded: what is the same in
 * three places is the same in between, as quotients of straight lines are. What is not enumerable is left open, with the reason;
 * nothing is guessed. Measures that stand in relations (择一, 总限, 补差) are judged together (explain/proof_group), with what
 * earlier years granted of those with 一次性 or 次数. Other rules behind the amount are compared as they are written. */
#ifndef EXPLAIN_PROOF_H
#define EXPLAIN_PROOF_H

#include "evaluate/plan.h"

enum proof_kind { PROOF_SAME, PROOF_DIFFERENT, PROOF_OPEN };

/* Companies that the versions treat differently, in one way. */
struct proof_class {
  const char *where;          /* 「高企认定次数为 0」; "": all that get something from either */
  const char *before, *after; /* 「不符合」 「10万元」 */
  const char *witness;        /* one of them, as data: 「高企认定次数 0，高企认定日期 2022-01-01」 */
};

struct proof {
  const struct measure *before, *after;
  enum proof_kind kind;
  struct proof_class *classes;
  size_t class_count, class_capacity;
  size_t more;        /* classes that are not told */
  size_t witnesses;   /* that were judged */
  const char *reason; /* PROOF_OPEN: why nothing can be said; PROOF_DIFFERENT: that it is so by itself alone, or NULL */
  bool exhausted;     /* because there are more cells than are gone through */
};

/* Of all measures that are in both models and judge companies. `arena` holds what is told. */
struct proof *proofs_find(struct arena *arena, enum language language, const struct model *before, const struct model *after,
                          struct as_of as_of, size_t *count);
/* Of one: for mutants of it. */
void proof_find(struct arena *arena, enum language language, const struct model *const models[2], const struct measure *before,
                const struct measure *after, struct as_of as_of, struct proof *proof);

#endif

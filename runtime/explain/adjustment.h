/* Lever: a datum that can be brought to change, and the smallest movement of it with which something holds.
 *
 * Which way a figure can move, and of which whole it is a part, is said in the dictionary (data/field.h); time can only pass. A
 * part never grows beyond its whole, a whole never falls below its parts. The unit is that in which a figure is counted: a fen, a
 * person, a day, the last decimal place of a score. Conditions are judged, never solved by hand: a secant guesses, judging
 * confirms, and where the guess is wrong (tiers) steps are doubled and then halved. */
#ifndef EXPLAIN_ADJUSTMENT_H
#define EXPLAIN_ADJUSTMENT_H

#include "explain/whatif.h"

enum { LEVERS_MAX = 24 };

struct lever {
  const struct field *field; /* NULL: waiting */
  int direction;             /* 1 up, -1 down; of a yes/no: to yes, to no */
};

struct levers {
  struct lever items[LEVERS_MAX];
  size_t count;
};

/* What must hold. `compare` (may be NULL) is a comparison whose two sides guide the guess. */
struct trial {
  bool (*holds)(const struct trial *trial, struct supposition *supposition);
  const struct node *compare;
  const struct table_kind *companies;
  date last; /* waiting goes no further */
};

/* What can be moved in an expression: what rises first, then what falls, then time, each in order of writing. Data that are not
 * known cannot be moved. */
void levers_find(const struct node *node, const struct subject *subject, struct levers *levers);
/* Whether anything in an expression can be moved at all, if it is known. */
bool levers_possible(const struct node *node);
/* As far as any figure of the field can rise. */
int64_t lever_limit(const struct field *field);
/* As far as this one can: a part up to its whole. */
int64_t lever_most(const struct subject *subject, const struct field *field);
/* Moves the lever, from where it stands in `supposition`, as little as makes the trial hold. False, and nothing moved, when no
 * movement does. The trial must not hold yet. */
bool lever_pull(struct supposition *supposition, const struct lever *lever, const struct trial *trial);
/* Moves it as far as it goes (a figure), to see what it can do at most. */
bool lever_exhaust(struct supposition *supposition, const struct lever *lever, const struct trial *trial);
/* One unit less of a change that was made: a fen, a person, a day; a yes/no or choice not at all. */
void lever_slacken(struct supposition *supposition, size_t change);
/* The lever with which a change was made. */
struct lever lever_of(const struct shift *change);

#endif

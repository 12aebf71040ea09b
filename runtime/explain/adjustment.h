/* Adjustment: a datum that can be brought to change, and the smallest movement of it with which something holds.
 *
 * Which way a figure can move, and of which whole it is a part, is said in the dictionary (data/field.h); time can only pass. A
 * part never grows beyond its whole, a whole never falls below its parts. The unit is that in which a figure is counted: a fen, a
 * person, a day, the last decimal place of a score. Conditions are judged, never solved by hand: a secant guesses, judging
 * confirms, and where the guess is wrong (tiers) steps are doubled and then halved. */
#ifndef EXPLAIN_ADJUSTMENT_H
#define EXPLAIN_ADJUSTMENT_H

#include "explain/whatif.h"

enum { LEVERS_MAX = 24 };

struct adjustment {
  const struct field *field; /* NULL: waiting */
  int direction;             /* 1 up, -1 down; of a yes/no: to yes, to no */
};

struct adjustments {
  struct adjustment items[LEVERS_MAX];
  size_t count;
};

/* What must hold. `compare` (may be NULL) is a comparison whose two sides guide the guess. */
struct trial {
  bool (*holds)(const struct trial *trial, struct whatif *supposition);
  const struct node *compare;
  const struct table_kind *companies;
  date last; /* waiting goes no further */
};

/* What can be moved in an expression: what rises first, then what falls, then time, each in order of writing. Data that are not
 * known cannot be moved. */
void adjustments_find(const struct node *node, const struct row_context *subject, struct adjustments *adjustments);
/* Whether anything in an expression can be moved at all, if it is known. */
bool adjustments_possible(const struct node *node);
/* As far as any figure of the field can rise. */
int64_t adjustment_limit(const struct field *field);
/* As far as this one can: a part up to its whole. */
int64_t adjustment_most(const struct row_context *subject, const struct field *field);
/* Moves the adjustment, from where it stands in `supposition`, as little as makes the trial hold. False, and nothing moved, when
 * no movement does. The trial must not hold yet. */
bool adjustment_move(struct whatif *supposition, const struct adjustment *adjustment, const struct trial *trial);
/* Moves it as far as it goes (a figure), to see what it can do at most. */
bool adjustment_move_to_limit(struct whatif *supposition, const struct adjustment *adjustment, const struct trial *trial);
/* One unit less of a change that was made: a fen, a person, a day; a yes/no or choice not at all. */
void adjustment_relax(struct whatif *supposition, size_t change);
/* The adjustment with which a change was made. */
struct adjustment adjustment_of(const struct day_shift *change);

#endif

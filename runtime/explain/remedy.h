/* Remedy: one condition made to hold, or to fail, by moving as few data as little as possible. Part of lacking.
 *
 * Conditions that hold already are left alone. Where there are several ways (任一, the parts of a score) the one with the fewest
 * changes is taken, of equals the first; what else there was is noted, so that the caller can ask for another. */
#ifndef EXPLAIN_REMEDY_H
#define EXPLAIN_REMEDY_H

#include "explain/adjustment.h"

enum { CHOICES_MAX = 8, WAYS_MAX = 8 };

/* A place with several ways, and the one taken. */
struct choice {
  const struct node *node;
  uint8_t ways, taken;
};

struct remedy_search {
  const struct table_kind *companies;
  date last; /* waiting goes no further */
  struct choice choices[CHOICES_MAX];
  size_t choice_count;
  const struct choice *forced; /* at its node its way is taken; NULL: none */
};

/* With `yes` false the condition is made to fail. A condition that rests on unknown data is brought to where they decide. False
 * when no movement helps; `supposition` is then as it was. */
bool remedy_find(struct remedy_search *repair, struct whatif *supposition, const struct node *node, bool yes);

#endif

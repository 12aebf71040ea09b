/* Model diff: what changed between two versions of scripts, from their models: 「U22-1 金额：10万元 → 12万元」.
 *
 * Measures, parameters and policies are matched by id and name. Rejected: comparing the texts of scripts (a measure made in a
 * loop, or moved, is the same measure). */
#ifndef EXPLAIN_MODEL_DIFF_H
#define EXPLAIN_MODEL_DIFF_H

#include "model/model.h"

/* One line about one thing. */
struct rule_change {
  const char *id, *name;      /* of the measure; of a parameter or policy: `id` is "" */
  const char *what;           /* 金额, 新增条件, … in the reader's language */
  const char *before, *after; /* in words; "" where there is nothing */
};

struct rule_changes {
  struct rule_change *items;
  size_t count, capacity;
};

void model_diff(struct arena *arena, enum language language, const struct model *before, const struct model *after,
                struct rule_changes *changes);

#endif

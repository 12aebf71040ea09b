/* Direct: what a row lacks, where its batch has found all that is needed to say it.
 *
 * Lists of a million companies ask the same question a million times, and nearly always conditions with lines (explain/threshold)
 * fail that are of figures which stand in the columns of the batch. Then no datum is fetched, nothing is supposed, nothing is
 * judged again: a division for each condition. Whatever is not so (unknown data, conditions of other shapes, a threshold that
 * moves with what is changed) is left to gap_find; where both tell, they tell the same (tests/explain/direct_test.c). */
#ifndef EXPLAIN_DIRECT_H
#define EXPLAIN_DIRECT_H

#include "explain/gap.h"

struct direct_question;

/* A condition that fails: its figure is `part`, of a share behind its fraction line `whole`, else 1. */
struct direct_failing {
  size_t condition;
  int64_t part, whole;
  struct ratio right;
};

/* The datum of the condition's line; yes/no as 1 and 0. */
struct direct_change {
  size_t condition;
  int64_t before, after;
};

struct direct {
  struct direct_failing failing[GAP_CONDITIONS];
  struct direct_change changes[SHIFTS_MAX];
  size_t failing_count, change_count;
};

/* `question` of a list, whose conditions have slots in `program`. */
struct direct_question *direct_ask(struct arena *arena, const struct gap_question *question, const struct program *program);
/* For a subject of a batch that `program` has run over, as it is. False where gap_find has to tell. */
bool direct_find(const struct direct_question *question, const struct row_context *subject, struct direct *direct);

#endif

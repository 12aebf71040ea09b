/* Kernels: one step over a batch of rows. Each is a plain loop over arrays, without calls or branches on data where it is hot. */
#ifndef EVALUATE_KERNEL_H
#define EVALUATE_KERNEL_H

#include "evaluate/program.h"

/* The kernel of each kind, for nodes.def: `kernel_step` takes the right one. */
typedef void node_kernel(const struct step *step, const struct slot *slots, struct slot *out, size_t count);
#define NODE(kind, role, format, fold, row, answer, kernel, ...) node_kernel kernel;
#include "model/nodes.def"
#undef NODE

/* `out` is the slot of the step; its inputs are slots[step->inputs[i]]. Leaves that are filled from outside are left alone. */
void kernel_step(const struct step *step, const struct slot *slots, struct slot *out, size_t count);

/* ADD to DIVIDE of two fractions; false on overflow, and when divided by 0. */
bool ratio_combine(enum node_op op, struct ratio a, struct ratio b, struct ratio *out);
/* From whether it holds to the answer, by the state of what was asked. */
static inline uint8_t answer_where(bool holds, uint8_t state)
{
  uint8_t known = (uint8_t)(holds ? ANSWER_YES : ANSWER_NO),
          open = (uint8_t)(state == STATE_NOT_OCCURRED ? ANSWER_NO : ANSWER_UNKNOWN);
  return state == STATE_KNOWN ? known : open;
}
/* Of two values that compare as `order` (-1, 0, 1): does the relation hold? */
static inline bool relation_fits(enum relation relation, int order)
{
  enum { LESS = 1, SAME = 2, MORE = 4 };
  static const uint8_t fitting[] = { [AT_LEAST] = SAME | MORE, [MORE_THAN] = MORE, [AT_MOST] = SAME | LESS,
                                     [LESS_THAN] = LESS,       [EQUAL] = SAME,     [UNEQUAL] = LESS | MORE };
  return fitting[relation] >> (order + 1) & 1;
}
/* A day plus (ADD) or minus a constant duration. */
date date_shifted(date day, enum node_op op, const struct node *duration);

/* 未发生: whether what is unknown has happened is unknown, too. */
static inline enum answer never_answer(enum state state)
{
  return state == STATE_NOT_OCCURRED ? ANSWER_YES : state == STATE_KNOWN ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* A text is one of `texts`, where an ending `suffix` (may be NULL) makes no difference. */
bool text_among(struct slice text, const char *const *texts, size_t count, const char *suffix);

/* Is a region code under one of the node's codes? A code coarser than what is asked leaves it open. */
enum answer region_answer(int32_t code, const struct node *node);

/* The next higher rung of a ladder: rows that answer yes stand on it, wherever they stood; of those that may, it is open. Rungs
 * count from 1 on, 0: none. */
enum { RUNG_OPEN = UINT8_MAX };
void kernel_ladder_level(const uint8_t *answer, uint8_t rung, uint8_t *stands, size_t count);

#endif

/* Calculator: one thread's Lua state for the functions of the escape hatch (policy/user_function.h).
 *
 * Each call is made behind a protected door, with a budget of work for a row and of memory for the state. A function that raises
 * an error, returns what it should not, spends its budget or keeps something for the next row has failed: from then on the
 * calculator answers nothing, and the run has to end, since no result of a wrong script may be written. */
#ifndef POLICY_FUNCTION_STATE_H
#define POLICY_FUNCTION_STATE_H

#include "data/column.h"
#include "policy/user_function.h"
#include "model/model.h"

struct calculator;

/* Outside the arena; the caller owns it. NULL when the model has no such function. */
struct calculator *calculator_open(const struct model *model);
void calculator_close(struct calculator *calculator);
/* Begins a batch of `rows` rows, which has a budget of its own: so what stops a run does not depend on the threads. The
 * calculator may be NULL. */
void calculator_begin(struct calculator *calculator, size_t rows);
/* The value of NODE_COMPUTED from its inputs. False when it has failed, now or before. */
bool calculator_call(struct calculator *calculator, const struct node *node, const struct cell *inputs, size_t row,
                     struct cell *out);

/* What went wrong, where in the script; NULL: nothing (also for a calculator of NULL). */
const struct fault *calculator_fault(const struct calculator *calculator);
/* Which function failed, at which row. */
const struct computed *calculator_failed(const struct calculator *calculator, size_t *row);

#endif

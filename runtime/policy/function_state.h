/* Function state: one thread's Lua state for the functions of the escape hatch (model/user_function.h).
 *
 * Each call is made behind a protected door, with a budget of work for the call and of memory for the state:
 * what stops a run does not depend on the rows before, nor on the threads. A function that raises
 * an error, returns what it should not, spends its budget or keeps something for the next row has failed: from then on the
 * function state answers nothing, and the run has to end, since no result of a wrong script may be written. */
#ifndef POLICY_FUNCTION_STATE_H
#define POLICY_FUNCTION_STATE_H

#include "data/column.h"
#include "model/user_function.h"
#include "model/model.h"

struct function_state;

/* Outside the arena; the caller owns it. NULL when the model has no such function. */
struct function_state *function_state_open(const struct model *model);
void function_state_close(struct function_state *calculator);
/* The value of NODE_COMPUTED from its inputs. False when it has failed, now or before. */
bool function_state_call(struct function_state *calculator, const struct node *node, const struct cell *inputs, size_t row,
                         struct cell *out);

/* What went wrong, where in the script; NULL: nothing (also for a function state of NULL). */
const struct fault *function_state_fault(const struct function_state *calculator);
/* Which function failed, at which row. */
const struct user_function *function_state_failed(const struct function_state *calculator, size_t *row);

#endif

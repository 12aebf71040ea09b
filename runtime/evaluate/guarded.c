/* Guarded: a value that means something only where a condition holds: shares of a base that is more than 0, steps that are more
 * than 0, bounds that rise. Words that are put together of others use it; nobody writes it. Where the condition does not hold the
 * value is unknown, never 0, and what is missing names the condition (evaluate/missing). */
#include "evaluate/kernel.h"
#include "evaluate/packed_column.h"
#include "evaluate/value.h"

const struct node *node_guarded(struct builder *builder, const struct node *value, const struct node *condition)
{
  const struct node *operands[] = { value, condition };
  const struct node *node = node_built(builder, NODE_GUARDED, value->type, operands, 2);
  return node ? node : builder->error;
}

void kernel_guarded(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *value = &slots[step->inputs[0]].column;
  const uint8_t *holds = slots[step->inputs[1]].answer;
  for (size_t i = 0; i < count; i++) {
    column_copy(&out->column, i, value, i);
    if (holds[i] != ANSWER_YES && value->state[i] == STATE_KNOWN) out->column.state[i] = STATE_UNKNOWN;
  }
}

struct value row_guarded(const struct row_context *subject, const struct node *node)
{
  struct value value = value_of(subject, node->operands[0]);
  if (value.state < STATE_UNKNOWN || value_answer(subject, node->operands[1]) == ANSWER_YES) return value;
  return value_nothing(STATE_UNKNOWN);
}

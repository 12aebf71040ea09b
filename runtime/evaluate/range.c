/* 区间(least, most): an amount that the authority sets between two ends. It stands as the 金额 of a 酌定 only (policy/measure);
 * the verdict keeps its ends, and no amount. The ends may be expressions; what is unknown of them leaves them off. */
#include "evaluate/kernel.h"
#include "evaluate/value.h"

const struct node *node_range(struct builder *builder, const struct node *least, const struct node *most)
{
  const struct node *operands[] = { least, most };
  for (int i = 0; i < 2; i++)
    if (operands[i]->type != TYPE_MONEY && operands[i]->type != TYPE_ERROR)
      return builder_error(builder, MSG_RANGE_MONEY, builder_string(builder, operands[i]),
                           type_name(operands[i]->type, builder->language), NULL);
  bool fixed = least->op == NODE_CONSTANT && most->op == NODE_CONSTANT;
  if (fixed && ratio_compare(least->number, most->number) >= 0)
    return builder_error(builder, MSG_RANGE_BACKWARDS, builder_string(builder, least), builder_string(builder, most), NULL);
  const struct node *node = node_built(builder, NODE_RANGE, TYPE_MONEY, operands, 2);
  return node ? node : builder->error;
}

static enum state open_state(enum state a, enum state b)
{
  enum state weakest = a < b ? a : b;
  return weakest < STATE_UNKNOWN ? weakest : STATE_UNKNOWN;
}

void kernel_range(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *least = &slots[step->inputs[0]].column, *most = &slots[step->inputs[1]].column;
  for (size_t i = 0; i < count; i++) {
    out->column.num[i] = 0;
    out->column.state[i] = (uint8_t)open_state((enum state)least->state[i], (enum state)most->state[i]);
  }
}

struct value row_range(const struct row_context *subject, const struct node *node)
{
  struct value least = value_of(subject, node->operands[0]), most = value_of(subject, node->operands[1]);
  struct value range = value_nothing(open_state(least.state, most.state));
  if (range.state != STATE_UNKNOWN) return range;
  range.has_low = least.has_low, range.low = least.low;
  range.has_high = most.has_high, range.high = most.high;
  return range;
}

/* 「15万元至20万元之间」 */
void format_node_range(struct buffer *out, enum language language, const struct node *node)
{
  format_node_pair(out, language, node, MSG_RANGE);
}

/* Rounded: an amount as it is paid, `number` the unit and `first` the way of rounding: never below nothing, and nothing where it
 * hangs on an event that never happened. What another measure gives is put together of it (model/entitlement); the whole family
 * stands here. */
#include "evaluate/kernel.h"
#include "evaluate/value.h"

const struct node *node_rounded(struct builder *builder, const struct node *amount, int64_t unit, enum rounding rounding)
{
  struct node *node = node_built(builder, NODE_ROUNDED, TYPE_MONEY, &amount, 1);
  if (!node) return builder->error;
  node->number = ratio_whole(unit);
  node->first = (int)rounding;
  return node;
}

static bool rounded(const struct node *node, struct ratio amount, int64_t *fen)
{
  if (!ratio_round(amount, node->number.num, (enum rounding)node->first, fen)) return false;
  if (*fen < 0) *fen = 0;
  return true;
}

void kernel_rounded(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *amount = &slots[step->inputs[0]].column;
  for (size_t i = 0; i < count; i++) {
    struct ratio exact = { amount->num[i], amount->den ? amount->den[i] : 1 };
    uint8_t state = amount->state[i] == STATE_NOT_OCCURRED ? (uint8_t)STATE_KNOWN : amount->state[i];
    out->column.num[i] = 0;
    bool fits = amount->state[i] != STATE_KNOWN || rounded(step->node, exact, &out->column.num[i]);
    out->column.state[i] = fits ? state : (uint8_t)STATE_OVERFLOW;
  }
}

/* What fits no fraction may fit once it is rounded. */
static struct value rounded_wide(const struct row_context *subject, const struct node *node)
{
  struct wide_ratio exact;
  int64_t fen;
  bool fits = value_wide(subject, node->operands[0], &exact) &&
              wide_ratio_round(exact, node->number.num, (enum rounding)node->first, &fen);
  return fits ? value_exactly(ratio_whole(fen > 0 ? fen : 0)) : value_nothing(STATE_OVERFLOW);
}

/* It rises with the amount; what may never happen may be nothing. */
struct value row_rounded(const struct row_context *subject, const struct node *node)
{
  struct value amount = value_of(subject, node->operands[0]), out = value_nothing(STATE_UNKNOWN);
  int64_t fen = 0;
  if (amount.state == STATE_NOT_OCCURRED) return value_exactly(ratio_whole(0));
  if (amount.state == STATE_OVERFLOW) return rounded_wide(subject, node);
  if (amount.state == STATE_KNOWN)
    return rounded(node, amount.low, &fen) ? value_exactly(ratio_whole(fen)) : rounded_wide(subject, node);
  bool happened = !amount.perhaps_none && !value_reads_event(node->operands[0]);
  bool bounded = amount.has_low && happened && rounded(node, amount.low, &fen);
  out.has_low = true;
  out.low = ratio_whole(bounded ? fen : 0);
  out.has_high = amount.has_high && rounded(node, amount.high, &fen);
  if (out.has_high) out.high = ratio_whole(fen);
  return interval_settled(out);
}

/* To the fen goes without saying. */
void format_node_rounded(struct buffer *out, enum language language, const struct node *node)
{
  struct buffer amount = { 0 }, unit = { 0 };
  format_node(&amount, language, node->operands[0]);
  buffer_char(&amount, 0);
  format_money(&unit, node->number.num);
  buffer_char(&unit, 0);
  if (node->number.num == 1) buffer_text(out, amount.at);
  else
    message_text(out, language, MSG_NODE_ROUNDED, amount.at, unit.at, rounding_name((enum rounding)node->first, language), NULL);
  buffer_free(&amount);
  buffer_free(&unit);
}

/* 每满 and 月数: how many whole steps are in a figure, how many whole months between two days. The whole family stands here: how
 * it is made, judged by the batch and by the row, and put into words; nodes.def names it.
 *
 * Both rise with one operand and fall with the other, and are never below 0: of unknown data they give the ends that follow. A
 * step of 0 or less counts nothing; where that shows only with the data, the constructor guards the node (evaluate/guarded). */
#include "evaluate/kernel.h"
#include "evaluate/value.h"

/* The days between two dates are a plain number; of them alone a number of days is a step. */
static bool counts_days(const struct node *value)
{
  value = node_unnamed(value);
  return value->op == NODE_SUBTRACT && value->operands[0]->type == TYPE_DATE && value->operands[1]->type == TYPE_DATE;
}

static bool steps_fit(const struct node *value, const struct node *step)
{
  if (step->type == TYPE_DURATION) return step->duration == DURATION_DAYS && counts_days(value);
  return value->type == step->type && (value->type == TYPE_MONEY || value->type == TYPE_NUMBER);
}

const struct node *node_full_steps(struct builder *builder, const struct node *value, const struct node *step)
{
  const struct node *operands[] = { value, step };
  if (value->type == TYPE_ERROR || step->type == TYPE_ERROR) return builder->error;
  if (!steps_fit(value, step))
    return builder_error(builder, MSG_FULL_STEPS_UNITS, builder_string(builder, value), type_name(value->type, builder->language),
                         builder_string(builder, step), type_name(step->type, builder->language), NULL);
  bool constant = step->op == NODE_CONSTANT;
  if (constant && step->number.num <= 0)
    return builder_error(builder, MSG_FULL_STEPS_NOTHING, builder_string(builder, step), NULL);
  const struct node *node = node_built(builder, NODE_FULL_STEPS, TYPE_NUMBER, operands, 2);
  if (!node) return builder->error;
  if (constant) return node;
  const struct node *zero = node_constant(builder, step->type, ratio_whole(0));
  return node_guarded(builder, node, node_compare(builder, MORE_THAN, step, zero));
}

const struct node *node_months(struct builder *builder, const struct node *from, const struct node *to, bool begun)
{
  const struct node *operands[] = { from, to };
  for (int i = 0; i < 2; i++)
    if (operands[i]->type != TYPE_DATE && operands[i]->type != TYPE_ERROR)
      return builder_error(builder, MSG_MONTHS_DATE, builder_string(builder, operands[i]),
                           type_name(operands[i]->type, builder->language), NULL);
  bool fixed = from->op == NODE_CONSTANT && to->op == NODE_CONSTANT;
  if (fixed && from->number.num >= to->number.num)
    return builder_error(builder, MSG_MONTHS_BACKWARDS, builder_string(builder, from), builder_string(builder, to), NULL);
  struct node *node = node_built(builder, NODE_MONTHS, TYPE_NUMBER, operands, 2);
  if (!node) return builder->error;
  node->first = begun;
  return node;
}

/* False: it does not fit. */
static bool full_steps(struct ratio value, struct ratio step, int64_t *steps)
{
  *steps = 0;
  if (value.num <= 0 || step.num <= 0) return true;
  __int128 found = (__int128)value.num * step.den / ((__int128)value.den * step.num);
  *steps = (int64_t)found;
  return found <= INT64_MAX;
}

static int64_t full_months(date from, date to, bool begun)
{
  if (from >= to) return 0;
  struct civil first = date_civil(from), last = date_civil(to);
  int months = (last.year - first.year) * 12 + last.month - first.month;
  if (date_add_months(from, months) > to) months--;
  return months + (begun && date_add_months(from, months) < to);
}

static uint8_t state_of_both(const struct column *a, const struct column *b, size_t i)
{
  return a->state[i] < b->state[i] ? a->state[i] : b->state[i];
}

void kernel_full_steps(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *value = &slots[step->inputs[0]].column, *by = &slots[step->inputs[1]].column;
  for (size_t i = 0; i < count; i++) {
    struct ratio number = { value->num[i], value->den ? value->den[i] : 1 }, size = { by->num[i], by->den ? by->den[i] : 1 };
    uint8_t state = state_of_both(value, by, i);
    bool known = state == STATE_KNOWN, fits = true;
    out->column.num[i] = 0;
    if (known) fits = full_steps(number, size, &out->column.num[i]);
    out->column.state[i] = fits ? state : (uint8_t)STATE_OVERFLOW;
  }
}

void kernel_months(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *from = &slots[step->inputs[0]].column, *to = &slots[step->inputs[1]].column;
  for (size_t i = 0; i < count; i++) {
    out->column.state[i] = state_of_both(from, to, i);
    bool known = out->column.state[i] == STATE_KNOWN;
    out->column.num[i] = known ? full_months((date)from->num[i], (date)to->num[i], step->node->first) : 0;
  }
}

/* The ends of a count that rises with `more` and falls with `less`, where one of them is open: nothing, where either may never
 * have happened. */
static struct value counted_between(const struct row_context *subject, const struct node *node, struct value more,
                                    struct value less,
                                    bool (*counted)(const struct node *, struct ratio, struct ratio, int64_t *))
{
  struct value out = value_nothing(STATE_UNKNOWN);
  int64_t steps = 0;
  (void)subject;
  if (value_reads_event(node)) return out;
  if (more.has_low && less.has_high && !counted(node, more.low, less.high, &steps)) steps = 0;
  out.has_low = true;
  out.low = ratio_whole(steps);
  out.has_high = more.has_high && less.has_low && counted(node, more.high, less.low, &steps);
  if (out.has_high) out.high = ratio_whole(steps);
  return interval_settled(out);
}

static bool steps_counted(const struct node *node, struct ratio value, struct ratio step, int64_t *steps)
{
  (void)node;
  return step.num > 0 && full_steps(value, step, steps);
}

static bool months_counted(const struct node *node, struct ratio to, struct ratio from, int64_t *months)
{
  *months = full_months((date)from.num, (date)to.num, node->first);
  return true;
}

struct value row_full_steps(const struct row_context *subject, const struct node *node)
{
  struct value value = value_of(subject, node->operands[0]), step = value_of(subject, node->operands[1]);
  enum state weakest = value.state < step.state ? value.state : step.state;
  int64_t steps;
  if (weakest < STATE_UNKNOWN) return value_nothing(weakest);
  if (weakest == STATE_UNKNOWN) return counted_between(subject, node, value, step, steps_counted);
  return full_steps(value.low, step.low, &steps) ? value_exactly(ratio_whole(steps)) : value_nothing(STATE_OVERFLOW);
}

struct value row_months(const struct row_context *subject, const struct node *node)
{
  struct value from = value_of(subject, node->operands[0]), to = value_of(subject, node->operands[1]);
  enum state weakest = from.state < to.state ? from.state : to.state;
  if (weakest < STATE_UNKNOWN) return value_nothing(weakest);
  if (weakest == STATE_UNKNOWN) return counted_between(subject, node, to, from, months_counted);
  return value_exactly(ratio_whole(full_months((date)from.low.num, (date)to.low.num, node->first)));
}

/* 「新增投资额 - 500万元 每满300万元的个数」 */
void format_node_full_steps(struct buffer *out, enum language language, const struct node *node)
{
  format_node_pair(out, language, node, MSG_FULL_STEPS);
}

void format_node_months(struct buffer *out, enum language language, const struct node *node)
{
  format_node_pair(out, language, node, node->first ? MSG_MONTHS_BEGUN : MSG_MONTHS);
}

/* 名单.… as a kind of node: how it is made, judged by the batch and by the row, and put into words. What the list holds of it is
 * found in evaluate/population_store. */
#include "decode/unicode.h"
#include "evaluate/kernel.h"
#include "evaluate/population_store.h"

const struct node *node_population(struct builder *builder, const struct population_terms *terms)
{
  const struct node *operands[3 + POPULATION_TIES];
  size_t count = 0;
  operands[count++] = terms->condition ? terms->condition : node_group(builder, NODE_ALL, NULL, 0);
  if (terms->value) operands[count++] = terms->value;
  for (size_t i = 0; i < terms->tie_count; i++) operands[count++] = terms->ties[i];
  if (terms->by) operands[count++] = terms->by;
  bool number = terms->kind == POPULATION_RANK || terms->kind == POPULATION_QUANTILE || terms->kind == POPULATION_COUNT;
  struct node *node = node_built(builder, NODE_POPULATION, number ? TYPE_NUMBER : terms->value->type, operands, count);
  if (!node) return builder->error;
  node->first = (int)terms->kind;
  node->last = (int)terms->tie_count;
  node->negated = terms->smallest_first;
  return node;
}

void population_slots(const struct node *node, const uint32_t *inputs, struct planned_population *planned)
{
  size_t at = 1;
  *planned = (struct planned_population){ .kind = (enum population_kind)node->first, .condition = inputs[0], .value = NO_SLOT };
  planned->by = NO_SLOT;
  planned->smallest_first = node->negated;
  planned->tie_count = (size_t)node->last;
  if (planned->kind != POPULATION_COUNT) planned->value = inputs[at++];
  for (size_t i = 0; i < planned->tie_count; i++) planned->ties[i] = inputs[at++];
  if (at < node->operand_count) planned->by = inputs[at];
  for (size_t i = 1; i < node->operand_count; i++)
    planned->may_lack |= (i < 2 || i == at) && value_reads_event(node->operands[i]);
}

void kernel_population(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  struct planned_population here;
  if (out->given) return;
  population_slots(step->node, step->inputs, &here);
  population_column(out->population, &here, slots, out->codes, count, &out->column);
}

static struct column one_column(struct value value, struct ratio *number, uint8_t *state, struct slice *text,
                                struct arena *scratch, bool texts)
{
  *state = (uint8_t)value.state;
  *number = value.state == STATE_KNOWN ? value.low : ratio_whole(0);
  *text = value.state == STATE_KNOWN && texts ? unicode_cell(scratch, value.text, NULL) : (struct slice){ "", 0 };
  return (struct column){ .num = &number->num, .den = &number->den, .text = texts ? text : NULL, .state = state };
}

struct value row_population_open(const struct row_context *subject, const struct node *node, size_t *open)
{
  struct slice code = { "", 0 };
  const struct population *population = subject->population ? subject->population(subject, node, &code) : NULL;
  struct slot slots[3 + POPULATION_TIES];
  uint32_t inputs[3 + POPULATION_TIES];
  struct ratio numbers[3 + POPULATION_TIES];
  struct slice texts[3 + POPULATION_TIES];
  uint8_t states[3 + POPULATION_TIES], answer;
  struct arena scratch = { 0 };
  struct planned_population here;
  if (open) *open = 0;
  if (!population) return value_nothing(STATE_UNKNOWN);
  for (size_t i = 0; i < node->operand_count; i++) {
    const struct node *operand = node_unnamed(node->operands[i]);
    inputs[i] = (uint32_t)i;
    if (i == 0) answer = (uint8_t)value_answer(subject, operand);
    bool text = operand->type == TYPE_TEXT || operand->type == TYPE_CODE || operand->type == TYPE_INDUSTRY;
    slots[i].answer = i ? NULL : &answer;
    if (i) slots[i].column = one_column(value_of(subject, operand), &numbers[i], &states[i], &texts[i], &scratch, text);
  }
  population_slots(node, inputs, &here);
  struct value value = population_value(population, &here, slots, 0, code, open);
  arena_free(&scratch);
  return value;
}

struct value row_population(const struct row_context *subject, const struct node *node)
{
  return row_population_open(subject, node, NULL);
}

static enum message kind_name(enum population_kind kind)
{
  static const enum message names[] = { MSG_POPULATION_RANK_NAME, MSG_POPULATION_QUANTILE, MSG_POPULATION_MEAN,
                                        MSG_POPULATION_GREATEST,  MSG_POPULATION_LEAST,    MSG_POPULATION_SUM,
                                        MSG_POPULATION_COUNT_NAME };
  return names[kind];
}

static bool is_always(const struct node *condition)
{
  return condition->op == NODE_ALL && !condition->operand_count;
}

/* 「名单里的名次（得分；规模以上；按创办人）」; the region and the policy's conditions go without saying. */
void format_node_population(struct buffer *out, enum language language, const struct node *node)
{
  struct planned_population here;
  uint32_t positions[3 + POPULATION_TIES] = { 0, 1, 2, 3, 4, 5, 6 };
  const struct node *condition = node->operands[0];
  bool any = false;
  population_slots(node, positions, &here);
  if (condition->added) condition = condition->operands[condition->operand_count - 1];
  format_words(out, language, kind_name(here.kind));
  format_words(out, language, MSG_PARENTHESIS_FIRST);
  if (here.value != NO_SLOT) format_node(out, language, node->operands[here.value]), any = true;
  if (here.smallest_first) format_words(out, language, MSG_POPULATION_SMALLEST);
  for (size_t i = 0; i < here.tie_count; i++) {
    format_words(out, language, i ? MSG_COMMA : MSG_POPULATION_TIES_BY);
    format_node(out, language, node->operands[here.ties[i]]);
  }
  if (!is_always(condition)) {
    if (any) format_words(out, language, MSG_SEMICOLON);
    format_node(out, language, condition), any = true;
  }
  if (here.by != NO_SLOT) {
    if (any) format_words(out, language, MSG_SEMICOLON);
    format_words(out, language, MSG_POPULATION_BY);
    format_node(out, language, node->operands[here.by]);
  }
  format_words(out, language, MSG_PARENTHESIS_END);
}

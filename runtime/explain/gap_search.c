/* What is asked when something is lacking: conditions taken apart, with what each rests on. */
#include "explain/gap.h"

/* A parameter may have another value on another day. */
uint64_t gap_marks(const struct node *node)
{
  bool time = node->op == NODE_PARAMETER || node->op == NODE_AS_OF || node->op == NODE_YEAR || node->op == NODE_YEAR_DAY ||
              node->op == NODE_YEAR_NUMBER || node->op == NODE_INDICATOR || node->op == NODE_AGGREGATE;
  uint64_t marks = time ? gap_mark(NULL) : node->op == NODE_FIELD ? gap_mark(node->field) : 0;
  if (node->op == NODE_AGGREGATE) marks |= UINT64_C(1) << GAP_ROWS;
  for (size_t i = 0; i < node->operand_count; i++) marks |= gap_marks(node->operands[i]);
  return marks;
}

static void ask(struct gap_question *question, const struct node *node, uint32_t slot)
{
  bool fits = node->op == NODE_ALL && question->count + node->operand_count < GAP_CONDITIONS;
  for (size_t i = 0; fits && i < node->operand_count; i++) ask(question, node->operands[i], NO_SLOT);
  if (fits || question->count == GAP_CONDITIONS) return;
  question->slots[question->count] = slot;
  question->conditions[question->count++] = node;
}

/* The least amount that is not rounded to nothing. */
static void ask_price(struct gap_question *question, const struct measure *measure)
{
  bool half = measure->rounding == ROUND_HALF_AWAY || measure->rounding == ROUND_HALF_DOWN;
  bool strict = measure->rounding == ROUND_UP || measure->rounding == ROUND_HALF_DOWN;
  struct ratio least = { measure->rounding == ROUND_UP ? 0 : measure->round_unit, half ? 2 : 1 };
  ratio_make(least.num, least.den, &least);
  question->price_zero = (struct node){ .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = least };
  question->price_operands[0] = measure->amount;
  question->price_operands[1] = &question->price_zero;
  question->price = (struct node){ .op = NODE_COMPARE,
                                   .type = TYPE_TRUTH,
                                   .relation = strict ? MORE_THAN : AT_LEAST,
                                   .operands = question->price_operands,
                                   .operand_count = 2 };
  question->conditions[question->count] = &question->price;
}

static void open_question(struct gap_question *question, const struct table_kind *companies, const struct measure *measure)
{
  question->count = 0;
  question->measure = measure;
  question->companies = companies;
}

static void close_question(struct gap_question *question)
{
  bool priced = question->measure && question->measure->amount;
  if (priced) ask_price(question, question->measure);
  uint64_t before = 0; /* marks of what the conditions so far rest on */
  for (size_t i = 0; i < question->count + priced; i++) {
    struct threshold *line = &question->lines[i];
    *line = line_of(question->conditions[i]);
    if (line->field && before & gap_mark(line->field)) line->kind = LINE_NONE;
    question->reads[i] = gap_marks(question->conditions[i]);
    before |= question->reads[i];
  }
}

void gap_ask(struct gap_question *question, const struct table_kind *companies, const struct node *const *conditions,
             size_t count, const struct measure *measure)
{
  open_question(question, companies, measure);
  for (size_t i = 0; i < count; i++) ask(question, conditions[i], NO_SLOT);
  close_question(question);
}

void gap_measure(struct gap_question *question, const struct model *model, const struct measure *measure)
{
  gap_ask(question, &model->tables[0].kind, measure->conditions, measure->condition_count, measure);
}

void gap_against(struct gap_question *question, const struct model *model, const struct planned *list)
{
  open_question(question, &model->tables[0].kind, NULL);
  for (size_t i = 0; i < list->measure->against_count; i++) ask(question, list->measure->against[i], list->against[i]);
  close_question(question);
}

/* A plain evaluator of one row, written from the words of the design alone (DESIGN §2, data/column.h): a state or a number for
 * values, Kleene's three answers for conditions, no intervals, no batches. For program_test.c and value_test.c. */
#ifndef PLAIN_VALUE_H
#define PLAIN_VALUE_H

#include "expression_case.h"

struct plain {
  enum state state;
  __int128 num, den;
  struct slice text;
  enum answer answer;
};

static inline struct plain plain_value(const struct case_row *row, const struct node *node);

static inline struct plain plain_state(enum state state)
{
  return (struct plain){ .state = state, .den = 1, .answer = state == STATE_NOT_OCCURRED ? ANSWER_NO : ANSWER_UNKNOWN };
}

static inline struct plain plain_number(__int128 num, __int128 den)
{
  __int128 a = num < 0 ? -num : num, b = den;
  while (b) {
    __int128 rest = a % b;
    a = b;
    b = rest;
  }
  num /= a ? a : 1, den /= a ? a : 1;
  if (num > INT64_MAX || num < INT64_MIN || den > INT64_MAX) return plain_state(STATE_OVERFLOW);
  return (struct plain){ .state = STATE_KNOWN, .num = num, .den = den };
}

static inline enum answer plain_never(enum state state)
{
  if (state == STATE_NOT_OCCURRED) return ANSWER_YES;
  return state == STATE_KNOWN ? ANSWER_NO : ANSWER_UNKNOWN;
}

static inline struct plain plain_answer(enum answer answer)
{
  return (struct plain){ .state = STATE_KNOWN, .den = 1, .answer = answer };
}

static inline struct plain plain_leaf(const struct case_row *row, const struct node *node)
{
  if (node->op == NODE_FIELD) {
    const struct cell *cell = &row->cells[node->field - case_fields];
    if (cell->state != STATE_KNOWN) return plain_state(cell->state);
    return (struct plain){ .state = STATE_KNOWN, .num = cell->num, .den = cell->den, .text = cell->text };
  }
  if (node->op == NODE_AGGREGATE)
    return row->sum.state == STATE_KNOWN ? plain_number(row->sum.low.num, 1) : plain_state(row->sum.state);
  if (node->op == NODE_AS_OF) return plain_number(case_occasion.on, 1);
  if (node->op == NODE_PARAMETER) {
    const struct node *value = node->parameter->values[0].from <= case_occasion.on ? node->parameter->values[0].value : NULL;
    return value ? plain_number(value->number.num, value->number.den) : plain_state(STATE_UNKNOWN);
  }
  if (node->op == NODE_YEAR_DAY) {
    date day;
    int year = case_occasion.year + (int)node->number.num;
    for (int last = node->last; !date_make(year, node->first, last, &day); last--) continue;
    return plain_number(day, 1);
  }
  return plain_number(node->number.num, node->number.den);
}

static inline struct plain plain_shift(struct plain day, const struct node *node)
{
  const struct node *duration = node->operands[1];
  while (duration->op == NODE_NAMED) duration = duration->operands[0];
  if (duration->op == NODE_PARAMETER) {
    if (duration->parameter->values[0].from > case_occasion.on)
      return plain_state(day.state < STATE_UNKNOWN ? day.state : STATE_UNKNOWN);
    duration = duration->parameter->values[0].value;
  }
  if (day.state != STATE_KNOWN) return plain_state(day.state);
  int by = (int)duration->number.num * (node->op == NODE_ADD ? 1 : -1);
  return plain_number(duration->duration == DURATION_DAYS ? date_add_days((date)day.num, by) : date_add_months((date)day.num, by),
                      1);
}

static inline struct plain plain_arithmetic(const struct case_row *row, const struct node *node)
{
  struct plain a = plain_value(row, node->operands[0]);
  if (node->operands[1]->type == TYPE_DURATION) return plain_shift(a, node);
  struct plain b = plain_value(row, node->operands[1]);
  if (a.state == STATE_NOT_OCCURRED || b.state == STATE_NOT_OCCURRED) return plain_state(STATE_NOT_OCCURRED);
  if (a.state == STATE_OVERFLOW || b.state == STATE_OVERFLOW) return plain_state(STATE_OVERFLOW);
  if (a.state == STATE_UNKNOWN || b.state == STATE_UNKNOWN) return plain_state(STATE_UNKNOWN);
  if (node->op == NODE_ADD) return plain_number(a.num * b.den + b.num * a.den, a.den * b.den);
  if (node->op == NODE_SUBTRACT) return plain_number(a.num * b.den - b.num * a.den, a.den * b.den);
  if (node->op == NODE_MULTIPLY) return plain_number(a.num * b.num, a.den * b.den);
  if (b.num == 0) return plain_state(STATE_UNKNOWN);
  return b.num < 0 ? plain_number(-a.num * b.den, a.den * -b.num) : plain_number(a.num * b.den, a.den * b.num);
}

static inline int plain_order(struct plain a, struct plain b)
{
  __int128 left = a.num * b.den, right = b.num * a.den;
  return left < right ? -1 : left > right;
}

static inline struct plain plain_extreme(const struct case_row *row, const struct node *node)
{
  struct plain best = plain_value(row, node->operands[0]);
  for (size_t i = 1; i < node->operand_count; i++) {
    struct plain next = plain_value(row, node->operands[i]);
    if (next.state < best.state) best = next;
    else if (best.state == STATE_KNOWN && plain_order(next, best) == (node->op == NODE_LARGEST ? 1 : -1)) best = next;
  }
  return best;
}

static inline struct plain plain_tiers(const struct case_row *row, const struct node *node)
{
  for (size_t i = 0; i < node->operand_count; i += 2) {
    enum answer answer = plain_value(row, node->operands[i]).answer;
    if (answer == ANSWER_YES) return plain_value(row, node->operands[i + 1]);
    if (answer == ANSWER_UNKNOWN) return plain_state(STATE_UNKNOWN);
  }
  return plain_state(STATE_NOT_OCCURRED);
}

static inline struct plain plain_compare(const struct case_row *row, const struct node *node)
{
  struct plain a = plain_value(row, node->operands[0]), b = plain_value(row, node->operands[1]);
  if (a.state == STATE_NOT_OCCURRED || b.state == STATE_NOT_OCCURRED) return plain_answer(ANSWER_NO);
  if (a.state != STATE_KNOWN || b.state != STATE_KNOWN) return plain_answer(ANSWER_UNKNOWN);
  int order = plain_order(a, b);
  bool holds[] = { [AT_LEAST] = order >= 0, [MORE_THAN] = order > 0, [AT_MOST] = order <= 0,
                   [LESS_THAN] = order < 0, [EQUAL] = order == 0,    [UNEQUAL] = order != 0 };
  return plain_answer(holds[node->relation] ? ANSWER_YES : ANSWER_NO);
}

static inline struct plain plain_within(const struct case_row *row, const struct node *node)
{
  struct plain day = plain_value(row, node->operands[0]), first, last;
  const struct node *period = node->operands[1];
  if (period->op == NODE_YEAR) {
    date days[2];
    date_make(case_occasion.year + (int)period->number.num, 1, 1, &days[0]);
    date_make(case_occasion.year + (int)period->number.num, 12, 31, &days[1]);
    first = plain_number(days[0], 1), last = plain_number(days[1], 1);
  } else {
    first = plain_value(row, period->operands[0]), last = plain_value(row, period->operands[1]);
  }
  if (day.state == STATE_NOT_OCCURRED) return plain_answer(ANSWER_NO);
  if (day.state != STATE_KNOWN || first.state != STATE_KNOWN || last.state != STATE_KNOWN) return plain_answer(ANSWER_UNKNOWN);
  bool inside = day.num >= first.num && day.num <= last.num;
  return plain_answer(inside != node->negated ? ANSWER_YES : ANSWER_NO);
}

static inline struct slice shortened(struct slice text, const char *ending)
{
  if (ending && text.length > strlen(ending) && slice_ends(text, ending)) text.length -= strlen(ending);
  return text;
}

static inline struct plain plain_among(const struct case_row *row, const struct node *node)
{
  struct plain value = plain_value(row, node->operands[0]);
  if (value.state == STATE_NOT_OCCURRED) return plain_answer(ANSWER_NO);
  if (value.state != STATE_KNOWN) return plain_answer(ANSWER_UNKNOWN);
  const struct node *leaf = node->operands[0];
  while (leaf->op == NODE_NAMED) leaf = leaf->operands[0];
  struct arena scratch = { 0 };
  bool found = false;
  for (size_t i = 0; i < node->set_count; i++) {
    if (leaf->type == TYPE_CHOICE) found |= strcmp(leaf->field->choices[(size_t)value.num], node->texts[i]) == 0;
    else
      found |= slice_equal(shortened(unicode_cell(&scratch, value.text, NULL), leaf->field->suffix),
                           shortened(slice_of(node->texts[i]), leaf->field->suffix));
  }
  arena_free(&scratch);
  return plain_answer(found != node->negated ? ANSWER_YES : ANSWER_NO);
}

static inline struct plain plain_under(const struct case_row *row, const struct node *node)
{
  struct plain value = plain_value(row, node->operands[0]);
  if (value.state == STATE_NOT_OCCURRED) return plain_answer(ANSWER_NO);
  if (value.state != STATE_KNOWN) return plain_answer(ANSWER_UNKNOWN);
  bool inside = false, coarser = false;
  for (size_t i = 0; i < node->set_count; i++) {
    inside |= region_within((int32_t)value.num, node->codes[i]) == REGION_INSIDE;
    coarser |= region_within((int32_t)value.num, node->codes[i]) == REGION_COARSER;
  }
  if (!inside && coarser) return plain_answer(ANSWER_UNKNOWN);
  return plain_answer(inside != node->negated ? ANSWER_YES : ANSWER_NO);
}

static inline struct plain plain_group(const struct case_row *row, const struct node *node)
{
  size_t seen[3] = { 0 };
  for (size_t i = 0; i < node->operand_count; i++) seen[plain_value(row, node->operands[i]).answer]++;
  if (node->op == NODE_COUNT_FALSE) return plain_number((__int128)seen[ANSWER_NO], 1);
  if (node->op == NODE_NOT) return plain_answer(seen[ANSWER_YES] ? ANSWER_NO : seen[ANSWER_NO] ? ANSWER_YES : ANSWER_UNKNOWN);
  enum answer decisive = node->op == NODE_ALL ? ANSWER_NO : ANSWER_YES;
  if (seen[decisive]) return plain_answer(decisive);
  return plain_answer(seen[ANSWER_UNKNOWN] ? ANSWER_UNKNOWN : (enum answer)(ANSWER_YES - decisive));
}

static inline struct plain plain_value(const struct case_row *row, const struct node *node)
{
  switch (node->op) {
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE: return plain_arithmetic(row, node);
  case NODE_LARGEST:
  case NODE_SMALLEST: return plain_extreme(row, node);
  case NODE_CASES: return plain_tiers(row, node);
  case NODE_NAMED:
  case NODE_DIVISION: return plain_value(row, node->operands[0]);
  case NODE_COMPARE: return plain_compare(row, node);
  case NODE_WITHIN: return plain_within(row, node);
  case NODE_IN_SET: return plain_among(row, node);
  case NODE_IN_REGION: return plain_under(row, node);
  case NODE_COUNT_FALSE:
  case NODE_ALL:
  case NODE_ANY:
  case NODE_NOT: return plain_group(row, node);
  case NODE_IS_KNOWN: return plain_answer(plain_value(row, node->operands[0]).state == STATE_KNOWN ? ANSWER_YES : ANSWER_NO);
  case NODE_NOT_OCCURRED: return plain_answer(plain_never(plain_value(row, node->operands[0]).state));
  case NODE_IS_TRUE: {
    struct plain value = plain_value(row, node->operands[0]);
    if (value.state == STATE_NOT_OCCURRED) return plain_answer(ANSWER_NO);
    if (value.state != STATE_KNOWN) return plain_answer(ANSWER_UNKNOWN);
    return plain_answer(value.num ? ANSWER_YES : ANSWER_NO);
  }
  default: return plain_leaf(row, node);
  }
}

#endif

/* Programs: the kernels give what a plain evaluator of single rows gives; what is equal is computed once. */
#include "evaluate/program.h"

#include <criterion/criterion.h>

#include "plain_value.h"

enum { ROWS = 200, EXPRESSIONS = 3000 };

static void fill_cell(struct column *column, size_t i, const struct cell *cell, const struct field *field, struct arena *scratch)
{
  column->num[i] = cell->num;
  column->state[i] = (uint8_t)cell->state;
  if (column->den) column->den[i] = cell->den;
  if (column->text) column->text[i] = field->kind == FIELD_TEXT ? unicode_cell(scratch, cell->text, NULL) : cell->text;
}

static void fill_inputs(const struct program *program, struct slot *slots, const struct case_row *rows, size_t count,
                        struct arena *scratch)
{
  for (size_t k = 0; k < program->input_count; k++) {
    const struct program_input *input = &program->inputs[k];
    struct column *column = &slots[input->slot].column;
    for (size_t i = 0; i < count; i++) {
      struct cell sum = { rows[i].sum.state, rows[i].sum.low.num, 1, { NULL, 0 } };
      const struct cell *cell = input->field ? &rows[i].cells[input->field - case_fields] : &sum;
      fill_cell(column, i, cell, input->field, scratch);
    }
  }
}

static const char *said(struct buffer *out, const struct node *node)
{
  buffer_reset(out);
  format_node(out, LANGUAGE_CHINESE, node);
  buffer_char(out, 0);
  return out->at;
}

static bool same_value(const struct column *column, size_t i, struct plain expected)
{
  if (column->state[i] != expected.state) return false;
  __int128 num = column->num[i], den = column->den ? column->den[i] : 1;
  return expected.state != STATE_KNOWN || num * expected.den == expected.num * den;
}

static void compare_rows(const struct node *node, const struct slot *slot, const struct case_row *rows)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < ROWS; i++) {
    struct plain expected = plain_value(&rows[i], node);
    bool same = slot->answer ? slot->answer[i] == (uint8_t)expected.answer : same_value(&slot->column, i, expected);
    cr_assert(same, "row %zu of 「%s」: answer %d, state %d, number %lld; expected %d, %d, %lld/%lld", i, said(&text, node),
              slot->answer ? slot->answer[i] : -1, slot->answer ? -1 : slot->column.state[i],
              slot->answer ? 0 : (long long)slot->column.num[i], expected.answer, expected.state, (long long)expected.num,
              (long long)expected.den);
  }
  buffer_free(&text);
}

static const struct node *draw_expression(struct maker *maker)
{
  static const enum value_type types[] = { TYPE_MONEY, TYPE_NUMBER, TYPE_DATE };
  if (draw(3)) return make_condition(maker, 1 + (int)draw(4), false);
  return make_value(maker, types[draw(3)], 1 + (int)draw(4), false);
}

static void compare_random(bool wide)
{
  static struct case_row rows[ROWS];
  for (size_t i = 0; i < ROWS; i++) rows[i] = draw_row(wide);
  for (size_t n = 0; n < EXPRESSIONS; n++) {
    struct arena arena = { 0 };
    struct maker maker;
    maker_open(&maker, &arena);
    maker.wide = wide;
    struct program *program = program_new(&arena, NULL, case_occasion);
    const struct node *nodes[3];
    uint32_t slot[3];
    for (int i = 0; i < 3; i++) nodes[i] = draw_expression(&maker), slot[i] = program_add(program, nodes[i]);
    cr_assert_eq(maker.faults.count, 0, "expression %zu refused", n);
    struct slot *slots = program_slots(&arena, program, NULL);
    fill_inputs(program, slots, rows, ROWS, &arena);
    program_run(program, slots, ROWS, NULL);
    for (int i = 0; i < 3; i++) compare_rows(nodes[i], &slots[slot[i]], rows);
    arena_free(&arena);
  }
}

Test(evaluate_program, kernels_agree_with_single_rows)
{
  compare_random(false);
}

Test(evaluate_program, kernels_agree_where_figures_overflow)
{
  compare_random(true);
}

Test(evaluate_program, equal_expressions_are_one_step)
{
  struct arena arena = { 0 };
  struct maker maker;
  maker_open(&maker, &arena);
  struct builder *builder = &maker.builder;
  struct program *program = program_new(&arena, NULL, case_occasion);
  const struct node *share = node_arithmetic(builder, NODE_DIVIDE, field_node(&maker, MONEY_B), field_node(&maker, MONEY_A));
  const struct node *again = node_arithmetic(builder, NODE_DIVIDE, field_node(&maker, MONEY_B), field_node(&maker, MONEY_A));
  const struct node *rate = node_constant(builder, TYPE_NUMBER, (struct ratio){ 1, 20 });
  uint32_t one = program_add(program, node_compare(builder, AT_LEAST, share, rate));
  size_t steps = program->step_count;
  cr_expect_eq(steps, 5, "two fields, the share, the rate and the comparison");
  cr_expect_eq(program_add(program, node_compare(builder, AT_LEAST, again, rate)), one);
  cr_expect_eq(program_add(program, node_named(builder, "占比", node_compare(builder, AT_LEAST, share, rate))), one,
               "names make no difference");
  cr_expect_eq(program->step_count, steps);
  cr_expect_neq(program_add(program, node_compare(builder, MORE_THAN, share, rate)), one);
  cr_expect_eq(program->step_count, steps + 1);
  cr_expect_eq(program->input_count, 2);
  arena_free(&arena);
}

Test(evaluate_program, many_steps_are_found_again)
{
  struct arena arena = { 0 };
  struct maker maker;
  maker_open(&maker, &arena);
  struct program *program = program_new(&arena, NULL, case_occasion);
  uint32_t slots[3000];
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < 3000; i++) {
      const struct node *limit = node_constant(&maker.builder, TYPE_MONEY, ratio_whole(i * 1024));
      uint32_t slot = program_add(program, node_compare(&maker.builder, AT_LEAST, field_node(&maker, MONEY_A), limit));
      if (pass == 0) slots[i] = slot;
      cr_assert_eq(slot, slots[i], "limit %d", i);
    }
  cr_expect_eq(program->step_count, 6001);
  arena_free(&arena);
}

Test(evaluate_program, what_depends_on_the_run_becomes_a_constant)
{
  struct arena arena = { 0 };
  struct maker maker;
  maker_open(&maker, &arena);
  struct builder *builder = &maker.builder;
  struct program *program = program_new(&arena, NULL, case_occasion);
  const struct node *year_ago =
      node_arithmetic(builder, NODE_SUBTRACT, node_as_of(builder), node_duration(builder, DURATION_MONTHS, 12));
  const struct node *days[] = { year_ago, parameter_node(&maker, PARAMETER_DATE) };
  const struct {
    const char *name;
    const struct node *node;
    enum node_op op;
    int64_t number;
  } cases[] = {
    { "the date of judgement less a year", year_ago, NODE_CONSTANT, 18992 },
    { "a parameter in force", parameter_node(&maker, PARAMETER_MONEY), NODE_CONSTANT, 12345 },
    { "a parameter not yet in force", parameter_node(&maker, PARAMETER_UNSET), NODE_UNSET, 0 },
    { "a duration keeps its unit", parameter_node(&maker, PARAMETER_YEARS), NODE_CONSTANT, 36 },
    { "29 February of a common year", node_year_day(builder, 0, 2, 29), NODE_CONSTANT, 19051 },
    { "29 February of a leap year", node_year_day(builder, 2, 2, 29), NODE_CONSTANT, 19782 },
    { "29 February of a common century", node_year_day(builder, 78, 2, 29), NODE_CONSTANT, 47540 },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct node *folded = program_fold(program, cases[i].node);
    cr_expect_eq(folded->op, cases[i].op, "%s", cases[i].name);
    cr_expect_eq(folded->number.num, cases[i].number, "%s: %lld", cases[i].name, (long long)folded->number.num);
  }
  const struct node *period = program_fold(program, node_period(builder, days[1], node_extreme(builder, NODE_LARGEST, days, 2)));
  cr_expect_eq(period->operands[0]->number.num, 19000);
  cr_expect_eq(period->operands[1]->op, NODE_CONSTANT, "an expression of days without data is a day");
  cr_expect_eq(period->operands[1]->number.num, 19000);
  cr_expect_eq(program_fold(program, parameter_node(&maker, PARAMETER_YEARS))->duration, DURATION_MONTHS);
  arena_free(&arena);
}

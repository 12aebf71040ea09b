/* One row with intervals: says nothing else than the kernels where they give an answer, and where they give none it says only
 * what stays true whatever the unknown data turn out to be. */
#include "evaluate/missing.h"

#include <criterion/criterion.h>

#include "plain_value.h"

static void cell_of(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct case_row *row = subject->context;
  cr_assert_eq(table, 0);
  *out = row->cells[field - case_fields];
}

static struct value sum_of(const struct row_context *subject, const struct node *node)
{
  const struct case_row *row = subject->context;
  cr_assert_eq(node->op, NODE_AGGREGATE);
  return row->sum;
}

/* The answer alone, and the fraction that is not reduced, are what the whole value says; also when each datum is fetched once. */
static struct value valued(const struct case_row *row, const struct node *node)
{
  static const struct table_kind companies = { .name = "企业", .fields = case_fields, .field_count = CASE_FIELDS };
  struct row_context subject = { .as_of = case_occasion, .cell = cell_of, .aggregate = sum_of, .context = row };
  struct value value = value_of(&subject, node);
  struct row_cache reading;
  for (int fetched = 0; fetched < 2; fetched++) {
    struct ratio fraction;
    bool known = value_fraction(&subject, node, &fraction);
    if (node->type == TYPE_TRUTH) cr_assert_eq(value_answer(&subject, node), value.answer);
    if (node->type != TYPE_TRUTH && known) cr_assert(value.state == STATE_KNOWN && ratio_compare(fraction, value.low) == 0);
    reading_open(&reading, &companies);
    subject.reading = &reading;
  }
  return value;
}

static const char *said(struct buffer *out, const struct node *node)
{
  buffer_reset(out);
  format_node(out, LANGUAGE_CHINESE, node);
  buffer_char(out, 0);
  return out->at;
}

static bool is_truth(const struct node *node)
{
  return node->type == TYPE_TRUTH;
}

/* What a plain evaluator knows, value_of knows too. */
static bool contradicts(const struct node *node, struct value value, struct plain plain)
{
  if (is_truth(node)) return plain.answer != ANSWER_UNKNOWN && value.answer != plain.answer;
  if (plain.state == STATE_UNKNOWN) return false;
  if (plain.state != STATE_KNOWN) return value.state != plain.state;
  bool point = value.state == STATE_KNOWN && value.has_low && value.has_high && ratio_compare(value.low, value.high) == 0;
  return !point || value.low.num * plain.den != plain.num * value.low.den;
}

static const struct node *draw_expression(struct maker *maker)
{
  static const enum value_type types[] = { TYPE_MONEY, TYPE_NUMBER, TYPE_DATE };
  if (draw(3)) return make_condition(maker, 1 + (int)draw(4), false);
  return make_value(maker, types[draw(3)], 1 + (int)draw(4), false);
}

static void compare_random(bool wide)
{
  struct buffer text = { 0 };
  for (size_t n = 0; n < 6000; n++) {
    struct arena arena = { 0 };
    struct maker maker;
    maker_open(&maker, &arena);
    maker.wide = wide;
    const struct node *node = draw_expression(&maker);
    for (size_t i = 0; i < 40; i++) {
      struct case_row row = draw_row(wide);
      struct value value = valued(&row, node);
      struct plain plain = plain_value(&row, node);
      cr_assert(!contradicts(node, value, plain), "「%s」: answer %d, state %d, %lld/%lld; plainly %d, %d, %lld/%lld",
                said(&text, node), value.answer, value.state, (long long)value.low.num, (long long)value.low.den, plain.answer,
                plain.state, (long long)plain.num, (long long)plain.den);
    }
    arena_free(&arena);
  }
  buffer_free(&text);
}

Test(evaluate_value, agrees_with_single_rows)
{
  compare_random(false);
}

Test(evaluate_value, agrees_where_figures_overflow)
{
  compare_random(true);
}

/* Every completion of what is unknown in a row, from a few values of each kind. */

static size_t choices_of(const struct field *field, struct cell choices[8])
{
  static const int64_t figures[] = { -250, 0, 1, 12345 }, counts[] = { 0, 1, 7 }, days[] = { 17000, 18993, 19357, 20000 },
                       regions[] = { 650102, 650000, 110000 }, divisions[] = { 5, 40 };
  static const char *const texts[] = { "北京市", "丙" };
  size_t count = 0;
  const int64_t *from = figures;
  size_t room = 4;
  if (field->kind == FIELD_COUNT) from = counts, room = 3;
  if (field->kind == FIELD_DATE) from = days;
  if (field->kind == FIELD_REGION) from = regions, room = 3;
  if (field->kind == FIELD_INDUSTRY) from = divisions, room = 2;
  if (field->kind == FIELD_YESNO || field->kind == FIELD_CHOICE) from = counts, room = 2;
  if (field->kind == FIELD_TEXT) room = 2;
  for (size_t i = 0; i < room; i++) {
    choices[count] = (struct cell){ .state = STATE_KNOWN, .num = from[i], .den = 1 };
    if (field->kind == FIELD_TEXT) choices[count].text = slice_of(texts[i]);
    count++;
  }
  if (field->event) choices[count++] = (struct cell){ .state = STATE_NOT_OCCURRED, .den = 1 };
  return count;
}

struct completion {
  const struct node *node;
  struct value said;
  const char *fault;
};

static bool has_cases(const struct node *node)
{
  bool found = node->op == NODE_CASES;
  for (size_t i = 0; !found && i < node->operand_count; i++) found = has_cases(node->operands[i]);
  return found;
}

/* A completed row may still leave it open: a share of nothing, a region coarser than what is asked. */
static void check_completion(struct completion *completion, const struct case_row *row)
{
  struct plain plain = plain_value(row, completion->node);
  const struct value *said = &completion->said;
  if (is_truth(completion->node)) {
    if (plain.answer != ANSWER_UNKNOWN && said->answer == ANSWER_YES - plain.answer) completion->fault = "answer";
    return;
  }
  struct ratio number = { (int64_t)plain.num, (int64_t)plain.den };
  /* That none of the cases applies may be seen by bounds, which a plain look does not have: it leaves them open. */
  bool seen = plain.state == STATE_NOT_OCCURRED || (plain.state == STATE_UNKNOWN && has_cases(completion->node));
  if (said->state == STATE_NOT_OCCURRED && !seen) completion->fault = "never";
  if (said->state == STATE_KNOWN && plain.state == STATE_NOT_OCCURRED) completion->fault = "known";
  if (plain.state != STATE_KNOWN) return;
  if (said->has_low && ratio_compare(number, said->low) < 0) completion->fault = "below the low end";
  if (said->has_high && ratio_compare(number, said->high) > 0) completion->fault = "above the high end";
}

static void complete(struct completion *completion, struct case_row row, int field)
{
  struct cell choices[8];
  while (field < CASE_FIELDS && row.cells[field].state != STATE_UNKNOWN) field++;
  if (field == CASE_FIELDS) {
    int64_t low = row.sum.low.num, high = row.sum.has_high ? row.sum.high.num : low + 50000;
    for (int i = 0; i < 3; i++) {
      row.sum.state = STATE_KNOWN;
      row.sum.low = row.sum.high = ratio_whole(low + (high - low) / 2 * i);
      row.sum.has_high = true;
      if (row.sum.low.num <= high) check_completion(completion, &row);
    }
    return;
  }
  size_t count = choices_of(&case_fields[field], choices);
  for (size_t i = 0; i < count && !completion->fault; i++) {
    row.cells[field] = choices[i];
    complete(completion, row, field + 1);
  }
}

/* Known, but for at most three cells. */
static struct case_row draw_nearly_known(void)
{
  struct case_row row = draw_row(false);
  for (int i = 0; i < CASE_FIELDS; i++)
    if (row.cells[i].state == STATE_UNKNOWN) row.cells[i] = draw_cell(&case_fields[i], false);
  for (int i = 0; i < 3; i++) row.cells[draw(CASE_FIELDS)] = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
  return row;
}

Test(evaluate_value, stays_true_whatever_the_unknown_data_are)
{
  struct buffer text = { 0 };
  size_t decided = 0;
  for (size_t n = 0; n < 12000; n++) {
    struct arena arena = { 0 };
    struct maker maker;
    maker_open(&maker, &arena);
    maker.monotone = true;
    const struct node *node = draw_expression(&maker);
    for (size_t i = 0; i < 12; i++) {
      struct case_row row = draw_nearly_known();
      struct completion completion = { node, valued(&row, node), NULL };
      struct plain plain = plain_value(&row, node);
      complete(&completion, row, 0);
      decided += is_truth(node) ? plain.answer == ANSWER_UNKNOWN && completion.said.answer != ANSWER_UNKNOWN
                                : plain.state == STATE_UNKNOWN && (completion.said.has_low || completion.said.has_high);
      cr_assert_null(completion.fault, "%s of 「%s」", completion.fault, said(&text, node));
    }
    arena_free(&arena);
  }
  cr_expect_gt(decided, 1000, "intervals decide more than states alone: %zu", decided);
  buffer_free(&text);
}

/* Named cases */

static struct case_row known_row(void)
{
  struct case_row row;
  for (int i = 0; i < CASE_FIELDS; i++)
    row.cells[i] = (struct cell){ .state = STATE_KNOWN, .num = 1, .den = 1, .text = SLICE("甲") };
  row.cells[MONEY_A].num = 100000, row.cells[MONEY_B].num = 2000, row.cells[REGION_A].num = 650102, row.cells[DATE_A].num = 19000;
  row.sum = (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = { 500, 1 }, .high = { 500, 1 } };
  return row;
}

static const struct node *share_of(struct maker *maker, int part, int whole)
{
  return node_arithmetic(&maker->builder, NODE_DIVIDE, field_node(maker, part), field_node(maker, whole));
}

/* 5 % up to 1,000, 4 % up to 5,000, else 3 % */
static const struct node *threshold(struct maker *maker)
{
  struct builder *builder = &maker->builder;
  const struct node *pairs[6];
  for (int i = 0; i < 3; i++) {
    const struct node *limit = node_constant(builder, TYPE_MONEY, ratio_whole(i ? 500000 : 100000));
    pairs[2 * i] =
        i == 2 ? node_group(builder, NODE_ALL, NULL, 0) : node_compare(builder, AT_MOST, field_node(maker, MONEY_A), limit);
    pairs[2 * i + 1] = node_constant(builder, TYPE_NUMBER, (struct ratio){ 5 - i, 100 });
  }
  return node_cases(builder, pairs, 6);
}

Test(evaluate_value, certain_though_a_datum_is_missing)
{
  struct arena arena = { 0 };
  struct maker maker;
  maker_open(&maker, &arena);
  struct builder *b = &maker.builder;
  const struct node *zero = node_constant(b, TYPE_NUMBER, ratio_whole(0)),
                    *thousand = node_constant(b, TYPE_MONEY, ratio_whole(1000));
  const struct node *share = node_constant(b, TYPE_NUMBER, (struct ratio){ 1, 50 });
  const struct node *pair[] = { field_node(&maker, MONEY_A), thousand },
                    *dates[] = { field_node(&maker, DATE_EVENT), node_as_of(b) };
  const struct node *largest = node_extreme(b, NODE_LARGEST, pair, 2), *later = node_extreme(b, NODE_LARGEST, dates, 2);
  const struct {
    const char *name;
    const struct node *node;
    int missing;
    enum answer answer;
  } cases[] = {
    { "a share below the lowest of all tiers", node_compare(b, AT_LEAST, share, threshold(&maker)), MONEY_A, ANSWER_NO },
    { "a share that some tiers ask and others not",
      node_compare(b, AT_LEAST, node_constant(b, TYPE_NUMBER, (struct ratio){ 1, 25 }), threshold(&maker)), MONEY_A,
      ANSWER_UNKNOWN },
    { "a count is not below nothing", node_compare(b, AT_LEAST, field_node(&maker, COUNT_A), zero), COUNT_A, ANSWER_YES },
    { "money may be", node_compare(b, AT_LEAST, field_node(&maker, MONEY_A), node_constant(b, TYPE_MONEY, ratio_whole(0))),
      MONEY_A, ANSWER_UNKNOWN },
    { "the larger of two is not below the known one", node_compare(b, AT_LEAST, largest, thousand), MONEY_A, ANSWER_YES },
    { "unless an event is among them that may not have happened", node_compare(b, AT_LEAST, later, node_as_of(b)), DATE_EVENT,
      ANSWER_UNKNOWN },
    { "a part of an unknown whole", node_compare(b, AT_LEAST, share_of(&maker, COUNT_A, COUNT_B), zero), COUNT_B,
      ANSWER_UNKNOWN },
    { "an unknown part of a known whole", node_compare(b, AT_LEAST, share_of(&maker, COUNT_A, COUNT_B), zero), COUNT_A,
      ANSWER_YES },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct case_row row = known_row();
    row.cells[cases[i].missing] = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
    cr_expect_eq(valued(&row, cases[i].node).answer, cases[i].answer, "%s", cases[i].name);
  }
  arena_free(&arena);
}

/* 差几项 counts what certainly fails, and the kernels leave to value_of what only an interval can decide. */
Test(evaluate_value, failing_counts_what_can_be_judged)
{
  struct arena arena = { 0 };
  struct maker maker;
  maker_open(&maker, &arena);
  struct builder *b = &maker.builder;
  const struct node *conditions[] = {
    node_compare(b, AT_LEAST, share_of(&maker, MONEY_B, MONEY_EVENT), threshold(&maker)),
    node_truth(b, field_node(&maker, YESNO_A)),
    node_compare(b, AT_LEAST, field_node(&maker, MONEY_B), node_constant(b, TYPE_MONEY, ratio_whole(5000))),
  };
  const struct node *failing = node_count_false(b, conditions, 3);
  struct case_row row = known_row();
  row.cells[MONEY_EVENT].num = 100000;
  cr_expect_eq(valued(&row, failing).low.num, 2, "2 %% where 5 %% are asked, and 2,000 where 5,000 are");
  row.cells[MONEY_A].state = STATE_UNKNOWN;
  cr_expect_eq(valued(&row, failing).low.num, 2, "2 %% is below every tier");
  row.cells[MONEY_B].state = STATE_UNKNOWN;
  cr_expect_eq(valued(&row, failing).low.num, 0, "what cannot be judged is not counted");
  cr_expect_eq(valued(&row, failing).state, STATE_KNOWN);
  arena_free(&arena);
}

Test(evaluate_value, what_is_missing_is_named)
{
  struct arena arena = { 0 };
  struct maker maker;
  maker_open(&maker, &arena);
  struct builder *b = &maker.builder;
  static const int32_t urumqi[] = { 650100 };
  const struct node *money = node_compare(b, AT_LEAST, field_node(&maker, MONEY_A), parameter_node(&maker, PARAMETER_UNSET));
  const struct node *ratio =
      node_compare(b, AT_LEAST, share_of(&maker, COUNT_A, COUNT_B), node_constant(b, TYPE_NUMBER, ratio_whole(1)));
  const struct node *either[] = { money, node_truth(b, field_node(&maker, YESNO_A)) };
  const struct node *sum = node_compare(b, AT_LEAST, maker.sum, node_constant(b, TYPE_MONEY, ratio_whole(501)));
  const struct {
    const char *name;
    const struct node *node;
    int field;
    enum state state;
    int64_t number;
    size_t fields, parameters, aggregates;
  } cases[] = {
    { "nothing", node_truth(b, field_node(&maker, YESNO_A)), YESNO_A, STATE_KNOWN, 0, 0, 0, 0 },
    { "a blank", node_truth(b, field_node(&maker, YESNO_A)), YESNO_A, STATE_UNKNOWN, 0, 1, 0, 0 },
    { "a parameter", money, MONEY_A, STATE_KNOWN, 1, 0, 1, 0 },
    { "a blank and a parameter", money, MONEY_A, STATE_UNKNOWN, 0, 1, 1, 0 },
    { "no matter when another condition decides", node_group(b, NODE_ANY, either, 2), MONEY_A, STATE_UNKNOWN, 0, 0, 0, 0 },
    { "a region coarser than what is asked", node_in_region(b, field_node(&maker, REGION_A), urumqi, 1, false), REGION_A,
      STATE_KNOWN, 650000, 1, 0, 0 },
    { "a whole that is 0", ratio, COUNT_B, STATE_KNOWN, 0, 1, 0, 0 },
    { "related rows", sum, MONEY_A, STATE_KNOWN, 0, 0, 0, 1 },
    { "an event that never happened lacks nothing", node_compare(b, AT_LEAST, field_node(&maker, DATE_EVENT), node_as_of(b)),
      DATE_EVENT, STATE_NOT_OCCURRED, 0, 0, 0, 0 },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct case_row row = known_row();
    row.cells[cases[i].field].state = cases[i].state;
    row.cells[cases[i].field].num = cases[i].number;
    if (cases[i].aggregates) row.sum.has_high = false, row.sum.state = STATE_UNKNOWN;
    struct row_context subject = { .as_of = case_occasion, .cell = cell_of, .aggregate = sum_of, .context = &row };
    struct missing missing = { 0 };
    for (int twice = 0; twice < 2; twice++) value_missing(&subject, cases[i].node, &missing);
    cr_expect_eq(missing.field_count, cases[i].fields, "%s: %zu fields", cases[i].name, missing.field_count);
    cr_expect_eq(missing.parameter_count, cases[i].parameters, "%s: %zu parameters", cases[i].name, missing.parameter_count);
    cr_expect_eq(missing.table_count, cases[i].aggregates, "%s: %zu counts", cases[i].name, missing.table_count);
    if (cases[i].fields == 1) cr_expect_eq(missing.fields[0], &case_fields[cases[i].field], "%s", cases[i].name);
  }
  arena_free(&arena);
}

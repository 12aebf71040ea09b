/* Tests of model/node.c: which units go together, when two expressions are one, and how large they may grow. */
#include "tests/policy/policy_case.h"

static const struct field money_field = { .name = "收入", .kind = FIELD_MONEY };
static const struct field count_field = { .name = "人数", .kind = FIELD_COUNT };
static const struct field date_field = { .name = "日子", .kind = FIELD_DATE };
static const struct field truth_field = { .name = "规上", .kind = FIELD_YESNO };
static const struct field text_field = { .name = "名", .kind = FIELD_TEXT };
static const char *const kinds[] = { "甲", "乙" };
static const struct field choice_field = { .name = "类", .kind = FIELD_CHOICE, .choices = kinds, .choice_count = 2 };

struct bench {
  struct arena arena;
  struct faults faults;
  struct builder builder;
};

static void open_bench(struct bench *bench)
{
  *bench = (struct bench){ .builder = { 0 } };
  builder_init(&bench->builder, &bench->arena, &bench->faults, LANGUAGE_CHINESE);
}

/* One letter an operand: M money, N number, D date, P period, L length of time, T truth, X text, C choice. */
static const struct node *operand(struct builder *builder, char letter)
{
  switch (letter) {
  case 'M': return node_field(builder, 0, &money_field);
  case 'N': return node_field(builder, 0, &count_field);
  case 'D': return node_field(builder, 0, &date_field);
  case 'P': return node_year(builder, 0);
  case 'L': return node_duration(builder, DURATION_DAYS, 5);
  case 'T': return node_field(builder, 0, &truth_field);
  case 'X': return node_field(builder, 0, &text_field);
  case 'C': return node_field(builder, 0, &choice_field);
  default: return builder->error;
  }
}

static char letter_of(enum value_type type)
{
  static const char letters[VALUE_TYPES + 1] = {
    [TYPE_ERROR] = '-',  [TYPE_TRUTH] = 'T',    [TYPE_MONEY] = 'M',  [TYPE_NUMBER] = 'N', [TYPE_DATE] = 'D',
    [TYPE_PERIOD] = 'P', [TYPE_DURATION] = 'L', [TYPE_CHOICE] = 'C', [TYPE_TEXT] = 'X'
  };
  return letters[type];
}

/* All pairs of the operands M N D P L T X C: rows the left one, columns the right one; `-` is refused with one finding. */
static const struct {
  const char *name;
  enum node_op op;
  const char *rows[8];
} arithmetic[] = {
  { "+", NODE_ADD, { "M-------", "-N------", "----D---", "--------", "--------", "--------", "--------", "--------" } },
  { "-", NODE_SUBTRACT, { "M-------", "-N------", "--N-D---", "--------", "--------", "--------", "--------", "--------" } },
  { "*", NODE_MULTIPLY, { "-M------", "MN------", "--------", "--------", "--------", "--------", "--------", "--------" } },
  { "/", NODE_DIVIDE, { "NM------", "-N------", "--------", "--------", "--------", "--------", "--------", "--------" } },
};

Test(model_node, units_are_types)
{
  static const char letters[] = "MNDPLTXC";
  for (size_t i = 0; i < COUNT(arithmetic); i++)
    for (int a = 0; a < 8; a++)
      for (int b = 0; b < 8; b++) {
        struct bench bench;
        open_bench(&bench);
        const struct node *node = node_arithmetic(&bench.builder, arithmetic[i].op, operand(&bench.builder, letters[a]),
                                                  operand(&bench.builder, letters[b]));
        char wanted = arithmetic[i].rows[a][b];
        cr_expect_eq(letter_of(node->type), wanted, "%c %s %c: %c", letters[a], arithmetic[i].name, letters[b],
                     letter_of(node->type));
        cr_expect_eq(bench.faults.count, wanted == '-' ? 1 : 0, "%c %s %c", letters[a], arithmetic[i].name, letters[b]);
        arena_free(&bench.arena);
      }
}

Test(model_node, only_like_is_compared_with_like)
{
  static const char letters[] = "MNDPLTXC";
  for (int a = 0; a < 8; a++)
    for (int b = 0; b < 8; b++) {
      struct bench bench;
      open_bench(&bench);
      bool fits = a == b && a < 3;
      const struct node *node =
          node_compare(&bench.builder, AT_LEAST, operand(&bench.builder, letters[a]), operand(&bench.builder, letters[b]));
      cr_expect_eq(node->type, fits ? TYPE_TRUTH : TYPE_ERROR, "%c and %c", letters[a], letters[b]);
      cr_expect_eq(bench.faults.count, fits ? 0 : 1, "%c and %c", letters[a], letters[b]);
      arena_free(&bench.arena);
    }
}

/* The finding was made where the error arose: nothing that is built on it says anything again. */
Test(model_node, an_error_silences_what_is_built_on_it)
{
  struct bench bench;
  open_bench(&bench);
  struct builder *builder = &bench.builder;
  const struct node *error = builder->error, *field = node_field(builder, 0, &money_field), *pair[] = { error, field };
  const struct node *built[] = {
    node_arithmetic(builder, NODE_ADD, error, field),
    node_arithmetic(builder, NODE_ADD, field, error),
    node_compare(builder, AT_LEAST, error, field),
    node_within(builder, error, node_year(builder, 0), false),
    node_in_set(builder, error, kinds, NULL, 2, false),
    node_in_region(builder, error, NULL, 0, false),
    node_truth(builder, error),
    node_state(builder, NODE_IS_KNOWN, error),
    node_group(builder, NODE_ALL, pair, 2),
    node_named(builder, "名", error),
    node_extreme(builder, NODE_LARGEST, pair, 2),
    node_count_false(builder, pair, 2),
    node_cases(builder, pair, 2),
    node_division(builder, error),
    node_period(builder, error, field),
  };
  for (size_t i = 0; i < COUNT(built); i++) cr_expect_eq(built[i]->type, TYPE_ERROR, "%zu", i);
  cr_expect_eq(bench.faults.count, 0);
  arena_free(&bench.arena);
}

Test(model_node, years_shift_by_whole_numbers)
{
  static const struct {
    enum node_op op;
    int64_t num, den;
    bool fits;
    int64_t offset;
  } rows[] = { { NODE_ADD, 1, 1, true, 1 },
               { NODE_SUBTRACT, 2, 1, true, -2 },
               { NODE_ADD, 1, 2, false, 0 },
               { NODE_ADD, 201, 1, false, 0 },
               { NODE_MULTIPLY, 2, 1, false, 0 } };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct bench bench;
    open_bench(&bench);
    const struct node *by = node_constant(&bench.builder, TYPE_NUMBER, (struct ratio){ rows[i].num, rows[i].den });
    const struct node *year = node_arithmetic(&bench.builder, rows[i].op, node_year(&bench.builder, 0), by);
    cr_expect_eq(year->type == TYPE_PERIOD, rows[i].fits, "%zu", i);
    if (rows[i].fits) cr_expect_eq(year->number.num, rows[i].offset, "%zu", i);
    arena_free(&bench.arena);
  }
}

Test(model_node, what_means_the_same_is_equal_wherever_it_stands)
{
  struct bench bench;
  open_bench(&bench);
  struct builder *builder = &bench.builder;
  const struct node *nodes[2][8];
  for (int k = 0; k < 2; k++) {
    builder->site = (struct source_place){ k + 1, k + 1 };
    const struct node *money = operand(builder, 'M'), *limit = node_constant(builder, TYPE_MONEY, ratio_whole(500));
    const struct node *first = node_compare(builder, AT_LEAST, money, limit),
                      *second = node_truth(builder, operand(builder, 'T'));
    const struct node *both[] = { first, second }, *turned[] = { second, first };
    nodes[k][0] = money;
    nodes[k][1] = limit;
    nodes[k][2] = first;
    nodes[k][3] = node_compare(builder, MORE_THAN, money, limit);
    nodes[k][4] = node_group(builder, NODE_ALL, both, 2);
    nodes[k][5] = node_group(builder, NODE_ALL, turned, 2);
    nodes[k][6] = node_group(builder, NODE_ANY, both, 2);
    nodes[k][7] = node_in_set(builder, operand(builder, 'C'), kinds, NULL, 1, k == 5);
  }
  for (int i = 0; i < 8; i++)
    for (int k = 0; k < 8; k++) {
      cr_expect_eq(node_equal(nodes[0][i], nodes[1][k]), i == k, "%d %d", i, k);
      if (i == k) cr_expect_eq(node_hash(nodes[0][i]), node_hash(nodes[1][k]), "%d", i);
    }
  arena_free(&bench.arena);
}

Test(model_node, an_expression_has_a_largest_size)
{
  struct bench bench;
  open_bench(&bench);
  const struct node *node = operand(&bench.builder, 'M');
  unsigned largest = 0;
  while (node->type != TYPE_ERROR) {
    largest = node->weight;
    node = node_arithmetic(&bench.builder, NODE_ADD, node, node);
  }
  cr_expect(largest <= WEIGHT_MAX && largest > WEIGHT_MAX / 4, "%u", largest);
  cr_expect_eq(bench.faults.count, 1);
  cr_expect_eq(bench.faults.items[0].message, MSG_EXPRESSION_TOO_LARGE);
  arena_free(&bench.arena);
}

Test(model_node, choices_are_found_by_position)
{
  struct bench bench;
  open_bench(&bench);
  static const char *const wanted[] = { "乙" }, *const wrong[] = { "甲", "丙" };
  const struct node *good = node_in_set(&bench.builder, operand(&bench.builder, 'C'), wanted, NULL, 1, false);
  cr_expect(good->type == TYPE_TRUTH && good->codes[0] == 1);
  static const struct source_place sites[] = { { 3, 4 }, { 3, 9 } };
  const struct node *bad = node_in_set(&bench.builder, operand(&bench.builder, 'C'), wrong, sites, 2, false);
  cr_expect_eq(bad->type, TYPE_ERROR);
  cr_assert_eq(bench.faults.count, 1);
  cr_expect_eq(bench.faults.items[0].column, 9);
  arena_free(&bench.arena);
}

/* The same mistake at the same place is said once; of one kind at one place ten are kept, of all a hundred. */
Test(model_node, findings_are_bounded)
{
  struct bench bench;
  open_bench(&bench);
  bench.builder.site = (struct source_place){ 1, 1 };
  for (int i = 0; i < 5; i++) builder_error(&bench.builder, MSG_UNKNOWN_NAME, "甲", "", NULL);
  cr_expect_eq(bench.faults.count, 1);
  for (int i = 0; i < 50; i++) builder_error(&bench.builder, MSG_UNKNOWN_NAME, arena_printf(&bench.arena, "甲%d", i), "", NULL);
  cr_expect_eq(bench.faults.count, 10);
  for (int i = 0; i < 500; i++) {
    bench.builder.site.line++;
    builder_error(&bench.builder, MSG_UNKNOWN_NAME, "甲", "", NULL);
  }
  cr_expect_eq(bench.faults.count, 100);
  cr_expect_eq(bench.builder.refusals, 555);
  arena_free(&bench.arena);
}

/* Constructors of expression nodes, which refuse wrong units: for policy/operator (the Lua side), the plan and the tests. */
#include "model/node.h"

#include <string.h>

#include "decode/unicode.h"

static const struct node *refuse_pair(struct builder *builder, enum message message, const struct node *a, const struct node *b)
{
  return builder_error(builder, message, builder_string(builder, a), type_name(a->type, builder->language),
                       builder_string(builder, b), type_name(b->type, builder->language), NULL);
}

static const struct node *refuse_one(struct builder *builder, enum message message, const struct node *a)
{
  return builder_error(builder, message, builder_string(builder, a), type_name(a->type, builder->language), NULL);
}

static struct node *node_new(struct builder *builder, enum node_op op, enum value_type type)
{
  struct node *node = arena_alloc(builder->arena, sizeof *node);
  node->op = op;
  node->type = type;
  node->number.den = 1;
  node->weight = node->depth = 1;
  node->site = builder->site;
  node->path = builder->path;
  node->derived = builder->derived;
  return node;
}

static bool any_error(const struct node *const *operands, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (operands[i]->type == TYPE_ERROR) return true;
  return false;
}

/* What stands over the operands stays within the bounds of weight and depth; a finding otherwise. */
static bool bearable(struct builder *builder, const struct node *const *operands, size_t count)
{
  size_t weight = 1, depth = 0;
  for (size_t i = 0; i < count; i++) {
    weight += operands[i]->weight;
    if (operands[i]->depth > depth) depth = operands[i]->depth;
  }
  if (weight > WEIGHT_MAX) builder_error(builder, MSG_EXPRESSION_TOO_LARGE, NULL);
  else if (depth >= EXPRESSION_DEPTH_MAX) builder_error(builder, MSG_EXPRESSION_TOO_DEEP, NULL);
  return weight <= WEIGHT_MAX && depth < EXPRESSION_DEPTH_MAX;
}

static void node_weigh(struct node *node, const struct node *operand)
{
  node->weight = (uint16_t)(node->weight + operand->weight);
  if (node->depth <= operand->depth) node->depth = (uint16_t)(operand->depth + 1);
}

static void node_take(struct builder *builder, struct node *node, const struct node *const *operands, size_t count)
{
  const struct node **copy = arena_array(builder->arena, count, sizeof(struct node *));
  if (count) memcpy(copy, operands, count * sizeof(struct node *));
  node->operands = copy;
  node->operand_count = count;
  for (size_t i = 0; i < count; i++) {
    node->tables |= operands[i]->tables;
    node_weigh(node, operands[i]);
  }
}

struct node *node_built(struct builder *builder, enum node_op op, enum value_type type, const struct node *const *operands,
                        size_t count)
{
  if (any_error(operands, count) || !bearable(builder, operands, count)) return NULL;
  struct node *node = node_new(builder, op, type);
  node_take(builder, node, operands, count);
  return node;
}

static const struct node *node_over(struct builder *builder, enum node_op op, enum value_type type,
                                    const struct node *const *operands, size_t count)
{
  const struct node *node = node_built(builder, op, type, operands, count);
  return node ? node : builder->error;
}

const struct node *node_constant(struct builder *builder, enum value_type type, struct ratio number)
{
  struct node *node = node_new(builder, NODE_CONSTANT, type);
  node->number = number;
  return node;
}

const struct node *node_rate(struct builder *builder, struct ratio rate, int parts)
{
  struct node *node = node_new(builder, NODE_CONSTANT, TYPE_NUMBER);
  node->number = rate;
  node->percent = (uint16_t)parts;
  return node;
}

enum value_type field_type(enum field_kind kind)
{
  static const enum value_type types[FIELD_KINDS] = {
    [FIELD_MONEY] = TYPE_MONEY,   [FIELD_COUNT] = TYPE_NUMBER,      [FIELD_NUMBER] = TYPE_NUMBER, [FIELD_DATE] = TYPE_DATE,
    [FIELD_YESNO] = TYPE_TRUTH,   [FIELD_CHOICE] = TYPE_CHOICE,     [FIELD_TEXT] = TYPE_TEXT,     [FIELD_CODE] = TYPE_CODE,
    [FIELD_REGION] = TYPE_REGION, [FIELD_INDUSTRY] = TYPE_INDUSTRY,
  };
  return types[kind];
}

const struct node *node_field(struct builder *builder, int table, const struct field *field)
{
  struct node *node = node_new(builder, NODE_FIELD, field_type(field->kind));
  node->table = table;
  node->field = field;
  node->tables = 1u << table;
  return node;
}

const struct node *node_parameter(struct builder *builder, const struct parameter *parameter, enum value_type type)
{
  struct node *node = node_new(builder, NODE_PARAMETER, type);
  node->parameter = parameter;
  return node;
}

const struct node *node_duration(struct builder *builder, enum duration_unit unit, int64_t count)
{
  struct node *node = node_new(builder, NODE_CONSTANT, TYPE_DURATION);
  node->duration = unit;
  node->number = ratio_whole(count);
  return node;
}

const struct node *node_year(struct builder *builder, int64_t offset)
{
  struct node *node = node_new(builder, NODE_YEAR, TYPE_PERIOD);
  node->number = ratio_whole(offset);
  return node;
}

const struct node *node_year_day(struct builder *builder, int64_t offset, int month, int day)
{
  struct node *node = node_new(builder, NODE_YEAR_DAY, TYPE_DATE);
  node->number = ratio_whole(offset);
  node->first = month;
  node->last = day;
  return node;
}

const struct node *node_as_of(struct builder *builder)
{
  return node_new(builder, NODE_AS_OF, TYPE_DATE);
}

const struct node *node_year_number(struct builder *builder)
{
  return node_new(builder, NODE_YEAR_NUMBER, TYPE_NUMBER);
}

const struct node *node_period(struct builder *builder, const struct node *first, const struct node *last)
{
  const struct node *operands[] = { first, last };
  if (any_error(operands, 2)) return builder->error;
  bool days = first->type == TYPE_DATE && last->type == TYPE_DATE && !(first->tables | last->tables);
  if (!days) return builder_error(builder, MSG_PERIOD_EXPECTED, NULL);
  bool fixed = first->op == NODE_CONSTANT && last->op == NODE_CONSTANT;
  if (fixed && last->number.num < first->number.num)
    return builder_error(builder, MSG_PERIOD_BACKWARDS, builder_string(builder, first), builder_string(builder, last), NULL);
  return node_over(builder, NODE_PERIOD, TYPE_PERIOD, operands, 2);
}

/* The type of a sum, difference, product or quotient; TYPE_ERROR when the units do not go together. */
static enum value_type arithmetic_type(enum node_op op, enum value_type a, enum value_type b)
{
  bool sum = op == NODE_ADD || op == NODE_SUBTRACT;
  if (sum && a == TYPE_DATE && b == TYPE_DURATION) return TYPE_DATE;
  if (op == NODE_SUBTRACT && a == TYPE_DATE && b == TYPE_DATE) return TYPE_NUMBER;
  if (a != TYPE_MONEY && a != TYPE_NUMBER) return TYPE_ERROR;
  if (b != TYPE_MONEY && b != TYPE_NUMBER) return TYPE_ERROR;
  if (sum) return a == b ? a : TYPE_ERROR;
  if (op == NODE_MULTIPLY) {
    if (a == TYPE_MONEY && b == TYPE_MONEY) return TYPE_ERROR;
    return a == TYPE_MONEY ? a : b;
  }
  if (a == b) return TYPE_NUMBER;
  return a == TYPE_MONEY ? TYPE_MONEY : TYPE_ERROR;
}

static const struct node *year_shifted(struct builder *builder, enum node_op op, const struct node *year, const struct node *by)
{
  if (by->op != NODE_CONSTANT || by->type != TYPE_NUMBER || by->number.den != 1) return NULL;
  if (op != NODE_ADD && op != NODE_SUBTRACT) return NULL;
  if (by->number.num < -200 || by->number.num > 200) return NULL;
  int64_t shift = op == NODE_ADD ? by->number.num : -by->number.num;
  return node_year(builder, year->number.num + shift);
}

const struct node *node_arithmetic(struct builder *builder, enum node_op op, const struct node *a, const struct node *b)
{
  const struct node *operands[] = { a, b };
  if (any_error(operands, 2)) return builder->error;
  if (a->op == NODE_YEAR) {
    const struct node *year = year_shifted(builder, op, a, b);
    return year ? year : refuse_pair(builder, MSG_ARITHMETIC_UNITS, a, b);
  }
  enum value_type type = arithmetic_type(op, a->type, b->type);
  if (type == TYPE_ERROR) return refuse_pair(builder, MSG_ARITHMETIC_UNITS, a, b);
  return node_over(builder, op, type, operands, 2);
}

static bool orderable(enum value_type type)
{
  return type == TYPE_MONEY || type == TYPE_NUMBER || type == TYPE_DATE;
}

const struct node *node_extreme(struct builder *builder, enum node_op op, const struct node *const *operands, size_t count)
{
  if (any_error(operands, count)) return builder->error;
  for (size_t i = 0; i < count; i++) {
    if (!orderable(operands[i]->type)) return refuse_one(builder, MSG_NOT_ORDERED, operands[i]);
    if (operands[i]->type != operands[0]->type) return refuse_pair(builder, MSG_COMPARE_UNITS, operands[0], operands[i]);
  }
  return node_over(builder, op, operands[0]->type, operands, count);
}

const struct node *node_cases(struct builder *builder, const struct node *const *pairs, size_t count)
{
  if (any_error(pairs, count)) return builder->error;
  for (size_t i = 1; i < count; i += 2) {
    if (!orderable(pairs[i]->type)) return refuse_one(builder, MSG_TIER_VALUE, pairs[i]);
    if (pairs[i]->type != pairs[1]->type) return refuse_pair(builder, MSG_COMPARE_UNITS, pairs[1], pairs[i]);
  }
  return node_over(builder, NODE_CASES, pairs[1]->type, pairs, count);
}

const struct node *node_count_false(struct builder *builder, const struct node *const *conditions, size_t count)
{
  return node_over(builder, NODE_COUNT_FALSE, TYPE_NUMBER, conditions, count);
}

const struct node *node_computing(struct builder *builder, enum value_type type, const struct node *sketch,
                                  const struct node *const *inputs, size_t count)
{
  if (any_error(inputs, count) || !bearable(builder, inputs, count)) return builder->error;
  struct node *node = node_new(builder, NODE_COMPUTED, type);
  node_take(builder, node, inputs, count);
  node->computed = sketch->computed;
  node->text = sketch->text;
  return node;
}

const struct node *node_renamed(struct builder *builder, const struct node *computing, const char *name)
{
  struct node *node = node_new(builder, NODE_COMPUTED, computing->type);
  struct source_place site = computing->site;
  *node = *computing;
  node->site = site;
  node->text = name;
  return node;
}

const struct node *node_division(struct builder *builder, const struct node *industry)
{
  if (industry->type == TYPE_ERROR) return industry;
  if (industry->type != TYPE_INDUSTRY) return refuse_one(builder, MSG_NOT_INDUSTRY, industry);
  return node_over(builder, NODE_DIVISION, TYPE_NUMBER, &industry, 1);
}

const struct node *node_aggregate(struct builder *builder, const struct aggregate *aggregate)
{
  bool valued = aggregate->kind >= AGGREGATE_SUM;
  const struct node *parts[2];
  size_t count = 0;
  if (aggregate->value) parts[count++] = aggregate->value;
  if (aggregate->condition) parts[count++] = aggregate->condition;
  if (!bearable(builder, parts, count)) return builder->error;
  struct node *node = node_new(builder, NODE_AGGREGATE, valued ? aggregate->value->type : TYPE_NUMBER);
  struct aggregate *copy = arena_alloc(builder->arena, sizeof *copy);
  *copy = *aggregate;
  node->aggregate = copy;
  for (size_t i = 0; i < count; i++) node_weigh(node, parts[i]);
  return node;
}

const struct node *node_share(struct builder *builder, const struct node *part, const struct node *whole, const struct node *rest)
{
  const struct node *operands[] = { part, whole, rest };
  return node_over(builder, NODE_DIVIDE, TYPE_NUMBER, operands, 3);
}

const struct node *node_indicator(struct builder *builder, const char *name, const struct node *year, const int32_t *codes,
                                  size_t count)
{
  bool absolute = year && year->op == NODE_CONSTANT && year->type == TYPE_NUMBER && year->number.den == 1;
  if (year && !absolute && year->op != NODE_YEAR) return refuse_one(builder, MSG_INDICATOR_YEAR, year);
  struct node *node = node_new(builder, NODE_INDICATOR, TYPE_NUMBER);
  node->text = name;
  node->first = absolute ? (int)year->number.num : 0;
  node->number = absolute || !year ? ratio_whole(0) : year->number;
  node->codes = codes;
  node->set_count = codes ? count : 0;
  return node;
}

const struct node *node_paid(struct builder *builder, const char *const *ids, size_t count)
{
  struct node *node = node_new(builder, NODE_PAID, TYPE_MONEY);
  node->texts = node->keys = ids;
  node->set_count = count;
  return node;
}

const struct node *node_compare(struct builder *builder, enum relation relation, const struct node *a, const struct node *b)
{
  const struct node *operands[] = { a, b };
  if (any_error(operands, 2)) return builder->error;
  if (!orderable(a->type)) return refuse_one(builder, MSG_NOT_ORDERED, a);
  if (a->type == TYPE_MONEY && b->op == NODE_CONSTANT && b->type == TYPE_NUMBER && b->number.den == 1)
    return builder_error(builder, MSG_AMOUNT_WITHOUT_UNIT, builder_string(builder, b), NULL);
  if (a->type != b->type) return refuse_pair(builder, MSG_COMPARE_UNITS, a, b);
  if (!bearable(builder, operands, 2)) return builder->error;
  struct node *node = node_new(builder, NODE_COMPARE, TYPE_TRUTH);
  node_take(builder, node, operands, 2);
  node->relation = relation;
  node->negated = relation == UNEQUAL;
  return node;
}

const struct node *node_within(struct builder *builder, const struct node *day, const struct node *period, bool negated)
{
  const struct node *operands[] = { day, period };
  if (any_error(operands, 2)) return builder->error;
  if (day->type != TYPE_DATE) return refuse_one(builder, MSG_NOT_A_DATE, day);
  if (period->type != TYPE_PERIOD) return refuse_one(builder, MSG_NOT_A_PERIOD, period);
  if (!bearable(builder, operands, 2)) return builder->error;
  struct node *node = node_new(builder, NODE_WITHIN, TYPE_TRUTH);
  node_take(builder, node, operands, 2);
  node->negated = negated;
  return node;
}

/* Position of a choice; -1 after a finding that lists what there is. */
static int32_t choice_position(struct builder *builder, const struct field *field, const char *text)
{
  struct buffer known = { 0 };
  const struct slice key = unicode_heading(builder->arena, slice_of(text));
  for (size_t i = 0; i < field->choice_count; i++) {
    if (slice_equal(unicode_heading(builder->arena, slice_of(field->choices[i])), key)) {
      buffer_free(&known);
      return (int32_t)i;
    }
    buffer_printf(&known, "%s%s", i ? " " : "", field->choices[i]);
  }
  buffer_char(&known, 0);
  builder_error(builder, MSG_NO_SUCH_CHOICE, field->name, text, known.at, NULL);
  buffer_free(&known);
  return -1;
}

static bool among_positions(struct builder *builder, const struct node *value, const struct source_place *sites,
                            struct node *node)
{
  const struct source_place before = builder->site;
  int32_t *positions = arena_array(builder->arena, node->set_count, sizeof *positions);
  bool found = true;
  for (size_t i = 0; i < node->set_count; i++) {
    if (sites) builder->site = sites[i];
    positions[i] = choice_position(builder, value->field, node->texts[i]);
    found &= positions[i] >= 0;
  }
  builder->site = before;
  node->codes = positions;
  return found;
}

/* Texts as cells are compared: NFKC without outer space; codes in upper case. */
static const char *const *text_keys(struct arena *arena, const char *const *texts, size_t count, bool codes)
{
  const char **keys = arena_array(arena, count, sizeof *keys);
  for (size_t i = 0; i < count; i++) {
    struct slice key = unicode_cell(arena, slice_of(texts[i]), NULL);
    if (codes) key = slice_upper(arena, key);
    keys[i] = arena_copy(arena, key.at ? key.at : "", key.length);
  }
  return keys;
}

struct node *node_about_texts(struct builder *builder, enum node_op op, const struct node *value, const char *const *texts,
                              size_t count, bool negated)
{
  struct node *node = node_new(builder, op, TYPE_TRUTH);
  node_take(builder, node, &value, 1);
  node->texts = texts;
  node->keys = text_keys(builder->arena, texts, count, value->type == TYPE_CODE);
  node->set_count = count;
  node->negated = negated;
  return node;
}

const struct node *node_in_set(struct builder *builder, const struct node *value, const char *const *texts,
                               const struct source_place *sites, size_t count, bool negated)
{
  value = node_unnamed(value); /* the choices are the field's */
  if (value->type == TYPE_ERROR) return value;
  if (value->type != TYPE_CHOICE && value->type != TYPE_TEXT && value->type != TYPE_CODE)
    return refuse_one(builder, MSG_NOT_A_CHOICE, value);
  struct node *node = node_about_texts(builder, NODE_IN_SET, value, texts, count, negated);
  if (value->type == TYPE_CHOICE && !among_positions(builder, value, sites, node)) return builder->error;
  return node;
}

const struct node *node_in_region(struct builder *builder, const struct node *region, const int32_t *codes, size_t count,
                                  bool negated)
{
  if (region->type == TYPE_ERROR) return region;
  if (region->type != TYPE_REGION) return refuse_one(builder, MSG_NOT_A_REGION, region);
  struct node *node = node_new(builder, NODE_IN_REGION, TYPE_TRUTH);
  node_take(builder, node, &region, 1);
  node->codes = codes;
  node->set_count = count;
  node->negated = negated;
  return node;
}

/* What one may ask of a type, as an example. */
static const char *asking_example(enum language language, enum value_type type)
{
  bool named = type >= TYPE_CHOICE && type <= TYPE_CODE;
  return message_name(type == TYPE_DATE     ? MSG_NODE_HINT_DATE
                      : type == TYPE_REGION ? MSG_NODE_HINT_REGION
                      : named               ? MSG_NODE_HINT_NAMED
                                            : MSG_NODE_HINT_ORDERED,
                      language);
}

const struct node *node_truth(struct builder *builder, const struct node *value)
{
  if (value->type == TYPE_ERROR) return value;
  if (value->type != TYPE_TRUTH)
    return builder_error(builder, MSG_NOT_A_CONDITION, builder_string(builder, value), type_name(value->type, builder->language),
                         asking_example(builder->language, value->type), NULL);
  bool plain = value->op == NODE_FIELD || value->op == NODE_PARAMETER || value->op == NODE_CONSTANT || value->op == NODE_COMPUTED;
  return plain ? node_over(builder, NODE_IS_TRUE, TYPE_TRUTH, &value, 1) : value;
}

const struct node *node_state(struct builder *builder, enum node_op op, const struct node *value)
{
  return node_over(builder, op, TYPE_TRUTH, &value, 1);
}

const struct node *node_group(struct builder *builder, enum node_op op, const struct node *const *conditions, size_t count)
{
  return node_over(builder, op, TYPE_TRUTH, conditions, count);
}

/* What has a name is either a value or a condition: a yes/no field becomes the latter. */
const struct node *node_named(struct builder *builder, const char *name, const struct node *node)
{
  if (node->type == TYPE_ERROR) return node;
  if (node->type == TYPE_TRUTH) node = node_truth(builder, node);
  if (!bearable(builder, &node, 1)) return builder->error;
  struct node *named = node_new(builder, NODE_NAMED, node->type);
  node_take(builder, named, &node, 1);
  named->text = name;
  return named;
}

const struct node *node_of_measure(struct builder *builder, const char *name, const struct node *node, const char *id)
{
  const struct node *named = node_named(builder, name, node);
  if (named->op != NODE_NAMED) return named;
  struct node *copy = arena_alloc(builder->arena, sizeof *copy);
  const char **texts = arena_alloc(builder->arena, sizeof *texts);
  *copy = *named;
  *texts = id;
  copy->texts = texts;
  copy->set_count = 1;
  return copy;
}

enum relation relation_opposite(enum relation relation)
{
  static const enum relation opposites[] = { LESS_THAN, AT_MOST, MORE_THAN, AT_LEAST, UNEQUAL, EQUAL };
  return opposites[relation];
}

size_t node_population_depth(const struct node *node)
{
  size_t deepest = 0;
  for (size_t i = 0; i < node->operand_count; i++) {
    size_t depth = node_population_depth(node->operands[i]);
    if (depth > deepest) deepest = depth;
  }
  return deepest + (node->op == NODE_POPULATION);
}

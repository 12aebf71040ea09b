/* Random expressions over columns of every kind, rows of data for them, and a plain evaluator of one row.
 *
 * The evaluator is written from the words of the design alone (DESIGN §2, data/column.h): a state or a number for values,
 * Kleene's three answers for conditions, no intervals, no batches. Shared by program_test.c and value_test.c. */
#ifndef EXPRESSION_CASE_H
#define EXPRESSION_CASE_H

#include <stdint.h>
#include <string.h>

#include "../chance.h"
#include "decode/unicode.h"
#include "evaluate/value.h"

enum {
  MONEY_A,
  MONEY_B,
  MONEY_EVENT,
  COUNT_A,
  COUNT_B,
  COUNT_EVENT,
  NUMBER_A,
  DATE_A,
  DATE_EVENT,
  YESNO_A,
  CHOICE_A,
  CHOICE_EVENT,
  TEXT_A,
  TEXT_EVENT,
  REGION_A,
  REGION_EVENT,
  INDUSTRY_A,
  CASE_FIELDS
};

static const char *const case_choices[] = { "民营", "国有", "外资" };
static struct field case_fields[CASE_FIELDS] = {
  [MONEY_A] = { .name = "收入", .kind = FIELD_MONEY },
  [MONEY_B] = { .name = "研发", .kind = FIELD_MONEY },
  [MONEY_EVENT] = { .name = "融资", .kind = FIELD_MONEY, .event = true },
  [COUNT_A] = { .name = "职工", .kind = FIELD_COUNT },
  [COUNT_B] = { .name = "次数", .kind = FIELD_COUNT },
  [COUNT_EVENT] = { .name = "轮次", .kind = FIELD_COUNT, .event = true },
  [NUMBER_A] = { .name = "评分", .kind = FIELD_NUMBER },
  [DATE_A] = { .name = "成立", .kind = FIELD_DATE },
  [DATE_EVENT] = { .name = "认定", .kind = FIELD_DATE, .event = true },
  [YESNO_A] = { .name = "规上", .kind = FIELD_YESNO },
  [CHOICE_A] = { .name = "所有制", .kind = FIELD_CHOICE, .choices = case_choices, .choice_count = 3 },
  [CHOICE_EVENT] = { .name = "方式", .kind = FIELD_CHOICE, .event = true, .choices = case_choices, .choice_count = 3 },
  [TEXT_A] = { .name = "来源", .kind = FIELD_TEXT, .suffix = "市" },
  [TEXT_EVENT] = { .name = "去向", .kind = FIELD_TEXT, .event = true },
  [REGION_A] = { .name = "地区", .kind = FIELD_REGION },
  [REGION_EVENT] = { .name = "迁出地", .kind = FIELD_REGION, .event = true },
  [INDUSTRY_A] = { .name = "行业", .kind = FIELD_INDUSTRY },
};

/* One row of data. `sum` is what is summed over related rows. */
struct case_row {
  struct cell cells[CASE_FIELDS];
  struct value sum;
};

/* Expressions */

enum {
  PARAMETER_MONEY,
  PARAMETER_UNSET,
  PARAMETER_DATE,
  PARAMETER_TRUTH,
  PARAMETER_YEARS,
  PARAMETER_DURATION_UNSET,
  CASE_PARAMETERS
};

struct maker {
  struct builder builder;
  struct faults faults;
  struct arena *arena;
  struct parameter parameters[CASE_PARAMETERS];
  struct dated_value values[CASE_PARAMETERS];
  const struct node *sum;
  bool wide;     /* figures that make results overflow */
  bool monotone; /* nothing that asks whether a datum is known */
};

/* In 2022, the year of all cases; the unset ones begin later. */
static const struct as_of case_occasion = { .year = 2022, .on = 19357 }; /* 2022-12-31 */

static inline void maker_open(struct maker *maker, struct arena *arena)
{
  static const enum value_type types[CASE_PARAMETERS] = { TYPE_MONEY, TYPE_MONEY,    TYPE_DATE,
                                                          TYPE_TRUTH, TYPE_DURATION, TYPE_DURATION };
  *maker = (struct maker){ .arena = arena };
  builder_init(&maker->builder, arena, &maker->faults, LANGUAGE_CHINESE);
  const struct node *values[CASE_PARAMETERS] = { node_constant(&maker->builder, TYPE_MONEY, ratio_whole(12345)),
                                                 node_constant(&maker->builder, TYPE_MONEY, ratio_whole(7)),
                                                 node_constant(&maker->builder, TYPE_DATE, ratio_whole(19000)),
                                                 node_constant(&maker->builder, TYPE_TRUTH, ratio_whole(1)),
                                                 node_duration(&maker->builder, DURATION_MONTHS, 36),
                                                 node_duration(&maker->builder, DURATION_MONTHS, 12) };
  for (int i = 0; i < CASE_PARAMETERS; i++) {
    bool unset = i == PARAMETER_UNSET || i == PARAMETER_DURATION_UNSET;
    maker->values[i] = (struct dated_value){ unset ? 30000 : 10000, values[i] };
    maker->parameters[i] = (struct parameter){ .name = "标准", .type = types[i], .values = &maker->values[i], .count = 1 };
  }
  struct aggregate sum = {
    .kind = AGGREGATE_SUM, .table = 1, .table_name = "记录", .value = node_field(&maker->builder, 1, &case_fields[MONEY_A])
  };
  maker->sum = node_aggregate(&maker->builder, &sum);
}

static inline const struct node *field_node(struct maker *maker, int field)
{
  return node_field(&maker->builder, 0, &case_fields[field]);
}

static inline const struct node *parameter_node(struct maker *maker, int parameter)
{
  return node_parameter(&maker->builder, &maker->parameters[parameter], maker->parameters[parameter].type);
}

static inline const struct node *make_value(struct maker *maker, enum value_type type, int depth, bool plain);
static inline const struct node *make_condition(struct maker *maker, int depth, bool plain);

static inline struct ratio draw_constant(const struct maker *maker, enum value_type type)
{
  static const int64_t money[] = { 0, 1, -1, 250, 12345, 100000, -40000 },
                       huge[] = { INT64_MAX, INT64_MIN + 1, INT64_MAX / 2, 3037000500 };
  static const struct ratio numbers[] = { { 0, 1 }, { 1, 1 }, { 2, 1 },   { 5, 1 }, { -3, 1 },
                                          { 1, 2 }, { 1, 3 }, { 7, 100 }, { -2, 7 } };
  static const int32_t days[] = { 18000, 18993, 19000, 19357, 19358, 11016 }; /* 11016 is 29 February 2000 */
  if (type == TYPE_DATE) return ratio_whole(days[draw(6)]);
  if (type == TYPE_NUMBER) return numbers[draw(9)];
  if (maker->wide && draw(6) == 0) return ratio_whole(huge[draw(4)]);
  return ratio_whole(money[draw(7)]);
}

/* `plain`: only what an interval says nothing more about. */
static inline const struct node *make_leaf(struct maker *maker, enum value_type type, bool plain)
{
  struct builder *builder = &maker->builder;
  size_t way = draw(8);
  if (way == 0) return node_constant(builder, type, draw_constant(maker, type));
  if (type == TYPE_MONEY) {
    if (way == 1) return parameter_node(maker, PARAMETER_MONEY);
    if (way == 2) return parameter_node(maker, PARAMETER_UNSET);
    if (way == 3 && !plain) return maker->sum;
    return field_node(maker, MONEY_A + (int)draw(3));
  }
  if (type == TYPE_NUMBER) {
    if (way < 4) return field_node(maker, NUMBER_A);
    return plain || way == 4 ? node_division(builder, field_node(maker, INDUSTRY_A)) : field_node(maker, COUNT_A + (int)draw(3));
  }
  if (way == 1) return node_as_of(builder);
  if (way == 2) return parameter_node(maker, PARAMETER_DATE);
  if (way == 3) return node_year_day(builder, (int64_t)draw(3) - 1, 2, 29);
  return field_node(maker, DATE_A + (int)draw(2));
}

static inline const struct node *make_shift(struct maker *maker, int depth, bool plain)
{
  struct builder *builder = &maker->builder;
  const struct node *durations[] = { node_duration(builder, DURATION_DAYS, 365), node_duration(builder, DURATION_MONTHS, 36),
                                     parameter_node(maker, PARAMETER_YEARS), parameter_node(maker, PARAMETER_DURATION_UNSET) };
  const struct node *duration = durations[draw(4)];
  if (draw(4) == 0) duration = node_named(builder, "年限", duration);
  return node_arithmetic(builder, draw(2) ? NODE_ADD : NODE_SUBTRACT, make_value(maker, TYPE_DATE, depth - 1, plain), duration);
}

static inline const struct node *make_extreme(struct maker *maker, enum value_type type, int depth)
{
  const struct node *operands[3];
  size_t count = 1 + draw(3);
  for (size_t i = 0; i < count; i++) operands[i] = make_value(maker, type, depth - 1, false);
  return node_extreme(&maker->builder, draw(2) ? NODE_LARGEST : NODE_SMALLEST, operands, count);
}

static inline const struct node *make_tiers(struct maker *maker, enum value_type type, int depth)
{
  const struct node *pairs[6];
  size_t count = 1 + draw(3);
  for (size_t i = 0; i < count; i++) {
    pairs[2 * i] = make_condition(maker, depth - 1, false);
    pairs[2 * i + 1] = make_value(maker, type, depth - 1, false);
  }
  if (draw(2)) pairs[2 * count - 2] = node_group(&maker->builder, NODE_ALL, NULL, 0);
  return node_cases(&maker->builder, pairs, 2 * count);
}

static inline const struct node *make_failing(struct maker *maker, int depth)
{
  const struct node *conditions[3];
  size_t count = 1 + draw(3);
  for (size_t i = 0; i < count; i++) conditions[i] = make_condition(maker, depth - 1, true);
  return node_count_false(&maker->builder, conditions, count);
}

static inline const struct node *make_product(struct maker *maker, enum value_type type, int depth, bool plain)
{
  struct builder *builder = &maker->builder;
  const struct node *number = make_value(maker, TYPE_NUMBER, depth - 1, plain);
  if (type == TYPE_MONEY) {
    const struct node *money = make_value(maker, TYPE_MONEY, depth - 1, plain);
    if (draw(3) == 0) return node_arithmetic(builder, NODE_DIVIDE, money, number);
    return draw(2) ? node_arithmetic(builder, NODE_MULTIPLY, money, number)
                   : node_arithmetic(builder, NODE_MULTIPLY, number, money);
  }
  enum value_type below = draw(2) ? TYPE_MONEY : TYPE_NUMBER;
  if (draw(2)) return node_arithmetic(builder, NODE_MULTIPLY, number, make_value(maker, TYPE_NUMBER, depth - 1, plain));
  return node_arithmetic(builder, NODE_DIVIDE, make_value(maker, below, depth - 1, plain),
                         make_value(maker, below, depth - 1, plain));
}

static inline const struct node *make_value(struct maker *maker, enum value_type type, int depth, bool plain)
{
  struct builder *builder = &maker->builder;
  size_t way = depth > 0 ? draw(9) : 0;
  if (way < 2) return make_leaf(maker, type, plain);
  if (way == 2) return node_named(builder, "数", make_value(maker, type, depth - 1, plain));
  if (way == 3 && !plain) return make_extreme(maker, type, depth);
  if (way == 4 && !plain) return make_tiers(maker, type, depth);
  if (type == TYPE_DATE) return make_shift(maker, depth, plain);
  if (way == 5 && type == TYPE_NUMBER && !maker->monotone) return make_failing(maker, depth);
  if (way < 7) return make_product(maker, type, depth, plain);
  if (way == 7 && type == TYPE_NUMBER)
    return node_arithmetic(builder, NODE_SUBTRACT, make_value(maker, TYPE_DATE, depth - 1, plain),
                           make_value(maker, TYPE_DATE, depth - 1, plain));
  return node_arithmetic(builder, draw(2) ? NODE_ADD : NODE_SUBTRACT, make_value(maker, type, depth - 1, plain),
                         make_value(maker, type, depth - 1, plain));
}

static inline const struct node *make_period(struct maker *maker)
{
  struct builder *builder = &maker->builder;
  const struct node *days[2] = { node_constant(builder, TYPE_DATE, ratio_whole(19000)), node_as_of(builder) };
  if (draw(2)) return node_year(builder, (int64_t)draw(3) - 1);
  if (draw(2)) return node_period(builder, node_year_day(builder, -1, 3, 1), node_extreme(builder, NODE_SMALLEST, days, 2));
  if (draw(2)) return node_period(builder, parameter_node(maker, PARAMETER_DATE), days[1]);
  return node_period(builder, days[0],
                     node_arithmetic(builder, NODE_ADD, days[0], parameter_node(maker, PARAMETER_DURATION_UNSET)));
}

static inline const struct node *make_membership(struct maker *maker)
{
  static const char *const texts[] = { "北京", "甲A", "上海市" }, *const choices[] = { "民营", "外资" };
  static const int32_t codes[] = { 650100, 500101, 110000, 659001 };
  struct builder *builder = &maker->builder;
  bool negated = draw(2);
  size_t way = draw(6);
  int field = way < 2 ? CHOICE_A + (int)way : way < 4 ? TEXT_A + (int)way - 2 : REGION_A + (int)way - 4;
  const struct node *value = field_node(maker, field);
  if (way >= 4) return node_in_region(builder, value, codes + draw(3), 1 + draw(2), negated);
  if (way < 2) return node_in_set(builder, value, choices, NULL, 1 + draw(2), negated);
  if (draw(3) == 0) value = node_named(builder, "城市", value);
  return node_in_set(builder, value, texts, NULL, 1 + draw(3), negated);
}

static inline const struct node *make_state(struct maker *maker)
{
  if (maker->monotone || draw(4) == 0)
    return node_truth(&maker->builder, draw(2) ? field_node(maker, YESNO_A) : parameter_node(maker, PARAMETER_TRUTH));
  return node_state(&maker->builder, draw(2) ? NODE_IS_KNOWN : NODE_NOT_OCCURRED, field_node(maker, (int)draw(CASE_FIELDS)));
}

static inline const struct node *make_condition(struct maker *maker, int depth, bool plain)
{
  static const enum value_type types[] = { TYPE_MONEY, TYPE_NUMBER, TYPE_DATE };
  struct builder *builder = &maker->builder;
  const struct node *parts[3];
  enum value_type type = types[draw(3)];
  size_t way = draw(depth > 0 ? 9 : 6), count = 1 + draw(3);
  if (way < 2)
    return node_compare(builder, (enum relation)draw(6), make_value(maker, type, depth - 1, plain),
                        make_value(maker, type, depth - 1, plain));
  if (way == 2) return node_within(builder, make_value(maker, TYPE_DATE, depth - 1, plain), make_period(maker), draw(2));
  if (way < 5) return make_membership(maker);
  if (way == 5) return make_state(maker);
  if (way == 6) {
    parts[0] = make_condition(maker, depth - 1, plain);
    return node_group(builder, NODE_NOT, parts, 1);
  }
  for (size_t i = 0; i < count; i++) parts[i] = make_condition(maker, depth - 1, plain);
  const struct node *group = node_group(builder, way == 7 ? NODE_ALL : NODE_ANY, parts, count);
  return draw(4) ? group : node_named(builder, "条件", group);
}

/* Data */

static inline struct cell draw_cell(const struct field *field, bool wide)
{
  static const int64_t money[] = { 0, 1, 250, 12345, 99999, -300 },
                       huge[] = { INT64_MAX, INT64_MIN + 1, INT64_MAX - 5, 6000000000000000000 };
  static const struct ratio numbers[] = { { 0, 1 }, { 3, 4 }, { 70, 1 }, { 171, 2 }, { -1, 3 } };
  static const int32_t days[] = { 11016, 18261, 18993, 19000, 19357, 19358, -400 };
  static const char *const texts[] = { "北京", "北京市", "甲Ａ", "上海", "市" };
  static const int32_t regions[] = { 650100, 650102, 650000, 500101, 110000, 110105, 659001, 659000 };
  struct cell cell = { .state = STATE_KNOWN, .den = 1 };
  switch (field->kind) {
  case FIELD_MONEY: cell.num = wide && draw(4) == 0 ? huge[draw(4)] : money[draw(6)]; break;
  case FIELD_COUNT: cell.num = wide && draw(8) == 0 ? INT64_MAX : (int64_t)draw(5); break;
  case FIELD_NUMBER: {
    struct ratio number = numbers[draw(5)];
    cell.num = number.num, cell.den = number.den;
    break;
  }
  case FIELD_DATE: cell.num = days[draw(7)]; break;
  case FIELD_TEXT: cell.text = slice_of(texts[draw(5)]); break;
  case FIELD_REGION: cell.num = regions[draw(8)]; break;
  case FIELD_INDUSTRY: cell.num = 5 + (int64_t)draw(4) * 14; break;
  default: cell.num = (int64_t)draw(field->kind == FIELD_YESNO ? 2 : 3);
  }
  return cell;
}

static inline struct case_row draw_row(bool wide)
{
  struct case_row row;
  for (int i = 0; i < CASE_FIELDS; i++) {
    size_t way = draw(8);
    row.cells[i] = draw_cell(&case_fields[i], wide);
    if (way == 0) row.cells[i] = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
    if (way == 1 && case_fields[i].event) row.cells[i] = (struct cell){ .state = STATE_NOT_OCCURRED, .den = 1 };
  }
  int64_t low = draw(4) ? (int64_t)draw(300) : 0, width = draw(2) ? (int64_t)draw(20000) : 0;
  size_t way = draw(wide ? 10 : 8);
  row.sum = (struct value){ .state = width ? STATE_UNKNOWN : STATE_KNOWN, .has_low = true, .has_high = true };
  row.sum.low = ratio_whole(low), row.sum.high = ratio_whole(low + width);
  if (way == 0) row.sum.has_high = false, row.sum.state = STATE_UNKNOWN;
  if (way == 9) row.sum = (struct value){ .state = STATE_OVERFLOW, .answer = ANSWER_UNKNOWN };
  return row;
}

#endif

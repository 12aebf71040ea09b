/* Expressions in words: for explanations, the printed page, messages, and tostring() in scripts. */
#include <stdlib.h>
#include <string.h>

#include "model/node.h"
#include "model/model.h"

const char *type_name(enum value_type type, enum language language)
{
  static const enum message names[VALUE_TYPES] = {
    [TYPE_ERROR] = MSG_TYPE_ERROR,       [TYPE_TRUTH] = MSG_TYPE_TRUTH,   [TYPE_MONEY] = MSG_TYPE_MONEY,
    [TYPE_NUMBER] = MSG_TYPE_NUMBER,     [TYPE_DATE] = MSG_TYPE_DATE,     [TYPE_PERIOD] = MSG_TYPE_PERIOD,
    [TYPE_DURATION] = MSG_TYPE_DURATION, [TYPE_CHOICE] = MSG_TYPE_CHOICE, [TYPE_TEXT] = MSG_TYPE_TEXT,
    [TYPE_CODE] = MSG_TYPE_CODE,         [TYPE_REGION] = MSG_TYPE_REGION, [TYPE_INDUSTRY] = MSG_TYPE_INDUSTRY,
  };
  return message_name(names[type], language);
}

static void format_duration(struct buffer *out, enum language language, enum duration_unit unit, int64_t count)
{
  bool years = unit == DURATION_MONTHS && count % 12 == 0;
  buffer_integer(out, years ? count / 12 : count);
  format_words(out, language, unit == DURATION_DAYS ? MSG_DURATION_DAYS : years ? MSG_DURATION_YEARS : MSG_DURATION_MONTHS);
}

void format_value(struct buffer *out, enum language language, enum value_type type, struct ratio number)
{
  switch (type) {
  case TYPE_MONEY: format_money(out, number.num); break;
  case TYPE_DATE: date_write(out, (date)number.num); break;
  case TYPE_TRUTH: format_words(out, language, number.num ? MSG_YES : MSG_NO); break;
  case TYPE_REGION: buffer_printf(out, "%06d", (int)number.num); break;
  case TYPE_DURATION: format_duration(out, language, DURATION_DAYS, number.num); break;
  default: ratio_write(out, number);
  }
}

bool is_share_of(const struct node *node, const struct node *other)
{
  const struct ratio number = node->number;
  if (node->op != NODE_CONSTANT || node->type != TYPE_NUMBER) return false;
  bool part = number.num > 0 && number.num < number.den;
  return node->percent || (part && (other->type == TYPE_MONEY || node_is_share(other)));
}

/* A number beside what makes it a share. */
static void format_beside(struct buffer *out, enum language language, const struct node *node, const struct node *other)
{
  if (is_share_of(node, other)) format_share(out, node->number);
  else format_node(out, language, node);
}

static void format_operand(struct buffer *out, enum language language, const struct node *node, const struct node *other)
{
  bool compound = node_is_arithmetic(node);
  if (compound) format_words(out, language, MSG_PARENTHESIS_FIRST);
  format_beside(out, language, node, other);
  if (compound) format_words(out, language, MSG_PARENTHESIS_END);
}

void format_node_arithmetic(struct buffer *out, enum language language, const struct node *node)
{
  static const char *const signs[] = { " + ", " - ", " × ", " ÷ " };
  format_operand(out, language, node->operands[0], node->operands[1]);
  buffer_text(out, signs[node->op - NODE_ADD]);
  format_operand(out, language, node->operands[1], node->operands[0]);
}

static void format_join(struct buffer *out, enum language language, const struct node *const *nodes, size_t count,
                        const char *between)
{
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_text(out, between);
    format_node(out, language, nodes[i]);
  }
}

static void format_call(struct buffer *out, enum language language, const char *name, const struct node *node)
{
  buffer_text(out, name);
  format_words(out, language, MSG_PARENTHESIS_FIRST);
  format_join(out, language, node->operands, node->operand_count, message_name(MSG_COMMA, language));
  format_words(out, language, MSG_PARENTHESIS_END);
}

const char *relation_name(enum relation relation, bool dates, enum language language)
{
  static const enum message names[][2] = {
    [AT_LEAST] = { MSG_RELATION_AT_LEAST, MSG_RELATION_NOT_BEFORE },
    [MORE_THAN] = { MSG_RELATION_MORE_THAN, MSG_RELATION_AFTER },
    [AT_MOST] = { MSG_RELATION_AT_MOST, MSG_RELATION_NOT_AFTER },
    [LESS_THAN] = { MSG_RELATION_LESS_THAN, MSG_RELATION_BEFORE },
    [EQUAL] = { MSG_RELATION_EQUAL, MSG_RELATION_ON },
    [UNEQUAL] = { MSG_RELATION_UNEQUAL, MSG_RELATION_NOT_ON },
  };
  return message_name(names[relation][dates], language);
}

const char *rounding_name(enum rounding rounding, enum language language)
{
  static const enum message names[] = { [ROUND_HALF_AWAY] = MSG_ROUNDING_HALF_UP,
                                        [ROUND_UP] = MSG_ROUNDING_UP,
                                        [ROUND_DOWN] = MSG_ROUNDING_DOWN,
                                        [ROUND_HALF_DOWN] = MSG_ROUNDING_HALF_DOWN };
  return message_name(names[rounding], language);
}

void format_node_within(struct buffer *out, enum language language, const struct node *node)
{
  enum message words = node->negated ? MSG_NODE_OUTSIDE : MSG_NODE_WITHIN;
  format_node(out, language, node->operands[0]);
  format_words_before(out, language, words);
  format_node(out, language, node->operands[1]);
  format_words_after(out, language, words);
}

/* Of regions the codes: their names are in no model. */
void format_node_in_set(struct buffer *out, enum language language, const struct node *node)
{
  bool regions = node->operands[0]->type == TYPE_REGION;
  format_node(out, language, node->operands[0]);
  if (!regions && node->set_count == 1) format_words(out, language, node->negated ? MSG_NODE_IS_NOT : MSG_NODE_IS);
  else format_words(out, language, node->negated ? MSG_NODE_NOT_AMONG : MSG_NODE_AMONG);
  for (size_t i = 0; i < node->set_count; i++) {
    if (i) format_words(out, language, MSG_LIST_COMMA);
    if (regions) buffer_printf(out, "%06d", (int)node->codes[i]);
    else buffer_text(out, node->texts[i]);
  }
}

static void format_year(struct buffer *out, enum language language, int64_t offset)
{
  format_words(out, language, MSG_NODE_YEAR);
  if (offset) buffer_printf(out, "%+d", (int)offset);
}

/* What is counted is what meets it: `同时满足 甲，乙`. */
static void format_counted(struct buffer *out, enum language language, const struct node *condition)
{
  bool together = condition->op == NODE_ALL && condition->operand_count > 1;
  if (together) format_words(out, language, MSG_NODE_TOGETHER);
  for (size_t i = 0; together && i < condition->operand_count; i++) {
    if (i) format_words(out, language, MSG_COMMA);
    format_node(out, language, condition->operands[i]);
  }
  if (!together) format_node(out, language, condition);
}

void format_node_aggregate(struct buffer *out, enum language language, const struct node *node)
{
  const struct aggregate *aggregate = node->aggregate;
  static const enum message names[] = {
    [AGGREGATE_COUNT] = MSG_NODE_COUNT,       [AGGREGATE_DISTINCT] = MSG_NODE_DISTINCT, [AGGREGATE_SUM] = MSG_NODE_SUM,
    [AGGREGATE_GREATEST] = MSG_NODE_GREATEST, [AGGREGATE_LEAST] = MSG_NODE_LEAST,       [AGGREGATE_MEAN] = MSG_NODE_MEAN
  };
  bool companies = aggregate->kind == AGGREGATE_COUNT && aggregate->table == 0;
  format_words(out, language, companies ? MSG_NODE_COMPANIES : names[aggregate->kind]);
  format_words(out, language, MSG_PARENTHESIS_FIRST);
  if (aggregate->value) format_node(out, language, aggregate->value);
  else if (!aggregate->condition) buffer_text(out, aggregate->table_name);
  if (aggregate->through) message_text(out, language, MSG_NODE_THROUGH, aggregate->through, NULL);
  if (aggregate->per) message_text(out, language, MSG_NODE_PER, aggregate->per->name, NULL);
  if (aggregate->condition) {
    if (aggregate->value) format_words(out, language, MSG_SEMICOLON);
    format_counted(out, language, aggregate->condition);
  }
  format_words(out, language, MSG_PARENTHESIS_END);
}

void format_node_constant(struct buffer *out, enum language language, const struct node *node)
{
  if (node->text) buffer_text(out, node->text);
  else if (node->type == TYPE_DURATION) format_duration(out, language, node->duration, node->number.num);
  else if (node->percent) format_share(out, node->number);
  else format_value(out, language, node->type, node->number);
}

void format_node_cases(struct buffer *out, enum language language, const struct node *node)
{
  format_words(out, language, MSG_NODE_TIERS);
  for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
    if (i) format_words(out, language, MSG_SEMICOLON);
    bool rest = node_is_rest(node->operands[i]);
    if (rest) format_words(out, language, MSG_CASE_OTHERWISE);
    else format_node(out, language, node->operands[i]);
    format_words(out, language, MSG_NODE_TIER_GIVES);
    format_node(out, language, node->operands[i + 1]);
  }
  format_words(out, language, MSG_PARENTHESIS_END);
}

/* 「（高企认定日期 + 3年）晚于基准日」 */
void format_node_compare(struct buffer *out, enum language language, const struct node *node)
{
  bool dates = node->operands[0]->type == TYPE_DATE;
  if (dates) format_operand(out, language, node->operands[0], node->operands[1]);
  else format_node(out, language, node->operands[0]);
  message_text(out, language,
               dates && node->relation == EQUAL     ? MSG_NODE_ON
               : dates && node->relation == UNEQUAL ? MSG_NODE_NOT_ON
                                                    : MSG_NODE_RELATION,
               relation_name(node->relation, dates, language), NULL);
  format_beside(out, language, node->operands[1], node->operands[0]);
}

void format_node_operand(struct buffer *out, enum language language, const struct node *node)
{
  format_node(out, language, node->operands[0]);
}

void format_node_is_known(struct buffer *out, enum language language, const struct node *node)
{
  bool condition = node_is_condition(node->operands[0]);
  format_words(out, language, condition ? MSG_NODE_DECIDED : MSG_NODE_FILLED);
  format_node(out, language, node->operands[0]);
}

void format_node_not_occurred(struct buffer *out, enum language language, const struct node *node)
{
  format_words(out, language, MSG_NODE_NOT_OCCURRED);
  format_node(out, language, node->operands[0]);
}

/* `全部（甲，乙）` */
#define CALL(name, message)                                                                                                      \
  void format_node_##name(struct buffer *out, enum language language, const struct node *node)                                   \
  {                                                                                                                              \
    format_call(out, language, message_name(message, language), node);                                                           \
  }
CALL(all, MSG_GROUP_ALL)
CALL(any, MSG_GROUP_ANY)
CALL(not, MSG_GROUP_NOT)
CALL(largest, MSG_NODE_LARGEST)
CALL(smallest, MSG_NODE_SMALLEST)
CALL(count_false, MSG_NODE_FAILING)
CALL(division, MSG_NODE_DIVISION)
#undef CALL

/* 「计算：研发补助（营业收入，研发费用）」 */
void format_node_computed(struct buffer *out, enum language language, const struct node *node)
{
  format_words(out, language, MSG_NODE_COMPUTED);
  if (node->text) format_words(out, language, MSG_COLON);
  format_call(out, language, node->text ? node->text : "", node);
}

/* The year of the policy goes without saying. */
void format_node_paid(struct buffer *out, enum language language, const struct node *node)
{
  struct buffer ids = { 0 };
  for (size_t i = 0; i < node->set_count; i++) format_item(&ids, language, node->texts[i]);
  buffer_char(&ids, 0);
  message_text(out, language, MSG_PAID_BEFORE, ids.at, NULL);
  buffer_free(&ids);
}

void format_node_indicator(struct buffer *out, enum language language, const struct node *node)
{
  int apart = (int)node->number.num;
  message_text(out, language, MSG_NODE_INDICATOR, node->text, NULL);
  if (node->first) message_text(out, language, MSG_NODE_OF_YEAR, INTEGER(node->first), NULL);
  else if (apart == -1) format_words(out, language, MSG_NODE_YEAR_BEFORE);
  else if (apart) message_text(out, language, MSG_NODE_YEAR_APART, apart > 0 ? "+" : "", INTEGER(apart), NULL);
}

void format_node_error(struct buffer *out, enum language language, const struct node *node)
{
  (void)language, (void)node;
  buffer_text(out, "?");
}

void format_node_parameter(struct buffer *out, enum language language, const struct node *node)
{
  (void)language;
  buffer_text(out, node->parameter ? node->parameter->name : "?");
}

void format_node_field(struct buffer *out, enum language language, const struct node *node)
{
  buffer_text(out, language == LANGUAGE_ENGLISH && node->field->english ? node->field->english : node->field->name);
}

void format_node_year(struct buffer *out, enum language language, const struct node *node)
{
  format_year(out, language, node->number.num);
}

void format_node_period(struct buffer *out, enum language language, const struct node *node)
{
  format_node(out, language, node->operands[0]);
  format_words(out, language, MSG_RANGE_TO);
  format_node(out, language, node->operands[1]);
}

void format_node_year_day(struct buffer *out, enum language language, const struct node *node)
{
  int apart = (int)node->number.num;
  if (apart) message_text(out, language, MSG_NODE_DAY_APART, apart < 0 ? "-" : "+", INTEGER(abs(apart)), NULL);
  else format_words(out, language, MSG_NODE_YEAR);
  if (language == LANGUAGE_ENGLISH) buffer_printf(out, "-%02d-%02d", node->first, node->last);
  else message_text(out, language, MSG_NODE_DAY, INTEGER(node->first), INTEGER(node->last), NULL);
}

void format_node_year_number(struct buffer *out, enum language language, const struct node *node)
{
  (void)node;
  format_words(out, language, MSG_NODE_YEAR_NUMBER);
}

void format_node_as_of(struct buffer *out, enum language language, const struct node *node)
{
  (void)node;
  format_words(out, language, MSG_NODE_AS_OF);
}

void format_node_named(struct buffer *out, enum language language, const struct node *node)
{
  (void)language;
  buffer_text(out, node->text);
}

void format_node_pair(struct buffer *out, enum language language, const struct node *node, enum message message)
{
  struct buffer words[2] = { { 0 }, { 0 } };
  for (int i = 0; i < 2; i++) {
    bool compound = node_is_arithmetic(node->operands[i]);
    if (compound) message_text(&words[i], language, MSG_PARENTHESIS_FIRST, NULL);
    format_node(&words[i], language, node->operands[i]);
    if (compound) message_text(&words[i], language, MSG_PARENTHESIS_END, NULL);
    buffer_char(&words[i], 0);
  }
  message_text(out, language, message, words[0].at, words[1].at, NULL);
  for (int i = 0; i < 2; i++) buffer_free(&words[i]);
}

const uint8_t node_roles[NODE_OPS] = {
#define NODE(kind, role, ...) [NODE_##kind] = NODE_ROLE_##role,
#include "model/nodes.def"
#undef NODE
};

void format_node(struct buffer *out, enum language language, const struct node *node)
{
  static node_format *const formats[NODE_OPS] = {
#define NODE(kind, role, format, ...) [NODE_##kind] = format,
#include "model/nodes.def"
#undef NODE
  };
  formats[node->op](out, language, node);
}

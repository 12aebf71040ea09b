/* Values and conditions in sentences. */
#include "explain/explain_condition.h"

#include <stdio.h>
#include <string.h>

#include "evaluate/kernel.h"

static bool is_share(const struct node *node)
{
  node = node_unnamed(node);
  return node->op == NODE_DIVIDE && node->type == TYPE_NUMBER && node->operands[0]->type == node->operands[1]->type;
}

static void format_number(struct buffer *out, const struct wording *reason, const struct node *node, struct ratio number)
{
  if (node->type == TYPE_NUMBER && (reason->shares || node_is_share(node))) format_share(out, number);
  else format_value(out, reason->language, node->type, number);
}

static void format_known(struct buffer *out, const struct wording *reason, const struct node *node, const struct value *value)
{
  const struct node *plain = node_unnamed(node);
  const struct field *field = plain->op == NODE_FIELD ? plain->field : NULL;
  if (is_share(node)) {
    if (!percent_exact(value->low)) format_wording(out, reason, MSG_ABOUT);
    format_percent(out, value->low);
  } else if (node->type == TYPE_CHOICE && field) {
    buffer_text(out, field->choices[value->low.num]);
  } else if (node->type == TYPE_TEXT || node->type == TYPE_CODE) {
    buffer_slice(out, value->text);
  } else if (node->type == TYPE_REGION) {
    const char *name = region_name(reason->regions, (int32_t)value->low.num);
    region_code_write(out, (int32_t)value->low.num);
    buffer_text(out, name ? name : "");
  } else if (node->type == TYPE_MONEY && value->low.den != 1) {
    int64_t fen;
    format_wording(out, reason, MSG_ABOUT);
    if (ratio_round(value->low, 1, ROUND_HALF_AWAY, &fen)) format_money(out, fen);
  } else {
    format_number(out, reason, node, value->low);
  }
}

static void format_state(struct buffer *out, const struct wording *reason, enum state state)
{
  if (state == STATE_NOT_OCCURRED) format_wording(out, reason, MSG_STATE_NOT_OCCURRED);
  if (state == STATE_UNKNOWN) format_wording(out, reason, MSG_STATE_UNKNOWN);
  if (state == STATE_OVERFLOW) format_wording(out, reason, MSG_STATE_OVERFLOW);
}

/* What is known of the value. Were equal ends all there is to say, it would be known. */
static void format_range(struct buffer *out, const struct wording *reason, const struct node *node, const struct value *value)
{
  bool same = ratio_compare(value->low, value->high) == 0;
  format_number(out, reason, node, value->low);
  format_wording(out, reason, same ? MSG_RANGE_OR_NONE : MSG_RANGE_TO);
  if (!same) format_number(out, reason, node, value->high);
}

static void format_value_found(struct buffer *out, const struct wording *reason, const struct node *node,
                               const struct value *value)
{
  if (value->state == STATE_KNOWN) format_known(out, reason, node, value);
  else if (value->state == STATE_UNKNOWN && value->has_low && value->has_high) format_range(out, reason, node, value);
  else if (value->state == STATE_NOT_OCCURRED && node_unnamed(node)->op == NODE_POPULATION)
    message_text(out, reason->language, MSG_POPULATION_NONE, NULL);
  else if (value->state == STATE_NOT_OCCURRED && node_unnamed(node)->op == NODE_CASES)
    message_text(out, reason->language, MSG_REASON_NO_CASE, NULL);
  else format_state(out, reason, value->state);
}

/* A known figure. Shares are reported in percent, for which they need not be in lowest terms. */
static bool figure_of(const struct row_context *subject, const struct node *node, struct ratio *out)
{
  bool figure = node->type == TYPE_MONEY || node->type == TYPE_NUMBER || node->type == TYPE_DATE;
  if (!figure || !value_fraction(subject, node, out)) return false;
  return out->den == 1 || is_share(node) || ratio_make(out->num, out->den, out);
}

static struct value worth_of(const struct row_context *subject, const struct node *node)
{
  struct ratio figure;
  return figure_of(subject, node, &figure) ? value_exactly(figure) : value_of(subject, node);
}

/* Money that fits no ratio is told to the fen. */
static void format_figure(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                          const struct node *node, const struct value *value)
{
  struct wide_ratio exact;
  int64_t fen;
  bool wide = value->state == STATE_OVERFLOW && node->type == TYPE_MONEY && value_wide(subject, node, &exact) &&
              wide_ratio_round(exact, 1, ROUND_HALF_AWAY, &fen);
  if (!wide) {
    format_value_found(out, reason, node, value);
    return;
  }
  if (exact.den != 1) format_wording(out, reason, MSG_ABOUT);
  format_money(out, fen);
}

void format_worth(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  struct value value = worth_of(subject, node);
  format_figure(out, reason, subject, node, &value);
}

void format_known_value(struct buffer *out, const struct wording *reason, const struct node *node, struct ratio value)
{
  struct value known = { .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = value, .high = value };
  format_known(out, reason, node, &known);
}

/* `（2022-01-01 起）`, `（--set）`: since when a parameter has the value it has. */
static void format_since(struct buffer *out, const struct wording *reason, const struct parameter *parameter, date day)
{
  date since = 0;
  bool any = false;
  for (size_t i = 0; i < parameter->count && parameter->values[i].from <= day; i++) since = parameter->values[i].from, any = true;
  if (parameter->set) format_wording(out, reason, MSG_PARAMETER_SET);
  if (parameter->set || !any) return;
  format_wording(out, reason, MSG_PARAMETER_FROM);
  date_write(out, since);
  format_wording(out, reason, MSG_PARAMETER_FROM_END);
}

/* The two parts of a share with their values. */
static void format_parts(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                         const struct node *share)
{
  format_wording(out, reason, MSG_PARENTHESIS);
  format_value(out, reason->language, share->operands[0]->type, worth_of(subject, share->operands[0]).low);
  buffer_text(out, " ÷ ");
  format_value(out, reason->language, share->operands[1]->type, worth_of(subject, share->operands[1]).low);
  format_wording(out, reason, MSG_PARENTHESIS_END);
}

static void format_call_values(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                               const struct node *node);

static void operand_valued(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                           const struct node *node, const struct value *value)
{
  format_figure(out, reason, subject, node, value);
  if (is_share(node) && value->state == STATE_KNOWN) format_parts(out, reason, subject, node_unnamed(node));
  if (node->op == NODE_PARAMETER && reason->depth >= 3) format_since(out, reason, node->parameter, subject->as_of.on);
}

/* `研发费用占比 约4.2%（210万元 ÷ 5,000万元）`; of a constant its value alone. */
static void format_operand_value(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                                 const struct node *node, const struct value *value)
{
  bool named = node->op != NODE_CONSTANT && node->op != NODE_AS_OF && node->op != NODE_YEAR_DAY;
  if (named && node->op == NODE_COMPUTED) format_call_values(out, reason, subject, node);
  else if (named) format_node(out, reason->language, node);
  if (named) buffer_char(out, ' ');
  operand_valued(out, reason, subject, node, value);
}

static void format_operand(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                           const struct node *node)
{
  struct value value = worth_of(subject, node);
  format_operand_value(out, reason, subject, node, &value);
}

void format_datum(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  format_operand(out, reason, subject, node);
}

static enum answer compare_answer(const struct row_context *subject, const struct node *node, const struct value *left,
                                  const struct value *right)
{
  if (left->state != STATE_KNOWN || right->state != STATE_KNOWN) return value_answer(subject, node);
  return relation_fits(node->relation, ratio_compare(left->low, right->low)) ? ANSWER_YES : ANSWER_NO;
}

/* `，低于 `; `settled`: nothing is asked any more */
static void format_relation(struct buffer *out, const struct wording *reason, const struct node *compare, bool opposite,
                            bool settled)
{
  enum relation relation = opposite ? relation_opposite(compare->relation) : compare->relation;
  format_wording(out, reason, settled ? MSG_COMMA : MSG_FACT_ASKED);
  buffer_text(out, relation_name(relation, compare->operands[0]->type == TYPE_DATE, reason->language));
  buffer_char(out, ' ');
}

/* What is so, when it is known; what is asked, when it is not. */
void explain_compare(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  struct value left = worth_of(subject, node->operands[0]), right = worth_of(subject, node->operands[1]);
  enum answer answer = compare_answer(subject, node, &left, &right);
  struct wording compared = *reason;
  compared.shares = node_is_share(node->operands[0]) || node_is_share(node->operands[1]);
  reason = &compared;
  format_operand_value(out, reason, subject, node->operands[0], &left);
  bool said = answer == ANSWER_NO && left.state != STATE_NOT_OCCURRED;
  format_relation(out, reason, node, said, answer == ANSWER_YES || said);
  format_operand_value(out, reason, subject, node->operands[1], &right);
}

static void format_set_members(struct buffer *out, const struct wording *reason, const struct node *node)
{
  for (size_t i = 0; i < node->set_count; i++) {
    if (i) format_wording(out, reason, MSG_LIST_COMMA);
    if (node->op == NODE_IN_SET) buffer_text(out, node->texts[i]);
    if (node->op != NODE_IN_REGION) continue;
    const char *name = region_name(reason->regions, node->codes[i]);
    region_code_write(out, node->codes[i]);
    buffer_text(out, name ? name : "");
  }
}

/* What is asked for is one value, which is just that: saying it twice tells nothing. */
static bool is_only_member(const struct node *node, const struct value *value)
{
  if (node->set_count != 1) return false;
  return node->op == NODE_IN_SET || (node->op == NODE_IN_REGION && value->low.num == node->codes[0]);
}

void explain_asked(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  enum answer answer = value_answer(subject, node);
  struct value left = worth_of(subject, node->operands[0]);
  format_operand_value(out, reason, subject, node->operands[0], &left);
  bool said = answer == ANSWER_NO && left.state != STATE_NOT_OCCURRED;
  bool negated = said ? !node->negated : node->negated;
  if (answer == ANSWER_YES && !negated && is_only_member(node, &left)) {
    format_wording(out, reason, MSG_FACT_AS_ASKED);
    return;
  }
  format_wording(out, reason, answer == ANSWER_YES || said ? MSG_COMMA : MSG_FACT_ASKED);
  if (node->op == NODE_WITHIN) {
    struct value period = value_of(subject, node->operands[1]);
    enum message words = negated ? MSG_FACT_OUTSIDE : MSG_FACT_WITHIN;
    format_words_before(out, reason->language, words);
    format_range(out, reason, &(struct node){ .type = TYPE_DATE }, &period);
    format_words_after(out, reason->language, words);
    return;
  }
  bool one = node->op == NODE_IN_SET && node->set_count == 1;
  if (one) format_wording(out, reason, negated ? MSG_FACT_IS_NOT : MSG_FACT_IS);
  else format_wording(out, reason, negated ? MSG_FACT_NOT_AMONG : MSG_FACT_AMONG);
  format_set_members(out, reason, node);
}

const char *answer_mark(enum answer answer)
{
  return answer == ANSWER_YES ? "✓" : answer == ANSWER_NO ? "✗" : "?";
}

/* 非 of one condition: what is so, then that the opposite was asked; of a condition with a name, that it is asked not to hold. */
void explain_not(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  const struct node *inner = node->operands[0];
  if (inner->op == NODE_NOT_OCCURRED) {
    format_operand(out, reason, subject, inner->operands[0]);
    return;
  }
  bool whole = reason->depth >= 2 && (inner->op == NODE_NAMED || inner->op == NODE_ALL || inner->op == NODE_ANY);
  if (whole) format_wording(out, reason, MSG_FACT_NOT);
  format_fact(out, reason, subject, inner);
  if (!whole && value_answer(subject, node) == ANSWER_NO) format_wording(out, reason, MSG_FACT_OPPOSITE);
}

void explain_group(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  format_wording(out, reason, node->op == NODE_ALL ? MSG_GROUP_ALL : MSG_GROUP_ANY);
  format_wording(out, reason, MSG_PARENTHESIS);
  for (size_t i = 0; i < node->operand_count; i++) {
    if (i) format_wording(out, reason, MSG_SEMICOLON);
    buffer_text(out, answer_mark(value_answer(subject, node->operands[i])));
    format_fact(out, reason, subject, node->operands[i]);
  }
  format_wording(out, reason, MSG_PARENTHESIS_END);
}

void explain_operand(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  format_operand(out, reason, subject, node->operands[0]);
}

void explain_is_known(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                      const struct node *node)
{
  if (node_is_condition(node->operands[0])) format_node(out, reason->language, node);
  else format_operand(out, reason, subject, node->operands[0]);
}

void explain_named(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  buffer_text(out, node->text);
  if (reason->depth < 2) return;
  format_wording(out, reason, MSG_COLON);
  if (reason->depth >= 3 || is_flat(node->operands[0])) format_fact(out, reason, subject, node->operands[0]);
  else format_data(out, reason, subject, node->operands[0]);
}

/* No condition: as it is written. */
void explain_written(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  (void)subject;
  format_node(out, reason->language, node);
}

void format_fact(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  static node_explain *const explains[NODE_OPS] = {
#define NODE(kind, role, format, fold, row, answer, kernel, explain, ...) [NODE_##kind] = explain,
#include "model/nodes.def"
#undef NODE
  };
  explains[node->op](out, reason, subject, node);
}

static void format_each(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                        const struct node *node, enum answer wanted, bool *any);

struct data {
  const struct field *fields[32];
  size_t count;
};

static void collect_fields(const struct node *node, struct data *data)
{
  bool new_one = node->op == NODE_FIELD && data->count < 32;
  for (size_t i = 0; new_one && i < data->count; i++) new_one = data->fields[i] != node->field;
  if (new_one) data->fields[data->count++] = node->field;
  for (size_t i = 0; i < node->operand_count; i++) collect_fields(node->operands[i], data);
}

/* The data that a condition rests on: 「高企认定日期 2022-05-01，高企认定次数 1」 */
void format_data(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *node)
{
  struct data data = { .count = 0 };
  collect_fields(node, &data);
  for (size_t i = 0; i < data.count; i++) {
    struct node field = {
      .op = NODE_FIELD, .type = field_type(data.fields[i]->kind), .field = data.fields[i], .number = { 0, 1 }
    };
    if (i) format_wording(out, reason, MSG_COMMA);
    format_operand(out, reason, subject, &field);
  }
}

/* A list of plain facts is explained member by member; of what has alternatives in it, the data are given. */
bool is_flat(const struct node *node)
{
  if (node->op != NODE_ALL) return node->op != NODE_ANY && node->op != NODE_NOT && node->op != NODE_NAMED;
  for (size_t i = 0; i < node->operand_count; i++)
    if (!is_flat(node->operands[i])) return false;
  return true;
}

/* `本年度首次认定高企（高企认定次数 2，不等于 1）`: the name, then what in it is so. */
static void format_named_whole(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                               const struct node *node, enum answer wanted)
{
  const struct node *inner = node->operands[0];
  bool any = false;
  if (wanted == ANSWER_NO) format_wording(out, reason, MSG_FACT_NOT_MET);
  buffer_text(out, node->text);
  if (wanted == ANSWER_NO) format_wording(out, reason, MSG_QUOTE_END);
  format_wording(out, reason, MSG_PARENTHESIS);
  if (is_flat(inner)) format_each(out, reason, subject, inner, wanted, &any);
  else format_data(out, reason, subject, inner);
  format_wording(out, reason, MSG_PARENTHESIS_END);
}

static void format_one(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                       const struct node *node, enum answer answer)
{
  if (node->op == NODE_NAMED) format_named_whole(out, reason, subject, node, answer);
  else format_fact(out, reason, subject, node);
}

/* Conditions are reported one by one: an 全部 inside a list is its members. */
static void format_each(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                        const struct node *node, enum answer wanted, bool *any)
{
  if (node->op == NODE_ALL) {
    for (size_t i = 0; i < node->operand_count; i++) format_each(out, reason, subject, node->operands[i], wanted, any);
    return;
  }
  if (value_answer(subject, node) != wanted) return;
  if (*any) format_wording(out, reason, MSG_SEMICOLON);
  *any = true;
  format_one(out, reason, subject, node, wanted);
}

void format_no(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct node *condition)
{
  format_one(out, reason, subject, condition, ANSWER_NO);
}

bool format_failing(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                    const struct node *const *conditions, size_t count)
{
  bool any = false;
  for (size_t i = 0; i < count; i++) format_each(out, reason, subject, conditions[i], ANSWER_NO, &any);
  return any;
}

/* `计算：研发补助（营业收入 1,000万元，研发费用 60万元）`: what a function of the script was given. */
static void format_call_values(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                               const struct node *node)
{
  struct wording plain = *reason;
  plain.shares = false;
  reason = &plain;
  format_wording(out, reason, MSG_NODE_COMPUTED);
  if (node->text) format_wording(out, reason, MSG_COLON), buffer_text(out, node->text);
  format_wording(out, reason, MSG_PARENTHESIS);
  for (size_t i = 0; i < node->operand_count; i++) {
    if (i) format_wording(out, reason, MSG_COMMA);
    if (node->operands[i]->type == TYPE_TRUTH && node_is_condition(node->operands[i]))
      format_fact(out, reason, subject, node->operands[i]);
    else format_operand(out, reason, subject, node->operands[i]);
  }
  format_wording(out, reason, MSG_PARENTHESIS_END);
}

/* A sum inside a product, and whatever stands behind a minus or a division sign, takes brackets. */
static void format_factor(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                          const struct node *whole, const struct node *factor)
{
  bool sum = factor->op == NODE_ADD || factor->op == NODE_SUBTRACT;
  bool compound = sum || factor->op == NODE_MULTIPLY || factor->op == NODE_DIVIDE;
  bool behind = factor == whole->operands[1] && (whole->op == NODE_SUBTRACT || whole->op == NODE_DIVIDE);
  bool brackets = (sum && whole->op > NODE_SUBTRACT) || (compound && behind);
  if (brackets) format_wording(out, reason, MSG_PARENTHESIS_FIRST);
  if (is_share_of(factor, whole->operands[factor == whole->operands[0]])) format_share(out, factor->number);
  else format_arithmetic_values(out, reason, subject, factor);
  if (brackets) format_wording(out, reason, MSG_PARENTHESIS_END);
}

/* `5,000元 × 21`: the expression with its values put in. */
void format_arithmetic_values(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                              const struct node *node)
{
  static const char *const signs[] = { " + ", " - ", " × ", " ÷ " };
  if (node_is_arithmetic(node)) {
    format_factor(out, reason, subject, node, node->operands[0]);
    buffer_text(out, signs[node->op - NODE_ADD]);
    format_factor(out, reason, subject, node, node->operands[1]);
  } else if (node->op == NODE_COMPUTED) {
    format_call_values(out, reason, subject, node);
  } else {
    struct value value = value_of(subject, node);
    bool range = value.state == STATE_UNKNOWN && value.has_low && value.has_high;
    if (reason->names && (node->op == NODE_FIELD || node->op == NODE_PARAMETER)) {
      format_node(out, reason->language, node);
      buffer_char(out, ' ');
    }
    if (range) format_wording(out, reason, MSG_PARENTHESIS_FIRST);
    format_figure(out, reason, subject, node, &value);
    if (range) format_wording(out, reason, MSG_PARENTHESIS_END);
  }
}

/* Facts and reasons in sentences. */
#include "explain/reason.h"

#include <stdio.h>
#include <string.h>

static const char *word(const struct reason *reason, const char *chinese, const char *english)
{
  return reason->language == LANGUAGE_ENGLISH ? english : chinese;
}

static bool is_share(const struct node *node)
{
  while (node->op == NODE_NAMED) node = node->operands[0];
  return node->op == NODE_DIVIDE && node->type == TYPE_NUMBER && node->operands[0]->type == node->operands[1]->type;
}

static const struct node *unnamed(const struct node *node)
{
  while (node->op == NODE_NAMED) node = node->operands[0];
  return node;
}

static void known_say(struct buffer *out, const struct reason *reason, const struct node *node, const struct value *value)
{
  const struct node *plain = unnamed(node);
  const struct field *field = plain->op == NODE_FIELD ? plain->field : NULL;
  if (is_share(node)) {
    struct ratio percent;
    struct buffer rounded = { 0 };
    percent_say(&rounded, value->low);
    bool exact = ratio_multiply(value->low, ratio_whole(1000), &percent) && percent.den == 1;
    if (!exact) buffer_text(out, word(reason, "约", "about "));
    buffer_slice(out, buffer_view(&rounded));
    buffer_free(&rounded);
  } else if (node->type == TYPE_CHOICE && field) {
    buffer_text(out, field->choices[value->low.num]);
  } else if (node->type == TYPE_TEXT || node->type == TYPE_CODE) {
    buffer_slice(out, value->text);
  } else if (node->type == TYPE_REGION) {
    const char *name = region_name(reason->regions, (int32_t)value->low.num);
    buffer_printf(out, "%06d%s", (int)value->low.num, name ? name : "");
  } else if (node->type == TYPE_MONEY && value->low.den != 1) {
    int64_t fen;
    buffer_text(out, word(reason, "约", "about "));
    if (ratio_round(value->low, 1, ROUND_HALF_AWAY, &fen)) money_say(out, fen);
  } else {
    value_say(out, reason->language, node->type, value->low);
  }
}

static void state_say(struct buffer *out, const struct reason *reason, enum state state)
{
  if (state == STATE_NEVER) buffer_text(out, word(reason, "未发生", "never happened"));
  if (state == STATE_UNKNOWN) buffer_text(out, word(reason, "未知", "unknown"));
  if (state == STATE_OVERFLOW) buffer_text(out, word(reason, "超出范围", "out of range"));
}

static void range_say(struct buffer *out, const struct reason *reason, const struct node *node, const struct value *value)
{
  value_say(out, reason->language, node->type, value->low);
  buffer_text(out, word(reason, "至", " to "));
  value_say(out, reason->language, node->type, value->high);
}

static void call_said(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node);

/* `研发费用占比 约4.2%（210万元 ÷ 5,000万元）`; constants by their value alone. */
static void operand_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  struct value value = value_of(subject, node);
  bool constant = node->op == NODE_CONSTANT || node->op == NODE_JUDGED || node->op == NODE_YEAR_DAY;
  if (!constant) {
    if (node->op == NODE_COMPUTED) call_said(out, reason, subject, node);
    else node_say(out, reason->language, node);
    buffer_char(out, ' ');
  }
  if (value.state == STATE_KNOWN) known_say(out, reason, node, &value);
  else if (value.state == STATE_UNKNOWN && value.has_low && value.has_high) range_say(out, reason, node, &value);
  else state_say(out, reason, value.state);
  if (!is_share(node) || value.state != STATE_KNOWN) return;
  const struct node *share = unnamed(node);
  struct value top = value_of(subject, share->operands[0]), bottom = value_of(subject, share->operands[1]);
  buffer_text(out, word(reason, "（", " ("));
  value_say(out, reason->language, share->operands[0]->type, top.low);
  buffer_text(out, " ÷ ");
  value_say(out, reason->language, share->operands[1]->type, bottom.low);
  buffer_text(out, word(reason, "）", ")"));
}

void datum_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  operand_say(out, reason, subject, node);
}

static const char *relation_said(const struct reason *reason, enum relation relation, bool dates)
{
  static const char *const words[][4] = {
    [AT_LEAST] = { "不低于", "at least", "不早于", "not before" },
    [MORE_THAN] = { "超过", "more than", "晚于", "after" },
    [AT_MOST] = { "不超过", "at most", "不晚于", "not after" },
    [LESS_THAN] = { "低于", "less than", "早于", "before" },
    [EQUAL] = { "等于", "equal to", "正是", "on" },
    [UNEQUAL] = { "不等于", "not equal to", "不是", "not on" },
  };
  return words[relation][(dates ? 2 : 0) + (reason->language == LANGUAGE_ENGLISH)];
}

/* What is so, when it is known; what is asked, when it is not. */
static void compare_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  enum answer answer = value_of(subject, node).answer;
  struct value left = value_of(subject, node->operands[0]);
  operand_say(out, reason, subject, node->operands[0]);
  bool said = answer == ANSWER_NO && left.state != STATE_NEVER;
  enum relation relation = said ? relation_opposite(node->relation) : node->relation;
  buffer_text(out, answer == ANSWER_YES || said ? word(reason, "，", ", ") : word(reason, "，要求", ", asked: "));
  buffer_text(out, relation_said(reason, relation, node->operands[0]->type == TYPE_DATE));
  buffer_char(out, ' ');
  operand_say(out, reason, subject, node->operands[1]);
}

static void set_said(struct buffer *out, const struct reason *reason, const struct node *node)
{
  for (size_t i = 0; i < node->set_count; i++) {
    if (i) buffer_text(out, word(reason, "、", ", "));
    if (node->op == NODE_AMONG) buffer_text(out, node->texts[i]);
    if (node->op != NODE_UNDER) continue;
    const char *name = region_name(reason->regions, node->codes[i]);
    buffer_printf(out, "%06d%s", (int)node->codes[i], name ? name : "");
  }
}

static void asked_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  enum answer answer = value_of(subject, node).answer;
  struct value left = value_of(subject, node->operands[0]);
  operand_say(out, reason, subject, node->operands[0]);
  bool said = answer == ANSWER_NO && left.state != STATE_NEVER;
  bool negated = said ? !node->negated : node->negated;
  buffer_text(out, answer == ANSWER_YES || said ? word(reason, "，", ", ") : word(reason, "，要求", ", asked: "));
  if (node->op == NODE_WITHIN) {
    struct value period = value_of(subject, node->operands[1]);
    buffer_text(out, negated ? word(reason, "不在 ", "outside ") : word(reason, "在 ", "within "));
    range_say(out, reason, &(struct node){ .type = TYPE_DATE }, &period);
    buffer_text(out, word(reason, " 内", ""));
    return;
  }
  bool one = node->op == NODE_AMONG && node->set_count == 1;
  if (one) buffer_text(out, negated ? word(reason, "不是 ", "is not ") : word(reason, "是 ", "is "));
  else buffer_text(out, negated ? word(reason, "不属于 ", "not in ") : word(reason, "属于 ", "in "));
  set_said(out, reason, node);
}

static const char *mark(enum answer answer)
{
  return answer == ANSWER_YES ? "✓" : answer == ANSWER_NO ? "✗" : "?";
}

/* 非 of one condition: what is so, then that the opposite was asked. */
static void not_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  const struct node *inner = node->operands[0];
  if (inner->op == NODE_NEVER) {
    operand_say(out, reason, subject, inner->operands[0]);
    return;
  }
  fact_say(out, reason, subject, inner);
  if (value_of(subject, node).answer == ANSWER_NO) buffer_text(out, word(reason, "，应为相反", ", but must not be"));
}

static void group_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  buffer_text(out, node->op == NODE_ALL ? word(reason, "全部", "all of") : word(reason, "任一", "any of"));
  buffer_text(out, word(reason, "（", " ("));
  for (size_t i = 0; i < node->operand_count; i++) {
    if (i) buffer_text(out, word(reason, "；", "; "));
    buffer_text(out, mark(value_of(subject, node->operands[i]).answer));
    fact_say(out, reason, subject, node->operands[i]);
  }
  buffer_text(out, word(reason, "）", ")"));
}

static bool is_flat(const struct node *node);
static void data_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node);

void fact_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  switch (node->op) {
  case NODE_COMPARE: compare_say(out, reason, subject, node); break;
  case NODE_WITHIN:
  case NODE_AMONG:
  case NODE_UNDER: asked_say(out, reason, subject, node); break;
  case NODE_HOLDS: operand_say(out, reason, subject, node->operands[0]); break;
  case NODE_ALL:
  case NODE_ANY: group_say(out, reason, subject, node); break;
  case NODE_NOT: not_say(out, reason, subject, node); break;
  case NODE_FILLED:
  case NODE_NEVER: operand_say(out, reason, subject, node->operands[0]); break;
  case NODE_NAMED:
    buffer_text(out, node->text);
    if (reason->depth < 2) break;
    buffer_text(out, word(reason, "：", ": "));
    if (reason->depth >= 3 || is_flat(node->operands[0])) fact_say(out, reason, subject, node->operands[0]);
    else data_say(out, reason, subject, node->operands[0]);
    break;
  default: node_say(out, reason->language, node);
  }
}

static void tell(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node,
                 enum answer wanted, bool *any);

static void collect_fields(const struct node *node, struct missing *fields)
{
  bool new_one = node->op == NODE_FIELD && fields->field_count < 32;
  for (size_t i = 0; new_one && i < fields->field_count; i++) new_one = fields->fields[i] != node->field;
  if (new_one) fields->fields[fields->field_count++] = node->field;
  for (size_t i = 0; i < node->operand_count; i++) collect_fields(node->operands[i], fields);
}

/* The data that a condition rests on: 「高企认定日期 2022-05-01，高企认定次数 1」 */
static void data_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  struct missing fields = { 0 };
  collect_fields(node, &fields);
  for (size_t i = 0; i < fields.field_count; i++) {
    struct node field = {
      .op = NODE_FIELD, .type = field_type(fields.fields[i]->kind), .field = fields.fields[i], .number = { 0, 1 }
    };
    if (i) buffer_text(out, word(reason, "，", ", "));
    operand_say(out, reason, subject, &field);
  }
}

/* A list of plain facts can be told one by one; what has alternatives in it is told by its data. */
static bool is_flat(const struct node *node)
{
  if (node->op != NODE_ALL) return node->op != NODE_ANY && node->op != NODE_NOT && node->op != NODE_NAMED;
  for (size_t i = 0; i < node->operand_count; i++)
    if (!is_flat(node->operands[i])) return false;
  return true;
}

/* `本年度首次认定高企（高企认定次数 2，不等于 1）`: the name, then what in it is so. */
static void tell_named(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node,
                       enum answer wanted)
{
  const struct node *inner = node->operands[0];
  bool any = false;
  if (wanted == ANSWER_NO) buffer_text(out, word(reason, "不满足“", "not met: '"));
  buffer_text(out, node->text);
  if (wanted == ANSWER_NO) buffer_text(out, word(reason, "”", "'"));
  buffer_text(out, word(reason, "（", " ("));
  if (is_flat(inner)) tell(out, reason, subject, inner, wanted, &any);
  else data_say(out, reason, subject, inner);
  buffer_text(out, word(reason, "）", ")"));
}

/* Conditions are told one by one: an 全部 inside a list is its members. */
static void tell(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node,
                 enum answer wanted, bool *any)
{
  if (node->op == NODE_ALL) {
    for (size_t i = 0; i < node->operand_count; i++) tell(out, reason, subject, node->operands[i], wanted, any);
    return;
  }
  if (value_of(subject, node).answer != wanted) return;
  if (*any) buffer_text(out, word(reason, "；", "; "));
  *any = true;
  if (node->op == NODE_NAMED) tell_named(out, reason, subject, node, wanted);
  else fact_say(out, reason, subject, node);
}

bool failing_say(struct buffer *out, const struct reason *reason, const struct subject *subject,
                 const struct node *const *conditions, size_t count)
{
  bool any = false;
  for (size_t i = 0; i < count; i++) tell(out, reason, subject, conditions[i], ANSWER_NO, &any);
  return any;
}

static bool join(struct buffer *out, const struct reason *reason, bool any, const char *text)
{
  if (any) buffer_text(out, word(reason, "、", ", "));
  buffer_text(out, text);
  return true;
}

/* Fields that the rows of a count are asked: their own, or those of the linked companies. */
static void asked_fields(const struct node *node, bool company, struct missing *fields)
{
  bool new_one = node->op == NODE_FIELD && (node->table == 0) == company && fields->field_count < 32;
  for (size_t i = 0; new_one && i < fields->field_count; i++) new_one = fields->fields[i] != node->field;
  if (new_one) fields->fields[fields->field_count++] = node->field;
  for (size_t i = 0; i < node->operand_count; i++) asked_fields(node->operands[i], company, fields);
}

/* 「服务记录（服务日期；所涉企业的高企认定日期、高企认定次数）」 */
static void aggregate_missing_say(struct buffer *out, const struct reason *reason, const struct node *node)
{
  const struct aggregate *aggregate = node->aggregate;
  struct missing own = { 0 }, company = { 0 };
  bool any = false;
  if (aggregate->condition) asked_fields(aggregate->condition, false, &own), asked_fields(aggregate->condition, true, &company);
  if (aggregate->kind == AGGREGATE_SUM) asked_fields(aggregate->value, false, &own);
  buffer_text(out, aggregate->table_name);
  if (!own.field_count && !company.field_count) return;
  buffer_text(out, word(reason, "（", " ("));
  for (size_t i = 0; i < own.field_count; i++) any = join(out, reason, any, own.fields[i]->name);
  if (any && company.field_count) buffer_text(out, word(reason, "；", "; "));
  any = false;
  if (company.field_count) buffer_text(out, word(reason, "所涉企业的", "of its companies: "));
  for (size_t i = 0; i < company.field_count; i++) any = join(out, reason, any, company.fields[i]->name);
  buffer_text(out, word(reason, "）", ")"));
}

bool missing_list_say(struct buffer *out, const struct reason *reason, const struct missing *missing)
{
  bool any = false, english = reason->language == LANGUAGE_ENGLISH;
  for (size_t i = 0; i < missing->field_count; i++) {
    const struct field *field = missing->fields[i];
    any = join(out, reason, any, english && field->english ? field->english : field->name);
  }
  for (size_t i = 0; i < missing->parameter_count; i++) any = join(out, reason, any, missing->parameters[i]->name);
  for (size_t i = 0; i < missing->call_count; i++) {
    any = join(out, reason, any, "");
    node_say(out, reason->language, missing->calls[i]);
  }
  for (size_t i = 0; i < missing->aggregate_count; i++) {
    any = join(out, reason, any, "");
    aggregate_missing_say(out, reason, missing->aggregates[i]);
  }
  return any;
}

bool missing_say(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct measure *measure)
{
  struct missing missing = { 0 };
  value_missing(subject, measure->condition, &missing);
  if (measure->amount) value_missing(subject, measure->amount, &missing);
  if (measure->cap) value_missing(subject, measure->cap, &missing);
  return missing_list_say(out, reason, &missing);
}

static bool is_computed(const struct node *node)
{
  return (node->op >= NODE_ADD && node->op <= NODE_COMPUTED) || node->op == NODE_NAMED;
}

static void arithmetic_said(struct buffer *out, const struct reason *reason, const struct subject *subject,
                            const struct node *node);

/* `计算：研发补助（营业收入 1,000万元，研发费用 60万元）`: what a function of the script was given. */
static void call_said(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *node)
{
  buffer_text(out, word(reason, "计算", "computed"));
  if (node->text) buffer_printf(out, word(reason, "：%s", ": %s"), node->text);
  buffer_text(out, word(reason, "（", " ("));
  for (size_t i = 0; i < node->operand_count; i++) {
    if (i) buffer_text(out, word(reason, "，", ", "));
    if (node->operands[i]->type == TYPE_TRUTH && node->operands[i]->op >= NODE_COMPARE) fact_say(out, reason, subject, node->operands[i]);
    else operand_say(out, reason, subject, node->operands[i]);
  }
  buffer_text(out, word(reason, "）", ")"));
}

/* A sum inside a product, and whatever stands behind a minus or a division sign, takes brackets. */
static void factor_said(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct node *whole,
                        const struct node *factor)
{
  bool sum = factor->op == NODE_ADD || factor->op == NODE_SUBTRACT;
  bool compound = sum || factor->op == NODE_MULTIPLY || factor->op == NODE_DIVIDE;
  bool behind = factor == whole->operands[1] && (whole->op == NODE_SUBTRACT || whole->op == NODE_DIVIDE);
  bool brackets = (sum && whole->op > NODE_SUBTRACT) || (compound && behind);
  if (brackets) buffer_text(out, word(reason, "（", "("));
  arithmetic_said(out, reason, subject, factor);
  if (brackets) buffer_text(out, word(reason, "）", ")"));
}

/* `5,000元 × 21`: the expression with its values put in. */
static void arithmetic_said(struct buffer *out, const struct reason *reason, const struct subject *subject,
                            const struct node *node)
{
  static const char *const signs[] = { " + ", " - ", " × ", " ÷ " };
  struct value value = value_of(subject, node);
  if (node->op >= NODE_ADD && node->op <= NODE_DIVIDE) {
    factor_said(out, reason, subject, node, node->operands[0]);
    buffer_text(out, signs[node->op - NODE_ADD]);
    factor_said(out, reason, subject, node, node->operands[1]);
  } else if (node->op == NODE_COMPUTED) {
    call_said(out, reason, subject, node);
  } else if (value.state == STATE_KNOWN) {
    known_say(out, reason, node, &value);
  } else if (value.has_low && value.has_high) {
    buffer_text(out, word(reason, "（", "("));
    range_say(out, reason, node, &value);
    buffer_text(out, word(reason, "）", ")"));
  } else {
    state_say(out, reason, value.state);
  }
}

static void granted_say(struct buffer *out, const struct reason *reason, const struct planned *planned,
                        const struct verdict *verdict, const struct subject *subject)
{
  buffer_text(out, word(reason, "符合全部条件", "all conditions hold"));
  if (planned->discretionary && !verdict->has_amount) {
    buffer_text(out, word(reason, "，金额待主管部门核定", ", the amount is set by the authority"));
    return;
  }
  if (planned->amount == NO_SLOT) return;
  if (is_computed(planned->measure->amount)) {
    buffer_text(out, word(reason, "，", ", "));
    arithmetic_said(out, reason, subject, planned->measure->amount);
  }
  if (verdict->capped && verdict->before_cap != verdict->amount) {
    buffer_text(out, word(reason, "，计得", ", computed "));
    money_say(out, verdict->before_cap);
    buffer_text(out, word(reason, "，封顶", ", capped at "));
    money_say(out, verdict->reduced ? verdict->before_share : verdict->amount);
  }
  if (verdict->reduced) {
    buffer_text(out, word(reason, "，应得", ", claimed "));
    money_say(out, verdict->before_share);
    buffer_text(out, word(reason, "，超出预算按比例折减", ", reduced in proportion to the envelope"));
  }
  buffer_text(out, word(reason, "，金额", ", amount "));
  money_say(out, verdict->amount);
}

static void refused_say(struct buffer *out, const struct reason *reason, const struct planned *planned,
                        const struct verdict *verdict, const struct subject *subject)
{
  const struct measure *measure = planned->measure;
  if (verdict->rival) {
    message_text(out, reason->language, MSG_REASON_RIVAL, verdict->rival->id, verdict->rival->name, NULL);
  } else if (verdict->granted_year) {
    char year[16];
    snprintf(year, sizeof year, "%d", verdict->granted_year);
    message_text(out, reason->language, MSG_REASON_ONCE, year, NULL);
  } else if (verdict->nothing) {
    message_text(out, reason->language, MSG_REASON_NOTHING, NULL);
  } else if (!failing_say(out, reason, subject, measure->conditions, measure->condition_count)) {
    message_text(out, reason->language, MSG_REASON_NO_AMOUNT, NULL);
  }
}

static void open_range_say(struct buffer *out, const struct reason *reason, const struct verdict *verdict, bool first)
{
  if (!verdict->has_high) return;
  if (!first) buffer_text(out, word(reason, "；", "; "));
  struct buffer low = { 0 }, high = { 0 };
  money_say(&low, verdict->low);
  money_say(&high, verdict->high);
  buffer_char(&low, 0);
  buffer_char(&high, 0);
  message_text(out, reason->language, MSG_REASON_RANGE, low.at, high.at, NULL);
  buffer_free(&low);
  buffer_free(&high);
}

static void pending_say(struct buffer *out, const struct reason *reason, const struct planned *planned,
                        const struct verdict *verdict, const struct subject *subject)
{
  struct buffer missing = { 0 };
  bool any = missing_say(&missing, reason, subject, planned->measure);
  buffer_char(&missing, 0);
  if (verdict->overflowed) message_text(out, reason->language, MSG_REASON_OVERFLOW, NULL);
  else if (any) message_text(out, reason->language, MSG_REASON_MISSING, missing.at, NULL);
  if (verdict->rival) {
    if (any || verdict->overflowed) buffer_text(out, word(reason, "；", "; "));
    message_text(out, reason->language, MSG_REASON_RIVAL_OPEN, verdict->rival->id, verdict->rival->name, NULL);
  }
  buffer_free(&missing);
  bool first = !any && !verdict->overflowed && !verdict->rival;
  if (planned->amount != NO_SLOT) open_range_say(out, reason, verdict, first);
}

static void conditions_say(struct buffer *out, const struct reason *reason, const struct planned *planned,
                           const struct subject *subject)
{
  const struct measure *measure = planned->measure;
  for (size_t i = 0; i < measure->condition_count; i++) {
    buffer_text(out, word(reason, "；", "; "));
    buffer_text(out, mark(value_of(subject, measure->conditions[i]).answer));
    fact_say(out, reason, subject, measure->conditions[i]);
  }
  buffer_text(out, word(reason, "；条款 ", "; clause "));
  buffer_text(out, measure->clause);
}

void reason_say(struct buffer *out, const struct reason *reason, const struct planned *planned, const struct verdict *verdict,
                const struct subject *subject)
{
  if (verdict->by_hand) {
    message_text(out, reason->language, MSG_REASON_BY_HAND, NULL);
    buffer_slice(out, verdict->ground);
  } else if (verdict->outcome == OUTCOME_YES) {
    granted_say(out, reason, planned, verdict, subject);
  } else if (verdict->outcome == OUTCOME_NO) {
    refused_say(out, reason, planned, verdict, subject);
  } else {
    pending_say(out, reason, planned, verdict, subject);
  }
  if (reason->depth >= 2) conditions_say(out, reason, planned, subject);
}

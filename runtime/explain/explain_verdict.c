/* Verdicts in sentences. */
#include "explain/explain_verdict.h"

#include <stdio.h>

#include "explain/explain_tree.h"

static bool join(struct buffer *out, const struct wording *reason, bool any, const char *text)
{
  if (any) format_wording(out, reason, MSG_LIST_COMMA);
  buffer_text(out, text);
  return true;
}

/* 「服务记录（服务日期；所涉企业的高企认定日期、高企认定次数）」 */
static void format_table_missing(struct buffer *out, const struct wording *reason, const struct open_table *open)
{
  bool any = false;
  buffer_text(out, open->name);
  if (!open->own_count && !open->company_count) return;
  format_wording(out, reason, MSG_PARENTHESIS);
  for (size_t i = 0; i < open->own_count; i++) any = join(out, reason, any, open->own[i]->name);
  if (any && open->company_count) format_wording(out, reason, MSG_SEMICOLON);
  any = false;
  if (open->company_count) format_wording(out, reason, MSG_REASON_OF_COMPANIES);
  for (size_t i = 0; i < open->company_count; i++) any = join(out, reason, any, open->company[i]->name);
  format_wording(out, reason, MSG_PARENTHESIS_END);
}

/* 「台账.csv 第 3 行的金额（元）」 */
static void format_unread_row(struct buffer *out, enum language language, const struct unread_row *row)
{
  if (!row->path) {
    message_text(out, language, row->year ? MSG_UNREAD_YEAR : MSG_UNREAD_ABSENT, INTEGER(row->year), NULL);
    return;
  }
  char line[16];
  struct buffer heading = { 0 };
  snprintf(line, sizeof line, "%u", row->line);
  buffer_slice(&heading, row->heading);
  buffer_char(&heading, 0);
  message_text(out, language, MSG_UNREAD_ROW, row->path, line, heading.at, NULL);
  buffer_free(&heading);
}

static void format_area(struct buffer *out, const struct wording *reason, int32_t code)
{
  const char *name = region_name(reason->regions, code);
  region_code_write(out, code);
  buffer_text(out, name ? name : "");
  format_wording(out, reason, MSG_COMMA);
}

/* 「指标“全市平均增幅”（650102天山区，2024年度）」 */
static void format_indicator(struct buffer *out, const struct wording *reason, const struct node *node, struct value area,
                             int year)
{
  message_text(out, reason->language, MSG_NODE_INDICATOR, node->text, NULL);
  format_wording(out, reason, MSG_PARENTHESIS);
  if (area.state == STATE_KNOWN && area.text.length) buffer_slice(out, area.text), format_wording(out, reason, MSG_COMMA);
  else if (area.state == STATE_KNOWN) format_area(out, reason, (int32_t)area.low.num);
  for (size_t i = 0; area.state != STATE_KNOWN && i < node->set_count; i++) format_area(out, reason, node->codes[i]);
  message_text(out, reason->language, MSG_REASON_INDICATOR_YEAR, INTEGER(year), NULL);
}

/* 「利润总额为 0，不能作分母」 */
static void format_blocked(struct buffer *out, const struct wording *reason, const struct blocked_figure *blocked)
{
  struct buffer figure = { 0 };
  format_node(&figure, reason->language, blocked->node);
  buffer_char(&figure, 0);
  char count[24];
  snprintf(count, sizeof count, "%zu", blocked->count);
  message_text(out, reason->language, blocked->message, figure.at, count, NULL);
  buffer_free(&figure);
}

static bool is_field(const struct node *node, const void *field)
{
  return node->op == NODE_FIELD && node->field == field;
}

/* A figure that names the field as its own; what is said of the list is not of this row's field. */
static bool names_field(const struct missing *missing, const struct field *field)
{
  for (size_t i = 0; i < missing->blocked_count; i++) {
    const struct node *figure = missing->blocked[i].node;
    if (figure->op != NODE_POPULATION && node_any(figure, is_field, field)) return true;
  }
  return false;
}

bool missing_tells_field(const struct missing *missing, const struct field *field)
{
  bool found = false;
  for (size_t i = 0; i < missing->field_count; i++) found |= missing->fields[i] == field;
  return found && !names_field(missing, field);
}

bool format_missing_list(struct buffer *out, const struct wording *reason, const struct missing *missing)
{
  bool any = false, english = reason->language == LANGUAGE_ENGLISH;
  for (size_t i = 0; i < missing->field_count; i++) {
    const struct field *field = missing->fields[i];
    if (missing_tells_field(missing, field))
      any = join(out, reason, any, english && field->english ? field->english : field->name);
  }
  for (size_t i = 0; i < missing->parameter_count; i++) any = join(out, reason, any, missing->parameters[i]->name);
  for (size_t i = 0; i < missing->blocked_count; i++) {
    any = join(out, reason, any, "");
    format_blocked(out, reason, &missing->blocked[i]);
  }
  for (size_t i = 0; i < missing->indicator_count; i++) {
    any = join(out, reason, any, "");
    format_indicator(out, reason, missing->indicators[i], missing->indicator_areas[i], missing->indicator_years[i]);
  }
  for (size_t i = 0; i < missing->call_count; i++) {
    any = join(out, reason, any, "");
    format_node(out, reason->language, missing->calls[i]);
  }
  for (size_t i = 0; i < missing->table_count; i++) {
    any = join(out, reason, any, "");
    format_table_missing(out, reason, &missing->tables[i]);
  }
  for (size_t i = 0; i < missing->unread_count; i++) {
    any = join(out, reason, any, "");
    format_unread_row(out, reason->language, missing->unread[i]);
  }
  return any;
}

bool format_missing(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                    const struct measure *measure, const struct verdict *verdict)
{
  struct missing missing = { 0 };
  verdict_missing(subject, measure, verdict, &missing);
  return format_missing_list(out, reason, &missing);
}

static bool is_computed(const struct node *node)
{
  enum node_role role = (enum node_role)node_roles[node->op];
  return role == NODE_ROLE_ARITHMETIC || role == NODE_ROLE_COMBINED || role == NODE_ROLE_READ || role == NODE_ROLE_NAME;
}

/* What the rules made of the amount, in their order. */
static void format_steps(struct buffer *out, const struct wording *reason, const struct planned *planned,
                         const struct verdict *verdict, const struct rule_step *step)
{
  if (!step) return;
  format_steps(out, reason, planned, verdict, step->previous);
  if (step->effect == STEP_CHANGES) format_step_reason(out, reason->language, planned, verdict, step);
}

static const struct rule_step *first_step(const struct verdict *verdict)
{
  const struct rule_step *step = verdict->steps;
  while (step->previous) step = step->previous;
  return step;
}

/* A verdict that a rule settled: the measure's own conditions and amount were not asked. */
static void format_settled(struct buffer *out, const struct wording *reason, const struct planned *planned,
                           const struct verdict *verdict, const struct rule_step *settled)
{
  format_step_reason(out, reason->language, planned, verdict, settled);
  format_steps(out, reason, planned, verdict, verdict->steps);
  format_wording(out, reason, MSG_REASON_AMOUNT);
  format_money(out, verdict->amount);
}

static void format_granted(struct buffer *out, const struct wording *reason, const struct planned *planned,
                           const struct verdict *verdict, const struct row_context *subject)
{
  const struct rule_step *settled = verdict_settled(verdict);
  if (settled) {
    format_settled(out, reason, planned, verdict, settled);
    return;
  }
  format_wording(out, reason, MSG_REASON_ALL_HOLD);
  if (planned->discretionary && !verdict->has_amount) {
    if (planned->range && verdict->has_high && verdict->low > 0) {
      message_money(out, reason->language, MSG_REASON_SET_WITHIN, (int64_t[]){ verdict->low, verdict->high }, 2);
    } else if (verdict->has_high) {
      format_wording(out, reason, MSG_REASON_AT_MOST);
      format_money(out, verdict->high);
      format_wording(out, reason, MSG_REASON_TO_BE_SET);
    } else {
      format_wording(out, reason, MSG_REASON_AMOUNT_TO_BE_SET);
    }
    return;
  }
  if (planned->amount == NO_SLOT) return;
  if (is_computed(planned->measure->amount)) {
    const struct node *amount = node_unnamed(planned->measure->amount);
    struct wording named = *reason;
    named.names = true;
    format_wording(out, reason, MSG_COMMA);
    format_arithmetic_values(out, &named, subject, amount->op == NODE_GUARDED ? amount->operands[0] : amount);
  }
  if (verdict->capped && verdict->before_cap != verdict->amount) {
    bool least = value_of(subject, planned->measure->amount).state == STATE_UNKNOWN;
    format_wording(out, reason, least ? MSG_REASON_COMPUTED_LEAST : MSG_REASON_COMPUTED);
    format_money(out, verdict->before_cap);
    format_wording(out, reason, MSG_REASON_CAPPED);
    format_money(out, verdict->steps ? first_step(verdict)->before : verdict->amount);
  }
  format_steps(out, reason, planned, verdict, verdict->steps);
  format_wording(out, reason, MSG_REASON_AMOUNT);
  format_money(out, verdict->amount);
}

static bool rounds_away(const struct measure *measure, struct ratio amount)
{
  int64_t fen;
  return ratio_round(amount, measure->round_unit, measure->rounding, &fen) && fen == 0;
}

/* `约-5.50元`, `约0.40分`: what was computed, before it was rounded. */
static void format_reckoned(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                            const struct measure *measure)
{
  const struct value value = value_of(subject, measure->amount);
  int64_t fen = 0;
  struct buffer said = { 0 };
  enum message message = MSG_REASON_NOTHING;
  if (value.state == STATE_KNOWN && value.low.num < 0 && ratio_round(value.low, 1, ROUND_HALF_AWAY, &fen)) {
    message = MSG_REASON_NEGATIVE;
    format_money(&said, fen);
    if (!fen) buffer_reset(&said), buffer_char(&said, '-'), format_money(&said, 1);
  } else if (value.state == STATE_KNOWN && value.low.num > 0) {
    message = MSG_REASON_CAPPED_AWAY;
    if (rounds_away(measure, value.low)) message = MSG_REASON_ROUNDED_AWAY;
    if (ratio_round(value.low, 1, ROUND_HALF_AWAY, &fen)) format_money(&said, fen);
  }
  buffer_char(&said, 0);
  message_text(out, reason->language, message, said.at, NULL);
  buffer_free(&said);
}

/* The first part of an amount that has no value because none of its cases applies; NULL: something has not happened. */
static const struct node *find_no_case(const struct row_context *subject, const struct node *node)
{
  const struct node *found = NULL;
  bool none = node->op == NODE_CASES;
  for (size_t i = 0; none && i < node->operand_count; i += 2) none = value_answer(subject, node->operands[i]) == ANSWER_NO;
  if (none) return node;
  for (size_t i = 0; !found && i < node->operand_count; i++)
    if (value_of(subject, node->operands[i]).state == STATE_NOT_OCCURRED) found = find_no_case(subject, node->operands[i]);
  return found;
}

/* What the cases look at: 「没有一种情形符合（营业收入 3,000万元）」 */
static void format_no_amount(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                             const struct measure *measure)
{
  const struct node *cases = measure->amount ? find_no_case(subject, measure->amount) : NULL;
  if (!cases && measure->cap) cases = find_no_case(subject, measure->cap);
  message_text(out, reason->language, cases ? MSG_REASON_NO_CASE : MSG_REASON_NO_AMOUNT, NULL);
  if (!cases) return;
  struct node whole = *cases;
  whole.op = NODE_ANY;
  format_wording(out, reason, MSG_PARENTHESIS);
  format_data(out, reason, subject, &whole);
  format_wording(out, reason, MSG_PARENTHESIS_END);
}

static void format_refused(struct buffer *out, const struct wording *reason, const struct planned *planned,
                           const struct verdict *verdict, const struct row_context *subject)
{
  const struct measure *measure = planned->measure;
  const struct rule_step *decided = verdict_decided_by(verdict);
  if (decided) {
    format_step_reason(out, reason->language, planned, verdict, decided);
  } else if (verdict->nothing) {
    format_reckoned(out, reason, subject, measure);
  } else if (!format_failing(out, reason, subject, measure->conditions, measure->condition_count)) {
    format_no_amount(out, reason, subject, measure);
  }
}

static void format_open_range(struct buffer *out, const struct wording *reason, const struct verdict *verdict, bool first)
{
  if (!verdict->has_high) return;
  if (!first) format_wording(out, reason, MSG_SEMICOLON);
  struct buffer low = { 0 }, high = { 0 };
  format_money(&low, verdict->low);
  format_money(&high, verdict->high);
  buffer_char(&low, 0);
  buffer_char(&high, 0);
  message_text(out, reason->language, MSG_REASON_RANGE, low.at, high.at, NULL);
  buffer_free(&low);
  buffer_free(&high);
}

static void format_pending(struct buffer *out, const struct wording *reason, const struct planned *planned,
                           const struct verdict *verdict, const struct row_context *subject)
{
  struct buffer missing = { 0 };
  bool any = format_missing(&missing, reason, subject, planned->measure, verdict);
  buffer_char(&missing, 0);
  if (verdict->overflowed) message_text(out, reason->language, MSG_REASON_OVERFLOW, NULL);
  else if (any) message_text(out, reason->language, MSG_REASON_MISSING, missing.at, NULL);
  const struct rule_step *step = verdict_decided_by(verdict);
  bool told = any || verdict->overflowed;
  if (step && !step->unread) {
    if (told) format_wording(out, reason, MSG_SEMICOLON);
    format_step_reason(out, reason->language, planned, verdict, step);
    told = true;
  }
  buffer_free(&missing);
  if (planned->amount != NO_SLOT) format_open_range(out, reason, verdict, !told);
}

static void format_conditions(struct buffer *out, const struct wording *reason, const struct measure *measure,
                              const struct verdict *verdict, const struct row_context *subject)
{
  bool all = verdict->answer == ANSWER_YES && !verdict->by_hand;
  for (size_t i = 0; i < measure->condition_count && !verdict_settled(verdict); i++) {
    format_wording(out, reason, MSG_SEMICOLON);
    buffer_text(out, answer_mark(all ? ANSWER_YES : value_answer(subject, measure->conditions[i])));
    format_fact(out, reason, subject, measure->conditions[i]);
  }
}

/* Conditions taken apart, and each step to the amount. */
static void format_everything(struct buffer *out, const struct wording *reason, const struct planned *planned,
                              const struct verdict *verdict, const struct row_context *subject)
{
  struct explain_tree tree = { 0 };
  if (!verdict_settled(verdict)) explain_tree_conditions(&tree, reason, planned->measure, subject);
  explain_tree_steps(&tree, reason, planned, verdict, subject);
  if (tree.count && reason->depth != WORDING_IN_LINES) format_wording(out, reason, MSG_SEMICOLON);
  explain_tree_join(out, reason, &tree);
  explain_tree_free(&tree);
}

void format_verdict_reason(struct buffer *out, const struct wording *reason, const struct planned *planned,
                           const struct verdict *verdict, const struct row_context *subject)
{
  if (verdict->by_hand) {
    message_text(out, reason->language, MSG_REASON_BY_HAND, NULL);
    if (verdict->ground.length) format_wording(out, reason, MSG_COLON);
    buffer_slice(out, verdict->ground);
  } else if (verdict->outcome == OUTCOME_YES) {
    format_granted(out, reason, planned, verdict, subject);
  } else if (verdict->outcome == OUTCOME_NO) {
    format_refused(out, reason, planned, verdict, subject);
  } else {
    format_pending(out, reason, planned, verdict, subject);
  }
  if (reason->depth < 2) return;
  if (reason->depth == WORDING_IN_LINES) {
    format_everything(out, reason, planned, verdict, subject);
    return;
  }
  if (reason->depth >= 3) format_everything(out, reason, planned, verdict, subject);
  else format_conditions(out, reason, planned->measure, verdict, subject);
  format_wording(out, reason, MSG_REASON_CLAUSE);
  buffer_text(out, planned->measure->clause);
}

/* Conditions and amounts taken apart into lines. */
#include "explain/explain_tree.h"

#include <stdio.h>

void explain_tree_free(struct explain_tree *tree)
{
  memory_free(tree->lines);
  buffer_free(&tree->text);
  *tree = (struct explain_tree){ .count = 0 };
}

struct slice explain_tree_text(const struct explain_tree *tree, size_t line)
{
  const struct explain_tree_line *at = &tree->lines[line];
  return (struct slice){ tree->text.at + at->start, at->end - at->start };
}

/* A line is opened, then its text is said, then it is closed. */
static struct buffer *open_line(struct explain_tree *tree, int indent)
{
  if (tree->count == tree->capacity) {
    tree->capacity = tree->capacity ? tree->capacity * 2 : 32;
    tree->lines = memory_resize(tree->lines, tree->capacity * sizeof *tree->lines);
  }
  tree->lines[tree->count++] = (struct explain_tree_line){ .indent = indent, .start = tree->text.length };
  return &tree->text;
}

static void close_line(struct explain_tree *tree)
{
  tree->lines[tree->count - 1].end = tree->text.length;
}

static struct buffer *open_marked(struct explain_tree *tree, int indent, const struct row_context *subject,
                                  const struct node *node)
{
  struct buffer *text = open_line(tree, indent);
  tree->lines[tree->count - 1].marked = true;
  tree->lines[tree->count - 1].answer = value_answer(subject, node);
  return text;
}

/* Values */

/* Is there more to say of a value than stands beside its name? */
static bool has_working(const struct node *node)
{
  const struct node *inner = node_unnamed(node);
  if (node_roles[inner->op] == NODE_ROLE_COMBINED) return true;
  if (!node_is_arithmetic(inner)) return false;
  return inner->operands[0]->operand_count || inner->operands[1]->operand_count || inner->type == TYPE_MONEY;
}

/* The tier that gives the value, and why. */
static void taken_tier(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                       const struct node *tiers, int indent)
{
  for (size_t i = 0; i + 1 < tiers->operand_count; i += 2) {
    const struct node *condition = tiers->operands[i];
    enum answer answer = value_answer(subject, condition);
    if (answer == ANSWER_NO) continue;
    struct buffer *text = open_line(tree, indent);
    if (node_is_rest(condition)) format_wording(text, reason, MSG_CASE_OTHERWISE);
    else format_fact(text, reason, subject, condition);
    format_wording(text, reason, answer == ANSWER_YES ? MSG_TREE_CASE_GIVES : MSG_TREE_CASE_WOULD_GIVE);
    format_worth(text, reason, subject, tiers->operands[i + 1]);
    close_line(tree);
    explain_tree_value(tree, reason, subject, tiers->operands[i + 1], indent + 1);
    if (answer == ANSWER_YES) return;
  }
}

static void part_lines(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                       const struct node *node, int indent)
{
  for (size_t i = 0; i < node->operand_count; i++) {
    const struct node *part = node->operands[i];
    bool said =
        part->op == NODE_CONSTANT || part->type == TYPE_DURATION || (node_is_arithmetic(part) && node_is_arithmetic(node));
    if (said) {
      if (node_is_arithmetic(part)) part_lines(tree, reason, subject, part, indent);
      continue;
    }
    struct buffer *text = open_line(tree, indent);
    if (part->op == NODE_CASES) format_wording(text, reason, MSG_TREE_TIERS), format_worth(text, reason, subject, part);
    else format_datum(text, reason, subject, part);
    close_line(tree);
    explain_tree_value(tree, reason, subject, part, indent + 1);
  }
}

enum { RECORDS_TOLD = 20 };

struct record_lines {
  struct explain_tree *tree;
  const struct wording *reason;
  const struct node *node;
  int indent;
  enum answer wanted;
  size_t count;
};

static void format_record_cell(struct buffer *out, const struct wording *reason, const struct field *field,
                               const struct cell *cell)
{
  buffer_printf(out, "%s ", reason->language == LANGUAGE_ENGLISH && field->english ? field->english : field->name);
  if (cell->state == STATE_KNOWN) format_cell(out, field, cell);
  else format_wording(out, reason, cell->state == STATE_NOT_OCCURRED ? MSG_STATE_NOT_OCCURRED : MSG_STATE_UNKNOWN);
}

/* 「服务记录 第 3 行：服务日期 2020-03-01，合同金额 100万元」 */
static void record_line(void *context, const struct record *record)
{
  struct record_lines *lines = context;
  const struct wording *reason = lines->reason;
  const struct aggregate *aggregate = lines->node->aggregate;
  if (record->answer != lines->wanted || lines->count++ >= RECORDS_TOLD) return;
  struct buffer *text = open_line(lines->tree, lines->indent);
  lines->tree->lines[lines->tree->count - 1].marked = true;
  lines->tree->lines[lines->tree->count - 1].answer = record->answer;
  message_text(text, reason->language, MSG_TREE_RECORD, aggregate->table_name, INTEGER(record->line), NULL);
  for (size_t i = 0; i < record->field_count; i++) {
    format_wording(text, reason, i ? MSG_COMMA : MSG_COLON);
    format_record_cell(text, reason, record->fields[i], &record->cells[i]);
  }
  bool computed = record->answer != ANSWER_NO && aggregate->value && node_unnamed(aggregate->value)->op != NODE_FIELD &&
                  record->value.state == STATE_KNOWN;
  if (computed) {
    format_wording(text, reason, MSG_TREE_RECORD_MAKES);
    format_known_value(text, reason, aggregate->value, record->value.low);
  }
  close_line(lines->tree);
}

/* The rows that count, those that may, those that do not. */
static void record_lines(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                         const struct node *node, int indent)
{
  static const enum answer order[] = { ANSWER_YES, ANSWER_UNKNOWN, ANSWER_NO };
  for (size_t i = 0; i < 3; i++) {
    struct record_lines lines = { tree, reason, node, indent, order[i], 0 };
    subject->records(subject, node, record_line, &lines);
    if (lines.count <= RECORDS_TOLD) continue;
    struct buffer *text = open_line(tree, indent);
    tree->lines[tree->count - 1].marked = true;
    tree->lines[tree->count - 1].answer = order[i];
    message_text(text, reason->language, MSG_TREE_MORE_RECORDS, INTEGER(lines.count - RECORDS_TOLD), NULL);
    close_line(tree);
  }
}

void explain_tree_value(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                        const struct node *node, int indent)
{
  const struct node *inner = node_unnamed(node);
  if (inner->op == NODE_AGGREGATE && inner->aggregate->table && reason->depth >= 3 && subject->records)
    record_lines(tree, reason, subject, inner, indent);
  if (!has_working(node)) return;
  if (node_is_arithmetic(inner)) {
    struct buffer *text = open_line(tree, indent);
    format_arithmetic_values(text, reason, subject, inner);
    buffer_text(text, " = ");
    format_worth(text, reason, subject, inner);
    close_line(tree);
  }
  if (inner->op == NODE_CASES) {
    taken_tier(tree, reason, subject, inner, indent);
  } else if (inner->op == NODE_COUNT_FALSE) {
    for (size_t i = 0; i < inner->operand_count; i++) explain_tree_condition(tree, reason, subject, inner->operands[i], indent);
  } else {
    part_lines(tree, reason, subject, inner, indent);
  }
}

/* Conditions */

static void members(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                    const struct node *node, int indent)
{
  if (node->op != NODE_ALL && node->op != NODE_ANY) {
    explain_tree_condition(tree, reason, subject, node, indent);
    return;
  }
  if (node->op == NODE_ANY) {
    format_wording(open_marked(tree, indent, subject, node), reason, MSG_GROUP_ANY);
    close_line(tree);
  }
  for (size_t i = 0; i < node->operand_count; i++)
    explain_tree_condition(tree, reason, subject, node->operands[i], indent + (node->op == NODE_ANY));
}

/* A name; below it what it stands for, or beside it the data it rests on. */
static void named(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                  const struct node *asked, const struct node *node, int indent)
{
  const struct node *inner = node->operands[0];
  bool below = reason->depth >= 3 || is_flat(inner);
  struct buffer *text = open_marked(tree, indent, subject, asked);
  if (asked != node) format_wording(text, reason, MSG_FACT_NOT);
  buffer_text(text, node->text);
  if (!below) {
    format_wording(text, reason, MSG_COLON);
    format_data(text, reason, subject, inner);
  }
  close_line(tree);
  if (below) members(tree, reason, subject, inner, indent + 1);
}

static void group(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                  const struct node *node, int indent)
{
  const struct node *inner = node->op == NODE_NOT ? node->operands[0] : node;
  struct buffer *text = open_marked(tree, indent, subject, node);
  if (inner != node) format_wording(text, reason, MSG_FACT_NOT);
  format_wording(text, reason, inner->op == NODE_ALL ? MSG_GROUP_ALL : MSG_GROUP_ANY);
  close_line(tree);
  for (size_t i = 0; i < inner->operand_count; i++) explain_tree_condition(tree, reason, subject, inner->operands[i], indent + 1);
}

static bool is_group(const struct node *node)
{
  return node->op == NODE_ALL || node->op == NODE_ANY;
}

void explain_tree_condition(struct explain_tree *tree, const struct wording *reason, const struct row_context *subject,
                            const struct node *node, int indent)
{
  const struct node *inner = node->op == NODE_NOT ? node->operands[0] : node;
  if (inner->op == NODE_NAMED) {
    named(tree, reason, subject, node, inner, indent);
    return;
  }
  if (is_group(inner)) {
    group(tree, reason, subject, node, indent);
    return;
  }
  format_fact(open_marked(tree, indent, subject, node), reason, subject, node);
  close_line(tree);
  if (reason->depth < 3) return;
  for (size_t i = 0; i < node->operand_count; i++) explain_tree_value(tree, reason, subject, node->operands[i], indent + 1);
}

void explain_tree_conditions(struct explain_tree *tree, const struct wording *reason, const struct measure *measure,
                             const struct row_context *subject)
{
  for (size_t i = 0; i < measure->condition_count; i++) explain_tree_condition(tree, reason, subject, measure->conditions[i], 0);
}

/* Steps */

static void money_line(struct explain_tree *tree, const char *name, int64_t fen)
{
  struct buffer *text = open_line(tree, 0);
  buffer_text(text, name);
  format_money(text, fen);
  close_line(tree);
}

/* 「取整到元，四舍五入：12,345.67元 → 12,346元」, where it changes anything. */
static void rounding_step(struct explain_tree *tree, const struct wording *reason, const struct measure *measure,
                          struct value amount)
{
  int64_t fen;
  bool known = amount.state == STATE_KNOWN && ratio_round(amount.low, measure->round_unit, measure->rounding, &fen);
  if (!known || (amount.low.den == 1 && amount.low.num == fen)) return;
  struct buffer *text = open_line(tree, 0);
  int64_t nearest;
  format_wording(text, reason, MSG_TREE_ROUNDED_TO);
  format_money(text, measure->round_unit);
  buffer_printf(text, "%s%s%s", wording_name(reason, MSG_COMMA), rounding_name(measure->rounding, reason->language),
                wording_name(reason, MSG_COLON));
  if (amount.low.den != 1) format_wording(text, reason, MSG_ABOUT);
  if (ratio_round(amount.low, 1, ROUND_HALF_AWAY, &nearest)) format_money(text, nearest);
  buffer_text(text, " → ");
  format_money(text, fen);
  close_line(tree);
}

static void amount_step(struct explain_tree *tree, const struct wording *reason, const struct measure *measure, bool granted,
                        const struct row_context *subject)
{
  struct buffer *text = open_line(tree, 0);
  format_wording(text, reason, granted ? MSG_TREE_AMOUNT : MSG_TREE_AMOUNT_IF);
  if (has_working(measure->amount)) format_worth(text, reason, subject, measure->amount);
  else format_datum(text, reason, subject, measure->amount);
  close_line(tree);
  explain_tree_value(tree, reason, subject, measure->amount, 1);
  rounding_step(tree, reason, measure, value_of(subject, measure->amount));
}

static void cap_step(struct explain_tree *tree, const struct wording *reason, const struct planned *planned,
                     const struct verdict *verdict, const struct row_context *subject)
{
  struct buffer *text = open_line(tree, 0);
  format_wording(text, reason, MSG_TREE_CAP);
  format_datum(text, reason, subject, planned->measure->cap);
  if (verdict->capped) {
    format_wording(text, reason, MSG_TREE_CAP_FROM);
    format_money(text, verdict->before_cap);
    format_wording(text, reason, MSG_TREE_CAP_DOWN);
  } else if (verdict->outcome == OUTCOME_YES) {
    format_wording(text, reason, MSG_TREE_CAP_KEPT);
  }
  close_line(tree);
  explain_tree_value(tree, reason, subject, planned->measure->cap, 1);
}

static void rule_line(struct explain_tree *tree, const struct wording *reason, enum rule rule, const struct planned *planned,
                      const struct verdict *verdict)
{
  format_rule_line(open_line(tree, 0), reason->language, rule, planned, verdict);
  close_line(tree);
}

void explain_tree_steps(struct explain_tree *tree, const struct wording *reason, const struct planned *planned,
                        const struct verdict *verdict, const struct row_context *subject)
{
  const struct measure *measure = planned->measure;
  if (verdict->by_hand) return;
  bool settled = verdict_settled(verdict) != NULL;
  if (measure->amount && !settled) amount_step(tree, reason, measure, verdict->answer == ANSWER_YES, subject);
  if (measure->cap && !settled) cap_step(tree, reason, planned, verdict, subject);
  for (enum rule rule = 0; rule < RULES; rule++)
    if (planned->rules & 1u << rule && (!settled || verdict_step(verdict, rule))) rule_line(tree, reason, rule, planned, verdict);
  if (measure->amount && verdict->outcome == OUTCOME_YES && verdict->has_amount)
    money_line(tree, wording_name(reason, measure_kind_owes(measure->kind) ? MSG_TREE_OWED : MSG_TREE_GRANTED), verdict->amount);
}

static void put_lines(struct buffer *out, const struct explain_tree *tree)
{
  enum { DEEPEST = 9 };
  for (size_t i = 0; i < tree->count; i++) {
    const struct explain_tree_line *line = &tree->lines[i];
    int depth = line->indent - tree->lines[0].indent;
    buffer_char(out, (char)WORDING_LINE);
    buffer_char(out, (char)('0' + (depth < DEEPEST ? depth : DEEPEST)));
    buffer_text(out, line->marked ? answer_mark(line->answer) : "·");
    buffer_slice(out, explain_tree_text(tree, i));
  }
}

void explain_tree_join(struct buffer *out, const struct wording *reason, const struct explain_tree *tree)
{
  if (reason->depth == WORDING_IN_LINES) {
    put_lines(out, tree);
    return;
  }
  int open = tree->count ? tree->lines[0].indent : 0, first = open;
  for (size_t i = 0; i < tree->count; i++) {
    const struct explain_tree_line *line = &tree->lines[i];
    bool deeper = line->indent > open;
    for (; open > line->indent; open--) format_wording(out, reason, MSG_PARENTHESIS_END);
    if (i && !deeper) format_wording(out, reason, MSG_SEMICOLON);
    for (; open < line->indent; open++) format_wording(out, reason, MSG_PARENTHESIS);
    if (line->marked) buffer_text(out, answer_mark(line->answer));
    buffer_slice(out, explain_tree_text(tree, i));
  }
  for (; open > first; open--) format_wording(out, reason, MSG_PARENTHESIS_END);
}

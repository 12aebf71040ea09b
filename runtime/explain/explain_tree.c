/* Conditions and amounts taken apart into lines. */
#include "explain/explain_tree.h"

#include <stdio.h>

void outline_free(struct outline *outline)
{
  memory_free(outline->lines);
  buffer_free(&outline->text);
  *outline = (struct outline){ .count = 0 };
}

struct slice outline_text(const struct outline *outline, size_t line)
{
  const struct outline_line *at = &outline->lines[line];
  return (struct slice){ outline->text.at + at->start, at->end - at->start };
}

/* A line is opened, then its text is said, then it is closed. */
static struct buffer *open_line(struct outline *outline, int indent)
{
  if (outline->count == outline->capacity) {
    outline->capacity = outline->capacity ? outline->capacity * 2 : 32;
    outline->lines = memory_resize(outline->lines, outline->capacity * sizeof *outline->lines);
  }
  outline->lines[outline->count++] = (struct outline_line){ .indent = indent, .start = outline->text.length };
  return &outline->text;
}

static void close_line(struct outline *outline)
{
  outline->lines[outline->count - 1].end = outline->text.length;
}

static struct buffer *open_marked(struct outline *outline, int indent, const struct subject *subject, const struct node *node)
{
  struct buffer *text = open_line(outline, indent);
  outline->lines[outline->count - 1].marked = true;
  outline->lines[outline->count - 1].answer = value_answer(subject, node);
  return text;
}

/* Values */

static bool is_arithmetic(const struct node *node)
{
  return node->op >= NODE_ADD && node->op <= NODE_DIVIDE;
}

/* Is there more to say of a value than stands beside its name? */
static bool has_working(const struct node *node)
{
  const struct node *inner = node_unnamed(node);
  switch (inner->op) {
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE: return inner->operands[0]->operand_count || inner->operands[1]->operand_count || inner->type == TYPE_MONEY;
  case NODE_LARGEST:
  case NODE_SMALLEST:
  case NODE_TIERS:
  case NODE_FAILING: return true;
  default: return false;
  }
}

/* The tier that gives the value, and why. */
static void taken_tier(struct outline *outline, const struct reason *reason, const struct subject *subject,
                       const struct node *tiers, int indent)
{
  for (size_t i = 0; i + 1 < tiers->operand_count; i += 2) {
    const struct node *condition = tiers->operands[i];
    enum answer answer = value_answer(subject, condition);
    if (answer == ANSWER_NO) continue;
    struct buffer *text = open_line(outline, indent);
    if (condition->op == NODE_ALL && !condition->operand_count) buffer_text(text, reason_word(reason, "其余", "otherwise"));
    else fact_say(text, reason, subject, condition);
    buffer_text(text,
                answer == ANSWER_YES ? reason_word(reason, "，取 ", ": ") : reason_word(reason, "；若是，取 ", "; if so: "));
    worth_say(text, reason, subject, tiers->operands[i + 1]);
    close_line(outline);
    outline_value(outline, reason, subject, tiers->operands[i + 1], indent + 1);
    if (answer == ANSWER_YES) return;
  }
}

static void part_lines(struct outline *outline, const struct reason *reason, const struct subject *subject,
                       const struct node *node, int indent)
{
  for (size_t i = 0; i < node->operand_count; i++) {
    const struct node *part = node->operands[i];
    bool said = part->op == NODE_CONSTANT || part->type == TYPE_DURATION || (is_arithmetic(part) && is_arithmetic(node));
    if (said) {
      if (is_arithmetic(part)) part_lines(outline, reason, subject, part, indent);
      continue;
    }
    struct buffer *text = open_line(outline, indent);
    if (part->op == NODE_TIERS) buffer_text(text, reason_word(reason, "分档 ", "tiers ")), worth_say(text, reason, subject, part);
    else datum_say(text, reason, subject, part);
    close_line(outline);
    outline_value(outline, reason, subject, part, indent + 1);
  }
}

void outline_value(struct outline *outline, const struct reason *reason, const struct subject *subject, const struct node *node,
                   int indent)
{
  const struct node *inner = node_unnamed(node);
  if (!has_working(node)) return;
  if (is_arithmetic(inner)) {
    struct buffer *text = open_line(outline, indent);
    arithmetic_said(text, reason, subject, inner);
    buffer_text(text, " = ");
    worth_say(text, reason, subject, inner);
    close_line(outline);
  }
  if (inner->op == NODE_TIERS) {
    taken_tier(outline, reason, subject, inner, indent);
  } else if (inner->op == NODE_FAILING) {
    for (size_t i = 0; i < inner->operand_count; i++) outline_condition(outline, reason, subject, inner->operands[i], indent);
  } else {
    part_lines(outline, reason, subject, inner, indent);
  }
}

/* Conditions */

static void members(struct outline *outline, const struct reason *reason, const struct subject *subject, const struct node *node,
                    int indent)
{
  if (node->op != NODE_ALL && node->op != NODE_ANY) {
    outline_condition(outline, reason, subject, node, indent);
    return;
  }
  if (node->op == NODE_ANY) {
    buffer_text(open_marked(outline, indent, subject, node), reason_word(reason, "任一", "any of"));
    close_line(outline);
  }
  for (size_t i = 0; i < node->operand_count; i++)
    outline_condition(outline, reason, subject, node->operands[i], indent + (node->op == NODE_ANY));
}

/* A name; below it what it stands for, or beside it the data it rests on. */
static void named(struct outline *outline, const struct reason *reason, const struct subject *subject, const struct node *asked,
                  const struct node *node, int indent)
{
  const struct node *inner = node->operands[0];
  bool below = reason->depth >= 3 || is_flat(inner);
  struct buffer *text = open_marked(outline, indent, subject, asked);
  if (asked != node) buffer_text(text, reason_word(reason, "非 ", "not "));
  buffer_text(text, node->text);
  if (!below) {
    buffer_text(text, reason_word(reason, "：", ": "));
    data_say(text, reason, subject, inner);
  }
  close_line(outline);
  if (below) members(outline, reason, subject, inner, indent + 1);
}

static void group(struct outline *outline, const struct reason *reason, const struct subject *subject, const struct node *node,
                  int indent)
{
  const struct node *inner = node->op == NODE_NOT ? node->operands[0] : node;
  struct buffer *text = open_marked(outline, indent, subject, node);
  if (inner != node) buffer_text(text, reason_word(reason, "非 ", "not "));
  buffer_text(text, inner->op == NODE_ALL ? reason_word(reason, "全部", "all of") : reason_word(reason, "任一", "any of"));
  close_line(outline);
  for (size_t i = 0; i < inner->operand_count; i++) outline_condition(outline, reason, subject, inner->operands[i], indent + 1);
}

static bool is_group(const struct node *node)
{
  return node->op == NODE_ALL || node->op == NODE_ANY;
}

void outline_condition(struct outline *outline, const struct reason *reason, const struct subject *subject,
                       const struct node *node, int indent)
{
  const struct node *inner = node->op == NODE_NOT ? node->operands[0] : node;
  if (inner->op == NODE_NAMED) {
    named(outline, reason, subject, node, inner, indent);
    return;
  }
  if (is_group(inner)) {
    group(outline, reason, subject, node, indent);
    return;
  }
  fact_say(open_marked(outline, indent, subject, node), reason, subject, node);
  close_line(outline);
  if (reason->depth < 3) return;
  for (size_t i = 0; i < node->operand_count; i++) outline_value(outline, reason, subject, node->operands[i], indent + 1);
}

void outline_conditions(struct outline *outline, const struct reason *reason, const struct measure *measure,
                        const struct subject *subject)
{
  for (size_t i = 0; i < measure->condition_count; i++) outline_condition(outline, reason, subject, measure->conditions[i], 0);
}

/* Steps */

static void money_line(struct outline *outline, const char *name, int64_t fen)
{
  struct buffer *text = open_line(outline, 0);
  buffer_text(text, name);
  money_say(text, fen);
  close_line(outline);
}

static const char *rounding_said(const struct reason *reason, enum rounding rounding)
{
  static const char *const words[][2] = { [ROUND_HALF_AWAY] = { "四舍五入", "half up" },
                                          [ROUND_UP] = { "进一", "up" },
                                          [ROUND_DOWN] = { "舍去", "down" },
                                          [ROUND_HALF_DOWN] = { "五舍六入", "half down" } };
  return words[rounding][reason->language == LANGUAGE_ENGLISH];
}

/* 「取整到元，四舍五入：12,345.67元 → 12,346元」, where it changes anything. */
static void rounding_step(struct outline *outline, const struct reason *reason, const struct measure *measure,
                          struct value amount)
{
  int64_t fen;
  bool known = amount.state == STATE_KNOWN && ratio_round(amount.low, measure->round_unit, measure->rounding, &fen);
  if (!known || (amount.low.den == 1 && amount.low.num == fen)) return;
  struct buffer *text = open_line(outline, 0);
  int64_t nearest;
  buffer_text(text, reason_word(reason, "取整到", "rounded to "));
  money_say(text, measure->round_unit);
  buffer_printf(text, "%s%s%s", reason_word(reason, "，", ", "), rounding_said(reason, measure->rounding),
                reason_word(reason, "：", ": "));
  if (amount.low.den != 1) buffer_text(text, reason_word(reason, "约", "about "));
  if (ratio_round(amount.low, 1, ROUND_HALF_AWAY, &nearest)) money_say(text, nearest);
  buffer_text(text, " → ");
  money_say(text, fen);
  close_line(outline);
}

static void amount_step(struct outline *outline, const struct reason *reason, const struct measure *measure, bool granted,
                        const struct subject *subject)
{
  struct buffer *text = open_line(outline, 0);
  buffer_text(text, granted ? reason_word(reason, "金额：", "amount: ")
                            : reason_word(reason, "如符合，金额：", "amount, if all holds: "));
  if (has_working(measure->amount)) worth_say(text, reason, subject, measure->amount);
  else datum_say(text, reason, subject, measure->amount);
  close_line(outline);
  outline_value(outline, reason, subject, measure->amount, 1);
  rounding_step(outline, reason, measure, value_of(subject, measure->amount));
}

static void cap_step(struct outline *outline, const struct reason *reason, const struct planned *planned,
                     const struct verdict *verdict, const struct subject *subject)
{
  struct buffer *text = open_line(outline, 0);
  buffer_text(text, reason_word(reason, "封顶：", "cap: "));
  datum_say(text, reason, subject, planned->measure->cap);
  if (verdict->capped) {
    buffer_text(text, reason_word(reason, "，由 ", ", from "));
    money_say(text, verdict->before_cap);
    buffer_text(text, reason_word(reason, " 降到封顶数", " down to it"));
  } else if (verdict->outcome == OUTCOME_YES) {
    buffer_text(text, reason_word(reason, "，没有超过", ", not exceeded"));
  }
  close_line(outline);
  outline_value(outline, reason, subject, planned->measure->cap, 1);
}

static void once_step(struct outline *outline, const struct reason *reason, const struct verdict *verdict)
{
  struct buffer *text = open_line(outline, 0);
  char year[16];
  snprintf(year, sizeof year, "%d", verdict->granted_year);
  if (verdict->granted_year) message_text(text, reason->language, MSG_REASON_ONCE, year, NULL);
  else if (verdict->unread)
    buffer_text(text, reason_word(reason, "一次性：以往年度有读不出的记录", "once only: a row of earlier years cannot be read"));
  else buffer_text(text, reason_word(reason, "一次性：以往年度没有给予的记录", "once only: no grant on record in earlier years"));
  close_line(outline);
}

/* The measures among which one is chosen, and which it is. */
static void choice_step(struct outline *outline, const struct reason *reason, const struct measure *measure,
                        const struct verdict *verdict)
{
  const struct choice_of *choice = measure->one_of;
  struct buffer *text = open_line(outline, 0);
  buffer_printf(text, "%s %s%s", choice->id, choice->name, reason_word(reason, "（择一就高：", " (one of, the highest: "));
  for (size_t i = 0; i < choice->count; i++)
    buffer_printf(text, "%s%s", i ? reason_word(reason, "、", ", ") : "", choice->members[i]->id);
  buffer_text(text, reason_word(reason, "）：", "): "));
  if (!verdict->rival && verdict->outcome == OUTCOME_YES) buffer_text(text, reason_word(reason, "取本项", "this one"));
  else if (!verdict->rival && verdict->outcome == OUTCOME_PENDING)
    buffer_text(text, reason_word(reason, "核实为符合时取本项", "this one, if it turns out to hold"));
  else if (!verdict->rival) buffer_text(text, reason_word(reason, "本项没有参加比较的金额", "this one has no amount to compare"));
  else
    buffer_printf(text, "%s %s %s",
                  verdict->outcome == OUTCOME_NO ? reason_word(reason, "取", "takes") : reason_word(reason, "须待", "waits for"),
                  verdict->rival->id, verdict->rival->name);
  close_line(outline);
}

/* 「预算：10万元 × 100万元 ÷ 250万元 = 4万元（各申请之和 250万元，按比例折减到分，余数大的先补一分）」 */
static void envelope_step(struct outline *outline, const struct reason *reason, const struct planned *planned,
                          const struct verdict *verdict)
{
  struct buffer *text = open_line(outline, 0);
  int64_t left = planned->envelope > verdict->taken_before ? planned->envelope - verdict->taken_before : 0;
  buffer_text(text, reason_word(reason, "预算：", "envelope: "));
  if (planned->envelope_unset) buffer_text(text, reason_word(reason, "数额没有给定", "not given"));
  else money_say(text, planned->envelope);
  if (verdict->taken_before && !planned->envelope_unset) {
    buffer_text(text, reason_word(reason, "，主管部门核定的 ", ", decided by the authority "));
    money_say(text, verdict->taken_before);
    buffer_text(text, reason_word(reason, " 先付，余 ", " comes first, left "));
    money_say(text, left);
  }
  if (verdict->reduced && verdict->claimed) {
    buffer_text(text, reason_word(reason, "，申请合计 ", ", claims together "));
    money_say(text, verdict->claimed);
    buffer_text(text, reason_word(reason, "，按比例 ", ", in proportion "));
    money_say(text, verdict->before_share);
    buffer_text(text, " × ");
    money_say(text, left);
    buffer_text(text, " ÷ ");
    money_say(text, verdict->claimed);
    buffer_text(text, reason_word(reason, " = ", " = "));
    money_say(text, verdict->amount);
    buffer_text(text, reason_word(reason, "（到分，最大余数法）", " (to the fen, by largest remainder)"));
  } else if (verdict->outcome == OUTCOME_YES) {
    buffer_text(text, reason_word(reason, "，足够，不折减", ", enough, not reduced"));
  } else if (verdict->outcome == OUTCOME_PENDING) {
    buffer_text(text, reason_word(reason, "，待各申请确定后分配", ", shared when all claims are certain"));
  }
  close_line(outline);
}

void outline_steps(struct outline *outline, const struct reason *reason, const struct planned *planned,
                   const struct verdict *verdict, const struct subject *subject)
{
  const struct measure *measure = planned->measure;
  if (verdict->by_hand) return;
  if (measure->amount) amount_step(outline, reason, measure, verdict->answer == ANSWER_YES, subject);
  if (measure->cap) cap_step(outline, reason, planned, verdict, subject);
  if (measure->once) once_step(outline, reason, verdict);
  if (planned->one_of) choice_step(outline, reason, measure, verdict);
  if (planned->has_envelope) envelope_step(outline, reason, planned, verdict);
  if (measure->amount && verdict->outcome == OUTCOME_YES && verdict->has_amount)
    money_line(outline, reason_word(reason, "给予 ", "granted "), verdict->amount);
}

void outline_join(struct buffer *out, const struct reason *reason, const struct outline *outline)
{
  int open = outline->count ? outline->lines[0].indent : 0, first = open;
  for (size_t i = 0; i < outline->count; i++) {
    const struct outline_line *line = &outline->lines[i];
    bool deeper = line->indent > open;
    for (; open > line->indent; open--) buffer_text(out, reason_word(reason, "）", ")"));
    if (i && !deeper) buffer_text(out, reason_word(reason, "；", "; "));
    for (; open < line->indent; open++) buffer_text(out, reason_word(reason, "（", " ("));
    if (line->marked) buffer_text(out, answer_mark(line->answer));
    buffer_slice(out, outline_text(outline, i));
  }
  for (; open > first; open--) buffer_text(out, reason_word(reason, "）", ")"));
}

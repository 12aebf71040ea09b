/* What is lacking, verified: judged without what is said to be out of reach; and as lines tell it beside what a search finds. */
#ifndef TESTS_EXPLAIN_LACKING_VERIFIED_H
#define TESTS_EXPLAIN_LACKING_VERIFIED_H

#include "explain/gap.h"

static bool is_left_out(const struct gap *gap, const struct node *condition)
{
  for (size_t i = 0; i < gap->impossible_count; i++)
    if (gap->impossible[i] == condition) return true;
  for (size_t i = 0; i < gap->unsettled_count; i++)
    if (gap->unsettled[i] == condition) return true;
  return false;
}

/* The least answer of all conditions but those that are said to be out of reach. */
static enum answer expected_answer(const struct row_context *subject, const struct node *node, const struct gap *gap)
{
  enum answer least = ANSWER_YES;
  if (is_left_out(gap, node)) return ANSWER_YES;
  if (node->op != NODE_ALL) return value_of(subject, node).answer;
  for (size_t i = 0; i < node->operand_count; i++) {
    enum answer answer = expected_answer(subject, node->operands[i], gap);
    if (answer < least) least = answer;
  }
  return least;
}

static bool same_statement(const struct statement *a, const struct statement *b)
{
  bool same = a->count == b->count && a->open == b->open && a->delay_count == b->delay_count;
  for (size_t i = 0; same && i < a->count; i++)
    same = a->changes[i].field == b->changes[i].field && a->changes[i].after.num == b->changes[i].after.num &&
           a->changes[i].after.den == b->changes[i].after.den;
  return same;
}

static bool same_nodes(const struct node *const *a, size_t a_count, const struct node *const *b, size_t b_count)
{
  bool same = a_count == b_count;
  for (size_t i = 0; same && i < a_count; i++) same = a[i] == b[i];
  return same;
}

/* The question is left without lines. */
static bool same_by_search(const struct row_context *subject, struct gap_question *question, const struct gap *told)
{
  static struct gap found;
  for (size_t i = 0; i <= GAP_CONDITIONS; i++) question->lines[i].kind = LINE_NONE;
  gap_find(subject, question, &found);
  bool same = told->holds == found.holds && told->worthless == found.worthless && told->statement_count == found.statement_count;
  for (size_t i = 0; same && i < found.statement_count; i++) same = same_statement(&told->statements[i], &found.statements[i]);
  return same && same_nodes(told->impossible, told->impossible_count, found.impossible, found.impossible_count) &&
         same_nodes(told->unsettled, told->unsettled_count, found.unsettled, found.unsettled_count);
}

#endif

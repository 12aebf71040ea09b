/* Measures beside one another: one that another always wins over, two that pay for the same clause. For check.c. */
#include <string.h>

#include "explain/check_parts.h"

static const struct node *constant_amount(struct checking *checking, const struct measure *measure)
{
  const struct node *amount = measure->amount ? program_fold(checking->program, measure->amount) : NULL;
  return amount && amount->op == NODE_CONSTANT ? amount : NULL;
}

static bool holds_whenever(struct checking *checking, const struct measure *asked, const struct measure *given)
{
  struct constraints a = diagnostic_atoms(checking, given->conditions, given->condition_count);
  struct constraints b = diagnostic_atoms(checking, asked->conditions, asked->condition_count);
  for (size_t i = 0; i < b.count; i++) {
    bool implied = false;
    for (size_t k = 0; !implied && k < a.count; k++)
      implied = constraint_same_subject(&a.items[k], &b.items[i]) && constraint_implies(&a.items[k], &b.items[i]);
    if (!implied) return false;
  }
  return true;
}

/* Of several one, the highest, of equals the earlier: a member is masked when another wins wherever it holds. */
static bool is_masked(struct checking *checking, const struct measure *measure, const struct measure *winner)
{
  const struct node *a = constant_amount(checking, measure), *b = constant_amount(checking, winner);
  if (!a || !b || measure->object != winner->object) return false;
  int order = ratio_compare(b->number, a->number);
  bool wins = order > 0 || (order == 0 && winner->index < measure->index);
  return wins && !winner->once && holds_whenever(checking, winner, measure);
}

void check_masked(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    const struct exclusive_group *choice = measure->exclusive_group;
    for (size_t k = 0; choice && k < choice->count; k++) {
      const struct measure *winner = choice->members[k];
      if (winner == measure || !is_masked(checking, measure, winner)) continue;
      diagnostic_add(checking, MSG_CHECK_MASKED, measure->path, measure->site, measure->id, winner->id, winner->name, NULL);
      break;
    }
  }
}

static bool pays(const struct measure *measure)
{
  return measure->kind == MEASURE_AWARD || measure->kind == MEASURE_VOUCHER;
}

static bool can_hold_together(struct checking *checking, const struct measure *a, const struct measure *b)
{
  const struct constraint *x, *y;
  struct constraints atoms = diagnostic_atoms(checking, a->conditions, a->condition_count);
  for (size_t i = 0; i < b->condition_count; i++) constraints_add(&atoms, b->conditions[i], false);
  return !constraints_clash(&atoms, &x, &y);
}

void check_same_clause(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  for (size_t i = 0; i < policy->measure_count; i++)
    for (size_t k = 0; k < i; k++) {
      const struct measure *a = policy->measures[k], *b = policy->measures[i];
      if (!pays(a) || !pays(b) || a->object != b->object || !a->clause || !b->clause || strcmp(a->clause, b->clause) != 0)
        continue;
      if ((a->exclusive_group && a->exclusive_group == b->exclusive_group) || !can_hold_together(checking, a, b)) continue;
      diagnostic_add(checking, MSG_CHECK_SAME_CLAUSE, b->path, b->site, b->id, a->id, b->clause, NULL);
    }
}

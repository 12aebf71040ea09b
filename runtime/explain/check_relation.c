/* Measures beside one another: one that another always wins over, two that pay for the same clause. For check.c. */
#include <string.h>

#include "explain/check_parts.h"

static const struct node *constant_amount(struct checking *checking, const struct measure *measure)
{
  const struct node *amount = measure->amount ? program_fold(checking->program, measure->amount) : NULL;
  return amount && amount->op == NODE_CONSTANT ? amount : NULL;
}

/* A relation may hold measures of other policies, too. */
static struct constraints conditions_of(struct checking *checking, const struct measure *measure)
{
  size_t at = measure->index - checking->policy->measures[0]->index;
  if (measure->policy == checking->policy) return checking->conditions[at];
  return diagnostic_atoms(checking, &checking->lists, measure->conditions, measure->condition_count);
}

static bool holds_whenever(struct checking *checking, const struct measure *asked, const struct measure *given)
{
  const struct constraints a = conditions_of(checking, given), b = conditions_of(checking, asked);
  workload_add(checking->model->workload, 4);
  for (size_t i = 0; i < b.count; i++) {
    bool implied = false;
    for (uint32_t k = constraints_about(&a, &b.items[i]); !implied && k; k = a.items[k - 1].before) {
      workload_add(checking->model->workload, 2 + constraint_work(&a.items[k - 1], &b.items[i]));
      implied = constraint_implies(&a.items[k - 1], &b.items[i]);
    }
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
    for (size_t k = 0; choice && !choice->by && k < choice->count; k++) {
      const struct measure *winner = choice->members[k];
      if (winner == measure || !is_masked(checking, measure, winner)) continue;
      diagnostic_add(checking, MSG_CHECK_MASKED, measure->path, measure->site, measure->id, winner->id, winner->name, NULL);
      break;
    }
  }
}

static bool pays(const struct measure *measure)
{
  return measure_kind_pays(measure->kind) && measure_kind_priced(measure->kind);
}

static bool is_contradictory(const struct checking *checking, const struct measure *measure)
{
  return checking->contradicts[measure->index - checking->policy->measures[0]->index];
}

static bool can_hold_together(struct checking *checking, const struct measure *one, const struct measure *other)
{
  const struct constraints a = conditions_of(checking, one), b = conditions_of(checking, other);
  workload_add(checking->model->workload, 4 + b.count);
  if (is_contradictory(checking, one) || is_contradictory(checking, other)) return false;
  for (size_t i = 0; i < b.count; i++)
    for (uint32_t k = constraints_about(&a, &b.items[i]); k; k = a.items[k - 1].before) {
      workload_add(checking->model->workload, constraint_work(&a.items[k - 1], &b.items[i]));
      if (constraints_exclude(&a.items[k - 1], &b.items[i])) return false;
    }
  return true;
}

static bool pay_the_same(struct checking *checking, const struct measure *a, const struct measure *b)
{
  if (a->object != b->object || strcmp(a->clause, b->clause) != 0) return false;
  return !(a->exclusive_group && a->exclusive_group == b->exclusive_group) && can_hold_together(checking, a, b);
}

/* Measures of one clause in the order in which they stand: numbers in the policy, from 1. */
struct clause_chain {
  size_t first, last;
};

void check_same_clause(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  struct pointer_map chains = { .arena = &checking->lists }; /* hash of a clause -> its chain */
  size_t *next = arena_array(&checking->lists, policy->measure_count + 1, sizeof *next);
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    if (!pays(measure) || !measure->clause) continue;
    model_looks_at(checking->model, measure);
    void **chain = pointer_map_at(&chains, (const void *)(uintptr_t)(slice_hash(slice_of(measure->clause)) | 1));
    if (!*chain) *chain = arena_alloc(&checking->lists, sizeof(struct clause_chain));
    struct clause_chain *same = *chain;
    size_t at = same->first;
    while (at && !pay_the_same(checking, policy->measures[at - 1], measure)) at = next[at];
    if (at)
      diagnostic_add(checking, MSG_CHECK_SAME_CLAUSE, measure->path, measure->site, measure->id, policy->measures[at - 1]->id,
                     measure->clause, NULL);
    if (same->last) next[same->last] = i + 1;
    else same->first = i + 1;
    same->last = i + 1;
  }
}

/* What a member can come to at most, where that is written as a figure. */
static bool constant_most(struct checking *checking, const struct measure *measure, struct ratio *most)
{
  const struct node *written = measure->cap ? measure->cap : measure->amount;
  const struct node *folded = written ? program_fold(checking->program, written) : NULL;
  if (!folded || folded->op != NODE_CONSTANT) return false;
  *most = folded->number;
  return true;
}

/* The members can never come to more: nothing is ever cut. */
static void check_idle_limit(struct checking *checking, const struct joint_limit *limit)
{
  const struct node *most = program_fold(checking->program, limit->most);
  struct ratio all = ratio_whole(0), one;
  if (most->op != NODE_CONSTANT || limit->over_years || limit->count != limit->asked.count) return;
  for (size_t i = 0; i < limit->count; i++)
    if (!constant_most(checking, limit->members[i], &one) || !ratio_add(all, one, &all)) return;
  if (ratio_compare(all, most->number) > 0) return;
  diagnostic_add(checking, MSG_CHECK_LIMIT_IDLE, limit->path, limit->site, limit->id, diagnostic_value(checking, TYPE_MONEY, all),
                 diagnostic_value(checking, TYPE_MONEY, most->number), NULL);
}

static bool are_of_one_choice(const struct joint_limit *limit)
{
  const struct exclusive_group *choice = limit->count ? limit->members[0]->exclusive_group : NULL;
  bool all = choice && limit->count == limit->asked.count;
  for (size_t i = 1; all && i < limit->count; i++) all = limit->members[i]->exclusive_group == choice;
  return all;
}

/* A company that chooses it gets none of them. */
static bool names_none(const struct exclusive_group *choice, const char *text)
{
  for (size_t i = 0; i < choice->count; i++)
    if (strcmp(choice->members[i]->name, text) == 0 || strcmp(choice->members[i]->id, text) == 0) return false;
  return true;
}

void check_choices(struct checking *checking)
{
  for (size_t i = 0; i < checking->model->choice_count; i++) {
    const struct exclusive_group *choice = checking->model->choices[i];
    const struct field *field = choice->by ? node_unnamed(choice->by)->field : NULL;
    bool own = strcmp(choice->path, checking->policy->path) == 0;
    for (size_t k = 0; own && field && k < field->choice_count; k++)
      if (names_none(choice, field->choices[k]))
        diagnostic_add(checking, MSG_CHECK_CHOICE_NAMES_NONE, choice->path, choice->site, field->choices[k], field->name,
                       choice->name, NULL);
  }
}

void check_joint_limits(struct checking *checking)
{
  for (size_t i = 0; i < checking->model->joint_limit_count; i++) {
    const struct joint_limit *limit = checking->model->joint_limits[i];
    if (strcmp(limit->path, checking->policy->path) != 0) continue;
    workload_add(checking->model->workload, 4 + limit->count);
    check_idle_limit(checking, limit);
    if (limit->asked.count < 2)
      diagnostic_add(checking, MSG_CHECK_LIMIT_OF_ONE, limit->path, limit->site, limit->id,
                     limit->over_years ? "累计封顶" : "封顶", NULL);
    else if (are_of_one_choice(limit))
      diagnostic_add(checking, MSG_CHECK_LIMIT_OF_CHOICE, limit->path, limit->site, limit->id,
                     limit->members[0]->exclusive_group->name, NULL);
  }
}

/* What the judgements of one row come to together, by the rules between measures alone: an interval that contains the truth.
 * Where more is known, evaluate/completions narrows it. */
#include "evaluate/judge.h"

static bool is_limited(const struct exclusive_group *choice)
{
  for (size_t i = 0; i < choice->count; i++)
    if (choice->members[i]->joint_limit_count) return true;
  return false;
}

/* What a measure of a 择一 comes to when it is taken together with the others: one that holds for certain is worth its amount,
 * though another may yet come before it. Not where a limit cuts what is left. */
static struct bounds bounds_among(const struct planned *planned, const struct verdict *verdict, struct bounds own)
{
  const struct rule_step *step = verdict->outcome == OUTCOME_PENDING ? verdict_step(verdict, RULE_EXCLUSIVE) : NULL;
  bool cut = planned->has_budget || !step || is_limited(planned->measure->exclusive_group);
  if (!cut && step->before > own.least) own.least = step->before;
  return own;
}

static const struct joint_sum *joint_of(const struct verdict *verdict)
{
  const struct rule_step *step = verdict->by_hand ? NULL : verdict_step(verdict, RULE_JOINT_LIMIT);
  return step ? step->joint : NULL;
}

/* With which others the measure comes to a sum that is bounded: those that share a limit, or one of which one is paid; NULL:
 * alone. */
static const void *bounded_with(const struct planned *planned, const struct verdict *verdict)
{
  const struct joint_sum *joint = joint_of(verdict);
  if (verdict->by_hand) return NULL;
  return joint ? (const void *)joint : (const void *)planned->measure->exclusive_group;
}

/* The first judgement with which that of number `at` has a common bound; its own number where it has none. */
static size_t first_bounded(const struct planned *measures, const struct judgement *judgements, size_t at)
{
  const void *with = bounded_with(&measures[judgements[at].planned], &judgements[at].verdict);
  for (size_t k = 0; with && k < at; k++)
    if (bounded_with(&measures[judgements[k].planned], &judgements[k].verdict) == with) return k;
  return at;
}

static bool is_open(const struct bounds *bounds)
{
  return bounds->open || bounds->least != bounds->most;
}

void bounds_of_row(const struct planned *measures, struct judgement *judgements, size_t count)
{
  bool open = false;
  for (size_t i = 0; i < count; i++) {
    judgements[i].bounds = judgements[i].total = bounds_of(&measures[judgements[i].planned], &judgements[i].verdict);
    open |= is_open(&judgements[i].bounds) || judgements[i].verdict.outcome == OUTCOME_PENDING;
  }
  for (size_t i = 0; i < count; i++)
    if (open || measure_kind_owes(measures[judgements[i].planned].measure->kind)) judgements[i].total = (struct bounds){ 0 };
  for (size_t i = 0; open && i < count; i++) {
    const struct planned *planned = &measures[judgements[i].planned];
    const struct verdict *verdict = &judgements[i].verdict;
    if (measure_kind_owes(planned->measure->kind)) continue;
    bool chosen = planned->measure->exclusive_group && !verdict->by_hand && !joint_of(verdict);
    struct bounds among = chosen ? bounds_among(planned, verdict, judgements[i].bounds) : judgements[i].bounds;
    struct bounds *total = &judgements[first_bounded(measures, judgements, i)].total;
    if (chosen) bounds_choose(total, &among);
    else bounds_add(total, &among);
  }
  for (size_t i = 0; open && i < count; i++) {
    const struct joint_sum *joint = joint_of(&judgements[i].verdict);
    if (joint && first_bounded(measures, judgements, i) == i) bounds_limit(&judgements[i].total, joint->least, joint->most);
  }
}

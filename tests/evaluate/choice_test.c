/* Exclusive groups: the rule of DESIGN §3 word for word, and sound against every completion of what is unknown.
 *
 * "Out, if a certain competitor's least exceeds my most; in, if I am certain and my least is at least every competitor's most;
 * else 待核实"; of equals the earlier. The rule is deliberately coarser than the completions in two ways: it looks at one
 * competitor at a time (two competitors that share the completions between them leave me 待核实), and an undecided condition is
 * never weighed. */
#include <criterion/criterion.h>

#include "../chance.h"
#include "evaluate/rule.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { MOST = 4, TOP = 6 };

static struct arena steps;

/* Measures of one relation, in the order of the script. */
struct candidates {
  struct measure measures[MOST];
  struct measure *members[MOST];
  struct exclusive_group choice;
  struct planned planned[MOST];
  struct verdict before[MOST], after[MOST];
  size_t count;
};

enum price { PRICED, UNPRICED, UNSET };

static struct verdict standing(enum answer answer, enum price price, int64_t low, int64_t high)
{
  struct verdict verdict = { .answer = answer, .outcome = OUTCOME_PENDING, .low = low, .high = high, .has_high = high >= 0 };
  if (answer == ANSWER_NO) return (struct verdict){ .outcome = OUTCOME_NO };
  if (price != PRICED) {
    verdict = (struct verdict){ .answer = answer, .outcome = answer == ANSWER_YES ? OUTCOME_YES : OUTCOME_PENDING };
  } else if (low == high && answer == ANSWER_YES) {
    verdict.outcome = OUTCOME_YES, verdict.has_amount = true, verdict.amount = low;
  } else {
    verdict.amount = low;
    if (answer == ANSWER_UNKNOWN) verdict.low = 0;
  }
  return verdict;
}

static void contest_add(struct candidates *candidates, enum price price, struct verdict verdict)
{
  size_t at = candidates->count++;
  candidates->measures[at] = (struct measure){ .id = "T", .exclusive_group = &candidates->choice, .index = at };
  candidates->members[at] = &candidates->measures[at];
  candidates->choice = (struct exclusive_group){ .members = candidates->members, .count = candidates->count };
  candidates->planned[at] = (struct planned){ .measure = &candidates->measures[at],
                                              .exclusive_group = &candidates->choice,
                                              .amount = price == PRICED ? 1 : NO_SLOT,
                                              .discretionary = price == UNSET };
  candidates->before[at] = candidates->after[at] = verdict;
}

static void draw_contest(struct candidates *candidates, enum price *prices)
{
  candidates->count = 0;
  size_t count = 2 + draw(MOST - 1);
  for (size_t i = 0; i < count; i++) {
    int64_t low = (int64_t)draw(4), high = draw(3) ? low : draw(3) ? low + 1 + (int64_t)draw(2) : -1;
    prices[i] = draw(8) ? PRICED : draw(2) ? UNPRICED : UNSET;
    if (low == 0 && high == 0) low = high = 1; /* nothing is no award: verdict_compute says no */
    enum answer answer = (enum answer)(draw(5) ? 1 + draw(2) : ANSWER_NO);
    contest_add(candidates, prices[i], standing(answer, prices[i], low, high));
  }
}

/* The rule, said once more. */

static int64_t least(const struct candidates *candidates, const enum price *prices, size_t i)
{
  return prices[i] == PRICED ? candidates->before[i].low : 0;
}

static int64_t most(const struct candidates *candidates, const enum price *prices, size_t i)
{
  if (prices[i] == UNPRICED) return 0;
  return prices[i] == PRICED && candidates->before[i].has_high ? candidates->before[i].high : INT64_MAX;
}

static bool comes_before(const struct candidates *candidates, const enum price *prices, size_t a, size_t b)
{
  const struct verdict *mine = &candidates->before[a];
  if (mine->answer != ANSWER_YES) return false;
  int64_t mine_least = least(candidates, prices, a), other_most = most(candidates, prices, b);
  bool may_be_nothing = mine->outcome == OUTCOME_PENDING && mine_least == 0;
  return mine_least > other_most || (mine_least == other_most && a < b && !may_be_nothing);
}

static enum outcome expected(const struct candidates *candidates, const enum price *prices, size_t i, size_t *winner)
{
  bool out = false;
  size_t standing_count = 0;
  *winner = SIZE_MAX;
  for (size_t a = 0; a < candidates->count; a++) {
    if (candidates->before[a].outcome == OUTCOME_NO) continue;
    standing_count++;
    bool in = true;
    for (size_t b = 0; b < candidates->count; b++)
      if (b != a && candidates->before[b].outcome != OUTCOME_NO) in &= comes_before(candidates, prices, a, b);
    if (in) *winner = a;
    if (a != i) out |= comes_before(candidates, prices, a, i);
  }
  if (candidates->before[i].outcome == OUTCOME_NO || standing_count == 1 || *winner == i) return candidates->before[i].outcome;
  return out ? OUTCOME_NO : OUTCOME_PENDING;
}

/* Every completion: conditions that hold or not, amounts between the ends. */
struct completions {
  const struct candidates *candidates;
  const enum price *prices;
  int64_t amount[MOST]; /* -1: the condition fails */
  size_t total, wins[MOST];
};

static void complete(struct completions *completions, size_t at)
{
  const struct candidates *candidates = completions->candidates;
  if (at == candidates->count) {
    size_t winner = SIZE_MAX;
    for (size_t i = 0; i < candidates->count; i++) {
      bool nothing = completions->prices[i] == PRICED && completions->amount[i] == 0;
      if (completions->amount[i] < 0 || nothing) continue;
      if (winner == SIZE_MAX || completions->amount[i] > completions->amount[winner]) winner = i;
    }
    completions->total++;
    if (winner != SIZE_MAX) completions->wins[winner]++;
    return;
  }
  const struct verdict *verdict = &candidates->before[at];
  int64_t low = least(candidates, completions->prices, at), high = most(candidates, completions->prices, at);
  if (verdict->answer != ANSWER_YES) completions->amount[at] = -1, complete(completions, at + 1);
  if (verdict->answer == ANSWER_NO) return;
  for (int64_t amount = low; amount <= (high < TOP ? high : TOP); amount++) {
    completions->amount[at] = amount;
    complete(completions, at + 1);
  }
}

Test(evaluate_choice, the_rule_and_every_completion)
{
  size_t decided = 0, coarse = 0;
  for (int round = 0; round < 20000; round++) {
    enum price prices[MOST];
    struct candidates candidates;
    draw_contest(&candidates, prices);
    struct completions completions = { .candidates = &candidates, .prices = prices };
    complete(&completions, 0);
    rule_exclusive(&(struct object_input){
        .measures = candidates.planned, .verdicts = candidates.after, .count = candidates.count, .arena = &steps });
    for (size_t i = 0; i < candidates.count; i++) {
      size_t winner, wins = completions.wins[i], total = completions.total;
      enum outcome outcome = candidates.after[i].outcome, wanted = expected(&candidates, prices, i, &winner);
      cr_assert_eq(outcome, wanted, "round %d, measure %zu of %zu: %d, by the rule %d", round, i, candidates.count, outcome,
                   wanted);
      cr_assert(outcome != OUTCOME_YES || wins == total, "round %d: measure %zu granted, wins %zu of %zu", round, i, wins, total);
      cr_assert(outcome != OUTCOME_NO || wins == 0, "round %d: measure %zu refused, wins %zu of %zu", round, i, wins, total);
      decided += outcome != OUTCOME_PENDING;
      coarse += outcome == OUTCOME_PENDING && (wins == 0 || (wins == total && candidates.before[i].outcome == OUTCOME_YES));
    }
  }
  cr_expect_gt(decided, 5000);
  cr_expect_lt(coarse, decided / 10, "pending though every completion agrees: %zu of %zu", coarse, decided);
}

/* Could `k` be granted instead of `i`, if both hold? */
static bool could_displace(const struct candidates *candidates, const enum price *prices, size_t k, size_t i)
{
  if (k == i || candidates->before[k].outcome == OUTCOME_NO) return false;
  int64_t other = most(candidates, prices, k), mine = candidates->before[i].amount;
  return other > mine || (other == mine && k < i);
}

/* Who was granted instead; or, of an open one, who has to be settled first, if anybody could come before it. */
Test(evaluate_choice, rivals_are_named)
{
  for (int round = 0; round < 20000; round++) {
    enum price prices[MOST];
    struct candidates candidates;
    draw_contest(&candidates, prices);
    size_t winner;
    rule_exclusive(&(struct object_input){
        .measures = candidates.planned, .verdicts = candidates.after, .count = candidates.count, .arena = &steps });
    for (size_t i = 0; i < candidates.count; i++) {
      expected(&candidates, prices, i, &winner);
      const struct rule_step *step = verdict_step(&candidates.after[i], RULE_EXCLUSIVE);
      const struct measure *displaced_by = step ? step->cause : NULL;
      bool touched = candidates.before[i].outcome != OUTCOME_NO && i != winner;
      size_t others = 0, could = 0;
      for (size_t k = 0; k < candidates.count; k++) {
        others += k != i && candidates.before[k].outcome != OUTCOME_NO;
        could += could_displace(&candidates, prices, k, i);
      }
      size_t named = candidates.after[i].outcome == OUTCOME_NO ? others : could;
      cr_assert_eq(displaced_by != NULL, touched && named > 0, "round %d, measure %zu", round, i);
      if (!displaced_by) continue;
      size_t at = (size_t)(displaced_by - candidates.measures);
      cr_assert(at != i && candidates.before[at].outcome != OUTCOME_NO, "round %d, measure %zu", round, i);
      cr_assert(winner == SIZE_MAX || at == winner, "round %d: who was granted instead of %zu", round, i);
      if (candidates.after[i].outcome == OUTCOME_NO)
        cr_assert(comes_before(&candidates, prices, at, i), "round %d, measure %zu", round, i);
      else cr_assert(could_displace(&candidates, prices, at, i), "round %d: %zu cannot lose to %zu", round, i, at);
    }
  }
}

/* What PROVISIONS C24-14 says, of two measures that pay 30 and 20, or both 20. */
Test(evaluate_choice, of_two_measures_one)
{
  static const struct {
    const char *name;
    struct {
      enum answer answer;
      int64_t low, high;
    } given[2];
    enum outcome outcome[2];
  } cases[] = {
    { "the highest", { { ANSWER_YES, 20, 20 }, { ANSWER_YES, 30, 30 } }, { OUTCOME_NO, OUTCOME_YES } },
    { "of equal ones the earlier", { { ANSWER_YES, 20, 20 }, { ANSWER_YES, 20, 20 } }, { OUTCOME_YES, OUTCOME_NO } },
    { "the only one", { { ANSWER_NO, 0, 0 }, { ANSWER_YES, 20, 20 } }, { OUTCOME_NO, OUTCOME_YES } },
    { "an undecided one that is lower is out",
      { { ANSWER_UNKNOWN, 20, 20 }, { ANSWER_YES, 30, 30 } },
      { OUTCOME_NO, OUTCOME_YES } },
    { "an undecided one that is higher leaves both open",
      { { ANSWER_UNKNOWN, 30, 30 }, { ANSWER_YES, 20, 20 } },
      { OUTCOME_PENDING, OUTCOME_PENDING } },
    { "an undecided one, equal and earlier",
      { { ANSWER_UNKNOWN, 20, 20 }, { ANSWER_YES, 20, 20 } },
      { OUTCOME_PENDING, OUTCOME_PENDING } },
    { "an undecided one, equal and later", { { ANSWER_YES, 20, 20 }, { ANSWER_UNKNOWN, 20, 20 } }, { OUTCOME_YES, OUTCOME_NO } },
    { "both undecided", { { ANSWER_UNKNOWN, 20, 20 }, { ANSWER_UNKNOWN, 30, 30 } }, { OUTCOME_PENDING, OUTCOME_PENDING } },
    { "an open amount that is higher all the same",
      { { ANSWER_YES, 31, 40 }, { ANSWER_YES, 30, 30 } },
      { OUTCOME_PENDING, OUTCOME_NO } },
    { "an open amount that may be lower",
      { { ANSWER_YES, 29, 40 }, { ANSWER_YES, 30, 30 } },
      { OUTCOME_PENDING, OUTCOME_PENDING } },
    { "an open amount, at most equal and later",
      { { ANSWER_YES, 30, 30 }, { ANSWER_YES, 10, 30 } },
      { OUTCOME_YES, OUTCOME_NO } },
    { "an open amount, at least equal and earlier",
      { { ANSWER_YES, 30, 50 }, { ANSWER_YES, 30, 30 } },
      { OUTCOME_PENDING, OUTCOME_NO } },
    { "an open amount without an end", { { ANSWER_YES, 0, -1 }, { ANSWER_YES, 30, 30 } }, { OUTCOME_PENDING, OUTCOME_PENDING } },
    { "nothing at most does not keep out",
      { { ANSWER_YES, 0, 5 }, { ANSWER_UNKNOWN, 0, 0 } },
      { OUTCOME_PENDING, OUTCOME_PENDING } },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct candidates candidates = { .count = 0 };
    for (int k = 0; k < 2; k++)
      contest_add(&candidates, PRICED, standing(cases[i].given[k].answer, PRICED, cases[i].given[k].low, cases[i].given[k].high));
    rule_exclusive(
        &(struct object_input){ .measures = candidates.planned, .verdicts = candidates.after, .count = 2, .arena = &steps });
    for (int k = 0; k < 2; k++)
      cr_expect_eq(candidates.after[k].outcome, cases[i].outcome[k], "%s: measure %d is %d", cases[i].name, k,
                   candidates.after[k].outcome);
  }
}

Test(evaluate_choice, what_is_left_open_keeps_its_range)
{
  struct candidates candidates = { .count = 0 };
  contest_add(&candidates, PRICED, standing(ANSWER_UNKNOWN, PRICED, 30, 30));
  contest_add(&candidates, PRICED, standing(ANSWER_YES, PRICED, 20, 20));
  rule_exclusive(
      &(struct object_input){ .measures = candidates.planned, .verdicts = candidates.after, .count = 2, .arena = &steps });
  cr_expect(!candidates.after[1].has_amount && candidates.after[1].has_high && candidates.after[1].low == 0 &&
            candidates.after[1].high == 20);
  cr_expect(candidates.after[0].has_high && candidates.after[0].high == 30);
}

/* What the authority decided stands, and what it granted keeps the others out; what it refused is out of the question. */
Test(evaluate_choice, decided_by_hand)
{
  static const struct {
    const char *name;
    struct decision decision;
    enum outcome outcome[2]; /* of the one decided, and of the other, which is certain of 30 */
  } cases[] = {
    { "granted less by hand", { .outcome = OUTCOME_YES, .has_amount = true, .amount = 20 }, { OUTCOME_YES, OUTCOME_NO } },
    { "granted without an amount", { .outcome = OUTCOME_YES }, { OUTCOME_YES, OUTCOME_NO } },
    { "refused by hand", { .outcome = OUTCOME_NO }, { OUTCOME_NO, OUTCOME_YES } },
    { "left open by hand", { .outcome = OUTCOME_PENDING }, { OUTCOME_PENDING, OUTCOME_PENDING } },
    { "left open by hand, but at most 10",
      { .outcome = OUTCOME_PENDING, .has_amount = true, .amount = 10 },
      { OUTCOME_PENDING, OUTCOME_YES } },
  };
  for (size_t i = 0; i < COUNT(cases); i++)
    for (int first = 0; first < 2; first++) {
      struct candidates candidates = { .count = 0 };
      for (int k = 0; k < 2; k++) contest_add(&candidates, PRICED, standing(ANSWER_YES, PRICED, 30, 30));
      verdict_decide(&candidates.after[first], &cases[i].decision);
      rule_exclusive(
          &(struct object_input){ .measures = candidates.planned, .verdicts = candidates.after, .count = 2, .arena = &steps });
      cr_expect_eq(candidates.after[first].outcome, cases[i].outcome[0], "%s: %d", cases[i].name,
                   candidates.after[first].outcome);
      cr_expect_eq(candidates.after[!first].outcome, cases[i].outcome[1], "%s: the other is %d", cases[i].name,
                   candidates.after[!first].outcome);
    }
}

Test(evaluate_choice, only_measures_of_one_relation_meet)
{
  struct candidates one = { .count = 0 }, two = { .count = 0 };
  for (int k = 0; k < 2; k++)
    contest_add(&one, PRICED, standing(ANSWER_YES, PRICED, 10 + k, 10 + k)),
        contest_add(&two, PRICED, standing(ANSWER_YES, PRICED, 30 + k, 30 + k));
  struct measure alone = { .id = "X" };
  struct planned planned[] = {
    one.planned[0], two.planned[0], { .measure = &alone, .amount = 1 }, two.planned[1], one.planned[1]
  };
  struct verdict verdicts[] = { one.before[0], two.before[0], standing(ANSWER_YES, PRICED, 99, 99), two.before[1],
                                one.before[1] };
  static const enum outcome outcomes[] = { OUTCOME_NO, OUTCOME_NO, OUTCOME_YES, OUTCOME_YES, OUTCOME_YES };
  rule_exclusive(&(struct object_input){ .measures = planned, .verdicts = verdicts, .count = COUNT(planned), .arena = &steps });
  for (size_t i = 0; i < COUNT(planned); i++)
    cr_expect_eq(verdicts[i].outcome, outcomes[i], "measure %zu: %d", i, verdicts[i].outcome);
  cr_expect_eq(verdict_step(&verdicts[0], RULE_EXCLUSIVE)->cause, &one.measures[1]);
}

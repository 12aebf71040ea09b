/* Joint limits against a second evaluator, which cuts every completion of what is unknown by itself: what is certain is what all
 * of them give, what is open holds them, and so does the sum. */
#include <criterion/criterion.h>

#include "../chance.h"
#include "evaluate/rule.h"

enum { MOST = 4, TOP = 9 };

static struct arena steps;

struct limited {
  struct measure measures[MOST];
  struct measure *members[MOST];
  const char *ids[MOST];
  struct exclusive_group choice;
  struct joint_limit limit;
  struct planned planned[MOST];
  struct verdict before[MOST], after[MOST];
  struct planned_limit planned_limit;
  uint32_t numbers[MOST];
  size_t count;
  int64_t least, most; /* of the limit; `most` -1: nobody knows */
};

static struct verdict verdict_of(int64_t low, int64_t high, bool holds)
{
  struct verdict verdict = {
    .outcome = OUTCOME_PENDING, .answer = holds ? ANSWER_YES : ANSWER_UNKNOWN, .low = low, .high = high
  };
  verdict.has_high = high >= 0;
  verdict.amount = low;
  if (!verdict.has_high) verdict.high = 0;
  if (!holds) verdict.low = 0;
  if (holds && low == high) verdict.outcome = OUTCOME_YES, verdict.has_amount = true;
  return verdict;
}

/* A node worth `least` to `most`: the smaller of `most` and the larger of `least` and what nobody knows. */
static const struct node *worth(struct arena *arena, int64_t least, int64_t most)
{
  struct node *nodes = arena_array(arena, 5, sizeof *nodes);
  const struct node **operands = arena_array(arena, 4, sizeof *operands);
  nodes[0] = (struct node){ .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = ratio_whole(least) };
  nodes[1] = (struct node){ .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = ratio_whole(most) };
  nodes[2] = (struct node){ .op = NODE_UNSET, .type = TYPE_MONEY, .number = { 0, 1 } };
  operands[0] = &nodes[0], operands[1] = &nodes[2];
  nodes[3] =
      (struct node){ .op = NODE_LARGEST, .type = TYPE_MONEY, .number = { 0, 1 }, .operands = operands, .operand_count = 2 };
  operands[2] = &nodes[1], operands[3] = &nodes[3];
  nodes[4] =
      (struct node){ .op = NODE_SMALLEST, .type = TYPE_MONEY, .number = { 0, 1 }, .operands = operands + 2, .operand_count = 2 };
  return least == most ? &nodes[0] : most < 0 ? &nodes[3] : &nodes[4];
}

static void draw_limited(struct limited *limited, bool certain)
{
  static const char *const ids[MOST] = { "A", "B", "C", "D" };
  *limited = (struct limited){ .count = 1 + draw(MOST) };
  bool choose = !certain && limited->count > 2 && draw(3) == 0;
  for (size_t i = 0; i < limited->count; i++) {
    int64_t low = 1 + (int64_t)draw(TOP), high = certain || draw(2) ? low : low + (int64_t)draw(3);
    bool holds = certain || draw(3), rival = choose && i < 2;
    if (!certain && !draw(12)) high = -1;
    limited->ids[i] = ids[i];
    limited->measures[i] = (struct measure){ .id = ids[i], .name = ids[i], .kind = MEASURE_AWARD, .index = i };
    limited->members[i] = &limited->measures[i];
    limited->numbers[i] = (uint32_t)i;
    limited->planned[i] =
        (struct planned){ .measure = &limited->measures[i], .amount = 1, .exclusive_group = rival ? &limited->choice : NULL };
    limited->before[i] = limited->after[i] = rival ? verdict_of(0, low, false) : verdict_of(low, high, holds);
  }
  limited->least = (int64_t)draw(3 * TOP) - 2;
  limited->most = certain || draw(2) ? limited->least : draw(5) ? limited->least + 1 + (int64_t)draw(4) : -1;
  const struct node *most = worth(&steps, limited->least, limited->most);
  limited->limit = (struct joint_limit){ .id = "T", .name = "T", .members = limited->members, .count = limited->count };
  limited->limit.asked = (struct measure_set){ limited->ids, NULL, limited->count };
  limited->limit.in_order = draw(2);
  limited->limit.most = most;
  limited->planned_limit =
      (struct planned_limit){ .limit = &limited->limit, .most = most, .members = limited->numbers, .count = limited->count };
}

static void apply(struct limited *limited)
{
  const struct row_context subject = { .row = 0 };
  rule_joint_limit(&(struct object_input){ .measures = limited->planned,
                                           .verdicts = limited->after,
                                           .count = limited->count,
                                           .limits = &limited->planned_limit,
                                           .limit_count = 1,
                                           .subject = &subject,
                                           .code = slice_of("C"),
                                           .year = 2024,
                                           .arena = &steps });
}

/* The plain evaluator: floors, then a fen at a time to the largest remainder. */
static void cut_plainly(const struct limited *limited, const int64_t *own, int64_t limit, int64_t *paid)
{
  int64_t sum = 0, left = limit > 0 ? limit : 0, given = 0, rest[MOST];
  for (size_t i = 0; i < limited->count; i++) sum += own[i];
  for (size_t i = 0; i < limited->count; i++) {
    paid[i] = own[i] < left ? own[i] : left;
    if (limited->limit.in_order) left -= paid[i];
  }
  if (limited->limit.in_order) return;
  for (size_t i = 0; i < limited->count; i++) {
    paid[i] = sum <= left ? own[i] : own[i] * left / sum;
    rest[i] = sum <= left ? 0 : own[i] * left % sum;
    given += paid[i];
  }
  for (; sum > left && given < left; given++) {
    size_t best = 0;
    for (size_t i = 1; i < limited->count; i++)
      if (rest[i] > rest[best]) best = i;
    paid[best]++, rest[best] = -1;
  }
}

/* Every completion of what is unknown. */
struct completions {
  struct limited *limited;
  int64_t own[MOST], low[MOST], high[MOST], least, most;
  size_t total;
};

static void complete_limit(struct completions *completions, int64_t limit)
{
  int64_t paid[MOST], sum = 0;
  cut_plainly(completions->limited, completions->own, limit, paid);
  for (size_t i = 0; i < completions->limited->count; i++) {
    sum += paid[i];
    if (!completions->total || paid[i] < completions->low[i]) completions->low[i] = paid[i];
    if (!completions->total || paid[i] > completions->high[i]) completions->high[i] = paid[i];
  }
  if (!completions->total || sum < completions->least) completions->least = sum;
  if (!completions->total || sum > completions->most) completions->most = sum;
  completions->total++;
}

static void complete(struct completions *completions, size_t at)
{
  struct limited *limited = completions->limited;
  if (at == limited->count) {
    int64_t end = limited->most < 0 && limited->least != limited->most ? limited->least + 40 : limited->most;
    for (int64_t limit = limited->least; limit <= end; limit++) complete_limit(completions, limit);
    return;
  }
  const struct verdict *verdict = &limited->before[at];
  bool rival = limited->planned[at].exclusive_group, taken = rival && at == 1 && completions->own[0];
  int64_t high = verdict->has_high || verdict->has_amount ? verdict->high : verdict->amount + 6;
  if (verdict->answer != ANSWER_YES) completions->own[at] = 0, complete(completions, at + 1);
  for (int64_t fen = rival ? high : verdict->amount; fen <= high && !taken; fen++)
    completions->own[at] = fen, complete(completions, at + 1);
}

static const struct joint_sum *sum_of(const struct limited *limited)
{
  for (size_t i = 0; i < limited->count; i++)
    if (verdict_step(&limited->after[i], RULE_JOINT_LIMIT)) return verdict_step(&limited->after[i], RULE_JOINT_LIMIT)->joint;
  return NULL;
}

Test(evaluate_joint_limit, to_the_fen_where_all_is_known)
{
  for (int round = 0; round < 200000; round++) {
    struct limited limited;
    int64_t own[MOST], paid[MOST];
    draw_limited(&limited, true);
    for (size_t i = 0; i < limited.count; i++) own[i] = limited.before[i].amount;
    apply(&limited);
    cut_plainly(&limited, own, limited.least, paid);
    for (size_t i = 0; i < limited.count; i++) {
      const struct verdict *verdict = &limited.after[i];
      cr_assert_eq(verdict->outcome, paid[i] ? OUTCOME_YES : OUTCOME_NO, "round %d, member %zu", round, i);
      cr_assert(!paid[i] || (verdict->has_amount && verdict->amount == paid[i]), "round %d, member %zu: %lld, not %lld", round, i,
                (long long)verdict->amount, (long long)paid[i]);
    }
    arena_free(&steps);
  }
}

Test(evaluate_joint_limit, holds_whatever_the_unknown_turns_out_to_be)
{
  size_t open = 0, certain = 0;
  for (int round = 0; round < 40000; round++) {
    struct limited limited;
    draw_limited(&limited, false);
    apply(&limited);
    struct completions completions = { .limited = &limited };
    complete(&completions, 0);
    for (size_t i = 0; i < limited.count; i++) {
      const struct verdict *verdict = &limited.after[i];
      int64_t low = completions.low[i], high = completions.high[i];
      if (verdict->outcome == OUTCOME_NO) cr_assert_eq(high, 0, "round %d, member %zu is no", round, i);
      if (verdict->outcome == OUTCOME_YES)
        cr_assert(low == high && verdict->amount == low, "round %d, member %zu is %lld, may be %lld to %lld", round, i,
                  (long long)verdict->amount, (long long)low, (long long)high);
      if (verdict->outcome == OUTCOME_PENDING)
        cr_assert(verdict->low <= low && (!verdict->has_high || verdict->high >= high),
                  "round %d, member %zu is %lld to %lld, may be %lld to %lld", round, i, (long long)verdict->low,
                  (long long)verdict->high, (long long)low, (long long)high);
      open += verdict->outcome == OUTCOME_PENDING, certain += verdict->outcome == OUTCOME_YES;
    }
    const struct joint_sum *sum = sum_of(&limited);
    cr_assert(!sum || (sum->least <= completions.least && sum->most >= completions.most),
              "round %d: together %lld to %lld, may be %lld to %lld", round, (long long)(sum ? sum->least : 0),
              (long long)(sum ? sum->most : 0), (long long)completions.least, (long long)completions.most);
    arena_free(&steps);
  }
  cr_expect(open > 5000 && certain > 5000, "%zu open, %zu certain", open, certain);
}

Test(evaluate_joint_limit, the_first_in_order_is_certain_whatever_follows)
{
  struct limited limited = { .count = 2 };
  draw_limited(&limited, true);
  limited.count = limited.limit.count = limited.planned_limit.count = 2;
  for (size_t i = 0; i < 2; i++) {
    limited.measures[i] = (struct measure){ .id = "A", .name = "A" };
    limited.planned[i] = (struct planned){ .measure = &limited.measures[i], .amount = 1 };
    limited.numbers[i] = (uint32_t)i;
  }
  limited.limit.in_order = true;
  limited.planned_limit.most = worth(&steps, 10, 10);
  limited.after[0] = verdict_of(8, 8, true);
  limited.after[1] = verdict_of(5, 5, false);
  apply(&limited);
  cr_expect(limited.after[0].outcome == OUTCOME_YES && limited.after[0].amount == 8);
  cr_expect(limited.after[1].outcome == OUTCOME_PENDING && limited.after[1].low == 0 && limited.after[1].high == 2);
  limited.limit.in_order = false;
  limited.after[0] = verdict_of(8, 8, true);
  limited.after[1] = verdict_of(5, 5, false);
  apply(&limited);
  cr_expect(limited.after[0].outcome == OUTCOME_PENDING && limited.after[0].low == 6 && limited.after[0].high == 8);
  arena_free(&steps);
}

Test(evaluate_joint_limit, what_was_decided_by_hand_counts_and_is_not_cut)
{
  struct limited limited;
  do draw_limited(&limited, true);
  while (limited.count != 3);
  limited.limit.in_order = false;
  limited.planned_limit.most = worth(&steps, 100, 100);
  for (size_t i = 0; i < 3; i++) limited.after[i] = verdict_of(60, 60, true);
  limited.after[1].by_hand = true;
  apply(&limited);
  cr_expect_eq(limited.after[0].amount, 20);
  cr_expect_eq(limited.after[1].amount, 60);
  cr_expect_eq(limited.after[2].amount, 20);
  arena_free(&steps);
}

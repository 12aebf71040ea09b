/* What one object gets: amount, rounding, cap, once, exclusive group, in this order; decisions by hand. The budget is in
 * envelope_test.c, exclusive group against every completion of what is unknown in choice_test.c. */
#include "evaluate/rule_budget.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* A measure whose amount (slot 1) and cap (slot 2) come from outside, known or as a range. */
enum { CONDITION, AMOUNT, CAP, SLOTS };

struct prompt_result {
  enum state state;
  bool has_low, has_high;
  struct ratio low, high;
};

static const struct aggregate amount_aggregate, cap_aggregate;
static const struct field yesno = { .name = "规上", .kind = FIELD_YESNO };
static const struct node yesno_node = { .op = NODE_FIELD, .type = TYPE_TRUTH, .number = { 0, 1 }, .field = &yesno };
static const struct node *const asked[] = { &yesno_node };
static const struct node condition_node = {
  .op = NODE_IS_TRUE, .type = TYPE_TRUTH, .number = { 0, 1 }, .operands = asked, .operand_count = 1
};
static const struct node amount_node = {
  .op = NODE_AGGREGATE, .type = TYPE_MONEY, .number = { 0, 1 }, .aggregate = &amount_aggregate
};
static const struct node cap_node = { .op = NODE_AGGREGATE, .type = TYPE_MONEY, .number = { 0, 1 }, .aggregate = &cap_aggregate };

struct data {
  enum answer answer;
  struct prompt_result amount, cap;
};

static void no_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct data *data = subject->context;
  (void)table, (void)field;
  *out = (struct cell){ .state = data->answer == ANSWER_UNKNOWN ? STATE_UNKNOWN : STATE_KNOWN,
                        .num = data->answer == ANSWER_YES,
                        .den = 1 };
}

static struct value given_value(const struct row_context *subject, const struct node *node)
{
  const struct data *data = subject->context;
  const struct prompt_result *given = node->aggregate == &amount_aggregate ? &data->amount : &data->cap;
  return (struct value){
    .state = given->state, .has_low = given->has_low, .has_high = given->has_high, .low = given->low, .high = given->high
  };
}

#define KNOWN(number)                                                                                                            \
  {                                                                                                                              \
    STATE_KNOWN, true, true, { number, 1 },                                                                                      \
    {                                                                                                                            \
      number, 1                                                                                                                  \
    }                                                                                                                            \
  }
#define THIRD(number)                                                                                                            \
  {                                                                                                                              \
    STATE_KNOWN, true, true, { number, 3 },                                                                                      \
    {                                                                                                                            \
      number, 3                                                                                                                  \
    }                                                                                                                            \
  }
#define RANGE(low, high)                                                                                                         \
  {                                                                                                                              \
    STATE_UNKNOWN, true, true, { low, 1 },                                                                                       \
    {                                                                                                                            \
      high, 1                                                                                                                    \
    }                                                                                                                            \
  }
#define FROM(low)                                                                                                                \
  {                                                                                                                              \
    STATE_UNKNOWN, true, false, { low, 1 },                                                                                      \
    {                                                                                                                            \
      0, 1                                                                                                                       \
    }                                                                                                                            \
  }
#define UP_TO(high)                                                                                                              \
  {                                                                                                                              \
    STATE_UNKNOWN, false, true, { 0, 1 },                                                                                        \
    {                                                                                                                            \
      high, 1                                                                                                                    \
    }                                                                                                                            \
  }
#define OPEN                                                                                                                     \
  {                                                                                                                              \
    STATE_UNKNOWN, false, false, { 0, 1 },                                                                                       \
    {                                                                                                                            \
      0, 1                                                                                                                       \
    }                                                                                                                            \
  }
#define NEVER                                                                                                                    \
  {                                                                                                                              \
    STATE_NOT_OCCURRED, false, false, { 0, 1 },                                                                                  \
    {                                                                                                                            \
      0, 1                                                                                                                       \
    }                                                                                                                            \
  }
#define OVERFLOWED                                                                                                               \
  {                                                                                                                              \
    STATE_OVERFLOW, false, false, { 0, 1 },                                                                                      \
    {                                                                                                                            \
      0, 1                                                                                                                       \
    }                                                                                                                            \
  }
#define NONE                                                                                                                     \
  {                                                                                                                              \
    STATE_KNOWN, false, false, { 0, 0 },                                                                                         \
    {                                                                                                                            \
      0, 0                                                                                                                       \
    }                                                                                                                            \
  }

static bool given_none(const struct prompt_result *given)
{
  return given->low.den == 0;
}

static struct arena steps;

static struct verdict reach(const struct data *data, int64_t unit, enum rounding rounding, bool once,
                            const struct history *history)
{
  static int64_t num[SLOTS], den[SLOTS];
  static uint8_t state[SLOTS], answer;
  struct slot slots[SLOTS] = { 0 };
  struct measure measure = { .id = "T-1",
                             .condition = &condition_node,
                             .amount = &amount_node,
                             .cap = &cap_node,
                             .round_unit = unit,
                             .rounding = rounding,
                             .once = once };
  struct planned planned = {
    .measure = &measure, .condition = CONDITION, .amount = AMOUNT, .cap = CAP, .rules = once ? 1u << RULE_ONCE : 0
  };
  const struct prompt_result *givens[SLOTS] = { NULL, &data->amount, &data->cap };
  if (given_none(&data->amount)) planned.amount = NO_SLOT;
  if (given_none(&data->cap)) planned.cap = NO_SLOT;
  for (int i = AMOUNT; i < SLOTS; i++) {
    num[i] = givens[i]->low.num, den[i] = givens[i]->low.den, state[i] = (uint8_t)givens[i]->state;
    slots[i].column = (struct column){ .num = &num[i], .den = &den[i], .state = &state[i] };
  }
  answer = (uint8_t)data->answer;
  slots[CONDITION].answer = &answer;
  struct row_context subject = { .cell = no_cell, .aggregate = given_value, .context = data, .slots = slots };
  struct verdict verdict;
  struct rule_input input = {
    .planned = &planned, .subject = &subject, .code = SLICE("91"), .year = 2023, .history = history, .arena = &steps
  };
  verdict_compute(&input, &verdict);
  return verdict;
}

Test(evaluate_verdict, amounts_and_caps)
{
  static const struct {
    const char *name;
    struct data data;
    enum outcome outcome;
    int64_t amount, high; /* of a pending one the range, high -1: no upper end */
    bool capped;
  } cases[] = {
    { "no", { ANSWER_NO, KNOWN(100), NONE }, OUTCOME_NO, 0, 0, false },
    { "yes", { ANSWER_YES, KNOWN(100), NONE }, OUTCOME_YES, 100, 100, false },
    { "without an amount", { ANSWER_YES, NONE, NONE }, OUTCOME_YES, 0, 0, false },
    { "unknown without an amount", { ANSWER_UNKNOWN, NONE, NONE }, OUTCOME_PENDING, 0, -1, false },
    { "an unknown condition", { ANSWER_UNKNOWN, KNOWN(100), NONE }, OUTCOME_PENDING, 0, 100, false },
    { "below the cap", { ANSWER_YES, KNOWN(100), KNOWN(101) }, OUTCOME_YES, 100, 100, false },
    { "at the cap", { ANSWER_YES, KNOWN(100), KNOWN(100) }, OUTCOME_YES, 100, 100, false },
    { "above the cap", { ANSWER_YES, KNOWN(100), KNOWN(60) }, OUTCOME_YES, 60, 60, true },
    { "a cap between two fen", { ANSWER_YES, KNOWN(100), THIRD(200) }, OUTCOME_YES, 66, 66, true },
    { "a range", { ANSWER_YES, RANGE(50, 80), NONE }, OUTCOME_PENDING, 50, 80, false },
    { "a range that the cap ends", { ANSWER_YES, RANGE(50, 80), KNOWN(60) }, OUTCOME_PENDING, 50, 60, false },
    { "a range above the cap is certain", { ANSWER_YES, RANGE(70, 80), KNOWN(60) }, OUTCOME_YES, 60, 60, true },
    { "at least the cap is certain", { ANSWER_YES, FROM(60), KNOWN(60) }, OUTCOME_YES, 60, 60, false },
    { "an amount that nobody knows, capped", { ANSWER_YES, OPEN, KNOWN(60) }, OUTCOME_PENDING, 0, 60, false },
    { "at least something", { ANSWER_YES, FROM(60), NONE }, OUTCOME_PENDING, 60, -1, false },
    { "at most something", { ANSWER_YES, UP_TO(60), NONE }, OUTCOME_PENDING, 0, 60, false },
    { "a cap that nobody knows", { ANSWER_YES, KNOWN(100), OPEN }, OUTCOME_PENDING, 0, 100, false },
    { "a cap of at least more", { ANSWER_YES, KNOWN(100), FROM(100) }, OUTCOME_YES, 100, 100, false },
    { "a cap of at least less", { ANSWER_YES, KNOWN(100), FROM(40) }, OUTCOME_PENDING, 40, 100, false },
    { "a cap of at most less", { ANSWER_YES, KNOWN(100), UP_TO(40) }, OUTCOME_PENDING, 0, 40, false },
    { "a cap between", { ANSWER_YES, RANGE(50, 80), RANGE(40, 60) }, OUTCOME_PENDING, 40, 60, false },
    { "a negative amount is nothing", { ANSWER_YES, KNOWN(-5), NONE }, OUTCOME_NO, 0, 0, false },
    { "nothing", { ANSWER_YES, KNOWN(0), NONE }, OUTCOME_NO, 0, 0, false },
    { "a cap below nothing", { ANSWER_YES, KNOWN(100), KNOWN(-5) }, OUTCOME_NO, 0, 0, true },
    { "nothing, whatever the condition", { ANSWER_UNKNOWN, KNOWN(0), NONE }, OUTCOME_NO, 0, 0, false },
    { "an amount of an event that never happened", { ANSWER_YES, NEVER, NONE }, OUTCOME_NO, 0, 0, false },
    { "a cap of an event that never happened", { ANSWER_YES, KNOWN(100), NEVER }, OUTCOME_NO, 0, 0, false },
    { "an amount that does not fit", { ANSWER_YES, OVERFLOWED, NONE }, OUTCOME_PENDING, 0, -1, false },
    { "an amount that does not fit, capped", { ANSWER_YES, OVERFLOWED, KNOWN(60) }, OUTCOME_PENDING, 0, 60, false },
    { "a cap that does not fit", { ANSWER_YES, KNOWN(100), OVERFLOWED }, OUTCOME_PENDING, 0, 100, false },
    { "half a fen is rounded away from nothing",
      { ANSWER_YES, { STATE_KNOWN, true, true, { 201, 2 }, { 201, 2 } }, NONE },
      OUTCOME_YES,
      101,
      101,
      false },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct verdict verdict = reach(&cases[i].data, 1, ROUND_HALF_AWAY, false, NULL);
    const char *name = cases[i].name;
    cr_expect_eq(verdict.outcome, cases[i].outcome, "%s: outcome %d", name, verdict.outcome);
    cr_expect_eq(verdict.answer, cases[i].data.answer, "%s", name);
    bool overflows = cases[i].data.amount.state == STATE_OVERFLOW || cases[i].data.cap.state == STATE_OVERFLOW;
    cr_expect_eq(verdict.overflowed, overflows, "%s", name);
    if (verdict.outcome == OUTCOME_NO) continue;
    cr_expect_eq(verdict.capped, cases[i].capped, "%s", name);
    if (given_none(&cases[i].data.amount)) continue;
    cr_expect_eq(verdict.low, cases[i].amount, "%s: from %lld", name, (long long)verdict.low);
    cr_expect_eq(verdict.has_high ? verdict.high : -1, cases[i].high, "%s: to %lld", name, (long long)verdict.high);
    cr_expect_eq(verdict.has_amount, verdict.outcome == OUTCOME_YES, "%s", name);
    if (verdict.has_amount) cr_expect_eq(verdict.amount, cases[i].amount, "%s: %lld", name, (long long)verdict.amount);
  }
}

Test(evaluate_verdict, rounded_once_before_the_cap)
{
  static const struct {
    int64_t thirds, unit;
    enum rounding rounding;
    struct prompt_result cap;
    int64_t amount, before_cap;
  } cases[] = {
    { 1000000, 1, ROUND_HALF_AWAY, NONE, 333333, 0 },
    { 1000000, 100, ROUND_HALF_AWAY, NONE, 333300, 0 },
    { 1000000, 100, ROUND_UP, NONE, 333400, 0 },
    { 1000000, 10000, ROUND_DOWN, NONE, 330000, 0 },
    { 1000000, 1000000, ROUND_HALF_AWAY, NONE, 0, 0 },
    { 1500000, 1000000, ROUND_HALF_AWAY, NONE, 1000000, 0 },
    { 1000000, 100, ROUND_UP, KNOWN(333350), 333350, 333400 },
    { 1000000, 100, ROUND_UP, KNOWN(400000), 333400, 333400 },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct data data = { ANSWER_YES, { STATE_KNOWN, true, true, { cases[i].thirds, 3 }, { cases[i].thirds, 3 } }, cases[i].cap };
    struct verdict verdict = reach(&data, cases[i].unit, cases[i].rounding, false, NULL);
    cr_expect_eq(verdict.amount, cases[i].amount, "row %zu: %lld", i, (long long)verdict.amount);
    cr_expect_eq(verdict.before_cap, cases[i].before_cap, "row %zu: %lld before the cap", i, (long long)verdict.before_cap);
    cr_expect_eq(verdict.nothing, cases[i].amount == 0, "row %zu", i);
  }
}

Test(evaluate_verdict, once)
{
  static const struct data yes = { ANSWER_YES, KNOWN(100), NONE }, maybe = { ANSWER_UNKNOWN, KNOWN(100), NONE },
                           no = { ANSWER_NO, KNOWN(100), NONE };
  static const struct {
    const char *name, *measure, *code;
    int year;
    const struct data *data;
    bool once;
    enum outcome outcome;
    int granted;
  } cases[] = {
    { "granted before", "T-1", "91", 2022, &yes, true, OUTCOME_NO, 2022 },
    { "granted long before", "T-1", "91", 1999, &yes, true, OUTCOME_NO, 1999 },
    { "of an undecided one, too", "T-1", "91", 2022, &maybe, true, OUTCOME_NO, 2022 },
    { "what is no anyway is not blamed on it", "T-1", "91", 2022, &no, true, OUTCOME_NO, 0 },
    { "not a measure for once", "T-1", "91", 2022, &yes, false, OUTCOME_YES, 0 },
    { "the same year does not block its own re-run", "T-1", "91", 2023, &yes, true, OUTCOME_YES, 0 },
    { "a later year", "T-1", "91", 2024, &yes, true, OUTCOME_YES, 0 },
    { "another measure", "T-11", "91", 2022, &yes, true, OUTCOME_YES, 0 },
    { "another company", "T-1", "911", 2022, &yes, true, OUTCOME_YES, 0 },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct history *history = history_new();
    history_add(history,
                &(struct history_row){ .measure = slice_of(cases[i].measure), .year = cases[i].year, .outcome = OUTCOME_YES },
                slice_of(cases[i].code));
    struct verdict verdict = reach(cases[i].data, 1, ROUND_HALF_AWAY, cases[i].once, history);
    cr_expect_eq(verdict.outcome, cases[i].outcome, "%s", cases[i].name);
    const struct rule_step *step = verdict_step(&verdict, RULE_ONCE);
    cr_expect_eq(step ? step->year : 0, cases[i].granted, "%s: %d", cases[i].name, step ? step->year : 0);
    history_free(history);
  }
}

Test(evaluate_verdict, decided_by_hand)
{
  static const struct {
    struct decision decision;
    enum answer answer;
  } cases[] = {
    { { .outcome = OUTCOME_YES, .has_amount = true, .amount = 700, .ground = { "会议纪要", 12 } }, ANSWER_YES },
    { { .outcome = OUTCOME_YES }, ANSWER_YES },
    { { .outcome = OUTCOME_NO, .ground = { "核查", 6 } }, ANSWER_NO },
    { { .outcome = OUTCOME_PENDING }, ANSWER_UNKNOWN },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    const struct decision *decision = &cases[i].decision;
    struct verdict verdict = { .outcome = OUTCOME_YES, .has_amount = true, .amount = 5, .capped = true, .overflowed = true };
    verdict_add_step(&steps, &verdict, RULE_ONCE, STEP_REFUSES);
    verdict_decide(&verdict, decision);
    cr_expect(verdict.outcome == decision->outcome && verdict.answer == cases[i].answer && verdict.by_hand, "row %zu", i);
    cr_expect(verdict.has_amount == decision->has_amount && verdict.amount == decision->amount, "row %zu", i);
    cr_expect(slice_equal(verdict.ground, decision->ground) && !verdict.capped && !verdict.steps && !verdict.overflowed,
              "row %zu", i);
  }
}

Test(evaluate_verdict, share_of_an_envelope)
{
  static const struct {
    const char *name;
    struct verdict before;
    bool shared;
    int64_t share, budget;
    enum outcome outcome;
    int64_t low, high;
    bool reduced;
  } cases[] = {
    { "all of it", { .outcome = OUTCOME_YES, .has_amount = true, .amount = 90 }, true, 90, 1000, OUTCOME_YES, 90, 90, false },
    { "reduced", { .outcome = OUTCOME_YES, .has_amount = true, .amount = 90 }, true, 60, 1000, OUTCOME_YES, 60, 60, true },
    { "reduced to nothing", { .outcome = OUTCOME_YES, .has_amount = true, .amount = 90 }, true, 0, 0, OUTCOME_NO, 0, 0, true },
    { "certain, but of no known share",
      { .outcome = OUTCOME_YES, .has_amount = true, .amount = 90 },
      false,
      0,
      1000,
      OUTCOME_PENDING,
      0,
      90,
      true },
    { "of no known share, more than there is",
      { .outcome = OUTCOME_YES, .has_amount = true, .amount = 90 },
      false,
      0,
      50,
      OUTCOME_PENDING,
      0,
      50,
      true },
    { "open",
      { .outcome = OUTCOME_PENDING, .low = 40, .high = 90, .has_high = true },
      false,
      0,
      1000,
      OUTCOME_PENDING,
      0,
      90,
      false },
    { "open without an end", { .outcome = OUTCOME_PENDING, .low = 40 }, false, 0, 1000, OUTCOME_PENDING, 0, 1000, false },
    { "open, more than there is",
      { .outcome = OUTCOME_PENDING, .low = 40, .high = 90, .has_high = true },
      false,
      0,
      50,
      OUTCOME_PENDING,
      0,
      50,
      false },
    { "no", { .outcome = OUTCOME_NO }, false, 0, 1000, OUTCOME_NO, 0, 0, false },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct verdict verdict = cases[i].before;
    verdict_share(&steps, &verdict,
                  &(struct allotment){
                      .known = cases[i].shared, .least = cases[i].share, .most = cases[i].share, .volume = cases[i].budget });
    const struct rule_step *step = verdict_step(&verdict, RULE_BUDGET);
    cr_expect_eq(verdict.outcome, cases[i].outcome, "%s", cases[i].name);
    cr_expect(verdict.low == cases[i].low && verdict.high == cases[i].high, "%s: %lld to %lld", cases[i].name,
              (long long)verdict.low, (long long)verdict.high);
    cr_expect_eq(step != NULL, cases[i].reduced, "%s", cases[i].name);
    cr_expect_eq(verdict.has_amount, cases[i].outcome == OUTCOME_YES, "%s", cases[i].name);
    if (cases[i].reduced) cr_expect(step && step->before == 90 && step->after == cases[i].high, "%s", cases[i].name);
  }
}

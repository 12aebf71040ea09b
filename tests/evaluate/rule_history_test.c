/* Rules that look into the history, against every completion of what it leaves open: what is certain must be so in each of them,
 * and a range must hold what each of them gives. The plain evaluator reckons with one complete history: sums and years, nothing
 * else. */
#include <criterion/criterion.h>

#include "../chance.h"
#include "evaluate/rule.h"

enum { ROWS = 4, YEARS = 4, NOW = 2024, AMOUNTS = 5 };

struct terms {
  bool tops_up, once;
  int64_t cumulative; /* -1: none */
  int times;
};

/* What a row can turn out to be. */
struct grant {
  bool granted;
  int year;
  int64_t amount;
};

/* In the order of CLAUSES: difference, cap over all years, years, once. 0: nothing. */
static int64_t plain(const struct terms *terms, int64_t amount, const struct grant *grants, size_t count)
{
  int64_t paid = 0;
  int years = 0;
  for (size_t i = 0; i < count; i++) {
    bool fresh = grants[i].granted;
    for (size_t k = 0; k < i; k++) fresh = fresh && !(grants[k].granted && grants[k].year == grants[i].year);
    if (grants[i].granted) paid += grants[i].amount;
    years += fresh;
  }
  if (terms->tops_up) amount -= paid;
  if (terms->cumulative >= 0 && amount > terms->cumulative - paid) amount = terms->cumulative - paid;
  if (terms->times && years >= terms->times) amount = 0;
  if (terms->once && years) amount = 0;
  return amount > 0 ? amount : 0;
}

static struct verdict reach(const struct terms *terms, int64_t amount, const struct history *history, struct arena *arena)
{
  static int64_t num[2];
  static uint8_t state[2], answer;
  static const char *const own[] = { "T-1" };
  static const struct node condition = { .op = NODE_ALL, .type = TYPE_TRUTH, .number = { 0, 1 } };
  struct node money = { .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = { amount, 1 } },
              limit = { .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = { terms->cumulative, 1 } };
  struct measure measure = { .id = "T-1", .condition = &condition, .amount = &money, .round_unit = 1, .once = terms->once };
  if (terms->tops_up) measure.top_up = (struct measure_set){ .ids = own, .count = 1 };
  if (terms->cumulative >= 0) measure.cumulative_cap = &limit;
  measure.times = terms->times;
  struct planned planned = {
    .measure = &measure, .condition = 0, .amount = 1, .cap = NO_SLOT, .cumulative_cap = terms->cumulative >= 0 ? 1 : NO_SLOT
  };
  for (enum rule rule = 0; rule < RULES; rule++)
    if (rule_is_stated(rule, &planned)) planned.rules |= 1u << rule;
  answer = ANSWER_YES, num[1] = amount, state[1] = STATE_KNOWN;
  struct slot slots[2] = { { .answer = &answer }, { .column = { .num = &num[1], .state = &state[1] } } };
  struct row_context subject = { .slots = slots };
  struct verdict verdict;
  struct rule_input input = {
    .planned = &planned, .subject = &subject, .code = SLICE("91"), .year = NOW, .history = history, .arena = arena
  };
  verdict_compute(&input, &verdict);
  return verdict;
}

enum form { PAID, REFUSED, PENDING, BLANK, UNREAD, FORMS };

static const int64_t possible[AMOUNTS] = { 0, 1, 2, 5, 40 };

/* Choice `at` of what the row can be; false when there are no more. */
static bool completion(enum form form, int year, int64_t amount, size_t at, struct grant *grant)
{
  *grant = (struct grant){ form == PAID, year, amount };
  if (form == PAID || form == REFUSED) return at == 0;
  bool refused_too = form == PENDING || form == UNREAD;
  if (refused_too && at == 0) return true;
  size_t k = at - refused_too, years = form == UNREAD ? YEARS : 1;
  grant->granted = true;
  grant->amount = possible[k % AMOUNTS];
  if (form == UNREAD) grant->year = NOW - 1 - (int)(k / AMOUNTS);
  return k < AMOUNTS * years;
}

struct drawn {
  enum form forms[ROWS];
  int years[ROWS];
  int64_t amounts[ROWS];
  size_t count;
};

struct seen {
  int64_t least, most;
};

static void complete(const struct drawn *drawn, const struct terms *terms, int64_t amount, struct grant *grants, size_t at,
                     struct seen *seen)
{
  if (at == drawn->count) {
    int64_t given = plain(terms, amount, grants, drawn->count);
    if (given < seen->least) seen->least = given;
    if (given > seen->most) seen->most = given;
    return;
  }
  for (size_t k = 0; completion(drawn->forms[at], drawn->years[at], drawn->amounts[at], k, &grants[at]); k++)
    complete(drawn, terms, amount, grants, at + 1, seen);
}

static struct history *draw_history(struct drawn *drawn)
{
  struct history *history = history_new();
  drawn->count = draw(ROWS);
  for (size_t i = 0; i < drawn->count; i++) {
    drawn->forms[i] = (enum form)(draw(3) ? draw(2) : draw(FORMS));
    drawn->years[i] = NOW - 1 - (int)i; /* a year has one row */
    drawn->amounts[i] = (int64_t)draw(8);
    enum form form = drawn->forms[i];
    struct history_row row = { .measure = SLICE("T-1"),
                               .year = form == UNREAD ? 0 : drawn->years[i],
                               .outcome = form == REFUSED   ? OUTCOME_NO
                                          : form == PENDING ? OUTCOME_PENDING
                                                            : OUTCOME_YES,
                               .unread = form == UNREAD,
                               .has_amount = form == PAID,
                               .amount = drawn->amounts[i] };
    history_add(history, &row, SLICE("91"));
  }
  return history;
}

Test(evaluate_rule_history, holds_every_completion)
{
  size_t certain = 0, open = 0;
  for (int round = 0; round < 60000; round++) {
    struct drawn drawn;
    struct grant grants[ROWS];
    struct terms terms = { draw(2), !draw(6), draw(2) ? (int64_t)draw(20) : -1, draw(3) ? 0 : (int)draw(3) + 1 };
    int64_t amount = 1 + (int64_t)draw(15);
    struct arena arena = { 0 };
    struct history *history = draw_history(&drawn);
    struct verdict verdict = reach(&terms, amount, history, &arena);
    struct seen seen = { INT64_MAX, 0 };
    complete(&drawn, &terms, amount, grants, 0, &seen);
    bool pending_once = terms.once && verdict.outcome == OUTCOME_YES; /* a row that is pending does not block once-only */
    if (verdict.outcome == OUTCOME_PENDING) {
      cr_assert(verdict.low <= seen.least, "round %d: from %lld, but %lld is possible", round, (long long)verdict.low,
                (long long)seen.least);
      cr_assert(!verdict.has_high || verdict.high >= seen.most, "round %d: to %lld, but %lld is possible", round,
                (long long)verdict.high, (long long)seen.most);
      open++;
    } else {
      int64_t given = verdict.outcome == OUTCOME_YES ? verdict.amount : 0;
      cr_assert(seen.most == given, "round %d: %lld, but %lld is possible", round, (long long)given, (long long)seen.most);
      cr_assert(pending_once || seen.least == given, "round %d: %lld, but %lld is possible", round, (long long)given,
                (long long)seen.least);
      certain++;
    }
    history_free(history);
    arena_free(&arena);
  }
  cr_expect(certain > 20000 && open > 3000, "%zu certain, %zu open", certain, open);
}

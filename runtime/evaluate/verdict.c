/* From answers and amounts to what is granted.
 *
 * Data have holes, and what is paid must be right whatever stands in them. So a verdict has two ends: `low` is what the object
 * gets at least, `high` at most, and `amount` is said only where both are the same. A step may move the ends; no step may guess
 * between them.
 *
 * One measure, one row (verdict_compute), in the order in which offices reckon: conditions, amount, rounding, cap, once. Each may
 * end it:
 *   - conditions that are no for certain: nothing is asked further;
 *   - an amount or a cap that hangs on an event which never happened: no, not pending, for no document can mend it;
 *   - an amount of 0 for certain: no, since an award of nothing is none;
 *   - granted in an earlier year: no; a row of the history that cannot be read: pending, for it may have been this one.
 * What then is open in any way is OUTCOME_PENDING, and its low end is 0 unless the conditions hold for certain.
 *
 * Measures of one object (verdict_choose). Of an exclusive group the largest is granted and the others give way; of equals the
 * earlier one. With holes this is a tournament of intervals: a beats b for certain when the least of a is more than the most of
 * b. Who beats all others is the winner, even while b is open; who is beaten by anyone is out, even while no winner is known
 * (`displaced_by` says by whom); the rest stays pending. It is the certain part of every possible outcome: if a filled hole could
 * let i win, i is not out. What the authority granted by hand stands beside the winner and beats all that it did not decide.
 * Measures without money count as 0, discretionary ones without a cap as without end.
 *
 * All objects (budget_share, verdict_share). A budget is shared when all rows are judged: claims that do not fit are cut in
 * proportion. Only certain claims share: what is pending keeps its range, up to what the budget holds.
 *
 * Rejected: judging twice, with all holes at their worst and at their best. An exclusive group is not monotone (more for b is
 * less for a), so the two runs do not bound what lies between. */
#include "evaluate/verdict.h"

#include <stdlib.h>
#include <string.h>

/* Budget */

struct remainder {
  unsigned __int128 rest;
  size_t claim;
  const struct claim *claims;
};

/* Larger remainders first, then codes in order, then the order of the claims. */
static int remainder_order(const void *a, const void *b)
{
  const struct remainder *x = a, *y = b;
  if (x->rest != y->rest) return x->rest > y->rest ? -1 : 1;
  int order = slice_compare(x->claims[x->claim].code, y->claims[y->claim].code);
  return order ? order : (x->claim > y->claim) - (x->claim < y->claim);
}

void budget_share(struct arena *scratch, struct claim *claims, size_t count, int64_t volume)
{
  __int128 total = 0;
  for (size_t i = 0; i < count; i++) total += claims[i].fen;
  if (total <= volume || total <= 0) {
    for (size_t i = 0; i < count; i++) claims[i].share = claims[i].fen;
    return;
  }
  struct remainder *remainders = arena_array(scratch, count, sizeof *remainders);
  int64_t left = volume;
  for (size_t i = 0; i < count; i++) {
    __int128 product = (__int128)claims[i].fen * volume;
    claims[i].share = (int64_t)(product / total);
    remainders[i] = (struct remainder){ (unsigned __int128)(product % total), i, claims };
    left -= claims[i].share;
  }
  qsort(remainders, count, sizeof *remainders, remainder_order);
  for (size_t i = 0; i < count && left > 0; i++, left--) claims[remainders[i].claim].share++;
}

/* Amounts */

static bool rounded(const struct planned *planned, struct ratio exact, int64_t *fen)
{
  return ratio_round(exact, planned->measure->round_unit, planned->measure->rounding, fen);
}

/* What fits no ratio may fit once it is rounded; a cap may be larger than any amount. */
static void round_wide(const struct planned *planned, const struct row_context *subject, bool cap, struct value *value)
{
  const struct measure *measure = planned->measure;
  struct wide_ratio exact;
  int64_t fen;
  if (value->state != STATE_OVERFLOW || !value_wide(subject, cap ? measure->cap : measure->amount, &exact)) return;
  bool fits = wide_ratio_round(exact, cap ? 1 : measure->round_unit, cap ? ROUND_DOWN : measure->rounding, &fen);
  if (!fits && cap && exact.num > 0) fits = true, fen = INT64_MAX;
  if (fits) *value = value_exactly(ratio_whole(fen));
}

static struct value cap_of(const struct planned *planned, const struct row_context *subject)
{
  const struct column *column = &subject->slots[planned->cap].column;
  if (column->state[subject->row] != STATE_KNOWN) {
    struct value looked = value_of(subject, planned->measure->cap);
    round_wide(planned, subject, true, &looked);
    return looked;
  }
  struct ratio cap = { column->num[subject->row], column->den ? column->den[subject->row] : 1 };
  return (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = cap, .high = cap };
}

/* An end of the cap, in whole fen. An award is never below nothing, and what does not fit is no limit. */
static int64_t cap_end(struct ratio cap)
{
  int64_t most;
  if (cap.num < 0) return 0;
  return ratio_round(cap, 1, ROUND_DOWN, &most) ? most : INT64_MAX;
}

/* A cap that nobody knows may be as low as nothing. False when it hangs on an event that never happened: then there is no award.
 */
static bool apply_cap(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  struct value cap = cap_of(planned, subject);
  int64_t least = cap.has_low ? cap_end(cap.low) : 0, most = cap.has_high ? cap_end(cap.high) : INT64_MAX;
  if (cap.state == STATE_NOT_OCCURRED) return false;
  if (cap.state == STATE_OVERFLOW) verdict->overflowed = true;
  verdict->before_cap = verdict->low;
  verdict->capped = cap.state == STATE_KNOWN && verdict->low > least;
  if (verdict->low > least) verdict->low = least;
  if (cap.has_high && (!verdict->has_high || verdict->high > most)) verdict->has_high = true, verdict->high = most;
  return true;
}

static struct value amount_of(const struct planned *planned, const struct row_context *subject)
{
  const struct column *column = &subject->slots[planned->amount].column;
  if (column->state[subject->row] != STATE_KNOWN) {
    struct value looked = value_of(subject, planned->measure->amount);
    round_wide(planned, subject, false, &looked);
    return looked;
  }
  struct ratio exact = { column->num[subject->row], column->den ? column->den[subject->row] : 1 };
  return (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = exact, .high = exact };
}

/* The range of the amount if the conditions hold; false when it can only be no. An award is never below nothing. */
static bool reach_amount(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  struct value amount = amount_of(planned, subject);
  if (amount.state == STATE_NOT_OCCURRED) return false;
  if (planned->discretionary && amount.state == STATE_UNKNOWN) return true;
  verdict->overflowed = amount.state == STATE_OVERFLOW;
  if (amount.has_low && !rounded(planned, amount.low, &verdict->low)) verdict->overflowed = true;
  if (!amount.has_low || verdict->low < 0) verdict->low = 0;
  verdict->has_high = amount.has_high && rounded(planned, amount.high, &verdict->high);
  if (amount.has_high && !verdict->has_high) verdict->overflowed = true;
  if (verdict->has_high && verdict->high < 0) verdict->high = 0;
  if (planned->cap != NO_SLOT && !apply_cap(planned, subject, verdict)) return false;
  verdict->has_amount = verdict->has_high && verdict->low == verdict->high && !verdict->overflowed;
  verdict->amount = verdict->low;
  verdict->nothing = verdict->has_amount && verdict->amount == 0;
  return !verdict->nothing;
}

static void settle(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  if (verdict->answer == ANSWER_UNKNOWN && value_overflows(subject, planned->measure->condition)) verdict->overflowed = true;
  bool priced = planned->amount == NO_SLOT || verdict->has_amount || planned->discretionary;
  verdict->outcome = verdict->answer == ANSWER_YES && priced && !verdict->unread ? OUTCOME_YES : OUTCOME_PENDING;
  if (verdict->outcome == OUTCOME_YES) return;
  if (verdict->answer != ANSWER_YES || verdict->unread) verdict->low = 0;
  verdict->has_amount = false;
}

/* What the authority may set at most. */
static void reach_limit(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  struct value cap = cap_of(planned, subject);
  verdict->has_high = cap.state == STATE_KNOWN;
  if (verdict->has_high) verdict->high = cap_end(cap.high);
}

bool verdict_allows(const struct planned *planned, const struct row_context *subject, const struct decision *decision)
{
  struct verdict limit = { .has_high = false };
  if (!decision->has_amount || !planned->discretionary || planned->cap == NO_SLOT) return true;
  reach_limit(planned, subject, &limit);
  return !limit.has_high || decision->amount <= limit.high;
}

void verdict_compute(const struct planned *planned, const struct row_context *subject, struct slice code, int year,
                     const struct history *history, struct verdict *verdict)
{
  *verdict =
      (struct verdict){ .outcome = OUTCOME_NO, .answer = slot_answer(subject, planned->condition, planned->measure->condition) };
  if (verdict->answer == ANSWER_NO) return;
  if (planned->amount != NO_SLOT && !reach_amount(planned, subject, verdict)) return;
  if (planned->discretionary && planned->cap != NO_SLOT && !verdict->has_amount) reach_limit(planned, subject, verdict);
  if (planned->measure->once) verdict->granted_year = history_granted(history, planned->measure->id, code, year);
  if (verdict->granted_year) return;
  if (planned->measure->once) verdict->unread = history_unread(history, planned->measure->id, code);
  settle(planned, subject, verdict);
}

void verdict_ladder_level(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  const struct measure *measure = planned->measure;
  verdict->rung = verdict->open_rung = NULL;
  for (size_t i = measure->rung_count; !verdict->rung && i-- > 0;) {
    enum answer answer = slot_answer(subject, planned->rungs[i], measure->rungs[i].condition);
    if (answer == ANSWER_YES) verdict->rung = &measure->rungs[i];
    else if (answer == ANSWER_UNKNOWN && !verdict->open_rung) verdict->open_rung = &measure->rungs[i];
  }
}

void verdict_decide(struct verdict *verdict, const struct decision *decision)
{
  enum outcome outcome = decision->outcome;
  *verdict = (struct verdict){ .outcome = outcome, .by_hand = true, .ground = decision->ground };
  verdict->answer = outcome == OUTCOME_YES ? ANSWER_YES : outcome == OUTCOME_NO ? ANSWER_NO : ANSWER_UNKNOWN;
  verdict->has_amount = verdict->has_high = decision->has_amount;
  verdict->amount = verdict->low = verdict->high = decision->amount;
}

/* Exclusive groups */

/* The verdicts of one relation that still stand, in the order of the scripts. */
struct candidates {
  const struct planned *planned[CHOICE_MEMBERS];
  struct verdict *verdicts[CHOICE_MEMBERS];
  size_t count;
};

/* Not money at all, as opposed to an amount that is not known. */
static bool is_unpriced(const struct candidates *candidates, size_t i)
{
  return candidates->planned[i]->amount == NO_SLOT && !candidates->planned[i]->discretionary && !candidates->verdicts[i]->by_hand;
}

static int64_t most_of(const struct candidates *candidates, size_t i)
{
  const struct verdict *verdict = candidates->verdicts[i];
  if (is_unpriced(candidates, i)) return 0;
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount) return verdict->amount;
  return verdict->has_high ? verdict->high : INT64_MAX;
}

static int64_t least_of(const struct candidates *candidates, size_t i)
{
  const struct verdict *verdict = candidates->verdicts[i];
  return verdict->has_amount ? verdict->amount : verdict->low;
}

/* Does `a` beat `b` for certain, whatever the open data turn out to be? Of equals the earlier; what the authority granted by
 * hand stands, and beats what it did not decide. */
static bool beats(const struct candidates *candidates, size_t a, size_t b)
{
  const struct verdict *mine = candidates->verdicts[a], *other = candidates->verdicts[b];
  bool mine_granted = mine->by_hand && mine->outcome == OUTCOME_YES,
       other_granted = other->by_hand && other->outcome == OUTCOME_YES;
  if (mine_granted != other_granted) return mine_granted;
  if (mine->answer != ANSWER_YES) return false;
  int64_t least = least_of(candidates, a), most = most_of(candidates, b);
  bool something = least > 0 || mine->outcome == OUTCOME_YES;
  return least > most || (a < b && least == most && something);
}

static size_t winner_of(const struct candidates *candidates)
{
  for (size_t i = 0; i < candidates->count; i++) {
    bool wins = true;
    for (size_t k = 0; wins && k < candidates->count; k++) wins = k == i || beats(candidates, i, k);
    if (wins) return i;
  }
  return SIZE_MAX;
}

/* Who beats `i`, the winner before others; SIZE_MAX when nobody does for certain. */
static size_t displaced_by_of(const struct candidates *candidates, size_t i, size_t winner)
{
  if (winner != SIZE_MAX) return winner;
  for (size_t k = 0; k < candidates->count; k++)
    if (k != i && beats(candidates, k, i)) return k;
  return SIZE_MAX;
}

/* Could `k` come before `i`, if both hold? Then `i` gets its `amount` at least. */
static bool may_precede(const struct candidates *candidates, size_t k, size_t i)
{
  int64_t most = most_of(candidates, k), least = candidates->verdicts[i]->amount;
  return k != i && (most > least || (most == least && k < i));
}

/* The first that may yet come before `i`; NULL when `i` waits for its own data alone. */
static const struct measure *displacing(const struct candidates *candidates, size_t i)
{
  const struct measure *any = NULL;
  for (size_t k = 0; k < candidates->count; k++) {
    if (!may_precede(candidates, k, i) || beats(candidates, i, k)) continue;
    any = candidates->planned[k]->measure;
    if (displaced_by_of(candidates, k, SIZE_MAX) == SIZE_MAX) return any;
  }
  return any;
}

/* What becomes of one that is not the winner. */
static struct verdict displaced(const struct candidates *candidates, size_t i, size_t winner)
{
  struct verdict verdict = *candidates->verdicts[i];
  size_t master = displaced_by_of(candidates, i, winner);
  bool out = master != SIZE_MAX;
  verdict.displaced_by = out ? candidates->planned[master]->measure : displacing(candidates, i);
  verdict.outcome = out ? OUTCOME_NO : OUTCOME_PENDING;
  if (!out && verdict.has_amount) verdict.has_high = true, verdict.high = verdict.amount;
  verdict.low = 0;
  verdict.has_amount = false;
  return verdict;
}

static void choose_among(const struct candidates *candidates)
{
  struct verdict after[CHOICE_MEMBERS];
  size_t winner = winner_of(candidates);
  for (size_t i = 0; i < candidates->count; i++) {
    bool stands = i == winner || candidates->verdicts[i]->by_hand;
    after[i] = stands ? *candidates->verdicts[i] : displaced(candidates, i, winner);
  }
  for (size_t i = 0; i < candidates->count; i++) *candidates->verdicts[i] = after[i];
}

static bool is_first(const struct planned *measures, size_t at)
{
  for (size_t k = 0; k < at; k++)
    if (measures[k].exclusive_group == measures[at].exclusive_group) return false;
  return true;
}

void verdict_choose(const struct planned *measures, struct verdict *verdicts, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    const struct exclusive_group *choice = measures[i].exclusive_group;
    if (!choice || choice->count > CHOICE_MEMBERS || !is_first(measures, i)) continue;
    struct candidates candidates = { .count = 0 };
    for (size_t k = i; k < count; k++) {
      if (measures[k].exclusive_group != choice || verdicts[k].outcome == OUTCOME_NO) continue;
      candidates.planned[candidates.count] = &measures[k];
      candidates.verdicts[candidates.count++] = &verdicts[k];
    }
    if (candidates.count > 1) choose_among(&candidates);
  }
}

/* Certain before the budget, but nobody knows what the budget leaves of it. */
static void leave_open(struct verdict *verdict)
{
  verdict->outcome = OUTCOME_PENDING;
  verdict->has_high = true;
  verdict->high = verdict->amount;
  verdict->has_amount = false;
}

void verdict_share(struct verdict *verdict, int64_t volume, bool shared, int64_t share)
{
  if (verdict->outcome == OUTCOME_YES && shared) {
    verdict->reduced = share != verdict->amount;
    verdict->before_share = verdict->amount;
    verdict->amount = verdict->low = verdict->high = share;
  } else if (verdict->outcome == OUTCOME_YES) {
    leave_open(verdict);
    share = 0;
  }
  if (verdict->outcome != OUTCOME_PENDING) return;
  verdict->low = share;
  if (!verdict->has_high || verdict->high > volume) verdict->high = volume;
  verdict->has_high = volume < INT64_MAX || verdict->has_high;
}

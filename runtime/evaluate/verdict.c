/* From answers and amounts to what is granted. */
#include "evaluate/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "data/codes.h"

/* History */

struct grant {
  struct grant *next;
  struct slice measure;
  int year;
};

struct history {
  struct codes *codes;
  struct arena arena;
  struct grant **grants; /* by number of the code */
  size_t count, capacity;
};

struct history *history_new(void)
{
  struct history *history = memory_alloc(sizeof *history);
  *history = (struct history){ .codes = codes_new() };
  return history;
}

void history_free(struct history *history)
{
  if (!history) return;
  codes_free(history->codes);
  arena_free(&history->arena);
  memory_free(history->grants);
  memory_free(history);
}

void history_add(struct history *history, struct slice measure, struct slice code, int year)
{
  bool fresh;
  int64_t number = codes_put(history->codes, code, (uint32_t)history->count, &fresh);
  if (fresh) {
    if (history->count == history->capacity) {
      history->capacity = history->capacity ? history->capacity * 2 : 256;
      history->grants = memory_resize(history->grants, history->capacity * sizeof(struct grant *));
    }
    history->grants[history->count++] = NULL;
  }
  struct grant *grant = arena_alloc(&history->arena, sizeof *grant);
  *grant = (struct grant){ history->grants[number], slice_copy(&history->arena, measure), year };
  history->grants[number] = grant;
}

int history_granted(const struct history *history, const char *measure, struct slice code, int before)
{
  int latest = 0;
  int64_t number = history ? codes_find(history->codes, code) : CODES_NONE;
  if (number == CODES_NONE) return 0;
  for (const struct grant *grant = history->grants[number]; grant; grant = grant->next)
    if (grant->year < before && grant->year > latest && slice_is(grant->measure, measure)) latest = grant->year;
  return latest;
}

/* Envelope */

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

void envelope_share(struct arena *scratch, struct claim *claims, size_t count, int64_t volume)
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

static struct value cap_of(const struct planned *planned, const struct slot *slots, size_t row, const struct subject *subject)
{
  const struct column *column = &slots[planned->cap].column;
  if (column->state[row] != STATE_KNOWN) return value_of(subject, planned->measure->cap);
  struct ratio cap = { column->num[row], column->den ? column->den[row] : 1 };
  return (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = cap, .high = cap };
}

static bool cap_end(struct ratio cap, int64_t *fen)
{
  int64_t most;
  if (!ratio_round(cap, 1, ROUND_DOWN, &most) || *fen <= most) return false;
  *fen = most;
  return true;
}

static void apply_cap(const struct planned *planned, const struct slot *slots, size_t row, const struct subject *subject,
                      struct verdict *verdict)
{
  struct value cap = cap_of(planned, slots, row, subject);
  verdict->before_cap = verdict->low;
  bool low = cap.has_low && cap_end(cap.low, &verdict->low);
  if (!cap.has_high) return;
  if (!verdict->has_high && ratio_round(cap.high, 1, ROUND_DOWN, &verdict->high))
    verdict->has_high = true;
  else if (verdict->has_high)
    cap_end(cap.high, &verdict->high);
  verdict->capped = low;
}

static struct value amount_of(const struct planned *planned, const struct slot *slots, size_t row, const struct subject *subject)
{
  const struct column *column = &slots[planned->amount].column;
  if (column->state[row] != STATE_KNOWN) return value_of(subject, planned->measure->amount);
  struct ratio exact = { column->num[row], column->den ? column->den[row] : 1 };
  return (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = exact, .high = exact };
}

/* The range of the amount if the conditions hold; false when it can only be no. An award is never below nothing. */
static bool reach_amount(const struct planned *planned, const struct slot *slots, size_t row, const struct subject *subject,
                         struct verdict *verdict)
{
  struct value amount = amount_of(planned, slots, row, subject);
  if (amount.state == STATE_NEVER) return false;
  verdict->overflowed = amount.state == STATE_OVERFLOW;
  if (amount.has_low && !rounded(planned, amount.low, &verdict->low)) verdict->overflowed = true;
  if (!amount.has_low || verdict->low < 0) verdict->low = 0;
  verdict->has_high = amount.has_high && rounded(planned, amount.high, &verdict->high);
  if (amount.has_high && !verdict->has_high) verdict->overflowed = true;
  if (verdict->has_high && verdict->high < 0) verdict->high = 0;
  if (planned->cap != NO_SLOT) apply_cap(planned, slots, row, subject, verdict);
  verdict->has_amount = verdict->has_high && verdict->low == verdict->high && !verdict->overflowed;
  verdict->amount = verdict->low;
  verdict->nothing = verdict->has_amount && verdict->amount == 0;
  return !verdict->nothing;
}

static void settle(const struct planned *planned, struct verdict *verdict)
{
  bool priced = planned->amount == NO_SLOT || verdict->has_amount;
  verdict->outcome = verdict->answer == ANSWER_YES && priced ? OUTCOME_YES : OUTCOME_PENDING;
  if (verdict->outcome == OUTCOME_YES) return;
  if (verdict->answer != ANSWER_YES) verdict->low = 0;
  verdict->has_amount = false;
}

void verdict_reach(const struct planned *planned, const struct slot *slots, size_t row, const struct subject *subject,
                   struct slice code, int year, const struct history *history, struct verdict *verdict)
{
  *verdict = (struct verdict){ .outcome = OUTCOME_NO, .answer = (enum answer)slots[planned->condition].answer[row] };
  if (verdict->answer == ANSWER_UNKNOWN) verdict->answer = value_of(subject, planned->measure->condition).answer;
  if (verdict->answer == ANSWER_NO) return;
  if (planned->amount != NO_SLOT && !reach_amount(planned, slots, row, subject, verdict)) return;
  if (planned->measure->once) verdict->granted_year = history_granted(history, planned->measure->id, code, year);
  if (verdict->granted_year) return;
  settle(planned, verdict);
}

void verdict_decide(struct verdict *verdict, const struct decision *decision)
{
  enum outcome outcome = decision->outcome;
  *verdict = (struct verdict){ .outcome = outcome, .by_hand = true, .ground = decision->ground };
  verdict->answer = outcome == OUTCOME_YES ? ANSWER_YES : outcome == OUTCOME_NO ? ANSWER_NO : ANSWER_UNKNOWN;
  verdict->has_amount = verdict->has_high = decision->has_amount;
  verdict->amount = verdict->low = verdict->high = decision->amount;
}

/* One-of */

static int64_t most_of(const struct verdict *verdict)
{
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount) return verdict->amount;
  return verdict->has_high ? verdict->high : INT64_MAX;
}

static int64_t least_of(const struct verdict *verdict)
{
  return verdict->has_amount ? verdict->amount : verdict->low;
}

/* Does `a` beat `b` for certain, whatever the open data turn out to be? Of equals the earlier. */
static bool beats(const struct verdict *a, const struct verdict *b, bool earlier)
{
  int64_t least = least_of(a), most = most_of(b);
  return a->answer == ANSWER_YES && (least > most || (earlier && least == most));
}

static void choose_among(const struct planned *measures, struct verdict *verdicts, const size_t *members, size_t count)
{
  struct verdict before[64];
  size_t winner = SIZE_MAX;
  for (size_t i = 0; i < count; i++) before[i] = verdicts[members[i]];
  for (size_t i = 0; i < count; i++) {
    bool wins = true;
    for (size_t k = 0; k < count; k++) wins &= k == i || beats(&before[i], &before[k], i < k);
    if (wins) winner = i;
  }
  for (size_t i = 0; i < count; i++) {
    struct verdict *mine = &verdicts[members[i]];
    size_t rival = SIZE_MAX;
    for (size_t k = 0; k < count; k++)
      if (k != i && (rival == SIZE_MAX || k == winner) && beats(&before[k], &before[i], k < i)) rival = k;
    if (i == winner || mine->by_hand) continue;
    bool out = rival != SIZE_MAX;
    for (size_t k = 0; !out && rival == SIZE_MAX && k < count; k++)
      if (k != i) rival = k;
    mine->rival = measures[members[rival]].measure;
    mine->outcome = out ? OUTCOME_NO : OUTCOME_PENDING;
    if (!out && before[i].has_amount) mine->has_high = true, mine->high = before[i].amount;
    mine->low = 0;
    mine->has_amount = false;
  }
}

void verdict_choose(const struct planned *measures, struct verdict *verdicts, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    const struct choice_of *choice = measures[i].measure->one_of;
    if (!choice || choice->count > 64) continue;
    size_t members[64], standing = 0;
    bool first = true;
    for (size_t c = 0; c < choice->count; c++)
      for (size_t k = 0; k < count; k++) {
        if (measures[k].measure != choice->members[c]) continue;
        first &= k >= i;
        if (verdicts[k].outcome != OUTCOME_NO) members[standing++] = k;
      }
    if (first && standing > 1) choose_among(measures, verdicts, members, standing);
  }
}

void verdict_share(const struct planned *planned, struct verdict *verdict, bool shared, int64_t share)
{
  if (verdict->outcome == OUTCOME_YES && shared) {
    verdict->reduced = share != verdict->amount;
    verdict->before_share = verdict->amount;
    verdict->amount = verdict->low = verdict->high = share;
  }
  if (verdict->outcome != OUTCOME_PENDING) return;
  verdict->low = 0;
  if (!verdict->has_high || verdict->high > planned->envelope) verdict->high = planned->envelope;
  verdict->has_high = true;
}

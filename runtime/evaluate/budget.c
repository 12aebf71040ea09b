/* Sharing a budget among its claims, certain and open.
 *
 * Served in order, a claim is left what those before it leave; these come to something between their least and their most, so the
 * rest lies between two ends. With 不给 that is not so: a larger claim before may leave more, because it is skipped. There the
 * rests that are possible are kept as a few intervals, which go from claim to claim. A claim of unknown place may come at any:
 * the rests are kept apart by which of these have come; where there are many, only bounds are told. */
#include "evaluate/budget.h"

#include <stdlib.h>
#include <string.h>

#include "decode/unicode.h"
#include "evaluate/figures.h"

enum { INTERVALS = 32, PLACELESS = 3, STRAYS_EACH = 1 << 22 };

void budget_open(struct budget *budget, const struct planned *planned)
{
  *budget = (struct budget){ .planned = planned, .codes = code_index_new(), .names = code_index_new() };
}

void budget_close(struct budget *budget)
{
  memory_free(budget->claims);
  memory_free(budget->envelopes);
  code_index_free(budget->codes);
  code_index_free(budget->names);
  arena_free(&budget->arena);
}

/* Claims */

static struct slice value_name(struct arena *arena, const struct node *each, const struct value *value)
{
  if (value->text.length) return unicode_cell(arena, value->text, NULL);
  struct buffer text = { 0 };
  if (each->type == TYPE_REGION) buffer_printf(&text, "%06lld", (long long)value->low.num);
  else if (each->type == TYPE_CHOICE && each->field) buffer_text(&text, each->field->choices[value->low.num]);
  else buffer_printf(&text, "%lld/%lld", (long long)value->low.num, (long long)value->low.den);
  struct slice name = { arena_copy(arena, text.at, text.length), text.length };
  buffer_free(&text);
  return name;
}

struct budget_claim budget_claim_of(struct arena *arena, const struct planned *planned, const struct verdict *verdict,
                                    const struct row_context *subject, struct slice *name)
{
  const struct measure *measure = planned->measure;
  bool sure = verdict->outcome == OUTCOME_YES;
  struct budget_claim claim = { .low = sure ? verdict->amount : verdict->low,
                                .fen = verdict->amount,
                                .high = sure                ? verdict->amount
                                        : verdict->has_high ? verdict->high
                                                            : INT64_MAX,
                                .place_is = STATE_KNOWN,
                                .granted = sure && verdict->by_hand };
  if (claim.fen < claim.low) claim.fen = claim.low;
  if (claim.fen > claim.high) claim.fen = claim.high;
  *name = (struct slice){ "", 0 };
  if (measure->budget_order) {
    struct value place = value_of(subject, measure->budget_order);
    claim.place_is = place.state == STATE_KNOWN || place.state == STATE_NOT_OCCURRED ? place.state : STATE_UNKNOWN;
    claim.place = place.state == STATE_KNOWN ? place.low : ratio_whole(0);
  }
  if (!measure->budget_each) return claim;
  struct value each = value_of(subject, measure->budget_each);
  if (each.state == STATE_KNOWN) *name = value_name(arena, measure->budget_each, &each);
  else if (each.state != STATE_NOT_OCCURRED) claim.envelope = ENVELOPE_ANY;
  return claim;
}

static uint32_t envelope_of(struct budget *budget, struct slice name)
{
  bool fresh = !budget->envelope_count;
  int64_t at = 0;
  if (budget->planned->measure->budget_each)
    at = code_index_put(budget->names, name.length ? name : slice_of("-"), (uint32_t)budget->envelope_count, &fresh);
  if (!fresh) return (uint32_t)at;
  if (budget->envelope_count == budget->envelope_capacity) {
    budget->envelope_capacity = budget->envelope_capacity ? budget->envelope_capacity * 2 : 1;
    budget->envelopes = memory_resize(budget->envelopes, budget->envelope_capacity * sizeof *budget->envelopes);
  }
  budget->envelopes[budget->envelope_count] = (struct envelope){ .name = slice_copy(&budget->arena, name) };
  return (uint32_t)budget->envelope_count++;
}

static void add_fen(int64_t *sum, int64_t fen)
{
  if (__builtin_add_overflow(*sum, fen, sum)) *sum = INT64_MAX;
}

void budget_add(struct budget *budget, const struct budget_claim *given, struct slice name)
{
  struct budget_claim claim = *given;
  bool placed = claim.envelope != ENVELOPE_ANY, fresh;
  if (placed) claim.envelope = envelope_of(budget, name);
  if (claim.granted && placed) {
    add_fen(&budget->envelopes[claim.envelope].granted, claim.fen);
    return;
  }
  if (!claim.code.length) claim.low = 0; /* nobody knows whose it is */
  if (budget->count == budget->capacity) {
    budget->capacity = budget->capacity ? budget->capacity * 2 : 256;
    budget->claims = memory_resize(budget->claims, budget->capacity * sizeof *budget->claims);
  }
  if (claim.code.length) code_index_put(budget->codes, claim.code, (uint32_t)budget->count, &fresh);
  claim.code = slice_copy(&budget->arena, claim.code);
  claim.least = INT64_MAX; /* over the envelopes it may be of */
  claim.most = 0;
  budget->claims[budget->count++] = claim;
}

/* Volumes */

struct volume_of {
  struct as_of as_of;
  struct slice name;
};

static struct value envelope_indicator(const struct row_context *subject, const struct node *node)
{
  const struct volume_of *of = subject->context;
  int year = node->first ? node->first : of->as_of.year + (int)node->number.num;
  const struct figure_row *row = figures_indicator_of(of->as_of.figures, node->text, year, of->name);
  return (struct value){ .state = row ? STATE_KNOWN : STATE_UNKNOWN,
                         .has_low = row != NULL,
                         .has_high = row != NULL,
                         .low = row ? row->value : ratio_whole(0),
                         .high = row ? row->value : ratio_whole(0) };
}

/* For the value of 每. */
static int64_t volume_of(const struct budget *budget, struct as_of as_of, struct slice name)
{
  const struct volume_of of = { as_of, name };
  struct row_context subject = { .as_of = as_of, .indicator = envelope_indicator, .context = &of };
  int64_t fen;
  if (!budget->planned->measure->budget_each) return budget->planned->budget;
  struct value value = value_of(&subject, budget->planned->measure->budget);
  if (value.state != STATE_KNOWN || !ratio_round(value.low, 1, ROUND_DOWN, &fen)) return INT64_MAX;
  return fen > 0 ? fen : 0;
}

void budget_missing(const struct row_context *subject, const struct measure *measure, struct missing *missing)
{
  struct arena scratch = { 0 };
  struct value each = measure->budget_each ? value_of(subject, measure->budget_each) : value_nothing(STATE_UNKNOWN);
  bool named = each.state == STATE_KNOWN;
  const struct volume_of of = { subject->as_of, named ? value_name(&scratch, measure->budget_each, &each) : SLICE("") };
  struct row_context row = { .as_of = subject->as_of, .indicator = envelope_indicator, .context = &of };
  size_t at = missing->indicator_count;
  if (!measure->budget_each) value_missing(subject, measure->budget, missing);
  else if (named) value_missing(&row, measure->budget, missing);
  for (; named && at < missing->indicator_count; at++) missing->indicator_areas[at] = each;
  arena_free(&scratch);
}

static int64_t left_of(const struct envelope *envelope)
{
  if (envelope->volume == INT64_MAX) return INT64_MAX;
  return envelope->granted < envelope->volume ? envelope->volume - envelope->granted : 0;
}

/* The claims on one envelope, in the order in which they are served */

struct sharing {
  struct budget *budget;
  struct envelope *envelope;
  uint32_t number;              /* of the envelope */
  struct budget_claim **claims; /* those of unknown place last */
  size_t count, placed;
  int64_t left;
  struct arena *scratch;
};

static int place_rank(const struct budget_claim *claim)
{
  return claim->granted ? 0 : claim->place_is == STATE_KNOWN ? 1 : claim->place_is == STATE_NOT_OCCURRED ? 2 : 3;
}

static int serving_order(const void *left, const void *right)
{
  const struct budget_claim *a = *(struct budget_claim *const *)left, *b = *(struct budget_claim *const *)right;
  int ranks = place_rank(a) - place_rank(b);
  if (ranks) return ranks;
  int order = place_rank(a) == 1 ? ratio_compare(a->place, b->place) : 0;
  if (!order) order = slice_compare(a->code, b->code);
  return order ? order : (a > b) - (a < b);
}

static bool is_certain(const struct sharing *sharing, const struct budget_claim *claim)
{
  return claim->low == claim->high && claim->envelope == sharing->number;
}

/* What it takes of this envelope at least: nothing, when it may be of another. */
static int64_t least_of(const struct sharing *sharing, const struct budget_claim *claim)
{
  return claim->envelope == sharing->number ? claim->low : 0;
}

static void leave(struct budget_claim *claim, int64_t least, int64_t most)
{
  if (least < claim->least) claim->least = least;
  if (most > claim->most) claim->most = most;
}

static void leave_unknown(const struct sharing *sharing)
{
  for (size_t i = 0; i < sharing->count; i++) leave(sharing->claims[i], 0, sharing->claims[i]->high);
}

/* In proportion */

static bool all_certain(const struct sharing *sharing)
{
  bool certain = true;
  for (size_t i = 0; i < sharing->count; i++) certain &= is_certain(sharing, sharing->claims[i]);
  return certain;
}

static void share_certain(const struct sharing *sharing)
{
  struct claim *claims = arena_array(sharing->scratch, sharing->count, sizeof *claims);
  for (size_t i = 0; i < sharing->count; i++) claims[i] = (struct claim){ sharing->claims[i]->code, sharing->claims[i]->fen, 0 };
  budget_share(sharing->scratch, claims, sharing->count, sharing->left);
  for (size_t i = 0; i < sharing->count; i++) leave(sharing->claims[i], claims[i].share, claims[i].share);
}

/* Of `fen` beside what the others come to; a fen that is left over may fall to it or not. */
static int64_t part_of(int64_t fen, __int128 others, int64_t left, bool upper)
{
  __int128 together = others + fen;
  if (together <= left) return fen;
  __int128 product = (__int128)fen * left;
  return (int64_t)(product / together) + (upper && product % together);
}

static void share_open(const struct sharing *sharing)
{
  __int128 least = 0, most = 0;
  size_t endless = 0;
  for (size_t i = 0; i < sharing->count; i++) {
    const struct budget_claim *claim = sharing->claims[i];
    least += least_of(sharing, claim);
    if (claim->high == INT64_MAX) endless++;
    else most += claim->high;
  }
  for (size_t i = 0; i < sharing->count; i++) {
    struct budget_claim *claim = sharing->claims[i];
    bool ends = claim->high < INT64_MAX, others_end = endless == !ends;
    int64_t low = others_end ? part_of(claim->low, most - (ends ? claim->high : 0), sharing->left, false) : 0;
    int64_t high = ends ? part_of(claim->high, least - least_of(sharing, claim), sharing->left, true) : sharing->left;
    leave(claim, low, high < sharing->left ? high : sharing->left);
  }
}

/* In order, what is left over going to the next who is not covered */

static int64_t rest_of(int64_t left, __int128 taken)
{
  return taken < left ? (int64_t)(left - taken) : 0;
}

static int64_t lesser(int64_t a, int64_t b)
{
  return a < b ? a : b;
}

/* One that may come at any place; `others` is the most that all others ask. `partly`: with 给余额. */
static void leave_anywhere(const struct sharing *sharing, struct budget_claim *claim, __int128 others, bool partly)
{
  int64_t sure = rest_of(sharing->left, others);
  leave(claim, partly || claim->high <= sure ? lesser(claim->low, sure) : 0, lesser(claim->high, sharing->left));
}

/* With 不给, what is surely so whatever the order. */
static void serve_bounds(const struct sharing *sharing, bool partly)
{
  __int128 placeless = 0, least = 0, most = 0;
  for (size_t i = sharing->placed; i < sharing->count; i++) placeless += sharing->claims[i]->high;
  for (size_t i = 0; i < sharing->placed; i++) most += sharing->claims[i]->high;
  for (size_t i = sharing->placed; i < sharing->count; i++)
    leave_anywhere(sharing, sharing->claims[i], most + placeless - sharing->claims[i]->high, partly);
  most = placeless;
  for (size_t i = 0; i < sharing->placed; i++) {
    struct budget_claim *claim = sharing->claims[i];
    int64_t sure = rest_of(sharing->left, most), rest = partly ? rest_of(sharing->left, least) : sharing->left;
    leave(claim, partly || claim->high <= sure ? lesser(claim->low, sure) : 0,
          !partly && claim->fen > rest ? lesser(claim->low, rest) : lesser(claim->high, rest));
    least += least_of(sharing, claim);
    most += claim->high;
  }
}

/* In order, skipping whom the rest does not cover */

struct rests {
  size_t count;
  int64_t low[INTERVALS], high[INTERVALS];
};

/* Of more intervals than there is room for, the nearest become one: the set grows, and what it says stays true. */
static void add_rest(struct rests *rests, int64_t low, int64_t high)
{
  for (size_t i = 0; i < rests->count;) {
    bool apart = (low > rests->high[i] && low - rests->high[i] > 1) || (rests->low[i] > high && rests->low[i] - high > 1);
    if (apart && rests->count < INTERVALS) {
      i++;
      continue;
    }
    if (rests->low[i] < low) low = rests->low[i];
    if (rests->high[i] > high) high = rests->high[i];
    rests->count--;
    rests->low[i] = rests->low[rests->count];
    rests->high[i] = rests->high[rests->count];
    i = 0;
  }
  rests->low[rests->count] = low;
  rests->high[rests->count++] = high;
}

/* What the rests become when somebody asks something between `from` and `to`. */
static void serve_range(const struct rests *rests, int64_t from, int64_t to, struct rests *after)
{
  for (size_t i = 0; i < rests->count; i++) {
    int64_t low = rests->low[i], high = rests->high[i];
    if (from <= high) add_rest(after, low > to ? low - to : 0, high - from);
    if (low < to) add_rest(after, low, to - 1 < high ? to - 1 : high);
  }
}

/* What it is left of any of the rests. */
static void leave_of_rests(struct budget_claim *claim, const struct rests *rests)
{
  for (size_t i = 0; i < rests->count; i++) {
    int64_t high = rests->high[i];
    int64_t most = claim->fen <= high ? lesser(claim->high, high) : claim->low <= high ? claim->low : 0;
    leave(claim, rests->low[i] < claim->high ? 0 : claim->low, most);
  }
}

static void serve(const struct sharing *sharing, struct budget_claim *claim, const struct rests *rests, struct rests *after)
{
  leave_of_rests(claim, rests);
  if (claim->low < claim->fen || least_of(sharing, claim) < claim->low) serve_range(rests, 0, 0, after);
  if (claim->low < claim->fen) serve_range(rests, claim->low, claim->low, after);
  serve_range(rests, claim->fen, claim->high, after);
}

/* Those of unknown place may come now: from each set of them that has come to each larger one. */
static void serve_placeless(const struct sharing *sharing, struct rests *rests)
{
  size_t placeless = sharing->count - sharing->placed;
  for (unsigned come = 0; come < 1u << placeless; come++)
    for (size_t i = 0; i < placeless; i++)
      if (!(come & 1u << i)) serve(sharing, sharing->claims[sharing->placed + i], &rests[come], &rests[come | 1u << i]);
}

static void serve_skipping(const struct sharing *sharing)
{
  size_t sets = (size_t)1 << (sharing->count - sharing->placed);
  struct rests *rests = arena_array(sharing->scratch, sets, sizeof *rests);
  struct rests *after = arena_array(sharing->scratch, sets, sizeof *after);
  memset(rests, 0, sets * sizeof *rests);
  add_rest(&rests[0], sharing->left, sharing->left);
  serve_placeless(sharing, rests);
  for (size_t i = 0; i < sharing->placed; i++) {
    memset(after, 0, sets * sizeof *after);
    for (size_t set = 0; set < sets; set++) serve(sharing, sharing->claims[i], &rests[set], &after[set]);
    serve_placeless(sharing, after);
    struct rests *swap = rests;
    rests = after, after = swap;
  }
}

static void share_envelope(struct sharing *sharing)
{
  const struct measure *measure = sharing->budget->planned->measure;
  struct envelope *envelope = sharing->envelope;
  bool certain = all_certain(sharing);
  __int128 total = 0;
  for (size_t i = 0; i < sharing->count; i++) total += sharing->claims[i]->fen;
  envelope->total = certain && total <= INT64_MAX ? (int64_t)total : 0;
  envelope->open = !certain;
  qsort(sharing->claims, sharing->count, sizeof *sharing->claims, serving_order);
  while (sharing->placed < sharing->count && place_rank(sharing->claims[sharing->placed]) < 3) sharing->placed++;
  if (sharing->left == INT64_MAX) leave_unknown(sharing);
  else if (!measure->budget_order && certain) share_certain(sharing);
  else if (!measure->budget_order) share_open(sharing);
  else if (!measure->budget_whole || sharing->count - sharing->placed > PLACELESS) serve_bounds(sharing, !measure->budget_whole);
  else serve_skipping(sharing);
}

/* Claims by envelope */

/* Those of unknown envelope, which may be of any: each stands in every envelope. Where that would be too much work, they are one
 * claim of unknown place there, which asks what they ask together; bounds are all that is told then. */
struct strays {
  struct budget_claim **claims;
  size_t count;
  __int128 most; /* that they ask together */
  struct budget_claim together;
  bool each;
};

static struct strays strays_of(struct budget *budget, struct arena *scratch)
{
  struct strays strays = { .claims = arena_array(scratch, budget->count + 1, sizeof *strays.claims) };
  for (size_t i = 0; i < budget->count; i++) {
    struct budget_claim *claim = &budget->claims[i];
    if (claim->envelope != ENVELOPE_ANY) continue;
    strays.claims[strays.count++] = claim;
    strays.most += claim->high;
  }
  strays.each = strays.count * (budget->envelope_count + 1) <= STRAYS_EACH;
  strays.together = (struct budget_claim){ .envelope = ENVELOPE_ANY, .place_is = STATE_UNKNOWN };
  strays.together.high = strays.most < INT64_MAX ? (int64_t)strays.most : INT64_MAX;
  return strays;
}

static void leave_strays(const struct sharing *sharing, const struct strays *strays)
{
  const struct measure *measure = sharing->budget->planned->measure;
  __int128 most = strays->most;
  for (size_t i = 0; i < sharing->count; i++)
    if (sharing->claims[i] != &strays->together) most += sharing->claims[i]->high;
  for (size_t i = 0; i < strays->count; i++) {
    if (sharing->left == INT64_MAX) leave(strays->claims[i], 0, strays->claims[i]->high);
    else
      leave_anywhere(sharing, strays->claims[i], most - strays->claims[i]->high,
                     !measure->budget_order || !measure->budget_whole);
  }
}

static void settle_envelope(struct sharing *sharing, struct strays *strays)
{
  for (size_t i = 0; strays->each && i < strays->count; i++) sharing->claims[sharing->count++] = strays->claims[i];
  if (!strays->each) sharing->claims[sharing->count++] = &strays->together;
  if (sharing->count) share_envelope(sharing);
  if (!strays->each) leave_strays(sharing, strays);
}

/* Claims in the order of their envelopes; `starts[e]` is where those of one begin. */
static struct budget_claim **claims_by_envelope(struct budget *budget, struct arena *scratch, size_t *starts)
{
  struct budget_claim **claims = arena_array(scratch, budget->count + 1, sizeof *claims);
  size_t *next = arena_array(scratch, budget->envelope_count + 1, sizeof *next);
  for (size_t i = 0; i < budget->count; i++)
    if (budget->claims[i].envelope != ENVELOPE_ANY) starts[budget->claims[i].envelope + 1]++;
  for (size_t e = 0; e < budget->envelope_count; e++) starts[e + 1] += starts[e];
  memcpy(next, starts, (budget->envelope_count + 1) * sizeof *next);
  for (size_t i = 0; i < budget->count; i++)
    if (budget->claims[i].envelope != ENVELOPE_ANY) claims[next[budget->claims[i].envelope]++] = &budget->claims[i];
  return claims;
}

void budget_settle(struct budget *budget, struct as_of as_of)
{
  struct arena scratch = { 0 };
  size_t *starts = arena_array(&scratch, budget->envelope_count + 1, sizeof *starts);
  struct budget_claim **claims = claims_by_envelope(budget, &scratch, starts);
  struct strays strays = strays_of(budget, &scratch);
  /* One of unknown envelope may be of one that nobody else is in. */
  struct envelope nobodys = { .volume = INT64_MAX };
  if (strays.count) nobodys.volume = volume_of(budget, as_of, nobodys.name);
  for (size_t e = 0; e <= budget->envelope_count; e++) {
    bool last = e == budget->envelope_count;
    struct arena own = { 0 };
    struct envelope *envelope = last ? &nobodys : &budget->envelopes[e];
    size_t count = last ? 0 : starts[e + 1] - starts[e];
    if (!last) envelope->volume = volume_of(budget, as_of, envelope->name);
    struct sharing sharing = { .budget = budget, .envelope = envelope, .number = (uint32_t)e, .scratch = &own, .count = count };
    sharing.left = left_of(envelope);
    sharing.claims = arena_array(&own, count + (strays.each ? strays.count : 1) + 1, sizeof *sharing.claims);
    if (count) memcpy(sharing.claims, &claims[starts[e]], count * sizeof *claims);
    settle_envelope(&sharing, &strays);
    budget->open |= envelope->open || (sharing.count && envelope->volume == INT64_MAX);
    arena_free(&own);
  }
  arena_free(&scratch);
}

struct allotment budget_allotment(const struct budget *budget, struct slice code)
{
  int64_t position = code.length ? code_index_find(budget->codes, code) : CODES_NONE;
  struct allotment allotment = { .volume = budget->planned->budget, .ordered = budget->planned->measure->budget_order != NULL };
  if (position == CODES_NONE && budget->envelope_count == 1) {
    allotment.volume = left_of(&budget->envelopes[0]);
    allotment.taken = budget->envelopes[0].granted;
  }
  if (position == CODES_NONE) return allotment;
  const struct budget_claim *claim = &budget->claims[position];
  allotment.known = true;
  allotment.least = claim->least;
  allotment.most = claim->most;
  if (claim->envelope == ENVELOPE_ANY) return allotment;
  const struct envelope *envelope = &budget->envelopes[claim->envelope];
  allotment.volume = left_of(envelope);
  allotment.claimed = envelope->total;
  allotment.taken = envelope->granted;
  allotment.known = envelope->volume < INT64_MAX;
  return allotment;
}

void budget_bounds(const struct budget *budget, int64_t *least, int64_t *most)
{
  bool whole = budget->planned->measure->budget_whole && budget->planned->measure->budget_order, endless = false;
  struct arena scratch = { 0 };
  __int128 *low = arena_array(&scratch, budget->envelope_count + 1, sizeof *low);
  __int128 *high = arena_array(&scratch, budget->envelope_count + 1, sizeof *high);
  __int128 least_sum = 0, most_sum = budget->repeated;
  for (size_t i = 0; i < budget->count; i++) {
    const struct budget_claim *claim = &budget->claims[i];
    if (claim->envelope == ENVELOPE_ANY) {
      most_sum += claim->most;
      continue;
    }
    const struct envelope *envelope = &budget->envelopes[claim->envelope];
    low[claim->envelope] += whole || envelope->volume == INT64_MAX ? claim->least : claim->low;
    if (claim->most == INT64_MAX) endless |= envelope->volume == INT64_MAX;
    high[claim->envelope] += claim->most;
  }
  for (size_t e = 0; e < budget->envelope_count; e++) {
    const struct envelope *envelope = &budget->envelopes[e];
    int64_t left = left_of(envelope);
    least_sum += (low[e] < left ? low[e] : left) + envelope->granted;
    most_sum += (high[e] < left ? high[e] : left) + envelope->granted;
  }
  arena_free(&scratch);
  *least = least_sum < INT64_MAX ? (int64_t)least_sum : INT64_MAX;
  *most = !endless && most_sum < INT64_MAX ? (int64_t)most_sum : INT64_MAX;
}

/* From answers and amounts to what is granted.
 *
 * Data have holes, and what is paid must be right whatever stands in them. So a verdict has two ends: `low` is what the object
 * gets at least, `high` at most, and `amount` is said only where both are the same. A step may move the ends; no step may guess
 * between them.
 *
 * One measure, one row (verdict_compute), in the order in which offices reckon: conditions, amount, rounding, cap. Each may end
 * it:
 *   - conditions that are no for certain: nothing is asked further;
 *   - an amount or a cap that hangs on an event which never happened: no, not pending, for no document can mend it;
 *   - an amount of 0 for certain: no, since an award of nothing is none.
 * What then is open in any way is OUTCOME_PENDING, and its low end is 0 unless the conditions hold for certain.
 *
 * Then rule by rule, in the order of rules.def: those of one measure here, those between the measures of one object when all of
 * them are reached (verdicts_of_object), those over all objects when the list was read once (evaluate/judge). How each keeps its
 * two ends true is told in its file. */
#include "evaluate/verdict.h"

#include "evaluate/rule.h"

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

int64_t limit_fen(struct ratio limit)
{
  int64_t most;
  if (limit.num < 0) return 0;
  return ratio_round(limit, 1, ROUND_DOWN, &most) ? most : INT64_MAX;
}

/* A cap that nobody knows may be as low as nothing. False when it hangs on an event that never happened: then there is no award.
 */
static bool apply_cap(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  struct value cap = cap_of(planned, subject);
  int64_t least = cap.has_low ? limit_fen(cap.low) : 0, most = cap.has_high ? limit_fen(cap.high) : INT64_MAX;
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
  if (planned->discretionary && amount.state == STATE_UNKNOWN && !planned->range) return true;
  verdict->overflowed = amount.state == STATE_OVERFLOW;
  if (amount.has_low && !rounded(planned, amount.low, &verdict->low)) verdict->overflowed = true;
  if (!amount.has_low || verdict->low < 0) verdict->low = 0;
  verdict->has_high = amount.has_high && rounded(planned, amount.high, &verdict->high);
  if (amount.has_high && !verdict->has_high) verdict->overflowed = true;
  if (verdict->has_high && verdict->high < 0) verdict->high = 0;
  /* Of a range whose ends cross for this object, the upper end limits, as a cap does. */
  if (planned->range && verdict->has_high && verdict->low > verdict->high) verdict->low = verdict->high;
  if (planned->cap != NO_SLOT && !apply_cap(planned, subject, verdict)) return false;
  verdict->has_amount = verdict->has_high && verdict->low == verdict->high && !verdict->overflowed && !planned->range;
  verdict->amount = verdict->low;
  verdict->nothing = (verdict->has_amount || (planned->range && verdict->has_high && !verdict->high)) && verdict->amount == 0;
  return !verdict->nothing;
}

static bool is_opened(const struct verdict *verdict)
{
  const struct rule_step *step = verdict->steps;
  while (step && step->effect != STEP_OPENS) step = step->previous;
  return step != NULL;
}

static void settle(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  if (verdict->answer == ANSWER_UNKNOWN && value_overflows(subject, planned->measure->condition)) verdict->overflowed = true;
  bool priced = planned->amount == NO_SLOT || verdict->has_amount || planned->discretionary;
  bool certain = verdict->answer == ANSWER_YES && priced && !is_opened(verdict);
  verdict->outcome = certain ? OUTCOME_YES : OUTCOME_PENDING;
  if (certain) return;
  if (verdict->answer != ANSWER_YES) verdict->low = 0;
  verdict->has_amount = false;
}

/* What the authority may set at most. */
static void reach_limit(const struct planned *planned, const struct row_context *subject, struct verdict *verdict)
{
  struct value cap = cap_of(planned, subject);
  verdict->has_high = cap.state == STATE_KNOWN;
  if (verdict->has_high) verdict->high = limit_fen(cap.high);
}

static bool is_within_range(const struct planned *planned, const struct row_context *subject, int64_t amount)
{
  struct verdict limit = { .has_high = false };
  if (!reach_amount(planned, subject, &limit) && !limit.nothing) return true;
  return amount >= limit.low && (!limit.has_high || amount <= limit.high);
}

static bool is_within_cap(const struct planned *planned, const struct row_context *subject, int64_t amount)
{
  struct verdict limit = { .has_high = false };
  reach_limit(planned, subject, &limit);
  return !limit.has_high || amount <= limit.high;
}

enum decision_limit decision_limit_broken(const struct rule_input *input, const struct decision *decision)
{
  const struct planned *planned = input->planned;
  if (!decision->has_amount || !planned->discretionary) return DECISION_WITHIN;
  if (planned->range && !is_within_range(planned, input->subject, decision->amount)) return DECISION_OUTSIDE_RANGE;
  if (!planned->range && planned->cap != NO_SLOT && !is_within_cap(planned, input->subject, decision->amount))
    return DECISION_ABOVE_CAP;
  bool cumulative = planned->cumulative_cap != NO_SLOT;
  return cumulative && decision->amount > cumulative_cap_room(input) ? DECISION_ABOVE_CUMULATIVE_CAP : DECISION_WITHIN;
}

/* The table of rules */

enum scope { ALONE, TOGETHER };

static const struct {
  enum scope scope;
  enum message name;
  rule_stated *stated;
  rule_on_measure *on_measure;
  rule_on_object *on_object;
  rule_format *reason, *line;
  rule_terms *terms;
} rules[RULES] = {
#define RULE(name, scope, stated, on_measure, on_object, reason, line, terms)                                                    \
  [RULE_##name] = { scope, MSG_RULE_##name, stated, on_measure, on_object, reason, line, terms },
#include "evaluate/rules.def"
#undef RULE
};

bool rule_is_stated(enum rule rule, const struct planned *planned)
{
  return rules[rule].stated(planned);
}

static bool rules_of_measure(const struct rule_input *input, struct verdict *verdict)
{
  for (enum rule rule = 0; rule < RULES; rule++)
    if (input->planned->rules & 1u << rule && rules[rule].on_measure && !rules[rule].on_measure(input, verdict)) return false;
  return true;
}

static void ask_measure(const struct rule_input *input, struct verdict *verdict)
{
  const struct planned *planned = input->planned;
  const struct row_context *subject = input->subject;
  *verdict =
      (struct verdict){ .outcome = OUTCOME_NO, .answer = slot_answer(subject, planned->condition, planned->measure->condition) };
  if (verdict->answer == ANSWER_NO) return;
  if (planned->amount != NO_SLOT && !reach_amount(planned, subject, verdict)) return;
  bool limited = planned->discretionary && !planned->range && planned->cap != NO_SLOT;
  if (limited && !verdict->has_amount) reach_limit(planned, subject, verdict);
  if (planned->rules && !rules_of_measure(input, verdict)) return;
  settle(planned, subject, verdict);
}

/* Of a total whose parts are all past: a fresh one may be granted, else the old one is told. Where the history cannot be read, a
 * part may be due whatever the conditions are now. */
static void ask_anew(const struct rule_input *input, const struct verdict *past, struct verdict *verdict)
{
  ask_measure(input, verdict);
  if (verdict->outcome == OUTCOME_NO && past->steps) *verdict = *past;
  if (!past->granted_before || verdict->outcome == OUTCOME_YES) return;
  verdict->has_total = past->has_total;
  verdict->total = past->total;
  verdict->granted_before = true;
}

void verdict_compute(const struct rule_input *input, struct verdict *verdict)
{
  struct verdict past = { .outcome = OUTCOME_NO };
  bool parts = input->planned->measure->instalment_count > 0;
  if (!parts) ask_measure(input, verdict);
  else if (rule_instalments_later(input, &past)) *verdict = past;
  else ask_anew(input, &past, verdict);
}

void verdicts_of_object(const struct object_input *input)
{
  for (enum rule rule = 0; rule < RULES; rule++)
    if (rules[rule].on_object) rules[rule].on_object(input);
}

bool rule_joins_measures(const struct planned *planned)
{
  bool joins = false;
  for (enum rule rule = 0; rule < RULES; rule++) joins |= planned->rules & 1u << rule && rules[rule].scope == TOGETHER;
  return joins;
}

void format_step_reason(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                        const struct rule_step *step)
{
  rules[step->rule].reason(out, language, planned, verdict, step);
}

void format_rule_line(struct buffer *out, enum language language, enum rule rule, const struct planned *planned,
                      const struct verdict *verdict)
{
  rules[rule].line(out, language, planned, verdict, verdict_step(verdict, rule));
}

const char *rule_name(enum rule rule, enum language language)
{
  return message_name(rules[rule].name, language);
}

void format_rule_terms(struct buffer *out, enum language language, enum rule rule, const struct measure *measure)
{
  if (rules[rule].terms) rules[rule].terms(out, language, measure);
}

/* Steps */

int64_t verdict_most(const struct verdict *verdict)
{
  return verdict->has_high ? verdict->high : INT64_MAX;
}

struct rule_step *add_paid_step(const struct rule_input *input, struct verdict *verdict, enum rule rule, enum step_effect effect,
                                const struct paid *paid)
{
  struct rule_step *step = verdict_add_step(input->arena, verdict, rule, effect);
  step->after = verdict_most(verdict);
  step->taken = paid->certain;
  step->year = paid->latest, step->years = paid->years;
  step->unread = effect == STEP_REFUSES ? NULL : paid->open;
  return step;
}

bool verdict_narrow(struct verdict *verdict, int64_t low, bool has_high, int64_t high)
{
  verdict->low = low > 0 ? low : 0;
  verdict->has_high = has_high;
  verdict->high = has_high && high > 0 ? high : 0;
  verdict->has_amount = has_high && verdict->low == verdict->high && !verdict->overflowed;
  verdict->amount = verdict->low;
  return !has_high || verdict->high > 0;
}

const struct rule_step *verdict_step(const struct verdict *verdict, enum rule rule)
{
  const struct rule_step *step = verdict->steps;
  while (step && step->rule != rule) step = step->previous;
  return step;
}

const struct rule_step *verdict_decided_by(const struct verdict *verdict)
{
  const struct rule_step *step = verdict->steps;
  while (step && step->effect == STEP_CHANGES) step = step->previous;
  return step;
}

const struct rule_step *verdict_settled(const struct verdict *verdict)
{
  const struct rule_step *step = verdict->steps;
  while (step && step->effect != STEP_SETTLES) step = step->previous;
  return step;
}

struct rule_step *verdict_add_step(struct arena *arena, struct verdict *verdict, enum rule rule, enum step_effect effect)
{
  struct rule_step *step = arena_alloc(arena, sizeof *step);
  *step = (struct rule_step){ .previous = verdict->steps, .rule = rule, .effect = effect };
  verdict->steps = step;
  return step;
}

static const struct rule_step *step_kept(struct arena *arena, const struct rule_step *step)
{
  if (!step) return NULL;
  struct rule_step *kept = arena_alloc(arena, sizeof *kept);
  *kept = *step;
  kept->previous = step_kept(arena, step->previous);
  if (step->joint) kept->joint = arena_alloc(arena, sizeof *kept->joint), *kept->joint = *step->joint;
  return kept;
}

struct verdict verdict_kept(struct arena *arena, const struct verdict *verdict)
{
  struct verdict kept = *verdict;
  kept.steps = step_kept(arena, verdict->steps);
  return kept;
}

bool verdict_tells_total(const struct verdict *verdict)
{
  return verdict->has_total && (verdict->granted_before || verdict->outcome == OUTCOME_YES);
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
  struct verdict before = *verdict;
  *verdict = (struct verdict){ .outcome = outcome, .by_hand = true, .ground = decision->ground };
  if (before.granted_before) verdict->has_total = before.has_total, verdict->total = before.total, verdict->granted_before = true;
  verdict->answer = outcome == OUTCOME_YES ? ANSWER_YES : outcome == OUTCOME_NO ? ANSWER_NO : ANSWER_UNKNOWN;
  verdict->has_amount = verdict->has_high = decision->has_amount;
  verdict->amount = verdict->low = verdict->high = decision->amount;
}

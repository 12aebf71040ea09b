/* 择一: of several measures of one object one, the highest; of equals the earlier one.
 *
 * With holes in the data this is a tournament of intervals: a beats b for certain when the least of a is more than the most of b.
 * Who beats all others is the winner, even while b is open; who is beaten by anyone is out, even while no winner is known (the
 * step's cause says by whom); the rest stays pending. It is the certain part of every possible outcome: if a filled hole could
 * let i win, i is not out. What the authority granted by hand stands beside the winner and beats all that it did not decide.
 * Measures without money count as 0, discretionary ones without a cap as without end.
 *
 * Rejected: judging twice, with all holes at their worst and at their best. An exclusive group is not monotone (more for b is
 * less for a), so the two runs do not bound what lies between. */
#include "evaluate/rule.h"

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
static struct verdict displaced(const struct candidates *candidates, size_t i, size_t winner, struct arena *arena)
{
  struct verdict verdict = *candidates->verdicts[i];
  size_t master = displaced_by_of(candidates, i, winner);
  bool out = master != SIZE_MAX, known = verdict.outcome == OUTCOME_YES;
  const struct measure *cause = out ? candidates->planned[master]->measure : displacing(candidates, i);
  if (cause) {
    struct rule_step *step = verdict_add_step(arena, &verdict, RULE_EXCLUSIVE, out ? STEP_REFUSES : STEP_OPENS);
    step->cause = cause;
    step->before = known || (verdict.answer == ANSWER_YES && !verdict_decided_by(candidates->verdicts[i])) ? verdict.amount : 0;
  }
  verdict.outcome = out ? OUTCOME_NO : OUTCOME_PENDING;
  if (!out && verdict.has_amount) verdict.has_high = true, verdict.high = verdict.amount;
  verdict.low = 0;
  verdict.has_amount = false;
  return verdict;
}

static void choose_among(const struct candidates *candidates, struct arena *arena)
{
  struct verdict after[CHOICE_MEMBERS];
  size_t winner = winner_of(candidates);
  for (size_t i = 0; i < candidates->count; i++) {
    bool stands = i == winner || candidates->verdicts[i]->by_hand;
    after[i] = stands ? *candidates->verdicts[i] : displaced(candidates, i, winner, arena);
  }
  for (size_t i = 0; i < candidates->count; i++) *candidates->verdicts[i] = after[i];
}

/* Where the object chooses */

static struct rule_step *add_choice(const struct object_input *input, struct verdict *verdict, enum step_effect effect,
                                    const struct measure *cause)
{
  struct rule_step *step = verdict_add_step(input->arena, verdict, RULE_EXCLUSIVE, effect);
  step->cause = cause;
  if (verdict->has_amount) verdict->has_high = true, verdict->high = verdict->amount;
  verdict->outcome = effect == STEP_REFUSES ? OUTCOME_NO : OUTCOME_PENDING;
  verdict->has_amount = false;
  verdict->low = 0;
  return step;
}

/* The number of the measure that the object names; SIZE_MAX: none of them. */
static size_t named_of(const struct object_input *input, const struct exclusive_group *choice)
{
  for (size_t i = 0; i < input->count; i++) {
    const struct planned *planned = &input->measures[i];
    if (planned->exclusive_group != choice || !planned->measure->exclusive_named) continue;
    if (slot_answer(input->subject, planned->named, planned->measure->exclusive_named) == ANSWER_YES) return i;
  }
  return SIZE_MAX;
}

static const struct measure *granted_by_hand(const struct candidates *candidates)
{
  for (size_t i = 0; i < candidates->count; i++)
    if (candidates->verdicts[i]->by_hand && candidates->verdicts[i]->outcome == OUTCOME_YES)
      return candidates->planned[i]->measure;
  return NULL;
}

/* What is not known, or blank, leaves all open that hold, but for one alone, of which there is nothing to choose. */
static void choose_named(const struct object_input *input, const struct exclusive_group *choice,
                         const struct candidates *candidates)
{
  bool blank = value_of(input->subject, choice->by).state != STATE_KNOWN;
  const struct measure *granted = granted_by_hand(candidates);
  size_t named = blank ? SIZE_MAX : named_of(input, choice);
  bool fails = named != SIZE_MAX && input->verdicts[named].outcome == OUTCOME_NO;
  const struct measure *cause = named == SIZE_MAX ? NULL : input->measures[named].measure;
  if (blank && !granted && candidates->count == 1) return;
  for (size_t i = 0; i < candidates->count; i++) {
    struct verdict *verdict = candidates->verdicts[i];
    if (verdict->by_hand) continue;
    if (granted) add_choice(input, verdict, STEP_REFUSES, granted);
    else if (blank) add_choice(input, verdict, STEP_OPENS, NULL);
    else if (candidates->planned[i]->measure != cause) add_choice(input, verdict, STEP_REFUSES, cause)->cause_fails = fails;
  }
}

static bool is_first(const struct planned *measures, size_t at)
{
  for (size_t k = 0; k < at; k++)
    if (measures[k].exclusive_group == measures[at].exclusive_group) return false;
  return true;
}

bool rule_exclusive_stated(const struct planned *planned)
{
  return planned->exclusive_group != NULL;
}

void rule_exclusive(const struct object_input *input)
{
  const struct planned *measures = input->measures;
  for (size_t i = 0; i < input->count; i++) {
    const struct exclusive_group *choice = measures[i].exclusive_group;
    if (!choice || choice->count > CHOICE_MEMBERS || !is_first(measures, i)) continue;
    struct candidates candidates = { .count = 0 };
    for (size_t k = i; k < input->count; k++) {
      if (measures[k].exclusive_group != choice || input->verdicts[k].outcome == OUTCOME_NO) continue;
      candidates.planned[candidates.count] = &measures[k];
      candidates.verdicts[candidates.count++] = &input->verdicts[k];
    }
    if (choice->by && candidates.count) choose_named(input, choice, &candidates);
    else if (candidates.count > 1) choose_among(&candidates, input->arena);
  }
}

static void say_of_cause(struct buffer *out, enum language language, enum message message, const struct rule_step *step)
{
  message_text(out, language, message, step->cause->id, step->cause->name, NULL);
}

void format_exclusive_reason(struct buffer *out, enum language language, const struct planned *planned,
                             const struct verdict *verdict, const struct rule_step *step)
{
  const bool refused = step->effect == STEP_REFUSES, chosen = planned->measure->exclusive_group->by != NULL;
  (void)verdict;
  if (chosen && !step->cause) message_text(out, language, refused ? MSG_REASON_CHOSEN_NONE : MSG_REASON_CHOSEN_OPEN, NULL);
  else if (chosen) say_of_cause(out, language, step->cause_fails ? MSG_REASON_CHOSEN_FAILS : MSG_REASON_CHOSEN, step);
  else say_of_cause(out, language, refused ? MSG_REASON_RIVAL : MSG_REASON_RIVAL_OPEN, step);
}

/* The measures among which one is chosen, how, and which it is. */
void format_exclusive_line(struct buffer *out, enum language language, const struct planned *planned,
                           const struct verdict *verdict, const struct rule_step *step)
{
  static const enum message alone[] = {
    [OUTCOME_NO] = MSG_STEP_CHOICE_NOTHING, [OUTCOME_PENDING] = MSG_STEP_CHOICE_IF, [OUTCOME_YES] = MSG_STEP_CHOICE_THIS
  };
  const struct exclusive_group *choice = planned->measure->exclusive_group;
  struct buffer ids = { 0 }, by = { 0 };
  for (size_t i = 0; i < choice->count; i++) format_item(&ids, language, choice->members[i]->id);
  if (choice->by) format_node(&by, language, choice->by);
  buffer_char(&ids, 0);
  buffer_char(&by, 0);
  message_text(out, language, choice->by ? MSG_STEP_CHOICE_BY : MSG_STEP_CHOICE, choice->id, choice->name, ids.at, by.at, NULL);
  if (!step) message_text(out, language, alone[verdict->outcome], NULL);
  else if (!step->cause)
    message_text(out, language, step->effect == STEP_REFUSES ? MSG_REASON_CHOSEN_NONE : MSG_REASON_CHOSEN_OPEN, NULL);
  else if (step->cause_fails) say_of_cause(out, language, MSG_REASON_CHOSEN_FAILS, step);
  else say_of_cause(out, language, step->effect == STEP_REFUSES ? MSG_STEP_CHOICE_TAKES : MSG_STEP_CHOICE_WAITS, step);
  buffer_free(&ids);
  buffer_free(&by);
}

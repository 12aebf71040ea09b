/* 分期: a total is decided once and paid in parts.
 *
 * In the year in which the measure's conditions hold and no total is running, the total T is what the amount comes to, and the
 * first part is paid of it. Later years do not ask the measure again: T and the first year come from the history, and each part
 * asks its own condition only. So a measure with parts that was granted before is settled here and nowhere else
 * (`rule_instalments_later`, before its conditions are asked); the rule itself (`rule_instalments`) makes the first part of a
 * fresh T.
 *
 * What is due when: a part without 自 in the first year + its number, never before the part before it; a part with 自 in the year
 * of its event, never before the part before it; while the event has not happened it is not due, and neither is what follows.
 * What became of a part that was due before the judged year, the history says: its row of that year is 符合 (paid), 不符合 (lost;
 * with 停 all that follows is, too) or 待核实 (open). A row that is not there leaves the part that is due now open, whatever else
 * is known.
 *
 * A part is what all parts up to it come to, rounded as the measure rounds, less those before it: so they sum to T to the fen. */
#include "evaluate/rule.h"

#include <stdlib.h>
#include <string.h>

enum { NEVER_DUE = 0, DUE_UNKNOWN = -1 };

/* What is known of a measure's parts for one object. */
struct running {
  const struct history_row *first;      /* the row that granted T; NULL: none is running */
  const struct history_row *open_first; /* a row before any grant that may be the first */
  const struct history_row *unread;
  int years; /* of rows, ascending, without those that cannot be read */
  const struct history_row **rows;
};

bool rule_instalments_stated(const struct planned *planned)
{
  return planned->measure->instalment_count > 0;
}

/* Rows of the history */

static int row_order(const void *left, const void *right)
{
  const struct history_row *const *a = left, *const *b = right;
  return ((*a)->year > (*b)->year) - ((*a)->year < (*b)->year);
}

static struct running gather(const struct rule_input *input)
{
  struct running running = { .first = NULL };
  const struct history_row *rows = history_rows(input->history, input->code);
  size_t count = 0;
  for (const struct history_row *row = rows; row; row = row->next) count++;
  running.rows = arena_array(input->arena, count + 1, sizeof(struct history_row *));
  for (const struct history_row *row = rows; row; row = row->next) {
    if (!slice_is(row->measure, input->planned->measure->id)) continue;
    if (row->unread) running.unread = row;
    else if (row->year < input->year) running.rows[running.years++] = row;
  }
  if (running.years) qsort(running.rows, (size_t)running.years, sizeof(struct history_row *), row_order);
  return running;
}

static const struct history_row *row_of(const struct running *running, int year)
{
  for (int i = 0; i < running->years; i++)
    if (running->rows[i]->year == year) return running->rows[i];
  return NULL;
}

/* Years */

static int event_year(const struct rule_input *input, const struct instalment *instalment)
{
  struct value event = value_of(input->subject, instalment->from);
  if (event.state == STATE_NOT_OCCURRED) return NEVER_DUE;
  return event.state == STATE_KNOWN ? date_civil((date)event.low.num).year : DUE_UNKNOWN;
}

/* The year in which part `at` falls due, when the one before falls due in `before`. */
static int due_year(const struct rule_input *input, int first, size_t at, int before)
{
  const struct instalment *instalment = &input->planned->measure->instalments[at];
  if (before == NEVER_DUE || before == DUE_UNKNOWN) return before;
  int year = instalment->from ? event_year(input, instalment) : first + (int)at;
  return year == NEVER_DUE || year == DUE_UNKNOWN || year > before ? year : before;
}

static void find_due_years(const struct rule_input *input, int first, struct instalment_state *parts)
{
  parts[0].due = first;
  for (size_t i = 1; i < input->planned->measure->instalment_count; i++)
    parts[i].due = due_year(input, first, i, parts[i - 1].due);
}

/* The last year in which a part of the T that began then can be due; INT32_MAX: nobody knows. */
static int last_year(const struct rule_input *input, int first)
{
  int due = first;
  for (size_t i = 1; i < input->planned->measure->instalment_count && due > 0; i++) due = due_year(input, first, i, due);
  return due > 0 ? due : INT32_MAX;
}

/* The T that is running, or the last one: each row 符合 after the last part of the one before begins a new one. */
static void find_first(const struct rule_input *input, struct running *running)
{
  for (int i = 0; i < running->years; i++) {
    const struct history_row *row = running->rows[i];
    bool may_begin = !running->first || (!input->planned->measure->once && row->year > last_year(input, running->first->year));
    if (row->outcome == OUTCOME_YES && may_begin) running->first = row, running->open_first = NULL;
    else if (row->outcome == OUTCOME_PENDING && !running->first && !running->open_first) running->open_first = row;
  }
}

/* Amounts */

/* What the parts up to `last` come to, of a total. */
static int64_t paid_up_to(const struct rule_input *input, int64_t total, size_t last)
{
  const struct measure *measure = input->planned->measure;
  struct ratio shares = ratio_whole(0);
  int64_t money = 0, fen;
  for (size_t i = 0; i <= last; i++) {
    const struct node *share = measure->instalments[i].share;
    if (!share) return total;
    struct value value = as_of_value(input->subject->as_of, share);
    if (value.state != STATE_KNOWN) return total;
    if (share->type == TYPE_MONEY) {
      int64_t part = ratio_round(value.low, 1, ROUND_DOWN, &fen) ? fen : total;
      if (__builtin_add_overflow(money, part, &money) || money > total) money = total;
    } else if (!ratio_add(shares, value.low, &shares)) {
      return total;
    }
  }
  struct wide_ratio exact;
  if (ratio_compare(shares, ratio_whole(1)) >= 0) return total;
  bool fits = wide_ratio_multiply(wide_ratio_of(shares), wide_ratio_of(ratio_whole(total)), &exact) &&
              wide_ratio_round(exact, measure->round_unit, measure->rounding, &fen);
  return fits && fen < total - money ? money + fen : total;
}

static int64_t part_amount(const struct rule_input *input, int64_t total, size_t at)
{
  int64_t before = at ? paid_up_to(input, total, at - 1) : 0, up_to = paid_up_to(input, total, at);
  return up_to > before ? up_to - before : 0;
}

/* What became of the parts */

static enum answer part_condition(const struct rule_input *input, size_t at)
{
  const struct node *condition = input->planned->measure->instalments[at].condition;
  return condition ? value_answer(input->subject, condition) : ANSWER_YES;
}

/* Parts that were due before: paid, lost or open. */
static void settle_past(const struct rule_input *input, const struct running *running, struct instalment_state *parts)
{
  const struct measure *measure = input->planned->measure;
  bool ended = false;
  for (size_t i = 0; i < measure->instalment_count; i++) {
    struct instalment_state *part = &parts[i];
    const struct history_row *row = part->due > 0 && part->due < input->year ? row_of(running, part->due) : NULL;
    if (ended) part->fate = INSTALMENT_LOST;
    else if (part->due <= 0 || part->due >= input->year) continue;
    else if (!row) part->fate = INSTALMENT_MISSING;
    else if (row->outcome == OUTCOME_YES) part->fate = INSTALMENT_PAID;
    else if (row->outcome == OUTCOME_NO) part->fate = INSTALMENT_LOST;
    else part->fate = INSTALMENT_OPEN, part->row = row;
    if (part->fate == INSTALMENT_LOST && !measure->goes_on) ended = true;
  }
}

/* Parts that are due in the judged year, by their conditions. */
static void settle_now(const struct rule_input *input, struct instalment_state *parts)
{
  static const enum instalment_fate fates[] = {
    [ANSWER_NO] = INSTALMENT_REFUSED, [ANSWER_UNKNOWN] = INSTALMENT_ASKED, [ANSWER_YES] = INSTALMENT_NOW
  };
  const struct measure *measure = input->planned->measure;
  bool ended = false;
  for (size_t i = 0; i < measure->instalment_count; i++) {
    struct instalment_state *part = &parts[i];
    if (part->fate == INSTALMENT_LOST || part->fate == INSTALMENT_PAID) continue;
    if (ended) part->fate = INSTALMENT_LOST;
    else if (part->due == DUE_UNKNOWN) part->fate = INSTALMENT_EVENT;
    else if (part->due == input->year) part->fate = fates[part_condition(input, i)];
    ended |= part->fate == INSTALMENT_REFUSED && !measure->goes_on;
  }
}

struct dues {
  int64_t sure, most; /* fen due now */
  bool any, asked;    /* some part may be due; what decides it is not known */
};

static struct dues dues_of(const struct instalment_state *parts, size_t count)
{
  struct dues dues = { .sure = 0 };
  bool event = false;
  for (size_t i = 0; i < count; i++) {
    bool now = parts[i].fate == INSTALMENT_NOW, asked = parts[i].fate == INSTALMENT_ASKED;
    bool first_event = parts[i].fate == INSTALMENT_EVENT && !event; /* what follows waits for it */
    event |= parts[i].fate == INSTALMENT_EVENT;
    dues.any |= now || asked || first_event;
    dues.asked |= asked || first_event;
    if (now) dues.sure += parts[i].amount;
    if (now || asked || first_event) dues.most += parts[i].amount;
  }
  return dues;
}

/* Why what is due now cannot be said: a year without its row, or, where a lost part ends the rest, one that is open. */
static const struct unread_row *find_doubt(const struct rule_input *input, const struct running *running,
                                           const struct instalment_state *parts)
{
  const struct measure *measure = input->planned->measure;
  if (running->unread) return &running->unread->place;
  for (size_t i = 1; i < measure->instalment_count; i++) {
    if (parts[i].fate == INSTALMENT_OPEN && !measure->goes_on) return &parts[i].row->place;
    if (parts[i].fate != INSTALMENT_MISSING) continue;
    struct unread_row *missing = arena_alloc(input->arena, sizeof *missing);
    *missing = (struct unread_row){ .year = parts[i].due };
    return missing;
  }
  return NULL;
}

static struct rule_step *add_step(const struct rule_input *input, struct verdict *verdict, enum step_effect effect,
                                  const struct instalment_state *parts, int first, int64_t total)
{
  struct rule_step *step = verdict_add_step(input->arena, verdict, RULE_INSTALMENTS, effect);
  step->instalments = parts;
  step->year = first;
  step->total = total;
  return step;
}

/* A verdict that the parts decide alone. */
static void conclude(const struct dues *dues, const struct unread_row *doubt, struct rule_step *step, struct verdict *verdict)
{
  bool open = dues->any && (doubt || dues->asked);
  verdict->outcome = !dues->any ? OUTCOME_NO : open ? OUTCOME_PENDING : OUTCOME_YES;
  verdict->answer = !dues->any ? ANSWER_NO : open ? ANSWER_UNKNOWN : ANSWER_YES;
  verdict->low = doubt ? 0 : dues->sure;
  verdict->high = verdict->amount = dues->most;
  verdict->has_high = true;
  verdict->has_amount = verdict->outcome == OUTCOME_YES;
  step->after = dues->most;
  if (open) step->unread = doubt;
}

static struct instalment_state *states_of(const struct rule_input *input, int first, int64_t total)
{
  size_t count = input->planned->measure->instalment_count;
  struct instalment_state *parts = arena_array(input->arena, count, sizeof *parts);
  for (size_t i = 0; i < count; i++) parts[i].amount = part_amount(input, total, i);
  find_due_years(input, first, parts);
  return parts;
}

bool rule_instalments_later(const struct rule_input *input, struct verdict *verdict)
{
  const struct measure *measure = input->planned->measure;
  struct running running = gather(input);
  find_first(input, &running);
  if (!running.first) {
    if (input->planned->late && !running.open_first && !running.unread)
      return *verdict = (struct verdict){ .outcome = OUTCOME_NO }, true;
    const struct history_row *doubt = running.open_first ? running.open_first : running.unread;
    if (!doubt) return false;
    *verdict = (struct verdict){ .outcome = OUTCOME_PENDING, .answer = ANSWER_UNKNOWN };
    add_step(input, verdict, STEP_SETTLES, NULL, 0, 0)->unread = &doubt->place;
    return running.open_first || input->planned->late;
  }
  bool over = input->year > last_year(input, running.first->year);
  *verdict = (struct verdict){ .outcome = OUTCOME_NO, .has_total = running.first->has_total, .total = running.first->total };
  verdict->granted_before = true;
  if (!running.first->has_total && !over) {
    verdict->outcome = OUTCOME_PENDING, verdict->answer = ANSWER_UNKNOWN;
    add_step(input, verdict, STEP_SETTLES, NULL, running.first->year, 0)->unread = &running.first->place;
    return true;
  }
  struct instalment_state *parts = states_of(input, running.first->year, running.first->total);
  settle_past(input, &running, parts);
  settle_now(input, parts);
  struct dues dues = dues_of(parts, measure->instalment_count);
  struct rule_step *step = add_step(input, verdict, STEP_SETTLES, parts, running.first->year, running.first->total);
  conclude(&dues, dues.any ? find_doubt(input, &running, parts) : NULL, step, verdict);
  return !over || measure->once || input->planned->late;
}

/* What is due of a fresh total in its first year. */
static struct instalment_state *fresh_parts(const struct rule_input *input, int64_t total, struct dues *dues)
{
  struct instalment_state *parts = states_of(input, input->year, total);
  settle_now(input, parts);
  *dues = dues_of(parts, input->planned->measure->instalment_count);
  return parts;
}

bool rule_instalments(const struct rule_input *input, struct verdict *verdict)
{
  struct dues least, most;
  struct running running = gather(input);
  bool known = verdict->has_amount;
  int64_t total = verdict->amount;
  struct instalment_state *parts = fresh_parts(input, verdict->low, &least);
  if (verdict->has_high) fresh_parts(input, verdict->high, &most);
  verdict_narrow(verdict, least.sure, verdict->has_high, verdict->has_high ? most.most : 0);
  bool open = running.unread || least.asked;
  struct rule_step *step = add_step(input, verdict, open ? STEP_OPENS : STEP_CHANGES, parts, input->year, known ? total : 0);
  if (running.unread) step->unread = &running.unread->place, verdict->low = 0;
  step->before = total;
  step->after = verdict_most(verdict);
  verdict->has_total = known, verdict->total = total;
  return true;
}

/* In words */

/* `第2期`, `第2、3期`; empty when none has the fate. */
static void say_parts(struct buffer *out, enum language language, const struct rule_step *step, size_t count,
                      enum instalment_fate fate)
{
  bool any = false;
  for (size_t i = 0; step->instalments && i < count; i++) {
    if (step->instalments[i].fate != fate) continue;
    if (any) format_words(out, language, MSG_LIST_COMMA);
    buffer_integer(out, (int64_t)i + 1);
    any = true;
  }
}

static bool all_done(const struct rule_step *step, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (step->instalments[i].fate != INSTALMENT_PAID) return false;
  return true;
}

static enum message refusal(const struct rule_step *step, const struct measure *measure)
{
  bool lost = false, later = false;
  for (size_t i = 0; i < measure->instalment_count; i++) {
    lost |= step->instalments[i].fate == INSTALMENT_REFUSED;
    later |= step->instalments[i].fate == INSTALMENT_LATER;
  }
  if (lost) return MSG_REASON_PART_LOST;
  if (later) return MSG_REASON_PART_LATER;
  return all_done(step, measure->instalment_count) ? MSG_REASON_PARTS_DONE : MSG_REASON_PARTS_OVER;
}

static void say_state(struct buffer *out, enum language language, enum message message, const struct measure *measure,
                      const struct rule_step *step, enum instalment_fate fate)
{
  struct arguments arguments = { .count = 0 };
  argument_money(&arguments, step->total);
  argument_integer(&arguments, step->year);
  say_parts(&arguments.text, language, step, measure->instalment_count, fate);
  argument_end(&arguments);
  arguments_say(out, language, message, &arguments);
}

/* `first` tells a fresh total, which reasons and explanations join in different ways. */
static void say_step(struct buffer *out, enum language language, enum message first, const struct measure *measure,
                     const struct verdict *verdict, const struct rule_step *step)
{
  bool fresh = step->effect != STEP_SETTLES;
  if (verdict->outcome == OUTCOME_NO) say_state(out, language, refusal(step, measure), measure, step, INSTALMENT_REFUSED);
  else if (verdict->outcome == OUTCOME_PENDING) say_state(out, language, MSG_REASON_PART_OPEN, measure, step, INSTALMENT_ASKED);
  else say_state(out, language, fresh ? first : MSG_REASON_PART, measure, step, INSTALMENT_NOW);
}

void format_instalments_reason(struct buffer *out, enum language language, const struct planned *planned,
                               const struct verdict *verdict, const struct rule_step *step)
{
  if (step->instalments) say_step(out, language, MSG_REASON_PART_FIRST, planned->measure, verdict, step);
}

void format_instalments_line(struct buffer *out, enum language language, const struct planned *planned,
                             const struct verdict *verdict, const struct rule_step *step)
{
  if (!step || !step->instalments) {
    format_instalments_terms(out, language, planned->measure);
    return;
  }
  format_words(out, language, MSG_STEP_INSTALMENTS);
  say_step(out, language, MSG_STEP_PART_FIRST, planned->measure, verdict, step);
}

static void say_node(struct buffer *out, enum language language, enum message message, const struct node *node)
{
  struct arguments arguments = { .count = 0 };
  format_node(&arguments.text, language, node);
  argument_end(&arguments);
  arguments_say(out, language, message, &arguments);
}

static void say_instalment(struct buffer *out, enum language language, const struct instalment *instalment)
{
  if (instalment->share) format_node(out, language, instalment->share);
  else format_words(out, language, MSG_TERMS_REST);
  if (instalment->from) say_node(out, language, MSG_TERMS_FROM, instalment->from);
  if (instalment->condition) say_node(out, language, MSG_TERMS_IF, instalment->condition);
}

void format_instalments_terms(struct buffer *out, enum language language, const struct measure *measure)
{
  for (size_t i = 0; i < measure->instalment_count; i++) {
    if (i) format_words(out, language, MSG_SEMICOLON);
    say_instalment(out, language, &measure->instalments[i]);
  }
  if (measure->instalment_count && measure->goes_on) format_words(out, language, MSG_TERMS_GOES_ON);
}

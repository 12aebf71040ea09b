/* What is lacking: the question taken apart, the search, and its answer in words.
 *
 * The problem. Each condition that fails can be made to hold by a smallest change of one datum, but the changes do not add up: a
 * condition that held may fail after another is mended (more R&D spending, and the domestic share is too low), and two conditions
 * may want the same datum. Taking the smallest changes of single conditions together is wrong in more than a third of random
 * cases.
 *
 * The idea. Conditions are mended one after the other on a supposed copy of the data (explain/whatif), always the first that
 * fails now, and all are judged again, for at most ROUNDS rounds; what then holds is tightened: each change is taken back as far
 * as everything goes on holding, so that one unit less of any of them fails again. A condition that one datum settles is solved
 * by a division (explain/threshold), any other is searched (explain/remedy). When all failing conditions are of the first kind
 * and touch different data, that is all there is to do (settle_directly).
 *
 * Invariants. A statement holds when applied, and none of its changes can be one unit smaller; both are judged here and verified
 * by tests over hundreds of thousands of questions. What is unknown is never supposed: it is named. What does not settle is named
 * without a figure, never guessed. Data are compared by bit marks (`reads`), so that a condition is judged again only when
 * something it rests on has moved.
 *
 * Rejected: solving all conditions at once as a system (no official could follow how it came about), and words prepared once for
 * each comparison (they gained a tenth of the time of long lists for 500 lines). */
#include "explain/gap.h"

#include <string.h>

#include "evaluate/verdict.h"
#include "explain/remedy.h"

/* The question */

/* Marks of data, as bits: a field has one that few others share; related rows, and time and what changes with it, have their own.
 */
enum { MARK_ROWS = 62, MARK_TIME = 63 };

static uint64_t mark_of(const struct field *field)
{
  return UINT64_C(1) << (field ? (uintptr_t)field / sizeof *field % MARK_ROWS : MARK_TIME);
}

/* A parameter may have another value on another day. */
static uint64_t marks_of(const struct node *node)
{
  bool time = node->op == NODE_PARAMETER || node->op == NODE_AS_OF || node->op == NODE_YEAR || node->op == NODE_YEAR_DAY ||
              node->op == NODE_YEAR_NUMBER || node->op == NODE_INDICATOR || node->op == NODE_AGGREGATE;
  uint64_t marks = time ? mark_of(NULL) : node->op == NODE_FIELD ? mark_of(node->field) : 0;
  if (node->op == NODE_AGGREGATE) marks |= UINT64_C(1) << MARK_ROWS;
  for (size_t i = 0; i < node->operand_count; i++) marks |= marks_of(node->operands[i]);
  return marks;
}

static void ask(struct gap_question *question, const struct node *node, uint32_t slot)
{
  bool fits = node->op == NODE_ALL && question->count + node->operand_count < GAP_CONDITIONS;
  for (size_t i = 0; fits && i < node->operand_count; i++) ask(question, node->operands[i], NO_SLOT);
  if (fits || question->count == GAP_CONDITIONS) return;
  question->slots[question->count] = slot;
  question->conditions[question->count++] = node;
}

/* The least amount that is not rounded to nothing. */
static void ask_price(struct gap_question *question, const struct measure *measure)
{
  bool half = measure->rounding == ROUND_HALF_AWAY || measure->rounding == ROUND_HALF_DOWN;
  bool strict = measure->rounding == ROUND_UP || measure->rounding == ROUND_HALF_DOWN;
  struct ratio least = { measure->rounding == ROUND_UP ? 0 : measure->round_unit, half ? 2 : 1 };
  ratio_make(least.num, least.den, &least);
  question->price_zero = (struct node){ .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = least };
  question->price_operands[0] = measure->amount;
  question->price_operands[1] = &question->price_zero;
  question->price = (struct node){ .op = NODE_COMPARE,
                                   .type = TYPE_TRUTH,
                                   .relation = strict ? MORE_THAN : AT_LEAST,
                                   .operands = question->price_operands,
                                   .operand_count = 2 };
  question->conditions[question->count] = &question->price;
}

static void open_question(struct gap_question *question, const struct table_kind *companies, const struct measure *measure)
{
  question->count = 0;
  question->measure = measure;
  question->companies = companies;
}

static void close_question(struct gap_question *question)
{
  bool priced = question->measure && question->measure->amount;
  if (priced) ask_price(question, question->measure);
  uint64_t before = 0; /* marks of what the conditions so far rest on */
  for (size_t i = 0; i < question->count + priced; i++) {
    struct threshold *line = &question->lines[i];
    *line = line_of(question->conditions[i]);
    if (line->field && before & mark_of(line->field)) line->kind = LINE_NONE;
    question->reads[i] = marks_of(question->conditions[i]);
    before |= question->reads[i];
  }
}

void gap_ask(struct gap_question *question, const struct table_kind *companies, const struct node *const *conditions,
             size_t count, const struct measure *measure)
{
  open_question(question, companies, measure);
  for (size_t i = 0; i < count; i++) ask(question, conditions[i], NO_SLOT);
  close_question(question);
}

void gap_measure(struct gap_question *question, const struct model *model, const struct measure *measure)
{
  gap_ask(question, &model->tables[0].kind, measure->conditions, measure->condition_count, measure);
}

void gap_against(struct gap_question *question, const struct model *model, const struct planned *list)
{
  open_question(question, &model->tables[0].kind, NULL);
  for (size_t i = 0; i < list->measure->against_count; i++) ask(question, list->measure->against[i], list->against[i]);
  close_question(question);
}

/* The search */

enum { ROUNDS = 4, ATTEMPTS = 6 };

/* All conditions together, while they are made to hold. */
struct settlement {
  const struct gap_question *question;
  size_t count; /* of its conditions */
  enum answer before[GAP_CONDITIONS + 1];
  bool left_out[GAP_CONDITIONS + 1];
  bool direct; /* by lines, which leave nothing open */
  struct remedy_search repair;
};

static uint64_t marks_changed(const struct whatif *s)
{
  uint64_t changed = 0;
  for (size_t k = 0; k < s->count; k++) changed |= mark_of(s->changes[k].field);
  return changed;
}

static bool is_touched(const struct settlement *settlement, size_t i, uint64_t changed)
{
  return (settlement->question->reads[i] & changed) != 0;
}

static bool holds(const struct settlement *settlement, size_t i, struct whatif *s)
{
  enum answer answer = value_answer(whatif_value(s), settlement->question->conditions[i]);
  return settlement->before[i] == ANSWER_YES ? answer == ANSWER_YES : answer != ANSWER_NO;
}

/* The first from `i` on that does not hold; count when all do. */
static size_t next_failing(const struct settlement *settlement, struct whatif *s, size_t i)
{
  uint64_t changed = marks_changed(s);
  for (; i < settlement->count; i++) {
    if (settlement->left_out[i]) continue;
    if (is_touched(settlement, i, changed) ? !holds(settlement, i, s) : settlement->before[i] == ANSWER_NO) return i;
  }
  return settlement->count;
}

static size_t first_failing(const struct settlement *settlement, struct whatif *s)
{
  return next_failing(settlement, s, 0);
}

struct whole_trial {
  struct trial trial; /* first */
  const struct settlement *settlement;
};

static bool whole_holds(const struct trial *trial, struct whatif *s)
{
  const struct settlement *settlement = ((const struct whole_trial *)(const void *)trial)->settlement;
  return first_failing(settlement, s) == settlement->count;
}

static struct whole_trial whole_trial(const struct settlement *settlement)
{
  return (struct whole_trial){ { whole_holds, NULL, settlement->repair.companies, settlement->repair.last }, settlement };
}

/* Opening */

/* What was counted over related rows was counted for this year: then waiting ends with it. */
static date last_day(const struct settlement *settlement, const struct row_context *subject)
{
  const struct measure *measure = settlement->question->measure;
  date last, year_end;
  int year = date_civil(subject->as_of.on).year;
  if (!date_make(year, 12, 31, &year_end)) return subject->as_of.on;
  for (size_t i = 0; i < settlement->count; i++)
    if (settlement->question->reads[i] >> MARK_ROWS & 1) return year_end;
  if (!measure || !measure->policy || measure->policy->open_ended) return INT32_MAX / 2;
  int shift = year - subject->as_of.year;
  return date_make(date_civil(measure->policy->to).year + shift, 12, 31, &last) ? last : year_end;
}

static void open_settlement(struct settlement *settlement, const struct row_context *subject, const struct gap_question *question,
                            struct gap *gap)
{
  settlement->question = question;
  settlement->count = question->count;
  gap->failing_count = 0;
  for (size_t i = 0; i < question->count; i++) {
    enum answer answer = slot_answer(subject, question->slots[i], question->conditions[i]);
    settlement->before[i] = answer;
    gap->failing[gap->failing_count] = question->conditions[i];
    gap->failing_count += answer == ANSWER_NO;
  }
  bool worthless = question->measure && question->measure->amount && value_answer(subject, &question->price) == ANSWER_NO;
  if (worthless) settlement->before[settlement->count++] = ANSWER_NO;
  memset(settlement->left_out, 0, settlement->count * sizeof *settlement->left_out);
}

/* Settling */

/* What cannot be made to hold even alone. Asked when all together do not settle: mostly they do. */
static bool leave_impossible(struct settlement *settlement, const struct row_context *subject, struct gap *gap)
{
  bool any = false;
  for (size_t i = 0; i < settlement->count; i++) {
    struct whatif s;
    if (settlement->before[i] != ANSWER_NO) continue;
    whatif_set(&s, subject);
    const struct node *condition = settlement->question->conditions[i];
    if (remedy_find(&settlement->repair, &s, condition, true)) continue;
    settlement->left_out[i] = any = true;
    if (condition == &settlement->question->price) gap->worthless = true, gap->amount = settlement->question->measure->amount;
    else gap->impossible[gap->impossible_count++] = condition;
  }
  return any;
}

/* The one that does not settle; count when all hold. */
static size_t settle_rounds(struct settlement *settlement, struct whatif *s)
{
  size_t failing = settlement->count;
  for (int round = 0; round < ROUNDS; round++) {
    failing = first_failing(settlement, s);
    if (failing == settlement->count) return failing;
    for (size_t i = failing; i < settlement->count; i = next_failing(settlement, s, i + 1))
      if (!remedy_find(&settlement->repair, s, settlement->question->conditions[i], true)) return i;
  }
  return first_failing(settlement, s);
}

/* Is one unit less of a change too little? */
static bool is_tight(const struct settlement *settlement, const struct whatif *s, size_t change)
{
  struct whatif less;
  whatif_copy(&less, s);
  adjustment_relax(&less, change);
  return first_failing(settlement, &less) < settlement->count;
}

/* A change that another made later has overtaken is taken back, or made as small as it can be. */
static void tighten(const struct settlement *settlement, struct whatif *s, size_t change)
{
  struct whole_trial trial = whole_trial(settlement);
  struct whatif without;
  struct adjustment adjustment = adjustment_of(&s->changes[change]);
  whatif_copy(&without, s);
  whatif_drop(&without, change);
  bool needed = first_failing(settlement, &without) < settlement->count;
  if (!needed || adjustment_move(&without, &adjustment, &trial.trial)) whatif_copy(s, &without);
}

/* All holds, and still does afterwards. */
static bool tighten_all(const struct settlement *settlement, struct whatif *s)
{
  for (int round = 0; round < ROUNDS; round++) {
    bool tight = true;
    for (size_t i = 0; i < s->count; i++) {
      if (is_tight(settlement, s, i)) continue;
      tight = false;
      tighten(settlement, s, i);
      break;
    }
    if (tight) return true;
  }
  return false;
}

/* One condition after the other, each by its line. No line moves what a condition before it reads, so none is broken by a later
 * one, and with one unit less of a change its own condition fails again. False where a condition has no line that tells. */
static bool settle_at(const struct settlement *settlement, size_t i, struct whatif *s, uint64_t *changed, struct gap *gap)
{
  const struct gap_question *question = settlement->question;
  const struct threshold *line = &question->lines[i];
  bool touched = is_touched(settlement, i, *changed);
  enum answer answer = touched ? value_answer(whatif_value(s), question->conditions[i]) : settlement->before[i];
  struct ratio least;
  if (answer != ANSWER_NO) return answer == ANSWER_YES;
  if (line->kind == LINE_FIXED && !touched) {
    gap->impossible[gap->impossible_count++] = question->conditions[i];
    return true;
  }
  bool moves = line->kind == LINE_FIGURE || line->kind == LINE_TOGGLE;
  if (!moves || !line_solve(line, whatif_value(s), &least) || !whatif_figure(s, line->field, least)) return false;
  *changed |= mark_of(line->field);
  return true;
}

static bool settle_directly(struct settlement *settlement, const struct row_context *subject, struct whatif *s, struct gap *gap)
{
  uint64_t changed = 0;
  whatif_set(s, subject);
  settlement->direct = true;
  if (settlement->count > settlement->question->count) return false; /* the amount, too */
  for (size_t i = 0; i < settlement->count; i++) {
    if (settle_at(settlement, i, s, &changed, gap)) continue;
    gap->impossible_count = 0;
    return false;
  }
  return true;
}

/* One way to make all hold: the choices as they come, but `forced`. On failure *failing did not settle. */
static bool settle(struct settlement *settlement, const struct row_context *subject, const struct choice *forced,
                   struct whatif *s, size_t *failing)
{
  whatif_set(s, subject);
  settlement->repair.forced = forced;
  settlement->repair.choice_count = 0;
  *failing = settle_rounds(settlement, s);
  return *failing == settlement->count && tighten_all(settlement, s);
}

/* What fails itself, or was broken by what others needed: they go together. */
static bool leave_unsettled(struct settlement *settlement, size_t failing, struct gap *gap)
{
  bool any = false;
  for (size_t i = 0; i < settlement->count; i++) {
    bool taken = !settlement->left_out[i] && settlement->before[i] == ANSWER_NO &&
                 (i == failing || failing == settlement->count || settlement->before[failing] != ANSWER_NO);
    if (!taken) continue;
    settlement->left_out[i] = any = true;
    gap->unsettled[gap->unsettled_count++] = settlement->question->conditions[i];
  }
  return any;
}

/* Results */

static const struct node *inside(const struct node *node)
{
  while (node->op == NODE_ALL && node->operand_count == 1) node = node->operands[0];
  return node;
}

/* Conditions, named ones first, that hold with the waiting and not without. */
static void find_delays(const struct node *node, struct whatif *with, struct whatif *without, struct statement *statement)
{
  if (value_answer(whatif_value(without), node) == value_answer(whatif_value(with), node)) return;
  node = inside(node);
  if (node->op == NODE_ALL || node->op == NODE_ANY) {
    for (size_t i = 0; i < node->operand_count; i++) find_delays(node->operands[i], with, without, statement);
    return;
  }
  if (value_answer(whatif_value(with), node) == ANSWER_NO || statement->delay_count == GAP_DELAYS) return;
  statement->delays[statement->delay_count++] = node;
}

static void state(const struct settlement *settlement, struct whatif *s, struct statement *statement)
{
  missing_clear(&statement->missing);
  statement->delay_count = 0;
  statement->open = false;
  memcpy(statement->changes, s->changes, s->count * sizeof *s->changes);
  statement->count = s->count;
  if (settlement->direct) return; /* nothing is open, and nothing waits */
  uint64_t changed = marks_changed(s);
  for (size_t i = 0; i < settlement->count; i++) {
    if (settlement->left_out[i] || (settlement->before[i] != ANSWER_UNKNOWN && !is_touched(settlement, i, changed))) continue;
    if (value_answer(whatif_value(s), settlement->question->conditions[i]) != ANSWER_UNKNOWN) continue;
    statement->open = true;
    value_missing(whatif_value(s), settlement->question->conditions[i], &statement->missing);
  }
  const struct day_shift *waiting = whatif_shift(s, NULL);
  if (!waiting) return;
  struct whatif without;
  whatif_copy(&without, s);
  whatif_drop(&without, (size_t)(waiting - s->changes));
  for (size_t i = 0; i < settlement->count; i++)
    if (!settlement->left_out[i]) find_delays(settlement->question->conditions[i], s, &without, statement);
}

static bool same_change(const struct day_shift *a, const struct day_shift *b)
{
  return a->field == b->field && a->after.num == b->after.num && a->after.den == b->after.den;
}

static bool is_stated(const struct gap *gap, const struct whatif *s)
{
  for (size_t i = 0; i < gap->statement_count; i++) {
    const struct statement *statement = &gap->statements[i];
    size_t same = 0;
    for (size_t k = 0; k < s->count; k++)
      for (size_t m = 0; m < statement->count; m++) same += same_change(&s->changes[k], &statement->changes[m]);
    if (same == s->count && s->count == statement->count) return true;
  }
  return false;
}

static void add_statement(const struct settlement *settlement, struct whatif *s, struct gap *gap)
{
  if (gap->statement_count == GAP_STATEMENTS || is_stated(gap, s)) return;
  state(settlement, s, &gap->statements[gap->statement_count++]);
}

/* The ways that the choices of the first leave open, one choice changed at a time. */
static void state_alternatives(struct settlement *settlement, const struct row_context *subject, const struct choice *choices,
                               size_t count, struct gap *gap)
{
  struct whatif s;
  size_t failing;
  for (size_t i = 0; i < count; i++)
    for (size_t way = 0; way < choices[i].ways; way++) {
      struct choice forced = choices[i];
      forced.taken = (uint8_t)way;
      if (way == choices[i].taken || gap->statement_count == GAP_STATEMENTS) continue;
      if (settle(settlement, subject, &forced, &s, &failing)) add_statement(settlement, &s, gap);
    }
}

/* Another way out when the first does not settle. */
static bool settle_otherwise(struct settlement *settlement, const struct row_context *subject, struct whatif *s)
{
  struct choice choices[CHOICES_MAX];
  size_t count = settlement->repair.choice_count, failing, attempts = 0;
  memcpy(choices, settlement->repair.choices, sizeof choices);
  for (size_t i = 0; i < count; i++)
    for (size_t way = 0; way < choices[i].ways && attempts < ATTEMPTS; way++) {
      struct choice forced = choices[i];
      forced.taken = (uint8_t)way;
      if (way != choices[i].taken && (attempts++, settle(settlement, subject, &forced, s, &failing))) return true;
    }
  return false;
}

static bool settle_by_search(struct settlement *settlement, const struct row_context *subject, struct whatif *s, struct gap *gap)
{
  size_t failing;
  settlement->direct = false;
  settlement->repair =
      (struct remedy_search){ .companies = settlement->question->companies, .last = last_day(settlement, subject) };
  for (bool first = true; !settle(settlement, subject, NULL, s, &failing); first = false) {
    if (first && leave_impossible(settlement, subject, gap)) continue;
    if (settle_otherwise(settlement, subject, s)) return true;
    if (!leave_unsettled(settlement, failing, gap)) return false;
  }
  return true;
}

/* A place stays what it is among the others; a mean moves with what is in it. */
static bool is_list_figure(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_POPULATION && node->first > POPULATION_QUANTILE;
}

void gap_find(const struct row_context *base, const struct gap_question *question, struct gap *gap)
{
  struct settlement settlement;
  struct whatif s;
  gap->holds = gap->worthless = false;
  gap->statement_count = gap->impossible_count = gap->unsettled_count = 0;
  gap->of_list = false;
  for (size_t i = 0; i < question->count; i++) gap->of_list |= node_any(question->conditions[i], is_list_figure, NULL);
  struct row_cache reading;
  struct row_context subject = *base;
  if (!subject.reading) reading_open(&reading, question->companies), subject.reading = &reading;
  open_settlement(&settlement, &subject, question, gap);
  bool direct = settle_directly(&settlement, &subject, &s, gap);
  if (!direct && !settle_by_search(&settlement, &subject, &s, gap)) return;
  struct choice choices[CHOICES_MAX];
  size_t count = direct ? 0 : settlement.repair.choice_count;
  memcpy(choices, settlement.repair.choices, count * sizeof *choices);
  add_statement(&settlement, &s, gap);
  const struct statement *first = &gap->statements[0];
  if (!first->count && !first->open) gap->statement_count = 0;
  gap->holds = !first->count && !first->open && !gap->impossible_count && !gap->unsettled_count && !gap->worthless;
  if (first->count) state_alternatives(&settlement, &subject, choices, count, gap);
}

/* In words */

/* `40 万元`, exact to the fen: from one 万元 on in 万元 or 亿元, so that the figures of a sentence compare. */
static void money_spaced(struct buffer *out, int64_t fen)
{
  int64_t unit = money_unit_string(fen);
  bool exact = unit == FEN_YUAN && fen >= FEN_WAN;
  if (exact) money_write_wan(out, fen);
  else money_figure(out, fen, unit);
  buffer_printf(out, " %s", yuan_unit_name(exact ? FEN_WAN : unit));
}

/* 科技人员数 is counted as 科技人员; 职工总数 and 认定次数 keep their ending. */
static void format_name(struct buffer *out, const struct wording *reason, const struct field *field)
{
  bool english = reason->language == LANGUAGE_ENGLISH && field->english;
  struct slice name = slice_of(english ? field->english : field->name);
  bool counted =
      !english && field->kind == FIELD_COUNT && slice_ends(name, "数") && !slice_ends(name, "总数") && !slice_ends(name, "次数");
  if (counted) name.length -= strlen("数");
  buffer_slice(out, name);
}

static void format_amount(struct buffer *out, const struct wording *reason, const struct field *field, struct ratio by)
{
  if (by.num < 0) by.num = -by.num;
  if (field->kind == FIELD_MONEY) {
    money_spaced(out, by.num);
    return;
  }
  ratio_write(out, by);
  if (field->kind == FIELD_DATE) format_wording(out, reason, MSG_GAP_DAYS);
  else if (field->unit && reason->language == LANGUAGE_CHINESE) buffer_char(out, ' '), buffer_text(out, field->unit);
}

static void format_moved(struct buffer *out, const struct wording *reason, const struct day_shift *change)
{
  struct ratio before = { change->before.num, change->before.den }, after = { change->after.num, change->after.den }, by;
  bool rises = ratio_compare(after, before) > 0, day = change->field->kind == FIELD_DATE;
  if (rises && !day) {
    format_name(out, reason, change->field);
    format_wording(out, reason, MSG_GAP_MORE);
  } else {
    format_name(out, reason, change->field);
    format_wording(out, reason, !day ? MSG_GAP_LESS : rises ? MSG_GAP_LATER : MSG_GAP_EARLIER);
  }
  if (ratio_subtract(after, before, &by)) format_amount(out, reason, change->field, by);
}

static void format_chosen(struct buffer *out, const struct wording *reason, const struct day_shift *change)
{
  const struct field *field = change->field;
  bool english = reason->language == LANGUAGE_ENGLISH && field->english;
  format_wording(out, reason, MSG_QUOTE);
  buffer_text(out, english ? field->english : field->name);
  format_wording(out, reason, MSG_GAP_FROM);
  format_cell(out, field, &change->before);
  format_wording(out, reason, MSG_GAP_TO);
  format_cell(out, field, &change->after);
  format_wording(out, reason, MSG_QUOTE_END);
}

/* 「自 2023-04-01 起注册成立满一年」 */
static void format_delay(struct buffer *out, const struct wording *reason, const struct node *node)
{
  bool ends = node->op == NODE_NOT && node->operands[0]->op == NODE_NAMED;
  if (node->op == NODE_NAMED) {
    buffer_text(out, node->text);
    return;
  }
  format_wording(out, reason, ends ? MSG_QUOTE : MSG_GAP_HOLDS);
  format_node(out, reason->language, ends ? node->operands[0] : node);
  format_wording(out, reason, ends ? MSG_GAP_NO_LONGER : MSG_QUOTE_END);
}

static void format_waiting(struct buffer *out, const struct wording *reason, const struct day_shift *change,
                           const struct statement *statement)
{
  format_words_before(out, reason->language, MSG_GAP_SINCE);
  date_write(out, (date)change->after.num);
  format_words_after(out, reason->language, MSG_GAP_SINCE);
  for (size_t i = 0; statement && i < statement->delay_count; i++) {
    if (i) format_wording(out, reason, MSG_LIST_COMMA);
    else if (reason->language == LANGUAGE_ENGLISH) buffer_char(out, ' ');
    format_delay(out, reason, statement->delays[i]);
  }
}

void format_shift(struct buffer *out, const struct wording *reason, const struct day_shift *change,
                  const struct statement *statement)
{
  if (!change->field) format_waiting(out, reason, change, statement);
  else if (change->field->kind == FIELD_YESNO || change->field->kind == FIELD_CHOICE) format_chosen(out, reason, change);
  else format_moved(out, reason, change);
}

static bool format_statement(struct buffer *out, const struct wording *reason, const struct statement *statement)
{
  size_t before = out->length;
  for (size_t i = 0; i < statement->count; i++) {
    if (i) format_wording(out, reason, MSG_COMMA);
    format_shift(out, reason, &statement->changes[i], statement);
  }
  struct buffer missing = { 0 };
  if (format_missing_list(&missing, reason, &statement->missing)) {
    format_wording(out, reason, statement->count ? MSG_GAP_AND_MISSING : MSG_GAP_MISSING);
    buffer_slice(out, buffer_view(&missing));
  } else if (statement->open) {
    if (statement->count) format_wording(out, reason, MSG_COMMA);
    format_wording(out, reason, MSG_GAP_UNDECIDED);
  }
  buffer_free(&missing);
  return out->length > before;
}

static void format_failing_conditions(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                                      const struct node *const *conditions, size_t count)
{
  struct wording brief = *reason;
  brief.depth = 1;
  for (size_t i = 0; i < count; i++) {
    if (i) format_wording(out, reason, MSG_LIST_COMMA);
    if (conditions[i]->op == NODE_NAMED) buffer_text(out, conditions[i]->text);
    else if (conditions[i]->op == NODE_IS_TRUE) format_node(out, reason->language, conditions[i]);
    else format_fact(out, &brief, subject, conditions[i]);
  }
}

static bool part(struct buffer *out, const struct wording *reason, bool any)
{
  if (any) format_wording(out, reason, MSG_SEMICOLON);
  return true;
}

bool format_gap(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct gap *gap)
{
  bool any = false;
  bool moves = false;
  for (size_t i = 0; i < gap->statement_count; i++) {
    if (i) format_wording(out, reason, MSG_GAP_OR);
    any |= format_statement(out, reason, &gap->statements[i]);
    moves |= gap->statements[i].count > 0;
  }
  if (moves && gap->of_list) format_wording(out, reason, MSG_GAP_OF_LIST);
  if (gap->unsettled_count) {
    any = part(out, reason, any);
    format_wording(out, reason, MSG_GAP_ENTANGLED);
    format_failing_conditions(out, reason, subject, gap->unsettled, gap->unsettled_count);
  }
  if (gap->impossible_count) {
    any = part(out, reason, any);
    format_wording(out, reason, MSG_GAP_IMPOSSIBLE);
    format_failing_conditions(out, reason, subject, gap->impossible, gap->impossible_count);
  }
  if (gap->worthless) {
    bool none =
        gap->amount && value_of(subject, gap->amount).state == STATE_NOT_OCCURRED && node_unnamed(gap->amount)->op == NODE_CASES;
    any = part(out, reason, any);
    message_text(out, reason->language, none ? MSG_REASON_NO_CASE : MSG_REASON_NOTHING, NULL);
  }
  return any;
}

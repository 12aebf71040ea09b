/* Row by row, with intervals: for rows that the kernels leave open, and for explanations. */
#include "evaluate/value.h"

#include <string.h>

#include "decode/unicode.h"
#include "evaluate/call.h"
#include "evaluate/kernel.h"

struct value value_answered(enum answer answer)
{
  return (struct value){ .state = answer == ANSWER_UNKNOWN ? STATE_UNKNOWN : STATE_KNOWN, .answer = answer };
}

void reading_open(struct row_cache *reading, const struct table_kind *companies)
{
  memset(reading, 0, sizeof *reading);
  reading->fields = companies->fields;
  reading_next(reading);
}

void reading_next(struct row_cache *reading)
{
  reading->row++;
  reading->overflowed = false;
  memset(reading->fetched, 0, sizeof reading->fetched);
}

enum { LARGE = 8 }; /* nodes of an expression that is rather looked up than judged again */

/* Where the value of an expression is kept, or belongs; NULL: nowhere. What is supposed to be otherwise is judged each time. */
static struct read_value *place_of(const struct row_context *subject, const struct node *node, bool answered)
{
  if (!subject->reading || subject->shift_count || node->weight < LARGE) return NULL;
  uintptr_t hash = ((uintptr_t)node / sizeof *node * 2 + answered) * 0x9E3779B1u;
  return &subject->reading->values[(hash >> 8) % READING_VALUES];
}

static bool is_kept(const struct row_context *subject, const struct read_value *place, const struct node *node, bool answered)
{
  return place->node == node && place->row == subject->reading->row && place->answered == answered;
}

static void keep(const struct row_context *subject, struct read_value *place, const struct node *node, bool answered,
                 struct value value)
{
  *place = (struct read_value){ node, subject->reading->row, answered, value };
}

static const struct cell *fetch(const struct row_context *subject, int table, const struct field *field, struct cell *room)
{
  subject->cell(subject, table, field, room);
  if (!room->den) room->den = 1;
  return room;
}

static const struct cell *fetch_first(const struct row_context *subject, const struct field *field, size_t at)
{
  subject->reading->fetched[at / 64] |= UINT64_C(1) << at % 64;
  return fetch(subject, 0, field, &subject->reading->cells[at]);
}

static inline const struct cell *datum(const struct row_context *subject, const struct field *field)
{
  const struct row_cache *reading = subject->reading;
  size_t at = (size_t)(field - reading->fields);
  bool known = reading->fetched[at / 64] >> at % 64 & 1;
  return known ? &reading->cells[at] : fetch_first(subject, field, at);
}

const struct cell *subject_datum(const struct row_context *subject, const struct field *field)
{
  return datum(subject, field);
}

static inline const struct cell *cell_of(const struct row_context *subject, int table, const struct field *field,
                                         struct cell *room)
{
  if (table != 0) return fetch(subject, table, field, room);
  for (size_t i = 0; i < subject->shift_count; i++)
    if (subject->shifts[i].field == field) return &subject->shifts[i].after;
  return subject->reading ? datum(subject, field) : fetch(subject, 0, field, room);
}

const struct cell *subject_cell(const struct row_context *subject, int table, const struct field *field, struct cell *room)
{
  return cell_of(subject, table, field, room);
}

/* Counts are not negative; of other unknown figures nothing is known. */
struct value row_field(const struct row_context *subject, const struct node *node)
{
  struct cell room;
  const struct cell *cell = cell_of(subject, node->table, node->field, &room);
  if (cell->state != STATE_KNOWN) {
    struct value open = value_nothing(cell->state);
    open.has_low = cell->state == STATE_UNKNOWN && node->field->kind == FIELD_COUNT && !node->field->event;
    open.low = ratio_whole(0);
    return open;
  }
  struct value value = value_exactly((struct ratio){ cell->num, cell->den });
  value.text = cell->text;
  return value;
}

struct value row_parameter(const struct row_context *subject, const struct node *node)
{
  const struct node *value = parameter_value(node->parameter, subject->as_of.on);
  return value ? value_exactly(value->number) : value_nothing(STATE_UNKNOWN);
}

/* Outside of targets, which ask the figure of a unit: the one of the policy's region. */
static struct value of_indicator(struct as_of as_of, const struct node *node)
{
  int year = node->first ? node->first : as_of.year + (int)node->number.num;
  const struct figure_row *row = figures_indicator(as_of.figures, node, year);
  return row ? value_exactly(row->value) : value_nothing(STATE_UNKNOWN);
}

static struct value noted(const struct row_context *subject, struct value value)
{
  if (value.state == STATE_OVERFLOW && subject->reading) subject->reading->overflowed = true;
  return value;
}

static struct value shifted(const struct row_context *subject, const struct node *node, struct value day)
{
  const struct node *duration = node_unnamed(node->operands[1]);
  if (duration->op == NODE_PARAMETER) duration = parameter_value(duration->parameter, subject->as_of.on);
  bool known = duration && duration->op == NODE_CONSTANT;
  if (day.state != STATE_KNOWN || !known) return value_nothing(day.state < STATE_UNKNOWN ? day.state : STATE_UNKNOWN);
  return value_exactly(ratio_whole(date_shifted((date)day.low.num, node->op, duration)));
}

/* As the kernels do it: a share of nothing is unknown. */
static struct value combined(const struct row_context *subject, enum node_op op, struct value a, struct value b)
{
  struct ratio number;
  if (op == NODE_DIVIDE && b.low.num == 0) return value_nothing(STATE_UNKNOWN);
  return ratio_combine(op, a.low, b.low, &number) ? value_exactly(number) : noted(subject, value_nothing(STATE_OVERFLOW));
}

struct value row_arithmetic(const struct row_context *subject, const struct node *node)
{
  struct value a = value_of(subject, node->operands[0]);
  if (node->operands[1]->type == TYPE_DURATION) return shifted(subject, node, a);
  struct value b = value_of(subject, node->operands[1]);
  enum state weakest = a.state < b.state ? a.state : b.state;
  if (weakest < STATE_UNKNOWN) return value_nothing(weakest);
  if (weakest == STATE_KNOWN) return combined(subject, node->op, a, b);
  if (a.perhaps_none || b.perhaps_none) return value_nothing(STATE_UNKNOWN);
  if (node->op == NODE_ADD) return interval_sum(a, b);
  if (node->op == NODE_SUBTRACT) return interval_difference(a, b);
  return node->op == NODE_MULTIPLY ? interval_product(a, b) : interval_quotient(a, b);
}

/* The last case takes all the rest; else it may turn out that none applies. */
static bool is_closed(const struct node *tiers)
{
  const struct node *last = tiers->operands[tiers->operand_count - 2];
  return last->op == NODE_ALL && last->operand_count == 0;
}

/* What is unknown here may turn out never to have happened, and then there is no value at all. */
bool value_reads_event(const struct node *node)
{
  if (node->op == NODE_FIELD) return node->field->event;
  if (node->op == NODE_ROUNDED) return false; /* it is nothing then */
  if (node->op == NODE_POPULATION && node->first <= POPULATION_QUANTILE) return true;
  if (node->op == NODE_CASES && !is_closed(node)) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (value_reads_event(node->operands[i])) return true;
  return false;
}

struct value row_extreme(const struct row_context *subject, const struct node *node)
{
  int wanted = node->op == NODE_LARGEST ? 1 : -1;
  struct value best = value_of(subject, node->operands[0]);
  enum state weakest = best.state;
  bool maybe_never = weakest == STATE_UNKNOWN && value_reads_event(node->operands[0]);
  for (size_t i = 1; i < node->operand_count; i++) {
    struct value next = value_of(subject, node->operands[i]);
    if (next.state < weakest) weakest = next.state;
    maybe_never |= next.state == STATE_UNKNOWN && value_reads_event(node->operands[i]);
    best = interval_further(best, next, wanted);
  }
  return weakest < STATE_UNKNOWN || maybe_never ? value_nothing(weakest) : best;
}

struct value row_cases(const struct row_context *subject, const struct node *node)
{
  struct value out = { .has_low = false };
  bool first = true;
  for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
    enum answer answer = value_answer(subject, node->operands[i]);
    if (answer == ANSWER_NO) continue;
    struct value tier = value_of(subject, node->operands[i + 1]);
    if (answer == ANSWER_YES && first) return tier;
    if (!tier.has_low || !tier.has_high || tier.perhaps_none) return value_nothing(STATE_UNKNOWN);
    interval_widen(&out, tier.low);
    interval_widen(&out, tier.high);
    first = false;
    if (answer == ANSWER_YES) return interval_settled(out);
  }
  return value_nothing(first ? STATE_NOT_OCCURRED : STATE_UNKNOWN);
}

struct value row_count_false(const struct row_context *subject, const struct node *node)
{
  int64_t failing = 0;
  for (size_t i = 0; i < node->operand_count; i++) failing += value_answer(subject, node->operands[i]) == ANSWER_NO;
  return value_exactly(ratio_whole(failing));
}

/* Fields and constants, which is most of what is compared. */
static inline bool leaf_fraction(const struct row_context *subject, const struct node *node, struct ratio *out)
{
  struct cell room;
  if (node->op == NODE_CONSTANT) {
    *out = node->number;
    return true;
  }
  const struct cell *cell = cell_of(subject, node->table, node->field, &room);
  *out = (struct ratio){ cell->num, cell->den };
  return cell->state == STATE_KNOWN;
}

static inline bool is_leaf(const struct node *node)
{
  return node->op == NODE_FIELD || node->op == NODE_CONSTANT;
}

static inline bool fraction(const struct row_context *subject, const struct node *node, struct ratio *out)
{
  return is_leaf(node) ? leaf_fraction(subject, node, out) : value_fraction(subject, node, out);
}

/* A whole part of a whole, left as it is: `60万元 ÷ 100万元` is 60/100. */
static bool quotient_fraction(const struct row_context *subject, const struct node *node, struct ratio *out)
{
  struct ratio part, whole;
  if (!fraction(subject, node->operands[0], &part) || !fraction(subject, node->operands[1], &whole)) return false;
  bool small = part.num > -INT64_MAX && whole.num > -INT64_MAX;
  if (part.den != 1 || whole.den != 1 || !whole.num || !small) return false;
  *out = whole.num > 0 ? (struct ratio){ part.num, whole.num } : (struct ratio){ -part.num, -whole.num };
  return true;
}

static bool tier_fraction(const struct row_context *subject, const struct node *node, struct ratio *out)
{
  for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
    enum answer answer = value_answer(subject, node->operands[i]);
    if (answer == ANSWER_YES) return value_fraction(subject, node->operands[i + 1], out);
    if (answer == ANSWER_UNKNOWN) return false;
  }
  return false;
}

static bool other_fraction(const struct row_context *subject, const struct node *node, struct ratio *out)
{
  struct value value = value_of(subject, node);
  *out = value.low;
  return value.state == STATE_KNOWN;
}

bool value_fraction(const struct row_context *subject, const struct node *node, struct ratio *out)
{
  node = node_unnamed(node);
  if (is_leaf(node)) return leaf_fraction(subject, node, out);
  if (node->op == NODE_CASES) return tier_fraction(subject, node, out);
  if (node->op == NODE_DIVIDE && quotient_fraction(subject, node, out)) return true;
  return other_fraction(subject, node, out);
}

/* Two known figures. */
static bool compared(const struct row_context *subject, const struct node *node, enum answer *answer)
{
  struct ratio left, right;
  if (!fraction(subject, node->operands[0], &left) || !fraction(subject, node->operands[1], &right)) return false;
  *answer = relation_fits(node->relation, ratio_compare(left, right)) ? ANSWER_YES : ANSWER_NO;
  return true;
}

static bool cases_wide(const struct row_context *subject, const struct node *node, struct wide_ratio *out)
{
  for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
    enum answer answer = value_answer(subject, node->operands[i]);
    if (answer != ANSWER_NO) return answer == ANSWER_YES && value_wide(subject, node->operands[i + 1], out);
  }
  return false;
}

static bool extreme_wide(const struct row_context *subject, const struct node *node, struct wide_ratio *out)
{
  int wanted = node->op == NODE_LARGEST ? 1 : -1;
  struct wide_ratio next;
  if (!value_wide(subject, node->operands[0], out)) return false;
  for (size_t i = 1; i < node->operand_count; i++) {
    if (!value_wide(subject, node->operands[i], &next)) return false;
    if (wide_ratio_compare(next, *out) == wanted) *out = next;
  }
  return true;
}

static bool arithmetic_wide(const struct row_context *subject, const struct node *node, struct wide_ratio *out)
{
  struct wide_ratio a, b;
  if (!value_wide(subject, node->operands[0], &a) || !value_wide(subject, node->operands[1], &b)) return false;
  if (node->op == NODE_ADD) return wide_ratio_add(a, b, out);
  if (node->op == NODE_SUBTRACT) return wide_ratio_subtract(a, b, out);
  return node->op == NODE_MULTIPLY ? wide_ratio_multiply(a, b, out) : wide_ratio_divide(a, b, out);
}

bool value_wide(const struct row_context *subject, const struct node *node, struct wide_ratio *out)
{
  node = node_unnamed(node);
  struct value value = value_of(subject, node);
  if (value.state == STATE_KNOWN) return *out = wide_ratio_of(value.low), true;
  if (value.state != STATE_OVERFLOW) return false;
  if (node->op == NODE_CASES) return cases_wide(subject, node, out);
  if (node->op == NODE_GUARDED) return value_wide(subject, node->operands[0], out);
  if (node->op == NODE_LARGEST || node->op == NODE_SMALLEST) return extreme_wide(subject, node, out);
  return node_is_arithmetic(node) && arithmetic_wide(subject, node, out);
}

struct value row_compare(const struct row_context *subject, const struct node *node)
{
  enum answer answer;
  if (compared(subject, node, &answer)) return value_answered(answer);
  struct value a = value_of(subject, node->operands[0]), b = value_of(subject, node->operands[1]);
  enum state weakest = a.state < b.state ? a.state : b.state;
  if (weakest < STATE_UNKNOWN) return value_nothing(weakest);
  bool there = !a.perhaps_none && !b.perhaps_none;
  if (there && interval_certain(node->relation, &a, &b)) return value_answered(ANSWER_YES);
  return value_answered(interval_certain(relation_opposite(node->relation), &a, &b) ? ANSWER_NO : ANSWER_UNKNOWN);
}

struct value row_year_day(const struct row_context *subject, const struct node *node)
{
  return value_exactly(ratio_whole(as_of_day(subject->as_of, node->number.num, node->first, node->last)));
}

/* Of a period the first and the last day, as low and high; unknown when one of them is. */
static struct value period_of(struct value first, struct value last)
{
  struct value period = { .has_low = true, .has_high = true, .state = STATE_KNOWN, .low = first.low, .high = last.low };
  return first.state == STATE_KNOWN && last.state == STATE_KNOWN ? period : value_nothing(STATE_UNKNOWN);
}

struct value row_year(const struct row_context *subject, const struct node *node)
{
  int64_t year = node->number.num;
  return period_of(value_exactly(ratio_whole(as_of_day(subject->as_of, year, 1, 1))),
                   value_exactly(ratio_whole(as_of_day(subject->as_of, year, 12, 31))));
}

struct value row_period(const struct row_context *subject, const struct node *node)
{
  return period_of(value_of(subject, node->operands[0]), value_of(subject, node->operands[1]));
}

static enum answer asked(bool holds, bool negated)
{
  return holds != negated ? ANSWER_YES : ANSWER_NO;
}

static enum answer within(const struct row_context *subject, const struct node *node, int64_t day)
{
  struct value period = value_of(subject, node->operands[1]);
  if (period.state != STATE_KNOWN) return ANSWER_UNKNOWN;
  return asked(day >= period.low.num && day <= period.high.num, node->negated);
}

/* Texts come as they stand in the file, for showing; they are compared in NFKC. */
static bool among_texts(const struct node *node, struct slice text)
{
  const struct field *field = node_unnamed(node->operands[0])->field;
  struct arena scratch = { 0 };
  bool found = text_among(unicode_cell(&scratch, text, NULL), node->keys, node->set_count, field ? field->suffix : NULL);
  arena_free(&scratch);
  return found;
}

static bool among_codes(const struct node *node, int64_t code)
{
  bool found = false;
  for (size_t i = 0; i < node->set_count; i++) found |= code == node->codes[i];
  return found;
}

/* What is asked of a datum that is known. */
static enum answer known_answer(const struct row_context *subject, const struct node *node, int64_t num, struct slice text)
{
  if (node->op == NODE_WITHIN) return within(subject, node, num);
  if (node->op == NODE_IN_REGION) return region_answer((int32_t)num, node);
  if (node->op == NODE_IN_SET) return asked(node->codes ? among_codes(node, num) : among_texts(node, text), node->negated);
  return asked(num != 0, false);
}

struct value row_asked(const struct row_context *subject, const struct node *node)
{
  struct value value = value_of(subject, node->operands[0]);
  if (value.state != STATE_KNOWN) return value_nothing(value.state);
  return value_answered(known_answer(subject, node, value.low.num, value.text));
}

/* Decided as soon as it is: the rest is not asked. */
enum answer answer_group(const struct row_context *subject, const struct node *node)
{
  bool all = node->op == NODE_ALL;
  enum answer answer = all ? ANSWER_YES : ANSWER_NO, last = all ? ANSWER_NO : ANSWER_YES;
  for (size_t i = 0; answer != last && i < node->operand_count; i++) {
    enum answer next = value_answer(subject, node->operands[i]);
    if (all ? next < answer : next > answer) answer = next;
  }
  return answer;
}

/* The same of a column, which most are, without a value in between. */
enum answer answer_asked(const struct row_context *subject, const struct node *node)
{
  const struct node *column = node_unnamed(node->operands[0]);
  struct cell room;
  if (column->op != NODE_FIELD) return row_asked(subject, node).answer;
  const struct cell *cell = cell_of(subject, column->table, column->field, &room);
  if (cell->state != STATE_KNOWN) return value_nothing(cell->state).answer;
  return known_answer(subject, node, cell->num, cell->text);
}

enum answer answer_compare(const struct row_context *subject, const struct node *node)
{
  enum answer answer;
  return compared(subject, node, &answer) ? answer : row_compare(subject, node).answer;
}

enum answer answer_not(const struct row_context *subject, const struct node *node)
{
  return (enum answer)(ANSWER_YES - value_answer(subject, node->operands[0]));
}

enum answer answer_of_row(const struct row_context *subject, const struct node *node)
{
  return value_of(subject, node).answer;
}

static enum answer judge_answer(const struct row_context *subject, const struct node *node)
{
  static node_answer *const answers[NODE_OPS] = {
#define NODE(kind, role, format, fold, row, answer, ...) [NODE_##kind] = answer,
#include "model/nodes.def"
#undef NODE
  };
  return answers[node->op](subject, node);
}

/* A condition is known when it is decided, and never an event of its own. */
static enum state state_of(const struct row_context *subject, const struct node *node)
{
  struct value value = value_of(subject, node);
  if (!node_is_condition(node)) return value.state;
  return value.answer == ANSWER_UNKNOWN ? STATE_UNKNOWN : STATE_KNOWN;
}

struct value row_is_known(const struct row_context *subject, const struct node *node)
{
  return value_answered(state_of(subject, node->operands[0]) == STATE_KNOWN ? ANSWER_YES : ANSWER_NO);
}

struct value row_not_occurred(const struct row_context *subject, const struct node *node)
{
  return value_answered(never_answer(state_of(subject, node->operands[0])));
}

enum answer value_answer(const struct row_context *subject, const struct node *node)
{
  node = node_unnamed(node);
  struct read_value *place = place_of(subject, node, true);
  if (!place) return judge_answer(subject, node);
  if (is_kept(subject, place, node, true)) return place->value.answer;
  enum answer answer = judge_answer(subject, node);
  keep(subject, place, node, true, value_answered(answer));
  return answer;
}

struct value row_unknown(const struct row_context *subject, const struct node *node)
{
  (void)subject, (void)node;
  return value_nothing(STATE_UNKNOWN);
}

struct value row_constant(const struct row_context *subject, const struct node *node)
{
  (void)subject;
  return value_exactly(node->number);
}

struct value row_year_number(const struct row_context *subject, const struct node *node)
{
  (void)node;
  return value_exactly(ratio_whole(subject->as_of.year));
}

struct value row_as_of(const struct row_context *subject, const struct node *node)
{
  (void)node;
  return value_exactly(ratio_whole(subject->as_of.on));
}

struct value row_aggregate(const struct row_context *subject, const struct node *node)
{
  return noted(subject, subject->aggregate(subject, node));
}

struct value row_paid(const struct row_context *subject, const struct node *node)
{
  if (!subject->paid) return (struct value){ .state = STATE_UNKNOWN };
  struct paid paid = subject->paid(subject, node);
  if (paid.certain == INT64_MAX) return (struct value){ .state = STATE_OVERFLOW };
  struct value value = value_exactly(ratio_whole(paid.certain));
  if (paid.open) value.state = STATE_UNKNOWN, value.has_high = false;
  return value;
}

struct value row_indicator(const struct row_context *subject, const struct node *node)
{
  return subject->indicator ? subject->indicator(subject, node) : of_indicator(subject->as_of, node);
}

struct value row_operand(const struct row_context *subject, const struct node *node)
{
  return value_of(subject, node->operands[0]);
}

struct value row_of_answer(const struct row_context *subject, const struct node *node)
{
  return value_answered(value_answer(subject, node));
}

static struct value judge_value(const struct row_context *subject, const struct node *node)
{
  static node_row *const rows[NODE_OPS] = {
#define NODE(kind, role, format, fold, row, ...) [NODE_##kind] = row,
#include "model/nodes.def"
#undef NODE
  };
  return rows[node->op](subject, node);
}

struct value value_of(const struct row_context *subject, const struct node *node)
{
  struct read_value *place = place_of(subject, node, false);
  if (!place) return judge_value(subject, node);
  if (is_kept(subject, place, node, false)) return place->value;
  struct value value = judge_value(subject, node);
  keep(subject, place, node, false, value);
  return value;
}

bool value_overflows(const struct row_context *subject, const struct node *node)
{
  if (subject->reading && !subject->reading->overflowed) return false;
  bool figure = node->type == TYPE_MONEY || node->type == TYPE_NUMBER;
  if (figure && value_of(subject, node).state == STATE_OVERFLOW) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (value_overflows(subject, node->operands[i])) return true;
  return false;
}

static void no_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  (void)subject, (void)table, (void)field;
  *out = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
}

static struct value no_aggregate(const struct row_context *subject, const struct node *node)
{
  (void)subject, (void)node;
  return value_nothing(STATE_UNKNOWN);
}

struct value as_of_value(struct as_of as_of, const struct node *node)
{
  struct row_context subject = { .as_of = as_of, .cell = no_cell, .aggregate = no_aggregate };
  return value_of(&subject, node);
}

enum answer as_of_answer(struct as_of as_of, const struct node *condition)
{
  struct row_context subject = { .as_of = as_of, .cell = no_cell, .aggregate = no_aggregate };
  return value_answer(&subject, condition);
}

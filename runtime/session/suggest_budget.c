/* Boundary cases of a budget: the rows of one case are a list of its own, so as many companies as just fit, and one more. */
#include "session/suggest_parts.h"

enum { COMPANIES_MOST = 12 };

/* How many companies the largest case of the measure has, and whether one of several is open. */
static size_t most_together(const struct suggesting *suggesting, bool *open)
{
  const struct test_suite *book = suggesting->book;
  size_t most = 0;
  *open = false;
  for (size_t i = 0; i < book->count; i++) {
    const struct expectation *expectation = &book->expectations[i];
    size_t together = 0;
    if (!slice_is(expectation->measure, suggesting->measure->id)) continue;
    for (size_t k = 0; k < book->sheet.count; k++)
      together += slice_equal(sheet_cell(&book->sheet, k, book->name_column), expectation->name);
    if (together > most) most = together;
    *open |= together > 1 && expectation->judged && expectation->verdict.outcome == OUTCOME_PENDING;
  }
  workload_add(suggesting->model->workload, book->count * book->sheet.count);
  return most;
}

/* `place`: in the order in which they are served, from 0. */
static struct suggestion *suggest_company(struct suggesting *suggesting, const char *name, size_t place)
{
  const struct node *order = suggesting->measure->budget_order;
  const struct field *field = order ? suggest_field_asked(order, 0) : NULL;
  struct suggestion *suggestion = suggest_row(suggesting);
  suggestion->name = name;
  if (!field || !suggest_step_on(suggesting, field, (int64_t)place, &suggestion->also_cell)) return suggestion;
  suggestion->also = field;
  return suggestion;
}

static const char *case_name(const struct suggesting *suggesting, enum message message, size_t count)
{
  struct buffer name = { 0 };
  message_text(&name, LANGUAGE_CHINESE, message, suggesting->measure->id, INTEGER(count), NULL);
  return buffer_take(suggesting->arena, &name).at;
}

/* The last of them, for who changes something of it. */
static struct suggestion *suggest_companies(struct suggesting *suggesting, enum message message, size_t count)
{
  const char *name = case_name(suggesting, message, count);
  struct suggestion *last = NULL;
  for (size_t i = 0; i < count; i++) last = suggest_company(suggesting, name, i);
  return last;
}

/* The first in order, of whom something is not known: who comes, or how much it claims. */
static void suggest_open(struct suggesting *suggesting, size_t count)
{
  const struct measure *measure = suggesting->measure;
  const struct field *field = measure->amount ? suggest_field_asked(measure->amount, 0) : NULL;
  for (size_t i = 0; !field && i < measure->condition_count; i++)
    if (!measure->conditions[i]->added) field = suggest_field_asked(measure->conditions[i], 0);
  if (!field || field->optional || field == &suggesting->model->tables[0].kind.fields[suggesting->model->tables[0].region])
    return;
  const char *name = case_name(suggesting, MSG_SUGGEST_BUDGET_OPEN, count);
  for (size_t i = 0; i < count; i++) {
    struct suggestion *suggestion = suggest_company(suggesting, name, i);
    if (!i) suggestion->field = field, suggestion->cell = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
    if (!i && suggestion->also == field) suggestion->also = NULL;
  }
}

/* A value of the field in some case of the measure that is another than that of the case that is met. */
static bool other_value(const struct suggesting *suggesting, const struct field *field, struct cell *cell)
{
  const struct test_suite *book = suggesting->book;
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  struct cell met = suggesting->cells[field - companies->fields];
  for (size_t k = 0; k < book->sheet.columns; k++) {
    if (field_find(companies, book->sheet.names[k]) != field) continue;
    for (size_t i = 0; i < book->count; i++) {
      struct cell_problem problem;
      const struct expectation *expectation = &book->expectations[i];
      if (!slice_is(expectation->measure, suggesting->measure->id) || expectation->verdict.outcome == OUTCOME_NO) continue;
      cell_read(suggesting->arena, field, NULL, sheet_cell(&book->sheet, expectation->row, (int)k), cell, &problem);
      bool other = cell->num != met.num || !slice_equal(cell->text, met.text);
      if (cell->state == STATE_KNOWN && other) return true;
    }
  }
  return false;
}

/* Has some case companies of several values of the field? */
static bool has_apart(const struct suggesting *suggesting, const struct field *field)
{
  const struct test_suite *book = suggesting->book;
  int column = field ? sheet_column(&book->sheet, field->name) : -1;
  for (size_t i = 0; column >= 0 && i < book->count; i++) {
    if (!slice_is(book->expectations[i].measure, suggesting->measure->id)) continue;
    size_t row = book->expectations[i].row, first = case_first_row(book, row);
    if (!slice_equal(sheet_cell(&book->sheet, row, column), sheet_cell(&book->sheet, first, column))) return true;
  }
  return false;
}

/* As many as do not fit, of which the last is of another envelope. */
static void suggest_envelopes(struct suggesting *suggesting, size_t count)
{
  const struct field *field = suggest_field_asked(suggesting->measure->budget_each, 0);
  struct cell cell;
  if (!suggesting->all && has_apart(suggesting, field)) return;
  if (!field || !other_value(suggesting, field, &cell)) {
    suggest_note(suggesting, MSG_SUGGEST_BUDGET_EACH, field ? field->name : "");
    return;
  }
  struct suggestion *last = suggest_companies(suggesting, MSG_SUGGEST_BUDGET_APART, count);
  last->field = field;
  last->cell = cell;
}

/* Where many fit: one beside the case that is met, of which the claim is what is left, and a step more. */
static bool suggest_rest(struct suggesting *suggesting, int64_t rest)
{
  const struct measure *measure = suggesting->measure;
  /* What is half a unit more is rounded to what does not fit. */
  bool half = measure->rounding == ROUND_HALF_AWAY;
  struct ratio most = { half ? 2 * rest + measure->round_unit : rest, half ? 2 : 1 };
  const struct node left = { .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = most };
  const struct node *operands[] = { measure->amount, &left };
  const struct node crossing = {
    .op = NODE_COMPARE, .type = TYPE_TRUTH, .relation = half ? AT_LEAST : MORE_THAN, .operands = operands, .operand_count = 2
  };
  const struct field *field = measure->amount ? suggest_field_asked(measure->amount, 0) : NULL;
  struct cell turn[2];
  struct value cap = measure->cap ? suggest_value(suggesting, measure->cap) : (struct value){ .state = STATE_NOT_OCCURRED };
  bool capped = measure->cap && (cap.state != STATE_KNOWN || ratio_compare(cap.low, ratio_whole(rest)) <= 0);
  if (!field || capped || !suggest_find_turn(suggesting, &crossing, field, turn)) return false;
  for (int i = 0; i < 2; i++) {
    struct suggestion *last = suggest_companies(suggesting, i ? MSG_SUGGEST_BUDGET_OVER : MSG_SUGGEST_BUDGET_FITS, 2);
    last->field = field;
    last->cell = turn[i];
  }
  return true;
}

/* What the case that is met claims, before the budget gives less. */
static int64_t claim_met(const struct suggesting *suggesting)
{
  const struct measure *measure = suggesting->measure;
  int64_t granted = amount_met(suggesting), amount;
  if (granted == NO_MONEY || !measure->amount) return granted;
  struct value value = suggest_value(suggesting, measure->amount);
  struct value cap = measure->cap ? suggest_value(suggesting, measure->cap) : value;
  if (value.state != STATE_KNOWN || cap.state != STATE_KNOWN) return granted;
  struct ratio least = ratio_compare(cap.low, value.low) < 0 ? cap.low : value.low;
  return ratio_round(least, measure->round_unit, measure->rounding, &amount) ? amount : granted;
}

void suggest_budget(struct suggesting *suggesting)
{
  struct value budget = suggest_value(suggesting, suggesting->measure->budget);
  int64_t amount = claim_met(suggesting);
  bool open = false;
  size_t most = suggesting->all ? 0 : most_together(suggesting, &open);
  if (amount == NO_MONEY || amount <= 0 || budget.state != STATE_KNOWN) {
    suggest_note(suggesting, amount == NO_MONEY ? MSG_SUGGEST_BUDGET_CASE : MSG_SUGGEST_BUDGET_UNSET, NULL);
    return;
  }
  int64_t fit = budget.low.num / budget.low.den / amount;
  size_t fits = (size_t)fit;
  if (fit >= COMPANIES_MOST) {
    if (most < 2 && !suggest_rest(suggesting, budget.low.num / budget.low.den - amount))
      suggest_note(suggesting, MSG_SUGGEST_BUDGET_MANY, NULL);
    return;
  }
  if (fits > 1 && most < fits) suggest_companies(suggesting, MSG_SUGGEST_BUDGET_FITS, fits);
  if (most <= fits) suggest_companies(suggesting, MSG_SUGGEST_BUDGET_OVER, fits + 1);
  if (suggesting->measure->budget_each) suggest_envelopes(suggesting, fits + 1);
  if (!open && (fits || suggesting->measure->budget_order)) suggest_open(suggesting, fits ? fits + 1 : 2);
}

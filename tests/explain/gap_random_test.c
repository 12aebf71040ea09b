/* What is lacking for conditions that nobody would write: whatever is stated holds as a whole, one unit less of any of it does
 * not, and the search always ends. Values are judged by evaluate/value, with data of the test's own. */
#include <criterion/criterion.h>

#include "../evaluate/expression_case.h"
#include "lacking_verified.h"

enum { EXPRESSIONS = 6000, ROWS = 3, CONDITIONS = 3 };

static void row_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct case_row *row = subject->context;
  *out = table == 0 ? row->cells[field - case_fields] : (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
}

static struct value row_sum(const struct row_context *subject, const struct node *node)
{
  (void)node;
  return ((const struct case_row *)subject->context)->sum;
}

/* One situation, and the same with a statement applied. */
struct situation {
  const struct node *conditions[CONDITIONS];
  size_t count;
  struct case_row row, changed;
};

static struct row_context subject_of(const struct case_row *row)
{
  return (struct row_context){ .as_of = case_occasion, .cell = row_cell, .aggregate = row_sum, .context = row };
}

static struct cell unit_less(const struct day_shift *shift)
{
  struct cell after = shift->after;
  struct ratio unit, number;
  bool rises = shift->after.num * shift->before.den > shift->before.num * shift->after.den;
  if (shift->field && (shift->field->kind == FIELD_YESNO || shift->field->kind == FIELD_CHOICE)) return shift->before;
  int64_t scale = 1;
  while (shift->field && shift->field->kind == FIELD_NUMBER && scale < 1000000000 && scale % shift->before.den != 0) scale *= 10;
  cr_assert(ratio_make(rises ? -1 : 1, scale, &unit) && ratio_add((struct ratio){ after.num, after.den }, unit, &number));
  after.num = number.num, after.den = number.den;
  return after;
}

/* `less`: the change of which one unit is left out, SIZE_MAX: none. */
static struct row_context apply(struct situation *situation, const struct statement *statement, size_t less)
{
  struct row_context subject = subject_of(&situation->changed);
  situation->changed = situation->row;
  for (size_t i = 0; i < statement->count; i++) {
    const struct day_shift *shift = &statement->changes[i];
    struct cell cell = i == less ? unit_less(shift) : shift->after;
    if (shift->field) situation->changed.cells[shift->field - case_fields] = cell;
    else subject.as_of.on = (date)cell.num;
  }
  subject.as_of.year += date_civil(subject.as_of.on).year - date_civil(case_occasion.on).year;
  return subject;
}

static enum answer judged(const struct situation *situation, const struct row_context *subject, const struct gap *gap)
{
  enum answer least = ANSWER_YES;
  for (size_t i = 0; i < situation->count; i++) {
    enum answer answer = expected_answer(subject, situation->conditions[i], gap);
    if (answer < least) least = answer;
  }
  return least;
}

static const char *said(struct arena *arena, const struct situation *situation)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < situation->count; i++)
    format_node(&text, LANGUAGE_CHINESE, situation->conditions[i]), buffer_text(&text, "; ");
  const char *copy = arena_copy(arena, text.at, text.length);
  buffer_free(&text);
  return copy;
}

static size_t verify(struct arena *arena, struct situation *situation)
{
  static const struct gap nothing;
  static struct gap gap;
  struct table_kind companies = { .name = "企业", .fields = case_fields, .field_count = CASE_FIELDS };
  struct gap_question question;
  gap_ask(&question, &companies, situation->conditions, situation->count, NULL);
  struct row_context subject = subject_of(&situation->row);
  gap_find(&subject, &question, &gap);
  enum answer before = judged(situation, &subject, &nothing);
  cr_assert_eq(gap.holds, before == ANSWER_YES, "%s", said(arena, situation));
  cr_assert(same_by_search(&subject, &question, &gap), "a line tells otherwise: %s", said(arena, situation));
  bool silent = !gap.statement_count && !gap.impossible_count && !gap.unsettled_count;
  cr_assert(before == ANSWER_YES || !silent, "nothing is said: %s", said(arena, situation));
  for (size_t i = 0; i < gap.statement_count; i++) {
    const struct statement *statement = &gap.statements[i];
    subject = apply(situation, statement, SIZE_MAX);
    enum answer with = judged(situation, &subject, &gap);
    cr_assert(with == ANSWER_YES || (with == ANSWER_UNKNOWN && statement->open), "applied: %s", said(arena, situation));
    for (size_t k = 0; k < statement->count; k++) {
      subject = apply(situation, statement, k);
      cr_assert(judged(situation, &subject, &gap) < with, "one unit less: %s", said(arena, situation));
    }
  }
  return gap.statement_count;
}

Test(explain_gap_random, random_conditions)
{
  static const enum field_motion motions[] = { MOTION_RISE, MOTION_BOTH, MOTION_FALL };
  static struct situation situation;
  size_t statements = 0;
  for (int i = 0; i < CASE_FIELDS; i++) case_fields[i].motion = motions[i % 3];
  for (size_t i = 0; i < EXPRESSIONS; i++) {
    struct arena arena = { 0 };
    struct maker maker;
    bool sound = true;
    maker_open(&maker, &arena);
    situation.count = 1 + draw(CONDITIONS);
    for (size_t k = 0; k < situation.count; k++) {
      situation.conditions[k] = make_condition(&maker, 3, false);
      sound &= situation.conditions[k]->type != TYPE_ERROR;
    }
    for (int row = 0; sound && row < ROWS; row++) {
      situation.row = draw_row(false);
      statements += verify(&arena, &situation);
    }
    arena_free(&arena);
  }
  cr_expect(statements > EXPRESSIONS, "%zu", statements);
}

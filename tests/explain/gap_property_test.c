/* What is lacking, over invented companies and all measures of the shipped scripts, judged again in both directions by data of
 * the test's own: with all changes everything holds, with one unit less of any of them something fails.
 *
 * LACKING_COMPANIES=10000 in the environment judges more companies than the few hundred of every test run. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../chance.h"
#include "lacking_verified.h"
#include "policy/load.h"

/* One company: a cell for each field of the list. */
struct company {
  const struct table_kind *kind;
  struct cell cells[TABLE_FIELDS];
};

static void company_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct company *company = subject->context;
  struct cell unknown = { .state = STATE_UNKNOWN, .den = 1 };
  *out = table == 0 ? company->cells[field - company->kind->fields] : unknown;
}

static struct value no_rows(const struct row_context *subject, const struct node *node)
{
  (void)subject, (void)node;
  return (struct value){ .state = STATE_KNOWN, .has_low = true, .has_high = true, .low = { 0, 1 }, .high = { 0, 1 } };
}

static int64_t draw_money(void)
{
  static const int64_t edges[] = { 0, 100, 500000000, 500000001, 5000000000, 5000000100, 20000000000, 20000000100, 1500000000 };
  return draw(6) == 0 ? edges[draw(9)] : (int64_t)draw(3000000) * (draw(3) == 0 ? 100003 : 977);
}

static struct cell draw_cell(const struct field *field, const struct as_of *as_of)
{
  static const int32_t regions[] = { 650102, 650102, 500101, 500101, 620102, 320614, 510107, 110105, 650000 };
  struct cell cell = { .state = STATE_KNOWN, .den = 1 };
  switch (field->kind) {
  case FIELD_MONEY: cell.num = draw_money(); break;
  case FIELD_COUNT: cell.num = field->part_of ? (int64_t)draw(20) : (int64_t)draw(draw(2) ? 8 : 700); break;
  case FIELD_NUMBER: cell.num = 400 + (int64_t)draw(600), cell.den = 10; break;
  case FIELD_DATE: cell.num = as_of->on - (int64_t)draw(draw(3) ? 1500 : 500) + 60; break;
  case FIELD_REGION: cell.num = regions[draw(9)]; break;
  case FIELD_INDUSTRY: cell.num = 5 + (int64_t)draw(90); break;
  case FIELD_YESNO: cell.num = (int64_t)draw(2); break;
  case FIELD_CHOICE: cell.num = (int64_t)draw(field->choice_count); break;
  default: cell.text = SLICE("北京");
  }
  struct ratio number;
  if (field->kind == FIELD_NUMBER && ratio_make(cell.num, cell.den, &number)) cell.num = number.num, cell.den = number.den;
  if (draw(25) == 0) cell.state = STATE_UNKNOWN;
  if (field->event && draw(3) == 0) cell.state = STATE_NOT_OCCURRED;
  return cell;
}

/* Most are registered where the policy is. A part is not larger than its whole. */
static void draw_company(struct company *company, const struct as_of *as_of, int32_t home)
{
  for (size_t i = 0; i < company->kind->field_count; i++) {
    company->cells[i] = draw_cell(&company->kind->fields[i], as_of);
    if (strcmp(company->kind->fields[i].name, "行政区划代码") == 0 && draw(8))
      company->cells[i] = (struct cell){ .state = STATE_KNOWN, .num = home, .den = 1 };
  }
  for (size_t i = 0; i < company->kind->field_count; i++)
    for (size_t k = 0; k < company->kind->field_count; k++) {
      const char *whole = company->kind->fields[i].part_of;
      if (!whole || strcmp(company->kind->fields[k].name, whole) != 0) continue;
      if (company->cells[i].num > company->cells[k].num) company->cells[i].num = company->cells[k].num;
    }
}

/* Judging again */

struct again {
  struct company company;
  struct row_context subject;
};

static void apply(struct again *again, const struct company *company, struct as_of as_of, const struct statement *statement,
                  size_t slackened)
{
  again->company = *company;
  again->subject = (struct row_context){ .as_of = as_of, .cell = company_cell, .aggregate = no_rows };
  again->subject.context = &again->company;
  for (size_t i = 0; i < statement->count; i++) {
    const struct day_shift *change = &statement->changes[i];
    struct cell after = change->after;
    struct ratio unit = { 1, 1 }, number;
    bool rises = change->after.num * change->before.den > change->before.num * change->after.den;
    int64_t less = i != slackened ? 0 : rises ? -1 : 1;
    if (change->field && change->field->kind == FIELD_NUMBER) {
      unit.den = change->before.den > 1 ? 10 : 1; /* as the company's score is written */
      cr_assert(ratio_make(less, unit.den, &unit) && ratio_add((struct ratio){ after.num, after.den }, unit, &number));
      after.num = number.num, after.den = number.den;
    } else if (less && change->field && (change->field->kind == FIELD_YESNO || change->field->kind == FIELD_CHOICE)) {
      after = change->before;
    } else {
      after.num += less;
    }
    if (change->field) again->company.cells[change->field - company->kind->fields] = after;
    else again->subject.as_of.on = (date)after.num;
  }
  again->subject.as_of.year += date_civil(again->subject.as_of.on).year - date_civil(as_of.on).year;
}

static enum answer judged(const struct row_context *subject, const struct gap_question *question, const struct gap *gap)
{
  enum answer least = ANSWER_YES;
  for (size_t i = 0; i < question->count; i++) {
    enum answer answer = expected_answer(subject, question->conditions[i], gap);
    if (answer < least) least = answer;
  }
  if (question->measure && question->measure->amount && !gap->worthless) {
    struct value amount = value_of(subject, question->measure->amount);
    if (amount.state == STATE_KNOWN && amount.low.num <= 0) least = ANSWER_NO;
  }
  return least;
}

/* What was found, over all companies and measures. */
struct totals {
  size_t questions, held, open, statements, changes, alternatives, waits, impossible, unsettled;
};

static bool has_missing(const struct missing *missing)
{
  return missing->field_count || missing->parameter_count || missing->table_count;
}

static void verify_statement(const struct company *company, struct as_of as_of, const struct gap_question *question,
                             const struct gap *gap, const struct statement *statement, const char *id)
{
  static struct again again;
  apply(&again, company, as_of, statement, SIZE_MAX);
  enum answer with = judged(&again.subject, question, gap);
  cr_assert(with == ANSWER_YES || (with == ANSWER_UNKNOWN && has_missing(&statement->missing)), "%s: applied, it does not hold",
            id);
  for (size_t i = 0; i < statement->count; i++) {
    apply(&again, company, as_of, statement, i);
    enum answer less = judged(&again.subject, question, gap);
    const struct field *field = statement->changes[i].field;
    cr_assert(less < with, "%s: one unit less of %s still holds", id, field ? field->name : "the day");
  }
  if (question->measure && question->measure->policy)
    cr_assert(policy_covers(question->measure->policy, again.subject.as_of.year), "%s: outside its policy", id);
}

static void verify(const struct company *company, struct as_of as_of, struct gap_question *question, const char *id,
                   struct totals *totals)
{
  static struct gap gap;
  struct row_context subject = { .as_of = as_of, .cell = company_cell, .aggregate = no_rows, .context = company };
  gap_find(&subject, question, &gap);
  struct gap nothing = { .holds = false };
  enum answer before = judged(&subject, question, &nothing);
  cr_assert(same_by_search(&subject, question, &gap), "%s: a line tells otherwise", id);
  totals->questions++;
  totals->held += gap.holds;
  cr_assert_eq(gap.holds, before == ANSWER_YES, "%s: holds", id);
  if (before == ANSWER_UNKNOWN)
    cr_assert(gap.statement_count == 1 && has_missing(&gap.statements[0].missing), "%s: open data", id);
  totals->open += before == ANSWER_UNKNOWN;
  if (before == ANSWER_NO && !gap.statement_count)
    cr_assert(gap.impossible_count || gap.unsettled_count || gap.worthless, "%s: refused, and nothing is said", id);
  for (size_t i = 0; i < gap.statement_count; i++) {
    verify_statement(company, as_of, question, &gap, &gap.statements[i], id);
    totals->changes += gap.statements[i].count;
    for (size_t k = 0; k < gap.statements[i].count; k++) totals->waits += !gap.statements[i].changes[k].field;
  }
  totals->statements += gap.statement_count;
  totals->alternatives += gap.statement_count > 1;
  totals->impossible += gap.impossible_count > 0;
  totals->unsettled += gap.unsettled_count > 0;
}

static void verify_measure(const struct model *model, const struct measure *measure, const struct company *company,
                           struct as_of as_of, struct totals *totals)
{
  bool judged_here =
      !measure->object && !measure->unlisted && measure->kind != MEASURE_TARGET && measure->kind != MEASURE_NARRATIVE;
  if (!judged_here) return;
  struct gap_question question;
  gap_measure(&question, model, measure);
  verify(company, as_of, &question, measure->id, totals);
  gap_ask(&question, &model->tables[0].kind, measure->against, measure->against_count, NULL);
  if (question.count) verify(company, as_of, &question, measure->id, totals);
}

static struct model *load(struct arena *arena, const char *path)
{
  struct faults faults = { 0 };
  struct buffer text = { 0 };
  char block[4096];
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  for (size_t got; (got = fread(block, 1, sizeof block, file));) buffer_bytes(&text, block, got);
  fclose(file);
  struct script_text script = { .path = path, .text = slice_copy(arena, buffer_view(&text)) };
  buffer_free(&text);
  struct model *model = model_load(arena, &script, 1, &(struct load_options){ 0 }, &faults);
  cr_assert_not_null(model, "%s", path);
  return model;
}

static const struct {
  const char *script;
  int year;
} policies[] = { { "scripts/xinjiang/urumqi/2022-hnte.lua", 2022 },
                 { "scripts/xinjiang/urumqi/2020-innovation.lua", 2023 },
                 { "scripts/chongqing/wanzhou/2023-double.lua", 2024 },
                 { "scripts/gansu/lanzhou/chengguan-2024.lua", 2025 },
                 { "scripts/jiangsu/nantong/haimen-2022.lua", 2023 } };
enum { POLICIES = sizeof policies / sizeof *policies };

Test(explain_gap_property, every_statement_holds_and_one_unit_less_does_not)
{
  const char *wanted = getenv("LACKING_COMPANIES");
  size_t companies = wanted ? strtoul(wanted, NULL, 10) : 150;
  struct totals totals = { 0 };
  chance_state = 88172645463325252u;
  for (size_t i = 0; i < POLICIES; i++) {
    struct arena arena = { 0 };
    struct model *model = load(&arena, policies[i].script);
    static struct company company;
    company.kind = &model->tables[0].kind;
    for (size_t n = 0; n < companies; n++) {
      struct as_of as_of = { .year = policies[i].year };
      cr_assert(date_make(as_of.year, draw(2) ? 12 : 6, draw(2) ? 30 : 28, &as_of.on));
      draw_company(&company, &as_of, model->policies[0]->regions[0]);
      for (size_t m = 0; m < model->measure_count; m++) verify_measure(model, model->measures[m], &company, as_of, &totals);
    }
    arena_free(&arena);
  }
  if (wanted)
    printf("%zu questions: %zu hold, %zu open, %zu statements with %zu changes (%zu of waiting), %zu with alternatives, %zu with "
           "impossible, "
           "%zu with unsettled conditions\n",
           totals.questions, totals.held, totals.open, totals.statements, totals.changes, totals.waits, totals.alternatives,
           totals.impossible, totals.unsettled);
  cr_assert(totals.statements > totals.questions / 20 && totals.waits && totals.alternatives && totals.impossible);
  cr_assert(totals.unsettled * 100 < totals.questions, "%zu of %zu unsettled", totals.unsettled, totals.questions);
}

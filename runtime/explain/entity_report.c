/* Collecting one object's report. */
#include "explain/entity_report.h"

#include <stdlib.h>
#include <string.h>

void entity_report_datum(struct entity_report *report, const struct field *field, const struct cell *cell)
{
  struct buffer said = { 0 };
  if (cell->state == STATE_UNKNOWN) return;
  format_cell(&said, field, cell);
  if (field->kind == FIELD_REGION && cell->state == STATE_KNOWN) {
    buffer_char(&said, ' ');
    format_region(&said, report->reason.regions, (int32_t)cell->num);
  }
  report->data = arena_grow(report->arena, report->data, report->datum_count, &report->datum_capacity, sizeof *report->data);
  report->data[report->datum_count++] = (struct entity_report_datum){ field, buffer_take(report->arena, &said).at };
}

/* Measures */

static void take_lines(struct entity_report *report, struct entity_report_measure *measure, const struct row_context *subject)
{
  struct explain_tree tree = { 0 };
  struct wording whole = report->reason;
  whole.depth = 3;
  if (!verdict_settled(&measure->verdict)) explain_tree_conditions(&tree, &report->reason, measure->planned->measure, subject);
  if (report->steps) explain_tree_steps(&tree, &whole, measure->planned, &measure->verdict, subject);
  measure->lines = arena_array(report->arena, tree.count, sizeof *measure->lines);
  measure->line_count = tree.count;
  for (size_t i = 0; i < tree.count; i++) {
    struct slice text = explain_tree_text(&tree, i);
    measure->lines[i] = (struct entity_report_line){ tree.lines[i].indent, tree.lines[i].marked, tree.lines[i].answer,
                                                     arena_copy(report->arena, text.at, text.length) };
  }
  explain_tree_free(&tree);
}

static const struct gap nothing_asked;

static const struct gap *take_gap(struct entity_report *report, const struct row_context *subject,
                                  const struct gap_question *question)
{
  struct gap *gap = arena_alloc(report->arena, sizeof *gap);
  workload_bytes(report->plan->model->workload, report->measure_count * sizeof *gap);
  gap_find(subject, question, gap);
  return gap;
}

/* Not for what was granted, lost to another measure, granted before, or decided by hand: there nothing is lacking. And nobody
 * wants to owe. */
static bool may_lack(const struct measure *measure, const struct verdict *verdict)
{
  return !measure_kind_owes(measure->kind) && verdict->outcome != OUTCOME_YES && !verdict_decided_by(verdict) &&
         !verdict->by_hand;
}

static void take_lacking(struct entity_report *report, struct entity_report_measure *measure, const struct row_context *subject)
{
  struct buffer said = { 0 };
  struct gap_question question;
  if (!may_lack(measure->planned->measure, &measure->verdict)) return;
  gap_measure(&question, report->plan->model, measure->planned->measure);
  measure->lacking = take_gap(report, subject, &question);
  bool said_already =
      measure->verdict.outcome == OUTCOME_PENDING && measure->lacking->statement_count && !measure->lacking->statements[0].count;
  if (said_already) return;
  format_gap(&said, &report->reason, subject, measure->lacking);
  measure->lack = buffer_take(report->arena, &said).at;
}

static void take_against(struct entity_report *report, struct entity_report_measure *measure, const struct row_context *subject)
{
  struct buffer said = { 0 };
  struct gap_question question;
  if (!measure->planned->measure->against_count || measure->verdict.outcome != OUTCOME_YES) return;
  gap_against(&question, report->plan->model, measure->planned);
  measure->compared = take_gap(report, subject, &question);
  if (!format_gap(&said, &report->reason, subject, measure->compared))
    format_wording(&said, &report->reason, MSG_AGAINST_ALL_HOLDS);
  measure->against = buffer_take(report->arena, &said).at;
}

static void take_measure(struct entity_report *report, const struct judged_batch *batch, const struct judgement *judgement,
                         const struct row_context *subject)
{
  report->measures =
      arena_grow(report->arena, report->measures, report->measure_count, &report->measure_capacity, sizeof *report->measures);
  struct entity_report_measure *measure = &report->measures[report->measure_count++];
  struct wording brief = report->reason;
  struct buffer why = { 0 };
  *measure = (struct entity_report_measure){ .planned = &batch->subjects->measures[judgement->planned],
                                             .verdict = verdict_kept(report->arena, &judgement->verdict) };
  measure->lack = measure->rung = measure->against = "";
  measure->lacking = measure->compared = &nothing_asked;
  brief.depth = 1;
  format_verdict_reason(&why, &brief, measure->planned, &measure->verdict, subject);
  measure->why = buffer_take(report->arena, &why).at;
  if (measure->verdict.outcome != OUTCOME_NO && measure->verdict.rung) measure->rung = measure->verdict.rung->name;
  take_lines(report, measure, subject);
  take_lacking(report, measure, subject);
  take_against(report, measure, subject);
}

/* Days */

static void add_day(struct entity_report *report, date day, const char *text)
{
  if (day < report->plan->as_of.on) return;
  for (size_t i = 0; i < report->day_count; i++)
    if (report->days[i].day == day && strcmp(report->days[i].text, text) == 0) return;
  report->days = arena_grow(report->arena, report->days, report->day_count, &report->day_capacity, sizeof *report->days);
  report->days[report->day_count++] = (struct entity_report_day){ day, text };
}

/* 「高企认定日期满3年」: a date of the object and a duration; 「09-30」 of the year: a deadline in a measure. */
static void node_days(struct entity_report *report, const struct row_context *subject, const struct measure *measure,
                      const struct node *node)
{
  struct buffer text = { 0 };
  enum language language = report->reason.language;
  struct value value = { .state = STATE_UNKNOWN };
  bool due = node->op == NODE_ADD && node->operands[0]->op == NODE_FIELD && node->operands[1]->type == TYPE_DURATION;
  bool deadline = node->op == NODE_YEAR_DAY && !(node->first == 1 && node->last == 1) && !(node->first == 12 && node->last == 31);
  if (due || deadline) value = value_of(subject, node);
  if (value.state == STATE_KNOWN && due) {
    const char *help = node->operands[0]->field->help;
    format_node(&text, language, node->operands[0]);
    if (help && language == LANGUAGE_CHINESE) buffer_printf(&text, "（%s）", help);
    format_wording(&text, &report->reason, MSG_DAY_AFTER);
    format_node(&text, language, node->operands[1]);
  }
  if (value.state == STATE_KNOWN && deadline)
    buffer_printf(&text, "%s %s%s", measure->id, measure->name, wording_name(&report->reason, MSG_DAY_ASKED));
  if (text.length) add_day(report, (date)value.low.num, buffer_take(report->arena, &text).at);
  for (size_t i = 0; i < node->operand_count; i++) node_days(report, subject, measure, node->operands[i]);
}

static void measure_days(struct entity_report *report, const struct row_context *subject,
                         const struct entity_report_measure *judged)
{
  const struct measure *measure = judged->planned->measure;
  for (size_t i = 0; i < measure->condition_count; i++) node_days(report, subject, measure, measure->conditions[i]);
  for (size_t i = 0; i < measure->rung_count; i++) node_days(report, subject, measure, measure->rungs[i].condition);
  for (size_t i = 0; i < judged->lacking->statement_count; i++) {
    const struct statement *statement = &judged->lacking->statements[i];
    for (size_t k = 0; k < statement->count && !judged->lacking->impossible_count; k++) {
      struct buffer text = { 0 };
      if (statement->changes[k].field) continue;
      format_shift(&text, &report->reason, &statement->changes[k], statement);
      buffer_printf(&text, "%s%s %s", wording_name(&report->reason, MSG_DAY_MAY_HOLD), measure->id, measure->name);
      add_day(report, (date)statement->changes[k].after.num, buffer_take(report->arena, &text).at);
    }
  }
}

static void policy_days(struct entity_report *report)
{
  const struct model *model = report->plan->model;
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    if (policy->open_ended || !policy_covers(policy, report->plan->as_of.year)) continue;
    add_day(report, policy->to,
            arena_printf(report->arena, "%s%s", policy->name, wording_name(&report->reason, MSG_DAY_POLICY_ENDS)));
  }
}

static int day_order(const void *a, const void *b)
{
  const struct entity_report_day *x = a, *y = b;
  return x->day != y->day ? (x->day > y->day) - (x->day < y->day) : strcmp(x->text, y->text);
}

void entity_report_days(struct entity_report *report)
{
  policy_days(report);
  if (report->day_count) qsort(report->days, report->day_count, sizeof *report->days, day_order);
}

static void add_total(struct entity_report *report, const struct measure *measure, const struct judgement *judgement)
{
  const struct verdict *verdict = &judgement->verdict;
  bounds_add(&report->total, &judgement->total);
  if (verdict->outcome != OUTCOME_YES || !verdict->has_amount || measure_kind_owes(measure->kind)) return;
  report->total.overflowed |= __builtin_add_overflow(report->granted, verdict->amount, &report->granted);
}

void entity_report_collect(struct entity_report *report, const struct judged_batch *batch, size_t row)
{
  struct row_context subject = *batch->subject;
  subject.row = row;
  report->found = true;
  report->object = batch->subjects->object;
  report->code = slice_copy(report->arena, batch->codes[row]);
  report->name = slice_copy(report->arena, batch->names[row]);
  for (size_t i = 0; i < batch->judgement_count; i++) {
    if (batch->judgements[i].row != row) continue;
    const struct measure *measure = batch->subjects->measures[batch->judgements[i].planned].measure;
    model_looks_at(report->plan->model, measure);
    add_total(report, measure, &batch->judgements[i]);
    take_measure(report, batch, &batch->judgements[i], &subject);
    measure_days(report, &subject, &report->measures[report->measure_count - 1]);
  }
}

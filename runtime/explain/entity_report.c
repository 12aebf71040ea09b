/* Collecting one object's dossier. */
#include "explain/entity_report.h"

#include <stdlib.h>
#include <string.h>

static const char *kept(struct dossier *dossier, struct buffer *said)
{
  const char *copy = arena_copy(dossier->arena, said->at ? said->at : "", said->length);
  buffer_free(said);
  return copy;
}

void dossier_datum(struct dossier *dossier, const struct field *field, const struct cell *cell)
{
  struct buffer said = { 0 };
  if (cell->state == STATE_UNKNOWN) return;
  cell_say(&said, field, cell);
  if (field->kind == FIELD_REGION && cell->state == STATE_KNOWN) {
    buffer_char(&said, ' ');
    region_say(&said, dossier->reason.regions, (int32_t)cell->num);
  }
  dossier->data =
      arena_grow(dossier->arena, dossier->data, dossier->datum_count, &dossier->datum_capacity, sizeof *dossier->data);
  dossier->data[dossier->datum_count++] = (struct dossier_datum){ field, kept(dossier, &said) };
}

/* Measures */

static void take_lines(struct dossier *dossier, struct dossier_measure *measure, const struct subject *subject)
{
  struct outline outline = { 0 };
  struct reason whole = dossier->reason;
  whole.depth = 3;
  outline_conditions(&outline, &dossier->reason, measure->planned->measure, subject);
  if (dossier->steps) outline_steps(&outline, &whole, measure->planned, &measure->verdict, subject);
  measure->lines = arena_array(dossier->arena, outline.count, sizeof *measure->lines);
  measure->line_count = outline.count;
  for (size_t i = 0; i < outline.count; i++) {
    struct slice text = outline_text(&outline, i);
    measure->lines[i] = (struct dossier_line){ outline.lines[i].indent, outline.lines[i].marked, outline.lines[i].answer,
                                               arena_copy(dossier->arena, text.at, text.length) };
  }
  outline_free(&outline);
}

/* Not for what was granted, lost to another measure, granted before, or decided by hand: there nothing is lacking. */
static bool may_lack(const struct verdict *verdict)
{
  return verdict->outcome != OUTCOME_YES && !verdict->rival && !verdict->granted_year && !verdict->unread && !verdict->by_hand;
}

static void take_lacking(struct dossier *dossier, struct dossier_measure *measure, const struct subject *subject)
{
  struct buffer said = { 0 };
  struct lacking_question question;
  if (!may_lack(&measure->verdict)) return;
  lacking_measure(&question, dossier->plan->model, measure->planned->measure);
  lacking_find(subject, &question, &measure->lacking);
  bool said_already =
      measure->verdict.outcome == OUTCOME_PENDING && measure->lacking.statement_count && !measure->lacking.statements[0].count;
  if (said_already) return;
  lacking_say(&said, &dossier->reason, subject, &measure->lacking);
  measure->lack = kept(dossier, &said);
}

static void take_against(struct dossier *dossier, struct dossier_measure *measure, const struct subject *subject)
{
  struct buffer said = { 0 };
  struct lacking_question question;
  if (!measure->planned->measure->against_count || measure->verdict.outcome != OUTCOME_YES) return;
  lacking_against(&question, dossier->plan->model, measure->planned);
  lacking_find(subject, &question, &measure->compared);
  if (!lacking_say(&said, &dossier->reason, subject, &measure->compared))
    buffer_text(&said, reason_word(&dossier->reason, "已达到对照条件", "nothing: all that is compared holds"));
  measure->against = kept(dossier, &said);
}

static void take_measure(struct dossier *dossier, const struct judged_batch *batch, const struct judgement *judgement,
                         const struct subject *subject)
{
  dossier->measures = arena_grow(dossier->arena, dossier->measures, dossier->measure_count, &dossier->measure_capacity,
                                 sizeof *dossier->measures);
  struct dossier_measure *measure = &dossier->measures[dossier->measure_count++];
  struct reason brief = dossier->reason;
  struct buffer why = { 0 };
  *measure = (struct dossier_measure){ .planned = &batch->subjects->measures[judgement->planned], .verdict = judgement->verdict };
  measure->lack = measure->rung = measure->against = "";
  brief.depth = 1;
  reason_say(&why, &brief, measure->planned, &measure->verdict, subject);
  measure->why = kept(dossier, &why);
  if (measure->verdict.outcome != OUTCOME_NO && measure->verdict.rung) measure->rung = measure->verdict.rung->name;
  take_lines(dossier, measure, subject);
  take_lacking(dossier, measure, subject);
  take_against(dossier, measure, subject);
}

/* Days */

static void add_day(struct dossier *dossier, date day, const char *text)
{
  if (day < dossier->plan->occasion.on) return;
  for (size_t i = 0; i < dossier->day_count; i++)
    if (dossier->days[i].day == day && strcmp(dossier->days[i].text, text) == 0) return;
  dossier->days = arena_grow(dossier->arena, dossier->days, dossier->day_count, &dossier->day_capacity, sizeof *dossier->days);
  dossier->days[dossier->day_count++] = (struct dossier_day){ day, text };
}

/* 「高企认定日期满3年」: a date of the object and a duration; 「09-30」 of the year: a deadline in a measure. */
static void node_days(struct dossier *dossier, const struct subject *subject, const struct measure *measure,
                      const struct node *node)
{
  struct buffer text = { 0 };
  enum language language = dossier->reason.language;
  struct value value = { .state = STATE_UNKNOWN };
  bool due = node->op == NODE_ADD && node->operands[0]->op == NODE_FIELD && node->operands[1]->type == TYPE_DURATION;
  bool deadline = node->op == NODE_YEAR_DAY && !(node->first == 1 && node->last == 1) && !(node->first == 12 && node->last == 31);
  if (due || deadline) value = value_of(subject, node);
  if (value.state == STATE_KNOWN && due) {
    const char *help = node->operands[0]->field->help;
    node_say(&text, language, node->operands[0]);
    if (help && language == LANGUAGE_CHINESE) buffer_printf(&text, "（%s）", help);
    buffer_text(&text, reason_word(&dossier->reason, "满", " + "));
    node_say(&text, language, node->operands[1]);
  }
  if (value.state == STATE_KNOWN && deadline)
    buffer_printf(&text, "%s %s%s", measure->id, measure->name, reason_word(&dossier->reason, "所问之日", ": the day asked"));
  if (text.length) add_day(dossier, (date)value.low.num, kept(dossier, &text));
  for (size_t i = 0; i < node->operand_count; i++) node_days(dossier, subject, measure, node->operands[i]);
}

static void measure_days(struct dossier *dossier, const struct subject *subject, const struct dossier_measure *judged)
{
  const struct measure *measure = judged->planned->measure;
  for (size_t i = 0; i < measure->condition_count; i++) node_days(dossier, subject, measure, measure->conditions[i]);
  for (size_t i = 0; i < measure->rung_count; i++) node_days(dossier, subject, measure, measure->rungs[i].condition);
  for (size_t i = 0; i < judged->lacking.statement_count; i++) {
    const struct statement *statement = &judged->lacking.statements[i];
    for (size_t k = 0; k < statement->count && !judged->lacking.impossible_count; k++) {
      struct buffer text = { 0 };
      if (statement->changes[k].field) continue;
      shift_say(&text, &dossier->reason, &statement->changes[k], statement);
      buffer_printf(&text, "%s%s %s", reason_word(&dossier->reason, "，可望符合 ", ": may then hold: "), measure->id,
                    measure->name);
      add_day(dossier, (date)statement->changes[k].after.num, kept(dossier, &text));
    }
  }
}

static void policy_days(struct dossier *dossier)
{
  const struct model *model = dossier->plan->model;
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    if (policy->open_ended || !policy_covers(policy, dossier->plan->occasion.year)) continue;
    add_day(dossier, policy->to,
            arena_printf(dossier->arena, "%s%s", policy->name, reason_word(&dossier->reason, "到期", " ends")));
  }
}

static int day_order(const void *a, const void *b)
{
  const struct dossier_day *x = a, *y = b;
  return x->day != y->day ? (x->day > y->day) - (x->day < y->day) : strcmp(x->text, y->text);
}

void dossier_days(struct dossier *dossier)
{
  policy_days(dossier);
  if (dossier->day_count) qsort(dossier->days, dossier->day_count, sizeof *dossier->days, day_order);
}

void dossier_collect(struct dossier *dossier, const struct judged_batch *batch, size_t row)
{
  struct subject subject = *batch->subject;
  subject.row = row;
  dossier->found = true;
  dossier->object = batch->subjects->object;
  dossier->code = slice_copy(dossier->arena, batch->codes[row]);
  dossier->name = slice_copy(dossier->arena, batch->names[row]);
  for (size_t i = 0; i < batch->judgement_count; i++) {
    if (batch->judgements[i].row != row) continue;
    take_measure(dossier, batch, &batch->judgements[i], &subject);
    measure_days(dossier, &subject, &dossier->measures[dossier->measure_count - 1]);
  }
}

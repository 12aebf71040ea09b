/* Judging a batch, and what the ordered step keeps of it. */
#include "evaluate/judge.h"

#include <string.h>

#include "evaluate/call.h"
#include "evaluate/completions.h"
#include "evaluate/kernel.h"

/* The data of one row, for value_of */

static void company_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct judge *judge = subject->context;
  size_t at = table == 0 && judge->columns ? plan_position_of(judge->run->plan, field) : SIZE_MAX;
  const struct column *column = at == SIZE_MAX ? NULL : &judge->columns[at];
  out->state = column ? (enum state)column->state[subject->row] : STATE_UNKNOWN;
  out->num = column ? column->num[subject->row] : 0;
  out->den = column && column->den ? column->den[subject->row] : 1;
  out->text = column && column->text ? column->text[subject->row] : (struct slice){ NULL, 0 };
}

static struct value measured_value(const struct aggregate_range *measured)
{
  struct value value = { .has_low = !measured->open_low, .low = measured->low };
  value.has_high = !measured->open_high, value.high = measured->high;
  if (measured->overflowed) return (struct value){ .state = STATE_OVERFLOW };
  if (measured->none) return value_nothing(STATE_NOT_OCCURRED);
  bool point = value.has_low && value.has_high && ratio_compare(value.low, value.high) == 0;
  value.state = point ? STATE_KNOWN : STATE_UNKNOWN;
  return value;
}

static struct paid subject_paid(const struct row_context *subject, const struct node *node)
{
  const struct judge *judge = subject->context;
  return history_paid(judge->run->options->history, node->texts, node->set_count, judge->codes[subject->row],
                      judge->run->plan->as_of.year);
}

static const struct population *subject_population(const struct row_context *subject, const struct node *node, struct slice *code)
{
  const struct judge *judge = subject->context;
  size_t at = plan_population(judge->run->plan, node);
  *code = judge->codes[subject->row];
  return at == SIZE_MAX ? NULL : judge->run->populations[at];
}

static void find_populations(struct judge *judge)
{
  const struct program *program = judge->subjects->program;
  for (size_t i = 0; i < program->step_count; i++) {
    if (program->steps[i].node->op != NODE_POPULATION) continue;
    size_t at = plan_population(judge->run->plan, program->steps[i].node);
    if (at == SIZE_MAX) continue;
    judge->slots[i].population = judge->run->populations[at];
    judge->slots[i].codes = judge->codes;
  }
}

static ptrdiff_t find_input(const struct judge *judge, const struct aggregate_reference *wanted)
{
  const struct plan *plan = judge->run->plan;
  const struct program *program = judge->subjects->program;
  for (size_t i = 0; i < program->input_count; i++) {
    if (!program->inputs[i].aggregate) continue;
    const struct aggregate_reference *here = plan_aggregate(plan, program->inputs[i].aggregate);
    if (here && here->table == wanted->table && here->position == wanted->position) return (ptrdiff_t)i;
  }
  return -1;
}

static void find_inputs(struct arena *arena, struct judge *judge)
{
  const struct plan *plan = judge->run->plan;
  judge->inputs = arena_array(arena, plan->reference_count, sizeof *judge->inputs);
  for (size_t i = 0; i < plan->reference_count; i++) judge->inputs[i] = find_input(judge, &plan->references[i]);
}

/* Where a count is among the inputs of the program, -1: it is not. */
static ptrdiff_t input_of(const struct judge *judge, const struct aggregate_reference *wanted)
{
  return wanted ? judge->inputs[wanted - judge->run->plan->references] : -1;
}

static struct value subject_aggregate(const struct row_context *subject, const struct node *node)
{
  const struct judge *judge = subject->context;
  ptrdiff_t input = input_of(judge, plan_aggregate(judge->run->plan, node->aggregate));
  if (input < 0) return (struct value){ .state = STATE_UNKNOWN };
  return measured_value(&judge->measured[input][subject->row]);
}

static bool subject_lacks(const struct row_context *subject, const struct node *node, const struct field *field)
{
  const struct judge *judge = subject->context;
  const struct aggregate_reference *wanted = plan_aggregate(judge->run->plan, node->aggregate);
  ptrdiff_t input = input_of(judge, wanted);
  const struct related *related = input < 0 ? NULL : judge->run->related[wanted->table];
  return related && related_lacks(related, &judge->measured[input][subject->row], field);
}

static void subject_records(const struct row_context *subject, const struct node *node, record_sink *sink, void *context)
{
  const struct judge *judge = subject->context;
  const struct aggregate_reference *wanted = plan_aggregate(judge->run->plan, node->aggregate);
  struct related *related = wanted ? judge->run->related[wanted->table] : NULL;
  if (!related || input_of(judge, wanted) < 0) return;
  struct counter *counter = judge->counters[wanted->table];
  if (judge->subjects->object)
    related_group_records(related, counter, wanted->position, judge->first_object + subject->row, sink, context);
  else
    related_company_records(related, counter, wanted->position, judge->links[subject->row], judge->compared, subject->row, sink,
                            context);
}

/* Opening */

struct judge *judge_new(struct arena *arena, const struct run *run, const struct planned_subjects *subjects)
{
  struct judge *judge = arena_alloc(arena, sizeof *judge);
  *judge = (struct judge){ .run = run, .subjects = subjects };
  judge->calculator = function_state_open(run->plan->model);
  judge->slots = program_slots(arena, subjects->program, judge->calculator);
  judge->counters = arena_array(arena, run->plan->table_count, sizeof *judge->counters);
  judge->measured = arena_array(arena, subjects->program->input_count, sizeof *judge->measured);
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->related[i]) judge->counters[i] = counter_new(arena, run->related[i], judge->calculator);
  for (size_t i = 0; i < subjects->program->input_count; i++)
    if (subjects->program->inputs[i].aggregate) judge->measured[i] = arena_array(arena, BATCH_ROWS, sizeof **judge->measured);
  find_inputs(arena, judge);
  judge->stands = arena_array(arena, subjects->count + 1, sizeof *judge->stands);
  for (size_t k = 0; k < subjects->count; k++) {
    const struct measure *measure = subjects->measures[k].measure;
    judge->joins |= rule_joins_measures(&subjects->measures[k]);
    if (measure->rung_count) judge->stands[k] = arena_alloc(arena, BATCH_ROWS);
  }
  arena_alloc(&judge->steps, 1); /* so that its first piece stays */
  judge->no_steps = arena_mark(&judge->steps);
  judge->no_names = arena_mark(&judge->claim_names);
  judge->links = arena_array(arena, BATCH_ROWS, sizeof *judge->links);
  judge->row_verdicts = arena_array(arena, subjects->count + 1, sizeof *judge->row_verdicts);
  judge->alive = arena_array(arena, subjects->count / 64 + 1, BATCH_ROWS * sizeof *judge->alive);
  judge->codes = arena_array(arena, BATCH_ROWS, sizeof *judge->codes);
  judge->open = arena_array(arena, BATCH_ROWS, 1);
  find_populations(judge);
  judge->numbers = arena_array(arena, run->plan->population_count, sizeof *judge->numbers);
  judge->names = arena_array(arena, BATCH_ROWS, sizeof *judge->names);
  if (run->options->timings && subjects == &run->plan->subjects[0])
    judge->step_seconds = arena_array(arena, subjects->program->step_count, sizeof *judge->step_seconds);
  judge->packed = arena_array(arena, BATCH_ROWS, sizeof *judge->packed);
  reading_open(&judge->reading, &run->plan->model->tables[0].kind);
  judge->subject = (struct row_context){ .as_of = run->plan->as_of,
                                         .cell = company_cell,
                                         .aggregate = subject_aggregate,
                                         .population = subject_population,
                                         .paid = subject_paid,
                                         .lacks = subject_lacks,
                                         .records = run->plan->records ? subject_records : NULL,
                                         .context = judge,
                                         .slots = judge->slots,
                                         .calculator = judge->calculator };
  return judge;
}

void judge_close(struct judge *judge)
{
  if (judge->step_seconds)
    timings_add_steps(judge->run->options->timings, judge->step_seconds, judge->subjects->program->step_count);
  for (size_t i = 0; i < judge->run->plan->table_count; i++)
    if (judge->counters[i]) counter_close(judge->counters[i]);
  if (judge->completions) completions_close(judge->completions);
  memory_free(judge->judgements);
  memory_free(judge->block_codes);
  memory_free(judge->block_packed);
  memory_free(judge->block_links);
  memory_free(judge->block_lines);
  memory_free(judge->repeats);
  memory_free(judge->gathered);
  for (size_t i = 0; i < judge->run->plan->population_count; i++) {
    memory_free(judge->numbers[i].values);
    memory_free(judge->numbers[i].rows);
  }
  memory_free(judge->claims);
  if (judge->kept) block_rows_close(judge->kept);
  buffer_free(&judge->kept_bytes);
  buffer_free(&judge->kept_lines);
  buffer_free(&judge->kept_counts);
  arena_free(&judge->claim_names);
  arena_free(&judge->steps);
  function_state_close(judge->calculator);
}

void judge_computed(struct judge *judge, size_t first_row)
{
  size_t row;
  if (judge->computed_wrong || !function_state_fault(judge->calculator)) return;
  judge->computed_wrong = true;
  function_state_failed(judge->calculator, &row);
  judge->wrong_row = first_row == SIZE_MAX ? SIZE_MAX : first_row + row;
}

/* Judging a batch */

struct aggregate_range nobody_knows(const struct aggregate *aggregate)
{
  bool extreme = aggregate->kind > AGGREGATE_SUM;
  return (struct aggregate_range){ .low = { 0, 1 }, .high = { 0, 1 }, .open_high = true, .open_low = extreme };
}

void judge_count(struct judge *judge, size_t input, size_t count)
{
  const struct run *run = judge->run;
  const struct aggregate_reference *at = plan_aggregate(run->plan, judge->subjects->program->inputs[input].aggregate);
  struct aggregate_range *measured = judge->measured[input];
  struct related *related = at ? run->related[at->table] : NULL;
  const struct aggregate_range unknown = nobody_knows(judge->subjects->program->inputs[input].aggregate);
  if (!related) {
    for (size_t i = 0; i < count; i++) measured[i] = unknown;
    return;
  }
  related_companies(related, judge->counters[at->table], at->position, judge->links, judge->compared, count, measured);
  for (size_t i = 0; i < count; i++)
    if (!judge->codes[i].length) measured[i] = unknown;
}

void judge_measured(struct judge *judge, size_t input, size_t count)
{
  struct column *column = &judge->slots[judge->subjects->program->inputs[input].slot].column;
  for (size_t i = 0; i < count; i++) {
    struct value value = measured_value(&judge->measured[input][i]);
    column->state[i] = (uint8_t)value.state;
    column->num[i] = value.low.num;
    if (column->den) column->den[i] = value.low.den ? value.low.den : 1;
  }
}

void judge_paid(struct judge *judge, size_t input, size_t count)
{
  const struct program_input *paid = &judge->subjects->program->inputs[input];
  struct column *column = &judge->slots[paid->slot].column;
  struct row_context subject = judge->subject;
  for (subject.row = 0; subject.row < count; subject.row++) {
    struct value value = row_paid(&subject, paid->paid);
    column->state[subject.row] = (uint8_t)value.state;
    column->num[subject.row] = value.low.num;
  }
}

static struct budget *budget_of(const struct run *run, const struct planned *planned)
{
  for (size_t i = 0; i < run->budget_count; i++)
    if (run->budgets[i].planned == planned) return &run->budgets[i];
  return NULL;
}

static void note_claim(struct judge *judge, size_t row, const struct planned *planned, const struct verdict *verdict)
{
  if (verdict->outcome == OUTCOME_NO) return;
  if (judge->claim_count == judge->claim_capacity) {
    judge->claim_capacity = judge->claim_capacity ? judge->claim_capacity * 2 : 256;
    judge->claims = memory_resize(judge->claims, judge->claim_capacity * sizeof *judge->claims);
  }
  struct noted_claim *noted = &judge->claims[judge->claim_count++];
  *noted = (struct noted_claim){ .row = (uint32_t)row, .budget = budget_of(judge->run, planned) };
  noted->claim = budget_claim_of(&judge->claim_names, planned, verdict, &judge->subject, &noted->envelope);
  judge->open[judge->subject.row] = 1;
}

static void apply_share(struct judge *judge, struct slice code, const struct planned *planned, struct verdict *verdict)
{
  if (verdict->by_hand || verdict->outcome == OUTCOME_NO) return;
  struct allotment allotment = budget_allotment(budget_of(judge->run, planned), code);
  verdict_share(&judge->steps, verdict, &allotment);
}

/* Where the next judgement belongs; it is one when judgement_count says so. */
static struct judgement *next_judgement(struct judge *judge)
{
  if (judge->judgement_count == judge->judgement_capacity) {
    judge->judgement_capacity = judge->judgement_capacity ? judge->judgement_capacity * 2 : 1024;
    judge->judgements = memory_resize(judge->judgements, judge->judgement_capacity * sizeof *judge->judgements);
  }
  return &judge->judgements[judge->judgement_count];
}

/* Up to what was decided by hand. */
static void reach(struct judge *judge, size_t row, const struct planned *planned, struct verdict *verdict)
{
  const struct run_options *options = judge->run->options;
  struct rule_input input = { .planned = planned,
                              .subject = &judge->subject,
                              .code = judge->codes[row],
                              .year = judge->run->plan->as_of.year,
                              .history = options->history,
                              .arena = &judge->steps,
                              .measures = judge->joins ? judge->subjects->measures : NULL,
                              .verdicts = judge->row_verdicts };
  verdict_compute(&input, verdict);
  if (!options->decisions) return;
  struct decision *decision = decisions_find(options->decisions, planned->measure->id, judge->codes[row]);
  if (!decision) return;
  enum decision_limit limit = decision_limit_broken(&input, decision);
  if (limit == DECISION_WITHIN) verdict_decide(verdict, decision);
  else if (!judge->supposed) __atomic_store_n(&decision->limit, limit, __ATOMIC_RELAXED);
}

static void climb(const struct judge *judge, size_t row, size_t measure, struct verdict *verdict)
{
  const struct planned *planned = &judge->subjects->measures[measure];
  uint8_t rung = judge->stands[measure][row];
  if (rung == RUNG_OPEN) verdict_ladder_level(planned, &judge->subject, verdict);
  else verdict->rung = rung ? &planned->measure->rungs[rung - 1] : NULL;
}

static bool is_told(const struct judge *judge, const struct planned *planned, const struct verdict *verdict)
{
  bool all = judge->run->options->all && !planned->late;
  return verdict->outcome != OUTCOME_NO || all || verdict->granted_before;
}

/* From the choice on. False when nobody wants to know. */
static bool conclude(struct judge *judge, size_t row, size_t block_row, size_t measure, struct verdict *verdict)
{
  const struct planned *planned = &judge->subjects->measures[measure];
  const struct run *run = judge->run;
  if (!is_told(judge, planned, verdict)) return false;
  if (planned->has_budget && (run->claiming || run->keeping)) note_claim(judge, block_row, planned, verdict);
  else if (planned->has_budget) apply_share(judge, judge->codes[row], planned, verdict);
  if (!is_told(judge, planned, verdict)) return false;
  if (judge->stands[measure]) climb(judge, row, measure, verdict);
  return true;
}

/* The row's next measure that may be granted, from `measure` on; the number of measures when there is none. */
static size_t next_alive(const struct judge *judge, size_t row, size_t measure)
{
  for (; measure < judge->subjects->count; measure = (measure / 64 + 1) * 64) {
    uint64_t bits = judge->alive[measure / 64 * BATCH_ROWS + row] >> measure % 64;
    if (bits) return measure + (size_t)__builtin_ctzll(bits);
  }
  return judge->subjects->count;
}

/* Each measure by itself. */
static void judge_apart(struct judge *judge, size_t row, size_t block_row)
{
  const struct planned *measures = judge->subjects->measures;
  for (size_t k = next_alive(judge, row, 0); k < judge->subjects->count; k = next_alive(judge, row, k + 1)) {
    struct judgement *judgement = next_judgement(judge);
    judgement->row = (uint32_t)row;
    judgement->planned = (uint32_t)k;
    reach(judge, row, &measures[k], &judgement->verdict);
    judge->judgement_count += conclude(judge, row, block_row, k, &judgement->verdict);
  }
}

void judge_add(struct judge *judge, size_t row, size_t measure, const struct verdict *verdict)
{
  *next_judgement(judge) = (struct judgement){ .row = (uint32_t)row, .planned = (uint32_t)measure, .verdict = *verdict };
  judge->judgement_count++;
}

static void reach_all(struct judge *judge, size_t row)
{
  const struct planned *measures = judge->subjects->measures;
  size_t count = judge->subjects->count;
  for (size_t k = next_alive(judge, row, 0); k < count; k = next_alive(judge, row, k + 1))
    reach(judge, row, &measures[k], &judge->row_verdicts[k]);
  if (!judge->joins) return;
  verdicts_of_object(&(struct object_input){ .measures = measures,
                                             .verdicts = judge->row_verdicts,
                                             .count = count,
                                             .limits = judge->subjects->limits,
                                             .limit_count = judge->subjects->limit_count,
                                             .subject = &judge->subject,
                                             .code = judge->codes[row],
                                             .year = judge->run->plan->as_of.year,
                                             .history = judge->run->options->history,
                                             .arena = &judge->steps });
}

void judge_reach(struct judge *judge, size_t row)
{
  judge->subject.row = row;
  reading_next(&judge->reading);
  reach_all(judge, row);
}

/* What joins measures can act when all are reached. */
static void judge_together(struct judge *judge, size_t row, size_t block_row)
{
  size_t count = judge->subjects->count;
  reach_all(judge, row);
  for (size_t k = next_alive(judge, row, 0); k < count; k = next_alive(judge, row, k + 1)) {
    struct verdict *verdict = &judge->row_verdicts[k];
    if (conclude(judge, row, block_row, k, verdict)) {
      judge_add(judge, row, k, verdict);
    }
    verdict->outcome = OUTCOME_NO;
  }
}

static void judge_row(struct judge *judge, size_t row, size_t block_row)
{
  if (judge->finished && !judge->finished->open[block_row]) return;
  size_t first = judge->judgement_count;
  judge->subject.row = row;
  reading_next(&judge->reading);
  if (judge->joins) judge_together(judge, row, block_row);
  else judge_apart(judge, row, block_row);
  if (!judge->sink || judge->run->claiming) return;
  bounds_of_row(judge->subjects->measures, judge->judgements + first, judge->judgement_count - first);
  if (judge->completions) completions_narrow(judge->completions, row, judge->judgements + first, judge->judgement_count - first);
}

/* What was granted in parts is asked for whatever the conditions are now. */
static void find_granted(const struct judge *judge, size_t k, uint64_t *alive, size_t count)
{
  const char *id = judge->subjects->measures[k].measure->id;
  for (size_t i = 0; i < count; i++) {
    const struct history_row *row = history_rows(judge->run->options->history, judge->codes[i]);
    while (row && !slice_is(row->measure, id)) row = row->next;
    alive[i] |= (uint64_t)(row != NULL) << k % 64;
  }
}

/* Those that may be granted, or decided by hand, and with --all every one; to a company most are plainly refused. */
void judge_find_alive(struct judge *judge, size_t count)
{
  const struct planned_subjects *subjects = judge->subjects;
  bool every = judge->run->options->all || judge->run->options->decisions;
  for (size_t k = 0; k < subjects->count; k++) {
    const uint8_t *restrict answer = judge->slots[subjects->measures[k].condition].answer;
    uint64_t *restrict alive = judge->alive + k / 64 * BATCH_ROWS;
    if (k % 64 == 0) memset(alive, 0, count * sizeof *alive);
    for (size_t i = 0; i < count; i++) alive[i] |= (uint64_t)(every | (answer[i] != ANSWER_NO)) << k % 64;
    if (subjects->measures[k].measure->instalment_count) find_granted(judge, k, alive, count);
  }
}

/* Of a ladder with more rungs than a byte counts, all is open. */
static void find_rungs(struct judge *judge, size_t count)
{
  for (size_t k = 0; k < judge->subjects->count; k++) {
    const struct planned *planned = &judge->subjects->measures[k];
    if (!judge->stands[k]) continue;
    bool counted = planned->measure->rung_count < RUNG_OPEN;
    memset(judge->stands[k], counted ? 0 : RUNG_OPEN, count);
    for (size_t i = 0; counted && i < planned->measure->rung_count; i++)
      kernel_ladder_level(judge->slots[planned->rungs[i]].answer, (uint8_t)(i + 1), judge->stands[k], count);
  }
}

static void hand_over(const struct judge *judge, struct judged_batch batch)
{
  if (!judge->sink) return;
  batch.judgements = judge->judgements;
  batch.judgement_count = judge->judgement_count;
  if (judge->sink->batch) judge->sink->batch(judge->sink->context, judge->user, &batch);
}

void judge_rows(struct judge *judge, size_t count, size_t first_row)
{
  enum { SHARE = 64 }; /* rows whose judgements are still in the nearest cache when they are handed over */
  struct judged_batch batch = { .subjects = judge->subjects,
                                .count = count,
                                .first_row = first_row,
                                .list_row = judge->list_row,
                                .codes = judge->codes,
                                .names = judge->names,
                                .carried = judge->carried,
                                .subject = &judge->subject,
                                .open = judge->kept ? judge->open : NULL,
                                .finished = judge->finished };
  memset(judge->open, 0, count);
  judge_find_alive(judge, count);
  find_rungs(judge, count);
  for (; batch.start < count; batch.start = batch.end) {
    batch.end = batch.start + SHARE < count ? batch.start + SHARE : count;
    judge->judgement_count = 0;
    arena_rewind(&judge->steps, judge->no_steps);
    judge->subject.reading = &judge->reading;
    for (size_t row = batch.start; row < batch.end; row++) judge_row(judge, row, first_row + row);
    judge->subject.reading = NULL;
    hand_over(judge, batch);
  }
}

void judge_reserve(struct judge *judge, size_t more)
{
  if (judge->block_count + more <= judge->block_capacity) return;
  judge->block_capacity = (judge->block_count + more) * 2;
  judge->block_codes = memory_resize(judge->block_codes, judge->block_capacity * sizeof *judge->block_codes);
  judge->block_packed = memory_resize(judge->block_packed, judge->block_capacity * sizeof *judge->block_packed);
  judge->block_links = memory_resize(judge->block_links, judge->block_capacity * sizeof *judge->block_links);
  judge->block_lines = memory_resize(judge->block_lines, judge->block_capacity * sizeof *judge->block_lines);
  judge->repeats = memory_resize(judge->repeats, judge->block_capacity * sizeof *judge->repeats);
}

void judge_claims(const struct judge *judge)
{
  for (size_t i = 0; i < judge->claim_count; i++) {
    struct noted_claim *noted = &judge->claims[i];
    noted->claim.code = judge->block_codes[noted->row];
    if (!judge->repeats[noted->row]) budget_add(noted->budget, &noted->claim, noted->envelope);
    else noted->budget->repeated += noted->claim.high;
  }
}

/* Two versions of a measure, judged for every cell. */
#include "explain/proof.h"

#include <stdlib.h>
#include <string.h>

#include "evaluate/cells.h"
#include "evaluate/verdict.h"
#include "explain/proof_classes.h"

enum { WITNESSES_MOST = 400000, SIDES = 2 };

/* The two measures in one program, and a batch of witnesses. */
struct bench {
  struct arena arena;
  struct program *program;
  const struct model *models[SIDES];
  const struct measure *measures[SIDES];
  struct planned planned[SIDES];
  struct cells *cells;
  struct slot *slots;
  struct assignment *batch; /* BATCH_ROWS */
  size_t filled;
  struct row_cache readings[SIDES]; /* each version has a dictionary of its own */
  struct arena steps;
  struct proof_rows rows;
  uint32_t conditions[PROOF_CONDITIONS]; /* slots of those that the rows note */
  bool amounts_alike, amounts_differ;    /* differ: unrounded, where the results do not show it */
};

static void witness_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct bench *bench = subject->context;
  int at = table == 0 ? cells_find(bench->cells, field) : -1;
  *out = at < 0 ? (struct cell){ .state = STATE_UNKNOWN, .den = 1 } : bench->batch[subject->row].cells[at];
  if (!out->den) out->den = 1;
}

static struct value nothing_counted(const struct row_context *subject, const struct node *node)
{
  (void)subject, (void)node;
  return value_nothing(STATE_UNKNOWN);
}

static void fill_columns(struct bench *bench)
{
  for (size_t i = 0; i < bench->program->input_count; i++) {
    const struct program_input *input = &bench->program->inputs[i];
    struct column *column = &bench->slots[input->slot].column;
    int at = input->field && input->table == 0 ? cells_find(bench->cells, input->field) : -1;
    for (size_t row = 0; row < bench->filled; row++) {
      const struct cell *cell = at < 0 ? NULL : &bench->batch[row].cells[at];
      column->state[row] = cell ? (uint8_t)cell->state : STATE_UNKNOWN;
      column->num[row] = cell ? cell->num : 0;
      if (column->den) column->den[row] = cell && cell->den ? cell->den : 1;
      if (column->text) column->text[row] = cell ? cell->text : (struct slice){ "", 0 };
    }
  }
}

static struct proof_result result_of(struct bench *bench, const struct row_context *witness, int side)
{
  struct row_context own = *witness, *subject = &own;
  own.reading = &bench->readings[side];
  reading_next(own.reading);
  struct rule_input input = {
    .planned = &bench->planned[side], .subject = subject, .year = subject->as_of.year, .arena = &bench->steps
  };
  struct verdict verdict;
  verdict_compute(&input, &verdict);
  if (verdict.outcome == OUTCOME_NO) return (struct proof_result){ .outcome = OUTCOME_NO };
  return (struct proof_result){ .outcome = (uint8_t)verdict.outcome,
                                .has_amount = verdict.has_amount,
                                .has_high = verdict.has_high,
                                .amount = verdict.has_amount ? verdict.amount : verdict.low,
                                .high = verdict.has_high ? verdict.high : 0 };
}

/* An unrounded figure of both is the same in the row: what is the same at the ends of a cell is in between. */
static bool same_figure(const struct bench *bench, uint32_t a, uint32_t b, size_t row)
{
  if (a == NO_SLOT || b == NO_SLOT) return a == b;
  const struct column *x = &bench->slots[a].column, *y = &bench->slots[b].column;
  if (x->state[row] != y->state[row]) return false;
  if (x->state[row] != STATE_KNOWN) return true;
  struct ratio one = { x->num[row], x->den ? x->den[row] : 1 }, other = { y->num[row], y->den ? y->den[row] : 1 };
  return ratio_compare(one, other) == 0;
}

static void judge_witnesses(struct bench *bench)
{
  struct row_context subject = {
    .as_of = bench->program->as_of, .cell = witness_cell, .aggregate = nothing_counted, .context = bench, .slots = bench->slots
  };
  uint8_t answers[PROOF_CONDITIONS];
  fill_columns(bench);
  program_run(bench->program, bench->slots, bench->filled, NULL);
  for (subject.row = 0; subject.row < bench->filled; subject.row++) {
    struct proof_result before = result_of(bench, &subject, 0), after = result_of(bench, &subject, 1);
    bool paid = before.outcome != OUTCOME_NO && after.outcome != OUTCOME_NO;
    for (size_t i = 0; i < bench->rows.condition_count; i++) answers[i] = bench->slots[bench->conditions[i]].answer[subject.row];
    proof_rows_add(&bench->rows, &bench->batch[subject.row], answers, &before, &after);
    for (int k = 0; paid && !bench->amounts_alike && k < 2; k++) {
      const struct planned *a = &bench->planned[0], *b = &bench->planned[1];
      bench->amounts_differ |= !same_figure(bench, k ? a->cap : a->amount, k ? b->cap : b->amount, subject.row);
    }
  }
  arena_free(&bench->steps);
  bench->filled = 0;
}

static void take_witness(void *context, const struct assignment *assignment)
{
  struct bench *bench = context;
  bench->batch[bench->filled++] = *assignment;
  if (bench->filled == BATCH_ROWS) judge_witnesses(bench);
}

/* What is written of both, expression by expression */

static bool alike(const struct node *a, const struct node *b)
{
  return a && b ? node_alike(a, b) : a == b;
}

static bool written_alike(const struct measure *a, const struct measure *b)
{
  struct measure_walk one = { 0 }, other = { 0 };
  for (;;) {
    bool more = measure_walk_next(a, &one), too = measure_walk_next(b, &other);
    if (more != too) return false;
    if (!more) return true;
    if (one.role != other.role || !node_alike(one.node, other.node)) return false;
  }
}

static bool same_set(const struct measure_set *a, const struct measure_set *b)
{
  bool same = a->count == b->count;
  for (size_t i = 0; same && i < a->count; i++) same = strcmp(a->ids[i], b->ids[i]) == 0;
  return same;
}

static bool same_group(const struct exclusive_group *a, const struct exclusive_group *b)
{
  bool same = a && b ? a->count == b->count : a == b;
  for (size_t i = 0; same && a && i < a->count; i++) same = strcmp(a->members[i]->id, b->members[i]->id) == 0;
  return same;
}

static bool same_limits(const struct measure *a, const struct measure *b)
{
  bool same = a->joint_limit_count == b->joint_limit_count;
  for (size_t i = 0; same && i < a->joint_limit_count; i++) {
    const struct joint_limit *one = a->joint_limits[i].limit, *other = b->joint_limits[i].limit;
    same = one->in_order == other->in_order && one->over_years == other->over_years && same_set(&one->asked, &other->asked) &&
           node_alike(one->most, other->most);
  }
  return same;
}

static bool same_parts(const struct measure *a, const struct measure *b)
{
  bool same =
      a->instalment_count == b->instalment_count && a->goes_on == b->goes_on && a->cost_share_count == b->cost_share_count;
  for (size_t i = 0; same && i < a->instalment_count; i++)
    same = alike(a->instalments[i].share, b->instalments[i].share) && alike(a->instalments[i].from, b->instalments[i].from) &&
           alike(a->instalments[i].condition, b->instalments[i].condition);
  for (size_t i = 0; same && i < a->cost_share_count; i++)
    same = strcmp(a->cost_shares[i].level, b->cost_shares[i].level) == 0 &&
           ratio_compare(a->cost_shares[i].share, b->cost_shares[i].share) == 0;
  return same;
}

/* The rules between the amount and its payment. */
static bool same_rules(const struct measure *a, const struct measure *b)
{
  return a->once == b->once && a->times == b->times && a->budget_whole == b->budget_whole && alike(a->budget, b->budget) &&
         alike(a->budget_order, b->budget_order) && alike(a->budget_each, b->budget_each) &&
         alike(a->cumulative_cap, b->cumulative_cap) && same_set(&a->top_up, &b->top_up) && same_parts(a, b) &&
         same_group(a->exclusive_group, b->exclusive_group) && alike(a->exclusive_when, b->exclusive_when) &&
         alike(a->exclusive_named, b->exclusive_named) && same_limits(a, b);
}

static bool same_lists(const struct measure *a, const struct measure *b)
{
  bool same = a->rung_count == b->rung_count && a->against_count == b->against_count && a->show_count == b->show_count;
  for (size_t i = 0; same && i < a->rung_count; i++)
    same = strcmp(a->rungs[i].name, b->rungs[i].name) == 0 && node_alike(a->rungs[i].condition, b->rungs[i].condition);
  for (size_t i = 0; same && i < a->against_count; i++) same = node_alike(a->against[i], b->against[i]);
  for (size_t i = 0; same && i < a->show_count; i++) same = node_alike(a->shows[i], b->shows[i]);
  return same;
}

static bool same_figures(const struct measure *a, const struct measure *b)
{
  return alike(a->amount, b->amount) && alike(a->cap, b->cap) && a->round_unit == b->round_unit && a->rounding == b->rounding;
}

/* Parameters have their values of the day: what is written alike may be worth something else. */
static bool folded_alike(struct bench *bench)
{
  const struct planned *a = &bench->planned[0], *b = &bench->planned[1];
  const uint32_t pairs[][2] = { { a->condition, b->condition }, { a->amount, b->amount }, { a->cap, b->cap } };
  for (size_t i = 0; i < 3; i++) {
    if (pairs[i][0] == NO_SLOT || pairs[i][1] == NO_SLOT) {
      if (pairs[i][0] != pairs[i][1]) return false;
      continue;
    }
    if (!node_alike(bench->program->steps[pairs[i][0]].node, bench->program->steps[pairs[i][1]].node)) return false;
  }
  return bench->measures[0]->round_unit == bench->measures[1]->round_unit &&
         bench->measures[0]->rounding == bench->measures[1]->rounding;
}

/* The proof */

static void say_open(struct arena *arena, enum language language, struct proof *proof, enum message message, const char *what)
{
  struct buffer text = { 0 };
  message_text(&text, language, message, what, NULL);
  proof->kind = PROOF_OPEN;
  proof->reason = arena_copy(arena, text.at, text.length);
  buffer_free(&text);
}

static void say_obstacle(struct arena *arena, enum language language, struct proof *proof, const struct bench *bench,
                         const struct node *obstacle)
{
  struct buffer text = { 0 };
  if (obstacle) format_node(&text, language, obstacle);
  buffer_char(&text, 0);
  say_open(arena, language, proof,
           obstacle               ? MSG_PROOF_OBSTACLE
           : bench->cells->unlike ? MSG_PROOF_COLUMNS
                                  : MSG_PROOF_TOO_MANY,
           text.at);
  buffer_free(&text);
}

static void open_bench(struct bench *bench, const struct model *const models[SIDES], const struct measure *before,
                       const struct measure *after, struct as_of as_of)
{
  uint32_t slots[SIDES * 3];
  size_t count = 0;
  *bench = (struct bench){ .models = { models[0], models[1] }, .measures = { before, after } };
  bench->program = program_new(&bench->arena, models[0], as_of);
  for (int side = 0; side < SIDES; side++) {
    struct planned *planned = &bench->planned[side];
    *planned = plan_in_program(bench->program, bench->measures[side]);
    slots[count++] = planned->condition, slots[count++] = planned->amount, slots[count++] = planned->cap;
  }
  bench->cells = cells_new(&bench->arena, bench->program, slots, count);
  for (int side = 0; side < SIDES; side++) /* a cap has a kink where it begins to count */
    if (bench->planned[side].cap != NO_SLOT && bench->planned[side].amount != NO_SLOT)
      cells_add_cut(bench->cells, bench->planned[side].amount, bench->planned[side].cap);
}

/* Conditions about several fields, and whether amounts vary. */
static void find_conditions(struct bench *bench)
{
  const struct cells *cells = bench->cells;
  struct proof_rows *rows = &bench->rows;
  *rows = (struct proof_rows){ .cells = cells };
  for (uint32_t s = 0; s < bench->program->step_count; s++) {
    const struct step *step = &bench->program->steps[s];
    if (!cells->reached[s] || step->node->op != NODE_COMPARE) continue;
    uint64_t fields = cells->figures[step->inputs[0]] | cells->figures[step->inputs[1]];
    if (!(fields & (fields - 1)) || rows->condition_count == PROOF_CONDITIONS) continue;
    bench->conditions[rows->condition_count] = s;
    rows->conditions[rows->condition_count++] = step->node;
    rows->joined |= fields;
  }
  for (int side = 0; side < SIDES; side++)
    if (bench->planned[side].amount != NO_SLOT) rows->varied |= cells->figures[bench->planned[side].amount] != 0;
}

static void enumerate(struct bench *bench, struct arena *arena, enum language language, struct proof *proof)
{
  const struct assignment nothing = { .decided = 0 };
  struct cells_options options = { .unknown = true, .ends = true, .limit = WITNESSES_MOST };
  const struct cells *cells = bench->cells;
  const struct node *obstacle = NULL;
  uint64_t fields = cells->field_count == CELL_FIELDS ? UINT64_MAX : (UINT64_C(1) << cells->field_count) - 1;
  bench->slots = program_slots(&bench->arena, bench->program, NULL);
  bench->batch = arena_array(&bench->arena, BATCH_ROWS, sizeof *bench->batch);
  for (int side = 0; side < SIDES; side++) reading_open(&bench->readings[side], &bench->models[side]->tables[0].kind);
  find_conditions(bench);
  proof->witnesses = cells_each(cells, &nothing, fields, &options, take_witness, bench, &obstacle);
  if (!proof->witnesses) say_obstacle(arena, language, proof, bench, obstacle);
  else if (bench->filled) judge_witnesses(bench);
}

void proof_find(struct arena *arena, enum language language, const struct model *const models[2], const struct measure *before,
                const struct measure *after, struct as_of as_of, struct proof *proof)
{
  struct bench bench;
  *proof = (struct proof){ .before = before, .after = after, .kind = PROOF_SAME };
  open_bench(&bench, models, before, after, as_of);
  bool rules = same_rules(before, after), folded = folded_alike(&bench);
  bench.amounts_alike = same_figures(before, after);
  if (!rules) say_open(arena, language, proof, MSG_PROOF_RULES, NULL);
  else if (folded && written_alike(before, after)) proof->kind = PROOF_SAME;
  else if (before->object || after->object) {
    if (!folded) say_open(arena, language, proof, MSG_PROOF_OBJECTS, NULL);
  } else if (bench.cells->obstacle && !folded) say_obstacle(arena, language, proof, &bench, bench.cells->obstacle);
  else if (!folded) enumerate(&bench, arena, language, proof);
  else if (!same_lists(before, after)) say_open(arena, language, proof, MSG_PROOF_LISTS, NULL);
  if (proof->kind == PROOF_SAME && proof->witnesses) {
    proof_classes_find(arena, language, &bench.rows, proof);
    if (proof->kind == PROOF_SAME && bench.amounts_differ) say_open(arena, language, proof, MSG_PROOF_ROUNDED, NULL);
  }
  proof_rows_free(&bench.rows);
  arena_free(&bench.arena);
}

struct proof *proofs_find(struct arena *arena, enum language language, const struct model *before, const struct model *after,
                          struct as_of as_of, size_t *count)
{
  struct proof *proofs = arena_array(arena, after->measure_count + 1, sizeof *proofs);
  *count = 0;
  for (size_t i = 0; i < after->measure_count; i++) {
    const struct measure *measure = after->measures[i], *old = model_measure(before, measure->id);
    bool judged = measure_kind_judged(measure->kind) && !measure->unlisted;
    bool here = old && judged && measure_kind_judged(old->kind) && policy_covers(measure->policy, as_of.year) &&
                policy_covers(old->policy, as_of.year);
    if (here) proof_find(arena, language, (const struct model *[]){ before, after }, old, measure, as_of, &proofs[(*count)++]);
  }
  return proofs;
}

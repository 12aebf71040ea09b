/* Two versions of a measure, judged for every cell. */
#include "explain/proof.h"

#include <stdlib.h>
#include <string.h>

#include "explain/proof_parts.h"

enum { SIDES = 2, CONDITIONS_MOST = 64, PARTS_MOST = 128 };

/* The two measures, and what was found. */
struct comparing {
  struct witness_bench witnesses;
  const struct measure *measures[SIDES];
  struct proof_rows rows;
  uint32_t asked[SIDES][CONDITIONS_MOST]; /* slots of the conditions, one by one */
  bool amounts_alike, amounts_differ;     /* differ: unrounded, where the results do not show it */
  uint32_t shared[CONDITIONS_MOST];       /* that the other version has, too */
  size_t shared_count;
  uint32_t parts[PARTS_MOST]; /* conditions by whose answers all is told apart, where that is `condensed` */
  size_t part_count;
  bool condensed;
};

struct proof_result proof_result_of(const struct verdict *verdict)
{
  if (verdict->outcome == OUTCOME_NO) return (struct proof_result){ .outcome = OUTCOME_NO };
  return (struct proof_result){ .outcome = (uint8_t)verdict->outcome,
                                .has_amount = verdict->has_amount,
                                .has_high = verdict->has_high,
                                .amount = verdict->has_amount ? verdict->amount : verdict->low,
                                .high = verdict->has_high ? verdict->high : 0 };
}

static struct proof_result result_of(struct witness_bench *witnesses, size_t row, size_t side)
{
  struct verdict verdict = witnesses_verdict(witnesses, row, side);
  return proof_result_of(&verdict);
}

/* An unrounded figure of both is the same in the row: what is the same at the ends of a cell is in between. */
static bool same_figure(const struct witness_bench *witnesses, uint32_t a, uint32_t b, size_t row)
{
  if (a == NO_SLOT || b == NO_SLOT) return a == b;
  const struct column *x = &witnesses->slots[a].column, *y = &witnesses->slots[b].column;
  if (x->state[row] != STATE_KNOWN || y->state[row] != STATE_KNOWN) return true; /* the results tell */
  struct ratio one = { x->num[row], x->den ? x->den[row] : 1 }, other = { y->num[row], y->den ? y->den[row] : 1 };
  return ratio_compare(one, other) == 0;
}

bool proof_figures_differ(const struct witness_bench *witnesses, const struct planned *a, const struct planned *b, size_t row)
{
  return !same_figure(witnesses, a->amount, b->amount, row) || !same_figure(witnesses, a->cap, b->cap, row);
}

static enum answer answer_of(struct witness_bench *witnesses, const struct proof_condition *condition, size_t row)
{
  return condition->close ? witnesses_answer(witnesses, row, condition->measure, condition->slot)
                          : (enum answer)witnesses->slots[condition->slot].answer[row];
}

static void compare_witness(void *context, struct witness_bench *witnesses, size_t row)
{
  struct comparing *comparing = context;
  uint8_t answers[PROOF_CONDITIONS];
  struct proof_result before = result_of(witnesses, row, 0), after = result_of(witnesses, row, 1);
  bool paid = before.outcome != OUTCOME_NO && after.outcome != OUTCOME_NO;
  for (size_t i = 0; i < comparing->rows.condition_count; i++)
    answers[i] = (uint8_t)answer_of(witnesses, &comparing->rows.conditions[i], row);
  proof_rows_add(&comparing->rows, &witnesses->batch[row], answers, 0, &before, &after);
  if (paid && !comparing->amounts_alike)
    comparing->amounts_differ |= proof_figures_differ(witnesses, &witnesses->planned[0], &witnesses->planned[1], row);
}

/* What is written of both, expression by expression */

/* With the values that parameters have on the day: what is written alike may be worth something else. */
bool proof_alike(struct program *day, const struct node *a, const struct node *b)
{
  return a && b ? node_alike(program_fold(day, a), program_fold(day, b)) : a == b;
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

static bool same_limits(struct program *day, const struct measure *a, const struct measure *b)
{
  bool same = a->joint_limit_count == b->joint_limit_count;
  for (size_t i = 0; same && i < a->joint_limit_count; i++) {
    const struct joint_limit *one = a->joint_limits[i].limit, *other = b->joint_limits[i].limit;
    same = one->in_order == other->in_order && one->over_years == other->over_years && same_set(&one->asked, &other->asked) &&
           proof_alike(day, one->most, other->most);
  }
  return same;
}

static bool same_parts(struct program *day, const struct measure *a, const struct measure *b)
{
  bool same =
      a->instalment_count == b->instalment_count && a->goes_on == b->goes_on && a->cost_share_count == b->cost_share_count;
  for (size_t i = 0; same && i < a->instalment_count; i++)
    same = proof_alike(day, a->instalments[i].share, b->instalments[i].share) &&
           proof_alike(day, a->instalments[i].from, b->instalments[i].from) &&
           proof_alike(day, a->instalments[i].condition, b->instalments[i].condition);
  for (size_t i = 0; same && i < a->cost_share_count; i++)
    same = strcmp(a->cost_shares[i].level, b->cost_shares[i].level) == 0 &&
           ratio_compare(a->cost_shares[i].share, b->cost_shares[i].share) == 0;
  return same;
}

bool proof_same_terms(struct program *day, const struct measure *a, const struct measure *b)
{
  return a->budget_whole == b->budget_whole && proof_alike(day, a->budget, b->budget) &&
         proof_alike(day, a->budget_order, b->budget_order) && proof_alike(day, a->budget_each, b->budget_each) &&
         proof_alike(day, a->cumulative_cap, b->cumulative_cap) && same_set(&a->top_up, &b->top_up) && same_parts(day, a, b);
}

bool proof_same_relations(struct program *day, const struct measure *a, const struct measure *b)
{
  return same_group(a->exclusive_group, b->exclusive_group) && proof_alike(day, a->exclusive_when, b->exclusive_when) &&
         proof_alike(day, a->exclusive_named, b->exclusive_named) && same_limits(day, a, b);
}

/* The rules between the amount and its payment. */
static bool same_rules(struct program *day, const struct measure *a, const struct measure *b)
{
  return proof_same_terms(day, a, b) && a->once == b->once && a->times == b->times && proof_same_relations(day, a, b);
}

static bool same_lists(struct program *day, const struct measure *a, const struct measure *b)
{
  bool same = a->rung_count == b->rung_count && a->against_count == b->against_count && a->show_count == b->show_count;
  for (size_t i = 0; same && i < a->rung_count; i++)
    same = strcmp(a->rungs[i].name, b->rungs[i].name) == 0 && proof_alike(day, a->rungs[i].condition, b->rungs[i].condition);
  for (size_t i = 0; same && i < a->against_count; i++) same = proof_alike(day, a->against[i], b->against[i]);
  for (size_t i = 0; same && i < a->show_count; i++) same = proof_alike(day, a->shows[i], b->shows[i]);
  return same;
}

bool proof_same_figures(struct program *day, const struct measure *a, const struct measure *b)
{
  return proof_alike(day, a->amount, b->amount) && proof_alike(day, a->cap, b->cap) && a->round_unit == b->round_unit &&
         a->rounding == b->rounding;
}

static bool folded_alike(const struct comparing *comparing)
{
  const struct witness_bench *witnesses = &comparing->witnesses;
  const struct planned *a = &witnesses->planned[0], *b = &witnesses->planned[1];
  const uint32_t pairs[][2] = { { a->condition, b->condition }, { a->amount, b->amount }, { a->cap, b->cap } };
  for (size_t i = 0; i < 3; i++) {
    if (pairs[i][0] == NO_SLOT || pairs[i][1] == NO_SLOT) {
      if (pairs[i][0] != pairs[i][1]) return false;
      continue;
    }
    if (!node_alike(witnesses->program->steps[pairs[i][0]].node, witnesses->program->steps[pairs[i][1]].node)) return false;
  }
  return a->measure->round_unit == b->measure->round_unit && a->measure->rounding == b->measure->rounding;
}

/* The proof */

void proof_say_open(struct arena *arena, enum language language, struct proof *proof, enum message message, const char *what)
{
  struct buffer text = { 0 };
  message_text(&text, language, message, what, NULL);
  proof->kind = PROOF_OPEN;
  proof->reason = arena_copy(arena, text.at, text.length);
  buffer_free(&text);
}

void proof_say_obstacle(struct arena *arena, enum language language, struct proof *proof, const struct cells *cells,
                        const struct node *obstacle)
{
  struct buffer text = { 0 };
  if (obstacle) format_node(&text, language, obstacle);
  buffer_char(&text, 0);
  proof->exhausted = !obstacle && !cells->unlike;
  proof_say_open(arena, language, proof,
                 obstacle        ? MSG_PROOF_OBSTACLE
                 : cells->unlike ? MSG_PROOF_COLUMNS
                                 : MSG_PROOF_TOO_MANY,
                 text.at);
  buffer_free(&text);
}

bool proof_rows_ask(struct proof_rows *rows, uint32_t slot, const struct node *condition, const char *text)
{
  if (rows->condition_count == PROOF_CONDITIONS) return false;
  rows->conditions[rows->condition_count++] = (struct proof_condition){ .slot = slot, .node = condition, .text = text };
  return true;
}

/* A comparison of several figures, or of one that is compared with others, too, at `joined`. */
static void ask_comparisons(struct proof_rows *rows, const struct witness_bench *witnesses, uint64_t joined)
{
  const struct cells *cells = rows->cells;
  for (uint32_t s = 0; s < witnesses->program->step_count; s++) {
    const struct step *step = &witnesses->program->steps[s];
    bool compares = step->node->op == NODE_COMPARE, region = step->node->op == NODE_IN_REGION;
    if (!cells->reached[s] || (!compares && !region)) continue;
    uint64_t fields = cells->figures[step->inputs[0]] | (compares ? cells->figures[step->inputs[1]] : 0);
    bool one = compares && !(fields & (fields - 1));
    if (!fields || fields & rows->left_out || one != (joined != 0) || (one && !(fields & joined))) continue;
    if (proof_rows_ask(rows, s, step->node, NULL) && !joined) rows->joined |= fields;
  }
}

void proof_rows_open(struct proof_rows *rows, const struct witness_bench *witnesses)
{
  *rows = (struct proof_rows){ .cells = witnesses->cells, .left_out = ~witnesses->open };
  ask_comparisons(rows, witnesses, 0);
  if (rows->joined) ask_comparisons(rows, witnesses, rows->joined);
}

const struct node *proof_rounded(struct arena *arena, const struct measure *measure)
{
  struct node *node = arena_alloc(arena, sizeof *node);
  const struct node **operand = arena_array(arena, 1, sizeof *operand);
  *operand = measure->amount;
  *node = (struct node){ .op = NODE_ROUNDED,
                         .type = TYPE_MONEY,
                         .weight = 1,
                         .operands = operand,
                         .operand_count = 1,
                         .number = ratio_whole(measure->round_unit > 0 ? measure->round_unit : 1),
                         .first = (int)measure->rounding,
                         .tables = measure->amount->tables };
  return node;
}

struct node *proof_node_of_two(struct arena *arena, enum node_op op, enum value_type type, const struct node *left,
                               const struct node *right)
{
  struct node *node = arena_alloc(arena, sizeof *node);
  const struct node **operands = arena_array(arena, 2, sizeof *operands);
  operands[0] = left, operands[1] = right;
  *node = (struct node){ .op = op,
                         .type = type,
                         .weight = 1,
                         .operands = operands,
                         .operand_count = 2,
                         .number = { 0, 1 },
                         .tables = left->tables | right->tables };
  return node;
}

const struct node *proof_compared(struct arena *arena, const struct node *left, const struct node *right)
{
  struct node *node = proof_node_of_two(arena, NODE_COMPARE, TYPE_TRUTH, left, right);
  node->relation = MORE_THAN;
  return node;
}

static bool ask_extremes(const struct node *node, const void *context)
{
  struct witness_bench *bench = (struct witness_bench *)(uintptr_t)context;
  bool extreme = node->op == NODE_LARGEST || node->op == NODE_SMALLEST;
  for (size_t i = 1; extreme && i < node->operand_count; i++)
    for (size_t k = 0; k < i; k++) witnesses_ask(bench, proof_compared(&bench->arena, node->operands[k], node->operands[i]));
  return false;
}

void proof_ask_kinks(struct witness_bench *bench, const struct measure *measure)
{
  struct arena *arena = &bench->arena;
  if (!measure->amount) return;
  node_any(measure->amount, ask_extremes, bench);
  if (!measure->cap) return;
  node_any(measure->cap, ask_extremes, bench);
  witnesses_ask(bench, proof_compared(arena, proof_rounded(arena, measure), measure->cap));
}

void proof_ready(struct witness_bench *witnesses)
{
  witnesses_ready(witnesses);
  for (size_t i = 0; i < witnesses->count; i++)
    if (witnesses->planned[i].amount != NO_SLOT) cells_add_cut(witnesses->cells, witnesses->planned[i].amount, NO_SLOT);
}

uint64_t proof_priced(const struct witness_bench *witnesses)
{
  uint64_t priced = 0;
  for (size_t i = 0; i < witnesses->count; i++) {
    const struct planned *planned = &witnesses->planned[i];
    if (planned->amount != NO_SLOT) priced |= witnesses->cells->figures[planned->amount];
    if (planned->cap != NO_SLOT) priced |= witnesses->cells->figures[planned->cap];
  }
  return priced;
}

/* What both ask alike, of data that nothing else rests on, makes no difference: one way to meet it stands for all. */

/* Slots of the conditions of a version. */
static void ask_conditions(struct comparing *comparing, size_t side)
{
  const struct measure *measure = comparing->measures[side];
  for (size_t i = 0; i < measure->condition_count && i < CONDITIONS_MOST; i++)
    comparing->asked[side][i] = witnesses_ask(&comparing->witnesses, measure->conditions[i]);
  proof_ask_kinks(&comparing->witnesses, measure);
}

static void leave_out_shared(struct comparing *comparing)
{
  struct witness_bench *witnesses = &comparing->witnesses;
  const size_t counts[SIDES] = { comparing->measures[0]->condition_count, comparing->measures[1]->condition_count };
  bool paired[SIDES][CONDITIONS_MOST] = { { false } };
  uint32_t *shared = comparing->shared;
  uint8_t measures[CONDITIONS_MOST] = { 0 };
  uint64_t others = 0;
  size_t count = 0;
  if (counts[0] > CONDITIONS_MOST || counts[1] > CONDITIONS_MOST) return;
  for (size_t i = 0; i < counts[0]; i++)
    for (size_t k = 0; k < counts[1] && !paired[0][i]; k++) {
      const struct step *steps = witnesses->program->steps;
      bool alike = node_alike(steps[comparing->asked[0][i]].node, steps[comparing->asked[1][k]].node);
      if (paired[1][k] || !alike) continue;
      paired[0][i] = paired[1][k] = true;
      shared[count++] = comparing->asked[0][i];
    }
  for (int side = 0; side < SIDES; side++) {
    const struct planned *planned = &witnesses->planned[side];
    if (planned->amount != NO_SLOT) others |= witnesses->cells->all[planned->amount];
    if (planned->cap != NO_SLOT) others |= witnesses->cells->all[planned->cap];
    for (size_t i = 0; i < counts[side]; i++)
      if (!paired[side][i]) others |= witnesses->cells->all[comparing->asked[side][i]];
  }
  comparing->shared_count = count;
  witnesses_condense(witnesses, shared, measures, count, others, true);
}

/* Where cells are too many: fields that are read by conditions alone, by how these can be answered, wherever in the measures they
 * stand. False: that does not do. */
static bool condense_parts(struct comparing *comparing)
{
  struct witness_bench *witnesses = &comparing->witnesses;
  uint32_t *slots = comparing->parts;
  uint8_t measures[PARTS_MOST];
  uint64_t priced = 0;
  size_t count = 0;
  for (uint8_t side = 0; side < SIDES; side++) {
    const struct planned *planned = &witnesses->planned[side];
    if (planned->amount != NO_SLOT) priced |= witnesses->cells->all[planned->amount];
    if (planned->cap != NO_SLOT) priced |= witnesses->cells->all[planned->cap];
    const size_t conditions = comparing->measures[side]->condition_count;
    if (conditions > CONDITIONS_MOST) return false;
    for (size_t i = 0; i < conditions; i++)
      count = witnesses_parts(witnesses, comparing->asked[side][i], side, slots, measures, count, PARTS_MOST);
  }
  comparing->part_count = count;
  if (count == PARTS_MOST || !witnesses_condense(witnesses, slots, measures, count, priced, false)) return false;
  for (size_t i = 0; i < comparing->shared_count; i++) witnesses_meet(witnesses, comparing->shared[i]);
  return true;
}

/* Conditions that stand below the first version's ask its fields. */
static bool stands_below(const struct program *program, uint32_t slot, uint32_t sought)
{
  bool found = slot == sought;
  for (size_t i = 0; !found && i < program->steps[slot].input_count; i++)
    found = stands_below(program, program->steps[slot].inputs[i], sought);
  return found;
}

/* What a script calls a condition. */
struct name_search {
  struct program *program;
  const struct node *folded;
  const char *name; /* NULL: nothing */
};

static bool is_its_name(const struct node *node, const void *context)
{
  struct name_search *search = (struct name_search *)(uintptr_t)context;
  if (node->op == NODE_NAMED && node_alike(program_fold(search->program, node), search->folded)) search->name = node->text;
  return search->name != NULL;
}

/* By its name, and as closely as verdicts ask. */
static void ask_closely(struct comparing *comparing, struct proof_condition *condition)
{
  struct program *program = comparing->witnesses.program;
  struct name_search search = { program, condition->node, NULL };
  bool first = false;
  for (int side = 0; side < SIDES && !search.name; side++) measure_any(comparing->measures[side], is_its_name, &search);
  for (size_t i = 0; !first && i < comparing->measures[0]->condition_count; i++)
    first = stands_below(program, comparing->asked[0][i], condition->slot);
  condition->text = search.name;
  condition->close = true, condition->measure = first ? 0 : 1;
}

/* Of those that are counted alike one stands for another. */
static bool is_told(const struct witness_bench *witnesses, uint32_t slot)
{
  uint64_t fields = witnesses->cells->all[slot];
  for (size_t i = 0; i < witnesses->block_count; i++)
    if (witnesses->blocks[i].alike_any && fields == witnesses->blocks[i].fields) return false;
  return true;
}

void proof_rows_ask_parts(struct proof_rows *rows, const struct witness_bench *witnesses, const uint32_t *parts, size_t count)
{
  const struct step *steps = witnesses->program->steps;
  const struct cells *cells = rows->cells;
  for (size_t i = 0; i < count; i++)
    if (cells->all[parts[i]] & rows->left_out && is_told(witnesses, parts[i]))
      proof_rows_ask(rows, parts[i], steps[parts[i]].node, NULL);
  for (uint32_t s = 0; s < cells->step_count; s++) {
    enum node_op op = steps[s].node->op;
    bool group = op == NODE_ALL || op == NODE_ANY || op == NODE_NOT, inside = false;
    if (group || !cells->reached[s] || node_roles[op] != NODE_ROLE_CONDITION) continue;
    for (size_t i = 0; i < count; i++) inside |= !(cells->all[s] & ~cells->all[parts[i]]);
    if (!inside && cells->all[s] & rows->left_out) proof_rows_ask(rows, s, steps[s].node, NULL);
  }
}

static void ask_left_out(struct comparing *comparing)
{
  struct proof_rows *rows = &comparing->rows;
  size_t before = rows->condition_count;
  proof_rows_ask_parts(rows, &comparing->witnesses, comparing->parts, comparing->part_count);
  for (size_t i = before; i < rows->condition_count; i++) ask_closely(comparing, &rows->conditions[i]);
}

static size_t run_witnesses(struct comparing *comparing, const struct cells_options *options, const struct node **obstacle)
{
  proof_rows_free(&comparing->rows);
  proof_rows_open(&comparing->rows, &comparing->witnesses);
  comparing->rows.varied = proof_priced(&comparing->witnesses) != 0;
  if (comparing->condensed) ask_left_out(comparing);
  return witnesses_run(&comparing->witnesses, options, compare_witness, comparing, obstacle);
}

static void enumerate(struct comparing *comparing, struct arena *arena, enum language language, struct proof *proof)
{
  struct witness_bench *witnesses = &comparing->witnesses;
  struct cells_options options = { .unknown = true, .ends = witnesses->cells->rounded, .limit = PROOF_CELLS };
  const struct node *obstacle = NULL;
  options.ends |= proof_priced(witnesses);
  leave_out_shared(comparing);
  bool hopeless = cells_estimate(witnesses->cells, witnesses->open, &options) / PROOF_HOPELESS > PROOF_CELLS;
  if (!hopeless) proof->witnesses = run_witnesses(comparing, &options, &obstacle);
  if (!proof->witnesses && !obstacle && (comparing->condensed = condense_parts(comparing)))
    proof->witnesses = run_witnesses(comparing, &options, &obstacle);
  if (!proof->witnesses) proof_say_obstacle(arena, language, proof, witnesses->cells, obstacle);
}

static bool same_object(const struct measure *a, const struct measure *b)
{
  return a->object && b->object ? strcmp(a->object->name, b->object->name) == 0 : a->object == b->object;
}

/* With counts that are the same, or are assumed to be, as one figure. */
static void prove(struct arena *arena, enum language language, const struct model *const models[2], const struct measure *before,
                  const struct measure *after, struct as_of as_of, struct proof_counts *counts, struct proof *proof)
{
  struct comparing comparing = { .measures = { before, after } };
  struct witness_bench *witnesses = &comparing.witnesses;
  const struct cells_supposing supposing = { proof_counts_same, counts };
  *proof = (struct proof){ .before = before, .after = after, .kind = PROOF_SAME };
  witnesses_open(witnesses, models[0], as_of);
  witnesses->supposing = &supposing;
  witnesses_add(witnesses, models[0], before);
  witnesses_add(witnesses, models[1], after);
  ask_conditions(&comparing, 0);
  ask_conditions(&comparing, 1);
  proof_ready(witnesses);
  bool rules = same_rules(witnesses->program, before, after), folded = folded_alike(&comparing);
  const struct node *obstacle = witnesses->cells->obstacle;
  comparing.amounts_alike = proof_same_figures(witnesses->program, before, after);
  if (!rules) proof_say_open(arena, language, proof, MSG_PROOF_RULES, NULL);
  else if (!same_object(before, after)) proof_say_open(arena, language, proof, MSG_PROOF_OBJECTS, NULL);
  else if (!folded && obstacle) proof_say_obstacle(arena, language, proof, witnesses->cells, obstacle);
  else if (!folded) enumerate(&comparing, arena, language, proof);
  if (proof->kind == PROOF_SAME && proof->witnesses) {
    proof_classes_find(arena, language, &comparing.rows, proof);
    if (proof->kind == PROOF_SAME && comparing.amounts_differ) proof_say_open(arena, language, proof, MSG_PROOF_ROUNDED, NULL);
    /* whether a figure of its own can come to what tells them apart, nobody knows */
    if (proof->kind == PROOF_DIFFERENT && counts->unpaired)
      proof_say_obstacle(arena, language, proof, witnesses->cells, counts->unpaired);
  }
  proof_rows_free(&comparing.rows);
  witnesses_close(witnesses);
}

static void pair_counts(struct arena *arena, enum language language, const struct model *model, const struct measure *before,
                        const struct measure *after, struct as_of as_of, struct proof_counts *counts)
{
  proof_counts_pair(arena, language, model, as_of, (const struct node *const[]){ before->condition, before->amount, before->cap },
                    (const struct node *const[]){ after->condition, after->amount, after->cap }, 3, counts);
}

void proof_find(struct arena *arena, enum language language, const struct model *const models[2], const struct measure *before,
                const struct measure *after, struct as_of as_of, struct proof *proof)
{
  struct proof_counts counts;
  struct program *day = program_new(arena, models[0], as_of);
  pair_counts(arena, language, models[0], before, after, as_of, &counts);
  prove(arena, language, models, before, after, as_of, &counts, proof);
  if (proof->kind == PROOF_DIFFERENT && proof_counts_differ(&counts)) {
    const struct proof *open = proof_counts_open(&counts);
    counts.assumed = true;
    prove(arena, language, models, before, after, as_of, &counts, proof);
    if (open) proof->kind = PROOF_OPEN, proof->reason = open->reason, proof->exhausted = open->exhausted;
    else if (proof->kind != PROOF_OPEN) proof_counts_tell(arena, language, &counts, proof);
  }
  if (proof->kind != PROOF_OPEN && !same_lists(day, before, after) &&
      !proof_lists_find(arena, language, models[0], before, after, as_of, proof))
    proof_say_open(arena, language, proof, MSG_PROOF_LISTS, NULL);
}

static bool is_of_year(const struct measure *target, int year)
{
  for (size_t i = 0; i < target->year_count; i++)
    if (target->years[i] == year) return true;
  return target->year_count == 0;
}

/* Are both judged in the year, or is it a target of one of them? */
static bool is_compared(const struct measure *before, const struct measure *after, int year)
{
  if (!before || !policy_covers(before->policy, year) || !policy_covers(after->policy, year)) return false;
  if (before->kind == MEASURE_TARGET || after->kind == MEASURE_TARGET)
    return before->kind == after->kind && (is_of_year(before, year) || is_of_year(after, year));
  return measure_kind_judged(before->kind) && measure_kind_judged(after->kind) && !after->unlisted;
}

struct proof *proofs_find(struct arena *arena, enum language language, const struct model *before, const struct model *after,
                          struct as_of as_of, size_t *count)
{
  const struct model *models[] = { before, after };
  struct proof *proofs = arena_array(arena, after->measure_count + 1, sizeof *proofs);
  *count = 0;
  for (size_t i = 0; i < after->measure_count; i++) {
    const struct measure *measure = after->measures[i], *old = model_measure(before, measure->id);
    if (!is_compared(old, measure, as_of.year)) continue;
    if (measure->kind == MEASURE_TARGET) proof_target_find(arena, language, before, old, measure, as_of, &proofs[(*count)++]);
    else proof_find(arena, language, models, old, measure, as_of, &proofs[(*count)++]);
  }
  proof_groups_find(arena, language, models, as_of, proofs, *count);
  return proofs;
}

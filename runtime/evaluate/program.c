/* Folding, sharing and ordering of expressions, and running them over a batch, for evaluate/plan and evaluate/related. */
#include "evaluate/program.h"

#include <string.h>

#include "evaluate/kernel.h"
#include "evaluate/timings.h"
#include "evaluate/value.h"

enum { BUCKETS = 1024 };

struct program *program_new(struct arena *arena, const struct model *model, struct as_of as_of)
{
  struct program *program = arena_alloc(arena, sizeof *program);
  *program = (struct program){ .arena = arena, .model = model, .as_of = as_of, .bucket_count = BUCKETS };
  program->buckets = arena_array(arena, BUCKETS, sizeof *program->buckets);
  program->workload = model ? model->workload : NULL;
  program->folds.arena = program->slots.arena = arena;
  return program;
}

static const struct node *folded_constant(struct program *program, enum value_type type, struct ratio number)
{
  struct node *node = arena_alloc(program->arena, sizeof *node);
  *node = (struct node){ .op = NODE_CONSTANT, .type = type, .number = number };
  return node;
}

date as_of_day(struct as_of as_of, int64_t offset, int month, int day)
{
  date first;
  int year = as_of.year + (int)offset;
  if (date_make(year, month, day, &first)) return first;
  if (!date_make(year, month, 1, &first)) return as_of.on;
  struct civil end = date_civil(date_add_days(date_add_months(first, 1), -1));
  return date_add_days(first, (day < end.day ? day : end.day) - 1);
}

const struct node *fold_year(struct program *program, const struct node *node)
{
  const struct node **days = arena_array(program->arena, 2, sizeof *days);
  date first = as_of_day(program->as_of, node->number.num, 1, 1), last = as_of_day(program->as_of, node->number.num, 12, 31);
  days[0] = folded_constant(program, TYPE_DATE, ratio_whole(first));
  days[1] = folded_constant(program, TYPE_DATE, ratio_whole(last));
  struct node *period = arena_alloc(program->arena, sizeof *period);
  *period = (struct node){ .op = NODE_PERIOD, .type = TYPE_PERIOD, .number = { 0, 1 }, .operands = days, .operand_count = 2 };
  return period;
}

static const struct node *unset(struct program *program, enum value_type type, const struct parameter *parameter)
{
  struct node *node = arena_alloc(program->arena, sizeof *node);
  *node = (struct node){ .op = NODE_UNSET, .type = type, .number = { 0, 1 }, .parameter = parameter };
  return node;
}

const struct node *fold_parameter(struct program *program, const struct node *node)
{
  const struct node *value = parameter_value(node->parameter, program->as_of.on);
  return value ? value : unset(program, node->type, node->parameter);
}

const struct node *fold_aggregate(struct program *program, const struct node *node)
{
  struct aggregate *aggregate = arena_alloc(program->arena, sizeof *aggregate);
  *aggregate = *node->aggregate;
  if (aggregate->value) aggregate->value = program_fold(program, aggregate->value);
  if (aggregate->condition) aggregate->condition = program_fold(program, aggregate->condition);
  struct node *copy = arena_alloc(program->arena, sizeof *copy);
  *copy = *node;
  copy->aggregate = aggregate;
  return copy;
}

/* 基准日 - 天(365): a date of the run moved by a constant. */
static const struct node *fold_shift(struct program *program, const struct node *node)
{
  const struct node *day = node->operands[0], *duration = node->operands[1];
  if (day->op != NODE_CONSTANT || duration->op != NODE_CONSTANT) return node;
  return folded_constant(program, TYPE_DATE, ratio_whole(date_shifted((date)day->number.num, node->op, duration)));
}

/* The days of a period depend on the run only: 取小(基准日, 日期(年度, 6, 30)). */
const struct node *fold_period(struct program *program, const struct node *node)
{
  const struct node **days = arena_array(program->arena, 2, sizeof *days);
  struct node *period = arena_alloc(program->arena, sizeof *period);
  for (int i = 0; i < 2; i++) {
    struct value day = as_of_value(program->as_of, node->operands[i]);
    days[i] = day.state == STATE_KNOWN ? folded_constant(program, TYPE_DATE, day.low) : unset(program, TYPE_DATE, NULL);
  }
  *period = *node;
  period->operands = days;
  return period;
}

const struct node *fold_year_day(struct program *program, const struct node *node)
{
  return folded_constant(program, TYPE_DATE, ratio_whole(as_of_day(program->as_of, node->number.num, node->first, node->last)));
}

const struct node *fold_as_of(struct program *program, const struct node *node)
{
  (void)node;
  return folded_constant(program, TYPE_DATE, ratio_whole(program->as_of.on));
}

const struct node *fold_year_number(struct program *program, const struct node *node)
{
  (void)node;
  return folded_constant(program, TYPE_NUMBER, ratio_whole(program->as_of.year));
}

const struct node *fold_leaf(struct program *program, const struct node *node)
{
  (void)program;
  return node;
}

const struct node *fold_named(struct program *program, const struct node *node)
{
  return program_fold(program, node->operands[0]);
}

const struct node *fold_operands(struct program *program, const struct node *node)
{
  if (!node->operand_count) return node;
  const struct node **operands = arena_array(program->arena, node->operand_count, sizeof *operands);
  for (size_t i = 0; i < node->operand_count; i++) operands[i] = program_fold(program, node->operands[i]);
  struct node *copy = arena_alloc(program->arena, sizeof *copy);
  *copy = *node;
  copy->operands = operands;
  return copy;
}

const struct node *fold_sum(struct program *program, const struct node *node)
{
  const struct node *folded = fold_operands(program, node);
  return node->operands[1]->type == TYPE_DURATION ? fold_shift(program, folded) : folded;
}

static bool is_decided(const struct node *node)
{
  bool decided = node->op == NODE_CONSTANT || (node->operand_count > 0 && node->op != NODE_COMPUTED) || node_is_rest(node);
  for (size_t i = 0; decided && i < node->operand_count; i++) decided = is_decided(node->operands[i]);
  return decided && node->op != NODE_POPULATION && node->op != NODE_AGGREGATE;
}

/* A case that a parameter decides is taken, or left out. */
const struct node *fold_cases(struct program *program, const struct node *node)
{
  struct node *folded = (struct node *)(uintptr_t)fold_operands(program, node);
  const struct node **kept = arena_array(program->arena, folded->operand_count, sizeof *kept);
  size_t count = 0;
  for (size_t i = 0; i + 1 < folded->operand_count; i += 2) {
    const struct node *condition = folded->operands[i];
    enum answer answer = is_decided(condition) ? as_of_answer(program->as_of, condition) : ANSWER_UNKNOWN;
    if (answer == ANSWER_YES && !count) return folded->operands[i + 1];
    if (answer != ANSWER_NO) kept[count++] = condition, kept[count++] = folded->operands[i + 1];
    if (answer == ANSWER_YES) break;
  }
  if (!count) return folded; /* none applies: there is no value */
  folded->operands = kept;
  folded->operand_count = count;
  return folded;
}

const struct node *program_fold(struct program *program, const struct node *node)
{
  static node_fold *const folds[NODE_OPS] = {
#define NODE(kind, role, format, fold, ...) [NODE_##kind] = fold,
#include "model/nodes.def"
#undef NODE
  };
  void **folded = pointer_map_at(&program->folds, node);
  if (*folded) return *folded;
  workload_add(program->workload, node->operand_count + 1);
  const struct node *made = folds[node->op](program, node);
  *pointer_map_at(&program->folds, node) = (void *)(uintptr_t)made;
  return made;
}

/* Operands have slots before what stands over them, so what is the same has the same slots below it: nothing is compared or
 * hashed deeper than itself. */

static bool is_step(const struct program *program, uint32_t at, uint64_t hash, const struct step *wanted)
{
  const struct step *step = &program->steps[at];
  return program->hashes[at] == hash && step->input_count == wanted->input_count &&
         (!step->input_count || memcmp(step->inputs, wanted->inputs, step->input_count * sizeof *step->inputs) == 0) &&
         node_equal_alone(step->node, wanted->node);
}

/* Where the step is, or goes. */
static uint32_t *bucket_of(struct program *program, uint64_t hash, const struct step *wanted)
{
  size_t at = hash & (program->bucket_count - 1);
  while (program->buckets[at] && !is_step(program, program->buckets[at] - 1, hash, wanted))
    at = (at + 1) & (program->bucket_count - 1);
  return &program->buckets[at];
}

static void buckets_grow(struct program *program)
{
  program->bucket_count *= 2;
  program->buckets = arena_array(program->arena, program->bucket_count, sizeof *program->buckets);
  for (size_t i = 0; i < program->step_count; i++) {
    size_t at = program->hashes[i] & (program->bucket_count - 1);
    while (program->buckets[at]) at = (at + 1) & (program->bucket_count - 1);
    program->buckets[at] = (uint32_t)i + 1;
  }
}

static void add_input(struct program *program, const struct node *node, uint32_t slot)
{
  program->inputs =
      arena_grow(program->arena, program->inputs, program->input_count, &program->input_capacity, sizeof *program->inputs);
  program->inputs[program->input_count++] =
      (struct program_input){ .table = node->aggregate ? node->aggregate->table : node->table,
                              .field = node->field,
                              .aggregate = node->aggregate,
                              .paid = node->op == NODE_PAID ? node : NULL,
                              .slot = slot,
                              .link = node->link };
}

static bool is_input(const struct node *node)
{
  return node->op == NODE_FIELD || node->op == NODE_AGGREGATE || node->op == NODE_PAID;
}

static uint32_t add_step(struct program *program, const struct step *step)
{
  uint64_t hash = node_hash_alone(step->node);
  for (size_t i = 0; i < step->input_count; i++) hash = (hash ^ step->inputs[i]) * 0x9E3779B97F4A7C15u, hash ^= hash >> 29;
  uint32_t *bucket = bucket_of(program, hash, step);
  if (*bucket) return *bucket - 1;
  uint32_t slot = (uint32_t)program->step_count;
  *bucket = slot + 1;
  program->steps =
      arena_grow(program->arena, program->steps, program->step_count, &program->step_capacity, sizeof *program->steps);
  program->hashes =
      arena_grow(program->arena, program->hashes, program->step_count, &program->hash_capacity, sizeof *program->hashes);
  program->hashes[slot] = hash;
  program->steps[program->step_count++] = *step;
  if (program->step_count * 2 >= program->bucket_count) buckets_grow(program);
  if (is_input(step->node)) add_input(program, step->node, slot);
  return slot;
}

uint32_t program_slot(struct program *program, const struct node *node)
{
  const void *known = pointer_map_find(&program->slots, node);
  if (known) return (uint32_t)(uintptr_t)known - 1;
  uint32_t *inputs = arena_array(program->arena, node->operand_count, sizeof *inputs);
  workload_add(program->workload, 4 + node->set_count + (node->aggregate ? node->weight : 0));
  for (size_t i = 0; i < node->operand_count; i++) inputs[i] = program_slot(program, node->operands[i]);
  uint32_t slot = add_step(program, &(struct step){ node, inputs, node->operand_count });
  *pointer_map_at(&program->slots, node) = (void *)((uintptr_t)slot + 1);
  return slot;
}

uint32_t program_add(struct program *program, const struct node *node)
{
  return program_slot(program, program_fold(program, node));
}

/* As large as the run's figures say, which are read before it. */
static void fill_indicator(struct as_of as_of, const struct node *node, struct slot *slot)
{
  struct value value = as_of_value(as_of, node);
  for (size_t i = 0; i < BATCH_ROWS; i++) {
    slot->column.state[i] = (uint8_t)value.state;
    slot->column.num[i] = value.low.num;
    slot->column.den[i] = value.state == STATE_KNOWN ? value.low.den : 1;
  }
}

static void fill_constant(const struct node *node, struct slot *slot)
{
  for (size_t i = 0; i < BATCH_ROWS; i++) {
    slot->column.num[i] = node->number.num;
    slot->column.state[i] = node->op == NODE_UNSET ? STATE_UNKNOWN : STATE_KNOWN;
  }
  for (size_t i = 0; slot->column.den && i < BATCH_ROWS; i++) slot->column.den[i] = node->number.den;
}

/* A sum of whole amounts is whole; one of products and quotients (合同金额 × 1/3) need not be. */
static bool sums_fractions(const struct aggregate *aggregate)
{
  if (aggregate->kind < AGGREGATE_SUM) return false;
  if (aggregate->kind == AGGREGATE_MEAN) return true;
  return aggregate->value->op != NODE_FIELD || aggregate->value->field->kind == FIELD_NUMBER;
}

/* Which results are fractions: a number field may hold decimals, a quotient always does. */
static bool is_fraction(const struct step *step, const struct slot *slots)
{
  const struct node *node = step->node;
  if (node->op == NODE_FIELD) return node->field->kind == FIELD_NUMBER;
  if (node->op == NODE_CONSTANT) return node->number.den != 1;
  if (node->op == NODE_DIVIDE || node->op == NODE_INDICATOR) return true;
  if (node->op == NODE_POPULATION) return node->first != POPULATION_RANK && node->first != POPULATION_COUNT;
  if (node->op == NODE_COMPUTED) return node->type == TYPE_NUMBER || node->type == TYPE_MONEY;
  if (node->op == NODE_AGGREGATE) return sums_fractions(node->aggregate);
  bool counts =
      node->op == NODE_COUNT_FALSE || node->op == NODE_FULL_STEPS || node->op == NODE_MONTHS || node->op == NODE_ROUNDED;
  if (node->type == TYPE_TRUTH || counts) return false;
  for (size_t i = 0; i < step->input_count; i++)
    if (slots[step->inputs[i]].column.den) return true;
  return false;
}

static bool is_answer(const struct node *node)
{
  return node_roles[node->op] == NODE_ROLE_CONDITION;
}

uint64_t program_bytes(const struct program *program)
{
  uint64_t bytes = 0;
  for (size_t i = 0; i < program->step_count; i++) {
    const struct node *node = program->steps[i].node;
    bool text = node->op == NODE_FIELD && (node->type == TYPE_TEXT || node->type == TYPE_CODE || node->type == TYPE_INDUSTRY);
    uint64_t row = is_answer(node) ? 1 : sizeof(int64_t) + 1 + (text ? sizeof(struct slice) : 0);
    bytes += sizeof(struct slot) + row * BATCH_ROWS;
  }
  return bytes;
}

struct slot *program_slots(struct arena *arena, const struct program *program, struct function_state *calculator)
{
  struct slot *slots = arena_array(arena, program->step_count + 1, sizeof *slots);
  for (size_t i = 0; i < program->step_count; i++) {
    const struct step *step = &program->steps[i];
    if (step->node->op == NODE_COMPUTED) slots[i].calculator = calculator;
    if (is_answer(step->node)) {
      slots[i].answer = arena_array(arena, BATCH_ROWS, 1);
      continue;
    }
    struct column *column = &slots[i].column;
    column->num = arena_array(arena, BATCH_ROWS, sizeof *column->num);
    column->state = arena_array(arena, BATCH_ROWS, 1);
    if (is_fraction(step, slots)) column->den = arena_array(arena, BATCH_ROWS, sizeof *column->den);
    bool text = step->node->op == NODE_FIELD &&
                (step->node->type == TYPE_TEXT || step->node->type == TYPE_CODE || step->node->type == TYPE_INDUSTRY);
    if (text) column->text = arena_array(arena, BATCH_ROWS, sizeof *column->text);
    if (step->node->op == NODE_CONSTANT || step->node->op == NODE_UNSET) fill_constant(step->node, &slots[i]);
    if (step->node->op == NODE_INDICATOR) fill_indicator(program->as_of, step->node, &slots[i]);
  }
  return slots;
}

void program_run(const struct program *program, struct slot *slots, size_t count, double *seconds)
{
  double before = seconds ? timings_now() : 0;
  for (size_t i = 0; i < program->step_count; i++) {
    kernel_step(&program->steps[i], slots, &slots[i], count);
    if (!seconds) continue;
    double now = timings_now();
    seconds[i] += now - before;
    before = now;
  }
}

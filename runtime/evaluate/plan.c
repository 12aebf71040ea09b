/* Making the plan. */
#include "evaluate/plan.h"

#include <string.h>

#include "evaluate/verdict.h"

static void need_company_field(struct plan *plan, const struct field *field)
{
  if (plan_position_of(plan, field) != SIZE_MAX) return;
  plan->company_fields = arena_grow(plan->arena, plan->company_fields, plan->company_field_count, &plan->company_field_capacity,
                                    sizeof *plan->company_fields);
  plan->company_fields[plan->company_field_count++] = field;
  plan->company_positions[field - plan->model->tables[0].kind.fields] = (uint16_t)plan->company_field_count;
}

static void need_inputs(struct plan *plan, const struct program *program)
{
  for (size_t i = 0; i < program->input_count; i++)
    if (program->inputs[i].field && program->inputs[i].table == 0) need_company_field(plan, program->inputs[i].field);
}

/* What a list tells of its members is read though no condition asks it. */
static void need_fields(struct plan *plan, const struct node *node)
{
  if (node->op == NODE_FIELD && node->table == 0) need_company_field(plan, node->field);
  for (size_t i = 0; i < node->operand_count; i++) need_fields(plan, node->operands[i]);
}

/* What is lacking of a part is bounded by its whole. */
static void need_wholes(struct plan *plan, const struct node *node)
{
  if (node->op == NODE_FIELD && node->table == 0 && node->field->whole) need_company_field(plan, node->field->whole);
  for (size_t i = 0; i < node->operand_count; i++) need_wholes(plan, node->operands[i]);
}

static void need_shown(struct plan *plan, const struct measure *measure)
{
  for (size_t i = 0; i < measure->rung_count; i++) need_fields(plan, measure->rungs[i].condition);
  for (size_t i = 0; i < measure->against_count; i++) need_fields(plan, measure->against[i]);
  for (size_t i = 0; i < measure->against_count; i++) need_wholes(plan, measure->against[i]);
  for (size_t i = 0; i < measure->show_count; i++) need_fields(plan, measure->shows[i]);
}

/* One for the companies and one kind of other objects; a second kind of objects reads the table for itself. */
static struct planned_table *table_of(struct plan *plan, const struct aggregate *aggregate)
{
  for (size_t i = 0; i < plan->table_count; i++) {
    struct planned_table *table = &plan->tables[i];
    bool fits = !aggregate->of_object || table->group < 0 || table->group == aggregate->group;
    if (table->table == aggregate->table && table->link == aggregate->link && fits) return table;
  }
  plan->tables = arena_grow(plan->arena, plan->tables, plan->table_count, &plan->table_capacity, sizeof *plan->tables);
  struct planned_table *table = &plan->tables[plan->table_count++];
  *table = (struct planned_table){ .table = aggregate->table, .link = aggregate->link, .group = -1 };
  table->own = program_new(plan->arena, plan->model, plan->as_of);
  table->rest = program_new(plan->arena, plan->model, plan->as_of);
  return table;
}

static int store_field(struct plan *plan, struct planned_table *table, const struct field *field)
{
  for (size_t i = 0; i < table->stored_count; i++)
    if (table->stored[i] == field) return (int)i;
  table->stored = arena_grow(plan->arena, table->stored, table->stored_count, &table->stored_capacity, sizeof *table->stored);
  table->stored[table->stored_count++] = field;
  return (int)table->stored_count - 1;
}

/* Splits what a row is asked into what its own columns decide and what needs its company. */
static void split_condition(struct plan *plan, const struct node *condition, unsigned own, const struct node **own_part,
                            const struct node **rest_part, size_t *own_count, size_t *rest_count)
{
  if (condition->op == NODE_ALL) {
    for (size_t i = 0; i < condition->operand_count; i++)
      split_condition(plan, condition->operands[i], own, own_part, rest_part, own_count, rest_count);
  } else if ((condition->tables & ~own) == 0) {
    own_part[(*own_count)++] = condition;
  } else {
    rest_part[(*rest_count)++] = condition;
  }
}

static size_t leaf_count(const struct node *condition)
{
  size_t count = 1;
  for (size_t i = 0; condition->op == NODE_ALL && i < condition->operand_count; i++) count += leaf_count(condition->operands[i]);
  return count;
}

static uint32_t add_all(struct plan *plan, struct program *program, const struct node **conditions, size_t count)
{
  if (count == 0) return NO_SLOT;
  struct node *all = arena_alloc(plan->arena, sizeof *all);
  *all = (struct node){ .op = NODE_ALL, .type = TYPE_TRUTH, .number = { 0, 1 }, .operands = conditions, .operand_count = count };
  return program_add(program, all);
}

static void plan_conditions(struct plan *plan, struct planned_table *table, struct planned_aggregate *planned)
{
  const struct node *condition = planned->folded->condition;
  planned->own = planned->rest = NO_SLOT;
  if (!condition) return;
  size_t leaves = leaf_count(condition), own_count = 0, rest_count = 0;
  const struct node **own = arena_array(plan->arena, leaves, sizeof *own),
                    **rest = arena_array(plan->arena, leaves, sizeof *rest);
  split_condition(plan, condition, 1u << table->table, own, rest, &own_count, &rest_count);
  planned->own = add_all(plan, table->own, own, own_count);
  planned->rest = add_all(plan, table->rest, rest, rest_count);
}

static bool has_cases(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_CASES;
}

static void plan_value(struct plan *plan, struct planned_table *table, struct planned_aggregate *planned)
{
  const struct aggregate *aggregate = planned->folded;
  const struct field *link = table->link >= 0 ? &plan->model->tables[table->table].kind.fields[table->link] : NULL;
  planned->value = NO_SLOT;
  planned->distinct = -1;
  planned->per = aggregate->per ? store_field(plan, table, aggregate->per) : -1;
  if (aggregate->kind >= AGGREGATE_SUM) planned->value = program_add(table->rest, aggregate->value);
  planned->cases = aggregate->kind >= AGGREGATE_SUM && node_any(aggregate->value, has_cases, NULL);
  if (aggregate->kind != AGGREGATE_DISTINCT) return;
  bool linked = aggregate->value->op == NODE_FIELD && aggregate->value->field == link;
  planned->distinct = linked ? STORED_LINK : store_field(plan, table, aggregate->value->field);
}

static bool same_aggregate(const struct aggregate *a, const struct aggregate *b)
{
  struct node x = { .op = NODE_AGGREGATE, .number = { 0, 1 }, .aggregate = a },
              y = { .op = NODE_AGGREGATE, .number = { 0, 1 }, .aggregate = b };
  return node_equal(&x, &y);
}

/* Where an aggregate is planned. */
struct planned_place {
  uint64_t hash;
  uint32_t table, position;
  bool taken;
};

static struct planned_place *place_in(const struct plan *plan, struct planned_place *places, size_t capacity, uint64_t hash,
                                      const struct aggregate *folded)
{
  size_t at = hash & (capacity - 1);
  for (; places[at].taken; at = (at + 1) & (capacity - 1))
    if (places[at].hash == hash && folded &&
        same_aggregate(plan->tables[places[at].table].aggregates[places[at].position].folded, folded))
      break;
  return &places[at];
}

/* The place of the aggregate, not taken when it is not planned yet. */
static struct planned_place *place_find(struct plan *plan, const struct aggregate *folded)
{
  const struct node node = { .op = NODE_AGGREGATE, .number = { 0, 1 }, .aggregate = folded };
  uint64_t hash = node_hash_alone(&node);
  if (plan->place_count * 2 >= plan->place_capacity) {
    size_t capacity = plan->place_capacity ? plan->place_capacity * 2 : 64;
    struct planned_place *larger = arena_array(plan->arena, capacity, sizeof *larger);
    for (size_t i = 0; i < plan->place_capacity; i++)
      if (plan->places[i].taken) *place_in(plan, larger, capacity, plan->places[i].hash, NULL) = plan->places[i];
    plan->places = larger;
    plan->place_capacity = capacity;
  }
  struct planned_place *place = place_in(plan, plan->places, plan->place_capacity, hash, folded);
  place->hash = hash;
  return place;
}

static void plan_one_aggregate(struct plan *plan, const struct aggregate *folded, const struct object_kind *object)
{
  struct planned_table *table = table_of(plan, folded);
  struct planned_place *place = place_find(plan, folded);
  if (place->taken) return;
  plan->place_count++;
  *place = (struct planned_place){ place->hash, (uint32_t)(table - plan->tables), (uint32_t)table->aggregate_count, true };
  table->aggregates =
      arena_grow(plan->arena, table->aggregates, table->aggregate_count, &table->aggregate_capacity, sizeof *table->aggregates);
  struct planned_aggregate *planned = &table->aggregates[table->aggregate_count++];
  *planned = (struct planned_aggregate){ .folded = folded, .by_company = !folded->of_object };
  if (!planned->by_company) table->group = folded->group, table->object = object;
  plan_conditions(plan, table, planned);
  plan_value(plan, table, planned);
}

static void plan_aggregates(struct plan *plan, const struct planned_subjects *subjects)
{
  for (size_t i = 0; i < subjects->program->input_count; i++)
    if (subjects->program->inputs[i].aggregate)
      plan_one_aggregate(plan, subjects->program->inputs[i].aggregate, subjects->object);
}

/* Links by which the rest program asks companies that are not at hand. */
static void plan_others(struct plan *plan, struct planned_table *table)
{
  for (size_t i = 0; i < table->rest->input_count; i++) {
    const struct field *link = table->rest->inputs[i].link;
    bool fresh = link != NULL;
    for (size_t k = 0; fresh && k < table->other_count; k++) fresh = table->others[k] != link;
    if (!fresh) continue;
    table->others = arena_grow(plan->arena, table->others, table->other_count, &table->other_capacity, sizeof *table->others);
    table->others[table->other_count++] = link;
  }
}

/* Own columns that the rest program reads are kept of each row. */
static void plan_stored(struct plan *plan, struct planned_table *table)
{
  for (size_t i = 0; i < table->rest->input_count; i++)
    if (table->rest->inputs[i].table == table->table) store_field(plan, table, table->rest->inputs[i].field);
  table->asked_count = table->stored_count;
  for (size_t i = 0; plan->records && i < table->own->input_count; i++) store_field(plan, table, table->own->inputs[i].field);
}

static struct planned_subjects *subjects_of(struct plan *plan, const struct object_kind *object)
{
  for (size_t i = 0; i < plan->subject_count; i++)
    if (plan->subjects[i].object == object) return &plan->subjects[i];
  plan->subjects = arena_grow(plan->arena, plan->subjects, plan->subject_count, &plan->subject_capacity, sizeof *plan->subjects);
  struct planned_subjects *subjects = &plan->subjects[plan->subject_count++];
  *subjects = (struct planned_subjects){ .object = object, .program = program_new(plan->arena, plan->model, plan->as_of) };
  return subjects;
}

/* An expression of the run alone: the budget's volume. */
static bool constant_of(const struct plan *plan, const struct node *node, int64_t *fen)
{
  struct value value = as_of_value(plan->as_of, node);
  return value.state == STATE_KNOWN && ratio_round(value.low, 1, ROUND_DOWN, fen);
}

/* A parameter that was declared without any value: its figure is left to the authority. One that has run out is unknown. */
static bool is_unset(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_PARAMETER && !node->parameter->count && !node->parameter->set;
}

static bool uses_unset(const struct node *node)
{
  return node_any(node, is_unset, NULL);
}

/* In one case the figure is given, in another it is left to the authority. */
static bool unset_in_part(const struct node *amount)
{
  bool given = false;
  for (size_t i = 1; amount->op == NODE_CASES && i < amount->operand_count; i += 2) given |= !uses_unset(amount->operands[i]);
  return given && uses_unset(amount);
}

/* A volume that has run out leaves every claim open. */
static void plan_budget(const struct plan *plan, struct planned *planned)
{
  const struct measure *measure = planned->measure;
  bool known = constant_of(plan, measure->budget, &planned->budget);
  planned->has_budget = true;
  planned->budget_unset = !known && !measure->budget_each;
  if (!known) planned->budget = INT64_MAX;
  if (planned->budget < 0) planned->budget = 0;
}

static const uint32_t *plan_rungs(struct plan *plan, struct program *program, const struct measure *measure)
{
  uint32_t *slots = arena_array(plan->arena, measure->rung_count, sizeof *slots);
  for (size_t i = 0; i < measure->rung_count; i++) slots[i] = program_add(program, measure->rungs[i].condition);
  return slots;
}

static const uint32_t *plan_against(struct plan *plan, struct program *program, const struct measure *measure)
{
  uint32_t *slots = arena_array(plan->arena, measure->against_count, sizeof *slots);
  for (size_t i = 0; i < measure->against_count; i++) slots[i] = program_add(program, measure->against[i]);
  return slots;
}

static bool is_aggregate(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_AGGREGATE;
}

/* What is counted for a list only to be reported is counted in its program, too. */
static void plan_shown(struct program *program, const struct measure *measure)
{
  for (size_t i = 0; i < measure->show_count; i++)
    if (node_any(measure->shows[i], is_aggregate, NULL)) program_add(program, measure->shows[i]);
}

/* The relation in which the measure stands in this year. */
static const struct exclusive_group *relation_of(struct as_of as_of, const struct measure *measure)
{
  const struct node *when = measure->exclusive_when;
  return when && as_of_answer(as_of, when) == ANSWER_NO ? NULL : measure->exclusive_group;
}

/* What the parts of a total ask. */
static void plan_instalments(struct program *program, const struct measure *measure)
{
  for (size_t i = 0; i < measure->instalment_count; i++) {
    if (measure->instalments[i].from) program_add(program, measure->instalments[i].from);
    if (measure->instalments[i].condition) program_add(program, measure->instalments[i].condition);
  }
}

struct planned plan_in_program(struct program *program, const struct measure *measure)
{
  struct planned planned = { .measure = measure, .amount = NO_SLOT, .cap = NO_SLOT, .cumulative_cap = NO_SLOT };
  planned.condition = program_add(program, measure->condition);
  planned.discretionary = measure->amount ? uses_unset(measure->amount) : measure->kind == MEASURE_DISCRETIONARY;
  planned.range = measure->amount && node_unnamed(measure->amount)->op == NODE_RANGE;
  planned.discretionary |= planned.range;
  bool computed = measure->amount && (!planned.discretionary || planned.range || unset_in_part(measure->amount));
  if (computed) planned.amount = program_add(program, measure->amount);
  if (measure->cap && !uses_unset(measure->cap)) planned.cap = program_add(program, measure->cap);
  if (measure->cumulative_cap && !uses_unset(measure->cumulative_cap))
    planned.cumulative_cap = program_add(program, measure->cumulative_cap);
  return planned;
}

void plan_rules_in_program(struct program *program, struct planned *planned)
{
  const struct measure *measure = planned->measure;
  planned->exclusive_group = relation_of(program->as_of, measure);
  if (measure->exclusive_named) planned->named = program_add(program, measure->exclusive_named);
  for (enum rule rule = 0; rule < RULES; rule++)
    if (rule_is_stated(rule, planned)) planned->rules |= 1u << rule;
}

static void plan_measure(struct plan *plan, const struct measure *measure)
{
  struct planned_subjects *subjects = subjects_of(plan, measure->object);
  struct planned planned = plan_in_program(subjects->program, measure);
  planned.late = !policy_covers(measure->policy, plan->as_of.year);
  planned.rungs = plan_rungs(plan, subjects->program, measure);
  planned.against = plan_against(plan, subjects->program, measure);
  plan_shown(subjects->program, measure);
  plan_instalments(subjects->program, measure);
  if (measure->budget && !planned.discretionary && !uses_unset(measure->budget)) plan_budget(plan, &planned);
  if (measure->budget_order) program_add(subjects->program, measure->budget_order);
  if (measure->budget_each) program_add(subjects->program, measure->budget_each);
  plan_rules_in_program(subjects->program, &planned);
  if (!measure->object) need_shown(plan, measure);
  subjects->measures = arena_grow(plan->arena, subjects->measures, subjects->count, &subjects->capacity, sizeof planned);
  subjects->measures[subjects->count++] = planned;
}

static size_t planned_number(const struct planned_subjects *subjects, const struct measure *measure)
{
  size_t at = 0;
  while (at < subjects->count && subjects->measures[at].measure != measure) at++;
  return at;
}

/* A member that is not judged this year contributes nothing. */
void plan_limit(struct arena *arena, struct planned_subjects *subjects, const struct joint_limit *limit)
{
  struct planned_limit planned = { .limit = limit };
  planned.members = arena_array(arena, limit->count, sizeof *planned.members);
  for (size_t i = 0; i < limit->count; i++) {
    size_t number = planned_number(subjects, limit->members[i]);
    if (number == subjects->count) continue;
    planned.members[planned.count++] = (uint32_t)number;
    planned.most = joint_limit_most(limit, limit->members[i]);
  }
  if (!planned.count) return;
  planned.slot = program_add(subjects->program, planned.most);
  subjects->limits = arena_grow(arena, subjects->limits, subjects->limit_count, &subjects->limit_capacity, sizeof planned);
  subjects->limits[subjects->limit_count++] = planned;
}

static void plan_limits(struct plan *plan)
{
  const struct model *model = plan->model;
  for (size_t i = 0; i < model->joint_limit_count; i++)
    for (size_t s = 0; s < plan->subject_count; s++) plan_limit(plan->arena, &plan->subjects[s], model->joint_limits[i]);
}

/* Targets */

static int plan_breakdown(struct plan *plan, const struct field *field)
{
  if (!field) return -1;
  for (size_t i = 0; i < plan->breakdown_count; i++)
    if (plan->breakdowns[i] == field) return (int)i;
  plan->breakdowns =
      arena_grow(plan->arena, plan->breakdowns, plan->breakdown_count, &plan->breakdown_capacity, sizeof *plan->breakdowns);
  plan->breakdowns[plan->breakdown_count++] = field;
  need_company_field(plan, field);
  return (int)plan->breakdown_count - 1;
}

static void plan_counts(struct plan *plan, const struct node *node, const struct field *breakdown)
{
  if (!node) return;
  for (size_t i = 0; i < node->operand_count; i++) plan_counts(plan, node->operands[i], breakdown);
  if (node->op != NODE_AGGREGATE || node->aggregate->table != 0) return;
  const struct aggregate *aggregate = node->aggregate;
  struct program *program = plan->subjects[0].program;
  struct planned_count count = { aggregate, NO_SLOT, NO_SLOT, plan_breakdown(plan, breakdown) };
  if (aggregate->condition) count.condition = program_add(program, aggregate->condition);
  if (aggregate->value) count.value = program_add(program, aggregate->value);
  plan->counts = arena_grow(plan->arena, plan->counts, plan->count_count, &plan->count_capacity, sizeof count);
  plan->counts[plan->count_count++] = count;
}

static bool of_year(const struct measure *measure, int year)
{
  for (size_t i = 0; i < measure->year_count; i++)
    if (measure->years[i] == year) return true;
  return measure->year_count == 0;
}

static void plan_target(struct plan *plan, const struct measure *measure)
{
  if (!of_year(measure, plan->as_of.year)) return;
  plan->targets = arena_grow(plan->arena, plan->targets, plan->target_count, &plan->target_capacity, sizeof measure);
  plan->targets[plan->target_count++] = measure;
  plan_counts(plan, measure->actual, measure->breakdown);
  plan_counts(plan, measure->goal, measure->breakdown);
}

static bool names(const struct plan_options *options, const char *id)
{
  for (size_t i = 0; i < options->only_count; i++)
    if (strcmp(options->only[i], id) == 0) return true;
  return false;
}

static bool names_any(const struct plan_options *options, struct measure *const *members, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (names(options, members[i]->id)) return true;
  return false;
}

/* --only takes along what a named measure depends on: the others of its relations. */
static bool wanted(const struct plan_options *options, const struct measure *measure)
{
  if (!options->only || names(options, measure->id)) return true;
  for (size_t i = 0; i < measure->joint_limit_count; i++) {
    const struct joint_limit *limit = measure->joint_limits[i].limit;
    if (names_any(options, limit->members, limit->count)) return true;
  }
  const struct exclusive_group *choice = measure->exclusive_group;
  return choice && names_any(options, choice->members, choice->count);
}

static void refer(struct plan *plan, const struct aggregate *written, const struct aggregate *folded)
{
  const struct planned_place *place = place_find(plan, folded);
  if (!place->taken) return;
  plan->references =
      arena_grow(plan->arena, plan->references, plan->reference_count, &plan->reference_capacity, sizeof *plan->references);
  plan->references[plan->reference_count++] = (struct aggregate_reference){ written, place->table, place->position };
  void **number = pointer_map_at(&plan->reference_of, written);
  if (!*number) *number = (void *)(uintptr_t)plan->reference_count;
}

static void refer_all(struct plan *plan, const struct node *node)
{
  if (!node) return;
  if (node->op == NODE_AGGREGATE && !plan_aggregate(plan, node->aggregate)) {
    const struct node *folded = program_fold(plan->subjects[0].program, node);
    refer(plan, node->aggregate, folded->aggregate);
    refer(plan, folded->aggregate, folded->aggregate);
  }
  for (size_t i = 0; i < node->operand_count; i++) refer_all(plan, node->operands[i]);
}

static void refer_inputs(struct plan *plan, const struct planned_subjects *subjects)
{
  for (size_t i = 0; i < subjects->count; i++) {
    for (struct measure_walk walk = { 0 }; measure_walk_next(subjects->measures[i].measure, &walk);) refer_all(plan, walk.node);
  }
  for (size_t i = 0; i < subjects->program->input_count; i++) {
    const struct aggregate *folded = subjects->program->inputs[i].aggregate;
    if (folded && !plan_aggregate(plan, folded)) refer(plan, folded, folded);
  }
}

static uint64_t plan_bytes(const struct plan *plan)
{
  uint64_t bytes = 0;
  for (size_t i = 0; i < plan->subject_count; i++) bytes += program_bytes(plan->subjects[i].program);
  for (size_t i = 0; i < plan->table_count; i++)
    bytes += program_bytes(plan->tables[i].own) + program_bytes(plan->tables[i].rest);
  return bytes;
}

/* Populations */

size_t plan_population(const struct plan *plan, const struct node *node)
{
  size_t number = (size_t)(uintptr_t)pointer_map_find(&plan->population_of, node);
  return number ? number - 1 : SIZE_MAX;
}

static bool counts_from_nothing(const struct node *value)
{
  if (value->op == NODE_FIELD) return value->field->kind == FIELD_COUNT;
  return value->op == NODE_AGGREGATE && value->aggregate->kind < AGGREGATE_SUM;
}

/* The number of the population that stands in the slot of the populations' program. */
static size_t population_at(struct plan *plan, uint32_t slot)
{
  const struct step *step = &plan->gathered.program->steps[slot];
  size_t known = plan_population(plan, step->node);
  if (known != SIZE_MAX) return known;
  struct planned_population planned;
  population_slots(step->node, step->inputs, &planned);
  planned.not_negative = planned.value != NO_SLOT && counts_from_nothing(step->node->operands[1]);
  planned.depth = node_population_depth(step->node);
  if (planned.depth > plan->population_depth) plan->population_depth = planned.depth;
  plan->populations =
      arena_grow(plan->arena, plan->populations, plan->population_count, &plan->population_capacity, sizeof planned);
  plan->populations[plan->population_count++] = planned;
  *pointer_map_at(&plan->population_of, step->node) = (void *)(uintptr_t)plan->population_count;
  return plan->population_count - 1;
}

static void refer_population(struct plan *plan, const struct node *node)
{
  for (size_t i = 0; i < node->operand_count; i++) refer_population(plan, node->operands[i]);
  if (node->op != NODE_POPULATION || plan_population(plan, node) != SIZE_MAX) return;
  size_t at = population_at(plan, program_add(plan->gathered.program, node));
  *pointer_map_at(&plan->population_of, node) = (void *)(uintptr_t)(at + 1);
}

static void plan_populations(struct plan *plan)
{
  const struct planned_subjects *companies = &plan->subjects[0];
  const struct program *program = companies->program;
  plan->gathered.program = program_new(plan->arena, plan->model, plan->as_of);
  plan->population_of.arena = plan->arena;
  for (size_t i = 0; i < companies->count; i++)
    for (struct measure_walk walk = { 0 }; measure_walk_next(companies->measures[i].measure, &walk);)
      refer_population(plan, walk.node);
  for (size_t i = 0; i < companies->limit_count; i++) refer_population(plan, companies->limits[i].most);
  for (size_t i = 0; i < program->step_count; i++) refer_population(plan, program->steps[i].node);
}

struct plan *plan_new(struct arena *arena, const struct model *model, struct as_of as_of, const struct plan_options *options)
{
  struct plan *plan = arena_alloc(arena, sizeof *plan);
  *plan = (struct plan){
    .arena = arena, .model = model, .as_of = as_of, .records = options->records, .reference_of = { .arena = arena }
  };
  const struct table *companies = &model->tables[0];
  subjects_of(plan, NULL);
  need_company_field(plan, &companies->kind.fields[companies->code]);
  need_company_field(plan, &companies->kind.fields[companies->label]);
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    bool late = options->later_parts && measure_pays_later(measure, as_of.year);
    if ((!late && !policy_covers(measure->policy, as_of.year)) || !wanted(options, measure)) continue;
    model_looks_at(model, measure);
    if (measure_kind_judged(measure->kind) && !measure->unlisted) plan_measure(plan, measure);
    if (measure->kind == MEASURE_TARGET && !options->without_targets) plan_target(plan, measure);
  }
  plan_limits(plan);
  plan_populations(plan);
  for (size_t i = 0; i < plan->subject_count; i++) plan_aggregates(plan, &plan->subjects[i]);
  plan_aggregates(plan, &plan->gathered);
  for (size_t i = 0; i < plan->table_count; i++) {
    plan_others(plan, &plan->tables[i]);
    plan_stored(plan, &plan->tables[i]);
    need_inputs(plan, plan->tables[i].rest);
  }
  need_inputs(plan, plan->subjects[0].program);
  need_inputs(plan, plan->gathered.program);
  for (size_t i = 0; i < plan->subject_count; i++) refer_inputs(plan, &plan->subjects[i]);
  refer_inputs(plan, &plan->gathered);
  workload_bytes(model->workload, plan_bytes(plan));
  return plan;
}

const struct aggregate_reference *plan_aggregate(const struct plan *plan, const struct aggregate *aggregate)
{
  size_t number = (size_t)(uintptr_t)pointer_map_find(&plan->reference_of, aggregate);
  return number ? &plan->references[number - 1] : NULL;
}

static bool is_field(const struct node *node, const void *field)
{
  return node->op == NODE_FIELD && node->field == field;
}

static bool is_of_table(const struct node *node, const void *table)
{
  if (node->op == NODE_AGGREGATE) return node->aggregate->table == *(const int *)table;
  return node->op == NODE_FIELD && node->table == *(const int *)table;
}

bool measure_asks(const struct measure *measure, const struct field *field)
{
  return measure->breakdown == field || measure_any(measure, is_field, field);
}

bool measure_asks_table(const struct measure *measure, int table)
{
  return measure_any(measure, is_of_table, &table);
}

static bool is_population(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_POPULATION;
}

bool measure_asks_others(const struct measure *measure)
{
  return measure->budget || measure_any(measure, is_population, NULL);
}

static bool needs(const struct measure *measure, const struct field *field, int table)
{
  return field ? measure_asks(measure, field) : measure_asks_table(measure, table);
}

/* The value that is summed has cases, and may have none for a row. */
static bool is_sum_of_cases(const struct node *node, const void *table)
{
  bool sum = node->op == NODE_AGGREGATE && node->aggregate->kind >= AGGREGATE_SUM && is_of_table(node, table);
  return sum && node_any(node->aggregate->value, has_cases, NULL);
}

static bool sums_cases(const struct measure *measure, const struct field *field, int table)
{
  (void)field;
  return measure_any(measure, is_sum_of_cases, &table);
}

typedef bool asks_measure(const struct measure *measure, const struct field *field, int table);

static const char *measures_asking(const struct plan *plan, asks_measure *asks, const struct field *field, int table)
{
  struct buffer ids = { 0 };
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct measure *measure = plan->subjects[s].measures[i].measure;
      if (asks(measure, field, table)) format_item(&ids, LANGUAGE_CHINESE, measure->id);
    }
  for (size_t i = 0; i < plan->target_count; i++) {
    const struct measure *target = plan->targets[i];
    if (asks(target, field, table)) format_item(&ids, LANGUAGE_CHINESE, target->id);
  }
  return buffer_take(plan->arena, &ids).at;
}

const char *plan_needing(const struct plan *plan, const struct field *field, int table)
{
  return measures_asking(plan, needs, field, table);
}

const char *plan_summing_cases(const struct plan *plan, int table)
{
  return measures_asking(plan, sums_cases, NULL, table);
}

bool plan_claims_budgets(const struct plan *plan)
{
  for (size_t i = 0; i < plan->subjects[0].count; i++)
    if (plan->subjects[0].measures[i].has_budget && !plan->subjects[0].measures[i].budget_unset) return true;
  return false;
}

bool plan_asks_other_companies(const struct plan *plan)
{
  bool asks = false;
  for (size_t i = 0; i < plan->table_count; i++) {
    const struct planned_table *table = &plan->tables[i];
    for (size_t k = 0; table->other_count && k < table->aggregate_count; k++) asks |= table->aggregates[k].by_company;
  }
  return asks;
}

size_t plan_passes(const struct plan *plan)
{
  return (size_t)plan_asks_other_companies(plan) + plan->population_depth + plan_claims_budgets(plan);
}

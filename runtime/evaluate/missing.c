/* What leaves an expression open. */
#include "evaluate/missing.h"

#include "evaluate/budget.h"
#include "evaluate/population_store.h"

static void miss_field(struct missing *missing, const struct field *field)
{
  for (size_t i = 0; i < missing->field_count; i++)
    if (missing->fields[i] == field) return;
  if (missing->field_count < 32) missing->fields[missing->field_count++] = field;
}

/* A parameter declared without any value is left to the authority: that is no missing datum. */
static void miss_parameter(struct missing *missing, const struct parameter *parameter)
{
  if (!parameter->count && !parameter->set) return;
  for (size_t i = 0; i < missing->parameter_count; i++)
    if (missing->parameters[i] == parameter) return;
  if (missing->parameter_count < 8) missing->parameters[missing->parameter_count++] = parameter;
}

/* The fields that the rows of a count are asked; with `subject`, those only that it says are unknown there. */
static bool asked_fields(const struct row_context *subject, const struct node *count, struct open_table *open,
                         const struct node *asked)
{
  bool company = asked->op == NODE_FIELD && asked->table == 0;
  const struct field **fields = company ? open->company : open->own;
  size_t *known = company ? &open->company_count : &open->own_count;
  bool found = asked->op == NODE_FIELD && (!subject || subject->lacks(subject, count, asked->field)),
       fresh = found && *known < 16;
  for (size_t i = 0; fresh && i < *known; i++) fresh = fields[i] != asked->field;
  if (fresh) fields[(*known)++] = asked->field;
  for (size_t i = 0; i < asked->operand_count; i++) found |= asked_fields(subject, count, open, asked->operands[i]);
  return found;
}

static bool asked_of(const struct row_context *subject, const struct node *count, struct open_table *open)
{
  const struct aggregate *aggregate = count->aggregate;
  bool found = aggregate->condition && asked_fields(subject, count, open, aggregate->condition);
  if (aggregate->kind >= AGGREGATE_SUM) found |= asked_fields(subject, count, open, aggregate->value);
  return found;
}

static void miss_aggregate(const struct row_context *subject, struct missing *missing, const struct node *node)
{
  size_t at = 0;
  while (at < missing->table_count && missing->tables[at].table != node->aggregate->table) at++;
  if (at == 8) return;
  struct open_table *open = &missing->tables[at];
  if (at == missing->table_count) {
    *open = (struct open_table){ .table = node->aggregate->table, .name = node->aggregate->table_name };
    missing->table_count++;
  }
  if (!subject->lacks || !asked_of(subject, node, open)) asked_of(NULL, node, open);
}

static void miss_call(const struct row_context *subject, struct missing *missing, const struct node *node)
{
  for (size_t i = 0; i < node->operand_count; i++) {
    struct value value = value_of(subject, node->operands[i]);
    if (node_is_condition(node->operands[i]) ? value.answer == ANSWER_UNKNOWN : value.state == STATE_UNKNOWN) return;
  }
  if (missing->call_count < 8) missing->calls[missing->call_count++] = node;
}

static void miss_fields_of(struct missing *missing, const struct node *node)
{
  if (node->op == NODE_FIELD) miss_field(missing, node->field);
  for (size_t i = 0; i < node->operand_count; i++) miss_fields_of(missing, node->operands[i]);
}

static void miss_blocked(struct missing *missing, const struct node *node, enum message message)
{
  for (size_t i = 0; i < missing->blocked_count; i++)
    if (node_equal(missing->blocked[i].node, node)) return;
  if (missing->blocked_count < 8) missing->blocked[missing->blocked_count++] = (struct blocked_figure){ node, message, 0 };
}

/* Known data that leave it open all the same: a region coarser than what is asked, a share of nothing. */
static void miss_known(const struct row_context *subject, const struct node *node, struct missing *missing)
{
  if (node->op != NODE_IN_REGION && node->op != NODE_DIVIDE) return;
  const struct node *below = node->operands[node->op == NODE_DIVIDE];
  struct value value = value_of(subject, below);
  if (value.state != STATE_KNOWN) return;
  if (node->op == NODE_IN_REGION || value.low.num == 0) miss_fields_of(missing, below);
  if (node->op == NODE_DIVIDE && value.low.num == 0) miss_blocked(missing, below, MSG_REASON_ZERO);
}

/* The row's own data, as far as they count: whose group is not known has no figure, and who is not in the population adds nothing
 * to it. Then, how many other companies' data are open, or that nobody is in the population. */
static void miss_population(const struct row_context *subject, struct missing *missing, const struct node *node)
{
  static const uint32_t positions[3 + POPULATION_TIES] = { 0, 1, 2, 3, 4, 5, 6 };
  struct planned_population here;
  size_t open, at = missing->blocked_count;
  population_slots(node, positions, &here);
  bool grouped = here.by == NO_SLOT || value_of(subject, node->operands[here.by]).state != STATE_UNKNOWN;
  bool counted = value_answer(subject, node->operands[0]) != ANSWER_NO;
  for (size_t i = 0; i < node->operand_count; i++)
    if (i == here.by ? !grouped : counted) value_missing(subject, node->operands[i], missing);
  row_population_open(subject, node, &open);
  if (!grouped || (!open && here.kind <= POPULATION_QUANTILE)) return;
  miss_blocked(missing, node, open ? MSG_REASON_POPULATION : MSG_REASON_NOBODY);
  if (missing->blocked_count > at) missing->blocked[at].count = open;
}

static void miss_indicator(const struct row_context *subject, struct missing *missing, const struct node *node)
{
  for (size_t i = 0; i < missing->indicator_count; i++)
    if (node_equal(missing->indicators[i], node) && missing->indicator_areas[i].state != STATE_KNOWN) return;
  if (missing->indicator_count == 8) return;
  missing->indicator_areas[missing->indicator_count] = value_nothing(STATE_UNKNOWN);
  missing->indicator_years[missing->indicator_count] = node->first ? node->first : subject->as_of.year + (int)node->number.num;
  missing->indicators[missing->indicator_count++] = node;
}

static void miss_unread(struct missing *missing, const struct unread_row *row)
{
  if (!row) return;
  for (size_t i = 0; i < missing->unread_count; i++)
    if (missing->unread[i] == row) return;
  if (missing->unread_count < 8) missing->unread[missing->unread_count++] = row;
}

static bool is_range(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_RANGE;
}

void value_missing(const struct row_context *subject, const struct node *node, struct missing *missing)
{
  struct value value = value_of(subject, node);
  bool open = node_is_condition(node) ? value.answer == ANSWER_UNKNOWN : value.state == STATE_UNKNOWN;
  if (!open) return;
  if (node->op == NODE_GUARDED && value_answer(subject, node->operands[1]) == ANSWER_NO) {
    miss_fields_of(missing, node->operands[1]);
    miss_blocked(missing, node->operands[1], MSG_REASON_GUARD);
    return;
  }
  if (node->op == NODE_FIELD) miss_field(missing, node->field);
  if (node->op == NODE_PARAMETER) miss_parameter(missing, node->parameter);
  if (node->op == NODE_AGGREGATE) miss_aggregate(subject, missing, node);
  if (node->op == NODE_COMPUTED) miss_call(subject, missing, node);
  if (node->op == NODE_INDICATOR) miss_indicator(subject, missing, node);
  if (node->op == NODE_PAID && subject->paid) miss_unread(missing, subject->paid(subject, node).open);
  if (node->op == NODE_POPULATION) {
    miss_population(subject, missing, node);
    return;
  }
  bool to_be_set = node->op == NODE_NAMED && node->set_count && node_any(node, is_range, NULL);
  if (to_be_set) miss_blocked(missing, node, MSG_REASON_TO_BE_DECIDED);
  miss_known(subject, node, missing);
  for (size_t i = 0; i < node->operand_count; i++) value_missing(subject, node->operands[i], missing);
}

/* The parts whose condition or event decides what is due now. */
static void miss_instalments(const struct row_context *subject, const struct measure *measure, const struct rule_step *step,
                             struct missing *missing)
{
  bool event = false;
  for (size_t i = 0; step->instalments && i < measure->instalment_count; i++) {
    const struct instalment *part = &measure->instalments[i];
    if (step->instalments[i].fate == INSTALMENT_ASKED) value_missing(subject, part->condition, missing);
    if (step->instalments[i].fate == INSTALMENT_EVENT && !event) event = true, value_missing(subject, part->from, missing);
  }
}

void verdict_missing(const struct row_context *subject, const struct measure *measure, const struct verdict *verdict,
                     struct missing *missing)
{
  const struct rule_step *settled = verdict_settled(verdict);
  if (!settled) value_missing(subject, measure->condition, missing);
  if (!settled && measure->amount) value_missing(subject, measure->amount, missing);
  if (!settled && measure->cap) value_missing(subject, measure->cap, missing);
  if (!settled && measure->cumulative_cap) value_missing(subject, measure->cumulative_cap, missing);
  for (const struct rule_step *step = verdict->steps; step; step = step->previous) {
    if (step->unread) miss_unread(missing, step->unread);
    if (step->rule == RULE_INSTALMENTS) miss_instalments(subject, measure, step, missing);
    bool chosen = step->rule == RULE_EXCLUSIVE && step->effect == STEP_OPENS && measure->exclusive_named;
    if (chosen) value_missing(subject, measure->exclusive_named, missing);
    if (step->rule == RULE_BUDGET && step->volume == INT64_MAX) budget_missing(subject, measure, missing);
    if (step->joint && step->effect == STEP_OPENS) value_missing(subject, joint_limit_most(step->joint->limit, measure), missing);
  }
}

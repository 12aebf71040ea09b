/* The checks of a policy, year by year, and what stands beside its measures: parameters, clauses, dates. */
#include "explain/check.h"

#include <stdlib.h>
#include <string.h>

#include "explain/check_parts.h"

enum { YEARS_LOOKED_AT = 6, SAID_BYTES = 90 };

/* Findings */

static bool is_same(const struct diagnostic *a, const struct diagnostic *b)
{
  return a->message == b->message && a->site.line == b->site.line && a->site.column == b->site.column &&
         strcmp(a->path, b->path) == 0 && strcmp(a->argument[0], b->argument[0]) == 0;
}

/* Number of the same finding, from 1, where it is kept; 0 there: it is new. */
static void **find_same(struct checking *checking, const struct diagnostic *diagnostic)
{
  uint64_t hash = slice_hash(slice_of(diagnostic->argument[0])) ^ slice_hash(slice_of(diagnostic->path));
  hash = hash * 31 + (uint64_t)diagnostic->message * 65599 + (uint64_t)diagnostic->site.line * 4096 +
         (uint64_t)diagnostic->site.column;
  for (;; hash++) {
    void **number = pointer_map_at(&checking->known, (const void *)(uintptr_t)(hash | 1));
    if (!*number || is_same(&checking->findings[(uintptr_t)*number - 1], diagnostic)) return number;
  }
}

void diagnostic_add(struct checking *checking, enum message message, const char *path, struct source_place site, ...)
{
  int year = checking->program ? checking->program->as_of.year : 0;
  struct diagnostic diagnostic = { .message = message, .path = path, .site = site, .years = 1, .last_year = year };
  va_list list;
  va_start(list, site);
  for (int i = 0; i < 4 && (diagnostic.argument[i] = va_arg(list, const char *)); i++) continue;
  va_end(list);
  void **number = find_same(checking, &diagnostic);
  if (*number) {
    struct diagnostic *known = &checking->findings[(uintptr_t)*number - 1];
    known->years += known->last_year != year;
    known->last_year = year;
    return;
  }
  checking->findings = arena_grow(checking->arena, checking->findings, checking->count, &checking->capacity, sizeof diagnostic);
  checking->findings[checking->count++] = diagnostic;
  *number = (void *)(uintptr_t)checking->count;
}

static const char *kept(struct checking *checking, struct buffer *text)
{
  const char *copy = arena_copy(checking->arena, text->at ? text->at : "", text->length);
  buffer_free(text);
  return copy;
}

const char *diagnostic_string(struct checking *checking, const struct node *node)
{
  struct buffer text = { 0 };
  format_node(&text, checking->options->language, node);
  if (text.length > SAID_BYTES) {
    text.length = SAID_BYTES;
    while (text.length && ((unsigned char)text.at[text.length] & 0xC0) == 0x80) text.length--;
    buffer_text(&text, "…");
  }
  return kept(checking, &text);
}

const char *diagnostic_value(struct checking *checking, enum value_type type, struct ratio number)
{
  struct buffer text = { 0 };
  format_value(&text, checking->options->language, type, number);
  return kept(checking, &text);
}

const char *diagnostic_line(struct checking *checking, struct source_place site)
{
  return arena_printf(checking->arena, "%d", site.line);
}

struct constraints diagnostic_atoms(struct checking *checking, struct arena *arena, const struct node *const *conditions,
                                    size_t count)
{
  struct constraints atoms = { .program = checking->program, .arena = arena };
  for (size_t i = 0; i < count; i++) constraints_add(&atoms, conditions[i], false);
  return atoms;
}

/* One measure */

/* Conditions of counts, and tiers, wherever they stand in an expression. */
static void check_inside(struct checking *checking, const struct node *node, const struct constraints *around)
{
  if (!node) return;
  if (node->op == NODE_CASES) check_tiers(checking, node, around);
  if (node->op == NODE_AGGREGATE) {
    if (node->aggregate->condition) check_conditions(checking, &node->aggregate->condition, 1, true);
    check_inside(checking, node->aggregate->condition, NULL);
    check_inside(checking, node->aggregate->value, NULL);
  }
  for (size_t i = 0; i < node->operand_count; i++) check_inside(checking, node->operands[i], around);
}

static bool is_failing(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_COUNT_FALSE;
}

/* 差几项 counts what certainly fails: a datum that is not known counts as if it held, and the measure pays. */
static void check_failing(struct checking *checking, const struct measure *measure)
{
  if (measure_kind_pays(measure->kind) && measure_any(measure, is_failing, NULL))
    diagnostic_add(checking, MSG_CHECK_FAILING_PAYS, measure->path, measure->site, measure->id, NULL);
}

static void check_measure(struct checking *checking, const struct measure *measure, const struct constraints *atoms)
{
  check_conditions(checking, measure->conditions, measure->condition_count, true);
  check_conditions(checking, measure->against, measure->against_count, false);
  for (size_t i = 0; i < measure->condition_count; i++) check_inside(checking, measure->conditions[i], NULL);
  for (size_t i = 0; i < measure->against_count; i++) check_inside(checking, measure->against[i], NULL);
  for (size_t i = 0; i < measure->rung_count; i++) {
    check_conditions(checking, &measure->rungs[i].condition, 1, true);
    check_inside(checking, measure->rungs[i].condition, NULL);
  }
  check_inside(checking, measure->amount, atoms);
  if (measure->amount) check_rates(checking, measure->amount, true);
  check_inside(checking, measure->actual, NULL);
  check_cap(checking, measure);
  check_positive(checking, measure);
  check_history(checking, measure);
  check_clawback(checking, measure);
  check_measure_words(checking, measure);
  check_failing(checking, measure);
  check_cliffs(checking, measure);
}

static void check_year(struct checking *checking, int year)
{
  struct as_of as_of = { .year = year };
  date_make(year, 12, 31, &as_of.on);
  const struct policy *policy = checking->policy;
  checking->program = program_new(&checking->year, checking->model, as_of);
  checking->conditions = arena_array(&checking->year, policy->measure_count, sizeof *checking->conditions);
  checking->contradicts = arena_array(&checking->year, policy->measure_count, sizeof *checking->contradicts);
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    const struct constraint *a, *b;
    model_looks_at(checking->model, measure);
    checking->conditions[i] = diagnostic_atoms(checking, &checking->year, measure->conditions, measure->condition_count);
    checking->contradicts[i] = constraints_clash(&checking->conditions[i], &a, &b);
    check_measure(checking, measure, &checking->conditions[i]);
  }
  check_masked(checking);
  check_choices(checking);
  check_policy_conditions(checking);
  check_joint_limits(checking);
  check_same_clause(checking);
  for (size_t i = 0; i < policy->assertion_count; i++) check_assertion(checking, policy->assertions[i]);
  checking->year_count++;
  checking->rises = NULL;
  arena_free(&checking->year);
  arena_free(&checking->lists);
}

/* Parameters */

static bool note_parameter(const struct node *node, const void *context)
{
  struct pointer_map *used = *(struct pointer_map *const *)context;
  if (node->parameter) *pointer_map_at(used, node->parameter) = used;
  return false;
}

static const char *day_string(struct checking *checking, date day)
{
  return diagnostic_value(checking, TYPE_DATE, ratio_whole(day));
}

/* Days of the policy on which a parameter that has values has none. */
static void check_span(struct checking *checking, const struct parameter *parameter)
{
  const struct policy *policy = checking->policy;
  if (!parameter->count) return;
  if (parameter->values[0].from > policy->from)
    diagnostic_add(checking, MSG_CHECK_PARAMETER_GAP, parameter->path, parameter->site, parameter->name,
                   day_string(checking, policy->from), day_string(checking, date_add_days(parameter->values[0].from, -1)), NULL);
  else if (parameter->ends && (policy->open_ended || parameter->until < policy->to))
    diagnostic_add(checking, MSG_CHECK_PARAMETER_GAP, parameter->path, parameter->site, parameter->name,
                   day_string(checking, date_add_days(parameter->until, 1)),
                   policy->open_ended ? "" : day_string(checking, policy->to), NULL);
}

static void check_parameters(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  struct pointer_map used = { .arena = &checking->lists }, *noted = &used;
  for (size_t i = 0; i < policy->measure_count; i++) measure_any(policy->measures[i], note_parameter, &noted);
  for (size_t i = 0; i < policy->parameter_count; i++) {
    const struct parameter *parameter = policy->parameters[i];
    if (!pointer_map_find(&used, parameter))
      diagnostic_add(checking, MSG_CHECK_PARAMETER_UNUSED, parameter->path, parameter->site, parameter->name, NULL);
    check_span(checking, parameter);
    check_parameter_rate(checking, parameter);
  }
}

/* Clauses and dates */

static bool relation_names(const struct checking *checking, const char *clause)
{
  struct measure_relation relation;
  for (size_t i = 0; model_relation(checking->model, i, &relation); i++)
    if (strcmp(relation.path, checking->policy->path) == 0 && clauses_name(relation.clause, clause)) return true;
  return false;
}

/* A test that nothing asks decides nothing. */
static void check_criteria(struct checking *checking)
{
  for (size_t i = 0; i < checking->policy->measure_count; i++) {
    const struct measure *measure = checking->policy->measures[i];
    if (measure->kind == MEASURE_CRITERION && !measure->asked)
      diagnostic_add(checking, MSG_CHECK_CRITERION_UNUSED, measure->path, measure->site, measure->id, NULL);
  }
}

static void check_clauses(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  for (size_t i = 0; policy->clause_count && i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    bool known = false;
    model_looks_at(checking->model, measure);
    workload_add(checking->model->workload, 4 * policy->clause_count);
    for (size_t k = 0; !known && k < policy->clause_count; k++) known = measure_names_clause(measure, policy->clauses[k]);
    if (!known)
      diagnostic_add(checking, MSG_CHECK_CLAUSE_UNKNOWN, measure->path, measure->site, measure->id, measure->clause, NULL);
  }
  for (size_t k = 0; k < policy->clause_count; k++) {
    bool named = relation_names(checking, policy->clauses[k]);
    workload_add(checking->model->workload, 4 * (policy->measure_count + model_relation_count(checking->model)));
    for (size_t i = 0; !named && i < policy->measure_count; i++)
      named = measure_names_clause(policy->measures[i], policy->clauses[k]);
    if (!named) diagnostic_add(checking, MSG_CHECK_CLAUSE_UNCOVERED, policy->path, policy->site, policy->clauses[k], NULL);
  }
}

static void check_target_years(struct checking *checking)
{
  for (size_t i = 0; i < checking->policy->measure_count; i++) {
    const struct measure *measure = checking->policy->measures[i];
    for (size_t k = 0; k < measure->year_count; k++)
      if (!policy_covers(checking->policy, measure->years[k]))
        diagnostic_add(checking, MSG_CHECK_TARGET_OUTSIDE, measure->path, measure->site, measure->id,
                       arena_printf(checking->arena, "%d", measure->years[k]), NULL);
  }
}

static void check_draft(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  if (policy_is_draft(policy) && !policy->open_ended && policy->to < checking->options->today)
    diagnostic_add(checking, MSG_CHECK_DRAFT_PAST, policy->path, policy->site, policy->status, day_string(checking, policy->to),
                   NULL);
}

/* A contradiction in one year only is none: the other years are what the rule is for. */
static bool is_reported(const struct checking *checking, const struct diagnostic *diagnostic)
{
  bool any_year =
      diagnostic->message == MSG_CHECK_CAP_BELOW || diagnostic->message == MSG_CHECK_SAME_CLAUSE || diagnostic->last_year == 0;
  return any_year || diagnostic->years == checking->year_count;
}

static int diagnostic_order(const void *a, const void *b)
{
  const struct diagnostic *x = a, *y = b;
  if (x->site.line != y->site.line) return x->site.line < y->site.line ? -1 : 1;
  if (x->site.column != y->site.column) return x->site.column < y->site.column ? -1 : 1;
  return (x->message > y->message) - (x->message < y->message);
}

static void report_findings(struct checking *checking, struct faults *faults)
{
  if (checking->count) qsort(checking->findings, checking->count, sizeof *checking->findings, diagnostic_order);
  for (size_t i = 0; i < checking->count; i++) {
    const struct diagnostic *diagnostic = &checking->findings[i];
    if (!is_reported(checking, diagnostic)) continue;
    struct fault *fault = faults_add(checking->arena, faults);
    fault_set(fault, FAULT_NONE, diagnostic->message, diagnostic->argument[0], diagnostic->argument[1], diagnostic->argument[2],
              diagnostic->argument[3], NULL);
    fault_at(fault, diagnostic->path, diagnostic->site.line, diagnostic->site.column);
  }
}

void check_model(struct arena *arena, const struct model *model, const struct check_options *options, struct faults *faults)
{
  for (size_t i = 0; i < model->policy_count; i++) {
    struct checking checking = {
      .arena = arena, .model = model, .options = options, .policy = model->policies[i], .known = { .arena = arena }
    };
    int first = date_civil(checking.policy->from).year, last = date_civil(checking.policy->to).year;
    check_parameters(&checking);
    check_clauses(&checking);
    check_criteria(&checking);
    check_target_years(&checking);
    check_draft(&checking);
    check_amount_slips(&checking);
    if (checking.policy->open_ended || last - first >= YEARS_LOOKED_AT) last = first + YEARS_LOOKED_AT - 1;
    for (int year = first; year <= last; year++) check_year(&checking, year);
    report_findings(&checking, faults);
    arena_free(&checking.lists);
  }
}

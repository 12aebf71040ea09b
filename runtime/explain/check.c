/* The checks of a policy, year by year, and what stands beside its measures: parameters, clauses, dates. */
#include "explain/check.h"

#include <stdlib.h>
#include <string.h>

#include "explain/check_parts.h"

enum { YEARS_LOOKED_AT = 6, SAID_BYTES = 90 };

/* Findings */

static struct finding *find_same(struct checking *checking, const struct finding *finding)
{
  for (size_t i = 0; i < checking->count; i++) {
    struct finding *known = &checking->findings[i];
    bool same = known->message == finding->message && known->site.line == finding->site.line &&
                known->site.column == finding->site.column && strcmp(known->path, finding->path) == 0;
    if (same && strcmp(known->argument[0], finding->argument[0]) == 0) return known;
  }
  return NULL;
}

void finding_add(struct checking *checking, enum message message, const char *path, struct site site, ...)
{
  int year = checking->program ? checking->program->occasion.year : 0;
  struct finding finding = { .message = message, .path = path, .site = site, .years = 1, .last_year = year };
  va_list list;
  va_start(list, site);
  for (int i = 0; i < 4 && (finding.argument[i] = va_arg(list, const char *)); i++) continue;
  va_end(list);
  struct finding *known = find_same(checking, &finding);
  if (known) {
    known->years += known->last_year != year;
    known->last_year = year;
    return;
  }
  checking->findings = arena_grow(checking->arena, checking->findings, checking->count, &checking->capacity, sizeof finding);
  checking->findings[checking->count++] = finding;
}

static const char *kept(struct checking *checking, struct buffer *text)
{
  const char *copy = arena_copy(checking->arena, text->at ? text->at : "", text->length);
  buffer_free(text);
  return copy;
}

const char *finding_said(struct checking *checking, const struct node *node)
{
  struct buffer text = { 0 };
  node_say(&text, checking->options->language, node);
  if (text.length > SAID_BYTES) {
    text.length = SAID_BYTES;
    while (text.length && ((unsigned char)text.at[text.length] & 0xC0) == 0x80) text.length--;
    buffer_text(&text, "…");
  }
  return kept(checking, &text);
}

const char *finding_value(struct checking *checking, enum value_type type, struct ratio number)
{
  struct buffer text = { 0 };
  value_say(&text, checking->options->language, type, number);
  return kept(checking, &text);
}

const char *finding_line(struct checking *checking, struct site site)
{
  return arena_printf(checking->arena, "%d", site.line);
}

struct atoms finding_atoms(struct checking *checking, const struct node *const *conditions, size_t count)
{
  struct atoms atoms = { .program = checking->program };
  for (size_t i = 0; i < count; i++) atoms_add(&atoms, conditions[i], false);
  return atoms;
}

/* One measure */

/* Conditions of counts, and tiers, wherever they stand in an expression. */
static void check_inside(struct checking *checking, const struct node *node, const struct atoms *around)
{
  if (!node) return;
  if (node->op == NODE_TIERS) check_tiers(checking, node, around);
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
  return node->op == NODE_FAILING;
}

/* 差几项 counts what certainly fails: a datum that is not known counts as if it held, and the measure pays. */
static void check_failing(struct checking *checking, const struct measure *measure)
{
  bool pays = measure->kind == MEASURE_AWARD || measure->kind == MEASURE_VOUCHER || measure->kind == MEASURE_DISCRETIONARY;
  if (pays && measure_any(measure, is_failing, NULL))
    finding_add(checking, MSG_CHECK_FAILING_PAYS, measure->path, measure->site, measure->id, NULL);
}

static void check_measure(struct checking *checking, const struct measure *measure)
{
  struct atoms atoms = finding_atoms(checking, measure->conditions, measure->condition_count);
  check_conditions(checking, measure->conditions, measure->condition_count, true);
  check_conditions(checking, measure->against, measure->against_count, false);
  for (size_t i = 0; i < measure->condition_count; i++) check_inside(checking, measure->conditions[i], NULL);
  for (size_t i = 0; i < measure->against_count; i++) check_inside(checking, measure->against[i], NULL);
  for (size_t i = 0; i < measure->rung_count; i++) {
    check_conditions(checking, &measure->rungs[i].condition, 1, true);
    check_inside(checking, measure->rungs[i].condition, NULL);
  }
  check_inside(checking, measure->amount, &atoms);
  if (measure->amount) check_rates(checking, measure->amount, true);
  check_inside(checking, measure->actual, NULL);
  check_cap(checking, measure);
  check_positive(checking, measure);
  check_failing(checking, measure);
}

static void check_year(struct checking *checking, int year)
{
  struct occasion occasion = { .year = year };
  date_make(year, 12, 31, &occasion.on);
  checking->program = program_new(checking->arena, checking->model, occasion);
  for (size_t i = 0; i < checking->policy->measure_count; i++) check_measure(checking, checking->policy->measures[i]);
  check_masked(checking);
  check_same_clause(checking);
  checking->year_count++;
}

/* Parameters */

static bool is_parameter(const struct node *node, const void *parameter)
{
  return node->parameter == parameter;
}

static const char *day_said(struct checking *checking, date day)
{
  return finding_value(checking, TYPE_DATE, ratio_whole(day));
}

/* Days of the policy on which a parameter that has values has none. */
static void check_span(struct checking *checking, const struct parameter *parameter)
{
  const struct policy *policy = checking->policy;
  if (!parameter->count) return;
  if (parameter->values[0].from > policy->from)
    finding_add(checking, MSG_CHECK_PARAMETER_GAP, parameter->path, parameter->site, parameter->name,
                day_said(checking, policy->from), day_said(checking, date_add_days(parameter->values[0].from, -1)), NULL);
  else if (parameter->ends && (policy->open_ended || parameter->until < policy->to))
    finding_add(checking, MSG_CHECK_PARAMETER_GAP, parameter->path, parameter->site, parameter->name,
                day_said(checking, date_add_days(parameter->until, 1)), policy->open_ended ? "" : day_said(checking, policy->to),
                NULL);
}

static void check_parameters(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  for (size_t i = 0; i < policy->parameter_count; i++) {
    const struct parameter *parameter = policy->parameters[i];
    bool used = false;
    for (size_t k = 0; !used && k < policy->measure_count; k++) used = measure_any(policy->measures[k], is_parameter, parameter);
    if (!used) finding_add(checking, MSG_CHECK_PARAMETER_UNUSED, parameter->path, parameter->site, parameter->name, NULL);
    check_span(checking, parameter);
    check_parameter_rate(checking, parameter);
  }
}

/* Clauses and dates */

static bool choice_names(const struct checking *checking, const char *clause)
{
  for (size_t i = 0; i < checking->model->choice_count; i++) {
    const struct choice_of *choice = checking->model->choices[i];
    if (strcmp(choice->path, checking->policy->path) == 0 && clauses_name(choice->clause, clause)) return true;
  }
  return false;
}

/* A test that nothing asks decides nothing. */
static void check_criteria(struct checking *checking)
{
  for (size_t i = 0; i < checking->policy->measure_count; i++) {
    const struct measure *measure = checking->policy->measures[i];
    if (measure->kind == MEASURE_CRITERION && !measure->asked)
      finding_add(checking, MSG_CHECK_CRITERION_UNUSED, measure->path, measure->site, measure->id, NULL);
  }
}

static void check_clauses(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  for (size_t i = 0; policy->clause_count && i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    bool known = false;
    for (size_t k = 0; !known && k < policy->clause_count; k++) known = measure_names_clause(measure, policy->clauses[k]);
    if (!known) finding_add(checking, MSG_CHECK_CLAUSE_UNKNOWN, measure->path, measure->site, measure->id, measure->clause, NULL);
  }
  for (size_t k = 0; k < policy->clause_count; k++) {
    bool named = choice_names(checking, policy->clauses[k]);
    for (size_t i = 0; !named && i < policy->measure_count; i++)
      named = measure_names_clause(policy->measures[i], policy->clauses[k]);
    if (!named) finding_add(checking, MSG_CHECK_CLAUSE_UNCOVERED, policy->path, policy->site, policy->clauses[k], NULL);
  }
}

static void check_target_years(struct checking *checking)
{
  for (size_t i = 0; i < checking->policy->measure_count; i++) {
    const struct measure *measure = checking->policy->measures[i];
    for (size_t k = 0; k < measure->year_count; k++)
      if (!policy_covers(checking->policy, measure->years[k]))
        finding_add(checking, MSG_CHECK_TARGET_OUTSIDE, measure->path, measure->site, measure->id,
                    arena_printf(checking->arena, "%d", measure->years[k]), NULL);
  }
}

static void check_draft(struct checking *checking)
{
  const struct policy *policy = checking->policy;
  if (policy_is_draft(policy) && !policy->open_ended && policy->to < checking->options->today)
    finding_add(checking, MSG_CHECK_DRAFT_PAST, policy->path, policy->site, policy->status, day_said(checking, policy->to), NULL);
}

/* A contradiction in one year only is none: the other years are what the rule is for. */
static bool is_said(const struct checking *checking, const struct finding *finding)
{
  bool any_year = finding->message == MSG_CHECK_CAP_BELOW || finding->message == MSG_CHECK_SAME_CLAUSE || finding->last_year == 0;
  return any_year || finding->years == checking->year_count;
}

static int finding_order(const void *a, const void *b)
{
  const struct finding *x = a, *y = b;
  if (x->site.line != y->site.line) return x->site.line < y->site.line ? -1 : 1;
  if (x->site.column != y->site.column) return x->site.column < y->site.column ? -1 : 1;
  return (x->message > y->message) - (x->message < y->message);
}

static void say_findings(struct checking *checking, struct faults *faults)
{
  if (checking->count) qsort(checking->findings, checking->count, sizeof *checking->findings, finding_order);
  for (size_t i = 0; i < checking->count; i++) {
    const struct finding *finding = &checking->findings[i];
    if (!is_said(checking, finding)) continue;
    struct fault *fault = faults_add(checking->arena, faults);
    fault_set(fault, FAULT_NONE, finding->message, finding->argument[0], finding->argument[1], finding->argument[2],
              finding->argument[3], NULL);
    fault_at(fault, finding->path, finding->site.line, finding->site.column);
  }
}

void check_model(struct arena *arena, const struct model *model, const struct check_options *options, struct faults *faults)
{
  for (size_t i = 0; i < model->policy_count; i++) {
    struct checking checking = { .arena = arena, .model = model, .options = options, .policy = model->policies[i] };
    int first = date_civil(checking.policy->from).year, last = date_civil(checking.policy->to).year;
    check_parameters(&checking);
    check_clauses(&checking);
    check_criteria(&checking);
    check_target_years(&checking);
    check_draft(&checking);
    check_amount_slips(&checking);
    if (checking.policy->open_ended || last - first >= YEARS_LOOKED_AT) last = first + YEARS_LOOKED_AT - 1;
    for (int year = first; year <= last; year++) check_year(&checking, year);
    say_findings(&checking, faults);
  }
}

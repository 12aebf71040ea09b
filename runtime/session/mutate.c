/* Judging cases by mutants of their script. Of a mutant only the measures are planned that read what is changed, with those that
 * they are joined with; and only scenarios are judged that have cases of them. */
#include "session/mutate.h"

#include <string.h>

#include "session/suggest.h"
#include "write/file_columns.h"

struct mutating {
  const struct model *model;
  struct arena scratch; /* of one scenario judged */
  bool *concerned;      /* by measure */
  const char **only;    /* their ids */
  size_t only_count;
  /* The suite that is judged. */
  const struct test_suite *book;
  struct expectation *tried; /* a copy of its expectations */
  size_t scenario;
  struct wording wording;
};

/* Whom it concerns */

static bool concerns_any(const struct mutating *mutating, struct measure *const *members, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (mutating->concerned[members[i]->index]) return true;
  return false;
}

/* Is it joined with one that is concerned? */
static bool is_joined(const struct mutating *mutating, const struct measure *measure)
{
  const struct exclusive_group *group = measure->exclusive_group;
  bool joined = group && concerns_any(mutating, group->members, group->count);
  for (size_t i = 0; i < measure->joint_limit_count; i++) {
    const struct joint_limit *limit = measure->joint_limits[i].limit;
    joined |= concerns_any(mutating, limit->members, limit->count);
  }
  return joined;
}

static void find_concerned(struct mutating *mutating, const struct mutation *mutation)
{
  const struct model *model = mutating->model;
  bool more = true;
  workload_add(model->workload, model->weight + model->measure_count);
  for (size_t i = 0; i < model->measure_count; i++) mutating->concerned[i] = mutation_concerns(mutation, model->measures[i]);
  while (more) {
    more = false;
    for (size_t i = 0; i < model->measure_count; i++) {
      if (mutating->concerned[i] || !is_joined(mutating, model->measures[i])) continue;
      mutating->concerned[i] = more = true;
    }
  }
  mutating->only_count = 0;
  for (size_t i = 0; i < model->measure_count; i++)
    if (mutating->concerned[i] && model->measures[i]->id) mutating->only[mutating->only_count++] = model->measures[i]->id;
}

/* Judging */

static void take_judgement(struct mutating *mutating, const struct judged_batch *batch, const struct judgement *judgement,
                           const struct row_context *subject)
{
  const struct planned *planned = &batch->subjects->measures[judgement->planned];
  const struct verdict *verdict = &judgement->verdict;
  if (!mutating->concerned[planned->measure->index]) return;
  struct expectation *tried =
      expectation_find(mutating->book, mutating->tried, mutating->scenario, planned->measure, batch->codes[judgement->row]);
  if (!tried) return;
  tried->judged = true;
  tried->verdict = *verdict;
  tried->verdict.steps = NULL; /* they do not last */
  tried->stands = verdict->rung ? verdict->rung->name : "";
  if (tried->missing.length || tried->not_missing.length)
    tried->lacking = expectation_lacking(&mutating->scratch, &mutating->wording, planned, verdict, subject);
}

static void on_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct row_context subject = *batch->subject;
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    subject.row = batch->judgements[i].row;
    take_judgement(context, batch, &batch->judgements[i], &subject);
  }
}

static void on_targets(void *context, const struct target_result *results, size_t count)
{
  struct mutating *mutating = context;
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < mutating->book->count; k++) {
      bool first = !i || results[i].measure != results[i - 1].measure;
      if (mutating->tried[k].scenario == mutating->scenario)
        expectation_takes_target(&mutating->scratch, &mutating->tried[k], &results[i], first);
    }
}

static bool judge_scenario(struct mutating *mutating, const struct measure *target, struct fault *fault)
{
  const struct scenario *scenario = &mutating->book->circumstances[mutating->scenario];
  const struct sink sink = { .context = mutating, .batch = on_batch };
  const struct plan_options options = { .only = target ? &target->id : mutating->only,
                                        .only_count = target ? 1 : mutating->only_count,
                                        .without_targets = !target };
  scenario_swap_parameters(scenario);
  const struct plan *plan = plan_new(&mutating->scratch, mutating->model, scenario_as_of(scenario), &options);
  bool done = scenario_judge(&mutating->scratch, mutating->book, scenario, plan, &sink, on_targets, fault);
  scenario_swap_parameters(scenario);
  return done;
}

/* Is it a case of the scenario that was met, of a measure that is concerned? */
static bool is_asked(const struct mutating *mutating, size_t scenario, const struct expectation *expectation)
{
  return expectation->scenario == scenario && mutating->concerned[expectation->about->index] &&
         expectation_mismatch(expectation) == MET;
}

/* The first case of the scenario that the mutant does not meet; NULL: it meets all. */
static bool find_unmet(struct mutating *mutating, size_t scenario, const struct expectation **unmet, struct fault *fault)
{
  const struct test_suite *book = mutating->book;
  const struct measure *target = NULL;
  bool asked = false;
  *unmet = NULL;
  for (size_t i = 0; i < book->count; i++) {
    if (book->expectations[i].scenario != scenario) continue;
    mutating->tried[i] = book->expectations[i];
    mutating->tried[i].judged = false;
    mutating->tried[i].stands = "";
    mutating->tried[i].lacking = (struct slice){ "", 0 };
    if (!is_asked(mutating, scenario, &book->expectations[i])) continue;
    asked = true;
    if (book->expectations[i].target.is_target) target = book->expectations[i].about;
  }
  if (!asked) return true;
  mutating->scenario = scenario;
  if (!judge_scenario(mutating, target, fault)) return false;
  for (size_t i = 0; !*unmet && i < book->count; i++)
    if (is_asked(mutating, scenario, &book->expectations[i]) && expectation_mismatch(&mutating->tried[i]) != MET)
      *unmet = &book->expectations[i];
  return true;
}

/* The first case of a suite that a mutant does not meet. */
static bool find_noticing(struct mutating *mutating, const struct test_suite *book, const struct mutation *mutation,
                          const struct expectation **unmet, struct fault *fault)
{
  bool done = true;
  mutating->book = book;
  find_concerned(mutating, mutation);
  mutation_swap(mutation);
  *unmet = NULL;
  for (size_t i = 0; done && !*unmet && i < book->scenario_count; i++) {
    struct arena_mark mark = arena_mark(&mutating->scratch);
    done = find_unmet(mutating, i, unmet, fault);
    arena_rewind(&mutating->scratch, mark);
  }
  mutation_swap(mutation);
  return done;
}

/* Suggestions */

/* For reading them as cases: whatever is expected, what they come to takes its place. */
static void expect_something(struct sheet *rows)
{
  for (size_t k = 0; k < rows->columns; k++)
    for (size_t i = 0; slice_is(rows->headings[k], file_column_name(COLUMN_EXPECTED)) && i < rows->count; i++)
      rows->rows[i].cells[k] = slice_of(outcome_name(NULL, OUTCOME_NO, LANGUAGE_CHINESE));
}

static struct case_outcome outcome_of(const struct expectation *expectation)
{
  const struct verdict *verdict = &expectation->verdict;
  if (!expectation->judged) return (struct case_outcome){ .outcome = OUTCOME_NO };
  return (struct case_outcome){ verdict->outcome, verdict->has_amount && verdict->outcome == OUTCOME_YES, verdict->amount };
}

static void expect_what_is(struct test_suite *book)
{
  for (size_t i = 0; i < book->count; i++) {
    struct expectation *expectation = &book->expectations[i];
    struct case_outcome outcome = outcome_of(expectation);
    expectation->outcome = outcome.outcome;
    expectation->has_amount = outcome.has_amount;
    expectation->amount = outcome.amount;
  }
}

static bool make_suggestions(const struct huiqi *session, struct arena *arena, const struct test_suite *book,
                             struct mutation_report *report, struct fault *fault)
{
  struct sheet rows = cases_suggest(arena, huiqi_model(session), book, true).rows;
  if (!rows.count) return true;
  expect_something(&rows);
  report->suggested = true;
  if (!cases_judge_sheet(session, arena, &rows, &report->suggestions, fault)) return false;
  expect_what_is(&report->suggestions);
  return true;
}

static bool suggest(struct mutating *mutating, struct mutation_report *report, struct mutant *mutant, struct fault *fault)
{
  if (!report->suggested) return true;
  if (!find_noticing(mutating, &report->suggestions, mutant->mutation, &mutant->suggested, fault)) return false;
  if (!mutant->suggested) return true;
  mutant->now = outcome_of(mutant->suggested);
  mutant->then = outcome_of(&mutating->tried[mutant->suggested - report->suggestions.expectations]);
  return true;
}

/* Proofs */

/* So many may go through cells to the bound (explain/proof), then no more are tried. */
enum { PROVED_DAYS = 64, PROVED_YEARS = 8, UNPROVED_MOST = 4 };

struct proving {
  const struct model *model;
  enum language language;
};

struct days {
  date items[PROVED_DAYS];
  size_t count;
  bool over; /* there are more */
};

static void add_day(struct days *days, const struct policy *policy, date day)
{
  bool there = !policy_covers(policy, date_civil(day).year);
  for (size_t i = 0; i < days->count; i++) there |= days->items[i] == day;
  days->over |= !there && days->count == PROVED_DAYS;
  if (!there && !days->over) days->items[days->count++] = day;
}

struct dates {
  struct days *days;
  const struct policy *policy;
};

/* A day that is written may be compared with the date of judgement: the day itself and those beside it. */
static bool add_written(const struct node *node, const void *context)
{
  const struct dates *dates = context;
  int first = date_civil(dates->policy->from).year;
  for (int beside = -1; node->op == NODE_CONSTANT && node->type == TYPE_DATE && beside <= 1; beside++)
    add_day(dates->days, dates->policy, (date)node->number.num + beside);
  for (int year = first; node->op == NODE_YEAR_DAY && year < first + PROVED_YEARS; year++)
    for (int beside = -1; beside <= 1; beside++)
      add_day(dates->days, dates->policy,
              as_of_day((struct as_of){ .year = year }, node->number.num, node->first, node->last) + beside);
  return false;
}

/* An open policy is looked at for some years. */
static void find_days(struct days *days, const struct measure *measure)
{
  const struct policy *policy = measure->policy;
  static const int parts[][2] = { { 12, 31 }, { 1, 1 }, { 6, 30 } };
  int first = date_civil(policy->from).year;
  for (int year = first; year < first + PROVED_YEARS; year++)
    for (size_t i = 0; i < 3; i++) {
      date day;
      if (date_make(year, parts[i][0], parts[i][1], &day)) add_day(days, policy, day);
    }
  for (size_t i = 0; i < policy->parameter_count; i++) {
    const struct parameter *parameter = policy->parameters[i];
    for (int beside = 0; beside < 2; beside++) {
      for (size_t k = 0; k < parameter->count; k++) add_day(days, policy, parameter->values[k].from - beside);
      if (parameter->ends) add_day(days, policy, parameter->until + beside);
    }
  }
  measure_any(measure, add_written, &(struct dates){ days, policy });
}

/* Both on every day; `proof`: of the day on which they are not the same, or not known to be. */
static bool prove_days(struct arena *arena, const struct proving *proving, const struct measure *now, const struct measure *then,
                       const struct proof **proof, int *year)
{
  const struct model *const models[] = { proving->model, proving->model };
  struct days days = { .count = 0 };
  find_days(&days, now);
  for (size_t i = 0; i < days.count; i++) {
    struct proof *found = arena_alloc(arena, sizeof *found);
    *year = date_civil(days.items[i]).year;
    proof_find(arena, proving->language, models, now, then, (struct as_of){ .year = *year, .on = days.items[i] }, found);
    if (found->kind == PROOF_SAME) continue;
    *proof = found;
    return false;
  }
  if (!days.over) return true;
  struct proof *open = arena_alloc(arena, sizeof *open);
  *open = (struct proof){ .kind = PROOF_OPEN, .reason = message_name(MSG_PROOF_TOO_MANY, proving->language) };
  *proof = open;
  return false;
}

/* Some operands of a group as all that a measure asks. */
static const struct measure *asking_only(struct arena *arena, const struct measure *measure, const struct node *group,
                                         const size_t *which, size_t count)
{
  struct node *asked = arena_alloc(arena, sizeof *asked);
  const struct node **operands = arena_array(arena, count, sizeof *operands),
                    **conditions = arena_alloc(arena, sizeof *conditions);
  struct measure *asking = arena_alloc(arena, sizeof *asking);
  *asked = *group;
  for (size_t i = 0; i < count; i++) operands[i] = group->operands[which[i]];
  asked->operands = operands;
  asked->operand_count = count;
  *conditions = asked;
  *asking = (struct measure){ .kind = MEASURE_BENEFIT, .id = measure->id, .name = measure->name, .policy = measure->policy };
  asking->round_unit = 1;
  asking->condition = asked;
  asking->conditions = conditions;
  asking->condition_count = 1;
  return asking;
}

/* The one operand in which they differ, or that `then` has no longer; SIZE_MAX: there is none, or more than one. */
static size_t operand_changed(const struct node *now, const struct node *then)
{
  size_t at = 0, left = now->operand_count - then->operand_count;
  if (now->op != then->op || left > 1 || now->aggregate) return SIZE_MAX;
  while (at < then->operand_count && node_alike(now->operands[at], then->operands[at])) at++;
  for (size_t i = at + 1; i < now->operand_count; i++)
    if (!node_alike(now->operands[i], then->operands[i - left])) return SIZE_MAX;
  return at < now->operand_count ? at : SIZE_MAX;
}

/* What one operand lets through more or less may be let through, or not, by another of its group whatever the rest of the
 * measure asks: 当年到期 one day longer, beside 次年到期. */
static bool prove_beside(struct arena *arena, const struct proving *proving, const struct measure *measure,
                         const struct node *now, const struct node *then)
{
  size_t at = operand_changed(now, then);
  if (at == SIZE_MAX) return false;
  bool group = now->op == NODE_ALL || now->op == NODE_ANY, dropped = now->operand_count != then->operand_count;
  if (!dropped && prove_beside(arena, proving, measure, now->operands[at], then->operands[at])) return true; /* the least first */
  for (size_t k = 0; group && k < now->operand_count; k++) {
    const size_t pair[] = { at, k }, beside[] = { k - (dropped && k > at) };
    const struct measure *asked = asking_only(arena, measure, now, pair, 2),
                         *left =
                             dropped ? asking_only(arena, measure, then, beside, 1) : asking_only(arena, measure, then, pair, 2);
    const struct proof *proof;
    int year;
    if (k != at && prove_days(arena, proving, asked, left, &proof, &year)) return true;
  }
  return false;
}

/* Is all but the conditions written alike? */
static bool differ_in_conditions(const struct measure *now, const struct measure *then)
{
  struct measure_walk one = { 0 }, other = { 0 };
  for (;;) {
    bool more = measure_walk_next(now, &one), too = measure_walk_next(then, &other);
    if (!more || !too) return more == too;
    if (one.role != other.role || (one.role != ROLE_CONDITION && !node_alike(one.node, other.node))) return false;
  }
}

/* A measure and its mutant. */
static bool prove_measure(struct arena *arena, const struct proving *proving, struct mutant *mutant, const struct measure *now)
{
  const struct measure *then = mutation_measure(arena, mutant->mutation, now);
  bool beside = mutant->mutation->node && differ_in_conditions(now, then) &&
                prove_beside(arena, proving, now, now->condition, then->condition);
  return beside || prove_days(arena, proving, now, then, &mutant->proof, &mutant->year);
}

static void prove(struct arena *arena, const struct proving *proving, struct mutation_report *report, struct mutant *mutant)
{
  const struct model *model = proving->model;
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    if (!mutation_concerns(mutant->mutation, measure)) continue;
    bool judged = measure_kind_judged(measure->kind) && !measure->unlisted;
    if (!judged || !prove_measure(arena, proving, mutant, measure)) return;
  }
  report->counts[mutant->fate]--;
  report->counts[mutant->fate = MUTANT_EQUIVALENT]++;
}

static void take_row(struct arena *arena, const struct sheet *sheet, size_t row, struct sheet *rows)
{
  struct slice *cells = sheet_add_row(arena, rows);
  for (size_t k = 0; k < sheet->columns; k++)
    if (!slice_is(sheet->headings[k], file_column_name(COLUMN_EXPECTED))) cells[k] = sheet->rows[row].cells[k];
}

/* Rows that some mutant asks for, each once, without what is expected; a case of several rows whole. */
static void take_rows(struct arena *arena, const struct test_suite *book, struct mutation_report *report)
{
  const struct test_suite *from = report->suggested ? &report->suggestions : book;
  const struct sheet *sheet = &from->sheet;
  bool *taken = arena_array(arena, sheet->count + 1, sizeof *taken);
  report->rows = sheet_new(arena, sheet->columns);
  for (size_t k = 0; k < sheet->columns; k++) report->rows.headings[k] = sheet->headings[k];
  for (size_t i = 0; i < report->mutations.count; i++) {
    const struct expectation *suggested = report->mutants[i].suggested;
    if (!suggested || taken[suggested->row]) continue;
    size_t first = case_first_row(from, suggested->row);
    for (size_t row = first; row < sheet->count; row++) {
      if (taken[row] || case_first_row(from, row) != first) continue;
      taken[row] = true;
      take_row(arena, sheet, row, &report->rows);
    }
  }
}

/* All of them */

static bool judge_mutants(struct mutating *mutating, const struct test_suite *book, struct mutation_report *report,
                          struct fault *fault)
{
  for (size_t i = 0; i < report->mutations.count; i++) {
    const struct expectation *unmet = NULL;
    struct mutant *mutant = &report->mutants[i];
    mutant->mutation = &report->mutations.items[i];
    if (!mutant->mutation->idle && !find_noticing(mutating, book, mutant->mutation, &unmet, fault)) return false;
    mutant->fate = mutant->mutation->idle ? MUTANT_EQUIVALENT : unmet ? MUTANT_NOTICED : MUTANT_UNNOTICED;
    report->counts[mutant->fate]++;
  }
  return true;
}

static void prove_all(struct arena *arena, const struct proving *proving, struct mutation_report *report)
{
  size_t exhausted = 0;
  for (size_t i = 0; i < report->mutations.count; i++) {
    struct mutant *mutant = &report->mutants[i];
    if (mutant->fate != MUTANT_UNNOTICED || mutant->suggested || mutant->mutation->of_years) continue;
    mutant->untried = exhausted == UNPROVED_MOST;
    if (mutant->untried) continue;
    prove(arena, proving, report, mutant);
    exhausted += mutant->proof && mutant->proof->exhausted;
  }
}

static bool judge_suggestions(struct mutating *mutating, struct mutation_report *report, struct fault *fault)
{
  for (size_t i = 0; i < report->mutations.count; i++)
    if (report->mutants[i].fate == MUTANT_UNNOTICED && !suggest(mutating, report, &report->mutants[i], fault)) return false;
  return true;
}

static struct expectation *copy_of(struct arena *arena, const struct test_suite *book)
{
  return arena_array(arena, book->count + 1, sizeof *book->expectations);
}

bool cases_mutate(const struct huiqi *session, struct arena *arena, const struct test_suite *book, enum language language,
                  struct mutation_report *report, struct fault *fault)
{
  struct model *model = huiqi_version(session)->model;
  struct mutating mutating = { .model = model, .wording = { LANGUAGE_CHINESE, 1, model->regions, false } };
  *report = (struct mutation_report){ .suggested = false };
  mutations_find(arena, model, huiqi_version(session)->scripts[0].path, language, &report->mutations);
  report->mutants = arena_array(arena, report->mutations.count + 1, sizeof *report->mutants);
  mutating.concerned = arena_array(arena, model->measure_count + 1, sizeof *mutating.concerned);
  mutating.only = arena_array(arena, model->measure_count + 1, sizeof *mutating.only);
  mutating.tried = copy_of(arena, book);
  for (size_t i = 0; i < book->count; i++) report->failing += expectation_mismatch(&book->expectations[i]) != MET;
  bool done = judge_mutants(&mutating, book, report, fault);
  if (done && report->counts[MUTANT_UNNOTICED]) done = make_suggestions(session, arena, book, report, fault);
  if (done && report->suggested) {
    mutating.tried = copy_of(arena, &report->suggestions);
    done = judge_suggestions(&mutating, report, fault);
  }
  take_rows(arena, book, report);
  if (done) prove_all(arena, &(struct proving){ model, language }, report);
  arena_free(&mutating.scratch);
  return done;
}

void mutation_report_close(struct mutation_report *report)
{
  if (report->suggested) cases_close(&report->suggestions);
}

/* What a version comes to, copied out of the run that judges it. */
#include "session/script_figures.h"

#include <string.h>

#include "evaluate/sink_pair.h"
#include "session/list_notices.h"
#include "session/session_state.h"
#include "write/targets.h"

static const char *text_of(struct arena *arena, struct slice text)
{
  return arena_copy(arena, text.at, text.length);
}

/* What is declared */

static void find_tables(struct arena *arena, const struct model *model, const struct measure *measure,
                        struct measure_figures *figures)
{
  const char **tables = arena_array(arena, model->table_count, sizeof *tables);
  for (size_t i = 1; i < model->table_count; i++)
    if (measure_asks_table(measure, (int)i)) tables[figures->table_count++] = arena_string(arena, model->tables[i].kind.name);
  figures->tables = tables;
}

static void find_measures(struct script_figures *figures, const struct model *model)
{
  figures->measures = arena_array(&figures->arena, model->measure_count + 1, sizeof *figures->measures);
  figures->measure_count = model->measure_count;
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    figures->measures[i] = (struct measure_figures){ .id = arena_string(&figures->arena, measure->id),
                                                     .name = arena_string(&figures->arena, measure->name),
                                                     .clause = arena_string(&figures->arena, measure->clause),
                                                     .kind = measure->kind,
                                                     .asks_others = measure_asks_others(measure) };
    find_tables(&figures->arena, model, measure, &figures->measures[i]);
  }
}

static void take_parameter(struct script_figures *figures, const struct parameter *parameter)
{
  struct parameter_figure *figure = &figures->parameters[figures->parameter_count++];
  const struct node *value = parameter_value(parameter, figures->as_of.on);
  struct buffer said = { 0 };
  *figure = (struct parameter_figure){ .name = arena_string(&figures->arena, parameter->name),
                                       .policy = arena_string(&figures->arena, parameter->policy ? parameter->policy->id : ""),
                                       .given = parameter->set != NULL };
  if (value) format_parameter_value(&said, LANGUAGE_CHINESE, parameter, value);
  figure->value = buffer_take(&figures->arena, &said).at;
  for (size_t i = 0; value && i < parameter->count && parameter->values[i].from <= figures->as_of.on; i++)
    figure->dated = true, figure->from = parameter->values[i].from;
}

static void find_parameters(struct script_figures *figures, const struct model *model)
{
  size_t count = 0;
  for (size_t i = 0; i < model->policy_count; i++) count += model->policies[i]->parameter_count;
  figures->parameters = arena_array(&figures->arena, count + 1, sizeof *figures->parameters);
  for (size_t i = 0; i < model->policy_count; i++)
    for (size_t k = 0; k < model->policies[i]->parameter_count; k++) take_parameter(figures, model->policies[i]->parameters[k]);
}

static void find_policy(struct script_figures *figures, const struct model *model)
{
  const struct policy *policy = model->policy_count ? model->policies[0] : NULL;
  figures->title = arena_string(&figures->arena, policy && policy->name ? policy->name : "");
  figures->status = arena_string(&figures->arena, policy && policy->status ? policy->status : "");
}

/* What was counted */

static void take_tally(struct measure_figures *figure, const struct results *results, const struct planned *planned)
{
  struct tally tally = results_tally(results, planned->measure);
  figure->judged = tally.yes + tally.no + tally.pending > 0;
  figure->yes = tally.yes, figure->no = tally.no, figure->pending = tally.pending;
  figure->amount = tally.amount;
  figure->overflowed = tally.overflowed;
  figure->amounts = planned->measure->amount != NULL;
  figure->bounds = results_bounds(results, planned->measure);
  figure->priced = planned->amount != NO_SLOT && !(planned->discretionary && !tally.priced);
}

static void take_tallies(struct script_figures *figures, const struct totals *totals)
{
  const struct plan *plan = totals->plan;
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct planned *planned = &plan->subjects[s].measures[i];
      take_tally(&figures->measures[planned->measure->index], totals->results, planned);
    }
  figures->companies = results_rows(totals->results);
  figures->granted = results_granted(totals->results);
  figures->owed = results_owed(totals->results);
}

static const char *figure_string(struct arena *arena, bool known, enum figure_style style, struct ratio value)
{
  struct buffer text = { 0 };
  if (known) format_figure(&text, style, value);
  return buffer_take(arena, &text).at;
}

static void take_targets(struct script_figures *figures, const struct totals *totals, enum language language)
{
  struct arena *arena = &figures->arena;
  figures->targets = arena_array(arena, totals->target_count + 1, sizeof *figures->targets);
  figures->target_count = totals->target_count;
  for (size_t i = 0; i < totals->target_count; i++) {
    const struct target_result *result = &totals->targets[i];
    struct buffer note = { 0 };
    format_target_note(&note, language, result);
    figures->targets[i] =
        (struct target_figure){ .id = arena_string(arena, result->measure->id),
                                .name = arena_string(arena, result->measure->name),
                                .unit = text_of(arena, result->unit),
                                .goal = figure_string(arena, result->has_goal, result->style, result->goal),
                                .actual = figure_string(arena, result->has_actual, result->style, result->actual),
                                .outcome = target_word(result->outcome),
                                .note = buffer_take(arena, &note).at };
  }
}

static void take_stakes(struct script_figures *figures, const struct stakes *stakes)
{
  figures->stakes = arena_array(&figures->arena, stakes->count + 1, sizeof *figures->stakes);
  figures->stake_count = stakes->count;
  for (size_t i = 0; i < stakes->count; i++)
    figures->stakes[i] = (struct stake_figure){ text_of(&figures->arena, stakes->items[i].missing), stakes->items[i].rows,
                                                stakes->items[i].width };
}

static void on_problem(void *context, struct slice file, uint32_t line, struct slice heading, struct slice raw, struct slice said)
{
  struct script_figures *figures = context;
  struct arena *arena = &figures->arena;
  figures->problem_total++;
  if (figures->problem_count == PROBLEMS_KEPT) return;
  figures->problems =
      arena_grow(arena, figures->problems, figures->problem_count, &figures->problem_capacity, sizeof *figures->problems);
  figures->problems[figures->problem_count++] =
      (struct problem_figure){ text_of(arena, file), text_of(arena, heading), text_of(arena, raw), text_of(arena, said), line };
}

/* One run for both: the figures, and the results by measure. */
static bool judge(struct huiqi *session, struct totals *totals, struct script_figures *figures, struct fault *fault)
{
  struct version *version = session->now;
  struct figures *inputs = arena_alloc(&totals->arena, sizeof *inputs);
  if (!totals_open(totals, session, version->plan, &version->run, fault)) return false;
  results_watch_problems(totals->results, on_problem, figures);
  if (!figures_read(&totals->arena, &version->options, version->model, inputs, totals->results, &totals->manifest, fault))
    return false;
  struct snapshot *snapshot = snapshot_new(version->plan);
  struct sink_pair pair = { { *results_sink(totals->results), snapshot_sink(snapshot) } };
  struct sink both = sink_pair_of(&pair);
  both.table_end = NULL; /* the manifest asks for the files' bytes, which are not kept */
  if (!totals_judge(totals, &both, &both, false, fault)) return snapshot_free(snapshot), false;
  if (version->snapshot) snapshot_free(version->snapshot);
  version->snapshot = snapshot;
  results_summary(totals->results);
  totals->targets = targets_reach(&totals->arena, totals->plan, run_tally(totals->run), inputs, &totals->target_count);
  return true;
}

static void notice_all(const struct huiqi *session, struct totals *totals)
{
  struct notifier *notifier = session->lists.options->notifier;
  notice_no_history(&session->now->options, totals->plan);
  notice_headings(notifier, &totals->arena, &session->lists.list->listing);
  notice_lacking(notifier, totals->plan, totals->run, &session->lists.list->listing);
  notice_judged(notifier, totals->plan, totals->run);
  notice_open_budgets(notifier, totals->plan, totals->run);
}

static bool find_results(struct huiqi *session, struct script_figures *figures, struct fault *fault)
{
  struct totals totals = { .run = NULL };
  bool judged = judge(session, &totals, figures, fault);
  if (judged) {
    figures->listed = true;
    take_tallies(figures, &totals);
    take_targets(figures, &totals, session->lists.options->notifier->language);
    take_stakes(figures, results_stakes(totals.results));
    notice_all(session, &totals);
  }
  totals_close(&totals);
  return judged;
}

bool script_figures_find(struct huiqi *session, struct script_figures *figures, struct fault *fault)
{
  *figures = (struct script_figures){ .listed = false };
  if (!huiqi_prepare(session, fault)) return false;
  const struct model *model = session->now->model;
  figures->as_of = (struct as_of){ .year = session->now->as_of.year, .on = session->now->as_of.on };
  find_policy(figures, model);
  find_measures(figures, model);
  find_parameters(figures, model);
  return !session->lists.options->list || find_results(session, figures, fault);
}

struct measure_figures *script_figures_measure(const struct script_figures *figures, const char *id)
{
  for (size_t i = 0; i < figures->measure_count; i++)
    if (strcmp(figures->measures[i].id, id) == 0) return &figures->measures[i];
  return NULL;
}

void script_figures_free(struct script_figures *figures)
{
  arena_free(&figures->arena);
  *figures = (struct script_figures){ .listed = false };
}

/* What judging commands do before they judge. */
#include "session/run_context.h"

#include <string.h>

#include "session/session_options.h"
#include "session/side_tables.h"

static bool refuse(struct fault *fault, enum message message, const char *a, const char *b)
{
  return fault_set(fault, FAULT_USAGE, message, a, b, NULL);
}

/* `2022、2023、2024`, or `2020 起` for a policy without an end */
static const char *covered_years(struct arena *arena, const struct session_options *options, const struct model *model)
{
  struct buffer said = { 0 };
  enum language language = options->notifier->language;
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    int first = date_civil(policy->from).year, last = date_civil(policy->to).year;
    buffer_printf(&said, "%s%s %d", i ? "，" : "", policy->id, first);
    if (policy->open_ended) format_words(&said, language, MSG_SINCE_END);
    else if (last != first) buffer_printf(&said, "–%d", last);
  }
  return buffer_take(arena, &said).at;
}

/* A parameter with values, none of which is in force on the day. */
static void notice_parameters(const struct session_options *options, struct as_of as_of, const struct policy *policy)
{
  struct buffer day = { 0 };
  date_write(&day, as_of.on);
  buffer_char(&day, 0);
  for (size_t i = 0; i < policy->parameter_count; i++) {
    const struct parameter *parameter = policy->parameters[i];
    if (!parameter->count || parameter_value(parameter, as_of.on)) continue;
    struct buffer end = { 0 };
    if (parameter->ends) date_write(&end, parameter->until);
    buffer_char(&end, 0);
    notifier_show(options->notifier, MSG_NOTICE_PARAMETER, parameter->name, day.at, end.at);
    buffer_free(&end);
  }
  buffer_free(&day);
}

static bool is_indicator(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_INDICATOR;
}

/* Outside of targets, which are reached when all else is done. */
static bool asks_indicators(const struct model *model)
{
  bool asks = false;
  for (size_t i = 0; i < model->measure_count; i++)
    asks |= model->measures[i]->kind != MEASURE_TARGET && measure_any(model->measures[i], is_indicator, NULL);
  return asks;
}

/* What is wrong with its rows is reported when they are read for the targets. */
static bool read_indicators(struct arena *arena, const struct session_options *options, const struct model *model,
                            struct as_of *as_of, struct fault *fault)
{
  struct figures *figures = arena_alloc(arena, sizeof *figures);
  as_of->figures = figures;
  return figures_read(arena, options, model, figures, NULL, NULL, fault);
}

bool run_context_as_of(struct arena *arena, const struct session_options *options, const struct model *model, struct as_of *as_of,
                       struct fault *fault)
{
  if (!options->year && !options->on_given) return refuse(fault, MSG_NEEDS_YEAR, covered_years(arena, options, model), NULL);
  as_of->year = options->year ? options->year : date_civil(options->on).year;
  if (options->on_given) as_of->on = options->on;
  else date_make(as_of->year, 12, 31, &as_of->on);
  const char *year = arena_printf(arena, "%d", as_of->year);
  bool any = !model->policy_count;
  for (size_t i = 0; i < model->policy_count; i++) any |= policy_covers(model->policies[i], as_of->year);
  for (size_t i = 0; i < model->measure_count && options->history.count; i++)
    any |= measure_pays_later(model->measures[i], as_of->year);
  if (!any) return refuse(fault, MSG_YEAR_OUTSIDE, year, covered_years(arena, options, model));
  as_of->figures = NULL;
  return !asks_indicators(model) || read_indicators(arena, options, model, as_of, fault);
}

static bool pays_later(const struct policy *policy, int year)
{
  bool later = false;
  for (size_t i = 0; i < policy->measure_count; i++) later |= measure_pays_later(policy->measures[i], year);
  return later;
}

void run_context_notices(struct arena *arena, const struct session_options *options, const struct model *model,
                         struct as_of as_of)
{
  const char *year = arena_printf(arena, "%d", as_of.year);
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    if (!policy_covers(policy, as_of.year) && !(options->history.count && pays_later(policy, as_of.year)))
      notifier_show(options->notifier, MSG_NOTICE_OUTSIDE, year, policy->name, NULL);
    if (policy_is_draft(policy)) notifier_show(options->notifier, MSG_NOTICE_DRAFT, policy->name, policy->status, NULL);
    if (policy_covers(policy, as_of.year)) notice_parameters(options, as_of, policy);
  }
}

struct list_reader_options run_context_listing(const struct session_options *options)
{
  return (struct list_reader_options){ .maps = options->maps,
                                       .map_count = options->map_count,
                                       .carried = options->carried.items,
                                       .carried_count = options->carried.count,
                                       .limits = csv_reader_limits_times(options->limits),
                                       .block_bytes = options->block_bytes,
                                       .on_notice = notify,
                                       .on_notice_context = options->notifier,
                                       .progress = options->progress };
}

struct plan_options run_context_plan_options(const struct session_options *options)
{
  return (struct plan_options){ .only = options->only.count ? options->only.items : NULL,
                                .only_count = options->only.count,
                                .later_parts = options->history.count > 0,
                                .records = options->records };
}

bool run_context_only(const struct session_options *options, const struct model *model, struct fault *fault)
{
  for (size_t i = 0; i < options->only.count; i++) {
    const char *id = options->only.items[i];
    struct nearest nearest = { .wanted = slice_of(id), .distance = SIZE_MAX };
    if (model_measure(model, id)) continue;
    for (size_t k = 0; k < model->measure_count; k++) nearest_offer(&nearest, model->measures[k]->id);
    return refuse(fault, MSG_ONLY_UNKNOWN, id, nearest.best ? nearest.best : "");
  }
  return true;
}

static bool planned_table(const struct plan *plan, int table)
{
  for (size_t i = 0; i < plan->table_count; i++)
    if (plan->tables[i].table == table) return true;
  return false;
}

bool run_context_tables(struct arena *arena, const struct session_options *options, const struct plan *plan,
                        struct run_options *run, struct fault *fault)
{
  const struct model *model = plan->model;
  struct table_file *files = arena_array(arena, options->with_count, sizeof *files);
  for (size_t i = 0; i < options->with_count; i++) {
    int table = model_find_table(model, options->with[i].name);
    struct nearest nearest = { .wanted = slice_of(options->with[i].name), .distance = SIZE_MAX };
    for (size_t k = 1; table <= 0 && k < model->table_count; k++) nearest_offer(&nearest, model->tables[k].kind.name);
    if (table <= 0) return refuse(fault, MSG_WITH_UNKNOWN, options->with[i].name, nearest.best ? nearest.best : "");
    files[run->table_count++] = (struct table_file){ .table = table, .path = options->with[i].path };
    bool figures = figure_table_find(model->tables[table].kind.name) != FIGURE_TABLES;
    if (!figures && !planned_table(plan, table))
      notifier_show(options->notifier, MSG_NOTICE_TABLE_UNUSED, options->with[i].name, NULL, NULL);
  }
  run->tables = files;
  return true;
}

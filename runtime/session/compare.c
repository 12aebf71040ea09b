/* Two judged versions compared: what changed, whom it concerns, and why. */
#include "session/session_state.h"

static void find_objects(struct difference *difference, const struct memory_list *list, const struct version *after)
{
  const struct table *companies = &after->model->tables[0];
  if (!list) return; /* its file is gone since it was judged */
  for (size_t i = 0; i < difference->results.count; i++) {
    const struct change *change = &difference->results.changes[i];
    struct changed_object *object = &difference->objects[i];
    struct cell region = { .state = STATE_UNKNOWN };
    bool company = !change_measure(change)->object;
    object->code = company ? memory_list_text(list, &companies->kind, companies->code, change->now.row) : change->code;
    object->name = company ? memory_list_text(list, &companies->kind, companies->label, change->now.row) : change->name;
    if (company && companies->region >= 0)
      memory_list_value(list, &companies->kind.fields[companies->region], change->now.row, &region);
    object->region = region.state == STATE_KNOWN ? (int32_t)region.num : 0;
  }
}

static void find_reasons(struct difference *difference, struct workspace *workspace, struct version *before,
                         struct version *after, size_t count)
{
  const char **reasons = arena_array(&difference->arena, 2 * count, sizeof *reasons);
  if (!count) return;
  workspace_reasons(workspace, before, &difference->results, count, false, reasons);
  workspace_reasons(workspace, after, &difference->results, count, true, reasons + count);
  for (size_t i = 0; i < count; i++) {
    difference->objects[i].before = reasons[i] ? reasons[i] : "";
    difference->objects[i].after = reasons[count + i] ? reasons[count + i] : "";
  }
}

void difference_find(struct difference *difference, struct workspace *workspace, struct version *before, struct version *after,
                     size_t reasons)
{
  *difference = (struct difference){ .language = workspace->options->notifier->language,
                                     .year_before = before->as_of.year,
                                     .year_after = after->as_of.year };
  model_diff(&difference->arena, difference->language, before->model, after->model, &difference->rules);
  result_diff(&difference->arena, before->snapshot, after->snapshot, &difference->results);
  size_t count = difference->results.count;
  difference->objects = arena_array(&difference->arena, count, sizeof *difference->objects);
  find_reasons(difference, workspace, before, after, count < reasons ? count : reasons);
  find_objects(difference, workspace->list, after);
  difference_regions(difference, after->model->regions);
}

const struct model *huiqi_marked(const struct huiqi *session)
{
  return session->marked ? session->marked->model : NULL;
}

static bool has_policy(const struct model *model, int year)
{
  bool covers = false;
  for (size_t i = 0; i < model->policy_count; i++) covers |= policy_covers(model->policies[i], year);
  return covers;
}

size_t huiqi_prove(struct huiqi *session, struct arena *arena, struct as_of years[PROOF_YEARS], struct proof *proofs[PROOF_YEARS],
                   size_t counts[PROOF_YEARS])
{
  enum { EARLIEST = 1990, LATEST = 2100 };
  const struct session_options *options = session->lists.options;
  const struct model *before = huiqi_marked(session), *after = huiqi_model(session);
  int only = options->year ? options->year : options->on_given ? date_civil(options->on).year : 0;
  size_t count = 0;
  for (int year = only ? only : EARLIEST; year <= (only ? only : LATEST) && count < PROOF_YEARS; year++) {
    if (!only && (!has_policy(before, year) || !has_policy(after, year))) continue;
    years[count] = (struct as_of){ .year = year };
    if (options->on_given) years[count].on = options->on;
    else date_make(year, 12, 31, &years[count].on);
    proofs[count] = proofs_find(arena, options->notifier->language, before, after, years[count], &counts[count]);
    count++;
  }
  return count;
}

/* Two judged versions compared: what changed, whom it concerns, and why. */
#include "session/workspace.h"

static void find_objects(struct difference *difference, const struct workspace *workspace, const struct version *after)
{
  const struct table *companies = &after->model->tables[0];
  for (size_t i = 0; i < difference->results.count; i++) {
    const struct change *change = &difference->results.changes[i];
    struct changed_object *object = &difference->objects[i];
    bool company = !change_measure(change)->object;
    object->code = company ? workspace_text(workspace, after, companies->code, change->now.row) : change->code;
    object->name = company ? workspace_text(workspace, after, companies->label, change->now.row) : change->name;
    object->region = company ? workspace_region(workspace, after, change->now.row) : 0;
  }
}

static void find_reasons(struct difference *difference, struct workspace *workspace, const struct version *before,
                         const struct version *after, size_t count)
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

void difference_find(struct difference *difference, struct workspace *workspace, const struct version *before,
                     const struct version *after, size_t reasons)
{
  *difference = (struct difference){ .language = workspace->options->notifier->language,
                                     .year_before = before->as_of.year,
                                     .year_after = after->as_of.year };
  model_diff(&difference->arena, difference->language, before->model, after->model, &difference->rules);
  result_diff(&difference->arena, before->snapshot, after->snapshot, &difference->results);
  size_t count = difference->results.count;
  difference->objects = arena_array(&difference->arena, count, sizeof *difference->objects);
  find_reasons(difference, workspace, before, after, count < reasons ? count : reasons);
  find_objects(difference, workspace, after);
  difference_regions(difference, after->model->regions);
}

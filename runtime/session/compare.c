/* Two judged versions compared: what changed, whom it concerns, and why. */
#include "session/row_pairs.h"
#include "session/session_state.h"

/* Of the list that has the company, the one of now first. */
static void find_company(struct changed_object *object, const struct judged_list *side, uint32_t row)
{
  const struct table *companies = &side->version->model->tables[0];
  const struct memory_list *list = side->lists->list;
  struct cell region = { .state = STATE_UNKNOWN };
  if (!list) return; /* its file is gone since it was judged */
  object->code = memory_list_text(list, &companies->kind, companies->code, row);
  object->name = memory_list_text(list, &companies->kind, companies->label, row);
  if (companies->region >= 0) memory_list_value(list, &companies->kind.fields[companies->region], row, &region);
  object->region = region.state == STATE_KNOWN ? (int32_t)region.num : 0;
}

static bool is_listed(const struct judged_list *side, uint32_t row)
{
  return row < side->version->snapshot->rows;
}

static void find_objects(struct difference *difference, const struct judged_list *before, const struct judged_list *after)
{
  for (size_t i = 0; i < difference->results.count; i++) {
    const struct change *change = &difference->results.changes[i];
    struct changed_object *object = &difference->objects[i];
    object->code = change->code;
    object->name = change->name;
    if (change_measure(change)->object) continue;
    if (is_listed(after, change->now.row)) find_company(object, after, change->now.row);
    else if (is_listed(before, change->old.row)) find_company(object, before, change->old.row);
  }
}

/* Why a side judged so; of a company that it does not have, that. */
static const char *reason_of(const struct judged_list *side, const struct change *change, bool now, const char *reason)
{
  bool company = !change_measure(change)->object && (now ? change->after : change->before);
  if (company && !is_listed(side, change_row(change, now)))
    return message_name(MSG_DIFF_NOT_LISTED, side->lists->options->notifier->language);
  return reason ? reason : "";
}

static void find_reasons(struct difference *difference, const struct judged_list *before, const struct judged_list *after,
                         size_t count)
{
  const char **reasons = arena_array(&difference->arena, 2 * count, sizeof *reasons);
  if (!count) return;
  workspace_reasons(before->lists, &difference->arena, before->version, &difference->results, count, false, reasons);
  workspace_reasons(after->lists, &difference->arena, after->version, &difference->results, count, true, reasons + count);
  for (size_t i = 0; i < count; i++) {
    const struct change *change = &difference->results.changes[i];
    difference->objects[i].before = reason_of(before, change, false, reasons[i]);
    difference->objects[i].after = reason_of(after, change, true, reasons[count + i]);
  }
}

static bool is_equal(const struct cell *a, const struct cell *b)
{
  if (a->state != b->state || a->state != STATE_KNOWN) return a->state == b->state;
  return a->num == b->num && a->den == b->den && slice_compare(a->text, b->text) == 0;
}

/* `营业收入 1,000万元 → 1,200万元`, for each column that the measure asks and whose cells differ. */
static const char *data_string(struct arena *arena, const struct judged_list *before, const struct judged_list *after,
                               const struct change *change)
{
  const struct table_kind *then = &before->version->model->tables[0].kind;
  const struct plan *plan = after->version->plan;
  struct buffer out = { 0 };
  for (size_t i = 0; i < plan->company_field_count; i++) {
    const struct field *field = plan->company_fields[i], *old = field_find(then, slice_of(field->name));
    struct cell a = { .state = STATE_UNKNOWN }, b = { .state = STATE_UNKNOWN };
    if (!old || !measure_asks(change_measure(change), field)) continue;
    memory_list_value(before->lists->list, old, change->old.row, &a);
    memory_list_value(after->lists->list, field, change->now.row, &b);
    if (is_equal(&a, &b)) continue;
    if (out.length) buffer_text(&out, "、");
    buffer_printf(&out, "%s ", field->name);
    format_cell(&out, old, &a);
    buffer_text(&out, " → ");
    format_cell(&out, field, &b);
  }
  return buffer_take(arena, &out).at;
}

/* What two lists say of the same companies. */
static void find_data(struct difference *difference, const struct judged_list *before, const struct judged_list *after,
                      size_t count)
{
  for (size_t i = 0; i < count; i++) {
    const struct change *change = &difference->results.changes[i];
    if (change_measure(change)->object || !is_listed(before, change->old.row) || !is_listed(after, change->now.row)) continue;
    difference->objects[i].data = data_string(&difference->arena, before, after, change);
  }
}

void difference_find(struct difference *difference, const struct judged_list *before, const struct judged_list *after,
                     size_t reasons)
{
  const struct version *then = before->version, *now = after->version;
  struct row_pairs pairs;
  *difference = (struct difference){ .language = after->lists->options->notifier->language,
                                     .year_before = then->as_of.year,
                                     .year_after = now->as_of.year,
                                     .lists = before->lists != after->lists };
  model_diff(&difference->arena, difference->language, then->model, now->model, &difference->rules);
  row_pairs_find(&difference->arena, before, after, &pairs);
  result_diff(&difference->arena, then->snapshot, now->snapshot, &pairs, &difference->results);
  size_t count = difference->results.count, known = count < reasons ? count : reasons;
  difference->objects = arena_array(&difference->arena, count, sizeof *difference->objects);
  find_reasons(difference, before, after, known);
  if (difference->lists) find_data(difference, before, after, known);
  find_objects(difference, before, after);
  difference_regions(difference, now->model->regions);
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

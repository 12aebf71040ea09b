/* What is said of a list beside its problems. */
#include "session/list_notices.h"

#include "evaluate/history.h"

static void note_look(void *context, const char *id, enum history_need need)
{
  (void)id, (void)need;
  *(bool *)context = true;
}

void notice_no_history(const struct session_options *options, const struct plan *plan)
{
  struct buffer ids = { 0 };
  for (size_t s = 0; !options->history.count && s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct measure *measure = plan->subjects[s].measures[i].measure;
      bool looks = false;
      measure_looks_back(measure, note_look, &looks);
      if (looks) format_item(&ids, LANGUAGE_CHINESE, measure->id);
    }
  if (ids.length) buffer_char(&ids, 0), notifier_show(options->notifier, MSG_NOTICE_NO_HISTORY, ids.at, NULL, NULL);
  buffer_free(&ids);
}

void notice_headings(struct notifier *notifier, struct arena *arena, const struct list_reader *listing)
{
  struct buffer names = { 0 };
  size_t shown = 0;
  for (size_t i = 0; i < listing->heading_count; i++) {
    const struct heading *heading = &listing->headings[i];
    if (listing->fields[i] || !heading->name.length || shown == 8 || list_reader_carries(listing, i)) continue;
    const char *near = field_nearest(listing->table, heading->name);
    buffer_printf(&names, "%s%.*s", shown++ ? "、" : "", (int)heading->text.length, heading->text.at);
    if (near) message_text(&names, notifier->language, MSG_RUN_NEAREST, near, NULL);
  }
  buffer_text(&names, listing->unknown_count > shown ? "…" : "");
  buffer_char(&names, 0);
  if (listing->unknown_count)
    notifier_show(notifier, MSG_NOTICE_UNKNOWN_COLUMNS, listing->path, arena_printf(arena, "%zu", listing->unknown_count),
                  names.at);
  if (listing->empty_count)
    notifier_show(notifier, MSG_NOTICE_EMPTY_HEADINGS, listing->path, arena_printf(arena, "%zu", listing->empty_count), NULL);
  buffer_free(&names);
}

/* The table, where it is not planned again below, under another link: what is said of a table is said once. */
static const struct table *table_last_planned(const struct plan *plan, size_t planned, int *number)
{
  *number = plan->tables[planned].table;
  for (size_t i = planned + 1; i < plan->table_count; i++)
    if (plan->tables[i].table == *number) return NULL;
  return &plan->model->tables[*number];
}

void notice_lacking(struct notifier *notifier, const struct plan *plan, const struct run *run, const struct list_reader *listing)
{
  for (size_t i = 0; i < plan->company_field_count; i++) {
    const struct field *field = plan->company_fields[i];
    if (field->optional || list_reader_heading(listing, field) >= 0) continue;
    const char *ids = plan_needing(plan, field, 0);
    if (*ids) notifier_show(notifier, MSG_NOTICE_LACKING, field->name, ids, NULL);
  }
  for (size_t i = 0; i < plan->table_count; i++) {
    int number;
    const struct table *table = table_last_planned(plan, i, &number);
    if (table && run_lacks_table(run, i))
      notifier_show(notifier, MSG_NOTICE_TABLE_LACKING, table->kind.name, plan_needing(plan, NULL, number), NULL);
  }
}

/* Rows of related tables that sums passed over. */
static void notice_no_case(struct notifier *notifier, const struct plan *plan, const struct run *run)
{
  bool passed_over[TABLES_MAX] = { false };
  for (size_t i = 0; i < plan->table_count; i++) {
    int number;
    passed_over[plan->tables[i].table] |= run_no_case(run, i);
    const struct table *table = table_last_planned(plan, i, &number);
    if (table && passed_over[number])
      notifier_show(notifier, MSG_NOTICE_NO_CASE, table->kind.name, plan_summing_cases(plan, number), NULL);
  }
}

/* Equal ones at the last place of the first so many. */
static void notice_shared_places(struct notifier *notifier, const struct plan *plan, const struct run *run)
{
  const struct planned_subjects *companies = &plan->subjects[0];
  for (size_t i = 0; i < companies->count; i++) {
    const struct measure *measure = companies->measures[i].measure;
    const struct node *shared = run_shared_place(run, measure);
    struct buffer words = { 0 };
    if (!shared) continue;
    format_node(&words, notifier->language, shared);
    buffer_char(&words, 0);
    notifier_show(notifier, MSG_NOTICE_SHARED_PLACE, measure->id, words.at, NULL);
    buffer_free(&words);
  }
}

void notice_judged(struct notifier *notifier, const struct plan *plan, const struct run *run)
{
  notice_no_case(notifier, plan, run);
  notice_shared_places(notifier, plan, run);
}

void notice_open_budgets(struct notifier *notifier, const struct plan *plan, const struct run *run)
{
  for (size_t i = 0; i < plan->subjects[0].count; i++) {
    const struct measure *measure = plan->subjects[0].measures[i].measure;
    if (run_budget_open(run, measure)) notifier_show(notifier, MSG_NOTICE_ENVELOPE, measure->id, NULL, NULL);
  }
}

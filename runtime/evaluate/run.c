/* Opening and closing a run; its parts are tables.c, companies.c and objects.c. */
#include "evaluate/judge.h"

struct run *run_open(struct arena *arena, const struct plan *plan, const struct run_options *options)
{
  struct run *run = arena_alloc(arena, sizeof *run);
  *run = (struct run){ .arena = arena, .plan = plan, .options = options, .seen = code_index_new() };
  run->repeated.codes = code_index_new();
  run->book = tally_new(arena, plan);
  links_open(&run->links, arena, plan);
  if (absent_may_be(plan, options)) run->present = code_index_new();
  run->related = arena_array(arena, plan->table_count, sizeof *run->related);
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) run->budget_count += plan->subjects[s].measures[i].has_budget;
  run->populations = arena_array(arena, plan->population_count, sizeof *run->populations);
  for (size_t i = 0; i < plan->population_count; i++) run->populations[i] = population_new(arena, &plan->populations[i]);
  run->budgets = arena_array(arena, run->budget_count, sizeof *run->budgets);
  size_t at = 0;
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++)
      if (plan->subjects[s].measures[i].has_budget) budget_open(&run->budgets[at++], &plan->subjects[s].measures[i]);
  return run;
}

void run_close(struct run *run)
{
  links_close(&run->links);
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->related[i]) related_close(run->related[i]);
  for (size_t i = 0; i < run->budget_count; i++) budget_close(&run->budgets[i]);
  for (size_t i = 0; i < run->plan->population_count; i++) population_free(run->populations[i]);
  code_index_free(run->repeated.codes);
  memory_free(run->repeated.lines);
  memory_free(run->repeated_rows);
  code_index_free(run->seen);
  if (run->present) code_index_free(run->present);
  tally_close(run->book);
}

const struct total_counts *run_tally(const struct run *run)
{
  return run->book;
}

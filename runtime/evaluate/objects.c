/* Objects that are not companies, judged after them: scanned like a list that has no columns, block by block. */
#include "evaluate/judge.h"

#include <string.h>

#include "evaluate/call.h"

struct object_scan {
  struct run *run;
  const struct planned_subjects *subjects;
  struct related *related;
  const struct sink *sink; /* NULL: the first pass, for claims on a budget */
};

static void *object_worker(void *context, struct arena *arena)
{
  struct object_scan *scan = context;
  struct judge *judge = judge_new(arena, scan->run, scan->subjects);
  judge->sink = scan->sink;
  judge->user = scan->sink && scan->sink->worker ? scan->sink->worker(scan->sink->context, arena) : NULL;
  judge_reserve(judge, BATCH_ROWS);
  memset(judge->repeats, 0, BATCH_ROWS * sizeof *judge->repeats);
  memset(judge->block_lines, 0, BATCH_ROWS * sizeof *judge->block_lines);
  return judge;
}

static void object_close(void *context, void *worker)
{
  struct judge *judge = worker;
  (void)context;
  if (judge->sink && judge->sink->close) judge->sink->close(judge->sink->context, judge->user);
  judge_close(judge);
}

static void object_begin(void *context, void *worker)
{
  struct judge *judge = worker;
  (void)context;
  judge->claim_count = 0;
  arena_rewind(&judge->claim_names, judge->no_names);
  judge->computed_wrong = false;
  if (judge->sink && judge->sink->begin) judge->sink->begin(judge->sink->context, judge->user);
}

/* What is counted over the rows of each object; rows of another table are nobody's. */
static void count_objects(struct object_scan *scan, struct judge *judge, size_t first, size_t count)
{
  const struct program *program = scan->subjects->program;
  const struct plan *plan = scan->run->plan;
  for (size_t i = 0; i < program->input_count; i++) {
    if (program->inputs[i].paid) judge_paid(judge, i, count);
    if (!program->inputs[i].aggregate) continue;
    const struct aggregate_reference *at = plan_aggregate(plan, program->inputs[i].aggregate);
    bool own = at && scan->run->related[at->table] == scan->related;
    for (size_t k = 0; !own && k < count; k++) judge->measured[i][k] = nobody_knows(program->inputs[i].aggregate);
    if (own) related_groups(scan->related, judge->counters[at->table], at->position, first, count, judge->measured[i]);
    judge_measured(judge, i, count);
  }
}

static void object_batch(void *context, void *worker, const struct scan_batch *batch)
{
  struct object_scan *scan = context;
  struct judge *judge = worker;
  size_t first = batch->list_row, count = batch->count;
  judge->first_object = first;
  char(*codes)[CODE_BYTES] = arena_array(batch->scratch, count, sizeof *codes);
  for (size_t i = 0; i < count; i++) {
    judge->codes[i] = judge->block_codes[i] = entity_table_code(&scan->related->objects, first + i, codes[i]);
    judge->names[i] = entity_table_label(&scan->related->objects, first + i);
  }
  judge->block_count = count;
  count_objects(scan, judge, first, count);
  judge_computed(judge, SIZE_MAX);
  if (judge->computed_wrong) return;
  program_run(scan->subjects->program, judge->slots, count, NULL);
  judge_rows(judge, count, 0);
  judge_computed(judge, 0);
}

static bool object_merge(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct object_scan *scan = context;
  struct judge *judge = worker;
  const struct model *model = scan->run->plan->model;
  if (judge->computed_wrong) {
    bool related = judge->wrong_row == SIZE_MAX;
    const char *where = related ? call_related(model) : call_object(scan->run->arena, model, judge->codes[judge->wrong_row]);
    return call_sound(judge->calculator, model, where, fault);
  }
  if (scan->run->claiming) judge_claims(judge);
  if (!judge->sink) return true;
  struct judged_block judged = {
    .rows = block->rows, .repeats = judge->repeats, .lines = judge->block_lines, .codes = judge->codes
  };
  return !judge->sink->block || judge->sink->block(judge->sink->context, judge->user, &judged, fault);
}

static bool scan_objects(struct run *run, const struct planned_subjects *subjects, struct related *related,
                         struct memory_list *list, const struct sink *sink, struct fault *fault)
{
  struct object_scan context = { run, subjects, related, sink };
  size_t threads = run->options->threads < list->block_count ? run->options->threads : list->block_count;
  struct scan scan = { .listing = &list->listing,
                       .held = list,
                       .threads = threads,
                       .timings = run->options->timings,
                       .stages = run->options->timings ? run->options->timings->objects : NULL,
                       .context = &context,
                       .worker = object_worker,
                       .close = object_close,
                       .begin = object_begin,
                       .batch = object_batch,
                       .merge = object_merge };
  return scan_run(&scan, fault);
}

/* Claims on a budget are all known after one pass. */
static bool claim_objects(struct run *run, const struct planned_subjects *subjects, struct related *related,
                          struct memory_list *list, struct fault *fault)
{
  bool any = false;
  for (size_t i = 0; i < subjects->count; i++) any |= subjects->measures[i].has_budget;
  if (!any) return true;
  run->claiming = true;
  bool claimed = scan_objects(run, subjects, related, list, NULL, fault);
  run->claiming = false;
  for (size_t i = 0; i < run->budget_count; i++)
    if (run->budgets[i].planned->measure->object == subjects->object) budget_settle(&run->budgets[i], run->plan->as_of);
  return claimed;
}

static struct related *related_of(const struct run *run, const struct object_kind *object)
{
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->plan->tables[i].object == object) return run->related[i];
  return NULL;
}

bool run_objects(struct run *run, const struct sink *sink, struct fault *fault)
{
  bool done = true;
  for (size_t s = 1; done && s < run->plan->subject_count; s++) {
    const struct planned_subjects *subjects = &run->plan->subjects[s];
    struct related *related = related_of(run, subjects->object);
    if (!related) continue;
    struct memory_list *list = memory_list_counted(related->objects.count);
    done = claim_objects(run, subjects, related, list, fault) && scan_objects(run, subjects, related, list, sink, fault);
    memory_list_free(list);
  }
  return done;
}

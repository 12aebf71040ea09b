/* Taking a snapshot: a receiver that keeps results. */
#include "evaluate/snapshot.h"

#include <string.h>

/* One worker's results of its block. */
struct noted_row {
  uint32_t planned;
  struct outcome_kept kept;
};

struct snapshot_worker {
  const struct planned_subjects *subjects;
  struct noted_row *notes;
  size_t count, capacity;
  struct snapshot_object *objects; /* of one batch of objects that are no companies */
  size_t object_count;
  struct slice name; /* of the batch's first row */
  struct arena scratch;
};

static void *sink_new(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct snapshot_worker));
}

static void sink_close(void *context, void *worker)
{
  struct snapshot_worker *sink = worker;
  (void)context;
  memory_free(sink->notes);
  arena_free(&sink->scratch);
}

static void sink_begin(void *context, void *worker)
{
  struct snapshot_worker *sink = worker;
  (void)context;
  sink->count = 0;
}

static void note(struct snapshot_worker *sink, const struct judgement *judgement, size_t first_row)
{
  const struct verdict *verdict = &judgement->verdict;
  if (sink->count == sink->capacity) {
    sink->capacity = sink->capacity ? sink->capacity * 2 : 1024;
    sink->notes = memory_resize(sink->notes, sink->capacity * sizeof *sink->notes);
  }
  struct noted_row *noted = &sink->notes[sink->count++];
  *noted = (struct noted_row){ .planned = judgement->planned };
  noted->kept = (struct outcome_kept){ .row = (uint32_t)first_row + judgement->row,
                                       .outcome = (uint8_t)verdict->outcome,
                                       .has_amount = verdict->has_amount && verdict->outcome == OUTCOME_YES,
                                       .has_high = verdict->has_high,
                                       .amount = verdict->amount,
                                       .low = verdict->low,
                                       .high = verdict->high };
}

static void sink_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct snapshot_worker *sink = worker;
  (void)context;
  sink->subjects = batch->subjects;
  sink->name = batch->count ? batch->names[0] : (struct slice){ "", 0 };
  for (size_t i = 0; i < batch->judgement_count; i++)
    if (batch->judgements[i].verdict.outcome != OUTCOME_NO) note(sink, &batch->judgements[i], batch->first_row);
  if (!batch->subjects->object || batch->start) return;
  struct arena_mark start = { 0 };
  arena_rewind(&sink->scratch, start);
  sink->objects = arena_array(&sink->scratch, batch->count, sizeof *sink->objects);
  sink->object_count = batch->count;
  for (size_t i = 0; i < batch->count; i++) sink->objects[i] = (struct snapshot_object){ batch->codes[i], batch->names[i] };
}

static void count_kept(struct outcome_list *list, const struct outcome_kept *kept)
{
  list->yes += kept->outcome == OUTCOME_YES;
  list->pending += kept->outcome == OUTCOME_PENDING;
  if (kept->has_amount) list->overflowed |= __builtin_add_overflow(list->amount, kept->amount, &list->amount);
}

static void keep(struct snapshot *snapshot, const struct measure *measure, struct outcome_kept kept)
{
  struct outcome_list *list = &snapshot->measures[measure->index];
  if (list->count == list->capacity) {
    list->capacity = list->capacity ? list->capacity * 2 : 64;
    list->items = memory_resize(list->items, list->capacity * sizeof *list->items);
  }
  list->items[list->count++] = kept;
  count_kept(list, &kept);
}

static size_t add_objects(struct snapshot *snapshot, const struct snapshot_worker *sink)
{
  size_t first = snapshot->object_count;
  for (size_t i = 0; i < sink->object_count; i++) {
    snapshot->objects = arena_grow(&snapshot->arena, snapshot->objects, snapshot->object_count, &snapshot->object_capacity,
                                   sizeof *snapshot->objects);
    struct snapshot_object *object = &snapshot->objects[snapshot->object_count++];
    object->code = slice_copy(&snapshot->arena, sink->objects[i].code);
    object->name = slice_copy(&snapshot->arena, sink->objects[i].name);
  }
  return first;
}

static size_t add_outside(struct snapshot *snapshot, struct slice code, struct slice name)
{
  snapshot->outside = arena_grow(&snapshot->arena, snapshot->outside, snapshot->outside_count, &snapshot->outside_capacity,
                                 sizeof *snapshot->outside);
  snapshot->outside[snapshot->outside_count++] =
      (struct snapshot_object){ slice_copy(&snapshot->arena, code), slice_copy(&snapshot->arena, name) };
  return snapshot->rows + snapshot->outside_count - 1;
}

static bool sink_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct snapshot *snapshot = context;
  struct snapshot_worker *sink = worker;
  (void)fault;
  size_t first = block->listing  ? snapshot->rows
                 : block->absent ? add_outside(snapshot, block->codes[0], sink->name)
                                 : add_objects(snapshot, sink);
  for (size_t i = 0; i < sink->count; i++) {
    struct outcome_kept kept = sink->notes[i].kept;
    if (block->repeats[kept.row] && kept.outcome == OUTCOME_YES)
      kept.outcome = OUTCOME_PENDING, kept.has_amount = kept.has_high = false;
    kept.row += (uint32_t)first;
    keep(snapshot, sink->subjects->measures[sink->notes[i].planned].measure, kept);
  }
  if (!block->listing) return true;
  snapshot->rows += block->rows;
  snapshot->problems += block->problem_count;
  for (size_t i = 0; i < block->rows; i++) snapshot->problems += block->repeats[i] != 0;
  return true;
}

static void sink_table(void *context, const struct list_reader *listing, const struct scan_block *block)
{
  (void)listing;
  ((struct snapshot *)context)->problems += block->problem_count;
}

static void plan_measures(struct snapshot *snapshot, const struct plan *plan)
{
  snapshot->measures = arena_array(&snapshot->arena, plan->model->measure_count + 1, sizeof *snapshot->measures);
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct measure *measure = plan->subjects[s].measures[i].measure;
      snapshot->measures[measure->index].measure = measure;
    }
}

struct snapshot *snapshot_new(const struct plan *plan)
{
  struct snapshot *snapshot = memory_alloc(sizeof *snapshot);
  *snapshot = (struct snapshot){ .model = plan->model, .measure_count = plan->model->measure_count };
  plan_measures(snapshot, plan);
  return snapshot;
}

struct sink snapshot_sink(struct snapshot *snapshot)
{
  return (struct sink){ .context = snapshot,
                        .worker = sink_new,
                        .close = sink_close,
                        .begin = sink_begin,
                        .batch = sink_batch,
                        .block = sink_block,
                        .table_block = sink_table };
}

struct snapshot *snapshot_take(const struct plan *plan, const struct run_options *run_options, struct fault *fault)
{
  struct snapshot *snapshot = snapshot_new(plan);
  struct arena arena = { 0 };
  const struct sink sink = snapshot_sink(snapshot);
  struct run *run = run_open(&arena, plan, run_options);
  bool done = run_tables(run, &sink, fault) && run_ahead(run, fault) && run_companies(run, NULL, &sink, fault) &&
              run_absent(run, &sink, fault) && run_objects(run, &sink, fault);
  run_close(run);
  arena_free(&arena);
  if (done) return snapshot;
  snapshot_free(snapshot);
  return NULL;
}

const struct snapshot_object *snapshot_outside(const struct snapshot *snapshot, size_t row)
{
  return row < snapshot->rows ? NULL : &snapshot->outside[row - snapshot->rows];
}

void snapshot_free(struct snapshot *snapshot)
{
  for (size_t i = 0; i < snapshot->measure_count; i++) memory_free(snapshot->measures[i].items);
  arena_free(&snapshot->arena);
  memory_free(snapshot);
}

/* Objects that are not companies, judged after them. */
#include "evaluate/judge.h"

#include <string.h>

#include "evaluate/call.h"

/* Other objects */

static void objects_batch(struct judge *judge, const struct related *related, struct measured **all, size_t first, size_t count)
{
  const struct program *program = judge->subjects->program;
  for (size_t i = 0; i < count; i++) {
    judge->codes[i] = related->group_code[first + i];
    judge->names[i] = related->group_label[first + i];
  }
  for (size_t i = 0; i < program->input_count; i++) {
    if (!program->inputs[i].aggregate) continue;
    memcpy(judge->measured[i], all[i] + first, count * sizeof **all);
    judge_measured(judge, i, count);
  }
  calculator_begin(judge->calculator, count);
  program_run(program, judge->slots, count);
  judge_rows(judge, count, first);
}

static struct related *related_of(const struct run *run, const struct object_kind *object)
{
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->plan->tables[i].object == object) return run->related[i];
  return NULL;
}

/* Claims of other objects on an envelope are all known after one pass over them. */
static void share_among_objects(struct run *run, const struct planned_subjects *subjects, const struct related *related,
                                struct judge *judge, struct measured **all)
{
  bool any = false;
  for (size_t i = 0; i < subjects->count; i++) any |= subjects->measures[i].has_envelope;
  if (!any) return;
  run->claiming = true;
  for (size_t first = 0; first < related->group_count; first += BATCH_ROWS) {
    size_t count = related->group_count - first < BATCH_ROWS ? related->group_count - first : BATCH_ROWS;
    judge->claim_count = judge->block_count = 0;
    judge_reserve(judge, count);
    objects_batch(judge, related, all, first, count);
    memcpy(judge->block_codes, judge->codes, count * sizeof *judge->codes);
    memset(judge->repeats, 0, count * sizeof *judge->repeats);
    for (size_t i = 0; i < judge->claim_count; i++) judge->claims[i].row -= (uint32_t)first;
    judge_claims(run, judge);
  }
  run->claiming = false;
  for (size_t i = 0; i < run->envelope_count; i++)
    if (run->envelopes[i].planned->measure->object == subjects->object) judge_share(&run->envelopes[i]);
}

static bool judge_objects(struct run *run, const struct planned_subjects *subjects, struct related *related, struct arena *arena,
                          const struct receiver *receiver, struct fault *fault)
{
  struct judge *judge = judge_new(arena, run, subjects);
  struct measured **all = arena_array(arena, subjects->program->input_count, sizeof *all);
  judge->receiver = receiver;
  judge->user = receiver->worker ? receiver->worker(receiver->context, arena) : NULL;
  for (size_t i = 0; i < subjects->program->input_count; i++) {
    if (!subjects->program->inputs[i].aggregate) continue;
    const struct aggregate_reference *at = plan_aggregate(run->plan, subjects->program->inputs[i].aggregate);
    bool own = at && run->related[at->table] == related;
    all[i] = arena_array(arena, related->group_count, sizeof **all);
    for (size_t k = 0; !own && k < related->group_count; k++) all[i][k] = nobody_knows;
    if (own) related_groups(related, judge->counters[at->table], at->position, all[i]);
  }
  judge_computed(judge, SIZE_MAX);
  if (!judge->computed_wrong) share_among_objects(run, subjects, related, judge, all);
  bool done = call_sound(judge->calculator, run->plan->model, call_related(run->plan->model), fault);
  for (size_t first = 0; done && first < related->group_count; first += BATCH_ROWS) {
    size_t count = related->group_count - first < BATCH_ROWS ? related->group_count - first : BATCH_ROWS;
    if (receiver->begin) receiver->begin(receiver->context, judge->user);
    objects_batch(judge, related, all, first, count);
    judge_hand_over(judge, count, 0);
    judge_computed(judge, 0);
    if (judge->computed_wrong) {
      done = call_sound(judge->calculator, run->plan->model, call_object(arena, run->plan->model, judge->codes[judge->wrong_row]), fault);
      break;
    }
    uint32_t *none = arena_array(arena, count, sizeof *none);
    struct judged_block block = { .rows = count, .repeats = none, .lines = none, .codes = judge->codes };
    done = receiver->block(receiver->context, judge->user, &block, fault);
  }
  if (receiver->close) receiver->close(receiver->context, judge->user);
  judge_close(judge);
  return done;
}

bool run_objects(struct run *run, const struct receiver *receiver, struct fault *fault)
{
  bool done = true;
  for (size_t s = 1; done && s < run->plan->subject_count; s++) {
    struct related *related = related_of(run, run->plan->subjects[s].object);
    struct arena arena = { 0 };
    if (related) done = judge_objects(run, &run->plan->subjects[s], related, &arena, receiver, fault);
    arena_free(&arena);
  }
  return done;
}

/* One measure over the list. A worker keeps what its block has to say; blocks are put together in the order of the list. */
#include "session/standing.h"

#include <stdlib.h>

#include "explain/nearness.h"
#include "session/session_state.h"

struct standing_query {
  const struct huiqi *session;
  struct arena *arena;
  const struct measure *measure;
  bool near;
  size_t most, capacity;
  struct measure_standing *answer;
};

struct standing_worker {
  struct arena *arena;
  const struct standing_query *query;
  struct gap_question question;
  struct standing_row {
    uint32_t row;
    struct standing_company company;
  } * items;
  size_t count, capacity;
};

static void *worker_new(void *context, struct arena *arena)
{
  struct standing_worker *worker = arena_alloc(arena, sizeof *worker);
  *worker = (struct standing_worker){ .arena = arena, .query = context };
  if (worker->query->near) gap_measure(&worker->question, worker->query->session->now->model, worker->query->measure);
  return worker;
}

static void worker_begin(void *context, void *worker)
{
  (void)context;
  ((struct standing_worker *)worker)->count = 0;
}

/* Who lost to another measure, or was decided by hand, lacks nothing. */
static bool find_distance(struct standing_worker *worker, const struct judged_batch *batch, const struct judgement *judgement,
                          struct standing_company *company)
{
  const struct verdict *verdict = &judgement->verdict;
  const struct huiqi *session = worker->query->session;
  struct wording wording = { .language = session->lists.options->notifier->language,
                             .depth = 1,
                             .regions = session->now->model->regions };
  struct row_context subject = *batch->subject;
  struct buffer text = { 0 };
  struct gap gap;
  subject.row = judgement->row;
  if (verdict->outcome != OUTCOME_NO || verdict->by_hand || verdict_decided_by(verdict)) return false;
  company->distance = nearness_find(&subject, &worker->question, &gap);
  if (company->distance < 0) return false;
  format_gap(&text, &wording, &subject, &gap);
  company->gap = buffer_take(worker->arena, &text).at;
  return true;
}

static void standing_batch(void *context, void *state, const struct judged_batch *batch)
{
  const struct standing_query *query = context;
  struct standing_worker *worker = state;
  for (size_t i = 0; !batch->subjects->object && i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    struct standing_row row = { .row = (uint32_t)batch->first_row + judgement->row,
                                .company = { batch->codes[judgement->row], batch->names[judgement->row], judgement->verdict, -1,
                                             NULL } };
    if (batch->subjects->measures[judgement->planned].measure != query->measure) continue;
    bool named = query->near ? find_distance(worker, batch, judgement, &row.company) : judgement->verdict.outcome != OUTCOME_NO;
    if (!named) continue;
    worker->items = arena_grow(worker->arena, worker->items, worker->count, &worker->capacity, sizeof row);
    worker->items[worker->count++] = row;
  }
}

static void keep_company(struct standing_query *query, const struct standing_company *company)
{
  struct measure_standing *answer = query->answer;
  answer->yes += company->verdict.outcome == OUTCOME_YES;
  answer->open += company->verdict.outcome == OUTCOME_PENDING;
  answer->near += company->distance >= 0;
  if (!query->near && answer->count >= query->most) return;
  answer->items = arena_grow(query->arena, answer->items, answer->count, &query->capacity, sizeof *company);
  struct standing_company *kept = &answer->items[answer->count++];
  *kept = *company;
  kept->code = slice_copy(query->arena, company->code);
  kept->name = slice_copy(query->arena, company->name);
  kept->gap = company->gap ? arena_string(query->arena, company->gap) : NULL;
}

static bool standing_block(void *context, void *state, const struct judged_block *block, struct fault *fault)
{
  struct standing_query *query = context;
  const struct standing_worker *worker = state;
  const volatile sig_atomic_t *interrupted = query->session->lists.options->interrupted;
  for (size_t i = 0; i < block->rows; i++) query->answer->companies += !block->repeats[i];
  for (size_t i = 0; i < worker->count; i++)
    if (!block->repeats[worker->items[i].row]) keep_company(query, &worker->items[i].company);
  return !interrupted || !*interrupted || fault_set(fault, FAULT_USAGE, MSG_PROMPT_STOPPED, NULL);
}

static int by_distance(const void *a, const void *b)
{
  const struct standing_company *x = a, *y = b;
  if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
  return slice_compare(x->code, y->code);
}

bool huiqi_standing(struct huiqi *session, struct arena *arena, const struct measure *measure, bool near, size_t most,
                    struct measure_standing *answer, struct fault *fault)
{
  struct standing_query query = { session, arena, measure, near, most, 0, answer };
  const struct sink sink = {
    .context = &query, .worker = worker_new, .begin = worker_begin, .batch = standing_batch, .block = standing_block
  };
  *answer = (struct measure_standing){ .items = NULL };
  if (!session->lists.options->list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (!huiqi_prepare(session, fault)) return false;
  struct arena scratch = { 0 };
  struct run_options options = session->now->run;
  options.all = near;
  struct run *run = run_open(&scratch, session->now->plan, &options);
  bool judged = run_tables(run, NULL, fault) && run_ahead(run, fault) && run_companies(run, NULL, &sink, fault);
  run_close(run);
  arena_free(&scratch);
  if (near && answer->count) qsort(answer->items, answer->count, sizeof *answer->items, by_distance);
  if (answer->count > most) answer->count = most;
  return judged;
}

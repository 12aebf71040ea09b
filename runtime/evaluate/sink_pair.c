/* Two receivers of one run: what each would have been told alone. */
#include "evaluate/sink_pair.h"

struct pair_worker {
  void *states[2];
};

static void *pair_worker_new(void *context, struct arena *arena)
{
  const struct sink_pair *pair = context;
  struct pair_worker *worker = arena_alloc(arena, sizeof *worker);
  for (int i = 0; i < 2; i++)
    worker->states[i] = pair->sinks[i].worker ? pair->sinks[i].worker(pair->sinks[i].context, arena) : NULL;
  return worker;
}

static void pair_worker_close(void *context, void *state)
{
  const struct sink_pair *pair = context;
  const struct pair_worker *worker = state;
  for (int i = 0; i < 2; i++)
    if (pair->sinks[i].close) pair->sinks[i].close(pair->sinks[i].context, worker->states[i]);
}

static void pair_begin(void *context, void *state)
{
  const struct sink_pair *pair = context;
  const struct pair_worker *worker = state;
  for (int i = 0; i < 2; i++)
    if (pair->sinks[i].begin) pair->sinks[i].begin(pair->sinks[i].context, worker->states[i]);
}

static void pair_batch(void *context, void *state, const struct judged_batch *batch)
{
  const struct sink_pair *pair = context;
  const struct pair_worker *worker = state;
  for (int i = 0; i < 2; i++)
    if (pair->sinks[i].batch) pair->sinks[i].batch(pair->sinks[i].context, worker->states[i], batch);
}

static bool pair_block(void *context, void *state, const struct judged_block *block, struct fault *fault)
{
  const struct sink_pair *pair = context;
  const struct pair_worker *worker = state;
  for (int i = 0; i < 2; i++)
    if (pair->sinks[i].block && !pair->sinks[i].block(pair->sinks[i].context, worker->states[i], block, fault)) return false;
  return true;
}

static void pair_table_block(void *context, const struct list_reader *listing, const struct scan_block *block)
{
  const struct sink_pair *pair = context;
  for (int i = 0; i < 2; i++)
    if (pair->sinks[i].table_block) pair->sinks[i].table_block(pair->sinks[i].context, listing, block);
}

static void pair_table_end(void *context, const struct list_reader *listing)
{
  const struct sink_pair *pair = context;
  for (int i = 0; i < 2; i++)
    if (pair->sinks[i].table_end) pair->sinks[i].table_end(pair->sinks[i].context, listing);
}

struct sink sink_pair_of(struct sink_pair *pair)
{
  return (struct sink){ pair,       pair_worker_new, pair_worker_close, pair_begin,
                        pair_batch, pair_block,      pair_table_block,  pair_table_end };
}

/* The scan that keeps rows. */
#include "evaluate/list_keep.h"

struct keeping {
  const struct list_keep *keep;
  const struct list_reader *listing;
  const struct block_layout *layout;
  struct buffer bytes;
  uint64_t rows;
};

static void *keep_worker(void *context, struct arena *arena)
{
  const struct keeping *keeping = context;
  return block_rows_new(arena, keeping->layout, keeping->keep->fields, keeping->keep->field_count, keeping->listing);
}

static void keep_close(void *context, void *worker)
{
  (void)context;
  block_rows_close(worker);
}

static void keep_begin(void *context, void *worker)
{
  (void)context;
  block_rows_begin(worker);
}

static void keep_batch(void *context, void *worker, const struct scan_batch *batch)
{
  (void)context;
  block_rows_add(worker, batch, NULL);
}

static bool keep_merge(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct keeping *keeping = context;
  buffer_reset(&keeping->bytes);
  format_block(&keeping->bytes, worker, block, NULL);
  keeping->rows += block->rows;
  return keeping->keep->block(keeping->keep->context, buffer_view(&keeping->bytes), fault);
}

static void keep_remark(void *context, const struct scan_remark *remark)
{
  const struct keeping *keeping = context;
  keeping->keep->remark(keeping->keep->context, remark);
}

bool list_keep(const struct list_keep *keep, struct list_reader *listing, const struct block_layout *layout, uint64_t *rows,
               struct fault *fault)
{
  struct keeping keeping = { .keep = keep, .listing = listing, .layout = layout };
  struct scan scan = { .listing = listing,
                       .fields = keep->fields,
                       .field_count = keep->field_count,
                       .partition = keep->partition,
                       .partition_field = keep->partition_field,
                       .threads = keep->threads,
                       .timings = keep->timings,
                       .stages = keep->stages,
                       .context = &keeping,
                       .worker = keep_worker,
                       .close = keep_close,
                       .begin = keep_begin,
                       .batch = keep_batch,
                       .merge = keep_merge,
                       .remark = keep_remark };
  bool read = scan_run(&scan, fault);
  *rows = keeping.rows;
  buffer_free(&keeping.bytes);
  return read;
}

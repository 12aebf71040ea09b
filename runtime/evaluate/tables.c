/* Related tables, read before the companies. */
#include "evaluate/judge.h"

/* Related tables */

struct table_scan {
  struct run *run;
  struct related *related;
  const struct sink *sink;
  const struct list_reader *listing;
};

static void *table_worker(void *context, struct arena *arena)
{
  return related_reader(((struct table_scan *)context)->related, arena);
}

static void table_close(void *context, void *worker)
{
  related_reader_close(((struct table_scan *)context)->related, worker);
}

static void table_begin(void *context, void *worker)
{
  (void)context;
  related_begin(worker);
}

static void table_batch(void *context, void *worker, const struct scan_batch *batch)
{
  related_batch(((struct table_scan *)context)->related, worker, batch);
}

static bool table_merge(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct table_scan *scan = context;
  if (!related_sound(scan->related, worker, block->first_line, fault)) return false;
  related_merge(scan->related, worker, block->first_line);
  if (scan->sink && scan->sink->table_block) scan->sink->table_block(scan->sink->context, scan->listing, block);
  return true;
}

const struct table_file *run_table_file(const struct run_options *options, int table)
{
  for (size_t i = 0; i < options->table_count; i++)
    if (options->tables[i].table == table) return &options->tables[i];
  return NULL;
}

static bool read_rows(struct run *run, size_t at, struct list_reader *listing, const struct memory_list *held,
                      const struct sink *sink, struct fault *fault)
{
  run->related[at] = related_open(run->arena, run->plan, &run->plan->tables[at], &run->links);
  struct table_scan context = { run, run->related[at], sink, listing };
  struct scan scan = { .listing = listing,
                       .held = held,
                       .threads = run->options->threads,
                       .timings = run->options->timings,
                       .stages = run->options->timings ? run->options->timings->tables : NULL,
                       .context = &context,
                       .worker = table_worker,
                       .close = table_close,
                       .begin = table_begin,
                       .batch = table_batch,
                       .merge = table_merge };
  scan.fields = related_fields(run->plan, &run->plan->tables[at], run->arena, &scan.field_count);
  bool read = scan_run(&scan, fault);
  if (read && sink && sink->table_end) sink->table_end(sink->context, listing);
  return read;
}

/* Columns that the table does not have are unknown in every row of it. What a column only serves to link or name is needed by all
 * that count the table. */
static void notice_lacking_columns(const struct run *run, size_t at, const struct list_reader *listing)
{
  const struct list_reader_options *options = &run->options->listing;
  const struct plan *plan = run->plan;
  const int table = plan->tables[at].table;
  size_t count;
  const struct field *const *fields = related_fields(plan, &plan->tables[at], run->arena, &count);
  for (size_t i = 0; options->on_notice && i < count; i++) {
    if (fields[i]->optional || list_reader_heading(listing, fields[i]) >= 0) continue;
    const char *needing = plan_needing(plan, fields[i], table);
    options->on_notice(options->on_notice_context, MSG_NOTICE_LACKING_OF, listing->path, fields[i]->name,
                       *needing ? needing : plan_needing(plan, NULL, table));
  }
}

static bool read_table(struct run *run, size_t at, const struct table_file *file, const struct sink *sink, struct fault *fault)
{
  struct list_reader listing;
  if (file->held) return read_rows(run, at, &file->held->listing, file->held, sink, fault);
  const struct table_kind *kind = &run->plan->model->tables[file->table].kind;
  if (!list_reader_open(run->arena, file->kept ? file->kept : file->path, kind, &run->options->listing, &listing, fault))
    return false;
  listing.path = file->path;
  bool read = read_rows(run, at, &listing, NULL, sink, fault);
  if (read) notice_lacking_columns(run, at, &listing);
  list_reader_close(&listing);
  return read;
}

/* A table that is read once more, for a second kind of objects, has reported its problems. */
static bool read_before(const struct run *run, size_t at)
{
  for (size_t i = 0; i < at; i++)
    if (run->plan->tables[i].table == run->plan->tables[at].table) return true;
  return false;
}

/* What parts have kept is told of as it would be read. */
static bool read_kept(struct run *run, size_t at, struct memory_list *kept, const struct sink *sink, struct fault *fault)
{
  memory_list_tell(kept, false);
  bool read = read_rows(run, at, &kept->listing, kept, sink, fault);
  if (read) notice_lacking_columns(run, at, &kept->listing);
  memory_list_tell(kept, true);
  return read;
}

static bool read_planned(struct run *run, size_t at, const struct sink *sink, struct fault *fault)
{
  struct memory_list *const *kept = run->options->kept;
  if (read_before(run, at)) sink = NULL;
  if (kept) return !kept[at] || read_kept(run, at, kept[at], sink, fault);
  const struct table_file *file = run_table_file(run->options, run->plan->tables[at].table);
  return !file || read_table(run, at, file, sink, fault);
}

bool run_tables(struct run *run, const struct sink *sink, struct fault *fault)
{
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (!read_planned(run, i, sink, fault)) return false;
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->related[i]) related_ready(run->related[i]);
  return true;
}

void run_note_no_case(struct run *run, size_t planned_table)
{
  if (run->related[planned_table]) run->related[planned_table]->no_case = true;
}

bool run_no_case(const struct run *run, size_t planned_table)
{
  return run->related[planned_table] && run->related[planned_table]->no_case;
}

bool run_lacks_table(const struct run *run, size_t planned_table)
{
  return !run->related[planned_table];
}

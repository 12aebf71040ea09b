/* The result files of a run. */
#include "write/results.h"

#include <stdio.h>

#include "decode/unicode.h"
#include "write/company_lines.h"
#include "write/csv.h"
#include "write/manifest.h"
#include "write/row_writer.h"
#include "write/file_columns.h"

struct results {
  struct arena *arena;
  const struct plan *plan;
  const struct run *run; /* whose budgets bound the totals; NULL: not known */
  const struct wording *reason;
  bool all;
  struct output *output;
  struct manifest *manifest;
  uint64_t table_rows; /* of the related table being read */
  struct output_file *rows_file, *pending_file, *problems_file, *summary_file;
  struct output_file *extra_files[ROW_FILES]; /* NULL: no measure of the run has lines for it */
  struct output_file **list_files;            /* by measure index */
  struct buffer *prefixes;                    /* by measure index: year, id, name, clause */
  struct tally *tallies;                      /* by measure index */
  struct bounds total;                        /* of all measures that pay */
  struct company_lines *companies;            /* NULL: they are not kept */
  struct stakes stakes;                       /* for want of which data it stays open */
  uint64_t row_count, problem_count;
  struct row_writer_style style;
  struct sink sink;
  struct buffer line;
  void (*on_problem)(void *context, struct slice file, uint32_t line, struct slice heading, struct slice raw, struct slice said);
  void *on_notice_context;
};

static bool put(struct output_file *file, struct slice bytes)
{
  return !file || output_bytes(file, bytes.at, bytes.length);
}

static void cell(struct buffer *out, struct slice text)
{
  csv_cell(out, text);
  buffer_char(out, ',');
}

static void prefix_of(struct results *results, const struct measure *measure)
{
  struct buffer *prefix = &results->prefixes[measure->index];
  buffer_integer(prefix, results->plan->as_of.year);
  buffer_char(prefix, ',');
  cell(prefix, slice_of(measure->id));
  cell(prefix, slice_of(measure->name));
  cell(prefix, slice_of(measure->clause));
}

static bool open_list(struct results *results, const struct measure *measure, struct fault *fault)
{
  const char *name = arena_printf(results->arena, "lists/%s.csv", measure->id);
  results->list_files[measure->index] = result_file_open(results->output, RESULT_FILE_LISTS, name, fault);
  return results->list_files[measure->index] != NULL;
}

static bool open_lists(struct results *results, struct fault *fault)
{
  for (size_t s = 0; s < results->plan->subject_count; s++)
    for (size_t i = 0; i < results->plan->subjects[s].count; i++) {
      const struct measure *measure = results->plan->subjects[s].measures[i].measure;
      if (measure_is_list(measure) && !open_list(results, measure, fault)) return false;
    }
  return true;
}

static bool any_measure(const struct plan *plan, size_t carried, bool (*is)(const struct measure *measure, size_t carried))
{
  bool any = false;
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) any |= is(plan->subjects[s].measures[i].measure, carried);
  return any;
}

static bool open_row_files(struct results *results, struct fault *fault)
{
  for (int i = 0; i < ROW_FILES; i++) {
    if (!any_measure(results->plan, 0, row_files[i].asked)) continue;
    results->style.extras = true;
    results->extra_files[i] = result_file_open(results->output, row_files[i].file, NULL, fault);
    if (!results->extra_files[i]) return false;
  }
  return true;
}

static bool open_files(struct results *results, struct fault *fault)
{
  const struct {
    struct output_file **to;
    enum result_file file;
  } always[] = { { &results->rows_file, RESULT_FILE_RESULTS },
                 { &results->pending_file, RESULT_FILE_PENDING },
                 { &results->problems_file, RESULT_FILE_PROBLEMS },
                 { &results->summary_file, RESULT_FILE_SUMMARY } };
  for (size_t i = 0; i < sizeof always / sizeof *always; i++)
    if (!(*always[i].to = result_file_open(results->output, always[i].file, NULL, fault))) return false;
  return open_row_files(results, fault) && open_lists(results, fault);
}

/* Two columns of one name cannot be told apart by who reads the file. */
static bool carried_apart(const struct results *results, const struct list_reader *listing, enum result_file file,
                          struct fault *fault)
{
  const enum file_column *own = result_files[file].columns;
  for (size_t i = 0; i < listing->carried_count; i++)
    for (size_t k = 0; own[k] != FILE_COLUMNS; k++) {
      const struct heading *heading = &listing->headings[listing->carried[i]];
      if (!slice_is(heading->name, file_column_name(own[k]))) continue;
      return fault_set(fault, FAULT_USAGE, MSG_CARRY_OWN, slice_copy(results->arena, heading->text).at, NULL);
    }
  return true;
}

bool results_carry(struct results *results, const struct list_reader *listing, struct fault *fault)
{
  size_t count = listing->carried_count;
  for (int i = 0; results->output && i < ROW_FILES; i++) {
    if (results->extra_files[i] || !any_measure(results->plan, count, row_files[i].asked)) continue;
    if (!carried_apart(results, listing, row_files[i].file, fault)) return false;
    results->style.extras = true;
    results->style.carried_count = count;
    results->extra_files[i] = result_file_open_carried(results->output, row_files[i].file, listing, fault);
    if (!results->extra_files[i]) return false;
  }
  return true;
}

void results_record(struct results *results, const struct list_reader *listing)
{
  struct row_writer_style *style = &results->style;
  style->silent = false;
  style->records = true;
  style->carried_count = listing->carried_count;
  for (int i = 0; i < ROW_FILES; i++) style->extras |= any_measure(results->plan, listing->carried_count, row_files[i].asked);
}

void results_lines(void *results, void *worker, struct buffer *out)
{
  (void)results;
  buffer_slice(out, buffer_view(&((struct row_writer *)worker)->records));
}

/* The receiver's hooks in the worker's thread */

static void *worker_new(void *context, struct arena *arena)
{
  return row_writer_new(arena, &((struct results *)context)->style);
}

static void worker_close(void *context, void *worker)
{
  (void)context;
  row_writer_close(worker);
}

static void worker_begin(void *context, void *worker)
{
  (void)context;
  row_writer_begin(worker);
}

static void worker_batch(void *context, void *worker, const struct judged_batch *batch)
{
  (void)context;
  row_writer_batch(worker, batch);
}

/* The ordered step */

static struct output_file *file_of(const struct results *results, const struct measure *measure)
{
  return measure_is_list(measure) ? results->list_files[measure->index] : results->rows_file;
}

/* A row that repeats an earlier code: what would be granted is to be verified, and `said` which row counts. */
static void demote(struct results *results, const struct measure *measure, struct result_piece *piece, struct slice object,
                   struct slice said)
{
  piece->outcome = OUTCOME_PENDING;
  piece->has_amount = false;
  buffer_reset(&results->line);
  row_writer_line(&results->line, &results->style, measure, piece, object, said);
  put(file_of(results, measure), buffer_view(&results->line));
}

static const struct measure *measure_of(const struct row_writer *writer, const struct result_piece *piece)
{
  return writer->subjects->measures[piece->planned].measure;
}

static void write_piece(struct results *results, struct row_writer *writer, const struct result_piece *piece)
{
  const struct measure *measure = measure_of(writer, piece);
  if (piece->length)
    put(file_of(results, measure), (struct slice){ row_writer_stream(writer, measure)->at + piece->start, piece->length });
}

static void write_extras(struct results *results, const struct row_writer *writer, const struct result_piece *piece)
{
  for (int i = 0; i < ROW_FILES; i++)
    if (piece->extra[i].length)
      put(results->extra_files[i], (struct slice){ writer->extras[i].at + piece->extra[i].start, piece->extra[i].length });
}

static void put_pending(struct results *results, struct slice object, struct slice said, struct slice ids)
{
  buffer_reset(&results->line);
  buffer_slice(&results->line, object);
  cell(&results->line, said);
  csv_cell(&results->line, ids);
  csv_end(&results->line);
  put(results->pending_file, buffer_view(&results->line));
}

static void write_repeated(struct results *results, struct row_writer *writer, struct result_piece *pieces, size_t count,
                           uint32_t first)
{
  char line[16];
  struct buffer said = { 0 }, ids = { 0 };
  struct slice object = { "", 0 };
  snprintf(line, sizeof line, "%u", first);
  message_text(&said, results->reason->language, MSG_REASON_REPEATED, line, NULL);
  for (size_t i = 0; i < count; i++) {
    const struct measure *measure = measure_of(writer, &pieces[i]);
    if (measure_is_list(measure)) continue; /* a list counts the first */
    bool written = !measure_is_quiet(measure);
    if (pieces[i].length) object = row_writer_object(writer, &pieces[i]);
    if (written && pieces[i].outcome == OUTCOME_YES) demote(results, measure, &pieces[i], object, buffer_view(&said));
    else write_piece(results, writer, &pieces[i]);
    if (written && pieces[i].outcome == OUTCOME_PENDING) format_item(&ids, LANGUAGE_CHINESE, measure->id);
  }
  if (ids.length) put_pending(results, object, buffer_view(&said), buffer_view(&ids));
  buffer_free(&said);
  buffer_free(&ids);
}

static void put_line(struct results *results, const struct row_writer *writer, size_t line)
{
  size_t start = line ? writer->lines[line - 1].end : 0;
  put(results->pending_file, (struct slice){ writer->pending.at + start, writer->lines[line].end - start });
}

/* Piece by piece, when the block repeats codes. */
static void write_pieces(struct results *results, struct row_writer *writer, const uint32_t *repeats)
{
  for (size_t i = 0, line = 0; i < writer->piece_count;) {
    size_t last = i;
    uint32_t row = writer->pieces[i].row;
    while (last < writer->piece_count && writer->pieces[last].row == row) last++;
    bool pending = line < writer->line_count && writer->lines[line].row == row;
    for (size_t k = i; repeats[row] && k < last; k++) writer->pieces[k].bounds.least = writer->pieces[k].total.least = 0;
    if (repeats[row]) write_repeated(results, writer, &writer->pieces[i], last - i, repeats[row]);
    else if (pending) put_line(results, writer, line);
    for (; i < last; i++) {
      const struct measure *measure = measure_of(writer, &writer->pieces[i]);
      if (!repeats[row]) write_piece(results, writer, &writer->pieces[i]), write_extras(results, writer, &writer->pieces[i]);
      if (!repeats[row] || !measure_is_list(measure)) tally_piece(&results->tallies[measure->index], measure, &writer->pieces[i]);
      bounds_add(&results->total, &writer->pieces[i].total);
    }
    line += pending;
  }
}

static void add_tally(struct tally *total, const struct tally *part)
{
  for (int i = 0; i < COST_SHARES; i++)
    total->overflowed |= __builtin_add_overflow(total->shares[i], part->shares[i], &total->shares[i]);
  total->yes += part->yes;
  total->priced += part->priced;
  bounds_add(&total->bounds, &part->bounds);
  total->pending += part->pending;
  total->overflowed |= part->overflowed | __builtin_add_overflow(total->amount, part->amount, &total->amount);
}

static void write_whole(struct results *results, struct row_writer *writer)
{
  put(results->rows_file, buffer_view(&writer->rows));
  put(results->pending_file, buffer_view(&writer->pending));
  for (int i = 0; i < ROW_FILES; i++)
    if (writer->extras[i].length) put(results->extra_files[i], buffer_view(&writer->extras[i]));
  for (size_t i = 0; i < results->plan->model->measure_count; i++) {
    if (writer->lists[i].length) put(results->list_files[i], buffer_view(&writer->lists[i]));
    add_tally(&results->tallies[i], &writer->tallies[i]);
  }
  bounds_add(&results->total, &writer->total);
}

void results_problem(struct results *results, struct slice file, uint32_t line, struct slice heading, struct slice raw,
                     struct slice said)
{
  struct arena scratch = { 0 };
  results->problem_count++;
  file = readable_text(&scratch, file);
  raw = readable_text(&scratch, raw);
  if (results->on_problem) results->on_problem(results->on_notice_context, file, line, heading, raw, said);
  buffer_reset(&results->line);
  cell(&results->line, file);
  if (line) buffer_integer(&results->line, line);
  buffer_char(&results->line, ',');
  cell(&results->line, heading);
  cell(&results->line, raw);
  csv_cell(&results->line, said);
  buffer_text(&results->line, "\r\n");
  if (results->problems_file) put(results->problems_file, buffer_view(&results->line));
  arena_free(&scratch);
}

static void scan_problem(struct results *results, const struct list_reader *listing, uint32_t first_line,
                         const struct scan_problem *problem)
{
  struct buffer said = { 0 };
  struct slice none = { "", 0 };
  message_text(&said, results->reason->language, problem->message, problem->argument[0], problem->argument[1], NULL);
  results_problem(results, slice_of(listing->path), first_line + problem->line,
                  problem->heading >= 0 ? listing->headings[problem->heading].text : none, problem->raw.at ? problem->raw : none,
                  buffer_view(&said));
  buffer_free(&said);
}

static void table_block(void *context, const struct list_reader *listing, const struct scan_block *block)
{
  ((struct results *)context)->table_rows += block->rows;
  for (size_t i = 0; i < block->problem_count; i++) scan_problem(context, listing, block->first_line, &block->problems[i]);
}

static void table_end(void *context, const struct list_reader *listing)
{
  struct results *results = context;
  manifest_listing(results->manifest, listing->table->name, listing, (int64_t)results->table_rows);
  results->table_rows = 0;
}

/* Problems of cells and of repeated codes, in the order of the rows. */
static void block_problems(struct results *results, const struct judged_block *block)
{
  size_t at = 0;
  for (size_t row = 0; row < block->rows; row++) {
    for (; at < block->problem_count && block->problems[at].row <= row; at++)
      scan_problem(results, block->listing, block->first_line, &block->problems[at]);
    if (!block->repeats[row]) continue;
    struct scan_problem problem = { .message = MSG_CODE_TWICE, .line = block->lines[row] - block->first_line, .heading = -1 };
    char line[16];
    snprintf(line, sizeof line, "%u", block->repeats[row]);
    problem.argument[0] = line;
    const struct table *table = &results->plan->model->tables[0];
    problem.heading = list_reader_heading(block->listing, &table->kind.fields[table->code]);
    problem.raw = block->codes[row];
    scan_problem(results, block->listing, block->first_line, &problem);
  }
  for (; at < block->problem_count; at++) scan_problem(results, block->listing, block->first_line, &block->problems[at]);
}

static bool any_repeats(const struct judged_block *block)
{
  for (size_t i = 0; i < block->rows; i++)
    if (block->repeats[i]) return true;
  return false;
}

static void overflow_problems(struct results *results, const struct judged_block *block, const struct row_writer *writer)
{
  for (size_t i = 0; i < writer->piece_count; i++) {
    const struct result_piece *piece = &writer->pieces[i];
    if (!piece->overflowed) continue;
    struct buffer said = { 0 };
    message_text(&said, results->reason->language, MSG_AMOUNT_OVERFLOWS, writer->subjects->measures[piece->planned].measure->id,
                 NULL);
    results_problem(results, slice_of(block->listing ? block->listing->path : ""), block->listing ? block->lines[piece->row] : 0,
                    (struct slice){ "", 0 }, block->codes[piece->row], buffer_view(&said));
    buffer_free(&said);
  }
}

/* Who is not in the list counts for what is told of him only. */
static void count_told(struct results *results, const struct row_writer *writer)
{
  for (size_t i = 0; i < writer->piece_count; i++) results->tallies[measure_of(writer, &writer->pieces[i])->index].no++;
}

/* The row's outcomes, by measure index. */
static void take_outcomes(const struct row_writer *writer, uint32_t row, size_t *piece, uint8_t *outcomes)
{
  for (; *piece < writer->piece_count && writer->pieces[*piece].row <= row; ++*piece)
    if (writer->pieces[*piece].row == row)
      outcomes[measure_of(writer, &writer->pieces[*piece])->index] = writer->pieces[*piece].outcome;
}

static void add_repeated(struct results *results, uint32_t line, struct slice object, uint32_t first, const uint8_t *outcomes)
{
  char number[16];
  struct buffer said = { 0 };
  snprintf(number, sizeof number, "%u", first);
  message_text(&said, results->reason->language, MSG_REASON_REPEATED, number, NULL);
  buffer_reset(&results->line);
  format_company_repeated(&results->line, company_lines_layout(results->companies), object, buffer_view(&said), outcomes);
  company_lines_add(results->companies, line, buffer_view(&results->line));
  buffer_free(&said);
}

static void add_companies(struct results *results, const struct row_writer *writer, const struct judged_block *block)
{
  struct arena scratch = { 0 };
  size_t measures = results->plan->model->measure_count + 1, piece = 0;
  uint8_t *outcomes = arena_array(&scratch, measures, 1);
  for (size_t row = 0, start = 0; row < block->rows; row++) {
    const struct company_line *line = &writer->company_lines[row];
    const char *at = writer->companies.at + start;
    bool listed = block->listing != NULL;
    if (block->repeats[row]) {
      memset(outcomes, OUTCOME_NO, measures);
      take_outcomes(writer, (uint32_t)row, &piece, outcomes);
      add_repeated(results, block->lines[row], (struct slice){ at, line->object }, block->repeats[row], outcomes);
    } else if (listed || line->told) {
      company_lines_add(results->companies, listed ? block->lines[row] : 0, (struct slice){ at, line->end - start });
    }
    start = line->end;
  }
  arena_free(&scratch);
}

static bool settle_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct results *results = context;
  struct row_writer *writer = worker;
  (void)fault;
  row_writer_finish(writer);
  if (block->listing) results->row_count += block->rows;
  if (any_repeats(block)) write_pieces(results, writer, block->repeats);
  else write_whole(results, writer);
  if (writer->stakes.count) stakes_merge(&results->stakes, &writer->stakes);
  if (results->companies) add_companies(results, writer, block);
  if (block->listing) block_problems(results, block);
  if (writer->overflowed) overflow_problems(results, block, writer);
  if (block->absent) count_told(results, writer);
  else if (writer->subjects)
    for (size_t i = 0; i < writer->subjects->count; i++)
      results->tallies[writer->subjects->measures[i].measure->index].no += block->rows;
  return true;
}

struct results *results_new(struct arena *arena, const struct plan *plan, const struct wording *reason, bool all,
                            struct output *output, struct manifest *manifest, struct fault *fault)
{
  struct results *results = arena_alloc(arena, sizeof *results);
  *results =
      (struct results){ .arena = arena, .plan = plan, .reason = reason, .all = all, .output = output, .manifest = manifest };
  size_t measures = plan->model->measure_count + 1;
  results->tallies = arena_array(arena, measures, sizeof *results->tallies);
  results->list_files = arena_array(arena, measures, sizeof *results->list_files);
  results->prefixes = arena_array(arena, measures, sizeof *results->prefixes);
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) prefix_of(results, plan->subjects[s].measures[i].measure);
  results->style =
      (struct row_writer_style){ .plan = plan, .reason = reason, .all = all, .silent = !output, .prefixes = results->prefixes };
  results->sink =
      (struct sink){ results, worker_new, worker_close, worker_begin, worker_batch, settle_block, table_block, table_end };
  if (output && !open_files(results, fault)) return results_close(results), NULL;
  return results;
}

bool results_keep_companies(struct results *results, struct fault *fault)
{
  results->companies = company_lines_new(results->arena, results->plan, fault);
  if (results->companies) results->style.companies = company_lines_layout(results->companies);
  return results->companies != NULL;
}

struct company_lines *results_companies(const struct results *results)
{
  return results->companies;
}

void results_watch_problems(struct results *results,
                            void (*on_problem)(void *context, struct slice file, uint32_t line, struct slice heading,
                                               struct slice raw, struct slice said),
                            void *context)
{
  results->on_problem = on_problem;
  results->on_notice_context = context;
}

void results_of(struct results *results, const struct run *run)
{
  results->run = run;
}

const struct sink *results_sink(struct results *results)
{
  return &results->sink;
}

struct tally results_tally(const struct results *results, const struct measure *measure)
{
  struct tally tally = results->tallies[measure->index];
  tally.no -= tally.yes + tally.pending;
  return tally;
}

/* What the bounds of all claims have beyond what their budget comes to. */
static struct bounds beyond_budget(const struct results *results, const struct measure *measure, const struct tally *tally)
{
  int64_t least, most;
  struct bounds beyond = { 0 };
  if (!results->run || !run_budget_bounds(results->run, measure, &least, &most)) return beyond;
  beyond.least = tally->bounds.least - least;
  if (!tally->bounds.open && tally->bounds.most > most) beyond.most = tally->bounds.most - most;
  return beyond;
}

struct bounds results_bounds(const struct results *results, const struct measure *measure)
{
  struct tally tally = results_tally(results, measure);
  struct bounds beyond = beyond_budget(results, measure, &tally);
  tally.bounds.least -= beyond.least;
  tally.bounds.most -= beyond.most;
  return tally.bounds;
}

static void write_bounds(struct buffer *out, const struct bounds *bounds)
{
  if (!bounds->overflowed) money_write(out, bounds->least);
  buffer_char(out, ',');
  if (!bounds->overflowed && !bounds->open) money_write(out, bounds->most);
}

static void write_summary(struct results *results, const struct planned *planned)
{
  const struct measure *measure = planned->measure;
  struct tally tally = results_tally(results, measure);
  bool left = planned->discretionary && !tally.priced; /* to the authority, which has not decided */
  const struct bounds bounds = results_bounds(results, measure);
  buffer_reset(&results->line);
  cell(&results->line, slice_of(measure->id));
  cell(&results->line, slice_of(measure->name));
  buffer_printf(&results->line, "%llu,%llu,%llu,", (unsigned long long)tally.yes, (unsigned long long)tally.no,
                (unsigned long long)tally.pending);
  if (!tally.overflowed && !left) money_write(&results->line, tally.amount);
  buffer_char(&results->line, ',');
  write_bounds(&results->line, &bounds);
  buffer_text(&results->line, "\r\n");
  put(results->summary_file, buffer_view(&results->line));
}

static const struct planned *planned_of(const struct plan *plan, const struct measure *measure)
{
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++)
      if (plan->subjects[s].measures[i].measure == measure) return &plan->subjects[s].measures[i];
  return NULL;
}

void results_summary(struct results *results)
{
  stakes_sort(&results->stakes);
  const struct model *model = results->plan->model;
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct planned *planned = planned_of(results->plan, model->measures[i]);
    bool summed = measure_kind_grants(model->measures[i]->kind) || measure_kind_owes(model->measures[i]->kind);
    if (planned && summed) write_summary(results, planned);
  }
}

static void add_amount(struct results_total *total, const struct tally *tally)
{
  total->overflowed |= tally->overflowed | __builtin_add_overflow(total->amount, tally->amount, &total->amount);
}

struct results_total results_granted(const struct results *results)
{
  const struct model *model = results->plan->model;
  struct results_total granted = { .any = true, .overflowed = results->total.overflowed, .bounds = results->total };
  struct bounds *total = &granted.bounds;
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct tally *tally = &results->tallies[i];
    const struct planned *planned = planned_of(results->plan, model->measures[i]);
    if (measure_kind_owes(model->measures[i]->kind)) continue;
    add_amount(&granted, tally);
    struct bounds beyond = beyond_budget(results, model->measures[i], tally);
    bool joined = model->measures[i]->exclusive_group || model->measures[i]->joint_limit_count;
    if (beyond.least > 0 || !joined) total->least -= beyond.least;
    total->wider |= tally->pending && planned && planned->has_budget;
    if (!joined) total->most -= beyond.most;
  }
  if (!total->open && total->least == total->most) total->wider = false; /* what lies between is that */
  return granted;
}

struct results_total results_owed(const struct results *results)
{
  const struct model *model = results->plan->model;
  struct results_total owed = { .any = false };
  for (size_t i = 0; i < model->measure_count; i++) {
    if (!measure_kind_owes(model->measures[i]->kind) || !planned_of(results->plan, model->measures[i])) continue;
    owed.any = true;
    add_amount(&owed, &results->tallies[i]);
    bounds_add(&owed.bounds, &results->tallies[i].bounds);
  }
  owed.overflowed |= owed.bounds.overflowed;
  return owed;
}

const struct stakes *results_stakes(const struct results *results)
{
  return &results->stakes;
}

uint64_t results_rows(const struct results *results)
{
  return results->row_count;
}

uint64_t results_problems(const struct results *results)
{
  return results->problem_count;
}

void results_close(struct results *results)
{
  for (size_t i = 0; i <= results->plan->model->measure_count; i++) buffer_free(&results->prefixes[i]);
  buffer_free(&results->line);
  if (results->companies) company_lines_close(results->companies);
  stakes_clear(&results->stakes);
}

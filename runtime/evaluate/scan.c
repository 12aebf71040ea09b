/* The threads of a scan. */
#include "evaluate/scan.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "decode/row_bytes.h"
#include "data/record.h"
#include "evaluate/memory_list.h"

struct shared {
  const struct scan *scan;
  struct arena *arena;
  struct scan_remark *remarks;
  size_t remark_count, remark_capacity;
  uint32_t *wanted; /* ascending heading positions */
  size_t wanted_count;
  int *slice_of_field; /* for each field, which wanted column holds it; -1: the list lacks it */
  uint32_t *carried;   /* of each carried heading, which wanted column has its cells */
  int code;            /* which wanted column has the code by which records are reported from totals and notes; -1: none */
  int part;            /* which has the code by which the list is split; -1: none */
  pthread_mutex_t reading, merging;
  pthread_cond_t turn;
  size_t next_block, next_merge;
  uint32_t next_line;
  uint64_t rows; /* that were merged */
  bool ended, failed;
  struct fault fault;
};

struct worker {
  struct shared *shared;
  void *user;
  struct arena *arena; /* lives as long as the scan */
  struct arena scratch;
  struct buffer buffer;
  struct csv_reader *rows;
  struct memory_list_block *held; /* the block taken, of a list in memory */
  struct column *columns;
  const struct slice **carried;
  struct column *lacking; /* lists in memory: memory for the columns that the list does not have */
  struct scan_problem *problems;
  size_t problem_count, problem_capacity;
  size_t row_count;
  uint32_t line_count;
  uint64_t position; /* of the source when the block was taken */
  double mark, stages[TIMING_STAGES];
  pthread_t thread;
};

/* What went by since the last stage ended is this stage's. */
static void stage_ends(struct worker *worker, enum timing_stage stage)
{
  if (!worker->shared->scan->timings) return;
  double now = timings_now();
  worker->stages[stage] += now - worker->mark;
  worker->mark = now;
}

static void add_problem(struct worker *worker, struct scan_problem problem)
{
  if (worker->problem_count == worker->problem_capacity) {
    worker->problem_capacity = worker->problem_capacity ? worker->problem_capacity * 2 : 64;
    worker->problems = memory_resize(worker->problems, worker->problem_capacity * sizeof problem);
  }
  worker->problems[worker->problem_count++] = problem;
}

/* What is carried stands in no file but that of the payments. */
static struct slice ragged_text(const struct worker *worker, size_t row, int column)
{
  const struct list_reader *listing = worker->shared->scan->listing;
  if (list_reader_carries(listing, (size_t)column)) return (struct slice){ "", 0 };
  return csv_reader_ragged(worker->rows, row, listing->separator);
}

static void widths_check(struct worker *worker)
{
  const struct csv_reader *rows = worker->rows;
  size_t headings = worker->shared->scan->listing->heading_count;
  bool sheet = worker->shared->scan->listing->separator == CELLS_END; /* a blank cell at the end of a row is not kept */
  for (size_t i = 0; i < rows->count; i++) {
    if (rows->ragged[i]) {
      int column = (int)rows->ragged[i] - 1;
      add_problem(worker, (struct scan_problem){ .message = MSG_CELL_RAGGED,
                                                 .row = (uint32_t)(worker->row_count + i),
                                                 .line = rows->line[i],
                                                 .heading = (size_t)column < headings ? column : -1,
                                                 .raw = ragged_text(worker, i, column) });
    }
    if (rows->width[i] == headings || (rows->width[i] < headings && sheet)) continue;
    struct scan_problem problem = { .row = (uint32_t)(worker->row_count + i), .line = rows->line[i], .heading = -1 };
    problem.message = rows->width[i] < headings ? MSG_ROW_SHORT : MSG_ROW_LONG;
    problem.argument[0] = arena_printf(&worker->scratch, "%u", rows->width[i]);
    problem.argument[1] = arena_printf(&worker->scratch, "%zu", headings);
    add_problem(worker, problem);
  }
}

static void note_problems(struct worker *worker, const struct cell_problems *problems, int heading)
{
  for (size_t i = 0; i < problems->count; i++) {
    const struct cell_problem *cell = &problems->items[i];
    add_problem(worker, (struct scan_problem){ cell->message,
                                               (uint32_t)(worker->row_count + cell->row),
                                               worker->rows->line[cell->row],
                                               heading,
                                               false,
                                               cell->remark,
                                               cell->raw,
                                               { cell->argument[0], cell->argument[1] } });
  }
}

/* A workbook keeps 15 digits of a number: of an account that was typed as one, the last digits are gone. */
static void carried_check(struct worker *worker)
{
  enum { KEPT_DIGITS = 15 };
  const struct shared *shared = worker->shared;
  const struct list_reader *listing = shared->scan->listing;
  for (size_t k = 0; listing->xlsx && k < listing->carried_count; k++)
    for (size_t i = 0; i < worker->rows->count; i++) {
      struct slice cell = worker->carried[k][i];
      size_t digits = 0;
      for (size_t at = 0; at < cell.length; at++) digits += cell.at[at] >= '0' && cell.at[at] <= '9';
      bool lost = digits > KEPT_DIGITS || (digits && (memchr(cell.at, 'E', cell.length) || memchr(cell.at, 'e', cell.length)));
      if (!cell.at || !lost || cell_mark(cell) == CELLS_TEXT) continue;
      add_problem(worker, (struct scan_problem){ .message = MSG_CARRIED_DIGITS,
                                                 .row = (uint32_t)(worker->row_count + i),
                                                 .line = worker->rows->line[i],
                                                 .heading = (int)listing->carried[k] });
    }
}

static void decode_field(struct worker *worker, size_t at)
{
  const struct shared *shared = worker->shared;
  const struct scan *scan = shared->scan;
  int slot = shared->slice_of_field[at];
  struct cell_problems problems = { 0 };
  if (scan->unasked && scan->unasked[at]) return;
  if (slot < 0) {
    column_lacking(scan->fields[at], worker->rows->count, &worker->columns[at]);
    return;
  }
  int heading = (int)shared->wanted[slot];
  column_read(&worker->scratch, scan->fields[at], &scan->listing->headings[heading], worker->rows->cells[slot],
              worker->rows->count, worker->rows->block, &worker->columns[at], &problems);
  note_problems(worker, &problems, heading);
}

/* A field that is part of another and larger than it is a data problem; the row is judged as it stands. */
static void part_check(struct worker *worker, size_t part, size_t whole)
{
  const struct column *a = &worker->columns[part], *b = &worker->columns[whole];
  const struct shared *shared = worker->shared;
  int slot = shared->slice_of_field[part];
  if (slot < 0) return;
  for (size_t i = 0; i < worker->rows->count; i++) {
    if (a->state[i] != STATE_KNOWN || b->state[i] != STATE_KNOWN || a->num[i] <= b->num[i]) continue;
    struct scan_problem problem = { MSG_PART_EXCEEDS,
                                    (uint32_t)(worker->row_count + i),
                                    worker->rows->line[i],
                                    (int)shared->wanted[slot],
                                    false,
                                    false,
                                    worker->rows->cells[slot][i],
                                    { shared->scan->fields[whole]->name, NULL } };
    add_problem(worker, problem);
  }
}

static void parts_check(struct worker *worker)
{
  const struct scan *scan = worker->shared->scan;
  for (size_t i = 0; i < scan->field_count; i++)
    for (size_t k = 0; scan->fields[i]->whole && k < scan->field_count; k++)
      if (scan->fields[i]->whole == scan->fields[k]) part_check(worker, i, k);
}

/* What looks like a code is one; without a column of codes, any text makes a record. All else is looked at closely. */
static bool is_plain_row(const struct csv_reader *rows, size_t row, int code, struct arena *scratch)
{
  bool filled = false;
  for (size_t k = 0; code < 0 && k < rows->columns; k++) {
    filled |= rows->cells[k][row].length > 0;
    if (is_example_cell(scratch, rows->cells[k][row])) return false;
  }
  if (code < 0) return filled;
  struct slice cell = rows->cells[code][row];
  return cell.length > 9 && (unsigned char)cell.at[0] < 0x80 && cell.at[0] > ' ';
}

/* Is the record, whatever it is, this part's? */
static bool in_partition(struct worker *worker, size_t row)
{
  const struct shared *shared = worker->shared;
  const struct scan *scan = shared->scan;
  struct slice cell = { NULL, 0 };
  const struct heading *heading = NULL;
  if (shared->part >= 0)
    cell = worker->rows->cells[shared->part][row], heading = &scan->listing->headings[shared->wanted[shared->part]];
  return partition_of(&worker->scratch, scan->partition_field, heading, cell, scan->partition->count) + 1 ==
         scan->partition->part;
}

/* Takes out the rows that are no records, or another part's. */
static void rows_sift(struct worker *worker)
{
  const struct shared *shared = worker->shared;
  struct csv_reader *rows = worker->rows;
  size_t kept = 0;
  for (size_t i = 0; i < rows->count; i++) {
    if (shared->scan->partition && !in_partition(worker, i)) continue;
    struct slice code = shared->code < 0 ? (struct slice){ "", 0 } : rows->cells[shared->code][i], text;
    enum record_kind kind = RECORD_ROW;
    if (!is_plain_row(rows, i, shared->code, &worker->scratch))
      kind = record_kind_of(shared->scan->listing, rows, i, shared->code, &worker->scratch, &text);
    if (kind == RECORD_NOTE)
      add_problem(worker,
                  (struct scan_problem){ .message = shared->scan->listing->table->key ? MSG_ROW_NO_COMPANY : MSG_ROW_NO_RECORD,
                                         .row = (uint32_t)(worker->row_count + kept),
                                         .line = rows->line[i],
                                         .heading = code.length ? (int)shared->wanted[shared->code] : -1,
                                         .left_out = true,
                                         .raw = text,
                                         .argument = { arena_copy(&worker->scratch, text.at, text.length), NULL } });
    if (kind == RECORD_EXAMPLE)
      add_problem(worker, (struct scan_problem){ .message = MSG_NOTICE_EXAMPLE,
                                                 .line = rows->line[i],
                                                 .heading = shared->code < 0 ? 0 : (int)shared->wanted[shared->code],
                                                 .remark = true });
    if (kind != RECORD_ROW) continue;
    if (kept < i) csv_reader_move(rows, kept, i);
    kept++;
  }
  rows->count = kept;
}

static void batch_process(struct worker *worker)
{
  const struct scan *scan = worker->shared->scan;
  stage_ends(worker, TIMING_SPLIT);
  for (size_t i = 0; i < scan->listing->carried_count; i++) worker->carried[i] = worker->rows->cells[worker->shared->carried[i]];
  widths_check(worker);
  carried_check(worker);
  for (size_t i = 0; i < scan->field_count; i++) decode_field(worker, i);
  if (!scan->unasked) parts_check(worker);
  stage_ends(worker, TIMING_DECODE);
  struct scan_batch batch = { .count = worker->rows->count,
                              .first_row = worker->row_count,
                              .columns = worker->columns,
                              .carried = worker->carried,
                              .lines = worker->rows->line,
                              .scratch = &worker->scratch };
  scan->batch(scan->context, worker->user, &batch);
  stage_ends(worker, TIMING_JUDGE);
  worker->row_count += worker->rows->count;
}

/* A problem of a list in memory is reported only when the columns at fault are among those wanted, as if only they had been read.
 */
static bool concerns(const struct shared *shared, const struct scan_problem *problem)
{
  const struct scan *scan = shared->scan;
  bool part = false, whole = problem->message != MSG_PART_EXCEEDS;
  if (problem->heading < 0 || problem->left_out || problem->message == MSG_CELL_RAGGED) return true;
  for (size_t i = 0; i < scan->field_count; i++) {
    part |= scan->listing->fields[problem->heading] == scan->fields[i];
    whole = whole || strcmp(problem->argument[0], scan->fields[i]->name) == 0;
  }
  return part && whole;
}

/* The batches as they were decoded: nothing is copied. */
static void held_process(struct worker *worker, const struct memory_list_block *block)
{
  const struct shared *shared = worker->shared;
  const struct scan *scan = shared->scan;
  worker->row_count = worker->problem_count = worker->line_count = 0;
  if (scan->begin) scan->begin(scan->context, worker->user);
  for (size_t b = 0; b < block->batch_count; b++) {
    const struct memory_list_batch *held = &block->batches[b];
    for (size_t i = 0; i < scan->field_count; i++) {
      int slot = shared->slice_of_field[i];
      if (slot < 0) column_lacking(scan->fields[i], held->count, &worker->lacking[i]);
      worker->columns[i] = slot < 0 ? worker->lacking[i] : held->columns[shared->wanted[slot]];
    }
    struct scan_batch batch = { .count = held->count,
                                .first_row = worker->row_count,
                                .list_row = block->first_row + worker->row_count,
                                .columns = worker->columns,
                                .carried = held->carried,
                                .lines = held->lines,
                                .finished = block->finished,
                                .scratch = &worker->scratch };
    scan->batch(scan->context, worker->user, &batch);
    stage_ends(worker, TIMING_JUDGE);
    worker->row_count += held->count;
  }
  for (size_t i = 0; i < block->problem_count; i++)
    if (concerns(shared, &block->problems[i])) add_problem(worker, block->problems[i]);
}

/* Of a list that was written down, the block is read now, and given back once it is merged. */
static bool held_block_process(struct worker *worker, size_t number, struct fault *fault)
{
  const struct memory_list *held = worker->shared->scan->held;
  worker->held = held->load ? held->load(held, number, fault) : held->blocks[number];
  if (!worker->held) return false;
  worker->position = worker->held->position;
  held_process(worker, worker->held);
  return true;
}

static bool block_process(struct worker *worker, struct slice block, struct fault *fault)
{
  const struct shared *shared = worker->shared;
  const struct list_reader *listing = shared->scan->listing;
  size_t offset = 0;
  worker->line_count = 0;
  worker->row_count = worker->problem_count = 0;
  if (shared->scan->begin) shared->scan->begin(shared->scan->context, worker->user);
  while (offset < block.length) {
    worker->rows->count = 0;
    if (!csv_reader_split(worker->rows, &worker->scratch, block, listing->separator, &listing->limits, shared->wanted, &offset,
                          &worker->line_count, fault))
      return false;
    rows_sift(worker);
    if (worker->rows->count) batch_process(worker);
  }
  return true;
}

static bool same_text(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

/* In order: adds the block's remarks to what is reported at the end, and leaves its problems. */
static void take_remarks(struct worker *worker)
{
  struct shared *shared = worker->shared;
  size_t kept = 0, k;
  for (size_t i = 0; i < worker->problem_count; i++) {
    const struct scan_problem *problem = &worker->problems[i];
    if (!problem->remark) {
      worker->problems[kept++] = *problem;
      continue;
    }
    uint32_t line = shared->next_line + problem->line;
    for (k = 0; k < shared->remark_count; k++) {
      const struct scan_remark *remark = &shared->remarks[k];
      if (remark->message == problem->message && remark->heading == problem->heading &&
          same_text(remark->argument[0], problem->argument[0]))
        break;
    }
    if (k == shared->remark_count) {
      struct scan_remark fresh = { .message = problem->message, .heading = problem->heading, .line = line };
      for (int n = 0; n < 2; n++)
        if (problem->argument[n]) fresh.argument[n] = arena_string(shared->arena, problem->argument[n]);
      shared->remarks = arena_grow(shared->arena, shared->remarks, k, &shared->remark_capacity, sizeof fresh);
      shared->remarks[shared->remark_count++] = fresh;
    }
    shared->remarks[k].count++;
    if (line < shared->remarks[k].line) shared->remarks[k].line = line;
  }
  worker->problem_count = kept;
}

static void notice_remark(const struct list_reader *listing, const struct scan_remark *remark)
{
  struct arena scratch = { 0 };
  const struct list_reader_options *options = listing->options;
  const char *a = remark->argument[0], *b = remark->argument[1];
  if (!options || !options->on_notice) return;
  if (!a) { /* of the column: which, and how many cells */
    a = slice_copy(&scratch, listing->headings[remark->heading].text).at;
    b = arena_printf(&scratch, "%llu", (unsigned long long)remark->count);
  }
  options->on_notice(options->on_notice_context, remark->message, listing->path, a, b);
  arena_free(&scratch);
}

static int remark_order(const void *a, const void *b)
{
  const struct scan_remark *x = a, *y = b;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  if (x->heading != y->heading) return x->heading < y->heading ? -1 : 1;
  return (x->message > y->message) - (x->message < y->message);
}

static void report_remarks(const struct shared *shared)
{
  const struct scan *scan = shared->scan;
  struct scan_remark *remarks = scan->held ? scan->held->remarks : shared->remarks;
  size_t count = scan->held ? scan->held->remark_count : shared->remark_count;
  if (count) qsort(remarks, count, sizeof *remarks, remark_order);
  for (size_t i = 0; i < count; i++)
    if (scan->remark) scan->remark(scan->context, &remarks[i]);
    else notice_remark(scan->listing, &remarks[i]);
}

/* By record, then by heading: cells were read column by column. */
static int problem_order(const void *a, const void *b)
{
  const struct scan_problem *x = a, *y = b;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  if (x->heading != y->heading) return x->heading < y->heading ? -1 : 1;
  return (x->message > y->message) - (x->message < y->message);
}

/* Of a list in memory rows are told; of one whose blocks are read as they are needed, blocks. */
static void tell_progress(const struct worker *worker)
{
  const struct shared *shared = worker->shared;
  const struct scan *scan = shared->scan;
  const struct list_reader_options *options = scan->listing->options;
  const struct scan_passes only = { .count = 1 }, *passes = scan->passes ? scan->passes : &only;
  struct progress_place place = { .stage = scan->stage, .path = scan->listing->path, .rows = passes->rows + shared->rows };
  if (!options || !options->progress.hear) return;
  if (!scan->held) place.position = worker->position, place.size = source_size(scan->listing->source);
  else if (scan->held->load) place.position = shared->next_merge + 1, place.size = scan->held->block_count;
  else place.position = shared->rows, place.size = scan->held->rows;
  place.position += passes->ended * place.size;
  place.size *= passes->count;
  progress_tell(options->progress, &place);
}

static void end_progress(const struct shared *shared)
{
  const struct scan *scan = shared->scan;
  const struct list_reader_options *options = scan->listing->options;
  if (scan->passes) scan->passes->ended++, scan->passes->rows += shared->rows;
  if (options) progress_tell(options->progress, NULL);
}

/* Within the worker's turn: its block is the next in the order of the list. */
static bool block_merge(struct worker *worker, bool processed, struct fault *fault)
{
  struct shared *shared = worker->shared;
  const struct scan *scan = shared->scan;
  if (!processed && !scan->held) {
    fault->file = scan->listing->path;
    csv_reader_fault_shift(fault, shared->next_line - 1);
  }
  if (!processed) return false;
  take_remarks(worker);
  if (worker->problem_count) qsort(worker->problems, worker->problem_count, sizeof *worker->problems, problem_order);
  uint32_t first_line = worker->held ? worker->held->first_line : shared->next_line;
  struct scan_block block = { worker->row_count,     first_line,       worker->problems,
                              worker->problem_count, worker->position, worker->held ? worker->held->repeats : NULL };
  if (!scan->merge(scan->context, worker->user, &block, fault)) return false;
  if (scan->held && scan->held->whole && !scan->held->whole(scan->held, worker->held, fault)) return false;
  shared->next_line += worker->line_count;
  shared->rows += worker->row_count;
  tell_progress(worker);
  return true;
}

static bool take_memory_list(struct worker *worker, size_t *number)
{
  struct shared *shared = worker->shared;
  const struct memory_list *held = shared->scan->held;
  pthread_mutex_lock(&shared->reading);
  bool got = !shared->failed && shared->next_block < held->block_count;
  *number = shared->next_block;
  if (got) shared->next_block++;
  pthread_mutex_unlock(&shared->reading);
  return got;
}

static bool take_block(struct worker *worker, struct slice *block, size_t *number, struct fault *fault)
{
  struct shared *shared = worker->shared;
  if (shared->scan->held) return take_memory_list(worker, number);
  pthread_mutex_lock(&shared->reading);
  bool go = !shared->ended && !shared->failed;
  bool read = go && list_reader_block(shared->scan->listing, &worker->buffer, block, fault);
  if (go && !read) {
    shared->failed = true;
    shared->fault = *fault;
    if (!shared->fault.file) shared->fault.file = shared->scan->listing->path;
  }
  if (read && block->length == 0) shared->ended = true;
  worker->position = source_position(shared->scan->listing->source);
  *number = shared->next_block;
  bool got = read && block->length;
  if (got) shared->next_block++;
  pthread_mutex_unlock(&shared->reading);
  return got;
}

static void await_turn(struct shared *shared, size_t number)
{
  pthread_mutex_lock(&shared->merging);
  while (shared->next_merge != number) pthread_cond_wait(&shared->turn, &shared->merging);
  pthread_mutex_unlock(&shared->merging);
}

static void pass_turn(struct shared *shared, const struct fault *fault)
{
  pthread_mutex_lock(&shared->merging);
  if (fault) {
    pthread_mutex_lock(&shared->reading);
    if (!shared->failed) shared->fault = *fault;
    shared->failed = true;
    pthread_mutex_unlock(&shared->reading);
  }
  shared->next_merge++;
  pthread_cond_broadcast(&shared->turn);
  pthread_mutex_unlock(&shared->merging);
}

static bool has_failed(struct shared *shared)
{
  pthread_mutex_lock(&shared->reading);
  bool failed = shared->failed;
  pthread_mutex_unlock(&shared->reading);
  return failed;
}

static void *work(void *argument)
{
  struct worker *worker = argument;
  struct shared *shared = worker->shared;
  struct slice block;
  size_t number;
  struct fault fault;
  worker->mark = timings_now();
  while (take_block(worker, &block, &number, &fault)) {
    stage_ends(worker, TIMING_READ);
    struct arena_mark mark = arena_mark(&worker->scratch);
    bool processed = shared->scan->held ? held_block_process(worker, number, &fault) : block_process(worker, block, &fault);
    stage_ends(worker, TIMING_SPLIT);
    await_turn(shared, number);
    stage_ends(worker, TIMING_TURN);
    bool merged = !has_failed(shared) && block_merge(worker, processed, &fault);
    pass_turn(shared, merged || has_failed(shared) ? NULL : &fault);
    stage_ends(worker, TIMING_MERGE);
    if (shared->scan->held && shared->scan->held->load && worker->held) memory_list_block_free(worker->held);
    arena_rewind(&worker->scratch, mark);
  }
  return NULL;
}

static void columns_new(struct worker *worker, const struct scan *scan)
{
  worker->columns = arena_array(worker->arena, scan->field_count, sizeof *worker->columns);
  for (size_t i = 0; i < scan->field_count; i++) {
    struct column *column = &worker->columns[i];
    enum field_kind kind = scan->fields[i]->kind;
    column->num = arena_array(worker->arena, BATCH_ROWS, sizeof *column->num);
    column->state = arena_array(worker->arena, BATCH_ROWS, 1);
    if (kind == FIELD_NUMBER) column->den = arena_array(worker->arena, BATCH_ROWS, sizeof *column->den);
    if (kind == FIELD_TEXT || kind == FIELD_CODE || kind == FIELD_INDUSTRY)
      column->text = arena_array(worker->arena, BATCH_ROWS, sizeof *column->text);
  }
}

/* A heading that is carried, and is a wanted field perhaps. */
static void plan_carried(struct shared *shared, uint32_t heading)
{
  const struct list_reader *listing = shared->scan->listing;
  for (size_t i = 0; i < listing->carried_count; i++) {
    if (listing->carried[i] != heading) continue;
    bool wanted = shared->wanted_count && shared->wanted[shared->wanted_count - 1] == heading;
    if (!wanted) shared->wanted[shared->wanted_count++] = heading;
    shared->carried[i] = (uint32_t)shared->wanted_count - 1;
  }
}

static void plan_columns(struct shared *shared, struct arena *arena)
{
  const struct scan *scan = shared->scan;
  const struct list_reader *listing = scan->listing;
  shared->wanted = arena_array(arena, listing->heading_count, sizeof *shared->wanted);
  shared->code = shared->part = -1;
  shared->slice_of_field = arena_array(arena, scan->field_count, sizeof *shared->slice_of_field);
  for (size_t i = 0; i < scan->field_count; i++) shared->slice_of_field[i] = -1;
  shared->carried = arena_array(arena, listing->carried_count, sizeof *shared->carried);
  for (size_t h = 0; h < listing->heading_count; h++) {
    for (size_t i = 0; i < scan->field_count; i++) {
      if (listing->fields[h] != scan->fields[i]) continue;
      bool key = listing->table->key && listing->fields[h] == &listing->table->fields[listing->table->key - 1];
      if (key || (!listing->table->key && shared->code < 0 && scan->fields[i]->kind == FIELD_CODE))
        shared->code = (int)shared->wanted_count;
      if (scan->fields[i] == scan->partition_field) shared->part = (int)shared->wanted_count;
      shared->slice_of_field[i] = (int)shared->wanted_count;
      shared->wanted[shared->wanted_count++] = (uint32_t)h;
    }
    plan_carried(shared, (uint32_t)h);
  }
}

static void worker_free(struct worker *worker)
{
  buffer_free(&worker->buffer);
  memory_free(worker->problems);
  arena_free(&worker->scratch);
}

bool scan_run(const struct scan *scan, struct fault *fault)
{
  struct arena arena = { 0 };
  struct shared shared = { .scan = scan, .arena = &arena, .next_line = scan->listing->first_line };
  size_t threads = scan->threads ? scan->threads : 1, started = 0;
  pthread_mutex_init(&shared.reading, NULL);
  pthread_mutex_init(&shared.merging, NULL);
  pthread_cond_init(&shared.turn, NULL);
  plan_columns(&shared, &arena);
  struct worker *workers = arena_array(&arena, threads, sizeof *workers);
  for (size_t i = 0; i < threads; i++) {
    workers[i] = (struct worker){ .shared = &shared, .arena = &arena };
    workers[i].rows = csv_reader_new(&arena, BATCH_ROWS, shared.wanted_count);
    columns_new(&workers[i], scan);
    workers[i].lacking = workers[i].columns;
    workers[i].carried = arena_array(&arena, scan->listing->carried_count, sizeof *workers[i].carried);
    if (scan->held) workers[i].columns = arena_array(&arena, scan->field_count, sizeof *workers[i].columns);
    workers[i].user = scan->worker ? scan->worker(scan->context, &arena) : NULL;
  }
  for (size_t i = 1; i < threads; i++)
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0) started = i;
    else break;
  work(&workers[0]);
  for (size_t i = 1; i <= started; i++) pthread_join(workers[i].thread, NULL);
  end_progress(&shared);
  if (shared.failed) *fault = shared.fault;
  else report_remarks(&shared);
  for (size_t i = 0; i < threads; i++) {
    if (scan->timings) timings_add(scan->timings, scan->stages, workers[i].stages);
    if (scan->close) scan->close(scan->context, workers[i].user);
    worker_free(&workers[i]);
  }
  pthread_cond_destroy(&shared.turn);
  pthread_mutex_destroy(&shared.merging);
  pthread_mutex_destroy(&shared.reading);
  arena_free(&arena);
  return !shared.failed;
}

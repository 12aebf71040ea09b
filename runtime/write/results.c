/* The result files of a run. */
#include "write/results.h"

#include <stdio.h>
#include <string.h>

#include "write/csv.h"
#include "write/manifest.h"

/* What a worker wrote about one row and one measure. */
struct piece {
  uint32_t row;
  uint32_t planned;
  size_t start, end; /* in the stream's buffer */
  size_t pending_start, pending_end;
  int64_t amount;
  uint8_t outcome;
  bool has_amount, overflowed;
  struct slice code, name;
};

struct results {
  struct arena *arena;
  const struct plan *plan;
  const struct reason *reason;
  bool all;
  struct output *output;
  struct manifest *manifest;
  struct output_file *rows_file, *pending_file, *problems_file, *summary_file;
  struct output_file **list_files; /* by measure index */
  struct buffer *prefixes;         /* by measure index: year, id, name, clause */
  struct tally *tallies;           /* by measure index */
  uint64_t row_count, problem_count;
  struct receiver receiver;
  struct buffer line;
  void (*seen)(void *context, uint64_t position);
  void *seen_context;
};

struct scribe { /* one worker */
  struct results *results;
  struct buffer rows, pending;
  struct buffer *lists; /* by measure index */
  struct buffer reason;
  struct piece *pieces;
  size_t piece_count, piece_capacity;
  const struct planned_subjects *subjects;
};

static bool is_list(const struct measure *measure)
{
  return measure->kind == MEASURE_LIST;
}

static bool is_quiet(const struct measure *measure)
{
  return measure->kind == MEASURE_CRITERION;
}

static bool put(struct output_file *file, struct slice bytes)
{
  return !file || output_bytes(file, bytes.at, bytes.length);
}

static struct output_file *open_file(struct results *results, const char *name, const char *headings, struct fault *fault)
{
  struct output_file *file = output_file(results->output, name, fault);
  if (file) put(file, slice_of("\xEF\xBB\xBF")), put(file, slice_of(headings)), put(file, SLICE("\r\n"));
  return file;
}

static void cell(struct buffer *out, struct slice text)
{
  csv_cell(out, text);
  buffer_char(out, ',');
}

static void prefix_of(struct results *results, const struct measure *measure)
{
  struct buffer *prefix = &results->prefixes[measure->index];
  buffer_integer(prefix, results->plan->occasion.year);
  buffer_char(prefix, ',');
  cell(prefix, slice_of(measure->id));
  cell(prefix, slice_of(measure->name));
  cell(prefix, slice_of(measure->clause));
}

static bool open_list(struct results *results, const struct measure *measure, struct fault *fault)
{
  const char *name = arena_printf(results->arena, "lists/%s.csv", measure->id);
  results->list_files[measure->index] = open_file(results, name, "对象代码,对象名称,结果,说明", fault);
  return results->list_files[measure->index] != NULL;
}

static bool open_files(struct results *results, struct fault *fault)
{
  results->rows_file = open_file(results, "results.csv", "年度,措施编号,措施,条款,对象代码,对象名称,结果,金额（元）,说明", fault);
  if (results->rows_file) results->pending_file = open_file(results, "pending.csv", "对象代码,对象名称,待补数据,涉及措施", fault);
  if (results->pending_file) results->problems_file = open_file(results, "problems.csv", "文件,行,列,原值,问题", fault);
  if (results->problems_file)
    results->summary_file = open_file(results, "summary.csv", "措施编号,措施,符合,不符合,待核实,金额合计（元）", fault);
  if (!results->summary_file) return false;
  for (size_t s = 0; s < results->plan->subject_count; s++)
    for (size_t i = 0; i < results->plan->subjects[s].count; i++) {
      const struct measure *measure = results->plan->subjects[s].measures[i].measure;
      if (is_list(measure) && !open_list(results, measure, fault)) return false;
    }
  return true;
}

/* Words, in the worker's thread */

static void *scribe_new(void *context, struct arena *arena)
{
  struct results *results = context;
  struct scribe *scribe = arena_alloc(arena, sizeof *scribe);
  scribe->results = results;
  scribe->lists = arena_array(arena, results->plan->model->measure_count + 1, sizeof *scribe->lists);
  return scribe;
}

static void scribe_close(void *context, void *worker)
{
  struct results *results = context;
  struct scribe *scribe = worker;
  buffer_free(&scribe->rows);
  buffer_free(&scribe->pending);
  buffer_free(&scribe->reason);
  for (size_t i = 0; i < results->plan->model->measure_count; i++) buffer_free(&scribe->lists[i]);
  memory_free(scribe->pieces);
}

static void scribe_begin(void *context, void *worker)
{
  struct results *results = context;
  struct scribe *scribe = worker;
  buffer_reset(&scribe->rows);
  buffer_reset(&scribe->pending);
  for (size_t i = 0; i < results->plan->model->measure_count; i++) buffer_reset(&scribe->lists[i]);
  scribe->piece_count = 0;
}

static const char *outcome_word(uint8_t outcome)
{
  static const char *const words[] = { "不符合", "待核实", "符合" };
  return words[outcome];
}

static void money_cell(struct buffer *out, bool has_amount, int64_t amount)
{
  if (has_amount) money_write(out, amount);
  buffer_char(out, ',');
}

static void line_say(struct results *results, struct buffer *out, const struct measure *measure, const struct piece *piece, struct slice said)
{
  if (!is_list(measure)) buffer_slice(out, buffer_view(&results->prefixes[measure->index]));
  cell(out, piece->code);
  cell(out, piece->name);
  buffer_text(out, outcome_word(piece->outcome));
  buffer_char(out, ',');
  if (!is_list(measure)) money_cell(out, piece->has_amount && piece->outcome == OUTCOME_YES, piece->amount);
  csv_cell(out, said);
  buffer_text(out, "\r\n");
}

static struct piece *piece_new(struct scribe *scribe)
{
  if (scribe->piece_count == scribe->piece_capacity) {
    scribe->piece_capacity = scribe->piece_capacity ? scribe->piece_capacity * 2 : 1024;
    scribe->pieces = memory_resize(scribe->pieces, scribe->piece_capacity * sizeof *scribe->pieces);
  }
  struct piece *piece = &scribe->pieces[scribe->piece_count++];
  memset(piece, 0, sizeof *piece);
  return piece;
}

static struct buffer *stream_of(struct scribe *scribe, const struct measure *measure)
{
  return is_list(measure) ? &scribe->lists[measure->index] : &scribe->rows;
}

/* The highest rung that the object stands on. */
static void rung_say(struct buffer *out, const struct measure *measure, const struct subject *subject)
{
  for (size_t i = measure->rung_count; i-- > 0;)
    if (value_of(subject, measure->rungs[i].condition).answer == ANSWER_YES) {
      buffer_text(out, measure->rungs[i].name);
      return;
    }
}

/* What a list says of its member: the rung, the data it shows, then what it lacks. */
static void list_say(struct buffer *out, const struct reason *reason, const struct measure *measure, const struct subject *subject)
{
  for (size_t i = 0; i < measure->show_count; i++) {
    if (out->length) buffer_text(out, "；");
    datum_say(out, reason, subject, measure->shows[i]);
  }
  if (!measure->against_count) return;
  if (out->length) buffer_text(out, "；");
  struct buffer lacking = { 0 };
  if (failing_say(&lacking, reason, subject, measure->against, measure->against_count)) {
    buffer_text(out, "尚缺：");
    buffer_slice(out, buffer_view(&lacking));
  } else {
    buffer_text(out, "已达到对照条件");
  }
  buffer_free(&lacking);
}

static void say(struct scribe *scribe, const struct planned *planned, const struct judgement *judgement, const struct subject *subject)
{
  const struct reason *reason = scribe->results->reason;
  buffer_reset(&scribe->reason);
  if (planned->measure->rung_count && judgement->verdict.outcome != OUTCOME_NO) rung_say(&scribe->reason, planned->measure, subject);
  bool listed = is_list(planned->measure) && judgement->verdict.outcome == OUTCOME_YES && !judgement->verdict.by_hand;
  if (listed) list_say(&scribe->reason, reason, planned->measure, subject);
  if (scribe->reason.length && (!listed || reason->depth >= 2)) buffer_text(&scribe->reason, "；");
  if (!listed || reason->depth >= 2) reason_say(&scribe->reason, reason, planned, &judgement->verdict, subject);
}

static void batch_piece(struct scribe *scribe, const struct judged_batch *batch, const struct judgement *judgement,
                        const struct subject *subject)
{
  const struct planned *planned = &batch->subjects->measures[judgement->planned];
  struct piece *piece = piece_new(scribe);
  piece->row = (uint32_t)batch->first_row + judgement->row;
  piece->planned = judgement->planned;
  piece->outcome = (uint8_t)judgement->verdict.outcome;
  piece->has_amount = judgement->verdict.has_amount;
  piece->amount = judgement->verdict.amount;
  piece->overflowed = judgement->verdict.overflowed;
  piece->code = batch->codes[judgement->row];
  piece->name = batch->names[judgement->row];
  if (!scribe->results->output) return;
  if (is_quiet(planned->measure)) return;
  bool shown = piece->outcome != OUTCOME_NO || (scribe->results->all && !is_list(planned->measure));
  struct buffer *stream = stream_of(scribe, planned->measure);
  piece->start = stream->length;
  if (shown) {
    say(scribe, planned, judgement, subject);
    line_say(scribe->results, stream, planned->measure, piece, buffer_view(&scribe->reason));
  }
  piece->end = stream->length;
}

/* One line of pending.csv for a row: what is missing for any measure, and the measures. */
static void pending_line(struct scribe *scribe, const struct judged_batch *batch, size_t first, size_t last, const struct subject *subject)
{
  struct results *results = scribe->results;
  struct missing missing = { 0 };
  struct buffer data = { 0 }, ids = { 0 };
  for (size_t i = first; i < last; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct measure *measure = batch->subjects->measures[judgement->planned].measure;
    if (judgement->verdict.outcome != OUTCOME_PENDING || is_quiet(measure)) continue;
    buffer_printf(&ids, "%s%s", ids.length ? "、" : "", measure->id);
    value_missing(subject, measure->condition, &missing);
    if (measure->amount) value_missing(subject, measure->amount, &missing);
  }
  if (ids.length) {
    missing_list_say(&data, results->reason, &missing);
    struct piece *last_piece = &scribe->pieces[scribe->piece_count - 1];
    last_piece->pending_start = scribe->pending.length;
    cell(&scribe->pending, last_piece->code);
    cell(&scribe->pending, last_piece->name);
    cell(&scribe->pending, buffer_view(&data));
    csv_cell(&scribe->pending, buffer_view(&ids));
    buffer_text(&scribe->pending, "\r\n");
    last_piece->pending_end = scribe->pending.length;
  }
  buffer_free(&data);
  buffer_free(&ids);
}

static void scribe_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct scribe *scribe = worker;
  struct subject subject = *batch->subject;
  (void)context;
  scribe->subjects = batch->subjects;
  for (size_t i = 0; i < batch->judgement_count;) {
    size_t last = i;
    bool pending = false;
    subject.row = batch->judgements[i].row;
    for (; last < batch->judgement_count && batch->judgements[last].row == batch->judgements[i].row; last++) {
      batch_piece(scribe, batch, &batch->judgements[last], &subject);
      pending |= batch->judgements[last].verdict.outcome == OUTCOME_PENDING;
    }
    if (pending && scribe->results->output) pending_line(scribe, batch, i, last, &subject);
    i = last;
  }
}

/* The ordered step */

static void count_piece(struct results *results, const struct measure *measure, const struct piece *piece)
{
  struct tally *tally = &results->tallies[measure->index];
  tally->yes += piece->outcome == OUTCOME_YES;
  tally->pending += piece->outcome == OUTCOME_PENDING;
  if (piece->outcome == OUTCOME_YES && piece->has_amount && __builtin_add_overflow(tally->amount, piece->amount, &tally->amount))
    tally->overflowed = true;
}

/* A row that repeats an earlier code: what would be granted is to be verified, and says which row counts. */
static void demote(struct results *results, const struct measure *measure, struct piece *piece, uint32_t first, struct output_file *file)
{
  char line[16];
  struct buffer said = { 0 };
  piece->outcome = OUTCOME_PENDING;
  piece->has_amount = false;
  snprintf(line, sizeof line, "%u", first);
  message_text(&said, results->reason->language, MSG_REASON_REPEATED, line, NULL);
  buffer_reset(&results->line);
  line_say(results, &results->line, measure, piece, buffer_view(&said));
  put(file, buffer_view(&results->line));
  buffer_free(&said);
}

static struct output_file *file_of(const struct results *results, const struct measure *measure)
{
  return is_list(measure) ? results->list_files[measure->index] : results->rows_file;
}

static void demoted_pending(struct results *results, const struct scribe *scribe, const struct piece *pieces, size_t count, uint32_t first)
{
  char line[16];
  struct buffer said = { 0 }, ids = { 0 };
  snprintf(line, sizeof line, "%u", first);
  message_text(&said, results->reason->language, MSG_REASON_REPEATED, line, NULL);
  for (size_t i = 0; i < count; i++) {
    const struct measure *measure = scribe->subjects->measures[pieces[i].planned].measure;
    if (pieces[i].outcome == OUTCOME_PENDING && !is_quiet(measure)) buffer_printf(&ids, "%s%s", ids.length ? "、" : "", measure->id);
  }
  if (ids.length) {
    buffer_reset(&results->line);
    cell(&results->line, pieces[0].code);
    cell(&results->line, pieces[0].name);
    cell(&results->line, buffer_view(&said));
    csv_cell(&results->line, buffer_view(&ids));
    buffer_text(&results->line, "\r\n");
    put(results->pending_file, buffer_view(&results->line));
  }
  buffer_free(&said);
  buffer_free(&ids);
}

/* Piece by piece, when the block repeats codes. */
static void write_pieces(struct results *results, struct scribe *scribe, const uint32_t *repeats)
{
  for (size_t i = 0; i < scribe->piece_count;) {
    size_t last = i;
    uint32_t first = repeats[scribe->pieces[i].row];
    for (; last < scribe->piece_count && scribe->pieces[last].row == scribe->pieces[i].row; last++) {
      struct piece *piece = &scribe->pieces[last];
      const struct measure *measure = scribe->subjects->measures[piece->planned].measure;
      const struct buffer *stream = stream_of(scribe, measure);
      if (first && piece->outcome == OUTCOME_YES && !is_quiet(measure))
        demote(results, measure, piece, first, file_of(results, measure));
      else
        put(file_of(results, measure), (struct slice){ stream->at + piece->start, piece->end - piece->start });
      const struct buffer *pending = &scribe->pending;
      if (!first) put(results->pending_file, (struct slice){ pending->at + piece->pending_start, piece->pending_end - piece->pending_start });
      count_piece(results, measure, piece);
    }
    if (first) demoted_pending(results, scribe, &scribe->pieces[i], last - i, first);
    i = last;
  }
}

static void write_whole(struct results *results, struct scribe *scribe)
{
  put(results->rows_file, buffer_view(&scribe->rows));
  put(results->pending_file, buffer_view(&scribe->pending));
  for (size_t i = 0; i < results->plan->model->measure_count; i++)
    if (scribe->lists[i].length) put(results->list_files[i], buffer_view(&scribe->lists[i]));
  for (size_t i = 0; i < scribe->piece_count; i++)
    count_piece(results, scribe->subjects->measures[scribe->pieces[i].planned].measure, &scribe->pieces[i]);
}

void results_problem(struct results *results, struct slice file, uint32_t line, struct slice heading, struct slice raw, struct slice said)
{
  results->problem_count++;
  if (!results->problems_file) return;
  buffer_reset(&results->line);
  cell(&results->line, file);
  if (line) buffer_integer(&results->line, line);
  buffer_char(&results->line, ',');
  cell(&results->line, heading);
  cell(&results->line, raw);
  csv_cell(&results->line, said);
  buffer_text(&results->line, "\r\n");
  put(results->problems_file, buffer_view(&results->line));
}

static void scan_problem(struct results *results, const struct listing *listing, uint32_t first_line, const struct scan_problem *problem)
{
  struct buffer said = { 0 };
  struct slice none = { "", 0 };
  message_text(&said, results->reason->language, problem->message, problem->argument[0], problem->argument[1], NULL);
  results_problem(results, slice_of(listing->path), first_line + problem->line,
                  problem->heading >= 0 ? listing->headings[problem->heading].text : none, problem->raw.at ? problem->raw : none, buffer_view(&said));
  buffer_free(&said);
}

static void table_block(void *context, const struct listing *listing, const struct scan_block *block)
{
  for (size_t i = 0; i < block->problem_count; i++) scan_problem(context, listing, block->first_line, &block->problems[i]);
}

static void table_end(void *context, const struct listing *listing)
{
  struct results *results = context;
  manifest_listing(results->manifest, listing->table->name, listing);
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
    problem.heading = listing_heading(block->listing, &table->kind.fields[table->code]);
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

static void overflow_problems(struct results *results, const struct judged_block *block, const struct scribe *scribe)
{
  for (size_t i = 0; i < scribe->piece_count; i++) {
    const struct piece *piece = &scribe->pieces[i];
    if (!piece->overflowed) continue;
    struct buffer said = { 0 };
    message_text(&said, results->reason->language, MSG_AMOUNT_OVERFLOWS, scribe->subjects->measures[piece->planned].measure->id, NULL);
    results_problem(results, slice_of(block->listing ? block->listing->path : ""), block->listing ? block->lines[piece->row] : 0,
                    (struct slice){ "", 0 }, piece->code, buffer_view(&said));
    buffer_free(&said);
  }
}

static bool scribe_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct results *results = context;
  struct scribe *scribe = worker;
  (void)fault;
  if (block->listing) results->row_count += block->rows;
  if (any_repeats(block))
    write_pieces(results, scribe, block->repeats);
  else
    write_whole(results, scribe);
  if (block->listing) block_problems(results, block);
  if (block->listing && results->seen) results->seen(results->seen_context, block->position);
  overflow_problems(results, block, scribe);
  if (scribe->subjects)
    for (size_t i = 0; i < scribe->subjects->count; i++) results->tallies[scribe->subjects->measures[i].measure->index].no += block->rows;
  return true;
}

struct results *results_new(struct arena *arena, const struct plan *plan, const struct reason *reason, bool all, struct output *output,
                            struct manifest *manifest, struct fault *fault)
{
  struct results *results = arena_alloc(arena, sizeof *results);
  *results = (struct results){ .arena = arena, .plan = plan, .reason = reason, .all = all, .output = output, .manifest = manifest };
  size_t measures = plan->model->measure_count + 1;
  results->tallies = arena_array(arena, measures, sizeof *results->tallies);
  results->list_files = arena_array(arena, measures, sizeof *results->list_files);
  results->prefixes = arena_array(arena, measures, sizeof *results->prefixes);
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) prefix_of(results, plan->subjects[s].measures[i].measure);
  results->receiver = (struct receiver){ results, scribe_new, scribe_close, scribe_begin, scribe_batch, scribe_block, table_block, table_end };
  if (output && !open_files(results, fault)) return NULL;
  return results;
}

void results_watch(struct results *results, void (*seen)(void *context, uint64_t position), void *context)
{
  results->seen = seen;
  results->seen_context = context;
}

const struct receiver *results_receiver(struct results *results)
{
  return &results->receiver;
}

struct tally results_tally(const struct results *results, const struct measure *measure)
{
  struct tally tally = results->tallies[measure->index];
  tally.no -= tally.yes + tally.pending;
  return tally;
}

bool results_summary(struct results *results, struct fault *fault)
{
  (void)fault;
  const struct model *model = results->plan->model;
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    if (measure->kind > MEASURE_DISCRETIONARY || !results->prefixes[i].length) continue;
    struct tally tally = results_tally(results, measure);
    buffer_reset(&results->line);
    cell(&results->line, slice_of(measure->id));
    cell(&results->line, slice_of(measure->name));
    buffer_printf(&results->line, "%llu,%llu,%llu,", (unsigned long long)tally.yes, (unsigned long long)tally.no,
                  (unsigned long long)tally.pending);
    if (!tally.overflowed) money_write(&results->line, tally.amount);
    buffer_text(&results->line, "\r\n");
    put(results->summary_file, buffer_view(&results->line));
  }
  return true;
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
}

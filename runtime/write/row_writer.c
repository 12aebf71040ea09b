/* Putting judgements into lines, in the worker's thread. */
#include "write/row_writer.h"

#include <stdio.h>
#include <string.h>

#include "data/column.h"
#include "decode/unicode.h"
#include "write/company_lines.h"
#include "write/csv.h"
#include "write/row_record.h"

bool measure_is_list(const struct measure *measure)
{
  return measure->kind == MEASURE_LIST;
}

bool measure_is_quiet(const struct measure *measure)
{
  return measure->kind == MEASURE_CRITERION;
}

static void cell(struct buffer *out, struct slice text)
{
  csv_cell(out, text);
  buffer_char(out, ',');
}

struct row_writer *row_writer_new(struct arena *arena, const struct row_writer_style *style)
{
  struct row_writer *writer = arena_alloc(arena, sizeof *writer);
  writer->style = style;
  writer->criteria = criteria_new(arena, style->plan, style->reason);
  reading_open(&writer->reading, &style->plan->model->tables[0].kind);
  writer->lists = arena_array(arena, style->plan->model->measure_count + 1, sizeof *writer->lists);
  writer->tallies = arena_array(arena, style->plan->model->measure_count + 1, sizeof *writer->tallies);
  return writer;
}

void row_writer_close(struct row_writer *writer)
{
  buffer_free(&writer->rows);
  buffer_free(&writer->pending);
  for (int i = 0; i < ROW_FILES; i++) buffer_free(&writer->extras[i]);
  buffer_free(&writer->object);
  buffer_free(&writer->reason);
  arena_free(&writer->carried_texts);
  criteria_close(writer->criteria);
  for (size_t i = 0; i < writer->style->plan->model->measure_count; i++) buffer_free(&writer->lists[i]);
  memory_free(writer->pieces);
  memory_free(writer->lines);
  memory_free(writer->company_lines);
  buffer_free(&writer->companies);
  buffer_free(&writer->missing);
  stakes_clear(&writer->stakes);
  buffer_free(&writer->records);
  memory_free(writer->cursors);
}

void row_writer_begin(struct row_writer *writer)
{
  buffer_reset(&writer->rows);
  buffer_reset(&writer->pending);
  for (int i = 0; i < ROW_FILES; i++) buffer_reset(&writer->extras[i]);
  for (size_t i = 0; i < writer->style->plan->model->measure_count; i++) {
    buffer_reset(&writer->lists[i]);
    writer->tallies[i] = (struct tally){ 0 };
  }
  writer->piece_count = writer->line_count = 0;
  buffer_reset(&writer->companies);
  if (writer->stakes.count) stakes_clear(&writer->stakes);
  writer->total = (struct bounds){ 0 };
  writer->overflowed = false;
  buffer_reset(&writer->records);
  writer->recorded = 0;
  writer->finished = NULL;
}

static void outcome_cell(struct buffer *out, const struct measure *measure, uint8_t outcome)
{
  buffer_text(out, outcome_name(measure, (enum outcome)outcome, LANGUAGE_CHINESE));
  buffer_char(out, ',');
}

static void money_cell(struct buffer *out, bool has_amount, int64_t amount)
{
  if (has_amount) money_write(out, amount);
  buffer_char(out, ',');
}

struct slice row_writer_object(struct row_writer *writer, const struct result_piece *piece)
{
  const struct measure *measure = writer->subjects->measures[piece->planned].measure;
  size_t before = measure_is_list(measure) ? 0 : writer->style->prefixes[measure->index].length;
  return (struct slice){ buffer_view(row_writer_stream(writer, measure)).at + piece->start + before, piece->object };
}

void row_writer_line(struct buffer *out, const struct row_writer_style *style, const struct measure *measure,
                     const struct result_piece *piece, struct slice object, struct slice said)
{
  if (!measure_is_list(measure)) buffer_slice(out, buffer_view(&style->prefixes[measure->index]));
  buffer_slice(out, object);
  outcome_cell(out, measure, piece->outcome);
  if (!measure_is_list(measure)) money_cell(out, piece->has_amount && piece->outcome == OUTCOME_YES, piece->amount);
  csv_cell(out, said);
  if (!measure_is_list(measure)) buffer_char(out, ',');
  if (!measure_is_list(measure) && piece->has_decided_total) money_write(out, piece->decided_total);
  csv_end(out);
}

struct result_piece *row_writer_piece(struct row_writer *writer)
{
  if (writer->piece_count == writer->piece_capacity) {
    writer->piece_capacity = writer->piece_capacity ? writer->piece_capacity * 2 : 1024;
    writer->pieces = memory_resize(writer->pieces, writer->piece_capacity * sizeof *writer->pieces);
  }
  return &writer->pieces[writer->piece_count++];
}

/* What each level bears is a part of the amount: it does not overflow where that does not. */
static void tally_shares(struct tally *tally, const struct measure *measure, const struct result_piece *piece)
{
  int64_t parts[COST_SHARES];
  if (piece->outcome != OUTCOME_YES || !piece->has_amount) return;
  cost_share_parts(measure, piece->amount, parts);
  for (size_t i = 0; i < measure->cost_share_count; i++)
    if (__builtin_add_overflow(tally->shares[i], parts[i], &tally->shares[i])) tally->overflowed = true;
}

void tally_piece(struct tally *tally, const struct measure *measure, const struct result_piece *piece)
{
  if (measure->cost_share_count) tally_shares(tally, measure, piece);
  tally->yes += piece->outcome == OUTCOME_YES;
  tally->pending += piece->outcome == OUTCOME_PENDING;
  tally->priced += piece->outcome == OUTCOME_YES && piece->has_amount;
  bounds_add(&tally->bounds, &piece->bounds);
  if (piece->outcome == OUTCOME_YES && piece->has_amount && __builtin_add_overflow(tally->amount, piece->amount, &tally->amount))
    tally->overflowed = true;
}

void row_writer_count(struct row_writer *writer, const struct result_piece *piece)
{
  const struct measure *measure = writer->subjects->measures[piece->planned].measure;
  tally_piece(&writer->tallies[measure->index], measure, piece);
  writer->overflowed |= piece->overflowed;
  bounds_add(&writer->total, &piece->total);
}

struct buffer *row_writer_stream(struct row_writer *writer, const struct measure *measure)
{
  return measure_is_list(measure) ? &writer->lists[measure->index] : &writer->rows;
}

/* What a list says of its member behind the rung: the data it shows, then what it lacks. */
static void format_list(struct buffer *out, const struct wording *reason, struct criteria *criteria,
                        const struct measure *measure, const struct row_context *subject)
{
  for (size_t i = 0; i < measure->show_count; i++) {
    if (out->length) buffer_text(out, "；");
    format_datum(out, reason, subject, measure->shows[i]);
  }
  if (!measure->against_count) return;
  if (out->length) buffer_text(out, "；");
  buffer_slice(out, format_criterion(criteria, measure, subject));
}

/* `高企（可能是领军企业，待补：领军企业）` */
static void format_open_rung(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                             const struct rung *rung)
{
  struct missing missing = { .field_count = 0 };
  bool alone = !out->length;
  value_missing(subject, rung->condition, &missing);
  if (!alone) format_wording(out, reason, MSG_PARENTHESIS);
  message_text(out, reason->language, MSG_REASON_RUNG_OPEN, rung->name, NULL);
  format_missing_list(out, reason, &missing);
  if (!alone) format_wording(out, reason, MSG_PARENTHESIS_END);
}

struct slice row_writer_reason(struct buffer *room, const struct row_writer_style *style, struct criteria *criteria,
                               const struct planned *planned, const struct judgement *judgement,
                               const struct row_context *subject)
{
  const struct verdict *verdict = &judgement->verdict;
  const struct measure *measure = planned->measure;
  bool listed = measure_is_list(measure) && verdict->outcome == OUTCOME_YES && !verdict->by_hand;
  bool reasoned = !listed || style->reason->depth >= 2, shows = measure->show_count > 0, against = measure->against_count > 0;
  struct slice rung = { "", 0 };
  if (verdict->rung && verdict->outcome != OUTCOME_NO) rung = slice_of(verdict->rung->name);
  bool open = verdict->open_rung && verdict->outcome == OUTCOME_YES && !verdict->by_hand;
  if (!reasoned && !shows && !against && !open) return rung;
  if (!reasoned && !shows && !rung.length && !open) return format_criterion(criteria, measure, subject);
  buffer_reset(room);
  buffer_slice(room, rung);
  if (open) format_open_rung(room, style->reason, subject, verdict->open_rung);
  if (listed) format_list(room, style->reason, criteria, measure, subject);
  if (room->length && reasoned) buffer_text(room, "；");
  if (reasoned) format_verdict_reason(room, style->reason, planned, verdict, subject);
  return buffer_view(room);
}

static void extra_lines(struct row_writer *writer, const struct measure *measure, const struct verdict *verdict,
                        struct result_piece *piece)
{
  struct result_row row = { writer->style->plan,
                            measure,
                            verdict,
                            buffer_view(&writer->object),
                            writer->carried,
                            writer->style->carried_count,
                            writer->style->reason->language };
  for (int i = 0; i < ROW_FILES; i++) piece->extra[i].start = writer->extras[i].length;
  for (int i = 0; i < ROW_FILES; i++) row_files[i].lines(&writer->extras[i], &row);
  for (int i = 0; i < ROW_FILES; i++) piece->extra[i].length = writer->extras[i].length - piece->extra[i].start;
}

static void batch_piece(struct row_writer *writer, const struct judged_batch *batch, const struct judgement *judgement,
                        const struct row_context *subject)
{
  const struct planned *planned = &batch->subjects->measures[judgement->planned];
  const struct measure *measure = planned->measure;
  struct result_piece *piece = row_writer_piece(writer);
  *piece = (struct result_piece){ .row = (uint32_t)batch->first_row + judgement->row,
                                  .planned = judgement->planned,
                                  .outcome = (uint8_t)judgement->verdict.outcome,
                                  .has_amount = judgement->verdict.has_amount,
                                  .amount = judgement->verdict.amount,
                                  .overflowed = judgement->verdict.overflowed,
                                  .has_decided_total = verdict_tells_total(&judgement->verdict),
                                  .decided_total = judgement->verdict.total,
                                  .bounds = judgement->bounds,
                                  .total = judgement->total };
  row_writer_count(writer, piece);
  bool shown =
      piece->outcome != OUTCOME_NO || judgement->verdict.granted_before || (writer->style->all && !measure_is_list(measure));
  if (writer->style->silent || measure_is_quiet(measure) || !shown) return;
  struct buffer *stream = row_writer_stream(writer, measure);
  piece->start = stream->length;
  struct slice said = row_writer_reason(&writer->reason, writer->style, writer->criteria, planned, judgement, subject);
  row_writer_line(stream, writer->style, measure, piece, buffer_view(&writer->object), said);
  piece->object = (uint32_t)writer->object.length;
  piece->length = (uint32_t)(stream->length - piece->start);
  if (writer->style->extras) extra_lines(writer, measure, &judgement->verdict, piece);
}

void row_writer_pending(struct row_writer *writer, size_t row)
{
  if (writer->line_count == writer->line_capacity) {
    writer->line_capacity = writer->line_capacity ? writer->line_capacity * 2 : 256;
    writer->lines = memory_resize(writer->lines, writer->line_capacity * sizeof *writer->lines);
  }
  writer->lines[writer->line_count++] = (struct pending_line){ writer->pending.length, (uint32_t)row };
}

/* What the row leaves open of the total; 0: nothing, or without end. */
static int64_t width_of(const struct judged_batch *batch, size_t first, size_t last)
{
  struct bounds total = { 0 };
  for (size_t i = first; i < last; i++) bounds_add(&total, &batch->judgements[i].total);
  return total.open || total.overflowed ? 0 : total.most - total.least;
}

/* Where no datum of the row is missing: what a rule waits for. */
static void format_waits(struct buffer *out, const struct wording *reason, const struct planned *planned,
                         const struct verdict *verdict)
{
  for (const struct rule_step *step = verdict->steps; step; step = step->previous) {
    if (step->effect != STEP_OPENS) continue;
    format_step_reason(out, reason->language, planned, verdict, step);
    return;
  }
}

/* One line of pending.csv for a row: what is missing for any measure, and the measures; and what that leaves open of the total,
 * which is asked for without files, too. */
static void format_pending(struct row_writer *writer, const struct judged_batch *batch, size_t first, size_t last,
                           const struct row_context *subject)
{
  struct missing missing = { 0 };
  struct buffer data = { 0 }, ids = { 0 };
  int64_t width = width_of(batch, first, last);
  bool kept = writer->style->companies || writer->style->records;
  if (writer->style->silent && !width && !kept) return;
  for (size_t i = first; i < last; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct measure *measure = batch->subjects->measures[judgement->planned].measure;
    if (judgement->verdict.outcome != OUTCOME_PENDING || measure_is_quiet(measure)) continue;
    if (ids.length) buffer_text(&ids, "、");
    buffer_text(&ids, measure->id);
    verdict_missing(subject, measure, &judgement->verdict, &missing);
  }
  if (ids.length) {
    format_missing_list(&data, writer->style->reason, &missing);
    if (width) stakes_add(&writer->stakes, buffer_view(&data), 1, width), writer->width = width;
    if (kept) buffer_slice(&writer->missing, buffer_view(&data));
  }
  if (ids.length && !writer->style->silent) {
    for (size_t i = first; !data.length && i < last; i++) {
      const struct judgement *judgement = &batch->judgements[i];
      if (judgement->verdict.outcome == OUTCOME_PENDING)
        format_waits(&data, writer->style->reason, &batch->subjects->measures[judgement->planned], &judgement->verdict);
    }
    buffer_slice(&writer->pending, buffer_view(&writer->object));
    cell(&writer->pending, buffer_view(&data));
    csv_cell(&writer->pending, buffer_view(&ids));
    csv_end(&writer->pending);
    row_writer_pending(writer, batch->first_row + subject->row);
  }
  buffer_free(&data);
  buffer_free(&ids);
}

/* Objects that are no rows of the list have nothing there. */
static void take_carried(struct row_writer *writer, const struct judged_batch *batch, size_t row)
{
  size_t count = writer->style->carried_count;
  arena_free(&writer->carried_texts);
  writer->carried = arena_array(&writer->carried_texts, count, sizeof *writer->carried);
  for (size_t i = 0; i < count; i++) {
    struct slice cell = batch->carried ? batch->carried[i][row] : (struct slice){ "", 0 };
    writer->carried[i] = cell.length ? unicode_shown(&writer->carried_texts, cell_unwrapped(cell)) : (struct slice){ "", 0 };
  }
}

/* Rows follow one another, and so do their lines; those without a judgement are no throughout. */
void row_writer_company(struct row_writer *writer, size_t row, const struct judgement *judgements, size_t count)
{
  if (row >= writer->company_capacity) {
    writer->company_capacity = row < 512 ? 1024 : 2 * row;
    writer->company_lines = memory_resize(writer->company_lines, writer->company_capacity * sizeof *writer->company_lines);
  }
  bool told = false;
  for (size_t i = 0; i < count; i++) told |= judgements[i].verdict.outcome != OUTCOME_NO;
  const struct company_cells cells = { .subjects = writer->subjects,
                                       .judgements = judgements,
                                       .count = count,
                                       .object = buffer_view(&writer->object),
                                       .missing = buffer_view(&writer->missing) };
  format_company(&writer->companies, writer->style->companies, &cells);
  writer->company_lines[row] = (struct company_line){ writer->companies.length, (uint32_t)writer->object.length, told };
}

static void take_object(struct row_writer *writer, const struct judged_batch *batch, size_t row)
{
  buffer_reset(&writer->object);
  cell(&writer->object, batch->codes[row]);
  cell(&writer->object, batch->names[row]);
}

static void cursor_next(struct record_cursor *cursor, uint64_t before)
{
  bool more = !cursor->reader.broken && cursor->reader.at < cursor->reader.end;
  cursor->next = more ? before + read_varint(&cursor->reader) : UINT64_MAX;
}

static void open_records(struct row_writer *writer, const struct finished_block *finished)
{
  if (finished->part_count > writer->cursor_capacity) {
    writer->cursor_capacity = finished->part_count;
    writer->cursors = memory_resize(writer->cursors, writer->cursor_capacity * sizeof *writer->cursors);
  }
  for (size_t i = 0; i < finished->part_count; i++) {
    writer->cursors[i] = (struct record_cursor){ .reader = byte_reader_of(finished->parts[i].lines) };
    cursor_next(&writer->cursors[i], 0);
  }
  writer->finished = finished;
}

void row_writer_finish(struct row_writer *writer)
{
  for (size_t i = 0; writer->finished && i < writer->finished->part_count; i++)
    if (writer->cursors[i].reader.broken || writer->cursors[i].next != UINT64_MAX) writer->finished->parts[i].broken = true;
}

/* The lines that a part has written of the row, if it has written any. */
static bool take_record(struct row_writer *writer, const struct judged_batch *batch, size_t row)
{
  const struct finished_block *finished = batch->finished;
  size_t at = batch->first_row + row;
  if (!finished || finished->open[at]) return false;
  if (writer->finished != finished) open_records(writer, finished);
  struct record_cursor *cursor = &writer->cursors[finished->part[at]];
  if (cursor->next != finished->rank[at]) return false;
  take_object(writer, batch, row);
  row_record_take(writer, &cursor->reader, (uint32_t)at);
  cursor_next(cursor, cursor->next);
  return true;
}

/* Up to a row, those of which there is no judgement here. */
static size_t pass_rows(struct row_writer *writer, const struct judged_batch *batch, size_t from, size_t to)
{
  for (; (writer->style->companies || batch->finished) && from < to; from++) {
    if (take_record(writer, batch, from) || !writer->style->companies) continue;
    buffer_reset(&writer->missing);
    take_object(writer, batch, from);
    row_writer_company(writer, batch->first_row + from, NULL, 0);
  }
  buffer_reset(&writer->missing);
  writer->width = 0;
  return to;
}

/* What is to be judged again is nobody's yet. */
static void record_row(struct row_writer *writer, const struct judged_batch *batch, size_t row, size_t piece, size_t line)
{
  uint32_t at = (uint32_t)(batch->first_row + row);
  if (batch->open && batch->open[row]) return;
  format_varint(&writer->records, at - writer->recorded);
  row_record_add(&writer->records, writer, piece, line);
  writer->recorded = at;
}

/* Codes and names lie in the text of the block, which is no longer in the caches. */
static void ask_ahead(const struct judged_batch *batch, size_t judgement)
{
  enum { AHEAD = 8 };
  if (judgement + AHEAD >= batch->judgement_count) return;
  uint32_t row = batch->judgements[judgement + AHEAD].row;
  __builtin_prefetch(batch->codes[row].at);
  __builtin_prefetch(batch->names[row].at);
}

void row_writer_batch(struct row_writer *writer, const struct judged_batch *batch)
{
  struct row_context subject = *batch->subject;
  size_t next = batch->start;
  subject.reading = &writer->reading;
  writer->subjects = batch->subjects;
  criteria_begin(writer->criteria);
  for (size_t i = 0; i < batch->judgement_count;) {
    size_t last = i, piece = writer->piece_count, line = writer->line_count;
    bool pending = false;
    ask_ahead(batch, i);
    subject.row = batch->judgements[i].row;
    reading_next(&writer->reading);
    next = pass_rows(writer, batch, next, subject.row) + 1;
    if (!writer->style->silent || writer->style->companies) take_object(writer, batch, subject.row);
    if (writer->style->carried_count) take_carried(writer, batch, subject.row);
    for (; last < batch->judgement_count && batch->judgements[last].row == batch->judgements[i].row; last++) {
      batch_piece(writer, batch, &batch->judgements[last], &subject);
      pending |= batch->judgements[last].verdict.outcome == OUTCOME_PENDING;
    }
    if (pending) format_pending(writer, batch, i, last, &subject);
    if (writer->style->companies) row_writer_company(writer, batch->first_row + subject.row, batch->judgements + i, last - i);
    if (writer->style->records) record_row(writer, batch, subject.row, piece, line);
    i = last;
  }
  pass_rows(writer, batch, next, batch->end);
}

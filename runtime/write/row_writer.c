/* Putting judgements into lines, in the worker's thread. */
#include "write/row_writer.h"

#include <stdio.h>
#include <string.h>

#include "write/csv.h"

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

struct scribe *scribe_new(struct arena *arena, const struct scribe_style *style)
{
  struct scribe *scribe = arena_alloc(arena, sizeof *scribe);
  scribe->style = style;
  scribe->yardsticks = yardsticks_new(arena, style->plan, style->reason);
  reading_open(&scribe->reading, &style->plan->model->tables[0].kind);
  scribe->lists = arena_array(arena, style->plan->model->measure_count + 1, sizeof *scribe->lists);
  scribe->tallies = arena_array(arena, style->plan->model->measure_count + 1, sizeof *scribe->tallies);
  return scribe;
}

void scribe_close(struct scribe *scribe)
{
  buffer_free(&scribe->rows);
  buffer_free(&scribe->pending);
  buffer_free(&scribe->object);
  buffer_free(&scribe->reason);
  yardsticks_close(scribe->yardsticks);
  for (size_t i = 0; i < scribe->style->plan->model->measure_count; i++) buffer_free(&scribe->lists[i]);
  memory_free(scribe->pieces);
  memory_free(scribe->lines);
}

void scribe_begin(struct scribe *scribe)
{
  buffer_reset(&scribe->rows);
  buffer_reset(&scribe->pending);
  for (size_t i = 0; i < scribe->style->plan->model->measure_count; i++) {
    buffer_reset(&scribe->lists[i]);
    scribe->tallies[i] = (struct tally){ 0 };
  }
  scribe->piece_count = scribe->line_count = 0;
  scribe->total = (struct bounds){ 0 };
  scribe->overflowed = false;
}

static void outcome_cell(struct buffer *out, uint8_t outcome)
{
  static const struct slice cells[] = { { "不符合,", 10 }, { "待核实,", 10 }, { "符合,", 7 } };
  buffer_slice(out, cells[outcome]);
}

static void money_cell(struct buffer *out, bool has_amount, int64_t amount)
{
  if (has_amount) money_write(out, amount);
  buffer_char(out, ',');
}

struct slice scribe_object(struct scribe *scribe, const struct piece *piece)
{
  const struct measure *measure = scribe->subjects->measures[piece->planned].measure;
  size_t before = measure_is_list(measure) ? 0 : scribe->style->prefixes[measure->index].length;
  return (struct slice){ buffer_view(scribe_stream(scribe, measure)).at + piece->start + before, piece->object };
}

void scribe_line(struct buffer *out, const struct scribe_style *style, const struct measure *measure, const struct piece *piece,
                 struct slice object, struct slice said)
{
  if (!measure_is_list(measure)) buffer_slice(out, buffer_view(&style->prefixes[measure->index]));
  buffer_slice(out, object);
  outcome_cell(out, piece->outcome);
  if (!measure_is_list(measure)) money_cell(out, piece->has_amount && piece->outcome == OUTCOME_YES, piece->amount);
  csv_cell(out, said);
  if (!measure_is_list(measure)) buffer_char(out, ','); /* 核定总额（元） */
  csv_end(out);
}

static struct piece *piece_new(struct scribe *scribe)
{
  if (scribe->piece_count == scribe->piece_capacity) {
    scribe->piece_capacity = scribe->piece_capacity ? scribe->piece_capacity * 2 : 1024;
    scribe->pieces = memory_resize(scribe->pieces, scribe->piece_capacity * sizeof *scribe->pieces);
  }
  return &scribe->pieces[scribe->piece_count++];
}

void tally_piece(struct tally *tally, const struct piece *piece)
{
  tally->yes += piece->outcome == OUTCOME_YES;
  tally->pending += piece->outcome == OUTCOME_PENDING;
  tally->priced += piece->outcome == OUTCOME_YES && piece->has_amount;
  bounds_add(&tally->bounds, &piece->bounds);
  if (piece->outcome == OUTCOME_YES && piece->has_amount && __builtin_add_overflow(tally->amount, piece->amount, &tally->amount))
    tally->overflowed = true;
}

struct buffer *scribe_stream(struct scribe *scribe, const struct measure *measure)
{
  return measure_is_list(measure) ? &scribe->lists[measure->index] : &scribe->rows;
}

/* What a list says of its member behind the rung: the data it shows, then what it lacks. */
static void list_say(struct buffer *out, const struct reason *reason, struct yardsticks *yardsticks,
                     const struct measure *measure, const struct subject *subject)
{
  for (size_t i = 0; i < measure->show_count; i++) {
    if (out->length) buffer_text(out, "；");
    datum_say(out, reason, subject, measure->shows[i]);
  }
  if (!measure->against_count) return;
  if (out->length) buffer_text(out, "；");
  buffer_slice(out, yardstick_say(yardsticks, measure, subject));
}

/* `高企（可能是领军企业，待补：领军企业）` */
static void format_open_rung(struct buffer *out, const struct reason *reason, const struct subject *subject, const struct rung *rung)
{
  struct missing missing = { .field_count = 0 };
  bool alone = !out->length;
  value_missing(subject, rung->condition, &missing);
  if (!alone) buffer_text(out, reason_word(reason, "（", " ("));
  buffer_printf(out, reason_word(reason, "可能是%s，待补：", "perhaps %s, missing: "), rung->name);
  missing_list_say(out, reason, &missing);
  if (!alone) buffer_text(out, reason_word(reason, "）", ")"));
}

struct slice scribe_reason(struct buffer *room, const struct scribe_style *style, struct yardsticks *yardsticks,
                           const struct planned *planned, const struct judgement *judgement, const struct subject *subject)
{
  const struct verdict *verdict = &judgement->verdict;
  const struct measure *measure = planned->measure;
  bool listed = measure_is_list(measure) && verdict->outcome == OUTCOME_YES && !verdict->by_hand;
  bool reasoned = !listed || style->reason->depth >= 2, shows = measure->show_count > 0, against = measure->against_count > 0;
  struct slice rung = { "", 0 };
  if (verdict->rung && verdict->outcome != OUTCOME_NO) rung = slice_of(verdict->rung->name);
  bool open = verdict->open_rung && verdict->outcome == OUTCOME_YES && !verdict->by_hand;
  if (!reasoned && !shows && !against && !open) return rung;
  if (!reasoned && !shows && !rung.length && !open) return yardstick_say(yardsticks, measure, subject);
  buffer_reset(room);
  buffer_slice(room, rung);
  if (open) format_open_rung(room, style->reason, subject, verdict->open_rung);
  if (listed) list_say(room, style->reason, yardsticks, measure, subject);
  if (room->length && reasoned) buffer_text(room, "；");
  if (reasoned) reason_say(room, style->reason, planned, verdict, subject);
  return buffer_view(room);
}

static void batch_piece(struct scribe *scribe, const struct judged_batch *batch, const struct judgement *judgement,
                        const struct subject *subject)
{
  const struct planned *planned = &batch->subjects->measures[judgement->planned];
  const struct measure *measure = planned->measure;
  struct piece *piece = piece_new(scribe);
  *piece = (struct piece){ .row = (uint32_t)batch->first_row + judgement->row,
                           .planned = judgement->planned,
                           .outcome = (uint8_t)judgement->verdict.outcome,
                           .has_amount = judgement->verdict.has_amount,
                           .amount = judgement->verdict.amount,
                           .overflowed = judgement->verdict.overflowed,
                           .bounds = bounds_of(planned, &judgement->verdict) };
  tally_piece(&scribe->tallies[measure->index], piece);
  scribe->overflowed |= piece->overflowed;
  bool shown = piece->outcome != OUTCOME_NO || (scribe->style->all && !measure_is_list(measure));
  if (scribe->style->silent || measure_is_quiet(measure) || !shown) return;
  struct buffer *stream = scribe_stream(scribe, measure);
  piece->start = stream->length;
  struct slice said = scribe_reason(&scribe->reason, scribe->style, scribe->yardsticks, planned, judgement, subject);
  scribe_line(stream, scribe->style, measure, piece, buffer_view(&scribe->object), said);
  piece->object = (uint32_t)scribe->object.length;
  piece->length = (uint32_t)(stream->length - piece->start);
}

/* What a measure of a 择一 comes to when it is taken together with the others: one that holds for certain is worth its amount, though
 * another may yet come before it. */
static struct bounds bounds_among(const struct planned *planned, const struct verdict *verdict, struct bounds own)
{
  bool certain = verdict->outcome == OUTCOME_PENDING && verdict->answer == ANSWER_YES && verdict->rival && !verdict->unread;
  if (certain && !planned->has_envelope && verdict->amount > own.least) own.least = verdict->amount;
  return own;
}

/* The row's pieces, which are the last `count`, and what they add to the total. */
static void row_totals(struct scribe *scribe, const struct judged_batch *batch, const struct judgement *judgements, size_t count)
{
  struct piece *pieces = scribe->pieces + scribe->piece_count - count;
  for (size_t i = 0; i < count; i++) {
    const struct planned *planned = &batch->subjects->measures[pieces[i].planned];
    const struct choice_of *choice = planned->measure->one_of;
    size_t first = 0;
    if (!choice || judgements[i].verdict.by_hand) {
      pieces[i].total = pieces[i].bounds;
      continue;
    }
    while (first < i && (batch->subjects->measures[pieces[first].planned].measure->one_of != choice || judgements[first].verdict.by_hand))
      first++;
    struct bounds among = bounds_among(planned, &judgements[i].verdict, pieces[i].bounds);
    bounds_choose(&pieces[first].total, &among);
  }
  for (size_t i = 0; i < count; i++) bounds_add(&scribe->total, &pieces[i].total);
}

static void line_new(struct scribe *scribe, size_t row)
{
  if (scribe->line_count == scribe->line_capacity) {
    scribe->line_capacity = scribe->line_capacity ? scribe->line_capacity * 2 : 256;
    scribe->lines = memory_resize(scribe->lines, scribe->line_capacity * sizeof *scribe->lines);
  }
  scribe->lines[scribe->line_count++] = (struct pending_line){ scribe->pending.length, (uint32_t)row };
}

/* One line of pending.csv for a row: what is missing for any measure, and the measures. */
static void pending_say(struct scribe *scribe, const struct judged_batch *batch, size_t first, size_t last,
                        const struct subject *subject)
{
  struct missing missing = { 0 };
  struct buffer data = { 0 }, ids = { 0 };
  for (size_t i = first; i < last; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct measure *measure = batch->subjects->measures[judgement->planned].measure;
    if (judgement->verdict.outcome != OUTCOME_PENDING || measure_is_quiet(measure)) continue;
    if (ids.length) buffer_text(&ids, "、");
    buffer_text(&ids, measure->id);
    verdict_missing(subject, measure, &judgement->verdict, &missing);
  }
  if (ids.length) {
    missing_list_say(&data, scribe->style->reason, &missing);
    buffer_slice(&scribe->pending, buffer_view(&scribe->object));
    cell(&scribe->pending, buffer_view(&data));
    csv_cell(&scribe->pending, buffer_view(&ids));
    csv_end(&scribe->pending);
    line_new(scribe, batch->first_row + subject->row);
  }
  buffer_free(&data);
  buffer_free(&ids);
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

void scribe_batch(struct scribe *scribe, const struct judged_batch *batch)
{
  struct subject subject = *batch->subject;
  subject.reading = &scribe->reading;
  scribe->subjects = batch->subjects;
  yardsticks_begin(scribe->yardsticks);
  for (size_t i = 0; i < batch->judgement_count;) {
    size_t last = i;
    bool pending = false;
    ask_ahead(batch, i);
    subject.row = batch->judgements[i].row;
    reading_next(&scribe->reading);
    buffer_reset(&scribe->object);
    cell(&scribe->object, batch->codes[subject.row]);
    cell(&scribe->object, batch->names[subject.row]);
    for (; last < batch->judgement_count && batch->judgements[last].row == batch->judgements[i].row; last++) {
      batch_piece(scribe, batch, &batch->judgements[last], &subject);
      pending |= batch->judgements[last].verdict.outcome == OUTCOME_PENDING;
    }
    row_totals(scribe, batch, &batch->judgements[i], last - i);
    if (pending && !scribe->style->silent) pending_say(scribe, batch, i, last, &subject);
    i = last;
  }
}

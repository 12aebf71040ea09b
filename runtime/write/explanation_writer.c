/* What is said of the rows of a block, in the worker's thread, for explanation store.c. */
#include "write/explanation_writer.h"

#include <string.h>

#include "evaluate/bounds.h"
#include "explain/nearness.h"

static void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
  if (count < *capacity) return items;
  *capacity = *capacity ? *capacity * 2 : 256;
  return memory_resize(items, *capacity * size);
}

static struct slice clean_copy(struct buffer *out, struct slice text)
{
  size_t start = out->length;
  for (size_t i = 0; i < text.length; i++) buffer_char(out, (unsigned char)text.at[i] < ' ' ? ' ' : text.at[i]);
  return (struct slice){ out->at + start, out->length - start };
}

/* Each gap as it would be explained for this row: the label and the datum. */
static void fill_gaps(struct explanation_writer *writer, const struct kind *kind, const struct row_context *subject)
{
  struct buffer datum = { 0 };
  for (size_t i = 0; i < kind->slots.count; i++) {
    buffer_reset(&datum);
    format_datum(&datum, &writer->store->reason, subject, kind->slots.nodes[i]);
    writer->filled = grow(writer->filled, writer->filled_count, &writer->filled_capacity, sizeof *writer->filled);
    size_t start = writer->text.length;
    clean_copy(&writer->text, buffer_view(&datum));
    writer->filled[writer->filled_count++] = (struct filled){ start, writer->text.length, false };
  }
  buffer_free(&datum);
}

/* The longest datum that stands at the beginning of `text`; its number, or SIZE_MAX. */
static size_t gap_at(const struct explanation_writer *writer, const struct kind *kind, const struct filled *filled,
                     struct slice text, size_t *length)
{
  enum { FIRST = 4 }; /* bytes compared at once: nearly all are out after them */
  size_t best = SIZE_MAX;
  *length = 0;
  for (size_t i = 0; i < kind->slots.count; i++) {
    size_t size = filled[i].end - filled[i].start;
    const char *datum = writer->text.at + filled[i].start;
    if (size <= *length || size > text.length || size < FIRST || memcmp(datum, text.at, FIRST) != 0) continue;
    if (memcmp(datum, text.at, size) != 0) continue;
    best = i;
    *length = size;
  }
  return best;
}

/* A label stands at the beginning or behind a sign, never behind a word. */
static bool may_begin(unsigned char before)
{
  bool word = (before >= 0xE4 && before <= 0xE9) || (before >= '0' && before <= '9') || (before >= 'A' && before <= 'z');
  return !word;
}

/* A sentence goes to `explanation writer->text` with gaps in the place of data. */
static void cut_gaps(struct explanation_writer *writer, const struct kind *kind, struct filled *filled, struct slice text)
{
  unsigned char before = ' ';
  while (text.length) {
    size_t length, gap = may_begin(before) ? gap_at(writer, kind, filled, text, &length) : SIZE_MAX;
    before = (unsigned char)text.at[0];
    if (gap != SIZE_MAX) {
      before = ' ';
      filled[gap].used = true;
      buffer_char(&writer->text, STORE_GAP);
      buffer_integer(&writer->text, (int64_t)gap);
      buffer_char(&writer->text, STORE_GAP_END);
    } else {
      length = utf8_length((unsigned char)text.at[0]);
      if (length > text.length) length = text.length;
      if ((unsigned char)text.at[0] == WORDING_LINE) buffer_char(&writer->text, STORE_LINE);
      else if ((unsigned char)text.at[0] < ' ') buffer_char(&writer->text, ' ');
      else buffer_bytes(&writer->text, text.at, length);
    }
    text.at += length;
    text.length -= length;
  }
}

static int32_t region_of(const struct explanation_store *store, const struct judged_batch *batch,
                         const struct row_context *subject)
{
  if (batch->subjects->object || !store->region) return 0;
  struct cell room;
  const struct cell *cell = subject_cell(subject, 0, store->region, &room);
  return cell->state == STATE_KNOWN ? (int32_t)cell->num : 0;
}

/* What a company that nearly gets the measure lacks, behind the sentence. */
static void note_gap(struct explanation_writer *writer, const struct kind *kind, const struct judgement *judgement,
                     const struct row_context *subject, size_t first_filled, struct said_words *said)
{
  const struct gap_question *question = kind->subjects->object ? NULL : writer->questions[judgement->planned];
  struct gap gap;
  said->distance = -1;
  bool lost = verdict_decided_by(&judgement->verdict) || judgement->verdict.by_hand; /* it lacks nothing */
  if (!question || lost || judgement->verdict.outcome != OUTCOME_NO) return;
  said->distance = nearness_find(subject, question, &gap);
  if (said->distance < 0) return;
  buffer_reset(&writer->reason);
  format_gap(&writer->reason, &writer->store->said_short, subject, &gap);
  cut_gaps(writer, kind, &writer->filled[first_filled], buffer_view(&writer->reason));
}

static void note_words(struct explanation_writer *writer, const struct kind *kind, const struct judgement *judgement,
                       const struct row_context *subject, size_t first_filled)
{
  const struct planned *planned = &kind->subjects->measures[judgement->planned];
  const struct verdict *verdict = &judgement->verdict;
  struct said_words said = { .planned = judgement->planned,
                             .outcome = (uint8_t)verdict->outcome,
                             .has_amount = verdict->has_amount && verdict->outcome == OUTCOME_YES,
                             .amount = verdict->amount,
                             .start = writer->text.length };
  cut_gaps(writer, kind, &writer->filled[first_filled],
           row_writer_reason(&writer->reason, &writer->store->style, writer->criteria, planned, judgement, subject));
  said.end = writer->text.length;
  note_gap(writer, kind, judgement, subject, first_filled, &said);
  said.gap_end = writer->text.length;
  writer->said = grow(writer->said, writer->said_count, &writer->said_capacity, sizeof said);
  writer->said[writer->said_count++] = said;
}

/* What the whole row comes to at least and at most, when something of it is open. */
static void note_range(struct explanation_writer *writer, const struct judged_batch *batch, size_t first)
{
  struct bounds total = { 0 };
  struct buffer said = { 0 };
  int64_t amount = 0;
  bool overflowed = false;
  for (size_t i = first; i < batch->judgement_count && batch->judgements[i].row == batch->judgements[first].row; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct verdict *verdict = &judgement->verdict;
    bool paid = verdict->outcome == OUTCOME_YES && verdict->has_amount &&
                measure_kind_grants(batch->subjects->measures[judgement->planned].measure->kind);
    bounds_add(&total, &judgement->total);
    if (paid) overflowed |= __builtin_add_overflow(amount, verdict->amount, &amount);
  }
  if (!overflowed) format_bounds(&said, writer->store->reason.language, &total, amount);
  clean_copy(&writer->text, buffer_view(&said));
  buffer_free(&said);
}

static size_t note_row(struct explanation_writer *writer, const struct judged_batch *batch, size_t first)
{
  struct row_context subject = *batch->subject;
  uint32_t row = batch->judgements[first].row;
  struct noted_row noted = { .row = (uint32_t)batch->first_row + row,
                             .first_string = writer->said_count,
                             .first_filled = writer->filled_count };
  size_t last = first;
  subject.row = row;
  noted.code_start = writer->text.length;
  clean_copy(&writer->text, batch->codes[row]);
  noted.name_start = writer->text.length;
  clean_copy(&writer->text, batch->names[row]);
  noted.name_end = writer->text.length;
  note_range(writer, batch, first);
  noted.range_end = writer->text.length;
  noted.region = region_of(writer->store, batch, &subject);
  fill_gaps(writer, writer->kind, &subject);
  for (; last < batch->judgement_count && batch->judgements[last].row == row; last++)
    if (!measure_is_quiet(writer->kind->subjects->measures[batch->judgements[last].planned].measure))
      note_words(writer, writer->kind, &batch->judgements[last], &subject, noted.first_filled);
  noted.said_count = writer->said_count - noted.first_string;
  writer->noted = grow(writer->noted, writer->noted_count, &writer->noted_capacity, sizeof noted);
  writer->noted[writer->noted_count++] = noted;
  return last;
}

static struct kind *kind_of(struct explanation_store *store, const struct planned_subjects *subjects)
{
  for (size_t i = 0; i < store->plan->subject_count; i++)
    if (&store->plan->subjects[i] == subjects) return &store->kinds[i];
  return &store->kinds[0];
}

void *explanation_writer_new(void *context, struct arena *arena)
{
  struct explanation_store *store = context;
  struct explanation_writer *writer = arena_alloc(arena, sizeof *writer);
  writer->store = store;
  writer->user = store->next->worker(store->next->context, arena);
  writer->criteria = criteria_new(arena, store->plan, &store->reason);
  const struct planned_subjects *companies = &store->plan->subjects[0];
  writer->questions = arena_array(arena, companies->count, sizeof *writer->questions);
  for (size_t i = 0; i < companies->count; i++) {
    const struct measure *measure = companies->measures[i].measure;
    if (!measure_kind_grants(measure->kind) || !measure->amount) continue;
    writer->questions[i] = arena_alloc(arena, sizeof *writer->questions[i]);
    gap_measure(writer->questions[i], store->plan->model, measure);
  }
  return writer;
}

void explanation_writer_close(void *context, void *worker)
{
  const struct explanation_store *store = context;
  struct explanation_writer *writer = worker;
  store->next->close(store->next->context, writer->user);
  buffer_free(&writer->text);
  buffer_free(&writer->reason);
  criteria_close(writer->criteria);
  memory_free(writer->said);
  memory_free(writer->filled);
  memory_free(writer->noted);
}

void explanation_writer_begin(void *context, void *worker)
{
  const struct explanation_store *store = context;
  struct explanation_writer *writer = worker;
  store->next->begin(store->next->context, writer->user);
  buffer_reset(&writer->text);
  writer->said_count = writer->filled_count = writer->noted_count = 0;
}

void explanation_writer_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct explanation_store *store = context;
  struct explanation_writer *writer = worker;
  store->next->batch(store->next->context, writer->user, batch);
  writer->kind = kind_of(store, batch->subjects);
  criteria_begin(writer->criteria);
  for (size_t i = 0; i < batch->judgement_count;) i = note_row(writer, batch, i);
}

/* What is said of the rows of a block, in the worker's thread, for ledger.c. */
#include "write/explanation_writer.h"

#include <string.h>

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

/* Each gap as it would be told of this row: the label and the datum. */
static void fill_gaps(struct clerk *clerk, const struct kind *kind, const struct subject *subject)
{
  struct buffer datum = { 0 };
  for (size_t i = 0; i < kind->gaps.count; i++) {
    buffer_reset(&datum);
    datum_say(&datum, &clerk->ledger->reason, subject, kind->gaps.nodes[i]);
    clerk->filled = grow(clerk->filled, clerk->filled_count, &clerk->filled_capacity, sizeof *clerk->filled);
    size_t start = clerk->text.length;
    clean_copy(&clerk->text, buffer_view(&datum));
    clerk->filled[clerk->filled_count++] = (struct filled){ start, clerk->text.length, false };
  }
  buffer_free(&datum);
}

/* The longest datum that stands at the beginning of `text`; its number, or SIZE_MAX. */
static size_t gap_at(const struct clerk *clerk, const struct kind *kind, const struct filled *filled, struct slice text,
                     size_t *length)
{
  enum { FIRST = 4 }; /* bytes compared at once: nearly all are out after them */
  size_t best = SIZE_MAX;
  *length = 0;
  for (size_t i = 0; i < kind->gaps.count; i++) {
    size_t size = filled[i].end - filled[i].start;
    const char *datum = clerk->text.at + filled[i].start;
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

/* A sentence goes to `clerk->text` with gaps in the place of data. */
static void cut_gaps(struct clerk *clerk, const struct kind *kind, struct filled *filled, struct slice text)
{
  unsigned char before = ' ';
  while (text.length) {
    size_t length, gap = may_begin(before) ? gap_at(clerk, kind, filled, text, &length) : SIZE_MAX;
    before = (unsigned char)text.at[0];
    if (gap != SIZE_MAX) {
      before = ' ';
      filled[gap].used = true;
      buffer_char(&clerk->text, LEDGER_GAP);
      buffer_integer(&clerk->text, (int64_t)gap);
      buffer_char(&clerk->text, LEDGER_GAP_END);
    } else {
      length = utf8_length((unsigned char)text.at[0]);
      if (length > text.length) length = text.length;
      if ((unsigned char)text.at[0] < ' ') buffer_char(&clerk->text, ' ');
      else buffer_bytes(&clerk->text, text.at, length);
    }
    text.at += length;
    text.length -= length;
  }
}

static int32_t region_of(const struct ledger *ledger, const struct judged_batch *batch, const struct subject *subject)
{
  if (batch->subjects->object || !ledger->region) return 0;
  struct cell room;
  const struct cell *cell = subject_cell(subject, 0, ledger->region, &room);
  return cell->state == STATE_KNOWN ? (int32_t)cell->num : 0;
}

static void note_said(struct clerk *clerk, const struct kind *kind, const struct judgement *judgement,
                      const struct subject *subject, size_t first_filled)
{
  const struct planned *planned = &kind->subjects->measures[judgement->planned];
  const struct verdict *verdict = &judgement->verdict;
  struct said said = { judgement->planned, (uint8_t)verdict->outcome, verdict->has_amount && verdict->outcome == OUTCOME_YES,
                       verdict->amount,    clerk->text.length,        0 };
  cut_gaps(clerk, kind, &clerk->filled[first_filled],
           scribe_reason(&clerk->reason, &clerk->ledger->style, clerk->yardsticks, planned, judgement, subject));
  said.end = clerk->text.length;
  clerk->said = grow(clerk->said, clerk->said_count, &clerk->said_capacity, sizeof said);
  clerk->said[clerk->said_count++] = said;
}

static size_t note_row(struct clerk *clerk, const struct judged_batch *batch, size_t first)
{
  struct subject subject = *batch->subject;
  uint32_t row = batch->judgements[first].row;
  struct noted noted = { .row = (uint32_t)batch->first_row + row,
                         .first_said = clerk->said_count,
                         .first_filled = clerk->filled_count };
  size_t last = first;
  subject.row = row;
  noted.code_start = clerk->text.length;
  clean_copy(&clerk->text, batch->codes[row]);
  noted.name_start = clerk->text.length;
  clean_copy(&clerk->text, batch->names[row]);
  noted.name_end = clerk->text.length;
  noted.region = region_of(clerk->ledger, batch, &subject);
  fill_gaps(clerk, clerk->kind, &subject);
  for (; last < batch->judgement_count && batch->judgements[last].row == row; last++)
    if (!measure_is_quiet(clerk->kind->subjects->measures[batch->judgements[last].planned].measure))
      note_said(clerk, clerk->kind, &batch->judgements[last], &subject, noted.first_filled);
  noted.said_count = clerk->said_count - noted.first_said;
  clerk->noted = grow(clerk->noted, clerk->noted_count, &clerk->noted_capacity, sizeof noted);
  clerk->noted[clerk->noted_count++] = noted;
  return last;
}

static struct kind *kind_of(struct ledger *ledger, const struct planned_subjects *subjects)
{
  for (size_t i = 0; i < ledger->plan->subject_count; i++)
    if (&ledger->plan->subjects[i] == subjects) return &ledger->kinds[i];
  return &ledger->kinds[0];
}

void *clerk_new(void *context, struct arena *arena)
{
  struct ledger *ledger = context;
  struct clerk *clerk = arena_alloc(arena, sizeof *clerk);
  clerk->ledger = ledger;
  clerk->user = ledger->next->worker(ledger->next->context, arena);
  clerk->yardsticks = yardsticks_new(arena, ledger->plan, &ledger->reason);
  return clerk;
}

void clerk_close(void *context, void *worker)
{
  const struct ledger *ledger = context;
  struct clerk *clerk = worker;
  ledger->next->close(ledger->next->context, clerk->user);
  buffer_free(&clerk->text);
  buffer_free(&clerk->reason);
  yardsticks_close(clerk->yardsticks);
  memory_free(clerk->said);
  memory_free(clerk->filled);
  memory_free(clerk->noted);
}

void clerk_begin(void *context, void *worker)
{
  const struct ledger *ledger = context;
  struct clerk *clerk = worker;
  ledger->next->begin(ledger->next->context, clerk->user);
  buffer_reset(&clerk->text);
  clerk->said_count = clerk->filled_count = clerk->noted_count = 0;
}

void clerk_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct ledger *ledger = context;
  struct clerk *clerk = worker;
  ledger->next->batch(ledger->next->context, clerk->user, batch);
  clerk->kind = kind_of(ledger, batch->subjects);
  yardsticks_begin(clerk->yardsticks);
  for (size_t i = 0; i < batch->judgement_count;) i = note_row(clerk, batch, i);
}

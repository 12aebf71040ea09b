/* Collecting what is said of every company, for write/report.c. */
#include "write/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "write/gaps.h"
#include "write/phrases.h"
#include "write/scribe.h"

struct kind {
  const struct planned_subjects *subjects;
  struct gaps gaps;
  size_t rows;
  struct buffer codes, names, regions, lines;
  struct buffer *outcomes, *amounts, *sentences; /* by position among the measures */
  struct buffer *fillings;                       /* by gap */
  struct phrases pieces, sentences_said;
  uint32_t last_line;
};

struct ledger {
  struct arena *arena;
  const struct plan *plan;
  struct reason reason;
  struct scribe_style style;
  const struct receiver *next;
  struct receiver receiver;
  struct kind *kinds;
  const struct field *region; /* NULL: the run does not read it */
  int32_t *regions;
  size_t region_count, region_capacity;
};

/* One worker's rows of a block. */
struct said {
  uint32_t planned;
  uint8_t outcome;
  bool has_amount;
  int64_t amount;
  size_t start, end; /* the sentence */
};

struct filled {
  size_t start, end;
  bool used;
};

struct noted {
  uint32_t row;
  int32_t region; /* 0: unknown */
  size_t code_start, name_start, name_end;
  size_t first_said, said_count, first_filled;
};

struct clerk {
  struct ledger *ledger;
  void *user; /* of the next receiver */
  struct kind *kind;
  struct buffer text, reason;
  struct yardsticks *yardsticks;
  struct said *said;
  size_t said_count, said_capacity;
  struct filled *filled;
  size_t filled_count, filled_capacity;
  struct noted *noted;
  size_t noted_count, noted_capacity;
};

static void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
  if (count < *capacity) return items;
  *capacity = *capacity ? *capacity * 2 : 256;
  return memory_resize(items, *capacity * size);
}

/* In the worker's thread */

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

/* The sentence in `clerk->reason` goes to `clerk->text` with gaps in the place of data. */
static void cut_gaps(struct clerk *clerk, const struct kind *kind, struct filled *filled)
{
  struct slice text = buffer_view(&clerk->reason);
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
  buffer_reset(&clerk->reason);
  scribe_reason(&clerk->reason, &clerk->ledger->style, clerk->yardsticks, planned, judgement, subject);
  cut_gaps(clerk, kind, &clerk->filled[first_filled]);
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

static void *worker_new(void *context, struct arena *arena)
{
  struct ledger *ledger = context;
  struct clerk *clerk = arena_alloc(arena, sizeof *clerk);
  clerk->ledger = ledger;
  clerk->user = ledger->next->worker(ledger->next->context, arena);
  clerk->yardsticks = yardsticks_new(arena, ledger->plan);
  return clerk;
}

static void worker_close(void *context, void *worker)
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

static void worker_begin(void *context, void *worker)
{
  const struct ledger *ledger = context;
  struct clerk *clerk = worker;
  ledger->next->begin(ledger->next->context, clerk->user);
  buffer_reset(&clerk->text);
  clerk->said_count = clerk->filled_count = clerk->noted_count = 0;
}

static void worker_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct ledger *ledger = context;
  struct clerk *clerk = worker;
  ledger->next->batch(ledger->next->context, clerk->user, batch);
  clerk->kind = kind_of(ledger, batch->subjects);
  yardsticks_begin(clerk->yardsticks);
  for (size_t i = 0; i < batch->judgement_count;) i = note_row(clerk, batch, i);
}

/* The ordered step */

static void put_line(struct buffer *column, struct slice text)
{
  buffer_slice(column, text);
  buffer_char(column, '\n');
}

static void put_number(struct buffer *column, int64_t number)
{
  buffer_integer(column, number);
  buffer_char(column, '\n');
}

static void keep_region(struct ledger *ledger, struct kind *kind, int32_t region)
{
  if (!region) {
    buffer_char(&kind->regions, '\n');
    return;
  }
  put_number(&kind->regions, region);
  for (size_t i = 0; i < ledger->region_count; i++)
    if (ledger->regions[i] == region) return;
  ledger->regions = arena_grow(ledger->arena, ledger->regions, ledger->region_count, &ledger->region_capacity, sizeof region);
  ledger->regions[ledger->region_count++] = region;
}

/* A row that repeats an earlier code: what would be granted is to be verified. */
static void demote(const struct ledger *ledger, struct said *said, uint32_t first, struct buffer *sentence)
{
  char line[16];
  snprintf(line, sizeof line, "%u", first);
  said->outcome = OUTCOME_PENDING;
  said->has_amount = false;
  message_text(sentence, ledger->reason.language, MSG_REASON_REPEATED, line, NULL);
}

/* A sentence is the numbers of its pieces, which end with a semicolon. */
static size_t sentence_number(struct kind *kind, struct slice text)
{
  static const char end[] = "；";
  struct buffer numbers = { 0 };
  while (text.length) {
    const char *at = memmem(text.at, text.length, end, sizeof end - 1);
    size_t length = at ? (size_t)(at - text.at) + sizeof end - 1 : text.length;
    if (numbers.length) buffer_char(&numbers, ' ');
    buffer_integer(&numbers, (int64_t)phrase_number(&kind->pieces, (struct slice){ text.at, length }));
    text.at += length;
    text.length -= length;
  }
  size_t number = phrase_number(&kind->sentences_said, buffer_view(&numbers));
  buffer_free(&numbers);
  return number;
}

static void keep_said(const struct ledger *ledger, struct kind *kind, const struct clerk *clerk, struct said said,
                      uint32_t repeats)
{
  struct buffer other = { 0 };
  struct slice sentence = { clerk->text.at + said.start, said.end - said.start };
  if (repeats && said.outcome == OUTCOME_YES) demote(ledger, &said, repeats, &other), sentence = buffer_view(&other);
  buffer_char(&kind->outcomes[said.planned], (char)('0' + said.outcome));
  if (said.has_amount) buffer_integer(&kind->amounts[said.planned], said.amount);
  buffer_char(&kind->amounts[said.planned], '\n');
  put_number(&kind->sentences[said.planned], (int64_t)sentence_number(kind, sentence));
  buffer_free(&other);
}

static struct slice without_label(struct slice datum, struct slice label)
{
  bool labelled = datum.length >= label.length && memcmp(datum.at, label.at, label.length) == 0;
  if (labelled) return (struct slice){ datum.at + label.length, datum.length - label.length };
  return datum;
}

static struct slice filling_of(const struct kind *kind, size_t gap, const char *text, const struct filled *filled)
{
  return without_label((struct slice){ text + filled[gap].start, filled[gap].end - filled[gap].start }, kind->gaps.labels[gap]);
}

/* A share that the page can work out again from the two it is made of is a sign only. */
static void keep_filling(struct kind *kind, size_t gap, const char *text, struct filled *filled)
{
  const size_t *parts = kind->gaps.parts[gap];
  struct slice datum = filling_of(kind, gap, text, filled);
  struct buffer share = { 0 };
  bool shared = parts[0] != SIZE_MAX && parts[1] != SIZE_MAX &&
                gap_share_say(&share, filling_of(kind, parts[0], text, filled), filling_of(kind, parts[1], text, filled)) &&
                slice_equal(buffer_view(&share), datum);
  if (shared) {
    buffer_char(&kind->fillings[gap], LEDGER_SHARE);
    buffer_char(&kind->fillings[gap], '\n');
    filled[parts[0]].used = filled[parts[1]].used = true;
  } else {
    put_line(&kind->fillings[gap], datum);
  }
  buffer_free(&share);
}

/* Shares first: they ask for the gaps of their parts. */
static void keep_fillings(struct kind *kind, const char *text, struct filled *filled)
{
  for (int shares = 1; shares >= 0; shares--)
    for (size_t i = 0; i < kind->gaps.count; i++) {
      if ((kind->gaps.parts[i][0] != SIZE_MAX) != shares) continue;
      if (filled[i].used) keep_filling(kind, i, text, filled);
      else buffer_char(&kind->fillings[i], '\n');
    }
}

static void keep_row(struct ledger *ledger, struct kind *kind, const struct clerk *clerk, const struct noted *noted,
                     const struct judged_block *block)
{
  const char *text = clerk->text.at;
  put_line(&kind->codes, (struct slice){ text + noted->code_start, noted->name_start - noted->code_start });
  put_line(&kind->names, (struct slice){ text + noted->name_start, noted->name_end - noted->name_start });
  keep_region(ledger, kind, noted->region);
  put_number(&kind->lines, (int64_t)block->lines[noted->row] - kind->last_line);
  kind->last_line = block->lines[noted->row];
  for (size_t i = 0; i < noted->said_count; i++)
    keep_said(ledger, kind, clerk, clerk->said[noted->first_said + i], block->repeats[noted->row]);
  keep_fillings(kind, text, &clerk->filled[noted->first_filled]);
  kind->rows++;
}

static bool block_settle(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct ledger *ledger = context;
  struct clerk *clerk = worker;
  if (!ledger->next->block(ledger->next->context, clerk->user, block, fault)) return false;
  for (size_t i = 0; i < clerk->noted_count; i++) keep_row(ledger, clerk->kind, clerk, &clerk->noted[i], block);
  return true;
}

static void table_block(void *context, const struct listing *listing, const struct scan_block *block)
{
  const struct ledger *ledger = context;
  ledger->next->table_block(ledger->next->context, listing, block);
}

static void table_end(void *context, const struct listing *listing)
{
  const struct ledger *ledger = context;
  ledger->next->table_end(ledger->next->context, listing);
}

/* The whole */

static const struct field *region_field(const struct plan *plan)
{
  const struct table *companies = &plan->model->tables[0];
  for (size_t i = 0; companies->region >= 0 && i < plan->company_field_count; i++)
    if (plan->company_fields[i] == &companies->kind.fields[companies->region]) return plan->company_fields[i];
  return NULL;
}

struct ledger *ledger_new(struct arena *arena, const struct plan *plan, const struct reason *reason, const struct receiver *next)
{
  enum { EVERYTHING = 3 };
  struct ledger *ledger = arena_alloc(arena, sizeof *ledger);
  *ledger = (struct ledger){ .arena = arena, .plan = plan, .reason = *reason, .next = next, .region = region_field(plan) };
  ledger->reason.depth = EVERYTHING;
  ledger->style = (struct scribe_style){ .plan = plan, .reason = &ledger->reason, .all = true };
  ledger->receiver =
      (struct receiver){ ledger, worker_new, worker_close, worker_begin, worker_batch, block_settle, table_block, table_end };
  ledger->kinds = arena_array(arena, plan->subject_count, sizeof *ledger->kinds);
  for (size_t i = 0; i < plan->subject_count; i++) {
    struct kind *kind = &ledger->kinds[i];
    kind->subjects = &plan->subjects[i];
    gaps_find(&kind->gaps, arena, reason->language, kind->subjects);
    kind->outcomes = arena_array(arena, kind->subjects->count + 1, sizeof *kind->outcomes);
    kind->amounts = arena_array(arena, kind->subjects->count + 1, sizeof *kind->amounts);
    kind->sentences = arena_array(arena, kind->subjects->count + 1, sizeof *kind->sentences);
    kind->fillings = arena_array(arena, kind->gaps.count + 1, sizeof *kind->fillings);
  }
  return ledger;
}

const struct receiver *ledger_receiver(struct ledger *ledger)
{
  return &ledger->receiver;
}

static void kind_close(struct kind *kind)
{
  buffer_free(&kind->codes);
  buffer_free(&kind->names);
  buffer_free(&kind->regions);
  buffer_free(&kind->lines);
  for (size_t i = 0; i < kind->subjects->count; i++) {
    buffer_free(&kind->outcomes[i]);
    buffer_free(&kind->amounts[i]);
    buffer_free(&kind->sentences[i]);
  }
  for (size_t i = 0; i < kind->gaps.count; i++) buffer_free(&kind->fillings[i]);
  phrases_close(&kind->pieces);
  phrases_close(&kind->sentences_said);
}

void ledger_close(struct ledger *ledger)
{
  for (size_t i = 0; i < ledger->plan->subject_count; i++) kind_close(&ledger->kinds[i]);
}

size_t ledger_rows(const struct ledger *ledger, size_t subjects)
{
  return ledger->kinds[subjects].rows;
}

size_t ledger_gap_count(const struct ledger *ledger, size_t subjects)
{
  return ledger->kinds[subjects].gaps.count;
}

struct slice ledger_gap_label(const struct ledger *ledger, size_t subjects, size_t gap)
{
  return ledger->kinds[subjects].gaps.labels[gap];
}

bool ledger_gap_shares(const struct ledger *ledger, size_t subjects, size_t gap, size_t parts[2])
{
  const struct kind *kind = &ledger->kinds[subjects];
  memcpy(parts, kind->gaps.parts[gap], sizeof kind->gaps.parts[gap]);
  return parts[0] != SIZE_MAX && parts[1] != SIZE_MAX;
}

const int32_t *ledger_regions(const struct ledger *ledger, size_t *count)
{
  *count = ledger->region_count;
  return ledger->regions;
}

static void put_column(struct buffer *out, const struct buffer *column)
{
  buffer_slice(out, buffer_view(column));
  buffer_char(out, LEDGER_COLUMN);
}

static void put_phrases(struct buffer *out, const struct phrases *phrases)
{
  for (size_t i = 0; i < phrases->count; i++) put_line(out, phrase_at(phrases, i));
  buffer_char(out, LEDGER_COLUMN);
}

void ledger_write(struct buffer *out, const struct ledger *ledger, size_t subjects)
{
  const struct kind *kind = &ledger->kinds[subjects];
  put_column(out, &kind->codes);
  put_column(out, &kind->names);
  put_column(out, &kind->regions);
  put_column(out, &kind->lines);
  for (size_t i = 0; i < kind->subjects->count; i++) {
    put_column(out, &kind->outcomes[i]);
    put_column(out, &kind->amounts[i]);
    put_column(out, &kind->sentences[i]);
  }
  for (size_t i = 0; i < kind->gaps.count; i++) put_column(out, &kind->fillings[i]);
  put_phrases(out, &kind->sentences_said);
  put_phrases(out, &kind->pieces);
}

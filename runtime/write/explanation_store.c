/* Collecting what is said of every company, for write/report.c. */
#include "write/explanation_store.h"

#include <stdio.h>
#include <string.h>

#include "write/explanation_writer.h"

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
      (struct receiver){ ledger, clerk_new, clerk_close, clerk_begin, clerk_batch, block_settle, table_block, table_end };
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

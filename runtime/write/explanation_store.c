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

static void keep_region(struct explanation_store *store, struct kind *kind, int32_t region)
{
  if (!region) {
    buffer_char(&kind->regions, '\n');
    return;
  }
  put_number(&kind->regions, region);
  for (size_t i = 0; i < store->region_count; i++)
    if (store->regions[i] == region) return;
  store->regions = arena_grow(store->arena, store->regions, store->region_count, &store->region_capacity, sizeof region);
  store->regions[store->region_count++] = region;
}

/* A row that repeats an earlier code: what would be granted is to be verified, and a list counts the first. */
static void demote(const struct explanation_store *store, bool list, struct said_words *said, uint32_t first,
                   struct buffer *sentence)
{
  char line[16];
  snprintf(line, sizeof line, "%u", first);
  said->outcome = list ? OUTCOME_NO : OUTCOME_PENDING;
  said->has_amount = false;
  message_text(sentence, store->reason.language, MSG_REASON_REPEATED, line, NULL);
}

/* A piece ends behind a semicolon, or where the next line begins: where does not matter to anybody. */
static size_t piece_length(struct slice text)
{
  static const char end[] = "；";
  const char *at = memmem(text.at, text.length, end, sizeof end - 1), *line = memchr(text.at + 1, STORE_LINE, text.length - 1);
  size_t length = at ? (size_t)(at - text.at) + sizeof end - 1 : text.length;
  return line && (size_t)(line - text.at) < length ? (size_t)(line - text.at) : length;
}

/* A sentence is the numbers of its pieces. */
static size_t sentence_number(struct kind *kind, struct slice text)
{
  struct buffer numbers = { 0 };
  while (text.length) {
    size_t length = piece_length(text);
    if (numbers.length) buffer_char(&numbers, ' ');
    buffer_integer(&numbers, (int64_t)string_pool_number(&kind->pieces, (struct slice){ text.at, length }));
    text.at += length;
    text.length -= length;
  }
  size_t number = string_pool_number(&kind->sentences_string, buffer_view(&numbers));
  buffer_free(&numbers);
  return number;
}

static void store_words(const struct explanation_store *store, struct kind *kind, const struct explanation_writer *writer,
                        struct said_words said, uint32_t repeats)
{
  struct buffer other = { 0 };
  struct slice sentence = { writer->text.at + said.start, said.end - said.start };
  bool list = measure_is_list(kind->subjects->measures[said.planned].measure);
  if (repeats && (said.outcome == OUTCOME_YES || (list && said.outcome == OUTCOME_PENDING)))
    demote(store, list, &said, repeats, &other), sentence = buffer_view(&other);
  buffer_char(&kind->outcomes[said.planned], (char)('0' + said.outcome));
  if (said.has_amount) buffer_integer(&kind->amounts[said.planned], said.amount);
  buffer_char(&kind->amounts[said.planned], '\n');
  put_number(&kind->sentences[said.planned], (int64_t)sentence_number(kind, sentence));
  if (said.distance >= 0) {
    buffer_integer(&kind->distances[said.planned], said.distance);
    buffer_integer(&kind->gaps[said.planned],
                   (int64_t)sentence_number(kind, (struct slice){ writer->text.at + said.end, said.gap_end - said.end }));
  }
  buffer_char(&kind->distances[said.planned], '\n');
  buffer_char(&kind->gaps[said.planned], '\n');
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
  return without_label((struct slice){ text + filled[gap].start, filled[gap].end - filled[gap].start }, kind->slots.labels[gap]);
}

/* A share that the page can work out again from the two it is made of is a sign only. */
static void keep_filling(struct kind *kind, size_t gap, const char *text, struct filled *filled)
{
  const size_t *parts = kind->slots.parts[gap];
  struct slice datum = filling_of(kind, gap, text, filled);
  struct buffer share = { 0 };
  bool shared = parts[0] != SIZE_MAX && parts[1] != SIZE_MAX &&
                format_gap_share(&share, filling_of(kind, parts[0], text, filled), filling_of(kind, parts[1], text, filled)) &&
                slice_equal(buffer_view(&share), datum);
  if (shared) {
    buffer_char(&kind->fillings[gap], STORE_SHARE);
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
    for (size_t i = 0; i < kind->slots.count; i++) {
      if ((kind->slots.parts[i][0] != SIZE_MAX) != shares) continue;
      if (filled[i].used) keep_filling(kind, i, text, filled);
      else buffer_char(&kind->fillings[i], '\n');
    }
}

static void keep_row(struct explanation_store *store, struct kind *kind, const struct explanation_writer *writer,
                     const struct noted_row *noted, const struct judged_block *block)
{
  const char *text = writer->text.at;
  put_line(&kind->codes, (struct slice){ text + noted->code_start, noted->name_start - noted->code_start });
  put_line(&kind->names, (struct slice){ text + noted->name_start, noted->name_end - noted->name_start });
  put_line(&kind->ranges, (struct slice){ text + noted->name_end, noted->range_end - noted->name_end });
  keep_region(store, kind, noted->region);
  put_number(&kind->lines, (int64_t)block->lines[noted->row] - kind->last_line);
  kind->last_line = block->lines[noted->row];
  for (size_t i = 0; i < noted->said_count; i++)
    store_words(store, kind, writer, writer->said[noted->first_string + i], block->repeats[noted->row]);
  keep_fillings(kind, text, &writer->filled[noted->first_filled]);
  kind->rows++;
}

static bool block_settle(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct explanation_store *store = context;
  struct explanation_writer *writer = worker;
  if (!store->next->block(store->next->context, writer->user, block, fault)) return false;
  for (size_t i = 0; i < writer->noted_count; i++) keep_row(store, writer->kind, writer, &writer->noted[i], block);
  return true;
}

static void table_block(void *context, const struct list_reader *listing, const struct scan_block *block)
{
  const struct explanation_store *store = context;
  store->next->table_block(store->next->context, listing, block);
}

static void table_end(void *context, const struct list_reader *listing)
{
  const struct explanation_store *store = context;
  store->next->table_end(store->next->context, listing);
}

/* The whole */

static const struct field *region_field(const struct plan *plan)
{
  const struct table *companies = &plan->model->tables[0];
  for (size_t i = 0; companies->region >= 0 && i < plan->company_field_count; i++)
    if (plan->company_fields[i] == &companies->kind.fields[companies->region]) return plan->company_fields[i];
  return NULL;
}

struct explanation_store *explanation_store_new(struct arena *arena, const struct plan *plan, const struct wording *reason,
                                                const struct sink *next)
{
  struct explanation_store *store = arena_alloc(arena, sizeof *store);
  *store =
      (struct explanation_store){ .arena = arena, .plan = plan, .reason = *reason, .next = next, .region = region_field(plan) };
  store->said_short = *reason;
  store->reason.depth = WORDING_IN_LINES;
  store->style = (struct row_writer_style){ .plan = plan, .reason = &store->reason, .all = true };
  store->sink = (struct sink){ store,
                               explanation_writer_new,
                               explanation_writer_close,
                               explanation_writer_begin,
                               explanation_writer_batch,
                               block_settle,
                               table_block,
                               table_end };
  store->kinds = arena_array(arena, plan->subject_count, sizeof *store->kinds);
  for (size_t i = 0; i < plan->subject_count; i++) {
    struct kind *kind = &store->kinds[i];
    kind->subjects = &plan->subjects[i];
    slots_find(&kind->slots, arena, reason->language, kind->subjects);
    kind->outcomes = arena_array(arena, kind->subjects->count + 1, sizeof *kind->outcomes);
    kind->amounts = arena_array(arena, kind->subjects->count + 1, sizeof *kind->amounts);
    kind->sentences = arena_array(arena, kind->subjects->count + 1, sizeof *kind->sentences);
    kind->distances = arena_array(arena, kind->subjects->count + 1, sizeof *kind->distances);
    kind->gaps = arena_array(arena, kind->subjects->count + 1, sizeof *kind->gaps);
    kind->fillings = arena_array(arena, kind->slots.count + 1, sizeof *kind->fillings);
  }
  return store;
}

const struct sink *explanation_store_sink(struct explanation_store *store)
{
  return &store->sink;
}

static void kind_close(struct kind *kind)
{
  buffer_free(&kind->codes);
  buffer_free(&kind->names);
  buffer_free(&kind->regions);
  buffer_free(&kind->lines);
  buffer_free(&kind->ranges);
  for (size_t i = 0; i < kind->subjects->count; i++) {
    buffer_free(&kind->outcomes[i]);
    buffer_free(&kind->amounts[i]);
    buffer_free(&kind->sentences[i]);
    buffer_free(&kind->distances[i]);
    buffer_free(&kind->gaps[i]);
  }
  for (size_t i = 0; i < kind->slots.count; i++) buffer_free(&kind->fillings[i]);
  string_pool_close(&kind->pieces);
  string_pool_close(&kind->sentences_string);
}

void explanation_store_close(struct explanation_store *store)
{
  for (size_t i = 0; i < store->plan->subject_count; i++) kind_close(&store->kinds[i]);
}

size_t explanation_store_rows(const struct explanation_store *store, size_t subjects)
{
  return store->kinds[subjects].rows;
}

size_t explanation_store_gap_count(const struct explanation_store *store, size_t subjects)
{
  return store->kinds[subjects].slots.count;
}

struct slice explanation_store_gap_label(const struct explanation_store *store, size_t subjects, size_t gap)
{
  return store->kinds[subjects].slots.labels[gap];
}

bool explanation_store_gap_shares(const struct explanation_store *store, size_t subjects, size_t gap, size_t parts[2])
{
  const struct kind *kind = &store->kinds[subjects];
  memcpy(parts, kind->slots.parts[gap], sizeof kind->slots.parts[gap]);
  return parts[0] != SIZE_MAX && parts[1] != SIZE_MAX;
}

const int32_t *explanation_store_regions(const struct explanation_store *store, size_t *count)
{
  *count = store->region_count;
  return store->regions;
}

static void put_column(struct buffer *out, const struct buffer *column)
{
  buffer_slice(out, buffer_view(column));
  buffer_char(out, STORE_COLUMN);
}

static void put_phrases(struct buffer *out, const struct string_pool *pool)
{
  for (size_t i = 0; i < pool->count; i++) put_line(out, string_pool_at(pool, i));
  buffer_char(out, STORE_COLUMN);
}

void explanation_store_write(struct buffer *out, const struct explanation_store *store, size_t subjects)
{
  const struct kind *kind = &store->kinds[subjects];
  put_column(out, &kind->codes);
  put_column(out, &kind->names);
  put_column(out, &kind->regions);
  put_column(out, &kind->lines);
  put_column(out, &kind->ranges);
  for (size_t i = 0; i < kind->subjects->count; i++) {
    put_column(out, &kind->outcomes[i]);
    put_column(out, &kind->amounts[i]);
    put_column(out, &kind->sentences[i]);
    put_column(out, &kind->distances[i]);
    put_column(out, &kind->gaps[i]);
  }
  for (size_t i = 0; i < kind->slots.count; i++) put_column(out, &kind->fillings[i]);
  put_phrases(out, &kind->sentences_string);
  put_phrases(out, &kind->pieces);
}

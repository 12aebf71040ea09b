/* What earlier years granted, by object. */
#include "evaluate/history.h"

#include "base/arena.h"
#include "data/code_index.h"

struct record {
  struct record *next;
  struct slice measure;
  int year;
  bool granted;
  struct unread_row *unread; /* NULL: the row could be read */
};

struct history {
  struct codes *codes;
  struct arena arena;
  struct record **records; /* by number of the code, the last first */
  size_t count, capacity;
};

struct history *history_new(void)
{
  struct history *history = memory_alloc(sizeof *history);
  *history = (struct history){ .codes = code_index_new() };
  return history;
}

void history_free(struct history *history)
{
  if (!history) return;
  code_index_free(history->codes);
  arena_free(&history->arena);
  memory_free(history->records);
  memory_free(history);
}

static struct record **records_of(struct history *history, struct slice code)
{
  bool fresh;
  int64_t number = code_index_put(history->codes, code, (uint32_t)history->count, &fresh);
  if (!fresh) return &history->records[number];
  if (history->count == history->capacity) {
    history->capacity = history->capacity ? history->capacity * 2 : 256;
    history->records = memory_resize(history->records, history->capacity * sizeof(struct record *));
  }
  history->records[history->count] = NULL;
  return &history->records[history->count++];
}

static const struct record *records_find(const struct history *history, struct slice code)
{
  int64_t number = history && code.length ? code_index_find(history->codes, code) : CODES_NONE;
  return number == CODES_NONE ? NULL : history->records[number];
}

static struct record *record_new(struct history *history, struct record **records, struct slice measure)
{
  struct record *record = arena_alloc(&history->arena, sizeof *record);
  *record = (struct record){ .next = *records, .measure = slice_copy(&history->arena, measure) };
  return *records = record;
}

bool history_add(struct history *history, struct slice measure, struct slice code, int year, bool granted)
{
  struct record **records = records_of(history, code);
  for (struct record *record = *records; record; record = record->next) {
    if (record->unread || record->year != year || !slice_equal(record->measure, measure)) continue;
    record->granted |= granted;
    return false;
  }
  struct record *record = record_new(history, records, measure);
  record->year = year;
  record->granted = granted;
  return true;
}

void history_add_unread(struct history *history, struct slice measure, struct slice code, const struct unread_row *row)
{
  struct record *record = record_new(history, records_of(history, code), measure);
  record->unread = arena_alloc(&history->arena, sizeof *record->unread);
  *record->unread = *row;
}

int history_granted(const struct history *history, const char *measure, struct slice code, int before)
{
  int latest = 0;
  for (const struct record *record = records_find(history, code); record; record = record->next)
    if (record->granted && record->year < before && record->year > latest && slice_is(record->measure, measure))
      latest = record->year;
  return latest;
}

const struct unread_row *history_unread(const struct history *history, const char *measure, struct slice code)
{
  const struct unread_row *first = NULL;
  for (const struct record *record = records_find(history, code); record; record = record->next)
    if (record->unread && slice_is(record->measure, measure)) first = record->unread;
  return first;
}

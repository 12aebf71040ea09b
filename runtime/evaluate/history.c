/* What earlier years granted, by object. */
#include "evaluate/history.h"

#include "data/code_index.h"

struct object_rows {
  struct slice code;
  struct history_row *rows; /* the last first */
};

struct history {
  struct codes *codes;
  struct arena arena;
  struct object_rows *objects; /* by number of the code */
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
  memory_free(history->objects);
  memory_free(history);
}

static struct object_rows *rows_of(struct history *history, struct slice code)
{
  bool fresh;
  int64_t number = code_index_put(history->codes, code, (uint32_t)history->count, &fresh);
  if (!fresh) return &history->objects[number];
  if (history->count == history->capacity) {
    history->capacity = history->capacity ? history->capacity * 2 : 256;
    history->objects = memory_resize(history->objects, history->capacity * sizeof *history->objects);
  }
  history->objects[history->count] = (struct object_rows){ slice_copy(&history->arena, code), NULL };
  return &history->objects[history->count++];
}

static bool counts_over(const struct history_row *row, const struct history_row *before)
{
  return row->outcome == OUTCOME_YES && before->outcome != OUTCOME_YES;
}

static void copy_row(struct history *history, struct history_row *to, const struct history_row *row)
{
  const struct history_row *next = to->next;
  *to = *row;
  to->next = next;
  to->measure = slice_copy(&history->arena, row->measure);
  to->name = slice_copy(&history->arena, row->name);
}

bool history_add(struct history *history, const struct history_row *row, struct slice code)
{
  struct object_rows *object = rows_of(history, code);
  for (struct history_row *before = object->rows; before && !row->unread;
       before = (struct history_row *)(uintptr_t)before->next) {
    if (before->unread || before->year != row->year || !slice_equal(before->measure, row->measure)) continue;
    if (counts_over(row, before)) copy_row(history, before, row);
    return false;
  }
  struct history_row *fresh = arena_alloc(&history->arena, sizeof *fresh);
  fresh->next = object->rows;
  copy_row(history, fresh, row);
  object->rows = fresh;
  return true;
}

const struct history_row *history_rows(const struct history *history, struct slice code)
{
  int64_t number = history && code.length ? code_index_find(history->codes, code) : CODES_NONE;
  return number == CODES_NONE ? NULL : history->objects[number].rows;
}

size_t history_count(const struct history *history)
{
  return history ? history->count : 0;
}

struct slice history_code(const struct history *history, size_t object)
{
  return history->objects[object].code;
}

/* Is there an earlier row of the list, one that was gone through, which grants something in the year? */
static bool year_seen(const struct history_row *rows, const struct history_row *row, const char *const *measures, size_t count)
{
  for (; rows != row; rows = rows->next)
    if (!rows->unread && rows->outcome == row->outcome && rows->year == row->year &&
        slice_is_one_of(rows->measure, measures, count))
      return true;
  return false;
}

static void add_row(struct paid *paid, const struct history_row *row, bool seen)
{
  bool granted = row->outcome == OUTCOME_YES && !row->unread;
  if (granted) {
    paid->years += !seen;
    if (row->year > paid->latest) paid->latest = row->year;
  } else {
    paid->possible += row->unread || !seen;
    paid->doubt = &row->place;
  }
  if (row->unread) paid->unread = &row->place; /* the last that is met stands first in the file */
  if (!granted || !row->has_amount) paid->open = &row->place;
  else if (__builtin_add_overflow(paid->certain, row->amount, &paid->certain)) paid->certain = INT64_MAX;
}

struct paid history_paid(const struct history *history, const char *const *measures, size_t count, struct slice code, int before)
{
  const struct history_row *rows = history_rows(history, code);
  struct paid paid = { 0 };
  for (const struct history_row *row = rows; row; row = row->next) {
    bool asked = row->unread || (row->year < before && row->outcome != OUTCOME_NO);
    if (asked && slice_is_one_of(row->measure, measures, count)) add_row(&paid, row, year_seen(rows, row, measures, count));
  }
  return paid;
}

/* Kept columns, for evaluate/related. */
#include "evaluate/kept.h"

enum { NARROW_LEAST = INT32_MIN + STATE_UNKNOWN + 1 }; /* below it stand states */

static bool is_text(enum field_kind kind)
{
  return kind == FIELD_TEXT || kind == FIELD_CODE;
}

void kept_open(struct kept *kept, enum field_kind kind)
{
  *kept = (struct kept){ .kind = kind, .is_wide = kind == FIELD_MONEY || kind == FIELD_NUMBER };
  if (is_text(kind)) kept->texts = codes_new();
}

void kept_close(struct kept *kept)
{
  memory_free(kept->narrow);
  memory_free(kept->wide);
  memory_free(kept->den);
  memory_free(kept->text);
  codes_free(kept->texts);
  arena_free(&kept->arena);
}

/* By a quarter at a time: the last growth is what the memory bound feels. */
static void reserve(struct kept *kept, size_t count)
{
  if (count <= kept->capacity) return;
  kept->capacity = count + count / 4 + 1024;
  if (kept->is_wide) kept->wide = memory_resize(kept->wide, kept->capacity * sizeof *kept->wide);
  else kept->narrow = memory_resize(kept->narrow, kept->capacity * sizeof *kept->narrow);
  if (kept->kind == FIELD_NUMBER) kept->den = memory_resize(kept->den, kept->capacity * sizeof *kept->den);
}

static int64_t wide_of(int32_t narrow)
{
  return narrow < NARROW_LEAST ? INT64_MIN + (narrow - (int64_t)INT32_MIN) : narrow;
}

/* A count has come that does not fit. */
static void widen(struct kept *kept)
{
  kept->wide = memory_alloc(kept->capacity * sizeof *kept->wide);
  for (size_t i = 0; i < kept->count; i++) kept->wide[i] = wide_of(kept->narrow[i]);
  memory_free(kept->narrow);
  kept->narrow = NULL;
  kept->is_wide = true;
}

static int32_t text_position(struct kept *kept, struct slice text)
{
  bool fresh;
  int64_t position = codes_put(kept->texts, text, (uint32_t)kept->text_count, &fresh);
  if (fresh) {
    if (kept->text_count == kept->text_capacity) {
      kept->text_capacity = kept->text_capacity ? kept->text_capacity * 2 : 64;
      kept->text = memory_resize(kept->text, kept->text_capacity * sizeof *kept->text);
    }
    kept->text[kept->text_count++] = slice_copy(&kept->arena, text);
  }
  return (int32_t)position;
}

static void write_at(struct kept *kept, size_t index, const struct column *column, size_t row)
{
  enum state state = (enum state)(column ? column->state[row] : STATE_UNKNOWN);
  bool known = state == STATE_KNOWN;
  bool fits = !known || kept->kind != FIELD_COUNT || (column->num[row] >= NARROW_LEAST && column->num[row] <= INT32_MAX);
  if (!kept->is_wide && !fits) widen(kept);
  if (kept->is_wide) {
    kept->wide[index] = known ? column->num[row] : INT64_MIN + (int64_t)state;
    if (kept->den) kept->den[index] = known && column->den ? column->den[row] : 1;
  } else if (!known) {
    kept->narrow[index] = INT32_MIN + (int32_t)state;
  } else {
    kept->narrow[index] = is_text(kept->kind) ? text_position(kept, column->text[row]) : (int32_t)column->num[row];
  }
}

void kept_set(struct kept *kept, size_t index, const struct column *column, size_t row)
{
  reserve(kept, index + 1);
  while (kept->count <= index) write_at(kept, kept->count++, NULL, 0);
  write_at(kept, index, column, row);
}

void kept_get(const struct kept *kept, size_t index, struct column *column, size_t row)
{
  int64_t value = INT64_MIN + STATE_UNKNOWN;
  if (index < kept->count) value = kept->is_wide ? kept->wide[index] : wide_of(kept->narrow[index]);
  bool known = value > INT64_MIN + STATE_UNKNOWN;
  column->state[row] = known ? (uint8_t)STATE_KNOWN : (uint8_t)(value - INT64_MIN);
  column->num[row] = known ? value : 0;
  if (column->den) column->den[row] = known && kept->den ? kept->den[index] : 1;
  if (column->text) column->text[row] = known && kept->texts ? kept->text[value] : (struct slice){ "", 0 };
}

/* Dates, choices and the like, without a branch on what they are. */
static void gather_narrow(const struct kept *kept, const uint32_t *restrict indexes, int64_t *restrict num,
                          uint8_t *restrict state, size_t count)
{
  enum { AHEAD = 16 };
  const int32_t *narrow = kept->narrow, unknown = INT32_MIN + STATE_UNKNOWN;
  for (size_t i = 0; i < count; i++) {
    if (i + AHEAD < count) __builtin_prefetch(&narrow[indexes[i + AHEAD]]);
    int32_t value = indexes[i] < kept->count ? narrow[indexes[i]] : unknown;
    num[i] = value > unknown ? value : 0;
    state[i] = (uint8_t)(value > unknown ? STATE_KNOWN : value - INT32_MIN);
  }
}

void kept_gather(const struct kept *kept, const uint32_t *indexes, struct column *column, size_t count)
{
  bool narrow = !kept->is_wide && !kept->texts && !column->den && !column->text;
  if (narrow) gather_narrow(kept, indexes, column->num, column->state, count);
  for (size_t i = 0; !narrow && i < count; i++) kept_get(kept, indexes[i], column, i);
}

int64_t kept_key(const struct kept *kept, size_t index)
{
  return kept->narrow && kept->narrow[index] >= NARROW_LEAST ? (int64_t)kept->narrow[index] - NARROW_LEAST : -1;
}

void column_copy(struct column *into, size_t at, const struct column *from, size_t row)
{
  into->num[at] = from->num[row];
  into->state[at] = from->state[row];
  if (into->den) into->den[at] = from->den ? from->den[row] : 1;
  if (into->text) into->text[at] = from->text ? from->text[row] : (struct slice){ "", 0 };
}

/* Numbers go over as they are kept, where both keep them alike; a text has another position in the other column. */
void kept_move(struct kept *into, size_t at, const struct kept *from, size_t index)
{
  if (into->texts || into->is_wide != from->is_wide || index >= from->count || at >= into->count) {
    int64_t num, den;
    struct slice text;
    uint8_t state;
    struct column one = { .num = &num, .den = &den, .text = &text, .state = &state };
    kept_get(from, index, &one, 0);
    kept_set(into, at, &one, 0);
    return;
  }
  if (into->narrow) into->narrow[at] = from->narrow[index];
  if (into->wide) into->wide[at] = from->wide[index];
  if (into->den) into->den[at] = from->den[index];
}

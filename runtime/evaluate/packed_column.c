/* Kept columns, for evaluate/related. */
#include "evaluate/packed_column.h"

static bool is_text(enum field_kind kind)
{
  return kind == FIELD_TEXT || kind == FIELD_CODE;
}

void packed_column_open(struct packed_column *kept, enum field_kind kind)
{
  *kept = (struct packed_column){ .kind = kind, .width = 1 };
  if (is_text(kind)) kept->texts = code_index_new();
}

void packed_column_close(struct packed_column *kept)
{
  memory_free(kept->values);
  memory_free(kept->den);
  memory_free(kept->text);
  code_index_free(kept->texts);
  arena_free(&kept->arena);
}

/* By a quarter at a time: the last growth is what the memory bound feels. */
static void reserve(struct packed_column *kept, size_t count)
{
  if (count <= kept->capacity) return;
  kept->capacity = count + count / 4 + 1024;
  kept->values = memory_resize(kept->values, kept->capacity * kept->width);
  if (kept->kind == FIELD_NUMBER) kept->den = memory_resize(kept->den, kept->capacity * sizeof *kept->den);
}

/* The distance of zero from the least number of the width. Those below STATE_KNOWN are states. */
static inline uint64_t zero_of(unsigned width)
{
  return UINT64_C(1) << (8 * width - 1);
}

static inline uint64_t distance_at(const void *values, unsigned width, size_t index)
{
  switch (width) {
  case 1: return ((const uint8_t *)values)[index];
  case 2: return ((const uint16_t *)values)[index];
  case 4: return ((const uint32_t *)values)[index];
  default: return ((const uint64_t *)values)[index];
  }
}

static inline void put_distance(void *values, unsigned width, size_t index, uint64_t distance)
{
  switch (width) {
  case 1: ((uint8_t *)values)[index] = (uint8_t)distance; break;
  case 2: ((uint16_t *)values)[index] = (uint16_t)distance; break;
  case 4: ((uint32_t *)values)[index] = (uint32_t)distance; break;
  default: ((uint64_t *)values)[index] = distance;
  }
}

static inline bool fits(unsigned width, int64_t num)
{
  uint64_t distance = (uint64_t)num + zero_of(width);
  return distance >= STATE_KNOWN && (width == 8 || distance < 2 * zero_of(width));
}

/* The first `count` values of a column, in the same width or a larger one. */
static void copy_distances(void *into, unsigned into_width, const void *from, unsigned from_width, size_t count)
{
  uint64_t further = zero_of(into_width) - zero_of(from_width);
  if (!further && count) memcpy(into, from, count * into_width);
  for (size_t i = 0; further && i < count; i++) {
    uint64_t distance = distance_at(from, from_width, i);
    put_distance(into, into_width, i, distance < STATE_KNOWN ? distance : distance + further);
  }
}

static void widen(struct packed_column *kept, unsigned width)
{
  void *values = memory_alloc(kept->capacity * width);
  copy_distances(values, width, kept->values, kept->width, kept->count);
  memory_free(kept->values);
  kept->values = values;
  kept->width = (uint8_t)width;
}

static int64_t text_position(struct packed_column *kept, struct slice text)
{
  bool fresh;
  int64_t position = code_index_put(kept->texts, text, (uint32_t)kept->text_count, &fresh);
  if (fresh) {
    if (kept->text_count == kept->text_capacity) {
      kept->text_capacity = kept->text_capacity ? kept->text_capacity * 2 : 64;
      kept->text = memory_resize(kept->text, kept->text_capacity * sizeof *kept->text);
    }
    kept->text[kept->text_count++] = slice_copy(&kept->arena, text);
  }
  return position;
}

static void put(struct packed_column *kept, size_t index, enum state state, int64_t num)
{
  unsigned width = kept->width;
  while (state == STATE_KNOWN && width < 8 && !fits(width, num)) width *= 2;
  if (width != kept->width) widen(kept, width);
  put_distance(kept->values, width, index, state == STATE_KNOWN ? (uint64_t)num + zero_of(width) : (uint64_t)state);
}

static void write_at(struct packed_column *kept, size_t index, const struct column *column, size_t row)
{
  enum state state = (enum state)(column ? column->state[row] : STATE_UNKNOWN);
  bool known = state == STATE_KNOWN;
  int64_t num = !known ? 0 : is_text(kept->kind) ? text_position(kept, column->text[row]) : column->num[row];
  put(kept, index, state, num);
  if (kept->den) kept->den[index] = known && column->den ? column->den[row] : 1;
}

void packed_column_set(struct packed_column *kept, size_t index, const struct column *column, size_t row)
{
  reserve(kept, index + 1);
  while (kept->count <= index) write_at(kept, kept->count++, NULL, 0);
  write_at(kept, index, column, row);
}

void packed_column_get(const struct packed_column *kept, size_t index, struct column *column, size_t row)
{
  uint64_t distance = index < kept->count ? distance_at(kept->values, kept->width, index) : STATE_UNKNOWN;
  bool known = distance >= STATE_KNOWN;
  column->state[row] = known ? (uint8_t)STATE_KNOWN : (uint8_t)distance;
  column->num[row] = known ? (int64_t)(distance - zero_of(kept->width)) : 0;
  if (column->den) column->den[row] = known && kept->den ? kept->den[index] : 1;
  if (column->text) column->text[row] = known && kept->texts ? kept->text[column->num[row]] : (struct slice){ "", 0 };
}

/* Dates, choices and the like, without a branch on what they are. */
static inline void gather(const struct packed_column *kept, unsigned width, const uint32_t *restrict indexes,
                          struct column *column, size_t count)
{
  enum { AHEAD = 16 };
  int64_t *restrict num = column->num;
  uint8_t *restrict state = column->state;
  const char *values = kept->values;
  for (size_t i = 0; i < count; i++) {
    if (i + AHEAD < count) __builtin_prefetch(&values[(size_t)indexes[i + AHEAD] * width]);
    uint64_t distance = indexes[i] < kept->count ? distance_at(values, width, indexes[i]) : STATE_UNKNOWN;
    num[i] = distance < STATE_KNOWN ? 0 : (int64_t)(distance - zero_of(width));
    state[i] = (uint8_t)(distance < STATE_KNOWN ? distance : STATE_KNOWN);
  }
}

void packed_column_gather(const struct packed_column *kept, const uint32_t *indexes, struct column *column, size_t count)
{
  if (column->den || column->text) {
    for (size_t i = 0; i < count; i++) packed_column_get(kept, indexes[i], column, i);
    return;
  }
  switch (kept->width) {
  case 1: gather(kept, 1, indexes, column, count); break;
  case 2: gather(kept, 2, indexes, column, count); break;
  case 4: gather(kept, 4, indexes, column, count); break;
  default: gather(kept, 8, indexes, column, count);
  }
}

int64_t packed_column_key(const struct packed_column *kept, size_t index)
{
  uint64_t distance = distance_at(kept->values, kept->width, index);
  if (distance < STATE_KNOWN || kept->width == 8 || kept->kind == FIELD_MONEY || kept->kind == FIELD_NUMBER) return -1;
  return (int64_t)(distance + zero_of(4) - zero_of(kept->width)); /* the same in every width */
}

void column_copy(struct column *into, size_t at, const struct column *from, size_t row)
{
  into->num[at] = from->num[row];
  into->state[at] = from->state[row];
  if (into->den) into->den[at] = from->den ? from->den[row] : 1;
  if (into->text) into->text[at] = from->text ? from->text[row] : (struct slice){ "", 0 };
}

/* As they are kept, where both keep them alike; a text has another position in the other column. */
void packed_column_move(struct packed_column *into, size_t at, const struct packed_column *from, size_t index)
{
  if (into->texts || into->den || into->width != from->width || index >= from->count || at >= into->count) {
    int64_t num, den;
    struct slice text;
    uint8_t state;
    struct column one = { .num = &num, .den = &den, .text = &text, .state = &state };
    packed_column_get(from, index, &one, 0);
    packed_column_set(into, at, &one, 0);
    return;
  }
  put_distance(into->values, into->width, at, distance_at(from->values, from->width, index));
}

void packed_column_extend(struct packed_column *into, const struct packed_column *from, size_t count)
{
  size_t first = into->count;
  if (into->texts || into->kind == FIELD_NUMBER) {
    for (size_t i = 0; i < count; i++) packed_column_move(into, first + i, from, i);
    return;
  }
  if (into->width < from->width) widen(into, from->width);
  reserve(into, first + count);
  copy_distances((char *)into->values + first * into->width, into->width, from->values, from->width, count);
  into->count += count;
}

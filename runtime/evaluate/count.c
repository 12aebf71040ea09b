/* Counting and summing related rows: for a batch of companies, or for all other objects at the end. */
#include <stdlib.h>
#include <string.h>

#include "evaluate/related.h"

struct counter {
  struct slot *slots;    /* of the rest program */
  uint32_t *row, *owner; /* of the batch being gathered: related row, and whose it is */
  size_t count;
  uint64_t *keys; /* owner << 33 | value << 1 | unknown, for counting without repetition */
  size_t key_count, key_capacity;
};

struct counting {
  const struct related *related;
  struct counter *counter;
  const struct planned_aggregate *aggregate;
  size_t position;
  const struct column *companies; /* NULL: from the links */
  struct measured *out;
};

struct counter *counter_new(struct arena *arena, const struct related *related, struct calculator *calculator)
{
  struct counter *counter = arena_alloc(arena, sizeof *counter);
  counter->slots = program_slots(arena, related->planned->rest, calculator);
  counter->row = arena_array(arena, BATCH_ROWS, sizeof *counter->row);
  counter->owner = arena_array(arena, BATCH_ROWS, sizeof *counter->owner);
  return counter;
}

void counter_close(struct counter *counter)
{
  memory_free(counter->keys);
}

static void add(struct measured *measured, struct ratio *end, struct ratio value)
{
  if (!ratio_add(*end, value, end)) measured->overflowed = true;
}

static void push_key(struct counter *counter, uint32_t owner, uint32_t value, bool unknown)
{
  if (counter->key_count == counter->key_capacity) {
    counter->key_capacity = counter->key_capacity ? counter->key_capacity * 2 : 1024;
    counter->keys = memory_resize(counter->keys, counter->key_capacity * sizeof *counter->keys);
  }
  counter->keys[counter->key_count++] = (uint64_t)owner << 33 | (uint64_t)value << 1 | unknown;
}

static void count_distinct(const struct counting *counting, uint32_t owner, size_t row, bool unknown)
{
  const struct related *related = counting->related;
  const struct planned_aggregate *aggregate = counting->aggregate;
  int64_t value = -1;
  if (aggregate->distinct == STORED_LINK)
    value = related->link[row] == LINK_NONE ? -1 : (int64_t)related->link[row];
  else
    value = kept_key(&related->stored[aggregate->distinct], row);
  if (value >= 0)
    push_key(counting->counter, owner, (uint32_t)value, unknown);
  else /* nobody knows who: perhaps one more */
    add(&counting->out[owner], &counting->out[owner].high, ratio_whole(1));
}

static void sum_up(struct measured *measured, const struct column *value, size_t i, bool certain)
{
  struct ratio number = { 0, 1 };
  ratio_make(value->num[i], value->den ? value->den[i] : 1, &number);
  if (value->state[i] == STATE_UNKNOWN) measured->open_high = true;
  if (value->state[i] == STATE_OVERFLOW) measured->overflowed = true;
  if (value->state[i] != STATE_KNOWN) return;
  if (certain || number.num < 0) add(measured, &measured->low, number);
  if (certain || number.num > 0) add(measured, &measured->high, number);
}

static void count_row(const struct counting *counting, size_t i, uint8_t answer)
{
  const struct counter *counter = counting->counter;
  uint32_t owner = counter->owner[i];
  bool certain = answer == ANSWER_YES;
  switch (counting->aggregate->folded->kind) {
  case AGGREGATE_COUNT:
    if (certain) add(&counting->out[owner], &counting->out[owner].low, ratio_whole(1));
    add(&counting->out[owner], &counting->out[owner].high, ratio_whole(1));
    break;
  case AGGREGATE_DISTINCT: count_distinct(counting, owner, counter->row[i], !certain); break;
  case AGGREGATE_SUM: sum_up(&counting->out[owner], &counter->slots[counting->aggregate->value].column, i, certain); break;
  }
}

/* A company column of each gathered row: of the company that is counted for, or through the row's link. */
static void fill_company(const struct counting *counting, const struct program_input *input, struct column *column)
{
  const struct related *related = counting->related;
  const struct links *links = related->links;
  size_t at = 0;
  while (counting->companies && related->plan->company_fields[at] != input->field) at++;
  size_t kept = 0;
  while (!counting->companies && links->fields[kept] != input->field) kept++;
  for (size_t i = 0; i < counting->counter->count; i++) {
    uint32_t link = related->link[counting->counter->row[i]];
    if (counting->companies)
      column_copy(column, i, &counting->companies[at], counting->counter->owner[i]);
    else if (link == LINK_NONE || !links->first_line[link])
      column->state[i] = STATE_UNKNOWN;
    else
      kept_get(&links->columns[kept], link, column, i);
  }
}

static void fill_inputs(const struct counting *counting)
{
  const struct related *related = counting->related;
  const struct program *rest = related->planned->rest;
  struct counter *counter = counting->counter;
  for (size_t k = 0; k < rest->input_count; k++) {
    const struct program_input *input = &rest->inputs[k];
    struct column *column = &counter->slots[input->slot].column;
    if (input->table == 0) {
      fill_company(counting, input, column);
      continue;
    }
    size_t at = 0;
    while (related->planned->stored[at] != input->field) at++;
    for (size_t i = 0; i < counter->count; i++) kept_get(&related->stored[at], counter->row[i], column, i);
  }
}

static void flush(const struct counting *counting)
{
  const struct related *related = counting->related;
  struct counter *counter = counting->counter;
  const struct planned_aggregate *aggregate = counting->aggregate;
  size_t aggregates = related->planned->aggregate_count;
  if (aggregate->rest != NO_SLOT || aggregate->value != NO_SLOT) {
    fill_inputs(counting);
    program_run(related->planned->rest, counter->slots, counter->count);
  }
  for (size_t i = 0; i < counter->count; i++) {
    uint8_t answer = related->answers[(size_t)counter->row[i] * aggregates + counting->position];
    if (aggregate->rest != NO_SLOT && counter->slots[aggregate->rest].answer[i] < answer) answer = counter->slots[aggregate->rest].answer[i];
    if (answer != ANSWER_NO) count_row(counting, i, answer);
  }
  counter->count = 0;
}

static void gather(const struct counting *counting, uint32_t row, uint32_t owner)
{
  struct counter *counter = counting->counter;
  size_t aggregates = counting->related->planned->aggregate_count;
  if (counting->related->answers[(size_t)row * aggregates + counting->position] == ANSWER_NO) return;
  counter->row[counter->count] = row;
  counter->owner[counter->count++] = owner;
  if (counter->count == BATCH_ROWS) flush(counting);
}

static int key_order(const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Sorted, the certain mention of a value stands before the uncertain ones. */
static void settle_distinct(const struct counting *counting)
{
  struct counter *counter = counting->counter;
  if (counter->key_count) qsort(counter->keys, counter->key_count, sizeof *counter->keys, key_order);
  for (size_t i = 0; i < counter->key_count; i++) {
    if (i && counter->keys[i] >> 1 == counter->keys[i - 1] >> 1) continue;
    struct measured *measured = &counting->out[counter->keys[i] >> 33];
    if (!(counter->keys[i] & 1)) add(measured, &measured->low, ratio_whole(1));
    add(measured, &measured->high, ratio_whole(1));
  }
  counter->key_count = 0;
}

static void nothing_counted(struct measured *out, size_t count)
{
  for (size_t i = 0; i < count; i++) out[i] = (struct measured){ .low = { 0, 1 }, .high = { 0, 1 } };
}

void related_companies(const struct related *related, struct counter *counter, size_t position, const uint32_t *links,
                       const struct column *columns, size_t count, struct measured *out)
{
  struct counting counting = { related, counter, &related->planned->aggregates[position], position, columns, out };
  nothing_counted(out, count);
  for (size_t i = 0; i < count; i++) {
    if (links[i] == LINK_NONE) continue;
    for (uint32_t k = related->by_link_start[links[i]]; k < related->by_link_start[links[i] + 1]; k++)
      gather(&counting, related->by_link_row[k], (uint32_t)i);
  }
  flush(&counting);
  settle_distinct(&counting);
}

void related_groups(const struct related *related, struct counter *counter, size_t position, struct measured *out)
{
  struct counting counting = { related, counter, &related->planned->aggregates[position], position, NULL, out };
  nothing_counted(out, related->group_count);
  for (size_t row = 0; row < related->count; row++)
    if (related->group[row] != LINK_NONE) gather(&counting, (uint32_t)row, related->group[row]);
  flush(&counting);
  settle_distinct(&counting);
}

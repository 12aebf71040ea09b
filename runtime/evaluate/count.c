/* Counting and summing related rows: for a batch of companies, or for all other objects at the end. */
#include <stdlib.h>
#include <string.h>

#include "evaluate/related.h"

/* A row of a sum that counts of each group the greatest only. */
struct group_row {
  uint32_t owner;
  bool certain;
  int64_t key; /* of the group; -1: nobody knows which */
  struct ratio value;
};

struct counter {
  struct slot *slots;    /* of the rest program */
  uint32_t *row, *owner; /* of the batch being gathered: related row, and whose it is */
  uint32_t *link;        /* the company that the row names, LINK_NONE where the list has none */
  size_t count;
  struct group_row *groups; /* of sums by group */
  size_t group_count, group_capacity;
  uint64_t *keys; /* owner << 33 | value << 1 | unknown, for counting without repetition */
  size_t key_count, key_capacity;
};

struct counting {
  const struct related *related;
  bool *no_case; /* of the table, for all threads */
  struct counter *counter;
  const struct planned_aggregate *aggregate;
  size_t position;
  const struct column *companies; /* NULL: from the links */
  struct aggregate_range *out;
  record_sink *sink; /* the rows are told one by one, those that do not count too; NULL: they are counted */
  void *context;
};

struct counter *counter_new(struct arena *arena, const struct related *related, struct function_state *calculator)
{
  struct counter *counter = arena_alloc(arena, sizeof *counter);
  counter->slots = program_slots(arena, related->planned->rest, calculator);
  counter->row = arena_array(arena, BATCH_ROWS, sizeof *counter->row);
  counter->owner = arena_array(arena, BATCH_ROWS, sizeof *counter->owner);
  counter->link = arena_array(arena, BATCH_ROWS, sizeof *counter->link);
  return counter;
}

void counter_close(struct counter *counter)
{
  memory_free(counter->groups);
  memory_free(counter->keys);
}

static void add(struct aggregate_range *measured, struct ratio *end, struct ratio value)
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
  if (aggregate->distinct == STORED_LINK) value = related->link[row] == LINK_NONE ? -1 : (int64_t)related->link[row];
  else value = packed_column_key(&related->stored[aggregate->distinct], row);
  if (value >= 0) push_key(counting->counter, owner, (uint32_t)value, unknown);
  else /* nobody knows who: perhaps one more */ add(&counting->out[owner], &counting->out[owner].high, ratio_whole(1));
}

static void sum_up(struct aggregate_range *measured, const struct column *value, size_t i, bool certain)
{
  struct ratio number = { 0, 1 };
  ratio_make(value->num[i], value->den ? value->den[i] : 1, &number);
  if (value->state[i] == STATE_UNKNOWN) measured->open_high = true;
  if (value->state[i] == STATE_OVERFLOW) measured->overflowed = true;
  if (value->state[i] != STATE_KNOWN) return;
  if (certain || number.num < 0) add(measured, &measured->low, number);
  if (certain || number.num > 0) add(measured, &measured->high, number);
}

static void push_group(const struct counting *counting, size_t i, struct ratio value, bool certain)
{
  struct counter *counter = counting->counter;
  if (counter->group_count == counter->group_capacity) {
    counter->group_capacity = counter->group_capacity ? counter->group_capacity * 2 : 1024;
    counter->groups = memory_resize(counter->groups, counter->group_capacity * sizeof *counter->groups);
  }
  int64_t key = packed_column_key(&counting->related->stored[counting->aggregate->per], counter->row[i]);
  counter->groups[counter->group_count++] = (struct group_row){ counter->owner[i], certain && key >= 0, key, value };
}

/* The greatest, the least and the mean are kept as what is certain in `low` and what is possible in `high`, until all rows of the
 * owners are there (settle_extreme): of a mean `certain` is the sum of the certain ones. `unknown` counts what is open in any
 * way. */
static void extreme_row(struct aggregate_range *out, enum aggregate_kind kind, struct ratio value, bool known, bool certain)
{
  uint32_t possible = out->known - out->rows;
  out->rows += certain && known;
  out->known += known;
  out->unknown += !certain || !known;
  out->open_high |= !known;
  if (!known) return;
  if (kind == AGGREGATE_MEAN) {
    if (certain) add(out, &out->certain, value);
    else if (!possible || ratio_compare(value, out->low) < 0) out->low = value;
    if (!certain && (!possible || ratio_compare(value, out->high) > 0)) out->high = value;
    return;
  }
  int better = kind == AGGREGATE_LEAST ? -1 : 1;
  if (certain && (out->rows == 1 || ratio_compare(value, out->low) == better)) out->low = value;
  if (out->known == 1 || ratio_compare(value, out->high) == better) out->high = value;
}

/* The ends of a mean to which values between two bounds may be added lie between the mean and these. */
static void settle_mean(struct aggregate_range *out)
{
  struct ratio mean, low = out->low, high = out->high;
  if (!ratio_divide(out->certain, ratio_whole((int64_t)out->rows), &mean)) {
    out->overflowed = true;
    return;
  }
  bool possible = out->known > out->rows;
  out->low = possible && ratio_compare(low, mean) < 0 ? low : mean;
  out->high = possible && ratio_compare(high, mean) > 0 ? high : mean;
}

static void settle_extreme(struct aggregate_range *out, enum aggregate_kind kind)
{
  bool unread = out->open_high;
  out->none = !out->rows && !out->unknown;
  out->open_low = out->open_high = false;
  if (out->none) return;
  if (!out->rows) { /* nobody knows whether there is one */
    out->open_low = out->open_high = true;
  } else if (kind == AGGREGATE_MEAN) {
    settle_mean(out);
    out->open_low = out->open_high = unread;
  } else if (kind == AGGREGATE_LEAST) {
    struct ratio certain = out->low;
    out->low = out->high, out->high = certain;
    out->open_low = unread;
  } else {
    out->open_high = unread;
  }
}

static int group_order(const void *left, const void *right)
{
  const struct group_row *a = left, *b = right;
  if (a->owner != b->owner) return a->owner < b->owner ? -1 : 1;
  return (a->key > b->key) - (a->key < b->key);
}

/* One group: its greatest counts. What only may count adds nothing for certain, and less than nothing where it may be all there
 * is. */
static void settle_group(struct aggregate_range *out, const struct group_row *rows, size_t count)
{
  struct ratio low = { 0, 1 }, high = { 0, 1 };
  bool certain = false, any = false;
  for (size_t i = 0; i < count; i++) {
    if (rows[i].certain && (!certain || ratio_compare(rows[i].value, low) > 0)) low = rows[i].value, certain = true;
    if (!any || ratio_compare(rows[i].value, high) > 0) high = rows[i].value, any = true;
  }
  if (!certain) {
    for (size_t i = 0; i < count; i++)
      if (ratio_compare(rows[i].value, low) < 0) low = rows[i].value;
    if (high.num < 0) high = ratio_whole(0);
  }
  add(out, &out->low, low);
  add(out, &out->high, high);
}

/* A row of which nobody knows the group is a group of its own, which may count or not. */
static void settle_groups(const struct counting *counting)
{
  struct counter *counter = counting->counter;
  struct group_row *rows = counter->groups;
  if (counter->group_count) qsort(rows, counter->group_count, sizeof *rows, group_order);
  for (size_t i = 0, end; i < counter->group_count; i = end) {
    for (end = i + 1; end < counter->group_count && rows[i].key >= 0 && group_order(&rows[i], &rows[end]) == 0;) end++;
    settle_group(&counting->out[rows[i].owner], rows + i, end - i);
  }
  counter->group_count = 0;
}

static void value_row(const struct counting *counting, size_t i, bool certain)
{
  const struct planned_aggregate *aggregate = counting->aggregate;
  const struct column *value = &counting->counter->slots[aggregate->value].column;
  struct aggregate_range *out = &counting->out[counting->counter->owner[i]];
  enum aggregate_kind kind = aggregate->folded->kind;
  uint8_t state = value->state[i];
  struct ratio number = { 0, 1 };
  if (state == STATE_NOT_OCCURRED && aggregate->cases) __atomic_store_n(counting->no_case, true, __ATOMIC_RELAXED);
  if (kind == AGGREGATE_SUM && aggregate->per < 0) {
    sum_up(out, value, i, certain);
    return;
  }
  if (state == STATE_OVERFLOW) out->overflowed = true;
  if (state == STATE_KNOWN) ratio_make(value->num[i], value->den ? value->den[i] : 1, &number);
  if (kind == AGGREGATE_SUM && state == STATE_UNKNOWN) out->open_high = true;
  if (kind == AGGREGATE_SUM && state == STATE_KNOWN) push_group(counting, i, number, certain);
  if (kind != AGGREGATE_SUM && (state == STATE_KNOWN || state == STATE_UNKNOWN))
    extreme_row(out, kind, number, state == STATE_KNOWN, certain);
}

/* What is known of the owners when all their rows are counted. */
static void settle_values(const struct counting *counting, size_t count)
{
  enum aggregate_kind kind = counting->aggregate->folded->kind;
  if (counting->aggregate->per >= 0) settle_groups(counting);
  for (size_t i = 0; kind > AGGREGATE_SUM && i < count; i++) settle_extreme(&counting->out[i], kind);
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
  case AGGREGATE_SUM:
  case AGGREGATE_GREATEST:
  case AGGREGATE_LEAST:
  case AGGREGATE_MEAN: value_row(counting, i, certain); break;
  }
}

enum { AHEAD = 16 }; /* rows whose memory is asked for before it is needed */

static void row_prefetch(const struct counting *counting, uint32_t row)
{
  const struct related *related = counting->related;
  __builtin_prefetch(&related->answers[(size_t)row * related->planned->aggregate_count]);
  if (related->link) __builtin_prefetch(&related->link[row]);
  for (size_t i = 0; i < related->planned->stored_count; i++) packed_column_prefetch(&related->stored[i], row);
}

/* The company that each gathered row names in the column `link`; NULL: the plan's own link. */
static void find_links(const struct counting *counting, const struct field *link)
{
  const struct related *related = counting->related;
  const bool *listed = related->links->listed;
  struct counter *counter = counting->counter;
  size_t others = related->planned->other_count, at = 0;
  while (link && related->planned->others[at] != link) at++;
  for (size_t i = 0; i < counter->count; i++)
    counter->link[i] = link ? related->others[counter->row[i] * others + at] : related->link[counter->row[i]];
  for (size_t i = 0; i < counter->count; i++) {
    uint32_t ahead = i + AHEAD < counter->count ? counter->link[i + AHEAD] : (uint32_t)LINK_NONE;
    if (ahead != LINK_NONE) __builtin_prefetch(&listed[ahead]);
    if (counter->link[i] != LINK_NONE && !listed[counter->link[i]]) counter->link[i] = LINK_NONE;
  }
}

/* A company column of each gathered row: of the company that is counted for, or through a link of the row. */
static void fill_company(const struct counting *counting, const struct program_input *input, struct column *column)
{
  const struct related *related = counting->related;
  const struct counter *counter = counting->counter;
  size_t at = 0;
  if (!counting->companies || input->link) {
    while (related->links->fields[at] != input->field) at++;
    packed_column_gather(&related->links->columns[at], counter->link, column, counter->count);
    return;
  }
  while (related->plan->company_fields[at] != input->field) at++;
  for (size_t i = 0; i < counter->count; i++) column_copy(column, i, &counting->companies[at], counter->owner[i]);
}

static void fill_inputs(const struct counting *counting)
{
  const struct related *related = counting->related;
  const struct program *rest = related->planned->rest;
  struct counter *counter = counting->counter;
  const struct field *found = NULL;
  if (!counting->companies) find_links(counting, NULL);
  for (size_t k = 0; k < rest->input_count; k++) {
    const struct program_input *input = &rest->inputs[k];
    struct column *column = &counter->slots[input->slot].column;
    if (input->table == 0) {
      bool other = input->link != found && (input->link || !counting->companies);
      if (other) find_links(counting, found = input->link);
      fill_company(counting, input, column);
      continue;
    }
    size_t at = 0;
    while (related->planned->stored[at] != input->field) at++;
    packed_column_gather(&related->stored[at], counter->row, column, counter->count);
  }
}

static int row_order(const void *key, const void *element)
{
  uint32_t row = *(const uint32_t *)key, other = ((const struct open_row *)element)->row;
  return (row > other) - (row < other);
}

/* What leaves it open whether the row counts, or for how much. */
static void note_open(const struct counting *counting, size_t i, uint8_t own)
{
  const struct related *related = counting->related;
  const struct counter *counter = counting->counter;
  const struct planned_aggregate *aggregate = counting->aggregate;
  struct aggregate_range *out = &counting->out[counter->owner[i]];
  if (own == ANSWER_UNKNOWN && related->open_count) {
    const struct open_row *open = bsearch(&counter->row[i], related->open, related->open_count, sizeof *related->open, row_order);
    if (open) out->lacks_own |= open->inputs;
  }
  if (aggregate->rest != NO_SLOT || aggregate->value != NO_SLOT)
    out->lacks_rest |= related_unknown(related->planned->rest, counter->slots, i);
}

static bool lacks(const struct program *program, uint32_t inputs, const struct field *field)
{
  for (size_t i = 0; inputs && i < program->input_count; i++)
    if (program->inputs[i].field == field && inputs >> (i < 31 ? i : 31) & 1) return true;
  return false;
}

bool related_lacks(const struct related *related, const struct aggregate_range *measured, const struct field *field)
{
  return lacks(related->planned->own, measured->lacks_own, field) || lacks(related->planned->rest, measured->lacks_rest, field);
}

static bool amount_open(const struct counting *counting, size_t i)
{
  uint32_t value = counting->aggregate->value;
  return value != NO_SLOT && counting->counter->slots[value].column.state[i] == STATE_UNKNOWN;
}

static void tell_record(const struct counting *counting, size_t i, uint8_t answer)
{
  const struct related *related = counting->related;
  const struct planned_table *planned = related->planned;
  const struct column *value =
      counting->aggregate->value == NO_SLOT ? NULL : &counting->counter->slots[counting->aggregate->value].column;
  uint32_t row = counting->counter->row[i];
  struct cell cells[TABLE_FIELDS];
  for (size_t k = 0; k < planned->stored_count; k++) {
    uint8_t state;
    cells[k] = (struct cell){ .den = 1 };
    struct column column = { &cells[k].num, &cells[k].den, &cells[k].text, &state };
    packed_column_get(&related->stored[k], row, &column, 0);
    cells[k].state = (enum state)state;
  }
  struct record record = { related->lines[row],  (enum answer)answer, value_nothing(STATE_UNKNOWN), planned->stored, cells,
                           planned->stored_count };
  if (value && value->state[i] == STATE_KNOWN)
    record.value = value_exactly((struct ratio){ value->num[i], value->den ? value->den[i] : 1 });
  counting->sink(counting->context, &record);
}

static void flush(const struct counting *counting)
{
  const struct related *related = counting->related;
  struct counter *counter = counting->counter;
  const struct planned_aggregate *aggregate = counting->aggregate;
  size_t aggregates = related->planned->aggregate_count;
  if (aggregate->rest != NO_SLOT || aggregate->value != NO_SLOT) {
    fill_inputs(counting);
    program_run(related->planned->rest, counter->slots, counter->count, NULL);
  }
  for (size_t i = 0; i < counter->count; i++) {
    uint8_t own = related->answers[(size_t)counter->row[i] * aggregates + counting->position], answer = own;
    if (aggregate->rest != NO_SLOT && counter->slots[aggregate->rest].answer[i] < answer)
      answer = counter->slots[aggregate->rest].answer[i];
    if (counting->sink) tell_record(counting, i, answer);
    if (answer == ANSWER_NO || counting->sink) continue;
    count_row(counting, i, answer);
    if (answer == ANSWER_UNKNOWN || amount_open(counting, i)) note_open(counting, i, own);
  }
  counter->count = 0;
}

static int key_order(const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Rows are gathered owner by owner, so only the keys of one are sorted; most have a handful. */
static void sort_keys(uint64_t *keys, size_t count)
{
  enum { FEW = 24 };
  if (count > FEW) {
    qsort(keys, count, sizeof *keys, key_order);
    return;
  }
  for (size_t i = 1; i < count; i++) {
    uint64_t key = keys[i];
    size_t at = i;
    for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
    keys[at] = key;
  }
}

/* Sorted, the certain mention of a value stands before the uncertain ones. */
static void settle_owner(struct aggregate_range *measured, const uint64_t *keys, size_t count)
{
  int64_t certain = 0, possible = 0;
  for (size_t i = 0; i < count; i++) {
    if (i && keys[i] >> 1 == keys[i - 1] >> 1) continue;
    certain += !(keys[i] & 1);
    possible++;
  }
  add(measured, &measured->low, ratio_whole(certain));
  add(measured, &measured->high, ratio_whole(possible));
}

/* Owners come one after the other: all but `open`, whose rows are still being gathered, are complete. Its keys stay. Done now and
 * then, so that the keys of a few with very many rows do not lie there all at once. */
static void settle_distinct(const struct counting *counting, uint64_t open)
{
  struct counter *counter = counting->counter;
  size_t i = 0;
  for (size_t end; i < counter->key_count && counter->keys[i] >> 33 != open; i = end) {
    uint64_t owner = counter->keys[i] >> 33;
    for (end = i + 1; end < counter->key_count && counter->keys[end] >> 33 == owner;) end++;
    sort_keys(counter->keys + i, end - i);
    settle_owner(&counting->out[owner], counter->keys + i, end - i);
  }
  counter->key_count -= i;
  if (i && counter->key_count) memmove(counter->keys, counter->keys + i, counter->key_count * sizeof *counter->keys);
}

static void gather(const struct counting *counting, uint32_t row, uint32_t owner)
{
  struct counter *counter = counting->counter;
  size_t aggregates = counting->related->planned->aggregate_count;
  if (!counting->sink && counting->related->answers[(size_t)row * aggregates + counting->position] == ANSWER_NO) return;
  counter->row[counter->count] = row;
  counter->owner[counter->count++] = owner;
  if (counter->count < BATCH_ROWS) return;
  flush(counting);
  if (counter->key_count >= BATCH_ROWS) settle_distinct(counting, owner);
}

static void nothing_counted(struct aggregate_range *out, size_t count)
{
  for (size_t i = 0; i < count; i++) out[i] = (struct aggregate_range){ .low = { 0, 1 }, .high = { 0, 1 }, .certain = { 0, 1 } };
}

/* The rows of one owner; those of the next ones lie behind them. */
static void gather_rows(const struct counting *counting, const struct row_index *index, uint32_t whose, size_t owner)
{
  for (uint32_t k = index->start[whose]; k < index->start[whose + 1]; k++) {
    if (k + AHEAD < index->count) row_prefetch(counting, index->row[k + AHEAD]);
    gather(counting, index->row[k], (uint32_t)owner);
  }
}

void related_companies(struct related *related, struct counter *counter, size_t position, const uint32_t *links,
                       const struct column *columns, size_t count, struct aggregate_range *out)
{
  struct counting counting = { related,  &related->no_case, counter, &related->planned->aggregates[position],
                               position, columns,           out,     NULL,
                               NULL };
  nothing_counted(out, count);
  for (size_t i = 0; i < count; i++)
    if (links[i] != LINK_NONE) gather_rows(&counting, &related->by_link, links[i], i);
  flush(&counting);
  settle_distinct(&counting, UINT64_MAX);
  settle_values(&counting, count);
}

void related_groups(struct related *related, struct counter *counter, size_t position, size_t first, size_t count,
                    struct aggregate_range *out)
{
  struct counting counting = {
    related, &related->no_case, counter, &related->planned->aggregates[position], position, NULL, out, NULL, NULL
  };
  nothing_counted(out, count);
  for (size_t i = 0; i < count; i++) gather_rows(&counting, &related->by_group, (uint32_t)(first + i), i);
  flush(&counting);
  settle_distinct(&counting, UINT64_MAX);
  settle_values(&counting, count);
}

void related_company_records(struct related *related, struct counter *counter, size_t position, uint32_t link,
                             const struct column *columns, size_t row, record_sink *sink, void *context)
{
  struct counting counting = { related,  &related->no_case, counter, &related->planned->aggregates[position],
                               position, columns,           NULL,    sink,
                               context };
  if (!related->lines || link == LINK_NONE) return;
  gather_rows(&counting, &related->by_link, link, row);
  flush(&counting);
}

void related_group_records(struct related *related, struct counter *counter, size_t position, size_t object, record_sink *sink,
                           void *context)
{
  struct counting counting = {
    related, &related->no_case, counter, &related->planned->aggregates[position], position, NULL, NULL, sink, context
  };
  if (!related->lines) return;
  gather_rows(&counting, &related->by_group, (uint32_t)object, 0);
  flush(&counting);
}

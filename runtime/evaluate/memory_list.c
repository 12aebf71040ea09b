/* Reading a list into memory, binding it to a model, picking rows. */
#include "evaluate/memory_list.h"

#include <string.h>

/* Reading: the hooks of a scan over all fields of the dictionary that the list has. */

struct holding {
  struct held *held;
  const struct field **fields;
  size_t *headings; /* of each field */
  size_t field_count;
};

struct holder {
  struct held_block *block;
};

static void *holder_new(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct holder));
}

static void block_free(struct held_block *block)
{
  arena_free(&block->arena);
  memory_free(block);
}

static void holder_close(void *context, void *worker)
{
  struct holder *holder = worker;
  (void)context;
  if (holder->block) block_free(holder->block);
}

static struct held_block *block_new(void)
{
  struct held_block *block = memory_alloc(sizeof *block);
  *block = (struct held_block){ 0 };
  return block;
}

static void holder_begin(void *context, void *worker)
{
  struct holder *holder = worker;
  (void)context;
  if (holder->block) block_free(holder->block);
  holder->block = block_new();
}

static void *copy_of(struct arena *arena, const void *from, size_t count, size_t size)
{
  void *copy = arena_array(arena, count, size);
  if (count) memcpy(copy, from, count * size);
  return copy;
}

static struct column column_copied(struct arena *arena, const struct column *from, size_t count)
{
  struct column copy = { .num = copy_of(arena, from->num, count, sizeof *from->num),
                         .state = copy_of(arena, from->state, count, 1) };
  if (from->den) copy.den = copy_of(arena, from->den, count, sizeof *from->den);
  if (!from->text) return copy;
  copy.text = arena_array(arena, count, sizeof *copy.text);
  for (size_t i = 0; i < count; i++)
    if (from->state[i] == STATE_KNOWN) copy.text[i] = slice_copy(arena, from->text[i]);
  return copy;
}

static struct held_batch *batch_add(struct held_block *block, size_t count, size_t headings)
{
  block->batches = arena_grow(&block->arena, block->batches, block->batch_count, &block->batch_capacity, sizeof *block->batches);
  struct held_batch *batch = &block->batches[block->batch_count++];
  *batch = (struct held_batch){ .count = count, .columns = arena_array(&block->arena, headings, sizeof *batch->columns) };
  block->rows += count;
  return batch;
}

static void holder_batch(void *context, void *worker, const struct scan_batch *from)
{
  const struct holding *holding = context;
  struct held_block *block = ((struct holder *)worker)->block;
  struct held_batch *batch = batch_add(block, from->count, holding->held->listing.heading_count);
  for (size_t i = 0; i < holding->field_count; i++)
    batch->columns[holding->headings[i]] = column_copied(&block->arena, &from->columns[i], from->count);
  batch->lines = copy_of(&block->arena, from->lines, from->count, sizeof *from->lines);
}

static void block_append(struct held *held, struct held_block *block)
{
  block->first_row = held->rows;
  held->rows += block->rows;
  held->blocks = arena_grow(&held->arena, held->blocks, held->block_count, &held->block_capacity, sizeof *held->blocks);
  held->blocks[held->block_count++] = block;
}

static bool holder_merge(void *context, void *worker, const struct scan_block *from, struct fault *fault)
{
  const struct holding *holding = context;
  struct holder *holder = worker;
  struct held_block *block = holder->block;
  (void)fault;
  block->first_line = from->first_line;
  block->position = from->position;
  block->problem_count = from->problem_count;
  block->problems = copy_of(&block->arena, from->problems, from->problem_count, sizeof *from->problems);
  for (size_t i = 0; i < block->problem_count; i++) {
    struct scan_problem *problem = &block->problems[i];
    problem->raw = slice_copy(&block->arena, problem->raw);
    for (int k = 0; k < 2; k++)
      if (problem->argument[k]) problem->argument[k] = arena_string(&block->arena, problem->argument[k]);
  }
  block_append(holding->held, block);
  holder->block = NULL;
  return true;
}

/* A copy that outlives the model from which the list was read. */
static struct field definition_copied(struct arena *arena, const struct field *field)
{
  struct field copy = { .name = arena_string(arena, field->name),
                        .kind = field->kind,
                        .event = field->event,
                        .optional = field->optional,
                        .has_blank = field->has_blank,
                        .blank_kind = field->blank_kind,
                        .blank = field->blank,
                        .choice_count = field->choice_count };
  const char **choices = arena_array(arena, field->choice_count, sizeof *choices);
  for (size_t i = 0; i < field->choice_count; i++) choices[i] = arena_string(arena, field->choices[i]);
  copy.choices = choices;
  return copy;
}

static bool read_alike(const struct field *a, const struct field *b)
{
  bool alike = strcmp(a->name, b->name) == 0 && a->kind == b->kind && a->event == b->event && a->optional == b->optional &&
               a->has_blank == b->has_blank && a->blank.num == b->blank.num && a->blank.den == b->blank.den &&
               a->choice_count == b->choice_count;
  for (size_t i = 0; alike && i < a->choice_count; i++) alike = strcmp(a->choices[i], b->choices[i]) == 0;
  return alike;
}

static struct holding holding_of(struct held *held)
{
  struct listing *listing = &held->listing;
  struct holding holding = { .held = held };
  holding.fields = arena_array(&held->arena, listing->heading_count, sizeof *holding.fields);
  holding.headings = arena_array(&held->arena, listing->heading_count, sizeof *holding.headings);
  held->kept = arena_array(&held->arena, listing->heading_count, sizeof *held->kept);
  for (size_t i = 0; i < listing->heading_count; i++) {
    if (!listing->fields[i]) continue;
    held->kept[i] = definition_copied(&held->arena, listing->fields[i]);
    holding.fields[holding.field_count] = listing->fields[i];
    holding.headings[holding.field_count++] = i;
  }
  return holding;
}

static struct held *held_new(void)
{
  struct held *held = memory_alloc(sizeof *held);
  *held = (struct held){ 0 };
  return held;
}

struct held *held_read(const char *path, const struct table_kind *table, const struct listing_options *options, size_t threads,
                       struct fault *fault)
{
  struct held *held = held_new();
  held->options = options;
  if (!listing_open(&held->arena, path, table, options, &held->listing, fault)) {
    held_free(held);
    return NULL;
  }
  struct holding holding = holding_of(held);
  struct scan scan = { .listing = &held->listing,
                       .fields = holding.fields,
                       .field_count = holding.field_count,
                       .threads = threads,
                       .context = &holding,
                       .worker = holder_new,
                       .close = holder_close,
                       .begin = holder_begin,
                       .batch = holder_batch,
                       .merge = holder_merge };
  bool read = scan_run(&scan, fault);
  listing_close(&held->listing);
  if (read) return held;
  held_free(held);
  return NULL;
}

void held_free(struct held *held)
{
  for (size_t i = 0; i < held->block_count; i++) block_free(held->blocks[i]);
  arena_free(&held->arena);
  memory_free(held);
}

bool held_bind(struct held *held, const struct table_kind *table)
{
  struct fault fault;
  if (!listing_bind(&held->arena, &held->listing, table, held->options, &fault)) return false;
  for (size_t i = 0; i < held->listing.heading_count; i++) {
    const struct field *field = held->listing.fields[i];
    if (field && (!held->kept[i].name || !read_alike(&held->kept[i], field))) return false;
  }
  return true;
}

static void mark_block(struct held_block *block, size_t heading, struct codes *codes)
{
  size_t row = 0;
  block->repeats = arena_array(&block->arena, block->rows, sizeof *block->repeats);
  for (size_t i = 0; i < block->batch_count; i++) {
    const struct held_batch *batch = &block->batches[i];
    const struct column *column = &batch->columns[heading];
    for (size_t k = 0; k < batch->count; k++, row++) {
      bool fresh = true;
      if (column->state[k] != STATE_KNOWN || !column->text[k].length) continue;
      int64_t before = codes_put(codes, column->text[k], block->first_line + batch->lines[k], &fresh);
      if (!fresh) block->repeats[row] = (uint32_t)before;
    }
  }
}

void held_mark_repeats(struct held *held, const struct field *code)
{
  int heading = listing_heading(&held->listing, code);
  if (heading < 0) return;
  struct codes *codes = codes_new();
  for (size_t i = 0; i < held->block_count; i++) mark_block(held->blocks[i], (size_t)heading, codes);
  codes_free(codes);
}

/* Rows */

static struct held_block *block_of(const struct held *held, size_t row)
{
  size_t low = 0, high = held->block_count;
  while (low + 1 < high) {
    size_t middle = (low + high) / 2;
    if (held->blocks[middle]->first_row <= row) low = middle;
    else high = middle;
  }
  return held->block_count ? held->blocks[low] : NULL;
}

static bool find_row(const struct held *held, size_t row, struct held_batch **batch, size_t *at, struct held_block **block)
{
  *block = row < held->rows ? block_of(held, row) : NULL;
  if (!*block) return false;
  *at = row - (*block)->first_row;
  for (size_t i = 0; i < (*block)->batch_count; i++) {
    *batch = &(*block)->batches[i];
    if (*at < (*batch)->count) return true;
    *at -= (*batch)->count;
  }
  return false;
}

bool held_cell(const struct held *held, const struct field *field, size_t row, struct column **column, size_t *at)
{
  struct held_batch *batch;
  struct held_block *block;
  int heading = listing_heading(&held->listing, field);
  if (heading < 0 || !find_row(held, row, &batch, at, &block)) return false;
  *column = &batch->columns[heading];
  return (*column)->state != NULL;
}

bool held_set(struct held *held, const struct field *field, size_t row, const struct cell *cell)
{
  struct column *column;
  size_t at;
  if (!held_cell(held, field, row, &column, &at)) return false;
  column->num[at] = cell->num;
  column->state[at] = (uint8_t)cell->state;
  if (column->den) column->den[at] = cell->den;
  if (column->text) column->text[at] = cell->text;
  return true;
}

/* A list without a file behind it: headings are those of another. */
static struct held *held_like(const struct listing *listing, const struct field *kept, const struct listing_options *options)
{
  struct held *held = held_new();
  held->listing = *listing;
  held->listing.source = NULL;
  held->listing.carry = (struct buffer){ 0 };
  held->listing.headings = copy_of(&held->arena, listing->headings, listing->heading_count, sizeof *listing->headings);
  held->listing.fields = copy_of(&held->arena, listing->fields, listing->heading_count, sizeof *listing->fields);
  held->kept = copy_of(&held->arena, kept, listing->heading_count, sizeof *kept);
  held->options = options;
  return held;
}

static struct column column_new(struct arena *arena, enum field_kind kind, size_t count)
{
  struct column column = { .num = arena_array(arena, count, sizeof *column.num), .state = arena_array(arena, count, 1) };
  if (kind == FIELD_NUMBER) column.den = arena_array(arena, count, sizeof *column.den);
  if (kind == FIELD_TEXT || kind == FIELD_CODE || kind == FIELD_INDUSTRY)
    column.text = arena_array(arena, count, sizeof *column.text);
  return column;
}

/* A block of `count` rows of which nothing is known. */
static struct held_batch *blank_batch(struct held *held, struct held_block *block, size_t count)
{
  struct held_batch *batch = batch_add(block, count, held->listing.heading_count);
  batch->lines = arena_array(&block->arena, count, sizeof *batch->lines);
  for (size_t i = 0; i < held->listing.heading_count; i++) {
    if (!held->kept[i].name) continue;
    batch->columns[i] = column_new(&block->arena, held->kept[i].kind, count);
    column_lacking(&held->kept[i], count, &batch->columns[i]);
  }
  return batch;
}

static void row_copied(struct arena *arena, const struct held *held, struct held_batch *into, size_t at,
                       const struct held_batch *from, size_t row)
{
  for (size_t i = 0; i < held->listing.heading_count; i++) {
    const struct column *a = &from->columns[i];
    struct column *b = &into->columns[i];
    if (!a->state) continue;
    b->num[at] = a->num[row];
    b->state[at] = a->state[row];
    if (a->den) b->den[at] = a->den[row];
    if (a->text) b->text[at] = slice_copy(arena, a->text[row]);
  }
}

struct held *held_pick(const struct held *held, const uint32_t *rows, size_t count)
{
  struct held *picked = held_like(&held->listing, held->kept, held->options);
  for (size_t first = 0; first < count; first += BATCH_ROWS) {
    size_t some = count - first < BATCH_ROWS ? count - first : BATCH_ROWS;
    struct held_block *block = block_new();
    struct held_batch *batch = blank_batch(picked, block, some), *from;
    struct held_block *source;
    size_t at;
    for (size_t i = 0; i < some; i++) {
      if (!find_row(held, rows[first + i], &from, &at, &source)) continue;
      row_copied(&block->arena, held, batch, i, from, at);
      batch->lines[i] = source->first_line + from->lines[at];
    }
    block_append(picked, block);
  }
  return picked;
}

struct held *held_blank(const struct table_kind *table)
{
  struct arena scratch = { 0 };
  struct listing listing = { .path = "", .table = table, .heading_count = table->field_count };
  listing.headings = arena_array(&scratch, table->field_count, sizeof *listing.headings);
  listing.fields = arena_array(&scratch, table->field_count, sizeof *listing.fields);
  for (size_t i = 0; i < table->field_count; i++) {
    const struct field *field = &table->fields[i];
    listing.headings[i] =
        (struct heading){ .text = slice_of(field->name), .name = slice_of(field->plain ? field->plain : field->name) };
    listing.fields[i] = field;
  }
  struct held *held = held_like(&listing, table->fields, NULL);
  struct held_block *block = block_new();
  struct held_batch *batch = blank_batch(held, block, 1);
  for (size_t i = 0; i < table->field_count; i++)
    if (table->fields[i].event) batch->columns[i].state[0] = STATE_NEVER;
  block_append(held, block);
  arena_free(&scratch);
  return held;
}

struct held *held_counted(size_t rows)
{
  struct held *held = held_new();
  held->listing.path = "";
  for (size_t first = 0; first < rows; first += BATCH_ROWS) {
    struct held_block *block = block_new();
    batch_add(block, rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS, 0);
    block_append(held, block);
  }
  return held;
}

/* The index: rows sorted by code, in one array; `codes` has the position of each code's run. */

struct held_index {
  struct codes *codes;
  uint32_t *start, *row; /* rows of code n: row[start[n]] to row[start[n + 1]] */
  size_t count;
};

static const struct held_index nothing_indexed;

/* Numbers the codes in the order of their first rows; `number` has that of each row. */
static void number_codes(struct held_index *index, const struct held *held, size_t heading, uint32_t *number)
{
  size_t row = 0;
  for (size_t b = 0; b < held->block_count; b++)
    for (size_t i = 0; i < held->blocks[b]->batch_count; i++) {
      const struct held_batch *batch = &held->blocks[b]->batches[i];
      const struct column *column = &batch->columns[heading];
      for (size_t k = 0; k < batch->count; k++, row++) {
        bool fresh = false;
        number[row] = UINT32_MAX;
        if (column->state[k] != STATE_KNOWN) continue;
        number[row] = (uint32_t)codes_put(index->codes, column->text[k], (uint32_t)index->count, &fresh);
        index->count += fresh;
      }
    }
}

struct held_index *held_index_new(const struct held *held, const struct field *field)
{
  struct held_index *index = memory_alloc(sizeof *index);
  int heading = listing_heading(&held->listing, field);
  uint32_t *number = memory_alloc((held->rows + 1) * sizeof *number);
  *index = nothing_indexed;
  index->codes = codes_new();
  if (heading >= 0) number_codes(index, held, (size_t)heading, number);
  size_t rows = heading >= 0 ? held->rows : 0;
  index->start = memory_alloc((index->count + 2) * sizeof *index->start);
  index->row = memory_alloc((rows + 1) * sizeof *index->row);
  memset(index->start, 0, (index->count + 2) * sizeof *index->start);
  for (size_t i = 0; i < rows; i++)
    if (number[i] != UINT32_MAX) index->start[number[i] + 2]++;
  for (size_t i = 1; i < index->count + 2; i++) index->start[i] += index->start[i - 1];
  for (size_t i = 0; i < rows; i++)
    if (number[i] != UINT32_MAX) index->row[index->start[number[i] + 1]++] = (uint32_t)i;
  memory_free(number);
  return index;
}

void held_index_free(struct held_index *index)
{
  codes_free(index->codes);
  memory_free(index->start);
  memory_free(index->row);
  memory_free(index);
}

const uint32_t *held_index_rows(const struct held_index *index, struct slice code, size_t *count)
{
  int64_t number = codes_find(index->codes, code);
  *count = number == CODES_NONE ? 0 : index->start[number + 1] - index->start[number];
  return *count ? index->row + index->start[number] : NULL;
}

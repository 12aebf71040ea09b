/* Reading a list into memory, binding it to a model, picking rows. */
#include "evaluate/memory_list.h"

#include <string.h>

/* Reading: the hooks of a scan over all fields of the dictionary that the list has. */

struct holding {
  struct memory_list *list;
  const struct field **fields;
  size_t *headings; /* of each field */
  size_t field_count;
};

struct holder {
  struct memory_list_block *block;
};

static void *list_builder_new(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct holder));
}

void memory_list_block_free(struct memory_list_block *block)
{
  arena_free(&block->arena);
  memory_free(block);
}

static void list_builder_close(void *context, void *worker)
{
  struct holder *list_builder = worker;
  (void)context;
  if (list_builder->block) memory_list_block_free(list_builder->block);
}

struct memory_list_block *memory_list_block_new(void)
{
  struct memory_list_block *block = memory_alloc(sizeof *block);
  *block = (struct memory_list_block){ 0 };
  return block;
}

static void list_builder_begin(void *context, void *worker)
{
  struct holder *list_builder = worker;
  (void)context;
  if (list_builder->block) memory_list_block_free(list_builder->block);
  list_builder->block = memory_list_block_new();
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

static struct memory_list_batch *batch_add(struct memory_list_block *block, size_t count, size_t headings)
{
  block->batches = arena_grow(&block->arena, block->batches, block->batch_count, &block->batch_capacity, sizeof *block->batches);
  struct memory_list_batch *batch = &block->batches[block->batch_count++];
  *batch = (struct memory_list_batch){ .count = count, .columns = arena_array(&block->arena, headings, sizeof *batch->columns) };
  block->rows += count;
  return batch;
}

static void list_builder_batch(void *context, void *worker, const struct scan_batch *from)
{
  const struct holding *holding = context;
  struct memory_list_block *block = ((struct holder *)worker)->block;
  struct memory_list_batch *batch = batch_add(block, from->count, holding->list->listing.heading_count);
  for (size_t i = 0; i < holding->field_count; i++)
    batch->columns[holding->headings[i]] = column_copied(&block->arena, &from->columns[i], from->count);
  batch->lines = copy_of(&block->arena, from->lines, from->count, sizeof *from->lines);
}

static void block_append(struct memory_list *list, struct memory_list_block *block)
{
  block->first_row = list->rows;
  list->rows += block->rows;
  list->blocks = arena_grow(&list->arena, list->blocks, list->block_count, &list->block_capacity, sizeof *list->blocks);
  list->blocks[list->block_count++] = block;
}

static bool list_builder_merge(void *context, void *worker, const struct scan_block *from, struct fault *fault)
{
  const struct holding *holding = context;
  struct holder *list_builder = worker;
  struct memory_list_block *block = list_builder->block;
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
  block_append(holding->list, block);
  list_builder->block = NULL;
  return true;
}

void memory_list_tell(const struct memory_list *list, bool closing)
{
  const struct list_reader_options *options = list->listing.options;
  for (size_t i = 0; options->on_notice && i < list->notice_count; i++) {
    const struct list_notice *notice = &list->notices[i];
    if (notice->closing == closing)
      options->on_notice(options->on_notice_context, notice->message, list->listing.path, notice->a, notice->b);
  }
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

static struct holding holding_of(struct memory_list *list)
{
  struct list_reader *listing = &list->listing;
  struct holding holding = { .list = list };
  holding.fields = arena_array(&list->arena, listing->heading_count, sizeof *holding.fields);
  holding.headings = arena_array(&list->arena, listing->heading_count, sizeof *holding.headings);
  list->kept = arena_array(&list->arena, listing->heading_count, sizeof *list->kept);
  for (size_t i = 0; i < listing->heading_count; i++) {
    if (!listing->fields[i]) continue;
    list->kept[i] = definition_copied(&list->arena, listing->fields[i]);
    holding.fields[holding.field_count] = listing->fields[i];
    holding.headings[holding.field_count++] = i;
  }
  return holding;
}

static struct memory_list *memory_list_new(void)
{
  struct memory_list *list = memory_alloc(sizeof *list);
  *list = (struct memory_list){ 0 };
  return list;
}

struct memory_list *memory_list_read(const char *path, const struct table_kind *table, const struct list_reader_options *options,
                                     size_t threads, struct fault *fault)
{
  struct memory_list *list = memory_list_new();
  list->options = options;
  if (!list_reader_open(&list->arena, path, table, options, &list->listing, fault)) {
    memory_list_free(list);
    return NULL;
  }
  struct holding holding = holding_of(list);
  struct scan scan = { .listing = &list->listing,
                       .fields = holding.fields,
                       .field_count = holding.field_count,
                       .threads = threads,
                       .context = &holding,
                       .worker = list_builder_new,
                       .close = list_builder_close,
                       .begin = list_builder_begin,
                       .batch = list_builder_batch,
                       .merge = list_builder_merge };
  bool read = scan_run(&scan, fault);
  list_reader_close(&list->listing);
  if (read) return list;
  memory_list_free(list);
  return NULL;
}

void memory_list_free(struct memory_list *list)
{
  for (size_t i = 0; list->blocks && i < list->block_count; i++) memory_list_block_free(list->blocks[i]);
  arena_free(&list->arena);
  memory_free(list);
}

bool memory_list_bind(struct memory_list *list, const struct table_kind *table)
{
  struct fault fault;
  if (!list_reader_bind(&list->arena, &list->listing, table, list->options, &fault)) return false;
  for (size_t i = 0; i < list->listing.heading_count; i++) {
    const struct field *field = list->listing.fields[i];
    if (field && (!list->kept[i].name || !read_alike(&list->kept[i], field))) return false;
  }
  return true;
}

static void mark_block(struct memory_list_block *block, size_t heading, struct codes *codes)
{
  size_t row = 0;
  block->repeats = arena_array(&block->arena, block->rows, sizeof *block->repeats);
  for (size_t i = 0; i < block->batch_count; i++) {
    const struct memory_list_batch *batch = &block->batches[i];
    const struct column *column = &batch->columns[heading];
    for (size_t k = 0; k < batch->count; k++, row++) {
      bool fresh = true;
      if (column->state[k] != STATE_KNOWN || !column->text[k].length) continue;
      int64_t before = code_index_put(codes, column->text[k], block->first_line + batch->lines[k], &fresh);
      if (!fresh) block->repeats[row] = (uint32_t)before;
    }
  }
}

void memory_list_mark_repeats(struct memory_list *list, const struct field *code)
{
  int heading = list_reader_heading(&list->listing, code);
  if (heading < 0) return;
  struct codes *codes = code_index_new();
  for (size_t i = 0; i < list->block_count; i++) mark_block(list->blocks[i], (size_t)heading, codes);
  code_index_free(codes);
}

/* Rows */

static struct memory_list_block *block_of(const struct memory_list *list, size_t row)
{
  size_t low = 0, high = list->block_count;
  while (low + 1 < high) {
    size_t middle = (low + high) / 2;
    if (list->blocks[middle]->first_row <= row) low = middle;
    else high = middle;
  }
  return list->block_count ? list->blocks[low] : NULL;
}

static bool find_row(const struct memory_list *list, size_t row, struct memory_list_batch **batch, size_t *at,
                     struct memory_list_block **block)
{
  *block = row < list->rows ? block_of(list, row) : NULL;
  if (!*block) return false;
  *at = row - (*block)->first_row;
  for (size_t i = 0; i < (*block)->batch_count; i++) {
    *batch = &(*block)->batches[i];
    if (*at < (*batch)->count) return true;
    *at -= (*batch)->count;
  }
  return false;
}

bool memory_list_cell(const struct memory_list *list, const struct field *field, size_t row, struct column **column, size_t *at)
{
  struct memory_list_batch *batch;
  struct memory_list_block *block;
  int heading = list_reader_heading(&list->listing, field);
  if (heading < 0 || !find_row(list, row, &batch, at, &block)) return false;
  *column = &batch->columns[heading];
  return (*column)->state != NULL;
}

bool memory_list_value(const struct memory_list *list, const struct field *field, size_t row, struct cell *value)
{
  struct column *column;
  size_t at;
  *value = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
  if (!memory_list_cell(list, field, row, &column, &at)) return false;
  *value = (struct cell){ (enum state)column->state[at], column->num[at], column->den ? column->den[at] : 1, { NULL, 0 } };
  if (column->text) value->text = column->text[at];
  return true;
}

struct slice memory_list_text(const struct memory_list *list, const struct table_kind *table, int field, size_t row)
{
  struct cell value;
  bool known = field >= 0 && memory_list_value(list, &table->fields[field], row, &value) && value.state == STATE_KNOWN;
  return known && value.text.at ? value.text : (struct slice){ "", 0 };
}

bool memory_list_set(struct memory_list *list, const struct field *field, size_t row, const struct cell *cell)
{
  struct column *column;
  size_t at;
  if (!memory_list_cell(list, field, row, &column, &at)) return false;
  column->num[at] = cell->num;
  column->state[at] = (uint8_t)cell->state;
  if (column->den) column->den[at] = cell->den;
  if (column->text) column->text[at] = cell->text;
  return true;
}

/* A list without a file behind it: headings are those of another. */
static struct memory_list *memory_list_like(const struct list_reader *listing, const struct field *kept,
                                            const struct list_reader_options *options)
{
  struct memory_list *list = memory_list_new();
  list->listing = *listing;
  list->listing.source = NULL;
  list->listing.carry = (struct buffer){ 0 };
  list->listing.headings = copy_of(&list->arena, listing->headings, listing->heading_count, sizeof *listing->headings);
  list->listing.fields = copy_of(&list->arena, listing->fields, listing->heading_count, sizeof *listing->fields);
  list->kept = copy_of(&list->arena, kept, listing->heading_count, sizeof *kept);
  list->options = options;
  return list;
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
static struct memory_list_batch *blank_batch(struct memory_list *list, struct memory_list_block *block, size_t count)
{
  struct memory_list_batch *batch = batch_add(block, count, list->listing.heading_count);
  batch->lines = arena_array(&block->arena, count, sizeof *batch->lines);
  for (size_t i = 0; i < list->listing.heading_count; i++) {
    if (!list->kept[i].name) continue;
    batch->columns[i] = column_new(&block->arena, list->kept[i].kind, count);
    column_lacking(&list->kept[i], count, &batch->columns[i]);
  }
  return batch;
}

static void row_copied(struct arena *arena, const struct memory_list *list, struct memory_list_batch *into, size_t at,
                       const struct memory_list_batch *from, size_t row)
{
  for (size_t i = 0; i < list->listing.heading_count; i++) {
    const struct column *a = &from->columns[i];
    struct column *b = &into->columns[i];
    if (!a->state) continue;
    b->num[at] = a->num[row];
    b->state[at] = a->state[row];
    if (a->den) b->den[at] = a->den[row];
    if (a->text) b->text[at] = slice_copy(arena, a->text[row]);
  }
}

struct memory_list *memory_list_pick(const struct memory_list *list, const uint32_t *rows, size_t count)
{
  struct memory_list *picked = memory_list_like(&list->listing, list->kept, list->options);
  for (size_t first = 0; first < count; first += BATCH_ROWS) {
    size_t some = count - first < BATCH_ROWS ? count - first : BATCH_ROWS;
    struct memory_list_block *block = memory_list_block_new();
    struct memory_list_batch *batch = blank_batch(picked, block, some), *from;
    struct memory_list_block *source;
    size_t at;
    if (list->block_count && list->blocks[0]->repeats) block->repeats = arena_array(&block->arena, some, sizeof *block->repeats);
    for (size_t i = 0; i < some; i++) {
      if (!find_row(list, rows[first + i], &from, &at, &source)) continue;
      row_copied(&block->arena, list, batch, i, from, at);
      batch->lines[i] = source->first_line + from->lines[at];
      if (block->repeats) block->repeats[i] = source->repeats[rows[first + i] - source->first_row];
    }
    block_append(picked, block);
  }
  return picked;
}

struct memory_list *memory_list_blank(const struct table_kind *table)
{
  struct arena scratch = { 0 };
  struct list_reader listing = { .path = "", .table = table, .heading_count = table->field_count };
  listing.headings = arena_array(&scratch, table->field_count, sizeof *listing.headings);
  listing.fields = arena_array(&scratch, table->field_count, sizeof *listing.fields);
  for (size_t i = 0; i < table->field_count; i++) {
    const struct field *field = &table->fields[i];
    listing.headings[i] =
        (struct heading){ .text = slice_of(field->name), .name = slice_of(field->plain ? field->plain : field->name) };
    listing.fields[i] = field;
  }
  struct memory_list *list = memory_list_like(&listing, table->fields, NULL);
  struct memory_list_block *block = memory_list_block_new();
  struct memory_list_batch *batch = blank_batch(list, block, 1);
  for (size_t i = 0; i < table->field_count; i++)
    if (table->fields[i].event) batch->columns[i].state[0] = STATE_NOT_OCCURRED;
  block_append(list, block);
  arena_free(&scratch);
  return list;
}

struct memory_list *memory_list_counted(size_t rows)
{
  struct memory_list *list = memory_list_new();
  list->listing.path = "";
  for (size_t first = 0; first < rows; first += BATCH_ROWS) {
    struct memory_list_block *block = memory_list_block_new();
    batch_add(block, rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS, 0);
    block_append(list, block);
  }
  return list;
}

/* The index: rows sorted by code, in one array; `codes` has the position of each code's run. */

struct held_index {
  struct codes *codes;
  uint32_t *start, *row; /* rows of code n: row[start[n]] to row[start[n + 1]] */
  size_t count;
};

static const struct held_index nothing_indexed;

/* Numbers the codes in the order of their first rows; `number` has that of each row. */
static void number_codes(struct held_index *index, const struct memory_list *list, size_t heading, uint32_t *number)
{
  size_t row = 0;
  for (size_t b = 0; b < list->block_count; b++)
    for (size_t i = 0; i < list->blocks[b]->batch_count; i++) {
      const struct memory_list_batch *batch = &list->blocks[b]->batches[i];
      const struct column *column = &batch->columns[heading];
      for (size_t k = 0; k < batch->count; k++, row++) {
        bool fresh = false;
        number[row] = UINT32_MAX;
        if (column->state[k] != STATE_KNOWN) continue;
        number[row] = (uint32_t)code_index_put(index->codes, column->text[k], (uint32_t)index->count, &fresh);
        index->count += fresh;
      }
    }
}

struct held_index *memory_list_index_new(const struct memory_list *list, const struct field *field)
{
  struct held_index *index = memory_alloc(sizeof *index);
  int heading = list_reader_heading(&list->listing, field);
  uint32_t *number = memory_alloc((list->rows + 1) * sizeof *number);
  *index = nothing_indexed;
  index->codes = code_index_new();
  if (heading >= 0) number_codes(index, list, (size_t)heading, number);
  size_t rows = heading >= 0 ? list->rows : 0;
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

void memory_list_index_free(struct held_index *index)
{
  code_index_free(index->codes);
  memory_free(index->start);
  memory_free(index->row);
  memory_free(index);
}

const uint32_t *memory_list_index_rows(const struct held_index *index, struct slice code, size_t *count)
{
  int64_t number = code_index_find(index->codes, code);
  *count = number == CODES_NONE ? 0 : index->start[number + 1] - index->start[number];
  return *count ? index->row + index->start[number] : NULL;
}

/* Judging every cell. */
#include "explain/witnesses.h"

#include <string.h>

static void witness_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct witness_bench *witnesses = subject->context;
  int at = cells_find(witnesses->cells, table, field);
  *out = at < 0 ? (struct cell){ .state = STATE_UNKNOWN, .den = 1 } : witnesses->batch[subject->row].cells[at];
  if (!out->den) out->den = 1;
}

/* What is counted, as it is supposed; NULL: nothing is known. */
static const struct cell *supposed_cell(const struct row_context *subject, const struct node *node)
{
  const struct witness_bench *witnesses = subject->context;
  const struct cells *cells = witnesses->cells;
  const struct node *folded = witnesses->supposing ? program_fold(witnesses->program, node) : NULL;
  for (size_t i = 0; folded && i < cells->field_count; i++) {
    const struct node *source = cells->sources[i];
    bool same = source->op == folded->op && source->op != NODE_FIELD;
    if (same && (node_alike(source, folded) || cells->supposing->same(cells->supposing->context, source, folded)))
      return &witnesses->batch[subject->row].cells[i];
  }
  return NULL;
}

static struct value witness_count(const struct row_context *subject, const struct node *node)
{
  const struct cell *cell = supposed_cell(subject, node);
  if (!cell || cell->state != STATE_KNOWN) return value_nothing(cell ? cell->state : STATE_UNKNOWN);
  return value_exactly((struct ratio){ cell->num, cell->den ? cell->den : 1 });
}

/* The fields, and the figures that are supposed. */
static void fill_columns(struct witness_bench *witnesses)
{
  const struct cells *cells = witnesses->cells;
  for (uint32_t slot = 0; slot < cells->step_count; slot++) {
    const struct node *node = witnesses->program->steps[slot].node;
    bool figure = cells->figures[slot] && cells->sources[__builtin_ctzll(cells->figures[slot])]->op == node->op;
    bool leaf = node->op == NODE_FIELD || node->op == NODE_AGGREGATE || node->op == NODE_PAID;
    leaf |= figure && (node->op == NODE_POPULATION || node->op == NODE_INDICATOR);
    struct column *column = &witnesses->slots[slot].column;
    int at = figure ? __builtin_ctzll(cells->figures[slot]) : -1;
    if (!leaf) continue;
    witnesses->slots[slot].given = true;
    for (size_t row = 0; row < witnesses->filled; row++) {
      const struct cell *cell = at < 0 ? NULL : &witnesses->batch[row].cells[at];
      column->state[row] = cell ? (uint8_t)cell->state : STATE_UNKNOWN;
      column->num[row] = cell ? cell->num : 0;
      if (column->den) column->den[row] = cell && cell->den ? cell->den : 1;
      if (column->text) column->text[row] = cell ? cell->text : (struct slice){ "", 0 };
    }
  }
}

void witnesses_open(struct witness_bench *witnesses, const struct model *model, struct as_of as_of)
{
  *witnesses = (struct witness_bench){ .count = 0 };
  witnesses->program = program_new(&witnesses->arena, model, as_of);
}

size_t witnesses_add(struct witness_bench *witnesses, const struct model *model, const struct measure *measure)
{
  if (witnesses->count == WITNESS_MEASURES) return WITNESS_MEASURES;
  witnesses->models[witnesses->count] = model;
  witnesses->planned[witnesses->count] = plan_in_program(witnesses->program, measure);
  return witnesses->count++;
}

uint32_t witnesses_ask(struct witness_bench *witnesses, const struct node *condition)
{
  witnesses->slots_asked = arena_grow(&witnesses->arena, witnesses->slots_asked, witnesses->asked_count,
                                      &witnesses->asked_capacity, sizeof *witnesses->slots_asked);
  return witnesses->slots_asked[witnesses->asked_count++] = program_add(witnesses->program, condition);
}

static void open_all(struct witness_bench *witnesses)
{
  size_t fields = witnesses->cells->field_count;
  witnesses->known.decided = 0;
  witnesses->open = fields == CELL_FIELDS ? UINT64_MAX : (UINT64_C(1) << fields) - 1;
  witnesses->block_count = 0;
}

void witnesses_ready(struct witness_bench *witnesses)
{
  size_t count = 0;
  uint32_t *slots = arena_array(&witnesses->arena, WITNESS_MEASURES * 3 + witnesses->asked_count, sizeof *slots);
  for (size_t i = 0; i < witnesses->count; i++) {
    const struct planned *planned = &witnesses->planned[i];
    slots[count++] = planned->condition, slots[count++] = planned->amount, slots[count++] = planned->cap;
  }
  for (size_t i = 0; i < witnesses->asked_count; i++) slots[count++] = witnesses->slots_asked[i];
  witnesses->cells = cells_new(&witnesses->arena, witnesses->program, slots, count, witnesses->supposing);
  for (size_t i = 0; i < witnesses->count; i++) { /* a cap has a kink where it begins to count */
    const struct planned *planned = &witnesses->planned[i];
    if (planned->cap != NO_SLOT && planned->amount != NO_SLOT) cells_add_cut(witnesses->cells, planned->amount, planned->cap);
  }
  open_all(witnesses);
}

static void judge_batch(struct witness_bench *witnesses)
{
  workload_add(witnesses->program->workload, witnesses->filled * witnesses->program->step_count / 8);
  fill_columns(witnesses);
  program_run(witnesses->program, witnesses->slots, witnesses->filled, NULL);
  for (size_t row = 0; row < witnesses->filled; row++) witnesses->row(witnesses->context, witnesses, row);
  arena_free(&witnesses->steps);
  witnesses->filled = 0;
}

/* The assignment with each way of each block from `block` on. */
static void take_ways(struct witness_bench *witnesses, struct assignment *assignment, size_t block)
{
  if (block == witnesses->block_count) {
    witnesses->batch[witnesses->filled++] = *assignment;
    if (witnesses->filled == BATCH_ROWS) judge_batch(witnesses);
    return;
  }
  for (size_t i = 0; i < witnesses->blocks[block].count; i++) {
    const struct assignment *way = &witnesses->blocks[block].ways[i];
    for (uint64_t left = witnesses->blocks[block].fields; left; left &= left - 1)
      assignment->cells[__builtin_ctzll(left)] = way->cells[__builtin_ctzll(left)];
    take_ways(witnesses, assignment, block + 1);
  }
}

static void take(void *context, const struct assignment *assignment)
{
  struct assignment whole = *assignment;
  take_ways(context, &whole, 0);
}

static void open_bench(struct witness_bench *witnesses)
{
  witnesses->slots = program_slots(&witnesses->arena, witnesses->program, NULL);
  witnesses->batch = arena_array(&witnesses->arena, BATCH_ROWS, sizeof *witnesses->batch);
  witnesses->readings = arena_array(&witnesses->arena, witnesses->count + 1, sizeof *witnesses->readings);
  for (size_t i = 0; i < witnesses->count; i++) reading_open(&witnesses->readings[i], &witnesses->models[i]->tables[0].kind);
}

size_t witnesses_run(struct witness_bench *witnesses, const struct cells_options *options,
                     void (*row)(void *context, struct witness_bench *witnesses, size_t row), void *context,
                     const struct node **obstacle)
{
  struct cells_options each = *options;
  size_t ways = 1;
  if (!witnesses->slots) open_bench(witnesses);
  witnesses->row = row, witnesses->context = context, witnesses->filled = 0;
  for (size_t i = 0; i < witnesses->block_count; i++)
    if (__builtin_mul_overflow(ways, witnesses->blocks[i].count, &ways)) ways = SIZE_MAX;
  *obstacle = NULL;
  each.limit /= ways;
  if (!each.limit) return 0;
  size_t count = cells_each(witnesses->cells, &witnesses->known, witnesses->open, &each, take, witnesses, obstacle);
  if (count && witnesses->filled) judge_batch(witnesses);
  return count * ways;
}

static struct row_context subject_of(struct witness_bench *witnesses, size_t row, size_t measure)
{
  struct row_context subject = { .as_of = witnesses->program->as_of,
                                 .cell = witness_cell,
                                 .aggregate = witness_count,
                                 .context = witnesses,
                                 .row = row,
                                 .slots = witnesses->slots,
                                 .reading = &witnesses->readings[measure] };
  reading_next(subject.reading);
  return subject;
}

struct verdict witnesses_verdict(struct witness_bench *witnesses, size_t row, size_t measure)
{
  struct row_context subject = subject_of(witnesses, row, measure);
  const struct rule_input input = {
    .planned = &witnesses->planned[measure], .subject = &subject, .year = subject.as_of.year, .arena = &witnesses->steps
  };
  struct verdict verdict;
  verdict_compute(&input, &verdict);
  return verdict;
}

void witnesses_object(struct witness_bench *witnesses, size_t row, size_t first, size_t count, struct row_context *subject,
                      struct object_input *object)
{
  *subject = subject_of(witnesses, row, first);
  object->measures = &witnesses->planned[first], object->count = count;
  object->subject = subject, object->year = subject->as_of.year;
  object->arena = &witnesses->steps;
  for (size_t i = 0; i < count; i++) {
    const struct rule_input input = { .planned = &object->measures[i],
                                      .subject = subject,
                                      .code = object->code,
                                      .year = object->year,
                                      .history = object->history,
                                      .arena = object->arena,
                                      .measures = object->measures,
                                      .verdicts = object->verdicts };
    verdict_compute(&input, &object->verdicts[i]);
  }
}

/* Blocks */

enum { BLOCK_CONDITIONS = 64, WAYS_MOST = 256, BLOCK_CELLS = 400000 };

/* The ways of one block that were met. */
struct block_search {
  struct witness_block block;
  uint32_t slots[BLOCK_CONDITIONS];
  uint8_t measures[BLOCK_CONDITIONS]; /* of which each is a condition */
  size_t count;
  uint8_t *answers;  /* of each way, `count` */
  size_t *strange;   /* of each way: data that are missing, figures below nothing; then events that need not be */
  bool met, crowded; /* crowded: there are more ways than are kept */
};

static void note_way(void *context, struct witness_bench *witnesses, size_t row)
{
  struct block_search *search = context;
  struct witness_block *block = &search->block;
  uint8_t answers[BLOCK_CONDITIONS];
  size_t at = 0, strange = 0;
  bool met = true;
  for (size_t i = 0; i < search->count; i++) {
    struct row_context subject = subject_of(witnesses, row, search->measures[i]);
    uint32_t slot = search->slots[i];
    answers[i] = (uint8_t)slot_answer(&subject, slot, witnesses->program->steps[slot].node);
    met &= answers[i] == ANSWER_YES;
  }
  for (uint64_t left = block->fields; left; left &= left - 1) {
    const struct cell *cell = &witnesses->batch[row].cells[__builtin_ctzll(left)];
    strange += cell->state == STATE_UNKNOWN || cell->num < 0 ? BLOCK_CONDITIONS : 0;
    strange += witnesses->cells->fields[__builtin_ctzll(left)]->event && cell->state == STATE_KNOWN;
  }
  if (search->met && !met) return;
  while (at < block->count && memcmp(&search->answers[at * search->count], answers, search->count) != 0) at++;
  if (at < block->count && search->strange[at] <= strange) return;
  if (at == WAYS_MOST) search->crowded = true;
  if (search->crowded) return;
  block->count += at == block->count;
  block->ways[at] = witnesses->batch[row];
  memcpy(&search->answers[at * search->count], answers, search->count);
  search->strange[at] = strange;
}

static bool find_ways(struct witness_bench *witnesses, struct block_search *search)
{
  const struct cells_options options = { .unknown = !search->met, .ends = witnesses->cells->rounded, .limit = BLOCK_CELLS };
  const struct node *obstacle;
  struct witness_block *block = &search->block;
  uint64_t open = witnesses->open;
  size_t blocks = witnesses->block_count, most = search->met ? 1 : WAYS_MOST;
  block->ways = arena_array(&witnesses->arena, most, sizeof *block->ways);
  search->answers = arena_array(&witnesses->arena, most, search->count);
  search->strange = arena_array(&witnesses->arena, most, sizeof *search->strange);
  witnesses->open = block->fields, witnesses->block_count = 0;
  size_t cells = witnesses_run(witnesses, &options, note_way, search, &obstacle);
  witnesses->open = open, witnesses->block_count = blocks;
  return cells && block->count && !search->crowded && blocks < WITNESS_BLOCKS;
}

/* All conditions that have a field in common with `fields`, directly or through others. */
static uint64_t joined_fields(const struct witness_bench *witnesses, const uint32_t *slots, size_t count, uint64_t fields)
{
  uint64_t before = 0;
  while (before != fields) {
    before = fields;
    for (size_t i = 0; i < count; i++)
      if (witnesses->cells->all[slots[i]] & fields) fields |= witnesses->cells->all[slots[i]];
  }
  return fields;
}

bool witnesses_condense(struct witness_bench *witnesses, const uint32_t *slots, const uint8_t *measures, size_t count,
                        uint64_t kept, bool met)
{
  const struct cells *cells = witnesses->cells;
  uint64_t left = 0;
  bool found = true;
  open_all(witnesses);
  kept = joined_fields(witnesses, slots, count, kept);
  for (size_t i = 0; i < count; i++) left |= cells->all[slots[i]] & ~kept;
  while (left && found) {
    struct block_search search = { .met = met };
    search.block.fields = joined_fields(witnesses, slots, count, left & -left);
    for (size_t i = 0; i < count && found; i++) {
      if (!(cells->all[slots[i]] & search.block.fields)) continue;
      found = search.count < BLOCK_CONDITIONS;
      if (!found) break;
      search.slots[search.count] = slots[i];
      search.measures[search.count++] = measures[i];
    }
    found = found && find_ways(witnesses, &search);
    if (!found) break;
    witnesses->blocks[witnesses->block_count++] = search.block;
    witnesses->open &= ~search.block.fields;
    left &= ~search.block.fields;
  }
  if (!found) open_all(witnesses);
  return found;
}

void witnesses_close(struct witness_bench *witnesses)
{
  arena_free(&witnesses->arena);
}

void format_witness_value(struct buffer *out, const struct field *field, const struct cell *cell)
{
  if (cell->state == STATE_KNOWN && field->kind == FIELD_TEXT)
    buffer_printf(out, "“%.*s”", (int)cell->text.length, cell->text.at);
  else format_cell(out, field, cell);
}

void format_witness(struct buffer *out, enum language language, const struct cells *cells, const struct cell *values)
{
  for (size_t i = 0; i < cells->field_count; i++) {
    const struct field *field = cells->fields[i];
    if (i) format_words(out, language, MSG_COMMA);
    buffer_printf(out, "%s ", language == LANGUAGE_ENGLISH && field->english ? field->english : field->name);
    format_witness_value(out, field, &values[i]);
  }
}

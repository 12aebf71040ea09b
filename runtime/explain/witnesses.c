/* Judging every cell. */
#include "explain/witnesses.h"

#include <string.h>

/* Looked up once, by name: asked for each field of each row. */
static int find_place(const struct witness_bench *witnesses, int table, const struct field *field)
{
  struct witness_place *place = &witnesses->places[(uintptr_t)field / sizeof *field % WITNESS_PLACES];
  if (place->field != field) *place = (struct witness_place){ field, cells_find(witnesses->cells, table, field) };
  return place->at;
}

static void witness_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct witness_bench *witnesses = subject->context;
  int at = find_place(witnesses, table, field);
  *out = at < 0 ? (struct cell){ .state = STATE_UNKNOWN, .den = 1 } : witnesses->batch[subject->row].cells[at];
  if (!out->den) out->den = 1;
}

/* What is counted, as it is supposed; NULL: nothing is known. */
static const struct cell *supposed_cell(const struct row_context *subject, const struct node *node)
{
  const struct witness_bench *witnesses = subject->context;
  const struct node *folded = witnesses->supposing ? program_fold(witnesses->program, node) : NULL;
  int at = folded ? cells_find_figure(witnesses->cells, folded) : -1;
  return at < 0 ? NULL : &witnesses->batch[subject->row].cells[at];
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
  struct witness_block *chosen = &witnesses->blocks[block];
  const struct witness_block *last = &witnesses->blocks[chosen->last];
  for (size_t i = 0; i < chosen->count; i++) {
    const struct assignment *way = &chosen->ways[i];
    if (chosen->alike && chosen->answers[i] < last->answers[last->chosen]) continue;
    chosen->chosen = i;
    for (uint64_t left = chosen->fields; left; left &= left - 1)
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
  witnesses->places = arena_array(&witnesses->arena, WITNESS_PLACES, sizeof *witnesses->places);
  for (size_t i = 0; i < witnesses->count; i++) reading_open(&witnesses->readings[i], &witnesses->models[i]->tables[0].kind);
}

/* Of n blocks that are alike, with k ways each, (n + k - 1) over n. */
static size_t count_ways(const struct witness_bench *witnesses)
{
  size_t ways = 1;
  for (size_t i = 0; i < witnesses->block_count; i++) {
    const struct witness_block *block = &witnesses->blocks[i];
    if (__builtin_mul_overflow(ways, block->count + block->alike, &ways)) return SIZE_MAX;
    ways /= block->alike + 1;
  }
  return ways;
}

size_t witnesses_run(struct witness_bench *witnesses, const struct cells_options *options,
                     void (*row)(void *context, struct witness_bench *witnesses, size_t row), void *context,
                     const struct node **obstacle)
{
  struct cells_options each = *options;
  size_t ways = count_ways(witnesses);
  if (!witnesses->slots) open_bench(witnesses);
  witnesses->row = row, witnesses->context = context, witnesses->filled = 0;
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

enum answer witnesses_answer(struct witness_bench *witnesses, size_t row, size_t measure, uint32_t slot)
{
  if (!witnesses->count) return (enum answer)witnesses->slots[slot].answer[row]; /* of no measure */
  struct row_context subject = subject_of(witnesses, row, measure);
  return slot_answer(&subject, slot, witnesses->program->steps[slot].node);
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

enum { BLOCK_CONDITIONS = 64, WAYS_MOST = 256, BLOCK_CELLS = 400000, USERS_MOST = 4, FIELDS_FEW = 3 };

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
    answers[i] = (uint8_t)witnesses_answer(witnesses, row, search->measures[i], search->slots[i]);
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
  const struct cells_options options = { .unknown = !search->met && !witnesses->known_only,
                                         .ends = witnesses->cells->rounded,
                                         .limit = BLOCK_CELLS };
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

static bool alike_slots(const struct witness_bench *witnesses, uint32_t a, uint32_t b)
{
  const struct step *steps = witnesses->program->steps;
  return a == b || (witnesses->cells->all[a] == witnesses->cells->all[b] && node_alike(steps[a].node, steps[b].node));
}

/* Steps that read a slot, or what is alike in the other version. More than are told: SIZE_MAX. */
static size_t users_of(const struct witness_bench *witnesses, uint32_t slot, uint32_t users[USERS_MOST])
{
  size_t count = 0;
  for (uint32_t s = 0; s < witnesses->cells->step_count; s++) {
    const struct step *step = &witnesses->program->steps[s];
    bool uses = false;
    if (!witnesses->cells->reached[s] || !(witnesses->cells->all[s] & witnesses->cells->all[slot])) continue;
    for (size_t i = 0; !uses && i < step->input_count; i++) uses = alike_slots(witnesses, step->inputs[i], slot);
    if (uses && (count == USERS_MOST || step->node->op != NODE_COUNT_FALSE)) return SIZE_MAX;
    if (uses) users[count++] = s;
  }
  return count ? count : SIZE_MAX;
}

/* Conditions that are counted by the same, and asked by nothing else: it only matters how many hold. */
static void find_alike(struct witness_bench *witnesses, struct witness_block *block)
{
  uint32_t users[USERS_MOST], others[USERS_MOST];
  size_t count = block->slot == NO_SLOT ? SIZE_MAX : users_of(witnesses, block->slot, users);
  for (size_t i = witnesses->block_count; count != SIZE_MAX && i-- > 0;) {
    struct witness_block *other = &witnesses->blocks[i];
    unsigned answers = 0;
    if (other->slot == NO_SLOT || users_of(witnesses, other->slot, others) != count) continue;
    if (memcmp(users, others, count * sizeof *users) != 0) continue;
    for (size_t k = 0; k < block->count; k++) answers ^= 1u << block->answers[k];
    for (size_t k = 0; k < other->count; k++) answers ^= 1u << other->answers[k];
    if (answers) continue; /* one cannot be answered like the other */
    block->alike = other->alike + 1, block->last = i;
    block->alike_any = other->alike_any = true;
    return;
  }
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
    search.block.slot = search.count == 1 ? search.slots[0] : NO_SLOT;
    search.block.answers = search.answers;
    find_alike(witnesses, &search.block);
    witnesses->blocks[witnesses->block_count++] = search.block;
    witnesses->open &= ~search.block.fields;
    left &= ~search.block.fields;
  }
  if (!found) open_all(witnesses);
  return found;
}

void witnesses_meet(struct witness_bench *witnesses, uint32_t slot)
{
  for (size_t i = 0; i < witnesses->block_count; i++) {
    struct witness_block *block = &witnesses->blocks[i];
    for (size_t k = 0; block->slot == slot && k < block->count; k++)
      if (block->answers[k] == ANSWER_YES) block->ways[0] = block->ways[k], block->answers[0] = ANSWER_YES, block->count = 1;
  }
}

/* Has a field that it compares: what stands below is not asked by itself. */
static bool reads_figures(const struct witness_bench *witnesses, uint32_t slot)
{
  const struct step *step = &witnesses->program->steps[slot];
  for (size_t i = 0; i < step->input_count; i++)
    if (witnesses->cells->figures[step->inputs[i]]) return true;
  return false;
}

/* Fields that a condition compares with each other, or that a group of few reads, below a slot: each with which, in `joined`. */
static void join_below(const struct witness_bench *witnesses, uint32_t slot, uint64_t *joined)
{
  const struct step *step = &witnesses->program->steps[slot];
  uint64_t fields = witnesses->cells->all[slot];
  bool compares = reads_figures(witnesses, slot), few = __builtin_popcountll(fields) <= FIELDS_FEW;
  for (size_t i = 0; i < step->input_count && !compares; i++) join_below(witnesses, step->inputs[i], joined);
  if (node_roles[step->node->op] != NODE_ROLE_CONDITION || !(compares || few)) return;
  for (uint64_t left = fields; left; left &= left - 1) fields |= joined[__builtin_ctzll(left)];
  for (uint64_t left = fields; left; left &= left - 1) joined[__builtin_ctzll(left)] |= fields;
}

static size_t find_parts(const struct witness_bench *witnesses, uint32_t slot, uint8_t measure, const uint64_t *joined,
                         uint32_t *slots, uint8_t *measures, size_t count, size_t most)
{
  const struct step *step = &witnesses->program->steps[slot];
  uint64_t fields = witnesses->cells->all[slot];
  if (!fields) return count;
  for (size_t i = 0; i < count; i++)
    if (alike_slots(witnesses, slots[i], slot)) return count;
  bool whole = !(fields & ~joined[__builtin_ctzll(fields)]) || reads_figures(witnesses, slot);
  if (whole && node_roles[step->node->op] == NODE_ROLE_CONDITION && step->node->op != NODE_NOT) {
    if (count < most) slots[count] = slot, measures[count++] = measure;
    return count;
  }
  for (size_t i = 0; i < step->input_count; i++)
    count = find_parts(witnesses, step->inputs[i], measure, joined, slots, measures, count, most);
  return count;
}

size_t witnesses_parts(const struct witness_bench *witnesses, uint32_t slot, uint8_t measure, uint32_t *slots, uint8_t *measures,
                       size_t count, size_t most)
{
  const struct step *step = &witnesses->program->steps[slot];
  uint64_t joined[CELL_FIELDS] = { 0 };
  for (size_t i = 0; i < witnesses->asked_count; i++) join_below(witnesses, witnesses->slots_asked[i], joined);
  for (size_t pass = 0; pass < CELL_FIELDS; pass++) /* what is joined through others */
    for (size_t i = 0; i < witnesses->cells->field_count; i++)
      for (uint64_t left = joined[i]; left; left &= left - 1) joined[i] |= joined[__builtin_ctzll(left)];
  for (size_t i = 0; i < step->input_count && !reads_figures(witnesses, slot); i++) /* the whole is no part */
    count = find_parts(witnesses, step->inputs[i], measure, joined, slots, measures, count, most);
  if (reads_figures(witnesses, slot)) count = find_parts(witnesses, slot, measure, joined, slots, measures, count, most);
  return count;
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

size_t witness_strangeness(const struct witness_bench *witnesses, size_t row)
{
  size_t strange = 0;
  for (size_t i = 0; i < witnesses->cells->field_count; i++) {
    const struct cell *cell = &witnesses->batch[row].cells[i];
    strange += cell->state == STATE_KNOWN && cell->num < 0 && witnesses->cells->fields[i]->kind != FIELD_DATE;
  }
  return strange;
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

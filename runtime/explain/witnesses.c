/* Judging every cell. */
#include "explain/witnesses.h"

static void witness_cell(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct witness_bench *witnesses = subject->context;
  int at = table == 0 ? cells_find(witnesses->cells, field) : -1;
  *out = at < 0 ? (struct cell){ .state = STATE_UNKNOWN, .den = 1 } : witnesses->batch[subject->row].cells[at];
  if (!out->den) out->den = 1;
}

static struct value nothing_counted(const struct row_context *subject, const struct node *node)
{
  (void)subject, (void)node;
  return value_nothing(STATE_UNKNOWN);
}

static void fill_columns(struct witness_bench *witnesses)
{
  for (size_t i = 0; i < witnesses->program->input_count; i++) {
    const struct program_input *input = &witnesses->program->inputs[i];
    struct column *column = &witnesses->slots[input->slot].column;
    int at = input->field && input->table == 0 ? cells_find(witnesses->cells, input->field) : -1;
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

void witnesses_ready(struct witness_bench *witnesses)
{
  size_t count = 0;
  uint32_t *slots = arena_array(&witnesses->arena, WITNESS_MEASURES * 3 + witnesses->asked_count, sizeof *slots);
  for (size_t i = 0; i < witnesses->count; i++) {
    const struct planned *planned = &witnesses->planned[i];
    slots[count++] = planned->condition, slots[count++] = planned->amount, slots[count++] = planned->cap;
  }
  for (size_t i = 0; i < witnesses->asked_count; i++) slots[count++] = witnesses->slots_asked[i];
  witnesses->cells = cells_new(&witnesses->arena, witnesses->program, slots, count);
  for (size_t i = 0; i < witnesses->count; i++) { /* a cap has a kink where it begins to count */
    const struct planned *planned = &witnesses->planned[i];
    if (planned->cap != NO_SLOT && planned->amount != NO_SLOT) cells_add_cut(witnesses->cells, planned->amount, planned->cap);
  }
  witnesses_restrict(witnesses, NULL, 0);
}

void witnesses_restrict(struct witness_bench *witnesses, const struct assignment *known, uint64_t open)
{
  size_t fields = witnesses->cells->field_count;
  if (known) witnesses->known = *known;
  else witnesses->known.decided = 0;
  witnesses->open = known ? open : fields == CELL_FIELDS ? UINT64_MAX : (UINT64_C(1) << fields) - 1;
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

static void take(void *context, const struct assignment *assignment)
{
  struct witness_bench *witnesses = context;
  witnesses->batch[witnesses->filled++] = *assignment;
  if (witnesses->filled == BATCH_ROWS) judge_batch(witnesses);
}

size_t witnesses_run(struct witness_bench *witnesses, const struct cells_options *options,
                     void (*row)(void *context, struct witness_bench *witnesses, size_t row), void *context,
                     const struct node **obstacle)
{
  if (!witnesses->slots) {
    witnesses->slots = program_slots(&witnesses->arena, witnesses->program, NULL);
    witnesses->batch = arena_array(&witnesses->arena, BATCH_ROWS, sizeof *witnesses->batch);
    witnesses->readings = arena_array(&witnesses->arena, witnesses->count + 1, sizeof *witnesses->readings);
    for (size_t i = 0; i < witnesses->count; i++) reading_open(&witnesses->readings[i], &witnesses->models[i]->tables[0].kind);
  }
  witnesses->row = row, witnesses->context = context, witnesses->filled = 0;
  size_t count = cells_each(witnesses->cells, &witnesses->known, witnesses->open, options, take, witnesses, obstacle);
  if (count && witnesses->filled) judge_batch(witnesses);
  return count;
}

struct verdict witnesses_verdict(struct witness_bench *witnesses, size_t row, size_t measure)
{
  struct row_context subject = { .as_of = witnesses->program->as_of,
                                 .cell = witness_cell,
                                 .aggregate = nothing_counted,
                                 .context = witnesses,
                                 .row = row,
                                 .slots = witnesses->slots,
                                 .reading = &witnesses->readings[measure] };
  const struct rule_input input = {
    .planned = &witnesses->planned[measure], .subject = &subject, .year = subject.as_of.year, .arena = &witnesses->steps
  };
  struct verdict verdict;
  reading_next(subject.reading);
  verdict_compute(&input, &verdict);
  return verdict;
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

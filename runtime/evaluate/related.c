/* Reading related tables, and counting over their rows. */
#include "evaluate/related.h"

#include <stdlib.h>
#include <string.h>

#include "decode/unicode.h"
#include "evaluate/call.h"

/* Links */

static bool field_among(const struct field *const *fields, size_t count, const struct field *field)
{
  for (size_t i = 0; i < count; i++)
    if (fields[i] == field) return true;
  return false;
}

void links_open(struct foreign_key_index *links, struct arena *arena, const struct plan *plan)
{
  *links = (struct foreign_key_index){ .codes = code_index_new() };
  links->fields = arena_array(arena, plan->company_field_count, sizeof *links->fields);
  for (size_t i = 0; i < plan->table_count; i++) {
    const struct program *rest = plan->tables[i].rest;
    for (size_t k = 0; k < rest->input_count; k++)
      if (rest->inputs[k].table == 0 && !field_among(links->fields, links->field_count, rest->inputs[k].field))
        links->fields[links->field_count++] = rest->inputs[k].field;
  }
  links->columns = arena_array(arena, links->field_count, sizeof *links->columns);
  for (size_t i = 0; i < links->field_count; i++) packed_column_open(&links->columns[i], links->fields[i]->kind);
}

void links_close(struct foreign_key_index *links)
{
  for (size_t i = 0; i < links->field_count; i++) packed_column_close(&links->columns[i]);
  memory_free(links->first_line);
  memory_free(links->listed);
  code_index_free(links->codes);
}

uint32_t links_find(const struct foreign_key_index *links, const struct packed_code *code)
{
  int64_t link = code_index_find_packed(links->codes, code);
  return link == CODES_NONE ? LINK_NONE : (uint32_t)link;
}

static uint32_t links_add(struct foreign_key_index *links, const struct packed_code *code)
{
  bool fresh;
  uint32_t link = (uint32_t)code_index_put_packed(links->codes, code, (uint32_t)links->count, &fresh);
  if (!fresh) return link;
  if (links->count == links->capacity) {
    links->capacity = links->capacity + links->capacity / 4 + 1024;
    links->first_line = memory_resize(links->first_line, links->capacity * sizeof *links->first_line);
    links->listed = memory_resize(links->listed, links->capacity * sizeof *links->listed);
  }
  links->listed[links->count] = false;
  links->first_line[links->count++] = 0;
  return link;
}

/* Reading */

enum { RECENT = 1024, AHEAD = 12 /* codes whose place in the index is asked for before it is needed */ };

/* An object as it first appears in the block, or appears again after others. */
struct seen {
  struct packed_code code;
  struct slice label;
  uint32_t group; /* once merged */
};

/* Rows that a worker found in its block, until they are merged in order. */
struct reader {
  struct function_state *calculator;
  struct slot *slots; /* of the own program */
  const struct field *const *fields;
  size_t field_count;
  size_t link_at, group_at, label_at; /* positions among the fields; SIZE_MAX: none */
  struct packed_column *stored;       /* of the block */
  struct column *compared;            /* the stored columns of the batch, texts in NFKC */
  uint8_t *row_answers;               /* of one row, for each aggregate */
  uint32_t wrong_line;                /* in the block: where a function failed */
  struct packed_code *link;           /* `text.at` NULL: none */
  struct packed_code *others;         /* of the plan's other links, those of a row together */
  size_t *other_at;                   /* positions among the fields */
  uint32_t *group;                    /* position among `seen`, LINK_NONE: none */
  uint8_t *answers;
  uint32_t *line; /* in the block, where the plan tells of rows */
  size_t count, capacity;
  struct open_row *open;
  size_t open_count, open_capacity;
  uint32_t recent[RECENT]; /* position among `seen` + 1 */
  struct seen *seen;
  size_t seen_count, seen_capacity;
};

struct related *related_open(struct arena *arena, const struct plan *plan, const struct planned_table *planned,
                             struct foreign_key_index *links)
{
  struct related *related = arena_alloc(arena, sizeof *related);
  *related = (struct related){ .plan = plan, .planned = planned, .links = links };
  entity_table_open(&related->objects);
  related->stored = arena_array(arena, planned->stored_count, sizeof *related->stored);
  for (size_t i = 0; i < planned->stored_count; i++) packed_column_open(&related->stored[i], planned->stored[i]->kind);
  return related;
}

void related_close(struct related *related)
{
  for (size_t i = 0; i < related->planned->stored_count; i++) packed_column_close(&related->stored[i]);
  entity_table_close(&related->objects);
  memory_free(related->link);
  memory_free(related->others);
  memory_free(related->group);
  memory_free(related->answers);
  memory_free(related->lines);
  memory_free(related->open);
  memory_free(related->by_link.start);
  memory_free(related->by_link.row);
  memory_free(related->by_group.start);
  memory_free(related->by_group.row);
}

static size_t want(const struct field **fields, size_t *count, const struct field *field)
{
  for (size_t i = 0; i < *count; i++)
    if (fields[i] == field) return i;
  fields[*count] = field;
  return (*count)++;
}

const struct field *const *related_fields(const struct plan *plan, const struct planned_table *planned, struct arena *arena,
                                          size_t *count)
{
  const struct table *table = &plan->model->tables[planned->table];
  const struct field **fields = arena_array(arena, TABLE_FIELDS, sizeof *fields);
  *count = 0;
  if (planned->link >= 0) want(fields, count, &table->kind.fields[planned->link]);
  if (planned->group >= 0) want(fields, count, &table->kind.fields[planned->group]);
  for (size_t i = 0; i < planned->other_count; i++) want(fields, count, planned->others[i]);
  if (planned->object && planned->object->label >= 0) want(fields, count, &table->kind.fields[planned->object->label]);
  for (size_t i = 0; i < planned->own->input_count; i++) want(fields, count, planned->own->inputs[i].field);
  for (size_t i = 0; i < planned->stored_count; i++) want(fields, count, planned->stored[i]);
  return fields;
}

static size_t position_of(const struct reader *reader, const struct field *field)
{
  for (size_t i = 0; i < reader->field_count; i++)
    if (reader->fields[i] == field) return i;
  return SIZE_MAX;
}

void *related_reader(struct related *related, struct arena *arena)
{
  const struct planned_table *planned = related->planned;
  const struct table *table = &related->plan->model->tables[planned->table];
  struct reader *reader = arena_alloc(arena, sizeof *reader);
  reader->calculator = function_state_open(related->plan->model);
  reader->slots = program_slots(arena, planned->own, reader->calculator);
  reader->fields = related_fields(related->plan, planned, arena, &reader->field_count);
  reader->link_at = planned->link >= 0 ? position_of(reader, &table->kind.fields[planned->link]) : SIZE_MAX;
  reader->group_at = planned->group >= 0 ? position_of(reader, &table->kind.fields[planned->group]) : SIZE_MAX;
  reader->other_at = arena_array(arena, planned->other_count, sizeof *reader->other_at);
  for (size_t i = 0; i < planned->other_count; i++) reader->other_at[i] = position_of(reader, planned->others[i]);
  bool labelled = planned->object && planned->object->label >= 0;
  reader->label_at = labelled ? position_of(reader, &table->kind.fields[planned->object->label]) : SIZE_MAX;
  reader->stored = arena_array(arena, planned->stored_count, sizeof *reader->stored);
  reader->compared = arena_array(arena, planned->stored_count, sizeof *reader->compared);
  reader->row_answers = arena_array(arena, planned->aggregate_count, 1);
  for (size_t i = 0; i < planned->stored_count; i++) packed_column_open(&reader->stored[i], planned->stored[i]->kind);
  return reader;
}

void related_reader_close(struct related *related, void *context)
{
  struct reader *reader = context;
  for (size_t i = 0; i < related->planned->stored_count; i++) packed_column_close(&reader->stored[i]);
  memory_free(reader->link);
  memory_free(reader->others);
  memory_free(reader->group);
  memory_free(reader->answers);
  memory_free(reader->line);
  memory_free(reader->open);
  memory_free(reader->seen);
  function_state_close(reader->calculator);
}

void related_begin(void *context)
{
  struct reader *reader = context;
  reader->count = reader->open_count = reader->seen_count = 0;
  memset(reader->recent, 0, sizeof reader->recent);
}

static struct slice code_of(const struct column *columns, size_t at, size_t row)
{
  struct slice none = { NULL, 0 };
  if (at == SIZE_MAX || columns[at].state[row] != STATE_KNOWN) return none;
  return columns[at].text[row];
}

/* Objects come in the order of their first appearance in the table, whatever their rows answer; a small memory of recent
 * codes keeps most repetitions from the ordered step. Returns the position among `seen`. */
static uint32_t see_group(struct reader *reader, const struct scan_batch *batch, size_t row)
{
  struct slice code = code_of(batch->columns, reader->group_at, row);
  if (!code.at) return LINK_NONE;
  struct packed_code packed = code_pack(code);
  uint32_t *recent = &reader->recent[(packed.hash ? packed.hash : (uint32_t)slice_hash(code)) % RECENT];
  if (*recent && slice_equal(reader->seen[*recent - 1].code.text, code)) return *recent - 1;
  if (reader->seen_count == reader->seen_capacity) {
    reader->seen_capacity = reader->seen_capacity ? reader->seen_capacity * 2 : 256;
    reader->seen = memory_resize(reader->seen, reader->seen_capacity * sizeof *reader->seen);
  }
  reader->seen[reader->seen_count++] = (struct seen){ packed, code_of(batch->columns, reader->label_at, row), 0 };
  *recent = (uint32_t)reader->seen_count;
  return *recent - 1;
}

static void reader_reserve(struct reader *reader, size_t aggregates, size_t others, bool lines)
{
  if (reader->count < reader->capacity) return;
  size_t capacity = reader->capacity ? reader->capacity * 2 : 1024;
  reader->link = memory_resize(reader->link, capacity * sizeof *reader->link);
  if (others) reader->others = memory_resize(reader->others, capacity * others * sizeof *reader->others);
  reader->group = memory_resize(reader->group, capacity * sizeof *reader->group);
  reader->answers = memory_resize(reader->answers, capacity * (aggregates ? aggregates : 1));
  if (lines) reader->line = memory_resize(reader->line, capacity * sizeof *reader->line);
  reader->capacity = capacity;
}

static void keep_row(const struct related *related, struct reader *reader, const struct scan_batch *batch, size_t row,
                     uint32_t seen)
{
  size_t aggregates = related->planned->aggregate_count, others = related->planned->other_count;
  reader_reserve(reader, aggregates, others, related->plan->records);
  if (related->plan->records) reader->line[reader->count] = batch->lines[row];
  for (size_t i = 0; i < others; i++)
    reader->others[reader->count * others + i] = code_pack(code_of(batch->columns, reader->other_at[i], row));
  reader->link[reader->count] = code_pack(code_of(batch->columns, reader->link_at, row));
  reader->group[reader->count] = seen;
  memcpy(reader->answers + reader->count * aggregates, reader->row_answers, aggregates);
  for (size_t i = 0; i < related->planned->stored_count; i++)
    packed_column_set(&reader->stored[i], reader->count, &reader->compared[i], row);
  reader->count++;
}

uint32_t related_unknown(const struct program *program, const struct slot *slots, size_t row)
{
  uint32_t unknown = 0;
  for (size_t i = 0; i < program->input_count; i++)
    if (slots[program->inputs[i].slot].column.state[row] == STATE_UNKNOWN) unknown |= UINT32_C(1) << (i < 31 ? i : 31);
  return unknown;
}

static void keep_open(struct open_row **open, size_t *count, size_t *capacity, struct open_row row)
{
  if (*count == *capacity) {
    *capacity = *capacity ? *capacity * 2 : 256;
    *open = memory_resize(*open, *capacity * sizeof **open);
  }
  (*open)[(*count)++] = row;
}

static void fill_inputs(const struct program *program, struct slot *slots, const struct reader *reader,
                        const struct scan_batch *batch)
{
  for (size_t i = 0; i < program->input_count; i++) {
    const struct program_input *input = &program->inputs[i];
    column_share(&slots[input->slot].column, &batch->columns[position_of(reader, input->field)], input->field, batch->count,
                 batch->scratch);
  }
}

void column_share(struct column *into, const struct column *from, const struct field *field, size_t count, struct arena *scratch)
{
  *into = *from;
  if (field->kind != FIELD_TEXT) return;
  into->text = arena_array(scratch, count, sizeof *into->text);
  for (size_t i = 0; i < count; i++)
    if (from->state[i] == STATE_KNOWN) into->text[i] = unicode_cell(scratch, from->text[i], NULL);
}

void related_batch(struct related *related, void *context, const struct scan_batch *batch)
{
  struct reader *reader = context;
  const struct planned_table *planned = related->planned;
  if (function_state_fault(reader->calculator)) return;
  fill_inputs(planned->own, reader->slots, reader, batch);
  program_run(planned->own, reader->slots, batch->count, NULL);
  size_t wrong;
  if (function_state_fault(reader->calculator)) {
    function_state_failed(reader->calculator, &wrong);
    reader->wrong_line = batch->lines[wrong];
    return;
  }
  for (size_t i = 0; i < planned->stored_count; i++)
    if (i >= planned->asked_count) reader->compared[i] = batch->columns[position_of(reader, planned->stored[i])];
    else
      column_share(&reader->compared[i], &batch->columns[position_of(reader, planned->stored[i])], planned->stored[i],
                   batch->count, batch->scratch);
  for (size_t row = 0; row < batch->count; row++) {
    uint8_t best = ANSWER_NO;
    bool open = false;
    for (size_t k = 0; k < planned->aggregate_count; k++) {
      uint32_t own = planned->aggregates[k].own;
      uint8_t answer = own == NO_SLOT ? (uint8_t)ANSWER_YES : reader->slots[own].answer[row];
      reader->row_answers[k] = answer;
      if (answer > best) best = answer;
      open |= answer == ANSWER_UNKNOWN;
    }
    uint32_t seen = see_group(reader, batch, row);
    if (open) {
      struct open_row kept = { (uint32_t)reader->count, related_unknown(planned->own, reader->slots, row) };
      keep_open(&reader->open, &reader->open_count, &reader->open_capacity, kept);
    }
    if (best != ANSWER_NO || related->plan->records) keep_row(related, reader, batch, row, seen);
  }
}

static void related_reserve(struct related *related, size_t more)
{
  size_t aggregates = related->planned->aggregate_count;
  if (related->count + more <= related->capacity) return;
  related->capacity = related->count + more + related->count / 8 + 1024;
  related->link = memory_resize(related->link, related->capacity * sizeof *related->link);
  if (related->planned->other_count)
    related->others = memory_resize(related->others, related->capacity * related->planned->other_count * sizeof *related->others);
  related->answers = memory_resize(related->answers, related->capacity * aggregates);
  if (related->plan->records) related->lines = memory_resize(related->lines, related->capacity * sizeof *related->lines);
  if (related->planned->group >= 0) related->group = memory_resize(related->group, related->capacity * sizeof *related->group);
}

bool related_sound(const struct related *related, const void *context, uint32_t first_line, struct fault *fault)
{
  const struct reader *reader = context;
  const struct model *model = related->plan->model;
  if (!function_state_fault(reader->calculator)) return true;
  const char *table = model->tables[related->planned->table].kind.name;
  return call_sound(reader->calculator, model, call_row(related->plan->arena, model, table, first_line + reader->wrong_line),
                    fault);
}

static void merge_groups(struct related *related, struct reader *reader)
{
  for (size_t i = 0; i < reader->seen_count; i++) {
    if (i + AHEAD < reader->seen_count) code_index_prefetch(related->objects.index, &reader->seen[i + AHEAD].code);
    reader->seen[i].group = entity_table_put(&related->objects, &reader->seen[i].code, reader->seen[i].label);
  }
}

void related_merge(struct related *related, void *context, uint32_t first_line)
{
  struct reader *reader = context;
  size_t aggregates = related->planned->aggregate_count, others = related->planned->other_count, first = related->count;
  related_reserve(related, reader->count);
  if (reader->count) memcpy(related->answers + related->count * aggregates, reader->answers, reader->count * aggregates);
  for (size_t i = 0; i < reader->open_count; i++) {
    struct open_row open = { (uint32_t)(first + reader->open[i].row), reader->open[i].inputs };
    keep_open(&related->open, &related->open_count, &related->open_capacity, open);
  }
  merge_groups(related, reader);
  for (size_t row = 0; row < reader->count; row++) {
    size_t at = related->count++;
    if (related->lines) related->lines[at] = first_line + reader->line[row];
    const struct packed_code *link = &reader->link[row];
    if (row + AHEAD < reader->count) code_index_prefetch(related->links->codes, &reader->link[row + AHEAD]);
    related->link[at] = link->text.at ? links_add(related->links, link) : (uint32_t)LINK_NONE;
    for (size_t i = 0; i < others; i++) {
      const struct packed_code *other = &reader->others[row * others + i];
      related->others[at * others + i] = other->text.at ? links_add(related->links, other) : (uint32_t)LINK_NONE;
    }
    if (related->group)
      related->group[at] = reader->group[row] == LINK_NONE ? (uint32_t)LINK_NONE : reader->seen[reader->group[row]].group;
  }
  for (size_t i = 0; i < related->planned->stored_count; i++)
    packed_column_extend(&related->stored[i], &reader->stored[i], reader->count);
}

/* `owner` of each row, LINK_NONE: nobody's. */
static struct row_index sort_rows(const uint32_t *owner, size_t count, size_t owners)
{
  struct row_index index = { memory_alloc((owners + 2) * sizeof *index.start), memory_alloc((count + 1) * sizeof *index.row), 0 };
  memset(index.start, 0, (owners + 2) * sizeof *index.start);
  for (size_t i = 0; i < count; i++)
    if (owner[i] != LINK_NONE) index.start[owner[i] + 2]++;
  for (size_t i = 2; i < owners + 2; i++) index.start[i] += index.start[i - 1];
  for (size_t i = 0; i < count; i++)
    if (owner[i] != LINK_NONE) index.row[index.start[owner[i] + 1]++] = (uint32_t)i;
  index.count = index.start[owners];
  return index;
}

void related_ready(struct related *related)
{
  bool by_company = false;
  entity_table_complete(&related->objects);
  for (size_t i = 0; i < related->planned->aggregate_count; i++) by_company |= related->planned->aggregates[i].by_company;
  if (by_company) related->by_link = sort_rows(related->link, related->count, related->links->count);
  if (related->planned->group < 0) return;
  related->by_group = sort_rows(related->group, related->count, related->objects.count);
  memory_free(related->group);
  related->group = NULL;
}

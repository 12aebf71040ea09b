/* Adding up companies for targets. */
#include "evaluate/tally.h"

#include <stdio.h>
#include <string.h>

#include "decode/unicode.h"

/* Positions among the totals of a count. */
enum { WHOLE, UNKNOWN_UNIT, FIRST_UNIT };

struct note {
  uint8_t *answer; /* of each row of the block */
  uint8_t *state;  /* sums: of the value */
  struct ratio *value;
};

struct partial_counts {
  struct note *notes;   /* by planned count */
  struct slice **units; /* by breakdown field, of each row; empty: unknown */
  size_t rows, capacity;
  struct buffer *names; /* digits of region codes, by breakdown field */
  struct row_cache reading;
};

enum { RECENT = 256 };

struct unit_list {
  struct codes *codes;
  struct {
    size_t region, position;
  } recent[RECENT]; /* by region code: nearly every row is of a district seen before */
  struct slice *units;
  size_t count, capacity;
};

struct total_counts {
  const struct plan *plan;
  struct aggregate_range **totals; /* by planned count: the whole, companies of no known unit, then each unit */
  size_t *capacities;
  struct unit_list *lists; /* by breakdown field */
  struct arena arena;
};

struct total_counts *tally_new(struct arena *arena, const struct plan *plan)
{
  struct total_counts *book = arena_alloc(arena, sizeof *book);
  book->plan = plan;
  book->totals = arena_array(arena, plan->count_count, sizeof *book->totals);
  book->capacities = arena_array(arena, plan->count_count, sizeof *book->capacities);
  book->lists = arena_array(arena, plan->breakdown_count, sizeof *book->lists);
  for (size_t i = 0; i < plan->breakdown_count; i++) book->lists[i].codes = code_index_new();
  return book;
}

void tally_close(struct total_counts *book)
{
  for (size_t i = 0; i < book->plan->count_count; i++) memory_free(book->totals[i]);
  for (size_t i = 0; i < book->plan->breakdown_count; i++) {
    code_index_free(book->lists[i].codes);
    memory_free(book->lists[i].units);
  }
  arena_free(&book->arena);
}

struct partial_counts *tally_notes_new(struct arena *arena, const struct plan *plan)
{
  struct partial_counts *notes = arena_alloc(arena, sizeof *notes);
  notes->notes = arena_array(arena, plan->count_count, sizeof *notes->notes);
  notes->units = arena_array(arena, plan->breakdown_count, sizeof *notes->units);
  reading_open(&notes->reading, &plan->model->tables[0].kind);
  return notes;
}

void tally_notes_close(struct partial_counts *notes, const struct plan *plan)
{
  for (size_t i = 0; i < plan->count_count; i++) {
    memory_free(notes->notes[i].answer);
    memory_free(notes->notes[i].state);
    memory_free(notes->notes[i].value);
  }
  for (size_t i = 0; i < plan->breakdown_count; i++) memory_free(notes->units[i]);
}

void tally_begin(struct partial_counts *notes)
{
  notes->rows = 0;
}

static void reserve(struct partial_counts *notes, const struct plan *plan, size_t rows)
{
  if (rows <= notes->capacity) return;
  notes->capacity = rows * 2;
  for (size_t i = 0; i < plan->count_count; i++) {
    struct note *note = &notes->notes[i];
    note->answer = memory_resize(note->answer, notes->capacity);
    if (plan->counts[i].value == NO_SLOT) continue;
    note->state = memory_resize(note->state, notes->capacity);
    note->value = memory_resize(note->value, notes->capacity * sizeof *note->value);
  }
  for (size_t i = 0; i < plan->breakdown_count; i++)
    notes->units[i] = memory_resize(notes->units[i], notes->capacity * sizeof **notes->units);
}

static void note_values(struct note *note, const struct column *column, size_t first, size_t count)
{
  memcpy(note->state + first, column->state, count);
  for (size_t i = 0; i < count; i++) note->value[first + i] = (struct ratio){ column->num[i], column->den ? column->den[i] : 1 };
}

/* The name of a row's unit: a choice, a town; a region code is its six digits, made when the rows are added. */
static struct slice unit_name(const struct field *field, const struct column *column, size_t row)
{
  if (column->state[row] != STATE_KNOWN) return (struct slice){ "", 0 };
  if (field->kind == FIELD_CHOICE) return slice_of(field->choices[column->num[row]]);
  if (field->kind == FIELD_REGION && region_prefix_length((int32_t)column->num[row]) < 6)
    return (struct slice){ "", 0 }; /* too coarse */
  if (field->kind == FIELD_REGION) return (struct slice){ NULL, (size_t)column->num[row] };
  return column->text ? column->text[row] : (struct slice){ "", 0 };
}

static void note_units(struct partial_counts *notes, const struct plan *plan, size_t at, const struct column *columns,
                       size_t count)
{
  const struct field *field = plan->breakdowns[at];
  size_t position = 0;
  while (plan->company_fields[position] != field) position++;
  for (size_t i = 0; i < count; i++) notes->units[at][notes->rows + i] = unit_name(field, &columns[position], i);
}

/* Where the kernels leave a row open, a closer look may still decide. */
static void look_closer(struct partial_counts *notes, const struct plan *plan, struct row_context *subject)
{
  reading_next(&notes->reading);
  for (size_t i = 0; i < plan->count_count; i++) {
    uint8_t *answer = &notes->notes[i].answer[notes->rows + subject->row];
    if (*answer == ANSWER_UNKNOWN) *answer = (uint8_t)value_answer(subject, plan->counts[i].written->condition);
  }
}

void tally_batch(struct partial_counts *notes, const struct plan *plan, const struct slot *slots,
                 const struct row_context *subject, const struct column *columns, size_t count)
{
  uint8_t open[BATCH_ROWS] = { 0 };
  struct row_context row = *subject;
  row.reading = &notes->reading;
  reserve(notes, plan, notes->rows + count);
  for (size_t i = 0; i < plan->count_count; i++) {
    const struct planned_count *planned = &plan->counts[i];
    uint8_t *answer = notes->notes[i].answer + notes->rows;
    if (planned->condition == NO_SLOT) memset(answer, ANSWER_YES, count);
    else memcpy(answer, slots[planned->condition].answer, count);
    for (size_t k = 0; k < count; k++) open[k] |= answer[k] == ANSWER_UNKNOWN;
    if (planned->value != NO_SLOT) note_values(&notes->notes[i], &slots[planned->value].column, notes->rows, count);
  }
  for (row.row = 0; row.row < count; row.row++)
    if (open[row.row]) look_closer(notes, plan, &row);
  for (size_t i = 0; i < plan->breakdown_count; i++) note_units(notes, plan, i, columns, count);
  notes->rows += count;
}

/* Notes as bytes */

/* The unit of a row: none, a region code, a text. */
enum { UNIT_NONE, UNIT_REGION, UNIT_TEXT };

static void format_note(struct buffer *out, const struct note *note, size_t rows)
{
  format_quarters(out, note->answer, rows);
  if (!note->value) return;
  struct arena scratch = { 0 };
  int64_t *num = arena_array(&scratch, rows, sizeof *num), *den = arena_array(&scratch, rows, sizeof *den);
  for (size_t i = 0; i < rows; i++) num[i] = note->value[i].num, den[i] = note->value[i].den;
  format_quarters(out, note->state, rows);
  format_numbers(out, num, note->state, rows);
  format_numbers(out, den, note->state, rows);
  arena_free(&scratch);
}

static void format_unit(struct buffer *out, struct slice unit)
{
  int kind = !unit.length ? UNIT_NONE : unit.at ? UNIT_TEXT : UNIT_REGION;
  buffer_char(out, (char)kind);
  if (kind == UNIT_TEXT) format_sized(out, unit);
  if (kind == UNIT_REGION) format_varint(out, unit.length);
}

void format_notes(struct buffer *out, const struct partial_counts *notes, const struct plan *plan)
{
  for (size_t i = 0; i < plan->count_count; i++) format_note(out, &notes->notes[i], notes->rows);
  for (size_t i = 0; i < plan->breakdown_count; i++)
    for (size_t row = 0; row < notes->rows; row++) format_unit(out, notes->units[i][row]);
}

static void take_note(struct note *note, struct byte_reader *reader, const struct finished_part *part, size_t rows)
{
  read_quarters(reader, note->answer, part->places, part->rows);
  if (!note->value) return;
  struct arena scratch = { 0 };
  int64_t *num = arena_array(&scratch, rows, sizeof *num), *den = arena_array(&scratch, rows, sizeof *den);
  read_quarters(reader, note->state, part->places, part->rows);
  read_numbers(reader, num, note->state, part->places, part->rows);
  read_numbers(reader, den, note->state, part->places, part->rows);
  for (size_t i = 0; i < part->rows; i++) {
    uint32_t place = part->places[i];
    if (note->state[place] == STATE_KNOWN && den[place] < 1) reader->broken = true;
    note->value[place] = (struct ratio){ num[place], den[place] < 1 ? 1 : den[place] };
  }
  arena_free(&scratch);
}

static struct slice take_unit(struct byte_reader *reader)
{
  const char *kind = read_bytes(reader, 1);
  if (kind && *kind == UNIT_TEXT) {
    struct slice text = read_sized(reader);
    if (utf8_valid_prefix(text) != text.length) reader->broken = true;
    return text;
  }
  if (kind && *kind == UNIT_REGION) return (struct slice){ NULL, (size_t)read_varint(reader) };
  return (struct slice){ "", 0 };
}

void tally_take(struct partial_counts *notes, const struct plan *plan, const struct finished_block *finished)
{
  size_t rows = 0;
  for (size_t p = 0; p < finished->part_count; p++) rows += finished->parts[p].rows;
  reserve(notes, plan, rows);
  notes->rows = rows;
  for (size_t p = 0; p < finished->part_count; p++) {
    struct finished_part *part = &finished->parts[p];
    struct byte_reader reader = byte_reader_of(part->counts);
    for (size_t i = 0; i < plan->count_count; i++) take_note(&notes->notes[i], &reader, part, rows);
    for (size_t i = 0; i < plan->breakdown_count; i++)
      for (size_t row = 0; row < part->rows; row++) notes->units[i][part->places[row]] = take_unit(&reader);
    part->broken |= reader.broken || reader.at != reader.end;
  }
}

/* Adding up */

static size_t named_position(struct total_counts *book, struct unit_list *list, struct slice unit)
{
  struct arena scratch = { 0 };
  bool fresh;
  int64_t position = code_index_put(list->codes, unicode_cell(&scratch, unit, NULL), (uint32_t)list->count, &fresh);
  arena_free(&scratch);
  if (!fresh) return (size_t)position;
  if (list->count == list->capacity) {
    list->capacity = list->capacity ? list->capacity * 2 : 64;
    list->units = memory_resize(list->units, list->capacity * sizeof *list->units);
  }
  list->units[list->count] = slice_copy(&book->arena, unit);
  return list->count++;
}

static size_t unit_position(struct total_counts *book, size_t breakdown, struct slice unit)
{
  struct unit_list *list = &book->lists[breakdown];
  if (unit.at) return named_position(book, list, unit);
  size_t region = unit.length, at = region % RECENT;
  if (list->recent[at].region != region) {
    char digits[24];
    snprintf(digits, sizeof digits, "%06zu", region);
    list->recent[at].position = named_position(book, list, slice_of(digits));
    list->recent[at].region = region;
  }
  return list->recent[at].position;
}

static struct aggregate_range *total_at(struct total_counts *book, size_t count, size_t at)
{
  if (at >= book->capacities[count]) {
    size_t capacity = at * 2 + 2;
    book->totals[count] = memory_resize(book->totals[count], capacity * sizeof **book->totals);
    for (size_t i = book->capacities[count]; i < capacity; i++)
      book->totals[count][i] = (struct aggregate_range){ .low = { 0, 1 }, .high = { 0, 1 }, .certain = { 0, 1 } };
    book->capacities[count] = capacity;
  }
  return &book->totals[count][at];
}

static void add(struct aggregate_range *measured, struct ratio *end, struct ratio value)
{
  if (!ratio_add(*end, value, end)) measured->overflowed = true;
}

static void add_row(struct aggregate_range *measured, const struct note *note, size_t row)
{
  bool certain = note->answer[row] == ANSWER_YES;
  measured->unknown += !certain || (note->value && note->state[row] == STATE_UNKNOWN);
  if (!note->value) { /* a count: whole, and never too large */
    measured->certain.num += certain;
    measured->low.num += certain;
    measured->high.num++;
    return;
  }
  if (note->state[row] == STATE_OVERFLOW) measured->overflowed = true;
  if (note->state[row] == STATE_UNKNOWN) measured->open_high = measured->open_low = true;
  if (note->state[row] != STATE_KNOWN) return;
  struct ratio value = note->value[row];
  if (certain) add(measured, &measured->certain, value);
  if (certain || value.num < 0) add(measured, &measured->low, value);
  if (certain || value.num > 0) add(measured, &measured->high, value);
}

void tally_merge(struct total_counts *book, const struct partial_counts *notes, const uint32_t *repeats)
{
  const struct plan *plan = book->plan;
  for (size_t row = 0; row < notes->rows; row++) {
    size_t unit[16];
    if (repeats[row]) continue;
    for (size_t i = 0; i < plan->breakdown_count && i < 16; i++) {
      struct slice name = notes->units[i][row];
      unit[i] = name.length ? FIRST_UNIT + unit_position(book, i, name) : UNKNOWN_UNIT;
    }
    for (size_t i = 0; i < plan->count_count; i++) {
      const struct note *note = &notes->notes[i];
      if (note->answer[row] == ANSWER_NO) continue;
      int breakdown = plan->counts[i].breakdown;
      add_row(total_at(book, i, WHOLE), note, row);
      if (breakdown < 0) continue;
      struct aggregate_range *total = total_at(book, i, unit[breakdown]);
      add_row(total, note, row);
      total->rows++;
    }
  }
}

static struct aggregate_range total_of(const struct total_counts *book, size_t count, size_t at)
{
  struct aggregate_range none = { .low = { 0, 1 }, .high = { 0, 1 }, .certain = { 0, 1 } };
  return at < book->capacities[count] ? book->totals[count][at] : none;
}

/* Companies whose unit nobody knows may belong to this one. */
static void may_belong(struct aggregate_range *measured, const struct aggregate_range *unknown)
{
  if (unknown->low.num < 0) add(measured, &measured->low, unknown->low);
  if (unknown->high.num > 0) add(measured, &measured->high, unknown->high);
  measured->open_high |= unknown->open_high;
  measured->open_low |= unknown->open_low;
  measured->overflowed |= unknown->overflowed;
  measured->unknown += unknown->rows;
}

struct aggregate_range tally_measured(const struct total_counts *book, size_t count, struct slice unit)
{
  if (!unit.length) return total_of(book, count, WHOLE);
  struct arena scratch = { 0 };
  int64_t position = code_index_find(book->lists[book->plan->counts[count].breakdown].codes, unicode_cell(&scratch, unit, NULL));
  arena_free(&scratch);
  struct aggregate_range measured = total_of(book, count, position == CODES_NONE ? SIZE_MAX : (size_t)position + FIRST_UNIT);
  struct aggregate_range unknown = total_of(book, count, UNKNOWN_UNIT);
  may_belong(&measured, &unknown);
  return measured;
}

size_t tally_units(const struct total_counts *book, const struct field *field, const struct slice **units)
{
  for (size_t i = 0; i < book->plan->breakdown_count; i++)
    if (book->plan->breakdowns[i] == field) {
      *units = book->lists[i].units;
      return book->lists[i].count;
    }
  return 0;
}

/* Boundary cases of 每组 and 经由: the case that is met with its records, and one more that is alike, of another group, or of
 * another company. They stand in the file of the records; who has none beside a case that is met is told so. */
#include <string.h>

#include "session/suggest_parts.h"
#include "write/file_columns.h"

enum { STEP_FEN = 100 }; /* a yuan: what one record has more than another */

/* The records beside the cases, and which of them is the one to be varied. */
struct records {
  struct suggesting *suggesting;
  const struct aggregate *aggregate;
  const struct table_kind *kind;
  struct sheet sheet;
  int name_column;
  size_t base;
  struct slice met; /* name of the case that is met */
  struct suggested_records *out;
};

static bool read_records(struct records *records)
{
  struct arena *arena = records->suggesting->arena;
  const struct test_suite *book = records->suggesting->book;
  size_t length = strlen(book->path) - strlen(".csv");
  const char *path = arena_printf(arena, "%.*s.%s.csv", (int)length, book->path, records->kind->name);
  struct fault fault = { 0 };
  if (records->suggesting->expectation == SIZE_MAX || !sheet_read(arena, path, &records->sheet, &fault)) return false;
  records->name_column = sheet_column(&records->sheet, file_column_name(COLUMN_CASE));
  records->met = book->expectations[records->suggesting->expectation].name;
  for (size_t i = 0; records->name_column >= 0 && i < records->sheet.count; i++) {
    if (!slice_equal(sheet_cell(&records->sheet, i, records->name_column), records->met)) continue;
    records->base = i;
    return true;
  }
  return false;
}

static struct suggested_records *records_out(struct records *records)
{
  struct suggesting *suggesting = records->suggesting;
  struct suggestions *out = suggesting->out;
  for (size_t i = 0; i < out->record_count; i++)
    if (out->records[i].table == records->kind->name) return &out->records[i];
  out->records =
      arena_grow(suggesting->arena, out->records, out->record_count, &suggesting->record_capacity, sizeof *out->records);
  struct suggested_records *fresh = &out->records[out->record_count++];
  *fresh = (struct suggested_records){ records->kind->name, sheet_new(suggesting->arena, records->sheet.columns) };
  memcpy(fresh->rows.headings, records->sheet.headings, records->sheet.columns * sizeof *fresh->rows.headings);
  return fresh;
}

static struct slice *add_record(const struct records *records, size_t row, struct slice name)
{
  struct slice *cells = sheet_add_row(records->suggesting->arena, &records->out->rows);
  memcpy(cells, records->sheet.rows[row].cells, records->sheet.columns * sizeof *cells);
  cells[records->name_column] = name;
  return cells;
}

/* A case with the records of the one that is met. The cells of one record more, like the first of them. */
static struct slice *add_case(const struct records *records, enum message message, const char *of, bool with_others)
{
  struct suggesting *suggesting = records->suggesting;
  struct buffer name = { 0 };
  message_text(&name, LANGUAGE_CHINESE, message, suggesting->measure->id, of, NULL);
  struct suggestion *suggestion = suggest_row(suggesting);
  suggestion->name = buffer_take(suggesting->arena, &name).at;
  suggestion->keeps_code = true;
  for (size_t i = 0; with_others && i < records->sheet.count; i++)
    if (slice_equal(sheet_cell(&records->sheet, i, records->name_column), records->met))
      add_record(records, i, slice_of(suggestion->name));
  return add_record(records, records->base, slice_of(suggestion->name));
}

static int column_of(const struct records *records, const struct field *field)
{
  for (size_t k = 0; field && k < records->sheet.columns; k++)
    if (field_find(records->kind, records->sheet.names[k]) == field) return (int)k;
  return -1;
}

/* Another text, day or number than that of the record. */
static struct slice other_cell(const struct records *records, const struct field *field, int column)
{
  struct arena *arena = records->suggesting->arena;
  struct slice here = sheet_cell(&records->sheet, records->base, column);
  struct cell cell;
  struct cell_problem problem;
  struct buffer out = { 0 };
  bool text = field->kind == FIELD_TEXT || field->kind == FIELD_CODE;
  if (!text && cell_read(arena, field, &records->sheet.units[column], here, &cell, &problem) && cell.state == STATE_KNOWN) {
    cell.num += field->kind == FIELD_MONEY ? STEP_FEN : field->kind == FIELD_CHOICE && cell.num ? -1 : cell.den;
    format_cell(&out, field, &cell);
  } else {
    buffer_slice(&out, here);
    buffer_char(&out, '2');
  }
  return buffer_take(arena, &out);
}

/* Pairs of records of one case: of one group, of two; and one of which nobody knows the group. */
enum { SEEN_ALIKE = 1, SEEN_APART = 2, SEEN_UNKNOWN = 4 };

static unsigned groups_seen(const struct records *records, int column)
{
  const struct sheet *sheet = &records->sheet;
  unsigned seen = 0;
  workload_add(records->suggesting->model->workload, sheet->count * sheet->count);
  for (size_t i = 0; i < sheet->count; i++) {
    struct slice group = sheet_cell(sheet, i, column);
    if (!group.length || cell_word(group)) seen |= SEEN_UNKNOWN;
    for (size_t k = 0; k < i; k++) {
      if (!slice_equal(sheet_cell(sheet, i, records->name_column), sheet_cell(sheet, k, records->name_column))) continue;
      seen |= slice_equal(group, sheet_cell(sheet, k, column)) ? SEEN_ALIKE : SEEN_APART;
    }
  }
  return seen;
}

static void suggest_per(const struct records *records)
{
  const struct aggregate *aggregate = records->aggregate;
  const struct field *value = suggest_field_asked(aggregate->value, aggregate->table);
  int column = column_of(records, aggregate->per), amount = column_of(records, value);
  if (column < 0) return;
  unsigned seen = groups_seen(records, column);
  const char *name = aggregate->per->name;
  if (!(seen & SEEN_ALIKE) && amount >= 0)
    add_case(records, MSG_SUGGEST_RECORD_ALIKE, name, true)[amount] = other_cell(records, value, amount);
  if (!(seen & SEEN_APART))
    add_case(records, MSG_SUGGEST_RECORD_APART, name, true)[column] = other_cell(records, aggregate->per, column);
  if (!(seen & SEEN_UNKNOWN))
    add_case(records, MSG_SUGGEST_RECORD_UNKNOWN, name, true)[column] =
        slice_of(message_name(MSG_STATE_UNKNOWN, LANGUAGE_CHINESE));
}

/* The record is the company's by the link that is named, and not by the first; and the other way round, unless a case has that.
 */
static void suggest_through(const struct records *records)
{
  const struct table_kind *kind = records->kind;
  const struct aggregate *aggregate = records->aggregate;
  const struct field *link = aggregate->link >= 0 ? &kind->fields[aggregate->link] : NULL;
  int through = column_of(records, link);
  for (size_t k = 0; through >= 0 && k < records->sheet.columns; k++) {
    const struct field *other = field_find(kind, records->sheet.names[k]);
    if (!other || other == link || other->kind != FIELD_CODE) continue;
    struct slice code = sheet_cell(&records->sheet, records->base, through);
    for (size_t i = 0; i < records->sheet.count; i++)
      if (slice_equal(sheet_cell(&records->sheet, i, (int)k), code)) return;
    struct slice others = other_cell(records, link, through);
    struct slice *cells = add_case(records, MSG_SUGGEST_RECORD_THROUGH, link->name, false);
    cells[through] = code, cells[k] = others;
    cells = add_case(records, MSG_SUGGEST_RECORD_NOT_THROUGH, link->name, false);
    cells[through] = others, cells[k] = code;
    return;
  }
}

static void suggest_aggregate(struct suggesting *suggesting, const struct aggregate *aggregate)
{
  struct records records = { .suggesting = suggesting, .aggregate = aggregate };
  records.kind = &suggesting->model->tables[aggregate->table].kind;
  if (!read_records(&records)) {
    suggest_note(suggesting, MSG_SUGGEST_RECORDS, records.kind->name);
    return;
  }
  records.out = records_out(&records);
  if (aggregate->per) suggest_per(&records);
  if (aggregate->through) suggest_through(&records);
}

static bool varies_records(const struct node *node)
{
  return node->op == NODE_AGGREGATE && node->aggregate->table > 0 && (node->aggregate->per || node->aggregate->through);
}

static const struct node *aggregate_found(const struct node *node)
{
  if (varies_records(node)) return node;
  const struct node *found = NULL;
  for (size_t i = 0; !found && i < node->operand_count; i++) found = aggregate_found(node->operands[i]);
  return found;
}

void suggest_records(struct suggesting *suggesting)
{
  const struct aggregate *last = NULL;
  if (suggesting->all) return;
  for (struct measure_walk walk = { 0 }; measure_walk_next(suggesting->measure, &walk);) {
    const struct node *node = aggregate_found(walk.node);
    if (node && node->aggregate != last) suggest_aggregate(suggesting, node->aggregate);
    if (node) last = node->aggregate;
  }
}

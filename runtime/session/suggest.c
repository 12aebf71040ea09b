/* Where a condition turns: found by asking it, with one datum changed at a time. */
#include "session/suggest.h"

#include <string.h>

#include "data/column.h"
#include "data/list_reader.h"
#include "write/file_columns.h"

enum { VALUES_MAX = 8 };

/* What is asked next to be seen: a field and values for it. */
struct boundary {
  const struct field *field;
  struct cell values[VALUES_MAX];
  size_t count;
  bool unknown; /* and nobody knows */
};

struct suggesting {
  struct arena *arena;
  const struct model *model;
  const struct test_suite *book;
  const struct measure *measure;
  size_t expectation; /* the case that is met, SIZE_MAX: none */
  struct as_of as_of;
  /* The case's data, by position of the field; one of them is changed. */
  struct cell *cells;
  const struct field *changed;
  struct cell change;
  const struct field **columns; /* of the rows written: of each heading of the cases, then further fields */
  size_t column_count, column_capacity;
  struct suggestion {
    const struct measure *measure;
    const struct field *field;
    struct cell cell;
    size_t expectation;
    int year;
  } * items;
  size_t count, capacity;
};

/* Asking */

static void cell_of(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct suggesting *suggesting = subject->context;
  if (table != 0) *out = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
  else if (field == suggesting->changed) *out = suggesting->change;
  else *out = suggesting->cells[field - suggesting->model->tables[0].kind.fields];
}

static struct value no_count(const struct row_context *subject, const struct node *node)
{
  (void)subject, (void)node;
  return (struct value){ .state = STATE_UNKNOWN, .answer = ANSWER_UNKNOWN };
}

static struct row_context subject_of(const struct suggesting *suggesting)
{
  return (struct row_context){ .as_of = suggesting->as_of, .cell = cell_of, .aggregate = no_count, .context = suggesting };
}

static struct cell known(int64_t num, int64_t den)
{
  return (struct cell){ .state = STATE_KNOWN, .num = num, .den = den };
}

static enum answer ask(struct suggesting *suggesting, const struct node *node, const struct field *field, struct cell cell)
{
  suggesting->changed = field;
  suggesting->change = cell;
  struct row_context subject = subject_of(suggesting);
  return value_answer(&subject, node);
}

/* The data of the case that is met; without one, nothing is known but the region. */

/* As a list has it that lacks the column. */
static struct cell unwritten(const struct field *field)
{
  return (struct cell){ .state = field->optional ? STATE_KNOWN : STATE_UNKNOWN, .den = 1 };
}

static void read_case(struct suggesting *suggesting)
{
  const struct table *companies = &suggesting->model->tables[0];
  const struct sheet *sheet = &suggesting->book->sheet;
  const struct policy *policy = suggesting->measure->policy;
  for (size_t i = 0; i < companies->kind.field_count; i++) suggesting->cells[i] = unwritten(&companies->kind.fields[i]);
  suggesting->cells[companies->region] = known(policy->region_count ? policy->regions[0] : 0, 1);
  if (suggesting->expectation == SIZE_MAX) return;
  size_t row = suggesting->book->expectations[suggesting->expectation].row;
  for (size_t k = 0; k < sheet->columns; k++) {
    const struct field *field = field_find(&companies->kind, sheet->names[k]);
    struct heading heading = heading_parse(suggesting->arena, sheet->headings[k]);
    struct cell_problem problem;
    if (field)
      cell_read(suggesting->arena, field, &heading, sheet->rows[row].cells[k], &suggesting->cells[field - companies->kind.fields],
                &problem);
  }
}

static void find_case(struct suggesting *suggesting)
{
  const struct test_suite *book = suggesting->book;
  int year = date_civil(suggesting->measure->policy->from).year;
  suggesting->expectation = SIZE_MAX;
  for (size_t i = 0; i < book->count && suggesting->expectation == SIZE_MAX; i++) {
    const struct expectation *expectation = &book->expectations[i];
    bool met = expectation->judged && !expectation->object && expectation->verdict.outcome == OUTCOME_YES;
    if (met && slice_is(expectation->measure, suggesting->measure->id)) suggesting->expectation = i;
  }
  suggesting->as_of.year = year;
  date_make(year, 12, 31, &suggesting->as_of.on);
  if (suggesting->expectation == SIZE_MAX) return;
  const struct scenario *here = &book->circumstances[book->expectations[suggesting->expectation].scenario];
  suggesting->as_of = (struct as_of){ .year = here->year, .on = here->on };
}

/* Boundaries */

static void add_value(struct boundary *boundary, struct cell cell)
{
  if (boundary->count < VALUES_MAX) boundary->values[boundary->count++] = cell;
}

/* The figures of a field in steps of its unit: fen, one, a hundredth, a day. */
struct steps {
  int64_t first, last, den;
};

static bool steps_of(const struct field *field, struct steps *steps)
{
  static const struct steps kinds[FIELD_KINDS] = { [FIELD_MONEY] = { 1, INT64_C(1000000000000000), 1 },
                                                   [FIELD_COUNT] = { 0, 10000000, 1 },
                                                   [FIELD_NUMBER] = { 0, 1000000, 100 },
                                                   [FIELD_DATE] = { -7305, 36524, 1 } };
  *steps = kinds[field->kind];
  return steps->den != 0;
}

static struct cell step_cell(const struct steps *steps, int64_t at)
{
  struct ratio number = { at, 1 };
  if (steps->den != 1) ratio_make(at, steps->den, &number);
  return known(number.num, number.den);
}

/* The two neighbours between which the answer changes; false when it is the same at both ends. */
static bool find_turn(struct suggesting *suggesting, const struct node *node, const struct field *field,
                      const struct steps *steps, int64_t low, int64_t high, int64_t *turn)
{
  enum answer below = ask(suggesting, node, field, step_cell(steps, low));
  if (below == ask(suggesting, node, field, step_cell(steps, high))) return false;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (ask(suggesting, node, field, step_cell(steps, middle)) == below) low = middle;
    else high = middle;
  }
  *turn = low;
  return true;
}

/* 等于 turns twice, around the value itself. */
static int64_t middle_of(struct suggesting *suggesting, const struct node *node, const struct steps *steps)
{
  struct row_context subject = subject_of(suggesting);
  bool equal = node->op == NODE_COMPARE && (node->relation == EQUAL || node->relation == UNEQUAL);
  struct value value = equal                     ? value_of(&subject, node->operands[1])
                       : node->op == NODE_WITHIN ? value_of(&subject, node->operands[1])
                                                 : (struct value){ .state = STATE_UNKNOWN };
  if (value.state != STATE_KNOWN || value.low.num < steps->first || value.low.num > steps->last) return steps->first;
  return value.low.den == 1 ? value.low.num * steps->den : steps->first;
}

static void find_figures(struct suggesting *suggesting, const struct node *node, struct boundary *boundary)
{
  struct steps steps;
  int64_t turn;
  if (!steps_of(boundary->field, &steps)) return;
  int64_t middle = middle_of(suggesting, node, &steps);
  int64_t parts[][2] = { { steps.first, middle }, { middle, steps.last } };
  for (int i = 0; i < 2; i++) {
    if (parts[i][0] == parts[i][1] || !find_turn(suggesting, node, boundary->field, &steps, parts[i][0], parts[i][1], &turn))
      continue;
    add_value(boundary, step_cell(&steps, turn));
    add_value(boundary, step_cell(&steps, turn + 1));
  }
}

/* What is inside, outside, or too coarse: of each the first, and only what the condition has not been seen to answer. */
static void find_members(const struct node *node, unsigned seen, struct boundary *boundary)
{
  const struct field *field = boundary->field;
  int32_t outside = node->op == NODE_IN_REGION && node->codes[0] / 10000 == 11 ? 310000 : 110000;
  if (node->op == NODE_IN_REGION) {
    if (!(seen & 1u << ANSWER_YES)) add_value(boundary, known(node->codes[0], 1));
    if (!(seen & 1u << ANSWER_NO)) add_value(boundary, known(outside, 1));
    if (node->codes[0] % 10000 && !(seen & 1u << ANSWER_UNKNOWN)) add_value(boundary, known(node->codes[0] / 10000 * 10000, 1));
  }
  bool in = seen & 1u << ANSWER_YES, out = seen & 1u << ANSWER_NO;
  for (size_t i = 0; node->op == NODE_IN_SET && node->codes && i < field->choice_count; i++) {
    bool member = false;
    for (size_t k = 0; k < node->set_count; k++) member |= node->codes[k] == (int32_t)i;
    bool *there = member ? &in : &out;
    if (!*there) add_value(boundary, known((int64_t)i, 1));
    *there = true;
  }
}

/* The field that the question is about: the first that is read, on the left before the right. */
static const struct field *field_asked(const struct node *node)
{
  if (node->op == NODE_FIELD) return node->table == 0 ? node->field : NULL;
  const struct field *found = NULL;
  for (size_t i = 0; !found && i < node->operand_count; i++) found = field_asked(node->operands[i]);
  return found;
}

/* Has a case of the measure this value? Unknown ones are reported by what the condition has been seen to answer. */
static bool has_case(const struct suggesting *suggesting, const struct field *field, const struct cell *cell)
{
  const struct test_suite *book = suggesting->book;
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  workload_add(suggesting->model->workload, 2 * book->count);
  for (size_t i = 0; i < book->count; i++) {
    if (!slice_is(book->expectations[i].measure, suggesting->measure->id)) continue;
    for (size_t k = 0; k < book->sheet.columns; k++) {
      struct cell there;
      struct cell_problem problem;
      if (field_find(companies, book->sheet.names[k]) != field) continue;
      struct heading heading = heading_parse(suggesting->arena, book->sheet.headings[k]);
      cell_read(suggesting->arena, field, &heading, book->sheet.rows[book->expectations[i].row].cells[k], &there, &problem);
      if (there.state == cell->state && there.num == cell->num && there.den == cell->den) return true;
    }
  }
  return false;
}

static void suggest(struct suggesting *suggesting, const struct field *field, struct cell cell)
{
  for (size_t i = suggesting->count; i-- > 0 && suggesting->items[i].measure == suggesting->measure;) {
    const struct suggestion *other = &suggesting->items[i];
    bool same = other->field == field && other->cell.state == cell.state;
    workload_add(suggesting->model->workload, 1);
    if (same && other->cell.num == cell.num && other->cell.den == cell.den) return;
  }
  suggesting->items =
      arena_grow(suggesting->arena, suggesting->items, suggesting->count, &suggesting->capacity, sizeof *suggesting->items);
  suggesting->items[suggesting->count++] =
      (struct suggestion){ suggesting->measure, field, cell, suggesting->expectation, suggesting->as_of.year };
}

/* `seen`: the answers that the condition around the question has been seen to give; `alone`: it is the question itself. */
static void suggest_leaf(struct suggesting *suggesting, const struct node *node, unsigned seen, bool alone)
{
  struct boundary boundary = { .field = field_asked(node) };
  if (!boundary.field) return;
  if (node->op == NODE_COMPARE || node->op == NODE_WITHIN) find_figures(suggesting, node, &boundary);
  else if (node->op == NODE_IN_SET || node->op == NODE_IN_REGION) find_members(node, alone ? seen : 0, &boundary);
  else if (node->op == NODE_IS_TRUE && node->operands[0]->op == NODE_FIELD)
    add_value(&boundary, known(1, 1)), add_value(&boundary, known(0, 1));
  for (size_t i = 0; i < boundary.count; i++)
    if (!has_case(suggesting, boundary.field, &boundary.values[i])) suggest(suggesting, boundary.field, boundary.values[i]);
  if (!(seen & 1u << ANSWER_UNKNOWN) && !boundary.field->optional)
    suggest(suggesting, boundary.field, (struct cell){ .state = STATE_UNKNOWN, .den = 1 });
}

static void suggest_node(struct suggesting *suggesting, const struct node *node, unsigned seen, bool alone)
{
  bool leaf = node->op == NODE_COMPARE || node->op == NODE_WITHIN || node->op == NODE_IN_SET || node->op == NODE_IN_REGION ||
              node->op == NODE_IS_TRUE;
  bool inner = leaf && node->operands[0]->op == NODE_COUNT_FALSE;
  if (leaf && !inner) suggest_leaf(suggesting, node, seen, alone);
  for (size_t i = 0; (!leaf || inner) && i < node->operand_count; i++) suggest_node(suggesting, node->operands[i], seen, false);
}

static void suggest_measure(struct suggesting *suggesting)
{
  const struct measure *measure = suggesting->measure;
  const struct coverage *sight = &suggesting->book->sights[measure->index];
  const unsigned all = 7;
  model_looks_at(suggesting->model, measure);
  workload_add(suggesting->model->workload, 2 * suggesting->book->count);
  find_case(suggesting);
  read_case(suggesting);
  for (size_t i = 0; i < measure->condition_count; i++)
    suggest_node(suggesting, measure->conditions[i], sight->conditions[i], true);
  if (measure->amount) suggest_node(suggesting, measure->amount, all, false);
  for (size_t i = 0; i < measure->against_count; i++) suggest_node(suggesting, measure->against[i], all, false);
  for (size_t i = 0; i < measure->rung_count; i++) suggest_node(suggesting, measure->rungs[i].condition, all, false);
}

/* Rows */

static void plan_columns(struct suggesting *suggesting)
{
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  for (size_t i = 0; i < suggesting->count; i++) {
    bool there = false;
    for (size_t k = 0; k < suggesting->book->sheet.columns; k++)
      there |= field_find(companies, suggesting->book->sheet.names[k]) == suggesting->items[i].field;
    for (size_t k = 0; k < suggesting->column_count; k++) there |= suggesting->columns[k] == suggesting->items[i].field;
    if (there) continue;
    suggesting->columns = arena_grow(suggesting->arena, suggesting->columns, suggesting->column_count,
                                     &suggesting->column_capacity, sizeof *suggesting->columns);
    suggesting->columns[suggesting->column_count++] = suggesting->items[i].field;
  }
}

/* As staff would write it, with a unit where the column may have another; `未知` where a blank would mean something else. */
static void format_case_value(struct buffer *out, const struct field *field, const struct cell *cell)
{
  if (cell->state != STATE_KNOWN) {
    buffer_text(out, field->event ? message_name(MSG_STATE_UNKNOWN, LANGUAGE_CHINESE) : "");
    return;
  }
  switch (field->kind) {
  case FIELD_MONEY:
    money_write(out, cell->num);
    buffer_text(out, yuan_unit_name(FEN_YUAN));
    break;
  case FIELD_NUMBER: ratio_write(out, (struct ratio){ cell->num, cell->den }); break;
  case FIELD_COUNT: buffer_integer(out, cell->num); break;
  default: format_cell(out, field, cell);
  }
}

static void format_case_name(struct buffer *out, const struct suggestion *suggestion)
{
  buffer_printf(out, "%s %s ", suggestion->measure->id, suggestion->field->name);
  if (suggestion->cell.state == STATE_KNOWN) format_case_value(out, suggestion->field, &suggestion->cell);
  else format_words(out, LANGUAGE_CHINESE, MSG_STATE_UNKNOWN);
}

/* What is expected is for staff to say. */
static bool is_expected(struct slice heading)
{
  bool expected = false;
  for (int i = COLUMN_EXPECTED; i <= COLUMN_EXPECTED_ACTUAL; i++)
    expected |= slice_is(heading, file_column_name((enum file_column)i));
  return expected;
}

/* A cell of the row: what the case says, but for what is expected, and for the datum that is changed. */
static void format_case_cell(const struct suggesting *suggesting, const struct suggestion *suggestion, size_t column,
                             struct buffer *cell)
{
  const struct test_suite *book = suggesting->book;
  const struct sheet *sheet = &book->sheet;
  struct slice name = sheet->names[column];
  bool blank = is_expected(name) || (int)column == book->code_column || (int)column == book->object_column ||
               (int)column == book->history_column;
  if ((int)column == book->name_column) format_case_name(cell, suggestion);
  else if ((int)column == book->year_column) buffer_integer(cell, suggestion->year);
  else if ((int)column == book->measure_column) buffer_text(cell, suggestion->measure->id);
  else if (slice_is(name, file_column_name(COLUMN_GROUND))) buffer_text(cell, suggestion->measure->clause);
  else if (field_find(&suggesting->model->tables[0].kind, name) == suggestion->field)
    format_case_value(cell, suggestion->field, &suggestion->cell);
  else if (!blank && suggestion->expectation != SIZE_MAX)
    buffer_slice(cell, sheet->rows[book->expectations[suggestion->expectation].row].cells[column]);
}

static struct sheet rows_new(const struct suggesting *suggesting)
{
  const struct sheet *sheet = &suggesting->book->sheet;
  struct sheet rows = sheet_new(suggesting->arena, sheet->columns + suggesting->column_count);
  for (size_t k = 0; k < sheet->columns; k++) rows.headings[k] = sheet->headings[k];
  for (size_t k = 0; k < suggesting->column_count; k++)
    rows.headings[sheet->columns + k] = slice_of(suggesting->columns[k]->name);
  return rows;
}

static void add_row(const struct suggesting *suggesting, const struct suggestion *suggestion, struct sheet *rows)
{
  const size_t own = suggesting->book->sheet.columns;
  struct slice *cells = sheet_add_row(suggesting->arena, rows);
  struct buffer cell = { 0 };
  for (size_t k = 0; k < rows->columns; k++) {
    buffer_reset(&cell);
    if (k < own) format_case_cell(suggesting, suggestion, k, &cell);
    else if (suggesting->columns[k - own] == suggestion->field) format_case_value(&cell, suggestion->field, &suggestion->cell);
    cells[k] = slice_copy(suggesting->arena, buffer_view(&cell));
  }
  buffer_free(&cell);
}

/* Headings for a script that has no cases yet. */
static struct sheet empty_sheet(struct arena *arena, const struct table *companies)
{
  static const enum file_column columns[] = {
    COLUMN_CASE, COLUMN_YEAR, COLUMN_MEASURE_ID, COLUMN_EXPECTED, COLUMN_EXPECTED_AMOUNT, COLUMN_EXPECTED_MISSING, COLUMN_GROUND
  };
  enum { COUNT = sizeof columns / sizeof *columns };
  struct sheet sheet = sheet_new(arena, COUNT + 1);
  for (size_t i = 0; i < COUNT; i++) sheet.headings[i] = slice_of(file_column_name(columns[i]));
  sheet.headings[COUNT] = slice_of(companies->kind.fields[companies->region].name);
  sheet.names = sheet.headings;
  return sheet;
}

struct sheet cases_suggest(struct arena *arena, const struct model *model, const struct test_suite *book)
{
  struct test_suite own = *book;
  if (!own.found) {
    own.sheet = empty_sheet(arena, &model->tables[0]);
    own.year_column = 1;
    own.measure_column = 2;
    own.code_column = own.object_column = own.history_column = -1;
  }
  struct suggesting suggesting = { .arena = arena, .model = model, .book = &own };
  suggesting.cells = arena_array(arena, model->tables[0].kind.field_count, sizeof *suggesting.cells);
  for (size_t i = 0; i < model->measure_count; i++) {
    suggesting.measure = model->measures[i];
    bool judged = measure_kind_judged(suggesting.measure->kind) && !suggesting.measure->unlisted && !suggesting.measure->object;
    if (judged) suggest_measure(&suggesting);
  }
  plan_columns(&suggesting);
  struct sheet rows = rows_new(&suggesting);
  for (size_t i = 0; i < suggesting.count; i++) add_row(&suggesting, &suggesting.items[i], &rows);
  return rows;
}

/* The cases beside a script: what each row expects, and of which year, day, parameters and history it speaks. */
#include <stdlib.h>
#include <string.h>

#include "session/cases.h"
#include "session/side_tables.h"
#include "write/targets.h"
#include "write/file_columns.h"

/* `column`: named in the message; its position is the fault's column. */
static bool refuse(const struct test_suite *book, size_t row, int column, enum message message, struct fault *fault)
{
  fault_set(fault, FAULT_FILE, message, NULL);
  return fault_at(fault, book->path, (int)book->sheet.rows[row].line, column + 1);
}

size_t case_first_row(const struct test_suite *book, size_t row)
{
  struct slice name = sheet_cell(&book->sheet, row, book->name_column);
  for (size_t i = 0; name.length && i < row; i++)
    if (slice_equal(sheet_cell(&book->sheet, i, book->name_column), name)) return i;
  return row;
}

struct slice case_code(struct arena *arena, size_t first_row, struct slice code)
{
  return slice_of(arena_printf(arena, "%zu:%.*s", first_row, (int)code.length, code.at));
}

/* A row without a code gets its own. */
struct slice case_row_code(struct arena *arena, const struct test_suite *book, size_t row)
{
  struct slice code = sheet_cell(&book->sheet, row, book->code_column);
  if (!code.length) code = slice_of(arena_printf(arena, "R%zu", row));
  return case_code(arena, case_first_row(book, row), slice_upper(arena, code));
}

bool case_pair(struct slice *text, struct slice *name, struct slice *value)
{
  static const char comma[] = "、";
  size_t length = 0, step = 0;
  while (text->length && (text->at[0] == ';' || text->at[0] == ' ')) text->at++, text->length--;
  if (!text->length) return false;
  while (length < text->length && !step) {
    struct slice rest = { text->at + length, text->length - length };
    step = rest.at[0] == ';' ? 1 : slice_starts(rest, comma) ? sizeof comma - 1 : 0;
    if (!step) length++;
  }
  struct slice pair = { text->at, length };
  const char *equals = memchr(pair.at, '=', pair.length);
  size_t before = equals ? (size_t)(equals - pair.at) : 0;
  *name = slice_trim((struct slice){ pair.at, before });
  *value = slice_trim(equals ? (struct slice){ equals + 1, pair.length - before - 1 } : pair);
  text->at += length + step;
  text->length -= length + step;
  return true;
}

static bool read_year(const struct test_suite *book, size_t row, int *year)
{
  char digits[8] = "", *end;
  struct slice text = sheet_cell(&book->sheet, row, book->year_column);
  if (text.length == 0 || text.length >= sizeof digits) return false;
  memcpy(digits, text.at, text.length);
  *year = (int)strtol(digits, &end, 10);
  return !*end && *year > 1900 && *year < 9999;
}

static bool same(const struct scenario *a, const struct scenario *b)
{
  return a->year == b->year && a->on == b->on && a->alone == b->alone && slice_equal(a->parameters, b->parameters);
}

static const struct measure *measure_of(struct arena *arena, const struct model *model, const struct test_suite *book, size_t row)
{
  struct slice id = sheet_cell(&book->sheet, row, book->measure_column);
  return model_measure(model, arena_copy(arena, id.at, id.length));
}

/* A row without a measure is one more company of its case. */
static bool read_scenario(struct arena *arena, const struct model *model, struct test_suite *book, size_t row,
                          struct fault *fault)
{
  size_t first_row = case_first_row(book, row);
  if (first_row < row && !sheet_cell(&book->sheet, row, book->measure_column).length) {
    book->of_row[row] = book->of_row[first_row];
    return true;
  }
  struct scenario here = { .parameters = sheet_cell(&book->sheet, row, book->parameters_column) };
  struct slice on = sheet_cell(&book->sheet, row, book->on_column), rest = here.parameters, name, value;
  if (!read_year(book, row, &here.year)) return refuse(book, row, book->year_column, MSG_CASE_YEAR, fault);
  date_make(here.year, 12, 31, &here.on);
  if (on.length && !date_parse(on, &here.on)) return refuse(book, row, book->on_column, MSG_CASE_ON, fault);
  while (case_pair(&rest, &name, &value))
    if (!name.length || !value.length) return refuse(book, row, book->parameters_column, MSG_CASE_PARAMETERS, fault);
  const struct measure *measure = measure_of(arena, model, book, row);
  bool counted = measure && (measure->budget || measure->kind == MEASURE_TARGET);
  if (here.parameters.length || counted) here.alone = first_row + 1;
  size_t at = 0;
  while (at < book->scenario_count && !same(&book->circumstances[at], &here)) at++;
  book->of_row[row] = at;
  if (at < book->scenario_count) return true;
  book->circumstances = arena_grow(arena, book->circumstances, at, &book->scenario_capacity, sizeof here);
  book->circumstances[book->scenario_count++] = here;
  return true;
}

static bool read_target(struct test_suite *book, size_t row, struct expectation *expectation, struct fault *fault)
{
  const struct sheet *sheet = &book->sheet;
  int column = sheet_column(sheet, file_column_name(COLUMN_EXPECTED));
  struct slice said = sheet_cell(sheet, row, column);
  struct target_expectation *target = &expectation->target;
  *target = (struct target_expectation){ .is_target = true,
                                         .stands = "",
                                         .unit = sheet_cell(sheet, row, sheet_column(sheet, file_column_name(COLUMN_UNIT))),
                                         .actual = sheet_cell(sheet, row,
                                                              sheet_column(sheet, file_column_name(COLUMN_EXPECTED_ACTUAL))) };
  expectation->scenario = book->of_row[row];
  for (int i = TARGET_UNJUDGED; i <= TARGET_REACHED; i++)
    if (slice_is(said, target_word((enum target_outcome)i))) {
      target->outcome = (enum target_outcome)i;
      book->expectations[book->count++] = *expectation;
      return true;
    }
  return refuse(book, row, column, MSG_CASE_TARGET, fault);
}

static bool read_expectation(struct arena *arena, const struct model *model, struct test_suite *book, size_t row,
                             struct fault *fault)
{
  const struct sheet *sheet = &book->sheet;
  int outcome = sheet_column(sheet, file_column_name(COLUMN_EXPECTED)),
      amount = sheet_column(sheet, file_column_name(COLUMN_EXPECTED_AMOUNT));
  struct expectation expectation = {
    .row = row,
    .name = sheet_cell(sheet, row, book->name_column),
    .stands = "",
    .measure = sheet_cell(sheet, row, book->measure_column),
    .missing = sheet_cell(sheet, row, sheet_column(sheet, file_column_name(COLUMN_EXPECTED_MISSING))),
    .not_missing = sheet_cell(sheet, row, sheet_column(sheet, file_column_name(COLUMN_EXPECTED_NOT_MISSING))),
    .rung = sheet_cell(sheet, row, sheet_column(sheet, file_column_name(COLUMN_EXPECTED_RUNG)))
  };
  struct cell_problem problem;
  if (!read_scenario(arena, model, book, row, fault)) return false;
  if (!expectation.measure.length) return true;
  const struct measure *measure = expectation.about = measure_of(arena, model, book, row);
  if (!measure) return refuse(book, row, book->measure_column, MSG_DECISION_UNKNOWN_MEASURE, fault);
  if (measure->kind == MEASURE_TARGET) return read_target(book, row, &expectation, fault);
  if (!outcome_read(sheet_cell(sheet, row, outcome), measure, &expectation.outcome))
    return refuse(book, row, outcome, outcome_expected(measure), fault);
  if (!amount_read(arena, sheet, row, amount, &expectation.has_amount, &expectation.amount, &problem))
    return refuse(book, row, amount, problem.message, fault);
  struct slice object = sheet_cell(sheet, row, book->object_column);
  expectation.scenario = book->of_row[row];
  expectation.object = object.length > 0;
  expectation.code =
      object.length ? case_code(arena, case_first_row(book, row), slice_upper(arena, object)) : case_row_code(arena, book, row);
  book->expectations[book->count++] = expectation;
  return true;
}

bool cases_read(struct arena *arena, const struct model *model, struct test_suite *book, struct fault *fault)
{
  const struct sheet *sheet = &book->sheet;
  const struct table *companies = &model->tables[0];
  int outcome;
  if (!sheet_read(arena, book->path, &book->sheet, fault)) return false;
  if (!sheet_require(sheet, file_column_name(COLUMN_CASE), &book->name_column, fault) ||
      !sheet_require(sheet, file_column_name(COLUMN_YEAR), &book->year_column, fault))
    return false;
  if (!sheet_require(sheet, file_column_name(COLUMN_MEASURE_ID), &book->measure_column, fault) ||
      !sheet_require(sheet, file_column_name(COLUMN_EXPECTED), &outcome, fault))
    return false;
  book->on_column = sheet_column(sheet, file_column_name(COLUMN_AS_OF));
  book->parameters_column = sheet_column(sheet, file_column_name(COLUMN_PARAMETER));
  book->history_column = sheet_column(sheet, file_column_name(COLUMN_HISTORY));
  book->code_column = sheet_column(sheet, companies->kind.fields[companies->code].name);
  book->object_column = sheet_column(sheet, file_column_name(COLUMN_OBJECT_CODE));
  book->expectations = arena_array(arena, sheet->count + 1, sizeof *book->expectations);
  book->of_row = arena_array(arena, sheet->count + 1, sizeof *book->of_row);
  for (size_t i = 0; i < sheet->count; i++)
    if (!read_expectation(arena, model, book, i, fault)) return false;
  return true;
}

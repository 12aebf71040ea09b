/* Results of earlier years, decisions, indicators and tasks: small tables with fixed headings. */
#include "session/side_tables.h"

#include <string.h>

#include "data/code_index.h"
#include "data/column.h"
#include "data/small_table.h"
#include "decode/unicode.h"
#include "write/file_columns.h"

/* Reads a small table, tells what a reader should know of it, and notes it as an input of the run. */
static bool read_and_notice(struct arena *arena, const char *path, const char *role, const char *const *names,
                            struct notifier *notifier, struct manifest *manifest, struct sheet *sheet, struct fault *fault)
{
  if (!sheet_read_named(arena, path, names, sheet, fault)) return false;
  for (size_t i = 0; i < sheet->note_count; i++)
    notify(notifier, sheet->notes[i].message, path, sheet->notes[i].a, sheet->notes[i].b);
  if (manifest) manifest_add(manifest, role, path, sheet->digest, (int64_t)sheet->count);
  return true;
}

bool input_sheet(struct side_tables *inputs, const char *path, const char *role, const char *const *names, struct sheet *sheet,
                 struct fault *fault)
{
  return read_and_notice(inputs->arena, path, role, names, inputs->options->notifier, inputs->manifest, sheet, fault);
}

const struct measure *input_measure(const struct side_tables *inputs, struct slice id)
{
  int64_t at = id.length ? code_index_find(inputs->measures, id) : CODES_NONE;
  return at == CODES_NONE ? NULL : inputs->plan->model->measures[at];
}

/* Ids are compared in NFKC, as every text. */
static void index_measures(struct side_tables *inputs)
{
  const struct plan *plan = inputs->plan;
  bool fresh;
  inputs->measures = code_index_new();
  inputs->planned = arena_array(inputs->arena, plan->model->measure_count + 1, sizeof(struct planned *));
  for (size_t i = 0; i < plan->model->measure_count; i++)
    code_index_put(inputs->measures, unicode_cell(inputs->arena, slice_of(plan->model->measures[i]->id), NULL), (uint32_t)i,
                   &fresh);
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++)
      inputs->planned[plan->subjects[s].measures[i].measure->index] = &plan->subjects[s].measures[i];
}

void input_problem(struct side_tables *inputs, const struct sheet *sheet, size_t row, int column, enum message message,
                   const char *a)
{
  inputs->problems =
      arena_grow(inputs->arena, inputs->problems, inputs->problem_count, &inputs->problem_capacity, sizeof *inputs->problems);
  inputs->problems[inputs->problem_count++] = (struct side_table_problem){ .path = sheet->path,
                                                                           .line = sheet->rows[row].line,
                                                                           .heading = sheet->headings[column],
                                                                           .raw = sheet->rows[row].raw[column],
                                                                           .message = message,
                                                                           .argument = { a } };
}

bool amount_read(struct arena *arena, const struct sheet *sheet, size_t row, int column, bool *has_amount, int64_t *fen,
                 struct cell_problem *problem)
{
  static const struct field money = { .name = "", .kind = FIELD_MONEY };
  struct slice text = sheet_cell(sheet, row, column);
  struct cell cell;
  *has_amount = false;
  if (!text.length) return true;
  if (!sheet_cell_read(arena, sheet, row, column, &money, &cell, problem)) return false;
  *has_amount = cell.state == STATE_KNOWN;
  *fen = cell.num;
  return true;
}

/* Why a decision that can be read does not apply; MESSAGE_COUNT: it does. `amount` tells whether the cell of the amount is meant.
 */
static enum message decision_problem(const struct measure *measure, const struct decision *decision, bool *amount)
{
  *amount = false;
  if (!measure) return MSG_DECISION_UNKNOWN_MEASURE;
  if (!measure_kind_judged(measure->kind)) return MSG_DECISION_NOT_JUDGED;
  *amount = decision->has_amount;
  if (!decision->has_amount) return MESSAGE_COUNT;
  if (decision->outcome != OUTCOME_YES) return MSG_DECISION_AMOUNT;
  if (decision->amount < 0) return MSG_DECISION_NEGATIVE;
  return measure_kind_grants(measure->kind) || measure_kind_owes(measure->kind) ? MESSAGE_COUNT : MSG_DECISION_NO_MONEY;
}

static void decision_add(struct side_tables *inputs, const struct sheet *sheet, size_t row, const int columns[2],
                         struct decision decision, struct decisions *decisions)
{
  const struct measure *measure = input_measure(inputs, decision.measure);
  bool about_amount = false, read = !decision.refused;
  if (read) decision.problem = decision_problem(measure, &decision, &about_amount);
  decision.refused = decision.problem != MESSAGE_COUNT;
  int column = columns[about_amount];
  if (measure) decision.measure = slice_of(measure->id);
  if (decision.refused && read) decision.heading = sheet->headings[column], decision.raw = sheet->rows[row].raw[column];
  decision.used = measure && !inputs->planned[measure->index]; /* of a measure that this run does not judge */
  decisions->items = arena_grow(inputs->arena, decisions->items, decisions->count, &decisions->capacity, sizeof decision);
  decisions->items[decisions->count++] = decision;
}

/* What an authority decided is never guessed: a row with a cell that cannot be read does not apply. */
static void refuse_cell(struct decision *decision, const struct sheet *sheet, size_t row, int column, enum message message,
                        const char *argument)
{
  decision->refused = true;
  decision->problem = message;
  decision->argument = argument;
  decision->heading = sheet->headings[column];
  decision->raw = sheet->rows[row].raw[column];
}

/* A row of the form that `huiqi documents` makes, which has not been filled in. */
static bool is_unfilled(const struct sheet *sheet, size_t row)
{
  static const enum file_column filled[] = { COLUMN_OUTCOME, COLUMN_AMOUNT, COLUMN_GROUND };
  if (sheet_column(sheet, file_column_name(COLUMN_OUTCOME_COMPUTED)) < 0) return false;
  for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
    if (sheet_cell(sheet, row, sheet_column(sheet, file_column_name(filled[i]))).length) return false;
  return true;
}

const enum file_column decision_columns[] = { COLUMN_MEASURE_ID, COLUMN_OBJECT_CODE, COLUMN_OUTCOME,
                                              COLUMN_AMOUNT,     COLUMN_GROUND,      FILE_COLUMNS };

static bool read_decisions(struct side_tables *inputs, const char *path, struct decisions *decisions, struct fault *fault)
{
  struct arena *arena = inputs->arena;
  struct sheet sheet;
  int measure, code, outcome;
  struct cell_problem problem;
  const char *role = message_name(MSG_RECORD_DECISIONS, LANGUAGE_CHINESE);
  const char *const names[] = { role, message_name(MSG_RECORD_DECISIONS, LANGUAGE_ENGLISH), NULL };
  if (!input_sheet(inputs, path, role, names, &sheet, fault)) return false;
  if (!sheet_require(&sheet, file_column_name(COLUMN_MEASURE_ID), &measure, fault) ||
      !sheet_require(&sheet, file_column_name(COLUMN_OBJECT_CODE), &code, fault))
    return false;
  if (!sheet_require(&sheet, file_column_name(COLUMN_OUTCOME), &outcome, fault)) return false;
  int amount = sheet_column(&sheet, file_column_name(COLUMN_AMOUNT)),
      ground = sheet_column(&sheet, file_column_name(COLUMN_GROUND));
  size_t rounded = 0, unfilled = 0;
  for (size_t i = 0; i < sheet.count; i++) {
    if (is_unfilled(&sheet, i)) {
      unfilled++;
      continue;
    }
    struct decision decision = { .measure = sheet_cell(&sheet, i, measure),
                                 .code = slice_upper(arena, sheet_cell(&sheet, i, code)),
                                 .ground = sheet_cell(&sheet, i, ground),
                                 .heading = sheet.headings[code],
                                 .raw = sheet.rows[i].raw[code],
                                 .line = sheet.rows[i].line };
    const struct measure *about = input_measure(inputs, decision.measure);
    if (!outcome_read(sheet_cell(&sheet, i, outcome), about, &decision.outcome))
      refuse_cell(&decision, &sheet, i, outcome, outcome_expected(about), NULL);
    else if (!amount_read(arena, &sheet, i, amount, &decision.has_amount, &decision.amount, &problem))
      refuse_cell(&decision, &sheet, i, amount, problem.message, problem.argument[0]);
    rounded += decision.has_amount && problem.remark;
    if (decision.has_amount) decision.amount_heading = sheet.headings[amount], decision.amount_raw = sheet.rows[i].raw[amount];
    decision_add(inputs, &sheet, i, (int[2]){ measure, amount }, decision, decisions);
  }
  if (unfilled) notify(inputs->options->notifier, MSG_NOTICE_UNFILLED, path, arena_printf(arena, "%zu", unfilled), NULL);
  if (rounded)
    notify(inputs->options->notifier, MSG_NOTICE_ROUNDED, path,
           arena_copy(arena, sheet.headings[amount].at, sheet.headings[amount].length), arena_printf(arena, "%zu", rounded));
  const struct decision *twice = decisions_index(arena, decisions);
  if (!twice) return true;
  fault_set(fault, FAULT_FILE, MSG_DECISION_TWICE, arena_copy(arena, twice->measure.at, twice->measure.length),
            arena_copy(arena, twice->code.at, twice->code.length), NULL);
  return fault_at(fault, path, (int)twice->line, 0);
}

void side_tables_close(struct run_options *run)
{
  history_free((struct history *)(uintptr_t)run->history);
  run->history = NULL;
}

static bool read_all(struct side_tables *inputs, struct run_options *run, struct fault *fault)
{
  const struct session_options *options = inputs->options;
  struct history *history = options->history.count ? history_new() : NULL;
  run->history = history;
  for (size_t i = 0; i < options->history.count; i++)
    if (!history_read(inputs, options->history.items[i], history, fault)) return false;
  if (!options->decisions) return true;
  run->decisions = arena_alloc(inputs->arena, sizeof *run->decisions);
  *run->decisions = (struct decisions){ 0 };
  return read_decisions(inputs, options->decisions, run->decisions, fault);
}

bool side_tables_read(struct side_tables *inputs, struct run_options *run, struct fault *fault)
{
  index_measures(inputs);
  bool read = read_all(inputs, run, fault);
  code_index_free(inputs->measures);
  if (!read) side_tables_close(run);
  return read;
}

static void problem_notify(struct side_tables *inputs, struct results *results, const struct side_table_problem *problem)
{
  struct buffer said = { 0 };
  inputs->on_notice++;
  message_text(&said, inputs->options->notifier->language, problem->message, problem->argument[0], NULL);
  if (results) {
    results_problem(results, slice_of(problem->path), problem->line, problem->heading, problem->raw, buffer_view(&said));
  } else {
    buffer_char(&said, 0);
    notify(inputs->options->notifier, MSG_NOTICE_INPUT_PROBLEM, problem->path, arena_printf(inputs->arena, "%u", problem->line),
           said.at);
  }
  buffer_free(&said);
}

void side_tables_notify(struct side_tables *inputs, struct results *results)
{
  for (size_t i = 0; i < inputs->problem_count; i++) problem_notify(inputs, results, &inputs->problems[i]);
}

void side_tables_absent(struct side_tables *inputs, struct results *results, const struct run *run)
{
  const struct absent_part *parts;
  size_t count = run_absent_parts(run, &parts);
  for (size_t i = 0; i < count; i++) {
    struct arguments arguments = { .count = 0 };
    struct buffer said = { 0 };
    argument_text(&arguments, parts[i].measure->id);
    argument_integer(&arguments, (int64_t)parts[i].part);
    argument_money(&arguments, parts[i].amount);
    arguments_say(&said, inputs->options->notifier->language, MSG_HISTORY_ABSENT, &arguments);
    results_problem(results, slice_of(parts[i].row->place.path), parts[i].row->place.line,
                    slice_of(file_column_name(COLUMN_OBJECT_CODE)), parts[i].code, buffer_view(&said));
    buffer_free(&said);
  }
}

void side_tables_unused(struct side_tables *inputs, struct results *results, const struct run_options *run, bool judged)
{
  static const enum message limits[] = {
    [DECISION_ABOVE_CAP] = MSG_DECISION_OUTSIDE,
    [DECISION_OUTSIDE_RANGE] = MSG_DECISION_OUTSIDE_RANGE,
    [DECISION_ABOVE_CUMULATIVE_CAP] = MSG_DECISION_ABOVE_CUMULATIVE,
  };
  for (size_t i = 0; run->decisions && i < run->decisions->count; i++) {
    const struct decision *decision = &run->decisions->items[i];
    struct side_table_problem problem = {
      .path = inputs->options->decisions,
      .line = decision->line,
      .heading = decision->heading,
      .raw = decision->raw,
      .message = decision->refused ? decision->problem : MSG_DECISION_UNKNOWN_OBJECT,
      .argument = { decision->argument ? decision->argument : outcome_name(NULL, decision->outcome, LANGUAGE_CHINESE) }
    };
    if (decision->limit != DECISION_WITHIN && !decision->refused) {
      problem.message = limits[decision->limit];
      problem.heading = decision->amount_heading, problem.raw = decision->amount_raw;
      problem_notify(inputs, results, &problem);
      continue;
    }
    if (!decision->refused && !decision->code.length) problem.message = MSG_CELL_CODE_BLANK;
    if (decision->refused || (judged && !decision->used)) problem_notify(inputs, results, &problem);
  }
}

/* 指标 and 任务分解 */

struct figure_reading {
  struct arena *arena;
  const struct sheet *sheet;
  struct results *results;
  enum language language;
};

/* A problem of a row, or of its cell. */
static void figure_problem(const struct figure_reading *reading, size_t row, int column, enum message message, const char *a,
                           const char *b)
{
  const struct sheet *sheet = reading->sheet;
  struct slice none = { "", 0 };
  struct buffer said = { 0 };
  if (!reading->results) return;
  message_text(&said, reading->language, message, a, b, NULL);
  results_problem(reading->results, slice_of(sheet->path), sheet->rows[row].line, column < 0 ? none : sheet->headings[column],
                  column < 0 ? none : sheet->rows[row].raw[column], buffer_view(&said));
  buffer_free(&said);
}

static void figure_width(const struct figure_reading *reading, size_t row)
{
  const struct sheet *sheet = reading->sheet;
  uint32_t width = sheet->rows[row].width;
  if (width == sheet->columns) return;
  figure_problem(reading, row, -1, width < sheet->columns ? MSG_ROW_SHORT : MSG_ROW_LONG,
                 arena_printf(reading->arena, "%u", width), arena_printf(reading->arena, "%zu", sheet->columns));
}

static bool read_figure(const struct figure_reading *reading, size_t row, int column, enum field_kind kind, struct ratio *value)
{
  struct field field = { .name = "", .kind = kind };
  struct cell cell;
  struct cell_problem problem;
  if (!sheet_cell_read(reading->arena, reading->sheet, row, column, &field, &cell, &problem))
    figure_problem(reading, row, column, problem.message, problem.argument[0], problem.argument[1]);
  *value = (struct ratio){ cell.num, cell.den ? cell.den : 1 };
  return cell.state == STATE_KNOWN;
}

/* Two rows for one figure that say different things: nobody knows which is right. */
static bool contradicts(const struct figure_reading *reading, size_t row, int column, struct ratio before, struct ratio value,
                        uint32_t line)
{
  if (ratio_compare(before, value) == 0) return false;
  figure_problem(reading, row, column, MSG_FIGURE_CONTRADICTS, arena_printf(reading->arena, "%u", line), NULL);
  return true;
}

/* Areas are compared in NFKC. */
static void check_contradiction(const struct figure_reading *reading, const struct figures *figures, struct figure_rows *rows,
                                size_t at, int column, struct figure_row *fresh)
{
  struct slice area = unicode_cell(reading->arena, fresh->area, NULL);
  for (size_t i = rows->count; i-- > 0;) {
    struct figure_row *before = &rows->items[i];
    bool same = before->year == fresh->year && slice_equal(before->name, fresh->name) &&
                area_same(figures->regions, unicode_cell(reading->arena, before->area, NULL), area);
    if (!same || !fresh->known || !(before->known || before->contradicted)) continue;
    if (!contradicts(reading, at, column, before->value, fresh->value, before->line)) continue;
    before->known = fresh->known = false;
    before->contradicted = fresh->contradicted = true;
  }
}

/* Where the name, the area, the year and the value stand; those that are missing are named in this order. */
static bool find_figure_columns(const struct sheet *sheet, enum figure_table table, int columns[FILE_COLUMNS],
                                struct fault *fault)
{
  static const enum file_column asked[FIGURE_TABLES][4] = {
    [FIGURE_INDICATORS] = { COLUMN_INDICATOR, COLUMN_AREA, COLUMN_YEAR, COLUMN_VALUE },
    [FIGURE_TASKS] = { COLUMN_INDICATOR, COLUMN_YEAR, COLUMN_UNIT, COLUMN_TASK }
  };
  for (int i = 0; i < 4; i++)
    if (!sheet_require(sheet, file_column_name(asked[table][i]), &columns[asked[table][i]], fault)) return false;
  return true;
}

bool figures_read_file(struct arena *arena, const char *path, enum figure_table table, struct notifier *notifier,
                       struct figures *figures, struct results *results, struct manifest *manifest, struct fault *fault)
{
  struct sheet sheet;
  struct figure_rows *rows = &figures->rows[table];
  int columns[FILE_COLUMNS], value = table == FIGURE_TASKS ? COLUMN_TASK : COLUMN_VALUE;
  const char *const names[] = { figure_table_name(table), NULL };
  if (!read_and_notice(arena, path, names[0], names, notifier, manifest, &sheet, fault)) return false;
  if (!find_figure_columns(&sheet, table, columns, fault)) return false;
  const struct figure_reading reading = { arena, &sheet, results, notifier->language };
  for (size_t i = 0; i < sheet.count; i++) {
    struct figure_row row = { .name = sheet_cell(&sheet, i, columns[COLUMN_INDICATOR]), .line = sheet.rows[i].line };
    struct ratio year;
    figure_width(&reading, i);
    row.area = table == FIGURE_TASKS ? unicode_shown(arena, sheet.rows[i].raw[columns[COLUMN_UNIT]])
                                     : sheet_cell(&sheet, i, columns[COLUMN_AREA]);
    if (!read_figure(&reading, i, columns[COLUMN_YEAR], FIELD_COUNT, &year)) continue;
    row.year = (int)year.num;
    row.known = read_figure(&reading, i, columns[value], FIELD_NUMBER, &row.value);
    check_contradiction(&reading, figures, rows, i, columns[value], &row);
    rows->items = arena_grow(arena, rows->items, rows->count, &rows->capacity, sizeof row);
    rows->items[rows->count++] = row;
  }
  return true;
}

static bool names_target(struct arena *arena, const struct measure *measure, struct slice name)
{
  if (measure->kind != MEASURE_TARGET) return false;
  return slice_equal(name, unicode_cell(arena, slice_of(measure->name), NULL)) ||
         slice_equal(name, unicode_cell(arena, slice_of(measure->id), NULL));
}

/* Tasks of no target are reported, each name once. */
static void notice_idle_tasks(struct arena *arena, const struct model *model, const struct figures *figures,
                              struct notifier *notifier)
{
  const struct figure_rows *tasks = &figures->rows[FIGURE_TASKS];
  for (size_t i = 0; i < tasks->count; i++) {
    struct slice name = tasks->items[i].name;
    bool used = false;
    for (size_t k = 0; k < i; k++) used |= slice_equal(tasks->items[k].name, name);
    for (size_t k = 0; k < model->measure_count; k++) used |= names_target(arena, model->measures[k], name);
    if (!used) notifier_show(notifier, MSG_NOTICE_TASK_IDLE, arena_copy(arena, name.at, name.length), NULL, NULL);
  }
}

bool figures_read(struct arena *arena, const struct session_options *options, const struct model *model, struct figures *figures,
                  struct results *results, struct manifest *manifest, struct fault *fault)
{
  figures->regions = model->regions;
  for (size_t i = 0; i < options->with_count; i++) {
    int named = model_find_table(model, options->with[i].name);
    enum figure_table table = named > 0 ? figure_table_find(model->tables[named].kind.name) : FIGURE_TABLES;
    if (table == FIGURE_TABLES) continue;
    if (!figures_read_file(arena, options->with[i].path, table, options->notifier, figures, results, manifest, fault))
      return false;
  }
  if (results) notice_idle_tasks(arena, model, figures, options->notifier);
  return true;
}

/* Judging the cases beside a script. */
#include "session/cases.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "session/files_below.h"
#include "session/scripts.h"
#include "session/session_state.h"
#include "decode/unicode.h"
#include "evaluate/run.h"
#include "explain/explain_verdict.h"
#include "write/csv.h"
#include "write/targets.h"
#include "write/file_columns.h"

struct judging {
  struct arena *arena;
  const struct model *model; /* with the parameters of the circumstances */
  const struct version *version;
  struct notifier *notifier;
  struct test_suite *book;
  const char *base;
  const struct plan *plan;
  struct wording reason;
  size_t scenario;
  struct history *history;
  int files[64]; /* the lists of one run, in memory */
  size_t file_count;
  struct figures figures;
};

/* The list of one run, in a file that nobody else sees */

/* Codes, and whatever else tells objects or companies apart. */
static bool is_identity(const struct table *table, const struct field *field)
{
  if (field->kind == FIELD_CODE) return true;
  for (size_t i = 0; i < table->object_count; i++)
    if (field == &table->kind.fields[table->objects[i].code]) return true;
  for (size_t i = 0; i < table->link_count; i++)
    if (field == &table->kind.fields[table->links[i].field]) return true;
  return false;
}

/* A file without a name, which is gone with the program whatever happens. */
static const char *hidden_file(struct judging *judging, const struct sheet *sheet, struct fault *fault)
{
  struct buffer text = { 0 };
  int file = judging->file_count < sizeof judging->files / sizeof *judging->files ? memfd_create("cases", MFD_CLOEXEC) : -1;
  csv_sheet(&text, sheet);
  bool written = file >= 0 && file_write(file, text.at, text.length);
  if (file >= 0) judging->files[judging->file_count++] = file;
  if (!written) fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, judging->book->path, strerror(errno), NULL);
  buffer_free(&text);
  return written ? arena_printf(judging->arena, "/proc/self/fd/%d", file) : NULL;
}

/* Columns of a sheet that are fields of a table, but for two that mean something else. */
static size_t *field_columns(struct arena *arena, const struct sheet *sheet, const struct table_kind *kind, int but,
                             const struct field *but_field, size_t *count)
{
  size_t *columns = arena_array(arena, sheet->columns, sizeof *columns);
  *count = 0;
  for (size_t k = 0; k < sheet->columns; k++) {
    const struct field *field = field_find(kind, sheet->names[k]);
    if (field && (int)k != but && field != but_field) columns[(*count)++] = k;
  }
  return columns;
}

static const char *write_companies(struct judging *judging, struct fault *fault)
{
  const struct test_suite *book = judging->book;
  const struct table *companies = &judging->model->tables[0];
  const struct field *fields = companies->kind.fields;
  size_t count, *columns = field_columns(judging->arena, &book->sheet, &companies->kind, book->code_column,
                                         &fields[companies->label], &count);
  struct sheet list = sheet_new(judging->arena, count + 2);
  list.headings[0] = slice_of(fields[companies->code].name);
  list.headings[1] = slice_of(fields[companies->label].name);
  for (size_t k = 0; k < count; k++) list.headings[k + 2] = book->sheet.headings[columns[k]];
  for (size_t i = 0; i < book->sheet.count; i++) {
    if (book->of_row[i] != judging->scenario) continue;
    struct slice *cells = sheet_add_row(judging->arena, &list);
    cells[0] = case_row_code(judging->arena, book, i);
    cells[1] = sheet_cell(&book->sheet, i, book->name_column);
    for (size_t k = 0; k < count; k++) cells[k + 2] = book->sheet.rows[i].cells[columns[k]];
  }
  return hidden_file(judging, &list, fault);
}

/* Is the case one of this run? Its first row says so. */
static bool is_present(const struct judging *judging, struct slice name, size_t *first_row)
{
  const struct test_suite *book = judging->book;
  for (size_t i = 0; i < book->sheet.count; i++) {
    if (!slice_equal(sheet_cell(&book->sheet, i, book->name_column), name)) continue;
    *first_row = i;
    return book->of_row[i] == judging->scenario;
  }
  return false;
}

/* Rows of a related table carry the case's name: 案例. */
static bool write_related(struct judging *judging, int index, const char **path, struct fault *fault)
{
  const struct table *table = &judging->model->tables[index];
  struct arena *arena = judging->arena;
  const char *source = arena_printf(arena, "%s.cases.%s.csv", judging->base, table->kind.name);
  struct sheet related;
  int name_column;
  bool there;
  *path = NULL;
  if (!file_beside(source, &there, fault) || !there) return !there;
  if (!sheet_read(arena, source, &related, fault) || !sheet_require(&related, file_column_name(COLUMN_CASE), &name_column, fault))
    return false;
  size_t number, count, *columns = field_columns(arena, &related, &table->kind, name_column, NULL, &count);
  struct sheet rows = sheet_new(arena, count);
  for (size_t k = 0; k < count; k++) rows.headings[k] = related.headings[columns[k]];
  for (size_t i = 0; i < related.count; i++) {
    if (!is_present(judging, sheet_cell(&related, i, name_column), &number)) continue;
    struct slice *cells = sheet_add_row(arena, &rows);
    for (size_t k = 0; k < count; k++) {
      cells[k] = related.rows[i].cells[columns[k]];
      if (cells[k].length && is_identity(table, field_find(&table->kind, related.names[columns[k]])))
        cells[k] = case_code(arena, number, slice_upper(arena, cells[k]));
    }
  }
  *path = hidden_file(judging, &rows, fault);
  return *path != NULL;
}

/* Judging */

static void see_conditions(const struct judging *judging, const struct measure *measure, const struct row_context *subject)
{
  struct coverage *sight = &judging->book->sights[measure->index];
  for (size_t i = 0; i < measure->condition_count; i++)
    sight->conditions[i] |= (uint8_t)(1u << value_answer(subject, measure->conditions[i]));
}

static void take_judgement(struct judging *judging, const struct judged_batch *batch, const struct judgement *judgement,
                           const struct row_context *subject)
{
  struct test_suite *book = judging->book;
  const struct planned *planned = &batch->subjects->measures[judgement->planned];
  struct slice code = batch->codes[judgement->row];
  for (size_t i = 0; i < book->count; i++) {
    struct expectation *expectation = &book->expectations[i];
    if (expectation->judged || expectation->scenario != judging->scenario || !slice_equal(expectation->code, code)) continue;
    if (!slice_is(expectation->measure, planned->measure->id)) continue;
    struct buffer reason = { 0 }, lacking = { 0 };
    expectation->judged = true;
    expectation->verdict = verdict_kept(judging->arena, &judgement->verdict);
    if (judgement->verdict.rung) expectation->stands = judgement->verdict.rung->name;
    format_verdict_reason(&reason, &judging->reason, planned, &judgement->verdict, subject);
    format_missing(&lacking, &judging->reason, subject, planned->measure, &judgement->verdict);
    if (planned->measure->against_count) /* a list says what its members lack */
      format_failing(&lacking, &judging->reason, subject, planned->measure->against, planned->measure->against_count);
    expectation->reason = slice_copy(judging->arena, buffer_view(&reason));
    expectation->lacking = unicode_cell(judging->arena, slice_copy(judging->arena, buffer_view(&lacking)), NULL);
    buffer_free(&reason);
    buffer_free(&lacking);
    book->sights[planned->measure->index].outcomes |= (uint8_t)(1u << judgement->verdict.outcome);
    see_conditions(judging, planned->measure, subject);
    return;
  }
}

static void case_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct row_context subject = *batch->subject;
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    subject.row = batch->judgements[i].row;
    take_judgement(context, batch, &batch->judgements[i], &subject);
  }
}

/* Targets */

/* The one that a case is about: then nothing else is judged. */
static const struct expectation *target_of(const struct judging *judging)
{
  for (size_t i = 0; i < judging->book->count; i++) {
    const struct expectation *expectation = &judging->book->expectations[i];
    if (expectation->scenario == judging->scenario && expectation->target.is_target) return expectation;
  }
  return NULL;
}

static void take_result(struct judging *judging, const struct target_result *result, bool first)
{
  static const uint8_t seen[] = { [TARGET_UNJUDGED] = 7,
                                  [TARGET_MISSED] = 1u << OUTCOME_NO,
                                  [TARGET_OPEN] = 1u << OUTCOME_PENDING,
                                  [TARGET_REACHED] = 1u << OUTCOME_YES };
  for (size_t i = 0; i < judging->book->count; i++) {
    struct expectation *expectation = &judging->book->expectations[i];
    struct target_expectation *target = &expectation->target;
    bool asked =
        target->is_target && expectation->scenario == judging->scenario && slice_is(expectation->measure, result->measure->id);
    if (!asked || !(target->unit.length ? slice_equal(target->unit, result->unit) : first)) continue;
    struct buffer stands = { 0 };
    if (result->has_actual) figure_write(&stands, result->style, result->actual);
    target->stands = arena_copy(judging->arena, stands.at ? stands.at : "", stands.length);
    target->found = result->outcome;
    expectation->judged = true;
    judging->book->sights[result->measure->index].outcomes |= seen[result->outcome];
    buffer_free(&stands);
  }
}

static void take_targets(struct judging *judging, const struct total_counts *tally)
{
  size_t count;
  const struct target_result *results = targets_reach(judging->arena, judging->plan, tally, &judging->figures, &count);
  for (size_t i = 0; i < count; i++) take_result(judging, &results[i], !i || results[i].measure != results[i - 1].measure);
}

static bool read_case_figures(struct judging *judging, struct fault *fault)
{
  judging->figures = (struct figures){ .regions = judging->model->regions };
  for (int i = 0; i < FIGURE_TABLES; i++) {
    const char *path = NULL;
    int table = model_find_table(judging->model, figure_table_name((enum figure_table)i));
    if (table <= 0 || !write_related(judging, table, &path, fault)) return table <= 0;
    if (path &&
        !figures_read_file(judging->arena, path, (enum figure_table)i, judging->notifier, &judging->figures, NULL, NULL, fault))
      return false;
  }
  return true;
}

static bool run_list(struct judging *judging, const char *list, const struct run_options *options, struct fault *fault)
{
  const struct sink sink = { .context = judging, .batch = case_batch };
  struct run *run = run_open(judging->arena, judging->plan, options);
  struct list_reader listing;
  bool done = run_tables(run, &sink, fault);
  for (size_t pass = plan_passes(judging->plan) + 1; done && pass > 0; pass--) {
    done = list_reader_open(judging->arena, list, &judging->model->tables[0].kind, &options->listing, &listing, fault);
    if (!done) break;
    done = pass == 1 ? run_companies(run, &listing, &sink, fault) : run_claims(run, &listing, fault);
    list_reader_close(&listing);
  }
  done = done && run_objects(run, &sink, fault);
  if (done && judging->plan->target_count) take_targets(judging, run_tally(run));
  run_close(run);
  return done;
}

/* Parameters of the case, after those of the command line. */
static bool load_parameters(struct judging *judging, const struct scenario *here, struct fault *fault)
{
  struct slice rest = here->parameters, name, value;
  struct load_options load = judging->version->load;
  struct faults faults = { 0 };
  size_t capacity = 0, count = 0;
  struct setting *settings = NULL;
  for (size_t i = 0; i < load.setting_count; i++) {
    settings = arena_grow(judging->arena, settings, count, &capacity, sizeof *settings);
    settings[count++] = load.settings[i];
  }
  while (case_pair(&rest, &name, &value)) {
    settings = arena_grow(judging->arena, settings, count, &capacity, sizeof *settings);
    settings[count++] = (struct setting){ .name = arena_copy(judging->arena, name.at, name.length),
                                          .value = arena_copy(judging->arena, value.at, value.length),
                                          .file = judging->book->path,
                                          .line = judging->book->sheet.rows[here->alone - 1].line };
  }
  load.settings = settings;
  load.setting_count = count;
  judging->model = model_load(judging->arena, judging->version->scripts, 1, &load, &faults);
  for (size_t i = 0; !judging->model && i < faults.count; i++)
    if (faults.items[i].kind != FAULT_NONE) *fault = faults.items[i];
  return judging->model != NULL;
}

static bool read_money(struct arena *arena, struct slice text, bool *known, int64_t *fen)
{
  static const struct field money = { .name = "", .kind = FIELD_MONEY };
  struct cell cell;
  struct cell_problem problem;
  if (!text.length) return true;
  if (!cell_read(arena, &money, NULL, text, &cell, &problem)) return false;
  *known = cell.state == STATE_KNOWN;
  *fen = cell.num;
  return true;
}

/* `2021`, `2021:10万元`, `2021:10万元/30万元` with what all parts come to, `2021:待核实` */
static bool read_past(struct arena *arena, struct slice text, struct history_row *row)
{
  const char *colon = memchr(text.at, ':', text.length), *slash = memchr(text.at, '/', text.length);
  struct slice year = { text.at, colon ? (size_t)(colon - text.at) : text.length }, amount = { "", 0 }, total = { "", 0 };
  if (colon) amount = (struct slice){ colon + 1, text.length - year.length - 1 };
  if (colon && slash > colon) {
    total = slice_trim((struct slice){ slash + 1, (size_t)(text.at + text.length - slash - 1) });
    amount.length = (size_t)(slash - amount.at);
  }
  amount = slice_trim(amount);
  row->outcome = OUTCOME_YES;
  if (!history_year(slice_trim(year), &row->year) || row->year > 9998) return false;
  if (outcome_is_owed(amount)) row->outcome = OUTCOME_NO, amount.length = 0; /* never paid by it */
  else if (outcome_read(amount, NULL, &row->outcome)) amount.length = 0;
  return read_money(arena, amount, &row->has_amount, &row->amount) && read_money(arena, total, &row->has_total, &row->total);
}

/* Years of this measure; `U22-8=2021`: of that one. */
static bool read_history(struct judging *judging, size_t row, struct fault *fault)
{
  const struct test_suite *book = judging->book;
  struct slice rest = sheet_cell(&book->sheet, row, book->history_column), name, value;
  while (case_pair(&rest, &name, &value)) {
    struct history_row past = { .place = { book->path, book->sheet.rows[row].line, 0,
                                           book->sheet.headings[book->history_column] } };
    if (!read_past(judging->arena, value, &past)) {
      fault_set(fault, FAULT_FILE, MSG_CASE_HISTORY, NULL);
      return fault_at(fault, book->path, (int)book->sheet.rows[row].line, book->history_column + 1);
    }
    struct slice object = sheet_cell(&book->sheet, row, book->object_column);
    struct slice code = object.length ? case_code(judging->arena, case_first_row(book, row), slice_upper(judging->arena, object))
                                      : case_row_code(judging->arena, book, row);
    past.measure = name.length ? name : sheet_cell(&book->sheet, row, book->measure_column);
    const struct measure *of = model_measure(judging->model, arena_copy(judging->arena, past.measure.at, past.measure.length));
    if (of && measure_kind_owes(of->kind)) continue; /* what is due back was never paid */
    history_add(judging->history, &past, code);
  }
  return true;
}

static bool judge_scenario(struct judging *judging, struct fault *fault)
{
  const struct scenario *here = &judging->book->circumstances[judging->scenario];
  const struct expectation *target = target_of(judging);
  const char *only = target ? arena_copy(judging->arena, target->measure.at, target->measure.length) : NULL;
  struct plan_options all = { .only = only ? &only : NULL, .only_count = only != NULL };
  bool done = !here->parameters.length || load_parameters(judging, here, fault);
  if (!done) return false;
  judging->reason.regions = judging->model->regions;
  judging->plan = plan_new(judging->arena, judging->model, (struct as_of){ here->year, here->on, &judging->figures }, &all);
  done = read_case_figures(judging, fault);
  struct run_options options = {
    .threads = 1, .all = true, .history = judging->history, .listing = { .limits = csv_reader_default_limits }
  };
  struct table_file *files = arena_array(judging->arena, judging->plan->table_count, sizeof *files);
  for (size_t i = 0; done && i < judging->plan->table_count; i++) {
    const char *path;
    done = write_related(judging, judging->plan->tables[i].table, &path, fault);
    if (path) files[options.table_count++] = (struct table_file){ judging->plan->tables[i].table, path, NULL };
  }
  options.tables = files;
  const char *list = done ? write_companies(judging, fault) : NULL;
  done = done && list && run_list(judging, list, &options, fault);
  while (judging->file_count) close(judging->files[--judging->file_count]);
  return done;
}

static void sights_new(struct judging *judging)
{
  const struct model *model = judging->model;
  judging->book->sights = arena_array(judging->arena, model->measure_count + 1, sizeof *judging->book->sights);
  for (size_t i = 0; i < model->measure_count; i++)
    judging->book->sights[i].conditions = arena_array(judging->arena, model->measures[i]->condition_count + 1, 1);
}

bool cases_judge(const struct huiqi *session, struct arena *arena, struct test_suite *book, struct fault *fault)
{
  const struct version *version = huiqi_version(session);
  const struct model *model = version->model;
  const char *base = script_base(arena, version->scripts[0].path);
  *book = (struct test_suite){ .path = arena_printf(arena, "%s.cases.csv", base), .script = arena_printf(arena, "%s.lua", base) };
  struct judging judging = { .arena = arena,
                             .model = model,
                             .version = version,
                             .notifier = session->lists.options->notifier,
                             .book = book,
                             .base = base,
                             .reason = { LANGUAGE_CHINESE, 1, model->regions, false },
                             .history = history_new() };
  sights_new(&judging);
  bool done = file_beside(book->path, &book->found, fault) && book->found;
  done = done && cases_read(arena, model, book, fault);
  for (size_t i = 0; done && i < book->sheet.count; i++) done = read_history(&judging, i, fault);
  for (size_t i = 0; done && i < book->scenario_count; i++) {
    judging.scenario = i;
    judging.model = model;
    done = judge_scenario(&judging, fault);
  }
  history_free(judging.history);
  return done || !book->found;
}

/* Every name is among what is missing, or none is. */
static bool names_met(struct slice wanted, struct slice lacking, bool missing)
{
  static const char between[] = "、";
  size_t step = sizeof between - 1;
  while (wanted.length) {
    size_t length = 0;
    while (length < wanted.length && !slice_starts((struct slice){ wanted.at + length, wanted.length - length }, between))
      length++;
    struct slice name = { wanted.at, length };
    if (missing != !!memmem(lacking.at, lacking.length, name.at, name.length)) return false;
    length += length < wanted.length ? step : 0;
    wanted.at += length;
    wanted.length -= length;
  }
  return true;
}

static enum mismatch target_mismatch(const struct expectation *expectation)
{
  const struct target_expectation *target = &expectation->target;
  if (!expectation->judged) return MISMATCH_UNIT;
  if (target->found != target->outcome) return MISMATCH_OUTCOME;
  return target->actual.length && !slice_is(target->actual, target->stands) ? MISMATCH_ACTUAL : MET;
}

/* Cells of the cases are in NFKC, names of rungs as the script writes them. */
static bool rung_met(const struct expectation *expectation)
{
  struct arena scratch = { 0 };
  struct slice stands = unicode_cell(&scratch, slice_of(expectation->stands), NULL);
  bool met = !expectation->rung.length || slice_equal(expectation->rung, stands);
  arena_free(&scratch);
  return met;
}

enum mismatch expectation_mismatch(const struct expectation *expectation)
{
  const struct verdict *verdict = &expectation->verdict;
  if (expectation->target.is_target) return target_mismatch(expectation);
  if (expectation->object && !expectation->judged) return MISMATCH_OBJECT; /* there is no such object in the case's tables */
  enum outcome outcome = expectation->judged ? verdict->outcome : OUTCOME_NO;
  if (outcome != expectation->outcome) return MISMATCH_OUTCOME;
  if (expectation->has_amount && (!verdict->has_amount || verdict->amount != expectation->amount)) return MISMATCH_AMOUNT;
  if (!names_met(expectation->missing, expectation->lacking, true)) return MISMATCH_MISSING;
  if (!names_met(expectation->not_missing, expectation->lacking, false)) return MISMATCH_NOT_MISSING;
  return rung_met(expectation) ? MET : MISMATCH_RUNG;
}

const char *mismatch_column(enum mismatch mismatch)
{
  static const enum file_column columns[] = { FILE_COLUMNS,
                                              COLUMN_EXPECTED,
                                              COLUMN_EXPECTED_AMOUNT,
                                              COLUMN_EXPECTED_MISSING,
                                              COLUMN_EXPECTED_NOT_MISSING,
                                              COLUMN_EXPECTED_RUNG,
                                              COLUMN_EXPECTED_ACTUAL,
                                              COLUMN_OBJECT_CODE,
                                              COLUMN_UNIT };
  return columns[mismatch] == FILE_COLUMNS ? "" : file_column_name(columns[mismatch]);
}

int mismatch_position(const struct test_suite *book, enum mismatch mismatch)
{
  return sheet_column(&book->sheet, mismatch_column(mismatch)) + 1;
}

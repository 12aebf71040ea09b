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

/* The rows of all cases for one table. */
struct related_sheet {
  bool looked, there;
  struct sheet sheet;
  int name_column;
};

struct judging {
  struct arena *arena;
  const struct model *model;
  const struct version *version;
  struct notifier *notifier;
  struct test_suite *book;
  const char *base;
  struct related_sheet *related; /* by table of the model; read for the first case that asks for it */
  const struct plan *plan;
  struct wording reason;
  size_t scenario;
  int files[64]; /* the lists of one run, until they are read */
  size_t file_count;
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
  return written ? descriptor_path(judging->arena, file) : NULL;
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

static bool read_related(struct judging *judging, int index, struct fault *fault)
{
  struct related_sheet *related = &judging->related[index];
  struct arena *arena = judging->arena;
  const char *path = arena_printf(arena, "%s.cases.%s.csv", judging->base, judging->model->tables[index].kind.name);
  related->looked = true;
  if (!file_beside(path, &related->there, fault) || !related->there) return !related->there;
  return sheet_read(arena, path, &related->sheet, fault) &&
         sheet_require(&related->sheet, file_column_name(COLUMN_CASE), &related->name_column, fault);
}

/* Rows of a related table carry the case's name: 案例. */
static bool write_related(struct judging *judging, int index, const char **path, struct fault *fault)
{
  const struct table *table = &judging->model->tables[index];
  struct arena *arena = judging->arena;
  const struct related_sheet *related = &judging->related[index];
  const struct sheet *all = &related->sheet;
  *path = NULL;
  if (!related->looked && !read_related(judging, index, fault)) return false;
  if (!related->there) return true;
  size_t number, count, *columns = field_columns(arena, all, &table->kind, related->name_column, NULL, &count);
  struct sheet rows = sheet_new(arena, count);
  for (size_t k = 0; k < count; k++) rows.headings[k] = all->headings[columns[k]];
  for (size_t i = 0; i < all->count; i++) {
    if (!is_present(judging, sheet_cell(all, i, related->name_column), &number)) continue;
    struct slice *cells = sheet_add_row(arena, &rows);
    for (size_t k = 0; k < count; k++) {
      cells[k] = all->rows[i].cells[columns[k]];
      if (cells[k].length && is_identity(table, field_find(&table->kind, all->names[columns[k]])))
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

struct expectation *expectation_find(const struct test_suite *book, struct expectation *expectations, size_t scenario,
                                     const struct measure *measure, struct slice code)
{
  int64_t first = code_index_find(book->codes, code);
  for (size_t at = first == CODES_NONE ? 0 : (size_t)first + 1; at; at = expectations[at - 1].next) {
    struct expectation *expectation = &expectations[at - 1];
    if (!expectation->judged && expectation->scenario == scenario && expectation->about == measure) return expectation;
  }
  return NULL;
}

struct slice expectation_lacking(struct arena *arena, const struct wording *wording, const struct planned *planned,
                                 const struct verdict *verdict, const struct row_context *subject)
{
  struct buffer lacking = { 0 };
  const struct measure *measure = planned->measure;
  format_missing(&lacking, wording, subject, measure, verdict);
  if (measure->against_count) /* a list says what its members lack */
    format_failing(&lacking, wording, subject, measure->against, measure->against_count);
  struct slice said = unicode_cell(arena, slice_copy(arena, buffer_view(&lacking)), NULL);
  buffer_free(&lacking);
  return said;
}

static void take_judgement(struct judging *judging, const struct judged_batch *batch, const struct judgement *judgement,
                           const struct row_context *subject)
{
  struct test_suite *book = judging->book;
  const struct planned *planned = &batch->subjects->measures[judgement->planned];
  const struct verdict *verdict = &judgement->verdict;
  struct expectation *expectation =
      expectation_find(book, book->expectations, judging->scenario, planned->measure, batch->codes[judgement->row]);
  if (!expectation) return;
  struct buffer reason = { 0 };
  expectation->judged = true;
  expectation->verdict = verdict_kept(judging->arena, verdict);
  if (verdict->rung) expectation->stands = verdict->rung->name;
  format_verdict_reason(&reason, &judging->reason, planned, verdict, subject);
  expectation->reason = slice_copy(judging->arena, buffer_view(&reason));
  expectation->lacking = expectation_lacking(judging->arena, &judging->reason, planned, verdict, subject);
  buffer_free(&reason);
  book->sights[planned->measure->index].outcomes |= (uint8_t)(1u << verdict->outcome);
  see_conditions(judging, planned->measure, subject);
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

bool expectation_takes_target(struct arena *arena, struct expectation *expectation, const struct target_result *result,
                              bool first)
{
  struct target_expectation *target = &expectation->target;
  if (!target->is_target || expectation->about != result->measure) return false;
  if (!(target->unit.length ? slice_equal(target->unit, result->unit) : first)) return false;
  struct buffer stands = { 0 };
  if (result->has_actual) figure_write(&stands, result->style, result->actual);
  target->stands = arena_copy(arena, stands.at ? stands.at : "", stands.length);
  target->found = result->outcome;
  buffer_free(&stands);
  return expectation->judged = true;
}

static void take_targets(void *context, const struct target_result *results, size_t count)
{
  static const uint8_t seen[] = { [TARGET_UNJUDGED] = 7,
                                  [TARGET_MISSED] = 1u << OUTCOME_NO,
                                  [TARGET_OPEN] = 1u << OUTCOME_PENDING,
                                  [TARGET_REACHED] = 1u << OUTCOME_YES };
  struct judging *judging = context;
  struct test_suite *book = judging->book;
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < book->count; k++) {
      struct expectation *expectation = &book->expectations[k];
      bool first = !i || results[i].measure != results[i - 1].measure;
      if (expectation->scenario == judging->scenario && expectation_takes_target(judging->arena, expectation, &results[i], first))
        book->sights[results[i].measure->index].outcomes |= seen[results[i].outcome];
    }
}

static bool read_case_figures(struct judging *judging, struct scenario *here, struct fault *fault)
{
  here->figures = (struct figures){ .regions = judging->model->regions };
  for (int i = 0; i < FIGURE_TABLES; i++) {
    const char *path = NULL;
    int table = model_find_table(judging->model, figure_table_name((enum figure_table)i));
    if (table <= 0 || !write_related(judging, table, &path, fault)) return table <= 0;
    if (path &&
        !figures_read_file(judging->arena, path, (enum figure_table)i, judging->notifier, &here->figures, NULL, NULL, fault))
      return false;
  }
  return true;
}

/* The lists of the scenario, in memory: those of the tables that its plan reads, and the companies. */
static bool read_lists(struct judging *judging, struct scenario *here, struct fault *fault)
{
  const struct model *model = judging->model;
  const struct table *companies = &model->tables[0];
  const struct list_reader_options *listing = &judging->book->listing;
  here->tables = arena_array(judging->arena, judging->plan->table_count, sizeof *here->tables);
  for (size_t i = 0; i < judging->plan->table_count; i++) {
    const char *path;
    int table = judging->plan->tables[i].table;
    if (!write_related(judging, table, &path, fault)) return false;
    if (!path) continue;
    struct memory_list *rows = memory_list_read(path, &model->tables[table].kind, listing, 1, fault);
    if (!rows) return false;
    here->tables[here->table_count++] = (struct table_file){ .table = table, .path = path, .held = rows };
  }
  const char *list = write_companies(judging, fault);
  here->companies = list ? memory_list_read(list, &companies->kind, listing, 1, fault) : NULL;
  if (here->companies) memory_list_mark_repeats(here->companies, &companies->kind.fields[companies->code]);
  return here->companies != NULL;
}

bool scenario_judge(struct arena *arena, const struct test_suite *book, const struct scenario *scenario, const struct plan *plan,
                    const struct sink *sink, scenario_targets *targets, struct fault *fault)
{
  const struct run_options options = { .threads = 1,
                                       .all = true,
                                       .history = book->history,
                                       .listing = book->listing,
                                       .held = scenario->companies,
                                       .tables = scenario->tables,
                                       .table_count = scenario->table_count };
  struct run *run = run_open(arena, plan, &options);
  bool done = run_tables(run, sink, fault) && run_ahead(run, fault) && run_companies(run, NULL, sink, fault) &&
              run_objects(run, sink, fault);
  if (done && plan->target_count) {
    size_t count;
    const struct target_result *results = targets_reach(arena, plan, run_tally(run), &scenario->figures, &count);
    targets(sink->context, results, count);
  }
  run_close(run);
  return done;
}

struct as_of scenario_as_of(const struct scenario *scenario)
{
  return (struct as_of){ scenario->year, scenario->on, &scenario->figures };
}

void scenario_swap_parameters(const struct scenario *scenario)
{
  for (size_t i = 0; i < scenario->given_count; i++) {
    const struct node *value = scenario->given[i].value;
    struct parameter *parameter = scenario->given[i].parameter;
    scenario->given[i].value = parameter->set;
    parameter->set = value;
  }
}

/* The values that another load of the same script gives its parameters. */
static void take_parameters(struct arena *arena, const struct model *model, const struct model *loaded, struct scenario *here)
{
  size_t capacity = 0;
  for (size_t i = 0; i < model->policy_count; i++)
    for (size_t k = 0; k < model->policies[i]->parameter_count; k++) {
      const struct node *value = loaded->policies[i]->parameters[k]->set;
      if (!value) continue;
      here->given = arena_grow(arena, here->given, here->given_count, &capacity, sizeof *here->given);
      here->given[here->given_count++] = (struct scenario_parameter){ model->policies[i]->parameters[k], value };
    }
}

/* Parameters of the case, after those of the command line: the script is loaded with them, which reads them, or refuses. */
static bool load_parameters(struct judging *judging, struct scenario *here, struct fault *fault)
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
  const struct model *loaded = model_load(judging->arena, judging->version->scripts, 1, &load, &faults);
  for (size_t i = 0; !loaded && i < faults.count; i++)
    if (faults.items[i].kind != FAULT_NONE) *fault = faults.items[i];
  if (loaded) take_parameters(judging->arena, judging->model, loaded, here);
  return loaded != NULL;
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
    history_add(judging->book->history, &past, code);
  }
  return true;
}

static bool judge_scenario(struct judging *judging, struct fault *fault)
{
  struct scenario *here = &judging->book->circumstances[judging->scenario];
  const struct sink sink = { .context = judging, .batch = case_batch };
  const struct expectation *target = target_of(judging);
  const char *only = target ? arena_copy(judging->arena, target->measure.at, target->measure.length) : NULL;
  struct plan_options all = { .only = only ? &only : NULL, .only_count = only != NULL };
  if (here->parameters.length && !load_parameters(judging, here, fault)) return false;
  scenario_swap_parameters(here);
  judging->plan = plan_new(judging->arena, judging->model, scenario_as_of(here), &all);
  bool done = read_case_figures(judging, here, fault) && read_lists(judging, here, fault);
  while (judging->file_count) close(judging->files[--judging->file_count]);
  done = done && scenario_judge(judging->arena, judging->book, here, judging->plan, &sink, take_targets, fault);
  scenario_swap_parameters(here);
  return done;
}

/* A code may be asked about several times. */
static void index_expectations(struct test_suite *book)
{
  for (size_t i = 0; i < book->count; i++) {
    bool fresh;
    if (book->expectations[i].target.is_target) continue;
    size_t last = (size_t)code_index_put(book->codes, book->expectations[i].code, (uint32_t)i, &fresh);
    while (!fresh && book->expectations[last].next) last = book->expectations[last].next - 1;
    if (!fresh) book->expectations[last].next = i + 1;
  }
}

static void sights_new(struct judging *judging)
{
  const struct model *model = judging->model;
  judging->book->sights = arena_array(judging->arena, model->measure_count + 1, sizeof *judging->book->sights);
  for (size_t i = 0; i < model->measure_count; i++)
    judging->book->sights[i].conditions = arena_array(judging->arena, model->measures[i]->condition_count + 1, 1);
}

static struct judging judging_new(const struct huiqi *session, struct arena *arena, struct test_suite *book)
{
  const struct version *version = huiqi_version(session);
  const struct model *model = version->model;
  const char *base = script_base(arena, version->scripts[0].path);
  *book = (struct test_suite){ .path = arena_printf(arena, "%s.cases.csv", base),
                               .script = arena_printf(arena, "%s.lua", base),
                               .codes = code_index_new(),
                               .history = history_new(),
                               .listing = { .limits = csv_reader_default_limits } };
  return (struct judging){ .arena = arena,
                           .model = model,
                           .version = version,
                           .notifier = session->lists.options->notifier,
                           .book = book,
                           .base = base,
                           .related = arena_array(arena, model->table_count, sizeof(struct related_sheet)),
                           .reason = { LANGUAGE_CHINESE, 1, model->regions, false } };
}

static bool judge_suite(struct judging *judging, struct fault *fault)
{
  struct test_suite *book = judging->book;
  bool done = cases_read(judging->arena, judging->model, book, fault);
  index_expectations(book);
  for (size_t i = 0; done && i < book->sheet.count; i++) done = read_history(judging, i, fault);
  for (judging->scenario = 0; done && judging->scenario < book->scenario_count; judging->scenario++)
    done = judge_scenario(judging, fault);
  return done;
}

bool cases_judge(const struct huiqi *session, struct arena *arena, struct test_suite *book, struct fault *fault)
{
  struct judging judging = judging_new(session, arena, book);
  sights_new(&judging);
  bool done = file_beside(book->path, &book->found, fault) && book->found && judge_suite(&judging, fault);
  return done || !book->found;
}

bool cases_judge_sheet(const struct huiqi *session, struct arena *arena, const struct sheet *sheet, struct test_suite *book,
                       struct fault *fault)
{
  struct judging judging = judging_new(session, arena, book);
  sights_new(&judging);
  book->path = hidden_file(&judging, sheet, fault);
  return book->path && judge_suite(&judging, fault);
}

void cases_close(struct test_suite *book)
{
  for (size_t i = 0; i < book->scenario_count; i++) {
    struct scenario *scenario = &book->circumstances[i];
    for (size_t k = 0; k < scenario->table_count; k++) memory_list_free(scenario->tables[k].held);
    if (scenario->companies) memory_list_free(scenario->companies);
  }
  code_index_free(book->codes);
  history_free(book->history);
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

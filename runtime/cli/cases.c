/* Judging the cases beside a script. */
#include "cli/cases.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/inputs.h"
#include "decode/normal.h"
#include "evaluate/run.h"
#include "explain/reason.h"
#include "write/csv.h"

struct judging {
  struct arena *arena;
  const struct model *model;
  struct case_book *book;
  const char *base;
  const struct plan *plan;
  struct reason reason;
  int year;
  int name_column, year_column, measure_column, code_column, object_column;
};

/* Opening: expectations */

static bool refuse(struct judging *judging, size_t row, enum message message, struct fault *fault)
{
  fault_set(fault, FAULT_FILE, message, NULL);
  return fault_at(fault, judging->book->path, (int)judging->book->sheet.rows[row].line, 0);
}

/* The first row with the case's name: what the codes of a case have in common. */
static size_t case_number(const struct judging *judging, size_t row)
{
  const struct sheet *sheet = &judging->book->sheet;
  struct slice name = sheet_cell(sheet, row, judging->name_column);
  for (size_t i = 0; name.length && i < row; i++)
    if (slice_equal(sheet_cell(sheet, i, judging->name_column), name)) return i;
  return row;
}

static struct slice prefixed(const struct judging *judging, size_t number, struct slice code)
{
  return slice_of(arena_printf(judging->arena, "%zu:%.*s", number, (int)code.length, code.at));
}

/* The code under which a row is judged; a row without one gets its own. */
static struct slice row_code(const struct judging *judging, size_t row)
{
  struct slice code = sheet_cell(&judging->book->sheet, row, judging->code_column);
  if (!code.length) code = slice_of(arena_printf(judging->arena, "R%zu", row));
  return prefixed(judging, case_number(judging, row), slice_upper(judging->arena, code));
}

static bool read_year(const struct judging *judging, size_t row, int *year)
{
  char digits[8] = "";
  struct slice text = sheet_cell(&judging->book->sheet, row, judging->year_column);
  if (text.length == 0 || text.length >= sizeof digits) return false;
  memcpy(digits, text.at, text.length);
  *year = atoi(digits);
  return *year > 1900 && *year < 9999;
}

static bool read_expectation(struct judging *judging, size_t row, int outcome, int amount, int missing, struct fault *fault)
{
  struct case_book *book = judging->book;
  struct expectation expectation = { .row = row, .name = sheet_cell(&book->sheet, row, judging->name_column),
                                     .measure = sheet_cell(&book->sheet, row, judging->measure_column),
                                     .missing = sheet_cell(&book->sheet, row, missing) };
  struct cell_problem problem;
  if (!read_year(judging, row, &expectation.year)) return refuse(judging, row, MSG_CASE_YEAR, fault);
  if (!expectation.measure.length) return true;
  if (!model_measure(judging->model, arena_copy(judging->arena, expectation.measure.at, expectation.measure.length)))
    return refuse(judging, row, MSG_DECISION_UNKNOWN_MEASURE, fault);
  if (!outcome_read(sheet_cell(&book->sheet, row, outcome), &expectation.outcome)) return refuse(judging, row, MSG_DECISION_OUTCOME, fault);
  if (!amount_read(judging->arena, sheet_cell(&book->sheet, row, amount), &expectation.has_amount, &expectation.amount, &problem))
    return refuse(judging, row, problem.message, fault);
  struct slice object = sheet_cell(&book->sheet, row, judging->object_column);
  expectation.object = object.length > 0;
  expectation.code = object.length ? prefixed(judging, case_number(judging, row), slice_upper(judging->arena, object)) : row_code(judging, row);
  book->expectations[book->count++] = expectation;
  return true;
}

static bool read_expectations(struct judging *judging, struct fault *fault)
{
  struct case_book *book = judging->book;
  const struct sheet *sheet = &book->sheet;
  int outcome;
  if (!sheet_require(sheet, "案例", &judging->name_column, fault) || !sheet_require(sheet, "年度", &judging->year_column, fault)) return false;
  if (!sheet_require(sheet, "措施编号", &judging->measure_column, fault) || !sheet_require(sheet, "期望结果", &outcome, fault)) return false;
  const struct table *companies = &judging->model->tables[0];
  judging->code_column = sheet_column(sheet, companies->kind.fields[companies->code].name);
  judging->object_column = sheet_column(sheet, "对象代码");
  book->expectations = arena_array(judging->arena, sheet->count + 1, sizeof *book->expectations);
  int amount = sheet_column(sheet, "期望金额"), missing = sheet_column(sheet, "期望缺少");
  for (size_t i = 0; i < sheet->count; i++)
    if (!read_expectation(judging, i, outcome, amount, missing, fault)) return false;
  return true;
}

/* The list of one year, written to a file that nobody else sees */

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

static const char *hidden_file(struct judging *judging, const struct buffer *bytes, struct fault *fault)
{
  char *path = arena_string(judging->arena, "/tmp/huiqi-cases-XXXXXX");
  int descriptor = mkstemp(path);
  bool written = descriptor >= 0 && write(descriptor, bytes->at, bytes->length) == (ssize_t)bytes->length;
  if (descriptor >= 0 && close(descriptor) != 0) written = false;
  if (!written) fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, path, strerror(errno), NULL);
  return written ? path : NULL;
}

static void company_line(const struct judging *judging, size_t row, struct buffer *out)
{
  const struct sheet *sheet = &judging->book->sheet;
  const struct table *companies = &judging->model->tables[0];
  csv_cell(out, row_code(judging, row));
  csv_next(out, sheet_cell(sheet, row, judging->name_column));
  for (size_t k = 0; k < sheet->columns; k++) {
    const struct field *field = field_find(&companies->kind, sheet->names[k]);
    if (field && (int)k != judging->code_column && field != &companies->kind.fields[companies->label]) csv_next(out, sheet->rows[row].cells[k]);
  }
  csv_end(out);
}

static const char *write_companies(struct judging *judging, struct fault *fault)
{
  const struct sheet *sheet = &judging->book->sheet;
  const struct table *companies = &judging->model->tables[0];
  struct buffer out = { 0 };
  int year;
  csv_cell(&out, slice_of(companies->kind.fields[companies->code].name));
  csv_next(&out, slice_of(companies->kind.fields[companies->label].name));
  for (size_t k = 0; k < sheet->columns; k++) {
    const struct field *field = field_find(&companies->kind, sheet->names[k]);
    if (field && (int)k != judging->code_column && field != &companies->kind.fields[companies->label]) csv_next(&out, sheet->headings[k]);
  }
  csv_end(&out);
  for (size_t i = 0; i < sheet->count; i++)
    if (read_year(judging, i, &year) && year == judging->year) company_line(judging, i, &out);
  const char *path = hidden_file(judging, &out, fault);
  buffer_free(&out);
  return path;
}

/* Rows of a related table carry the case's name: 案例. */
static void related_line(const struct judging *judging, const struct sheet *related, const struct table *table, size_t row, size_t number,
                         int name_column, struct buffer *out)
{
  bool first = true;
  for (size_t k = 0; k < related->columns; k++) {
    const struct field *field = field_find(&table->kind, related->names[k]);
    struct slice cell = related->rows[row].cells[k];
    if ((int)k == name_column || !field) continue;
    if (is_identity(table, field) && cell.length) cell = prefixed(judging, number, slice_upper(judging->arena, cell));
    if (!first) buffer_char(out, ',');
    csv_cell(out, cell);
    first = false;
  }
  csv_end(out);
}

static void related_headings(const struct sheet *related, const struct table *table, int name_column, struct buffer *out)
{
  bool first = true;
  for (size_t k = 0; k < related->columns; k++) {
    if ((int)k == name_column || !field_find(&table->kind, related->names[k])) continue;
    if (!first) buffer_char(out, ',');
    csv_cell(out, related->headings[k]);
    first = false;
  }
  csv_end(out);
}

static bool case_of_year(const struct judging *judging, struct slice name, size_t *number)
{
  int year;
  for (size_t i = 0; i < judging->book->sheet.count; i++) {
    if (!slice_equal(sheet_cell(&judging->book->sheet, i, judging->name_column), name)) continue;
    *number = i;
    return read_year(judging, i, &year) && year == judging->year;
  }
  return false;
}

static bool write_related(struct judging *judging, int index, const char **path, struct fault *fault)
{
  const struct table *table = &judging->model->tables[index];
  const char *source = arena_printf(judging->arena, "%s.cases.%s.csv", judging->base, table->kind.name);
  struct sheet related;
  struct buffer out = { 0 };
  int name_column;
  *path = NULL;
  if (access(source, F_OK) != 0) return true;
  if (!sheet_read(judging->arena, source, &related, fault) || !sheet_require(&related, "案例", &name_column, fault)) return false;
  related_headings(&related, table, name_column, &out);
  for (size_t i = 0; i < related.count; i++) {
    size_t number;
    if (case_of_year(judging, sheet_cell(&related, i, name_column), &number)) related_line(judging, &related, table, i, number, name_column, &out);
  }
  *path = hidden_file(judging, &out, fault);
  buffer_free(&out);
  return *path != NULL;
}

/* Judging */

static void see_conditions(const struct judging *judging, const struct measure *measure, const struct subject *subject)
{
  struct sight *sight = &judging->book->sights[measure->index];
  for (size_t i = 0; i < measure->condition_count; i++)
    sight->conditions[i] |= (uint8_t)(1u << value_of(subject, measure->conditions[i]).answer);
}

static void take_judgement(struct judging *judging, const struct judged_batch *batch, const struct judgement *judgement,
                           const struct subject *subject)
{
  struct case_book *book = judging->book;
  const struct planned *planned = &batch->subjects->measures[judgement->planned];
  struct slice code = batch->codes[judgement->row];
  for (size_t i = 0; i < book->count; i++) {
    struct expectation *expectation = &book->expectations[i];
    if (expectation->judged || expectation->year != judging->year || !slice_equal(expectation->code, code)) continue;
    if (!slice_is(expectation->measure, planned->measure->id)) continue;
    struct buffer reason = { 0 }, lacking = { 0 };
    expectation->judged = true;
    expectation->verdict = judgement->verdict;
    reason_say(&reason, &judging->reason, planned, &judgement->verdict, subject);
    missing_say(&lacking, &judging->reason, subject, planned->measure);
    if (planned->measure->against_count) /* a list says what its members lack */
      failing_say(&lacking, &judging->reason, subject, planned->measure->against, planned->measure->against_count);
    expectation->reason = slice_copy(judging->arena, buffer_view(&reason));
    expectation->lacking = normal_cell(judging->arena, slice_copy(judging->arena, buffer_view(&lacking)), NULL);
    buffer_free(&reason);
    buffer_free(&lacking);
    book->sights[planned->measure->index].outcomes |= (uint8_t)(1u << judgement->verdict.outcome);
    see_conditions(judging, planned->measure, subject);
    return;
  }
}

static void case_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct subject subject = *batch->subject;
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    subject.row = batch->judgements[i].row;
    take_judgement(context, batch, &batch->judgements[i], &subject);
  }
}

static bool case_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)context, (void)worker, (void)block, (void)fault;
  return true;
}

static bool run_year(struct judging *judging, const char *list, const struct run_options *options, struct fault *fault)
{
  const struct receiver receiver = { .context = judging, .batch = case_batch, .block = case_block };
  struct run *run = run_open(judging->arena, judging->plan, options);
  struct listing listing;
  bool done = run_tables(run, &receiver, fault) &&
              listing_open(judging->arena, list, &judging->model->tables[0].kind, &options->listing, &listing, fault);
  if (done) {
    done = run_companies(run, &listing, &receiver, fault) && run_objects(run, &receiver, fault);
    listing_close(&listing);
  }
  run_close(run);
  return done;
}

static bool judge_year(struct judging *judging, struct fault *fault)
{
  struct occasion occasion = { .year = judging->year };
  struct plan_options all = { 0 };
  date_make(judging->year, 12, 31, &occasion.on);
  judging->plan = plan_new(judging->arena, judging->model, occasion, &all);
  struct run_options options = { .threads = 1, .all = true, .listing = { .limits = rows_default_limits } };
  struct table_file *files = arena_array(judging->arena, judging->plan->table_count, sizeof *files);
  bool done = true;
  for (size_t i = 0; done && i < judging->plan->table_count; i++) {
    const char *path;
    done = write_related(judging, judging->plan->tables[i].table, &path, fault);
    if (path) files[options.table_count++] = (struct table_file){ judging->plan->tables[i].table, path, NULL };
  }
  options.tables = files;
  const char *list = done ? write_companies(judging, fault) : NULL;
  done = done && list && run_year(judging, list, &options, fault);
  if (list) unlink(list);
  for (size_t i = 0; i < options.table_count; i++) unlink(files[i].path);
  return done;
}

static void sights_new(struct judging *judging)
{
  const struct model *model = judging->model;
  judging->book->sights = arena_array(judging->arena, model->measure_count + 1, sizeof *judging->book->sights);
  for (size_t i = 0; i < model->measure_count; i++)
    judging->book->sights[i].conditions = arena_array(judging->arena, model->measures[i]->condition_count + 1, 1);
}

bool cases_judge(struct arena *arena, const struct model *model, const char *base, struct case_book *book, struct fault *fault)
{
  *book = (struct case_book){ .path = arena_printf(arena, "%s.cases.csv", base), .script = arena_printf(arena, "%s.lua", base) };
  struct judging judging = { .arena = arena, .model = model, .book = book, .base = base,
                             .reason = { LANGUAGE_CHINESE, 1, model->regions } };
  sights_new(&judging);
  if (access(book->path, F_OK) != 0) return true;
  book->found = true;
  if (!sheet_read(arena, book->path, &book->sheet, fault) || !read_expectations(&judging, fault)) return false;
  for (size_t i = 0; i < book->count; i++) {
    bool first = true;
    for (size_t k = 0; k < i; k++) first &= book->expectations[k].year != book->expectations[i].year;
    judging.year = book->expectations[i].year;
    if (first && !judge_year(&judging, fault)) return false;
  }
  return true;
}

/* Every expected name is among what is missing. */
static bool names_met(struct slice wanted, struct slice lacking)
{
  static const char between[] = "、";
  size_t step = sizeof between - 1;
  while (wanted.length) {
    size_t length = 0;
    while (length < wanted.length && !slice_starts((struct slice){ wanted.at + length, wanted.length - length }, between)) length++;
    struct slice name = { wanted.at, length };
    if (!memmem(lacking.at, lacking.length, name.at, name.length)) return false;
    length += length < wanted.length ? step : 0;
    wanted.at += length;
    wanted.length -= length;
  }
  return true;
}

bool expectation_met(const struct expectation *expectation)
{
  const struct verdict *verdict = &expectation->verdict;
  if (expectation->object && !expectation->judged) return false; /* there is no such object in the case's tables */
  enum outcome outcome = expectation->judged ? verdict->outcome : OUTCOME_NO;
  if (outcome != expectation->outcome) return false;
  if (expectation->has_amount && (!verdict->has_amount || verdict->amount != expectation->amount)) return false;
  return names_met(expectation->missing, expectation->lacking);
}

/* The history of earlier years, row by row: results.csv of earlier runs, or a ledger with its columns. */
#include <string.h>

#include "data/code_index.h"
#include "data/column.h"
#include "decode/unicode.h"
#include "session/session_state.h"
#include "write/file_columns.h"

struct history_files {
  struct side_tables *inputs;
  const struct sheet *sheet;
  struct history *history;
  int year, measure, code, name, outcome, amount, total; /* columns; name, amount and total may be -1 */
  size_t others;                                         /* rows of measures that no script has */
  struct texts names;
  struct codes *asked, *money, *parts; /* ids that the run looks up; those whose amounts, or totals, it asks */
  struct arena ids;
};

/* Of a template, or of the results of an earlier year. */
static const char *const history_sheets[] = { "历史", "结果", "history", NULL };

const enum file_column history_columns[] = { COLUMN_YEAR,        COLUMN_MEASURE_ID,    COLUMN_MEASURE,
                                             COLUMN_OBJECT_CODE, COLUMN_OBJECT_NAME,   COLUMN_OUTCOME,
                                             COLUMN_AMOUNT,      COLUMN_DECIDED_TOTAL, FILE_COLUMNS };

bool history_year(struct slice text, int *year)
{
  static const char *const ends[] = { "年度", "年", ".0" };
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (slice_ends(text, ends[i])) {
      text = slice_trim((struct slice){ text.at, text.length - strlen(ends[i]) });
      break;
    }
  *year = 0;
  for (size_t i = 0; i < text.length && text.length == 4; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    *year = *year * 10 + text.at[i] - '0';
  }
  return *year >= 1900;
}

static bool read_outcome(struct slice text, enum outcome *outcome)
{
  return outcome_read(text, NULL, outcome) || outcome_is_owed(text); /* what is due back was never paid by it */
}

/* A code is compared as it is in the list; a check character that does not fit is reported there. */
static bool read_code(const struct history_files *store, const struct measure *measure, struct slice text,
                      struct cell_problem *problem)
{
  static const struct field code = { .name = "", .kind = FIELD_CODE };
  const struct model *model = store->inputs->plan->model;
  const struct object_kind *object = measure ? measure->object : NULL;
  bool coded = !object || model->tables[object->table].kind.fields[object->code].kind == FIELD_CODE;
  struct cell cell;
  *problem = (struct cell_problem){ .message = MSG_CELL_CODE_BLANK };
  if (!text.length || !coded) return text.length > 0;
  return cell_read(store->inputs->arena, &code, NULL, text, &cell, problem) || problem->message == MSG_CELL_CODE_CHECK;
}

static void note_other(struct history_files *store, struct slice id)
{
  enum { SHOWN = 5 };
  store->others++;
  for (size_t i = 0; i < store->names.count; i++)
    if (slice_is(id, store->names.items[i])) return;
  if (!id.length || store->names.count > SHOWN) return;
  struct arena *arena = store->inputs->arena;
  struct texts *names = &store->names;
  names->items = arena_grow(arena, names->items, names->count, &names->capacity, sizeof *names->items);
  names->items[names->count] = names->count < SHOWN ? arena_copy(arena, id.at, id.length) : "…";
  names->count++;
}

/* What the row says of one object; a cell of it that cannot be read leaves open what was granted. */
static void read_record(struct history_files *store, size_t row, const struct measure *measure)
{
  const struct sheet *sheet = store->sheet;
  struct side_tables *inputs = store->inputs;
  struct slice code = slice_upper(inputs->arena, sheet_cell(sheet, row, store->code));
  struct history_row record = { .measure = sheet_cell(sheet, row, store->measure), .name = sheet_cell(sheet, row, store->name) };
  struct cell_problem problem;
  int unread = -1, open;
  bool dated = history_year(sheet_cell(sheet, row, store->year), &record.year);
  if (dated && record.year >= inputs->plan->as_of.year) return;
  if (measure) record.measure = slice_of(measure->id);
  bool coded = read_code(store, measure, code, &problem);
  if (!coded) input_problem(inputs, sheet, row, store->code, problem.message, problem.argument[0]);
  if (!dated) input_problem(inputs, sheet, row, unread = store->year, MSG_HISTORY_YEAR, NULL);
  if (!read_outcome(sheet_cell(sheet, row, store->outcome), &record.outcome))
    input_problem(inputs, sheet, row, unread = store->outcome, MSG_HISTORY_OUTCOME, NULL);
  if (!amount_read(inputs->arena, sheet, row, store->amount, &record.has_amount, &record.amount, &problem))
    input_problem(inputs, sheet, row, unread = store->amount, problem.message, problem.argument[0]);
  bool parts = store->total >= 0 && code_index_find(store->parts, record.measure) != CODES_NONE;
  if (parts && !amount_read(inputs->arena, sheet, row, store->total, &record.has_total, &record.total, &problem))
    input_problem(inputs, sheet, row, store->total, problem.message, problem.argument[0]);
  if (!coded) return;
  record.unread = unread >= 0;
  bool blank = parts && record.outcome == OUTCOME_YES && !record.has_total;
  open = blank && unread < 0                                      ? store->total
         : record.unread                                          ? unread
         : record.outcome == OUTCOME_PENDING || store->amount < 0 ? store->outcome
                                                                  : store->amount;
  record.place = (struct unread_row){ sheet->path, sheet->rows[row].line, record.year, sheet->headings[open] };
  if (!history_add(store->history, &record, code)) input_problem(inputs, sheet, row, store->code, MSG_HISTORY_TWICE, NULL);
}

static void ask(void *context, const char *id, enum history_need need)
{
  struct history_files *store = context;
  bool fresh;
  struct slice key = unicode_cell(&store->ids, slice_of(id), NULL);
  code_index_put(store->asked, key, 0, &fresh);
  if (need == HISTORY_MONEY) code_index_put(store->money, key, 0, &fresh);
  if (need == HISTORY_TOTAL) code_index_put(store->parts, key, 0, &fresh);
}

static void notice_others(const struct history_files *store)
{
  struct arena *arena = store->inputs->arena;
  struct buffer names = { 0 };
  if (!store->others) return;
  for (size_t i = 0; i < store->names.count; i++) format_item(&names, LANGUAGE_CHINESE, store->names.items[i]);
  buffer_char(&names, 0);
  notify(store->inputs->options->notifier, MSG_NOTICE_HISTORY_OTHERS, store->sheet->path,
         arena_printf(arena, "%zu", store->others), names.at);
  buffer_free(&names);
}

/* Below the results of a workbook (write/xlsx_export). */
static bool is_total(const struct history_files *store, size_t row)
{
  struct slice year = sheet_cell(store->sheet, row, store->year);
  return slice_is(year, message_name(MSG_WORKBOOK_TOTAL, LANGUAGE_CHINESE)) ||
         slice_is(year, message_name(MSG_WORKBOOK_TOTAL_OWED, LANGUAGE_CHINESE));
}

/* A ledger without amounts is a ledger; what asks it for amounts asks too much. */
static bool require_amounts(const struct sheet *sheet, enum file_column name, int *column, struct fault *fault)
{
  bool found = sheet_require(sheet, file_column_name(name), column, fault);
  if (!found) fault->kind = FAULT_USAGE;
  return found;
}

/* Rows that are asked about are read, others of measures that no script has are counted. */
static bool read_rows(struct history_files *store, struct fault *fault)
{
  const struct sheet *sheet = store->sheet;
  for (size_t i = 0; i < sheet->count; i++) {
    struct slice id = sheet_cell(sheet, i, store->measure);
    const struct measure *measure = input_measure(store->inputs, id);
    bool asked = id.length && code_index_find(store->asked, id) != CODES_NONE && !(measure && measure_kind_owes(measure->kind));
    if (asked && store->amount < 0 && code_index_find(store->money, id) != CODES_NONE)
      return require_amounts(sheet, COLUMN_AMOUNT, &store->amount, fault);
    if (asked && store->total < 0 && code_index_find(store->parts, id) != CODES_NONE)
      return require_amounts(sheet, COLUMN_DECIDED_TOTAL, &store->total, fault);
    if (asked) read_record(store, i, measure);
    else if (!measure && !is_total(store, i)) note_other(store, id);
  }
  notice_others(store);
  return true;
}

static bool find_columns(struct history_files *store, struct fault *fault)
{
  const struct sheet *sheet = store->sheet;
  store->amount = sheet_column(sheet, file_column_name(COLUMN_AMOUNT));
  store->total = sheet_column(sheet, file_column_name(COLUMN_DECIDED_TOTAL));
  store->name = sheet_column(sheet, file_column_name(COLUMN_OBJECT_NAME));
  return sheet_require(sheet, file_column_name(COLUMN_YEAR), &store->year, fault) &&
         sheet_require(sheet, file_column_name(COLUMN_MEASURE_ID), &store->measure, fault) &&
         sheet_require(sheet, file_column_name(COLUMN_OBJECT_CODE), &store->code, fault) &&
         sheet_require(sheet, file_column_name(COLUMN_OUTCOME), &store->outcome, fault);
}

bool history_read(struct side_tables *inputs, const char *path, struct history *history, struct fault *fault)
{
  struct sheet sheet;
  struct history_files store = { .inputs = inputs, .sheet = &sheet, .history = history };
  const char *role = message_name(MSG_RECORD_HISTORY, LANGUAGE_CHINESE);
  if (!input_sheet(inputs, path, role, history_sheets, &sheet, fault) || !find_columns(&store, fault)) return false;
  store.asked = code_index_new();
  store.money = code_index_new();
  store.parts = code_index_new();
  for (size_t i = 0; i < inputs->plan->model->measure_count; i++)
    if (inputs->planned[i]) measure_looks_back(inputs->planned[i]->measure, ask, &store);
  bool read = read_rows(&store, fault);
  code_index_free(store.asked);
  code_index_free(store.money);
  code_index_free(store.parts);
  arena_free(&store.ids);
  return read;
}

/* This year's own re-run does not count. */
static bool take_grants(struct entity_report *report, const char *path, struct fault *fault)
{
  struct arena *arena = report->arena;
  struct sheet sheet;
  struct cell_problem problem;
  if (!sheet_read_named(arena, path, history_sheets, &sheet, fault)) return false;
  int year = sheet_column(&sheet, file_column_name(COLUMN_YEAR)), id = sheet_column(&sheet, file_column_name(COLUMN_MEASURE_ID)),
      name = sheet_column(&sheet, file_column_name(COLUMN_MEASURE)),
      code = sheet_column(&sheet, file_column_name(COLUMN_OBJECT_CODE)),
      result = sheet_column(&sheet, file_column_name(COLUMN_OUTCOME)),
      amount = sheet_column(&sheet, file_column_name(COLUMN_AMOUNT));
  for (size_t i = 0; i < sheet.count; i++) {
    struct slice whose = slice_upper(arena, sheet_cell(&sheet, i, code)), label = sheet_cell(&sheet, i, name),
                 number = sheet_cell(&sheet, i, id);
    enum outcome outcome;
    if (!whose.length || !slice_equal(whose, report->code)) continue;
    if (!outcome_read(sheet_cell(&sheet, i, result), NULL, &outcome) || outcome != OUTCOME_YES) continue;
    struct entity_report_grant grant = { .id = arena_copy(arena, number.at, number.length),
                                         .name = arena_copy(arena, label.at, label.length) };
    if (!history_year(sheet_cell(&sheet, i, year), &grant.year) || grant.year >= report->plan->as_of.year) continue;
    if (!amount_read(arena, &sheet, i, amount, &grant.has_amount, &grant.amount, &problem)) grant.has_amount = false;
    report->grants = arena_grow(arena, report->grants, report->grant_count, &report->grant_capacity, sizeof grant);
    report->grants[report->grant_count++] = grant;
  }
  return true;
}

bool huiqi_grants(const struct huiqi *session, struct entity_report *report, struct fault *fault)
{
  const struct texts *history = &session->now->options.history;
  for (size_t i = 0; i < history->count; i++)
    if (!take_grants(report, history->items[i], fault)) return false;
  return true;
}

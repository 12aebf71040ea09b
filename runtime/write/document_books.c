/* 审计底稿 and 绩效表: workbooks of several tables. */
#include <string.h>

#include "base/decimal.h"
#include "write/csv.h"
#include "write/document_parts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct book_making {
  struct arena *arena;
  const struct recorded_run *run;
  struct document *document;
};

static struct document_table *new_table(const struct book_making *making, const char *sheet, const char *title,
                                        const enum file_column *columns, size_t more)
{
  return document_table_new(making->arena, making->document, sheet, title, columns, more);
}

/* A file of the run as a table. Nothing when the run has none, or it has no rows. */
static void file_table(const struct book_making *making, enum result_file file)
{
  const struct sheet *sheet = making->run->files[file];
  const char *name = message_name(result_files[file].sheet, LANGUAGE_CHINESE);
  if (!sheet || !sheet->count) return;
  struct document_table *table =
      new_table(making, name, DOCUMENT_STRING(making->arena, MSG_DOCUMENT_TITLE_FILE, INTEGER(making->run->year), name),
                HEADINGS(FILE_COLUMNS), sheet->columns);
  for (size_t i = 0; i < sheet->columns; i++)
    document_column(table, i, sheet->headings[i], column_content_of(sheet->headings[i]));
  for (size_t i = 0; i < sheet->count; i++) {
    struct slice *cells = document_row(making->arena, table);
    for (size_t k = 0; k < sheet->columns; k++) cells[k] = csv_text(sheet->rows[i].raw[k]);
  }
}

/* 审计底稿 */

static void record(const struct book_making *making, struct document_table *table, const char *item, const char *content)
{
  struct slice *cells = document_row(making->arena, table);
  cells[0] = slice_of(item);
  cells[1] = slice_of(content ? content : "");
}

static const char *word(enum message message)
{
  return message_name(message, LANGUAGE_CHINESE);
}

static void audit_basis(const struct book_making *making)
{
  const struct recorded_run *run = making->run;
  struct document_table *table =
      new_table(making, word(MSG_DOCUMENT_BASIS), DOCUMENT_STRING(making->arena, MSG_DOCUMENT_TITLE_BASIS, INTEGER(run->year)),
                HEADINGS(COLUMN_ITEM, COLUMN_CONTENT), 0);
  record(making, table, word(MSG_RECORD_PROGRAM), arena_printf(making->arena, "huiqi %s", run->version));
  record(making, table, word(MSG_RECORD_YEAR), arena_printf(making->arena, "%d", run->year));
  record(making, table, word(MSG_RECORD_AS_OF), run->on);
  for (size_t i = 0; i < run->policy_count; i++) {
    const struct recorded_policy *policy = &run->policies[i];
    record(making, table, file_column_name(COLUMN_POLICY), arena_printf(making->arena, "%s %s", policy->id, policy->title));
    if (policy->number) record(making, table, word(MSG_DOCUMENT_NUMBER), policy->number);
    if (policy->status) record(making, table, word(MSG_DOCUMENT_STATUS), policy->status);
  }
  for (size_t i = 0; i < run->input_count; i++) {
    record(making, table, run->inputs[i].role, run->inputs[i].path);
    record(making, table, "SHA-256", run->inputs[i].digest);
  }
  for (size_t i = 0; i < run->parameter_count; i++)
    record(making, table, arena_printf(making->arena, "%s %s", word(MSG_RECORD_PARAMETER), run->parameters[i].name),
           run->parameters[i].value ? run->parameters[i].value : word(MSG_RECORD_NO_VALUE));
}

/* The sums of results.csv, shares.csv and payments.csv beside what summary.csv says, measure by measure. */
struct tie {
  int64_t rows, results, summary, shares, payments;
  bool has_summary, overflowed;
};

static void add_up(const struct sheet *sheet, struct slice id, int64_t *fen, struct tie *tie)
{
  for (size_t i = 0; sheet && i < sheet->count; i++) {
    int64_t amount;
    if (!slice_equal(recorded_cell(sheet, i, COLUMN_MEASURE_ID), id) ||
        !recorded_money(recorded_cell(sheet, i, COLUMN_AMOUNT), &amount))
      continue;
    tie->overflowed |= __builtin_add_overflow(*fen, amount, fen);
  }
}

static struct tie tie_of(const struct recorded_run *run, size_t row)
{
  struct slice id = recorded_cell(run->files[RESULT_FILE_SUMMARY], row, COLUMN_MEASURE_ID);
  struct tie tie = { 0 };
  tie.has_summary = recorded_money(recorded_cell(run->files[RESULT_FILE_SUMMARY], row, COLUMN_TOTAL), &tie.summary);
  for (size_t i = 0; i < run->result_count; i++) {
    const struct recorded_result *result = &run->results[i];
    if (!result->granted || !slice_equal(result->measure_id, id)) continue;
    tie.rows++;
    if (result->paid) tie.overflowed |= __builtin_add_overflow(tie.results, result->fen, &tie.results);
  }
  add_up(run->files[RESULT_FILE_SHARES], id, &tie.shares, &tie);
  add_up(run->files[RESULT_FILE_PAYMENTS], id, &tie.payments, &tie);
  return tie;
}

static bool audit_ties(const struct book_making *making, struct fault *fault)
{
  const struct recorded_run *run = making->run;
  const struct sheet *summary = run->files[RESULT_FILE_SUMMARY];
  if (!summary || !summary->count) return true;
  struct document_table *table =
      new_table(making, word(MSG_DOCUMENT_TIES), DOCUMENT_STRING(making->arena, MSG_DOCUMENT_TITLE_TIES, INTEGER(run->year)),
                HEADINGS(COLUMN_MEASURE_ID, COLUMN_MEASURE, COLUMN_YES, COLUMN_SUM_OF_ROWS, COLUMN_SUM_OF_SUMMARY,
                         COLUMN_SUM_DIFFERENCE, COLUMN_SUM_OF_SHARES, COLUMN_SUM_OF_PAYMENTS),
                0);
  for (size_t i = 0; i < summary->count; i++) {
    const struct tie tie = tie_of(run, i);
    if (tie.overflowed) return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_OVERFLOW, run->folder, NULL);
    struct slice *cells = document_row(making->arena, table);
    cells[0] = recorded_cell(summary, i, COLUMN_MEASURE_ID);
    cells[1] = recorded_cell(summary, i, COLUMN_MEASURE);
    cells[2] = slice_of(arena_printf(making->arena, "%lld", (long long)tie.rows));
    cells[3] = money_cell(making->arena, tie.results);
    if (tie.has_summary)
      cells[4] = money_cell(making->arena, tie.summary), cells[5] = money_cell(making->arena, tie.results - tie.summary);
    if (run->files[RESULT_FILE_SHARES]) cells[6] = money_cell(making->arena, tie.shares);
    if (run->files[RESULT_FILE_PAYMENTS]) cells[7] = money_cell(making->arena, tie.payments);
  }
  return true;
}

bool audit_document(struct arena *arena, const struct recorded_run *run, const struct document_request *request,
                    struct document *document, struct fault *fault)
{
  const struct book_making making = { arena, run, document };
  (void)request;
  audit_basis(&making);
  if (!audit_ties(&making, fault)) return false;
  static const enum result_file files[] = { RESULT_FILE_RESULTS, RESULT_FILE_SCHEDULE, RESULT_FILE_SHARES, RESULT_FILE_PENDING,
                                            RESULT_FILE_PROBLEMS };
  for (size_t i = 0; i < COUNT(files); i++) file_table(&making, files[i]);
  return true;
}

/* 绩效表: targets, and money beside what was planned. */

static bool budget_of(const struct recorded_run *run, struct slice id, int64_t *fen)
{
  for (size_t i = 0; i < run->budget_count; i++)
    if (slice_is(id, run->budgets[i].name) && run->budgets[i].value) return recorded_money(slice_of(run->budgets[i].value), fen);
  return false;
}

static struct slice rate_cell(struct arena *arena, int64_t part, int64_t whole)
{
  struct buffer out = { 0 };
  if (whole > 0) format_percent(&out, (struct ratio){ part, whole });
  return buffer_take(arena, &out);
}

static void money_row(const struct book_making *making, struct document_table *table, size_t row)
{
  const struct sheet *summary = making->run->files[RESULT_FILE_SUMMARY];
  struct slice *cells = document_row(making->arena, table);
  int64_t planned, paid;
  static const enum file_column columns[] = { COLUMN_MEASURE_ID, COLUMN_MEASURE, COLUMN_YES, COLUMN_PENDING,
                                              COLUMN_TOTAL,      COLUMN_LEAST,   COLUMN_MOST };
  for (size_t i = 0; i < COUNT(columns); i++) cells[i] = recorded_cell(summary, row, columns[i]);
  if (!budget_of(making->run, cells[0], &planned)) return;
  cells[COUNT(columns)] = money_cell(making->arena, planned);
  if (recorded_money(cells[4], &paid)) cells[COUNT(columns) + 1] = rate_cell(making->arena, paid, planned);
}

bool performance_document(struct arena *arena, const struct recorded_run *run, const struct document_request *request,
                          struct document *document, struct fault *fault)
{
  const struct book_making making = { arena, run, document };
  const struct sheet *summary = run->files[RESULT_FILE_SUMMARY];
  int64_t total = 0, fen;
  (void)request;
  file_table(&making, RESULT_FILE_TARGETS);
  if (!summary || !summary->count) return true;
  struct document_table *table =
      new_table(&making, word(MSG_DOCUMENT_MONEY), DOCUMENT_STRING(arena, MSG_DOCUMENT_TITLE_MONEY, INTEGER(run->year)),
                HEADINGS(COLUMN_MEASURE_ID, COLUMN_MEASURE, COLUMN_YES, COLUMN_PENDING, COLUMN_TOTAL, COLUMN_LEAST, COLUMN_MOST,
                         COLUMN_BUDGET, COLUMN_BUDGET_USED),
                0);
  for (size_t i = 0; i < summary->count; i++) {
    money_row(&making, table, i);
    if (recorded_money(recorded_cell(summary, i, COLUMN_TOTAL), &fen) && __builtin_add_overflow(total, fen, &total))
      return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_OVERFLOW, run->folder, NULL);
  }
  enum { TOTAL = 4 };
  document_total(arena, table, TOTAL, total);
  return true;
}

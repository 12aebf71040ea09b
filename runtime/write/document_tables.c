/* 公示表, 拨付表, 核定表, 异议表: one row for each award. A table for each policy that pays. */
#include <ctype.h>
#include <string.h>

#include "data/column.h"
#include "evaluate/decision.h"
#include "write/csv.h"
#include "write/document_parts.h"

/* What may be public */

/* Runs of figures, also grouped by a blank or a hyphen, are covered from the seventh on: an identity, an account, a telephone. */
struct slice public_name(struct arena *arena, struct slice name)
{
  enum { HARMLESS = 6 };
  char *text = arena_copy(arena, name.at, name.length);
  for (size_t i = 0; i < name.length;) {
    size_t digits = 0, end = i;
    for (size_t k = i; k < name.length; k++) {
      bool digit = isdigit((unsigned char)text[k]), joins = k > i && (text[k] == ' ' || text[k] == '-');
      if (digit) digits++, end = k + 1;
      else if (!joins) break;
    }
    for (size_t k = i; digits > HARMLESS && k < end; k++)
      if (isdigit((unsigned char)text[k])) text[k] = '*';
    if (digits > HARMLESS && end < name.length && toupper((unsigned char)text[end]) == 'X') text[end] = '*';
    i = end > i ? end : i + 1;
  }
  return (struct slice){ text, name.length };
}

/* 18 figures with a day of birth in them, as GB 11643 has it. */
static bool is_identity(struct slice code)
{
  int weights = 1, sum = 0;
  date born;
  if (code.length != 18 || !date_parse((struct slice){ code.at + 6, 8 }, &born)) return false;
  for (int i = 17; i >= 0; i--, weights = weights * 2 % 11) {
    int digit = i == 17 && code.at[i] == 'X' ? 10 : code.at[i] - '0';
    if (digit < 0 || digit > (i == 17 ? 10 : 9)) return false;
    sum += digit * weights;
  }
  return sum % 11 == 1;
}

struct slice public_code(struct arena *arena, struct slice code)
{
  if (!is_identity(code) && credit_code_valid(code)) return code;
  return public_name(arena, code);
}

static const char *title_string(struct arena *arena, const struct recorded_run *run, const struct recorded_policy *policy,
                                enum message what)
{
  return DOCUMENT_STRING(arena, what, policy->title, INTEGER(run->year));
}

static const char *draft_string(struct arena *arena, const struct recorded_policy *policy)
{
  return policy->status && *policy->status ? DOCUMENT_STRING(arena, MSG_DOCUMENT_DRAFT, policy->status) : NULL;
}

/* Sheets are named by the policy where there are several. */
static const char *sheet_string(struct arena *arena, const struct recorded_run *run, enum document_kind kind,
                                const struct recorded_policy *policy)
{
  return run->policy_count > 1 ? arena_printf(arena, "%s %s", document_name(kind, LANGUAGE_CHINESE), policy->id)
                               : document_name(kind, LANGUAGE_CHINESE);
}

static const char *publication_string(struct arena *arena, const struct document_request *request,
                                      const struct recorded_policy *policy)
{
  const char *days = request->publication ? request->publication : policy->publication;
  const char *contact = document_contact(request, policy);
  return DOCUMENT_STRING(arena, MSG_DOCUMENT_PUBLICATION, days ? days : message_name(MSG_DOCUMENT_BLANK, LANGUAGE_CHINESE),
                         contact ? contact : message_name(MSG_DOCUMENT_BLANK, LANGUAGE_CHINESE));
}

/* Rows */

struct filling {
  struct arena *arena;
  const struct recorded_run *run;
  const struct document_request *request;
  const struct recorded_policy *policy;
  struct document_table *table;
  struct fault *fault;
  void *more;
};

typedef void row_visit(const struct filling *filling, size_t row);

static bool is_wanted(const struct filling *filling, const struct recorded_result *result)
{
  return result->policy == filling->policy && document_asks(filling->request, result);
}

/* Each paid row of the policy, a measure after the other, each in the order of the list. */
static void paid_rows_each(const struct filling *filling, row_visit *visit)
{
  const struct recorded_run *run = filling->run;
  const struct sheet *measures = run->files[RESULT_FILE_SUMMARY];
  for (size_t i = 0; i < measures->count; i++) {
    struct slice id = recorded_cell(measures, i, COLUMN_MEASURE_ID);
    for (size_t k = 0; k < run->result_count; k++) {
      const struct recorded_result *result = &run->results[k];
      if (result->paid && slice_equal(result->measure_id, id) && is_wanted(filling, result)) visit(filling, k);
    }
  }
}

/* A table for each policy that pays, from `columns`, its rows by `visit`, and their sum behind them. */
struct paid_table {
  enum message title;
  const enum file_column *columns;
  size_t more, money;                             /* columns behind them; the column of the amount */
  void (*lay_out)(const struct filling *filling); /* names those; NULL: there are none */
  row_visit *visit;
  const char *(*above)(struct arena *arena, const struct recorded_policy *policy);
  const char *(*below)(struct arena *arena, const struct document_request *request, const struct recorded_policy *policy);
  void (*totals)(const struct filling *filling, struct slice *cells); /* more of the last row; NULL: none */
};

static bool paid_tables(struct filling *filling, struct document *document, const struct paid_table *form)
{
  const struct recorded_run *run = filling->run;
  for (size_t i = 0; i < run->policy_count; i++) {
    const struct recorded_policy *policy = filling->policy = &run->policies[i];
    int64_t fen;
    size_t rows;
    if (!document_sum(run, filling->request, policy, &fen, &rows))
      return fault_set(filling->fault, FAULT_USAGE, MSG_DOCUMENT_OVERFLOW, run->folder, NULL);
    if (!rows) continue;
    filling->table =
        document_table_new(filling->arena, document, sheet_string(filling->arena, run, filling->request->kind, policy),
                           title_string(filling->arena, run, policy, form->title), form->columns, form->more);
    if (form->lay_out) form->lay_out(filling);
    filling->table->above = form->above ? form->above(filling->arena, policy) : NULL;
    filling->table->below = form->below ? form->below(filling->arena, filling->request, policy) : NULL;
    paid_rows_each(filling, form->visit);
    struct slice *cells = document_total(filling->arena, filling->table, form->money, fen);
    if (form->totals) form->totals(filling, cells);
  }
  return true;
}

/* 公示表 */

static void publicity_row(const struct filling *filling, size_t row)
{
  const struct recorded_result *result = &filling->run->results[row];
  struct slice *cells = document_row(filling->arena, filling->table);
  cells[1] = public_name(filling->arena, result->name);
  cells[2] = public_code(filling->arena, result->code);
  cells[3] = result->measure;
  cells[4] = result->clause;
  cells[5] = result->amount;
}

bool publicity_document(struct arena *arena, const struct recorded_run *run, const struct document_request *request,
                        struct document *document, struct fault *fault)
{
  struct filling filling = { .arena = arena, .run = run, .request = request, .fault = fault };
  return paid_tables(&filling, document,
                     &(struct paid_table){ .title = MSG_DOCUMENT_TITLE_PUBLICITY,
                                           .columns = HEADINGS(COLUMN_NUMBER, COLUMN_RECIPIENT, COLUMN_CREDIT_CODE,
                                                               COLUMN_SUPPORT, COLUMN_CLAUSE, COLUMN_AMOUNT),
                                           .money = 5,
                                           .visit = publicity_row,
                                           .above = draft_string,
                                           .below = publication_string });
}

/* 拨付表: with the parts of each level, and what was carried. shares.csv and payments.csv have their rows in the order of
 * results.csv, so each is gone through once beside it. */

enum { PAYMENT_NUMBER, PAYMENT_NAME, PAYMENT_CODE, PAYMENT_ID, PAYMENT_MEASURE, PAYMENT_AMOUNT, PAYMENT_FIXED };

/* Lines of a file beside results.csv that belong to one of its rows. */
struct span {
  size_t first, count;
};

struct payment_columns {
  struct slice *levels; /* 市级, 区级, … as they first appear */
  int64_t *sums;        /* of each */
  size_t level_count, level_capacity;
  size_t batch, carried, count;         /* where those columns begin; of all */
  size_t own;                           /* columns of payments.csv before the carried ones */
  const struct span *shares, *payments; /* of each row of results.csv */
};

static bool is_of(const struct sheet *sheet, size_t row, const struct recorded_result *result)
{
  return slice_equal(recorded_cell(sheet, row, COLUMN_MEASURE_ID), result->measure_id) &&
         slice_equal(recorded_cell(sheet, row, COLUMN_OBJECT_CODE), result->code);
}

/* Of several lines for one row each is of a level of its own. NULL: the files do not fit each other. */
static const struct span *match_rows(struct arena *arena, const struct recorded_run *run, const struct sheet *sheet)
{
  struct span *spans = arena_array(arena, run->result_count, sizeof *spans);
  size_t at = 0;
  for (size_t i = 0; sheet && i < run->result_count && at < sheet->count; i++) {
    const struct recorded_result *result = &run->results[i];
    struct slice level = recorded_cell(sheet, at, COLUMN_LEVEL);
    if (!result->granted || !is_of(sheet, at, result)) continue;
    for (spans[i].first = at++; at < sheet->count && level.length && is_of(sheet, at, result); at++)
      if (slice_equal(recorded_cell(sheet, at, COLUMN_LEVEL), level)) break;
    spans[i].count = at - spans[i].first;
  }
  return !sheet || at == sheet->count ? spans : NULL;
}

static void find_levels(struct arena *arena, struct payment_columns *columns, const struct sheet *shares)
{
  for (size_t i = 0; shares && i < shares->count; i++) {
    struct slice level = recorded_cell(shares, i, COLUMN_LEVEL);
    size_t k = 0;
    while (k < columns->level_count && !slice_equal(columns->levels[k], level)) k++;
    if (k < columns->level_count) continue;
    columns->levels = arena_grow(arena, columns->levels, columns->level_count, &columns->level_capacity, sizeof level);
    columns->levels[columns->level_count++] = level;
  }
  columns->sums = arena_array(arena, columns->level_count, sizeof *columns->sums);
}

/* Where the columns stand: fixed ones, the levels, the batch, what was carried. */
static void place_columns(struct payment_columns *columns, const struct sheet *payments)
{
  columns->batch = PAYMENT_FIXED + columns->level_count;
  columns->carried = columns->batch + 1;
  while (payments && result_files[RESULT_FILE_PAYMENTS].columns[columns->own] != FILE_COLUMNS) columns->own++;
  columns->count = columns->carried + (payments ? payments->columns - columns->own : 0);
}

static void name_columns(const struct filling *filling)
{
  const struct payment_columns *columns = filling->more;
  const struct sheet *payments = filling->run->files[RESULT_FILE_PAYMENTS];
  for (size_t i = 0; i < columns->level_count; i++) {
    const char *level = slice_copy(filling->arena, columns->levels[i]).at;
    document_column(filling->table, PAYMENT_FIXED + i, slice_of(DOCUMENT_STRING(filling->arena, MSG_DOCUMENT_LEVEL, level)),
                    CONTENT_MONEY);
  }
  document_column(filling->table, columns->batch, slice_of(file_column_name(COLUMN_BATCH)), CONTENT_TEXT);
  for (size_t i = columns->carried; i < columns->count; i++)
    document_column(filling->table, i, payments->headings[i - columns->carried + columns->own], CONTENT_CODE);
}

static void payment_row(const struct filling *filling, size_t row)
{
  const struct recorded_run *run = filling->run;
  const struct recorded_result *result = &run->results[row];
  struct payment_columns *columns = filling->more;
  const struct span share = columns->shares[row], payment = columns->payments[row];
  const struct sheet *shares = run->files[RESULT_FILE_SHARES], *payments = run->files[RESULT_FILE_PAYMENTS];
  struct slice *cells = document_row(filling->arena, filling->table);
  cells[PAYMENT_NAME] = result->name;
  cells[PAYMENT_CODE] = result->code;
  cells[PAYMENT_ID] = result->measure_id;
  cells[PAYMENT_MEASURE] = result->measure;
  cells[PAYMENT_AMOUNT] = result->amount;
  cells[columns->batch] = slice_of(filling->request->batch ? filling->request->batch : "");
  for (size_t i = share.first; i < share.first + share.count; i++) {
    int64_t fen;
    size_t level = 0;
    while (!slice_equal(columns->levels[level], recorded_cell(shares, i, COLUMN_LEVEL))) level++;
    cells[PAYMENT_FIXED + level] = recorded_cell(shares, i, COLUMN_AMOUNT);
    if (recorded_money(cells[PAYMENT_FIXED + level], &fen)) columns->sums[level] += fen;
  }
  for (size_t i = columns->carried; payment.count && i < columns->count; i++)
    cells[i] = csv_text(payments->rows[payment.first].raw[i - columns->carried + columns->own]);
}

static void payment_totals(const struct filling *filling, struct slice *cells)
{
  struct payment_columns *columns = filling->more;
  for (size_t i = 0; i < columns->level_count; i++) {
    cells[PAYMENT_FIXED + i] = money_cell(filling->arena, columns->sums[i]);
    columns->sums[i] = 0; /* of the next policy */
  }
}

bool payment_document(struct arena *arena, const struct recorded_run *run, const struct document_request *request,
                      struct document *document, struct fault *fault)
{
  struct payment_columns columns = { .shares = match_rows(arena, run, run->files[RESULT_FILE_SHARES]),
                                     .payments = match_rows(arena, run, run->files[RESULT_FILE_PAYMENTS]) };
  struct filling filling = { .arena = arena, .run = run, .request = request, .fault = fault, .more = &columns };
  if (!columns.shares || !columns.payments) return fault_set(fault, FAULT_FILE, MSG_RUN_UNREADABLE, run->folder, NULL);
  find_levels(arena, &columns, run->files[RESULT_FILE_SHARES]);
  place_columns(&columns, run->files[RESULT_FILE_PAYMENTS]);
  return paid_tables(&filling, document,
                     &(struct paid_table){ .title = MSG_DOCUMENT_TITLE_PAYMENT,
                                           .columns = HEADINGS(COLUMN_NUMBER, COLUMN_RECIPIENT, COLUMN_CREDIT_CODE,
                                                               COLUMN_MEASURE_ID, COLUMN_SUPPORT, COLUMN_AMOUNT),
                                           .more = columns.count - PAYMENT_FIXED,
                                           .money = PAYMENT_AMOUNT,
                                           .lay_out = name_columns,
                                           .visit = payment_row,
                                           .above = draft_string,
                                           .totals = payment_totals });
}

/* 说明 of an amount that is left to the authority, in either language. */
static bool to_be_set(struct slice note)
{
  return slice_contains(note, slice_of(message_name(MSG_DOCUMENT_TO_BE_SET, LANGUAGE_CHINESE))) ||
         slice_contains(note, slice_of(message_name(MSG_DOCUMENT_TO_BE_SET, LANGUAGE_ENGLISH)));
}

/* 核定表: what waits for the authority, in the columns that --decisions reads. */

static bool waits(const struct recorded_result *result)
{
  enum outcome outcome;
  if (!outcome_read(result->outcome, NULL, &outcome)) return false;
  return outcome == OUTCOME_PENDING || (outcome == OUTCOME_YES && !result->amount.length && to_be_set(result->note));
}

bool decisions_document(struct arena *arena, const struct recorded_run *run, const struct document_request *request,
                        struct document *document, struct fault *fault)
{
  static const char *choices[] = { NULL, NULL, NULL };
  enum { CHOSEN = 6 };
  struct document_table *table = NULL;
  (void)fault;
  for (size_t i = 0; i < run->result_count; i++) {
    const struct recorded_result *result = &run->results[i];
    if (!waits(result) || !document_asks(request, result)) continue;
    if (!table)
      table = document_table_new(arena, document, document_name(request->kind, LANGUAGE_CHINESE),
                                 DOCUMENT_STRING(arena, MSG_DOCUMENT_TITLE_DECISIONS, INTEGER(run->year)),
                                 HEADINGS(COLUMN_MEASURE_ID, COLUMN_MEASURE, COLUMN_OBJECT_CODE, COLUMN_OBJECT_NAME,
                                          COLUMN_OUTCOME_COMPUTED, COLUMN_NOTE, COLUMN_OUTCOME, COLUMN_AMOUNT, COLUMN_GROUND),
                                 0);
    struct slice *cells = document_row(arena, table);
    const struct slice known[] = {
      result->measure_id, result->measure, result->code, result->name, result->outcome, result->note
    };
    memcpy(cells, known, sizeof known);
  }
  if (!table) return true;
  choices[0] = outcome_name(NULL, OUTCOME_YES, LANGUAGE_CHINESE);
  choices[1] = outcome_name(NULL, OUTCOME_NO, LANGUAGE_CHINESE);
  table->choices = choices;
  table->chosen = CHOSEN;
  table->above = message_name(MSG_DOCUMENT_FILL_IN, LANGUAGE_CHINESE);
  return true;
}

/* 异议表: the public rows, to be filled in while they are on view. */

static void objection_row(const struct filling *filling, size_t row)
{
  const struct recorded_result *result = &filling->run->results[row];
  struct slice *cells = document_row(filling->arena, filling->table);
  const struct slice known[] = { cells[0], result->name, result->code, result->measure_id, result->measure, result->amount };
  memcpy(cells, known, sizeof known);
}

bool objections_document(struct arena *arena, const struct recorded_run *run, const struct document_request *request,
                         struct document *document, struct fault *fault)
{
  struct filling filling = { .arena = arena, .run = run, .request = request, .fault = fault };
  return paid_tables(
      &filling, document,
      &(struct paid_table){ .title = MSG_DOCUMENT_TITLE_OBJECTIONS,
                            .columns = HEADINGS(COLUMN_NUMBER, COLUMN_RECIPIENT, COLUMN_CREDIT_CODE, COLUMN_MEASURE_ID,
                                                COLUMN_SUPPORT, COLUMN_AMOUNT_PUBLISHED, COLUMN_OBJECTOR, COLUMN_OBJECTION,
                                                COLUMN_RECEIVED, COLUMN_REVIEW, COLUMN_DISPOSAL),
                            .money = 5,
                            .visit = objection_row,
                            .above = draft_string,
                            .below = publication_string });
}

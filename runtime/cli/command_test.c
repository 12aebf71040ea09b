/* huiqi test: the cases beside scripts, and what they have not shown yet. */
#include <string.h>

#include "base/decimal.h"
#include "cli/command.h"
#include "session/mutate.h"
#include "session/suggest.h"
#include "write/csv.h"
#include "write/targets.h"

struct totals {
  size_t passed, failed, unseen, without;
};

static void failure_print(const struct test_suite *book, const struct expectation *expectation, enum language language)
{
  struct buffer out = { 0 }, expected = { 0 }, found = { 0 };
  enum mismatch mismatch = expectation_mismatch(expectation);
  format_case_expected(&expected, expectation, mismatch);
  format_case_found(&found, expectation, mismatch);
  buffer_char(&expected, 0);
  buffer_char(&found, 0);
  buffer_printf(&out, "%s:%u:%d: %.*s %.*s %s: ", book->path, book->sheet.rows[expectation->row].line,
                mismatch_position(book, mismatch), (int)expectation->name.length, expectation->name.at,
                (int)expectation->measure.length, expectation->measure.at, mismatch_column(mismatch));
  message_text(&out, language, MSG_CASE_FAILED, expected.at, found.at, NULL);
  if (expectation->reason.length) buffer_printf(&out, "\n    %.*s", (int)expectation->reason.length, expectation->reason.at);
  terminal_line(stdout, buffer_view(&out));
  buffer_free(&out);
  buffer_free(&expected);
  buffer_free(&found);
}

/* Any choice that the field has: no case can show a no. */
static bool cannot_fail(const struct node *condition)
{
  const struct node *value = condition->op == NODE_IN_SET ? condition->operands[0] : NULL;
  return value && value->type == TYPE_CHOICE && !value->field->event && condition->set_count == value->field->choice_count;
}

/* A measure whose conditions are not all seen yes and no. */
static void unseen_print(const struct model *model, const struct test_suite *book, enum language language, struct totals *totals)
{
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    const struct coverage *sight = &book->sights[measure->index];
    if (measure->kind > MEASURE_LIST || measure->unlisted) continue;
    for (size_t k = 0; k < measure->condition_count; k++) {
      bool yes = sight->conditions[k] & 1u << ANSWER_YES,
           no = sight->conditions[k] & 1u << ANSWER_NO || cannot_fail(measure->conditions[k]);
      if (yes && no) continue;
      struct buffer said = { 0 }, out = { 0 };
      format_node(&said, language, measure->conditions[k]);
      buffer_char(&said, 0);
      message_text(&out, language, MSG_CASE_UNSEEN, measure->id, said.at,
                   !yes && !no ? message_name(MSG_TEST_YES_AND_NO, language)
                               : outcome_name(NULL, yes ? OUTCOME_NO : OUTCOME_YES, language),
                   NULL);
      terminal_printf(stdout, "%s: %.*s\n", book->script, (int)out.length, out.at);
      buffer_free(&said);
      buffer_free(&out);
      totals->unseen++;
    }
  }
}

static void suite_print(const struct model *model, const struct test_suite *book, enum language language, struct totals *totals)
{
  if (!book->found) {
    notice(language, MSG_CASE_NONE, book->path, NULL);
    totals->without++;
    return;
  }
  for (size_t i = 0; i < book->count; i++) {
    bool met = expectation_mismatch(&book->expectations[i]) == MET;
    totals->passed += met;
    totals->failed += !met;
    if (!met) failure_print(book, &book->expectations[i], language);
  }
  unseen_print(model, book, language, totals);
}

static int rows_write(const struct options *options, const struct test_suite *book, const struct sheet *rows)
{
  struct buffer out = { 0 };
  buffer_text(&out, options->output ? CSV_MARK : "");
  csv_sheet(&out, rows);
  int status = write_text(options, options->output, &out);
  if (status == COMMAND_DONE)
    notice(options->language, MSG_SUGGEST_COUNT, INTEGER(rows->count), options->output ? options->output : "", book->path, NULL);
  return status;
}

/* `建议.csv` -> `建议.服务记录.csv`, as the files beside cases are called. */
static const char *records_path(struct arena *arena, const char *path, const char *table)
{
  size_t length = strlen(path), end = slice_ends(slice_of(path), ".csv") ? strlen(".csv") : 0;
  return arena_printf(arena, "%.*s.%s.csv", (int)(length - end), path, table);
}

static int records_write(struct arena *arena, const struct options *options, const struct test_suite *book,
                         const struct suggested_records *records)
{
  struct buffer out = { 0 };
  const char *path = options->output ? records_path(arena, options->output, records->table) : NULL;
  buffer_text(&out, path ? CSV_MARK : "\n\n");
  csv_sheet(&out, &records->rows);
  int status = write_text(options, path, &out);
  if (status == COMMAND_DONE)
    notice(options->language, MSG_SUGGEST_RECORDS_COUNT, INTEGER(records->rows.count), path ? path : "",
           records_path(arena, book->path, records->table), NULL);
  return status;
}

static int suggestions_write(struct arena *arena, const struct options *options, const struct model *model,
                             const struct test_suite *book)
{
  const struct suggestions suggestions = cases_suggest(arena, model, book, false);
  int status = rows_write(options, book, &suggestions.rows);
  for (size_t i = 0; status == COMMAND_DONE && i < suggestions.record_count; i++)
    if (suggestions.records[i].rows.count) status = records_write(arena, options, book, &suggestions.records[i]);
  for (size_t i = 0; i < suggestions.note_count; i++) {
    const struct suggestion_note *note = &suggestions.notes[i];
    notice(options->language, note->message, note->id, note->a ? note->a : "", NULL);
  }
  return status;
}

/* What no case notices */

static const char *outcome_words(struct arena *arena, const struct mutant *mutant, const struct case_outcome *outcome,
                                 enum language language)
{
  struct buffer out = { 0 };
  buffer_text(&out, outcome_name(mutant->suggested->about, outcome->outcome, language));
  if (outcome->has_amount) {
    buffer_char(&out, ' ');
    format_money(&out, outcome->amount);
  }
  const char *words = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return words;
}

static void mutant_print(struct arena *arena, const struct mutant *mutant, enum language language)
{
  const struct mutation *mutation = mutant->mutation;
  struct buffer out = { 0 };
  buffer_printf(&out, "%s:%d:%d: ", mutation->path, mutation->site.line, mutation->site.column);
  message_text(&out, language, mutation->after ? MSG_MUTANT_UNNOTICED : MSG_MUTANT_DROPPED, mutation->before, mutation->after,
               NULL);
  if (mutant->suggested) {
    const char *name = arena_copy(arena, mutant->suggested->name.at, mutant->suggested->name.length);
    buffer_text(&out, "\n    ");
    message_text(&out, language, MSG_MUTANT_SUGGESTED, name, outcome_words(arena, mutant, &mutant->now, language),
                 outcome_words(arena, mutant, &mutant->then, language), NULL);
  }
  const struct proof *proof = mutant->proof;
  if (proof || mutant->untried || mutation->of_years) buffer_text(&out, "\n    ");
  if (mutation->of_years) message_text(&out, language, MSG_MUTANT_OTHER_YEAR, INTEGER(mutation->year), NULL);
  if (mutant->untried) format_words(&out, language, MSG_MUTANT_UNTRIED);
  if (proof && proof->class_count)
    message_text(&out, language, MSG_MUTANT_WITNESS, INTEGER(mutant->year), proof->classes[0].witness, proof->classes[0].before,
                 proof->classes[0].after, NULL);
  else if (proof) buffer_text(&out, proof->reason);
  terminal_line(stdout, buffer_view(&out));
  buffer_free(&out);
}

static int mutants_write(struct arena *arena, const struct options *options, const struct huiqi *session,
                         const struct test_suite *book, size_t *unnoticed)
{
  struct mutation_report report;
  struct fault fault;
  enum language language = options->language;
  int status = COMMAND_DONE;
  if (!book->found) return notice(language, MSG_CASE_NONE, book->path, NULL), COMMAND_DONE;
  if (cases_mutate(session, arena, book, language, &report, &fault)) {
    for (size_t i = 0; i < report.mutations.count; i++)
      if (report.mutants[i].fate == MUTANT_UNNOTICED) mutant_print(arena, &report.mutants[i], language);
    message_print(
        language, MSG_MUTANT_TOTALS, book->script, INTEGER(report.mutations.count), INTEGER(report.counts[MUTANT_NOTICED]),
        INTEGER(report.counts[MUTANT_UNNOTICED]), INTEGER(report.counts[MUTANT_EQUIVALENT]),
        report.mutations.functions ? INTEGER(report.mutations.functions) : "",
        report.mutations.shares ? INTEGER(report.mutations.shares) : "", report.failing ? INTEGER(report.failing) : "", NULL);
    *unnoticed += report.counts[MUTANT_UNNOTICED];
    if (options->output) status = rows_write(options, book, &report.rows);
  } else {
    status = fault_print(language, &fault);
  }
  mutation_report_close(&report);
  return status;
}

struct testing {
  struct arena *arena;
  const struct options *options;
  struct totals totals;
  size_t unnoticed;
};

static int test_script(void *context, const struct huiqi *session, const struct test_suite *book)
{
  struct testing *testing = context;
  const struct model *model = huiqi_model(session);
  if (testing->options->suggest) return suggestions_write(testing->arena, testing->options, model, book);
  if (testing->options->mutate) return mutants_write(testing->arena, testing->options, session, book, &testing->unnoticed);
  suite_print(model, book, testing->options->language, &testing->totals);
  return COMMAND_DONE;
}

/* What is written is one table of rows, which belongs to one script. */
static enum message one_script(const struct options *options)
{
  if (options->suggest) return MSG_SUGGEST_ONE;
  return options->mutate && options->output ? MSG_MUTANT_ONE : NO_MESSAGE;
}

static int totals_print(const struct options *options, const struct totals *totals)
{
  message_print(options->language, MSG_CASE_TOTALS, INTEGER(totals->passed), INTEGER(totals->failed), INTEGER(totals->unseen),
                NULL);
  return totals->failed ? COMMAND_PROBLEMS : COMMAND_DONE;
}

int command_test(struct arena *arena, const struct options *options)
{
  struct testing testing = { .arena = arena, .options = options };
  struct fault fault;
  size_t count;
  if (options->scripts.count && options->output && !options->suggest && !options->mutate)
    return fault_set(&fault, FAULT_USAGE, MSG_TEST_OUTPUT, NULL), fault_print(options->language, &fault);
  if (options->suggest && options->mutate)
    return fault_set(&fault, FAULT_USAGE, MSG_MUTANT_OR_SUGGEST, NULL), fault_print(options->language, &fault);
  int worst = scripts_each(arena, options, one_script(options), &count, test_script, &testing);
  if (options->suggest || (!count && worst != COMMAND_DONE)) return worst;
  int status = options->mutate ? (testing.unnoticed ? COMMAND_PROBLEMS : COMMAND_DONE) : totals_print(options, &testing.totals);
  return worst != COMMAND_DONE ? worst : status;
}

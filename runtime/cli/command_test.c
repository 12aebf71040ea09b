/* huiqi test: the cases beside scripts, and what they have not shown yet. */
#include <string.h>

#include "base/decimal.h"
#include "cli/command.h"
#include "session/suggest.h"
#include "write/csv.h"
#include "write/targets.h"

struct totals {
  size_t passed, failed, unseen, without;
};

static void format_found(struct buffer *out, const struct expectation *expectation, enum mismatch mismatch)
{
  if (mismatch == MISMATCH_OBJECT) {
    buffer_text(out, message_name(MSG_TEST_NO_OBJECT, LANGUAGE_CHINESE));
    return;
  }
  if (expectation->target.is_target) {
    const struct target_expectation *target = &expectation->target;
    const char *word =
        target->found == TARGET_UNJUDGED ? message_name(MSG_TEST_NO_GOAL, LANGUAGE_CHINESE) : target_word(target->found);
    if (mismatch == MISMATCH_UNIT) buffer_text(out, message_name(MSG_TEST_NO_UNIT, LANGUAGE_CHINESE));
    else buffer_printf(out, "%s %s", word, target->stands);
    return;
  }
  if (mismatch == MISMATCH_MISSING || mismatch == MISMATCH_NOT_MISSING || mismatch == MISMATCH_RUNG) {
    struct slice found = mismatch == MISMATCH_RUNG ? slice_of(expectation->stands) : expectation->lacking;
    buffer_slice(out, found.length ? found : slice_of(message_name(MSG_TEST_NOTHING, LANGUAGE_CHINESE)));
    return;
  }
  enum outcome found = expectation->judged ? expectation->verdict.outcome : OUTCOME_NO;
  buffer_text(out, outcome_name(expectation->about, found, LANGUAGE_CHINESE));
  if (expectation->judged && expectation->verdict.has_amount && expectation->verdict.outcome == OUTCOME_YES) {
    buffer_char(out, ' ');
    format_money(out, expectation->verdict.amount);
  }
}

static void format_expected(struct buffer *out, const struct expectation *expectation, enum mismatch mismatch)
{
  if (expectation->target.is_target) {
    const struct target_expectation *target = &expectation->target;
    if (mismatch == MISMATCH_ACTUAL) buffer_slice(out, target->actual);
    else
      buffer_text(out, target->outcome == TARGET_UNJUDGED ? message_name(MSG_TEST_NO_GOAL, LANGUAGE_CHINESE)
                                                          : target_word(target->outcome));
    return;
  }
  if (mismatch == MISMATCH_NOT_MISSING) buffer_text(out, message_name(MSG_TEST_NOT_MISSING, LANGUAGE_CHINESE));
  if (mismatch == MISMATCH_MISSING || mismatch == MISMATCH_NOT_MISSING || mismatch == MISMATCH_RUNG) {
    buffer_slice(out, mismatch == MISMATCH_RUNG      ? expectation->rung
                      : mismatch == MISMATCH_MISSING ? expectation->missing
                                                     : expectation->not_missing);
    return;
  }
  buffer_text(out, outcome_name(expectation->about, expectation->outcome, LANGUAGE_CHINESE));
  if (expectation->has_amount) {
    buffer_char(out, ' ');
    format_money(out, expectation->amount);
  }
}

static void failure_print(const struct test_suite *book, const struct expectation *expectation, enum language language)
{
  struct buffer out = { 0 }, expected = { 0 }, found = { 0 };
  enum mismatch mismatch = expectation_mismatch(expectation);
  format_expected(&expected, expectation, mismatch);
  format_found(&found, expectation, mismatch);
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

static int suggestions_write(struct arena *arena, const struct options *options, const struct model *model,
                             const struct test_suite *book)
{
  struct buffer out = { 0 };
  buffer_text(&out, options->output ? CSV_MARK : "");
  const struct sheet rows = cases_suggest(arena, model, book);
  csv_sheet(&out, &rows);
  int status = write_text(options, options->output, &out);
  if (status == COMMAND_DONE)
    notice(options->language, MSG_SUGGEST_COUNT, INTEGER(rows.count), options->output ? options->output : "", book->path, NULL);
  return status;
}

struct testing {
  struct arena *arena;
  const struct options *options;
  struct totals totals;
};

static int test_script(void *context, const struct model *model, const struct test_suite *book)
{
  struct testing *testing = context;
  if (testing->options->suggest) return suggestions_write(testing->arena, testing->options, model, book);
  suite_print(model, book, testing->options->language, &testing->totals);
  return COMMAND_DONE;
}

int command_test(struct arena *arena, const struct options *options)
{
  struct testing testing = { .arena = arena, .options = options };
  const struct totals *totals = &testing.totals;
  struct fault fault;
  if (options->scripts.count && options->output && !options->suggest)
    return fault_set(&fault, FAULT_USAGE, MSG_TEST_OUTPUT, NULL), fault_print(options->language, &fault);
  size_t count;
  int worst = scripts_each(arena, options, options->suggest ? MSG_SUGGEST_ONE : NO_MESSAGE, &count, test_script, &testing);
  if (options->suggest || (!count && worst != COMMAND_DONE)) return worst;
  message_print(options->language, MSG_CASE_TOTALS, INTEGER(totals->passed), INTEGER(totals->failed), INTEGER(totals->unseen),
                NULL);
  if (worst != COMMAND_DONE) return worst;
  return totals->failed ? COMMAND_PROBLEMS : COMMAND_DONE;
}

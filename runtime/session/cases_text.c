/* What a row of the cases expected and what was found, in the words of its columns. */
#include <string.h>

#include "base/decimal.h"
#include "session/cases.h"
#include "write/targets.h"

void format_case_found(struct buffer *out, const struct expectation *expectation, enum mismatch mismatch)
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

void format_case_expected(struct buffer *out, const struct expectation *expectation, enum mismatch mismatch)
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

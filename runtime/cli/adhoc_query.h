/* Question: an expression typed at the prompt, as the one measure of a model of its own, planned and judged like any other. So counts
 * over related rows, periods and parameters mean what they mean in a script. */
#ifndef CLI_ADHOC_QUERY_H
#define CLI_ADHOC_QUERY_H

#include "cli/repl.h"

struct question {
  struct arena arena;
  struct policy policy;
  struct measure measure; /* of companies; its condition holds unless set */
  struct measure *measures[1];
  struct model model;
  struct node always;
  struct plan *plan;
  struct run_options options;
};

void question_open(struct question *question, struct repl *repl, enum measure_kind kind);
/* When the measure is complete. */
void question_plan(struct question *question, struct repl *repl);
/* Judges a list of one row, or the whole list; `then` (may be NULL) looks at the run before it is closed, with the receiver's
 * context. */
bool question_judge(struct question *question, struct held *list, size_t threads, const struct receiver *receiver,
                    void (*then)(void *context, struct run *run), struct fault *fault);
void question_close(struct question *question);

/* For a receiver's `block`: false once Ctrl-C was pressed. */
bool repl_goes_on(struct fault *fault);
/* How a value is spread over the companies of the list. */
bool repl_spread(struct repl *repl, const struct node *value, struct fault *fault);

#endif

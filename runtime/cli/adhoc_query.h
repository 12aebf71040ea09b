/* Ad-hoc query: an expression typed at the prompt, as the one measure of a model of its own, planned and judged like any other.
 * So counts over related rows, periods and parameters mean what they mean in a script. */
#ifndef CLI_ADHOC_QUERY_H
#define CLI_ADHOC_QUERY_H

#include "cli/repl.h"

struct adhoc_query {
  struct arena arena;
  struct policy policy;
  struct measure measure; /* of companies; its condition holds unless set */
  struct measure *measures[1];
  struct model model;
  struct node always;
  struct plan *plan;
  struct run_options options;
};

void adhoc_query_open(struct adhoc_query *question, struct repl *repl, enum measure_kind kind);
/* When the measure is complete. */
void adhoc_query_plan(struct adhoc_query *question, struct repl *repl);
/* Judges a list of one row, or the whole list; `then` (may be NULL) looks at the run before it is closed, with the receiver's
 * context. */
bool adhoc_query_judge(struct adhoc_query *question, struct memory_list *list, size_t threads, const struct sink *sink,
                       void (*then)(void *context, struct run *run), struct fault *fault);
void adhoc_query_close(struct adhoc_query *question);

/* For a receiver's `block`: false once Ctrl-C was pressed. */
bool repl_goes_on(struct fault *fault);
/* How a value is spread over the companies of the list. */
bool repl_spread(struct repl *repl, const struct node *value, struct fault *fault);

#endif

/* Error help: what a code of a message means, by an example before and after: `huiqi help E12`.
 *
 * The examples are a text (stdlib/lessons.txt), embedded like the rest of the standard library: staff who mend a script read it,
 * and a test loads every example to see that what is called wrong is found, and what is called right is not. */
#ifndef EXPLAIN_ERROR_HELP_H
#define EXPLAIN_ERROR_HELP_H

#include "base/text.h"

enum error_help_kind {
  ERROR_HELP_STATEMENT = 's', /* whole statements of a script */
  ERROR_HELP_CONDITION = 'c',
  ERROR_HELP_AMOUNT = 'a',
  ERROR_HELP_RUN = 'r',  /* a condition or amount that fails when companies are judged */
  ERROR_HELP_TOLD = 't', /* advice, no example of a script */
};

struct error_help {
  enum error_help_kind kind;
  struct slice before, after; /* whole lines; empty: none */
  struct slice advice;
};

/* False when there is no such code. Letters may be small. */
bool error_help_find(struct arena *arena, const char *code, struct error_help *lesson);

#endif

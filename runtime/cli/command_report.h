/* What `huiqi report` adds to a run (cli/command_run.c): somebody who collects, and the page at the end. */
#ifndef CLI_COMMAND_REPORT_H
#define CLI_COMMAND_REPORT_H

#include "cli/options.h"
#include "write/report.h"

/* Collects beside `results`; NULL when no page was asked for. */
struct report *collector_open(struct arena *arena, const struct options *options, const struct plan *plan,
                              const struct reason *reason, struct results *results, const struct manifest *manifest);
const struct receiver *collector_receiver(struct report *report);
/* Says that the page is large, when it is. */
void collector_tell(const struct options *options);
void collector_close(struct report *report);

#endif

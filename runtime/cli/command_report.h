/* What `huiqi report` adds to a run (cli/command_run.c): somebody who collects, and the page at the end. */
#ifndef CLI_COMMAND_REPORT_H
#define CLI_COMMAND_REPORT_H

#include "cli/options.h"
#include "write/report.h"

/* Collects beside `results`; NULL when no page was asked for. */
struct report *report_sink_open(struct arena *arena, const struct options *options, const struct plan *plan,
                                const struct wording *reason, struct results *results, const struct manifest *manifest);
const struct sink *report_sink(struct report *report);
/* Says that the page is large, when it is. */
void report_sink_notify(const struct options *options);
void report_sink_close(struct report *report);

#endif

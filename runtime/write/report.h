/* Report: a run as one page that can be read, searched and printed without anything else.
 *
 * The page is write/report_page/ (report.html with its style and its program) and the run's figures as data inside it: totals,
 * measures, targets and problems as JSON, companies as the packed columns of write/explanation_store.h, unpacked when the page
 * opens. Tables, charts and explanations are made in the page when they are looked at, so that it stays small. Charts are SVG
 * made there by a few lines: two kinds of bars need no library, and nothing can break when one changes. All text goes into the
 * page as text, never as markup. */
#ifndef WRITE_REPORT_H
#define WRITE_REPORT_H

#include "evaluate/target.h"
#include "write/explanation_store.h"
#include "write/manifest.h"
#include "write/results.h"

struct report {
  struct arena *arena;
  enum language language;
  const struct plan *plan;
  const struct results *results;
  const struct manifest *manifest;
  struct explanation_store *store;
  const struct target_result *targets;
  size_t target_count;
  struct buffer problems; /* filled by report_problem */
  size_t problem_count;
  const char *time; /* when it was run, as it is to be said */
};

/* For results_watch_problems, with a report as its context. */
void report_problem(void *report, struct slice file, uint32_t line, struct slice heading, struct slice raw, struct slice said);
bool report_write(const struct report *report, const char *path, struct fault *fault);

#endif

/* huiqi report: a run as one page. The run itself is that of run.c. */
#include "cli/command_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/command.h"

/* By the clock, or as SOURCE_DATE_EPOCH says, so that the same page can be made again. */
static const char *time_string(struct arena *arena)
{
  const char *given = getenv("SOURCE_DATE_EPOCH");
  time_t now = given ? (time_t)strtoll(given, NULL, 10) : time(NULL);
  struct tm local;
  char text[32];
  if (!localtime_r(&now, &local) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local)) return "";
  return arena_string(arena, text);
}

struct report *report_sink_open(struct arena *arena, const struct options *options, const struct plan *plan,
                                const struct wording *reason, struct results *results, const struct manifest *manifest)
{
  struct report *report = arena_alloc(arena, sizeof *report);
  *report =
      (struct report){ .arena = arena, .language = options->language, .plan = plan, .results = results, .manifest = manifest };
  report->store = explanation_store_new(arena, plan, reason, results_sink(results));
  report->time = time_string(arena);
  results_watch_problems(results, report_problem, report);
  return report;
}

const struct sink *report_sink(struct report *report)
{
  return explanation_store_sink(report->store);
}

void report_sink_notify(const struct options *options)
{
  enum { LARGE = 4 << 20 };
  struct stat about;
  char megabytes[24];
  if (stat(options->output, &about) != 0 || about.st_size < LARGE) return;
  snprintf(megabytes, sizeof megabytes, "%lld", (long long)about.st_size >> 20);
  notice(options->language, MSG_NOTICE_LARGE_PAGE, megabytes, NULL);
}

void report_sink_close(struct report *report)
{
  explanation_store_close(report->store);
  buffer_free(&report->problems);
}

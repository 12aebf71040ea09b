/* huiqi watch: the list stays in memory; at each save of the script, what changed. */
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "session/files_below.h"
#include "base/file.h"
#include "session/run_context.h"
#include "cli/summary.h"
#include "write/difference_text.h"
#include "write/terminal.h"

enum { POLL_MILLISECONDS = 40, SHOWN = 12 };

/* When the scripts were saved last, and how large they are: a sum that changes with any of them. Files are asked again and again,
 * since editors replace files, and no notice of the system survives that everywhere. */
static bool add_state(void *context, const char *path, const struct stat *about)
{
  uint64_t *state = context, seen = 1;
  if (about) seen = slice_hash(slice_of(path)) ^ file_state(about);
  *state += seen;
  return true;
}

static uint64_t scripts_state(const struct texts *paths)
{
  uint64_t state = 0;
  struct arena arena = { 0 };
  for (size_t i = 0; i < paths->count; i++) {
    state *= 31;
    files_below(&arena, paths->items[i], add_state, &state);
  }
  arena_free(&arena);
  return state;
}

static void wait_for_change(const struct texts *paths, uint64_t *state)
{
  struct timespec pause = { 0, POLL_MILLISECONDS * 1000000L };
  for (uint64_t now; (now = scripts_state(paths)) == *state || now == 0;) nanosleep(&pause, NULL);
  *state = scripts_state(paths);
}

static double seconds_since(const struct timespec *start)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void say(const struct options *options, enum message message, const char *a, const char *b)
{
  message_print(options->language, message, a, b, NULL);
  fflush(stdout);
}

static const char *clock_string(char *text, size_t size)
{
  time_t now = time(NULL);
  struct tm local;
  if (!localtime_r(&now, &local) || !strftime(text, size, "%H:%M:%S", &local)) text[0] = 0;
  return text;
}

static bool judged(struct huiqi *session, const struct options *options, int *status)
{
  struct fault fault;
  if (!session_load(session, &(struct huiqi_scripts){ .paths = &options->scripts }, options, stdout, status)) return false;
  if (huiqi_judge(session, &fault)) return true;
  *status = fault_print(options->language, &fault);
  return false;
}

/* The first judgement, against nothing: every measure and its total. */
static void print_totals(const struct options *options, const struct snapshot *results, double seconds)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(STDOUT_FILENO);
  struct text_table *table = text_table_new(&arena, summary_columns, 5, options->language);
  for (size_t i = 0; i < results->measure_count; i++) {
    const struct outcome_list *list = &results->measures[i];
    struct buffer amount = { 0 };
    if (!list->measure || list->measure->kind == MEASURE_CRITERION) continue;
    if (list->measure->amount) format_money(&amount, list->amount);
    text_table_add(table, slice_of(list->measure->id), STYLE_PLAIN);
    text_table_add(table, slice_of(list->measure->name), STYLE_PLAIN);
    text_table_add(table, slice_of(arena_printf(&arena, "%llu", (unsigned long long)list->yes)), STYLE_PLAIN);
    text_table_add(table, slice_of(arena_printf(&arena, "%llu", (unsigned long long)list->pending)), STYLE_PLAIN);
    text_table_add(table, slice_copy(&arena, buffer_view(&amount)), STYLE_PLAIN);
    buffer_free(&amount);
  }
  text_table_write(&out, table, &terminal, 2);
  terminal_write(stdout, buffer_view(&out));
  say(options, MSG_WATCH_READY, arena_printf(&arena, "%zu", results->rows), arena_printf(&arena, "%.2f", seconds));
  buffer_free(&out);
  arena_free(&arena);
}

static void print_change(struct huiqi *session, const struct options *options, const struct timespec *start)
{
  struct difference difference;
  char seconds[32], text[16];
  huiqi_difference(session, NULL, SHOWN, &difference);
  difference_print(stdout, &difference, SHOWN);
  difference_free(&difference);
  snprintf(seconds, sizeof seconds, "%.2f", seconds_since(start));
  say(options, MSG_WATCH_DONE, seconds, clock_string(text, sizeof text));
}

/* A signal is how watching ends: nothing was to be written, and nothing is said. */
static void leave(int signal_number)
{
  _exit(128 + signal_number);
}

int command_watch(struct arena *arena, const struct options *options)
{
  struct fault fault;
  struct timespec start;
  int status = COMMAND_DONE;
  uint64_t state = scripts_state(&options->scripts);
  (void)arena;
  if (!run_context_given(options, &fault)) return fault_print(options->language, &fault);
  signal(SIGINT, leave);
  signal(SIGTERM, leave);
  struct huiqi *session = huiqi_open(&options->inputs);
  for (bool good = false, first = true;; first = false) {
    char text[16];
    if (!first) wait_for_change(&options->scripts, &state), terminal_printf(stdout, "\n");
    clock_gettime(CLOCK_MONOTONIC, &start);
    bool fresh = judged(session, options, &status);
    if (fresh && good) print_change(session, options, &start);
    else if (fresh) print_totals(options, huiqi_results(session), seconds_since(&start));
    else if (first && status == COMMAND_FILES) return huiqi_close(session), status;
    else if (!first) say(options, good ? MSG_WATCH_KEPT : MSG_WATCH_NONE, clock_string(text, sizeof text), NULL);
    if (fresh) huiqi_mark(session);
    good |= fresh;
  }
}

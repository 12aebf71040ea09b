/* huiqi explain: one company (or service provider), every measure, every condition, what is lacking; or its whole report. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "decode/unicode.h"
#include "write/entity_text.h"

struct asking {
  struct arena *arena;
  struct options options; /* scripts only */
  struct buffer who;
  struct huiqi *session;
  struct fault fault;
};

/* What ends in .lua or exists is a script; the other words say who is meant. */
static void split_words(struct asking *asking, const struct options *options)
{
  struct stat about;
  asking->options = *options;
  asking->options.scripts =
      (struct texts){ arena_array(asking->arena, options->scripts.count, sizeof(char *)), 0, options->scripts.count };
  for (size_t i = 0; i < options->scripts.count; i++) {
    const char *word = options->scripts.items[i];
    bool script = slice_ends(slice_of(word), ".lua") || stat(word, &about) == 0;
    if (script) asking->options.scripts.items[asking->options.scripts.count++] = word;
    else buffer_printf(&asking->who, "%s%s", asking->who.length ? " " : "", word);
  }
}

static int failed(struct asking *asking)
{
  return fault_print(asking->options.language, &asking->fault);
}

static int list_matches(const struct asking *asking, const struct matches *matches)
{
  struct buffer out = { 0 };
  const char *who = arena_copy(asking->arena, asking->who.at, asking->who.length);
  matches_print(&out, asking->options.language, who, matches);
  terminal_write(stderr, buffer_view(&out));
  buffer_free(&out);
  return COMMAND_WRONG;
}

static int print(struct asking *asking, const struct entity_report *report)
{
  struct buffer made = { 0 }, out = { 0 };
  const struct options *options = &asking->options;
  struct terminal terminal = terminal_of(options->output ? -1 : STDOUT_FILENO);
  int status = report->problem_count || report->repeats || huiqi_problems(asking->session) ? COMMAND_PROBLEMS : COMMAND_DONE;
  if (options->json) entity_report_json(&made, report);
  else if (options->markdown) entity_report_markdown(&made, report);
  else if (options->report) entity_report_print(&made, report, &terminal);
  else entity_report_measures_print(&made, report, &terminal);
  if (options->output) format_visible(&out, buffer_view(&made));
  int written = write_text(options, options->output, options->output ? &out : &made);
  buffer_free(&made);
  return written == COMMAND_DONE ? status : written;
}

static int answer(struct asking *asking)
{
  const struct options *options = &asking->options;
  struct matches matches;
  struct entity_report report = { .arena = asking->arena,
                                  .reason = { .language = options->language, .depth = options->explain ? options->explain : 2 } };
  report.steps = options->explain >= 3;
  report.whole = options->report;
  if (!huiqi_find(asking->session, buffer_view(&asking->who), &matches, &asking->fault)) return failed(asking);
  if (matches.count > 1) return list_matches(asking, &matches);
  if (!matches.count) {
    fault_set(&asking->fault, FAULT_USAGE, MSG_EXPLAIN_NOBODY, arena_copy(asking->arena, asking->who.at, asking->who.length),
              NULL);
    return failed(asking);
  }
  if (!huiqi_report(asking->session, &(struct huiqi_who){ .match = &matches.items[0] }, &report, &asking->fault))
    return failed(asking);
  return huiqi_grants(asking->session, &report, &asking->fault) ? print(asking, &report) : failed(asking);
}

static int ask(struct asking *asking)
{
  const struct options *options = &asking->options;
  int status = COMMAND_WRONG;
  asking->session = huiqi_open(&options->inputs);
  if (session_load(asking->session, &(struct huiqi_scripts){ .paths = &options->scripts }, options, stderr, &status)) {
    bool ready = huiqi_prepare(asking->session, &asking->fault);
    if (ready) huiqi_notices(asking->session);
    status = ready ? answer(asking) : failed(asking);
  }
  huiqi_close(asking->session);
  return status;
}

int command_explain(struct arena *arena, const struct options *options)
{
  struct asking asking = { .arena = arena };
  int status;
  split_words(&asking, options);
  if (!asking.who.length) fault_set(&asking.fault, FAULT_USAGE, MSG_EXPLAIN_WHO, NULL), status = failed(&asking);
  else if (!run_context_given(&asking.options, &asking.fault)) status = failed(&asking);
  else status = ask(&asking);
  buffer_free(&asking.who);
  return status;
}

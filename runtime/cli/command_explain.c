/* huiqi explain: one company (or service provider), every measure, every condition, what is lacking; or its whole report. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "session/side_tables.h"
#include "session/entity_query.h"
#include "session/run_context.h"
#include "data/small_table.h"
#include "decode/unicode.h"
#include "write/entity_text.h"
#include "write/atomic_file.h"
#include "write/file_columns.h"

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

/* Grants of the object in the results of earlier runs; this year's own re-run does not count. */
static bool take_grants(struct asking *asking, const char *path, struct entity_report *report)
{
  struct sheet sheet;
  if (!sheet_read(asking->arena, path, &sheet, &asking->fault)) return false;
  int year = sheet_column(&sheet, file_column_name(COLUMN_YEAR)), id = sheet_column(&sheet, file_column_name(COLUMN_MEASURE_ID)),
      name = sheet_column(&sheet, file_column_name(COLUMN_MEASURE));
  int code = sheet_column(&sheet, file_column_name(COLUMN_OBJECT_CODE)),
      result = sheet_column(&sheet, file_column_name(COLUMN_OUTCOME)),
      amount = sheet_column(&sheet, file_column_name(COLUMN_AMOUNT));
  for (size_t i = 0; i < sheet.count; i++) {
    struct cell_problem problem;
    enum outcome outcome;
    struct slice whose = slice_upper(asking->arena, sheet_cell(&sheet, i, code));
    if (!whose.length || !slice_equal(whose, report->code)) continue;
    if (!outcome_read(sheet_cell(&sheet, i, result), NULL, &outcome) || outcome != OUTCOME_YES) continue;
    struct slice label = sheet_cell(&sheet, i, name), number = sheet_cell(&sheet, i, id);
    struct entity_report_grant grant = { .id = arena_copy(asking->arena, number.at, number.length),
                                         .name = arena_copy(asking->arena, label.at, label.length) };
    if (!history_year(sheet_cell(&sheet, i, year), &grant.year)) continue;
    if (!amount_read(asking->arena, &sheet, i, amount, &grant.has_amount, &grant.amount, &problem)) grant.has_amount = false;
    if (grant.year >= report->plan->as_of.year) continue;
    report->grants = arena_grow(asking->arena, report->grants, report->grant_count, &report->grant_capacity, sizeof grant);
    report->grants[report->grant_count++] = grant;
  }
  return true;
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
  if (!options->output) terminal_write(stdout, buffer_view(&made));
  else if (!atomic_file_open(options->output, out.at, out.length, &asking->fault)) status = failed(asking);
  buffer_free(&made);
  buffer_free(&out);
  return status;
}

static int answer(struct asking *asking)
{
  const struct options *options = &asking->options;
  struct matches matches;
  struct entity_report report = { .arena = asking->arena,
                                  .reason = { options->language, options->explain ? options->explain : 2, NULL, false } };
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
  for (size_t i = 0; i < options->inputs.history.count; i++)
    if (!take_grants(asking, options->inputs.history.items[i], &report)) return failed(asking);
  return print(asking, &report);
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

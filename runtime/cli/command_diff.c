/* huiqi diff: two versions of a script, two years, two settings of a parameter, or two lists. */
#include "cli/command.h"

#include "session/run_context.h"
#include "write/difference_text.h"
#include "write/proof_text.h"

enum { SHOWN = 40, REASONS = 100000 };

/* What is compared: OLD NEW, or one script under two years, with two lists, or with and without settings. A folder is one side.
 * --set counts for both; with one script and one list it is what changes. */
static bool find_sides(const struct options *options, struct texts paths[2], struct huiqi_scripts sides[2], struct fault *fault)
{
  size_t scripts = options->scripts.count;
  bool varied = options->inputs.setting_count || options->earlier_year || options->earlier_list;
  if (!scripts || scripts > 2 || (scripts == 1 && !varied)) return fault_set(fault, FAULT_USAGE, MSG_DIFF_SIDES, NULL);
  paths[0] = (struct texts){ options->scripts.items, 1, 1 };
  paths[1] = (struct texts){ options->scripts.items + scripts - 1, 1, 1 };
  sides[0] = (struct huiqi_scripts){ .paths = &paths[0],
                                     .as_written = scripts == 1 && !options->earlier_list,
                                     .year = options->earlier_year };
  sides[1] = (struct huiqi_scripts){ .paths = &paths[1] };
  return true;
}

static int output(const struct difference *difference, const struct options *options)
{
  struct buffer out = { 0 };
  int status = COMMAND_DONE;
  if (options->json) difference_json(&out, difference);
  else if (options->output) difference_csv(&out, difference);
  if (options->json && !options->output) buffer_char(&out, '\n');
  if (options->json || options->output) status = write_text(options, options->output, &out);
  buffer_free(&out);
  if (!options->json) difference_print(stdout, difference, SHOWN);
  return status;
}

/* `earlier` NULL: the version before is the one that `session` has marked. */
static int compare(struct huiqi *session, struct huiqi *earlier, const struct options *options)
{
  struct fault fault;
  struct difference difference;
  if ((earlier && !huiqi_judge(earlier, &fault)) || !huiqi_judge(session, &fault)) return fault_print(options->language, &fault);
  huiqi_notices(session);
  huiqi_difference(session, earlier, REASONS, &difference);
  int status = output(&difference, options);
  difference_free(&difference);
  size_t problems = huiqi_problems(session) + (earlier ? huiqi_problems(earlier) : 0);
  return status == COMMAND_DONE && problems ? COMMAND_PROBLEMS : status;
}

/* Each side over a list of its own. */
static int compare_lists(const struct huiqi_scripts sides[2], const struct options *options)
{
  struct session_options inputs = options->inputs;
  int status = COMMAND_WRONG;
  inputs.list = options->earlier_list;
  struct huiqi *earlier = huiqi_open(&inputs), *now = huiqi_open(&options->inputs);
  if (session_load(earlier, &sides[0], options, stderr, &status) && session_load(now, &sides[1], options, stderr, &status))
    status = compare(now, earlier, options);
  huiqi_close(now);
  huiqi_close(earlier);
  return status;
}

/* Without a list: for all companies that could be. */
static int prove(struct huiqi *session, struct arena *arena, const struct options *options)
{
  struct as_of years[PROOF_YEARS];
  struct proof *items[PROOF_YEARS];
  size_t counts[PROOF_YEARS];
  struct proofs proofs[PROOF_YEARS];
  struct rule_changes rules = { 0 };
  struct buffer out = { 0 };
  size_t count = huiqi_prove(session, arena, years, items, counts);
  for (size_t i = 0; i < count; i++) proofs[i] = (struct proofs){ years[i], items[i], counts[i] };
  model_diff(arena, options->language, huiqi_marked(session), huiqi_model(session), &rules);
  if (options->json) proofs_json(&out, proofs, count), terminal_line(stdout, buffer_view(&out));
  else proofs_print(stdout, arena, options->language, &rules, proofs, count);
  buffer_free(&out);
  return COMMAND_DONE;
}

int command_diff(struct arena *arena, const struct options *options)
{
  struct texts paths[2];
  struct huiqi_scripts sides[2];
  struct fault fault;
  int status = COMMAND_WRONG;
  if (!find_sides(options, paths, sides, &fault)) return fault_print(options->language, &fault);
  if (options->earlier_list) return compare_lists(sides, options);
  struct huiqi *session = huiqi_open(&options->inputs);
  bool loaded = session_load(session, &sides[0], options, stderr, &status);
  if (loaded) huiqi_mark(session);
  if (loaded && session_load(session, &sides[1], options, stderr, &status))
    status = options->inputs.list ? compare(session, NULL, options) : prove(session, arena, options);
  huiqi_close(session);
  return status;
}

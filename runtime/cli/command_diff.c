/* huiqi diff: two versions of a script, two years, or two settings of a parameter over one list. */
#include "cli/command.h"

#include "session/run_context.h"
#include "write/atomic_file.h"
#include "write/difference_text.h"

enum { SHOWN = 40, REASONS = 100000 };

/* What is compared: OLD NEW, or one script under two years or with and without settings. A folder is one side. */
struct sides {
  struct texts before, after;
  bool set_before; /* --set counts for both; with one script it is what changes */
  int year_before;
};

static bool find_sides(const struct options *options, struct sides *sides, struct fault *fault)
{
  size_t scripts = options->scripts.count;
  bool varied = options->inputs.setting_count || options->earlier_year;
  if (!scripts || scripts > 2) return fault_set(fault, FAULT_USAGE, MSG_DIFF_SIDES, NULL);
  if (scripts == 1 && !varied) return fault_set(fault, FAULT_USAGE, MSG_DIFF_SIDES, NULL);
  *sides = (struct sides){
    { options->scripts.items, 1, 1 }, { options->scripts.items + scripts - 1, 1, 1 }, 0, options->earlier_year
  };
  sides->set_before = scripts == 2;
  return options->inputs.list ? true : fault_set(fault, FAULT_USAGE, MSG_NEEDS_LIST, NULL);
}

static int output(const struct difference *difference, const struct options *options)
{
  struct buffer out = { 0 };
  struct fault fault;
  int status = COMMAND_DONE;
  if (options->json) difference_json(&out, difference);
  else if (options->output) difference_csv(&out, difference);
  if (options->output && !atomic_file_open(options->output, out.at, out.length, &fault))
    status = fault_print(options->language, &fault);
  else if (options->json && !options->output) terminal_line(stdout, buffer_view(&out));
  buffer_free(&out);
  if (!options->json) difference_print(stdout, difference, SHOWN);
  return status;
}

static int compare(struct workspace *workspace, const struct options *options, const struct sides *sides, struct version *before,
                   struct version *after)
{
  struct fault fault;
  if (!version_judge(workspace, before, sides->year_before, &fault) || !version_judge(workspace, after, 0, &fault))
    return fault_print(options->language, &fault);
  run_context_notices(&after->arena, &options->inputs, after->model, after->as_of);
  struct difference difference;
  difference_find(&difference, workspace, before, after, REASONS);
  int status = output(&difference, options);
  difference_free(&difference);
  if (status == COMMAND_DONE && (after->snapshot->problems || workspace->problems)) status = COMMAND_PROBLEMS;
  return status;
}

int command_diff(struct arena *arena, const struct options *options)
{
  struct sides sides;
  struct fault fault;
  struct workspace workspace;
  int status = COMMAND_WRONG;
  (void)arena;
  if (!find_sides(options, &sides, &fault)) return fault_print(options->language, &fault);
  workspace_open(&workspace, &options->inputs);
  struct version *before = version_open(&workspace, &sides.before, sides.set_before, stderr, &status);
  struct version *after = before ? version_open(&workspace, &sides.after, true, stderr, &status) : NULL;
  if (after) status = compare(&workspace, options, &sides, before, after);
  if (after) version_free(after);
  if (before) version_free(before);
  workspace_close(&workspace);
  return status;
}

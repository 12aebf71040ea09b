/* huiqi solve: the value of a parameter with which a total keeps a limit. */
#include "cli/command.h"

#include <unistd.h>

#include "session/answer.h"
#include "session/run_context.h"
#include "write/solution_text.h"

static void print(struct arena *arena, const struct options *options, const struct solution *solution)
{
  struct buffer out = { 0 };
  const struct terminal terminal = terminal_of(STDOUT_FILENO);
  if (options->json) {
    solution_json(&out, arena, options->language, solution);
    buffer_char(&out, '\n');
  } else {
    solution_print(&out, arena, options->language, &terminal, solution);
    if (solution->sensitivity_count) buffer_char(&out, '\n');
    if (solution->sensitivity_count) sensitivity_print(&out, arena, options->language, &terminal, solution);
  }
  terminal_write(stdout, buffer_view(&out));
  buffer_free(&out);
}

static int solve(struct huiqi *session, struct arena *arena, const struct options *options)
{
  struct fault fault;
  struct solution solution;
  const struct solve_request request = {
    .parameter = options->parameter, .limit = options->total, .step = options->step, .end = options->total_end
  };
  if (!huiqi_prepare(session, &fault)) return fault_print(options->language, &fault);
  huiqi_notices(session);
  if (!huiqi_solve(session, arena, &request, &solution, &fault)) return fault_print(options->language, &fault);
  print(arena, options, &solution);
  return solution.problems || huiqi_problems(session) ? COMMAND_PROBLEMS : COMMAND_DONE;
}

int command_solve(struct arena *arena, const struct options *options)
{
  struct fault fault;
  int status = COMMAND_WRONG;
  if (!run_context_given(options, &fault)) return fault_print(options->language, &fault);
  if (!options->parameter || !options->total)
    return fault_set(&fault, FAULT_USAGE, MSG_SOLVE_ASKS, NULL), fault_print(options->language, &fault);
  struct huiqi *session = huiqi_open(&options->inputs);
  if (session_load(session, &(struct huiqi_scripts){ .paths = &options->scripts }, options, stderr, &status))
    status = solve(session, arena, options);
  huiqi_close(session);
  return status;
}

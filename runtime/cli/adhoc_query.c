/* An expression of the prompt as a model with one measure. */
#include "cli/adhoc_query.h"

#include "cli/line_editor.h"

void adhoc_query_open(struct adhoc_query *question, struct repl *repl, enum measure_kind kind)
{
  *question = (struct adhoc_query){ .model = *repl->version->model };
  question->policy = (struct policy){ .id = "?", .name = "?", .from = -700000, .open_ended = true };
  question->always = (struct node){ .op = NODE_ALL, .type = TYPE_TRUTH, .number = { 0, 1 }, .weight = 1 };
  question->measure = (struct measure){ .kind = kind,
                                        .id = "?",
                                        .name = "?",
                                        .clause = "",
                                        .policy = &question->policy,
                                        .condition = &question->always,
                                        .round_unit = 1 };
  question->measures[0] = &question->measure;
  question->model.measures = question->measures;
  question->model.measure_count = 1;
  question->model.choice_count = question->model.joint_limit_count = 0;
}

void adhoc_query_plan(struct adhoc_query *question, struct repl *repl)
{
  struct plan_options all = { 0 };
  question->plan = plan_new(&question->arena, &question->model, repl->version->as_of, &all);
  question->options = repl->version->run;
  question->options.history = NULL;
  question->options.decisions = NULL;
}

/* Judges one row, or the whole list; `then` looks at the run before it is closed. */
bool adhoc_query_judge(struct adhoc_query *question, struct memory_list *list, size_t threads, const struct sink *sink,
                       void (*then)(void *context, struct run *run), struct fault *fault)
{
  question->options.held = list;
  question->options.threads = threads;
  struct run *run = run_open(&question->arena, question->plan, &question->options);
  bool judged = run_tables(run, NULL, fault) && run_companies(run, NULL, sink, fault);
  if (judged && then) then(sink->context, run);
  run_close(run);
  return judged;
}

void adhoc_query_close(struct adhoc_query *question)
{
  arena_free(&question->arena);
}

bool repl_goes_on(struct fault *fault)
{
  return !line_interrupted || fault_set(fault, FAULT_USAGE, MSG_PROMPT_STOPPED, NULL);
}

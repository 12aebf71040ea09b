/* 求解 and 敏感度 at the prompt. */
#include <string.h>

#include "cli/repl.h"
#include "session/answer.h"
#include "write/solution_text.h"

static bool key_is(const char *key, const char *chinese, const char *english)
{
  return strcmp(key, chinese) == 0 || strcmp(key, english) == 0;
}

/* { 参数 = …, 至多 = …, 步长 = …, 合计 = … } */
static bool read_request(struct repl *repl, const struct request *request, struct solve_request *asked, struct fault *fault)
{
  *asked = (struct solve_request){ .parameter = NULL };
  for (size_t i = 0; i < request->setting_count; i++) {
    const char *key = request->settings[i].key, *text = request->settings[i].text;
    if (key_is(key, "参数", "parameter")) asked->parameter = text;
    else if (key_is(key, "步长", "step")) asked->step = text;
    else if (key_is(key, "合计", "of")) asked->end = text;
    else if (key_is(key, "至多", "at_most") || key_is(key, "至少", "at_least"))
      asked->limit = arena_printf(&repl->answer, "%s %s", key, text);
    else return fault_set(fault, FAULT_USAGE, MSG_SOLVE_KEY, key, NULL);
  }
  return (asked->parameter && asked->limit) || fault_set(fault, FAULT_USAGE, MSG_SOLVE_PROMPT, NULL);
}

bool repl_solve(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct solution solution;
  struct solve_request asked;
  if (!read_request(repl, request, &asked, fault)) return false;
  if (!huiqi_solve(repl->session, &repl->answer, &asked, &solution, fault)) return false;
  solution_print(&repl->out, &repl->answer, repl->options.language, &repl->terminal, &solution);
  return true;
}

bool repl_sensitivity(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct solution solution;
  if (!request->text) return fault_set(fault, FAULT_USAGE, MSG_SENSITIVITY_PROMPT, NULL);
  if (!huiqi_sensitivity(repl->session, &repl->answer, request->text, &solution, fault)) return false;
  sensitivity_print(&repl->out, &repl->answer, repl->options.language, &repl->terminal, &solution);
  return true;
}

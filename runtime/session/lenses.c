/* Figures above measures. */
#include "session/lenses.h"

#include <string.h>

static void take_figures(struct lens *lens, const struct script_answer *answer)
{
  const struct measure_figures *figures = answer->now ? script_figures_measure(answer->now, lens->id) : NULL;
  if (!figures) return;
  lens->judged = figures->judged;
  lens->yes = figures->yes;
  lens->pending = figures->pending;
  lens->money = figures->judged && figures->amounts && !figures->overflowed;
  lens->bounds = figures->bounds;
}

static void take_cases(struct lens *lens, const struct script_cases *cases)
{
  for (size_t i = 0; i < cases->measure_count; i++)
    if (strcmp(cases->measures[i].id, lens->id) == 0)
      lens->passed = cases->measures[i].passed, lens->failed = cases->measures[i].failed;
}

bool lenses_of(struct script_results *results, struct editor_script *script, struct arena *arena, bool cases,
               struct lenses *lenses, struct fault *fault)
{
  const struct script_question question = { .path = script->path, .text = script->text };
  struct script_answer answer;
  struct script_cases judged;
  *lenses = (struct lenses){ .items = arena_array(arena, script->names.declaration_count + 1, sizeof *lenses->items) };
  if (!script_results_find(results, &question, &answer, fault)) return false;
  if (!answer.session) return true;
  if (!answer.project->options.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (!script_results_cases(results, &question, cases, &judged, fault)) return false;
  lenses->stale = !judged.current;
  for (size_t i = 0; i < script->names.declaration_count; i++) {
    const struct script_declaration *declared = &script->names.declarations[i];
    if (declared->id == NOWHERE) continue;
    struct lens *lens = &lenses->items[lenses->count];
    *lens = (struct lens){ .id = script_token_string(arena, &script->tokens, declared->id),
                           .at = script->tokens.items[declared->first].at };
    take_figures(lens, &answer);
    take_cases(lens, &judged);
    if (lens->judged || lens->passed || lens->failed) lenses->count++;
  }
  return true;
}

void format_lens(struct buffer *out, const struct lens *lens, enum language language)
{
  size_t begin = out->length;
  struct arguments arguments = { 0 };
  if (lens->judged) message_text(out, language, MSG_LENS_COUNTS, INTEGER(lens->yes), INTEGER(lens->pending), NULL);
  if (lens->money && !lens->bounds.overflowed) {
    bool sure = !lens->bounds.open && lens->bounds.least == lens->bounds.most;
    argument_money(&arguments, lens->bounds.least);
    argument_money(&arguments, sure || lens->bounds.open ? NO_MONEY : lens->bounds.most);
    arguments_say(out, language, lens->bounds.open ? MSG_LENS_MONEY_OPEN : MSG_LENS_MONEY, &arguments);
  }
  buffer_free(&arguments.text);
  if (lens->passed + lens->failed)
    message_text(out, language, out->length > begin ? MSG_LENS_CASES_TOO : MSG_LENS_CASES, INTEGER(lens->passed),
                 INTEGER(lens->passed + lens->failed), NULL);
}

/* One measure over the list at the prompt: who gets it, who nearly gets it. And parameters, for this conversation. */
#include <string.h>

#include "cli/repl.h"
#include "policy/words.h"
#include "session/standing.h"
#include "write/entity_text.h"

enum { NAMED = 20 };

static void print_company(struct repl *repl, const struct measure *measure, const struct standing_company *company)
{
  const struct wording wording = { .language = repl->options.language,
                                   .depth = 1,
                                   .regions = huiqi_model(repl->session)->regions };
  buffer_text(&repl->out, "  ");
  terminal_name(&repl->out, company->code);
  buffer_text(&repl->out, "  ");
  terminal_name(&repl->out, company->name);
  if (!company->gap) buffer_text(&repl->out, "  "), format_outcome_amount(&repl->out, &wording, measure, &company->verdict);
  buffer_char(&repl->out, '\n');
  if (company->gap) paragraph_print(&repl->out, &repl->terminal, "      ", 6, company->gap);
}

static bool print_standing(struct repl *repl, const struct measure *measure, bool near, struct fault *fault)
{
  struct measure_standing answer;
  if (measure->object || !measure_kind_judged(measure->kind)) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_COMPANIES, NULL);
  if (!huiqi_standing(repl->session, &repl->answer, measure, near, NAMED, &answer, fault)) return false;
  terminal_entry(&repl->out, "%s %s", measure->id, measure->name);
  if (near)
    message_text(&repl->out, repl->options.language, MSG_PROMPT_NEAR, INTEGER(answer.near), INTEGER(answer.companies), NULL);
  else
    message_text(&repl->out, repl->options.language, MSG_PROMPT_COUNTS, INTEGER(answer.yes), INTEGER(answer.open),
                 INTEGER(answer.companies - answer.yes - answer.open), INTEGER(answer.companies), NULL);
  buffer_char(&repl->out, '\n');
  for (size_t i = 0; i < answer.count; i++) print_company(repl, measure, &answer.items[i]);
  if ((near ? answer.near : answer.yes + answer.open) > answer.count) buffer_text(&repl->out, "  …\n");
  return true;
}

bool repl_who_gets(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct measure *measure;
  return repl_measure(repl, request, &measure, fault) && print_standing(repl, measure, false, fault);
}

bool repl_near(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct measure *measure;
  if (!repl_measure(repl, request, &measure, fault)) return false;
  return measure ? print_standing(repl, measure, true, fault) : fault_set(fault, FAULT_USAGE, MSG_PROMPT_NEAR_WHAT, NULL);
}

/* 设参数 */

/* One that is set again takes the place of the one before. */
static void set_parameter(struct repl *repl, const char *name, const char *value)
{
  struct session_options *inputs = &repl->options.inputs;
  const struct setting setting = { .name = arena_string(&repl->arena, name), .value = arena_string(&repl->arena, value) };
  struct setting *settings = arena_array(&repl->arena, inputs->setting_count + 1, sizeof *settings);
  size_t count = 0;
  for (size_t i = 0; i < inputs->setting_count; i++)
    if (strcmp(inputs->settings[i].name, name) != 0) settings[count++] = inputs->settings[i];
  settings[count++] = setting;
  inputs->settings = settings, inputs->setting_count = count, inputs->setting_capacity = count;
}

/* `参数.名称` is the parameter, too. */
static struct slice parameter_name(struct slice text)
{
  const struct word *word = word_find("parameter");
  const char *const before[] = { word->chinese, word->english };
  for (size_t i = 0; i < 2; i++) {
    size_t length = strlen(before[i]);
    if (slice_starts(text, before[i]) && text.length > length && text.at[length] == '.')
      return (struct slice){ text.at + length + 1, text.length - length - 1 };
  }
  return text;
}

/* `首次认定奖励标准 = 12万元` */
static bool set_from_text(struct repl *repl, const char *text, struct fault *fault)
{
  const char *equals = strchr(text, '='), *wide = strstr(text, "＝");
  if (!equals || (wide && wide < equals)) equals = wide;
  if (!equals) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_SET, NULL);
  struct slice name = parameter_name(slice_trim((struct slice){ text, (size_t)(equals - text) }));
  struct slice value = slice_trim(slice_of(equals + (*equals == '=' ? 1 : strlen("＝"))));
  if (!name.length || !value.length) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_SET, NULL);
  set_parameter(repl, arena_copy(&repl->answer, name.at, name.length), arena_copy(&repl->answer, value.at, value.length));
  return true;
}

static void print_settings(struct repl *repl)
{
  const struct session_options *inputs = &repl->options.inputs;
  for (size_t i = 0; i < inputs->setting_count; i++)
    terminal_entry(&repl->out, "  %s = %s", inputs->settings[i].name, inputs->settings[i].value);
  if (!inputs->setting_count) buffer_printf(&repl->out, "%s\n", message_name(MSG_PROMPT_SET_NONE, repl->options.language));
}

bool repl_set_parameter(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct options before = repl->options;
  if (!request->text && !request->setting_count) return print_settings(repl), true;
  if (request->text && !set_from_text(repl, request->text, fault)) return false;
  for (size_t i = 0; i < request->setting_count; i++) set_parameter(repl, request->settings[i].key, request->settings[i].text);
  if (!repl_load(repl, stdout, fault)) return repl->options = before, false;
  print_settings(repl);
  return true;
}

/* Scripts at the prompt: loaded, loaded again, another year, compared. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/command.h"
#include "cli/line_editor.h"
#include "cli/repl.h"
#include "write/difference_text.h"

enum { COMPARED = 8 };

/* Without --year: this year where some script covers it, else the nearest year that one does. */
static void choose_year(struct repl *repl, const struct model *model)
{
  time_t now = time(NULL);
  struct tm today;
  if (repl->options.inputs.year || repl->options.inputs.on_given) return;
  repl->options.inputs.year = localtime_r(&now, &today) ? today.tm_year + 1900 : 2024;
  int nearest = 0;
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    int first = date_civil(policy->from).year, last = policy->open_ended ? 9999 : date_civil(policy->to).year;
    int year = repl->options.inputs.year < first ? first : repl->options.inputs.year > last ? last : repl->options.inputs.year;
    if (!nearest || abs(year - repl->options.inputs.year) < abs(nearest - repl->options.inputs.year)) nearest = year;
  }
  if (nearest) repl->options.inputs.year = nearest;
}

/* Lines that left names run again, without a word; what they find wrong now was said when they were typed. */
static void replay(struct repl *repl)
{
  for (size_t i = 0; i < repl->kept.count; i++) {
    struct faults faults = { 0 };
    struct prompt_results results = { 0 };
    bool incomplete;
    prompt_run(huiqi_prompt(repl->session), slice_of(repl->kept.items[i]), &faults, &results, &incomplete);
  }
}

/* Takes the place of the version of now, which is marked; that is restored when it does not load, or not for its year. */
static bool load(struct repl *repl, const struct texts *scripts, bool prompt, FILE *to, struct fault *fault)
{
  int status = COMMAND_DONE;
  struct huiqi_scripts version = { .paths = scripts };
  if (prompt) version.words = repl_words(&repl->arena, &version.word_count);
  fault->kind = FAULT_NONE; /* findings are printed */
  huiqi_mark(repl->session);
  bool loaded = session_load(repl->session, &version, &repl->options, to, &status);
  if (loaded) choose_year(repl, huiqi_model(repl->session));
  if (loaded && huiqi_prepare(repl->session, fault)) return true;
  huiqi_restore(repl->session);
  if (prompt && status > repl->status) repl->status = status;
  return false;
}

bool repl_load(struct repl *repl, FILE *to, struct fault *fault)
{
  if (!load(repl, &repl->options.scripts, true, to, fault)) return false;
  replay(repl);
  repl_keep_current(repl);
  return true;
}

bool repl_reload(struct repl *repl, const struct request *request, struct fault *fault)
{
  (void)request;
  if (!repl_load(repl, stdout, fault)) return false;
  message_text(&repl->out, repl->options.language, MSG_PROMPT_RELOADED, INTEGER(huiqi_model(repl->session)->measure_count), NULL);
  buffer_char(&repl->out, '\n');
  return true;
}

/* `2023`, or a date. */
static bool set_as_of(struct repl *repl, const char *text, struct fault *fault)
{
  date day;
  char *end;
  long year = text ? strtol(text, &end, 10) : 0;
  if (text && !*end && year >= 1000 && year <= 9999) {
    repl->options.inputs.year = (int)year;
    repl->options.inputs.on_given = false;
  } else if (text && date_parse(slice_of(text), &day)) {
    repl->options.inputs.year = date_civil(day).year;
    repl->options.inputs.on_given = true;
    repl->options.inputs.on = day;
  } else {
    return fault_set(fault, FAULT_USAGE, MSG_PROMPT_YEAR, text ? text : "", NULL);
  }
  return true;
}

bool repl_set_year(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct options before = repl->options;
  if (!set_as_of(repl, request->text, fault)) return false;
  if (!repl_load(repl, stdout, fault)) return repl->options = before, false;
  struct as_of as_of = huiqi_as_of(repl->session);
  message_text(&repl->out, repl->options.language, MSG_REPORT_YEAR, INTEGER(as_of.year), NULL);
  date_write(&repl->out, as_of.on);
  buffer_char(&repl->out, '\n');
  return true;
}

/* Comparing: another version takes the place of the version of now, which comes back afterwards. */

static bool print_difference(struct repl *repl, struct fault *fault)
{
  struct difference difference;
  if (!huiqi_judge(repl->session, fault)) return false;
  huiqi_difference(repl->session, NULL, COMPARED, &difference);
  difference_print(stdout, &difference, COMPARED);
  difference_free(&difference);
  return true;
}

/* The other side: a script, or this one in another year. */
static bool load_other(struct repl *repl, const char *text, struct fault *fault)
{
  struct options options = repl->options;
  struct texts paths = { &text, 1, 1 }, *scripts = &repl->options.scripts;
  struct stat about;
  bool script = slice_ends(slice_of(text), ".lua") || stat(text, &about) == 0;
  if (script) scripts = &paths;
  else if (!set_as_of(repl, text, fault)) return false;
  bool loaded =
      load(repl, scripts, false, stdout, fault) && (huiqi_judge(repl->session, fault) || (huiqi_restore(repl->session), false));
  repl->options = options;
  return loaded || (fault->kind == FAULT_NONE && fault_set(fault, FAULT_SCRIPT, MSG_PROMPT_OTHER, text, NULL));
}

bool repl_compare(struct repl *repl, const struct request *request, struct fault *fault)
{
  if (!request->text) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_COMPARE, NULL);
  if (!repl->options.inputs.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (!load_other(repl, request->text, fault)) return false;
  bool judged = print_difference(repl, fault);
  huiqi_restore(repl->session);
  return judged;
}

/* These scripts with parameters that have other values. */
bool repl_totals_with(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct options options = repl->options;
  struct session_options *inputs = &repl->options.inputs;
  struct setting *settings = arena_array(&repl->answer, inputs->setting_count + request->setting_count, sizeof *settings);
  if (inputs->setting_count) memcpy(settings, inputs->settings, inputs->setting_count * sizeof *settings);
  for (size_t i = 0; i < request->setting_count; i++)
    settings[inputs->setting_count + i] =
        (struct setting){ .name = request->settings[i].key, .value = request->settings[i].text };
  inputs->settings = settings;
  inputs->setting_count += request->setting_count;
  bool loaded = load(repl, &repl->options.scripts, false, stdout, fault);
  repl->options = options;
  if (!loaded) return false;
  bool done = repl_print_totals(repl, NULL, fault) && print_difference(repl, fault);
  huiqi_restore(repl->session);
  return done;
}

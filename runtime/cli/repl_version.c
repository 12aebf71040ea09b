/* Scripts at the prompt: loaded, loaded again, another year, compared. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/command.h"
#include "cli/line_editor.h"
#include "session/run_context.h"
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

static void forget_version(struct repl *repl)
{
  if (repl->asked) entity_query_close(&repl->query);
  repl->asked = false;
  if (repl->prompt) prompt_state_close(repl->prompt);
  if (repl->version) version_free(repl->version);
}

/* Lines that left names run again, without a word; what they find wrong now was said when they were typed. */
static void replay(struct repl *repl)
{
  for (size_t i = 0; i < repl->kept.count; i++) {
    struct faults faults = { 0 };
    struct prompt_results results = { 0 };
    bool incomplete;
    prompt_run(repl->prompt, slice_of(repl->kept.items[i]), &faults, &results, &incomplete);
  }
}

bool repl_load(struct repl *repl, struct fault *fault)
{
  size_t count;
  int status = COMMAND_DONE;
  const struct prompt_word *words = repl_words(&repl->arena, &count);
  struct prompt_state *prompt = prompt_state_new(&repl->arena, words, count, &line_interrupted);
  repl->workspace.prompt = prompt;
  struct version *version = version_open(&repl->workspace, &repl->options.scripts, repl->version ? stdout : stderr, &status);
  repl->workspace.prompt = NULL;
  if (!version) {
    fault->kind = FAULT_NONE; /* it has been reported */
    if (status > repl->status) repl->status = status;
    return false;
  }
  choose_year(repl, version->model);
  if (!version_prepare(&repl->workspace, version, 0, fault)) {
    prompt_state_close(prompt);
    version_free(version);
    return false;
  }
  forget_version(repl);
  repl->version = version;
  repl->prompt = prompt;
  repl->measures = version->model->measure_count;
  replay(repl);
  repl_keep_current(repl);
  return true;
}

/* Measures declared at the prompt belong to the plan, too. */
bool repl_ready(struct repl *repl, struct fault *fault)
{
  struct version *version = repl->version;
  bool same = repl->measures == version->model->measure_count;
  if (repl->asked && same) return true;
  if (repl->asked) entity_query_close(&repl->query);
  struct plan_options only = run_context_plan_options(&repl->options.inputs);
  if (!same) version->plan = plan_new(&version->arena, version->model, version->as_of, &only);
  if (!same && !version_inputs(&repl->workspace, version, fault)) return false;
  repl->measures = version->model->measure_count;
  repl->asked = entity_query_open(&repl->query, &repl->workspace, version, fault);
  return repl->asked;
}

bool repl_reload(struct repl *repl, const struct request *request, struct fault *fault)
{
  (void)request;
  if (!repl_load(repl, fault)) return fault->kind == FAULT_NONE;
  buffer_printf(&repl->out, repl_string(repl, "已重新读入，%zu 项措施\n", "read again, %zu measures\n"),
                repl->version->model->measure_count);
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
  if (!repl_load(repl, fault)) {
    repl->options = before;
    return fault->kind == FAULT_NONE;
  }
  buffer_printf(&repl->out, repl_string(repl, "%d 年度，基准日 ", "year %d, judged on "), repl->version->as_of.year);
  date_write(&repl->out, repl->version->as_of.on);
  buffer_char(&repl->out, '\n');
  return true;
}

/* Comparing */

static bool judge_whole(struct repl *repl, struct version *version, struct fault *fault)
{
  if (!version->snapshot) version->snapshot = snapshot_take(version->plan, &version->run, fault);
  if (!version->snapshot) return false;
  memory_list_bind(repl->workspace.list, &version->model->tables[0].kind);
  return true;
}

/* Another version by the options as they are now, judged; NULL after a fault, or after findings that were printed (FAULT_NONE).
 */
static struct version *open_version(struct repl *repl, const struct texts *scripts, struct fault *fault)
{
  int status = COMMAND_DONE;
  fault->kind = FAULT_NONE;
  struct version *version = version_open(&repl->workspace, scripts, stdout, &status);
  if (!version) return NULL;
  if (version_prepare(&repl->workspace, version, 0, fault) && judge_whole(repl, version, fault)) return version;
  version_free(version);
  return NULL;
}

/* The other side: a script, or this one in another year. */
static struct version *other_version(struct repl *repl, const char *text, struct fault *fault)
{
  struct options options = repl->options;
  struct texts paths = { &text, 1, 1 }, *scripts = &repl->options.scripts;
  struct stat about;
  bool script = slice_ends(slice_of(text), ".lua") || stat(text, &about) == 0;
  if (script) scripts = &paths;
  else if (!set_as_of(repl, text, fault)) return NULL;
  struct version *version = open_version(repl, scripts, fault);
  repl->options = options;
  if (!version && fault->kind == FAULT_NONE) fault_set(fault, FAULT_SCRIPT, MSG_PROMPT_OTHER, text, NULL);
  return version;
}

static bool print_difference(struct repl *repl, struct version *other, struct fault *fault)
{
  struct difference difference;
  memory_list_bind(repl->workspace.list, &repl->version->model->tables[0].kind);
  if (!judge_whole(repl, repl->version, fault)) return false;
  difference_find(&difference, &repl->workspace, repl->version, other, COMPARED);
  difference_print(stdout, &difference, COMPARED);
  difference_free(&difference);
  return true;
}

/* These scripts with parameters that have other values. */
static struct version *version_with(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct options options = repl->options;
  size_t count = options.inputs.setting_count + request->setting_count;
  struct setting *settings = arena_array(&repl->arena, count, sizeof *settings);
  if (options.inputs.setting_count) memcpy(settings, options.inputs.settings, options.inputs.setting_count * sizeof *settings);
  for (size_t i = 0; i < request->setting_count; i++)
    settings[options.inputs.setting_count + i] =
        (struct setting){ .name = request->settings[i].key, .value = request->settings[i].text };
  repl->options.inputs.settings = settings;
  repl->options.inputs.setting_count = count;
  struct version *version = open_version(repl, &repl->options.scripts, fault);
  repl->options = options;
  return version;
}

bool repl_totals_with(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct version *other = version_with(repl, request, fault);
  const struct memory_list *list = repl->workspace.list;
  bool on_notice =
      other && memory_list_bind(repl->workspace.list, &other->model->tables[0].kind) && repl_print_totals(repl, other, fault);
  if (on_notice) on_notice = print_difference(repl, other, fault);
  if (other) version_free(other);
  if (list) memory_list_bind(repl->workspace.list, &repl->version->model->tables[0].kind);
  return on_notice || fault->kind == FAULT_NONE;
}

bool repl_compare(struct repl *repl, const struct request *request, struct fault *fault)
{
  if (!request->text) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_COMPARE, NULL);
  if (!repl->workspace.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  struct version *other = other_version(repl, request->text, fault);
  memory_list_bind(repl->workspace.list, &repl->version->model->tables[0].kind);
  if (!other) return false;
  bool judged = print_difference(repl, other, fault);
  version_free(other);
  memory_list_bind(repl->workspace.list, &repl->version->model->tables[0].kind);
  return judged;
}

/* huiqi explain: one company (or service provider), every measure, every condition, what is lacking; or its whole dossier. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/side_tables.h"
#include "cli/entity_query.h"
#include "cli/run_context.h"
#include "data/small_table.h"
#include "write/entity_text.h"
#include "write/atomic_file.h"

enum { LISTED = 20 };

struct asking {
  struct arena *arena;
  struct options options; /* scripts only */
  struct buffer who;
  struct desk desk;
  struct version *version;
  struct inquiry inquiry;
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

/* Several are called so: who they are. */
static int list_matches(const struct asking *asking, const struct matches *matches)
{
  struct buffer out = { 0 };
  enum language language = asking->options.language;
  const char *who = arena_copy(asking->arena, asking->who.at, asking->who.length);
  message_text(&out, language, MSG_EXPLAIN_SEVERAL, who, arena_printf(asking->arena, "%zu", matches->count), NULL);
  buffer_char(&out, '\n');
  for (size_t i = 0; i < matches->count && i < LISTED; i++) {
    const struct match *match = &matches->items[i];
    buffer_printf(&out, "  %.*s  ", (int)match->code.length, match->code.at);
    buffer_slice(&out, match->name);
    if (match->object) buffer_printf(&out, "（%s）", match->object->name);
    buffer_char(&out, '\n');
  }
  if (matches->count > LISTED) buffer_text(&out, "  …\n");
  fwrite(out.at, 1, out.length, stderr);
  buffer_free(&out);
  return COMMAND_WRONG;
}

/* Grants of the object in the results of earlier runs; this year's own re-run does not count. */
static bool take_grants(struct asking *asking, const char *path, struct dossier *dossier)
{
  struct sheet sheet;
  if (!sheet_read(asking->arena, path, &sheet, &asking->fault)) return false;
  int year = sheet_column(&sheet, "年度"), id = sheet_column(&sheet, "措施编号"), name = sheet_column(&sheet, "措施");
  int code = sheet_column(&sheet, "对象代码"), result = sheet_column(&sheet, "结果"), amount = sheet_column(&sheet, "金额");
  for (size_t i = 0; i < sheet.count; i++) {
    struct cell_problem problem;
    enum outcome outcome;
    struct slice whose = slice_upper(asking->arena, sheet_cell(&sheet, i, code));
    if (!whose.length || !slice_equal(whose, dossier->code)) continue;
    if (!outcome_read(sheet_cell(&sheet, i, result), &outcome) || outcome != OUTCOME_YES) continue;
    struct slice label = sheet_cell(&sheet, i, name), number = sheet_cell(&sheet, i, id);
    struct dossier_grant grant = { .id = arena_copy(asking->arena, number.at, number.length),
                                   .name = arena_copy(asking->arena, label.at, label.length) };
    if (!history_year(sheet_cell(&sheet, i, year), &grant.year)) continue;
    if (!amount_read(asking->arena, &sheet, i, amount, &grant.has_amount, &grant.amount, &problem)) grant.has_amount = false;
    if (grant.year >= dossier->plan->occasion.year) continue;
    dossier->grants = arena_grow(asking->arena, dossier->grants, dossier->grant_count, &dossier->grant_capacity, sizeof grant);
    dossier->grants[dossier->grant_count++] = grant;
  }
  return true;
}

static int print(struct asking *asking, const struct dossier *dossier)
{
  struct buffer out = { 0 };
  const struct options *options = &asking->options;
  struct terminal terminal = terminal_of(options->output ? -1 : STDOUT_FILENO);
  int status = dossier->problem_count || dossier->repeats || asking->desk.problems ? COMMAND_PROBLEMS : COMMAND_DONE;
  if (options->json) dossier_json(&out, dossier);
  else if (options->markdown) dossier_markdown(&out, dossier);
  else if (options->dossier) dossier_print(&out, dossier, &terminal);
  else dossier_measures_print(&out, dossier, &terminal);
  if (!options->output) fwrite(out.at, 1, out.length, stdout);
  else if (!output_single(options->output, out.at, out.length, &asking->fault)) status = failed(asking);
  buffer_free(&out);
  return status;
}

static int answer(struct asking *asking)
{
  const struct options *options = &asking->options;
  struct matches matches;
  struct dossier dossier = { .arena = asking->arena,
                             .reason = { options->language, options->explain ? options->explain : 2, NULL } };
  dossier.steps = options->explain >= 3;
  dossier.whole = options->dossier;
  inquiry_find(&asking->inquiry, buffer_view(&asking->who), &matches);
  if (matches.count > 1) return list_matches(asking, &matches);
  if (!matches.count) {
    fault_set(&asking->fault, FAULT_USAGE, MSG_EXPLAIN_NOBODY, arena_copy(asking->arena, asking->who.at, asking->who.length),
              NULL);
    return failed(asking);
  }
  if (!inquiry_dossier(&asking->inquiry, &matches.items[0], NULL, &dossier, &asking->fault)) return failed(asking);
  for (size_t i = 0; i < options->history.count; i++)
    if (!take_grants(asking, options->history.items[i], &dossier)) return failed(asking);
  return print(asking, &dossier);
}

static int ask(struct asking *asking)
{
  int status = COMMAND_WRONG;
  desk_open(&asking->desk, &asking->options);
  asking->version = version_load(&asking->desk, &asking->options.scripts, true, stderr, &status);
  if (asking->version) {
    bool ready = version_prepare(&asking->desk, asking->version, 0, &asking->fault);
    if (ready) prepare_notices(asking->arena, &asking->options, asking->version->model, asking->version->occasion);
    ready = ready && inquiry_open(&asking->inquiry, &asking->desk, asking->version, &asking->fault);
    status = ready ? answer(asking) : failed(asking);
    inquiry_close(&asking->inquiry);
    version_free(asking->version);
  }
  desk_close(&asking->desk);
  return status;
}

int command_explain(struct arena *arena, const struct options *options)
{
  struct asking asking = { .arena = arena };
  int status;
  split_words(&asking, options);
  if (!asking.who.length) fault_set(&asking.fault, FAULT_USAGE, MSG_EXPLAIN_WHO, NULL), status = failed(&asking);
  else if (!prepare_given(&asking.options, &asking.fault)) status = failed(&asking);
  else status = ask(&asking);
  buffer_free(&asking.who);
  return status;
}

/* Versions of scripts over one list in memory. */
#include "session/workspace.h"

#include <stdlib.h>
#include <string.h>

#include "session/side_tables.h"
#include "session/run_context.h"
#include "session/huiqi.h"
#include "session/list_sheets.h"
#include "session/parameters.h"
#include "session/scripts.h"
#include "data/code_index.h"
#include "explain/explain_verdict.h"

void workspace_open(struct workspace *workspace, const struct session_options *options)
{
  *workspace = (struct workspace){ .options = options };
  workspace->listing = run_context_listing(options);
}

static void forget_lists(struct workspace *workspace)
{
  if (workspace->list) memory_list_free(workspace->list);
  workspace->list = NULL;
  for (size_t i = 0; i < workspace->table_count; i++)
    if (workspace->tables[i]) memory_list_free(workspace->tables[i]);
  workspace->table_count = 0;
}

void workspace_close(struct workspace *workspace)
{
  forget_lists(workspace);
  arena_free(&workspace->arena);
}

/* Loading */

/* Texts are copied: what findings show lives as long as the version. */
static bool take_scripts(struct version *version, const struct huiqi_scripts *scripts, size_t limits, struct fault *fault)
{
  struct arena *arena = &version->arena;
  if (scripts->paths) return scripts_read(arena, scripts->paths, limits, &version->scripts, &version->script_count, fault);
  version->scripts = arena_array(arena, scripts->text_count, sizeof *version->scripts);
  for (version->script_count = 0; version->script_count < scripts->text_count; version->script_count++) {
    const struct script_text *text = &scripts->texts[version->script_count];
    version->scripts[version->script_count] =
        (struct script_text){ .path = arena_string(arena, text->path), .text = slice_copy(arena, text->text) };
  }
  return true;
}

struct version *version_load(struct workspace *workspace, const struct huiqi_scripts *scripts, struct fault *fault)
{
  struct version *version = memory_alloc(sizeof *version);
  struct session_options options = *workspace->options;
  struct load_options *load = &version->load;
  *version = (struct version){ 0 };
  if (scripts->as_written) options.setting_count = 0;
  if (!take_scripts(version, scripts, options.limits, fault) ||
      !parameters_read(&version->arena, &options, version->scripts, version->script_count, !scripts->bare, load, fault)) {
    version_free(version);
    return NULL;
  }
  version->year = scripts->year;
  if (scripts->words)
    version->prompt = prompt_state_new(&version->arena, scripts->words, scripts->word_count, workspace->options->interrupted);
  load->prompt = version->prompt;
  version->model = model_load(&version->arena, version->scripts, version->script_count, load, &version->findings);
  return version;
}

void version_free(struct version *version)
{
  if (version->snapshot) snapshot_free(version->snapshot);
  if (version->prompt) prompt_state_close(version->prompt);
  side_tables_close(&version->run);
  arena_free(&version->arena);
  memory_free(version);
}

/* Lists in memory */

static bool bind_lists(struct workspace *workspace, const struct model *model, const struct run_options *run)
{
  bool bound =
      workspace->list && workspace->table_count == run->table_count && memory_list_bind(workspace->list, &model->tables[0].kind);
  for (size_t i = 0; bound && i < run->table_count; i++)
    bound = workspace->tables[i] && memory_list_bind(workspace->tables[i], &model->tables[run->tables[i].table].kind);
  return bound;
}

static bool read_lists(struct workspace *workspace, const struct model *model, const struct run_options *run, struct fault *fault)
{
  const struct table *companies = &model->tables[0];
  const struct field *code = &companies->kind.fields[companies->code];
  size_t threads = workspace->options->threads;
  forget_lists(workspace);
  workspace->reads++;
  workspace->list = memory_list_read(workspace->options->list, &companies->kind, &workspace->listing, threads, fault);
  if (!workspace->list) return false;
  memory_list_mark_repeats(workspace->list, code);
  workspace->tables = arena_array(&workspace->arena, run->table_count, sizeof *workspace->tables);
  workspace->table_count = run->table_count;
  for (size_t i = 0; i < run->table_count; i++) {
    workspace->tables[i] =
        memory_list_read(run->tables[i].path, &model->tables[run->tables[i].table].kind, &workspace->listing, threads, fault);
    if (!workspace->tables[i]) return false;
  }
  return true;
}

/* The lists in memory as this version knows them: another may have bound them since, or had them read again. */
static bool hold_lists(struct workspace *workspace, struct version *version, struct fault *fault)
{
  struct run_options *run = &version->run;
  if (!workspace->options->list) return true;
  if (!bind_lists(workspace, version->model, run) && !read_lists(workspace, version->model, run, fault)) return false;
  bool current = run->held == workspace->list;
  for (size_t i = 0; i < run->table_count; i++) current &= run->tables[i].held == workspace->tables[i];
  if (current) return true;
  struct table_file *files = arena_array(&version->arena, run->table_count, sizeof *files);
  for (size_t i = 0; i < run->table_count; i++) {
    files[i] = run->tables[i];
    files[i].held = workspace->tables[i];
  }
  run->tables = files;
  run->held = workspace->list;
  return true;
}

/* Decisions about companies that the list has, and about other objects, for which nobody has looked yet. */
static void mark_decided(const struct workspace *workspace, struct version *version)
{
  const struct table *companies = &version->model->tables[0];
  const struct decisions *decisions = version->run.decisions;
  struct codes *codes = code_index_new();
  bool fresh;
  for (size_t row = 0; row < workspace->list->rows; row++) {
    struct slice code = memory_list_text(workspace->list, &companies->kind, companies->code, row);
    if (code.length) code_index_put(codes, code, 0, &fresh);
  }
  for (size_t i = 0; i < decisions->count; i++) {
    struct decision *decision = &decisions->items[i];
    const struct measure *measure =
        decision->refused
            ? NULL
            : model_measure(version->model, arena_copy(&version->arena, decision->measure.at, decision->measure.length));
    bool other = measure && measure->object;
    decision->used |= other || code_index_find(codes, decision->code) != CODES_NONE;
  }
  code_index_free(codes);
}

/* What was found stays, also when the client changes another option. */
static const struct session_options *options_of(const struct workspace *workspace, struct version *version)
{
  struct session_options *own = &version->options, found = *own;
  if (!version->searched) found = list_sheets_find(&version->arena, workspace->options, version->model);
  *own = *workspace->options;
  own->with = found.with, own->with_count = found.with_count, own->with_capacity = found.with_capacity;
  own->history = found.history, own->decisions = found.decisions;
  version->searched = true;
  return own;
}

bool version_as_of(struct workspace *workspace, struct version *version, struct fault *fault)
{
  struct session_options options = *options_of(workspace, version);
  if (version->year) options.year = version->year;
  return run_context_as_of(&version->arena, &options, version->model, &version->as_of, fault);
}

bool version_plan(struct workspace *workspace, struct version *version, bool without_targets, struct fault *fault)
{
  struct plan_options plan = run_context_plan_options(options_of(workspace, version));
  plan.without_targets = without_targets;
  if (!run_context_only(workspace->options, version->model, fault)) return false;
  version->plan = plan_new(&version->arena, version->model, version->as_of, &plan);
  version->planned = version->model->measure_count;
  return true;
}

/* Which rows of history and decisions matter depends on the plan's measures and its year. */
bool version_inputs(struct workspace *workspace, struct version *version, struct manifest *manifest, struct fault *fault)
{
  const struct session_options *options = options_of(workspace, version);
  struct run_options *run = &version->run;
  run->threads = options->threads;
  run->listing = workspace->listing;
  run->table_count = 0;
  if (options->list && !run_context_tables(&version->arena, options, version->plan, run, fault)) return false;
  side_tables_close(run);
  run->decisions = NULL;
  version->inputs =
      (struct side_tables){ .arena = &version->arena, .options = options, .plan = version->plan, .manifest = manifest };
  return side_tables_read(&version->inputs, run, fault);
}

static bool prepare(struct workspace *workspace, struct version *version, bool without_targets, struct fault *fault)
{
  if (!version_as_of(workspace, version, fault) || !version_plan(workspace, version, without_targets, fault)) return false;
  if (!version_inputs(workspace, version, NULL, fault)) return false;
  side_tables_notify(&version->inputs, NULL);
  if (!hold_lists(workspace, version, fault)) return false;
  if (version->run.decisions && workspace->list) mark_decided(workspace, version);
  side_tables_unused(&version->inputs, NULL, &version->run, workspace->list != NULL);
  workspace->problems += version->inputs.on_notice;
  return version->prepared = true;
}

bool version_prepare(struct workspace *workspace, struct version *version, struct fault *fault)
{
  if (version->prepared && version->planned == version->model->measure_count) return hold_lists(workspace, version, fault);
  if (version->snapshot) snapshot_free(version->snapshot);
  version->snapshot = NULL;
  return prepare(workspace, version, false, fault);
}

bool version_judge(struct workspace *workspace, struct version *version, struct fault *fault)
{
  if (!(version->prepared ? version_prepare(workspace, version, fault) : prepare(workspace, version, true, fault))) return false;
  if (!version->snapshot) version->snapshot = snapshot_take(version->plan, &version->run, fault);
  return version->snapshot != NULL;
}

/* Reasons: the changed companies are judged once more, with their data at hand. */

struct reporting {
  struct arena *arena;
  struct wording reason;
  const char ***on_notice; /* by row of the pick, then by measure; NULL: not wanted */
};

static void on_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct reporting *reporting = context;
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct planned *planned = &batch->subjects->measures[judgement->planned];
    const char **on_notice = reporting->on_notice[batch->list_row + judgement->row] + planned->measure->index;
    struct row_context subject = *batch->subject;
    struct buffer said = { 0 };
    if (!*on_notice || judgement->verdict.outcome == OUTCOME_YES) continue;
    subject.row = judgement->row;
    format_verdict_reason(&said, &reporting->reason, planned, &judgement->verdict, &subject);
    *on_notice = buffer_take(reporting->arena, &said).at;
  }
}

static int row_order(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static const struct measure *side_of(const struct change *change, bool after)
{
  return after ? change->after : change->before;
}

/* The measure that judged a company of the list; NULL: none did, or it stands in no list. */
static const struct measure *judged_on(const struct change *change, const struct version *version, bool after)
{
  const struct measure *measure = side_of(change, after);
  return measure && !measure->object && change_row(change, after) < version->snapshot->rows ? measure : NULL;
}

/* Rows of companies among the changes, ascending, each once. */
static size_t changed_rows(const struct comparison *comparison, const struct version *version, size_t count, bool after,
                           uint32_t *rows)
{
  size_t found = 0, kept = 0;
  for (size_t i = 0; i < count; i++)
    if (judged_on(&comparison->changes[i], version, after)) rows[found++] = change_row(&comparison->changes[i], after);
  if (found) qsort(rows, found, sizeof *rows, row_order);
  for (size_t i = 0; i < found; i++)
    if (!kept || rows[kept - 1] != rows[i]) rows[kept++] = rows[i];
  return kept;
}

static size_t position_of(const uint32_t *rows, size_t count, uint32_t row)
{
  const uint32_t *at = bsearch(&row, rows, count, sizeof *rows, row_order);
  return (size_t)(at - rows);
}

void workspace_reasons(struct workspace *workspace, struct arena *arena, struct version *version,
                       const struct comparison *comparison, size_t count, bool after, const char **reasons)
{
  struct arena scratch = { 0 };
  uint32_t *rows = arena_array(&scratch, count, sizeof *rows);
  size_t row_count = changed_rows(comparison, version, count, after, rows), measures = version->model->measure_count;
  struct reporting reporting = { .arena = arena,
                                 .reason = { workspace->options->notifier->language, 1, version->model->regions, false } };
  reporting.on_notice = arena_array(&scratch, row_count, sizeof *reporting.on_notice);
  for (size_t i = 0; i < row_count; i++) reporting.on_notice[i] = arena_array(&scratch, measures, sizeof **reporting.on_notice);
  for (size_t i = 0; i < count; i++) {
    const struct change *change = &comparison->changes[i];
    const struct measure *measure = judged_on(change, version, after);
    if (measure) reporting.on_notice[position_of(rows, row_count, change_row(change, after))][measure->index] = "";
  }
  struct fault fault;
  if (!hold_lists(workspace, version, &fault)) return arena_free(&scratch);
  struct memory_list *picked = memory_list_pick(workspace->list, rows, row_count);
  struct run_options options = version->run;
  struct sink sink = { .context = &reporting, .batch = on_batch };
  options.held = workspace->list; /* places in the list and shares of budgets are of all of it */
  options.all = true;
  struct run *run = run_open(&scratch, version->plan, &options);
  bool on_notice = run_tables(run, &sink, &fault) && run_ahead(run, &fault);
  options.held = picked;
  options.threads = 1;
  on_notice = on_notice && run_companies(run, NULL, &sink, &fault);
  for (size_t i = 0; on_notice && i < count; i++) {
    const struct change *change = &comparison->changes[i];
    const struct measure *measure = judged_on(change, version, after);
    if (measure) reasons[i] = reporting.on_notice[position_of(rows, row_count, change_row(change, after))][measure->index];
  }
  run_close(run);
  memory_list_free(picked);
  arena_free(&scratch);
}

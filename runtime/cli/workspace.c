/* Versions of scripts over one list in memory. */
#include "cli/workspace.h"

#include <stdlib.h>
#include <string.h>

#include "cli/side_tables.h"
#include "cli/run_context.h"
#include "cli/parameters.h"
#include "explain/explain_verdict.h"

void desk_open(struct desk *desk, const struct options *options)
{
  *desk = (struct desk){ .options = options };
  desk->teller = (struct teller){ .arena = &desk->arena, .language = options->language };
  desk->listing = (struct listing_options){ options->maps, options->map_count, rows_limits_times(options->limits), false, options->block_bytes,
                                            tell,          &desk->teller };
  desk->tables = arena_array(&desk->arena, options->with_count, sizeof *desk->tables);
}

static void forget_lists(struct desk *desk)
{
  if (desk->list) held_free(desk->list);
  desk->list = NULL;
  for (size_t i = 0; i < desk->options->with_count; i++) {
    if (desk->tables[i]) held_free(desk->tables[i]);
    desk->tables[i] = NULL;
  }
}

void desk_close(struct desk *desk)
{
  forget_lists(desk);
  arena_free(&desk->arena);
}

/* Loading */

static bool load_scripts(struct desk *desk, struct version *version, const struct texts *paths, bool set,
                         struct load_options *load, struct fault *fault)
{
  struct options options = *desk->options;
  options.scripts = *paths;
  if (!set) options.setting_count = 0;
  return scripts_read(&version->arena, &options, &version->scripts, &version->script_count, fault) &&
         settings_read(&version->arena, &options, version->scripts, version->script_count, true, load, fault);
}

struct version *version_load(struct desk *desk, const struct texts *paths, bool set, FILE *to, int *status)
{
  struct version *version = memory_alloc(sizeof *version);
  enum language language = desk->options->language;
  struct load_options load;
  struct faults faults = { 0 };
  struct fault fault;
  *version = (struct version){ 0 };
  if (!load_scripts(desk, version, paths, set, &load, &fault)) {
    *status = fault_print(language, &fault);
    version_free(version);
    return NULL;
  }
  load.session = desk->session;
  version->model = model_load(&version->arena, version->scripts, version->script_count, &load, &faults);
  faults_print(to, &version->arena, language, &faults, version->scripts, version->script_count);
  if (version->model) return version;
  *status = COMMAND_WRONG;
  version_free(version);
  return NULL;
}

void version_free(struct version *version)
{
  if (version->snapshot) snapshot_free(version->snapshot);
  inputs_close(&version->run);
  arena_free(&version->arena);
  memory_free(version);
}

/* Lists in memory */

static bool bind_lists(struct desk *desk, const struct model *model, const struct run_options *run)
{
  bool bound = desk->list && held_bind(desk->list, &model->tables[0].kind);
  for (size_t i = 0; bound && i < run->table_count; i++)
    bound = desk->tables[i] && held_bind(desk->tables[i], &model->tables[run->tables[i].table].kind);
  return bound;
}

static bool read_lists(struct desk *desk, const struct model *model, const struct run_options *run, struct fault *fault)
{
  const struct table *companies = &model->tables[0];
  const struct field *code = &companies->kind.fields[companies->code];
  size_t threads = desk->options->threads;
  forget_lists(desk);
  desk->list = held_read(desk->options->list, &companies->kind, &desk->listing, threads, fault);
  if (!desk->list) return false;
  held_mark_repeats(desk->list, code);
  for (size_t i = 0; i < run->table_count; i++) {
    desk->tables[i] = held_read(run->tables[i].path, &model->tables[run->tables[i].table].kind, &desk->listing, threads, fault);
    if (!desk->tables[i]) return false;
  }
  return true;
}

/* The tables of --with as this version knows them, each with what is held of it. */
static bool take_tables(struct desk *desk, struct version *version, struct fault *fault)
{
  struct run_options *run = &version->run;
  if (!prepare_tables(&version->arena, desk->options, version->plan, run, fault)) return false;
  if (!bind_lists(desk, version->model, run) && !read_lists(desk, version->model, run, fault)) return false;
  struct table_file *files = arena_array(&version->arena, run->table_count, sizeof *files);
  for (size_t i = 0; i < run->table_count; i++) {
    files[i] = run->tables[i];
    files[i].held = desk->tables[i];
  }
  run->tables = files;
  run->held = desk->list;
  return true;
}

bool version_inputs(struct desk *desk, struct version *version, struct fault *fault)
{
  struct inputs inputs = { .arena = &version->arena, .options = desk->options, .plan = version->plan, .teller = &desk->teller };
  inputs_close(&version->run);
  version->run.decisions = NULL;
  if (!inputs_read(&inputs, &version->run, fault)) return false;
  inputs_tell(&inputs, NULL);
  inputs_unused(&inputs, NULL, &version->run);
  desk->problems += inputs.told;
  return true;
}

static bool prepare(struct desk *desk, struct version *version, int year, bool without_targets, struct fault *fault)
{
  struct options options = *desk->options;
  if (year) options.year = year;
  struct plan_options plan = { options.only.count ? options.only.items : NULL, options.only.count, without_targets };
  if (!prepare_occasion(&version->arena, &options, version->model, &version->occasion, fault)) return false;
  if (!prepare_only(&options, version->model, fault)) return false;
  version->plan = plan_new(&version->arena, version->model, version->occasion, &plan);
  if (!version_inputs(desk, version, fault)) return false;
  version->run.threads = options.threads;
  version->run.listing = desk->listing;
  return !options.list || take_tables(desk, version, fault);
}

bool version_prepare(struct desk *desk, struct version *version, int year, struct fault *fault)
{
  return prepare(desk, version, year, false, fault);
}

bool version_judge(struct desk *desk, struct version *version, int year, struct fault *fault)
{
  if (!prepare(desk, version, year, true, fault)) return false;
  version->snapshot = snapshot_take(version->plan, &version->run, fault);
  return version->snapshot != NULL;
}

/* Reasons: the changed companies are judged once more, with their data at hand. */

struct telling {
  struct arena *arena;
  struct reason reason;
  const char ***told; /* by row of the pick, then by measure; NULL: not wanted */
};

static void tell_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct telling *telling = context;
  (void)worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct planned *planned = &batch->subjects->measures[judgement->planned];
    const char **told = telling->told[batch->first_row + judgement->row] + planned->measure->index;
    struct subject subject = *batch->subject;
    struct buffer said = { 0 };
    if (!*told || judgement->verdict.outcome == OUTCOME_YES) continue;
    subject.row = judgement->row;
    reason_say(&said, &telling->reason, planned, &judgement->verdict, &subject);
    *told = arena_copy(telling->arena, said.at ? said.at : "", said.length);
    buffer_free(&said);
  }
}

static bool tell_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)context, (void)worker, (void)block, (void)fault;
  return true;
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

/* Rows of companies among the changes, ascending, each once. */
static size_t changed_rows(const struct comparison *comparison, size_t count, bool after, uint32_t *rows)
{
  size_t found = 0, kept = 0;
  for (size_t i = 0; i < count; i++) {
    const struct measure *measure = side_of(&comparison->changes[i], after);
    if (measure && !measure->object) rows[found++] = comparison->changes[i].now.row;
  }
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

void desk_reasons(struct desk *desk, const struct version *version, const struct comparison *comparison, size_t count, bool after,
                  const char **reasons)
{
  struct arena arena = { 0 };
  uint32_t *rows = arena_array(&arena, count, sizeof *rows);
  size_t row_count = changed_rows(comparison, count, after, rows), measures = version->model->measure_count;
  struct telling telling = { .arena = &desk->arena, .reason = { desk->options->language, 1, version->model->regions } };
  telling.told = arena_array(&arena, row_count, sizeof *telling.told);
  for (size_t i = 0; i < row_count; i++) telling.told[i] = arena_array(&arena, measures, sizeof **telling.told);
  for (size_t i = 0; i < count; i++) {
    const struct change *change = &comparison->changes[i];
    const struct measure *measure = side_of(change, after);
    if (measure && !measure->object) telling.told[position_of(rows, row_count, change->now.row)][measure->index] = "";
  }
  held_bind(desk->list, &version->model->tables[0].kind);
  struct held *picked = held_pick(desk->list, rows, row_count);
  struct run_options options = version->run;
  struct receiver receiver = { .context = &telling, .batch = tell_batch, .block = tell_block };
  struct fault fault;
  options.held = picked;
  options.threads = 1;
  options.all = true;
  struct run *run = run_open(&arena, version->plan, &options);
  bool told = run_tables(run, &receiver, &fault) && run_companies(run, NULL, &receiver, &fault);
  for (size_t i = 0; told && i < count; i++) {
    const struct change *change = &comparison->changes[i];
    const struct measure *measure = side_of(change, after);
    if (measure && !measure->object) reasons[i] = telling.told[position_of(rows, row_count, change->now.row)][measure->index];
  }
  run_close(run);
  held_free(picked);
  arena_free(&arena);
}

struct slice desk_text(const struct desk *desk, const struct version *version, int field, size_t row)
{
  struct column *column;
  size_t at;
  if (field < 0 || !held_cell(desk->list, &version->model->tables[0].kind.fields[field], row, &column, &at))
    return (struct slice){ "", 0 };
  return column->state[at] == STATE_KNOWN ? column->text[at] : (struct slice){ "", 0 };
}

int32_t desk_region(const struct desk *desk, const struct version *version, size_t row)
{
  struct column *column;
  size_t at;
  int field = version->model->tables[0].region;
  if (field < 0 || !held_cell(desk->list, &version->model->tables[0].kind.fields[field], row, &column, &at)) return 0;
  return column->state[at] == STATE_KNOWN ? (int32_t)column->num[at] : 0;
}

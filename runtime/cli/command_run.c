/* huiqi run: scripts over a list, to files or to the terminal; and huiqi report, the same to a page. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/command.h"
#include "session/list_notices.h"
#include "session/side_tables.h"
#include "cli/command_merge.h"
#include "cli/command_replay.h"
#include "cli/command_report.h"
#include "cli/summary.h"
#include "cli/timing.h"
#include "data/column.h"
#include "evaluate/run.h"
#include "write/list_copy.h"
#include "write/manifest.h"
#include "write/overview.h"
#include "write/progress.h"
#include "write/results.h"
#include "write/targets.h"

struct job {
  struct arena *arena;
  const struct options *options;
  struct huiqi *session;
  const struct model *model;
  const struct plan *plan;
  struct run_options run_options;
  struct wording reason;
  struct output *output;
  struct results *results;
  struct run *run;
  struct manifest manifest;
  struct progress progress;
  const char *list_path; /* the list, or where standard input was kept */
  struct figures figures;
  struct target_result *targets;
  size_t target_count;
  struct list_place place; /* of the list, for --into */
  bool paged;              /* to a page */
  struct report *report;
  struct timings timings;
  double start;
  const struct repetition *repetition; /* NULL: the files take their place */
  struct run_parts *parts;             /* whose lists are judged; NULL: files are read */
  struct fault fault;
};

/* A function of a script that failed at a row is shown with its line. */
static int failed(struct job *job)
{
  struct fault *fault = &job->fault;
  struct faults one = { fault, 1, 1 };
  const struct script_text *scripts;
  size_t count;
  if (fault->kind != FAULT_SCRIPT || !fault->line) return fault_print(job->options->language, fault);
  huiqi_findings(job->session, &scripts, &count);
  faults_print(stderr, job->options->language, &one, scripts, count);
  return COMMAND_WRONG;
}

static bool prepare(struct job *job)
{
  const struct options *options = job->options;
  if (!huiqi_plan(job->session, &job->fault)) return false;
  const struct version *version = huiqi_version(job->session);
  job->plan = version->plan;
  job->reason = (struct wording){ .language = options->language,
                                  .depth = options->explain ? options->explain : 1,
                                  .regions = job->model->regions };
  notice_no_history(&version->options, job->plan);
  if (!huiqi_inputs(job->session, &job->manifest, &job->fault)) return false;
  job->run_options = version->run;
  job->run_options.all = options->all || job->paged;
  job->run_options.timings = options->timings ? &job->timings : NULL;
  job->run_options.listing.digest = options->output || options->into;
  job->progress = progress_begin(options->language);
  job->run_options.listing.progress = (struct progress_hook){ progress_update, &job->progress };
  return true;
}

/* What can be read once only: standard input, a pipe with a name. */
static bool is_stream(const char *path)
{
  struct stat about;
  return strcmp(path, "-") == 0 || (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode));
}

/* Keeps it in a file that has no name. */
static bool keep_stream(struct job *job, const char *path, const char **kept)
{
  char block[64 * 1024];
  bool input = strcmp(path, "-") == 0;
  int from = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), descriptor = file_unnamed();
  bool done = from >= 0 && descriptor >= 0;
  for (ssize_t got = 1; done && got > 0;) {
    got = read(from, block, sizeof block);
    done = got >= 0 && file_write(descriptor, block, (size_t)got);
  }
  if (!done) fault_set(&job->fault, FAULT_FILE, MSG_CANNOT_READ, path, strerror(errno), NULL);
  if (!input && from >= 0) close(from);
  if (done) *kept = descriptor_path(job->arena, descriptor);
  return done;
}

/* The list is read several times where a budget or a rank needs it; a table that is planned twice, under two links, too. */
static bool keep_streams(struct job *job)
{
  struct run_options *run = &job->run_options;
  struct table_file *files = arena_array(job->arena, run->table_count, sizeof *files);
  job->list_path = job->options->inputs.list;
  if (job->parts) return true;
  if (run->table_count) memcpy(files, run->tables, run->table_count * sizeof *files);
  for (size_t i = 0; i < run->table_count; i++) {
    size_t planned = 0;
    for (size_t k = 0; k < job->plan->table_count; k++) planned += job->plan->tables[k].table == files[i].table;
    if (planned > 1 && is_stream(files[i].path) && !keep_stream(job, files[i].path, &files[i].kept)) return false;
  }
  run->tables = files;
  bool once = job->options->state || !plan_passes(job->plan);
  return once || !is_stream(job->list_path) || keep_stream(job, job->list_path, &job->list_path);
}

static bool open_list(struct job *job, const struct list_reader_options *options, struct list_reader *listing)
{
  const struct table *companies = &job->model->tables[0];
  if (job->parts) {
    *listing = job->parts->companies->listing;
    if (options->on_notice) memory_list_tell(job->parts->companies, false);
    return true;
  }
  if (!list_reader_open(job->arena, job->list_path, &companies->kind, options, listing, &job->fault)) return false;
  listing->path = job->options->inputs.list;
  return true;
}

static bool judge(struct job *job)
{
  struct list_reader listing;
  const struct sink *sink = job->report ? report_sink(job->report) : results_sink(job->results);
  if (!keep_streams(job) || !run_tables(job->run, sink, &job->fault)) return false;
  if (job->parts && !run_parts_marks(job->parts, job->run_options.decisions, job->run, &job->fault)) return false;
  struct list_reader_options ahead = job->run_options.listing; /* what there is to tell of the list is told when it is judged */
  ahead.digest = false;
  ahead.on_notice = NULL;
  for (size_t pass = plan_passes(job->plan); pass > 0; pass--) {
    if (!open_list(job, &ahead, &listing)) return false;
    bool claimed = run_claims(job->run, &listing, &job->fault);
    list_reader_close(&listing);
    if (!claimed) return false;
  }
  if (!open_list(job, &job->run_options.listing, &listing)) return false;
  notice_headings(job->options->inputs.notifier, job->arena, &listing);
  notice_lacking(job->options->inputs.notifier, job->plan, job->run, &listing);
  bool judged = results_carry(job->results, &listing, &job->fault) && run_companies(job->run, &listing, sink, &job->fault) &&
                run_absent(job->run, sink, &job->fault) && run_objects(job->run, sink, &job->fault);
  if (judged) notice_judged(job->options->inputs.notifier, job->plan, job->run);
  if (judged)
    manifest_listing(&job->manifest, message_name(MSG_RECORD_LIST, LANGUAGE_CHINESE), &listing,
                     (int64_t)results_rows(job->results));
  const struct table *companies = &job->model->tables[0];
  int look = companies->label < 0 ? companies->code : companies->label;
  if (judged) list_place_of(job->arena, &listing, &companies->kind.fields[look], &job->place);
  if (judged && job->parts) memory_list_tell(job->parts->companies, true);
  list_reader_close(&listing);
  return judged;
}

/* A page is written in one go. */
static void tell_writing(const struct job *job)
{
  const struct progress_place place = { .stage = PROGRESS_WRITING, .path = job->options->output };
  progress_tell(job->run_options.listing.progress, &place);
  progress_tell(job->run_options.listing.progress, NULL);
}

static bool finish(struct job *job)
{
  const struct texts *told = &job->options->inputs.notifier->said;
  notice_open_budgets(job->options->inputs.notifier, job->plan, job->run);
  job->targets = targets_reach(job->arena, job->plan, run_tally(job->run), &job->figures, &job->target_count);
  if (job->report) {
    tell_writing(job);
    job->report->targets = job->targets;
    job->report->target_count = job->target_count;
    return report_write(job->report, job->options->output, &job->fault);
  }
  const char *into = job->options->into;
  if (into && !list_copy_write(job->arena, into, &job->place, results_companies(job->results), &job->fault)) return false;
  if (!job->output) return true;
  if (!targets_write(job->output, job->targets, job->target_count, job->plan->as_of.year, job->options->language, &job->fault))
    return false;
  results_summary(job->results);
  if (!manifest_write(&job->manifest, job->output, job->results, &job->fault)) return false;
  if (!job->repetition)
    return overview_bind(job->output, &job->manifest, job->results, told->items, told->count, &job->fault) &&
           output_commit(job->output, &job->fault);
  for (size_t i = 0; i < job->manifest.count; i++)
    job->repetition->input(job->repetition->context, job->manifest.files[i].role, job->manifest.files[i].path);
  output_each(job->output, job->repetition->file, job->repetition->context);
  output_abort(job->output);
  return true;
}

static void notices(const struct job *job)
{
  enum language language = job->options->language;
  uint64_t problems = results_problems(job->results);
  const char *file = job->options->output, *where = "";
  if (job->output)
    where = output_is_workbook(file)
                ? arena_printf(job->arena, "%s#%s", file, message_name(MSG_WORKBOOK_PROBLEMS, LANGUAGE_CHINESE))
                : arena_printf(job->arena, "%s/problems.csv", file);
  if (problems)
    notice(language, MSG_NOTICE_PROBLEMS, arena_printf(job->arena, "%llu", (unsigned long long)problems), where, NULL);
  if (job->report) report_sink_notify(job->options);
  if (file) notice(language, MSG_NOTICE_WRITTEN, file, NULL);
  if (job->options->into) notice(language, MSG_NOTICE_WRITTEN, job->options->into, NULL);
}

static void print(const struct job *job)
{
  summary_print(stdout, job->plan, job->results, job->options->language);
  targets_print(stdout, job->targets, job->target_count, job->options->language);
}

static void print_timings(const struct job *job, uint64_t rows)
{
  double seconds = timings_now() - job->start;
  if (job->options->timings_json) timing_print_json(stderr, job->plan, &job->timings, seconds, rows);
  else if (job->options->timings) timing_print(stderr, job->plan, &job->timings, seconds, job->options->language);
}

/* What run.json tells of the command. */
static void record_command(struct job *job)
{
  const struct options *options = job->options;
  job->manifest.plan = job->plan;
  job->manifest.decisions = job->run_options.decisions;
  job->manifest.only = options->inputs.only.items;
  job->manifest.only_count = options->inputs.only.count;
  job->manifest.maps = options->inputs.maps;
  job->manifest.map_count = options->inputs.map_count;
  job->manifest.carried = options->inputs.carried.items;
  job->manifest.carried_count = options->inputs.carried.count;
  job->manifest.all = options->all;
  job->manifest.explain = options->explain;
}

/* A workbook has a line for every company, and so has a copy of the list. */
static bool open_results(struct job *job)
{
  const struct options *options = job->options;
  job->results = results_new(job->arena, job->plan, &job->reason, options->all, job->output, &job->manifest, &job->fault);
  if (!job->results) return false;
  bool kept = options->into || (job->output && output_is_workbook(options->output));
  return !kept || results_keep_companies(job->results, &job->fault);
}

/* The record of the run, up to the files that were read whole. */
static void begin_manifest(struct job *job)
{
  const struct version *version = huiqi_version(job->session);
  job->manifest = (struct manifest){ .arena = job->arena, .version = program_version };
  clock_gettime(CLOCK_MONOTONIC, &job->manifest.start);
  job->manifest.seconds = job->repetition ? job->repetition->seconds : NULL;
  job->manifest.words = job->options->words.items;
  job->manifest.word_count = job->options->words.count;
  for (size_t i = 0; i < version->script_count; i++)
    manifest_add(&job->manifest, message_name(MSG_RECORD_SCRIPT, LANGUAGE_CHINESE), version->scripts[i].path,
                 version->scripts[i].digest, -1);
}

static bool read_figures(struct job *job)
{
  const struct version *version = huiqi_version(job->session);
  return figures_read(job->arena, &version->options, job->model, &job->figures, job->results, &job->manifest, &job->fault);
}

/* The parts have read the same files, and there are lists for all that the plan reads. */
static bool take_parts(struct job *job)
{
  struct manifest read = job->manifest;
  if (!job->parts) return true;
  manifest_settings(&read, job->model);
  return run_parts_fit(job->parts, &read, &job->fault) &&
         run_parts_lists(job->arena, job->parts, job->plan, job->options->inputs.list, &job->run_options, &job->fault);
}

static int run_job(struct job *job)
{
  begin_manifest(job);
  struct version *version = huiqi_version(job->session);
  if (!prepare(job)) return failed(job);
  if (job->options->output && !job->paged && !(job->output = output_open(job->arena, job->options->output, &job->fault)))
    return failed(job);
  if (job->output) output_watch(job->output, job->run_options.listing.progress);
  bool opened = open_results(job);
  job->run = run_open(job->arena, job->plan, &job->run_options);
  if (job->results) results_of(job->results, job->run);
  record_command(job);
  if (job->paged && job->results)
    job->report = report_sink_open(job->arena, job->options, job->plan, &job->reason, job->results, &job->manifest);
  if (job->results) side_tables_notify(&version->inputs, job->results);
  bool done = opened && read_figures(job) && take_parts(job) && judge(job);
  if (done) side_tables_absent(&version->inputs, job->results, job->run);
  if (done) side_tables_unused(&version->inputs, job->results, &job->run_options, true);
  done = done && finish(job);
  int status = COMMAND_DONE;
  if (!done) {
    status = failed(job);
    if (job->output) output_abort(job->output);
  } else {
    if (!job->repetition) notices(job);
    if (!job->paged && !job->repetition) print(job);
    print_timings(job, results_rows(job->results));
    status = results_problems(job->results) ? COMMAND_PROBLEMS : COMMAND_DONE;
  }
  run_close(job->run);
  if (job->report) report_sink_close(job->report);
  if (job->results) results_close(job->results);
  timings_close(&job->timings);
  return status;
}

/* One part of it: what is wrong with the data is said by who puts the parts together. */
static int keep_part(struct job *job)
{
  begin_manifest(job);
  if (!prepare(job) || !read_figures(job) || !keep_streams(job)) return failed(job);
  manifest_settings(&job->manifest, job->model);
  struct part_job part = { .arena = job->arena,
                           .options = job->options,
                           .plan = job->plan,
                           .run = &job->run_options,
                           .manifest = &job->manifest,
                           .reason = &job->reason,
                           .list_path = job->options->inputs.list };
  if (!part_write(&part, &job->fault)) return failed(job);
  const struct partition *partition = &job->options->part;
  notice(job->options->language, MSG_PART_DONE, INTEGER(partition->part), INTEGER(partition->count), INTEGER(part.rows),
         job->options->state, NULL);
  print_timings(job, part.rows);
  timings_close(&job->timings);
  return COMMAND_DONE;
}

static bool options_fit(const struct options *options, bool paged, struct fault *fault)
{
  if (!run_context_given(options, fault) || !part_options_fit(options, fault)) return false;
  if (options->inputs.carried.count && !options->output && !options->state)
    return fault_set(fault, FAULT_USAGE, MSG_CARRY_NEEDS_OUTPUT, NULL);
  if (options->overwrite && !options->into && !paged) return fault_set(fault, FAULT_USAGE, MSG_INTO_OVERWRITE, NULL);
  return true;
}

/* A run as `job` says. */
static int run(struct job job)
{
  const struct options *options = job.options;
  int status = COMMAND_WRONG;
  if (!options_fit(options, job.paged, &job.fault)) return fault_print(options->language, &job.fault);
  timings_open(&job.timings);
  job.start = timings_now();
  job.session = huiqi_open(&options->inputs);
  bool loaded = session_load(job.session, &(struct huiqi_scripts){ .paths = &options->scripts }, options, stderr, &status);
  job.model = huiqi_model(job.session);
  if (loaded) status = options->state ? keep_part(&job) : run_job(&job);
  huiqi_close(job.session);
  return status;
}

int command_run(struct arena *arena, const struct options *options)
{
  return run((struct job){ .arena = arena, .options = options });
}

int run_repeat(struct arena *arena, const struct options *options, const struct repetition *repetition)
{
  return run((struct job){ .arena = arena, .options = options, .repetition = repetition });
}

int run_merged(struct arena *arena, const struct options *options, struct run_parts *parts)
{
  return run((struct job){ .arena = arena, .options = options, .parts = parts });
}

int command_report(struct arena *arena, const struct options *options)
{
  struct fault fault;
  if (options->output) return run((struct job){ .arena = arena, .options = options, .paged = true });
  fault_set(&fault, FAULT_USAGE, MSG_REPORT_NEEDS_FILE, NULL);
  return fault_print(options->language, &fault);
}

/* Writing a part, and opening all of them. */
#include "cli/run_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "base/varint.h"
#include "write/atomic_file.h"
#include "write/results.h"

static const char part_name[] = "part.huiqi";

static const char *file_in(struct arena *arena, const char *folder)
{
  size_t length = strlen(folder);
  return arena_printf(arena, "%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", part_name);
}

/* Writing */

bool part_options_fit(const struct options *options, struct fault *fault)
{
  const struct {
    const char *name;
    bool given;
  } refused[] = { { "-o", options->output != NULL }, { "--into", options->into != NULL } };
  if (!options->part.count != !options->state) return fault_set(fault, FAULT_USAGE, MSG_PART_NEEDS_STATE, NULL);
  for (size_t i = 0; options->state && i < sizeof refused / sizeof *refused; i++)
    if (refused[i].given) return fault_set(fault, FAULT_USAGE, MSG_PART_REFUSES, refused[i].name, NULL);
  return true;
}

struct part_writing {
  struct part_job *job;
  const char *path;
  struct part_file *file;
};

static struct list_keep keep_of(const struct part_job *job, double *stages)
{
  return (struct list_keep){ .partition = &job->options->part,
                             .threads = job->run->threads,
                             .timings = job->run->timings,
                             .stages = job->run->timings ? stages : NULL };
}

static struct part_list_asked asked_of_table(struct arena *arena, const struct plan *plan, const struct planned_table *planned)
{
  struct part_list_asked asked = { .table = &plan->model->tables[planned->table].kind };
  asked.fields = related_fields(plan, planned, arena, &asked.field_count);
  return asked;
}

static bool write_table(struct part_writing *writing, size_t at, struct fault *fault)
{
  const struct part_job *job = writing->job;
  const struct planned_table *planned = &job->plan->tables[at];
  const struct table_kind *kind = &job->plan->model->tables[planned->table].kind;
  const struct table_file *file = run_table_file(job->run, planned->table);
  int by = planned->link >= 0 ? planned->link : planned->group >= 0 ? planned->group : 0;
  struct list_keep keep = keep_of(job, job->run->timings ? job->run->timings->tables : NULL);
  uint64_t rows;
  if (!file) return true;
  keep.fields = related_fields(job->plan, planned, job->arena, &keep.field_count);
  keep.partition_field = &kind->fields[by];
  return part_list_keep(writing->file, at + 1, file->kept ? file->kept : file->path, kind, &job->run->listing, &keep, NULL, &rows,
                        fault);
}

/* Judging what can be finished: over the part's own records, which have been kept. */
struct part_judging {
  struct part_writing *writing;
  struct run_options options;
  struct memory_list **tables;
  struct results *results;
  struct run *run;
};

static bool judge_companies(void *context, const struct list_keep *keep, struct list_reader *listing, struct block_layout *layout,
                            uint64_t *rows, struct fault *fault)
{
  const struct part_judging *judging = context;
  run_keeps(judging->run, listing, layout);
  results_record(judging->results, listing);
  return run_part(judging->run, keep, listing, layout, results_sink(judging->results), rows, fault);
}

static bool open_tables(struct part_judging *judging, struct fault *fault)
{
  const struct part_job *job = judging->writing->job;
  judging->tables = arena_array(job->arena, job->plan->table_count, sizeof *judging->tables);
  judging->options = *job->run;
  judging->options.all = job->options->all;
  judging->options.listing.on_notice = NULL;
  judging->options.kept = judging->tables;
  for (size_t i = 0; i < job->plan->table_count; i++) {
    const struct table_file *file = run_table_file(job->run, job->plan->tables[i].table);
    const struct part_list_asked asked = asked_of_table(job->arena, job->plan, &job->plan->tables[i]);
    if (file && !part_list_open(&judging->writing->file, 1, i + 1, file->path, &asked, &judging->options.listing,
                                &judging->tables[i], fault))
      return false;
  }
  return true;
}

/* Of decisions whether they apply; of tables whether a row has no case. */
static bool write_marks(const struct part_judging *judging, struct fault *fault)
{
  const struct plan *plan = judging->writing->job->plan;
  const struct decisions *decisions = judging->options.decisions;
  struct buffer bytes = { 0 };
  format_varint(&bytes, decisions ? decisions->count : 0);
  for (size_t i = 0; decisions && i < decisions->count; i++) {
    format_varint(&bytes, decisions->items[i].used);
    format_varint(&bytes, (uint64_t)decisions->items[i].limit);
  }
  format_varint(&bytes, plan->table_count);
  for (size_t i = 0; i < plan->table_count; i++) format_varint(&bytes, run_no_case(judging->run, i));
  bool added = part_file_add(judging->writing->file, PART_MARKS, 0, buffer_view(&bytes), fault);
  buffer_free(&bytes);
  return added;
}

static bool keep_companies(struct part_writing *writing, const struct part_list_reader *reader, struct fault *fault)
{
  struct part_job *job = writing->job;
  const struct table *companies = &job->plan->model->tables[0];
  struct list_keep keep = keep_of(job, job->run->timings ? job->run->timings->companies : NULL);
  keep.fields = job->plan->company_fields;
  keep.field_count = job->plan->company_field_count;
  keep.partition_field = &companies->kind.fields[companies->code];
  keep.lines = results_lines;
  return part_list_keep(writing->file, 0, job->list_path, &companies->kind, &job->run->listing, &keep, reader, &job->rows, fault);
}

static bool write_companies(struct part_writing *writing, struct fault *fault)
{
  struct part_job *job = writing->job;
  if (!run_finishes(job->plan)) return keep_companies(writing, NULL, fault);
  struct part_judging judging = { .writing = writing };
  judging.results = results_new(job->arena, job->plan, job->reason, job->options->all, NULL, job->manifest, fault);
  bool done = judging.results && open_tables(&judging, fault);
  judging.run = done ? run_open(job->arena, job->plan, &judging.options) : NULL;
  done = done && run_tables(judging.run, NULL, fault) &&
         keep_companies(writing, &(struct part_list_reader){ judge_companies, &judging }, fault) && write_marks(&judging, fault);
  if (judging.run) run_close(judging.run);
  for (size_t i = 0; judging.tables && i < job->plan->table_count; i++)
    if (judging.tables[i]) memory_list_free(judging.tables[i]);
  if (judging.results) results_close(judging.results);
  return done;
}

static bool write_identity(struct part_writing *writing, struct fault *fault)
{
  const struct part_job *job = writing->job;
  struct part_identity identity = part_identity_of(job->arena, program_version);
  struct buffer bytes = { 0 };
  identity.part = job->options->part.part;
  identity.count = job->options->part.count;
  identity.block_bytes = job->options->inputs.block_bytes;
  identity.limits = job->options->inputs.limits;
  identity.words = job->manifest->words;
  identity.word_count = job->manifest->word_count;
  identity.files = job->manifest->files;
  identity.file_count = job->manifest->count;
  format_identity(&bytes, &identity);
  bool added = part_file_add(writing->file, PART_IDENTITY, 0, buffer_view(&bytes), fault);
  buffer_free(&bytes);
  return added;
}

static bool write_part(void *context, const char *hidden, struct fault *fault)
{
  struct part_writing *writing = context;
  writing->file = part_file_new(writing->job->arena, hidden, writing->path, fault);
  bool written = writing->file && write_identity(writing, fault);
  for (size_t i = 0; written && i < writing->job->plan->table_count; i++) written = write_table(writing, i, fault);
  written = written && write_companies(writing, fault) && part_file_finish(writing->file, fault);
  if (writing->file) part_file_abandon(writing->file);
  return written;
}

bool part_write(struct part_job *job, struct fault *fault)
{
  const char *folder = job->options->state;
  struct part_writing writing = { .job = job, .path = file_in(job->arena, folder) };
  if (!part_file_replaceable(writing.path) && errno != ENOENT && errno != ENOTDIR)
    return fault_set(fault, FAULT_USAGE, MSG_PART_FOREIGN, writing.path, NULL);
  bool made = mkdir(folder, 0777) == 0;
  if (!made && errno != EEXIST) return fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, folder, strerror(errno), NULL);
  bool written = atomic_file_made(writing.path, write_part, &writing, fault);
  if (made && !written) rmdir(folder);
  return written;
}

/* Opening */

/* A folder, or the file in it. */
static const char *part_path(struct arena *arena, const char *given)
{
  struct stat about;
  return stat(given, &about) == 0 && S_ISREG(about.st_mode) ? given : file_in(arena, given);
}

static bool open_one(struct arena *arena, const char *path, struct part_file **file, struct part_identity *identity,
                     struct fault *fault)
{
  struct slice bytes;
  *file = part_file_open(arena, path, fault);
  if (!*file || !part_file_read(*file, PART_IDENTITY, 0, 0, arena, &bytes, fault)) return false;
  return identity_read(arena, bytes, identity) || fault_set(fault, FAULT_USAGE, MSG_PART_TORN, path, NULL);
}

/* Rows and sentences are kept as this program knows them. */
static bool is_ours(struct arena *arena, const char *path, const struct part_identity *identity, struct fault *fault)
{
  const struct part_identity own = part_identity_of(arena, program_version);
  if (strcmp(own.version, identity->version) == 0 && strcmp(own.wording, identity->wording) == 0) return true;
  return fault_set(fault, FAULT_USAGE, MSG_PART_VERSION, path, identity->version, program_version, NULL);
}

static bool take_part(struct arena *arena, enum language language, const char *path, struct run_parts *parts, struct fault *fault)
{
  struct part_file *file;
  struct part_identity identity;
  struct part_difference difference;
  if (!open_one(arena, path, &file, &identity, fault)) return false;
  if (!parts->files) {
    if (!is_ours(arena, path, &identity, fault)) return false;
    parts->identity = identity;
    parts->count = identity.count;
    parts->files = arena_array(arena, identity.count, sizeof *parts->files);
  }
  const struct part_file *first = NULL;
  for (size_t i = 0; !first && i < parts->count; i++) first = parts->files[i];
  if (first && identity_differs(arena, language, &identity, &parts->identity, &difference))
    return fault_set(fault, FAULT_USAGE, MSG_PART_DIFFERS, path, part_file_path(first), difference.what, difference.one,
                     difference.other, NULL);
  struct part_file **place = &parts->files[identity.part - 1];
  if (*place) return fault_set(fault, FAULT_USAGE, MSG_PART_TWICE, INTEGER(identity.part), part_file_path(*place), path, NULL);
  *place = file;
  return true;
}

static bool none_missing(const struct run_parts *parts, struct fault *fault)
{
  struct buffer missing = { 0 };
  for (size_t i = 0; i < parts->count; i++)
    if (!parts->files[i]) format_item(&missing, LANGUAGE_CHINESE, INTEGER(i + 1));
  buffer_char(&missing, 0);
  bool none = missing.length == 1;
  if (!none) fault_set(fault, FAULT_USAGE, MSG_PART_MISSING, INTEGER(parts->count), missing.at, NULL);
  buffer_free(&missing);
  return none;
}

bool run_parts_open(struct arena *arena, enum language language, const struct texts *folders, struct run_parts *parts,
                    struct fault *fault)
{
  *parts = (struct run_parts){ .count = 0 };
  for (size_t i = 0; i < folders->count; i++)
    if (!take_part(arena, language, part_path(arena, folders->items[i]), parts, fault)) return false;
  return none_missing(parts, fault);
}

bool run_parts_fit(const struct run_parts *parts, const struct manifest *manifest, struct fault *fault)
{
  for (size_t i = 0; i < manifest->count; i++) {
    const struct manifest_file *now = &manifest->files[i], *then = identity_file(&parts->identity, now->role, now->path);
    if (then && strcmp(then->digest, now->digest) == 0) continue;
    return fault_set(fault, FAULT_USAGE, MSG_PART_INPUT, now->role, now->path, NULL);
  }
  for (size_t i = 0; i < parts->identity.file_count; i++) {
    const struct manifest_file *then = &parts->identity.files[i];
    const struct part_identity now = { .files = manifest->files, .file_count = manifest->count };
    if (!identity_file(&now, then->role, then->path))
      return fault_set(fault, FAULT_USAGE, MSG_PART_INPUT, then->role, then->path, NULL);
  }
  return true;
}

bool run_parts_lists(struct arena *arena, struct run_parts *parts, const struct plan *plan, const char *list_path,
                     struct run_options *run, struct fault *fault)
{
  parts->tables = arena_array(arena, plan->table_count, sizeof *parts->tables);
  parts->table_count = plan->table_count;
  for (size_t i = 0; i < plan->table_count; i++) {
    const struct table_file *file = run_table_file(run, plan->tables[i].table);
    const struct part_list_asked asked = asked_of_table(arena, plan, &plan->tables[i]);
    bool kept = part_file_count(parts->files[0], PART_LIST, i + 1) > 0;
    if (kept != (file != NULL)) /* a sheet of the list's workbook that is not there any more, or was not then */
      return fault_set(fault, FAULT_USAGE, MSG_PART_INPUT, message_name(MSG_RECORD_LIST, LANGUAGE_CHINESE), list_path, NULL);
    if (file && !part_list_open(parts->files, parts->count, i + 1, file->path, &asked, &run->listing, &parts->tables[i], fault))
      return false;
  }
  const struct part_list_asked asked = { &plan->model->tables[0].kind, plan->company_fields, plan->company_field_count,
                                         run_finishes(plan) };
  if (!part_list_open(parts->files, parts->count, 0, list_path, &asked, &run->listing, &parts->companies, fault)) return false;
  if (!parts->companies) return fault_set(fault, FAULT_USAGE, MSG_PART_TORN, part_file_path(parts->files[0]), NULL);
  run->kept = parts->tables;
  run->held = parts->companies;
  return true;
}

static bool take_marks(struct slice bytes, struct decisions *decisions, struct run *run, size_t table_count)
{
  struct byte_reader reader = byte_reader_of(bytes);
  size_t count = (size_t)read_varint(&reader);
  if (count != (decisions ? decisions->count : 0)) return false;
  for (size_t i = 0; i < count; i++) {
    struct decision *decision = &decisions->items[i];
    decision->used |= read_varint(&reader) != 0;
    enum decision_limit limit = (enum decision_limit)read_varint(&reader);
    if (limit > DECISION_ABOVE_CUMULATIVE_CAP) return false;
    if (limit != DECISION_WITHIN) decision->limit = limit;
  }
  if (read_varint(&reader) != table_count) return false;
  for (size_t i = 0; i < table_count; i++)
    if (read_varint(&reader)) run_note_no_case(run, i);
  return !reader.broken && reader.at == reader.end;
}

bool run_parts_marks(const struct run_parts *parts, struct decisions *decisions, struct run *run, struct fault *fault)
{
  struct arena scratch = { 0 };
  bool taken = true;
  for (size_t i = 0; taken && i < parts->count; i++) {
    struct slice bytes;
    if (!part_file_count(parts->files[i], PART_MARKS, 0)) continue;
    taken = part_file_read(parts->files[i], PART_MARKS, 0, 0, &scratch, &bytes, fault);
    if (taken && !take_marks(bytes, decisions, run, parts->table_count))
      taken = fault_set(fault, FAULT_USAGE, MSG_PART_TORN, part_file_path(parts->files[i]), NULL);
  }
  arena_free(&scratch);
  return taken;
}

void run_parts_close(struct run_parts *parts)
{
  for (size_t i = 0; i < parts->table_count; i++)
    if (parts->tables[i]) memory_list_free(parts->tables[i]);
  if (parts->companies) memory_list_free(parts->companies);
}

/* Results that appear together or not at all, for every command with `-o DIR`. */
#include "write/output.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decode/digest.h"
#include "write/xlsx_export.h"
#include "write/output_files.h"
#include "write/atomic_file.h"
#include "write/output_stage.h"

enum { BUFFER_BYTES = 64 * 1024, NAME_BYTES = 255 };

struct output_file {
  struct output *output;
  const char *name;
  int descriptor;
  int reason; /* errno of the first write that failed, 0 if none has */
  size_t used;
  char *bytes;
  char digest[65];     /* once output_each has asked */
  off_t written, sent; /* bytes handed to the system, and of these those that are on their way to the disk */
  struct output_file *next;
};

struct output {
  struct arena *arena;
  struct output_stage site;
  _Atomic(struct output_file *) files;
  size_t file_count;
  struct bound_record *records;
  size_t record_count, record_capacity;
  const struct bound_overview *overview;
  const struct bound_companies *companies;
  struct progress_hook progress;
  volatile sig_atomic_t settling; /* files have begun to take their place: no longer to be removed */
  struct output *next;
};

/* The one mutable static of the room: a signal handler and the exhaustion handler are given no argument, and have to find what is
 * unfinished. Only the thread that opens and closes outputs changes it. */
static _Atomic(struct output *) open_outputs;
static _Atomic int placed_outputs;

static void register_output(struct output *output)
{
  output->next = atomic_load(&open_outputs);
  atomic_store(&open_outputs, output);
}

static void unregister_output(const struct output *output)
{
  struct output *other = atomic_load(&open_outputs);
  if (other == output) atomic_store(&open_outputs, output->next);
  for (; other; other = other->next)
    if (other->next == output) other->next = output->next;
}

bool output_is_workbook(const char *name)
{
  return site_is_workbook(name);
}

struct output *output_open(struct arena *arena, const char *directory, struct fault *fault)
{
  struct output *output = arena_alloc(arena, sizeof *output);
  output->arena = arena;
  output->site = (struct output_stage){ .around = -1, .work = -1, .lock = -1 };
  /* Before its lock and its folder exist, so that no signal finds them unknown. */
  register_output(output);
  if (site_open(arena, &output->site, directory, fault) && site_make_hidden(&output->site, fault)) return output;
  output_abort(output);
  return NULL;
}

static bool name_fits(const char *name)
{
  const char *slash = strchr(name, '/'), *last = slash ? slash + 1 : name;
  if (!output_folder_owns(name) || *last == '.' || strchr(last, '/') || strlen(last) > NAME_BYTES) return false;
  for (; *last; last++)
    if ((unsigned char)*last < ' ' || *last == 127) return false;
  return true;
}

static const char *file_path(const struct output *output, const char *name)
{
  size_t length = strlen(output->site.shown);
  if (output->site.file) return output->site.shown; /* the files of a workbook are nobody's business */
  bool slash = length && output->site.shown[length - 1] == '/';
  return arena_printf(output->arena, "%s%s%s", output->site.shown, slash ? "" : "/", name);
}

struct output_file *output_file(struct output *output, const char *name, struct fault *fault)
{
  if (!name_fits(name)) {
    fault_set(fault, FAULT_SCRIPT, MSG_OUTPUT_NAME, name, NULL);
    return NULL;
  }
  if (site_has_foreign(&output->site, name)) {
    fault_set(fault, FAULT_FILE, MSG_OUTPUT_FOREIGN, output->site.shown, name, NULL);
    return NULL;
  }
  struct output_file *file = arena_alloc(output->arena, sizeof *file);
  *file = (struct output_file){ .output = output, .name = arena_string(output->arena, name), .next = output->files };
  file->bytes = arena_alloc(output->arena, BUFFER_BYTES);
  output->files = file;
  output->file_count++;
  if (strchr(name, '/')) mkdirat(output->site.work, FOLDER_LISTS, 0777);
  file->descriptor = openat(output->site.work, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (file->descriptor >= 0) return file;
  file->reason = errno;
  site_failed(fault, file_path(output, name), file->reason);
  return NULL;
}

void output_record(struct output *output, const char *name, struct slice text)
{
  output->records =
      arena_grow(output->arena, output->records, output->record_count, &output->record_capacity, sizeof *output->records);
  struct bound_record record = { arena_string(output->arena, name), slice_copy(output->arena, text) };
  output->records[output->record_count++] = record;
}

void output_bind(struct output *output, const struct bound_overview *overview, const struct bound_companies *companies)
{
  output->overview = overview;
  output->companies = companies;
}

void output_watch(struct output *output, struct progress_hook progress)
{
  output->progress = progress;
}

/* What is written goes on its way to the disk while the run goes on, so that bringing it there at the end takes no time of its
 * own. Only a hint: site_sync at the end is what counts. */
static void send(struct output_file *file)
{
  enum { SHARE = 8 * 1024 * 1024 };
  if (file->written - file->sent < SHARE) return;
  sync_file_range(file->descriptor, file->sent, file->written - file->sent, SYNC_FILE_RANGE_WRITE);
  file->sent = file->written;
}

static void write_through(struct output_file *file, const char *bytes, size_t length)
{
  while (length && !file->reason) {
    ssize_t written = write(file->descriptor, bytes, length);
    if (written < 0 && errno != EINTR) file->reason = errno;
    if (written == 0) file->reason = EIO;
    if (written <= 0) continue;
    bytes += written;
    length -= (size_t)written;
    file->written += written;
  }
  send(file);
}

static void flush(struct output_file *file)
{
  write_through(file, file->bytes, file->used);
  file->used = 0;
}

bool output_bytes(struct output_file *file, const char *bytes, size_t length)
{
  if (file->reason) return false;
  if (length > BUFFER_BYTES - file->used) flush(file);
  if (length > BUFFER_BYTES) {
    write_through(file, bytes, length);
  } else if (length) {
    memcpy(file->bytes + file->used, bytes, length);
    file->used += length;
  }
  return !file->reason;
}

/* Hashed at the end and by several threads: while rows are written, that would hold up the one that writes. */
struct hashing {
  struct output_file **files;
  size_t count;
  atomic_size_t next;
};

static void *hash_files(void *context)
{
  struct hashing *hashing = context;
  for (size_t i; (i = atomic_fetch_add(&hashing->next, 1)) < hashing->count;) {
    struct output_file *file = hashing->files[i];
    if (!digest_file(file->descriptor, file->digest) && !file->reason) file->reason = EIO;
  }
  return NULL;
}

static void hash_all(struct hashing *hashing)
{
  enum { HELPERS = 3, LARGE = 1 << 20 };
  pthread_t helpers[HELPERS];
  size_t count = 0;
  off_t bytes = 0;
  for (size_t i = 0; i < hashing->count; i++) bytes += hashing->files[i]->written;
  while (bytes > LARGE && count < HELPERS && pthread_create(&helpers[count], NULL, hash_files, hashing) == 0) count++;
  hash_files(hashing);
  while (count) pthread_join(helpers[--count], NULL);
}

void output_each(struct output *output, void (*visit)(void *context, const char *name, const char *digest), void *context)
{
  struct output_file **files = arena_array(output->arena, output->file_count + 1, sizeof(struct output_file *));
  size_t at = output->file_count;
  for (struct output_file *file = output->files; file; file = file->next) files[--at] = file;
  for (size_t i = 0; i < output->file_count; i++) flush(files[i]);
  hash_all(&(struct hashing){ .files = files, .count = output->file_count });
  for (size_t i = 0; i < output->file_count; i++) visit(context, files[i]->name, files[i]->digest);
}

static bool finish_file(struct output_file *file)
{
  if (file->descriptor < 0) return false;
  flush(file);
  if (!file->reason && !site_sync(file->descriptor)) file->reason = errno;
  if (close(file->descriptor) != 0 && !file->reason) file->reason = errno;
  file->descriptor = -1;
  return !file->reason;
}

static bool finish_files(struct output *output, struct fault *fault)
{
  for (struct output_file *file = output->files; file; file = file->next)
    if (!finish_file(file)) return site_failed(fault, file_path(output, file->name), file->reason);
  int lists = output_folder_open_in(output->site.work, FOLDER_LISTS);
  bool synced = (lists < 0 || site_sync(lists)) && site_sync(output->site.work);
  int reason = errno;
  site_close(&lists);
  return synced || site_failed(fault, output->site.shown, reason);
}

static struct site_files file_names(const struct output *output)
{
  const char **names = arena_array(output->arena, output->file_count + 1, sizeof *names);
  size_t count = 0;
  for (const struct output_file *file = output->files; file; file = file->next) names[count++] = file->name;
  return (struct site_files){ names, count };
}

/* Names in the order in which the files were opened. */
static bool bind(struct output *output, struct fault *fault)
{
  struct site_files files = file_names(output);
  const char **names = arena_array(output->arena, files.count + 1, sizeof *names);
  for (size_t i = 0; i < files.count; i++) names[i] = files.names[files.count - 1 - i];
  struct bound_inputs inputs = {
    output->site.work,  names,           files.count, output->records, output->record_count, output->overview, output->companies,
    output->site.shown, output->progress
  };
  if (xlsx_export_write(output->arena, &inputs, fault)) return true;
  fault->file = NULL;
  return false;
}

/* No signal comes between, and output_abort_all keeps its hands off. */
static bool settle(struct output *output, struct fault *fault)
{
  struct site_files files = file_names(output);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  output->settling = 1;
  bool placed = site_settle(&output->site, &files, fault);
  placed_outputs += placed;
  output->settling = !site_is_hidden(&output->site);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return placed;
}

bool output_commit(struct output *output, struct fault *fault)
{
  bool placed = finish_files(output, fault) && (!output->site.file || bind(output, fault)) && settle(output, fault);
  output_abort(output);
  return placed;
}

/* Only system calls that a signal handler may make. */
static void remove_unfinished(const struct output *output)
{
  if (output->settling || !output->site.hidden) return;
  if (output->site.work >= 0) {
    for (const struct output_file *file = output->files; file; file = file->next) unlinkat(output->site.work, file->name, 0);
    unlinkat(output->site.work, FOLDER_BOOK, 0);
    unlinkat(output->site.work, OWNED_MARK, 0);
    unlinkat(output->site.work, OWNED_BEFORE, 0);
    unlinkat(output->site.work, FOLDER_LISTS, AT_REMOVEDIR);
  }
  unlinkat(output->site.around, output->site.hidden, AT_REMOVEDIR);
}

void output_abort(struct output *output)
{
  for (struct output_file *file = output->files; file; file = file->next) site_close(&file->descriptor);
  remove_unfinished(output);
  unregister_output(output);
  site_release(&output->site);
}

bool output_placed_any(void)
{
  return placed_outputs > 0;
}

void output_abort_all(void)
{
  single_abort();
  for (struct output *output = atomic_exchange(&open_outputs, NULL); output; output = output->next) {
    remove_unfinished(output);
    if (output->site.locked) unlinkat(output->site.around, output->site.lock_name, 0);
  }
}

/* huiqi replay: a run again from what its run.json says, and whether every byte is the same.
 *
 * Three things are held together: the inputs as they are now, the files in the folder, and the files that the run makes now;
 * run.json, which is what they are held against, is sealed (write/manifest.h). Paths in it are those of the command line, so they
 * are looked for where the program was called and in the folders around the results. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/command_replay.h"
#include "decode/digest.h"
#include "decode/xlsx.h"
#include "session/notifier.h"
#include "write/recorded_run.h"

struct replay {
  struct arena *arena;
  enum language language;
  struct recorded_run run;
  const char *shown;                      /* its folder, as it was given */
  bool *again;                            /* of each recorded output: made again */
  size_t changed, missing, other, broken; /* inputs that changed, that are not there; outputs made differently, or changed */
  bool version;                           /* this is the program's version of then */
};

static void say(const struct replay *replay, enum message message, const char *a, const char *b, const char *c)
{
  message_print(replay->language, message, a, b, c, NULL);
}

/* The SHA-256 of a file, of a workbook when one of its sheets is named; NULL where there is none to read. */
static const char *digest_string(struct arena *arena, const char *path)
{
  struct stat about;
  char *digest = arena_alloc(arena, 65);
  int file = open(sheet_path(arena, path).file, O_RDONLY | O_CLOEXEC);
  bool read = file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) && digest_file(file, digest);
  if (file >= 0) close(file);
  return read ? digest : NULL;
}

/* How many of the inputs lie there, seen from `base`. */
static size_t inputs_below(const struct replay *replay, const char *base)
{
  size_t found = 0;
  for (size_t i = 0; i < replay->run.input_count; i++) {
    const char *path = replay->run.inputs[i].path, *seen = *path == '/' ? path : arena_printf(replay->arena, "%s/%s", base, path);
    found += access(sheet_path(replay->arena, seen).file, R_OK) == 0;
  }
  return found;
}

/* The folder in which the run was asked for: the one from which most of its files are found. */
static bool enter_base(struct replay *replay, struct fault *fault)
{
  enum { UPWARDS = 8 };
  const char *base = ".", *at = replay->run.folder;
  size_t most = inputs_below(replay, base);
  for (int i = 0; i < UPWARDS && most < replay->run.input_count; i++) {
    size_t found = inputs_below(replay, at);
    if (found > most) most = found, base = at;
    at = arena_printf(replay->arena, "%s/..", at);
  }
  return chdir(base) == 0 || fault_set(fault, FAULT_FILE, MSG_CANNOT_READ, base, "", NULL);
}

static void compare_inputs(struct replay *replay)
{
  for (size_t i = 0; i < replay->run.input_count; i++) {
    const struct recorded_file *input = &replay->run.inputs[i];
    const char *digest = digest_string(replay->arena, input->path);
    bool stream = strcmp(input->path, "-") == 0;
    if (stream) say(replay, MSG_REPLAY_STREAM, input->role, NULL, NULL);
    else if (!digest) say(replay, MSG_REPLAY_MISSING, input->role, input->path, NULL);
    else if (strcmp(digest, input->digest) != 0)
      say(replay, MSG_REPLAY_INPUT, input->role, input->path,
          arena_printf(replay->arena, "%.12s → %.12s", input->digest, digest));
    replay->missing += !digest;
    replay->changed += digest && strcmp(digest, input->digest) != 0;
  }
}

static const char *shown(const struct replay *replay, const char *name)
{
  return arena_printf(replay->arena, "%s/%s", replay->shown, name);
}

static void compare_folder(struct replay *replay)
{
  for (size_t i = 0; i < replay->run.output_count; i++) {
    const struct recorded_file *output = &replay->run.outputs[i];
    const char *path = arena_printf(replay->arena, "%s/%s", replay->run.folder, output->path);
    const char *digest = digest_string(replay->arena, path);
    if (digest && strcmp(digest, output->digest) == 0) continue;
    say(replay, digest ? MSG_REPLAY_OUTPUT : MSG_REPLAY_OUTPUT_MISSING, shown(replay, output->path), NULL, NULL);
    replay->broken++;
  }
}

/* A file that the run reads now. */
static void compare_read(void *context, const char *role, const char *path)
{
  struct replay *replay = context;
  bool then = false;
  for (size_t i = 0; i < replay->run.input_count; i++) then |= strcmp(replay->run.inputs[i].path, path) == 0;
  if (!then) say(replay, MSG_REPLAY_UNREAD, role, path, NULL);
}

/* A file as it was made now. */
static void compare_again(void *context, const char *name, const char *digest)
{
  struct replay *replay = context;
  const char *then = NULL;
  for (size_t i = 0; i < replay->run.output_count; i++)
    if (strcmp(replay->run.outputs[i].path, name) == 0) then = replay->run.outputs[i].digest, replay->again[i] = true;
  bool record = strcmp(name, "run.json") == 0; /* it says more than the others: files that were not read then */
  if (record && (replay->changed || replay->other || !replay->version)) return;
  if (record) then = digest_string(replay->arena, arena_printf(replay->arena, "%s/%s", replay->run.folder, name));
  if (then && strcmp(then, digest) == 0) return;
  replay->other++;
  if (!replay->changed) say(replay, MSG_REPLAY_OTHER, shown(replay, name), NULL, NULL);
}

static void compare_unmade(struct replay *replay)
{
  for (size_t i = 0; i < replay->run.output_count; i++) {
    if (replay->again[i]) continue;
    replay->other++;
    if (!replay->changed) say(replay, MSG_REPLAY_OTHER, shown(replay, replay->run.outputs[i].path), NULL, NULL);
  }
}

/* The run of then: its words, how fast and where to are ours. */
static int repeat(struct replay *replay, const struct options *options, const char *output)
{
  struct options then;
  struct fault fault;
  if (!options_recorded(replay->arena, replay->run.words, replay->run.word_count, &then)) {
    fault_set(&fault, FAULT_FILE, MSG_RUN_UNREADABLE, replay->run.folder, NULL);
    return fault_print(options->language, &fault);
  }
  then.output = output;
  then.inputs.threads = options->inputs.threads;
  then.inputs.block_bytes = options->inputs.block_bytes;
  then.inputs.limits = options->inputs.limits;
  then.inputs.workload_over = options->inputs.workload_over;
  struct notifier notifier = { .arena = replay->arena, .language = then.language, .show = notice_print };
  then.inputs.notifier = &notifier;
  return run_repeat(replay->arena, &then, &(struct repetition){ replay->run.seconds, compare_read, compare_again, replay });
}

static int repeat_aside(struct replay *replay, const struct options *options)
{
  const char *temporary = getenv("TMPDIR");
  char *folder = arena_printf(replay->arena, "%s/huiqi-replay-XXXXXX", temporary && *temporary ? temporary : "/tmp");
  struct fault fault;
  if (!mkdtemp(folder))
    return fault_set(&fault, FAULT_FILE, MSG_CANNOT_WRITE, folder, "", NULL), fault_print(options->language, &fault);
  int status = repeat(replay, options, arena_printf(replay->arena, "%s/again", folder));
  rmdir(folder);
  return status;
}

static int conclude(struct replay *replay)
{
  const char *inputs = arena_printf(replay->arena, "%zu", replay->run.input_count),
             *outputs = arena_printf(replay->arena, "%zu", replay->run.output_count + 1);
  size_t others =
      replay->run.output_count - (replay->other < replay->run.output_count ? replay->other : replay->run.output_count);
  if (replay->changed && !replay->missing)
    say(replay, MSG_REPLAY_CHANGED, arena_printf(replay->arena, "%zu", replay->other), arena_printf(replay->arena, "%zu", others),
        NULL);
  bool same = !replay->changed && !replay->missing && !replay->broken && !replay->other;
  say(replay, same ? MSG_REPLAY_SAME : replay->missing ? MSG_REPLAY_NOT_DONE : MSG_REPLAY_DIFFERS, inputs, outputs, NULL);
  return same ? COMMAND_DONE : COMMAND_PROBLEMS;
}

/* 结果, 结果/ or 结果/run.json */
static const char *folder_string(struct arena *arena, const char *given)
{
  const char *slash = strrchr(given, '/'), *name = slash ? slash + 1 : given;
  if (strcmp(name, "run.json") != 0 && *name) return given;
  return !slash ? "." : slash == given ? "/" : arena_copy(arena, given, (size_t)(slash - given));
}

/* That holds from everywhere. */
static const char *whole_string(struct arena *arena, const char *path)
{
  char *whole = realpath(path, NULL);
  const char *copy = whole ? arena_string(arena, whole) : path;
  free(whole);
  return copy;
}

int command_replay(struct arena *arena, const struct options *options)
{
  struct replay replay = { .arena = arena, .language = options->language };
  struct fault fault;
  if (options->scripts.count != 1)
    return fault_set(&fault, FAULT_USAGE, MSG_REPLAY_ASKS, NULL), fault_print(options->language, &fault);
  replay.shown = folder_string(arena, options->scripts.items[0]);
  if (!recorded_run_open(arena, replay.shown, &replay.run, &fault)) return fault_print(options->language, &fault);
  replay.run.folder = whole_string(arena, replay.shown); /* before we go elsewhere */
  if (!enter_base(&replay, &fault)) return fault_print(options->language, &fault);
  replay.again = arena_array(arena, replay.run.output_count, sizeof *replay.again);
  replay.version = strcmp(replay.run.version, program_version) == 0;
  if (!replay.version) notice(options->language, MSG_NOTICE_REPLAY_VERSION, replay.run.version, program_version, NULL);
  compare_inputs(&replay);
  compare_folder(&replay);
  if (replay.missing) return conclude(&replay);
  int status = repeat_aside(&replay, options);
  if (status > COMMAND_PROBLEMS) return status;
  compare_unmade(&replay);
  return conclude(&replay);
}

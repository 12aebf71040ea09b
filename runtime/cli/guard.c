/* No output replaces an input, and commands that make new files replace none unasked. */
#include "cli/guard.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session/files_below.h"
#include "write/output_files.h"
#include "write/list_copy.h"
#include "write/output.h"

struct guard {
  struct arena *arena;
  const struct options *options;
  bool scripts; /* the words of the command line are scripts, and not what is to be made */
  bool letters; /* the template is read, and not what is to be made */
  const struct stat *output;
};

static bool is_output(const struct guard *guard, const struct stat *about)
{
  return about->st_dev == guard->output->st_dev && about->st_ino == guard->output->st_ino;
}

/* `-` is what the shell has opened. */
static bool is_read(const struct guard *guard, const char *path)
{
  struct stat about;
  if (!path) return false;
  size_t file = strcspn(path, "#"); /* 工作簿.xlsx#表 */
  const char *workbook = arena_copy(guard->arena, path, file);
  bool found = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &about) == 0 : stat(path, &about) == 0;
  if (found && is_output(guard, &about)) return true;
  return path[file] && stat(workbook, &about) == 0 && is_output(guard, &about);
}

/* What is read beside a script: 名称.params.csv, 名称.cases.csv, 名称.cases.表.csv. */
static bool stands_beside(const char *name, const char *base, size_t length)
{
  return strncmp(name, base, length) == 0 && slice_ends(slice_of(name), ".csv") &&
         (strncmp(name + length, ".cases.", 7) == 0 || strcmp(name + length, ".params.csv") == 0);
}

static bool reads_beside(const struct guard *guard, const char *path)
{
  const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
  const char *folder = slash ? arena_copy(guard->arena, path, (size_t)(slash - path) + 1) : "./";
  size_t length = strlen(base) - (slice_ends(slice_of(base), ".lua") ? 4 : 0);
  DIR *entries = opendir(folder);
  bool read = false;
  for (struct dirent *entry; entries && !read && (entry = readdir(entries));)
    read =
        stands_beside(entry->d_name, base, length) && is_read(guard, arena_printf(guard->arena, "%s%s", folder, entry->d_name));
  if (entries) closedir(entries);
  return read;
}

/* A script, or a folder of them and of what stands beside them. */
struct script_search {
  const struct guard *guard;
  const char *named;
  bool found;
};

static bool search_script(void *context, const char *path, const struct stat *about)
{
  struct script_search *search = context;
  bool script = about && !S_ISDIR(about->st_mode) && (path == search->named || slice_ends(slice_of(path), ".lua"));
  search->found = script && (is_output(search->guard, about) || reads_beside(search->guard, path));
  return !search->found;
}

static bool reads_scripts(const struct guard *guard, const char *path)
{
  struct script_search search = { guard, path, false };
  files_below(guard->arena, path, search_script, &search);
  return search.found;
}

static bool reads_any(const struct guard *guard)
{
  const struct options *options = guard->options;
  bool read =
      is_read(guard, options->inputs.list) || is_read(guard, options->earlier_list) || is_read(guard, options->inputs.decisions);
  for (size_t i = 0; !read && i < options->inputs.with_count; i++) read = is_read(guard, options->inputs.with[i].path);
  for (size_t i = 0; !read && i < options->inputs.history.count; i++) read = is_read(guard, options->inputs.history.items[i]);
  for (size_t i = 0; !read && i < options->inputs.params.count; i++) read = is_read(guard, options->inputs.params.items[i]);
  if (guard->letters) read |= is_read(guard, options->template);
  for (size_t i = 0; guard->scripts && !read && i < options->scripts.count; i++)
    read = reads_scripts(guard, options->scripts.items[i]);
  return read;
}

static bool reads(struct guard *guard, const struct stat *about)
{
  guard->output = about;
  return reads_any(guard);
}

/* A file of the folder that this run would replace or remove. */
struct visit {
  struct guard *guard;
  struct owned owned;
  const char *name;
};

static bool visit_own(void *context, int folder, const char *name)
{
  struct visit *visit = context;
  struct stat about;
  if (strchr(name, '/') && !owned_has(&visit->owned, name)) return true; /* a list that no run wrote stays */
  if (fstatat(folder, name, &about, 0) != 0 || !reads(visit->guard, &about)) return true;
  visit->name = arena_string(visit->guard->arena, name);
  return false;
}

static bool guard_folder(struct guard *guard, const char *path, struct fault *fault)
{
  struct visit visit = { .guard = guard, .owned = { .arena = guard->arena } };
  int folder = output_folder_open(path);
  if (folder < 0) return true;
  owned_claim(&visit.owned, folder);
  owned_find(&visit.owned, folder);
  output_folder_each_own(folder, visit_own, &visit);
  close(folder);
  if (!visit.name) return true;
  return fault_set(fault, FAULT_USAGE, MSG_OUTPUT_IS_INPUT, arena_printf(guard->arena, "%s/%s", path, visit.name), NULL);
}

static bool guard_file(struct guard *guard, const char *path, bool kept, struct fault *fault)
{
  struct stat about;
  bool there = stat(path, &about) == 0;
  if (there && reads(guard, &about)) return fault_set(fault, FAULT_USAGE, MSG_OUTPUT_IS_INPUT, path, NULL);
  if (kept && (there || lstat(path, &about) == 0)) return fault_set(fault, FAULT_USAGE, MSG_OUTPUT_EXISTS, path, NULL);
  if (there && !S_ISREG(about.st_mode)) return fault_set(fault, FAULT_FILE, MSG_OUTPUT_NOT_FILE, path, NULL);
  return true;
}

/* A name that says it is a file, where a folder is made. */
static bool names_file(const char *path)
{
  static const char *const ends[] = { ".csv", ".tsv", ".txt", ".xls", ".json", ".html", ".htm", ".md", ".pdf", ".lua" };
  struct stat about;
  if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) return false;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (slice_ends(slice_of(path), ends[i])) return true;
  return false;
}

/* --into writes a file of its own, and never over one that somebody has. */
static bool guard_copy(struct guard *guard, struct fault *fault)
{
  const struct options *options = guard->options;
  struct stat a, b;
  const char *list = options->inputs.list;
  if (list && !list_copy_fits(list, options->into, fault)) return false;
  bool both = options->output &&
              (strcmp(options->output, options->into) == 0 ||
               (stat(options->output, &a) == 0 && stat(options->into, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino));
  if (both) return fault_set(fault, FAULT_USAGE, MSG_INTO_OUTPUT, options->into, NULL);
  return guard_file(guard, options->into, !options->overwrite, fault);
}

bool guard_outputs(struct arena *arena, const struct command *command, const struct options *options, struct fault *fault)
{
  enum { MAKES_NEW = OPTION_DOCUMENTS | OPTION_DOC | OPTION_FIELDS | OPTION_TEST | OPTION_COVERAGE | OPTION_NEW };
  bool letters = command->option == OPTION_DOCUMENTS;
  struct guard guard = { arena, options, command->option != OPTION_NEW && !letters, letters, NULL };
  bool kept = (command->option & MAKES_NEW) && !options->overwrite, folder = command->option & (OPTION_RUN | OPTION_MERGE);
  const char *outputs[] = { options->output, letters ? NULL : options->template, NULL, NULL };
  if (command->option == OPTION_NEW && options->scripts.count) {
    const char *path = outputs[2] = options->scripts.items[0];
    outputs[3] = arena_printf(arena, "%.*s.cases.csv", (int)(strlen(path) - (slice_ends(slice_of(path), ".lua") ? 4 : 0)), path);
  }
  if (options->into && !guard_copy(&guard, fault)) return false;
  for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
    const char *path = outputs[i];
    if (!path) continue;
    if (strcmp(path, "-") == 0) return fault_set(fault, FAULT_USAGE, MSG_OUTPUT_DASH, NULL);
    bool whole = folder && !output_is_workbook(path);
    if (whole && names_file(path)) return fault_set(fault, FAULT_USAGE, MSG_OUTPUT_IS_FOLDER, path, NULL);
    if (whole ? !guard_folder(&guard, path, fault) : !guard_file(&guard, path, kept, fault)) return false;
  }
  return true;
}

/* What lies in a result folder, for output.c: whose it is, moving the user's entries, removing ours. */
#include "write/output_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

static const char *const own_files[] = {
#define RESULT_FILE(file, name, ...) name,
#define ROW_FILE                     RESULT_FILE
#include "write/result_files.def"
  "run.json", FOLDER_BOOK, OWNED_MARK, OWNED_BEFORE
};

enum { OWN_FILES = sizeof own_files / sizeof own_files[0] };

static bool is_own_file(const char *name)
{
  for (size_t i = 0; i < OWN_FILES; i++)
    if (strcmp(name, own_files[i]) == 0) return true;
  return false;
}

static bool is_list(const char *name)
{
  return slice_ends(slice_of(name), ".csv");
}

bool output_folder_owns(const char *name)
{
  static const char prefix[] = FOLDER_LISTS "/";
  if (strncmp(name, prefix, sizeof prefix - 1) == 0) return is_list(name + sizeof prefix - 1);
  return is_own_file(name);
}

bool output_folder_is_folder(int folder, const char *name)
{
  struct stat status;
  return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

static bool exists(int folder, const char *name)
{
  struct stat status;
  return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

int output_folder_open_in(int folder, const char *name)
{
  return openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int output_folder_open(const char *path)
{
  return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

const char *output_folder_obstacle(int folder)
{
  for (size_t i = 0; i < OWN_FILES; i++)
    if (output_folder_is_folder(folder, own_files[i])) return own_files[i];
  bool free = !exists(folder, FOLDER_LISTS) || output_folder_is_folder(folder, FOLDER_LISTS);
  return free ? NULL : FOLDER_LISTS;
}

static bool visit_entries(const char *entries, size_t length, int folder,
                          bool (*visit)(int folder, const char *name, void *context), void *context)
{
  for (size_t at = 0; at < length;) {
    const struct dirent64 *entry = (const void *)(entries + at);
    bool itself = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (!itself && !visit(folder, entry->d_name, context)) return false;
    at += entry->d_reclen;
  }
  return true;
}

/* Not by opendir, which asks for memory: an unfinished folder is removed when there is none, too. */
bool output_folder_each(int folder, bool (*visit)(int folder, const char *name, void *context), void *context)
{
  _Alignas(struct dirent64) char entries[32 * 1024];
  int own = output_folder_open_in(folder, ".");
  if (own < 0) return false;
  ssize_t length;
  bool going = true;
  while (going && (length = getdents64(own, entries, sizeof entries)) != 0)
    going = length > 0 && visit_entries(entries, (size_t)length, folder, visit, context);
  int reason = errno;
  close(own);
  errno = reason;
  return going;
}

/* A move of many entries goes on past one that cannot be moved. */
struct move {
  int to;
  const struct owned *owned;
  int reason; /* errno of an entry that stayed, 0 if none did */
};

static void move_entry(int from, const char *name, struct move *move)
{
  if (exists(move->to, name)) move->reason = EEXIST;
  else if (renameat(from, name, move->to, name) != 0) move->reason = errno;
}

/* A folder `x.csv` is none of our lists. */
static bool is_own_list(int lists, const char *name, const struct owned *owned)
{
  char path[sizeof FOLDER_LISTS + 256] = FOLDER_LISTS "/";
  if (!is_list(name) || output_folder_is_folder(lists, name)) return false;
  return !owned || owned_has(owned, strncat(path, name, 255));
}

static bool is_own(const char *name, const struct owned *owned)
{
  return owned ? owned_has(owned, name) : is_own_file(name);
}

static bool move_unless_list(int lists, const char *name, void *context)
{
  struct move *move = context;
  if (!is_own_list(lists, name, move->owned)) move_entry(lists, name, move);
  return true;
}

static bool is_list_of_ours(int lists, const char *name, void *owned)
{
  return is_own_list(lists, name, owned);
}

static bool lists_have_foreign(int folder, const struct owned *owned)
{
  int lists = output_folder_open_in(folder, FOLDER_LISTS);
  if (lists < 0) return false;
  bool found = !output_folder_each(lists, is_list_of_ours, (void *)(uintptr_t)owned);
  close(lists);
  return found;
}

/* A user's file among the lists stays among the lists. */
static void move_from_lists(int from, struct move *move)
{
  if (!lists_have_foreign(from, move->owned)) return;
  if (mkdirat(move->to, FOLDER_LISTS, 0777) != 0 && errno != EEXIST) move->reason = errno;
  int source = output_folder_open_in(from, FOLDER_LISTS);
  struct move inner = { output_folder_open_in(move->to, FOLDER_LISTS), move->owned, 0 };
  if (source < 0 || inner.to < 0 || !output_folder_each(source, move_unless_list, &inner)) move->reason = errno;
  if (inner.reason) move->reason = inner.reason;
  if (source >= 0) close(source);
  if (inner.to >= 0) close(inner.to);
}

static bool move_if_foreign(int from, const char *name, void *context)
{
  struct move *move = context;
  if (strcmp(name, FOLDER_LISTS) == 0) move_from_lists(from, move);
  else if (!is_own(name, move->owned)) move_entry(from, name, move);
  return true;
}

bool output_folder_move_foreign(int from, int to, const struct owned *owned)
{
  struct move move = { to, owned, 0 };
  if (!output_folder_each(from, move_if_foreign, &move)) return false;
  errno = move.reason;
  return !move.reason;
}

static bool is_ours(int folder, const char *name, void *owned)
{
  return strcmp(name, FOLDER_LISTS) == 0 ? !lists_have_foreign(folder, owned) : is_own(name, owned);
}

bool output_folder_has_foreign(int folder, const struct owned *owned)
{
  return !output_folder_each(folder, is_ours, (void *)(uintptr_t)owned);
}

const char *output_folder_foreign(int folder, const struct owned *owned)
{
  for (size_t i = 0; i < OWN_FILES; i++)
    if (exists(folder, own_files[i]) && !is_own(own_files[i], owned)) return own_files[i];
  return NULL;
}

struct removal {
  const struct owned *owned;
  bool (*keep)(const void *context, const char *name);
  const void *context;
};

static bool remove_list(int lists, const char *name, void *context)
{
  const struct removal *removal = context;
  char path[sizeof FOLDER_LISTS + 256] = FOLDER_LISTS "/";
  if (!is_own_list(lists, name, removal->owned)) return true;
  strncat(path, name, 255);
  if (!removal->keep || !removal->keep(removal->context, path)) unlinkat(lists, name, 0);
  return true;
}

void output_folder_remove_own(int folder, const struct owned *owned, bool (*keep)(const void *context, const char *name),
                              const void *context)
{
  struct removal removal = { owned, keep, context };
  for (size_t i = 0; i < OWN_FILES; i++)
    if (is_own(own_files[i], owned) && (!keep || !keep(context, own_files[i]))) unlinkat(folder, own_files[i], 0);
  int lists = output_folder_open_in(folder, FOLDER_LISTS);
  if (lists < 0) return;
  output_folder_each(lists, remove_list, &removal);
  close(lists);
  unlinkat(folder, FOLDER_LISTS, AT_REMOVEDIR);
}

struct own_visit {
  bool (*visit)(void *context, int folder, const char *name);
  void *context;
  int folder;
};

static bool visit_list(int lists, const char *name, void *context)
{
  const struct own_visit *own = context;
  char path[sizeof FOLDER_LISTS + 256] = FOLDER_LISTS "/";
  if (!is_own_list(lists, name, NULL)) return true;
  strncat(path, name, 255);
  return own->visit(own->context, own->folder, path);
}

void output_folder_each_own(int folder, bool (*visit)(void *context, int folder, const char *name), void *context)
{
  struct own_visit own = { visit, context, folder };
  for (size_t i = 0; i < OWN_FILES; i++)
    if (exists(folder, own_files[i]) && !visit(context, folder, own_files[i])) return;
  int lists = output_folder_open_in(folder, FOLDER_LISTS);
  if (lists < 0) return;
  output_folder_each(lists, visit_list, &own);
  close(lists);
}

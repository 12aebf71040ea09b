/* The hidden folder, its lock, and the exchange with DIR, for output.c. */
#include "write/output_stage.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "write/output_files.h"

enum { SUFFIX_LENGTH = 6 };

bool site_failed(struct fault *fault, const char *path, int reason)
{
  enum message message = MSG_OUTPUT_FAILED;
  if (reason == ENOSPC || reason == EDQUOT) message = MSG_OUTPUT_FULL;
  if (reason == EACCES || reason == EPERM || reason == EROFS) message = MSG_OUTPUT_FORBIDDEN;
  return fault_set(fault, FAULT_FILE, message, path, strerror(reason), NULL);
}

void site_close(int *descriptor)
{
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

bool site_sync(int descriptor)
{
  return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP;
}

/* A hidden folder cannot lie beside these: no exchange reaches across file systems, a shell would be left in the folder that went
 * away, and a folder of somebody else would become mine. */
static bool must_work_inside(int around, const struct stat *status)
{
  struct stat parent, current;
  if (fstat(around, &parent) != 0 || parent.st_dev != status->st_dev) return true;
  if (stat(".", &current) == 0 && current.st_dev == status->st_dev && current.st_ino == status->st_ino) return true;
  if (geteuid() != 0 && geteuid() != status->st_uid) return true;
  return faccessat(around, ".", W_OK | X_OK, AT_EACCESS) != 0;
}

static bool open_around(struct output_stage *site, const char *path, struct fault *fault)
{
  site->around = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return site->around >= 0 || fault_set(fault, FAULT_FILE, MSG_OUTPUT_PARENT, site->shown, strerror(errno), NULL);
}

/* Splits off the last name; a path without a slash lies in the working directory. */
static const char *split_path(char *path, const char **name)
{
  char *slash = strrchr(path, '/');
  *name = slash ? slash + 1 : path;
  if (!slash) return ".";
  if (slash == path) return "/";
  *slash = '\0';
  return path;
}

static void work_inside(struct output_stage *site, const char *path)
{
  site_close(&site->around);
  site->around = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  site->name = ".";
  site->inside = true;
}

static bool locate_existing(struct arena *arena, struct output_stage *site, const char *path, struct fault *fault)
{
  struct stat status;
  if (stat(path, &status) != 0) return site_failed(fault, site->shown, errno);
  if (!S_ISDIR(status.st_mode)) return fault_set(fault, FAULT_FILE, MSG_OUTPUT_NOT_FOLDER, site->shown, NULL);
  if (faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0) return site_failed(fault, site->shown, errno);
  const char *parent = split_path(arena_string(arena, path), &site->name);
  site->around = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!*site->name || site->around < 0 || must_work_inside(site->around, &status)) work_inside(site, path);
  return site->around >= 0 || site_failed(fault, site->shown, errno);
}

static bool locate_new(struct arena *arena, struct output_stage *site, struct fault *fault)
{
  char *path = arena_string(arena, site->shown);
  struct stat status;
  for (size_t length = strlen(path); length > 1 && path[length - 1] == '/';) path[--length] = '\0';
  if (!*path) return site_failed(fault, site->shown, ENOENT);
  /* A file with a slash behind it, or a link to nothing. */
  if (lstat(path, &status) == 0) return fault_set(fault, FAULT_FILE, MSG_OUTPUT_NOT_FOLDER, site->shown, NULL);
  return open_around(site, split_path(path, &site->name), fault);
}

bool site_is_workbook(const char *name)
{
  struct stat status;
  size_t length = strlen(name);
  if (length <= 5 || strcasecmp(name + length - 5, ".xlsx") != 0) return false;
  return stat(name, &status) != 0 || !S_ISDIR(status.st_mode);
}

/* A link is followed, so that the file it leads to is replaced. */
static bool locate_file(struct arena *arena, struct output_stage *site, struct fault *fault)
{
  char resolved[PATH_MAX];
  char *path = arena_string(arena, realpath(site->shown, resolved) ? resolved : site->shown);
  return open_around(site, split_path(path, &site->name), fault);
}

static bool locate(struct arena *arena, struct output_stage *site, struct fault *fault)
{
  char resolved[PATH_MAX];
  if (site->file) return locate_file(arena, site, fault);
  if (realpath(site->shown, resolved)) return locate_existing(arena, site, resolved, fault);
  return locate_new(arena, site, fault);
}

static bool bears_name(const struct output_stage *site, int descriptor, const char *name)
{
  struct stat held, named;
  return fstat(descriptor, &held) == 0 && fstatat(site->around, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

/* The holder removes the lock file at its end, so what was locked may have lost its name meanwhile: then once more. A file system
 * without locks is written to without one. */
static bool take_lock(struct output_stage *site, struct fault *fault)
{
  do {
    site_close(&site->lock);
    site->lock = openat(site->around, site->lock_name, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (site->lock < 0) return site_failed(fault, site->shown, errno);
    site->locked = flock(site->lock, LOCK_EX | LOCK_NB) == 0;
    if (!site->locked && errno == EWOULDBLOCK) return fault_set(fault, FAULT_FILE, MSG_OUTPUT_BUSY, site->shown, NULL);
  } while (site->locked && !bears_name(site, site->lock, site->lock_name));
  return true;
}

/* What is not ours in a hidden folder was on its way back when the run was killed. */
static void return_foreign(const struct output_stage *site, int stale, const struct owned *owned)
{
  if (site->inside || site->file || !output_folder_has_foreign(stale, owned)) return;
  mkdirat(site->around, site->name, 0777);
  int target = output_folder_open_in(site->around, site->name);
  if (target < 0) return;
  output_folder_move_foreign(stale, target, owned);
  close(target);
}

/* Without the mark it is a finished folder, or the one that had its place before. What its run.json says may be true of files
 * that have reached DIR already. */
static bool remove_if_stale(int around, const char *name, void *context)
{
  struct output_stage *site = context;
  struct owned old = { .arena = site->owned.arena };
  struct stat mark;
  bool hidden = slice_starts(slice_of(name), site->prefix) && strlen(name) == strlen(site->prefix) + SUFFIX_LENGTH;
  int stale = hidden ? output_folder_open_in(around, name) : -1;
  if (stale < 0) return true;
  bool unfinished = fstatat(stale, OWNED_MARK, &mark, AT_SYMLINK_NOFOLLOW) == 0;
  owned_claim(&site->owned, stale);
  owned_claim(&old, stale);
  if (!unfinished) owned_find(&old, stale);
  return_foreign(site, stale, unfinished ? NULL : &old);
  output_folder_remove_own(stale, unfinished ? NULL : &old, NULL, NULL);
  close(stale);
  unlinkat(around, name, AT_REMOVEDIR);
  return true;
}

static bool check_obstacle(struct output_stage *site, struct fault *fault)
{
  int folder = output_folder_open_in(site->around, site->name);
  if (folder < 0) return true;
  const char *obstacle = output_folder_obstacle(folder);
  owned_claim(&site->owned, folder);
  owned_find(&site->owned, folder);
  const char *foreign = output_folder_foreign(folder, &site->owned);
  close(folder);
  if (!obstacle && foreign) return fault_set(fault, FAULT_FILE, MSG_OUTPUT_FOREIGN, site->shown, foreign, NULL);
  return !obstacle || fault_set(fault, FAULT_FILE, MSG_OUTPUT_OBSTACLE, site->shown, obstacle, NULL);
}

static void name_hidden(struct output_stage *site, unsigned attempt)
{
  static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t number = (uint64_t)now.tv_nsec * 7919 + (uint64_t)getpid() + attempt;
  char *suffix = site->hidden + strlen(site->prefix);
  for (int i = 0; i < SUFFIX_LENGTH; i++, number /= 36) suffix[i] = letters[number % 36];
}

/* The new folder takes the place of DIR, so it gets DIR's owner and permissions. What the system does not grant of it is not
 * worth failing for. */
static void copy_permissions(const struct output_stage *site)
{
  struct stat status;
  if (site->inside || site->file || fstatat(site->around, site->name, &status, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (fchown(site->work, status.st_uid, status.st_gid) == 0) fchmod(site->work, status.st_mode & 07777);
}

bool site_make_hidden(struct output_stage *site, struct fault *fault)
{
  int made = -1;
  errno = EEXIST;
  for (unsigned attempt = 0; made != 0 && errno == EEXIST && attempt < 100; attempt++) {
    name_hidden(site, attempt);
    made = mkdirat(site->around, site->hidden, 0777);
  }
  if (made == 0) site->work = output_folder_open_in(site->around, site->hidden);
  int mark = site->work < 0 ? -1 : openat(site->work, OWNED_MARK, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (mark < 0 || close(mark) != 0) return site_failed(fault, site->shown, errno);
  copy_permissions(site);
  return true;
}

static void set_names(struct arena *arena, struct output_stage *site)
{
  const char *separator = site->inside ? "" : ".", *name = site->inside ? "" : site->name;
  site->prefix = arena_printf(arena, "%s%s.huiqi-", separator, name);
  site->lock_name = arena_printf(arena, "%slock", site->prefix);
  site->hidden = arena_printf(arena, "%s......", site->prefix);
}

bool site_open(struct arena *arena, struct output_stage *site, const char *directory, struct fault *fault)
{
  *site = (struct output_stage){
    .shown = arena_string(arena, directory), .around = -1, .work = -1, .lock = -1, .owned = { .arena = arena }
  };
  site->file = site_is_workbook(directory);
  if (!locate(arena, site, fault)) return false;
  set_names(arena, site);
  if (!take_lock(site, fault)) return false;
  if (site->locked) output_folder_each(site->around, remove_if_stale, site);
  return check_obstacle(site, fault);
}

static bool is_new_file(const void *context, const char *name)
{
  const struct site_files *files = context;
  for (size_t i = 0; i < files->count; i++)
    if (strcmp(files->names[i], name) == 0) return true;
  return false;
}

static bool move_files(const struct output_stage *site, const struct site_files *files, int folder, bool last)
{
  for (size_t i = 0; i < files->count; i++) {
    const char *name = files->names[i];
    if ((strcmp(name, "run.json") == 0) != last) continue;
    if (strchr(name, '/')) mkdirat(folder, FOLDER_LISTS, 0777);
    if (renameat(site->work, name, folder, name) != 0) return false;
  }
  return true;
}

/* Without the exchange: one by one, `run.json` goes first and comes last. */
static bool place_files(const struct output_stage *site, const struct site_files *files, int folder)
{
  if (renameat(folder, "run.json", site->work, OWNED_BEFORE) != 0 && errno != ENOENT) return false;
  if (!move_files(site, files, folder, false)) return false;
  output_folder_remove_own(folder, &site->owned, is_new_file, files);
  if (!move_files(site, files, folder, true)) return false;
  output_folder_remove_own(site->work, NULL, NULL, NULL);
  unlinkat(site->around, site->hidden, AT_REMOVEDIR);
  site_sync(folder);
  return true;
}

static bool exchange(const struct output_stage *site)
{
  return file_exchange(site->around, site->hidden, site->name);
}

/* After the exchange the old folder has the hidden name. When the user's entries cannot follow, all goes back. */
static bool empty_old_folder(const struct output_stage *site, const struct site_files *files)
{
  struct owned made = { .names = (const char **)(uintptr_t)files->names, .count = files->count };
  int old = output_folder_open_in(site->around, site->hidden);
  if (old < 0) return false;
  bool moved = output_folder_move_foreign(old, site->work, &site->owned);
  int reason = errno;
  if (moved) {
    output_folder_remove_own(old, &site->owned, NULL, NULL);
    unlinkat(site->around, site->hidden, AT_REMOVEDIR);
  } else if (output_folder_move_foreign(site->work, old, &made)) {
    exchange(site);
  }
  close(old);
  errno = reason;
  return moved;
}

/* Until the exchange is on the disk it can be taken back; what comes after it no longer decides. */
static bool exchange_for_good(const struct output_stage *site)
{
  if (site_sync(site->around)) return true;
  int reason = errno;
  exchange(site);
  errno = reason;
  return false;
}

static bool replace_folder(const struct output_stage *site, const struct site_files *files)
{
  if (exchange(site)) return exchange_for_good(site) && empty_old_folder(site, files);
  int folder = output_folder_open_in(site->around, site->name);
  bool placed = folder >= 0 && place_files(site, files, folder);
  site_close(&folder);
  return placed;
}

/* The new file gets the permissions of the one it replaces. */
static bool place_workbook(const struct output_stage *site)
{
  struct stat status;
  int book = openat(site->work, FOLDER_BOOK, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  bool kept = book >= 0 && site_sync(book);
  if (kept && fstatat(site->around, site->name, &status, 0) == 0 && fchown(book, status.st_uid, status.st_gid) == 0)
    fchmod(book, status.st_mode & 07777);
  site_close(&book);
  if (!kept || renameat(site->work, FOLDER_BOOK, site->around, site->name) != 0) return false;
  output_folder_remove_own(site->work, NULL, NULL, NULL);
  unlinkat(site->around, site->hidden, AT_REMOVEDIR);
  return true;
}

static bool place_first(const struct output_stage *site)
{
  if (renameat(site->around, site->hidden, site->around, site->name) != 0) return false;
  if (site_sync(site->around)) return true;
  int reason = errno;
  renameat(site->around, site->name, site->around, site->hidden);
  errno = reason;
  return false;
}

bool site_settle(const struct output_stage *site, const struct site_files *files, struct fault *fault)
{
  struct stat status;
  if (site->file && !place_workbook(site)) return site_failed(fault, site->shown, errno);
  if (site->file) return site_sync(site->around), true;
  bool placed, exists = fstatat(site->around, site->name, &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (exists && !S_ISDIR(status.st_mode)) return fault_set(fault, FAULT_FILE, MSG_OUTPUT_NOT_FOLDER, site->shown, NULL);
  if (!site->inside) unlinkat(site->work, OWNED_MARK, 0);
  if (site->inside) placed = place_files(site, files, site->around);
  else if (exists) placed = replace_folder(site, files);
  else placed = place_first(site);
  if (!placed) return site_failed(fault, site->shown, errno);
  site_sync(site->work);
  site_sync(site->around);
  return true;
}

bool site_has_foreign(const struct output_stage *site, const char *name)
{
  struct stat about;
  int folder = site->file ? -1 : output_folder_open_in(site->around, site->name);
  if (folder < 0) return false;
  bool there = fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0;
  close(folder);
  return there && !owned_has(&site->owned, name);
}

bool site_is_hidden(const struct output_stage *site)
{
  return bears_name(site, site->work, site->hidden);
}

void site_release(struct output_stage *site)
{
  if (site->locked) unlinkat(site->around, site->lock_name, 0);
  site->locked = false;
  site_close(&site->work);
  site_close(&site->lock);
  site_close(&site->around);
}

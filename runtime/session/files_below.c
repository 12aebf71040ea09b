/* Folders of scripts, for reading them, watching them, and guarding them. */
#include "session/files_below.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct entered {
  dev_t device;
  ino_t inode;
};

struct descent {
  struct arena *arena;
  file_visit visit;
  void *context;
  struct entered *entered;
  size_t count, capacity;
};

static int name_order(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool enter(struct descent *descent, const struct stat *about)
{
  for (size_t i = 0; i < descent->count; i++)
    if (descent->entered[i].device == about->st_dev && descent->entered[i].inode == about->st_ino) return false;
  descent->entered = arena_grow(descent->arena, descent->entered, descent->count, &descent->capacity, sizeof *descent->entered);
  descent->entered[descent->count++] = (struct entered){ about->st_dev, about->st_ino };
  return true;
}

static bool descend(struct descent *descent, const char *path)
{
  struct stat about;
  if (stat(path, &about) != 0) return descent->visit(descent->context, path, NULL);
  if (!S_ISDIR(about.st_mode)) return descent->visit(descent->context, path, &about);
  if (!enter(descent, &about)) return true;
  DIR *folder = opendir(path);
  if (!folder) return descent->visit(descent->context, path, &about);
  const char **names = NULL, *between = path[strlen(path) - 1] == '/' ? "" : "/";
  size_t count = 0, capacity = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (entry->d_name[0] == '.') continue;
    names = arena_grow(descent->arena, names, count, &capacity, sizeof *names);
    names[count++] = arena_printf(descent->arena, "%s%s%s", path, between, entry->d_name);
  }
  closedir(folder);
  if (count) qsort(names, count, sizeof *names, name_order);
  for (size_t i = 0; i < count; i++)
    if (!descend(descent, names[i])) return false;
  return true;
}

bool files_below(struct arena *arena, const char *path, file_visit visit, void *context)
{
  struct descent descent = { .arena = arena, .visit = visit, .context = context };
  if (*path) return descend(&descent, path);
  errno = ENOENT;
  return visit(context, path, NULL);
}

bool file_beside(const char *path, bool *there, struct fault *fault)
{
  struct stat about;
  *there = lstat(path, &about) == 0;
  if (*there && stat(path, &about) != 0) return fault_set(fault, FAULT_FILE, MSG_CANNOT_OPEN, path, strerror(errno), NULL);
  return !*there || S_ISREG(about.st_mode) ? true : fault_set(fault, FAULT_FILE, MSG_FILE_IS_SPECIAL, path, NULL);
}

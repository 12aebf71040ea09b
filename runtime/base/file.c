/* What several rooms ask of an open file. */
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char unnamed[] = "/tmp/huiqi-list-";

bool file_write(int file, const char *bytes, size_t length)
{
  while (length) {
    ssize_t written = write(file, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written == 0) errno = EIO;
    if (written <= 0) return false;
    bytes += written;
    length -= (size_t)written;
  }
  return true;
}

bool file_exchange(int folder, const char *one, const char *other)
{
#ifdef RENAME_EXCHANGE
  return renameat2(folder, one, folder, other, RENAME_EXCHANGE) == 0;
#else
  (void)folder, (void)one, (void)other;
  errno = ENOSYS;
  return false;
#endif
}

const char *descriptor_path(struct arena *arena, int file)
{
#ifdef __EMSCRIPTEN__
  return arena_string(arena, system_path(file));
#else
  return arena_printf(arena, "/proc/self/fd/%d", file);
#endif
}

bool file_path_unnamed(const char *path)
{
  static const char descriptors[] = "/proc/self/fd/";
  return strncmp(path, descriptors, sizeof descriptors - 1) == 0 || strncmp(path, unnamed, sizeof unnamed - 1) == 0;
}

int file_unnamed(void)
{
#ifdef __EMSCRIPTEN__
  return memfd_create("huiqi-list", 0); /* in memory, and by its name alone it can be opened again */
#endif
  char name[sizeof unnamed + 6];
  snprintf(name, sizeof name, "%sXXXXXX", unnamed);
  int file = mkstemp(name);
  if (file < 0 || unlink(name) == 0) return file;
  int reason = errno;
  close(file);
  errno = reason;
  return -1;
}

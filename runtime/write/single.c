/* A single file, written whole. */
#include "write/single.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int descriptor, const char *bytes, size_t length)
{
  while (length) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    length -= (size_t)written;
  }
  return true;
}

bool output_single(const char *path, const char *bytes, size_t length, struct fault *fault)
{
  struct arena arena = { 0 };
  char *hidden = arena_printf(&arena, "%s.huiqi-XXXXXX", path);
  int descriptor = mkstemp(hidden);
  bool done = descriptor >= 0 && write_all(descriptor, bytes, length) && fchmod(descriptor, 0644) == 0 && fsync(descriptor) == 0;
  if (descriptor >= 0 && close(descriptor) != 0) done = false;
  done = done && rename(hidden, path) == 0;
  if (!done) {
    fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, path, strerror(errno), NULL);
    if (descriptor >= 0) unlink(hidden);
  }
  arena_free(&arena);
  return done;
}

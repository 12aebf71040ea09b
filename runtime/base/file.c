/* What several rooms ask of an open file. */
#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

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

int file_unnamed(void)
{
  char name[] = "/tmp/huiqi-list-XXXXXX";
  int file = mkstemp(name);
  if (file < 0 || unlink(name) == 0) return file;
  int reason = errno;
  close(file);
  errno = reason;
  return -1;
}

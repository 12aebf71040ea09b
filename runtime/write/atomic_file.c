/* A single file, written whole. */
#include "write/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Where a signal finds what is unfinished: as in output.c, its handler is given no argument. */
static _Atomic(const char *) unfinished;

void single_abort(void)
{
  const char *hidden = atomic_exchange(&unfinished, NULL);
  if (hidden) unlink(hidden);
}

/* Made and known to single_abort, or neither. */
static int make_hidden(char *hidden)
{
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int descriptor = mkstemp(hidden), reason = errno;
  if (descriptor >= 0) atomic_store(&unfinished, hidden);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = reason;
  return descriptor;
}

static bool settle(const char *hidden, const char *path)
{
  int descriptor = open(hidden, O_RDONLY | O_CLOEXEC);
  bool done = descriptor >= 0 && fchmod(descriptor, 0644) == 0 && fsync(descriptor) == 0;
  if (descriptor >= 0 && close(descriptor) != 0) done = false;
  return done && rename(hidden, path) == 0;
}

bool atomic_file_made(const char *path, bool (*make)(void *context, const char *hidden, struct fault *fault), void *context,
                      struct fault *fault)
{
  struct arena arena = { 0 };
  char *hidden = arena_printf(&arena, "%s.huiqi-XXXXXX", path);
  int descriptor = make_hidden(hidden);
  bool made = descriptor >= 0 && close(descriptor) == 0, settled = false;
  if (!made) fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, path, strerror(errno), NULL);
  if (made && make(context, hidden, fault)) {
    settled = settle(hidden, path);
    if (!settled) fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, path, strerror(errno), NULL);
  }
  if (descriptor >= 0 && !settled) unlink(hidden);
  if (descriptor >= 0) atomic_store(&unfinished, NULL);
  arena_free(&arena);
  return settled;
}

struct text {
  const char *path;
  const char *bytes;
  size_t length;
};

static bool make_text(void *context, const char *hidden, struct fault *fault)
{
  const struct text *text = context;
  int descriptor = open(hidden, O_WRONLY | O_CLOEXEC);
  bool done = descriptor >= 0 && file_write(descriptor, text->bytes, text->length);
  if (descriptor >= 0 && close(descriptor) != 0) done = false;
  return done || fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, text->path, strerror(errno), NULL);
}

bool atomic_file_open(const char *path, const char *bytes, size_t length, struct fault *fault)
{
  struct text text = { path, bytes, length };
  return atomic_file_made(path, make_text, &text, fault);
}

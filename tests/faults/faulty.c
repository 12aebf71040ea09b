/* Put before the C library (LD_PRELOAD): makes one call fail, or a signal come, at a chosen moment.
 *
 *     FAULT=write:3:28 huiqi run …     the third write fails with errno 28 (ENOSPC)
 *     FAULT=any:7:-15 huiqi run …      SIGTERM comes just before the seventh call of any of these
 *     FAULT=malloc:900:12              the 900th request for memory is refused
 *
 * Calls are counted over all threads; writing to standard error is not counted. FAULT_COUNT=FILE has the number of calls of that
 * kind written there at the end, so that a script knows how far to go. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static char kind[16];
static long wanted, effect;
static atomic_long counted;
static int ready;

__attribute__((constructor)) static void begin(void)
{
  const char *fault = getenv("FAULT");
  if (fault && sscanf(fault, "%15[^:]:%ld:%ld", kind, &wanted, &effect) == 3) ready = 1;
}

__attribute__((destructor)) static void end(void)
{
  const char *path = getenv("FAULT_COUNT");
  char text[32];
  ready = 0;
  if (!path) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0666),
      length = snprintf(text, sizeof text, "%ld\n", atomic_load(&counted));
  if (file >= 0 && syscall(SYS_write, file, text, length) > 0) syscall(SYS_close, file);
}

/* Whether this call is the one; then errno is set, or the signal has come. */
static int hit(const char *name)
{
  int any = strcmp(kind, "any") == 0 && strcmp(name, "malloc") != 0;
  if (!ready || (!any && strcmp(kind, name) != 0)) return 0;
  if (atomic_fetch_add(&counted, 1) + 1 != wanted) return 0;
  if (effect < 0) {
    raise((int)-effect);
    return 0;
  }
  errno = (int)effect;
  return 1;
}

#define REAL(name)                                                                                                               \
  static __typeof__(name) *real;                                                                                                 \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static mode_t mode_of(int flags, va_list list)
{
  return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(list, int) : 0;
}

#define OPEN(name)                                                                                                               \
  int name(const char *path, int flags, ...)                                                                                     \
  {                                                                                                                              \
    REAL(name);                                                                                                                  \
    va_list list;                                                                                                                \
    va_start(list, flags);                                                                                                       \
    mode_t mode = mode_of(flags, list);                                                                                          \
    va_end(list);                                                                                                                \
    return hit("open") ? -1 : real(path, flags, mode);                                                                           \
  }
#define OPENAT(name)                                                                                                             \
  int name(int at, const char *path, int flags, ...)                                                                             \
  {                                                                                                                              \
    REAL(name);                                                                                                                  \
    va_list list;                                                                                                                \
    va_start(list, flags);                                                                                                       \
    mode_t mode = mode_of(flags, list);                                                                                          \
    va_end(list);                                                                                                                \
    return hit("open") ? -1 : real(at, path, flags, mode);                                                                       \
  }
OPEN(open)
OPENAT(openat)

ssize_t read(int file, void *into, size_t size)
{
  REAL(read);
  return hit("read") ? -1 : real(file, into, size);
}

ssize_t write(int file, const void *bytes, size_t size)
{
  REAL(write);
  return file != STDERR_FILENO && hit("write") ? -1 : real(file, bytes, size);
}

int fsync(int file)
{
  REAL(fsync);
  return hit("fsync") ? -1 : real(file);
}

int close(int file)
{
  REAL(close);
  int status = real(file);
  return hit("close") ? -1 : status;
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
  REAL(renameat2);
  return hit("rename") ? -1 : real(from, old, to, new, flags);
}

int renameat(int from, const char *old, int to, const char *new)
{
  REAL(renameat);
  return hit("rename") ? -1 : real(from, old, to, new);
}

int rename(const char *old, const char *new)
{
  REAL(rename);
  return hit("rename") ? -1 : real(old, new);
}

/* Memory: dlsym itself asks for some, so the C library's own names are called. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

void *malloc(size_t size)
{
  return hit("malloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
  return hit("malloc") ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
  return hit("malloc") ? NULL : __libc_realloc(block, size);
}

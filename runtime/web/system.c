/* What the page's C library (musl, by emscripten) lacks of the system that the program asks for. */
#include "web/system.h"

#include <emscripten.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#undef fstat
int system_fstat(int file, struct stat *about)
{
  int answer = fstat(file, about);
  if (answer == 0 || file != STDIN_FILENO) return answer;
  *about = (struct stat){ .st_mode = S_IFIFO };
  return 0;
}

/* As where it is no terminal: what is printed appears together, at the end. */
__attribute__((constructor)) static void buffer_output(void)
{
  setvbuf(stdout, NULL, _IOFBF, 1 << 16);
}

ssize_t getrandom(void *into, size_t length, unsigned flags)
{
  (void)flags;
  return getentropy(into, length) == 0 ? (ssize_t)length : -1;
}

EM_JS(char *, system_path, (int file), {
  const path = FS.getStream(file).path, size = lengthBytesUTF8(path) + 1, copy = _malloc(size);
  stringToUTF8(path, copy, size);
  return copy;
});

/* Whether a file of this path is open. */
EM_JS(bool, system_is_open, (const char *path), {
  const wanted = UTF8ToString(path);
  let found = false;
  for (const stream of FS.streams) found = found || (stream && stream.path == wanted);
  return found;
});

/* Files lie in memory anyway. Nobody can open a path once its descriptor is closed, so the next file may have it: an engine that
 * stays would else keep them all. */
int memfd_create(const char *name, unsigned flags)
{
  char path[80];
  int number = 0;
  (void)flags;
  do snprintf(path, sizeof path, "/tmp/%.40s-%d", name, number++);
  while (system_is_open(path));
  return open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
}

int sync_file_range(int file, off_t from, off_t length, unsigned flags)
{
  (void)file, (void)from, (void)length, (void)flags;
  return 0;
}

/* A merge sort: musl's smoothsort has no context before its version 1.2.3. */
void qsort_r(void *items, size_t count, size_t size, int (*order)(const void *, const void *, void *), void *context)
{
  char *from = items, *room = malloc(count * size + 1), *into = room;
  if (!room) abort();
  for (size_t run = 1; run < count; run *= 2) {
    for (size_t start = 0; start < count; start += 2 * run) {
      size_t middle = start + run < count ? start + run : count, end = start + 2 * run < count ? start + 2 * run : count;
      size_t a = start, b = middle;
      for (size_t at = start; at < end; at++) {
        bool left = a < middle && (b >= end || order(from + a * size, from + b * size, context) <= 0);
        memcpy(into + at * size, from + (left ? a++ : b++) * size, size);
      }
    }
    char *other = from;
    from = into;
    into = other;
  }
  if (from != items) memcpy(items, from, count * size);
  free(room);
}

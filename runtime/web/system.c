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

/* A variable of the environment that node has; none in the page. */
EM_JS(char *, system_variable, (const char *name), {
  const value = typeof process == "object" ? process.env[UTF8ToString(name)] : undefined;
  if (value == null) return 0;
  const size = lengthBytesUTF8(value) + 1, copy = _malloc(size);
  stringToUTF8(value, copy, size);
  return copy;
});

/* Emscripten's own environment is made up: what the program asks for comes from outside. */
__attribute__((constructor)) static void take_environment(void)
{
  static const char *const names[] = { "SOURCE_DATE_EPOCH", "COLUMNS", "NO_COLOR", "TERM", "HUIQI_HISTORY", "TMPDIR" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *value = system_variable(names[i]);
    if (value) setenv(names[i], value, 1);
    free(value);
  }
}

/* A path in /tmp that no open file has; under node, whose files lie on the disk and say nothing of their paths, one that no file
 * ever had, gone with the process. */
EM_JS(char *, system_free_path, (const char *stem), {
  const begin = "/tmp/" + UTF8ToString(stem) + "-" + (typeof process == "object" ? process.pid : 0) + "-";
  let number = typeof process == "object" ? (Module["unnamed"] = (Module["unnamed"] || 0) + 1) : 0, path, open;
  do {
    path = begin + number++;
    open = false;
    for (const stream of FS.streams) open = open || (stream && stream.path == path);
  } while (open);
  if (typeof process == "object")
    process.on(
        "exit", function() {
          try {
            require("fs").unlinkSync(path);
          } catch (error) {
          }
        });
  const size = lengthBytesUTF8(path) + 1, copy = _malloc(size);
  stringToUTF8(path, copy, size);
  return copy;
});

/* Files lie in memory anyway. Nobody can open a path once its descriptor is closed, so the next file may have it: an engine that
 * stays would else keep them all. (mkstemp draws the same names in every instance.) */
int memfd_create(const char *name, unsigned flags)
{
  char *path = system_free_path(name);
  (void)flags;
  int made = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (made >= 0) close(made);
  int file = open(path, O_RDWR); /* dup opens a file again as it was opened: with O_TRUNC it would empty it */
  free(path);
  return file;
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

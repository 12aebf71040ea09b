/* Progress: one line on the terminal for runs that take longer than a second, and nothing anywhere else. */
#ifndef WRITE_PROGRESS_H
#define WRITE_PROGRESS_H

#include <stdint.h>

#include "base/fault.h"

struct progress {
  const char *label; /* borrowed */
  enum language language;
  int descriptor; /* -1: it is not a terminal */
  size_t width;
  int64_t begun, drawn; /* milliseconds; `drawn` is 0 before the first time */
};

/* On standard error, if that is a terminal. */
struct progress progress_begin(const char *label, enum language language);
/* The same on any descriptor. */
struct progress progress_on(int descriptor, const char *label, enum language language);
/* How far one is. */
struct progress_place {
  uint64_t position, size; /* bytes; `size` 0: the end is not known */
  uint64_t rows;           /* so far; 0: nobody counts them */
};
/* May be called as often as one likes: draws at most ten times a second, and not in the first. */
void progress_update(struct progress *progress, struct progress_place place);
/* Clears the line. */
void progress_end(struct progress *progress);

/* The line itself, `elapsed` in milliseconds, at most `width` columns. */
void progress_line(struct buffer *out, const struct progress *progress, struct progress_place place, int64_t elapsed,
                   size_t width);

#endif

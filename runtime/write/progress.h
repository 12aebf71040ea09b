/* Progress: one line on the terminal for runs that take longer than a second, and nothing anywhere else. */
#ifndef WRITE_PROGRESS_H
#define WRITE_PROGRESS_H

#include "base/fault.h"
#include "base/pace.h"

struct progress {
  enum language language;
  int descriptor; /* -1: it is not a terminal */
  size_t width;
  struct pace pace;
  bool drawn;
};

/* On standard error, if that is a terminal. (In the page: web/page_progress.c.) */
struct progress progress_begin(enum language language);
/* The same on any descriptor. */
struct progress progress_on(int descriptor, enum language language);
/* Hears (struct progress_hook), with a struct progress as its context. May be called as often as one likes: draws at
 * most ten times a second, and not in the first. NULL: that was all, the line is cleared. */
void progress_update(void *progress, const struct progress_place *place);

/* The line itself, `elapsed` in milliseconds, at most `width` columns. */
void progress_line(struct buffer *out, enum language language, const struct progress_place *place, int64_t elapsed, size_t width);

#endif

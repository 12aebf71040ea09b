/* Atomic file: one file that appears whole or not at all. */
#ifndef WRITE_ATOMIC_FILE_H
#define WRITE_ATOMIC_FILE_H

#include "base/fault.h"

/* The same for a file that somebody else writes: `make` is given the name of an empty file beside `path`, which takes its place
 * when `make` returned true. */
bool atomic_file_made(const char *path, bool (*make)(void *context, const char *hidden, struct fault *fault), void *context,
                      struct fault *fault);
/* Writes beside `path`, brings it to the disk and renames it into place. */
bool atomic_file_open(const char *path, const char *bytes, size_t length, struct fault *fault);

/* Removes what is unfinished, for output_abort_all: async-signal-safe. */
void single_abort(void);

#endif

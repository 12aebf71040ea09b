/* Single: one file that appears whole or not at all. */
#ifndef WRITE_SINGLE_H
#define WRITE_SINGLE_H

#include "base/fault.h"

/* Writes beside `path`, brings it to the disk and renames it into place. */
bool output_single(const char *path, const char *bytes, size_t length, struct fault *fault);

#endif

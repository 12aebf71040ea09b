/* Overview: the first sheet of a workbook, and that of its companies, put together from a run that is over. */
#ifndef WRITE_OVERVIEW_H
#define WRITE_OVERVIEW_H

#include "write/manifest.h"
#include "write/output.h"

/* Hands both to a workbook; nothing is done for a folder. `notices` are what the reader was told while it ran, with the `count`;
 * they live until output_commit. */
bool overview_bind(struct output *output, const struct manifest *manifest, const struct results *results,
                   const char *const *notices, size_t count, struct fault *fault);

#endif

/* Manifest: run.json, enough to repeat a run and to know which input changed. */
#ifndef WRITE_MANIFEST_H
#define WRITE_MANIFEST_H

#include <time.h>

#include "data/listing.h"
#include "policy/load.h"
#include "write/results.h"

struct manifest_file {
  const char *role, *path; /* `脚本`, `名单`, the table's name, … */
  char digest[65];
};

struct manifest {
  struct arena *arena;
  const struct plan *plan;
  const char *version;
  struct manifest_file *files;
  size_t count, capacity;
  struct timespec start;
};

void manifest_add(struct manifest *manifest, const char *role, const char *path, const char *digest);
/* A list that was read to its end. */
void manifest_listing(struct manifest *manifest, const char *role, const struct listing *listing);
bool manifest_write(struct manifest *manifest, struct output *output, const struct results *results, struct fault *fault);

#endif

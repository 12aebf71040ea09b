/* Manifest: run.json, enough to repeat a run and to know which input changed. */
#ifndef WRITE_MANIFEST_H
#define WRITE_MANIFEST_H

#include <time.h>

#include "write/json.h"
#include "data/list_reader.h"
#include "policy/load.h"
#include "write/results.h"

struct manifest_file {
  const char *role, *path; /* `脚本`, `名单`, the table's name, … */
  char digest[65];
  int64_t rows; /* -1: it has none */
};

struct manifest {
  struct arena *arena;
  const struct plan *plan;
  const char *version;
  struct manifest_file *files;
  size_t count, capacity;
  struct timespec start;
  const char *seconds;      /* NULL: since `start`; else what a record says that is made again */
  const char *const *words; /* of the command line that asked for the run, but those that change no result */
  size_t word_count;
  const struct decisions *decisions; /* NULL: none */
  const char *const *only;           /* ids that were asked for; none: all */
  size_t only_count;
  const struct heading_map *maps;
  size_t map_count;
  const char *const *carried; /* headings alone: what stands below them is no business of the record */
  size_t carried_count;
  bool all;
  int explain; /* 0: not asked for */
};

/* Its key for the SHA-256 of what stands before that key; behind it are the seconds alone. */
#define MANIFEST_SEAL "record"

void manifest_add(struct manifest *manifest, const char *role, const char *path, const char *digest, int64_t rows);
/* The tables of parameters that a model was loaded with, each once. */
void manifest_settings(struct manifest *manifest, const struct model *model);
/* A list that was read to its end. */
void manifest_listing(struct manifest *manifest, const char *role, const struct list_reader *listing, int64_t rows);
/* The files that were read, under the key `files`; with or without how many rows they had. */
void manifest_files(struct json *json, const struct manifest *manifest, bool rows);
bool manifest_write(struct manifest *manifest, struct output *output, const struct results *results, struct fault *fault);

#endif

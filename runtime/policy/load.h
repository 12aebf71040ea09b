/* Load: scripts in, a frozen model out; or all findings in one go. */
#ifndef POLICY_LOAD_H
#define POLICY_LOAD_H

#include "model/model.h"

struct setting { /* --set NAME=VALUE, or a row of a file of parameters; the later one counts */
  const char *name, *value;
  const char *script; /* path: parameters of this script only; NULL: of any */
  const char *file;   /* where it stands; NULL: on the command line */
  uint32_t line;
  const char *digest; /* SHA-256 of the file */
};

struct prompt_state;

struct load_options {
  const struct setting *settings;
  size_t setting_count;
  struct prompt_state *prompt; /* to be kept open for a prompt (policy/prompt_state.h); NULL: none */
  enum language language;      /* of the arguments of findings */
  size_t memory_limit;         /* bytes of Lua memory; 0: 64 MiB */
  uint64_t instruction_limit;  /* of loading, all scripts; 0: 50 million */
  size_t seconds;              /* of the processor, the last resort; 0: 5 */
  uint64_t row_work;           /* instructions of a computing function for one row; 0: 200,000 */
  size_t row_memory;           /* bytes of one thread's computing functions; 0: 16 MiB */
  size_t weight_limit;         /* parts of all expressions of measures together; 0: 5 million */
  struct workload *workload;   /* of what is done with the model; NULL: without bounds */
};

/* The default budgets times `factor` (--limits); 0 counts as 1. */
struct load_options load_options_times(size_t factor);

/* A file of the standard library, embedded in the program byte for byte. */
struct stdlib_file {
  const char *name; /* `hnte.lua` */
  const char *bytes;
  size_t length;
};
extern const struct stdlib_file stdlib_files[];
extern const size_t stdlib_file_count;
/* scripts/examples, in the same way. */
extern const struct stdlib_file example_files[];
extern const size_t example_file_count;
const struct stdlib_file *stdlib_find(const char *name);

/* A script's text by its path (for `watch` and tests; the program reads files). */
struct script_text {
  const char *path;
  struct slice text;
  char digest[65]; /* SHA-256 of the file, for run.json; may be empty */
};

/* The model, or NULL with at least one fault of kind FAULT_SCRIPT in `faults`. Warnings (a condition nobody uses) are faults of
 * kind FAULT_NONE and do not prevent the model. The model lives in `arena`; Lua states of escape hatches live as long as it. */
struct model *model_load(struct arena *arena, const struct script_text *scripts, size_t count, const struct load_options *options,
                         struct faults *faults);
/* The dictionary alone: tables and fields of the standard library. */
struct model *model_dictionary(struct arena *arena, struct faults *faults);

#endif

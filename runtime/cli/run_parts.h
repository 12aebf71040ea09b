/* Run parts: a run that is split into parts, and put together again (huiqi run --part, huiqi merge).
 *
 * A part reads the lists and keeps, block by block, the rows that are its own, as they were read (write/part_lists.h); the merge
 * is a run over these lists: all that is said in the order of the list (which row of a code is the first, budgets, ranks,
 * targets, totals) is said there, by the code that says it of a list in a file. So its bytes are those of one run, whatever the
 * parts. Scripts and the tables that are read whole (parameters, history, decisions, figures) are read again by it, and refused
 * when they are not what the parts have read. */
#ifndef CLI_RUN_PARTS_H
#define CLI_RUN_PARTS_H

#include "cli/options.h"
#include "evaluate/run.h"
#include "write/part_identity.h"
#include "write/part_lists.h"

/* What --part does not go with, and what it needs. */
bool part_options_fit(const struct options *options, struct fault *fault);

/* One part, once everything before the lists has been read. */
struct part_job {
  struct arena *arena;
  const struct options *options;
  const struct plan *plan;
  const struct run_options *run;
  struct manifest *manifest; /* files that were read whole; command line */
  const struct wording *reason;
  const char *list_path;
  uint64_t rows; /* of the company list that are the part's, when it is done */
};
/* Writes the part's file into the folder of --state, which is made where it is missing. */
bool part_write(struct part_job *job, struct fault *fault);

/* All parts of a run. */
struct run_parts {
  struct part_identity identity; /* of the first; all are alike */
  struct part_file **files;      /* by part */
  size_t count;
  struct memory_list *companies;
  struct memory_list **tables; /* of each of the plan's tables; NULL: no file was given */
  size_t table_count;
};

/* Opens the parts in these folders, in any order; false when one is missing, given twice, torn, or of another run. */
bool run_parts_open(struct arena *arena, enum language language, const struct texts *folders, struct run_parts *parts,
                    struct fault *fault);
/* Whether the files that were read whole are still what the parts have read. */
bool run_parts_fit(const struct run_parts *parts, const struct manifest *manifest, struct fault *fault);
/* The lists, for the plan; put into `run`. */
bool run_parts_lists(struct arena *arena, struct run_parts *parts, const struct plan *plan, const char *list_path,
                     struct run_options *run, struct fault *fault);
/* What the parts have found out besides, once the related tables are there: decisions that apply, rows that no case fits. */
bool run_parts_marks(const struct run_parts *parts, struct decisions *decisions, struct run *run, struct fault *fault);
void run_parts_close(struct run_parts *parts);

#endif

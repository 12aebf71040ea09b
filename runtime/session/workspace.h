/* Workspace: a list in memory, and versions of scripts judged over it, for diff and watch. */
#ifndef SESSION_WORKSPACE_H
#define SESSION_WORKSPACE_H

#include "session/session_options.h"
#include "evaluate/snapshot.h"
#include "explain/difference.h"

struct huiqi_scripts;

struct workspace {
  struct arena arena;
  const struct session_options *options;
  struct list_reader_options listing;
  size_t problems;             /* of history and decisions, reported on standard error */
  struct prompt_state *prompt; /* that the next version is loaded with, or NULL */
  struct memory_list *list;    /* NULL: not read yet */
  struct memory_list **tables; /* of each --with, in its order */
};

/* One version of the scripts, loaded and judged. What it holds lives in its own arena. */
struct version {
  struct arena arena;
  struct faults findings; /* of loading */
  struct script_text *scripts;
  size_t script_count;
  struct model *model; /* NULL: the scripts are wrong */
  struct as_of as_of;
  struct plan *plan;
  struct run_options run;
  struct snapshot *snapshot;
};

void workspace_open(struct workspace *workspace, const struct session_options *options);
void workspace_close(struct workspace *workspace);

/* Loads scripts with the tables of parameters. NULL with a fault when they cannot be read; without a model when they are wrong,
 * as the findings say. */
struct version *version_load(struct workspace *workspace, const struct huiqi_scripts *scripts, struct fault *fault);
/* Reads history and decisions for the version's plan: which of their rows matter depends on its measures and its year. */
bool version_inputs(struct workspace *workspace, struct version *version, struct fault *fault);
/* Everything before judging: the as-of date, the plan, and the lists in memory, if there is one. False with a fault. */
bool version_prepare(struct workspace *workspace, struct version *version, int year, struct fault *fault);
/* Judges the list (which is read first when it has to be). False with a fault. */
bool version_judge(struct workspace *workspace, struct version *version, int year, struct fault *fault);
void version_free(struct version *version);

/* Why one version judged each of the first `count` changes of companies as it did; "" where it grants. Those of other objects
 * stay NULL. */
void workspace_reasons(struct workspace *workspace, const struct version *version, const struct comparison *comparison,
                       size_t count, bool after, const char **reasons);
/* Compares two judged versions; reasons are found for the first `reasons` changes. */
void difference_find(struct difference *difference, struct workspace *workspace, const struct version *before,
                     const struct version *after, size_t reasons);
/* Code and name of a company of the list. */
struct slice workspace_text(const struct workspace *workspace, const struct version *version, int field, size_t row);
/* Its region code, 0 when it is not known. */
int32_t workspace_region(const struct workspace *workspace, const struct version *version, size_t row);

#endif

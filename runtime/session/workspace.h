/* Workspace: a list in memory, and versions of scripts judged over it: what a session is made of. */
#ifndef SESSION_WORKSPACE_H
#define SESSION_WORKSPACE_H

#include "session/side_tables.h"
#include "evaluate/snapshot.h"
#include "explain/difference.h"

struct huiqi_scripts;

struct workspace {
  struct arena arena;
  const struct session_options *options;
  struct list_reader_options listing;
  size_t problems;             /* of history and decisions, reported on standard error */
  struct memory_list *list;    /* NULL: not read yet */
  struct memory_list **tables; /* of each table that is given, in the order of the version that is bound */
  size_t table_count;
  size_t reads; /* how often the lists were read: what points into them is of one reading */
};

/* One version of the scripts, loaded and judged. What it holds lives in its own arena. */
struct version {
  struct arena arena;
  struct faults findings; /* of loading */
  struct script_text *scripts;
  size_t script_count;
  struct load_options load;
  bool searched;                  /* the workbook of the list for tables */
  struct session_options options; /* those of the session, with the sheets that were found */
  struct model *model;            /* NULL: the scripts are wrong */
  struct prompt_state *prompt;    /* that was kept open, or NULL */
  int year;                       /* 0: as the options say */
  bool prepared;
  size_t planned; /* measures of the model when the plan was made: at a prompt more are declared */
  struct as_of as_of;
  struct plan *plan;
  struct side_tables inputs;
  struct run_options run;
  struct snapshot *snapshot;
};

void workspace_open(struct workspace *workspace, const struct session_options *options);
void workspace_close(struct workspace *workspace);

/* Loads scripts with the tables of parameters. NULL with a fault when they cannot be read; without a model when they are wrong,
 * as the findings say. */
struct version *version_load(struct workspace *workspace, const struct huiqi_scripts *scripts, struct fault *fault);
/* The as-of date; with it the plan. False with a fault. */
bool version_as_of(struct workspace *workspace, struct version *version, struct fault *fault);
bool version_plan(struct workspace *workspace, struct version *version, bool without_targets, struct fault *fault);
/* The files of --with for the plan, history and decisions; with a manifest, which files were read. What is wrong with them is
 * reported by the caller. */
bool version_inputs(struct workspace *workspace, struct version *version, struct manifest *manifest, struct fault *fault);
/* Everything before judging: the as-of date, the plan, and the lists in memory, if there is one; once, or again for measures
 * that were declared since. After it the lists are bound to this version, and to no other. False with a fault. */
bool version_prepare(struct workspace *workspace, struct version *version, struct fault *fault);
/* Judges the list; a version that was not prepared for questions is prepared without targets. False with a fault. */
bool version_judge(struct workspace *workspace, struct version *version, struct fault *fault);
void version_free(struct version *version);

/* Why one version judged each of the first `count` changes of companies as it did; "" where it grants. Those of other objects
 * stay NULL. The texts live in the arena. */
void workspace_reasons(struct workspace *workspace, struct arena *arena, struct version *version,
                       const struct comparison *comparison, size_t count, bool after, const char **reasons);

#endif

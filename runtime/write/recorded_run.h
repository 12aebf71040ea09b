/* Recorded run: a run's folder, read again.
 *
 * Documents around a payment say what the run said, so they are made from its files and judge nothing. A file that is no longer
 * what run.json says of it is refused: a sum that somebody changed by hand must not go out under the run's name. */
#ifndef WRITE_RECORDED_RUN_H
#define WRITE_RECORDED_RUN_H

#include "base/fault.h"
#include "data/small_table.h"
#include "write/result_files.h"

/* Texts may be NULL where the run does not have them. */
struct recorded_policy {
  const char *id, *title, *status, *number, *publication, *contact;
};

/* A file that was read, or (without a role) one that was written, by its name in the folder. */
struct recorded_file {
  const char *role, *path, *digest;
};

/* A name and what was said of it: parameters, budgets (in 元). */
struct recorded_value {
  const char *name, *value;
};

/* A row of results.csv, as text; `paid`: granted with an amount that is not 0, `fen`. */
struct recorded_result {
  const struct recorded_policy *policy;
  struct slice measure_id, measure, clause, code, name, outcome, amount, note;
  bool granted, paid;
  int64_t fen;
};

struct recorded_run {
  const char *folder, *version, *on;
  int year;
  bool all; /* rows 不符合 are in results.csv, too */
  struct recorded_policy *policies;
  const char *seconds;                    /* as it stands there */
  struct recorded_file *inputs, *outputs; /* outputs: all but run.json */
  const char **words;                     /* of the command line, its command first */
  struct recorded_value *parameters, *budgets;
  struct recorded_result *results; /* in the order of the file */
  size_t result_count, policy_count, input_count, output_count, word_count, parameter_count, budget_count;
  struct sheet *files[RESULT_FILES]; /* NULL: the run has none; that of LIST_FILES is always NULL */
};

/* What run.json says; `results` and `files` stay empty. FAULT_FILE when `folder` has none, or one of another program. */
bool recorded_run_open(struct arena *arena, const char *folder, struct recorded_run *run, struct fault *fault);
/* With its files. FAULT_FILE when `folder` has no run, or one that was changed since. */
bool recorded_run_read(struct arena *arena, const char *folder, struct recorded_run *run, struct fault *fault);
/* A cell of one of its files, by column, as it was written; empty where there is none. */
struct slice recorded_cell(const struct sheet *sheet, size_t row, enum file_column column);
/* Money of such a cell; false where it is none. */
bool recorded_money(struct slice text, int64_t *fen);

#endif

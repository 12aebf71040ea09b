/* Side tables: inputs beside the list: results of earlier years, decisions made by hand. */
#ifndef SESSION_SIDE_TABLES_H
#define SESSION_SIDE_TABLES_H

#include "session/session_options.h"
#include "data/small_table.h"
#include "evaluate/run.h"
#include "evaluate/target.h"
#include "write/file_columns.h"
#include "write/manifest.h"
#include "write/results.h"

/* A cell of such a file that is a data problem, kept until there is somebody to tell. */
struct side_table_problem {
  const char *path;
  uint32_t line;
  struct slice heading, raw;
  enum message message;
  const char *argument[1];
};

struct side_tables {
  struct arena *arena;
  const struct session_options *options;
  const struct plan *plan;
  struct manifest *manifest;      /* NULL: nobody asks which files were read */
  struct codes *measures;         /* by id in NFKC: the position in the model */
  const struct planned **planned; /* by position in the model; NULL: not judged */
  struct side_table_problem *problems;
  size_t problem_count, problem_capacity;
  size_t on_notice;
};

/* Reads --history and --decisions into the run's options; side_tables_close gives the history back. */
bool side_tables_read(struct side_tables *inputs, struct run_options *run, struct fault *fault);
void side_tables_close(struct run_options *run);
/* Problems of the history to the results; without results in one line each on standard error. */
void side_tables_notify(struct side_tables *inputs, struct results *results);
/* Parts that are due to companies which are not in the list. */
void side_tables_absent(struct side_tables *inputs, struct results *results, const struct run *run);
/* Decisions that do not apply, or about objects that do not exist (`judged`: those that nobody used), are data problems. */
void side_tables_unused(struct side_tables *inputs, struct results *results, const struct run_options *run, bool judged);

/* `2021` or `2021年`; a workbook may show 2021.0. */
bool history_year(struct slice text, int *year);

/* The columns that are read of them; closed by FILE_COLUMNS. */
extern const enum file_column history_columns[], decision_columns[];

/* For history_table.c */
bool history_read(struct side_tables *inputs, const char *path, struct history *history, struct fault *fault);
/* `names`: the sheets of a workbook that it may be. */
bool input_sheet(struct side_tables *inputs, const char *path, const char *role, const char *const *names, struct sheet *sheet,
                 struct fault *fault);
/* The measure with this id, NULL when there is none. */
const struct measure *input_measure(const struct side_tables *inputs, struct slice id);
void input_problem(struct side_tables *inputs, const struct sheet *sheet, size_t row, int column, enum message message,
                   const char *a);

/* Reads the tables 指标 and 任务分解 that --with names; cells that cannot be read are data problems. */
bool figures_read(struct arena *arena, const struct session_options *options, const struct model *model, struct figures *figures,
                  struct results *results, struct manifest *manifest, struct fault *fault);
/* One such table; `results` NULL: problems are not reported. */
bool figures_read_file(struct arena *arena, const char *path, enum figure_table table, struct notifier *notifier,
                       struct figures *figures, struct results *results, struct manifest *manifest, struct fault *fault);
/* An amount in any notation of money; an empty cell is none. False when it is not money. */
bool amount_read(struct arena *arena, const struct sheet *sheet, size_t row, int column, bool *has_amount, int64_t *fen,
                 struct cell_problem *problem);

#endif

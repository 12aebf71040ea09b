/* Inputs beside the list: results of earlier years, decisions made by hand. */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include "cli/options.h"
#include "data/sheet.h"
#include "evaluate/run.h"
#include "evaluate/target.h"
#include "write/manifest.h"
#include "write/results.h"

/* `manifest` may be NULL: nobody asks which files were read. Reads --history and --decisions into the run's options; inputs_close
 * gives the history back. */
void inputs_close(struct run_options *run);
bool inputs_read(struct arena *arena, const struct options *options, const struct model *model, struct run_options *run,
                 struct manifest *manifest, struct fault *fault);
/* Reads the tables 指标 and 任务分解 that --with names; cells that cannot be read are data problems. */
bool figures_read(struct arena *arena, const struct options *options, const struct model *model, struct figures *figures,
                  struct results *results, struct manifest *manifest, struct fault *fault);
/* One such table; `results` NULL: problems are not told. */
bool figures_read_file(struct arena *arena, const char *path, bool tasks, enum language language, struct figures *figures,
                       struct results *results, struct manifest *manifest, struct fault *fault);
/* Decisions about measures or objects that do not exist are data problems. */
void inputs_unused(struct results *results, const struct options *options, const struct run_options *run);

/* 符合, 不符合 or 待核实. */
bool outcome_read(struct slice text, enum outcome *outcome);
/* An amount in any notation of money; an empty cell is none. False when it is not money. */
bool amount_read(struct arena *arena, const struct sheet *sheet, size_t row, int column, bool *has_amount, int64_t *fen,
                 struct cell_problem *problem);

#endif

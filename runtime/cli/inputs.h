/* Inputs beside the list: results of earlier years, decisions made by hand. */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include "cli/options.h"
#include "evaluate/run.h"
#include "write/results.h"

/* Reads --history and --decisions into the run's options. */
bool inputs_read(struct arena *arena, const struct options *options, const struct model *model, struct run_options *run, struct fault *fault);
/* Decisions about measures or objects that do not exist are data problems. */
void inputs_unused(struct results *results, const struct options *options, const struct run_options *run);

#endif

/* What `huiqi merge` asks of a run (cli/command_run.c): its lists are those of the parts. */
#ifndef CLI_COMMAND_MERGE_H
#define CLI_COMMAND_MERGE_H

#include "cli/run_parts.h"

/* The exit status of the run. */
int run_merged(struct arena *arena, const struct options *options, struct run_parts *parts);

#endif

/* huiqi merge: the parts of a split run put together to its results. */
#include "cli/command_merge.h"

#include <string.h>

#include "cli/command.h"
#include "cli/guard.h"

/* The run whose parts they are; where to and how fast is ours. */
static bool run_of(struct arena *arena, const struct options *options, const struct run_parts *parts, struct options *then,
                   struct fault *fault)
{
  const struct part_identity *identity = &parts->identity;
  if (identity->limits > LIMITS_MOST || !options_recorded(arena, identity->words, identity->word_count, then))
    return fault_set(fault, FAULT_USAGE, MSG_PART_TORN, part_file_path(parts->files[0]), NULL);
  then->output = options->output;
  then->timings = options->timings;
  then->inputs.threads = options->inputs.threads;
  then->inputs.block_bytes = identity->block_bytes;
  then->inputs.limits = identity->limits;
  then->inputs.workload_over = options->inputs.workload_over;
  return guard_outputs(arena, &(struct command){ .option = OPTION_RUN }, then, fault);
}

int command_merge(struct arena *arena, const struct options *options)
{
  struct run_parts parts;
  struct options then;
  struct fault fault;
  if (!options->scripts.count)
    return fault_set(&fault, FAULT_USAGE, MSG_MERGE_ASKS, NULL), fault_print(options->language, &fault);
  if (!run_parts_open(arena, options->language, &options->scripts, &parts, &fault) ||
      !run_of(arena, options, &parts, &then, &fault))
    return fault_print(options->language, &fault);
  struct notifier notifier = { .arena = arena, .language = then.language, .show = notice_print };
  then.inputs.notifier = &notifier;
  int status = run_merged(arena, &then, &parts);
  run_parts_close(&parts);
  return status;
}

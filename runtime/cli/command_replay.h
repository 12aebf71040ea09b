/* What `huiqi replay` asks of a run (cli/command_run.c): the same once more, to be compared. */
#ifndef CLI_COMMAND_REPLAY_H
#define CLI_COMMAND_REPLAY_H

#include "cli/options.h"

/* `input` gets each file that was read, `file` each that was made by its name, with its SHA-256; no file takes its place. */
struct repetition {
  const char *seconds; /* how long the run took that is repeated: run.json says it */
  void (*input)(void *context, const char *role, const char *path);
  void (*file)(void *context, const char *name, const char *digest);
  void *context;
};

/* The exit status of the run. `options->output` is a folder that can be made; nothing is left of it. */
int run_repeat(struct arena *arena, const struct options *options, const struct repetition *repetition);

#endif

/* Commands: one function each, in a file of its own; what they share. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdio.h>

#include "cli/options.h"
#include "model/model.h"
#include "write/terminal.h"

struct command {
  const char *name;
  enum command_option option;
  int (*run)(struct arena *arena, const struct options *options);
  const char *usage;
  const char *help[2]; /* by language, one line */
  const char *example;
};

int command_run(struct arena *arena, const struct options *options);
int command_report(struct arena *arena, const struct options *options);
int command_test(struct arena *arena, const struct options *options);
int command_coverage(struct arena *arena, const struct options *options);
int command_diff(struct arena *arena, const struct options *options);
int command_watch(struct arena *arena, const struct options *options);
int command_doc(struct arena *arena, const struct options *options);
int command_new(struct arena *arena, const struct options *options);
int command_check(struct arena *arena, const struct options *options);
int command_repl(struct arena *arena, const struct options *options);
int command_explain(struct arena *arena, const struct options *options);
int command_fields(struct arena *arena, const struct options *options);

/* Scripts by path, folders opened (their .lua files by path, folders inside too). */
bool scripts_read(struct arena *arena, const struct options *options, struct script_text **scripts, size_t *count,
                  struct fault *fault);
/* Prints findings with the lines they stand in, each once, in order. `model` may be NULL: then scripts are read again for
 * showing. */
void faults_print(FILE *to, struct arena *arena, enum language language, const struct faults *faults,
                  const struct script_text *scripts, size_t count);
/* Prints one fault and returns its exit status. */
int fault_print(enum language language, const struct fault *fault);
/* A notice on standard error. */
void notice(enum language language, enum message message, ...) __attribute__((sentinel));
/* Says what a reader should know of a workbook, each thing once: the `on_notice` of list_reader_options, with a notifier as its
 * context.
 */
struct notifier {
  struct arena *arena;
  enum language language;
  struct texts said;
};
void notify(void *context, enum message message, const char *path, const char *a, const char *b);
/* The model of the options' scripts, or NULL after printing what is wrong. *status is then the exit status. */
struct model *model_open(struct arena *arena, const struct options *options, struct script_text **scripts, size_t *count,
                         int *status);

extern const char program_version[];

#endif

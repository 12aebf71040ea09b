/* Commands: one function each, in a file of its own; what they share. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdio.h>

#include "session/cases.h"
#include "cli/options.h"
#include "write/terminal.h"

struct command {
  const char *name;
  enum command_option option;
  int (*run)(struct arena *arena, const struct options *options);
  const char *usage;
  enum message help; /* by language, one line */
  const char *example;
};

extern const struct command commands[]; /* main.c */
extern const size_t command_count;

#define COMMAND(name, ...) int command_##name(struct arena *arena, const struct options *options);
#include "cli/commands.def"
#undef COMMAND

/* Prints findings with the lines they stand in, each once, in order. `model` may be NULL: then scripts are read again for
 * showing. */
void faults_print(FILE *to, enum language language, const struct faults *faults, const struct script_text *scripts, size_t count);
/* Prints one fault and returns its exit status. */
int fault_print(enum language language, const struct fault *fault);
/* A notice on standard error. */
void notice(enum language language, enum message message, ...) __attribute__((sentinel));
/* A line on standard output. */
void message_print(enum language language, enum message message, ...) __attribute__((sentinel));
/* Into a file, or to standard output (NULL), and gives the text back; the exit status. */
int write_text(const struct options *options, const char *path, struct buffer *text);
/* The `show` of a notifier: on standard error. */
void notice_print(void *context, enum language language, enum message message, const char *a, const char *b, const char *c);
/* Ends the program as when memory runs out (session_options). */
void workload_over(const struct workload *workload, enum message message) __attribute__((noreturn));
/* At least one script and a list are named. */
bool run_context_given(const struct options *options, struct fault *fault);
/* Loads the session's version of now and prints its findings to `to`; false, with the exit status, when the scripts are wrong. */
bool session_load(struct huiqi *session, const struct huiqi_scripts *scripts, const struct options *options, FILE *to,
                  int *status);
/* Several are called so: who they are. */
void matches_print(struct buffer *out, enum language language, const char *who, const struct matches *matches);
/* Each script by itself, with the cases beside it judged; the worst exit status. `one`: what is said unless there is one script
 * (NO_MESSAGE: there may be several). `count`: scripts that were taken, 0 when they were refused. */
typedef int script_visit(void *context, const struct huiqi *session, const struct test_suite *book);
int scripts_each(struct arena *arena, const struct options *options, enum message one, size_t *count, script_visit *visit,
                 void *context);

extern const char program_version[];

#endif

/* Options: the words of a command line, read once into one structure. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "evaluate/partition.h"
#include "session/session_options.h"

/* Commands, as a set: whose option is which. */
enum {
#define COMMAND(name, NAME, ...) PLACE_##NAME,
#include "cli/commands.def"
#undef COMMAND
};
enum command_option {
#define COMMAND(name, NAME, ...) OPTION_##NAME = 1 << PLACE_##NAME,
#include "cli/commands.def"
#undef COMMAND
};

struct options {
  const char *text;     /* check: the policy as it was published */
  uint64_t given;       /* which options stand there, by their place in the table */
  struct texts scripts; /* all that is no option */
  struct texts words;   /* the command line as it was typed, but for what changes no result (-o, --threads, …) */
  struct session_options inputs;
  const char *output, *template;
  const char *title, *id, *region, *period;                           /* of `new` */
  const char *parameter, *total, *step, *total_end;                   /* of `solve` */
  const char *into;                                                   /* run: a copy of the list with its results */
  struct partition part;                                              /* run: of which part; `count` 0: of the whole list */
  const char *state;                                                  /* the folder into which it is written */
  const char *kind, *publication, *contact, *batch, *until, *company; /* of `documents` */
  int earlier_year;         /* of two --year the first: what diff compares with; else 0 */
  const char *earlier_list; /* of two --list the first; else NULL */
  bool report, markdown;    /* explain: one company, one file */
  bool overwrite;           /* files that exist already */
  bool suggest;             /* test: the boundary cases that are missing */
  bool fix, yes;            /* check: mend what is certain · without asking */
  bool mutate;              /* test: what no case notices */
  bool all, help, version, timings, timings_json, json;
  int explain; /* depth, 0: not given */
  enum language language;
};

enum { COMMAND_DONE = 0, COMMAND_PROBLEMS = 1, COMMAND_WRONG = 2, COMMAND_FILES = 3 }; /* exit status */

/* WANTS_LIMIT: a word, and an amount behind it: 至多 350万元 */
enum option_wants { WANTS_VALUE, WANTS_NONE, MAY_HAVE_VALUE, WANTS_LIMIT };

struct option_input;
struct option {
  const char *name;
  enum option_wants wants;
  bool (*take)(struct option_input *reading, const char *value);
  int commands;             /* whose option it is, a set */
  enum message value, help; /* NO_MESSAGE: no value; another name of the one before */
};

enum { LIMITS_MOST = 1000 };

/* In the order of the help. */
extern const struct option option_table[];
extern const size_t option_count;

/* `count` words behind the command's name. */
bool options_read(struct arena *arena, int count, char **words, struct options *options, struct fault *fault);
/* Those of a run, of the words that a file has recorded of it (run.json, a part), from `run` on. False when they are no such
 * words: options that say where results go and how fast are never recorded, and whoever has put one in would have us write
 * there. */
bool options_recorded(struct arena *arena, const char *const *words, size_t count, struct options *options);
/* A command refuses options that are not its own. */
bool options_belong(const struct options *options, enum command_option command, const char *name, struct fault *fault);
/* `--list 文件` */
void format_option_name(struct buffer *out, const struct option *option, enum language language);
/* Appends a line for each option of the command. */
void format_option_help(struct buffer *out, enum command_option command, enum language language);

#endif

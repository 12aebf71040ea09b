/* Repl: the prompt. What its commands share. */
#ifndef CLI_REPL_H
#define CLI_REPL_H

#include "cli/options.h"
#include "session/huiqi.h"
#include "write/terminal.h"

/* The company that is asked about. */
struct current {
  bool chosen, invented; /* invented: made at the prompt, of settings alone */
  struct match match;
  const struct request_setting *settings;
  size_t setting_count;
};

struct repl {
  struct arena arena, answer; /* of the whole conversation; of the answer under way */
  struct options options;
  struct huiqi *session;
  struct current current;
  struct texts kept; /* lines that left names, to be run again after a reload */
  struct terminal terminal;
  struct buffer out;   /* the answer under way */
  struct buffer entry; /* lines that were typed of one that is not finished */
  int status;          /* of the worst answer */
  bool leaving;
};

struct repl_command {
  struct prompt_word word;
  const char *other[2]; /* by language: typed alone on a line it means the same; or "" */
  const char *usage;
  const char *help[2]; /* by language */
  /* False with a fault, or without one (FAULT_NONE) when what is wrong has been printed. */
  bool (*run)(struct repl *repl, const struct request *request, struct fault *fault);
};

/* The conversation without its streams, for who brings lines in another way (web/page_prompt); what is answered goes to standard
 * output. `options` are copied, what they point to is borrowed. False: the scripts or the list cannot be read, which has been
 * printed, and `status` tells; to be closed all the same. */
bool repl_open(struct repl *repl, const struct options *options);
void repl_close(struct repl *repl);
/* A line without its end; NULL: there are no more, and what is not finished is refused. False: that was the last. */
bool repl_take(struct repl *repl, const struct slice *line);
/* Forgets the lines of an entry that is not finished. */
void repl_give_up(struct repl *repl);
/* What stands before the next line. */
const char *repl_prompt(struct repl *repl);

extern const struct repl_command repl_commands[];
extern const size_t repl_command_count;

/* By one of its names; `other`: by what is typed alone. */
const struct repl_command *repl_command_find(struct slice word, bool *other);
/* The prompt's words, made of the commands. */
const struct prompt_word *repl_words(struct arena *arena, size_t *count);

/* repl_version.c: loads the scripts for the options' as-of date (again), and prints what is found to `to`; when they are wrong,
 * nothing has changed. */
bool repl_load(struct repl *repl, FILE *to, struct fault *fault);
bool repl_reload(struct repl *, const struct request *, struct fault *);
bool repl_set_year(struct repl *, const struct request *, struct fault *);
bool repl_compare(struct repl *, const struct request *, struct fault *);
/* 总计 { 参数 = … } */
bool repl_totals_with(struct repl *, const struct request *, struct fault *);

/* repl_company.c */
bool repl_pick(struct repl *, const struct request *, struct fault *);
bool repl_create(struct repl *, const struct request *, struct fault *);
bool repl_why(struct repl *, const struct request *, struct fault *);
bool repl_lacking(struct repl *, const struct request *, struct fault *);
bool repl_what_if(struct repl *, const struct request *, struct fault *);
bool repl_report(struct repl *, const struct request *, struct fault *);
/* An invented company is made again for a version that was loaded anew. */
void repl_keep_current(struct repl *repl);
struct huiqi_who repl_current(const struct repl *repl);

/* repl_answer.c: an expression or condition, for the current company or over the list. */
bool repl_answer(struct repl *repl, const struct node *node, struct fault *fault);
bool repl_who(struct repl *, const struct request *, struct fault *);
bool repl_totals(struct repl *, const struct request *, struct fault *);
/* The table of a run with the version of now. */
bool repl_print_totals(struct repl *repl, const char *only, struct fault *fault);
bool repl_group(struct repl *, const struct request *, struct fault *);

/* repl_measure.c: a measure over the list, and values of parameters */
bool repl_who_gets(struct repl *, const struct request *, struct fault *);
bool repl_near(struct repl *, const struct request *, struct fault *);
bool repl_set_parameter(struct repl *, const struct request *, struct fault *);

/* repl_solve.c: 求解 and 敏感度 */
bool repl_solve(struct repl *, const struct request *, struct fault *);
bool repl_sensitivity(struct repl *, const struct request *, struct fault *);

/* repl_help.c */
bool repl_help(struct repl *, const struct request *, struct fault *);
bool repl_measures(struct repl *, const struct request *, struct fault *);

/* The measure that a request names, or the one with the id or name that is its text; a finding when there is none. NULL, and
 * true, when it names nothing. */
bool repl_measure_called(const struct repl *repl, struct slice name);
bool repl_measure(struct repl *repl, const struct request *request, const struct measure **measure, struct fault *fault);

#endif

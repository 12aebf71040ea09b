/* Repl: the prompt. What its commands share. */
#ifndef CLI_REPL_H
#define CLI_REPL_H

#include "session/entity_query.h"
#include "cli/options.h"
#include "policy/prompt_state.h"
#include "write/terminal.h"

/* The company that is asked about. */
struct current {
  struct memory_list *one;                /* a list of one row: a copy; NULL: nobody */
  struct match match;                     /* `row` counts when it stands in the list */
  bool invented;                          /* made at the prompt */
  const struct request_setting *settings; /* of one made at the prompt: to be made again after a reload */
  size_t setting_count;
};

struct repl {
  struct arena arena; /* of the whole conversation */
  struct options options;
  struct workspace workspace;
  struct version *version;
  struct prompt_state *prompt;
  struct entity_query query;
  bool asked;      /* the query is open */
  size_t measures; /* of the model when the plan was made: more were declared since, or not */
  struct current current;
  struct texts kept; /* lines that left names, to be run again after a reload */
  struct terminal terminal;
  struct buffer out; /* the answer under way */
  int status;        /* of the worst answer */
  bool leaving;
};

struct repl_command {
  struct prompt_word word;
  const char *usage;
  const char *help[2]; /* by language */
  bool (*run)(struct repl *repl, const struct request *request, struct fault *fault);
};

extern const struct repl_command repl_commands[];
extern const size_t repl_command_count;

/* The prompt's words, made of the commands. */
const struct prompt_word *repl_words(struct arena *arena, size_t *count);

/* repl_version.c: loads the scripts for the options' as-of date (again); false when they are wrong, and nothing has changed then.
 */
bool repl_load(struct repl *repl, struct fault *fault);
/* Everything is ready for asking about one company. */
bool repl_ready(struct repl *repl, struct fault *fault);
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
/* Takes the current company over into a version that was loaded anew. */
void repl_keep_current(struct repl *repl);
void repl_forget_current(struct repl *repl);

/* repl_answer.c: an expression or condition, for the current company or over the list. */
bool repl_answer(struct repl *repl, const struct node *node, struct fault *fault);
bool repl_who(struct repl *, const struct request *, struct fault *);
bool repl_totals(struct repl *, const struct request *, struct fault *);
/* The table of a run over the list, which is bound to the version's model. */
bool repl_print_totals(struct repl *repl, struct version *version, struct fault *fault);
bool repl_group(struct repl *, const struct request *, struct fault *);

/* repl_help.c */
bool repl_help(struct repl *, const struct request *, struct fault *);
bool repl_measures(struct repl *, const struct request *, struct fault *);

/* The measure that a request names, or the one with the id or name that is its text; a finding when there is none. NULL, and
 * true, when it names nothing. */
bool repl_measure(struct repl *repl, const struct request *request, const struct measure **measure, struct fault *fault);
/* `text` for the reader's language */
const char *repl_string(const struct repl *repl, const char *chinese, const char *english);

#endif

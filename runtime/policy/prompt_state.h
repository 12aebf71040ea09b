/* Prompt state: the state of a load kept open, so that lines typed at a prompt can use its words and names.
 *
 * A line is an expression, whose values are handed back, or statements. Top-level locals of the scripts and of earlier lines
 * stay: they are kept in an environment of the prompt. Words of the prompt (谁, 如果, …) do nothing themselves: calling one
 * makes a request, which the caller carries out when the line has run; so no Lua is needed outside this room. A line that fails
 * changes nothing and ends nothing. */
#ifndef POLICY_PROMPT_STATE_H
#define POLICY_PROMPT_STATE_H

#include <signal.h>

#include "policy/load.h"

/* What a word of the prompt is given. */
enum argument_kind {
  TAKES_TEXT,       /* nothing, a text, or a measure */
  TAKES_CONDITIONS, /* { condition, … }, or a text or a measure */
  TAKES_SETTINGS,   /* { key = value, … } */
  TAKES_GROUPING    /* (field), then { condition, … } or a figure */
};

struct prompt_word {
  const char *chinese, *english;
  enum argument_kind takes;
};

/* key = value, as a cell of a list would have it. */
struct request_setting {
  const char *key, *text;
  struct source_place site;
};

struct request {
  size_t word; /* position among the prompt's words */
  const char *text;
  const struct measure *measure;
  const struct node *condition; /* all that were given; NULL: none */
  const struct node *value;     /* TAKES_GROUPING: by what, */
  const struct node *figure;    /* and what of each group; NULL: how many */
  struct request_setting *settings;
  size_t setting_count, setting_capacity;
};

enum answer_kind { GIVEN_NODE, GIVEN_MEASURE, GIVEN_TEXT, GIVEN_REQUEST };

struct prompt_result {
  enum answer_kind kind;
  const struct node *node;
  const struct measure *measure;
  const char *text;
  struct request *request;
};

/* What a line gave: requests in the order of the calls, then its values. */
struct prompt_results {
  struct prompt_result *items;
  size_t count, capacity;
};

struct prompt_state;

/* A prompt for model_load (struct load_options); `words` are borrowed. While *stop is not 0 a running line ends. */
struct prompt_state *prompt_state_new(struct arena *arena, const struct prompt_word *words, size_t count,
                                      const volatile sig_atomic_t *stop);
void prompt_state_close(struct prompt_state *prompt);

/* Runs a line. False with findings (at `prompt_path`, line and column of the text as typed); or with *incomplete and without any
 * findings when further lines must follow. */
bool prompt_run(struct prompt_state *prompt, struct slice text, struct faults *faults, struct prompt_results *results,
                bool *incomplete);
extern const char prompt_path[];

/* Names that scripts and lines have left, for completion. */
size_t prompt_names(const struct prompt_state *prompt, const char *const **names);
/* Does the line keep a name? Then it has to run again after a reload. */
bool prompt_keeps(struct slice text);

#endif

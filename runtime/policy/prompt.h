/* Prompt: the words that a prompt adds to the language, and what comes back from a line. Private to policy/. */
#ifndef POLICY_PROMPT_H
#define POLICY_PROMPT_H

#include "policy/args.h"
#include "policy/prompt_state.h"

struct prompt_state {
  struct arena *arena;
  struct loader *loader;
  const struct prompt_word *words;
  size_t word_count;
  const volatile sig_atomic_t *stop;
  const char **names;
  size_t name_count, name_capacity;
  struct prompt_results *results; /* of the line that runs */
  bool entering;                  /* the next chunk gets the prompt's environment */
};

/* Sets a word's function in the table at `index`, by both names. */
void prompt_word_set(lua_State *L, int index, size_t word);
/* A request is called: 分组(技术领域) { … } */
int prompt_more(lua_State *L);
/* Takes the values of a line from the stack. */
void prompt_values(struct prompt_state *prompt, int first, int last);

/* prompt.c, for load.c and environment.c: opens the prompt in a new state; hands out its environment once; the calls that keep
 * the locals of a text. */
bool prompt_begin(struct loader *loader, struct prompt_state *prompt);
bool prompt_enter(lua_State *L);
void prompt_keep_calls(struct slice text, struct buffer *calls);

/* load.c: findings behind the end of a text to which such calls were added are dropped. */
void drop_behind(struct faults *faults, size_t from, const char *path, struct slice text);

#endif

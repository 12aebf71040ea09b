/* The table of words: every name, key and member that scripts may use beside fields and tables, from words.def and the kinds of
 * measures. What declares, what reads { }, help, the prompt, the stubs for editors and the reference know words from here. */
#ifndef POLICY_WORDS_H
#define POLICY_WORDS_H

#include <lua.h>

#include "base/fault.h"

enum word_group {
  WORD_DECLARATION,
  WORD_UNIT,
  WORD_TIME,
  WORD_CONDITION,
  WORD_NUMBER,
  WORD_RELATED, /* up to here: names, which scripts write anywhere */
  WORD_COMPARISON,
  WORD_KEY,
  WORD_MEMBER, /* of 名单 */
  WORD_LIBRARY,
  WORD_VALUE, /* in quotes, behind a key */
  WORD_TERM,  /* no word of scripts: what results and lists speak of */
  WORD_GROUPS
};

struct word {
  enum word_group group;
  const char *of;                /* of a key: whose { } it stands in, NULL for measures; of a member of the library: its module;
                                  * of a value: its key */
  const char *chinese, *english; /* `english` is NULL for members of the library */
  lua_CFunction call;            /* NULL: a constant or a table that environment.c supplies, else a mark */
  const char *usage;             /* "" of a term */
  const char *help[2];           /* by language */
  int arguments;                 /* the most that a call takes, or ANY_ARGUMENTS */
};

enum { ANY_ARGUMENTS = -1 };

/* Names first: words[0] to words[word_names - 1]. */
extern const struct word words[];
extern const size_t word_names, word_count;

/* The name, or NULL. */
const struct word *word_find(const char *name);
/* The next row that `name` may mean behind `after` (NULL: the first), or NULL: 条件 is a key of several words, and 有效于 and
 * 高企 mean 高企.有效于. */
const struct word *word_next(const char *name, const struct word *after);
/* Is it a key of something? */
bool word_is_key(const char *name);
/* `名次 / rank`, `至多 / at_most（总限）`, `高企.有效于（引用 "hnte"）` */
void format_word_head(struct buffer *out, const struct word *word, enum language language);
const char *word_group_name(enum word_group group, enum language language);

#endif

/* Built-in words: every name that scripts may use beside fields and tables, one row each. Help, editor metadata and documentation
 * are printed from these rows. */
#ifndef POLICY_BUILTINS_H
#define POLICY_BUILTINS_H

#include <lua.h>

#include "base/fault.h"

enum word_group {
  WORD_DECLARATION,
  WORD_UNIT,
  WORD_TIME,
  WORD_CONDITION,
  WORD_NUMBER,
  WORD_RELATED,
  WORD_LUA,
  WORD_ASKED,
  WORD_ENTRY
};

struct word {
  enum word_group group;
  const char *chinese, *english;
  lua_CFunction call; /* NULL: a constant or a table that environment.c supplies, else a mark */
  const char *usage;
  const char *help[2]; /* by language */
  int arguments;       /* the most that a call takes, or ANY_ARGUMENTS */
};

enum { ANY_ARGUMENTS = -1 };

extern const struct word words[];
extern const size_t word_count;

const struct word *word_find(const char *name);

/* entries.c: what is written inside { }: what fields are asked, and the entries of measures. No names of scripts, only of
 * entries. */
extern const struct word word_entries[];
extern const size_t word_entry_count;
const struct word *word_entry_find(const char *name);

#endif

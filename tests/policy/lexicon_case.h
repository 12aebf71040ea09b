/* What the tests of the rewriter share: sources with marks, and a script rewritten with its findings. */
#ifndef TESTS_LEXICON_CASE_H
#define TESTS_LEXICON_CASE_H

#include <criterion/criterion.h>
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "policy/words.h"
#include "syntax/rewrite.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Cases mark places in the source with this sign; it is taken out before the source is used. */
#define MARK "¦"
enum { MARKS = 12 };

struct marked {
  char source[4096];
  struct source_place places[MARKS];
  int count;
};

static inline struct marked unmark(const char *text)
{
  struct marked marked = { .count = 0 };
  struct source_place site = { 1, 1 };
  size_t used = 0;
  while (*text) {
    if (strncmp(text, MARK, strlen(MARK)) == 0) {
      marked.places[marked.count++] = site;
      text += strlen(MARK);
      continue;
    }
    if (((unsigned char)*text & 0xC0) != 0x80) site.column++;
    if (*text == '\n') site = (struct source_place){ site.line + 1, 1 };
    marked.source[used++] = *text++;
  }
  return marked;
}

struct fixture {
  struct arena arena;
  struct script script;
  struct faults faults;
  bool good;
};

static inline void rewrite(struct fixture *fixture, struct slice source)
{
  *fixture = (struct fixture){ .good = false };
  fixture->good =
      rewrite_script(&fixture->arena, "t.lua", source, &(struct rewrite_options){ LANGUAGE_CHINESE, word_is_key, false },
                     &fixture->script, &fixture->faults);
}

static inline const char *format_faults(struct fixture *fixture)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < fixture->faults.count; i++) {
    format_fault(&out, LANGUAGE_CHINESE, &fixture->faults.items[i]);
    buffer_char(&out, '\n');
  }
  const char *said = arena_copy(&fixture->arena, out.at ? out.at : "", out.length);
  buffer_free(&out);
  return said;
}

/* The message that Lua left on top of the stack, and the line of the rewritten code that it begins with. */
static inline const char *error_message(lua_State *L, struct arena *arena, int *line)
{
  const char *message = lua_tostring(L, -1);
  *line = strncmp(message, "t:", 2) == 0 ? atoi(message + 2) : 0;
  const char *end = strchr(message, ' ');
  return rewrite_restore(arena, *line && end ? end + 1 : message);
}

#endif

/* Help about one name, and lists of names by topic: commands, options, words of the language, what keys take, terms of results,
 * examples of clauses, columns and tables, documents and result files, codes of messages. For `huiqi help` and the prompt, from
 * the tables that the program works by. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/fault.h"

/* Appends all that the name means, but for commands; false when it means nothing. */
bool help_about(struct arena *arena, struct buffer *out, enum language language, const char *name);
/* Appends the names whose lines have this text in them; false when none has. */
bool help_mentions(struct arena *arena, struct buffer *out, enum language language, const char *text);
/* Offers all names, for "did you mean". */
void help_nearest(struct arena *arena, struct nearest *nearest);
/* How clauses are written, a line an example, and the topics there are. */
void format_help_topics(struct arena *arena, struct buffer *out, enum language language);
/* The example of scripts/examples, whole; false when there is none. */
bool help_pattern_text(const char *name, struct slice *text);
/* The reference of all words as a page in Markdown (scripts/词汇.md). */
void help_reference(struct buffer *out, enum language language);

/* A name and its line, of a topic. */
struct help_entry {
  const char *name, *other, *line; /* `other`: in the other language, or NULL */
};
struct help_walk {
  struct arena *arena;
  enum language language;
  void (*take)(void *context, const struct help_entry *entry);
  void *context;
};
/* Every name there is help about. */
void help_each(const struct help_walk *walk);

#endif

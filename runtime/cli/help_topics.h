/* Topics: names that belong together. help.c and the prompt's completion see them through help.h. */
#ifndef CLI_HELP_TOPICS_H
#define CLI_HELP_TOPICS_H

#include "cli/clause_patterns.h"
#include "cli/help.h"
#include "model/model.h"
#include "policy/words.h"

struct topic {
  enum message name;  /* one word, as it is asked for */
  enum message title; /* above its list */
  void (*each)(const struct topic *topic, const struct help_walk *walk);
  enum word_group group; /* WORD_GROUPS: none */
};

extern const struct topic help_topics[];
extern const size_t help_topic_count;

/* NULL where none has this name. */
const struct topic *help_topic_find(const char *name);
/* `  name   line` for each of the topic. */
void format_topic(struct arena *arena, struct buffer *out, enum language language, const struct topic *topic);
/* `  name   line`, padded to `width` columns. */
void format_topic_line(struct buffer *out, const char *name, size_t width, const char *line);

#endif

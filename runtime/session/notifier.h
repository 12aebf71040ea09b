/* Notifier: what a reader should know, said while lists and scripts are read. It is handed on as a message with its arguments;
 * the client shows it, on standard error or in a window. */
#ifndef SESSION_NOTIFIER_H
#define SESSION_NOTIFIER_H

#include "base/fault.h"

struct texts {
  const char **items;
  size_t count, capacity;
};

struct notifier {
  struct arena *arena;
  enum language language;
  void (*show)(void *context, enum language language, enum message message, const char *a, const char *b, const char *c);
  void *context;
  struct texts said; /* each thing once */
};

/* Arguments that a message does not have are NULL. */
void notifier_show(struct notifier *notifier, enum message message, const char *a, const char *b, const char *c);
/* Each thing once: a list that a budget has read twice is reported of once. The `on_notice` of list_reader_options, with the
 * notifier as its context. */
void notify(void *context, enum message message, const char *path, const char *a, const char *b);

#endif

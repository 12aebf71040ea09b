/* Notices on their way to the client. */
#include "session/notifier.h"

#include <string.h>

void notifier_show(const struct notifier *notifier, enum message message, const char *a, const char *b, const char *c)
{
  notifier->show(notifier->context, notifier->language, message, a, b, c);
}

/* What was kept from standard input has a name that says nothing. */
void notify(void *context, enum message message, const char *path, const char *a, const char *b)
{
  struct notifier *notifier = context;
  struct texts *all = &notifier->said;
  struct buffer said = { 0 };
  bool known = false;
  if (strncmp(path, "/proc/self/fd/", 14) == 0) path = "-";
  message_text(&said, notifier->language, message, path, a, b, NULL);
  buffer_char(&said, 0);
  for (size_t i = 0; i < all->count; i++) known |= strcmp(all->items[i], said.at) == 0;
  if (!known) {
    all->items = arena_grow(notifier->arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = arena_string(notifier->arena, said.at);
    notifier_show(notifier, message, path, a, b);
  }
  buffer_free(&said);
}

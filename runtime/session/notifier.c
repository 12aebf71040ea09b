/* Notices on their way to the client. */
#include "session/notifier.h"

#include <string.h>

#include "base/file.h"

static bool keep(struct notifier *notifier, enum message message, const char *a, const char *b, const char *c)
{
  struct texts *all = &notifier->said;
  struct buffer said = { 0 };
  bool known = false;
  message_text(&said, notifier->language, message, a, b, c, NULL);
  buffer_char(&said, 0);
  for (size_t i = 0; i < all->count; i++) known |= strcmp(all->items[i], said.at) == 0;
  if (!known) {
    all->items = arena_grow(notifier->arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = arena_string(notifier->arena, said.at);
  }
  buffer_free(&said);
  return !known;
}

void notifier_show(struct notifier *notifier, enum message message, const char *a, const char *b, const char *c)
{
  keep(notifier, message, a, b, c);
  notifier->show(notifier->context, notifier->language, message, a, b, c);
}

/* What was kept from standard input has a name that says nothing. */
void notify(void *context, enum message message, const char *path, const char *a, const char *b)
{
  struct notifier *notifier = context;
  if (file_path_unnamed(path)) path = "-";
  if (keep(notifier, message, path, a, b)) notifier->show(notifier->context, notifier->language, message, path, a, b);
}

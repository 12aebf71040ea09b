/* Text template: a text with `{{名称}}` where a value goes, and `{{#清单}}` … `{{/清单}}` around what is repeated for each item
 * of a list (and left out for a list of none). The notation is that of Mustache, which mail-merge tools share.
 *
 * The text around is markup (HTML, a Word document's XML) and is copied as it is; values are text and are escaped. A name is
 * looked for in the item, then in what is around it. */
#ifndef WRITE_TEXT_TEMPLATE_H
#define WRITE_TEXT_TEMPLATE_H

#include "base/fault.h"

struct template_value {
  const char *name;
  struct slice text;
};

struct template_list;

struct template_scope {
  const struct template_value *values;
  size_t value_count;
  const struct template_list *lists;
  size_t list_count;
};

struct template_list {
  const char *name;
  const struct template_scope *items;
  size_t count;
};

struct text_template;

/* `values` and `lists`: the names that there are, each array closed by NULL. NULL, with a fault that names the place holder, when
 * one is unknown, or a list is not closed. The template points into `text`. */
const struct text_template *text_template_read(struct arena *arena, struct slice text, const char *const *values,
                                               const char *const *lists, struct fault *fault);
/* A value that no scope has is left out. */
void text_template_fill(struct buffer *out, const struct text_template *template, const struct template_scope *scope);
/* Text as markup has it: `&amp;`; what XML cannot hold at all is U+FFFD. */
void markup_escape(struct buffer *out, struct slice text);

#endif

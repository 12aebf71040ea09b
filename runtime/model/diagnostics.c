/* Findings about expressions and declarations: kept once each, and bounded. */
#include <string.h>

#include "model/node.h"

enum { FAULTS_MAX = 100, FAULTS_ALIKE = 10, SAID_BYTES = 160 };

static const struct node error_node = { .op = NODE_ERROR, .type = TYPE_ERROR };

void builder_init(struct builder *builder, struct arena *arena, struct faults *faults, enum language language)
{
  *builder = (struct builder){ .arena = arena, .faults = faults, .language = language, .error = &error_node };
}

/* One line to add is missing, however often its name is used. */
static bool is_one_cause(const struct fault *fault)
{
  return fault->message == MSG_MODULE_NOT_FETCHED || (fault->message == MSG_UNKNOWN_NAME && fault->argument_count > 2);
}

static bool fault_equal(const struct fault *a, const struct fault *b)
{
  bool here = (a->line == b->line && a->column == b->column) || is_one_cause(a);
  if (a->message != b->message || !here || a->file != b->file) return false;
  size_t used = a->argument_count ? a->argument_end[a->argument_count - 1] : 0;
  return a->argument_count == b->argument_count && memcmp(a->argument_end, b->argument_end, sizeof a->argument_end) == 0 &&
         memcmp(a->text, b->text, used) == 0;
}

/* A loop makes the same mistake many times. */
static void fault_keep(struct builder *builder, const struct fault *fault)
{
  struct faults *faults = builder->faults;
  int alike = 0;
  for (size_t i = 0; i < faults->count; i++) {
    const struct fault *kept = &faults->items[i];
    if (fault_equal(kept, fault)) return;
    alike += kept->message == fault->message && kept->line == fault->line && kept->column == fault->column &&
             kept->file == fault->file;
  }
  if (faults->count < FAULTS_MAX && alike < FAULTS_ALIKE) *faults_add(builder->arena, faults) = *fault;
}

const struct node *builder_error(struct builder *builder, enum message message, ...)
{
  va_list list;
  struct fault fault;
  va_start(list, message);
  fault_set_list(&fault, FAULT_SCRIPT, message, list);
  va_end(list);
  fault_at(&fault, builder->path, builder->site.line, builder->site.column);
  fault_keep(builder, &fault);
  builder->refusals++;
  return builder->error;
}

const char *builder_string(struct builder *builder, const struct node *node)
{
  struct buffer text = { 0 };
  format_node(&text, builder->language, node);
  struct slice shown = buffer_view(&text);
  if (shown.length > SAID_BYTES) shown.length = utf8_valid_prefix((struct slice){ shown.at, SAID_BYTES });
  const char *copy =
      arena_printf(builder->arena, "%.*s%s", (int)shown.length, shown.at ? shown.at : "", shown.length < text.length ? "…" : "");
  buffer_free(&text);
  return copy;
}

void builder_advise(struct builder *builder, enum message message, ...)
{
  va_list list;
  struct fault fault;
  va_start(list, message);
  fault_set_list(&fault, FAULT_NONE, message, list);
  va_end(list);
  fault_at(&fault, builder->path, builder->site.line, builder->site.column);
  fault_keep(builder, &fault);
}

void builder_warn(struct builder *builder, enum message message, const struct node *node)
{
  builder_advise(builder, message, builder_string(builder, node), NULL);
}

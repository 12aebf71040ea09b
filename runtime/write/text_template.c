/* Templates: read once into pieces, filled for each letter. */
#include "write/text_template.h"

struct piece {
  enum { PIECE_TEXT, PIECE_VALUE, PIECE_LIST } kind;
  struct slice text; /* of a value or list: its name */
  const struct text_template *inner;
};

struct text_template {
  struct piece *pieces;
  size_t count, capacity;
};

struct reading {
  struct arena *arena;
  struct slice rest;
  const char *const *values, *const *lists;
  struct fault *fault;
};

static bool find(struct slice text, const char *part, size_t *at)
{
  const char *found = memmem(text.at, text.length, part, strlen(part));
  if (found) *at = (size_t)(found - text.at);
  return found != NULL;
}

static struct slice skip(struct slice text, size_t bytes)
{
  return (struct slice){ text.at + bytes, text.length - bytes };
}

static void add(const struct reading *reading, struct text_template *template, struct piece piece)
{
  if (piece.kind == PIECE_TEXT && !piece.text.length) return;
  template->pieces = arena_grow(reading->arena, template->pieces, template->count, &template->capacity, sizeof piece);
  template->pieces[template->count++] = piece;
}

static bool is_known(const struct reading *reading, const char *const *names, struct slice name)
{
  const char *wanted = slice_copy(reading->arena, name).at;
  struct nearest nearest = { .wanted = name, .distance = SIZE_MAX };
  for (size_t i = 0; names[i]; i++) {
    if (slice_is(name, names[i])) return true;
    nearest_offer(&nearest, names[i]);
  }
  return fault_set(reading->fault, FAULT_USAGE, MSG_TEMPLATE_UNKNOWN, wanted, nearest.best ? nearest.best : "", NULL);
}

/* Up to the end of the list `name`, or of the text where it is empty. NULL after a fault. */
static const struct text_template *read_pieces(struct reading *reading, struct slice name)
{
  struct text_template *template = arena_alloc(reading->arena, sizeof *template);
  const char *wanted = slice_copy(reading->arena, name).at;
  for (size_t open, close; find(reading->rest, "{{", &open);) {
    add(reading, template, (struct piece){ .text = { reading->rest.at, open } });
    reading->rest = skip(reading->rest, open + 2);
    if (!find(reading->rest, "}}", &close)) return fault_set(reading->fault, FAULT_USAGE, MSG_TEMPLATE_BRACES, NULL), NULL;
    struct slice inside = slice_trim((struct slice){ reading->rest.at, close });
    reading->rest = skip(reading->rest, close + 2);
    bool begins = slice_starts(inside, "#"), ends = slice_starts(inside, "/");
    struct slice named = begins || ends ? slice_trim(skip(inside, 1)) : inside;
    if (ends && name.length && slice_equal(named, name)) return template;
    if (ends)
      return fault_set(reading->fault, FAULT_USAGE, name.length ? MSG_TEMPLATE_CROSSES : MSG_TEMPLATE_CLOSES,
                       slice_copy(reading->arena, named).at, wanted, NULL),
             NULL;
    if (!is_known(reading, begins ? reading->lists : reading->values, named)) return NULL;
    struct piece piece = { begins ? PIECE_LIST : PIECE_VALUE, named, NULL };
    if (begins && !(piece.inner = read_pieces(reading, named))) return NULL;
    add(reading, template, piece);
  }
  if (name.length) return fault_set(reading->fault, FAULT_USAGE, MSG_TEMPLATE_OPEN, wanted, NULL), NULL;
  add(reading, template, (struct piece){ .text = reading->rest });
  return template;
}

const struct text_template *text_template_read(struct arena *arena, struct slice text, const char *const *values,
                                               const char *const *lists, struct fault *fault)
{
  struct reading reading = { arena, text, values, lists, fault };
  return read_pieces(&reading, SLICE(""));
}

/* Filling */

struct frame {
  const struct template_scope *scope;
  const struct frame *outer;
};

static struct slice value_of(const struct frame *frame, struct slice name)
{
  for (; frame; frame = frame->outer)
    for (size_t i = 0; i < frame->scope->value_count; i++)
      if (slice_is(name, frame->scope->values[i].name)) return frame->scope->values[i].text;
  return SLICE("");
}

static const struct template_list *list_of(const struct frame *frame, struct slice name)
{
  for (; frame; frame = frame->outer)
    for (size_t i = 0; i < frame->scope->list_count; i++)
      if (slice_is(name, frame->scope->lists[i].name)) return &frame->scope->lists[i];
  return NULL;
}

static void fill(struct buffer *out, const struct text_template *template, const struct frame *frame)
{
  for (size_t i = 0; i < template->count; i++) {
    const struct piece *piece = &template->pieces[i];
    const struct template_list *list = piece->kind == PIECE_LIST ? list_of(frame, piece->text) : NULL;
    if (piece->kind == PIECE_TEXT) buffer_slice(out, piece->text);
    if (piece->kind == PIECE_VALUE) markup_escape(out, value_of(frame, piece->text));
    for (size_t k = 0; list && k < list->count; k++) fill(out, piece->inner, &(struct frame){ &list->items[k], frame });
  }
}

void text_template_fill(struct buffer *out, const struct text_template *template, const struct template_scope *scope)
{
  fill(out, template, &(struct frame){ scope, NULL });
}

void markup_escape(struct buffer *out, struct slice text)
{
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.at[i];
    bool none =
        text.length - i >= 3 && c == 0xEF && (unsigned char)text.at[i + 1] == 0xBF && (unsigned char)text.at[i + 2] >= 0xBE;
    if (c == '&') buffer_text(out, "&amp;");
    else if (c == '<') buffer_text(out, "&lt;");
    else if (c == '>') buffer_text(out, "&gt;");
    else if (c == '"') buffer_text(out, "&quot;");
    else if (none || (c < ' ' && c != '\t' && c != '\n')) buffer_text(out, "\uFFFD"), i += none ? 2 : 0;
    else buffer_char(out, (char)c);
  }
}

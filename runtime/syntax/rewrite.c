/* Writes a script's tokens out as Lua, one a line, with a map from those lines to places in the source. */
#include "syntax/rewrite.h"

#include <stdlib.h>
#include <string.h>

#include "decode/unicode.h"
#include "syntax/statement.h"

struct writer {
  struct token_stream *reading;
  struct script *script;
  struct buffer code;
  size_t closing; /* the next to be written */
};

static void place_add(struct writer *writer, struct source_place site)
{
  struct script *script = writer->script;
  script->places =
      arena_grow(writer->reading->arena, script->places, script->place_count, &script->place_capacity, sizeof *script->places);
  script->places[script->place_count++] = site;
}

static void line_begin(struct writer *writer, struct source_place site)
{
  if (writer->code.length) buffer_char(&writer->code, '\n');
  place_add(writer, site);
}

static void write_hex(struct buffer *out, struct slice name)
{
  buffer_text(out, "_u_");
  for (size_t i = 0; i < name.length; i++) {
    unsigned char byte = (unsigned char)name.at[i];
    buffer_bytes(out, (const char[]){ "0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15] }, 2);
  }
}

static void write_name(struct buffer *out, const struct token *token)
{
  bool string = token->foreign && token->role != ROLE_PLAIN;
  if (token->role == ROLE_MEMBER && !string) buffer_char(out, '.');
  if (string) buffer_text(out, "[\"");
  if (string || !token->foreign) buffer_slice(out, token->text);
  else write_hex(out, token->text);
  if (string) buffer_text(out, "\"]");
}

/* A string as it stands. Lines inside it count for Lua, and stand for where it begins. */
static void write_string(struct writer *writer, const struct token *token)
{
  struct slice text = token->text;
  buffer_slice(&writer->code, text);
  for (size_t i = 0; i < text.length; i++) {
    char c = text.at[i], next = i + 1 < text.length ? text.at[i + 1] : 0;
    if (c != '\n' && c != '\r') continue;
    if ((next == '\n' || next == '\r') && next != c) i++;
    place_add(writer, token->place);
  }
}

/* What was reported is written as what was meant, if that is plain: `“甲”` as "甲"; of `10万元` only a value that is silent. */
static void write_reported(struct buffer *out, const struct token *token)
{
  struct slice text = token->text;
  size_t first = text.length ? utf8_length((unsigned char)text.at[0]) : 0, last = 1;
  while (last < text.length && ((unsigned char)text.at[text.length - last] & 0xC0) == 0x80) last++;
  struct slice inner = { text.at + first, text.length > first + last ? text.length - first - last : 0 };
  bool plain =
      !memchr(text.at, '\\', text.length) && !memchr(inner.at, '"', inner.length) && !memchr(inner.at, '\n', inner.length);
  if (token->kind == TOKEN_NUMBER) buffer_text(out, "_X");
  else buffer_printf(out, "\"%.*s\"", plain ? (int)inner.length : 0, inner.at);
}

static void write_text(struct writer *writer, const struct token *token)
{
  struct buffer *out = &writer->code;
  bool argument = token->role == ROLE_ARGUMENT;
  if (token->reported && (token->kind == TOKEN_STRING || token->kind == TOKEN_NUMBER)) {
    write_reported(out, token);
    return;
  }
  if (token->role == ROLE_EQUALITY) {
    buffer_char(out, ',');
    return;
  }
  switch (token->kind) {
  case TOKEN_NAME: write_name(out, token); break;
  case TOKEN_STRING: write_string(writer, token); break;
  case TOKEN_BRACE_OPEN:
    if (token->deferred) buffer_text(out, "function() return ");
    buffer_printf(out, argument ? "(_T(%zu,{" : "_T(%zu,{", token->table);
    break;
  case TOKEN_BRACE_CLOSE:
    buffer_text(out, argument ? "}))" : "})");
    if (token->deferred) buffer_text(out, " end");
    break;
  case TOKEN_PAREN_OPEN: buffer_text(out, token->role == ROLE_ASSIGNED ? "= (function(" : "("); break;
  case TOKEN_END: break;
  default: buffer_slice(out, token->text);
  }
}

static void write_prefixes(struct writer *writer, const struct token *token)
{
  bool moved = false;
  for (const struct prefix *prefix = token->prefix; prefix; prefix = prefix->inner) {
    static const char *const texts[] = {
      [PREFIX_PAREN] = "(", [PREFIX_EQUAL] = "_E(", [PREFIX_UNEQUAL] = "not _E(", [PREFIX_TRUTH] = "_C(", [PREFIX_OR] = "_O("
    };
    bool equality = prefix->kind == PREFIX_EQUAL || prefix->kind == PREFIX_UNEQUAL;
    if (equality) line_begin(writer, prefix->site);
    buffer_text(&writer->code, texts[prefix->kind]);
    moved |= equality;
  }
  if (moved) line_begin(writer, token->place);
}

static void write_token(struct writer *writer, size_t index)
{
  const struct token *token = &writer->reading->tokens[index];
  const struct token_stream *reading = writer->reading;
  if (token->layout == LAYOUT_HIDDEN) return;
  if (token->comma) buffer_char(&writer->code, ',');
  if (token->layout == LAYOUT_OWN_LINE || !writer->code.length) line_begin(writer, token->place);
  else if (token->kind == TOKEN_ASSIGN || token->role == ROLE_ASSIGNED) buffer_char(&writer->code, ' ');
  if (token->condition) buffer_text(&writer->code, "_C(");
  write_prefixes(writer, token);
  write_text(writer, token);
  for (; writer->closing < reading->closing_count && reading->closings[writer->closing].after <= index; writer->closing++) {
    struct source_place site = reading->closings[writer->closing].site;
    if (site.line) line_begin(writer, site);
    buffer_char(&writer->code, ')');
  }
}

static void write_code(struct token_stream *reading, struct script *script)
{
  struct writer writer = { .reading = reading, .script = script };
  for (size_t i = 0; i < reading->count; i++) write_token(&writer, i);
  script->code = slice_copy(reading->arena, buffer_view(&writer.code));
  buffer_free(&writer.code);
}

static int compare_faults(const void *left, const void *right)
{
  const struct fault *const *a = left, *const *b = right;
  if ((*a)->line != (*b)->line) return (*a)->line < (*b)->line ? -1 : 1;
  if ((*a)->column != (*b)->column) return (*a)->column < (*b)->column ? -1 : 1;
  return *a < *b ? -1 : *a > *b;
}

/* Tokens are looked at before structure; the reader of the findings goes through the script once. */
static void sort_faults(struct token_stream *reading)
{
  size_t count = reading->faults->count - reading->first_fault;
  if (count < 2) return;
  struct fault *own = reading->faults->items + reading->first_fault;
  struct fault **order = arena_array(reading->scratch, count, sizeof *order);
  struct fault *sorted = arena_array(reading->scratch, count, sizeof *sorted);
  for (size_t i = 0; i < count; i++) order[i] = &own[i];
  qsort(order, count, sizeof *order, compare_faults);
  for (size_t i = 0; i < count; i++) sorted[i] = *order[i];
  for (size_t i = 0; i < count; i++) own[i] = sorted[i];
}

bool rewrite_script(struct arena *arena, const char *path, struct slice source, const struct rewrite_options *options,
                    struct script *script, struct faults *faults)
{
  struct arena scratch = { 0 };
  *script = (struct script){ .path = path, .source = source };
  struct token_stream reading = { .arena = arena,
                                  .scratch = &scratch,
                                  .script = script,
                                  .language = options->language,
                                  .is_key = options->is_key,
                                  .typed = options->typed,
                                  .faults = faults,
                                  .first_fault = faults->count };
  tokens_read(&reading);
  structure_read(&reading);
  size_t findings = faults->count - reading.first_fault;
  if (!reading.broken) write_code(&reading, script);
  script->incomplete = findings == 1 && reading.more;
  sort_faults(&reading);
  arena_free(&scratch);
  return findings == 0;
}

const char *rewrite_encode(struct arena *arena, const char *name)
{
  struct slice normal = unicode_cell(arena, slice_of(name), NULL);
  if (is_ascii_identifier(normal)) return arena_copy(arena, normal.at, normal.length);
  struct buffer out = { 0 };
  write_hex(&out, normal);
  return buffer_take(arena, &out).at;
}

struct source_place rewrite_site(const struct script *script, int line)
{
  bool inside = line >= 1 && (size_t)line <= script->place_count;
  return inside ? script->places[line - 1] : (struct source_place){ 0, 0 };
}

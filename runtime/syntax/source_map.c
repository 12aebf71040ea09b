/* A script as its reader knows it: names in Lua's messages turned back, and the line of a finding with carets. */
#include <string.h>

#include "decode/unicode.h"
#include "syntax/rewrite.h"

enum { WINDOW = 76 };

static int hex_value(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

static bool is_identifier_byte(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The name that `text` (`_u_` and hex) stands for; `length` receives the bytes read. NULL when it is none of ours. */
static char *decode_name(struct arena *arena, const char *text, size_t *length)
{
  if (strncmp(text, "_u_", 3) != 0) return NULL;
  size_t digits = 0;
  while (hex_value(text[3 + digits]) >= 0) digits++;
  if (!digits || digits % 2 || is_identifier_byte(text[3 + digits])) return NULL;
  char *name = arena_alloc(arena, digits / 2 + 1);
  for (size_t i = 0; i < digits / 2; i++) name[i] = (char)(hex_value(text[3 + 2 * i]) * 16 + hex_value(text[4 + 2 * i]));
  struct slice decoded = { name, digits / 2 };
  if (utf8_valid_prefix(decoded) != decoded.length || memchr(name, 0, digits / 2)) return NULL;
  *length = 3 + digits;
  return name;
}

const char *rewrite_name(struct arena *arena, const char *name)
{
  size_t length;
  const char *decoded = decode_name(arena, name, &length);
  return decoded && !name[length] ? decoded : name;
}

/* What Lua says that only makes sense for the rewritten code. `(to close … at line n)` counts lines of it. */
static const struct {
  const char *said, *meant;
} helpers[] = {
  { " near '_C'", "" },     { " near '_T'", " near '{'" },      { " (global '_C')", "" },
  { " (global '_T')", "" }, { "bad argument #1 to '_C' ", "" }, { "bad argument #2 to '_T' ", "" },
  { " near '_O'", "" },     { " (global '_O')", "" },           { "bad argument #1 to '_O' ", "" },
  { " near '_E'", "" },     { " (global '_E')", "" },           { " near '_X'", "" },
};

static size_t skip_helper(const char *at, struct buffer *out)
{
  for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++) {
    size_t length = strlen(helpers[i].said);
    if (strncmp(at, helpers[i].said, length) != 0) continue;
    buffer_text(out, helpers[i].meant);
    return length;
  }
  const char *line = strncmp(at, " (to close ", 11) == 0 ? strstr(at, " at line ") : NULL;
  const char *end = line ? strchr(line, ')') : NULL;
  return end ? (size_t)(end + 1 - at) : 0;
}

const char *rewrite_restore(struct arena *arena, const char *message)
{
  struct buffer out = { 0 };
  for (const char *at = message; *at;) {
    size_t length = skip_helper(at, &out);
    if (!length) {
      bool begins = at == message || !is_identifier_byte(at[-1]);
      const char *name = begins ? decode_name(arena, at, &length) : NULL;
      if (name) buffer_text(&out, name);
      else buffer_char(&out, *at), length = 1;
    }
    at += length;
  }
  return buffer_take(arena, &out).at;
}

/* Lines end as Lua counts them: a carriage return and a line feed next to each other are one end. */
static bool find_line(struct slice source, int line, struct slice *found)
{
  size_t at = slice_starts(source, "\xEF\xBB\xBF") ? 3 : 0;
  for (int current = 1;; current++) {
    size_t end = at;
    while (end < source.length && source.at[end] != '\n' && source.at[end] != '\r') end++;
    *found = (struct slice){ source.at + at, end - at };
    if (current == line) return true;
    if (end == source.length) return false;
    bool pair = end + 1 < source.length && (source.at[end + 1] == '\n' || source.at[end + 1] == '\r');
    at = end + (pair && source.at[end + 1] != source.at[end] ? 2 : 1);
  }
}

/* One character as it is shown. `width` in columns. */
static size_t shown_character(struct slice text, char escape[static ESCAPE_BYTES], struct slice *shown, size_t *width)
{
  size_t length = visible_character(text, escape, shown);
  if (text.at[0] == '\t') *shown = SLICE(" ");
  *width = display_width(*shown);
  return length;
}

static struct slice skip(struct slice text, size_t bytes)
{
  return (struct slice){ text.at + bytes, text.length - bytes };
}

static size_t sign_length(struct slice text)
{
  static const char *const signs[] = { "==", "~=", "!=", ">=", "<=", "=>", "=<", "<>", "&&", "||", "//", ".." };
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (slice_starts(text, signs[i])) return 2;
  return 0;
}

size_t source_word_length(struct slice text)
{
  int32_t character;
  size_t length = utf8_decode(text, &character), used = length;
  if (character == '"' || character == '\'') {
    const char *end = memchr(text.at + 1, character, text.length - 1);
    return end ? (size_t)(end + 1 - text.at) : length;
  }
  if (sign_length(text)) return sign_length(text);
  if (!is_name_character(character, false)) return length;
  while (length = utf8_decode(skip(text, used), &character), length && is_name_character(character, false)) used += length;
  return used;
}

static size_t shown_width(struct slice text)
{
  size_t total = 0, width;
  struct slice shown;
  char escape[ESCAPE_BYTES];
  for (size_t length; text.length; text = skip(text, length)) {
    length = shown_character(text, escape, &shown, &width);
    total += width;
  }
  return total;
}

static size_t bytes_of_columns(struct slice text, int columns)
{
  size_t bytes = 0;
  int32_t character;
  while (columns-- > 0 && bytes < text.length) bytes += utf8_decode(skip(text, bytes), &character);
  return bytes;
}

size_t source_offset(struct slice source, struct source_place place)
{
  struct slice text;
  if (place.line < 1 || place.column < 1 || !find_line(source, place.line, &text)) return SIZE_MAX;
  return (size_t)(text.at - source.at) + bytes_of_columns(text, place.column - 1);
}

/* The part of a line to be shown, in columns of the terminal. */
struct window {
  size_t begin, end;
};

static struct window choose_window(size_t total, size_t caret, size_t carets)
{
  if (total <= WINDOW) return (struct window){ 0, total };
  size_t shown = carets < WINDOW / 2 ? carets : WINDOW / 2, before = (WINDOW - shown) / 2;
  size_t begin = caret > before ? caret - before : 0;
  if (begin + WINDOW > total) begin = total > WINDOW ? total - WINDOW : 0;
  return (struct window){ begin, begin + WINDOW };
}

/* Writes what lies inside the window; a cut end is marked by three dots. Returns the columns of the first character written. */
static size_t write_window(struct buffer *out, struct slice line, struct window window, size_t total)
{
  enum { DOTS = 3 };
  size_t at = 0, width, first = SIZE_MAX;
  size_t begin = window.begin ? window.begin + DOTS : 0, end = window.end < total ? window.end - DOTS : total;
  struct slice shown;
  char escape[ESCAPE_BYTES];
  if (window.begin) buffer_text(out, "...");
  for (size_t length; line.length; line = skip(line, length), at += width) {
    length = shown_character(line, escape, &shown, &width);
    if (at < begin || at + width > end) continue;
    if (first == SIZE_MAX) first = at;
    buffer_slice(out, shown);
  }
  if (window.end < total) buffer_text(out, "...");
  return window.begin && first != SIZE_MAX ? first - DOTS : 0;
}

/* Bytes from `place` on that are marked: up to `end`, or to the end of the line when that stands on a later one. */
static size_t marked_length(struct slice rest, struct source_place place, struct source_place end)
{
  if (end.line == place.line && end.column > place.column) return bytes_of_columns(rest, end.column - place.column);
  return end.line > place.line ? rest.length : source_word_length(rest);
}

void rewrite_show(struct buffer *out, const struct script *script, struct source_place place, struct source_place end)
{
  struct slice text;
  if (place.line < 1 || place.column < 1 || !find_line(script->source, place.line, &text)) return;
  size_t before = bytes_of_columns(text, place.column - 1);
  struct slice rest = skip(text, before);
  size_t caret = shown_width((struct slice){ text.at, before }), total = shown_width(text);
  size_t carets = rest.length ? shown_width((struct slice){ rest.at, marked_length(rest, place, end) }) : 1;
  struct window window = choose_window(total, caret, carets);
  buffer_printf(out, "%4d | ", place.line);
  size_t offset = write_window(out, text, window, total);
  buffer_text(out, "\n     | ");
  for (size_t i = offset; i < caret; i++) buffer_char(out, ' ');
  size_t room = window.end > caret ? window.end - caret : 1;
  for (size_t i = 0; i == 0 || (i < carets && i < room); i++) buffer_char(out, '^');
  buffer_char(out, '\n');
}

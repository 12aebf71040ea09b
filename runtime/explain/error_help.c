/* Reading the examples of codes. */
#include "explain/error_help.h"

#include <string.h>

#include "policy/load.h"

static bool next_line(struct slice *rest, struct slice *line)
{
  if (!rest->length) return false;
  const char *end = memchr(rest->at, '\n', rest->length);
  line->at = rest->at;
  line->length = end ? (size_t)(end - rest->at) : rest->length;
  size_t used = line->length + (end != NULL);
  rest->at += used;
  rest->length -= used;
  return true;
}

/* `E12 c`: a capital letter and digits, then perhaps a letter for the kind. */
static bool is_heading(struct slice line)
{
  return line.length >= 3 && line.at[0] >= 'A' && line.at[0] <= 'Z' && line.at[1] >= '0' && line.at[1] <= '9';
}

static bool heading_names(struct slice line, struct slice code, enum error_help_kind *kind)
{
  if (!is_heading(line)) return false;
  const char *space = memchr(line.at, ' ', line.length);
  struct slice name = { line.at, space ? (size_t)(space - line.at) : line.length };
  *kind = space && space + 1 < line.at + line.length ? (enum error_help_kind)space[1] : ERROR_HELP_STATEMENT;
  return slice_equal(name, code);
}

static void add_line(struct buffer *out, struct slice line, size_t skip)
{
  buffer_bytes(out, line.at + skip, line.length - skip);
  buffer_char(out, '\n');
}

/* Lines up to the next heading: `- ` before, `+ ` after, others advice. */
static void read_body(struct arena *arena, struct slice rest, struct error_help *lesson)
{
  struct buffer before = { 0 }, after = { 0 }, advice = { 0 };
  for (struct slice line; next_line(&rest, &line) && !is_heading(line);) {
    if (!line.length || line.at[0] == '#') continue;
    bool example = line.length > 1 && line.at[1] == ' ';
    if (example && line.at[0] == '-') add_line(&before, line, 2);
    else if (example && line.at[0] == '+') add_line(&after, line, 2);
    else add_line(&advice, line, 0);
  }
  lesson->before = slice_copy(arena, buffer_view(&before));
  lesson->after = slice_copy(arena, buffer_view(&after));
  lesson->advice = slice_copy(arena, buffer_view(&advice));
  buffer_free(&before);
  buffer_free(&after);
  buffer_free(&advice);
}

bool error_help_find(struct arena *arena, const char *code, struct error_help *lesson)
{
  const struct stdlib_file *file = stdlib_find("lessons.txt");
  struct slice rest = { file->bytes, file->length }, wanted = slice_upper(arena, slice_of(code));
  *lesson = (struct error_help){ 0 };
  for (struct slice line; next_line(&rest, &line);) {
    if (!heading_names(line, wanted, &lesson->kind)) continue;
    read_body(arena, rest, lesson);
    return true;
  }
  return false;
}

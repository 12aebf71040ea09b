/* Lines of two texts, kept, removed or added, and the hunks around what changed. */
#include "write/unified_diff.h"

#include <string.h>

enum { CONTEXT = 3, LOOK_AHEAD = 200 };

struct diff_line {
  char sign; /* ' ', '-' or '+' */
  struct slice text;
};

struct diff {
  struct arena arena;
  struct slice *before, *after;
  size_t before_count, after_count;
  struct diff_line *lines;
  size_t count, capacity;
};

static struct slice *split_lines(struct arena *arena, struct slice text, size_t *count)
{
  struct slice *lines = NULL;
  size_t capacity = 0;
  *count = 0;
  while (text.length) {
    const char *end = memchr(text.at, '\n', text.length);
    size_t length = end ? (size_t)(end - text.at) : text.length, used = length + (end != NULL);
    lines = arena_grow(arena, lines, *count, &capacity, sizeof *lines);
    lines[(*count)++] = (struct slice){ text.at, length };
    text.at += used;
    text.length -= used;
  }
  return lines;
}

static void line_add(struct diff *diff, char sign, struct slice text)
{
  diff->lines = arena_grow(&diff->arena, diff->lines, diff->count, &diff->capacity, sizeof *diff->lines);
  diff->lines[diff->count++] = (struct diff_line){ sign, text };
}

/* How many lines to leave out of each before they agree again: the fewest together. */
static void find_agreement(const struct diff *diff, size_t b, size_t a, size_t *removed, size_t *added)
{
  size_t left = diff->before_count - b, right = diff->after_count - a;
  for (size_t together = 1; together <= LOOK_AHEAD; together++)
    for (size_t k = 0; k <= together; k++) {
      *removed = together - k, *added = k;
      if (*removed >= left || *added >= right) continue;
      if (slice_equal(diff->before[b + *removed], diff->after[a + *added])) return;
    }
  *removed = left, *added = right;
}

static void compare_lines(struct diff *diff)
{
  size_t b = 0, a = 0;
  while (b < diff->before_count || a < diff->after_count) {
    bool both = b < diff->before_count && a < diff->after_count;
    if (both && slice_equal(diff->before[b], diff->after[a])) {
      line_add(diff, ' ', diff->before[b++]), a++;
      continue;
    }
    size_t removed, added;
    find_agreement(diff, b, a, &removed, &added);
    while (removed--) line_add(diff, '-', diff->before[b++]);
    while (added--) line_add(diff, '+', diff->after[a++]);
  }
}

static void format_hunk(struct buffer *out, const struct terminal *terminal, const struct diff *diff, size_t first, size_t end)
{
  size_t before = 1, after = 1, removed = 0, added = 0;
  for (size_t i = 0; i < end; i++) {
    size_t *b = i < first ? &before : &removed, *a = i < first ? &after : &added;
    *b += diff->lines[i].sign != '+';
    *a += diff->lines[i].sign != '-';
  }
  buffer_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", before, removed, after, added);
  for (size_t i = first; i < end; i++) {
    char sign = diff->lines[i].sign;
    enum style style = sign == '-' ? STYLE_BAD : sign == '+' ? STYLE_GOOD : STYLE_PLAIN;
    style_begin(out, terminal, style);
    buffer_char(out, sign);
    buffer_slice(out, diff->lines[i].text);
    style_end(out, terminal, style);
    buffer_char(out, '\n');
  }
}

void format_unified_diff(struct buffer *out, const struct terminal *terminal, const char *path, struct slice before,
                         struct slice after)
{
  struct diff diff = { 0 };
  diff.before = split_lines(&diff.arena, before, &diff.before_count);
  diff.after = split_lines(&diff.arena, after, &diff.after_count);
  compare_lines(&diff);
  bool headed = false;
  for (size_t i = 0; i < diff.count; i++) {
    if (diff.lines[i].sign == ' ') continue;
    size_t first = i > CONTEXT ? i - CONTEXT : 0, last = i;
    for (size_t k = i; k < diff.count && k <= last + 2 * CONTEXT; k++)
      if (diff.lines[k].sign != ' ') last = k;
    if (!headed) buffer_printf(out, "--- %s\n+++ %s\n", path, path);
    headed = true;
    format_hunk(out, terminal, &diff, first, last + 1 + CONTEXT < diff.count ? last + 1 + CONTEXT : diff.count);
    i = last;
  }
  arena_free(&diff.arena);
}

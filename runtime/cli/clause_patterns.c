/* Examples of clauses, put into a policy of one's own. An example is a policy, what it declares of the company list, and its
 * measures, in paragraphs; all but the first go on. */
#include "cli/clause_patterns.h"

#include <stdlib.h>
#include <string.h>

#include "cli/help_topics.h"

const struct clause_pattern clause_patterns[] = {
#define PATTERN(name, saying, english, words) { name, { saying, english }, words },
#include "cli/clause_patterns.def"
#undef PATTERN
};
const size_t clause_pattern_count = sizeof clause_patterns / sizeof *clause_patterns;

const char *clause_pattern_called(const char *text)
{
  char *end;
  long number = strtol(text, &end, 10);
  if (!*end && number >= 1 && number <= (long)clause_pattern_count) return clause_patterns[number - 1].name;
  for (size_t i = 0; i < clause_pattern_count; i++)
    if (strcmp(clause_patterns[i].name, text) == 0) return clause_patterns[i].name;
  return NULL;
}

void clause_patterns_list(struct buffer *out, enum language language)
{
  for (size_t i = 0; i < clause_pattern_count; i++) {
    enum { WIDTH = 18 };
    buffer_printf(out, "  %2zu", i + 1);
    format_topic_line(out, clause_patterns[i].name, WIDTH, clause_patterns[i].saying[language]);
  }
}

/* The text between quotes behind `key = `, from `*at` on, which goes behind it. */
static bool next_quoted(struct slice text, const char *key, size_t *at, struct slice *value)
{
  const char *begin = memmem(text.at + *at, text.length - *at, key, strlen(key));
  if (!begin) return false;
  begin += strlen(key);
  const char *end = memchr(begin, '"', (size_t)(text.at + text.length - begin));
  if (!end) return false;
  *value = (struct slice){ begin, (size_t)(end - begin) };
  *at = (size_t)(end - text.at);
  return true;
}

static struct slice example_of(const char *name)
{
  struct slice text = { "", 0 };
  help_pattern_text(name, &text);
  return text;
}

void new_patterns_clauses(struct buffer *out, const struct texts *patterns)
{
  for (size_t i = 0; i < patterns->count; i++) {
    struct slice text = example_of(patterns->items[i]), clause, last = { "", 0 };
    for (size_t at = 0; next_quoted(text, "条款 = \"", &at, &clause); last = clause)
      if (!slice_equal(clause, last)) buffer_printf(out, ", \"%.*s\"", (int)clause.length, clause.at);
  }
}

/* `编号 = "例3-1"` becomes `编号 = "X25-3-1"`. */
static void format_own_ids(struct buffer *out, struct slice text, const char *id)
{
  static const char example[] = "\"例";
  for (const char *found; (found = memmem(text.at, text.length, example, strlen(example)));) {
    size_t length = (size_t)(found - text.at);
    buffer_slice(out, (struct slice){ text.at, length });
    buffer_printf(out, "\"%s-", id);
    text = (struct slice){ found + strlen(example), text.length - length - strlen(example) };
  }
  buffer_slice(out, text);
}

/* The bytes of `列 "名称" { … }`, at whose beginning the text stands. */
static size_t column_length(struct slice text)
{
  int open = 0;
  for (size_t i = 0; i < text.length; i++) {
    open += text.at[i] == '{' ? 1 : text.at[i] == '}' ? -1 : 0;
    if (text.at[i] == '}' && open == 0) return i + 1;
  }
  return text.length;
}

/* `表 "企业" { 列 … }` without the columns that stand in `out` already; nothing when none is left. */
static void format_columns(struct buffer *out, struct slice table)
{
  static const char column[] = "列 \"", opening[] = "表 \"企业\" {";
  struct buffer kept = { 0 };
  for (const char *found; (found = memmem(table.at, table.length, column, strlen(column)));) {
    struct slice rest = { found, table.length - (size_t)(found - table.at) };
    struct slice declared = { found, column_length(rest) }, name = declared;
    const char *brace = memchr(name.at, '{', name.length);
    name.length = brace ? (size_t)(brace - name.at) : name.length;
    if (!slice_contains(buffer_view(out), name))
      buffer_printf(&kept, "%s\n  %.*s", kept.length ? "," : "", (int)declared.length, declared.at);
    table = (struct slice){ rest.at + declared.length, rest.length - declared.length };
  }
  if (kept.length) buffer_printf(out, "%s%.*s,\n}\n", opening, (int)kept.length, kept.at);
  buffer_free(&kept);
}

/* A paragraph of the example, without what is said of examples only, and without a module that is fetched already. */
static void format_paragraph(struct buffer *out, struct slice part, const char *id)
{
  static const char note[] = " -- 不查 K91：两份都是示例", fetched[] = "= 引用 \"";
  const char *found = memmem(part.at, part.length, note, strlen(note));
  if (slice_contains(part, slice_of(fetched)) && slice_contains(buffer_view(out), part)) return;
  if (found) {
    size_t length = (size_t)(found - part.at);
    format_own_ids(out, (struct slice){ part.at, length }, id);
    part = (struct slice){ found + strlen(note), part.length - length - strlen(note) };
  }
  format_own_ids(out, part, id);
}

/* The comment at the beginning says what the clause says; the policy is the outline's own. */
static void format_example(struct buffer *out, struct slice text, const char *id)
{
  const char *begin = strstr(text.at, "\n\n"), *policy = strstr(text.at, "\n政策");
  if (!begin || !policy) return;
  buffer_printf(out, "\n%.*s\n", (int)(policy - text.at), text.at);
  for (const char *at = begin + 2; *at;) {
    const char *end = strstr(at, "\n\n");
    struct slice part = { at, end ? (size_t)(end - at) + 1 : strlen(at) };
    if (slice_starts(part, "表 \"企业\"")) format_columns(out, part);
    else format_paragraph(out, part, id);
    at += part.length + (end != NULL);
    if (*at) buffer_char(out, '\n');
  }
}

void new_patterns_write(struct buffer *out, const struct texts *patterns, const char *id)
{
  for (size_t i = 0; i < patterns->count; i++) format_example(out, example_of(patterns->items[i]), id);
}

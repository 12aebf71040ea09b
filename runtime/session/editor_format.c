/* Laying out a script anew. */
#include "session/editor_format.h"

#include "decode/unicode.h"
#include "session/editor_text.h"

struct layout {
  const struct script_tokens *tokens;
  struct buffer out;
  size_t *depth;        /* of each opener: how deep what stands in it is */
  const char *line_end; /* that of the first line */
};

static bool is_name_like(enum token_kind kind)
{
  return kind == TOKEN_NAME || kind == TOKEN_NUMBER || kind == TOKEN_STRING || (kind >= TOKEN_AND && kind <= TOKEN_WHILE);
}

static bool is_value_end(enum token_kind kind)
{
  return kind == TOKEN_NAME || kind == TOKEN_NUMBER || kind == TOKEN_STRING || kind == TOKEN_PAREN_CLOSE ||
         kind == TOKEN_BRACKET_CLOSE || kind == TOKEN_BRACE_CLOSE || kind == TOKEN_TRUE || kind == TOKEN_FALSE ||
         kind == TOKEN_NIL || kind == TOKEN_VARARG || kind == TOKEN_END_BLOCK;
}

/* A minus or ~ that stands before its only operand. */
static bool is_sign(const struct script_tokens *tokens, size_t index)
{
  enum token_kind kind = script_token_kind(tokens, index);
  return kind == TOKEN_LENGTH || ((kind == TOKEN_MINUS || kind == TOKEN_TILDE) &&
                                  !is_value_end(script_token_kind(tokens, script_token_before(tokens, index))));
}

/* Full-width signs bring their space along. */
static bool is_wide_sign(const struct script_tokens *tokens, size_t index)
{
  return !is_name_like(tokens->items[index].kind) && (unsigned char)tokens->source.at[tokens->items[index].at.begin] >= 0x80;
}

/* Is there a space between two neighbours of a line? */
static bool is_apart(const struct script_tokens *tokens, size_t left, size_t right)
{
  bool gap = tokens->items[right].at.begin > tokens->items[left].at.end;
  enum token_kind a = script_token_kind(tokens, left), b = script_token_kind(tokens, right);
  if (is_wide_sign(tokens, left) || is_wide_sign(tokens, right)) return gap;
  if (a == TOKEN_BRACE_OPEN && b == TOKEN_BRACE_CLOSE) return gap;
  if (a == TOKEN_BRACE_OPEN || b == TOKEN_BRACE_CLOSE) return true;
  if (a == TOKEN_PAREN_OPEN || a == TOKEN_BRACKET_OPEN || a == TOKEN_DOT || a == TOKEN_COLON || a == TOKEN_LABEL) return false;
  if (b == TOKEN_PAREN_CLOSE || b == TOKEN_BRACKET_CLOSE || b == TOKEN_COMMA || b == TOKEN_SEMICOLON || b == TOKEN_DOT ||
      b == TOKEN_COLON || b == TOKEN_LABEL)
    return false;
  if (b == TOKEN_PAREN_OPEN)
    return !(a == TOKEN_NAME || a == TOKEN_PAREN_CLOSE || a == TOKEN_BRACKET_CLOSE || a == TOKEN_FUNCTION);
  if (b == TOKEN_BRACKET_OPEN) return !(a == TOKEN_NAME || a == TOKEN_PAREN_CLOSE || a == TOKEN_BRACKET_CLOSE);
  if (is_sign(tokens, left)) return is_name_like(a) || script_token_kind(tokens, right) == TOKEN_MINUS;
  return true;
}

static size_t line_ends_between(struct slice text)
{
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++)
    count += text.at[i] == '\n' || (text.at[i] == '\r' && (i + 1 == text.length || text.at[i + 1] != '\n'));
  return count;
}

static void spaces(struct buffer *out, size_t count)
{
  while (count--) buffer_char(out, ' ');
}

/* Does the value of the line before go on? */
static bool goes_on(const struct script_tokens *tokens, size_t index)
{
  enum token_kind a = script_token_kind(tokens, script_token_before(tokens, index)), b = script_token_kind(tokens, index);
  return a == TOKEN_ASSIGN || a == TOKEN_OPERATOR || a == TOKEN_MINUS || a == TOKEN_AND || a == TOKEN_OR || a == TOKEN_NOT ||
         a == TOKEN_EQUAL || a == TOKEN_UNEQUAL || b == TOKEN_OPERATOR || b == TOKEN_AND || b == TOKEN_OR || b == TOKEN_DOT ||
         (b == TOKEN_MINUS && is_value_end(a));
}

/* How deep a line begins with this token. */
static size_t line_depth(const struct layout *layout, size_t index)
{
  const struct script_tokens *tokens = layout->tokens;
  const struct script_token *token = &tokens->items[index];
  size_t open = token->inside;
  if (token->opener != NOWHERE) return layout->depth[token->opener] - 1;
  size_t depth = open == NOWHERE ? 0 : layout->depth[open];
  return depth + (!token->comment && goes_on(tokens, index));
}

/* The openers of one line deepen what stands in them by one step together. */
static void note_depths(struct layout *layout, size_t first, size_t last, size_t depth)
{
  for (size_t i = first; i <= last; i++)
    if (!layout->tokens->items[i].comment && token_opens(layout->tokens->items[i].kind)) layout->depth[i] = depth + 1;
}

static size_t line_last(const struct script_tokens *tokens, size_t first)
{
  while (first + 1 < tokens->count && !tokens->items[first + 1].opens_line) first++;
  return first;
}

static void write_line(struct layout *layout, size_t first, size_t last)
{
  const struct script_tokens *tokens = layout->tokens;
  size_t depth = line_depth(layout, first);
  note_depths(layout, first, last, depth);
  spaces(&layout->out, 2 * depth);
  for (size_t i = first; i <= last; i++) {
    const struct script_token *token = &tokens->items[i];
    struct slice text = { tokens->source.at + token->at.begin, token->at.end - token->at.begin };
    size_t gap = i > first ? token->at.begin - tokens->items[i - 1].at.end : 0;
    if (i > first && token->comment) spaces(&layout->out, gap ? gap : 1);
    else if (i > first) spaces(&layout->out, tokens->items[i - 1].comment || is_apart(tokens, i - 1, i));
    while (token->comment && text.length && (text.at[text.length - 1] == ' ' || text.at[text.length - 1] == '\t')) text.length--;
    buffer_slice(&layout->out, text);
  }
  buffer_text(&layout->out, layout->line_end);
}

/* The same words in the same order; of comments, but for white space at their end. */
static bool is_same_script(const struct script_tokens *a, const struct script_tokens *b)
{
  bool same = a->count == b->count;
  for (size_t i = 0; same && i < a->count; i++) {
    const struct script_token *one = &a->items[i], *other = &b->items[i];
    struct slice before = { a->source.at + one->at.begin, one->at.end - one->at.begin };
    struct slice after = { b->source.at + other->at.begin, other->at.end - other->at.begin };
    same = one->comment == other->comment && one->kind == other->kind &&
           slice_equal(one->comment ? slice_trim(before) : before, one->comment ? slice_trim(after) : after);
  }
  return same;
}

/* What is no token: nothing but white space, a mark at the beginning, and a first line for the shell. */
static bool is_all_read(const struct script_tokens *tokens, size_t start)
{
  size_t end = start;
  for (size_t i = 0; i <= tokens->count; i++) {
    size_t next = i < tokens->count ? tokens->items[i].at.begin : tokens->source.length;
    for (; end < next; end++)
      if (!strchr(" \t\r\n", tokens->source.at[end]) || !tokens->source.at[end]) return false;
    if (i < tokens->count) end = tokens->items[i].at.end;
  }
  return true;
}

bool script_format(struct arena *arena, struct slice source, struct slice *laid)
{
  struct arena scratch = { 0 };
  struct script_tokens tokens = script_tokens_read(&scratch, source);
  struct layout layout = { .tokens = &tokens, .depth = arena_array(&scratch, tokens.count + 1, sizeof *layout.depth) };
  size_t start = slice_starts(source, "\xEF\xBB\xBF") ? 3 : 0, end;
  if (start < source.length && source.at[start] == '#')
    while (start < source.length && !is_line_end((unsigned char)source.at[start])) start++;
  const char *first = source.length ? memchr(source.at, '\n', source.length) : NULL;
  layout.line_end = first && first > source.at && first[-1] == '\r' ? "\r\n" : "\n";
  bool sound = utf8_valid_prefix(source) == source.length && is_all_read(&tokens, start);
  buffer_bytes(&layout.out, source.at, start);
  for (size_t i = end = 0; sound && i < tokens.count; i = end + 1) {
    size_t before = i ? tokens.items[i - 1].at.end : start;
    size_t empty = line_ends_between((struct slice){ source.at + before, tokens.items[i].at.begin - before });
    if ((i && empty > 1) || (!i && start > 3)) buffer_text(&layout.out, layout.line_end);
    end = line_last(&tokens, i);
    write_line(&layout, i, end);
  }
  struct script_tokens again = script_tokens_read(&scratch, buffer_view(&layout.out));
  sound = sound && is_same_script(&tokens, &again);
  *laid = sound ? slice_copy(arena, buffer_view(&layout.out)) : SLICE("");
  buffer_free(&layout.out);
  arena_free(&scratch);
  return sound;
}

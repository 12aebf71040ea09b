/* A script's lines, positions and tokens. */
#include "session/editor_text.h"

#include "decode/unicode.h"

/* Lines and positions */

enum { BLOCK = 1000 };

/* UTF-16 units of the character that begins with the byte, 0 of one that begins none: of bytes that are no text nobody knows what
 * an editor shows for them. */
static size_t units_of(char byte)
{
  unsigned char lead = (unsigned char)byte;
  if ((lead & 0xC0) == 0x80) return 0;
  return lead >= 0xF0 ? 2 : 1;
}

size_t utf16_length(struct slice text)
{
  size_t total = 0;
  for (size_t i = 0; i < text.length; i++) total += units_of(text.at[i]);
  return total;
}

struct text_lines text_lines_of(struct arena *arena, struct slice text)
{
  struct text_lines lines = { .text = text, .units = arena_array(arena, text.length / BLOCK + 1, sizeof *lines.units) };
  size_t capacity = 0, units = 0;
  lines.starts = arena_grow(arena, NULL, 0, &capacity, sizeof *lines.starts);
  lines.starts[lines.count++] = 0;
  for (size_t i = 0; i < text.length; i++) {
    bool pair = text.at[i] == '\r' && i + 1 < text.length && text.at[i + 1] == '\n';
    if (i % BLOCK == 0) lines.units[i / BLOCK] = units;
    units += units_of(text.at[i]);
    if (pair || !is_line_end((unsigned char)text.at[i])) continue;
    lines.starts = arena_grow(arena, lines.starts, lines.count, &capacity, sizeof *lines.starts);
    lines.starts[lines.count++] = i + 1;
  }
  if (text.length % BLOCK == 0) lines.units[text.length / BLOCK] = units;
  return lines;
}

static size_t units_before(const struct text_lines *lines, size_t offset)
{
  size_t block = offset / BLOCK * BLOCK;
  return lines->units[offset / BLOCK] + utf16_length((struct slice){ lines->text.at + block, offset - block });
}

struct text_position text_position_of(const struct text_lines *lines, size_t offset)
{
  size_t low = 0, high = lines->count;
  if (offset > lines->text.length) offset = lines->text.length;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (lines->starts[middle] <= offset) low = middle;
    else high = middle;
  }
  size_t start = lines->starts[low];
  return (struct text_position){ low, offset - start, units_before(lines, offset) - units_before(lines, start) };
}

static size_t character_length(struct slice text)
{
  int32_t character;
  size_t length = utf8_decode(text, &character);
  return length ? length : 1;
}

static struct slice rest_of(struct slice text, size_t offset)
{
  return (struct slice){ text.at + offset, text.length - offset };
}

size_t text_offset_of(const struct text_lines *lines, size_t line, size_t unit, bool utf16)
{
  if (line >= lines->count) return lines->text.length;
  size_t at = lines->starts[line], end = line + 1 < lines->count ? lines->starts[line + 1] : lines->text.length, seen = 0;
  while (end > at && is_line_end((unsigned char)lines->text.at[end - 1])) end--;
  while (at < end) {
    size_t bytes = character_length(rest_of(lines->text, at));
    seen += utf16 ? units_of(lines->text.at[at]) : bytes;
    if (seen > unit) break;
    at += bytes;
  }
  return at < end ? at : end;
}

/* Tokens */

/* The place of the scanner while its tokens are found again in the source. */
struct place_walk {
  struct slice source;
  size_t at;
  struct source_place site;
};

static void walk_to(struct place_walk *walk, struct source_place place)
{
  while (walk->at < walk->source.length &&
         (walk->site.line < place.line || (walk->site.line == place.line && walk->site.column < place.column))) {
    char c = walk->source.at[walk->at], next = walk->at + 1 < walk->source.length ? walk->source.at[walk->at + 1] : 0;
    if (!is_line_end((unsigned char)c)) {
      walk->at += character_length(rest_of(walk->source, walk->at));
      walk->site.column++;
      continue;
    }
    walk->at += is_line_end((unsigned char)next) && next != c ? 2 : 1;
    walk->site = (struct source_place){ walk->site.line + 1, 1 };
  }
}

/* Bytes of a hyphen in either width. */
static size_t hyphen(struct slice text)
{
  if (text.length && text.at[0] == '-') return 1;
  return slice_starts(text, "－") ? strlen("－") : 0;
}

/* Bytes of the comment that the text begins with, 0: it begins with none. */
static size_t comment_length(struct slice text)
{
  size_t dashes = hyphen(text), more = dashes ? hyphen(rest_of(text, dashes)) : 0, at = dashes + more, level = 0;
  if (!more) return 0;
  if (at < text.length && text.at[at] == '[') {
    while (at + 1 + level < text.length && text.at[at + 1 + level] == '=') level++;
    bool is_long = at + 1 + level < text.length && text.at[at + 1 + level] == '[';
    for (size_t i = at + level + 2; is_long && i + level + 1 < text.length; i++) {
      size_t signs = 0;
      while (text.at[i] == ']' && signs < level && text.at[i + 1 + signs] == '=') signs++;
      if (text.at[i] == ']' && signs == level && text.at[i + 1 + level] == ']') return i + level + 2;
    }
    if (is_long) return text.length;
  }
  while (at < text.length && !is_line_end((unsigned char)text.at[at])) at++;
  return at;
}

struct token_growth {
  struct arena *arena;
  struct script_tokens *tokens;
  size_t capacity, end; /* behind the last token */
};

static struct script_token *add_token(struct token_growth *growth, struct text_span at)
{
  struct script_tokens *tokens = growth->tokens;
  tokens->items = arena_grow(growth->arena, tokens->items, tokens->count, &growth->capacity, sizeof *tokens->items);
  struct script_token *token = &tokens->items[tokens->count++];
  size_t before = at.begin;
  while (before > growth->end && !is_line_end((unsigned char)tokens->source.at[before - 1])) before--;
  *token = (struct script_token){ .at = at,
                                  .opens_line = before > growth->end || tokens->count == 1,
                                  .text = { tokens->source.at + at.begin, at.end - at.begin },
                                  .partner = NOWHERE,
                                  .opener = NOWHERE,
                                  .inside = NOWHERE };
  growth->end = at.end;
  return token;
}

/* Comments stand between tokens. */
static void add_comments(struct token_growth *growth, size_t end)
{
  struct slice source = growth->tokens->source;
  for (size_t at = growth->end, length; at < end; at += length ? length : 1) {
    length = comment_length((struct slice){ source.at + at, end - at });
    if (length) add_token(growth, (struct text_span){ at, at + length })->comment = true;
  }
}

/* What stands between quotes that are alike. */
static struct slice string_text(struct slice written)
{
  bool quoted = written.length >= 2 && (written.at[0] == '"' || written.at[0] == '\'') &&
                written.at[written.length - 1] == written.at[0] && !memchr(written.at, '\\', written.length);
  return quoted ? (struct slice){ written.at + 1, written.length - 2 } : written;
}

bool token_opens(enum token_kind kind)
{
  return kind == TOKEN_BRACE_OPEN || kind == TOKEN_PAREN_OPEN || kind == TOKEN_BRACKET_OPEN || kind == TOKEN_FUNCTION ||
         kind == TOKEN_DO || kind == TOKEN_THEN || kind == TOKEN_ELSE || kind == TOKEN_REPEAT;
}

bool token_closes(enum token_kind kind)
{
  return kind == TOKEN_BRACE_CLOSE || kind == TOKEN_PAREN_CLOSE || kind == TOKEN_BRACKET_CLOSE || kind == TOKEN_END_BLOCK ||
         kind == TOKEN_ELSE || kind == TOKEN_ELSEIF || kind == TOKEN_UNTIL;
}

static bool are_partners(enum token_kind open, enum token_kind close)
{
  switch (close) {
  case TOKEN_BRACE_CLOSE: return open == TOKEN_BRACE_OPEN;
  case TOKEN_PAREN_CLOSE: return open == TOKEN_PAREN_OPEN;
  case TOKEN_BRACKET_CLOSE: return open == TOKEN_BRACKET_OPEN;
  case TOKEN_ELSE:
  case TOKEN_ELSEIF: return open == TOKEN_THEN;
  case TOKEN_UNTIL: return open == TOKEN_REPEAT;
  default: return open == TOKEN_FUNCTION || open == TOKEN_DO || open == TOKEN_THEN || open == TOKEN_ELSE;
  }
}

/* A closer without its opener is passed over; openers that it leaves open have no partner. */
static void pair_brackets(struct script_tokens *tokens)
{
  size_t open = NOWHERE;
  for (size_t i = 0; i < tokens->count; i++) {
    struct script_token *token = &tokens->items[i];
    if (!token->comment && token_closes(token->kind)) {
      size_t opener = open;
      while (opener != NOWHERE && !are_partners(tokens->items[opener].kind, token->kind)) opener = tokens->items[opener].inside;
      if (opener != NOWHERE) {
        tokens->items[opener].partner = i;
        token->partner = token->opener = opener;
        open = tokens->items[opener].inside;
      }
    }
    token->inside = open;
    if (!token->comment && token_opens(token->kind)) open = i;
  }
}

struct script_tokens script_tokens_read(struct arena *arena, struct slice source)
{
  struct script_tokens tokens = { .source = source };
  struct arena scratch = { 0 };
  struct faults ignored = { 0 };
  struct script script = { .path = "", .source = source };
  struct token_stream reading = { .arena = &scratch, .scratch = &scratch, .script = &script, .faults = &ignored };
  struct token_growth growth = { .arena = arena, .tokens = &tokens };
  struct place_walk walk = { source, slice_starts(source, "\xEF\xBB\xBF") ? 3 : 0, { 1, 1 } };
  growth.end = walk.at;
  while (growth.end < source.length && source.at[walk.at] == '#' && !is_line_end((unsigned char)source.at[growth.end]))
    growth.end++; /* a first line for the shell */
  tokens_read(&reading);
  for (size_t i = 0; i < reading.count && reading.tokens[i].kind != TOKEN_END; i++) {
    const struct token *read = &reading.tokens[i];
    struct text_span at;
    walk_to(&walk, read->site);
    at.begin = walk.at;
    walk_to(&walk, read->end);
    at.end = walk.at;
    add_comments(&growth, at.begin);
    struct script_token *token = add_token(&growth, at);
    token->kind = read->kind;
    if (read->kind == TOKEN_NAME) token->text = slice_copy(arena, read->text);
    else if (read->kind == TOKEN_STRING) token->text = string_text(token->text);
  }
  add_comments(&growth, source.length);
  pair_brackets(&tokens);
  arena_free(&scratch);
  return tokens;
}

size_t script_token_at(const struct script_tokens *tokens, size_t offset)
{
  size_t low = 0, high = tokens->count;
  while (low < high) { /* the first that ends at the offset or behind it */
    size_t middle = low + (high - low) / 2;
    if (tokens->items[middle].at.end < offset) low = middle + 1;
    else high = middle;
  }
  if (low == tokens->count || tokens->items[low].at.begin > offset) return NOWHERE;
  enum token_kind kind = tokens->items[low].kind;
  bool ends = tokens->items[low].at.end == offset && kind != TOKEN_NAME && kind != TOKEN_STRING;
  bool next = low + 1 < tokens->count && tokens->items[low + 1].at.begin == offset;
  return ends && next ? low + 1 : low;
}

size_t script_token_before(const struct script_tokens *tokens, size_t index)
{
  if (index == NOWHERE) return NOWHERE;
  while (index > 0 && tokens->items[index - 1].comment) index--;
  return index > 0 ? index - 1 : NOWHERE;
}

size_t script_token_after(const struct script_tokens *tokens, size_t index)
{
  if (index == NOWHERE) return NOWHERE;
  for (index++; index < tokens->count && tokens->items[index].comment;) index++;
  return index < tokens->count ? index : NOWHERE;
}

enum token_kind script_token_kind(const struct script_tokens *tokens, size_t index)
{
  return index == NOWHERE || index >= tokens->count || tokens->items[index].comment ? TOKEN_END : tokens->items[index].kind;
}

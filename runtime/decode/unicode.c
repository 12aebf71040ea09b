/* NFKC, trimming and character measures, for everything that reads or compares text: cells, headings, names in scripts.
 *
 * Nearly all cells are plain ASCII or common Chinese characters, which NFKC leaves as they are: those are recognised first and
 * returned without a copy. For the rest utf8proc works in our own memory (utf8proc_map would call malloc for every cell). */
#include "decode/unicode.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD, CHARACTERS_ON_STACK = 256 };

size_t ascii_prefix(struct slice text)
{
  size_t i = 0;
  for (; i + 8 <= text.length; i += 8) {
    uint64_t word;
    memcpy(&word, text.at + i, 8);
    if (word & UINT64_C(0x8080808080808080)) break;
  }
  while (i < text.length && (unsigned char)text.at[i] < 0x80) i++;
  return i;
}

static bool is_ascii(struct slice text)
{
  return ascii_prefix(text) == text.length;
}

static bool is_continuation(char c)
{
  return ((unsigned char)c & 0xC0) == 0x80;
}

/* Only ASCII and U+4E00 to U+9FFF, which have no compatibility forms and combine with nothing. */
static bool is_plain_chinese(struct slice text)
{
  for (size_t i = 0; i < text.length;) {
    unsigned char lead = (unsigned char)text.at[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    if (lead < 0xE4 || lead > 0xE9 || text.length - i < 3) return false;
    if (!is_continuation(text.at[i + 1]) || !is_continuation(text.at[i + 2])) return false;
    if (lead == 0xE4 && (unsigned char)text.at[i + 1] < 0xB8) return false;
    i += 3;
  }
  return true;
}

/* Space of any width, and what has no width at all but still makes two texts differ. */
static bool is_blank(int32_t c)
{
  if (c <= ' ') return c == ' ' || (c >= '\t' && c <= '\r');
  if (c < 0xA0) return c == 0x85;
  return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

size_t utf8_decode(struct slice text, int32_t *character)
{
  *character = REPLACEMENT;
  if (!text.length) return 0;
  unsigned char lead = (unsigned char)text.at[0];
  size_t length = utf8_length(lead);
  if (lead < 0x80) {
    *character = lead;
    return 1;
  }
  if (length == 1 || length > text.length || utf8_valid_prefix((struct slice){ text.at, length }) != length) return 1;
  int32_t value = lead & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; i++) value = value << 6 | ((unsigned char)text.at[i] & 0x3F);
  *character = value;
  return length;
}

static struct slice trim(struct slice text)
{
  int32_t c;
  for (size_t n; (n = utf8_decode(text, &c)) && is_blank(c);) text.at += n, text.length -= n;
  for (;;) {
    size_t begin = text.length;
    while (begin && is_continuation(text.at[begin - 1]) && text.length - begin < 3) begin--;
    if (begin) begin--;
    struct slice end = { text.at + begin, text.length - begin };
    if (!end.length || utf8_decode(end, &c) != end.length || !is_blank(c)) return text;
    text.length = begin;
  }
}

/* A copy in which each byte that belongs to no character is written `\xNN`: what can be read anywhere, and tells which byte it
 * was (U+FFFD would not). */
static struct slice repair(struct arena *arena, struct slice text)
{
  static const char digits[] = "0123456789abcdef";
  char *copy = arena_alloc(arena, text.length * 4 + 1);
  size_t length = 0;
  while (text.length) {
    size_t good = utf8_valid_prefix(text);
    memcpy(copy + length, text.at, good);
    length += good;
    if (good == text.length) break;
    unsigned char byte = (unsigned char)text.at[good];
    memcpy(copy + length, (const char[]){ '\\', 'x', digits[byte >> 4], digits[byte & 15] }, 4);
    length += 4;
    text.at += good + 1;
    text.length -= good + 1;
  }
  return (struct slice){ copy, length };
}

/* Names of persons are written with whichever dot the keyboard has: •, ・, ‧, ∙ and ⋅ are ·. */
static int32_t one_dot(int32_t c)
{
  return c == 0x2022 || c == 0x30FB || c == 0x2027 || c == 0x2219 || c == 0x22C5 ? 0xB7 : c;
}

/* Drops blank characters: all of them, or those at the ends. */
static size_t drop_blanks(int32_t *characters, size_t count, bool everywhere)
{
  size_t kept = 0, begin = 0;
  while (count && is_blank(characters[count - 1])) count--;
  while (begin < count && is_blank(characters[begin])) begin++;
  for (size_t i = begin; i < count; i++)
    if (!everywhere || !is_blank(characters[i])) characters[kept++] = one_dot(characters[i]);
  return kept;
}

/* NFKC of well-formed text, without characters that nobody sees (soft hyphens, zero width, direction marks). Blanks go between
 * decomposition, which makes them plain, and composition, so that the result is normal again. */
static struct slice compose(struct arena *arena, struct slice text, bool drop_everywhere)
{
  const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_IGNORE;
  int32_t stack[CHARACTERS_ON_STACK + 1], *characters = stack, *heap = NULL;
  const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.at;
  utf8proc_ssize_t length = (utf8proc_ssize_t)text.length;
  utf8proc_ssize_t count = utf8proc_decompose(bytes, length, stack, CHARACTERS_ON_STACK, options);
  if (count > CHARACTERS_ON_STACK) {
    characters = heap = memory_alloc(((size_t)count + 1) * sizeof *heap); /* one more: utf8proc ends the text with NUL */
    count = utf8proc_decompose(bytes, length, heap, count, options);
  }
  if (count < 0) return text; /* only ill-formed text fails, and that was repaired */
  count = (utf8proc_ssize_t)drop_blanks(characters, (size_t)count, drop_everywhere);
  utf8proc_ssize_t written = utf8proc_reencode(characters, count, options);
  struct slice result = { arena_copy(arena, (const char *)characters, (size_t)written), (size_t)written };
  memory_free(heap);
  return result;
}

struct slice unicode_cell(struct arena *arena, struct slice raw, size_t *broken_at)
{
  if (broken_at) *broken_at = SIZE_MAX;
  if (is_ascii(raw) || is_plain_chinese(raw)) return slice_trim(raw);
  size_t good = utf8_valid_prefix(raw);
  if (good < raw.length) {
    if (broken_at) *broken_at = good;
    raw = repair(arena, raw);
  }
  return compose(arena, raw, false);
}

static bool has_ascii_space(struct slice text)
{
  for (size_t i = 0; i < text.length; i++)
    if ((unsigned char)text.at[i] < 0x80 && is_blank(text.at[i])) return true;
  return false;
}

struct slice unicode_heading(struct arena *arena, struct slice raw)
{
  struct slice trimmed = slice_trim(raw);
  if (is_plain_chinese(trimmed) && !has_ascii_space(trimmed)) return trimmed;
  return compose(arena, readable_text(arena, raw), true);
}

struct slice readable_text(struct arena *arena, struct slice raw)
{
  return is_ascii(raw) || utf8_valid_prefix(raw) == raw.length ? raw : repair(arena, raw);
}

struct slice unicode_shown(struct arena *arena, struct slice raw)
{
  return trim(readable_text(arena, raw));
}

size_t display_width(struct slice text)
{
  size_t width = 0;
  int32_t c;
  for (size_t n; (n = utf8_decode(text, &c)); text.at += n, text.length -= n) {
    if (c >= ' ' && c < 0x7F) width++;
    else width += (size_t)utf8proc_charwidth(c);
  }
  return width;
}

/* Unicode's Bidi_Control. */
static bool is_bidi_control(int32_t c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

size_t visible_character(struct slice text, char escape[static ESCAPE_BYTES], struct slice *shown)
{
  int32_t c;
  size_t length = utf8_decode(text, &c);
  *shown = (struct slice){ text.at, length };
  int written = 0;
  if (length && ((c == REPLACEMENT && length == 1) || c < 0x20 || c == 0x7F))
    written = snprintf(escape, ESCAPE_BYTES, "\\x%02x", (unsigned)(unsigned char)text.at[0]);
  else if ((c >= 0x80 && c < 0xA0) || is_bidi_control(c) || c == 0x2028 || c == 0x2029 || c == 0xFFFE || c == 0xFFFF)
    written = snprintf(escape, ESCAPE_BYTES, "\\u%04x", (unsigned)c);
  if (written) *shown = (struct slice){ escape, (size_t)written };
  return length;
}

void format_visible(struct buffer *out, struct slice text)
{
  char escape[ESCAPE_BYTES];
  for (size_t at = 0; at < text.length;) {
    char c = text.at[at];
    size_t length = 1;
    if (c == '\r' && at + 1 < text.length && text.at[at + 1] == '\n') {
    } else if ((c >= ' ' && c < 0x7F) || c == '\n' || c == '\t') {
      buffer_char(out, c == '\t' ? ' ' : c);
    } else {
      struct slice shown;
      length = visible_character((struct slice){ text.at + at, text.length - at }, escape, &shown);
      buffer_slice(out, shown);
    }
    at += length;
  }
}

bool is_name_character(int32_t character, bool first)
{
  if (character == '_') return true;
  switch (utf8proc_category(character)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LT:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO:
  case UTF8PROC_CATEGORY_NL:
  case UTF8PROC_CATEGORY_NO: return true;
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_ND: return !first;
  default: return false;
  }
}

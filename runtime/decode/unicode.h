/* Unicode: one form for everything that is compared. The only includer of <utf8proc.h>.
 *
 * Cells, headings, names and texts in scripts, options and queries are compared in NFKC: full-width digits, letters, brackets and
 * other punctuation become half-width, the Roman numeral Ⅰ becomes I. Characters that nobody sees (soft hyphen, zero width,
 * direction marks) count nowhere, and the dots of names (•, ・) are all ·. What people are shown keeps its own characters. */
#ifndef DECODE_UNICODE_H
#define DECODE_UNICODE_H

#include "base/text.h"

/* NFKC without space around (ASCII space, U+3000, NBSP, zero-width space, BOM). Pure ASCII input is returned trimmed and not
 * copied. A byte that is not UTF-8 becomes `\xNN`; `broken_at` (may be NULL) receives the offset of the first such byte
 * in `raw`, or SIZE_MAX. */
struct slice unicode_cell(struct arena *arena, struct slice raw, size_t *broken_at);
/* The same with all space inside dropped: for headings. */
struct slice unicode_heading(struct arena *arena, struct slice raw);
/* The same as unicode_cell, but the original characters are kept (only trimmed, and broken bytes replaced): what is shown. */
struct slice unicode_shown(struct arena *arena, struct slice raw);
/* As it is, but for bytes that are not UTF-8, which become `\xNN`: no list can make an output that is not UTF-8. */
struct slice readable_text(struct arena *arena, struct slice raw);
/* Length of the longest prefix that is ASCII. */
size_t ascii_prefix(struct slice text);
/* Columns that a text takes on a terminal: Chinese is two, combining marks none. */
size_t display_width(struct slice text);
/* The first character of a text as people are shown it: itself, or in `escape` as `\x1b`, `\u202e` what would steer the terminal
 * or the order of the letters (C0, C1, bidirectional controls, line and paragraph separators, noncharacters) and each byte that
 * is not UTF-8. Returns how many bytes of `text` it is; 0 at the end. */
enum { ESCAPE_BYTES = 8 };
size_t visible_character(struct slice text, char escape[static ESCAPE_BYTES], struct slice *shown);
/* A text so, appended; line ends stay, a carriage return before one is dropped, a tab is a space. */
void format_visible(struct buffer *out, struct slice text);
/* A letter or mark that may stand in a name (categories L*, M*, Nl, No..., and digits when not first); for script names. */
bool is_name_character(int32_t character, bool first);
/* Decodes one character; returns its length in bytes, 0 at the end; broken bytes give U+FFFD and length 1. */
size_t utf8_decode(struct slice text, int32_t *character);

#endif

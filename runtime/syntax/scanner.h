/* Scanner: the place in the source while it is cut into tokens; shared by token.c and literal.c only.
 *
 * Full-width characters are seen as their half-width twins (`scanner_peek`), so that no rule is written twice. */
#ifndef SYNTAX_SCANNER_H
#define SYNTAX_SCANNER_H

#include "syntax/token.h"

struct scanner {
  struct token_stream *reading;
  struct slice source;
  size_t at;
  struct source_place site; /* of `at` */
  int indent;               /* column of the first token on this line; 0 before it */
  int complained;           /* line of the last unknown character: one finding a line */
  bool encoding_reported;
  bool gap;       /* a character was left out since the last token */
  int fancy_open; /* `【` and the like whose closing twin is still to come */
};

enum { SCANNER_END = -1, SCANNER_BROKEN = -2 };

/* The character at `offset`, full-width forms as ASCII; SCANNER_END, or SCANNER_BROKEN for a byte that is not UTF-8. */
int32_t scanner_peek(const struct scanner *scanner, size_t offset, size_t *length);
/* The same as it stands. */
int32_t scanner_raw(const struct scanner *scanner, size_t offset, size_t *length);
int32_t half_width(int32_t character);
/* Past one character that ends no line, of `length` bytes. */
static inline void scanner_pass(struct scanner *scanner, size_t length)
{
  scanner->at += length;
  scanner->site.column++;
}
/* Past one character; past a line end of one or two bytes as Lua counts them. */
void scanner_step(struct scanner *scanner);
/* Past everything before `offset`, which is on this line. */
void scanner_skip_to(struct scanner *scanner, size_t offset);
/* Offset of the next line end or of the end of the source. */
size_t scanner_line_end(const struct scanner *scanner);
bool is_word_character(int32_t character, bool first);
bool is_zero_width(int32_t character);
/* Shown as nothing at all. */
bool is_invisible(int32_t character);
/* The finding just added is about what stands from `begin` to here, and `text` in its place mends it (NULL: only its end is
 * known). */
void scanner_mend(struct scanner *scanner, size_t begin, const char *text);
void character_fault(struct token_stream *reading, enum message message, struct source_place site, int32_t character);

/* The token that began at `begin` (an offset) and `site` ends here. */
struct token *scanner_add(struct scanner *scanner, enum token_kind kind, size_t begin, struct source_place site);

/* Each reads the token that begins here. */
void scan_number(struct scanner *scanner);
void scan_string(struct scanner *scanner);
void scan_quoted_oddly(struct scanner *scanner, const char *open, const char *closers);
/* `[[`, `[==[`: false when none begins here. A comment, which began at `site`, gives no token. */
bool scan_long_bracket(struct scanner *scanner, struct source_place site, bool comment);

#endif

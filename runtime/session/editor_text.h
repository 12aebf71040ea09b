/* Editor text: a script as an editor sees it: lines, positions, tokens with their bytes, and which bracket closes which.
 *
 * Inside the program a position is an offset in bytes; editors count lines and, in them, bytes or UTF-16 units, so positions are
 * put into their terms at the edge and nowhere else. Tokens are those of syntax/token, with the comments that it drops. They are
 * there for any text, also for one that does not load, which while somebody types is most of the time; so nothing here fails.
 *
 * Lines end as editors count them (LF, CR LF, CR); Lua's own count (LF CR is one end) is that of findings (syntax/fix). */
#ifndef SESSION_EDITOR_TEXT_H
#define SESSION_EDITOR_TEXT_H

#include "syntax/token.h"

#define NOWHERE SIZE_MAX

struct text_span { /* bytes of the script */
  size_t begin, end;
};

/* From 0; both offsets are in the line. */
struct text_position {
  size_t line, byte, utf16;
};

struct text_lines {
  struct slice text;
  size_t *starts; /* of each line; the first is 0 */
  size_t count;
  size_t *units; /* UTF-16 units before each thousandth byte: a text may be one line */
};

struct text_lines text_lines_of(struct arena *arena, struct slice text);
struct text_position text_position_of(const struct text_lines *lines, size_t offset);
/* `unit`: bytes, or UTF-16 units. What is beyond the line or the text is its end; in the middle of a character, its beginning. */
size_t text_offset_of(const struct text_lines *lines, size_t line, size_t unit, bool utf16);
/* UTF-16 units of a text. */
size_t utf16_length(struct slice text);

struct script_token {
  enum token_kind kind;
  bool comment; /* then `kind` means nothing */
  bool opens_line;
  struct text_span at;
  struct slice text; /* of a name in NFKC; of a string what stands between its quotes, where it has no escapes; else as written */
  size_t partner;    /* of what opens a bracket or block: what closes it, and the other way round; NOWHERE: it has none */
  size_t opener;     /* of what closes: what it closes (`else` does both); NOWHERE: nothing */
  size_t inside;     /* the innermost bracket or block that is open before it; NOWHERE: none */
};

struct script_tokens {
  struct slice source;
  struct script_token *items;
  size_t count;
};

/* Texts live in the arena or point into `source`. */
struct script_tokens script_tokens_read(struct arena *arena, struct slice source);
/* The token that the offset stands in or right behind, one that is a name or string before others; NOWHERE: none. */
size_t script_token_at(const struct script_tokens *tokens, size_t offset);
/* The neighbour that is no comment; NOWHERE: none. */
size_t script_token_before(const struct script_tokens *tokens, size_t index);
size_t script_token_after(const struct script_tokens *tokens, size_t index);
/* Of the token with this index; TOKEN_END for NOWHERE and comments. */
enum token_kind script_token_kind(const struct script_tokens *tokens, size_t index);
/* { and (, then [ and the words that open blocks. */
bool token_opens(enum token_kind kind);
bool token_closes(enum token_kind kind);

#endif

/* Token: a script cut into the words of Lua, each with its place, and how each is to be written out again.
 *
 * Three steps share these types: token.c and literal.c read the source into an array of tokens; reader.c and its neighbours walk
 * the array and note on each token how it is to be written; rewriter.c writes. The array is kept (a stream was rejected) because
 * a bracket that belongs before a value is only known to be needed where the value ends. */
#ifndef SYNTAX_TOKEN_H
#define SYNTAX_TOKEN_H

#include "syntax/rewrite.h"

enum token_kind {
  TOKEN_END,
  TOKEN_NAME,
  TOKEN_NUMBER,
  TOKEN_STRING,
  /* Lua's keywords, in the order of `keywords` in token.c. */
  TOKEN_AND,
  TOKEN_BREAK,
  TOKEN_DO,
  TOKEN_ELSE,
  TOKEN_ELSEIF,
  TOKEN_END_BLOCK,
  TOKEN_FALSE,
  TOKEN_FOR,
  TOKEN_FUNCTION,
  TOKEN_GOTO,
  TOKEN_IF,
  TOKEN_IN,
  TOKEN_LOCAL,
  TOKEN_NIL,
  TOKEN_NOT,
  TOKEN_OR,
  TOKEN_REPEAT,
  TOKEN_RETURN,
  TOKEN_THEN,
  TOKEN_TRUE,
  TOKEN_UNTIL,
  TOKEN_WHILE,
  /* Comparisons. */
  TOKEN_EQUAL,
  TOKEN_UNEQUAL,
  TOKEN_LESS,
  TOKEN_GREATER,
  TOKEN_AT_MOST,
  TOKEN_AT_LEAST,
  /* Operators that bind tighter than a comparison; TOKEN_OPERATOR stands between two values only. */
  TOKEN_OPERATOR,
  TOKEN_MINUS,
  TOKEN_TILDE,
  TOKEN_LENGTH,
  TOKEN_ASSIGN,
  TOKEN_COMMA,
  TOKEN_SEMICOLON,
  TOKEN_DOT,
  TOKEN_COLON,
  TOKEN_LABEL,
  TOKEN_VARARG,
  TOKEN_PAREN_OPEN,
  TOKEN_PAREN_CLOSE,
  TOKEN_BRACE_OPEN,
  TOKEN_BRACE_CLOSE,
  TOKEN_BRACKET_OPEN,
  TOKEN_BRACKET_CLOSE,
};

enum token_role {
  ROLE_PLAIN,
  ROLE_KEY,      /* a name before `=` in a constructor */
  ROLE_MEMBER,   /* a name after `.`; it writes the dot, which is hidden */
  ROLE_ASSIGNED, /* the `(` of `function 甲.乙(`, written `= (function(` */
  ROLE_ARGUMENT, /* the `{` of `f { … }`: its table stands in parentheses of our own */
  ROLE_EQUALITY, /* `==` or `~=`, written as the comma between two arguments */
};

enum token_layout {
  LAYOUT_OWN_LINE,
  LAYOUT_ATTACHED, /* on the line of the token before */
  LAYOUT_HIDDEN,
};

/* Kept small: the tokens of a long script are what reading it costs. */
struct token {
  enum token_kind kind : 8;
  enum token_role role : 8;
  enum token_layout layout : 8;
  bool opens_line : 1;           /* it is the first on its line */
  bool foreign : 1;              /* a name that is not an ASCII identifier */
  bool reported : 1;             /* has had its finding already */
  bool after_gap : 1;            /* something unknown was left out before it */
  bool condition : 1;            /* `_C(` goes before it */
  bool comma : 1;                /* the comma that was forgotten before it */
  bool deferred : 1;             /* a brace: what is in it is a function, called when it is wanted */
  int indent;                    /* column of the first token on its line */
  struct source_place site, end; /* end: just after its last character */
  struct source_place place;     /* what its line in the rewritten code stands for; its own site unless noted otherwise */
  struct slice text;             /* as Lua is to read it; a name is in NFKC and not yet made ASCII */
  size_t table;                  /* for braces: index in `tables` */
  struct prefix *prefix;         /* what goes before it, outermost first */
};

/* Written before a token and closed by a `struct closing`: `(`; `_E(` of an equality (`not _E(` of its opposite), whose line
 * stands for the place of the sign; `_C(` of what stands behind `not` or before `and`; `_O(` of what stands before `or`. */
struct prefix {
  struct prefix *inner;
  enum { PREFIX_PAREN, PREFIX_EQUAL, PREFIX_UNEQUAL, PREFIX_TRUTH, PREFIX_OR } kind;
  struct source_place site;
};

/* A `)` of our own after a token. Lua gives the instruction that takes the value the line of the last token before: with `site`
 * the bracket gets a line of its own that stands for `site`; with {0, 0} it stays on the line of the token. */
struct closing {
  size_t after;
  struct source_place site;
};

struct token_stream {
  struct arena *arena;   /* what the caller keeps: tables and findings */
  struct arena *scratch; /* tokens and what else dies when the script is rewritten */
  struct script *script;
  enum language language; /* of the arguments of findings */
  struct faults *faults;
  size_t first_fault;
  bool (*is_key)(const char *name); /* of an entry of some declaration; NULL: not known */
  struct token *tokens;             /* the last is TOKEN_END */
  size_t count, capacity;
  struct closing *closings; /* in the order in which they are written */
  size_t closing_count, closing_capacity;
  bool string_open; /* a string or comment has no end: what brackets and commas say can no longer be trusted */
  bool full;        /* the last finding was dropped */
  bool typed;       /* what is open goes on in further lines */
  bool more;        /* a finding that further lines would mend */
  bool broken;      /* a finding after which the rest cannot be run, not even to find what else is wrong */
};

/* Adds a finding; arguments are C strings, the list closed by NULL. Beyond a hundred they are dropped. */
void reading_fault(struct token_stream *reading, enum message message, struct source_place site, ...) __attribute__((sentinel));
/* The finding just added is mended by `text` in place of these bytes. */
void reading_mend(struct token_stream *reading, size_t begin, size_t end, const char *text);
/* A token's text as a C string, cut for a message. */
const char *token_string(const struct token_stream *reading, const struct token *token);

bool is_line_end(int32_t character);
/* What Lua takes as a name, or a keyword. */
bool is_ascii_identifier(struct slice word);

void tokens_read(struct token_stream *reading);

#endif

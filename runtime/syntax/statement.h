/* Statement: walks a script's tokens with a stack of what is open, and notes on each how it is to be written for Lua.
 *
 * It knows just enough of Lua's grammar to find where a value, a condition, an item and a statement end. It accepts more than Lua
 * does: what it does not understand it passes over, since Lua itself reads the result. So every finding here is about something
 * that Lua would take silently, or would report far from its cause. Shared by reader.c, value.c, constructor.c and bracket.c. */
#ifndef SYNTAX_STATEMENT_H
#define SYNTAX_STATEMENT_H

#include "syntax/token.h"

enum frame_kind {
  FRAME_CHUNK,
  FRAME_FUNCTION,
  FRAME_BLOCK,
  FRAME_REPEAT,
  FRAME_CONDITION, /* between if/elseif/while and then/do, or after until */
  FRAME_LOOP_HEAD, /* between for … = or in, and do */
  FRAME_TABLE,
  FRAME_GROUP, /* ( ) around a value */
  FRAME_CALL,
  FRAME_INDEX,
  FRAME_KEY, /* [ ] of a key in a constructor */
};

enum frame_part {
  PART_STATEMENT, /* in a block: a statement begins */
  PART_TARGETS,   /* what may yet turn out to be the left side of `=` */
  PART_VALUES,
  PART_ITEM, /* in a constructor: an item begins */
};

/* What stands complete before the current token; OPERAND_NONE: a value is expected. */
enum operand {
  OPERAND_NONE,
  OPERAND_NAME,
  OPERAND_MEMBER,
  OPERAND_CALL,
  OPERAND_VARARG,
  OPERAND_GROUP,
  OPERAND_OTHER, /* a literal, a table, a function: cannot be called or indexed */
};

#define NO_TOKEN SIZE_MAX

struct frame {
  enum frame_kind kind;
  enum frame_part part;
  enum operand operand;
  bool in_function, in_condition; /* comparisons and `and or not` are allowed */
  bool operators;                 /* the value under way is more than one operand */
  bool warned;                    /* it has had its finding about comparisons */
  bool only;                      /* one target, one value so far */
  bool statement;                 /* a function that is a statement of its own */
  bool alternative;               /* a block that may go on with else */
  size_t opener;                  /* the token to be reported when this stays open */
  size_t word;                    /* if, elseif, while, until: the condition begins after it */
  size_t operand_start, value_start;
  size_t left;       /* where the left operand of a comparison would begin: after the last `and` or `or` */
  size_t negated;    /* behind the last `not`, until its operand ends */
  size_t comparison; /* waits for the end of its right operand */
  size_t target;     /* last token of the left side of an assignment */
  size_t path;       /* of a function that is written as an assignment: the last name of its path */
  size_t table;
  int suffixes; /* dots and brackets behind the operand */
};

enum { FRAMES_MAX = 200, SUFFIXES_MAX = 200 };

/* Kinds of closing tokens of which too many can follow when one opener was already reported. */
enum closer_class { CLOSER_PAREN, CLOSER_BRACKET, CLOSER_BRACE, CLOSER_END, CLOSER_CLASSES };

struct reader {
  struct token_stream *reading;
  struct token *tokens;
  size_t at;
  struct frame frames[FRAMES_MAX];
  size_t depth;
  int levels;         /* of Lua's 200 levels of C calls, used by what is open */
  bool braces_short;  /* the script has more { than } */
  size_t braces_over; /* by how many it has more } than { */
  bool quiet;         /* what is being closed early has had its one finding */
  bool stopped;       /* nested too deeply: nothing further is read */
  size_t suspect;     /* first opener whose closer stands left of the line that opened it: the likely place of a missing one */
  int forgiven[CLOSER_CLASSES];
};

static inline struct frame *reader_top(struct reader *reader)
{
  return &reader->frames[reader->depth - 1];
}

static inline struct token *reader_token(struct reader *reader)
{
  return &reader->tokens[reader->at];
}

/* The byte of the source at which a place stands. */
static inline size_t reader_offset(const struct reader *reader, struct source_place place)
{
  return source_offset(reader->reading->script->source, place);
}

/* Kind of the token `ahead` of the current one; the last token repeats for ever. */
enum token_kind reader_peek(const struct reader *reader, size_t ahead);
static inline bool is_block(enum frame_kind kind)
{
  return kind <= FRAME_REPEAT;
}

/* Annotates the tokens of `reading` and collects tables and findings. */
void structure_read(struct token_stream *reading);

/* A finding about brackets, commas or missing parts: kept back when an open string makes such findings worthless. */
#define structure_fault(reader, ...)                                                                                             \
  do {                                                                                                                           \
    if (!(reader)->reading->string_open && !(reader)->quiet) reading_fault((reader)->reading, __VA_ARGS__);                      \
  } while (0)

/* value.c: one step of an expression in the frame on top. */
void value_step(struct reader *reader);
/* The value under way in the frame on top ends before the current token. */
void value_end(struct reader *reader);
/* A comparison's right operand ends there: Lua would place its error at that end, it is given the place of the sign. */
void comparison_end(struct reader *reader);
/* A variable or member that stands complete is put in parentheses, so that Lua fetches it on its own line and not on that of the
 * sign that follows. */
void operand_enclose(struct reader *reader);
/* From `function` past its parameters, into its body. */
void function_open(struct reader *reader, bool statement);
/* The tokens from `start` to the one before the current are put in parentheses; with a site the closing one has its own line.
 * `reader_follow` writes the closing one alone. */
void reader_follow(struct reader *reader, struct source_place site);
void reader_enclose(struct reader *reader, size_t start, struct source_place site);

/* reader.c: the statement under way ends before the current token. */
void statement_end(struct reader *reader);

/* constructor.c */
void constructor_open(struct reader *reader, bool argument);
void constructor_item(struct reader *reader);
void constructor_item_end(struct reader *reader);
/* After the `]` of a key: its value comes next. */
void constructor_key_end(struct reader *reader);
/* At the closing brace, still on top. */
void constructor_close(struct reader *reader);
bool begins_next_item(struct reader *reader);
void comma_missing(struct reader *reader);

/* bracket.c */
struct frame *frame_push(struct reader *reader, enum frame_kind kind, size_t opener);
/* Ends the frame on top; what it was becomes a value or a statement of the one below. */
void frame_pop(struct reader *reader);
/* A closing token: ends the frame that it belongs to, reports what it leaves open or that it is one too many. */
void bracket_close(struct reader *reader);
bool is_closer(enum token_kind kind);
/* A statement begins inside brackets: they were not closed. */
bool begins_statement(struct reader *reader);
void brackets_abandon(struct reader *reader, bool keep_table);
void report_open(struct reader *reader, size_t index);
/* `then` or `do` is missing before the current token: reports it and goes on as if it stood there. */
void condition_abandon(struct reader *reader);
void condition_end(struct reader *reader);

#endif

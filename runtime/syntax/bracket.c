/* What is open in a script, for the rewriter: brackets and blocks pushed and popped, and the one finding when a closing one is
 * missing or one too many. A missing one is reported where it was opened. */
#include "syntax/statement.h"

/* Lua reads with at most 200 nested calls of C and says so in words of its own; these are upper bounds of what each frame costs
 * it, with the parentheses that the rewriter adds. */
enum { LEVELS_MAX = 170 };
static const int frame_levels[] = {
  [FRAME_CHUNK] = 1, [FRAME_FUNCTION] = 3, [FRAME_BLOCK] = 2, [FRAME_REPEAT] = 2, [FRAME_CONDITION] = 4, [FRAME_LOOP_HEAD] = 2,
  [FRAME_TABLE] = 4, [FRAME_GROUP] = 3,    [FRAME_CALL] = 3,  [FRAME_INDEX] = 4,  [FRAME_KEY] = 2,
};

struct frame *frame_push(struct reader *reader, enum frame_kind kind, size_t opener)
{
  struct frame none = { 0 }, *below = reader->depth ? reader_top(reader) : &none;
  if (reader->depth == FRAMES_MAX || reader->levels + frame_levels[kind] > LEVELS_MAX) {
    if (!reader->stopped) reading_fault(reader->reading, MSG_LEX_DEEP, reader->tokens[opener].site, NULL);
    reader->stopped = true;
    return reader_top(reader);
  }
  reader->levels += frame_levels[kind];
  struct frame *frame = &reader->frames[reader->depth++];
  bool bracket = kind == FRAME_GROUP || kind == FRAME_CALL || kind == FRAME_INDEX || kind == FRAME_KEY;
  *frame = (struct frame){ .kind = kind,
                           .part = is_block(kind)        ? PART_STATEMENT
                                   : kind == FRAME_TABLE ? PART_ITEM
                                                         : PART_VALUES,
                           .in_function = below->in_function || kind == FRAME_FUNCTION,
                           .in_condition = kind == FRAME_CONDITION || (bracket && below->in_condition),
                           .warned = kind == FRAME_GROUP && below->warned,
                           .opener = opener,
                           .word = opener,
                           .operand_start = NO_TOKEN,
                           .value_start = NO_TOKEN,
                           .left = NO_TOKEN,
                           .comparison = NO_TOKEN,
                           .negated = NO_TOKEN,
                           .target = NO_TOKEN,
                           .path = NO_TOKEN };
  return frame;
}

static void frame_finish(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (is_block(frame->kind)) statement_end(reader);
  else if (frame->kind == FRAME_TABLE) constructor_close(reader);
  else if (frame->kind != FRAME_CALL || frame->operand != OPERAND_NONE || reader->tokens[reader->at - 1].kind == TOKEN_COMMA)
    value_end(reader);
}

static enum operand operand_of(const struct reader *reader, const struct frame *frame)
{
  switch (frame->kind) {
  case FRAME_TABLE: return reader->tokens[frame->opener].role == ROLE_ARGUMENT ? OPERAND_CALL : OPERAND_OTHER;
  case FRAME_GROUP: return OPERAND_GROUP;
  case FRAME_CALL: return OPERAND_CALL;
  case FRAME_INDEX: return OPERAND_MEMBER;
  default: return OPERAND_OTHER;
  }
}

void frame_pop(struct reader *reader)
{
  bool warned = reader_top(reader)->warned;
  frame_finish(reader);
  const struct frame *frame = reader_top(reader);
  struct frame *below = &reader->frames[reader->depth - 2];
  bool value = !is_block(frame->kind) || (frame->kind == FRAME_FUNCTION && !frame->statement);
  reader->levels -= frame_levels[frame->kind];
  reader->depth--;
  if (value && frame->kind != FRAME_KEY && frame->kind != FRAME_CONDITION && frame->kind != FRAME_LOOP_HEAD)
    below->operand = operand_of(reader, frame);
  if (frame->kind == FRAME_GROUP) below->warned = warned;
}

bool is_closer(enum token_kind kind)
{
  switch (kind) {
  case TOKEN_PAREN_CLOSE:
  case TOKEN_BRACE_CLOSE:
  case TOKEN_BRACKET_CLOSE:
  case TOKEN_END_BLOCK:
  case TOKEN_ELSE:
  case TOKEN_ELSEIF:
  case TOKEN_UNTIL:
  case TOKEN_THEN:
  case TOKEN_DO: return true;
  default: return false;
  }
}

static bool is_head(const struct reader *reader, const struct frame *frame)
{
  return frame->kind == FRAME_LOOP_HEAD || (frame->kind == FRAME_CONDITION && reader->tokens[frame->word].kind != TOKEN_UNTIL);
}

static bool belongs(const struct reader *reader, const struct frame *frame, enum token_kind closer)
{
  switch (closer) {
  case TOKEN_PAREN_CLOSE: return frame->kind == FRAME_GROUP || frame->kind == FRAME_CALL;
  case TOKEN_BRACE_CLOSE: return frame->kind == FRAME_TABLE;
  case TOKEN_BRACKET_CLOSE: return frame->kind == FRAME_INDEX || frame->kind == FRAME_KEY;
  case TOKEN_END_BLOCK: return frame->kind == FRAME_FUNCTION || frame->kind == FRAME_BLOCK || is_head(reader, frame);
  case TOKEN_ELSE:
  case TOKEN_ELSEIF: return (frame->kind == FRAME_BLOCK && frame->alternative) || is_head(reader, frame);
  case TOKEN_UNTIL: return frame->kind == FRAME_REPEAT;
  default: return is_head(reader, frame);
  }
}

/* Index of the frame that a closing token ends; 0 (the chunk, which nothing ends) when there is none. */
static size_t find_opener(const struct reader *reader, enum token_kind closer)
{
  bool head_only = closer == TOKEN_THEN || closer == TOKEN_DO;
  for (size_t i = reader->depth - 1; i > 0; i--) {
    if (belongs(reader, &reader->frames[i], closer)) return i;
    if (head_only && is_block(reader->frames[i].kind)) return 0;
  }
  return 0;
}

static enum closer_class class_of(enum frame_kind kind)
{
  switch (kind) {
  case FRAME_TABLE: return CLOSER_BRACE;
  case FRAME_GROUP:
  case FRAME_CALL: return CLOSER_PAREN;
  case FRAME_INDEX:
  case FRAME_KEY: return CLOSER_BRACKET;
  default: return CLOSER_END;
  }
}

static const char *const closer_text[] = {
  [CLOSER_PAREN] = ")", [CLOSER_BRACKET] = "]", [CLOSER_BRACE] = "}", [CLOSER_END] = "end"
};
static const char *const opener_text[] = {
  [CLOSER_PAREN] = "(", [CLOSER_BRACKET] = "[", [CLOSER_BRACE] = "{", [CLOSER_END] = "function / if / for / while / do"
};

static enum closer_class class_of_token(enum token_kind opener)
{
  switch (opener) {
  case TOKEN_BRACE_OPEN: return CLOSER_BRACE;
  case TOKEN_PAREN_OPEN: return CLOSER_PAREN;
  case TOKEN_BRACKET_OPEN: return CLOSER_BRACKET;
  default: return CLOSER_END;
  }
}

static void report_head(struct reader *reader, const struct frame *frame)
{
  const struct token *word = &reader->tokens[frame->word];
  bool loop = word->kind == TOKEN_WHILE || word->kind == TOKEN_FOR;
  if (word->kind == TOKEN_UNTIL) structure_fault(reader, MSG_LEX_VALUE, word->end, "until", NULL);
  else
    structure_fault(reader, MSG_LEX_THEN, reader->tokens[reader->at - 1].end, token_string(reader->reading, word),
                    loop ? "do" : "then", NULL);
}

/* The frame was never closed; or, if the indentation says so, one inside it that got the closing token meant for it. */
void report_open(struct reader *reader, size_t index)
{
  const struct frame *frame = &reader->frames[index];
  if (frame->kind == FRAME_CONDITION || frame->kind == FRAME_LOOP_HEAD) {
    report_head(reader, frame);
    return;
  }
  enum closer_class class = class_of(frame->kind);
  size_t opener = frame->opener;
  if (reader->suspect != NO_TOKEN && reader->suspect > opener && class_of_token(reader->tokens[reader->suspect].kind) == class)
    opener = reader->suspect;
  const struct token *token = &reader->tokens[opener];
  const char *closer = token->kind == TOKEN_REPEAT ? "until" : closer_text[class];
  structure_fault(reader, class == CLOSER_END ? MSG_LEX_BLOCK_OPEN : MSG_LEX_BRACKET_OPEN, token->site,
                  token_string(reader->reading, token), closer, NULL);
}

/* Ends the frame on top without a closing token; should that come after all, it is not reported again. */
static void abandon_top(struct reader *reader)
{
  reader->forgiven[class_of(reader_top(reader)->kind)]++;
  reader->quiet = true;
  frame_pop(reader);
  reader->quiet = false;
}

static void head_to_block(struct reader *reader)
{
  struct frame head = *reader_top(reader);
  enum token_kind word = reader->tokens[head.word].kind;
  frame_pop(reader);
  struct frame *block = frame_push(reader, FRAME_BLOCK, head.opener);
  block->alternative = word == TOKEN_IF || word == TOKEN_ELSEIF;
}

void condition_end(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (frame->kind == FRAME_LOOP_HEAD) {
    head_to_block(reader);
    return;
  }
  size_t word = frame->word;
  value_end(reader);
  if (reader->at > word + 1) {
    reader->tokens[word + 1].condition = true;
    reader_follow(reader, (struct source_place){ 0, 0 });
  }
  frame->operand = OPERAND_OTHER; /* a missing value was reported */
  if (reader->tokens[word].kind == TOKEN_UNTIL) frame_pop(reader);
  else head_to_block(reader);
}

void condition_abandon(struct reader *reader)
{
  report_head(reader, reader_top(reader));
  condition_end(reader);
}

static void close_head(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  enum token_kind word = reader->tokens[frame->word].kind,
                  wanted = word == TOKEN_WHILE || word == TOKEN_FOR ? TOKEN_DO : TOKEN_THEN;
  if (reader_peek(reader, 0) != wanted) report_head(reader, frame);
  /* Lua checks the bounds of a numeric loop on the line of its `do`. */
  else if (frame->kind == FRAME_LOOP_HEAD) reader_token(reader)->place = reader->tokens[frame->opener].place;
  condition_end(reader);
  reader->at++;
}

static void close_index(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  if (frame->kind == FRAME_INDEX) {
    /* The member is fetched on the line of the last token before: that is this bracket. */
    reader_token(reader)->layout = LAYOUT_OWN_LINE;
    reader_token(reader)->place = reader->tokens[frame->opener].place;
  }
  bool key = frame->kind == FRAME_KEY;
  frame_pop(reader);
  reader->at++;
  if (key) constructor_key_end(reader);
}

static void close_block(struct reader *reader)
{
  enum token_kind closer = reader_peek(reader, 0);
  const struct frame frame = *reader_top(reader);
  size_t word = reader->at;
  frame_pop(reader);
  reader->at++;
  if (closer == TOKEN_ELSE) {
    frame_push(reader, FRAME_BLOCK, frame.opener);
  } else if (closer == TOKEN_ELSEIF || closer == TOKEN_UNTIL) {
    frame_push(reader, FRAME_CONDITION, frame.opener)->word = word;
  } else if (frame.path != NO_TOKEN) {
    reader_follow(reader, reader->tokens[frame.path].place);
  }
}

static void note_suspect(struct reader *reader)
{
  const struct token *closer = reader_token(reader), *opener = &reader->tokens[reader_top(reader)->opener];
  if (reader->suspect == NO_TOKEN && closer->opens_line && closer->site.line > opener->site.line &&
      closer->site.column < opener->indent)
    reader->suspect = (size_t)(opener - reader->tokens);
}

static void close_top(struct reader *reader, bool reported)
{
  enum token_kind closer = reader_peek(reader, 0);
  const struct frame *frame = reader_top(reader);
  note_suspect(reader);
  if (closer == TOKEN_THEN || closer == TOKEN_DO) {
    close_head(reader);
  } else if (closer == TOKEN_BRACKET_CLOSE) {
    close_index(reader);
  } else if (closer == TOKEN_PAREN_CLOSE || closer == TOKEN_BRACE_CLOSE) {
    if (closer == TOKEN_BRACE_CLOSE) reader_token(reader)->role = reader->tokens[frame->opener].role;
    frame_pop(reader);
    reader->at++;
  } else if (is_head(reader, frame)) {
    reader->quiet = reported;
    condition_abandon(reader);
    reader->quiet = false;
  } else {
    close_block(reader);
  }
}

static void report_stray(struct reader *reader)
{
  enum token_kind kind = reader_peek(reader, 0);
  bool known = kind == TOKEN_PAREN_CLOSE || kind == TOKEN_BRACE_CLOSE || kind == TOKEN_BRACKET_CLOSE || kind == TOKEN_END_BLOCK;
  enum closer_class class = kind == TOKEN_PAREN_CLOSE     ? CLOSER_PAREN
                            : kind == TOKEN_BRACE_CLOSE   ? CLOSER_BRACE
                            : kind == TOKEN_BRACKET_CLOSE ? CLOSER_BRACKET
                                                          : CLOSER_END;
  if (known && reader->forgiven[class]) reader->forgiven[class]--;
  else if (known)
    structure_fault(reader, MSG_LEX_STRAY, reader_token(reader)->site, closer_text[class], opener_text[class], NULL);
  reader->at++;
}

void bracket_close(struct reader *reader)
{
  size_t index = find_opener(reader, reader_peek(reader, 0));
  if (!index) {
    report_stray(reader);
    return;
  }
  bool reported = index + 1 < reader->depth;
  if (reported) report_open(reader, reader->depth - 1);
  while (reader->depth > index + 1) abandon_top(reader);
  close_top(reader, reported);
}

bool begins_statement(struct reader *reader)
{
  const struct token *token = reader_token(reader);
  enum token_kind next = reader_peek(reader, 1);
  switch (token->kind) {
  case TOKEN_LOCAL:
  case TOKEN_RETURN:
  case TOKEN_IF:
  case TOKEN_FOR:
  case TOKEN_WHILE:
  case TOKEN_REPEAT:
  case TOKEN_GOTO:
  case TOKEN_BREAK: return next != TOKEN_ASSIGN;
  case TOKEN_FUNCTION: return next == TOKEN_NAME;
  case TOKEN_NAME:
    return reader->braces_short && token->opens_line && token->site.column == 1 &&
           (next == TOKEN_STRING || next == TOKEN_BRACE_OPEN);
  default: return false;
  }
}

void brackets_abandon(struct reader *reader, bool keep_table)
{
  report_open(reader, reader->depth - 1);
  while (!is_block(reader_top(reader)->kind) && !is_head(reader, reader_top(reader)) &&
         !(keep_table && reader_top(reader)->kind == FRAME_TABLE))
    abandon_top(reader);
  struct frame *frame = reader_top(reader);
  reader->quiet = true;
  if (is_head(reader, frame)) condition_end(reader);
  else if (is_block(frame->kind)) statement_end(reader);
  else constructor_item_end(reader);
  reader->quiet = false;
}

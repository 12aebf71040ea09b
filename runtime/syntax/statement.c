/* Statements of a script, for the rewriter: which token begins one, what it opens, and where it ends. */
#include "syntax/statement.h"

enum token_kind reader_peek(const struct reader *reader, size_t ahead)
{
  size_t index = reader->at + ahead, last = reader->reading->count - 1;
  return reader->tokens[index < last ? index : last].kind;
}

/* The write to a variable that was never declared, or to a member that cannot be written, is given the place of the target:
 * Lua would name the line on which the value ends. Only where one value goes to one target, since brackets cut values to one. */
static void place_assignment(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (frame->target == NO_TOKEN || !frame->only || frame->operand == OPERAND_NONE) return;
  operand_enclose(reader);
  reader_enclose(reader, frame->value_start, reader->tokens[frame->target].place);
}

void statement_end(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  comparison_end(reader);
  if (frame->part == PART_VALUES) place_assignment(reader);
  value_end(reader);
  frame->part = PART_STATEMENT;
  frame->target = NO_TOKEN;
}

static void begin_values(struct reader *reader, enum frame_part part)
{
  struct frame *frame = reader_top(reader);
  frame->part = part;
  frame->only = true;
  frame->target = NO_TOKEN;
}

/* `local a <const>, b = …`; the angle brackets are no comparisons. */
static void read_local(struct reader *reader)
{
  reader->at++;
  if (reader_peek(reader, 0) == TOKEN_FUNCTION) {
    function_open(reader, true);
    return;
  }
  while (reader_peek(reader, 0) == TOKEN_NAME) {
    reader->at++;
    if (reader_peek(reader, 0) == TOKEN_LESS && reader_peek(reader, 2) == TOKEN_GREATER) reader->at += 3;
    if (reader_peek(reader, 0) != TOKEN_COMMA) break;
    reader->at++;
  }
  if (reader_peek(reader, 0) != TOKEN_ASSIGN) return;
  reader->at++;
  begin_values(reader, PART_VALUES);
}

static void read_for(struct reader *reader)
{
  size_t opener = reader->at++;
  while (reader_peek(reader, 0) == TOKEN_NAME || reader_peek(reader, 0) == TOKEN_COMMA) reader->at++;
  if (reader_peek(reader, 0) == TOKEN_ASSIGN || reader_peek(reader, 0) == TOKEN_IN) reader->at++;
  frame_push(reader, FRAME_LOOP_HEAD, opener);
}

static void read_condition(struct reader *reader)
{
  size_t word = reader->at++;
  struct frame *frame = frame_push(reader, FRAME_CONDITION, word);
  frame->word = word;
}

static void read_label(struct reader *reader)
{
  reader->at++;
  if (reader_peek(reader, 0) == TOKEN_NAME) reader->at++;
  if (reader_peek(reader, 0) == TOKEN_LABEL) reader->at++;
}

static void read_statement(struct reader *reader)
{
  switch (reader_peek(reader, 0)) {
  case TOKEN_SEMICOLON:
  case TOKEN_BREAK: reader->at++; break;
  case TOKEN_LABEL: read_label(reader); break;
  case TOKEN_GOTO: reader->at += reader_peek(reader, 1) == TOKEN_NAME ? 2 : 1; break;
  case TOKEN_IF:
  case TOKEN_WHILE: read_condition(reader); break;
  case TOKEN_FOR: read_for(reader); break;
  case TOKEN_REPEAT: frame_push(reader, FRAME_REPEAT, reader->at++); break;
  case TOKEN_DO: frame_push(reader, FRAME_BLOCK, reader->at++); break;
  case TOKEN_FUNCTION: function_open(reader, true); break;
  case TOKEN_LOCAL: read_local(reader); break;
  case TOKEN_RETURN:
    reader->at++;
    begin_values(reader, PART_VALUES);
    break;
  default:
    if (is_closer(reader_peek(reader, 0))) {
      bracket_close(reader);
      break;
    }
    begin_values(reader, PART_TARGETS);
    value_step(reader);
  }
}

static bool is_keyword(enum token_kind kind)
{
  return kind >= TOKEN_AND && kind <= TOKEN_WHILE;
}

/* Braces are counted before anything is read: only when some are missing may a line that looks like a declaration be taken for
 * one although a brace is still open. */
static void prepare_tokens(struct reader *reader)
{
  struct token_stream *reading = reader->reading;
  size_t open = 0, close = 0;
  for (size_t i = 0; i < reading->count; i++) {
    struct token *token = &reading->tokens[i];
    open += token->kind == TOKEN_BRACE_OPEN;
    close += token->kind == TOKEN_BRACE_CLOSE;
    switch (token->kind) {
    case TOKEN_ASSIGN:
      if (i && is_keyword(token[-1].kind)) break; /* Lua will report it there */
      token->layout = LAYOUT_ATTACHED;
      break;
    case TOKEN_COMMA:
    case TOKEN_SEMICOLON:
    case TOKEN_PAREN_CLOSE:
    case TOKEN_BRACE_CLOSE:
    case TOKEN_BRACKET_CLOSE: token->layout = LAYOUT_ATTACHED; break;
    default: break;
    }
  }
  reader->braces_short = open > close && !reading->typed;
  reader->braces_over = close > open ? close - open : 0;
}

/* The script ends; only one of several open brackets is reported, the rest shows when that is mended. */
static void read_end(struct reader *reader)
{
  struct token_stream *reading = reader->reading;
  size_t findings = reading->faults->count;
  if (reader->depth > 1) report_open(reader, reader->depth - 1);
  else statement_end(reader);
  if (reading->faults->count > findings) reading->more = true;
}

static bool is_until(const struct reader *reader)
{
  const struct frame *frame = &reader->frames[reader->depth - 1];
  return frame->kind == FRAME_CONDITION && reader->tokens[frame->word].kind == TOKEN_UNTIL && frame->operand != OPERAND_NONE;
}

void structure_read(struct token_stream *reading)
{
  struct reader *reader = arena_alloc(reading->scratch, sizeof *reader);
  reader->reading = reading;
  reader->tokens = reading->tokens;
  reader->suspect = NO_TOKEN;
  prepare_tokens(reader);
  frame_push(reader, FRAME_CHUNK, 0);
  while (!reader->stopped) {
    struct frame *frame = reader_top(reader);
    if (reader_peek(reader, 0) == TOKEN_END && !is_until(reader)) break;
    if (frame->part == PART_STATEMENT) read_statement(reader);
    else if (frame->part == PART_ITEM) constructor_item(reader);
    else value_step(reader);
  }
  if (!reader->stopped) read_end(reader);
}

#include "syntax/prose_word.h"

#include <string.h>

/* Between two values. */
static const struct {
  const char *word, *sign;
  enum token_kind kind;
} operators[] = {
  { "乘以", "*", TOKEN_OPERATOR }, { "乘", "*", TOKEN_OPERATOR }, { "的", "*", TOKEN_OPERATOR },
  { "除以", "/", TOKEN_OPERATOR }, { "加", "+", TOKEN_OPERATOR }, { "加上", "+", TOKEN_OPERATOR },
  { "减", "-", TOKEN_MINUS },      { "减去", "-", TOKEN_MINUS },
};

static const char *const caps[] = { "最高", "不超过", "至多", "最多", "不高于", "上限", "封顶", "最高不超过", "限额" };

/* Before a value, where scripts have nothing. */
static const char *const idle[] = { "按", "按照", "给予", "奖励", "补助", "共", "约", "每家" };

static bool take_operator(struct reader *reader)
{
  struct token *word = reader_token(reader);
  enum token_kind next = reader_peek(reader, 1);
  bool value = next == TOKEN_NAME || next == TOKEN_NUMBER || next == TOKEN_PAREN_OPEN;
  for (size_t i = 0; value && !word->opens_line && i < sizeof operators / sizeof *operators; i++) {
    if (!slice_is(word->text, operators[i].word)) continue;
    reading_fault(reader->reading, MSG_LEX_SIGN, word->site, operators[i].word, operators[i].sign, NULL);
    reading_mend(
        reader->reading, reader_offset(reader, word->site), reader_offset(reader, word->end),
        arena_printf(reader->reading->scratch, word->site.column > word[-1].end.column ? "%s" : " %s ", operators[i].sign));
    word->kind = operators[i].kind;
    word->text = slice_of(operators[i].sign);
    word->foreign = false;
    return true;
  }
  return false;
}

/* `金额 = 最高 万元(50)`, `最高 万元(50)`: a limit is an entry of its own, beside what is calculated. */
static void take_cap(struct reader *reader, struct token *word, bool keyed)
{
  struct token_stream *reading = reader->reading;
  struct arena *scratch = reading->scratch;
  const struct token *value = reader_token(reader), *last = value;
  int depth = 0;
  while (last[1].kind == TOKEN_DOT && last[2].kind == TOKEN_NAME) last += 2;
  for (bool call = last[1].kind == TOKEN_PAREN_OPEN; call; call = depth && last->kind != TOKEN_END && last < value + ITEM_TOKENS)
    depth += (++last)->kind == TOKEN_PAREN_OPEN, depth -= last->kind == TOKEN_PAREN_CLOSE;
  size_t begin = reader_offset(reader, value->site), end = reader_offset(reader, last->end);
  const char *amount = arena_copy(scratch, reading->script->source.at + begin, end - begin);
  reading_fault(reading, keyed ? MSG_LEX_CAP_IN_AMOUNT : MSG_LEX_CAP, word->site, token_string(reading, word),
                arena_printf(scratch, "封顶 = %s", amount), NULL);
  if (!keyed) reading_mend(reading, reader_offset(reader, word->site), begin, "封顶 = ");
}

/* `参数("标准")`, `参数 "标准"`, `参数 标准` where a value is wanted. */
bool parameter_spelled(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  struct token_stream *reading = reader->reading;
  if (is_block(frame->kind) || frame->in_function || frame->operand != OPERAND_NAME || frame->operand_start + 1 != reader->at)
    return false;
  const struct token *word = &reader->tokens[frame->operand_start], *name = reader_token(reader);
  bool bracket = name->kind == TOKEN_PAREN_OPEN && name[1].kind == TOKEN_STRING && name[2].kind == TOKEN_PAREN_CLOSE;
  const struct token *last = bracket ? name + 2 : name;
  if (!slice_is(word->text, "参数") || name->opens_line) return false;
  name += bracket;
  if (name->kind != TOKEN_STRING && name->kind != TOKEN_NAME) return false;
  size_t quote = name->kind == TOKEN_STRING;
  if (name->text.length <= 2 * quote) return false;
  const char *meant = arena_printf(reading->scratch, "参数.%.*s", (int)(name->text.length - 2 * quote), name->text.at + quote);
  reading_fault(reading, MSG_LEX_PARAMETER_NAMED, word->site, meant, NULL);
  reading_mend(reading, reader_offset(reader, word->site), reader_offset(reader, last->end), meant);
  reader->at = (size_t)(last - reader->tokens) + 1;
  frame->operand = OPERAND_OTHER;
  return true;
}

void list_in_brackets(struct reader *reader)
{
  struct token_stream *reading = reader->reading;
  struct token *open = reader_token(reader), *close = open;
  enum token_kind kind = open->kind;
  int depth = 0;
  bool commas = false, keyed = reader_top(reader)->kind == FRAME_TABLE && reader->at && open[-1].kind == TOKEN_ASSIGN;
  if (!keyed || reading->full || (kind != TOKEN_PAREN_OPEN && kind != TOKEN_BRACKET_OPEN) || reader_top(reader)->in_function)
    return;
  do {
    depth += close->kind == TOKEN_PAREN_OPEN || close->kind == TOKEN_BRACE_OPEN || close->kind == TOKEN_BRACKET_OPEN;
    depth -= close->kind == TOKEN_PAREN_CLOSE || close->kind == TOKEN_BRACE_CLOSE || close->kind == TOKEN_BRACKET_CLOSE;
    commas |= depth == 1 && close->kind == TOKEN_COMMA;
  } while (depth && (++close)->kind != TOKEN_END && close < open + ITEM_TOKENS);
  if (depth || (!commas && kind == TOKEN_PAREN_OPEN)) return;
  size_t begin = reader_offset(reader, open->site), end = reader_offset(reader, close->end),
         first = reader_offset(reader, open->end);
  const char *inside =
      arena_copy(reading->scratch, reading->script->source.at + first, reader_offset(reader, close->site) - first);
  const char *meant = arena_printf(reading->scratch, "{%s}", inside);
  reading_fault(reading, MSG_LEX_LIST_BRACKETS, open->site, kind == TOKEN_PAREN_OPEN ? "( )" : "[ ]", meant, NULL);
  reading_mend(reading, begin, end, meant);
  open->kind = TOKEN_BRACE_OPEN;
  close->kind = TOKEN_BRACE_CLOSE;
}

/* `分档 营业收入 { … }`: what is asked about stands in round brackets. */
static bool take_unbracketed(struct reader *reader, struct token *word)
{
  static const char *const words[] = { "分档", "累进", "合计", "计数", "最大", "最小", "平均" };
  struct token *name = reader_token(reader);
  if (name->kind != TOKEN_NAME || reader_peek(reader, 1) != TOKEN_BRACE_OPEN) return false;
  if (!slice_is_one_of(word->text, words, sizeof words / sizeof *words)) return false;
  const char *inside = token_string(reader->reading, name);
  reading_fault(reader->reading, MSG_FUNCTION_BARE, word->site, token_string(reader->reading, word), inside, NULL);
  reading_mend(reader->reading, reader_offset(reader, word->end), reader_offset(reader, name->end),
               arena_printf(reader->reading->scratch, "(%s)", inside));
  name->layout = LAYOUT_HIDDEN;
  reader->at++;
  reader_top(reader)->operand = OPERAND_CALL;
  return true;
}

bool prose_word_take(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  const struct token_stream *reading = reader->reading;
  if (frame->in_function || frame->value_start == NO_TOKEN || reading->string_open || reading->full || reader->quiet)
    return false;
  if (take_operator(reader) || parameter_spelled(reader)) return true;
  struct token *word = &reader->tokens[frame->value_start];
  bool single = frame->kind == FRAME_TABLE && frame->operand == OPERAND_NAME && frame->operand_start == frame->value_start &&
                frame->operand_start + 1 == reader->at && !reader_token(reader)->opens_line;
  enum token_kind next = reader_peek(reader, 0);
  if (!single || (next != TOKEN_NAME && next != TOKEN_NUMBER)) return false;
  if (take_unbracketed(reader, word)) return true;
  bool keyed = frame->value_start && word[-1].kind == TOKEN_ASSIGN;
  bool cap = slice_is_one_of(word->text, caps, sizeof caps / sizeof *caps);
  if (!cap && !(keyed && slice_is_one_of(word->text, idle, sizeof idle / sizeof *idle))) return false;
  if (cap) take_cap(reader, word, keyed);
  if (!cap) {
    reading_fault(reader->reading, MSG_LEX_IDLE, word->site, token_string(reader->reading, word), NULL);
    reading_mend(reader->reading, reader_offset(reader, word->site), reader_offset(reader, reader_token(reader)->site), "");
  }
  word->layout = LAYOUT_HIDDEN;
  frame->operand = OPERAND_NONE;
  frame->value_start = NO_TOKEN;
  return true;
}

/* Values of a script, for the rewriter: where an operand and an expression begin and end. It decides where parentheses of our own
 * are needed for Lua's line to be the place of the token that an error is about. */
#include "syntax/phrase.h"
#include "syntax/prose_word.h"

void reader_follow(struct reader *reader, struct source_place site)
{
  struct token_stream *reading = reader->reading;
  reading->closings = arena_grow(reading->scratch, reading->closings, reading->closing_count, &reading->closing_capacity,
                                 sizeof *reading->closings);
  reading->closings[reading->closing_count++] = (struct closing){ reader->at - 1, site };
}

static struct prefix *prefix_add(struct reader *reader, size_t start)
{
  struct prefix *prefix = arena_alloc(reader->reading->scratch, sizeof *prefix);
  prefix->inner = reader->tokens[start].prefix;
  return reader->tokens[start].prefix = prefix;
}

void reader_enclose(struct reader *reader, size_t start, struct source_place site)
{
  prefix_add(reader, start);
  reader_follow(reader, site);
}

/* `a == b` becomes `_E(a, b)`: Lua would quietly say that a field and a text differ. */
static void equality_end(struct reader *reader, size_t left, size_t sign)
{
  struct prefix *prefix = prefix_add(reader, left);
  prefix->kind = reader->tokens[sign].kind == TOKEN_EQUAL ? PREFIX_EQUAL : PREFIX_UNEQUAL;
  prefix->site = reader->tokens[sign].place;
  reader->tokens[sign].role = ROLE_EQUALITY;
  reader_follow(reader, (struct source_place){ 0, 0 });
}

void operand_enclose(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (frame->operand != OPERAND_NAME && frame->operand != OPERAND_MEMBER) return;
  reader_enclose(reader, frame->operand_start, (struct source_place){ 0, 0 });
  frame->operand = OPERAND_GROUP;
}

/* Inside functions `not 字段` and `字段 and …` are Lua's; asked is whether the value is a field, so that it does not pass in
 * silence. */
static void truth_enclose(struct reader *reader, size_t start, enum token_kind sign)
{
  prefix_add(reader, start)->kind = sign == TOKEN_OR ? PREFIX_OR : PREFIX_TRUTH;
  reader_follow(reader, (struct source_place){ 0, 0 });
}

/* The operand of `not` ends here. */
static void negation_end(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (frame->negated != NO_TOKEN && frame->operand != OPERAND_NONE) {
    operand_enclose(reader);
    truth_enclose(reader, frame->negated, TOKEN_NOT);
  }
  frame->negated = NO_TOKEN;
}

void comparison_end(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (frame->comparison != NO_TOKEN && frame->operand != OPERAND_NONE) {
    enum token_kind kind = reader->tokens[frame->comparison].kind;
    operand_enclose(reader);
    bool equality = kind == TOKEN_EQUAL || kind == TOKEN_UNEQUAL;
    if (equality && frame->left != NO_TOKEN) equality_end(reader, frame->left, frame->comparison);
    else if (!equality) reader_enclose(reader, frame->comparison + 1, reader->tokens[frame->comparison].place);
  }
  frame->comparison = NO_TOKEN;
}

static bool is_comparison(enum token_kind kind)
{
  return kind >= TOKEN_EQUAL && kind <= TOKEN_AT_LEAST;
}

static bool is_binary(enum token_kind kind)
{
  return is_comparison(kind) || (kind >= TOKEN_OPERATOR && kind <= TOKEN_TILDE) || kind == TOKEN_AND || kind == TOKEN_OR;
}

/* Tokens after which a value must come. */
static bool wants_value(const struct frame *frame, enum token_kind kind)
{
  switch (kind) {
  case TOKEN_ASSIGN:
  case TOKEN_IN:
  case TOKEN_NOT:
  case TOKEN_LENGTH:
  case TOKEN_IF:
  case TOKEN_ELSEIF:
  case TOKEN_WHILE:
  case TOKEN_UNTIL:
  case TOKEN_COMMA: return true;
  case TOKEN_PAREN_OPEN: return frame->kind == FRAME_GROUP;
  case TOKEN_BRACKET_OPEN: return true;
  default: return is_binary(kind);
  }
}

static void value_missing(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (!reader->at) return;
  const struct token *last = &reader->tokens[reader->at - 1];
  if (last->reported || reader_token(reader)->after_gap || !wants_value(frame, last->kind)) return;
  if (last->kind == TOKEN_COMMA && frame->kind == FRAME_CALL) {
    structure_fault(reader, MSG_LEX_EXTRA_COMMA, last->site, NULL);
    return;
  }
  const char *text = token_string(reader->reading, last);
  if (last->kind == TOKEN_ASSIGN && reader->at > 1 && last[-1].kind == TOKEN_NAME)
    text = arena_printf(reader->reading->scratch, "%s =", token_string(reader->reading, last - 1));
  structure_fault(reader, MSG_LEX_VALUE, last->end, text, NULL);
}

void value_end(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (frame->operand == OPERAND_NONE) value_missing(reader);
  negation_end(reader);
  comparison_end(reader);
  frame->operand = OPERAND_NONE;
  frame->operators = frame->warned = false;
  frame->value_start = frame->left = NO_TOKEN;
}

static const struct {
  enum token_kind kind;
  const char *word[2], *example[2]; /* by language; no example: it joins conditions */
} forbidden[] = {
  { TOKEN_AND, { "全部 { …, … }", "all_of { …, … }" }, { NULL, NULL } },
  { TOKEN_OR, { "任一 { …, … }", "any_of { …, … }" }, { NULL, NULL } },
  { TOKEN_NOT, { "非 { … }", "none_of { … }" }, { NULL, NULL } },
  { TOKEN_EQUAL, { "等于", "equals" }, { "高企认定次数 { 等于 = 1 }", "hnte_times { equals = 1 }" } },
  { TOKEN_UNEQUAL, { "不等于", "not_equals" }, { "高企认定次数 { 不等于 = 1 }", "hnte_times { not_equals = 1 }" } },
  { TOKEN_LESS, { "低于", "less_than" }, { "营业收入 { 低于 = 万元(500) }", "revenue { less_than = wan(500) }" } },
  { TOKEN_GREATER, { "超过", "more_than" }, { "营业收入 { 超过 = 万元(500) }", "revenue { more_than = wan(500) }" } },
  { TOKEN_AT_MOST, { "至多", "at_most" }, { "营业收入 { 至多 = 万元(500) }", "revenue { at_most = wan(500) }" } },
  { TOKEN_AT_LEAST, { "至少", "at_least" }, { "营业收入 { 至少 = 万元(500) }", "revenue { at_least = wan(500) }" } },
};

/* Outside functions a comparison or `and` would be decided once, when the script is loaded, and not for each company. One finding
 * a value: `甲 >= 1 and 乙 >= 2` is one mistake. */
static void forbid(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  const struct token *token = reader_token(reader);
  if (frame->in_function || frame->in_condition) return;
  for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
    if (forbidden[i].kind != token->kind) continue;
    if (!frame->warned && !token->reported) {
      enum language language = reader->reading->language;
      const char *said = phrase_string(reader), *word = forbidden[i].word[language];
      bool joins = !forbidden[i].example[language];
      const char *example = said ? said : forbidden[i].example[language];
      reading_fault(reader->reading, joins ? MSG_LEX_LOGIC : MSG_LEX_COMPARE, token->site, token_string(reader->reading, token),
                    joins && said ? said : word, example, NULL);
    }
    if (!frame->warned) phrase_attach(reader, token->site);
    frame->warned = true;
  }
}

static void take_parameters(struct reader *reader)
{
  size_t opener = reader->at++;
  enum token_kind kind;
  while (kind = reader_peek(reader, 0), kind == TOKEN_NAME || kind == TOKEN_COMMA || kind == TOKEN_VARARG) reader->at++;
  while (kind = reader_peek(reader, 0), kind != TOKEN_PAREN_CLOSE && kind != TOKEN_END && !reader_token(reader)->opens_line)
    reader->at++;
  if (kind == TOKEN_PAREN_CLOSE) reader->at++;
  else if (kind != TOKEN_END) structure_fault(reader, MSG_LEX_BRACKET_OPEN, reader->tokens[opener].site, "(", ")", NULL);
}

static void method_fault(struct reader *reader, const struct token *name)
{
  reading_fault(reader->reading, MSG_LEX_METHOD, name[-1].site, token_string(reader->reading, name), NULL);
}

/* Lua's messages name a value by going back from one index to the one before, each within the other. */
static bool chain_ends(struct reader *reader)
{
  if (++reader_top(reader)->suffixes <= SUFFIXES_MAX) return false;
  if (!reader->stopped) reading_fault(reader->reading, MSG_LEX_CHAIN, reader_token(reader)->site, NULL);
  reader->stopped = true;
  return true;
}

/* A name after `.`: the dot goes with it. */
static void take_member(struct reader *reader)
{
  reader_token(reader)->layout = LAYOUT_HIDDEN;
  reader->tokens[reader->at + 1].role = ROLE_MEMBER;
  reader->at += 2;
}

/* `甲.乙` or `甲.乙:丙` of a function statement. True when it must become an assignment, because a member's name is no ASCII. */
static bool take_function_path(struct reader *reader)
{
  bool foreign = false;
  reader->at++;
  reader_top(reader)->suffixes = 0;
  while (reader_peek(reader, 0) == TOKEN_DOT && reader_peek(reader, 1) == TOKEN_NAME && !chain_ends(reader)) {
    foreign = foreign || reader->tokens[reader->at + 1].foreign;
    take_member(reader);
  }
  if (reader_peek(reader, 0) == TOKEN_COLON && reader_peek(reader, 1) == TOKEN_NAME) {
    const struct token *name = reader_token(reader) + 1;
    if (foreign || name->foreign) method_fault(reader, name);
    reader->at += 2;
  }
  return foreign;
}

void function_open(struct reader *reader, bool statement)
{
  size_t opener = reader->at++, path = NO_TOKEN;
  if (reader_peek(reader, 0) == TOKEN_NAME && take_function_path(reader)) path = reader->at - 1;
  if (reader_peek(reader, 0) == TOKEN_PAREN_OPEN) {
    reader_token(reader)->layout = LAYOUT_ATTACHED;
    if (path != NO_TOKEN) reader_token(reader)->role = ROLE_ASSIGNED, reader->tokens[opener].layout = LAYOUT_HIDDEN;
    take_parameters(reader);
  }
  struct frame *frame = frame_push(reader, FRAME_FUNCTION, opener);
  frame->statement = statement;
  frame->path = path;
}

static bool operand_begin(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  enum operand operand = OPERAND_OTHER;
  enum token_kind kind = reader_peek(reader, 0);
  size_t start = reader->at;
  if (kind == TOKEN_NOT || kind == TOKEN_MINUS || kind == TOKEN_TILDE || kind == TOKEN_LENGTH) {
    if (kind == TOKEN_NOT) forbid(reader);
    frame->operators = true;
    operand = OPERAND_NONE;
    reader->at++;
    if (kind == TOKEN_NOT) frame->negated = reader->at;
  } else if (kind == TOKEN_BRACE_OPEN) {
    constructor_open(reader, false);
  } else if (kind == TOKEN_PAREN_OPEN) {
    frame_push(reader, FRAME_GROUP, reader->at++);
  } else if (kind == TOKEN_FUNCTION) {
    function_open(reader, false);
  } else if (kind == TOKEN_NAME || kind == TOKEN_NUMBER || kind == TOKEN_STRING || kind == TOKEN_NIL || kind == TOKEN_TRUE ||
             kind == TOKEN_FALSE || kind == TOKEN_VARARG) {
    if (kind == TOKEN_NAME) operand = OPERAND_NAME;
    if (kind == TOKEN_VARARG) operand = OPERAND_VARARG;
    reader->at++;
  } else {
    return false;
  }
  if (frame->value_start == NO_TOKEN) frame->value_start = start;
  if (frame->left == NO_TOKEN) frame->left = start;
  frame->operand_start = start;
  frame->operand = operand;
  frame->suffixes = 0;
  return true;
}

/* Lua looks one token ahead when an item of a constructor begins with a name, and would then give the name the line of that
 * token. */
static void shield_item_name(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  bool first = frame->kind == FRAME_TABLE && frame->operand == OPERAND_NAME && frame->operand_start == frame->value_start;
  if (first && reader->tokens[frame->value_start - 1].kind != TOKEN_ASSIGN)
    reader_enclose(reader, frame->operand_start, (struct source_place){ 0, 0 });
}

/* `:名`, or a colon used as in `编号：甲`. */
static void take_method(struct reader *reader)
{
  struct token *name = reader_token(reader) + 1;
  bool named = name->kind == TOKEN_NAME;
  enum token_kind after = reader_peek(reader, 2);
  bool called = after == TOKEN_PAREN_OPEN || after == TOKEN_STRING || after == TOKEN_BRACE_OPEN;
  if (!named || name->foreign || !called) method_fault(reader, name);
  reader_token(reader)->layout = LAYOUT_ATTACHED;
  if (named) name->layout = LAYOUT_ATTACHED;
  reader_top(reader)->operand = named ? OPERAND_CALL : OPERAND_NONE;
  reader->at += named ? 2 : 1;
}

static size_t token_begin(const struct reader *reader, size_t token)
{
  return reader_offset(reader, reader->tokens[token].site);
}

static size_t token_end(const struct reader *reader, size_t token)
{
  return reader_offset(reader, reader->tokens[token].end);
}

static bool declares(const struct token *word)
{
  static const char *const words[] = { "奖励", "券",   "支持", "酌定", "清单", "准则", "目标",
                                       "条文", "择一", "总限", "追回", "列",   "表",   "参数" };
  return slice_is_one_of(word->text, words, sizeof words / sizeof *words);
}

/* `奖励 规模奖 {`: the name of what is declared, without its quotes. It is read on as a text. */
static void quote_name(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  struct token *name = reader_token(reader);
  enum token_kind next = reader_peek(reader, 1);
  if (name->kind != TOKEN_NAME || name->opens_line || frame->operand != OPERAND_NAME) return;
  const struct token *word = &reader->tokens[frame->operand_start];
  bool module = slice_is(word->text, "引用") && frame->operand_start + 1 == reader->at;
  if (!module && next != TOKEN_BRACE_OPEN && (next != TOKEN_ASSIGN || frame->kind != FRAME_CHUNK)) return;
  if (!module && !declares(word)) return;
  const char *quoted = arena_printf(reader->reading->scratch, "\"%.*s\"", (int)name->text.length, name->text.at);
  bool told = next == TOKEN_BRACE_OPEN || module; /* else with the value of the parameter */
  if (told) structure_fault(reader, MSG_LEX_NAME_UNQUOTED, name->site, quoted, NULL);
  if (told && !reader->reading->string_open && !reader->quiet)
    reading_mend(reader->reading, token_begin(reader, reader->at), token_end(reader, reader->at), quoted);
  name->kind = TOKEN_STRING;
  name->text = slice_of(quoted);
}

/* `参数 "标准" = 万元(5)`: values of parameters have days from which they hold. */
static bool parameter_assigned(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  if (frame->kind != FRAME_CHUNK || frame->operand != OPERAND_CALL || frame->value_start == NO_TOKEN) return false;
  const struct token *word = &reader->tokens[frame->value_start];
  if (reader->at != frame->value_start + 2 || word[1].kind != TOKEN_STRING) return false;
  if (!slice_is(word->text, "参数") && !slice_is(word->text, "parameter")) return false;
  const char *from = "2025-01-01";
  for (size_t i = 0; i + 3 < reader->at; i++) {
    const struct token *token = &reader->tokens[i];
    bool period = slice_is(token->text, "有效期") || slice_is(token->text, "period");
    if (period && token[2].kind == TOKEN_BRACE_OPEN && token[3].kind == TOKEN_STRING && token[3].text.length == 12)
      from = arena_copy(reader->reading->scratch, token[3].text.at + 1, 10);
  }
  size_t last = reader->at + 1;
  while (last + 1 < reader->reading->count && reader->tokens[last + 1].site.line == word->site.line) last++;
  size_t begin = token_begin(reader, reader->at + 1), end = token_end(reader, last);
  const char *value = arena_copy(reader->reading->scratch, reader->reading->script->source.at + begin, end - begin);
  const char *meant =
      arena_printf(reader->reading->scratch, "%.*s { [\"%s\"] = %s }", (int)word[1].text.length, word[1].text.at, from, value);
  reading_fault(reader->reading, MSG_LEX_PARAMETER, word->site, meant, NULL);
  reading_mend(reader->reading, token_begin(reader, reader->at - 1), end, meant);
  reader->at = last + 1;
  return true;
}

/* `甲 / 乙 { 至少 = … }`: what is asked is the quotient, whose round brackets were forgotten. */
static void check_quotient(struct reader *reader)
{
  static const char *const asks[] = { "至少", "超过", "至多", "低于", "at_least", "more_than", "at_most", "less_than" };
  const struct frame *frame = reader_top(reader);
  bool item = frame->kind == FRAME_TABLE && frame->operators && !frame->warned && frame->operand == OPERAND_NAME &&
              frame->value_start != NO_TOKEN && !frame->in_function;
  if (!item || reader_peek(reader, 2) != TOKEN_ASSIGN || !slice_is_one_of(reader_token(reader)[1].text, asks, 8)) return;
  enum token_kind sign = reader->tokens[frame->operand_start - 1].kind;
  if (sign != TOKEN_OPERATOR && sign != TOKEN_MINUS) return;
  size_t begin = token_begin(reader, frame->value_start), end = token_end(reader, reader->at - 1);
  const char *inside = arena_copy(reader->reading->scratch, reader->reading->script->source.at + begin, end - begin);
  const char *meant = arena_printf(reader->reading->scratch, "(%s)", inside);
  reading_fault(reader->reading, MSG_LEX_QUOTIENT, reader->tokens[frame->value_start].site, meant, NULL);
  reading_mend(reader->reading, begin, end, meant);
}

/* `奖励："规模奖" {`, `奖励 = "规模奖" {`: nothing stands between the word and the name. */
static bool sign_behind_declaration(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  struct token_stream *reading = reader->reading;
  struct token *sign = reader_token(reader), *name = sign + 1;
  bool named = name->kind == TOKEN_STRING || (name->kind == TOKEN_NAME && sign->kind == TOKEN_COLON);
  if (frame->kind != FRAME_CHUNK || frame->operand != OPERAND_NAME || !named || reader_peek(reader, 2) != TOKEN_BRACE_OPEN)
    return false;
  if (!declares(&reader->tokens[frame->operand_start])) return false;
  const char *quote = name->kind == TOKEN_STRING ? "" : "\"";
  const char *meant = arena_printf(reading->scratch, " %s%.*s%s", quote, (int)name->text.length, name->text.at, quote);
  reading_fault(reading, MSG_LEX_DECLARATION_SIGN, sign->site, token_string(reading, sign),
                token_string(reading, &reader->tokens[frame->operand_start]), meant, NULL);
  reading_mend(reading, token_end(reader, frame->operand_start), token_end(reader, reader->at + 1), meant);
  sign->layout = LAYOUT_HIDDEN;
  name->kind = TOKEN_STRING;
  if (*quote) name->text = slice_of(meant + 1);
  reader->at++;
  return true;
}

/* `金额：万元(5)`: the colon of a list of items. */
static bool colon_for_equals(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  struct token_stream *reading = reader->reading;
  if (frame->kind != FRAME_TABLE || frame->operand != OPERAND_NAME || frame->operand_start != frame->value_start) return false;
  const struct token *name = &reader->tokens[frame->operand_start];
  if (!reading->is_key || !reading->is_key(arena_copy(reading->scratch, name->text.at, name->text.length))) return false;
  reading_fault(reading, MSG_LEX_METHOD, reader_token(reader)->site, token_string(reading, reader_token(reader) + 1), NULL);
  reading_mend(reading, token_end(reader, frame->operand_start), token_begin(reader, reader->at + 1), " = ");
  reader_top(reader)->operand = OPERAND_NONE;
  reader->at++;
  return true;
}

/* What may follow a value that can be called or indexed. */
static bool operand_continue(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  quote_name(reader);
  if (reader_peek(reader, 0) == TOKEN_BRACE_OPEN) check_quotient(reader);
  enum token_kind sign = reader_peek(reader, 0);
  if ((sign == TOKEN_COLON || sign == TOKEN_ASSIGN) && sign_behind_declaration(reader)) return true;
  if (reader_peek(reader, 0) == TOKEN_COLON && colon_for_equals(reader)) return true;
  if (reader_peek(reader, 0) == TOKEN_ASSIGN && parameter_assigned(reader)) return true;
  enum token_kind kind = reader_peek(reader, 0);
  bool dot = kind == TOKEN_DOT && reader_peek(reader, 1) == TOKEN_NAME;
  if (frame->operand == OPERAND_OTHER || frame->operand == OPERAND_VARARG || begins_next_item(reader)) return false;
  if (!dot && kind != TOKEN_COLON && kind != TOKEN_PAREN_OPEN && kind != TOKEN_STRING && kind != TOKEN_BRACE_OPEN &&
      kind != TOKEN_BRACKET_OPEN)
    return false;
  if (kind == TOKEN_PAREN_OPEN && phrase_take_call(reader)) return true;
  if ((kind == TOKEN_PAREN_OPEN || kind == TOKEN_STRING) && parameter_spelled(reader)) return true;
  if (chain_ends(reader)) return true;
  shield_item_name(reader);
  if (dot) {
    take_member(reader);
    frame->operand = OPERAND_MEMBER;
  } else if (kind == TOKEN_COLON) {
    take_method(reader);
  } else if (kind == TOKEN_STRING) {
    reader->at++;
    frame->operand = OPERAND_CALL;
  } else if (kind == TOKEN_BRACE_OPEN) {
    constructor_open(reader, true);
  } else {
    reader_token(reader)->layout = LAYOUT_ATTACHED;
    frame_push(reader, kind == TOKEN_PAREN_OPEN ? FRAME_CALL : FRAME_INDEX, reader->at++);
  }
  return true;
}

static bool binary_operator(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  enum token_kind kind = reader_peek(reader, 0);
  if (!is_binary(kind)) return false;
  forbid(reader);
  operand_enclose(reader);
  negation_end(reader);
  bool logic = (kind == TOKEN_AND || kind == TOKEN_OR) && frame->comparison == NO_TOKEN && frame->left != NO_TOKEN;
  if (logic && frame->operand != OPERAND_NONE) truth_enclose(reader, frame->left, kind);
  if (is_comparison(kind) || kind == TOKEN_AND || kind == TOKEN_OR) comparison_end(reader);
  if (is_comparison(kind)) frame->comparison = reader->at;
  else if (kind == TOKEN_AND || kind == TOKEN_OR) frame->left = NO_TOKEN;
  frame->operators = true;
  frame->operand = OPERAND_NONE;
  reader->at++;
  return true;
}

/* What no rule knows a place for: Lua will say so. An index is still followed to its end. */
static void take_unknown(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  if (frame->value_start == NO_TOKEN) frame->value_start = frame->operand_start = reader->at;
  if (reader_peek(reader, 0) == TOKEN_BRACKET_OPEN) frame_push(reader, FRAME_INDEX, reader->at++);
  else reader->at++;
}

static void end_in_block(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  enum token_kind kind = reader_peek(reader, 0);
  bool targets = frame->part == PART_TARGETS;
  if (kind == TOKEN_COMMA) {
    frame->only = false;
    value_end(reader);
    reader->at++;
  } else if (kind == TOKEN_ASSIGN && targets) {
    size_t target = reader->at - 1;
    bool only = frame->only;
    value_end(reader);
    frame->part = PART_VALUES;
    frame->target = target;
    frame->only = only;
    reader->at++;
  } else if (is_closer(kind) && kind != TOKEN_DO) {
    bracket_close(reader);
  } else if (kind == TOKEN_ASSIGN || kind == TOKEN_IN || kind == TOKEN_DOT || kind == TOKEN_COLON || kind == TOKEN_BRACKET_OPEN) {
    take_unknown(reader);
  } else {
    statement_end(reader);
  }
}

static void end_in_table(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  enum token_kind kind = reader_peek(reader, 0);
  if (kind == TOKEN_COMMA || kind == TOKEN_SEMICOLON) {
    constructor_item_end(reader);
    reader->at++;
  } else if (is_closer(kind)) {
    bracket_close(reader);
  } else if (begins_statement(reader)) {
    brackets_abandon(reader, false);
  } else if (frame->operand == OPERAND_NONE || kind == TOKEN_ASSIGN || kind == TOKEN_DOT || kind == TOKEN_COLON ||
             kind == TOKEN_IN) {
    frame->operand = OPERAND_NONE;
    take_unknown(reader);
  } else {
    comma_missing(reader);
  }
}

/* In ( ) and [ ]. `名 =` on a new line is the next item of the table around: the bracket before was not closed. */
static void end_in_bracket(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  enum token_kind kind = reader_peek(reader, 0);
  if (kind == TOKEN_COMMA) {
    value_end(reader);
    reader->at++;
  } else if (kind == TOKEN_ASSIGN) {
    if (frame->kind == FRAME_CALL) structure_fault(reader, MSG_LEX_NAMED_ARGUMENT, reader_token(reader)->site, NULL);
    frame->operand = OPERAND_NONE;
    reader->at++;
  } else if (is_closer(kind)) {
    bracket_close(reader);
  } else if (begins_statement(reader)) {
    brackets_abandon(reader, false);
  } else if (frame->operand == OPERAND_NONE || kind == TOKEN_SEMICOLON || kind == TOKEN_DOT || kind == TOKEN_COLON ||
             kind == TOKEN_IN) {
    take_unknown(reader);
  } else {
    comma_missing(reader);
  }
}

static void end_in_condition(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  enum token_kind kind = reader_peek(reader, 0);
  bool until = frame->kind == FRAME_CONDITION && reader->tokens[frame->word].kind == TOKEN_UNTIL;
  if (kind == TOKEN_ASSIGN || kind == TOKEN_COMMA) {
    if (kind == TOKEN_ASSIGN && frame->kind == FRAME_CONDITION)
      structure_fault(reader, MSG_LEX_ASSIGN, reader_token(reader)->site,
                      token_string(reader->reading, &reader->tokens[frame->word]), NULL);
    value_end(reader);
    reader->at++;
  } else if (until && (frame->operand != OPERAND_NONE || is_closer(kind))) {
    condition_end(reader);
  } else if (is_closer(kind)) {
    bracket_close(reader);
  } else if (frame->operand != OPERAND_NONE) {
    condition_abandon(reader);
  } else {
    take_unknown(reader);
  }
}

void value_step(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  bool bracket =
      frame->kind == FRAME_GROUP || frame->kind == FRAME_CALL || frame->kind == FRAME_INDEX || frame->kind == FRAME_KEY;
  if (bracket && reader_token(reader)->opens_line && reader_peek(reader, 0) == TOKEN_NAME &&
      reader_peek(reader, 1) == TOKEN_ASSIGN) {
    brackets_abandon(reader, true);
    return;
  }
  if (reader_peek(reader, 0) == TOKEN_IF && frame->operand == OPERAND_NONE && phrase_take_choice(reader)) return;
  if (frame->operand == OPERAND_NONE) list_in_brackets(reader);
  if (frame->operand == OPERAND_NONE ? operand_begin(reader) : operand_continue(reader)) return;
  if (binary_operator(reader)) return;
  if (is_block(frame->kind)) end_in_block(reader);
  else if (frame->kind == FRAME_TABLE) end_in_table(reader);
  else if (bracket) end_in_bracket(reader);
  else end_in_condition(reader);
}

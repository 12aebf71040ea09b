/* Cuts a script into tokens for the rewriter: names in NFKC, full-width punctuation as half-width, comments dropped. What a
 * Chinese keyboard or a word processor leaves that Lua has no use for is reported here, with what to write instead. */
#include "syntax/scanner.h"

#include <string.h>

#include "decode/unicode.h"
#include "syntax/fix.h"
#include "syntax/phrase.h"

enum { FINDINGS_MAX = 100, SAY_BYTES = 60 };

/* Slips after which it is plain what was meant, or what to put there. */
static bool is_slip(enum message message)
{
  switch (message) {
  case MSG_LEX_LOGIC:
  case MSG_LEX_COMPARE:
  case MSG_LEX_REPEATED_KEY:
  case MSG_LEX_UNIT:
  case MSG_LEX_DATE:
  case MSG_LEX_QUOTES:
  case MSG_LEX_COMMA:
  case MSG_LEX_COMMA_LINE:
  case MSG_LEX_COMMENT:
  case MSG_LEX_COUNT:
  case MSG_LEX_NAME_UNQUOTED:
  case MSG_LEX_INNER_QUOTES: return true;
  default: return false;
  }
}

void reading_fault(struct token_stream *reading, enum message message, struct source_place site, ...)
{
  reading->broken |= !is_slip(message);
  reading->full = reading->faults->count - reading->first_fault >= FINDINGS_MAX;
  if (reading->full) return;
  va_list arguments;
  va_start(arguments, site);
  struct fault *fault = faults_add(reading->arena, reading->faults);
  fault_set_list(fault, FAULT_SCRIPT, message, arguments);
  va_end(arguments);
  fault_at(fault, reading->script->path, site.line, site.column);
}

const char *token_string(const struct token_stream *reading, const struct token *token)
{
  struct slice text = token->text;
  if (text.length <= SAY_BYTES) return arena_copy(reading->scratch, text.at, text.length);
  size_t length = SAY_BYTES;
  while (length && ((unsigned char)text.at[length] & 0xC0) == 0x80) length--;
  return arena_printf(reading->scratch, "%.*s…", (int)length, text.at);
}

bool is_line_end(int32_t character)
{
  return character == '\n' || character == '\r';
}

bool is_zero_width(int32_t character)
{
  return (character >= 0x200B && character <= 0x200D) || character == 0x2060 || character == 0xFEFF;
}

static bool is_space(int32_t c)
{
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000 || is_zero_width(c);
}

static bool is_digit(int32_t c)
{
  return c >= '0' && c <= '9';
}

bool is_word_character(int32_t c, bool first)
{
  if (c < 0) return false;
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && is_digit(c));
  return (c >= 0x4E00 && c <= 0x9FFF) || c == 0xFF3F || is_name_character(c, first); /* U+FF3F: full-width underscore */
}

int32_t scanner_raw(const struct scanner *scanner, size_t offset, size_t *length)
{
  struct slice source = scanner->source;
  *length = 0;
  if (offset >= source.length) return SCANNER_END;
  int32_t character = (unsigned char)source.at[offset];
  *length = 1;
  if (character < 0x80) return character;
  if (character > 0xE3 && character < 0xEA && source.length - offset > 2) { /* nearly all Chinese */
    unsigned char second = (unsigned char)source.at[offset + 1], third = (unsigned char)source.at[offset + 2];
    *length = 3;
    if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80)
      return (character & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
  }
  *length = utf8_decode((struct slice){ source.at + offset, source.length - offset }, &character);
  return *length == 1 ? SCANNER_BROKEN : character;
}

int32_t half_width(int32_t character)
{
  return character >= 0xFF01 && character <= 0xFF5E ? character - 0xFEE0 : character;
}

int32_t scanner_peek(const struct scanner *scanner, size_t offset, size_t *length)
{
  return half_width(scanner_raw(scanner, offset, length));
}

void scanner_step(struct scanner *scanner)
{
  size_t length;
  int32_t character = scanner_raw(scanner, scanner->at, &length);
  scanner->at += length;
  if (!is_line_end(character)) {
    scanner->site.column++;
    return;
  }
  int32_t next = scanner_raw(scanner, scanner->at, &length);
  if (is_line_end(next) && next != character) scanner->at += length;
  scanner->site = (struct source_place){ scanner->site.line + 1, 1 };
  scanner->indent = 0;
}

void scanner_skip_to(struct scanner *scanner, size_t offset)
{
  while (scanner->at < offset) scanner_step(scanner);
}

size_t scanner_line_end(const struct scanner *scanner)
{
  size_t offset = scanner->at;
  while (offset < scanner->source.length && !is_line_end(scanner->source.at[offset])) offset++;
  return offset;
}

struct token *scanner_add(struct scanner *scanner, enum token_kind kind, size_t begin, struct source_place site)
{
  struct token_stream *reading = scanner->reading;
  reading->tokens = arena_grow(reading->scratch, reading->tokens, reading->count, &reading->capacity, sizeof *reading->tokens);
  struct token *token = &reading->tokens[reading->count];
  bool opens_line = reading->count == 0 || reading->tokens[reading->count - 1].end.line != site.line;
  reading->count++;
  if (opens_line) scanner->indent = site.column;
  *token = (struct token){ .kind = kind,
                           .site = site,
                           .place = site,
                           .end = scanner->site,
                           .text = { scanner->source.at + begin, scanner->at - begin },
                           .indent = scanner->indent,
                           .opens_line = opens_line,
                           .after_gap = scanner->gap };
  scanner->gap = false;
  return token;
}

static const char *const keywords[] = { "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                        "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                        "repeat",   "return", "then", "true", "until",  "while" };

static enum token_kind word_kind(struct slice word)
{
  if (word.length < 2 || word.length > 8) return TOKEN_NAME;
  for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
    if (keywords[i][0] == word.at[0] && slice_is(word, keywords[i])) return (enum token_kind)(TOKEN_AND + (int)i);
  return TOKEN_NAME;
}

bool is_ascii_identifier(struct slice word)
{
  for (size_t i = 0; i < word.length; i++)
    if (!is_word_character((unsigned char)word.at[i], i == 0) || (unsigned char)word.at[i] >= 0x80) return false;
  return word.length > 0;
}

/* Characters that change the order in which a line is shown. */
static bool is_reordering(int32_t c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F);
}

/* Line ends for some editors and not for others. */
static bool is_odd_line_end(int32_t c)
{
  return c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_invisible(int32_t c)
{
  return is_zero_width(c) || c == 0xAD || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
         (c >= 0x180B && c <= 0x180F) || (c >= 0x2061 && c <= 0x2064) || c == 0x3164 || c == 0xFFA0 ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c < 0xE0100);
}

/* They choose between shapes of the character before: harmless behind a picture or in a person's name. */
static bool is_shape_selector(int32_t c)
{
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

void character_fault(struct token_stream *reading, enum message message, struct source_place site, int32_t character)
{
  reading_fault(reading, message, site, arena_printf(reading->scratch, "U+%04X", (unsigned)character), NULL);
}

void reading_mend(struct token_stream *reading, size_t begin, size_t end, const char *text)
{
  if (reading->faults->count == reading->first_fault || reading->full) return;
  fault_add_fix(reading->arena, &reading->faults->items[reading->faults->count - 1], true,
                (struct source_edit){ begin, end, text });
}

void scanner_mend(struct scanner *scanner, size_t begin, const char *text)
{
  struct token_stream *reading = scanner->reading;
  if (reading->faults->count == reading->first_fault || reading->full) return;
  struct fault *fault = &reading->faults->items[reading->faults->count - 1];
  fault->end_line = scanner->site.line;
  fault->end_column = scanner->site.column;
  if (text) reading_mend(reading, begin, scanner->at, text);
}

static struct source_place place_in(const struct scanner *scanner, int line, size_t begin, size_t at)
{
  return (struct source_place){ line, (int)utf8_count((struct slice){ scanner->source.at + begin, at - begin }) + 1 };
}

/* A CR with a LF of its own, on either side, as Lua counts lines. */
static bool is_paired(struct slice source, size_t at)
{
  bool after = at + 1 < source.length && source.at[at + 1] == '\n', before = at > 0 && source.at[at - 1] == '\n';
  return after || (before && !(at > 1 && source.at[at - 2] == '\r'));
}

/* What stands anywhere, comments included, and makes the script look other than it runs; each kind once. */
static void check_visible(struct scanner *scanner)
{
  struct slice source = scanner->source;
  bool reorders = false, breaks = false;
  size_t begin = scanner->at, length;
  size_t sound = begin + utf8_valid_prefix((struct slice){ source.at + begin, source.length - begin });
  int line = 1;
  for (size_t at = begin; at < source.length; at += length) {
    unsigned char byte = (unsigned char)source.at[at];
    length = 1;
    if (at == sound) reading_fault(scanner->reading, MSG_LEX_ENCODING, place_in(scanner, line, begin, at), NULL);
    if (byte < 0x80 ? byte > '\r' || byte < '\n' : byte != 0xC2 && byte != 0xD8 && byte != 0xE2) continue;
    int32_t c = scanner_raw(scanner, at, &length);
    bool pair = c == '\r' && is_paired(source, at);
    enum message message = is_reordering(c) && !reorders ? MSG_LEX_REORDERS : MSG_LEX_BREAKS;
    if (message == MSG_LEX_REORDERS || (is_odd_line_end(c) && !pair && !breaks))
      character_fault(scanner->reading, message, place_in(scanner, line, begin, at), c);
    reorders |= message == MSG_LEX_REORDERS;
    breaks |= is_odd_line_end(c) && !pair;
    if (c == '\n' || (c == '\r' && !pair)) line++, begin = at + 1;
  }
  scanner->encoding_reported = sound < source.length;
}

/* A character without width inside a name is invisible to who reads the script: it is taken out. */
static struct slice drop_zero_width(const struct scanner *scanner, size_t begin)
{
  char *copy = arena_alloc(scanner->reading->scratch, scanner->at - begin + 1);
  size_t used = 0;
  for (size_t offset = begin, length; offset < scanner->at; offset += length) {
    if (is_zero_width(scanner_raw(scanner, offset, &length))) continue;
    memcpy(copy + used, scanner->source.at + offset, length);
    used += length;
  }
  return (struct slice){ copy, used };
}

static bool is_reserved(struct slice name)
{
  return slice_is(name, "_T") || slice_is(name, "_C") || slice_is(name, "_E") || slice_is(name, "_X") || slice_is(name, "_O") ||
         slice_is(name, "_ENV") || slice_starts(name, "_u_");
}

/* 的 between a name and a rate (研发费用的5%) is a word of its own. */
static bool is_of(const struct scanner *scanner)
{
  size_t at = scanner->at + strlen("的"), digits = 0, length;
  while (is_digit(scanner_peek(scanner, at + digits, &length)) || scanner_peek(scanner, at + digits, &length) == '.') digits++;
  return digits && scanner_peek(scanner, at + digits, &length) == '%';
}

/* `不低于5000万元` behind a field: no name, but a comparison and a figure. */
static bool is_comparison_before_money(const struct scanner *scanner, size_t begin)
{
  static const char *const units[] = { "元", "万", "亿", "以上", "以下", "以内", "%" };
  struct slice text = scanner->source, said = { text.at + begin, scanner->at - begin };
  size_t end = scanner->at, length;
  if (!comparison_word(said, LANGUAGE_CHINESE)) return false;
  while (is_word_character(scanner_raw(scanner, end, &length), false)) end += length;
  end += end < text.length && text.at[end] == '%';
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (slice_ends((struct slice){ text.at + scanner->at, end - scanner->at }, units[i])) return true;
  return false;
}

static void scan_name(struct scanner *scanner)
{
  struct source_place site = scanner->site;
  size_t begin = scanner->at, length;
  bool ascii = true, invisible = false;
  for (;;) {
    int32_t c = scanner_raw(scanner, scanner->at, &length);
    bool of = c == 0x7684 && is_of(scanner);
    if (is_digit(c) && !ascii && is_comparison_before_money(scanner, begin)) break;
    if ((!is_word_character(c, false) && !is_zero_width(c)) || (of && scanner->at > begin)) break;
    ascii = ascii && c < 0x80;
    if (c >= 0x80 && !is_zero_width(c) && (is_invisible(c) || is_shape_selector(c)))
      character_fault(scanner->reading, MSG_LEX_UNSEEN, scanner->site, c);
    invisible = invisible || is_zero_width(c);
    scanner_pass(scanner, length);
    if (of) break;
  }
  struct token *token = scanner_add(scanner, TOKEN_NAME, begin, site);
  if (invisible) token->text = drop_zero_width(scanner, begin);
  if (!ascii) token->text = unicode_cell(scanner->reading->scratch, token->text, NULL);
  token->foreign = !is_ascii_identifier(token->text);
  if (!token->foreign) token->kind = word_kind(token->text);
  if (is_reserved(token->text))
    reading_fault(scanner->reading, MSG_LEX_RESERVED, site, token_string(scanner->reading, token), NULL);
}

/* Signs of two and three characters before those they begin with. */
static const struct sign {
  const char *text;
  enum token_kind kind;
  const char *instead; /* Lua has no such sign, or another meaning for it */
} signs[] = {
  { "...", TOKEN_VARARG, NULL },
  { "..", TOKEN_OPERATOR, NULL },
  { ".", TOKEN_DOT, NULL },
  { ",", TOKEN_COMMA, NULL },
  { "{", TOKEN_BRACE_OPEN, NULL },
  { "}", TOKEN_BRACE_CLOSE, NULL },
  { "(", TOKEN_PAREN_OPEN, NULL },
  { ")", TOKEN_PAREN_CLOSE, NULL },
  { "[", TOKEN_BRACKET_OPEN, NULL },
  { "]", TOKEN_BRACKET_CLOSE, NULL },
  { "==", TOKEN_EQUAL, NULL },
  { "=>", TOKEN_AT_LEAST, "{ 至少 = … }" },
  { "=<", TOKEN_AT_MOST, "{ 至多 = … }" },
  { "=", TOKEN_ASSIGN, NULL },
  { "~=", TOKEN_UNEQUAL, NULL },
  { "~", TOKEN_TILDE, NULL },
  { "<=", TOKEN_AT_MOST, NULL },
  { "<<", TOKEN_OPERATOR, NULL },
  { "<>", TOKEN_UNEQUAL, "{ 不等于 = … }" },
  { "<", TOKEN_LESS, NULL },
  { ">=", TOKEN_AT_LEAST, NULL },
  { ">>", TOKEN_OPERATOR, NULL },
  { ">", TOKEN_GREATER, NULL },
  { "::", TOKEN_LABEL, NULL },
  { ":", TOKEN_COLON, NULL },
  { "//", TOKEN_OPERATOR, NULL },
  { "/", TOKEN_OPERATOR, NULL },
  { "*", TOKEN_OPERATOR, NULL },
  { "+", TOKEN_OPERATOR, NULL },
  { "-", TOKEN_MINUS, NULL },
  { "#", TOKEN_LENGTH, NULL },
  { "%", TOKEN_OPERATOR, NULL },
  { "^", TOKEN_OPERATOR, NULL },
  { "&&", TOKEN_AND, "全部 { …, … }" },
  { "&", TOKEN_OPERATOR, NULL },
  { "||", TOKEN_OR, "任一 { …, … }" },
  { "|", TOKEN_OPERATOR, NULL },
  { ";", TOKEN_SEMICOLON, NULL },
  { "!=", TOKEN_UNEQUAL, "{ 不等于 = … }" },
  { "!", TOKEN_NOT, "非 { … }" },
};

/* Length in bytes of `text`, which is ASCII, where it stands at the scanner in either width; 0 when it does not. */
static size_t match_sign(const struct scanner *scanner, const char *text)
{
  size_t offset = scanner->at, length;
  for (; *text; text++, offset += length)
    if (scanner_peek(scanner, offset, &length) != *text) return 0;
  return offset - scanner->at;
}

/* `甲、乙、丙`: one habit, told once a line, with an edit more. */
static bool joins_last(struct scanner *scanner, struct source_place site, size_t begin, const char *instead)
{
  struct token_stream *reading = scanner->reading;
  size_t count = reading->faults->count;
  struct fault *fault = count > reading->first_fault ? &reading->faults->items[count - 1] : NULL;
  bool same = fault && fault->message == MSG_LEX_SIGN && fault->line == site.line && fault->fix_count == 1 &&
              strcmp(fault->fixes[0].edits[0].text, instead) == 0 && strcmp(instead, ",") == 0;
  if (!same) return false;
  size_t edits = fault->fixes[0].edit_count;
  struct source_edit *all = arena_array(reading->arena, edits + 1, sizeof *all);
  struct fix *fix = arena_alloc(reading->arena, sizeof *fix);
  memcpy(all, fault->fixes[0].edits, edits * sizeof *all);
  all[edits] = (struct source_edit){ begin, scanner->at, all[0].text };
  *fix = (struct fix){ all, edits + 1, true };
  fault->fixes = fix;
  return true;
}

static void add_reported(struct scanner *scanner, enum token_kind kind, size_t bytes, const char *instead)
{
  struct source_place site = scanner->site;
  size_t begin = scanner->at;
  scanner_skip_to(scanner, begin + bytes);
  struct token *token = scanner_add(scanner, kind, begin, site);
  token->reported = true;
  if (joins_last(scanner, site, begin, instead)) return;
  reading_fault(scanner->reading, MSG_LEX_SIGN, site, token_string(scanner->reading, token), instead, NULL);
  scanner_mend(scanner, begin, instead[1] ? NULL : instead);
}

static bool scan_sign(struct scanner *scanner, int32_t first, size_t first_bytes)
{
  for (const struct sign *sign = signs; sign < signs + sizeof signs / sizeof *signs; sign++) {
    if (sign->text[0] != first) continue;
    size_t bytes = sign->text[1] ? match_sign(scanner, sign->text) : first_bytes, begin = scanner->at;
    if (!bytes) continue;
    if (sign->instead) {
      add_reported(scanner, sign->kind, bytes, sign->instead);
      return true;
    }
    struct source_place site = scanner->site;
    scanner_skip_to(scanner, begin + bytes);
    scanner_add(scanner, sign->kind, begin, site)->text = slice_of(sign->text);
    return true;
  }
  return false;
}

/* Characters of Chinese text that people write where Lua wants a sign of its own; read on as that sign. */
static const struct {
  int32_t character;
  enum token_kind kind;
  const char *instead;
} strangers[] = {
  { 0x3001, TOKEN_COMMA, "," },
  { 0x2265, TOKEN_AT_LEAST, "{ 至少 = … }" },
  { 0x2267, TOKEN_AT_LEAST, "{ 至少 = … }" },
  { 0x2264, TOKEN_AT_MOST, "{ 至多 = … }" },
  { 0x2266, TOKEN_AT_MOST, "{ 至多 = … }" },
  { 0x2260, TOKEN_UNEQUAL, "{ 不等于 = … }" },
  { 0x00D7, TOKEN_OPERATOR, "*" },
  { 0x00F7, TOKEN_OPERATOR, "/" },
  { 0x2212, TOKEN_MINUS, "-" },
  { 0x3010, TOKEN_BRACE_OPEN, "{ }" },
  { 0x3011, TOKEN_BRACE_CLOSE, "{ }" },
  { 0x3014, TOKEN_PAREN_OPEN, "( )" },
  { 0x3015, TOKEN_PAREN_CLOSE, "( )" },
};

static bool scan_stranger(struct scanner *scanner, int32_t character, size_t bytes)
{
  for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
    if (strangers[i].character != character) continue;
    bool opens = character == 0x3010 || character == 0x3014, closes = character == 0x3011 || character == 0x3015;
    if (opens) scanner->fancy_open++;
    if (closes && scanner->fancy_open) {
      size_t begin = scanner->at;
      struct source_place site = scanner->site;
      scanner->fancy_open--;
      scanner_step(scanner);
      scanner_add(scanner, strangers[i].kind, begin, site);
    } else {
      add_reported(scanner, strangers[i].kind, bytes, strangers[i].instead);
    }
    return true;
  }
  return false;
}

static void scan_unknown(struct scanner *scanner, int32_t character, size_t bytes)
{
  struct source_place site = scanner->site;
  char *shown = arena_copy(scanner->reading->scratch, scanner->source.at + scanner->at, bytes);
  scanner_step(scanner);
  scanner->gap = true;
  if (character == SCANNER_BROKEN) {
    if (!scanner->encoding_reported) reading_fault(scanner->reading, MSG_LEX_ENCODING, site, NULL);
    scanner->encoding_reported = true;
  } else if (character == 0x3002) {
    reading_fault(scanner->reading, MSG_LEX_FULL_STOP, site, NULL);
  } else if (scanner->complained != site.line) {
    if (character < ' ' || character == 0x7F) shown = arena_printf(scanner->reading->scratch, "0x%02X", (unsigned)character);
    reading_fault(scanner->reading, MSG_LEX_CHARACTER, site, shown, NULL);
    scanner->complained = site.line;
  }
}

static void scan_comment(struct scanner *scanner, size_t dashes)
{
  struct source_place site = scanner->site;
  scanner_skip_to(scanner, scanner->at + dashes);
  if (scan_long_bracket(scanner, site, true)) return;
  size_t end = scanner_line_end(scanner);
  scanner->site.column++; /* what stands on the rest of the line needs no column */
  scanner->at = end;
}

/* `//`, `/`+`*` and `#` where no value can go on or begin: at the start of a line or behind a comma or brace. */
static size_t foreign_comment(const struct scanner *scanner)
{
  const struct token_stream *reading = scanner->reading;
  const struct token *last = reading->count ? &reading->tokens[reading->count - 1] : NULL;
  size_t sign = match_sign(scanner, "//"), ignored;
  bool line = !last || last->end.line != scanner->site.line;
  bool behind = !last || last->kind == TOKEN_COMMA || last->kind == TOKEN_SEMICOLON || last->kind == TOKEN_BRACE_OPEN ||
                (line && (last->kind == TOKEN_BRACE_CLOSE || last->kind == TOKEN_STRING || last->kind == TOKEN_END_BLOCK));
  if (!sign) sign = match_sign(scanner, "/*");
  if (sign) return behind ? sign : 0;
  sign = match_sign(scanner, "#");
  return sign && behind && (line || scanner_peek(scanner, scanner->at + sign, &ignored) == ' ') ? sign : 0;
}

/* Up to the end of the line; of `/`+`*` up to what closes it, which stands for the brackets of Lua. */
static void scan_foreign_comment(struct scanner *scanner, size_t bytes)
{
  struct source_place site = scanner->site;
  struct slice rest = { scanner->source.at + scanner->at, scanner->source.length - scanner->at };
  const char *sign = arena_copy(scanner->reading->scratch, rest.at, bytes);
  const char *close = strcmp(sign, "/*") == 0 ? memmem(rest.at + bytes, rest.length - bytes, "*/", 2) : NULL;
  size_t begin = scanner->at, inside = close ? (size_t)(close - rest.at) - bytes : 0;
  scanner_skip_to(scanner, begin + bytes);
  reading_fault(scanner->reading, MSG_LEX_COMMENT, site, sign, NULL);
  if (!close) {
    scanner_mend(scanner, begin, "--");
    scanner_skip_to(scanner, scanner_line_end(scanner));
    return;
  }
  scanner_skip_to(scanner, begin + bytes + inside + 2);
  scanner_mend(scanner, begin, arena_printf(scanner->reading->scratch, "--[[%.*s]]", (int)inside, rest.at + bytes));
}

static const struct {
  int32_t open;
  const char *opening, *closers; /* what ends it, each of three bytes or one */
} odd_quotes[] = {
  { 0x201C, "“", "”“＂\"" }, { 0x201D, "”", "”“＂\"" }, { 0xFF02, "＂", "＂”“\"" }, { 0x2018, "‘", "’‘＇'" },
  { 0x2019, "’", "’‘＇'" },  { 0xFF07, "＇", "＇’‘'" }, { 0x300A, "《", "》" },     { 0x3008, "〈", "〉" },
  { 0x300C, "「", "」" },    { 0x300E, "『", "』" },
};

static bool scan_odd_quote(struct scanner *scanner, int32_t character)
{
  for (size_t i = 0; i < sizeof odd_quotes / sizeof *odd_quotes; i++) {
    if (odd_quotes[i].open != character) continue;
    scan_quoted_oddly(scanner, odd_quotes[i].opening, odd_quotes[i].closers);
    return true;
  }
  return false;
}

static void scan_token(struct scanner *scanner)
{
  size_t length, ignored;
  int32_t raw = scanner_raw(scanner, scanner->at, &length), c = half_width(raw);
  size_t dashes = c == '-' ? match_sign(scanner, "--") : 0;
  if (is_space(raw)) scanner_step(scanner);
  else if (is_word_character(raw, true) && !is_digit(c)) scan_name(scanner);
  else if (is_digit(c) || (c == '.' && is_digit(scanner_peek(scanner, scanner->at + length, &ignored)))) scan_number(scanner);
  else if (dashes) scan_comment(scanner, dashes);
  else if ((c == '/' || c == '#') && foreign_comment(scanner)) scan_foreign_comment(scanner, foreign_comment(scanner));
  else if (raw == '"' || raw == '\'') scan_string(scanner);
  else if (raw == '[' && scan_long_bracket(scanner, scanner->site, false)) return;
  else if (!scan_odd_quote(scanner, raw) && !scan_sign(scanner, c, length) && !scan_stranger(scanner, raw, length))
    scan_unknown(scanner, raw, length);
}

void tokens_read(struct token_stream *reading)
{
  struct scanner scanner = { .reading = reading, .source = reading->script->source, .site = { 1, 1 } };
  reading->capacity = scanner.source.length / 4 + 16; /* a little more than scripts have */
  reading->tokens = arena_array(reading->scratch, reading->capacity, sizeof *reading->tokens);
  if (slice_starts(scanner.source, "\xEF\xBB\xBF")) scanner.at = 3;
  if (scanner.at < scanner.source.length && scanner.source.at[scanner.at] == '#') scanner.at = scanner_line_end(&scanner);
  check_visible(&scanner);
  while (scanner.at < scanner.source.length) scan_token(&scanner);
  struct source_place end = reading->count ? reading->tokens[reading->count - 1].end : scanner.site;
  struct token *last = scanner_add(&scanner, TOKEN_END, scanner.at, scanner.site);
  last->place = end;
}

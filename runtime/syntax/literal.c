/* Numbers and strings of a script, for token.c: `10万元`, `5％`, `2022-01-01` and Chinese quotes are what policy staff write from
 * habit; each gets one finding that shows the Lua for it, and is then read on as the value that was meant. */
#include "syntax/literal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/scanner.h"

static bool is_digit(int32_t c)
{
  return c >= '0' && c <= '9';
}

static bool is_hex_digit(int32_t c)
{
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static size_t digits_length(const char *text, bool hex)
{
  size_t length = 0;
  while (hex ? is_hex_digit(text[length]) : is_digit(text[length])) length++;
  return length;
}

/* Length of the numeral of Lua that `text` begins with. */
static size_t numeral_length(const char *text)
{
  bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  size_t length = hex ? 2 : 0, whole = digits_length(text + length, hex), fraction = 0;
  length += whole;
  if (text[length] == '.') {
    fraction = digits_length(text + length + 1, hex);
    length += 1 + fraction;
  }
  if (whole + fraction == 0) return 0;
  char exponent = text[length];
  if (hex ? exponent == 'p' || exponent == 'P' : exponent == 'e' || exponent == 'E') {
    size_t sign = text[length + 1] == '+' || text[length + 1] == '-', power = digits_length(text + length + 1 + sign, false);
    if (power) length += 1 + sign + power;
  }
  return length;
}

/* Three groups of digits with one character between each, a year first: `2022.13.01`, `2022年1月5日`, `2022/1/5`. */
static bool looks_like_date(const char *text, int group[3])
{
  for (int i = 0; i < 3; i++) {
    size_t digits = digits_length(text, false);
    if (i == 0 ? digits != 4 : digits < 1 || digits > 2) return false;
    group[i] = atoi(text);
    text += digits;
    if (i < 2 && !*text) return false;
    if (i < 2) text += utf8_length((unsigned char)*text);
  }
  return (!*text || strcmp(text, "日") == 0) && group[0] >= 1900 && group[0] < 2100;
}

static void date_fault(struct scanner *scanner, size_t begin, struct source_place site, const char *text, const int group[3])
{
  bool exists = group[1] >= 1 && group[1] <= 12 && group[2] >= 1 && group[2] <= 31;
  const char *instead = "\"2022-12-01\"";
  if (exists) instead = arena_printf(scanner->reading->scratch, "\"%04d-%02d-%02d\"", group[0], group[1], group[2]);
  reading_fault(scanner->reading, MSG_LEX_DATE, site, text, instead, NULL);
  scanner_mend(scanner, begin, exists ? instead : NULL);
}

static const struct {
  const char *written, *word[2]; /* by language */
} units[] = {
  { "元", { "元", "yuan" } },       { "万元", { "万元", "wan" } }, { "万", { "万元", "wan" } }, { "亿元", { "亿元", "yi" } },
  { "亿", { "亿元", "yi" } },       { "年", { "年", "years" } },   { "天", { "天", "days" } },  { "日", { "天", "days" } },
  { "%", { "百分之", "percent" } }, { "wan", { "wan", "wan" } },
};

/* What is counted: scripts write the number alone. */
static const char *const counters[] = { "家", "户", "个", "项", "人", "名", "次", "件", "台", "套", "篇", "倍", "条", "分" };

const char *number_with_unit(struct arena *arena, enum language language, const char *number, struct slice unit)
{
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (slice_is(unit, units[i].written)) return arena_printf(arena, "%s(%s)", units[i].word[language], number);
  return slice_is_one_of(unit, counters, sizeof counters / sizeof *counters) ? arena_string(arena, number) : NULL;
}

/* `2022年` is a year of the calendar, not so many years: as a year where 年度 = stands before it, else its days. */
static const char *calendar_year(const struct scanner *scanner, const char *text, size_t numeral)
{
  const struct token_stream *reading = scanner->reading;
  const struct token *last = reading->count > 1 ? &reading->tokens[reading->count - 1] : NULL;
  bool year = numeral == 4 && (*text == '1' || *text == '2') && strcmp(text + numeral, "年") == 0;
  if (!year || !last || last->kind != TOKEN_ASSIGN) return NULL;
  struct slice key = last[-1].text;
  if (slice_is(key, "年度") || slice_is(key, "year")) return arena_copy(reading->scratch, text, numeral);
  bool end = slice_is(key, "不晚于") || slice_is(key, "晚于") || slice_is(key, "至");
  if (slice_is(key, "在")) return arena_printf(reading->scratch, "{ \"%.4s-01-01\", \"%.4s-12-31\" }", text, text);
  return arena_printf(reading->scratch, end ? "\"%.4s-12-31\"" : "\"%.4s-01-01\"", text);
}

/* A number with something directly after it: a date, a unit, or neither. */
static void number_fault(struct scanner *scanner, size_t begin, struct source_place site, const char *text, size_t numeral)
{
  struct arena *scratch = scanner->reading->scratch;
  int group[3];
  if (looks_like_date(text, group)) {
    date_fault(scanner, begin, site, text, group);
    return;
  }
  const char *year = calendar_year(scanner, text, numeral);
  if (year) {
    reading_fault(scanner->reading, MSG_LEX_UNIT, site, text, year, NULL);
    scanner_mend(scanner, begin, year);
    return;
  }
  const char *number = arena_copy(scratch, text, numeral);
  const char *instead = numeral ? number_with_unit(scratch, scanner->reading->language, number, slice_of(text + numeral)) : NULL;
  if (instead) {
    reading_fault(scanner->reading, strcmp(instead, number) == 0 ? MSG_LEX_COUNT : MSG_LEX_UNIT, site, text, instead, NULL);
    scanner_mend(scanner, begin, instead);
    return;
  }
  reading_fault(scanner->reading, MSG_LEX_NUMBER, site, text, NULL);
  scanner_mend(scanner, begin, NULL);
}

/* Where Lua would end a number that begins at `offset`: after digits, letters, dots and a sign after an exponent. */
static size_t number_end(const struct scanner *scanner, size_t offset)
{
  bool hex = false;
  size_t begin = offset, length, ignored;
  for (int32_t previous = 0;; offset += length) {
    int32_t c = scanner_peek(scanner, offset, &length), raw = scanner_raw(scanner, offset, &ignored);
    hex = hex || (offset > begin && (c == 'x' || c == 'X'));
    bool exponent = hex ? previous == 'p' || previous == 'P' : previous == 'e' || previous == 'E';
    bool sign = exponent && (c == '+' || c == '-');
    if (!is_word_character(raw, false) && !is_digit(c) && c != '.' && !sign) return offset;
    previous = c;
  }
}

/* A stretch of the source with full-width characters as ASCII. */
static struct slice half_width_text(const struct scanner *scanner, size_t begin, size_t end)
{
  char *text = arena_alloc(scanner->reading->scratch, end - begin + 1);
  size_t used = 0, length;
  for (size_t offset = begin; offset < end; offset += length) {
    int32_t c = scanner_peek(scanner, offset, &length);
    bool ascii = c >= 0 && c < 0x80;
    if (ascii) text[used] = (char)c;
    else memcpy(text + used, scanner->source.at + offset, length);
    used += ascii ? 1 : length;
  }
  return (struct slice){ text, used };
}

/* `2022-01-05` without quotes: Lua would subtract. Takes the rest after the year and returns true when it is a date. */
static bool take_rest_of_date(struct scanner *scanner, size_t begin, struct source_place site)
{
  char text[sizeof "2022-12-01"];
  size_t used = 0, offset = begin, length;
  for (; used < sizeof text - 1; offset += length) {
    int32_t c = scanner_peek(scanner, offset, &length);
    if (!is_digit(c) && c != '-' && c != '/') break;
    text[used++] = (char)c;
  }
  text[used] = 0;
  int group[3];
  if (!looks_like_date(text, group) || group[1] < 1 || group[1] > 12 || group[2] < 1 || group[2] > 31) return false;
  if (is_word_character(scanner_peek(scanner, offset, &length), false)) return false;
  scanner_skip_to(scanner, offset);
  date_fault(scanner, begin, site, arena_string(scanner->reading->scratch, text), group);
  return true;
}

/* `5%` where nothing follows that `%` could divide by; a full-width sign after a number is never a remainder. */
static bool is_percentage(const struct scanner *scanner)
{
  size_t length;
  if (scanner_peek(scanner, scanner->at, &length) != '%') return false;
  if (length > 1) return true;
  size_t offset = scanner->at + length;
  while (scanner_peek(scanner, offset, &length) == ' ') offset += length;
  int32_t next = scanner_peek(scanner, offset, &length);
  return next == SCANNER_END || is_line_end(next) || strchr(",;)}]-+*/<>=~", next < 0x80 ? next : 'x') != NULL;
}

/* `,000` right here, and no fourth digit. */
static bool thousands_follow(const struct scanner *scanner)
{
  size_t left = scanner->source.length - scanner->at;
  const char *at = scanner->source.at + scanner->at;
  bool group = left > 3 && at[0] == ',' && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]);
  return group && !(left > 4 && is_digit(at[4]));
}

/* `1,000`, where Lua sees two numbers: three digits that begin with 0, right behind a comma that is right behind a number. They
 * become part of that number. */
static bool take_thousands(struct scanner *scanner, struct slice text, struct source_place site)
{
  struct token_stream *reading = scanner->reading;
  if (reading->count < 2 || text.length != 3 || text.at[0] != '0' || digits_length(text.at, false) != 3) return false;
  struct token *number = &reading->tokens[reading->count - 2];
  const struct token *comma = number + 1;
  bool adjacent = number->kind == TOKEN_NUMBER && comma->kind == TOKEN_COMMA && number->end.line == site.line &&
                  number->end.column == comma->site.column && comma->end.column == site.column;
  if (!adjacent) return false;
  const char *whole = arena_printf(reading->scratch, "%.*s%s", (int)number->text.length, number->text.at, text.at);
  const char *written = arena_printf(reading->scratch, "%.*s,%s", (int)number->text.length, number->text.at, text.at);
  while (thousands_follow(scanner)) {
    const char *group = scanner->source.at + scanner->at + 1;
    whole = arena_printf(reading->scratch, "%s%.3s", whole, group);
    written = arena_printf(reading->scratch, "%s,%.3s", written, group);
    scanner_skip_to(scanner, scanner->at + 4);
  }
  reading_fault(reading, MSG_LEX_THOUSANDS, number->site, written, whole, NULL);
  scanner_mend(scanner, source_offset(scanner->source, number->site), whole);
  number->reported = true;
  number->text = slice_of(whole);
  number->end = scanner->site;
  reading->count--;
  return true;
}

/* `5000万元以上`: which way it is meant is a word of its own. */
static size_t without_direction(const struct scanner *scanner, size_t begin, size_t end)
{
  static const char *const directions[] = { "以上", "以下", "以内" };
  const char *text = scanner->source.at + begin;
  for (size_t i = 0; i < sizeof directions / sizeof *directions; i++) {
    const char *found = memmem(text, end - begin, directions[i], strlen(directions[i]));
    if (found && found > text) return begin + (size_t)(found - text);
  }
  return end;
}

void scan_number(struct scanner *scanner)
{
  struct source_place site = scanner->site;
  size_t begin = scanner->at;
  size_t end = without_direction(scanner, begin, number_end(scanner, begin));
  struct slice text = half_width_text(scanner, begin, end);
  scanner_skip_to(scanner, end);
  size_t numeral = numeral_length(text.at);
  bool reported = true;
  if (numeral < text.length) {
    number_fault(scanner, begin, site, text.at, numeral);
  } else if (is_percentage(scanner)) {
    scanner_step(scanner);
    number_fault(scanner, begin, site, arena_printf(scanner->reading->scratch, "%s%%", text.at), numeral);
  } else {
    if (take_thousands(scanner, text, site)) return;
    reported = take_rest_of_date(scanner, begin, site);
  }
  struct token *token = scanner_add(scanner, TOKEN_NUMBER, begin, site);
  token->text = text;
  token->reported = reported;
}

static bool closes(const struct scanner *scanner, size_t offset, size_t length, const char *closers)
{
  for (const char *closer = closers; *closer; closer += utf8_length((unsigned char)*closer))
    if (utf8_length((unsigned char)*closer) == length && memcmp(scanner->source.at + offset, closer, length) == 0) return true;
  return false;
}

/* Offset of the first of `closers` before the line ends, or SIZE_MAX. */
static size_t find_closer(const struct scanner *scanner, const char *closers)
{
  size_t length;
  for (size_t offset = scanner->at;; offset += length) {
    int32_t c = scanner_raw(scanner, offset, &length);
    if (c == SCANNER_END || is_line_end(c)) return SIZE_MAX;
    if (closes(scanner, offset, length, closers)) return offset;
  }
}

void scan_quoted_oddly(struct scanner *scanner, const char *open, const char *closers)
{
  struct source_place site = scanner->site;
  size_t begin = scanner->at;
  bool title = closers[3] == 0;
  scanner_step(scanner);
  size_t end = find_closer(scanner, closers);
  struct arena *scratch = scanner->reading->scratch;
  const char *pair = title ? arena_printf(scratch, "%s%s", open, closers) : open;
  const char *inside = "…";
  if (end != SIZE_MAX && end - scanner->at <= 60)
    inside = arena_copy(scratch, scanner->source.at + scanner->at, end - scanner->at);
  const char *instead = arena_printf(scratch, title ? "\"%s%s%s\"" : "\"%.0s%s%.0s\"", open, inside, closers);
  reading_fault(scanner->reading, MSG_LEX_QUOTES, site, pair, instead, NULL);
  scanner->reading->string_open = scanner->reading->string_open || end == SIZE_MAX;
  scanner_skip_to(scanner, end == SIZE_MAX ? scanner_line_end(scanner) : end);
  if (end != SIZE_MAX) scanner_step(scanner);
  scanner_mend(scanner, begin, end != SIZE_MAX && strcmp(inside, "…") != 0 && !strchr(inside, '"') ? instead : NULL);
  scanner_add(scanner, TOKEN_STRING, begin, site)->reported = true;
}

/* After a backslash: true when Lua knows the letter. `\z` skips the white space that follows. */
/* Whether the escape (behind its backslash) stands for what is in no text: a zero byte, at which a name would end for one and go
 * on for another, half a character, or none of Unicode. */
static bool is_broken_escape(struct slice escape)
{
  char digits[12] = "";
  size_t begin = slice_starts(escape, "x") ? 1 : slice_starts(escape, "u{") ? 2 : 0, count = 0;
  size_t most = begin == 0 ? 3 : begin == 1 ? 2 : sizeof digits - 1;
  while (count < most && begin + count < escape.length && isxdigit((unsigned char)escape.at[begin + count]) &&
         (begin || is_digit(escape.at[begin + count]))) {
    digits[count] = escape.at[begin + count];
    count++;
  }
  if (!count) return false;
  unsigned long value = strtoul(digits, NULL, begin ? 16 : 10);
  return !value || (begin == 2 ? value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) : value > 0x7F);
}

static bool scan_escape(struct scanner *scanner)
{
  size_t length;
  int32_t c = scanner_raw(scanner, scanner->at, &length);
  if (c == SCANNER_END) return true;
  scanner_step(scanner);
  if (c == 'z') {
    while (c = scanner_raw(scanner, scanner->at, &length), c == ' ' || (c >= '\t' && c <= '\r')) scanner_step(scanner);
    return true;
  }
  return is_digit(c) || is_line_end(c) || (c > 0 && c < 0x80 && strchr("abfnrtvxu\\\"'", c) != NULL);
}

/* Where a quote is missing, text is read as code and code as text: what was found on the line before says nothing. */
static void forget_line(struct token_stream *reading, int line)
{
  struct faults *faults = reading->faults;
  while (faults->count > reading->first_fault && faults->items[faults->count - 1].line == line) faults->count--;
}

/* The line ended first. Perhaps the closing quote is there, but a Chinese one: then the string is read up to that. */
static void string_open_fault(struct scanner *scanner, struct scanner begin, const char *quote)
{
  const char *curly = *quote == '"' ? "”“＂" : "’‘＇";
  scanner_step(&begin);
  size_t closer = find_closer(&begin, curly);
  if (closer == SIZE_MAX) {
    struct source_place site = { begin.site.line, begin.site.column - 1 };
    forget_line(scanner->reading, site.line);
    reading_fault(scanner->reading, MSG_LEX_STRING_OPEN, site, quote, NULL);
    scanner->reading->string_open = true;
    return;
  }
  scanner_skip_to(&begin, closer);
  scanner->at = begin.at;
  scanner->site = begin.site;
  size_t length;
  scanner_raw(scanner, scanner->at, &length);
  const char *shown = arena_copy(scanner->reading->scratch, scanner->source.at + scanner->at, length);
  reading_fault(scanner->reading, MSG_LEX_QUOTES, scanner->site, shown, quote, NULL);
  size_t before = scanner->at;
  scanner_step(scanner);
  scanner_mend(scanner, before, quote);
}

/* `"规模"上台阶"奖励"`: a text that has quotes of its own. The scanner stands behind the second quote; characters other than
 * ASCII follow it directly, and another text follows them. Read on as one text, with Chinese quotes within. */
static bool take_inner_quotes(struct scanner *scanner, const struct scanner *begin)
{
  size_t length, offset = scanner->at;
  int32_t c = scanner_raw(scanner, offset, &length);
  while (c >= 0x80 && is_word_character(c, false)) c = scanner_raw(scanner, offset += length, &length);
  if (offset == scanner->at || c != '"') return false;
  struct scanner rest = *scanner;
  scanner_skip_to(&rest, offset + 1);
  size_t end = find_closer(&rest, "\"");
  if (end == SIZE_MAX) return false;
  struct arena *scratch = scanner->reading->scratch;
  const char *source = scanner->source.at;
  const char *meant =
      arena_printf(scratch, "%.*s“%.*s”%.*s\"", (int)(scanner->at - 1 - begin->at), source + begin->at,
                   (int)(offset - scanner->at), source + scanner->at, (int)(end - offset - 1), source + offset + 1);
  reading_fault(scanner->reading, MSG_LEX_INNER_QUOTES, begin->site, meant, NULL);
  scanner_skip_to(scanner, end + 1);
  scanner_mend(scanner, begin->at, meant);
  return true;
}

void scan_string(struct scanner *scanner)
{
  const struct scanner begin = *scanner;
  size_t length;
  int32_t quote = scanner_raw(scanner, scanner->at, &length), c;
  bool reported = false;
  scanner_step(scanner);
  while (c = scanner_raw(scanner, scanner->at, &length), c != quote) {
    struct source_place site = scanner->site;
    if (c == SCANNER_END || is_line_end(c)) {
      bool continued = c == SCANNER_END && scanner->source.at[scanner->at - 1] == '\\';
      string_open_fault(scanner, begin, quote == '"' ? "\"" : "'");
      scanner->reading->more = scanner->reading->more || continued;
      reported = true;
      break;
    }
    scanner_pass(scanner, length);
    if (c >= 0x80 && is_invisible(c)) character_fault(scanner->reading, MSG_LEX_UNSEEN, site, c);
    struct slice rest = { scanner->source.at + scanner->at, scanner->source.length - scanner->at };
    if (c == '\\' && is_broken_escape(rest)) reading_fault(scanner->reading, MSG_LEX_ZERO, site, NULL);
    if (c == '\\' && !scan_escape(scanner)) reading_fault(scanner->reading, MSG_LEX_ESCAPE, site, NULL);
  }
  if (!reported) scanner_step(scanner);
  if (!reported && quote == '"') reported = take_inner_quotes(scanner, &begin);
  scanner_add(scanner, TOKEN_STRING, begin.at, begin.site)->reported = reported;
}

static size_t bracket_level(const struct scanner *scanner, size_t offset, char bracket)
{
  struct slice source = scanner->source;
  if (offset >= source.length || source.at[offset] != bracket) return SIZE_MAX;
  size_t level = 0;
  while (offset + 1 + level < source.length && source.at[offset + 1 + level] == '=') level++;
  size_t second = offset + 1 + level;
  return second < source.length && source.at[second] == bracket ? level : SIZE_MAX;
}

bool scan_long_bracket(struct scanner *scanner, struct source_place site, bool comment)
{
  size_t begin = scanner->at, level = bracket_level(scanner, begin, '[');
  if (level == SIZE_MAX) return false;
  scanner_skip_to(scanner, begin + level + 2);
  while (scanner->at < scanner->source.length && bracket_level(scanner, scanner->at, ']') != level) {
    size_t length;
    int32_t c = scanner_raw(scanner, scanner->at, &length);
    if (!comment && c >= 0x80 && is_invisible(c)) character_fault(scanner->reading, MSG_LEX_UNSEEN, scanner->site, c);
    scanner_step(scanner);
  }
  bool open = scanner->at >= scanner->source.length;
  if (open) {
    struct arena *scratch = scanner->reading->scratch;
    char *signs = arena_alloc(scratch, level + 1);
    memset(signs, '=', level);
    reading_fault(scanner->reading, MSG_LEX_LONG_OPEN, site, arena_printf(scratch, "%s[%s[", comment ? "--" : "", signs),
                  arena_printf(scratch, "]%s]", signs), NULL);
    scanner->reading->string_open = scanner->reading->more = true;
  } else {
    scanner_skip_to(scanner, scanner->at + level + 2);
  }
  if (!comment) scanner_add(scanner, TOKEN_STRING, begin, site)->reported = open;
  return true;
}

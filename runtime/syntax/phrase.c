/* Reads the tokens of one item by the grammar of prose: or, and, not, a comparison, a value. Nothing is written for Lua here. */
#include "syntax/phrase.h"

#include <string.h>

#include "syntax/fix.h"
#include "syntax/prose_word.h"

enum { SHOWN_MAX = 300, DEPTH_MAX = 20 };

enum meaning { MEANS_NOTHING, MEANS_ANY, MEANS_ALL, MEANS_NONE, MEANS_COMPARE, MEANS_BEHIND, MEANS_CALL };

/* What people write, and the word of scripts in both languages. */
static const struct term {
  const char *written;
  enum meaning meaning;
  const char *word[2];
} terms[] = {
  { "或", MEANS_ANY, { "任一", "any_of" } },
  { "或者", MEANS_ANY, { "任一", "any_of" } },
  { "且", MEANS_ALL, { "全部", "all_of" } },
  { "并且", MEANS_ALL, { "全部", "all_of" } },
  { "而且", MEANS_ALL, { "全部", "all_of" } },
  { "同时", MEANS_ALL, { "全部", "all_of" } },
  { "并", MEANS_ALL, { "全部", "all_of" } },
  { "和", MEANS_ALL, { "全部", "all_of" } },
  { "与", MEANS_ALL, { "全部", "all_of" } },
  { "及", MEANS_ALL, { "全部", "all_of" } },
  { "以及", MEANS_ALL, { "全部", "all_of" } },
  { "不是", MEANS_NONE, { "非", "none_of" } },
  { "不", MEANS_NONE, { "非", "none_of" } },
  { "非", MEANS_NONE, { "非", "none_of" } },
  { "没有", MEANS_NONE, { "非", "none_of" } },
  { "至少", MEANS_COMPARE, { "至少", "at_least" } },
  { "不低于", MEANS_COMPARE, { "至少", "at_least" } },
  { "不少于", MEANS_COMPARE, { "至少", "at_least" } },
  { "不小于", MEANS_COMPARE, { "至少", "at_least" } },
  { "大于等于", MEANS_COMPARE, { "至少", "at_least" } },
  { "大于或等于", MEANS_COMPARE, { "至少", "at_least" } },
  { "达到", MEANS_COMPARE, { "至少", "at_least" } },
  { "至多", MEANS_COMPARE, { "至多", "at_most" } },
  { "不超过", MEANS_COMPARE, { "至多", "at_most" } },
  { "不高于", MEANS_COMPARE, { "至多", "at_most" } },
  { "不大于", MEANS_COMPARE, { "至多", "at_most" } },
  { "不多于", MEANS_COMPARE, { "至多", "at_most" } },
  { "小于等于", MEANS_COMPARE, { "至多", "at_most" } },
  { "小于或等于", MEANS_COMPARE, { "至多", "at_most" } },
  { "超过", MEANS_COMPARE, { "超过", "more_than" } },
  { "大于", MEANS_COMPARE, { "超过", "more_than" } },
  { "高于", MEANS_COMPARE, { "超过", "more_than" } },
  { "多于", MEANS_COMPARE, { "超过", "more_than" } },
  { "低于", MEANS_COMPARE, { "低于", "less_than" } },
  { "小于", MEANS_COMPARE, { "低于", "less_than" } },
  { "少于", MEANS_COMPARE, { "低于", "less_than" } },
  { "不足", MEANS_COMPARE, { "低于", "less_than" } },
  { "不满", MEANS_COMPARE, { "低于", "less_than" } },
  { "等于", MEANS_COMPARE, { "等于", "equals" } },
  { "为", MEANS_COMPARE, { "等于", "equals" } },
  { "是", MEANS_COMPARE, { "是", "is" } },
  { "不等于", MEANS_COMPARE, { "不等于", "not_equals" } },
  { "不早于", MEANS_COMPARE, { "不早于", "not_before" } },
  { "不晚于", MEANS_COMPARE, { "不晚于", "not_after" } },
  { "早于", MEANS_COMPARE, { "早于", "before" } },
  { "晚于", MEANS_COMPARE, { "晚于", "after" } },
  { "属于", MEANS_COMPARE, { "属于", "among" } },
  { "不属于", MEANS_COMPARE, { "不属于", "not_among" } },
  { "含有", MEANS_COMPARE, { "含有", "contains" } },
  { "包含", MEANS_COMPARE, { "含有", "contains" } },
  { "在", MEANS_COMPARE, { "在", "within" } },
  { "介于", MEANS_COMPARE, { "在", "within" } },
  { "满", MEANS_COMPARE, { "至少", "at_least" } },
  { "已满", MEANS_COMPARE, { "至少", "at_least" } },
  { "以上", MEANS_BEHIND, { "至少", "at_least" } }, /* the law counts the figure in (Civil Code 1259) */
  { "以下", MEANS_BEHIND, { "至多", "at_most" } },
  { "以内", MEANS_BEHIND, { "至多", "at_most" } },
  { "IF", MEANS_CALL, { "分情况", "cases" } },
  { "If", MEANS_CALL, { "分情况", "cases" } },
  { "IFS", MEANS_CALL, { "分情况", "cases" } },
  { "如果", MEANS_CALL, { "分情况", "cases" } },
  { "若", MEANS_CALL, { "分情况", "cases" } },
  { "AND", MEANS_CALL, { "全部", "all_of" } },
  { "OR", MEANS_CALL, { "任一", "any_of" } },
  { "NOT", MEANS_CALL, { "非", "none_of" } },
};

const char *comparison_word(struct slice said, enum language language)
{
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
    if (terms[i].meaning == MEANS_COMPARE && slice_is(said, terms[i].written)) return terms[i].word[language];
  return NULL;
}

bool is_group_word(struct slice word)
{
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
    enum meaning meaning = terms[i].meaning;
    bool group = meaning == MEANS_ANY || meaning == MEANS_ALL || meaning == MEANS_NONE;
    if (group && slice_is_one_of(word, terms[i].word, 2)) return true;
  }
  return false;
}

static const struct term signs[] = {
  { "and", MEANS_ALL, { "全部", "all_of" } },          { "or", MEANS_ANY, { "任一", "any_of" } },
  { "not", MEANS_NONE, { "非", "none_of" } },          { "==", MEANS_COMPARE, { "等于", "equals" } },
  { "~=", MEANS_COMPARE, { "不等于", "not_equals" } }, { "<", MEANS_COMPARE, { "低于", "less_than" } },
  { ">", MEANS_COMPARE, { "超过", "more_than" } },     { "<=", MEANS_COMPARE, { "至多", "at_most" } },
  { ">=", MEANS_COMPARE, { "至少", "at_least" } },
};

static const struct term *sign_of(enum token_kind kind)
{
  switch (kind) {
  case TOKEN_AND: return &signs[0];
  case TOKEN_OR: return &signs[1];
  case TOKEN_NOT: return &signs[2];
  default: return kind >= TOKEN_EQUAL && kind <= TOKEN_AT_LEAST ? &signs[3 + kind - TOKEN_EQUAL] : NULL;
  }
}

static const struct term *term_of(const struct token *token)
{
  if (token->kind != TOKEN_NAME) return sign_of(token->kind);
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
    if (slice_is(token->text, terms[i].written)) return &terms[i];
  return NULL;
}

static enum meaning meaning_of(const struct token *token)
{
  const struct term *term = term_of(token);
  return term ? term->meaning : MEANS_NOTHING;
}

struct phrase {
  struct reader *reader;
  enum language language;
  int depth;
};

/* Tokens from `first` up to `end`. */
struct range {
  size_t first, end;
};

static bool opens(enum token_kind kind)
{
  return kind == TOKEN_PAREN_OPEN || kind == TOKEN_BRACE_OPEN || kind == TOKEN_BRACKET_OPEN;
}

static bool closes(enum token_kind kind)
{
  return kind == TOKEN_PAREN_CLOSE || kind == TOKEN_BRACE_CLOSE || kind == TOKEN_BRACKET_CLOSE;
}

/* The first token from `at` on, outside brackets that open there, that `is` so; `end` when there is none. */
static size_t find_outside(const struct token *tokens, struct range range, bool (*is)(const struct token *token))
{
  int depth = 0;
  for (size_t i = range.first; i < range.end; i++) {
    if (!depth && is(&tokens[i])) return i;
    depth += opens(tokens[i].kind) - closes(tokens[i].kind);
  }
  return range.end;
}

static bool ends_item(const struct token *token)
{
  bool next_key = token->opens_line && token->kind == TOKEN_NAME && token[1].kind == TOKEN_ASSIGN;
  return token->kind == TOKEN_COMMA || token->kind == TOKEN_SEMICOLON || token->kind == TOKEN_END || closes(token->kind) ||
         next_key;
}

/* In a block, which has no commas between what it holds. */
static bool ends_statement(const struct token *token)
{
  return ends_item(token) || (token->kind == TOKEN_NAME && token[1].kind == TOKEN_ASSIGN);
}

static bool is_any(const struct token *token)
{
  return meaning_of(token) == MEANS_ANY;
}

static bool is_all(const struct token *token)
{
  return meaning_of(token) == MEANS_ALL;
}

static bool is_compare(const struct token *token)
{
  return meaning_of(token) == MEANS_COMPARE || slice_is(token->text, "不是");
}

static bool is_behind(const struct token *token)
{
  return meaning_of(token) == MEANS_BEHIND;
}

static bool is_comma(const struct token *token)
{
  return token->kind == TOKEN_COMMA;
}

static bool is_arithmetic(const struct token *token)
{
  return token->kind >= TOKEN_OPERATOR && token->kind <= TOKEN_TILDE;
}

static struct range item_range(const struct reader *reader)
{
  struct range rest = { reader->at, reader->reading->count };
  const struct frame *frame = &reader->frames[reader->depth - 1];
  size_t first = frame->value_start == NO_TOKEN ? reader->at : frame->value_start;
  return (struct range){ first, find_outside(reader->tokens, rest, is_block(frame->kind) ? ends_statement : ends_item) };
}

static size_t begin_offset(const struct phrase *phrase, size_t token)
{
  return reader_offset(phrase->reader, phrase->reader->tokens[token].site);
}

static size_t end_offset(const struct phrase *phrase, size_t token)
{
  return reader_offset(phrase->reader, phrase->reader->tokens[token].end);
}

/* The source of some tokens, with the certain fixes of what was found in it. */
static const char *source_string(const struct phrase *phrase, struct range range)
{
  struct token_stream *reading = phrase->reader->reading;
  struct slice source = reading->script->source;
  size_t begin = begin_offset(phrase, range.first), end = end_offset(phrase, range.end - 1), made;
  struct faults within = { 0 };
  for (size_t i = reading->first_fault; i < reading->faults->count; i++) {
    const struct fault *fault = &reading->faults->items[i];
    size_t at = source_offset(source, (struct source_place){ fault->line, fault->column });
    if (at >= begin && at < end) *faults_add(reading->scratch, &within) = *fault;
  }
  struct slice mended = within.count ? fixes_apply(reading->scratch, source, reading->script->path, &within, &made) : source;
  return arena_copy(reading->scratch, mended.at + begin, end - begin + mended.length - source.length);
}

static const char *translate(struct phrase *phrase, struct range range);

static bool begins_choice(const struct token *token)
{
  return token->kind == TOKEN_IF || slice_is(token->text, "如果") || slice_is(token->text, "若") || slice_is(token->text, "如");
}

static bool is_then(const struct token *token)
{
  return token->kind == TOKEN_THEN || slice_is(token->text, "则") || slice_is(token->text, "那么") || slice_is(token->text, "就");
}

static bool is_else(const struct token *token)
{
  return token->kind == TOKEN_ELSE || slice_is(token->text, "否则");
}

static const char *cases_string(const struct phrase *phrase, const char *condition, const char *yes, const char *no)
{
  const char *form =
      phrase->language == LANGUAGE_CHINESE ? "分情况 { { %s, %s }, { 其余, %s } }" : "cases { { %s, %s }, { otherwise, %s } }";
  return arena_printf(phrase->reader->reading->scratch, form, condition, yes, no);
}

/* `如果 甲 则 乙 否则 丙`, `if 甲 then 乙 else 丙 end`; NULL when it is not that. */
static const char *choice_string(struct phrase *phrase, struct range range)
{
  struct token *tokens = phrase->reader->tokens;
  size_t then = find_outside(tokens, range, is_then), otherwise = find_outside(tokens, range, is_else);
  size_t end = range.end - (tokens[range.end - 1].kind == TOKEN_END_BLOCK);
  if (then >= otherwise || otherwise + 1 >= end) return NULL;
  size_t left = then - (tokens[then - 1].kind == TOKEN_COMMA), right = otherwise - (tokens[otherwise - 1].kind == TOKEN_COMMA);
  const char *condition = translate(phrase, (struct range){ range.first + 1, left });
  if (!condition || then + 1 >= right) return NULL;
  return cases_string(phrase, condition, source_string(phrase, (struct range){ then + 1, right }),
                      source_string(phrase, (struct range){ otherwise + 1, end }));
}

/* `所有制 是 民营 或 国有`: the names of choices, without quotes or with them; NULL when it is not that. */
static const char *among_string(struct phrase *phrase, struct range range)
{
  struct reader *reader = phrase->reader;
  struct arena *scratch = reader->reading->scratch;
  size_t sign = find_outside(reader->tokens, range, is_compare);
  const char *choices = NULL;
  const struct term *term = sign < range.end ? term_of(&reader->tokens[sign]) : NULL;
  if (!term || sign == range.first || (range.end - sign) % 2) return NULL;
  bool is = strcmp(term->word[0], "是") == 0 || strcmp(term->word[0], "等于") == 0;
  for (size_t at = sign + 1; is && at < range.end; at += 2) {
    const struct token *choice = &reader->tokens[at];
    if (choice->kind != TOKEN_STRING && (choice->kind != TOKEN_NAME || meaning_of(choice) != MEANS_NOTHING)) return NULL;
    if (at + 1 < range.end && !is_any(choice + 1) && choice[1].kind != TOKEN_COMMA) return NULL;
    const char *quote = choice->kind == TOKEN_STRING ? "" : "\"";
    choices = arena_printf(scratch, "%s%s%s%.*s%s", choices ? choices : "", choices ? ", " : "", quote, (int)choice->text.length,
                           choice->text.at, quote);
  }
  if (!choices) return NULL;
  return arena_printf(scratch, phrase->language == LANGUAGE_CHINESE ? "%s { 属于 = { %s } }" : "%s { among = { %s } }",
                      source_string(phrase, (struct range){ range.first, sign }), choices);
}

/* `任一 { 甲, 乙 }` of what stands between words that mean it; NULL when there is only one. */
static const char *translate_group(struct phrase *phrase, struct range range, bool (*is)(const struct token *token))
{
  struct reader *reader = phrase->reader;
  const char *items = NULL, *word = NULL;
  for (size_t at = range.first;;) {
    size_t next = find_outside(reader->tokens, (struct range){ at, range.end }, is);
    if (next == range.end && !items) return NULL;
    const char *part = next > at ? translate(phrase, (struct range){ at, next }) : NULL;
    if (!part) return NULL;
    items = items ? arena_printf(reader->reading->scratch, "%s, %s", items, part) : part;
    if (next == range.end) break;
    word = term_of(&reader->tokens[next])->word[phrase->language];
    at = next + 1;
  }
  return arena_printf(reader->reading->scratch, "%s { %s }", word, items);
}

/* Where a second value begins behind a complete one: of `营业收入 万元(5000)`. */
static size_t second_value(const struct reader *reader, struct range range)
{
  size_t at = range.first + 1;
  while (at + 1 < range.end && reader->tokens[at].kind == TOKEN_DOT) at += 2;
  return at;
}

static bool is_to(const struct token *token)
{
  return slice_is(token->text, "到") || slice_is(token->text, "至") || slice_is(token->text, "和") || slice_is(token->text, "与");
}

/* `在 甲 到 乙 之间` of figures and days, `满 1年` of days; NULL when it is neither. */
static const char *between_string(struct phrase *phrase, const char *subject, const struct term *term, struct range right)
{
  struct reader *reader = phrase->reader;
  struct arena *scratch = reader->reading->scratch;
  bool chinese = phrase->language == LANGUAGE_CHINESE;
  if (strcmp(term->written, "满") == 0 || strcmp(term->written, "已满") == 0) {
    const char *period = source_string(phrase, right);
    bool time =
        slice_starts(slice_of(period), "年(") || slice_starts(slice_of(period), "月(") || slice_starts(slice_of(period), "天(");
    return time ? arena_printf(scratch, "%s { 不晚于 = 基准日 - %s }", subject, period) : NULL;
  }
  if (strcmp(term->word[0], "在") != 0) return NULL;
  if (slice_is(reader->tokens[right.end - 1].text, "之间")) right.end--;
  size_t to = find_outside(reader->tokens, right, is_to);
  if (to == right.first || to + 1 >= right.end) return NULL;
  const char *low = source_string(phrase, (struct range){ right.first, to }),
             *high = source_string(phrase, (struct range){ to + 1, right.end });
  if (reader->tokens[right.first].kind == TOKEN_STRING)
    return arena_printf(scratch, chinese ? "%s { 在 = { %s, %s } }" : "%s { within = { %s, %s } }", subject, low, high);
  return arena_printf(scratch, chinese ? "%s { 至少 = %s, 至多 = %s }" : "%s { at_least = %s, at_most = %s }", subject, low,
                      high);
}

static const char *comparison_string(struct phrase *phrase, struct range left, const struct term *term, struct range right)
{
  struct reader *reader = phrase->reader;
  struct arena *scratch = reader->reading->scratch;
  if (right.first >= right.end || reader->tokens[right.first].kind == TOKEN_COLON) return NULL;
  const char *word = term->word[phrase->language];
  if (left.first >= left.end && reader_top(reader)->kind != FRAME_TABLE) return NULL;
  if (left.first >= left.end) return arena_printf(scratch, "%s = %s", word, source_string(phrase, right));
  const struct token *value = &reader->tokens[right.first];
  const char *subject = source_string(phrase, left), *between = between_string(phrase, subject, term, right);
  if (between) return between;
  bool equal = strcmp(term->word[0], "等于") == 0 || strcmp(term->word[0], "是") == 0,
       unequal = strcmp(term->word[0], "不等于") == 0 || term->meaning == MEANS_NONE;
  bool text = value->kind == TOKEN_STRING,
       truth = slice_is(value->text, "\"是\"") || slice_is(value->text, "是") || value->kind == TOKEN_TRUE;
  bool untruth = slice_is(value->text, "\"否\"") || slice_is(value->text, "否") || value->kind == TOKEN_FALSE;
  bool chinese = phrase->language == LANGUAGE_CHINESE;
  if ((equal || unequal) && (truth || untruth))
    return equal == truth ? subject : arena_printf(scratch, chinese ? "非 { %s }" : "none_of { %s }", subject);
  if (find_outside(reader->tokens, left, is_arithmetic) < left.end) subject = arena_printf(scratch, "(%s)", subject);
  if (equal) word = text ? (chinese ? "是" : "is") : chinese ? "等于" : "equals";
  bool bare = strcmp(term->written, "是") == 0 && value->kind == TOKEN_NAME && right.end == right.first + 1;
  if (bare)
    return arena_printf(scratch, "%s { %s = \"%s\" }", subject, term->word[phrase->language], source_string(phrase, right));
  bool other = unequal && text;
  if (unequal) word = text ? (chinese ? "是" : "is") : chinese ? "不等于" : "not_equals";
  const char *said = arena_printf(scratch, "%s { %s = %s }", subject, word, source_string(phrase, right));
  return other ? arena_printf(scratch, chinese ? "非 { %s }" : "none_of { %s }", said) : said;
}

/* Arguments of IF, AND, OR, NOT between the brackets of `range`. */
static const char *call_string(struct phrase *phrase, struct range range)
{
  enum { ARGUMENTS = 16 };
  struct reader *reader = phrase->reader;
  struct arena *scratch = reader->reading->scratch;
  const struct term *term = term_of(&reader->tokens[range.first]);
  const char *parts[ARGUMENTS], *all = NULL;
  size_t count = 0, end = range.end - 1;
  for (size_t at = range.first + 2; at < end && count < ARGUMENTS;) {
    size_t next = find_outside(reader->tokens, (struct range){ at, end }, is_comma);
    parts[count] = next > at ? translate(phrase, (struct range){ at, next }) : NULL;
    if (!parts[count++]) return NULL;
    all = all ? arena_printf(scratch, "%s, %s", all, parts[count - 1]) : parts[count - 1];
    at = next + 1;
  }
  if (strcmp(term->word[0], "分情况") != 0)
    return count ? arena_printf(scratch, "%s { %s }", term->word[phrase->language], all) : NULL;
  if (count != 3 || slice_is(reader->tokens[range.first].text, "IFS")) return NULL;
  return cases_string(phrase, parts[0], parts[1], parts[2]);
}

/* `IF(…)` and nothing behind it. */
static bool is_call(const struct reader *reader, struct range range)
{
  if (range.end < range.first + 3 || meaning_of(&reader->tokens[range.first]) != MEANS_CALL) return false;
  if (reader->tokens[range.first + 1].kind != TOKEN_PAREN_OPEN) return false;
  struct range inner = { range.first + 2, range.end };
  int depth = 1;
  size_t i = inner.first;
  for (; i < inner.end && depth; i++) depth += opens(reader->tokens[i].kind) - closes(reader->tokens[i].kind);
  return !depth && i == range.end;
}

/* Does the value that begins there belong to a word that compares? */
static bool is_compared(const struct reader *reader, size_t value)
{
  return value > 1 && reader->tokens[value - 1].kind == TOKEN_ASSIGN && meaning_of(&reader->tokens[value - 2]) == MEANS_COMPARE;
}

static const char *translate_one(struct phrase *phrase, struct range range)
{
  struct reader *reader = phrase->reader;
  const struct token *first = &reader->tokens[range.first], *last = &reader->tokens[range.end - 1];
  if (is_call(reader, range)) return call_string(phrase, range);
  if (begins_choice(first)) return choice_string(phrase, range);
  if (meaning_of(first) == MEANS_NONE && range.end > range.first + 1 && first[1].kind != TOKEN_BRACE_OPEN) {
    const char *rest = translate(phrase, (struct range){ range.first + 1, range.end });
    return rest ? arena_printf(reader->reading->scratch, "%s { %s }", term_of(first)->word[phrase->language], rest) : NULL;
  }
  size_t sign = find_outside(reader->tokens, range, is_compare);
  if (sign == range.end && range.end > range.first + 2) {
    sign = find_outside(reader->tokens, (struct range){ range.first, range.end - 1 }, is_behind);
    if (sign == range.end - 1) sign = range.end; /* it stands last */
  }
  if (sign < range.end)
    return comparison_string(phrase, (struct range){ range.first, sign }, term_of(&reader->tokens[sign]),
                             (struct range){ sign + 1, range.end });
  if (meaning_of(last) == MEANS_BEHIND && is_compared(reader, range.first))
    return source_string(phrase, (struct range){ range.first, range.end - 1 }); /* 至少 = 5000万元以上 says it twice */
  if (meaning_of(last) == MEANS_BEHIND && range.end > range.first + 2) {
    size_t second = second_value(reader, range), assigned = reader->tokens[second].kind == TOKEN_ASSIGN;
    return comparison_string(phrase, (struct range){ range.first, second }, term_of(last),
                             (struct range){ second + assigned, range.end - 1 });
  }
  return source_string(phrase, range);
}

static const char *translate(struct phrase *phrase, struct range range)
{
  if (++phrase->depth > DEPTH_MAX) return NULL;
  bool any = find_outside(phrase->reader->tokens, range, is_any) < range.end;
  const char *said = any ? among_string(phrase, range) : NULL;
  if (!said) said = translate_group(phrase, range, is_any);
  if (!said) said = translate_group(phrase, range, is_all);
  if (!said && !any && find_outside(phrase->reader->tokens, range, is_all) == range.end) said = translate_one(phrase, range);
  phrase->depth--;
  return said;
}

static const char *range_string(struct reader *reader, struct range range)
{
  struct phrase phrase = { reader, reader->reading->language, 0 };
  if (range.first == NO_TOKEN || range.first >= range.end) return NULL;
  const char *said = translate(&phrase, range);
  return said && strlen(said) <= SHOWN_MAX ? said : NULL;
}

const char *phrase_string(struct reader *reader)
{
  return range_string(reader, item_range(reader));
}

/* The finding at `site` gets the edit of the range; the others within it go. */
static void attach(struct reader *reader, struct range range, const char *said, struct source_place site)
{
  struct phrase phrase = { reader, reader->reading->language, 0 };
  struct token_stream *reading = reader->reading;
  struct faults *faults = reading->faults;
  size_t begin = begin_offset(&phrase, range.first), end = end_offset(&phrase, range.end - 1), kept = reading->first_fault;
  bool attached = false;
  for (size_t i = reading->first_fault; i < faults->count; i++) {
    struct fault *fault = &faults->items[i];
    size_t at = source_offset(reading->script->source, (struct source_place){ fault->line, fault->column });
    bool here = fault->line == site.line && fault->column == site.column && !attached;
    if (!here && at >= begin && at < end) continue;
    if (here && fault->message == MSG_LEX_SIGN && fault->argument_count == 2) {
      fault->argument_count--; /* the form that was shown becomes the text itself */
      fault_add(fault, said);
    }
    if (here) fault_add_fix(reading->arena, fault, true, (struct source_edit){ begin, end, said });
    attached |= here;
    faults->items[kept++] = *fault;
  }
  faults->count = kept;
}

void phrase_attach(struct reader *reader, struct source_place site)
{
  struct range range = item_range(reader);
  const char *said = range_string(reader, range);
  if (said) attach(reader, range, said, site);
}

static void skip_range(struct reader *reader, struct range range)
{
  reader->reading->broken = true;
  reader->at = range.end;
  reader_top(reader)->operand = OPERAND_OTHER;
}

/* One finding at `at`, and on behind the range: what stands there is nothing that Lua could run. */
static void report(struct reader *reader, struct range range, size_t at, enum message message)
{
  const struct token *token = &reader->tokens[at];
  const struct term *term = term_of(token);
  const char *understood = range_string(reader, range), *word = term->word[reader->reading->language], *said = understood;
  if (!said) said = message == MSG_LEX_COMPARE ? "…" : arena_printf(reader->reading->scratch, "%s { … }", word);
  bool itself = term->meaning == MEANS_NONE || slice_is(token->text, word);
  bool other = itself || (understood && !strstr(understood, word)); /* what is to be written says it in another way */
  if (message == MSG_LEX_COMPARE && other) message = MSG_LEX_LOGIC;
  if (message == MSG_LEX_COMPARE)
    reading_fault(reader->reading, message, token->site, token_string(reader->reading, token), word, said, NULL);
  else if (slice_is(token->text, "非"))
    reading_fault(reader->reading, MSG_LEX_GROUP_BRACE, token->site, "非", token_string(reader->reading, token + 1), NULL);
  else reading_fault(reader->reading, message, token->site, token_string(reader->reading, token), said, NULL);
  if (understood) attach(reader, range, understood, token->site);
  skip_range(reader, range);
}

bool phrase_take(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  bool brace_missing = reader_peek(reader, 1) == TOKEN_ASSIGN || reader->braces_over;
  if (frame->in_function || frame->value_start == NO_TOKEN || brace_missing) return false;
  struct range range = item_range(reader);
  if (frame->warned) return skip_range(reader, range), true;
  bool keyed = range.first > 1 && reader->tokens[range.first - 1].kind == TOKEN_ASSIGN;
  bool behind = meaning_of(&reader->tokens[range.end - 1]) == MEANS_BEHIND;
  if (keyed && behind && !is_compared(reader, range.first)) range.first -= 2; /* 营业收入 = 5000万元以上 */
  enum meaning meaning = meaning_of(reader_token(reader));
  bool negated = frame->operand == OPERAND_NAME && frame->operand_start + 1 == reader->at &&
                 meaning_of(&reader->tokens[frame->operand_start]) == MEANS_NONE;
  if (reader_token(reader)->opens_line && meaning != MEANS_ANY && meaning != MEANS_ALL) return false;
  if (negated) report(reader, range, frame->operand_start, MSG_LEX_LOGIC);
  else if (meaning == MEANS_ANY || meaning == MEANS_ALL) report(reader, range, reader->at, MSG_LEX_LOGIC);
  else if (meaning == MEANS_COMPARE || meaning == MEANS_BEHIND || slice_is(reader_token(reader)->text, "不是"))
    report(reader, range, reader->at, MSG_LEX_COMPARE);
  else if (behind) report(reader, range, range.end - 1, MSG_LEX_COMPARE);
  else return false;
  return true;
}

bool phrase_take_choice(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  size_t first = frame->operand == OPERAND_NAME ? frame->operand_start : reader->at;
  if (frame->in_function || frame->kind != FRAME_TABLE || reader->reading->full) return false;
  if (!begins_choice(&reader->tokens[first])) return false;
  size_t count = reader->reading->count, most = first + ITEM_TOKENS;
  struct range rest = { first, most < count ? most : count };
  struct range range = { first, find_outside(reader->tokens, rest, ends_item) };
  if (range.end == most) return false;
  while (reader->tokens[range.end].kind == TOKEN_COMMA &&
         (is_then(&reader->tokens[range.end + 1]) || is_else(&reader->tokens[range.end + 1])))
    range.end = find_outside(reader->tokens, (struct range){ range.end + 1, rest.end }, ends_item);
  const char *said = range_string(reader, range);
  if (!said) return false;
  const struct token *word = &reader->tokens[first];
  reading_fault(reader->reading, MSG_LEX_SIGN, word->site, token_string(reader->reading, word), said, NULL);
  attach(reader, range, said, word->site);
  skip_range(reader, range);
  return true;
}

bool phrase_take_call(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  if (frame->in_function || frame->operand != OPERAND_NAME || frame->operand_start + 1 != reader->at) return false;
  if (meaning_of(&reader->tokens[frame->operand_start]) != MEANS_CALL) return false;
  size_t end = reader->at;
  int depth = 0;
  do depth += opens(reader->tokens[end].kind) - closes(reader->tokens[end].kind);
  while (++end < reader->reading->count && depth);
  if (depth) return false;
  report(reader, (struct range){ frame->operand_start, end }, frame->operand_start, MSG_LEX_EXCEL);
  return true;
}

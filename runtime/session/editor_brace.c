/* What stands in a { } of a script, told from the tokens before it. */
#include "session/editor_parts.h"

#include "policy/declare.h"

const struct field *script_field_at(const struct editor_script *script, const struct model *model, struct arena *arena,
                                    size_t index, int *table)
{
  const struct script_tokens *tokens = &script->tokens;
  size_t dot = script_token_before(tokens, index), owner = script_token_before(tokens, dot);
  *table = -1;
  if (script_token_kind(tokens, index) != TOKEN_NAME || !model->table_count) return NULL;
  const char *name = script_token_string(arena, tokens, index);
  if (script->names.items[index].role == NAME_MEMBER && script_token_kind(tokens, dot) == TOKEN_DOT && owner != NOWHERE) {
    int owned = model_find_table(model, script_token_string(arena, tokens, owner));
    int field = owned >= 0 ? table_find_field(&model->tables[owned], name) : -1;
    return field >= 0 ? &model->tables[owned].kind.fields[field] : NULL;
  }
  if (script->names.items[index].role != NAME_WORD) return NULL;
  int field = table_find_field(&model->tables[0], name);
  if (field >= 0) return &model->tables[0].kind.fields[field];
  *table = model_find_table(model, name);
  return NULL;
}

const char *script_module_of(const struct editor_script *script, struct arena *arena, size_t index)
{
  const struct script_tokens *tokens = &script->tokens;
  const struct word *use = word_find("use");
  size_t definition = index == NOWHERE ? NOWHERE : script->names.items[index].definition;
  if (definition == NOWHERE || script->names.items[index].role != NAME_LOCAL) return NULL;
  size_t assign = script_token_after(tokens, definition), word = script_token_after(tokens, assign);
  if (script_token_kind(tokens, assign) != TOKEN_ASSIGN || script_token_kind(tokens, word) != TOKEN_NAME) return NULL;
  struct slice text = tokens->items[word].text;
  if (!slice_is(text, use->chinese) && !slice_is(text, use->english)) return NULL;
  size_t module = script_token_after(tokens, word);
  if (script_token_kind(tokens, module) == TOKEN_PAREN_OPEN) module = script_token_after(tokens, module);
  bool whole = script_token_kind(tokens, module) == TOKEN_STRING &&
               script_token_kind(tokens, script_token_after(tokens, module)) != TOKEN_DOT;
  return whole ? script_token_string(arena, tokens, module) : NULL;
}

/* The words whose { } has keys, by what their keys say that they are of (struct word); sums take those of counts. */
static const char *keys_of(const struct word *word)
{
  for (const struct word *key = words + word_names; key < words + word_count; key++)
    if (key->group == WORD_KEY && key->of && strcmp(key->of, word->chinese) == 0) return key->of;
  bool sums = word->group == WORD_RELATED && strstr(word->usage, ") {");
  return sums ? word_find("count")->chinese : NULL;
}

static struct brace_subject subject_of_word(const struct word *word)
{
  enum measure_kind measure = measure_kind_find(slice_of(word->chinese));
  const char *keys = keys_of(word);
  if (measure != MEASURE_KINDS) return (struct brace_subject){ .kind = BRACE_KEYS, .measure = measure };
  if (keys) return (struct brace_subject){ .kind = BRACE_KEYS, .word = keys };
  return (struct brace_subject){ .kind =
                                     word->group == WORD_CONDITION || word->group == WORD_RELATED ? BRACE_LIST : BRACE_VALUE };
}

/* A name before the { }, or before the brackets or the text that stand there. */
static struct brace_subject subject_of_name(const struct editor_script *script, const struct model *model, struct arena *arena,
                                            size_t name, bool direct)
{
  const struct script_tokens *tokens = &script->tokens;
  size_t owner = script_token_before(tokens, script_token_before(tokens, name));
  struct brace_subject value = { .kind = BRACE_VALUE };
  int table;
  if (script_token_kind(tokens, name) != TOKEN_NAME) return value;
  const char *text = script_token_string(arena, tokens, name);
  const struct word *population = word_find("population");
  bool of_list =
      script->names.items[name].role == NAME_MEMBER && owner != NOWHERE &&
      (slice_is(tokens->items[owner].text, population->chinese) || slice_is(tokens->items[owner].text, population->english));
  if (of_list) return (struct brace_subject){ .kind = BRACE_KEYS, .word = population->chinese };
  if (script->names.items[name].role == NAME_WORD && word_find(text)) return subject_of_word(word_find(text));
  if (!direct) return value;
  value.field = script_field_at(script, model, arena, name, &table);
  bool link = !value.field && script->names.items[name].role == NAME_WORD && table < 0; /* 客户 { conditions } */
  return link ? (struct brace_subject){ .kind = BRACE_LIST } : value;
}

/* `条件 = {`, `预算 = {`: some keys have words of their own in it. */
static struct brace_subject subject_of_entry(const struct editor_script *script, struct arena *arena, size_t brace, size_t key)
{
  const struct word *word = NULL;
  const char *name = script_token_string(arena, &script->tokens, key);
  while ((word = word_next(name, word)))
    if (word->group == WORD_KEY || word->group == WORD_COMPARISON) break;
  const char *chinese = word ? word->chinese : name;
  for (const struct word *inner = words + word_names; inner < words + word_count; inner++)
    if (inner->group == WORD_KEY && inner->of && strcmp(inner->of, chinese) == 0)
      return (struct brace_subject){ .kind = BRACE_KEYS, .word = inner->of };
  return (struct brace_subject){ .kind = BRACE_LIST, .key = chinese, .outer = script->tokens.items[brace].inside };
}

struct brace_subject brace_subject_of(const struct editor_script *script, const struct model *model, struct arena *arena,
                                      size_t brace)
{
  enum { INNER = 4 };
  const struct script_tokens *tokens = &script->tokens;
  struct brace_subject unknown = { .kind = BRACE_UNKNOWN };
  for (int level = 0; level < INNER && script_token_kind(tokens, brace) == TOKEN_BRACE_OPEN; level++) {
    size_t before = script_token_before(tokens, brace);
    enum token_kind kind = script_token_kind(tokens, before);
    if (kind == TOKEN_NAME) return subject_of_name(script, model, arena, before, true);
    if (kind == TOKEN_STRING) return subject_of_name(script, model, arena, script_token_before(tokens, before), false);
    if (kind == TOKEN_ASSIGN && script_is_key(tokens, script_token_before(tokens, before)))
      return subject_of_entry(script, arena, brace, script_token_before(tokens, before));
    if (kind == TOKEN_PAREN_CLOSE && tokens->items[before].partner != NOWHERE)
      return subject_of_name(script, model, arena, script_token_before(tokens, tokens->items[before].partner), false);
    if (kind == TOKEN_BRACE_CLOSE || kind == TOKEN_BRACKET_CLOSE) return (struct brace_subject){ .kind = BRACE_VALUE };
    if (kind != TOKEN_BRACE_OPEN && kind != TOKEN_COMMA) return unknown;
    brace = tokens->items[brace].inside; /* an item: 分档(…) { { … */
  }
  return unknown;
}

bool brace_takes_key(const struct brace_subject *subject, const struct word *key)
{
  if (key->group != WORD_KEY || subject->kind != BRACE_KEYS) return false;
  if (!subject->word) return !key->of && measure_takes_key(subject->measure, key->chinese);
  return key->of && strcmp(key->of, subject->word) == 0;
}

/* By what the table of words says that they are asked of. */
enum comparison_payload { PAYLOAD_FIGURE, PAYLOAD_DAY, PAYLOAD_SAME, PAYLOAD_PERIOD, PAYLOAD_SET, PAYLOAD_TEXT };

static const struct {
  const char *chinese;
  enum comparison_payload payload;
} comparisons[] = {
#define COMPARISON(name, chinese, english, payload, ...) { chinese, PAYLOAD_##payload },
#include "policy/words.def"
};

static unsigned payloads_of(const struct field *field)
{
  enum {
    FIGURES = 1u << PAYLOAD_FIGURE | 1u << PAYLOAD_SAME,
    DAYS = 1u << PAYLOAD_DAY | 1u << PAYLOAD_PERIOD | 1u << PAYLOAD_SAME,
    SETS = 1u << PAYLOAD_SET
  };
  static const unsigned of_kind[FIELD_KINDS] = { [FIELD_MONEY] = FIGURES,
                                                 [FIELD_COUNT] = FIGURES,
                                                 [FIELD_NUMBER] = FIGURES,
                                                 [FIELD_DATE] = DAYS,
                                                 [FIELD_YESNO] = 0,
                                                 [FIELD_CHOICE] = SETS,
                                                 [FIELD_TEXT] = SETS | 1u << PAYLOAD_TEXT,
                                                 [FIELD_CODE] = SETS | 1u << PAYLOAD_TEXT,
                                                 [FIELD_REGION] = SETS,
                                                 [FIELD_INDUSTRY] = SETS };
  return of_kind[field->kind];
}

bool comparison_fits(const struct word *comparison, const struct field *field)
{
  if (comparison->group != WORD_COMPARISON) return false;
  for (size_t i = 0; field && i < sizeof comparisons / sizeof *comparisons; i++)
    if (strcmp(comparisons[i].chinese, comparison->chinese) == 0) return payloads_of(field) & 1u << comparisons[i].payload;
  return true;
}

/* The table of words. */
#include "policy/words.h"

#include <string.h>

#include "policy/declare.h"
#include "policy/operator.h"

const struct word words[] = {
#define WORD(group, chinese, english, call, most, usage, help, help_english)                                                     \
  { WORD_##group, NULL, chinese, english, call, usage, { help, help_english }, most },
#define MEASURE_KIND(kind, english, chinese, traits, usage, help, help_english)                                                  \
  WORD(DECLARATION, chinese, #english, declare_##english, 1, usage, help, help_english)
#include "model/measure_kinds.def"
#undef MEASURE_KIND
#include "policy/words.def"

#define ROW(group, of, chinese, english, usage, help, help_english)                                                              \
  { group, of, chinese, english, NULL, usage, { help, help_english }, 0 },
#define COMPARISON(name, chinese, english, payload, make, argument, other, ...)                                                  \
  ROW(WORD_COMPARISON, NULL, chinese, english, __VA_ARGS__)
#define MEASURE_KEY(kinds, chinese, english, read, ...) ROW(WORD_KEY, NULL, chinese, english, __VA_ARGS__)
#define KEY(of, chinese, english, read, ...)            ROW(WORD_KEY, of, chinese, english, __VA_ARGS__)
#define POLICY_KEY(...)                                 KEY("政策", __VA_ARGS__)
#define ONE_OF_KEY(...)                                 KEY("择一", __VA_ARGS__)
#define JOINT_LIMIT_KEY(...)                            KEY("总限", __VA_ARGS__)
#define BUDGET_KEY(...)                                 KEY("预算", __VA_ARGS__)
#define INSTALMENT_KEY(...)                             KEY("分期", __VA_ARGS__)
#define ASSERTION_KEY(...)                              KEY("断言", __VA_ARGS__)
#define TABLE_KEY(...)                                  KEY("表", __VA_ARGS__)
#define LINK_KEY(...)                                   KEY("链接", __VA_ARGS__)
#define OBJECT_KEY(...)                                 KEY("对象", __VA_ARGS__)
#define COLUMN_KEY(...)                                 KEY("列", __VA_ARGS__)
#define AGGREGATE_KEY(...)                              KEY("计数", __VA_ARGS__)
#define SHARE_KEY(...)                                  KEY("占比", __VA_ARGS__)
#define POPULATION_KEY(...)                             KEY("名单", __VA_ARGS__)
#define TIER_KEY(...)                                   KEY("分档", __VA_ARGS__)
#define STEP_KEY(...)                                   KEY("累进", __VA_ARGS__)
#define COMPUTED_KEY(...)                               KEY("计算", __VA_ARGS__)
#define POPULATION(kind, chinese, english, ...)         ROW(WORD_MEMBER, NULL, "名单." chinese, "population." english, __VA_ARGS__)
#define LIBRARY(module, name, ...)                      ROW(WORD_LIBRARY, module, name, NULL, __VA_ARGS__)
#define VALUE(key, chinese, english, ...)               ROW(WORD_VALUE, key, chinese, english, key " = \"" chinese "\"", __VA_ARGS__)
#define TERM(chinese, english, ...)                     ROW(WORD_TERM, NULL, chinese, english, "", __VA_ARGS__)
#include "policy/words.def"
};
const size_t word_count = sizeof words / sizeof *words;

/* How many rows of a form there are: the names stand first. */
enum {
#define WORD(...)         +1
#define MEASURE_KIND(...) +1
  NAMES = 0
#include "model/measure_kinds.def"
#include "policy/words.def"
#undef MEASURE_KIND
};
const size_t word_names = NAMES;

const struct word *word_find(const char *name)
{
  for (size_t i = 0; i < word_names; i++)
    if (strcmp(words[i].chinese, name) == 0 || strcmp(words[i].english, name) == 0) return &words[i];
  return NULL;
}

/* The whole name, or one of the two sides of its dot. */
static bool names(const char *whole, const char *name)
{
  const char *dot = whole ? strchr(whole, '.') : NULL;
  if (!whole) return false;
  if (strcmp(whole, name) == 0) return true;
  return dot && (strcmp(dot + 1, name) == 0 || (strncmp(whole, name, strlen(name)) == 0 && whole + strlen(name) == dot));
}

const struct word *word_next(const char *name, const struct word *after)
{
  for (size_t i = after ? (size_t)(after - words) + 1 : 0; i < word_count; i++) {
    const struct word *word = &words[i];
    bool module = word->group == WORD_LIBRARY && strcmp(word->of, name) == 0;
    if (module || names(word->chinese, name) || names(word->english, name)) return word;
  }
  return NULL;
}

bool word_is_key(const char *name)
{
  for (size_t i = word_names; i < word_count; i++)
    if (words[i].group == WORD_KEY && (strcmp(words[i].chinese, name) == 0 || strcmp(words[i].english, name) == 0)) return true;
  return false;
}

void format_word_head(struct buffer *out, const struct word *word, enum language language)
{
  const struct word *of = word->group == WORD_KEY && word->of ? word_next(word->of, NULL) : NULL;
  buffer_text(out, word->chinese);
  if (word->english) buffer_printf(out, " / %s", word->english);
  if (word->group == WORD_KEY && !word->of) message_text(out, language, MSG_WORD_OF_MEASURE, NULL);
  else if (of) message_text(out, language, MSG_WORD_OF, language == LANGUAGE_ENGLISH ? of->english : of->chinese, NULL);
  else if (word->group == WORD_VALUE) message_text(out, language, MSG_WORD_OF_KEY, word->of, NULL);
  else if (word->group == WORD_LIBRARY) message_text(out, language, MSG_WORD_OF_MODULE, word->of, NULL);
}

const char *word_group_name(enum word_group group, enum language language)
{
  static const enum message messages[WORD_GROUPS] = {
    [WORD_DECLARATION] = MSG_WORDS_DECLARATION, [WORD_UNIT] = MSG_WORDS_UNIT,     [WORD_TIME] = MSG_WORDS_TIME,
    [WORD_CONDITION] = MSG_WORDS_CONDITION,     [WORD_NUMBER] = MSG_WORDS_NUMBER, [WORD_RELATED] = MSG_WORDS_RELATED,
    [WORD_COMPARISON] = MSG_WORDS_COMPARISON,   [WORD_KEY] = MSG_WORDS_KEY,       [WORD_MEMBER] = MSG_WORDS_MEMBER,
    [WORD_LIBRARY] = MSG_WORDS_LIBRARY,         [WORD_VALUE] = MSG_WORDS_VALUE,   [WORD_TERM] = MSG_WORDS_TERM,
  };
  return message_name(messages[group], language);
}

/* Tests of policy/words.c: the table that help, editor metadata and documentation are printed from. */
#include "policy_case.h"

#include "policy/predicate.h"
#include "policy/declare.h"
#include "policy/words.h"

static const char *const keywords[] = { "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                        "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                        "repeat",   "return", "then", "true", "until",  "while" };

static bool is_keyword(const char *name)
{
  for (size_t i = 0; i < COUNT(keywords); i++)
    if (strcmp(keywords[i], name) == 0) return true;
  return false;
}

Test(policy_words, every_row_is_complete)
{
  for (size_t i = 0; i < word_count; i++) {
    const struct word *word = &words[i];
    cr_expect(word->chinese && *word->chinese, "row %zu", i);
    cr_expect(word->group == WORD_LIBRARY ? !word->english : word->english && *word->english, "%s", word->chinese);
    cr_expect(word->usage && !*word->usage == (word->group == WORD_TERM), "%s has no usage", word->chinese);
    cr_expect(i >= word_names || strstr(word->usage, word->chinese), "%s: the usage does not show it", word->chinese);
    cr_expect(word->help[0] && *word->help[0] && word->help[1] && *word->help[1], "%s has no help", word->chinese);
    cr_expect(!word->english || !is_keyword(word->english), "%s is a keyword of Lua", word->english);
    cr_expect_eq(i < word_names, word->group <= WORD_RELATED, "%s", word->chinese);
  }
}

/* What is asked and what stands in braces is found by both names, and is what the language takes. */
Test(policy_words, each_key_is_found)
{
  for (size_t i = word_names; i < word_count; i++) {
    const struct word *word = &words[i], *found = NULL;
    const char *names[] = { word->chinese, word->english };
    for (int k = 0; k < 2 && names[k]; k++) {
      found = NULL;
      while ((found = word_next(names[k], found)) && found != word) continue;
      cr_expect_eq(found, word, "%s", names[k]);
      if (word->group == WORD_COMPARISON) cr_expect(predicate_knows(names[k]), "%s", names[k]);
      if (word->group == WORD_KEY) cr_expect(word_is_key(names[k]), "%s", names[k]);
    }
    if (word->of && word->group == WORD_KEY) cr_expect(word_next(word->of, NULL), "%s", word->of);
  }
  cr_expect_null(word_next("没有这一项", NULL));
  cr_expect_not(word_is_key("奖励"));
}

/* A member of the library without a row fails, and a row without a member. */
Test(policy_words, the_library_is_in_the_table)
{
  size_t modules = 0;
  for (size_t i = word_names; i < word_count; i++) {
    if (words[i].group != WORD_LIBRARY || (words[i - 1].of && strcmp(words[i - 1].of, words[i].of) == 0)) continue;
    char source[4096];
    int length =
        snprintf(source, sizeof source, POLICY "local rows, members = {}, 引用(\"%s\")\nfor _, name in ipairs { ", words[i].of);
    for (size_t k = i; k < word_count && words[k].of && strcmp(words[k].of, words[i].of) == 0; k++)
      length += snprintf(source + length, sizeof source - (size_t)length, "\"%s\", ", strchr(words[k].chinese, '.') + 1);
    snprintf(source + length, sizeof source - (size_t)length,
             "} do\n rows[name] = true\n if members[name] == nil then error(name) end\nend\n"
             "for name in pairs(members) do if not rows[name] then error(name) end end");
    expect_loads(words[i].of, source);
    modules++;
  }
  cr_expect_eq(modules, 8);
}

/* A key of a table that is a keyword of Lua could not be written. */
Test(policy_words, no_key_is_a_keyword)
{
  for (size_t i = 0; i < COUNT(keywords); i++)
    cr_expect(!word_is_key(keywords[i]) && !predicate_knows(keywords[i]), "%s", keywords[i]);
  cr_expect(word_is_key("requires") && predicate_knows("within"));
}

Test(policy_words, no_two_names_are_alike)
{
  for (size_t i = 0; i < word_names; i++)
    for (size_t k = 0; k < word_names; k++) {
      if (i == k) continue;
      cr_expect_str_neq(words[i].chinese, words[k].chinese);
      cr_expect_str_neq(words[i].english, words[k].english);
    }
}

Test(policy_words, each_is_found_by_both_names)
{
  for (size_t i = 0; i < word_names; i++) {
    cr_expect_eq(word_find(words[i].chinese), &words[i]);
    cr_expect_eq(word_find(words[i].english), &words[i]);
  }
  cr_expect_null(word_find("营业收入"));
}

/* Each word is there in scripts, under both names, as the same thing. */
Test(policy_words, scripts_reach_each_by_both_names)
{
  for (size_t i = 0; i < word_names; i++) {
    char source[1024];
    snprintf(source, sizeof source,
             POLICY "local function check(a, b) if tostring(a) ~= tostring(b) then error(tostring(a)) end end\ncheck(%s, %s)",
             words[i].chinese, words[i].english);
    expect_loads(words[i].chinese, source);
  }
}

/* No field or table hides behind a word, or a keyword of Lua. */
Test(policy_words, no_field_or_table_has_the_name_of_a_word)
{
  struct loading loading = { .model = NULL };
  loading.model = model_dictionary(&loading.arena, &loading.faults);
  cr_assert(loading.model);
  for (size_t t = 0; t < loading.model->table_count; t++) {
    const struct table_kind *kind = &loading.model->tables[t].kind;
    cr_expect(!word_find(kind->name) && !word_find(kind->english) && !is_keyword(kind->english), "%s", kind->name);
    for (size_t i = 0; i < kind->field_count; i++) {
      const struct field *field = &kind->fields[i];
      cr_expect_not(is_keyword(field->english), "%s", field->english);
      cr_expect(t || (!word_find(field->name) && !word_find(field->english)), "%s %s", field->name, field->english);
    }
  }
  arena_free(&loading.arena);
}

/* A script is known by its names: the library's functions of Lua do not hide behind a field either. */
Test(policy_words, no_field_has_the_name_of_a_function_of_lua)
{
  static const char *const functions[] = { "ipairs", "pairs",  "type", "tostring", "tonumber", "select",
                                           "error",  "assert", "math", "table",    "string" };
  struct loading loading = { .model = NULL };
  loading.model = model_dictionary(&loading.arena, &loading.faults);
  cr_assert(loading.model);
  for (size_t i = 0; i < COUNT(functions); i++) {
    cr_expect_lt(table_find_field(&loading.model->tables[0], functions[i]), 0, "%s", functions[i]);
    cr_expect_null(word_find(functions[i]), "%s", functions[i]);
  }
  arena_free(&loading.arena);
}

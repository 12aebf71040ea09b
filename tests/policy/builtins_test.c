/* Tests of policy/builtins.c: the table that help, editor metadata and documentation are printed from. */
#include "policy_case.h"

#include "policy/predicate.h"
#include "policy/declare.h"
#include "policy/builtins.h"

static const char *const keywords[] = { "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                        "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                        "repeat",   "return", "then", "true", "until",  "while" };

static bool is_keyword(const char *name)
{
  for (size_t i = 0; i < COUNT(keywords); i++)
    if (strcmp(keywords[i], name) == 0) return true;
  return false;
}

Test(policy_builtins, every_row_is_complete)
{
  for (size_t i = 0; i < word_count; i++) {
    const struct word *word = &words[i];
    cr_expect(word->chinese && *word->chinese && word->english && *word->english, "row %zu", i);
    cr_expect(word->usage && strstr(word->usage, word->chinese), "%s: the usage does not show it", word->chinese);
    cr_expect(word->help[0] && *word->help[0] && word->help[1] && *word->help[1], "%s has no help", word->chinese);
    cr_expect_not(is_keyword(word->english), "%s is a keyword of Lua", word->english);
  }
}

/* A key of a table that is a keyword of Lua could not be written. */
Test(policy_builtins, no_key_is_a_keyword)
{
  for (size_t i = 0; i < COUNT(keywords); i++)
    cr_expect(!declare_key(keywords[i]) && !predicate_knows(keywords[i]), "%s", keywords[i]);
  cr_expect(declare_key("requires") && predicate_knows("within"));
}

Test(policy_builtins, no_two_names_are_alike)
{
  for (size_t i = 0; i < word_count; i++)
    for (size_t k = 0; k < word_count; k++) {
      if (i == k) continue;
      cr_expect_str_neq(words[i].chinese, words[k].chinese);
      cr_expect_str_neq(words[i].english, words[k].english);
    }
}

Test(policy_builtins, each_is_found_by_both_names)
{
  for (size_t i = 0; i < word_count; i++) {
    cr_expect_eq(word_find(words[i].chinese), &words[i]);
    cr_expect_eq(word_find(words[i].english), &words[i]);
  }
  cr_expect_null(word_find("营业收入"));
}

/* Each word is there in scripts, under both names, as the same thing. */
Test(policy_builtins, scripts_reach_each_by_both_names)
{
  for (size_t i = 0; i < word_count; i++) {
    char source[1024];
    snprintf(source, sizeof source,
             POLICY "local function check(a, b) if tostring(a) ~= tostring(b) then error(tostring(a)) end end\ncheck(%s, %s)",
             words[i].chinese, words[i].english);
    expect_loads(words[i].chinese, source);
  }
}

/* No field or table hides behind a word, or a keyword of Lua. */
Test(policy_builtins, no_field_or_table_has_the_name_of_a_word)
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
Test(policy_builtins, no_field_has_the_name_of_a_function_of_lua)
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

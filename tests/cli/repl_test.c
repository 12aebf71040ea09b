/* The words of the prompt, held against the language: both names are free, and each has its help. */
#include "cli/repl.h"

#include <criterion/criterion.h>
#include <string.h>

#include "cli/options.h"
#include "policy/load.h"
#include "policy/words.h"

static void expect_free(const struct model *model, const char *name)
{
  cr_expect_null(word_find(name), "%s", name);
  cr_expect_lt(model_find_table(model, name), 0, "%s", name);
  cr_expect_lt(table_find_field(&model->tables[0], name), 0, "%s", name);
}

Test(cli_repl, its_words_are_no_words_fields_or_tables)
{
  struct arena arena = { 0 };
  struct faults faults = { 0 };
  const struct model *model = model_dictionary(&arena, &faults);
  cr_assert_not_null(model);
  for (size_t i = 0; i < repl_command_count; i++) {
    const struct repl_command *command = &repl_commands[i];
    expect_free(model, command->word.chinese);
    expect_free(model, command->word.english);
    cr_expect(command->run && command->usage[0] && command->help[0][0] && command->help[1][0], "%s", command->word.english);
    for (size_t k = 0; k < i; k++) cr_expect_str_neq(command->word.english, repl_commands[k].word.english);
  }
  arena_free(&arena);
}

/* A keyword of Lua could not be called. */
Test(cli_repl, its_words_are_no_keywords)
{
  static const char *const keywords[] = { "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                          "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                          "repeat",   "return", "then", "true", "until",  "while" };
  for (size_t i = 0; i < repl_command_count; i++)
    for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++) cr_expect_str_neq(repl_commands[i].word.english, keywords[k]);
}

/* The words of the prompt, held against the language: both names are free, and each has its help. */
#include "cli/repl.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void show_nothing(void *context, enum language language, enum message message, const char *a, const char *b, const char *c)
{
  (void)context, (void)language, (void)message, (void)a, (void)b, (void)c;
}

static bool take(struct repl *repl, const char *line)
{
  const struct slice typed = slice_of(line);
  return repl_take(repl, &typed);
}

/* Lines that are brought one by one: an entry of several, one that is given up, the last. */
Test(cli_repl, line_by_line)
{
  static const char script[] = "政策 { 编号 = \"T\", 名称 = \"某办法\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }\n"
                               "清单 \"库\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 } }\n";
  char path[] = "/tmp/huiqi-repl-XXXXXX.lua";
  int file = mkstemps(path, 4);
  cr_assert(file >= 0 && write(file, script, strlen(script)) == (ssize_t)strlen(script) && close(file) == 0);
  struct arena arena = { 0 };
  struct notifier notifier = { .arena = &arena, .show = show_nothing };
  const char *scripts[] = { path };
  const struct options options = { .scripts = { scripts, 1, 1 }, .inputs = { .year = 2022, .notifier = &notifier } };
  struct repl repl;
  cr_assert(repl_open(&repl, &options));
  char *first = strdup(repl_prompt(&repl));
  cr_expect(take(&repl, "local 大 = 营业收入 {"));
  cr_expect_eq(strncmp(repl_prompt(&repl), "    …", 7), 0, "%s", repl_prompt(&repl));
  cr_expect(take(&repl, "  至少 = 万元(5) }"));
  cr_expect_str_eq(repl_prompt(&repl), first, "the entry was whole");
  cr_expect_eq(repl.kept.count, 1);
  cr_expect(take(&repl, "local 小 = 营业收入 {"));
  repl_give_up(&repl);
  cr_expect_str_eq(repl_prompt(&repl), first, "the entry was given up");
  cr_expect_not(repl_take(&repl, NULL), "nothing is unfinished");
  cr_expect_not(take(&repl, "退出"));
  cr_expect_eq(repl.status, 0);
  repl_close(&repl);
  unlink(path);
  free(first);
  arena_free(&arena);
}

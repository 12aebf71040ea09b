/* The command line: each option in both notations, what is refused, and the nearest word for a mistyped one. */
#include "cli/options.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { MOST_WORDS = 8 };

static struct arena arena;
static struct options options;
static struct fault fault;

static bool read_words(const char *const *words)
{
  char *copies[MOST_WORDS];
  int count = 0;
  for (; count < MOST_WORDS && words[count]; count++) copies[count] = arena_string(&arena, words[count]);
  fault = (struct fault){ 0 };
  return options_read(&arena, count, copies, &options, &fault);
}

static void leave(void)
{
  arena_free(&arena);
}

TestSuite(cli_options, .fini = leave);

/* All that was given, a word each; what was not given is left out. */
static const char *given(void)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < options.scripts.count; i++) buffer_printf(&out, "script %s; ", options.scripts.items[i]);
  if (options.inputs.list) buffer_printf(&out, "list %s; ", options.inputs.list);
  for (size_t i = 0; i < options.inputs.with_count; i++)
    buffer_printf(&out, "with %s from %s; ", options.inputs.with[i].name, options.inputs.with[i].path);
  for (size_t i = 0; i < options.inputs.history.count; i++) buffer_printf(&out, "history %s; ", options.inputs.history.items[i]);
  if (options.inputs.year) buffer_printf(&out, "year %d; ", options.inputs.year);
  if (options.inputs.on_given) buffer_text(&out, "on "), date_write(&out, options.inputs.on), buffer_text(&out, "; ");
  for (size_t i = 0; i < options.inputs.only.count; i++) buffer_printf(&out, "only %s; ", options.inputs.only.items[i]);
  for (size_t i = 0; i < options.inputs.setting_count; i++)
    buffer_printf(&out, "set %s to %s; ", options.inputs.settings[i].name, options.inputs.settings[i].value);
  for (size_t i = 0; i < options.inputs.map_count; i++)
    buffer_printf(&out, "map %s to %s; ", options.inputs.maps[i].heading, options.inputs.maps[i].field);
  if (options.inputs.decisions) buffer_printf(&out, "decisions %s; ", options.inputs.decisions);
  if (options.output) buffer_printf(&out, "output %s; ", options.output);
  if (options.explain) buffer_printf(&out, "explain %d; ", options.explain);
  if (options.all) buffer_text(&out, "all; ");
  if (options.help) buffer_text(&out, "help; ");
  if (options.version) buffer_text(&out, "version; ");
  if (options.timings) buffer_text(&out, "timings; ");
  if (options.language == LANGUAGE_ENGLISH) buffer_text(&out, "English; ");
  const char *said = arena_copy(&arena, out.at ? out.at : "", out.length);
  buffer_free(&out);
  return said;
}

Test(cli_options, each_option)
{
  static const struct {
    const char *words[MOST_WORDS], *expected;
  } rows[] = {
    { { NULL }, "" },
    { { "a.lua", "b", NULL }, "script a.lua; script b; " },
    { { "--list", "a.csv", NULL }, "list a.csv; " },
    { { "--list=a=b.csv", NULL }, "list a=b.csv; " },
    { { "--list", "-", "a.lua", NULL }, "script a.lua; list -; " },
    { { "--with", "服务记录=s.csv", "--with=指标=z=1.csv", NULL }, "with 服务记录 from s.csv; with 指标 from z=1.csv; " },
    { { "--history", "2020.csv", "--history=2021.csv", NULL }, "history 2020.csv; history 2021.csv; " },
    { { "--year", "2022", NULL }, "year 2022; " },
    { { "--year=2031", NULL }, "year 2031; " },
    { { "--on", "2022-06-30", NULL }, "on 2022-06-30; " },
    { { "--on=2022年6月3日", NULL }, "on 2022-06-03; " },
    { { "--only", "U22-1,U22-2", "--only=U22-14", NULL }, "only U22-1; only U22-2; only U22-14; " },
    { { "--set", "标准=10万", NULL }, "set 标准 to 10万; " },
    { { "--map", "认定时间=高企认定日期", NULL }, "map 认定时间 to 高企认定日期; " },
    { { "--decisions", "d.csv", NULL }, "decisions d.csv; " },
    { { "-o", "out", NULL }, "output out; " },
    { { "--all", "--timings", NULL }, "all; timings; " },
    { { "--explain", "a.lua", NULL }, "script a.lua; explain 2; " },
    { { "--explain=1", NULL }, "explain 1; " },
    { { "--explain=3", NULL }, "explain 3; " },
    { { "-h", NULL }, "help; " },
    { { "--help", "--version", NULL }, "help; version; " },
    { { "--lang", "zh", NULL }, "" },
    { { "--lang=en", NULL }, "English; " },
    { { "a.lua", "--lang", "en", "--all", NULL }, "script a.lua; all; English; " },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    bool read = read_words(rows[i].words);
    cr_expect(read && strcmp(given(), rows[i].expected) == 0, "row %zu, %s: %s", i, rows[i].expected, given());
  }
}

Test(cli_options, numbers)
{
  static const char *const words[] = { "--threads", "3", "--block-bytes=4096", NULL }, *const none[] = { NULL };
  cr_expect(read_words(words) && options.inputs.threads == 3 && options.inputs.block_bytes == 4096);
  cr_expect(read_words(none) && options.inputs.threads >= 1 && options.inputs.threads <= 64 && options.inputs.block_bytes == 0);
}

struct refusal {
  const char *name, *words[MOST_WORDS];
  enum message message;
  const char *mentions; /* in the sentence, in Chinese */
};

static void expect_refusals(const struct refusal *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    struct buffer said = { 0 };
    cr_expect(!read_words(rows[i].words), "%s: read all the same", rows[i].name);
    format_fault(&said, LANGUAGE_CHINESE, &fault);
    buffer_char(&said, 0);
    cr_expect(fault.kind == FAULT_USAGE && fault.message == rows[i].message, "%s: %s", rows[i].name, said.at);
    cr_expect_not_null(strstr(said.at, rows[i].mentions), "%s: %s", rows[i].name, said.at);
    buffer_free(&said);
  }
}

Test(cli_options, wrong_values)
{
  static const struct refusal rows[] = {
    { "a year in words", { "--year", "今年", NULL }, MSG_OPTION_YEAR, "今年" },
    { "an empty year", { "--year=", NULL }, MSG_OPTION_YEAR, "" },
    { "a year and more", { "--year", "2022年", NULL }, MSG_OPTION_YEAR, "2022年" },
    { "a year long ago", { "--year=22", NULL }, MSG_OPTION_YEAR, "22" },
    { "a day that is none", { "--on", "2022-02-30", NULL }, MSG_OPTION_DATE, "2022-02-30" },
    { "a table without its file", { "--with", "服务记录", NULL }, MSG_OPTION_NEEDS_PAIR, "服务记录" },
    { "a file without its table", { "--with", "=s.csv", NULL }, MSG_OPTION_NEEDS_PAIR, "=s.csv" },
    { "a parameter without value", { "--set=标准", NULL }, MSG_OPTION_NEEDS_PAIR, "标准" },
    { "a heading without field", { "--map", "认定时间", NULL }, MSG_OPTION_NEEDS_PAIR, "--map" },
    { "depth 0", { "--explain=0", NULL }, MSG_OPTION_DEPTH, "0" },
    { "depth 4", { "--explain=4", NULL }, MSG_OPTION_DEPTH, "4" },
    { "depth 12", { "--explain=12", NULL }, MSG_OPTION_DEPTH, "12" },
    { "no threads", { "--threads", "0", NULL }, MSG_OPTION_NUMBER, "--threads" },
    { "threads below 0", { "--threads=-1", NULL }, MSG_OPTION_NUMBER, "-1" },
    { "half a thread", { "--threads", "1.5", NULL }, MSG_OPTION_NUMBER, "1.5" },
    { "too many threads", { "--threads", "99999999999999999999", NULL }, MSG_OPTION_NUMBER, "99999999999999999999" },
    { "a language nobody has put in", { "--lang", "fr", NULL }, MSG_OPTION_LANGUAGE, "fr" },
    { "no value behind it", { "a.lua", "--list", NULL }, MSG_OPTION_NEEDS_VALUE, "--list" },
    { "no folder behind it", { "-o", NULL }, MSG_OPTION_NEEDS_VALUE, "-o" },
    { "a value where none belongs", { "--all=是", NULL }, MSG_OPTION_TAKES_NO_VALUE, "--all" },
  };
  expect_refusals(rows, COUNT(rows));
}

Test(cli_options, unknown_ones_name_the_nearest)
{
  static const struct refusal rows[] = {
    { "a letter too few", { "--lis", "a.csv", NULL }, MSG_OPTION_UNKNOWN, "--list" },
    { "two letters turned", { "--yaer=2022", NULL }, MSG_OPTION_UNKNOWN, "--year" },
    { "a letter too many", { "--explains=2", NULL }, MSG_OPTION_UNKNOWN, "--explain" },
    { "one hyphen", { "-list", "a.csv", NULL }, MSG_OPTION_UNKNOWN, "--list" },
    { "far from all", { "--frobnicate", NULL }, MSG_OPTION_UNKNOWN, "--frobnicate" },
  };
  expect_refusals(rows, COUNT(rows));
}

/* What is wrong is said in the language that was asked for, wherever it stands. */
Test(cli_options, the_language_counts_for_every_message)
{
  static const char *const rows[][MOST_WORDS] = { { "--lang", "en", "--yaer", NULL },
                                                  { "--yaer", "--lang", "en", NULL },
                                                  { "--lang=en", "--yaer", NULL },
                                                  { "--yaer", "--lang=en", NULL } };
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect(!read_words(rows[i]), "row %zu", i);
    cr_expect_eq(options.language, LANGUAGE_ENGLISH, "row %zu: %s %s %s", i, rows[i][0], rows[i][1],
                 rows[i][2] ? rows[i][2] : "");
  }
}

Test(cli_options, recorded_words_of_a_run)
{
  const struct {
    const char *words[MOST_WORDS];
    bool taken;
  } cases[] = {
    { { "run", "a.lua", "--list", "l.csv", "--year", "2022", "--all" }, true },
    { { "run", "a.lua", "--list=l.csv", "--explain=3" }, true },
    { { "test", "a.lua" }, false },
    { { "a.lua", "--list", "l.csv" }, false },
    { { NULL }, false },
    { { "run", "a.lua", "--list", "l.csv", "-o", "here" }, false },
    { { "run", "a.lua", "--list", "l.xlsx", "--into", "copy.xlsx" }, false },
    { { "run", "a.lua", "--list", "l.csv", "--overwrite" }, false },
    { { "run", "a.lua", "--part", "1/2", "--state", "here" }, false },
    { { "run", "a.lua", "--limits", "9" }, false },
    { { "run", "a.lua", "--nonesuch" }, false },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    size_t count = 0;
    while (count < MOST_WORDS && cases[i].words[count]) count++;
    cr_assert_eq(options_recorded(&arena, cases[i].words, count, &options), cases[i].taken, "case %zu", i);
    if (cases[i].taken) cr_assert_str_eq(options.scripts.items[0], "a.lua");
  }
}

/* Faults and messages. */
#include "base/fault.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

Test(base_fault, is_said_in_both_languages_with_its_place)
{
  static const struct {
    const char *name, *file;
    int line, column;
    enum language language;
    const char *said;
  } cases[] = {
    { "no place", NULL, 0, 0, LANGUAGE_CHINESE, "无法打开文件“a.csv”：权限不足" },
    { "no place, English", NULL, 0, 0, LANGUAGE_ENGLISH, "cannot open 'a.csv': 权限不足" },
    { "file", "b.lua", 0, 0, LANGUAGE_CHINESE, "b.lua: 无法打开文件“a.csv”：权限不足" },
    { "file and line", "b.lua", 3, 0, LANGUAGE_CHINESE, "b.lua:3: 无法打开文件“a.csv”：权限不足" },
    { "file, line and column", "b.lua", 3, 7, LANGUAGE_CHINESE, "b.lua:3:7: 无法打开文件“a.csv”：权限不足" },
  };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct fault fault;
    cr_expect_not(fault_set(&fault, FAULT_FILE, MSG_CANNOT_OPEN, "a.csv", "权限不足", NULL));
    if (cases[i].file) cr_expect_not(fault_at(&fault, cases[i].file, cases[i].line, cases[i].column));
    format_fault(&out, cases[i].language, &fault);
    cr_expect(slice_is(buffer_view(&out), cases[i].said), "%s: %.*s", cases[i].name, (int)out.length, out.at);
    cr_expect_eq(fault.kind, FAULT_FILE);
    buffer_reset(&out);
  }
  buffer_free(&out);
}

Test(base_fault, long_arguments_are_cut_at_a_character)
{
  char text[3 * 400 + 1] = "";
  struct fault fault;
  struct buffer out = { 0 };
  for (int i = 0; i < 400; i++) memcpy(text + 3 * i, "长", 4);
  fault_set(&fault, FAULT_DATA, MSG_CANNOT_OPEN, text, text, NULL);
  format_fault(&out, LANGUAGE_CHINESE, &fault);
  cr_expect_eq(utf8_valid_prefix(buffer_view(&out)), out.length);
  cr_expect_leq(fault.argument_end[1], (size_t)FAULT_TEXT_BYTES);
  buffer_free(&out);
}

Test(base_fault, more_arguments_than_places_are_left_out)
{
  struct fault fault;
  fault_set(&fault, FAULT_DATA, MSG_CANNOT_OPEN, "1", "2", "3", "4", "5", "6", "7", "8", NULL);
  cr_expect_eq(fault.argument_count, FAULT_ARGUMENTS);
}

Test(base_fault, a_missing_argument_is_empty)
{
  struct buffer out = { 0 };
  message_text(&out, LANGUAGE_ENGLISH, MSG_CANNOT_OPEN, "a", NULL);
  cr_expect(slice_is(buffer_view(&out), "cannot open 'a': "), "%.*s", (int)out.length, out.at);
  buffer_free(&out);
}

/* The highest `%n` in a sentence. */
static int highest_argument(const char *sentence)
{
  int highest = 0;
  for (const char *at = sentence; (at = strchr(at, '%')); at++)
    if (at[1] >= '1' && at[1] <= '9' && at[1] - '0' > highest) highest = at[1] - '0';
  return highest;
}

Test(base_fault, every_message_says_the_same_in_both_languages)
{
  for (int message = 0; message < MESSAGE_COUNT; message++) {
    const char *chinese = message_name((enum message)message, LANGUAGE_CHINESE);
    const char *english = message_name((enum message)message, LANGUAGE_ENGLISH);
    cr_assert(chinese && *chinese && english && *english, "message %d", message);
    cr_expect_eq(highest_argument(chinese), highest_argument(english), "%s", english);
    cr_expect_eq(utf8_valid_prefix(slice_of(chinese)), strlen(chinese), "%s", english);
  }
}

Test(base_fault, faults_are_kept_in_order)
{
  struct arena arena = { 0 };
  struct faults faults = { 0 };
  for (int i = 0; i < 20; i++) fault_at(faults_add(&arena, &faults), "f", i, 0);
  cr_expect_eq(faults.count, 20);
  for (int i = 0; i < 20; i++) cr_expect_eq(faults.items[i].line, i);
  arena_free(&arena);
}

/* `%(1…%(2…%)…%)`: what stands within a part that is left out is left out with it. */
Test(base_fault, optional_parts_within_optional_parts)
{
  static const struct {
    const char *paid, *year, *first, *said;
  } cases[] = {
    { "", "", "1万元", "本年度先付 1万元，没有差额" },
    { "2万元", "2023", "", "已给 2万元（2023），没有差额" },
    { "2万元", "2023", "1万元", "已给 2万元（2023），本年度先付 1万元，没有差额" },
    { "", "", "", "没有差额" },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct buffer out = { 0 };
    message_text(&out, LANGUAGE_CHINESE, MSG_REASON_TOP_UP_NOTHING, cases[i].paid, cases[i].year, "", cases[i].first, NULL);
    cr_expect(slice_is(buffer_view(&out), cases[i].said), "%.*s", (int)out.length, out.at);
    buffer_free(&out);
  }
}

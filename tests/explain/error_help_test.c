/* Every code has a lesson, and every example is what it says. */
#include "explain/error_help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "explain/check.h"
#include "policy/load.h"

static const char head[] =
    "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n";

/* The example as a whole script. */
static const char *whole(struct arena *arena, const struct error_help *lesson, struct slice example)
{
  const char *text = arena_copy(arena, example.at, example.length);
  if (lesson->kind == ERROR_HELP_CONDITION)
    return arena_printf(arena, "%s清单 \"例\" { 编号 = \"T-9\", 条款 = \"九\", 条件 = { %s } }\n", head, text);
  if (lesson->kind == ERROR_HELP_AMOUNT)
    return arena_printf(arena, "%s奖励 \"例\" { 编号 = \"T-9\", 条款 = \"九\", 金额 = %s }\n", head, text);
  return arena_printf(arena, "%s%s", strstr(text, "政策") ? "" : head, text);
}

static void find(struct arena *arena, const char *text, struct faults *faults)
{
  struct script_text script = { .path = "x.lua", .text = slice_of(text) };
  struct check_options options = { .language = LANGUAGE_CHINESE };
  date_make(2026, 11, 1, &options.today);
  struct model *model = model_load(arena, &script, 1, &(struct load_options){ 0 }, faults);
  if (model) check_model(arena, model, &options, faults);
}

static bool found(const struct faults *faults, const char *code)
{
  for (size_t i = 0; i < faults->count; i++)
    if (strcmp(message_code(faults->items[i].message), code) == 0) return true;
  return false;
}

static const char *said(struct arena *arena, const struct faults *faults)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < faults->count; i++) {
    format_fault(&text, LANGUAGE_CHINESE, &faults->items[i]);
    buffer_printf(&text, " [%s]\n", message_code(faults->items[i].message));
  }
  const char *copy = arena_copy(arena, text.at ? text.at : "", text.length);
  buffer_free(&text);
  return copy;
}

static void try_example(const char *code, const struct error_help *lesson)
{
  struct arena arena = { 0 };
  struct faults before = { 0 }, after = { 0 };
  find(&arena, whole(&arena, lesson, lesson->before), &before);
  find(&arena, whole(&arena, lesson, lesson->after), &after);
  cr_expect(found(&before, code), "%s before:\n%s%s", code, whole(&arena, lesson, lesson->before), said(&arena, &before));
  bool clean = true; /* what is mended loads, and remarks are about something else */
  for (size_t i = 0; i < after.count; i++) clean = clean && after.items[i].kind == FAULT_NONE;
  cr_expect(clean && !found(&after, code), "%s after:\n%s%s", code, whole(&arena, lesson, lesson->after), said(&arena, &after));
  arena_free(&arena);
}

Test(explain_error_help, every_code_has_one)
{
  size_t examples = 0;
  for (int i = 0; i < MESSAGE_COUNT; i++) {
    const char *code = message_code((enum message)i);
    struct arena arena = { 0 };
    struct error_help lesson;
    if (!*code) continue;
    if (error_help_find(&arena, code, &lesson)) {
      bool example = lesson.before.length && lesson.after.length;
      cr_expect(example || lesson.advice.length, "%s says nothing", code);
      if (example && lesson.kind != ERROR_HELP_RUN && lesson.kind != ERROR_HELP_TOLD && code[0] != 'F')
        try_example(code, &lesson), examples++;
    } else {
      cr_expect(false, "%s has no lesson: %s", code, message_name((enum message)i, LANGUAGE_CHINESE));
    }
    arena_free(&arena);
  }
  cr_expect(examples > 150, "%zu examples were tried", examples);
}

Test(explain_error_help, code_index_are_unique)
{
  for (int i = 0; i < MESSAGE_COUNT; i++)
    for (int k = 0; k < i; k++) {
      const char *code = message_code((enum message)i);
      cr_expect(!*code || strcmp(code, message_code((enum message)k)), "%s: %s and %s", code,
                message_name((enum message)i, LANGUAGE_CHINESE), message_name((enum message)k, LANGUAGE_CHINESE));
    }
}

static bool is_code(const char *code)
{
  for (int i = 0; i < MESSAGE_COUNT; i++)
    if (strcmp(message_code((enum message)i), code) == 0) return true;
  return false;
}

Test(explain_error_help, every_lesson_is_of_one_code)
{
  char codes[1024][8], line[4096];
  size_t count = 0;
  FILE *lessons = fopen("stdlib/lessons.txt", "r");
  cr_assert(lessons != NULL);
  while (fgets(line, sizeof line, lessons)) {
    bool heading = line[0] >= 'A' && line[0] <= 'Z' && line[1] >= '0' && line[1] <= '9';
    if (!heading) continue;
    line[strcspn(line, " \n")] = 0;
    cr_expect(is_code(line), "no message has the code %s", line);
    for (size_t i = 0; i < count; i++) cr_expect_str_neq(codes[i], line, "a second lesson");
    cr_assert(count < 1024 && strlen(line) < sizeof codes[0]);
    strcpy(codes[count++], line);
  }
  fclose(lessons);
}

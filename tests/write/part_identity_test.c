/* Of which run a part is: it is read as it was written, and whatever differs between two is named. */
#include "write/part_identity.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char *const words[] = { "run", "甲.lua", "--year", "2022" }, *const others[] = { "run", "甲.lua", "--year", "2023" };
static const struct manifest_file files[] = { { .role = "脚本", .path = "甲.lua", .digest = "aaaaaaaaaaaaaaaa" },
                                              { .role = "历史", .path = "h.csv", .digest = "bbbbbbbbbbbbbbbb" } };
static const struct manifest_file changed[] = { { .role = "脚本", .path = "甲.lua", .digest = "aaaaaaaaaaaaaaaa" },
                                                { .role = "历史", .path = "h.csv", .digest = "cccccccccccccccc" } };

static struct part_identity identity(void)
{
  return (struct part_identity){ .part = 2,
                                 .count = 3,
                                 .version = "1.0",
                                 .wording = "w",
                                 .block_bytes = 5,
                                 .limits = 1,
                                 .words = words,
                                 .word_count = COUNT(words),
                                 .files = files,
                                 .file_count = COUNT(files) };
}

Test(write_part_identity, what_differs)
{
  struct part_identity cases[9];
  static const char *const what[COUNT(cases)] = { NULL,       "程序的版本", "程序的版本", "分成几部分", "命令", "--block-bytes",
                                                  "--limits", "历史 h.csv", "历史 h.csv" };
  struct arena arena = { 0 };
  const struct part_identity one = identity();
  for (size_t i = 0; i < COUNT(cases); i++) cases[i] = one;
  cases[0].part = 1;
  cases[1].version = "1.1";
  cases[2].wording = "v";
  cases[3].count = 4;
  cases[4].words = others;
  cases[5].block_bytes = 6;
  cases[6].limits = 2;
  cases[7].files = changed;
  cases[8].file_count = 1;
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct part_difference difference = { NULL, NULL, NULL };
    cr_assert_eq(identity_differs(&arena, LANGUAGE_CHINESE, &one, &cases[i], &difference), what[i] != NULL, "case %zu", i);
    if (what[i]) cr_assert_str_eq(difference.what, what[i], "case %zu", i);
    cr_assert_eq(identity_differs(&arena, LANGUAGE_CHINESE, &cases[i], &one, &difference), what[i] != NULL, "case %zu", i);
  }
  arena_free(&arena);
}

Test(write_part_identity, there_and_back)
{
  struct arena arena = { 0 };
  struct buffer bytes = { 0 };
  struct part_identity read;
  struct part_difference difference;
  const struct part_identity one = identity();
  format_identity(&bytes, &one);
  cr_assert(identity_read(&arena, buffer_view(&bytes), &read));
  cr_assert(read.part == 2 && read.word_count == COUNT(words) && read.file_count == COUNT(files));
  cr_assert(!identity_differs(&arena, LANGUAGE_CHINESE, &one, &read, &difference));
  for (size_t cut = 0; cut < bytes.length; cut++)
    cr_assert(!identity_read(&arena, (struct slice){ bytes.at, cut }, &read), "cut at %zu", cut);
  buffer_free(&bytes);
  arena_free(&arena);
}

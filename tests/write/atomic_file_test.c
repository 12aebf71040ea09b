/* One file, whole or not at all. */
#include "write/atomic_file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/write/own_folder.h"

TestSuite(write_atomic_file, .init = enter, .fini = leave);

static void expect_content(const char *path, const char *bytes, size_t length)
{
  char *read = arena_alloc(&arena, length + 2);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  cr_expect(fread(read, 1, length + 2, file) == length && memcmp(read, bytes, length) == 0, "%s", path);
  fclose(file);
}

/* Files in the folder, hidden ones counted. */
static int files(void)
{
  int count = -1;
  FILE *pipe = popen("find . -mindepth 1 | wc -l", "r");
  cr_assert(fscanf(pipe, "%d", &count) == 1);
  pclose(pipe);
  return count;
}

Test(write_atomic_file, content)
{
  static const struct {
    const char *name, *bytes;
    size_t length;
  } rows[] = { { "empty", "", 0 }, { "a line", "甲\r\n", 5 }, { "with a NUL", "a\0b", 3 } };
  struct stat found;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cr_expect(atomic_file_open("page.html", rows[i].bytes, rows[i].length, &fault), "%s", rows[i].name);
    expect_content("page.html", rows[i].bytes, rows[i].length);
    cr_expect_eq(files(), 1, "%s: something is left beside it", rows[i].name);
  }
  cr_expect(stat("page.html", &found) == 0 && (found.st_mode & 0777) == 0644);
}

Test(write_atomic_file, long_content)
{
  size_t length = 5000003;
  char *bytes = arena_alloc(&arena, length);
  for (size_t i = 0; i < length; i++) bytes[i] = (char)(i * 31 % 251);
  cr_assert(atomic_file_open("long", bytes, length, &fault));
  expect_content("long", bytes, length);
}

Test(write_atomic_file, what_fails_leaves_nothing)
{
  static const char *const places[] = { "no/such/folder/page.html", "taken", "" };
  cr_assert_eq(system("mkdir taken && touch taken/inside"), 0);
  for (size_t i = 0; i < 3; i++) {
    fault = (struct fault){ 0 };
    cr_expect(!atomic_file_open(places[i], "甲", 3, &fault), "%s", places[i]);
    cr_expect(fault.kind == FAULT_FILE && fault.message == MSG_CANNOT_WRITE, "%s", places[i]);
    cr_expect_eq(files(), 2, "%s: something is left", places[i]);
  }
}

/* Files of parts: sections come back as they were written, and no byte can be lost or changed. */
#include "write/part_file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[64];

static void write_file(const char *bytes, size_t length)
{
  FILE *file = fopen(path, "wb");
  cr_assert(file && fwrite(bytes, 1, length, file) == length && fclose(file) == 0);
}

static size_t read_file(char *into, size_t capacity)
{
  FILE *file = fopen(path, "rb");
  size_t length = fread(into, 1, capacity, file);
  fclose(file);
  return length;
}

static void setup(void)
{
  snprintf(path, sizeof path, "/tmp/huiqi-part-test-%d", (int)getpid());
  write_file("", 0);
}

static void teardown(void)
{
  unlink(path);
}

TestSuite(write_part_file, .init = setup, .fini = teardown);

static void make(struct arena *arena)
{
  struct fault fault;
  struct part_file *file = part_file_new(arena, path, "部分", &fault);
  cr_assert(file && part_file_add(file, PART_IDENTITY, 0, SLICE("谁"), &fault));
  cr_assert(part_file_add(file, PART_BLOCK, 1, SLICE("one"), &fault) && part_file_add(file, PART_BLOCK, 1, SLICE(""), &fault));
  cr_assert(part_file_add(file, PART_LIST, 1, SLICE("list"), &fault) && part_file_add(file, PART_BLOCK, 0, SLICE("two"), &fault));
  cr_assert(part_file_finish(file, &fault));
}

/* Whether all of it can be read. */
static bool is_whole(void)
{
  struct arena arena = { 0 };
  struct fault fault;
  struct slice bytes;
  struct part_file *file = part_file_open(&arena, path, &fault);
  bool whole = file && part_file_read(file, PART_IDENTITY, 0, 0, &arena, &bytes, &fault) && slice_is(bytes, "谁") &&
               part_file_count(file, PART_BLOCK, 1) == 2 && part_file_read(file, PART_BLOCK, 1, 0, &arena, &bytes, &fault) &&
               slice_is(bytes, "one") && part_file_read(file, PART_BLOCK, 1, 1, &arena, &bytes, &fault) && !bytes.length &&
               part_file_read(file, PART_LIST, 1, 0, &arena, &bytes, &fault) && slice_is(bytes, "list") &&
               part_file_count(file, PART_BLOCK, 0) == 1 && part_file_read(file, PART_BLOCK, 0, 0, &arena, &bytes, &fault) &&
               slice_is(bytes, "two");
  cr_assert(whole || (fault.kind == FAULT_USAGE && fault.message == MSG_PART_TORN));
  arena_free(&arena);
  return whole;
}

Test(write_part_file, sections)
{
  struct arena arena = { 0 };
  struct fault fault;
  struct slice bytes;
  make(&arena);
  cr_assert(is_whole());
  struct part_file *file = part_file_open(&arena, path, &fault);
  cr_assert_eq(part_file_count(file, PART_LIST, 7), 0);
  cr_assert(!part_file_read(file, PART_BLOCK, 1, 2, &arena, &bytes, &fault) && fault.message == MSG_PART_TORN);
  cr_assert(part_file_replaceable(path));
  arena_free(&arena);
}

Test(write_part_file, every_byte_counts)
{
  enum { ROOM = 4096 };
  struct arena arena = { 0 };
  char bytes[ROOM];
  make(&arena);
  size_t length = read_file(bytes, ROOM);
  for (size_t at = 0; at < length; at++) {
    write_file(bytes, at);
    cr_assert(!is_whole(), "cut at %zu of %zu", at, length);
    bytes[at] ^= 1;
    write_file(bytes, length);
    cr_assert(!is_whole(), "changed at %zu of %zu", at, length);
    bytes[at] ^= 1;
  }
  bytes[length] = '\n';
  write_file(bytes, length + 1);
  cr_assert(!is_whole());
  arena_free(&arena);
}

Test(write_part_file, what_may_be_replaced)
{
  write_file("something of mine, longer than the mark", 39);
  cr_assert(!part_file_replaceable(path));
  write_file("", 0);
  cr_assert(!part_file_replaceable(path));
  unlink(path);
  cr_assert(part_file_replaceable(path));
}

Test(write_part_file, a_pipe_is_none_and_is_not_waited_for, .timeout = 5)
{
  unlink(path);
  cr_assert_eq(mkfifo(path, 0600), 0);
  cr_assert(!is_whole());
}

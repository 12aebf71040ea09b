/* Which part a row is of: every row is of one, and rows of one code of the same, however it is written. */
#include "evaluate/partition.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct field code = { .name = "代码", .kind = FIELD_CODE };

static size_t part_of(const char *cell, size_t count)
{
  struct arena scratch = { 0 };
  size_t part = partition_of(&scratch, &code, NULL, slice_of(cell), count);
  arena_free(&scratch);
  return part;
}

Test(evaluate_partition, one_code_one_part)
{
  static const char *const written[] = { "91650100MA00000016",   "91650100ma00000016",      " 91650100MA00000016 ",
                                         "91650100ＭＡ00000016", "=\"91650100MA00000016\"", "９１６５０１００MA00000016" };
  for (size_t i = 0; i < COUNT(written); i++) cr_assert_eq(part_of(written[i], 64), part_of(written[0], 64), "%s", written[i]);
}

/* None that can be read; the row may have no such cell. */
Test(evaluate_partition, without_a_code)
{
  static const char *const blank[] = { "", "-", "无数据", "未知", "  " };
  struct arena scratch = { 0 };
  size_t none = partition_of(&scratch, &code, NULL, (struct slice){ NULL, 0 }, 7);
  for (size_t i = 0; i < COUNT(blank); i++) cr_assert_eq(part_of(blank[i], 7), none, "%s", blank[i]);
  cr_assert_eq(partition_of(&scratch, NULL, NULL, (struct slice){ NULL, 0 }, 7), none);
  arena_free(&scratch);
}

/* Codes that follow one another fall to all parts alike. */
Test(evaluate_partition, even)
{
  enum { PARTS = 7, CODES = 7000 };
  size_t counts[PARTS] = { 0 };
  for (int i = 0; i < CODES; i++) {
    char cell[24];
    snprintf(cell, sizeof cell, "91650100MA%07d1", i);
    counts[part_of(cell, PARTS)]++;
  }
  for (size_t i = 0; i < PARTS; i++) cr_assert(counts[i] > 900 && counts[i] < 1100, "part %zu has %zu", i, counts[i]);
}

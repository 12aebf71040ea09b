/* Rosters: numbers in the order of first appearance, codes and labels as they came, against a plain list. */
#include "evaluate/entity_table.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "../chance.h"

static uint32_t put(struct roster *roster, const char *code, const char *label)
{
  struct packed_code packed = code_pack(slice_of(code));
  return roster_put(roster, &packed, slice_of(label));
}

static void expect_object(const struct roster *roster, size_t number, const char *code, const char *label)
{
  char out[CODE_BYTES];
  struct slice found = roster_code(roster, number, out), named = roster_label(roster, number);
  cr_assert(slice_is(found, code), "object %zu: “%.*s” instead of “%s”", number, (int)found.length, found.at, code);
  cr_assert(slice_is(named, label), "object %zu: “%.*s” instead of “%s”", number, (int)named.length, named.at, label);
}

Test(evaluate_roster, first_labels_of_codes_of_every_shape)
{
  static const struct {
    const char *code, *label;
    uint32_t number;
    const char *kept; /* the label that stays */
  } rows[] = {
    { "52650103MA0001B4HK", "雪莲计量校准有限公司", 0, "雪莲计量校准有限公司" },
    { "12345678-9", "旧证机构", 1, "旧证机构" },
    { "52650103MA0001B4HK", "改了名的公司", 0, "雪莲计量校准有限公司" },
    { "ZZZZZZZZZZZZZZZZZZ", "", 2, "" },
    { "组织机构代码12345678-9", "", 3, "" },
    { "000000000000000000", "零", 4, "零" },
    { "12345678-9", "", 1, "旧证机构" },
    { "ZZZZZZZZZZZZZZZZZZ", "后来才有名称", 2, "" },
    { "52650103ma0001b4hk", "小写", 5, "小写" },
  };
  enum { ROWS = sizeof rows / sizeof *rows };
  struct roster roster;
  roster_open(&roster);
  for (size_t i = 0; i < ROWS; i++) cr_expect_eq(put(&roster, rows[i].code, rows[i].label), rows[i].number, "row %zu", i);
  for (int complete = 0; complete < 2; complete++) {
    cr_expect_eq(roster.count, 6);
    for (size_t i = 0; i < ROWS; i++) expect_object(&roster, rows[i].number, rows[i].code, rows[i].kept);
    roster_complete(&roster);
    cr_expect_null(roster.index);
  }
  roster_close(&roster);
}

Test(evaluate_roster, many)
{
  enum { OBJECTS = 20000 };
  static struct {
    char code[40], label[40];
  } objects[OBJECTS];
  struct roster roster;
  roster_open(&roster);
  for (size_t i = 0; i < OBJECTS; i++) {
    snprintf(objects[i].code, sizeof objects[i].code, draw(10) ? "52650102MA%08zu" : "旧证%zu号", i);
    snprintf(objects[i].label, sizeof objects[i].label, "%.*s机构%zu", (int)draw(4) * 3, "天山红", draw(500));
    cr_assert_eq(put(&roster, objects[i].code, objects[i].label), i);
    size_t before = draw(i + 1);
    cr_assert_eq(put(&roster, objects[before].code, "另一名称"), before);
  }
  roster_complete(&roster);
  cr_expect_eq(roster.count, OBJECTS);
  for (size_t i = 0; i < OBJECTS; i++) expect_object(&roster, i, objects[i].code, objects[i].label);
  roster_close(&roster);
}

Test(evaluate_roster, nobody)
{
  struct roster roster;
  roster_open(&roster);
  roster_complete(&roster);
  cr_expect_eq(roster.count, 0);
  roster_close(&roster);
}

/* Rosters: numbers in the order of first appearance, codes and labels as they came, against a plain list. */
#include "evaluate/entity_table.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "../chance.h"

static uint32_t put(struct entity_table *entities, const char *code, const char *label)
{
  struct packed_code packed = code_pack(slice_of(code));
  return entity_table_put(entities, &packed, slice_of(label));
}

static void expect_object(const struct entity_table *entities, size_t number, const char *code, const char *label)
{
  char out[CODE_BYTES];
  struct slice found = entity_table_code(entities, number, out), named = entity_table_label(entities, number);
  cr_assert(slice_is(found, code), "object %zu: “%.*s” instead of “%s”", number, (int)found.length, found.at, code);
  cr_assert(slice_is(named, label), "object %zu: “%.*s” instead of “%s”", number, (int)named.length, named.at, label);
}

Test(evaluate_entity_table, first_labels_of_codes_of_every_shape)
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
  struct entity_table entities;
  entity_table_open(&entities);
  for (size_t i = 0; i < ROWS; i++) cr_expect_eq(put(&entities, rows[i].code, rows[i].label), rows[i].number, "row %zu", i);
  for (int complete = 0; complete < 2; complete++) {
    cr_expect_eq(entities.count, 6);
    for (size_t i = 0; i < ROWS; i++) expect_object(&entities, rows[i].number, rows[i].code, rows[i].kept);
    entity_table_complete(&entities);
    cr_expect_null(entities.index);
  }
  entity_table_close(&entities);
}

Test(evaluate_entity_table, many)
{
  enum { OBJECTS = 20000 };
  static struct {
    char code[40], label[40];
  } objects[OBJECTS];
  struct entity_table entities;
  entity_table_open(&entities);
  for (size_t i = 0; i < OBJECTS; i++) {
    snprintf(objects[i].code, sizeof objects[i].code, draw(10) ? "52650102MA%08zu" : "旧证%zu号", i);
    snprintf(objects[i].label, sizeof objects[i].label, "%.*s机构%zu", (int)draw(4) * 3, "天山红", draw(500));
    cr_assert_eq(put(&entities, objects[i].code, objects[i].label), i);
    size_t before = draw(i + 1);
    cr_assert_eq(put(&entities, objects[before].code, "另一名称"), before);
  }
  entity_table_complete(&entities);
  cr_expect_eq(entities.count, OBJECTS);
  for (size_t i = 0; i < OBJECTS; i++) expect_object(&entities, i, objects[i].code, objects[i].label);
  entity_table_close(&entities);
}

Test(evaluate_entity_table, nobody)
{
  struct entity_table entities;
  entity_table_open(&entities);
  entity_table_complete(&entities);
  cr_expect_eq(entities.count, 0);
  entity_table_close(&entities);
}

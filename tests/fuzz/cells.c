/* Any text as a cell of each kind: what is read says itself again, and reads the same; and it reads the same as part of a column,
 * whether it stands in a block or elsewhere. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "data/column.h"
#include "decode/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(struct arena *arena, const struct field *field, const struct cell *cell)
{
  struct buffer said = { 0 };
  struct cell again;
  struct cell_problem problem;
  if (field->kind == FIELD_MONEY) money_write(&said, cell->num);
  else if (field->kind == FIELD_DATE) date_write(&said, (date)cell->num);
  else if (field->kind == FIELD_COUNT) buffer_integer(&said, cell->num);
  if (said.length &&
      (!cell_read(arena, field, NULL, slice_copy(arena, buffer_view(&said)), &again, &problem) || again.num != cell->num))
    abort();
  buffer_free(&said);
}

static void check_column(struct arena *arena, const struct field *field, const struct heading *heading, struct slice raw,
                         struct slice block, const struct cell *cell, bool read)
{
  int64_t num, den = 1;
  uint8_t state;
  struct slice text;
  bool has_text = field->kind == FIELD_TEXT || field->kind == FIELD_CODE || field->kind == FIELD_INDUSTRY;
  struct column column = { &num, field->kind == FIELD_NUMBER ? &den : NULL, has_text ? &text : NULL, &state };
  struct cell_problems problems = { 0 };
  column_read(arena, field, heading, &raw, 1, block, &column, &problems);
  if (num != cell->num || den != cell->den || state != (uint8_t)cell->state || problems.count != !read) abort();
  if (has_text && !slice_equal(text, cell->text)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char *const choices[] = { "民营", "国有", "外资" };
  struct arena arena = { 0 };
  if (!size) return -1;
  struct field field = {
    .name = "列", .kind = (enum field_kind)(data[0] % FIELD_KINDS), .event = data[0] & 64, .choices = choices, .choice_count = 3
  };
  struct slice raw = { arena_copy(&arena, (const char *)data + 1, size - 1), size - 1 };
  struct heading heading = heading_parse(&arena, raw);
  const struct heading *given = data[0] & 128 ? &heading : NULL;
  struct cell cell;
  struct cell_problem problem;
  bool read = cell_read(&arena, &field, given, raw, &cell, &problem);
  if (!read && cell.state == STATE_KNOWN && field.kind != FIELD_TEXT && field.kind != FIELD_CODE) abort();
  struct slice block = { (const char *)data, size }, inside = { block.at + 1, size - 1 };
  check_column(&arena, &field, given, raw, (struct slice){ 0 }, &cell, read);
  check_column(&arena, &field, given, inside, block, &cell, read);
  if (read && cell.state == STATE_KNOWN) check_again(&arena, &field, &cell);
  unicode_heading(&arena, raw);
  arena_free(&arena);
  return 0;
}

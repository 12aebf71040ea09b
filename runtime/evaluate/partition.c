/* Which part a row is of. */
#include "evaluate/partition.h"

#include "data/column.h"

static uint64_t code_sum(struct slice code)
{
  uint64_t sum = UINT64_C(0xCBF29CE484222325);
  for (size_t i = 0; i < code.length; i++) sum = (sum ^ (unsigned char)code.at[i]) * UINT64_C(0x100000001B3);
  return sum ^ sum >> 32; /* the low bits of neighbouring codes are alike */
}

size_t partition_of(struct arena *scratch, const struct field *code, const struct heading *heading, struct slice raw,
                    size_t count)
{
  struct slice text = raw;
  if (!raw.length || !credit_code_valid(raw)) {
    struct cell cell;
    struct cell_problem ignored;
    cell_read(scratch, code, heading, raw, &cell, &ignored);
    text = cell.state == STATE_KNOWN && cell.text.at ? cell.text : (struct slice){ "", 0 };
  }
  return (size_t)(code_sum(text) % count);
}

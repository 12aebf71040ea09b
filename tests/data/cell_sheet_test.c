/* Cells of a sheet: how they were kept makes a difference. */
#include "data/column.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])
#define NO_MESSAGE      MESSAGE_COUNT

static const struct field money = { .name = "营业收入", .kind = FIELD_MONEY };
static const struct field day = { .name = "成立日期", .kind = FIELD_DATE };
static const struct field event = { .name = "迁入日期", .kind = FIELD_DATE, .event = true };
static const struct field yesno = { .name = "独立法人", .kind = FIELD_YESNO };
static const struct field text = { .name = "企业名称", .kind = FIELD_TEXT };
static const struct field code = { .name = "统一社会信用代码", .kind = FIELD_CODE };
static const struct field region = { .name = "行政区划代码", .kind = FIELD_REGION };
static const struct field industry = { .name = "行业代码", .kind = FIELD_INDUSTRY };
static const struct heading workbook = { .workbook = 1900 };

/* As cells of a sheet stand in a block: the byte behind a cell says how it was kept. */
Test(data_cell_sheet, of_a_sheet)
{
  static const struct {
    const struct field *field;
    const char *kept; /* the cell and its mark */
    enum state state;
    int64_t num;
    enum message message;
  } cases[] = {
    { &money, "1234.5\x1D", STATE_KNOWN, 123450, NO_MESSAGE },
    { &money, "500万元\x1D", STATE_KNOWN, 500 * FEN_WAN, NO_MESSAGE },
    { &money, "$500\x1D", STATE_UNKNOWN, 0, MSG_CELL_MONEY },
    { &money, "12345678 [0!.0,]\x1E", STATE_UNKNOWN, 0, MSG_CELL_DIVIDED },
    { &money, "=B2*2\x1E", STATE_UNKNOWN, 0, MSG_CELL_FORMULA },
    { &money, "#N/A\x1C", STATE_UNKNOWN, 0, MSG_CELL_ERROR },
    { &event, "#REF!\x1C", STATE_UNKNOWN, 0, MSG_CELL_ERROR },
    { &text, "#VALUE!\x1C", STATE_UNKNOWN, 0, MSG_CELL_ERROR },
    { &text, "=甲公司\x1C", STATE_KNOWN, 0, NO_MESSAGE },
    { &text, "=B2\x1E", STATE_UNKNOWN, 0, MSG_CELL_FORMULA },
    { &text, "9.165E+17\x1D", STATE_KNOWN, 0, MSG_CELL_SCIENTIFIC },
    { &text, "9.165E+17\x1C", STATE_KNOWN, 0, NO_MESSAGE },
    { &code, "9.16501007E+17\x1D", STATE_KNOWN, 0, MSG_CELL_SCIENTIFIC },
    { &region, "650102\x1D", STATE_KNOWN, 650102, NO_MESSAGE },
    { &region, "65010\x1D", STATE_UNKNOWN, 0, MSG_CELL_ZEROS_LOST },
    { &region, "65010\x1C", STATE_UNKNOWN, 0, MSG_CELL_REGION },
    { &region, "650102001000\x1D", STATE_KNOWN, 650102, NO_MESSAGE },
    { &region, "6.50102E+17\x1D", STATE_UNKNOWN, 0, MSG_CELL_SCIENTIFIC },
    { &industry, "3911\x1D", STATE_KNOWN, 39, NO_MESSAGE },
    { &industry, "39\x1D", STATE_KNOWN, 39, NO_MESSAGE },
    { &industry, "111\x1D", STATE_UNKNOWN, 0, MSG_CELL_ZEROS_LOST },
    { &industry, "391\x1C", STATE_KNOWN, 39, NO_MESSAGE },
    { &yesno, "TRUE\x1C", STATE_KNOWN, 1, NO_MESSAGE },
    { &day, "44846\x1D", STATE_KNOWN, 19277, NO_MESSAGE },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct cell cell;
    struct cell_problem problem;
    struct slice raw = { cases[i].kept, strlen(cases[i].kept) - 1 };
    bool right = cell_read(&arena, cases[i].field, &workbook, raw, &cell, &problem);
    cr_expect_eq(right, cases[i].message == NO_MESSAGE, "%s", cases[i].kept);
    if (!right)
      cr_expect_eq(problem.message, cases[i].message, "%s: %s", cases[i].kept, message_name(problem.message, LANGUAGE_ENGLISH));
    cr_expect_eq(cell.state, cases[i].state, "%s: %d", cases[i].kept, (int)cell.state);
    cr_expect_eq(cell.num, cases[i].num, "%s: %" PRId64, cases[i].kept, cell.num);
  }
  arena_free(&arena);
}

Test(data_cell_sheet, serial_numbers_from_1904)
{
  static const struct heading from_1904 = { .workbook = 1904 };
  struct arena arena = { 0 };
  struct cell cell;
  struct cell_problem problem;
  cr_expect(cell_read(&arena, &day, &from_1904, slice_of("43384"), &cell, &problem));
  cr_expect_eq(cell.num, 19277);
  arena_free(&arena);
}

/* The fast ways of columns agree with cell_read, on notations put together at random and on mutations of them. */
#include "data/column.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "../chance.h"
#include "decode/row_bytes.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

static const char *const kinds_of_move[] = { "整体迁入", "设立子公司", "无", "A", "生物与新医药", "国家级高新技术产业开发区" };
static const char *const unlucky[] = { "甲", "未知", "-" };
static const struct heading plain, in_wan = { .unit = FEN_WAN }, in_yi = { .unit = FEN_YI }, in_percent = { .percent = true },
                                   in_people = { .counted = true }, odd = { .unit = 1050 }, workbook = { .workbook = 1900 };
static const struct heading *const headings[] = { NULL, &plain, &in_wan, &in_yi, &in_percent, &in_people, &odd, &workbook };

static const struct field fields[] = {
  { .name = "money", .kind = FIELD_MONEY },
  { .name = "event money", .kind = FIELD_MONEY, .event = true },
  { .name = "count", .kind = FIELD_COUNT },
  { .name = "number", .kind = FIELD_NUMBER },
  { .name = "date", .kind = FIELD_DATE },
  { .name = "event date", .kind = FIELD_DATE, .event = true },
  { .name = "yes/no", .kind = FIELD_YESNO },
  { .name = "optional yes/no", .kind = FIELD_YESNO, .optional = true },
  { .name = "choice", .kind = FIELD_CHOICE, .choices = kinds_of_move, .choice_count = COUNT_OF(kinds_of_move) },
  { .name = "choice of special words", .kind = FIELD_CHOICE, .choices = unlucky, .choice_count = COUNT_OF(unlucky) },
  { .name = "text", .kind = FIELD_TEXT },
  { .name = "event text", .kind = FIELD_TEXT, .event = true },
  { .name = "code", .kind = FIELD_CODE },
  { .name = "region", .kind = FIELD_REGION },
  { .name = "event region", .kind = FIELD_REGION, .event = true },
  { .name = "industry", .kind = FIELD_INDUSTRY },
};

static const char *const whole[] = {
  "",
  "-",
  "--",
  "—",
  "/",
  "N/A",
  "n/a",
  "无数据",
  "未知",
  "?",
  "？",
  "是",
  "否",
  "有",
  "无",
  "Y",
  "n",
  "yes",
  "NO",
  "True",
  "1",
  "0",
  "√",
  "×",
  "1234.5",
  "1,234.50",
  "-5",
  "\u22125",
  "0.005",
  "12.340",
  "1234567890123456.78",
  "92233720368547758.07",
  "99999999999999999999",
  "500万元",
  "1.2亿",
  "5%",
  "12人",
  "5.0",
  "2.5",
  "-3",
  "007",
  "2022-10-12",
  "2022/10/12",
  "2022.10.12",
  "2022-10/12",
  "2022-3-5",
  "20221012",
  "2022-02-30",
  "2022-00-10",
  "2000-02-29",
  "1900-02-29",
  "2100-02-29",
  "2022-13-01",
  "2022-12-32",
  "1899-12-31",
  "1900-03-01",
  "2099-12-31",
  "2100-01-01",
  "2022-10-1O",
  "2022年10月12日",
  "0000-01-01",
  "9999-12-31",
  "44846",
  "2022-10-12 00:00:00",
  "整体迁入",
  "整体迁人",
  "生物与新医药",
  "生物与新医院",
  "国家级高新技术产业开发区",
  "国家级高新技术产业开发去",
  "国家级高新技术产业开发区甲",
  "设立子公司",
  "A",
  "甲",
  "91350100M000100Y43",
  "91350100M000100Y44",
  "91350100m000100y43",
  "91350100M000100Y4",
  "650102",
  "050102",
  "650102003001",
  "65010a",
  "39",
  "C3911",
  "c39",
  "00",
  "C",
  "Z9999",
  "新疆某某科技有限公司",
  "某公司（集团）",
  "Nanjing 甲",
  "甲\u3000",
  "甲\u200B",
  "甲 ",
  "\xEF\xBB\xBF甲",
  "甲\xFF",
  "\xE4\xBC",
  "500①",
  "１２３",
  "无锡",
  "未来科技",
  "不锈钢",
  "待定",
  "éa",
  "abc\xC2\xA0",
  "1e5",
  "\t12\r",
  "１",
  "Ⅰ",
  "¥5",
  "￥1,234",
};

static const char *const parts[] = { "0", "1", "9", "12", "2022", "-",   "/",  ".", ",",    "万", "元", "%", "是",     "无",
                                     "A", "n", " ", "　", "10",   "000", "年", "C", "\xFF", "—",  "?",  "①", "\u2212", "5" };

/* Digits with points and a sign here and there, up to beyond what the fast ways take. */
static void draw_figure(char *text)
{
  size_t length = 1 + draw(20), point = draw(2) ? draw(length) : length;
  bool sign = draw(8) == 0;
  for (size_t i = 0; i < length; i++) text[i] = i == point ? '.' : (char)('0' + draw(10));
  if (sign) text[0] = '-';
  text[length] = 0;
}

/* A notation, whole or put together of parts, or one with a byte changed. */
static void draw_notation(struct buffer *out)
{
  char text[128] = "";
  size_t from = draw(6);
  if (from == 0) draw_figure(text);
  else if (from < 4) snprintf(text, sizeof text, "%s", whole[draw(COUNT_OF(whole))]);
  else
    for (size_t i = draw(8); i > 0; i--) strcat(text, parts[draw(COUNT_OF(parts))]);
  size_t length = strlen(text);
  if (length && draw(4) == 0) text[draw(length)] = "0159-./,AaN \x80\xE4"[draw(14)];
  if (length && draw(8) == 0) length--;
  buffer_bytes(out, text, length);
}

/* Cells as a block has them, one behind the other, with what a sheet says of plain ones. Some lie elsewhere, some are not there.
 */
static struct slice draw_cells(struct arena *arena, struct slice cells[static BATCH_ROWS])
{
  struct buffer text = { 0 };
  size_t ends[BATCH_ROWS];
  for (size_t row = 0; row < BATCH_ROWS; row++) {
    draw_notation(&text);
    ends[row] = text.length;
    buffer_char(&text, draw(2) ? CELLS_TEXT : CELLS_NUMBER);
  }
  struct slice block = slice_copy(arena, buffer_view(&text));
  for (size_t row = 0, begin = 0; row < BATCH_ROWS; begin = ends[row++] + 1) {
    struct slice cell = { block.at + begin, ends[row] - begin };
    if (draw(10) == 0) cell.at = arena_copy(arena, cell.at, cell.length + 1);
    cells[row] = draw(100) ? cell : (struct slice){ 0 };
  }
  buffer_free(&text);
  return block;
}

static struct column new_column(struct arena *arena, const struct field *field)
{
  struct column column = { .num = arena_array(arena, BATCH_ROWS, sizeof(int64_t)), .state = arena_alloc(arena, BATCH_ROWS) };
  bool has_text = field->kind == FIELD_TEXT || field->kind == FIELD_CODE || field->kind == FIELD_INDUSTRY;
  if (field->kind == FIELD_NUMBER) column.den = arena_array(arena, BATCH_ROWS, sizeof(int64_t));
  if (has_text) column.text = arena_array(arena, BATCH_ROWS, sizeof(struct slice));
  return column;
}

static bool same_problem(const struct cell_problem *a, const struct cell_problem *b)
{
  return a->message == b->message && a->field == b->field && a->raw.at == b->raw.at && a->raw.length == b->raw.length &&
         !a->argument[0] == !b->argument[0] && (!a->argument[0] || strcmp(a->argument[0], b->argument[0]) == 0);
}

/* One batch of one field under one heading, both ways. */
static void compare_ways(const struct field *field, const struct heading *heading)
{
  struct arena arena = { 0 };
  static struct slice raw[BATCH_ROWS];
  struct column column = new_column(&arena, field);
  struct cell_problems problems = { 0 };
  struct slice block = draw_cells(&arena, raw);
  column_read(&arena, field, heading, raw, BATCH_ROWS, block, &column, &problems);
  size_t next = 0;
  for (size_t row = 0; row < BATCH_ROWS; row++) {
    struct cell cell;
    struct cell_problem problem;
    int length = (int)raw[row].length;
    bool right = cell_read(&arena, field, heading, raw[row], &cell, &problem);
    cr_assert(column.num[row] == cell.num && column.state[row] == (uint8_t)cell.state, "%s '%.*s'", field->name, length,
              raw[row].at);
    if (column.den) cr_assert_eq(column.den[row], cell.den, "%s '%.*s'", field->name, length, raw[row].at);
    if (column.text) cr_assert(slice_equal(column.text[row], cell.text), "%s '%.*s'", field->name, length, raw[row].at);
    if (right && !problem.remark) continue;
    cr_assert(next < problems.count && problems.items[next].row == row, "%s '%.*s': problem", field->name, length, raw[row].at);
    cr_assert(same_problem(&problems.items[next++], &problem), "%s '%.*s': problem", field->name, length, raw[row].at);
  }
  cr_assert_eq(next, problems.count, "%s", field->name);
  arena_free(&arena);
}

Test(data_column, fast_ways_agree_with_single_cells)
{
  for (int round = 0; round < 12; round++)
    for (size_t i = 0; i < COUNT_OF(fields); i++)
      for (size_t k = 0; k < COUNT_OF(headings); k++) compare_ways(&fields[i], headings[k]);
}

Test(data_column, a_column_that_the_list_lacks)
{
  static const struct {
    struct field field;
    enum state state;
  } cases[] = {
    { { .name = "money", .kind = FIELD_MONEY }, STATE_UNKNOWN },
    { { .name = "event", .kind = FIELD_DATE, .event = true }, STATE_UNKNOWN },
    { { .name = "optional", .kind = FIELD_YESNO, .optional = true }, STATE_KNOWN },
    { { .name = "text", .kind = FIELD_TEXT }, STATE_UNKNOWN },
    { { .name = "number", .kind = FIELD_NUMBER }, STATE_UNKNOWN },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct column column = new_column(&arena, &cases[i].field);
    memset(column.num, 0xFF, 3 * sizeof(int64_t));
    column_lacking(&cases[i].field, 3, &column);
    for (size_t row = 0; row < 3; row++)
      cr_expect(column.state[row] == cases[i].state && column.num[row] == 0, "%s", cases[i].field.name);
  }
  arena_free(&arena);
}

Test(data_column, a_problem_knows_its_row)
{
  static const struct field count = { .name = "职工总数", .kind = FIELD_COUNT };
  const struct slice raw[] = { SLICE("1"), SLICE("x"), SLICE(""), { NULL, 0 }, SLICE("-1") };
  struct arena arena = { 0 };
  struct column column = new_column(&arena, &count);
  struct cell_problems problems = { 0 };
  column_read(&arena, &count, NULL, raw, COUNT_OF(raw), (struct slice){ 0 }, &column, &problems);
  cr_assert_eq(problems.count, 2);
  cr_expect(problems.items[0].row == 1 && problems.items[0].message == MSG_CELL_COUNT);
  cr_expect(problems.items[1].row == 4 && problems.items[1].message == MSG_CELL_COUNT_NEGATIVE);
  cr_expect(slice_is(problems.items[1].raw, "-1") && problems.items[1].field == &count);
  arena_free(&arena);
}

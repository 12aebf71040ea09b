/* How single cells are read, kind by kind. */
#include "data/column.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])
#define NO_MESSAGE      MESSAGE_COUNT

static const char *const srdi[] = { "无", "省级专精特新", "国家级小巨人" };
static const struct field money = { .name = "营业收入", .kind = FIELD_MONEY };
static const struct field count = { .name = "职工总数", .kind = FIELD_COUNT };
static const struct field number = { .name = "值", .kind = FIELD_NUMBER };
static const struct field day = { .name = "成立日期", .kind = FIELD_DATE };
static const struct field event = { .name = "迁入日期", .kind = FIELD_DATE, .event = true };
static const struct field yesno = { .name = "独立法人", .kind = FIELD_YESNO };
static const struct field optional = { .name = "省级研发机构", .kind = FIELD_YESNO, .optional = true };
static const struct field choice = { .name = "专精特新", .kind = FIELD_CHOICE, .choices = srdi, .choice_count = 3 };
static const struct field text = { .name = "企业名称", .kind = FIELD_TEXT };
static const struct field event_text = { .name = "引进来源城市", .kind = FIELD_TEXT, .event = true };
static const struct field code = { .name = "统一社会信用代码", .kind = FIELD_CODE };
static const struct field region = { .name = "行政区划代码", .kind = FIELD_REGION };
static const struct field industry = { .name = "行业代码", .kind = FIELD_INDUSTRY };

static const struct heading in_wan = { .unit = FEN_WAN };
static const struct heading in_percent = { .percent = true };
static const struct heading counted = { .counted = true };
static const struct heading workbook = { .workbook = 1900 };

/* One notation: what it is read as. `den` 0 stands for 1, `message` NO_MESSAGE for "no problem". */
struct notation {
  const struct field *field;
  const struct heading *heading;
  const char *raw;
  enum state state;
  int64_t num, den;
  enum message message;
};

static void expect_all(const struct notation *cases, size_t length)
{
  struct arena arena = { 0 };
  for (size_t i = 0; i < length; i++) {
    const struct notation *c = &cases[i];
    struct cell cell;
    struct cell_problem problem;
    bool right = cell_read(&arena, c->field, c->heading, slice_of(c->raw), &cell, &problem);
    cr_expect_eq(right, c->message == NO_MESSAGE, "%s '%s': problem or not", c->field->name, c->raw);
    if (!right)
      cr_expect_eq(problem.message, c->message, "%s '%s': %s", c->field->name, c->raw,
                   message_name(problem.message, LANGUAGE_ENGLISH));
    cr_expect_eq(cell.state, c->state, "%s '%s': state %d", c->field->name, c->raw, (int)cell.state);
    cr_expect_eq(cell.num, c->num, "%s '%s': %" PRId64, c->field->name, c->raw, cell.num);
    cr_expect_eq(cell.den, c->den ? c->den : 1, "%s '%s': over %" PRId64, c->field->name, c->raw, cell.den);
  }
  arena_free(&arena);
}

#define KNOWN(field, heading, raw, num)                                                                                          \
  {                                                                                                                              \
    &field, heading, raw, STATE_KNOWN, num, 0, NO_MESSAGE                                                                        \
  }
#define RATIO(heading, raw, num, den)                                                                                            \
  {                                                                                                                              \
    &number, heading, raw, STATE_KNOWN, num, den, NO_MESSAGE                                                                     \
  }
#define WRONG(field, heading, raw, message)                                                                                      \
  {                                                                                                                              \
    &field, heading, raw, STATE_UNKNOWN, 0, 0, MSG_CELL_##message                                                                \
  }
#define BLANK(field, raw, state)                                                                                                 \
  {                                                                                                                              \
    &field, NULL, raw, state, 0, 0, NO_MESSAGE                                                                                   \
  }

Test(data_cell, money_is_read)
{
  static const struct notation cases[] = {
    KNOWN(money, NULL, "1234.5", 123450),
    KNOWN(money, NULL, "1,234.50", 123450),
    KNOWN(money, NULL, "￥1,234.5", 123450),
    KNOWN(money, NULL, "¥1,234.5", 123450),
    KNOWN(money, NULL, "¥ 1,234.5", 123450),
    KNOWN(money, NULL, "RMB 1,234.5", 123450),
    KNOWN(money, NULL, "人民币1234.5元", 123450),
    KNOWN(money, NULL, "1234.5元", 123450),
    KNOWN(money, NULL, "500万", 500 * FEN_WAN),
    KNOWN(money, NULL, "500万元", 500 * FEN_WAN),
    KNOWN(money, NULL, "500 万元", 500 * FEN_WAN),
    KNOWN(money, NULL, "５００万元", 500 * FEN_WAN),
    KNOWN(money, NULL, "１，２３４．５", 123450),
    KNOWN(money, NULL, "1.2亿", 12 * FEN_YI / 10),
    KNOWN(money, NULL, "1.2亿元", 12 * FEN_YI / 10),
    KNOWN(money, NULL, "3千元", 3000 * FEN_YUAN),
    KNOWN(money, NULL, "3百万元", 300 * FEN_WAN),
    KNOWN(money, NULL, "3千万", 3000 * FEN_WAN),
    KNOWN(money, NULL, "0.000001万元", 1),
    KNOWN(money, NULL, "  1234.5\t", 123450),
    KNOWN(money, NULL, "　1234.5　", 123450),
    KNOWN(money, NULL,
          "\xC2\xA0"
          "1234.5",
          123450),
    KNOWN(money, NULL, "0", 0),
    KNOWN(money, NULL, "-5", -500),
    KNOWN(money, NULL, "\u22125", -500),
    KNOWN(money, NULL, "－5", -500),
    KNOWN(money, NULL, "-￥5万", -5 * FEN_WAN),
    KNOWN(money, NULL, "￥-5", -500),
    KNOWN(money, NULL, "+5", 500),
    KNOWN(money, NULL, "1.230", 123),
    KNOWN(money, NULL, "1.2300000000000000000000", 123),
    KNOWN(money, NULL, "92233720368547758.07", INT64_MAX),
    KNOWN(money, NULL, "-92233720368547758.08", INT64_MIN),
    KNOWN(money, &in_wan, "1,234.5", 1234500000),
    KNOWN(money, &in_wan, "1234.567891", 1234567891),
    KNOWN(money, &in_wan, "1234.5元", 123450),
    KNOWN(money, &in_wan, "1.2亿", 12 * FEN_YI / 10),
    KNOWN(money, &in_wan, "￥5", 5 * FEN_WAN),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, money_is_refused)
{
  static const struct notation cases[] = {
    WRONG(money, NULL, "1.235", MONEY_FEN),
    WRONG(money, NULL, "0.0000001万元", MONEY_FEN),
    WRONG(money, &in_wan, "1.2345678", MONEY_FEN),
    WRONG(money, NULL, "92233720368547758.08", TOO_LARGE),
    WRONG(money, NULL, "-92233720368547758.09", TOO_LARGE),
    WRONG(money, NULL, "999999999999亿元", TOO_LARGE),
    WRONG(money, &in_wan, "9999999999999999", TOO_LARGE),
    WRONG(money, NULL, "99999999999999999999999", TOO_LARGE),
    WRONG(money, NULL, "1.5E+8", SCIENTIFIC),
    WRONG(money, NULL, "1e5", SCIENTIFIC),
    WRONG(money, NULL, "1.5E+8万元", SCIENTIFIC),
    WRONG(money, NULL, "(5)", MONEY),
    WRONG(money, NULL, "（5）", MONEY),
    WRONG(money, NULL, "12,34", MONEY),
    WRONG(money, NULL, "1,2345", MONEY),
    WRONG(money, NULL, "--5", MONEY),
    WRONG(money, NULL, "-￥-5", MONEY),
    WRONG(money, NULL, "约500万", MONEY),
    WRONG(money, NULL, "500万左右", MONEY),
    WRONG(money, NULL, "500万美元", MONEY),
    WRONG(money, NULL, "$500", MONEY),
    WRONG(money, NULL, "五百万", MONEY),
    WRONG(money, NULL, "万元", MONEY),
    WRONG(money, NULL, "￥", MONEY),
    WRONG(money, NULL, "无", MONEY),
    WRONG(money, NULL, "是", MONEY),
    WRONG(money, NULL, "100-200", MONEY),
    WRONG(money, NULL, "5%", MONEY),
    WRONG(money, NULL, "500w", MONEY),
    WRONG(money, NULL, "5千", MONEY),
    WRONG(money, NULL, "#N/A", ERROR),
    WRONG(money, NULL, "500①", MONEY),
    WRONG(money, NULL, "10²", MONEY),
    WRONG(money, NULL, "1½", MONEY),
    WRONG(money, NULL, "1 234", MONEY),
    WRONG(money, NULL, "12\xFF", BROKEN_TEXT),
    WRONG(money, &in_percent, "5", HEADING_UNIT),
    WRONG(money, &counted, "5", HEADING_UNIT),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, counts)
{
  static const struct notation cases[] = {
    KNOWN(count, NULL, "12", 12),
    KNOWN(count, NULL, "0", 0),
    KNOWN(count, NULL, "1,234", 1234),
    KNOWN(count, NULL, "12人", 12),
    KNOWN(count, NULL, "3 项", 3),
    KNOWN(count, NULL, "4家", 4),
    KNOWN(count, NULL, "5件", 5),
    KNOWN(count, NULL, "6次", 6),
    KNOWN(count, NULL, "7户", 7),
    KNOWN(count, NULL, "8个", 8),
    KNOWN(count, NULL, "9名", 9),
    KNOWN(count, NULL, "10条", 10),
    KNOWN(count, NULL, "5.0", 5),
    KNOWN(count, NULL, "5.00人", 5),
    KNOWN(count, NULL, "１２", 12),
    KNOWN(count, &counted, "12", 12),
    WRONG(count, NULL, "-3", COUNT_NEGATIVE),
    WRONG(count, NULL, "-3.5", COUNT_NEGATIVE),
    WRONG(count, NULL, "2.5", COUNT_FRACTION),
    WRONG(count, NULL, "2.5人", COUNT_FRACTION),
    WRONG(count, NULL, "12人左右", COUNT),
    WRONG(count, NULL, "1.2万人", COUNT),
    WRONG(count, NULL, "12元", COUNT),
    WRONG(count, NULL, "5%", COUNT),
    WRONG(count, NULL, "十二", COUNT),
    WRONG(count, NULL, "无", COUNT),
    WRONG(count, NULL, "12①", COUNT),
    WRONG(count, NULL, "1E3", SCIENTIFIC),
    WRONG(count, NULL, "99999999999999999999", TOO_LARGE),
    WRONG(count, &in_wan, "12", HEADING_UNIT),
    WRONG(count, &in_percent, "12", HEADING_UNIT),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, numbers)
{
  static const struct notation cases[] = {
    RATIO(NULL, "85.5", 171, 2),
    RATIO(NULL, "￥1,234.5元", 2469, 2),
    RATIO(NULL, "-￥5", -5, 1),
    RATIO(NULL, "0.05", 1, 20),
    RATIO(NULL, "5%", 1, 20),
    RATIO(NULL, "5％", 1, 20),
    RATIO(NULL, "5 %", 1, 20),
    RATIO(NULL, "-5%", -1, 20),
    RATIO(NULL, "1,234.5", 2469, 2),
    RATIO(NULL, "85分", 85, 1),
    RATIO(NULL, "700家", 700, 1),
    RATIO(NULL, "4.5亿元", 450000000, 1),
    RATIO(NULL, "100%", 1, 1),
    RATIO(&in_percent, "5", 1, 20),
    RATIO(&in_percent, "0.05", 1, 2000),
    RATIO(&in_percent, "5%", 1, 20),
    RATIO(&in_wan, "5", 50000, 1),
    RATIO(&in_wan, "5亿", 500000000, 1),
    RATIO(&in_wan, "5元", 5, 1),
    RATIO(&in_wan, "5%", 1, 20),
    WRONG(number, NULL, "5%%", NUMBER),
    WRONG(number, NULL, "%", NUMBER),
    WRONG(number, NULL, "五", NUMBER),
    WRONG(number, NULL, "85.5.1", NUMBER),
    WRONG(number, NULL, "5‰", NUMBER),
    WRONG(number, NULL, "1E-3", SCIENTIFIC),
    WRONG(number, NULL, "99999999999999999999", TOO_LARGE),
    WRONG(number, NULL, "9999999999999999万亿元", TOO_LARGE),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, dates)
{
  enum { OCTOBER_12 = 19277, MARCH_5 = 19056 };
  static const struct notation cases[] = {
    KNOWN(day, NULL, "2022-10-12", OCTOBER_12),
    KNOWN(day, NULL, "2022-3-5", MARCH_5),
    KNOWN(day, NULL, "2022/10/12", OCTOBER_12),
    KNOWN(day, NULL, "2022/3/5", MARCH_5),
    KNOWN(day, NULL, "2022.10.12", OCTOBER_12),
    KNOWN(day, NULL, "20221012", OCTOBER_12),
    KNOWN(day, NULL, "2022年10月12日", OCTOBER_12),
    KNOWN(day, NULL, "２０２２－１０－１２", OCTOBER_12),
    KNOWN(day, NULL, "２０２２年１０月１２日", OCTOBER_12),
    KNOWN(day, NULL, "2022／10／12", OCTOBER_12),
    KNOWN(day, NULL, " 2022-10-12 00:00:00 ", OCTOBER_12),
    KNOWN(day, NULL, "2022-10-12 08:00:00", OCTOBER_12),
    KNOWN(day, NULL, "2022/10/12 9:30", OCTOBER_12),
    WRONG(day, NULL, "2022/10/12 25:30", DATE),
    KNOWN(day, &workbook, "44846", OCTOBER_12),
    KNOWN(day, &workbook, "18264", -7305),
    KNOWN(day, &workbook, "73415", 47846),
    WRONG(day, &workbook, "18263", DATE_NUMBER),
    WRONG(day, &workbook, "73416", DATE_NUMBER),
    WRONG(day, &workbook, "202205", DATE_NUMBER),
    WRONG(day, &workbook, "20220500", DATE_MISSING),
    KNOWN(day, &workbook, "44846.0", OCTOBER_12),
    KNOWN(day, &workbook, "20221012", OCTOBER_12),
    KNOWN(day, &workbook, "2022-10-12", OCTOBER_12),
    WRONG(day, NULL, "2022-02-30", DATE_MISSING),
    WRONG(day, NULL, "20220230", DATE_MISSING),
    WRONG(day, NULL, "2022年2月30日", DATE_MISSING),
    WRONG(event, NULL, "2022-02-30", DATE_MISSING),
    WRONG(day, NULL, "44846", DATE_SERIAL),
    WRONG(day, NULL, "2022", DATE),
    WRONG(day, NULL, "2022-10", DATE),
    WRONG(day, NULL, "2022年10月", DATE),
    WRONG(day, NULL, "12/10/2022", DATE),
    WRONG(day, NULL, "否", DATE),
    WRONG(day, NULL, "2022-10-1②", DATE),
    WRONG(day, &workbook, "2022", DATE_NUMBER),
    WRONG(day, &workbook, "44846.5", DATE_NUMBER),
    WRONG(day, &workbook, "60", DATE_NUMBER),
    WRONG(day, &workbook, "-1", DATE_NUMBER),
    WRONG(day, &workbook, "99999999", DATE_MISSING),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, yes_and_no)
{
  static const struct notation cases[] = {
    KNOWN(yesno, NULL, "是", 1),          KNOWN(yesno, NULL, "有", 1),    KNOWN(yesno, NULL, "Y", 1),
    KNOWN(yesno, NULL, "y", 1),           KNOWN(yesno, NULL, "yes", 1),   KNOWN(yesno, NULL, "YES", 1),
    KNOWN(yesno, NULL, "1.0", 1),         KNOWN(yesno, NULL, "0.0", 0),   WRONG(yesno, NULL, "0.5", YESNO),
    KNOWN(yesno, NULL, "Yes", 1),         KNOWN(yesno, NULL, "true", 1),  KNOWN(yesno, NULL, "TRUE", 1),
    KNOWN(yesno, NULL, "1", 1),           KNOWN(yesno, NULL, "１", 1),    KNOWN(yesno, NULL, "√", 1),
    KNOWN(yesno, NULL, "✓", 1),           KNOWN(yesno, NULL, "✔", 1),     KNOWN(yesno, NULL, " 是 ", 1),
    KNOWN(yesno, NULL, "Ｙ", 1),          KNOWN(yesno, NULL, "否", 0),    KNOWN(yesno, NULL, "无", 0),
    KNOWN(yesno, NULL, "N", 0),           KNOWN(yesno, NULL, "n", 0),     KNOWN(yesno, NULL, "no", 0),
    KNOWN(yesno, NULL, "No", 0),          KNOWN(yesno, NULL, "false", 0), KNOWN(yesno, NULL, "False", 0),
    KNOWN(yesno, NULL, "0", 0),           KNOWN(yesno, NULL, "×", 0),     KNOWN(yesno, NULL, "✗", 0),
    KNOWN(yesno, NULL, "✘", 0),           WRONG(yesno, NULL, "2", YESNO), WRONG(yesno, NULL, "是的", YESNO),
    WRONG(yesno, NULL, "有无", YESNO),    WRONG(yesno, NULL, "①", YESNO), WRONG(yesno, NULL, "T", YESNO),
    WRONG(optional, NULL, "也许", YESNO), KNOWN(optional, NULL, "无", 0), KNOWN(optional, NULL, "是", 1),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, choices)
{
  static const struct notation cases[] = {
    KNOWN(choice, NULL, "无", 0),
    KNOWN(choice, NULL, "省级专精特新", 1),
    KNOWN(choice, NULL, " 国家级小巨人　", 2),
    WRONG(choice, NULL, "国家级小巨人企业", CHOICE_NEAR),
    WRONG(choice, NULL, "省级专精特薪", CHOICE_NEAR),
    WRONG(choice, NULL, "省级 专精特新", CHOICE_NEAR),
    WRONG(choice, NULL, "否", CHOICE),
    WRONG(choice, NULL, "1", CHOICE),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, a_wrong_choice_names_the_right_ones)
{
  struct arena arena = { 0 };
  struct cell cell;
  struct cell_problem problem;
  cr_expect_not(cell_read(&arena, &choice, NULL, SLICE("国家级小巨人企业"), &cell, &problem));
  cr_expect_str_eq(problem.argument[0], "无、省级专精特新、国家级小巨人");
  cr_expect_str_eq(problem.argument[1], "国家级小巨人");
  cr_expect(slice_is(problem.raw, "国家级小巨人企业") && problem.field == &choice);
  arena_free(&arena);
}

Test(data_cell, regions_and_industries)
{
  static const struct notation cases[] = {
    KNOWN(region, NULL, "650102", 650102),
    KNOWN(region, NULL, "６５０１０２", 650102),
    KNOWN(region, NULL, "650102003001", 650102),
    WRONG(region, NULL, "65010", REGION),
    WRONG(region, NULL, "6501020", REGION),
    WRONG(region, NULL, "650100.0", REGION),
    WRONG(region, NULL, "650,102", REGION),
    WRONG(region, NULL, "050102", REGION),
    WRONG(region, NULL, "乌鲁木齐市", REGION),
    WRONG(region, NULL, "65010②", REGION),
    KNOWN(industry, NULL, "39", 39),
    KNOWN(industry, NULL, "391", 39),
    KNOWN(industry, NULL, "3911", 39),
    KNOWN(industry, NULL, "C39", 39),
    KNOWN(industry, NULL, "C3911", 39),
    KNOWN(industry, NULL, "c3911", 39),
    KNOWN(industry, NULL, "A0111", 1),
    KNOWN(industry, NULL, "Ｃ３９", 39),
    WRONG(industry, NULL, "C", INDUSTRY),
    WRONG(industry, NULL, "C3", INDUSTRY),
    WRONG(industry, NULL, "CC39", INDUSTRY),
    WRONG(industry, NULL, "39111", INDUSTRY),
    WRONG(industry, NULL, "00", INDUSTRY),
    WRONG(industry, NULL, "39.0", INDUSTRY),
    WRONG(industry, NULL, "制造业", INDUSTRY),
  };
  expect_all(cases, COUNT_OF(cases));
}

Test(data_cell, words_for_nothing_known)
{
  static const char *const blanks[] = { "",       "   ", "　",   "\"\"", "-",  "--",     "—",   "——",  "―",      "–",
                                        "\u2212", "－",  "－－", "/",    "／", "无数据", "N/A", "n/a", "Ｎ／Ａ", " - " };
  static const char *const unknowns[] = { "未知", "不详", "待查", "?", "？", " 未知 " };
  static const struct {
    const struct field *field;
    enum state blank;
  } fields[] = {
    { &money, STATE_UNKNOWN },      { &count, STATE_UNKNOWN },           { &number, STATE_UNKNOWN },
    { &day, STATE_UNKNOWN },        { &yesno, STATE_UNKNOWN },           { &choice, STATE_UNKNOWN },
    { &text, STATE_UNKNOWN },       { &region, STATE_UNKNOWN },          { &industry, STATE_UNKNOWN },
    { &event, STATE_NOT_OCCURRED }, { &event_text, STATE_NOT_OCCURRED }, { &optional, STATE_KNOWN },
  };
  for (size_t i = 0; i < COUNT_OF(fields); i++) {
    for (size_t k = 0; k < COUNT_OF(blanks); k++)
      expect_all(&(struct notation){ fields[i].field, NULL, blanks[k], fields[i].blank, 0, 0, NO_MESSAGE }, 1);
    for (size_t k = 0; k < COUNT_OF(unknowns); k++)
      expect_all(&(struct notation){ fields[i].field, NULL, unknowns[k], STATE_UNKNOWN, 0, 0, NO_MESSAGE }, 1);
  }
  for (size_t k = 0; k < COUNT_OF(blanks); k++)
    expect_all(&(struct notation){ &code, NULL, blanks[k], STATE_UNKNOWN, 0, 0, MSG_CELL_CODE_BLANK }, 1);
}

Test(data_cell, a_cell_that_the_row_does_not_have_is_unknown)
{
  static const struct field *const fields[] = { &money, &event, &optional, &code, &text };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT_OF(fields); i++) {
    struct cell cell;
    struct cell_problem problem;
    cr_expect(cell_read(&arena, fields[i], NULL, (struct slice){ NULL, 0 }, &cell, &problem), "%s", fields[i]->name);
    cr_expect_eq(cell.state, STATE_UNKNOWN, "%s", fields[i]->name);
  }
  arena_free(&arena);
}

Test(data_cell, texts_and_codes)
{
  static const struct {
    const struct field *field;
    const char *raw, *text;
    enum message message;
    const char *argument;
  } cases[] = {
    { &text, " 甲（集团）有限公司　", "甲（集团）有限公司", NO_MESSAGE, NULL },
    { &text, "Ⅰ类", "Ⅰ类", NO_MESSAGE, NULL },
    { &text, "N", "N", NO_MESSAGE, NULL },
    { &text, "无", "无", NO_MESSAGE, NULL },
    { &text, "未知数科技", "未知数科技", NO_MESSAGE, NULL },
    { &text, "甲\xFF乙", "甲\\xff乙", MSG_CELL_BROKEN_TEXT, "4" },
    { &code, "91350100M000100Y43", "91350100M000100Y43", NO_MESSAGE, NULL },
    { &code, "91350100m000100y43", "91350100M000100Y43", NO_MESSAGE, NULL },
    { &code, " ９１３５０１００Ｍ０００１００Ｙ４３ ", "91350100M000100Y43", NO_MESSAGE, NULL },
    { &code, "91350100M000100Y44", "91350100M000100Y44", MSG_CELL_CODE_CHECK, "3" },
    { &code, "91350100M000100Y4", "91350100M000100Y4", MSG_CELL_CODE_LENGTH, "17" },
    { &code, "91350100M000100Y433", "91350100M000100Y433", MSG_CELL_CODE_LENGTH, "19" },
    { &code, "9135 0100M000100Y43", "9135 0100M000100Y43", MSG_CELL_CODE_LENGTH, "19" },
    { &code, "91350100I000100Y43", "91350100I000100Y43", MSG_CELL_CODE_LETTERS, NULL },
    { &code, "91350100M000100Y4O", "91350100M000100Y4O", MSG_CELL_CODE_LETTERS, NULL },
    { &code, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未", MSG_CELL_CODE_LETTERS, NULL },
    { &code, "=\"91350100M000100Y43\"", "91350100M000100Y43", NO_MESSAGE, NULL },
    { &text, "=\"甲\"", "甲", NO_MESSAGE, NULL },
    { &code, "000000000000000000", "000000000000000000", MSG_CELL_CODE_PLACEHOLDER, NULL },
    { &code, "XXXXXXXXXXXXXXXXXX", "XXXXXXXXXXXXXXXXXX", MSG_CELL_CODE_PLACEHOLDER, NULL },
    { &code, "123456789012345678", "123456789012345678", MSG_CELL_CODE_PLACEHOLDER, NULL },
    { &code, "876543210987654321", "876543210987654321", MSG_CELL_CODE_PLACEHOLDER, NULL },
    { &code, "9.13501E+17", "9.13501E+17", MSG_CELL_SCIENTIFIC, NULL },
    { &industry, "c3911", "C3911", NO_MESSAGE, NULL },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct cell cell;
    struct cell_problem problem;
    bool right = cell_read(&arena, cases[i].field, NULL, slice_of(cases[i].raw), &cell, &problem);
    cr_expect_eq(right, cases[i].message == NO_MESSAGE, "%s", cases[i].raw);
    if (!right) cr_expect_eq(problem.message, cases[i].message, "%s", cases[i].raw);
    if (cases[i].argument) cr_expect_str_eq(problem.argument[0], cases[i].argument, "%s", cases[i].raw);
    cr_expect_eq(cell.state, STATE_KNOWN, "%s", cases[i].raw);
    cr_expect(slice_is(cell.text, cases[i].text), "%s: %.*s", cases[i].raw, (int)cell.text.length, cell.text.at);
  }
  arena_free(&arena);
}

Test(data_cell, check_characters)
{
  static const struct {
    const char *code;
    char check;
  } cases[] = {
    { "91350100M000100Y43", '3' },
    { "91110000600037341L", 'L' },
    { "91350100M000100Y4X", '3' },
    { "91350100M000100Y4", 0 },
    { "91350100M000100Y4z", 0 },
    { "91350100m000100Y43", 0 },
    { "", 0 },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    cr_expect_eq(credit_code_check(slice_of(cases[i].code)), cases[i].check, "%s", cases[i].code);
}

Test(data_cell, is_said_as_people_write_it)
{
  static const struct {
    const struct field *field;
    const char *raw, *said;
  } cases[] = {
    { &money, "2100万", "2,100万元" },
    { &count, "12人", "12" },
    { &number, "5%", "0.05" },
    { &day, "2022/5/1", "2022-05-01" },
    { &yesno, "Y", "是" },
    { &yesno, "×", "否" },
    { &choice, "无", "无" },
    { &text, "甲公司", "甲公司" },
    { &region, "650102003001", "650102" },
    { &industry, "c3911", "C3911" },
    { &event, "-", "未发生" },
    { &money, "?", "未知" },
    { &code, "91350100m000100y43", "91350100M000100Y43" },
  };
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct cell cell;
    struct cell_problem problem;
    cell_read(&arena, cases[i].field, NULL, slice_of(cases[i].raw), &cell, &problem);
    format_cell(&out, cases[i].field, &cell);
    cr_expect(slice_is(buffer_view(&out), cases[i].said), "%s: %.*s", cases[i].raw, (int)out.length, out.at);
    buffer_reset(&out);
  }
  format_cell(&out, &industry, &(struct cell){ .state = STATE_KNOWN, .num = 1, .den = 1 });
  format_cell(&out, &money, &(struct cell){ .state = STATE_OVERFLOW, .den = 1 });
  cr_expect(slice_is(buffer_view(&out), "01超出范围"));
  buffer_free(&out);
  arena_free(&arena);
}

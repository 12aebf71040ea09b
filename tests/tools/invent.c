/* Chance, codes and the cells of a company, for generate.c. */
#include "invent.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const headings[COLUMNS] = { "统一社会信用代码",
                                        "企业名称",
                                        "行政区划代码",
                                        "所属镇街",
                                        "成立日期",
                                        "所有制",
                                        "职工总数",
                                        "科技人员数",
                                        "营业收入（万元）",
                                        "研发费用（万元）",
                                        "近三年销售收入（万元）",
                                        "近三年研发费用（万元）",
                                        "境内研发费用（万元）",
                                        "总收入（万元）",
                                        "高新技术产品收入（万元）",
                                        "技术领域",
                                        "拥有核心知识产权",
                                        "一年内重大违法",
                                        "创新能力评分",
                                        "高企认定日期",
                                        "高企认定次数",
                                        "上次高企认定日期",
                                        "科技型中小企业入库日期",
                                        "规模以上",
                                        "专精特新",
                                        "科技创新领军企业",
                                        "上市日期",
                                        "迁入日期",
                                        "迁出地行政区划代码",
                                        "迁入方式",
                                        "独立法人",
                                        "研发生产类",
                                        "当年新建项目" };

uint64_t chance_next(struct chance *chance)
{
  uint64_t z = chance->state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

struct chance chance_of(uint64_t seed, uint64_t row)
{
  struct chance chance = { seed * 0xD1342543DE82EF95u + row };
  chance.state = chance_next(&chance);
  return chance;
}

int between(struct chance *chance, int low, int high)
{
  return low + (int)(chance_next(chance) % (uint64_t)(high - low + 1));
}

bool percent(struct chance *chance, int share)
{
  return between(chance, 1, 100) <= share;
}

void set(char *cell, const char *text)
{
  size_t length = strlen(text);
  memcpy(cell, text, length < CELL_BYTES ? length + 1 : CELL_BYTES - 1);
}

void format(char *cell, const char *pattern, ...)
{
  va_list arguments;
  va_start(arguments, pattern);
  vsnprintf(cell, CELL_BYTES, pattern, arguments);
  va_end(arguments);
}

/* printf is too slow for thirty million cells. */
static char *put_digits(char *at, uint64_t value, int least)
{
  char digits[24];
  int count = 0;
  for (; value || count < least; value /= 10) digits[count++] = (char)('0' + value % 10);
  while (count) *at++ = digits[--count];
  *at = '\0';
  return at;
}

void set_count(char *cell, int count)
{
  put_digits(cell, (uint64_t)count, 1);
}

/* `hundredths` of a 万元. */
static void set_money(char *cell, int64_t hundredths)
{
  char *at = put_digits(cell, (uint64_t)(hundredths / 100), 1);
  if (hundredths % 100 == 0) return;
  *at++ = '.';
  put_digits(at, (uint64_t)(hundredths % 100), 2);
}

struct day day_in(struct chance *chance, int year, int first_month, int last_month)
{
  struct day day = { year, between(chance, first_month, last_month), 0 };
  day.day = between(chance, 1, 28);
  return day;
}

void set_day(char *cell, struct day day)
{
  char *at = put_digits(cell, (uint64_t)day.year, 4);
  *at++ = '-';
  at = put_digits(at, (uint64_t)day.month, 2);
  *at++ = '-';
  put_digits(at, (uint64_t)day.day, 2);
}

static void set_yesno(char *cell, bool yes)
{
  set(cell, yes ? "是" : "否");
}

/* Codes: GB 32100-2015. */
static const char code_characters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static char check_character(const char *code)
{
  static const int weights[CODE_LENGTH - 1] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };
  int sum = 0;
  for (int i = 0; i < CODE_LENGTH - 1; i++) sum += (int)(strchr(code_characters, code[i]) - code_characters) * weights[i];
  return code_characters[(31 - sum % 31) % 31];
}

/* The multiplier is odd, so no two numbers (of 32 bits) give one code. */
void set_code(char *cell, const char *kind, const char *region, uint64_t seed, uint64_t number)
{
  uint32_t scrambled = (uint32_t)(number * 2654435761u + seed * 40503u);
  memcpy(cell, kind, 2);
  memcpy(cell + 2, region, 6);
  memcpy(cell + 8, "MA", 2);
  for (int i = 16; i >= 10; i--, scrambled /= 31) cell[i] = code_characters[scrambled % 31];
  cell[17] = check_character(cell);
  cell[18] = '\0';
}

static const struct place inside[] = {
  { "650102", { "新华北路街道", "二道桥街道", "红雁街道" } },
  { "650103", { "长江路街道", "友好北路街道", "雅山街道" } },
  { "650104", { "高新街街道", "北京路街道", "地窝堡乡" } },
  { "650106", { "中亚南路街道", "火车西站街道", "乌昌路街道" } },
};

static const struct place outside[] = {
  { "650121", { "水西沟镇", "板房沟镇", "永丰镇" } },
  { "652301", { "中山路街道", "宁边路街道", "大西渠镇" } },
  { "110105", { "望京街道", "酒仙桥街道", "奥运村街道" } },
};

const struct place *place_of(struct chance *chance, int percent_inside)
{
  return percent(chance, percent_inside) ? &PICK(chance, inside) : &PICK(chance, outside);
}

/* Recognition is announced from October to December; the last day is the 18th, so that a service can follow in the year. */
static void draw_certificate(struct company *company)
{
  struct chance *chance = &company->chance;
  static const int years[] = { 2019, 2020, 2020, 2021, 2021, 2021, 2022, 2022, 2022, 2022 };
  if (!percent(chance, 48)) return;
  company->hnte_year = PICK(chance, years);
  company->hnte = day_in(chance, company->hnte_year, 10, 12);
  company->hnte.day = between(chance, 8, 18);
  company->hnte_times = percent(chance, 60) ? 1 : between(chance, 2, 4);
}

struct company company_of(uint64_t seed, uint64_t number)
{
  struct company company = { .seed = seed, .number = number, .chance = chance_of(seed, number) };
  struct chance *chance = &company.chance;
  company.place = place_of(chance, 90);
  /* From 50 万元 to some 60,000 万元, small ones being many. */
  company.revenue = 5000;
  for (int doublings = between(chance, 0, 10); doublings > 0; doublings--) company.revenue *= 2;
  company.revenue = company.revenue * between(chance, 100, 199) / 100;
  draw_certificate(&company);
  return company;
}

static void set_name(char *cell, struct chance *chance)
{
  static const char *const towns[] = { "乌鲁木齐", "新疆", "新疆", "乌鲁木齐市" };
  static const char *const first[] = { "天", "雪", "瀚", "博", "金", "昆", "丝", "绿",
                                       "云", "红", "远", "西", "宏", "智", "启", "恒" };
  static const char *const second[] = { "岭", "原", "海", "格", "桥", "泽", "路", "洲",
                                        "山", "帆", "域", "川", "图", "芯", "明", "拓" };
  static const char *const trades[] = { "软件",     "信息技术", "新材料",   "生物科技", "智能装备", "环保科技",
                                        "能源科技", "检测技术", "农业科技", "航测技术", "医药科技", "电气" };
  static const char *const forms[] = { "有限公司", "有限公司", "有限责任公司", "股份有限公司" };
  format(cell, "%s%s%s%s%s", PICK(chance, towns), PICK(chance, first), PICK(chance, second), PICK(chance, trades),
         PICK(chance, forms));
}

static void fill_identity(struct row *row, struct company *company)
{
  static const char *const ownerships[] = { "民营", "民营", "民营", "民营", "民营", "民营", "国有", "国有", "外资", "集体" };
  struct chance *chance = &company->chance;
  set_code(row->cells[CODE], "91", company->place->region, company->seed, company->number);
  set_name(row->cells[NAME], chance);
  set(row->cells[REGION], company->place->region);
  set(row->cells[TOWN], PICK(chance, company->place->towns));
  int last = company->hnte_year ? 2018 - 3 * (company->hnte_times - 1) : 2021;
  set_day(row->cells[FOUNDED], day_in(chance, between(chance, 1998, last), 1, 12));
  set(row->cells[OWNERSHIP], PICK(chance, ownerships));
}

static void fill_figures(struct row *row, struct company *company)
{
  struct chance *chance = &company->chance;
  int staff = (int)(company->revenue / 5000) + between(chance, 5, 40);
  int64_t rd = company->revenue * between(chance, 15, 120) / 1000, rd_3y = rd * between(chance, 220, 290) / 100;
  int64_t income = company->revenue * between(chance, 100, 110) / 100;
  set_count(row->cells[STAFF], staff);
  set_count(row->cells[RD_STAFF], staff * between(chance, 5, 45) / 100);
  set_money(row->cells[REVENUE], company->revenue);
  set_money(row->cells[RD_EXPENSE], rd);
  set_money(row->cells[REVENUE_3Y], company->revenue * between(chance, 230, 300) / 100);
  set_money(row->cells[RD_EXPENSE_3Y], rd_3y);
  set_money(row->cells[RD_DOMESTIC_3Y], rd_3y * between(chance, 50, 100) / 100);
  set_money(row->cells[TOTAL_INCOME], income);
  set_money(row->cells[HITECH_INCOME], income * between(chance, 40, 95) / 100);
}

static void fill_standing(struct row *row, struct company *company)
{
  static const char *const fields[] = { "电子信息",   "生物与新医药", "航空航天",   "新材料",
                                        "高技术服务", "新能源与节能", "资源与环境", "先进制造与自动化" };
  struct chance *chance = &company->chance;
  set(row->cells[FIELD], PICK(chance, fields));
  set_yesno(row->cells[CORE_IP], percent(chance, 80));
  set_yesno(row->cells[MAJOR_BREACH], percent(chance, 3));
  set_count(row->cells[SCORE], between(chance, 50, 95));
  if (percent(chance, 55)) set_day(row->cells[TSME_DATE], day_in(chance, between(chance, 2020, 2022), 3, 11));
  set_yesno(row->cells[ABOVE_SCALE], company->revenue >= 200000 ? percent(chance, 95) : percent(chance, 2));
  set(row->cells[SRDI], percent(chance, 80) ? "无" : percent(chance, 80) ? "省级专精特新" : "国家级小巨人");
  bool leader = percent(chance, 4);
  set_yesno(row->cells[LEADER], leader);
  if (percent(chance, leader ? 50 : 1)) set_day(row->cells[LISTING_DATE], day_in(chance, between(chance, 2020, 2022), 1, 12));
}

static void fill_certificate(struct row *row, struct company *company)
{
  struct chance *chance = &company->chance;
  struct day before = { company->hnte_year - 3, company->hnte.month, between(chance, 1, 28) };
  if (!company->hnte_year) return;
  set_day(row->cells[HNTE_DATE], company->hnte);
  set_count(row->cells[HNTE_TIMES], company->hnte_times);
  if (company->hnte_times > 1 && percent(chance, 85)) set_day(row->cells[HNTE_PREV_DATE], before);
}

static void fill_move(struct row *row, struct company *company)
{
  static const char *const origins[] = { "110105", "440305", "320505", "510107", "370102", "610113", "652301" };
  static const int years[] = { 2020, 2021, 2022, 2022, 2022 };
  struct chance *chance = &company->chance;
  if (percent(chance, 9)) {
    set_day(row->cells[MOVED_IN], day_in(chance, PICK(chance, years), 1, 12));
    set(row->cells[MOVED_FROM], PICK(chance, origins));
    set(row->cells[MOVE_KIND], percent(chance, 60) ? "整体迁入" : "设立子公司");
  }
  set_yesno(row->cells[LEGAL_PERSON], percent(chance, 97));
  set_yesno(row->cells[RD_PRODUCTION], percent(chance, 60));
  set_yesno(row->cells[NEW_PROJECT], percent(chance, 15));
}

void company_fill(struct row *row, struct company *company)
{
  for (int i = 0; i < COLUMNS; i++) row->cells[i][0] = '\0';
  fill_identity(row, company);
  fill_figures(row, company);
  fill_standing(row, company);
  fill_certificate(row, company);
  fill_move(row, company);
}

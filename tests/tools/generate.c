/* Invented company lists and service records, for the demo, the tests and the benchmark. The same options give the same bytes.
 *
 * Company number i is a function of the seed and i alone, so that the table of services can name clients, and know their
 * certificates, without the list. With --flaws every ninth row has one of the flaws that real lists have, in turn. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum column {
  CODE,
  NAME,
  REGION,
  TOWN,
  FOUNDED,
  OWNERSHIP,
  STAFF,
  RD_STAFF,
  REVENUE,
  RD_EXPENSE,
  REVENUE_3Y,
  RD_EXPENSE_3Y,
  RD_DOMESTIC_3Y,
  TOTAL_INCOME,
  HITECH_INCOME,
  FIELD,
  CORE_IP,
  MAJOR_BREACH,
  SCORE,
  HNTE_DATE,
  HNTE_TIMES,
  HNTE_PREV_DATE,
  TSME_DATE,
  ABOVE_SCALE,
  SRDI,
  LEADER,
  LISTING_DATE,
  MOVED_IN,
  MOVED_FROM,
  MOVE_KIND,
  LEGAL_PERSON,
  RD_PRODUCTION,
  NEW_PROJECT,
  COLUMNS
};

static const char *const headings[COLUMNS] = {
  "统一社会信用代码",
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
  "当年新建项目",
};

enum { CELL_BYTES = 128, CODE_LENGTH = 18, FLAWED_EVERY = 9 };

struct row {
  char cells[COLUMNS][CELL_BYTES];
};

struct options {
  uint64_t rows, seed, clients;
  int columns;
  bool flaws;
};

/* Chance: splitmix64, one stream per row. */
struct chance {
  uint64_t state;
};

static uint64_t chance_next(struct chance *chance)
{
  uint64_t z = chance->state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static struct chance chance_of(uint64_t seed, uint64_t row)
{
  struct chance chance = { seed * 0xD1342543DE82EF95u + row };
  chance.state = chance_next(&chance);
  return chance;
}

/* From `low` to `high`, both included. */
static int between(struct chance *chance, int low, int high)
{
  return low + (int)(chance_next(chance) % (uint64_t)(high - low + 1));
}

static bool percent(struct chance *chance, int share)
{
  return between(chance, 1, 100) <= share;
}

#define PICK(chance, table) (table)[(size_t)between(chance, 0, (int)(sizeof(table) / sizeof *(table)) - 1)]

static void set(char *cell, const char *text)
{
  size_t length = strlen(text);
  memcpy(cell, text, length < CELL_BYTES ? length + 1 : CELL_BYTES - 1);
}

static void format(char *cell, const char *pattern, ...) __attribute__((format(printf, 2, 3)));
static void format(char *cell, const char *pattern, ...)
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

static void set_count(char *cell, int count)
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

struct day {
  int year, month, day;
};

static struct day day_in(struct chance *chance, int year, int first_month, int last_month)
{
  struct day day = { year, between(chance, first_month, last_month), 0 };
  day.day = between(chance, 1, 28);
  return day;
}

static void set_day(char *cell, struct day day)
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

/* `kind` tells companies (91) from service providers (52). The multiplier is odd, so no two numbers give one code. */
static void set_code(char *cell, const char *kind, const char *region, uint64_t seed, uint64_t number)
{
  uint32_t scrambled = (uint32_t)(number * 2654435761u + seed * 40503u);
  memcpy(cell, kind, 2);
  memcpy(cell + 2, region, 6);
  memcpy(cell + 8, "MA", 2);
  for (int i = 16; i >= 10; i--, scrambled /= 31) cell[i] = code_characters[scrambled % 31];
  cell[17] = check_character(cell);
  cell[18] = '\0';
}

struct place {
  const char *region, *towns[3];
};

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

/* What later cells, and the services, need to know of a company. */
struct company {
  uint64_t seed, number;
  struct chance chance;
  const struct place *place;
  int64_t revenue; /* hundredths of a 万元 */
  int hnte_year;   /* 0: never recognised */
  struct day hnte;
  int hnte_times;
};

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

static struct company company_of(uint64_t seed, uint64_t number)
{
  struct company company = { .seed = seed, .number = number, .chance = chance_of(seed, number) };
  struct chance *chance = &company.chance;
  company.place = percent(chance, 90) ? &PICK(chance, inside) : &PICK(chance, outside);
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

static void fill(struct row *row, struct company *company)
{
  for (int i = 0; i < COLUMNS; i++) row->cells[i][0] = '\0';
  fill_identity(row, company);
  fill_figures(row, company);
  fill_standing(row, company);
  fill_certificate(row, company);
  fill_move(row, company);
}

/* Flaws. Each changes one row; `company` is the row's own. */

static void prepend(char *cell, const char *text)
{
  char copy[CELL_BYTES];
  set(copy, cell);
  format(cell, "%s%.100s", text, copy);
}

static void append(char *cell, const char *text)
{
  size_t length = strlen(cell);
  if (length + strlen(text) < CELL_BYTES) strcpy(cell + length, text);
}

static void full_width(char *cell)
{
  char copy[CELL_BYTES];
  set(copy, cell);
  cell[0] = '\0';
  for (const char *c = copy; *c; c++) {
    char wide[4] = { '\xEF', '\xBC', (char)(0x90 + (*c - '0')), '\0' };
    char plain[2] = { *c, '\0' };
    append(cell, *c >= '0' && *c <= '9' ? wide : plain);
  }
}

static void flaw_full_width(struct row *row)
{
  full_width(row->cells[STAFF]);
}

static void flaw_unit_in_cell(struct row *row)
{
  int64_t wan = strtoll(row->cells[REVENUE], NULL, 10);
  if (wan >= 1000) format(row->cells[REVENUE], "%lld,%03lld.5万", (long long)(wan / 1000 % 1000), (long long)(wan % 1000));
  else append(row->cells[REVENUE], "万元");
}

static void flaw_hundred_millions(struct row *row)
{
  set(row->cells[REVENUE], "1.25亿元");
  set(row->cells[TOTAL_INCOME], "￥1.3亿");
}

static void flaw_blanks(struct row *row)
{
  row->cells[RD_EXPENSE_3Y][0] = row->cells[SCORE][0] = row->cells[ABOVE_SCALE][0] = '\0';
}

static void flaw_unknown(struct row *row)
{
  set(row->cells[FIELD], "未知");
  set(row->cells[CORE_IP], "待查");
}

static void flaw_dashes(struct row *row)
{
  set(row->cells[RD_STAFF], "—");
  set(row->cells[LISTING_DATE], "/");
}

static void redate(char *cell, const char *pattern)
{
  int year, month, day;
  if (sscanf(cell, "%d-%d-%d", &year, &month, &day) == 3) {
    char slashes[CELL_BYTES];
    snprintf(slashes, sizeof slashes, pattern, year, month, day);
    set(cell, slashes);
  }
}

static void redate_all(struct row *row, const char *pattern)
{
  static const enum column dates[] = { FOUNDED, HNTE_DATE, HNTE_PREV_DATE, TSME_DATE, MOVED_IN };
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) redate(row->cells[dates[i]], pattern);
}

static void flaw_slashes(struct row *row)
{
  redate_all(row, "%d/%d/%d");
}

static void flaw_points(struct row *row)
{
  redate_all(row, "%d.%d.%d");
}

static void flaw_compact(struct row *row)
{
  redate_all(row, "%d%02d%02d");
}

static void flaw_characters(struct row *row)
{
  redate_all(row, "%d年%d月%d日");
}

static void flaw_no_such_day(struct row *row)
{
  set(row->cells[HNTE_DATE], "2022-11-31");
}

static void flaw_check_character(struct row *row)
{
  char *last = &row->cells[CODE][CODE_LENGTH - 1];
  *last = *last == '0' ? '1' : '0';
}

static void flaw_short_code(struct row *row)
{
  row->cells[CODE][CODE_LENGTH - 1] = '\0';
}

static void flaw_no_code(struct row *row)
{
  row->cells[CODE][0] = '\0';
}

static void flaw_lower_case(struct row *row)
{
  for (char *c = row->cells[CODE]; *c; c++)
    if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + ('a' - 'A'));
}

static void flaw_comma(struct row *row)
{
  append(row->cells[NAME], "（原名天山,昆仑）");
}

static void flaw_quotes(struct row *row)
{
  prepend(row->cells[NAME], "\"丝路\"");
}

static void flaw_space(struct row *row)
{
  prepend(row->cells[NAME], "　 ");
  append(row->cells[REGION], " ");
}

static void flaw_formula(struct row *row)
{
  prepend(row->cells[NAME], "=");
}

static void flaw_part_too_large(struct row *row)
{
  set_count(row->cells[RD_STAFF], atoi(row->cells[STAFF]) + 3);
}

static void flaw_about(struct row *row)
{
  set(row->cells[STAFF], "约50");
  append(row->cells[RD_STAFF], "人");
}

static void flaw_region(struct row *row)
{
  append(row->cells[REGION], "001000");
}

static void flaw_coarse_region(struct row *row)
{
  set(row->cells[REGION], "650000");
}

static void flaw_ticks(struct row *row)
{
  set(row->cells[CORE_IP], "√");
  set(row->cells[MAJOR_BREACH], "×");
  set(row->cells[LEGAL_PERSON], "Y");
  set(row->cells[NEW_PROJECT], "有");
}

static void flaw_choice(struct row *row)
{
  set(row->cells[FIELD], "电子信息技术");
  set(row->cells[OWNERSHIP], "私营");
}

static void flaw_negative(struct row *row)
{
  prepend(row->cells[RD_EXPENSE], "-");
  set(row->cells[HNTE_TIMES], "-1");
}

static void (*const flaws[])(struct row *row) = {
  flaw_full_width, flaw_unit_in_cell, flaw_hundred_millions, flaw_blanks,
  flaw_unknown,    flaw_dashes,       flaw_slashes,          flaw_points,
  flaw_compact,    flaw_characters,   flaw_no_such_day,      flaw_check_character,
  flaw_short_code, flaw_no_code,      flaw_lower_case,       flaw_comma,
  flaw_quotes,     flaw_space,        flaw_formula,          flaw_part_too_large,
  flaw_about,      flaw_region,       flaw_coarse_region,    flaw_ticks,
  flaw_choice,     flaw_negative,
};

static bool is_flawed(uint64_t number)
{
  return number % FLAWED_EVERY == FLAWED_EVERY / 2;
}

static void spoil(struct row *row, const struct company *company)
{
  uint64_t turn = company->number / FLAWED_EVERY, kinds = sizeof flaws / sizeof *flaws;
  if (is_flawed(company->number)) flaws[turn % kinds](row);
  /* Twice in a list of 300: a company that is there before. */
  if (company->number % 140 == 133) {
    struct company before = company_of(company->seed, company->number - 20);
    set_code(row->cells[CODE], "91", before.place->region, before.seed, before.number);
  }
}

static void write_cell(const char *cell)
{
  if (!strpbrk(cell, ",\"\r\n")) {
    fputs_unlocked(cell, stdout);
    return;
  }
  putchar_unlocked('"');
  for (; *cell; cell++) {
    if (*cell == '"') putchar_unlocked('"');
    putchar_unlocked(*cell);
  }
  putchar_unlocked('"');
}

static void write_separator(bool last)
{
  fputs_unlocked(last ? "\r\n" : ",", stdout);
}

static void write_companies(const struct options *options)
{
  static struct row row;
  for (int i = 0; i < options->columns; i++) {
    write_cell(headings[i]);
    write_separator(i == options->columns - 1);
  }
  for (uint64_t number = 0; number < options->rows; number++) {
    struct company company = company_of(options->seed, number);
    fill(&row, &company);
    if (options->flaws) spoil(&row, &company);
    for (int i = 0; i < options->columns; i++) {
      write_cell(row.cells[i]);
      write_separator(i == options->columns - 1);
    }
  }
}

/* Services: 服务机构代码 … 合同金额. */

struct provider {
  char code[CELL_BYTES], name[CELL_BYTES];
  const char *region;
  struct chance chance;
};

static struct provider provider_of(uint64_t seed, uint64_t number)
{
  static const char *const first[] = { "天山", "昆仑", "博格达", "红山", "丝路", "西域", "雪莲", "胡杨" };
  static const char *const trades[] = { "检验检测", "知识产权", "技术转移", "工业设计", "科技咨询", "计量校准" };
  struct provider provider = { .chance = chance_of(seed + 1, number) };
  provider.region =
      percent(&provider.chance, 80) ? PICK(&provider.chance, inside).region : PICK(&provider.chance, outside).region;
  set_code(provider.code, "52", provider.region, seed, number);
  format(provider.name, "%s%s中心%s", PICK(&provider.chance, first), PICK(&provider.chance, trades),
         percent(&provider.chance, 50) ? "" : "有限公司");
  return provider;
}

static void write_service(struct provider *provider, const char *client, const char *day)
{
  static const char *const kinds[] = { "检验检测", "知识产权", "研发设计", "技术咨询", "仪器共享" };
  char amount[CELL_BYTES];
  set_count(amount, between(&provider->chance, 5, 200) * 500);
  const char *cells[] = { provider->code, provider->name, provider->region, client, day, PICK(&provider->chance, kinds), amount };
  for (size_t i = 0; i < 7; i++) {
    write_cell(cells[i]);
    write_separator(i == 6);
  }
}

/* A service to company `number` in 2022, when its certificate, if it has one of the years 2020 to 2022, is valid. */
static void serve(struct provider *provider, const struct options *options, uint64_t number)
{
  char client[CELL_BYTES], day[CELL_BYTES];
  struct company company = company_of(options->seed, number);
  bool fresh = company.hnte_year == 2022;
  set_code(client, "91", company.place->region, options->seed, number);
  struct day date = day_in(&provider->chance, 2022, fresh ? 12 : 1, 12);
  if (fresh) date.day = between(&provider->chance, 19, 28);
  set_day(day, date);
  write_service(provider, client, day);
}

static bool is_certified(const struct options *options, uint64_t number)
{
  return company_of(options->seed, number).hnte_year >= 2020;
}

/* How many certified clients a provider has: around the cap of 20, and fewer. */
static const int client_counts[] = { 19, 20, 21, 27, 1, 2, 5, 8, 12, 3, 20, 19, 4, 6, 33, 1, 9, 2, 7, 3, 21, 5, 11, 2, 4 };

enum { PROVIDERS = sizeof client_counts / sizeof *client_counts };

/* Returns the number of rows written. With flaws: a client of whom nothing is known, one served twice, another year, and
 * other notations. */
static uint64_t serve_flawed(struct provider *provider, const struct options *options, uint64_t number, uint64_t first)
{
  char client[CELL_BYTES];
  struct company company = company_of(options->seed, first);
  set_code(client, "91", company.place->region, options->seed, first);
  write_service(provider, client, number % 2 ? "2022/12/30" : "2022年12月30日");
  write_service(provider, client, "2021-06-15");
  if (number % 3 == 0) serve(provider, options, options->clients + number);
  if (number % 8 == 5) write_service(provider, client, "");
  if (number % 8 == 6) write_service(provider, "", "2022-05-18");
  if (number % 8 == 7) write_service(provider, client, "去年");
  return 2 + (number % 3 == 0) + (number % 8 >= 5);
}

static uint64_t write_provider(const struct options *options, uint64_t number)
{
  struct provider provider = provider_of(options->seed, number);
  uint64_t start = chance_next(&provider.chance) % options->clients, first = start, written = 0;
  int wanted = client_counts[number % PROVIDERS], others = wanted / 5;
  for (uint64_t step = 0; step < options->clients && wanted; step++) {
    uint64_t client = (start + step) % options->clients;
    bool certified = is_certified(options, client);
    if (options->flaws && is_flawed(client)) continue;
    if (!certified && others-- <= 0) continue;
    if (certified) wanted--, first = client;
    serve(&provider, options, client);
    written++;
  }
  return options->flaws ? written + serve_flawed(&provider, options, number, first) : written;
}

/* Without --rows, one round of providers. */
static void write_services(const struct options *options)
{
  uint64_t written = 0;
  fputs("服务机构代码,服务机构名称,服务机构地区,客户统一社会信用代码,服务日期,服务类型,合同金额\r\n", stdout);
  for (uint64_t number = 0; options->rows ? written < options->rows : number < PROVIDERS; number++)
    written += write_provider(options, number);
}

static bool read_number(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
  char *end = NULL;
  *number = text ? strtoull(text, &end, 10) : 0;
  return text && *text >= '0' && *text <= '9' && !*end && *number >= least && *number <= most;
}

static bool read_options(char **arguments, struct options *options)
{
  uint64_t columns = COLUMNS;
  bool good = true;
  for (; good && *arguments; arguments++) {
    if (strcmp(*arguments, "--flaws") == 0) {
      options->flaws = true;
      continue;
    }
    uint64_t *number = strcmp(*arguments, "--rows") == 0      ? &options->rows
                       : strcmp(*arguments, "--seed") == 0    ? &options->seed
                       : strcmp(*arguments, "--clients") == 0 ? &options->clients
                       : strcmp(*arguments, "--columns") == 0 ? &columns
                                                              : NULL;
    good = number && read_number(*++arguments, 1, number == &columns ? COLUMNS : UINT32_MAX, number);
  }
  options->columns = (int)columns;
  return good;
}

int main(int count, char **arguments)
{
  struct options options = { .seed = 1, .clients = 300 };
  bool companies = count > 1 && strcmp(arguments[1], "companies") == 0,
       services = count > 1 && strcmp(arguments[1], "services") == 0;
  if (!(companies || services) || !read_options(arguments + 2, &options)) {
    fputs("usage: generate companies --rows N [--seed S] [--flaws] [--columns N]\n"
          "       generate services --clients N [--rows N] [--seed S] [--flaws]\n",
          stderr);
    return 2;
  }
  if (companies && !options.rows) options.rows = 300;
  if (companies) write_companies(&options);
  else write_services(&options);
  return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 3;
}

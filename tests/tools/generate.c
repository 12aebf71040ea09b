/* Invented company lists and service records, for the demo, the tests and the benchmark. The same options give the same bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "invent.h"

enum { CONDITIONS = 200 };

struct options {
  uint64_t rows, seed, clients;
  int columns;
  bool flaws;
};

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
    company_fill(&row, &company);
    if (options->flaws) flaw_apply(&row, &company);
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
  uint64_t rows; /* written so far */
};

static struct provider provider_of(uint64_t seed, uint64_t number)
{
  static const char *const first[] = { "天山", "昆仑", "博格达", "红山", "丝路", "西域", "雪莲", "胡杨" };
  static const char *const trades[] = { "检验检测", "知识产权", "技术转移", "工业设计", "科技咨询", "计量校准" };
  struct provider provider = { .chance = chance_of(seed + 1, number) };
  provider.region = place_of(&provider.chance, 80)->region;
  set_code(provider.code, "52", provider.region, seed, number);
  format(provider.name, "%s%s%s", PICK(&provider.chance, first), PICK(&provider.chance, trades),
         percent(&provider.chance, 50) ? "中心" : "有限公司");
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
  provider->rows++;
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

/* With flaws: a client of whom nothing is known, one served twice, another year, and
 * other notations. */
static void serve_flawed(struct provider *provider, const struct options *options, uint64_t number, uint64_t first)
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
}

/* Returns the number of rows. */
static uint64_t write_provider(const struct options *options, uint64_t number)
{
  struct provider provider = provider_of(options->seed, number);
  uint64_t start = chance_next(&provider.chance) % options->clients, first = start;
  int wanted = client_counts[number % PROVIDERS], others = wanted / 5;
  for (uint64_t step = 0; step < options->clients && wanted; step++) {
    uint64_t client = (start + step) % options->clients;
    bool certified = is_certified(options, client);
    if (options->flaws && flaw_is_due(client)) continue;
    if (!certified && others-- <= 0) continue;
    if (certified) wanted--, first = client;
    serve(&provider, options, client);
  }
  if (options->flaws) serve_flawed(&provider, options, number, first);
  return provider.rows;
}

/* Without --rows, one round of providers. */
static void write_services(const struct options *options)
{
  uint64_t written = 0;
  fputs("服务机构代码,服务机构名称,服务机构地区,客户统一社会信用代码,服务日期,服务类型,合同金额\r\n", stdout);
  for (uint64_t number = 0; options->rows ? written < options->rows : number < PROVIDERS; number++)
    written += write_provider(options, number);
}

/* The largest policy that anybody means: `rows` measures of so many conditions (--columns) each, in a loop, as such are written.
 */
static void write_policy(const struct options *options)
{
  printf("政策 { 编号 = \"T\", 名称 = \"大\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n"
         "local 数据 = { 营业收入, 利润总额, 资产总额, 成本费用, 总收入, 高新技术产品收入, 研发费用, 近三年销售收入 }\n"
         "for 序号 = 1, %llu do\n"
         "  local 条件 = {}\n"
         "  for 第 = 1, %d do 条件[第] = 数据[第 %% #数据 + 1] { 至少 = 万元((序号 * 37 + 第 * 101) %% 5000 + 1) } end\n"
         "  奖励(\"措施\" .. 序号) { 编号 = \"T-\" .. 序号, 条款 = \"第\" .. 序号 .. \"条\", 条件 = 条件, 金额 = 元(序号) }\n"
         "end\n",
         (unsigned long long)options->rows, options->columns);
}

static bool read_number(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
  char *end = NULL;
  *number = text ? strtoull(text, &end, 10) : 0;
  return text && *text >= '0' && *text <= '9' && !*end && *number >= least && *number <= most;
}

static bool read_options(char **arguments, struct options *options, uint64_t most)
{
  uint64_t columns = most;
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
    good = number && read_number(*++arguments, 1, number == &columns ? most : UINT32_MAX, number);
  }
  options->columns = (int)columns;
  return good;
}

int main(int count, char **arguments)
{
  struct options options = { .seed = 1, .clients = 300 };
  bool companies = count > 1 && strcmp(arguments[1], "companies") == 0,
       services = count > 1 && strcmp(arguments[1], "services") == 0, policy = count > 1 && strcmp(arguments[1], "policy") == 0;
  if (!(companies || services || policy) || !read_options(arguments + 2, &options, policy ? CONDITIONS : COLUMNS)) {
    fputs("usage: generate companies --rows N [--seed S] [--flaws] [--columns N]\n"
          "       generate services --clients N [--rows N] [--seed S] [--flaws]\n"
          "       generate policy --rows MEASURES [--columns CONDITIONS]\n",
          stderr);
    return 2;
  }
  if (companies && !options.rows) options.rows = 300;
  if (policy && !options.rows) options.rows = 2000;
  if (policy) write_policy(&options);
  else if (companies) write_companies(&options);
  else write_services(&options);
  return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 3;
}

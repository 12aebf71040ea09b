/* Counts and sums over service records, by provider and by client, against a plain computing of random lists. */
#include "evaluate/related.h"

#include "../chance.h"
#include "whole_run.h"

enum { COMPANIES = 24, ABSENT = 4, PROVIDERS = 5, SERVICES = 160, YEAR = 2022 };

/* A datum: known, blank, or written 未知. */
enum written { BLANK, UNSAID, SAID };

struct day {
  enum written written;
  date day;
};

struct company {
  struct day latest, before;
  int times; /* 0: blank */
};

struct service {
  int provider, client; /* -1: blank; clients from COMPANIES on are not in the list */
  struct day day;
  enum written paid;
  int64_t fen;
  int32_t region; /* 0: blank */
};

struct situation {
  struct company companies[COMPANIES];
  struct service services[SERVICES];
};

/* About an expiry, on it, or far from it. */
static struct day draw_day(int blank)
{
  static const char *const days[] = { "2019-10-12", "2019-10-13", "2020-02-29", "2021-12-31", "2022-01-01", "2022-02-28",
                                      "2022-10-11", "2022-10-12", "2022-12-31", "2023-01-01", "2019-02-28", "2023-02-28" };
  struct day day = { SAID, 0 };
  date_parse(slice_of(days[draw(12)]), &day.day);
  if (draw(10) < (size_t)blank) day.written = draw(2) ? BLANK : UNSAID;
  return day;
}

static void draw_situation(struct situation *situation)
{
  static const int32_t regions[] = { 650100, 650102, 650000, 110000, 0 };
  for (int i = 0; i < COMPANIES; i++) situation->companies[i] = (struct company){ draw_day(2), draw_day(5), (int)draw(3) };
  for (int i = 0; i < SERVICES; i++) {
    struct service *service = &situation->services[i];
    int client = (int)draw(COMPANIES + ABSENT);
    *service =
        (struct service){ (int)draw(PROVIDERS), client, draw_day(1), SAID, (int64_t)draw(1000), regions[draw(draw(3) ? 2 : 5)] };
    if (draw(20) == 0) service->provider = -1;
    if (draw(20) == 0) service->client = -1;
    if (draw(20) == 0) service->paid = UNSAID;
  }
}

/* Written as lists */

static const char *code(int number, char out[static 20])
{
  snprintf(out, 20, "91650100M%08d", number);
  out[17] = credit_code_check((struct slice){ out, 18 });
  if (!out[17]) {
    out[17] = '0';
    out[17] = credit_code_check((struct slice){ out, 18 });
  }
  out[18] = 0;
  return number < 0 ? "" : out;
}

static void write_day(struct buffer *out, struct day day)
{
  if (day.written == SAID) date_write(out, day.day);
  if (day.written == UNSAID) buffer_text(out, "未知");
}

static void write_company(struct buffer *out, int number, const struct company *company)
{
  char text[20];
  buffer_printf(out, "%s,企业%d,650102,", code(number, text), number);
  write_day(out, company->latest);
  buffer_char(out, ',');
  write_day(out, company->before);
  if (company->times) buffer_printf(out, ",%d\n", company->times);
  else buffer_text(out, ",\n");
}

/* The first company stands a second time, with other data that must not count. */
static void write_companies(struct buffer *out, const struct situation *situation)
{
  buffer_text(out, "统一社会信用代码,企业名称,行政区划代码,高企认定日期,上次高企认定日期,高企认定次数\n");
  for (int i = 0; i < COMPANIES; i++) write_company(out, i, &situation->companies[i]);
  write_company(out, 0, &situation->companies[1]);
  buffer_char(out, 0);
}

static void write_services(struct buffer *out, const struct situation *situation)
{
  char provider[20], client[20];
  buffer_text(out, "服务日期,服务机构代码,服务机构名称,服务机构地区,客户统一社会信用代码,合同金额\n");
  for (int i = 0; i < SERVICES; i++) {
    const struct service *service = &situation->services[i];
    write_day(out, service->day);
    buffer_printf(out, ",%s,机构%d,", code(service->provider < 0 ? -1 : 1000 + service->provider, provider), service->provider);
    if (service->region) buffer_printf(out, "%06d", (int)service->region);
    buffer_printf(out, ",%s,", code(service->client, client));
    if (service->paid == SAID) money_write(out, service->fen);
    buffer_char(out, '\n');
  }
  buffer_char(out, 0);
}

/* The plain computing */

static enum answer both(enum answer a, enum answer b)
{
  return a < b ? a : b;
}

static bool covers(struct day certificate, date day)
{
  return certificate.written == SAID && certificate.day <= day && day < date_add_months(certificate.day, 36);
}

/* PROVISIONS, "Common readings": holds a valid certificate on a day. */
static enum answer valid(const struct company *company, struct day on)
{
  if (company->latest.written == BLANK) return ANSWER_NO;
  if (on.written != SAID) return ANSWER_UNKNOWN;
  if (covers(company->latest, on.day) || covers(company->before, on.day)) return ANSWER_YES;
  if (company->latest.written != SAID) return ANSWER_UNKNOWN;
  if (on.day >= company->latest.day) return ANSWER_NO;
  return company->times == 1 || company->before.written == SAID ? ANSWER_NO : ANSWER_UNKNOWN;
}

static enum answer in_year(const struct service *service)
{
  if (service->day.written != SAID) return ANSWER_UNKNOWN;
  return date_civil(service->day.day).year == YEAR ? ANSWER_YES : ANSWER_NO;
}

static enum answer in_city(const struct service *service)
{
  if (service->region == 0 || service->region == 650000) return ANSWER_UNKNOWN;
  return service->region / 100 == 6501 ? ANSWER_YES : ANSWER_NO;
}

static enum answer served(const struct situation *situation, const struct service *service)
{
  bool listed = service->client >= 0 && service->client < COMPANIES;
  return both(in_year(service), listed ? valid(&situation->companies[service->client], service->day) : ANSWER_UNKNOWN);
}

struct range {
  int64_t low, high;
  bool open; /* no upper end */
};

/* Clients with a valid certificate, each once; of a row without a client's code nobody knows whether it is one more. */
static struct range clients_of(const struct situation *situation, int provider)
{
  enum answer best[COMPANIES + ABSENT] = { ANSWER_NO };
  struct range range = { 0, 0, false };
  for (int i = 0; i < SERVICES; i++) {
    const struct service *service = &situation->services[i];
    enum answer answer = served(situation, service);
    if (service->provider != provider || answer == ANSWER_NO) continue;
    if (service->client < 0) range.high++;
    else if (answer > best[service->client]) best[service->client] = answer;
  }
  for (int i = 0; i < COMPANIES + ABSENT; i++) range.low += best[i] == ANSWER_YES, range.high += best[i] != ANSWER_NO;
  return range;
}

static struct range records_of(const struct situation *situation, int provider)
{
  struct range range = { 0, 0, false };
  for (int i = 0; i < SERVICES; i++) {
    if (situation->services[i].provider != provider) continue;
    range.low += in_year(&situation->services[i]) == ANSWER_YES;
    range.high += in_year(&situation->services[i]) != ANSWER_NO;
  }
  return range;
}

/* Contract amounts with providers of the city in the year, of one client or one provider. */
static struct range paid(const struct situation *situation, int provider, int client)
{
  struct range range = { 0, 0, false };
  for (int i = 0; i < SERVICES; i++) {
    const struct service *service = &situation->services[i];
    enum answer answer = both(in_year(service), in_city(service));
    if ((provider >= 0 && service->provider != provider) || (client >= 0 && service->client != client) || answer == ANSWER_NO)
      continue;
    if (service->paid != SAID) range.open = true;
    else range.high += service->fen, range.low += answer == ANSWER_YES ? service->fen : 0;
  }
  return range;
}

static void expect_line(struct buffer *out, const char *id, struct range range, int64_t cap)
{
  int64_t low = range.low < cap ? range.low : cap, high = range.open || range.high > cap ? cap : range.high;
  buffer_printf(out, " %s ", id);
  if (high == 0) buffer_text(out, "no");
  else if (low == high) buffer_printf(out, "yes %lld", (long long)low);
  else buffer_printf(out, "pending %lld-%lld", (long long)low, (long long)high);
  buffer_printf(out, "%s\n", range.low > cap ? " capped" : "");
}

static int64_t third(int64_t fen)
{
  return (2 * fen + 3) / 6;
}

static const char script[] = "local 高企 = 引用 \"hnte\"\n"
                             "券 \"户数\" { 编号 = \"clients\", 条款 = \"一\", 对象 = 服务记录.服务机构, 封顶 = 元(6),\n"
                             "  金额 = 元(1) * 计数(服务记录.客户) { 不重复 = true,\n"
                             "    条件 = { 服务记录.服务日期 { 在 = 年度 }, 客户 { 高企.有效于(服务记录.服务日期) } } } }\n"
                             "券 \"件数\" { 编号 = \"records\", 条款 = \"二\", 对象 = 服务记录.服务机构, 封顶 = 元(99),\n"
                             "  金额 = 元(1) * 计数(服务记录) { 条件 = { 服务记录.服务日期 { 在 = 年度 } } } }\n"
                             "券 \"金额\" { 编号 = \"thirds\", 条款 = \"三\", 对象 = 服务记录.服务机构, 封顶 = 元(999999),\n"
                             "  金额 = 合计(服务记录.合同金额 * 分数(1, 3)) { 条件 = { 服务记录.服务日期 { 在 = 年度 }, "
                             "服务记录.服务机构地区 { 属于 = \"650100\" } } } }\n"
                             "券 \"企业\" { 编号 = \"paid\", 条款 = \"四\", 封顶 = 元(40),\n"
                             "  金额 = 合计(服务记录.合同金额) { 条件 = { 服务记录.服务日期 { 在 = 年度 }, 服务记录.服务机构地区 "
                             "{ 属于 = \"650100\" } } } }\n";

static void expect_companies(struct buffer *out, const struct situation *situation)
{
  char text[20];
  for (int i = 0; i <= COMPANIES; i++) {
    int number = i % COMPANIES;
    buffer_printf(out, "%d %s", i + 2, code(number, text));
    if (i == COMPANIES) buffer_text(out, " repeats 2");
    buffer_printf(out, " 企业%d", number);
    expect_line(out, "paid", paid(situation, -1, number), 4000);
  }
}

static void expect_providers(struct buffer *out, const struct situation *situation)
{
  bool seen[PROVIDERS] = { false };
  char text[20];
  for (int i = 0; i < SERVICES; i++) {
    int provider = situation->services[i].provider;
    if (provider < 0 || seen[provider]) continue;
    seen[provider] = true;
    struct range clients = clients_of(situation, provider), records = records_of(situation, provider),
                 sum = paid(situation, provider, -1);
    const struct range scaled[] = { { clients.low * 100, clients.high * 100, false },
                                    { records.low * 100, records.high * 100, false },
                                    { third(sum.low), third(sum.high), sum.open } };
    static const char *const ids[] = { "clients", "records", "thirds" };
    static const int64_t caps[] = { 600, 9900, 99999900 };
    for (int k = 0; k < 3; k++) {
      buffer_printf(out, "%s 机构%d", code(1000 + provider, text), provider);
      expect_line(out, ids[k], scaled[k], caps[k]);
    }
  }
}

Test(evaluate_related, random_lists)
{
  for (int round = 0; round < 120; round++) {
    struct situation situation;
    struct buffer companies = { 0 }, services = { 0 }, expected = { 0 };
    draw_situation(&situation);
    write_companies(&companies, &situation);
    write_services(&services, &situation);
    expect_companies(&expected, &situation);
    expect_providers(&expected, &situation);
    buffer_char(&expected, 0);
    struct whole_run run = { .script = script, .list = companies.at, .services = services.at, .all = true };
    run.threads = 1 + draw(3), run.block_bytes = draw(2) ? 1 + draw(500) : 0;
    whole_run(&run);
    cr_assert(!run.failed && strcmp(run.verdicts.at, expected.at) == 0, "round %d:\n%s\nexpected:\n%s\n%s\n%s", round,
              run.verdicts.at, expected.at, companies.at, services.at);
    whole_free(&run);
    buffer_free(&companies);
    buffer_free(&services);
    buffer_free(&expected);
  }
}

/* The cap of 20 clients, with 19, 20 and 21 certain ones and with some that nobody knows. */
Test(evaluate_related, about_the_cap)
{
  static const struct {
    int certain, unknown, repeated;
    const char *result;
  } cases[] = {
    { 19, 0, 5, "yes 9500000" },
    { 20, 0, 0, "yes 10000000" },
    { 21, 0, 3, "yes 10000000 capped" },
    { 19, 1, 0, "pending 9500000-10000000" },
    { 19, 9, 0, "pending 9500000-10000000" },
    { 20, 3, 0, "yes 10000000" },
    { 0, 2, 0, "pending 0-1000000" },
    { 1, 0, 30, "yes 500000" },
  };
  static const char voucher[] =
      "local 高企 = 引用 \"hnte\"\n券 \"券\" { 编号 = \"V\", 条款 = \"一\", 对象 = 服务记录.服务机构, 封顶 = 万元(10),\n"
      "  金额 = 元(5000) * 计数(服务记录.客户) { 不重复 = true,\n"
      "    条件 = { 服务记录.服务日期 { 在 = 年度 }, 客户 { 高企.有效于(服务记录.服务日期) } } } }\n";
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct buffer companies = { 0 }, services = { 0 };
    char client[20], expected[128];
    buffer_text(&companies, "统一社会信用代码,高企认定日期,高企认定次数\n");
    buffer_text(&services, "服务机构代码,客户统一社会信用代码,服务日期\n");
    for (int k = 0; k < cases[i].certain + cases[i].unknown; k++) {
      if (k < cases[i].certain) buffer_printf(&companies, "%s,2021-01-01,1\n", code(k, client));
      buffer_printf(&services, "91650100MA00000000,%s,2022-06-01\n", code(k, client));
    }
    for (int k = 0; k < cases[i].repeated; k++) buffer_printf(&services, "91650100MA00000000,%s,2022-07-01\n", code(0, client));
    buffer_printf(&services, "91650100MA00000000,%s,2023-07-01\n", code(77, client));
    buffer_char(&companies, 0);
    buffer_char(&services, 0);
    struct whole_run run = { .script = voucher, .list = companies.at, .services = services.at };
    whole_run(&run);
    snprintf(expected, sizeof expected, "91650100MA00000000  V %s\n", cases[i].result);
    cr_expect_str_eq(run.verdicts.at, expected, "row %zu: %s", i, run.verdicts.at);
    whole_free(&run);
    buffer_free(&companies);
    buffer_free(&services);
  }
}

/* Cells of clients are compared as those of the list are: in NFKC; a company without a code may have any rows. */
Test(evaluate_related, what_is_asked_of_texts_and_blank_codes)
{
  static const char list[] =
      "统一社会信用代码,企业名称,所属镇街,行政区划代码\nA1,甲,Ａ１街道,650102\nA2,乙,Ａ２街道,650102\n,丙,Ａ１街道,650102\n";
  static const char services[] =
      "服务机构代码,客户统一社会信用代码,服务类型,合同金额\nP1,A1,Ｂ类,10\nP1,A2,B类,20\nP1,A1,C类,30\n";
  static const struct {
    const char *script, *verdicts;
  } cases[] = {
    { "券 \"券\" { 编号 = \"V\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 合计(服务记录.合同金额) { 条件 = { 客户 { "
      "所属镇街 { 是 = \"A1街道\" } } } } }",
      "P1  V yes 4000\n" },
    { "券 \"券\" { 编号 = \"V\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 合计(服务记录.合同金额) { 条件 = { "
      "服务记录.服务类型 { 是 = \"B类\" } } } }",
      "P1  V yes 3000\n" },
    { "券 \"券\" { 编号 = \"V\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 元(1) * 计数(服务记录.服务类型) { 不重复 = "
      "true, 条件 = { 任一 { "
      "服务记录.服务类型 { 是 = \"B类\" }, 客户 { 所属镇街 { 是 = \"A1街道\" } } } } } }",
      "P1  V yes 200\n" },
    { "券 \"券\" { 编号 = \"V\", 条款 = \"一\", 封顶 = 元(50), 金额 = 合计(服务记录.合同金额) { 条件 = { 服务记录.服务类型 { 是 "
      "= \"B类\" }, "
      "所属镇街 { 是 = \"A1街道\" } } } }",
      "2 A1 甲 V yes 1000\n4  丙 V pending 0-5000\n" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct whole_run run = { .script = cases[i].script, .list = list, .services = services };
    whole_run(&run);
    cr_expect_str_eq(run.verdicts.at, cases[i].verdicts, "row %zu: %s", i, run.verdicts.at);
    whole_free(&run);
  }
}

/* More kinds of counts over one table than fit any fixed array. */
Test(evaluate_related, many_counts)
{
  struct buffer script_text = { 0 }, expected = { 0 };
  for (int i = 0; i < 90; i++) {
    buffer_printf(&script_text,
                  "券 \"第%d\" { 编号 = \"V%d\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 合计(服务记录.合同金额) { 条件 "
                  "= { 服务记录.合同金额 { 至少 = 元(%d) } } } }\n",
                  i, i, i);
    if (i <= 60) buffer_printf(&expected, "P1  V%d yes %d\n", i, i <= 30 ? 9000 : 6000);
  }
  buffer_char(&script_text, 0);
  buffer_char(&expected, 0);
  struct whole_run run = { .script = script_text.at,
                           .list = "统一社会信用代码\n",
                           .services = "服务机构代码,合同金额\nP1,30\nP1,60\n" };
  whole_run(&run);
  cr_expect_str_eq(run.verdicts.at, expected.at, "%s", run.verdicts.at);
  whole_free(&run);
  buffer_free(&script_text);
  buffer_free(&expected);
}

/* More rows than are gathered at once, of objects that begin and end anywhere among them: P1 has 3,000 records of 40 kinds, P2
 * 7,001 of 90, P3 one, P4 2,048 of 2,048. */
Test(evaluate_related, many_rows_of_few_objects)
{
  static const struct {
    int rows, kinds;
  } objects[] = { { 3000, 40 }, { 7001, 90 }, { 1, 1 }, { 2048, 2048 } };
  enum { OBJECTS = sizeof objects / sizeof *objects };
  struct buffer services = { 0 }, expected = { 0 };
  buffer_text(&services, "服务机构代码,服务类型\n");
  for (int row = 0; row < 7001; row++)
    for (int i = 0; i < OBJECTS; i++)
      if (row < objects[i].rows) buffer_printf(&services, "P%d,K%d\n", i + 1, row % objects[i].kinds);
  for (int i = 0; i < OBJECTS; i++) buffer_printf(&expected, "P%d  V yes %d\n", i + 1, 100 * objects[i].kinds);
  buffer_char(&services, 0);
  buffer_char(&expected, 0);
  struct whole_run run = { .script = "券 \"券\" { 编号 = \"V\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 元(1) * "
                                     "计数(服务记录.服务类型) { 不重复 = true } }",
                           .list = "统一社会信用代码\n",
                           .services = services.at };
  whole_run(&run);
  cr_expect_str_eq(run.verdicts.at, expected.at, "%s", run.verdicts.at);
  whole_free(&run);
  buffer_free(&services);
  buffer_free(&expected);
}

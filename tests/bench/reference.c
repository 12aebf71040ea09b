/* The measures U22-1, -2, -6, -8 and -14 written by hand for one shape of list: what a C programmer would write who knew that
 * nothing ever changes. It is the measure of what generality costs, and it has to give the same results.
 *
 *     reference LIST SERVICES > results
 *
 * It takes much for granted: UTF-8, commas, no quotes, ISO dates, 18-character codes, columns as tests/tools/generate writes
 * them. It checks nothing, hashes nothing for an audit, and says little. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { YEAR = 2022, CAP_CLIENTS = 20 };

enum {
  CODE,
  NAME,
  REGION,
  HNTE_DATE = 19,
  HNTE_TIMES,
  HNTE_BEFORE,
  LEADER = 25,
  LISTED,
  MOVED_IN,
  MOVED_FROM,
  MOVED_HOW,
  COLUMNS = 33
};
enum { PROVIDER, PROVIDER_NAME, CLIENT = 3, SERVED = 4, SERVICE_COLUMNS = 7 };
enum { NO, UNKNOWN, YES };

struct cell {
  const char *at;
  size_t length;
};

struct company {
  char code[18];
  int date, before, times;
};

struct service {
  uint32_t provider, company;
};

/* The file must end with a line end. */
static const char *map(const char *path, size_t *length)
{
  struct stat about;
  int file = open(path, O_RDONLY);
  if (file < 0 || fstat(file, &about) != 0) perror(path), exit(3);
  *length = (size_t)about.st_size;
  const char *bytes = mmap(NULL, *length, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (bytes == MAP_FAILED) perror(path), exit(3);
  close(file);
  return bytes;
}

static const char *split(const char *at, struct cell *cells, int count)
{
  for (int i = 0; i < count; i++) {
    const char *end = at;
    while (*end != ',' && *end != '\n' && *end != '\r') end++;
    cells[i] = (struct cell){ at, (size_t)(end - at) };
    at = end + (*end == ',');
  }
  while (*at != '\n') at++;
  return at + 1;
}

static int date_of(struct cell cell)
{
  const char *d = cell.at;
  if (cell.length != 10) return 0;
  return ((d[0] - '0') * 1000 + (d[1] - '0') * 100 + (d[2] - '0') * 10 + d[3] - '0') * 10000 +
         ((d[5] - '0') * 10 + d[6] - '0') * 100 + (d[8] - '0') * 10 + d[9] - '0';
}

static int covers(int recognised, int day)
{
  int end = recognised + 30000;
  if (recognised % 10000 == 229) end--;
  return recognised <= day && day < end;
}

/* A certificate runs three years; the list has the latest and perhaps the one before. */
static int valid_on(const struct company *company, int day)
{
  if (!company->date) return NO;
  if (covers(company->date, day) || (company->before && covers(company->before, day))) return YES;
  return company->date > day && !company->before && company->times != 1 ? UNKNOWN : NO;
}

/* Codes to numbers, for companies and for providers. */
struct table {
  uint32_t *slots;
  size_t mask;
};

static uint64_t hash(const char *code)
{
  uint64_t a, b;
  uint16_t c;
  memcpy(&a, code, 8), memcpy(&b, code + 8, 8), memcpy(&c, code + 16, 2);
  a = (a ^ b * 0x9E3779B97F4A7C15u ^ (uint64_t)c << 40) * 0xD6E8FEB86659FD93u;
  return a >> 32 ^ a >> 17;
}

static uint32_t *slot_of(const struct table *table, const char *codes, size_t stride, const char *code)
{
  size_t at = hash(code) & table->mask;
  while (table->slots[at] && memcmp(codes + (size_t)(table->slots[at] - 1) * stride, code, 18) != 0) at = (at + 1) & table->mask;
  return &table->slots[at];
}

static void grant(const char *head, struct cell code, struct cell name, int outcome, long yuan)
{
  fputs(head, stdout);
  fwrite(code.at, 1, code.length, stdout);
  putchar_unlocked(',');
  fwrite(name.at, 1, name.length, stdout);
  if (outcome == YES) printf(",符合,%ld,符合全部条件，金额%ld元\r\n", yuan, yuan);
  else fputs(",待核实,,待补：上次高企认定日期\r\n", stdout);
}

static void judge(const struct company *company, const struct cell *cells)
{
  int in_city = cells[REGION].length == 6 && memcmp(cells[REGION].at, "6501", 4) == 0;
  int in_year = company->date / 10000 == YEAR, moved = date_of(cells[MOVED_IN]);
  if (!in_city) return;
  if (in_year && company->times == 1) grant("2022,U22-1,高企首次认定奖励,三（一）,", cells[CODE], cells[NAME], YES, 100000);
  if (in_year && company->times >= 2) grant("2022,U22-2,高企再次认定奖励,三（一）,", cells[CODE], cells[NAME], YES, 50000);
  if (cells[LEADER].length == 3 && memcmp(cells[LEADER].at, "是", 3) == 0 && date_of(cells[LISTED]) / 10000 == YEAR)
    grant("2022,U22-6,科技创新领军企业上市奖励,三（三）,", cells[CODE], cells[NAME], YES, 3000000);
  int whole = cells[MOVED_HOW].length == 12 && memcmp(cells[MOVED_HOW].at, "整体迁入", 12) == 0;
  int from_outside = cells[MOVED_FROM].length == 6 && memcmp(cells[MOVED_FROM].at, "65", 2) != 0;
  int valid = moved / 10000 == YEAR && whole && from_outside ? valid_on(company, moved) : NO;
  if (valid != NO) grant("2022,U22-8,疆外高企整体迁入奖励,三（四）,", cells[CODE], cells[NAME], valid, 200000);
}

static void *zeroed(size_t count, size_t size)
{
  void *memory = calloc(count, size);
  if (!memory) exit(3);
  return memory;
}

static size_t csv_reader_in(const char *bytes, size_t length)
{
  size_t rows = 0;
  for (const char *at = bytes; (at = memchr(at, '\n', (size_t)(bytes + length - at))); at++) rows++;
  return rows;
}

static size_t power_above(size_t count)
{
  size_t power = 1024;
  while (power < count * 2) power *= 2;
  return power;
}

int main(int count, char **words)
{
  static char output[1 << 20];
  size_t length, more;
  struct cell cells[COLUMNS];
  if (count != 3) return 2;
  setvbuf(stdout, output, _IOFBF, sizeof output);
  puts("年度,措施编号,措施,条款,对象代码,对象名称,结果,金额（元）,说明\r");

  const char *list = map(words[1], &length);
  size_t rows = csv_reader_in(list, length), companies = 0;
  struct company *company = zeroed(rows + 1, sizeof *company);
  struct table index = { zeroed(power_above(rows), sizeof(uint32_t)), power_above(rows) - 1 };
  const char *at = split(list, cells, COLUMNS), *end = list + length;
  while (at < end) {
    at = split(at, cells, COLUMNS);
    struct company *here = &company[companies];
    memcpy(here->code, cells[CODE].at, 18);
    here->date = date_of(cells[HNTE_DATE]);
    here->before = date_of(cells[HNTE_BEFORE]);
    here->times = cells[HNTE_TIMES].length ? atoi(cells[HNTE_TIMES].at) : -1;
    *slot_of(&index, company[0].code, sizeof *company, here->code) = (uint32_t)++companies;
    judge(here, cells);
  }

  const char *records = map(words[2], &more);
  size_t record_rows = csv_reader_in(records, more), services = 0, providers = 0;
  struct service *service = zeroed(record_rows + 1, sizeof *service);
  struct cell *provider = zeroed(record_rows + 1, 2 * sizeof *provider);
  char(*provider_code)[18] = zeroed(record_rows + 1, 18);
  struct table known = { zeroed(power_above(record_rows), sizeof(uint32_t)), power_above(record_rows) - 1 };
  at = split(records, cells, SERVICE_COLUMNS), end = records + more;
  while (at < end) {
    at = split(at, cells, SERVICE_COLUMNS);
    uint32_t *slot = slot_of(&known, provider_code[0], 18, cells[PROVIDER].at);
    if (!*slot) {
      memcpy(provider_code[providers], cells[PROVIDER].at, 18);
      provider[2 * providers] = cells[PROVIDER];
      provider[2 * providers + 1] = cells[PROVIDER_NAME];
      *slot = (uint32_t)++providers;
    }
    int day = date_of(cells[SERVED]);
    uint32_t found = *slot_of(&index, company[0].code, sizeof *company, cells[CLIENT].at);
    if (day / 10000 != YEAR || !found || valid_on(&company[found - 1], day) != YES) continue;
    service[services++] = (struct service){ *slot - 1, found };
  }

  /* Clients by provider: counted, then placed; a provider has a dozen, so repetitions are looked for one by one. */
  uint32_t *start = zeroed(providers + 2, sizeof *start), *client = zeroed(services + 1, sizeof *client);
  for (size_t i = 0; i < services; i++) start[service[i].provider + 2]++;
  for (size_t i = 2; i < providers + 2; i++) start[i] += start[i - 1];
  for (size_t i = 0; i < services; i++) client[start[service[i].provider + 1]++] = service[i].company;
  for (size_t i = 0; i < providers; i++) {
    size_t clients = 0;
    for (uint32_t k = start[i]; k < start[i + 1]; k++) {
      uint32_t before = start[i];
      while (before < k && client[before] != client[k]) before++;
      clients += before == k;
    }
    long yuan = 5000 * (long)(clients > CAP_CLIENTS ? CAP_CLIENTS : clients);
    if (clients) grant("2022,U22-14,红山科技创新券,三（九）,", provider[2 * i], provider[2 * i + 1], YES, yuan);
  }
  return fflush(stdout) == 0 ? 0 : 3;
}

/* What is due back, over random lists and histories: against a second evaluator that reckons each company by itself, for every
 * way in which what is open may turn out; and what is paid is the same as if nothing were claimed back. */
#include "../chance.h"
#include "whole_run.h"

enum { COMPANIES = 12, PAST = 3, NOW = 2024, ROUNDS = 250 };

static const char awards[] =
    "表 \"企业\" { 列 \"迁出日期\" { 类型 = \"日期\", 事件 = true }, 列 \"地方贡献\" { 类型 = \"金额\" } }\n"
    "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 地方贡献 * 百分之(10), 预算 = 元(90) }\n"
    "local 乙 = 奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"二\", 条件 = { 研发机构 }, 金额 = 元(30), 累计封顶 = 元(50) }\n"
    "总限 \"合计\" { 编号 = \"T-9\", 条款 = \"三\", 措施 = 全部措施, 至多 = 地方贡献 * 百分之(20) }\n";
static const char clawbacks[] =
    "追回 \"迁走的\" { 编号 = \"T-3\", 条款 = \"四\", 地区 = \"不限\", 条件 = { 迁出日期 { 在 = 年度 } },\n"
    "  金额 = 已给 { 甲, \"X-1\" } * (60 - 月数(成立日期, 迁出日期)) / 60, 封顶 = 元(70) }\n"
    "追回 \"不再的\" { 编号 = \"T-4\", 条款 = \"五\", 条件 = { 非 { 规模以上 } }, 金额 = 已给 { 乙 }, 取整 = \"十元\", 舍入 = "
    "\"进一\" }\n";

enum truth { NO, YES, UNKNOWN };

struct past {
  int measure, year; /* 0 甲, 1 乙, 2 the predecessor X-1, 3 the clawback T-3 */
  bool open;         /* 待核实, or without an amount */
  int64_t amount;
};

struct company {
  bool inside; /* of the region */
  enum truth above_scale, institution;
  int founded, moved; /* day; `moved` 0: has not, -1: unknown */
  int64_t contribution;
  struct past past[PAST];
  size_t past_count;
};

static const char *const words[] = { "否", "是", "未知" };
static const int64_t extras[] = { 0, 1, 2999, 100000 };
enum { EXTRAS = sizeof extras / sizeof *extras };

static int64_t months(int from, int to)
{
  int64_t count = 0;
  while (from < to && date_add_months((date)from, (int)count + 1) <= to) count++;
  return count;
}

/* What these paid before, each open row worth `extra`. */
static int64_t paid(const struct company *company, unsigned measures, int64_t extra)
{
  int64_t sum = 0;
  for (size_t i = 0; i < company->past_count; i++) {
    const struct past *past = &company->past[i];
    if (past->year < NOW && measures & 1u << past->measure) sum += past->open ? extra : past->amount;
  }
  return sum;
}

static int64_t moved_away(const struct company *company, int moved, int64_t extra)
{
  date first, last;
  date_make(NOW, 1, 1, &first), date_make(NOW, 12, 31, &last);
  if (!moved || moved < first || moved > last) return 0;
  int64_t num = paid(company, 1u | 1u << 2, extra) * (60 - months(company->founded, moved)), fen = (2 * num + 60) / 120;
  return num <= 0 ? 0 : fen > 7000 ? 7000 : fen;
}

static int64_t no_longer(const struct company *company, enum truth above_scale, int64_t extra)
{
  int64_t sum = paid(company, 1u << 1, extra);
  return company->inside && above_scale == NO ? (sum + 999) / 1000 * 1000 : 0;
}

struct seen {
  int64_t least, most;
};

static void see(struct seen *seen, int64_t fen)
{
  if (fen < seen->least) seen->least = fen;
  if (fen > seen->most) seen->most = fen;
}

/* All ways in which the clawback may turn out. */
static struct seen complete(const struct company *company, bool moving)
{
  struct seen seen = { INT64_MAX, 0 };
  date days[3] = { 0 };
  date_make(NOW, 1, 1, &days[1]), date_make(NOW, 11, 30, &days[2]);
  for (size_t k = 0; k < EXTRAS; k++)
    for (int i = 0; i < 3; i++) {
      int moved = company->moved < 0 ? (int)days[i] : company->moved;
      enum truth above_scale = company->above_scale == UNKNOWN ? (enum truth)(i & 1) : company->above_scale;
      see(&seen, moving ? moved_away(company, moved, extras[k]) : no_longer(company, above_scale, extras[k]));
    }
  return seen;
}

static bool is_open(const struct company *company, bool moving)
{
  bool open = moving ? company->moved < 0 : company->above_scale == UNKNOWN;
  for (size_t i = 0; i < company->past_count; i++) {
    const struct past *past = &company->past[i];
    open |= past->open && past->year < NOW && (moving ? past->measure == 0 || past->measure == 2 : past->measure == 1);
  }
  return open;
}

static int random_day(int first_year, int years)
{
  date day;
  date_make(first_year + (int)draw((size_t)years), 1 + (int)draw(12), 1 + (int)draw(28), &day);
  return (int)day;
}

static void draw_company(struct company *company, struct history *history, struct slice code)
{
  static const char *const ids[] = { "T-1", "T-2", "X-1", "T-3" };
  *company = (struct company){ .inside = draw(3), .above_scale = (enum truth)draw(3), .institution = (enum truth)draw(2) };
  company->founded = random_day(2016, 8);
  company->moved = draw(4) ? random_day(2023, 3) : (int)draw(2) - 1;
  company->contribution = (int64_t)draw(60000);
  for (size_t i = draw(PAST + 1); i-- > 0;) {
    struct past *past = &company->past[company->past_count++];
    *past = (struct past){ .measure = (int)draw(4), .year = 2020 + (int)i * 2, .open = !draw(4), .amount = (int64_t)draw(9000) };
    bool pending = past->open && draw(2), owed = past->measure == 3; /* a row 应退 grants nothing */
    struct history_row row = { .measure = slice_of(ids[past->measure]),
                               .year = past->year,
                               .outcome = owed      ? OUTCOME_NO
                                          : pending ? OUTCOME_PENDING
                                                    : OUTCOME_YES,
                               .has_amount = !past->open,
                               .amount = past->amount };
    history_add(history, &row, code);
  }
}

static void write_company(struct buffer *list, size_t at, const struct company *company)
{
  buffer_printf(list, "91650102100200%04zu,K%zu,%s,%s,%s,%lld.%02lld,", at, at, company->inside ? "650102" : "320613",
                words[company->above_scale], words[company->institution], (long long)company->contribution / 100,
                (long long)company->contribution % 100);
  date_write(list, (date)company->founded);
  buffer_char(list, ',');
  if (company->moved > 0) date_write(list, (date)company->moved);
  else if (company->moved < 0) buffer_text(list, "?");
  buffer_char(list, '\n');
}

/* `yes 3500`, `pending 0-7000`; nothing: no. */
static const char *said_of(const struct buffer *verdicts, size_t at, const char *id, char *room, size_t size)
{
  char name[32];
  snprintf(name, sizeof name, " K%zu %s ", at, id);
  const char *found = strstr(verdicts->at, name);
  size_t length = found ? strcspn(found + strlen(name), "\n") : 0;
  snprintf(room, size, "%.*s", (int)length, found ? found + strlen(name) : "");
  return room;
}

static void check(const struct whole_run *run, size_t at, const struct company *company, bool moving)
{
  char said[128];
  long long low = 0, high = 0;
  said_of(&run->verdicts, at, moving ? "T-3" : "T-4", said, sizeof said);
  struct seen seen = complete(company, moving);
  bool pending = strncmp(said, "pending", 7) == 0;
  if (strncmp(said, "yes", 3) == 0) {
    cr_assert_eq(sscanf(said, "yes %lld", &low), 1, "%s", said);
    cr_assert(seen.least == low && seen.most == low, "K%zu: %s, but %lld to %lld", at, said, (long long)seen.least,
              (long long)seen.most);
  } else if (!pending) {
    cr_assert(seen.most == 0, "K%zu: %s, but up to %lld", at, said, (long long)seen.most);
  } else {
    int read = sscanf(said, "pending %lld-%lld", &low, &high);
    cr_assert(is_open(company, moving), "K%zu: %s, and nothing is open", at, said);
    cr_assert(read >= 1 && low <= seen.least && (read < 2 || high >= seen.most), "K%zu: %s, but %lld to %lld", at, said,
              (long long)seen.least, (long long)seen.most);
  }
}

/* The lines of what is paid. */
static void take_paid(struct buffer *out, const struct buffer *verdicts)
{
  for (const char *line = verdicts->at; *line;) {
    size_t length = strcspn(line, "\n") + 1;
    struct slice text = { line, length };
    bool owed = memmem(text.at, length, " T-3 ", 5) || memmem(text.at, length, " T-4 ", 5);
    if (!owed) buffer_slice(out, text);
    line += length;
  }
  buffer_char(out, 0);
}

Test(evaluate_clawback, agrees_with_each_company_alone_and_moves_nothing_that_is_paid)
{
  char script[4096];
  snprintf(script, sizeof script, "%s%s", awards, clawbacks);
  for (int round = 0; round < ROUNDS; round++) {
    struct company companies[COMPANIES];
    struct history *history = history_new();
    struct buffer list = { 0 }, paid_with = { 0 }, paid_without = { 0 };
    buffer_text(&list, "统一社会信用代码,企业名称,行政区划代码,规模以上,研发机构,地方贡献,成立日期,迁出日期\n");
    for (size_t i = 0; i < COMPANIES; i++) {
      char code[32];
      snprintf(code, sizeof code, "91650102100200%04zu", i);
      draw_company(&companies[i], history, slice_of(code));
      write_company(&list, i, &companies[i]);
    }
    buffer_char(&list, 0);
    struct whole_run with = { .script = script, .list = list.at, .year = NOW, .history = history, .threads = 1 }, without = with;
    without.script = awards;
    whole_run(&with), whole_run(&without);
    cr_assert(!with.failed && !without.failed);
    for (size_t i = 0; i < COMPANIES; i++) check(&with, i, &companies[i], true), check(&with, i, &companies[i], false);
    take_paid(&paid_with, &with.verdicts), take_paid(&paid_without, &without.verdicts);
    cr_assert_str_eq(paid_with.at, paid_without.at);
    whole_free(&with), whole_free(&without);
    buffer_free(&list), buffer_free(&paid_with), buffer_free(&paid_without);
    history_free(history);
  }
}

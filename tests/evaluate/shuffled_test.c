/* The order of the rows does not change who gets what: not through budgets, exclusive group, counts over related rows or
 * functions of scripts. Only of rows that repeat a code the first counts, so here there are none. */
#include "whole_run.h"

enum { COMPANIES = 300, RECORDS = 500 };

static const char script[] =
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以上 }, 金额 = 研发费用 * 百分之(7), 预算 = 元(999) }\n"
    "local 乙 = 奖励 \"乙\" { 编号 = \"T-2\", 条款 = \"一\", 条件 = { 职工总数 { 至少 = 3 } }, 金额 = 元(5) * 职工总数 }\n"
    "local 丙 = 奖励 \"丙\" { 编号 = \"T-3\", 条款 = \"一\", 金额 = 计算 { 研发费用, 职工总数, function(研, 人) return 研 // 3 + "
    "人 end } }\n"
    "择一 \"乙丙\" { 编号 = \"T-4\", 条款 = \"一\", 措施 = { 乙, 丙 } }\n"
    "券 \"丁\" { 编号 = \"T-5\", 条款 = \"一\", 金额 = 合计(服务记录.合同金额) { } * 分数(1, 3), 预算 = 元(777) }\n"
    "券 \"戊\" { 编号 = \"T-6\", 条款 = \"一\", 对象 = 服务记录.服务机构, 金额 = 元(50) * 计数(服务记录.客户) { 不重复 = true, "
    "条件 = { 客户 { 规模以上 } } }, "
    "预算 = 元(1001) }\n";

static uint32_t next_random(uint32_t *seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return *seed >> 8;
}

/* Lines behind the headings in another order. */
static const char *shuffled(struct arena *arena, const char *text, uint32_t *seed)
{
  const char **lines = arena_array(arena, COMPANIES + RECORDS, sizeof *lines);
  size_t count = 0, heading = strcspn(text, "\n") + 1;
  for (const char *at = text + heading; *at; at += strcspn(at, "\n") + 1) lines[count++] = at;
  struct buffer out = { 0 };
  buffer_bytes(&out, text, heading);
  for (size_t i = count; i > 0; i--) {
    size_t chosen = next_random(seed) % i;
    buffer_bytes(&out, lines[chosen], strcspn(lines[chosen], "\n") + 1);
    lines[chosen] = lines[i - 1];
  }
  const char *copy = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return copy;
}

static int line_order(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines without the number of the row, sorted. */
static const char *sorted(struct arena *arena, const struct buffer *text)
{
  char *copy = arena_copy(arena, text->at, text->length);
  const char **lines = arena_array(arena, text->length / 2 + 1, sizeof *lines);
  size_t count = 0;
  for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
    char *code = line;
    while (*code >= '0' && *code <= '9') code++;
    lines[count++] = *code == ' ' ? code + 1 : line;
  }
  qsort(lines, count, sizeof *lines, line_order);
  struct buffer out = { 0 };
  for (size_t i = 0; i < count; i++) buffer_printf(&out, "%s\n", lines[i]);
  const char *all = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return all;
}

static void invent(struct buffer *list, struct buffer *services, uint32_t *seed)
{
  static const char *const flags[] = { "是", "是", "否", "" };
  buffer_text(list, "统一社会信用代码,企业名称,行政区划代码,研发费用,职工总数,规模以上\n");
  for (int i = 0; i < COMPANIES; i++) {
    buffer_printf(list, "C%03d,n,650102,", i);
    if (next_random(seed) % 9) buffer_printf(list, "%u.%02u", next_random(seed) % 300, next_random(seed) % 100);
    buffer_char(list, ',');
    if (next_random(seed) % 9) buffer_printf(list, "%u", next_random(seed) % 9);
    buffer_printf(list, ",%s\n", flags[next_random(seed) % 4]);
  }
  buffer_text(services, "服务机构代码,客户统一社会信用代码,合同金额\n");
  for (int i = 0; i < RECORDS; i++)
    buffer_printf(services, "P%02u,C%03u,%u.%02u\n", next_random(seed) % 20, next_random(seed) % 320, next_random(seed) % 90,
                  next_random(seed) % 100);
  buffer_char(list, 0);
  buffer_char(services, 0);
}

Test(evaluate_shuffled, the_order_of_rows_changes_nothing)
{
  for (uint32_t round = 1; round <= 5; round++) {
    struct arena arena = { 0 };
    struct buffer list = { 0 }, services = { 0 };
    uint32_t seed = round * 7919;
    invent(&list, &services, &seed);
    struct whole_run one = { .script = script, .list = list.at, .services = services.at, .threads = 1 };
    whole_run(&one);
    cr_assert_not(one.failed);
    const char *expected = sorted(&arena, &one.verdicts);
    cr_expect(strstr(expected, " of ") && strstr(expected, "rival"), "envelopes and relations are at work");
    for (int again = 0; again < 4; again++) {
      struct whole_run two = { .script = script,
                               .list = shuffled(&arena, list.at, &seed),
                               .services = shuffled(&arena, services.at, &seed),
                               .threads = 1 + (size_t)again % 3,
                               .block_bytes = 1000 + 997 * (size_t)again };
      whole_run(&two);
      cr_expect_str_eq(sorted(&arena, &two.verdicts), expected, "round %u, order %d", round, again);
      whole_free(&two);
    }
    whole_free(&one);
    buffer_free(&list);
    buffer_free(&services);
    arena_free(&arena);
  }
}

/* Policies and rows at random: awards under nested conditions about a few fields, and for each field values on every side of all
 * that is asked of it. For tests that hold what is said of all possible companies against lists of them. */
#ifndef RANDOM_POLICY_H
#define RANDOM_POLICY_H

#include <string.h>

#include "base/text.h"
#include "chance.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { FIELDS = 6, MEASURES = 4 };

/* What may stand in a column: something of each side of everything that is asked below. */
static const struct {
  const char *heading;
  size_t drawn; /* of the values that known cells are drawn from: of each the others have both sides */
  const char *values[20];
} grid[FIELDS] = {
  { "高企认定次数", 4, { "0", "1", "2", "3" } },
  { "高企认定日期", 7, { "", "2021-12-31", "2022-01-01", "2022-06-30", "2022-07-01", "2022-12-31", "2023-01-01" } },
  { "规模以上", 2, { "是", "否" } },
  { "拥有核心知识产权", 2, { "是", "否" } },
  { "职工总数", 6, { "0", "1", "2", "3", "4", "5" } },
  { "研发费用",
    10,
    { "-1", "0", "49.99", "50", "99.99", "100", "100.01", "149.99", "150", "200", "249.99", "250", "10000000000" } },
};

static const char *const questions[] = {
  "高企认定次数 { 等于 = 1 }",
  "高企认定次数 { 至少 = 2 }",
  "高企认定日期 { 在 = 年度 }",
  "高企认定日期 { 早于 = \"2022-07-01\" }",
  "未发生(高企认定日期)",
  "规模以上",
  "拥有核心知识产权",
  "职工总数 { 超过 = 1 }",
  "研发费用 { 至少 = 元(100) }",
  "(研发费用 / 职工总数) { 至少 = 元(50) }",
};

static const char *const amounts[] = {
  "元(10)",
  "元(5)",
  "分情况 { { 规模以上, 元(8) }, { 其余, 元(3) } }",
  "元(4)",
  "研发费用 * 百分之(5), 封顶 = 元(7)",
  "元(2) * 高企认定次数, 封顶 = 元(5)",
};

static inline void draw_condition(struct buffer *out, int depth)
{
  static const char *const groups[] = { "全部", "任一", "非" };
  size_t kind = depth ? draw(5) : 3;
  if (kind > 2) {
    buffer_text(out, questions[draw(COUNT(questions))]);
    return;
  }
  buffer_printf(out, "%s { ", groups[kind]);
  for (size_t i = kind == 2 ? 1 : 2; i > 0; i--) {
    draw_condition(out, depth - 1);
    buffer_text(out, i > 1 ? ", " : " }");
  }
}

static inline void draw_award(struct buffer *out, size_t number)
{
  buffer_printf(out, "local 甲%zu = 奖励 \"甲%zu\" { 编号 = \"T-%zu\", 条款 = \"一\", 条件 = { ", number, number, number);
  draw_condition(out, 2);
  if (draw(2)) buffer_text(out, ", "), draw_condition(out, 1);
  buffer_printf(out, " }, 金额 = %s%s }\n", amounts[draw(COUNT(amounts))], draw(3) ? "" : ", 一次性 = true");
}

/* Awards, and what stands between them. */
static inline void draw_script(struct buffer *out, size_t measures)
{
  for (size_t i = 0; i < measures; i++) draw_award(out, i);
  if (measures > 1 && draw(2)) buffer_text(out, "择一 \"择\" { 编号 = \"T-X\", 条款 = \"一\", 措施 = { 甲0, 甲1 } }\n");
  if (measures > 1 && draw(3) == 0)
    buffer_printf(out, "总限 \"限\" { 编号 = \"T-L\", 条款 = \"一\", 措施 = { 甲0, 甲%zu }, 至多 = 元(%zu), 压减 = \"%s\" }\n",
                  measures - 1, 6 + draw(8), draw(2) ? "依次" : "按比例");
}

static inline size_t values_of(size_t field)
{
  size_t count = 0;
  while (count < COUNT(grid[field].values) && grid[field].values[count]) count++;
  return count;
}

static inline void put_heading(struct buffer *out)
{
  buffer_text(out, "统一社会信用代码,企业名称,行政区划代码");
  for (size_t i = 0; i < FIELDS; i++) buffer_printf(out, ",%s", grid[i].heading);
  buffer_char(out, '\n');
}

static inline void put_row(struct buffer *out, size_t number, const size_t *chosen, unsigned open, size_t way)
{
  buffer_printf(out, "X%zu,企业,650102", number);
  for (size_t i = 0; i < FIELDS; i++) {
    size_t value = chosen[i];
    if (open >> i & 1) value = way % values_of(i), way /= values_of(i);
    buffer_printf(out, ",%s", grid[i].values[value]);
  }
  buffer_char(out, '\n');
}

#endif

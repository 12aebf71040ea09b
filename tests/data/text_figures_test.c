/* Figures in the words of a policy: every numeral and unit that offices write, and what only looks like one. */
#include "data/text_figures.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct {
  const char *text;
  int64_t num, den;
} numerals[] = {
  { "五", 5, 1 },
  { "十", 10, 1 },
  { "十二", 12, 1 },
  { "二十", 20, 1 },
  { "一百零五", 105, 1 },
  { "一百二", 120, 1 },
  { "一百二十", 120, 1 },
  { "一千零一十", 1010, 1 },
  { "两万五", 25000, 1 },
  { "两万五千", 25000, 1 },
  { "五十万", 500000, 1 },
  { "一百五十万", 1500000, 1 },
  { "一千二百三十四万五千六百七十八", 12345678, 1 },
  { "一亿", 100000000, 1 },
  { "一亿零五百万", 105000000, 1 },
  { "三亿两千万", 320000000, 1 },
  { "十五亿", 1500000000, 1 },
  { "一万亿", 1000000000000, 1 },
  { "二〇二二", 2022, 1 },
  { "二零二二", 2022, 1 },
  { "一点五", 3, 2 },
  { "一点二亿", 120000000, 1 },
  { "伍拾万", 500000, 1 },
  { "三五", 0, 0 },
  { "百", 0, 0 },
  { "万", 0, 0 },
};

Test(data_text_figures, numerals)
{
  for (size_t i = 0; i < COUNT(numerals); i++) {
    struct ratio value = { 0, 0 };
    size_t length = chinese_number(slice_of(numerals[i].text), &value);
    cr_expect(length == (numerals[i].den ? strlen(numerals[i].text) : 0), "%s: %zu bytes", numerals[i].text, length);
    if (numerals[i].den)
      cr_expect(value.num == numerals[i].num && value.den == numerals[i].den, "%s: %lld/%lld", numerals[i].text,
                (long long)value.num, (long long)value.den);
  }
}

/* A line and its figures: m money in 元, s share, c count, M months, d days, D date, O month of a year, Y year, A day of a year.
 */
static const struct {
  const char *line, *figures;
} lines[] = {
  { "给予500万元奖励", "m5000000" },
  { "给予 500 万元、1.2亿元", "m5000000 m120000000" },
  { "5万，5千万，50万的", "m50000 m50000000 m500000" },
  { "一次性奖励五十万元，累计不超过一百五十万元", "m500000 m1500000" },
  { "十万元", "m100000" },
  { "1,000万元和1,234.5元", "m10000000 m2469/2" },
  { "5%、3‰、百分之五、千分之三、万分之五", "s1/20 s3/1000 s1/20 s3/1000 s1/2000" },
  { "百分之二十五，百分之 8，百分之百", "s1/4 s2/25 s1" },
  { "三分之一、四分之三", "s1/3 s3/4" },
  { "提高5个百分点", "s1/20" },
  { "15万元至20万元", "m150000 m200000" },
  { "15至20万元，5—10%，五至十万元", "m150000 m200000 s1/20 s1/10 m50000 m100000" },
  { "50 家、10人次、三项、85分、2倍", "c50 c10 c3 c85 c2" },
  { "三年内，6个月，十五个工作日，半年", "M36 M6 d15 M6" },
  { "2022年12月31日、二〇二二年三月五日、2022-01-01", "D19357 D19056 D18993" },
  { "2022年—2024年，2022-2024年，2022年度", "Y2022 Y2024 Y2022 Y2024 Y2022" },
  { "2022 年 5 月起", "O2022.5" },
  { "每年3月31日前", "A3.31" },
  { "500平方米、1000m2", "c500 c1000" },
  { "第三条、第 5 批，一家企业，每户1家，一次性", "" },
  { "数十万元，几百家，三五年", "" },
  { "（一）、1.、〔2020〕32号、十四五、ISO9001、3月底前", "" },
  { "十分重要，进一步，千万不要，上半年", "" },
  { "5万美元，四上企业", "" },
};

static void write_figure(struct buffer *out, const struct text_figure *figure)
{
  static const char kinds[] = "mscMdDOYA";
  struct ratio value = figure->value;
  if (figure->kind == TEXT_FIGURE_MONEY) ratio_make(value.num, value.den * 100, &value);
  buffer_printf(out, "%s%c", out->length ? " " : "", kinds[figure->kind]);
  if (figure->kind == TEXT_FIGURE_DAY_OF_YEAR) {
    buffer_printf(out, "%d.%d", figure->month, figure->day);
    return;
  }
  buffer_printf(out, "%lld", (long long)value.num);
  if (value.den != 1) buffer_printf(out, "/%lld", (long long)value.den);
  if (figure->kind == TEXT_FIGURE_MONTH) buffer_printf(out, ".%d", figure->month);
}

Test(data_text_figures, lines)
{
  for (size_t i = 0; i < COUNT(lines); i++) {
    struct slice line = slice_of(lines[i].line);
    struct text_figure figure;
    struct buffer out = { 0 };
    for (size_t at = 0; text_figure_next(line, &at, &figure);) write_figure(&out, &figure);
    buffer_char(&out, '\0');
    cr_expect(strcmp(out.at, lines[i].figures) == 0, "%s: %s, not %s", lines[i].line, out.at, lines[i].figures);
    buffer_free(&out);
  }
}

/* Whatever bytes come, the scan goes forward and ends. */
Test(data_text_figures, ends)
{
  static const char bytes[] =
      "\xe4\xba\x94\xe5\x8d\xff\xe5五十\xe4万元99999999999999999999亿元一一一一一一一一一一一一百千万亿分之";
  for (size_t cut = 0; cut < sizeof bytes; cut++) {
    struct slice line = { bytes, cut };
    struct text_figure figure;
    size_t last = 0;
    for (size_t at = 0; text_figure_next(line, &at, &figure); last = at) cr_assert(at > last && at <= cut);
  }
}

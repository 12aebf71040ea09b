/* What people write in one word, taken apart: at figures, units, comparisons and fields. */
#include "policy/prose_name.h"

#include <string.h>

#include "data/text_figures.h"
#include "syntax/literal.h"
#include "syntax/phrase.h"

/* Numbers in words, and numbers grown together with a word: 五十, 三千五百万元, 万元5000, 封顶50万元 */

/* Whole, or with so many places that nothing is lost. */
static const char *decimal_string(struct arena *arena, struct ratio number)
{
  struct buffer text = { 0 };
  int64_t scale = 1;
  int places = 0;
  while (scale % number.den && places < 9) scale *= 10, places++;
  int64_t digits = number.num * (scale / number.den);
  if (places) buffer_printf(&text, "%lld.%0*lld", (long long)(digits / scale), places, (long long)(digits % scale));
  else buffer_printf(&text, "%lld", (long long)digits);
  return buffer_take(arena, &text).at;
}

/* With nothing behind it the number stands alone. */
static const char *with_unit(struct arena *arena, const char *number, struct slice unit)
{
  return unit.length ? number_with_unit(arena, LANGUAGE_CHINESE, number, unit) : number;
}

const char *amount_in_words(struct arena *arena, const char *name)
{
  struct ratio number, scaled;
  struct slice text = slice_of(name);
  size_t length = chinese_number(text, &number);
  if (!length) return NULL;
  struct slice unit = { name + length, text.length - length }, read = { name, length };
  bool yi = slice_ends(read, "亿"), wan = slice_ends(read, "万"), money = (yi || wan) && slice_is(unit, "元");
  if (money && ratio_divide(number, ratio_whole(yi ? 100000000 : 10000), &scaled))
    return with_unit(arena, decimal_string(arena, scaled), slice_of(yi ? "亿元" : "万元"));
  return with_unit(arena, decimal_string(arena, number), unit);
}

/* Where the digits of a name begin, its whole length when it has none. */
static size_t digits_at(const char *name)
{
  return strcspn(name, "0123456789");
}

/* `万元5000`: the unit before its number. */
static const char *unit_before(struct arena *arena, const char *name)
{
  static const char *const calls[] = { "万元", "亿元", "元", "年", "天", "百分之", "千分之" };
  size_t word = digits_at(name);
  if (!name[word] || name[word + strspn(name + word, "0123456789")]) return NULL;
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
    if (word == strlen(calls[i]) && strncmp(name, calls[i], word) == 0)
      return arena_printf(arena, "%s(%s)", calls[i], name + word);
  return NULL;
}

/* What stands for a period or a place without its words: 上年, 百分之三, 研发费用占营业收入. */
static const char *said_otherwise(struct loader *loader, const char *name)
{
  static const char *const periods[][2] = { { "上年", "年度 - 1" },
                                            { "去年", "年度 - 1" },
                                            { "上一年", "年度 - 1" },
                                            { "上年度", "年度 - 1" },
                                            { "次年", "年度 + 1" },
                                            { "下一年", "年度 + 1" },
                                            { "明年", "年度 + 1" },
                                            { "近三年", "{ 基准日 - 年(3), 基准日 }" },
                                            { "近两年", "{ 基准日 - 年(2), 基准日 }" } };
  static const char *const rates[] = { "百分之", "千分之" };
  struct arena *arena = loader->arena;
  struct ratio number;
  for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
    if (strcmp(name, periods[i][0]) == 0) return periods[i][1];
  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
    struct slice rest = slice_of(slice_starts(slice_of(name), rates[i]) ? name + strlen(rates[i]) : "");
    if (rest.length && chinese_number(rest, &number) == rest.length)
      return arena_printf(arena, "%s(%s)", rates[i], decimal_string(arena, number));
  }
  const char *of = strstr(name, "占");
  const struct table *companies = &loader->model->tables[0];
  bool quotient = of && table_find_field(companies, of + strlen("占")) >= 0;
  const char *part = quotient ? arena_copy(arena, name, (size_t)(of - name)) : "";
  return quotient && table_find_field(companies, part) >= 0 ? arena_printf(arena, "(%s / %s)", part, of + strlen("占")) : NULL;
}

/* `营业收入不低于5000万元`, also with 以上 behind it: a field, a comparison, a figure. */
static const char *grown_comparison(struct loader *loader, const char *name)
{
  struct arena *arena = loader->arena;
  const struct table *companies = &loader->model->tables[0];
  size_t length = strlen(name), figure = digits_at(name);
  if (!name[figure]) return NULL;
  const char *number = arena_copy(arena, name + figure, strspn(name + figure, "0123456789"));
  struct slice unit = { name + figure + strlen(number), length - figure - strlen(number) };
  static const char *const behind[] = { "以上", "以下", "以内" };
  for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
    if (slice_ends(unit, behind[i])) unit.length -= strlen(behind[i]);
  const char *amount = with_unit(arena, number, unit);
  for (size_t at = 3; amount && at < figure; at++) {
    const char *field = arena_copy(arena, name, at), *word = NULL;
    if (table_find_field(companies, field) < 0) continue;
    word = comparison_word((struct slice){ name + at, figure - at }, LANGUAGE_CHINESE);
    if (word) return arena_printf(arena, "%s { %s = %s }", field, word, amount);
  }
  return NULL;
}

/* `非规模以上`: a condition of its own, turned. */
static const char *negated(struct loader *loader, const char *name)
{
  static const char *const nots[] = { "非", "不是", "不", "未" };
  const struct table *companies = &loader->model->tables[0];
  for (size_t i = 0; i < sizeof nots / sizeof *nots; i++) {
    if (!slice_starts(slice_of(name), nots[i])) continue;
    int at = table_find_field(companies, name + strlen(nots[i]));
    if (at >= 0 && companies->kind.fields[at].kind == FIELD_YESNO)
      return arena_printf(loader->arena, "非 { %s }", name + strlen(nots[i]));
  }
  return NULL;
}

/* `成立满3年` */
static const char *age(struct arena *arena, const char *name)
{
  static const char grown[] = "成立满";
  const char *number = name + strlen(grown);
  if (!slice_starts(slice_of(name), grown)) return NULL;
  size_t digits = strspn(number, "0123456789");
  const char *period =
      digits ? with_unit(arena, arena_copy(arena, number, digits), slice_of(number + digits)) : amount_in_words(arena, number);
  bool time = period && (slice_starts(slice_of(period), "年(") || slice_starts(slice_of(period), "天("));
  return time ? arena_printf(arena, "成立日期 { 不晚于 = 基准日 - %s }", period) : NULL;
}

const char *prose_name_meant(struct loader *loader, const char *name)
{
  const char *meant = unit_before(loader->arena, name);
  if (!meant) meant = age(loader->arena, name);
  if (meant || !loader->model->table_count) return meant;
  if (!meant) meant = grown_comparison(loader, name);
  if (!meant) meant = said_otherwise(loader, name);
  return meant ? meant : negated(loader, name);
}

const char *prose_name_cap(struct arena *arena, const char *name, const char **cap)
{
  static const char *const caps[] = { "封顶", "最高", "不超过", "最多", "至多", "上限", "最高不超过" };
  size_t word = digits_at(name), digits = strspn(name + word, "0123456789");
  for (size_t i = 0; digits && i < sizeof caps / sizeof *caps; i++) {
    if (word != strlen(caps[i]) || strncmp(name, caps[i], word) != 0) continue;
    const char *amount = with_unit(arena, arena_copy(arena, name + word, digits), slice_of(name + word + digits));
    *cap = caps[i];
    return amount ? arena_printf(arena, "封顶 = %s", amount) : NULL;
  }
  return NULL;
}

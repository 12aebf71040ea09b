/* Scans lines of a policy's text for figures, for check against the text. */
#include "data/text_figures.h"

#include "data/amount.h"

#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

/* Chinese numerals: digits, tens to thousands inside a section, sections of 万 and 亿. */

static const struct numeral {
  const char *text;
  int64_t value;
} digits[] = { { "零", 0 }, { "〇", 0 }, { "一", 1 }, { "二", 2 }, { "两", 2 }, { "三", 3 }, { "四", 4 },
               { "五", 5 }, { "六", 6 }, { "七", 7 }, { "八", 8 }, { "九", 9 }, { "壹", 1 }, { "贰", 2 },
               { "叁", 3 }, { "肆", 4 }, { "伍", 5 }, { "陆", 6 }, { "柒", 7 }, { "捌", 8 }, { "玖", 9 } },
  places[] = { { "十", 10 }, { "百", 100 }, { "千", 1000 }, { "拾", 10 }, { "佰", 100 }, { "仟", 1000 } },
  sections[] = { { "万", 10000 }, { "亿", 100000000 } };

static bool take_numeral(struct slice *text, const struct numeral *table, size_t count, int64_t *value)
{
  for (size_t i = 0; i < count; i++)
    if (slice_starts(*text, table[i].text)) {
      size_t length = slice_of(table[i].text).length;
      *text = (struct slice){ text->at + length, text->length - length };
      *value = table[i].value;
      return true;
    }
  return false;
}

#define TAKE(text, table, value) take_numeral(text, table, COUNT_OF(table), value)

/* 二〇二二: digits alone are read in their places. Two of them (三五年) are about so many, but for 二〇. */
static size_t digit_run(struct slice text, struct ratio *value, bool *vague)
{
  int64_t digit, number = 0;
  size_t count = 0;
  bool zero = false;
  struct slice rest = text;
  while (count < 10 && TAKE(&rest, digits, &digit)) number = number * 10 + digit, zero |= digit == 0, count++;
  struct slice after = rest;
  bool placed = TAKE(&after, places, &digit) || TAKE(&after, sections, &digit);
  *vague = count == 2 && !zero;
  if (count < 2 || (placed && !*vague)) return 0;
  *value = ratio_whole(number);
  return (size_t)(rest.at - text.at);
}

struct numeral_reading {
  int64_t total, section, digit; /* `digit` -1: none waits for its place */
  int64_t place;                 /* of the last place or section: 一百二 is 120 */
};

static void read_place(struct numeral_reading *reading, int64_t place)
{
  reading->section += (reading->digit < 0 ? 1 : reading->digit) * place;
  reading->digit = -1;
  reading->place = place;
}

/* 二万五千, 五千万亿: what was read before a section counts in it. */
static void read_section(struct numeral_reading *reading, int64_t section)
{
  int64_t number = reading->section + (reading->digit < 0 ? 0 : reading->digit);
  if (section > 10000) reading->total = (reading->total + number) * section;
  else reading->total += number * section;
  reading->section = 0;
  reading->digit = -1;
  reading->place = section;
}

static size_t decimal_places(struct slice rest, struct ratio *value)
{
  int64_t digit, den = 1, num = 0;
  struct slice start = rest;
  while (den < 1000000 && TAKE(&rest, digits, &digit)) num = num * 10 + digit, den *= 10;
  if (den == 1 || !ratio_make(num, den, value)) return 0;
  return (size_t)(rest.at - start.at);
}

static bool add_places(struct slice *rest, int64_t whole, struct ratio *value)
{
  struct ratio part;
  size_t length = slice_starts(*rest, "点") ? decimal_places((struct slice){ rest->at + 3, rest->length - 3 }, &part) : 0;
  *value = ratio_whole(whole);
  if (!length || !ratio_add(*value, part, value)) return false;
  *rest = (struct slice){ rest->at + 3 + length, rest->length - 3 - length };
  return true;
}

size_t chinese_number(struct slice text, struct ratio *value)
{
  struct numeral_reading reading = { .digit = -1 };
  struct slice rest = text;
  int64_t number;
  bool any = false, zero = false, vague;
  size_t run = digit_run(text, value, &vague);
  if (run) return vague ? 0 : run;
  for (int steps = 0; steps < 32; steps++, any = true) {
    struct slice before = rest;
    if (reading.digit < 0 && TAKE(&rest, digits, &number)) {
      zero |= number == 0;
      reading.digit = number ? number : -1;
    } else if ((reading.digit >= 0 || slice_starts(rest, "十") || slice_starts(rest, "拾")) && TAKE(&rest, places, &number)) {
      read_place(&reading, number);
    } else if (any && (reading.digit >= 0 || reading.section || reading.place > 1000) && TAKE(&rest, sections, &number)) {
      read_section(&reading, number);
    } else {
      rest = before;
      break;
    }
  }
  if (!any) return 0;
  bool short_form = reading.digit > 0 && reading.place >= 100 && !zero;
  int64_t whole = reading.total + reading.section;
  if (reading.digit > 0) whole += reading.digit * (short_form ? reading.place / 10 : 1);
  if (add_places(&rest, whole, value))
    while (TAKE(&rest, sections, &number))
      if (!ratio_multiply(*value, ratio_whole(number), value)) return 0;
  return (size_t)(rest.at - text.at);
}

/* Numbers */

struct number_reading {
  struct ratio value;
  struct slice rest;  /* behind it, space skipped */
  int64_t multiplier; /* the last 万 or 亿 */
  bool chinese;
};

static struct slice skip_space(struct slice text)
{
  while (text.length && (*text.at == ' ' || *text.at == '\t')) text.at++, text.length--;
  return text;
}

static struct slice behind(struct slice text, size_t length)
{
  return (struct slice){ text.at + length, text.length - length };
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static size_t arabic_length(struct slice text)
{
  size_t length = 0;
  while (length < text.length && is_digit(text.at[length])) length++;
  for (bool group = length > 0; group;) {
    size_t end = length;
    group = end + 3 < text.length && text.at[end] == ',';
    for (size_t i = 1; group && i <= 3; i++) group = is_digit(text.at[end + i]);
    group = group && (end + 4 >= text.length || !is_digit(text.at[end + 4]));
    if (group) length += 4;
  }
  size_t whole = length;
  if (length && length + 1 < text.length && text.at[length] == '.' && is_digit(text.at[length + 1]))
    for (whole = length + 1; whole < text.length && is_digit(text.at[whole]);) whole++;
  return whole;
}

/* 5千万, 1.2 亿; of 千瓦 and 百分点 the first character is none. */
static void multiply_arabic(struct number_reading *number)
{
  static const struct numeral multipliers[] = {
    { "万亿", 1000000000000 }, { "百万", 1000000 }, { "千万", 10000000 }, { "亿", 100000000 },
    { "万", 10000 },           { "千元", 1000 },    { "百元", 100 }
  };
  int64_t factor;
  struct slice rest = number->rest;
  if (!TAKE(&rest, multipliers, &factor)) return;
  if (factor <= 1000) rest = behind(number->rest, slice_of("千").length);
  if (!ratio_multiply(number->value, ratio_whole(factor), &number->value)) return;
  number->rest = skip_space(rest);
  number->multiplier = factor >= 100000000 ? 100000000 : factor >= 10000 ? 10000 : 1;
}

static bool read_number(struct slice text, struct number_reading *number)
{
  size_t length = arabic_length(text);
  *number = (struct number_reading){ .multiplier = 1 };
  if (length) {
    if (!decimal_parse((struct slice){ text.at, length }, &number->value)) return false;
    number->rest = skip_space(behind(text, length));
    multiply_arabic(number);
    return true;
  }
  length = chinese_number(text, &number->value);
  if (!length) return false;
  struct slice read = { text.at, length };
  number->multiplier = slice_ends(read, "亿") ? 100000000 : slice_ends(read, "万") ? 10000 : 1;
  number->chinese = true;
  number->rest = skip_space(behind(text, length));
  return true;
}

/* Units */

static bool take_word(struct slice *text, const char *word)
{
  if (!slice_starts(*text, word)) return false;
  *text = behind(*text, slice_of(word).length);
  return true;
}

static bool take_any(struct slice *text, const char *const *words, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (take_word(text, words[i])) return true;
  return false;
}

static bool starts_any(struct slice text, const char *const *words, size_t count)
{
  return take_any(&text, words, count);
}

static bool is_one(struct ratio value)
{
  return value.num == 1 && value.den == 1;
}

static bool scaled(struct text_figure *figure, enum text_figure_kind kind, struct ratio value, int64_t num, int64_t den)
{
  figure->kind = kind;
  return ratio_multiply(value, (struct ratio){ num, den }, &figure->value);
}

/* What stands behind 万 or 亿 when it is money all the same: 补贴50万，不超过500万的. */
static bool ends_amount(struct slice rest)
{
  static const char *const words[] = { "以", "至", "到", "的", "及", "和", "或", "、", "。", "，", "；" };
  if (!rest.length || starts_any(rest, words, COUNT_OF(words))) return true;
  return (unsigned char)rest.at[0] < 0x80 && !(rest.at[0] >= 'A' && rest.at[0] <= 'z');
}

static bool take_points(struct slice *rest, const struct number_reading *number)
{
  static const char *const others[] = { "分之", "分期", "分别", "分档", "分类", "分级", "分支",
                                        "分局", "分钟", "分配", "分担", "分批", "分布", "分公司" };
  if (starts_any(*rest, others, COUNT_OF(others))) return false;
  if (number->chinese && number->value.num == 10) return false; /* 十分重要 */
  return take_word(rest, "分");
}

static bool take_counted(struct slice *rest)
{
  static const char *const units[] = { "平方米", "平米", "m2", "亩", "公里", "吨", "公斤", "千瓦", "倍", "期", "天次", "岁" };
  if (take_any(rest, units, COUNT_OF(units))) return true;
  size_t length = count_unit_length(*rest);
  *rest = behind(*rest, length);
  return length > 0;
}

static bool read_duration(struct text_figure *figure, struct slice *rest, struct ratio value)
{
  static const char *const years[] = { "周年", "年", "个年度", "个自然年" }, *const months[] = { "个月" },
                           *const days[] = { "个工作日", "个自然日", "工作日", "日", "天" };
  if (take_any(rest, months, 1)) return scaled(figure, TEXT_FIGURE_MONTHS, value, 1, 1);
  if (take_any(rest, days, COUNT_OF(days))) return scaled(figure, TEXT_FIGURE_DAYS, value, 1, 1);
  return take_any(rest, years, COUNT_OF(years)) && scaled(figure, TEXT_FIGURE_MONTHS, value, 12, 1);
}

/* The unit behind a number decides what it is. */
static bool read_unit(const struct number_reading *number, struct text_figure *figure, struct slice *rest)
{
  static const char *const points[] = { "个百分点", "百分点" };
  *rest = number->rest;
  if (take_word(rest, "元")) return scaled(figure, TEXT_FIGURE_MONEY, number->value, FEN_YUAN, 1);
  if (take_word(rest, "%") || take_any(rest, points, COUNT_OF(points)))
    return scaled(figure, TEXT_FIGURE_SHARE, number->value, 1, 100);
  if (take_word(rest, "‰")) return scaled(figure, TEXT_FIGURE_SHARE, number->value, 1, 1000);
  if (read_duration(figure, rest, number->value)) return true;
  if (take_points(rest, number)) return scaled(figure, TEXT_FIGURE_COUNT, number->value, 1, 1);
  if (take_counted(rest)) return !is_one(number->value) && scaled(figure, TEXT_FIGURE_COUNT, number->value, 1, 1);
  return number->multiplier > 1 && ends_amount(*rest) && scaled(figure, TEXT_FIGURE_MONEY, number->value, FEN_YUAN, 1);
}

/* 5至10万元, 15—20%: the first has the unit of the second, and its 万. */
static bool read_range(struct slice line, struct number_reading *number, struct text_figure *figure)
{
  static const char *const between[] = { "至", "到", "——", "—", "–", "-", "~", "〜", "─" };
  struct slice rest = number->rest, unit_end;
  struct number_reading second;
  if (!take_any(&rest, between, COUNT_OF(between)) || !read_number(skip_space(rest), &second)) return false;
  struct number_reading first = second;
  first.value = number->value;
  if (number->multiplier == 1 && !ratio_multiply(first.value, ratio_whole(second.multiplier), &first.value)) return false;
  if (!read_unit(&first, figure, &unit_end)) return false;
  figure->end = (size_t)(unit_end.at - line.at);
  return true;
}

/* Shares in words: 百分之五, 千分之三, 三分之一 */
static bool read_parts(struct slice text, struct text_figure *figure, struct slice *rest)
{
  static const struct numeral wholes[] = { { "百分之", 100 }, { "千分之", 1000 }, { "万分之", 10000 } };
  struct number_reading whole = { .multiplier = 1 }, part;
  int64_t parts = 0;
  *rest = text;
  if (!TAKE(rest, wholes, &parts)) {
    if (!read_number(text, &whole) || whole.value.den != 1) return false;
    parts = whole.value.num;
    *rest = whole.rest;
    if (parts < 2 || !take_word(rest, "分之")) return false;
  }
  *rest = skip_space(*rest);
  if (take_word(rest, "百")) part.value = ratio_whole(100);
  else if (read_number(*rest, &part)) *rest = part.rest;
  else return false;
  return scaled(figure, TEXT_FIGURE_SHARE, part.value, 1, parts);
}

/* Days */

static bool whole_between(const struct number_reading *number, int64_t least, int64_t most)
{
  return number->value.den == 1 && number->multiplier == 1 && number->value.num >= least && number->value.num <= most;
}

/* `12月31日` */
static bool read_day(struct slice text, struct number_reading *month, struct number_reading *day)
{
  if (!read_number(text, month) || !whole_between(month, 1, 12) || !take_word(&month->rest, "月")) return false;
  *day = *month;
  bool read = read_number(skip_space(month->rest), day) && whole_between(day, 1, 31);
  if (!read || (!take_word(&day->rest, "日") && !take_word(&day->rest, "号"))) *day = *month;
  return true;
}

static bool read_calendar(const struct number_reading *year, struct text_figure *figure, struct slice *rest)
{
  struct number_reading month, day;
  date on;
  *rest = year->rest;
  if (!whole_between(year, 1900, 2099) || !take_word(rest, "年")) return false;
  figure->kind = TEXT_FIGURE_YEAR;
  figure->value = year->value;
  struct slice after = skip_space(*rest);
  take_word(&after, "度");
  if (!read_day(after, &month, &day)) return true;
  *rest = month.rest;
  figure->kind = TEXT_FIGURE_MONTH;
  figure->month = (int)month.value.num;
  bool whole = day.rest.at != month.rest.at && date_make((int)year->value.num, figure->month, (int)day.value.num, &on);
  if (!whole) return true;
  *rest = day.rest;
  figure->kind = TEXT_FIGURE_DATE;
  figure->value = ratio_whole(on);
  return true;
}

/* `2022-12-31`, `2022.12.31`, `2022/12/31` */
static bool read_written_date(struct slice text, struct text_figure *figure, struct slice *rest)
{
  size_t length = 0;
  date on;
  while (length < text.length && (is_digit(text.at[length]) || strchr("-./", text.at[length]))) length++;
  while (length && !is_digit(text.at[length - 1])) length--;
  if (length < 8 || is_digit(text.at[4]) || !date_parse((struct slice){ text.at, length }, &on)) return false;
  figure->kind = TEXT_FIGURE_DATE;
  figure->value = ratio_whole(on);
  *rest = behind(text, length);
  return true;
}

static bool read_year_range(const struct number_reading *year, struct text_figure *figure)
{
  static const char *const between[] = { "至", "到", "——", "—", "–", "-", "~", "〜", "─" };
  struct slice rest = year->rest;
  struct number_reading second;
  bool range = whole_between(year, 1900, 2099) && take_any(&rest, between, COUNT_OF(between)) &&
               read_number(skip_space(rest), &second) && whole_between(&second, 1900, 2099) && take_word(&second.rest, "年");
  if (!range) return false;
  figure->kind = TEXT_FIGURE_YEAR;
  figure->value = year->value;
  return true;
}

static bool read_month_day(struct slice text, struct text_figure *figure, struct slice *rest, bool *month_only)
{
  struct number_reading month, day;
  *month_only = false;
  if (!read_day(text, &month, &day)) return false;
  *month_only = day.rest.at == month.rest.at;
  *rest = day.rest;
  figure->kind = TEXT_FIGURE_DAY_OF_YEAR;
  figure->month = (int)month.value.num, figure->day = (int)day.value.num;
  return !*month_only;
}

/* What stands before it */

static bool is_ordinal(struct slice line, size_t at)
{
  static const char *const before[] = { "第", "数", "几" };
  while (at && line.at[at - 1] == ' ') at--;
  struct slice head = { line.at, at };
  bool letter = at && ((line.at[at - 1] >= 'A' && line.at[at - 1] <= 'Z') || (line.at[at - 1] >= 'a' && line.at[at - 1] <= 'z'));
  for (size_t i = 0; i < COUNT_OF(before); i++)
    if (slice_ends(head, before[i])) return true;
  return letter;
}

/* 半年; not 上半年. */
static bool read_half_year(struct slice line, size_t at, struct text_figure *figure, struct slice *rest)
{
  struct slice head = { line.at, at };
  *rest = behind(line, at);
  if (!take_word(rest, "半年") || slice_ends(head, "上") || slice_ends(head, "下")) return false;
  return scaled(figure, TEXT_FIGURE_MONTHS, ratio_whole(6), 1, 1);
}

/* Numerals that are no number (三五年) are passed over as a whole: their end would be one. */
static size_t numerals_length(struct slice text)
{
  struct slice rest = text;
  int64_t digit;
  while (TAKE(&rest, digits, &digit)) continue;
  return (size_t)(rest.at - text.at);
}

/* At a number: its figure, or how far to go on. */
static bool figure_at(struct slice line, size_t at, struct text_figure *figure, size_t *next)
{
  struct slice text = behind(line, at), rest = text;
  struct number_reading number;
  bool month_only;
  *next = at + utf8_length((unsigned char)line.at[at]);
  if (read_parts(text, figure, &rest) || read_half_year(line, at, figure, &rest)) goto found;
  if (numerals_length(text)) *next = at + numerals_length(text);
  if (!read_number(text, &number)) return false;
  *next = (size_t)(number.rest.at - line.at);
  if (is_ordinal(line, at)) return false;
  if (read_written_date(text, figure, &rest) || read_calendar(&number, figure, &rest)) goto found;
  rest = number.rest;
  if (read_year_range(&number, figure)) goto found;
  if (read_month_day(text, figure, &rest, &month_only)) goto found;
  if (month_only || (!read_unit(&number, figure, &rest) && (rest = number.rest, !read_range(line, &number, figure))))
    return false;
found:
  *next = (size_t)(rest.at - line.at);
  return true;
}

bool text_figure_next(struct slice line, size_t *at, struct text_figure *figure)
{
  while (*at < line.length) {
    size_t next, here = *at;
    *figure = (struct text_figure){ .at = here };
    bool found = figure_at(line, here, figure, &next);
    *at = next > line.length ? line.length : next;
    if (!figure->end) figure->end = *at;
    if (found) return true;
  }
  return false;
}

/* The notations of money, counts and rates, for cells (cell.c) and headings (field.c). */
#include "data/amount.h"

#include "data/field.h"

/* Longer units first: 百万元 ends with 万元. 千 and 百 alone are no units: in a column in 万元 nobody knows what they mean. */
static const struct {
  const char *text;
  int64_t fen;
} money_units[] = {
  { "万亿元", 10000 * FEN_YI }, { "万亿", 10000 * FEN_YI }, { "百万元", 100 * FEN_WAN }, { "千万元", 1000 * FEN_WAN },
  { "百万", 100 * FEN_WAN },    { "千万", 1000 * FEN_WAN }, { "亿元", FEN_YI },          { "万元", FEN_WAN },
  { "千元", 1000 * FEN_YUAN },  { "亿", FEN_YI },           { "万", FEN_WAN },           { "元", FEN_YUAN },
};

static const char *const count_units[] = { "人次", "人", "名", "位", "项", "家", "户", "件", "个", "次",
                                           "条",   "种", "台", "套", "篇", "宗", "笔", "辆", "所", "只" };

static const char *const currencies[] = { "¥", "人民币", "RMB", "CNY" };

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

int64_t money_unit(struct slice text)
{
  for (size_t i = 0; i < COUNT_OF(money_units); i++)
    if (slice_is(text, money_units[i].text)) return money_units[i].fen;
  return 0;
}

void money_unit_name(struct buffer *out, int64_t fen)
{
  for (size_t i = 0; i < COUNT_OF(money_units); i++)
    if (money_units[i].fen == fen && slice_ends(slice_of(money_units[i].text), "元")) {
      buffer_text(out, money_units[i].text);
      return;
    }
}

bool is_count_unit(struct slice text)
{
  for (size_t i = 0; i < COUNT_OF(count_units); i++)
    if (slice_is(text, count_units[i])) return true;
  return false;
}

size_t count_unit_length(struct slice text)
{
  for (size_t i = 0; i < COUNT_OF(count_units); i++)
    if (slice_starts(text, count_units[i])) return slice_of(count_units[i]).length;
  return 0;
}

/* Cuts `suffix` and the space before it off the text. */
static bool take_suffix(struct slice *text, const char *suffix)
{
  if (!slice_ends(*text, suffix)) return false;
  text->length -= slice_of(suffix).length;
  *text = slice_trim(*text);
  return true;
}

static bool ends_in_digit(struct slice text)
{
  return text.length && text.at[text.length - 1] >= '0' && text.at[text.length - 1] <= '9';
}

static int64_t take_money_unit(struct slice *text)
{
  if (ends_in_digit(*text)) return 0;
  for (size_t i = 0; i < COUNT_OF(money_units); i++)
    if (take_suffix(text, money_units[i].text)) return money_units[i].fen;
  return 0;
}

static bool take_count_unit(struct slice *text)
{
  if (ends_in_digit(*text)) return false;
  for (size_t i = 0; i < COUNT_OF(count_units); i++)
    if (take_suffix(text, count_units[i])) return true;
  return false;
}

static bool take_prefix(struct slice *text, const char *prefix)
{
  struct slice start = { text->at, slice_of(prefix).length };
  if (text->length < start.length || !name_equal(start, slice_of(prefix))) return false;
  text->at += start.length;
  text->length -= start.length;
  *text = slice_trim(*text);
  return true;
}

static bool take_currency(struct slice *text)
{
  for (size_t i = 0; i < COUNT_OF(currencies); i++)
    if (take_prefix(text, currencies[i])) return true;
  return false;
}

/* `-¥5` is `¥-5`; two signs are none. A text without a currency is left alone: its sign belongs to the figure. */
static bool take_signed_currency(struct slice *text, bool *negative)
{
  struct slice rest = *text;
  bool minus = take_prefix(&rest, "-") || take_prefix(&rest, "\u2212");
  *negative = false;
  if (!take_currency(&rest)) return true;
  bool second = rest.length && !(rest.at[0] >= '0' && rest.at[0] <= '9');
  *text = rest;
  *negative = minus;
  return !(minus && second);
}

static size_t digits_at(struct slice text, size_t at)
{
  size_t count = 0;
  while (at + count < text.length && text.at[at + count] >= '0' && text.at[at + count] <= '9') count++;
  return count;
}

bool is_scientific(struct slice text)
{
  size_t at = text.length && (text.at[0] == '-' || text.at[0] == '+');
  size_t whole = digits_at(text, at);
  at += whole;
  if (at < text.length && text.at[at] == '.') at += 1 + digits_at(text, at + 1);
  if (!whole || at >= text.length || (text.at[at] != 'E' && text.at[at] != 'e')) return false;
  at++;
  if (at < text.length && (text.at[at] == '-' || text.at[at] == '+')) at++;
  size_t exponent = digits_at(text, at);
  return exponent && at + exponent == text.length;
}

/* Reads the bare figure; when it cannot be read, says why as closely as is known. */
static bool figure_read(struct slice text, enum message expected, struct ratio *out, enum message *wrong)
{
  if (decimal_parse(text, out)) return true;
  *wrong = decimal_notation(text) ? MSG_CELL_TOO_LARGE : is_scientific(text) ? MSG_CELL_SCIENTIFIC : expected;
  return false;
}

bool money_read(struct slice text, int64_t unit, int64_t *fen, enum message *wrong)
{
  bool negative, exact;
  struct ratio value;
  *wrong = MSG_CELL_MONEY;
  if (!take_signed_currency(&text, &negative)) return false;
  int64_t own = take_money_unit(&text);
  if (!figure_read(text, MSG_CELL_MONEY, &value, wrong)) return false;
  *wrong = MSG_CELL_TOO_LARGE;
  if (negative) value.num = -value.num; /* not negative before: a second sign was refused */
  if (!money_make(value, own ? own : unit, &exact, fen)) return false;
  *wrong = MSG_CELL_MONEY_FEN;
  return exact;
}

bool count_read(struct slice text, int64_t *count, enum message *wrong)
{
  struct ratio value;
  take_count_unit(&text);
  if (!figure_read(text, MSG_CELL_COUNT, &value, wrong)) return false;
  *wrong = value.num < 0 ? MSG_CELL_COUNT_NEGATIVE : MSG_CELL_COUNT_FRACTION;
  *count = value.num;
  return value.num >= 0 && value.den == 1;
}

bool number_read(struct slice text, int64_t unit, bool percent, struct ratio *number, enum message *wrong)
{
  struct ratio value, hundredth = { 1, 100 };
  bool negative;
  if (!take_signed_currency(&text, &negative)) return false;
  bool own_percent = take_suffix(&text, "%");
  int64_t own_unit = own_percent ? 0 : take_money_unit(&text);
  bool bare = !own_percent && !own_unit && !take_count_unit(&text) && !take_suffix(&text, "分");
  if (!figure_read(text, MSG_CELL_NUMBER, &value, wrong)) return false;
  *wrong = MSG_CELL_TOO_LARGE;
  if (negative) value.num = -value.num;
  if (bare) own_percent = percent, own_unit = unit;
  if (own_percent && !ratio_multiply(value, hundredth, &value)) return false;
  struct ratio scale = { own_unit / FEN_YUAN, 1 };
  if (own_unit && !ratio_multiply(value, scale, &value)) return false;
  *number = value;
  return true;
}

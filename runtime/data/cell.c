/* One cell: from the text as it stands in the file to a typed value or a problem, for column.c (which has faster ways for plain
 * notations, and comes here for all others), and for single values in the REPL and in test cases. */
#include "data/column.h"

#include <inttypes.h>

#include "data/amount.h"
#include "data/region.h"
#include "decode/row_bytes.h"
#include "decode/unicode.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

/* A cell on its way: `text` is NFKC, neither blank nor an unknown word. */
struct cell_input {
  struct arena *arena;
  const struct field *field;
  const struct heading *heading;
  struct slice raw, text; /* `raw`: as it stands in the file, but for what cell_unwrapped takes off */
  char mark;              /* how a sheet kept it (decode/row_bytes.h); 0: the list is text */
  bool broken;            /* bytes that are no UTF-8 */
};

static const struct heading no_heading;

static bool fail(struct cell_problem *problem, enum message message)
{
  problem->message = message;
  return false;
}

/* A cell of dashes only, however long they are drawn. */
static bool is_dashes(struct slice text)
{
  int32_t c;
  for (size_t n; (n = utf8_decode(text, &c)); text.at += n, text.length -= n)
    if (c != '-' && c != 0x2212 && c != 0x2500 && !(c >= 0x2010 && c <= 0x2015)) return false;
  return true;
}

/* An empty text counts as dashes. */
static bool is_blank_word(struct slice text)
{
  return is_dashes(text) || slice_is(text, "/") || slice_is(text, "\"\"") || slice_is(text, "无数据") ||
         name_equal(text, SLICE("N/A"));
}

static bool is_unknown_word(struct slice text)
{
  return slice_is(text, "未知") || slice_is(text, "不详") || slice_is(text, "待查") || slice_is(text, "?");
}

bool cell_word(struct slice text)
{
  return is_blank_word(text) || is_unknown_word(text);
}

/* Footnote marks and fractions (`500①`, `10²`, `½`) would become digits in NFKC: 5001 is a guess, so such a cell is no figure. */
static bool has_digit_mark(struct slice raw)
{
  static const struct {
    int32_t first, last;
  } marks[] = {
    { 0xB2, 0xB3 },     { 0xB9, 0xB9 },     { 0xBC, 0xBE },       { 0x2070, 0x2079 }, { 0x2080, 0x2089 },
    { 0x2150, 0x215F }, { 0x2189, 0x2189 }, { 0x2460, 0x24FF },   { 0x3251, 0x325F }, { 0x32B1, 0x32CB },
    { 0x3358, 0x3370 }, { 0x33E0, 0x33FE }, { 0x1F100, 0x1F10A },
  };
  int32_t c;
  for (size_t n; (n = utf8_decode(raw, &c)); raw.at += n, raw.length -= n)
    for (size_t i = 0; c > 0x7F && i < COUNT_OF(marks); i++)
      if (c >= marks[i].first && c <= marks[i].last) return true;
  return false;
}

/* A number in a sheet, where a code should have been kept as text. */
static bool kept_as_number(const struct cell_input *reading)
{
  return reading->mark == CELLS_NUMBER;
}

/* Decimals beyond these are what is left of a computation, and would not fit. */
static struct slice short_decimals(struct slice text)
{
  enum { DECIMALS = 12 };
  const char *point = memchr(text.at, '.', text.length);
  size_t most = point ? (size_t)(point - text.at) + 1 + DECIMALS : text.length;
  return (struct slice){ text.at, text.length < most ? text.length : most };
}

/* A number in a sheet is often the result of a formula: it is taken to the fen, which is reported. A text is what somebody wrote.
 */
static bool read_money(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  int64_t unit = reading->heading->unit ? reading->heading->unit : FEN_YUAN;
  bool number = kept_as_number(reading);
  if (money_read(number ? short_decimals(reading->text) : reading->text, unit, &cell->num, &problem->message)) return true;
  if (!number || problem->message != MSG_CELL_MONEY_FEN) return false;
  problem->message = MSG_NOTICE_ROUNDED;
  return problem->remark = true;
}

static bool read_count(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  return count_read(reading->text, &cell->num, &problem->message);
}

static bool read_number(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  struct ratio number;
  const struct heading *heading = reading->heading;
  if (!number_read(reading->text, heading->unit, heading->percent, &number, &problem->message)) return false;
  cell->num = number.num;
  cell->den = number.den;
  return true;
}

/* Excel's number of a day. In a column of dates 2022 is more likely a year than the 14th of July 1905, and 202205 a month than a
 * day of the year 2453: refused, not guessed. */
static bool read_serial(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  enum { LEAST_SERIAL = 10000, MOST_SERIAL = 99999, FIRST_YEAR = 1950, LAST_YEAR = 2100, FROM_1904 = 1462 };
  struct ratio serial;
  date day;
  problem->message = MSG_CELL_DATE;
  if (!decimal_parse(reading->text, &serial)) return false;
  if (!reading->heading->workbook) {
    bool likely = serial.den == 1 && serial.num >= LEAST_SERIAL && serial.num <= MOST_SERIAL;
    if (likely) problem->message = MSG_CELL_DATE_SERIAL;
    return false;
  }
  problem->message = MSG_CELL_DATE_NUMBER;
  if (reading->heading->workbook == 1904) serial.num += FROM_1904 * serial.den;
  if (serial.den != 1 || !date_from_excel(serial.num, &day)) return false;
  int year = date_civil(day).year;
  cell->num = day;
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

static bool read_date(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  struct civil civil;
  date day;
  if (!date_notation(reading->text, &civil)) return read_serial(reading, cell, problem);
  if (!date_make(civil.year, civil.month, civil.day, &day)) return fail(problem, MSG_CELL_DATE_MISSING);
  cell->num = day;
  return true;
}

static bool read_yesno(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  static const char *const words[2][12] = {
    { "否", "无", "N", "no", "false", "0", "×", "✗", "✘", "✕", "✖" },
    { "是", "有", "Y", "yes", "true", "1", "√", "✓", "✔", "☑" },
  };
  for (int answer = 0; answer < 2; answer++)
    for (const char *const *word = words[answer]; *word; word++)
      if (name_equal(reading->text, slice_of(*word))) {
        cell->num = answer;
        return true;
      }
  struct ratio number; /* 1.0 and 0.0: other programs have no whole numbers */
  bool one = decimal_parse(reading->text, &number) && number.den == 1 && (number.num == 0 || number.num == 1);
  cell->num = one && number.num;
  return one || fail(problem, MSG_CELL_YESNO);
}

/* `甲、乙、丙` */
static const char *join_choices(struct arena *arena, const struct field *field)
{
  struct buffer joined = { 0 };
  for (size_t i = 0; i < field->choice_count; i++) {
    if (i) buffer_text(&joined, "、");
    buffer_text(&joined, field->choices[i]);
  }
  return buffer_take(arena, &joined).at;
}

static const char *nearest_choice(const struct field *field, struct slice text)
{
  const char *best = NULL;
  size_t limit = 3;
  for (size_t i = 0; i < field->choice_count; i++) {
    struct slice choice = slice_of(field->choices[i]);
    size_t distance = text_distance(text, choice, limit);
    if (distance >= limit || 2 * distance > utf8_count(choice)) continue;
    best = field->choices[i];
    limit = distance;
  }
  return best;
}

static bool read_choice(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  for (size_t i = 0; i < reading->field->choice_count; i++)
    if (slice_is(reading->text, reading->field->choices[i])) {
      cell->num = (int64_t)i;
      return true;
    }
  for (size_t i = 0; i < reading->field->synonym_count; i++)
    if (slice_is(reading->text, reading->field->synonyms[i].written)) {
      cell->num = (int64_t)reading->field->synonyms[i].position;
      return true;
    }
  problem->argument[0] = join_choices(reading->arena, reading->field);
  problem->argument[1] = nearest_choice(reading->field, reading->text);
  return fail(problem, problem->argument[1] ? MSG_CELL_CHOICE_NEAR : MSG_CELL_CHOICE);
}

struct slice cell_unwrapped(struct slice raw)
{
  struct slice text = slice_trim(raw);
  bool wrapped = text.length >= 3 && slice_starts(text, "=\"") && text.at[text.length - 1] == '"';
  return wrapped ? (struct slice){ text.at + 2, text.length - 3 } : raw;
}

/* Which byte of the cell, and what it is. */
static bool fail_broken(const struct cell_input *reading, struct cell_problem *problem)
{
  size_t at = utf8_valid_prefix(reading->raw);
  fail(problem, MSG_CELL_BROKEN_TEXT);
  problem->argument[0] = arena_printf(reading->arena, "%zu", at + 1);
  problem->argument[1] =
      arena_printf(reading->arena, "%02x", at < reading->raw.length ? (unsigned)(unsigned char)reading->raw.at[at] : 0u);
  return false;
}

static bool read_text(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  cell->text = unicode_shown(reading->arena, reading->raw);
  return !kept_as_number(reading) || !is_scientific(reading->text) || fail(problem, MSG_CELL_SCIENTIFIC);
}

static struct slice upper_case(struct arena *arena, struct slice text)
{
  char *copy = arena_copy(arena, text.at, text.length);
  for (size_t i = 0; i < text.length; i++)
    if (copy[i] >= 'a' && copy[i] <= 'z') copy[i] = (char)(copy[i] - ('a' - 'A'));
  return (struct slice){ copy, text.length };
}

static bool read_code(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  enum { CODE_LENGTH = 18 };
  struct slice code = cell->text = upper_case(reading->arena, reading->text);
  if (credit_code_placeholder(code)) return fail(problem, MSG_CELL_CODE_PLACEHOLDER);
  if (credit_code_valid(code)) return true;
  size_t length = utf8_count(code);
  char check[2] = { credit_code_check(code) };
  if (is_scientific(code)) return fail(problem, MSG_CELL_SCIENTIFIC);
  problem->argument[0] = check[0] ? arena_string(reading->arena, check) : arena_printf(reading->arena, "%zu", length);
  if (length != CODE_LENGTH) return fail(problem, MSG_CELL_CODE_LENGTH);
  return fail(problem, check[0] ? MSG_CELL_CODE_CHECK : MSG_CELL_CODE_LETTERS);
}

static bool is_digits(struct slice text)
{
  for (size_t i = 0; i < text.length; i++)
    if (text.at[i] < '0' || text.at[i] > '9') return false;
  return text.length > 0;
}

/* The first `count` digits. */
static int64_t leading_number(struct slice digits, size_t count)
{
  int64_t value = 0;
  for (size_t i = 0; i < count; i++) value = value * 10 + (digits.at[i] - '0');
  return value;
}

/* A code that is not in force: what has taken its place where that is one, else nobody knows where the company is. */
static bool region_replace(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  const char *successors;
  int32_t code = (int32_t)cell->num, now;
  const struct regions *regions = reading->field->regions;
  struct buffer said = { 0 };
  enum region_standing standing = region_today(regions, code, &now, &successors);
  if (standing == REGION_NONE) {
    problem->argument[0] = region_nearest(reading->arena, regions, (struct slice){ reading->text.at, 6 });
    return fail(problem, MSG_CELL_REGION_NONE);
  }
  if (standing == REGION_DISSOLVED) {
    problem->argument[0] = region_name(regions, code);
    problem->argument[1] = successors[0] == '-' ? "" : successors;
    return fail(problem, MSG_CELL_REGION_DISSOLVED);
  }
  if (standing == REGION_IN_FORCE) return true;
  cell->num = now;
  problem->remark = true;
  region_code_write(&said, code);
  problem->argument[0] = arena_printf(reading->arena, "%.*s %s", (int)said.length, said.at, region_name(regions, code));
  buffer_reset(&said);
  buffer_printf(&said, "%06d ", (int)now);
  format_region(&said, regions, now);
  problem->argument[1] = arena_copy(reading->arena, said.at, said.length);
  buffer_free(&said);
  problem->message = MSG_NOTICE_REGION_SUCCEEDED;
  return true;
}

/* No province begins with 0: such a code has lost or gained a digit. */
static bool read_region(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  struct slice text = reading->text;
  if (is_scientific(text)) return fail(problem, MSG_CELL_SCIENTIFIC);
  bool shortened = is_digits(text) && text.length < 12 && text.length != 6 && kept_as_number(reading);
  if (shortened) return fail(problem, MSG_CELL_ZEROS_LOST);
  if (!is_digits(text) || (text.length != 6 && text.length != 12) || text.at[0] == '0') return fail(problem, MSG_CELL_REGION);
  cell->num = leading_number(text, 6);
  return !reading->field->regions || region_replace(reading, cell, problem);
}

/* There is no division 00. Of one or three digits in a number nobody knows whether a 0 went before them: 111 may be 0111. */
static bool read_industry(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  bool odd_digits = is_digits(reading->text) && reading->text.length % 2;
  if (odd_digits && kept_as_number(reading)) return fail(problem, MSG_CELL_ZEROS_LOST);
  struct slice text = cell->text = upper_case(reading->arena, reading->text);
  if (text.at[0] >= 'A' && text.at[0] <= 'Z') text.at++, text.length--;
  bool right = is_digits(text) && text.length >= 2 && text.length <= 4;
  cell->num = right ? leading_number(text, 2) : 0;
  return cell->num || fail(problem, MSG_CELL_INDUSTRY);
}

/* How each kind is read, and what is said of a figure with a footnote mark; 0 for kinds in which a mark does no harm. */
static const struct {
  bool (*read)(const struct cell_input *, struct cell *, struct cell_problem *);
  enum message marked;
} kinds[FIELD_KINDS] = {
  [FIELD_MONEY] = { read_money, MSG_CELL_MONEY },
  [FIELD_COUNT] = { read_count, MSG_CELL_COUNT },
  [FIELD_NUMBER] = { read_number, MSG_CELL_NUMBER },
  [FIELD_DATE] = { read_date, MSG_CELL_DATE },
  [FIELD_YESNO] = { read_yesno, MSG_CELL_YESNO },
  [FIELD_CHOICE] = { read_choice, 0 },
  [FIELD_TEXT] = { read_text, 0 },
  [FIELD_CODE] = { read_code, 0 },
  [FIELD_REGION] = { read_region, MSG_CELL_REGION },
  [FIELD_INDUSTRY] = { read_industry, MSG_CELL_INDUSTRY },
};

/* What a spreadsheet shows when a formula fails. */
static bool is_sheet_error(struct slice text)
{
  static const char *const errors[] = { "#N/A",  "#REF!",  "#DIV/0!", "#VALUE!", "#NAME?",
                                        "#NUM!", "#NULL!", "#SPILL!", "#CALC!",  "#GETTING_DATA" };
  for (size_t i = 0; text.at[0] == '#' && i < COUNT_OF(errors); i++)
    if (name_equal(text, slice_of(errors[i]))) return true;
  return false;
}

/* What a sheet has instead of a value. */
static bool read_sheet(const struct cell_input *reading, struct cell_problem *problem)
{
  if (is_sheet_error(reading->text)) return fail(problem, MSG_CELL_ERROR);
  if (reading->mark != CELLS_DOUBTFUL) return true;
  return fail(problem, reading->text.at[0] == '=' ? MSG_CELL_FORMULA : MSG_CELL_DIVIDED);
}

static bool read_kind(const struct cell_input *reading, struct cell *cell, struct cell_problem *problem)
{
  enum field_kind kind = reading->field->kind;
  if (!heading_fits(reading->heading, reading->field)) return fail(problem, MSG_CELL_HEADING_UNIT);
  if (kinds[kind].marked && has_digit_mark(reading->raw)) return fail(problem, kinds[kind].marked);
  bool right = kinds[kind].read(reading, cell, problem);
  return reading->broken ? fail_broken(reading, problem) : right;
}

/* A code that is missing is a problem; every other blank has a meaning. */
static bool read_word(const struct field *field, bool blank, struct cell *cell, struct cell_problem *problem)
{
  if (field->kind == FIELD_CODE) return fail(problem, MSG_CELL_CODE_BLANK);
  if (blank && field->optional && field->kind == FIELD_YESNO) cell->state = STATE_KNOWN;
  else if (blank && field->event) cell->state = STATE_NOT_OCCURRED;
  else if (blank && field->has_blank)
    *cell = (struct cell){ .state = STATE_KNOWN, .num = field->blank.num, .den = field->blank.den };
  return true;
}

/* In an event column these say, like a blank, that it has not happened; a choice that is called so is meant. */
static bool says_never(const struct field *field, struct slice text)
{
  bool never = slice_is(text, "无") || slice_is(text, "否") || slice_is(text, "未发生");
  if (!never || !field->event || field->kind == FIELD_YESNO) return false;
  for (size_t i = 0; i < field->choice_count; i++)
    if (slice_is(text, field->choices[i])) return false;
  return true;
}

bool cell_read(struct arena *scratch, const struct field *field, const struct heading *heading, struct slice raw,
               struct cell *cell, struct cell_problem *problem)
{
  const struct cell unknown = { .state = STATE_UNKNOWN, .den = 1 };
  size_t broken;
  *cell = unknown;
  *problem = (struct cell_problem){ .field = field, .raw = raw };
  if (!raw.at) return true;
  char mark = heading && heading->workbook ? cell_mark(raw) : 0;
  struct cell_input reading = { .arena = scratch, .field = field, .heading = heading ? heading : &no_heading, .mark = mark };
  reading.raw = mark ? raw : cell_unwrapped(raw);
  reading.text = unicode_cell(scratch, reading.raw, &broken);
  reading.broken = broken != SIZE_MAX;
  bool blank = is_blank_word(reading.text) || says_never(field, reading.text);
  if (blank || is_unknown_word(reading.text)) return read_word(field, blank, cell, problem);
  bool there = read_sheet(&reading, problem), right = there && read_kind(&reading, cell, problem);
  bool usable = right || (there && (field->kind == FIELD_CODE || field->kind == FIELD_TEXT));
  if (usable) cell->state = STATE_KNOWN;
  else *cell = unknown;
  if (!right) problem->remark = false;
  return right;
}

static void format_known(struct buffer *out, const struct field *field, const struct cell *cell)
{
  switch (field->kind) {
  case FIELD_MONEY: format_money(out, cell->num); return;
  case FIELD_NUMBER:
    if (field->rate) format_share(out, (struct ratio){ cell->num, cell->den });
    else ratio_write(out, (struct ratio){ cell->num, cell->den });
    return;
  case FIELD_DATE: date_write(out, (date)cell->num); return;
  case FIELD_YESNO: buffer_text(out, cell->num ? "是" : "否"); return;
  case FIELD_CHOICE: buffer_text(out, field->choices[cell->num]); return;
  case FIELD_TEXT:
  case FIELD_CODE: buffer_slice(out, cell->text); return;
  case FIELD_INDUSTRY:
    if (cell->text.length) buffer_slice(out, cell->text);
    else buffer_printf(out, "%02" PRId64, cell->num);
    return;
  case FIELD_REGION: buffer_printf(out, "%06" PRId64, cell->num); return;
  case FIELD_COUNT:
  case FIELD_KINDS: buffer_integer(out, cell->num); return;
  }
}

void format_cell(struct buffer *out, const struct field *field, const struct cell *cell)
{
  switch (cell->state) {
  case STATE_NOT_OCCURRED: buffer_text(out, "未发生"); return;
  case STATE_OVERFLOW: buffer_text(out, "超出范围"); return;
  case STATE_UNKNOWN: buffer_text(out, "未知"); return;
  case STATE_KNOWN: format_known(out, field, cell); return;
  }
}

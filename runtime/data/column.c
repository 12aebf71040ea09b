/* Columns of a batch: nearly every cell of a list is written plainly (`2022-05-01`, `1234.5`, 是), and is read here without a
 * copy or an allocation. A fast way says "not mine" to whatever is unusual, and cell_read decides; the two must agree wherever
 * both answer, which tests/data/column_test.c holds them to. */
#include "data/column.h"

#include <string.h>

#include "decode/cells.h"

enum { PLACES = 9, WHOLE_DIGITS = 15 };

/* What the fast ways need to know of a column, worked out once a batch. */
struct way {
  const struct field *field;
  int64_t scale[PLACES + 1]; /* fen per unit in the p-th decimal; 0: the decimal is smaller than a fen, or money is not asked */
  size_t *choice_lengths;
};

/* A fast way: reads the number, and for texts the text, of a cell that is there. False: not written plainly. */
typedef bool fast_way(const struct way *way, struct slice raw, struct cell *cell);

static inline unsigned digit_at(struct slice raw, size_t at)
{
  return (unsigned)(unsigned char)raw.at[at] - '0';
}

/* Digits from `at` on, as many as there are, at most WHOLE_DIGITS; returns where they end. */
static inline size_t fast_digits(struct slice raw, size_t at, int64_t *value)
{
  size_t end = raw.length < at + WHOLE_DIGITS ? raw.length : at + WHOLE_DIGITS;
  for (; at < end && digit_at(raw, at) <= 9; at++) *value = *value * 10 + digit_at(raw, at);
  return at;
}

/* `1234`, `-5`, `1234.5`; decimals as far as they are whole fen. */
static inline bool fast_money(const struct way *way, struct slice raw, struct cell *cell)
{
  int64_t value = 0;
  size_t start = raw.length && raw.at[0] == '-', places = 0;
  size_t at = fast_digits(raw, start, &value);
  if (at == start) return false;
  if (at < raw.length && raw.at[at] == '.') {
    size_t point = at, end = raw.length < point + PLACES + 1 ? raw.length : point + PLACES + 1;
    for (at++; at < end && digit_at(raw, at) <= 9; at++)
      if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, digit_at(raw, at), &value)) return false;
    places = at - point - 1;
    if (!places) return false;
  }
  if (at != raw.length || !way->scale[places]) return false;
  cell->num = start ? -value : value;
  return !__builtin_mul_overflow(cell->num, way->scale[places], &cell->num);
}

static inline bool fast_count(const struct way *way, struct slice raw, struct cell *cell)
{
  (void)way;
  cell->num = 0;
  return raw.length && fast_digits(raw, 0, &cell->num) == raw.length;
}

/* A bare figure; units, percent signs and words are left to cell_read. */
static inline bool fast_number(const struct way *way, struct slice raw, struct cell *cell)
{
  struct ratio number;
  if (fast_count(way, raw, cell)) return true;
  if (!raw.length || digit_at(raw, 0) > 9 || !decimal_parse(raw, &number)) return false;
  cell->num = number.num;
  cell->den = number.den;
  return true;
}

/* Two digits; `bad` gets bits above the low four when one of them is none (a digit plus 6 still fits four bits). */
static inline unsigned two_digits(struct slice raw, size_t at, unsigned *bad)
{
  unsigned tens = digit_at(raw, at), ones = digit_at(raw, at + 1);
  *bad |= tens | (tens + 6) | ones | (ones + 6);
  return tens * 10 + ones;
}

/* `2022-05-01`, `2022/05/01`, `2022.05.01` */
static inline bool fast_date(const struct way *way, struct slice raw, struct cell *cell)
{
  unsigned bad = 0;
  date day;
  (void)way;
  if (raw.length != 10 || raw.at[4] != raw.at[7] || raw.at[4] < '-' || raw.at[4] > '/') return false;
  unsigned year = two_digits(raw, 0, &bad) * 100 + two_digits(raw, 2, &bad);
  unsigned month = two_digits(raw, 5, &bad), in_month = two_digits(raw, 8, &bad);
  if (bad > 15 || !date_make((int)year, (int)month, (int)in_month, &day)) return false;
  cell->num = day;
  return true;
}

/* A text of three bytes against a character of three: no branch, for nobody can foretell what a list says. */
static inline unsigned is_character(struct slice raw, const char *character)
{
  return ((raw.at[0] ^ character[0]) | (raw.at[1] ^ character[1]) | (raw.at[2] ^ character[2])) == 0;
}

static inline bool fast_yesno(const struct way *way, struct slice raw, struct cell *cell)
{
  (void)way;
  if (raw.length == 3) {
    unsigned yes = is_character(raw, "是") | is_character(raw, "有");
    cell->num = yes;
    return yes | is_character(raw, "否") | is_character(raw, "无");
  }
  if (raw.length != 1) return false;
  char c = raw.at[0];
  cell->num = c == '1' || c == 'Y' || c == 'y';
  return cell->num || c == '0' || c == 'N' || c == 'n';
}

static inline bool fast_choice(const struct way *way, struct slice raw, struct cell *cell)
{
  for (size_t i = 0; i < way->field->choice_count; i++) {
    if (raw.length != way->choice_lengths[i] || memcmp(raw.at, way->field->choices[i], raw.length) != 0) continue;
    cell->num = (int64_t)i;
    return true;
  }
  return false;
}

/* Where a blank or an unknown word could begin, or space: anything but a letter, a digit or a common Chinese character. */
static bool begins_plainly(const char *at)
{
  unsigned char lead = (unsigned char)at[0];
  if (lead >= 0xE4 && lead <= 0xE9)
    return memcmp(at, "无", 3) && memcmp(at, "未", 3) && memcmp(at, "不", 3) && memcmp(at, "待", 3);
  return (lead >= '0' && lead <= '9') || (lead >= 'A' && lead <= 'Z' && lead != 'N') ||
         (lead >= 'a' && lead <= 'z' && lead != 'n');
}

/* Whether the text surely does not end in space of any width: ASCII, a common Chinese character, or full-width punctuation. */
static bool ends_plainly(struct slice raw)
{
  unsigned char last = (unsigned char)raw.at[raw.length - 1];
  if (last < 0x80) return last > ' ';
  unsigned char lead = (unsigned char)raw.at[raw.length - 3], second = (unsigned char)raw.at[raw.length - 2];
  return (lead >= 0xE4 && lead <= 0xE9) || (lead == 0xEF && second == 0xBC);
}

/* Well-formed, of characters of one or three bytes. Leads E0 and ED, after which not every second byte is allowed, are left to
 * cell_read. */
static bool is_plain_utf8(struct slice raw)
{
  for (size_t i = 0; i < raw.length;) {
    unsigned char lead = (unsigned char)raw.at[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    if (lead < 0xE1 || lead > 0xEF || lead == 0xED || raw.length - i < 3) return false;
    if (((unsigned char)raw.at[i + 1] & 0xC0) != 0x80 || ((unsigned char)raw.at[i + 2] & 0xC0) != 0x80) return false;
    i += 3;
  }
  return true;
}

static inline bool fast_text(const struct way *way, struct slice raw, struct cell *cell)
{
  (void)way;
  if (raw.length < 3 || !begins_plainly(raw.at) || !is_plain_utf8(raw) || !ends_plainly(raw)) return false;
  cell->text = raw;
  return true;
}

static inline bool fast_code(const struct way *way, struct slice raw, struct cell *cell)
{
  (void)way;
  cell->text = raw;
  return credit_code_valid(raw);
}

static inline bool fast_region(const struct way *way, struct slice raw, struct cell *cell)
{
  (void)way;
  cell->num = 0;
  return raw.length == 6 && raw.at[0] != '0' && fast_digits(raw, 0, &cell->num) == 6;
}

/* `C3911`, `39` */
static inline bool fast_industry(const struct way *way, struct slice raw, struct cell *cell)
{
  int64_t ignored = 0;
  size_t start = raw.length && raw.at[0] >= 'A' && raw.at[0] <= 'Z', digits = raw.length - start;
  (void)way;
  if (digits < 2 || digits > 4 || fast_digits(raw, start, &ignored) != raw.length) return false;
  cell->num = digit_at(raw, start) * 10 + digit_at(raw, start + 1);
  cell->text = raw;
  return cell->num != 0;
}

/* In a sheet it makes a difference whether a text was kept as one. */
static inline bool fast_kept_text(const struct way *way, struct slice raw, struct cell *cell)
{
  return cell_mark(raw) == CELLS_TEXT && fast_text(way, raw, cell);
}

static inline bool fast_kept_industry(const struct way *way, struct slice raw, struct cell *cell)
{
  return cell_mark(raw) == CELLS_TEXT && fast_industry(way, raw, cell);
}

/* Always the slow way: for headings whose unit makes every figure a problem or changes it. */
static inline bool fast_never(const struct way *way, struct slice raw, struct cell *cell)
{
  (void)way, (void)raw, (void)cell;
  return false;
}

/* One batch on its way. */
struct batch {
  struct arena *scratch;
  const struct field *field;
  const struct heading *heading;
  const struct slice *raw;
  size_t count;
  struct column *column;
  struct cell_problems *problems;
  struct cell empty; /* what an empty cell is */
  bool empty_known;  /* an empty cell is no problem */
};

static inline void column_put(struct column *column, size_t row, const struct cell *cell)
{
  column->num[row] = cell->num;
  column->state[row] = (uint8_t)cell->state;
  if (column->den) column->den[row] = cell->den;
  if (column->text) column->text[row] = cell->text;
}

static void read_slowly(const struct batch *batch, size_t row)
{
  struct cell cell;
  struct cell_problem problem;
  struct cell_problems *problems = batch->problems;
  bool right = cell_read(batch->scratch, batch->field, batch->heading, batch->raw[row], &cell, &problem);
  column_put(batch->column, row, &cell);
  if (right) return;
  problem.row = (uint32_t)row;
  problems->items = arena_grow(batch->scratch, problems->items, problems->count, &problems->capacity, sizeof problem);
  problems->items[problems->count++] = problem;
}

/* Inlined into each use, so that the fast way is part of its loop. */
static inline __attribute__((always_inline)) void read_rows(const struct batch *batch, const struct way *way, fast_way *fast)
{
  struct column column = *batch->column; /* what is written to it cannot change it */
  const struct slice *cells = batch->raw;
  const struct cell empty = batch->empty;
  bool empty_known = batch->empty_known;
  for (size_t row = 0, count = batch->count; row < count; row++) {
    struct slice raw = cells[row];
    struct cell cell = { .state = STATE_KNOWN, .den = 1 };
    if (raw.at && !raw.length && empty_known) column_put(&column, row, &empty);
    else if (raw.at && fast(way, raw, &cell)) column_put(&column, row, &cell);
    else read_slowly(batch, row);
  }
}

static void way_scale(struct way *way, int64_t unit)
{
  for (size_t places = 0; places <= PLACES; places++) {
    way->scale[places] = unit;
    unit = unit % 10 ? 0 : unit / 10;
  }
}

/* Choices of words that mean "nothing known" lose against that meaning: then there is no fast way. */
static bool way_choices(struct arena *scratch, struct way *way)
{
  way->choice_lengths = arena_array(scratch, way->field->choice_count, sizeof *way->choice_lengths);
  for (size_t i = 0; i < way->field->choice_count; i++) {
    struct slice choice = slice_of(way->field->choices[i]);
    if (cell_word(choice)) return false;
    way->choice_lengths[i] = choice.length;
  }
  return true;
}

/* Whether the heading leaves plain figures as they are (money: in its unit). */
static bool way_plan(struct arena *scratch, const struct heading *heading, struct way *way)
{
  enum field_kind kind = way->field->kind;
  if (kind == FIELD_MONEY) way_scale(way, heading && heading->unit ? heading->unit : FEN_YUAN);
  if (kind == FIELD_CHOICE) return way_choices(scratch, way);
  if (!heading) return true;
  return heading_fits(heading, way->field) && (kind != FIELD_NUMBER || (!heading->unit && !heading->percent));
}

void column_read(struct arena *scratch, const struct field *field, const struct heading *heading, const struct slice *raw,
                 size_t count, struct column *column, struct cell_problems *problems)
{
  struct way way = { .field = field };
  struct cell_problem ignored;
  struct batch batch = { scratch, field, heading, raw, count, column, problems, { 0 }, false };
  batch.empty_known = cell_read(scratch, field, heading, SLICE(""), &batch.empty, &ignored);
  if (!way_plan(scratch, heading, &way)) {
    read_rows(&batch, &way, fast_never);
    return;
  }
  bool sheet = heading && heading->workbook;
  switch (field->kind) {
  case FIELD_MONEY: read_rows(&batch, &way, fast_money); return;
  case FIELD_COUNT: read_rows(&batch, &way, fast_count); return;
  case FIELD_NUMBER: read_rows(&batch, &way, fast_number); return;
  case FIELD_DATE: read_rows(&batch, &way, fast_date); return;
  case FIELD_YESNO: read_rows(&batch, &way, fast_yesno); return;
  case FIELD_CHOICE: read_rows(&batch, &way, fast_choice); return;
  case FIELD_TEXT:
    if (sheet) read_rows(&batch, &way, fast_kept_text);
    else read_rows(&batch, &way, fast_text);
    return;
  case FIELD_CODE: read_rows(&batch, &way, fast_code); return;
  case FIELD_REGION: read_rows(&batch, &way, fast_region); return;
  case FIELD_INDUSTRY:
    if (sheet) read_rows(&batch, &way, fast_kept_industry);
    else read_rows(&batch, &way, fast_industry);
    return;
  case FIELD_KINDS: return;
  }
}

void column_lacking(const struct field *field, size_t count, struct column *column)
{
  bool no = field->optional && field->kind == FIELD_YESNO;
  struct cell cell = { .state = no ? STATE_KNOWN : STATE_UNKNOWN, .den = 1 };
  for (size_t row = 0; row < count; row++) column_put(column, row, &cell);
}

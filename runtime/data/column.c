/* Columns of a batch: nearly every cell of a list is written plainly (`2022-05-01`, `1234.5`, 是), and is read here without a
 * copy or an allocation. A fast way says "not mine" to whatever is unusual, and cell_read decides; the two must agree wherever
 * both answer, which tests/data/column_test.c holds them to. */
#include "data/column.h"

#include <string.h>

#include "data/cell_simd.h"
#include "data/region.h"
#include "decode/row_bytes.h"

/* What the fast ways need to know of a column, worked out once a batch. */
struct way {
  const struct field *field;
  int64_t scale[FAST_DIGITS];  /* fen per unit in the p-th decimal; 0: the decimal is smaller than a fen, or money is not asked */
  struct fast_choice *choices; /* as many as the field has */
  const uint64_t *regions;     /* a bit for each code in force; NULL: any six digits are one */
};

/* A fast way: reads the number, and for texts the text, of a cell that is there. False: not written plainly, or empty; then the
 * number is anything. */
typedef bool fast_way(const struct way *way, const struct view *view, struct cell *cell);

static inline unsigned digit_at(struct slice raw, size_t at)
{
  return (unsigned)(unsigned char)raw.at[at] - '0';
}

/* `1234`, `-5`, `1234.5`; decimals as far as they are whole fen. */
static inline bool fast_money(const struct way *way, const struct view *view, struct cell *cell)
{
  struct fast_figure figure;
  size_t length = view->raw.length;
  bool negative = length && view->raw.at[0] == '-';
  if (!fast_figure(view->end, length - negative, &figure) || !way->scale[figure.places]) return false;
  cell->num = negative ? -figure.digits : figure.digits;
  return !__builtin_mul_overflow(cell->num, way->scale[figure.places], &cell->num);
}

static __attribute__((noinline)) bool count_long(const struct view *view, int64_t *count)
{
  struct fast_figure figure;
  if (!fast_figure(view->end, view->raw.length, &figure) || figure.places) return false;
  *count = figure.digits;
  return true;
}

static inline bool fast_count(const struct way *way, const struct view *view, struct cell *cell)
{
  (void)way;
  if (view->raw.length > 8) return count_long(view, &cell->num);
  return fast_whole(view->end, view->raw.length, &cell->num);
}

/* A bare figure; units, percent signs and words are left to cell_read. */
static inline bool fast_number(const struct way *way, const struct view *view, struct cell *cell)
{
  struct ratio number;
  if (fast_count(way, view, cell)) return true;
  if (!view->raw.length || digit_at(view->raw, 0) > 9 || !decimal_parse(view->raw, &number)) return false;
  cell->num = number.num;
  cell->den = number.den;
  return true;
}

/* `2022-05-01`, `2022/05/01`, `2022.05.01` */
static inline bool fast_date(const struct way *way, const struct view *view, struct cell *cell)
{
  unsigned year, month, in_month;
  date day;
  (void)way;
  if (view->raw.length != 10 || !fast_day(view->end, &year, &month, &in_month)) return false;
  if (!date_make_near(year, month, in_month, &day) && !date_make((int)year, (int)month, (int)in_month, &day)) return false;
  cell->num = day;
  return true;
}

/* A text of three bytes against a character of three: no branch, for nobody can foretell what a list says. */
static inline unsigned is_character(struct slice raw, const char *character)
{
  return ((raw.at[0] ^ character[0]) | (raw.at[1] ^ character[1]) | (raw.at[2] ^ character[2])) == 0;
}

static inline bool fast_yesno(const struct way *way, const struct view *view, struct cell *cell)
{
  struct slice raw = view->raw;
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

static bool choice_long(const struct way *way, struct slice raw, int64_t *chosen)
{
  for (size_t i = 0; i < way->field->choice_count; i++) {
    if (raw.length != way->choices[i].length || memcmp(raw.at, way->field->choices[i], raw.length) != 0) continue;
    *chosen = (int64_t)i;
    return true;
  }
  return false;
}

static inline bool fast_choice(const struct way *way, const struct view *view, struct cell *cell)
{
  if (view->raw.length > FAST_WINDOW) return choice_long(way, view->raw, &cell->num);
  return fast_chosen(way->choices, way->field->choice_count, view->end, view->raw.length, &cell->num);
}

/* Where a blank or an unknown word could begin, or space: anything but a letter, a digit or a common Chinese character. */
static bool begins_plainly(const char *at)
{
  unsigned char lead = (unsigned char)at[0];
  if (lead >= 0xE4 && lead <= 0xE9)
    return memcmp(at, "无", 3) && memcmp(at, "未", 3) && memcmp(at, "不", 3) && memcmp(at, "待", 3) && memcmp(at, "否", 3);
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

static inline bool fast_text(const struct way *way, const struct view *view, struct cell *cell)
{
  struct slice raw = view->raw;
  (void)way;
  if (raw.length < 3 || !begins_plainly(raw.at) || !ends_plainly(raw) || !fast_utf8(view)) return false;
  cell->text = raw;
  return true;
}

static inline bool fast_code(const struct way *way, const struct view *view, struct cell *cell)
{
  struct slice raw = view->raw;
  (void)way;
  cell->text = raw;
  if (!credit_code_valid(raw)) return false;
  int first = raw.at[1] - raw.at[0], second = raw.at[2] - raw.at[1], third = raw.at[3] - raw.at[2];
  bool regular = first == second || second == third || first == third; /* at most one step of a running order goes from 9 to 0 */
  return !regular || !credit_code_placeholder(raw);
}

static inline bool fast_region(const struct way *way, const struct view *view, struct cell *cell)
{
  if (view->raw.length != 6 || view->raw.at[0] == '0' || !fast_count(way, view, cell)) return false;
  return !way->regions || (way->regions[cell->num / 64] >> cell->num % 64 & 1);
}

/* `C3911`, `39` */
static inline bool fast_industry(const struct way *way, const struct view *view, struct cell *cell)
{
  struct slice raw = view->raw;
  struct fast_figure figure;
  size_t start = raw.length && raw.at[0] >= 'A' && raw.at[0] <= 'Z', digits = raw.length - start;
  (void)way;
  if (digits < 2 || digits > 4 || !fast_figure(view->end, digits, &figure) || figure.places) return false;
  cell->num = digit_at(raw, start) * 10 + digit_at(raw, start + 1);
  cell->text = raw;
  return cell->num != 0;
}

/* In a sheet it makes a difference whether a text was kept as one. */
static inline bool fast_kept_text(const struct way *way, const struct view *view, struct cell *cell)
{
  return cell_mark(view->raw) == CELLS_TEXT && fast_text(way, view, cell);
}

static inline bool fast_kept_industry(const struct way *way, const struct view *view, struct cell *cell)
{
  return cell_mark(view->raw) == CELLS_TEXT && fast_industry(way, view, cell);
}

/* Always the slow way: for headings whose unit makes every figure a problem or changes it. */
static inline bool fast_never(const struct way *way, const struct view *view, struct cell *cell)
{
  (void)way, (void)view, (void)cell;
  return false;
}

/* One batch on its way. */
struct batch {
  struct arena *scratch;
  const struct field *field;
  const struct heading *heading;
  const struct slice *raw;
  size_t count;
  struct slice block;
  size_t room; /* places in the block where a cell may end that has a window before it */
  struct column *column;
  struct cell_problems *problems;
  struct cell empty; /* what an empty cell is */
  bool empty_known;  /* an empty cell is no problem, and has no value but 0 */
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
  if (right && !problem.remark) return;
  problem.row = (uint32_t)row;
  problems->items = arena_grow(batch->scratch, problems->items, problems->count, &problems->capacity, sizeof problem);
  problems->items[problems->count++] = problem;
}

/* A copy of the cell's end, with what happens to be there before it. */
static struct view view_copied(struct slice raw, char window[static FAST_WINDOW])
{
  size_t length = raw.length < FAST_WINDOW ? raw.length : FAST_WINDOW;
  memcpy(window + FAST_WINDOW - length, raw.at + raw.length - length, length);
  return (struct view){ raw, window + FAST_WINDOW, FAST_WINDOW };
}

enum keeps { KEEPS_NUMBER, KEEPS_FRACTION, KEEPS_TEXT, KEEPS_ALL };

/* Inlined into each use, so that the fast way is part of its loop. In many columns some cells are empty, and nobody can foretell
 * which: what the state is, and whether the slow way is needed, is looked up at once. */
static inline __attribute__((always_inline)) void read_rows(const struct batch *batch, const struct way *way, fast_way *fast,
                                                            enum keeps keeps)
{
  enum { SLOW = 0xFF, AHEAD = 16 };
  const struct batch seen = *batch;
  struct column column = *batch->column; /* what is written to it cannot change it */
  const uint8_t states[][2] = { { SLOW, STATE_KNOWN }, { seen.empty_known ? (uint8_t)seen.empty.state : SLOW, SLOW } };
  char window[FAST_WINDOW] = { 0 };
  for (size_t row = 0; row < seen.count; row++) {
    struct slice raw = seen.raw[row];
    uintptr_t before = (uintptr_t)raw.at + raw.length - (uintptr_t)seen.block.at;
    struct view view;
    struct cell cell = { .den = 1 };
    if (row + AHEAD < seen.count) __builtin_prefetch(seen.raw[row + AHEAD].at);
    if (__builtin_expect(before - FAST_WINDOW < seen.room, 1)) {
      view = (struct view){ raw, raw.at + raw.length, before };
    } else if (raw.at) {
      view = view_copied(raw, window);
    } else {
      read_slowly(batch, row);
      continue;
    }
    bool empty = !raw.length, known = fast(way, &view, &cell);
    uint8_t state = states[empty][known];
    if (__builtin_expect(state == SLOW, 0)) {
      read_slowly(batch, row);
      continue;
    }
    column.num[row] = cell.num & ((int64_t)empty - 1);
    column.state[row] = state;
    if (keeps & KEEPS_FRACTION && column.den) column.den[row] = cell.den;
    if (keeps & KEEPS_TEXT && column.text) {
      column.text[row].at = empty ? NULL : cell.text.at; /* one by one: a slice goes by way of the stack, and is waited for */
      column.text[row].length = cell.text.length;
    }
  }
}

static void way_scale(struct way *way, int64_t unit)
{
  for (size_t places = 0; places < FAST_DIGITS; places++) {
    way->scale[places] = unit;
    unit = unit % 10 ? 0 : unit / 10;
  }
}

/* Choices of words that mean "nothing known" lose against that meaning: then there is no fast way. */
static bool way_choices(struct arena *scratch, struct way *way)
{
  way->choices = arena_array(scratch, way->field->choice_count, sizeof *way->choices);
  for (size_t i = 0; i < way->field->choice_count; i++) {
    struct fast_choice *fast = &way->choices[i];
    struct slice choice = slice_of(way->field->choices[i]);
    if (cell_word(choice)) return false;
    fast->length = choice.length;
    if (choice.length <= FAST_WINDOW) memcpy(fast->last + FAST_WINDOW - choice.length, choice.at, choice.length);
  }
  return way->field->choice_count > 0;
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
                 size_t count, struct slice block, struct column *column, struct cell_problems *problems)
{
  struct way way = { .field = field, .regions = field->regions ? regions_in_force(field->regions) : NULL };
  struct cell_problem ignored;
  size_t room = block.length < FAST_WINDOW ? 0 : block.length - FAST_WINDOW + 1;
  struct batch batch = { scratch, field, heading, raw, count, block, room, column, problems, { 0 }, false };
  batch.empty_known = cell_read(scratch, field, heading, SLICE(""), &batch.empty, &ignored) && batch.empty.num == 0;
  if (!way_plan(scratch, heading, &way)) {
    read_rows(&batch, &way, fast_never, KEEPS_ALL);
    return;
  }
  bool sheet = heading && heading->workbook;
  switch (field->kind) {
  case FIELD_MONEY: read_rows(&batch, &way, fast_money, KEEPS_NUMBER); return;
  case FIELD_COUNT: read_rows(&batch, &way, fast_count, KEEPS_NUMBER); return;
  case FIELD_NUMBER: read_rows(&batch, &way, fast_number, KEEPS_FRACTION); return;
  case FIELD_DATE: read_rows(&batch, &way, fast_date, KEEPS_NUMBER); return;
  case FIELD_YESNO: read_rows(&batch, &way, fast_yesno, KEEPS_NUMBER); return;
  case FIELD_CHOICE: read_rows(&batch, &way, fast_choice, KEEPS_NUMBER); return;
  case FIELD_TEXT:
    if (sheet) read_rows(&batch, &way, fast_kept_text, KEEPS_TEXT);
    else read_rows(&batch, &way, fast_text, KEEPS_TEXT);
    return;
  case FIELD_CODE: read_rows(&batch, &way, fast_code, KEEPS_TEXT); return;
  case FIELD_REGION: read_rows(&batch, &way, fast_region, KEEPS_NUMBER); return;
  case FIELD_INDUSTRY:
    if (sheet) read_rows(&batch, &way, fast_kept_industry, KEEPS_TEXT);
    else read_rows(&batch, &way, fast_industry, KEEPS_TEXT);
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

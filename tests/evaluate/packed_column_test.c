/* Kept columns: what is put in comes out, for every kind and state, in any order. */
#include "evaluate/packed_column.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "../chance.h"

enum { VALUES = 5000 };

struct value {
  enum state state;
  int64_t num, den;
  char text[24];
};

static struct value draw_value(enum field_kind kind)
{
  static const int64_t wide[] = { 0, -1, INT64_MAX, INT64_MIN + 3, 123456789012345 },
                       narrow[] = { 0, -719162, 2932896, 659001, 1 };
  bool is_wide = kind == FIELD_MONEY || kind == FIELD_COUNT || kind == FIELD_NUMBER;
  struct value value = { (enum state)draw(4), 0, 1, "" };
  if (draw(3)) value.state = STATE_KNOWN;
  if (value.state != STATE_KNOWN) return value;
  if (kind == FIELD_TEXT || kind == FIELD_CODE)
    snprintf(value.text, sizeof value.text, "%s%zu", draw(2) ? "镇" : "91650100M0001", draw(300));
  else value.num = is_wide ? wide[draw(5)] : narrow[draw(5)];
  if (kind == FIELD_NUMBER) value.den = 1 + (int64_t)draw(9);
  return value;
}

/* A column of one row. */
struct cell_column {
  struct column column;
  int64_t num, den;
  uint8_t state;
  struct slice text;
};

static void cell_put(struct cell_column *cell, const struct value *value)
{
  *cell =
      (struct cell_column){ .num = value->num, .den = value->den, .state = (uint8_t)value->state, .text = slice_of(value->text) };
  cell->column = (struct column){ &cell->num, &cell->den, &cell->text, &cell->state };
}

static bool cell_is(const struct cell_column *cell, const struct value *value)
{
  if (cell->state != value->state) return false;
  if (value->state != STATE_KNOWN) return true;
  return value->text[0] ? slice_is(cell->text, value->text) : cell->num == value->num && cell->den == value->den;
}

/* A value takes a byte until one comes that does not fit, and so on; what was kept before stays. */
Test(evaluate_packed_column, values_widen)
{
  static const struct {
    struct value value;
    int width; /* of the column from then on */
  } rows[] = {
    { { STATE_UNKNOWN, 0, 1, "" }, 1 },
    { { STATE_KNOWN, 0, 1, "" }, 1 },
    { { STATE_KNOWN, INT8_MAX, 1, "" }, 1 },
    { { STATE_KNOWN, INT8_MIN + 3, 1, "" }, 1 },
    { { STATE_NOT_OCCURRED, 0, 1, "" }, 1 },
    { { STATE_KNOWN, INT8_MIN + 2, 1, "" }, 2 },
    { { STATE_KNOWN, INT16_MIN + 3, 1, "" }, 2 },
    { { STATE_KNOWN, INT16_MAX, 1, "" }, 2 },
    { { STATE_OVERFLOW, 0, 1, "" }, 2 },
    { { STATE_KNOWN, INT16_MAX + 1, 1, "" }, 4 },
    { { STATE_KNOWN, -1, 1, "" }, 4 },
    { { STATE_KNOWN, INT32_MIN + INT64_C(3), 1, "" }, 4 },
    { { STATE_KNOWN, INT32_MAX, 1, "" }, 4 },
    { { STATE_UNKNOWN, 0, 1, "" }, 4 },
    { { STATE_KNOWN, INT32_MIN + INT64_C(2), 1, "" }, 8 },
    { { STATE_KNOWN, INT64_MIN + 3, 1, "" }, 8 },
    { { STATE_KNOWN, INT64_MAX, 1, "" }, 8 },
    { { STATE_NOT_OCCURRED, 0, 1, "" }, 8 },
  };
  enum { ROWS = sizeof rows / sizeof *rows };
  struct packed_column kept;
  struct cell_column cell;
  packed_column_open(&kept, FIELD_COUNT);
  for (size_t i = 0; i < ROWS; i++) {
    cell_put(&cell, &rows[i].value);
    packed_column_set(&kept, i, &cell.column, 0);
    cr_expect_eq(kept.width, rows[i].width, "row %zu takes %d bytes", i, kept.width);
  }
  for (size_t i = 0; i < ROWS; i++) {
    cell_put(&cell, &(struct value){ STATE_KNOWN, 77, 7, "?" });
    packed_column_get(&kept, i, &cell.column, 0);
    cr_expect(cell_is(&cell, &rows[i].value), "%zu", i);
  }
  packed_column_close(&kept);
}

/* Straight from one byte to eight. */
Test(evaluate_packed_column, moves_between_widths)
{
  static const struct value small = { STATE_KNOWN, 12, 1, "" }, large = { STATE_KNOWN, INT64_MAX, 1, "" },
                            unknown = { STATE_UNKNOWN, 0, 1, "" };
  struct packed_column from, into;
  struct cell_column cell;
  packed_column_open(&from, FIELD_COUNT);
  packed_column_open(&into, FIELD_COUNT);
  cell_put(&cell, &small);
  packed_column_set(&from, 0, &cell.column, 0);
  packed_column_set(&into, 3, &cell.column, 0);
  packed_column_move(&into, 0, &from, 0);
  cr_expect_eq(into.width, 1);
  cell_put(&cell, &large);
  packed_column_set(&from, 1, &cell.column, 0);
  packed_column_move(&into, 1, &from, 0);
  cr_expect(into.width == 1 && from.width == 8);
  packed_column_move(&into, 2, &from, 1);
  cr_expect_eq(into.width, 8);
  packed_column_move(&into, 4, &from, 1);
  const struct value *expected[] = { &small, &small, &large, &small, &large, &unknown };
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    cell_put(&cell, &(struct value){ STATE_KNOWN, 77, 7, "?" });
    packed_column_get(&into, i, &cell.column, 0);
    cr_expect(cell_is(&cell, expected[i]), "%zu", i);
  }
  packed_column_close(&from);
  packed_column_close(&into);
}

/* Blocks one behind the other, as a worker that uses its columns again hands them over: what comes is less wide, or wider. */
Test(evaluate_packed_column, extends_by_blocks)
{
  enum { BLOCKS = 40, ROWS = 100 };
  static struct value values[BLOCKS * ROWS];
  for (int kind = 0; kind < FIELD_KINDS; kind++) {
    struct packed_column from[2], into;
    struct cell_column cell;
    packed_column_open(&into, (enum field_kind)kind);
    for (size_t i = 0; i < 2; i++) packed_column_open(&from[i], (enum field_kind)kind);
    for (size_t block = 0; block < BLOCKS; block++) {
      for (size_t i = 0; i < ROWS; i++) {
        struct value *value = &values[block * ROWS + i];
        *value = draw_value((enum field_kind)kind);
        if (block < BLOCKS / 2 && !value->text[0]) value->num %= 100;
        cell_put(&cell, value);
        packed_column_set(&from[block % 3 == 0], i, &cell.column, 0);
      }
      packed_column_extend(&into, &from[block % 3 == 0], ROWS);
      cr_assert_eq(into.count, (block + 1) * ROWS);
    }
    for (size_t i = 0; i < BLOCKS * ROWS; i++) {
      cell_put(&cell, &(struct value){ STATE_KNOWN, 77, 7, "?" });
      packed_column_get(&into, i, &cell.column, 0);
      cr_assert(cell_is(&cell, &values[i]), "kind %d, value %zu", kind, i);
    }
    for (size_t i = 0; i < 2; i++) packed_column_close(&from[i]);
    packed_column_close(&into);
  }
}

Test(evaluate_packed_column, gives_back_what_was_put)
{
  static struct value values[VALUES];
  for (int kind = 0; kind < FIELD_KINDS; kind++) {
    struct packed_column kept;
    struct cell_column cell;
    packed_column_open(&kept, (enum field_kind)kind);
    for (size_t i = 0; i < VALUES; i++) values[i] = (struct value){ STATE_UNKNOWN, 0, 1, "" };
    for (size_t i = 0; i < VALUES; i++) {
      size_t at = i < VALUES / 2 ? i : draw(VALUES);
      values[at] = draw_value((enum field_kind)kind);
      cell_put(&cell, &values[at]);
      packed_column_set(&kept, at, &cell.column, 0);
    }
    for (size_t i = 0; i < VALUES; i++) {
      cell_put(&cell, &(struct value){ STATE_KNOWN, 77, 7, "?" });
      packed_column_get(&kept, i, &cell.column, 0);
      cr_assert(cell_is(&cell, &values[i]), "kind %d, value %zu: state %d of %d, %lld of %lld", kind, i, cell.state,
                values[i].state, (long long)cell.num, (long long)values[i].num);
    }
    packed_column_close(&kept);
  }
}

/* Many at a time are what one after the other are, those of nobody and those behind the last too. */
Test(evaluate_packed_column, gathers_what_single_values_are)
{
  enum { KEPT = 500, GATHERED = 900 };
  static int64_t num[GATHERED], den[GATHERED];
  static struct slice text[GATHERED];
  static uint8_t state[GATHERED];
  for (int kind = 0; kind < FIELD_KINDS; kind++) {
    bool is_text = kind == FIELD_TEXT || kind == FIELD_CODE;
    struct column column = { num, kind == FIELD_NUMBER ? den : NULL, is_text ? text : NULL, state };
    uint32_t indexes[GATHERED];
    struct packed_column kept;
    struct cell_column cell;
    packed_column_open(&kept, (enum field_kind)kind);
    for (size_t i = 0; i < KEPT; i++) {
      struct value value = draw_value((enum field_kind)kind);
      cell_put(&cell, &value);
      packed_column_set(&kept, i, &cell.column, 0);
    }
    for (size_t i = 0; i < GATHERED; i++) indexes[i] = draw(9) ? (uint32_t)draw(KEPT + 3) : UINT32_MAX;
    packed_column_gather(&kept, indexes, &column, GATHERED);
    for (size_t i = 0; i < GATHERED; i++) {
      cell_put(&cell, &(struct value){ STATE_KNOWN, 77, 7, "?" });
      packed_column_get(&kept, indexes[i], &cell.column, 0);
      cr_assert(state[i] == cell.state && num[i] == cell.num, "kind %d, value %u", kind, indexes[i]);
      cr_assert(!column.den || den[i] == cell.den, "kind %d, value %u", kind, indexes[i]);
      cr_assert(!column.text || slice_equal(text[i], cell.text), "kind %d, value %u", kind, indexes[i]);
    }
    packed_column_close(&kept);
  }
}

/* Equal values have one key, others others; what is not known has none. */
Test(evaluate_packed_column, keys)
{
  static const enum field_kind kinds[] = { FIELD_DATE, FIELD_TEXT, FIELD_CODE, FIELD_CHOICE, FIELD_REGION };
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    struct packed_column kept;
    struct cell_column cell;
    struct value values[200];
    packed_column_open(&kept, kinds[k]);
    for (size_t i = 0; i < 200; i++) {
      values[i] = draw_value(kinds[k]);
      cell_put(&cell, &values[i]);
      packed_column_set(&kept, kept.count, &cell.column, 0);
    }
    for (size_t i = 0; i < 200; i++) {
      int64_t key = packed_column_key(&kept, i);
      cr_expect_eq(key >= 0, values[i].state == STATE_KNOWN, "kind %d, value %lld", kinds[k], (long long)values[i].num);
      cr_expect_lt(key, INT64_C(1) << 32);
      for (size_t j = 0; j < i && key >= 0; j++) {
        bool same =
            values[j].state == STATE_KNOWN && values[i].num == values[j].num && strcmp(values[i].text, values[j].text) == 0;
        cr_assert_eq(packed_column_key(&kept, j) == key, same, "kind %d: %zu and %zu", kinds[k], i, j);
      }
    }
    packed_column_close(&kept);
  }
}

/* A key stays what it is when the column becomes wider; nobody counts money or fractions without repetition. */
Test(evaluate_packed_column, keys_of_any_width)
{
  static const int64_t numbers[] = { 5, 300, 70000 };
  struct packed_column kept, money;
  struct cell_column cell;
  int64_t first = -1;
  packed_column_open(&kept, FIELD_COUNT);
  packed_column_open(&money, FIELD_MONEY);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    cell_put(&cell, &(struct value){ STATE_KNOWN, numbers[i], 1, "" });
    packed_column_set(&kept, i, &cell.column, 0);
    packed_column_set(&money, i, &cell.column, 0);
    if (!i) first = packed_column_key(&kept, 0);
    cr_expect(first >= 0 && packed_column_key(&kept, 0) == first, "with %lld", (long long)numbers[i]);
    cr_expect_eq(packed_column_key(&kept, i) - first, numbers[i] - numbers[0]);
    cr_expect_eq(packed_column_key(&money, i), -1);
  }
  packed_column_close(&kept);
  packed_column_close(&money);
}

Test(evaluate_packed_column, a_list_without_the_column)
{
  struct packed_column kept;
  struct cell_column cell;
  packed_column_open(&kept, FIELD_MONEY);
  packed_column_set(&kept, 3, NULL, 0);
  for (size_t i = 0; i < 6; i++) {
    cell_put(&cell, &(struct value){ STATE_KNOWN, 5, 1, "" });
    packed_column_get(&kept, i, &cell.column, 0);
    cr_expect_eq(cell.state, STATE_UNKNOWN, "value %zu", i);
  }
  packed_column_close(&kept);
}

/* Blocks as bytes: what several parts have kept of a block is the block, row by row; bytes that are cut off are noticed. */
#include "evaluate/block_state.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "../chance.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
enum { ROWS = 700, PARTS = 3 };

static const struct field fields[] = {
  { .name = "代码", .kind = FIELD_CODE },       { .name = "数", .kind = FIELD_COUNT },  { .name = "率", .kind = FIELD_NUMBER },
  { .name = "没有这一列", .kind = FIELD_DATE }, { .name = "名称", .kind = FIELD_TEXT },
};
static const struct field *const wanted[] = { &fields[0], &fields[1], &fields[2], &fields[3], &fields[4] };
static const struct field *headings[] = { &fields[1], NULL, &fields[4], &fields[0], &fields[2] };
static const struct list_reader listing = { .fields = headings, .heading_count = COUNT(headings) };

/* The block as it was read, and which part each row is of. */
struct whole {
  struct column columns[COUNT(wanted)];
  uint32_t lines[ROWS], repeats[ROWS];
  uint8_t part[ROWS], open[ROWS];
};

static struct slice invent_text(struct arena *arena, bool code)
{
  return slice_of(arena_printf(arena, code ? "91650100MA%08u" : "企业%u", (unsigned)(draw(1000))));
}

static void invent(struct arena *arena, struct whole *whole)
{
  uint32_t line = 0;
  for (size_t i = 0; i < COUNT(wanted); i++) {
    struct column *column = &whole->columns[i];
    *column = (struct column){ arena_array(arena, ROWS, 8), arena_array(arena, ROWS, 8),
                               arena_array(arena, ROWS, sizeof(struct slice)), arena_array(arena, ROWS, 1) };
    if (fields[i].kind != FIELD_NUMBER) column->den = NULL;
    if (fields[i].kind != FIELD_CODE && fields[i].kind != FIELD_TEXT) column->text = NULL;
    for (size_t row = 0; row < ROWS; row++) {
      column->state[row] = draw(4) ? STATE_KNOWN : (uint8_t)(draw(4));
      if (column->den) column->den[row] = 1;
      if (column->state[row] != STATE_KNOWN) continue;
      if (column->text) column->text[row] = invent_text(arena, i == 0);
      else column->num[row] = draw(50) ? (int64_t)(draw(300)) - 20 : (int64_t)chance();
      if (column->den) column->den[row] = 1 + (int64_t)(draw(9));
    }
  }
  for (size_t row = 0; row < ROWS; row++) {
    whole->lines[row] = line += 1 + (uint32_t)(draw(3) == 0);
    whole->repeats[row] = draw(20) ? 0 : 1 + (uint32_t)(draw(99));
    whole->part[row] = (uint8_t)(draw(PARTS));
    whole->open[row] = draw(3) == 0;
  }
}

/* The rows of one part, as a scan would give them. */
static struct slice part_bytes(struct arena *arena, const struct whole *whole, struct block_layout *layout, uint8_t part,
                               bool finishes)
{
  struct column columns[COUNT(wanted)];
  uint32_t lines[ROWS], repeats[ROWS];
  uint8_t open[ROWS];
  struct scan_batch batch = { .columns = columns, .lines = lines };
  for (size_t i = 0; i < COUNT(wanted); i++) {
    columns[i] = (struct column){ arena_array(arena, ROWS, 8), NULL, NULL, arena_array(arena, ROWS, 1) };
    if (whole->columns[i].den) columns[i].den = arena_array(arena, ROWS, 8);
    if (whole->columns[i].text) columns[i].text = arena_array(arena, ROWS, sizeof(struct slice));
  }
  for (size_t row = 0; row < ROWS; row++) {
    if (whole->part[row] != part) continue;
    size_t at = batch.count++;
    for (size_t i = 0; i < COUNT(wanted); i++) {
      columns[i].num[at] = whole->columns[i].num[row];
      columns[i].state[at] = whole->columns[i].state[row];
      if (columns[i].den) columns[i].den[at] = whole->columns[i].den[row];
      if (columns[i].text) columns[i].text[at] = whole->columns[i].text[row];
    }
    lines[at] = whole->lines[row], repeats[at] = whole->repeats[row], open[at] = whole->open[row];
  }
  struct block_rows *rows = block_rows_new(arena, layout, wanted, COUNT(wanted), &listing);
  const struct scan_problem problem = {
    .message = MSG_CELL_MONEY, .line = whole->lines[part], .raw = SLICE("三"), .argument = { "a" }
  };
  const struct scan_block block = {
    .rows = batch.count, .first_line = 7, .problems = &problem, .problem_count = part == 0, .position = 99
  };
  const struct block_finish finish = { repeats, SLICE("counts"), SLICE("lines") };
  struct buffer out = { 0 };
  block_rows_begin(rows);
  block_rows_add(rows, &batch, finishes ? open : NULL);
  format_block(&out, rows, &block, finishes ? &finish : NULL);
  block_rows_close(rows);
  return buffer_take(arena, &out);
}

static struct block_layout layout_for(struct arena *arena, bool finishes)
{
  struct block_layout layout = block_layout_of(arena, &listing, wanted, COUNT(wanted));
  for (size_t i = 0; i < layout.count; i++) layout.columns[i].every = !finishes || layout.columns[i].kind == FIELD_CODE;
  return layout;
}

static void compare(const struct memory_list_block *block, const struct whole *whole, bool finishes)
{
  size_t row = 0;
  cr_assert_eq(block->rows, ROWS);
  cr_assert_eq(block->first_line, 7);
  for (size_t b = 0; b < block->batch_count; b++)
    for (size_t k = 0; k < block->batches[b].count; k++, row++) {
      cr_assert_eq(block->batches[b].lines[k], whole->lines[row]);
      for (size_t h = 0; h < COUNT(headings); h++) {
        size_t i = headings[h] ? (size_t)(headings[h] - fields) : 0;
        const struct column *a = &whole->columns[i], *c = &block->batches[b].columns[h];
        if (!headings[h]) continue;
        if (finishes && !whole->open[row] && i) continue;
        cr_assert_eq(c->state[k], a->state[row], "row %zu, field %zu", row, i);
        if (a->state[row] != STATE_KNOWN) continue;
        if (a->text) cr_assert(slice_equal(c->text[k], a->text[row]));
        else cr_assert_eq(c->num[k], a->num[row]);
        if (a->den) cr_assert_eq(c->den[k], a->den[row]);
      }
      if (finishes) cr_assert(block->repeats[row] == whole->repeats[row] && block->finished->open[row] == whole->open[row]);
      if (finishes) cr_assert_eq(block->finished->part[row], whole->part[row]);
    }
  cr_assert_eq(row, ROWS);
  cr_assert_eq(block->problem_count, 1);
  cr_assert_eq(block->problems[0].row, 0);
  cr_assert(slice_is(block->problems[0].raw, "三") && strcmp(block->problems[0].argument[0], "a") == 0 &&
            !block->problems[0].argument[1]);
}

static void test_round(bool finishes)
{
  struct arena arena = { 0 };
  struct whole *whole = arena_alloc(&arena, sizeof *whole);
  struct slice states[PARTS];
  struct block_layout layout = layout_for(&arena, finishes);
  size_t torn;
  invent(&arena, whole);
  for (uint8_t p = 0; p < PARTS; p++) states[p] = part_bytes(&arena, whole, &layout, p, finishes);
  struct memory_list_block *block = memory_list_block_new();
  cr_assert(block_read(block, &layout, &listing, states, PARTS, &torn));
  compare(block, whole, finishes);
  memory_list_block_free(block);
  for (int cut = 0; cut < 40; cut++) {
    struct slice kept = states[1];
    states[1].length = draw(kept.length);
    block = memory_list_block_new();
    cr_assert(!block_read(block, &layout, &listing, states, PARTS, &torn), "cut at %zu", states[1].length);
    memory_list_block_free(block);
    states[1] = kept;
  }
  arena_free(&arena);
}

Test(evaluate_block_state, rows_of_parts)
{
  for (int round = 0; round < 20; round++) test_round(round % 2);
}

/* A block of one row with one cell: whether it is read, and in how much memory. */
static bool read_alone(const struct field *field, int64_t num, int64_t den, struct slice text, uint32_t line, size_t *memory)
{
  struct arena arena = { 0 };
  const struct list_reader one = { .fields = &field, .heading_count = 1 };
  struct block_layout layout = block_layout_of(&arena, &one, &field, 1);
  struct column column = { &num, field->kind == FIELD_NUMBER ? &den : NULL,
                           field->kind == FIELD_INDUSTRY || field->kind == FIELD_TEXT ? &text : NULL,
                           (uint8_t[]){ STATE_KNOWN } };
  const struct scan_batch batch = { .columns = &column, .lines = &line, .count = 1 };
  struct block_rows *rows = block_rows_new(&arena, &layout, &field, 1, &one);
  struct memory_list_block *block = memory_list_block_new();
  struct buffer out = { 0 };
  size_t torn;
  block_rows_begin(rows);
  block_rows_add(rows, &batch, NULL);
  format_block(&out, rows, &(struct scan_block){ .rows = 1 }, NULL);
  block_rows_close(rows);
  const struct slice state = buffer_take(&arena, &out);
  bool read = block_read(block, &layout, &one, &state, 1, &torn);
  *memory = arena_size(&block->arena);
  memory_list_block_free(block);
  arena_free(&arena);
  return read;
}

Test(evaluate_block_state, what_no_cell_gives)
{
  static const char *const names[] = { "甲", "乙" };
  const struct {
    struct field field;
    int64_t num, den;
    const char *text;
    uint32_t line;
    bool fits;
  } cases[] = {
    { { .name = "选", .kind = FIELD_CHOICE, .choices = names, .choice_count = 2 }, 1, 1, "", 0, true },
    { { .name = "选", .kind = FIELD_CHOICE, .choices = names, .choice_count = 2 }, 2, 1, "", 0, false },
    { { .name = "选", .kind = FIELD_CHOICE, .choices = names, .choice_count = 2 }, -1, 1, "", 0, false },
    { { .name = "是", .kind = FIELD_YESNO }, 2, 1, "", 0, false },
    { { .name = "日", .kind = FIELD_DATE }, INT64_C(1) << 40, 1, "", 0, false },
    { { .name = "地", .kind = FIELD_REGION }, 1000000, 1, "", 0, false },
    { { .name = "率", .kind = FIELD_NUMBER }, 1, 3, "", 0, true },
    { { .name = "率", .kind = FIELD_NUMBER }, 1, 0, "", 0, false },
    { { .name = "业", .kind = FIELD_INDUSTRY }, 35, 1, "C35", 0, true },
    { { .name = "业", .kind = FIELD_INDUSTRY }, 35, 1, "\xE4", 0, false },
    { { .name = "名", .kind = FIELD_TEXT }, 0, 1, "企业", 0, true },
    { { .name = "名", .kind = FIELD_TEXT }, 0, 1, "\xE4\xBC", 0, false },
    { { .name = "数", .kind = FIELD_COUNT }, 1, 1, "", (1 << 30) - 1, true }, /* a far line takes no room */
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    size_t memory;
    bool read = read_alone(&cases[i].field, cases[i].num, cases[i].den, slice_of(cases[i].text), cases[i].line, &memory);
    cr_assert_eq(read, cases[i].fits, "case %zu", i);
    cr_assert_lt(memory, 1 << 20, "case %zu", i);
  }
}

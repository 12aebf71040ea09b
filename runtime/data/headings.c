/* Finding the headings of a sheet, for listing.c. */
#include "data/headings.h"

#include "decode/cells.h"

enum { LOOK_BYTES = 256 * 1024, LOOK_ROWS = 40, HEADING_ROWS = 4 };

struct head_row {
  uint32_t number; /* of the sheet, from 1 */
  struct slice *cells;
  size_t count, filled, named;
};

struct head {
  struct arena *arena;
  bool (*names)(void *context, struct slice text);
  void *context;
  struct head_row rows[LOOK_ROWS];
  size_t count;
  struct merge *merges;
  size_t merge_count;
};

static void add_cell(struct head *head, struct head_row *row, size_t *capacity, struct slice text)
{
  row->cells = arena_grow(head->arena, row->cells, row->count, capacity, sizeof *row->cells);
  row->cells[row->count++] = slice_copy(head->arena, text);
  row->filled += slice_trim(text).length > 0;
  row->named += head->names(head->context, text);
}

/* The first rows that have content. */
static void take_rows(struct head *head, struct slice bytes)
{
  uint32_t number = 1;
  size_t capacity = 0;
  for (size_t at = 0, start = 0; at < bytes.length && head->count < LOOK_ROWS; at++) {
    struct head_row *row = &head->rows[head->count];
    char c = bytes.at[at];
    if (c < CELLS_TEXT || c > CELLS_END) continue;
    if (c != CELLS_END) add_cell(head, row, &capacity, (struct slice){ bytes.at + start, at - start });
    if (c == CELLS_END && row->count) row->number = number, head->count++, capacity = 0;
    number += c == CELLS_END;
    start = at + 1;
  }
}

/* The row with most names, else the first that has more than half as many cells as the fullest: a title has fewer. */
static size_t main_row(const struct head *head)
{
  size_t best = 0, fullest = 0;
  for (size_t i = 1; i < head->count; i++)
    if (head->rows[i].named > head->rows[best].named) best = i;
  if (head->rows[best].named) return best;
  for (size_t i = 0; i < head->count; i++)
    if (head->rows[i].filled > fullest) fullest = head->rows[i].filled;
  for (size_t i = 0; i < head->count; i++)
    if (head->rows[i].filled * 2 > fullest) return i;
  return 0;
}

static struct slice cell_of(const struct head_row *row, size_t column)
{
  return column < row->count ? row->cells[column] : (struct slice){ "", 0 };
}

/* Whether row `i` has nothing where row `above` names its first field. A row of data has something there. */
static bool leaves_first_blank(const struct head *head, size_t above, size_t i)
{
  const struct head_row *row = &head->rows[above];
  for (size_t column = 0; column < row->count; column++)
    if (head->names(head->context, row->cells[column])) return !cell_of(&head->rows[i], column).length;
  return false;
}

static bool follows(const struct head *head, size_t above, size_t below)
{
  return below < head->count && head->rows[below].number == head->rows[above].number + 1;
}

/* The last row that cells merged with the headings reach: down, or, when `across`, with a row of their own below. */
static uint32_t merged_to(const struct head *head, const struct headings *headings, bool across)
{
  uint32_t last = headings->last;
  for (size_t i = 0; i < head->merge_count; i++) {
    const struct merge *merge = &head->merges[i];
    if (merge->top + 1 < headings->first || merge->top + 1 > headings->last) continue;
    uint32_t reach = merge->bottom + 1 + (across && merge->right > merge->left);
    if (reach > last && reach < headings->first + HEADING_ROWS) last = reach;
  }
  return last;
}

static bool find_rows(struct head *head, struct xlsx *xlsx, struct headings *headings, struct fault *fault)
{
  size_t main = main_row(head), top = main, bottom = main;
  bool named = head->rows[main].named > 0;
  while (named && top && follows(head, top - 1, top) && head->rows[top - 1].named && main - top + 1 < HEADING_ROWS) top--;
  while (named && follows(head, bottom, bottom + 1) && head->rows[bottom + 1].named && leaves_first_blank(head, main, bottom + 1))
    bottom++;
  headings->first = head->rows[top].number;
  headings->last = head->rows[bottom].number;
  bool across = named && follows(head, bottom, bottom + 1) && leaves_first_blank(head, main, bottom + 1);
  if ((across || top < bottom) &&
      !xlsx_merges(xlsx, head->arena, headings->last, &head->merges, &head->merge_count, fault))
    return false;
  headings->last = merged_to(head, headings, across);
  headings->above = (uint32_t)top;
  return true;
}

/* What stands in a cell, or in the first of the cells it is merged with across. */
static struct slice spread_cell(const struct head *head, const struct head_row *row, size_t column)
{
  struct slice text = cell_of(row, column);
  for (size_t i = 0; i < head->merge_count && !text.length; i++) {
    const struct merge *merge = &head->merges[i];
    if (merge->top + 1 == row->number && merge->left <= column && merge->right >= column) text = cell_of(row, merge->left);
  }
  return slice_trim(text);
}

static struct slice compose(const struct head *head, const struct headings *headings, size_t column)
{
  struct slice text = { "", 0 };
  for (size_t i = 0; i < head->count; i++) {
    const struct head_row *row = &head->rows[i];
    if (row->number < headings->first || row->number > headings->last) continue;
    struct slice below = spread_cell(head, row, column);
    if (!below.length) continue;
    if (!text.length || head->names(head->context, below)) text = below;
    else text = slice_of(arena_printf(head->arena, "%.*s%.*s", (int)text.length, text.at, (int)below.length, below.at));
  }
  return text;
}

static void compose_all(struct head *head, struct headings *headings)
{
  size_t width = 0;
  for (size_t i = 0; i < head->count; i++) {
    const struct head_row *row = &head->rows[i];
    if (row->number >= headings->first && row->number <= headings->last && row->count > width) width = row->count;
  }
  headings->texts = arena_array(head->arena, width, sizeof *headings->texts);
  for (size_t column = 0; column < width; column++) {
    headings->texts[column] = compose(head, headings, column);
    if (headings->texts[column].length) headings->count = column + 1;
  }
}

bool headings_find(struct arena *arena, struct xlsx *xlsx, bool (*names)(void *context, struct slice text), void *context,
                   struct headings *headings, struct fault *fault)
{
  struct head head = { .arena = arena, .names = names, .context = context };
  struct buffer bytes = { 0 };
  *headings = (struct headings){ 0 };
  bool read = xlsx_start(xlsx, 0, fault) && xlsx_rows(xlsx, &bytes, LOOK_BYTES, fault);
  if (read) take_rows(&head, buffer_view(&bytes));
  buffer_free(&bytes);
  if (!read || !head.count) return read;
  if (!find_rows(&head, xlsx, headings, fault)) return false;
  compose_all(&head, headings);
  return true;
}

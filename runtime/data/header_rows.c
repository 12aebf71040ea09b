/* Finding the headings of a list, for listing.c. */
#include "data/header_rows.h"

#include "data/field.h"
#include "decode/row_bytes.h"

enum { LOOK_BYTES = 256 * 1024 };

static size_t filled_cells(const struct head_row *row)
{
  size_t filled = 0;
  for (size_t i = 0; i < row->count; i++) filled += slice_trim(row->cells[i]).length > 0;
  return filled;
}

static size_t named_cells(const struct head *head, const struct head_row *row)
{
  size_t named = 0;
  for (size_t i = 0; i < row->count; i++) named += head->names(head->context, row->cells[i]);
  return named;
}

static void take_rows(struct head *head, struct slice bytes)
{
  uint32_t number = 1;
  size_t capacity = 0;
  for (size_t at = 0, start = 0; at < bytes.length && head->count < HEADING_LOOK_ROWS; at++) {
    struct head_row *row = &head->rows[head->count];
    char c = bytes.at[at];
    if (c < CELLS_TEXT || c > CELLS_END) continue;
    if (c != CELLS_END) {
      row->cells = arena_grow(head->arena, row->cells, row->count, &capacity, sizeof *row->cells);
      row->cells[row->count++] = slice_copy(head->arena, (struct slice){ bytes.at + start, at - start });
    }
    if (c == CELLS_END && row->count) row->number = number, row->next = number + 1, head->count++, capacity = 0;
    number += c == CELLS_END;
    start = at + 1;
  }
}

bool headings_look(struct head *head, struct xlsx *xlsx, struct fault *fault)
{
  struct buffer bytes = { 0 };
  bool read = xlsx_start(xlsx, 0, fault) && xlsx_rows(xlsx, &bytes, LOOK_BYTES, fault);
  if (read) take_rows(head, buffer_view(&bytes));
  buffer_free(&bytes);
  return read;
}

static bool names_key(const struct head *head, const struct head_row *row)
{
  for (size_t i = 0; i < row->count; i++)
    if (head->names_key(head->context, row->cells[i])) return true;
  return false;
}

/* The row with most names, else the first that has more than half as many cells as the fullest: a title has fewer. */
static size_t fullest_row(const struct head *head, bool *found)
{
  size_t best = 0, most = 0, fullest = 0;
  for (size_t i = 0; i < head->count; i++) {
    size_t named = named_cells(head, &head->rows[i]), filled = filled_cells(&head->rows[i]);
    if (named > most) best = i, most = named;
    if (filled > fullest) fullest = filled;
  }
  *found = most > 0;
  if (most) return best;
  for (size_t i = 0; i < head->count; i++)
    if (filled_cells(&head->rows[i]) * 2 > fullest) return i;
  return 0;
}

static size_t main_row(const struct head *head, bool *found)
{
  if (!head->names_key) return fullest_row(head, found);
  *found = true;
  for (size_t i = 0; i < head->count && i < HEADING_LOOK; i++)
    if (names_key(head, &head->rows[i])) return i;
  *found = false;
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
    if (head->names(head->context, row->cells[column])) return !slice_trim(cell_of(&head->rows[i], column)).length;
  return false;
}

static bool follows(const struct head *head, size_t above, size_t below)
{
  return below < head->count && head->rows[below].number == head->rows[above].next;
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

/* A row of which every filled cell is a unit. */
static bool is_unit_row(const struct head *head, size_t at)
{
  const struct head_row *row = &head->rows[at];
  size_t units = 0;
  for (size_t i = 0; i < row->count; i++) {
    struct slice text = slice_trim(row->cells[i]);
    if (!text.length || slice_is(text, "/") || slice_is(text, "-") || slice_is(text, "—")) continue;
    if (!is_unit_text(head->arena, text)) return false;
    units++;
  }
  return units > 0;
}

static void find_rows(const struct head *head, struct headings *headings)
{
  size_t main = main_row(head, &headings->found), top = main, bottom = main;
  bool named = headings->found;
  while (named && top && follows(head, top - 1, top) && named_cells(head, &head->rows[top - 1]) && main - top + 1 < HEADING_ROWS)
    top--;
  while (named && follows(head, bottom, bottom + 1) && named_cells(head, &head->rows[bottom + 1]) &&
         leaves_first_blank(head, main, bottom + 1))
    bottom++;
  headings->main = head->rows[main].number;
  headings->first = head->rows[top].number;
  headings->last = head->rows[bottom].number;
  bool across = named && follows(head, bottom, bottom + 1) && leaves_first_blank(head, main, bottom + 1);
  if (across || top < bottom) headings->last = merged_to(head, headings, across);
  for (headings->last_row = bottom; headings->last_row + 1 < head->count; headings->last_row++)
    if (head->rows[headings->last_row + 1].number > headings->last) break;
  if (named && follows(head, headings->last_row, headings->last_row + 1) && is_unit_row(head, headings->last_row + 1))
    headings->last = head->rows[++headings->last_row].number;
  headings->above = (uint32_t)top;
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
    if (!below.length || slice_is(below, "/")) continue;
    bool bare = text.length && is_unit_text(head->arena, below) && !slice_ends(below, ")") && !slice_ends(below, "）");
    if (!text.length || head->names(head->context, below)) text = below;
    else
      text = slice_of(
          arena_printf(head->arena, bare ? "%.*s（%.*s）" : "%.*s%.*s", (int)text.length, text.at, (int)below.length, below.at));
  }
  return text;
}

static void compose_all(const struct head *head, struct headings *headings)
{
  size_t width = 0;
  for (size_t i = 0; i < head->count; i++) {
    const struct head_row *row = &head->rows[i];
    if (row->number >= headings->first && row->number <= headings->last && row->count > width) width = row->count;
  }
  headings->width = width;
  headings->texts = arena_array(head->arena, width, sizeof *headings->texts);
  for (size_t column = 0; column < width; column++) {
    headings->texts[column] = compose(head, headings, column);
    if (headings->texts[column].length) headings->count = column + 1;
  }
}

/* The nearest to the headings wins. */
static int64_t unit_above(const struct head *head, const struct headings *headings)
{
  int64_t unit = 0;
  for (size_t i = 0; i < headings->above; i++)
    for (size_t k = 0; k < head->rows[i].count; k++) {
      int64_t on_notice = unit_stated(head->arena, head->rows[i].cells[k]);
      if (on_notice) unit = on_notice;
    }
  return unit;
}

void header_rows_find(struct head *head, struct headings *headings)
{
  *headings = (struct headings){ 0 };
  if (!head->count) return;
  find_rows(head, headings);
  compose_all(head, headings);
  headings->unit = unit_above(head, headings);
}

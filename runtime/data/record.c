/* Telling records from what stands between and below them, for evaluate/scan. */
#include "data/record.h"

#include <string.h>

#include "decode/unicode.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

/* Does it begin with one of these characters? In a list without codes every record is asked, so most are let go here. */
static bool begins_with(struct slice text, const char *characters)
{
  for (; text.length >= 3 && *characters; characters += 3)
    if (memcmp(text.at, characters, 3) == 0) return true;
  return false;
}

/* Texts are without space: `合　计` is one. In the column of codes it may go on, elsewhere that may be a name. */
static bool says_total(struct slice text, bool in_code)
{
  static const char *const words[] = { "合计", "总计", "小计", "共计" };
  if (!begins_with(text, "合总小共") && !slice_ends(text, "计")) return false;
  for (size_t i = 0; i < COUNT_OF(words); i++) {
    size_t length = slice_of(words[i]).length;
    bool starts = slice_starts(text, words[i]);
    bool alone = starts && (text.length == length || strchr(":(0123456789", text.at[length]));
    if (alone || (starts && in_code) || (slice_ends(text, words[i]) && utf8_count(text) < 6)) return true;
  }
  return false;
}

/* In the column of codes the word is enough; elsewhere it may begin a name, and a colon or nothing has to follow. */
static bool says_note(struct slice text, bool in_code)
{
  static const char *const words[] = { "注",   "备注", "附注",       "说明",  "填表",    "填报",
                                       "制表", "审核", "单位负责人", "单位:", "数据来源" };
  if (!begins_with(text, "注备附说填制审单数")) return false;
  for (size_t i = 0; i < COUNT_OF(words); i++) {
    if (!slice_starts(text, words[i])) continue;
    size_t length = slice_of(words[i]).length;
    bool ends =
        text.length == length || memchr(text.at + length, ':', text.length - length) || slice_ends(slice_of(words[i]), ":");
    if (in_code || ends) return true;
  }
  return false;
}

/* `3`, `(3)`, `3.`, `3、`; -1: no number. */
static int column_number(struct slice text)
{
  int number = 0;
  while (text.length && text.at[0] == '(') text.at++, text.length--;
  while (text.length && (text.at[text.length - 1] == ')' || text.at[text.length - 1] == '.')) text.length--;
  if (slice_ends(text, "、")) text.length -= 3;
  if (!text.length || text.length > 6) return -1;
  for (size_t i = 0; i < text.length; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return -1;
    number = number * 10 + (text.at[i] - '0');
  }
  return number;
}

/* The columns counted, where a code cannot be a small number: every cell one more than the one before, perhaps after 甲 and 乙.
 */
static bool counts_columns(const struct slice *cells, size_t count, struct arena *scratch)
{
  size_t numbers = 0, letters = 0;
  int before = 0;
  for (size_t i = 0; i < count; i++) {
    struct slice cell = unicode_heading(scratch, cells[i]);
    if (!cell.length) continue;
    int number = column_number(cell);
    bool letter = number < 0 && !numbers && (slice_is(cell, "甲") || slice_is(cell, "乙") || slice_is(cell, "丙"));
    letters += letter;
    if (letter) continue;
    if (number < 0 || (numbers ? number != before + 1 : number > 4)) return false;
    before = number;
    numbers++;
  }
  return numbers && (numbers + letters > 2 || (numbers == 2 && count == 2));
}

/* Whether the first cell that is filled says what the heading above it says, and most others do. */
static bool repeats_heading(const struct list_reader *listing, const struct slice *cells, size_t count, struct arena *scratch)
{
  size_t same = 0, filled = 0;
  for (size_t i = 0; i < count && i < listing->heading_count; i++) {
    if (!slice_trim(cells[i]).length) continue;
    filled++;
    struct slice name = listing->headings[i].name, text = unicode_heading(scratch, cells[i]);
    bool may = name.length && text.length >= name.length && memmem(text.at, text.length, name.at, name.length);
    same += may && slice_equal(heading_parse(scratch, cells[i]).name, name);
    if (!same) return false;
  }
  return same * 2 > filled;
}

static bool any_filled(const struct csv_reader *rows, size_t row, struct arena *scratch)
{
  for (size_t k = 0; k < rows->columns; k++)
    if (rows->cells[k][row].length && unicode_heading(scratch, rows->cells[k][row]).length) return true;
  return false;
}

bool is_example_cell(struct arena *scratch, struct slice cell)
{
  if (!begins_with(slice_trim(cell), "示")) return false;
  struct slice mark = slice_of(message_name(MSG_EXAMPLE_MARK, LANGUAGE_CHINESE));
  return slice_equal(unicode_heading(scratch, cell), unicode_heading(scratch, mark));
}

bool is_example(struct arena *scratch, const struct slice *cells, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (is_example_cell(scratch, cells[i])) return true;
  return false;
}

/* Whose name was filled in is no example any more, though its code still says so: that is a problem of its code. */
static bool has_own_name(const struct list_reader *listing, const struct slice *cells, size_t count, struct arena *scratch)
{
  for (size_t i = 0; i < count && i < listing->heading_count; i++) {
    if (!listing->fields[i] || !slice_is(slice_of(listing->fields[i]->name), "企业名称")) continue;
    struct slice name = unicode_heading(scratch, cells[i]);
    return listing->table->key && name.length && !slice_starts(name, "示例");
  }
  return false;
}

enum record_kind record_kind_of(const struct list_reader *listing, const struct csv_reader *rows, size_t row, int code,
                                struct arena *scratch, struct slice *text)
{
  struct slice *cells, first = { "", 0 };
  size_t count;
  if (rows->ragged[row]) return RECORD_ROW;
  csv_reader_cells(rows, row, listing->separator, scratch, &cells, &count);
  for (size_t i = 0; i < count && !first.length; i++) {
    if (!cells[i].length) continue;
    *text = unicode_shown(scratch, cells[i]);
    first = unicode_heading(scratch, *text);
  }
  if (is_example(scratch, cells, count) && !has_own_name(listing, cells, count, scratch)) return RECORD_EXAMPLE;
  if (!first.length || (column_number(first) >= 0 && !any_filled(rows, row, scratch))) return RECORD_BLANK;
  struct slice coded = code < 0 ? (struct slice){ "", 0 } : unicode_heading(scratch, rows->cells[code][row]);
  if (coded.length) *text = unicode_shown(scratch, rows->cells[code][row]), first = coded;
  bool note = says_total(first, coded.length > 0) || says_note(first, coded.length > 0) ||
              (listing->table->key && counts_columns(cells, count, scratch)) || repeats_heading(listing, cells, count, scratch);
  return note ? RECORD_NOTE : RECORD_ROW;
}

/* Tables in the workbook of the list, for the versions of a session and for `check`. */
#include "session/list_sheets.h"

#include <string.h>
#include <sys/stat.h>

#include "data/record.h"
#include "decode/row_bytes.h"
#include "decode/unicode.h"
#include "evaluate/figures.h"

struct sheet_search {
  struct arena *arena;
  const struct model *model;
  const char *file;
  struct session_options *options;
  struct buffer used; /* names, for the notice */
};

static bool is_named(struct sheet_search *search, const char *sheet, const char *name)
{
  return name && name_equal(unicode_heading(search->arena, slice_of(sheet)), unicode_heading(search->arena, slice_of(name)));
}

static bool is_record(struct arena *scratch, const struct slice *cells, size_t count)
{
  bool filled = false;
  for (size_t i = 0; i < count; i++) filled |= slice_trim(cells[i]).length > 0;
  return filled && !is_example(scratch, cells, count);
}

static bool any_record(struct arena *scratch, struct slice block)
{
  bool found = false;
  while (!found && block.length) {
    struct slice *cells;
    size_t count;
    const char *end = memchr(block.at, CELLS_END, block.length);
    if (!end) break;
    cells_first(scratch, block, &cells, &count);
    found = is_record(scratch, cells, count);
    block = (struct slice){ end + 1, block.length - (size_t)(end + 1 - block.at) };
  }
  return found;
}

/* Whether there is a record below the headings, among the first that are read. Where that cannot be known there may be: who reads
 * the sheet says what is wrong with it. */
static bool has_records(const char *path)
{
  static const struct table_kind none = { .name = "" };
  struct arena scratch = { 0 };
  struct buffer buffer = { 0 };
  struct slice block;
  struct list_reader listing;
  struct list_reader_options options = { .limits = csv_reader_default_limits };
  struct fault fault = { .message = NO_MESSAGE };
  bool found = false, read = list_reader_open(&scratch, path, &none, &options, &listing, &fault);
  if (read) {
    while (!found && (read = list_reader_block(&listing, &buffer, &block, &fault)) && block.length)
      found = any_record(&scratch, block);
    list_reader_close(&listing);
  }
  found |= !read && fault.message != MSG_EMPTY_FILE;
  buffer_free(&buffer);
  arena_free(&scratch);
  return found;
}

static bool table_given(const struct sheet_search *search, int table)
{
  for (size_t i = 0; i < search->options->with_count; i++)
    if (model_find_table(search->model, search->options->with[i].name) == table) return true;
  return false;
}

static int table_of(struct sheet_search *search, const char *sheet)
{
  for (size_t i = 1; i < search->model->table_count; i++) {
    const struct table_kind *kind = &search->model->tables[i].kind;
    if (is_named(search, sheet, kind->name) || is_named(search, sheet, kind->english)) return (int)i;
  }
  return 0;
}

static bool is_role(struct sheet_search *search, const char *sheet, enum message role)
{
  return is_named(search, sheet, message_name(role, LANGUAGE_CHINESE)) ||
         is_named(search, sheet, message_name(role, LANGUAGE_ENGLISH));
}

static void add_table(struct sheet_search *search, int table, const char *path)
{
  struct session_options *options = search->options;
  const struct named_file file = { search->model->tables[table].kind.name, path };
  options->with = arena_grow(search->arena, options->with, options->with_count, &options->with_capacity, sizeof file);
  options->with[options->with_count++] = file;
}

static void add_history(struct sheet_search *search, const char *path)
{
  struct texts *history = &search->options->history;
  history->items = arena_grow(search->arena, history->items, 0, &history->capacity, sizeof *history->items);
  history->items[history->count++] = path;
}

static void try_sheet(struct sheet_search *search, const struct session_options *given, const char *sheet)
{
  struct session_options *options = search->options;
  const char *path = arena_printf(search->arena, "%s#%s", search->file, sheet);
  int table = table_of(search, sheet);
  bool history = is_role(search, sheet, MSG_RECORD_HISTORY) && !given->history.count && !options->history.count;
  bool decisions = is_role(search, sheet, MSG_RECORD_DECISIONS) && !options->decisions;
  if (!(table && !table_given(search, table)) && !history && !decisions) return;
  if (!has_records(path)) {
    notify(options->notifier, MSG_NOTICE_SHEET_BLANK, search->file, sheet, NULL);
    return;
  }
  if (table) add_table(search, table, path);
  else if (history) add_history(search, path);
  else options->decisions = path;
  format_item(&search->used, LANGUAGE_CHINESE, sheet);
}

static void search_sheets(struct sheet_search *search, const struct session_options *given, struct source *source)
{
  struct fault ignored;
  struct xlsx *xlsx = xlsx_open_contents(search->arena, source, search->file, &ignored);
  if (!xlsx) return;
  for (size_t i = 0; i < xlsx_sheets(xlsx); i++)
    if (xlsx_visible_sheet(xlsx, i)) try_sheet(search, given, arena_string(search->arena, xlsx_visible_sheet(xlsx, i)));
  xlsx_close(xlsx);
}

struct session_options list_sheets_find(struct arena *arena, const struct session_options *given, const struct model *model)
{
  struct session_options own = *given;
  struct sheet_search search = { .arena = arena, .model = model, .options = &own };
  struct fault ignored;
  struct stat about;
  search.file = given->list ? sheet_path(arena, given->list).file : NULL;
  bool file = given->list && stat(search.file, &about) == 0 && S_ISREG(about.st_mode); /* a pipe can be read once only */
  if (!file) return own;
  own.with = arena_array(arena, given->with_count + 1, sizeof *own.with);
  own.with_capacity = given->with_count + 1;
  if (given->with_count) memcpy(own.with, given->with, given->with_count * sizeof *own.with);
  struct source *source = source_open_archive(arena, search.file, false, &ignored);
  if (source && source_archive(source) >= 0) search_sheets(&search, given, source);
  if (source) source_close(source);
  buffer_char(&search.used, 0);
  if (search.used.length > 1) notify(own.notifier, MSG_NOTICE_SHEETS_USED, search.file, search.used.at, NULL);
  buffer_free(&search.used);
  return own;
}

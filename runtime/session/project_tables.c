/* Which sheet is what, for huiqi/tables. */
#include "session/project_tables.h"

#include <string.h>

#include "data/record.h"
#include "decode/unicode.h"
#include "session/run_context.h"
#include "session/session_state.h"
#include "write/csv_rows.h"
#include "write/file_columns.h"

/* A file, or a sheet of one, that somebody named. */
struct named_table {
  const char *path, *file, *as;
  const struct table_kind *kind;   /* NULL: small_columns, or none */
  const enum file_column *columns; /* of a small table: what is read; closed by FILE_COLUMNS */
  struct sheet_look look;
  bool placed;
};

struct table_search {
  struct arena *arena;
  struct sheet_looks *looks;
  const struct huiqi *session;
  struct list_reader_options listing;
  struct named_table *named;
  size_t named_count;
  struct project_tables *tables;
};

/* Looking */

/* Blank ones and examples of a template left out. */
static bool count_records(void *context, const struct csv_reader *rows, struct fault *fault)
{
  struct arena scratch = { 0 };
  size_t *found = context;
  struct slice *cells = arena_array(&scratch, rows->columns, sizeof *cells);
  (void)fault;
  for (size_t i = 0; i < rows->count; i++) {
    bool filled = false;
    for (size_t k = 0; k < rows->columns; k++) {
      cells[k] = rows->cells[k][i].at ? rows->cells[k][i] : (struct slice){ "", 0 };
      filled |= slice_trim(cells[k]).length > 0;
    }
    *found += filled && !is_example(&scratch, cells, rows->columns);
  }
  arena_free(&scratch);
  return true;
}

/* As the table that it is taken for, but that no column must be there; where that cannot be, as any table. */
static void look_at(const struct table_search *search, const struct table_kind *kind, struct sheet_look *look)
{
  static const struct table_kind none = { .name = "" };
  struct table_kind named = kind ? *kind : none;
  struct list_reader_options plain = { .limits = search->listing.limits };
  struct list_reader listing;
  struct fault fault;
  named.key = 0;
  bool read = list_reader_open(search->looks->arena, look->path, &named, &search->listing, &listing, &fault) ||
              list_reader_open(search->looks->arena, look->path, &none, &plain, &listing, &fault);
  if (!read) return;
  look->sheet = listing.sheet;
  look->headings = listing.headings, look->heading_count = listing.heading_count;
  look->counted = csv_rows_each(&listing, count_records, &look->rows, &fault);
  list_reader_close(&listing);
}

static struct sheet_look look_once(const struct table_search *search, const char *path, const struct table_kind *kind)
{
  struct sheet_looks *looks = search->looks;
  const char *table = kind ? kind->name : "";
  for (size_t i = 0; i < looks->count; i++)
    if (strcmp(looks->items[i].path, path) == 0 && strcmp(looks->items[i].table, table) == 0) return looks->items[i];
  struct sheet_look look = { .path = arena_string(looks->arena, path), .table = arena_string(looks->arena, table) };
  look_at(search, kind, &look);
  looks->items = arena_grow(looks->arena, looks->items, looks->count, &looks->capacity, sizeof look);
  return looks->items[looks->count++] = look;
}

/* What was read into memory; else by a look. */
static struct sheet_look sheet_seen(const struct table_search *search, const char *path, const struct table_kind *kind)
{
  const struct workspace *lists = &search->session->lists;
  for (size_t i = 0; lists->list && i <= lists->table_count; i++) {
    const struct memory_list *held = i ? lists->tables[i - 1] : lists->list;
    if (!held || strcmp(held->listing.path, path) != 0) continue;
    return (struct sheet_look){ .path = path,
                                .sheet = held->listing.sheet,
                                .headings = held->listing.headings,
                                .heading_count = held->listing.heading_count,
                                .rows = held->rows,
                                .counted = true };
  }
  return look_once(search, path, kind);
}

/* Who uses what */

static void add_named(struct table_search *search, const char *path, const char *as, const struct table_kind *kind,
                      const enum file_column *columns)
{
  struct named_table *named = &search->named[search->named_count++];
  *named = (struct named_table){
    .path = path, .file = sheet_path(search->arena, path).file, .as = as, .kind = kind, .columns = columns
  };
  named->look = sheet_seen(search, path, kind);
}

static void find_named(struct table_search *search, const struct session_options *options)
{
  const struct model *model = search->session->now->model;
  search->named = arena_array(search->arena, options->with_count + options->history.count + 2, sizeof *search->named);
  if (options->list) add_named(search, options->list, "", &model->tables[0].kind, NULL);
  for (size_t i = 0; i < options->with_count; i++) {
    int table = model_find_table(model, options->with[i].name);
    const struct table_kind *kind = table > 0 ? &model->tables[table].kind : NULL;
    add_named(search, options->with[i].path, kind ? kind->name : NULL, kind, NULL);
  }
  for (size_t i = 0; i < options->history.count; i++)
    add_named(search, options->history.items[i], message_name(MSG_RECORD_HISTORY, LANGUAGE_CHINESE), NULL, history_columns);
  if (options->decisions)
    add_named(search, options->decisions, message_name(MSG_RECORD_DECISIONS, LANGUAGE_CHINESE), NULL, decision_columns);
}

/* Columns */

static const char *column_named(const enum file_column *columns, struct slice name)
{
  for (; columns && *columns != FILE_COLUMNS; columns++)
    if (slice_is(name, file_column_name(*columns))) return file_column_name(*columns);
  return NULL;
}

static struct column_use column_of(const struct table_search *search, const struct named_table *named,
                                   const struct heading *heading)
{
  struct column_use column = { .heading = heading->text };
  if (!named || !named->kind) {
    column.field = named ? column_named(named->columns, heading->name) : NULL;
    return column;
  }
  bool mapped;
  const struct field *field = list_reader_field(search->arena, named->kind, &search->listing, heading, &mapped);
  const char *near = field ? NULL : field_nearest(named->kind, heading->name); /* maybe by another of its names */
  const struct field *meant = near ? field_find(named->kind, unicode_heading(search->arena, slice_of(near))) : NULL;
  column.field = field ? field->name : NULL;
  column.nearest = meant ? meant->name : NULL;
  column.mapped = field && mapped;
  return column;
}

/* `named` NULL: nobody uses it. */
static void add_table(struct table_search *search, const char *file, const char *sheet, const struct sheet_look *look,
                      const struct named_table *named)
{
  struct project_tables *tables = search->tables;
  struct project_table table = { .file = file,
                                 .sheet = sheet,
                                 .as = named ? named->as : NULL,
                                 .counted = look->counted,
                                 .rows = look->rows,
                                 .columns = arena_array(search->arena, look->heading_count, sizeof *table.columns) };
  for (size_t i = 0; i < look->heading_count; i++)
    if (look->headings[i].name.length) table.columns[table.column_count++] = column_of(search, named, &look->headings[i]);
  tables->items = arena_grow(search->arena, tables->items, tables->count, &tables->capacity, sizeof table);
  tables->items[tables->count++] = table;
}

/* Files */

static void add_sheet(struct table_search *search, const char *file, const char *sheet)
{
  bool used = false;
  for (size_t i = 0; i < search->named_count; i++) {
    struct named_table *named = &search->named[i];
    if (strcmp(named->file, file) != 0 || !named->look.sheet || strcmp(named->look.sheet, sheet) != 0) continue;
    add_table(search, file, sheet, &named->look, named);
    used = named->placed = true;
  }
  if (used) return;
  struct sheet_look look = look_once(search, arena_printf(search->arena, "%s#%s", file, sheet), NULL);
  add_table(search, file, sheet, &look, NULL);
}

static void add_sheets(struct table_search *search, const char *file)
{
  struct fault ignored;
  struct source *source = source_open_archive(search->arena, file, false, &ignored);
  struct xlsx *xlsx = source && source_archive(source) >= 0 ? xlsx_open_contents(search->arena, source, file, &ignored) : NULL;
  for (size_t i = 0; xlsx && i < xlsx_sheets(xlsx); i++)
    if (xlsx_visible_sheet(xlsx, i)) add_sheet(search, file, arena_string(search->arena, xlsx_visible_sheet(xlsx, i)));
  if (xlsx) xlsx_close(xlsx);
  if (source) source_close(source);
}

/* The first of a file brings the others of it along: its sheets, then what is no sheet that people see. */
static void add_files(struct table_search *search)
{
  for (size_t i = 0; i < search->named_count; i++) {
    if (search->named[i].placed) continue;
    add_sheets(search, search->named[i].file);
    for (size_t k = i; k < search->named_count; k++) {
      struct named_table *named = &search->named[k];
      if (named->placed || strcmp(named->file, search->named[i].file) != 0) continue;
      const char *sheet = named->look.sheet ? named->look.sheet : sheet_path(search->arena, named->path).sheet;
      add_table(search, named->file, sheet, &named->look, named);
      named->placed = true;
    }
  }
}

/* Fields */

static void add_lacking(const struct table_search *search, const struct project_table *list, const struct field *field)
{
  struct project_tables *tables = search->tables;
  for (size_t i = 0; i < list->column_count; i++)
    if (list->columns[i].field && strcmp(list->columns[i].field, field->name) == 0) return;
  for (size_t i = 0; i < tables->lacking_count; i++)
    if (strcmp(tables->lacking[i], field->name) == 0) return;
  tables->lacking[tables->lacking_count++] = field->name;
}

static void find_lacking(const struct table_search *search)
{
  const struct version *now = search->session->now;
  const struct table_kind *companies = &now->model->tables[0].kind;
  const struct project_table *list = NULL;
  for (size_t i = 0; i < search->tables->count && !list; i++)
    if (search->tables->items[i].as && !*search->tables->items[i].as) list = &search->tables->items[i];
  search->tables->lacking = arena_array(search->arena, companies->field_count, sizeof *search->tables->lacking);
  for (size_t i = 0; list && now->plan && i < now->plan->company_field_count; i++)
    add_lacking(search, list, now->plan->company_fields[i]);
  for (size_t i = 0; list && i < companies->field_count; i++) add_lacking(search, list, &companies->fields[i]);
}

void huiqi_tables(struct huiqi *session, struct arena *arena, struct sheet_looks *looks, struct project_tables *tables)
{
  const struct version *now = session->now;
  struct table_search search = { .arena = arena, .looks = looks, .session = session, .tables = tables };
  *tables = (struct project_tables){ .count = 0 };
  search.listing = run_context_listing(session->lists.options);
  search.listing.on_notice = NULL;
  search.listing.carried_count = 0;
  find_named(&search, now->searched ? &now->options : session->lists.options);
  add_files(&search);
  find_lacking(&search);
}

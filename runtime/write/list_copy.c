/* The list with its results, for command_run. */
#include "write/list_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "decode/xml.h"
#include "write/atomic_file.h"
#include "write/csv.h"
#include "write/csv_rows.h"
#include "write/sheet_edit.h"
#include "write/xlsx_cell.h"

enum { COLUMNS = 16384 };

void list_place_of(struct arena *arena, const struct list_reader *listing, const struct field *like, struct list_place *place)
{
  int column = list_reader_heading(listing, like);
  if (!listing->xlsx) return;
  place->path = sheet_path(arena, listing->path).file;
  place->part = arena_string(arena, xlsx_part(listing->xlsx));
  place->headings = listing->heading_row;
  place->like = column < 0 ? 0 : (uint32_t)column;
  source_digest(listing->source, place->digest);
}

static const char *ending(const char *path)
{
  const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
  return dot && (!slash || dot > slash) ? dot : "";
}

bool list_copy_fits(const char *list, const char *into, struct fault *fault)
{
  struct arena arena = { 0 };
  const char *file = sheet_path(&arena, list).file;
  bool book = strcasecmp(ending(file), ".xlsx") == 0 || strcasecmp(ending(file), ".xlsm") == 0;
  bool fits = book && strcasecmp(ending(file), ending(into)) == 0;
  if (!book) fault_set(fault, FAULT_USAGE, MSG_INTO_NO_WORKBOOK, list, NULL);
  else if (!fits) fault_set(fault, FAULT_USAGE, MSG_INTO_ENDING, into, ending(file), NULL);
  arena_free(&arena);
  return fits;
}

struct copying {
  struct arena *arena;
  const char *into;
  const struct list_place *place;
  struct company_lines *lines;
  struct source *source;
  struct package *package;
  struct sheet_edit *edit;
  const enum column_content *contents;
  size_t columns; /* of a line */
  struct edit_cell *cells;
};

/* Which row it is, which company: the list says so itself. */
enum { FIRST = COMPANY_MISSING };

static bool put_line(struct copying *copying, struct slice *const *cells, size_t line, struct fault *fault)
{
  char number[16] = { 0 };
  double value;
  struct slice row = cells[COMPANY_ROW][line];
  if (!row.length || row.length >= sizeof number) return true; /* in no list */
  memcpy(number, row.at, row.length);
  for (size_t i = FIRST; i < copying->columns; i++) {
    struct slice text = csv_text(cells[i][line]);
    bool figure = copying->contents[i] == CONTENT_MONEY && xlsx_cell_number(text, &value);
    copying->cells[i - FIRST] = (struct edit_cell){ text, figure };
  }
  return sheet_edit_row(copying->edit, (uint32_t)strtoul(number, NULL, 10), copying->cells, fault);
}

static bool put_lines(void *context, const struct csv_reader *rows, struct fault *fault)
{
  struct copying *copying = context;
  for (size_t i = 0; i < rows->count; i++)
    if (!put_line(copying, rows->cells, i, fault)) return false;
  return true;
}

static bool put_headings(struct copying *copying, const struct list_reader *lines, struct fault *fault)
{
  for (size_t i = FIRST; i < copying->columns; i++)
    copying->cells[i - FIRST] = (struct edit_cell){ lines->headings[i].text, false };
  return sheet_edit_row(copying->edit, copying->place->headings, copying->cells, fault);
}

static bool edit_sheet(struct copying *copying, int into, struct fault *fault)
{
  const struct list_place *place = copying->place;
  struct sheet_survey survey;
  struct list_reader lines;
  const char *path = company_lines_path(copying->lines, fault);
  if (!path || !sheet_survey_read(copying->package, place->part, place->headings, &survey, fault)) return false;
  if (!csv_rows_open(copying->arena, path, &lines, fault)) return false;
  uint32_t count = (uint32_t)(copying->columns - FIRST);
  bool room = survey.columns + copying->columns - FIRST <= COLUMNS || fault_set(fault, FAULT_FILE, MSG_INTO_NO_ROOM, NULL);
  struct part *part = room ? part_open(copying->arena, copying->package, place->part, PART_SHEET, fault) : NULL;
  copying->edit = part ? sheet_edit_open(copying->arena, part, into, &survey, count, place->like, fault) : NULL;
  bool edited = copying->edit && put_headings(copying, &lines, fault) && csv_rows_each(&lines, put_lines, copying, fault) &&
                sheet_edit_end(copying->edit, fault);
  if (copying->edit) sheet_edit_close(copying->edit);
  list_reader_close(&lines);
  return edited;
}

static bool refuse_parts(const struct copying *copying, struct fault *fault)
{
  static const struct {
    const char *part;
    enum message why;
  } parts[] = { { "_xmlsignatures/origin.sigs", MSG_INTO_SIGNED }, { "xl/revisions/revisionHeaders.xml", MSG_INTO_REVISIONS } };
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (package_has(copying->package, parts[i].part)) return fault_set(fault, FAULT_FILE, parts[i].why, NULL);
  return true;
}

static bool not_written(const struct copying *copying, struct fault *fault)
{
  return fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, copying->into, strerror(errno), NULL);
}

static bool put_together(const struct copying *copying, int sheet, const char *path, struct fault *fault)
{
  int into = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
  bool written = into >= 0 && package_replace(source_archive(copying->source), copying->place->part, sheet, into);
  int reason = errno;
  if (into >= 0 && close(into) != 0 && written) written = false, reason = errno;
  errno = reason;
  return written || not_written(copying, fault);
}

static void ignore_start(void *context, const char *name, const char *const *attributes)
{
  (void)context, (void)name, (void)attributes;
}

static void ignore_end(void *context, const char *name)
{
  (void)context, (void)name;
}

/* The sheet is XML still, and the archive is whole. */
static bool check_copy(struct copying *copying, const char *path, struct fault *fault)
{
  static const struct xml_events events = { NULL, ignore_start, ignore_end, NULL };
  struct source *source = source_open_archive(copying->arena, path, false, fault);
  struct package *package = source ? package_open(copying->arena, source_archive(source), path, fault) : NULL;
  bool whole = package && xml_read(package, copying->place->part, PART_SHEET, &events, fault);
  if (package) package_close(package);
  if (source) source_close(source);
  return whole;
}

static bool make_copy(void *context, const char *hidden, struct fault *fault)
{
  struct copying *copying = context;
  const struct list_place *place = copying->place;
  char digest[65];
  copying->source = source_open_archive(copying->arena, place->path, true, fault);
  if (!copying->source) return false;
  source_digest(copying->source, digest);
  bool same = strcmp(digest, place->digest) == 0 || fault_set(fault, FAULT_FILE, MSG_INTO_CHANGED, NULL);
  int archive = source_archive(copying->source), into = file_unnamed();
  copying->package = same ? package_open(copying->arena, archive, place->path, fault) : NULL;
  if (copying->package && into < 0) not_written(copying, fault);
  bool made = copying->package && into >= 0 && refuse_parts(copying, fault) && edit_sheet(copying, into, fault) &&
              put_together(copying, into, hidden, fault) && check_copy(copying, hidden, fault);
  if (into >= 0) close(into);
  if (copying->package) package_close(copying->package);
  source_close(copying->source);
  return made;
}

bool list_copy_write(struct arena *arena, const char *into, const struct list_place *place, struct company_lines *lines,
                     struct fault *fault)
{
  struct copying copying = { .arena = arena, .into = into, .place = place, .lines = lines };
  if (!place->part) return fault_set(fault, FAULT_USAGE, MSG_INTO_NO_WORKBOOK, into, NULL);
  copying.contents = company_contents(arena, company_lines_layout(lines), &copying.columns);
  copying.cells = arena_array(arena, copying.columns, sizeof *copying.cells);
  if (atomic_file_made(into, make_copy, &copying, fault)) return true;
  if (!fault->file && fault->message != MSG_CANNOT_WRITE) fault->file = place->path;
  return false;
}

/* Headings and blocks of a list, for evaluate/. */
#include "data/list_reader.h"

#include <stdio.h>
#include <string.h>

#include "data/amount.h"
#include "data/header_rows.h"
#include "decode/row_bytes.h"
#include "decode/unicode.h"

enum { BLOCK_BYTES = 1024 * 1024, LEAST_BYTES = 16 };

/* Reads until the buffer holds `want` bytes, or all that there are. */
static bool fill(struct list_reader *listing, struct buffer *buffer, size_t want, struct fault *fault)
{
  while (buffer->length < want && !listing->ended) {
    size_t got, before = buffer->length, room = want - before < LEAST_BYTES ? LEAST_BYTES : want - before;
    buffer_reserve(buffer, room);
    if (!source_read(listing->source, buffer->at + before, room, &got, fault)) return false;
    buffer->length = before + got;
    listing->ended = got == 0;
  }
  bool end_sign = listing->ended && buffer->length && buffer->at[buffer->length - 1] == 0x1A; /* of DOS */
  buffer->length -= end_sign;
  return true;
}

/* The end of the last record that ends among the first `want` bytes; 0 when none does. */
static size_t cut_at(const struct list_reader *listing, const struct buffer *buffer, size_t want)
{
  struct slice head = { buffer->at, buffer->length < want ? buffer->length : want };
  return csv_reader_cut(head, listing->separator, listing->ended && head.length == buffer->length);
}

bool list_reader_block(struct list_reader *listing, struct buffer *buffer, struct slice *block, struct fault *fault)
{
  size_t want = listing->block_bytes, cut = 0;
  buffer_reset(buffer);
  if (listing->xlsx) {
    bool read = xlsx_rows(listing->xlsx, buffer, want, fault);
    *block = buffer_view(buffer);
    return read;
  }
  buffer_bytes(buffer, listing->carry.at, listing->carry.length);
  buffer_reset(&listing->carry);
  for (;; want *= 2) {
    if (!fill(listing, buffer, want, fault)) return false;
    cut = cut_at(listing, buffer, want);
    if (cut || (listing->ended && buffer->length <= want)) break; /* an open quote is reported by csv_reader_split */
    if (want <= listing->limits.record_bytes || buffer->length <= listing->limits.record_bytes) continue;
    cut = buffer->length; /* too long: csv_reader_split knows its line, and refuses it */
    listing->ended = true;
    break;
  }
  if (buffer->length > cut) buffer_bytes(&listing->carry, buffer->at + cut, buffer->length - cut);
  *block = (struct slice){ buffer->at, cut };
  return true;
}

/* What is said of this heading; NULL: nothing. */
static const struct heading_map *map_of(struct arena *arena, const struct list_reader_options *options,
                                        const struct heading *heading)
{
  for (size_t i = 0; i < options->map_count; i++)
    if (slice_equal(heading_parse(arena, slice_of(options->maps[i].heading)).name, heading->name)) return &options->maps[i];
  return NULL;
}

const struct field *list_reader_field(struct arena *arena, const struct table_kind *table,
                                      const struct list_reader_options *options, const struct heading *heading, bool *mapped)
{
  const struct heading_map *map = map_of(arena, options, heading);
  *mapped = map != NULL;
  return field_find(table, map ? unicode_heading(arena, slice_of(map->field)) : heading->name);
}

static const struct field *mapped_field(const struct list_reader *listing, const struct list_reader_options *options,
                                        const struct heading *heading, struct arena *arena, struct fault *fault)
{
  bool mapped;
  const struct field *field = list_reader_field(arena, listing->table, options, heading, &mapped);
  if (field || !mapped) return field;
  const struct heading_map *map = map_of(arena, options, heading);
  const char *near = field_nearest(listing->table, unicode_heading(arena, slice_of(map->field)));
  fault_set(fault, FAULT_USAGE, MSG_MAP_UNKNOWN_FIELD, map->heading, map->field, near ? near : "", NULL);
  return NULL;
}

static bool match_heading(struct arena *arena, struct list_reader *listing, const struct list_reader_options *options, size_t at,
                          struct fault *fault)
{
  struct heading *heading = &listing->headings[at];
  if (heading->name.length == 0) {
    listing->empty_count++;
    return true;
  }
  const struct field *field = mapped_field(listing, options, heading, arena, fault);
  if (!field && fault->kind != FAULT_NONE) return false;
  if (!field && !list_reader_carries(listing, at)) listing->unknown_count++;
  for (size_t i = 0; i < at; i++) {
    if (!field || listing->fields[i] != field) continue;
    return fault_set(fault, FAULT_FILE, MSG_HEADING_TWICE,
                     arena_copy(arena, listing->headings[i].text.at, listing->headings[i].text.length),
                     arena_copy(arena, heading->text.at, heading->text.length), NULL);
  }
  listing->fields[at] = field;
  bool bare = field && field->kind == FIELD_MONEY && !heading->unit && !heading->percent && !heading->counted;
  if (bare && listing->unit) heading->unit = listing->unit, listing->unit_used = true;
  return true;
}

static bool has_heading(const struct list_reader *listing, struct slice name)
{
  for (size_t i = 0; i < listing->heading_count; i++)
    if (slice_equal(listing->headings[i].name, name)) return true;
  return false;
}

/* What --map says of the company list is meant as it is written; of other tables it need not be so of each. */
static bool check_maps(struct arena *arena, const struct list_reader *listing, const struct list_reader_options *options,
                       struct fault *fault)
{
  for (size_t i = 0; listing->table->key && i < options->map_count; i++) {
    const struct heading_map *map = &options->maps[i];
    struct heading wanted = heading_parse(arena, slice_of(map->heading));
    if (!has_heading(listing, wanted.name))
      return fault_set(fault, FAULT_USAGE, MSG_MAP_NO_HEADING, map->heading, map->field, NULL);
    const struct field *field = field_find(listing->table, unicode_heading(arena, slice_of(map->field)));
    for (size_t k = 0; field && k < i; k++) {
      bool same = field_find(listing->table, unicode_heading(arena, slice_of(options->maps[k].field))) == field;
      struct heading other = heading_parse(arena, slice_of(options->maps[k].heading));
      if (same && !slice_equal(other.name, wanted.name))
        return fault_set(fault, FAULT_USAGE, MSG_MAP_TWICE, options->maps[k].heading, map->heading, map->field, NULL);
    }
  }
  return true;
}

bool list_reader_bind(struct arena *arena, struct list_reader *listing, const struct table_kind *table,
                      const struct list_reader_options *options, struct fault *fault)
{
  listing->table = table;
  listing->empty_count = listing->unknown_count = 0;
  *fault = (struct fault){ 0 };
  if (!check_maps(arena, listing, options, fault)) return false;
  for (size_t i = 0; i < listing->heading_count; i++) listing->fields[i] = NULL;
  for (size_t i = 0; i < listing->heading_count; i++)
    if (!match_heading(arena, listing, options, i, fault)) return false;
  return true;
}

/* The heading nearest to a name that the list does not have, or NULL. */
static const char *nearest_heading(struct arena *arena, const struct list_reader *listing, struct slice wanted)
{
  struct nearest nearest = { .wanted = wanted, .distance = SIZE_MAX };
  for (size_t i = 0; i < listing->heading_count; i++)
    if (listing->headings[i].name.length) nearest_offer(&nearest, slice_copy(arena, listing->headings[i].name).at);
  return nearest.best;
}

static bool find_carried(struct arena *arena, struct list_reader *listing, const struct list_reader_options *options,
                         struct fault *fault)
{
  if (!listing->table->key || !options->carried_count) return true;
  listing->carried = arena_array(arena, options->carried_count, sizeof *listing->carried);
  for (size_t i = 0; i < options->carried_count; i++) {
    struct slice wanted = heading_parse(arena, slice_of(options->carried[i])).name;
    size_t at = 0, others = 0;
    while (at < listing->heading_count && !slice_equal(listing->headings[at].name, wanted)) at++;
    for (size_t k = at + 1; k < listing->heading_count; k++) others += slice_equal(listing->headings[k].name, wanted);
    if (at == listing->heading_count || others) {
      const char *near = others ? NULL : nearest_heading(arena, listing, wanted);
      return fault_set(fault, FAULT_USAGE, others ? MSG_CARRY_TWICE : MSG_CARRY_NO_HEADING, options->carried[i], near ? near : "",
                       NULL);
    }
    if (!list_reader_carries(listing, at)) listing->carried[listing->carried_count++] = (uint32_t)at;
  }
  return true;
}

/* Telling */

static void notice(const struct list_reader *listing, enum message message, uint64_t a, uint64_t b)
{
  char first[24], second[24];
  if (!listing->options->on_notice) return;
  snprintf(first, sizeof first, "%llu", (unsigned long long)a);
  snprintf(second, sizeof second, "%llu", (unsigned long long)b);
  listing->options->on_notice(listing->options->on_notice_context, message, listing->path, first, second);
}

static void notice_headings(const struct list_reader *listing, const struct headings *headings)
{
  struct buffer unit = { 0 };
  if (headings->above) notice(listing, MSG_NOTICE_HEADING_ROW, headings->first, headings->above);
  if (headings->first != headings->last) notice(listing, MSG_NOTICE_HEADING_MERGED, headings->first, headings->last);
  if (!listing->unit_used || !listing->options->on_notice) return;
  money_unit_name(&unit, listing->unit);
  buffer_char(&unit, 0);
  listing->options->on_notice(listing->options->on_notice_context, MSG_NOTICE_UNIT_ABOVE, listing->path, unit.at, NULL);
  buffer_free(&unit);
}

static bool take_headings(struct arena *arena, struct list_reader *listing, const struct list_head *head,
                          const struct list_reader_options *options, struct fault *fault)
{
  listing->heading_count = head->heading_count;
  listing->headings = arena_array(arena, head->heading_count, sizeof *listing->headings);
  listing->fields = arena_array(arena, head->heading_count, sizeof *listing->fields);
  listing->unit = head->unit;
  for (size_t i = 0; i < head->heading_count; i++) {
    listing->headings[i] = heading_parse(arena, slice_copy(arena, head->headings[i]));
    listing->headings[i].workbook = head->workbook;
  }
  return find_carried(arena, listing, options, fault) && list_reader_bind(arena, listing, listing->table, options, fault);
}

static bool match_headings(struct arena *arena, struct list_reader *listing, const struct headings *headings, size_t count,
                           const struct list_reader_options *options, struct fault *fault)
{
  const struct list_head head = { headings->texts, count, headings->unit, listing->xlsx ? xlsx_epoch(listing->xlsx) : 0 };
  if (!take_headings(arena, listing, &head, options, fault)) return false;
  notice_headings(listing, headings);
  return true;
}

/* What cells name, for data/header_rows. */

struct naming {
  struct arena *arena;
  const struct list_reader *listing;
  const struct list_reader_options *options;
};

static const struct field *named_field(const struct naming *naming, struct slice text)
{
  struct fault ignored = { 0 };
  struct arena_mark mark = arena_mark(naming->arena);
  struct heading heading = heading_parse(naming->arena, text);
  const struct field *field = mapped_field(naming->listing, naming->options, &heading, naming->arena, &ignored);
  arena_rewind(naming->arena, mark);
  return field;
}

static bool names_field(void *context, struct slice text)
{
  return named_field(context, text) != NULL;
}

static bool names_key(void *context, struct slice text)
{
  const struct naming *naming = context;
  const struct table_kind *table = naming->listing->table;
  return named_field(naming, text) == &table->fields[table->key - 1];
}

static struct head head_for(struct arena *arena, struct naming *naming)
{
  return (struct head){
    .arena = arena, .names = names_field, .names_key = naming->listing->table->key ? names_key : NULL, .context = naming
  };
}

/* The company list without its key: what was taken for headings, and what it may be instead. */
static bool refuse_headings(struct arena *arena, const struct list_reader *listing, const struct head *head, const char *sheets,
                            struct fault *fault)
{
  enum { SHOWN = 3 };
  static const char *const marks[] = { "|", "，", "；", "、", "\\t" };
  const struct head_row *row = &head->rows[0];
  struct buffer names = { 0 };
  const char *mark = "", *number = arena_printf(arena, "%u", row->number), *columns = arena_printf(arena, "%zu", row->count);
  for (size_t i = 0; i < row->count && i < SHOWN; i++) {
    struct slice text = unicode_shown(arena, row->cells[i]);
    size_t length = text.length < 60 ? text.length : 60;
    while (length < text.length && length && ((unsigned char)text.at[length] & 0xC0) == 0x80) length--;
    buffer_printf(&names, "%s%.*s%s", i ? "、" : "", (int)length, text.at, length < text.length ? "…" : "");
  }
  if (row->count > SHOWN) buffer_text(&names, "…");
  buffer_char(&names, 0);
  for (size_t i = 0; row->count == 1 && !listing->xlsx && i < sizeof marks / sizeof *marks; i++)
    if (memmem(row->cells[0].at, row->cells[0].length, marks[i], strlen(marks[i])) && !*mark) mark = marks[i];
  fault_set(fault, FAULT_FILE, MSG_NO_CODE_COLUMN, listing->table->fields[listing->table->key - 1].name, number, columns,
            names.at, mark, sheets, NULL);
  buffer_free(&names);
  return false;
}

/* Workbooks */

/* `others`: a sheet before it has no headings. */
static void notice_sheets(const struct list_reader *listing, bool others)
{
  char count[24];
  size_t more = xlsx_other_sheets(listing->xlsx);
  if (!more || !listing->options->on_notice) return;
  snprintf(count, sizeof count, "%zu", more + 1);
  listing->options->on_notice(listing->options->on_notice_context, others ? MSG_NOTICE_SHEET_CHOSEN : MSG_NOTICE_SHEET,
                              listing->path, xlsx_sheet(listing->xlsx), count);
}

static bool names_sheet(struct arena *arena, const char *name, const char *sheet)
{
  return name && name_equal(unicode_heading(arena, slice_of(name)), unicode_heading(arena, slice_of(sheet)));
}

/* A related table stands in the sheet of its name, where there is one. */
static bool choose_by_name(struct arena *arena, struct list_reader *listing, const struct list_reader_options *options)
{
  const char *own[] = { listing->table->name, listing->table->english, NULL };
  const char *const *names = options->sheets ? options->sheets : own;
  if (listing->table->key) return false;
  for (; *names; names++)
    for (size_t i = 0; **names && i < xlsx_sheets(listing->xlsx); i++) {
      const char *sheet = xlsx_visible_sheet(listing->xlsx, i);
      if (sheet && names_sheet(arena, *names, sheet)) return xlsx_choose(listing->xlsx, i);
    }
  return false;
}

/* The sheet that is named, else the first that people see and that has headings; the first of all when none has. */
static bool find_sheet(struct list_reader *listing, struct head *head, struct headings *headings, bool named, bool *others,
                       struct fault *fault)
{
  size_t first = xlsx_sheet_number(listing->xlsx);
  const struct head blank = *head;
  struct head first_head = blank;
  for (size_t at = first; at < xlsx_sheets(listing->xlsx); at++) {
    struct merge *merges;
    if (at > first && !xlsx_choose(listing->xlsx, at)) continue;
    *head = blank;
    *others = at > first;
    if (!headings_look(head, listing->xlsx, fault) ||
        !xlsx_merges(listing->xlsx, head->arena, &merges, &head->merge_count, fault))
      return false;
    head->merges = merges;
    header_rows_find(head, headings);
    if (at == first) first_head = *head;
    bool good = head->names_key ? headings->found : headings->count > 0;
    if (good || named) return true;
  }
  *head = first_head;
  *others = false;
  header_rows_find(head, headings);
  return true;
}

static bool read_sheet(struct arena *arena, struct list_reader *listing, const struct list_reader_options *options,
                       const char *sheet, struct fault *fault)
{
  struct headings headings;
  struct arena scratch = { 0 };
  struct naming naming = { &scratch, listing, options };
  struct head head = head_for(arena, &naming);
  bool others;
  listing->xlsx = xlsx_open(arena, listing->source, listing->path, sheet, fault);
  if (!listing->xlsx) return false;
  bool named = sheet || choose_by_name(&scratch, listing, options);
  bool looked = find_sheet(listing, &head, &headings, named, &others, fault);
  arena_free(&scratch);
  if (!looked) return false;
  const char *sheets = xlsx_other_sheets(listing->xlsx) ? xlsx_sheet_names(arena, listing->xlsx) : "";
  if (!head.count) return fault_set(fault, FAULT_FILE, MSG_EMPTY_FILE, sheets, NULL);
  if (head.names_key && !headings.found) return refuse_headings(arena, listing, &head, sheets, fault);
  if (!headings.count) return fault_set(fault, FAULT_FILE, MSG_EMPTY_FILE, sheets, NULL);
  listing->sheet = arena_string(arena, xlsx_sheet(listing->xlsx));
  if (!named) notice_sheets(listing, others);
  if (!match_headings(arena, listing, &headings, headings.count, options, fault)) return false;
  xlsx_spread(listing->xlsx, head.merges, head.merge_count, (uint32_t)headings.count);
  listing->separator = CELLS_END;
  listing->first_line = headings.last + 1;
  listing->heading_row = headings.main;
  return xlsx_start(listing->xlsx, headings.last, fault);
}

/* Text */

/* The first records, each with the place where the next begins. Stops in silence at what cannot be split: below the headings that
 * is reported when the rows are read. */
static bool look_at_text(struct head *head, const struct list_reader *listing, struct slice bytes, size_t start, char separator,
                         struct fault *fault)
{
  size_t used;
  head->count = 0;
  for (size_t at = start; at < bytes.length && head->count < HEADING_LOOK_ROWS; at += used) {
    struct head_row *row = &head->rows[head->count];
    struct slice rest = { bytes.at + at, bytes.length - at };
    if (!csv_reader_first(head->arena, rest, separator, &listing->limits, &row->cells, &row->count, &used, fault)) {
      if (fault->line) fault->line += (int)csv_reader_lines((struct slice){ bytes.at, at });
      return head->count > 0;
    }
    if (!row->count) return true;
    bool filled = false;
    for (size_t i = 0; i < row->count; i++) filled |= unicode_cell(head->arena, row->cells[i], NULL).length > 0;
    if (!filled) continue;
    row->next = 1 + csv_reader_lines((struct slice){ bytes.at, at + used });
    row->number = 1 + csv_reader_lines((struct slice){ bytes.at, at + csv_reader_blank(rest) });
    row->end = at + used;
    head->count++;
  }
  return true;
}

/* `sep=;` in a line of its own: how Excel is reported; returns how long it is with its line end. */
static size_t separator_line(struct slice bytes, char *separator)
{
  if (bytes.length < 6 || strncasecmp(bytes.at, "sep=", 4) != 0 || (bytes.at[5] != '\r' && bytes.at[5] != '\n')) return 0;
  *separator = bytes.at[4];
  return bytes.at[5] == '\r' && bytes.length > 6 && bytes.at[6] == '\n' ? 7 : 6;
}

/* The separator with which the headings are found, tried in turn; else, of a table that has no names for them, the one that parts
 * them most, as a title above may have none; else the likeliest. */
static bool find_text(struct head *head, struct list_reader *listing, struct slice bytes, struct headings *headings,
                      struct fault *fault)
{
  static const char separators[] = { ',', '\t', ';' };
  struct fault ignored;
  char on_notice = 0, best = 0, likely = csv_reader_separator(bytes);
  size_t start = separator_line(bytes, &on_notice), most = 0;
  if (start) likely = on_notice;
  for (size_t i = 0; i <= sizeof separators && !(start && i); i++) {
    listing->separator = i ? separators[i - 1] : likely;
    if (!look_at_text(head, listing, bytes, start, listing->separator, &ignored)) continue;
    header_rows_find(head, headings);
    if (headings->found) return true;
    if (!head->names_key && headings->count > most) most = headings->count, best = listing->separator;
  }
  listing->separator = likely = best ? best : likely;
  if (!look_at_text(head, listing, bytes, start, likely, fault)) return false;
  header_rows_find(head, headings);
  return true;
}

static bool read_headings(struct arena *arena, struct list_reader *listing, const struct list_reader_options *options,
                          struct fault *fault)
{
  enum { LOOK_BYTES = 64 * 1024, MOST_BYTES = 4 * 1024 * 1024 };
  struct headings headings;
  struct arena scratch = { 0 };
  struct naming naming = { &scratch, listing, options };
  struct head head = head_for(arena, &naming);
  struct buffer *buffer = &listing->carry;
  struct slice whole = { "", 0 };
  for (size_t want = LOOK_BYTES;; want *= 2) {
    if (!fill(listing, buffer, want, fault)) return false;
    whole = (struct slice){ buffer->at,
                            csv_reader_cut(buffer_view(buffer), csv_reader_separator(buffer_view(buffer)), listing->ended) };
    if (listing->ended || (whole.length && want >= MOST_BYTES) || buffer->length > listing->limits.record_bytes) break;
    if (whole.length && csv_reader_lines(whole) > 4 * HEADING_LOOK_ROWS) break;
  }
  if (!whole.length) whole = buffer_view(buffer);
  bool looked = find_text(&head, listing, whole, &headings, fault);
  arena_free(&scratch);
  if (!looked) return false;
  if (!head.count) return fault_set(fault, FAULT_FILE, MSG_EMPTY_FILE, "", NULL);
  if (head.names_key && !headings.found) return refuse_headings(arena, listing, &head, "", fault);
  const struct head_row *last = &head.rows[headings.last_row];
  if (!match_headings(arena, listing, &headings, headings.width, options, fault)) return false;
  listing->first_line = last->next;
  memmove(buffer->at, buffer->at + last->end, buffer->length - last->end);
  buffer->length -= last->end;
  return true;
}

bool list_reader_open(struct arena *arena, const char *path, const struct table_kind *table,
                      const struct list_reader_options *options, struct list_reader *listing, struct fault *fault)
{
  struct sheet_path name = sheet_path(arena, path);
  *listing = (struct list_reader){ .path = path, .table = table, .limits = options->limits, .options = options };
  if (!listing->limits.columns) listing->limits = csv_reader_default_limits;
  listing->block_bytes = options->block_bytes ? options->block_bytes : BLOCK_BYTES;
  *fault = (struct fault){ 0 };
  listing->source = source_open_archive(arena, name.file, options->digest, fault);
  if (!listing->source) return false;
  bool text = source_archive(listing->source) < 0, read = false;
  if (!text) read = read_sheet(arena, listing, options, name.sheet, fault);
  else if (name.sheet) fault_set(fault, FAULT_FILE, MSG_FILE_HAS_NO_SHEETS, name.sheet, NULL);
  else read = read_headings(arena, listing, options, fault);
  if (read) return true;
  if (!fault->file) fault->file = path;
  list_reader_close(listing);
  return false;
}

bool list_reader_recall(struct arena *arena, const char *path, const struct table_kind *table,
                        const struct list_reader_options *options, const struct list_head *head, struct list_reader *listing,
                        struct fault *fault)
{
  *listing = (struct list_reader){ .path = path, .table = table, .limits = options->limits, .options = options };
  *fault = (struct fault){ 0 };
  if (take_headings(arena, listing, head, options, fault)) return true;
  if (!fault->file) fault->file = path;
  return false;
}

int list_reader_heading(const struct list_reader *listing, const struct field *field)
{
  for (size_t i = 0; i < listing->heading_count; i++)
    if (listing->fields[i] == field) return (int)i;
  return -1;
}

bool list_reader_carries(const struct list_reader *listing, size_t heading)
{
  for (size_t i = 0; i < listing->carried_count; i++)
    if (listing->carried[i] == heading) return true;
  return false;
}

/* Of cells merged among the data, once a column. */
static void notice_merged(const struct list_reader *listing)
{
  struct arena scratch = { 0 };
  for (size_t i = 0; listing->xlsx && listing->options->on_notice && i < listing->heading_count; i++) {
    struct slice text = listing->headings[i].text;
    if (!text.length || !xlsx_spread_in(listing->xlsx, (uint32_t)i)) continue;
    listing->options->on_notice(listing->options->on_notice_context, MSG_NOTICE_SPREAD, listing->path,
                                arena_copy(&scratch, text.at, text.length), NULL);
  }
  arena_free(&scratch);
}

void list_reader_close(struct list_reader *listing)
{
  if (listing->xlsx && xlsx_hidden(listing->xlsx)) notice(listing, MSG_NOTICE_HIDDEN_ROWS, xlsx_hidden(listing->xlsx), 0);
  notice_merged(listing);
  if (listing->xlsx) xlsx_close(listing->xlsx);
  listing->xlsx = NULL;
  if (listing->source) source_close(listing->source);
  listing->source = NULL;
  buffer_free(&listing->carry);
}

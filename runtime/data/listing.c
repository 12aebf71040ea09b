/* Headings and blocks of a list, for evaluate/. */
#include "data/listing.h"

#include <stdio.h>
#include <string.h>

#include "data/headings.h"
#include "decode/cells.h"
#include "decode/normal.h"

enum { BLOCK_BYTES = 1024 * 1024, LEAST_BYTES = 16 };

/* Reads until the buffer holds `want` bytes, or all that there are. */
static bool fill(struct listing *listing, struct buffer *buffer, size_t want, struct fault *fault)
{
  while (buffer->length < want && !listing->ended) {
    size_t got, before = buffer->length, room = want - before < LEAST_BYTES ? LEAST_BYTES : want - before;
    buffer_reserve(buffer, room);
    if (!source_read(listing->source, buffer->at + before, room, &got, fault)) return false;
    buffer->length = before + got;
    listing->ended = got == 0;
  }
  return true;
}

/* The end of the last record that ends among the first `want` bytes; 0 when none does. */
static size_t cut_at(const struct listing *listing, const struct buffer *buffer, size_t want)
{
  struct slice head = { buffer->at, buffer->length < want ? buffer->length : want };
  return rows_cut(head, listing->ended && head.length == buffer->length);
}

bool listing_block(struct listing *listing, struct buffer *buffer, struct slice *block, struct fault *fault)
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
    if (cut || (listing->ended && buffer->length <= want)) break; /* an open quote is told by rows_split */
    if (want > listing->limits.record_bytes && buffer->length > listing->limits.record_bytes)
      return fault_set(fault, FAULT_FILE, MSG_RECORD_TOO_LONG, NULL);
  }
  if (buffer->length > cut) buffer_bytes(&listing->carry, buffer->at + cut, buffer->length - cut);
  *block = (struct slice){ buffer->at, cut };
  return true;
}

static const struct field *mapped_field(const struct listing *listing, const struct listing_options *options,
                                        const struct heading *heading, struct arena *arena, struct fault *fault)
{
  for (size_t i = 0; i < options->map_count; i++) {
    struct heading wanted = heading_parse(arena, slice_of(options->maps[i].heading));
    if (!slice_equal(wanted.name, heading->name)) continue;
    struct slice name = normal_heading(arena, slice_of(options->maps[i].field));
    const struct field *field = field_find(listing->table, name);
    if (field) return field;
    const char *near = field_nearest(listing->table, name);
    fault_set(fault, FAULT_USAGE, MSG_MAP_UNKNOWN_FIELD, options->maps[i].heading, options->maps[i].field, near ? near : "",
              NULL);
    return NULL;
  }
  return field_find(listing->table, heading->name);
}

static bool match_heading(struct arena *arena, struct listing *listing, const struct listing_options *options, size_t at,
                          struct fault *fault)
{
  struct heading *heading = &listing->headings[at];
  if (heading->name.length == 0) {
    listing->empty_count++;
    return true;
  }
  const struct field *field = mapped_field(listing, options, heading, arena, fault);
  if (!field && fault->kind != FAULT_NONE) return false;
  if (!field) listing->unknown_count++;
  for (size_t i = 0; i < at; i++) {
    if (!field || listing->fields[i] != field) continue;
    return fault_set(fault, FAULT_FILE, MSG_HEADING_TWICE,
                     arena_copy(arena, listing->headings[i].text.at, listing->headings[i].text.length),
                     arena_copy(arena, heading->text.at, heading->text.length), NULL);
  }
  listing->fields[at] = field;
  return true;
}

bool listing_bind(struct arena *arena, struct listing *listing, const struct table_kind *table,
                  const struct listing_options *options, struct fault *fault)
{
  listing->table = table;
  listing->empty_count = listing->unknown_count = 0;
  *fault = (struct fault){ 0 };
  for (size_t i = 0; i < listing->heading_count; i++) listing->fields[i] = NULL;
  for (size_t i = 0; i < listing->heading_count; i++)
    if (!match_heading(arena, listing, options, i, fault)) return false;
  return true;
}

static bool match_headings(struct arena *arena, struct listing *listing, const struct slice *texts, size_t count,
                           const struct listing_options *options, struct fault *fault)
{
  listing->heading_count = count;
  listing->headings = arena_array(arena, count, sizeof *listing->headings);
  listing->fields = arena_array(arena, count, sizeof *listing->fields);
  for (size_t i = 0; i < count; i++) {
    listing->headings[i] = heading_parse(arena, slice_copy(arena, texts[i]));
    if (listing->xlsx) listing->headings[i].workbook = xlsx_epoch(listing->xlsx);
  }
  return listing_bind(arena, listing, listing->table, options, fault);
}

/* Workbooks */

static void tell(const struct listing *listing, enum message message, uint64_t a, uint64_t b)
{
  char first[24], second[24];
  if (!listing->options->told) return;
  snprintf(first, sizeof first, "%llu", (unsigned long long)a);
  snprintf(second, sizeof second, "%llu", (unsigned long long)b);
  listing->options->told(listing->options->told_context, message, listing->path, first, second);
}

struct naming {
  struct arena *arena;
  const struct listing *listing;
  const struct listing_options *options;
};

static bool names_field(void *context, struct slice text)
{
  const struct naming *naming = context;
  struct fault ignored = { 0 };
  struct arena_mark mark = arena_mark(naming->arena);
  struct heading heading = heading_parse(naming->arena, text);
  const struct field *field = mapped_field(naming->listing, naming->options, &heading, naming->arena, &ignored);
  arena_rewind(naming->arena, mark);
  return field != NULL;
}

static void tell_sheets(const struct listing *listing)
{
  char count[24];
  size_t others = xlsx_other_sheets(listing->xlsx);
  if (!others || !listing->options->told) return;
  snprintf(count, sizeof count, "%zu", others + 1);
  listing->options->told(listing->options->told_context, MSG_NOTICE_SHEET, listing->path, xlsx_sheet(listing->xlsx),
                         count);
}

static void tell_headings(const struct listing *listing, const struct headings *headings)
{
  if (headings->above) tell(listing, MSG_NOTICE_HEADING_ROW, headings->last, headings->above);
  if (headings->first != headings->last) tell(listing, MSG_NOTICE_HEADING_MERGED, headings->first, headings->last);
}

static bool read_sheet(struct arena *arena, struct listing *listing, const struct listing_options *options, const char *sheet,
                       struct fault *fault)
{
  struct headings headings;
  struct arena scratch = { 0 };
  struct naming naming = { &scratch, listing, options };
  listing->xlsx = xlsx_open(arena, listing->source, listing->path, sheet, fault);
  if (!listing->xlsx) return false;
  bool found = headings_find(arena, listing->xlsx, names_field, &naming, &headings, fault);
  arena_free(&scratch);
  if (!found) return false;
  if (!sheet) tell_sheets(listing);
  if (!headings.count) return fault_set(fault, FAULT_FILE, MSG_EMPTY_FILE, NULL);
  if (!match_headings(arena, listing, headings.texts, headings.count, options, fault)) return false;
  tell_headings(listing, &headings);
  listing->separator = CELLS_END;
  listing->first_line = headings.last + 1;
  return xlsx_start(listing->xlsx, headings.last, fault);
}

/* Text */

static bool read_headings(struct arena *arena, struct listing *listing, const struct listing_options *options,
                          struct fault *fault)
{
  struct slice *cells;
  size_t count;
  size_t used, want = 64 * 1024;
  struct buffer *buffer = &listing->carry;
  for (;; want *= 2) {
    if (!fill(listing, buffer, want, fault)) return false;
    if (rows_cut(buffer_view(buffer), listing->ended) || listing->ended || buffer->length > listing->limits.record_bytes) break;
  }
  if (buffer->length == 0) return fault_set(fault, FAULT_FILE, MSG_EMPTY_FILE, NULL);
  listing->separator = rows_separator(buffer_view(buffer));
  if (!rows_first(arena, buffer_view(buffer), listing->separator, &listing->limits, &cells, &count, &used, fault)) return false;
  if (!match_headings(arena, listing, cells, count, options, fault)) return false;
  listing->first_line = 1 + rows_lines((struct slice){ buffer->at, used });
  memmove(buffer->at, buffer->at + used, buffer->length - used);
  buffer->length -= used;
  return true;
}

bool listing_open(struct arena *arena, const char *path, const struct table_kind *table, const struct listing_options *options,
                  struct listing *listing, struct fault *fault)
{
  struct sheet_path name = sheet_path(arena, path);
  *listing = (struct listing){ .path = path, .table = table, .limits = options->limits, .options = options };
  if (!listing->limits.columns) listing->limits = rows_default_limits;
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
  listing_close(listing);
  return false;
}

int listing_heading(const struct listing *listing, const struct field *field)
{
  for (size_t i = 0; i < listing->heading_count; i++)
    if (listing->fields[i] == field) return (int)i;
  return -1;
}

void listing_close(struct listing *listing)
{
  if (listing->xlsx && xlsx_hidden(listing->xlsx))
    tell(listing, MSG_NOTICE_HIDDEN_ROWS, xlsx_hidden(listing->xlsx), 0);
  if (listing->xlsx) xlsx_close(listing->xlsx);
  listing->xlsx = NULL;
  if (listing->source) source_close(listing->source);
  listing->source = NULL;
  buffer_free(&listing->carry);
}

/* Headings and blocks of a list, for evaluate/. */
#include "data/listing.h"

#include <string.h>

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
  buffer_bytes(buffer, listing->carry.at, listing->carry.length);
  buffer_reset(&listing->carry);
  for (;; want *= 2) {
    if (!fill(listing, buffer, want, fault)) return false;
    cut = cut_at(listing, buffer, want);
    if (cut || (listing->ended && buffer->length <= want)) break; /* an open quote is told by rows_split */
    if (want > listing->limits.record_bytes && buffer->length > listing->limits.record_bytes)
      return fault_set(fault, FAULT_FILE, MSG_RECORD_TOO_LONG, NULL);
  }
  buffer_bytes(&listing->carry, buffer->at + cut, buffer->length - cut);
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

static bool read_headings(struct arena *arena, struct listing *listing, const struct listing_options *options,
                          struct fault *fault)
{
  struct slice *cells;
  size_t used, want = 64 * 1024;
  struct buffer *buffer = &listing->carry;
  for (;; want *= 2) {
    if (!fill(listing, buffer, want, fault)) return false;
    if (rows_cut(buffer_view(buffer), listing->ended) || listing->ended || buffer->length > listing->limits.record_bytes) break;
  }
  if (buffer->length == 0) return fault_set(fault, FAULT_FILE, MSG_EMPTY_FILE, NULL);
  listing->separator = rows_separator(buffer_view(buffer));
  if (!rows_first(arena, buffer_view(buffer), listing->separator, &listing->limits, &cells, &listing->heading_count, &used,
                  fault))
    return false;
  listing->headings = arena_array(arena, listing->heading_count, sizeof *listing->headings);
  listing->fields = arena_array(arena, listing->heading_count, sizeof *listing->fields);
  for (size_t i = 0; i < listing->heading_count; i++) listing->headings[i] = heading_parse(arena, slice_copy(arena, cells[i]));
  if (!listing_bind(arena, listing, listing->table, options, fault)) return false;
  listing->first_line = 1 + rows_lines((struct slice){ buffer->at, used });
  memmove(buffer->at, buffer->at + used, buffer->length - used);
  buffer->length -= used;
  return true;
}

bool listing_open(struct arena *arena, const char *path, const struct table_kind *table, const struct listing_options *options,
                  struct listing *listing, struct fault *fault)
{
  *listing = (struct listing){ .path = path, .table = table, .limits = options->limits };
  if (!listing->limits.columns) listing->limits = rows_default_limits;
  listing->block_bytes = options->block_bytes ? options->block_bytes : BLOCK_BYTES;
  *fault = (struct fault){ 0 };
  listing->source = source_open(arena, path, options->digest, fault);
  if (!listing->source) return false;
  if (read_headings(arena, listing, options, fault)) return true;
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
  if (listing->source) source_close(listing->source);
  listing->source = NULL;
  buffer_free(&listing->carry);
}

/* Keeping a list, and putting one together. */
#include "write/part_lists.h"

#include <stdio.h>
#include <string.h>

#include "base/varint.h"

/* Keeping */

struct list_keeping {
  struct arena arena; /* of notices */
  struct part_file *file;
  size_t number;
  uint64_t bytes;
  struct list_notice *notices;
  size_t notice_count, notice_capacity;
  bool closing;
  struct buffer remarks;
  size_t remark_count;
};

static const char *kept_text(struct arena *arena, const char *text)
{
  return text ? arena_string(arena, text) : NULL;
}

static void keep_notice(void *context, enum message message, const char *path, const char *a, const char *b)
{
  struct list_keeping *keeping = context;
  struct arena *arena = &keeping->arena;
  (void)path;
  keeping->notices =
      arena_grow(arena, keeping->notices, keeping->notice_count, &keeping->notice_capacity, sizeof *keeping->notices);
  keeping->notices[keeping->notice_count++] =
      (struct list_notice){ message, kept_text(arena, a), kept_text(arena, b), keeping->closing };
}

static void format_optional_text(struct buffer *out, const char *text)
{
  format_varint(out, text != NULL);
  if (text) format_sized(out, slice_of(text));
}

static const char *read_optional_text(struct arena *arena, struct byte_reader *reader)
{
  return read_varint(reader) ? slice_copy(arena, read_sized(reader)).at : NULL;
}

static void keep_remark(void *context, const struct scan_remark *remark)
{
  struct list_keeping *keeping = context;
  struct buffer *out = &keeping->remarks;
  format_varint(out, (uint64_t)remark->message);
  format_signed_varint(out, remark->heading);
  for (int i = 0; i < 2; i++) format_optional_text(out, remark->argument[i]);
  format_varint(out, remark->count);
  format_varint(out, remark->line);
  keeping->remark_count++;
}

static bool keep_block(void *context, struct slice bytes, struct fault *fault)
{
  const struct list_keeping *keeping = context;
  return part_file_add(keeping->file, PART_BLOCK, keeping->number, bytes, fault);
}

/* What every part says of the list alike. */
static void format_head(struct buffer *out, const struct list_reader *listing, const struct block_layout *layout, uint64_t bytes)
{
  char digest[65];
  source_digest(listing->source, digest);
  format_sized(out, slice_of(digest));
  format_varint(out, bytes);
  format_signed_varint(out, listing->unit);
  format_varint(out, listing->heading_count ? (uint64_t)listing->headings[0].workbook : 0);
  format_varint(out, listing->heading_count);
  for (size_t i = 0; i < listing->heading_count; i++) format_sized(out, listing->headings[i].text);
  format_varint(out, layout->carried_count);
  format_varint(out, layout->count);
  for (size_t i = 0; i < layout->count; i++) {
    format_varint(out, layout->columns[i].heading);
    format_varint(out, (uint64_t)layout->columns[i].kind);
    format_varint(out, layout->columns[i].every);
  }
}

static void format_notices(struct buffer *out, const struct list_keeping *keeping)
{
  format_varint(out, keeping->notice_count);
  for (size_t i = 0; i < keeping->notice_count; i++) {
    format_varint(out, (uint64_t)keeping->notices[i].message);
    format_optional_text(out, keeping->notices[i].a);
    format_optional_text(out, keeping->notices[i].b);
    format_varint(out, keeping->notices[i].closing);
  }
}

static bool read_kept(void *context, const struct list_keep *keep, struct list_reader *listing, struct block_layout *layout,
                      uint64_t *rows, struct fault *fault)
{
  (void)context;
  return list_keep(keep, listing, layout, rows, fault);
}

static bool keep_rows(struct list_keeping *keeping, struct list_reader *listing, const struct list_keep *keep,
                      const struct part_list_reader *reader, uint64_t *rows, struct buffer *head, struct fault *fault)
{
  static const struct part_list_reader plain = { read_kept, NULL };
  if (!reader) reader = &plain;
  struct list_keep own = *keep;
  struct block_layout layout = block_layout_of(&keeping->arena, listing, keep->fields, keep->field_count);
  own.context = keeping;
  own.block = keep_block;
  own.remark = keep_remark;
  keeping->bytes = source_size(listing->source);
  bool kept = reader->read(reader->context, &own, listing, &layout, rows, fault);
  if (kept) format_head(head, listing, &layout, keeping->bytes);
  return kept;
}

bool part_list_keep(struct part_file *file, size_t number, const char *path, const struct table_kind *table,
                    const struct list_reader_options *options, const struct list_keep *keep,
                    const struct part_list_reader *reader, uint64_t *rows, struct fault *fault)
{
  struct list_keeping keeping = { .file = file, .number = number };
  struct list_reader_options own = *options;
  struct list_reader listing;
  struct buffer head = { 0 }, rest = { 0 };
  own.digest = true;
  own.on_notice = keep_notice;
  own.on_notice_context = &keeping;
  bool kept = list_reader_open(&keeping.arena, path, table, &own, &listing, fault);
  if (kept) {
    kept = keep_rows(&keeping, &listing, keep, reader, rows, &head, fault);
    keeping.closing = true;
    list_reader_close(&listing);
  }
  if (kept) format_notices(&head, &keeping);
  if (kept) format_varint(&rest, keeping.remark_count), buffer_slice(&rest, buffer_view(&keeping.remarks));
  kept = kept && part_file_add(file, PART_LIST, number, buffer_view(&head), fault) &&
         part_file_add(file, PART_REMARKS, number, buffer_view(&rest), fault);
  buffer_free(&head);
  buffer_free(&rest);
  buffer_free(&keeping.remarks);
  arena_free(&keeping.arena);
  return kept;
}

/* Putting together */

struct joined_list {
  struct part_file *const *files;
  size_t count, number;
  struct block_layout layout;
  bool finishes;
  uint64_t bytes;
  char digest[65];
};

static bool part_torn(const struct part_file *file, struct fault *fault)
{
  return fault_set(fault, FAULT_USAGE, MSG_PART_TORN, part_file_path(file), NULL);
}

static struct memory_list_block *load_block(const struct memory_list *list, size_t number, struct fault *fault)
{
  const struct joined_list *joined = list->load_context;
  struct memory_list_block *block = memory_list_block_new();
  struct slice *states = arena_array(&block->arena, joined->count, sizeof *states);
  size_t torn;
  bool read = true;
  for (size_t i = 0; read && i < joined->count; i++)
    read = part_file_read(joined->files[i], PART_BLOCK, joined->number, number, &block->arena, &states[i], fault);
  if (read && !block_read(block, &joined->layout, &list->listing, states, joined->count, &torn))
    read = part_torn(joined->files[torn], fault);
  if (read && block->finished && !joined->finishes) read = part_torn(joined->files[0], fault);
  if (read) return block;
  memory_list_block_free(block);
  return NULL;
}

static bool block_whole(const struct memory_list *list, const struct memory_list_block *block, struct fault *fault)
{
  const struct joined_list *joined = list->load_context;
  for (size_t i = 0; block->finished && i < joined->count; i++)
    if (block->finished->parts[i].broken) return part_torn(joined->files[i], fault);
  return true;
}

static bool read_layout(struct arena *arena, struct byte_reader *reader, struct joined_list *joined, size_t heading_count)
{
  struct block_layout *layout = &joined->layout;
  layout->carried_count = (size_t)read_varint(reader);
  layout->count = read_count(reader);
  layout->columns = arena_array(arena, layout->count, sizeof *layout->columns);
  for (size_t i = 0; i < layout->count; i++) {
    layout->columns[i].heading = (size_t)read_varint(reader);
    layout->columns[i].kind = (enum field_kind)read_varint(reader);
    layout->columns[i].every = read_varint(reader) != 0;
    if (layout->columns[i].heading >= heading_count || layout->columns[i].kind >= FIELD_KINDS) return false;
  }
  return true;
}

static void read_notices(struct memory_list *list, struct byte_reader *reader)
{
  list->notice_count = read_count(reader);
  list->notices = arena_array(&list->arena, list->notice_count, sizeof *list->notices);
  for (size_t i = 0; i < list->notice_count; i++) {
    struct list_notice *notice = &list->notices[i];
    notice->message = (enum message)read_varint(reader);
    notice->a = read_optional_text(&list->arena, reader);
    notice->b = read_optional_text(&list->arena, reader);
    notice->closing = read_varint(reader) != 0;
    if (notice->message >= MESSAGE_COUNT) reader->broken = true;
  }
}

/* `head` of the first part: all others say the same. */
static bool read_head(struct memory_list *list, struct joined_list *joined, struct slice bytes, struct list_head *head)
{
  struct arena *arena = &list->arena;
  struct byte_reader reader = byte_reader_of(bytes);
  snprintf(joined->digest, sizeof joined->digest, "%s", slice_copy(arena, read_sized(&reader)).at);
  joined->bytes = read_varint(&reader);
  head->unit = read_signed_varint(&reader);
  head->workbook = (int)read_varint(&reader);
  head->heading_count = read_count(&reader);
  struct slice *headings = arena_array(arena, head->heading_count, sizeof *headings);
  for (size_t i = 0; i < head->heading_count; i++) headings[i] = read_sized(&reader);
  head->headings = headings;
  if (!read_layout(arena, &reader, joined, head->heading_count)) return false;
  read_notices(list, &reader);
  return !reader.broken && reader.at == reader.end;
}

static bool same_text(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

static void add_remark(struct memory_list *list, const struct scan_remark *remark, size_t *capacity)
{
  for (size_t i = 0; i < list->remark_count; i++) {
    struct scan_remark *known = &list->remarks[i];
    if (known->message != remark->message || known->heading != remark->heading ||
        !same_text(known->argument[0], remark->argument[0]))
      continue;
    known->count += remark->count;
    if (remark->line < known->line) known->line = remark->line;
    return;
  }
  list->remarks = arena_grow(&list->arena, list->remarks, list->remark_count, capacity, sizeof *remark);
  list->remarks[list->remark_count++] = *remark;
}

static bool read_remarks(struct memory_list *list, const struct joined_list *joined, struct fault *fault)
{
  size_t capacity = 0;
  for (size_t p = 0; p < joined->count; p++) {
    struct slice bytes;
    if (!part_file_read(joined->files[p], PART_REMARKS, joined->number, 0, &list->arena, &bytes, fault)) return false;
    struct byte_reader reader = byte_reader_of(bytes);
    for (size_t left = read_count(&reader); left; left--) {
      struct scan_remark remark = { .message = (enum message)read_varint(&reader) };
      remark.heading = (int)read_signed_varint(&reader);
      for (int i = 0; i < 2; i++) remark.argument[i] = read_optional_text(&list->arena, &reader);
      remark.count = read_varint(&reader);
      remark.line = (uint32_t)read_varint(&reader);
      bool fits = remark.message < MESSAGE_COUNT && remark.heading >= 0 && remark.heading < (int)list->listing.heading_count;
      if (!fits) reader.broken = true;
      else add_remark(list, &remark, &capacity);
    }
    if (reader.broken) return part_torn(joined->files[p], fault);
  }
  return true;
}

static bool fits_not(const struct joined_list *joined, size_t part, const char *path, struct fault *fault)
{
  return fault_set(fault, FAULT_USAGE, MSG_PART_DIFFERS, part_file_path(joined->files[part]), part_file_path(joined->files[0]),
                   path, "", "", NULL);
}

/* The head of the list, which is every part's. */
static bool common_head(struct arena *arena, const struct joined_list *joined, const char *path, struct slice *head,
                        struct fault *fault)
{
  size_t blocks = part_file_count(joined->files[0], PART_BLOCK, joined->number);
  for (size_t i = 0; i < joined->count; i++) {
    struct slice own;
    const struct part_file *file = joined->files[i];
    if (!part_file_count(file, PART_LIST, joined->number)) return fits_not(joined, i, path, fault);
    if (!part_file_read(file, PART_LIST, joined->number, 0, arena, &own, fault)) return false;
    if (i && !slice_equal(own, *head)) return fits_not(joined, i, path, fault);
    if (part_file_count(file, PART_BLOCK, joined->number) != blocks) return fits_not(joined, i, path, fault);
    *head = own;
  }
  return true;
}

/* Whether the columns that are asked for are those that the parts have kept, read as they have read them. */
static bool reads_alike(struct arena *arena, const struct list_reader *listing, const struct part_list_asked *asked,
                        const struct block_layout *layout)
{
  const struct block_layout now = block_layout_of(arena, listing, asked->fields, asked->field_count);
  for (size_t i = 0; i < now.count && i < layout->count; i++)
    if (now.columns[i].heading != layout->columns[i].heading || now.columns[i].kind != layout->columns[i].kind) return false;
  return now.count == layout->count && now.carried_count == layout->carried_count;
}

static struct memory_list *joined_list_new(struct joined_list **joined, struct part_file *const *files, size_t count,
                                           size_t number)
{
  struct memory_list *list = memory_alloc(sizeof *list);
  *list = (struct memory_list){ .load = load_block, .whole = block_whole };
  *joined = arena_alloc(&list->arena, sizeof **joined);
  **joined = (struct joined_list){ .files = files, .count = count, .number = number };
  list->load_context = *joined;
  return list;
}

bool part_list_open(struct part_file *const *files, size_t count, size_t number, const char *path,
                    const struct part_list_asked *asked, const struct list_reader_options *options, struct memory_list **list,
                    struct fault *fault)
{
  struct joined_list *joined;
  struct list_head head;
  struct slice bytes = { "", 0 };
  *list = NULL;
  bool any = false;
  for (size_t i = 0; i < count; i++) any |= part_file_count(files[i], PART_LIST, number) > 0;
  if (!any) return true;
  struct memory_list *own = joined_list_new(&joined, files, count, number);
  joined->finishes = asked->finishes;
  bool opened = common_head(&own->arena, joined, path, &bytes, fault) &&
                (read_head(own, joined, bytes, &head) || part_torn(files[0], fault)) &&
                list_reader_recall(&own->arena, path, asked->table, options, &head, &own->listing, fault) &&
                read_remarks(own, joined, fault);
  if (opened && !reads_alike(&own->arena, &own->listing, asked, &joined->layout)) opened = fits_not(joined, 0, path, fault);
  if (!opened) return memory_list_free(own), false;
  memcpy(own->listing.digest, joined->digest, sizeof own->listing.digest);
  own->options = options;
  own->block_count = part_file_count(files[0], PART_BLOCK, number);
  *list = own;
  return true;
}

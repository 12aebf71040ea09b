/* Rows to bytes, and the bytes of several parts to rows. */
#include "evaluate/block_state.h"

#include <string.h>

#include "decode/unicode.h"

/* Layout */

struct block_layout block_layout_of(struct arena *arena, const struct list_reader *listing, const struct field *const *fields,
                                    size_t field_count)
{
  struct block_layout layout = { .columns = arena_array(arena, field_count, sizeof *layout.columns),
                                 .carried_count = listing->carried_count };
  for (size_t i = 0; i < field_count; i++) {
    int heading = list_reader_heading(listing, fields[i]);
    if (heading >= 0) layout.columns[layout.count++] = (struct kept_column){ (size_t)heading, fields[i]->kind, true };
  }
  return layout;
}

static bool has_text(enum field_kind kind)
{
  return kind == FIELD_TEXT || kind == FIELD_CODE || kind == FIELD_INDUSTRY;
}

/* Writing */

struct block_rows {
  const struct block_layout *layout;
  size_t *fields;         /* of each kept column: which of the scan's columns it is */
  struct column *columns; /* growing */
  struct slice **carried;
  uint32_t *lines;
  uint8_t *open; /* of each row */
  size_t count, open_count, capacity;
};

struct block_rows *block_rows_new(struct arena *arena, const struct block_layout *layout, const struct field *const *fields,
                                  size_t field_count, const struct list_reader *listing)
{
  struct block_rows *rows = arena_alloc(arena, sizeof *rows);
  *rows = (struct block_rows){ .layout = layout };
  rows->fields = arena_array(arena, layout->count, sizeof *rows->fields);
  rows->columns = arena_array(arena, layout->count, sizeof *rows->columns);
  rows->carried = arena_array(arena, layout->carried_count, sizeof *rows->carried);
  for (size_t i = 0, at = 0; i < field_count; i++)
    if (list_reader_heading(listing, fields[i]) >= 0) rows->fields[at++] = i;
  return rows;
}

void block_rows_close(struct block_rows *rows)
{
  for (size_t i = 0; i < rows->layout->count; i++) {
    memory_free(rows->columns[i].num);
    memory_free(rows->columns[i].den);
    memory_free(rows->columns[i].text);
    memory_free(rows->columns[i].state);
  }
  for (size_t i = 0; i < rows->layout->carried_count; i++) memory_free(rows->carried[i]);
  memory_free(rows->lines);
  memory_free(rows->open);
}

void block_rows_begin(struct block_rows *rows)
{
  rows->count = rows->open_count = 0;
}

static void reserve(struct block_rows *rows, size_t more)
{
  if (rows->count + more <= rows->capacity) return;
  rows->capacity = (rows->count + more) * 2;
  for (size_t i = 0; i < rows->layout->count; i++) {
    struct column *column = &rows->columns[i];
    enum field_kind kind = rows->layout->columns[i].kind;
    column->num = memory_resize(column->num, rows->capacity * sizeof *column->num);
    column->state = memory_resize(column->state, rows->capacity);
    if (kind == FIELD_NUMBER) column->den = memory_resize(column->den, rows->capacity * sizeof *column->den);
    if (has_text(kind)) column->text = memory_resize(column->text, rows->capacity * sizeof *column->text);
  }
  for (size_t i = 0; i < rows->layout->carried_count; i++)
    rows->carried[i] = memory_resize(rows->carried[i], rows->capacity * sizeof **rows->carried);
  rows->lines = memory_resize(rows->lines, rows->capacity * sizeof *rows->lines);
  rows->open = memory_resize(rows->open, rows->capacity);
}

static void column_append(struct column *to, size_t at, const struct column *from, size_t first, size_t count)
{
  memcpy(to->num + at, from->num + first, count * sizeof *to->num);
  memcpy(to->state + at, from->state + first, count);
  if (to->den) memcpy(to->den + at, from->den + first, count * sizeof *to->den);
  if (to->text) memcpy(to->text + at, from->text + first, count * sizeof *to->text);
}

/* Of a finished row only some columns. */
void block_rows_add(struct block_rows *rows, const struct scan_batch *batch, const uint8_t *open)
{
  size_t count = batch->count, at = rows->count;
  reserve(rows, count);
  if (open) memcpy(rows->open + at, open, count);
  else memset(rows->open + at, 1, count);
  for (size_t i = 0; i < rows->layout->count; i++) {
    const struct column *from = &batch->columns[rows->fields[i]];
    size_t next = rows->open_count;
    if (!open || rows->layout->columns[i].every) column_append(&rows->columns[i], open ? at : next, from, 0, count);
    else
      for (size_t k = 0; k < count; k++)
        if (open[k]) column_append(&rows->columns[i], next++, from, k, 1);
  }
  for (size_t i = 0; i < rows->layout->carried_count; i++)
    memcpy(rows->carried[i] + at, batch->carried[i], count * sizeof **rows->carried);
  memcpy(rows->lines + at, batch->lines, count * sizeof *rows->lines);
  for (size_t k = 0; k < count; k++) rows->open_count += rows->open[at + k];
  rows->count += count;
}

static size_t width_of(uint64_t span)
{
  return !span ? 0 : span <= UINT8_MAX ? 1 : span <= UINT16_MAX ? 2 : span <= UINT32_MAX ? 4 : 8;
}

/* The least, the width, and the distances. */
void format_numbers(struct buffer *out, const int64_t *values, const uint8_t *state, size_t count)
{
  int64_t least = INT64_MAX, most = INT64_MIN;
  for (size_t i = 0; i < count; i++) {
    if (state[i] != STATE_KNOWN) continue;
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  if (least > most) least = most = 0;
  size_t width = width_of((uint64_t)most - (uint64_t)least);
  format_signed_varint(out, least);
  format_varint(out, width);
  for (size_t i = 0; width && i < count; i++) {
    if (state[i] != STATE_KNOWN) continue;
    uint64_t distance = (uint64_t)values[i] - (uint64_t)least;
    for (size_t k = 0; k < width; k++) buffer_char(out, (char)(distance >> 8 * k));
  }
}

enum { MIXED = 4 };

/* One value where all are alike; else two bits each. */
void format_quarters(struct buffer *out, const uint8_t *values, size_t count)
{
  bool alike = true;
  for (size_t i = 1; i < count; i++) alike &= values[i] == values[0];
  buffer_char(out, (char)(alike && count ? values[0] : MIXED));
  for (size_t i = 0; !alike && i < count; i += 4) {
    unsigned bits = 0;
    for (size_t k = 0; k < 4 && i + k < count; k++) bits |= (unsigned)values[i + k] << 2 * k;
    buffer_char(out, (char)bits);
  }
}

static void format_column(struct buffer *out, const struct column *column, enum field_kind kind, size_t count)
{
  format_quarters(out, column->state, count);
  if (kind != FIELD_TEXT && kind != FIELD_CODE) format_numbers(out, column->num, column->state, count);
  if (kind == FIELD_NUMBER) format_numbers(out, column->den, column->state, count);
  for (size_t i = 0; column->text && i < count; i++)
    if (column->state[i] == STATE_KNOWN) format_sized(out, column->text[i].at ? column->text[i] : (struct slice){ "", 0 });
}

/* A cell that is not there is not an empty one. */
static void format_optional(struct buffer *out, struct slice text)
{
  format_varint(out, text.at ? text.length + 1 : 0);
  if (text.at) buffer_slice(out, text);
}

static void format_problem(struct buffer *out, const struct scan_problem *problem)
{
  format_varint(out, (uint64_t)problem->message);
  format_varint(out, problem->line);
  format_signed_varint(out, problem->heading);
  buffer_char(out, (char)problem->left_out);
  format_optional(out, problem->raw);
  for (int i = 0; i < 2; i++) {
    const char *argument = problem->argument[i];
    format_optional(out, argument ? slice_of(argument) : (struct slice){ NULL, 0 });
  }
}

/* The rows that are not 0, each with what it is. */
static void format_sparse(struct buffer *out, const uint32_t *values, size_t count)
{
  size_t filled = 0, before = 0;
  for (size_t i = 0; i < count; i++) filled += values[i] != 0;
  format_varint(out, filled);
  for (size_t i = 0; i < count; i++) {
    if (!values[i]) continue;
    format_varint(out, i - before);
    format_varint(out, values[i]);
    before = i;
  }
}

static void format_finish(struct buffer *out, const struct block_rows *rows, const struct block_finish *finish)
{
  buffer_char(out, (char)(finish != NULL));
  if (!finish) return;
  format_quarters(out, rows->open, rows->count);
  format_sparse(out, finish->repeats, rows->count);
  format_sized(out, finish->counts);
  format_sized(out, finish->lines);
}

void format_block(struct buffer *out, const struct block_rows *rows, const struct scan_block *block,
                  const struct block_finish *finish)
{
  uint32_t line = 0;
  format_varint(out, block->first_line);
  format_varint(out, block->position);
  format_varint(out, rows->count);
  for (size_t i = 0; i < rows->count; i++) format_varint(out, rows->lines[i] - line), line = rows->lines[i];
  format_finish(out, rows, finish);
  for (size_t i = 0; i < rows->layout->count; i++) {
    const struct kept_column *kept = &rows->layout->columns[i];
    format_column(out, &rows->columns[i], kept->kind, kept->every ? rows->count : rows->open_count);
  }
  for (size_t i = 0; i < rows->layout->carried_count; i++)
    for (size_t k = 0; k < rows->count; k++) format_optional(out, rows->carried[i][k]);
  format_varint(out, block->problem_count);
  for (size_t i = 0; i < block->problem_count; i++) format_problem(out, &block->problems[i]);
}

/* Reading */

/* What one part has of the block. */
struct block_part {
  struct byte_reader reader;
  size_t rows, open_rows;
  uint32_t *lines;       /* ascending */
  uint32_t *places;      /* of each row, in the block */
  uint32_t *open_places; /* of each row that is to be judged */
};

struct block_reading {
  struct memory_list_block *block;
  const struct block_layout *layout;
  const struct list_reader *listing;
  struct block_part *parts;
  size_t count;
  uint64_t *order; /* of each row of the block: its line, and below it the row's number among those of all parts one by one */
};

enum { LINES_MOST = 1 << 30 }; /* as many as a block has bytes at most */

static bool read_head(struct block_reading *reading, struct block_part *part, bool first)
{
  struct memory_list_block *block = reading->block;
  struct byte_reader *reader = &part->reader;
  uint32_t first_line = (uint32_t)read_varint(reader), line = 0;
  uint64_t position = read_varint(reader);
  if (!first && first_line != block->first_line) return false;
  block->first_line = first_line;
  if (position > block->position) block->position = position; /* a pipe gives what it has, so that it may differ */
  part->rows = read_count(reader);
  part->lines = arena_array(&block->arena, part->rows, sizeof *part->lines);
  part->open_rows = part->rows;
  for (size_t i = 0; i < part->rows; i++) {
    uint64_t more = read_varint(reader);
    if (more > LINES_MOST - line || (i && !more)) return false;
    part->lines[i] = line += (uint32_t)more;
  }
  block->rows += part->rows;
  return !reader->broken && block->rows <= UINT32_MAX;
}

static void merge_runs(const uint64_t *from, uint64_t *to, size_t begin, size_t middle, size_t end)
{
  size_t a = begin, b = middle;
  for (size_t at = begin; at < end; at++) to[at] = a < middle && (b == end || from[a] <= from[b]) ? from[a++] : from[b++];
}

/* Rows in the order of their lines; each part has its own so already, one part behind the other, beginning at `starts`. Not by a
 * table of the block's lines: how long that is would be up to the bytes. */
static uint64_t *order_rows(struct arena *arena, uint64_t *order, const size_t *starts, size_t count)
{
  uint64_t *room = arena_array(arena, starts[count], sizeof *room);
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t p = 0; p < count; p += 2 * width) {
      size_t middle = p + width < count ? p + width : count, end = p + 2 * width < count ? p + 2 * width : count;
      merge_runs(order, room, starts[p], starts[middle], starts[end]);
    }
    uint64_t *ordered = room;
    room = order;
    order = ordered;
  }
  return order;
}

/* Every row begins in a line of its own. False where two do not. */
static bool place_rows(struct block_reading *reading)
{
  struct arena *arena = &reading->block->arena;
  size_t rows = reading->block->rows, *starts = arena_array(arena, reading->count + 1, sizeof *starts);
  uint64_t *order = arena_array(arena, rows, sizeof *order);
  uint32_t *places = arena_array(arena, rows, sizeof *places);
  for (size_t p = 0; p < reading->count; p++) {
    struct block_part *part = &reading->parts[p];
    part->places = part->open_places = places + starts[p];
    starts[p + 1] = starts[p] + part->rows;
    for (size_t i = 0; i < part->rows; i++) order[starts[p] + i] = (uint64_t)part->lines[i] << 32 | (starts[p] + i);
  }
  reading->order = order_rows(arena, order, starts, reading->count);
  for (size_t i = 0; i < rows; i++) {
    if (i && reading->order[i] >> 32 == reading->order[i - 1] >> 32) return false;
    places[(uint32_t)reading->order[i]] = (uint32_t)i;
  }
  return true;
}

static uint32_t rows_above(const struct block_reading *reading, uint32_t line)
{
  size_t low = 0, high = reading->block->rows;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (reading->order[middle] >> 32 < line) low = middle + 1;
    else high = middle;
  }
  return (uint32_t)low;
}

void read_numbers(struct byte_reader *reader, int64_t *into, const uint8_t *state, const uint32_t *places, size_t count)
{
  int64_t least = read_signed_varint(reader);
  size_t width = (size_t)read_varint(reader);
  if (width > sizeof least) width = 0, reader->broken = true;
  for (size_t i = 0; i < count; i++) {
    uint64_t distance = 0;
    if (state[places[i]] != STATE_KNOWN) continue;
    const unsigned char *at = (const unsigned char *)read_bytes(reader, width);
    for (size_t k = 0; at && k < width; k++) distance |= (uint64_t)at[k] << 8 * k;
    into[places[i]] = (int64_t)((uint64_t)least + distance);
  }
}

void read_quarters(struct byte_reader *reader, uint8_t *into, const uint32_t *places, size_t count)
{
  const char *alike = read_bytes(reader, 1);
  const char *bits = alike && *alike == MIXED ? read_bytes(reader, (count + 3) / 4) : NULL;
  for (size_t i = 0; alike && i < count; i++)
    into[places[i]] = bits ? (unsigned char)bits[i / 4] >> 2 * (i % 4) & 3 : (uint8_t)*alike & 3;
}

struct number_range {
  int64_t least, most;
};

/* What reading a cell may give: positions among choices are looked up without another question, days lie in the years 1 to 9999.
 */
static struct number_range number_range_of(const struct field *field)
{
  static const struct number_range ranges[FIELD_KINDS] = {
    [FIELD_MONEY] = { INT64_MIN, INT64_MAX },
    [FIELD_COUNT] = { INT64_MIN, INT64_MAX },
    [FIELD_NUMBER] = { INT64_MIN, INT64_MAX },
    [FIELD_DATE] = { -719162, 2932896 },
    [FIELD_YESNO] = { 0, 1 },
    [FIELD_CHOICE] = { 0, -1 },
    [FIELD_TEXT] = { INT64_MIN, INT64_MAX },
    [FIELD_CODE] = { INT64_MIN, INT64_MAX },
    [FIELD_REGION] = { 0, 999999 },
    [FIELD_INDUSTRY] = { 0, 99 },
  };
  struct number_range range = ranges[field->kind];
  if (field->kind == FIELD_CHOICE) range.most = (int64_t)field->choice_count - 1;
  return range;
}

static bool values_fit(const struct field *field, const struct column *column, const uint32_t *places, size_t count)
{
  const struct number_range range = number_range_of(field);
  bool fit = true;
  for (size_t i = 0; i < count; i++) {
    uint32_t row = places[i];
    if (column->state[row] != STATE_KNOWN) continue;
    fit &= range.least <= column->num[row] && column->num[row] <= range.most && (!column->den || column->den[row] > 0);
    if (column->text) fit &= utf8_valid_prefix(column->text[row]) == column->text[row].length; /* repaired when it was read */
  }
  return fit;
}

static void read_column(struct block_part *part, struct column *column, const struct kept_column *kept, const struct field *field)
{
  const uint32_t *places = kept->every ? part->places : part->open_places;
  size_t count = kept->every ? part->rows : part->open_rows;
  struct byte_reader *reader = &part->reader;
  read_quarters(reader, column->state, places, count);
  if (kept->kind != FIELD_TEXT && kept->kind != FIELD_CODE) read_numbers(reader, column->num, column->state, places, count);
  if (kept->kind == FIELD_NUMBER) read_numbers(reader, column->den, column->state, places, count);
  for (size_t i = 0; has_text(kept->kind) && i < count; i++)
    if (column->state[places[i]] == STATE_KNOWN) column->text[places[i]] = read_sized(reader);
  if (!values_fit(field, column, places, count)) reader->broken = true;
}

static struct slice read_optional(struct byte_reader *reader)
{
  uint64_t length = read_varint(reader);
  const char *at = length ? read_bytes(reader, (size_t)length - 1) : NULL;
  return at ? (struct slice){ at, (size_t)length - 1 } : (struct slice){ NULL, 0 };
}

static void read_problems(struct block_reading *reading, struct block_part *part, size_t *capacity)
{
  struct memory_list_block *block = reading->block;
  struct byte_reader *reader = &part->reader;
  size_t count = read_count(reader);
  for (size_t i = 0; i < count && !reader->broken; i++) {
    struct scan_problem problem = { .message = (enum message)read_varint(reader) };
    problem.line = (uint32_t)read_varint(reader);
    problem.heading = (int)read_signed_varint(reader);
    const char *left_out = read_bytes(reader, 1);
    problem.left_out = left_out && *left_out;
    problem.raw = read_optional(reader);
    for (int k = 0; k < 2; k++) {
      struct slice argument = read_optional(reader);
      if (argument.at) problem.argument[k] = slice_copy(&block->arena, readable_text(&block->arena, argument)).at;
    }
    problem.row = rows_above(reading, problem.line);
    bool placed = problem.heading >= -1 && problem.heading < (int)reading->listing->heading_count;
    if (problem.message >= MESSAGE_COUNT || !placed || (problem.message == MSG_PART_EXCEEDS && !problem.argument[0]))
      reader->broken = true;
    block->problems = arena_grow(&block->arena, block->problems, block->problem_count, capacity, sizeof problem);
    block->problems[block->problem_count++] = problem;
  }
}

static void read_sparse(struct block_part *part, uint32_t *into)
{
  uint64_t row = 0;
  for (size_t count = read_count(&part->reader); count; count--) {
    row += read_varint(&part->reader);
    uint64_t value = read_varint(&part->reader);
    if (row < part->rows) into[part->places[row]] = (uint32_t)value;
    else part->reader.broken = true;
  }
}

static void find_open(struct arena *arena, struct block_part *part, const uint8_t *open)
{
  part->open_places = arena_array(arena, part->rows, sizeof *part->open_places);
  part->open_rows = 0;
  for (size_t i = 0; i < part->rows; i++)
    if (open[part->places[i]]) part->open_places[part->open_rows++] = part->places[i];
}

/* What the parts have finished; all of them have, or none. */
static bool read_finish(struct block_reading *reading)
{
  struct memory_list_block *block = reading->block;
  struct arena *arena = &block->arena;
  size_t finishing = 0;
  struct finished_part *parts = arena_array(arena, reading->count, sizeof *parts);
  uint8_t *open = arena_array(arena, block->rows, 1);
  uint32_t *part_of = arena_array(arena, block->rows, sizeof *part_of), *rank = arena_array(arena, block->rows, sizeof *rank);
  uint32_t *repeats = arena_array(arena, block->rows, sizeof *repeats);
  for (size_t p = 0; p < reading->count; p++) {
    struct block_part *part = &reading->parts[p];
    const char *finished = read_bytes(&part->reader, 1);
    if (!finished || !*finished) continue;
    finishing++;
    read_quarters(&part->reader, open, part->places, part->rows);
    read_sparse(part, repeats);
    find_open(arena, part, open);
    parts[p] = (struct finished_part){ .counts = read_sized(&part->reader), .rows = part->rows, .places = part->places };
    parts[p].lines = read_sized(&part->reader);
    for (size_t i = 0; i < part->rows; i++) part_of[part->places[i]] = (uint32_t)p, rank[part->places[i]] = (uint32_t)i;
  }
  if (!finishing) return true;
  struct finished_block *finished = arena_alloc(arena, sizeof *finished);
  *finished = (struct finished_block){ parts, reading->count, open, part_of, rank };
  block->finished = finished;
  block->repeats = repeats;
  return finishing == reading->count;
}

static struct column column_new(struct arena *arena, enum field_kind kind, size_t count)
{
  struct column column = { .num = arena_array(arena, count, sizeof *column.num), .state = arena_array(arena, count, 1) };
  memset(column.state, STATE_UNKNOWN, count);
  if (kind == FIELD_NUMBER) column.den = arena_array(arena, count, sizeof *column.den);
  for (size_t i = 0; column.den && i < count; i++) column.den[i] = 1;
  if (has_text(kind)) column.text = arena_array(arena, count, sizeof *column.text);
  return column;
}

/* For columns of which nothing was kept: one for all of them, of any kind. */
static struct column unknown_column(struct arena *arena, size_t count)
{
  struct column column = column_new(arena, FIELD_NUMBER, count);
  column.text = arena_array(arena, count, sizeof *column.text);
  return column;
}

/* The rows from `first` on. */
static struct column column_from(const struct column *column, size_t first)
{
  struct column rest = { column->num + first, NULL, NULL, column->state + first };
  if (column->den) rest.den = column->den + first;
  if (column->text) rest.text = column->text + first;
  return rest;
}

/* Cuts the columns into batches. */
static void make_batches(struct block_reading *reading, const struct column *columns, struct slice *const *carried,
                         uint32_t *lines)
{
  struct memory_list_block *block = reading->block;
  const struct block_layout *layout = reading->layout;
  block->batches = arena_array(&block->arena, block->rows / BATCH_ROWS + 1, sizeof *block->batches);
  for (size_t first = 0; first < block->rows; first += BATCH_ROWS) {
    struct memory_list_batch *batch = &block->batches[block->batch_count++];
    const struct slice **cells = arena_array(&block->arena, layout->carried_count, sizeof *cells);
    batch->count = block->rows - first < BATCH_ROWS ? block->rows - first : BATCH_ROWS;
    batch->columns = arena_array(&block->arena, reading->listing->heading_count, sizeof *batch->columns);
    batch->lines = lines + first;
    batch->carried = cells;
    for (size_t i = 0; i < layout->carried_count; i++) cells[i] = carried[i] + first;
    for (size_t i = 0; i < layout->count; i++) batch->columns[layout->columns[i].heading] = column_from(&columns[i], first);
  }
}

static void read_rows(struct block_reading *reading)
{
  const struct block_layout *layout = reading->layout;
  struct arena *arena = &reading->block->arena;
  size_t rows = reading->block->rows, problem_capacity = 0;
  struct column *columns = arena_array(arena, layout->count, sizeof *columns);
  struct slice **carried = arena_array(arena, layout->carried_count, sizeof *carried);
  uint32_t *lines = arena_array(arena, rows, sizeof *lines);
  bool open = false; /* some row is */
  for (size_t p = 0; p < reading->count; p++) open |= reading->parts[p].open_rows > 0;
  const struct column unknown = open ? (struct column){ .num = NULL } : unknown_column(arena, rows);
  for (size_t i = 0; i < layout->count; i++) {
    const struct kept_column *kept = &layout->columns[i];
    columns[i] = kept->every || open ? column_new(arena, kept->kind, rows) : unknown;
  }
  for (size_t i = 0; i < layout->carried_count; i++) carried[i] = arena_array(arena, rows, sizeof **carried);
  for (size_t p = 0; p < reading->count; p++) {
    struct block_part *part = &reading->parts[p];
    for (size_t i = 0; i < part->rows; i++) lines[part->places[i]] = part->lines[i];
    for (size_t i = 0; i < layout->count; i++)
      read_column(part, &columns[i], &layout->columns[i], reading->listing->fields[layout->columns[i].heading]);
    for (size_t i = 0; i < layout->carried_count; i++)
      for (size_t k = 0; k < part->rows; k++) carried[i][part->places[k]] = read_optional(&part->reader);
    read_problems(reading, part, &problem_capacity);
  }
  make_batches(reading, columns, carried, lines);
}

bool block_read(struct memory_list_block *block, const struct block_layout *layout, const struct list_reader *listing,
                const struct slice *states, size_t count, size_t *torn)
{
  struct block_reading reading = { .block = block, .layout = layout, .listing = listing, .count = count };
  reading.parts = arena_array(&block->arena, count, sizeof *reading.parts);
  for (size_t p = 0; p < count; p++) {
    reading.parts[p].reader = byte_reader_of(states[p]);
    *torn = p;
    if (!read_head(&reading, &reading.parts[p], p == 0)) return false;
  }
  *torn = 0;
  if (!place_rows(&reading) || !read_finish(&reading)) return false;
  read_rows(&reading);
  for (*torn = 0; *torn < count; ++*torn) {
    const struct byte_reader *reader = &reading.parts[*torn].reader;
    if (reader->broken || reader->at != reader->end) return false;
  }
  return true;
}

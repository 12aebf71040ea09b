/* Lines of a row to bytes, and back. */
#include "write/row_record.h"

/* What is said of a piece in one byte, above its outcome. */
enum { OUTCOME_BITS = 3, HAS_AMOUNT = 4, OVERFLOWED = 8, HAS_TOTAL = 16, HAS_LINE = 32, HAS_EXTRAS = 64 };
enum { BOUNDS_OPEN = 1, BOUNDS_OVERFLOWED = 2, BOUNDS_WIDER = 4, FROM_NOTHING = 8, POINT = 16 };
enum { IS_PENDING = 1, HAS_MISSING = 2, HAS_WIDTH = 4 };

/* Writing */

static void record_bounds(struct buffer *out, const struct bounds *bounds)
{
  bool nothing = !bounds->least, point = bounds->most == bounds->least;
  buffer_char(out, (char)((bounds->open ? BOUNDS_OPEN : 0) | (bounds->overflowed ? BOUNDS_OVERFLOWED : 0) |
                          (bounds->wider ? BOUNDS_WIDER : 0) | (nothing ? FROM_NOTHING : 0) | (point ? POINT : 0)));
  if (!nothing) format_signed_varint(out, bounds->least);
  if (!point) format_signed_varint(out, bounds->most);
}

static bool has_extras(const struct result_piece *piece)
{
  bool any = false;
  for (int i = 0; i < ROW_FILES; i++) any |= piece->extra[i].length > 0;
  return any;
}

/* What stands in the line behind the cells of code and name. */
static struct slice end_of_line(struct row_writer *writer, const struct result_piece *piece)
{
  struct slice object = row_writer_object(writer, piece);
  const char *begin = row_writer_stream(writer, writer->subjects->measures[piece->planned].measure)->at + piece->start;
  const char *end = object.at + object.length;
  return (struct slice){ end, piece->length - (size_t)(end - begin) };
}

static void record_piece(struct buffer *out, struct row_writer *writer, const struct result_piece *piece)
{
  bool extras = has_extras(piece);
  format_varint(out, piece->planned);
  buffer_char(out,
              (char)(piece->outcome | (piece->has_amount ? HAS_AMOUNT : 0) | (piece->overflowed ? OVERFLOWED : 0) |
                     (piece->has_decided_total ? HAS_TOTAL : 0) | (piece->length ? HAS_LINE : 0) | (extras ? HAS_EXTRAS : 0)));
  if (piece->has_amount) format_signed_varint(out, piece->amount);
  if (piece->has_decided_total) format_signed_varint(out, piece->decided_total);
  record_bounds(out, &piece->bounds);
  record_bounds(out, &piece->total);
  if (piece->length) format_sized(out, end_of_line(writer, piece));
  for (int i = 0; extras && i < ROW_FILES; i++)
    format_sized(out, (struct slice){ writer->extras[i].at + piece->extra[i].start, piece->extra[i].length });
}

void row_record_add(struct buffer *out, struct row_writer *writer, size_t piece, size_t line)
{
  bool pending = line < writer->line_count;
  size_t start = line ? writer->lines[line - 1].end : 0, object = writer->object.length;
  format_varint(out, writer->piece_count - piece);
  for (; piece < writer->piece_count; piece++) record_piece(out, writer, &writer->pieces[piece]);
  buffer_char(out,
              (char)((pending ? IS_PENDING : 0) | (writer->missing.length ? HAS_MISSING : 0) | (writer->width ? HAS_WIDTH : 0)));
  if (pending) format_sized(out, (struct slice){ writer->pending.at + start + object, writer->lines[line].end - start - object });
  if (writer->missing.length) format_sized(out, buffer_view(&writer->missing));
  if (writer->width) format_signed_varint(out, writer->width);
}

/* Reading */

/* It goes into files as it is. */
static struct slice take_text(struct byte_reader *reader)
{
  struct slice text = read_sized(reader);
  if (utf8_valid_prefix(text) != text.length) reader->broken = true;
  return text;
}

static struct bounds take_bounds(struct byte_reader *reader)
{
  const char *flags = read_bytes(reader, 1);
  struct bounds bounds = { 0 };
  if (!flags) return bounds;
  bounds.open = *flags & BOUNDS_OPEN;
  bounds.overflowed = *flags & BOUNDS_OVERFLOWED;
  bounds.wider = *flags & BOUNDS_WIDER;
  if (!(*flags & FROM_NOTHING)) bounds.least = read_signed_varint(reader);
  bounds.most = *flags & POINT ? bounds.least : read_signed_varint(reader);
  return bounds;
}

static void take_line(struct row_writer *writer, struct result_piece *piece, struct slice rest)
{
  const struct measure *measure = writer->subjects->measures[piece->planned].measure;
  struct buffer *stream = row_writer_stream(writer, measure);
  piece->start = stream->length;
  if (!measure_is_list(measure)) buffer_slice(stream, buffer_view(&writer->style->prefixes[measure->index]));
  buffer_slice(stream, buffer_view(&writer->object));
  buffer_slice(stream, rest);
  piece->object = (uint32_t)writer->object.length;
  piece->length = (uint32_t)(stream->length - piece->start);
}

static void take_extras(struct row_writer *writer, struct result_piece *piece, struct byte_reader *reader)
{
  for (int i = 0; i < ROW_FILES; i++) {
    struct slice lines = take_text(reader);
    piece->extra[i] = (struct extra_lines){ writer->extras[i].length, lines.length };
    buffer_slice(&writer->extras[i], lines);
  }
}

/* What a piece says as a judgement: enough for the line of the company. */
static struct judgement judgement_of(const struct result_piece *piece)
{
  return (struct judgement){
    .row = piece->row,
    .planned = piece->planned,
    .verdict = { .outcome = (enum outcome)piece->outcome, .has_amount = piece->has_amount, .amount = piece->amount }
  };
}

static bool take_piece(struct row_writer *writer, struct byte_reader *reader, uint32_t row, struct judgement *judgement)
{
  uint64_t planned = read_varint(reader);
  const char *flags = read_bytes(reader, 1);
  if (!flags || planned >= writer->subjects->count || (*flags & OUTCOME_BITS) > OUTCOME_YES) return false;
  struct result_piece *piece = row_writer_piece(writer);
  *piece = (struct result_piece){ .row = row, .planned = (uint32_t)planned, .outcome = *flags & OUTCOME_BITS };
  piece->has_amount = *flags & HAS_AMOUNT;
  piece->overflowed = *flags & OVERFLOWED;
  piece->has_decided_total = *flags & HAS_TOTAL;
  if (piece->has_amount) piece->amount = read_signed_varint(reader);
  if (piece->has_decided_total) piece->decided_total = read_signed_varint(reader);
  piece->bounds = take_bounds(reader);
  piece->total = take_bounds(reader);
  if (*flags & HAS_LINE) take_line(writer, piece, take_text(reader));
  if (*flags & HAS_EXTRAS) take_extras(writer, piece, reader);
  row_writer_count(writer, piece);
  *judgement = judgement_of(piece);
  return true;
}

static void take_pending(struct row_writer *writer, struct byte_reader *reader, uint32_t row)
{
  const char *flags = read_bytes(reader, 1);
  buffer_reset(&writer->missing);
  if (!flags) return;
  if (*flags & IS_PENDING) {
    buffer_slice(&writer->pending, buffer_view(&writer->object));
    buffer_slice(&writer->pending, take_text(reader));
    row_writer_pending(writer, row);
  }
  if (*flags & HAS_MISSING) buffer_slice(&writer->missing, take_text(reader));
  if (*flags & HAS_WIDTH) stakes_add(&writer->stakes, buffer_view(&writer->missing), 1, read_signed_varint(reader));
}

void row_record_take(struct row_writer *writer, struct byte_reader *reader, uint32_t row)
{
  size_t count = read_count(reader), taken = 0;
  struct arena scratch = { 0 };
  if (count > writer->subjects->count) count = 0, reader->broken = true;
  struct judgement *judgements = arena_array(&scratch, count, sizeof *judgements);
  while (taken < count && take_piece(writer, reader, row, &judgements[taken])) taken++;
  reader->broken |= taken < count;
  take_pending(writer, reader, row);
  if (writer->style->companies) row_writer_company(writer, row, judgements, taken);
  arena_free(&scratch);
}

/* Numbers and texts to bytes and back. */
#include "base/varint.h"

void format_varint(struct buffer *out, uint64_t value)
{
  for (; value >= 0x80; value >>= 7) buffer_char(out, (char)(value | 0x80));
  buffer_char(out, (char)value);
}

void format_signed_varint(struct buffer *out, int64_t value)
{
  format_varint(out, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

void format_sized(struct buffer *out, struct slice text)
{
  format_varint(out, text.length);
  buffer_slice(out, text);
}

struct byte_reader byte_reader_of(struct slice bytes)
{
  return (struct byte_reader){ .at = bytes.at, .end = bytes.at + bytes.length };
}

static void break_off(struct byte_reader *reader)
{
  reader->broken = true;
  reader->at = reader->end;
}

uint64_t read_varint(struct byte_reader *reader)
{
  uint64_t value = 0;
  for (unsigned shift = 0; reader->at < reader->end && shift < 64; shift += 7) {
    unsigned char byte = (unsigned char)*reader->at++;
    value |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  break_off(reader);
  return 0;
}

size_t read_count(struct byte_reader *reader)
{
  uint64_t count = read_varint(reader);
  if (count <= (size_t)(reader->end - reader->at)) return (size_t)count;
  break_off(reader);
  return 0;
}

int64_t read_signed_varint(struct byte_reader *reader)
{
  uint64_t value = read_varint(reader);
  return (int64_t)(value >> 1 ^ (~(value & 1) + 1));
}

const char *read_bytes(struct byte_reader *reader, size_t length)
{
  const char *at = reader->at;
  if ((size_t)(reader->end - at) < length) return break_off(reader), NULL;
  reader->at += length;
  return at;
}

struct slice read_sized(struct byte_reader *reader)
{
  size_t length = read_count(reader);
  const char *at = read_bytes(reader, length);
  return at ? (struct slice){ at, length } : (struct slice){ "", 0 };
}

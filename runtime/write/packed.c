/* Compressed bytes in letters, for write/report.c. */
#include "write/packed.h"

#include <bzlib.h>

/* The last group is filled up with zeros; the decoder stops where the compressed stream ends. */
static void put_letters(struct buffer *out, const unsigned char *bytes, size_t length)
{
  static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{|}";
  enum { BASE = 85 };
  buffer_reserve(out, (length / 4 + 1) * 5);
  for (size_t i = 0; i < length; i += 4) {
    uint32_t four = 0;
    char five[5];
    for (size_t k = 0; k < 4; k++) four = four << 8 | (i + k < length ? bytes[i + k] : 0);
    for (size_t k = 5; k-- > 0; four /= BASE) five[k] = letters[four % BASE];
    buffer_bytes(out, five, sizeof five);
  }
}

/* What bzip2 may need at most, by its manual: one part in a hundred more, and 600 bytes. */
void packed_write(struct buffer *out, struct slice bytes)
{
  enum { BLOCK = 9, ROOM = 600 };
  unsigned room = (unsigned)(bytes.length + bytes.length / 100 + ROOM);
  char *packed = memory_alloc(room);
  if (BZ2_bzBuffToBuffCompress(packed, &room, (char *)(uintptr_t)bytes.at, (unsigned)bytes.length, BLOCK, 0, 0) == BZ_OK)
    put_letters(out, (const unsigned char *)packed, room);
  memory_free(packed);
}

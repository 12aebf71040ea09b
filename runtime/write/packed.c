/* Compressed bytes in letters, for write/report.c. */
#include "write/packed.h"

#include <zlib.h>

static void put_letters(struct buffer *out, const unsigned char *bytes, size_t length)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  buffer_reserve(out, (length / 3 + 1) * 4);
  for (size_t i = 0; i < length; i += 3) {
    uint32_t three = 0;
    char four[4];
    for (size_t k = 0; k < 3; k++) three = three << 8 | (i + k < length ? bytes[i + k] : 0);
    for (size_t k = 0; k < 4; k++) four[k] = i + k > length ? '=' : letters[three >> (18 - 6 * k) & 63];
    buffer_bytes(out, four, sizeof four);
  }
}

void packed_write(struct buffer *out, struct slice bytes)
{
  uLongf room = compressBound(bytes.length);
  unsigned char *packed = memory_alloc(room);
  if (compress2(packed, &room, (const Bytef *)bytes.at, bytes.length, Z_BEST_COMPRESSION) == Z_OK) put_letters(out, packed, room);
  memory_free(packed);
}

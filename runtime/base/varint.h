/* Varint: whole numbers and texts as bytes, small ones in few: seven bits a byte, the lowest first (LEB128). For what one run of
 * the program keeps for another (write/part_file.h); bytes that come back were hashed, so a reader need not tell what is wrong
 * with them, only that something is. */
#ifndef BASE_VARINT_H
#define BASE_VARINT_H

#include "base/text.h"

void format_varint(struct buffer *out, uint64_t value);
/* Small on either side of 0. */
void format_signed_varint(struct buffer *out, int64_t value);
/* The length, then the bytes. */
void format_sized(struct buffer *out, struct slice text);

struct byte_reader {
  const char *at, *end;
  bool broken; /* something was asked that is not there: it was read as 0 or as an empty text, and so is all that follows */
};

struct byte_reader byte_reader_of(struct slice bytes);
uint64_t read_varint(struct byte_reader *reader);
/* The same of a count of things that take at least a byte each: 0, and broken, when there are not as many bytes. */
size_t read_count(struct byte_reader *reader);
int64_t read_signed_varint(struct byte_reader *reader);
/* So many bytes where they are; NULL when there are fewer. */
const char *read_bytes(struct byte_reader *reader, size_t length);
struct slice read_sized(struct byte_reader *reader);

#endif

/* Packed: bytes compressed and written in letters, so that a page can carry them. The only includer of <zlib.h>.
 *
 * A zlib stream (RFC 1950) in base 64: both are undone by the browser itself (DecompressionStream, atob). Rejected: bzip2 with a
 * decoder of our own in the page, whose files were a fifth smaller, for 150 lines that nobody else reads. */
#ifndef WRITE_PACKED_H
#define WRITE_PACKED_H

#include "base/text.h"

/* The same bytes give the same letters. */
void packed_write(struct buffer *out, struct slice bytes);

#endif

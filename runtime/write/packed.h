/* Packed: bytes compressed and written in letters, so that a page can carry them. The only includer of <bzlib.h>.
 *
 * Columns of short texts are what bzip2 is best at: a quarter smaller here than DEFLATE, and its decoder is as short in the page.
 * (DecompressionStream of browsers knows only DEFLATE, cannot be waited for where the page needs it, and is missing in older
 * ones.) Four bytes become five of 85 signs that mean nothing in HTML: a sixteenth less than base 64. */
#ifndef WRITE_PACKED_H
#define WRITE_PACKED_H

#include "base/text.h"

/* The same bytes give the same letters. */
void packed_write(struct buffer *out, struct slice bytes);

#endif

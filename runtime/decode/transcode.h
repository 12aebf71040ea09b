/* Transcoder: text in GB18030 or UTF-16 as UTF-8.
 *
 * iconv says what every code means, but calling it for a text takes as long as judging the list. Of GB18030 each code of the
 * basic plane is asked for once, when it first occurs, and kept in a table; UTF-16 but for its surrogates is arithmetic. Tests
 * hold both against iconv for every code. Rejected: a table made when the program is built (as large as the program's other
 * tables together, and another iconv's than that of the machine it runs on). */
#ifndef DECODE_TRANSCODE_H
#define DECODE_TRANSCODE_H

#include "decode/source.h"

struct transcoder;

/* Of another encoding than UTF-8; NULL where the system does not know it. To be given back by transcoder_free. */
struct transcoder *transcoder_new(enum encoding encoding);
/* Converts the beginning of `from`, until it is used up, an incomplete character is left (unless `last`: nothing follows), or
 * fewer than four bytes are free in `into`. Moves `from`; returns the length of what it made. Bytes that are no character in the
 * encoding become bytes that are no UTF-8 either, one by one (in UTF-16 unit by unit), so that who reads the cell finds them as
 * in a file of UTF-8. */
size_t transcode(struct transcoder *transcoder, struct slice *from, bool last, char *into, size_t capacity);
void transcoder_free(struct transcoder *transcoder);
const char *encoding_name(enum encoding encoding);

#endif

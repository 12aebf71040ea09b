/* Encoding: which one the bytes of a text are in, guessed the way Chinese office files need it. Pure functions on a sample of
 * bytes, apart from source.c so that each rule can be tested without files. */
#ifndef DECODE_ENCODING_H
#define DECODE_ENCODING_H

#include "decode/source.h"

/* Length of the byte-order mark that `sample` begins with, and what it stands for; 0 if there is none. */
size_t encoding_mark(struct slice sample, enum encoding *encoding);
/* UTF-16 without a mark: separators or line ends with a zero beside them, and zeros hardly ever on the other side. */
bool encoding_is_utf16(struct slice sample, enum encoding *encoding);
/* UTF-8 or GB18030, from a sample that begins with the first byte that is not ASCII. Unless `whole`, the last character may be
 * cut. */
enum encoding encoding_of(struct slice sample, bool whole);

#endif

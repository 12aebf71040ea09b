/* Source: the bytes of a file or of standard input, as UTF-8, in order.
 *
 * The input is read, never mapped (a file that shrinks while it is read must not end the program). The encoding is found from the
 * byte-order mark, else from the first bytes that are not ASCII: UTF-8 when they are well-formed (or mostly), else GB18030.
 * UTF-16 is found by its mark, or by zero bytes in a regular place. Bytes that cannot be converted become U+FFFD; broken UTF-8 in
 * a UTF-8 file is passed on as it is and replaced by normal_cell, where the row is known. Conversion is iconv's. */
#ifndef DECODE_SOURCE_H
#define DECODE_SOURCE_H

#include "base/fault.h"

enum encoding { ENCODING_UTF8, ENCODING_GB18030, ENCODING_UTF16LE, ENCODING_UTF16BE };

struct source;

/* `path` "-" is standard input. A directory, a missing file, a `.xls` or encrypted workbook is a FAULT_FILE that says so. */
struct source *source_open(struct arena *arena, const char *path, struct fault *fault);
enum encoding source_encoding(const struct source *source);
/* Fills up to `capacity` (at least 16) bytes, never splitting a converted character; *got is 0 only at the end. */
bool source_read(struct source *source, char *into, size_t capacity, size_t *got, struct fault *fault);
/* Bytes read from the file so far, and its size in bytes or 0 where it has none (a pipe): for the progress bar. */
uint64_t source_position(const struct source *source);
uint64_t source_size(const struct source *source);
/* SHA-256 of all raw bytes read so far (of the whole file once source_read gave 0), 64 hex digits and NUL. */
void source_digest(const struct source *source, char hex[65]);
void source_close(struct source *source);

#endif

/* Source: the bytes of a file or of standard input, as UTF-8, in order.
 *
 * The input is read, never mapped (a file that shrinks while it is read must not end the program). The encoding is found from the
 * byte-order mark, from zero bytes in a regular place (UTF-16), else from the first bytes that are not ASCII, wherever they
 * stand: UTF-8 when they are well-formed or mostly so, else GB18030, of which GBK and GB2312 are parts. Text in two-byte
 * characters only that reads as common Chinese in GB2312 is taken for that, though it may be well-formed UTF-8. Conversion is
 * iconv's; bytes that cannot be converted, and broken UTF-8 in a UTF-8 file, are passed on as bytes that are no UTF-8, and become
 * `\xNN` in unicode_cell, where the row is known. UTF-8 is not copied: it is read into the caller's memory. A byte-order mark is
 * dropped. */
#ifndef DECODE_SOURCE_H
#define DECODE_SOURCE_H

#include "base/fault.h"

enum encoding { ENCODING_UTF8, ENCODING_GB18030, ENCODING_UTF16LE, ENCODING_UTF16BE };

struct source;

/* `path` "-" is standard input; it must outlive the source and its faults. With `digest` all bytes are hashed as they are read.
 * NULL for a missing file, a folder, a workbook (MSG_FILE_IS_WORKBOOK: an .xlsx, for the caller to open as one), an old or
 * encrypted workbook or a web page: a FAULT_FILE that says so. */
struct source *source_open(struct arena *arena, const char *path, bool digest, struct fault *fault);
/* The same, but an archive (which an .xlsx is) is opened too, for decode/zip_package.h: it has been hashed to its end and cannot
 * be given to source_read. One that comes through a pipe is kept in a file without a name. */
struct source *source_open_archive(struct arena *arena, const char *path, bool digest, struct fault *fault);
/* The open file of an archive, which stays the source's and can be read at any place; -1 for text. */
int source_archive(const struct source *source);
/* An archive is read by others, who say here how far they are: for source_position. */
void source_reached(struct source *source, uint64_t position);
/* ENCODING_UTF8 as long as only ASCII was read. */
enum encoding source_encoding(const struct source *source);
/* Fills up to `capacity` (at least 16) bytes, never splitting a converted character; *got is 0 only at the end. False on a read
 * error and on a zero byte, which no text has (with its line where the file can be read again). */
bool source_read(struct source *source, char *into, size_t capacity, size_t *got, struct fault *fault);
/* Bytes read from the file so far, and its size in bytes or 0 where it has none (a pipe): for the progress bar. */
uint64_t source_position(const struct source *source);
uint64_t source_size(const struct source *source);
/* SHA-256 of all raw bytes read so far (of the whole file once source_read gave 0), 64 hex digits and NUL; "" without `digest`.
 */
void source_digest(const struct source *source, char hex[65]);
/* Gives the file and the memory outside the arena back. */
void source_close(struct source *source);

#endif

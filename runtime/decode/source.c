/* Files and standard input as UTF-8, for everything that reads tables or scripts. One of the rooms at the edge: system calls and
 * errno stay in here.
 *
 * A source starts undecided and stays so while there is only ASCII, which is the same in UTF-8 and GB18030. `raw` holds what was
 * read ahead to decide, and, where there is something to convert, what is not yet converted. */
#include "decode/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "decode/digest.h"
#include "decode/encoding.h"
#include "decode/transcode.h"
#include "decode/unicode.h"

enum { SAMPLE_BYTES = 1 << 16, RAW_BYTES = 2 * SAMPLE_BYTES };

enum state { STATE_UNDECIDED, STATE_UTF8, STATE_CONVERTED, STATE_ARCHIVE };

struct source {
  const char *path;
  int file;
  bool at_end, archives;
  enum state state;
  enum encoding encoding;
  struct transcoder *transcoder; /* NULL unless STATE_CONVERTED */
  struct digest *digest;
  uint64_t position, size;
  char *raw; /* memory of its own, for source_close */
  size_t begin, end;
};

static struct slice raw_view(const struct source *source)
{
  return (struct slice){ source->raw + source->begin, source->end - source->begin };
}

static bool is_utf16(const struct source *source)
{
  return source->encoding == ENCODING_UTF16LE || source->encoding == ENCODING_UTF16BE;
}

/* Faults */

static bool open_fault(const char *path, struct fault *fault)
{
  int reason = errno;
  if (reason == ENOENT || reason == ENOTDIR) return fault_set(fault, FAULT_FILE, MSG_FILE_MISSING, path, NULL);
  if (reason == EACCES || reason == EPERM) return fault_set(fault, FAULT_FILE, MSG_FILE_FORBIDDEN, path, NULL);
  return fault_set(fault, FAULT_FILE, MSG_CANNOT_OPEN, path, strerror(reason), NULL);
}

/* Number of line ends in the first `length` bytes of the file, or -1 where it cannot be read again. */
static int lines_before(const struct source *source, uint64_t length)
{
  char bytes[4096], before = 0;
  int lines = 0;
  for (uint64_t at = 0; at < length;) {
    size_t want = length - at < sizeof bytes ? (size_t)(length - at) : sizeof bytes;
    ssize_t got = pread(source->file, bytes, want, (off_t)at);
    if (got <= 0) return -1;
    for (ssize_t i = 0; i < got; before = bytes[i++]) lines += bytes[i] == '\r' || (bytes[i] == '\n' && before != '\r');
    at += (uint64_t)got;
  }
  return lines;
}

static bool zero_fault(const struct source *source, uint64_t offset, struct fault *fault)
{
  char number[24];
  snprintf(number, sizeof number, "%llu", (unsigned long long)offset + 1);
  int lines = is_utf16(source) ? -1 : lines_before(source, offset);
  fault_set(fault, FAULT_FILE, MSG_ZERO_BYTE, number, NULL);
  return fault_at(fault, source->path, lines + 1, 0);
}

/* `bytes` are the last ones read. */
static bool check_no_zero(const struct source *source, struct slice bytes, struct fault *fault)
{
  const char *zero = bytes.length ? memchr(bytes.at, 0, bytes.length) : NULL;
  return !zero || zero_fault(source, source->position - bytes.length + (uint64_t)(zero - bytes.at), fault);
}

/* Whether one of four units at `at` is zero: only then a borrow reaches its highest bit without that having been set. */
static bool has_zero_unit(const char *at)
{
  uint64_t units;
  memcpy(&units, at, sizeof units);
  return ((units - 0x0001000100010001) & ~units & 0x8000800080008000) != 0;
}

/* In UTF-16 only a unit of two zero bytes is a zero; `raw` always begins with a whole unit. */
static bool check_no_zero_unit(const struct source *source, struct fault *fault)
{
  struct slice raw = raw_view(source);
  for (size_t i = 0; i + 1 < raw.length; i += 2) {
    while (i + 8 <= raw.length && !has_zero_unit(raw.at + i)) i += 8;
    if (i + 1 < raw.length && !raw.at[i] && !raw.at[i + 1]) return zero_fault(source, source->position - raw.length + i, fault);
  }
  return true;
}

/* Reading */

static bool read_file(struct source *source, char *into, size_t capacity, size_t *got, struct fault *fault)
{
  ssize_t count;
  do count = read(source->file, into, capacity);
  while (count < 0 && errno == EINTR);
  *got = 0;
  if (count < 0) return fault_set(fault, FAULT_FILE, MSG_CANNOT_READ, source->path, strerror(errno), NULL);
  *got = (size_t)count;
  source->at_end = count == 0;
  source->position += *got;
  digest_add(source->digest, into, *got);
  return true;
}

/* Reads ahead until `raw` holds `want` bytes or the file ends. */
static bool fill(struct source *source, size_t want, struct fault *fault)
{
  struct slice left = raw_view(source);
  memmove(source->raw, left.at, left.length);
  source->begin = 0;
  source->end = left.length;
  while (source->end < want && !source->at_end) {
    size_t got;
    if (!read_file(source, source->raw + source->end, RAW_BYTES - source->end, &got, fault)) return false;
    source->end += got;
  }
  return true;
}

static bool fill_checked(struct source *source, size_t want, struct fault *fault)
{
  size_t had = source->end - source->begin;
  if (!fill(source, want, fault)) return false;
  if (is_utf16(source)) return check_no_zero_unit(source, fault);
  return check_no_zero(source, (struct slice){ source->raw + had, source->end - had }, fault);
}

/* Opening */

static bool convert_from(struct source *source, enum encoding encoding, struct fault *fault)
{
  source->encoding = encoding;
  source->state = encoding == ENCODING_UTF8 ? STATE_UTF8 : STATE_CONVERTED;
  if (source->state == STATE_UTF8) return true;
  source->transcoder = transcoder_new(encoding);
  if (source->transcoder) return true;
  fault_set(fault, FAULT_FILE, MSG_NO_CONVERTER, encoding_name(encoding), NULL);
  return fault_at(fault, source->path, 0, 0);
}

/* A workbook with a password is put as one stream into a container of the old kind, whose folder names it in UTF-16. */
static bool is_encrypted(const struct source *source)
{
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  struct slice head = raw_view(source);
  unsigned char folder[4096];
  if (memmem(head.at, head.length, name, sizeof name - 1)) return true;
  if (head.length < 52) return false;
  const unsigned char *at = (const unsigned char *)head.at;
  unsigned shift = at[30] < 13 ? at[30] : 12;
  uint32_t sector = (uint32_t)at[48] | (uint32_t)at[49] << 8 | (uint32_t)at[50] << 16 | (uint32_t)at[51] << 24;
  ssize_t got = pread(source->file, folder, sizeof folder, (off_t)(((uint64_t)sector + 1) << shift));
  return got > 0 && memmem(folder, (size_t)got, name, sizeof name - 1);
}

static bool refuse_other_formats(const struct source *source, struct fault *fault)
{
  struct slice raw = raw_view(source), text = raw;
  if (slice_starts(raw, "\xD0\xCF\x11\xE0"))
    return fault_set(fault, FAULT_FILE, is_encrypted(source) ? MSG_FILE_IS_ENCRYPTED : MSG_FILE_IS_OLD_WORKBOOK, source->path,
                     NULL);
  static const struct {
    const char *mark, *name;
  } archives[] = { { "Rar!", "RAR" }, { "7z\xBC\xAF", "7z" }, { "\x1F\x8B", "gzip" }, { "BZh", "bzip2" } };
  for (size_t i = 0; i < sizeof archives / sizeof *archives; i++)
    if (slice_starts(raw, archives[i].mark))
      return fault_set(fault, FAULT_FILE, MSG_FILE_IS_ARCHIVE, source->path, archives[i].name, NULL);
  if (slice_starts(raw, "%PDF")) return fault_set(fault, FAULT_FILE, MSG_FILE_IS_DOCUMENT, source->path, "PDF", NULL);
  if (slice_starts(raw, "{\\rtf")) return fault_set(fault, FAULT_FILE, MSG_FILE_IS_DOCUMENT, source->path, "RTF", NULL);
  if (slice_starts(raw, "PK\x05\x06")) return fault_set(fault, FAULT_FILE, MSG_FILE_IS_ARCHIVE, source->path, "zip", NULL);
  if (slice_starts(raw, "PK\x03\x04"))
    return source->archives || fault_set(fault, FAULT_FILE, MSG_FILE_IS_WORKBOOK, source->path, NULL);
  if (slice_starts(text, "\xEF\xBB\xBF")) text = (struct slice){ text.at + 3, text.length - 3 };
  text = slice_trim(text);
  static const char *const pages[] = { "<html", "<!doctype", "<table", "<?xml", "<meta" };
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
    if (text.length > strlen(pages[i]) && strncasecmp(text.at, pages[i], strlen(pages[i])) == 0)
      return fault_set(fault, FAULT_FILE, MSG_FILE_IS_WEB_PAGE, source->path, NULL);
  return true;
}

/* Reads to the end for the digest; what comes through a pipe is kept, since an archive has its contents at its end. */
static bool begin_archive(struct source *source, struct fault *fault)
{
  int copy = source->size ? -1 : file_unnamed();
  bool keep = !source->size, good = !keep || copy >= 0;
  size_t got = source->end;
  for (bool more = true; good && more; more = got > 0) {
    good = !keep || file_write(copy, source->raw, got);
    if (good && !source->digest && !keep) break;
    if (good && !read_file(source, source->raw, RAW_BYTES, &got, fault)) {
      if (copy >= 0) close(copy);
      return false;
    }
  }
  if (!good) {
    fault_set(fault, FAULT_FILE, MSG_CANNOT_READ, source->path, strerror(errno), NULL);
    if (copy >= 0) close(copy);
    return false;
  }
  if (keep) source->file = copy, source->size = source->position;
  source->state = STATE_ARCHIVE;
  source->position = 0;
  return true;
}

/* What can be known from the first bytes alone. */
static bool begin(struct source *source, struct fault *fault)
{
  enum encoding encoding = ENCODING_UTF8;
  if (!fill(source, SAMPLE_BYTES, fault) || !refuse_other_formats(source, fault)) return false;
  if (slice_starts(raw_view(source), "PK\x03\x04")) return begin_archive(source, fault);
  size_t mark = encoding_mark(raw_view(source), &encoding);
  if (mark || encoding_is_utf16(raw_view(source), &encoding)) {
    source->begin += mark;
    if (!convert_from(source, encoding, fault)) return false;
  }
  return is_utf16(source) ? check_no_zero_unit(source, fault) : check_no_zero(source, raw_view(source), fault);
}

static bool is_standard_input(const struct source *source)
{
  return strcmp(source->path, "-") == 0;
}

static bool open_file(struct source *source, struct fault *fault)
{
  struct stat status;
  source->file = is_standard_input(source) ? STDIN_FILENO : open(source->path, O_RDONLY | O_CLOEXEC);
  if (source->file < 0 || fstat(source->file, &status) != 0) return open_fault(source->path, fault);
  if (S_ISDIR(status.st_mode)) return fault_set(fault, FAULT_FILE, MSG_FILE_IS_FOLDER, source->path, NULL);
  if (S_ISREG(status.st_mode)) source->size = (uint64_t)status.st_size;
  return true;
}

static struct source *open_source(struct arena *arena, const char *path, bool archives, bool digest, struct fault *fault)
{
  struct source *source = arena_alloc(arena, sizeof *source);
  source->path = path;
  source->archives = archives;
  source->file = -1;
  source->raw = memory_alloc(RAW_BYTES);
  if (digest) source->digest = digest_new();
  if (open_file(source, fault) && begin(source, fault)) return source;
  source_close(source);
  return NULL;
}

struct source *source_open(struct arena *arena, const char *path, bool digest, struct fault *fault)
{
  return open_source(arena, path, false, digest, fault);
}

struct source *source_open_archive(struct arena *arena, const char *path, bool digest, struct fault *fault)
{
  return open_source(arena, path, true, digest, fault);
}

int source_archive(const struct source *source)
{
  return source->state == STATE_ARCHIVE ? source->file : -1;
}

void source_reached(struct source *source, uint64_t position)
{
  source->position = position;
}

/* Handing out */

static size_t hand_out(struct source *source, char *into, size_t count)
{
  memcpy(into, source->raw + source->begin, count);
  source->begin += count;
  return count;
}

static size_t least(size_t a, size_t b)
{
  return a < b ? a : b;
}

static bool read_utf8(struct source *source, char *into, size_t capacity, size_t *got, struct fault *fault)
{
  if (source->end > source->begin) {
    *got = hand_out(source, into, least(capacity, source->end - source->begin));
    return true;
  }
  if (!read_file(source, into, capacity, got, fault)) return false;
  return check_no_zero(source, (struct slice){ into, *got }, fault);
}

/* Converts what `raw` holds. */
static size_t convert(struct source *source, char *into, size_t capacity)
{
  struct slice from = raw_view(source);
  size_t made = transcode(source->transcoder, &from, source->at_end, into, capacity);
  source->begin = source->end - from.length;
  return made;
}

static bool read_converted(struct source *source, char *into, size_t capacity, size_t *got, struct fault *fault)
{
  *got = convert(source, into, capacity);
  while (!*got && !source->at_end) {
    if (!fill_checked(source, source->end - source->begin + 1, fault)) return false;
    *got = convert(source, into, capacity);
  }
  return true;
}

/* ASCII is handed out; at the first other byte enough is read ahead to decide. */
static bool read_undecided(struct source *source, char *into, size_t capacity, size_t *got, struct fault *fault)
{
  if (source->begin == source->end && !fill_checked(source, 1, fault)) return false;
  struct slice ahead = raw_view(source);
  *got = ascii_prefix((struct slice){ ahead.at, least(ahead.length, capacity) });
  if (*got) hand_out(source, into, *got);
  if (*got || source->begin == source->end) return true;
  if (!fill_checked(source, SAMPLE_BYTES, fault)) return false;
  enum encoding encoding = encoding_of(raw_view(source), source->at_end);
  return convert_from(source, encoding, fault) && source_read(source, into, capacity, got, fault);
}

bool source_read(struct source *source, char *into, size_t capacity, size_t *got, struct fault *fault)
{
  switch (source->state) {
  case STATE_UTF8: return read_utf8(source, into, capacity, got, fault);
  case STATE_CONVERTED: return read_converted(source, into, capacity, got, fault);
  default: return read_undecided(source, into, capacity, got, fault);
  }
}

enum encoding source_encoding(const struct source *source)
{
  return source->encoding;
}

uint64_t source_position(const struct source *source)
{
  return source->position;
}

uint64_t source_size(const struct source *source)
{
  return source->size;
}

void source_digest(const struct source *source, char hex[65])
{
  digest_hex(source->digest, hex);
}

void source_close(struct source *source)
{
  if (source->file >= 0 && source->file != STDIN_FILENO) close(source->file);
  transcoder_free(source->transcoder);
  digest_free(source->digest);
  memory_free(source->raw);
  source->file = -1;
  source->transcoder = NULL;
  source->digest = NULL;
  source->raw = NULL;
}

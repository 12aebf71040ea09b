/* Sections with hashes. */
#include "write/part_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/varint.h"
#include "decode/digest.h"

enum { DIGEST_BYTES = 64, MARK_BYTES = 16 };
static const char mark[MARK_BYTES] = "huiqi part 1\n";
/* Behind the directory: how long it is, its hash, and a mark. */
struct trailer {
  uint64_t length;
  char digest[DIGEST_BYTES];
  char mark[MARK_BYTES];
};

struct section {
  uint64_t offset, length;
  char digest[DIGEST_BYTES + 1];
};

/* Sections of one kind and list stand together. */
struct section_run {
  enum part_section kind;
  size_t list, first, count;
};

struct part_file {
  struct arena *arena;
  const char *path;
  int descriptor;
  uint64_t size;
  struct section *sections;
  size_t count, capacity;
  struct section_run *runs;
  size_t run_count, run_capacity;
};

static void digest_of(const char *bytes, size_t length, char hex[DIGEST_BYTES + 1])
{
  struct digest *digest = digest_new();
  digest_add(digest, bytes, length);
  digest_hex(digest, hex);
  digest_free(digest);
}

static bool fail_writing(const struct part_file *file, struct fault *fault)
{
  return fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, file->path, strerror(errno), NULL);
}

static bool torn(const char *path, struct fault *fault)
{
  return fault_set(fault, FAULT_USAGE, MSG_PART_TORN, path, NULL);
}

static struct section *section_add(struct part_file *file, enum part_section kind, size_t list)
{
  struct section_run *last = file->run_count ? &file->runs[file->run_count - 1] : NULL;
  if (!last || last->kind != kind || last->list != list) {
    file->runs = arena_grow(file->arena, file->runs, file->run_count, &file->run_capacity, sizeof *file->runs);
    last = &file->runs[file->run_count++];
    *last = (struct section_run){ .kind = kind, .list = list, .first = file->count };
  }
  last->count++;
  file->sections = arena_grow(file->arena, file->sections, file->count, &file->capacity, sizeof *file->sections);
  file->sections[file->count] = (struct section){ .length = 0 };
  return &file->sections[file->count++];
}

static const struct section_run *run_find(const struct part_file *file, enum part_section kind, size_t list)
{
  static const struct section_run none = { .count = 0 };
  for (size_t i = 0; i < file->run_count; i++)
    if (file->runs[i].kind == kind && file->runs[i].list == list) return &file->runs[i];
  return &none;
}

/* Writing */

struct part_file *part_file_new(struct arena *arena, const char *path, const char *shown, struct fault *fault)
{
  struct part_file *file = arena_alloc(arena, sizeof *file);
  *file = (struct part_file){ .arena = arena, .path = shown, .size = MARK_BYTES };
  file->descriptor = open(path, O_RDWR | O_CLOEXEC);
  if (file->descriptor >= 0 && file_write(file->descriptor, mark, MARK_BYTES)) return file;
  fail_writing(file, fault);
  part_file_abandon(file);
  return NULL;
}

bool part_file_add(struct part_file *file, enum part_section kind, size_t list, struct slice bytes, struct fault *fault)
{
  struct section *section = section_add(file, kind, list);
  section->offset = file->size;
  section->length = bytes.length;
  digest_of(bytes.at, bytes.length, section->digest);
  file->size += bytes.length;
  return file_write(file->descriptor, bytes.at, bytes.length) || fail_writing(file, fault);
}

static void format_directory(struct buffer *out, const struct part_file *file)
{
  format_varint(out, file->run_count);
  for (size_t i = 0; i < file->run_count; i++) {
    const struct section_run *run = &file->runs[i];
    format_varint(out, (uint64_t)run->kind);
    format_varint(out, run->list);
    format_varint(out, run->count);
    for (size_t k = run->first; k < run->first + run->count; k++) {
      format_varint(out, file->sections[k].length);
      buffer_bytes(out, file->sections[k].digest, DIGEST_BYTES);
    }
  }
}

bool part_file_finish(struct part_file *file, struct fault *fault)
{
  struct buffer directory = { 0 };
  struct trailer trailer = { .length = 0 };
  char digest[DIGEST_BYTES + 1] = { 0 };
  format_directory(&directory, file);
  digest_of(directory.at, directory.length, digest);
  trailer.length = directory.length;
  memcpy(trailer.digest, digest, DIGEST_BYTES);
  memcpy(trailer.mark, mark, MARK_BYTES);
  bool done = file_write(file->descriptor, directory.at, directory.length) &&
              file_write(file->descriptor, (const char *)&trailer, sizeof trailer);
  file->size += directory.length + sizeof trailer;
  buffer_free(&directory);
  if (close(file->descriptor) != 0) done = false;
  file->descriptor = -1;
  return done || fail_writing(file, fault);
}

void part_file_abandon(struct part_file *file)
{
  if (file->descriptor >= 0) close(file->descriptor);
  file->descriptor = -1;
}

bool part_file_replaceable(const char *path)
{
  char begin[MARK_BYTES];
  struct stat about;
  if (lstat(path, &about) != 0) return errno == ENOENT;
  int descriptor = S_ISREG(about.st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  bool ours = descriptor >= 0 && read(descriptor, begin, sizeof begin) == sizeof begin && memcmp(begin, mark, MARK_BYTES) == 0;
  if (descriptor >= 0) close(descriptor);
  return ours;
}

/* Reading */

static bool read_at(int descriptor, char *into, size_t length, uint64_t offset)
{
  while (length) {
    ssize_t got = pread(descriptor, into, length, (off_t)offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got, offset += (uint64_t)got, length -= (size_t)got;
  }
  return true;
}

static bool read_section(struct part_file *file, struct byte_reader *reader, enum part_section kind, size_t list,
                         uint64_t *offset, uint64_t end)
{
  uint64_t length = read_varint(reader);
  const char *digest = read_bytes(reader, DIGEST_BYTES);
  if (!digest || length > end - *offset) return false;
  struct section *section = section_add(file, kind, list);
  section->offset = *offset;
  section->length = length;
  memcpy(section->digest, digest, DIGEST_BYTES);
  *offset += length;
  return true;
}

static bool read_directory(struct part_file *file, struct slice bytes, uint64_t end)
{
  struct byte_reader reader = byte_reader_of(bytes);
  uint64_t offset = MARK_BYTES;
  for (size_t runs = read_count(&reader); runs && !reader.broken; runs--) {
    enum part_section kind = (enum part_section)read_varint(&reader);
    size_t list = (size_t)read_varint(&reader);
    for (size_t count = read_count(&reader); count; count--)
      if (!read_section(file, &reader, kind, list, &offset, end)) return false;
  }
  return !reader.broken && reader.at == reader.end && offset == end;
}

/* Everything but the sections. */
static bool read_frame(struct part_file *file, int descriptor)
{
  struct trailer trailer;
  struct stat about;
  char begin[MARK_BYTES], digest[DIGEST_BYTES + 1] = { 0 };
  if (fstat(descriptor, &about) != 0 || (uint64_t)about.st_size < MARK_BYTES + sizeof trailer) return false;
  file->size = (uint64_t)about.st_size;
  uint64_t end = file->size - sizeof trailer;
  if (!read_at(descriptor, begin, MARK_BYTES, 0) || memcmp(begin, mark, MARK_BYTES) != 0) return false;
  if (!read_at(descriptor, (char *)&trailer, sizeof trailer, end) || memcmp(trailer.mark, mark, MARK_BYTES) != 0) return false;
  if (trailer.length > end - MARK_BYTES) return false;
  char *directory = arena_alloc(file->arena, (size_t)trailer.length + 1);
  if (!read_at(descriptor, directory, (size_t)trailer.length, end - trailer.length)) return false;
  digest_of(directory, (size_t)trailer.length, digest);
  if (memcmp(digest, trailer.digest, DIGEST_BYTES) != 0) return false;
  return read_directory(file, (struct slice){ directory, (size_t)trailer.length }, end - trailer.length);
}

struct part_file *part_file_open(struct arena *arena, const char *path, struct fault *fault)
{
  struct part_file *file = arena_alloc(arena, sizeof *file);
  *file = (struct part_file){ .arena = arena, .path = path, .descriptor = -1 };
  int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* a pipe of that name is no part, and is not waited for */
  if (descriptor < 0) return fault_set(fault, FAULT_USAGE, MSG_PART_NONE, path, strerror(errno), NULL), NULL;
  bool whole = read_frame(file, descriptor);
  close(descriptor);
  return whole ? file : (torn(path, fault), NULL);
}

size_t part_file_count(const struct part_file *file, enum part_section kind, size_t list)
{
  return run_find(file, kind, list)->count;
}

/* One that was finished is opened for each: there may be more parts than files that can be open. */
bool part_file_read(const struct part_file *file, enum part_section kind, size_t list, size_t number, struct arena *arena,
                    struct slice *bytes, struct fault *fault)
{
  const struct section_run *run = run_find(file, kind, list);
  char digest[DIGEST_BYTES + 1] = { 0 };
  if (number >= run->count) return torn(file->path, fault);
  const struct section *section = &file->sections[run->first + number];
  int descriptor = file->descriptor >= 0 ? file->descriptor : open(file->path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fault_set(fault, FAULT_USAGE, MSG_PART_NONE, file->path, strerror(errno), NULL);
  char *read = arena_alloc(arena, (size_t)section->length + 1);
  bool whole = read_at(descriptor, read, (size_t)section->length, section->offset);
  if (descriptor != file->descriptor) close(descriptor);
  digest_of(read, (size_t)section->length, digest);
  if (!whole || memcmp(digest, section->digest, DIGEST_BYTES) != 0) return torn(file->path, fault);
  *bytes = (struct slice){ read, (size_t)section->length };
  return true;
}

const char *part_file_path(const struct part_file *file)
{
  return file->path;
}

uint64_t part_file_size(const struct part_file *file)
{
  return file->size;
}

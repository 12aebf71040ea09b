/* The container of a workbook, for xlsx.c. */
#include "decode/zip_package.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/file.h"

enum { MEGABYTE = 1 << 20, HARMLESS_BYTES = 64 * MEGABYTE, MOST_RATIO = 250 };

static const uint64_t limits[] = {
  [PART_SMALL] = HARMLESS_BYTES, [PART_STRINGS] = (uint64_t)2048 * MEGABYTE, [PART_SHEET] = (uint64_t)16384 * MEGABYTE
};

struct package {
  zip_t *zip;
  const char *path;
};

struct part {
  const char *name;
  zip_file_t *file;
  uint64_t read, size, compressed, limit;
};

static bool broken(const char *reason, struct fault *fault)
{
  return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BROKEN, reason, NULL);
}

struct package *package_open(struct arena *arena, int descriptor, const char *path, struct fault *fault)
{
  int reason = 0, own = dup(descriptor);
  struct package *package = arena_alloc(arena, sizeof *package);
  package->path = path;
  if (own >= 0) lseek(own, 0, SEEK_SET);
  package->zip = own >= 0 ? zip_fdopen(own, 0, &reason) : NULL;
  if (package->zip) return package;
  if (own >= 0) close(own);
  fault_set(fault, FAULT_FILE, MSG_WORKBOOK_INCOMPLETE, NULL);
  return NULL;
}

/* As it is written, which libzip finds at once, else as Windows would. */
static zip_int64_t find_part(const struct package *package, const char *name)
{
  zip_int64_t index = zip_name_locate(package->zip, name, 0);
  return index >= 0 ? index : zip_name_locate(package->zip, name, ZIP_FL_NOCASE);
}

bool package_has(const struct package *package, const char *name)
{
  return find_part(package, name) >= 0;
}

void package_close(struct package *package)
{
  zip_discard(package->zip);
}

struct part *part_open(struct arena *arena, struct package *package, const char *name, enum part_limit limit, struct fault *fault)
{
  struct part *part = arena_alloc(arena, sizeof *part);
  zip_stat_t about;
  zip_int64_t index = find_part(package, name);
  part->name = arena_string(arena, name);
  part->limit = limits[limit];
  if (index >= 0 && zip_stat_index(package->zip, (zip_uint64_t)index, 0, &about) == 0) {
    part->size = about.size;
    part->compressed = about.comp_size;
    part->file = zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
  }
  if (part->file) return part;
  int code = zip_error_code_zip(zip_get_error(package->zip));
  if (code == ZIP_ER_NOPASSWD) fault_set(fault, FAULT_FILE, MSG_FILE_IS_ENCRYPTED, package->path, NULL);
  else broken(name, fault);
  return NULL;
}

static bool is_bomb(const struct part *part)
{
  return part->read > part->limit || (part->read > HARMLESS_BYTES && part->read / MOST_RATIO > part->compressed);
}

bool part_read(struct part *part, char *into, size_t capacity, size_t *got, struct fault *fault)
{
  zip_int64_t count = zip_fread(part->file, into, capacity);
  *got = 0;
  if (count < 0) return broken(part->name, fault);
  part->read += (uint64_t)count;
  if (is_bomb(part)) return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BOMB, part->name, NULL);
  *got = (size_t)count;
  return true;
}

double part_progress(const struct part *part)
{
  return part->size && part->read < part->size ? (double)part->read / (double)part->size : 1;
}

void part_close(struct part *part)
{
  zip_fclose(part->file);
}

/* Whole packages */

static bool read_part(struct arena *arena, struct package *package, struct package_part *into, struct fault *fault)
{
  enum { PIECE = 1 << 16 };
  struct buffer bytes = { 0 };
  struct part *part = part_open(arena, package, into->name, PART_SMALL, fault);
  bool read = part != NULL;
  for (size_t got = 1; read && got;) {
    buffer_reserve(&bytes, PIECE);
    read = part_read(part, bytes.at + bytes.length, PIECE, &got, fault);
    bytes.length += read ? got : 0;
  }
  if (part) part_close(part);
  into->bytes = buffer_take(arena, &bytes);
  return read;
}

bool package_read(struct arena *arena, struct package *package, struct package_part **parts, size_t *count, struct fault *fault)
{
  zip_int64_t entries = zip_get_num_entries(package->zip, 0);
  *count = entries > 0 ? (size_t)entries : 0;
  *parts = arena_array(arena, *count, sizeof **parts);
  for (size_t i = 0; i < *count; i++) {
    const char *name = zip_get_name(package->zip, i, 0);
    if (!name) return broken("", fault);
    (*parts)[i].name = arena_string(arena, name);
    bool folder = slice_ends(slice_of(name), "/");
    if (!folder && !read_part(arena, package, &(*parts)[i], fault)) return false;
  }
  return true;
}

static bool add_part(zip_t *zip, const struct package_part *part)
{
  enum { YEAR_1980 = 0x21 }; /* 1 January, the first day that an archive knows */
  zip_source_t *source = zip_source_buffer(zip, part->bytes.at, part->bytes.length, 0);
  if (!source) return false;
  zip_int64_t index = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
  if (index < 0) return zip_source_free(source), false;
  return zip_file_set_dostime(zip, (zip_uint64_t)index, 0, YEAR_1980, 0) == 0;
}

bool package_write(const char *path, const struct package_part *parts, size_t count, struct fault *fault)
{
  int reason = 0;
  zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &reason);
  bool written = zip != NULL;
  for (size_t i = 0; written && i < count; i++) {
    bool folder = slice_ends(slice_of(parts[i].name), "/");
    written = folder || add_part(zip, &parts[i]);
  }
  if (written && zip_close(zip) == 0) return true;
  const char *why = zip ? zip_strerror(zip) : strerror(errno);
  fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, path, why, NULL);
  if (zip) zip_discard(zip);
  return false;
}

/* Deleted and added again: libzip has no level of compression for a part that it replaces, and the best one takes five times as
 * long. */
static bool replace_part(zip_t *zip, zip_uint64_t index, FILE *file)
{
  enum { QUICK = 3 };
  struct buffer name = { 0 };
  zip_stat_t about;
  zip_source_t *source = zip_source_filep(zip, file, 0, -1);
  if (!source) return fclose(file), false;
  zip_int64_t added = -1;
  if (zip_stat_index(zip, index, 0, &about) == 0 && about.valid & ZIP_STAT_NAME) {
    buffer_text(&name, about.name);
    buffer_char(&name, 0);
    if (zip_delete(zip, index) == 0) added = zip_file_add(zip, name.at, source, ZIP_FL_ENC_GUESS);
  }
  buffer_free(&name);
  if (added < 0) return zip_source_free(source), false;
  if (about.valid & ZIP_STAT_MTIME) zip_file_set_mtime(zip, (zip_uint64_t)added, about.mtime, 0);
  return zip_set_file_compression(zip, (zip_uint64_t)added, ZIP_CM_DEFLATE, QUICK) == 0;
}

static bool read_whole(int descriptor, struct buffer *bytes)
{
  enum { PIECE = 1 << 20 };
  ssize_t got = 1;
  while (got > 0) {
    buffer_reserve(bytes, PIECE);
    got = pread(descriptor, bytes->at + bytes->length, PIECE, (off_t)bytes->length);
    if (got > 0) bytes->length += (size_t)got;
  }
  return got == 0;
}

static bool write_whole(zip_source_t *archive, int into)
{
  enum { PIECE = 1 << 16 };
  char piece[PIECE];
  zip_int64_t got = zip_source_open(archive) == 0 ? 1 : -1;
  while (got > 0) {
    got = zip_source_read(archive, piece, sizeof piece);
    if (got > 0 && !file_write(into, piece, (size_t)got)) got = -1;
  }
  zip_source_close(archive);
  return got == 0;
}

/* Nothing is asked of libzip that makes a file: those that it makes beside another stay when a signal ends the program. */
bool package_replace(int archive, const char *name, int descriptor, int into)
{
  struct buffer bytes = { 0 };
  int own = dup(descriptor);
  FILE *file = own >= 0 && lseek(own, 0, SEEK_SET) == 0 ? fdopen(own, "rb") : NULL;
  if (!file && own >= 0) close(own);
  zip_source_t *source = file && read_whole(archive, &bytes) ? zip_source_buffer_create(bytes.at, bytes.length, 1, NULL) : NULL;
  if (source) zip_source_keep(source);
  struct package package = { source ? zip_open_from_source(source, 0, NULL) : NULL, "" };
  zip_int64_t index = package.zip ? find_part(&package, name) : -1;
  bool replaced = index >= 0 && replace_part(package.zip, (zip_uint64_t)index, file);
  if (index < 0 && file) fclose(file);
  if (source && !package.zip) zip_source_free(source);
  bool closed = replaced && zip_close(package.zip) == 0;
  bool written = closed && write_whole(source, into);
  if (package.zip && !closed) zip_discard(package.zip);
  if (source) zip_source_free(source); /* and the bytes: it shares them with what it writes, and frees them in any case */
  else buffer_free(&bytes);
  return written;
}

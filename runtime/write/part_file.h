/* Part file: what one part of a split run (run --part) leaves for `huiqi merge`: sections of bytes, each with its SHA-256.
 *
 * The sections stand one behind the other after a mark; a directory at the end has their places and hashes, and the last bytes
 * have the directory's. So no byte can be cut off, changed or added without being noticed, and a section is looked at when it is
 * needed, by whichever thread needs it. Nothing is ever half: the file gets its name when it is whole (write/atomic_file.h).
 *
 * Rejected: one hash over the file (a part of many gigabytes would be read twice). */
#ifndef WRITE_PART_FILE_H
#define WRITE_PART_FILE_H

#include "base/fault.h"

enum part_section {
  PART_IDENTITY, /* of which run it is (write/part_identity.h) */
  PART_LIST,     /* what every part says of a list alike */
  PART_REMARKS,  /* what this one has noted of its cells (struct scan_remark) */
  PART_BLOCK,    /* rows of a list, in order */
  PART_MARKS     /* what judging its rows has found out besides */
};

struct part_file;

/* `path` is empty and is written; `shown` is named in faults. Both have to outlive it. */
struct part_file *part_file_new(struct arena *arena, const char *path, const char *shown, struct fault *fault);
/* `list` numbers lists from 0; 0 for the identity. */
bool part_file_add(struct part_file *file, enum part_section section, size_t list, struct slice bytes, struct fault *fault);
/* The directory; the file is closed either way. */
bool part_file_finish(struct part_file *file, struct fault *fault);
void part_file_abandon(struct part_file *file);

/* Opens one that was finished; NULL with a FAULT_USAGE that names it when it is torn or something else. */
struct part_file *part_file_open(struct arena *arena, const char *path, struct fault *fault);
size_t part_file_count(const struct part_file *file, enum part_section section, size_t list);
/* The bytes of a section, in the arena; from any thread. Also of a file that is being written, what was added. */
bool part_file_read(const struct part_file *file, enum part_section section, size_t list, size_t number, struct arena *arena,
                    struct slice *bytes, struct fault *fault);
const char *part_file_path(const struct part_file *file);
/* Bytes in all. */
uint64_t part_file_size(const struct part_file *file);
/* Whether there is such a file, whole or not, or nothing: what may be replaced. */
bool part_file_replaceable(const char *path);

#endif

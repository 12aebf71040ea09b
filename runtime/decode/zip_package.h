/* ZIP package: the parts of a workbook's container, an archive of compressed XML files. The only includer of <zip.h>.
 *
 * A part is read as a stream. What comes out is counted as it comes, since an archive may lie about its sizes: one that swells
 * beyond reason is refused (a "zip bomb" of a megabyte would fill gigabytes). Checksums are verified by libzip at the end of a
 * part. Rejected: minizip (no checks of its own, not kept by anyone in particular). */
#ifndef DECODE_ZIP_PACKAGE_H
#define DECODE_ZIP_PACKAGE_H

#include "base/fault.h"

struct package;
struct part;

/* Kinds of part by what they may grow to: descriptions stay small, strings are kept in memory, a sheet streams by. */
enum part_limit { PART_SMALL, PART_STRINGS, PART_SHEET };

/* `descriptor` can be read at any place and stays the caller's; `path` is for a fault and must outlive the package. */
struct package *package_open(struct arena *arena, int descriptor, const char *path, struct fault *fault);
/* All parts in memory, in the order of the archive; one that is larger than a description may be is a fault. */
struct package_part {
  const char *name;
  struct slice bytes;
};
bool package_read(struct arena *arena, struct package *package, struct package_part **parts, size_t *count, struct fault *fault);
/* An archive of these parts at `path`, which may exist; always the same bytes. */
bool package_write(const char *path, const struct package_part *parts, size_t count, struct fault *fault);
/* An archive with one part replaced by what the open file `descriptor` holds, written into another open file; all other parts
 * stay as they are, compressed bytes and all, and it comes last. The reason of a
 * failure is in errno. */
bool package_replace(int archive, const char *name, int descriptor, int into);
bool package_has(const struct package *package, const char *name);
void package_close(struct package *package);

struct part *part_open(struct arena *arena, struct package *package, const char *name, enum part_limit limit,
                       struct fault *fault);
/* *got is 0 only at the end. */
bool part_read(struct part *part, char *into, size_t capacity, size_t *got, struct fault *fault);
/* How much of the part has been read, from 0 to 1. */
double part_progress(const struct part *part);
void part_close(struct part *part);

#endif

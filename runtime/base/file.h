/* File: what several rooms ask of an open file. Reasons are left in errno. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"

/* Writes all of it, past interruptions and short writes. */
bool file_write(int file, const char *bytes, size_t length);
/* Two entries of a folder change places in one step. ENOSYS where the system cannot. */
bool file_exchange(int folder, const char *one, const char *other);
/* A file without a name, open for reading and writing, of which nothing is left when the program ends; -1 if there can be none.
 */
int file_unnamed(void);
/* A path by which an open file, or a folder, can be opened again while it is open. */
const char *descriptor_path(struct arena *arena, int file);
/* Whether it is such a path of a file without a name: it says nothing to anybody. */
bool file_path_unnamed(const char *path);
/* Changes when the file is written or replaced. */
static inline uint64_t file_state(const struct stat *about)
{
  uint64_t nanoseconds = (uint64_t)about->st_mtim.tv_sec * 1000000000u + (uint64_t)about->st_mtim.tv_nsec;
  return nanoseconds * 31 + (uint64_t)about->st_size * 7 + (uint64_t)about->st_ino;
}

#endif

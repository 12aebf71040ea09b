/* What the page's C library (musl, by emscripten) lacks of the system that the program asks for; included before every file of
 * the engine. */
#ifndef WEB_SYSTEM_H
#define WEB_SYSTEM_H

#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* There is no terminal. */
#define isatty(file) ((void)(file), 0)

/* Standard input can be read, but not asked about: it is taken for a pipe. */
#define fstat system_fstat
int system_fstat(int file, struct stat *about);
/* The path of an open file or folder. */
char *system_path(int file);
ssize_t getrandom(void *into, size_t length, unsigned flags);
int memfd_create(const char *name, unsigned flags);
int sync_file_range(int file, off_t from, off_t length, unsigned flags);
void qsort_r(void *items, size_t count, size_t size, int (*order)(const void *, const void *, void *), void *context);

#endif

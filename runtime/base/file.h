/* File: what several rooms ask of an open file. Reasons are left in errno. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Writes all of it, past interruptions and short writes. */
bool file_write(int file, const char *bytes, size_t length);
/* A file without a name, open for reading and writing, of which nothing is left when the program ends; -1 if there can be none.
 */
int file_unnamed(void);

#endif

/* Files below: what a path names, itself or every file of the folder.
 *
 * Each folder is entered once, by what it is (device and inode): a link to a folder above, or two to one folder, end there. Names
 * that begin with a dot are left out. */
#ifndef SESSION_FILES_BELOW_H
#define SESSION_FILES_BELOW_H

#include <sys/stat.h>

#include "base/fault.h"

/* `about` NULL: it could not be asked; of a folder: it could not be read; errno says why. `path` dies with the arena. */
typedef bool (*file_visit)(void *context, const char *path, const struct stat *about);

/* In the order of names; stops and returns false when `visit` does. */
bool files_below(struct arena *arena, const char *path, file_visit visit, void *context);
/* Files that nobody named, but which are read when they stand beside a script: false and a fault for a pipe or a device of that
 * name, at which reading would never end. */
bool file_beside(const char *path, bool *there, struct fault *fault);

#endif

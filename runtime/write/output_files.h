/* Output files: a result folder's entries, ours and the user's.
 *
 * Ours have the names of write/result_files.def, or run.json, and were written by a run (write/owned.h); a run replaces and
 * removes these. Everything else is the user's and
 * only ever moved.
 * `owned` NULL: the folder is one that we made, where the name alone says it. Folders are descriptors, so that a rename of a
 * folder further up does no harm; functions leave the reason in errno. */
#ifndef WRITE_OUTPUT_FILES_H
#define WRITE_OUTPUT_FILES_H

#include "write/owned.h"

#define FOLDER_LISTS "lists"
/* A workbook on its way: only ever in a hidden folder. */
#define FOLDER_BOOK ".huiqi-book"

/* Whether `name` (`results.csv`, `lists/U22-3.csv`) is the name of one of our files. */
bool output_folder_owns(const char *name);
/* A folder by its path, -1 when there is none. */
int output_folder_open(const char *path);
/* Each entry that is there with the name of one of our files, until `visit` returns false. */
void output_folder_each_own(int folder, bool (*visit)(void *context, int folder, const char *name), void *context);
/* The first of our names that is taken by something that no run writes (a folder `results.csv`, a file `lists`), or NULL. */
const char *output_folder_obstacle(int folder);
/* The user's entries of `from` move to `to`; false when one could not, which then stays. An entry whose name is taken in `to`
 * counts as one that could not. */
bool output_folder_move_foreign(int from, int to, const struct owned *owned);
bool output_folder_has_foreign(int folder, const struct owned *owned);
/* The first of the names that every run writes that is there and is not ours, or NULL. */
const char *output_folder_foreign(int folder, const struct owned *owned);
/* Removes our files, except those that `keep` wants (NULL: none). */
void output_folder_remove_own(int folder, const struct owned *owned, bool (*keep)(const void *context, const char *name),
                              const void *context);
/* Calls `visit` for each entry until it returns false; false then, or when the folder cannot be read. */
bool output_folder_each(int folder, bool (*visit)(int folder, const char *name, void *context), void *context);
bool output_folder_is_folder(int folder, const char *name);
int output_folder_open_in(int folder, const char *name);

#endif

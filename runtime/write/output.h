/* Output: the files of a run appear together or not at all.
 *
 * The files are written into a hidden folder beside DIR (`.DIR.huiqi-XXXXXX`), brought to the disk, and then the two folders
 * change places in one step of the file system; what else was in DIR is moved over and the old folder removed. Rejected:
 * writing into DIR directly (a run that fails would leave half of it), a rename per file (new results beside old lists).
 * Where the folders cannot change places (DIR is a mount point, the working directory or somebody else's, its parent cannot be
 * written, or the file system lacks the exchange), the hidden folder lies inside DIR and the files are renamed one by one,
 * run.json last: a DIR without run.json is unfinished.
 *
 * A file of DIR that has the name of one of ours but was not written by a run is not touched: then nothing is written at all.
 *
 * An output whose name ends in .xlsx is one file: the same files are written into the hidden folder, bound into a workbook there
 * (write/xlsx_export.h), and the workbook is renamed into place. So a workbook says what the files say, cell by cell.
 *
 * A lock beside the hidden folder keeps a second run out of the same DIR; so whatever hidden folder of DIR lies there once the
 * lock is held was left by a run that was killed. It is removed, and what is not ours in it goes back to DIR. */
#ifndef WRITE_OUTPUT_H
#define WRITE_OUTPUT_H

#include "base/fault.h"
#include "base/pace.h"

struct output;
struct output_file;

/* Whether results for this name go into one workbook: it ends in .xlsx and is no folder. */
bool output_is_workbook(const char *name);
/* `directory` may have a slash at the end, may be a link to a folder, and need not exist; the folder around it must. The output
 * lives in `arena` until output_commit or output_abort, one of which has to follow. NULL with a fault (FAULT_FILE). */
struct output *output_open(struct arena *arena, const char *directory, struct fault *fault);
/* A new file: one of the names in folder.h, or `lists/ID.csv`. NULL with a fault: FAULT_SCRIPT when the name can be no file
 * (an id may be anything), else FAULT_FILE. */
struct output_file *output_file(struct output *output, const char *name, struct fault *fault);
/* For the sheet about the run itself, which has no file of its own: a name and what is said of it, copied. */
void output_record(struct output *output, const char *name, struct slice text);
/* Of a workbook: its first sheet, and that of the companies. Both are the caller's, and live until output_commit. */
struct bound_overview;
struct bound_companies;
void output_bind(struct output *output, const struct bound_overview *overview, const struct bound_companies *companies);
/* Who hears how far the workbook is. */
void output_watch(struct output *output, struct progress_hook progress);
/* Appends. False when a write to this file has failed, now or before; the reason is kept for output_commit, so callers may stop
 * early or not look at all. */
bool output_bytes(struct output_file *file, const char *bytes, size_t length);

/* Each file in the order in which they were opened, with the SHA-256 of what it has so far: for run.json, which says so whose
 * they are (write/owned.h). */
void output_each(struct output *output, void (*visit)(void *context, const char *name, const char *digest), void *context);

/* The files take their place; the output is closed either way. When anything fails the hidden folder is gone, the fault says why,
 * and DIR is as it was (unless files had to be renamed one by one and one of these renames failed). */
bool output_commit(struct output *output, struct fault *fault);
void output_abort(struct output *output);
/* Removes every unfinished output; for a signal handler and for memory_on_exhaustion: async-signal-safe, may come at any time.
 * The process has to end after it. */
void output_abort_all(void);
/* Whether files have taken their place since the program began. Async-signal-safe. */
bool output_placed_any(void);

#endif
